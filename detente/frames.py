"""Tables for analysis: all facts, and the state of pairs at the end of each period."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Final

from detente.rows import Cell, Rows, columns
from domain.actor_codes import cow, iso3
from domain.actors import Actor, Registry
from domain.clocks import AsOf
from domain.edtf import NO_FIRST, NO_LAST
from domain.fact import Fact, FactState
from domain.kinds import POINT
from domain.status import in_scope, status
from projections.panel import PanelRow
from projections.scope import EVERYTHING, Scope
from projections.score import WITHOUT_FIGURES
from projections.sources import Source

if TYPE_CHECKING:
    from projections.vocabulary import WhatJson

FACTS: Final = columns(
    "fact layer kind what domain relation actors recipients"
    " actors_iso3 recipients_iso3 actors_cow recipients_cow"
    " dated first:day last:day known_on:day known_assumed:yes_no title weight:integer"
    " weight_points:number status disputed:yes_no contested:yes_no retracted:yes_no"
    " reports:integer sources topics people place episode grade note"
)
"""A fact a row. `first` and `last` bound the day when it happened or began; None is unbounded."""

ACTORS: Final = columns("id type name iso3 iso2 cow:integer first:day last:day")

KINDS: Final = columns(
    "kind written weight:integer weight_points:number half_life_days:integer definition example"
    " synonyms scored_as domain"
)

ORIGINS: Final = columns("origin reports:integer alone:integer first:day last:day")

PANEL: Final = columns(
    "day:day a b a_iso3 b_iso3 a_cow:integer b_cow:integer label trend"
    " balance_millionths:integer net:integer cooperation:integer friction:integer low:integer"
    " high:integer momentum:integer"
    " a_to_b_cooperation:integer a_to_b_friction:integer"
    " b_to_a_cooperation:integer b_to_a_friction:integer"
    " balance:number net_points:number cooperation_points:number friction_points:number"
    " low_points:number high_points:number momentum_points:number"
    " facts:integer counted:integer in_force:integer"
)
"""A pair and a day a row. Integers are exact, in micro-units (millionths of a point, and of a
point of balance); `balance` and `..._points` are the same in points. None where nothing counts.
"""


def panel_rows(found: Iterable[PanelRow], registry: Registry) -> Rows:
    """The states of pairs as rows, with the codes of both actors on that day."""
    return Rows.of(PANEL, (_panel_row(row, registry) for row in found))


def _panel_row(row: PanelRow, registry: Registry) -> list[Cell]:
    one, other = (registry.get(actor) for actor in row.pair)
    score = row.score
    balance = score.balance_millionths
    exact = [balance, score.net, score.cooperation, score.friction, score.low, score.high]
    exact.append(row.momentum)
    directed = [figure for each in row.directions for figure in (each.cooperation, each.friction)]
    points = [figure / POINT for figure in exact]
    figures: list[Cell] = [*exact, *directed, *points]
    if row.label in WITHOUT_FIGURES:
        figures = [None] * len(figures)
    return [
        date.fromordinal(row.day),
        *row.pair,
        iso3(one) if one else None,
        iso3(other) if other else None,
        cow(one, row.day) if one else None,
        cow(other, row.day) if other else None,
        row.label,
        row.trend,
        *figures,
        row.facts,
        row.counted,
        row.in_force,
    ]


def fact_rows(
    facts: Iterable[Fact], registry: Registry, as_of: AsOf, scope: Scope = EVERYTHING
) -> Rows:
    """Facts within a scope as rows, as known and recorded at a point on the clocks, by handle.

    Those that nobody could know of, or that lie after the day asked about, are left out.
    """
    states = (fact.as_of(as_of.known_day, as_of.recorded_instant) for fact in facts)
    found = (
        each
        for each in states
        if each is not None and in_scope(each, as_of.day) and scope.holds(each.content)
    )
    return Rows.of(FACTS, (_fact_row(each, registry, as_of.day) for each in found))


def _fact_row(fact_state: FactState, registry: Registry, day: int) -> list[Cell]:
    content, window = fact_state.content, fact_state.window
    sides = (content.actors, content.recipients)
    return [
        fact_state.handle,
        fact_state.id.partition("/")[0],
        content.kind,
        content.what,
        content.domain,
        content.relation,
        *(", ".join(side) for side in sides),
        *(_iso3s(side, registry) for side in sides),
        *(_cows(side, registry, window.hi if window.bounded else day) for side in sides),
        content.dated,
        date_of(window.lo),
        date_of(window.hi),
        date_of(fact_state.known_day),
        fact_state.assumed,
        content.title,
        content.weighs,
        content.weighs / POINT,
        status(fact_state, day),
        fact_state.disputed,
        fact_state.contested,
        fact_state.retracted,
        sum(report is not None for _, report in fact_state.reports),
        ", ".join(sorted({report.source for _, report in fact_state.reports if report})),
        ", ".join(content.topics),
        ", ".join(content.people),
        content.place or None,
        content.episode or None,
        content.grade or None,
        content.note or None,
    ]


def _iso3s(side: Sequence[str], registry: Registry) -> str | None:
    return ", ".join(code for actor in _known(side, registry) if (code := iso3(actor))) or None


def _cows(side: Sequence[str], registry: Registry, day: int) -> str | None:
    codes = (cow(actor, day) for actor in _known(side, registry))
    return ", ".join(str(code) for code in codes if code is not None) or None


def _known(side: Sequence[str], registry: Registry) -> Iterator[Actor]:
    return (actor for name in side if (actor := registry.get(name)) is not None)


def actor_rows(registry: Registry, day: int) -> Rows:
    """Every actor with its name and codes on a day, and the days of its existence."""
    return Rows.of(
        ACTORS,
        (
            [
                actor.id,
                actor.type,
                actor.name(day),
                iso3(actor),
                actor.attributes.get("iso2"),
                cow(actor, day),
                *map(date_of, actor.exists),
            ]
            for actor in registry
            if actor.type != "elsewhere"
        ),
    )


def kind_rows(found: Iterable[WhatJson]) -> Rows:
    """What can happen, as rows."""
    return Rows.of(
        KINDS,
        (
            [
                each["kind"],
                each["written"],
                each["weight"],
                each["weight"] / POINT,
                each["half_life_days"],
                each["definition"],
                each["example"],
                ", ".join(each["synonyms"]),
                each["scored_as"],
                each["domain"],
            ]
            for each in found
        ),
    )


def origin_rows(found: Iterable[Source]) -> Rows:
    """Origins as rows."""
    return Rows.of(
        ORIGINS,
        (
            [each.origin, each.reports, each.alone, date_of(each.first), date_of(each.last)]
            for each in found
        ),
    )


def date_of(day: int) -> date | None:
    """A day number as a date; None where it is not a bound, or lies outside the years 1 to 9999."""
    if not NO_FIRST < day < NO_LAST or not 1 <= day <= date.max.toordinal():
        return None
    return date.fromordinal(day)
