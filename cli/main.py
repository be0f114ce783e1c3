"""The script: how a run begins and how it ends."""

from __future__ import annotations

import errno
import gc
import io
import os
import sys
import warnings
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, TextIO

from cli import __version__, stopping
from cli.exit_codes import BROKEN, FAILED, INTERRUPTED, OK, PART, USAGE
from domain.characters import visible
from domain.refusal import Broken, Failure, Fix, InvalidInput, Unconfirmed

if TYPE_CHECKING:
    from cli.settings import Settings


def run(
    argv: Sequence[str], environ: Mapping[str, str], clock: Callable[[], datetime] | None = None
) -> int:
    """Runs one command line and returns its exit code, one of those in `cli.exit_codes`.

    What was recorded stays, whatever happens afterwards: then the code is never 1 or 2.
    """
    done: list[str] = []
    stopping.RUN.begin()
    try:
        with _warning():
            return _run(argv, environ, clock, done)
    except KeyboardInterrupt:
        return _stopped(done)


def _run(
    argv: Sequence[str],
    environ: Mapping[str, str],
    clock: Callable[[], datetime] | None,
    done: list[str],
) -> int:
    import typer

    from cli import settings as surroundings
    from cli.group import APP
    from service.checking import OF_DAMAGE

    settings = surroundings.Settings()
    try:
        settings, rest = surroundings.read(argv, environ, clock)
        settings = replace(settings, done=done)
        code = typer.main.get_command(APP).main(
            args=rest, prog_name="detente", standalone_mode=False, obj=settings
        )
        sys.stdout.flush()
    except typer.TyperException as error:
        return _misused(error, settings)
    except typer.Abort:
        return _stopped(done)
    except BrokenPipeError as error:
        return _unshown(error, settings)
    except (OSError, *OF_DAMAGE) as error:
        return _failed(error, settings, debug="--debug" in argv)
    # The library turns a KeyboardInterrupt into this code, without a word.
    if code == INTERRUPTED:
        return _stopped(done)
    said = _unshown(settings.unshown[0], settings) if settings.unshown else OK
    return (code if isinstance(code, int) else OK) or said


@contextmanager
def _warning() -> Generator[None]:
    """Says on stderr what is done, and is not confirmed by the disk."""
    with warnings.catch_warnings(action="always", category=Unconfirmed):
        shows = warnings.showwarning

        def show(
            message: Warning | str,
            category: type[Warning],
            filename: str,
            lineno: int,
            file: TextIO | None = None,
            line: str | None = None,
        ) -> None:
            if issubclass(category, Unconfirmed):
                _say(f"warning: {visible(str(message))}\n")
            else:
                shows(message, category, filename, lineno, file, line)

        warnings.showwarning = show
        yield


def _failed(error: Exception, settings: Settings, *, debug: bool) -> int:
    """Says what went wrong. Raises a mistake of ours once more."""
    if debug:
        _show_where()
    # An interruption with a code of its own says itself what was recorded.
    if stopping.was_stopped(error) and not hasattr(error, "exit_code"):
        return _stopped(settings.done)
    if isinstance(error, InvalidInput):
        return _refuse(error, settings)
    if not isinstance(error, OSError | UnicodeError):
        _say(_before(settings.done))
        raise error
    _say(f"error: {_in_a_sentence(error)}\n{_before(settings.done)}")
    return PART if settings.done else FAILED


def _stopped(done: Sequence[str]) -> int:
    """Says what was recorded before somebody stopped it: nothing, mostly."""
    _say(f"Interrupted. {' '.join(done) or stopping.outcome()}\n")
    return INTERRUPTED


