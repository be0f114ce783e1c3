"""Flows that an earlier program indexed, by other weights and half-lives, in a file and a server.

Nobody sums them, and nobody puts others beside them, until the index is rebuilt.
"""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path
from typing import Final

import pytest

from domain.actors import Registry
from domain.clocks import AsOf
from domain.events import Asserted, Retracted
from projections.flows import RULES
from projections.layer import LayerState
from projections.pair_fact import PairFact
from projections.pairs import Pair
from service.asking import evidence_of
from service.formats.jsonl import copied, event_lines
from service.safety import differences, rebuilt, verified
from service.sources.bulk import Order, imported
from service.store.errors import StoreError
from service.store.memory import MemoryRecorder
from service.store.recorder import SqlRecorder
from service.store.remembered import FLOW_RULES_KEY
from service.timeline import Timeline
from tests import stored
from tests.builders import RECORDED, a_content, a_day, an_assertion
from tests.console import Console
from tests.contract.timelines import opened
from tests.evidence import layer_day_of, layer_state_of, sums_of, sums_of_actor
from tests.places import Place

LAYER: Final = "icews"
PAIR: Final = Pair("RUS", "TUR")
AS_OF: Final = AsOf(a_day("2022-03-06"))
OLD: Final = [folder for folder in sorted(stored.HERE.iterdir()) if folder.name.isdecimal()]


EARLIER: Final = ("2", "3", "4")
"""Stores with flows that were indexed by other rules: the first has none, later ones today's."""


def a_row(key: str, layer: str = LAYER, **fields: object) -> Asserted:
    content = a_content(**fields)  # type: ignore[arg-type]  # its own names, all of them text
    return an_assertion(content).numbered(f"{layer}/{key}", 1)


ROWS: Final = (
    a_row("1"),
    a_row("2", what="call", parties="RUS = TUR"),
    a_row("3", what="mobilize", dated="2021-03-05"),
    a_row("4", what="request:meet", parties="RUS,TUR = USA"),
    a_row("5", what="instrument:sanctions", dated="2021-03-05"),
)


def age(place: Place) -> None:
    """Makes the index that of an earlier program: words fade in 30 days and deeds in 180.

    Meetings weigh twice as much, and who asks together for nothing in particular is a pair.
    """
    place.spoil("DELETE FROM detente WHERE key = ?", FLOW_RULES_KEY)
    place.spoil("UPDATE flows SET half_life = 30")
    deeds = "SELECT sort FROM sorts WHERE what = 'mobilize'"
    place.spoil(f"UPDATE flows SET half_life = 180 WHERE sort IN ({deeds})")
    place.spoil("UPDATE sorts SET weight = weight * 2 WHERE kind = 'contact'")
    place.spoil(
        "INSERT INTO flows SELECT 1, half_life, day, toward, sort, position, known, recorded"
        " FROM flows WHERE sort IN (SELECT sort FROM sorts WHERE what = 'request:meet') LIMIT 1"
    )


@pytest.fixture
def old(place: Place, registry: Registry) -> Place:
    """A store whose rows an earlier program indexed."""
    with opened(place, registry) as timeline:
        timeline.append(ROWS)
        timeline.append([an_assertion(a_content("visit")).numbered("desk/visit", 1)])
    age(place)
    return place


# Marks


def test_a_new_store_is_marked(place: Place, registry: Registry) -> None:
    with opened(place, registry) as timeline:
        assert timeline.store.remembered(FLOW_RULES_KEY) == RULES
        assert not timeline.store.flows_outdated


@pytest.mark.parametrize("mark", [None, "standing-flow@1"])
def test_a_store_without_flows_is_marked_as_something_is_recorded(
    place: Place, registry: Registry, mark: str | None
) -> None:
    with opened(place, registry) as timeline:
        timeline.append([ROWS[-1]])
    place.spoil("DELETE FROM detente WHERE key = ?", FLOW_RULES_KEY)
    if mark:
        place.spoil("INSERT INTO detente VALUES (?, ?)", FLOW_RULES_KEY, mark)
    with opened(place, registry) as timeline:
        assert not timeline.store.flows_outdated
        timeline.append(ROWS[:2])

        assert timeline.store.remembered(FLOW_RULES_KEY) == RULES
        assert len(timeline.store.select_flows(("RUS", "TUR", LAYER), AS_OF).columns) == 2
        assert verified(timeline).sound


@pytest.mark.parametrize("mark", ["standing-flow@1", "standing-flow@3"])
def test_a_store_of_any_other_rules_is_outdated(
    place: Place, registry: Registry, mark: str
) -> None:
    with opened(place, registry) as timeline:
        timeline.append(ROWS)
        timeline.store.remember(FLOW_RULES_KEY, mark)

        assert timeline.store.flows_outdated


def test_a_rebuild_marks_the_store(old: Place, registry: Registry) -> None:
    with opened(old, registry) as timeline:
        assert timeline.store.flows_outdated
        found = rebuilt(timeline)

        assert (found.rows, found.outdated) == (0, True)
        assert timeline.store.remembered(FLOW_RULES_KEY) == RULES
        assert not timeline.store.flows_outdated
        assert (differences(timeline).rows, differences(timeline).outdated) == (0, False)


