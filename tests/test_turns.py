"""When ties turned, and through what."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.clocks import AsOf
from domain.fact import Fact
from domain.refusal import InvalidInput
from projections.diff import Moved
from projections.lenses.lens import Lens
from projections.lenses.named import LENSES
from projections.pair_history import By
from projections.pairs import Pair
from projections.state import state
from projections.turns import Spell, Turns, at_least_a_day, turns
from projections.turns_json import turns_json
from service.opening import open_sample
from tests.builders import PAIR, a_day, a_fact, cancelled, denied, ended
from tests.strategies import histories

DAYS = st.dates(min_value=date(2019, 1, 1), max_value=date(2023, 6, 30))
WORST_FIRST = (
    *("at-war", "severed", "hostile", "tense", "strained"),
    *("neutral", "cordial", "warm", "close"),
)


def found_in(
    *facts: Fact,
    first: str = "",
    last: str = "2023-12-31",
    min_days: int = 30,
    by: By = By.HAPPENED,
) -> Turns:
    span = (a_day(first) if first else None, AsOf(a_day(last)))
    return turns(facts, PAIR, span, min_days=min_days, by=by)


def on(found: Turns, day: str) -> Spell:
    """The spell that begins on a day."""
    (spell,) = (spell for spell in found.spells if spell.first == a_day(day).toordinal())
    return spell


def handles(moves: Iterable[Moved]) -> list[str]:
    return [move.handle for move in moves]


def labels(found: Turns) -> list[tuple[str, str, int]]:
    """Label, first day, and length of each spell."""
    return [(s.label, date.fromordinal(s.first).isoformat(), s.days) for s in found.spells]


def raid(day: str, weight: int = -9_000_000, handle: str = "raid") -> Fact:
    return a_fact(what="assault", dated=day, known=day, handle=handle, weight=weight)


ALLIANCE = a_fact(
    what="instrument:alliance", dated="2020-01-01", known="2020-01-01", handle="alliance"
)
WAR = a_fact(what="instrument:armed-conflict", dated="2020-01-01", known="2020-01-01", handle="war")

# Which days are turns -----------------------------------------------------------------------------


def test_a_label_that_lasts_is_a_turn() -> None:
    sanctions = a_fact(
        what="instrument:sanctions", dated="2022-03-01", known="2022-03-01", handle="sanctions"
    )
    found = found_in(sanctions, last="2022-04-10")

    assert labels(found) == [("unknown", "2022-02-28", 1), ("strained", "2022-03-01", 41)]
    assert handles(on(found, "2022-03-01").turn.because) == ["sanctions"]


def test_a_label_of_a_few_days_interrupts_the_one_before() -> None:
    found, every = (
        found_in(ALLIANCE, raid("2022-03-01", -800_000), last="2022-12-31", min_days=days)
        for days in (30, 1)
    )
    _, warm = found.spells

    assert [label for label, _, _ in labels(every)] == ["unknown", "warm", "cordial", "warm"]
    assert (warm.label, len(warm.interruptions)) == ("warm", 1)
    assert warm.other_days == every.spells[2].days < 30


def test_a_span_may_end_in_a_label_of_a_few_days() -> None:
    found = found_in(ALLIANCE, raid("2022-03-01", -900_000), last="2022-03-03")

    assert labels(found)[-1] == ("cordial", "2022-03-01", 3)


def test_a_day_that_moves_the_balance_by_one_is_a_turn_within_its_label() -> None:
    found = found_in(WAR, raid("2022-03-01", -8_000_000), last="2022-06-30")
    spell = on(found, "2022-03-01")

    assert labels(found)[1:] == [("at-war", "2020-01-01", 790), ("at-war", "2022-03-01", 122)]
    assert (spell.turn.kind, spell.turn.direction) == ("within", "worse")
    assert spell.turn.moved <= -1_000_000
    assert handles(spell.turn.because) == ["raid"]


def test_a_day_that_moves_it_by_less_is_none() -> None:
    less = found_in(WAR, raid("2022-03-01", -2_000_000), last="2022-06-30")

    assert len(less.spells) == 2


def test_the_balance_moves_by_what_happened_and_not_by_what_faded() -> None:
    found = found_in(WAR, raid("2022-03-01", -8_000_000), last="2022-06-30")
    eve, now = (
        state([WAR, raid("2022-03-01", -8_000_000)], PAIR, AsOf(a_day(day))).score
        for day in ("2022-02-28", "2022-03-01")
    )

    assert on(found, "2022-03-01").turn.moved == now.balance_millionths - eve.balance_millionths


def test_a_war_that_begins_within_a_war_is_a_turn_however_little_it_moves() -> None:
    """The invasion of 2022 was none: ties had been at war for eight years."""
    burdens = [
        a_fact(what="instrument:sanctions", dated="2020-01-01", known="2020-01-01", handle=f"s{i}")
        for i in range(8)
    ]
    invasion = a_fact(
        what="instrument:armed-conflict", dated="2022-02-24", known="2022-02-24", handle="invasion"
    )
    spell = on(found_in(WAR, *burdens, invasion), "2022-02-24")

    assert abs(spell.turn.moved) < 1_000_000
    assert (spell.label, spell.turn.kind, spell.turn.direction) == ("at-war", "within", "worse")
    assert handles(spell.turn.because) == ["invasion"]


def test_a_war_that_ends_within_a_war_is_a_turn_for_the_better() -> None:
    second = a_fact(
        ended("2022-03-01"), what="instrument:armed-conflict", dated="2021-01-01",
        known="2021-01-01", handle="second",
    )  # fmt: skip
    spell = on(found_in(WAR, second), "2022-03-01")

    assert (spell.label, spell.turn.direction) == ("at-war", "better")
    assert handles(spell.turn.because) == ["second"]


def test_the_invasion_of_ukraine_is_a_turn_in_the_sample() -> None:
    pair = Pair("UKR", "RUS")
    facts = open_sample().pair_facts(pair, "desk")
    found = turns(facts, pair, (None, AsOf(a_day("2023-01-01"))))
    spell = on(found, "2022-02-24")

    assert (spell.label, spell.turn.direction) == ("at-war", "worse")
    assert handles(spell.turn.because)[0] == "invasion"


def test_a_day_may_be_a_turn_while_another_label_interrupts() -> None:
    found = found_in(ALLIANCE, raid("2022-03-01", -2_600_000), last="2023-12-31", min_days=200)
    spell = on(found, "2022-03-01")

    assert (spell.label, spell.turn.figures.label) == ("warm", "cordial")
    assert len(spell.interruptions) == 1


# Through what -------------------------------------------------------------------------------------


def test_ties_that_fade_are_not_explained_by_a_fact() -> None:
    visit = a_fact(what="talks", dated="2022-09-01", known="2022-09-01", handle="talks", weight=0)
    sanctions = a_fact(
        ended("2022-03-10"), what="instrument:sanctions", dated="2022-03-01", known="2022-03-01"
    )
    for found in (found_in(sanctions), found_in(sanctions, visit)):
        neutral = next(spell for spell in found.spells if spell.label == "neutral")

        assert (neutral.turn.because, neutral.turn.direction) == ((), "better")
        assert neutral.turn.fading > 0


def test_what_happens_on_the_day_on_which_ties_fade_is_no_reason() -> None:
    """Talks of no weight were named as what turned ties that day."""
    sanctions = a_fact(
        ended("2022-03-10"), what="instrument:sanctions", dated="2022-03-01", known="2022-03-01"
    )
    faded = next(spell for spell in found_in(sanctions).spells if spell.label == "neutral")
    day = date.fromordinal(faded.first).isoformat()
    talks = a_fact(what="talks", dated=day, known=day, handle="talks", weight=0)

    assert on(found_in(sanctions, talks), day).turn.because == ()


def test_what_went_stale_is_no_fact_of_that_day() -> None:
    stance = a_fact(what="stance:supports", dated="2022-03-05", known="2022-03-05", handle="stance")
    turn = on(found_in(stance), "2023-03-06").turn

    assert (turn.because, handles(turn.unreported)) == ((), ["stance"])
    assert turn.fading == 0


def test_going_stale_moves_no_balance_through_facts() -> None:
    stances = [
        a_fact(what="stance:supports", dated="2022-03-05", known="2022-03-05", handle=f"s{i}")
        for i in range(4)
    ]
    found = found_in(WAR, *stances)

    assert [date.fromordinal(s.first).isoformat() for s in found.spells] == [
        "2019-12-31",
        "2020-01-01",
        "2022-03-05",
    ]


@pytest.mark.parametrize("good", [2_000_000, 8_000_000])
def test_a_turn_for_the_worse_has_no_good_deed_as_its_reason(good: int) -> None:
    """A mediator's visit once stood first among the reasons of hostility."""
    visit = a_fact(
        what="visit", dated="2022-03-01", known="2022-03-01", handle="visit", weight=good
    )
    found = found_in(ALLIANCE, raid("2022-03-01", -20_000_000), visit)
    turn = on(found, "2022-03-01").turn

    assert turn.direction == "worse"
    assert (handles(turn.because), handles(turn.despite)) == (["raid"], ["visit"])


