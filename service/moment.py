"""When, by whom and how something is recorded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from domain.command import Request
from domain.events import Event, is_unset


@dataclass(frozen=True, slots=True)
class Moment:
    """When, by whom and at whose request something is recorded.

    `today` is the known date where nobody gave one.
    """

    now: datetime
    today: date
    author: str = ""
    request: Request | None = None

    def stamp(self, event: Event) -> Event:
        """The event as it is recorded at this moment."""
        update: dict[str, object] = {"recorded_at": self.now, "author": self.author}
        if is_unset(event.known_on):
            update |= {"known_on": self.today, "assumed": True}
        return event.model_copy(update=update)
