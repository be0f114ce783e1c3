"""A question on a terminal: what is typed in answer, with completion where the system has it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import Final

Ask = Callable[[str, Sequence[str]], str]
"""Asks for a line, with what it may be completed to. Raises EOFError, KeyboardInterrupt."""

MOST_SHOWN: Final = 200
"""So many completions are looked through at once."""


def typed(prompt: str, completions: Sequence[str] = ()) -> str:
    """The line that is typed behind a prompt. Raises EOFError at the end of input."""
    _complete_with(completions)
    return input(prompt).strip()


def _complete_with(completions: Sequence[str]) -> None:
    """Has the tab key complete a line; nothing where the system has no such library."""
    if not sys.stdin.isatty():
        return
    try:
        import readline
    except ImportError:  # Windows
        return

    def complete(begun: str, number: int) -> str | None:
        found = [each for each in completions if each.casefold().startswith(begun.casefold())]
        return found[number] if number < min(len(found), MOST_SHOWN) else None

    readline.set_completer(complete)
    readline.set_completer_delims("")
    readline.parse_and_bind("tab: complete")
