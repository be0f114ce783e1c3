"""Plans that lie ahead as announced by a day, and plans past their time without an outcome."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, Final, Literal

from pydantic import Field
from typing_extensions import TypedDict

from domain import edtf
from domain.clocks import AsOf
from domain.edtf import Window
from domain.fact import DESK, Fact, FactState, Plan
from domain.status import engagement, in_scope
from projections.plain import (
    ActorId,
    DomainName,
    Handle,
    IsoDay,
    LayerClocksJson,
    Parties,
    Text,
    Title,
    Unique,
    one_of,
)
from projections.scope import EVERYTHING, Scope, Whose, WhoseJson, whose_json
from projections.state_json import clocks_json

SCHEMA: Final = "detente/agenda@1"
AHEAD: Final = ("pending", "due")
OVERDUE: Final = ("unconfirmed",)


@dataclass(frozen=True, slots=True)
class Item:
    """One engagement: its status, its current plan, and its earlier plans, the first one first."""

    fact_state: FactState
    status: str
    plans: tuple[Plan, ...]

    @property
    def planned(self) -> str:
        """The current plan, as written."""
        return self.plans[-1].text

    @property
    def window(self) -> Window:
        """The days of the current plan."""
        window = self.plans[-1].window
        assert window is not None  # what was called off is on no agenda
        return window

    @property
    def slips(self) -> tuple[Plan, ...]:
        """The plans that were replaced, and cancellations."""
        return self.plans[:-1]


def agenda(
    facts: Iterable[Fact], as_of: AsOf, statuses: Iterable[str] = AHEAD, scope: Scope = EVERYTHING
) -> tuple[Item, ...]:
    """Engagements of these statuses, the earliest planned first.

    Retracted and disputed ones are left out. Hindsight adds nothing: an engagement is listed only
    if it was announced by the day asked about, with the plans known by then.
    """
    wanted = frozenset(statuses)
    found: list[Item] = []
    for fact in facts:
        fact_state = fact.as_of(as_of.known_day, as_of.recorded_instant)
        if (
            fact_state is None
            or not fact_state.content.of_kind.planned
            or not in_scope(fact_state, as_of.day)
        ):
            continue
        if fact_state.retracted or fact_state.disputed or not scope.holds(fact_state.content):
            continue
        status = engagement(fact_state, as_of.day)
        if status in wanted:
            found.append(Item(fact_state, status, _plans(fact_state, as_of.day)))
    return tuple(
        sorted(found, key=lambda item: (item.window.lo, item.window.hi, item.fact_state.handle))
    )


def _plans(fact_state: FactState, day: int) -> tuple[Plan, ...]:
    return tuple(plan for plan in fact_state.plans if plan.known_day <= day) or fact_state.plans[:1]


class SlipJson(TypedDict):
    """A plan that did not last."""

    planned: Text | None
    """What was planned, as an EDTF date as written; null: it was called off."""
    known_on: IsoDay
    """From when that plan was known."""


class ItemJson(TypedDict):
    """One engagement."""

    fact: Handle
    title: Title
    parties: Parties
    what: Text
    """What is planned, for instance a visit."""
    domain: DomainName
    status: Annotated[str, Field(json_schema_extra=one_of("pending", "due", "unconfirmed"))]
    """Pending before the planned days, due on them, unconfirmed after them."""
    planned: Text
    """The plan in force, as an EDTF date as written."""
    announced_on: IsoDay
    """From when it was known."""
    slips: list[SlipJson]
    """The plans that did not last, in the order in which they became known."""
    people: Unique[ActorId]
    """People by id, in the order in which they are written."""
    place: str
    """Where; empty where nobody says."""


class AgendaJson(WhoseJson, LayerClocksJson):
    """Plans ahead on a day as announced by then, or plans past their time without an outcome."""

    schema: Literal["detente/agenda@1"]
    overdue: bool
    """Whether it was asked what is past its time, instead of what is ahead."""
    items: Unique[ItemJson]
    """By the first day planned, then by the last, then by handle. Pending or due; unconfirmed
    where overdue was asked for.
    """


def agenda_json(items: Iterable[Item], whose: Whose, as_of: AsOf, *, overdue: bool) -> AgendaJson:
    """The items as plain values, with what was asked."""
    return {
        "schema": SCHEMA,
        **whose_json(whose),
        "overdue": overdue,
        **clocks_json(as_of),
        "layer": DESK,
        "items": [item_json(item) for item in items],
    }


def item_json(item: Item) -> ItemJson:
    """An engagement as plain values."""
    content = item.fact_state.content
    return {
        "fact": item.fact_state.handle,
        "title": content.title,
        "parties": content.parties,
        "what": content.what,
        "domain": content.domain,
        "status": item.status,
        "planned": item.planned,
        "announced_on": edtf.written(item.fact_state.known_day),
        "slips": [
            {
                "planned": None if plan.window is None else plan.text,
                "known_on": edtf.written(plan.known_day),
            }
            for plan in item.slips
        ],
        "people": list(content.people),
        "place": content.place,
    }
