"""History day by day on a screen: as lines one after the other, or a day at a time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Final

from domain.actors import Registry
from domain.kinds import POINT
from projections.answer import Answer
from projections.pair_fact import ahead, in_force
from projections.pair_history import By
from projections.questions.replay import FoundReplay
from projections.replay import Day, Glimpse, Line, Replay
from projections.score import WITHOUT_FIGURES
from projections.state import Glance
from projections.words import (
    balance,
    clocks,
    count,
    day,
    figure,
    ledgers,
    long_day,
    recorded,
    signed,
)
from projections.words import verdict as verdict_of
from views.page import Page
from views.state import of_layer, pair_name
from views.verdict import short_label
from views.view import Look, View

if TYPE_CHECKING:
    from projections.layer_replay import LayerReplay

_ORDERS: Final = {By.HAPPENED: "as it happened", By.KNOWN: "as it became known"}
COLUMNS: Final = (2, 20)
"""Where the figures and the words of a line begin."""


def heading(found: Replay | LayerReplay, registry: Registry) -> str:
    """`Turkey – Russia from 24 Feb 2022 to 10 Mar 2022, as it happened`."""
    answer = found.last
    scope = f", {answer.scope} only" if answer.scope else ""
    # In the order of knowledge, the last day is the day of knowing.
    fixed = clocks(answer.as_of) if found.by is By.HAPPENED else recorded(answer.as_of)
    return (
        f"{pair_name(answer, registry)} from {day(found.first)} to {day(answer.as_of.on)},"
        f" {_ORDERS[found.by]}{scope}{of_layer(answer)}{fixed}"
    )


def render(found: Replay, registry: Registry, page: Page, said: Sequence[str]) -> None:
    """The figures before, each day's with what it brought, and the figures after.

    The lines add up.
    """
    page.opening(heading(found, registry), said)
    if not found.last.known and not found.days:
        page.text('Nothing is known of that span. That is not "nothing happened".')
        return
    page.heading(day_heading(eve(found), found.before, "", page) + " (before)", 2)
    label = short_label(found.before.verdict)
    for each in found.days:
        page.line()
        page.heading(day_heading(each.day, each.glance, label, page), 2)
        besides(each.eased, each.fading, page)
        for line in each.lines:
            line_item(line, page)
        label = short_label(each.glance.verdict)
    page.line()
    page.heading(day_heading(found.last.as_of.day, found.after, label, page) + " (after)", 2)
    besides(found.eased, found.fading, page)


def besides(eased: int, fading: int, page: Page) -> None:
    """What relief and what time alone moved, where one decimal shows it."""
    for name, micro in (("relief eases", eased), ("time alone", fading)):
        if signed(micro) != "0.0":
            page.item("", f"{name:13}{signed(micro):>6}", "", "", columns=COLUMNS)


def eve(found: Replay | LayerReplay) -> int:
    """The day before the first, or the first where the calendar begins with it."""
    return max(1, found.first - 1)


def verdict(found: Replay | LayerReplay) -> str:
    """Where it began and where it ended, for a citation."""
    before, after = found.before, found.last
    return f"{verdict_of(before.label, before.score)}, then {verdict_of(after.label, after.score)}"


def day_heading(number: int, glance: Glimpse | Glance, before: str, page: Page) -> str:
    """A day with its verdict, which it may have turned to, and its figures."""
    label = short_label(glance.verdict)
    turned = label if before in ("", label) else f"{before}{page.symbol(' → ', ' to ')}{label}"
    figures = (
        ""
        if glance.label in WITHOUT_FIGURES
        else f" {balance(glance.score.balance)}  {ledgers(glance.score)}"
    )
    return f"{day(number):11}  {turned}{figures}"


def line_item(line: Line, page: Page) -> None:
    """What changed of one fact, and what that moved."""
    figures = f"{line.pair_fact.content.domain:13}{signed(line.moved):>6}" if line.moved else ""
    text = f"{line.pair_fact.content.title} ({'; '.join(line.said)})"
    page.item(line.mark, figures, text, f"^{line.pair_fact.handle}", columns=COLUMNS)


BAR: Final = 40
"""How wide the wider ledger of a replay is drawn."""


def frame(found: Replay, at: int, title: str, page: Page) -> None:
    """One day of a replay: the verdict, both ledgers as bars on one scale, and its changes.

    Day 0 is the day before the first.
    """
    page.heading(title)
    page.line()
    number, glance, lines = _frame_of(found, at)
    page.strong(f"{long_day(date.fromordinal(number))}{_quiet(found, at)}")
    page.line()
    before = _frame_of(found, at - 1)[1] if at else glance
    label, earlier = short_label(glance.verdict), short_label(before.verdict)
    turned = "" if earlier == label else f", {earlier} before"
    figures = f"   balance {balance(glance.score.balance)}   net {signed(glance.score.net)}"
    page.strong(f"{label.upper()}{turned}{'' if glance.label in WITHOUT_FIGURES else figures}")
    largest = max([POINT, *(max(g.score.cooperation, g.score.friction) for g in _glances(found))])
    for name, was, now in (
        ("for", before.score.cooperation, glance.score.cooperation),
        ("against", before.score.friction, glance.score.friction),
    ):
        bar = page.symbol("█", "#") * round(BAR * now / largest)
        page.line(
            f"{name:9}{bar:{BAR}}{figure(now):>6} {signed(now - was) if now != was else '':>6}"
        )
    page.line()
    for line in lines:
        line_item(line, page)
    page.line()
    for name, pair_facts in (
        ("in force", in_force(glance.pair_facts)),
        ("ahead", ahead(glance.pair_facts)),
        (
            "disputed",
            [pair_fact for pair_fact in glance.pair_facts if pair_fact.excluded == "disputed"],
        ),
        ("contested", [pair_fact for pair_fact in glance.pair_facts if pair_fact.contested]),
    ):
        if pair_facts:
            page.item(
                name,
                "",
                " ".join(f"^{pair_fact.handle}" for pair_fact in pair_facts),
                "",
                columns=(10, 0),
            )
    if at == len(found.days):
        page.line()
        page.text(f"The end: {day_heading(found.last.as_of.day, _glances(found)[-1], '', page)}.")


def _frame_of(found: Replay, at: int) -> tuple[int, Glimpse, Sequence[Line]]:
    if at == 0:
        return eve(found), found.before, ()
    shown: Day = found.days[at - 1]
    return shown.day, shown.glance, shown.lines


def _glances(found: Replay) -> list[Glimpse]:
    return [found.before, *(each.glance for each in found.days), found.after]


def _quiet(found: Replay, at: int) -> str:
    """How many days passed without news since the day before."""
    if at == 0:
        return ", the eve"
    quiet = found.days[at - 1].day - (found.days[at - 2].day if at > 1 else found.first - 1) - 1
    return f", after {count(quiet, 'quiet day')}" if quiet else ""


def _draw(answer: Answer, found: FoundReplay, page: Page, look: Look) -> None:
    render(found.replay, answer.registry, page, look.said)


VIEW: Final = View(
    FoundReplay,
    title=lambda answer, found: heading(found.replay, answer.registry),
    draw=_draw,
    verdict=lambda _, found: verdict(found.replay),
)
