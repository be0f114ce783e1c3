"""Taking back what was recorded, as if it had not been, and taking that back again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.actors import Registry
from domain.clocks import AsOf
from domain.edtf import NO_LAST
from domain.events import Event, Undone
from domain.fact import Fact
from domain.refusal import InvalidInput
from projections.receipt import Receipt
from projections.state_json import state_json
from service.opening import bundled_registry
from service.store.memory import MemoryRecorder
from service.timeline import Timeline
from service.undo import Last
from tests.answers import ANSWERS
from tests.builders import PAIR, RECORDED, a_fact, corrected, denied, ended, reported
from tests.console import Console
from tests.effort import examples
from tests.evidence import state_of
from tests.strategies import one_fact
from views.recorded import recorded

CALL = "2022-03-06  TUR = RUS  call/diplomacy  A call  ^call\n    report Reuters, 2022-03-06\n"
SANCTIONS = (
    "2022-01-01  TUR > RUS  instrument:sanctions/sanctions  Sanctions  ^sanctions\n    report"
    " Reuters, 2022-01-01\n"
)
DAYS = [date(2021, 12, 31), date(2022, 1, 1), date(2022, 3, 6), date(2022, 6, 1), date(2023, 1, 1)]


class Clock:
    """An hour later at each look."""

    def __init__(self) -> None:
        self.now = datetime(2022, 6, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(hours=1)
        return self.now


@pytest.fixture
def timeline(registry: Registry) -> Timeline:
    return Timeline(MemoryRecorder(), registry, Clock())


def record(timeline: Timeline, text: str, name: str = "desk.facts") -> None:
    timeline.record(timeline.read(text, name), timeline.moment())


def named(receipt: Receipt) -> tuple[str, ...]:
    assert receipt.taken_back is not None
    return receipt.taken_back.named


def answers(timeline: Timeline) -> list[Mapping[str, object]]:
    """Every kind of answer on some days."""
    facts = timeline.pair_facts(PAIR)
    return [
        answer(facts, PAIR, AsOf(day, known))
        for answer in ANSWERS.values()
        for day in DAYS
        for known in (None, day)
    ]


# The fold -----------------------------------------------------------------------------------------


def undoing(fact: Fact, *versions: int, hours: int = 500) -> Event:
    known_on = min(event.known_on for event in fact.events if event.originator_version in versions)
    event = Undone(
        versions=versions, known_on=known_on, recorded_at=RECORDED + timedelta(hours=hours)
    )
    return event.numbered(fact.id, fact.version + 1)


@given(one_fact, st.data())
def test_a_fact_whose_last_events_are_undone_reads_as_before_them(
    fact: Fact, data: st.DataObject
) -> None:
    kept = data.draw(st.integers(0, fact.version - 1))
    before = Fact(fact.id, fact.events[:kept])
    undone = fact.and_then(undoing(fact, *range(kept + 1, fact.version + 1)))
    again = undone.and_then(undoing(undone, undone.version, hours=501))

    for known_day in [NO_LAST, *(event.known_day for event in fact.events)]:
        assert undone.as_of(known_day) == (before.as_of(known_day) if before.events else None)
        assert again.as_of(known_day) == fact.as_of(known_day)
        assert undone.as_of(known_day, RECORDED + timedelta(hours=499)) == fact.as_of(known_day)


def test_a_fact_of_which_nothing_stands_is_not_there() -> None:
    fact = a_fact()

    assert (fact.exists, fact.and_then(undoing(fact, 1)).exists) == (True, False)
    assert fact.and_then(undoing(fact, 1)).effective_events() == ()


def test_what_was_undone_can_be_undone_alone() -> None:
    fact = a_fact(denied("2022-03-06"), reported("2022-03-07"))
    fact_state = fact.and_then(undoing(fact, 2)).as_of()

    assert fact_state is not None
    assert (fact_state.disputed, len(fact_state.reports)) == (False, 2)


# The way back that a receipt prints ---------------------------------------------------------------

STEPS = st.sampled_from(["record", "act", "undo", "redo", "number"])


def take_back(timeline: Timeline, words: list[str]) -> Receipt:
    """What `undo`, `undo N` and `redo` do."""
    number = int(words[1]) if len(words) > 1 else None
    which = Last.UNDONE if words[0] == "redo" else number
    return timeline.undo(timeline.moment(), which)


def step(timeline: Timeline, kind: str, data: st.DataObject) -> Receipt | None:
    """One of the steps with what it is about; None where it is refused."""
    done = len(timeline.commands())
    number = data.draw(st.integers(1, done)) if done else 1
    try:
        match kind:
            case "record":
                text = CALL.replace("call\n", f"call-{done}\n")
                return timeline.record(timeline.read(text, "desk.facts"), timeline.moment())
            case "act":
                there = sorted(fact.handle for fact in timeline.facts() if fact.exists)
                fact = timeline.fact(there[number % len(there)] if there else "nothing")
                return timeline.act(fact, [corrected("title", f"Call {done}")], timeline.moment())
            case "number":
                return take_back(timeline, ["undo", str(number)])
            case _:
                return take_back(timeline, [kind])
    except InvalidInput:
        return None


@settings(max_examples=examples(100))
@given(st.lists(st.tuples(STEPS, st.booleans()), max_size=14), st.data())
def test_the_way_back_that_a_receipt_prints_restores_what_was_before(
    steps: list[tuple[str, bool]], data: st.DataObject
) -> None:
    """After `undo 1`, `undo` and `undo 4` the printed `undo` once took another command back."""
    timeline = Timeline(MemoryRecorder(), bundled_registry(), Clock())
    for kind, taken_back in steps:
        before = timeline.export()
        receipt, again = step(timeline, kind, data), taken_back
        while receipt is not None and again:
            last = recorded(receipt, 100).splitlines()[-1]
            after = timeline.export()
            receipt = take_back(timeline, last.partition(": ")[2].split()[1:])
            assert timeline.export() == before
            before, again = after, data.draw(st.booleans())


def test_a_redo_by_its_number_says_the_number_that_takes_it_back(tmp_path: Path) -> None:
    console = Console.begun(tmp_path)
    for title in ("One", "Two"):
        console.run(["add", CALL.strip().replace("A call  ^call", title).replace("\n    ", "; ")])
    printed = [console.run(words)[0] for words in (["undo", "1"], ["undo"], ["undo", "4"])]

    assert [text.splitlines()[-1] for text in printed] == [
        "Redo:    detente redo",
        "Redo:    detente redo",
        "Undo:    detente undo 5",
    ]


# The command --------------------------------------------------------------------------------------


def test_undoing_every_command_leaves_the_answers_of_an_empty_timeline(timeline: Timeline) -> None:
    empty = answers(timeline)
    record(timeline, CALL + SANCTIONS)
    record(timeline, CALL.replace("Reuters", "AFP"))
    timeline.act(
        timeline.fact("sanctions"), [ended("2022-05-01"), denied("2022-05-02")], timeline.moment()
    )
    told = answers(timeline)
    for number in (3, 2, 1):
        timeline.undo(timeline.moment(), number)

    assert answers(timeline) == empty != told
    assert timeline.export() == ""


def test_a_redo_brings_everything_back(timeline: Timeline) -> None:
    record(timeline, CALL + SANCTIONS)
    before = answers(timeline)
    timeline.undo(timeline.moment())
    timeline.undo(timeline.moment(), Last.UNDONE)

    assert answers(timeline) == before
    assert [(done.recorded.text, done.undone) for done in timeline.commands()] == [
        ("import desk.facts", False),
        ("undo 1: import desk.facts", True),
        ("redo 2: undo 1: import desk.facts", False),
    ]


def test_two_undos_go_two_steps_back_and_two_redos_return(timeline: Timeline) -> None:
    """The second undo once took the first one back."""
    record(timeline, CALL)
    first = answers(timeline)
    record(timeline, SANCTIONS)
    second = answers(timeline)
    timeline.undo(timeline.moment())
    assert answers(timeline) == first
    timeline.undo(timeline.moment())
    assert not any(fact.exists for fact in timeline.facts())

    timeline.undo(timeline.moment(), Last.UNDONE)
    assert answers(timeline) == first
    timeline.undo(timeline.moment(), Last.UNDONE)
    assert answers(timeline) == second
    with pytest.raises(InvalidInput, match="nothing was undone"):
        timeline.undo(timeline.moment(), Last.UNDONE)


def test_an_undo_after_a_redo_takes_the_same_back(timeline: Timeline) -> None:
    record(timeline, CALL)
    timeline.undo(timeline.moment())
    timeline.undo(timeline.moment(), Last.UNDONE)
    timeline.undo(timeline.moment())

    assert not timeline.fact("call").exists
    with pytest.raises(InvalidInput, match="nothing is recorded"):
        timeline.undo(timeline.moment())


def test_an_answer_as_recorded_before_the_undo_stays(timeline: Timeline) -> None:
    record(timeline, CALL)
    then = timeline.moment().now
    as_of = AsOf(date(2022, 3, 31), None, then)
    before = state_json(state_of(timeline, PAIR, as_of))
    timeline.undo(timeline.moment())

    assert state_json(state_of(timeline, PAIR, as_of)) == before
    assert not state_of(timeline, PAIR, AsOf(date(2022, 3, 31))).known


def test_an_undo_is_listed_with_the_earliest_day_on_which_what_it_takes_back_was_known(
    timeline: Timeline,
) -> None:
    """The history of a fact shows that day. No answer depends on it: an undo holds at every day."""
    record(timeline, CALL.rstrip() + "\n    report AFP, 2022-03-08\n    denied TASS, 2022-03-09\n")
    timeline.undo(timeline.moment())
    fact = timeline.fact("call")

    assert [event.known_on.day for event in fact.events] == [6, 8, 9, 6]
    assert all(fact.as_of(event.known_day) is None for event in fact.events)


def test_what_was_undone_can_be_recorded_anew(timeline: Timeline) -> None:
    record(timeline, CALL)
    timeline.undo(timeline.moment())
    record(timeline, CALL.replace("A call", "Another call"))

    assert [
        pair_fact.content.title
        for pair_fact in state_of(timeline, PAIR, AsOf(date(2022, 3, 6))).counted
    ] == ["Another call"]
    assert timeline.fact("call").version == 3


def test_actors_and_expectations_are_undone_with_their_import(timeline: Timeline) -> None:
    text = "@actor XYZ  Freedonia\n@assert 2022-03-06  TUR RUS  cordial\n"
    record(timeline, text)
    assert timeline.registry.find("freedonia").id == "XYZ"
    timeline.undo(timeline.moment())

    assert (timeline.registry.get("XYZ"), timeline.expectations()) == (None, [])
    record(timeline, text)
    assert (timeline.registry.find("freedonia").id, len(timeline.expectations())) == ("XYZ", 1)


def test_what_others_build_on_is_not_undone_before_them(timeline: Timeline) -> None:
    record(timeline, CALL)
    timeline.act(timeline.fact("call"), [denied("2022-03-07")], timeline.moment())

    with pytest.raises(
        InvalidInput, match='"call" has been changed since; undo what came later first'
    ):
        timeline.undo(timeline.moment(), 1)
    assert named(timeline.undo(timeline.moment(), 1 + 1)) == ("desk/call",)
    timeline.undo(timeline.moment(), 1)
    assert not timeline.fact("call").exists


@pytest.mark.parametrize(
    ("number", "said"), [(None, "nothing is recorded that"), (1, "no command has the number 1")]
)
def test_where_nothing_was_done_nothing_is_undone(
    timeline: Timeline, number: int | None, said: str
) -> None:
    with pytest.raises(InvalidInput, match=said):
        timeline.undo(timeline.moment(), number)


def test_a_command_is_undone_once(timeline: Timeline) -> None:
    record(timeline, CALL)
    timeline.undo(timeline.moment(), 1)

    with pytest.raises(InvalidInput, match="is undone already"):
        timeline.undo(timeline.moment(), 1)
    with pytest.raises(InvalidInput, match="no command has the number 9"):
        timeline.undo(timeline.moment(), 9)


def test_a_dry_run_takes_nothing_back(timeline: Timeline) -> None:
    record(timeline, CALL)
    head = timeline.head()

    assert named(timeline.undo(timeline.moment(), dry_run=True)) == ("desk/call",)
    assert timeline.head() == head


def test_a_refused_act_records_nothing(timeline: Timeline) -> None:
    record(timeline, CALL)
    head = timeline.head()
    with pytest.raises(InvalidInput):
        timeline.act(
            timeline.fact("call"),
            [corrected("title", "Fine"), ended("2022-05-01")],
            timeline.moment(),
        )

    assert timeline.head() == head


@pytest.mark.parametrize("question", ["show", "why"])
def test_a_fact_whose_recording_was_undone_says_so_and_how_it_comes_back(
    tmp_path: Path, question: str
) -> None:
    """It once said that the fact was not known then, whatever the day."""
    console = Console.begun(tmp_path)
    (tmp_path / "desk.facts").write_text(CALL, encoding="utf-8")
    for command in (
        ["import", "desk.facts"],
        ["add", SANCTIONS.strip().replace("\n    ", "; ")],
        ["undo", "1"],
    ):
        assert console.run(command)[1] == 0
    printed, code = console.run([question, "^call"])

    assert (printed, code) == (
        (
            'the recording of "call" was undone by command 3 (undo 1: import desk.facts).\n '
            " detente undo 3   # brings it back\n"
        ),
        3,
    )
    assert console.run(["undo", "3"])[1] == 0
    assert console.run([question, "^call"])[1] == 0
    assert "was not known then" in console.type(f"detente {question} ^call --known-on 2022-01-01")


def test_the_last_command_is_undone_with_its_author_and_its_time(tmp_path: Path) -> None:
    """Who typed `undo` after a colleague's command once had to look up whose it was."""
    console = Console.begun(tmp_path)
    console.run(["add", CALL.strip().replace("\n    ", "; "), "--author", "Ayşe"])
    tried, named = (
        console.run(words)[0]
        for words in (["undo", "--dry-run", "--author", "Boris"], ["undo", "1", "--dry-run"])
    )
    mine = console.run(["undo", "--author", "Ayşe"])[0]

    assert tried.splitlines()[:2] == [
        'Would undo 1: add "A call" (1 event: ^call)',
        "         recorded on 2026-11-22 12:00 UTC by Ayşe, not by you",
    ]
    assert "         recorded on 2026-11-22 12:00 UTC by Ayşe\n" in mine
    assert "         recorded on 2026-11-22 12:00 UTC by Ayşe, not by you\n" in named
