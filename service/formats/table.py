"""Facts as a table for spreadsheets.

A row for each report, read through the same `.facts` parser as any text.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from itertools import islice
from typing import Final, NamedTuple

from domain import edtf, kinds, typed
from domain.actors import Registry
from domain.events import Asserted, Reported
from domain.fact import Fact
from domain.refusal import Fix, InvalidInput, Problem
from domain.report import read_grade
from service.formats import facts
from service.formats.facts import Block, Detail, Document
from service.formats.lines import Parts, Word, quoted, read_known
from service.formats.write import INDENT, event_line, fact_lines

REQUIRED: Final = ("date", "actors", "op", "recipients", "what", "title")
OF_FACT: Final = (
    "handle", *REQUIRED[:-1], "domain", "title", "topics",
    "episode", "people", "place", "level", "weight", "weight_because", "grade", "code", "goldstein", "note", "expires", "known",
)  # fmt: skip
"""Columns that say the same on every row of a fact."""

OF_REPORT: Final = (
    "publisher",
    "published",
    "url",
    "origin",
    "voice",
    "report_grade",
    "report_because",
)
"""Columns of the one report that a row is for."""

COLUMNS: Final = (*OF_FACT, *OF_REPORT, "events")
"""Every column; `events`, on a fact's first row, holds what is said of it beside its reports, in
the notation of `.facts`.
"""

HERE: Final = "report"
"""Stands among a fact's events for the report of the next row; reports for which it does not
stand come before all events.
"""

KNOWN: Final = "known "
"""Stands before a date in the column `published` where nobody says when a report was published,
but when it was known.
"""

_FIELDS: Final = (
    "expires",
    "episode",
    "people",
    "place",
    "level",
    "weight",
    "grade",
    "code",
    "goldstein",
    "note",
)

Cells = dict[str, str]


# Cells --------------------------------------------------------------------------------------------

_FORMULA: Final = tuple("=+-@\t\r")


def guarded(text: str) -> str:
    """A cell that no spreadsheet takes for a formula.

    With an apostrophe before it, where it begins like one.
    """
    return (
        f"'{text}"
        if text.startswith((*_FORMULA, "''", *(f"'{sign}" for sign in _FORMULA)))
        else text
    )


def unguarded(text: str) -> str:
    """The text of a guarded cell; any other is its own."""
    return text[1:] if text[:1] == "'" and text[1:].startswith((*_FORMULA, "'")) else text


_PARTED: Final = re.compile(r'(?:"[^"]*"|(?!; )[^"]|")+')


def parted(cell: str) -> list[str]:
    """The lines in a cell: parted by line breaks.

    Or where it has none by semicolons outside of double quotes.
    """
    lines = cell.splitlines() if cell.splitlines() != [cell] else _PARTED.findall(cell)
    return [line.strip() for line in lines if line.strip()]


def joined(lines: Sequence[str]) -> str:
    """Lines as one cell, parted by semicolons where they can be told apart again.

    Or else by line breaks.
    """
    cell = "; ".join(lines)
    return cell if parted(cell) == list(lines) else "".join(f"{line}\n" for line in lines)


# Out ----------------------------------------------------------------------------------------------


def table_text(found: Iterable[Fact]) -> str:
    """Facts as CSV, each with all that stands of it."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(COLUMNS)
    for fact in found:
        if fact.exists:
            writer.writerows([guarded(row[name]) for name in COLUMNS] for row in fact_rows(fact))
    return buffer.getvalue()


def fact_rows(fact: Fact) -> list[Cells]:
    """The rows of one fact: one for its first report, or for none, with all its events.

    Then one for each further report.
    """
    told: list[Asserted | Reported] = [fact.asserted]
    lines: list[str] = []
    for event in fact.effective_events()[1:]:
        if isinstance(event, Reported):
            told.append(event)
            lines += [HERE] if lines else []
        else:
            lines.append(event_line(event))
    of_fact = _fact_cells(fact)
    rows = [{**of_fact, **_report_cells(event), "events": ""} for event in told]
    rows[0]["events"] = joined(lines)
    return rows


