"""The indented lines under a fact.

What each one says, and what is wrong with those that say nothing.
"""

from __future__ import annotations

from datetime import date
from typing import Final

import pytest

from domain.actors import Registry
from domain.content import CORRECTABLE, Content
from domain.events import (  # fmt: skip
    Cancelled,
    Confirmed,
    Corrected,
    Denied,
    Ended,
    Event,
    Held,
    Reinstated,
    Renewed,
    Reported,
    Rescheduled,
    Resumed,
    Retracted,
    Suspended,
)
from domain.refusal import Problem
from domain.report import Report
from projections.events import EVENT_WORDS
from service.formats.document import Block, Document
from service.formats.facts import parse
from service.formats.fields import FIELDS
from views.spelling import command as spelled

CONTACT: Final = "2022-03-05  TUR > RUS  call  Erdogan calls Putin  ^call"
STANDING: Final = "2022-02  TUR > RUS  instrument:sanctions/trade  A ban on imports  ^ban"
ENGAGEMENT: Final = "2022-03-06  TUR = RUS  planned:call  A call to come  ^call"
DAY: Final = date(2022, 3, 5)
REUTERS: Final = Report(publisher="Reuters", published="2022-03-05")


def read(header: str, line: str, registry: Registry) -> Document:
    return parse(f"{header}\n  report First, 2022-01-01\n  {line}\n", "t.facts", registry)


def event(header: str, line: str, registry: Registry) -> Event:
    """The one event that a line is, after a first report."""
    document = read(header, line, registry)
    assert document.problems == []
    (detail,) = document.blocks[0].events
    return detail.event


def block(header: str, line: str, registry: Registry) -> Block:
    document = parse(f"{header}\n  {line}\n", "t.facts", registry)
    assert document.problems == []
    return document.blocks[0]


def content(header: str, line: str, registry: Registry) -> Content:
    return block(header, line, registry).content


def problem(header: str, line: str, registry: Registry) -> Problem:
    """The one problem of a line, which is the third of its file and is indented by two spaces."""
    document = read(header, line, registry)
    assert document.blocks == []
    (found,) = document.problems
    assert (found.file, found.line) == ("t.facts", 3)
    return found


# Reports


def test_a_report_names_publisher_and_date(registry: Registry) -> None:
    found = event(CONTACT, "report Reuters, 2022-03-05", registry)

    assert found == Reported(report=REUTERS, known_on=DAY)


def test_a_report_may_say_more(registry: Registry) -> None:
    line = (
        "report Reuters, 5 March 2022, https://example.org/a?b=c, origin=AFP wire, voice=official,"
        " grade=b2, because first, and only"
    )
    found = event(CONTACT, line, registry)

    assert found == Reported(
        report=Report(
            publisher="Reuters",
            published="2022-03-05",
            url="https://example.org/a?b=c",
            origin="AFP wire",
            voice="official",
            grade="B2",
        ),
        known_on=DAY,
        because="first, and only",
    )


def test_a_report_dated_to_a_month_is_known_on_its_last_day(registry: Registry) -> None:
    assert event(CONTACT, "report Reuters, 2022-02", registry).known_on == date(2022, 2, 28)


def test_an_announcement_is_a_report_with_its_date_first(registry: Registry) -> None:
    assert event(ENGAGEMENT, "announced 2022-03-05, Reuters", registry) == Reported(
        report=REUTERS, known_on=DAY
    )


@pytest.mark.parametrize(("word", "kind"), [("denied", Denied), ("confirmed", Confirmed)])
def test_a_denial_and_a_confirmation_name_who_says_so(
    word: str, kind: type[Denied | Confirmed], registry: Registry
) -> None:
    found = event(
        CONTACT, f"{word} Reuters, 2022-03-05, https://example.org, because it knows", registry
    )

    report = REUTERS.model_copy(update={"url": "https://example.org"})
    assert found == kind(report=report, known_on=DAY, because="it knows")


