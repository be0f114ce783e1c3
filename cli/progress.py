"""The progress of long work.

A bar on a terminal, a line now and then elsewhere, with rate and time left.
"""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import Final

from cli.settings import Settings

_BAR: Final = 24
_ON_A_TERMINAL, _ELSEWHERE = 0.2, 10.0
"""Seconds between two looks at the clock after which something is said."""


class Progress:
    """Prints on stderr how far work has come.

    Close it, so that the next output begins on a line of its own.
    """

    def __init__(
        self, settings: Settings, unit: str, clock: Callable[[], float] = monotonic
    ) -> None:
        self._err = settings.err
        self._bar = settings.err.isatty() and not settings.plain
        self._unit = unit
        self._clock = clock
        self._began = self._said = clock()
        self._width = 0

    def at(self, done: int, share: float | None, place: str = "") -> None:
        """Shows how much is done; `share` is the part of all, 0 to 1, or None if unknown.

        `place` is where that is, as `file 3 of 12`.
        """
        now = self._clock()
        if now - self._said < (_ON_A_TERMINAL if self._bar else _ELSEWHERE):
            return
        self._said = now
        text = progress_text(done, self._unit, share, now - self._began, place)
        if self._bar:
            filled = round((share or 0) * _BAR)
            line = f"{'█' * filled}{'░' * (_BAR - filled)} {text}" if share is not None else text
            self._err.write(f"\r{line:{self._width}}")
            self._width = len(line)
        else:
            self._err.write(f"{text}\n")
        self._err.flush()

    def close(self) -> None:
        """Clears the bar."""
        if self._width:
            self._err.write(f"\r{'':{self._width}}\r")
            self._err.flush()
            self._width = 0


def progress_text(
    done: int, unit: str, share: float | None, seconds: float, place: str = ""
) -> str:
    """`file 3 of 12  45%  1,234,567 rows  20,123/s  1:02 left`."""
    parts = [place] if place else []
    parts += [f"{share:.0%}"] if share is not None else []
    parts += [f"{done:,} {unit}", f"{done / max(seconds, 0.001):,.0f}/s"]
    if share:
        parts.append(f"{_clock_time(seconds * (1 - share) / share)} left")
    return "  ".join(parts)


def _clock_time(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
