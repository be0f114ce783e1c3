"""The questions that a timeline answers: one method each."""

from __future__ import annotations

from typing import TypeVar, overload

from detente import input as given
from detente.asked import OpenTimeline
from detente.input import Day, Instant
from detente.listing import Listing
from detente.tables import ENTRIES, FINDINGS, FOUND, ITEMS, LINES, finding_row
from domain.events import Event
from domain.fact import DESK, FactState
from domain.refusal import Fix, InvalidInput
from projections.agenda import Item, item_json
from projections.answer import Found as AnyFound
from projections.board import Line, line_json
from projections.check import KINDS, Finding
from projections.diff import Diff
from projections.hindsight import Hindsight
from projections.layer import LayerState
from projections.layer_diff import LayerDiff
from projections.layer_hindsight import LayerHindsight
from projections.layer_replay import LayerReplay
from projections.layer_why import LayerWhy
from projections.phases import By, read_order
from projections.question import Question
from projections.questions.agenda import AgendaQuestion, FoundAgenda
from projections.questions.board import BoardQuestion, FoundBoard
from projections.questions.check import CheckQuestion, FoundFindings
from projections.questions.diff import DiffQuestion, FoundDiff
from projections.questions.fact import FactQuestion, FoundFact
from projections.questions.hindsight import FoundHindsight, HindsightQuestion
from projections.questions.history import FoundHistory, HistoryQuestion
from projections.questions.knew import FoundKnew, KnewQuestion
from projections.questions.layer_changes import (
    FoundLayerDiff,
    FoundLayerHindsight,
    FoundLayerReplay,
)
from projections.questions.layer_state import FoundLayerState
from projections.questions.learned import FoundLearned, LearnedQuestion
from projections.questions.replay import FoundReplay, ReplayQuestion
from projections.questions.search import FoundHits, SearchQuestion
from projections.questions.state import FoundState, StateQuestion
from projections.questions.timeline import FoundTimeline, TimelineQuestion
from projections.questions.turns import FoundTurns, TurnsQuestion
from projections.questions.why import FoundLayerWhy, FoundWhy, WhyQuestion
from projections.questions.why_fact import FoundWhyFact, WhyFactQuestion
from projections.replay import Replay
from projections.search import Found, found_json
from projections.state import State
from projections.timeline import Entry, entry_json
from projections.turns import MIN_DAYS, Turns, at_least_a_day
from projections.why import Why
from projections.why_fact import WhyFact

Wanted = TypeVar("Wanted", bound=AnyFound)