@pytest.mark.parametrize(
    ("by", "actor"),
    [
        ("RUS", "RUS"),
        ("Russia", "RUS"),
        ("rus", "RUS"),
        ("the Kremlin", "RUS"),
        ("France", "FRA"),
        ("cow:710", "CHN"),
    ],
)
def test_a_denial_may_say_whose_own_it_is(by: str, actor: str, registry: Registry) -> None:
    found = event(CONTACT, f"denied Reuters, 2022-03-05, by={by}, because it says so", registry)

    assert found == Denied(report=REUTERS, by=actor, known_on=DAY, because="it says so")


def test_who_denies_is_named_as_on_the_day_of_the_denial(registry: Registry) -> None:
    fact = "1985-03-05  SUN > USA  accuse  An accusation  ^accusation"
    then, now = (
        parse(f"{fact}\n  denied Pravda, {day}, by=Kremlin\n", "t.facts", registry).blocks[0]
        for day in ("1985-03-06", "2005-03-06")
    )

    assert [getattr(each.events[0].event, "by", "") for each in (then, now)] == ["SUN", "RUS"]


@pytest.mark.parametrize("by", ["RUS", "Kremlin", "russia"])
def test_a_cancellation_may_say_who_called_it_off(by: str, registry: Registry) -> None:
    found = event(ENGAGEMENT, f"cancelled 2022-03-05, AFP, by={by}", registry)

    assert found == Cancelled(
        on="2022-03-05", by="RUS", report=Report(publisher="AFP"), known_on=DAY
    )


# Changes


@pytest.mark.parametrize(
    ("header", "word", "expected"),
    [
        (ENGAGEMENT, "held", Held(on="2022-03-05", known_on=DAY)),
        (ENGAGEMENT, "cancelled", Cancelled(on="2022-03-05", known_on=DAY)),
        (STANDING, "ended", Ended(on="2022-03-05", known_on=DAY)),
        (STANDING, "suspended", Suspended(on="2022-03-05", known_on=DAY)),
        (STANDING, "resumed", Resumed(on="2022-03-05", known_on=DAY)),
    ],
)
def test_a_change_without_a_known_date_is_known_on_its_day(
    header: str, word: str, expected: Event, registry: Registry
) -> None:
    assert event(header, f"{word} 2022-03-05", registry) == expected


@pytest.mark.parametrize(
    "written", ["2022-12", "[2022-11..2022-12]", "[2022-12-01,2022-12-31]", "2022"]
)
def test_a_change_without_a_known_date_is_known_on_the_last_day_of_its_date(
    written: str, registry: Registry
) -> None:
    assert event(STANDING, f"ended {written}, AFP", registry).known_on == date(2022, 12, 31)


def test_a_change_may_be_known_later_than_it_happened(registry: Registry) -> None:
    found = event(STANDING, "ended 2022-12, AFP, 2023-01-04", registry)

    assert found == Ended(
        on="2022-12",
        known_on=date(2023, 1, 4),
        report=Report(publisher="AFP", published="2023-01-04"),
    )


def test_a_publisher_without_a_known_date_has_published_nobody_knows_when(
    registry: Registry,
) -> None:
    found = event(ENGAGEMENT, "held 2022-03-05, Al Arabiya", registry)

    assert found == Held(on="2022-03-05", known_on=DAY, report=Report(publisher="Al Arabiya"))


def test_a_known_date_may_stand_before_the_publisher_or_without_one(registry: Registry) -> None:
    assert event(STANDING, "ended 2022-03-01, 2022-03-05", registry) == Ended(
        on="2022-03-01", known_on=DAY
    )
    assert event(STANDING, "ended 2022-03-01, 2022-03-05, Reuters", registry) == Ended(
        on="2022-03-01", known_on=DAY, report=REUTERS
    )


def test_a_change_known_on_an_assumed_day_says_so(registry: Registry) -> None:
    found = event(STANDING, "ended 2022-03-01, Reuters, 2022-03-05?", registry)

    assert found == Ended(
        on="2022-03-01", known_on=DAY, assumed=True, report=Report(publisher="Reuters")
    )


