"""Facts of a machine-coded source in columns: what a few rows have in common is kept once."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from typing import Any, Final, Generic, NamedTuple, TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.compute
from numpy.typing import NDArray

from domain.content import Content
from service.sources.outcome import Coded
from service.sources.templates import TwoSides

Ints = NDArray[np.signedinteger[Any]]
Places = Ints
Flags = NDArray[np.bool_]
Texts = Any
"""A `pyarrow.StringArray`, which has no types."""

pc: Any = pyarrow.compute
"""Its functions are made as it is imported, and have no types."""

T = TypeVar("T")


class Growing(list[T]):
    """Values that several columns have in common: more may come, those that are there stay.

    No two that rows have are the same.
    """


class Few(NamedTuple, Generic[T]):
    """A column of few different values: the place of each row's among them, and these."""

    at: Places
    values: Sequence[T]

    def of(self, row: int) -> T:
        """The value of a row."""
        return self.values[int(self.at[row])]

    @property
    def places(self) -> list[int]:
        """The places of the different values of its rows: others may be kept too."""
        found: list[int] = np.flatnonzero(self.numbers).tolist()
        return found

    @property
    def used(self) -> list[T]:
        """The different values of its rows."""
        return [self.values[at] for at in self.places]

    @property
    def numbers(self) -> Ints:
        """How many rows have each value."""
        return np.bincount(self.at, minlength=len(self.values))

    def taken(self, rows: Ints) -> Few[T]:
        """The column of some rows."""
        return Few(self.at[rows], self.values)


class FactColumns(NamedTuple):
    """Rows of a source that are facts.

    `lines` are their lines in the file, `keys` their keys within the layer, `known` the days from
    which they were known, `on` their dates as written, `sides` who acts and towards whom, `shapes`
    all else that their contents say, as `shape_of` writes it, without titles and Goldstein scores.
    `mutual` is whether a mirror was joined to it, which makes it mutual whatever its shape says.
    `urls` is empty text where a row has no address.
    """

    lines: Ints
    keys: Texts
    known: Places
    on: Few[str]
    sides: Few[TwoSides]
    shapes: Few[str]
    mutual: Flags
    titles: Few[str]
    goldstein: Few[int | None]
    publishers: Few[str]
    published: Few[str]
    urls: Texts

    def taken(self, rows: Ints) -> FactColumns:
        """Some of the rows, in the order asked for."""
        places = pa.array(rows)
        return FactColumns(
            self.lines[rows],
            self.keys.take(places),
            self.known[rows],
            self.on.taken(rows),
            self.sides.taken(rows),
            self.shapes.taken(rows),
            self.mutual[rows],
            self.titles.taken(rows),
            self.goldstein.taken(rows),
            self.publishers.taken(rows),
            self.published.taken(rows),
            self.urls.take(places),
        )

    @property
    def number(self) -> int:
        """How many rows there are."""
        return len(self.lines)


APART: Final[dict[str, Any]] = {
    "on": "",
    "actors": (),
    "recipients": (),
    "title": "",
    "goldstein": None,
}
"""The fields of a content that a shape leaves out, as they are without a value."""


def shape_of(content: Content) -> str:
    """What a content says apart from its date, sides, title and Goldstein score, as JSON."""
    return content.model_copy(update=APART).model_dump_json(
        exclude=set(APART), exclude_defaults=True
    )


def columns_of(rows: Sequence[Coded]) -> FactColumns:
    """Rows that were coded one by one, in columns."""
    contents = [row.content for row in rows]
    reports = [row.report for row in rows]
    shapes: dict[int, str] = {}
    for content in contents:
        if id(content) not in shapes:
            shapes[id(content)] = shape_of(content)
    return FactColumns(
        np.array([row.line for row in rows], np.int64),
        pa.array([row.key for row in rows], pa.string()),
        np.array([row.known_on.toordinal() for row in rows], np.int32),
        few(content.on for content in contents),
        few((content.actors, content.recipients) for content in contents),
        few(shapes[id(content)] for content in contents),
        np.zeros(len(rows), np.bool_),
        few(content.title for content in contents),
        few(content.goldstein for content in contents),
        few(report.publisher for report in reports),
        few(report.published for report in reports),
        pa.array([report.url for report in reports], pa.string()),
    )


H = TypeVar("H", bound=Hashable)


def few(values: Iterable[H]) -> Few[H]:
    """A column of values, each different one kept once, in the order in which they come first."""
    places: dict[H, int] = {}
    at = [places.setdefault(value, len(places)) for value in values]
    return Few(np.array(at, np.int32), list(places))
