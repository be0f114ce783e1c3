"""The one sentence of a verdict: titles, and no adjectives of our own."""

from __future__ import annotations

import pytest

from domain.events import Event
from domain.fact import Fact
from projections.sentence import sentence
from tests.builders import (
    a_fact,
    an_answer,
    cancelled,
    denied,
    ended,
    held,
    reported,
    retracted,
    suspended,
)


def said(*facts: Fact, on: str = "2022-03-05") -> str:
    return sentence(an_answer(*facts, on=on))


def an_agreement(handle: str) -> Fact:
    return a_fact(what="agree", title=f"Agreement {handle}", handle=handle)


def test_nothing_known_is_not_neutral() -> None:
    assert said() == 'Nothing is known. That is not "neutral".'


def test_nothing_that_counts_is_not_neutral_either_and_says_why() -> None:
    described = a_fact(what="assessment:strained", dated="2022", handle="a")
    withdrawn = a_fact(retracted("2022-03-05"), handle="b")

    assert (
        said(described)
        == 'Nothing that counts is known (1 fact: assessment). That is not "neutral".'
    )
    assert (
        said(described, withdrawn)
        == 'Nothing that counts is known (2 facts: assessment, retracted). That is not "neutral".'
    )


def test_what_is_only_disputed_is_named() -> None:
    claims = [
        a_fact(denied("2022-03-05"), title=f"Claim {handle}", handle=handle) for handle in "abc"
    ]

    assert said(claims[0]) == "1 fact known, and denied: Claim a."
    assert said(*claims) == "3 facts known, and denied: Claim a; Claim b; and 1 more."


def test_the_strongest_on_each_side_are_named() -> None:
    facts = [
        a_fact(what="aid", title="Grain for the coast", handle="a"),
        an_agreement("b"),
        a_fact(what="accuse", title="A rebuke", handle="c"),
    ]

    assert said(*facts) == "For: Grain for the coast; Agreement b. Against: A rebuke."


def test_the_heavier_side_comes_first_and_for_in_doubt() -> None:
    against = a_fact(what="accuse", title="A rebuke", handle="c", weight=-2_500_000)
    more = a_fact(what="accuse", title="A rebuke", handle="c", weight=-2_500_001)

    assert said(an_agreement("a"), against) == "For: Agreement a. Against: A rebuke."
    assert said(an_agreement("a"), more) == "Against: A rebuke. For: Agreement a."


def test_more_than_two_are_counted() -> None:
    assert said(*map(an_agreement, "abcd")) == "For: Agreement a; Agreement b; and 2 more."


def test_what_is_thin_is_said_beside_the_label_and_not_here() -> None:
    assert said(an_agreement("a")) == "For: Agreement a."


@pytest.mark.parametrize(
    ("weight", "expected"),
    [
        (100_000, "For: Agreement a; Agreement b; and 1 more."),
        (99_999, "For: Agreement a; Agreement b."),
    ],
)
def test_what_counts_less_than_a_tenth_of_a_point_is_neither_named_nor_counted(
    weight: int, expected: str
) -> None:
    faint = a_fact(what="agree", title="A handshake", handle="c", weight=weight)
    alone = "For: A handshake." if weight == 100_000 else NOTHING_LEFT

    assert said(an_agreement("a"), an_agreement("b"), faint) == expected
    assert said(faint) == alone


def test_no_title_is_said_twice() -> None:
    """Of three visits one is named, and no other is counted as one more."""
    visits = [a_fact(what="visit", title="A visit", handle=handle) for handle in "abc"]

    assert said(*visits, an_agreement("d")) == "For: Agreement d; A visit."


# What decided -------------------------------------------------------------------------------------


def standing(
    what: str, title: str, *later: Event, dated: str = "2022-01-01", weight: int | None = None
) -> Fact:
    return a_fact(
        *later,
        what=f"instrument:{what}",
        title=title,
        dated=dated,
        known=dated,
        handle=what,
        weight=weight,
    )


def test_a_war_in_force_is_named_first_and_not_again() -> None:
    war = standing("armed-conflict", "The war")

    assert said(war, an_agreement("a")) == "In force: The war. For: Agreement a."


def test_severed_relations_are_named_first() -> None:
    assert said(standing("relations-severed", "Embassies closed")) == "In force: Embassies closed."


