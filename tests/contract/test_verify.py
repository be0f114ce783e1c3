"""Whatever is done to a store behind its back is found, and the row is named."""

from __future__ import annotations

import sqlite3
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from random import Random
from typing import Final

import psycopg
import pytest
from eventsourcing.persistence import StoredEvent

from domain.actors import Registry
from domain.clocks import AsOf
from projections.pairs import Pair
from service.indexing import index_entry_of
from service.opening import open_sample
from service.safety import differences, rebuilt, verified
from service.store import index, verify, words
from service.store.chain import ChainVerifier, Row
from service.store.digest import link
from service.store.interface import Damaged, Flaw, StoreError, StoreFailure, Verdict
from service.store.memory import MemoryRecorder
from service.timeline import Timeline
from tests.contract.timelines import Line, a_line, filled, lines, opened
from tests.evidence import hits_of
from tests.places import KINDS, File, Place, Schema, a_place

EVER: Final = AsOf(date(2030, 1, 1))
SEEDS: Final = range(2)
COLUMNS: Final = ("stream", "version", "topic", "state", "digest")
FLIPS_IN_THE_FILE: Final = 60


IN_A_FILE: Final = pytest.mark.parametrize(
    "whole", [(seed, "sqlite") for seed in SEEDS], indirect=True, ids=str
)
ON_A_SERVER: Final = pytest.mark.parametrize("whole", [(0, "postgresql")], indirect=True, ids=str)


@pytest.fixture(
    scope="module", params=[*((seed, "sqlite") for seed in SEEDS), (0, "postgresql")], ids=str
)
def whole(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, registry: Registry
) -> Iterator[Place]:
    """A store that nobody spoils."""
    seed, kind = request.param
    place = a_place(kind, tmp_path_factory.mktemp("whole"))
    filled(place, registry, seed)
    yield place
    place.gone()


@pytest.fixture
def place(whole: Place) -> Iterator[Place]:
    """A copy of it that may be spoiled."""
    copy = whole.again()
    yield copy
    copy.gone()


@contextmanager
def spoiled(whole: Place) -> Generator[Place]:
    """Another copy of it."""
    copy = whole.again()
    yield copy
    copy.gone()


@pytest.fixture
def file(place: Place) -> File:
    """A copy in a file, where a column takes any value and any byte can be changed."""
    assert isinstance(place, File)
    return place


def verdict(place: Place, registry: Registry) -> Verdict:
    with opened(place, registry) as timeline:
        return verified(timeline)


def flaws(place: Place, registry: Registry, *kinds: str) -> list[Flaw]:
    """What is found, or what is found of some kinds."""
    return [flaw for flaw in verdict(place, registry).flaws if not kinds or flaw.kind in kinds]


def named(line: Line) -> str:
    return f"row {line[0]} ({line[1]}, version {line[2]})"


def flipped(value: object, random: Random, *, text: bool) -> tuple[str, object]:
    """How a value is written of which one byte is another, and that.

    As text only what is text where `text` says so.
    """
    if isinstance(value, int):
        return "?", value ^ (1 << random.randrange(8))
    found = bytearray(value.encode() if isinstance(value, str) else bytes(value))  # type: ignore[call-overload]  # no other type is in a row
    found[random.randrange(len(found))] ^= 1 << random.randrange(8)
    if isinstance(value, str) and text:
        return "?", found.decode(errors="replace").replace("\0", " ")
    return ("CAST(? AS TEXT)" if isinstance(value, str) else "?"), bytes(found)


# Sound


def test_what_nobody_touched_is_sound(whole: Place, registry: Registry) -> None:
    found = verdict(whole, registry)
    last = lines(whole)[-1]

    assert found.flaws == ()
    assert found.head == found.remembered == (last[0], last[5])


@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_store_is_sound(kind: str, tmp_path: Path, registry: Registry) -> None:
    place = a_place(kind, tmp_path)

    assert verdict(place, registry).sound
    place.gone()


