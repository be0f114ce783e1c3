"""What a path, a URL, or nothing at all opens; and what is said where it opens nothing."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import pytest

from service.opening import (
    BadText,
    bundled_registry,
    open_sample,
    open_store,
    sample_text,
    timeline_of,
)
from service.store.interface import StoreError
from service.timeline import Timeline
from views.spelling import command as spelled

CALL: Final = "2022-03-05  TUR > RUS  call  A call  ^call\n    report Reuters, 2022-03-05\n"


def imported(timeline: Timeline, text: str) -> None:
    timeline.record(timeline.read(text, "t.facts"), timeline.moment())


def refusal(where: str) -> StoreError:
    with pytest.raises(StoreError) as refused:
        open_store(where)
    return refused.value


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A timeline in a file, with one fact."""
    path = tmp_path / "our timeline.db"
    with closing(open_store(str(path), create=True)) as timeline:
        imported(timeline, CALL)
    return path


# What opens


def test_a_path_opens_the_file_there(path: Path) -> None:
    with closing(open_store(str(path))) as timeline:
        assert [fact.handle for fact in timeline.facts()] == ["call"]
        assert not timeline.read_only


def test_a_url_opens_the_same_file(path: Path) -> None:
    with closing(open_store(f"sqlite:///{path}")) as timeline:
        assert [fact.handle for fact in timeline.facts()] == ["call"]


def test_a_new_timeline_is_empty(tmp_path: Path) -> None:
    with closing(open_store(str(tmp_path / "new.db"), create=True)) as timeline:
        assert (timeline.facts(), timeline.head().position) == ([], 0)


def test_to_create_what_is_there_opens_it_as_it_is(path: Path) -> None:
    with closing(open_store(str(path), create=True)) as timeline:
        assert [fact.handle for fact in timeline.facts()] == ["call"]


def test_what_is_recorded_bears_the_instant_of_the_clock_given(path: Path) -> None:
    with closing(open_store(str(path), lambda: datetime(2030, 1, 1, tzinfo=UTC))) as timeline:
        assert timeline.moment().now == datetime(2030, 1, 1, tzinfo=UTC)


def test_environment_variables_have_no_say(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (
        "PERSISTENCE_MODULE",
        "DETENTE_PERSISTENCE_MODULE",
        "TRANSCODER_TOPIC",
        "CIPHER_TOPIC",
        "COMPRESSOR_TOPIC",
    ):
        monkeypatch.setenv(name, "os:system")

    with closing(open_store(str(path))) as timeline:
        assert [fact.handle for fact in timeline.facts()] == ["call"]


# What does not


def test_a_missing_file_is_refused_with_the_command_that_would_make_it(tmp_path: Path) -> None:
    refused = refusal(str(tmp_path / "none.db"))

    assert refused.said == f"there is no timeline at {tmp_path}/none.db."
    assert spelled(refused.fixes[0]).paste == f"detente init {tmp_path}/none.db"


def test_a_missing_file_is_still_missing_afterwards(tmp_path: Path) -> None:
    refusal(str(tmp_path / "none.db"))
    refusal(f"sqlite:///{tmp_path}/none.db")

    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_refused_when_making_a_file_in_it(tmp_path: Path) -> None:
    with pytest.raises(StoreError) as refused:
        open_store(str(tmp_path / "none" / "t.db"), create=True)

    assert refused.value.said == f"there is no folder {tmp_path}/none."
    assert refused.value.texts[0].paste == f"mkdir -p {tmp_path}/none"


def test_a_folder_is_no_timeline(tmp_path: Path) -> None:
    assert (
        refusal(str(tmp_path)).said == f"{tmp_path} cannot be used: unable to open database file."
    )


def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "article.txt"
    path.write_text(CALL * 50)

    assert refusal(str(path)).said == f"{path} cannot be used: file is not a database."
    assert path.read_text() == CALL * 50


def test_a_database_of_something_else_is_no_timeline(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE songs (title)")

    refused = refusal(str(path))
    assert refused.said == f"{path} is a database of something else (it holds songs)."
    assert [spelled(fix).paste for fix in refused.fixes] == ["detente init other.db"]


def test_a_timeline_of_another_version_is_refused(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE detente SET value = '99' WHERE key = 'schema'")

    assert (
        refusal(str(path)).said
        == f"{path} was written by another version of detente (schema 99, this one reads 2)."
    )


@pytest.mark.parametrize("where", ["://", "my db://x"])
def test_what_is_neither_path_nor_url_is_refused(where: str) -> None:
    assert refusal(where).said == f'"{where}" is neither a path nor a database URL.'


def test_another_kind_of_database_is_refused() -> None:
    assert refusal("nosuch://host/db").said.startswith(
        "a timeline is a SQLite file or a PostgreSQL database, not nosuch."
    )


@pytest.mark.parametrize(
    "url",
    [
        "nosuch://user:secret@host/db",
        "postgresql+psycopg://user:secret@localhost:1/db",
        "http://user:secret@host/db",
    ],
)
def test_a_password_is_not_shown(url: str) -> None:
    refused = refusal(url)

    assert "secret" not in refused.said
    assert all("secret" not in spelled(fix).paste for fix in refused.fixes)


# Texts and the sample


def test_a_text_is_a_read_only_timeline() -> None:
    with closing(timeline_of(CALL, "t")) as timeline:
        assert [fact.handle for fact in timeline.facts()] == ["call"]
        assert timeline.read_only


def test_a_text_with_problems_is_refused_with_all_of_them() -> None:
    with pytest.raises(BadText) as refused:
        timeline_of(f"nonsense\n{CALL}    grade Z\n", "t")

    assert [problem.line for problem in refused.value.problems] == [1, 4]
    assert (
        str(refused.value).splitlines()[1]
        == 't.facts:4:11: "Z" is not a grade; a grade is a letter A to F and a digit 1 to 6.'
    )


def test_the_sample_is_the_sample_text() -> None:
    with closing(open_sample()) as sample, closing(timeline_of(sample_text(), "sample")) as parsed:
        assert sample.read_only
        assert sample.export() == parsed.export()


@pytest.mark.parametrize(
    "question",
    ["state turkey russia", "why turkey russia", "timeline turkey russia", "search straits"],
)
def test_the_sample_is_asked_without_the_database_layer(question: str) -> None:
    """To import that takes longer than the answer."""
    code = (
        "import sys; from detente.__main__ import app\n"
        "try: app()\n"
        "finally: assert 'sqlalchemy' not in sys.modules"
    )
    words = [sys.executable, "-c", code, "--db", "sample", *question.split()]
    asked = subprocess.run(words, capture_output=True, text=True, check=False)

    assert (asked.returncode, "Traceback" in asked.stderr) == (0, False), asked.stderr


def test_the_sample_was_recorded_at_one_instant_everywhere() -> None:
    with closing(open_sample()) as sample:
        assert {event.recorded_at for fact in sample.facts() for event in fact.events} == {
            datetime(2026, 11, 22, tzinfo=UTC)
        }


def test_the_bundled_actors_are_there() -> None:
    registry = bundled_registry()

    assert [
        registry.find(name).id for name in ("Turkey", "Türkiye", "Ankara", "the West", "NATO")
    ] == ["TUR", "TUR", "TUR", "west", "NATO"]
