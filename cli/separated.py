"""A typed line whose details want a semicolon before them: `A visit report Reuters, 2022-03-05`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from domain.refusal import AnyFix, Fix, InvalidInput, Problem
from projections.events import EVENT_WORDS, read_event
from service.formats.document import Document

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


_WHOLE_LINES: Final = frozenset({"deed-in-words", "no-sign"})


def whole_commands(line: str, problems: Sequence[Problem]) -> list[Problem]:
    """Problems of a typed line, whose fixes that are whole lines come as commands to paste.

    So its details stay with it.
    """
    _, semicolon, details = line.partition(";")
    if "\n" in line or '"' in line:
        return list(problems)
    return [
        replace(problem, fixes=tuple(_command(fix, semicolon + details) for fix in problem.fixes))
        if problem.code in _WHOLE_LINES
        else problem
        for problem in problems
    ]


def _command(fix: AnyFix, details: str) -> AnyFix:
    if not isinstance(fix, Fix):
        return fix
    return Fix(f"detente add {_quoted(fix.paste + details)}", fix.meaning)


def _after_the_title(document: Document) -> bool:
    return any(problem.code == "after-the-title" for problem in document.problems)


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
