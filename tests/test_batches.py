"""Rows that are recorded together answer as rows that are recorded one by one, on all clocks."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any, NamedTuple
from unittest.mock import Mock
from zlib import compress

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.actors import Registry
from domain.clocks import AsOf
from domain.content import Content
from domain.events import Corrected, Denied, Event, Retracted
from domain.fact import Fact
from domain.refusal import InvalidInput
from domain.report import Report
from projections.pairs import Pair, view
from service.archives import importing
from service.archives.keys import KeysOfBatches
from service.safety import differences, rebuilt, verified
from service.sources import bulk
from service.sources.bulk import Order
from service.sources.outcome import Coded
from service.store.batches import Batches
from service.store.memory import MemoryRecorder
from service.store.pair_sums import PairSums, RunHead, unpacked
from service.store.row_store import NewRun
from service.tallies import tallies
from service.timeline import Timeline
from service.undo import Last
from tests.effort import examples
from tests.evidence import layer_state_of
from tests.places import KINDS, a_place
from tests.test_bulk import ACTORS, chunks
from tests.test_bulk import a_row as a_bulk_row
from tests.test_undo import Clock

FIRST = date(2018, 6, 1)
LAYER = "icews"
PAIRS = [Pair(a, b) for i, a in enumerate(ACTORS) for b in ACTORS[i + 1 :]]


def rows_of(seed: int, number: int = 25) -> list[Coded]:
    """Rows of which some concern several, are of a month, are mutual, late, or doubled."""
    random = Random(seed)
    return [a_row(random, i) for i in range(number)]


def a_row(random: Random, line: int) -> Coded:
    day = FIRST + timedelta(days=random.randrange(40))
    on = random.choices([day.isoformat(), day.strftime("%Y-%m")], [9, 1])[0]
    sides = random.sample(ACTORS, random.choices([2, 3], [9, 1])[0])
    kind, what = random.choice(
        [("action", "accuse"), ("action", "aid"), ("action", "threaten"), ("contact", "talks")]
    )
    content = Content(
        kind=kind,
        what=what,
        domain=random.choice(["diplomacy", "defence"]),
        actors=tuple(sides[:-1]),
        recipients=(sides[-1],),
        relation=random.choice(["directed", "directed", "mutual"]),
        on=on,
        title=random.choice([f"{what} it", "a row of its own"]),
        code=("CAMEO", "1.1b3", random.choice(["112", "036"])),
        goldstein=random.choice([None, -2_000_000, 1_000_000]),
    )
    report = Report(
        publisher=random.choice(["icews", "Reuters"]),
        published=day.isoformat(),
        url=random.choice(["", f"https://example.org/{line}"]),
    )
    known = day + timedelta(days=random.choice([0, 0, 0, 3, 31]))
    return Coded(line + 1, f"{random.randrange(40):05}", content, report, max(known, _end(on)))


def _end(on: str) -> date:
    return date.fromisoformat(on) if len(on) == 10 else date(2018, 8, 1)


class Two(NamedTuple):
    """The same history twice: with rows one by one, and together."""

    one: Timeline
    together: Timeline

    def both(self, act: str, *arguments: Any) -> None:
        outcomes = [_outcome(timeline, act, arguments) for timeline in self]
        assert outcomes[0] == outcomes[1], (act, arguments)


def _outcome(timeline: Timeline, act: str, arguments: Sequence[Any]) -> object:
    try:
        return ACTS[act](timeline, *arguments)
    except InvalidInput as refused:
        return refused.said


def imports(timeline: Timeline, seed: int, gone: bool, correct: bool) -> object:
    order = Order(LAYER, "a.tab", "import a.tab", correct=correct, gone=gone, most=True)
    moment = timeline.moment("AN", date(2018, 8, 15))
    rows = rows_of(seed)
    if timeline.store_name == "one":
        *_, account = bulk.imported(timeline, rows, order, moment)
    else:
        *_, account = importing.imported(timeline, chunks(rows), order, moment, least=1)
    return replace(account, batch_of="")  # the streams of batches differ


def undoes(timeline: Timeline) -> object:
    taken = timeline.undo(timeline.moment("AN")).taken_back
    return taken and (taken.number, taken.all_facts)


def redoes(timeline: Timeline) -> object:
    taken = timeline.undo(timeline.moment("AN"), Last.UNDONE).taken_back
    return taken and (taken.number, taken.all_facts)


def says(timeline: Timeline, key: int, event: Event) -> object:
    found = timeline.facts_of([f"{LAYER}/{key:05}"])
    if not found:
        return None
    (fact,) = found.values()
    receipt = timeline.act(fact, [event], timeline.moment("BO", date(2018, 8, 20)))
    return len(receipt.events)


def rebuilds(timeline: Timeline) -> object:
    return rebuilt(timeline).rows


ACTS: dict[str, Callable[..., object]] = {
    "imports": imports, "undoes": undoes, "redoes": redoes, "says": says, "rebuilds": rebuilds
}  # fmt: skip

LATER = date(2018, 8, 18)
EVENTS: list[Event] = [
    Corrected(field="what", value="protest", known_on=LATER),
    Corrected(field="parties", value="DEU > USA", known_on=LATER),
    Corrected(field="on", value="2018-06-09", known_on=LATER),
    Denied(known_on=LATER, by="RUS", report=Report(publisher="TASS", published="2018-08-18")),
    Retracted(known_on=LATER, because="an error"),
]
steps = st.one_of(
    st.tuples(st.just("imports"), st.integers(0, 3), st.booleans(), st.booleans()),
    st.tuples(st.just("imports"), st.integers(0, 3), st.just(value=False), st.just(value=True)),
    st.tuples(st.just("undoes")),
    st.tuples(st.just("redoes")),
    st.tuples(st.just("says"), st.integers(0, 39), st.sampled_from(EVENTS)),
    st.tuples(st.just("says"), st.integers(0, 39), st.sampled_from(EVENTS)),
    st.tuples(st.just("rebuilds")),
)


@contextmanager
def two(kind: str, registry: Registry, folder: Path) -> Generator[Two]:
    place = None if kind == "memory" else a_place(kind, folder)
    recorder = place.recorder() if place else MemoryRecorder()
    with (
        closing(Timeline(MemoryRecorder(), registry, Clock(), name="one")) as one,
        closing(Timeline(recorder, registry, Clock(), name="together")) as together,
    ):
        yield Two(one, together)
    if place:
        place.gone()


@contextmanager
def lived(
    kind: str, registry: Registry, folder: Path, history: Sequence[tuple[Any, ...]]
) -> Generator[Two]:
    """A history that begins with an import, in batches of seven rows."""
    with two(kind, registry, folder) as both, pytest.MonkeyPatch.context() as patch:
        patch.setattr(importing, "BATCH_ROWS", 7)
        patch.setattr(bulk, "BATCH", 7)
        both.both("imports", 0, False, True)
        for act, *arguments in history:
            both.both(act, *arguments)
        yield both


def plain(facts: Sequence[Fact]) -> list[object]:
    left_out = {"recorded_at"}
    return [
        (fact.id, *(event.model_dump(exclude=left_out) for event in fact.events)) for fact in facts
    ]


def concerning(pair: Pair, timeline: Timeline) -> list[Fact]:
    """The facts of a pair: an index may find others that it only may concern."""
    found = timeline.pair_facts(pair, LAYER)
    return [fact for fact in found if view(fact.asserted.content, pair)]


def assert_alike(history: Two, random: Random) -> None:
    one, together = history
    instants = [
        sorted({event.recorded_at for fact in timeline.facts(LAYER) for event in fact.events})
        for timeline in history
    ]
    # The batches of one import are as many transactions here and there, but at other hours.
    assert len(instants[0]) >= len(instants[1]) > 0 or instants == [[], []]
    for pair in PAIRS:
        on = FIRST + timedelta(days=random.randrange(120))
        known = random.choice([None, on - timedelta(days=random.randrange(30))])
        found = [layer_state_of(timeline, pair, AsOf(on, known), LAYER) for timeline in history]
        assert found[0] == found[1], (pair, on, known)
        facts = [concerning(pair, timeline) for timeline in history]
        assert plain(facts[0]) == plain(facts[1]), pair
    assert plain(one.facts(LAYER)) == plain(together.facts(LAYER))
    assert plain(one.actor_facts("TUR", LAYER)) == plain(together.actor_facts("TUR", LAYER))
    assert plain(one.facts_after(LAYER, "icews/00007", 5)) == plain(
        together.facts_after(LAYER, "icews/00007", 5)
    )
    assert tallies(one) == tallies(together)


@pytest.mark.parametrize("kind", ["memory", *KINDS])
@settings(max_examples=examples(12), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(steps, min_size=2, max_size=7), st.integers(0, 1000))
def test_rows_together_are_rows_one_by_one(
    kind: str,
    registry: Registry,
    tmp_path: Path,
    history: list[tuple[Any, ...]],
    seed: int,
) -> None:
    with lived(kind, registry, tmp_path, history) as both:
        assert_alike(both, Random(seed))
        assert verified(both.together).flaws == ()
        assert differences(both.together).rows == 0


def test_sums_are_those_of_the_rows_that_are_read_back(registry: Registry, tmp_path: Path) -> None:
    """A batch names what its rows alone say: others of its file had made verify say Broken."""
    history: list[tuple[Any, ...]] = [
        *(("imports", seed, False, True) for seed in (3, 2)),
        ("says", 24, EVENTS[3]),
        ("imports", 1, False, False),
    ]
    with lived("sqlite", registry, tmp_path, history) as both:
        assert verified(both.together).flaws == ()
        assert differences(both.together).rows == 0


def test_a_run_that_numbers_its_sorts_otherwise_says_the_same(
    registry: Registry, tmp_path: Path
) -> None:
    with two("sqlite", registry, tmp_path) as history:
        imports(history.together, 0, False, True)
        store = history.together.store
        ((number, _, data),) = store.runs(LAYER)
        head = RunHead.read(data)
        turned = head._replace(kinds=head.kinds[::-1])
        last = len(head.kinds) - 1
        sums = [
            (a, b, _with_kinds(PairSums.read(written), lambda kind: last - kind).data)
            for a, b, written in store.all_sums(number)
        ]
        store.drop_runs([number])
        store.keep_run(NewRun(LAYER, turned.data), sums)

        assert verified(history.together).flaws == ()
        store.drop_runs([number])
        store.keep_run(NewRun(LAYER, turned.data), sums[1:])
        assert "differ from its rows" in verified(history.together).flaws[0].said


def _with_kinds(found: PairSums, turned: Callable[[int], int]) -> PairSums:
    """The same sums under other numbers, in the order of these."""
    rows = sorted(zip(map(turned, found.kinds), found.days, found.facts, strict=True))
    kinds, days, facts = ([row[i] for row in rows] for i in range(3))
    others = [(turned(kind), day, known, number) for kind, day, known, number in found.others]
    return found._replace(kinds=kinds, days=days, facts=facts, others=others)


def test_a_sort_that_is_numbered_twice_hides_no_sums(registry: Registry, tmp_path: Path) -> None:
    """The last number of a sort had won in the check, and both were added up in an answer."""
    with two("sqlite", registry, tmp_path) as history:
        imports(history.together, 0, False, True)
        store = history.together.store
        ((number, _, data),) = store.runs(LAYER)
        head, sums = RunHead.read(data), store.all_sums(number)
        again = [(a, b, _with_false(PairSums.read(data), len(head.kinds))) for a, b, data in sums]
        store.drop_runs([number])
        store.keep_run(NewRun(LAYER, head._replace(kinds=head.kinds * 2).data), again)

        assert "number a sort twice" in verified(history.together).flaws[0].said
        rebuilt(history.together)
        assert verified(history.together).flaws == ()
        ((number, _, _),) = store.runs(LAYER)
        assert [*store.all_sums(number)] == [*sums]


def _with_false(found: PairSums, kinds: int) -> bytes:
    """Sums with many times as many facts under other numbers of their sorts, before the true."""
    return found._replace(
        kinds=[*found.kinds, *(kind + kinds for kind in found.kinds)],
        days=[*found.days] * 2,
        facts=[*(facts * 50 for facts in found.facts), *found.facts],
    ).data


@pytest.mark.parametrize("false", ["a day twice", "kinds out of order"])
def test_sums_that_are_read_as_others_differ(
    false: str, registry: Registry, tmp_path: Path
) -> None:
    """They were compared as a whole, and are read as columns that are in order."""
    with two("sqlite", registry, tmp_path) as history:
        imports(history.together, 0, False, True)
        store = history.together.store
        ((number, _, data),) = store.runs(LAYER)
        head = RunHead.read(data)
        last = len(head.kinds) - 1
        turned = head._replace(kinds=head.kinds[::-1])
        sums = [
            (a, b, _disturbed(_with_kinds(PairSums.read(written), lambda kind: last - kind), false))
            for a, b, written in store.all_sums(number)
        ]
        store.drop_runs([number])
        store.keep_run(NewRun(LAYER, turned.data), sums)

        assert "differ from its rows" in verified(history.together).flaws[0].said


def _disturbed(found: PairSums, false: str) -> bytes:
    rows = [*zip(found.kinds, found.days, found.facts, strict=True)]
    rows = [(*rows[0][:2], 50), *rows] if false == "a day twice" else rows[::-1]
    kinds, days, facts = ([row[i] for row in rows] for i in range(3))
    return found._replace(kinds=kinds, days=days, facts=facts).data


def test_sums_that_another_zlib_made_small_say_the_same(registry: Registry, tmp_path: Path) -> None:
    """Its versions write other bytes: a store that was copied elsewhere had been called broken."""
    with two("sqlite", registry, tmp_path) as history:
        imports(history.together, 0, False, True)
        store = history.together.store
        ((number, _, data),) = store.runs(LAYER)
        asked = AsOf(FIRST + timedelta(days=30))
        before = [layer_state_of(history.together, pair, asked, LAYER) for pair in PAIRS]
        sums = [
            (a, b, plain[:16] + compress(plain[16:], 9))
            for a, b, written in store.all_sums(number)
            for plain in [unpacked(written)]
        ]
        assert sums != store.all_sums(number)
        store.drop_runs([number])
        store.keep_run(NewRun(LAYER, data), sums)

        assert verified(history.together).flaws == ()
        assert [layer_state_of(history.together, pair, asked, LAYER) for pair in PAIRS] == before


def test_a_batch_is_in_one_run_at_most(registry: Registry, tmp_path: Path) -> None:
    """Two imports that end together each sum what the other has not summed yet."""
    with two("sqlite", registry, tmp_path) as history:
        imports(history.together, 0, False, True)
        store = history.together.store
        (run,) = store.runs(LAYER)
        store.keep_run(NewRun(LAYER, run[2]), [])

        assert store.runs(LAYER) == [run]


def some_keys(start: int, number: int = 20) -> list[Coded]:
    """Rows of one pair, with keys that come in order."""
    sides = ("RUS", "TUR") if start < 50 else ("DEU", "FRA")
    return [a_bulk_row(f"{start + i:05}", actors=sides, line=i + 1) for i in range(number)]


def test_only_blocks_that_hold_a_pair_are_opened_for_it(
    registry: Registry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with two("sqlite", registry, tmp_path) as history:
        store = history.together.store
        for start in (0, 100, 200):
            of_file = chunks(some_keys(start))
            order = Order(LAYER, "a.tab", "import a.tab")
            moment = history.together.moment("AN")
            list(importing.imported(history.together, of_file, order, moment, least=1))
        block = Mock(wraps=store.block)
        monkeypatch.setattr(store, "block", block)
        fresh = Batches(store)
        monkeypatch.setattr(store, "batches", fresh)

        found = history.together.pair_facts(Pair("RUS", "TUR"), LAYER)

        assert len(found) == 20
        block.assert_called_once_with(fresh.of(LAYER)[0].recorded.block)


@given(
    st.lists(st.lists(st.integers(0, 60), min_size=1, max_size=9, unique=True), max_size=9),
    st.lists(st.integers(0, 60), min_size=1, unique=True),
)
def test_keys_are_found_among_many_batches(
    registry: Registry, batches: list[list[int]], wanted: list[int]
) -> None:
    """Whether their ends say in which batch they may be, or only the hashes of all keys."""
    with closing(Timeline(MemoryRecorder(), registry, Clock())) as timeline:
        there: dict[str, tuple[int, int]] = {}
        for keys in batches:
            rows = [a_bulk_row(f"{key:03}", line=i + 1) for i, key in enumerate(keys)]
            new = [row for row in rows if row.key not in there]
            order = Order(LAYER, "a.tab", "import a.tab")
            list(importing.imported(timeline, chunks(rows), order, timeline.moment("AN"), least=1))
            number = len(timeline.store.batches.of(LAYER)) - 1
            there |= {row.key: (number, at) for at, row in enumerate(new)}
        kept = timeline.store.batches.of(LAYER)
        places = KeysOfBatches(timeline.store.batches)
        places.add(kept)
        texts = [f"{key:03}" for key in wanted]

        found = {
            texts[key]: (list(kept).index(each.batch), row)
            for each in places.find(pa.array(texts, pa.string()))
            for key, row in zip(each.keys.tolist(), each.rows.tolist(), strict=True)
        }

    assert found == {key: there[key] for key in texts if key in there}


def test_a_rebuild_sums_again_what_differs_and_what_is_not_summed(
    registry: Registry, tmp_path: Path
) -> None:
    with two("sqlite", registry, tmp_path) as history:
        imports(history.together, 0, False, True)
        store = history.together.store
        (run,) = store.runs(LAYER)
        wanted = sorted(store.all_sums(run[0]))
        store.drop_runs([run[0]])
        store.keep_run(NewRun(LAYER, run[2]), [(*wanted[0][:2], wanted[-1][2])])
        (spoiled,) = store.runs(LAYER)

        assert rebuilt(history.together).rows > 0
        (mended,) = store.runs(LAYER)
        assert sorted(store.all_sums(mended[0])) == wanted
        assert mended[0] != spoiled[0] or mended == run
        assert rebuilt(history.together).rows == 0
        assert store.runs(LAYER) == [mended]
