"""Stores of every version ever written: they open, verify, and answer what they answered."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Generator, Iterator
from contextlib import closing
from itertools import product
from pathlib import Path
from shutil import copyfile
from typing import ClassVar, Final, cast

import pytest
from eventsourcing.persistence import Mapper
from pydantic import BaseModel

from domain.actors import Registry
from domain.events import Event, Held
from projections.state import state
from service.formats.jsonl import Copied, copied, event_lines
from service.safety import differences, verified
from service.store.codec import REGISTRY, UPCASTS, Codec
from service.store.memory import MemoryRecorder
from service.store.recorder import SqlRecorder
from service.store.remembered import SCHEMA
from service.timeline import Timeline
from tests import stored
from tests.evidence import layer_state_of

FOLDERS: Final = sorted(
    (path for path in stored.HERE.iterdir() if path.name.isdecimal()),
    key=lambda path: int(path.name),
)
VERSIONS: Final = pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
State = dict[str, object]


def imported(timeline: Timeline, folder: Path) -> Copied:
    file = (folder / "store.jsonl").read_bytes()
    return copied(timeline, lambda: file.splitlines(keepends=True), "store.jsonl")


@pytest.fixture
def memory(registry: Registry) -> Generator[Timeline]:
    with closing(Timeline(MemoryRecorder(), registry)) as timeline:
        yield timeline


def assert_as_it_was(timeline: Timeline, folder: Path) -> None:
    found = verified(timeline)
    assert (found.flaws, found.more, differences(timeline).rows) == ((), 0, 0)
    assert "".join(event_lines(timeline)) == (folder / "store.jsonl").read_text(encoding="utf-8")
    answers = folder / "answers.jsonl"
    if os.environ.get("UPDATE"):
        answers.write_text(stored.answers_text(timeline), encoding="utf-8", newline="\n")
        return
    for now, then in zip(
        stored.answers_text(timeline).splitlines(),
        answers.read_text(encoding="utf-8").splitlines(),
        strict=True,
    ):
        assert now == then, (
            "an answer of old is another now; where that is meant, run this with UPDATE=1 and read"
            " the diff"
        )


def test_there_is_a_store() -> None:
    assert [folder.name for folder in FOLDERS] == [
        str(number) for number in range(1, len(FOLDERS) + 1)
    ]
    assert FOLDERS


@VERSIONS
def test_a_database_of_any_version_opens_and_answers_as_it_did(
    folder: Path, tmp_path: Path, registry: Registry
) -> None:
    copyfile(folder / "store.db", tmp_path / "store.db")
    with closing(
        Timeline(SqlRecorder.at(str(tmp_path / "store.db"), create=False), registry)
    ) as timeline:
        assert_as_it_was(timeline, folder)


@VERSIONS
def test_a_copy_of_any_version_is_read_and_answers_as_it_did(
    folder: Path, memory: Timeline
) -> None:
    found = imported(memory, folder)

    assert (found.problem, found.there) == (None, 0)
    assert_as_it_was(memory, folder)


@VERSIONS
def test_what_a_layer_keeps_of_a_pair_is_what_its_facts_say(
    folder: Path, tmp_path: Path, registry: Registry
) -> None:
    copyfile(folder / "store.db", tmp_path / "store.db")
    with closing(
        Timeline(SqlRecorder.at(str(tmp_path / "store.db"), create=False), registry)
    ) as timeline:
        for pair, layer, clock in product(stored.PAIRS, stored.LAYERS[1:], stored.CLOCKS):
            facts = timeline.pair_facts(pair, layer)
            kept = layer_state_of(timeline, pair, clock, layer)

            counted = state(facts, pair, clock)
            assert (kept.label, kept.score, kept.momentum) == (
                counted.label,
                counted.score,
                counted.momentum,
            )


@VERSIONS
def test_a_store_of_any_version_can_be_recorded_in(
    folder: Path, tmp_path: Path, registry: Registry
) -> None:
    copyfile(folder / "store.db", tmp_path / "store.db")
    with closing(
        Timeline(SqlRecorder.at(str(tmp_path / "store.db"), create=False), registry)
    ) as timeline:
        before = timeline.head().position
        timeline.record(
            timeline.read("2022-03-09  TUR > RUS  visit  A visit  ^new\n", "new.facts"),
            timeline.moment(),
        )

        assert timeline.head().position == before + 2
        assert verified(timeline).flaws == ()


@VERSIONS
def test_a_store_of_any_version_keeps_citations_and_stays_sound(
    folder: Path, tmp_path: Path, registry: Registry
) -> None:
    """No store of old has a table of citations."""
    copyfile(folder / "store.db", tmp_path / "store.db")
    with closing(
        Timeline(SqlRecorder.at(str(tmp_path / "store.db"), create=False), registry)
    ) as timeline:
        before = timeline.head()
        assert (timeline.store.citation("ab12"), timeline.store.citations()) == (None, [])
        timeline.store.keep_citation("ab12", b"{}")

        assert timeline.store.citation("ab12") == b"{}"
        assert timeline.head() == before
        # It is not an answer's, and that is all that is wrong.
        assert [flaw.kind for flaw in verified(timeline).flaws] == ["citation"]
    with closing(
        Timeline(SqlRecorder.at(str(tmp_path / "store.db"), create=False), registry)
    ) as timeline:
        assert timeline.store.citations("ab") == [("ab12", b"{}")]


# What is held -------------------------------------------------------------------------------------


def fields(model: type[BaseModel]) -> Iterator[str]:
    """The fields of a model that are stored, those of models in it after a dot."""
    for name, field in model.model_fields.items():
        inner = [
            kind
            for kind in (field.annotation, *getattr(field.annotation, "__args__", ()))
            if _is_model(kind)
        ]
        if name not in ("originator_id", "originator_version"):
            yield name
            yield from (
                f"{name}.{below}"
                for kind in inner
                for below in fields(cast("type[BaseModel]", kind))
            )  # as was just asked


def _is_model(kind: object) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def held(state: State) -> Iterator[str]:
    """The fields of a stored state, likewise."""
    for name, value in state.items():
        yield name
        if isinstance(value, dict):
            yield from (
                f"{name}.{below}" for below in held(cast(State, value))
            )  # JSON has names only


def all_held() -> set[str]:
    lines = [
        line
        for folder in FOLDERS
        for line in (folder / "store.jsonl").read_text(encoding="utf-8").splitlines()[1:]
    ]
    events = map(json.loads, lines)
    return {f"{event['event']} {field}" for event in events for field in held(event["state"])}


def test_every_stored_name_and_field_is_held_by_some_store() -> None:
    today = {f"{topic} {field}" for topic, event in REGISTRY.items() for field in fields(event)}

    assert not today - all_held(), (
        "add these to streams in tests/stored, and write the next store; see tests/stored/README.md"
    )
    assert {name.partition(" ")[0] for name in all_held()} >= set(REGISTRY)


def test_a_new_field_is_missed() -> None:
    class Placed(Held):
        place: str = ""

    assert set(fields(Placed)) - set(fields(Held)) == {"place"}
    assert f"{Held.stored_as} place" not in all_held()


def test_the_last_store_has_the_tables_of_today() -> None:
    with closing(
        sqlite3.connect(f"{(FOLDERS[-1] / 'store.db').as_uri()}?mode=ro&immutable=1", uri=True)
    ) as connection:
        (schema,) = connection.execute("SELECT value FROM detente WHERE key = 'schema'").fetchone()

    assert schema == SCHEMA, "write the next store; see tests/stored/README.md"


def test_an_old_store_is_never_written_over() -> None:
    with pytest.raises(FileExistsError):
        stored.write(FOLDERS[0])


def test_what_is_written_today_is_what_the_last_store_holds(tmp_path: Path) -> None:
    stored.write(tmp_path / "new")

    assert (tmp_path / "new" / "store.jsonl").read_bytes() == (
        FOLDERS[-1] / "store.jsonl"
    ).read_bytes()


# Old versions read by a later one -----------------------------------------------------------------


class HeldAt(Held):
    """A later version of an event, which has a place too, and says it under another stored name."""

    stored_as: ClassVar[str] = "fact.held/2"
    place: str


LATER: Final = Codec(
    {
        **{topic: event for topic, event in REGISTRY.items() if event is not Held},
        "fact.held/2": HeldAt,
    },
    {**UPCASTS, "fact.held/1": lambda state: ("fact.held/2", {**state, "place": "unknown"})},
)


class LaterTimeline(Timeline):
    """A timeline of a later version, in which an event is stored otherwise."""

    def construct_mapper(self) -> Mapper[str]:
        return LATER


def held_at(timeline: Timeline) -> list[Event]:
    return [event for event in timeline.fact("call").events if isinstance(event, Held)]


def test_a_store_of_an_old_version_is_read_by_a_later_one_and_stays_as_it_is(
    tmp_path: Path, registry: Registry
) -> None:
    folder = FOLDERS[0]
    copyfile(folder / "store.db", tmp_path / "store.db")
    with closing(
        LaterTimeline(SqlRecorder.at(str(tmp_path / "store.db"), create=False), registry)
    ) as timeline:
        assert [type(event) for event in held_at(timeline)] == [HeldAt]
        assert [event.place for event in held_at(timeline) if isinstance(event, HeldAt)] == [
            "unknown"
        ]
        assert_as_it_was(timeline, folder)


def test_a_copy_of_an_old_version_is_imported_into_a_later_one_and_stays_as_it_is(
    registry: Registry,
) -> None:
    folder = FOLDERS[0]
    with closing(LaterTimeline(MemoryRecorder(), registry)) as timeline:
        assert imported(timeline, folder).problem is None
        assert [type(event) for event in held_at(timeline)] == [HeldAt]
        assert_as_it_was(timeline, folder)
