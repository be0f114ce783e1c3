"""Which events answer which question: statements built once, for to build one costs more than to run it."""

from __future__ import annotations

from typing import Final

from sqlalchemy import bindparam, or_, select, union_all

from service.store import flows
from service.store.tables import EVENTS, FLOWS, PAIRS, TIES

EVENT: Final = (EVENTS.c.stream, EVENTS.c.version, EVENTS.c.topic, EVENTS.c.state)
"""An event as it is stored."""

BY_STREAM: Final = (EVENTS.c.stream, EVENTS.c.version)
"""In the order in which facts are read."""

_NAMES: Final = ("stream", "version")
_OF_LAYER: Final = PAIRS.c.layer == bindparam("layer")
_STREAMS: Final = (
    select(EVENTS.c.stream).join(TIES, TIES.c.position == EVENTS.c.position).join(PAIRS, PAIRS.c.pair == TIES.c.pair).where(_OF_LAYER)
)
_IN_PAIR: Final = _STREAMS.where(PAIRS.c.a == bindparam("a"), PAIRS.c.b == bindparam("b"))
_WITH_ACTOR: Final = _STREAMS.where(or_(PAIRS.c.a == bindparam("actor"), PAIRS.c.b == bindparam("actor")))
_TIED: Final = select(*EVENT).where(EVENTS.c.stream.in_(_IN_PAIR))
_TIED_ACTOR: Final = select(*EVENT).where(EVENTS.c.stream.in_(_WITH_ACTOR))
# Pairs before flows, as a rebuild locks them: a server locks tables in the order in which they are named.
_FLOWING: Final = (
    select(*EVENT)
    .select_from(PAIRS)
    .join(FLOWS, FLOWS.c.pair == PAIRS.c.pair)
    .join(EVENTS, EVENTS.c.position == FLOWS.c.position)
    .where(_OF_LAYER)
)
_FLOWING_PAIR: Final = _FLOWING.where(PAIRS.c.a == bindparam("a"), PAIRS.c.b == bindparam("b"))
_FLOWING_ACTOR: Final = _FLOWING.where(or_(PAIRS.c.a == bindparam("actor"), PAIRS.c.b == bindparam("actor"))).distinct()
TIED_PAIR: Final = _TIED.order_by(*BY_STREAM)
"""Events of the facts tied to a pair."""

OF_ACTOR: Final = _TIED_ACTOR.order_by(*BY_STREAM)
"""Events of the facts tied to any pair of an actor."""

PAIR: Final = union_all(_TIED, _FLOWING_PAIR).order_by(*_NAMES)
"""The same, with those of flows."""

ACTOR: Final = union_all(_TIED_ACTOR, _FLOWING_ACTOR).order_by(*_NAMES)
"""The same, with those of flows."""

DAY: Final = _FLOWING_PAIR.where(FLOWS.c.half_life.in_(flows.HALF_LIVES), FLOWS.c.day == bindparam("day")).order_by(*BY_STREAM)
"""Events behind the flows of a pair on one day."""

LAYER_EVENTS: Final = select(*EVENT).where(EVENTS.c.stream >= bindparam("first"), EVENTS.c.stream < bindparam("after")).order_by(*BY_STREAM)
"""Events of a layer."""

LAYERS: Final = select(PAIRS.c.layer).distinct()
"""Layers whose facts touch any pair."""