def _fact_cells(fact: Fact) -> Cells:
    content = fact.asserted.content
    cells = {
        **dict.fromkeys(OF_FACT, ""),
        "handle": fact.handle,
        "date": content.dated,
        "actors": ",".join(content.actors),
        "op": ">" if content.relation == "directed" else "=",
        "recipients": ",".join(content.recipients),
        "what": content.value("what"),
        "domain": content.domain,
        "title": content.title,
        "topics": " ".join(f"#{topic}" for topic in content.topics),
    }
    for line in islice(fact_lines(fact.handle, fact.asserted, ()), 1, None):
        name, _, rest = line.strip().partition(" ")
        if name in OF_FACT:
            cells[name] = rest
    cells["weight"], _, cells["weight_because"] = cells["weight"].partition(", because ")
    return {name: " ".join(cell.splitlines()) for name, cell in cells.items()}


def _report_cells(event: Asserted | Reported) -> Cells:
    report = event.report
    if report is None:
        return dict.fromkeys(OF_REPORT, "")
    published = report.published or f"{KNOWN}{event.known_on}{'?' if event.assumed else ''}"
    said = (
        report.publisher,
        published,
        report.url,
        report.origin,
        report.voice,
        report.grade,
        event.because,
    )
    return {name: " ".join(cell.splitlines()) for name, cell in zip(OF_REPORT, said, strict=True)}


# In -----------------------------------------------------------------------------------------------


def parse(text: str, name: str, registry: Registry) -> Document:
    """Reads a whole CSV text, its columns in any order.

    As the document that the same facts written as `.facts` are. Commas or semicolons part the
    cells, whichever the first line holds more of. Rows of one handle are one fact, and so are
    rows without a handle that say the same of a fact. Problems have the line of their row, and
    the number of their column. A line break in a cell is a blank; in `events` it parts two lines.
    """
    document = Document(name)
    records = _records(text.removeprefix("\ufeff"), document)
    line, header = next(records, (1, []))
    numbers = _numbers(line, header, document) if header else {}
    if not header and not document.problems:
        said = (
            f"a table begins with the names of its columns, at least {', '.join(REQUIRED[:-1])} and"
            f" {REQUIRED[-1]}."
        )
        document.problems.append(
            Problem(name, 1, 1, said, (Fix("detente export --as csv", "shows all of them"),))
        )
    if not document.problems:
        table = _Table(document, numbers)
        for line, cells in records:
            table.take(line, cells)
        table.close(registry)
    document.problems.sort(key=lambda problem: (problem.line, problem.column))
    return document


def _records(text: str, document: Document) -> Iterator[tuple[int, list[str]]]:
    """The rows that are not empty, each with the line on which it begins.

    Nothing after one that cannot be read.
    """
    first = text.lstrip().partition("\n")[0]
    delimiter = ";" if first.count(";") > first.count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        said = "a cell of this row is too long." if "limit" in str(error) else _UNQUOTED
        document.problems.append(Problem(document.name, line, 1, said))


_UNQUOTED: Final = "the double quotes in this row do not close where a cell ends; within a cell, two stand for one."


def _numbers(line: int, header: Sequence[str], document: Document) -> dict[str, int]:
    """The number of each column by its name, from 1.

    Unknown, double and missing ones are problems of the document.
    """
    numbers: dict[str, int] = {}
    for number, cell in enumerate(header, 1):
        name = "_".join(unguarded(cell).lower().split())
        if name in numbers:
            document.problems.append(
                Problem(document.name, line, number, f'the column "{name}" is there twice.')
            )
        elif name and name not in COLUMNS:
            near = get_close_matches(name, COLUMNS, n=1, cutoff=0.5)
            document.problems.append(
                Problem(
                    document.name,
                    line,
                    number,
                    f'no column is called "{name}".',
                    tuple(map(Fix, near)),
                )
            )
        elif name:
            numbers[name] = number
    for name in REQUIRED:
        if name not in numbers:
            document.problems.append(
                Problem(document.name, line, 1, f'the column "{name}" is missing.')
            )
    return numbers


class _Row(NamedTuple):
    """A row by its columns, and the line of the file on which it begins."""

    line: int
    cells: Cells


