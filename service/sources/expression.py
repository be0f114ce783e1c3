"""Conditions as rules write them: a small language of comparisons, from text to tree and back."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from domain.limits import check_length
from domain.refusal import Fix, InvalidInput
from service.sources.pattern import searcher

DEEPEST: Final = 50
LONGEST: Final = 4_000
"""Brackets within brackets, and characters of one condition: more is a slip or an attack."""


# What can be written ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Column:
    """The text of a column; empty where the source marks it as missing."""

    name: str


@dataclass(frozen=True, slots=True)
class Text:
    """A text in double quotes."""

    text: str


@dataclass(frozen=True, slots=True)
class Number:
    """A number, as it is written."""

    text: str


@dataclass(frozen=True, slots=True)
class Day:
    """A day, as `2018-06-01`."""

    text: str


@dataclass(frozen=True, slots=True)
class Days:
    """How many days lie between two days: `days(later, earlier)`."""

    later: Operand
    earlier: Operand


Operand = Column | Text | Number | Day | Days


@dataclass(frozen=True, slots=True)
class Compared:
    """Two operands and the operator between them."""

    left: Operand
    operator: str
    right: Operand


@dataclass(frozen=True, slots=True)
class OneOf:
    """An operand that equals one of several."""

    left: Operand
    members: tuple[Operand, ...]


@dataclass(frozen=True, slots=True)
class Matched:
    """A text in which a pattern is found."""

    left: Operand
    pattern: str


@dataclass(frozen=True, slots=True)
class Not:
    """What holds where the other does not."""

    part: Tree


@dataclass(frozen=True, slots=True)
class All:
    """What holds where every part does."""

    parts: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class Some:
    """What holds where one part does."""

    parts: tuple[Tree, ...]


Tree = Compared | OneOf | Matched | Not | All | Some

OPERATORS: Final = ("==", "!=", "<=", ">=", "<", ">")
_WORDS: Final = frozenset({"and", "or", "not", "in", "days"})
_TOKEN = re.compile(
    r"""\s*(?:
    (?P<text>"(?:[^"\\]|\\["\\])*")
    | (?P<column>`(?:[^`]|``)+`)
    | (?P<day>\d{4}-\d\d-\d\d(?![\w-]))
    | (?P<number>-?\d+(?:\.\d+)?(?![\w.]))
    | (?P<word>[^\W\d]\w*)
    | (?P<operator>==|!=|<=|>=|<|>|~|\(|\)|,)
    )""",
    re.VERBOSE,
)
_DAY = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)(?:\d{6}|[T ].*)?", re.ASCII)
_BARE = re.compile(r"[^\W\d]\w*")


# Reading ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    at: int


def parse(text: str) -> Tree:
    """The condition that a text says.

    Raises InvalidInput with the column at which it stops making sense.
    """
    check_length(text, "a condition", LONGEST, 1)
    return _Reading(_tokens(text)).whole()


def _tokens(text: str) -> list[_Token]:
    tokens, at, end = [], 0, len(text.rstrip())
    while at < end:
        match = _TOKEN.match(text, at)
        if match is None:
            raise _unreadable(text, at + len(text[at:]) - len(text[at:].lstrip()))
        kind = str(match.lastgroup)
        word, start = match[kind], match.start(kind) + 1
        if kind == "word" and word.lower() in _WORDS:
            kind, word = "operator", word.lower()
        tokens.append(_Token(kind, word, start))
        at = match.end()
    return [*tokens, _Token("end", "", len(text) + 1)]


def _unreadable(text: str, at: int) -> InvalidInput:
    said, fix, code = _wrong(text, at)
    return InvalidInput(said, Fix(fix), code=code, column=at + 1)


def _wrong(text: str, at: int) -> tuple[str, str, str]:
    """The sentence, the fix and the code of what cannot be read from a place on."""
    match text[at]:
        case '"':
            return 'a text is not closed with ".', text + '"', "text-not-closed"
        case "`":
            return "the name of a column is not closed with `.", text + "`", "column-not-closed"
        case "'":
            return "a text goes in double quotes.", text.replace("'", '"'), "single-quotes"
        case "=":
            equal = f"{text[:at]}=={text[at + 1 :]}"
            return '"=" alone compares nothing; write "==".', equal, "single-equals"
        case other:
            return f"{other!r} means nothing here.", 'Country == "TUR"', "unknown-character"


