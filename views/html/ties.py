"""The page of two actors' ties on a day: verdict, reasons, doubt and evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Final, Self

from domain.actors import Registry
from domain.edtf import shifted
from domain.refusal import InvalidInput, SetField
from projections.answer import Answer
from projections.questions.learned import FoundLearned, LearnedQuestion
from projections.questions.series import FoundSeries, SeriesQuestion
from projections.questions.spread import FoundSpread, SpreadQuestion
from projections.questions.state import FoundState, StateQuestion
from projections.sentence import sentence
from projections.state import State
from projections.typed_question import Typed
from projections.words import count, day, instant, long_day
from views.citing import citation_of
from views.command import command
from views.html import address
from views.html.address import Address, Fixed
from views.html.film import Film
from views.html.frame import Asked, framed
from views.html.lists import Lists, balance_rows, domain_rows, names_of, sides_of
from views.html.paper import fill
from views.html.parts import (
    ARROWS,
    BANDS,
    Figures,
    Word,
    linked,
    on_scale,
    signed_balance,
)
from views.html.plot import Plot
from views.html.site import Ask, Drawn, Site
from views.html.unknown import Void
from views.state import named_without_figures
from views.verdict import usual_text

SPANS: Final[Mapping[str, int]] = {"2y": 2, "5y": 5, "10y": 10}
SPAN_NAMES: Final = {"2y": "2 years", "5y": "5 years", "10y": "10 years", "all": "all"}
USUAL_SPAN: Final = "10y"


@dataclass(frozen=True)
class TiesPage:
    """The state of two actors' ties on a day."""

    question: StateQuestion
    fixed: Fixed
    span: str = ""

    path: ClassVar[str] = "/ties/{a}/{b}"
    options: ClassVar[tuple[str, ...]] = (
        "on", "known_on", "recorded_by", "domain", "topic", "lens", "span",
    )  # fmt: skip

    @classmethod
    def read(cls, typed: Typed) -> Self:
        """The page that the names of two actors and the options mean. Raises InvalidInput."""
        question = StateQuestion.read(limited(typed))
        assert isinstance(question, StateQuestion)
        return cls(question, Fixed.of(typed), span_of(typed.option("span")))

    @property
    def address(self) -> Address:
        """`/ties/TUR/RUS?on=2022-03-05`."""
        return address.ties(self.question.pair, self._options)

    @property
    def _options(self) -> dict[str, str]:
        """What was fixed, with what the ties are limited to."""
        asked = self.question
        limits = {"domain": asked.domain, "topic": asked.topic, "span": self.span}
        return {**self.fixed.options, **{name: text for name, text in limits.items() if text}}

    def draw(self, ask: Ask, site: Site) -> Drawn:
        """The page, from the state and what stands beside it."""
        answer = ask(self.question)
        assert isinstance(answer.found, FoundState)
        state, registry = answer.found.state, answer.registry
        asked = self.question
        scope = f"#{asked.topic}" if asked.topic else asked.domain
        verdict = Verdicts.of(state)
        frame = framed(
            "Ties", site, self.fixed, pair=state.pair, question=asked,
            asked=Asked.of(state.pair, self.fixed, registry, state.as_of.day, scope),
        )  # fmt: skip
        values = {
            "frame": frame,
            "names": names_of(state, registry),
            "when": self._when(state),
            "verdict": verdict,
            "void": Void.of(asked, state, registry, self.fixed, ask),
            "said": self._said(verdict.sentence, state, site),
            "past": self._past(state),
            "lists": Lists.of(state, registry, self.fixed.options),
            "domains": list(domain_rows(state, registry, self.fixed.options)),
            "rest": named_without_figures(state.domains),
            "usual": usual_text(state.score),
            "balances": list(balance_rows(state, registry)),
            "sides": sides_of(state, registry, self.fixed.options),
            "coverage": state.coverage,
            "state": state,
            "lenses": self._lenses(ask) if not asked.topic and not asked.domain else [],
            "cite": self._cite(answer, site),
            "plot": self._plot(ask, state, registry),
            "spans": self._spans(),
            "compare": self._compare(),
            "film": self._film(ask),
            "fixed": self.fixed.options,
            "whole": address.timeline(
                (asked.a, asked.b), {**self.fixed.options, "to": asked.on.isoformat()}
            ),
            "fact_address": address.fact,
            "stamp": answer.stamp,
            "arrows": ARROWS, "bands": BANDS, "on_scale": on_scale,
        }  # fmt: skip
        return Drawn(fill("ties.html", site, values), (answer,))

    def _when(self, state: State) -> str:
        """`on Saturday 5 March 2022, as known on 26 Feb 2022`."""
        as_of, scope = state.as_of, f", {state.scope} only" if state.scope else ""
        known = f"as known on {day(as_of.known_on)}" if as_of.known_on else (
            "with all that is known now"
        )  # fmt: skip
        recorded = f", as recorded by {instant(as_of.recorded_by)}" if as_of.recorded_by else ""
        return f"on {long_day(as_of.on)}{scope}, {known}{recorded}"

    def _past(self, state: State) -> PastNote | None:
        """What is said above a page that leaves later knowledge out."""
        if not self.fixed.is_past:
            return None
        later, now_ = state.hindsight, self.fixed._replace(known_on=None, recorded_by=None)
        known = f"As known on {day(state.as_of.known_on)}." if state.as_of.known_on else (
            f"As recorded by {instant(state.as_of.recorded_by)}." if state.as_of.recorded_by else ""
        )  # fmt: skip
        said = f"{count(later, 'fact')} of that day became known after it." if later else ""
        ways = [("With all that is known now", address.ties(state.pair, now_.options))]
        if state.as_of.known_on:
            since = {**now_.options, "known_on": state.as_of.known_on.isoformat()}
            learned = address.ties(state.pair, since, "compare")
            ways.insert(0, ("What was learned since", learned))
        return PastNote(known, said, ways)

    def _lenses(self, ask: Ask) -> list[tuple[str, Word, str]]:
        asked = self.question
        fields = {"a": asked.a, "b": asked.b, "on": asked.on, "known_on": asked.known_on}
        answer = ask(SpreadQuestion.model_validate({**fields, "recorded_by": asked.recorded_by}))
        assert isinstance(answer.found, FoundSpread)
        return [
            (
                each.lens.name,
                Word.of(each.verdict),
                "–" if Figures.of(each.score, each.label) is None else signed_balance(each.score),
            )
            for each in answer.found.answers
        ]

    def _said(self, said: str, state: State, site: Site) -> list[tuple[str, str]]:
        """The sentence of the verdict, word by word, with its titles as links."""
        titles = {
            each.content.title: site.link(address.fact(each.handle, self.fixed.options))
            for each in state.pair_facts
        }
        return linked(said, titles)

    def _film(self, ask: Ask) -> Film | None:
        """The days on which this answer changed as knowledge came in, the page's own among them."""
        fields = {**self.question.to_plain(), "question": "learned", "known_on": None}
        answer = ask(LearnedQuestion.from_plain(fields))
        assert isinstance(answer.found, FoundLearned)

        def link(known_on: date | None) -> Address:
            known = known_on.isoformat() if known_on else ""
            return self.address.with_options(known_on=known)

        return Film.of(answer.found.learning, self.question.known_on, link)

    def _plot(self, ask: Ask, state: State, registry: Registry) -> Plot | None:
        """The chart up to the day; None where nothing is known."""
        first = self._first(state)
        if first is None:
            return None
        asked = self.question
        fields = {**asked.to_plain(), "first": first.isoformat(), "question": "series"}
        answer = ask(SeriesQuestion.from_plain(fields))
        assert isinstance(answer.found, FoundSeries)
        found = answer.found
        return Plot.of(found.series, names_of(state, registry)) if found.known else None

    def _first(self, state: State) -> date | None:
        """The first day of the chart: two years, five, ten, or since the first fact."""
        known, last = state.coverage.first, state.as_of.on
        if known is None:
            return None
        begun = date.fromordinal(min(known, last.toordinal())).replace(month=1, day=1)
        years = SPANS.get(self.span or USUAL_SPAN)
        if years is None or last.year - years < begun.year:
            return begun
        return last.replace(year=last.year - years, day=min(last.day, 28))

    def _spans(self) -> list[tuple[str, Address, bool]]:
        chosen = self.span or USUAL_SPAN
        here = self.address
        return [
            (name, here.with_options(span="" if code == USUAL_SPAN else code), code == chosen)
            for code, name in SPAN_NAMES.items()
        ]

    def _compare(self) -> Address:
        """A comparison with a month before; of an earlier knowledge, with all that is known now."""
        asked, options = self.question, self.fixed.options
        if asked.known_on is None:
            before = shifted(asked.on, -30)
            options |= {"on": before.isoformat(), "and_on": asked.on.isoformat()}
        limits = {"domain": asked.domain, "topic": asked.topic}
        return address.ties(asked.pair, {**options, **limits}, "compare")

    def _cite(self, answer: Answer, site: Site) -> Cite:
        """The citation, and the two links: one stands still, one keeps up."""
        asked = self.question
        known = asked.known_on or max(site.today, asked.on)
        still = {**self._options, "on": asked.on.isoformat(), "known_on": known.isoformat()}
        still["at"] = answer.stamp.held
        still.pop("recorded_by", None)
        return Cite(
            sentence=citation_of(answer, site.today, site.version).sentence,
            stands_still=address.ties(asked.pair, still).text,
            keeps_up=self.address.text,
            terminal=command(asked),
        )


