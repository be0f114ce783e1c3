"""What changed of a layer on a screen: two days, in hindsight, day by day."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from domain.actors import Registry
from domain.kinds import What
from projections.answer import Answer
from projections.layer_days import SumMoved
from projections.layer_diff import LayerDiff
from projections.layer_hindsight import LayerHindsight
from projections.layer_replay import LayerReplay, SumLine
from projections.questions.layer_changes import (
    FoundLayerDiff,
    FoundLayerHindsight,
    FoundLayerReplay,
)
from projections.words import count, day, signed
from views import diff as diff_page
from views import hindsight as hindsight_page
from views import replay as replay_page
from views.layer import MOST, side
from views.page import Page
from views.verdict import short_label
from views.view import PROSE, Look, View


def _days(found: SumMoved) -> str:
    """`12 Jun 2018`, `1 Jun 2018 – 12 Jun 2018`: the first and the last day of some facts."""
    if found.first == found.last:
        return day(found.first)
    return f"{day(found.first)} – {day(found.last)}"


def _sums(found: Sequence[SumMoved], page: Page, *, learned: bool) -> None:
    """Facts of one day that entered or left, by sort and direction; those that moved most."""
    rows = [
        (
            signed(each.counted if learned else each.moved),
            f"{each.entered:,}" if learned else _came_and_went(each),
            What(each.sort.kind, each.sort.what).written,
            each.sort.domain,
            side(each.sort, each.view, page),
            _days(each),
        )
        for each in found[:MOST]
    ]
    head = ("COUNTS" if learned else "MOVED", "FACTS", "OF ONE DAY", "DOMAIN", "VIEW", "DAYS")
    if rows:
        page.table(head, rows, right=(0, 1))
    if len(found) > MOST:
        page.text(f"and {len(found) - MOST} more sums: --json")
    if rows:
        page.line()


def _came_and_went(found: SumMoved) -> str:
    parts = [f"+{found.entered:,}"] if found.entered else []
    return " ".join([*parts, *([f"-{found.left:,}"] if found.left else [])])


# Two answers --------------------------------------------------------------------------------------


def diff(found: LayerDiff, registry: Registry, page: Page, said: Sequence[str]) -> None:
    """Before and after side by side, the sums that changed, and all other facts that did."""
    page.opening(diff_page.heading(found, registry), said)
    page.text(diff_page.difference(found))
    page.line()
    rows = [
        diff_page.answer_row(diff_page.point(answer, found), answer)
        for answer in (found.before, found.after)
    ]
    page.table(("", "STATE", "BALANCE", "FOR", "AGAINST", "NET"), rows, right=(2, 3, 4, 5))
    page.line()
    if found.changed or found.fading or found.eased:
        page.heading("BECAUSE OF", 2)
        _sums(found.sums, page, learned=False)
        diff_page.reason_items(found.others.reasons, found.after.as_of.day, page)
        diff_page.besides(found, page)
        page.line()
    page.listed("", diff_page.comings_and_goings(found.others), columns=(0, 20))


# Hindsight ----------------------------------------------------------------------------------------


def hindsight(found: LayerHindsight, registry: Registry, page: Page, said: Sequence[str]) -> None:
    """Then and now side by side, and what makes the difference."""
    page.opening(hindsight_page.heading(found, registry), said)
    page.text(hindsight_page.verdict(found))
    page.line()
    hindsight_page.then_and_now(found, page)
    if found.learned:
        page.heading("LEARNED", 2)
        _sums(found.learned, page, learned=True)
    hindsight_page.learned_and_revised(found.others, page)
    page.text(
        f"{count(found.learned_facts, 'fact')} learned later,"
        f" {len(found.others.revised)} reported differently since."
    )


# Day by day ---------------------------------------------------------------------------------------


def replay(found: LayerReplay, registry: Registry, page: Page, said: Sequence[str]) -> None:
    """The figures before, each day's with what it brought, and the figures after."""
    page.opening(replay_page.heading(found, registry), said)
    if not found.last.known and not found.days:
        page.text('Nothing is known of that span. That is not "nothing happened".')
        return
    before = replay_page.day_heading(replay_page.eve(found), found.before, "", page)
    page.heading(f"{before} (before)", 2)
    label = short_label(found.before.verdict)
    for each in found.days:
        page.line()
        page.heading(replay_page.day_heading(each.day, each.glance, label, page), 2)
        replay_page.besides(each.eased, each.fading, page)
        for summed in each.sums:
            _sum_line(summed, page)
        for line in each.lines:
            replay_page.line_item(line, page)
        label = short_label(each.glance.verdict)
    page.line()
    after = replay_page.day_heading(found.last.as_of.day, found.after, label, page)
    page.heading(f"{after} (after)", 2)
    replay_page.besides(found.eased, found.fading, page)


def _sum_line(line: SumLine, page: Page) -> None:
    sort = line.sum.sort
    figures = f"{sort.domain:13}{signed(line.moved):>6}" if line.moved else ""
    facts = count(line.sum.entered, "fact")
    text = f"{What(sort.kind, sort.what).written} ({facts}, {side(sort, line.sum.view, page)})"
    if line.mark != "·":
        text += f" of {_days(line.sum)}, became known"
    page.item(line.mark, figures, text, "", columns=replay_page.COLUMNS)


# The views ----------------------------------------------------------------------------------------


def _draw_diff(answer: Answer, found: FoundLayerDiff, page: Page, look: Look) -> None:
    diff(found.diff, answer.registry, page, list(dict.fromkeys(look.said)))


def _draw_hindsight(answer: Answer, found: FoundLayerHindsight, page: Page, look: Look) -> None:
    hindsight(found.hindsight, answer.registry, page, look.said)


def _draw_replay(answer: Answer, found: FoundLayerReplay, page: Page, look: Look) -> None:
    replay(found.replay, answer.registry, page, look.said)


DIFF_VIEW: Final = View(
    FoundLayerDiff,
    title=lambda answer, found: diff_page.heading(found.diff, answer.registry),
    draw=_draw_diff,
    verdict=lambda _, found: diff_page.difference(found.diff).rstrip("."),
)
HINDSIGHT_VIEW: Final = View(
    FoundLayerHindsight,
    title=lambda answer, found: hindsight_page.heading(found.hindsight, answer.registry),
    draw=_draw_hindsight,
    verdict=lambda _, found: hindsight_page.verdict(found.hindsight).rstrip("."),
    formats=PROSE,
)
REPLAY_VIEW: Final = View(
    FoundLayerReplay,
    title=lambda answer, found: replay_page.heading(found.replay, answer.registry),
    draw=_draw_replay,
    verdict=lambda _, found: replay_page.verdict(found.replay),
)
