"""Where a file is to be written: what is there already, and whether that may be replaced."""

from __future__ import annotations

import errno
import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path
from shlex import quote
from typing import Final, NamedTuple

from domain.refusal import AnyFix, Failure, Fix, SetField
from service.input_files import kind_of
from service.store.place import expanded, may

STDOUT: Final = 1
STDERR: Final = 2

_STREAMS: Final = {"-": STDOUT, "/dev/stdout": STDOUT, "/dev/stderr": STDERR}
_NUMBERED: Final = re.compile(r"/(?:dev|proc/self)/fd/(\d{1,9})")
_NULL: Final = os.devnull
_MOST_LINKS: Final = 40
"""How many links the system itself follows."""

LOGS: Final = ("-wal", "-journal")
BESIDE: Final = (*LOGS, "-shm")
"""What SQLite keeps beside a file, by its name: beside another file they would ruin that."""

_DATABASES: Final = (
    b"SQLite format 3\0",
    b"\x37\x7f\x06\x82",
    b"\x37\x7f\x06\x83",
    b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7",
)
"""How SQLite's files begin: a database, a log of what is written ahead, and a journal.

Source: https://www.sqlite.org/fileformat2.html, sections 1.3.1, 3 and 4.1.
"""


class Stream(NamedTuple):
    """What is written to as it comes: an open stream by its number, or the device by its name."""

    name: str
    number: int | None


@dataclass(frozen=True, slots=True)
class Target:
    """A file to be written, links followed: where it is, and how it was named.

    `field` is the field of the request that names it, for fixes; `in_use` the store that is in
    use, which is never written over; `over_database` whether any other database may be.
    """

    path: Path
    named: str
    field: str = ""
    in_use: Path | None = None
    over_database: bool = False

    @property
    def shown(self) -> Path:
        """Where it is, as it was named, unless a link leads there."""
        named = Path(self.named)
        folder = Path(os.path.realpath(named.parent))
        return named if folder / named.name == self.path else self.path

    def there(self) -> os.stat_result | None:
        """What is there already; None where nothing is. Raises Failure where nobody can know."""
        try:
            return os.lstat(self.path)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise failure(error, self) from error

    def check(self) -> os.stat_result | None:
        """What is there already, as `there` says it.

        Raises Failure for what is not a file, is a database, or may not be written or looked at.
        """
        there = self.there()
        if there is not None:
            self._check_kind(there)
        # Before any other check, for to open and close a database that this process has open
        # would take its locks away.
        self._check_in_use()
        self._check_beside()
        if there is not None:
            self._check_content(there)
        return there

    def _check_kind(self, there: os.stat_result) -> None:
        if stat.S_ISDIR(there.st_mode):
            fix = _elsewhere(self, str(Path(self.named) / "FILE"))
            raise Failure(f"{self.named} is a folder.", *fix, code="is-a-folder")
        kind = kind_of(there.st_mode)
        if kind or not stat.S_ISREG(there.st_mode):
            raise Failure(
                f"{self.named} is {kind or 'not a file'}; only files and the standard streams are"
                " written to.",
                *_elsewhere(self),
                code="not-a-file",
            )

    def _check_in_use(self) -> None:
        if _is_same(self.path, self.in_use):
            raise Failure(
                f"{self.named} is the timeline itself.", *_elsewhere(self), code="same-file"
            )
        for main in self._mains():
            if _is_same(main, self.in_use):
                raise self._belongs_to(main)

    def _check_beside(self) -> None:
        """Raises Failure where SQLite would take the file for its own, or lose its own."""
        for main in self._mains():
            if is_database(main):
                raise self._belongs_to(main)
        if self.over_database:
            return
        for ending in LOGS:
            log = Path(f"{self.path}{ending}")
            if is_database(log):
                raise Failure(
                    f"{self.named} is the place of a database, for its {log.name} is there.",
                    *_elsewhere(self),
                    code="is-a-database",
                )

    def _mains(self) -> list[Path]:
        """The database that the file would belong to by its name, if there is one."""
        name = str(self.path)
        return [Path(name.removesuffix(each)) for each in BESIDE if name.endswith(each)]

    def _belongs_to(self, main: Path) -> Failure:
        return Failure(
            f"{self.named} is where SQLite keeps what belongs to {main}.",
            *_elsewhere(self),
            code="is-a-database",
        )

    def _check_content(self, there: os.stat_result) -> None:
        if not may(self.path, os.W_OK):
            raise Failure(
                f"{self.named} is write-protected.",
                Fix(f"chmod u+w {quote(self.named)}"),
                *_elsewhere(self),
                code="read-only",
            )
        if not may(self.path, os.R_OK):
            raise Failure(
                f"{self.named} cannot be read, so nobody knows whether it is a timeline.",
                Fix(f"chmod u+r {quote(self.named)}"),
                *_elsewhere(self),
                code="unreadable-file",
            )
        if there.st_size and not self.over_database and is_database(self.path):
            raise Failure(
                f"{self.named} is a SQLite database, and may be a timeline; nothing is written"
                " over it.",
                *_elsewhere(self),
                code="is-a-database",
            )


