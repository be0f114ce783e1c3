"""The state of every pair of a machine-coded layer at the end of each period."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from domain.clocks import AsOf
from projections.flows import Flows
from projections.layer import LayerEvidence, Summed, directions, moves_of, summed
from projections.ledgers import Ledgers
from projections.lenses.standing_flow import LENS
from projections.moves import Movement
from projections.pair_fact import in_force
from projections.pairs import MUTUAL, Pair
from projections.panel import Every, Panel, PanelRow, check_size, days_asked
from projections.phases import By
from projections.scope import Scope, Whose
from projections.score import Score
from projections.verdict import Verdict, movement_of, moves_by_fact, trend_of, verdict_of

if TYPE_CHECKING:
    from projections.evidence import Evidence
    from projections.flow_sides import PairKey


def layer_panel(
    evidence: Evidence, whose: Whose, span: tuple[date, AsOf], every: Every, *, directed: bool
) -> Panel:
    """The ties of every pair on each of some days, as a layer sums them.

    Each row is the `LayerState` of its day in short. Raises InvalidInput as `panel` does.
    """
    days, as_of = days_asked(every, span), span[1]
    scope = whose.scope._replace(pair=None)
    pairs = [Pair(*key) for key in sorted(evidence.pairs()) if {*whose.actors} <= {*key}]
    check_size(len(pairs) * len(days) * (2 if directed else 1), every)
    since, rows = days[0].toordinal(), list[PanelRow]()
    found: Iterable[tuple[PairKey, LayerEvidence]]
    if whose.actors:
        found = ((pair.key, evidence.sums(pair, as_of, scope, since)) for pair in pairs)
    else:
        found = evidence.sums_of_all(as_of, scope, since)
    for key, held in found:
        rows += _rows(held, Pair(*key), (days, as_of), scope)
    rows.sort(key=lambda row: (row.pair, row.day))
    return Panel(tuple(rows), whose, tuple(days), span, every, By.HAPPENED, LENS, directed)


def _rows(
    held: LayerEvidence, pair: Pair, span: tuple[Sequence[date], AsOf], scope: Scope
) -> list[PanelRow]:
    """The rows of a pair, one a day; none where nothing is known of it on any of them."""
    days, as_of = span
    held = held._replace(facts=[*held.facts])
    each = [summed(held, pair, replace(as_of, on=day), scope) for day in days]
    known = any(
        found.others or (found.flows.first is not None and found.flows.first <= day.toordinal())
        for day, found in zip(days, each, strict=True)
    )
    if not known:
        return []
    return [_row(found, pair, day.toordinal()) for day, found in zip(days, each, strict=True)]


def _row(found: Summed, pair: Pair, day: int) -> PanelRow:
    """What `layer_state` says of the day, without its domains."""
    others, flows, parts = found
    if not others and not parts:
        # Of most pairs nothing is left on most days.
        return PanelRow(pair, day, *_without_facts(flows.old))
    return PanelRow(pair, day, *_figures(found, pair, day))


_Figures = tuple[Verdict, Movement, str, Score, tuple[Score, Score], int, int, int, tuple[int, int]]
"""All that a row has but its pair and day."""


@cache
def _without_facts(old: bool) -> _Figures:  # noqa: FBT001  # kept by its value
    """Those of a day on which nothing is left of any fact; `old` is whether there were some."""
    return _figures(Summed((), Flows(old=old), ()), Pair("A", "B"), 0)


def _figures(found: Summed, pair: Pair, day: int) -> _Figures:
    others, flows, parts = found
    by_fact = moves_by_fact(others, day, LENS)
    ledgers = Ledgers.of(others, LENS, day, parts)
    verdict = verdict_of(others, ledgers, summed=flows.old or bool(parts))
    movement = movement_of(others, by_fact, moves_of(parts))
    there, back = directions(parts, others, pair, day).values()
    number = sum(part.facts for part in parts)
    return (
        verdict,
        movement,
        trend_of(verdict.label, movement, others, by_fact),
        ledgers.score,
        (there, back),
        number + len(others),
        number + sum(not each.reason for each in others),
        len(in_force(others)),
        _by_direction(found, pair),
    )


def _by_direction(found: Summed, pair: Pair) -> tuple[int, int]:
    """How many facts count from A to B, and from B to A; a mutual one counts in both."""
    sides = Counter(each.view for each in found.others if not each.reason)
    for part in found.parts:
        sides[part.view(pair)] += part.facts
    there, back = (sides[direction] for direction in pair.directions)
    return there + sides[MUTUAL], back + sides[MUTUAL]
