"""Conditions on rows: what is written is read back equal, means what a plain reading says.

And is never executed.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Mapping
from typing import Final

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from domain.refusal import InvalidInput
from service.sources import condition as asked
from service.sources import expression, pattern
from service.sources.condition import columns_of, condition
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
    parse,
    written,
)
from service.sources.pattern import searcher
from tests.effort import examples
from views.spelling import command as spelled

NAMES = ["Country", "Event Date", "and", "a`b", "DATEADDED", "SQLDATE"]
CELLS = [
    "",
    "NA",
    "TUR",
    "040",
    "40",
    "4e1",
    "2018-06-01",
    "20180602",
    "20180602121500",
    "-4.5",
    "nan",
    'say "x"',
    "ı",
    "x\\",
]
COLUMNS = {name: i for i, name in enumerate(NAMES)}

DAYS_OR_COLUMNS = st.one_of(
    st.builds(Column, st.sampled_from(NAMES)),
    st.just(Day("2018-06-01")),
    st.builds(Text, st.sampled_from(CELLS)),
)
OPERANDS: st.SearchStrategy[Operand] = st.one_of(
    DAYS_OR_COLUMNS,
    st.builds(Text, st.text(st.characters(codec="utf-8"), max_size=6)),
    st.builds(Number, st.sampled_from(["0", "40", "-4.5", "3.25", "100"])),
    st.builds(Days, DAYS_OR_COLUMNS, DAYS_OR_COLUMNS),
)
LEAVES: st.SearchStrategy[Tree] = st.one_of(
    st.builds(Compared, OPERANDS, st.sampled_from(expression.OPERATORS), OPERANDS),
    st.builds(OneOf, OPERANDS, st.lists(OPERANDS, min_size=1, max_size=3).map(tuple)),
    st.builds(Matched, OPERANDS, st.sampled_from(["TUR|RUS", "^0", "[0-9]+$", "x.*y", r"\d\.\d"])),
)
TREES = st.recursive(
    LEAVES,
    lambda parts: st.one_of(
        st.builds(Not, parts),
        st.builds(All, st.lists(parts, min_size=2, max_size=3).map(tuple)),
        st.builds(Some, st.lists(parts, min_size=2, max_size=3).map(tuple)),
    ),
    max_leaves=8,
)
ROWS = st.fixed_dictionaries({name: st.sampled_from(CELLS) for name in NAMES})


@given(TREES)
def test_what_is_written_is_read_back_equal(tree: Tree) -> None:
    assert parse(written(tree)) == tree


@given(TREES, ROWS)
@settings(max_examples=examples(300))
def test_a_condition_means_what_a_plain_reading_says(tree: Tree, row: Mapping[str, str]) -> None:
    asked = condition(tree, COLUMNS, frozenset({"", "NA"}))

    assert asked([row[name] for name in NAMES]) is plainly(tree, row)


OPERATORS = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def plainly(tree: Tree, row: Mapping[str, str]) -> bool:
    match tree:
        case Compared(left, sign, right):
            return compared(left, sign, right, row)
        case OneOf(left, members):
            return any(compared(left, "==", member, row) for member in members)
        case Matched(left, pattern):
            return bool(re.search(pattern, text(left, row)))
        case Not(part):
            return not plainly(part, row)
        case All(parts):
            return all(plainly(part, row) for part in parts)
        case Some(parts):
            return any(plainly(part, row) for part in parts)


def compared(left: Operand, sign: str, right: Operand, row: Mapping[str, str]) -> bool:
    one, other = text(left, row), text(right, row)
    kinds = {type(left), type(right)}
    if Text in kinds:
        return bool(OPERATORS[sign](one, other))
    if Day in kinds or Days in kinds:
        read = expression.ordinal if Day in kinds else asked.number
        first, second = read(one), read(other)
        return first is not None and second is not None and bool(OPERATORS[sign](first, second))
    first, second = asked.number(one), asked.number(other)
    return bool(
        OPERATORS[sign](one, other)
        if first is None or second is None
        else OPERATORS[sign](first, second)
    )


def text(operand: Operand, row: Mapping[str, str]) -> str:
    match operand:
        case Column(name):
            return "" if row[name] == "NA" else row[name]
        case Days(later, earlier):
            one, other = (
                expression.ordinal(text(later, row)),
                expression.ordinal(text(earlier, row)),
            )
            return "" if one is None or other is None else str(one - other)
        case Text(said) | Number(said) | Day(said):
            return said


@given(
    st.one_of(
        st.text(max_size=60),
        st.lists(
            st.sampled_from([*'()",`~=<>!', " and ", "not ", "in", "A", "1", "days("]), max_size=30
        ).map("".join),
    )
)
@example("(" * 5000)
@example("not " * 900 + "A == 1")
@settings(max_examples=examples(500))
def test_any_other_text_is_refused_in_a_sentence_with_its_place(said: str) -> None:
    refused = None
    try:
        tree = parse(said)
    except InvalidInput as error:
        refused = error
    else:
        assert parse(written(tree)) == tree
    if refused:
        assert refused.said.endswith(".")
        assert 1 <= (refused.column or 0) <= len(said) + 1


@pytest.mark.parametrize(
    ("said", "cells", "holds"),
    [
        ('`Event Date` == "2018-06-01"', {"Event Date": "2018-06-01"}, True),
        ("`Event Date` >= 2018-06-01", {"Event Date": "20180602"}, True),
        ("Country == 40", {"Country": "040"}, True),
        ('Country == "40"', {"Country": "040"}, False),
        (
            "days(DATEADDED, SQLDATE) in (365, 3650)",
            {"DATEADDED": "20190601", "SQLDATE": "20180601"},
            True,
        ),
        ("days(DATEADDED, SQLDATE) > 1", {"DATEADDED": "never", "SQLDATE": "20180601"}, False),
        ('Country not in ("TUR", "RUS") and not Country == ""', {"Country": "NA"}, False),
        ('Country ~ "^T.R$"', {"Country": "TUR"}, True),
    ],
)
def test_examples(said: str, cells: dict[str, str], holds: bool) -> None:
    row = [cells.get(name, "") for name in NAMES]

    assert condition(parse(said), COLUMNS, frozenset({"", "NA"}))(row) is holds


@pytest.mark.parametrize(
    ("said", "column", "fix"),
    [
        ("Country = 40", 9, "Country == 40"),
        ("Country == 'x'", 12, 'Country == "x"'),
        ("EventCode == 040", 14, '"040"'),
        ("Country ~ Police", 11, '`Source Sectors` ~ "Police|Army"'),
        ('Country in "x"', 12, 'A in ("x", "y")'),
        ("Country", 8, "A == B"),
    ],
)
def test_a_slip_gets_its_place_and_a_mend(said: str, column: int, fix: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        parse(said)

    assert refused.value.column == column
    assert fix in [spelled(found).paste for found in refused.value.fixes]


ONE: Final = 'Country == "TUR"'
LIMITED: Final = {
    "so many characters": (
        ONE + " " * (expression.LONGEST - len(ONE)),
        f"{ONE} and {ONE * 250}",
        expression.LONGEST + 1,
        "a condition has 4,000 characters at most; this one has 4,021.",
    ),
    "so many brackets": (
        f"{'(' * (expression.DEEPEST - 1)}{ONE}{')' * (expression.DEEPEST - 1)}",
        f"{'(' * expression.DEEPEST}{ONE}{')' * expression.DEEPEST}",
        expression.DEEPEST + 1,
        "brackets and `not` go 50 deep at most.",
    ),
    "so many times not": (
        f"{'not ' * (expression.DEEPEST - 1)}{ONE}",
        f"{'not ' * expression.DEEPEST}{ONE}",
        4 * expression.DEEPEST + 1,
        "brackets and `not` go 50 deep at most.",
    ),
    "both": (
        f"{'not (' * 24}not {ONE}{')' * 24}",
        f"{'not (' * 25}{ONE}{')' * 25}",
        5 * 25 + 1,
        "brackets and `not` go 50 deep at most.",
    ),
    "a pattern of so many characters": (
        f'Country ~ "{"a" * pattern.LONGEST}"',
        f'Country ~ "{"a" * (pattern.LONGEST + 1)}"',
        11,
        "a pattern has 200 characters at most; write several with `or`.",
    ),
}


@pytest.mark.parametrize(("taken", "refused", "column", "said"), LIMITED.values(), ids=LIMITED)
def test_a_condition_has_limits_and_is_refused_where_they_are_passed(
    taken: str, refused: str, column: int, said: str
) -> None:
    """A condition that was too long was refused at its beginning, without its length."""
    condition(parse(taken), COLUMNS)
    with pytest.raises(InvalidInput) as error:
        condition(parse(refused), COLUMNS)

    assert (error.value.said, error.value.column) == (said, column)


def test_a_column_that_is_not_there_is_refused_with_those_that_are() -> None:
    with pytest.raises(InvalidInput, match='no column is called "Contry"') as refused:
        condition(parse('Contry == "x"'), COLUMNS)

    assert [spelled(fix).paste for fix in refused.value.fixes] == ["Country"]


@pytest.mark.parametrize(
    "pattern",
    [
        "(a+)+$",
        "(a|a)*",
        "a*a*b",
        "a?a?a?",
        r"(?=x)",
        r"(.)\1",
        "a{1,9}b{1,9}",
        "[a",
        "*",
        "a" * 201,
        "x{999999}",
    ],
)
def test_a_pattern_that_could_take_for_ever_is_refused(pattern: str) -> None:
    with pytest.raises(InvalidInput):
        searcher(pattern)


@given(st.text(alphabet="ab.*+?|[]^$\\d{1,2}()", max_size=12), st.text(alphabet="ab1", max_size=8))
@settings(max_examples=examples(400))
def test_an_accepted_pattern_means_what_it_means_everywhere(pattern: str, said: str) -> None:
    try:
        search = searcher(pattern)
    except InvalidInput:
        return

    assert search(said) is bool(re.search(pattern, said))


def test_the_columns_of_a_condition_are_known() -> None:
    assert columns_of(
        parse('(A == "x" or not `b c` in (D, 1)) and days(E, F) > 3 and G ~ "x"')
    ) == {"A", "b c", "D", "E", "F", "G"}
