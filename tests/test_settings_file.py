"""A `detente.toml` that somebody else may have written: what it may name, and what it is lent."""

from __future__ import annotations

import json
import os
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Final, cast

import pytest
from psycopg import pq
from sqlalchemy import create_engine, event, text
from sqlalchemy.engine import make_url

from cli.settings_file import read
from cli.trusted import record_file
from domain.characters import holds_hidden
from service.store.engine import engine
from tests.console import Console
from tests.places import SERVER, WITHOUT_SERVER

LINE: Final = "2022-03-05  TUR = RUS  talks/diplomacy  Talks  ^talks"
NO_TRUST: Final = "and you have not trusted it"


@pytest.fixture
def console(tmp_path: Path) -> Console:
    """A console in a folder within a project, beside which others lie."""
    folder = tmp_path / "project" / "notes"
    folder.mkdir(parents=True)
    (tmp_path / "elsewhere").mkdir()
    return Console(folder)


def say(console: Console, content: str | bytes) -> Path:
    """Writes the file of settings of the project, as a stranger could have sent it."""
    file = console.folder.parent / "detente.toml"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return file


@pytest.mark.parametrize("name", ["desk.db", "data/desk.db", "./data/../desk.db", "notes/desk.db"])
def test_a_file_may_name_a_timeline_within_its_own_folder(console: Console, name: str) -> None:
    file = say(console, f'db = "{name}"\n')
    begun = console.apart(["init"])
    added = console.apart(["add", LINE])
    asked = console.apart(["stats"])
    store = os.path.normpath(file.parent / name)

    assert (begun[2], added[2], asked[2]) == (0, 0, 0)
    assert f"Written to {store}, which {file} names.\n" in added[1]
    assert asked[1] == ""
    assert Path(store).is_file()


@pytest.mark.parametrize(
    "line",
    [
        f"add '{LINE}'", f"add '{LINE}' --dry-run", "report talks --source AFP",
        "retract talks --because slip", "undo", "import all.facts", "rebuild",
        "stats --cite", "search talks", "verify", "export",
    ],
)  # fmt: skip
def test_every_command_that_writes_says_where_and_no_other_does(
    console: Console, line: str
) -> None:
    file = say(console, 'db = "desk.db"\n')
    console.run(["init"])
    console.type(f"detente add '{LINE.replace('talks  ^', 'first  ^').replace('Talks', 'First')}'")
    console.type("detente add '2022-03-04  TUR = RUS  talks/diplomacy  More  ^talks'")
    (console.folder / "all.facts").write_text(LINE.replace("^talks", "^more") + "\n", "utf-8")
    before = (file.parent / "desk.db").read_bytes() + wal(file.parent)
    printed = console.type(f"detente {line}")
    wrote = before != (file.parent / "desk.db").read_bytes() + wal(file.parent)
    of_index_alone = line.startswith("search")

    assert (f"which {file} names" in printed) == (wrote and not of_index_alone), printed


def wal(folder: Path) -> bytes:
    path = folder / "desk.db-wal"
    return path.read_bytes() if path.exists() else b""


def outside(console: Console) -> list[str]:
    """Places that no file may name by itself."""
    elsewhere = console.folder.parent.parent / "elsewhere"
    (console.folder.parent / "link").symlink_to(elsewhere)
    (console.folder.parent / "link.db").symlink_to(elsewhere / "x.db")
    return [
        str(elsewhere / "x.db"), "../elsewhere/x.db", "notes/../../elsewhere/x.db", "link/x.db",
        "link.db", "~/x.db", "~root/x.db", "postgresql://me@db.example/ties",
        "sqlite:///x.db", "sqlite:////tmp/x.db",
    ]  # fmt: skip


def test_a_place_outside_is_refused_by_every_command_and_nothing_is_begun(console: Console) -> None:
    """A file that came with somebody's folder once sent what was recorded to wherever it said."""
    for place in outside(console):
        file = say(console, f"db = '{place}'\n")
        for words in (
            ["init"],
            ["add", LINE],
            ["stats"],
            ["import", "x.facts"],
            ["restore", "b.db"],
        ):
            out, err, code = console.apart(words)
            assert (out, code) == ("", 1), (place, words)
            assert err.startswith(f"error: {file} names"), err
            assert NO_TRUST in err
            assert f"  detente trust {file}" in err
        assert "unusable" not in console.apart(["doctor"])[1]
        assert NO_TRUST in " ".join(console.apart(["doctor"])[0].split())
        assert not list((console.folder.parent.parent / "elsewhere").iterdir())


