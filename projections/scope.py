"""Which facts a question is about: a pair, a domain, a topic, or any of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Final, NamedTuple

from pydantic import Field
from typing_extensions import TypedDict

from domain.actors import Registry
from domain.content import Content
from domain.fact import DESK
from domain.folding import composed
from projections.pairs import Pair, view
from projections.plain import ActorId, ScopeText, Text

ALL_FACTS: Final = "All facts"


class Scope(NamedTuple):
    """What a question is limited to; an empty field limits nothing."""

    pair: Pair | None = None
    domain: str = ""
    topic: str = ""

    @property
    def written(self) -> str:
        """The limit within the pair, as people type it: `energy`, `#s-400`.

        Empty for all of the ties.
        """
        return self.domain or (f"#{self.topic}" if self.topic else "")

    def within(self, pair: Pair) -> Scope:
        """The same limit on the ties of one pair."""
        return self._replace(pair=pair)

    def holds(self, content: Content) -> bool:
        """Whether a fact that says this is asked about."""
        if self.pair is not None and view(content, self.pair) is None:
            return False
        return self.domain in ("", content.domain) and (
            not self.topic or composed(self.topic) in map(composed, content.topics)
        )


class Whose(NamedTuple):
    """Whose facts a list has: a name for people, the actors by id, and the limit of the list."""

    name: str
    actors: tuple[str, ...] = ()
    scope: Scope = Scope()
    layers: tuple[str, ...] = (DESK,)

    def of_layers(self, layers: tuple[str, ...]) -> Whose:
        """The same of the facts of some layers."""
        if layers == (DESK,):
            return self
        of = f", {'layer' if len(layers) == 1 else 'layers'} {' and '.join(layers)}"
        return self._replace(name=self.name + of, layers=layers)

    def limited(self, limits: str) -> Whose:
        """The same within some limits, which are words."""
        name = "Facts" if self.name == ALL_FACTS else f"{self.name},"
        return self._replace(name=f"{name} {limits}")


def whose(
    registry: Registry, actors: Sequence[str], day: int, domain: str = "", topic: str = ""
) -> Whose:
    """The facts of two actors, of one, or of all, limited to a domain or topic."""
    pair = Pair.of(*actors) if len(actors) == 2 else None
    scope = Scope(pair, domain, topic)
    names = " – ".join(registry.name(actor, day) for actor in actors)
    name = f"{names} {scope.written}".strip() if names else scope.written or ALL_FACTS
    return Whose(name, tuple(actors), scope)


class WhoseJson(TypedDict):
    """Whose facts a list is of."""

    of: Text
    """Whose they are, and of which domain or #topic: the names in use on the day; All facts where
    nobody was named.
    """
    actors: Annotated[list[ActorId], Field(max_length=2)]
    """The actors asked about by id, as asked; none for all facts."""
    scope: ScopeText | None
    """The domain or #topic asked for; null: no limit."""


def whose_json(whose: Whose) -> WhoseJson:
    """Whose facts they are, as plain values."""
    return {"of": whose.name, "actors": list(whose.actors), "scope": whose.scope.written or None}


EVERYTHING: Final = Scope()
