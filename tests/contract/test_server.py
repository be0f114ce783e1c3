"""What only a store on a server promises: no password is told, and what it refuses is one sentence."""

from __future__ import annotations

from pathlib import Path

import pytest
from eventsourcing.persistence import StoredEvent
from sqlalchemy.engine import make_url

from service.store.interface import StoreError, StoreFailure
from service.store.place import told
from service.store.recorder import SqlRecorder
from tests.console import Console
from tests.places import ON_A_SERVER, Schema, a_reader, connected

ONE = StoredEvent("desk/one", 1, "t", b"")
TWO = StoredEvent("desk/two", 1, "t", b"")


@pytest.mark.parametrize(
    ("place", "shown"),
    [
        ("my.db", "my.db"),
        ("sqlite:////folder:a@b/my.db", "sqlite:////folder:a@b/my.db"),
        ("postgresql+psycopg://me:secret@host:1/db", "postgresql+psycopg://me@host:1/db"),
        ("postgresql://me:se@cr/et@host/db?sslmode=require", "postgresql://me@host/db?sslmode=require"),
        ("postgresql://host/db?user=me&password=secret", "postgresql://host/db?user=me"),
        ("postgresql://me@host/db", "postgresql://me@host/db"),
    ],
)
def test_a_place_is_told_without_its_password(place: str, shown: str) -> None:
    assert told(place) == shown


def test_a_server_that_does_not_answer_is_one_sentence(tmp_path: Path) -> None:
    url = "postgresql+psycopg://me:secret@127.0.0.1:1/ties"
    console = Console(tmp_path, {"COLUMNS": "80", "DETENTE_DB": url})

    said, code = console.run(["state", "turkey", "russia"])
    assert (said, code) == ("error: no PostgreSQL server answers at 127.0.0.1:1.\n  pg_isready --host=127.0.0.1 --port=1\n", 1)


@ON_A_SERVER
@pytest.mark.parametrize(
    ("part", "said"), [({"database": "nowhere"}, 'has no database "nowhere"'), ({"username": "nobody"}, 'knows nobody called "nobody"')]
)
def test_what_a_server_does_not_know_is_named(place: Schema, part: dict[str, str], said: str) -> None:
    with pytest.raises(StoreError, match=said) as refused:
        SqlRecorder(place.url.set(**part))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]  # one of its parts
    assert refused.value.mends


@ON_A_SERVER
def test_a_role_that_may_only_read_is_told_what_it_lacks(place: Schema) -> None:
    place.recorder().close()
    with a_reader(place) as where:
        reader = SqlRecorder(make_url(where), create=False)
        with pytest.raises(StoreFailure, match="may not do that") as refused:
            reader.insert_events([ONE])
        reader.close()

    assert "secret" not in f"{refused.value.said}{refused.value.mends}"


@ON_A_SERVER
def test_the_password_is_not_told_when_a_timeline_is_begun(place: Schema, tmp_path: Path) -> None:
    url = place.url.set(password="secret").render_as_string(hide_password=False)
    said, code = Console(tmp_path, {"COLUMNS": "80"}).run(["init", url])

    assert code == 0
    assert "secret" not in said


@ON_A_SERVER
def test_a_store_whose_connection_was_ended_goes_on_with_another(place: Schema) -> None:
    store = place.recorder()
    store.insert_events([ONE])
    with connected(place.url) as other:
        assert store._writer is not None
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [store._writer.driver_connection.info.backend_pid])  # type: ignore[union-attr]  # pyright: ignore[reportOptionalMemberAccess]  # the driver's own
    with pytest.raises(StoreFailure):
        store.insert_events([TWO])
    store.insert_events([TWO])

    assert store.head().position == 2
    store.close()