def test_what_needs_no_timeline_and_what_names_its_own_works_all_the_same(console: Console) -> None:
    say(console, 'db = "postgresql://me@db.example/ties"\n')

    assert console.run(["init", "mine.db"])[1] == 0
    assert console.run(["--db", "mine.db", "add", LINE])[1] == 0
    assert console.run(["rules", "list"])[1] == 0
    console.environ["DETENTE_DB"] = "mine.db"
    assert console.run(["stats"])[1] == 0


def test_a_trusted_file_is_followed_until_a_byte_of_it_changes(console: Console) -> None:
    file = say(console, 'db = "../elsewhere/x.db"\n')
    store = console.folder.parent.parent / "elsewhere" / "x.db"
    trusted = console.apart(["trust"])
    begun = console.run(["init"])
    added = console.apart(["add", LINE])
    say(console, 'db = "../elsewhere/y.db"\n')
    changed = console.apart(["stats"])

    assert trusted == (f"{file} is trusted as it is now. It names {store}.\n", "", 0)
    assert begun[1] == 0
    assert f"Written to {store}, which {file} names." in added[1]
    assert changed[2] == 1
    assert "and it has changed since you trusted it" in changed[1]
    assert console.apart(["trust", "--list"])[0] == f"{file}  changed since\n"
    say(console, 'db = "../elsewhere/x.db"\n')
    assert console.apart(["stats"])[2] == 0


def test_trust_is_of_one_file_at_one_path_and_can_be_taken_back(console: Console) -> None:
    file = say(console, 'db = "../elsewhere/x.db"\n')
    console.run(["trust", str(file.parent)])
    copy = console.folder / "detente.toml"
    copy.write_bytes(file.read_bytes())

    assert NO_TRUST in console.run(["stats"])[0]
    copy.unlink()
    assert "there is no timeline" in console.run(["stats"])[0]
    assert "is not trusted any more" in console.run(["trust", "--remove"])[0]
    assert NO_TRUST in console.run(["stats"])[0]
    assert "was not trusted" in console.run(["trust", "--remove"])[0]
    assert console.run(["trust", "--list"])[0] == "You trust no file.\n"


def test_what_is_trusted_is_kept_for_the_user_alone(console: Console) -> None:
    say(console, 'db = "../elsewhere/x.db"\n')
    console.run(["trust"])
    kept = record_file(console.environ)
    data = json.loads(kept.read_text("utf-8"))

    assert kept.stat().st_mode & 0o777 == 0o600
    assert kept.parent.stat().st_mode & 0o777 == 0o700
    assert list(data["files"]) == [str(console.folder.parent / "detente.toml")]
    kept.chmod(0o622)
    assert "others can write it" in console.run(["stats"])[0]
    kept.chmod(0o600)
    for spoiled in ("", "[]", '{"files": 1}', "[" * 100_000, '{"version": 1}'):
        kept.write_text(spoiled, "utf-8")
        printed, code = console.run(["stats"])
        assert code == 1
        assert "cannot be used: it is damaged" in printed


def test_a_file_that_others_may_have_written_is_asked_for_first(console: Console) -> None:
    file = say(console, 'db = "desk.db"\n')
    file.chmod(0o666)
    written = console.run(["init"])
    file.chmod(0o644)
    os.chown(file, 12345, 12345) if os.geteuid() == 0 else None
    other = console.run(["init"])

    assert f"{file} can be written by everybody, {NO_TRUST}" in written[0]
    if os.geteuid() == 0:
        assert f"{file} belongs to another user, {NO_TRUST}" in other[0]
        assert console.run(["trust"])[1] == 0
        assert console.run(["init"])[1] == 0


def test_a_file_that_is_a_link_to_elsewhere_is_asked_for_first(console: Console) -> None:
    real = console.folder.parent.parent / "elsewhere" / "detente.toml"
    real.write_text('db = "desk.db"\n', "utf-8")
    (console.folder.parent / "detente.toml").symlink_to(real)

    assert (
        f"is a link to {real}, outside of its own folder, {NO_TRUST}" in console.run(["stats"])[0]
    )


