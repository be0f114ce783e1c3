"""The facts of a machine-coded layer as rows, for whoever adds them up on other machines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Final, NamedTuple

from domain.clocks import AsOf
from domain.fact import Fact, FactState
from projections.flow_sides import PairKey, toward
from projections.flows import Flow, FlowKey, flows, reach
from projections.layer import plain_flow
from projections.lenses.decay import fade
from projections.lenses.standing_flow import LENS
from projections.pair_fact import PairFact, pair_fact_of
from projections.pairs import Pair, pairs_of
from projections.state import fold

SCHEMA: Final = "detente/flows@1"
"""The name of the tables that hold these rows."""

SILENT: Final = frozenset({"retracted", "doubtful"})
"""Reasons for which a fact of one day counts for nothing, and never may."""


class FactRow(NamedTuple):
    """A fact of one day as seen from a pair.

    `counts` is whether it counts whole. One that does not is retracted or doubtful: it adds to
    nothing but to the number of facts.
    """

    pair: PairKey
    flow: Flow
    counts: bool = True


def rows_of(fact: Fact, as_of: AsOf) -> Sequence[FactRow] | None:
    """A fact as rows, one for each pair that it concerns, by what was known and recorded by then.

    None where it has to be read by itself on each day: it is disputed or contested, in an episode,
    or not of one day. Nothing where nobody could know of it. The day of `as_of` does not matter.
    """
    first = fact.events[0]
    if len(fact.events) == 1 and (sided := flows(first)):
        known = first.known_day <= as_of.known_day and first.recorded_at <= as_of.recorded_instant
        return [FactRow(*each) for each in sided] if known else ()
    (*found,) = fold([fact], replace(as_of, on=date.max))
    if not found:
        return ()
    (fact_state,) = found
    rows = [*_rows(fact_state)]
    return None if None in rows else [row for row in rows if row is not None]


def _rows(fact_state: FactState) -> Iterator[FactRow | None]:
    """A row for each pair that a fact concerns; None where it is not one."""
    if not fact_state.content.of_kind.happens:
        yield None
        return
    for key in pairs_of(fact_state.content):
        pair = Pair(*key)
        pair_fact = pair_fact_of(fact_state, pair, date.max.toordinal(), LENS)
        if pair_fact is not None:
            flow = plain_flow(pair_fact, pair)
            yield _silent(pair_fact, pair) if flow is None else FactRow(key, flow)


def _silent(pair_fact: PairFact, pair: Pair) -> FactRow | None:
    """A fact of one day that counts for nothing, whatever else is known of it."""
    window = pair_fact.fact_state.window
    if pair_fact.reason not in SILENT or window.lo != window.hi:
        return None
    side, sort = toward(pair_fact.view, pair.key), FlowKey.of(pair_fact.content)
    flow = Flow(side, sort, window.lo, pair_fact.fact_state.known_day, 0)
    return FactRow(pair.key, flow, counts=False)


def fading(weight: int, half_life: int) -> Sequence[int]:
    """What one fact counts for, by how many days ago it happened, on every day on which it may.

    In micro-units, as `counts` has it. Those of a small weight are 0 at the end.
    """
    left = fade(weight, half_life)
    return (*left, *[0] * (reach(half_life) - len(left)))
