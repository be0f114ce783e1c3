"""Refusals and problems as text: a sentence in the user's words, and lines to paste instead."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Final

from domain.characters import on_one_line
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
    shown = [(_lines(command(fix.paste)), _remark(fix)) for fix in texts]
    widest = max((width_of(lines[0]) for lines, _ in shown), default=0)
    return "".join(_shown(lines, meaning, widest) for lines, meaning in shown)


_BELOW: Final = re.compile(r"\n(?= {4})")
"""Where what belongs to a fact begins, as its report; no other text has a line of its own."""


def _lines(paste: str) -> list[str]:
    return [on_one_line(line) for line in _BELOW.split(paste)]


def _shown(lines: Sequence[str], meaning: str, widest: int) -> str:
    """A fix with its meaning; of several lines, as of a fact and its report, beside the first."""
    first = f"  {pad(lines[0], widest)}   {meaning}".rstrip()
    return "".join(f"{line}\n" for line in (first, *(f"  {line}" for line in lines[1:])))


_FOR_A_SHELL: Final = re.compile(
    r"--?[a-z]|(detente|export|mv|mkdir|sqlite3|psql|pg_\w+|create(db|user)|getent|pip|pipx|uv) "
)


def _remark(fix: Fix) -> str:
    """What a fix would mean, on one line."""
    meaning = on_one_line(fix.meaning.replace("\n", " "))
    return f"# {meaning}" if meaning and _FOR_A_SHELL.match(fix.paste) else meaning


def problems(found: Iterable[Problem], command: Command = str, most: int = 20) -> str:
    """Every problem of a file with its place and fixes; the first twenty, and how many more."""
    all_of_them = list(found)
    shown = "".join(
        f"{on_one_line(f'{problem.place}: {problem.said}')}\n"
        f"{fixes(problem.fixes, command, spelling.line)}"
        for problem in all_of_them[:most]
    )
    left = len(all_of_them) - most
    return shown + (f"… and {left} more.\n" if left > 0 else "")
