"""The full-text index: whatever a store has of it, no fact that holds the words is left out."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Barrier

import pytest
from eventsourcing.persistence import StoredEvent
from sqlalchemy.engine import make_url

from service.store import words as index
from service.store.fulltext import LONGEST_PHRASE, OF_BEFORE, Fts5
from service.store.interface import BadEvent, Damaged, IndexEntry, TimelineRecorder
from service.store.memory import MemoryRecorder
from service.store.recorder import SqlRecorder
from tests.places import (
    IN_A_FILE,
    KINDS,
    ON_A_SERVER,
    File,
    Place,
    Schema,
    a_place,
    a_reader,
    connected,
)
from views.spelling import command as spelled

SEARCHERS = 2


@pytest.fixture
def file(place: Place) -> Iterator[SqlRecorder]:
    recorder = place.recorder()
    yield recorder
    recorder.close()


@pytest.fixture
def path(place: Place) -> Path:
    return Path(place.where)


@pytest.fixture(params=["memory", *KINDS])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[TimelineRecorder]:
    if request.param == "memory":
        yield MemoryRecorder()
        return
    place = a_place(request.param, tmp_path)
    with closing(place.recorder()) as recorder:
        yield recorder
    place.gone()


def an_event(stream: str, words: str, version: int = 1) -> StoredEvent:
    return StoredEvent(stream, version, "t", words.encode())


def its_words(event: StoredEvent) -> str:
    return event.state.decode()


def found(store: TimelineRecorder, *terms: str, layer: str = "desk") -> list[str]:
    """The streams, each once, that may hold every term.

    `|` parts the phrases of which one is enough.
    """
    phrases = [[phrase.split() for phrase in term.split("|")] for term in terms]
    return list(
        dict.fromkeys(str(event.originator_id) for event in store.select_words(layer, phrases))
    )


def indexed(store: TimelineRecorder, *terms: str, layer: str = "desk") -> list[str]:
    store.index_words(layer, its_words)
    return found(store, *terms, layer=layer)


STRAITS = an_event("desk/straits", "black sea straits closed")
GRAIN = an_event("desk/grain", "grain leaves odesa")
SOURCE = an_event("desk/grain", "reuters black", 2)


@pytest.fixture
def filled(file: SqlRecorder) -> SqlRecorder:
    file.insert_events([STRAITS, GRAIN, an_event("icews/one", "grain black sea"), SOURCE])
    return file


# Every store


@pytest.mark.parametrize(
    "terms", [["grain"], ["black sea"], ["grain", "reuters"], ["nothing|odesa"], []], ids=str
)
def test_whoever_holds_the_words_is_among_those_found(
    store: TimelineRecorder, terms: list[str]
) -> None:
    store.insert_events([STRAITS, GRAIN, SOURCE])
    expected = ["desk/straits"] if terms == ["black sea"] else ["desk/grain"]

    assert set(expected) <= set(indexed(store, *terms))


def test_all_events_of_a_fact_come_by_stream_and_version(store: TimelineRecorder) -> None:
    store.insert_events([STRAITS, GRAIN, SOURCE])
    store.index_words("desk", its_words)
    events = [
        event
        for event in store.select_words("desk", [[["odesa"]]])
        if event.originator_id == "desk/grain"
    ]

    assert events == [GRAIN, SOURCE]


def test_what_was_never_indexed_is_read_through(store: TimelineRecorder) -> None:
    store.insert_events([STRAITS, GRAIN])

    assert found(store, "grain") == ["desk/grain", "desk/straits"]


# The index


def test_only_facts_that_hold_every_term_are_read(filled: SqlRecorder) -> None:
    assert indexed(filled, "grain") == ["desk/grain"]
    assert indexed(filled, "black", "sea") == ["desk/straits"]
    assert indexed(filled, "unheard") == []


def test_a_term_may_stand_in_one_event_and_another_in_the_next(filled: SqlRecorder) -> None:
    assert indexed(filled, "odesa", "reuters") == ["desk/grain"]


def test_a_phrase_is_words_in_a_row(filled: SqlRecorder) -> None:
    assert indexed(filled, "black sea") == ["desk/straits"]
    assert indexed(filled, "sea black") == []


def test_of_a_term_one_phrase_is_enough(filled: SqlRecorder) -> None:
    assert indexed(filled, "sea straits|leaves odesa") == ["desk/grain", "desk/straits"]
    assert indexed(filled, "unheard|odesa", "grain") == ["desk/grain"]


def test_another_layer_is_not_found(filled: SqlRecorder) -> None:
    assert indexed(filled, "sea") == ["desk/straits"]
    assert indexed(filled, "sea", layer="icews") == ["icews/one"]


@pytest.mark.parametrize("damaged", [False, True], ids=["whole", "damaged"])
def test_an_index_of_before_is_dropped_and_all_is_indexed_again(
    filled: SqlRecorder, place: Place, damaged: bool
) -> None:
    """It lacked the names of sites, and claimed to have come to the end."""
    old = OF_BEFORE[0]
    if isinstance(place, Schema):
        place.spoil(f"CREATE TABLE {old} (position bigint NOT NULL, text tsvector NOT NULL)")
    else:
        place.spoil(f"CREATE VIRTUAL TABLE {old} USING fts5(text, content='', columnsize=0)")
        if damaged:
            place.spoil(f"DELETE FROM {old}_config")
            place.spoil(f"DROP TABLE {old}_data")
    place.spoil(f"INSERT INTO tracking VALUES ('{old}/desk', 99)")  # our own name

    assert indexed(filled, "grain") == ["desk/grain"]
    assert not {name for name in place.tables() if name.startswith(old)}
    assert filled.max_tracking_id(f"{old}/desk") is None
    assert filled.max_tracking_id("words_2/desk") == filled.max_notification_id()


def test_the_index_catches_up_with_what_is_appended_later(filled: SqlRecorder) -> None:
    assert indexed(filled, "corridor") == []
    filled.insert_events(
        [an_event("desk/corridor", "the corridor"), an_event("desk/straits", "corridor", 2)]
    )

    assert indexed(filled, "corridor") == ["desk/corridor", "desk/straits"]


def test_an_index_that_is_behind_says_nothing(filled: SqlRecorder) -> None:
    indexed(filled, "grain")
    filled.insert_events([an_event("desk/later", "later")])

    assert found(filled, "grain") == ["desk/grain", "desk/later", "desk/straits"]


def test_an_index_is_not_behind_for_another_layers_sake(filled: SqlRecorder) -> None:
    indexed(filled, "grain")
    filled.insert_events([an_event("icews/two", "grain")])

    assert found(filled, "grain") == ["desk/grain"]


def test_more_events_than_a_page_are_indexed(file: SqlRecorder) -> None:
    number = index.PAGE * 2 + 1
    file.insert_events([an_event(f"desk/{i:05}", f"fact {i}") for i in range(number)])

    assert indexed(file, "fact") == [f"desk/{i:05}" for i in range(number)]
    assert indexed(file, f"fact {number - 1}") == [f"desk/{number - 1:05}"]


def test_a_page_that_is_just_full_is_not_the_end(file: SqlRecorder) -> None:
    file.insert_events([an_event(f"desk/{i:05}", "fact") for i in range(index.PAGE)])
    file.insert_events([an_event("icews/one", "fact"), an_event("desk/last", "last")])

    assert indexed(file, "last") == ["desk/last"]


def test_events_of_other_layers_are_passed_once(file: SqlRecorder) -> None:
    """Each search would read a large layer again if it was filled after this one's last fact."""
    file.insert_events([STRAITS, *(an_event(f"icews/{i}", "") for i in range(index.PAGE))])
    file.index_words("desk", its_words)

    assert file.max_tracking_id("words_2/desk") == index.PAGE + 1