def target_of(
    place: str | Path,
    *,
    field: str = "",
    in_use: Path | None = None,
    over_database: bool = False,
    chosen: bool = False,
) -> Target | Stream:
    """Where to write: an open stream, or a file, whose links are followed to the last.

    A name that detente has chosen itself is never a link: nobody has named what that leads to.
    Raises Failure for a place that no file can be at, and as `Target.check` does.
    """
    named = expanded(str(place))
    path = Path(named)
    if chosen and os.path.islink(path):
        raise Failure(
            f"{named} is a link; what is named so unasked is not written through one.",
            Fix(f"ls -l {quote(named)}"),
            *((SetField(field, "FILE"),) if field else ()),
            code="link-unasked",
        )
    for _ in range(_MOST_LINKS):
        stream = _stream(str(path))
        if stream is not None:
            _check_open(stream, Target(path, named, field, in_use))
            return stream
        _check_whose_link(path)
        if not os.path.islink(path):
            break
        path = path.parent / os.readlink(path)
    else:
        raise Failure(
            f"{named} is a link that leads to itself.",
            Fix(f"ls -l {quote(named)}"),
            code="endless-link",
        )
    if named.endswith("/") and not path.is_dir():
        raise Failure(
            f"{named} names a folder, and not a file.",
            *((SetField(field, named.rstrip("/")),) if field else ()),
            code="is-a-folder",
        )
    if path.name in ("", ".."):
        path = path.resolve()
    check_links(path.parent)
    found = Target(
        Path(os.path.realpath(path.parent)) / path.name, named, field, in_use, over_database
    )
    if not found.path.parent.is_dir():
        raise failure(FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT)), found)
    if not may(found.path.parent, os.W_OK | os.X_OK):
        number = errno.EROFS if _is_read_only(found.path.parent) else errno.EACCES
        raise failure(OSError(number, os.strerror(number)), found)
    found.check()
    return found


def _is_read_only(folder: Path) -> bool:
    """Whether a folder is on a disk that nobody can write."""
    return os.name != "nt" and bool(os.statvfs(folder).f_flag & os.ST_RDONLY)


def _stream(name: str) -> Stream | None:
    if name in _STREAMS:
        return Stream(name, _STREAMS[name])
    if name == _NULL:
        return Stream(name, None)
    numbered = _NUMBERED.fullmatch(name)
    return Stream(name, int(numbered[1])) if numbered else None


def _check_open(stream: Stream, target: Target) -> None:
    """Raises Failure where a stream that is named by its number is a database.

    What a shell writes to by itself, as with `>`, is not named.
    """
    if stream.number is None or stream.name == "-":
        return
    try:
        there = os.fstat(stream.number)
    except OSError:
        return
    if not stat.S_ISREG(there.st_mode):
        return
    ours = [f"{target.in_use}{ending}" for ending in ("", *BESIDE)] if target.in_use else []
    same = any(os.path.exists(each) and os.path.samestat(os.stat(each), there) for each in ours)
    if same or is_database(Path(f"/dev/fd/{stream.number}")):
        raise Failure(
            f"{stream.name} is open on a SQLite database, and may be a timeline; nothing is written"
            " into it.",
            *_elsewhere(target),
            code="is-a-database",
        )