@pytest.mark.skipif(sys.platform == "win32", reason="nobody makes such links there")
@pytest.mark.parametrize("name", ["second.db", "data/second.db", "link.db"])
@pytest.mark.parametrize("words", [["add", LINE], ["stats"], ["backup"], ["restore", "b.db"]])
def test_a_timeline_with_a_second_name_elsewhere_is_asked_for_first(
    console: Console, name: str, words: list[str]
) -> None:
    """No path leads out of the folder there, and what was recorded was in both."""
    project = console.folder.parent
    mine = project.parent / "elsewhere" / "mine.db"
    assert console.run(["--db", str(mine), "add", LINE])[1] == 1
    assert console.run(["init", str(mine)])[1] == 0
    (project / "data").mkdir()
    for second in ("second.db", "data/second.db", "target.db"):
        (project / second).hardlink_to(mine)
    (project / "link.db").symlink_to("target.db")
    before = mine.read_bytes()
    file = say(console, f'db = "{name}"\n')
    out, err, code = console.apart(words)

    assert (out, code) == ("", 1)
    assert err.startswith(f"error: {file} names {name}, a file with a second name")
    assert NO_TRUST in err
    assert mine.read_bytes() == before
    assert console.run(["trust"])[1] == 0
    assert console.run(["stats"])[1] == 0


BAD: Final = (
    ('db = "my.db"\ncolour = 1\n', 2, 'nothing is called "colour" here; only "db" is.'),
    ('db = "my.db"\n[trust]\nall = true\n', 2, 'nothing is called "trust" here'),
    ("\n\ndb = 5\n", 3, '"db" is a path or a database URL in quotes.'),
    ("db = my.db\n", 1, "this is not TOML"),
    ("db = " + "[" * 5_000, 1, "lists are nested too deeply"),
    ("db = " + "9" * 5_000, 1, "a number has more digits than can be read."),
    (b'\n# caf\xe9\ndb = "my.db"\n', 1, "it is not UTF-8 text (byte 6)."),
    ("# first\n# a\x1b[2Jb\n", 2, "a line cannot hold control characters"),
    ('db = "a\\u001b[2Jb.db"\n', 1, "a place cannot hold control characters"),
    ('db = "a\\u202eb.db"\n', 1, "and U+202E (right-to-left override) is one."),
    (f'db = "{"x" * 4_001}"\n', 1, "a place has 4,000 characters at most"),
    ("#" * 70_000, 1, "it is longer than 65,536 bytes."),
    ('db = "postgresql://h/d?passfile=/etc/shadow"\n', 1, 'says no "passfile" after "?"'),
    ('db = "postgresql://h/d?sslmode=require&service=x"\n', 1, 'says no "service" after "?"'),
    ('db = "postgresql://h/d?sslkey=~/.ssh/id"\n', 1, 'says no "sslkey" after "?"'),
)


@pytest.mark.parametrize(("content", "line", "said"), BAD, ids=[said for _, _, said in BAD])
def test_what_such_a_file_cannot_say_is_refused_at_its_line(
    console: Console, content: str | bytes, line: int, said: str
) -> None:
    file = say(console, content)
    for words in (["stats"], ["add", LINE], ["trust"]):
        printed, code = console.run(words)
        assert code in (1, 2)
        assert printed.startswith(f"error: {file}:{line}:"), printed
        assert said in printed
        assert not holds_hidden(printed)


@pytest.mark.parametrize("content", ["", "# nothing\n", 'db = ""\n'])
def test_a_file_that_names_no_timeline_leaves_the_choice_to_what_comes_next(
    console: Console, content: str
) -> None:
    say(console, content)

    assert "bundled sample" in console.apart(["stats"])[1]


def test_the_name_of_a_folder_is_written_out_wherever_it_is_shown(tmp_path: Path) -> None:
    folder = tmp_path / "a\x1b[2Jb\u202e"
    folder.mkdir()
    console = Console(folder)
    (folder / "detente.toml").write_text('db = "/elsewhere.db"\n', "utf-8")
    printed = [
        console.run(words)[0] for words in (["stats"], ["doctor"], ["trust"], ["trust", "--list"])
    ]
    (folder / "detente.toml").write_text('db = "x.db"\n', "utf-8")
    printed += [console.type(f"detente {line}") for line in ("init", f"add '{LINE}'", "doctor")]

    assert not [ascii(text) for text in printed if holds_hidden(text)]
    assert "\\x1b[2Jb\\u202e" in "".join(printed)


def test_a_folder_or_a_pipe_of_that_name_is_no_file_of_settings(console: Console) -> None:
    (console.folder / "detente.toml").mkdir()
    os.mkfifo(console.folder.parent / "detente.toml")

    assert "bundled sample" in console.apart(["stats"])[1]


