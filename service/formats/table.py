"""A table of facts, read: every row through the parser of `.facts`, as any other text."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import Final, NamedTuple

from domain.actors import Registry
from domain.characters import lines_of, without_marks
from domain.folding import composed
from domain.limits import check_line
from domain.refusal import Fix, InvalidInput, Problem, Run
from projections.notation.facts import FIELDS, INDENT
from projections.notation.pieces import quoted, written_name, written_value
from service.formats import facts
from service.formats.cells import Cells, one_line, split_cell, unguarded
from service.formats.columns import COLUMNS, HERE, OF_FACT, OF_REPORT, REQUIRED, check_says, checked
from service.formats.document import Block, Detail, Document
from service.formats.shape import (
    below_preamble,
    column_name,
    names_again,
    row_numbers,
    with_row_numbers,
)


def parse(text: str, name: str, registry: Registry) -> Document:
    """Reads a whole CSV text, its columns in any order.

    As the document that the same facts written as `.facts` are. Cells are separated by commas,
    semicolons or tabs, whichever the line that names the columns holds most of, by spaces, or by
    what a first line such as `sep=;` says. Lines before the names of the columns are left out, rows
    that name them again, and columns of row numbers, which have no name. Rows of one handle
    are one fact, and so are rows without a handle that say the same of a fact. Problems have the
    line of their row, and the number of their column. A line break in a cell is a space; in
    `events` it separates two lines.
    """
    document = Document(name)
    records = _records(*below_preamble(without_marks(composed(text))), document)
    line, header = next(records, (1, []))
    rows = [(line, cells) for line, cells in records if not names_again(cells, header)]
    header = with_row_numbers(header, [cells for _, cells in rows])
    numbers = _numbers(line, header, document) if header else {}
    if not header and not document.problems:
        refused = InvalidInput(
            f"a table begins with the names of its columns, at least {', '.join(REQUIRED[:-1])} and"
            f" {REQUIRED[-1]}.",
            Run("export", fields=(("as", "csv"),), meaning="shows all of them"),
            code="no-columns",
        )
        document.problems.append(Problem.of(refused, name, 1))
    if not document.problems:
        left_out = row_numbers(header, [cells for _, cells in rows])
        document.unnamed = len(left_out)
        table = _Table(document, numbers, left_out)
        for line, cells in rows:
            table.take(line, cells)
        table.close(registry)
    document.problems.sort(key=lambda problem: (problem.line, problem.column))
    return document


def _records(
    text: str, first: int, delimiter: str, document: Document
) -> Iterator[tuple[int, list[str]]]:
    """The rows that are not empty, each with the line on which it begins; the text's is `first`.

    Nothing after one that cannot be read.
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = first
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield line, cells
            line = reader.line_num + first
    except csv.Error as error:
        said = "a cell of this row is too long." if "limit" in str(error) else _OPEN_QUOTES
        problem = Problem(document.name, line, 1, said, code="unreadable-row")
        document.problems.append(problem)


_OPEN_QUOTES: Final = (
    "the double quotes in this row do not close where a cell ends; within a cell, write two of"
    " them for one."
)


_OF_RULES: Final = frozenset({"id", "date", "actor", "what", "recipient"})
"""Columns that the rules `csv` read, and that no table of facts has."""


def _numbers(line: int, header: Sequence[str], document: Document) -> dict[str, int]:
    """The number of each column by its name, from 1.

    Unknown, double and missing ones are problems of the document.
    """
    numbers: dict[str, int] = {}
    refused: list[InvalidInput] = []
    for number, cell in enumerate(header, 1):
        name = column_name(cell)
        if name in numbers:
            said = f'there are two columns called "{name}".'
            refused.append(InvalidInput(said, code="column-twice", column=number))
        elif name and name not in COLUMNS:
            near = get_close_matches(name, COLUMNS, n=1, cutoff=0.5)
            said = f'no column is called "{name}".'
            refused.append(
                InvalidInput(said, *map(Fix, near), code="unknown-column", column=number)
            )
        elif name:
            numbers[name] = number
    refused += (
        InvalidInput(f'the column "{name}" is missing.', code="column-missing")
        for name in REQUIRED
        if name not in numbers
    )
    if refused and {column_name(cell) for cell in header} >= _OF_RULES:
        said = 'these are the columns of a spreadsheet of acts, which the rules "csv" read.'
        run = Run.of("import", document.name, rules="csv")
        refused = [InvalidInput(said, run, code="columns-of-rules")]
    document.problems += (Problem.of(each, document.name, line) for each in refused)
    return numbers


class _Row(NamedTuple):
    """A row by its columns, and the line of the file on which it begins."""

    line: int
    cells: Cells


