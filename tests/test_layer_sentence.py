"""A layer's sentence says first what weighs more, sort by sort, and what must be known of it."""

from __future__ import annotations

from domain.clocks import AsOf
from domain.events import Event
from domain.fact import Fact
from projections.flows import Flows
from projections.layer import LayerEvidence, LayerState, layer_state
from projections.layer_sentence import layer_sentence
from projections.pairs import Pair
from tests.builders import a_day, a_fact, denied, ended, reported

ON = "2022-03-06"


def an_answer(*facts: Fact, on: str = ON) -> LayerState:
    held = LayerEvidence("icews", Flows(), facts)
    return layer_state(held, Pair("TUR", "RUS"), AsOf(a_day(on)))


def said(*facts: Fact, on: str = ON) -> str:
    return layer_sentence(an_answer(*facts, on=on))


def some(what: str, number: int = 1, *later: Event, **fields: str) -> list[Fact]:
    """Facts of one day of a sort, named after it and each by its number."""
    return [
        a_fact(*later, what=what, handle=f"{what}-{i}", **fields)  # type: ignore[arg-type]  # its own names, all of them text
        for i in range(number)
    ]


def test_the_heavier_side_is_said_first() -> None:
    assert said(*some("accuse", 2), *some("call")) == (
        "Against: accuse (2 facts). For: call (1 fact)."
    )
    assert said(*some("accuse"), *some("cooperate")) == (
        "For: cooperate (1 fact). Against: accuse (1 fact)."
    )


def test_two_sorts_are_named_and_the_others_counted() -> None:
    facts = [*some("accuse", 3), *some("coerce"), *some("reject", 2), *some("threaten")]

    assert said(*facts) == "Against: accuse (3 facts); coerce (1 fact); and 2 more."


def test_what_is_less_than_a_tenth_of_a_point_is_not_said() -> None:
    faint = some("accuse", dated="2021-01-01", known="2021-01-01")

    assert said(*faint, *some("call")) == "For: call (1 fact)."
    assert said(*faint, *faint) == "Nothing on record counts for or against the ties any more."


def test_what_lies_a_month_back_has_its_day() -> None:
    old = {"dated": "2022-02-03", "known": "2022-02-03"}
    recent = some("accuse", dated="2022-02-04", known="2022-02-04")

    assert said(*some("accuse", 1, **old)) == "Against: accuse (1 fact, 3 Feb 2022)."
    assert said(*some("accuse", 2, **old)) == "Against: accuse (2 facts, last 3 Feb 2022)."
    assert said(*some("accuse", 2, **old)[1:], *recent) == "Against: accuse (2 facts)."


def test_relief_is_said_last_where_any_was_used() -> None:
    aid = some("aid", domain="humanitarian")

    assert said(*aid, *some("accuse")) == "Against: accuse (1 fact). Easing: aid (1 fact)."
    assert said(*aid) == "Nothing on record counts for or against the ties any more."


def test_a_sort_that_helps_and_eases_is_said_twice() -> None:
    facts = [
        *some("aid", domain="humanitarian"),
        a_fact(what="aid", domain="trade", handle="trade"),
        *some("accuse"),
    ]

    assert said(*facts) == ("For: aid (1 fact). Against: accuse (1 fact). Easing: aid (1 fact).")


def test_the_war_that_decides_is_said_first_and_once() -> None:
    war = a_fact(
        what="instrument:armed-conflict", title="War", parties="TUR = RUS", dated="2022-01-01"
    )

    assert said(war, *some("accuse")) == "In force: War. Against: accuse (1 fact)."


def test_the_barrier_that_decides_is_said_first_and_once() -> None:
    embargo = a_fact(what="instrument:embargo", title="No grain", dated="2022-01-01")

    assert said(embargo, *some("cooperate", 3)) == ("Barrier: No grain. For: cooperate (3 facts).")


def test_what_is_read_by_itself_is_named_with_what_must_be_known() -> None:
    sanctions = {"what": "instrument:sanctions", "title": "Sanctions", "dated": "2022-01-01"}
    over = a_fact(ended("2022-02-01"), handle="over", **sanctions)  # type: ignore[arg-type]  # its own names, all of them text
    contested = a_fact(
        reported("2022-03-05", "AFP"), denied("2022-03-06", "RUS"), handle="contested", title="Raid"
    )

    assert said(over) == "Against: Sanctions (ended 1 Feb 2022)."
    assert said(contested) == "Against: Raid (contested)."


def test_nothing_that_counts_is_not_neutral() -> None:
    doubtful = a_fact(grade="D5")

    assert said() == 'Nothing is known. That is not "neutral".'
    assert said(doubtful) == (
        'Nothing that counts is known (1 fact: doubtful). That is not "neutral".'
    )


def test_what_is_denied_is_said_of_disputed_ties() -> None:
    assert (
        said(*some("accuse", 2, denied("2022-03-06")))
        == "2 facts known, and denied: accuse (2 facts)."
    )


def test_what_may_count_for_more_is_said_of_ties_that_cannot_be_assessed() -> None:
    vague = a_fact(what="accuse", dated="[..2022-03-05]", weight=-30_000_000)
    other = a_fact(what="aid", dated="[..2022-03-05]", weight=30_000_000, handle="o")

    assert said(vague, other).endswith(
        "2 facts may count for less or more than shown: the evidence cannot tell friend from foe."
    )