def test_only_a_file_of_that_name_is_trusted(console: Console) -> None:
    (console.folder / "other.toml").write_text("", "utf-8")

    assert "there is no file detente.toml" in console.run(["trust"])[0]
    assert "there is no file none.toml" in console.run(["trust", "none.toml"])[0]
    assert "only a file that is called detente.toml" in console.run(["trust", "other.toml"])[0]
    assert "a list is of all files" in console.run(["trust", "--list", "--remove"])[0]


# What a server is lent ---------------------------------------------------------------------------


CLEAR, GSS, SSPI = 3, 7, 9
"""What a server may ask for: a password in clear, or a ticket of either kind.

Source: https://www.postgresql.org/docs/current/protocol-message-formats.html, Authentication.
"""


class Eavesdropper:
    """A server that asks for a password in clear and keeps what it is sent."""

    def __init__(self) -> None:
        self.asks = CLEAR
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self.heard: list[bytes] = []
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

    def _listen(self) -> None:
        while True:
            try:
                client, _ = self._socket.accept()
            except OSError:
                return
            with client:
                client.settimeout(5)
                self._serve(client)

    def _serve(self, client: socket.socket) -> None:
        while True:
            first = client.recv(4_096)
            if first[4:8] not in (b"\x04\xd2\x16\x2f", b"\x04\xd2\x16\x30"):
                break
            client.sendall(b"N")  # neither TLS nor GSS
        self.heard.append(first)
        client.sendall(b"R\x00\x00\x00\x08" + self.asks.to_bytes(4, "big"))
        try:
            self.heard.append(client.recv(4_096))
        except TimeoutError:
            self.heard.append(b"")

    def close(self) -> None:
        """Listens to nobody else, and waits for the end of what it is sent."""
        with suppress(OSError):  # it was closed before
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._thread.join(10)


@pytest.fixture
def eavesdropper() -> Iterator[Eavesdropper]:
    with closing(Eavesdropper()) as found:
        yield found


