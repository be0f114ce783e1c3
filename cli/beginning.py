"""The first question to somebody without a timeline of their own: whether to begin one."""

from __future__ import annotations

from typing import Final

from cli.prompt import Ask, typed
from cli.settings import Settings, own_store

_YES: Final = frozenset({"", "y", "yes"})
_NO: Final = frozenset({"n", "no"})


def begins(settings: Settings, ask: Ask = typed) -> bool:
    """Whether somebody who has no timeline of their own wants to begin one."""
    place = own_store(settings)
    settings.out.write("You have no timeline of your own yet; the bundled sample is read-only.\n")
    try:
        while True:
            answer = ask(f"Begin one at {place}? [Y/n] ", ()).lower()
            if answer in _YES or answer in _NO:
                return answer in _YES
    except (EOFError, KeyboardInterrupt):
        settings.out.write("\n")
        return False
