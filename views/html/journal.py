"""Facts in order as a journal: a heading for each month, and what has only a vague date apart."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Final, NamedTuple

from domain.actors import Registry
from domain.edtf import NO_FIRST, NO_LAST, Window
from domain.fact import FactState
from projections.fact_record import status
from projections.timeline import CALLED_OFF, Entry
from projections.words import day
from views.html import address
from views.html.address import Address
from views.html.parts import (
    MOST_SOURCES,
    Source,
    lateness,
    parties_of,
    points_text,
    sources_of,
    symbol,
)
from views.timeline import entry_date

MONTH: Final = 31
"""A window of so many days has a month; a longer one is vague."""

NEWEST: Final = "newest"
OLDEST: Final = "oldest"
KNOWN: Final = "known"
ORDERS: Final[Mapping[str, str]] = {
    NEWEST: "newest first", OLDEST: "oldest first", KNOWN: "as it became known",
}  # fmt: skip

_STATUSES: Final = {
    "cancelled": "called off", "possibly in force": "possible", "not in force": "ended",
}  # fmt: skip
_TAGGED: Final = frozenset(
    {"called off", "possible", "pending", "due", "unconfirmed", "disputed", "retracted", "not yet"}
)


def status_of(entry: Entry, on: int) -> str:
    """The status of an entry's fact on a day, in a word or two."""
    found = status(entry.fact_state, on)
    return _STATUSES.get(found, found)


def counts(entry: Entry) -> bool:
    """Whether an entry's fact counts in answers of its pairs, as far as that is its own matter."""
    state = entry.fact_state
    kind = state.content.of_kind
    if state.retracted or state.disputed or state.doubtful or not kind.scored:
        return False
    return not kind.planned or entry.status == "held"


@dataclass(frozen=True)
class JournalItem:
    """A line of a journal: side, date, what, who, from whom, how late, and what it weighs."""

    sign: str
    sign_means: str
    when: str
    title: str
    link: Address
    quoted: bool
    tag: str
    parties: str
    kind: str
    domain: str
    sources: Sequence[Source]
    more_sources: int
    origins: int
    late: str
    weight: str

    @classmethod
    def of(
        cls,
        entry: Entry,
        registry: Registry,
        on: int,
        options: Mapping[str, str],
        *,
        known: bool = False,
        full: bool = False,
    ) -> JournalItem:
        """That of an entry; `known` where it stands under the day on which it became known.

        With its `full` date, year and all, where it stands under no heading.
        """
        state, content = entry.fact_state, entry.fact_state.content
        sources, counted = sources_of(state), counts(entry)
        side = 0 if entry.weight > 0 else 1 if entry.weight < 0 else 2
        means = ("for", "against", "weighs nothing")[side] + ("" if counted else ", not counted")
        found = status_of(entry, on)
        change = entry.change if entry.change != CALLED_OFF else ""
        return cls(
            sign=symbol(entry.weight, counts=counted),
            sign_means=means,
            when=_when(entry, known=known, full=full),
            title=content.title,
            link=address.fact(state.name, options),
            quoted=bool(state.how),
            tag=change or (found if found in _TAGGED else state.how),
            parties=parties_of(content, registry, on),
            kind=content.kind,
            domain=content.domain,
            sources=sources[:MOST_SOURCES],
            more_sources=max(0, len(sources) - MOST_SOURCES),
            origins=origins(state),
            late="" if entry.again else lateness(state),
            weight=points_text(entry.weight) if entry.weight else "",
        )  # fmt: skip


def _when(entry: Entry, *, known: bool, full: bool) -> str:
    if full:
        return entry_date(entry)
    return _by(entry.fact_state.known_day) if known else short_date(entry)


def origins(state: FactState) -> int:
    """From how many origins a fact is known; 0 where nobody is named."""
    return len({report.source for _, report in state.reports if report})


def short_date(entry: Entry) -> str:
    """The date of an entry under the heading of its month: `5 Aug`, `1–23 Apr`."""
    window = entry.window
    if not window.bounded or window.hi - window.lo >= MONTH:
        return entry_date(entry)
    first, last = date.fromordinal(window.lo), date.fromordinal(window.hi)
    if first == last:
        return _by(window.lo)
    if first.month != last.month:
        return f"{_by(window.lo)} – {_by(window.hi)}"
    if first.day == 1 and window.hi - window.lo >= MONTH - 4:
        return f"{last:%b}"
    return f"{first.day}–{_by(window.hi)}"


def _by(ordinal: int) -> str:
    found = date.fromordinal(ordinal)
    return f"{found.day} {found:%b}"


class Heading(NamedTuple):
    """A heading of a journal: its place in order, its words, and its name in the address."""

    year: int
    vague: bool
    month: int
    words: str
    anchor: str


_UNDATED: Final = Heading(-1, True, 0, "on no known day", "undated")


def heading_of(window: Window) -> Heading:
    """The month of a window; what may be of several stands apart, under its years."""
    if not window.bounded:
        return _UNDATED
    last = date.fromordinal(window.hi)
    if window.hi - window.lo < MONTH:
        return Heading(last.year, False, last.month, f"{last:%B} {last.year}", f"m{last:%Y-%m}")
    first = date.fromordinal(window.lo)
    if first.year == last.year:
        return Heading(last.year, True, 0, f"some day in {last.year}", f"m{last.year}")
    words = f"some day from {first.year} to {last.year}"
    return Heading(last.year, True, -first.year, words, f"m{first.year}-{last.year}")


def known_heading(entry: Entry) -> Heading:
    """The month in which an entry's fact became known."""
    return heading_of(Window(entry.fact_state.known_day, entry.fact_state.known_day))


def ordered(entries: Iterable[Entry], order: str) -> list[Entry]:
    """Entries in one of the orders; as they became known, each fact once."""
    if order == KNOWN:
        once = {entry.fact_state.id: entry for entry in entries if not entry.again}
        return sorted(once.values(), key=lambda each: (-each.fact_state.known_day, *_name(each)))
    if order == OLDEST:
        return sorted(entries, key=lambda each: (_undated(each), *_place(each, 1), *_name(each)))
    return sorted(entries, key=lambda each: (_undated(each), *_place(each, -1), *_name(each)))


def _undated(entry: Entry) -> bool:
    return not entry.window.bounded


def _place(entry: Entry, way: int) -> tuple[int, bool, int, int, int]:
    """By year, with what has only a vague date before its months; then by month and day."""
    heading, window = heading_of(entry.window), entry.window
    last = window.hi if window.hi < NO_LAST else 0
    first = window.lo if window.lo > NO_FIRST else 0
    return way * heading.year, not heading.vague, way * heading.month, way * last, way * first


def _name(entry: Entry) -> tuple[str, str]:
    return entry.fact_state.handle, entry.change


def months_of(
    entries: Sequence[Entry],
    order: str,
    registry: Registry,
    on: int,
    options: Mapping[str, str],
) -> list[tuple[Heading, list[JournalItem]]]:
    """Entries that are in order, under their headings."""
    known = order == KNOWN
    heading: Callable[[Entry], Heading] = (
        known_heading if known else lambda entry: heading_of(entry.window)
    )
    return [
        (found, [JournalItem.of(each, registry, on, options, known=known) for each in mine])
        for found, mine in groupby(entries, key=heading)
    ]


def span_of(first: date | None, last: date | None) -> str:
    """`1 Sep 2021 to 31 Aug 2022`, `from 1 Sep 2021`, `up to 31 Aug 2022`; empty without ends."""
    if first and last:
        return f"{day(first)} to {day(last)}"
    return f"from {day(first)}" if first else f"up to {day(last)}" if last else ""
