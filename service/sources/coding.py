"""From rows to facts: each row of a source is coded, joined to another, skipped or rejected.

Exactly one of these.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from domain import edtf
from domain.refusal import InvalidInput
from domain.report import Report
from domain.source_actors import SourceActors
from service.sources.cell_readers import CellReaders, Cells
from service.sources.dates import Dating
from service.sources.heading import NoColumn, Row
from service.sources.mirror import Collapse, Mirrored
from service.sources.outcome import Coded, Outcome, Rejected, Skipped
from service.sources.part import Part, shown
from service.sources.reader import Rows
from service.sources.reporting import Reporter
from service.sources.rules import Rules
from service.sources.sides import Sides, Unknown
from service.sources.survey import NOTHING, Survey, surveyed_parts
from service.sources.templates import Template, TwoSides, content_of, present


def coded(
    rules: Rules, rows: Rows, actors: SourceActors, until: date = date.max
) -> Iterator[Outcome]:
    """The outcome of each row, in the order of the rows.

    Raises Failure for a file that is not of this shape. What happened after `until` is rejected,
    unless the rules say their last year themselves.
    """
    for part, surveyed in surveyed_parts(rules, rows):
        yield from coded_part(rules, part, actors, until, surveyed)


def coded_part(
    rules: Rules,
    part: Part,
    actors: SourceActors,
    until: date = date.max,
    surveyed: Survey = NOTHING,
) -> Iterator[Outcome]:
    """The same for one file, whose codes were looked over before.

    Raises NoColumn for a file without a column of codes.
    """
    coder = coder_of(rules, part, actors, until, surveyed)
    outcomes = _outcomes(coder, part)
    found = (
        Collapse(rules.mirror.window).joined(outcomes)
        if rules.mirror.same
        else (outcome for outcome, _ in outcomes)
    )
    if not part.member:
        return found
    return (
        outcome._replace(file=part.member) if isinstance(outcome, Rejected) else outcome
        for outcome in found
    )


def coder_of(
    rules: Rules, part: Part, actors: SourceActors, until: date, surveyed: Survey
) -> Coder:
    """What codes the rows of a file. Raises NoColumn for one without a column of codes."""
    if not {rules.codes.column, rules.codes.or_column} & part.columns.keys():
        raise NoColumn(part.name, rules.codes.column, list(part.columns)[:5])
    return Coder(rules, part, actors, until, surveyed)


def _outcomes(
    coder: Coder, rows: Iterable[Row | Rejected | Skipped]
) -> Iterator[tuple[Outcome, Mirrored | None]]:
    code = coder.outcome
    for row in rows:
        yield code(row) if isinstance(row, Row) else (row, None)


class Coder:
    """Turns rows with these columns into outcomes.

    Everything that rows have in common is prepared once. `known_by_report` is whether a row was
    known when it was published, and `foresees` whether it may be known before it happens.
    """

    def __init__(
        self, rules: Rules, part: Part, actors: SourceActors, until: date, surveyed: Survey
    ) -> None:
        columns = dict(part.columns)
        self.readers = CellReaders(rules, columns, until)
        self.sides = Sides(rules, columns, actors)
        self.reporter = Reporter(rules, columns)
        self.surveyed = surveyed
        self.code_at = columns[present(rules.codes, columns).column]
        self.known_by_report = not rules.date.known and bool(rules.reported.published)
        self.foresees = rules.date.last_year is not None
        self.mirror_same = [columns[name] for name in rules.mirror.same]
        self.mirror_swap = [columns[name] for name in rules.mirror.swap if name]
        self.missing = rules.reader.missing
        self._rules = rules
        self._delimiter = part.delimiter

    def outcome(self, row: Row) -> tuple[Outcome, Mirrored | None]:
        """The outcome of a row, and what would be its mirror if it may have one."""
        line, cells = row
        readers = self.readers
        day = readers.date.read(cells)
        if isinstance(day, InvalidInput):
            return self._rejected(row, self._rules.date.column, day.said), None
        for skip, because in readers.skips:
            if skip.read(cells):
                return Skipped(line, because), None
        parties = self.sides.of(row, day)
        if isinstance(parties, Skipped):
            return parties, None
        if isinstance(parties, Unknown):
            return self._rejected(row, parties.column, parties.said), None
        code = cells[self.code_at]
        if self.surveyed.holds(code):
            rejected = self._rejected(row, self._rules.codes.column, self.surveyed.said(code))
            return rejected._replace(held=True), None
        template = readers.template.read(cells)
        if isinstance(template, InvalidInput):
            return self._rejected(row, self._rules.codes.column, template.said), None
        return self._fact(row, day, parties, template)

    def _fact(
        self, row: Row, day: Dating, parties: TwoSides, template: Template
    ) -> tuple[Outcome, Mirrored | None]:
        line, cells = row
        readers, rules = self.readers, self._rules
        for column, reader in readers.wrong:
            if wrong := reader.read(cells):
                return self._rejected(row, column, wrong), None
        goldstein = readers.goldstein.read(cells)
        if isinstance(goldstein, InvalidInput):
            return self._rejected(row, rules.goldstein, goldstein.said), None
        known = readers.known.read(cells) if readers.known else day
        if isinstance(known, InvalidInput):
            return self._rejected(row, rules.date.known, known.said), None
        key = readers.key.read(cells)
        if not key:
            said = "the key of the row is empty, too long, or has control characters."
            return self._rejected(row, rules.key[1], said), None
        fields = template.fields_with(
            day.written, parties, self.domain(cells), readers.title.read(cells), goldstein
        )
        report = self.reporter.report(cells)
        if isinstance(report, InvalidInput):
            return self._rejected(row, rules.reported.published, report.said), None
        known_on = (
            max(known.day, date.fromordinal(edtf.window(report.published).hi))
            if self.known_by_report and report.published
            else known.day
        )
        early = "" if self.foresees else _too_early(day, known, report)
        if early:
            return self._rejected(row, rules.date.column, early), None
        coded = Coded(line, key, content_of(fields), report, known_on)
        return coded, (
            self._mirrored(cells, template) if template.mirror and self.mirror_same else None
        )

    def domain(self, cells: Cells) -> str:
        """The domain that the row itself gives, by the last condition that it meets; or empty."""
        domain = ""
        for each, named in self.readers.sets:
            if each.read(cells):
                domain = named
        return domain

    def _rejected(self, row: Row, column: str, said: str) -> Rejected:
        return Rejected(row.line, column, said, shown(self._delimiter.join(row.cells)))

    def _mirrored(self, cells: Cells, template: Template) -> Mirrored | None:
        same = tuple(cells[at] for at in self.mirror_same)
        if not self.missing.isdisjoint(same):
            return None
        one, other = (cells[at] for at in self.mirror_swap)
        return Mirrored((*same, template.code, one, other), (*same, template.mirror, other, one))


def _too_early(day: Dating, known: Dating, report: Report) -> str:
    """What is wrong with a row that was known or reported before it happened; else empty."""
    if known.day < day.first:
        return f"{day.first} is after {known.day}, from which day it was known."
    if report.published and edtf.window(report.published).hi < day.first.toordinal():
        return f"{day.first} is after {report.published}, the day of the report."
    return ""
