"""What only a store on a server promises.

No password is told, and what it refuses is one sentence.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from threading import Thread
from typing import Any

import psycopg
import pytest
from eventsourcing.persistence import StoredEvent
from psycopg.sql import SQL, Identifier
from sqlalchemy.engine import make_url

from service.extras import installs
from service.store import failures
from service.store.interface import StoreError, StoreFailure
from service.store.place import without_password
from service.store.recorder import SqlRecorder
from tests.console import Console
from tests.contract.test_crashes import ROOT
from tests.places import ON_A_SERVER, Schema, a_reader, connected
from views.errors import refusal
from views.spelling import command as spelled

ONE = StoredEvent("desk/one", 1, "t", b"")
TWO = StoredEvent("desk/two", 1, "t", b"")


@pytest.mark.parametrize(
    ("place", "shown"),
    [
        ("my.db", "my.db"),
        ("sqlite:////folder:a@b/my.db", "sqlite:////folder:a@b/my.db"),
        ("postgresql+psycopg://me:secret@host:1/db", "postgresql+psycopg://me@host:1/db"),
        (
            "postgresql://me:se@cr/et@host/db?sslmode=require",
            "postgresql://me@host/db?sslmode=require",
        ),
        ("postgresql://host/db?user=me&password=secret", "postgresql://host/db?user=me"),
        ("postgresql://me@host/db", "postgresql://me@host/db"),
    ],
)
def test_a_place_is_told_without_its_password(place: str, shown: str) -> None:
    assert without_password(place) == shown


def test_a_server_that_does_not_answer_is_one_sentence(tmp_path: Path) -> None:
    url = "postgresql+psycopg://me:secret@127.0.0.1:1/ties"
    console = Console(tmp_path, {"COLUMNS": "80", "DETENTE_DB": url})

    said, code = console.run(["state", "turkey", "russia"])
    assert (said, code) == (
        (
            "error: no PostgreSQL server answers at 127.0.0.1:1.\n  pg_isready --host=127.0.0.1"
            " --port=1\n"
        ),
        1,
    )


SERVERS_URL = make_url("postgresql+psycopg://me:s3cret@db.example:5433/ties?sslpassword=s3cret")
TO = "connection failed: connection to server at"


class Ended(psycopg.OperationalError):
    """The driver's error where the server itself ends a connection."""

    sqlstate = "57P01"


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (
            psycopg.OperationalError(
                f'{TO} "10.0.0.1", port 5433 failed: FATAL:  password authentication failed for'
                ' user "me"'
            ),
            (
                'the server at db.example:5433 does not accept the password of "me".\n'
                "  psql --host=db.example --port=5433 --username=me ties   # asks for it\n"
            ),
        ),
        (
            psycopg.OperationalError(
                f'{TO} "10.0.0.1", port 5433 failed: fe_sendauth: no password supplied'
            ),
            'the server at db.example:5433 wants the password of "me".\n  export PGPASSWORD=...\n',
        ),
        (
            psycopg.OperationalError(
                "failed to resolve host 'db.example': [Errno -2] Name or service not known"
            ),
            'no machine called "db.example" can be found.\n  getent hosts db.example\n',
        ),
        (
            psycopg.OperationalError(
                f'{TO} "10.0.0.1", port 5433 failed: Connection refused\n\tIs the server running on'
                " that host?"
            ),
            (
                "no PostgreSQL server answers at db.example:5433.\n  pg_isready --host=db.example"
                " --port=5433\n"
            ),
        ),
        (
            psycopg.OperationalError(
                f'{TO} "10.0.0.1", port 5433 failed: FATAL:  database "ties" does not exist'
            ),
            (
                'the server at db.example:5433 has no database "ties".\n  createdb'
                " --host=db.example --port=5433 --username=me ties\n"
            ),
        ),
        (
            psycopg.OperationalError(
                "server closed the connection unexpectedly\n\tThis probably means the server"
                " terminated abnormally"
            ),
            (
                "the connection to the server at db.example:5433 was lost; what was not reported"
                " as done may not be. Try again.\n  pg_isready --host=db.example --port=5433\n"
            ),
        ),
        (
            Ended("terminating connection due to administrator command"),
            (
                "the connection to the server at db.example:5433 was lost; what was not reported"
                " as done may not be. Try again.\n  pg_isready --host=db.example --port=5433\n"
            ),
        ),
        (
            psycopg.OperationalError('invalid value "s3cret" for something.\nMore of it.'),
            (
                'postgresql+psycopg://me@db.example:5433/ties cannot be used: invalid value "…" for'
                " something.\n  psql --host=db.example --port=5433 --username=me ties\n"
            ),
        ),
    ],
    ids=["password", "none", "host", "refused", "database", "lost", "ended", "other"],
)
def test_what_a_driver_says_is_one_sentence_with_a_mend_and_no_password(
    error: psycopg.Error, said: str
) -> None:
    assert refusal(failures.failure(SERVERS_URL, error)) == f"error: {said}"


