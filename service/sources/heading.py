"""The row of a table that names its columns, found below what stands before it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from itertools import chain, islice
from typing import Final, NamedTuple

from domain.refusal import AnyFix, Failure, Fix
from service.sources.outcome import Rejected
from service.sources.rules import DELIMITERS, Reader

MOST_BEFORE: Final = 50
"""Rows that may stand before the one that names the columns."""

_NAMED: Final = 60
"""Characters of a column's name that is offered instead of another."""

_NO_TEXT = re.compile("[\0\udc80-\udcff\ufffd]")


class Row(NamedTuple):
    """A row of a file; `line` counts from 1, and the cells are as many as the columns."""

    line: int
    cells: Sequence[str]


SEPARATOR: Final = re.compile(r'"?sep=([^"\r\n])"?', re.IGNORECASE)
"""A first line that says what separates cells, as spreadsheets write it."""

UNNAMED: Final = re.compile(r"Unnamed: [0-9]+(\.[0-9]+)*")
"""What pandas calls a column that has no name in its file."""


class Heading(NamedTuple):
    """The names of the columns, as the rules say them, and as the file writes them."""

    names: tuple[str, ...]
    written: tuple[str, ...]

    @property
    def read_as(self) -> tuple[tuple[str, str], ...]:
        """The names that the file writes differently from its rules, each with theirs."""
        pairs = zip(self.written, self.names, strict=True)
        return tuple((written, name) for written, name in pairs if name and written != name)


class NoColumn(Failure):
    """A file that lacks a column which its rules name; the fixes are columns that it has."""

    def __init__(
        self,
        name: str,
        column: str,
        there: Sequence[str],
        why: str = "its first row names the columns",
    ) -> None:
        super().__init__(
            f'{name} has no column "{column}"; {why}.',
            *map(Fix, there),
            code="missing-column",
            values={"file": name, "column": column},
        )
        self.name = name
        self.lacking = column
        self.there = tuple(there)
        self.why = why

    def with_fixes(self, *fixes: AnyFix, column: int | None = None) -> NoColumn:  # noqa: ARG002  # a file's first row has no column of its own
        """The same refusal with other fixes; columns that are texts to write."""
        there = [fix.paste for fix in fixes if isinstance(fix, Fix)]
        return NoColumn(self.name, self.lacking, there, self.why)

    def named_at(self, place: str) -> NoColumn:
        """The same, with the place at which the rules name the column."""
        return NoColumn(
            self.name,
            self.lacking,
            self.there,
            f"{place} names it, and the columns are those of the first row",
        )


def header(
    name: str,
    rows: Iterator[Row | Rejected],
    reader: Reader,
    wanted: frozenset[str],
    delimiter: str,
) -> Heading:
    """The names of the columns, from the first of the rows that has all that are needed.

    A name that differs from one of the rules by case, dots, underscores and spaces only is that
    one, where no other column can be. A file without a row has the wanted ones. Raises Failure
    where no row has them, and where two columns have the same name.
    """
    needed = wanted - reader.optional
    first = next(rows, None)
    if first is None:
        return Heading(tuple(wanted), tuple(wanted))
    for row in chain([first], islice(rows, MOST_BEFORE) if needed else ()):
        written = _names(row.cells) if isinstance(row, Row) else ()
        names = _as_in_rules(written, wanted)
        if names and needed <= set(names):
            _refuse_twice(name, names, wanted)
            return Heading(names, written)
    if isinstance(first, Rejected):
        raise Failure(f"{name}:{first.line}: {first.said}", code="unreadable-header")
    raise _no_header(name, first, needed, reader, delimiter)


def _names(cells: Iterable[str]) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in cells)


def _as_in_rules(names: Sequence[str], wanted: frozenset[str]) -> tuple[str, ...]:
    """The names as the rules have them; empty for those that mean that there is none."""
    free = [name for name in names if name not in wanted]
    alike = {name: [each for each in free if _bare(each) == _bare(name)] for name in wanted}
    owners = Counter(_bare(name) for name in wanted if name not in names)
    found = {
        others[0]: name
        for name, others in alike.items()
        if len(others) == 1 and name not in names and owners[_bare(name)] == 1
    }
    return tuple(
        "" if UNNAMED.fullmatch(name) and name not in wanted else found.get(name, name)
        for name in names
    )


def _bare(name: str) -> str:
    """A column's name without what R, pandas and databases change of it."""
    return re.sub(r"[._\s]+", "", name).casefold()


def _no_header(
    name: str, first: Row, needed: frozenset[str], reader: Reader, delimiter: str
) -> Failure:
    """The refusal of a file of which no row names the columns that are needed."""
    names = _names(first.cells)
    if _NO_TEXT.search("".join(names)):
        said = f"{name} is not {reader.encoding} text; unpack it, or save it as UTF-8."
        return Failure(said, code="not-text")
    line = delimiter.join(first.cells)
    for word, other in DELIMITERS.items():
        there = _names(line.split(other))
        if needed <= {each.strip('"') for each in there}:
            quotes = not reader.quoted and not needed <= set(there)
            return _separated(name, (word, other), quotes=quotes, as_said=other == delimiter)
    lost = min(needed - set(names))
    short = [name for name in names if name and len(name) <= _NAMED]
    near = get_close_matches(lost, short, n=3, cutoff=0.5) or short[:5]
    return NoColumn(name, lost, near)


def _separated(name: str, by: tuple[str, str], *, quotes: bool, as_said: bool) -> Failure:
    """The refusal of a file whose cells are not separated or quoted as its rules say."""
    word, character = by
    if as_said:
        return in_quotes(name)
    fixes = [
        Fix(f'delimiter = "{word}"', "in [reader] of a rules file"),
        Fix(f"sep={character}", "as the first line of the file"),
        *[_QUOTING] * quotes,
    ]
    said = f"the columns of {name} are separated by another character than its rules say."
    return Failure(said, *fixes, code="other-delimiter", values={"file": name})


_QUOTING: Final = Fix('quoting = "double"', "in [reader] of a rules file")


def in_quotes(name: str) -> Failure:
    """The refusal of a file whose cells stand in quotes where its rules do not say so."""
    said = f"the cells of {name} stand in double quotes, which its rules do not say."
    return Failure(said, _QUOTING, code="other-delimiter", values={"file": name})


def other_width(name: str, names: Sequence[str], width: int) -> Failure:
    """The refusal of a file whose rows have all the same other number of cells than its header."""
    fix = (
        Fix(f"widths = [{width}, {len(names)}]", "in [reader] of a rules file: they lack the last")
        if width < len(names)
        else Fix("lines_before = 1", "in [reader], with columns = [...] that names all of them")
    )
    return Failure(
        f"{name} names {len(names)} columns, and its rows have {width}; so nothing was imported.",
        fix,
        code="other-width",
        values={"file": name},
    )


def _refuse_twice(name: str, names: Sequence[str], wanted: frozenset[str]) -> None:
    twice = [each for each, count in Counter(names).items() if count > 1 and each in wanted]
    if twice:
        said = f'{name} has two columns called "{twice[0]}".'
        raise Failure(said, code="two-columns", values={"column": twice[0]})
