"""The file of rows that could not be read.

Line (after its file, in an archive), column, reason and the row itself, separated by tabs.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from domain.characters import visible
from domain.refusal import Failure, SetField
from service.sources.outcome import Rejected
from service.target import Stream, Target, target_of
from service.writing import EVERYBODY, Flow, NewFile, begun

HEADER: Final = "line\tcolumn\treason\trow\n"
ENDING: Final = ".rejects"


def _as_cell(text: str) -> str:
    """A text without what separates cells, and without what terminals obey, as Python writes it."""
    escaped = visible(text.replace("\\", "\\\\"))
    return escaped.replace("\t", "\\t").replace("\n", "\\n")


class Rejects:
    """Rejected rows, written as they come.

    The file exists once it is closed, and only if there was any. A file of rejected rows is
    replaced by a newer one; any other file is left alone. Nobody may read it beyond `limit`. A name
    that is `chosen` is one that nobody has typed.
    """

    def __init__(
        self,
        path: Path,
        *,
        in_use: Path | None = None,
        limit: int = EVERYBODY,
        chosen: bool = False,
    ) -> None:
        self.path = path
        self._limit = limit
        self._file: NewFile | Flow | None = None
        self._target: Target | Stream | Failure
        try:
            self._target = target_of(path, field="rejects", in_use=in_use, chosen=chosen)
        except Failure as refused:
            # A folder that cannot be written is none of the rows' business until one is rejected.
            if refused.code != "cannot-write":
                raise
            self._target = refused
        if isinstance(self._target, Target) and path.exists() and not _is_ours(path):
            said = f"{path} exists and is not a file of rejected rows; nothing was imported."
            raise Failure(said, SetField("rejects", f"{path}{ENDING}"), code="file-exists")

    def write(self, rejected: Rejected) -> None:
        """Writes one more. Raises Failure where it cannot."""
        if isinstance(self._target, Failure):
            raise self._target
        if self._file is None:
            self._file = begun(self._target, self._limit)
            self._file.write(HEADER)
        cells = rejected.place, rejected.column, rejected.said, rejected.raw
        line = "\t".join(map(_as_cell, cells))
        self._file.write(f"{line}\n".encode(errors="replace"))

    def close(self) -> bool:
        """Puts the file in its place; whether there was anything to write."""
        file, self._file = self._file, None
        if file is None:
            return False
        try:
            file.put()
        finally:
            file.discard()
        return True


def _is_ours(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(HEADER)) in (HEADER.encode(), b"")