# Answers


def answers(timeline: Timeline) -> tuple[LayerState, list[str], tuple[PairFact, ...]]:
    """The state of a pair, whom a board lists, and the facts of one day."""
    state = layer_state_of(timeline, PAIR, AS_OF, LAYER)
    board = sorted(sums_of_actor(timeline, "TUR", AS_OF, LAYER))
    return state, board, layer_day_of(timeline, state, AS_OF.day - 1).pair_facts


def test_an_answer_is_the_same_before_a_rebuild_and_after(old: Place, registry: Registry) -> None:
    with opened(old, registry) as timeline:
        before, read = answers(timeline), sums_of(timeline, PAIR, AS_OF, LAYER)
        rebuilt(timeline)

        assert before == answers(timeline)
        assert before[0].counted == 4
        assert not read.flows.columns
        assert sums_of(timeline, PAIR, AS_OF, LAYER).flows.columns


def test_whoever_began_to_ask_before_a_rebuild_is_answered_right(
    old: Place, registry: Registry
) -> None:
    with opened(old, registry) as timeline:
        evidence = evidence_of(timeline, LAYER)
        rebuilt(timeline)

        assert len(evidence.of_pair(PAIR)) == 4


# Recording


def test_the_desk_takes_what_is_recorded(old: Place, registry: Registry) -> None:
    with opened(old, registry) as timeline:
        text = "2022-03-09  TUR > RUS  visit  Another visit  ^another\n"
        timeline.record(timeline.read(text, "new.facts"), timeline.moment())
        found = verified(timeline)

        assert [fact.handle for fact in timeline.pair_facts(PAIR)] == ["another", "visit"]
        assert (found.sound, found.outdated) == (True, True)


@pytest.mark.parametrize(
    "events",
    [
        [a_row("new")],
        [a_row("new", what="instrument:sanctions", dated="2022-01-01")],
        [a_row("new", layer="gdelt")],
        [Retracted(known_on=a_day("2022-03-07"), recorded_at=RECORDED).numbered(f"{LAYER}/1", 2)],
        [an_assertion(a_content("call")).numbered("desk/call", 1), a_row("new")],
    ],
    ids=["flow", "standing", "other layer", "second event", "desk too"],
)
def test_nothing_is_recorded_in_a_layer(
    old: Place, registry: Registry, events: list[Asserted]
) -> None:
    with opened(old, registry) as timeline:
        before = old.content()
        with pytest.raises(StoreError) as refused:
            timeline.append(events)

        assert old.content() == before
        assert refused.value.code == "other-flow-rules"
        rebuilt(timeline)
        timeline.append(events)
        assert verified(timeline).sound


def test_an_import_is_refused_before_a_row_is_read(old: Place, registry: Registry) -> None:
    with opened(old, registry) as timeline:
        moment = timeline.moment()
        rows = iter(())
        with pytest.raises(StoreError):
            next(imported(timeline, rows, Order(LAYER, "f.tab", "import f.tab"), moment))

        next(imported(timeline, rows, Order(LAYER, "f.tab", "import", dry_run=True), moment))


def test_a_copy_with_new_rows_is_refused_before_anything_is_written(
    old: Place, registry: Registry
) -> None:
    with opened(old, registry) as timeline, closing(a_copy(timeline)) as ahead:
        ahead.append([an_assertion(a_content("call")).numbered("desk/call", 1)])
        of_the_desk = lines(ahead)
        ahead.append([a_row("new")])
        before = timeline.head()
        with pytest.raises(StoreError):
            copied(timeline, lambda: lines(ahead), "ahead.jsonl")

        assert timeline.head() == before
        assert copied(timeline, lambda: of_the_desk, "ahead.jsonl").added == 1


def a_copy(timeline: Timeline) -> Timeline:
    copy = Timeline(MemoryRecorder(), timeline.registry)
    there = lines(timeline)
    copied(copy, lambda: there, "copy.jsonl")
    return copy


def lines(timeline: Timeline) -> list[bytes]:
    return [line.encode() for line in event_lines(timeline)]


# What is said of it


@pytest.fixture
def console(old: Place, tmp_path: Path) -> Console:
    return Console(
        tmp_path, {"COLUMNS": "300", "DETENTE_TODAY": "2022-03-06", "DETENTE_DB": old.where}
    )


def test_a_slow_answer_says_what_makes_it_quick(console: Console) -> None:
    out, err, code = console.apart(["state", "turkey", "russia", "--layer", LAYER])

    assert (code, err) == (
        0,
        "This layer is read fact by fact, for its index is by the rules of another version of"
        " detente; `detente rebuild` makes it quick again.\n",
    )
    assert console.run(["rebuild"])[1] == 0
    assert console.apart(["state", "turkey", "russia", "--layer", LAYER]) == (out, "", 0)


def test_the_desk_is_as_quick_as_ever(console: Console) -> None:
    assert console.apart(["state", "turkey", "russia"])[1] == ""


