"""One fact on a screen: its content, its sources, and everything ever recorded of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from domain.actors import Registry
from domain.clocks import AsOf
from domain.events import Asserted, Corrected, Event, Undone
from domain.fact import Fact, FactState
from domain.kinds import What
from domain.report import Report
from domain.status import engagement, in_scope, standing_plan, support
from projections.answer import Answer
from projections.events import describe, event_line, has_line
from projections.fact_record import called_off_by, date_written, status
from projections.history import Order, ordered
from projections.lenses import standing_flow
from projections.notation.facts import header
from projections.pair_fact import called_off_as
from projections.pairs import Pair
from projections.questions.fact import FoundFact
from projections.questions.history import FoundHistory
from projections.questions.why_fact import FoundUnknown
from projections.words import clocks, dated, dated_fact, day, day_of, signed
from views.page import Page
from views.view import PROSE, Look, View


def render(
    fact_state: FactState, as_of: AsOf, registry: Registry, page: Page, said: Sequence[str] = ()
) -> None:
    """The fact as a page."""
    content = fact_state.content
    page.opening(content.title, said)
    arrow = page.symbol("→", "to") if content.relation == "directed" else page.symbol("=", "with")
    rows = [
        ("HANDLE", f"^{fact_state.name}"),
        ("WHAT", f"{What(content.kind, content.what).written}, {content.domain}"),
        (
            "WHO",
            (
                f"{_names(content.actors, registry, as_of)} {arrow}"
                f" {_names(content.recipients, registry, as_of)}"
            ),
        ),
        ("WHEN", f"{dated_fact(fact_state, as_of.day)}   ({date_written(fact_state, as_of.day)})"),
        ("CHANGES", _changes(fact_state)),
        (
            f"ON {day(as_of.on)}".upper(),
            _status(fact_state, as_of.day, registry) + clocks(as_of),
        ),
        (
            "KNOWN",
            f"since {day(fact_state.known_day)}"
            + (" (assumed: the day it was recorded)" if fact_state.assumed else ""),
        ),
        ("COUNTS", _counts(fact_state, as_of.day)),
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
    for i, (known, report) in enumerate(fact_state.reports):
        _report(page, "REPORTS" if i == 0 else "", known, report)
    for i, denial in enumerate(fact_state.denials):
        by = f"{registry.name(denial.by, denial.known_day)}, says " if denial.by else ""
        _report(page, "DENIED" if i == 0 else "", denial.known_day, denial.report, by)


def _corrections(fact: Fact, as_of: AsOf, page: Page) -> None:
    """What was put right of it by then, from when that was known, who says so, and why."""
    corrected = [
        event
        for event in fact.effective_events(as_of.recorded_instant)
        if isinstance(event, Corrected) and event.known_day <= as_of.known_day
    ]
    for i, event in enumerate(corrected):
        known = f"{day(event.known_on)}{' (assumed)' if event.assumed else ''}"
        said = f"{describe(event)}; known {known}"
        page.item("CORRECTED" if i == 0 else "", "", said, "", columns=(16, 0))
        if event.report and event.report.url:
            page.line(f"{'':16}{event.report.url}")


def _status(fact_state: FactState, on: int, registry: Registry) -> str:
    """Its status; of a plan that was called off when, by whom, and who says so."""
    found = status(fact_state, on)
    if found != "cancelled":
        return found
    off = standing_plan(fact_state, on)
    by = f" by {registry.name(off.by, on)}" if off.by else ""
    source = f", says {off.source}" if off.source else ""
    return f"called off {dated(off.text)}{by}{source}"


def _changes(fact_state: FactState) -> str:
    """What ended, suspended or resumed a standing fact, in the order of the record."""
    parts = [
        f"{change.name} {day_of(change.window)}"
        for change in fact_state.changes
        if change.name not in ("since", "until")
    ]
    return "; ".join(parts)


def _names(actors: tuple[str, ...], registry: Registry, as_of: AsOf) -> str:
    return ", ".join(f"{registry.name(actor, as_of.day)} ({actor})" for actor in actors)


def _counts(fact_state: FactState, on: int) -> str:
    if not in_scope(fact_state, on) or fact_state.retracted:
        return ""
    if fact_state.content.of_kind.planned and engagement(fact_state, on) != "held":
        by = called_off_by(fact_state, on)
        refusal = called_off_as(fact_state, _pair_of(fact_state, by), on) if by else None
        return f"as a refusal to meet: {_counts(refusal, on)}" if refusal else ""
    share = standing_flow.weigh(fact_state, on)
    if support(fact_state, on) == "stale":
        return (
            "nothing while stale, without a report for so long; it weighs"
            f" {signed(fact_state.content.weighs)}"
        )
    if fact_state.disputed or fact_state.doubtful:
        return (
            f"nothing, being {'disputed' if fact_state.disputed else 'doubtful'}; it weighs"
            f" {signed(fact_state.content.weighs)}"
        )
    share = share.or_nothing() if fact_state.contested else share
    contested = ", contested" if fact_state.contested else ""
    return (
        f"{signed(share.counted)} of {signed(standing_flow.weight(fact_state))}"
        f" (may be {signed(share.low)} to {signed(share.high)}){contested}"
    )


def _pair_of(fact_state: FactState, by: str) -> Pair:
    """An actor who called off a plan, and one of those on the other side of it."""
    content = fact_state.content
    others = content.recipients if by in content.actors else content.actors
    return Pair.of(by, next((other for other in others if other != by), by))


def _report(page: Page, label: str, known: int, report: Report | None, by: str = "") -> None:
    if report is None:
        page.item(label, "", f"no source; recorded {day(known)}", "", columns=(16, 0))
        return
    notes = [
        report.voice,
        f"grade {report.grade}" if report.grade else "",
        f"from {report.origin}" if report.origin else "",
    ]
    noted = ", ".join(filter(None, notes))
    page.item(
        label,
        "",
        f"{by}{report.publisher}, {day(known)}{f' ({noted})' if noted else ''}",
        "",
        columns=(16, 0),
    )
    if report.quote:
        page.item("", "", f"“{report.quote}”", "", columns=(16, 0))
    if report.url:
        page.line(f"{'':16}{report.url}")
    if report.archived:
        page.line(f"{'':16}archived {report.archived}")
    if report.sha256:
        page.line(f"{'':16}sha256 {report.sha256}")


def fixed(as_of: AsOf) -> str:
    """On which day, and as known when, for a title."""
    return f" on {day(as_of.on)}{clocks(as_of)}"


def history_title(fact: Fact) -> str:
    """Its title as it reads today, and its handle."""
    fact_state = fact.as_of()
    return f"{(fact_state.content if fact_state else fact.asserted.content).title} ^{fact.name}"


def history(fact: Fact, order: Order, page: Page) -> None:
    """Everything recorded of a fact, in an order."""
    page.opening(history_title(fact))
    standing = {event.originator_version for event in fact.effective_events()}
    for event in ordered(fact, order):
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
        if event.first_recorded is not None:
            first = f"first recorded elsewhere {event.first_recorded:%Y-%m-%d %H:%M:%S} UTC"
            page.line(f"{'':28}{page.style(first, 'dim')}")


def _line(event: Event, handle: str) -> str:
    """One event as `.facts` writes it; what no text holds, in words."""
    if isinstance(event, Asserted):
        return header(event.content, handle)
    return event_line(event) if has_line(event) else describe(event)


# The views ---------------------------------------------------------------------------------------


def _title(answer: Answer, found: FoundFact) -> str:  # noqa: ARG001  # its title names it
    return f"Fact: {found.fact_state.content.title} ^{found.fact.name}{fixed(found.as_of)}"


def _draw(answer: Answer, found: FoundFact, page: Page, look: Look) -> None:
    render(found.fact_state, found.as_of, answer.registry, page, look.said)
    _corrections(found.fact, found.as_of, page)


def _draw_history(answer: Answer, found: FoundHistory, page: Page, look: Look) -> None:  # noqa: ARG001
    history(found.fact, found.order, page)


VIEW: Final = View(FoundFact, title=_title, draw=_draw, formats=PROSE)
HISTORY_VIEW: Final = View(
    FoundHistory,
    title=lambda _, found: f"History of a fact: {history_title(found.fact)}",
    draw=_draw_history,
)


def _draw_unknown(answer: Answer, found: FoundUnknown, page: Page, look: Look) -> None:  # noqa: ARG001
    page.text(f'"{found.fact.handle}" was not known then.')


UNKNOWN_VIEW: Final = View(
    FoundUnknown,
    title=lambda _, found: f"Fact: ^{found.fact.name}{fixed(found.as_of)}",
    draw=_draw_unknown,
    formats=PROSE,
)
