"""Actors as JSON: one with all its names, `detente/actor@1`; every one, `detente/actors@1`."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field
from typing_extensions import TypeAliasType, TypedDict

from domain import edtf
from domain.actors import KINDS_OF_NAME, TYPES, Actor, Name, Registry
from domain.edtf import NO_FIRST, NO_LAST
from projections.plain import ActorId, IsoDay, Text, Unique, one_of

ELSEWHERE = "elsewhere"
"""The type of namesakes that are not actors here."""

InUseJson = TypedDict(
    "InUseJson",
    {
        "from": Annotated[
            IsoDay | None,
            Field(description="The first day on which it is in use; null: it always was."),
        ],
        "until": Annotated[
            IsoDay | None,
            Field(description="The first day on which it is no longer in use; null: it still is."),
        ],
    },
)


class NameJson(InUseJson):
    """One name."""

    name: Text
    """As it is written."""
    kind: Annotated[str, Field(json_schema_extra=one_of(*KINDS_OF_NAME))]
    """What kind of name it is."""
    language: Annotated[str, Field(pattern="^[a-z]{2}$")]
    """The language, by two letters."""


AttributeName = TypeAliasType(
    "AttributeName",
    Annotated[str, Field(pattern="^[a-z0-9_]+$", description="As an @actor line writes it.")],
)


class ActorJson(TypedDict):
    """One actor with all its names."""

    schema: Literal["detente/actor@1"]
    id: ActorId
    """Its id."""
    type: Annotated[str, Field(json_schema_extra=one_of(*TYPES))]
    """What it is."""
    names: Unique[NameJson]
    """Every name that it has or had; the first one is printed unless another is in use on the day.
    """
    attributes: dict[AttributeName, Text]
    """What else is kept of it: codes, dates, successors; as an @actor line writes them."""


class ActorLineJson(TypedDict):
    """One actor by its name on a day."""

    id: ActorId
    """Its id."""
    type: Annotated[str, Field(json_schema_extra=one_of(*(t for t in TYPES if t != ELSEWHERE)))]
    """What it is."""
    name: Text
    """Its name in use on the day."""


class ActorsJson(TypedDict):
    """Every actor by the name in use on a day."""

    schema: Literal["detente/actors@1"]
    on: IsoDay
    """The day on which the names are in use."""
    actors: Unique[ActorLineJson]
    """In order of id; without namesakes that are not actors here."""


def actors_json(registry: Registry, on: date) -> ActorsJson:
    """Every actor by the name in use on a day, as plain values."""
    return {
        "schema": "detente/actors@1",
        "on": on.isoformat(),
        "actors": [
            {"id": actor.id, "type": actor.type, "name": actor.name(on.toordinal())}
            for actor in registry
            if actor.type != ELSEWHERE
        ],
    }


def actor_json(actor: Actor) -> ActorJson:
    """One actor as plain values."""
    return {
        "schema": "detente/actor@1",
        "id": actor.id,
        "type": actor.type,
        "names": [_name_json(name) for name in actor.names],
        "attributes": dict(actor.attributes),
    }


def _name_json(name: Name) -> NameJson:
    return {
        "name": name.text,
        "kind": name.kind,
        "language": name.language,
        "from": edtf.written(name.first) if name.first > NO_FIRST else None,
        "until": edtf.written(name.last + 1) if name.last < NO_LAST else None,
    }