def test_giving_back_is_a_reason_for_the_better() -> None:
    found = found_in(
        raid("2022-03-01", -40_000_000, "first"),
        a_fact(what="retreat:withdraw", dated="2022-03-10", known="2022-03-10", handle="back"),
    )
    turn = on(found, "2022-03-10").turn

    assert (turn.direction, handles(turn.because)) == ("better", ["back"])
    assert turn.eased > 0


def test_a_plan_that_is_called_off_is_a_reason_for_the_worse() -> None:
    summit = a_fact(
        cancelled("2022-03-01", by="RUS"), what="planned:summit", dated="2022-03-20",
        known="2022-01-01", handle="summit", parties="TUR = RUS", weight=None,
    )  # fmt: skip
    ties = a_fact(what="instrument:treaty", dated="2020-01-01", known="2020-01-01", handle="treaty")
    turn = on(found_in(summit, ties), "2022-03-01").turn

    assert (turn.direction, handles(turn.because)) == ("worse", ["summit"])


def test_the_reasons_are_those_of_the_day_on_which_the_lasting_label_began() -> None:
    """Ties are strained for a week before they are hostile."""
    raids = [raid("2022-03-01", -3_000_000, "first"), raid("2022-03-08", -40_000_000, "second")]
    treaty = a_fact(
        what="instrument:treaty", dated="2020-01-01", known="2020-01-01", handle="treaty"
    )
    found = found_in(treaty, *raids, last="2022-04-30")
    neutral, hostile = found.spells[-2:]

    assert (neutral.label, hostile.label) == ("neutral", "hostile")
    assert (len(neutral.interruptions), neutral.other_days) == (1, 7)
    assert handles(hostile.turn.because) == ["second"]


