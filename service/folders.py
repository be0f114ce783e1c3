"""Folders that are written whole: beside their place, and put there in one step."""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import stat
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex
from typing import BinaryIO, Final, NamedTuple

from domain.refusal import Failure, SetField
from service.store.place import expanded
from service.target import Target, check_links, failure
from service.writing import EVERYBODY, ONLY_OWNER, confirming, limit_of, sync, umask

Ours = Callable[[Path], bool]
"""Whether a folder was written here before and holds nothing else, so that it may be replaced."""

_HERE: Final = -100
_EXCHANGE: Final = 2
"""Of `renameat2`: paths begin at this folder, and the two change places.

Source: https://man7.org/linux/man-pages/man2/rename.2.html.
"""

_NO_EXCHANGE: Final = (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EPERM)
"""What a system or a disk says that cannot have two folders change places."""


@contextmanager
def writing_folder(place: str | Path, ours: Ours, limit: int) -> Generator[NewFolder]:
    """A folder to be written file by file; put in its place at the end, whole or not at all.

    Raises Failure as `check_folder` does, and where it cannot be written.
    """
    path = Path(expanded(str(place)))
    check_links(path)
    folder = NewFolder(path, limit)
    folder.put_back()
    check_folder(place, ours)
    try:
        folder.begin()
        yield folder
        check_folder(place, ours)
        folder.put()
    finally:
        folder.discard()


def check_folder(place: str | Path, ours: Ours) -> None:
    """Raises Failure where a folder cannot be put, for something else is there."""
    path = Path(expanded(str(place)))
    check_links(path)
    if not os.path.lexists(path):
        return
    beside = SetField("output", str(path / "flows" if path.is_dir() else f"{path}-flows"))
    if path.is_symlink() or not path.is_dir():
        said = f"{place} is not a folder, and one is written."
        raise Failure(said, beside, code="not-a-folder")
    elsewhere = SetField("output", str(Path("ELSEWHERE") / path.name))
    if os.name != "nt" and path.stat().st_uid != os.geteuid():
        said = f"{place} is a folder of somebody else; it is not replaced."
        raise Failure(said, elsewhere, code="folder-of-another")
    if any(path.iterdir()) and not ours(path):
        said = f"{place} holds something else, which would be gone; nothing is written over it."
        raise Failure(said, beside, code="not-ours")


class NewFolder:
    """A folder while it is written, under a name that nobody can know before."""

    def __init__(self, path: Path, limit: int) -> None:
        self._path = path.absolute()
        self._target = Target(self._path, str(path), "output")
        self._limit = limit
        self.folder = self._path.parent / f".detente-{token_hex(8)}.part"
        self._aside = self._path.parent / f".detente-{self._path.name}.before"

    def put_back(self) -> None:
        """Puts a folder back that was put aside by a run that was killed before it put its own."""
        with self.failing():
            if os.path.lexists(self._path) or not _is_own_folder(self._aside):
                return
            os.rename(self._aside, self._path)

    def begin(self) -> None:
        """Makes it, so that nobody else may look into it."""
        with self.failing():
            os.mkdir(self.folder, ONLY_OWNER)

    def file(self, name: str) -> BinaryIO:
        """A new file in it, for whoever writes it to close; folders on the way are made."""
        with self.failing():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            return path.open("xb")

    def drop(self, name: str) -> None:
        """Removes a file that has served, and its folder where nothing else is in that."""
        path = self.folder / name
        with self.failing():
            path.unlink()
            if path.parent != self.folder and not any(path.parent.iterdir()):
                path.parent.rmdir()

    def put(self) -> None:
        """Puts it in its place, once the disk has it; a folder of ours that is there is removed.

        At every moment a whole one is at the place, or is put back by whoever writes there next.
        """
        with self.failing():
            before = _Modes.of(self._path)
            for path in (*self.folder.rglob("*"), self.folder):
                before.keep(path, path.relative_to(self.folder), self._limit)
                sync(path)
            if self._path.exists():
                self._replace()
            else:
                os.rename(self.folder, self._path)
        with confirming(str(self._path)):
            sync(self._path.parent)

    def _replace(self) -> None:
        if _exchange(self.folder, self._path):
            return  # what is discarded from now on is the old one
        if _is_own_folder(self._aside):
            shutil.rmtree(self._aside)
        os.rename(self._path, self._aside)
        try:
            os.rename(self.folder, self._path)
        except OSError:
            os.rename(self._aside, self._path)
            raise
        shutil.rmtree(self._aside, ignore_errors=True)

    def discard(self) -> None:
        """Removes it, or where it was put in its place what it has replaced."""
        shutil.rmtree(self.folder, ignore_errors=True)

    @contextmanager
    def failing(self) -> Generator[None]:
        """Says in a sentence what the system refuses."""
        try:
            yield
        except OSError as error:
            raise failure(error, self._target) from error


class _Modes(NamedTuple):
    """Who may look into a folder that is replaced, and into what is in it, by its path there.

    `limit` is who may look into what comes new: nobody who may not look into the folder.
    """

    found: dict[Path, os.stat_result]
    limit: int
    mask: int

    @classmethod
    def of(cls, folder: Path) -> _Modes:
        """Those of a folder; none where there is none."""
        inside = [folder, *folder.rglob("*")] if folder.is_dir() else []
        found = {path.relative_to(folder): path.lstat() for path in inside}
        return cls(found, limit_of(folder), umask())

    def keep(self, path: Path, name: Path, limit: int) -> None:
        """Gives something new the mode and group of what it replaces, or those of a new one."""
        usual = (0o777 if path.is_dir() else 0o666) & ~self.mask & self.limit
        there = self.found.get(name)
        if there is not None and os.name != "nt":
            # Only root gives files to any group, and others to groups of their own.
            with suppress(PermissionError):
                os.chown(path, -1, there.st_gid)
        os.chmod(path, (there.st_mode & EVERYBODY if there else usual) & limit)


def _is_own_folder(path: Path) -> bool:
    """Whether a folder is there, and no link to one, that is of whoever asks."""
    try:
        found = os.lstat(path)
    except OSError:
        return False
    return stat.S_ISDIR(found.st_mode) and (os.name == "nt" or found.st_uid == os.geteuid())


def _exchange(one: Path, other: Path) -> bool:
    """Has two folders change places in one step; whether the system can do that.

    Raises OSError where it can and does not.
    """
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError, TypeError):
        return False
    if rename(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE) == 0:
        return True
    number = ctypes.get_errno()
    if number in _NO_EXCHANGE:
        return False
    raise OSError(number, os.strerror(number), str(one))