@pytest.mark.parametrize(
    ("version", "refused"),
    [((14, 9), True), ((9, 6, 24), True), ((15, 0), False), ((18,), False), (None, False)],
)
def test_a_server_that_is_too_old_is_refused(
    version: tuple[int, ...] | None, refused: bool
) -> None:
    found = failures.too_old(SERVERS_URL, version)

    assert (found is not None) is refused
    if found is not None:
        there = ".".join(map(str, version or ()))
        assert (
            found.said
            == f"the server at db.example:5433 is PostgreSQL {there}, and detente needs 15 or"
            " newer."
        )


def test_a_file_is_never_too_old() -> None:
    assert failures.too_old(make_url("sqlite:///my.db"), (3, 40, 1)) is None


def test_a_password_with_an_at_sign_is_not_taken_for_a_host(tmp_path: Path) -> None:
    """What stood after it was once told as the name of a machine."""
    said, code = Console(tmp_path, {"COLUMNS": "80"}).run(
        ["init", "postgresql+psycopg://me:se@cret@host/ties"]
    )

    assert (said, code) == (
        (
            'error: a password is written with %40 for "@" in a URL.\n '
            " postgresql+psycopg://me@host/ties   with the password in ~/.pgpass\n"
        ),
        1,
    )


WITHOUT_DRIVER = """
import sys
sys.modules["psycopg"] = None
from cli.main import run
sys.exit(run(["stats", "--db", "postgresql+psycopg://me:s3cret@127.0.0.1:1/ties"], {}))
"""


def test_a_missing_driver_is_said_with_how_to_get_it() -> None:
    found = subprocess.run(
        [sys.executable, "-c", WITHOUT_DRIVER],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )

    said = "a timeline on PostgreSQL needs psycopg, which is not installed with this detente."
    fixes = "".join(f"  {fix.paste}\n" for fix in installs("postgres"))
    assert (found.returncode, found.stdout, found.stderr) == (1, "", f"error: {said}\n{fixes}")


@ON_A_SERVER
def test_a_connection_lost_in_the_midst_of_a_question_is_one_sentence(place: Schema) -> None:
    refused: list[BaseException] = []
    store = place.recorder()
    store.insert_events([ONE])

    def ask() -> None:
        try:
            store.select_layer("desk")
        except StoreFailure as failure:
            refused.append(failure)

    asking = Thread(target=ask)
    with connected(place.url) as other:
        other.execute("LOCK TABLE events IN ACCESS EXCLUSIVE MODE")
        asking.start()
        waiting = None
        while asking.is_alive() and waiting is None:
            waiting = other.execute(
                "SELECT pid FROM pg_locks WHERE NOT granted AND relation = 'events'::regclass"
            ).fetchone()
        other.execute("SELECT pg_terminate_backend(%s, 5000)", waiting)
        asking.join()

    assert [str(failure).partition(" at ")[0] for failure in refused] == [
        "the connection to the server"
    ]
    assert [event.originator_id for event in store.select_layer("desk")] == ["desk/one"]
    store.close()


@ON_A_SERVER
def test_who_may_make_no_tables_is_told_what_to_grant(place: Schema) -> None:
    with a_reader(place) as where, pytest.raises(StoreFailure, match="may not do that") as refused:
        SqlRecorder.at(where)

    assert any("GRANT USAGE, CREATE ON SCHEMA" in spelled(fix).paste for fix in refused.value.fixes)
    assert "secret" not in f"{refused.value.said}{refused.value.fixes}"
    assert place.tables() == set()


