"""A file that is read without the database layer says what it says with it, and no more."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from threading import Thread

import pytest
from eventsourcing.persistence import StoredEvent
from sqlalchemy import Select
from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateIndex, CreateTable

from domain.actors import Registry
from domain.refusal import Failure
from service.store import direct, made, reading, selecting
from service.store.direct import DirectReader, reader
from service.store.interface import TimelineRecorder
from service.store.recorder import SqlRecorder
from service.store.tables import METADATA
from tests.contract.timelines import ACTORS, filled
from tests.places import File

Read = Callable[[TimelineRecorder], object]


@pytest.fixture
def path(tmp_path: Path, registry: Registry) -> Path:
    """A timeline of some facts, with all that is said of it in the file itself."""
    filled(File(tmp_path / "my.db"), registry, seed=7)
    return tmp_path / "my.db"


class Opening:
    """Opens the recorder of a file, and counts how often."""

    def __init__(self, path: Path) -> None:
        self.where = str(path)
        self.times = 0

    def __call__(self) -> TimelineRecorder:
        self.times += 1
        return SqlRecorder.at(self.where)


@pytest.fixture
def opening(path: Path) -> Opening:
    return Opening(path)


@pytest.fixture
def store(opening: Opening) -> Iterator[TimelineRecorder]:
    with closing(reader(opening.where, opening)) as store:
        yield store


def said(text: str) -> str:
    return " ".join(text.replace('"', "").split())


# What is written twice


@pytest.mark.parametrize(
    ("written", "statement"),
    [
        (direct.LAYER, selecting.LAYER),
        (direct.TIED_PAIR, selecting.TIED_PAIR),
        (direct.TIED_ACTOR, selecting.TIED_ACTOR),
        (direct.HEAD, reading.HEAD),
    ],
)
def test_its_statements_are_those_of_the_database_layer(
    written: str, statement: Select[tuple[object, ...]]
) -> None:
    layer = statement.compile(dialect=sqlite.dialect(paramstyle="named"))

    assert said(written) == said(str(layer))


def test_a_file_is_made_as_it_is_judged() -> None:
    statements: list[CreateTable | CreateIndex] = []
    for table in METADATA.sorted_tables:
        statements += [CreateTable(table), *map(CreateIndex, table.indexes)]

    assert {
        made.plain(str(each.compile(dialect=sqlite.dialect()))) for each in statements
    } == made.MADE


# What every question reads


def of_pair(a: str, b: str) -> Read:
    return lambda store: store.select_pair(a, b, "desk")


def of_actor(actor: str) -> Read:
    return lambda store: store.select_actor(actor, "desk")


def of_layer(layer: str) -> Read:
    return lambda store: store.select_layer(layer)


def the_head(store: TimelineRecorder) -> object:
    return store.head()


def the_layers(store: TimelineRecorder) -> object:
    return store.layers()


READS: dict[str, Read] = {
    "a pair": of_pair(*ACTORS[:2]),
    "another pair": of_pair(*ACTORS[1:3]),
    "no pair": of_pair("AAA", "BBB"),
    "an actor": of_actor(ACTORS[0]),
    "no actor": of_actor("AAA"),
    "facts": of_layer("desk"),
    "commands": of_layer("command"),
    "a layer that is not there": of_layer("icews"),
    "the head": the_head,
}


@pytest.mark.parametrize("read", READS.values(), ids=READS)
def test_it_reads_what_the_recorder_reads_and_opens_none(
    store: TimelineRecorder, opening: Opening, read: Read
) -> None:
    found = read(store)

    assert isinstance(store, DirectReader)
    assert (opening.times, store.committed) == (0, 0)
    with closing(opening()) as recorder:
        assert found == read(recorder)


def test_it_sees_what_another_records_meanwhile(store: TimelineRecorder, opening: Opening) -> None:
    before = store.head()
    with closing(opening()) as recorder:
        recorder.append([StoredEvent("desk/more", 1, "fact.asserted/1", b"{}")])
        assert store.head() == recorder.head() != before
        assert store.select_layer("desk") == recorder.select_layer("desk")
        assert opening.times == 1


# What is left to the recorder


def test_the_recorder_is_opened_once_for_all_else(
    store: TimelineRecorder, opening: Opening
) -> None:
    assert store.select_pair("RUS", "TUR", "icews") == []
    assert store.layers() == ["desk"]
    assert store.remembered("schema") == "2"
    assert store.select_layer("desk")
    assert opening.times == 1


def test_another_thread_is_answered_by_the_recorder(
    store: TimelineRecorder, opening: Opening
) -> None:
    found: list[object] = []
    thread = Thread(target=lambda: found.append(store.select_layer("desk")))
    thread.start()
    thread.join()

    assert found == [store.select_layer("desk")]
    assert opening.times == 1


def spoil(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as driver:
        for statement in statements:
            driver.execute(statement)


@pytest.mark.parametrize(
    "spoiling",
    [
        "UPDATE events SET state = CAST(state AS TEXT) WHERE stream LIKE 'desk/%'",
        "UPDATE events SET version = 'one' WHERE stream LIKE 'desk/%' AND version = 1",
        "UPDATE events SET topic = CAST(x'ff' AS TEXT) WHERE stream LIKE 'desk/%'",
        "DROP TABLE ties",
        "UPDATE events SET digest = 'none' WHERE position = (SELECT max(position) FROM events)",
        "UPDATE detente SET value = '9' WHERE key = 'schema'",
        "CREATE TRIGGER gone AFTER INSERT ON events BEGIN DELETE FROM events; END",
        "DROP TABLE detente",
    ],
)
@pytest.mark.parametrize("read", [of_layer("desk"), the_head], ids=["facts", "head"])
def test_what_is_not_as_it_should_be_is_said_by_the_recorder(
    path: Path, spoiling: str, read: Read
) -> None:
    spoil(path, spoiling)

    assert outcome(lambda: reader(str(path), lambda: SqlRecorder.at(str(path))), read) == outcome(
        lambda: SqlRecorder.at(str(path)), read
    )


def outcome(opened: Callable[[], TimelineRecorder], read: Read) -> object:
    """What somebody gets who reads: a value, or what is said where there is none."""
    try:
        with closing(opened()) as store:
            return read(store)
    except Exception as error:  # noqa: BLE001  # which one is compared
        return type(error), str(error)


def test_a_file_that_was_replaced_is_not_read_on(
    store: TimelineRecorder, path: Path, registry: Registry
) -> None:
    filled(path.with_name("other.db"), registry, seed=9)
    path.with_name("other.db").replace(path)

    for read in (of_layer("desk"), the_head, of_pair("RUS", "TUR"), the_layers):
        with pytest.raises(Failure) as refused:
            read(store)
        assert refused.value.code == "moved"


class Opened(Exception):
    """The recorder was opened."""


def test_what_is_not_a_file_of_today_is_opened_by_the_recorder_at_once(
    path: Path, tmp_path: Path
) -> None:
    def opening() -> TimelineRecorder:
        raise Opened

    other = Path(shutil.copy(path, tmp_path / "other.db"))
    spoil(other, "CREATE VIEW more AS SELECT * FROM events")
    none = tmp_path / "none.db"
    for where in (other, f"sqlite:///{path}", f"file:{path}", none, tmp_path):
        with pytest.raises(Opened):
            reader(str(where), opening)
    assert not none.exists()
