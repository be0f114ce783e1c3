"""From rows to facts: each row of a source is coded, joined to another, skipped or rejected.

Exactly one of these.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from typing import Final

from domain.characters import check_characters, holds_hidden
from domain.content import read_points
from domain.limits import LONGEST, check_fields
from domain.refusal import InvalidInput
from domain.report import Report
from domain.source_actors import REASONS, Party, SourceActors
from service.formats.cells import one_line
from service.sources.condition import condition, number
from service.sources.dates import Dating, dates
from service.sources.mirror import Collapse, Mirrored
from service.sources.outcome import Coded, Outcome, Rejected, Skipped
from service.sources.part import Part, Row, shown
from service.sources.reader import Rows
from service.sources.rules import Rules
from service.sources.templates import Template, content_of, report_of, templates

TWICE: Final = "same actor twice"
NO_TWO: Final = "no two actors"
NOT_OF_THE_STATE: Final = "sectors that do not speak for the state"
LONGEST_KEY: Final = 400

Cells = Sequence[str]


def coded(
    rules: Rules, rows: Rows, actors: SourceActors, until: date = date.max
) -> Iterator[Outcome]:
    """The outcome of each row, in the order of the rows.

    Raises Failure for a file that is not of this shape. What happened after `until` is rejected,
    unless the rules say their last year themselves.
    """
    for part in rows.parts():
        yield from coded_part(rules, part, actors, until)


def coded_part(
    rules: Rules, part: Part, actors: SourceActors, until: date = date.max
) -> Iterator[Outcome]:
    """The same for one file."""
    outcomes = _outcomes(Coder(rules, dict(part.columns), actors, until), part)
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
    coder: Coder, rows: Iterable[Row | Rejected]
) -> Iterator[tuple[Outcome, Mirrored | None]]:
    code = coder.outcome
    for row in rows:
        yield (row, None) if isinstance(row, Rejected) else code(row)


class Coder:
    """Turns rows with these columns into outcomes.

    Everything that rows have in common is prepared once.
    """

    def __init__(
        self, rules: Rules, columns: dict[str, int], actors: SourceActors, until: date
    ) -> None:
        missing = rules.reader.missing
        self._rules = rules
        self._missing = missing
        self._date_at = columns[rules.date.column]
        self._known_at = columns[rules.date.known or rules.date.column]
        self._known_by_report = not rules.date.known and bool(rules.reported.published)
        last_year = rules.date.last_year
        self._foresees = last_year is not None
        until = until if last_year is None else date.max
        self._dating = dates(
            rules.date.format, rules.date.first_year, last_year or date.max.year, until
        )
        self._knowing = dates(rules.date.known_format)
        self._skips = [
            (condition(skip.when, columns, missing), skip.because) for skip in rules.skips
        ]
        self._sets = [(condition(each.when, columns, missing), each.domain) for each in rules.sets]
        self._ranges = [(columns[each.column], each) for each in rules.ranges]
        self._source_at, self._target_at = (
            columns[rules.actors.source],
            columns[rules.actors.target],
        )
        self._state_of, self._system, self._separator = (
            actors.state_of,
            rules.actors.system,
            rules.actors.parted,
        )
        self._sector_columns = [
            columns[name]
            for name in (rules.actors.source_sectors, rules.actors.target_sectors)
            if name
        ]
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
        day = self._dating(cells[self._date_at])
        if isinstance(day, InvalidInput):
            return self._rejected(row, self._rules.date.column, day.said), None
        for holds, because in self._skips:
            if holds(cells):
                return Skipped(line, because), None
        parties = self._parties(row, day.number)
        if isinstance(parties, Skipped | Rejected):
            return parties, None
        template = self._template(cells)
        if isinstance(template, InvalidInput):
            return self._rejected(row, self._rules.codes.column, template.said), None
        return self._fact(row, day, parties, template)

    def _fact(
        self, row: Row, day: Dating, parties: _Sides, template: Template
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
        known = self._knowing(cells[self._known_at])
        if isinstance(known, InvalidInput):
            return (
                self._rejected(row, self._rules.date.known or self._rules.date.column, known.said),
                None,
            )
        key = self._key_of(cells)
        if not key:
            said = "the key of the row is empty, too long, or has control characters."
            return self._rejected(row, self._rules.key[1], said), None
        fields = self._fields(cells, day, parties, template) | {"goldstein": goldstein}
        report = self._reporter.report(cells)
        if isinstance(report, InvalidInput):
            return self._rejected(row, self._rules.reported.published, report.said), None
        known_on = (
            max(known.day, date.fromisoformat(report.published))
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
        self, cells: Sequence[str], day: Dating, parties: _Sides, template: Template
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
        return Rejected(row.line, column, said, shown(self._rules.reader.delimiter.join(row.cells)))

    def _parties(self, row: Row, day: int) -> _Sides | Skipped | Rejected:
        cells = row.cells
        texts = cells[self._source_at], cells[self._target_at]
        if texts[0] in self._missing or texts[1] in self._missing:
            return Skipped(row.line, NO_TWO)
        if self._separator:
            return self._several(row, day, texts)
        one = self._state_of(texts[0], self._system, day)
        if not one.actor:
            return self._no_state(row, self._rules.actors.source, texts[0], one)
        other = self._state_of(texts[1], self._system, day)
        if not other.actor:
            return self._no_state(row, self._rules.actors.target, texts[1], other)
        return (
            self._two(row, (one.actor,), (other.actor,))
            if one is not other
            else Skipped(row.line, TWICE)
        )

    def _several(self, row: Row, day: int, texts: tuple[str, str]) -> _Sides | Skipped | Rejected:
        """The same where a side may hold several actors."""
        sides: list[tuple[str, ...]] = []
        for text, column in zip(
            texts, (self._rules.actors.source, self._rules.actors.target), strict=True
        ):
            names = [name.strip() for name in text.split(self._separator)]
            parties = [self._state_of(name, self._system, day) for name in names]
            for name, party in zip(names, parties, strict=True):
                if party.reason:
                    return self._no_state(row, column, name, party)
            sides.append(tuple(dict.fromkeys(party.actor for party in parties)))
        return self._two(row, sides[0], sides[1])

    def _two(self, row: Row, one: tuple[str, ...], other: tuple[str, ...]) -> _Sides | Skipped:
        if not set(one).isdisjoint(other):
            return Skipped(row.line, TWICE)
        if self._rules.actors.sectors and not all(
            self._speaks(row.cells[at]) for at in self._sector_columns
        ):
            return Skipped(row.line, NOT_OF_THE_STATE)
        return one, other

    def _no_state(self, row: Row, column: str, name: str, party: Party) -> Skipped | Rejected:
        if party.reason == "unknown" and self._rules.actors.unknown == "reject":
            return self._rejected(
                row, column, f'no actor is known as "{name}" in {self._rules.actors.system}.'
            )
        return Skipped(row.line, NO_TWO if party.reason == "missing" else REASONS[party.reason])

    def _speaks(self, text: str) -> bool:
        return text in self._missing or not self._rules.actors.sectors.isdisjoint(
            part.strip() for part in text.split(",")
        )

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


def _kept(rules: Rules, columns: dict[str, int]) -> list[tuple[int, str, str]]:
    """The columns whose text is kept as it is: where each is, its name, and of which field."""
    found = (
        (rules.fact_title, "title"),
        (rules.reported.publisher_column, "publisher"),
        (rules.reported.url, "url"),
    )
    return [(columns[column], column, field) for column, field in found if column]


def _too_early(day: Dating, known: Dating, report: Report) -> str:
    """What is wrong with a row that was known or reported before it happened; else empty."""
    if known.day < day.day:
        return f"{day.day} is after {known.day}, from which day it was known."
    if report.published and date.fromisoformat(report.published) < day.day:
        return f"{day.day} is after {report.published}, the day of the report."
    return ""


_Sides = tuple[tuple[str, ...], tuple[str, ...]]


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
            dates(reported.published_format),
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
