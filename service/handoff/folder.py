"""The folder in which a layer is handed off: its files, and what is noted in each of them."""

from __future__ import annotations

import json
import stat
from pathlib import Path
from typing import Any, Final, NamedTuple, cast
from zlib import crc32

from projections.layer_rows import SCHEMA
from service.handoff import MOST_PARTS

LIST: Final = "flows.json"
"""The file of a folder that says what it holds."""

FLOWS: Final = "flows"
"""The folder within it that has the rows."""

FADING: Final = "fading.parquet"
"""What one fact counts for, by how many days ago it happened."""

OTHERS: Final = "others.parquet"
"""The events of facts that are not rows."""

_LONGEST_LIST: Final = 1 << 16
"""Bytes of a list that are read: it names a layer and a handful of numbers."""


class Handed(NamedTuple):
    """What a folder holds: of which layer, as of when, and how much.

    `known_on` and `recorded_by` are the point of knowledge that its rows are as of, empty for all
    there is; `position` and `digest` how far the timeline had come. `parts` is into how many files
    the pairs are divided.
    """

    layer: str
    lens: str
    known_on: str
    recorded_by: str
    position: int
    digest: str
    parts: int
    rows: int
    others: int

    @property
    def noted(self) -> dict[str, str]:
        """As it is noted in each file: under `detente` and `detente.layer` and so on."""
        fields = self._asdict() | {"schema": SCHEMA}
        return {f"detente.{name}": str(value) for name, value in fields.items()}

    @property
    def written(self) -> str:
        """As the list of a folder has it."""
        return json.dumps({"schema": SCHEMA, **self._asdict()}, indent=1) + "\n"


def part_name(number: int) -> str:
    """The file of a part, from the folder on."""
    return f"{FLOWS}/part-{number:04}.parquet"


def part_of(pair: tuple[str, str], parts: int) -> int:
    """The number of the part that holds the rows of a pair: CRC-32 of `RUS-TUR`, by the parts.

    >>> part_of(("RUS", "TUR"), 16)
    9
    """
    return crc32("-".join(pair).encode()) % parts


def handed(folder: Path) -> Handed | None:
    """What a folder holds that was handed off; None of any other."""
    listed = folder / LIST
    try:
        there = listed.lstat()
        if not stat.S_ISREG(there.st_mode) or there.st_size > _LONGEST_LIST:
            return None
        return read_list(listed.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def read_list(text: str) -> Handed | None:
    """What the list of a folder says; None where it is not one."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(found, dict):
        return None
    fields = cast("dict[str, Any]", found)
    if fields.pop("schema", None) != SCHEMA or {*fields} != {*Handed._fields}:
        return None
    numbers = (fields["parts"], fields["position"], fields["rows"], fields["others"])
    if not all(type(each) is int for each in numbers) or not 1 <= fields["parts"] <= MOST_PARTS:
        return None
    return Handed(**fields)


def ours(folder: Path) -> bool:
    """Whether a folder was handed off and holds nothing else, so that it may be replaced."""
    found = handed(folder)
    if found is None:
        return False
    names = {LIST, FADING, OTHERS, FLOWS, *map(part_name, range(found.parts))}
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*")} <= names
