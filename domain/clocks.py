"""The three clocks: when it happened, when anyone could know it, when this store learned it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from domain.edtf import NO_LAST

LATEST = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class AsOf:
    """A point on all three clocks; every bound is included, None is "everything we have"."""

    on: date
    known_on: date | None = None
    recorded_by: datetime | None = None

    @property
    def day(self) -> int:
        """The day asked about, as `date.toordinal` counts."""
        return self.on.toordinal()

    @property
    def known_day(self) -> int:
        """The last day whose knowledge is used."""
        return NO_LAST if self.known_on is None else self.known_on.toordinal()

    @property
    def recorded_instant(self) -> datetime:
        """The last instant whose records are used."""
        return LATEST if self.recorded_by is None else self.recorded_by
