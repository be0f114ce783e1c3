"""The one sentence of a verdict: the titles of what weighs most, and no adjectives of our own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from domain.kinds import POINT
from domain.status import Kleene, engagement_date, standing_plan
from projections.ledgers import FAINT
from projections.lenses.flow import is_flow
from projections.moves import MOVE_DAYS
from projections.pair_fact import PairFact
from projections.score import Score
from projections.state import State
from projections.words import dated, ended

NAMED: Final = 2
"""How many titles are named on each side."""

_RULING: Final = {"at-war": "armed-conflict", "severed": "relations-severed"}


def sentence(state: State) -> str:
    """Why the label is what it is; for an unknown state, that it is not neutral."""
    if state.label == "unknown":
        return unknown(state.pair_facts)
    if state.label == "disputed":
        denied = _titles(state.disputed, state, set())
        return f"{_count(len(state.disputed), 'fact')} known, and denied: {denied}."
    said: set[str] = set()
    sides = [("For", state.strongest(1)), ("Against", state.strongest(-1))]
    if state.score.friction > state.score.cooperation:
        sides.reverse()
    relief = state.relief[:1] if state.score.eased else ()
    parts = [
        _part("In force", ruling(state.label, state.in_force), state, said),
        _part("Barrier", state.verdict.barriers, state, said),
        *(_part(name, _weighty(facts), state, said) for name, facts in sides),
        _part("Easing", _weighty(relief), state, said),
        doubt(state.label, state.score, state.contributions),
    ]
    return (
        " ".join(filter(None, parts))
        or "Nothing on record counts for or against the ties any more."
    )


def unknown(pair_facts: Sequence[PairFact]) -> str:
    """That nothing that counts is known, and why not what is."""
    if not pair_facts:
        return 'Nothing is known. That is not "neutral".'
    reasons = sorted({pair_fact.reason for pair_fact in pair_facts if pair_fact.reason})
    return (
        f"Nothing that counts is known ({_count(len(pair_facts), 'fact')}:"
        f' {", ".join(reasons)}). That is not "neutral".'
    )


def ruling(label: str, in_force: Sequence[PairFact]) -> Sequence[PairFact]:
    """The instruments in force that decided a label, what nobody denies and is newest first.

    None where another rule decided.
    """
    what = _RULING.get(label)
    found = [t for t in in_force if what and t.content.what == what]
    return sorted(found, key=lambda t: (t.contested, -t.fact_state.window.lo, t.handle))


def _weighty(pair_facts: Sequence[PairFact]) -> Sequence[PairFact]:
    return [t for t in pair_facts if abs(t.share.counted) >= FAINT]


def _part(name: str, pair_facts: Sequence[PairFact], state: State, said: set[str]) -> str:
    """`For: ..`: the first titles that were not yet `said`; empty where there are none."""
    titles = _titles(pair_facts, state, said)
    return f"{name}: {titles}." if titles else ""


def _titles(pair_facts: Sequence[PairFact], state: State, said: set[str]) -> str:
    """The first titles, none twice, each with what the reader must know; and how many more."""
    remarks: dict[str, str] = {}
    for pair_fact in pair_facts:
        if pair_fact.content.title not in said:
            remarks.setdefault(pair_fact.content.title, remark(pair_fact, state.as_of.day))
    named = list(remarks.items())[:NAMED]
    said.update(title for title, _ in named)
    text = "; ".join(f"{title} ({remark})" if remark else title for title, remark in named)
    more = sum(pair_fact.content.title not in said for pair_fact in pair_facts)
    return f"{text}; and {more} more" if named and more else text


def remark(pair_fact: PairFact, day: int) -> str:
    """What must be known of a fact so as not to be misled: that it is over, old, or denied."""
    remarks = [_when(pair_fact, day)]
    if pair_fact.status == Kleene.POSSIBLE:
        remarks.append("possible")
    if pair_fact.contested:
        remarks.append("contested")
    return ", ".join(filter(None, remarks))


def _when(pair_fact: PairFact, day: int) -> str:
    if pair_fact.called_off is not None:
        return f"called off {dated(standing_plan(pair_fact.fact_state, day).text)}"
    if is_flow(pair_fact.fact_state):
        old = pair_fact.fact_state.window.hi < day - MOVE_DAYS
        return dated(_written(pair_fact, day)) if old else ""
    return ended(pair_fact.fact_state, day)


def _written(pair_fact: PairFact, day: int) -> str:
    if pair_fact.content.of_kind.planned:
        return engagement_date(pair_fact.fact_state, day)
    return pair_fact.content.on


def doubt(label: str, score: Score, pair_facts: Sequence[PairFact]) -> str:
    """Why ties cannot be assessed; empty where they can."""
    if label != "not-assessable":
        return ""
    uncertain = [t for t in pair_facts if t.share.low != t.share.high]
    said = f"{_count(len(uncertain), 'fact')} may count for less or more than shown"
    foe = score.low < -POINT and score.high > POINT
    return f"{said}: the evidence cannot tell friend from foe." if foe else f"{said}."


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