def test_the_bundled_sample_is_sound() -> None:
    with closing(open_sample()) as sample:
        assert verified(sample).sound


@pytest.mark.parametrize("size", [1, 2, 3, 7])
def test_pages_make_no_difference(
    place: Place, registry: Registry, size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index, "PAGE", size)
    sound = verdict(place, registry)
    victim = lines(place)[size]
    place.spoil("UPDATE events SET state = ? WHERE position = ?", b"\0", victim[0])

    assert sound.sound
    assert {flaw.position for flaw in flaws(place, registry)} == {victim[0]}


def test_verifying_changes_nothing(place: Place, registry: Registry) -> None:
    before = place.content()
    verdict(place, registry)

    assert place.content() == before


def test_what_is_recorded_meanwhile_is_no_flaw(
    place: Place, registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index, "PAGE", 2)
    with opened(place, registry) as timeline, opened(place, registry) as other:
        ask = index_entry_of(timeline)
        number = 0

        def interrupted(stored: StoredEvent) -> object:
            nonlocal number
            number += 1
            if number == 3:
                other.record(other.read(a_line(Random(0), "meanwhile"), "t.facts"), other.moment())
            return ask(stored)

        before = timeline.head()
        found = timeline.store.verified(interrupted, timeline.words)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]  # as `ask` gives it

        assert found.sound
        assert found.head == before != timeline.head()


# One byte


@pytest.mark.parametrize("column", COLUMNS)
def test_a_byte_changed_in_any_row_is_found(whole: Place, registry: Registry, column: str) -> None:
    random = Random(column)
    for line in lines(whole):
        with spoiled(whole) as place:
            while True:
                cast, value = flipped(
                    line[1 + COLUMNS.index(column)], random, text=isinstance(place, Schema)
                )
                try:
                    place.spoil(
                        f"UPDATE events SET {column} = {cast} WHERE position = ?", value, line[0]
                    )
                    break
                except (sqlite3.IntegrityError, psycopg.IntegrityError):
                    continue  # another row has that stream and version
            found = flaws(place, registry, "chain")

        assert [flaw.position for flaw in found] == [line[0]]
        assert found[0].said.startswith(f"row {line[0]} (")
        if column not in ("stream", "version"):
            assert (found[0].stream, found[0].version) == line[1:3]
            assert found[0].said.startswith(named(line))


def test_any_byte_of_any_row_counts(whole: Place) -> None:
    rows = [Row(*line) for line in lines(whole)]
    for victim in rows:
        state = victim.state
        assert isinstance(state, bytes)
        for place in range(len(state)):
            spoiled = victim._replace(
                state=state[:place] + bytes([state[place] ^ 1]) + state[place + 1 :]
            )
            walk = ChainVerifier()

            assert [
                flaw.position
                for row in rows
                for flaw in walk.take(spoiled if row is victim else row)
            ] == [victim.position]


@IN_A_FILE
@pytest.mark.parametrize("value", ["'text'", "7", "1.5", "x''"])
@pytest.mark.parametrize("column", COLUMNS)
def test_a_value_of_another_kind_is_found(
    file: File, registry: Registry, column: str, value: str
) -> None:
    victim = lines(file)[3]
    file.spoil(f"UPDATE events SET {column} = {value} WHERE position = ?", victim[0])

    assert victim[0] in [flaw.position for flaw in flaws(file, registry, "chain")]


def test_a_topic_that_nobody_wrote_is_named(place: Place, registry: Registry) -> None:
    place.spoil("UPDATE events SET topic = 'os:system' WHERE position = 3")

    assert [flaw.position for flaw in flaws(place, registry, "event")] == [3]
    assert 'no event is stored as "os:system"' in flaws(place, registry, "event")[0].said


