"""The file of rows that could not be read.

Line (after its file, in an archive), column, reason and the row itself, separated by tabs.
"""

from __future__ import annotations

from pathlib import Path
from typing import IO, Final

from domain.characters import visible
from domain.refusal import Failure, SetField
from service.sources.outcome import Rejected

HEADER: Final = "line\tcolumn\treason\trow\n"
ENDING: Final = ".rejects"


def _as_cell(text: str) -> str:
    """A text without what separates cells, and without what terminals obey, as Python writes it."""
    escaped = visible(text.replace("\\", "\\\\"))
    return escaped.replace("\t", "\\t").replace("\n", "\\n")


class Rejects:
    """Rejected rows, written as they come.

    The file exists once it is closed, and only if there was any. A file of rejected rows is
    replaced by a newer one; any other file is left alone.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file: IO[str] | None = None
        self._part = path.with_name(f".{path.name}.part")
        if path.exists() and not _is_ours(path):
            said = f"{path} exists and is not a file of rejected rows; nothing was imported."
            raise Failure(said, SetField("rejects", f"{path}{ENDING}"), code="file-exists")

    def write(self, rejected: Rejected) -> None:
        """Writes one more. Raises Failure where it cannot."""
        try:
            if self._file is None:
                self._file = self._part.open("w", encoding="utf-8", errors="replace", newline="\n")
                self._file.write(HEADER)
            cells = rejected.place, rejected.column, rejected.said, rejected.raw
            self._file.write("\t".join(map(_as_cell, cells)) + "\n")
        except OSError as error:
            raise Failure(
                f"{self.path} cannot be written: {error.strerror}.",
                SetField("rejects", "FILE"),
                code="unwritable-file",
            ) from error

    def close(self) -> bool:
        """Puts the file in its place; whether there was anything to write."""
        if self._file is None:
            return False
        self._file.close()
        self._file = None
        self._part.replace(self.path)
        return True


def _is_ours(path: Path) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(len(HEADER)) in (HEADER.encode(), b"")