class _Reading:
    """One reading of the tokens, from left to right."""

    def __init__(self, tokens: list[_Token]) -> None:
        self._tokens = tokens
        self._at = 0
        self._depth = 0

    def whole(self) -> Tree:
        """The condition that all tokens are."""
        tree = self._some()
        if self._next.kind != "end":
            raise self._refused(
                "after-the-end",
                f'"{self._next.text}" comes after the end of the condition.',
                Fix("A and B"),
                Fix("A or B"),
            )
        return tree

    @property
    def _next(self) -> _Token:
        return self._tokens[self._at]

    def _refused(self, code: str, said: str, *fixes: Fix) -> InvalidInput:
        return InvalidInput(said, *fixes, code=code, column=self._next.at)

    def _took(self, text: str) -> bool:
        if self._next.kind == "operator" and self._next.text == text:
            self._at += 1
            return True
        return False

    def _expect(self, text: str, example: str) -> None:
        if not self._took(text):
            found = f'not "{self._next.text}"' if self._next.text else "and the condition ends"
            raise self._refused("expected", f'"{text}" is expected here, {found}.', Fix(example))

    def _some(self) -> Tree:
        parts = [self._all()]
        while self._took("or"):
            parts.append(self._all())
        return parts[0] if len(parts) == 1 else Some(tuple(parts))

    def _all(self) -> Tree:
        parts = [self._not()]
        while self._took("and"):
            parts.append(self._not())
        return parts[0] if len(parts) == 1 else All(tuple(parts))

    def _not(self) -> Tree:
        self._depth += 1
        if self._depth > DEEPEST:
            raise self._refused("too-deep", f"brackets and `not` go {DEEPEST} deep at most.")
        try:
            if self._took("not"):
                return Not(self._not())
            if self._took("("):
                tree = self._some()
                self._expect(")", "(A or B) and C")
                return tree
            return self._comparison()
        finally:
            self._depth -= 1

    def _comparison(self) -> Tree:
        left = self._operand()
        if self._took("~"):
            token = self._next
            if token.kind != "text":
                raise self._refused(
                    "not-a-pattern",
                    "a pattern is a text in double quotes.",
                    Fix('`Source Sectors` ~ "Police|Army"'),
                )
            self._at += 1
            pattern = _unquoted(token.text)
            searcher(pattern, token.at)
            return Matched(left, pattern)
        if self._took("not"):
            self._expect("in", 'A not in ("x", "y")')
            return Not(OneOf(left, self._members()))
        if self._took("in"):
            return OneOf(left, self._members())
        for operator in OPERATORS:
            if self._took(operator):
                return Compared(left, operator, self._operand())
        raise self._refused(
            "compared-with-nothing",
            "this is compared with nothing.",
            *(Fix(f"A {operator} B") for operator in ("==", "in", "~")),
        )

    def _members(self) -> tuple[Operand, ...]:
        self._expect("(", 'A in ("x", "y")')
        members = [self._operand()]
        while self._took(","):
            members.append(self._operand())
        self._expect(")", 'A in ("x", "y")')
        return tuple(members)

    def _operand(self) -> Operand:
        token = self._next
        if self._took("days"):
            self._expect("(", "days(DATEADDED, SQLDATE)")
            later = self._operand_of_days()
            self._expect(",", "days(DATEADDED, SQLDATE)")
            earlier = self._operand_of_days()
            self._expect(")", "days(DATEADDED, SQLDATE)")
            return Days(later, earlier)
        if token.kind in ("operator", "end"):
            found = f'"{token.text}" is not one' if token.text else "the condition ends"
            raise self._refused(
                "expected",
                f"a column, text, number or day is expected here, and {found}.",
                Fix('Country == "TUR"'),
            )
        self._at += 1
        if token.kind == "number" and re.match(r"-?0\d", token.text):
            raise InvalidInput(
                f"{token.text} is a number with a zero too many, or a code without its quotes.",
                Fix(f'"{token.text}"', "a code"),
                code="leading-zero",
                column=token.at,
            )
        if token.kind == "day":
            _checked_day(token)
        return _READ[token.kind](token.text)

    def _operand_of_days(self) -> Operand:
        operand = self._operand()
        if isinstance(operand, Number | Days):
            raise self._refused(
                "not-a-day", "`days` counts between two days.", Fix("days(DATEADDED, SQLDATE)")
            )
        return operand


def _checked_day(token: _Token) -> None:
    if ordinal(token.text) is None:
        raise InvalidInput(f"there is no day {token.text}.", code="no-such-day", column=token.at)


def _unquoted(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text[1:-1])


_READ: Final[Mapping[str, Callable[[str], Operand]]] = {
    "text": lambda text: Text(_unquoted(text)),
    "column": lambda text: Column(text[1:-1].replace("``", "`")),
    "word": Column,
    "number": Number,
    "day": Day,
}


# Writing ------------------------------------------------------------------------------------------


def written(tree: Tree | Operand) -> str:
    """A condition as text; reading it gives the same condition."""
    match tree:
        case Column(name):
            return (
                name
                if _BARE.fullmatch(name) and name.lower() not in _WORDS
                else f"`{name.replace('`', '``')}`"
            )
        case Text(text):
            return quoted(text)
        case Number(text) | Day(text):
            return text
        case Days(later, earlier):
            return f"days({written(later)}, {written(earlier)})"
        case Compared(left, operator, right):
            return f"{written(left)} {operator} {written(right)}"
        case OneOf(left, members):
            return f"{written(left)} in ({', '.join(map(written, members))})"
        case Matched(left, pattern):
            return f"{written(left)} ~ {quoted(pattern)}"
        case Not(part):
            return f"not {_bracketed(part)}"
        case All(parts):
            return " and ".join(map(_bracketed, parts))
        case Some(parts):
            return " or ".join(map(_bracketed, parts))


def quoted(text: str) -> str:
    r"""A text in double quotes, with `\` before quotes and `\` within."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _bracketed(tree: Tree) -> str:
    return f"({written(tree)})" if isinstance(tree, All | Some) else written(tree)


# Days ---------------------------------------------------------------------------------------------


@lru_cache(maxsize=16384)
def ordinal(text: str) -> int | None:
    """The day that a text begins with, `2018-06-01`, `20180601` or `20180601123000`, or None."""
    match = _DAY.fullmatch(text)
    if match is None:
        return None
    try:
        return date(*map(int, match.groups())).toordinal()
    except ValueError:
        return None
