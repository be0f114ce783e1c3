"""Dates as people type them: read by a closed grammar, or refused with the readings."""

from __future__ import annotations

from datetime import date

import pytest

from domain import edtf, typed
from domain.refusal import NotADate
from domain.typed import Asked, Period
from tests.builders import a_day
from views.spelling import command as spelled

TODAY = date(2022, 3, 5)


def read(text: str) -> bool:
    """Whether a text is read as a date."""
    try:
        typed.asked(text, TODAY)
    except NotADate:
        return False
    return True


def refusal(text: str) -> NotADate:
    with pytest.raises(NotADate) as caught:
        typed.asked(text, TODAY)
    return caught.value


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("2022-03-05", "2022-03-05"),
        ("  2022-03-05 ", "2022-03-05"),
        ("[..2022-03-05]", "[..2022-03-05]"),
        ("2022-02~", "2022-02~"),
        ("5 March 2022", "2022-03-05"),
        ("05 march 2022", "2022-03-05"),
        ("5  Mar  2022", "2022-03-05"),
        ("5 Sept. 2022", "2022-09-05"),
        ("March 5, 2022", "2022-03-05"),
        ("Mar. 5 2022", "2022-03-05"),
        ("Dec 2020", "2020-12"),
        ("MAY 2020", "2020-05"),
        ("2022-Q1", "[2022-01..2022-03]"),
        ("2022q4", "[2022-10..2022-12]"),
        ("2022-W10", "[2022-03-07..2022-03-13]"),
        ("2020W53", "[2020-12-28..2021-01-03]"),
        ("29 February 2020", "2020-02-29"),
        ("early 2024", "[2024-01..2024-04]"),
        ("mid-2022", "[2022-05..2022-08]"),
        ("Late 2021", "[2021-09..2021-12]"),
        ("early March 2022", "[2022-03-01..2022-03-10]"),
        ("mid February 2024", "[2024-02-11..2024-02-20]"),
        ("late February 2024", "[2024-02-21..2024-02-29]"),
        ("first week of March 2022", "[2022-03-01..2022-03-07]"),
        ("the last week of February 2023", "[2023-02-22..2023-02-28]"),
        ("2nd half of 2022", "[2022-07..2022-12]"),
        ("third quarter of 2022", "[2022-07..2022-09]"),
        ("Q1 2022", "[2022-01..2022-03]"),
        ("the 1990s", "199X"),
        ("end of May 2020", "[2020-05-21..2020-05-31]"),
        ("beginning of 2022", "[2022-01..2022-04]"),
        ("17th April 2020", "2020-04-17"),
        ("the 1st of May 2020", "2020-05-01"),
        ("April 17th, 2020", "2020-04-17"),
        ("early 1990s", "[1990..1993]"),
    ],
)
def test_words_quarters_and_weeks_are_read(text: str, written: str) -> None:
    assert typed.instant(text) == written


@pytest.mark.parametrize(
    ("text", "fixes"),
    [
        ("05/03/2022", ["2022-03-05", "2022-05-03"]),
        ("5.3.2022", ["2022-03-05", "2022-05-03"]),
        ("2022/03/05", ["2022-03-05"]),
        ("2022.3.5", ["2022-03-05"]),
        ("2022/03", ["2022-03"]),
        ("03-03-2022", ["2022-03-03"]),
        ("13/03/2022", ["2022-03-13"]),
        ("03/13/2022", ["2022-03-13"]),
        ("5 Mart 2022", ["2022-03-05"]),
        ("2022-13-05", ["2022-05-13"]),
        ("spring 2022", ["[2022-03..2022-05]"]),
        ("2001-21", ["[2001-03..2001-05]"]),
        ("2001-24", ["[2001-12..2002-02]"]),
        ("~1812-04", ["1812-04~"]),
        ("around May 2020", ["2020-05~"]),
        ("?2022-03-05", ["2022-03-05?"]),
        ("42332", ["2015-11-24"]),
        ("42332.0", ["2015-11-24"]),
        ("42332.4375", ["2015-11-24"]),
        ("Winter 2022", ["[2022-12..2023-02]"]),
        ("fall 2022", ["[2022-09..2022-11]"]),
        ("30 February 2022", ["2022-02"]),
        ("0 March 2022", ["2022-03"]),
        ("2022-Q5", ["2022-Q4"]),
        ("2022-W53", ["2022-W52"]),
        ("2022-W00", ["2022-W52"]),
        ("2022-03-01/2022-03-05", ["[2022-03-01..2022-03-05]"]),
        ("2021-02-29", ["2021-02-28", "2021-02"]),
        ("[2022-03-05..]", ["2022-03-05"]),
    ],
)
def test_a_date_that_is_not_read_is_refused_with_its_mends(text: str, fixes: list[str]) -> None:
    refused = refusal(text)

    assert [spelled(fix).paste for fix in refused.fixes] == fixes
    for fix in fixes:
        typed.asked(fix, TODAY)


@pytest.mark.parametrize(
    "text",
    ["S-400", "32/13/2022", "00/00/0000", "spring", "spring of hope", "summer 0000",
        "winter 9999", "5 Xyzzy 2022", "",
     "soon", "tomorrow", "next month", "2022 March", "noon", "0000-Q1", "0000-W01", "5 March 0000",
     "1646438400", "-0044-03-15", "44 BC", "last half of 2022", "early 0000", "9999-24"],
)  # fmt: skip
def test_a_date_that_nothing_is_near_to_is_refused_with_the_accepted_spellings(text: str) -> None:
    refused = refusal(text)

    assert refused.fixes == edtf.ACCEPTED
    assert not any(read(fix.paste) for fix in edtf.ACCEPTED)


