"""The script: how a run begins and how it ends."""

from __future__ import annotations

import errno
import gc
import io
import os
import sys
import warnings
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final, Self, TextIO

from cli import __version__, stopping
from cli.exit_codes import BROKEN, FAILED, INTERRUPTED, OK, PART, USAGE
from domain.characters import on_one_line
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
    over = False
    with warnings.catch_warnings(action="always", category=Unconfirmed):
        warnings.showwarning = _show_warning
        try:
            code = _run(argv, environ, clock, done)
            over = True
        except KeyboardInterrupt:
            code = _stopped(done)
            over = True
        finally:
            if not over:
                _say(_before(done))
    return code


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
        settings.unshown.extend(_unflushed())
    except typer.TyperException as error:
        return _misused(error, settings)
    except typer.Abort:
        return _stopped(done)
    except BrokenPipeError as error:
        return _unshown(error, settings)
    except (OSError, *OF_DAMAGE) as error:
        if "--debug" in argv:
            _show_where()
        if isinstance(error, OSError) and _of_a_page(error, argv):
            settings.done.extend(["The completion is installed."] if _INSTALL in argv else [])
            return _unshown(error, settings, _page(argv))
        return _failed(error, settings)
    # The library turns a KeyboardInterrupt into this code, without a word.
    if code == INTERRUPTED:
        return _stopped(done)
    said = _unshown(settings.unshown[0], settings) if settings.unshown else OK
    return (code if isinstance(code, int) else OK) or said


def _show_warning(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,
    line: str | None = None,
) -> None:
    """Says on stderr what is done and the disk does not confirm; of others, where they arose."""
    if issubclass(category, Unconfirmed):
        _say(f"warning: {on_one_line(str(message))}\n")
    else:
        said = warnings.formatwarning(message, category, filename, lineno, line)
        (file or sys.stderr).write(said)


def _failed(error: Exception, settings: Settings) -> int:
    """Says what went wrong. Raises a mistake of ours once more."""
    # An interruption with a code of its own says itself what was recorded.
    if stopping.was_stopped(error) and not hasattr(error, "exit_code"):
        return _stopped(settings.done)
    if isinstance(error, InvalidInput):
        return _refuse(error, settings)
    if not isinstance(error, OSError | UnicodeError):
        raise error
    _say(f"error: {_in_a_sentence(error)}\n{_before(settings.done)}")
    return PART if settings.done else FAILED


def _stopped(done: Sequence[str]) -> int:
    """Says what was recorded before somebody stopped it: nothing, mostly."""
    _say(f"Interrupted. {on_one_line(' '.join(done) or stopping.outcome())}\n")
    return INTERRUPTED


_INSTALL: Final = "--install-completion"
_PAGES: Final[Mapping[str, str]] = {
    "--version": "the version",
    "--help": "the help",
    "-h": "the help",
    "--show-completion": "the completion",
    _INSTALL: "what was installed",
}
"""What is printed by the library, by the option that asks for it."""


def _page(argv: Sequence[str]) -> str:
    return next((_PAGES[word] for word in argv if word in _PAGES), "the answer")


def _of_a_page(error: OSError, argv: Sequence[str]) -> bool:
    """Whether a page of the library's could not be printed, and nothing else went wrong."""
    if error.filename is not None or _PAGES.keys().isdisjoint(argv):
        return False
    return _INSTALL not in argv or _while_printing(error)


def _while_printing(error: OSError) -> bool:
    """Whether the library was printing, and had written by then what it was to write."""
    where = error.__traceback__
    while where is not None:
        if where.tb_frame.f_code.co_name in ("echo", "secho"):
            return True
        where = where.tb_next
    return False


def _unshown(error: OSError, settings: Settings, page: str = "the answer") -> int:
    """What was done is done, though its page could not be printed.

    That a reader has seen enough, or never was there, is not a failure.
    """
    if not settings.done:
        return _unprinted(error, page)
    _let_go()
    recorded = any(each.startswith("It was recorded") for each in settings.done)
    shows = f"  {settings.command('detente undo --list')}\n" if recorded else ""
    done = on_one_line(" ".join(settings.done))
    _say(f"The page could not be printed: {_why(error)}. {done}\n{shows}")
    return OK


def _unprinted(error: OSError, page: str) -> int:
    """Says that a page could not be printed, unless nobody was to read it."""
    _let_go()
    if _is_unread(error):
        return OK
    _say(f"error: {page} cannot be printed: {_why(error)}.\n")
    return FAILED


def _is_unread(error: OSError) -> bool:
    return isinstance(error, BrokenPipeError) or error.errno == errno.EBADF


def _why(error: OSError) -> str:
    return "nobody reads it" if _is_unread(error) else error.strerror or str(error)


def _let_go(stream: TextIO | None = None) -> None:
    """Has Python not try to write the rest of a page once more on the way out."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), (stream or sys.stdout).fileno())


def _unflushed() -> list[OSError]:
    """What kept the rest of a page from being printed, if anything."""
    try:
        sys.stdout.flush()
    except OSError as error:
        return [error]
    return []


def _give_up() -> None:
    """Has Python not end with a code of its own where nobody gets the rest of what was said."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            _let_go(stream)


def _before(done: Sequence[str]) -> str:
    """What was done before something else could not be."""
    return f"Before that: {on_one_line(' '.join(done))}\n" if done else ""


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
    return on_one_line(said)


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
        sys.exit(_show_version())
    stopping.RUN.begun = True
    stopping.watch()
    with _Edge() as edge:
        edge.code = run(sys.argv[1:], os.environ)
    stopping.over()
    _give_up()
    gc.freeze()  # the process ends: what is left is not searched for garbage once more
    sys.exit(edge.code)


class _Edge:
    """The edge of the program: what gets as far as here was stopped, or is a mistake of ours."""

    code = OK

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _: object, error: BaseException | None, __: object) -> bool:
        if isinstance(error, KeyboardInterrupt):
            # While something else was being said, or a second time.
            self.code = INTERRUPTED
        elif isinstance(error, Exception):
            self.code = _mistaken(error)
        return isinstance(error, KeyboardInterrupt | Exception)


def _show_version() -> int:
    try:
        sys.stdout.write(f"detente {__version__}\n")
        sys.stdout.flush()
    except OSError as error:
        return _unprinted(error, "the version")
    return OK


def _mistaken(error: Exception) -> int:
    """Says that detente made a mistake.

    What was recorded stays, so the code is not that of a failure then.
    """
    if "--debug" in sys.argv:
        _show_where()
    where = error.__traceback__
    while where is not None and where.tb_next is not None:
        where = where.tb_next
    place = f" ({where.tb_frame.f_code.co_filename}:{where.tb_lineno})" if where else ""
    kept = "" if stopping.RUN.recorded() else f"{stopping.NOTHING} "
    said = on_one_line(f"{type(error).__name__}: {error}{place}")
    _say(
        f"error: detente made a mistake, which is not yours: {said}. {kept}--debug shows"
        " more; please report it.\n"
    )
    if not stopping.RUN.recorded():
        return FAILED
    return PART if stopping.RUN.partly else OK


def _nowhere() -> TextIO:
    return os.fdopen(os.open(os.devnull, os.O_WRONLY), "w", encoding="utf-8")


def be_patient() -> None:
    """Collects garbage less often.

    Imports make many small values and keep them, and would spend a third of their time on it.
    """
    gc.set_threshold(200_000, 20, 50)


if __name__ == "__main__":
    app()
