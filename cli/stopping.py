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
PATIENCE_SECONDS: Final = 1.0
"""How long a run may take to come to a signal by itself, and to close what is open."""

_SIGNALS: Final = ("SIGINT", "SIGTERM", "SIGHUP")


def _nothing() -> bool:
    return False


class Run:
    """How far the run of this process has come, as far as a signal needs to know.

    `recorded` says whether anything was recorded by now, and `partly` is whether more is to come
    after that. `outcome` says what was done by a command that does something else.
    """

    def __init__(self) -> None:
        self.begun = False
        self.stopped = False
        self.recorded: Callable[[], bool] = _nothing
        self.partly = False
        self.outcome: Callable[[], str] | None = None

    def begin(self) -> None:
        """Another command begins, which has recorded nothing yet."""
        self.recorded = _nothing
        self.partly = False
        self.outcome = None


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
    if RUN.outcome is not None:
        return RUN.outcome()
    return RECORDED if RUN.recorded() else NOTHING


def _heeded() -> list[signal.Signals]:
    return [getattr(signal, name) for name in _SIGNALS if hasattr(signal, name)]


def listen() -> None:
    """Stops with a sentence on each signal that is not ignored, as it is behind `nohup`."""
    for number in _heeded():
        if signal.getsignal(number) not in (None, signal.SIG_IGN):
            signal.signal(number, _stop)
    sys.unraisablehook = _unraised


def _unraised(lost: sys.UnraisableHookArgs) -> None:
    """Stops where a KeyboardInterrupt came while an object was finalised, and went nowhere."""
    if lost.exc_type is KeyboardInterrupt:
        _stop(0, None)
    sys.__unraisablehook__(lost)


def watch() -> None:
    """Answers a signal from another thread where the run does not come to it.

    As while it waits for a lock, or for a disk: Python answers signals between two of its own
    steps. What is not committed by then is rolled back by the database.
    """
    import threading

    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
    threading.Thread(target=_answer, args=(reading,), daemon=True).start()


def _answer(reading: int) -> None:
    import time

    while os.read(reading, 1):
        time.sleep(PATIENCE_SECONDS)
        # Signals that are ignored, or held back while something is committed, are not ours.
        waits = any(signal.getsignal(number) is _stop for number in _heeded())
        if waits and not RUN.stopped:
            RUN.stopped = True
            _end()


def over() -> None:
    """What was to be said is said: nothing is left to be stopped."""
    # What is finalised after its modules are gone has nothing to say to anybody.
    sys.unraisablehook = bool
    for number in _heeded():
        if signal.getsignal(number) is _stop:
            signal.signal(number, signal.SIG_IGN)


def _stop(_: int, __: FrameType | None) -> None:
    if RUN.begun and not RUN.stopped:
        # What is open is closed on the way out, and what is half done rolled back.
        RUN.stopped = True
        raise KeyboardInterrupt
    # Before there is anything to be closed, or when somebody will not wait.
    _end()


def _end() -> None:
    """Ends the process: SQLite and a server roll back by themselves what was not committed."""
    try:
        os.write(2, f"Interrupted. {outcome()}\n".encode())
    finally:  # also where nobody listens
        os._exit(INTERRUPTED)
