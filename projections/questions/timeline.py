"""Facts in order of when they happened or began."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from domain.clocks import AsOf
from domain.fact import DESK, Fact
from domain.typed import Period
from projections.answer import Found, Plain, Shape
from projections.question import CLOCKS, SOME_WORDS, SPAN, Dated, Question
from projections.scope import Scope, Whose, whose
from projections.timeline import Entry, Span, entry_json, timeline, timeline_json

if TYPE_CHECKING:
    from projections.evidence import Evidence
    from projections.typed_question import Typed

LISTED: Shape = {"fact": ..., "change": ..., "status": ..., "dated": ..., "known_on": ...}


@dataclass(frozen=True, slots=True)
class FoundTimeline(Found):
    """The facts of a span in order, the last of them only where that was asked."""

    entries: tuple[Entry, ...]
    total: int
    whose: Whose
    as_of: AsOf
    period: Period

    substance_shape: ClassVar[Shape] = {"entries": LISTED}

    @property
    def known(self) -> bool:
        """Whether there are any."""
        return self.total > 0

    def plain(self) -> Plain:
        """`detente/timeline@1`."""
        return timeline_json(self.entries, self.whose, self.as_of, Span(self.period.window))

    def rows(self) -> Sequence[Plain]:
        """A row for each fact, and for each day on which one ended, was suspended or resumed."""
        return [entry_json(entry) for entry in self.entries]


class TimelineQuestion(Dated):
    """Facts in order of when they happened or began.

    · happened, ? disputed or contested, > announced, x called off, ~ retracted; what it is for the
    ties, better (▲) or worse (▼).
    """

    name = "timeline"
    rank = 2
    does = "Facts in order of when they happened (also: log)."
    aliases = ("log",)
    words = SOME_WORDS
    options = (*SPAN, "last", "layer", *CLOCKS)

    actors: tuple[str, ...] = ()
    domain: str = ""
    topic: str = ""
    first: date | None = None
    until: date | None = None
    last: int | None = None
    layers: tuple[str, ...] = (DESK,)

    @classmethod
    def read(cls, typed: Typed) -> Question:
        """The question in words."""
        clocks = typed.clocks()
        first, until = typed.period()
        number = int(typed.option("last")) if typed.has("last") else None
        fields = {"first": first, "until": until, "last": number, "layers": typed.chosen_layers()}
        return cls.model_validate({**typed.parties(typed.on()), **clocks, **fields})

    def compute(self, evidence: Evidence) -> FoundTimeline:
        """Every fact that may have happened in the span, layer by layer."""
        found = whose(evidence.registry, self.actors, self.as_of.day, self.domain, self.topic)
        found = found.of_layers(self.layers)
        facts = [
            fact
            for layer in self.layers
            for fact in facts_of(evidence.of_layer(layer), self.actors, found.scope)
        ]
        period = Period(self.first, self.until)
        entries = timeline(facts, self.as_of, Span(period.window), found.scope)
        shown = entries[-self.last :] if self.last else entries
        return FoundTimeline(shown, len(entries), found, self.as_of, period)


def facts_of(evidence: Evidence, actors: Sequence[str], scope: Scope) -> Sequence[Fact]:
    """The facts of two actors, of one, or of all."""
    if scope.pair is not None:
        return evidence.of_pair(scope.pair)
    return evidence.of_actor(actors[0]) if actors else evidence.of_all()
