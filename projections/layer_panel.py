"""The state of every pair of a machine-coded layer at the end of each period."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from domain.clocks import AsOf
from projections.layer import Summed, directions, part_moves, summed
from projections.ledgers import Ledgers
from projections.lenses.standing_flow import LENS
from projections.pair_fact import in_force
from projections.pairs import MUTUAL, Pair
from projections.panel import Every, Panel, PanelRow, check_size, days_asked
from projections.phases import By
from projections.scope import Scope, Whose
from projections.verdict import movement_of, moves_by_fact, trend_of, verdict_of

if TYPE_CHECKING:
    from projections.evidence import Evidence


def layer_panel(
    evidence: Evidence, whose: Whose, span: tuple[date, AsOf], every: Every, *, directed: bool
) -> Panel:
    """The ties of every pair on each of some days, as a layer sums them.

    Each row is the `LayerState` of its day in short. Raises InvalidInput as `panel` does.
    """
    days, as_of = days_asked(every, span), span[1]
    scope = whose.scope._replace(pair=None)
    pairs = _pairs(evidence, whose, as_of, scope)
    check_size(len(pairs) * len(days) * (2 if directed else 1), every)
    rows: list[PanelRow] = []
    for pair in pairs:
        rows += _rows(evidence, pair, (days, as_of), scope)
    return Panel(tuple(rows), whose, tuple(days), span, every, By.HAPPENED, LENS, directed)


def _pairs(evidence: Evidence, whose: Whose, as_of: AsOf, scope: Scope) -> list[Pair]:
    """Every pair of which anything may be known, each in its stored order."""
    actors = whose.actors[:1] or [actor.id for actor in evidence.registry]
    found = {
        Pair(actor, other).key
        for actor in actors
        for other in evidence.sums_of_actor(actor, as_of, scope)
        if {*whose.actors} <= {actor, other}
    }
    return [Pair(*key) for key in sorted(found)]


def _rows(
    evidence: Evidence, pair: Pair, span: tuple[Sequence[date], AsOf], scope: Scope
) -> list[PanelRow]:
    """The rows of a pair, one a day; none where nothing is known of it on any of them."""
    days, as_of = span
    held = evidence.sums(pair, as_of, scope, days[0].toordinal())
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
    by_fact = moves_by_fact(others, day, LENS)
    ledgers = Ledgers.of(others, LENS, day, parts)
    verdict = verdict_of(others, ledgers, summed=flows.old or bool(parts))
    movement = movement_of(others, by_fact, *map(part_moves, parts))
    there, back = directions(parts, others, pair, day).values()
    number = sum(part.facts for part in parts)
    return PanelRow(
        pair=pair,
        day=day,
        verdict=verdict,
        movement=movement,
        trending=trend_of(verdict.label, movement, others, by_fact),
        score=ledgers.score,
        directions=(there, back),
        facts=number + len(others),
        counted=number + sum(not each.reason for each in others),
        in_force=len(in_force(others)),
        of_directions=_by_direction(found, pair),
    )


def _by_direction(found: Summed, pair: Pair) -> tuple[int, int]:
    """How many facts count from A to B, and from B to A; a mutual one counts in both."""
    sides = Counter(each.view for each in found.others if not each.reason)
    for part in found.parts:
        sides[part.view(pair)] += part.facts
    there, back = (sides[direction] for direction in pair.directions)
    return there + sides[MUTUAL], back + sides[MUTUAL]
