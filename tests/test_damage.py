"""Whatever byte of a store was changed: a sentence, and no error of Python's own."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, Final, NamedTuple

import pytest
from eventsourcing.persistence import StoredEvent

from domain.actors import STREAM as ACTORS
from domain.actors import Registry
from domain.answer import STREAM as ANSWERS
from domain.command import STREAM as COMMANDS
from domain.refusal import Broken, InvalidInput
from projections.history import history_json
from service.checking import damage, verified
from service.indexing import index_entry
from service.store.codec import REGISTRY, Codec
from service.store.digest import GENESIS, link
from service.store.memory import MemoryRecorder
from service.timeline import Timeline
from tests.answers import ANSWERS as QUESTIONS
from tests.console import Console
from tests.effort import examples
from tests.stored import CLOCKS, PAIRS, fill

CODEC: Final = Codec()
ASKED: Final = [QUESTIONS[name] for name in ("state standing-flow@2", "timeline", "agenda")]

Json = Any  # a value of JSON


# Every field of every event ----------------------------------------------------------------------

OF_TEXT: Final[tuple[Json, ...]] = (
    None, 7, True, 1.5, [], {}, "", "zzz", "9999-99-99", "../..", "x" * 5_000, "\ud800", "\0",
    float("nan"), "TUR,RUS",
)  # fmt: skip
OF_NUMBER: Final[tuple[Json, ...]] = (
    None, "7", True, 1.5, 2.0, -1, 0, 2**31, 2**63, 10**30, float("nan"), float("inf"), [], {},
)  # fmt: skip
OF_FLAG: Final[tuple[Json, ...]] = (None, 0, 1, "true", "", [], {}, float("nan"))
OF_LIST: Final[tuple[Json, ...]] = (None, "x", 7, {}, [], [None], [[]], ["zzz", ""], [10**30])
OF_OBJECT: Final[tuple[Json, ...]] = (None, "x", 7, [], {}, {"unknown": 1})


class Change(NamedTuple):
    """An event of a store with one field changed."""

    number: int
    field: str
    value: Json
    state: bytes

    def __str__(self) -> str:
        return f"{self.number} {self.field}={str(self.value)[:30]}"


@cache
def rows() -> Sequence[StoredEvent]:
    """A store that has every event, each with every field that it may have."""
    memory = MemoryRecorder()
    with closing(Timeline(memory, Registry.parse(""))) as timeline:
        fill(timeline)
        return memory.select_notifications(start=None, limit=1_000)


def neighbours(value: Json) -> tuple[Json, ...]:
    if isinstance(value, bool):
        return (not value, *OF_FLAG)
    if isinstance(value, int):
        return OF_NUMBER
    return OF_TEXT if isinstance(value, str) else OF_LIST if isinstance(value, list) else OF_OBJECT


def changed(value: Json, path: str = "") -> Iterator[tuple[str, Json, Json]]:
    """Each field of a value, what it is changed to, and the whole with that."""
    if path:
        yield from ((path, each, each) for each in neighbours(value))
    if isinstance(value, dict):
        for name, part in value.items():
            without = {key: kept for key, kept in value.items() if key != name}
            yield f"{path}.{name}", "(left out)", without
            for field, given, whole in changed(part, f"{path}.{name}"):
                yield field, given, {**value, name: whole}
        yield f"{path}.unknown", 1, {**value, "unknown": 1}
    if isinstance(value, list):
        for i, part in enumerate(value):
            for field, given, whole in changed(part, f"{path}[{i}]"):
                yield field, given, [*value[:i], whole, *value[i + 1 :]]


def changes() -> Iterator[Change]:
    for number, row in enumerate(rows()):
        for field, given, whole in changed(json.loads(row.state)):
            yield Change(number, field, given, json.dumps(whole).encode())


def kind(value: Json) -> str:
    """A type of JSON: a number that is no integer is another."""
    return type(value).__name__


def with_change(change: Change) -> Sequence[StoredEvent]:
    """The stream of a changed event."""
    stream = rows()[change.number].originator_id
    return [
        StoredEvent(
            row.originator_id,
            row.originator_version,
            row.topic,
            change.state if number == change.number else row.state,
        )
        for number, row in enumerate(rows())
        if row.originator_id == stream
    ]


def read(stored: Sequence[StoredEvent], registry: Registry) -> None:
    """Reads a store of some events in every way in which its layer is read."""
    memory = MemoryRecorder()
    memory.append(stored, pairs=[index_entry(CODEC.to_domain_event(row)).pairs for row in stored])
    layer = str(stored[0].originator_id).partition("/")[0]
    with closing(Timeline(memory, registry)) as timeline:
        if layer == COMMANDS:
            timeline.commands()
        elif layer == ACTORS:
            assert list(timeline.registry)
        elif layer == ANSWERS:
            timeline.verify(str(stored[0].originator_id).partition("/")[2])
        elif layer == "expectation":
            assert timeline.export()
        else:
            for fact in timeline.facts(layer):
                history_json(fact)
            for pair in PAIRS:
                facts = timeline.pair_facts(pair, layer)
                for clock in CLOCKS:
                    for asked in ASKED:
                        asked(facts, pair, clock)
            timeline.export()


def test_every_event_is_in_the_store_that_is_changed() -> None:
    assert {row.topic for row in rows()} == set(REGISTRY)


def test_a_changed_field_is_read_as_what_it_says_or_refused_as_damage(registry: Registry) -> None:
    """An unknown domain once was a KeyError, a huge weight an OverflowError of the database."""
    read_as_it_is = 0
    for change in changes():
        old = CODEC.to_domain_event(rows()[change.number])
        try:
            read(with_change(change), registry)
        except Broken:
            continue
        except InvalidInput:
            # What was cited in words is asked by them again.
            assert old.stored_as == "answer.cited/1", str(change)
            continue
        except Exception as error:
            error.add_note(str(change))
            raise
        read_as_it_is += 1
        new = CODEC.to_domain_event(
            StoredEvent("desk/x", 1, rows()[change.number].topic, change.state)
        )
        if change.value is not None and not change.field.endswith(("unknown", "]")):
            value: Json = json.loads(new.model_dump_json(exclude_defaults=False))
            for name in change.field.strip(".").split("."):
                value = value[name.partition("[")[0]] if isinstance(value, dict) else value
            same = kind(value) == kind(change.value) or change.value == "(left out)"
            assert same, str(change)
        assert not change.field.endswith(".unknown"), str(change)

    assert read_as_it_is > 100


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ('"assumed":1', "not an event that detente wrote"),
        ('"assumed":true,"assumed":false', "not an event that detente wrote"),
        ('"author":"AN","unheard":""', "it has other fields than detente writes"),
        ('"recorded_at":"2022-03-05T00:00:00"', "not in UTC"),
        ('"known_on":"2022-03-05T00:00:00"', "it has other fields"),
    ],
)
def test_what_pydantic_would_let_pass_is_no_event(state: str, said: str) -> None:
    whole = f'{{"known_on":"2022-03-05",{state}}}' if "known_on" not in state else f"{{{state}}}"

    with pytest.raises(Broken, match=said):
        CODEC.to_domain_event(StoredEvent("desk/x", 1, "fact.retracted/1", whole.encode()))


def test_what_could_not_be_read_again_is_not_written() -> None:
    old = CODEC.to_domain_event(rows()[0])

    with pytest.raises(AssertionError, match="UTC"):
        CODEC.to_stored_event(
            old.model_copy(update={"recorded_at": old.recorded_at.replace(tzinfo=None)})
        )


# Every byte of a file -----------------------------------------------------------------------------

COMMANDS_TO_TRY: Final[tuple[tuple[str, ...], ...]] = (
    ("doctor",),
    ("rebuild", "--shadow"),
    ("rebuild",),
    ("backup", "x.db", "--force"),
    ("state", "turkey", "russia", "--on", "2022-03-07"),
    ("timeline", "turkey", "russia"),
    ("export",),
    ("export", "--as", "jsonl"),
    ("export", "--rescue"),
    ("history", "straits"),
    ("search", "straits"),
    ("undo", "--list"),
    ("add", "2022-03-09  TUR = RUS  call  Another  ^other; report AFP, 2022-03-09"),
)
CODES: Final = (0, 1, 2, 3, 5)


class Spoiled:
    """A timeline in a file, brought back to what it was before it is spoiled again."""

    def __init__(self, console: Console) -> None:
        self.console = console
        self.file = console.folder / "t.db"
        with closing(sqlite3.connect(self.file)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            self.tables = [
                name
                for (name,) in connection.execute(
                    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT GLOB 'words*'"
                )
            ]
        self.sound = self.file.read_bytes()

    def restore(self, content: bytes) -> None:
        for ending in ("-wal", "-shm"):
            Path(f"{self.file}{ending}").unlink(missing_ok=True)
        self.file.write_bytes(content)

    def run(self, *argv: str) -> tuple[str, int]:
        """What a command says of the file as it is now, which is then as before."""
        content = self.file.read_bytes()
        try:
            return self.console.run(list(argv))
        except Exception as error:
            error.add_note(f"of {argv}")
            raise
        finally:
            self.restore(content)

    def spoil(self, statement: str, *values: object) -> None:
        self.restore(self.sound)
        with closing(sqlite3.connect(self.file)) as connection, connection:
            connection.execute(statement, values)
        with closing(sqlite3.connect(self.file)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Spoiled:
    straits = (
        "2022-02  TUR > RUS  instrument:transit-restriction/transit  Straits closed  ^straits;"
        " report Reuters, 2022-02-28"
    )
    console = Console.begun(tmp_path_factory.mktemp("damage"), straits, db="t.db")
    for argv in (
        ["report", "straits", "--source", "AFP", "--known-on", "2022-03-01"],
        ["deny", "straits", "--source", "TASS", "--known-on", "2022-03-02"],
        ["end", "straits", "--on", "2022-05-01", "--source", "AFP"],
        ["add", "2022-03-06  TUR = RUS  call  A call  ^phone; report AFP, 2022-03-06"],
        ["undo"],
        ["state", "turkey", "russia", "--on", "2022-03-07", "--cite"],
        ["search", "straits"],
        ["backup", "b.db"],
    ):
        printed, code = console.run(argv)
        assert code == 0, printed
    return Spoiled(console)


@pytest.fixture
def store(whole: Spoiled) -> Iterator[Spoiled]:
    whole.restore(whole.sound)
    yield whole
    whole.restore(whole.sound)


def is_a_sentence(printed: str, code: int) -> bool:
    return code in CODES and (code != 5 or any(len(line) > 20 for line in printed.splitlines()))


@pytest.mark.parametrize("seed", range(examples(4)))
def test_a_flipped_bit_of_the_file_is_a_sentence_whatever_is_asked(
    store: Spoiled, seed: int
) -> None:
    random = Random(seed)
    for _ in range(15):
        content = bytearray(store.sound)
        place = random.randrange(len(content))
        content[place] ^= 1 << random.randrange(8)
        store.restore(bytes(content))

        for argv in (("verify",), *random.sample(COMMANDS_TO_TRY, 2)):
            assert is_a_sentence(*store.run(*argv)), (place, argv)


def other(value: object, random: Random) -> tuple[str, object]:
    """Another value for a column, and how it is written."""
    found = random.choice((None, b"\xff\xfe", 7, "zzz", 2**62, "", -1, 1.5, "flip", "flip"))
    if found != "flip" or value in (None, "", b""):
        return "?", found
    if isinstance(value, int):
        return "?", value ^ (1 << random.randrange(8))
    old = value.encode() if isinstance(value, str) else value
    assert isinstance(old, bytes)
    new = bytearray(old)
    new[random.randrange(len(new))] ^= 1 << random.randrange(8)
    return ("CAST(? AS TEXT)" if isinstance(value, str) else "?"), bytes(new)


@pytest.mark.parametrize("seed", range(examples(4)))
def test_a_changed_column_of_any_table_is_a_sentence_whatever_is_asked(
    store: Spoiled, seed: int
) -> None:
    random = Random(seed)
    for _ in range(15):
        store.restore(store.sound)
        table = random.choice(store.tables)
        with closing(sqlite3.connect(store.file)) as connection:
            names = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
            found = connection.execute(f"SELECT * FROM {table}").fetchall()  # its own names
        if not found:
            continue
        row, place = random.choice(found), random.randrange(len(names))
        written, value = other(row[place], random)
        where = " AND ".join(f'"{name}" IS ?' for name in names)
        change = f'UPDATE "{table}" SET "{names[place]}" = {written} WHERE {where}'  # as said above
        try:
            store.spoil(change, value, *row)
        except sqlite3.Error:
            continue  # the database itself refuses it
        printed, code = store.run("verify")
        assert code == 5 or table != "events", (table, names[place], value, printed)
        for argv in random.sample(COMMANDS_TO_TRY, 2):
            assert is_a_sentence(*store.run(*argv)), (table, names[place], value, argv)


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE citations SET state = CAST(state AS TEXT)", "damaged, and cannot be asked"),
        ("UPDATE citations SET state = '{}'", "damaged, and cannot be asked"),
        ("UPDATE citations SET answer = '0123456789abcdef'", "another question, or another"),
        (
            "UPDATE citations SET state = CAST(replace(CAST(state AS TEXT), '2022-03-07',"
            " '2022-03-08') AS BLOB)",
            "another question, or another",
        ),
        ("UPDATE detente SET value = 7 WHERE key = 'last backup'", "last backup cannot be read"),
        ("UPDATE detente SET value = x'ff' WHERE key = 'head'", "its last row cannot be read"),
        ("UPDATE tracking SET position = 'far'", "are indexed cannot be read"),
        ("UPDATE detente SET value = 'two' WHERE key = 'schema'", 'its schema is "two"'),
    ],
)
def test_what_is_kept_beside_the_events_is_verified_too(
    store: Spoiled, statement: str, said: str
) -> None:
    """A citation, a backup that is remembered, how far words are indexed.

    Each once was passed over as sound, or an error of Python's own.
    """
    store.spoil(statement)

    for command in ("verify", "doctor"):
        printed, code = store.run(command)
        assert (code, said in " ".join(printed.split())) == (5, True), (command, printed)


def test_a_rebuild_forgets_a_backup_that_cannot_be_read(store: Spoiled) -> None:
    store.spoil("UPDATE detente SET value = 'soon' WHERE key = 'last backup'")

    assert store.console.run(["rebuild"])[1] == 0
    assert store.console.run(["verify"])[1] == 0


# A chain that was computed again -----------------------------------------------------------------


def chained_again(store: Spoiled) -> None:
    """Every digest anew, and what the store remembers of its end: nothing but words can be seen."""
    with closing(sqlite3.connect(store.file)) as connection, connection:
        digest, last = GENESIS, ("", 0, 0)
        found = connection.execute(
            "SELECT position, stream, version, topic, state FROM events ORDER BY position"
        ).fetchall()
        for position, stream, version, topic, state in found:
            digest = link(digest, StoredEvent(stream, version, topic, state))
            connection.execute(
                "UPDATE events SET digest = ? WHERE position = ?", (digest, position)
            )
            last = (stream, version, position)
        stream, version, position = last
        connection.execute(
            "UPDATE detente SET value = ? WHERE key = 'head'",
            (f"{position} {digest.hex()} {version} {stream}",),
        )
        connection.execute("DELETE FROM citations")
    with closing(sqlite3.connect(store.file)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"kind":"instrument"', '"kind":"instrumens"', 'no fact is of the kind "instrumens"'),
        ('"what":"transit-restriction"', '"what":"transit-restrictio."', "is called"),
        ('"domain":"transit"', '"domain":"transis"', 'no domain is called "transis"'),
        ('"since":"2022-02"', '"since":"2022-22"', "2022-22"),
        ('"since":"2022-02"', '"on":"2022-02"', "is not a date"),
        ('"on":"2022-05-01"', '"on":"2022-05-41"', "2022-05-41"),
        ('"publisher":"AFP"', '"publisher":"AFP","grade":"Z9"', '"Z9" is not a grade'),
        ('"count":1', '"count":-1', "no command records"),
        ('"versions":[1]', '"versions":[9]', "takes back what comes after it"),
    ],
)
def test_words_that_nobody_wrote_are_damage_in_a_chain_that_is_right(
    store: Spoiled, old: str, new: str, said: str
) -> None:
    store.spoil(
        "UPDATE events SET state = CAST(replace(CAST(state AS TEXT), ?, ?) AS BLOB)", old, new
    )
    chained_again(store)

    printed, code = store.run("verify")
    assert (code, said in " ".join(printed.split())) == (5, True), printed
    for argv in COMMANDS_TO_TRY:
        assert is_a_sentence(*store.run(*argv)), argv


@pytest.mark.parametrize(
    ("topic", "fields"),
    [
        ("fact.rescheduled/1", '"planned":"2022-03-09"'),
        ("fact.held/1", '"on":"2022-03-09"'),
        ("fact.cancelled/1", '"on":"2022-03-09"'),
    ],
)
def test_what_cannot_be_said_of_a_fact_is_damage_and_its_row_is_named(
    store: Spoiled, topic: str, fields: str
) -> None:
    """The end of a call, which has no duration, was read as nothing."""
    said = f'{{"known_on":"2022-03-08","recorded_at":"2026-11-22T12:00:00Z",{fields}}}'
    store.spoil(
        "UPDATE events SET topic = ?, state = ? WHERE topic = ?",
        topic,
        said.encode(),
        "fact.ended/1",
    )
    chained_again(store)

    for words in (
        ["verify"], ["doctor"], ["backup", "other.db"], ["rebuild"], ["rebuild", "--shadow"],
    ):  # fmt: skip
        printed, code = store.run(*words)
        assert code == 5, (words, printed)
        assert "desk/straits" in " ".join(printed.split()), (words, printed)
    assert store.run("state", "turkey", "russia")[1] == 5


CHANGED: Final = (
    "UPDATE events SET state = CAST(replace(CAST(state AS TEXT), 'closed', 'opened') AS BLOB)"
)


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        (CHANGED, "row 1 (desk/straits, version 1) does not follow"),
        ("UPDATE events SET digest = zeroblob(32) WHERE position = 3", "row 3 (desk/straits"),
        ("UPDATE events SET topic = 'os:system' WHERE position = 3", "row 3 (desk/straits"),
        ("UPDATE events SET state = CAST(state AS TEXT)", "row 1 (desk/straits, version 1) holds"),
        ("DELETE FROM events WHERE position = (SELECT max(position) FROM events)", "is missing"),
        ("DELETE FROM detente WHERE key = 'head'", "its last row is gone"),
    ],
)
def test_no_index_and_no_page_is_made_of_events_that_are_not_whole(
    store: Spoiled, statement: str, said: str
) -> None:
    """A rebuild once said that the index of a changed timeline agrees; pages of it were made."""
    store.spoil(statement)

    for words in (["verify"], ["rebuild"], ["rebuild", "--shadow"], ["publish", "pages"]):
        printed, code = store.run(*words)
        assert (code, said in " ".join(printed.split())) == (5, True), (words, printed)
    assert store.run("doctor")[1] == 5
    assert not (store.console.folder / "pages").exists()


@pytest.mark.parametrize("table", ["events", "citations", "tracking"])
def test_a_table_that_is_gone_is_damage(store: Spoiled, table: str) -> None:
    """A timeline without its events once ended with 1, as a disk that is full does."""
    store.spoil(f"DROP TABLE {table}")

    for command in ("verify", "doctor"):
        assert store.run(command)[1] == 5


def test_a_mistake_of_ours_is_not_blamed_on_a_sound_store(registry: Registry) -> None:
    memory = MemoryRecorder()
    with closing(Timeline(memory, registry)) as timeline:
        fill(timeline)

        assert damage(timeline) is None
        assert verified(timeline).sound
