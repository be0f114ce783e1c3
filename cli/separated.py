"""A typed line whose details want a semicolon before them: `A visit report Reuters, 2022-03-05`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice, product
from typing import Final, TypeGuard

from domain.refusal import AnyFix, Fix, InvalidInput, Problem
from projections.events import EVENT_WORDS, read_event
from service.formats.document import Document
from service.formats.fields import FIELDS

_WORD: Final = re.compile(rf"[\s,]+(?P<word>{'|'.join(EVENT_WORDS)})\s+(?P<rest>[^;\n]*)")


def check_separated(line: str, document: Document) -> None:
    """Raises InvalidInput where words of a title, or behind it, would be read as a detail.

    They would be kept as a part of the title, and the fact would have no source. A title in double
    quotes may hold whatever it does.
    """
    head = line.partition(";")[0].partition("\n")[0]
    if '"' in head or not (document.blocks or _after_the_title(document)):
        return
    for found in _WORD.finditer(head):
        if _is_detail(found["word"], found["rest"].strip()):
            apart = line[: found.start()].rstrip() + "; " + line[found.start("word") :]
            raise InvalidInput(
                f'"{found["word"]}" begins a detail, and wants a semicolon before it.',
                Fix(f"detente add {_quoted(apart)}"),
                *_as_title(line, head, document),
                code="no-semicolon",
            )


def whole_commands(lines: str, problems: Sequence[Problem]) -> list[Problem]:
    """Problems of typed lines, whose fixes that are whole lines come as commands to paste.

    So all that was typed stays with it. Where several lines have faults, each command puts all of
    them right, and stands below the last.
    """
    kept = [
        replace(each, fixes=tuple(fix for fix in each.fixes if not _is_comment(fix)))
        for each in problems
    ]
    wrong = [each for each in kept if any(_is_line(fix, each.line) for fix in each.fixes)]
    if len({each.line for each in wrong}) < 2:
        return [
            replace(each, fixes=tuple(_command(fix, each.line, lines) for fix in each.fixes))
            for each in kept
        ]
    choices = [[fix for fix in each.fixes if _is_line(fix, each.line)] for each in wrong]
    together: list[AnyFix] = []
    for chosen in islice(product(*choices), _MOST):
        typed = lines.split("\n")
        for each, fix in zip(wrong, chosen, strict=True):
            typed[each.line - 1] = fix.paste
        meanings = dict.fromkeys(fix.meaning for fix in chosen if fix.meaning)
        together.append(_pasted(typed, "; ".join(meanings)))
    further = dict.fromkeys(
        fix for each in kept for fix in each.fixes if not _is_line(fix, each.line)
    )
    shown = [replace(each, fixes=()) for each in kept]
    return [*shown[:-1], replace(shown[-1], fixes=(*together, *further))]


def _is_comment(fix: AnyFix) -> bool:
    return isinstance(fix, Fix) and fix.paste.startswith("# ")


def _command(fix: AnyFix, number: int, lines: str) -> AnyFix:
    """The command with a fix in the place of one of its lines; of a part of a line that part."""
    if not _is_line(fix, number):
        return fix
    typed = lines.split("\n")
    typed[number - 1] = fix.paste
    return _pasted(typed, fix.meaning)


def _pasted(lines: Sequence[str], meaning: str) -> Fix:
    line = "; ".join(map(str.strip, "\n".join(lines).split("\n")))
    return Fix(f"detente add {_quoted(line)}", meaning)


_MOST: Final = 6
"""So many commands are offered where several lines have faults."""

_SHORTEST: Final = 5
"""A line of a fact has a date, two actors with a sign between them, and a kind at least."""


def _is_line(fix: AnyFix, number: int) -> TypeGuard[Fix]:
    if not isinstance(fix, Fix):
        return False
    found = fix.paste.split()
    if number > 1:
        return found[0] in (*EVENT_WORDS, *FIELDS, "known")
    return len(found) >= _SHORTEST and found[:2] != ["DATE", "ACTOR"]


def _after_the_title(document: Document) -> bool:
    codes = {problem.code for problem in document.problems}
    return not codes.isdisjoint(("after-the-title", "source-in-title"))


def _is_detail(word: str, rest: str) -> bool:
    try:
        read_event(word, rest, 1)
    except InvalidInput:
        return False
    return True


def _as_title(line: str, head: str, document: Document) -> list[Fix]:
    """The line with its title in double quotes, where the words belong to it."""
    title = document.blocks[0].content.title if document.blocks else ""
    if not title or title not in head:
        return []
    meant = line.replace(title, f'"{title}"', 1)
    return [Fix(f"detente add {_quoted(meant)}", "if it is all one title")]


def _quoted(line: str) -> str:
    return "'" + line.replace("'", "'\\''") + "'"
