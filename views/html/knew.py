"""The page that says whether anybody could know of a fact on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Final, Self

from projections.events import describe
from projections.knew import Knew
from projections.questions.knew import FoundKnew, KnewQuestion
from projections.typed_question import Typed
from projections.words import day, full_day, instant
from views.html import address
from views.html.address import Address, Fixed
from views.html.frame import Asked, framed
from views.html.paper import fill
from views.html.parts import Word
from views.html.site import Ask, Drawn, Site

WORDS: Final = {
    Knew.YES: Word("yes", "yes"), Knew.NO: Word("no", "no"),
    Knew.NOT_YET: Word("unknown", "not yet"), Knew.DISPUTED: Word("disputed", "disputed"),
}  # fmt: skip
"""The answer as a word, with the name of its style."""


@dataclass(frozen=True)
class KnewPage:
    """Whether a fact was known on a day, in a sentence."""

    question: KnewQuestion
    fixed: Fixed

    path: ClassVar[str] = "/knew/{fact}"
    options: ClassVar[tuple[str, ...]] = ("on", "recorded_by")

    @classmethod
    def read(cls, typed: Typed) -> Self:
        """The question of a handle and a day. Raises InvalidInput with the nearest handles."""
        question = KnewQuestion.read(typed)
        assert isinstance(question, KnewQuestion)
        return cls(question, Fixed(typed.day("on"), None, typed.instant("recorded_by")))

    @property
    def address(self) -> Address:
        """`/knew/straits?on=2022-03-01`."""
        return Address(("knew", self._handle), self.fixed.options)

    @property
    def _handle(self) -> str:
        return self.question.fact.removeprefix("desk/")

    def draw(self, ask: Ask, site: Site) -> Drawn:
        """The page, from one answer."""
        answer = ask(self.question)
        assert isinstance(answer.found, FoundKnew)
        found, asked = answer.found.acquaintance, self.question
        on = {"on": asked.on.isoformat()}
        state = found.then or found.now
        title = (state.content if state else found.fact.asserted.content).title
        recorded = f", as recorded by {instant(asked.recorded_by)}" if asked.recorded_by else ""

        def named(actor: str) -> str:
            return answer.registry.name(actor, found.as_of.day)

        values = {
            "frame": framed(
                "", site, self.fixed, asked=Asked(on=on["on"]), question=asked
            ),
            "title": title,
            "handle": self._handle,
            "day": full_day(asked.on),
            "recorded": recorded,
            "word": WORDS[found.knew],
            "sentence": answer.found.sentence,
            "on": on["on"],
            "here": Address(("knew", self._handle)),
            "ways": self._ways(found.knew, found.known_day),
            "since": [(day(event.known_on), describe(event, named)) for event in found.since],
            "stamp": answer.stamp,
        }  # fmt: skip
        return Drawn(fill("knew.html", site, values), (answer,))

    def _ways(self, knew: Knew, known_day: int | None) -> list[tuple[str, Address]]:
        """The fact as it was known then, on the first day on which it was, and now."""
        on, handle = self.question.on, self._handle
        ways: list[tuple[str, Address]] = []
        if knew is not Knew.NOT_YET and known_day is not None:
            then = {"on": on.isoformat(), "known_on": on.isoformat()}
            ways.append((f"The fact as known on {day(on)}", address.fact(handle, then)))
        if known_day is not None and known_day != on.toordinal():
            first = date.fromordinal(known_day)
            ways.append((f"Asked of {day(first)}, when it became known", self._on(first)))
        ways.append(("The fact as known now", address.fact(handle, {})))
        return ways

    def _on(self, other: date) -> Address:
        options = self.fixed._replace(on=other).options
        return Address(("knew", self._handle), options)
