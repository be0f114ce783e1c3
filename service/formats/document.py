"""A text of facts as read: its facts, actors, expectations and comments, and its problems."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from domain.actors import Actor
from domain.content import Content
from domain.events import Asserted, Event
from domain.expectation import Expected
from domain.refusal import Problem
from projections.notation.pieces import Known
from service.choices import NO_CHOICES, Choices


class Detail(NamedTuple):
    """A further event of a fact, and where it is written; line and column count from 1."""

    line: int
    column: int
    event: Event


@dataclass(frozen=True, slots=True)
class Block:
    """One fact as written: its handle if it has one, its first event.

    The further ones with their lines. `column` is where its date is, `source` the line and column
    of its first report. Without `names_domain` its domain is merely what its `what` has by default.
    """

    line: int
    handle: str
    asserted: Asserted
    events: tuple[Detail, ...]
    comments: tuple[tuple[int, str], ...] = ()
    known: Known | None = None
    column: int = field(default=1, compare=False)
    source: tuple[int, int] | None = field(default=None, compare=False)
    names_domain: bool = field(default=True, compare=False)

    @property
    def content(self) -> Content:
        """What its line and fields say."""
        return self.asserted.content


@dataclass(frozen=True, slots=True)
class Plain:
    """A comment or a blank line, kept by `fmt`."""

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class ActorLine:
    """An actor described in the file."""

    line: int
    actor: Actor


@dataclass(frozen=True, slots=True)
class Expectation:
    """An `@assert` line."""

    line: int
    expected: Expected


Item = Block | Plain | ActorLine | Expectation


@dataclass
class Document:
    """A `.facts` text: its items in order, and what was wrong with the lines that gave none.

    `choices` say what is recorded of lines that facts here contradict. `unnamed` is how many
    columns of row numbers were left out.
    """

    name: str
    items: list[Item] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    choices: Choices = NO_CHOICES
    unnamed: int = 0

    @property
    def blocks(self) -> list[Block]:
        """The facts."""
        return [item for item in self.items if isinstance(item, Block)]

    @property
    def actors(self) -> list[ActorLine]:
        """The actors described."""
        return [item for item in self.items if isinstance(item, ActorLine)]

    @property
    def expectations(self) -> list[Expectation]:
        """The `@assert` lines."""
        return [item for item in self.items if isinstance(item, Expectation)]
