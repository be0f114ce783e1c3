"""What a `.facts` file changes in a timeline.

What its lines add to what is there, and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from typing import Final

import pytest

from domain.actors import Registry
from domain.clocks import AsOf
from domain.events import (
    Asserted,
    Corrected,
    Denied,
    Ended,
    Event,
    Held,
    Reinstated,
    Reported,
    Retracted,
    Undone,
)
from domain.fact import Fact
from projections.pairs import Pair
from service.formats import table
from service.formats.rows import table_text
from service.formats.write import document_text
from service.recording import Recorded, append_lines
from service.store.memory import MemoryRecorder
from service.timeline import Timeline
from tests.evidence import state_of
from views.spelling import command as spelled
from views.spelling import line

RECORDED: Final = datetime(2022, 4, 1, 12, tzinfo=UTC)
CALL: Final = "2022-03-05  TUR > RUS  call  A call  ^call\n    report Reuters, 2022-03-05\n"
BAN: Final = (
    "2022-02  TUR > RUS  instrument:sanctions/trade  A ban  ^ban\n    report Reuters, 2022-03-05\n"
)
PLAN: Final = (
    "2022-03-06  TUR = RUS  planned:call  A call to come  ^plan\n    announced 2022-03-05, Kalin\n"
)


@pytest.fixture
def timeline(registry: Registry) -> Iterator[Timeline]:
    timeline = Timeline(MemoryRecorder(), registry, lambda: RECORDED)
    yield timeline
    timeline.close()


def imported(timeline: Timeline, text: str, name: str = "t.facts") -> Recorded:
    return append_lines(timeline, timeline.read(text, name), timeline.moment("An Author"))


def added(timeline: Timeline, text: str) -> list[Event]:
    """The events that importing a text without problems appends."""
    recorded = imported(timeline, text)
    assert recorded.edits.problems == []
    return recorded.edits.events


def corrections(events: list[Event]) -> list[tuple[str, str, bool]]:
    """Field, value and whether it refines, of events that are corrections and nothing else."""
    found = [event for event in events if isinstance(event, Corrected)]
    assert len(found) == len(events)
    return [(event.field, event.value, event.refines) for event in found]


def said(facts: list[Fact]) -> list[list[Event]]:
    """The events of facts, but for what the moment and the way of recording add."""
    plain: dict[str, object] = {"recorded_at": RECORDED, "author": "", "edited": False}
    return [
        [
            event.model_copy(update={name: plain[name] for name in plain.keys() & vars(event)})
            for event in fact.events
        ]
        for fact in facts
    ]


# New facts


def test_a_new_fact_is_added_with_all_its_events(timeline: Timeline) -> None:
    recorded = imported(timeline, f"{CALL}    denied Ministry, 2022-03-06\n{BAN}")

    kinds = [event.stored_as for event in recorded.edits.events]
    assert kinds == ["fact.asserted/1", "fact.denied/1", "fact.asserted/1"]
    assert [fact.id for fact in recorded.edits.added] == ["desk/call", "desk/ban"]
    assert (recorded.edits.changed, recorded.edits.unchanged, list(recorded.positions)) == (
        [],
        0,
        [1, 2, 3],
    )


def test_new_events_are_numbered_stamped_and_signed(timeline: Timeline) -> None:
    events = added(timeline, f"{CALL}    denied Ministry, 2022-03-06\n")

    assert [(event.originator_id, event.originator_version) for event in events] == [
        ("desk/call", 1),
        ("desk/call", 2),
    ]
    assert {event.recorded_at for event in events} == {RECORDED}
    assert {event.author for event in events} == {"An Author"}


def test_a_fact_without_a_report_is_known_when_it_is_recorded(timeline: Timeline) -> None:
    (event,) = added(timeline, "2022-03-05  TUR > RUS  call  A call  ^call\n")

    assert (event.known_on, event.assumed) == (date(2022, 4, 1), True)


def test_the_known_date_that_nobody_gave_may_be_another_day_than_that_of_recording(
    timeline: Timeline,
) -> None:
    document = timeline.read("2022-03-05  TUR > RUS  call  A call  ^call\n", "t.facts")
    (event,) = append_lines(
        timeline, document, timeline.moment(today=date(2022, 3, 9))
    ).edits.events

    assert (event.known_on, event.recorded_at) == (date(2022, 3, 9), RECORDED)


# The same file again


@pytest.mark.parametrize(
    "text", [CALL, BAN, PLAN, CALL + BAN + PLAN, "2022-03-05  TUR > RUS  call  A call\n"]
)
def test_the_same_file_again_appends_nothing(text: str, timeline: Timeline) -> None:
    added(timeline, text)
    recorded = imported(timeline, text)

    assert recorded.edits.events == []
    assert recorded.edits.unchanged == len(timeline.facts())


def test_a_file_that_says_one_thing_twice_says_it_twice_only_once(timeline: Timeline) -> None:
    text = f"{CALL}    denied AFP, 2022-03-06\n    denied AFP, 2022-03-06\n"

    assert len(added(timeline, text)) == 3
    assert added(timeline, text) == []


TREATY = (
    "2020-01-01  TUR = RUS  instrument:treaty/trade  A pact  ^pact\n    report Press, 2020-01-01\n"
)


@pytest.mark.parametrize(
    ("lines", "said", "at"),
    [
        ("    ended 2021-01-01\n    ended 2021-02-01\n", "has ended already", 4),
        ("    resumed 2021-01-01\n", "was neither suspended nor ended before 2021-01-01", 3),
        ("    renewed 2022-01-01, Press, 2021-01-01\n", "has no expiry that could be renewed", 3),
        (
            "    note One\n    corrected title A pact, 2021-01-01, because x\n",
            'title is "A pact"',
            4,
        ),
        (
            "    report AFP, 2020-01-02\n    report AFP, 2020-01-02\n",
            "rests on that report by AFP of 2020-01-02 already",
            4,
        ),
        (
            "    report Press, 2020-01-01\n",
            "rests on that report by Press of 2020-01-01 already",
            3,
        ),
    ],
)
def test_a_line_that_changes_nothing_is_a_problem_at_its_place_where_it_is_new(
    timeline: Timeline, lines: str, said: str, at: int
) -> None:
    recorded = append_lines(timeline, timeline.read(TREATY + lines, "t.facts"), timeline.moment())
    (problem,) = recorded.edits.problems

    assert said in problem.said
    assert (problem.place, bool(problem.fixes)) == (f"t.facts:{at}:5", True)
    assert list(recorded.positions) == []


def test_lines_that_say_a_life_in_any_order_are_taken(timeline: Timeline) -> None:
    lines = (
        "    resumed 2021-06-01\n    suspended 2021-03-01\n    renewed 2025, Press, 2022-01-01\n   "
        " expires 2023\n    ended 2024-01-01\n"
    )

    assert len(added(timeline, TREATY + lines)) == 5


def test_what_was_told_twice_before_that_was_refused_is_imported_again_unchanged(
    timeline: Timeline,
) -> None:
    added(timeline, TREATY)
    twice = [
        Ended(on="2021-01-01", known_on=date(2021, 1, 1)).numbered("desk/pact", version)
        for version in (2, 3)
    ]
    timeline.append([timeline.moment().stamp(event) for event in twice])

    assert added(timeline, timeline.export()) == []


def test_reports_in_another_order_append_nothing(timeline: Timeline) -> None:
    header, first = BAN.splitlines()
    added(timeline, f"{BAN}    report AFP, 2022-03-01\n")

    assert added(timeline, f"{header}\n    report AFP, 2022-03-01\n{first}\n") == []


def test_facts_in_another_order_append_nothing(timeline: Timeline) -> None:
    added(timeline, CALL + BAN + PLAN)

    assert added(timeline, PLAN + CALL + BAN) == []


def test_a_removed_line_does_nothing(timeline: Timeline) -> None:
    added(timeline, f"{CALL}    denied Ministry, 2022-03-06\n    note A note\n{BAN}")
    recorded = imported(timeline, f"{CALL}    note A note\n")

    assert recorded.edits.events == []
    assert [fact.handle for fact in timeline.facts()] == ["ban", "call"]


# New lines


@pytest.mark.parametrize(
    ("text", "line", "kind"),
    [
        (CALL, "report AFP, 2022-03-06", Reported),
        (CALL, "denied Ministry, 2022-03-06", Denied),
        (CALL, "corrected title Another call, 2022-03-06", Corrected),
        (CALL, "retracted 2022-03-06, because wrong", Retracted),
        (BAN, "ended 2022-03, AFP", Ended),
        (PLAN, "held 2022-03-06, AFP", Held),
    ],
)
def test_a_new_line_appends_its_event(
    text: str, line: str, kind: type[Event], timeline: Timeline
) -> None:
    added(timeline, text)
    events = added(timeline, f"{text}    {line}\n")

    assert [type(event) for event in events] == [kind]
    assert events[0].originator_version == 2
    assert added(timeline, f"{text}    {line}\n") == []


def test_a_report_that_came_first_in_no_file_is_one_more(timeline: Timeline) -> None:
    header, first = BAN.splitlines()
    added(timeline, BAN)
    events = added(timeline, f"{header}\n    report AFP, 2022-03-01\n{first}\n")

    assert [type(event) for event in events] == [Reported]
    assert added(timeline, f"{header}\n    report AFP, 2022-03-01\n{first}\n") == []


def test_a_first_report_for_a_fact_without_one_is_one_more(timeline: Timeline) -> None:
    header, _ = CALL.splitlines()
    added(timeline, f"{header}\n")

    assert [type(event) for event in added(timeline, CALL)] == [Reported]
    assert added(timeline, CALL) == []


# An actor who is named later

DENIED: Final = f"{CALL}    denied Ministry, 2022-03-06\n"
OFF: Final = f"{PLAN}    cancelled 2022-03-06, AFP\n"


@pytest.mark.parametrize(
    ("text", "line", "named"),
    [
        (DENIED, "denied Ministry, 2022-03-06", "denied Ministry, 2022-03-06, by=TUR"),
        (OFF, "cancelled 2022-03-06, AFP", "cancelled 2022-03-06, AFP, by=TUR"),
    ],
)
def test_a_line_to_which_its_actor_was_added_takes_the_place_of_what_it_said(
    text: str, line: str, named: str, timeline: Timeline
) -> None:
    added(timeline, text)
    edited = text.replace(line, named)
    events = added(timeline, edited)

    assert [type(event).__name__ for event in events] == ["Undone", type(events[1]).__name__]
    assert isinstance(events[0], Undone)
    assert events[0].versions == (2,)
    assert added(timeline, edited) == []
    assert timeline.export().count(line) == 1
    assert named in timeline.export()


@pytest.mark.parametrize("text", [DENIED, OFF])
def test_a_line_without_the_actor_says_the_same_as_one_with_it(
    text: str, timeline: Timeline
) -> None:
    """Another file that names nobody takes the actor from no record."""
    named = text.replace("Ministry, 2022-03-06", "Ministry, 2022-03-06, by=TUR").replace(
        "2022-03-06, AFP", "2022-03-06, AFP, by=TUR"
    )
    added(timeline, named)

    assert added(timeline, text) == []
    assert added(timeline, named) == []


def test_a_line_with_another_actor_is_one_more_denial(timeline: Timeline) -> None:
    added(timeline, DENIED.replace("03-06", "03-06, by=TUR"))
    events = added(timeline, DENIED.replace("03-06", "03-06, by=RUS"))

    assert [type(event) for event in events] == [Denied]
    assert timeline.export().count("denied Ministry") == 2


def test_where_the_line_stays_as_it_was_an_actor_is_one_more_denial(timeline: Timeline) -> None:
    added(timeline, DENIED)
    events = added(timeline, f"{DENIED}    denied Ministry, 2022-03-06, by=TUR\n")

    assert [type(event) for event in events] == [Denied]
    assert timeline.export().count("denied Ministry") == 2


def test_of_two_equal_denials_the_actor_is_that_of_one(timeline: Timeline) -> None:
    twice = f"{DENIED}    denied Ministry, 2022-03-06\n"
    added(timeline, twice)
    events = added(timeline, twice.replace("03-06", "03-06, by=TUR", 1))

    assert [type(event) for event in events] == [Undone, Denied]
    assert timeline.export().count("denied Ministry, 2022-03-06\n") == 1


def test_an_actor_without_a_part_in_the_plan_is_refused_with_lines_that_would_do(
    timeline: Timeline,
) -> None:
    recorded = imported(timeline, f"{PLAN}    cancelled 2022-03-06, AFP, by=France\n")
    (problem,) = recorded.edits.problems

    assert (problem.place, problem.code) == ("t.facts:3:5", "not-of-the-plan")
    assert [line(fix).paste for fix in problem.fixes] == [
        "cancelled 2022-03-06, AFP, by=TUR",
        "cancelled 2022-03-06, AFP, by=RUS",
    ]
    assert timeline.facts() == []


# Edited lines


@pytest.mark.parametrize(
    ("text", "before", "after", "expected"),
    [
        (CALL, "A call", "Another call", ("title", "Another call", False)),
        (CALL, "A call", '"Call #1"', ("title", "Call #1", False)),
        (CALL, "2022-03-05  TUR", "2022-03-04  TUR", ("on", "2022-03-04", False)),
        (CALL, " call ", " visit ", ("what", "visit", False)),
        (CALL, " call ", " call/trade ", ("domain", "trade", False)),
        (CALL, "TUR > RUS", "TUR,USA = RUS", ("parties", "TUR,USA = RUS", False)),
        (CALL, "^call", "^call #war #grain", ("topics", "war,grain", False)),
        (BAN, "2022-02", "2022-02-14", ("since", "2022-02-14", True)),
        (BAN, "2022-02", "[2022-02-01..2022-02-20]", ("since", "[2022-02-01..2022-02-20]", True)),
        (BAN, "2022-02", "2022-03", ("since", "2022-03", False)),
        (BAN, "2022-02", "2022", ("since", "2022", False)),
        (BAN, "2022-02", "2022-02/2022-05", ("until", "2022-05", False)),
        (BAN, "2022-02", "2022-02/", ("until", "", False)),
        (BAN, "instrument:sanctions", "instrument:embargo", ("what", "instrument:embargo", False)),
        (PLAN, "2022-03-06", "2022-03-08", ("planned", "2022-03-08", False)),
    ],
)
def test_an_edited_header_appends_its_correction_and_only_that(
    text: str, before: str, after: str, expected: tuple[str, str, bool], timeline: Timeline
) -> None:
    added(timeline, text)
    edited = text.replace(before, after, 1)

    assert corrections(added(timeline, edited)) == [expected]
    assert added(timeline, edited) == []


@pytest.mark.parametrize(
    ("line", "field", "value"),
    [
        ("note A note", "note", "A note"),
        ("place Kyiv", "place", "Kyiv"),
        ("level heads", "level", "heads"),
        ("episode round", "episode", "round"),
        ("people tur.erdogan, rus.putin", "people", "tur.erdogan,rus.putin"),
        ("weight 3, because long", "weight", "3"),
        ("grade B2", "grade", "B2"),
        ("code CAMEO 1.1b3 057", "code", "CAMEO 1.1b3 057"),
        ("goldstein -3.4", "goldstein", "-3.4"),
    ],
)
def test_a_field_that_is_new_is_a_correction_and_one_whose_line_is_gone_stays(
    line: str, field: str, value: str, timeline: Timeline
) -> None:
    added(timeline, CALL)

    assert corrections(added(timeline, f"{CALL}    {line}\n")) == [(field, value, False)]
    assert added(timeline, CALL) == []
    assert added(timeline, f"{CALL}    {line}\n") == []


def test_a_correction_by_edit_names_its_file_and_is_known_when_it_is_recorded(
    timeline: Timeline,
) -> None:
    file = "some/folder/ours.facts"
    imported(timeline, CALL, file)
    (event,) = imported(timeline, CALL.replace("A call", "Another call"), file).edits.events

    assert event.because == "edited in ours.facts"
    assert (event.known_on, event.assumed) == (date(2022, 4, 1), True)


def test_several_edits_of_one_fact_are_several_corrections(timeline: Timeline) -> None:
    added(timeline, CALL)
    recorded = imported(
        timeline, CALL.replace("A call", "A visit").replace(" call ", " visit/trade ")
    )

    assert [field for field, *_ in corrections(recorded.edits.events)] == [
        "title",
        "what",
        "domain",
    ]
    assert [fact.handle for fact in recorded.edits.changed] == ["call"]


def test_an_edit_reverted_is_corrected_back(timeline: Timeline) -> None:
    added(timeline, CALL)
    added(timeline, CALL.replace("A call", "Another call"))

    assert corrections(added(timeline, CALL)) == [("title", "A call", False)]
    assert added(timeline, CALL) == []


def test_an_edit_and_a_new_line_come_together(timeline: Timeline) -> None:
    added(timeline, BAN)
    events = added(timeline, BAN.replace("A ban", "A ban on grain") + "    ended 2022-03, AFP\n")

    assert [type(event) for event in events] == [Corrected, Ended]


def test_a_correction_recorded_otherwise_is_not_undone_by_the_old_file(timeline: Timeline) -> None:
    added(timeline, CALL)
    added(timeline, f"{CALL}    corrected title Another call, 2022-03-20, because AFP says so\n")

    assert added(timeline, CALL) == []
    fact_state = timeline.fact("call").as_of()
    assert fact_state is not None
    assert fact_state.content.title == "Another call"


def test_an_edit_stands_beside_a_correction_of_another_field(timeline: Timeline) -> None:
    added(timeline, f"{CALL}    corrected grade A1, 2022-03-20\n")

    assert corrections(added(timeline, CALL.replace("A call", "Another call"))) == [
        ("title", "Another call", False)
    ]


def test_a_known_date_is_not_edited(timeline: Timeline) -> None:
    added(timeline, CALL)
    (problem,) = imported(timeline, f"{CALL}    known 2022-01-01\n").edits.problems

    assert (
        problem.said
        == '"call" was recorded as known on 2022-03-05; an edit of its line does not correct that.'
    )
    assert spelled(problem.fixes[0]).paste == "known 2022-03-05"


# An export is a file as well


@pytest.mark.parametrize(
    "texts",
    [
        (CALL + BAN + PLAN,),
        (CALL, CALL.replace("A call", "Another call")),
        (CALL, CALL.replace("A call", "Another call"), CALL),
        (BAN, BAN.replace("2022-02", "2022-02-14"), BAN.replace("2022-02", "2022-03")),
        (BAN, BAN.replace("2022-02", "2022-02/2022-05"), BAN.replace("2022-02", "2022-02/..")),
        (
            CALL,
            CALL.replace("TUR > RUS", "TUR,USA = RUS").replace("A call", '"Call, 2022-01-01 #1"'),
        ),
        (CALL, f"{CALL}    note a, 2022-01-01, b\n", CALL),
        (
            PLAN,
            PLAN.replace("2022-03-06", "2022-03-08"),
            f"{PLAN}    moved 2022-03-10, AFP, 2022-03-07\n    held 2022-03, AFP, 2022-04\n",
        ),
        (
            CALL,
            f"{CALL}    retracted 2022-03-06\n",
            f"{CALL}    retracted 2022-03-06\n    reinstated 2022-03-07\n",
        ),
    ],
)
def test_an_export_imported_where_it_comes_from_appends_nothing(
    texts: tuple[str, ...], timeline: Timeline
) -> None:
    for text in texts:
        added(timeline, text)

    assert added(timeline, timeline.export()) == []


def test_an_export_holds_edits_too(timeline: Timeline, registry: Registry) -> None:
    for text in (
        CALL + BAN,
        CALL.replace("A call", "Another call") + BAN.replace("2022-02", "2022-02-14"),
        CALL,
    ):
        added(timeline, text)
    other = Timeline(MemoryRecorder(), registry, lambda: RECORDED)
    added(other, timeline.export())
    found, exported = other.facts(), other.export()
    other.close()

    assert exported == timeline.export()
    assert said(found) == said(timeline.facts())


def test_an_export_may_be_edited(timeline: Timeline) -> None:
    added(timeline, CALL)
    added(timeline, CALL.replace("A call", "Another call"))
    exported = timeline.export()

    assert corrections(added(timeline, exported.replace("  A call  ", "  A third call  "))) == [
        ("title", "A third call", False)
    ]


# Handles


def test_a_fact_without_a_handle_gets_one_from_its_title_and_keeps_it(timeline: Timeline) -> None:
    text = CALL.replace("  ^call", "")
    added(timeline, text)

    assert [fact.handle for fact in timeline.facts()] == ["a-call"]
    assert added(timeline, text) == []


def test_two_facts_with_one_title_are_numbered_and_stay_themselves(timeline: Timeline) -> None:
    text = CALL.replace("  ^call", "")
    both = text + text.replace("2022-03-05  TUR", "2022-03-04  TUR")
    added(timeline, both)

    assert [(fact.handle, fact.asserted.content.on) for fact in timeline.facts()] == [
        ("a-call", "2022-03-05"),
        ("a-call-2", "2022-03-04"),
    ]
    assert added(timeline, both) == []


def test_two_facts_with_one_title_may_change_places(timeline: Timeline) -> None:
    one = CALL.replace("  ^call", "")
    other = one.replace("2022-03-05  TUR", "2022-03-04  TUR")
    added(timeline, one + other)

    assert added(timeline, other + one) == []


def test_two_facts_that_say_the_same_are_two(timeline: Timeline) -> None:
    text = CALL.replace("  ^call", "")
    added(timeline, text + text)

    assert [fact.handle for fact in timeline.facts()] == ["a-call", "a-call-2"]
    assert added(timeline, text + text) == []


def test_two_facts_with_one_title_may_come_in_two_files(timeline: Timeline) -> None:
    one = CALL.replace("  ^call", "")
    other = one.replace("2022-03-05  TUR", "2022-03-04  TUR")
    added(timeline, one)

    second = imported(timeline, other, "second.facts")

    assert [fact.handle for fact in second.edits.added] == ["a-call-2"]
    assert added(timeline, one) == imported(timeline, other, "second.facts").edits.events == []


def test_a_made_handle_gives_way_to_a_written_one(timeline: Timeline) -> None:
    added(
        timeline,
        CALL.replace("  ^call", "")
        + CALL.replace("^call", "^a-call").replace("2022-03-05  TUR", "2022-03-04  TUR"),
    )

    assert {fact.handle: fact.asserted.content.on for fact in timeline.facts()} == {
        "a-call": "2022-03-04",
        "a-call-2": "2022-03-05",
    }


def test_a_made_handle_does_not_change_with_a_correction(timeline: Timeline) -> None:
    text = CALL.replace("  ^call", "")
    added(timeline, text)
    added(timeline, f"{text}    corrected title Another call, 2022-03-20\n")

    assert added(timeline, text) == []
    assert [fact.handle for fact in timeline.facts()] == ["a-call"]


def test_a_title_without_letters_makes_the_handle_fact(timeline: Timeline) -> None:
    added(timeline, CALL.replace("  ^call", "").replace("A call", "文"))

    assert [fact.handle for fact in timeline.facts()] == ["fact"]


# What cannot be recorded
# a row of a table is one line


@pytest.mark.parametrize(
    "bad",
    [
        "nonsense\n",
        "2022-03-05  TUR > XQZ  call  Who?  ^who\n",
        "2022-03-05  TUR > RUS  call  When?  ^when\n    ended 2022-03-06, AFP\n",
        "2022-03-05  TUR > RUS  call  Twice  ^call\n",
        "@actor\n",
        "@assert 2022-03-05 TUR RUS splendid\n",
    ],
)
@pytest.mark.parametrize("place", ["first", "last"])
def test_a_bad_line_anywhere_means_that_nothing_is_written(
    bad: str, place: str, timeline: Timeline
) -> None:
    good = f"@actor ruritania  Ruritania\n@assert 2022-03-05 TUR RUS mixed\n{CALL}{BAN}"
    recorded = imported(timeline, bad + good if place == "first" else good + bad)

    assert recorded.edits.problems
    assert list(recorded.positions) == []
    assert timeline.head().position == 0


def test_an_unknown_actor_is_refused_with_candidates(timeline: Timeline) -> None:
    (problem,) = imported(timeline, CALL.replace("RUS", "Russland, the")).edits.problems[:1]
    (frnace,) = imported(timeline, CALL.replace("TUR", "Frnace")).edits.problems

    assert problem.line == 1
    assert frnace.said == 'no actor is called "Frnace". Did you mean France (FRA)?'
    assert [spelled(fix).paste for fix in frnace.fixes] == [
        CALL.partition("\n")[0].replace("TUR", "FRA")
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f"{CALL}    ended 2022-04, AFP\n",
            '"call" has no duration; only standing facts end, are suspended, resumed or renewed.'),
        (f"{BAN}    held 2022-04, AFP\n",
            '"ban" was not planned; only engagements are held, moved or cancelled.'),
        (f"{BAN}    ended 2022-01, AFP\n", '"ban" cannot have ended before it had begun.'),
        (f"{PLAN}    held 2022-03-06\n    held 2022-03-07\n",
            '"plan" was already held on 2022-03-06; yours says 2022-03-07.'),
        (f"{PLAN}    corrected on 2022-03-07, 2022-03-08\n",
            '"plan" has no day on which it was held.'),
        (f"{CALL}    reinstated 2022-03-06\n", '"call" is not retracted.'),
        (f"{CALL}    retracted 2022-03-06\n    retracted 2022-03-07\n",
            '"call" is already retracted.'),
        (f"{CALL}    corrected what instrument:treaty, 2022-03-06\n",
            "instrument:treaty is not dated like call: retract the fact and add it again."),
    ],
)  # fmt: skip
def test_an_event_that_the_fact_does_not_take_is_a_problem_of_its_line(
    text: str, said: str, timeline: Timeline
) -> None:
    (problem,) = imported(timeline, text).edits.problems

    assert problem.said == said
    assert problem.line == text.count("\n")
    assert timeline.facts() == []


def test_what_a_fact_no_longer_takes_is_a_problem_of_the_new_line(timeline: Timeline) -> None:
    added(timeline, f"{PLAN}    held 2022-03-06, AFP\n")
    (problem,) = imported(timeline, f"{PLAN}    held 2022-03-07, AFP\n").edits.problems

    said = '"plan" was already held on 2022-03-06, says AFP; yours says 2022-03-07, says AFP.'
    assert (problem.line, problem.said) == (3, said)
    assert line(problem.fixes[0]).paste == "corrected on 2022-03-07, 2022-03-07, because REASON"


def test_every_fact_that_cannot_be_recorded_is_named(timeline: Timeline) -> None:
    recorded = imported(timeline, f"{CALL}    reinstated 2022\n{BAN}    held 2022\nnonsense\n")

    assert sorted(problem.line for problem in recorded.edits.problems) == [3, 6, 7]


def test_a_withdrawal_may_be_undone_and_done_again(timeline: Timeline) -> None:
    added(timeline, f"{CALL}    retracted 2022-03-06\n")
    added(timeline, f"{CALL}    reinstated 2022-03-07\n")
    events = added(timeline, f"{CALL}    retracted 2022-03-08\n")

    assert [type(event) for event in events] == [Retracted]
    assert [type(event) for event in timeline.fact("call").events] == [
        Asserted,
        Retracted,
        Reinstated,
        Retracted,
    ]


# Dry runs


def test_a_dry_run_says_what_it_would_do_and_writes_nothing(timeline: Timeline) -> None:
    added(timeline, CALL)
    head = timeline.head()
    text = (
        f"@actor ruritania  Ruritania\n@assert 2022-03-05 TUR RUS mixed\n{CALL}    denied Ministry,"
        f" 2022-03-06\n{BAN}"
    )
    recorded = append_lines(
        timeline, timeline.read(text, "t.facts"), timeline.moment(), dry_run=True
    )

    kinds = [event.stored_as for event in recorded.edits.events]
    assert kinds == ["fact.denied/1", "fact.asserted/1"]
    assert (
        [fact.handle for fact in recorded.edits.added],
        [fact.handle for fact in recorded.edits.changed],
    ) == (["ban"], ["call"])
    assert (recorded.actors, recorded.expectations, list(recorded.positions)) == (1, 1, [])
    assert timeline.head() == head


def test_a_fact_told_first_without_a_source_survives_its_export(
    timeline: Timeline, registry: Registry
) -> None:
    """Its export once gave the report to the first event, and its own store refused it."""
    added(timeline, "2022-03-05  TUR > RUS  call  Foo  ^foo\n")
    added(timeline, "2022-03-05  TUR > RUS  call  Foo  ^foo\n    report R, 2022-03-05\n")
    text = timeline.export()

    assert added(timeline, text) == []
    with closing(Timeline(MemoryRecorder(), registry)) as other:
        added(other, text)
        assert other.export() == text


@pytest.mark.parametrize("known", ["2022-03-05", "2022-03-05?"])
@pytest.mark.parametrize(
    "head",
    [
        "2022-03-04  TUR > RUS  call/diplomacy  Foo  ^foo",
        "2022-03-06  TUR = RUS  planned:call/diplomacy  Foo  ^foo",
    ],
)
def test_a_first_report_that_nobody_dated_survives_every_form(
    head: str, known: str, timeline: Timeline, registry: Registry
) -> None:
    """Only when it was known is told.

    Its export once crashed, as it looked for the day on which it was published.
    """
    text = f"{head}\n    report Reuters, known {known}, origin=afp\n"
    added(timeline, text)
    fact = timeline.fact("foo")

    assert (fact.asserted.known_on, fact.asserted.assumed) == (
        date(2022, 3, 5),
        known.endswith("?"),
    )
    assert timeline.export() == document_text(timeline.read(text, "t.facts")) == text
    assert added(timeline, text) == []
    with closing(Timeline(MemoryRecorder(), registry, lambda: RECORDED)) as other:
        append_lines(
            other, table.parse(table_text([fact]), "t.csv", registry), other.moment("An Author")
        )
        assert other.export() == text


def test_a_fact_of_another_kind_of_date_wants_a_handle_of_its_own(timeline: Timeline) -> None:
    """It was once refused with a sentence about an empty date."""
    added(timeline, "2022-03-05  TUR > RUS  call  Foo  ^foo\n")
    found = imported(timeline, "2022-03-05  TUR > RUS  instrument:sanctions  Foo  ^foo\n")

    assert "is dated differently" in found.edits.problems[0].said


def test_an_edit_read_from_an_export_is_still_an_edit(
    timeline: Timeline, registry: Registry
) -> None:
    """A store filled from an export once took the edited file for a new correction."""
    edited = "2022-03-06  TUR > RUS  call  Foo  ^foo\n"
    added(timeline, "2022-03-05  TUR > RUS  call  Foo  ^foo\n")
    added(timeline, edited)
    with closing(Timeline(MemoryRecorder(), registry)) as other:
        added(other, timeline.export())

        assert added(other, edited) == []


def test_both_dates_of_a_standing_fact_may_be_edited_at_once(timeline: Timeline) -> None:
    """Each edit was once checked alone, and the first of them refused."""
    line = "{}  TUR > RUS  instrument:sanctions  Foo  ^foo\n"
    added(timeline, line.format("2020-01-01/2020-06-01"))
    found = imported(timeline, line.format("2021-01-01/2021-06-01"))

    assert found.edits.problems == []
    assert len(found.positions) == 2


def test_a_source_added_later_gives_the_answer_it_gives_at_once(
    timeline: Timeline, registry: Registry
) -> None:
    """A fact told first without a source once never went stale."""
    stance = "2022-01-01  TUR > RUS  stance:opposes  Foo  ^foo\n    known 2022-01-01\n"
    report = "    report R, 2022-02-05\n"
    added(timeline, stance)
    added(timeline, stance + report)
    as_of = AsOf(date(2024, 1, 1))
    with closing(Timeline(MemoryRecorder(), registry)) as other:
        added(other, stance + report)
        at_once = state_of(other, Pair.of("TUR", "RUS"), as_of)

    assert state_of(timeline, Pair.of("TUR", "RUS"), as_of).score == at_once.score
    assert at_once.score.friction == 0


@pytest.mark.parametrize(
    ("detail", "field"),
    [
        ("report PUBLISHER, 2022-03-05", "publisher"),
        ("report Reuters, 2022-03-05, https://URL", "address"),
        ("denied Reuters, 2022-03-05, because REASON", "reason"),
        ("weight 4, because REASON", "reason"),
        ("note TEXT", "note"),
    ],
)
def test_a_suggestion_that_was_pasted_unfilled_is_refused(
    detail: str, field: str, timeline: Timeline
) -> None:
    """It went into the record as a source or a reason."""
    found = imported(timeline, f"2022-03-05  TUR > RUS  call  Foo  ^foo\n    {detail}\n")
    (problem,) = found.edits.problems

    assert problem.code == "placeholder"
    assert f"write the {field} instead" in problem.said
