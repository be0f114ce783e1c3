"""The one sentence of a verdict: the titles of what weighs most, and no adjectives of our own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from domain.kinds import POINT
from projections.pair_fact import PairFact
from projections.state import THIN, State

NAMED: Final = 2
"""How many titles are named on each side."""

_RULING: Final = {"at-war": "armed-conflict", "severed": "relations-severed"}


def sentence(state: State) -> str:
    """Why the label is what it is; for an unknown state, that it is not neutral."""
    if state.label == "unknown":
        return _unknown(state)
    if state.label == "disputed":
        return (
            f"{_count(len(state.disputed), 'fact')} known, and denied: {_titles(state.disputed)}."
        )
    parts = [
        _ruling(state),
        _side("For", state.strongest(1)),
        _side("Against", state.strongest(-1)),
        _doubt(state),
        _thin(state),
    ]
    return (
        " ".join(filter(None, parts))
        or "Nothing on record counts for or against the ties any more."
    )


def _unknown(state: State) -> str:
    if not state.pair_facts:
        return 'Nothing is known. That is not "neutral".'
    reasons = sorted({pair_fact.reason for pair_fact in state.not_counted})
    return (
        f"Nothing that counts is known ({_count(len(state.pair_facts), 'fact')}:"
        f' {", ".join(reasons)}). That is not "neutral".'
    )


def _ruling(state: State) -> str:
    what = _RULING.get(state.label)
    ruling = [t for t in state.in_force if what and t.content.what == what]
    return f"In force: {_titles(ruling)}." if ruling else ""


def _side(name: str, pair_facts: Sequence[PairFact]) -> str:
    return f"{name}: {_titles(pair_facts)}." if pair_facts else ""


def _titles(pair_facts: Sequence[PairFact]) -> str:
    named = "; ".join(pair_fact.content.title for pair_fact in pair_facts[:NAMED])
    more = len(pair_facts) - NAMED
    return f"{named}; and {more} more" if more > 0 else named


def _doubt(state: State) -> str:
    if state.label != "not-assessable":
        return ""
    uncertain = [t for t in state.contributions if t.share.low != t.share.high]
    said = f"{_count(len(uncertain), 'fact')} may count for less or more than shown"
    foe = state.score.low < -POINT and state.score.high > POINT
    return f"{said}: the evidence cannot tell friend from foe." if foe else f"{said}."


def _thin(state: State) -> str:
    weighing = len(state.counted)
    if weighing >= THIN or state.label == "dormant":
        return ""
    return f"Thin: {_count(weighing, 'fact')} counted."


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
