"""A pair that a layer has in the news every day: facts at the edges of every span of days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from hypothesis import strategies as st

from domain.clocks import AsOf
from domain.content import Content
from domain.events import Asserted
from domain.fact import Fact, FactState
from domain.kinds import KINDS
from projections.flows import TRAFFIC_DAYS, FlowKey, Flows, lasting, reach
from projections.flows import flows as flows_of
from projections.layer import LayerEvidence
from projections.moves import MOVE_DAYS, YEAR_DAYS
from projections.pairs import Pair
from projections.scope import EVERYTHING, Scope
from tests.builders import RECORDED
from tests.strategies import MIDDLE, facts_named, reports

LAYER = "icews"
PAIR = Pair("TUR", "RUS")
SCOPES = (EVERYTHING, Scope(domain="diplomacy"), Scope(domain="humanitarian"))
LEFT_DAYS = reach(60)

_WHATS = (
    "action:accuse", "action:accuse:disapprove", "action:consult:phone", "action:consult:visit",
    "action:concede", "action:retreat", "action:withdraw-troops", "action:aid", "action:request",
    "action:mobilize:troops", "action:agree", "contact:visit", "contact:call", "contact:talks",
    "contact:failed-talks", "action:leak", "action:support",
)  # fmt: skip
_AGES = [
    edge + past
    for edge in (0, MOVE_DAYS, MOVE_DAYS + YEAR_DAYS, TRAFFIC_DAYS, LEFT_DAYS)
    for past in (-2, -1, 0, 1)
]


@st.composite
def rows(draw: st.DrawFn, handle: str) -> Fact:
    """A row of a busy pair, whose age in days is mostly at the edge of some span."""
    kind, _, what = draw(st.sampled_from(_WHATS)).partition(":")
    table = KINDS[kind].weight(what)
    weight = draw(st.sampled_from((None, None, None, table, table // 2, 0, 1, -250_000)))
    relation = draw(st.sampled_from(("directed", "directed", "mutual")))
    parties = draw(st.sampled_from((("TUR", "RUS"), ("RUS", "TUR"), ("TUR,RUS", "USA"))))
    content = Content(
        kind=kind,
        what=what,
        domain=draw(st.sampled_from(("diplomacy", "humanitarian", "security"))),
        actors=tuple(parties[0].split(",")),
        recipients=tuple(parties[1].split(",")),
        relation=relation,
        title=what,
        weight=weight,
    )
    sort = FlowKey.of(content)
    last = lasting(sort.weight, sort.half_life)
    age = draw(st.sampled_from((*_AGES, last - 1, last, 7, 45, 100)))
    on = MIDDLE - timedelta(days=age)
    event = Asserted(
        content=content.model_copy(update={"on": on.isoformat()}),
        report=draw(reports),
        known_on=draw(st.sampled_from((on, on, on, MIDDLE))),
        recorded_at=RECORDED,
    )
    return Fact(f"{LAYER}/{handle}", (event.numbered(f"{LAYER}/{handle}", 1),))


@st.composite
def busy_layers(draw: st.DrawFn) -> list[Fact]:
    """The facts of a pair that is in the news every day, and others beside them."""
    found = [draw(rows(f"row-{i}")) for i in range(draw(st.integers(0, 14)))]
    others = [draw(facts_named(f"fact-{i}", i, LAYER)) for i in range(draw(st.integers(0, 3)))]
    return [*found, *(fact for fact in others if fact.events)]


def too_old(fact: Fact, as_of: AsOf) -> bool:
    """Whether nothing is left of a fact of one day, however much it weighs."""
    found: FactState | None = fact.as_of(as_of.known_day, as_of.recorded_instant)
    return (
        found is not None
        and found.content.of_kind.happens
        and found.window.lo == found.window.hi <= as_of.day - LEFT_DAYS
    )


def held(facts: Sequence[Fact], since: date, as_of: AsOf, scope: Scope) -> LayerEvidence:
    """The rows summed as a store sums them, and all other facts."""
    flows = [
        fact for fact in facts if fact.id.startswith(f"{LAYER}/row") and flows_of(fact.asserted)
    ]
    known = [
        flow
        for fact in flows
        for pair, flow in flows_of(fact.asserted)
        if pair == PAIR.key
        and flow.known <= as_of.known_day
        and flow.day <= as_of.day
        and scope.holds(fact.asserted.content)
    ]
    others = [fact for fact in facts if not any(fact is flow for flow in flows)]
    return LayerEvidence(LAYER, Flows().plus(known, since.toordinal()), others)
