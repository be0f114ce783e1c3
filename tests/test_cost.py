"""What is asked or recorded costs in proportion to what is there, counted in calls."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import ExitStack, closing, contextmanager
from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import islice, product
from typing import Final

import pytest

from domain.actors import Registry
from domain.clocks import AsOf
from domain.fact import Fact
from projections.lenses import plover_net, standing_flow
from projections.lenses.lens import Lens
from projections.pair_history import By
from projections.pairs import Pair
from projections.replay import replay
from projections.scope import Scope
from projections.series import series
from projections.turns import turns
from projections.why import why
from projections.why_fact import why_fact
from service.archives.importing import imported
from service.edits import edits
from service.file_imports import Typed
from service.formats.document import Document
from service.merging import Other, merge
from service.sources.bulk import Order
from service.sources.outcome import Skipped
from service.store.memory import MemoryRecorder
from service.timeline import Timeline
from tests.builders import PAIR, a_day, a_fact, reported, resumed, suspended
from tests.counting import TWICE, calls, growth
from tests.test_bulk import chunks

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


def of_many(facts: int, recipients: int) -> str:
    """So many facts of Turkey and each of as many others."""
    others = "RUS USA CHN UKR DEU FRA GBR ITA ESP POL JPN KOR IND BRA MEX CAN AUS EGY IRN IRQ SYR"
    named = ",".join(others.split()[:recipients])
    line = f"{FIRST}  TUR > {named}  accuse  Turkey accuses  ^accuses"
    return "".join(f"{line}-{i}\n" for i in range(facts))


@pytest.mark.parametrize("of", ["facts", "recipients"])
def test_a_fact_of_many_actors_costs_the_same_for_each_of_its_pairs(
    of: str, registry: Registry
) -> None:
    """It was read again for each of them, twice: 20 facts of 50 by 50 actors took 9 seconds."""
    with ExitStack() as stack:

        def read(number: int) -> Callable[[], object]:
            timeline = stack.enter_context(empty(registry))
            lines = of_many(number, 10) if of == "facts" else of_many(10, number)
            document, moment = timeline.read(lines, "t.facts"), timeline.moment("An Author")
            return lambda: timeline.record(document, moment)

        assert growth(read, 10) < TWICE


def test_a_fact_that_was_just_read_is_not_read_again(registry: Registry) -> None:
    with empty(registry) as timeline:
        timeline.record(timeline.read(of_many(1, 20), "t.facts"), timeline.moment("An Author"))
        once, twice = (timeline.pair_facts(Pair("TUR", other))[0] for other in ("RUS", "IRQ"))

        assert once is twice
        assert once.as_of() is twice.as_of()


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


@pytest.mark.parametrize("late", [0, 3, 400])
@pytest.mark.parametrize("reports", [0, 2])
def test_each_fact_that_became_known_later_costs_a_replay_the_same(late: int, reports: int) -> None:
    """Each was once weighed again for every day of the next five years."""

    def ask(number: int) -> Callable[[], object]:
        days = [FIRST + timedelta(days=i) for i in range(number)]
        facts = [
            a_fact(
                *(reported(str(day + timedelta(days=late + 9 * i + 9))) for i in range(reports)),
                handle=f"on-{day}",
                dated=str(day),
                known=str(day + timedelta(days=late)),
            )
            for day in days
        ]
        return lambda: replay(facts, PAIR, (FIRST, TODAY), by=By.KNOWN)

    assert growth(ask, 100) < TWICE


# Over all years of the calendar -------------------------------------------------------------------

TWELVE_YEARS: Final = (a_day("2014-01-01"), AsOf(a_day("2026-01-01")))
ALL_YEARS: Final = (a_day("0001-01-01"), AsOf(a_day("9999-12-31")))
MUCH_MORE: Final = 2.5
"""So many times the calls all years may take of those that twelve of them take."""

TIES: Final = Pair("TUR", "RUS")
QUESTIONS: Final[dict[str, Callable[[list[Fact], tuple[date, AsOf]], object]]] = {
    "turns": lambda facts, span: turns(facts, TIES, span),
    "turns by known": lambda facts, span: turns(facts, TIES, span, by=By.KNOWN),
    "turns of the plain sum": lambda facts, span: turns(facts, TIES, span, lens=plover_net.LENS),
    "replay": lambda facts, span: replay(facts, TIES, span),
    "replay by known": lambda facts, span: replay(facts, TIES, span, by=By.KNOWN),
    "series": lambda facts, span: series(facts, TIES, span),
}


def more_in_all_years(facts: list[Fact], question: str) -> float:
    """How many times the calls all years take of those that twelve of them take."""
    ask = QUESTIONS[question]
    ask(facts, TWELVE_YEARS)
    short, long = (calls(partial(ask, facts, span)) for span in (TWELVE_YEARS, ALL_YEARS))
    return long / short


@pytest.mark.parametrize("question", QUESTIONS)
def test_all_years_cost_by_their_facts_and_not_by_their_days(
    question: str, sample: Timeline
) -> None:
    """Turns over all years took 165 times the calls: stances of no known beginning never rest."""
    facts = [*sample.pair_facts(TIES, "desk")]

    assert more_in_all_years(facts, question) < MUCH_MORE


WHEN: Final = "[0100-01-01..2100-01-01]"
VAGUE: Final = {
    "a deed": [a_fact(dated=WHEN)],
    "deeds of one episode": [
        a_fact(dated=WHEN, what=what, handle=what, episode="round")
        for what in ("accuse", "assault")
    ],
    "a beginning": [a_fact(dated=WHEN, what="instrument:alliance")],
    "an end": [a_fact(dated=f"0050-01-01/{WHEN}", what="instrument:embargo")],
    "a war": [a_fact(dated=f"{WHEN}/[2200-01-01..4200-01-01]", what="instrument:armed-conflict")],
    "a plan": [a_fact(dated=WHEN, what="planned:summit", parties="TUR = RUS")],
    "what was resumed": [
        a_fact(
            suspended("2022-04-01"),
            resumed("[2022-05-01..4500-01-01]", known="2022-06-01"),
            what="instrument:alliance",
        )
    ],
}
"""Facts of which nobody knows in which of 2,000 years they happened, began or ended."""


@pytest.mark.parametrize("question", ["turns", "replay", "series"])
@pytest.mark.parametrize("vague", VAGUE)
def test_a_fact_that_is_vague_over_centuries_costs_no_more(question: str, vague: str) -> None:
    """Turns of one took 20 seconds."""
    facts = [*VAGUE[vague], *flows(100)]

    assert more_in_all_years(facts, question) < MUCH_MORE


@pytest.mark.parametrize("question", ["turns", "replay"])
def test_facts_that_lie_centuries_apart_cost_the_same_each(question: str) -> None:
    def ask(number: int) -> Callable[[], object]:
        days = (date(100 + 9_800 * i // number, 6, 1) for i in range(number))
        facts = [a_fact(dated=str(day), known=str(day), handle=f"on-{day}") for day in days]
        return lambda: QUESTIONS[question](facts, ALL_YEARS)

    assert growth(ask, 20) < TWICE


def talks(number: int, other: str) -> str:
    """So many facts of one title, whose handles differ by their numbers."""
    days = (FIRST + timedelta(days=i) for i in range(number))
    return "".join(f"{day}  TUR = {other}  talks  Talks\n" for day in days)


def test_merging_facts_of_one_title_costs_the_same_for_each(registry: Registry) -> None:
    """A free number was looked for from the first on, in the store, for each of them."""
    with ExitStack() as stack:

        def read(number: int) -> Callable[[], object]:
            one, other = (stack.enter_context(empty(registry)) for _ in range(2))
            for timeline, of, more in ((one, "RUS", 3), (other, "GRC", 1)):
                document = timeline.read(talks(more * number, of), "t.facts")
                timeline.record(document, timeline.moment("An Author"))
            theirs = Other(other, "b.db")
            return lambda: merge(one, theirs, one.moment("An Author"), dry_run=True)

        assert growth(read, 200) < TWICE


def test_files_without_rows_cost_the_same_each_among_many(registry: Registry) -> None:
    """A zip of twenty thousand empty tables had taken minutes."""
    empty = next(chunks([Skipped(1, "home")]))

    def work(number: int) -> Callable[[], object]:
        timeline = Timeline(MemoryRecorder(), registry)
        order = Order("icews", "a.zip", "import a.zip")
        moment = timeline.moment()
        return lambda: [*imported(timeline, [empty] * number, order, moment)]

    assert growth(work, 400) < TWICE
