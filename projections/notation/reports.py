"""The lines of `.facts` that say who reported something, and when that was known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from domain import edtf
from domain.events import (
    Cancelled,
    Confirmed,
    Denied,
    Event,
    Held,
    Reinstated,
    Reported,
    Retracted,
    Sourced,
)
from domain.refusal import Fix, InvalidInput
from domain.report import Report
from projections.notation.pieces import (
    Known,
    Parts,
    Word,
    as_written,
    is_date,
    last_day,
    quoted,
    read_date,
    read_known,
    too_many,
    written_known,
    written_name,
    written_value,
)
from projections.notation.publishers import reported

_EXAMPLE: Final = "for example"


# Written -----------------------------------------------------------------------------------------


def because(reason: str) -> str:
    """A reason as it ends a line."""
    return f", because {reason}" if reason else ""


def written_report(report: Report, known: str) -> str:
    """`report PUBLISHER, DATE ..`; `known DATE` where the report has no date of its own."""
    return f"report {_publisher_and_date(report, known)}{extras(report)}"


def written_announcement(report: Report) -> str:
    """`announced DATE, PUBLISHER ..`."""
    return f"announced {report.published}, {written_name(report.publisher)}{extras(report)}"


def _publisher_and_date(report: Report, known: str) -> str:
    return f"{written_name(report.publisher)}, {report.published or f'known {known}'}"


def extras(report: Report | None) -> str:
    """The address and the other details of a report, as they follow its name and date."""
    if report is None:
        return ""
    details = (
        ("", report.url),
        ("archived ", report.archived),
        ("sha256=", report.sha256),
        ("origin=", written_value(report.origin)),
        ("voice=", written_value(report.voice)),
        ("grade=", report.grade),
        ("quote ", quoted(report.quote) if report.quote else ""),
    )
    return "".join(f", {key}{value}" for key, value in details if value)


def _by(event: Event) -> str:
    by = getattr(event, "by", "")
    return f", by={by}" if by else ""


def _known(event: Event) -> str:
    return written_known(event.known_on, assumed=event.assumed)


# Forms of lines ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ReportForm:
    """`WORD PUBLISHER, DATE[, URL, archived URL, origin=.., quote "..", ..][, because ..]`."""

    event: type[Reported | Denied | Confirmed]
    word: str

    def read(self, rest: str, column: int) -> Event:
        """The event that the text after the word is. Raises InvalidInput at the part at fault."""
        takes_by = self.event is Denied
        parts = _parts(self.word, "PUBLISHER, DATE", rest, column, takes_by=takes_by)
        name, day = _two(self.word, "PUBLISHER, DATE", parts, rest, column)
        if day.text.startswith("known "):
            text = day.text.removeprefix("known ").strip()
            published, known = "", _read_known(Word(text, day.column))
        else:
            published = read_date(day)
            known = Known(_last_day(published, day))
        values = {
            "report": parts.report(name.text, published),
            "known_on": known.day,
            "assumed": known.assumed,
            "because": parts.because,
            **({"by": parts.by} if takes_by else {}),
        }
        return self.event.model_validate(values)

    def write(self, event: Event) -> str:
        """The line of an event, beginning with its word."""
        assert isinstance(event, Reported | Denied | Confirmed)
        said = _publisher_and_date(event.report, _known(event)) + extras(event.report)
        return f"{self.word} {said}{_by(event)}{because(event.because)}"


@dataclass(frozen=True, slots=True)
class AnnouncementForm:
    """`announced DATE, PUBLISHER[, URL, ..][, because ..]`: the report of a plan, date first."""

    word: str = "announced"

    def read(self, rest: str, column: int) -> Event:
        """The report that the text after the word is. Raises InvalidInput at the part at fault."""
        parts = _parts(self.word, "DATE, PUBLISHER", rest, column)
        day, name = _two(self.word, "DATE, PUBLISHER", parts, rest, column)
        published = read_date(day)
        return Reported(
            report=parts.report(name.text, published),
            known_on=_last_day(published, day),
            because=parts.because,
        )

    def write(self, event: Event) -> str:
        """The line of a report, beginning with its word."""
        assert isinstance(event, Reported)
        return written_announcement(event.report) + because(event.because)


@dataclass(frozen=True, slots=True)
class ChangeForm:
    """`WORD DATE[, PUBLISHER][, KNOWN][, URL, ..][, because ..]`.

    `field` is what the event calls DATE. Without KNOWN it was known on the last day of DATE,
    unless `must_say_when`: a date in the future says nothing of when it was announced.
    """

    event: type[Sourced]
    word: str
    field: str
    must_say_when: bool = False

    def read(self, rest: str, column: int) -> Event:
        """The event that the text after the word is. Raises InvalidInput at the part at fault."""
        takes_by = self.event is Cancelled
        parts = Parts.of(rest, column, takes_by=takes_by)
        if not parts.plain:
            fix = Fix(f"{self.word} DATE, PUBLISHER, KNOWN", _EXAMPLE)
            raise InvalidInput(
                f'"{self.word}" needs a date.', fix, code="date-needed", column=column
            )
        written = read_date(parts.plain[0], days=self.event is Held)
        names = [part for part in parts.plain[1:] if not is_date(part.text)]
        dates = [part for part in parts.plain[1:] if is_date(part.text)]
        if extra := sorted((*names[1:], *dates[1:]), key=lambda part: part.column):
            raise too_many(self.word, "DATE, PUBLISHER, KNOWN", rest, column, extra)
        known = self._known(written, parts.plain[0], names, dates, column)
        report = None
        if names:
            published = dates[0].text if dates and not known.assumed else ""
            report = parts.report(names[0].text, published)
        values = {
            self.field: written,
            "known_on": known.day,
            "assumed": known.assumed,
            "report": report,
            "because": parts.because,
            **({"by": parts.by} if takes_by else {}),
        }
        return self.event.model_validate(values)

    def _known(
        self, written: str, first: Word, names: Sequence[Word], dates: Sequence[Word], column: int
    ) -> Known:
        if dates:
            return _read_known(dates[0])
        publisher = names[0].text if names else "PUBLISHER"
        fix = Fix(f"{self.word} {written}, {publisher}, KNOWN")
        if self.must_say_when:
            raise InvalidInput(
                f'"{self.word}" must also say from which day that was known.',
                fix,
                code="known-date-needed",
                column=column,
            )
        last = edtf.days(written).hi
        if last == edtf.NO_LAST:
            raise InvalidInput(
                f'"{first.text}" has no last day, so say from which day that was known.',
                fix,
                code="known-date-needed",
                column=first.column,
            )
        return Known(date.fromordinal(last))

    def write(self, event: Event) -> str:
        """The line of an event, beginning with its word."""
        assert isinstance(event, Sourced)
        report, written = event.report, str(getattr(event, self.field))
        publisher = f", {written_name(report.publisher)}" if report else ""
        published = report.published if report else ""
        known = written_known(event.known_on, assumed=event.assumed)
        if published:
            known = f"{published}{'?' if event.assumed else ''}"
        implied = (
            not self.must_say_when
            and not event.assumed
            and not published
            and edtf.days(written).hi == event.known_day
        )
        when = "" if implied else f", {known}"
        said = f"{written}{publisher}{when}{extras(report)}{_by(event)}"
        return f"{self.word} {said}{because(event.because)}"


@dataclass(frozen=True, slots=True)
class WithdrawalForm:
    """`WORD DATE[, because ..]`."""

    event: type[Retracted | Reinstated]
    word: str

    def read(self, rest: str, column: int) -> Event:
        """The event that the text after the word is. Raises InvalidInput at the part at fault."""
        parts = Parts.of(rest, column)
        if len(parts.plain) != 1:
            raise InvalidInput(
                f'"{self.word}" needs the date from which it is known.',
                Fix(f"{self.word} DATE, because REASON", _EXAMPLE),
                code="date-needed",
                column=column,
            )
        known = _read_known(parts.plain[0])
        return self.event(known_on=known.day, assumed=known.assumed, because=parts.because)

    def write(self, event: Event) -> str:
        """The line of an event, beginning with its word."""
        return f"{self.word} {_known(event)}{because(event.because)}"


def _parts(word: str, form: str, rest: str, column: int, *, takes_by: bool = False) -> Parts:
    """The parts of a line. Raises InvalidInput, with that line where quotes alone are wrong."""
    try:
        return Parts.of(rest, column, takes_by=takes_by)
    except InvalidInput as refused:
        both = _with_both(word, form, rest) if refused.code == "open-quotes" else None
        raise refused.with_fixes(*([both] if both else refused.fixes)) from None


def _two(word: str, form: str, parts: Parts, rest: str, column: int) -> tuple[Word, Word]:
    """The two parts that a line needs. Raises InvalidInput where there are fewer or more."""
    plain = parts.plain
    if len(plain) < 2:
        raise InvalidInput(
            "a publisher and a date are needed, with a comma and a space between them.",
            _with_both(word, form, rest) or _with_one(word, form, plain),
            code="publisher-and-date-needed",
            column=column,
        )
    if len(plain) > 2:
        raise too_many(word, form, rest, column, plain[2:])
    one, other = plain
    day, name = (one, other) if form.startswith("DATE") else (other, one)
    if is_date(name.text) and not is_date(day.text) and not day.text.startswith("known "):
        first, second = (as_written(part, rest, column) for part in (one, other))
        turned = rest.replace(f"{first}, {second}", f"{second}, {first}", 1)
        said = f'"{word}" has its {"date" if form.startswith("DATE") else "publisher"} first.'
        raise InvalidInput(said, Fix(f"{word} {turned}"), code="turned-around", column=column)
    return one, other


def _with_one(word: str, form: str, plain: Sequence[Word]) -> Fix:
    """The line with what it has in its place, and the other part left to write."""
    if not plain:
        return Fix(f"{word} {form}", _EXAMPLE)
    given = plain[0].text
    return Fix(f"{word} {form.replace('DATE' if is_date(given) else 'PUBLISHER', given)}")


def _with_both(word: str, form: str, rest: str) -> Fix | None:
    """The same line with a comma between its publisher and its date; None if it has no date."""
    text, comma, more = rest.partition(", ")
    while comma and not reported(text).date:
        further, comma, more = more.partition(", ")
        text += f", {further}"
    found = reported(text)
    if not found.date or not found.publisher:
        return None
    publisher, day, *url = found.parts
    both = (day, publisher) if form.startswith("DATE") else (publisher, day)
    return Fix(f"{word} {', '.join((*both, *url, *([more] if more else [])))}")


def _last_day(published: str, word: Word) -> date:
    try:
        return last_day(published)
    except InvalidInput as refused:
        raise refused.at(word.column) from None


def _read_known(word: Word) -> Known:
    try:
        return read_known(word.text)
    except InvalidInput as refused:
        raise refused.at(word.column) from None
