"""What is recorded and would not be recorded so today: noticed, and never called broken."""

# Older versions had fewer rules, and somebody who computes a chain again obeys none.

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final

from domain.characters import check_characters_in_json, visible
from domain.decisions import accept, check_dates
from domain.events import EVENTS, Asserted, Event, Undone
from domain.fact import DESK, Fact
from domain.limits import check_event
from domain.refusal import InvalidInput
from domain.timing import check_timing
from service.formats.foreign import check_said
from service.store.interface import Flaw
from service.store.verification import MOST_LISTED

if TYPE_CHECKING:
    from service.timeline import Timeline

OVERLAP: Final = timedelta(minutes=10)
"""By how much an event may be recorded before the one ahead of it: people write at the same time.
Source: an import stamps its events before it waits for others, and a clock that is set back counts
on from the last recording.
"""

_ON_DESK: Final = f"{DESK}/"
"""Where people write. What rules made of rows is not compared word by word with what it would be
read as: that takes as long as all the rest of a verification.
"""


class Judge:
    """Goes over all events in order, and keeps what it notices: the first are listed.

    `today` is for days that are still to come.
    """

    def __init__(self, today: date) -> None:
        self.more = 0
        self._today = today
        self._noticed: list[Flaw] = []
        self._latest: tuple[datetime, str] | None = None

    def take(self, event: Event, state: bytes) -> Event:
        """The next event, after a look at it by itself and at the instant of its recording."""
        before = self._latest
        if before is None or event.recorded_at > before[0]:
            self._latest = event.recorded_at, _named(event)
        elif event.recorded_at < before[0] - OVERLAP:
            self._notice(
                event,
                f"comes after {before[1]}, and says that it was recorded before it, at"
                f" {event.recorded_at:%Y-%m-%d %H:%M} and not after {before[0]:%Y-%m-%d %H:%M}",
            )
        try:
            check_characters_in_json(state)
            if isinstance(event, EVENTS):
                check_event(event)
            if isinstance(event, Asserted):
                if event.originator_id.startswith(_ON_DESK):
                    check_said(event, event.content.kind)
                check_timing(Fact(event.originator_id), event, self._today)
        except InvalidInput as refused:
            self._refused(event, refused)
        return event

    def look_at(self, facts: Iterable[Fact]) -> None:
        """Looks at each event of a fact beside those before it."""
        for fact in facts:
            if not isinstance(fact.events[0], Asserted):
                continue
            before = Fact(fact.id)
            for event in fact.events:
                try:
                    self._judge(before, event)
                except InvalidInput as refused:
                    self._refused(event, refused)
                before = before.and_then(event)
            self._check_dates(fact)

    def _check_dates(self, fact: Fact) -> None:
        """Looks at the order of all beginnings and endings: several may be edited at once."""
        try:
            if fact.exists:
                check_dates(fact)
        except InvalidInput as refused:
            self._refused(fact.events[-1], refused)

    def _judge(self, before: Fact, event: Event) -> None:
        if isinstance(event, Undone) or event.originator_version == 1:
            return  # what begins a fact was looked at by itself
        accept(before, event)
        check_timing(before, event, self._today)
        if before.exists:
            check_said(event, before.asserted.content.kind)

    def _refused(self, event: Event, refused: InvalidInput) -> None:
        self._notice(event, f"would be refused today: {visible(refused.said).rstrip('.')}")

    def _notice(self, event: Event, said: str) -> None:
        if len(self._noticed) == MOST_LISTED:
            self.more += 1
            return
        place = event.originator_id, event.originator_version
        self._noticed.append(Flaw("notice", f"{_named(event)} {said}.", 0, *place))

    def noticed(self, timeline: Timeline) -> tuple[Flaw, ...]:
        """What was noticed, in order of position."""
        layers = {each.stream.partition("/")[0] for each in self._noticed}
        wanted = {(each.stream, each.version) for each in self._noticed}
        at = dict(_positions(timeline, layers, wanted))
        placed = (replace(each, position=at[each.stream, each.version]) for each in self._noticed)
        return tuple(sorted(placed, key=lambda each: each.position))


def _positions(
    timeline: Timeline, layers: Iterable[str], wanted: set[tuple[str, int]]
) -> Iterator[tuple[tuple[str, int], int]]:
    for layer in layers:
        for row in timeline.store.select_numbered(layer):
            place = str(row.originator_id), row.originator_version
            if place in wanted:
                yield place, row.id


def _named(event: Event) -> str:
    """An event by its stream and version."""
    return f"{event.originator_id} (version {event.originator_version})"
