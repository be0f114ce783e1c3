"""Whatever is done to a store behind its back is found, and the row is named."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from random import Random
from typing import Final

import pytest
from eventsourcing.persistence import StoredEvent

from domain.actors import Registry
from domain.clocks import AsOf
from service.opening import open_sample
from service.safety import touches, verified
from service.store import index, verify
from service.store.chain import Row, Walk, link
from service.store.interface import Damaged, Flaw, StoreError, StoreFailure, Verdict
from service.store.memory import MemoryRecorder
from service.timeline import Timeline
from tests.contract.timelines import Line, a_line, filled, lines, opened, spoil, spoil_many

SEEDS: Final = range(2)
COLUMNS: Final = ("stream", "version", "topic", "state", "digest")
FLIPS_IN_THE_FILE: Final = 60


@pytest.fixture(scope="module", params=SEEDS)
def whole(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, registry: Registry) -> Path:
    """A store that nobody spoils."""
    path = tmp_path_factory.mktemp("whole") / "t.db"
    filled(path, registry, request.param)
    return path


@pytest.fixture
def path(whole: Path, tmp_path: Path) -> Path:
    """A copy of it that may be spoiled."""
    return again(whole, tmp_path / "t.db")


def again(whole: Path, path: Path) -> Path:
    shutil.copy(whole, path)
    return path


def verdict(path: Path, registry: Registry) -> Verdict:
    with opened(path, registry) as timeline:
        return verified(timeline)


def flaws(path: Path, registry: Registry, *kinds: str) -> list[Flaw]:
    """What is found, or what is found of some kinds."""
    return [flaw for flaw in verdict(path, registry).flaws if not kinds or flaw.kind in kinds]


def named(line: Line) -> str:
    return f"row {line[0]} ({line[1]}, version {line[2]})"


def flipped(value: object, random: Random) -> tuple[str, object]:
    """How SQLite writes a value of which one byte is another, and those bytes."""
    if isinstance(value, int):
        return "?", value ^ (1 << random.randrange(8))
    found = bytearray(value.encode() if isinstance(value, str) else bytes(value))  # type: ignore[call-overload]  # no other type is in a row
    found[random.randrange(len(found))] ^= 1 << random.randrange(8)
    return ("CAST(? AS TEXT)" if isinstance(value, str) else "?"), bytes(found)


# Sound


def test_what_nobody_touched_is_sound(whole: Path, registry: Registry) -> None:
    found = verdict(whole, registry)
    last = lines(whole)[-1]

    assert found.flaws == ()
    assert found.head == found.remembered == (last[0], last[5])


def test_an_empty_store_is_sound(tmp_path: Path, registry: Registry) -> None:
    assert verdict(tmp_path / "t.db", registry).sound


def test_the_bundled_sample_is_sound() -> None:
    with closing(open_sample()) as sample:
        assert verified(sample).sound


@pytest.mark.parametrize("size", [1, 2, 3, 7])
def test_pages_make_no_difference(path: Path, registry: Registry, size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index, "PAGE", size)
    sound = verdict(path, registry)
    victim = lines(path)[size]
    spoil(path, "UPDATE events SET state = x'00' WHERE position = ?", victim[0])

    assert sound.sound
    assert {flaw.position for flaw in flaws(path, registry)} == {victim[0]}


def test_verifying_changes_nothing(path: Path, registry: Registry) -> None:
    before = path.read_bytes()
    verdict(path, registry)

    assert path.read_bytes() == before


def test_what_is_recorded_meanwhile_is_no_flaw(path: Path, registry: Registry, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index, "PAGE", 2)
    with opened(path, registry) as timeline, opened(path, registry) as other:
        ask = touches(timeline)
        number = 0

        def interrupted(stored: StoredEvent) -> object:
            nonlocal number
            number += 1
            if number == 3:
                other.record(other.read(a_line(Random(0), "meanwhile"), "t.facts"), other.moment())
            return ask(stored)

        before = timeline.head()
        found = timeline.store.verified(interrupted)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]  # as `ask` gives it

        assert found.sound
        assert found.head == before != timeline.head()


# One byte


@pytest.mark.parametrize("column", COLUMNS)
def test_a_byte_changed_in_any_row_is_found(whole: Path, tmp_path: Path, registry: Registry, column: str) -> None:
    random = Random(column)
    for line in lines(whole):
        path = again(whole, tmp_path / "t.db")
        while True:
            cast, value = flipped(line[1 + COLUMNS.index(column)], random)
            try:
                spoil(path, f"UPDATE events SET {column} = {cast} WHERE position = ?", value, line[0])
                break
            except sqlite3.IntegrityError:
                continue  # another row has that stream and version
        found = flaws(path, registry, "chain")

        assert [flaw.position for flaw in found] == [line[0]]
        assert found[0].said.startswith(f"row {line[0]} (")
        if column not in ("stream", "version"):
            assert (found[0].stream, found[0].version) == line[1:3]
            assert found[0].said.startswith(named(line))


def test_any_byte_of_any_row_counts(whole: Path) -> None:
    rows = [Row(*line) for line in lines(whole)]
    for victim in rows:
        state = victim.state
        assert isinstance(state, bytes)
        for place in range(len(state)):
            spoiled = victim._replace(state=state[:place] + bytes([state[place] ^ 1]) + state[place + 1 :])
            walk = Walk()

            assert [flaw.position for row in rows for flaw in walk.take(spoiled if row is victim else row)] == [victim.position]


@pytest.mark.parametrize("value", ["'text'", "7", "1.5", "x''"])
@pytest.mark.parametrize("column", COLUMNS)
def test_a_value_of_another_kind_is_found(path: Path, registry: Registry, column: str, value: str) -> None:
    victim = lines(path)[3]
    spoil(path, f"UPDATE events SET {column} = {value} WHERE position = ?", victim[0])

    assert victim[0] in [flaw.position for flaw in flaws(path, registry, "chain")]


def test_a_topic_that_nobody_wrote_is_named(path: Path, registry: Registry) -> None:
    spoil(path, "UPDATE events SET topic = 'os:system' WHERE position = 3")

    assert [flaw.position for flaw in flaws(path, registry, "event")] == [3]
    assert 'no event is stored as "os:system"' in flaws(path, registry, "event")[0].said


def test_bytes_moved_from_one_column_to_the_next_are_found(path: Path, registry: Registry) -> None:
    victim = lines(path)[3]
    spoil(path, "UPDATE events SET topic = ?, state = ? WHERE position = ?", victim[3][:-1], victim[3][-1:].encode() + victim[4], victim[0])

    assert [flaw.position for flaw in flaws(path, registry, "chain")] == [victim[0]]


def test_two_rows_changed_are_two_flaws(path: Path, registry: Registry) -> None:
    for position in (2, 3, 7):
        spoil(path, "UPDATE events SET digest = x'00' WHERE position = ?", position)

    assert [flaw.position for flaw in flaws(path, registry, "chain")] == [2, 3, 7]


def test_a_byte_changed_anywhere_in_the_file_is_found_or_harmless(whole: Path, tmp_path: Path, registry: Registry) -> None:
    """SQLite may not even open it; where it does, either something is said, or every row and tie is as it was."""
    random = Random(str(whole))
    content = whole.read_bytes()
    for _ in range(FLIPS_IN_THE_FILE):
        spoiled = bytearray(content)
        spoiled[random.randrange(len(content))] ^= 1 << random.randrange(8)
        path = tmp_path / "t.db"
        path.write_bytes(spoiled)
        try:
            sound = verdict(path, registry).sound
        except StoreError:
            continue
        assert not sound or lines(path) == lines(whole)


@pytest.mark.parametrize("table", ["events", "pairs", "ties", "detente"])
def test_a_table_whose_name_is_no_text_any_more_is_damage(path: Path, registry: Registry, table: str) -> None:
    """SQLite names the table in its message, which the driver could then not read: a crash instead of a sentence."""
    content = path.read_bytes()
    statement = f"CREATE TABLE {table} (".encode()
    at = content.index(statement)
    # The name comes twice before the statement, and is told from there.
    name = content.rindex(table.encode() * 2, 0, at)
    spoiled = bytearray(content)
    spoiled[at + len("CREATE TABLE ") - 1] ^= 0x80
    spoiled[name] ^= 0x80
    path.write_bytes(spoiled)

    with pytest.raises(Damaged, match="in bytes that are no text"):
        verdict(path, registry)


# Rows


def test_the_last_row_gone_is_found_and_named(path: Path, registry: Registry) -> None:
    *_, before, last = lines(path)
    spoil(path, "DELETE FROM events WHERE position = ?", last[0])
    (found,) = flaws(path, registry, "head")

    assert (found.position, found.stream, found.version) == last[:3]
    assert found.said == f"row {last[0]} is missing: the store remembers {named(last)} as its last, and ends at {named(before)}."


def test_every_row_gone_is_found(path: Path, registry: Registry) -> None:
    last = lines(path)[-1]
    spoil(path, "DELETE FROM events")

    assert [flaw.position for flaw in flaws(path, registry, "head")] == [last[0]]


def test_a_middle_row_gone_is_found(whole: Path, tmp_path: Path, registry: Registry) -> None:
    rows = lines(whole)
    for before, line, after in zip(rows, rows[1:], rows[2:], strict=False):
        path = again(whole, tmp_path / "t.db")
        spoil(path, "DELETE FROM events WHERE position = ?", line[0])
        (found,) = flaws(path, registry, "gap")

        assert found.position == line[0]
        assert found.said == f"row {line[0]} is missing: {named(after)} comes right after {named(before)}."


def test_the_first_row_gone_is_found(path: Path, registry: Registry) -> None:
    spoil(path, "DELETE FROM events WHERE position = 1")

    assert [flaw.position for flaw in flaws(path, registry, "gap")] == [1]


def test_a_row_gone_and_the_others_moved_up_is_found(whole: Path, tmp_path: Path, registry: Registry) -> None:
    for line in lines(whole)[:-1]:
        path = again(whole, tmp_path / "t.db")
        spoil(path, "DELETE FROM events WHERE position = ?", line[0])
        later = range(line[0] + 1, len(lines(whole)) + 1)
        spoil_many(path, "UPDATE events SET position = ? WHERE position = ?", [(position - 1, position) for position in later])

        assert [flaw.position for flaw in flaws(path, registry, "chain")] == [line[0]]


def test_two_rows_swapped_are_found(whole: Path, tmp_path: Path, registry: Registry) -> None:
    rows = lines(whole)
    random = Random(len(rows))
    for one in range(1, len(rows)):
        other = random.choice([n for n in range(1, len(rows) + 1) if n != one])
        path = again(whole, tmp_path / "t.db")
        spoil_many(path, "UPDATE events SET position = ? WHERE position = ?", [(0, one), (one, other), (other, 0)])

        assert {one, other} <= {flaw.position for flaw in flaws(path, registry, "chain")}


def test_a_row_put_in_at_the_end_is_found(path: Path, registry: Registry) -> None:
    last = lines(path)[-1]
    spoil(path, "INSERT INTO events SELECT position + 1, 'desk/forged', 1, topic, state, digest FROM events WHERE position = ?", last[0])
    found = flaws(path, registry, "chain", "head")

    assert [(flaw.kind, flaw.position, flaw.stream) for flaw in found] == [
        ("chain", last[0] + 1, "desk/forged"),
        ("head", last[0] + 1, "desk/forged"),
    ]


def test_a_version_left_out_is_found(path: Path, registry: Registry) -> None:
    victim = next(line for line in lines(path) if line[2] == 2)
    spoil(path, "UPDATE events SET version = 9 WHERE position = ?", victim[0])

    assert victim[0] in [flaw.position for flaw in flaws(path, registry, "version")]


def test_a_last_row_rewritten_with_its_digest_is_found(path: Path, registry: Registry) -> None:
    """A digest can be computed by anybody: it is the head, kept elsewhere, that tells."""
    *_, before, last = lines(path)
    digest = link(before[5], StoredEvent(last[1], last[2], last[3], last[4] + b" "))
    spoil(path, "UPDATE events SET state = ?, digest = ? WHERE position = ?", last[4] + b" ", digest, last[0])

    assert [(flaw.kind, flaw.position) for flaw in flaws(path, registry)] == [("head", last[0])]


# The head


def test_a_store_that_lost_its_last_row_takes_no_more(path: Path, registry: Registry) -> None:
    """To go on from the row before would hide for ever that one is gone."""
    last = lines(path)[-1]
    spoil(path, "DELETE FROM events WHERE position = ?", last[0])
    with opened(path, registry) as timeline, pytest.raises(StoreFailure, match="does not end at the row that it remembers"):
        timeline.record(timeline.read(a_line(Random(0), "more"), "t.facts"), timeline.moment())

    assert len(lines(path)) == last[0] - 1


def test_a_store_of_before_has_no_head_until_something_is_recorded(path: Path, registry: Registry) -> None:
    spoil(path, "DELETE FROM detente WHERE key = 'head'")
    before = verdict(path, registry)
    with opened(path, registry) as timeline:
        timeline.record(timeline.read(a_line(Random(0), "more"), "t.facts"), timeline.moment())
    after = verdict(path, registry)

    assert (before.sound, before.remembered) == (True, None)
    assert after.sound
    assert after.remembered == after.head == (before.head.position + 2, lines(path)[-1][5])


@pytest.mark.parametrize("text", ["", "nonsense", "7", "7 zz 1 desk/one"])
def test_a_head_that_nobody_wrote_is_found(path: Path, registry: Registry, text: str) -> None:
    spoil(path, "UPDATE detente SET value = ? WHERE key = 'head'", text)

    assert [flaw.kind for flaw in flaws(path, registry)] == ["head"]


def test_a_refused_insert_leaves_the_head_as_it_was(path: Path, registry: Registry) -> None:
    rows = lines(path)
    with opened(path, registry) as timeline, pytest.raises(Exception, match="UNIQUE"):
        timeline.store.insert_events([StoredEvent("desk/new", 1, "t", b""), StoredEvent(rows[0][1], 1, "t", b"")])

    assert verdict(path, registry).sound
    assert lines(path) == rows


# The index


@pytest.mark.parametrize(
    ("statement", "kinds"),
    [
        ("DELETE FROM ties WHERE position = 1", {"index"}),
        ("DELETE FROM ties", {"index"}),
        ("DELETE FROM pairs WHERE pair = 1", {"index"}),
        ("INSERT INTO ties VALUES (1, 2)", {"index"}),
        ("INSERT INTO ties VALUES (1, 999)", {"index"}),
        ("INSERT INTO pairs VALUES (99, 'FJI', 'TON', 'desk')", {"index"}),
        ("UPDATE pairs SET a = 'FJI' WHERE pair = 1", {"index"}),
        ("UPDATE pairs SET layer = 'icews' WHERE pair = 1", {"index"}),
        ("INSERT INTO tracking VALUES ('words_1/desk', 999)", {"words"}),
        ("INSERT INTO tracking VALUES ('another', 999)", set()),
    ],
)
def test_an_index_that_is_not_of_its_events_is_found(path: Path, registry: Registry, statement: str, kinds: set[str]) -> None:
    spoil(path, statement)
    found = verdict(path, registry)

    assert {flaw.kind for flaw in found.flaws} == kinds
    assert found.mendable


def test_words_indexed_further_than_the_store_goes_are_found(path: Path, registry: Registry) -> None:
    with opened(path, registry) as timeline:
        timeline.search("reuters", AsOf(date(2030, 1, 1)))
        reach = verified(timeline).words
    spoil(path, "UPDATE tracking SET position = position + 1 WHERE application = 'words_1/desk'")

    assert reach == {"desk": lines(path)[-1][0]}
    assert [flaw.kind for flaw in flaws(path, registry)] == ["words"]


def test_words_without_an_index_are_found(path: Path, registry: Registry) -> None:
    """A search would go on from where the lost index had come to, and miss what was in it."""
    with opened(path, registry) as timeline:
        timeline.search("reuters", AsOf(date(2030, 1, 1)))
    spoil(path, "DROP TABLE words_1")

    assert [flaw.kind for flaw in flaws(path, registry)] == ["words"]


def test_of_many_flaws_the_first_are_told_and_all_are_counted(path: Path, registry: Registry, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verify, "MOST_TOLD", 2)
    spoil(path, "UPDATE events SET digest = x'00'")
    found = verdict(path, registry)

    assert [flaw.position for flaw in found.flaws] == [1, 2]
    assert found.more == len(lines(path)) - 2 + 1  # and the head


# In memory


@pytest.fixture
def memory(registry: Registry) -> Iterator[Timeline]:
    with closing(Timeline(MemoryRecorder(), registry)) as timeline:
        timeline.record(timeline.read(a_line(Random(1), "one") + a_line(Random(2), "two"), "t.facts"), timeline.moment())
        yield timeline


def test_a_store_in_memory_is_verified_as_well(memory: Timeline) -> None:
    assert verified(memory).sound


def test_a_digest_in_memory_that_is_not_of_its_events_is_found(memory: Timeline) -> None:
    assert isinstance(memory.store, MemoryRecorder)
    memory.store._digest = bytes(32)

    assert [flaw.kind for flaw in verified(memory).flaws] == ["head"]


def test_an_index_in_memory_that_misses_a_fact_is_found_and_made_anew(memory: Timeline) -> None:
    assert isinstance(memory.store, MemoryRecorder)
    memory.store._streams.popitem()
    found = verified(memory)
    memory.store.rebuild(touches(memory))

    assert {flaw.kind for flaw in found.flaws} == {"index"}
    assert verified(memory).sound


def test_a_row_in_memory_that_is_no_event_is_found(memory: Timeline) -> None:
    memory.store.insert_events([StoredEvent("desk/odd", 1, "os:system", b"")])

    assert [(flaw.kind, flaw.stream) for flaw in verified(memory).flaws] == [("event", "desk/odd")]
