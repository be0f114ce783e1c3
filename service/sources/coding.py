"""From rows to facts: each row of a source is coded, joined to another, skipped or rejected.

Exactly one of these.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from typing import Final

from domain import edtf
from domain.characters import check_characters, holds_hidden
from domain.content import read_points
from domain.limits import LONGEST, check_fields
from domain.refusal import InvalidInput
from domain.report import Report
from domain.source_actors import SourceActors
from service.formats.cells import one_line
from service.sources.condition import condition, number
from service.sources.dates import Dating, counts, dates, of_parts
from service.sources.heading import NoColumn, Row
from service.sources.mirror import Collapse, Mirrored
from service.sources.outcome import Coded, Outcome, Rejected, Skipped
from service.sources.part import Part, shown
from service.sources.reader import Rows
from service.sources.rules import Rules
from service.sources.sides import Sides, TwoSides, Unknown
from service.sources.survey import NOTHING, Survey, surveyed_parts
from service.sources.templates import Template, content_of, present, report_of, templates

LONGEST_KEY: Final = 400

Cells = Sequence[str]


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
    if not {rules.codes.column, rules.codes.or_column} & part.columns.keys():
        raise NoColumn(part.name, rules.codes.column, list(part.columns)[:5])
    coder = Coder(rules, part, actors, until, surveyed)
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


def _outcomes(
    coder: Coder, rows: Iterable[Row | Rejected | Skipped]
) -> Iterator[tuple[Outcome, Mirrored | None]]:
    code = coder.outcome
    for row in rows:
        yield code(row) if isinstance(row, Row) else (row, None)


class Coder:
    """Turns rows with these columns into outcomes.

    Everything that rows have in common is prepared once.
    """

    def __init__(
        self, rules: Rules, part: Part, actors: SourceActors, until: date, surveyed: Survey
    ) -> None:
        columns = dict(part.columns)
        missing = rules.reader.missing
        self._rules = rules
        self._delimiter = part.delimiter
        self._surveyed = surveyed
        self._code_at = columns[present(rules.codes, columns).column]
        self._missing = missing
        self._known_at = columns.get(rules.date.known)
        self._known_by_report = not rules.date.known and bool(rules.reported.published)
        self._foresees = rules.date.last_year is not None
        self._dating = _dating(rules, columns, until)
        self._knowing = dates(rules.date.known_formats)
        self._skips = [
            (condition(skip.when, columns, missing), skip.because) for skip in rules.skips
        ]
        self._sets = [(condition(each.when, columns, missing), each.domain) for each in rules.sets]
        self._ranges = [(columns[each.column], each) for each in rules.ranges]
        self._sides = Sides(rules, columns, actors)
        self._template = templates(rules.codes, columns, missing)
        self._key = [columns[name] for name in rules.key[1::2]]
        self._goldstein_at = columns.get(rules.goldstein)
        self._title_at = columns.get(rules.fact_title)
        self._kept = _kept(rules, columns)
        self._points: dict[str, int | InvalidInput | None] = {}
        self._reporter = _Reporter(rules, columns)
        self._mirror_same = [columns[name] for name in rules.mirror.same]
        self._mirror_swap = [columns[name] for name in rules.mirror.swap if name]

    def outcome(self, row: Row) -> tuple[Outcome, Mirrored | None]:
        """The outcome of a row, and what would be its mirror if it may have one."""
        line, cells = row
        day = self._dating(cells)
        if isinstance(day, InvalidInput):
            return self._rejected(row, self._rules.date.column, day.said), None
        for holds, because in self._skips:
            if holds(cells):
                return Skipped(line, because), None
        parties = self._sides.of(row, day)
        if isinstance(parties, Skipped):
            return parties, None
        if isinstance(parties, Unknown):
            return self._rejected(row, parties.column, parties.said), None
        code = cells[self._code_at]
        if self._surveyed.holds(code):
            rejected = self._rejected(row, self._rules.codes.column, self._surveyed.said(code))
            return rejected._replace(held=True), None
        template = self._template(cells)
        if isinstance(template, InvalidInput):
            return self._rejected(row, self._rules.codes.column, template.said), None
        return self._fact(row, day, parties, template)

    def _fact(
        self, row: Row, day: Dating, parties: TwoSides, template: Template
    ) -> tuple[Outcome, Mirrored | None]:
        line, cells = row
        wrong = self._out_of_range(cells) or self._not_kept(cells)
        if wrong:
            return self._rejected(row, *wrong), None
        goldstein = (
            None if self._goldstein_at is None else self._goldstein(cells[self._goldstein_at])
        )
        if isinstance(goldstein, InvalidInput):
            return self._rejected(row, self._rules.goldstein, goldstein.said), None
        known = day if self._known_at is None else self._knowing(cells[self._known_at])
        if isinstance(known, InvalidInput):
            return self._rejected(row, self._rules.date.known, known.said), None
        key = self._key_of(cells)
        if not key:
            said = "the key of the row is empty, too long, or has control characters."
            return self._rejected(row, self._rules.key[1], said), None
        fields = self._fields(cells, day, parties, template) | {"goldstein": goldstein}
        report = self._reporter.report(cells)
        if isinstance(report, InvalidInput):
            return self._rejected(row, self._rules.reported.published, report.said), None
        known_on = (
            max(known.day, date.fromordinal(edtf.window(report.published).hi))
            if self._known_by_report and report.published
            else known.day
        )
        early = "" if self._foresees else _too_early(day, known, report)
        if early:
            return self._rejected(row, self._rules.date.column, early), None
        coded = Coded(line, key, content_of(fields), report, known_on)
        return coded, (
            self._mirrored(cells, template) if template.mirror and self._mirror_same else None
        )

    def _fields(
        self, cells: Sequence[str], day: Dating, parties: TwoSides, template: Template
    ) -> dict[str, object]:
        """The content of a fact: its code's fields with those of the row itself."""
        fields = template.fields | {
            "actors": parties[0],
            "recipients": parties[1],
            "on": day.written,
        }
        for holds, domain in self._sets:
            if holds(cells):
                fields["domain"] = domain
        if self._title_at is not None and cells[self._title_at] not in self._missing:
            fields["title"] = " ".join(cells[self._title_at].split()) or fields["title"]
        return fields

    def _rejected(self, row: Row, column: str, said: str) -> Rejected:
        return Rejected(row.line, column, said, shown(self._delimiter.join(row.cells)))

    def _out_of_range(self, cells: Cells) -> tuple[str, str] | None:
        for at, allowed in self._ranges:
            text = cells[at]
            if text in self._missing:
                continue
            value = number(text)
            if value is None or not allowed.least <= value <= allowed.most:
                return (
                    allowed.column,
                    f'"{text}" does not lie between {allowed.least:g} and {allowed.most:g}.',
                )
        return None

    def _not_kept(self, cells: Cells) -> tuple[str, str] | None:
        """The first column whose text cannot be kept as it is, and what is wrong with it."""
        for at, column, field in self._kept:
            text = cells[at]
            if len(text) > LONGEST[field] or holds_hidden(text):
                try:
                    check_fields({field: text})
                    check_characters(one_line(text), "a cell")
                except InvalidInput as refused:
                    return column, refused.said
        return None

    def _goldstein(self, text: str) -> int | InvalidInput | None:
        if text in self._points:
            return self._points[text]
        if len(self._points) > 10_000:
            self._points.clear()
        try:
            found: int | InvalidInput | None = None if text in self._missing else read_points(text)
        except InvalidInput as refused:
            found = refused
        self._points[text] = found
        return found

    def _key_of(self, cells: Cells) -> str:
        parts = list(self._rules.key)
        for i, at in enumerate(self._key):
            text = cells[at]
            if text in self._missing:
                return ""
            parts[2 * i + 1] = text
        key = "".join(parts)
        good = key.isprintable() and not holds_hidden(key) and len(key) <= LONGEST_KEY
        return key if good else ""

    def _mirrored(self, cells: Cells, template: Template) -> Mirrored | None:
        same = tuple(cells[at] for at in self._mirror_same)
        if not self._missing.isdisjoint(same):
            return None
        one, other = (cells[at] for at in self._mirror_swap)
        return Mirrored((*same, template.code, one, other), (*same, template.mirror, other, one))


