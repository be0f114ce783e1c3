"""What can happen, what it means and weighs, and through which lenses facts become figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

from domain import kinds
from domain.meaning import FAR, slips
from domain.refusal import InvalidInput, Run, SetField
from domain.stems import stems
from domain.suggestions import the_what
from projections.answer import Found, Plain, Shape
from projections.question import Question
from projections.vocabulary import WhatJson, kinds_json, lenses_json

if TYPE_CHECKING:
    from projections.evidence import Evidence
    from projections.typed_question import Typed

LENSES: Final = "lenses"


@dataclass(frozen=True, slots=True)
class FoundKinds(Found):
    """What can happen: all of it, of one kind, one `what`, or what a text may mean."""

    kind: str
    what: str = ""
    find: str = ""

    substance_shape: ClassVar[Shape] = {"kinds": ...}

    @property
    def known(self) -> bool:
        """Whether anything may be meant."""
        return bool(self.whats)

    @property
    def whats(self) -> Sequence[WhatJson]:
        """A `what` after the other, what is looked for with the likeliest first."""
        return kinds_json(self.kind, self.what, self.find)["kinds"]

    def plain(self) -> Plain:
        """`detente/kinds@1`."""
        return kinds_json(self.kind, self.what, self.find)

    def rows(self) -> Sequence[Plain]:
        """A row for each `what`."""
        return self.whats


@dataclass(frozen=True, slots=True)
class FoundLenses(Found):
    """Every lens, the default one first."""

    substance_shape: ClassVar[Shape] = {"lenses": {"lens": ...}}

    def plain(self) -> Plain:
        """`detente/lenses@1`."""
        return lenses_json()

    def rows(self) -> Sequence[Plain]:
        """A row for each lens."""
        return lenses_json()["lenses"]


class KindsQuestion(Question):
    """What can happen: every kind and what, what it means, its weight in points, its half-life.

    WORD is a kind, `lenses` for the ways in which facts become figures, or what happened: as a line
    writes it or as the news calls it. `--find` lists all that a text may mean.
    """

    name = "kinds"
    does = "Who is who, what can happen, who says what."
    group = "Data"
    rank = 2
    words = ("[WORD]", "A kind, what happened in a word, or `lenses`.")
    options = ("find",)
    stamped = False

    kind: str = ""
    what: str = ""
    find: str = ""

    @classmethod
    def read(cls, typed: Typed) -> Question:
        """The question in words. Raises InvalidInput for what nothing is called."""
        return cls.of(typed.text, typed.option("find") if typed.has("find") else None)

    @classmethod
    def of(cls, word: str = "", find: str | None = None) -> Question:
        """The question of a word, or of a text to look for, of one kind if a word names that.

        Raises InvalidInput for what nothing is called, and for a text without a word.
        """
        prefixed = kinds.KIND_BY_PREFIX.get(word)
        named = prefixed.name if prefixed else word
        kind = named if named in (*kinds.KINDS, LENSES) else ""
        if find is None:
            what = _what(word) if word and not kind else ""
            return cls.model_validate({"kind": kind, "what": what})
        if not stems(find):
            raise InvalidInput(
                "say which word of the news to look for.",
                SetField("find", "summoned", "for example"),
                code="nothing-to-find",
            )
        if kind == LENSES or (word and not kind):
            raise InvalidInput(
                f'"{word}" is not a kind to look in.',
                *(Run.of("kinds", name, find=find) for name in kinds.KINDS),
                code="unknown-kind",
                values={"kind": word},
            )
        return cls.model_validate({"kind": kind, "find": find})

    def compute(self, evidence: Evidence) -> FoundKinds | FoundLenses:  # noqa: ARG002  # no facts
        """The vocabulary, which is the same in every timeline."""
        if self.kind == LENSES:
            return FoundLenses()
        return FoundKinds(self.kind, self.what, self.find)


def _what(word: str) -> str:
    """What a word names. Raises InvalidInput with what it may mean, kinds among that."""
    try:
        return the_what(word).written
    except InvalidInput as refused:
        near = [Run.of("kinds", name) for name in (*kinds.KINDS, LENSES) if slips(word, name) < FAR]
        raise refused.with_fixes(*near, *refused.fixes) from None
