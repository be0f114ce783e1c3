"""An archive as it lies on a disk: the files of folders that a source reads, in natural order."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import Final

from domain.refusal import Failure, Run
from projections.receipt import LeftOut
from service.input_files import Look, is_folder, kind_of, opened
from service.sources.rejects import ENDING
from service.sources.rules import Reader

TABLES: Final = (".csv", ".tsv", ".tab", ".txt")
"""How the names of tables end; with .gz behind it, each is packed. A .zip holds tables."""

_TEXT: Final = ".txt"
_OTHER_KIND: Final = re.compile(r"\.[a-z][a-z0-9]*")
"""The ending of a name that says which kind of file is packed."""

_BEGINNING: Final = 1 << 13
"""How much of a text is looked at to see whether it is a table."""

_MOST_NAMED: Final = 3

HIDDEN: Final = "hidden"
OUTSIDE: Final = "links that leave the folder"
LOOPS: Final = "links to themselves"
REJECTED: Final = "rejected rows of an import"
FOLDERS: Final = "folders"
NO_FILES: Final = "not files"
NO_TABLES: Final = "not tables"


@dataclass(frozen=True, slots=True)
class Archive:
    """The files to be read, by their names as they are shown, and what is left out of folders.

    `several` is whether they are imported as one: a folder, or more than one file. `listed` has the
    files of folders as they were found there: what is in their place later is not read.
    """

    files: tuple[str, ...]
    left_out: tuple[LeftOut, ...]
    several: bool
    listed: Mapping[str, Look] = field(default_factory=dict[str, Look], compare=False)


def archive_of(names: Sequence[str], folder: Path, reader: Reader, rules: str) -> Archive:
    """The files that were named, and those of the folders that were.

    `folder` is where names begin that are relative, `rules` what the rules were called. Files of a
    folder come in natural order: `9` before `10`. Folders in a folder are left out. Raises Failure
    for a folder without a table.
    """
    files: dict[str, None] = {}
    left_out: dict[str, list[str]] = {}
    listed: dict[str, Look] = {}
    folders = [name for name in names if name != "-" and is_folder(folder / name)]
    for name in names:
        if name not in folders:
            files[name] = None
            continue
        found = dict(_sorted_out(name, folder / name, reader))
        tables = {each: look for each, look in found.items() if isinstance(look, Look)}
        others = {each: why for each, why in found.items() if isinstance(why, str)}
        if not tables:
            raise _no_table(name, others, rules)
        files.update(dict.fromkeys(tables))
        listed |= tables
        for each, why in others.items():
            left_out.setdefault(why, []).append(each)
    shown = (LeftOut(why, len(each), tuple(each[:_MOST_NAMED])) for why, each in left_out.items())
    return Archive(tuple(files), tuple(shown), bool(folders) or len(names) > 1, listed)


def natural(name: str) -> tuple[tuple[tuple[bool, int, str], ...], str]:
    """The key by which names are sorted as people do.

    >>> sorted(["part10.csv", "part9.csv"], key=natural)
    ['part9.csv', 'part10.csv']
    """
    parts = re.findall(r"[0-9]+|[^0-9]+", name)
    numbered = ((False, int(part), "") if part.isdecimal() else (True, 0, part) for part in parts)
    return tuple(numbered), name


def _sorted_out(name: str, folder: Path, reader: Reader) -> Iterator[tuple[str, Look | str]]:
    """Each name in a folder with the file that is read, or why it is left out. Raises Failure."""
    try:
        there = sorted(os.listdir(folder), key=natural)
    except OSError as error:
        said = f"{name} cannot be read: {error.strerror}."
        raise Failure(said, code="unreadable-file", values={"file": name}) from None
    within = folder.resolve()
    for each in there:
        yield str(PurePath(name) / each), _found(within / each, within, reader)


def _found(path: Path, folder: Path, reader: Reader) -> Look | str:
    """The file at a path of a folder, or why it is not read."""
    if path.name.startswith("."):
        return HIDDEN
    try:
        place = path.resolve() if path.is_symlink() else path
        if not place.is_relative_to(folder):
            return OUTSIDE
        there = place.lstat()
    except RuntimeError:  # what Python before 3.13 says of a link that leads to itself
        return LOOPS
    except OSError as error:
        return LOOPS if error.errno == errno.ELOOP else NO_FILES
    look = Look.of(there)
    if look is None:
        return FOLDERS if kind_of(there.st_mode) == "a folder" else NO_FILES
    if path.name.endswith(ENDING):
        return REJECTED
    return look if _is_table(path, look, reader) else NO_TABLES


def _is_table(path: Path, look: Look, reader: Reader) -> bool:
    """Whether a name is that of a table; of a .txt, whether any first line has two cells."""
    name = path.name.lower()
    if name.endswith(".zip"):
        return True
    if name.endswith(".gz"):
        packed = PurePath(name).stem
        ending = PurePath(packed).suffix
        return ending in TABLES or not _OTHER_KIND.fullmatch(ending)
    if not name.endswith(_TEXT):
        return name.endswith(TABLES)
    return _has_cells(path, look, reader)


def _has_cells(path: Path, look: Look, reader: Reader) -> bool:
    """Whether what separates cells is at the beginning of a text; else it is a text to be read."""
    try:
        with opened(path, look) as file:
            beginning = file.read(_BEGINNING).decode(reader.encoding, errors="replace")
    except (OSError, Failure):
        # Whoever reads it says why it cannot be read.
        return True
    return reader.delimiter in beginning or "sep=" in beginning[:8]


def _no_table(name: str, found: dict[str, str], rules: str) -> Failure:
    folders = [each for each, why in found.items() if why == FOLDERS]
    more = (
        "the folders in it are not looked into; name them"
        if folders
        else f"tables end in {', '.join(TABLES)}, these also with .gz behind, or in .zip"
    )
    return Failure(
        f"{name} is a folder without a table: {more}.",
        *(Run.of("import", each, rules=rules) for each in folders[:_MOST_NAMED]),
        code="no-tables",
        values={"file": name},
    )
