"""The days of a window in words: as few as say it."""

from __future__ import annotations

import pytest

from domain import edtf
from projections.words import dated, day_of, standing


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("2023-03-05", "5 Mar 2023"),
        ("2023-03", "in Mar 2023"),
        ("2024-02", "in Feb 2024"),
        ("2023", "in 2023"),
        ("[2023-03-01..2023-03-30]", "between 1 and 30 Mar 2023"),
        ("[2023-01..2023-03]", "between 1 Jan and 31 Mar 2023"),
        ("[..2023-03]", "by 31 Mar 2023"),
        ("[2023-03..]", "from 1 Mar 2023 on"),
    ],
)
def test_a_whole_month_or_year_is_said_as_one(written: str, said: str) -> None:
    """An end in `2023-03` was once "ended between 1 Mar 2023 and 31 Mar 2023"."""
    assert day_of(edtf.window(written)) == said


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("[2022-02-24..2022-02-28]", "between 24 and 28 Feb 2022"),
        ("[2022-02-24..2022-03-02]", "between 24 Feb and 2 Mar 2022"),
        ("[2021-12-24..2022-01-02]", "between 24 Dec 2021 and 2 Jan 2022"),
        ("[2022-01..2022-04]", "between Jan and Apr 2022"),
        ("[2020..2022]", "between 2020 and 2022"),
        ("2022-02-24/2022-02-28", "24–28 Feb 2022"),
    ],
)
def test_some_day_between_two_is_not_written_like_days_that_all_were(
    written: str, said: str
) -> None:
    """`24 Feb 2022 – 28 Feb 2022` read as five days of which one was meant."""
    assert dated(written) == said


@pytest.mark.parametrize(
    ("since", "until", "said"),
    [
        ("[2022-04-01..2022-04-23]", None, "began between 1 and 23 Apr 2022"),
        ("2022-04-01", "[2022-05-01..2022-05-03]",
            "1 Apr 2022 until some day between 1 and 3 May 2022"),
        ("[2022-04-01..2022-04-23]", "2022-05-01",
            "began between 1 and 23 Apr 2022, until 1 May 2022"),
    ],
)  # fmt: skip
def test_what_lasts_from_some_day_reads_as_a_sentence(
    since: str, until: str | None, said: str
) -> None:
    assert standing(since, until) == said
