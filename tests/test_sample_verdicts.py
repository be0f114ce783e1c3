"""The sample's verdicts over ten years: no trend without something that happened."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import date, timedelta
from functools import partial
from itertools import product
from typing import Final, NamedTuple

import pytest

from domain.clocks import AsOf
from domain.fact import DESK, Fact
from domain.status import Course
from projections.lenses.flow import is_flow
from projections.lenses.standing_flow import LENS
from projections.moves import MOVE_DAYS, TRENDS
from projections.pair_fact import PairFact
from projections.pairs import Pair
from projections.scope import EVERYTHING
from projections.sentence import ruling
from projections.state import State, fold, state_of
from projections.turns import turns
from service.opening import open_sample
from service.readers.facts import FactReader
from service.timeline import Timeline
from views.page import Page
from views.sections import Wanted, sections

FIRST, LAST = date(2014, 1, 1), date(2023, 12, 31)
WEEKS: Final = [FIRST + timedelta(days=days) for days in range(0, (LAST - FIRST).days + 1, 7)]
ENOUGH_FACTS: Final = 5
WAR: Final = Pair.of("RUS", "UKR")


class Week(NamedTuple):
    """A pair on the first day of a week, and what happened in the 30 days up to it."""

    pair: Pair
    on: date
    trend: str
    better: bool
    worse: bool


@pytest.fixture(scope="module")
def sample() -> Iterator[Timeline]:
    with closing(open_sample()) as sample:
        yield sample


def pairs_with_enough_facts(sample: Timeline) -> list[Pair]:
    found = Counter(pair for fact in sample.facts() for pair in pairs_across(fact))
    return sorted(pair for pair, times in found.items() if times >= ENOUGH_FACTS)


def pairs_across(fact: Fact) -> set[Pair]:
    """The pairs of an actor and a recipient of a fact."""
    content = fact.asserted.content
    both = product(content.actors, content.recipients)
    return {Pair.of(one, other) for one, other in both if one != other}


def states(sample: Timeline, pair: Pair, days: Iterable[date]) -> Iterator[State]:
    """The state of some days, as known today."""
    fact_states = fold(FactReader(sample, DESK).of_pair(pair), AsOf(LAST))
    for day in days:
        yield state_of(fact_states, pair, AsOf(day), EVERYTHING, LENS)


@pytest.fixture(scope="module")
def weeks(sample: Timeline) -> list[Week]:
    """Every week of every pair with enough facts."""
    return [
        Week(pair, answer.as_of.on, answer.trend, *map(partial(happened_lately, answer), (1, -1)))
        for pair in pairs_with_enough_facts(sample)
        for answer in states(sample, pair, WEEKS)
    ]


def happened_lately(answer: State, sign: int) -> bool:
    """Whether anything that counts happened, began or ended in 30 days, for better or worse."""
    return any(
        way == sign and overlap > 0
        for pair_fact in answer.counted
        for way, overlap in steps(pair_fact, answer.as_of.day)
    )


def steps(pair_fact: PairFact, day: int) -> Iterator[tuple[int, int]]:
    """Which way each step of a fact goes, and how many of its days are among the last 30."""
    first, flow = day - MOVE_DAYS + 1, pair_fact.flowing
    way = 1 if flow.content.weighs > 0 else -1
    if is_flow(flow):
        yield (way if flow.content.weighs else 0), flow.window.overlap(first, day)
    elif flow.content.of_kind.scored:
        yield from (
            (way if change.holds else -way, change.window.overlap(first, day))
            for change in Course.of(flow).changes
            if flow.content.weighs
        )


def test_no_week_of_any_pair_has_a_trend_without_a_move_of_its_sign(weeks: list[Week]) -> None:
    groundless = [
        week
        for week in weeks
        if (week.trend == "improving" and not week.better)
        or (week.trend == "worsening" and not week.worse)
    ]

    assert len({week.pair for week in weeks}) >= 8
    assert groundless == []


def test_the_weeks_have_every_trend(weeks: list[Week]) -> None:
    """Else the test above would find nothing because there is nothing."""
    assert {week.trend for week in weeks} == set(TRENDS)


def test_russia_and_ukraine_never_improve_from_december_2021_to_december_2022(
    sample: Timeline,
) -> None:
    first, last = date(2021, 12, 1), date(2022, 12, 31)
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    trends = Counter(answer.trend for answer in states(sample, WAR, days))

    assert trends["improving"] == 0
    assert trends["worsening"] > 0


def test_the_invasion_of_ukraine_is_a_turn() -> None:
    """It is one within its label: at war since 2014, and worse."""
    with closing(open_sample()) as sample:
        facts = list(sample.pair_facts(WAR, DESK))
    found = turns(facts, WAR, (date(2021, 6, 1), AsOf(date(2022, 12, 31))))

    turned = {spell.first: (spell.label, spell.turn.direction) for spell in found.spells}
    assert turned[date(2022, 2, 24).toordinal()] == ("at-war", "worse")


def test_the_war_in_the_donbas_does_not_end_on_the_day_of_the_invasion(sample: Timeline) -> None:
    """Its end of 24 February 2022 once counted as +10 for the ties, above the invasion."""
    (answer,) = states(sample, WAR, [date(2022, 2, 24)])
    best = max(each.now.up for each in answer.moves.values())

    assert answer.trend == "worsening"
    assert best == 0
    assert [each.handle for each in ruling(answer.label, answer.in_force)] == [
        "invasion",
        "donbas-conflict",
    ]


@pytest.mark.parametrize("pair", ["CAN-FRA", "DNK-NOR", "GBR-ITA"])
def test_founders_of_nato_are_allies_once(sample: Timeline, pair: str) -> None:
    """Turkey's joining once counted for each two of them as well."""
    (answer,) = states(sample, Pair.of(*pair.split("-")), [date(2023, 6, 1)])

    assert [each.handle for each in answer.in_force] == ["nato-founders"]
    assert answer.score.cooperation == 6_000_000


def test_what_is_contested_is_not_listed_as_recent_too(sample: Timeline) -> None:
    (answer,) = states(sample, WAR, [date(2022, 2, 24)])
    page = Page(80)
    sections(answer, sample.registry, page, Wanted())
    printed = "\n".join(page.lines)

    assert any(each.contested for each in answer.recent)
    assert printed.count("^mines-claim") == 1
