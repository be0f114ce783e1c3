"""Mirrors joined many at once: the pairs are those that wait for each other in turn."""

from __future__ import annotations

from datetime import date
from typing import Final

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from domain.content import Content
from domain.report import Report
from service.archives.columns import columns_of
from service.archives.drafts import FACT, JOINED, Draft
from service.archives.facts import single_facts
from service.archives.mirrors import Joining, pairs
from service.sources.mirror import Collapse, Mirrored
from service.sources.outcome import Coded, Joined, Outcome, Skipped
from tests.archived import rows_of

AFP: Final = Report(publisher="AFP")
CODES: Final = {"040": "040", "042": "043", "043": "042", "112": ""}


@given(
    st.lists(
        st.tuples(
            st.sampled_from("ABC"), st.sampled_from("ABC"), st.sampled_from(list(CODES)),
            st.sampled_from("12"), st.sampled_from("ab"), st.booleans(),
        ),
        max_size=40,
    ),
    st.integers(0, 12),
    st.integers(1, 9),
)  # fmt: skip
def test_mirrors_are_those_that_wait_in_turn(
    rows: list[tuple[str, str, str, str, str, bool]], window: int, step: int
) -> None:
    """Of a row between each two that come, nothing is a fact where it is left out."""
    outcomes: list[tuple[Outcome, Mirrored | None]] = []
    for line, (one, other, code, sentence, key, fact) in enumerate(rows):
        mirror = CODES[code]
        mirrored = Mirrored((sentence, code, one, other), (sentence, mirror, other, one))
        coded = Coded(
            line, f"{key}{line}", a_content(code), Report(publisher="AFP"), date(2020, 1, 1)
        )
        outcomes.append(
            (coded, mirrored if mirror else None) if fact else (Skipped(line, "x"), None)
        )
    joining = Joining(window)
    left = [joining.joined(drafted(outcomes[i : i + step])) for i in range(0, len(rows), step)]
    left.append(joining.rest())

    expected = list(Collapse(window).joined(outcomes))

    facts = [each for each in expected if isinstance(each, Coded)]
    assert [row for each in left for row in rows_of(each.facts)] == list(rows_of(columns_of(facts)))
    numbers: dict[type[Outcome], int] = {Coded: FACT, Joined: JOINED, Skipped: 1}
    assert [n for each in left for n in each.outcomes.tolist()] == [
        numbers[type(each)] for each in expected
    ]


def drafted(outcomes: list[tuple[Outcome, Mirrored | None]]) -> Draft:
    """Outcomes as they are before any is joined."""
    coded = {i: (row, mirror) for i, (row, mirror) in enumerate(outcomes) if isinstance(row, Coded)}
    numbers = np.array([FACT if i in coded else 1 for i in range(len(outcomes))], np.int32)
    return Draft(numbers, [single_facts(coded.values())], np.array(list(coded), np.int64), [])


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=30), st.integers(1, 8))
def test_acts_whose_mirror_is_not_mirrored_back_meet_in_turn(
    acts: list[tuple[int, int]], window: int
) -> None:
    """No code is so today; the pairs are those of the definition all the same."""
    own = np.array([one for one, _ in acts], np.int32)
    other = np.array([two for _, two in acts], np.int32)
    nobody = np.zeros(len(acts), np.int32), 1
    columns = [nobody, (own, 6), (other, 6), nobody, nobody]
    found = pairs(columns, np.arange(len(acts)), window)

    met: list[tuple[int, int]] = []
    for i, (_, wanted) in enumerate(acts):
        free = set(range(i)) - {row for pair in met for row in pair}
        meets = [j for j in sorted(free) if acts[j][0] == wanted and i - j <= window]
        met += [(meets[0], i)] if meets else []
    assert sorted(zip(*(each.tolist() for each in found), strict=True)) == sorted(met)


def a_content(code: str) -> Content:
    return Content(
        kind="contact",
        what="talks",
        domain="diplomacy",
        actors=("TUR",),
        recipients=("RUS",),
        relation="directed",
        on="2020-01-01",
        title=code,
    )
