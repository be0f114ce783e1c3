"""Keys pressed on a terminal, one at a time."""

from __future__ import annotations

import os
import select
import sys
from collections.abc import Generator
from contextlib import contextmanager
from typing import Final, TextIO

NEXT, BACK, FASTER, SLOWER, QUIT = "next", "back", "faster", "slower", "quit"
_MEANINGS: Final = {
    " ": NEXT, "\x1b[C": NEXT, "\x1bOC": NEXT, "\r": NEXT, "\n": NEXT, "l": NEXT,
    "\x1b[D": BACK, "\x1bOD": BACK, "\x7f": BACK, "h": BACK,
    "+": FASTER, "=": FASTER, "-": SLOWER, "q": QUIT, "\x1b": QUIT, "\x03": QUIT, "\x04": QUIT,
    "": QUIT,
}  # fmt: skip

CLEAR: Final = "\x1b[H\x1b[2J"
_ENTER, _LEAVE = "\x1b[?1049h\x1b[?25l", "\x1b[?25h\x1b[?1049l"
_LONGEST: Final = 3
"""Characters of the longest key that means anything."""


def available(stdin: TextIO, stdout: TextIO) -> bool:
    """Whether keys can be read one at a time.

    Both ends are a terminal, of a kind that can be asked for it.
    """
    return sys.platform != "win32" and stdin.isatty() and stdout.isatty()


@contextmanager
def screen(stdin: TextIO, stdout: TextIO) -> Generator[None]:
    """A screen of its own, and keys as they are pressed.

    The terminal is put back as it was, whatever happens.
    """
    import termios
    import tty

    number = stdin.fileno()
    before = termios.tcgetattr(number)
    try:
        tty.setcbreak(number)
        stdout.write(_ENTER)
        stdout.flush()
        yield
    finally:
        termios.tcsetattr(number, termios.TCSADRAIN, before)
        stdout.write(_LEAVE)
        stdout.flush()


def pressed(stdin: TextIO, seconds: float | None) -> str | None:
    """The next key by its meaning.

    "" for a key that means nothing, None where none was pressed in that time.
    """
    number = stdin.fileno()
    ready, _, _ = select.select([number], [], [], seconds)
    if not ready:
        return None
    key = os.read(number, 1)
    # An arrow is several characters, the first of which is a key of its own: what follows at once
    # belongs to it.
    while key.startswith(b"\x1b") and len(key) < _LONGEST and select.select([number], [], [], 0)[0]:
        key += os.read(number, 1)
    return _MEANINGS.get(key.decode(errors="replace"), "")
