"""Who reports each fact of a state, beside it."""

from __future__ import annotations

import pytest

from domain.refusal import InvalidInput
from projections.evidence_json import evidence_json
from projections.questions.state import StateQuestion
from projections.typed_question import Typed
from service.timeline import Timeline
from tests.builders import a_day, a_fact, an_answer, denied, reported

ON = a_day("2022-03-05")


def test_each_fact_has_the_reports_and_denials_known_by_then() -> None:
    fact = a_fact(reported("2022-03-06", "AFP", "B2"), denied("2022-03-07", by="RUS"))
    later, then = (
        evidence_json(an_answer(fact, known_on=day))["fact"] for day in ("2022-03-07", "2022-03-05")
    )

    assert [(each["publisher"], each["grade"]) for each in later["reports"]] == [
        ("Reuters", ""),
        ("AFP", "B2"),
    ]
    assert [each["by"] for each in later["denials"]] == ["RUS"]
    assert [each["publisher"] for each in then["reports"]] == ["Reuters"]
    assert then["denials"] == []


def test_every_fact_of_an_answer_has_its_evidence(sample: Timeline) -> None:
    plain = sample.ask(StateQuestion(a="TUR", b="RUS", on=ON, besides=("reports",))).json
    evidence, facts = plain["evidence"], plain["facts"]

    assert isinstance(evidence, dict)
    assert isinstance(facts, dict)
    assert [*evidence] == [*facts]


def test_the_answer_is_the_same_with_and_without_its_evidence(sample: Timeline) -> None:
    alone = sample.ask(StateQuestion(a="TUR", b="RUS", on=ON))
    both = sample.ask(StateQuestion(a="TUR", b="RUS", on=ON, besides=("reports",)))

    assert both.substance == alone.substance
    assert "besides" not in alone.question.to_plain()
    assert "evidence" not in alone.json


def test_what_an_answer_does_not_come_with_is_refused(sample: Timeline) -> None:
    typed = Typed(("turkey", "russia"), {"with": "urls"}, sample, ON)
    with pytest.raises(InvalidInput, match="comes with reports"):
        StateQuestion.read(typed)
