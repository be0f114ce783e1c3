"""The store itself: init, stats."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from cli import common, forms
from cli.common import Json
from cli.settings import SAMPLE, own_store, where
from domain import edtf
from domain.refusal import Failure, Fix
from projections.pairs import pairs_of
from projections.words import count, day
from service.opening import open_store
from service.store.place import without_password
from service.tallies import tallies
from views.page import Page

if TYPE_CHECKING:
    from service.store.interface import Tally

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
        facts = opened.facts()
        head = opened.head()
        layers = tallies(opened)
        fact_states = [fact_state for fact in facts if (fact_state := fact.as_of()) is not None]
        days = [
            bound
            for fact_state in fact_states
            for bound in fact_state.window
            if fact_state.window.bounded
        ]
        pairs = {pair for fact_state in fact_states for pair in pairs_of(fact_state.content)}
        values: dict[str, object] = {
            "facts": len(fact_states),
            "pairs": len(pairs),
            "actors": len({actor for pair in pairs for actor in pair}),
            "disputed": sum(fact_state.disputed for fact_state in fact_states),
            "retracted": sum(fact_state.retracted for fact_state in fact_states),
            "without_source": sum(
                not any(report for _, report in fact_state.reports) for fact_state in fact_states
            ),
            "first": edtf.written(min(days)) if days else None,
            "last": edtf.written(max(days)) if days else None,
            "kinds": dict(
                Counter(fact_state.content.kind for fact_state in fact_states).most_common()
            ),
            "layers": [_tally_json(tally) for tally in layers],
        }
        kept: dict[str, object] = {
            "store": opened.store_name,
            "events": head.position,
            "digest": head.digest.hex(),
        }
        told = (
            forms.stamped(opened, {"schema": "detente/stats@1", **values})
            if as_json
            else _stats_page({**kept, **values}, layers, settings.width)
        )
    forms.deliver(settings, told, "")


def _tally_json(tally: Tally) -> dict[str, object]:
    """What a layer holds, as plain values."""
    days = {"first": tally.first, "last": tally.last}
    return {
        "layer": tally.layer,
        "events": tally.events,
        "facts": tally.facts,
        "pairs": tally.pairs,
        "actors": tally.actors,
        **{
            name: None if found is None else date.fromordinal(found).isoformat()
            for name, found in days.items()
        },
        "busiest": [{"pair": "-".join(pair), "facts": facts} for pair, facts in tally.busiest],
    }


def _stats_page(values: dict[str, object], layers: Sequence[Tally], width: int) -> str:
    page = Page(width)
    for name, value in values.items():
        if name == "layers":
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
