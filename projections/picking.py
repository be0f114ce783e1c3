"""Which facts of a timeline are asked for: of some kinds, done by an actor, done to an actor."""

from __future__ import annotations

from collections.abc import Iterable
from fnmatch import fnmatchcase
from typing import Final, NamedTuple

from domain.content import Content
from domain.glossary import entries
from domain.kinds import What, read_what
from domain.refusal import Fix, InvalidInput

_PLANNED: Final = "planned:"


class Picked(NamedTuple):
    """What a list of facts is limited to; an empty field limits nothing.

    `kinds` are written as in lines, where `*` stands for any characters; `by` and `toward` are
    actors by id.
    """

    kinds: tuple[str, ...] = ()
    by: str = ""
    toward: str = ""

    def holds(self, content: Content, *, held: bool) -> bool:
        """Whether a fact that says this is asked for.

        What was planned and held is also what it was: a `planned:call` that was held is a `call`.
        """
        return self._of_kinds(content, held=held) and self._of_sides(content)

    def _of_kinds(self, content: Content, *, held: bool) -> bool:
        if not self.kinds:
            return True
        written = What(content.kind, content.what).written
        names = {written, written.removeprefix(_PLANNED)} if held else {written}
        return any(fnmatchcase(name, kind) for name in names for kind in self.kinds)

    def _of_sides(self, content: Content) -> bool:
        mutual = content.relation != "directed"
        for actor, side, other in (
            (self.by, content.actors, content.recipients),
            (self.toward, content.recipients, content.actors),
        ):
            if actor and actor not in side and not (mutual and actor in other):
                return False
        return not (self.by and self.toward and mutual and self._on_one_side(content))

    def _on_one_side(self, content: Content) -> bool:
        """Whether both actors are on the same side of a fact of two sides."""
        both = {self.by, self.toward}
        return bool(content.recipients) and any(
            both <= set(side) for side in (content.actors, content.recipients)
        )


NOTHING_PICKED: Final = Picked()


def read_kinds(text: str) -> tuple[str, ...]:
    """The kinds that a text names, each once: `call`, `sanction*`, `visit,talks`.

    Raises InvalidInput with what may be meant.
    """
    names = dict.fromkeys(part.strip().lower() for part in text.split(","))
    return tuple(_kind(name) for name in names if name)


def _kind(name: str) -> str:
    if "*" not in name:
        return read_what(name).written
    if not any(fnmatchcase(each, name) for each in _written()):
        said = f'no kind fits "{name}".'
        examples = Fix("assault*", "every assault"), Fix("instrument:*", "all that lasts")
        raise InvalidInput(said, *examples, code="unknown-what", values={"what": name})
    return name


def _written() -> Iterable[str]:
    return (entry.written for entry in entries().values())
