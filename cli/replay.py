"""History as it went: replay, turns."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, Final

import typer

from cli import common, exit_codes, forms, keys
from cli.account import read_label
from cli.common import (
    Cite,
    Format,
    From,
    Json,
    KnownOn,
    LensName,
    Output,
    RecordedBy,
    To,
    When,
    Within,
)
from cli.forms import Forms
from cli.settings import Settings
from domain.refusal import Fix, InvalidInput, NotADate
from projections.pair_history import By
from projections.replay import Replay, day_json, replay, replay_json
from projections.turns import SpellJson, spell_json, turns, turns_json
from views import replay as replay_page
from views import turns as turns_page

app: Final = typer.Typer(rich_markup_mode=None, add_completion=False)
USUAL_DAYS: Final = 30
"""How many days are replayed where no first day is named."""

FASTEST: Final = 64.0


@app.command("replay")
def day_by_day(  # every option of a command is a parameter of it
    context: typer.Context,
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="A B [DOMAIN or #TOPIC]", help="Two actors, and what of their ties."
        ),
    ] = None,
    start: From = "",
    end: To = "",
    within: Within = "",
    by: Annotated[
        str,
        typer.Option("--by", metavar="ORDER", help="happened, or known: as a reader learned it."),
    ] = By.HAPPENED,
    speed: Annotated[
        float | None,
        typer.Option(
            "--speed",
            metavar="N",
            help="Days a second on a terminal; 0 prints lines.",
            min=0,
            show_default=False,
        ),
    ] = None,
    known_on: KnownOn = None,
    recorded_by: RecordedBy = None,
    lens: LensName = "",
    cite: Cite = False,
    form: Format = "",
    as_json: Json = False,
    output: Output = "",
) -> None:
    """Steps through history day by day.

    + happened, ? known or disputed, > announced, ~ corrected or retracted. On a terminal: space
    or right for the next day, left for the one before, + and - for speed, q to leave.
    """
    settings = common.settings_of(context)
    wish = forms.wish(settings, form, as_json, output, cite)
    order = _order(by)
    span = _span(settings, (start, end, within), known_on, recorded_by)
    through = common.lens(lens)
    with common.opened(settings) as opened:
        subject = common.subject(settings, opened.registry, words or [], span.when.as_of.on)
        facts = opened.pair_facts(subject.pair)
        first = span.first or date.fromordinal(max(1, span.when.as_of.day - USUAL_DAYS + 1))
        found = replay(
            facts, subject.pair, (first, span.when.as_of), subject.scope, through, by=order
        )
        if (
            wish.form == "table"
            and not (output or cite)
            and speed != 0
            and keys.available(settings.stdin, settings.out)
        ):
            step(settings, found, replay_page.heading(found, opened.registry), speed or 0)
            _end_unknown(found)
            return
        answer = Forms(
            title=replay_page.heading(found, opened.registry),
            json=lambda: replay_json(found),
            page=lambda page: replay_page.render(found, opened.registry, page, span.when.said),
            rows=lambda: [
                {"day": told["day"], **line}
                for told in map(day_json, found.days)
                for line in told["lines"]
            ],
            verdict=replay_page.verdict(found),
        )
        wish.give(opened, answer)
    _end_unknown(found)


def _end_unknown(found: Replay) -> None:
    if {"unknown"}.issuperset(
        glance.label
        for glance in (found.before, *(each.glance for each in found.days), found.after)
    ):
        raise typer.Exit(exit_codes.UNKNOWN)


def _order(text: str) -> By:
    if text not in tuple(By):
        raise InvalidInput(
            f'history is replayed as it happened or as it became known, not by "{text}".',
            *(Fix(f"--by {by}") for by in By),
        )
    return By(text)


@dataclass(frozen=True)
class Span:
    """The first day of a walk, None where none was named.

    And the point on the clocks where it ends.
    """

    first: date | None
    when: When


def _span(
    settings: Settings, period: tuple[str, str, str], known_on: str | None, recorded_by: str | None
) -> Span:
    found = common.period(settings, *period)
    when = common.when(settings, None, known_on, recorded_by)
    last = found.last or when.as_of.on
    if found.first and found.first > last:
        raise NotADate(
            f"the span from {found.first} to {last} ends before it begins.",
            Fix(f"--from {last} --to {found.first}"),
        )
    return Span(found.first, replace(when, as_of=replace(when.as_of, on=last)))


def step(settings: Settings, found: Replay, title: str, speed: float) -> None:
    """Steps through the days of a replay by keys, or by itself at so many days a second."""
    at, last = 0, len(found.days)
    with keys.screen(settings.stdin, settings.out):
        while True:
            show(settings, found, at, title, speed)
            key = keys.pressed(settings.stdin, 1 / speed if speed and at < last else None)
            if key == keys.QUIT:
                return
            at, speed = after(key, at, last, speed)


def show(settings: Settings, found: Replay, at: int, title: str, speed: float) -> None:
    """One day on a screen of its own."""
    page = forms.page(settings, "plain" if settings.plain else "table")
    replay_page.frame(found, at, title, page)
    going = f"{speed:g} a second" if speed else "paused"
    page.foot(
        (f"day {at} of {len(found.days)}", going),
        ("space next", "left back", "+ - speed", "q quit"),
    )
    settings.out.write(keys.CLEAR + page.whole)
    settings.out.flush()


def after(key: str | None, at: int, last: int, speed: float) -> tuple[int, float]:
    """Which day comes next, and how fast, after a key or after its time has run out (None)."""
    if key is None:
        return min(last, at + 1), speed if at + 1 < last else 0.0
    if key == keys.NEXT:
        return min(last, at + 1), 0.0
    if key == keys.BACK:
        return max(0, at - 1), 0.0
    if key == keys.FASTER:
        return at, min(FASTEST, speed * 2 or 1.0)
    if key == keys.SLOWER:
        return at, speed / 2 if speed > 0.25 else 0.0
    return at, speed


@app.command("turns")
def when_they_turned(
    context: typer.Context,
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="A B [DOMAIN or #TOPIC]", help="Two actors, and what of their ties."
        ),
    ] = None,
    label: Annotated[
        str,
        typer.Option(
            "--label", metavar="LABEL", help="Only the spells under that label.", show_default=False
        ),
    ] = "",
    start: From = "",
    end: To = "",
    within: Within = "",
    known_on: KnownOn = None,
    recorded_by: RecordedBy = None,
    lens: LensName = "",
    cite: Cite = False,
    form: Format = "",
    as_json: Json = False,
    output: Output = "",
) -> None:
    """The days on which two actors' ties turned from one label to another, and because of what."""
    settings = common.settings_of(context)
    wish = forms.wish(settings, form, as_json, output, cite)
    wanted = read_label(label)
    span = _span(settings, (start, end, within), known_on, recorded_by)
    through = common.lens(lens)
    with common.opened(settings) as opened:
        subject = common.subject(settings, opened.registry, words or [], span.when.as_of.on)
        facts = opened.pair_facts(subject.pair)
        found = turns(facts, subject.pair, (span.first, span.when.as_of), subject.scope, through)
        title = turns_page.heading(found, opened.registry, wanted)
        answer = Forms(
            title=title,
            json=lambda: turns_json(found, wanted),
            page=lambda page: turns_page.render(found, wanted, title, page, span.when.said),
            rows=lambda: [_flat(spell_json(spell)) for spell in found.of(wanted)],
        )
        wish.give(opened, answer)
    if all(spell.label == "unknown" for spell in found.spells):
        raise typer.Exit(exit_codes.UNKNOWN)


def _flat(spell: SpellJson) -> dict[str, object]:
    """A spell as one row: its reasons by their handles."""
    return {**spell, "because": [move["fact"] for move in spell["because"]]}
