"""Tables of values in rules: what a number or a letter of a source stands for."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from domain.refusal import Fix, InvalidInput
from service.input_files import check_readable
from service.sources.rules import DELIMITERS
from service.sources.table import Table

MOST_VALUES: Final = 1_000_000
"""Lines of a table of values; a longer one is something else."""


def read_values(table: Table, file: str) -> Mapping[str, str]:
    """The values of a table of rules: those written there, and those of a file beside the rules.

    The written ones count where both have one. Raises BadRules.
    """
    written = table.table("values").every_text()
    beside = table.table("values_from")
    if "values_from" not in table:
        return written
    name = beside.text("file")
    delimiter = beside.text("delimiter", "tab")
    first, second = beside.number("id", 1, 1, 1_000), beside.number("name", 2, 1, 1_000)
    before = beside.number("lines_before", 0, 0, 1_000)
    beside.done()
    if first == second:
        beside.refuse(
            "name",
            InvalidInput(
                f"column {first} cannot be both the id and its name.",
                Fix(f"name = {first + 1}"),
                code="one-column-twice",
            ),
        )
    path = Path(file).parent / name
    try:
        read = dict(_rows(path, DELIMITERS.get(delimiter, delimiter), first, second, before))
    except InvalidInput as refused:
        beside.refuse("file", refused)
    return read | dict(written)


def _rows(
    path: Path, delimiter: str, first: int, second: int, before: int
) -> Iterator[tuple[str, str]]:
    """The two columns of a file of values, without rows that have not both."""
    check_readable(path)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        said = f"{path} cannot be read as UTF-8 text."
        raise InvalidInput(said, code="unreadable-file", values={"file": str(path)}) from None
    lines = text.splitlines()[before:]
    if len(lines) > MOST_VALUES:
        said = f"{path} has more than {MOST_VALUES:,} lines."
        raise InvalidInput(said, code="too-many-values")
    rows = (
        csv.reader(lines, delimiter=delimiter, quoting=csv.QUOTE_NONE)
        if delimiter == "\t"
        else csv.reader(lines, delimiter=delimiter)
    )
    try:
        for cells in rows:
            if len(cells) >= max(first, second):
                yield cells[first - 1].strip(), cells[second - 1].strip()
    except csv.Error as error:
        said = f"{path} cannot be split into columns: {error}."
        raise InvalidInput(said, code="unreadable-file") from None
