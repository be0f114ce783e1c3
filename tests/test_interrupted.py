"""Stopped at any moment, or with nobody to read the page: what is said is what was recorded."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from random import Random
from types import FrameType
from typing import IO, Final

import pytest
from sqlalchemy import event
from sqlalchemy.engine.interfaces import DBAPIConnection

from cli import exit_codes
from domain.actors import Registry
from domain.refusal import Failure
from service.checking import verified
from service.store.errors import CannotWrite
from service.store.recorder import SqlRecorder
from service.timeline import Timeline
from service.uninterrupted import STOPPING, held_back
from tests.console import Console
from tests.effort import examples

STRAITS: Final = (
    "2022-02  TUR > RUS  instrument:transit-restriction/transit  Straits closed  ^straits;"
    " report Reuters, 2022-02-28"
)
CALL: Final = "2022-03-01  TUR = RUS  call  A call  ^phone; report AFP, 2022-03-01"
COPY: Final = "b.db"
COMMANDS: Final[tuple[tuple[str, ...], ...]] = (
    ("add", CALL),
    ("end", "straits", "--on", "2022-05-01", "--source", "AFP"),
    ("undo",),
    ("search", "straits"),
    ("rebuild",),
    ("backup", COPY, "--force"),
    ("verify",),
    ("import", "more.facts"),
    ("state", "turkey", "russia", "--on", "2022-03-07", "--cite"),
)


RECORDED: Final = "It was recorded"
MADE: Final = "The backup was made"
ENDS: Final = (
    RECORDED,
    "Nothing was recorded.",
    MADE,
    "No backup was made.",
    "The index was rebuilt.",
)
"""What a command that was stopped says it has done, one of these."""


@pytest.fixture
def console(tmp_path: Path) -> Console:
    console = Console.begun(tmp_path, STRAITS, db="t.db")
    (tmp_path / "more.facts").write_text(CALL.replace("; ", "\n    "), encoding="utf-8")
    with closing(sqlite3.connect(tmp_path / "t.db")) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copy(tmp_path / "t.db", tmp_path / "sound.db")
    return console


def begin_again(console: Console, name: str = "t.db") -> None:
    """Another copy of the timeline: a run that was stopped may not have closed its own yet."""
    console.environ["DETENTE_DB"] = name
    shutil.copy(console.folder / "sound.db", console.folder / name)


def events(console: Console) -> int:
    with closing(sqlite3.connect(console.folder / console.environ["DETENTE_DB"])) as connection:
        return int(connection.execute("SELECT count(*) FROM events").fetchone()[0])


@pytest.fixture(autouse=True)
def _heeding_signals() -> Iterator[None]:  # pyright: ignore[reportUnusedFunction]  # pytest's
    """Signals as a terminal leaves them: tests in the background may ignore some."""
    before = {number: signal.getsignal(number) for number in HEEDED}
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for number in HEEDED[1:]:
        signal.signal(number, signal.SIG_DFL)
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


HEEDED: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


# At any call of a function ------------------------------------------------------------------------


@contextmanager
def stopped_at(call: int, number: int = signal.SIGINT) -> Generator[list[int]]:
    """Sends this process a signal at the Nth call of a Python function; counts the calls."""
    calls = [0]

    def count(_: FrameType, event: str, __: object) -> None:
        if event == "call":
            calls[0] += 1
            if calls[0] == call:
                os.kill(os.getpid(), number)

    sys.setprofile(count)
    try:
        yield calls
    finally:
        sys.setprofile(None)


def calls_of(console: Console, argv: Sequence[str]) -> int:
    begin_again(console, "counted.db")
    with stopped_at(-1) as calls:
        assert console.run(list(argv))[1] == 0
    return calls[0]


# What is raised while an object is finalised goes nowhere; the script stops there and then.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("argv", COMMANDS, ids=lambda argv: argv[0])
def test_stopped_anywhere_it_says_whether_it_was_recorded(
    console: Console, argv: tuple[str, ...]
) -> None:
    """It once said that nothing was written, after the commit too."""
    before, last = events(console), calls_of(console, argv) - 40
    random = Random(argv[0])
    for number in range(examples(12)):
        begin_again(console, f"{number}.db")
        there = (console.folder / COPY).stat().st_ino if (console.folder / COPY).exists() else None
        with stopped_at(random.randrange(60, last)):
            printed, code = console.run(list(argv))
        recorded = events(console) > before
        copied = (console.folder / COPY).stat().st_ino if (console.folder / COPY).exists() else None

        assert "Traceback" not in printed
        if code == exit_codes.INTERRUPTED:
            said = [sentence for sentence in ENDS if sentence in printed]
            assert said == [RECORDED] if recorded else len(said) == 1 and said != [RECORDED], (
                printed
            )
            assert (said == [MADE]) == (copied != there), printed
        else:
            # Something of the library's swallowed it; then all of it was done.
            assert code == exit_codes.OK, printed
        assert console.run(["verify"])[1] == 0


def test_a_commit_is_not_torn_from_what_is_said_of_it(console: Console) -> None:
    """The moment between the database's commit and the note that it is one."""
    with noted_at("commit"):
        printed, code = console.run(["add", CALL])

    assert code == exit_codes.INTERRUPTED
    assert 'It was recorded: #2 (add "A call").' in printed
    assert console.run(["show", "phone"])[1] == 0