def test_an_outdated_index_is_not_damage(console: Console) -> None:
    verified_page, verify_code = console.run(["verify"])
    examined, doctor_code = console.run(["doctor"])

    assert (verify_code, doctor_code) == (0, 0)
    for page in (verified_page, examined):
        assert "by the rules of another version of detente" in page
        assert "detente rebuild\n" in page
    assert '"outdated_index": true' in console.run(["verify", "--json"])[0]


def test_a_rebuild_says_why(console: Console) -> None:
    said = "by the rules of another version of detente."

    assert console.run(["rebuild", "--shadow"]) == (
        f"The index is {said}\n  detente rebuild\n",
        0,
    )
    assert console.run(["rebuild"]) == (f"The index was {said} It was rebuilt.\n", 0)
    assert console.run(["rebuild"]) == ("The index agreed with the events. It was rebuilt.\n", 0)
    assert "another version" not in console.run(["verify"])[0]


@pytest.mark.parametrize(
    ("statement", "missing", "surplus"),
    [
        ("DELETE FROM flows WHERE day = (SELECT min(day) FROM flows)", 1, 0),
        ("DELETE FROM ties WHERE position = 5", 1, 0),
        ("INSERT INTO ties VALUES (1, 1)", 0, 1),
    ],
)
def test_what_else_is_wrong_with_it_is_found(
    old: Place, registry: Registry, statement: str, missing: int, surplus: int
) -> None:
    old.spoil(statement)
    with opened(old, registry) as timeline:
        found = differences(timeline)

        assert (found.missing, found.surplus, found.outdated) == (missing, surplus, True)
        assert not verified(timeline).sound


AGAIN: Final = (
    "INSERT INTO flows SELECT {}, position, known, recorded FROM flows WHERE position = 1"
)


@pytest.mark.parametrize(
    "statement",
    [
        AGAIN.format("pair, half_life, day - 1, toward, sort"),
        AGAIN.format("pair, half_life + 1, day, toward, sort"),
        AGAIN.format("pair, half_life, day, toward, 2"),
        AGAIN.format("2, half_life, day, toward, sort"),
        AGAIN.format("99, half_life, day, toward, sort"),
        "INSERT INTO flows SELECT 1, half_life, day, 0, sort, 6, known, recorded"
        " FROM flows WHERE position = 1",
        "INSERT INTO flows SELECT 1, half_life, day, 0, sort, 77, known, recorded"
        " FROM flows WHERE position = 1",
        "UPDATE flows SET known = known - 1 WHERE position = 1",
    ],
    ids=[
        "another day",
        "by two rules",
        "another sort",
        "a pair of others",
        "no pair",
        "an event of the desk",
        "no event",
        "known before",
    ],
)
@pytest.mark.parametrize("mark", ["standing-flow@1", "anything"])
def test_flows_that_no_rules_make_are_found_whatever_rules_the_store_remembers(
    place: Place, registry: Registry, statement: str, mark: str
) -> None:
    """Who changes which rules a store remembers could hide flows of his own behind them."""
    with opened(place, registry) as timeline:
        timeline.append(ROWS)
        timeline.append([an_assertion(a_content("visit")).numbered("desk/visit", 1)])
    place.spoil("UPDATE detente SET value = ? WHERE key = ?", mark, FLOW_RULES_KEY)
    with opened(place, registry) as timeline:
        assert verified(timeline).sound
    place.spoil(statement)
    with opened(place, registry) as timeline:
        found = verified(timeline)

        assert differences(timeline).surplus == 1
        assert {flaw.kind for flaw in found.flaws} == {"index"}
        rebuilt(timeline)
        assert verified(timeline).sound


def test_a_verification_does_not_say_that_an_outdated_index_is_that_of_the_events(
    console: Console,
) -> None:
    claim = "the index is that of the events"

    assert claim not in console.run(["verify"])[0]
    console.run(["rebuild"])
    assert claim in console.run(["verify"])[0]


def test_what_is_refused_says_what_to_do(console: Console) -> None:
    said, code = console.run(["retract", "icews/1", "--because", "a mistake"])

    assert (said, code) == (
        "error: nothing is recorded in layer icews until it is rebuilt: its index is by the rules"
        " of another version of detente.\n  detente rebuild\n",
        1,
    )


# Stores that earlier programs wrote


@pytest.mark.parametrize("folder", OLD, ids=lambda folder: folder.name)
def test_a_store_of_any_earlier_program_is_rebuilt_and_recorded_in(
    folder: Path, tmp_path: Path, registry: Registry
) -> None:
    file = Path(shutil.copy(folder / "store.db", tmp_path / "store.db"))
    with closing(Timeline(SqlRecorder.at(str(file), create=False), registry)) as timeline:
        there = bool(timeline.store.layers()[1:])
        events = [a_row("new", layer=stored.LAYERS[1])]
        assert timeline.store.flows_outdated == (there and folder.name in EARLIER)
        if timeline.store.flows_outdated:
            with pytest.raises(StoreError):
                timeline.append(events)
        assert not rebuilt(timeline).rows
        timeline.append(events)

        assert verified(timeline).sound