def test_a_barrier_that_decided_is_named_first() -> None:
    """6 for and 1 against is cordial but for the embargo; 1 for and 6 is strained all the same."""
    friends = standing("alliance", "The pact")

    assert said(standing("embargo", "The embargo", weight=-1_000_000), friends) == (
        "Barrier: The embargo. For: The pact."
    )
    assert said(standing("embargo", "The embargo"), an_agreement("a")) == (
        "Against: The embargo. For: Agreement a."
    )


def test_the_strongest_relief_is_named_last_where_it_pays_anything_off() -> None:
    assault = a_fact(what="assault", title="The raid", handle="a")
    word = a_fact(what="concede", title="An apology", handle="b")
    deed = a_fact(what="release-prisoners", title="Prisoners freed", handle="c")

    assert said(assault, word, deed) == "Against: The raid. Easing: Prisoners freed."
    assert said(an_agreement("d"), deed) == "For: Agreement d."


# What must be known so as not to be misled --------------------------------------------------------


@pytest.mark.parametrize(
    ("fact", "expected"),
    [
        (standing("treaty", "The pact", ended("2022-03-01")), "The pact (ended 1 Mar 2022)"),
        (standing("treaty", "The pact", ended("2022-02")),
            "The pact (ended in Feb 2022)"),
        (standing("treaty", "The pact", suspended("2022-03-01")),
            "The pact (suspended 1 Mar 2022)"),
        (standing("treaty", "The pact", ended("2022-03", "2022-04-01")), "The pact (possible)"),
        (a_fact(what="agree", title="A deal", dated="2022-02-02"), "A deal (2 Feb 2022)"),
        (a_fact(what="agree", title="A deal", dated="2022-01"), "A deal (Jan 2022)"),
        (a_fact(what="agree", title="A deal", dated="2022-02-04"), "A deal"),
        (a_fact(what="agree", title="A deal", dated="2022-01-30/2022-02-01"),
            "A deal (30 Jan – 1 Feb 2022)"),
        (a_fact(held("2022-02-01"), what="planned:summit", title="Summit", dated="2022-02-03"),
            "Summit (1 Feb 2022)"),
        (standing("treaty", "The pact", reported("2022-01-02", "AFP"), denied("2022-02-01")),
            "The pact (contested)"),
        (a_fact(reported("2022-03-05", "AFP"), denied("2022-03-05"), what="agree", title="A deal",
            dated="2022-02-02"), "A deal (2 Feb 2022, contested)"),
    ],
)  # fmt: skip
def test_a_title_says_what_is_over_long_ago_possible_or_contested(
    fact: Fact, expected: str
) -> None:
    assert said(fact) == f"For: {expected}."


def test_a_plan_that_was_called_off_says_when() -> None:
    plan = a_fact(
        cancelled("2022-03-01", by="TUR"),
        what="planned:summit",
        title="Summit in Sochi",
        dated="2022-04-01",
        known="2022-02-01",
    )

    assert said(plan) == "Against: Summit in Sochi (called off 1 Mar 2022)."


# Doubt --------------------------------------------------------------------------------------------


def test_what_cannot_be_assessed_says_how_many_facts_are_uncertain() -> None:
    claim = a_fact(denied("2022-03-05"), what="aid", title="Aid", handle="a")
    vague = a_fact(what="accuse", dated="[..2022-03-05]", title="Rebuke", handle="b")

    assert (
        said(claim, vague)
        == "2 facts may count for less or more than shown: the evidence cannot tell friend from"
        " foe."
    )
    assert said(vague) == "1 fact may count for less or more than shown."


NOTHING_LEFT = "Nothing on record counts for or against the ties any more."


def test_what_has_faded_is_on_record_and_counts_no_more() -> None:
    assert said(a_fact(what="visit", dated="2022-03-05"), on="2030-03-05") == NOTHING_LEFT


@pytest.mark.parametrize(("on", "when"), [("2022-04-04", ""), ("2022-04-05", " (5 Mar 2022)")])
def test_what_happened_more_than_thirty_days_ago_is_dated(on: str, when: str) -> None:
    """What happened exactly 30 days before was dated too."""
    assert (
        said(a_fact(what="aid", title="Grain", dated="2022-03-05"), on=on) == f"For: Grain{when}."
    )
