"""Dates as facts write them, and the days that each may mean."""

from __future__ import annotations

import pytest

from domain import edtf
from domain.edtf import NO_FIRST, NO_LAST, Window
from domain.refusal import NotADate
from tests.builders import day_number
from views.spelling import command as spelled


def between(first: str, last: str) -> Window:
    return Window(day_number(first), day_number(last))


def pastes(refused: NotADate) -> list[str]:
    return [spelled(fix).paste for fix in refused.fixes]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2022-03-05", "2022-03-05", "2022-03-05"),
        ("2020-12", "2020-12-01", "2020-12-31"),
        ("2014", "2014-01-01", "2014-12-31"),
        ("2022-02-XX", "2022-02-01", "2022-02-28"),
        ("2022-XX", "2022-01-01", "2022-12-31"),
        ("201X", "2010-01-01", "2019-12-31"),
        ("20XX", "2000-01-01", "2099-12-31"),
        ("2022-02~", "2022-01-01", "2022-03-31"),
        ("2022-01~", "2021-12-01", "2022-02-28"),
        ("2022-12~", "2022-11-01", "2023-01-31"),
        ("2022-03-05~", "2022-03-04", "2022-03-06"),
        ("2014~", "2013-01-01", "2015-12-31"),
        ("201X~", "2000-01-01", "2029-12-31"),
        ("20XX%", "1900-01-01", "2199-12-31"),
        ("2022-03-05%", "2022-03-04", "2022-03-06"),
        ("2022-03-05?", "2022-03-05", "2022-03-05"),
        ("2022-03?", "2022-03-01", "2022-03-31"),
        ("[2022-02-24..2022-03-05]", "2022-02-24", "2022-03-05"),
        ("[2014..2022-03]", "2014-01-01", "2022-03-31"),
        ("[2020-03-01,2020-01-01]", "2020-01-01", "2020-03-01"),
        ("[2020-01, 2020-03, 2020-02]", "2020-01-01", "2020-03-31"),
        ("[2022..2022]", "2022-01-01", "2022-12-31"),
    ],
)
def test_a_window_is_the_days_that_a_date_may_mean(text: str, first: str, last: str) -> None:
    assert edtf.window(text) == between(first, last)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("0001~", "0001-01-01", "0002-12-31"),
        ("0001-01~", "0001-01-01", "0001-02-28"),
        ("0001-01-01~", "0001-01-01", "0001-01-02"),
        ("9999~", "9998-01-01", "9999-12-31"),
        ("9999-12~", "9999-11-01", "9999-12-31"),
        ("9999-12-31%", "9999-12-30", "9999-12-31"),
        ("99XX~", "9800-01-01", "9999-12-31"),
        ("999X%", "9980-01-01", "9999-12-31"),
        ("01XX~", "0001-01-01", "0299-12-31"),
    ],
)
def test_a_widened_window_stays_within_the_calendar(text: str, first: str, last: str) -> None:
    assert edtf.window(text) == between(first, last)


def test_a_set_may_be_open_at_either_end() -> None:
    assert edtf.window("[..2022-03-05]") == Window(NO_FIRST, day_number("2022-03-05"))
    assert edtf.window("[2022-03-05..]") == Window(day_number("2022-03-05"), NO_LAST)


@pytest.mark.parametrize(("year", "days"), [(1900, 28), (2000, 29), (2020, 29), (2021, 28)])
def test_the_calendar_is_gregorian(year: int, days: int) -> None:
    assert edtf.month_days(year, 2) == days
    assert edtf.window(f"{year}-02").days == days


@pytest.mark.parametrize(
    ("text", "fix"),
    [
        ("2021-02-29", "2021-02-28"),
        ("2022-04-31", "2022-04-30"),
        ("2022-03-00", "2022-03-31"),
        ("2022-13-05", "2022-05-13"),
        ("2022-13", "2022"),
        ("2022-13-31", "2022"),
        ("2022-00-05", "2022"),
        ("2022-13-XX", "2022"),
        ("2022-XX-05", "2022-XX"),
        ("2022-XX-XX", "2022-XX"),
        ("[2022-03-05..2022-03-01]", "[2022-03-01..2022-03-05]"),
        ("[2022..2022-03", "[2022..2022-03]"),
        ("[2022-03-05]", "2022-03-05"),
        ("2022-03-01/2022-03-05", "[2022-03-01..2022-03-05]"),
        ("../2022-03-05", "[..2022-03-05]"),
        ("2022-03-05/..", "[2022-03-05..]"),
    ],
)
def test_what_is_no_date_is_refused_with_what_would_do(text: str, fix: str) -> None:
    with pytest.raises(NotADate) as caught:
        edtf.window(text)

    assert spelled(caught.value.fixes[0]).paste == fix
    edtf.window(fix)


