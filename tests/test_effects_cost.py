"""What the effect lines of an import cost: in calls, in proportion to what is recorded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from functools import partial

import pytest

from domain.actors import Registry
from domain.clocks import AsOf
from domain.fact import Fact
from projections.pairs import Pair
from projections.state import Glance, glance
from service import outcomes
from service.recording import append_lines, record
from service.store.memory import MemoryRecorder
from service.timeline import Timeline
from tests.counting import calls

STATES = 40
RECORDED = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def codes(registry: Registry) -> list[str]:
    day = date(2020, 1, 1).toordinal()
    return [actor.id for actor in registry if actor.type == "state" and actor.existed(day)]


@pytest.fixture
def timeline(registry: Registry) -> Iterator[Timeline]:
    with closing(Timeline(MemoryRecorder(), registry, lambda: RECORDED)) as timeline:
        yield timeline


def standing(codes: list[str], number: int) -> str:
    """Treaties of all pairs of some states, one after the other, and then again."""
    pairs = [(a, b) for i, a in enumerate(codes[:STATES]) for b in codes[i + 1 : STATES]]
    return "".join(
        f"{2001 + k % 19}-{k % 12 + 1:02d}-{k % 28 + 1:02d}  {a} = {b}  instrument:treaty/trade"
        f"  Fact {k}  ^f{k}\n    report AFP, 2021-01-01\n"
        for k, (a, b) in ((k, pairs[k % len(pairs)]) for k in range(number))
    )


def test_effect_lines_cost_less_than_the_facts_do(
    timeline: Timeline, registry: Registry, codes: list[str]
) -> None:
    """Each pair once read its facts and weighed them twice, and each fact was folded again."""
    document = timeline.read(standing(codes, 600), "t.facts")
    moment = timeline.moment()
    with closing(Timeline(MemoryRecorder(), registry, lambda: RECORDED)) as other:
        without = calls(lambda: append_lines(other, document, moment))
    whole = calls(lambda: record(timeline, document, moment))

    assert whole < 2.2 * without


def test_effect_lines_grow_with_the_facts(registry: Registry, codes: list[str]) -> None:
    counts: list[int] = []
    for number in (300, 600):
        with closing(Timeline(MemoryRecorder(), registry, lambda: RECORDED)) as timeline:
            document = timeline.read(standing(codes, number), "t.facts")
            moment = timeline.moment()
            counts.append(calls(partial(record, timeline, document, moment)))

    assert counts[1] < 2.2 * counts[0]


@pytest.mark.parametrize("what", ["talks", "instrument:treaty", "instrument:armed-conflict"])
def test_a_fact_of_many_parties_is_weighed_once_for_pairs_that_are_alike(
    timeline: Timeline, codes: list[str], what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was weighed twice for each of 16,110 pairs: a dozen seconds."""
    weighed: list[Pair] = []

    def counted(facts: Iterable[Fact], pair: Pair, as_of: AsOf) -> Glance:
        weighed.append(pair)
        return glance(facts, pair, as_of)

    monkeypatch.setattr(outcomes, "glance", counted)
    line = f"2022-03-05  {','.join(codes[:90])} = {','.join(codes[90:180])}  {what}  Big  ^big\n"
    receipt = record(timeline, timeline.read(line, "t.facts"), timeline.moment())

    assert len(receipt.effects.shown) == 3
    assert receipt.effects.more > 8_000
    assert len(weighed) <= 4


def test_facts_read_by_their_actors_are_those_read_by_their_pairs(
    timeline: Timeline, codes: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    earlier = "".join(
        f"2022-03-0{day}  {codes[day]} > {codes[day + 1]}  assault  Attack {day}\n"
        for day in range(1, 5)
    )
    record(timeline, timeline.read(earlier, "a.facts"), timeline.moment())
    line = f"2022-03-09  {codes[0]} = {','.join(codes[1:20])}  talks  Big  ^big\n"
    document = timeline.read(line, "t.facts")
    by_actors = record(timeline, document, timeline.moment(), dry_run=True).effects
    monkeypatch.setattr(outcomes, "FOR_EACH_ACTOR", 10**9)

    assert by_actors == record(timeline, document, timeline.moment(), dry_run=True).effects
    assert {each.before.label for each in by_actors.shown} != {"unknown"} or by_actors.more


def test_a_denial_by_a_party_is_weighed_for_each_pair(timeline: Timeline, codes: list[str]) -> None:
    line = f"2022-03-05  {codes[0]} > {','.join(codes[1:4])}  accuse  Words  ^w\n"
    line += f"    report AFP, 2022-03-05\n    denied AP, 2022-03-06, by={codes[1]}\n"
    receipt = record(timeline, timeline.read(line, "t.facts"), timeline.moment())

    assert len(receipt.effects.shown) + receipt.effects.more == 3