@IN_A_FILE
def test_a_search_of_what_is_indexed_writes_nothing(filled: SqlRecorder, path: Path) -> None:
    indexed(filled, "grain")
    with closing(sqlite3.connect(path)) as connection:
        before = connection.execute("PRAGMA data_version").fetchone()
        indexed(filled, "grain")

        assert connection.execute("PRAGMA data_version").fetchone() == before


def test_the_index_is_there_when_the_store_is_opened_again(
    filled: SqlRecorder, place: Place
) -> None:
    indexed(filled, "grain")
    filled.close()
    with closing(place.recorder(create=False)) as again:
        assert found(again, "grain") == ["desk/grain"]


@pytest.mark.usefixtures("filled")
def test_to_append_needs_no_index(place: Place) -> None:
    assert not any("words" in name for name in place.tables())


def test_an_event_that_cannot_be_read_is_said(filled: SqlRecorder) -> None:
    def unreadable(event: StoredEvent) -> str:
        raise BadEvent(f"no event is stored as {event.topic}")

    with pytest.raises(BadEvent):
        filled.index_words("desk", unreadable)
    assert indexed(filled, "grain") == ["desk/grain"]


@pytest.mark.parametrize(
    "word",
    ['"', 'a"b', "OR", "NOT", "NEAR(", "*", "^", "text:grain", "-", "ü", "文", "😀", "x" * 100_000],
    ids=lambda word: word[:10],
)
def test_no_word_means_anything_but_itself(filled: SqlRecorder, word: str) -> None:
    filled.insert_events([an_event("desk/word", f"{word} end")])
    filled.index_words("desk", its_words)

    assert [event.originator_id for event in filled.select_words("desk", [[[word, "end"]]])] == [
        "desk/word"
    ]


