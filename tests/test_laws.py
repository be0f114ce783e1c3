"""What is true for every history: order, mirrors, sums, clocks, and texts that are refused."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from itertools import product
from random import Random
from typing import Protocol, cast

import edtf as oracle
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from domain import edtf, typed
from domain.actors import Registry
from domain.clocks import AsOf
from domain.edtf import NO_LAST
from domain.events import Event, Reported
from domain.fact import Fact
from domain.refusal import InvalidInput
from domain.status import Course, Kleene, any_of
from projections.english.reading import read as read_words
from projections.lenses.decay import decayed, half_even, remaining, remaining_over
from projections.pairs import Pair
from projections.state import state
from projections.state_json import state_json
from service.opening import bundled_registry
from service.store.memory import MemoryRecorder
from service.timeline import Timeline
from tests.answers import ANSWERS
from tests.effort import examples
from tests.strategies import (
    ACTORS,
    FIRST_RECORDED,
    changes,
    days,
    edtf_dates,
    facts_named,
    histories,
    instants,
    one_fact,
    recorded,
    texts,
)

TODAY = date(2022, 3, 5)
LATER = FIRST_RECORDED + timedelta(hours=100)
pairs = st.permutations(ACTORS).map(lambda actors: Pair.of(actors[0], actors[1]))
as_ofs = st.builds(AsOf, on=days, known_on=st.none() | days, recorded_by=st.none() | instants)


# Order and mirrors --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ANSWERS)
@settings(max_examples=examples(20))
@given(histories(4), pairs, as_ofs, st.randoms(use_true_random=False))
def test_the_order_of_facts_never_changes_an_answer(
    name: str, history: list[Fact], pair: Pair, as_of: AsOf, random: Random
) -> None:
    shuffled = random.sample(history, len(history))

    answers = [
        ANSWERS[name](facts, pair, as_of) for facts in (history, list(reversed(history)), shuffled)
    ]

    assert answers[0] == answers[1] == answers[2]


@given(histories(), pairs, as_ofs, st.randoms(use_true_random=False))
def test_a_store_filled_in_any_order_gives_the_same_answers(
    history: list[Fact], pair: Pair, as_of: AsOf, random: Random
) -> None:
    streams = [list(fact.events) for fact in history]
    timelines = [Timeline(MemoryRecorder(), Registry([])) for _ in range(2)]
    timelines[0].append([event for stream in streams for event in stream])
    while any(streams):
        stream = random.choice([stream for stream in streams if stream])
        timelines[1].append([stream.pop(0)])
    one, other = (timeline.pair_facts(pair) for timeline in timelines)

    assert (
        one
        == other
        == [fact for fact in sorted(history, key=lambda fact: fact.handle) if fact in one]
    )
    assert state_json(state(one, pair, as_of)) == state_json(state(history, pair, as_of))


@given(histories(), pairs, as_ofs)
def test_asking_for_the_pair_the_other_way_round_mirrors_the_answer(
    history: list[Fact], pair: Pair, as_of: AsOf
) -> None:
    one = state_json(state(history, pair, as_of))
    other = state_json(state(history, Pair.of(pair.b, pair.a), as_of))

    assert other == one | {"a": pair.b, "b": pair.a}


# The future does not change the past --------------------------------------------------------------


@st.composite
def appended(
    draw: st.DrawFn, history: list[Fact], known_after: date | None, recorded_at: datetime
) -> list[Fact]:
    """The history with one more event, of one of its facts or of a new one.

    Recorded at an instant.
    """

    def late(event: Event) -> Event:
        known = (
            known_after + timedelta(days=draw(st.integers(1, 90)))
            if known_after
            else event.known_on
        )
        return event.model_copy(update={"known_on": known, "recorded_at": recorded_at})

    if draw(st.booleans()):
        new = draw(facts_named("new"))
        return (
            [*history, Fact(new.id, tuple(late(event) for event in new.events))]
            if new.events
            else history
        )
    chosen = draw(st.sampled_from(history))
    more = recorded(chosen, late(draw(changes(chosen.asserted.content))), recorded_at)
    return [more if fact is chosen else fact for fact in history]


@pytest.mark.parametrize("name", ANSWERS)
@settings(max_examples=examples(20))
@given(st.data(), histories(3).filter(bool), pairs, days, st.none() | days, instants)
def test_a_later_recording_never_changes_an_answer_that_fixes_when_it_was_recorded(
    name: str,
    data: st.DataObject,
    history: list[Fact],
    pair: Pair,
    on: date,
    known_on: date | None,
    instant: datetime,
) -> None:
    as_of = AsOf(on, known_on, instant)
    more = data.draw(appended(history, None, LATER))

    assert ANSWERS[name](more, pair, as_of) == ANSWERS[name](history, pair, as_of)


@pytest.mark.parametrize("name", ANSWERS)
@settings(max_examples=examples(20))
@given(st.data(), histories(3).filter(bool), pairs, days, days)
def test_what_is_known_later_never_changes_an_answer_that_fixes_when_it_was_known(
    name: str, data: st.DataObject, history: list[Fact], pair: Pair, on: date, known_on: date
) -> None:
    as_of = AsOf(on, known_on)
    more = data.draw(appended(history, known_on, LATER))

    assert ANSWERS[name](more, pair, as_of) == ANSWERS[name](history, pair, as_of)


@given(one_fact, days)
def test_a_reading_is_that_of_the_events_known_by_then(fact: Fact, known_on: date) -> None:
    day = known_on.toordinal()
    known = tuple(event for event in fact.events if event.known_day <= day)

    if fact.asserted.known_day <= day:
        assert Fact(fact.id, known).as_of() == fact.as_of(day)
    elif any(isinstance(event, Reported) for event in known):
        assert Fact(fact.id, (fact.asserted, *known)).as_of(day) == fact.as_of(day)
    else:
        assert fact.as_of(day) is None


@given(one_fact, instants)
def test_a_reading_is_that_of_the_events_recorded_by_then(fact: Fact, instant: datetime) -> None:
    there = Fact(fact.id, tuple(event for event in fact.events if event.recorded_at <= instant))

    assert there.as_of() == fact.as_of(NO_LAST, instant)


# The course of a fact, and decay ------------------------------------------------------------------


@given(one_fact, days, days)
def test_what_holds_certainly_holds_on_a_day_between(fact: Fact, known_on: date, on: date) -> None:
    fact_state = fact.as_of(known_on.toordinal())
    assume(fact_state is not None and fact_state.content.standing)
    assert fact_state is not None
    course = Course.of(fact_state)

    assert course.certain(on.toordinal()) <= course.thinkable(on.toordinal()) <= len(course.changes)
    assert [change.holds for change in course.changes] == [
        i % 2 == 0 for i in range(len(course.changes))
    ]


@pytest.mark.parametrize("half_life", [30, 60, 180, 720])
def test_decay_is_exact(half_life: int) -> None:
    with localcontext() as context:
        context.prec = 60
        # Whole halvings are exact, so that 10**9 / 2**10, which ends in a half, is rounded to even.
        within_one = [10**9 * Decimal(2) ** (Decimal(-day) / half_life) for day in range(half_life)]
        for days_ago in range(half_life * 31 + 2):
            halvings, day = divmod(days_ago, half_life)
            left = within_one[day] / 2**halvings
            assert remaining(half_life, days_ago) == int(left.to_integral_value(ROUND_HALF_EVEN)), (
                days_ago
            )


@pytest.mark.parametrize(("half_life", "days_ago"), [(30, 927), (60, 1854), (180, 5562)])
def test_nothing_is_left_from_the_day_that_is_written_down(half_life: int, days_ago: int) -> None:
    assert remaining(half_life, days_ago - 1) == 1
    assert remaining(half_life, days_ago) == 0


@given(
    st.sampled_from((30, 60, 180, 720)),
    st.integers(0, 6000),
    st.integers(0, 800),
    st.integers(-3, 1500),
)
def test_what_remains_over_a_window_is_the_sum_over_its_days(
    half_life: int, ago: int, length: int, ahead: int
) -> None:
    today = 730_000
    window = edtf.Window(today - ago, today - ago + length)
    day = today - ago + ahead

    expected = sum(
        remaining(half_life, day - each) for each in range(window.lo, min(window.hi, day) + 1)
    )

    assert remaining_over(window, day, half_life) == expected


@given(st.integers(-(10**15), 10**15), st.integers(1, 10**12))
def test_half_even_is_what_decimals_say(numerator: int, denominator: int) -> None:
    with localcontext() as context:
        context.prec = 80
        expected = (Decimal(numerator) / Decimal(denominator)).to_integral_value(ROUND_HALF_EVEN)

    assert half_even(numerator, denominator) == int(expected)


@given(st.integers(-10_000_000, 10_000_000), st.integers(0, 2000), st.sampled_from((30, 60, 180)))
def test_a_weight_fades_alike_on_both_sides(weight: int, days_ago: int, half_life: int) -> None:
    assert decayed(-weight, days_ago, half_life) == -decayed(weight, days_ago, half_life)
    assert abs(decayed(weight, days_ago + 1, half_life)) <= abs(
        decayed(weight, days_ago, half_life)
    )


# Kleene -------------------------------------------------------------------------------------------

TWO = list(product(Kleene, repeat=2))
THREE = list(product(Kleene, repeat=3))


@pytest.mark.parametrize(("p", "q"), TWO)
def test_and_or_commute_and_mirror_each_other(p: Kleene, q: Kleene) -> None:
    assert p & q is q & p
    assert p | q is q | p
    assert ~(p & q) is (~p | ~q)
    assert ~(p | q) is (~p & ~q)
    assert p & (p | q) is p


@pytest.mark.parametrize(("p", "q", "r"), THREE)
def test_and_or_associate_and_distribute(p: Kleene, q: Kleene, r: Kleene) -> None:
    assert (p & q) & r is p & (q & r)
    assert (p | q) | r is p | (q | r)
    assert p & (q | r) is (p & q) | (p & r)
    assert any_of((p, q, r)) is p | q | r


@pytest.mark.parametrize("p", list(Kleene))
def test_not_not_is_nothing_and_yes_and_no_are_neutral(p: Kleene) -> None:
    assert ~~p is p
    assert p & Kleene.YES is p
    assert p | Kleene.NO is p
    assert p & Kleene.NO is Kleene.NO
    assert p | Kleene.YES is Kleene.YES


# Dates --------------------------------------------------------------------------------------------


@st.composite
def plain_dates(draw: st.DrawFn) -> str:
    """Unqualified dates, masks and sets, from year 1 to 9999."""
    one, other = sorted(draw(st.tuples(st.dates(), st.dates())))
    year, month = f"{one.year:04}", f"{one.month:02}"
    forms = [
        f"{one}",
        f"{year}-{month}",
        year,
        f"{year}-{month}-XX",
        f"{year}-XX",
        f"{year[:3]}X",
        f"{year[:2]}XX",
    ]
    forms += [
        f"[{one}..{other}]",
        f"[{one},{other}]",
        f"[{other},{one}]",
        f"{year}-{month}-{draw(st.integers(1, 31)):02}",
    ]
    return draw(st.sampled_from(forms))


class Dated(Protocol):
    """What the edtf package makes of a text, as far as it is used here.

    The first three numbers are a date.
    """

    def lower_strict(self) -> Sequence[int]: ...
    def upper_strict(self) -> Sequence[int]: ...


def _strict(text: str) -> tuple[int, int] | None:
    """The bounds that the edtf package gives, as day numbers.

    None where it or the calendar does not take the text.
    """
    try:
        parsed = cast("Dated", oracle.parse_edtf(text))  # the package has no types
        first, last = (
            date(*bound[:3]).toordinal() for bound in (parsed.lower_strict(), parsed.upper_strict())
        )
    except (oracle.EDTFParseException, TypeError, ValueError):
        return None
    return first, last


@settings(max_examples=examples(80))
@given(plain_dates())
@example("1900-02-XX")
@example("2000-02")
@example("0001")
@example("9999-12-31")
@example("20XX")
def test_windows_are_the_bounds_that_another_library_gives(text: str) -> None:
    theirs = _strict(text)
    try:
        ours = edtf.window(text)
    except InvalidInput:
        ours = None
    assume(theirs is not None and ours is not None)

    assert ours == theirs


@given(
    st.dates(min_value=date(2, 1, 1), max_value=date(9998, 12, 31)),
    st.sampled_from((4, 7, 10)),
    st.sampled_from("~%"),
)
def test_about_a_date_is_one_unit_more_on_each_side(day: date, length: int, qualifier: str) -> None:
    text = day.isoformat()[:length]

    inner, outer = edtf.window(text), edtf.window(text + qualifier)

    assert edtf.window(date.fromordinal(inner.lo - 1).isoformat()[:length]).lo == outer.lo
    assert edtf.window(date.fromordinal(inner.hi + 1).isoformat()[:length]).hi == outer.hi
    assert edtf.window(text + "?") == inner


@given(edtf_dates())
def test_a_date_of_a_fact_is_typed_as_it_is_written(text: str) -> None:
    assert typed.instant(text) == text


@given(edtf_dates())
def test_a_partial_date_in_a_question_is_its_last_day(text: str) -> None:
    window = edtf.window(text)
    assume(window.hi < NO_LAST)

    asked = typed.asked(text, TODAY)

    assert asked.day.toordinal() == window.hi
    assert asked.partial == (window.lo != window.hi)


@given(edtf_dates())
def test_a_period_of_one_date_is_all_its_days(text: str) -> None:
    window = edtf.window(text)
    assume(window.bounded)

    assert typed.period(text, TODAY).window == window


READERS: list[Callable[[str], object]] = [
    typed.instant,
    lambda text: typed.asked(text, TODAY),
    lambda text: typed.asked(text, date.min),
    lambda text: typed.period(text, TODAY),
    lambda text: typed.period(text, date.min),
    lambda text: typed.first_day(text, TODAY),
    edtf.window,
    edtf.since_window,
    edtf.span,
    lambda text: read_words(text, bundled_registry(), TODAY, tuple),
]


def outcome(read: Callable[[str], object], text: str) -> object:
    """What a text is read as, or else what its refusal says."""
    try:
        return read(text)
    except InvalidInput as refused:
        return refused.said


@settings(max_examples=examples(400))
@given(texts)
@example("spring 9999")
@example("9999-W52")
@example("9999-W53")
@example("0000-W01")
@example("0000-Q1")
@example("5 March 0000")
@example("5 Mart 0000")
@example("00/00/0000")
@example("31/12/9999")
@example("٠٥/٠٣/٢٠٢٢")
@example("from today to")
@example("9999 days ago")
@example("[9999..]")
@example("0XX")
@example("-2022")
@example("2022-03-05T10:00")
@example("/")
@example("//")
@example("..")
@example("../..")
@example("[]")
@example("[,]")
@example("[..]")
@example("~")
@example("")
@example("since ")
@example("state of  and ")
def test_a_text_is_read_or_refused_and_nothing_else(text: str) -> None:
    assert all(outcome(read, text) for read in READERS)
