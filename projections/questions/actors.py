"""Who is who: every actor, or one with all its names, codes, dates and offices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from domain.actors import Actor, Registry
from projections.actors import actor_json, actors_json
from projections.answer import Found, Plain, Shape
from projections.question import Question

if TYPE_CHECKING:
    from projections.evidence import Evidence
    from projections.typed_question import Typed


@dataclass(frozen=True, slots=True)
class FoundActor(Found):
    """One actor."""

    actor: Actor
    on: date

    substance_shape: ClassVar[Shape] = {"id": ..., "type": ..., "names": ..., "attributes": ...}

    def plain(self) -> Plain:
        """`detente/actor@1`."""
        return actor_json(self.actor)

    def rows(self) -> Sequence[Plain]:
        """A row for each name."""
        return actor_json(self.actor)["names"]


@dataclass(frozen=True, slots=True)
class FoundActors(Found):
    """Every actor, by the name in use on a day."""

    registry: Registry
    on: date

    substance_shape: ClassVar[Shape] = {"actors": {"id": ..., "type": ...}}

    def plain(self) -> Plain:
        """`detente/actors@1`."""
        return actors_json(self.registry, self.on)

    def rows(self) -> Sequence[Plain]:
        """A row for each actor."""
        return actors_json(self.registry, self.on)["actors"]


class ActorsQuestion(Question):
    """Every actor, or one with all its names, codes, dates and offices."""

    name = "actors"
    does = "Who is who, what can happen, who says what."
    group = "Data"
    rank = 1
    words = ("[NAME]", "A name, alias or code.")
    options = ("on",)

    on: date
    actor: str = ""

    @classmethod
    def read(cls, typed: Typed) -> Question:
        """The question in words."""
        actor = typed.actor(typed.text, typed.on()) if typed.text else ""
        return cls.model_validate({"on": typed.on(), "actor": actor})

    def compute(self, evidence: Evidence) -> FoundActor | FoundActors:
        """The one that is named, or all."""
        if not self.actor:
            return FoundActors(evidence.registry, self.on)
        return FoundActor(evidence.registry.find(self.actor), self.on)