def test_many_and_long_terms_are_no_trouble(filled: SqlRecorder) -> None:
    terms = [[["grain"]]] * 2_000

    assert [
        event.originator_id for event in filled.select_words("desk", [*terms, [["no"] * 10_000]])
    ]
    filled.index_words("desk", its_words)
    assert {event.originator_id for event in filled.select_words("desk", terms)} == {"desk/grain"}
    assert filled.select_words("desk", [[["grain"] * 10_000]]) == []


# Where it is damaged


@IN_A_FILE
def test_a_list_of_terms_that_is_lost_is_found_though_all_it_led_to_is_there(
    file: SqlRecorder, path: Path
) -> None:
    """What SQLite checks by itself calls such an index sound.

    And every search of it comes back with nothing.
    """
    file.insert_events([an_event(f"desk/{i:05}", f"fact {i} black sea w{i}") for i in range(2_000)])
    assert indexed(file, "w1999") == ["desk/01999"]
    file.close()
    File(path).spoil("DELETE FROM words_2_idx")
    with closing(SqlRecorder.at(str(path), create=False)) as again:
        differing = again.differences(lambda _: IndexEntry(), its_words)

        assert found(again, "w1999") == []
        assert {flaw.kind for flaw in differing.flaws} == {"words"}
        assert (differing.missing, differing.surplus) == (2_000, 0)


@IN_A_FILE
def test_a_search_of_a_damaged_index_says_what_mends_it(filled: SqlRecorder, path: Path) -> None:
    indexed(filled, "grain")
    filled.close()
    File(path).spoil("DELETE FROM words_2_data WHERE id > 10")
    with closing(SqlRecorder.at(str(path), create=False)) as again:
        with pytest.raises(Damaged, match="index of words") as damaged:
            found(again, "grain")
        again.rebuild(lambda _: IndexEntry(), its_words)

        assert spelled(damaged.value.fixes[0]).paste == "detente rebuild"
        assert indexed(again, "grain") == ["desk/grain"]


# Where it cannot be written


@IN_A_FILE
def test_a_file_that_is_read_only_is_read_through(filled: SqlRecorder, path: Path) -> None:
    with closing(
        SqlRecorder(make_url(f"sqlite:///file:{path}?mode=ro&uri=true"), create=False)
    ) as reader:
        assert indexed(reader, "grain") == ["desk/grain", "desk/straits"]

        filled.index_words("desk", its_words)
        assert indexed(reader, "grain") == ["desk/grain"]


