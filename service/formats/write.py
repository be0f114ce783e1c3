"""Blocks and facts written back as `.facts` text, in the one canonical form."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from domain import edtf
from domain.content import Content, points
from domain.events import (  # fmt: skip
    Asserted,
    Cancelled,
    Confirmed,
    Corrected,
    Denied,
    Ended,
    Event,
    Held,
    Reinstated,
    Renewed,
    Reported,
    Rescheduled,
    Resumed,
    Retracted,
    Sourced,
    Suspended,
    is_unset,
)
from domain.fact import Fact
from domain.kinds import What
from domain.report import Report
from service.formats.details import correction_parts
from service.formats.facts import ActorLine, Block, Document, Expectation, Plain
from service.formats.lines import is_date, quoted

INDENT: Final = "    "
_CHANGES: Final[dict[type[Event], tuple[str, str]]] = {
    Held: ("held", "on"),
    Cancelled: ("cancelled", "on"),
    Rescheduled: ("moved", "planned"),
    Ended: ("ended", "on"),
    Suspended: ("suspended", "on"),
    Resumed: ("resumed", "on"),
    Renewed: ("renewed", "expires"),
}
_ALWAYS_DATED: Final = (Rescheduled, Renewed)


def document_text(document: Document) -> str:
    """A whole document in canonical form: comments and blank lines stay where they were."""
    return "".join(f"{line}\n" for item in document.items for line in _item_lines(item))


def facts_text(facts: Iterable[Fact], heads: Sequence[str] = ()) -> str:
    """Facts as `.facts`, each with all its events.

    After the lines that describe actors and expectations.
    """
    lines = [*heads, *([""] if heads else [])]
    for fact in (fact for fact in facts if fact.exists):
        lines += fact_lines(fact.handle, fact.asserted, fact.effective_events()[1:])
    return "".join(f"{line}\n" for line in lines)


def _item_lines(item: Block | Plain | ActorLine | Expectation) -> Iterator[str]:
    match item:
        case Plain():
            yield item.text
        case ActorLine():
            yield item.actor.line
        case Expectation():
            yield item.expected.line
        case Block():
            yield from _block_lines(item)


def _block_lines(block: Block) -> Iterator[str]:
    """A block's lines; a comment stays before the event that it stood before.

    Or else at the end.
    """
    head, *fields = fact_lines(block.handle, block.asserted, ())
    yield head
    comments = list(block.comments)
    first_event = block.events[0].line if block.events else 10**9
    yield from _taken(comments, first_event)
    yield from fields
    for detail in block.events:
        yield from _taken(comments, detail.line)
        yield INDENT + event_line(detail.event)
    yield from _taken(comments, 10**9)


def _taken(comments: list[tuple[int, str]], before: int) -> Iterator[str]:
    while comments and comments[0][0] < before:
        yield INDENT + comments.pop(0)[1]


def fact_lines(handle: str, asserted: Asserted, later: Iterable[Event]) -> Iterator[str]:
    """One fact: its line, then its fields and first report, then its further events in order."""
    yield header(asserted.content, handle)
    for line in _first_lines(asserted):
        yield INDENT + line
    for event in later:
        yield INDENT + event_line(event)


def header(content: Content, handle: str) -> str:
    """`DATE ACTORS OP RECIPIENTS WHAT/DOMAIN TITLE ^handle #topic`, two blanks between them."""
    what = f"{What(content.kind, content.what).written}/{content.domain}"
    tail = [f"^{handle}"] if handle else []
    tail += [" ".join(f"#{topic}" for topic in content.topics)] if content.topics else []
    return "  ".join([content.dated, content.parties, what, _title(content.title), *tail])


def _title(title: str) -> str:
    needs_quotes = title.startswith('"') or any(word[0] in "^#" for word in title.split())
    return quoted(title) if needs_quotes else title


def _first_lines(asserted: Asserted) -> Iterator[str]:
    content = asserted.content
    known = f"{asserted.known_on}{'?' if asserted.assumed else ''}"
    if asserted.report is not None:
        yield _report_line(
            asserted.report, known, asserted.because, announced=content.of_kind.planned
        )
        if (
            asserted.report.published
            and edtf.window(asserted.report.published).hi != asserted.known_day
        ):
            yield f"known {known}"
    elif not is_unset(asserted.known_on):
        yield f"known {known}"
    if content.expires:
        yield f"expires {content.expires}"
    for name in ("episode", "people", "place", "level"):
        if value := content.value(name):
            yield f"{name} {', '.join(value.split(','))}" if name == "people" else f"{name} {value}"
    if content.weight is not None:
        yield f"weight {points(content.weight)}" + _because(content.weight_because)
    for name in ("grade", "code", "goldstein", "note"):
        if value := content.value(name):
            yield f"{name} {value}"


def _because(reason: str) -> str:
    return f", because {reason}" if reason else ""


def _report_line(report: Report, known: str, because: str, *, announced: bool) -> str:
    """A first report; one that gives no date of its own is no announcement of one."""
    dated = announced and report.published
    first = (
        f"announced {report.published}, {report.publisher}"
        if dated
        else f"report {_said_when(report, known)}"
    )
    return first + _extras(report) + _because(because)


def _said_when(report: Report, known: str) -> str:
    """The publisher and the date published, or when it was known where nobody says."""
    return f"{report.publisher}, {report.published or f'known {known}'}"


def _extras(report: Report | None) -> str:
    if report is None:
        return ""
    url = f", {report.url}" if report.url else ""
    return url + "".join(
        f", {key}={value}"
        for key in ("origin", "voice", "grade")
        if (value := getattr(report, key))
    )


def event_line(event: Event) -> str:
    """One event as a detail line."""
    known = f"{event.known_on}{'?' if event.assumed else ''}"
    match event:
        case Reported():
            return _report_line(event.report, known, event.because, announced=False)
        case Denied() | Confirmed():
            name = "denied" if isinstance(event, Denied) else "confirmed"
            return (
                f"{name} {_said_when(event.report, known)}"
                f"{_extras(event.report)}{_because(event.because)}"
            )
        case Retracted() | Reinstated():
            return (
                f"{'retracted' if isinstance(event, Retracted) else 'reinstated'}"
                f" {known}{_because(event.because)}"
            )
        case Corrected():
            return (
                f"corrected {event.field} {_value(event, known)}, {known}{_because(event.because)}"
            )
        case Sourced():
            return _change_line(event, known)
        case _:
            raise AssertionError(f"{type(event).__name__} is no detail")


def _change_line(event: Sourced, known: str) -> str:
    name, field = _CHANGES[type(event)]
    written: str = getattr(event, field)
    publisher = f", {event.report.publisher}" if event.report else ""
    by_default = (
        not event.assumed
        and edtf.window(written).hi == event.known_day
        and not (event.report and event.report.published)
    )
    when = (
        ""
        if by_default and not isinstance(event, _ALWAYS_DATED)
        else f", {_published(event, known)}"
    )
    return f"{name} {written}{publisher}{when}{_extras(event.report)}{_because(event.because)}"


def _published(event: Sourced, known: str) -> str:
    """The known date as the source gave it, where it gave one."""
    if event.report and event.report.published:
        return f"{event.report.published}{'?' if event.assumed else ''}"
    return known


_PLAIN_VALUE = re.compile(r'[^"\s].*')


def _value(event: Corrected, known: str) -> str:
    """A correction's value, in quotes wherever it would be read otherwise without them."""
    text = event.value
    found = correction_parts(f"{event.field} {text}, {known}{_because(event.because)}")
    plain = (
        _PLAIN_VALUE.fullmatch(text)
        and found
        and found[0][1] == text
        and not is_date(text.split(",")[-1].strip())
    )
    return text if plain or is_date(text) else quoted(text)
