"""A verdict and its figures in words: headline, label, trend, ledgers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from domain.kinds import POINT
from projections.lenses.lens import Share
from projections.moves import Movement, Moves
from projections.score import WITHOUT_FIGURES, Score
from projections.state import State
from projections.verdict import Verdict
from projections.words import against, balance, day, figure, in_words, ledgers, signed
from views.page import Page

if TYPE_CHECKING:
    from projections.layer import LayerState

COLORS: Final = {
    "at-war": "red", "severed": "red", "hostile": "red", "tense": "red", "strained": "yellow",
    "disputed": "yellow",
    "cordial": "green", "warm": "green", "close": "green",
}  # fmt: skip

TRENDS: Final = {
    "improving": ("▲ better", "better"),
    "worsening": ("▼ worse", "worse"),
    "volatile": ("▲▼ both", "both ways"),
    "steady": ("= steady", "steady"),
    "quiet": ("quiet", "quiet"),
}
"""Trends as a table shows them, in symbols and in words."""

_SHOWN: Final = POINT // 20
"""What is less than this reads as 0.0."""


def headline(state: State | LayerState) -> str:
    """`mixed, leaning cordial, quiet`; `cordial on thin evidence, steady`.

    Dormant ties say since when nothing is recorded. Without figures there is no trend.
    """
    label = _label(state.verdict)
    if state.label == "dormant":
        last = _last_day(state)
        since = f": nothing recorded since {day(last)}" if last is not None else ""
        return f"dormant{since}"
    return f"{label}, {state.trend}" if state.has_trend else label


def _label(verdict: Verdict) -> str:
    thin = " on thin evidence" if verdict.thin else ""
    if not verdict.mixed:
        return in_words(verdict.label) + thin
    leaning = "" if verdict.label == "neutral" else f", leaning {verdict.label}"
    return f"mixed{thin}{leaning}"


def _last_day(state: State | LayerState) -> int | None:
    last = state.coverage.last if isinstance(state, State) else state.last
    return None if last is None else min(last, state.as_of.day)


def short_label(verdict: Verdict) -> str:
    """A label for the cell of a table: `strained, mixed`; just `mixed` of what leans nowhere."""
    if verdict.mixed and verdict.label == "neutral":
        return "mixed"
    return f"{in_words(verdict.label)}{', mixed' if verdict.mixed else ''}"


def figures_text(state: State | LayerState) -> str:
    """The verdict with its figures, for a citation: the balance with both ledgers."""
    if state.label in WITHOUT_FIGURES:
        return state.label
    return f"{headline(state)} (balance {balance(state.score.balance)}: {ledgers(state.score)})"


def trend_text(trend: str, page: Page) -> str:
    """Which way ties went, for the cell of a table."""
    return page.symbol(*TRENDS[trend])


def moves_text(moves: Moves, page: Page) -> str:
    """`▲ 4.0 ▼ 1.5`: what moved ties for the better, and for the worse."""
    parts = [
        f"{page.symbol(*symbol)} {figure(micro)}"
        for symbol, micro in ((("▲", "up"), moves.up), (("▼", "down"), moves.down))
        if micro >= _SHOWN
    ]
    return " ".join(parts) or "nothing"


def movement_text(movement: Movement, page: Page) -> str:
    """What moved ties in 30 days, beside the usual month, where there is one."""
    text = f"In 30 days: {moves_text(movement.now, page)}"
    if max(movement.usual) >= _SHOWN:
        text += f"; in a usual month: {moves_text(movement.usual, page)}"
    return f"{text}."


def usual_text(score: Score) -> str:
    """That ties in the news every day need more than news; empty where that hardly weighs."""
    if score.traffic < POINT:
        return ""
    return f"Usual traffic of {figure(score.traffic)} damps the balance."


def score_rows(
    scores: Sequence[tuple[str, Score]], *, figures: bool
) -> tuple[list[str], list[tuple[str, ...]]]:
    """A table of scores: its heading, and a row for each that is not empty.

    A column for relief, and one for what a net may be, only where they differ from the rest;
    without `figures` nothing counts, and only what may still count is shown.
    """
    shown = [(name, score) for name, score in scores if _is_shown(score, figures=figures)]
    head = ["BALANCE, -10 TO 10", "", "FOR", "AGAINST", "NET"]
    rows = [(name, *_figures(score, figures=figures)) for name, score in shown]
    if any(_wide(score) for _, score in shown):
        head.append("NET MAY BE")
        rows = [(*row, _may_be(score)) for row, (_, score) in zip(rows, shown, strict=True)]
    return head, rows


def _is_shown(score: Score, *, figures: bool) -> bool:
    shown = {figure(score.cooperation), figure(score.uneased)} != {"0.0"}
    return _wide(score) or (figures and shown)


def _figures(score: Score, *, figures: bool) -> tuple[str, ...]:
    if not figures:
        return "", "", "", ""
    return (
        balance(score.balance),
        figure(score.cooperation),
        against(score),
        signed(score.net),
    )


def _wide(score: Score) -> bool:
    """Whether the net may be anything else, as far as one decimal shows."""
    return {signed(score.low), signed(score.high)} != {signed(score.net)}


def _may_be(score: Score) -> str:
    return may_be(Share(score.net, score.low, score.high))


def may_be(share: Share) -> str:
    """`-4.9 to -0.9`; empty where nothing else than what is counted may be."""
    low, high = signed(share.low), signed(share.high)
    return "" if {low, high} == {signed(share.counted)} else f"{low} to {high}"