class _Written(NamedTuple):
    """A line of `.facts` made from a row.

    And where in it what of each column of the table begins.
    """

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
    facts: dict[object, list[_Row]] = field(default_factory=dict[object, list[_Row]])
    unread: set[object] = field(default_factory=set[object])

    def take(self, line: int, cells: Sequence[str]) -> None:
        """Takes a row. A cell that cannot be read is a problem of the document.

        And its fact is left out.
        """
        row = _Row(line, dict.fromkeys(COLUMNS, ""))
        before = len(self.document.problems)
        for number, cell in enumerate(cells, 1):
            if cell.strip() and number not in self.numbers.values():
                self.document.problems.append(
                    Problem(
                        self.document.name, line, number, "this cell stands under no column's name."
                    )
                )
        for name, number in self.numbers.items():
            cell = unguarded(cells[number - 1]) if number <= len(cells) else ""
            text = cell if name == "events" else " ".join(cell.splitlines()).strip()
            try:
                row.cells[name] = _CHECKS.get(name, str)(text) if text else ""
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
        read = facts.parse(
            "".join(f"{line.text}\n" for line in lines), self.document.name, registry
        )
        for problem in read.problems:
            line = lines[problem.line - 1]
            refused = InvalidInput(problem.said, *problem.fixes)
            self._refuse(line.row, line.column(problem.column), refused)
        for block in read.blocks:
            self._block(block, lines)

    def _block(self, block: Block, lines: Sequence[_Written]) -> None:
        row = lines[block.line - 1].row
        if block.content.title != " ".join(row.cells["title"].split()):
            # The title began before its cell: so one of the words before it was read as what
            # happened.
            self._refuse(
                row,
                "recipients",
                InvalidInput(f'"{row.cells["recipients"]}" does not name actors.', Fix("RUS,USA")),
            )
            return
        details = [(lines[detail.line - 1], detail) for detail in block.events]
        events = tuple(
            Detail(line.row.line, self._number(line, detail.column), detail.event)
            for line, detail in details
        )
        self.document.items.append(replace(block, line=row.line, events=events, comments=()))

    def _number(self, line: _Written, column: int) -> int:
        return self.numbers.get(line.column(column), 1)

    def _refuse(self, row: _Row, name: str, refused: InvalidInput) -> None:
        said = f"{name}: {refused.said}"
        self.document.problems.append(
            Problem(self.document.name, row.line, self.numbers.get(name, 1), said, refused.fixes)
        )

    def _lines(self, rows: Sequence[_Row]) -> Iterator[_Written]:
        """One fact as `.facts`: what its first row says of it.

        Then the further reports and the events.
        """
        first = rows[0]
        self._check(rows)
        yield _head(first)
        cells = first.cells
        known = (
            [_Written.of(first, ("known", f"{INDENT}known {cells['known']}"))]
            if cells["known"]
            else []
        )
        # A fact that was told first without a source says when it was known before its first report
        # does.
        yield from [] if cells["publisher"] else known
        yield from _report(first)
        yield from known if cells["publisher"] else []
        for name in _FIELDS:
            if cells[name]:
                because = (
                    f", because {cells['weight_because']}"
                    if name == "weight" and cells["weight_because"]
                    else ""
                )
                yield _Written.of(
                    first, (name, f"{INDENT}{name} {cells[name]}"), ("weight_because", because)
                )
        reports = [report for row in rows[1:] for report in _report(row)]
        events = [(row, line) for row in rows for line in parted(row.cells["events"])]
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
                self._refuse(
                    row,
                    "events",
                    InvalidInput(said, Fix("report Reuters, 2022-03-05", "for example")),
                )

    def _check(self, rows: Sequence[_Row]) -> None:
        """Makes problems of cells that are empty and may not be.

        And of rows that say otherwise than the fact's first.
        """
        first = rows[0]
        for name in REQUIRED:
            if not first.cells[name]:
                self._refuse(first, name, InvalidInput("this cell is empty, and a fact needs it."))
        if first.cells["weight_because"] and not first.cells["weight"]:
            self._refuse(
                first, "weight", InvalidInput("this cell is empty, and a reason for it is given.")
            )
        for row in rows:
            for name in OF_FACT:
                if row.cells[name] not in ("", first.cells[name]):
                    said = f'this is not what line {first.line} says of "^{first.cells["handle"]}".'
                    self._refuse(
                        row,
                        name,
                        InvalidInput(
                            said, *([Fix(first.cells[name])] if first.cells[name] else [])
                        ),
                    )
            for name in ("publisher", "published"):
                if not row.cells[name] and any(row.cells[other] for other in OF_REPORT):
                    self._refuse(
                        row,
                        name,
                        InvalidInput(
                            "this cell is empty, and a report has a publisher and a date."
                        ),
                    )


