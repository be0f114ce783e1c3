"""A connection to a file that notices when another file, or none, is at its name."""

from __future__ import annotations

import errno
import os
import sqlite3
import stat
from contextlib import closing, suppress
from pathlib import Path
from shlex import quote
from typing import Any, Final
from urllib.parse import quote as quote_path
from urllib.parse import unquote_to_bytes

from domain.refusal import Fix, Run
from service.input_files import kind_of
from service.store.errors import StoreFailure
from service.target import BESIDE, check_links
from service.writing import confirming

Identity = tuple[int, int]
"""The device and the number of a file, which no other file has while it exists."""

SAY_ELSE: Final = "what is there now may say something else; ask again."
"""What follows for whoever read of a file in whose place another is."""

INTERRUPTED: Final = "SQLITE_INTERRUPT"

_STEPS: Final = 100_000
"""After how many steps of its machine SQLite lets a signal be answered: a few milliseconds."""

_LOG: Final = "-wal"
_JOURNAL: Final = "-journal"
_NAMES_ANOTHER: Final = b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7"
"""How a journal ends that names a journal of several databases, which SQLite then removes.

Source: https://www.sqlite.org/src/file/src/pager.c, readSuperJournal.
"""
_STILL: Final = "immutable=1"
_OPEN_FILES: Final = "/dev/fd"
_NONE_THERE: Final = (errno.ENOENT, errno.ENOTDIR, errno.ENAMETOOLONG)


class WatchedConnection(sqlite3.Connection):
    """A connection that commits only what will be found at the name of its file.

    Before a commit it raises StoreFailure where the file was removed or replaced, and nothing is
    recorded. After one it raises it too: what was recorded went into a file that nobody finds.
    A signal is answered in the midst of a long statement, which then fails with INTERRUPTED.
    """

    def __init__(self, database: str, *arguments: Any, **options: Any) -> None:
        self._path = _path_of(database)
        check_links(self._path)
        self._name = str(self._path)
        # SQLite follows links before it names what it keeps beside a file.
        self._log_name = f"{os.path.realpath(self._path)}{_LOG}"
        before: Identity | None = None
        with suppress(OSError):  # SQLite says what is wrong with it
            before = identity(self._name)
        check_alongside(self._path)
        _check_kind(self._path)
        _check_log(self._path, self._log_name)
        super().__init__(database, *arguments, **options)
        # Nothing is read yet: what was put there meanwhile is seen before SQLite sees it.
        check_alongside(self._path)
        self.set_progress_handler(_go_on, _STEPS)
        try:
            self.opened = identity(self._name)
        except OSError as error:
            raise self._unseen(error) from error
        """The file that is open; None for a database in memory."""
        self._log: Identity | None = None
        self._still = _state(self._name) if _STILL in database else None
        changed = before is not None and before != self.opened
        if changed or (self.opened is not None and not _is_open(self.opened)):
            self.close()
            raise self.moved("was replaced while it was being opened; try again.")

    def commit(self) -> None:
        """Commits, unless the file is another by now. Raises StoreFailure before or after it."""
        if self.opened is None or not self.in_transaction:
            super().commit()
            return
        try:
            self.check("nothing was recorded; try again.")
            check_alongside(self._path)
        except OSError as error:
            raise self._unseen(error) from error
        super().commit()
        with confirming(str(self._path)):
            self.check(
                "what was recorded just now went into a file that is no longer at that name. Look"
                " for it in what the file was renamed to, and record it again."
            )

    def check(self, outcome: str) -> None:
        """Raises StoreFailure where the file was removed or replaced since it was opened.

        And OSError where the disk does not say which file is there.
        """
        now = identity(self._name)
        if now != self.opened:
            how = "removed" if now is None else "replaced by another file"
            raise self.moved(f"was {how} while it was open: {outcome}")
        log = identity(self._log_name)
        if self._log is not None and log != self._log:
            # SQLite keeps one log as long as anybody has the file open.
            raise self.moved(
                f"lost its log {os.path.basename(self._log_name)} while it was open: {outcome}"
            )
        self._log = log

    def _unseen(self, error: OSError) -> StoreFailure:
        """The refusal of a file of which nobody knows whether it is the one that was opened."""
        said = f"{self._path} cannot be looked at: {error.strerror}. Nothing was recorded."
        return StoreFailure(said, code="unseen")

    def check_still(self) -> None:
        """Raises StoreFailure where a file that was read as one that does not change has changed.

        SQLite takes no lock of it, so what was read may be of two moments.
        """
        if self._still is not None and (
            self._still != _state(self._name) or _state(self._log_name) is not None
        ):
            raise StoreFailure(
                f"{self._path} was written while it was read; ask again.", code="written-meanwhile"
            )

    def moved(self, said: str) -> StoreFailure:
        """The refusal of a file that is no longer the one that was opened."""
        return StoreFailure(
            f"{self._path} {said}",
            Run.of("verify", meaning="says what is there now"),
            code="moved",
        )


