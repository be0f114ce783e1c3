"""Facts as a Markdown document whose sources are footnotes."""

from __future__ import annotations

from domain.actors import Registry
from domain.report import Report
from projections.sentence import sentence
from projections.timeline import CALLED_OFF, Entry
from projections.words import dated_fact, day_of
from views.exports import Export, each_once
from views.page import escaped
from views.timeline import VIEW, entry_text
from views.verdict import headline


def document(export: Export) -> str:
    """The verdict of two actors' ties, and every fact with the numbers of its sources.

    The same report has one number wherever it stands. Nothing in a title is read as Markdown.
    """
    answer, found = export.facts()
    lines = [f"# {escaped(VIEW.title(answer, found).removeprefix('Timeline: '))}", ""]
    ties = export.ties()
    if ties is not None:
        state = ties[1].state
        lines += [f"**{escaped(headline(state))}**", "", escaped(sentence(state)), ""]
    notes: dict[Report, int] = {}
    on, registry = found.as_of.day, answer.registry
    lines += [_line(entry, on, notes, registry) for entry in each_once(found.entries)]
    if not found.known:
        lines.append("Nothing is known of any facts.")
    named = [answer.stamp, *([ties[0].stamp] if ties else [])]
    ids = " and ".join(stamp.answer for stamp in named)
    lines += ["", f"*{escaped(answer.stamp.place)}, answer {ids}*", ""]
    lines += [f"[^{number}]: {_note(report)}" for report, number in notes.items()]
    return "\n".join(lines).rstrip() + "\n"


def _line(entry: Entry, on: int, notes: dict[Report, int], registry: Registry) -> str:
    state = entry.fact_state
    when = day_of(entry.window) if entry.change == CALLED_OFF else dated_fact(state, on)
    reports = [report for _, report in state.reports if report]
    numbers = dict.fromkeys(notes.setdefault(report, len(notes) + 1) for report in reports)
    marks = "".join(f"[^{number}]" for number in numbers) or " (no source)"
    return f"- **{escaped(when)}** {escaped(entry_text(entry, registry))}{marks}"


def _note(report: Report) -> str:
    """`Reuters, 5 Mar 2022, from Anadolu. <https://…>`."""
    published = report.published
    origin = f", from {report.origin}" if report.origin else ""
    said = escaped(", ".join(filter(None, (report.publisher, published))) + origin)
    quote = f": “{escaped(report.quote)}”" if report.quote else ""
    url = f" <{report.url}>" if report.url else ""
    archived = f" Archived: <{report.archived}>" if report.archived else ""
    return f"{said}{quote}.{url}{archived}"
