"""The account of one fact."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from domain.clocks import AsOf
from domain.fact import Fact
from projections.lenses.lens import Lens
from projections.lenses.named import LENSES
from projections.pairs import Pair, pairs_of
from projections.state import state
from projections.why_fact import WhyFact, why_fact, why_fact_json
from tests.builders import a_day, a_fact, cancelled, corrected, denied, ended, held, reported
from tests.strategies import histories

DAYS = st.dates(min_value=date(2018, 1, 1), max_value=date(2024, 12, 31))


def of(fact: Fact, *others: Fact, on: str = "2022-03-31", known_on: str = "") -> WhyFact | None:
    facts = [fact, *others]
    return why_fact(fact, lambda _: facts, AsOf(a_day(on), a_day(known_on) if known_on else None))


def accounted(fact: Fact, *others: Fact, on: str = "2022-03-31", known_on: str = "") -> WhyFact:
    found = of(fact, *others, on=on, known_on=known_on)
    assert found is not None
    return found


def steps(found: WhyFact) -> list[tuple[str, int, int]]:
    return [
        (date.fromordinal(step.known_day).isoformat(), step.before, step.after)
        for step in found.account
    ]


@given(histories(), DAYS, st.one_of(st.none(), DAYS), st.sampled_from(LENSES))
def test_the_account_of_a_fact_ends_in_what_it_counts_for_alone(
    facts: list[Fact], on: date, known_on: date | None, lens: Lens
) -> None:
    for fact in facts:
        found = why_fact(fact, lambda _: facts, AsOf(on, known_on), lens)
        if found is None:
            assert fact.as_of(AsOf(on, known_on).known_day) is None
            continue

        assert found.account[-1].after == found.share.counted
        assert all(
            one.after == other.before
            for one, other in zip(found.account, found.account[1:], strict=False)
        )
        for tie in found.ties:
            whole = state(facts, tie.answer.pair, AsOf(on, known_on), lens=lens)
            rest = state(
                [other for other in facts if other != fact],
                tie.answer.pair,
                AsOf(on, known_on),
                lens=lens,
            )

            assert (tie.answer.score, tie.answer.label) == (whole.score, whole.label)
            assert (tie.score, tie.label) == (rest.score, rest.label)


def test_each_day_of_knowing_is_a_step() -> None:
    fact = a_fact(
        reported("2022-03-06", origin="Reuters"),
        corrected("weight", "-5", "2022-03-20"),
        denied("2022-03-25"),
        known="2022-03-05",
        on="2022-03-05",
    )
    found = accounted(fact, on="2022-03-05")

    assert steps(found) == [
        ("2022-03-05", 0, -3_000_000),
        ("2022-03-06", -3_000_000, -3_000_000),
        ("2022-03-20", -3_000_000, -5_000_000),
        ("2022-03-25", -5_000_000, 0),
    ]
    assert found.reason == "disputed"


def test_a_denial_of_what_two_origins_report_takes_nothing_away() -> None:
    fact = a_fact(reported("2022-03-06", "AFP"), denied("2022-03-25"))
    found = accounted(fact, on="2022-03-05")

    assert steps(found)[-1] == ("2022-03-25", -3_000_000, -3_000_000)
    assert (found.share.low, found.share.high, found.reason) == (-3_000_000, 0, "")


def test_as_known_earlier_it_has_the_steps_known_by_then() -> None:
    fact = a_fact(denied("2022-03-25"))

    assert [step[0] for step in steps(accounted(fact, known_on="2022-03-24"))] == ["2022-03-05"]
    assert of(fact, known_on="2022-03-04") is None


def test_every_pair_that_it_touches_hangs_on_it() -> None:
    fact = a_fact(parties="TUR,USA > RUS")
    found = accounted(fact, a_fact(handle="other"))

    assert [tie.answer.pair for tie in found.ties] == [Pair("RUS", "TUR"), Pair("RUS", "USA")]
    assert len(list(pairs_of(fact.asserted.content))) == 3


def test_an_engagement_counts_once_it_was_held() -> None:
    call = a_fact(held("2022-03-06"), what="planned:call", dated="2022-03-06", known="2022-03-05")
    off = a_fact(
        cancelled("2022-03-06"), what="planned:call", dated="2022-03-07", known="2022-03-05"
    )

    assert (
        accounted(call, on="2022-03-06").share.counted,
        accounted(call, on="2022-03-05").reason,
    ) == (750_000, "pending")
    assert accounted(off).reason == "cancelled"


def test_a_plan_called_off_by_one_side_counts_as_its_refusal() -> None:
    off = a_fact(
        cancelled("2022-03-06", by="TUR"),
        what="planned:call",
        dated="2022-03-07",
        known="2022-03-05",
    )
    found = accounted(off, on="2022-03-06")

    assert (found.share.counted, found.reason) == (-2_000_000, "")


def test_its_weight_and_half_life_are_named() -> None:
    plain = why_fact_json(
        accounted(a_fact(ended("2022-03-20"), what="instrument:sanctions", dated="2022-03-01"))
    )

    assert (plain["weight"], plain["half_life_days"], plain["status"]) == (-4_000_000, 180, "no")
    assert (
        why_fact_json(accounted(a_fact(what="geography:border", dated="2022-03-01")))[
            "half_life_days"
        ]
        is None
    )
