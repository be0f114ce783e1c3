"""Every row has one outcome, and the tally accounts for all of them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from service.sources.outcome import Coded, Joined, Outcome, Rejected, Skipped, tally
from tests.builders import REUTERS, a_content, a_day

CODED = Coded(1, "1", a_content(), REUTERS, a_day("2022-03-05"))
OUTCOMES = st.one_of(
    st.just(CODED),
    st.builds(Skipped, st.integers(1), st.sampled_from(["no two states", "same state twice"])),
    st.builds(
        Rejected,
        st.integers(1),
        st.sampled_from(["Event Date", ""]),
        st.just("that is no date."),
        st.just("x"),
    ),
    st.builds(Joined, st.integers(1), st.just("2"), st.just("1")),
)


@given(st.lists(OUTCOMES))
def test_every_row_is_accounted_for(outcomes: list[Outcome]) -> None:
    counted = tally(outcomes)

    assert counted.rows == len(outcomes)
    assert counted.coded == outcomes.count(CODED)
    assert list(counted.skipped.values()) == sorted(counted.skipped.values(), reverse=True)


def test_skipped_rows_are_told_apart_by_reason_and_rejected_ones_by_column() -> None:
    rows: list[Outcome] = [
        CODED,
        Skipped(2, "same state twice"),
        Skipped(3, "no two states"),
        Skipped(4, "no two states"),
        Rejected(5, "CAMEO Code", '"0841]" is no code.', "x"),
        Joined(6, "6", "1"),
    ]

    assert tally(rows) == (1, 1, {"no two states": 2, "same state twice": 1}, {"CAMEO Code": 1})
