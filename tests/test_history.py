"""Everything recorded of a fact, in the order of recording or of knowledge."""

from __future__ import annotations

from contextlib import closing

import pytest
from hypothesis import given

from domain.fact import Fact
from domain.refusal import InvalidInput
from projections.history import Order, history_json, ordered
from projections.questions.history import HistoryQuestion
from projections.typed_question import Typed
from service.opening import open_sample
from tests.builders import a_day, a_fact, reported
from tests.strategies import one_fact


@given(one_fact)
def test_in_the_order_of_knowledge_nothing_is_left_out(fact: Fact) -> None:
    known = ordered(fact, Order.KNOWN)

    assert {event.originator_version for event in known} == {
        event.originator_version for event in fact.events
    }
    assert [event.known_day for event in known] == sorted(event.known_day for event in known)


@given(one_fact)
def test_in_the_order_of_recording_it_is_the_record(fact: Fact) -> None:
    assert ordered(fact, Order.RECORDED) == fact.events


def test_what_was_recorded_later_may_have_been_known_before() -> None:
    fact = a_fact(reported("2022-03-09", "AFP"), reported("2022-03-07", "TASS"))
    found = history_json(fact, Order.KNOWN)

    assert [event["version"] for event in found["events"]] == [1, 3, 2]
    assert found["order"] == "known"


def test_a_history_in_the_order_of_old_has_the_name_that_it_had() -> None:
    recorded, known = (HistoryQuestion(fact="desk/x", order=order) for order in Order)

    assert recorded.to_plain() == {"question": "history", "fact": "desk/x"}
    assert known.to_plain()["order"] == "known"


def test_another_order_is_refused() -> None:
    with closing(open_sample()) as sample:
        typed = Typed(("straits",), {"order": "newest"}, sample, a_day("2022-03-05"))
        with pytest.raises(InvalidInput, match="not of"):
            HistoryQuestion.read(typed)