@pytest.mark.parametrize(
    "text",
    ["-0044-03-15", "-44", "44 BC", "44BCE", "15 March 44 BC", "10000-01-01", "12022-03", "Y17000"],
)
def test_years_that_dates_do_not_reach_are_said_to_be_out_of_reach(text: str) -> None:
    assert refusal(text).said == f'"{text}": years run from 0001 to 9999.'


def test_two_readings_are_said_in_words() -> None:
    refused = refusal("05/03/2022")

    assert refused.said == '"05/03/2022" can mean two dates.'
    assert [fix.meaning for fix in refused.fixes] == ["5 March 2022", "3 May 2022"]


def test_a_foreign_month_is_refused_by_name() -> None:
    refused = refusal("5 Mart 2022")

    assert refused.said == '"5 Mart 2022": no month is called "Mart" in English.'
    assert refused.fixes[0].meaning == "5 March 2022"


def test_a_month_too_short_says_how_many_days_it_has() -> None:
    assert refusal("30 February 2020").said == '"30 February 2020": February 2020 has 29 days.'


@pytest.mark.parametrize(
    ("text", "day", "partial"),
    [
        ("today", "2022-03-05", False),
        ("yesterday", "2022-03-04", False),
        ("3 days ago", "2022-03-02", False),
        ("1 day ago", "2022-03-04", False),
        ("last week", "2022-02-27", True),
        ("last month", "2022-02-28", True),
        ("last year", "2021-12-31", True),
        ("2022-02", "2022-02-28", True),
        ("Dec 2020", "2020-12-31", True),
        ("2022-Q1", "2022-03-31", True),
        ("[..2022-03-05]", "2022-03-05", True),
        ("2022-03-05", "2022-03-05", False),
        ("5 March 2022", "2022-03-05", False),
    ],
)
def test_a_date_in_a_question_stands_for_its_last_day(text: str, day: str, partial: bool) -> None:
    assert typed.asked(text, TODAY) == Asked(text, a_day(day), partial)


def test_words_are_read_in_any_case() -> None:
    assert typed.asked("Last  MONTH", TODAY) == typed.asked("last month", TODAY)


@pytest.mark.parametrize(
    "text", ["yesterday", "9999 days ago", "last week", "last month", "last year"]
)
def test_nothing_lies_before_the_first_day(text: str) -> None:
    assert typed.asked(text, date.min).day == date.min


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("since 2022-02", "2022-02-01", None),
        ("Since 5 March 2022", "2022-03-05", None),
        ("before 2022-02", None, "2022-01-31"),
        ("from 2022-01 to 2022-02", "2022-01-01", "2022-02-28"),
        ("from 1 Jan 2022 until today", "2022-01-01", "2022-03-05"),
        ("between 2021 and yesterday", "2021-01-01", "2022-03-04"),
        ("2021..2022-02", "2021-01-01", "2022-02-28"),
        ("[2021..2022-02]", "2021-01-01", "2022-02-28"),
        ("2022-02", "2022-02-01", "2022-02-28"),
        ("today", "2022-03-05", "2022-03-05"),
        ("last week", "2022-02-21", "2022-02-27"),
        ("last month", "2022-02-01", "2022-02-28"),
        ("last year", "2021-01-01", "2021-12-31"),
        ("since last year", "2021-01-01", None),
        ("2022-W10", "2022-03-07", "2022-03-13"),
    ],
)
def test_a_period_is_a_span_of_days(text: str, first: str | None, last: str | None) -> None:
    assert typed.period(text, TODAY) == Period(
        a_day(first) if first else None, a_day(last) if last else None
    )


def test_an_open_period_has_an_unbounded_window() -> None:
    assert not typed.period("since 2022", TODAY).window.bounded
    assert not typed.period("before 2022", TODAY).window.bounded
    assert typed.period("2022", TODAY).window.days == 365


def test_a_period_that_ends_before_it_begins_is_refused_the_right_way_round() -> None:
    with pytest.raises(NotADate) as caught:
        typed.period("from 2022-03-05 to 2022-03-01", TODAY)

    assert [spelled(fix).paste for fix in caught.value.fixes] == ["from 2022-03-01 to 2022-03-05"]


@pytest.mark.parametrize(
    "text",
    [
        "since",
        "since when",
        "from 2022",
        "from a to b",
        "[..2022]",
        "since [..2022]",
        "2022/2023",
        "between 2021 and",
    ],
)
def test_a_period_that_is_not_read_is_refused(text: str) -> None:
    with pytest.raises(NotADate):
        typed.period(text, TODAY)


@pytest.mark.parametrize(
    "text",
    [
        "9999-W52",
        "5/3",
        "1/2022",
        "foo/bar",
        "2022-05/2022-03",
        "[2022-05..2022-03",
        "2022/13/45",
        "٠٥/٠٣/٢٠٢٢",
        "March 0000",
    ],
)
def test_every_mend_is_read_in_turn(text: str) -> None:
    """Some mends were once refused when they were pasted."""
    with pytest.raises(NotADate) as caught:
        typed.instant(text)

    fixes = caught.value.fixes
    pasted = [spelled(fix).paste.replace("YYYY", "2022") for fix in fixes]
    assert fixes == edtf.ACCEPTED or [typed.instant(each) for each in pasted]


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("23/5/22", ["2022-05-23", "1922-05-23"]),
        ("05/03/22", ["2022-03-05", "2022-05-03", "1922-03-05", "1922-05-03"]),
    ],
)
def test_a_year_of_two_digits_is_refused_with_the_days_that_it_may_be(
    text: str, dates: list[str]
) -> None:
    assert [fix.paste for fix in refusal(text).texts] == dates