@contextmanager
def stopped_after_rename(number: int) -> Generator[list[str]]:
    """Sends a signal after the Nth of the calls by which a file is put in the place of another."""
    seen: list[str] = []

    def stop(frame: FrameType, event: str, called: object) -> None:
        name = getattr(called, "__name__", "") if event == "c_return" else ""
        if name in ("replace", "link", "unlink") and _under(frame, "swap"):
            seen.append(name)
            if len(seen) == number:
                os.kill(os.getpid(), signal.SIGINT)

    sys.setprofile(stop)
    try:
        yield seen
    finally:
        sys.setprofile(None)


@pytest.mark.parametrize("over", [True, False], ids=["over", "where none is"])
@pytest.mark.parametrize("command", ["restore", "backup"])
def test_stopped_around_its_swap_it_says_which_file_is_in_place(
    console: Console, command: str, over: bool
) -> None:
    """A restore that was stopped after its swap said only that nothing was recorded."""
    folder = console.folder
    done = {"restore": ".db was restored from b.db", "backup": "The backup was made"}[command]
    assert console.run(["backup", "b.db"])[1] == 0
    number, more = 0, True
    while more:
        number += 1
        target = f"{number}.db"
        if over:
            shutil.copy(folder / "sound.db", folder / target)
        before = (folder / target).stat().st_ino if over else None
        argv = ["--db", target, "restore", "b.db"] if command == "restore" else ["backup", target]
        with stopped_after_rename(number) as seen:
            printed, code = console.run([*argv, "--force"])
        more = len(seen) >= number
        put = (folder / target).exists() and (folder / target).stat().st_ino != before

        if more:
            assert code == exit_codes.INTERRUPTED, printed
            assert (done in printed) == put, printed
            assert "Nothing was recorded" not in printed
    assert number > 1


@contextmanager
def noted_at(name: str) -> Generator[None]:
    """Sends a signal where a function of that name of the connection is called, in its append."""

    def stop(frame: FrameType, event: str, called: object) -> None:
        named = event == "c_call" and getattr(called, "__name__", "") == name
        if named and _under(frame, "_writing"):
            os.kill(os.getpid(), signal.SIGINT)

    sys.setprofile(stop)
    try:
        yield
    finally:
        sys.setprofile(None)


def _under(frame: FrameType | None, name: str) -> bool:
    while frame is not None:
        if frame.f_code.co_name == name:
            return True
        frame = frame.f_back
    return False


@pytest.mark.parametrize("number", STOPPING)
def test_a_signal_that_is_held_back_comes_right_after(number: int) -> None:
    came: list[str] = []

    def note(_: int, __: FrameType | None) -> None:
        came.append("signal")

    before = signal.signal(number, note)
    try:
        with held_back():
            os.kill(os.getpid(), number)
            os.kill(os.getpid(), number)
            came.append("done")
    finally:
        signal.signal(number, before)

    assert came == ["done", "signal"]