def test_a_fact_that_counts_nothing_turned_them_all_the_same() -> None:
    claim = a_fact(
        denied("2022-03-01"),
        what="instrument:transit-ban",
        dated="2022-03-01",
        known="2022-03-01",
        handle="claim",
    )
    found = found_in(claim, last="2022-03-05")

    assert labels(found)[1:] == [("disputed", "2022-03-01", 5)]
    assert handles(found.spells[1].turn.because) == ["claim"]
    assert found.spells[1].turn.direction == ""


# What is asked ------------------------------------------------------------------------------------


def test_without_a_first_day_the_walk_begins_before_anything_happened() -> None:
    assert found_in(raid("2022-03-01"), last="2022-03-05").first == a_day("2022-02-28").toordinal()


def test_of_nothing_there_is_one_unknown_spell() -> None:
    assert [spell.label for spell in found_in(last="2022-03-05").spells] == ["unknown"]


def test_only_the_spells_under_one_label_can_be_asked_for() -> None:
    found = found_in(ALLIANCE, raid("2022-03-01"))
    plain = turns_json(found, "warm")

    assert {spell.label for spell in found.of("warm")} == {"warm"}
    assert {spell["label"] for spell in plain["spells"]} == {"warm"}
    assert (plain["label"], len(found.of("close"))) == ("warm", 0)


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


def test_each_day_may_be_seen_as_its_readers_knew_it() -> None:
    late = a_fact(
        what="instrument:armed-conflict", dated="2022-03-01", known="2022-04-01", handle="late"
    )
    happened, known = (found_in(late, last="2022-12-31", by=by) for by in By)

    assert labels(happened)[1][:2] == ("at-war", "2022-03-01")
    assert labels(known)[1][:2] == ("at-war", "2022-04-01")
    assert handles(known.spells[1].turn.because) == ["late"]


def test_a_denial_that_becomes_known_is_a_turn_where_that_is_asked() -> None:
    claim = a_fact(
        denied("2022-06-01"), what="instrument:sanctions", dated="2022-03-01", known="2022-03-01"
    )
    found = found_in(claim, last="2022-12-31", by=By.KNOWN)

    assert [spell.label for spell in found.spells] == ["unknown", "strained", "disputed"]
    assert on(found, "2022-06-01").turn.figures.label == "disputed"


