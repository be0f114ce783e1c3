"""The page that finds facts by their words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Final, Self

from projections.questions.actors import ActorsQuestion, FoundActors
from projections.questions.search import FoundHits, SearchQuestion
from projections.typed_question import Typed
from projections.words import clocks, count, day, joined
from views.command import command
from views.html import address
from views.html.address import Address, Fixed
from views.html.frame import Asked, framed
from views.html.journal import JournalItem
from views.html.paper import fill
from views.html.past import Past
from views.html.site import Ask, Drawn, Site

MOST: Final = 100
"""How many facts are listed; the timeline of the same words has them all."""


@dataclass(frozen=True)
class SearchPage:
    """Facts that have every word; without words, how to look for them."""

    question: SearchQuestion | None
    fixed: Fixed

    path: ClassVar[str] = "/search"
    options: ClassVar[tuple[str, ...]] = ("on", "known_on", "recorded_by", "q")

    @classmethod
    def read(cls, typed: Typed) -> Self:
        """The facts that have the words. Raises InvalidInput for a text without any."""
        text = " ".join(typed.option("q").split())
        if not text:
            return cls(None, Fixed.of(typed))
        question = SearchQuestion.read(typed.of_words([text]))
        assert isinstance(question, SearchQuestion)
        return cls(question, Fixed.of(typed))

    @property
    def address(self) -> Address:
        """`/search?q=grain`."""
        return self._at(self.fixed._replace(lens="").options)

    def _at(self, options: Mapping[str, str]) -> Address:
        text = self.question.text if self.question else ""
        return Address(("search",), {**options, "q": text})

    def draw(self, ask: Ask, site: Site) -> Drawn:
        """The page, from the facts found."""
        asked, fixed = self.question, self.fixed
        fields = Asked(
            on=fixed.on.isoformat() if fixed.on else "",
            known_on=fixed.known_on.isoformat() if fixed.known_on else "",
        )
        text = asked.text if asked else ""
        names = () if asked else _names(ask, fixed.on or site.today)
        frame = framed("", site, fixed, asked=fields, question=asked, sought=text, names=names)
        values: dict[str, object] = {
            "frame": frame,
            "past": Past.of(fixed, self._at),
            "text": text,
            "here": Address(("search",)),
            "kept": fixed.options,
            "items": [],
            "when": "",
            "more": 0,
            "layers": "",
            "layered": "",
            "timeline": address.timeline((), {**fixed.options, "q": text}),
        }  # fmt: skip
        if asked is None:
            return Drawn(fill("search.html", site, values))
        answer = ask(asked)
        assert isinstance(answer.found, FoundHits)
        found, on = answer.found, asked.as_of.day
        values["items"] = [
            (
                JournalItem.of(hit.entry, answer.registry, on, fixed.options, full=True),
                joined(hit.fields),
            )
            for hit in found.hits[:MOST]
        ]
        if found.others:
            values["layers"] = joined(found.others)
            of_layers = asked.model_copy(update={"layer": ",".join(found.others)})
            values["layered"] = command(of_layers)
        values["more"] = max(0, found.total - MOST)
        known = f"up to {day(asked.on)}{clocks(asked.as_of)}"
        values["when"] = f"{count(found.total, 'fact')}, {known}"
        return Drawn(fill("search.html", site, values), (answer,))


def _names(ask: Ask, on: date) -> list[str]:
    """Who may have ties on a day, by the names then in use: offered to whoever has no script."""
    found = ask(ActorsQuestion(on=on)).found
    assert isinstance(found, FoundActors)
    return sorted(
        {
            actor.name(on.toordinal())
            for actor in found.registry
            if actor.type != "person" and actor.existed(on.toordinal())
        }
    )
