"""The pages of where facts come from: every origin, and the facts that rest on one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import ClassVar, Self

from domain.refusal import Fix, InvalidInput
from projections.questions.sources import FoundSources, SourcesQuestion
from projections.questions.timeline import FoundTimeline, TimelineQuestion
from projections.timeline import Entry
from projections.typed_question import Typed
from projections.words import clocks, count, day
from views.html.address import Address, Fixed
from views.html.frame import framed
from views.html.journal import NEWEST, months_of, ordered, origins
from views.html.paper import fill
from views.html.past import Past
from views.html.site import Ask, Drawn, Site


@dataclass(frozen=True)
class SourcesPage:
    """Every origin with its reports."""

    question: SourcesQuestion

    path: ClassVar[str] = "/sources"
    options: ClassVar[tuple[str, ...]] = ()

    @classmethod
    def read(cls, typed: Typed) -> Self:  # noqa: ARG003  # there is nothing to say
        """The page of all origins."""
        return cls(SourcesQuestion())

    @property
    def address(self) -> Address:
        """`/sources`."""
        return Address(("sources",))

    def draw(self, ask: Ask, site: Site) -> Drawn:
        """The page: an origin a row, those with most reports first."""
        answer = ask(self.question)
        assert isinstance(answer.found, FoundSources)
        rows = [
            (
                each.origin,
                Address(("sources", each.origin)),
                f"{each.reports:,}",
                f"{each.alone:,}" if each.alone else "",
                day(each.first),
                day(each.last),
            )
            for each in answer.found.sources
        ]
        frame = framed("", site, Fixed(), question=self.question)
        values = {"frame": frame, "rows": rows, "stamp": answer.stamp}
        return Drawn(fill("sources.html", site, values), (answer,))


@dataclass(frozen=True)
class SourcePage:
    """The facts that rest on one origin, and those that rest on it alone."""

    name: str
    question: TimelineQuestion
    fixed: Fixed

    path: ClassVar[str] = "/sources/{name}"
    options: ClassVar[tuple[str, ...]] = ("on", "known_on", "recorded_by")

    @classmethod
    def read(cls, typed: Typed) -> Self:
        """The page of the origin of that name. Raises InvalidInput."""
        question = TimelineQuestion.model_validate(typed.clocks())
        return cls(typed.text, question, Fixed.of(typed))

    @property
    def address(self) -> Address:
        """`/sources/kremlin?on=2022-03-05`."""
        return self._at(self.fixed._replace(lens="").options)

    def _at(self, options: Mapping[str, str]) -> Address:
        return Address(("sources", self.name), options)

    def draw(self, ask: Ask, site: Site) -> Drawn:
        """The page. Raises InvalidInput, with the nearest names, for an origin of no report."""
        answer = ask(self.question)
        assert isinstance(answer.found, FoundTimeline)
        once = [entry for entry in answer.found.entries if not entry.again]
        mine = [entry for entry in once if self.name in _origins(entry)]
        if not mine:
            raise self._unknown(once)
        alone = sum(origins(entry.fact_state) == 1 for entry in mine)
        on, options = self.question.as_of.day, self.fixed.options
        asked = self.question
        values = {
            "frame": framed("", site, self.fixed, forms=[]),
            "past": Past.of(self.fixed, self._at),
            "name": self.name,
            "when": f"{count(len(mine), 'fact')}, {alone or 'none'} of them on its word alone,"
            f" up to {day(asked.on)}{clocks(asked.as_of)}",
            "months": months_of(ordered(mine, NEWEST), NEWEST, answer.registry, on, options),
            "all": Address(("sources",)),
            "stamp": answer.stamp,
        }
        return Drawn(fill("source.html", site, values), (answer,))

    def _unknown(self, entries: list[Entry]) -> InvalidInput:
        names = {name for entry in entries for name in _origins(entry)}
        near = get_close_matches(self.name, sorted(names), n=3, cutoff=0.5)
        said = f'no report comes from "{self.name}", as far as was known.'
        values = {"name": self.name}
        return InvalidInput(said, *map(Fix, near), code="unknown-source", values=values)


def _origins(entry: Entry) -> set[str]:
    return {report.source for _, report in entry.fact_state.reports if report}
