"""What is read of a row's cells, each thing with the columns that it depends on."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Final, Generic, NamedTuple, TypeVar

from domain.characters import check_characters, holds_hidden
from domain.content import read_goldstein
from domain.limits import LONGEST, check_fields
from domain.refusal import Fix, InvalidInput
from domain.report import is_script
from service.formats.cells import one_line
from service.sources.condition import columns_of, condition, number
from service.sources.dates import Dating, counts, dates, of_parts
from service.sources.expression import Tree
from service.sources.rules import Range, Rules
from service.sources.templates import Template, code_columns, templates

LONGEST_KEY: Final = 400

Cells = Sequence[str]
Points = int | InvalidInput | None
T = TypeVar("T")


class CellReader(NamedTuple, Generic[T]):
    """Reads one thing of a row; cells of other columns than these make no difference."""

    columns: tuple[int, ...]
    read: Callable[[Cells], T]


class CellReaders:
    """What is read of rows with these columns.

    A refusal is a value. `skips` and `sets` are conditions, with the reason or the domain; `wrong`
    says what is wrong with a column of numbers or of texts that are kept, by its name, in a
    sentence that is empty where nothing is. `known` is None where rules name no such column, and
    `key_parts` are the texts between the columns of `key`.
    """

    def __init__(self, rules: Rules, columns: Mapping[str, int], until: date) -> None:
        self.key_parts = rules.key
        self._missing = rules.reader.missing
        self.date = _date(rules, columns, until)
        self.skips = [(self._condition(each.when, columns), each.because) for each in rules.skips]
        self.sets = [(self._condition(each.when, columns), each.domain) for each in rules.sets]
        self.template: CellReader[Template | InvalidInput] = CellReader(
            code_columns(rules.codes, columns), templates(rules.codes, columns, self._missing)
        )
        ranges = [(each.column, self._range(columns[each.column], each)) for each in rules.ranges]
        self.wrong = [*ranges, *_kept(rules, columns)]
        self.goldstein = self._goldstein(columns.get(rules.goldstein))
        self.known = _known(rules, columns)
        key = tuple(columns[name] for name in rules.key[1::2])
        self.key = CellReader(key, lambda cells: self._key(cells, key))
        self.title = self._title(columns.get(rules.fact_title))

    def _condition(self, when: Tree, columns: Mapping[str, int]) -> CellReader[bool]:
        return CellReader(
            tuple(sorted(columns[name] for name in columns_of(when))),
            condition(when, columns, self._missing),
        )

    def _range(self, at: int, allowed: Range) -> CellReader[str]:
        def wrong(cells: Cells) -> str:
            text = cells[at]
            if text in self._missing:
                return ""
            value = number(text)
            if value is None or not allowed.least <= value <= allowed.most:
                return f'"{text}" does not lie between {allowed.least:g} and {allowed.most:g}.'
            return ""

        return CellReader((at,), wrong)

    def _goldstein(self, at: int | None) -> CellReader[Points]:
        if at is None:
            return CellReader((), lambda _: None)
        known: dict[str, Points] = {}

        def points(cells: Cells) -> Points:
            text = cells[at]
            if text in known:
                return known[text]
            if len(known) > 10_000:
                known.clear()
            try:
                found: Points = None if text in self._missing else _goldstein(text)
            except InvalidInput as refused:
                found = refused
            known[text] = found
            return found

        return CellReader((at,), points)

    def _key(self, cells: Cells, columns: tuple[int, ...]) -> str:
        """The key of a row within its layer; empty where it has none that can be kept."""
        parts = list(self.key_parts)
        for i, at in enumerate(columns):
            text = cells[at]
            if text in self._missing:
                return ""
            parts[2 * i + 1] = text
        key = "".join(parts)
        good = key.isprintable() and not holds_hidden(key) and len(key) <= LONGEST_KEY
        return key if good else ""

    def _title(self, at: int | None) -> CellReader[str]:
        if at is None:
            return CellReader((), lambda _: "")
        return CellReader(
            (at,),
            lambda cells: "" if cells[at] in self._missing else " ".join(cells[at].split()),
        )


def _goldstein(text: str) -> int:
    """A score of a cell. Raises InvalidInput, and says how one is read that means nothing."""
    try:
        return read_goldstein(text)
    except InvalidInput as refused:
        line = f"missing = [{json.dumps(text, ensure_ascii=False)}]"
        said = f'"{text}" is not a Goldstein score, which is a number between -10 and 10; {line}'
        said += " in [reader] says that it means that none is known."
        raise InvalidInput(said, Fix(line, "in [reader]"), code=refused.code) from None


def _date(
    rules: Rules, columns: Mapping[str, int], until: date
) -> CellReader[Dating | InvalidInput]:
    """What reads the day of a row. Nothing after `until`, unless the rules say a last year."""
    dated = rules.date
    last_year = dated.last_year
    span = (
        dated.first_year,
        last_year or date.max.year,
        until if last_year is None else date.max,
    )
    if dated.parts:
        year, month, day = (columns[name] for name in dated.parts)
        of_three = of_parts(rules.reader.missing, *span)
        return CellReader(
            (year, month, day), lambda cells: of_three(cells[year], cells[month], cells[day])
        )
    at, counting = columns[dated.column], dated.counting
    read = (
        counts(counting.origin, counting.unit, *span) if counting else dates(dated.formats, *span)
    )
    return CellReader((at,), lambda cells: read(cells[at]))


def _known(rules: Rules, columns: Mapping[str, int]) -> CellReader[Dating | InvalidInput] | None:
    """What reads the day from which a row was known."""
    at, read = columns.get(rules.date.known), dates(rules.date.known_formats)
    return None if at is None else CellReader((at,), lambda cells: read(cells[at]))


def _kept(rules: Rules, columns: Mapping[str, int]) -> list[tuple[str, CellReader[str]]]:
    """What is wrong with each text that is kept as it is."""
    found = (
        (rules.fact_title, "title"),
        (rules.reported.publisher_column, "publisher"),
        (rules.reported.url, "url"),
    )
    return [
        (column, _text_kept(columns[column], field)) for column, field in found if column in columns
    ]


def _text_kept(at: int, field: str) -> CellReader[str]:
    longest = LONGEST[field]

    def wrong(cells: Cells) -> str:
        text = cells[at]
        if len(text) > longest or holds_hidden(text):
            try:
                check_fields({field: text})
                check_characters(one_line(text), "a cell")
            except InvalidInput as refused:
                return refused.said
        if field == "url" and is_script(text):
            return "a script is not an address; one begins with http:// or https://."
        return ""

    return CellReader((at,), wrong)
