"""Rows: typed columns of an answer, for pandas, polars, Arrow, or a loop."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from html import escape
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa

Cell = str | int | float | date | None
"""A value of a row; yes and no are `bool`, which is an `int`. None is not known, never 0."""

SHOWN: Final = 10
"""How many rows are shown at the beginning, and at the end, of what is printed."""

WIDEST: Final = 32
"""How many characters of a cell are printed."""


class Type(StrEnum):
    """What the cells of a column are."""

    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"
    DAY = "day"
    YES_NO = "yes_no"


class Column(NamedTuple):
    """A column: its name, and what its cells are."""

    name: str
    type: Type = Type.TEXT


def columns(written: str) -> tuple[Column, ...]:
    """Columns as they are listed in one line; a column without a type is text.

    >>> columns("fact counted:integer")[1].type.value
    'integer'
    """
    parts = (word.partition(":") for word in written.split())
    return tuple(Column(name, Type(type_ or Type.TEXT)) for name, _, type_ in parts)


class NotInstalled(ImportError):
    """A library that rows are wanted in is not there."""


@dataclass(frozen=True, slots=True, repr=False)
class Rows:
    """A table of typed columns: `columns` says what each holds, `cells` hold them column by column.

    A loop over it gives each row as a dict; `rows["label"]` is one column. It also is an Arrow
    stream to whoever asks for one (`pandas.DataFrame.from_arrow`, `polars.DataFrame`, DuckDB).

    >>> rows = Rows.of(columns("a b net:integer"), [("TUR", "RUS", 3), ("TUR", "GRC", None)])
    >>> rows["net"], len(rows), next(iter(rows))
    ((3, None), 2, {'a': 'TUR', 'b': 'RUS', 'net': 3})
    """

    columns: tuple[Column, ...]
    cells: tuple[tuple[Cell, ...], ...]

    @classmethod
    def of(cls, columns: Sequence[Column], rows: Iterable[Sequence[Cell]]) -> Rows:
        """A table from its rows, each with a cell for every column."""
        listed = list(rows)
        cells = zip(*listed, strict=True) if listed else (() for _ in columns)
        return cls(tuple(columns), tuple(cells))

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(column.name for column in self.columns)

    def __len__(self) -> int:
        return len(self.cells[0]) if self.cells else 0

    def __iter__(self) -> Iterator[dict[str, Cell]]:
        names = self.names
        return (dict(zip(names, row, strict=True)) for row in zip(*self.cells, strict=True))

    def __getitem__(self, name: str) -> tuple[Cell, ...]:
        return self.cells[self.names.index(name)]

    def select(self, *names: str) -> Rows:
        """The same rows with these columns only, in this order. Raises ValueError for no column."""
        at = [self.names.index(name) for name in names]
        return Rows(tuple(self.columns[i] for i in at), tuple(self.cells[i] for i in at))

    def as_dict(self) -> Mapping[str, tuple[Cell, ...]]:
        """The columns by name."""
        return dict(zip(self.names, self.cells, strict=True))

    # In other libraries

    def to_pandas(self) -> pd.DataFrame:
        """A pandas DataFrame: days as `datetime64[s]`, integers as `Int64`, text as `string`.

        Raises NotInstalled without pandas.
        """
        try:
            import pandas as pd
        except ImportError as error:
            raise _missing("pandas") from error
        dtypes = {
            Type.TEXT: "string",
            Type.INTEGER: "Int64",
            Type.NUMBER: "float64",
            Type.DAY: "datetime64[s]",
            Type.YES_NO: "boolean",
        }
        series = {
            column.name: pd.Series(list(cells), dtype=dtypes[column.type])
            for column, cells in zip(self.columns, self.cells, strict=True)
        }
        return pd.DataFrame(series, columns=list(self.names))

    def to_polars(self) -> pl.DataFrame:
        """A polars DataFrame: days as `Date`, integers as `Int64`.

        Raises NotInstalled without polars.
        """
        try:
            import polars as pl
        except ImportError as error:
            raise _missing("polars") from error
        types = {
            Type.TEXT: pl.String,
            Type.INTEGER: pl.Int64,
            Type.NUMBER: pl.Float64,
            Type.DAY: pl.Date,
            Type.YES_NO: pl.Boolean,
        }
        schema = {column.name: types[column.type] for column in self.columns}
        return pl.DataFrame(
            {name: list(cells) for name, cells in self.as_dict().items()}, schema=schema
        )

    def to_arrow(self) -> pa.Table:  # pyright: ignore[reportUnknownParameterType]  # pyarrow says no types
        """A pyarrow Table: days as `date32`, integers as `int64`.

        Raises NotInstalled without pyarrow.
        """
        try:
            import pyarrow as pa
        except ImportError as error:
            raise _missing("pyarrow") from error
        types = {
            Type.TEXT: pa.string(),
            Type.INTEGER: pa.int64(),
            Type.NUMBER: pa.float64(),
            Type.DAY: pa.date32(),
            Type.YES_NO: pa.bool_(),
        }
        arrays = [
            pa.array(cells, types[column.type])
            for column, cells in zip(self.columns, self.cells, strict=True)
        ]
        return pa.Table.from_arrays(arrays, names=list(self.names))

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """The rows as an Arrow C stream, made by pyarrow, or else by polars.

        Raises NotInstalled without both. Source: the Arrow PyCapsule interface.
        """
        try:
            return self.to_arrow().__arrow_c_stream__(requested_schema)
        except NotInstalled:
            pass_on: object = self.to_polars().__arrow_c_stream__(requested_schema)
            return pass_on

    # On a screen

    def __repr__(self) -> str:
        """The rows as a table of text: the first and the last of many."""
        grid = self._shown()
        widths = [max(map(len, cells)) for cells in zip(*grid, strict=True)]
        right = [column.type in (Type.INTEGER, Type.NUMBER) for column in self.columns]
        lines = [
            "  ".join(
                cell.rjust(width) if number else cell.ljust(width)
                for cell, width, number in zip(line, widths, right, strict=True)
            ).rstrip()
            for line in grid
        ]
        return "\n".join([*lines, f"[{len(self)} rows]"])

    def _repr_html_(self) -> str:
        """The rows as a table in a notebook."""
        head, *body = (
            "".join(f"<td>{escape(cell)}</td>" for cell in line) for line in self._shown()
        )
        lines = "".join(f"<tr>{line}</tr>" for line in body)
        head = head.replace("td>", "th>")
        count = f"<caption>{len(self)} rows</caption>"
        return f"<table>{count}<thead><tr>{head}</tr></thead><tbody>{lines}</tbody></table>"

    def _shown(self) -> list[tuple[str, ...]]:
        every = list(zip(*self.cells, strict=True))
        many = len(every) > 2 * SHOWN
        shown = [*every[:SHOWN], *every[-SHOWN:]] if many else every
        grid = [self.names, *(tuple(map(_written, row)) for row in shown)]
        if many:
            grid.insert(SHOWN + 1, tuple("…" for _ in self.columns))
        return grid


def _written(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    text = f"{cell:g}" if isinstance(cell, float) else str(cell)
    return text if len(text) <= WIDEST else f"{text[: WIDEST - 1]}…"


def _missing(library: str) -> NotInstalled:
    return NotInstalled(f"{library} is not installed; install it with: pip install {library}")
