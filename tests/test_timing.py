"""Days that cannot be: still to come, or known before they came."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

import pytest

from domain.actors import Registry
from domain.events import Asserted, Event, Reported, Undone
from domain.fact import Fact, fact_id
from domain.refusal import InvalidInput
from domain.report import Report
from domain.timing import PLANNED, check_timing
from service.formats import table
from service.recording import Recorded, append_lines
from service.store.memory import MemoryRecorder
from service.timeline import Timeline
from tests.builders import (
    a_content,
    a_day,
    a_fact,
    an_assertion,
    cancelled,
    confirmed,
    corrected,
    denied,
    ended,
    held,
    moved,
    reinstated,
    reported,
    retracted,
)
from tests.console import Console
from views.spelling import line

TODAY: Final = date(2022, 3, 10)
RECORDED: Final = datetime(2022, 3, 10, 12, tzinfo=UTC)
NEW: Final = Fact(fact_id("fact"))


def asserted(what: str, dated: str, known: str = "2022-03-10") -> Event:
    return an_assertion(a_content(what, dated), known)


def refusal(fact: Fact, event: Event, today: date = TODAY) -> str:
    """The code of the refusal of an event; empty where it is taken."""
    try:
        check_timing(fact, event, today)
    except InvalidInput as refused:
        return refused.code
    return ""


# Still to come ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("what", "dated", "taken"),
    [
        ("visit", "2022-03-10", True),
        ("visit", "2022-03-11", False),
        ("accuse", "2022-03-11", False),
        ("visit", "2022-03", True),
        ("visit", "2022-03-11~", True),  # perhaps the tenth
        ("visit", "[2022-03-05..2022-03-15]", True),
        ("visit", "[2022-03-11..2022-03-15]", False),
        ("visit", "[2022-03-10,2022-04-01]", True),
        ("visit", "[..2022-04]", True),
        ("visit", "[2022-03-11..]", False),
        ("summit", "2022-03-10/2022-03-12", True),
        ("summit", "2022-03-11/2022-03-12", False),
        ("planned:visit", "2022-03-11", True),
        ("planned:deadline", "2030", True),
        ("instrument:sanctions", "2022-03-10", True),
        ("instrument:sanctions", "2022-03-11", False),
        ("instrument:treaty", "2022-03-10/2030", True),
        ("instrument:treaty", "..", True),
        ("instrument:treaty", "../2030", True),
        ("stance:critical", "2022-03-11", False),
        ("assessment:strained", "2022-03-11", False),
    ],
)
def test_what_has_not_come_yet_is_planned_and_nothing_else(
    what: str, dated: str, taken: bool
) -> None:
    assert refusal(NEW, asserted(what, dated)) == ("" if taken else "still-to-come")


@pytest.mark.parametrize(
    ("event", "taken"),
    [
        (held("2022-03-10"), True),
        (held("2022-03-11"), False),
        (held("2022-03-11", "2022-03-10"), False),
        (held("2022-03-10/2022-03-12", "2022-03-10"), True),
        (cancelled("2022-03-11"), False),
        (moved("2022-04-01", "2022-03-10"), True),
        (corrected("on", "2022-03-11", "2022-03-10"), False),
        (corrected("planned", "2022-04-01", "2022-03-10"), True),
    ],
)
def test_no_plan_was_held_on_a_day_to_come(event: Event, taken: bool) -> None:
    plan = a_fact(what="planned:visit", dated="2022-04-01")

    assert refusal(plan, event) == ("" if taken else "still-to-come")


VAGUE = Reported(report=Report(publisher="AFP", published="2022-03"), known_on=a_day("2022-03-31"))


@pytest.mark.parametrize(
    ("event", "taken"),
    [
        (reported("2022-03-10"), True),
        (reported("2022-03-11"), False),
        (VAGUE, True),
        (denied("2022-03-11"), False),
        (confirmed("2022-03-11"), False),
        (retracted("2022-03-11"), False),
        (reinstated("2022-03-11"), False),
        (corrected("title", "A visit", "2022-03-11"), False),
        (asserted("visit", "2022-03-05", known="2022-03-11"), False),
        (Undone(versions=(1,), known_on=a_day("2022-03-11")), True),
    ],
    ids=lambda value: type(value).__name__,
)
def test_nothing_is_recorded_that_is_known_from_a_later_day_on(event: Event, taken: bool) -> None:
    """Lines took what commands refuse: a report of next year counted for nothing until then."""
    fact = NEW if isinstance(event, Asserted) else a_fact(what="visit")

    assert refusal(fact, event) == ("" if taken else "not-known-yet")


def test_a_plan_is_not_known_to_be_moved_from_a_later_day_on() -> None:
    plan = a_fact(what="planned:visit", dated="2022-04-01")

    assert refusal(plan, moved("2022-04-02", "2022-03-11")) == "not-known-yet"


def test_an_end_to_come_may_be_announced_without_a_day_for_that() -> None:
    treaty = a_fact(what="instrument:treaty", dated="2022-03-01")

    assert refusal(treaty, ended("2023-01-01")) == ""
    assert refusal(treaty, ended("2023-01-01", "2022-03-11")) == "not-known-yet"


def test_what_will_end_may_be_known_before_it_does() -> None:
    assert refusal(a_fact(what="instrument:treaty"), ended("2023-01-01", "2022-03-10")) == ""


def test_a_correction_does_not_move_a_fact_into_the_future() -> None:
    treaty = a_fact(what="instrument:treaty", dated="2022-03-01")

    assert refusal(treaty, corrected("since", "2022-03-11")) == "still-to-come"
    assert refusal(treaty, corrected("since", "..", "2022-03-10")) == ""
    assert refusal(treaty, corrected("until", "2030", "2022-03-10")) == ""
    assert refusal(a_fact(), corrected("on", "2022-03-11")) == "still-to-come"
    assert refusal(a_fact(), corrected("title", "2030", "2022-03-10")) == ""


def test_everything_that_is_planned_becomes_what_it_is_planned_from() -> None:
    assert all(a_content(f"planned:{what}") for what in set(PLANNED.values()))
    assert all(a_content(what) for what in PLANNED)


# Known before it came -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("what", "dated", "known", "taken"),
    [
        ("visit", "2022-03-05", "2022-03-05", True),
        ("visit", "2022-03-05", "2022-03-04", False),
        ("accuse", "2022-03-05", "2021-03-05", False),
        # vague: some day of it is not after the report
        ("visit", "2022-03", "2022-03-01", True),
        ("visit", "2022-03", "2022-02-28", False),
        ("visit", "2022-03-05~", "2022-03-04", True),
        ("visit", "[..2022-03-05]", "1999-01-01", True),
        ("visit", "[2022-03-04..2022-03-05]", "2022-03-04", True),
        ("summit", "2022-03-05/2022-03-07", "2022-03-05", True),
        ("summit", "2022-03-05/2022-03-07", "2022-03-04", False),
        ("planned:visit", "2022-03-05", "2022-03-01", True),
        # sanctions take effect on a day that is set beforehand
        ("instrument:sanctions", "2022-03-05", "2022-03-01", True),
        ("instrument:treaty", "2022-03", "2022-02-01", True),
        ("stance:critical", "2022-03-05", "2022-03-04", False),
        ("stance:critical", "2022-03", "2022-03-04", True),
        ("stance:critical", "..", "1999-01-01", True),
        ("link:close", "2022-03-05/2022-03-07", "2022-03-04", False),
        ("assessment:strained", "2022-03-05", "2022-03-04", False),
        ("geography:maritime-border", "2022-03-05", "2022-03-04", False),
    ],
)
def test_nobody_reports_what_has_not_happened(
    what: str, dated: str, known: str, taken: bool
) -> None:
    assert refusal(NEW, asserted(what, dated, known)) == ("" if taken else "reported-too-early")


@pytest.mark.parametrize(
    ("known", "taken"), [("2022-03-04", False), ("2022-03-05", True), ("2022-03-06", True)]
)
def test_a_further_report_comes_after_it_too(known: str, taken: bool) -> None:
    fact = a_fact(dated="2022-03-05")

    assert refusal(fact, reported(known)) == ("" if taken else "reported-too-early")


def test_a_report_of_what_was_dated_differently_then_is_taken() -> None:
    """The first report had a wrong day; one more of that day says what the first one said."""
    later = a_fact(corrected("on", "2022-03-07", "2022-03-08"), dated="2022-03-05")
    earlier = a_fact(corrected("on", "2022-03-01", "2022-03-08"), dated="2022-03-05")

    assert refusal(later, reported("2022-03-05")) == ""
    assert refusal(later, reported("2022-03-04")) == "reported-too-early"
    assert refusal(earlier, reported("2022-03-02")) == ""


@pytest.mark.parametrize(
    ("event", "taken"),
    [
        (held("2022-03-06", "2022-03-06"), True),
        (held("2022-03-06", "2022-03-05"), False),
        (held("2022-03", "2022-03-05"), True),
        (held("2022-03-06/2022-03-08", "2022-03-06"), True),
        (cancelled("2022-03-06", "2022-03-05"), False),
        (cancelled("2022-03-05", "2022-03-06"), True),
        (corrected("on", "2022-03-06", "2022-03-05"), False),
        (reported("2022-03-01"), True),
    ],
)
def test_an_outcome_is_not_known_before_it(event: Event, taken: bool) -> None:
    plan = a_fact(what="planned:visit", dated="2022-03-06")

    assert refusal(plan, event) == ("" if taken else "reported-too-early")


# Lines --------------------------------------------------------------------------------------------


@pytest.fixture
def timeline(registry: Registry) -> Iterator[Timeline]:
    with closing(Timeline(MemoryRecorder(), registry, lambda: RECORDED)) as timeline:
        yield timeline


def imported(timeline: Timeline, text: str, name: str = "t.facts") -> Recorded:
    return append_lines(timeline, timeline.read(text, name), timeline.moment("An Author"))


def told(recorded: Recorded) -> list[tuple[str, str]]:
    return [(problem.place, problem.code) for problem in recorded.edits.problems]


def pastes(recorded: Recorded) -> list[str]:
    return [line(fix).paste for problem in recorded.edits.problems for fix in problem.fixes]


GOOD: Final = "2022-03-05  TUR > RUS  call  A call  ^good\n    report Reuters, 2022-03-05\n"


@pytest.mark.parametrize(
    ("text", "place", "code"),
    [
        ("2022-03-11  TUR = RUS  visit  V  ^v\n", "t.facts:3:1", "still-to-come"),
        (
            "2022-03-05  TUR = RUS  visit  V  ^v\n    note N\n    report AFP, 2022-03-04\n",
            "t.facts:5:5",
            "reported-too-early",
        ),
        (
            "2022-03-05  TUR = RUS  visit  V  ^v\n    report AFP, 2022-03-05\n"
            "    report DPA, 2022-03-04\n",
            "t.facts:5:5",
            "reported-too-early",
        ),
        (
            "2022-03-05  TUR = RUS  visit  V  ^v\n    known 2022-03-04\n",
            "t.facts:3:1",
            "reported-too-early",
        ),
        (
            "2022-03-11  TUR = RUS  planned:visit  V  ^v\n    announced 2022-03-01, Kalin\n"
            "    held 2022-03-11, AFP\n",
            "t.facts:5:5",
            "still-to-come",
        ),
        (
            "2022-03-06  TUR = RUS  planned:visit  V  ^v\n    announced 2022-03-01, Kalin\n"
            "    held 2022-03-06, AFP, 2022-03-05\n",
            "t.facts:5:5",
            "reported-too-early",
        ),
    ],
)
def test_an_import_names_the_line_and_records_nothing(
    text: str, place: str, code: str, timeline: Timeline
) -> None:
    recorded = imported(timeline, GOOD + text)

    assert told(recorded) == [(place, code)]
    assert (list(recorded.positions), timeline.facts()) == ([], [])


@pytest.mark.parametrize(
    ("what", "planned"),
    [
        ("visit", "planned:visit"),
        ("consult:phone", "planned:call"),
        ("failed-talks", "planned:talks"),
        ("accuse", "planned:deadline"),
        ("instrument:sanctions", "planned:deadline"),
    ],
)
def test_the_line_that_would_do_is_the_plan(what: str, planned: str, timeline: Timeline) -> None:
    recorded = imported(timeline, f"2022-03-11  TUR > RUS  {what}/security  A title  ^v  #topic\n")
    (fix,) = pastes(recorded)

    assert fix == f"2022-03-11  TUR > RUS  {planned}/security  A title  ^v  #topic"
    assert imported(timeline, fix).edits.problems == []


def test_days_of_a_plan_are_a_vague_day(timeline: Timeline) -> None:
    recorded = imported(timeline, "2022-03-11/2022-03-13  TUR = RUS  summit  S  ^s\n")

    assert pastes(recorded) == [
        "[2022-03-11..2022-03-13]  TUR = RUS  planned:summit/diplomacy  S  ^s"
    ]


def test_no_line_would_do_for_what_nobody_plans(timeline: Timeline) -> None:
    recorded = imported(timeline, "2022-03-11  TUR > RUS  stance:critical  C  ^c\n")

    assert pastes(recorded) == []
    assert recorded.edits.problems[0].said.endswith("Record it once it holds.")


def test_a_report_before_the_visit_was_one_of_the_plan_or_the_day_is_vague(
    timeline: Timeline,
) -> None:
    recorded = imported(
        timeline, "2022-03-05  TUR = RUS  visit  V  ^v\n    report AFP, 2022-03-04\n"
    )

    assert recorded.edits.problems[0].said == (
        "AFP cannot have reported on 2022-03-04 what happened on 2022-03-05."
    )
    assert pastes(recorded) == [
        "2022-03-05  TUR = RUS  planned:visit/diplomacy  V  ^v",
        "[2022-03-04..2022-03-05]  TUR = RUS  visit/diplomacy  V  ^v",
    ]
    for handle, fix in zip(("^one", "^two"), pastes(recorded), strict=True):
        with_report = f"{fix.replace('^v', handle)}\n    report AFP, 2022-03-04\n"
        assert imported(timeline, with_report).edits.problems == []


def test_an_edited_line_is_not_moved_into_the_future(timeline: Timeline) -> None:
    imported(timeline, GOOD)
    recorded = imported(timeline, GOOD.replace("2022-03-05  TUR", "2022-03-11  TUR"))

    assert told(recorded) == [("t.facts:1:1", "still-to-come")]
    assert timeline.fact("good").version == 1


def test_a_table_names_its_row_and_column(timeline: Timeline) -> None:
    text = (
        "title,date,actors,op,recipients,what,publisher,published\n"
        "One,2022-03-11,TUR,>,RUS,visit,,\n"
        "Two,2022-03-05,TUR,>,RUS,visit,AFP,2022-03-04\n"
    )
    document = table.parse(text, "t.csv", timeline.registry)
    recorded = append_lines(timeline, document, timeline.moment("An Author"))

    assert told(recorded) == [("t.csv:2:2", "still-to-come"), ("t.csv:3:7", "reported-too-early")]


# Denials and plans --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("what", "dated", "code"),
    [
        ("accuse", "2022-03-05", "reported-too-early"),
        ("accuse", "2022-03", ""),
        ("stance:critical", "2022-03-05", "reported-too-early"),
        ("instrument:sanctions", "2022-03-05", ""),
        ("planned:call", "2022-03-05", ""),
    ],
)
def test_nobody_denies_what_has_not_happened(what: str, dated: str, code: str) -> None:
    """Instruments and plans may be denied before their day."""
    fact = a_fact(what=what, dated=dated, known="2022-03-01" if code == "" else "2022-03-05")

    assert refusal(fact, denied("2022-03-04")) == code


@pytest.mark.parametrize(
    ("dated", "known", "code"),
    [
        ("2022-03-05", "2022-03-05", ""),
        ("2022-03-05", "2022-03-06", "announced-too-late"),
        ("2022-03", "2022-03-10", ""),
        ("[2022-03-05..]", "2022-03-10", ""),
    ],
)
def test_a_plan_is_announced_by_its_day(dated: str, known: str, code: str) -> None:
    assert refusal(NEW, asserted("planned:call", dated, known)) == code


def test_a_plan_without_an_announcement_is_taken_whenever_it_is_recorded() -> None:
    recorded = an_assertion(a_content("planned:call", "2022-03-05"), "2022-03-10", report=None)

    assert refusal(NEW, recorded) == ""


def test_a_plan_was_not_held_before_it_was_announced() -> None:
    fact = a_fact(what="planned:call", dated="2022-03-09", known="2022-03-05")

    assert refusal(fact, held("2022-03-04")) == "reported-too-early"
    assert refusal(fact, held("2022-03-05")) == ""


# What was recorded before -------------------------------------------------------------------------


def test_what_is_recorded_already_is_never_refused(timeline: Timeline) -> None:
    """A timeline of an earlier version may hold a report from before its fact."""
    early = a_fact(dated="2022-03-05", known="2022-03-01", handle="early")
    timeline.append([timeline.moment().stamp(event) for event in early.events])
    text = timeline.export()

    assert imported(timeline, text).edits.events == []
    assert "  accuse  ^early" in text
    assert imported(timeline, text.replace("  accuse  ^", "  Edited  ^")).edits.problems == []
    assert [fact.handle for fact in timeline.facts()] == ["early"]


def test_a_copy_of_such_a_timeline_is_taken(tmp_path: Path) -> None:
    console = Console.begun(tmp_path)
    console.environ["DETENTE_TODAY"] = "2030-01-02"
    console.type('detente add "2030-01-01 TUR = RUS visit A visit ^v"')
    console.environ["DETENTE_TODAY"] = "2026-11-22"
    console.type("detente export -o all.jsonl")
    console.type("detente init copy.db")
    printed, code = console.run(["--db", "copy.db", "import", "all.jsonl"])

    assert (code, "2 events added" in printed) == (0, True)
    found = json.loads(console.apart(["--db", "copy.db", "show", "v", "--json"])[0])
    assert (found["dated"], found["status"]) == ("2030-01-01", "not yet")


# Commands -----------------------------------------------------------------------------------------

CALL: Final = "2022-03-06  TUR = RUS  planned:call  Call  ^call; announced 2022-03-05, Kalin"


@pytest.mark.parametrize(
    ("line", "said", "fix"),
    [
        (
            'add "2022-03-20 TUR = RUS visit A visit ^v"',
            "2022-03-20 is still to come: today is 2022-03-10. Until it was held, it is a plan.",
            "2022-03-20  TUR = RUS  planned:visit/diplomacy  A visit  ^v",
        ),
        (
            "settle call --held 2022-03-20",
            "2022-03-20 is still to come: today is 2022-03-10.",
            "detente settle call --moved 2022-03-20 --source PUBLISHER --known-on DATE",
        ),
        (
            "settle call --held 2022-03-07 --known-on 2022-03-06 --source AFP",
            'nobody can have known on 2022-03-06 that "call" was held on 2022-03-07.',
            "detente settle call --moved 2022-03-07 --source AFP --known-on 2022-03-06",
        ),
    ],
)
def test_a_command_refuses_such_days_and_offers_the_plan(
    line: str, said: str, fix: str, tmp_path: Path
) -> None:
    console = Console.begun(tmp_path, CALL)
    console.environ["DETENTE_TODAY"] = "2022-03-10"
    printed = console.type(f"detente {line}")

    assert said in printed
    assert f"\n  {fix}" in printed
    assert printed.endswith("(exit 2)\n")


def test_a_plan_is_not_moved_to_its_own_day(tmp_path: Path) -> None:
    console = Console.begun(tmp_path, CALL)
    console.environ["DETENTE_TODAY"] = "2022-03-05"
    printed = console.type("detente settle call --held 2022-03-06")

    assert "So nobody knows that it was held." in printed
    assert "--moved" not in printed


def test_another_today_takes_what_has_come_by_then(tmp_path: Path) -> None:
    console = Console.begun(tmp_path, CALL)

    assert "is still to come" in console.type(
        "detente --today 2022-03-05 settle call --held 2022-03-06"
    )
    assert console.type("detente --today 2022-03-06 settle call --held 2022-03-06").startswith(
        "Recorded held 6 Mar 2022"
    )