def _dating(
    rules: Rules, columns: dict[str, int], until: date
) -> Callable[[Cells], Dating | InvalidInput]:
    """What reads the day of a row. Nothing after `until`, unless the rules say a last year."""
    dated = rules.date
    last_year = dated.last_year
    span = (
        dated.first_year,
        last_year or date.max.year,
        until if last_year is None else date.max,
    )
    if dated.parts:
        year, month, day = (columns[name] for name in dated.parts)
        of_three = of_parts(rules.reader.missing, *span)
        return lambda cells: of_three(cells[year], cells[month], cells[day])
    at, counting = columns[dated.column], dated.counting
    read = (
        counts(counting.origin, counting.unit, *span) if counting else dates(dated.formats, *span)
    )
    return lambda cells: read(cells[at])


def _kept(rules: Rules, columns: dict[str, int]) -> list[tuple[int, str, str]]:
    """The columns whose text is kept as it is: where each is, its name, and of which field."""
    found = (
        (rules.fact_title, "title"),
        (rules.reported.publisher_column, "publisher"),
        (rules.reported.url, "url"),
    )
    return [(columns[column], column, field) for column, field in found if column in columns]


def _too_early(day: Dating, known: Dating, report: Report) -> str:
    """What is wrong with a row that was known or reported before it happened; else empty."""
    if known.day < day.first:
        return f"{day.first} is after {known.day}, from which day it was known."
    if report.published and edtf.window(report.published).hi < day.first.toordinal():
        return f"{day.first} is after {report.published}, the day of the report."
    return ""


class _Reporter:
    """Who says a row: publisher, address and date, as the source gives them."""

    def __init__(self, rules: Rules, columns: dict[str, int]) -> None:
        reported = rules.reported
        self._missing = rules.reader.missing
        self._publisher, self._hosts = reported.publisher, reported.host_is_publisher
        self._publisher_at, self._url_at = (
            columns.get(reported.publisher_column),
            columns.get(reported.url),
        )
        self._published_at, self._publishing = (
            columns.get(reported.published),
            dates(reported.published_formats),
        )
        self._once = lru_cache(maxsize=1024)(self._report_of)

    def report(self, cells: Cells) -> Report | InvalidInput:
        """The report, or a refusal of its date."""
        return self._once(
            self._text(cells, self._publisher_at),
            self._text(cells, self._published_at),
            self._text(cells, self._url_at),
        )

    def _report_of(self, publisher: str, published: str, url: str) -> Report | InvalidInput:
        publisher = publisher or (host(url) if self._hosts else "") or self._publisher
        if not published:
            return report_of(publisher, "", url)
        dated = self._publishing(published)
        return (
            dated if isinstance(dated, InvalidInput) else report_of(publisher, dated.written, url)
        )

    def _text(self, cells: Cells, at: int | None) -> str:
        return "" if at is None or cells[at] in self._missing else cells[at].strip()


def host(url: str) -> str:
    """The site of an address, without `www.`; empty where the text is not an address."""
    parts = url.split("/", 3)
    return (
        parts[2].lower().removeprefix("www.")
        if len(parts) > 2 and parts[0] in ("http:", "https:")
        else ""
    )
