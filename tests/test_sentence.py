"""The one sentence of a verdict: titles, and no adjectives of our own."""

from __future__ import annotations

from domain.fact import Fact
from projections.sentence import sentence
from tests.builders import a_fact, an_answer, denied, retracted


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


def test_more_than_two_are_counted() -> None:
    assert said(*map(an_agreement, "abcd")) == "For: Agreement a; Agreement b; and 2 more."


def test_fewer_than_three_counted_facts_are_thin() -> None:
    assert said(an_agreement("a")) == "For: Agreement a. Thin: 1 fact counted."
    assert (
        said(an_agreement("a"), an_agreement("b"))
        == "For: Agreement a; Agreement b. Thin: 2 facts counted."
    )


def test_a_war_in_force_is_named_first() -> None:
    war = a_fact(
        what="instrument:armed-conflict", dated="2022-01-01", title="The war", handle="war"
    )

    assert (
        said(war, an_agreement("a"))
        == "In force: The war. For: Agreement a. Against: The war. Thin: 2 facts counted."
    )


def test_severed_relations_are_named_first() -> None:
    severed = a_fact(
        what="instrument:relations-severed", dated="2020-01-01", title="Embassies closed"
    )

    assert said(severed).startswith("In force: Embassies closed.")


def test_what_cannot_be_assessed_says_how_many_facts_are_uncertain() -> None:
    claim = a_fact(denied("2022-03-05"), what="aid", title="Aid", handle="a")
    vague = a_fact(what="accuse", dated="[..2022-03-05]", title="Rebuke", handle="b")

    assert (
        said(claim, vague)
        == "2 facts may count for less or more than shown: the evidence cannot tell friend from"
        " foe. Thin: 1 fact counted."
    )


def test_what_has_faded_is_on_record_and_counts_no_more() -> None:
    assert (
        said(a_fact(what="visit", dated="2022-03-05"), on="2030-03-05")
        == "Nothing on record counts for or against the ties any more."
    )
