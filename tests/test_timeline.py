"""The timeline: what is recorded, who was faster, when it was known and recorded.

And what is not there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Final

import pytest

from domain.actors import Registry
from domain.clocks import AsOf
from domain.decisions import decide
from domain.events import Corrected, Denied, Event, Retracted
from domain.fact import Fact
from domain.refusal import InvalidInput, UnknownActor
from domain.report import Report
from projections.pairs import Pair
from projections.state_json import state_json
from service.opening import open_sample, open_store
from service.recording import Recorded, append_lines
from service.store.interface import Conflict
from service.store.memory import MemoryRecorder
from service.timeline import Timeline, UnknownFact, now
from tests.evidence import state_of
from views.spelling import command as spelled

PAIR: Final = Pair.of("TUR", "RUS")
CALL: Final = "2022-03-05  TUR > RUS  call  A call  ^call\n    report Reuters, 2022-03-05\n"
BAN: Final = (
    "2022-02  TUR > RUS  instrument:sanctions/trade  A ban  ^ban\n    report Reuters, 2022-03-05\n"
)
WAR: Final = (
    "2022-02-24  RUS > UKR  instrument:armed-conflict/security  A war  ^war\n    report Reuters,"
    " 2022-02-24\n"
)


class Clock:
    """A clock that stands still until it is set."""

    def __init__(self) -> None:
        self.day = 1

    def __call__(self) -> datetime:
        return datetime(2022, 4, self.day, 12, tzinfo=UTC)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def timeline(registry: Registry, clock: Clock) -> Iterator[Timeline]:
    with closing(Timeline(MemoryRecorder(), registry, clock)) as timeline:
        yield timeline


@pytest.fixture
def path(tmp_path: Path, clock: Clock) -> Path:
    """A timeline in a file, with one fact."""
    path = tmp_path / "t.db"
    with closing(open_store(str(path), clock, create=True)) as timeline:
        imported(timeline, CALL)
    return path


def imported(timeline: Timeline, text: str, author: str = "") -> Recorded:
    recorded = append_lines(timeline, timeline.read(text, "t.facts"), timeline.moment(author))
    assert recorded.edits.problems == []
    return recorded


def handles(facts: list[Fact]) -> list[str]:
    return [fact.handle for fact in facts]


def a_denial(publisher: str = "Ministry") -> Event:
    return Denied(
        report=Report(publisher=publisher, published="2022-03-06"), known_on=date(2022, 3, 6)
    )


# Two at once


def test_of_two_who_change_one_fact_the_second_gets_a_conflict(path: Path, clock: Clock) -> None:
    with (
        closing(open_store(str(path), clock)) as one,
        closing(open_store(str(path), clock)) as other,
    ):
        theirs = decide(other.fact("call"), a_denial())
        one.append([decide(one.fact("call"), Retracted(known_on=date(2022, 3, 7)))])

        with pytest.raises(Conflict, match='somebody else changed "desk/call" just now'):
            other.append([theirs])
        assert [type(event).__name__ for event in other.fact("call").events] == [
            "Asserted",
            "Retracted",
        ]


def test_who_looks_again_after_a_conflict_may_record(path: Path, clock: Clock) -> None:
    with (
        closing(open_store(str(path), clock)) as one,
        closing(open_store(str(path), clock)) as other,
    ):
        theirs = decide(other.fact("call"), a_denial())
        one.append([decide(one.fact("call"), a_denial("Another ministry"))])
        with pytest.raises(Conflict):
            other.append([theirs])
        other.append([decide(other.fact("call"), a_denial())])

        assert one.fact("call").version == 3


def test_two_who_change_two_facts_do_not_meet(path: Path, clock: Clock) -> None:
    with (
        closing(open_store(str(path), clock)) as one,
        closing(open_store(str(path), clock)) as other,
    ):
        document = other.read(BAN, "t.facts")
        imported(one, WAR)
        append_lines(other, document, other.moment())

        assert handles(one.facts()) == handles(other.facts()) == ["ban", "call", "war"]


def test_a_conflict_leaves_nothing_of_what_came_with_it(timeline: Timeline) -> None:
    imported(timeline, CALL + BAN)
    call, ban = timeline.fact("call"), timeline.fact("ban")
    timeline.append([decide(call, a_denial())])

    with pytest.raises(Conflict):
        timeline.append([decide(ban, a_denial()), decide(call, a_denial("Another"))])
    assert timeline.fact("ban").version == 1


# The clocks


def test_the_instant_of_recording_is_the_timelines(timeline: Timeline, clock: Clock) -> None:
    imported(timeline, CALL)
    clock.day = 3
    imported(timeline, f"{CALL}    denied Ministry, 2022-03-06\n", "An Author")

    first, second = timeline.fact("call").events
    assert (first.recorded_at, first.author) == (datetime(2022, 4, 1, 12, tzinfo=UTC), "")
    assert (second.recorded_at, second.author) == (
        datetime(2022, 4, 3, 12, tzinfo=UTC),
        "An Author",
    )


def test_without_a_clock_it_is_recorded_now(registry: Registry) -> None:
    before = now()
    with closing(Timeline(MemoryRecorder(), registry)) as timeline:
        imported(timeline, CALL)
        (event,) = timeline.fact("call").events

    assert before <= event.recorded_at <= now()
    assert event.recorded_at.utcoffset() == timedelta(0)


def test_what_was_recorded_later_is_not_in_an_earlier_answer(
    timeline: Timeline, clock: Clock
) -> None:
    imported(timeline, CALL)
    clock.day = 3
    imported(timeline, BAN + f"{CALL}    denied Ministry, 2022-03-06\n")
    on = date(2022, 3, 31)

    then = state_of(timeline, PAIR, AsOf(on, recorded_by=datetime(2022, 4, 2, tzinfo=UTC)))
    since = state_of(timeline, PAIR, AsOf(on))
    assert (
        [pair_fact.handle for pair_fact in then.pair_facts],
        [pair_fact.handle for pair_fact in then.disputed],
    ) == (["call"], [])
    assert (
        [pair_fact.handle for pair_fact in since.pair_facts],
        [pair_fact.handle for pair_fact in since.disputed],
    ) == (
        ["ban", "call"],
        ["call"],
    )


def test_an_answer_with_all_three_clocks_fixed_never_changes(
    timeline: Timeline, clock: Clock
) -> None:
    imported(timeline, CALL)
    as_of = AsOf(date(2022, 3, 31), date(2022, 3, 31), timeline.moment().now)
    before = state_json(state_of(timeline, PAIR, as_of))
    clock.day = 3
    imported(timeline, BAN + f"{CALL}    denied Ministry, 2022-03-06\n")

    assert state_json(state_of(timeline, PAIR, as_of)) == before


def test_a_clock_that_is_set_back_changes_no_earlier_answer(
    timeline: Timeline, clock: Clock
) -> None:
    """A clock behind the last recording gives the next instant after that recording."""
    clock.day = 9
    imported(timeline, CALL)
    asked = AsOf(date(2022, 3, 31), recorded_by=datetime(2022, 4, 9, 12, tzinfo=UTC))
    then = state_of(timeline, PAIR, asked)
    clock.day = 3
    imported(timeline, BAN)
    timeline.undo(timeline.moment(), 1)
    stored = timeline.store.select_notifications(start=None, limit=9)

    assert [timeline.event(row).recorded_at.microsecond for row in stored] == [0, 0, 1, 1, 2, 2]
    assert timeline.event(stored[2]).known_on == date(2022, 3, 5)
    assert timeline.event(stored[3]).known_on == date(2022, 4, 3)
    assert state_json(state_of(timeline, PAIR, asked)) == state_json(then)


def test_the_position_at_an_instant_is_that_of_the_last_event_recorded_by_then(
    timeline: Timeline, clock: Clock
) -> None:
    for day, text in ((3, CALL), (5, BAN), (9, WAR)):
        clock.day = day
        imported(timeline, text)
    stored = timeline.store.select_notifications(start=None, limit=99)
    recorded = [timeline.event(row).recorded_at for row in stored]
    instants = [*recorded, *(at - timedelta(microseconds=1) for at in recorded)]

    assert recorded[0] < recorded[-1]
    for instant in instants:
        assert timeline.position_at(instant) == sum(at <= instant for at in recorded)
    assert timeline.position_at(datetime(2000, 1, 1, tzinfo=UTC)) == 0
    assert timeline.position_at(datetime(2100, 1, 1, tzinfo=UTC)) == len(recorded)


def test_an_empty_timeline_has_no_position_at_any_instant(timeline: Timeline) -> None:
    assert timeline.position_at(datetime(2100, 1, 1, tzinfo=UTC)) == 0


def test_what_was_known_later_is_not_in_an_earlier_answer(timeline: Timeline) -> None:
    imported(timeline, f"{CALL}    denied Ministry, 2022-03-20\n")

    known = state_of(timeline, PAIR, AsOf(date(2022, 3, 31), known_on=date(2022, 3, 19)))
    assert known.disputed == ()


# Reading


def test_facts_come_by_handle_whatever_the_order_of_recording(timeline: Timeline) -> None:
    imported(timeline, WAR + CALL)
    imported(timeline, BAN)

    assert handles(timeline.facts()) == ["ban", "call", "war"]


def test_a_pair_has_its_facts_in_either_order(timeline: Timeline) -> None:
    imported(timeline, CALL + BAN + WAR)

    assert (
        handles(timeline.pair_facts(PAIR))
        == handles(timeline.pair_facts(Pair.of("RUS", "TUR")))
        == ["ban", "call"]
    )
    assert handles(timeline.pair_facts(Pair.of("TUR", "UKR"))) == []


def test_an_actor_has_the_facts_in_which_it_has_a_part(timeline: Timeline) -> None:
    imported(timeline, CALL + BAN + WAR)

    assert handles(timeline.actor_facts("RUS")) == ["ban", "call", "war"]
    assert handles(timeline.actor_facts("UKR")) == ["war"]
    assert handles(timeline.actor_facts("USA")) == []


def test_a_fact_whose_parties_are_corrected_is_found_under_the_old_and_the_new(
    timeline: Timeline,
) -> None:
    imported(timeline, CALL)
    imported(timeline, CALL.replace("TUR > RUS", "USA > RUS"))

    assert handles(timeline.pair_facts(Pair.of("USA", "RUS"))) == ["call"]
    assert handles(timeline.pair_facts(PAIR)) == ["call"]
    assert state_of(timeline, PAIR, AsOf(date(2022, 4, 5))).pair_facts == ()
    assert (
        state_of(timeline, PAIR, AsOf(date(2022, 4, 5), known_on=date(2022, 3, 31))).pair_facts
        != ()
    )


@pytest.mark.parametrize("name", ["call", "^call", "desk/call"])
def test_a_fact_is_found_by_handle_or_id(name: str, timeline: Timeline) -> None:
    imported(timeline, CALL)

    assert timeline.fact(name).id == "desk/call"


def test_an_unknown_fact_suggests_those_with_handles_like_it(timeline: Timeline) -> None:
    imported(timeline, CALL + BAN + WAR)

    with pytest.raises(UnknownFact) as refused:
        timeline.fact("^cal")
    assert refused.value.said == 'no fact is called "cal".'
    assert [spelled(fix).paste for fix in refused.value.fixes] == ["call"]


def test_an_unknown_fact_with_none_like_it_suggests_nothing(timeline: Timeline) -> None:
    with pytest.raises(UnknownFact) as refused:
        timeline.fact("xyzzy")

    assert refused.value.fixes == ()


@pytest.mark.parametrize("name", ["actor/ruritania", "expectation/2022-03-05/TUR/RUS/mixed"])
def test_what_is_no_fact_is_not_found_as_one(name: str, timeline: Timeline) -> None:
    imported(timeline, "@actor ruritania  Ruritania\n@assert 2022-03-05 TUR RUS mixed\n")

    with pytest.raises(UnknownFact):
        timeline.fact(name)


def test_a_position_is_where_the_store_stands_after_recording(timeline: Timeline) -> None:
    assert list(imported(timeline, CALL + BAN).positions) == [1, 2]
    assert list(imported(timeline, WAR).positions) == [4]
    assert timeline.head().position == 5


# Actors and expectations


def test_a_described_actor_is_known_from_then_on(timeline: Timeline) -> None:
    recorded = imported(timeline, "@actor ruritania  Ruritania | Strelsau {metonym}  type=state\n")

    assert recorded.actors == 1
    assert timeline.registry.find("Strelsau").id == "ruritania"
    assert handles(
        imported(timeline, "2022-03-05  Strelsau > RUS  call  A call  ^call\n").edits.added
    ) == ["call"]


def test_an_actor_described_again_adds_nothing_unless_it_says_more(timeline: Timeline) -> None:
    imported(timeline, "@actor ruritania  Ruritania | Strelsau {metonym}  type=state\n")

    assert imported(timeline, "@actor ruritania  Ruritania  type=state\n").actors == 0
    assert imported(timeline, "@actor ruritania  Ruritania | Rury  type=state\n").actors == 1
    assert timeline.registry.find("Rury").id == "ruritania"


def test_an_actor_described_twice_in_one_file_is_as_described_last(timeline: Timeline) -> None:
    imported(timeline, "@actor ruritania  Ruritania\n@actor ruritania  Ruritania | Rury\n")

    assert timeline.registry.find("Rury").id == "ruritania"


def test_an_actor_that_comes_bundled_need_not_be_described(timeline: Timeline) -> None:
    assert imported(timeline, "@actor west  the West  type=grouping\n").actors == 0
    assert timeline.head().position == 0


def test_described_actors_are_kept_in_a_file(path: Path, clock: Clock) -> None:
    with closing(open_store(str(path), clock)) as timeline:
        imported(timeline, "@actor ruritania  Ruritania\n")

    with closing(open_store(str(path), clock)) as again:
        assert again.registry.find("Ruritania").id == "ruritania"


def test_an_actor_that_was_only_tried_is_not_known(timeline: Timeline) -> None:
    document = timeline.read("@actor ruritania  Ruritania\n", "t.facts")
    append_lines(timeline, document, timeline.moment(), dry_run=True)

    with pytest.raises(UnknownActor):
        timeline.registry.find("Ruritania")


def test_an_expectation_is_kept_once(timeline: Timeline) -> None:
    text = (
        "@assert 2022-03-05 TUR RUS mixed\n@assert 2022-03-05 TUR RUS mixed\n@assert 2022-03-05 TUR"
        " RUS trade tense\n"
    )

    assert imported(timeline, text).expectations == 2
    assert imported(timeline, text).expectations == 0
    assert [
        (expected.on, expected.a, expected.b, expected.domain, expected.label)
        for expected in timeline.expectations()
    ] == [
        ("2022-03-05", "TUR", "RUS", "", "mixed"),
        ("2022-03-05", "TUR", "RUS", "trade", "tense"),
    ]


# Exports


def test_an_export_begins_with_actors_and_expectations(timeline: Timeline) -> None:
    imported(timeline, f"@assert 2022-03-05 TUR RUS mixed\n{CALL}@actor ruritania  Ruritania\n")

    assert (
        timeline.export() == "@actor ruritania  Ruritania\n"
        "@assert 2022-03-05 TUR RUS mixed\n"
        "\n"
        "2022-03-05  TUR > RUS  call/diplomacy  A call  ^call\n"
        "    report Reuters, 2022-03-05\n"
    )


def test_an_export_of_a_pair_holds_its_facts_only(timeline: Timeline) -> None:
    imported(timeline, f"@assert 2022-03-05 TUR RUS mixed\n{CALL}{WAR}")

    assert (
        timeline.export(PAIR)
        == "2022-03-05  TUR > RUS  call/diplomacy  A call  ^call\n    report Reuters, 2022-03-05\n"
    )


def test_actors_and_expectations_survive_an_export(
    timeline: Timeline, registry: Registry, clock: Clock
) -> None:
    imported(
        timeline,
        "@actor ruritania  Ruritania | Rury {1900/1950} type=state exists=1900/..\n@assert 2022"
        f" TUR RUS tense\n{CALL}",
    )
    with closing(Timeline(MemoryRecorder(), registry, clock)) as other:
        imported(other, timeline.export())

        assert other.export() == timeline.export()
        assert other.registry.get("ruritania") == timeline.registry.get("ruritania")
        assert [expected.line for expected in other.expectations()] == [
            expected.line for expected in timeline.expectations()
        ]


# Rows


def test_the_rows_of_a_store_hold_all_of_it(timeline: Timeline, registry: Registry) -> None:
    imported(timeline, f"@actor ruritania  Ruritania\n@assert 2022 TUR RUS tense\n{CALL}{WAR}")
    imported(timeline, CALL.replace("TUR > RUS", "USA > RUS"))
    with closing(Timeline(MemoryRecorder.loaded(timeline.store_rows()), registry)) as loaded:
        assert loaded.head() == timeline.head()
        assert loaded.facts() == timeline.facts()
        assert loaded.export() == timeline.export()
        assert handles(loaded.pair_facts(Pair.of("USA", "RUS"))) == ["call"]


# What is read-only


def add_a_fact(sample: Timeline) -> None:
    imported(sample, CALL.replace("^call", "^a-new-call"))


def describe_an_actor(sample: Timeline) -> None:
    imported(sample, "@actor ruritania  Ruritania\n")


def correct_a_fact(sample: Timeline) -> None:
    sample.append(
        [
            decide(
                sample.fact("caatsa"),
                Corrected(field="title", value="No", known_on=date(2022, 3, 5)),
            )
        ]
    )


@pytest.mark.parametrize("change", [add_a_fact, describe_an_actor, correct_a_fact])
def test_the_sample_refuses_to_be_written(change: Callable[[Timeline], None]) -> None:
    with closing(open_sample()) as sample:
        head = sample.head()

        with pytest.raises(InvalidInput) as refused:
            change(sample)
        assert (
            refused.value.said == "the bundled sample is read-only; begin a timeline of your own."
        )
        assert spelled(refused.value.fixes[0]).paste == "detente init my.db"
        assert sample.head() == head


def test_a_dry_run_on_the_sample_is_welcome() -> None:
    with closing(open_sample()) as sample:
        recorded = append_lines(
            sample,
            sample.read(CALL.replace("^call", "^a-new-call"), "t.facts"),
            sample.moment(),
            dry_run=True,
        )

    assert handles(recorded.edits.added) == ["a-new-call"]
