"""The bundled sample: what a first answer rests on, so it must be sourced, varied, and right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from typing import Final

import pytest

from domain import edtf
from domain.actors import Registry
from domain.clocks import AsOf
from domain.events import Asserted, Cancelled, Denied, Event, Held, Reported, Rescheduled
from domain.fact import Fact, FactState
from domain.report import Report
from domain.status import Kleene, engagement
from projections.pairs import Pair
from projections.scope import Scope
from projections.state import State
from projections.state_json import state_json
from service.formats.document import Document
from service.formats.facts import parse
from service.formats.write import document_text
from service.opening import open_sample, sample_text
from service.timeline import Timeline
from tests.evidence import state_of

ARTICLE: Final = [
    "ankara-talks", "close-coordination", "integrity", "dialogue", "positive-agenda", "strained",
    "s400-objection", "s400-purchase",
    "usa-syria", "usa-eastmed", "caatsa", "black-sea", "good-ties-rus", "good-ties-ukr",
    "unacceptable", "against-sanctions", "straits",
    "western-response", "energy-ties", "defence-ties", "trade-ties", "tourism", "drone-sales",
    "drone-anger", "syria", "libya",
    "crimea-stance", "crimea", "call", "invasion", "nato", "ceasefire-plea", "syria-sanctions",
    "ban-claim", "antalya",
]  # fmt: skip
"""One handle for each statement of the article of 5 March 2022."""

THE_DAY: Final = date(2022, 3, 5)
LONGEST_TITLE: Final = 70


@pytest.fixture(scope="module")
def sample() -> Iterator[Timeline]:
    with closing(open_sample()) as sample:
        yield sample


@pytest.fixture(scope="module")
def facts(sample: Timeline) -> list[Fact]:
    return sample.facts()


@pytest.fixture(scope="module")
def document(registry: Registry) -> Document:
    return parse(sample_text(), "sample.facts", registry)


def reports(fact: Fact) -> list[Report]:
    return [
        event.report
        for event in fact.events
        if isinstance(event, Asserted | Reported) and event.report is not None
    ]


def a_fact_state(sample: Timeline, handle: str, known_on: date | None = None) -> FactState:
    fact_state = sample.fact(handle).as_of(AsOf(THE_DAY, known_on).known_day)
    assert fact_state is not None
    return fact_state


def state(sample: Timeline, a: str, b: str, on: date) -> State:
    """As it was known on the day itself."""
    return state_of(sample, Pair.of(a, b), AsOf(on, known_on=on))


def handles_with(facts: list[Fact], kind: type[Event]) -> list[str]:
    return [fact.handle for fact in facts if any(isinstance(event, kind) for event in fact.events)]


# The file


def test_every_line_of_the_sample_can_be_read(document: Document) -> None:
    assert document.problems == []


def test_the_sample_is_in_canonical_form(document: Document) -> None:
    assert document_text(document) == sample_text()


def test_every_fact_of_the_file_has_a_handle_and_is_in_the_timeline(
    document: Document, facts: list[Fact]
) -> None:
    assert sorted(block.handle for block in document.blocks) == sorted(
        fact.handle for fact in facts
    )


# The facts


def test_there_are_many_facts(facts: list[Fact]) -> None:
    assert len(facts) >= 150


def test_every_fact_is_reported_by_somebody_on_some_day(facts: list[Fact]) -> None:
    unsourced = [
        fact.handle
        for fact in facts
        if not any(report.publisher and report.published for report in reports(fact))
    ]

    assert unsourced == []


def test_no_fact_was_known_before_it_was_reported_anywhere(facts: list[Fact]) -> None:
    assumed = [fact.handle for fact in facts if fact.asserted.assumed]

    assert assumed == []


def test_no_report_is_younger_than_the_recording(facts: list[Fact]) -> None:
    late = [
        fact.handle
        for fact in facts
        for event in fact.events
        if event.known_on > event.recorded_at.date()
    ]

    assert late == []


def test_no_two_facts_are_the_same(facts: list[Fact]) -> None:
    contents = [fact.asserted.content for fact in facts]
    same = Counter(
        (
            content.kind,
            content.what,
            content.window,
            content.parties,
            content.domain,
            content.topics,
        )
        for content in contents
    )

    assert [key for key, times in same.items() if times > 1] == []


def test_no_two_facts_have_one_title_on_one_date(facts: list[Fact]) -> None:
    same = Counter((fact.asserted.content.title, fact.asserted.content.dated) for fact in facts)

    assert [key for key, times in same.items() if times > 1] == []


def test_titles_are_short(facts: list[Fact]) -> None:
    long = [
        fact.asserted.content.title
        for fact in facts
        if len(fact.asserted.content.title) > LONGEST_TITLE
    ]

    assert long == []


def test_some_claims_are_denied(facts: list[Fact]) -> None:
    assert len(handles_with(facts, Denied)) >= 5


def test_some_facts_are_dated_to_a_month_or_a_year_only(facts: list[Fact]) -> None:
    windows = [
        edtf.since_window(content.since) if content.standing else content.window
        for content in (f.asserted.content for f in facts)
    ]
    vague = [window for window in windows if window.bounded and window.days >= 28]

    assert len(vague) >= 10


@pytest.mark.parametrize("kind", [Held, Rescheduled, Cancelled])
def test_some_plans_are_held_some_moved_some_cancelled(
    kind: type[Event], facts: list[Fact]
) -> None:
    assert handles_with(facts, kind) != []


def test_every_party_is_an_actor(facts: list[Fact], registry: Registry) -> None:
    parties = {
        actor
        for fact in facts
        for actor in (*fact.asserted.content.actors, *fact.asserted.content.recipients)
    }

    assert {actor for actor in parties if registry.get(actor) is None} == set()


def test_what_the_sample_expects_of_itself_is_so(sample: Timeline) -> None:
    for expected in sample.expectations():
        on = date.fromisoformat(expected.on)
        answer = state_of(
            sample, Pair.of(expected.a, expected.b), AsOf(on), Scope(domain=expected.domain)
        )
        assert answer.label == expected.label, expected.line


# The article of 5 March 2022


@pytest.mark.parametrize("handle", ARTICLE)
def test_every_statement_of_the_article_is_there(handle: str, sample: Timeline) -> None:
    assert sample.fact(handle).as_of() is not None


def test_the_ban_that_was_claimed_was_disputed_the_same_day(sample: Timeline) -> None:
    day = date(2022, 2, 26)

    assert "ban-claim" in [
        pair_fact.handle for pair_fact in state(sample, "TUR", "RUS", day).disputed
    ]


def test_a_meeting_announced_on_7_march_was_not_ahead_on_5_march(sample: Timeline) -> None:
    on = THE_DAY
    known = [pair_fact.handle for pair_fact in state(sample, "RUS", "UKR", on).ahead]
    with_hindsight = [
        pair_fact.handle for pair_fact in state_of(sample, Pair.of("RUS", "UKR"), AsOf(on)).ahead
    ]

    assert "antalya" not in known
    assert "antalya" not in with_hindsight


def test_the_meeting_in_antalya_was_ahead_on_8_march(sample: Timeline) -> None:
    assert "antalya" in [
        pair_fact.handle for pair_fact in state(sample, "RUS", "UKR", date(2022, 3, 8)).ahead
    ]


def test_the_call_was_pending_on_5_march_and_held_on_6_march(sample: Timeline) -> None:
    fifth, sixth = THE_DAY.toordinal(), date(2022, 3, 6).toordinal()

    assert engagement(a_fact_state(sample, "call", THE_DAY), fifth) == "pending"
    assert engagement(a_fact_state(sample, "call", date(2022, 3, 6)), sixth) == "held"


def test_the_call_was_ahead_on_5_march(sample: Timeline) -> None:
    assert "call" in [pair_fact.handle for pair_fact in state(sample, "TUR", "RUS", THE_DAY).ahead]


def test_the_sanctions_of_2019_had_ended(sample: Timeline) -> None:
    in_force = [pair_fact.handle for pair_fact in state(sample, "USA", "TUR", THE_DAY).in_force]
    then = [
        pair_fact.handle for pair_fact in state(sample, "USA", "TUR", date(2019, 10, 20)).in_force
    ]

    assert "syria-sanctions" not in in_force
    assert "syria-sanctions" in then
    assert "caatsa" in in_force


def test_what_is_said_to_be_in_force_is_not_certainly_over(sample: Timeline) -> None:
    answer = state(sample, "TUR", "RUS", THE_DAY)

    assert answer.in_force
    assert all(pair_fact.status in (Kleene.YES, Kleene.POSSIBLE) for pair_fact in answer.in_force)


def test_hindsight_on_the_day_of_the_article_is_not_empty(sample: Timeline) -> None:
    answer = state_json(state_of(sample, Pair.of("TUR", "RUS"), AsOf(THE_DAY)))

    assert isinstance(answer["hindsight"], int)
    assert answer["hindsight"] > 0