@pytest.mark.parametrize(
    ("header", "line", "expected"),
    [
        (
            ENGAGEMENT,
            "moved 2022-03-10, Reuters, 2022-03-05",
            Rescheduled(planned="2022-03-10", known_on=DAY, report=REUTERS),
        ),
        (
            STANDING,
            "renewed 2023-01-01, Reuters, 2022-03-05",
            Renewed(expires="2023-01-01", known_on=DAY, report=REUTERS),
        ),
        (
            STANDING,
            "renewed [2023-01-01..], 2022-03-05",
            Renewed(expires="[2023-01-01..]", known_on=DAY),
        ),
    ],
)
def test_what_is_moved_or_renewed_says_when_that_was_known(
    header: str, line: str, expected: Event, registry: Registry
) -> None:
    assert event(header, line, registry) == expected


def test_a_change_keeps_its_date_as_written(registry: Registry) -> None:
    found = event(ENGAGEMENT, "held 2022-03-06~, Reuters, 2022-03-09", registry)

    assert isinstance(found, Held)
    assert found.on == "2022-03-06~"


# Corrections and withdrawals


def test_a_correction_names_a_field_its_value_and_when_that_was_known(registry: Registry) -> None:
    found = event(CONTACT, "corrected on 2022-03-04, 2022-03-05, because AFP dates it", registry)

    assert found == Corrected(field="on", value="2022-03-04", known_on=DAY, because="AFP dates it")


@pytest.mark.parametrize(
    ("line", "field", "value"),
    [
        ("corrected title Talks, tea and a treaty, 2022-03-05", "title", "Talks, tea and a treaty"),
        (
            'corrected title "A call, 2022-03-01, again", 2022-03-05',
            "title",
            "A call, 2022-03-01, again",
        ),
        ('corrected title "Erdogan says ""no""", 2022-03-05', "title", 'Erdogan says "no"'),
        ('corrected note "", 2022-03-05', "note", ""),
        ("corrected on 4 March 2022, 5 March 2022", "on", "2022-03-04"),
        ("corrected on March 4, 2022, 2022-03-05", "on", "2022-03-04"),
        ("corrected on [2022-03-01,2022-03-04], 2022-03-05", "on", "[2022-03-01,2022-03-04]"),
        ("corrected what visit, 2022-03-05", "what", "visit"),
        ("corrected weight -2.5, 2022-03-05", "weight", "-2.5"),
        ("corrected parties TUR,USA = RUS, 2022-03-05", "parties", "TUR,USA = RUS"),
    ],
)
def test_a_corrected_value_ends_where_a_date_follows(
    line: str, field: str, value: str, registry: Registry
) -> None:
    assert event(CONTACT, line, registry) == Corrected(field=field, value=value, known_on=DAY)


@pytest.mark.parametrize(
    ("written", "value"), [("..", ".."), ('""', ""), ("2022-03-04", "2022-03-04")]
)
def test_an_ending_may_be_corrected_to_open_and_to_unknown(
    written: str, value: str, registry: Registry
) -> None:
    assert event(STANDING, f"corrected until {written}, 2022-03-05", registry) == Corrected(
        field="until", value=value, known_on=DAY
    )


def test_a_correction_known_on_an_assumed_day_says_so(registry: Registry) -> None:
    assert event(CONTACT, "corrected grade A1, 2022-03-05?", registry) == Corrected(
        field="grade", value="A1", known_on=DAY, assumed=True
    )


def test_a_correction_names_who_says_so_after_the_day_from_which_it_was_known(
    registry: Registry,
) -> None:
    line = "corrected title A, b, 2022-03-05, AFP, https://a.example, origin=ap, because a, b"

    assert event(CONTACT, line, registry) == Corrected(
        field="title",
        value="A, b",
        known_on=DAY,
        report=Report(
            publisher="AFP", published="2022-03-05", url="https://a.example", origin="ap"
        ),
        because="a, b",
    )


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("corrected title Talks, 2022, AFP, 2022-03-05", "Talks, 2022, AFP"),
        ("corrected title Talks, 2022, AFP, 2022-03-05, because x", "Talks, 2022, AFP"),
        ("corrected title Talks, 2022, 2022-03-05", "Talks, 2022"),
    ],
)
def test_a_line_that_could_be_read_without_a_source_is_read_as_it_was(
    line: str, value: str, registry: Registry
) -> None:
    found = event(CONTACT, line, registry)

    assert isinstance(found, Corrected)
    assert (found.value, found.report) == (value, None)


