"""One fact on a screen: what it says and who says so, and everything ever recorded of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from cli.render.page import Page
from cli.render.state import dated_fact
from domain import edtf
from domain.actors import Registry
from domain.clocks import AsOf
from domain.edtf import Window
from domain.fact import Asserted, Event, Fact, Reading, Undone
from domain.kinds import What
from domain.report import Report
from domain.status import Course, engagement, engagement_date, in_scope, support
from projections.lenses import standing_flow
from projections.state_json import clocks_json
from projections.words import clocks, day, signed
from service.formats.write import event_line, header

SCHEMA: Final = "detente/fact@1"
HISTORY_SCHEMA: Final = "detente/history@1"


def status(reading: Reading, on: int) -> str:
    """How a fact stands on a day, in a word."""
    if reading.retracted:
        return "retracted"
    if reading.disputed:
        return "disputed"
    if not in_scope(reading, on):
        return "not yet"
    if reading.content.kind == "engagement":
        return engagement(reading, on)
    if reading.content.standing:
        return {"yes": "in force", "possible": "possibly in force", "no": "not in force"}[
            Course.of(reading).holds(on)
        ]
    return "happened"


def render(
    reading: Reading, as_of: AsOf, registry: Registry, page: Page, said: Sequence[str] = ()
) -> None:
    """The fact as a page."""
    content = reading.content
    page.opening(content.title, said)
    arrow = page.letters("→", "to") if content.relation == "directed" else page.letters("=", "with")
    rows = [
        ("HANDLE", f"^{reading.name}"),
        ("WHAT", f"{What(content.kind, content.what).written}, {content.domain}"),
        (
            "WHO",
            (
                f"{_names(content.actors, registry, as_of)} {arrow}"
                f" {_names(content.recipients, registry, as_of)}"
            ),
        ),
        ("WHEN", f"{dated_fact(reading, as_of.day)}   ({_written(reading, as_of.day)})"),
        ("CHANGES", _changes(reading)),
        (f"ON {day(as_of.on)}".upper(), status(reading, as_of.day) + clocks(as_of)),
        (
            "KNOWN",
            (
                "since"
                f" {day(reading.known_day)}{' (assumed: the day it was recorded)' if reading.assumed else ''}"
            ),
        ),
        ("COUNTS", _counts(reading, as_of.day)),
        ("TOPICS", " ".join(f"#{topic}" for topic in content.topics)),
        ("PEOPLE", ", ".join(registry.name(person) for person in content.people)),
        ("PLACE", content.place),
        ("EPISODE", content.episode),
        ("GRADE", content.grade),
        ("NOTE", content.note),
    ]
    for label, text in rows:
        if text:
            page.item(label, "", text, "", columns=(16, 0))
    for i, (known, report) in enumerate(reading.reports):
        _report(page, "REPORTS" if i == 0 else "", known, report)
    for i, (known, report) in enumerate(reading.denials):
        _report(page, "DENIED" if i == 0 else "", known, report)


def _written(reading: Reading, on: int) -> str:
    """Its date as written."""
    if reading.content.kind != "engagement":
        return reading.content.dated
    return engagement_date(reading, on)


def _changes(reading: Reading) -> str:
    """What ended, suspended or resumed a standing fact, in the order of the record."""
    told = [
        f"{change.name} {_days(change.window)}"
        for change in reading.changes
        if change.name not in ("since", "until")
    ]
    return "; ".join(told)


def _days(window: Window) -> str:
    if not window.bounded:
        return f"by {day(window.hi)}" if window.hi < edtf.NO_LAST else "some day"
    return day(window.lo) if window.lo == window.hi else f"{day(window.lo)} – {day(window.hi)}"


def _names(actors: tuple[str, ...], registry: Registry, as_of: AsOf) -> str:
    return ", ".join(f"{registry.name(actor, as_of.day)} ({actor})" for actor in actors)


def _counts(reading: Reading, on: int) -> str:
    if (
        not in_scope(reading, on)
        or reading.retracted
        or (reading.content.kind == "engagement" and engagement(reading, on) != "held")
    ):
        return ""
    share = standing_flow.weigh(reading, on)
    if support(reading, on) == "stale":
        return (
            "nothing while stale, without a report for so long; it weighs"
            f" {signed(reading.content.weighs)}"
        )
    if reading.disputed or reading.doubtful:
        return (
            f"nothing, being {'disputed' if reading.disputed else 'doubtful'}; it weighs"
            f" {signed(reading.content.weighs)}"
        )
    return (
        f"{signed(share.counted)} of {signed(reading.content.weighs)} (may be {signed(share.low)}"
        f" to {signed(share.high)})"
    )


def _report(page: Page, label: str, known: int, report: Report | None) -> None:
    if report is None:
        page.item(label, "", f"no source; recorded {day(known)}", "", columns=(16, 0))
        return
    notes = [
        report.voice,
        f"grade {report.grade}" if report.grade else "",
        f"from {report.origin}" if report.origin else "",
    ]
    told = ", ".join(filter(None, notes))
    page.item(
        label,
        "",
        f"{report.publisher}, {day(known)}{f' ({told})' if told else ''}",
        "",
        columns=(16, 0),
    )
    if report.url:
        page.line(f"{'':16}{report.url}")


def fact_json(reading: Reading, as_of: AsOf) -> dict[str, object]:
    """A fact as plain values."""
    content, on = reading.content, as_of.day
    return {
        "schema": SCHEMA,
        "fact": reading.id,
        **clocks_json(as_of),
        "layer": reading.id.partition("/")[0],
        "handle": reading.handle,
        "title": content.title,
        "kind": content.kind,
        "what": content.what,
        "domain": content.domain,
        "parties": content.parties,
        "dated": _written(reading, on),
        "status": status(reading, on),
        "known_since": edtf.written(reading.known_day),
        "assumed": reading.assumed,
        "weight": content.weighs,
        "topics": list(content.topics),
        "people": list(content.people),
        "place": content.place,
        "episode": content.episode,
        "grade": content.grade,
        "note": content.note,
        "reports": [_report_json(known, report) for known, report in reading.reports if report],
        "denials": [_report_json(known, report) for known, report in reading.denials],
    }


def _report_json(known: int, report: Report) -> dict[str, object]:
    return {"known_on": edtf.written(known), **report.model_dump()}


def history_json(fact: Fact) -> dict[str, object]:
    """Every event of a fact as plain values, in the order in which they were recorded."""
    return {
        "schema": HISTORY_SCHEMA,
        "fact": fact.id,
        "events": [event_json(event) for event in fact.events],
    }


def event_json(event: Event) -> dict[str, object]:
    """One event as plain values, under its stored name."""
    return {
        "event": event.stored_as,
        "version": event.originator_version,
        **event.model_dump(mode="json", exclude={"originator_id", "originator_version"}),
    }


def fixed(as_of: AsOf) -> str:
    """On which day, and as known when, for a title."""
    return f" on {day(as_of.on)}{clocks(as_of)}"


def history_title(fact: Fact) -> str:
    """Its title as it reads today, and its handle."""
    reading = fact.read()
    return f"{(reading.content if reading else fact.asserted.content).title} ^{fact.name}"


def history(fact: Fact, page: Page) -> None:
    """Everything recorded of a fact, in the order in which it was recorded."""
    page.opening(history_title(fact))
    standing = {event.originator_version for event in fact.stands()}
    for event in fact.events:
        known = f"{day(event.known_on)}{' (assumed)' if event.assumed else ''}"
        taken_back = (
            "" if isinstance(event, Undone) or event.originator_version in standing else " (undone)"
        )
        page.item(
            str(event.originator_version),
            f"known {known}",
            f"{_line(event, fact.handle)}{taken_back}",
            "",
            columns=(4, 24),
        )
        by = f" by {event.author}" if event.author else ""
        page.line(
            f"{'':28}{page.style(f'recorded {event.recorded_at:%Y-%m-%d %H:%M:%S} UTC{by}', 'dim')}"
        )


def _line(event: Event, handle: str) -> str:
    """One event as `.facts` writes it; what no text holds, in words."""
    if isinstance(event, Asserted):
        return header(event.content, handle)
    if isinstance(event, Undone):
        because = f", because {event.because}" if event.because else ""
        return f"undone {', '.join(str(version) for version in event.versions)}{because}"
    return event_line(event)
