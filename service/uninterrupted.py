"""Signals held back while something must not be half done: what they ask for comes right after."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Generator
from contextlib import contextmanager
from types import FrameType
from typing import Final

STOPPING: Final = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
)
"""The signals by which somebody, or the machine, asks a program to stop."""


@contextmanager
def held_back() -> Generator[None]:
    """Holds back signals to stop; the first that came is sent again at the end.

    Only the main thread is interrupted by signals: any other has nothing to hold back.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    came: list[int] = []

    def note(number: int, _: FrameType | None) -> None:
        came.append(number)

    before = {number: signal.getsignal(number) for number in STOPPING}
    # Those that are ignored, or were set by somebody else than Python, stay as they are.
    held = {
        number: handler
        for number, handler in before.items()
        if handler not in (None, signal.SIG_IGN)
    }
    for number in held:
        signal.signal(number, note)
    try:
        yield
    finally:
        for number, handler in held.items():
            signal.signal(number, handler)
        if came:
            os.kill(os.getpid(), came[0])