@pytest.mark.parametrize(("word", "kind"), [("retracted", Retracted), ("reinstated", Reinstated)])
def test_a_withdrawal_says_from_when_and_why(
    word: str, kind: type[Retracted | Reinstated], registry: Registry
) -> None:
    assert event(CONTACT, f"{word} 2022-03-05, because wrong, they say", registry) == kind(
        known_on=DAY, because="wrong, they say"
    )


# Fields


@pytest.mark.parametrize(
    ("header", "line", "field", "value"),
    [
        (CONTACT, "episode ankara-2022-03-05", "episode", "ankara-2022-03-05"),
        (CONTACT, "people tur.erdogan, rus.putin", "people", "tur.erdogan,rus.putin"),
        (CONTACT, "people tur.erdogan,rus.putin", "people", "tur.erdogan,rus.putin"),
        (CONTACT, "place Ankara, Turkey", "place", "Ankara, Turkey"),
        (CONTACT, "level ministers", "level", "ministers"),
        (CONTACT, "note #1 of 2, because it matters", "note", "#1 of 2, because it matters"),
        (CONTACT, "weight -4, because it was short", "weight", "-4"),
        (CONTACT, "grade b2", "grade", "B2"),
        (CONTACT, "code CAMEO 1.1b3 057", "code", "CAMEO 1.1b3 057"),
        (CONTACT, "goldstein -3.4", "goldstein", "-3.4"),
        (STANDING, "expires 1 January 2023", "expires", "2023-01-01"),
    ],
)
def test_a_field_says_more_of_the_fact(
    header: str, line: str, field: str, value: str, registry: Registry
) -> None:
    assert content(header, line, registry).value(field) == value


def test_a_weight_says_why(registry: Registry) -> None:
    found = content(CONTACT, "weight 2.5, because it took all night, and more", registry)

    assert (found.weight, found.weight_because) == (2_500_000, "it took all night, and more")


def test_fields_that_can_be_written_can_be_corrected() -> None:
    assert set(FIELDS) <= set(CORRECTABLE)


def test_no_detail_is_both_an_event_and_a_field() -> None:
    assert not set(EVENT_WORDS) & {*FIELDS, "known"}


# What is wrong