def test_bytes_moved_from_one_column_to_the_next_are_found(
    place: Place, registry: Registry
) -> None:
    victim = lines(place)[3]
    place.spoil(
        "UPDATE events SET topic = ?, state = ? WHERE position = ?",
        victim[3][:-1],
        victim[3][-1:].encode() + victim[4],
        victim[0],
    )

    assert [flaw.position for flaw in flaws(place, registry, "chain")] == [victim[0]]


def test_two_rows_changed_are_two_flaws(place: Place, registry: Registry) -> None:
    for position in (2, 3, 7):
        place.spoil("UPDATE events SET digest = ? WHERE position = ?", b"\0", position)

    assert [flaw.position for flaw in flaws(place, registry, "chain")] == [2, 3, 7]


@IN_A_FILE
def test_a_byte_changed_anywhere_in_the_file_is_found_or_harmless(
    file: File, registry: Registry
) -> None:
    """SQLite may not even open it.

    Where it does, either something is said, or every row and tie is as it was.
    """
    content, rows = file.path.read_bytes(), lines(file)
    random = Random(content)
    for _ in range(FLIPS_IN_THE_FILE):
        spoiled = bytearray(content)
        spoiled[random.randrange(len(content))] ^= 1 << random.randrange(8)
        file.path.write_bytes(spoiled)
        try:
            sound = verdict(file, registry).sound
        except StoreError:
            continue
        assert not sound or lines(file) == rows


@IN_A_FILE
@pytest.mark.parametrize("table", ["events", "pairs", "ties", "detente"])
def test_a_table_whose_name_is_no_text_any_more_is_damage(
    file: File, registry: Registry, table: str
) -> None:
    """SQLite names the table in its message, which the driver could then not read.

    A crash instead of a sentence.
    """
    content = file.path.read_bytes()
    statement = f"CREATE TABLE {table} (".encode()
    at = content.index(statement)
    # The name comes twice before the statement, and is told from there.
    name = content.rindex(table.encode() * 2, 0, at)
    spoiled = bytearray(content)
    spoiled[at + len("CREATE TABLE ") - 1] ^= 0x80
    spoiled[name] ^= 0x80
    file.path.write_bytes(spoiled)

    with pytest.raises(Damaged, match="its own description of itself is not text"):
        verdict(file, registry)


# Rows


def test_the_last_row_gone_is_found_and_named(place: Place, registry: Registry) -> None:
    *_, before, last = lines(place)
    place.spoil("DELETE FROM events WHERE position = ?", last[0])
    (found,) = flaws(place, registry, "head")

    assert (found.position, found.stream, found.version) == last[:3]
    assert (
        found.said
        == f"row {last[0]} is missing: the store remembers {named(last)} as its last, and ends at"
        f" {named(before)}."
    )


def test_every_row_gone_is_found(place: Place, registry: Registry) -> None:
    last = lines(place)[-1]
    place.spoil("DELETE FROM events")

    assert [flaw.position for flaw in flaws(place, registry, "head")] == [last[0]]


def test_a_middle_row_gone_is_found(whole: Place, registry: Registry) -> None:
    rows = lines(whole)
    for before, line, after in zip(rows, rows[1:], rows[2:], strict=False):
        with spoiled(whole) as place:
            place.spoil("DELETE FROM events WHERE position = ?", line[0])
            (found,) = flaws(place, registry, "gap")

        assert found.position == line[0]
        assert (
            found.said
            == f"row {line[0]} is missing: {named(after)} comes right after {named(before)}."
        )


def test_the_first_row_gone_is_found(place: Place, registry: Registry) -> None:
    place.spoil("DELETE FROM events WHERE position = 1")

    assert [flaw.position for flaw in flaws(place, registry, "gap")] == [1]


