"""Rows of a table that are facts, in columns."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any, Final, NamedTuple, TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from domain import edtf
from domain.refusal import InvalidInput
from service.archives.columns import FactColumns, Few, Flags, Ints, Texts, columns_of, shape_of
from service.archives.distinct import Mapped, asked, combined, flags, numbers
from service.archives.parties import Parties
from service.archives.table import Table
from service.archives.texts import offsets, plain_keys
from service.sources.cell_readers import CellReader
from service.sources.coding import Coder
from service.sources.dates import Dating
from service.sources.mirror import Mirrored
from service.sources.outcome import Coded
from service.sources.sides import Unknown
from service.sources.templates import Template, TwoSides, content_of

_NO_DAY: Final = 0
_NOBODY: Final[TwoSides] = ((), ())

T = TypeVar("T")
U = TypeVar("U")


class Found(NamedTuple):
    """Facts, and the rows of the table that they are.

    `mirrored` are the places of those that may have a mirror, and `mirrors` the texts by which it
    is known, in columns: those that both have, the code of the fact and that of its mirror, and the
    two actors.
    """

    columns: FactColumns
    rows: Ints
    mirrored: Ints
    mirrors: list[Any]


def single_facts(coded: Collection[tuple[Coded, Mirrored | None]]) -> Found:
    """The same of rows that were coded one by one."""
    mirrored = [(i, mirror) for i, (_, mirror) in enumerate(coded) if mirror]
    texts: list[list[str]] = []
    for _, (own, other) in mirrored:
        *same, code, one, another = own
        texts.append([*same, code, other[len(same)], one, another])
    return Found(
        columns_of([each for each, _ in coded]),
        np.arange(len(coded)),
        np.array([i for i, _ in mirrored], np.int64),
        [pa.array(column, pa.string()).dictionary_encode() for column in zip(*texts, strict=True)],
    )


class _Days(NamedTuple):
    """When each row happened, and from which day it was known; `bad` where that cannot be."""

    known: Ints
    published: Few[str]
    bad: Flags


class Facts:
    """Makes facts of rows that have a day and two sides."""

    def __init__(self, coder: Coder, width: int) -> None:
        self._coder = coder
        self._width = width
        self._sides = Mapped(_two_sides)
        self._shapes: dict[tuple[int, str], tuple[Template, str]] = {}

    @property
    def columns(self) -> set[int]:
        """The columns that are read of facts, but for their keys."""
        coder, readers, reporter = self._coder, self._coder.readers, self._coder.reporter
        read: list[CellReader[Any]] = [
            readers.template,
            readers.goldstein,
            readers.title,
            *(each for _, each in readers.wrong),
            *(each for each, _ in readers.sets),
            *((readers.known,) if readers.known else ()),
        ]
        places = {at for each in read for at in each.columns}
        said = reporter.publisher_at, reporter.published_at, reporter.url_at
        places.update(at for at in said if at is not None)
        return places.union(coder.mirror_same, coder.mirror_swap, [coder.code_at])

    def of(
        self, table: Table, rows: Ints, days: Few[Dating | InvalidInput], parties: Few[Parties]
    ) -> Found:
        """Those of some rows that are facts for certain."""
        readers, reporter = self._coder.readers, self._coder.reporter
        template = asked(table, readers.template, self._width)
        goldstein = asked(table, readers.goldstein, self._width)
        dated = self._days(table, days)
        bad = dated.bad | _refused(template) | _refused(goldstein) | self._wrong(table)
        rows, keys = self._keyed(table, rows[~bad[rows]])
        of_template = _but(template, _template)
        url = self._said(table, reporter.url_at, reporter.url)
        columns = FactColumns(
            table.first + table.lines[rows],
            keys,
            dated.known[rows].astype(np.int32),
            _but(days, _written).taken(rows),
            Few(parties.at[rows], self._sides.of(parties.values)),
            self._shape(table, of_template).taken(rows),
            np.zeros(len(rows), np.bool_),
            self._title(table, of_template).taken(rows),
            _but(goldstein, _points).taken(rows),
            asked(
                table, CellReader(reporter.publisher_columns, reporter.publisher), self._width
            ).taken(rows),
            dated.published.taken(rows),
            pa.array(url.values, pa.string()).take(pa.array(url.at[rows])),
        )
        return Found(columns, rows, *self._mirrors(table, of_template, rows))

    def _days(self, table: Table, days: Few[Dating | InvalidInput]) -> _Days:
        coder = self._coder
        reporter, known_by = coder.reporter, coder.readers.known
        known = asked(table, known_by, self._width) if known_by else days
        published = self._said(table, reporter.published_at, reporter.published)
        bad = _refused(known) | _refused(published)
        known_on, said_on = numbers(known, _day), numbers(published, _published_on)
        if not coder.foresees:
            begun = numbers(days, _first_day)
            bad |= (known_on < begun) | ((said_on != _NO_DAY) & (said_on < begun))
        if coder.known_by_report:
            known_on = np.maximum(known_on, said_on)
        return _Days(known_on, _but(published, _text), bad)

    def _wrong(self, table: Table) -> Flags:
        """Which rows have a code on hold, or a number or text that cannot be kept."""
        coder = self._coder
        at, holds = coder.code_at, coder.surveyed.holds
        bad = flags(asked(table, CellReader((at,), lambda cells: cells[at]), self._width), holds)
        for _, reader in coder.readers.wrong:
            bad |= flags(asked(table, reader, self._width), bool)
        return bad

    def _said(self, table: Table, at: int | None, read: Callable[..., T]) -> Few[T]:
        """What the report of each row says in a column, if there is one."""
        return asked(table, CellReader(() if at is None else (at,), read), self._width)

    def _keyed(self, table: Table, rows: Ints) -> tuple[Ints, Texts]:
        """The rows that have a key, and their keys."""
        reader, parts = self._coder.readers.key, self._coder.readers.key_parts
        texts = [table.texts(at, rows) for at in reader.columns]
        missing = self._coder.missing
        pieces: list[Any] = []
        bad = np.zeros(len(rows), np.bool_)
        for literal, column in zip(parts[::2], texts, strict=False):
            pieces += [pa.scalar(literal, pa.string()), column]
            bad |= _among(column, missing)
        pieces += [pa.scalar(part, pa.string()) for part in (*parts[2 * len(texts) :], "")]
        keys = pc.call_function("binary_join_element_wise", pieces)
        bad |= ~plain_keys(keys)
        if not bad.any():
            return rows, keys
        found: list[str | None] = keys.to_pylist()
        cells = [""] * self._width
        for i in np.flatnonzero(bad).tolist():
            for at, column in zip(reader.columns, texts, strict=True):
                cells[at] = column[i].as_py()
            found[i] = reader.read(cells) or None
        good = np.array([key is not None for key in found], np.bool_)
        return rows[good], pa.array([key for key in found if key is not None], pa.string())

    def _shape(self, table: Table, template: Few[Template | None]) -> Few[str]:
        """What the content of each row says apart from its own day, sides, title and score."""
        domain = Few(np.zeros(len(table.lines), np.int32), ["", *self._domains])
        for i, (reader, _) in enumerate(self._coder.readers.sets, 1):
            domain.at[flags(asked(table, reader, self._width), bool)] = i
        return _of_both(template, domain, self._shape_of)

    @property
    def _domains(self) -> list[str]:
        return [domain for _, domain in self._coder.readers.sets]

    def _shape_of(self, template: Template | None, domain: str) -> str:
        if template is None:
            return ""
        key = id(template.fields), domain
        if key not in self._shapes:
            content = content_of(template.fields_with("", _NOBODY, domain, "", None))
            self._shapes[key] = template, shape_of(content)
        return self._shapes[key][1]

    def _title(self, table: Table, template: Few[Template | None]) -> Few[str]:
        title = asked(table, self._coder.readers.title, self._width)
        return _of_both(
            template, title, lambda made, text: text or (str(made.fields["title"]) if made else "")
        )

    def _mirrors(
        self, table: Table, template: Few[Template | None], rows: Ints
    ) -> tuple[Ints, list[Any]]:
        """The places of the rows that may have a mirror, and the texts by which it is known."""
        coder = self._coder
        if not coder.mirror_same:
            return np.zeros(0, np.int64), []
        may = flags(template, lambda made: made is not None and bool(made.mirror))[rows]
        for at in coder.mirror_same:
            column = table.few(at)
            may &= ~flags(Few(column.at, column.values), coder.missing.__contains__)[rows]
        mirrored = np.flatnonzero(may)
        found = rows[mirrored]
        same = [table.dictionary(at, found) for at in coder.mirror_same]
        codes = [_dictionary(_but(template, each).taken(found)) for each in (_code, _mirror)]
        return mirrored, [*same, *codes, *(table.dictionary(at, found) for at in coder.mirror_swap)]


def _dictionary(found: Few[str]) -> Any:  # a `DictionaryArray`
    return pa.DictionaryArray.from_arrays(found.at, pa.array(found.values, pa.string()))


def _of_both(one: Few[T], other: Few[U], make: Callable[[T, U], str]) -> Few[str]:
    """A text for the two values of each row."""
    if len(other.values) == 1:
        return Few(one.at, [make(value, other.values[0]) for value in one.values])
    at, (firsts, seconds) = combined([(one.at, len(one.values)), (other.at, len(other.values))])
    made = [
        make(one.values[i], other.values[j])
        for i, j in zip(firsts.tolist(), seconds.tolist(), strict=True)
    ]
    return Few(at, made)


def _refused(found: Few[T]) -> Flags:
    return flags(found, lambda value: isinstance(value, InvalidInput))


def _but(found: Few[T], value: Callable[[T], U]) -> Few[U]:
    """The same column of other values."""
    return Few(found.at, [value(each) for each in found.values])


def _template(found: Template | InvalidInput) -> Template | None:
    return None if isinstance(found, InvalidInput) else found


def _points(found: int | InvalidInput | None) -> int | None:
    return None if isinstance(found, InvalidInput) else found


def _text(found: str | InvalidInput) -> str:
    return "" if isinstance(found, InvalidInput) else found


def _written(day: Dating | InvalidInput) -> str:
    return "" if isinstance(day, InvalidInput) else day.written


def _two_sides(found: Parties) -> TwoSides:
    return _NOBODY if isinstance(found, str | Unknown) else found


def _day(day: Dating | InvalidInput) -> int:
    return _NO_DAY if isinstance(day, InvalidInput) else day.number


def _first_day(day: Dating | InvalidInput) -> int:
    return _NO_DAY if isinstance(day, InvalidInput) else day.first.toordinal()


def _published_on(day: str | InvalidInput) -> int:
    return edtf.window(day).hi if isinstance(day, str) and day else _NO_DAY


def _code(template: Template | None) -> str:
    return template.code if template else ""


def _mirror(template: Template | None) -> str:
    return template.mirror if template else ""


def _among(texts: Texts, some: frozenset[str]) -> Flags:
    """Which texts are among a few."""
    lengths = {len(text.encode()) for text in some}
    found: Flags = np.isin(np.diff(offsets(texts)), list(lengths))
    for i in np.flatnonzero(found).tolist():
        found[i] = texts[i].as_py() in some
    return found