@IN_A_FILE
def test_a_file_that_is_being_written_is_read_through(
    filled: SqlRecorder, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index, "PATIENCE_MS", 1)
    with closing(sqlite3.connect(path, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        assert indexed(filled, "grain") == ["desk/grain", "desk/straits"]
        writer.execute("ROLLBACK")

    assert indexed(filled, "grain") == ["desk/grain"]


@IN_A_FILE
def test_a_search_leaves_writers_their_patience(filled: SqlRecorder) -> None:
    indexed(filled, "grain")
    with filled._engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar() == 30_000


# On a server


@ON_A_SERVER
@pytest.mark.usefixtures("filled")
def test_a_role_that_may_only_read_reads_through(place: Schema) -> None:
    with a_reader(place) as where, closing(SqlRecorder.at(where, create=False)) as reader:
        assert indexed(reader, "grain") == ["desk/grain", "desk/straits"]


@ON_A_SERVER
def test_a_server_on_which_somebody_writes_is_read_through(
    filled: SqlRecorder, place: Schema, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index, "PATIENCE_MS", 1)
    with connected(place.url) as writer:
        writer.execute("LOCK TABLE events IN EXCLUSIVE MODE")
        assert indexed(filled, "grain") == ["desk/grain", "desk/straits"]
        writer.rollback()

    assert indexed(filled, "grain") == ["desk/grain"]
    with filled._engine.connect() as connection:
        assert connection.exec_driver_sql("SHOW lock_timeout").scalar() == "30s"


@ON_A_SERVER
@pytest.mark.parametrize("number", [1, 255, 256, 257, 1_000, 20_000])
def test_a_long_text_is_found_by_any_of_its_words(file: SqlRecorder, number: int) -> None:
    """A tsvector forgets the places of a word after the 256th, and of any after the 16,383rd."""
    words = [f"w{i}" if i % 2 else "and" for i in range(number)]
    file.insert_events(
        [an_event("desk/long", " ".join(words)), an_event("desk/other", "and other")]
    )
    last = " ".join(words[-LONGEST_PHRASE:])
    middle = " ".join(words[number // 2 :][:LONGEST_PHRASE])

    assert "desk/long" in indexed(file, last)
    assert "desk/long" in indexed(file, middle)
    assert indexed(file, " ".join([*words[1 - LONGEST_PHRASE :], "more"])) == []


def test_two_who_search_at_once_index_each_event_once(file: SqlRecorder, place: Place) -> None:
    number = index.PAGE + 500
    file.insert_events([an_event(f"desk/{i:05}", f"fact {i}") for i in range(number)])
    together = Barrier(SEARCHERS)

    def search(recorder: SqlRecorder) -> Sequence[str]:
        together.wait()
        return indexed(recorder, "fact")

    with closing(place.recorder(create=False)) as second, ThreadPoolExecutor(SEARCHERS) as threads:
        one, other = threads.map(search, (file, second))

    assert one == other == [f"desk/{i:05}" for i in range(number)]
    assert places_of_a_word(place) == number


def places_of_a_word(place: Place) -> int:
    """In how many places the word `fact` is."""
    if isinstance(place, Schema):
        return int(
            place.rows("SELECT count(*) FROM words_2 WHERE text @@ CAST(? AS tsquery)", "'fact'")[
                0
            ][0]
        )
    with closing(sqlite3.connect(place.where)) as connection:
        connection.execute(
            "CREATE VIRTUAL TABLE temp.counts USING fts5vocab('main', 'words_2', 'row')"
        )
        return int(connection.execute("SELECT cnt FROM counts WHERE term = 'fact'").fetchone()[0])


# SQLite without FTS5


def forget_fts5(path: Path) -> None:
    """Makes an index one of a module that this SQLite does not have.

    As FTS5 is to one that was built without.
    """
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute(
            "UPDATE sqlite_master SET sql = replace(sql, 'USING fts5', 'USING fts5_absent') WHERE"
            " name = 'words_2'"
        )
        connection.execute("PRAGMA writable_schema = RESET")


@IN_A_FILE
def test_without_fts5_no_index_is_made_and_all_is_read_through(
    filled: SqlRecorder, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Fts5, "_CREATE", Fts5._CREATE.replace("USING fts5", "USING fts5_absent"))

    assert (
        indexed(filled, "grain")
        == indexed(filled, "no such word")
        == ["desk/grain", "desk/straits"]
    )
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT count(*) FROM tracking").fetchone() == (0,), (
            "nothing is said to be indexed"
        )


@IN_A_FILE
def test_what_was_indexed_with_fts5_is_read_through_without(
    filled: SqlRecorder, path: Path
) -> None:
    indexed(filled, "grain")
    filled.insert_events([an_event("desk/later", "later")])
    filled.close()
    forget_fts5(path)
    with closing(SqlRecorder(make_url(f"sqlite:///{path}"), create=False)) as without:
        assert indexed(without, "grain") == ["desk/grain", "desk/later", "desk/straits"]
