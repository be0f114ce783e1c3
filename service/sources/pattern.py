"""Patterns of `~`: regular expressions without what could make a search take for ever."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Final

from domain.refusal import Fix, InvalidInput

LONGEST: Final = 200
SEARCHED: Final = 4096
"""Characters of a pattern, and how many characters of a text it is searched in."""

_PIECE = re.compile(
    r"\[\^?\]?(?:[^\]\\]|\\[\]\\^dws-])*\]|\\[dwsb.^$*+?|()\[\]{}\\/-]|[^\\()\[\]{}*+?]"
)
_REPEAT = re.compile(r"[*+?]|\{\d(?:,\d?)?\}")


@lru_cache(maxsize=256)
def searcher(pattern: str, column: int = 1) -> Callable[[str], bool]:
    r"""Whether a text holds the pattern; capitals matter.

    Raises InvalidInput for a pattern that could take for ever.

    Characters, `.`, `[a-z]`, `\d \w \s \b`, `^`, `$` and alternatives separated by `|`. Each
    alternative repeats one character at most, so a search takes the square of the text's length
    in the worst case, and 4,096 characters are searched.
    """
    if len(pattern) > LONGEST:
        raise InvalidInput(
            f"a pattern has {LONGEST} characters at most; write several with `or`.",
            code="pattern-too-long",
            column=column,
        )
    _check(pattern, column)
    try:
        compiled = re.compile(pattern)
    except (re.error, OverflowError):
        raise InvalidInput(
            f'"{pattern}" is not a pattern.',
            Fix('"Police|Army"'),
            code="not-a-pattern",
            column=column,
        ) from None
    return lambda text: compiled.search(text[:SEARCHED]) is not None


def _check(pattern: str, column: int) -> None:
    at, repeats = 0, 0
    while at < len(pattern):
        piece = _PIECE.match(pattern, at)
        if piece is None:
            raise _refused(pattern, at, column)
        at, repeats = piece.end(), 0 if piece[0] == "|" else repeats
        repeat = _REPEAT.match(pattern, at)
        if repeat is None:
            continue
        at, repeats = repeat.end(), repeats + 1
        if repeats > 1 or piece[0] == "|":
            raise InvalidInput(
                "a pattern repeats one character at most in each alternative.",
                Fix('A ~ "x.*y" and A ~ "y.*z"'),
                code="pattern-repeats",
                column=column,
            )


def _refused(pattern: str, at: int, column: int) -> InvalidInput:
    found = pattern[at : at + 2] if pattern[at] == "\\" else pattern[at]
    if found in ("(", ")"):
        return InvalidInput(
            "a pattern has no groups.",
            Fix('A ~ "xa|xb"'),
            Fix('A ~ "\\\\("', "a bracket itself"),
            code="pattern-groups",
            column=column,
        )
    return InvalidInput(
        f'"{found}" has no meaning at this place of a pattern.',
        Fix('"Police|Army"'),
        Fix('"^Government"'),
        code="pattern-unknown",
        column=column,
    )
