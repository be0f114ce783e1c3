"""The store itself: init, stats."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Final

import typer

from cli import common, forms
from cli.common import Json
from cli.settings import SAMPLE, own_store, where
from domain import edtf
from domain.refusal import Failure, Fix
from projections.stats import Stats, Tally, stats_json
from projections.stats import stats as stats_of
from projections.words import count, day
from service.opening import open_store
from service.store.place import without_password
from service.tallies import tallies
from service.timeline import Timeline
from views.page import Page

app: Final = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command("init")
def init(
    context: typer.Context,
    place: Annotated[
        str,
        typer.Argument(
            metavar="[PATH or URL]", help="Where; the user's own data folder unless said."
        ),
    ] = "",
) -> None:
    """Begins a new, empty timeline: a file, or a database by URL.

    What is there already is left as it is.
    """
    settings = common.settings_of(context)
    configured = where(settings)
    chosen = place or (configured if configured != SAMPLE else str(own_store(settings)))
    if Path(chosen).is_dir():
        raise Failure(f"{chosen} is a folder.", Fix(f"detente init {Path(chosen) / 'my.db'}"))
    there = "://" not in chosen and Path(chosen).exists()
    if there and not _is_store(chosen):
        raise Failure(
            f"{chosen} is there already, and is no timeline.", Fix("detente init other.db")
        )
    if "://" not in chosen:
        Path(chosen).expanduser().parent.mkdir(parents=True, exist_ok=True)
    timeline = open_store(
        str(Path(chosen).expanduser()) if "://" not in chosen else chosen, create=True
    )
    events = timeline.head().position
    timeline.close()
    shown = without_password(chosen)
    there = there or events > 0
    said = (
        f"{shown} is a timeline already, with {events} events."
        if there
        else f"Began an empty timeline at {shown}."
    )
    forms.deliver(settings, f"{said}\n{_next(shown, place)}", "")


def _is_store(path: str) -> bool:
    with Path(path).open("rb") as file:
        start = file.read(16)
    return start in (b"", b"SQLite format 3\0")


def _next(chosen: str, place: str) -> str:
    return f"Use it with: export DETENTE_DB={chosen}\n" if place else "It answers from now on.\n"


@app.command("stats")
def stats(context: typer.Context, as_json: Json = False) -> None:
    """How much the timeline holds, how far it has come, and over which days."""
    settings = common.settings_of(context)
    with common.opened(settings) as opened:
        fact_states = [
            fact_state for fact in opened.facts() if (fact_state := fact.as_of()) is not None
        ]
        found, layers = stats_of(fact_states), tallies(opened)
        text = (
            forms.stamped(opened, stats_json(found, layers))
            if as_json
            else _stats_page(opened, found, layers, settings.width)
        )
    forms.deliver(settings, text, "")


def _stats_page(opened: Timeline, found: Stats, layers: Sequence[Tally], width: int) -> str:
    page = Page(width)
    head = opened.head()
    values = {
        "store": opened.store_name,
        "events": head.position,
        "digest": head.digest.hex(),
        **stats_json(found, []),
    }
    for name, value in values.items():
        if name in ("schema", "layers"):
            continue
        text = (
            ", ".join(f"{kind} {number}" for kind, number in value.items())
            if isinstance(value, dict)
            else value
        )
        if name in ("first", "last") and isinstance(value, str):
            text = day(edtf.window(value).lo)
        page.item(
            name.replace("_", " "),
            "",
            "none" if text in (None, "") else str(text),
            "",
            columns=(16, 0),
        )
    for tally in layers:
        page.item(f"layer {tally.layer}", "", _told(tally), "", columns=(16, 0))
    return page.whole


def _told(tally: Tally) -> str:
    """What a layer holds, in a sentence's length."""
    held = (
        f"{count(tally.facts, 'fact')}, {count(tally.events, 'event')};"
        f" {count(tally.pairs, 'pair')} of {count(tally.actors, 'actor')}"
    )
    days = (
        ""
        if tally.first is None or tally.last is None
        else f"; {day(tally.first)} to {day(tally.last)}"
    )
    most = ", ".join(f"{a}–{b} {facts:,}" for (a, b), facts in tally.busiest)
    return f"{held}{days}; most on {most}" if most else f"{held}{days}"
