"""Days from one to another in words: what lasted, and what happened on one of them."""

from __future__ import annotations

from datetime import date

import pytest

from domain.edtf import NO_FIRST
from domain.refusal import NotADate
from domain.typed import days, instant, period

LASTED = "2020-11-09/2020-11-10"
ON_ONE = "[2020-11-09..2020-11-10]"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("9-10 November 2020", LASTED),
        ("9–10 Nov 2020", LASTED),
        ("9th to 10th of November 2020", LASTED),
        ("from 9 to 10 November 2020", LASTED),
        ("night of 9-10 November 2020", LASTED),
        ("Nov 9-10, 2020", LASTED),
        ("between 9 and 10 November 2020", ON_ONE),
        ("9 or 10 November 2020", ON_ONE),
        ("27 sept - 10 november 2020", "2020-09-27/2020-11-10"),
        ("from 27 Sept 2020 to 10 Nov 2020", "2020-09-27/2020-11-10"),
        ("28 Dec to 3 Jan 2021", "2020-12-28/2021-01-03"),
        ("between 11 and 20 Jun 2021", "[2021-06-11..2021-06-20]"),
        ("between July and August 2022", "[2022-07..2022-08]"),
        ("on 14 December 2021", "2021-12-14"),
    ],
)
def test_days_are_read_as_the_table_in_the_docs_says(typed: str, meant: str) -> None:
    assert days(typed) == meant


@pytest.mark.parametrize(
    "typed", ["10-9 November 2020", "9-31 November 2020", "July-August 2022", "9-10 Nov", "2-3"]
)
def test_what_is_no_span_of_days_is_refused(typed: str) -> None:
    with pytest.raises(NotADate):
        days(typed)


def test_where_one_day_is_asked_for_a_span_is_offered_as_one_of_its_days() -> None:
    with pytest.raises(NotADate) as refused:
        instant("9-10 November 2020")

    assert [fix.paste for fix in refused.value.texts] == [ON_ONE]


def test_a_period_may_be_typed_so() -> None:
    asked = period("9-10 November 2020", date(2026, 1, 1))

    assert (asked.first, asked.last) == (date(2020, 11, 9), date(2020, 11, 10))
    assert asked.window.lo > NO_FIRST
