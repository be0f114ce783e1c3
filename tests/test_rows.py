"""Rows in pandas, polars and Arrow hold what they hold, with types that fit."""

from __future__ import annotations

import builtins
from datetime import date

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from detente.rows import NotInstalled, Rows, columns

COLUMNS = columns("name net:integer points:number day:day counted:yes_no")
FULL: tuple[str | int | float | date | None, ...] = ("a, b", 2**62, 0.5, date(1066, 10, 14), True)
EMPTY = (None, None, None, None, None)
ROWS = Rows.of(COLUMNS, [FULL, EMPTY])
NONE = Rows.of(COLUMNS, [])
TYPES = [pa.string(), pa.int64(), pa.float64(), pa.date32(), pa.bool_()]


def test_a_loop_gives_dicts_and_a_name_gives_a_column() -> None:
    assert list(ROWS) == [
        {"name": "a, b", "net": 2**62, "points": 0.5, "day": date(1066, 10, 14), "counted": True},
        dict.fromkeys(ROWS.names),
    ]
    assert ROWS["net"] == (2**62, None)
    assert ROWS.select("net", "name").names == ("net", "name")
    assert len(ROWS) == 2
    assert len(NONE) == 0
    assert list(NONE) == []


def test_pandas_keeps_integers_exact_and_days_as_days() -> None:
    frame = ROWS.to_pandas()

    assert list(frame.columns) == list(ROWS.names)
    assert frame["net"].dtype == "Int64"
    assert frame["net"].tolist()[0] == 2**62
    assert frame["day"].tolist()[0] == pd.Timestamp("1066-10-14")
    assert frame.iloc[1].isna().all()
    assert frame.dtypes.equals(NONE.to_pandas().dtypes)


def test_polars_holds_the_same_rows() -> None:
    frame = ROWS.to_polars()

    assert frame.rows() == [FULL, EMPTY]
    assert frame.schema == NONE.to_polars().schema
    assert frame.schema["day"] == pl.Date


def test_arrow_holds_the_same_rows() -> None:
    found = ROWS.to_arrow()

    assert found.schema.types == TYPES
    assert found.to_pylist() == list(ROWS)
    assert NONE.to_arrow().schema == found.schema


def test_who_takes_arrow_streams_takes_rows() -> None:
    assert pl.DataFrame(ROWS).rows() == [FULL, EMPTY]
    assert pa.table(ROWS).to_pylist() == list(ROWS)


def without(monkeypatch: pytest.MonkeyPatch, *libraries: str) -> None:
    usual = builtins.__import__

    def refuse(name: str, *rest: object, **more: object) -> object:
        if name in libraries:
            raise ImportError(name)
        return usual(name, *rest, **more)  # type: ignore[arg-type]  # as it was called

    monkeypatch.setattr(builtins, "__import__", refuse)


def test_an_arrow_stream_is_made_by_polars_where_pyarrow_is_not_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with monkeypatch.context() as patched:
        without(patched, "pyarrow")
        stream = ROWS.__arrow_c_stream__()

    assert "arrow_array_stream" in repr(stream)


@pytest.mark.parametrize("library", ["pandas", "polars", "pyarrow"])
def test_what_is_not_installed_is_named_with_how_to_install_it(
    library: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    to = {"pandas": ROWS.to_pandas, "polars": ROWS.to_polars, "pyarrow": ROWS.to_arrow}
    without(monkeypatch, library)
    with pytest.raises(NotInstalled, match=f"^{library} is not installed; .*pip install {library}"):
        to[library]()


def test_rows_are_shown_as_a_table_and_many_by_both_ends() -> None:
    many = Rows.of(columns("n:integer"), [[n] for n in range(100)])

    assert repr(ROWS.select("name", "net", "counted")).splitlines() == [
        "name                  net  counted",
        "a, b  4611686018427387904  yes",
        "",
        "[2 rows]",
    ]
    assert repr(many).splitlines()[9:13] == [" 8", " 9", " …", "90"]
    assert repr(NONE).endswith("[0 rows]")


def test_a_notebook_shows_rows_with_their_text_escaped() -> None:
    rows = Rows.of(columns("<b>"), [["<script>"]])

    assert rows._repr_html_() == (
        "<table><caption>1 rows</caption><thead><tr><th>&lt;b&gt;</th></tr></thead>"
        "<tbody><tr><td>&lt;script&gt;</td></tr></tbody></table>"
    )
