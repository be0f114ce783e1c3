"""Instants as people type and paste them: each means all of the second or minute that it names."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Final

_WRITTEN: Final = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ]([0-9]{2}:[0-9]{2})(:[0-9]{2})?(\.[0-9]{1,6})?"
    r" ?(Z|UTC|[+-][0-9]{2}:?[0-9]{2})?",
    re.IGNORECASE,
)
_SECOND: Final = timedelta(seconds=1)
_MINUTE: Final = timedelta(minutes=1)
_LEAST: Final = timedelta(microseconds=1)


def read_instant(text: str) -> datetime:
    """The last instant that is meant, in UTC; without a zone it is one of UTC.

    `2026-11-22 16:00:05 UTC`, as a history prints it, is the end of that second, so that whatever
    was recorded within it is included; `2026-11-22 16:00` is the end of that minute. With a
    fraction it is exactly that instant. Raises ValueError, and OverflowError for what UTC cannot
    say.
    """
    found = _WRITTEN.fullmatch(" ".join(text.split()))
    if found is None:
        instant = datetime.fromisoformat(text)
        return instant.astimezone(UTC) if instant.tzinfo else instant.replace(tzinfo=UTC)
    day, minute, second, fraction, zone = found.groups()
    offset = "+00:00" if zone is None or zone.upper() in ("Z", "UTC") else zone
    instant = datetime.fromisoformat(f"{day}T{minute}{second or ''}{fraction or ''}{offset}")
    if not fraction:
        instant += (_SECOND if second else _MINUTE) - _LEAST
    return instant.astimezone(UTC)
