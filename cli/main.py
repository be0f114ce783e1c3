"""The script: how a run begins and how it ends."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from cli import __version__
from cli.exit_codes import BROKEN, FAILED, INTERRUPTED, OK, USAGE
from domain.characters import visible
from domain.refusal import Broken, Failure, Fix, InvalidInput


def run(
    argv: Sequence[str], environ: Mapping[str, str], clock: Callable[[], datetime] | None = None
) -> int:
    """Runs one command line and returns its exit code.

    0 done, 1 failed, 2 usage, 3 nothing known, 5 broken, 130 interrupted.
    """
    import typer

    from cli import settings as surroundings
    from cli.group import APP

    debug = "--debug" in argv
    settings = surroundings.Settings()
    try:
        settings, rest = surroundings.read(argv, environ, clock)
        code = typer.main.get_command(APP).main(
            args=rest, prog_name="detente", standalone_mode=False, obj=settings
        )
        sys.stdout.flush()
    except InvalidInput as refused:
        if debug:
            _show_where()
        return _refuse(refused, settings.command)
    except typer.TyperException as error:
        return _misused(error, settings.command)
    except (typer.Abort, KeyboardInterrupt):
        sys.stderr.write("Interrupted; nothing was written.\n")
        return INTERRUPTED
    except BrokenPipeError:
        # The reader has seen enough; so that Python says nothing of it on the way out.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK
    except (OSError, UnicodeError) as error:
        if debug:
            _show_where()
        sys.stderr.write(f"error: {_in_a_sentence(error)}\n")
        return FAILED
    return code if isinstance(code, int) else OK


def _show_where() -> None:
    import traceback

    traceback.print_exc()


def _in_a_sentence(error: OSError | UnicodeError) -> str:
    if isinstance(error, UnicodeError):
        return "that text is not UTF-8."
    said = f"{error.filename or 'the answer'} cannot be used: {error.strerror or error}."
    return visible(said)


def _refuse(refused: InvalidInput, command: Callable[[str], str]) -> int:
    from cli import settings as surroundings
    from views.errors import fixes, problems, refusal

    lines = getattr(refused, "problems", ())
    said = refusal(refused, command) + problems(lines, command)
    codes = {refused.code, *(line.code for line in lines)}
    if "not-utf-8" in codes and not surroundings.reads_utf8():
        said += fixes([Fix("export PYTHONUTF8=1", "then arguments are read as UTF-8")])
    sys.stderr.write(said)
    usual = (
        BROKEN if isinstance(refused, Broken) else FAILED if isinstance(refused, Failure) else USAGE
    )
    return getattr(refused, "exit_code", usual)


def _misused(
    error: Any, command: Callable[[str], str]
) -> int:  # the argument parser's own exceptions
    from views.errors import misuse

    sys.stderr.write(misuse(error, command))
    return OK if type(error).__name__ == "NoArgsIsHelpError" else USAGE


def app() -> None:
    """The script `detente`; its version is printed before anything is imported."""
    from cli import settings as surroundings

    be_patient()
    for name in ("stdout", "stderr"):
        # A closed stream swallows what is written to it, and one that knows few characters shows
        # "?" for the others.
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, os.fdopen(os.open(os.devnull, os.O_WRONLY), "w", encoding="utf-8"))
        else:
            in_utf8 = surroundings.speaks_unicode(stream.encoding)
            stream.reconfigure(errors="backslashreplace" if in_utf8 else "replace")
    if sys.argv[1:] == ["--version"]:
        sys.stdout.write(f"detente {__version__}\n")
        return
    code = run(sys.argv[1:], os.environ)
    gc.freeze()  # the process ends: what is left is not searched for garbage once more
    sys.exit(code)


def be_patient() -> None:
    """Collects garbage less often.

    Imports make many small values and keep them, and would spend a third of their time on it.
    """
    gc.set_threshold(200_000, 20, 50)


if __name__ == "__main__":
    app()
