"""How a run is stopped from outside: by Ctrl-C, or by a signal to end."""

# Imported before anything else, so that a run can be stopped with a sentence while it begins.

from __future__ import annotations

import os
import signal
import sys

from cli.exit_codes import INTERRUPTED

# Not imported: that takes longer than all the rest, and no signal is answered meanwhile.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType
    from typing import Final

NOTHING: Final = "Nothing was recorded."
RECORDED: Final = "It was recorded before; `detente undo --list` shows it."
_SIGNALS: Final = ("SIGINT", "SIGTERM", "SIGHUP")


def _nothing() -> bool:
    return False


class Run:
    """How far the run of this process has come, as far as a signal needs to know.

    `recorded` says whether anything was recorded by now, and `partly` is whether more is to come
    after that.
    """

    def __init__(self) -> None:
        self.begun = False
        self.stopped = False
        self.recorded: Callable[[], bool] = _nothing
        self.partly = False

    def begin(self) -> None:
        """Another command begins, which has recorded nothing yet."""
        self.recorded = _nothing
        self.partly = False


RUN: Final = Run()


def was_stopped(error: BaseException | None) -> bool:
    """Whether somebody stopped the run, and that is what went wrong.

    A library that is stopped half-way may raise an error of its own on the way out.
    """
    while error is not None:
        if RUN.stopped or isinstance(error, KeyboardInterrupt):
            return True
        error = error.__cause__ or error.__context__
    return False


def outcome() -> str:
    """Whether anything was recorded before somebody stopped it, in a sentence."""
    return RECORDED if RUN.recorded() else NOTHING


def listen() -> None:
    """Stops with a sentence on each signal that is not ignored, as it is behind `nohup`."""
    for name in _SIGNALS:
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) not in (None, signal.SIG_IGN):
            signal.signal(number, _stop)
    sys.unraisablehook = _unraised


def _unraised(lost: sys.UnraisableHookArgs) -> None:
    """Stops where a KeyboardInterrupt came while an object was finalised, and went nowhere."""
    if lost.exc_type is KeyboardInterrupt:
        _stop(0, None)
    sys.__unraisablehook__(lost)


def over() -> None:
    """What was to be said is said: nothing is left to be stopped."""
    # What is finalised after its modules are gone has nothing to say to anybody.
    sys.unraisablehook = bool
    for name in _SIGNALS:
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is _stop:
            signal.signal(number, signal.SIG_IGN)


def _stop(_: int, __: FrameType | None) -> None:
    if RUN.begun and not RUN.stopped:
        # What is open is closed on the way out, and what is half done rolled back.
        RUN.stopped = True
        raise KeyboardInterrupt
    # Before there is anything to be closed, or when somebody will not wait: SQLite and a server
    # roll back by themselves what was not committed.
    try:
        os.write(2, f"Interrupted. {outcome()}\n".encode())
    finally:  # also where nobody listens
        os._exit(INTERRUPTED)
