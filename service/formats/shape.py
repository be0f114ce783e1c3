"""The shape of a table of facts: where its names stand, what separates cells, what numbers rows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from operator import eq
from typing import Final

from service.formats.cells import have_row_names, unguarded
from service.formats.columns import REQUIRED

MOST_BEFORE: Final = 50
"""Lines that may stand before the one that names the columns."""

_UNNAMED: Final = re.compile(r"unnamed:_[0-9]+(?:\.[0-9]+)*")
_SEPARATOR: Final = re.compile(r'"?sep=([^"\r\n])"?;*,*\r?\n', re.IGNORECASE)


def below_preamble(text: str) -> tuple[str, int, str]:
    """A text from the line that names its columns on, its number, and what separates cells.

    Where no line names all that a table needs, it is the whole text.
    """
    said = _SEPARATOR.match(text)
    body = text[said.end() :] if said else text
    lines = body.split("\n", MOST_BEFORE)
    for number, line in enumerate(lines):
        delimiter = said[1] if said else _delimiter(line)
        if set(REQUIRED) <= {column_name(cell) for cell in line.strip().split(delimiter)}:
            return "\n".join(lines[number:]), number + 1 + bool(said), delimiter
    first = body.lstrip().partition("\n")[0]
    return body, 1 + bool(said), said[1] if said else _delimiter(first)


def _delimiter(line: str) -> str:
    # R separates by spaces where nothing else is asked for.
    found = max(",;\t", key=line.count)
    return found if found in line else " "


def column_name(cell: str) -> str:
    """The name of a column as it is known here; empty for what pandas calls one without a name."""
    name = "_".join(unguarded(cell.strip().strip('"')).lower().split())
    return "" if _UNNAMED.fullmatch(name) else name


def names_again(cells: Sequence[str], header: Sequence[str]) -> bool:
    """Whether a row is the first one of another file that was joined to this one."""
    return [column_name(cell) for cell in cells] == [column_name(cell) for cell in header]


def with_row_numbers(header: list[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """The names of the columns, an empty one before them where rows begin with their number."""
    numbered = have_row_names(len(header), rows) and all(row[0].isdecimal() for row in rows)
    return ["", *header] if numbered else header


def row_numbers(header: Sequence[str], rows: Sequence[Sequence[str]]) -> set[int]:
    """The columns without a name, from 1, that hold nothing but another number in each row."""
    found = set[int]()
    for number, name in enumerate(header, 1):
        cells = [] if column_name(name) else [row[number - 1] for row in rows if len(row) >= number]
        if any(cells) and all(map(str.isdecimal, cells)) and not any(map(eq, cells, cells[1:])):
            found.add(number)
    return found
