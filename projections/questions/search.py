"""Facts that hold a text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from domain.clocks import AsOf
from domain.fact import DESK
from domain.typed import Period
from projections.answer import Found, Plain, Shape
from projections.picking import Picked
from projections.question import CLOCKS, SPAN, Dated, Question
from projections.questions.timeline import LIMITS, LISTED, read_limits
from projections.search import Found as Hit
from projections.search import Query, found_json, search, search_json
from projections.timeline import Span

if TYPE_CHECKING:
    from projections.evidence import Evidence
    from projections.typed_question import Typed


@dataclass(frozen=True, slots=True)
class FoundHits(Found):
    """Facts of a layer that have every word, the newest first, as many as were wanted.

    `others` are the layers that were not searched, where nothing was found on the desk.
    """

    hits: tuple[Hit, ...]
    total: int
    text: str
    as_of: AsOf
    period: Period
    picked: Picked
    layer: str = DESK
    others: tuple[str, ...] = ()

    substance_shape: ClassVar[Shape] = {"entries": LISTED}

    @property
    def known(self) -> bool:
        """Whether there are any."""
        return self.total > 0

    def plain(self) -> Plain:
        """`detente/search@1`."""
        span = Span(self.period.window)
        found = search_json(self.hits, self.text, self.as_of, span, self.picked)
        return {**found, "layer": self.layer}

    def rows(self) -> Sequence[Plain]:
        """A row for each fact."""
        return [found_json(hit) for hit in self.hits]


class SearchQuestion(Dated):
    """Facts that have every word, in any case and with or without accents.

    The words are looked for in title, note, topics, actors, people, place, episode and sources. An
    actor's name also finds the facts in which it takes part; a person is found by every name it
    has. '"black sea" grain' looks for two words side by side.
    """

    name = "search"
    rank = 11
    does = "Literal text in titles, notes, topics, actors and sources."
    words = ("TEXT", "Words, all of them to be found.")
    options = (*SPAN, *LIMITS, "last", "layer", *CLOCKS)

    text: str
    first: date | None = None
    until: date | None = None
    last: int | None = None
    kinds_written: tuple[str, ...] = ()
    doer: str = ""
    toward: str = ""
    layer: str = DESK

    @classmethod
    def read(cls, typed: Typed) -> Question:
        """The question in words. Raises InvalidInput for a text without a word to look for."""
        Query.of(typed.text, typed.lookup.registry, typed.on().toordinal())
        first, until = typed.period()
        fields = {
            "text": typed.text,
            "first": first,
            "until": until,
            "last": int(typed.option("last")) if typed.has("last") else None,
            "layer": typed.layer(),
        }
        return cls.model_validate({**fields, **read_limits(typed), **typed.clocks()})

    @property
    def picked(self) -> Picked:
        """What the list is limited to."""
        return Picked(self.kinds_written, self.doer, self.toward)

    def to_plain(self) -> dict[str, object]:
        """The question as plain values; limits, and a layer besides the desk, only where given.

        So a search that was cited before there were any has the same name.
        """
        plain = super().to_plain()
        if self.layer == DESK:
            plain.pop("layer")
        return {name: value for name, value in plain.items() if name not in _LATER or value}

    @property
    def read_layer(self) -> str:
        """The layer whose facts answer it."""
        return self.layer

    def compute(self, evidence: Evidence) -> FoundHits:
        """The facts, from those that may hold the words."""
        query = Query.of(self.text, evidence.registry, self.as_of.day)
        period = Period(self.first, self.until)
        hits = search(evidence.holding(query), query, self.as_of, Span(period.window))
        found = tuple(
            hit
            for hit in hits
            if self.picked.holds(hit.entry.fact_state.content, held=hit.entry.status == "held")
        )
        others: Sequence[str] = ()
        if self.layer == DESK and not found:
            others = [layer for layer in evidence.layers() if layer != DESK]
        return FoundHits(
            found[: self.last],
            len(found),
            self.text,
            self.as_of,
            period,
            self.picked,
            self.layer,
            tuple(others),
        )


_LATER = ("first", "until", *LIMITS)
