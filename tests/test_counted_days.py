"""Dates counted from today, and dates without their year: read, or refused with their readings."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from domain import typed
from domain.refusal import Fix, NotADate
from tests.console import Console

MONDAY = date(2022, 11, 14)
"""A Monday, so that `last Monday` is a week before it."""


def refusal(text: str, today: date | None = None) -> NotADate:
    with pytest.raises(NotADate) as caught:
        typed.instant(text, today)
    return caught.value


def pasted(refused: NotADate) -> list[str]:
    return [fix.paste for fix in refused.fixes if isinstance(fix, Fix)]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("today", "2022-11-14"),
        ("Yesterday", "2022-11-13"),
        ("the day before yesterday", "2022-11-12"),
        ("tomorrow", "2022-11-15"),
        ("a day ago", "2022-11-13"),
        ("two days ago", "2022-11-12"),
        ("12 days ago", "2022-11-02"),
        ("last Monday", "2022-11-07"),
        ("last sun", "2022-11-13"),
        ("on last Tuesday", "2022-11-08"),
        ("last week", "[2022-11-07..2022-11-13]"),
        ("last month", "2022-10"),
        ("last year", "2021"),
    ],
)
def test_what_a_table_fixes_is_read_where_today_is_known(text: str, written: str) -> None:
    assert typed.instant(text, MONDAY) == written
    assert text == "tomorrow" or typed.asked(text, MONDAY).day >= date(2021, 12, 31)
    assert refusal(text).code == "relative-day"


@pytest.mark.parametrize("weekday", range(7))
def test_the_last_day_of_a_name_lies_one_to_seven_days_back(weekday: int) -> None:
    for today in map(date.fromordinal, range(MONDAY.toordinal(), MONDAY.toordinal() + 7)):
        name = f"{date.fromordinal(MONDAY.toordinal() + weekday):%A}"
        day = date.fromisoformat(typed.instant(f"last {name}", today))

        assert 1 <= (today - day).days <= 7
        assert f"{day:%A}" == name


@pytest.mark.parametrize(
    ("text", "fixes"),
    [
        ("Monday", ["2022-11-07", "2022-11-14"]),
        ("on Fri", ["2022-11-11", "2022-11-18"]),
        ("a week ago", ["2022-11-07", "[2022-11-07..2022-11-13]"]),
        ("two months ago", ["2022-09"]),
        ("3 years ago", ["2019"]),
    ],
)
def test_what_no_table_fixes_is_refused_with_its_readings(text: str, fixes: list[str]) -> None:
    refused = refusal(text, MONDAY)

    assert pasted(refused) == fixes
    assert all(typed.instant(fix) for fix in fixes)


@pytest.mark.parametrize(
    ("text", "in_a_file", "on_the_day"),
    [
        ("Nov 8", ["8 Nov YYYY"], ["2022-11-08", "2021-11-08"]),
        ("8 November", ["8 Nov YYYY"], ["2022-11-08", "2021-11-08"]),
        ("the 8th of November", ["8 Nov YYYY"], ["2022-11-08", "2021-11-08"]),
        ("Nov 20", ["20 Nov YYYY", "2020-11"], ["2021-11-20", "2020-11-20"]),
        ("29 Feb", ["29 Feb YYYY"], ["2020-02-29", "2016-02-29"]),
        ("December", ["Dec YYYY"], ["2021-12", "2020-12"]),
        ("8/11", ["YYYY-11-08", "YYYY-08-11"], ["2021-11-08", "2022-08-11"]),
    ],
)
def test_a_missing_year_is_said_and_never_chosen(
    text: str, in_a_file: list[str], on_the_day: list[str]
) -> None:
    """`Nov 8` once came back with a list of formats that did not say what it lacked."""
    refused = refusal(text)

    assert refused.said == f'"{text}" has no year.'
    assert pasted(refused) == in_a_file
    if text != "8/11":
        assert pasted(refusal(text, MONDAY)) == on_the_day
    assert all(typed.asked(fix, MONDAY).day <= date(2022, 12, 31) for fix in on_the_day)


@pytest.mark.parametrize("text", ["8 Nov 22", "Nov 8, 22", "8-Nov-22"])
def test_a_year_of_two_digits_comes_back_in_both_centuries(text: str) -> None:
    assert pasted(refusal(text)) == ["2022-11-08", "1922-11-08"]


@pytest.mark.parametrize("text", ["31 Nov", "Feb 30", "32/13", "Novembre 8"])
def test_what_no_year_has_is_not_a_date_without_its_year(text: str) -> None:
    assert refusal(text).code != "no-year"


@pytest.mark.parametrize(
    "text",
    [
        "Tuesday 8 November 2022",
        "Tue, 8 Nov 2022",
        "8-Nov-2022",
        "2022-Nov-08",
        "on Tue Nov 8, 2022",
    ],
)
def test_a_date_may_name_its_day_of_the_week_and_have_hyphens(text: str) -> None:
    assert typed.instant(text) == "2022-11-08"


def test_another_day_of_the_week_than_the_date_has_is_a_doubt() -> None:
    refused = refusal("Monday 8 November 2022")

    assert refused.said == '"Monday 8 November 2022": 2022-11-08 was a Tuesday.'
    assert pasted(refused) == ["2022-11-08"]


@pytest.fixture
def console(tmp_path: Path) -> Console:
    console = Console(tmp_path)
    console.type("detente init my.db")
    console.environ |= {"DETENTE_DB": "my.db", "DETENTE_TODAY": "2022-11-14"}
    return console


def test_a_typed_line_may_count_its_days_from_today(console: Console) -> None:
    line = "last Monday  TUR = SWE  talks  Talks; report Reuters, two days ago; note x"
    printed = console.type(f"detente add '{line}'")

    assert "Added    2022-11-07  TUR = SWE  talks" in printed
    assert "report Reuters, 2022-11-12" in console.type("detente export --as facts")


def test_a_typed_line_without_its_year_keeps_all_else(console: Console) -> None:
    line = "{}  TUR = SWE  talks  Talks; report Reuters, 2022-11-12"
    printed = console.type(f"detente add '{line.format('Nov 8')}'")

    assert '"Nov 8" has no year.' in printed
    assert f"  detente add '{line.format('8 Nov YYYY')}'   # with the year in place" in printed


@pytest.mark.parametrize(
    "command",
    [
        "settle call --held yesterday",
        "settle call --moved tomorrow",
        "correct call --set 'planned=two days ago' --because 'a slip'",
    ],
)
def test_what_is_recorded_later_may_count_its_days_from_today(
    console: Console, command: str
) -> None:
    """`settle X --held yesterday` was refused, while `add` took the word."""
    line = "2022-11-13  TUR = SWE  planned:call  A call  ^call; announced 2022-11-10, AP"
    console.type(f"detente add '{line}'")
    printed = console.type(f"detente {command}")

    assert "error" not in printed
    assert "Undo:" in printed