class Questions(OpenTimeline):
    """What an open timeline is asked."""

    def _found(self, question: Question, kind: type[Wanted]) -> Wanted:
        """What is found, of the kind that this question finds."""
        found = self._store.ask(question).found
        assert isinstance(found, kind), "a question finds what its method says"
        return found

    # Of two actors

    @overload
    def state(self, a: str, b: str, *, domain: str = "", topic: str = "", on: Day | None = None,
              known_on: Day | None = None, recorded_by: Instant | None = None,
              lens: str = "") -> State: ...  # fmt: skip
    @overload
    def state(self, a: str, b: str, *, domain: str = "", topic: str = "", on: Day | None = None,
              known_on: Day | None = None, recorded_by: Instant | None = None, lens: str = "",
              layer: str) -> State | LayerState: ...  # fmt: skip
    def state(self, a: str, b: str, *, domain: str = "", topic: str = "", on: Day | None = None,
              known_on: Day | None = None, recorded_by: Instant | None = None, lens: str = "",
              layer: str = DESK) -> State | LayerState:  # fmt: skip
        """The state of two actors' ties on a day: label, trend, figures, every fact behind them.

        A machine-coded layer is summed, unless a lens is named.
        """
        clocks = self._clocks(on, known_on, recorded_by)
        fields = self._of_pair(a, b, domain, topic, clocks, lens)
        question = StateQuestion(**fields, layer=self._layer(layer))
        found = self._store.ask(question).found
        assert isinstance(found, FoundState | FoundLayerState), "it is found one way or the other"
        return found.state

    @overload
    def why(self, a: str, b: str, *, domain: str = "", topic: str = "", on: Day | None = None,
            known_on: Day | None = None, recorded_by: Instant | None = None,
            lens: str = "") -> Why: ...  # fmt: skip
    @overload
    def why(self, a: str, b: str, *, domain: str = "", topic: str = "", on: Day | None = None,
            known_on: Day | None = None, recorded_by: Instant | None = None, lens: str = "",
            layer: str) -> Why | LayerWhy: ...  # fmt: skip
    def why(self, a: str, b: str, *, domain: str = "", topic: str = "", on: Day | None = None,
            known_on: Day | None = None, recorded_by: Instant | None = None, lens: str = "",
            layer: str = DESK) -> Why | LayerWhy:  # fmt: skip
        """What each fact counts for, the answer without it, and how the figure came about."""
        clocks = self._clocks(on, known_on, recorded_by)
        fields = self._of_pair(a, b, domain, topic, clocks, lens)
        question = WhyQuestion(**fields, layer=self._layer(layer))
        found = self._store.ask(question).found
        assert isinstance(found, FoundWhy | FoundLayerWhy), "it is found one way or the other"
        return found.why

    @overload
    def hindsight(self, a: str, b: str, *, domain: str = "", topic: str = "",
                  on: Day | None = None, known_on: Day | None = None,
                  recorded_by: Instant | None = None, lens: str = "") -> Hindsight: ...  # fmt: skip
    @overload
    def hindsight(self, a: str, b: str, *, domain: str = "", topic: str = "",
                  on: Day | None = None, known_on: Day | None = None,
                  recorded_by: Instant | None = None, lens: str = "",
                  layer: str) -> Hindsight | LayerHindsight: ...  # fmt: skip
    def hindsight(self, a: str, b: str, *, domain: str = "", topic: str = "",
                  on: Day | None = None, known_on: Day | None = None,
                  recorded_by: Instant | None = None, lens: str = "",
                  layer: str = DESK) -> Hindsight | LayerHindsight:  # fmt: skip
        """What is known of a day now, or by `known_on`, and was not by the end of it."""
        clocks = self._clocks(on, known_on, recorded_by)
        fields = self._of_pair(a, b, domain, topic, clocks, lens)
        question = HindsightQuestion(**fields, layer=self._layer(layer))
        found = self._store.ask(question).found
        assert isinstance(found, FoundHindsight | FoundLayerHindsight), "it is found either way"
        return found.hindsight

    @overload
    def diff(self, a: str, b: str, before: Day, after: Day, *, domain: str = "", topic: str = "",
             known_on: Day | None = None, and_known_on: Day | None = None,
             recorded_by: Instant | None = None, lens: str = "",
             and_lens: str = "") -> Diff: ...  # fmt: skip
    @overload
    def diff(self, a: str, b: str, before: Day, after: Day, *, domain: str = "", topic: str = "",
             known_on: Day | None = None, and_known_on: Day | None = None,
             recorded_by: Instant | None = None, lens: str = "", and_lens: str = "",
             layer: str) -> Diff | LayerDiff: ...  # fmt: skip
    def diff(self, a: str, b: str, before: Day, after: Day, *, domain: str = "", topic: str = "",
             known_on: Day | None = None, and_known_on: Day | None = None,
             recorded_by: Instant | None = None, lens: str = "", and_lens: str = "",
             layer: str = DESK) -> Diff | LayerDiff:  # fmt: skip
        """What changed between two days, and because of which facts.

        For one day known twice, or seen through two lenses, name the same day twice and say
        `and_known_on` or `and_lens`.
        """
        first = self._clocks(before, known_on, recorded_by)
        later = known_on if and_known_on is None else and_known_on
        second = self._clocks(after, later, recorded_by)
        question = DiffQuestion(
            **self._of_pair(a, b, domain, topic, second, and_lens or lens),
            before_on=first["on"],
            before_known_on=first["known_on"],
            before_lens=given.lens(lens).name,
            layer=self._layer(layer),
        )
        found = self._store.ask(question).found
        assert isinstance(found, FoundDiff | FoundLayerDiff), "it is found one way or the other"
        return found.diff

    @overload
    def replay(self, a: str, b: str, *, domain: str = "", topic: str = "",
               start: Day | None = None, end: Day | None = None, by: str = By.HAPPENED,
               known_on: Day | None = None, recorded_by: Instant | None = None,
               lens: str = "") -> Replay: ...  # fmt: skip
    @overload
    def replay(self, a: str, b: str, *, domain: str = "", topic: str = "",
               start: Day | None = None, end: Day | None = None, by: str = By.HAPPENED,
               known_on: Day | None = None, recorded_by: Instant | None = None, lens: str = "",
               layer: str) -> Replay | LayerReplay: ...  # fmt: skip
    def replay(self, a: str, b: str, *, domain: str = "", topic: str = "",
               start: Day | None = None, end: Day | None = None, by: str = By.HAPPENED,
               known_on: Day | None = None, recorded_by: Instant | None = None, lens: str = "",
               layer: str = DESK) -> Replay | LayerReplay:  # fmt: skip
        """History day by day: what happened, or with `by="known"` as a reader learned of it."""
        first, last = given.span(self.today, start, end)
        clocks = self._clocks(last, known_on, recorded_by)
        fields = self._of_pair(a, b, domain, topic, clocks, lens)
        question = ReplayQuestion(
            **fields, first=first, by=read_order(by), layer=self._layer(layer)
        )
        found = self._store.ask(question).found
        assert isinstance(found, FoundReplay | FoundLayerReplay), "it is found either way"
        return found.replay

    def turns(self, a: str, b: str, *, domain: str = "", topic: str = "",
              start: Day | None = None, end: Day | None = None, min_days: int = MIN_DAYS,
              by: str = By.HAPPENED, known_on: Day | None = None,
              recorded_by: Instant | None = None, lens: str = "",
              layer: str = DESK) -> Turns:  # fmt: skip
        """When ties turned, from the first fact on unless `start` says other.

        They turn to a label that lasts for `min_days` at least, and on a day on which facts move
        the balance by 1.0 or more. With `by="known"` each day is as a reader of that day knew it.
        """
        last = self.today if end is None else end
        first = None if start is None else given.span(self.today, start, last)[0]
        clocks = self._clocks(last, known_on, recorded_by)
        question = TurnsQuestion(
            **self._of_pair(a, b, domain, topic, clocks, lens),
            first=first,
            min_days=at_least_a_day(min_days),
            by=read_order(by),
            layer=self._layer(layer),
        )
        return self._found(question, FoundTurns).turns

    def learned(self, a: str, b: str, *, domain: str = "", topic: str = "",
                on: Day | None = None, since: Day | None = None, known_on: Day | None = None,
                recorded_by: Instant | None = None, lens: str = "",
                layer: str = DESK) -> FoundLearned:  # fmt: skip
        """The days of knowledge on which the answer about a day changed: the stops of `learning`.

        `since` leaves out those before a day; `known_on` what became known after one.
        """
        clocks = self._clocks(on, known_on, recorded_by)
        first = None if since is None else given.first_day(since, self.today)
        fields = self._of_pair(a, b, domain, topic, clocks, lens)
        question = LearnedQuestion(**fields, since=first, layer=self._layer(layer))
        return self._found(question, FoundLearned)

    # Lists

    def timeline(self, a: str = "", b: str = "", *, domain: str = "", topic: str = "",
                 start: Day | None = None, end: Day | None = None, on: Day | None = None,
                 known_on: Day | None = None, recorded_by: Instant | None = None,
                 kinds: str = "", by: str = "", toward: str = "",
                 layer: str = DESK) -> Listing[Entry]:  # fmt: skip
        """Facts in order of when they happened or began: of two actors, of one, or all.

        `kinds` limits them to some kinds as lines write them, such as `visit,talks` or `assault*`,
        `by` to what an actor did, `toward` to what was done to one.
        """
        clocks = self._clocks(on, known_on, recorded_by)
        first, until = given.period(self.today, start, end)
        question = TimelineQuestion(
            **self._of_some(a, b, domain, topic, clocks),
            first=first,
            until=until,
            layers=(self._layer(layer),),
            **self._limits(kinds, by, toward, clocks["on"]),
        )
        found = self._found(question, FoundTimeline)
        return Listing(found.entries, ENTRIES, entry_json, found.plain)

    def agenda(self, a: str = "", b: str = "", *, domain: str = "", topic: str = "",
               overdue: bool = False, on: Day | None = None, known_on: Day | None = None,
               recorded_by: Instant | None = None) -> Listing[Item]:  # fmt: skip
        """What was ahead on a day as announced by then, or with `overdue` what is past its time."""
        clocks = self._clocks(on, known_on, recorded_by)
        fields = self._of_some(a, b, domain, topic, clocks)
        found = self._found(AgendaQuestion(**fields, overdue=overdue), FoundAgenda)
        return Listing(found.items, ITEMS, item_json, found.plain)

    def board(self, a: str, *, domain: str = "", on: Day | None = None,
              known_on: Day | None = None, recorded_by: Instant | None = None, lens: str = "",
              layer: str = DESK) -> Listing[Line]:  # fmt: skip
        """All ties of one actor on a day, the best balance first."""
        clocks = self._clocks(on, known_on, recorded_by)
        question = BoardQuestion(
            **clocks,
            actor=given.actor(self._store.registry, a, clocks["on"]),
            domain=given.scope(domain, "").domain,
            lens=given.lens(lens).name,
            layer=self._layer(layer),
        )
        found = self._found(question, FoundBoard)
        return Listing(found.lines, LINES, line_json, found.plain)

    def search(self, text: str, *, start: Day | None = None, end: Day | None = None,
               on: Day | None = None, known_on: Day | None = None,
               recorded_by: Instant | None = None, kinds: str = "", by: str = "",
               toward: str = "", layer: str = DESK) -> Listing[Found]:  # fmt: skip
        """The facts that hold every word of a text, whatever its case and accents; newest first.

        `kinds`, `by` and `toward` limit them as in `timeline`.
        """
        clocks = self._clocks(on, known_on, recorded_by)
        first, until = given.period(self.today, start, end)
        limits = self._limits(kinds, by, toward, clocks["on"])
        question = SearchQuestion(
            text=text, first=first, until=until, layer=self._layer(layer), **limits, **clocks
        )
        found = self._found(question, FoundHits)
        return Listing(found.hits, FOUND, found_json, found.plain)

    def check(self, *only: str) -> Listing[Finding]:
        """What a careful editor would look at, of some kinds or of every kind."""
        for kind in only:
            if kind not in KINDS:
                raise InvalidInput(
                    f'"{kind}" is not a kind of finding.', *map(Fix, KINDS), code="unknown-finding"
                )
        question = CheckQuestion(on=self.today, kinds=only or tuple(KINDS))
        found = self._found(question, FoundFindings)
        return Listing(found.findings, FINDINGS, finding_row, found.plain)

    # Of one fact

    def show(self, fact: str, *, on: Day | None = None, known_on: Day | None = None,
             recorded_by: Instant | None = None) -> FactState | None:  # fmt: skip
        """What a fact says and who says so; None where nobody could know of it."""
        clocks = self._clocks(on, known_on, recorded_by)
        found = self._store.ask(FactQuestion(fact=self._fact(fact), **clocks)).found
        return found.fact_state if isinstance(found, FoundFact) else None

    def knew(self, fact: str, *, on: Day | None = None,
             recorded_by: Instant | None = None) -> FoundKnew:  # fmt: skip
        """Whether anybody could know of a fact by the end of a day, in a sentence.

        `acquaintance` has the answer in a word, the fact as known then and as known at last, and
        what became known in between.
        """
        clocks = self._clocks(on, None, recorded_by)
        known = {name: clocks[name] for name in ("on", "recorded_by")}
        question = KnewQuestion.model_validate({"fact": self._fact(fact), **known})
        return self._found(question, FoundKnew)

    def why_fact(self, fact: str, *, on: Day | None = None, known_on: Day | None = None,
                 recorded_by: Instant | None = None, lens: str = ""
                 ) -> WhyFact | None:  # fmt: skip
        """What a fact counts for, and what hangs on it; None where nobody could know of it."""
        clocks = self._clocks(on, known_on, recorded_by)
        name = self._fact(fact)
        layer = name.partition("/")[0]
        question = WhyFactQuestion(fact=name, layer=layer, lens=given.lens(lens).name, **clocks)
        found = self._store.ask(question).found
        return found.why if isinstance(found, FoundWhyFact) else None

    def history(self, fact: str) -> tuple[Event, ...]:
        """Everything ever recorded of a fact, in order."""
        return self._found(HistoryQuestion(fact=self._fact(fact)), FoundHistory).fact.events

    def _fact(self, name: str) -> str:
        """The id of the fact of that handle or id. Raises InvalidInput with the closest ones."""
        return self._store.fact(name).id