def _unshown(error: OSError, settings: Settings) -> int:
    """What was done is done, though its page could not be printed.

    That a reader has seen enough, or never was there, is not a failure.
    """
    # So that Python does not try to write the rest of the page once more on the way out.
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    unread = isinstance(error, BrokenPipeError) or error.errno == errno.EBADF
    why = "nobody reads it" if unread else error.strerror or str(error)
    if settings.done:
        recorded = any(each.startswith("It was recorded") for each in settings.done)
        shows = f"  {settings.command('detente undo --list')}\n" if recorded else ""
        _say(f"The page could not be printed: {why}. {' '.join(settings.done)}\n{shows}")
        return OK
    if unread:
        return OK
    _say(f"error: the answer cannot be printed: {why}.\n")
    return FAILED


def _before(done: Sequence[str]) -> str:
    """What was done before something else could not be."""
    return f"Before that: {' '.join(done)}\n" if done else ""


def _say(text: str) -> None:
    """Talks on stderr, if anybody listens there."""
    with suppress(OSError):
        sys.stderr.write(text)
        sys.stderr.flush()


def _show_where() -> None:
    import traceback

    traceback.print_exc()


def _in_a_sentence(error: OSError | UnicodeError) -> str:
    if isinstance(error, UnicodeError):
        return "that text is not UTF-8."
    said = f"{error.filename or 'the answer'} cannot be used: {error.strerror or error}."
    return visible(said)


def _refuse(refused: InvalidInput, settings: Settings) -> int:
    from cli import settings as surroundings
    from views.errors import fixes, problems, refusal

    lines = getattr(refused, "problems", ())
    command = settings.command
    said = refusal(refused, command) + problems(lines, command)
    codes = {refused.code, *(line.code for line in lines)}
    if "not-utf-8" in codes and not surroundings.reads_utf8():
        said += fixes([Fix("export PYTHONUTF8=1", "then arguments are read as UTF-8")])
    usual = (
        BROKEN if isinstance(refused, Broken) else FAILED if isinstance(refused, Failure) else USAGE
    )
    code: int = getattr(refused, "exit_code", usual)
    partly = bool(settings.done) and code in (FAILED, USAGE)
    # Whoever has another code of their own has said what was recorded.
    before = _before(settings.done) if partly or code == usual else ""
    _say(said + before)
    return PART if partly else code


def _misused(error: Any, settings: Settings) -> int:  # the argument parser's own exceptions
    from cli.misuse import misuse
    from views.errors import refusal

    if type(error).__name__ == "NoArgsIsHelpError":
        _say(f"{error.message}\n")
        return OK
    _say(refusal(misuse(error, settings), settings.command))
    return USAGE


class _Closed(io.TextIOBase):
    """Standard output that was closed before the run began."""

    encoding = "utf-8"

    def write(self, _: str) -> int:
        """Raises OSError: whoever recorded something is to know that no page says so."""
        raise OSError(errno.EBADF, "it is closed")


def app() -> None:
    """The script `detente`; its version is printed before anything is imported."""
    from cli import settings as surroundings

    be_patient()
    for name in ("stdout", "stderr"):
        # A stream that knows few characters shows "?" for the others.
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, _Closed() if name == "stdout" else _nowhere())
        else:
            in_utf8 = surroundings.speaks_unicode(stream.encoding)
            stream.reconfigure(errors="backslashreplace" if in_utf8 else "replace")
    if sys.argv[1:] == ["--version"]:
        with suppress(OSError):
            sys.stdout.write(f"detente {__version__}\n")
            sys.stdout.flush()
        return
    stopping.RUN.begun = True
    try:
        code = run(sys.argv[1:], os.environ)
    except KeyboardInterrupt:
        # While something else was being said, or a second time.
        code = INTERRUPTED
    stopping.over()
    gc.freeze()  # the process ends: what is left is not searched for garbage once more
    sys.exit(code)


def _nowhere() -> TextIO:
    return os.fdopen(os.open(os.devnull, os.O_WRONLY), "w", encoding="utf-8")


def be_patient() -> None:
    """Collects garbage less often.

    Imports make many small values and keep them, and would spend a third of their time on it.
    """
    gc.set_threshold(200_000, 20, 50)


if __name__ == "__main__":
    app()
