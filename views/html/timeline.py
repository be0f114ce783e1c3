"""The page of a timeline: fact by fact under its months, with filters that are its address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Final, Self

from domain.actors import Registry
from domain.clocks import AsOf
from domain.kinds import KINDS
from domain.refusal import InvalidInput, SetField
from projections.answer import Answer
from projections.pairs import Pair
from projections.questions.search import FoundHits, SearchQuestion
from projections.questions.series import FoundSeries, SeriesQuestion
from projections.questions.timeline import FoundTimeline, TimelineQuestion
from projections.timeline import Entry
from projections.typed_question import Typed
from projections.words import clocks, count, day
from views.html import address
from views.html.address import Address, Fixed, iso
from views.html.facets import Filters, facets_of, limits_of
from views.html.frame import Asked, Frame, framed
from views.html.journal import ORDERS, months_of, ordered, span_of
from views.html.paper import fill
from views.html.past import Past
from views.html.site import Ask, Drawn, Site
from views.html.spark import Spark

MOST: Final = 200
"""How many lines stand on one page."""


@dataclass(frozen=True)
class TimelinePage:
    """The facts of two actors, of one, or of all, in one of three orders."""

    question: TimelineQuestion
    fixed: Fixed
    filters: Filters
    page: int = 1

    path: ClassVar[str] = "/timeline"
    options: ClassVar[tuple[str, ...]] = (
        "on", "known_on", "recorded_by", "from", "to", "q", "kind", "domain", "topic", "status",
        "source", "counted", "order", "page",
    )  # fmt: skip

    @classmethod
    def read(cls, typed: Typed) -> Self:
        """The timeline of the actors that the words mean. Raises InvalidInput."""
        on = typed.on()
        first, until = typed.period()
        actors = tuple(typed.actor(word, on) for word in typed.words)
        if len(actors) == 2:
            actors = tuple(Pair.of(*actors))
        fields = {"actors": actors, "first": first, "until": until, **typed.clocks()}
        question = TimelineQuestion.model_validate(fields)
        return cls(question, Fixed.of(typed), Filters.read(typed), _page(typed))

    @property
    def address(self) -> Address:
        """`/timeline/TUR/RUS?from=2021-09-01&to=2022-08-31`."""
        page = str(self.page) if self.page > 1 else ""
        return self._here.with_options(page=page)

    @property
    def _here(self) -> Address:
        """The same from its first page on; through which lens is not a matter of a timeline."""
        asked = self.question
        span = {"from": iso(asked.first), "to": iso(asked.until)}
        options = {**self.fixed._replace(lens="").options, **span, **self.filters.options}
        return address.timeline(asked.actors, options)

    def draw(self, ask: Ask, site: Site) -> Drawn:
        """The page: the facts of the span, of these those that the filters hold."""
        answer = ask(self.question)
        assert isinstance(answer.found, FoundTimeline)
        registry, on = answer.registry, self.question.as_of.day
        entries = self._held(answer.found.entries, ask)
        in_order = ordered(entries, self.filters.order)
        # A folder of files has one page of a timeline, with all of it.
        first = (self.page - 1) * MOST if site.live else 0
        shown = in_order[first : first + MOST] if site.live else in_order
        facts = len({entry.fact_state.id for entry in entries})
        values = {
            "frame": self._frame(answer, site),
            "past": Past.of(self.fixed, lambda options: self._here._replace(
                options={**self._without_clocks, **options}
            )),
            "name": name_of(self.question.actors, registry, on),
            "when": self._when(facts),
            "filters": self.filters,
            "limits": list(limits_of(self.filters, self._here)),
            "facets": list(facets_of(entries, self.filters, self._here, on)),
            "months": months_of(shown, self.filters.order, registry, on, self.fixed.options),
            "here": self._here,
            "kept": self._kept,
            "span": {"from": iso(self.question.first), "to": iso(self.question.until)},
            "kinds": list(KINDS),
            "orders": ORDERS,
            "line": self._line(ask, entries),
            "pages": self._pages(len(in_order)) if site.live else [],
            "all": answer.found.total,
            "whole": address.timeline(self.question.actors, self.fixed.options),
            "stamp": answer.stamp,
        }  # fmt: skip
        return Drawn(fill("timeline.html", site, values), (answer,))

    def _held(self, entries: Sequence[Entry], ask: Ask) -> list[Entry]:
        """The entries that the filters hold; words are looked for as a search looks for them."""
        on = self.question.as_of.day
        found = [entry for entry in entries if self.filters.holds(entry, on)]
        if not self.filters.q:
            return found
        as_of = self.question
        searched = ask(
            SearchQuestion(
                text=self.filters.q, on=as_of.on, known_on=as_of.known_on,
                recorded_by=as_of.recorded_by,
            )
        ).found  # fmt: skip
        assert isinstance(searched, FoundHits)
        hits = {hit.entry.fact_state.id for hit in searched.hits}
        return [entry for entry in found if entry.fact_state.id in hits]

    def _frame(self, answer: Answer, site: Site) -> Frame:
        asked, actors = self.question, self.question.actors
        pair = Pair.of(*actors) if len(actors) == 2 else None
        named = Asked(
            a=answer.registry.name(actors[0], asked.as_of.day) if actors else "",
            b=answer.registry.name(actors[1], asked.as_of.day) if pair else "",
            on=iso(self.fixed.on), known_on=iso(self.fixed.known_on),
        )  # fmt: skip
        forms: list[tuple[str, Address]] | None = [] if self.filters.limits else None
        return framed(
            "Timeline", site, self.fixed, pair=pair, asked=named, question=asked, forms=forms,
            sought=self.filters.q,
        )  # fmt: skip

    def _when(self, facts: int) -> str:
        """`1 Sep 2021 to 31 Aug 2022 · 33 facts`."""
        asked = self.question
        span = span_of(asked.first, asked.until) or f"up to {day(asked.on)}"
        until = f", as of {day(asked.on)}" if asked.until and self.fixed.on else ""
        knowledge = clocks(AsOf(asked.on, asked.known_on, asked.recorded_by))
        return f"{span}{until}{knowledge} · {count(facts, 'fact')}"

    @property
    def _without_clocks(self) -> dict[str, str]:
        options = self._here.options
        return {name: options[name] for name in options if name not in self.fixed.options}

    @property
    def _kept(self) -> dict[str, str]:
        """What the form keeps without showing it: clocks and the facets that are chosen."""
        shown = ("q", "from", "to", "kind", "order", "counted", "page")
        return {name: text for name, text in self._here.options.items() if name not in shown}

    def _line(self, ask: Ask, entries: Sequence[Entry]) -> tuple[Spark, str, str] | None:
        """The net of two actors over the span, with its ends."""
        asked = self.question
        days = [entry.window.lo for entry in entries if entry.window.bounded]
        if len(asked.actors) != 2 or not days:
            return None
        last = min(asked.until or asked.on, asked.on)
        first = asked.first or date.fromordinal(min(days))
        if first >= last:
            return None
        a, b = asked.actors
        series = ask(
            SeriesQuestion(
                a=a, b=b, on=last, first=first, known_on=asked.known_on,
                recorded_by=asked.recorded_by,
            )
        ).found  # fmt: skip
        assert isinstance(series, FoundSeries)
        return Spark.of(series.series), f"{first:%b} {first.year}", f"{last:%b} {last.year}"

    def _pages(self, total: int) -> list[tuple[str, Address | None]]:
        """Ways to the other pages of a long timeline; none of one that fits."""
        last = -(-total // MOST)
        if last < 2:
            return []
        return [
            (str(number), None if number == self.page else self._at(number))
            for number in range(1, last + 1)
        ]

    def _at(self, number: int) -> Address:
        return self._here.with_options(page=str(number) if number > 1 else "")


@dataclass(frozen=True)
class PairTimelinePage(TimelinePage):
    """The facts of two actors."""

    path: ClassVar[str] = "/timeline/{a}/{b}"


@dataclass(frozen=True)
class ActorTimelinePage(TimelinePage):
    """The facts of one actor."""

    path: ClassVar[str] = "/timeline/{a}"


def name_of(actors: Sequence[str], registry: Registry, on: int) -> str:
    """`Turkey – Russia, fact by fact`; of all actors `Fact by fact`."""
    names = " – ".join(registry.name(actor, on) for actor in actors)
    return f"{names}, fact by fact" if names else "Fact by fact"


def _page(typed: Typed) -> int:
    """The number of the page. Raises InvalidInput for what does not count pages."""
    text = typed.option("page")
    if not text:
        return 1
    if not (text.isascii() and text.isdigit() and len(text) < 6 and int(text)):
        said = f'"{text}" is not the number of a page.'
        raise InvalidInput(said, SetField("page", "1"), code="not-a-page")
    return int(text)
