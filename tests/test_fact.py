"""What a fact's events add up to at a point of knowledge, and which further events it takes."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from domain import edtf
from domain.changes import Change
from domain.clocks import LATEST, AsOf
from domain.decisions import decide, impossible
from domain.edtf import NO_FIRST, NO_LAST, Window
from domain.events import EVENTS, UNRECORDED, Corrected, Event
from domain.expectation import LABELS, Expected
from domain.fact import Fact, evolve, fact_id
from domain.refusal import InvalidInput
from domain.report import Report
from tests.builders import (
    a_content,
    a_day,
    a_fact,
    a_fact_state,
    an_assertion,
    cancelled,
    confirmed,
    corrected,
    day_number,
    denied,
    ended,
    held,
    moved,
    reinstated,
    renewed,
    reported,
    resumed,
    retracted,
    suspended,
    with_events,
)  # fmt: skip
from views.spelling import line


def refusal(fact: Fact, event: Event) -> InvalidInput:
    with pytest.raises(InvalidInput) as caught:
        decide(fact, event)
    return caught.value


def windows(fact: Fact, known: str = "") -> list[tuple[str, Window]]:
    return [(change.name, change.window) for change in a_fact_state(fact, known).changes]


# Reading ------------------------------------------------------------------------------------------


def test_late_news_is_not_seen_early() -> None:
    fact = a_fact(known="2022-03-07")

    assert fact.as_of(day_number("2022-03-06")) is None
    assert a_fact_state(fact, "2022-03-07").known_day == day_number("2022-03-07")


def test_an_earlier_report_moves_what_was_known_back() -> None:
    fact = a_fact(reported("2022-03-01"), known="2022-03-07")

    assert a_fact_state(fact, "2022-03-01").content == fact.asserted.content
    assert a_fact_state(fact).known_day == day_number("2022-03-01")


def test_a_fact_recorded_later_is_not_seen_by_an_earlier_instant() -> None:
    assert a_fact().as_of(NO_LAST, datetime(2022, 5, 1, tzinfo=UTC)) is None


def test_a_stream_that_does_not_begin_with_an_assertion_says_nothing() -> None:
    fact = Fact(fact_id("fact"), (reported("2022-03-05"),))

    assert fact.as_of() is None


def test_an_assumed_day_stays_assumed_until_an_earlier_source() -> None:
    assert a_fact_state(a_fact(report=None)).assumed
    assert not a_fact_state(a_fact(reported("2022-03-01"), report=None)).assumed


def test_reports_never_change_the_content() -> None:
    fact = a_fact(reported("2022-03-06", "AFP"), reported("2022-03-01", "TASS"))
    fact_state = a_fact_state(fact)

    assert fact_state.content == fact.asserted.content
    assert [report.publisher for _, report in fact_state.reports if report] == [
        "Reuters",
        "AFP",
        "TASS",
    ]
    assert fact_state.last_report_day == day_number("2022-03-06")


def test_a_retracted_fact_is_hidden_until_it_is_reinstated() -> None:
    fact = a_fact(retracted("2022-03-06"), reinstated("2022-03-08"))

    assert [a_fact_state(fact, f"2022-03-0{day}").retracted for day in (5, 6, 7, 8)] == [
        False,
        True,
        True,
        False,
    ]


def test_events_are_read_in_order_of_when_they_were_known() -> None:
    fact = a_fact(
        corrected("title", "Second", "2022-05-02"), corrected("title", "First", "2022-05-01")
    )

    assert a_fact_state(fact).content.title == "Second"


def test_events_known_on_one_day_are_read_in_order_of_recording() -> None:
    fact = a_fact(corrected("title", "First"), corrected("title", "Second"))

    assert a_fact_state(fact).content.title == "Second"


def test_a_correction_is_not_seen_before_it_was_known() -> None:
    fact = a_fact(corrected("weight", "-1", "2022-05-01"))

    assert a_fact_state(fact, "2022-04-30").content.weighs == -3_000_000
    assert a_fact_state(fact, "2022-05-01").content.weighs == -1_000_000


@pytest.mark.parametrize(
    ("own", "reports", "doubtful"),
    [
        ("", [""], False),
        ("D4", [""], True),
        ("A5", [""], True),
        ("F6", [""], False),
        ("B2", ["D5"], False),
        ("C4", ["A1"], True),
        ("", ["D5"], True),
        ("", ["D4"], True),
        ("", ["A3"], False),
        ("", ["E6"], False),
        ("", ["D5", "B2"], False),
        ("", ["D5", "D4"], True),
        ("", ["D4", "E6"], True),
        ("", ["D5", ""], False),
        ("", ["", "D5"], False),
        ("", ["D5", "D4", ""], False),
    ],
)
def test_a_fact_is_doubtful_by_its_own_grade_or_else_where_every_report_is(
    own: str, reports: list[str], *, doubtful: bool
) -> None:
    """One without a grade is enough to count: a bad source takes nothing from a good one."""
    first, *others = reports
    fact = a_fact(
        *(reported("2022-03-06", grade=each) for each in others),
        report=Report(publisher="Reuters", grade=first),
        grade=own,
    )

    assert a_fact_state(fact).doubtful is doubtful


def test_a_report_that_is_not_known_yet_takes_no_doubt_away() -> None:
    fact = a_fact(
        reported("2022-03-06"), report=Report(publisher="Reuters", grade="D5"), known="2022-03-05"
    )

    assert a_fact_state(fact, "2022-03-05").doubtful
    assert not a_fact_state(fact, "2022-03-06").doubtful


def test_a_grade_counts_from_the_day_its_report_was_known() -> None:
    fact = a_fact(
        reported("2022-03-08", grade="B2"), report=Report(publisher="Reuters", grade="D5")
    )

    assert [a_fact_state(fact, f"2022-03-0{day}").doubtful for day in (7, 8)] == [True, False]


def test_without_a_source_nothing_is_doubtful() -> None:
    assert not a_fact_state(a_fact(report=None)).doubtful


def test_an_id_is_a_layer_and_a_handle() -> None:
    fact = Fact(fact_id("20718170@2018-06-01", "icews"))

    assert (fact.id, fact.layer, fact.handle) == (
        "icews/20718170@2018-06-01",
        "icews",
        "20718170@2018-06-01",
    )
    assert a_fact_state(a_fact(handle="caatsa")).handle == "caatsa"
    assert Fact(fact_id("a/b")).handle == "a/b"


def test_every_event_has_a_name_of_its_own_on_disk() -> None:
    assert len({event.stored_as for event in EVENTS}) == len(EVENTS)
    assert all(event.stored_as.startswith("fact.") for event in EVENTS)


def test_an_event_that_is_not_recorded_has_no_instant() -> None:
    assert (
        Corrected(field="title", value="x", known_on=a_day("2022-03-05")).recorded_at == UNRECORDED
    )


# Engagements --------------------------------------------------------------------------------------

CALL = a_fact(what="planned:call", dated="2022-03-06")


def test_an_engagement_has_the_window_of_its_plan_until_it_is_held() -> None:
    fact = with_events(CALL, held("2022-03-07"))

    assert a_fact_state(fact, "2022-03-06").window == edtf.window("2022-03-06")
    assert a_fact_state(fact, "2022-03-07").window == edtf.window("2022-03-07")


def test_a_new_plan_and_a_cancellation_are_kept_with_the_day_they_were_known() -> None:
    fact = with_events(CALL, cancelled("2022-03-06"), moved("2022-04", "2022-03-10"))
    plans = a_fact_state(fact).plans

    assert [plan.text for plan in plans] == ["2022-03-06", "2022-03-06", "2022-04"]
    assert [plan.window is None for plan in plans] == [False, True, False]
    assert [plan.known_day for plan in plans] == [
        day_number(day) for day in ("2022-03-05", "2022-03-06", "2022-03-10")
    ]


def test_the_last_cancellation_says_who_called_it_off() -> None:
    fact = with_events(
        CALL, cancelled("2022-03-05", by="TUR"), cancelled("2022-03-05", "2022-03-06", by="RUS")
    )

    assert [plan.by for plan in a_fact_state(fact).plans] == ["", "TUR", "RUS"]
    assert a_fact_state(fact).called_off_by == "RUS"
    assert a_fact_state(with_events(fact, moved("2022-04", "2022-03-10"))).called_off_by == ""
    assert a_fact_state(with_events(fact, held("2022-03-07"))).called_off_by == ""


def test_nobody_but_its_actors_calls_a_plan_off() -> None:
    plan = a_fact(what="planned:talks", parties="TUR,USA = RUS", dated="2022-03-06")
    refused = refusal(plan, cancelled("2022-03-05", by="FRA"))

    assert refused.said == (
        '"fact" is a plan of TUR, USA and RUS; FRA has no part in it, and cannot call it off.'
    )
    assert [line(fix).paste for fix in refused.fixes] == ["--by TUR", "--by USA", "--by RUS"]
    assert a_fact_state(with_events(plan, cancelled("2022-03-05", by="USA"))).called_off_by == "USA"


def test_who_joined_a_plan_by_a_correction_may_call_it_off() -> None:
    plan = with_events(CALL, corrected("parties", "TUR = RUS,FRA", "2022-03-05"))

    assert a_fact_state(with_events(plan, cancelled("2022-03-06", by="FRA"))).called_off_by == "FRA"


def test_a_corrected_plan_replaces_the_last_one_and_stays_known_as_early() -> None:
    fact = with_events(
        CALL,
        moved("2022-04", "2022-03-10"),
        cancelled("2022-04-01"),
        corrected("planned", "2022-05", "2022-04-02"),
    )
    plans = a_fact_state(fact).plans

    assert [plan.text for plan in plans] == ["2022-03-06", "2022-05", "2022-04-01"]
    assert plans[1].known_day == day_number("2022-03-10")


def test_a_corrected_day_of_an_engagement_is_the_day_it_was_held() -> None:
    fact = with_events(CALL, held("2022-03"), corrected("on", "2022-03-08"))

    assert a_fact_state(fact).held == "2022-03-08"
    assert a_fact_state(fact).content.planned == "2022-03-06"


# Standing facts -----------------------------------------------------------------------------------


def test_beginnings_and_endings_stand_in_the_order_of_their_kinds() -> None:
    fact = a_fact(
        suspended("2021-03-01"),
        resumed("2021-06-01"),
        ended("2022-01-01"),
        what="instrument:treaty",
        dated="2020/2024",
        expires="2025",
    )

    assert [name for name, _ in windows(fact)] == [
        "since",
        "until",
        "expiry",
        "suspended",
        "resumed",
        "ended",
    ]


def test_changes_of_the_stream_stand_in_the_order_of_recording() -> None:
    fact = a_fact(
        resumed("2021-06-01", "2022-02-02"),
        suspended("2021-03-01", "2022-01-01"),
        what="instrument:treaty",
        dated="2020",
    )

    assert [name for name, _ in windows(fact)] == ["since", "resumed", "suspended"]


@pytest.mark.parametrize(
    ("dated", "known", "window"),
    [
        ("2022-03", "2022-03-10", ("2022-03-01", "2022-03-10")),
        ("2022-03", "2022-04-10", ("2022-03-01", "2022-03-31")),
        ("2022-03", "2022-03-01", ("2022-03-01", "2022-03-01")),
        ("2022-03", "2022-02-28", ("2022-03-01", "2022-03-31")),
        ("[..2022-06-01]", "2022-02-01", ("", "2022-02-01")),
        ("[2022-01-01..]", "2022-02-01", ("2022-01-01", "2022-02-01")),
    ],
)
def test_a_report_attests_that_a_standing_fact_has_begun(
    dated: str, known: str, window: tuple[str, str]
) -> None:
    """A war "in March" of which a report of the 10th says had begun by the 10th; not so what was
    announced in February.
    """
    first, last = window
    lo = day_number(first) if first else NO_FIRST
    fact = a_fact(what="stance:critical", dated=dated, known=known)

    assert windows(fact) == [("since", Window(lo, day_number(last)))]


def test_the_first_day_it_was_known_attests_it_even_by_a_report_of_an_older_day() -> None:
    fact = a_fact(
        reported("2022-02-01"), what="stance:critical", dated="[..2022-06-01]", known="2022-03-05"
    )

    assert windows(fact) == [("since", Window(NO_FIRST, day_number("2022-02-01")))]


def test_a_war_in_march_reported_on_the_tenth_has_begun_by_the_tenth() -> None:
    march = a_fact(what="instrument:armed-conflict", dated="2022-03", known="2022-03-10")

    assert windows(march) == [("since", edtf.window("[2022-03-01..2022-03-10]"))]


def test_what_was_announced_ahead_has_not_begun_by_its_report() -> None:
    april = a_fact(what="instrument:sanctions", dated="2022-04", known="2022-03-20")

    assert windows(april) == [("since", edtf.window("2022-04"))]


def test_what_always_was_began_before_every_day() -> None:
    assert windows(a_fact(what="stance:critical", dated=".."))[0][1] == Window(NO_FIRST, NO_FIRST)


def test_an_end_that_nobody_knows_is_no_later_than_the_day_it_was_known() -> None:
    fact = a_fact(what="instrument:treaty", dated="1999/", known="2006-08-14")

    assert windows(fact)[1] == ("until", Window(NO_FIRST, day_number("2006-08-14")))


def test_an_open_end_is_no_end() -> None:
    assert [name for name, _ in windows(a_fact(what="instrument:treaty", dated="1999/.."))] == [
        "since"
    ]


def test_a_renewal_moves_the_expiry_and_leaves_the_end_alone() -> None:
    fact = a_fact(
        renewed("2023", "2021-12-01"),
        what="instrument:sanctions",
        dated="2020/2030",
        expires="2022",
    )

    assert windows(fact, "2022-03-05")[1:] == [
        ("until", edtf.window("2030")),
        ("expiry", edtf.window("2023")),
    ]


def test_a_corrected_end_replaces_the_endings_known_by_then() -> None:
    fact = a_fact(
        suspended("2021-02-01"), resumed("2021-03-01"), ended("2022-01-01"),
        corrected("until", "2022-02-01", "2022-05-01"),
        what="instrument:sanctions", dated="2020", expires="2023",
    )  # fmt: skip

    assert [name for name, _ in windows(fact)] == [
        "since",
        "until",
        "expiry",
        "suspended",
        "resumed",
    ]
    assert "ended" in [name for name, _ in windows(fact, "2022-04-30")]


def test_a_flow_neither_begins_nor_ends() -> None:
    assert a_fact_state(a_fact()).changes == ()


def test_an_event_of_another_stream_changes_nothing() -> None:
    fact_state = a_fact_state(a_fact())
    expected = Expected(
        known_on=a_day("2022-03-05"), on="2022-03-05", a="TUR", b="RUS", label="mixed"
    )

    assert evolve(fact_state, expected) == fact_state


# Decisions ----------------------------------------------------------------------------------------


def test_events_are_numbered_in_their_stream() -> None:
    fact = a_fact(denied("2022-03-06"), handle="caatsa")

    assert [(event.originator_id, event.originator_version) for event in fact.events] == [
        ("desk/caatsa", 1),
        ("desk/caatsa", 2),
    ]
    assert fact.version == 2


def test_a_fact_begins_with_its_assertion() -> None:
    assert (
        refusal(Fact(fact_id("caatsa")), denied("2022-03-06")).said == 'no fact is called "caatsa".'
    )


def test_a_handle_names_one_fact() -> None:
    refused = refusal(a_fact(handle="caatsa", title="US sanctions"), an_assertion(a_content()))

    assert refused.said == '"caatsa" is already the name of a fact: US sanctions.'


@pytest.mark.parametrize(
    "event", [held("2022-03-06"), cancelled("2022-03-06"), moved("2022-04", "2022-03-06")]
)
@pytest.mark.parametrize("what", ["visit", "accuse", "instrument:treaty", "stance:critical"])
def test_only_what_was_planned_is_held_moved_or_cancelled(what: str, event: Event) -> None:
    assert "only engagements are held, moved or cancelled" in refusal(a_fact(what=what), event).said


@pytest.mark.parametrize(
    "event", [ended("2023"), suspended("2023"), resumed("2023"), renewed("2023", "2022-04-01")]
)
@pytest.mark.parametrize("what", ["visit", "accuse", "planned:call"])
def test_only_what_has_a_duration_ends(what: str, event: Event) -> None:
    assert (
        "only standing facts end, are suspended, resumed or renewed"
        in refusal(a_fact(what=what), event).said
    )


@pytest.mark.parametrize(
    "what",
    [
        "visit",
        "planned:call",
        "instrument:treaty",
        "assessment:strained",
        "geography:maritime-border",
    ],
)
@pytest.mark.parametrize(
    "event",
    [
        reported("2022-04-01"),
        denied("2022-04-01"),
        confirmed("2022-04-01"),
        retracted("2022-04-01"),
        corrected("title", "x"),
    ],
)
def test_every_fact_takes_records(what: str, event: Event) -> None:
    assert decide(a_fact(what=what), event).originator_version == 2


def test_an_engagement_is_held_once() -> None:
    refused = refusal(with_events(CALL, held("2022-03-06")), held("2022-03-07"))

    assert refused.said == '"fact" was already held on 2022-03-06; yours says 2022-03-07.'
    assert [line(fix).paste for fix in refused.fixes] == [
        "corrected on 2022-03-07, 2022-03-07, because REASON"
    ]


def test_a_fact_is_retracted_once_and_then_reinstated() -> None:
    fact = a_fact(retracted("2022-03-06"))

    assert "is already retracted" in refusal(fact, retracted("2022-03-07")).said
    assert "is not retracted" in refusal(a_fact(), reinstated("2022-03-07")).said


def test_an_engagement_that_was_not_held_has_no_day_to_correct() -> None:
    refused = refusal(CALL, corrected("on", "2022-03-07"))

    assert refused.said == '"fact" has no day on which it was held.'
    assert [line(fix).paste for fix in refused.fixes] == ["held 2022-03-07, PUBLISHER"]


@pytest.mark.parametrize(
    "event",
    [
        corrected("since", "2022"),
        corrected("handle", "x"),
        corrected("weight", "heavy"),
        corrected("on", "soon"),
    ],
)
def test_a_correction_that_cannot_be_is_not_recorded(event: Event) -> None:
    with pytest.raises(InvalidInput):
        decide(a_fact(), event)


@pytest.mark.parametrize(
    ("what", "dated", "field", "value", "refines"),
    [
        ("accuse", "2022-03", "on", "2022-03-05", True),
        ("accuse", "2022-03-05", "on", "2022-03", False),
        ("accuse", "2022-03-05", "on", "2022-03-05", False),
        ("accuse", "2022-03", "on", "2022-04-01", False),
        ("accuse", "[..2022-03]", "on", "2022-03", True),
        ("accuse", "2022-03", "title", "Other", False),
        ("planned:call", "2022-03", "planned", "2022-03-06", True),
        ("planned:call", "2022-03", "planned", "2022-05", False),
        ("instrument:sanctions", "2020-12", "since", "2020-12-14", True),
        ("instrument:sanctions", "2020-12", "since", "..", False),
        ("instrument:sanctions", "..", "since", "2020", False),
        ("instrument:sanctions", "2020/2022", "until", "2022-03", True),
        ("instrument:sanctions", "2020/2022", "until", "2023", False),
        ("instrument:sanctions", "2020/2022", "until", "..", False),
        ("instrument:sanctions", "2020/", "until", "2021", False),
        ("instrument:sanctions", "2020", "until", "2021", False),
        ("instrument:sanctions", "2020", "expires", "2021", False),
    ],
)
def test_a_new_window_inside_the_old_one_refines(
    what: str, dated: str, field: str, value: str, refines: bool
) -> None:
    event = decide(a_fact(what=what, dated=dated), corrected(field, value))

    assert isinstance(event, Corrected)
    assert event.refines is refines


def test_a_day_within_the_month_in_which_it_was_held_refines() -> None:
    event = decide(with_events(CALL, held("2022-03")), corrected("on", "2022-03-06"))

    assert isinstance(event, Corrected)
    assert event.refines


@pytest.mark.parametrize(
    ("dated", "event", "told"),
    [
        ("2020-06-01", ended("2020-06-01"), "ended before it had begun"),
        ("2020-06-01", ended("2019"), "ended before it had begun"),
        ("2020-06-01/2021", suspended("2020-06-01"), "been suspended before it had begun"),
        ("2020-06-01", renewed("2020-05-01", "2020-06-01"), "expired before it had begun"),
        ("2020-06-01/2021-01-01", corrected("since", "2021-01-01"), "ended before it had begun"),
        ("2020-06-01", corrected("until", "2020-05"), "ended before it had begun"),
        ("2020-06-01", corrected("expires", "2020-06-01"), "expired before it had begun"),
    ],
)
def test_an_ending_that_leaves_no_day_is_refused(dated: str, event: Event, told: str) -> None:
    fact = a_fact(what="instrument:sanctions", dated=dated)

    assert refusal(fact, event).said == f'"fact" cannot have {told}.'


def test_a_beginning_after_its_expiry_is_refused() -> None:
    with pytest.raises(InvalidInput, match="cannot have expired before it had begun"):
        a_fact(what="instrument:sanctions", dated="2020-06-01", expires="2020-06-01")


def test_a_resumption_on_the_day_of_the_suspension_is_refused() -> None:
    fact = a_fact(suspended("2020-06-02"), what="instrument:sanctions", dated="2020-06-01")

    assert (
        refusal(fact, resumed("2020-06-02")).said
        == '"fact" cannot have resumed before it had been suspended.'
    )


def test_an_ending_on_the_day_after_the_beginning_is_taken() -> None:
    assert a_fact(ended("2020-06-02"), what="instrument:sanctions", dated="2020-06-01").version == 2


def test_vague_changes_that_leave_a_day_each_are_taken() -> None:
    fact = a_fact(
        suspended("2020-06"),
        resumed("2020-06"),
        ended("2020-06"),
        what="instrument:sanctions",
        dated="2020-06",
    )

    assert fact.version == 4


def test_a_change_without_a_day_is_told_with_the_one_before() -> None:
    day = edtf.window("2020-06-01")
    since, until, resumption = Change("since", day), Change("until", day), Change("resumed", day)

    assert impossible([since]) is None
    assert impossible([since, until]) == (since, until)
    assert impossible([since, Change("until", edtf.window("2020-06-02"))]) is None
    assert impossible([since, resumption]) is None
    assert impossible([since, until, resumption]) == (until, resumption)


# Clocks and expectations --------------------------------------------------------------------------


def test_a_clock_that_is_not_set_is_everything_we_have() -> None:
    as_of = AsOf(a_day("2022-03-05"))

    assert (as_of.day, as_of.known_day, as_of.recorded_instant) == (
        day_number("2022-03-05"),
        NO_LAST,
        LATEST,
    )


def test_clocks_that_are_set_are_included() -> None:
    instant = datetime(2022, 6, 1, tzinfo=UTC)
    as_of = AsOf(a_day("2022-03-05"), a_day("2022-03-06"), instant)

    assert (as_of.known_day, as_of.recorded_instant) == (day_number("2022-03-06"), instant)
    assert a_fact().as_of(as_of.known_day, as_of.recorded_instant) is not None


def test_an_expectation_is_written_as_a_line() -> None:
    base = {
        "known_on": a_day("2022-03-05"),
        "on": "2022-03-05",
        "a": "TUR",
        "b": "RUS",
        "label": "mixed",
    }

    assert Expected.model_validate(base).line == "@assert 2022-03-05 TUR RUS mixed"
    assert (
        Expected.model_validate(base | {"domain": "energy"}).line
        == "@assert 2022-03-05 TUR RUS energy mixed"
    )
    assert Expected.model_validate(base).stream == "expectation/2022-03-05/TUR/RUS/mixed"


def test_there_are_fourteen_labels() -> None:
    assert len(set(LABELS)) == 14


def test_a_source_may_stand_behind_a_change() -> None:
    event = held("2022-03-06").model_copy(update={"report": Report(publisher="Al Arabiya")})

    assert with_events(CALL, event).version == 2


def test_a_reinstatement_known_before_the_retraction_is_refused() -> None:
    """It was once accepted, and the fact stayed retracted."""
    fact = with_events(a_fact(known="2022-03-05"), retracted("2022-06-01"))

    with pytest.raises(InvalidInput, match="was retracted later than 2022-05-01"):
        decide(fact, reinstated("2022-05-01"))