def _head(row: _Row) -> _Written:
    cells = row.cells
    domain = (
        f"/{cells['domain'] or 'diplomacy'}" if cells["domain"] or "/" not in cells["what"] else ""
    )
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


def _report(row: _Row) -> list[_Written]:
    """The one report of a row, if it has any."""
    cells = row.cells
    if not cells["publisher"]:
        return []
    pieces = [("publisher", f"{INDENT}report {cells['publisher']}")]
    for name, key in zip(
        OF_REPORT[1:], ("", "", "origin=", "voice=", "grade=", "because "), strict=True
    ):
        pieces.append((name, f", {key}{cells[name]}" if cells[name] else ""))
    return [_Written.of(row, *pieces)]


# Checks of single cells, which keep each of them from being read as more than it is.


def _date(cell: str) -> str:
    """A date, or two with a slash between them, as one word of EDTF."""
    if cell.count("/") > 1:
        return typed.instant(cell)
    parts = [part.strip() for part in cell.split("/")]
    return "".join(
        "/".join(part if part in ("", edtf.OPEN) else typed.instant(part) for part in parts).split()
    )


def _word(cell: str) -> str:
    if len(cell.split()) > 1:
        raise InvalidInput(f'"{cell}" is more than one word.')
    return cell


def _what(cell: str) -> str:
    kinds.read_what(_word(cell).partition("/")[0])
    return cell


def _handle(cell: str) -> str:
    return _word(cell).removeprefix("^")


def _operator(cell: str) -> str:
    if cell not in (">", "="):
        raise InvalidInput(
            f'"{cell}" does not say who does it to whom.',
            Fix(">", "from the actors to the recipients"),
            Fix("=", "mutual"),
        )
    return cell


def _actors(cell: str) -> str:
    if {">", "="} & set(cell.split()):
        raise InvalidInput(
            f'"{cell}" holds actors of both sides; each side has a column of its own.'
        )
    return cell


def _publisher(cell: str) -> str:
    if Parts.of(cell, 1) != Parts(plain=[Word(cell, 1)]):
        plain = " ".join(cell.replace(",", " ").split())
        raise InvalidInput(
            f'"{cell}" cannot be told from the other pieces of a report.',
            *([Fix(plain)] if plain != cell else []),
        )
    return cell


def _published(cell: str) -> str:
    if not cell.startswith(KNOWN):
        return _date(cell)
    known = read_known(cell.removeprefix(KNOWN).strip())
    return f"{KNOWN}{known.day}{'?' if known.assumed else ''}"


def _url(cell: str) -> str:
    if Parts.of(cell, 1) != Parts(url=cell):
        raise InvalidInput(f'"{cell}" is no address.', Fix("https://example.org"))
    return cell


def _keyed(key: str) -> Callable[[str], str]:
    def check(cell: str) -> str:
        if Parts.of(f"{key}={cell}", 1) != Parts(keyed={key: cell}):
            raise InvalidInput(f'"{cell}" cannot be told from the other pieces of a report.')
        return cell

    return check


_CHECKS: Final[dict[str, Callable[[str], str]]] = {
    "handle": _handle,
    "date": _date,
    "actors": _actors,
    "op": _operator,
    "recipients": _actors,
    "what": _what,
    "domain": kinds.read_domain,
    "publisher": _publisher,
    "published": _published,
    "url": _url,
    "origin": _keyed("origin"),
    "voice": _keyed("voice"),
    "report_grade": read_grade,
}
