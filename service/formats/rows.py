"""Facts as the rows of a CSV table for spreadsheets, one for each report."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from domain.events import Asserted, Reported
from domain.fact import Fact
from projections.events import event_line
from projections.notation.facts import first_lines
from projections.notation.pieces import written_known
from service.formats.cells import Cells, guarded, joined, one_line
from service.formats.columns import COLUMNS, HERE, KNOWN, OF_FACT, OF_REPORT


def table_text(found: Iterable[Fact]) -> str:
    """Facts as CSV, each with all its events that are not undone."""
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
    reported: list[Asserted | Reported] = [fact.asserted]
    lines: list[str] = []
    for event in fact.effective_events()[1:]:
        if isinstance(event, Reported):
            reported.append(event)
            lines += [HERE] if lines else []
        else:
            lines.append(event_line(event))
    of_fact = _fact_cells(fact)
    rows = [{**of_fact, **_report_cells(event), "events": ""} for event in reported]
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
    for line in first_lines(fact.asserted):
        name, _, rest = line.strip().partition(" ")
        if name in OF_FACT:
            cells[name] = rest
    cells["weight"], _, cells["weight_because"] = cells["weight"].partition(", because ")
    return {name: one_line(cell) for name, cell in cells.items()}


def _report_cells(event: Asserted | Reported) -> Cells:
    report = event.report
    if report is None:
        return dict.fromkeys(OF_REPORT, "")
    known = f"{KNOWN}{written_known(event.known_on, assumed=event.assumed)}"
    said = (
        report.publisher,
        report.published or known,
        report.url,
        report.archived,
        report.sha256,
        report.origin,
        report.voice,
        report.grade,
        report.quote,
        event.because,
    )
    return {name: one_line(cell) for name, cell in zip(OF_REPORT, said, strict=True)}
