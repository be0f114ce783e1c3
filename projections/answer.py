"""What an answer is: a question, what was found, and what names it for ever."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from types import EllipsisType
from typing import TYPE_CHECKING, ClassVar, Final, TypeAlias, cast

from domain.actors import Registry
from domain.characters import visible_in_json

if TYPE_CHECKING:
    from projections.question import Question

Plain: TypeAlias = Mapping[str, object]
"""Plain values, as JSON holds them."""

Shape: TypeAlias = "Mapping[str, Shape] | EllipsisType"
"""Which parts of plain values are kept: some fields, each of a mapping (`*`), or all (`...`).

A list is kept item by item, in the shape of its items.
"""

FIGURES: Final[Mapping[str, Shape]] = dict.fromkeys(
    ("cooperation", "friction", "relief", "eased", "traffic", "net", "low", "high"), ...
)
"""The integers of a score."""

ID_LENGTH: Final = 16


class Found:
    """What was found in answer to a question: typed parts, and their plain form."""

    substance_shape: ClassVar[Shape] = {}
    """The values that an answer's name is computed from: labels, figures, facts, shares, statuses.

    Sentences, titles, layout and fields that are added later are not among them.
    """

    @property
    def known(self) -> bool:
        """Whether anything is known of what was asked."""
        return True

    def plain(self) -> Plain:
        """The answer as plain values under its schema, in a stable order of fields."""
        raise NotImplementedError

    def rows(self) -> Sequence[Plain] | None:
        """The answer as rows of a table; None for one that is more than rows."""
        return None

    def beside(self, registry: Registry) -> Plain:  # noqa: ARG002  # most answers name nobody
        """The values printed beside the answer in JSON: names, for people."""
        return {}

    def substance(self, plain: Plain) -> object:
        """The values that the answer's name is computed from, of those that `plain` gave."""
        return kept(plain, self.substance_shape)


@dataclass(frozen=True, slots=True)
class Stamp:
    """The record that an answer is from: its store, how far that had come, its digest there.

    `answer` is the answer's name.
    """

    store: str
    position: int
    digest: str
    answer: str

    @property
    def held(self) -> str:
        """How far the store had come and the digest there, as one word: `1074:3f9c..`."""
        return f"{self.position}:{self.digest}"

    @property
    def place(self) -> str:
        """The store and how far it had come: `sample timeline at position 1,074`."""
        return f"{self._name} timeline at position {self.position:,}"

    @property
    def _name(self) -> str:
        """The store without its folders, which are nobody else's business."""
        return self.store.rpartition("/")[2]


def stamp_json(stamp: Stamp) -> dict[str, object]:
    """The stamp as plain values."""
    return {
        "store": stamp.store,
        "position": stamp.position,
        "digest": stamp.digest,
        "answer": stamp.answer,
    }


@dataclass(frozen=True)
class Record:
    """The record that an answer is from: its name, the position that counts, the digest there."""

    store: str
    position: int
    digest: str


@dataclass(frozen=True)
class Answer:
    """A question, what was found, who is who, and the record that it was found in."""

    question: Question
    found: Found
    registry: Registry
    record: Record

    @property
    def known(self) -> bool:
        """Whether anything is known of what was asked."""
        return self.found.known

    @cached_property
    def plain(self) -> Plain:
        """What was found as plain values, without names and stamp."""
        return self.found.plain()

    @cached_property
    def substance(self) -> str:
        """What the answer comes to, as a digest: figures and facts, no words."""
        return digest_of(self.found.substance(self.plain))

    @cached_property
    def id(self) -> str:
        """The answer's name: 16 hexadecimal digits over question, substance, rules and position."""
        question = self.question
        return answer_id(question.to_plain(), self.substance, question.rules, self.record.position)

    @property
    def stamp(self) -> Stamp:
        """What every answer has at its foot."""
        record = self.record
        return Stamp(record.store, record.position, record.digest, self.id)

    @property
    def json(self) -> dict[str, object]:
        """The whole answer as JSON has it: what was found, names beside it, the stamp."""
        whole = {**self.plain, **self.found.beside(self.registry)}
        return {**whole, "stamp": stamp_json(self.stamp)} if self.question.stamped else whole

    @property
    def rows(self) -> Sequence[Plain] | None:
        """The answer as rows of a table; None for one that is more than rows."""
        return self.found.rows()

    @property
    def facts(self) -> frozenset[str]:
        """Every fact that the answer names, by handle or id."""
        return frozenset(_facts(self.plain))


def digest_of(value: object) -> str:
    """A hash of plain values in canonical JSON, 64 hexadecimal digits."""
    canonical = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return sha256(canonical.encode()).hexdigest()


def answer_id(asked: Plain, substance: str, rules: str, position: int) -> str:
    """The name of an answer.

    A verification computes those of all citations again: whoever changes what is hashed here
    still has to know the names of before.
    """
    return digest_of([asked, substance, rules, position])[:ID_LENGTH]


def json_text(value: object) -> str:
    """JSON for people to read and machines to parse; it has no hidden characters as they are."""
    return visible_in_json(json.dumps(value, indent=2, ensure_ascii=False)) + "\n"


def kept(value: object, shape: Shape) -> object:
    """The parts of plain values that a shape names.

    >>> kept({"label": "warm", "title": "A", "facts": [{"fact": "a", "said": "x"}]},
    ...      {"label": ..., "facts": {"fact": ...}})
    {'label': 'warm', 'facts': [{'fact': 'a'}]}
    """
    if isinstance(shape, EllipsisType):
        return value
    if isinstance(value, list | tuple):
        return [kept(item, shape) for item in cast("Sequence[object]", value)]
    if not isinstance(value, Mapping):
        return value
    fields = cast("Mapping[str, object]", value)
    if "*" in shape:
        return {name: kept(fields[name], shape["*"]) for name in fields}
    return {name: kept(fields[name], part) for name, part in shape.items() if name in fields}


def _facts(value: object) -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, part in cast("Mapping[str, object]", value).items():
            if key == "fact" and isinstance(part, str):
                yield part
            elif key == "facts" and isinstance(part, Mapping):
                yield from cast("Mapping[str, object]", part)
            yield from _facts(part)
    elif isinstance(value, list | tuple):
        for part in cast("Sequence[object]", value):
            yield from _facts(part)
