"""Two actors, which facts concern both of them, and from which side."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import lru_cache
from itertools import combinations, product
from typing import Final, NamedTuple

from domain.content import Content
from domain.events import Asserted, Corrected, Event
from domain.refusal import InvalidInput

MUTUAL: Final = "mutual"
FEW: Final = 64
"""Parties that are looked through faster one by one than as a set."""


class Pair(NamedTuple):
    """Two different actors by id, in the order in which they were asked for."""

    a: str
    b: str

    @classmethod
    def of(cls, one: str, other: str) -> Pair:
        """The pair of two actors. Raises InvalidInput for one actor with itself."""
        if one == other:
            raise InvalidInput(
                f"{one} has no ties with itself; name two actors.",
                code="one-actor-twice",
                values={"actor": one},
            )
        return cls(one, other)

    @property
    def key(self) -> tuple[str, str]:
        """The pair in the one order in which it is stored."""
        return (self.a, self.b) if self.a < self.b else (self.b, self.a)

    @property
    def directions(self) -> tuple[str, str]:
        """`TUR>RUS` and `RUS>TUR`, as asked for."""
        return f"{self.a}>{self.b}", f"{self.b}>{self.a}"


def view(content: Content, pair: Pair) -> str | None:
    """From which side a fact concerns a pair: `mutual`, `TUR>RUS`, `RUS>TUR`.

    None where it does not. A directed fact with both actors on both sides goes from the first to
    the second in the stored order, so that swapping the question changes nothing. A mutual fact
    of positive weight, an assessment or geography also concerns two actors on one side: allies are
    each other's allies, a coalition's members are not at war with each other, and their failed
    talks with a third say nothing of them. Source: docs/scores.md.
    """
    first, second = pair.key
    actors: Collection[str] = content.actors
    recipients: Collection[str] = content.recipients
    if len(actors) + len(recipients) > FEW:
        actors, recipients = _sets(content.actors, content.recipients)
    if content.relation == "directed":
        for actor, recipient in ((first, second), (second, first)):
            if actor in actors and recipient in recipients:
                return f"{actor}>{recipient}"
        return None
    across = (first in actors and second in recipients) or (
        second in actors and first in recipients
    )
    friendly = content.weighs > 0 or not content.of_kind.scored
    one_there = first in actors or first in recipients
    together = friendly and one_there and (second in actors or second in recipients)
    return MUTUAL if across or together else None


@lru_cache(maxsize=1 << 10)
def _sets(
    actors: tuple[str, ...], recipients: tuple[str, ...]
) -> tuple[Collection[str], Collection[str]]:
    return frozenset(actors), frozenset(recipients)


def pairs_of(content: Content) -> Sequence[tuple[str, str]]:
    """Every pair that a fact may concern, each in its stored order.

    Whether it does depends on its weight as known.
    """
    return among(content.actors, content.recipients)


def concerned(content: Content) -> Sequence[tuple[str, str]]:
    """Every pair that a fact concerns at its weight, as `view` has it, each in its stored order."""
    if content.relation == "directed":
        across = product(content.actors, content.recipients)
        return sorted({(a, b) if a < b else (b, a) for a, b in across if a != b})
    return [pair for pair in pairs_of(content) if view(content, Pair(*pair))]


def pairs_of_event(event: Event) -> Sequence[tuple[str, str]]:
    """The pairs that a new fact, or new parties of an old one, may concern."""
    if isinstance(event, Asserted):
        return pairs_of(event.content)
    if isinstance(event, Corrected) and event.field == "parties":
        return pairs_of(_PARTIES.corrected("parties", event.value))
    return ()


_PARTIES: Final = Content(
    kind="action", what="agree", actors=(), recipients=(), relation="mutual", title="-"
)


@lru_cache(maxsize=1 << 15)
def among(actors: tuple[str, ...], recipients: tuple[str, ...]) -> Sequence[tuple[str, str]]:
    """Every pair of parties, each in its stored order."""
    return tuple(combinations(sorted({*actors, *recipients}), 2))
