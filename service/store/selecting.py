"""Prepared SELECTs of events: to build one costs more than to run it."""

from __future__ import annotations

from typing import Final

from sqlalchemy import bindparam, or_, select, union_all

from domain.kinds import FLOW_HALF_LIVES
from service.store.tables import EVENTS, FLOWS, PAIRS, TIES

EVENT: Final = (EVENTS.c.stream, EVENTS.c.version, EVENTS.c.topic, EVENTS.c.state)
"""An event as it is stored."""

BY_STREAM: Final = (EVENTS.c.stream, EVENTS.c.version)
"""In the order in which facts are read."""

IN_LAYER: Final = (EVENTS.c.stream > bindparam("before"), EVENTS.c.stream < bindparam("end"))
"""Events whose streams lie between the `layer_bounds` of a layer."""

OF_LAYER: Final = PAIRS.c.layer == bindparam("layer")
"""Pairs of a layer."""

OF_PAIR: Final = (PAIRS.c.a == bindparam("a"), PAIRS.c.b == bindparam("b"))
"""One pair."""

OF_ACTOR: Final = or_(PAIRS.c.a == bindparam("actor"), PAIRS.c.b == bindparam("actor"))
"""Every pair of an actor."""

TIED: Final = (
    select(EVENTS.c.stream)
    .join(TIES, TIES.c.position == EVENTS.c.position)
    .join(PAIRS, PAIRS.c.pair == TIES.c.pair)
    .where(OF_LAYER)
)
"""Streams of the facts of a layer that are tied to pairs."""

# Pairs before flows, as a rebuild locks them: a server locks tables in the order in which they are
# named.
FLOWING: Final = (
    select(EVENTS.c.stream)
    .select_from(PAIRS)
    .join(FLOWS, FLOWS.c.pair == PAIRS.c.pair)
    .join(EVENTS, EVENTS.c.position == FLOWS.c.position)
    .where(OF_LAYER)
)
"""Streams of those that are kept as flows."""

_NAMES: Final = ("stream", "version")
_TIED_PAIR: Final = select(*EVENT).where(EVENTS.c.stream.in_(TIED.where(*OF_PAIR)))
_TIED_ACTOR: Final = select(*EVENT).where(EVENTS.c.stream.in_(TIED.where(OF_ACTOR)))
_FLOWING: Final = FLOWING.with_only_columns(*EVENT)
_FLOWING_PAIR: Final = _FLOWING.where(*OF_PAIR)
_FLOWING_ACTOR: Final = _FLOWING.where(OF_ACTOR).distinct()

TIED_PAIR: Final = _TIED_PAIR.order_by(*BY_STREAM)
"""Events of the facts tied to a pair."""

TIED_ACTOR: Final = _TIED_ACTOR.order_by(*BY_STREAM)
"""Events of the facts tied to any pair of an actor."""

TIED_LAYER: Final = select(*EVENT).where(EVENTS.c.stream.in_(TIED)).order_by(*BY_STREAM)
"""Events of the facts tied to any pair of a layer."""

PAIR: Final = union_all(_TIED_PAIR, _FLOWING_PAIR).order_by(*_NAMES)
"""Events of the facts of a pair, those of flows too."""

ACTOR: Final = union_all(_TIED_ACTOR, _FLOWING_ACTOR).order_by(*_NAMES)
"""Events of the facts of any pair of an actor, those of flows too."""

DAY: Final = _FLOWING_PAIR.where(
    FLOWS.c.half_life.in_(FLOW_HALF_LIVES), FLOWS.c.day == bindparam("day")
).order_by(*BY_STREAM)
"""Events behind the flows of a pair on one day."""

LAYER: Final = select(*EVENT).where(*IN_LAYER).order_by(*BY_STREAM)
"""Events of a layer."""

NUMBERED: Final = select(EVENTS.c.position, *EVENT).where(
    *IN_LAYER, EVENTS.c.position + 0 > bindparam("beyond")
)
"""Events of a layer after a position with theirs; found by stream, for most positions are others'.
"""

NAMES: Final = (
    select(EVENTS.c.stream)
    .where(*IN_LAYER)
    .distinct()
    .order_by(EVENTS.c.stream)
    .limit(bindparam("number"))
)
"""The first streams of a layer by name."""

NAMED: Final = (
    select(*EVENT)
    .where(EVENTS.c.stream.in_(bindparam("names", expanding=True)))
    .order_by(*BY_STREAM)
)
"""Events of some streams."""

LAYERS: Final = select(PAIRS.c.layer).distinct()
"""Layers whose facts belong to any pair."""