DATE_NEEDED: Final = "a publisher and a date are needed, with a comma and a space between them."
# a row of a table is one line
BAD: Final = [
    (CONTACT, "reported Reuters, 2022", 3, '"reported" is not a detail of a fact.',
        "report Reuters, 2022"),
    (CONTACT, "xyzzy", 3, '"xyzzy" is not a detail of a fact.', "report"),
    (CONTACT, "report Reuters 2022-03-05", 10, DATE_NEEDED, "report Reuters, 2022-03-05"),
    (ENGAGEMENT, "announced 5 March 2022 Vladimir Putin", 13, DATE_NEEDED,
        "announced 5 March 2022, Vladimir Putin"),
    (CONTACT, "report Foreign Ministry", 10, DATE_NEEDED, "report Foreign Ministry, DATE"),
    (CONTACT, "report", 9, DATE_NEEDED, "report PUBLISHER, DATE"),
    (STANDING, "ended 2022, X, Y, Z, because it was so", 18,
        '"Y" is one part too many; the form of this line is: ended DATE, PUBLISHER, KNOWN.',
        "ended 2022, X, because it was so"),
    (CONTACT, "report Reuters, 05/03/2022", 19, '"05/03/2022" can mean two dates.', "2022-03-05"),
    (CONTACT, "report Reuters, 2022-02-29", 19, '"2022-02-29": February 2022 has 28 days.',
        "2022-02-28"),
    (CONTACT, "report 2022-03-05, Reuters", 10, '"report" has its publisher first.',
        "report Reuters, 2022-03-05"),
    (CONTACT, "report Reuters, 2022-03-05, AFP", 31,
        '"AFP" is one part too many; the form of this line is: report PUBLISHER, DATE.',
        "report Reuters, 2022-03-05"),
    (CONTACT, "report Reuters, , 2022", 19, "there is nothing between two commas.", ""),
    (CONTACT, "report Reuters, 2022/2023", 19,
        '"2022/2023" is an interval, and one date is expected here.', "[2022..2023]"),
    (ENGAGEMENT, "announced Reuters", 13, DATE_NEEDED, "announced DATE, Reuters"),
    (ENGAGEMENT, "announced Reuters, 2022-03-05", 13, '"announced" has its date first.',
        "announced 2022-03-05, Reuters"),
    (CONTACT, "denied Ministry", 10, DATE_NEEDED, "denied Ministry, DATE"),
    (CONTACT, "confirmed 2022-03-05", 13, DATE_NEEDED, "confirmed PUBLISHER, 2022-03-05"),
    (ENGAGEMENT, "held spring 2022, AFP", 8,
        '"spring 2022" has no fixed days, and falls in other months in the southern hemisphere; '
        'name the months.', "[2022-03..2022-05]"),
    (ENGAGEMENT, "held 2022-03-06, AFP, Reuters", 25,
        '"Reuters" is one part too many; the form of this line is: held DATE, PUBLISHER, KNOWN.',
        "held 2022-03-06, AFP"),
    (ENGAGEMENT, "held 2022-03-06, 2022-03-07, 2022-03-08", 32,
        '"2022-03-08" is one part too many; the form of this line is: held DATE, PUBLISHER, '
        'KNOWN.', "held 2022-03-06, 2022-03-07"),
    (ENGAGEMENT, "moved 2022-03-10, AFP", 9,
        '"moved" must also say from which day that was known.', "moved 2022-03-10, AFP, KNOWN"),
    (STANDING, "renewed 2023, AFP", 11, '"renewed" must also say from which day that was known.',
        "renewed 2023, AFP, KNOWN"),
    (STANDING, "ended [2022-03..], AFP", 9,
        '"[2022-03..]" has no last day, so say from which day that was known.',
        "ended [2022-03..], AFP, KNOWN"),
    (STANDING, "suspended", 12, '"suspended" needs a date.', "suspended DATE, PUBLISHER, KNOWN"),
    (STANDING, "ended 2022-03/2022-04, AFP", 9,
        '"2022-03/2022-04" is an interval, and one date is expected here.', "[2022-03..2022-04]"),
    (CONTACT, "retracted because wrong", 13, '"retracted" needs the date from which it is known.',
        "retracted DATE, because REASON"),
    (CONTACT, "reinstated 2022, 2023", 14, '"reinstated" needs the date from which it is known.',
        "reinstated DATE, because REASON"),
    (CONTACT, "retracted yesterday", 13,
        '"yesterday" is another day each day; write the day itself.',
        "YYYY-MM-DD"),
    (CONTACT, "corrected tittle A call, 2022", 13, '"tittle" cannot be corrected.',
        "corrected title A call, 2022"),
    (CONTACT, "corrected title A call", 13,
        "a correction names a field, its value, and the date from which that was known.",
        "corrected FIELD VALUE, DATE, because REASON"),
    (CONTACT, "corrected on 2022-03-04, AFP, 2022-03-05, because x", 13,
        '"corrected" has the date before its source.',
        "corrected on 2022-03-04, 2022-03-05, AFP, because x"),
    (CONTACT, "corrected", 12,
        "a correction names a field, its value, and the date from which that was known.",
        "corrected FIELD VALUE, DATE, because REASON"),
    (CONTACT, "corrected on Reuters, 2022-03-05", 13,
        '"Reuters" is not a date that detente reads.', "YYYY-MM-DD"),
    (CONTACT, "corrected xyzzy 4, 2022", 13,
        f'"xyzzy" cannot be corrected; {", ".join(CORRECTABLE)} can.', ""),
    (CONTACT, "weight 4", 10, "a fact with a weight of its own says why.",
        "weight 4, because REASON"),
    (CONTACT, "episode Ankara & Moscow", 11,
        '"Ankara & Moscow" cannot be the name of an episode; use small letters, digits and '
        'hyphens.', "episode ankara-moscow"),
    (CONTACT, "episode ...", 11,
        '"..." cannot be the name of an episode; use small letters, digits and hyphens.',
        "episode NAME"),
    (STANDING, "ended https://example.org", 9, '"ended" needs a date.',
        "ended DATE, PUBLISHER, KNOWN"),
    (CONTACT, "weight heavy", 10, '"heavy" is not a number.', "-4"),
    (CONTACT, "weight 1001", 10,
        '"1001" is not a weight: use a number between -1000 and 1000, with at most six decimals.',
        "-4"),
    (CONTACT, "weight 0.0000001", 10,
        '"0.0000001" is not a weight: use a number between -1000 and 1000, with at most six '
        'decimals.', "-4"),
    (CONTACT, "weight 4, 5", 10, "a weight is a number of points, with a reason.",
        "weight VALUE, because REASON"),
    *((CONTACT, f"goldstein {text}", 13,
        f'"{text}" is not a Goldstein score: use a number between -10 and 10, with at most six '
        "decimals, or none where none is known.", "-4")
        for text in ("NaN", "-99", "10.1", "-9999", "0.0000001")),
    (CONTACT, "grade G7", 9, '"G7" is not a grade; a grade is a letter A to F and a digit 1 to 6.',
        "grade B2"),
    (CONTACT, "code 057", 8, '"057" needs a system, its version and the code.',
        "code CAMEO 1.1b3 057"),
    (CONTACT, "note", 7, '"note" has no text after it.', "note TEXT"),
    (CONTACT, "known soon", 9, '"soon" is not a date that detente reads.', "YYYY-MM-DD"),
    (CONTACT, "denied AFP, 2022-03-05, by=Russsia", 30,
        'no actor is called "Russsia". Did you mean Russia (RUS)?', "RUS"),
    (CONTACT, "denied AFP, 2022-03-05, by=ACTOR", 30,
        '"ACTOR" is a placeholder; write the actor instead.', ""),
    (CONTACT, "denied AFP, 2022-03-05, by=Georgia", 30,
        '"Georgia" can mean two actors: Georgia (GEO), or US-GA (not an actor here).', "GEO"),
    (ENGAGEMENT, "cancelled 2022-03-05, by=Russsia", 28,
        'no actor is called "Russsia". Did you mean Russia (RUS)?', "RUS"),
    (CONTACT, "expires 2023", 3, "only standing facts expire.", ""),
    (STANDING, "expires never", 11, '"never" is not a date that detente reads.', "YYYY-MM-DD"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("header", "line", "column", "said", "fix"), BAD, ids=[line for _, line, *_ in BAD]
)
def test_a_bad_detail_is_named_with_its_column_and_a_fix(
    header: str, line: str, column: int, said: str, fix: str, registry: Registry
) -> None:
    found = problem(header, line, registry)

    assert found.said == said
    assert found.column == column
    assert (spelled(found.fixes[0]).paste if found.fixes else "") == fix


@pytest.mark.parametrize("field", [*FIELDS, "known"])
def test_no_field_is_given_twice(field: str, registry: Registry) -> None:
    values = {
        "weight": "4, because long",
        "grade": "B2",
        "code": "A B C",
        "goldstein": "3",
        "people": "rus.putin",
        "known": "2022",
        "expires": "2023",
    }
    line = f"  {field} {values.get(field, 'something')}\n"
    document = parse(f"{STANDING}\n{line}{line}", "t.facts", registry)

    assert [(found.line, found.column, found.said) for found in document.problems] == [
        (3, 3, f'"{field}" is given twice.')
    ]


@pytest.mark.parametrize(
    ("detail", "said", "fix"),
    [
        (
            "report 2022-02-28, Reuters, https://a.org",
            '"report" has its publisher first.',
            "report Reuters, 2022-02-28, https://a.org",
        ),
        ("denied 2022-03-01, AFP", '"denied" has its publisher first.', "denied AFP, 2022-03-01"),
    ],
)
def test_a_report_that_is_turned_around_is_turned_back(
    registry: Registry, detail: str, said: str, fix: str
) -> None:
    """It was once only said that a publisher is not a date."""
    header = "2022-02-28  TUR > RUS  instrument:transit-restriction/transit  Straits  ^straits"
    (problem,) = parse(f"{header}\n    {detail}\n", "t.facts", registry).problems

    assert problem.said == said
    assert spelled(problem.fixes[0]).paste == fix
