"""The page on what was known when: each fact by the day it happened and the day it was known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Final, NamedTuple, Self

from domain.actors import Registry
from domain.edtf import Window, shifted
from domain.refusal import InvalidInput, SetField
from projections.pair_fact import PairFact
from projections.questions.hindsight import FoundHindsight, HindsightQuestion
from projections.questions.state import FoundState, StateQuestion
from projections.state import State
from projections.typed_question import Typed
from projections.words import count, day, full_day
from views.html import address
from views.html.address import Address, Fixed
from views.html.frame import Asked, framed
from views.html.lists import names_of
from views.html.paper import fill
from views.html.parts import FactItem, Figures, Word, points_text
from views.html.plot import SHAPES, Line
from views.html.site import Ask, Drawn, Site
from views.html.ties import limited
from views.sections import date_of
from views.svg.axis import dates
from views.svg.lanes import side_of

AROUND: Final = 14
"""How far the plane reaches to both sides of the day asked about, unless it is said."""

MOST: Final = 300
"""How many facts are drawn; of more than these, those that weigh most."""

MOST_DAYS: Final = 366 * 20
MOST_NAMED: Final = 6
"""How many facts that were learned late are named in the plane, and beside it."""


class Dot(NamedTuple):
    """A fact on the plane, in percent; `left` and `right` where its day is vague."""

    x: float
    y: float
    shift: int
    shape: str
    idle: bool
    title: str
    left: float
    right: float
    label: str

    @property
    def vague(self) -> bool:
        """Whether it happened on some day of several."""
        return self.right > self.left


@dataclass(frozen=True)
class Plane:
    """The plane of days that something happened, across, and was known, upwards."""

    ticks: Sequence[Line]
    dots: Sequence[Dot]
    on: float
    known: float
    on_day: str
    known_day: str
    left_out: int


class Late(NamedTuple):
    """A fact that was learned late: a figure before it, and how late that was."""

    item: FactItem
    figure: str
    said: str


@dataclass(frozen=True)
class KnowledgePage:
    """When the facts of two actors happened, and when anyone could know of them."""

    question: StateQuestion
    fixed: Fixed
    first: date
    last: date
    spanned: bool

    path: ClassVar[str] = "/ties/{a}/{b}/knowledge"
    options: ClassVar[tuple[str, ...]] = ("on", "known_on", "from", "to", "domain", "topic")

    @classmethod
    def read(cls, typed: Typed) -> Self:
        """The page of two actors around a day, or of a span. Raises InvalidInput."""
        question = StateQuestion.read(limited(typed))
        assert isinstance(question, StateQuestion)
        span = typed.period()
        first = span.first or shifted(question.on, -AROUND)
        last = span.last or shifted(question.on, AROUND)
        if first > last or (last - first).days > MOST_DAYS:
            fixes = (
                SetField("from", str(question.on)),
                SetField("to", str(shifted(question.on, AROUND))),
            )
            said = f"the days from {first} to {last} cannot be drawn."
            raise InvalidInput(said, *fixes, code="span-reversed")
        spanned = bool(span.first or span.last)
        return cls(question, Fixed.of(typed), first, last, spanned)

    @property
    def address(self) -> Address:
        """`/ties/TUR/RUS/knowledge?on=2022-02-26`."""
        asked = self.question
        limits = {"domain": asked.domain, "topic": asked.topic}
        if self.spanned:
            limits |= {"from": self.first.isoformat(), "to": self.last.isoformat()}
        return address.ties(asked.pair, {**self.fixed.options, **limits}, "knowledge")

    def draw(self, ask: Ask, site: Site) -> Drawn:
        """The page, from all facts up to its last day, and from hindsight."""
        asked = self.question
        whole = asked.model_copy(update={"on": self.last, "known_on": None, "recorded_by": None})
        answer, behind = ask(whole), ask(self._hindsight)
        assert isinstance(answer.found, FoundState)
        assert isinstance(behind.found, FoundHindsight)
        state, registry = answer.found.state, answer.registry
        known = asked.known_on or asked.on
        inside = [each for each in state.pair_facts if self._meets(each)]
        values = {
            "frame": framed(
                "Knowledge", site, self.fixed, pair=asked.pair, question=self._hindsight,
                asked=Asked.of(asked.pair, self.fixed, registry, asked.on.toordinal()),
            ),
            "names": names_of(state, registry),
            "span": f"{full_day(self.first)} to {full_day(self.last)}",
            "on_day": full_day(asked.on), "known_day": full_day(known),
            "plane": self._plane(inside, known),
            "then": self._glance(behind.found.hindsight.then),
            "now": self._glance(behind.found.hindsight.now),
            "learned": list(self._learned(behind.found, registry)),
            "late": self._latest(inside, registry),
        }  # fmt: skip
        return Drawn(fill("knowledge.html", site, values), (behind, answer))

    @property
    def _hindsight(self) -> HindsightQuestion:
        asked = self.question
        fields = {"a": asked.a, "b": asked.b, "on": asked.on, "lens": asked.lens}
        return HindsightQuestion.model_validate(
            {**fields, "domain": asked.domain, "topic": asked.topic}
        )

    def _meets(self, pair_fact: PairFact) -> bool:
        """Whether a fact happened, or may have, in the span."""
        window = pair_fact.flowing.window
        first, last = self.first.toordinal(), self.last.toordinal()
        return window.bounded and window.hi >= first and window.lo <= last

    # The plane

    def _plane(self, facts: Sequence[PairFact], known: date) -> Plane:
        ranked = sorted(facts, key=lambda t: (-abs(t.flowing.content.weighs), t.handle))[:MOST]
        ticks = dates(self.first.toordinal(), self.last.toordinal(), 7)
        return Plane(
            ticks=[Line(self._middle(tick.day), tick.text) for tick in ticks],
            dots=list(self._dots(sorted(ranked, key=_by_known))),
            on=self._end(self.question.on),
            known=self._end(known),
            on_day=day(self.question.on),
            known_day=day(known),
            left_out=len(facts) - len(ranked),
        )

    def _dots(self, facts: Sequence[PairFact]) -> Iterator[Dot]:
        taken: Counter[tuple[float, float]] = Counter()
        named = {fact.handle for fact in _late(facts)[:MOST_NAMED]}
        for fact in facts:
            state, window = fact.fact_state, fact.flowing.window
            left, right = self._begin(window.lo), self._end(date.fromordinal(window.hi))
            x = (left + right) / 2
            beyond = state.known_day > self.last.toordinal()
            y = 1.2 if beyond else 100 - self._middle(state.known_day)
            side = side_of(fact)
            label = fact.content.title if fact.handle in named else ""
            known = day(state.known_day)
            shift = taken[x, y] * 10
            taken[x, y] += 1
            yield Dot(
                x, y, shift, SHAPES[side], bool(fact.reason),
                f"{fact.content.title}: {date_of(fact, self.last.toordinal())}, known {known}",
                left if window.lo < window.hi else 0, right if window.lo < window.hi else 0,
                f"{label}, {known} ↑" if beyond and label else label,
            )  # fmt: skip

    def _begin(self, ordinal: int) -> float:
        """Where a day begins, in percent; one outside lies on the edge."""
        days = (self.last - self.first).days + 1
        return min(max(ordinal - self.first.toordinal(), 0), days) * 100 / days

    def _end(self, when: date) -> float:
        return self._begin(when.toordinal() + 1)

    def _middle(self, ordinal: int) -> float:
        return (self._begin(ordinal) + self._begin(ordinal + 1)) / 2

    # Beside the plane

    def _glance(self, state: State) -> tuple[Word, str]:
        figures = Figures.of(state.score, state.label)
        return Word.of(state.verdict), figures.balance if figures else ""

    def _learned(self, found: FoundHindsight, registry: Registry) -> Iterator[Late]:
        on = self.question.on.toordinal()
        for fact in found.hindsight.learned[:MOST_NAMED]:
            item = FactItem.of(fact, registry, on, self.fixed.options)
            after = fact.fact_state.known_day - on
            said = f"known {day(fact.fact_state.known_day)}, {count(after, 'day')} after"
            yield Late(item, points_text(fact.share.counted), said)

    def _latest(self, facts: Sequence[PairFact], registry: Registry) -> list[Late]:
        last = self.last.toordinal()
        return [
            Late(
                FactItem.of(fact, registry, last, self.fixed.options),
                f"{_days_late(fact):,}",
                f"days late: {date_of(fact, last)}, known {day(fact.fact_state.known_day)}",
            )
            for fact in _late(facts)[:MOST_NAMED]
        ]


def _by_known(fact: PairFact) -> tuple[int, int, str]:
    window: Window = fact.flowing.window
    return fact.fact_state.known_day, window.hi, fact.handle


def _days_late(fact: PairFact) -> int:
    return fact.fact_state.known_day - fact.flowing.window.hi


def _late(facts: Sequence[PairFact]) -> list[PairFact]:
    """Facts that were known only after they happened, the latest first."""
    late = [fact for fact in facts if _days_late(fact) > 0]
    return sorted(late, key=lambda fact: (-_days_late(fact), fact.handle))
