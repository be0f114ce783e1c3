"""Facts in order of when they happened or began."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, ClassVar, Final

from domain.actors import Registry
from domain.clocks import AsOf
from domain.fact import DESK, Fact
from domain.typed import Period
from projections.answer import Found, Plain, Shape
from projections.picking import NOTHING_PICKED, Picked, read_kinds
from projections.question import CLOCKS, SOME_WORDS, SPAN, Dated, Question
from projections.scope import Scope, Whose, whose
from projections.timeline import Entry, Span, entry_json, timeline, timeline_json

if TYPE_CHECKING:
    from projections.evidence import Evidence
    from projections.typed_question import Typed

LIMITS: Final = ("kinds_written", "doer", "toward")
"""The options that limit a list of facts to some."""

LISTED: Shape = {"fact": ..., "change": ..., "status": ..., "dated": ..., "known_on": ...}


@dataclass(frozen=True, slots=True)
class FoundTimeline(Found):
    """The facts of a span in order, the last of them only where that was asked."""

    entries: tuple[Entry, ...]
    total: int
    whose: Whose
    as_of: AsOf
    period: Period
    picked: Picked = NOTHING_PICKED

    substance_shape: ClassVar[Shape] = {"entries": LISTED}

    @property
    def known(self) -> bool:
        """Whether there are any."""
        return self.total > 0

    def plain(self) -> Plain:
        """`detente/timeline@1`."""
        span = Span(self.period.window)
        return timeline_json(self.entries, self.whose, self.as_of, span, self.picked)

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
    options = (*SPAN, *LIMITS, "last", "layer", *CLOCKS)

    actors: tuple[str, ...] = ()
    domain: str = ""
    topic: str = ""
    first: date | None = None
    until: date | None = None
    last: int | None = None
    layers: tuple[str, ...] = (DESK,)
    kinds_written: tuple[str, ...] = ()
    doer: str = ""
    toward: str = ""

    @classmethod
    def read(cls, typed: Typed) -> Question:
        """The question in words."""
        clocks = typed.clocks()
        first, until = typed.period()
        number = int(typed.option("last")) if typed.has("last") else None
        fields = {"first": first, "until": until, "last": number, "layers": typed.chosen_layers()}
        parties = typed.parties(typed.on())
        return cls.model_validate({**parties, **clocks, **fields, **read_limits(typed)})

    @property
    def picked(self) -> Picked:
        """What the list is limited to."""
        return Picked(self.kinds_written, self.doer, self.toward)

    def to_plain(self) -> dict[str, object]:
        """The question as plain values; the limits only where there are any.

        So a timeline that was cited before there were limits has the same name.
        """
        plain = super().to_plain()
        return {name: value for name, value in plain.items() if name not in LIMITS or value}

    def compute(self, evidence: Evidence) -> FoundTimeline:
        """Every fact that may have happened in the span, layer by layer."""
        found = whose(evidence.registry, self.actors, self.as_of.day, self.domain, self.topic)
        found = found.of_layers(self.layers)
        someone = self.actors or tuple(filter(None, (self.doer or self.toward,)))
        facts = [
            fact
            for layer in self.layers
            for fact in facts_of(evidence.of_layer(layer), someone, found.scope)
        ]
        period = Period(self.first, self.until)
        entries = timeline(facts, self.as_of, Span(period.window), found.scope)
        if self.picked != NOTHING_PICKED:
            entries = self._of_picked(entries)
            found = found.limited(limits_in_words(self.picked, evidence.registry, self.as_of.day))
        shown = entries[-self.last :] if self.last else entries
        return FoundTimeline(shown, len(entries), found, self.as_of, period, self.picked)

    def _of_picked(self, entries: Sequence[Entry]) -> tuple[Entry, ...]:
        return tuple(
            entry
            for entry in entries
            if self.picked.holds(entry.fact_state.content, held=entry.status == "held")
        )


def read_limits(typed: Typed) -> Mapping[str, object]:
    """The options that limit a list of facts, as fields."""
    sides = {
        side: typed.actor(typed.option(side), typed.on())
        for side in ("doer", "toward")
        if typed.has(side)
    }
    return {"kinds_written": read_kinds(typed.option("kinds_written")), **sides}


def limits_in_words(picked: Picked, registry: Registry, day: int) -> str:
    """The limits of a list in words: `by Turkey toward Russia, call, visit`."""
    sides = (("by", picked.by), ("toward", picked.toward))
    words = " ".join(f"{word} {registry.name(who, day)}" for word, who in sides if who)
    return ", ".join(filter(None, (words, *picked.kinds)))


def facts_of(evidence: Evidence, actors: Sequence[str], scope: Scope) -> Sequence[Fact]:
    """The facts of two actors, of one, or of all."""
    if scope.pair is not None:
        return evidence.of_pair(scope.pair)
    return evidence.of_actor(actors[0]) if actors else evidence.of_all()
