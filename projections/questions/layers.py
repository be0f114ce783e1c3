"""One question of several layers, one after the other: no layer drowns another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, cast

from pydantic import field_validator

from domain.actors import Registry
from projections.answer import Found, Plain
from projections.question import Question

if TYPE_CHECKING:
    from projections.evidence import Evidence
    from projections.typed_question import Typed

SCHEMA: Final = "detente/layers@1"


@dataclass(frozen=True, slots=True)
class FoundInLayers(Found):
    """What was found in each layer, by its name."""

    parts: Mapping[str, Found]

    @property
    def known(self) -> bool:
        """Whether any layer knows anything."""
        return any(part.known for part in self.parts.values())

    def plain(self) -> Plain:
        """`detente/layers@1`."""
        layers = {name: part.plain() for name, part in self.parts.items()}
        return {"schema": SCHEMA, "layer": ",".join(self.parts), "layers": layers}

    def rows(self) -> Sequence[Plain] | None:
        """The rows of every layer, each with its layer; None where one has none."""
        rows: list[Plain] = []
        for name, part in self.parts.items():
            of_layer = part.rows()
            if of_layer is None:
                return None
            rows += [{"layer": name, **row} for row in of_layer]
        return rows

    def beside(self, registry: Registry) -> Plain:  # noqa: ARG002  # each layer's answer has its own
        """Nothing."""
        return {}

    def substance(self, plain: Plain) -> object:
        """The values that each layer's answer is named by."""
        layers = cast("Mapping[str, Plain]", plain["layers"])
        return {name: part.substance(layers[name]) for name, part in self.parts.items()}


class LayersQuestion(Question):
    """One question of several layers."""

    name = "layers"
    group = ""

    parts: tuple[Question, ...]

    @field_validator("parts", mode="before")
    @classmethod
    def _from_plain(cls, parts: Sequence[object]) -> tuple[object, ...]:
        return tuple(Question.from_plain(p) if isinstance(p, Mapping) else p for p in parts)

    @classmethod
    def of(cls, question: type[Question], typed: Typed) -> Question:
        """The question of the layers that were named: by itself where that is one."""
        layers = typed.chosen_layers()
        if len(layers) < 2 or "layer" not in question.model_fields:
            return question.read(typed)
        return cls(parts=tuple(question.read(typed.of_layer(layer)) for layer in layers))

    def to_plain(self) -> dict[str, object]:
        """The parts as plain values."""
        return {"question": self.name, "parts": [part.to_plain() for part in self.parts]}

    def compute(self, evidence: Evidence) -> FoundInLayers:
        """What is found layer by layer."""
        found = {part.read_layer: part.compute(evidence.of_question(part)) for part in self.parts}
        return FoundInLayers(found)

    @property
    def rules(self) -> str:
        """The versions that the parts are counted by."""
        return " and ".join(dict.fromkeys(part.rules for part in self.parts))