class _Written(NamedTuple):
    """A line of `.facts` made from a row, and where in it the text of each column begins."""

    text: str
    row: _Row
    starts: tuple[tuple[int, str], ...]

    @classmethod
    def of(cls, row: _Row, *pieces: tuple[str, str]) -> _Written:
        """A line put together from pieces.

        Each after the column of the table that it comes from.
        """
        text, starts = "", list[tuple[int, str]]()
        for name, piece in pieces:
            starts += [(len(text) + 1, name)] if piece else []
            text += piece
        return cls(text, row, tuple(starts))

    def column(self, column: int) -> str:
        """The column of the table from which this column of the line comes."""
        return [name for start, name in self.starts if start <= max(1, column)][-1]


@dataclass
class _Table:
    """The rows of a table as they are read, by the facts that they are of."""

    document: Document
    numbers: dict[str, int]
    left_out: Container[int]
    facts: dict[object, list[_Row]] = field(default_factory=dict[object, list[_Row]])
    unread: set[object] = field(default_factory=set[object])

    def take(self, line: int, cells: Sequence[str]) -> None:
        """Takes a row. A cell that cannot be read is a problem, and its fact is left out."""
        row = _Row(line, dict.fromkeys(COLUMNS, ""))
        before = len(self.document.problems)
        for number, cell in enumerate(cells, 1):
            named = number in self.numbers.values()
            if cell.strip() and not named and number not in self.left_out:
                said = "this cell is in a column without a name."
                problem = Problem(self.document.name, line, number, said, code="unnamed-column")
                self.document.problems.append(problem)
        for name, number in self.numbers.items():
            cell = cells[number - 1] if number <= len(cells) else ""
            try:
                check_says(name, cell.strip())
                row.cells[name] = _read_cell(name, unguarded(cell))
            except InvalidInput as refused:
                self._refuse(row, name, refused)
        key: object = row.cells["handle"] or tuple(row.cells[name] for name in OF_FACT)
        self.facts.setdefault(key, []).append(row)
        if len(self.document.problems) > before:
            self.unread.add(key)

    def close(self, registry: Registry) -> None:
        """Reads every fact that was taken, through the parser of `.facts`."""
        lines: list[_Written] = []
        for key, rows in self.facts.items():
            before = len(self.document.problems)
            written = list(self._lines(rows)) if key not in self.unread else []
            lines += written if len(self.document.problems) == before else []
        text = "".join(f"{line.text}\n" for line in lines)
        read = facts.parse(text, self.document.name, registry)
        for problem in read.problems:
            line = lines[problem.line - 1]
            refused = InvalidInput(problem.said, *problem.fixes, code=problem.code)
            self._refuse(line.row, line.column(problem.column), refused)
        for block in read.blocks:
            self._block(block, lines)

    def _block(self, block: Block, lines: Sequence[_Written]) -> None:
        row = lines[block.line - 1].row
        if block.content.title != " ".join(row.cells["title"].split()):
            # The title began before its cell, for one of the words before it was read as what
            # happened.
            said = f'"{row.cells["recipients"]}" does not name actors.'
            self._refuse(row, "recipients", InvalidInput(said, code="no-actors"))
            return
        details = [(lines[detail.line - 1], detail) for detail in block.events]
        events = tuple(
            Detail(line.row.line, self._number(line, detail.column), detail.event)
            for line, detail in details
        )
        source = None
        if block.source is not None:
            line = lines[block.source[0] - 1]
            source = line.row.line, self._number(line, block.source[1])
        self.document.items.append(
            replace(
                block,
                line=row.line,
                events=events,
                comments=(),
                column=self.numbers["date"],
                source=source,
            )
        )

    def _number(self, line: _Written, column: int) -> int:
        return self.numbers.get(line.column(column), 1)

    def _refuse(self, row: _Row, name: str, refused: InvalidInput) -> None:
        """Makes a problem of what is wrong with the cell of a row in a column."""
        named = InvalidInput(f"{name}: {refused.said}", *refused.fixes, code=refused.code)
        placed = named.at(self.numbers.get(name, 1))
        self.document.problems.append(Problem.of(placed, self.document.name, row.line))

    def _lines(self, rows: Sequence[_Row]) -> Iterator[_Written]:
        """One fact as `.facts`: what its first row says of it.

        Then the further reports and the events.
        """
        first = rows[0]
        self._check(rows)
        yield _head(first)
        known = [_known(first)] if first.cells["known"] else []
        # A fact that was recorded first without a source says when it was known before its first
        # report does.
        yield from [] if first.cells["publisher"] else known
        yield from _report(first)
        yield from known if first.cells["publisher"] else []
        yield from (_field(first, name) for name in FIELDS if first.cells[name])
        yield from self._events(rows)

    def _events(self, rows: Sequence[_Row]) -> Iterator[_Written]:
        """The further reports of a fact and its events, in order."""
        reports = [report for row in rows[1:] for report in _report(row)]
        events = [(row, line) for row in rows for line in split_cell(row.cells["events"])]
        before = max(0, len(reports) - sum(line == HERE for _, line in events))
        yield from reports[:before]
        waiting = iter(reports[before:])
        for row, line in events:
            if line != HERE:
                yield _Written.of(row, ("events", INDENT + line))
            elif placed := next(waiting, None):
                yield placed
            else:
                said = (
                    f'"{HERE}" alone stands for the report of one more row of the fact, and there'
                    " is none."
                )
                fix = Fix(f"{HERE} PUBLISHER, DATE", "for example")
                self._refuse(row, "events", InvalidInput(said, fix, code="no-such-row"))

    def _check(self, rows: Sequence[_Row]) -> None:
        """Makes problems of cells that are empty and may not be, and of rows that differ.

        A row differs that says something else than the fact's first.
        """
        first = rows[0]
        for name in REQUIRED:
            if not first.cells[name]:
                self._refuse(first, name, _empty("a fact needs it"))
        if first.cells["weight_because"] and not first.cells["weight"]:
            self._refuse(first, "weight", _empty("a reason for it is given"))
        for row in rows:
            for name in OF_FACT:
                if row.cells[name] not in ("", first.cells[name]):
                    self._refuse(row, name, _differs(first, name))
            for name in ("publisher", "published"):
                if not row.cells[name] and any(row.cells[other] for other in OF_REPORT):
                    self._refuse(row, name, _empty("a report has a publisher and a date"))