def check_links(path: Path) -> None:
    """Raises Failure for a link at a path, or on the way to it, that somebody else put there.

    That is in a folder that all can write. What a link of one's own leads to is looked at too.
    """
    seen: set[Path] = set()
    ahead = [path]
    while ahead:
        found = ahead.pop()
        for each in (found, *found.parents):
            if each in seen:
                break
            seen.add(each)
            _check_whose_link(each)
            if each.is_symlink():
                ahead.append(each.parent / os.readlink(each))


def _check_whose_link(path: Path) -> None:
    """Raises Failure for a link that somebody else has put into a folder that all can write."""
    try:
        found = os.lstat(path)
        folder = os.stat(path.parent)
    except OSError:
        return
    if not stat.S_ISLNK(found.st_mode):
        return
    shared = folder.st_mode & stat.S_IWOTH
    if shared and found.st_uid not in (os.geteuid(), folder.st_uid):
        raise Failure(
            f"{path} is a link that somebody else has made in a folder that all can write; it is"
            " not followed.",
            Fix(f"ls -l {quote(str(path))}"),
            code="link-of-another",
        )


def _is_same(path: Path, other: Path | None) -> bool:
    """Whether two names are those of one file."""
    try:
        return other is not None and os.path.samestat(os.stat(path), os.stat(other))
    except OSError:
        return False


def is_database(path: Path) -> bool:
    """Whether a file begins as SQLite's files do.

    Nothing but a file is opened, for a pipe would wait.
    """
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):
            return False
        with path.open("rb") as file:
            return file.read(16).startswith(_DATABASES)
    except OSError:
        return False


def _elsewhere(target: Target, file: str = "FILE") -> tuple[SetField, ...]:
    return (SetField(target.field, file),) if target.field else ()


# What the system refuses --------------------------------------------------------------------------

_FULL: Final = (errno.ENOSPC, errno.EDQUOT)
_NOT_ALLOWED: Final = (errno.EACCES, errno.EPERM)


def failure(error: OSError, target: Target) -> Failure:
    """Why a file cannot be written, and what would do."""
    folder = target.path.parent
    typed = Path(target.named).parent
    if error.errno == errno.ENOENT and Path(os.path.realpath(typed)) == folder:
        folder = typed
    said, fixes = _said(error, target.named, folder)
    if not fixes:
        fixes = _elsewhere(target, str(Path("ELSEWHERE") / target.path.name))
    return Failure(said, *fixes, code="cannot-write", values={"file": target.named})


def _said(error: OSError, named: str, folder: Path) -> tuple[str, tuple[AnyFix, ...]]:
    number = error.errno
    if number in _FULL:
        return f"there is no space left on the disk of {folder}; {named} is not written.", (
            Fix(f"df -h {quote(str(folder))}", "says how full it is"),
        )
    if number == errno.EFBIG:
        return f"{named} would be larger than the system lets a file be; it is not written.", ()
    if number == errno.ENAMETOOLONG:
        return f"the name {named} is too long for a file.", ()
    if number == errno.EROFS:
        return f"the folder {folder} is on a disk that is mounted read-only.", ()
    if number == errno.ENOTDIR or (number == errno.ENOENT and _is_under_a_file(folder)):
        return f"{folder} is not a folder.", ()
    if number == errno.ENOENT:
        return f"there is no folder {folder}.", (Fix(f"mkdir -p {quote(str(folder))}"),)
    if number in _NOT_ALLOWED:
        return f"the folder {folder} cannot be written: {error.strerror}.", ()
    return f"{named} cannot be written: {error.strerror or error}.", ()


def _is_under_a_file(folder: Path) -> bool:
    there = next((each for each in (folder, *folder.parents) if each.exists()), folder)
    return there.exists() and not there.is_dir()