@pytest.mark.parametrize("days", [0, -1])
def test_a_label_lasts_for_a_day_at_least(days: int) -> None:
    with pytest.raises(InvalidInput, match="for a day at least"):
        at_least_a_day(days)


# Laws ---------------------------------------------------------------------------------------------


@given(
    histories(), DAYS, st.integers(0, 90), st.sampled_from(LENSES), st.sampled_from(By),
    st.sampled_from((1, 7, 30)),
)  # fmt: skip
def test_turns_cover_the_span_without_a_gap(
    facts: list[Fact], first: date, days: int, lens: Lens, by: By, min_days: int
) -> None:
    last = first + timedelta(days=days)
    found = turns(facts, PAIR, (first, AsOf(last)), lens=lens, by=by, min_days=min_days)

    assert (found.spells[0].first, found.spells[-1].last) == (first.toordinal(), last.toordinal())
    for one, other in pairwise(found.spells):
        assert one.last + 1 == other.first
        assert (other.turn.kind == "within") == (one.label == other.label)
    for spell in found.spells:
        assert 0 <= spell.other_days < spell.days or spell.turn.figures.label != spell.label


@given(histories(), DAYS, st.integers(0, 60), st.sampled_from(LENSES))
def test_of_one_day_each_every_change_of_the_label_is_a_turn(
    facts: list[Fact], first: date, days: int, lens: Lens
) -> None:
    last = first + timedelta(days=days)
    found = turns(facts, PAIR, (first, AsOf(last)), lens=lens, min_days=1)

    assert [spell.label for spell in found.spells for _ in range(spell.days)] == [
        state(facts, PAIR, AsOf(first + timedelta(days=i)), lens=lens).label
        for i in range(days + 1)
    ]
    assert not any(spell.interruptions for spell in found.spells)


@given(histories(most=4), histories(most=2), DAYS, DAYS)
def test_what_is_recorded_as_known_later_changes_no_turn(
    facts: list[Fact], more: list[Fact], known: date, first: date
) -> None:
    later = [
        fact
        for fact in (Fact(f"desk/later-{i}", fact.events) for i, fact in enumerate(more))
        if all(event.known_day > known.toordinal() for event in fact.events)
    ]
    span = (first, AsOf(first + timedelta(days=60), known))

    assert turns(facts, PAIR, span) == turns([*facts, *later], PAIR, span)


@given(histories(most=4), DAYS, st.sampled_from(LENSES))
def test_what_moved_ties_adds_up(facts: list[Fact], first: date, lens: Lens) -> None:
    span = (first, AsOf(first + timedelta(days=60)))
    for spell in turns(facts, PAIR, span, lens=lens, min_days=1).spells:
        turn = spell.turn
        eve, now = (
            state(facts, PAIR, AsOf(date.fromordinal(day)), lens=lens).score
            for day in (turn.day - 1, turn.day)
        )
        moves = (*turn.because, *turn.despite, *turn.unreported)

        assert sum(move.moved for move in moves) + turn.eased + turn.fading == now.net - eve.net
        assert turn.eased == now.eased - eve.eased


@given(histories(), DAYS, st.sampled_from(LENSES))
def test_no_reason_is_of_the_opposite_sense(facts: list[Fact], first: date, lens: Lens) -> None:
    span = (first, AsOf(first + timedelta(days=300)))
    for spell in turns(facts, PAIR, span, lens=lens, min_days=1).spells:
        turn = spell.turn
        for move in turn.because:
            if turn.direction == "worse":
                assert move.moved <= 0
            if turn.direction == "better":
                assert move.moved >= 0
            assert not move.unreported


@given(histories(), DAYS)
def test_a_better_label_is_a_turn_for_the_better(facts: list[Fact], first: date) -> None:
    span = (first, AsOf(first + timedelta(days=200)))
    for one, other in pairwise(turns(facts, PAIR, span, min_days=1).spells):
        if one.label != other.label and {one.label, other.label} <= {*WORST_FIRST}:
            better = WORST_FIRST.index(other.label) > WORST_FIRST.index(one.label)

            assert other.turn.direction == ("better" if better else "worse")
