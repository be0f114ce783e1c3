"""The ties of every pair on a day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from hypothesis import given, settings

from domain.clocks import AsOf
from domain.fact import Fact
from domain.refusal import InvalidInput
from projections.board_pairs import REASONS, board_pairs, pair_line_json
from projections.lenses.standing_flow import LENS
from projections.pairs import Pair, pairs_of
from projections.questions.board import BoardQuestion
from projections.questions.board_pairs import BoardPairsQuestion
from projections.scope import Scope
from projections.state import state
from projections.typed_question import Typed
from service.timeline import Timeline
from tests.builders import a_day, a_fact, retracted
from tests.effort import examples
from tests.strategies import histories
from tests.test_learned import DAYS

AS_OF = AsOf(a_day("2022-03-05"))


@settings(max_examples=examples(30))
@given(histories(most=8), DAYS)
def test_each_line_is_the_state_of_its_pair_and_that_of_30_days_before(
    facts: list[Fact], on: object
) -> None:
    as_of = AsOf(on)  # type: ignore[arg-type]  # a day
    found = board_pairs(facts, as_of)
    for line in found.lines:
        answer = state(facts, line.pair, as_of)
        before = state(facts, line.pair, AsOf(as_of.on - timedelta(days=30)))

        assert (line.answer.verdict, line.answer.score) == (answer.verdict, answer.score)
        assert (line.answer.trend, line.answer.moves) == (answer.trend, answer.moves)
        assert (line.before.verdict, line.before.score) == (before.verdict, before.score)
    pairs = {pair for fact in facts for each in fact.events for pair in _pairs(each)}
    known = {Pair.of(*pair) for pair in pairs if state(facts, Pair.of(*pair), as_of).known}
    assert {line.pair for line in found.lines} == known


def _pairs(event: object) -> Iterator[tuple[str, str]]:
    content = getattr(event, "content", None)
    yield from pairs_of(content) if content is not None else ()
    yield from (("RUS", "TUR"), ("RUS", "USA"), ("TUR", "USA"), ("GEO", "TUR"), ("GEO", "RUS"))
    yield ("GEO", "USA")


def test_the_pair_that_moved_most_comes_first() -> None:
    small = a_fact(what="accuse", parties="TUR > RUS", handle="small")
    large = a_fact(what="assault", parties="USA > CHN", handle="large")
    still = a_fact(what="instrument:treaty", dated="2001-01-01", parties="DEU = FRA", handle="old")
    found = board_pairs([still, small, large], AS_OF)

    assert [line.pair for line in found.lines] == [
        ("CHN", "USA"),
        ("RUS", "TUR"),
        ("DEU", "FRA"),
    ]
    assert [line.moved for line in found.lines] == [9_000_000, 3_000_000, 0]


def test_the_two_facts_that_moved_a_pair_most_are_its_reasons() -> None:
    whats = ("accuse", "assault", "agree", "cooperate")
    (line,) = board_pairs([a_fact(what=what, handle=what) for what in whats], AS_OF).lines

    assert [reason.pair_fact.handle for reason in line.reasons] == ["cooperate", "assault"]
    assert len(line.reasons) == REASONS
    moved = pair_line_json(line)
    assert (moved["up"], moved["down"]) == (12_000_000, 12_000_000)


def test_what_did_not_move_has_no_reasons() -> None:
    old = a_fact(what="instrument:treaty", dated="2001-01-01", parties="DEU = FRA")
    (line,) = board_pairs([old], AS_OF).lines

    assert (line.moved, line.reasons) == (0, ())


def test_news_are_facts_of_the_day_that_became_known_in_30_days() -> None:
    facts = [
        a_fact(handle="new", known="2022-03-01", dated="2022-03-01"),
        a_fact(handle="old", known="2022-02-03", dated="2022-02-03"),
        a_fact(handle="late", known="2022-03-06", dated="2022-03-01"),
        a_fact(handle="first", known="2022-02-04", dated="2022-02-04"),
        a_fact(retracted("2022-03-04"), handle="gone", known="2022-03-02", dated="2022-03-01"),
    ]

    assert [each.handle for each in board_pairs(facts, AS_OF).news] == ["new", "first"]


def test_one_domain_may_be_asked_for() -> None:
    trade = a_fact(what="aid", parties="TUR > UKR", domain="trade", handle="trade")
    other = a_fact(what="accuse", parties="TUR > RUS", handle="other")
    found = board_pairs([trade, other], AS_OF, Scope(domain="trade"))

    assert [line.pair for line in found.lines] == [("TUR", "UKR")]
    assert [each.handle for each in found.news] == ["trade"]


@pytest.mark.parametrize(
    ("words", "given_", "layers", "code"),
    [
        ((), {}, (), "actor-needed"),
        (("turkey",), {"all_pairs": ""}, (), "every-pair-or-one-actor"),
    ],
)
def test_every_pair_or_one_actor_is_asked_for(
    words: tuple[str, ...],
    given_: dict[str, str],
    layers: tuple[str, ...],
    code: str,
    sample: Timeline,
) -> None:
    typed = Typed(words, given_, sample, a_day("2022-03-05"), layers)
    with pytest.raises(InvalidInput) as refused:
        BoardQuestion.read(typed)

    assert refused.value.code == code
    assert refused.value.fixes


def test_every_line_of_the_sample_is_the_state_of_its_pair(sample: Timeline) -> None:
    as_of = AsOf(a_day("2022-03-05"), a_day("2022-03-05"))
    found = sample.ask(BoardPairsQuestion(on=as_of.on, known_on=as_of.known_on)).found
    assert isinstance(found.plain()["pairs"], list)
    lines = board_pairs(sample.facts("desk"), as_of).lines

    assert len(lines) > 50
    for line in lines:
        answer = state(sample.pair_facts(line.pair, "desk"), line.pair, as_of)
        assert (line.answer.verdict, line.answer.score) == (answer.verdict, answer.score)
        assert line.answer.lens is LENS