def _read_cell(name: str, cell: str) -> str:
    """The text of a cell, which may have several lines among events. Raises InvalidInput."""
    lines = lines_of(cell) if name == "events" else [one_line(cell).strip()]
    for line in lines:
        check_line(line, "a cell")
    return checked(name, cell if name == "events" else lines[0])


def _empty(why: str) -> InvalidInput:
    return InvalidInput(f"this cell is empty, and {why}.", code="empty-cell")


def _differs(first: _Row, name: str) -> InvalidInput:
    """The refusal of a cell that says something else of a fact than its first row."""
    said = f'line {first.line} says something else of "^{first.cells["handle"]}".'
    fixes = [Fix(first.cells[name])] if first.cells[name] else []
    return InvalidInput(said, *fixes, code="rows-differ")


# Lines of `.facts` --------------------------------------------------------------------------------


def _head(row: _Row) -> _Written:
    cells = row.cells
    domain = f"/{cells['domain']}" if cells["domain"] else ""
    topics = "".join(
        f"  #{word.removeprefix('#')}" for word in cells["topics"].replace(",", " ").split()
    )
    return _Written.of(
        row,
        ("date", f"{cells['date']}  "),
        ("actors", f"{cells['actors']} "),
        ("op", f"{cells['op']} "),
        ("recipients", f"{cells['recipients']}  "),
        ("what", cells["what"]),
        ("domain", domain),
        ("title", f"  {quoted(cells['title'])}"),
        ("handle", f"  ^{cells['handle']}" if cells["handle"] else ""),
        ("topics", topics),
    )


def _known(row: _Row) -> _Written:
    return _Written.of(row, ("known", f"{INDENT}known {row.cells['known']}"))


def _field(row: _Row, name: str) -> _Written:
    """A field that the row gives, a weight with its reason."""
    reason = row.cells["weight_because"] if name == "weight" else ""
    because = f", because {reason}" if reason else ""
    line = f"{INDENT}{name} {row.cells[name]}"
    return _Written.of(row, (name, line), ("weight_because", because))


def _report(row: _Row) -> list[_Written]:
    """The one report of a row, if it has any."""
    cells = row.cells
    if not cells["publisher"]:
        return []
    pieces = [("publisher", f"{INDENT}report {written_name(cells['publisher'])}")]
    for name, (key, written) in zip(OF_REPORT[1:], _PARTS, strict=True):
        pieces.append((name, f", {key}{written(cells[name])}" if cells[name] else ""))
    return [_Written.of(row, *pieces)]


_PARTS: Final[Sequence[tuple[str, Callable[[str], str]]]] = (
    ("", str), ("", str), ("archived ", str), ("sha256=", str), ("origin=", written_value),
    ("voice=", written_value), ("grade=", str), ("quote ", quoted), ("because ", str),
)  # fmt: skip
"""How each column of a report after its publisher is a part of a line."""
