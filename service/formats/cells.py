"""Cells of a table: guarded against spreadsheets, and several lines in one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from operator import eq
from typing import Final

from domain.characters import lines_of

Cells = dict[str, str]
"""The cells of a row, by the names of their columns."""

_FORMULA: Final = tuple("=+-@\t\r")

NOTHING: Final = frozenset({"NA", "N/A", "#N/A", "<NA>", "NaN", "nan", "NULL", "null", "None"})
"""What R, pandas, databases and spreadsheets write into a cell of which nothing is known."""


def guarded(text: str) -> str:
    """A cell that no program takes for a formula or for nothing: an apostrophe is put before it."""
    looks_guarded = ("''", *(f"'{sign}" for sign in _FORMULA))
    mistaken = text.startswith((*_FORMULA, *looks_guarded)) or text.lstrip("'") in NOTHING
    return f"'{text}" if mistaken else text


def unguarded(text: str) -> str:
    """The text of a guarded cell; any other is its own."""
    rest = text[1:]
    guards = text[:1] == "'" and (rest.startswith((*_FORMULA, "'")) or rest in NOTHING)
    return rest if guards else text


def have_row_names(width: int, rows: Sequence[Sequence[str]]) -> bool:
    """Whether rows begin with a name or number of their own, above which no column is named.

    R writes them so: each row has a cell more than the `width` names, and begins differently from
    the one before.
    """
    firsts = [row[0] for row in rows if len(row) == width + 1]
    return (
        len(firsts) == len(rows) > 0
        and "" not in firsts
        and not any(map(eq, firsts, firsts[1:]))
        and (len(rows) > 1 or firsts[0].isdecimal())
        and any(row[-1] for row in rows)
    )


def one_line(text: str) -> str:
    """A text whose line breaks are spaces."""
    return " ".join(lines_of(text))


_LINE: Final = re.compile(r'(?:"[^"]*"|(?!; )[^"]|")+')


def split_cell(cell: str) -> list[str]:
    """The lines in a cell: separated by line breaks, or else by semicolons outside of quotes."""
    lines = lines_of(cell)
    lines = lines if lines != [cell] else _LINE.findall(cell)
    return [line.strip() for line in lines if line.strip()]


def joined(lines: Sequence[str]) -> str:
    """Lines as one cell, with semicolons between them where `split_cell` gives the same lines.

    Else with line breaks.
    """
    cell = "; ".join(lines)
    return cell if split_cell(cell) == list(lines) else "".join(f"{line}\n" for line in lines)