@pytest.fixture
def ambient(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A user whose passwords lie in a variable and in a file, for servers of their own."""
    home = tmp_path / "home"
    home.mkdir()
    (home / ".pgpass").write_text("*:*:*:*:from-pgpass\n", "utf-8")
    (home / ".pgpass").chmod(0o600)
    (home / "service.conf").write_text("[mine]\npassword=from-service\n", "utf-8")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("PGPASSFILE", str(home / ".pgpass"))
    monkeypatch.setenv("PGSERVICEFILE", str(home / "service.conf"))
    monkeypatch.setenv("PGOPTIONS", "-c secret=from-options")


@pytest.mark.usefixtures("ambient")
@pytest.mark.parametrize("name", ["PGPASSWORD", "PGPASSFILE", "PGSERVICE"])
def test_a_server_that_only_a_found_file_names_is_never_sent_a_password_of_ours(
    console: Console, eavesdropper: Eavesdropper, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The environment once gave the desk's password to whatever server a folder named."""
    if name == "PGPASSWORD":
        monkeypatch.setenv(name, "from-environment")
    if name == "PGSERVICE":
        monkeypatch.setenv(name, "mine")
    say(console, f'db = "postgresql+psycopg://me@127.0.0.1:{eavesdropper.port}/ties"\n')
    refused = console.run(["stats"])
    assert refused[1] == 1
    assert not eavesdropper.heard
    console.run(["trust"])
    printed, code = console.run(["stats"])

    assert code == 1
    assert eavesdropper.heard
    assert not [said for said in eavesdropper.heard if b"from-" in said]
    assert "Your own passwords and tickets are not sent where only" in printed
    assert "export DETENTE_DB=" in printed


@pytest.mark.usefixtures("ambient")
@pytest.mark.parametrize("asks", [GSS, SSPI])
def test_a_server_that_only_a_found_file_names_is_never_sent_a_ticket(
    console: Console, eavesdropper: Eavesdropper, asks: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No encryption by a ticket was asked for, but a server may ask for one to let anybody in."""
    monkeypatch.setenv("PGREQUIREAUTH", "gss")
    monkeypatch.setenv("PGGSSENCMODE", "require")
    eavesdropper.asks = asks
    say(console, f'db = "postgresql+psycopg://me@localhost:{eavesdropper.port}/ties"\n')
    console.run(["trust"])
    printed, code = console.run(["stats"])

    eavesdropper.close()

    assert code == 1
    assert eavesdropper.heard[1:] == [b""]
    assert "wants a Kerberos ticket, and none was given. Your own passwords and" in printed


LENT: Final = {
    "PGPASSWORD": "password", "PGPASSFILE": "passfile", "PGSERVICE": "service",
    "PGSSLCERT": "sslcert", "PGSSLKEY": "sslkey", "PGSSLCERTMODE": "sslcertmode",
    "PGREQUIREAUTH": "require_auth", "PGGSSENCMODE": "gssencmode", "PGKRBSRVNAME": "krbsrvname",
    "PGGSSLIB": "gsslib", "PGGSSDELEGATION": "gssdelegation", "PGUSER": "user",
    "PGDATABASE": "dbname", "PGHOST": "host", "PGHOSTADDR": "hostaddr", "PGOPTIONS": "options",
    "PGAPPNAME": "application_name", "PGSSLROOTCERT": "sslrootcert", "PGREQUIREPEER": "requirepeer",
}  # fmt: skip
"""Variables by which the user tells the driver what to send, with the option of each."""


def handed_over(*, lends: bool) -> dict[str, str]:
    """What the driver would use for a server, of which the URL says no more than where it is."""
    reached = engine(make_url("postgresql+psycopg://db.example/ties"), lends=lends)
    found: dict[str, str] = {}

    def connect(*_: object) -> None:
        _dialect, _record, _positional, named = _
        given = {str(key): str(value) for key, value in cast("dict[str, object]", named).items()}
        by_variable = {
            option.keyword.decode(): option.val.decode()
            for option in pq.Conninfo.get_defaults()
            if option.val is not None
        }
        found.update(by_variable | given)
        raise ConnectionAbortedError

    event.listen(reached, "do_connect", connect)
    with pytest.raises(ConnectionAbortedError):
        reached.raw_connection()
    reached.dispose()
    return found


@pytest.mark.parametrize("variable", LENT)
def test_no_variable_of_the_user_reaches_the_driver_of_a_server_that_only_a_file_names(
    variable: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, "of-the-user")
    option = LENT[variable]

    assert handed_over(lends=True)[option] == (
        "db.example" if option == "host" else "ties" if option == "dbname" else "of-the-user"
    )
    assert "of-the-user" not in handed_over(lends=False).values()


def test_no_file_or_ticket_of_the_user_is_looked_for() -> None:
    found = handed_over(lends=False)

    for option in ("passfile", "sslcert", "sslkey"):
        assert not Path(found[option]).exists()
    assert found["gssencmode"] == "disable"
    assert found["krbsrvname"] == "none"
    assert found["require_auth"] == "!gss,!sspi"
    assert "service" not in found


def test_a_driver_that_does_not_know_an_option_is_not_given_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """One of before version 16 refuses `require_auth`; it looks for a service of nobody then."""
    known = [each for each in pq.Conninfo.get_defaults() if each.keyword != b"require_auth"]
    monkeypatch.setattr(pq.Conninfo, "get_defaults", lambda: known)
    found = handed_over(lends=False)

    assert "require_auth" not in found
    assert found["krbsrvname"] == "none"


@pytest.mark.usefixtures("ambient")
def test_a_server_that_the_user_names_gets_them_as_from_any_program(
    console: Console, eavesdropper: Eavesdropper
) -> None:
    console.environ["DETENTE_DB"] = f"postgresql+psycopg://me@127.0.0.1:{eavesdropper.port}/ties"
    console.run(["stats"])

    assert any(b"from-pgpass" in said for said in eavesdropper.heard)


@pytest.mark.skipif(not SERVER, reason=WITHOUT_SERVER)
@pytest.mark.usefixtures("ambient")
def test_a_server_that_needs_no_password_is_reached_without_one() -> None:
    found = engine(make_url(SERVER), lends=False)
    with closing(found.raw_connection()):
        pass
    found.dispose()
    whole = create_engine(SERVER)
    with whole.connect() as connection:
        assert connection.execute(text("SELECT 1")).scalar_one() == 1
    whole.dispose()


def test_a_file_is_read_once_and_judged_by_what_was_read(tmp_path: Path) -> None:
    file = tmp_path / "detente.toml"
    file.write_text('db = "a.db"\n', "utf-8")
    found = read(file)
    file.write_text('db = "b.db"\n', "utf-8")

    assert found.target == str(tmp_path / "a.db")
    assert found.digest != read(file).digest


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such link")
def test_a_link_that_goes_round_in_circles_is_refused_in_a_sentence(console: Console) -> None:
    loop = console.folder.parent / "loop"
    loop.symlink_to(loop)
    say(console, 'db = "loop/x.db"\n')
    printed, code = console.run(["stats"])

    assert code == 1
    assert printed.startswith("error: ")
