"""Two actors, and which facts touch their ties."""

from __future__ import annotations

import pytest
from hypothesis import given

from domain.content import Content
from domain.refusal import InvalidInput
from projections.pairs import Pair, concerned, pairs_of, view
from projections.scope import EVERYTHING, Scope
from tests.builders import PAIR, a_content
from tests.strategies import contents


def test_a_pair_keeps_the_order_in_which_it_was_asked() -> None:
    pair = Pair.of("TUR", "RUS")

    assert (pair.a, pair.b) == ("TUR", "RUS")
    assert pair.key == Pair.of("RUS", "TUR").key == ("RUS", "TUR")
    assert pair.directions == ("TUR>RUS", "RUS>TUR")


def test_nobody_has_ties_with_itself() -> None:
    with pytest.raises(InvalidInput, match="TUR has no ties with itself"):
        Pair.of("TUR", "TUR")


@pytest.mark.parametrize(
    ("what", "parties", "expected"),
    [
        ("accuse", "TUR > RUS", "TUR>RUS"),
        ("accuse", "RUS > TUR", "RUS>TUR"),
        ("accuse", "USA,TUR > RUS,UKR", "TUR>RUS"),
        ("accuse", "TUR,RUS > USA", None),
        ("accuse", "USA > TUR,RUS", None),
        ("accuse", "TUR,RUS > TUR,RUS", "RUS>TUR"),
        ("accuse", "USA > UKR", None),
        ("instrument:alliance", "TUR = RUS", "mutual"),
        ("instrument:alliance", "RUS = TUR", "mutual"),
        ("instrument:alliance", "TUR,RUS = USA", "mutual"),
        ("instrument:alliance", "USA = TUR,RUS", "mutual"),
        ("instrument:alliance", "TUR = USA", None),
        ("instrument:armed-conflict", "TUR = RUS", "mutual"),
        ("instrument:armed-conflict", "TUR,RUS = USA", None),
        ("stance:neutral", "TUR,RUS = USA", None),
        ("failed-talks", "TUR,RUS = USA", None),
        ("failed-talks", "TUR = RUS", "mutual"),
        ("visit", "TUR,RUS = USA", "mutual"),
        ("geography:border", "TUR,RUS = USA", "mutual"),
        ("assessment:strained", "TUR,RUS = USA", "mutual"),
    ],
)
def test_a_fact_touches_a_pair_from_one_side_or_both(
    what: str, parties: str, expected: str | None
) -> None:
    content = a_content(what, parties=parties)

    assert view(content, PAIR) == view(content, Pair.of("TUR", "RUS")) == expected


def test_a_weight_of_its_own_says_whether_a_coalition_is_touched() -> None:
    """More than nothing: whose failed talks with a third weigh nothing have said nothing."""

    def touched(what: str, weight: int) -> str | None:
        return view(a_content(what, parties="TUR,RUS = USA", weight=weight), PAIR)

    assert touched("instrument:alliance", -1) is None
    assert touched("instrument:alliance", 0) is None
    assert touched("instrument:armed-conflict", 0) is None
    assert touched("instrument:armed-conflict", 1) == "mutual"


def test_a_fact_may_touch_every_pair_of_its_parties() -> None:
    assert list(pairs_of(a_content(parties="USA,TUR > RUS"))) == [
        ("RUS", "TUR"),
        ("RUS", "USA"),
        ("TUR", "USA"),
    ]
    assert list(pairs_of(a_content(parties="TUR > TUR"))) == []


def test_a_scope_is_written_as_people_type_it() -> None:
    assert Scope(PAIR, "energy").written == "energy"
    assert Scope(PAIR, topic="s-400").written == "#s-400"
    assert EVERYTHING.written == ""


def test_a_scope_holds_what_is_asked_about() -> None:
    content = a_content(domain="energy", topics=("gas",))

    assert EVERYTHING.holds(content)
    assert Scope(PAIR, "energy", "gas").holds(content)
    assert not Scope(Pair.of("TUR", "USA")).holds(content)
    assert not Scope(domain="trade").holds(content)
    assert not Scope(topic="oil").holds(content)


@given(contents())
def test_the_pairs_that_a_fact_concerns_are_those_that_it_is_seen_from(content: Content) -> None:
    assert [*concerned(content)] == [
        pair for pair in pairs_of(content) if view(content, Pair(*pair)) is not None
    ]
