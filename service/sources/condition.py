"""Conditions asked of rows: a tree of comparisons as a function, never executed as code."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from difflib import get_close_matches
from functools import lru_cache
from typing import Final

from domain.refusal import Fix, InvalidInput
from service.sources.expression import (
    All,
    Column,
    Compared,
    Day,
    Days,
    Matched,
    Not,
    Number,
    OneOf,
    Operand,
    Some,
    Text,
    Tree,
    ordinal,
    written,
)
from service.sources.pattern import searcher

Row = Sequence[str]
Value = str | float | None
Condition = Callable[[Row], bool]

_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d{1,3})?", re.ASCII)


def columns_of(tree: Tree | Operand) -> set[str]:
    """The columns that a condition reads."""
    match tree:
        case Column(name):
            return {name}
        case Text() | Number() | Day():
            return set()
        case Days(left, right) | Compared(left, _, right):
            return columns_of(left) | columns_of(right)
        case OneOf(left, members):
            return columns_of(left).union(*map(columns_of, members))
        case Matched(left, _):
            return columns_of(left)
        case Not(part):
            return columns_of(part)
        case All(parts) | Some(parts):
            return set[str]().union(*map(columns_of, parts))


def condition(
    tree: Tree, columns: Mapping[str, int], missing: frozenset[str] = frozenset({""})
) -> Condition:
    """The condition as a function of a row; texts among `missing` are read as empty.

    Raises InvalidInput for a column that is not there.
    """
    match tree:
        case Compared(left, operator, right):
            return _compared(left, operator, right, columns, missing)
        case OneOf(left, members):
            return _one_of(left, members, columns, missing)
        case Matched(left, pattern):
            text, search = _text(left, columns, missing), searcher(pattern)
            return lambda row: search(text(row))
        case Not(part):
            inner = condition(part, columns, missing)
            return lambda row: not inner(row)
        case All(parts):
            wanted = [condition(part, columns, missing) for part in parts]
            return lambda row: all(part(row) for part in wanted)
        case Some(parts):
            offered = [condition(part, columns, missing) for part in parts]
            return lambda row: any(part(row) for part in offered)


def _one_of(
    left: Operand, members: tuple[Operand, ...], columns: Mapping[str, int], missing: frozenset[str]
) -> Condition:
    if not isinstance(left, Days) and all(isinstance(member, Text) for member in members):
        text, texts = (
            _text(left, columns, missing),
            frozenset(member.text for member in members if isinstance(member, Text)),
        )
        return lambda row: text(row) in texts
    each = [_compared(left, "==", member, columns, missing) for member in members]
    return lambda row: any(equal(row) for equal in each)


def _compared(
    left: Operand,
    operator: str,
    right: Operand,
    columns: Mapping[str, int],
    missing: frozenset[str],
) -> Condition:
    """A comparison of days where a day or `days` is written, else of numbers or texts.

    Numbers are compared where both sides are numbers and neither is in quotes.
    """
    ask = _OPERATORS[operator]
    one, other = _text(left, columns, missing), _text(right, columns, missing)
    if isinstance(left, Text) or isinstance(right, Text):
        return lambda row: ask(one(row), other(row))
    if isinstance(left, Day) or isinstance(right, Day):
        return lambda row: _asked(ask, ordinal(one(row)), ordinal(other(row)))
    if isinstance(left, Days) or isinstance(right, Days):
        return lambda row: _asked(ask, number(one(row)), number(other(row)))
    return lambda row: _numbers_or_texts(ask, one(row), other(row))


def _asked(ask: Callable[[Value, Value], bool], one: Value, other: Value) -> bool:
    return one is not None and other is not None and ask(one, other)


def _numbers_or_texts(ask: Callable[[Value, Value], bool], one: str, other: str) -> bool:
    first, second = number(one), number(other)
    return ask(one, other) if first is None or second is None else ask(first, second)


def _text(
    operand: Operand, columns: Mapping[str, int], missing: frozenset[str]
) -> Callable[[Row], str]:
    match operand:
        case Column(name):
            if name not in columns:
                near = get_close_matches(name, columns, n=3, cutoff=0.5)
                raise InvalidInput(
                    f'no column is called "{name}".',
                    *(Fix(written(Column(column))) for column in near),
                    code="unknown-column",
                    values={"column": name},
                )
            return _cell(columns[name], missing)
        case Text(text) | Number(text) | Day(text):
            return lambda _: text
        case Days(later, earlier):
            one, other = _text(later, columns, missing), _text(earlier, columns, missing)
            return lambda row: days(one(row), other(row))


def _cell(at: int, missing: frozenset[str]) -> Callable[[Row], str]:
    if missing <= {""}:
        return lambda row: row[at]
    return lambda row: "" if row[at] in missing else row[at]


def days(later: str, earlier: str) -> str:
    """Days from the earlier to the later day, as text; empty where one of them is not a day."""
    one, other = ordinal(later), ordinal(earlier)
    return "" if one is None or other is None else str(one - other)


@lru_cache(maxsize=16384)
def number(text: str) -> float | None:
    """The number that a text is, or None."""
    return float(text) if len(text) < 40 and _NUMBER.fullmatch(text) else None


_OPERATORS: Final[Mapping[str, Callable[[Value, Value], bool]]] = {
    "==": lambda one, other: one == other,
    "!=": lambda one, other: one != other,
    "<": lambda one, other: one < other,  # type: ignore[operator]  # both are texts or both are numbers: `_compared`
    "<=": lambda one, other: one <= other,  # type: ignore[operator]  # likewise
    ">": lambda one, other: one > other,  # type: ignore[operator]  # likewise
    ">=": lambda one, other: one >= other,  # type: ignore[operator]  # likewise
}
