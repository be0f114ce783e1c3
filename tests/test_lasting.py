"""Which labels last, and what interrupts them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projections.lasting import Run, lasting


def runs(text: str) -> list[Run]:
    """`warm 40, tense 5`: labels in a row with the days of each."""
    found: list[Run] = []
    for part in text.split(", "):
        label, days = part.split()
        first = found[-1].last + 1 if found else 1
        found.append(Run(label, first, first + int(days) - 1))
    return found


def counted(text: str, min_days: int = 30) -> list[str]:
    """The same of what lasts, with the days of each interruption in brackets."""
    found: list[str] = []
    for run, others in lasting(runs(text), min_days):
        breaks = ", ".join(str(other.days) for other in others)
        found.append(f"{run.label} {run.days}" + (f" ({breaks})" if breaks else ""))
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("warm 40", ["warm 40"]),
        ("warm 40, tense 30", ["warm 40", "tense 30"]),
        ("warm 40, tense 29, warm 40", ["warm 109 (29)"]),
        ("warm 40, tense 5, warm 3, tense 5, warm 40", ["warm 93 (5, 5)"]),
        ("warm 40, tense 20, hostile 100", ["warm 60 (20)", "hostile 100"]),
        ("warm 40, tense 20, strained 5, hostile 100", ["warm 65 (25)", "hostile 100"]),
        ("warm 40, tense 20, strained 20, warm 40", ["warm 120 (40)"]),
        ("warm 40, tense 5", ["warm 40", "tense 5"]),
        ("warm 40, tense 5, strained 5", ["warm 45 (5)", "strained 5"]),
        ("warm 1, tense 40", ["warm 1", "tense 40"]),
    ],
)
def test_a_label_counts_that_lasts_or_in_which_the_span_ends(
    text: str, expected: list[str]
) -> None:
    assert counted(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("warm 40, tense 20, strained 20, tense 20", ["warm 40", "tense 60 (20)"]),
        ("warm 40, tense 10, strained 5, tense 14, warm 40", ["warm 109 (29)"]),
        (
            "warm 40, tense 10, strained 5, tense 16, warm 40",
            ["warm 40", "tense 31 (5)", "warm 40"],
        ),
        ("unknown 1, tense 9, warm 9, tense 9, warm 9, tense 9", ["unknown 1", "tense 45 (9, 9)"]),
    ],
)
def test_a_label_lasts_through_interruptions(text: str, expected: list[str]) -> None:
    """Ties that went to and fro between two labels for years were called by a third."""
    assert counted(text) == expected


def test_of_one_day_every_label_counts() -> None:
    text = "warm 3, tense 1, warm 1, tense 1"

    assert counted(text, 1) == text.split(", ")


some_runs = st.lists(
    st.tuples(st.sampled_from("abc"), st.integers(1, 60)), min_size=1, max_size=12
).map(lambda parts: [part for i, part in enumerate(parts) if i == 0 or part[0] != parts[i - 1][0]])


@given(some_runs, st.integers(1, 40))
def test_what_lasts_leaves_no_gap_and_no_label_follows_itself(
    parts: list[tuple[str, int]], min_days: int
) -> None:
    given_runs = runs(", ".join(f"{label} {days}" for label, days in parts))
    found = lasting(given_runs, min_days)

    assert found[0].run.first == 1
    assert found[-1].run.last == given_runs[-1].last
    assert found[-1].run.label == given_runs[-1].label
    for (one, _), (other, _) in pairwise(found):
        assert one.last + 1 == other.first
        assert one.label != other.label
    for run, _ in found[1:-1]:
        assert run.days >= min_days


@given(some_runs, st.integers(1, 40))
def test_a_label_with_its_interruptions_has_every_day(
    parts: list[tuple[str, int]], min_days: int
) -> None:
    given_runs = runs(", ".join(f"{label} {days}" for label, days in parts))
    own = {
        day
        for run in given_runs
        for day in range(run.first, run.last + 1)
        for lasts, _ in lasting(given_runs, min_days)
        if lasts.first <= day <= lasts.last and run.label == lasts.label
    }
    other = {
        day
        for _, others in lasting(given_runs, min_days)
        for run in others
        for day in range(run.first, run.last + 1)
    }

    assert not own & other
    assert own | other == set(range(1, given_runs[-1].last + 1))


@given(some_runs, st.integers(2, 40))
def test_a_label_that_lasts_by_itself_always_counts(
    parts: list[tuple[str, int]], min_days: int
) -> None:
    given_runs = runs(", ".join(f"{label} {days}" for label, days in parts))
    found = lasting(given_runs, min_days)
    for run in given_runs:
        if run.days >= min_days or run == given_runs[-1]:
            lasts = next(each.run for each in found if each.run.first <= run.first <= each.run.last)

            assert lasts.label == run.label