def test_a_signal_that_is_ignored_stays_ignored() -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with held_back():
            os.kill(os.getpid(), signal.SIGHUP)
        assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGHUP, before)


def test_another_thread_holds_nothing_back() -> None:
    done: list[bool] = []

    def hold() -> None:
        with held_back():
            done.append(True)

    thread = threading.Thread(target=hold)
    thread.start()
    thread.join()

    assert done == [True]


# A process of its own ----------------------------------------------------------------------------

_CHILD: Final = """
import os, sys
at, numbers, sys.argv = int(sys.argv[1]), [int(n) for n in sys.argv[2].split(",")], sys.argv[2:]
calls = 0
def stop(frame, event, arg):
    global calls
    if event == "call":
        calls += 1
        if calls >= at and numbers:
            number = numbers.pop(0)
            os.kill(os.getpid(), number)
import cli.stopping  # before it, nobody can say a sentence
from detente.__main__ import app
sys.setprofile(stop)
app()
"""


Ended = subprocess.CompletedProcess[str]


def child(console: Console, at: int, numbers: Sequence[int], *argv: str) -> Ended:
    """A run that sends itself signals from its Nth call of a function on."""
    words = [sys.executable, "-c", _CHILD, str(at), ",".join(map(str, numbers)), *argv]
    return _run(console, words)


def _run(console: Console, words: Sequence[str], out: IO[str] | int = subprocess.PIPE) -> Ended:
    environ = os.environ | console.environ
    return subprocess.run(
        words,
        cwd=console.folder,
        env=environ,
        text=True,
        check=False,
        stdout=out,
        stderr=subprocess.PIPE,
    )


@pytest.mark.parametrize("number", STOPPING)
@pytest.mark.parametrize("at", [200, 3_000, 20_000])
def test_a_run_is_stopped_with_a_sentence_from_its_imports_on(
    console: Console, at: int, number: int
) -> None:
    found = child(console, at, [number], "add", CALL)
    recorded = events(console) > 2

    assert found.returncode == exit_codes.INTERRUPTED, found
    assert ("Nothing was recorded." in found.stderr) != recorded
    assert "Traceback" not in found.stderr


_IMPORTING: Final = """
import os, sys
import detente.__main__ as program
class Finder:
    def find_spec(self, name, *_):
        if name == sys.argv[1]:
            os.kill(os.getpid(), 2)
sys.meta_path.insert(0, Finder())
program.app()
"""


@pytest.mark.parametrize("name", ["cli", "cli.stopping", "signal", "cli.exit_codes", "cli.main"])
def test_no_import_of_ours_ends_in_a_traceback(console: Console, name: str) -> None:
    """Before anybody can say a sentence, Ctrl-C ends the process as it ends `cat`: silently."""
    found = _run(console, [sys.executable, "-c", _IMPORTING, name])

    silently = found.returncode == -signal.SIGINT and not found.stderr
    in_words = found.returncode == exit_codes.INTERRUPTED and found.stderr.startswith("Interrupted")
    assert silently or in_words, found


def test_who_does_not_wait_is_told_too(console: Console) -> None:
    """A second Ctrl-C while the first is answered."""
    found = child(console, 20_000, [signal.SIGINT] * 2, "verify")

    assert found.returncode == exit_codes.INTERRUPTED
    assert "Nothing was recorded." in found.stderr
    assert "Traceback" not in found.stderr


# In the midst of what does not come back to Python -----------------------------------------------

ENDLESS: Final = (
    "WITH RECURSIVE c(x) AS (SELECT begun() UNION ALL SELECT x + 1 FROM c) SELECT count(*) FROM c"
)


def test_a_long_statement_is_stopped_before_it_ends(console: Console) -> None:
    """Ctrl-C was once answered when SQLite was done."""
    begun = threading.Lock()
    begun.acquire()

    def stop() -> None:
        with begun:
            os.kill(os.getpid(), signal.SIGINT)

    threading.Thread(target=stop, daemon=True).start()
    with closing(SqlRecorder.at(str(console.folder / "t.db"))) as recorder:
        with recorder._engine.connect() as connection:
            driver = connection.connection.driver_connection
            assert isinstance(driver, sqlite3.Connection)
            driver.create_function("begun", 0, begun.release)
            with pytest.raises(KeyboardInterrupt):
                connection.exec_driver_sql(ENDLESS)

        assert recorder.max_notification_id() == 2


