"""The line of a fact, and the lines of its fields and first report, as `.facts` writes them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from domain import edtf
from domain.content import Content, points
from domain.events import Asserted, is_unset
from domain.kinds import What
from domain.refusal import OPEN
from projections.notation.pieces import quoted, written_known
from projections.notation.reports import because, written_announcement, written_report
from projections.notation.titles import names_source

INDENT: Final = "    "

FIELDS: Final = (
    "expires", "episode", "people", "place", "level",
    "weight", "grade", "code", "goldstein", "note",
)  # fmt: skip
"""The fields of a fact that have lines of their own, in the order in which they are written."""


def header(content: Content, handle: str) -> str:
    """`DATE ACTORS OP RECIPIENTS WHAT/DOMAIN TITLE ^handle #topic`, two spaces between them."""
    what = f"{What(content.kind, content.what).written}/{content.domain}"
    tail = [f"^{handle}"] if handle else []
    tail += [" ".join(f"#{topic}" for topic in content.topics)] if content.topics else []
    return "  ".join([content.dated, content.parties, what, _title(content.title), *tail])


def _title(title: str) -> str:
    needs_quotes = (
        title.startswith('"')
        or any(word[0] in "^#" or word == OPEN for word in title.split())
        or names_source(title)
    )
    return quoted(title) if needs_quotes else title


def first_lines(asserted: Asserted) -> Iterator[str]:
    """The first report of a fact and its fields, a line each, without the spaces before them."""
    yield from _report_lines(asserted)
    for name in FIELDS:
        if line := field_line(asserted.content, name):
            yield line


def _report_lines(asserted: Asserted) -> Iterator[str]:
    """The first report, and when the fact was known unless the report says that."""
    report = asserted.report
    known = written_known(asserted.known_on, assumed=asserted.assumed)
    if report is not None:
        # A report without a date of its own cannot be written as an announcement.
        announced = asserted.content.of_kind.planned and report.published
        line = written_announcement(report) if announced else written_report(report, known)
        yield line + because(asserted.because)
        if not report.published or edtf.window(report.published).hi == asserted.known_day:
            return
    elif is_unset(asserted.known_on):
        return
    yield f"known {known}"


def field_line(content: Content, name: str) -> str:
    """The line of one field; empty where the fact does not give it."""
    if name == "weight":
        if content.weight is None:
            return ""
        return f"weight {points(content.weight)}{because(content.weight_because)}"
    value = content.value(name)
    if name == "people":
        value = ", ".join(content.people)
    return f"{name} {value}" if value else ""
