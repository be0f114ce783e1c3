"""The sections of a state: its facts listed by what they are, each in a line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from domain import edtf
from domain.actors import Registry
from domain.denial import Denial
from domain.fact import FactState
from domain.status import engagement_date, standing_plan
from projections.pair_fact import PairFact, freshness
from projections.state import State
from projections.words import dated, dated_fact, day, ended
from views.page import Item, Page

MOST: Final = 6
"""How many facts a section shows unless all are asked for."""

_ALL: Final = 10**6


@dataclass(frozen=True)
class Wanted:
    """What to show: one section only, every fact of each, each fact's part, or the brief form."""

    only: str = ""
    all: bool = False
    why: bool = False
    brief: bool = False


def date_of(pair_fact: PairFact, day_: int) -> str:
    """The same; of a plan that was called off when that was."""
    if pair_fact.status == "cancelled":
        return dated(standing_plan(pair_fact.fact_state, day_).text)
    return dated_fact(pair_fact.fact_state, day_)


def _with_status(pair_fact: PairFact, state: State, _: Registry) -> str:
    notes = [pair_fact.status] if pair_fact.status == "possible" else []
    if freshness(pair_fact, state.as_of.day) == "stale":
        notes.append("stale")
    return f"{pair_fact.content.title} ({', '.join(notes)})" if notes else pair_fact.content.title


def _ahead(pair_fact: PairFact, _: State, __: Registry) -> str:
    announced = day(pair_fact.fact_state.known_day)
    return f"{pair_fact.content.title} ({pair_fact.status}, announced {announced})"


def _recent(pair_fact: PairFact, state: State, registry: Registry) -> str:
    """What happened; who called off a plan; what of a standing fact is over."""
    title, on = pair_fact.content.title, state.as_of.day
    if pair_fact.called_off is not None:
        plan = standing_plan(pair_fact.fact_state, on)
        planned = dated(engagement_date(pair_fact.fact_state, on))
        return f"{title} (planned for {planned}, called off by {registry.name(plan.by, on)})"
    if not pair_fact.content.standing:
        return title
    return f"{title} ({ended(pair_fact.fact_state, on).partition(' ')[0] or 'ended'})"


def _denied(pair_fact: PairFact, state: State, registry: Registry) -> str:
    reports = [report for _, report in pair_fact.fact_state.reports if report]
    claimed = f"reported by {reports[0].publisher}, " if reports else ""
    denials = "; ".join(
        denied_by(denial, registry, state.as_of.day) for denial in pair_fact.fact_state.denials
    )
    return f"“{pair_fact.content.title}” {claimed}denied by {denials}"


def denied_by(denial: Denial, registry: Registry, on: int) -> str:
    """`Turkey 26 Feb 2022 (Reuters)`; the publisher alone where nobody says who denies it."""
    publisher, known = denial.report.publisher, day(denial.known_day)
    if not denial.by:
        return f"{publisher} {known}"
    return f"{registry.name(denial.by, on)} {known} ({publisher})"


def _excluded(pair_fact: PairFact, _: State, __: Registry) -> str:
    return f"{pair_fact.content.title} ({pair_fact.reason})"


def _plainly(pair_fact: PairFact, _: State, __: Registry) -> str:
    return pair_fact.content.title


Describe = Callable[[PairFact, State, Registry], str]

SECTIONS: Final[dict[str, tuple[Callable[[State], Sequence[PairFact]], Describe]]] = {
    "in-force": (lambda state: state.in_force, _with_status),
    "stances": (lambda state: state.stances, _with_status),
    "links": (lambda state: state.links, _with_status),
    "ahead": (lambda state: state.ahead, _ahead),
    "recent": (lambda state: state.recent, _recent),
    "contested": (lambda state: [t for t in state.disputed if t.contested], _denied),
    "disputed": (lambda state: [t for t in state.disputed if not t.contested], _denied),
    "described-as": (lambda state: state.described_as, _plainly),
    "context": (lambda state: state.context, _plainly),
    "not-counted": (lambda state: state.others_not_counted, _excluded),
}
"""The sections of an answer in their order: which facts, and the text of each."""

BRIEF: Final = ("in-force", "ahead")
"""The sections of a brief answer."""


def sections(state: State, registry: Registry, page: Page, wanted: Wanted) -> None:
    """Writes the sections that are wanted, each with its most important facts."""
    for name, (pick, describe) in SECTIONS.items():
        pair_facts = pick(state)
        if name == "recent" and not wanted.only:
            pair_facts = [each for each in pair_facts if not each.contested]  # listed below
        if (wanted.only and name != wanted.only) or (wanted.brief and name not in BRIEF):
            continue
        if wanted.only and not pair_facts:
            page.text(
                f"Nothing is {name.replace('-', ' ')} for them on {day(state.as_of.on)}, as far as"
                " is known."
            )
        most = _ALL if wanted.all or wanted.only else MOST
        items = [
            _item(pair_fact, describe(pair_fact, state, registry), state, page)
            for pair_fact in _by_date(pair_facts, name)[:most]
        ]
        if len(pair_facts) > most:
            items.append(Item("", f"and {len(pair_facts) - most} more: --only {name}"))
        page.listed(name.replace("-", " ").upper(), items)
        if name == "stances" and state.open_disputes and not wanted.only:
            page.item(
                "OPEN DISPUTE", ", ".join(f"#{topic}" for topic in state.open_disputes), "", ""
            )


def _item(pair_fact: PairFact, text: str, state: State, page: Page) -> Item:
    on = state.as_of.day
    return Item(
        date_of(pair_fact, on),
        _ascii_quotes(text) if page.plain else text,
        f"^{pair_fact.handle}",
        links(pair_fact.fact_state),
    )


def links(fact_state: FactState) -> tuple[tuple[str, str], ...]:
    """The reports behind a fact, by publisher and day, each with its address if it has one.

    A copy that stays follows its report.
    """
    reports = [report for _, report in fact_state.reports if report is not None]
    found: list[tuple[str, str]] = []
    for report in reports:
        found.append((f"{report.publisher}, {report.published}".rstrip(", "), report.url))
        found += [("archived", report.archived)] if report.archived else []
    return tuple(found)


def _ascii_quotes(text: str) -> str:
    return text.replace("“", '"').replace("”", '"')


def _by_date(pair_facts: Sequence[PairFact], name: str) -> list[PairFact]:
    if name == "recent":
        return list(pair_facts)
    return sorted(
        pair_facts,
        key=lambda t: (
            -t.fact_state.window.hi if t.fact_state.window.hi < edtf.NO_LAST else 0,
            t.handle,
        ),
    )