_WAITING: Final = """
import os, sys, threading
number = int(sys.argv.pop(1))
begins = threading.Lock()
begins.acquire()
def stop():
    with begins:
        os.kill(os.getpid(), number)
threading.Thread(target=stop, daemon=True).start()
def profile(frame, event, called):
    if event == "c_call" and called.__name__ == "execute":
        if frame.f_code.co_name == "_writing" and begins.locked():
            begins.release()
from detente.__main__ import app
sys.setprofile(profile)
sys.setswitchinterval(1_000)  # so that this thread goes on until SQLite waits
app()
"""


@pytest.mark.parametrize("number", STOPPING)
def test_who_waits_for_a_lock_is_stopped(console: Console, number: int) -> None:
    """It once went on waiting for half a minute, and then recorded what nobody wanted any more."""
    with closing(sqlite3.connect(console.folder / "t.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        words = [sys.executable, "-c", _WAITING, str(int(number)), "add", CALL]
        found = _run(console, words)

    assert (found.returncode, found.stderr) == (
        exit_codes.INTERRUPTED,
        "Interrupted. Nothing was recorded.\n",
    )
    assert console.run(["show", "phone"])[1] != 0


# Nobody to read the page -------------------------------------------------------------------------


def _full(console: Console) -> subprocess.CompletedProcess[str]:
    with Path("/dev/full").open("w") as full:
        return _program(console, "add", CALL, out=full)


def _closed(console: Console) -> subprocess.CompletedProcess[str]:
    words = [sys.executable, "-m", "detente", "add", CALL]
    return _run(console, ["sh", "-c", '"$@" >&-', "sh", *words])


def _unread(console: Console) -> subprocess.CompletedProcess[str]:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        return _program(console, "add", CALL, out=writing)
    finally:
        os.close(writing)


def _program(console: Console, *argv: str, out: IO[str] | int = subprocess.PIPE) -> Ended:
    return _run(console, [sys.executable, "-m", "detente", *argv], out)


@pytest.mark.parametrize("run", [_full, _closed, _unread], ids=["full", "closed", "unread"])
def test_what_was_recorded_exits_0_though_its_page_could_not_be_printed(
    console: Console, run: Callable[[Console], subprocess.CompletedProcess[str]]
) -> None:
    """A full disk under the page once exited 1, and a script recorded everything twice."""
    found = run(console)

    assert found.returncode == exit_codes.OK, found
    assert found.stderr.startswith("The page could not be printed: ")
    assert 'It was recorded: #2 (add "A call").' in found.stderr
    assert 'add "A call"' in console.run(["undo", "--list"])[0]


@pytest.mark.parametrize(
    ("argv", "stays"),
    [
        (["init", "new.db"], "The timeline is there: new.db."),
        (["trust"], "detente.toml is trusted as it is now."),
        (["trust", "--remove"], "detente.toml is not trusted any more."),
        (["rebuild"], "The index was rebuilt."),
        (["publish", "pages"], f"The pages are there: {Path('pages') / 'index.html'}."),
        (["backup", "b.db"], "The backup was made: b.db."),
        (["restore", "before.db"], "t.db was restored."),
        (["state", "turkey", "russia", "--cite"], "is kept, and can be verified."),
        (["undo"], 'It was recorded: #2 (undo 1: '),
        (["import", "f.facts", "--json"], "It was recorded: #2 (import f.facts)."),
        (["--install-completion", "bash"], "The completion is installed."),
    ],
    ids=lambda each: " ".join(each) if isinstance(each, list) else "",
)  # fmt: skip
def test_what_was_done_exits_0_though_its_page_could_not_be_printed(
    console: Console, argv: list[str], stays: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Such a command once exited 1, and whoever ran it again did it twice."""
    monkeypatch.setenv("HOME", str(console.folder))
    (console.folder / "detente.toml").write_text('db = "/x.db"\n')
    (console.folder / "f.facts").write_text(CALL.replace("; ", "\n    "))
    console.run(["trust"])
    console.run(["backup", "before.db"])
    with Path("/dev/full").open("w") as full:
        found = _program(console, *argv, out=full)

    assert found.returncode == exit_codes.OK, found
    assert found.stderr.startswith("The page could not be printed: No space left on device. ")
    assert stays in found.stderr


@pytest.mark.parametrize(
    "argv",
    [["digest"], ["rebuild", "--shadow"], ["trust", "--list"], ["restore", "b.db", "--dry-run"],
     ["import", "f.facts", "--dry-run"], ["--show-completion", "bash"]],
    ids=" ".join,
)  # fmt: skip
def test_what_only_answers_fails_where_its_answer_cannot_be_printed(
    console: Console, argv: list[str]
) -> None:
    (console.folder / "f.facts").write_text(CALL.replace("; ", "\n    "))
    console.run(["backup", "b.db"])
    with Path("/dev/full").open("w") as full:
        found = _program(console, *argv, out=full)

    assert found.returncode == exit_codes.FAILED, found
    assert found.stderr.endswith(" cannot be printed: No space left on device.\n")


@pytest.mark.parametrize(
    ("argv", "code"),
    [
        (["add", CALL], exit_codes.OK),
        (["show", "nothing"], exit_codes.USAGE),
        (["merge", "nothing.db"], exit_codes.FAILED),
        (["digest"], exit_codes.FAILED),
    ],
    ids=lambda each: each[0] if isinstance(each, list) else "",
)
def test_a_run_ends_with_a_code_of_its_own_though_nothing_that_it_says_is_kept(
    console: Console, argv: list[str], code: int
) -> None:
    """Python tried to write the page once more on the way out, and ended with 120."""
    words = [sys.executable, "-m", "detente", *argv]
    found = _run(console, ["sh", "-c", '"$@" >/dev/full 2>/dev/full', "sh", *words])

    assert found.returncode == code


def test_an_answer_that_could_not_be_printed_is_a_failure(console: Console) -> None:
    with Path("/dev/full").open("w") as full:
        found = _program(console, "timeline", "turkey", "russia", out=full)

    assert (found.returncode, found.stderr) == (
        exit_codes.FAILED,
        "error: the answer cannot be printed: No space left on device.\n",
    )


@pytest.mark.parametrize(
    ("argv", "page"),
    [
        (["--help"], "the help"),
        (["-h"], "the help"),
        (["state", "--help"], "the help"),
        (["--version"], "the version"),
        (["--plain", "--version"], "the version"),
    ],
    ids=str,
)
def test_a_help_that_could_not_be_printed_is_not_called_an_answer(
    console: Console, argv: list[str], page: str
) -> None:
    with Path("/dev/full").open("w") as full:
        found = _program(console, *argv, out=full)

    assert (found.returncode, found.stderr) == (
        exit_codes.FAILED,
        f"error: {page} cannot be printed: No space left on device.\n",
    )


@pytest.mark.parametrize("argv", [["--help"], ["state", "--help"], ["--version"]], ids=str)
def test_a_help_that_nobody_reads_is_no_failure(console: Console, argv: list[str]) -> None:
    words = [sys.executable, "-m", "detente", *argv]
    found = _run(console, ["sh", "-c", '"$@" >&-', "sh", *words])

    assert (found.returncode, found.stderr) == (exit_codes.OK, "")


# Mistakes of ours --------------------------------------------------------------------------------

_MISTAKEN: Final = """
import sys
module, name = sys.argv.pop(1).rsplit(".", 1)
__import__(module)
def wrong(*_, **__):
    raise RuntimeError("a mistake")
setattr(sys.modules[module], name, wrong)
from detente.__main__ import app
app()
"""


def mistaken(console: Console, where: str, *argv: str) -> Ended:
    """A run in which a function of ours makes a mistake."""
    return _run(console, [sys.executable, "-c", _MISTAKEN, where, *argv])


@pytest.mark.parametrize("debug", [False, True], ids=["", "debug"])
def test_a_mistake_of_ours_after_a_commit_says_what_was_recorded(
    console: Console, debug: bool
) -> None:
    """It ended in a traceback with 1, and a script recorded everything twice."""
    found = mistaken(console, "views.recorded.recorded", "add", CALL, *["--debug"] * debug)

    assert found.returncode == exit_codes.OK, found
    assert 'It was recorded: #2 (add "A call").' in found.stderr
    assert "detente made a mistake, which is not yours: RuntimeError: a mistake" in found.stderr
    assert "Nothing was recorded" not in found.stderr
    assert ("Traceback" in found.stderr) == debug
    assert console.run(["show", "phone"])[1] == 0


def test_a_mistake_of_ours_before_a_commit_says_that_nothing_was_recorded(
    console: Console,
) -> None:
    found = mistaken(console, "service.recording.append_lines", "add", CALL)

    assert found.returncode == exit_codes.FAILED
    assert "detente made a mistake" in found.stderr
    assert "Nothing was recorded." in found.stderr
    assert "Traceback" not in found.stderr
    assert console.run(["show", "phone"])[1] != 0


def test_a_mistake_of_ours_between_two_files_is_not_the_end_of_both(console: Console) -> None:
    (console.folder / "other.facts").write_text("2022-03-02  TUR = RUS  call  Another\n")

    found = mistaken(console, "views.recorded.recorded", "import", "more.facts", "other.facts")

    assert found.returncode == exit_codes.PART
    assert "It was recorded: #2 (import more.facts)." in found.stderr


def test_nothing_slow_is_imported_before_signals_are_answered() -> None:
    """A Ctrl-C in that time ends in a traceback of Python's own."""
    root = str(Path(__file__).parent.parent)
    script = f"import sys; sys.path.insert(0, {root!r}); import detente, cli.stopping"
    words = [sys.executable, "-I", "-S", "-c", f"{script}; print(*sys.modules)"]
    found = subprocess.run(words, capture_output=True, text=True, check=True).stdout.split()

    assert "cli.stopping" in found
    assert {"typing", "re", "dataclasses", "pathlib"}.isdisjoint(found)


def test_a_second_file_that_is_refused_leaves_the_first_recorded_and_says_so(
    console: Console,
) -> None:
    (console.folder / "bad.facts").write_text("nonsense\n", encoding="utf-8")

    printed, code = console.run(["import", "more.facts", "bad.facts"])

    assert code == exit_codes.PART
    assert "Before that: It was recorded: #2 (import more.facts)." in printed


def test_a_receipt_that_cannot_be_appended_leaves_a_backup_and_says_so(
    console: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise Failure("the disk is full.", code="disk-full")

    monkeypatch.setattr("service.receipts.append", full)

    printed, code = console.run(["backup", "b.db", "--receipts", "receipts.txt"])

    assert code == exit_codes.PART
    assert "Before that: The backup was made: b.db." in printed


# A disk that is full ------------------------------------------------------------------------------


def test_a_full_disk_rolls_back_and_says_so(console: Console, registry: Registry) -> None:
    with (
        closing(SqlRecorder.at(str(console.folder / "t.db"))) as recorder,
        closing(Timeline(recorder, registry)) as timeline,
    ):
        event.listen(recorder._engine, "connect", _without_room)
        recorder._engine.dispose()
        before = timeline.head()
        text = "".join(
            f"2022-03-01  TUR = RUS  call  Call {i}  ^call-{i}\n    note {'long ' * 300}\n"
            for i in range(40)
        )

        with pytest.raises(CannotWrite, match="no space left"):
            timeline.record(timeline.read(text, "t.facts"), timeline.moment())

        assert timeline.head() == before
        assert timeline.store.committed == 0
        assert verified(timeline).sound


def _without_room(connection: DBAPIConnection, _: object) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA page_count")
    (pages,) = cursor.fetchone() or (0,)
    cursor.execute(f"PRAGMA max_page_count = {pages + 1}")
    cursor.close()