def span_of(text: str) -> str:
    """How much of the past a chart shows; empty for what is usual. Raises InvalidInput."""
    if text and text not in SPAN_NAMES:
        fixes = (SetField("span", name) for name in SPAN_NAMES)
        raise InvalidInput(f'"{text}" is not a span of a chart.', *fixes, code="unknown-span")
    return "" if text == USUAL_SPAN else text


def limited(typed: Typed) -> Typed:
    """Options that limit ties, as the last word of a question says it."""
    topic, domain = typed.option("topic"), typed.domain()
    limit = [f"#{topic.removeprefix('#')}"] if topic else [domain] if domain else []
    return typed.of_words([*typed.words, *limit])


@dataclass(frozen=True)
class PastNote:
    """What is said above an answer of an earlier knowledge, and the ways out of it."""

    known: str
    said: str
    ways: Sequence[tuple[str, Address]]


@dataclass(frozen=True)
class Cite:
    """How an answer is cited, kept, and asked again."""

    sentence: str
    stands_still: str
    keeps_up: str
    terminal: str


@dataclass(frozen=True)
class Verdicts:
    """The verdict as it stands at the head of the page."""

    word: Word
    trend: str
    thin: str
    figures: Figures | None
    value: float
    sentence: str

    @classmethod
    def of(cls, state: State) -> Verdicts:
        """That of a state."""
        counted = len(state.counted)
        return cls(
            word=Word.of(state.verdict),
            trend=state.trend if state.has_trend else "",
            thin=f"Thin: {count(counted, 'fact')} counted." if state.verdict.thin else "",
            figures=Figures.of(state.score, state.label),
            value=state.score.balance_millionths / 1_000_000,
            sentence=sentence(state),
        )
