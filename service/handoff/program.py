"""What is typed after the name of a program that answers from a folder, and what it prints."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import Final

from domain.refusal import AnyFix, Fix, InvalidInput, Run, SetField

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
        lines = [f"error: {refused.said}", *(f"  {_pasted(fix)}" for fix in refused.fixes)]
        raise SystemExit("\n".join(lines)) from refused
    sys.stdout.write(f"{said}\n")


def _pasted(fix: AnyFix) -> str:
    """What would do, as it is typed."""
    if isinstance(fix, SetField):
        return fix.value
    if isinstance(fix, Run):
        fields = (f"--{name} {value}" for name, value in fix.fields)
        return " ".join(("detente", fix.verb, *fix.words, *fields))
    return fix.paste