@pytest.mark.parametrize("text", ["[..]", "S-400", ""])
def test_what_is_like_no_date_is_refused_with_the_spellings_of_dates(text: str) -> None:
    with pytest.raises(NotADate) as caught:
        edtf.window(text)

    assert pastes(caught.value) == ["YYYY-MM-DD", "YYYY-MM", "DD Month YYYY"]


@pytest.mark.parametrize(
    "text",
    ["0000", "0000-05", "000X", "00XX", "202", "20222", "2022-3-5", "2022-3", "2X22", "XXXX",
        "2022-03-0X", "2022-03-05~~",
     "2022-03-05T10:00",     "٢٠٢٢", "-2022", "Y2022", "[2022,]", "[2022~..2023]", "[2022,..2023]",
     " 2022", "2022 ", "2022/", "~", "[]"],
)  # fmt: skip
def test_other_spellings_are_refused(text: str) -> None:
    with pytest.raises(NotADate):
        edtf.window(text)


def test_a_month_that_cannot_be_is_read_the_other_way_round_only_if_that_day_exists() -> None:
    with pytest.raises(NotADate) as caught:
        edtf.window("2021-29-02")

    assert pastes(caught.value) == ["2021"]


def test_an_end_of_month_mend_offers_the_month_too() -> None:
    with pytest.raises(NotADate, match="February 2021 has 28 days") as caught:
        edtf.window("2021-02-29")

    assert pastes(caught.value) == ["2021-02-28", "2021-02"]


def test_a_window_within_another_is_not_the_same() -> None:
    assert edtf.window("2022-03-05").inside(edtf.window("2022-03"))
    assert not edtf.window("2022-03").inside(edtf.window("2022-03-XX"))
    assert not edtf.window("2022-03").inside(edtf.window("2022-03-05"))


def test_windows_overlap_in_whole_days() -> None:
    march = edtf.window("2022-03")

    assert march.overlap(day_number("2022-03-31"), day_number("2022-04-30")) == 1
    assert march.overlap(day_number("2022-04-01"), day_number("2022-04-30")) == 0


def test_a_day_is_written_as_iso() -> None:
    assert edtf.written(day_number("0987-01-02")) == "0987-01-02"


def test_an_open_since_has_always_begun() -> None:
    assert edtf.since_window("..") == Window(NO_FIRST, NO_FIRST)
    assert edtf.since_window("2020") == edtf.window("2020")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2019-10-14/2019-10-23", ("2019-10-14", "2019-10-23")),
        ("2019-10-14", ("2019-10-14", None)),
        ("2019-10-14/..", ("2019-10-14", "..")),
        ("2019-10-14/", ("2019-10-14", "")),
        ("../2022-03-05", ("..", "2022-03-05")),
        ("../..", ("..", "..")),
        ("..", ("..", None)),
        ("[..2022-03-05]", ("[..2022-03-05]", None)),
        ("2022/2022", ("2022", "2022")),
    ],
)
def test_a_span_is_a_beginning_and_an_end(text: str, expected: tuple[str, str | None]) -> None:
    assert edtf.span(text) == expected


@pytest.mark.parametrize(
    ("text", "fixes"),
    [
        ("2019-10-23/2019-10-14", ["2019-10-14/2019-10-23"]),
        ("2019-10-14/2019-10-14", ["2019-10-14/2019-10-15", "2019-10-14/.."]),
        ("2019-10-14/[2019-10-13,2019-10-14]", ["[2019-10-13,2019-10-14]/2019-10-14"]),
        ("9999-12-31/9999-12-31", ["9999-12-31/.."]),
        ("2019/2020/2021", ["2019/2020"]),
    ],
)
def test_a_span_that_ends_before_it_begins_is_refused_with_spans_that_do_not(
    text: str, fixes: list[str]
) -> None:
    """A span of one day twice was offered itself again."""
    with pytest.raises(NotADate) as caught:
        edtf.span(text)

    assert pastes(caught.value) == fixes
    assert all(edtf.span(fix) for fix in fixes)


def test_a_span_of_no_dates_is_refused() -> None:
    for text in ("/", "/2022", "spring/2022", "2022/spring"):
        with pytest.raises(NotADate):
            edtf.span(text)