def test_a_row_gone_and_the_others_moved_up_is_found(whole: Place, registry: Registry) -> None:
    for line in lines(whole)[:-1]:
        with spoiled(whole) as place:
            place.spoil("DELETE FROM events WHERE position = ?", line[0])
            later = range(line[0] + 1, len(lines(whole)) + 1)
            place.spoil_many(
                "UPDATE events SET position = ? WHERE position = ?",
                [(position - 1, position) for position in later],
            )

            assert [flaw.position for flaw in flaws(place, registry, "chain")] == [line[0]]


def test_two_rows_swapped_are_found(whole: Place, registry: Registry) -> None:
    rows = lines(whole)
    random = Random(len(rows))
    for one in range(1, len(rows)):
        other = random.choice([n for n in range(1, len(rows) + 1) if n != one])
        with spoiled(whole) as place:
            place.spoil_many(
                "UPDATE events SET position = ? WHERE position = ?",
                [(0, one), (one, other), (other, 0)],
            )

            assert {one, other} <= {flaw.position for flaw in flaws(place, registry, "chain")}


def test_a_row_put_in_at_the_end_is_found(place: Place, registry: Registry) -> None:
    last = lines(place)[-1]
    place.spoil(
        "INSERT INTO events SELECT position + 1, 'desk/forged', 1, topic, state, digest FROM events"
        " WHERE position = ?",
        last[0],
    )
    found = flaws(place, registry, "chain", "head")

    assert [(flaw.kind, flaw.position, flaw.stream) for flaw in found] == [
        ("chain", last[0] + 1, "desk/forged"),
        ("head", last[0] + 1, "desk/forged"),
    ]


def test_a_version_left_out_is_found(place: Place, registry: Registry) -> None:
    victim = next(line for line in lines(place) if line[2] == 2)
    place.spoil("UPDATE events SET version = 9 WHERE position = ?", victim[0])

    assert victim[0] in [flaw.position for flaw in flaws(place, registry, "version")]


def test_a_last_row_rewritten_with_its_digest_is_found(place: Place, registry: Registry) -> None:
    """A digest can be computed by anybody: it is the head, kept elsewhere, that tells."""
    *_, before, last = lines(place)
    digest = link(before[5], StoredEvent(last[1], last[2], last[3], last[4] + b" "))
    place.spoil(
        "UPDATE events SET state = ?, digest = ? WHERE position = ?",
        last[4] + b" ",
        digest,
        last[0],
    )

    assert [(flaw.kind, flaw.position) for flaw in flaws(place, registry)] == [("head", last[0])]


# The head


def test_a_store_that_lost_its_last_row_takes_no_more(place: Place, registry: Registry) -> None:
    """To go on from the row before would hide for ever that one is gone."""
    last = lines(place)[-1]
    place.spoil("DELETE FROM events WHERE position = ?", last[0])
    with (
        opened(place, registry) as timeline,
        pytest.raises(StoreFailure, match="does not end at the row that it remembers"),
    ):
        timeline.record(timeline.read(a_line(Random(0), "more"), "t.facts"), timeline.moment())

    assert len(lines(place)) == last[0] - 1


def test_a_store_that_forgot_its_last_row_is_not_sound_and_takes_nothing(
    place: Place, registry: Registry
) -> None:
    """Without this, rows removed from the end together with the remembered head leave no trace."""
    place.spoil("DELETE FROM detente WHERE key = 'head'")
    found = verdict(place, registry)

    assert [flaw.kind for flaw in found.flaws] == ["head"]
    with opened(place, registry) as timeline, pytest.raises(StoreFailure, match="remembers"):
        timeline.record(timeline.read(a_line(Random(0), "more"), "t.facts"), timeline.moment())
    assert verdict(place, registry) == found


def test_an_index_that_lost_a_table_is_made_anew(place: Place, registry: Registry) -> None:
    sound = verdict(place, registry)
    place.spoil("DROP TABLE ties")
    with opened(place, registry) as timeline:
        rebuilt(timeline)

    assert verdict(place, registry) == sound


