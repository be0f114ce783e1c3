"""When ties turned."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from domain.clocks import AsOf
from domain.fact import Fact
from projections.lenses.lens import Lens
from projections.lenses.named import LENSES
from projections.state import state
from projections.turns import Turns, turns, turns_json
from tests.builders import PAIR, a_day, a_fact, denied, ended
from tests.strategies import histories

DAYS = st.dates(min_value=date(2019, 1, 1), max_value=date(2023, 6, 30))
SANCTIONS = a_fact(
    ended("2022-03-10"),
    what="instrument:sanctions",
    dated="2022-03-01",
    known="2022-03-01",
    handle="sanctions",
)


def spells(found: Turns) -> list[tuple[str, str, int, list[str]]]:
    """Label, first day, length, and the facts that turned that day."""
    return [
        (
            s.label,
            date.fromordinal(s.first).isoformat(),
            s.days,
            [move.handle for move in s.because],
        )
        for s in found.spells
    ]


@given(histories(), DAYS, st.integers(0, 60), st.sampled_from(LENSES))
def test_the_spells_are_the_labels_of_every_day(
    facts: list[Fact], first: date, days: int, lens: Lens
) -> None:
    last = first + timedelta(days=days)
    found = turns(facts, PAIR, (first, AsOf(last)), lens=lens)
    labels = [spell.label for spell in found.spells for _ in range(spell.days)]

    assert labels == [
        state(facts, PAIR, AsOf(first + timedelta(days=i)), lens=lens).label
        for i in range(days + 1)
    ]
    assert all(
        one.label != other.label and one.last + 1 == other.first
        for one, other in zip(found.spells, found.spells[1:], strict=False)
    )
    assert (found.spells[0].first, found.spells[-1].last) == (first.toordinal(), last.toordinal())


@given(histories(most=3), DAYS)
def test_what_turned_and_fading_add_up_to_what_moved_that_day(
    facts: list[Fact], first: date
) -> None:
    for spell in turns(facts, PAIR, (first, AsOf(first + timedelta(days=40)))).spells:
        eve, day = (
            state(facts, PAIR, AsOf(date.fromordinal(number))).score.net
            for number in (spell.first - 1, spell.first)
        )

        assert sum(move.moved for move in spell.because) + spell.fading == day - eve


def test_ties_turn_because_of_a_fact_or_by_fading() -> None:
    found = turns([SANCTIONS], PAIR, (a_day("2022-02-27"), AsOf(a_day("2023-12-31"))))

    assert spells(found)[:2] == [
        ("unknown", "2022-02-27", 2, []),
        ("strained", "2022-03-01", 319, ["sanctions"]),
    ]
    assert [(spell.label, spell.because) for spell in found.spells[2:]] == [("neutral", ())]
    assert found.spells[2].fading > 0


def test_without_a_first_day_the_walk_begins_before_anything_happened() -> None:
    found = turns([SANCTIONS], PAIR, (None, AsOf(a_day("2022-03-05"))))

    assert spells(found) == [
        ("unknown", "2022-02-28", 1, []),
        ("strained", "2022-03-01", 5, ["sanctions"]),
    ]


def test_a_fact_that_counts_nothing_turned_them_all_the_same() -> None:
    claim = a_fact(
        denied("2022-03-01"),
        what="instrument:transit-ban",
        dated="2022-03-01",
        known="2022-03-01",
        handle="claim",
    )
    found = turns([claim], PAIR, (None, AsOf(a_day("2022-03-05"))))

    assert spells(found)[1:] == [("disputed", "2022-03-01", 5, ["claim"])]


def test_of_nothing_there_is_one_unknown_spell() -> None:
    assert [spell.label for spell in turns([], PAIR, (None, AsOf(a_day("2022-03-05")))).spells] == [
        "unknown"
    ]


def test_only_the_spells_under_one_label_can_be_asked_for() -> None:
    found = turns([SANCTIONS], PAIR, (a_day("2022-02-27"), AsOf(a_day("2023-12-31"))))
    plain = turns_json(found, "strained")

    assert [spell.label for spell in found.of("strained")] == ["strained"]
    assert (plain["label"], len(found.of("close"))) == ("strained", 0)


def test_what_is_denied_within_the_knowledge_asked_about_turned_nothing() -> None:
    claim = a_fact(
        denied("2022-03-04"),
        what="instrument:armed-conflict",
        dated="2022-03-01",
        known="2022-03-01",
    )
    then, now = (
        turns([claim], PAIR, (None, AsOf(a_day("2022-03-05"), known)))
        for known in (a_day("2022-03-03"), None)
    )

    assert [spell.label for spell in then.spells] == ["unknown", "at-war"]
    assert [spell.label for spell in now.spells] == ["unknown", "disputed"]
