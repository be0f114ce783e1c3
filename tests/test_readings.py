"""What a fact says as more of it becomes known: each reading is the fold of what was known."""

from __future__ import annotations

from datetime import datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.events import Denied, Reported
from domain.fact import Fact
from domain.readings import readings
from tests.builders import a_day, a_fact, denied, reported
from tests.effort import examples
from tests.strategies import histories, instants

TEXTS = st.sampled_from(["2021", "2021-06", "2021-06-20", "2022-01-01", ""])


@settings(max_examples=examples(150))
@given(histories(), instants, st.lists(TEXTS, min_size=1))
def test_readings_are_the_fold_of_what_was_known(
    facts: list[Fact], recorded_by: datetime, published: list[str]
) -> None:
    for plain in facts:
        fact = dated(plain, published)
        days = sorted(
            {day + more for e in fact.events for day in (e.known_day,) for more in (0, 9)}
        )

        found = list(readings(fact, days, recorded_by))

        assert found == [fact.as_of(day, recorded_by) for day in days]
        for fact_state, day in zip(found, days, strict=True):
            alone = fact.as_of(day, recorded_by)
            assert (fact_state and fact_state.attestation) == (alone and alone.attestation)


def dated(fact: Fact, published: list[str]) -> Fact:
    """The fact with days on which its reports were published: some after they were known."""
    events = [
        event.model_copy(
            update={
                "report": event.report.model_copy(
                    update={"published": published[i % len(published)]}
                )
            }
        )
        if isinstance(event, Reported | Denied)
        else event
        for i, event in enumerate(fact.events)
    ]
    return Fact(fact.id, tuple(events))


def test_a_report_counts_from_the_day_of_its_publication() -> None:
    late = dated(a_fact(reported("2022-03-06"), denied("2022-03-07")), ["", "2022-03-10"])
    days = [a_day(f"2022-03-{day:02}").toordinal() for day in (4, 5, 6, 8, 9, 10, 11)]
    found = list(readings(late, days))

    assert found[0] is None
    assert [each.origins for each in found if each] == [1, 1, 1, 1, 2, 2]
    assert [each.how for each in found if each] == ["", "", *["disputed"] * 2, *["contested"] * 2]
    assert found[3] is found[4], "nothing became known between"
