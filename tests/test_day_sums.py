"""What fades from one day each, summed for every day."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from projections.day_sums import BLOCK_DAYS, DaySums, Sort, columns_of, happened_on, lasting
from projections.flows import TRAFFIC_DAYS, Column
from projections.ledgers import COOPERATION, FAINT, OTHER, RECENT_DAYS, RELIEF, DaySum
from projections.lenses.lens import Lens
from projections.lenses.named import LENSES
from projections.lenses.standing_flow import LENS
from tests.builders import day_number

FIRST = day_number("2020-01-01")
EACH = [lens for lens in LENSES if lens.left is not None]


@st.composite
def sorts(draw: st.DrawFn) -> Sort:
    """Any sort that a fact can be of: friction weighs less than 0, all else more, or nothing."""
    place = draw(st.sampled_from((COOPERATION, RELIEF, OTHER)))
    weight = draw(st.sampled_from((0, 1, 99_999, 100_000, 2_500_000, 999_000_000)))
    return Sort(
        place=place,
        meets=place == COOPERATION and draw(st.booleans()),
        happened=draw(st.booleans()),
        weight=-weight if place == OTHER else weight,
        half_life=draw(st.sampled_from((30, 60, 180))),
        age=draw(st.sampled_from((0, 0, 1, 29, 30, 1_000, 9_000))),
    )


columns = st.dictionaries(
    sorts(),
    st.dictionaries(st.integers(FIRST, FIRST + 4_000), st.integers(1, 3), min_size=1, max_size=5),
    max_size=4,
).map(
    lambda found: {
        sort: Column(sorted(days), [days[day] for day in sorted(days)])
        for sort, days in found.items()
    }
)


def one_by_one(facts: dict[Sort, Column], day: int, lens: Lens) -> DaySum:
    """The same sum, fact by fact."""
    places = {COOPERATION: 0, RELIEF: 0, OTHER: 0}
    meetings = traffic = counting = strong = lively = 0
    for sort, column in facts.items():
        left = lens.left(sort.weight, sort.half_life) if lens.left else ()
        for on, number in zip(column.days, column.facts, strict=True):
            if on > day:
                continue
            age = day - on + sort.age
            share = abs(left[age]) if age < len(left) else 0
            places[sort.place] += number * share
            meetings += number * share if sort.meets else 0
            counting += number * (share > 0)
            strong += number * (share >= FAINT)
            lively += number * (sort.happened and age < RECENT_DAYS)
            if sort.happened and lens.eases and age < TRAFFIC_DAYS:
                traffic += number * abs(sort.weight)
    cooperation, relief, friction = places.values()
    return DaySum(cooperation, relief, friction, meetings, traffic, counting, strong, lively)


@given(columns, st.sampled_from(EACH), st.lists(st.integers(0, 12_000), min_size=1, max_size=8))
def test_the_sums_of_a_day_are_those_of_its_facts_one_by_one(
    facts: dict[Sort, Column], lens: Lens, days: list[int]
) -> None:
    sums = DaySums(facts, lens)
    for day in (FIRST - 10 + day for day in days):
        assert sums.on(day) == one_by_one(facts, day, lens)


@given(columns, st.sampled_from(EACH))
def test_at_the_edge_of_a_block_nothing_is_lost(facts: dict[Sort, Column], lens: Lens) -> None:
    edge = (FIRST // BLOCK_DAYS + 3) * BLOCK_DAYS
    sums = DaySums(facts, lens)
    for day in (edge - 1, edge, edge + 1):
        assert sums.on(day) == one_by_one(facts, day, lens)


@given(sorts(), st.sampled_from(EACH))
def test_the_sums_change_for_no_longer_than_they_last(sort: Sort, lens: Lens) -> None:
    sums, after = DaySums({sort: Column([FIRST], [1])}, lens), FIRST + lasting(sort, lens)

    assert sums.on(after) == sums.on(after + 1) == sums.on(after + 30_000)
    assert lasting(sort, lens) == 0 or sums.on(after - 1) != sums.on(after)


@given(columns, st.sampled_from(EACH))
def test_what_happened_on_a_day_is_a_part_of_its_sums(
    facts: dict[Sort, Column], lens: Lens
) -> None:
    flows = {sort: column for sort, column in facts.items() if sort.happened and not sort.age}
    for day in {day for column in flows.values() for day in column.days}:
        earlier = {sort: column.within(FIRST, day - 1) for sort, column in flows.items()}
        new = happened_on(day, flows, lens)
        old = one_by_one(earlier, day, lens)

        assert one_by_one(flows, day, lens) == DaySum(*map(sum, zip(old, new, strict=True)))


def test_columns_of_one_sort_are_one() -> None:
    sort = Sort(OTHER, meets=False, happened=True, weight=-1, half_life=60)

    assert columns_of([(sort, Column([3, 5], [1, 2])), (sort, Column([3], [4]))]) == {
        sort: Column([3, 5], [5, 2])
    }


def test_more_facts_than_a_number_has_words_stay_apart() -> None:
    """Sums of neighbouring days share no digits, however large they are."""
    sort = Sort(OTHER, meets=False, happened=True, weight=-999_000_000, half_life=60)
    facts = {sort: Column([FIRST, FIRST + 1], [10**9, 10**9])}
    sums = DaySums(facts, LENS)

    assert sums.on(FIRST + 1) == one_by_one(facts, FIRST + 1, LENS)
