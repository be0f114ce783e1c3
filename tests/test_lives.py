"""Random lives of facts: every act and every undo, against a plain list of what was done."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from domain.actors import Registry
from domain.clocks import AsOf
from domain.events import Asserted, Event
from domain.fact import Fact, fact_id
from domain.refusal import InvalidInput
from projections.pairs import Pair
from projections.state import state
from projections.state_json import StateJson, state_json
from service.store.recorder import SqlRecorder
from service.timeline import Timeline
from tests.answers import ANSWERS
from tests.builders import PAIR
from tests.effort import examples
from tests.evidence import state_of
from tests.places import SERVER, WITHOUT_SERVER, Schema
from tests.strategies import changes, contents, days, reports

HANDLES = ("one", "two", "three")
DAYS = (date(2019, 1, 1), date(2021, 3, 1), date(2021, 9, 1), date(2023, 1, 1))
ASKED = [AsOf(on, known) for on in DAYS for known in (None, *DAYS)]
PAIRS = (PAIR, Pair("TUR", "USA"))


@dataclass
class Step:
    """One command: the events it said of one fact, or the step that it took back."""

    handle: str = ""
    events: list[Event] = field(default_factory=list)
    undoes: int | None = None


class Lives(RuleBasedStateMachine):
    """A timeline on a database, and beside it the list of steps."""

    def __init__(self) -> None:
        super().__init__()
        self.now = datetime(2022, 6, 1, tzinfo=UTC)
        self.timeline = Timeline(self.recorder(), Registry([]), self.clock)
        self.steps: list[Step] = []
        self.then: list[tuple[datetime, list[StateJson]]] = []

    def recorder(self) -> SqlRecorder:
        return SqlRecorder.at("sqlite://")

    def clock(self) -> datetime:
        self.now += timedelta(hours=1)
        return self.now

    def teardown(self) -> None:
        """After everything is taken back, nothing is there.

        And what was answered before is answered still.
        """
        for number in range(len(self.steps), 0, -1):
            if self.steps[number - 1].undoes is None and self.effective_events(number - 1):
                self.timeline.undo(self.timeline.moment(), number)
                self.steps.append(Step(undoes=number - 1))
        empty = [
            answer([], pair, as_of)
            for answer in ANSWERS.values()
            for pair in PAIRS
            for as_of in ASKED[:2]
        ]
        told = [
            answer(self.timeline.pair_facts(pair), pair, as_of)
            for answer in ANSWERS.values()
            for pair in PAIRS
            for as_of in ASKED[:2]
        ]

        assert told == empty
        assert self.timeline.export() == ""
        for instant, before in self.then:
            assert self.answers(instant) == before
        self.timeline.close()

    # The plain list

    def effective_events(self, step: int) -> bool:
        """Whether no later step that stands takes it back."""
        return not any(
            later.undoes == step and self.effective_events(i)
            for i, later in enumerate(self.steps)
            if i > step
        )

    def facts(self) -> list[Fact]:
        """What the standing steps say, fact by fact."""
        said: dict[str, list[Event]] = {}
        for i, step in enumerate(self.steps):
            if step.events and self.effective_events(i):
                said.setdefault(step.handle, []).extend(step.events)
        return [
            Fact(
                fact_id(handle),
                tuple(event.numbered(fact_id(handle), i) for i, event in enumerate(events, 1)),
            )
            for handle, events in sorted(said.items())
        ]

    def answers(self, recorded_by: datetime | None = None) -> list[StateJson]:
        asked = [AsOf(as_of.on, as_of.known_on, recorded_by) for as_of in ASKED[:3]]
        return [
            state_json(state_of(self.timeline, pair, as_of)) for pair in PAIRS for as_of in asked
        ]

    # What can be done

    @initialize(content=contents(), report=reports, known_on=days)
    def begin(self, content, report, known_on) -> None:  # type: ignore[no-untyped-def]  # typed by the strategies
        self.say("one", Asserted(content=content, report=report, known_on=known_on))

    @rule(
        handle=st.sampled_from(HANDLES),
        content=contents(),
        report=st.none() | reports,
        known_on=days,
    )
    def assert_(self, handle, content, report, known_on) -> None:  # type: ignore[no-untyped-def]  # typed by the strategies
        self.say(
            handle,
            Asserted(content=content, report=report, known_on=known_on, assumed=report is None),
        )

    @rule(handle=st.sampled_from(HANDLES), data=st.data())
    def act(self, handle: str, data: st.DataObject) -> None:
        fact = next((fact for fact in self.facts() if fact.handle == handle), None)
        if fact is not None:
            self.say(handle, data.draw(changes(fact.asserted.content)))

    def say(self, handle: str, event: Event) -> None:
        head = self.timeline.head()
        there = {fact.handle: fact for fact in self.timeline.facts()}
        try:
            receipt = self.timeline.act(
                there.get(handle, Fact(fact_id(handle))),
                [event],
                self.timeline.moment(),
            )
        except InvalidInput:
            assert self.timeline.head() == head
        else:
            self.steps.append(Step(handle, [each.event for each in receipt.events]))

    @precondition(lambda self: self.steps)
    @rule(data=st.data())
    def undo(self, data: st.DataObject) -> None:
        number = data.draw(st.none() | st.integers(1, len(self.steps)))
        head = self.timeline.head()
        try:
            undoing = self.timeline.undo(self.timeline.moment(), number)
        except InvalidInput:
            assert self.timeline.head() == head
        else:
            assert undoing.taken_back is not None
            assert number in (None, undoing.taken_back.number)
            self.steps.append(Step(undoes=undoing.taken_back.number - 1))

    @rule()
    def remember(self) -> None:
        """Answers as recorded by now must stay what they are."""
        self.then.append((self.now, self.answers(self.now)))

    @invariant()
    def the_timeline_says_what_the_list_says(self) -> None:
        facts = self.facts()
        for pair in PAIRS:
            for as_of in ASKED:
                assert state_json(state_of(self.timeline, pair, as_of)) == state_json(
                    state(facts, pair, as_of)
                )

    @invariant()
    def every_step_is_a_command(self) -> None:
        commands = self.timeline.commands()

        assert len(commands) == len(self.steps)
        assert [done.undone for done in commands] == [
            not self.effective_events(i) for i in range(len(self.steps))
        ]


TestLives = Lives.TestCase
TestLives.settings = settings(max_examples=examples(15), stateful_step_count=12)


class LivesOnAServer(Lives):
    """The same in a schema on a server."""

    def recorder(self) -> SqlRecorder:
        self.place = Schema()
        return self.place.recorder()

    def teardown(self) -> None:
        try:
            super().teardown()
        finally:
            self.timeline.close()
            self.place.gone()


TestLivesOnAServer = LivesOnAServer.TestCase
TestLivesOnAServer.settings = settings(max_examples=examples(3), stateful_step_count=8)
pytest.mark.skipif(not SERVER, reason=WITHOUT_SERVER)(TestLivesOnAServer)