@pytest.mark.parametrize("table", ["ties", "pairs", "events"])
def test_a_table_that_is_gone_is_damage(place: Place, registry: Registry, table: str) -> None:
    """Of a server it was once called a database that cannot be used."""
    place.spoil(f"DROP TABLE {table}")
    with pytest.raises(Damaged, match=rf"\({table}\)"), opened(place, registry) as timeline:
        timeline.pair_facts(Pair("RUS", "TUR"))


@pytest.mark.parametrize("text", ["", "nonsense", "7", "7 zz 1 desk/one"])
def test_a_head_that_nobody_wrote_is_found(place: Place, registry: Registry, text: str) -> None:
    place.spoil("UPDATE detente SET value = ? WHERE key = 'head'", text)

    assert [flaw.kind for flaw in flaws(place, registry)] == ["head"]


def test_a_refused_insert_leaves_the_head_as_it_was(place: Place, registry: Registry) -> None:
    rows = lines(place)
    with opened(place, registry) as timeline, pytest.raises(Exception, match=r"UNIQUE|unique"):
        timeline.store.insert_events(
            [StoredEvent("desk/new", 1, "t", b""), StoredEvent(rows[0][1], 1, "t", b"")]
        )

    assert verdict(place, registry).sound
    assert lines(place) == rows


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
        ("INSERT INTO tracking VALUES ('words_2/desk', 999)", {"words"}),
        ("INSERT INTO tracking VALUES ('another', 999)", set()),
    ],
)
def test_an_index_that_is_not_of_its_events_is_found(
    place: Place, registry: Registry, statement: str, kinds: set[str]
) -> None:
    place.spoil(statement)
    found = verdict(place, registry)

    assert {flaw.kind for flaw in found.flaws} == kinds
    assert found.fixable


def test_words_indexed_further_than_the_store_goes_are_found(
    place: Place, registry: Registry
) -> None:
    with opened(place, registry) as timeline:
        hits_of(timeline, "reuters", AsOf(date(2030, 1, 1)))
        reach = verified(timeline).words
    place.spoil("UPDATE tracking SET position = position + 1 WHERE application = 'words_2/desk'")

    assert reach == {"desk": lines(place)[-1][0]}
    assert [flaw.kind for flaw in flaws(place, registry)] == ["words"]


def test_words_without_an_index_are_found(place: Place, registry: Registry) -> None:
    """A search would go on from where the lost index had come to, and miss what was in it."""
    with opened(place, registry) as timeline:
        hits_of(timeline, "reuters", AsOf(date(2030, 1, 1)))
    place.spoil("DROP TABLE words_2")

    assert [flaw.kind for flaw in flaws(place, registry)] == ["words"]


@pytest.fixture
def searched(place: Place, registry: Registry) -> Place:
    """A place whose words are indexed."""
    with opened(place, registry) as timeline:
        hits_of(timeline, "reuters", EVER)
    return place


@pytest.mark.parametrize("position", [1, 4])
def test_words_indexed_further_than_is_said_are_found(
    searched: Place, registry: Registry, position: int
) -> None:
    """A search would index the same events once more."""
    searched.spoil("UPDATE tracking SET position = ?", position)
    found = verdict(searched, registry)

    assert {flaw.kind for flaw in found.flaws} == {"words"}
    assert min(flaw.position for flaw in found.flaws) > position
    assert found.fixable


@ON_A_SERVER
@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM words_2",
        "DELETE FROM words_2 WHERE position = 1",
        "UPDATE words_2 SET text = 'other:1' WHERE position = 1",
        "INSERT INTO words_2 VALUES (1, 'surplus:1')",
    ],
)
def test_words_on_a_server_that_are_not_of_the_events_are_found(
    searched: Place, registry: Registry, statement: str
) -> None:
    searched.spoil(statement)

    assert_words_are_found_and_mended(searched, registry)