def check_stopped(error: BaseException) -> None:
    """Raises KeyboardInterrupt where that has stopped a statement of SQLite, which hides it."""
    if getattr(error, "sqlite_errorname", "") == INTERRUPTED:
        raise KeyboardInterrupt from error


def _go_on() -> int:
    """Has Python run what a signal asks for: an exception of that stops the statement."""
    return 0


def _check_kind(path: Path) -> None:
    """Raises StoreFailure for what is there and is not a file; SQLite says what a folder is."""
    try:
        mode = os.stat(path).st_mode
    except OSError:  # SQLite says what is wrong with it
        return
    kind = kind_of(mode)
    if kind and not stat.S_ISDIR(mode):
        raise StoreFailure(f"{path} is {kind}, and a timeline is a file.", code="not-a-file")


def _check_log(path: Path, log: str) -> None:
    """Raises StoreFailure where the log beside a file is that of another timeline.

    SQLite takes any log of that name for the newest part of the file, and writes it over it as
    soon as nobody has it open. Nothing is written by who only reads.
    """
    if _state(log) is None:
        return
    first, beneath = _first_event(path), _first_event(path, _STILL)
    # Of a file that is being written the second may be of two moments: so it is asked again.
    if None in (first, beneath) or first == beneath or _first_event(path, _STILL) != beneath:
        return
    old = quote(f"{log}.old")
    raise StoreFailure(
        f"{log} was written beside another file than {path}, which took its place since: SQLite"
        " would write it over what is there now.",
        Fix(f"mv {quote(log)} {old}", "once nobody has the other file open"),
        code="foreign-log",
    )


def _first_event(path: Path, how: str = "") -> bytes | None:
    """The digest of the first event of a file, with its log or as it is without it, if any."""
    place = f"file:{quote_path(os.fsencode(os.path.realpath(path)))}?mode=ro&{how}"
    try:
        with closing(sqlite3.connect(place, uri=True)) as connection:
            found = connection.execute("SELECT digest FROM events WHERE position = 1").fetchone()
    except sqlite3.Error:
        return None
    return found[0] if found else None


def check_alongside(file: Path) -> None:
    """Raises StoreFailure where what SQLite writes beside a file is a pipe, or another file.

    It waits for ever at a pipe, it writes into a file that has a second name elsewhere, and it
    removes whatever file a journal names at its end. Ask before every opening, and before a commit.
    """
    for ending in BESIDE:
        beside = f"{os.path.realpath(file)}{ending}"
        try:
            found = os.lstat(beside)
        except OSError:  # it is not there, or SQLite will say what is wrong with it
            continue
        if not stat.S_ISREG(found.st_mode):
            raise StoreFailure(f"{beside} is not a file that SQLite wrote.", code="not-ours")
        if found.st_nlink > 1:
            new = quote(f"{beside}.new")
            raise StoreFailure(
                f"{beside} has a second name somewhere, and what is recorded would be written there"
                " too.",
                Fix(f"cp -p {quote(beside)} {new} && mv {new} {quote(beside)}"),
                code="second-name",
            )
        if ending == _JOURNAL and _names_another(beside):
            raise StoreFailure(
                f"{beside} names another file at its end, and SQLite would remove that: detente"
                " writes no such journal.",
                Fix(
                    f"mv {quote(beside)} {quote(f'{beside}.old')}",
                    "unless another program was writing several databases at once",
                ),
                code="foreign-journal",
            )


def _names_another(journal: str) -> bool:
    """Whether a journal ends in the name of another file."""
    try:
        with open(journal, "rb") as file:
            file.seek(max(0, file.seek(0, os.SEEK_END) - len(_NAMES_ANOTHER)))
            return file.read() == _NAMES_ANOTHER
    except OSError:  # SQLite cannot read it either
        return False


def identity(path: str) -> Identity | None:
    """Which file is at a name; None where none is. Raises OSError where the disk does not say."""
    try:
        found = os.stat(path)
    except OSError as error:
        if error.errno in _NONE_THERE:
            return None
        raise
    return found.st_dev, found.st_ino


def _is_open(file: Identity) -> bool:
    """Whether this process has a file open; True where the system does not say.

    SQLite opens a file by its name, at which another may have been for that moment alone.
    """
    with suppress(OSError):
        for name in os.listdir(_OPEN_FILES):
            try:
                found = os.fstat(int(name))
            except OSError as error:
                if error.errno == errno.EBADF:  # closed by now, as is what the list was read from
                    continue
                return True
            if (found.st_dev, found.st_ino) == file:
                return True
        return False
    return True


def _state(path: str) -> tuple[int, int] | None:
    """When a file was last written, and its size; None where it is empty or there is none."""
    try:
        found = os.stat(path)
    except OSError:
        return None
    return (found.st_mtime_ns, found.st_size) if found.st_size else None


def _path_of(database: str) -> Path:
    """The path that SQLite opens: a path, or the one in a URI."""
    if database.startswith("file:"):
        return Path(os.fsdecode(unquote_to_bytes(database.removeprefix("file:").partition("?")[0])))
    return Path(database)
