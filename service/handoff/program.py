"""What is typed after the name of a program that answers from a folder, and what it prints."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import Final

from domain.refusal import AnyFix, Fix, InvalidInput, Run, SetField
from service.extras import installs

EXAMPLE: Final = "flows ties.parquet month 2018-01 2018-12"
"""Words that a program takes: folder, output, period, first and last day."""


def run(program: Callable[[str, str, str, str, str], str], words: Sequence[str]) -> None:
    """Runs a program with the words typed after its name, and prints what it returns.

    Raises SystemExit with a refusal in words.
    """
    try:
        if len(words) != len(EXAMPLE.split()):
            said = "a folder, an output, a period, a first and a last day are needed."
            raise InvalidInput(said, Fix(EXAMPLE), code="five-words")
        said = program(*words)
    except InvalidInput as refused:
        lines = [f"error: {refused.said}", *map(_line, refused.fixes)]
        raise SystemExit("\n".join(lines)) from refused
    sys.stdout.write(f"{said}\n")


def lacking(error: ModuleNotFoundError, extra: str) -> str:
    """The refusal where a package is not installed that an extra brings; others are an error."""
    if error.name != extra:
        raise error
    return "\n".join((f"error: {extra} is not installed.", *map(_line, installs(extra))))


def _line(fix: AnyFix) -> str:
    return f"  {_pasted(fix)}"


def _pasted(fix: AnyFix) -> str:
    """What would do, as it is typed."""
    if isinstance(fix, SetField):
        return fix.value
    if isinstance(fix, Run):
        fields = (f"--{name} {value}" for name, value in fix.fields)
        return " ".join(("detente", fix.verb, *fix.words, *fields))
    return fix.paste
