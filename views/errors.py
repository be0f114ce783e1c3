"""Refusals and problems as text: a sentence in the user's words, and lines to paste instead."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Final

from domain.characters import for_shell, on_one_line, visible
from domain.refusal import AnyFix, Fix, InvalidInput, Problem
from views import spelling
from views.page import pad, width_of

Command = Callable[[str], str]
"""What makes a line to paste one about the timeline that was chosen: `Settings.command`."""


def refusal(refused: InvalidInput, command: Command = str) -> str:
    """`error:` and one sentence, what shows more of it, then each fix as a line to paste."""
    return f"error: {on_one_line(refused.said)}\n{refused.page}" + fixes(refused.fixes, command)


def fixes(
    found: Sequence[AnyFix],
    command: Command = str,
    spelled: Callable[[AnyFix], Fix] = spelling.command,
) -> str:
    """Lines to paste, with what each would mean beside it.

    The meaning is a comment where a shell would read it. `spelled` writes a fix: as a command, or
    as a line of `.facts`.
    """
    texts = [spelled(fix) for fix in found]
    shown = [Fix(_pasted(fix, command), _remark(fix)) for fix in texts]
    widest = max((width_of(fix.paste.partition("\n")[0]) for fix in shown), default=0)
    return "".join(_shown(fix, widest) for fix in shown)


def _shown(fix: Fix, widest: int) -> str:
    """A fix with its meaning; of several lines, as of a fact and its report, beside the first."""
    first, *below = fix.paste.split("\n")
    lines = [f"  {pad(first, widest)}   {fix.meaning}".rstrip(), *(f"  {line}" for line in below)]
    return "".join(f"{line}\n" for line in lines)


_FOR_A_SHELL: Final = re.compile(
    r"--?[a-z]|(detente|export|mv|mkdir|sqlite3|psql|pg_\w+|create(db|user)|getent|pip|pipx|uv) "
)


def _pasted(fix: Fix, command: Command) -> str:
    """What is pasted: one line of a shell, or the lines of a fact."""
    whole = command(fix.paste)
    if not _FOR_A_SHELL.match(fix.paste):
        return visible(whole)
    # A name with bytes that are not UTF-8 would be another one with them written out.
    return on_one_line(_QUOTED.sub(lambda found: for_shell(found[1]), whole))


_QUOTED: Final = re.compile(r"(?<!\$)'([^'\n]*[\udc80-\udcff][^'\n]*)'")
"""A word in quotes with a byte that is not UTF-8."""


def _remark(fix: Fix) -> str:
    """What a fix would mean, on one line."""
    meaning = on_one_line(fix.meaning.replace("\n", " "))
    return f"# {meaning}" if meaning and _FOR_A_SHELL.match(fix.paste) else meaning


def problems(found: Iterable[Problem], command: Command = str, most: int = 20) -> str:
    """Every problem of a file with its place and fixes; the first twenty, and how many more."""
    all_of_them = list(found)
    shown = "".join(
        f"{on_one_line(f'{problem.place}: {problem.said}')}\n{problem.page}"
        f"{fixes(problem.fixes, command, spelling.line)}"
        for problem in all_of_them[:most]
    )
    left = len(all_of_them) - most
    return shown + (f"… and {left} more.\n" if left > 0 else "")
