"""The days of a window in words: as few as say it."""

from __future__ import annotations

import pytest

from domain import edtf
from projections.words import day_of


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("2023-03-05", "5 Mar 2023"),
        ("2023-03", "in Mar 2023"),
        ("2024-02", "in Feb 2024"),
        ("2023", "in 2023"),
        ("[2023-03-01..2023-03-30]", "between 1 Mar 2023 and 30 Mar 2023"),
        ("[2023-01..2023-03]", "between 1 Jan 2023 and 31 Mar 2023"),
        ("[..2023-03]", "by 31 Mar 2023"),
        ("[2023-03..]", "from 1 Mar 2023 on"),
    ],
)
def test_a_whole_month_or_year_is_said_as_one(written: str, said: str) -> None:
    """An end in `2023-03` was once "ended between 1 Mar 2023 and 31 Mar 2023"."""
    assert day_of(edtf.window(written)) == said
