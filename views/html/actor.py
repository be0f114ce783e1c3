"""The page of one actor: its names, its ties on a day; and the page of all actors."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import ClassVar, Final, Self

from domain.actors import Actor, Name, Registry
from domain.edtf import NO_FIRST, NO_LAST
from projections.board import Line
from projections.pairs import Pair
from projections.questions.actors import ActorsQuestion, FoundActor, FoundActors
from projections.questions.board import BoardQuestion, FoundBoard
from projections.score import WITHOUT_FIGURES
from projections.state import State
from projections.typed_question import Typed
from projections.words import clocks, count, day, figure, long_day
from views.html import address
from views.html.address import Address, Fixed, iso
from views.html.frame import Asked, framed
from views.html.lists import trend_of
from views.html.paper import fill
from views.html.parts import ARROWS, Ledger, Word, scale_of, signed_balance
from views.html.past import Past
from views.html.site import Ask, Drawn, Site

HIDDEN: Final = frozenset({"type"})
"""Attributes that stand in words elsewhere on the page."""


@dataclass(frozen=True)
class ActorPage:
    """One actor, and how it stands with every other on a day."""

    actor: str
    question: BoardQuestion
    fixed: Fixed

    path: ClassVar[str] = "/actors/{actor}"
    options: ClassVar[tuple[str, ...]] = ("on", "known_on", "recorded_by", "lens")

    @classmethod
    def read(cls, typed: Typed) -> Self:
        """The page of the actor of that name on that day. Raises InvalidInput."""
        actor = typed.actor(typed.text, typed.on())
        fields = {"actor": actor, "lens": typed.lens(), **typed.clocks()}
        return cls(actor, BoardQuestion.model_validate(fields), Fixed.of(typed))

    @property
    def address(self) -> Address:
        """`/actors/TUR?on=2022-03-05`."""
        return self._at(self.fixed.options)

    def _at(self, options: Mapping[str, str]) -> Address:
        return Address(("actors", self.actor), options)

    def draw(self, ask: Ask, site: Site) -> Drawn:
        """The page, from the actor and its board."""
        asked, fixed = self.question, self.fixed
        about = ask(ActorsQuestion(on=asked.on, actor=self.actor))
        answer = ask(asked)
        assert isinstance(about.found, FoundActor)
        assert isinstance(answer.found, FoundBoard)
        actor, registry, on = about.found.actor, answer.registry, asked.as_of.day
        fields = Asked(a=actor.name(on), on=iso(fixed.on), known_on=iso(fixed.known_on))
        values = {
            "frame": framed("", site, fixed, asked=fields, question=asked),
            "past": Past.of(fixed, self._at),
            "actor": actor,
            "name": actor.name(on),
            "existed": existence(actor),
            "when": f"on {long_day(asked.on)}{clocks(asked.as_of)}",
            "names": [named(name, on) for name in actor.names],
            "attributes": [each for each in actor.attributes.items() if each[0] not in HIDDEN],
            "rows": list(rows_of(answer.found, registry, fixed.options)),
            "facts": count(sum(line.facts for line in answer.found.lines), "fact"),
            "timeline": address.timeline((self.actor,), fixed.options),
            "all": Address(("actors",), {"on": iso(fixed.on)}),
            "arrows": ARROWS,
            "stamp": answer.stamp,
        }  # fmt: skip
        return Drawn(fill("actor.html", site, values), (answer, about))


@dataclass(frozen=True)
class ActorsPage:
    """Every actor by the name in use on a day."""

    question: ActorsQuestion
    fixed: Fixed

    path: ClassVar[str] = "/actors"
    options: ClassVar[tuple[str, ...]] = ("on",)

    @classmethod
    def read(cls, typed: Typed) -> Self:
        """The actors of a day. Raises InvalidInput."""
        return cls(ActorsQuestion(on=typed.on()), Fixed(typed.day("on")))

    @property
    def address(self) -> Address:
        """`/actors`."""
        return Address(("actors",), self.fixed.options)

    def draw(self, ask: Ask, site: Site) -> Drawn:
        """The page: every actor under its type."""
        answer = ask(self.question)
        assert isinstance(answer.found, FoundActors)
        on = self.question.on.toordinal()
        there = [actor for actor in answer.found.registry if actor.type != "elsewhere"]
        there.sort(key=lambda actor: (actor.type, actor.name(on)))
        grouped = [
            (
                kind,
                [
                    (actor.name(on), self._one(actor), actor.id, existence(actor))
                    for actor in actors
                ],
            )
            for kind, actors in groupby(there, key=lambda actor: actor.type)
        ]
        values = {
            "frame": framed("", site, self.fixed, question=self.question),
            "groups": grouped,
            "when": f"by the names in use on {day(self.question.on)}",
        }  # fmt: skip
        return Drawn(fill("actors.html", site, values), (answer,))

    def _one(self, actor: Actor) -> Address:
        """The page of an actor, on the nearest day on which it existed."""
        first, last = actor.exists
        on = self.question.on.toordinal()
        if first <= on <= last:
            return Address(("actors", actor.id), self.fixed.options)
        day_ = date.fromordinal(last if last < on else first)
        return Address(("actors", actor.id), {"on": day_.isoformat()})


def existence(actor: Actor) -> str:
    """`from 1991`, `until 25 Dec 1991`; empty of an actor that always was, as far as is known."""
    first, last = actor.exists
    begun = f"from {day(first)}" if first > NO_FIRST else ""
    ended = f"until {day(last)}" if last < NO_LAST else ""
    return " ".join(filter(None, (begun, ended)))


def named(name: Name, on: int) -> tuple[str, str, str, bool]:
    """A name with its language, what it is and when it is in use, and whether it is on a day."""
    first = f"from {day(name.first)}" if name.first > NO_FIRST else ""
    last = f"until {day(name.last)}" if name.last < NO_LAST else ""
    kind = "" if name.kind == "name" else name.kind
    about = ", ".join(filter(None, (kind, name.language, f"{first} {last}".strip())))
    return name.text, name.language, about, name.in_use(on)


@dataclass(frozen=True)
class TieRow:
    """How an actor stands with another one."""

    name: str
    link: Address
    word: Word
    trend: tuple[str, str] | None
    balance: str
    bars: Ledger
    cooperation: str
    friction: str
    facts: int
    last: str
    last_fact: Address | None


def rows_of(found: FoundBoard, registry: Registry, options: Mapping[str, str]) -> Iterator[TieRow]:
    """A row for each other actor, the best balance first."""
    lines: Sequence[Line] = [line for line in found.lines if isinstance(line.answer, State)]
    most = scale_of(line.answer.score for line in lines)
    for line in lines:
        state = line.answer
        figures = state.label not in WITHOUT_FIGURES
        yield TieRow(
            name=registry.name(line.other, found.as_of.day),
            link=address.ties(Pair.of(found.actor, line.other), options),
            word=Word.of(state.verdict),
            trend=trend_of(state.trend) if isinstance(state, State) and state.has_trend else None,
            balance=signed_balance(state.score) if figures else "–",
            bars=Ledger.of(state.score, most),
            cooperation=figure(state.score.cooperation) if figures else "",
            friction=figure(state.score.friction) if figures else "",
            facts=line.facts,
            last=day(line.last_day) if line.last_day is not None else "undated",
            last_fact=address.fact(line.last_fact, options) if line.last_fact else None,
        )
