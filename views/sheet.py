"""Facts as a table to be read and sorted in a spreadsheet, a row for each."""

from __future__ import annotations

from datetime import date
from typing import Final

from domain.edtf import Window
from domain.kinds import POINT, What
from projections.timeline import CALLED_OFF, Entry
from projections.words import dated_fact, day_of
from views.exports import Export
from views.renderings import as_csv

COLUMNS: Final = (
    "date", "first", "last", "ended_first", "ended_last", "actors", "relation", "recipients",
    "what", "domain", "title", "status", "counts", "weight_points", "counted_points",
    "known_on", "sources", "url", "urls", "archived", "quotes", "topics", "place", "people",
    "note", "fact",
)  # fmt: skip
"""The columns; days are ISO dates, points are those of the scores."""

MARK: Final = "\ufeff"
"""The byte order mark: without it Excel reads names in another encoding."""


def sheet(export: Export) -> str:
    """Every fact in a row: its days, its end, its status, its weight, and who says so where.

    A cell that a spreadsheet would take for a formula is led by an apostrophe. It begins with the
    mark by which Excel knows that it is UTF-8.
    """
    _, found = export.facts()
    rows = [_row(entry, found.as_of.day) for entry in found.entries if not entry.again]
    return MARK + (as_csv(rows) if rows else ",".join(COLUMNS) + "\n")


def _row(entry: Entry, on: int) -> dict[str, object]:
    state, content = entry.fact_state, entry.fact_state.content
    reports = [report for _, report in state.reports if report]
    urls = list(dict.fromkeys(report.url for report in reports if report.url))
    first, last = _days(entry.window)
    ended = _days(entry.ended)
    called_off = f"called off {day_of(entry.window)}" if entry.change == CALLED_OFF else ""
    cells = (
        called_off or dated_fact(state, on), first, last, *ended,
        ", ".join(content.actors), content.relation, ", ".join(content.recipients),
        What(content.kind, content.what).written, content.domain, content.title,
        entry.standing, "yes" if entry.counts else "no", entry.weight / POINT,
        None if entry.counted is None else entry.counted / POINT,
        date.fromordinal(state.known_day).isoformat(),
        "; ".join(", ".join(filter(None, (each.publisher, each.published))) for each in reports),
        urls[0] if urls else None, " ".join(urls) or None,
        " ".join(each.archived for each in reports if each.archived) or None,
        " / ".join(f"“{each.quote}”" for each in reports if each.quote) or None,
        " ".join(content.topics) or None, content.place or None, ", ".join(content.people) or None,
        content.note or None, state.name,
    )  # fmt: skip
    return dict(zip(COLUMNS, cells, strict=True))


def _days(window: Window | None) -> tuple[str | None, str | None]:
    """The first and the last day of a window, as far as it has them."""
    if window is None:
        return None, None
    first, last = (
        date.fromordinal(day).isoformat() if 1 <= day <= date.max.toordinal() else None
        for day in window
    )
    return first, last