@ON_A_SERVER
@pytest.mark.parametrize(
    ("part", "said"),
    [
        ({"database": "nowhere"}, 'has no database "nowhere"'),
        ({"username": "nobody"}, 'knows nobody called "nobody"'),
    ],
)
def test_what_a_server_does_not_know_is_named(
    place: Schema, part: dict[str, str], said: str
) -> None:
    with pytest.raises(StoreError, match=said) as refused:
        SqlRecorder(place.url.set(**part))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]  # one of its parts
    assert refused.value.fixes


@ON_A_SERVER
def test_a_role_that_may_only_read_is_told_what_it_lacks(place: Schema) -> None:
    place.recorder().close()
    with a_reader(place) as where:
        reader = SqlRecorder(make_url(where), create=False)
        with pytest.raises(StoreFailure, match="may not do that") as refused:
            reader.insert_events([ONE])
        reader.close()

    assert "secret" not in f"{refused.value.said}{refused.value.fixes}"


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
        driver: Any = store._writer.driver_connection  # the driver's own
        other.execute(
            "SELECT pg_terminate_backend(%s, 5000)",
            [driver.info.backend_pid],
        )
    with pytest.raises(StoreFailure):
        store.insert_events([TWO])
    store.insert_events([TWO])

    assert store.head().position == 2
    store.close()


PAGE = (ROOT / "docs" / "postgresql.md").read_text(encoding="utf-8")
STRAITS = (
    "2022-02-28  TUR > RUS  instrument:transit-restriction/transit  Straits closed  ^straits;"
    " report Reuters, 2022-02-28"
)


def as_the_page_says(place: Schema, names: dict[str, str]) -> None:
    """Runs the page's statements with other names."""
    with connected(place.url) as connection:
        for block in re.findall(r"^```sql\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL):
            statements = block.replace("SCHEMA public", f"SCHEMA {place.name}")
            for name, other in names.items():
                statements = re.sub(rf"\b{name}\b", other, statements)
            connection.execute(statements.encode())


@ON_A_SERVER
def test_roles_as_the_page_grants_them_may_do_what_it_says(place: Schema, tmp_path: Path) -> None:
    """A writer's search once never indexed anything.

    For it was not allowed to make the table that was there.
    """
    names = {name: f"{name}_{place.name}" for name in ("anna", "ruth")}
    place.recorder().close()
    as_the_page_says(place, names)
    owner, anna, ruth = (
        Console(
            tmp_path,
            {
                "COLUMNS": "80",
                "DETENTE_TODAY": "2026-11-22",
                "DETENTE_DB": url.render_as_string(hide_password=False),
            },
        )
        for url in (place.url, *(place.url.set(username=name) for name in names.values()))
    )
    state = ["state", "turkey", "russia", "--on", "2022-03-05"]
    try:
        done = [
            anna.run(words)[1]
            for words in (["add", STRAITS], [*state, "--cite"], ["undo"], ["redo"])
        ]
        done += [
            owner.run(words)[1]
            for words in (["search", "straits"], ["rebuild"], ["search", "straits"])
        ]
        done += [
            ruth.run(words)[1]
            for words in (
                state,
                ["search", "straits"],
                ["export"],
                ["verify"],
                ["doctor"],
                ["rebuild", "--shadow"],
            )
        ]
        done += [
            anna.run(words)[1]
            for words in (state, ["report", "straits", "--source", "AFP"], ["search", "afp"])
        ]
        refused = [
            anna.run(["rebuild"])[0],
            ruth.run(["add", STRAITS.replace("^straits", "^more")])[0],
            ruth.run([*state, "--on", "2022-03-06", "--cite"])[0],
        ]

        assert done == [0] * len(done)
        assert place.rows("SELECT position FROM tracking") == place.rows(
            "SELECT max(position) FROM events"
        ), "a writer's search indexes words"
        assert ["may not do that" in said for said in refused] == [True] * 3
    finally:
        with connected(place.url) as connection:
            for name in names.values():
                connection.execute(SQL("DROP OWNED BY {0}").format(Identifier(name)))
                connection.execute(SQL("DROP ROLE {}").format(Identifier(name)))
