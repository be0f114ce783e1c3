"""What is asked or recorded costs in proportion to what is there, counted in calls."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import ExitStack, closing, contextmanager
from datetime import UTC, datetime, timedelta
from itertools import islice, product
from typing import Final

import pytest

from domain.actors import Registry
from domain.clocks import AsOf
from domain.fact import Fact
from projections.lenses import plover_net, standing_flow
from projections.lenses.lens import Lens
from projections.scope import Scope
from projections.why import why
from projections.why_fact import why_fact
from service.edits import edits
from service.file_imports import Typed
from service.formats.document import Document
from service.store.memory import MemoryRecorder
from service.timeline import Timeline
from tests.builders import PAIR, a_day, a_fact, reported
from tests.counting import TWICE, growth

RECORDED: Final = datetime(2026, 4, 1, 12, tzinfo=UTC)
FIRST: Final = a_day("2022-03-05")
TODAY: Final = AsOf(a_day("2026-01-01"))


@contextmanager
def empty(registry: Registry) -> Generator[Timeline]:
    with closing(Timeline(MemoryRecorder(), registry, lambda: RECORDED)) as timeline:
        yield timeline


def reports(number: int, publisher: str = "Paper") -> str:
    """A fact with so many reports, each of a day of its own."""
    lines = [f"{FIRST}  TUR > RUS  stance:critical  Turkey objects  ^objects"]
    lines += [
        f"    report {publisher} {i}, {FIRST + timedelta(days=i % 1000)}, origin=Agency {i % 7}"
        for i in range(number)
    ]
    return "\n".join(lines) + "\n"


def test_each_report_of_a_file_costs_the_same_however_many_there_are(registry: Registry) -> None:
    with empty(registry) as timeline:
        moment = timeline.moment("An Author")

        def read(number: int) -> Callable[[], object]:
            document: Document = timeline.read(reports(number), "t.facts")
            return lambda: edits(document, {}, moment, Typed())

        assert len(edits(timeline.read(reports(9), "t.facts"), {}, moment, Typed()).events) == 9
        assert growth(read, 200) < TWICE


def test_each_further_report_costs_the_same_however_many_there_are(registry: Registry) -> None:
    """Each was once compared with every stored event that its file did not hold."""
    with empty(registry) as timeline:
        moment = timeline.moment("An Author")

        def read(number: int) -> Callable[[], object]:
            stored = edits(timeline.read(reports(number), "t.facts"), {}, moment, Typed()).added[0]
            more = timeline.read(reports(number, "Journal"), "t.facts")
            return lambda: edits(more, {"objects": stored}, moment, Typed())

        assert growth(read, 200) < TWICE


def test_the_account_of_a_fact_costs_the_same_for_each_of_its_reports() -> None:
    """Each day on which anything became known once read the whole fact again."""

    def explain(number: int) -> Callable[[], object]:
        fact = with_reports(number)
        return lambda: why_fact(fact, lambda _: [fact], TODAY)

    assert growth(explain, 200) < TWICE


def of_pairs(number: int) -> str:
    """A fact of each of so many pairs."""
    states = "RUS USA CHN UKR DEU FRA GBR ITA ESP POL JPN KOR IND BRA MEX CAN AUS EGY IRN IRQ SYR"
    others = "GRC BGR ROU HUN AUT CHE NLD BEL PRT SWE NOR FIN DNK EST LVA LTU"
    pairs = islice(product(states.split(), others.split()), number)
    lines = (f"{FIRST}  {a} = {b}  visit  A visit  ^{a.lower()}-{b.lower()}" for a, b in pairs)
    return "\n".join(lines) + "\n"


def test_what_an_import_does_to_each_pair_costs_the_same_however_many_there_are(
    registry: Registry,
) -> None:
    """All facts of the import were once weighed for each of its pairs."""
    with ExitStack() as stack:

        def read(number: int) -> Callable[[], object]:
            timeline = stack.enter_context(empty(registry))
            document = timeline.read(of_pairs(number), "t.facts")
            moment = timeline.moment("An Author")
            return lambda: timeline.record(document, moment)

        assert growth(read, 100) < TWICE


LENSES: Final = (standing_flow.LENS, plover_net.LENS)
FLOWS: Final = ("accuse", "agree", "aid", "cooperate", "reject", "visit")


def flows(number: int, episode: str = "") -> list[Fact]:
    """So many facts of a pair within half a year."""
    return [
        a_fact(
            handle=f"flow-{i}",
            what=FLOWS[i % len(FLOWS)],
            dated=str(FIRST + timedelta(days=i % 180)),
            known=str(FIRST + timedelta(days=200)),
            episode=f"{episode}{i % 2}" if episode else "",
        )
        for i in range(number)
    ]


@pytest.mark.parametrize("lens", LENSES, ids=lambda lens: lens.name)
@pytest.mark.parametrize("domain", ["", "diplomacy"])
@pytest.mark.parametrize("episode", ["", "round"])
def test_the_answer_without_each_fact_costs_the_same_however_many_there_are(
    lens: Lens, domain: str, episode: str
) -> None:
    """All of the answer was once weighed again without each fact."""
    as_of, scope = AsOf(FIRST + timedelta(days=200)), Scope(domain=domain)

    def explain(number: int) -> Callable[[], object]:
        facts = flows(number, episode)
        return lambda: why(facts, PAIR, as_of, scope, lens)

    assert growth(explain, 100) < TWICE


def test_barriers_are_left_out_one_by_one_at_the_same_cost() -> None:
    def explain(number: int) -> Callable[[], object]:
        facts = [
            a_fact(handle=f"ban-{i}", what="instrument:embargo", dated=str(FIRST))
            for i in range(number)
        ]
        return lambda: why(facts, PAIR, TODAY)

    assert growth(explain, 100) < TWICE


def with_reports(number: int) -> Fact:
    days = (FIRST + timedelta(days=i) for i in range(number))
    events = (reported(str(day), f"Paper {i}") for i, day in enumerate(days))
    fact = a_fact(what="stance:critical", dated=str(FIRST))
    return Fact(
        fact.id,
        (*fact.events, *(e.numbered(fact.id, i) for i, e in enumerate(events, start=2))),
    )
