"""Facts as slides of TimelineJS, in its JSON format.

Source: https://timeline.knightlab.com/docs/json-format.html.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from html import escape
from typing import Final, TypeAlias

from domain.edtf import Window, month_days
from domain.kinds import What
from domain.report import Report
from projections.answer import json_text
from projections.pair_fact import HOLDING
from projections.timeline import CALLED_OFF, Entry
from projections.words import count, dated_fact, day_of
from views.exports import Export, each_once
from views.timeline import VIEW

Json: TypeAlias = dict[str, object]
_WEB: Final = ("http://", "https://")


def slides(export: Export) -> str:
    """Every fact as a slide: its date in words, its bar as far as it has days, and its sources.

    A fact that has no day at all has no slide; the first slide says how many these are. Every text
    is plain, whatever it holds; only sources are links.
    """
    answer, found = export.facts()
    entries = each_once(found.entries)
    events = [slide for entry in entries if (slide := _slide(entry, found.as_of.day)) is not None]
    left = len(entries) - len(events)
    undated = f" {count(left, 'fact')} without any day left out." if left else ""
    return json_text(
        {
            "title": {
                "text": {
                    "headline": escape(VIEW.title(answer, found).removeprefix("Timeline: ")),
                    "text": escape(f"{answer.stamp.place}, answer {answer.id}.{undated}"),
                },
            },
            "events": events,
        }
    )


def _slide(entry: Entry, on: int) -> Json | None:
    span = _span(entry, on)
    if span is None:
        return None
    state = entry.fact_state
    denied = "Disputed: " if state.disputed else "Contested: " if state.contested else ""
    return {
        "unique_id": state.name,
        **span,
        "display_date": _in_words(entry, on),
        "group": state.content.domain,
        "autolink": False,
        "text": {"headline": escape(denied + state.content.title), "text": _text(entry)},
    }


def _in_words(entry: Entry, on: int) -> str:
    if entry.change == CALLED_OFF:
        return f"called off {day_of(entry.window)}"
    return dated_fact(entry.fact_state, on)


def _text(entry: Entry) -> str:
    content = entry.fact_state.content
    what = What(content.kind, content.what).written
    said = [f"{content.parties}, {what}, {content.domain}: {entry.standing}.", content.note]
    reports = [report for _, report in entry.fact_state.reports if report]
    return "".join(
        f"<p>{part}</p>"
        for part in (*map(escape, filter(None, said)), "; ".join(map(_source, reports)))
        if part
    )


def _source(report: Report) -> str:
    said = _link(", ".join(filter(None, (report.publisher, report.published))), report.url)
    quote = f": “{escape(report.quote)}”" if report.quote else ""
    archived = f" ({_link('archived', report.archived)})" if report.archived else ""
    return f"{said}{quote}{archived}"


def _link(text: str, url: str) -> str:
    """A text as a link; plain where its address does not lead to the web."""
    said = escape(text)
    return f'<a href="{escape(url)}">{said}</a>' if url.startswith(_WEB) else said


# Days ---------------------------------------------------------------------------------------------


def _span(entry: Entry, on: int) -> Json | None:
    """When a bar begins and ends; None where there is no day for it to begin on.

    A vague date is the bar of all its days, or the one month or year that it is exactly. What
    lasts ends where it ceased to hold, or on the day asked about.
    """
    window = entry.window
    first = window.lo if _is_day(window.lo) else window.hi
    if not _is_day(first):
        return None
    last = _last(entry, on)
    if last is None and (whole := _whole(window)):
        return {"start_date": whole}
    end = last if last is not None else window.hi
    ends = {"end_date": _date(end)} if _is_day(end) and end > first else {}
    return {"start_date": _date(first), **ends}


def _last(entry: Entry, on: int) -> int | None:
    """The last day of what lasts; None of what does not."""
    if not entry.fact_state.content.standing:
        return None
    if entry.ended is not None:
        return entry.ended.hi if _is_day(entry.ended.hi) else entry.ended.lo
    return on if entry.status in HOLDING else None


def _whole(window: Window) -> Mapping[str, int]:
    """The month or year that a window is exactly; nothing for any other."""
    if not window.bounded:
        return {}
    first, last = date.fromordinal(window.lo), date.fromordinal(window.hi)
    if first.year != last.year or first.day != 1:
        return {}
    if (first.month, last.month, last.day) == (1, 12, 31):
        return {"year": first.year}
    month_ends = last.day == month_days(last.year, last.month)
    return (
        {"year": first.year, "month": first.month}
        if (first.month == last.month and month_ends)
        else {}
    )


def _is_day(day: int) -> bool:
    return 1 <= day <= date.max.toordinal()


def _date(day: int) -> dict[str, int]:
    found = date.fromordinal(day)
    return {"year": found.year, "month": found.month, "day": found.day}