@IN_A_FILE
@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO words_2(words_2) VALUES ('delete-all')",
        "INSERT INTO words_2(rowid, text) VALUES (1, 'surplus')",
        "INSERT INTO words_2(words_2, rowid, text) VALUES ('delete', 1, 'reuters')",
        "DELETE FROM words_2_data",
        "DELETE FROM words_2_data WHERE id > 10",
        "DELETE FROM words_2_config",
        "DROP TABLE words_2_data",
        "DROP TABLE words_2_idx",
        "DROP TABLE words_2_config",
        "UPDATE words_2_data SET block = x'00ff'",
        "UPDATE words_2_config SET v = 9",
    ],
)
def test_words_in_a_file_that_are_not_of_the_events_are_found(
    searched: Place, registry: Registry, statement: str
) -> None:
    """A search of an emptied index once said that nothing was known.

    And everything else called the store sound.
    """
    searched.spoil(statement)

    assert_words_are_found_and_mended(searched, registry)


def assert_words_are_found_and_mended(place: Place, registry: Registry) -> None:
    found = verdict(place, registry)
    with opened(place, registry) as timeline:
        differing = differences(timeline)
        rebuilt(timeline)
        mended = verified(timeline)
        again = hits_of(timeline, "reuters", EVER)
        searched = verified(timeline)

    assert (
        {flaw.kind for flaw in found.flaws} == {flaw.kind for flaw in differing.flaws} == {"words"}
    )
    assert found.fixable
    assert mended.sound
    assert again
    assert searched.sound
    assert searched.words


def test_a_row_that_nobody_can_read_is_no_flaw_of_the_words(
    searched: Place, registry: Registry
) -> None:
    searched.spoil("UPDATE events SET topic = 'os:system' WHERE position = 1")

    assert {flaw.kind for flaw in verdict(searched, registry).flaws} == {"chain", "event"}


@pytest.mark.parametrize("size", [1, 2, 3, 7])
def test_pages_of_words_make_no_difference(
    searched: Place, registry: Registry, size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(words, "_NEXT", words._NEXT.limit(size))

    assert verdict(searched, registry).sound


def test_of_many_flaws_the_first_are_told_and_all_are_counted(
    place: Place, registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verify, "MOST_LISTED", 2)
    place.spoil("UPDATE events SET digest = ?", b"\0")
    found = verdict(place, registry)

    assert [flaw.position for flaw in found.flaws] == [1, 2]
    assert found.more == len(lines(place)) - 2 + 1  # and the head


# In memory


@pytest.fixture
def memory(registry: Registry) -> Iterator[Timeline]:
    with closing(Timeline(MemoryRecorder(), registry)) as timeline:
        timeline.record(
            timeline.read(a_line(Random(1), "one") + a_line(Random(2), "two"), "t.facts"),
            timeline.moment(),
        )
        yield timeline


def test_a_store_in_memory_is_verified_as_well(memory: Timeline) -> None:
    assert verified(memory).sound


def test_a_digest_in_memory_that_is_not_of_its_events_is_found(memory: Timeline) -> None:
    assert isinstance(memory.store, MemoryRecorder)
    memory.store._digests[-1] = bytes(32)

    assert [flaw.kind for flaw in verified(memory).flaws] == ["head"]


def test_an_index_in_memory_that_misses_a_fact_is_found_and_made_anew(memory: Timeline) -> None:
    assert isinstance(memory.store, MemoryRecorder)
    memory.store._streams.popitem()
    found = verified(memory)
    memory.store.rebuild(index_entry_of(memory), memory.words)

    assert {flaw.kind for flaw in found.flaws} == {"index"}
    assert verified(memory).sound


def test_a_row_in_memory_that_is_no_event_is_found(memory: Timeline) -> None:
    memory.store.insert_events([StoredEvent("desk/odd", 1, "os:system", b"")])

    assert [(flaw.kind, flaw.stream) for flaw in verified(memory).flaws] == [("event", "desk/odd")]
