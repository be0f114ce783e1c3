"""Rows of a block as the events that they stand for."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, Final

import numpy as np

from domain.content import Content
from domain.events import Asserted
from projections.search import words
from service.archives.columns import FactColumns, pc
from service.sources.outcome import Coded
from service.sources.templates import TwoSides, content_of, report_of

_NOT_GIVEN: Final[dict[str, Any]] = {
    name: field.default for name, field in Content.model_fields.items() if not field.is_required()
}
_TUPLES: Final = ("topics", "people", "code")


def coded_row(rows: FactColumns, at: int) -> Coded:
    """One row, as it was coded."""
    return next(coded_rows(rows, [at]))


def coded_rows(rows: FactColumns, places: Sequence[int]) -> Iterator[Coded]:
    """Rows at some places, as they were coded."""
    at = np.asarray(places, np.int64)
    few = (
        rows.shapes, rows.sides, rows.on, rows.titles, rows.goldstein, rows.publishers,
        rows.published,
    )  # fmt: skip
    said = zip(
        *([column.values[each] for each in column.at[at].tolist()] for column in few), strict=True
    )
    own = zip(
        rows.lines[at].tolist(),
        rows.keys.take(at).to_pylist(),
        rows.known[at].tolist(),
        rows.mutual[at].tolist(),
        rows.urls.take(at).to_pylist(),
        strict=True,
    )
    for (line, key, known, mutual, url), each in zip(own, said, strict=True):
        shape, (actors, recipients), on, title, goldstein, publisher, published = each
        fields = {
            **_NOT_GIVEN,
            **_read_shape(shape),
            "on": on,
            "actors": actors,
            "recipients": recipients,
            "title": title,
            "goldstein": goldstein,
        }
        if mutual:
            fields["relation"] = "mutual"
        report = report_of(publisher, published, url)
        yield Coded(line, key, content_of(fields), report, date.fromordinal(known))


@lru_cache(maxsize=4096)
def _read_shape(shape: str) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(shape)
    return {name: tuple(value) if name in _TUPLES else value for name, value in read.items()}


def content_of_shape(shape: str) -> Content:
    """What rows of a shape say, but for their sides, dates, titles and scores."""
    rest = {"actors": (), "recipients": (), "title": ""}
    return content_of({**_NOT_GIVEN, **_read_shape(shape), **rest})


def words_of(
    shape: str = "",
    sides: TwoSides = ((), ()),
    title: str = "",
    publisher: str = "",
    url: str = "",
) -> str:
    """The words by which a search finds rows that say this, each between spaces."""
    fields = {**_NOTHING, **(_read_shape(shape) if shape else {})}
    actors, recipients = sides
    said = {"actors": actors, "recipients": recipients, "title": title}
    content = content_of({**_NOT_GIVEN, **fields, **said})
    report = report_of(publisher, "", url)
    return words(Asserted(known_on=date.min, content=content, report=report))


_NOTHING: Final[dict[str, Any]] = {"kind": "action", "what": "", "relation": "directed"}


def kind_of(rows: FactColumns, key: str) -> str:
    """The kind of the fact of a key; empty where no row has that."""
    at: int = pc.index(rows.keys, key).as_py()
    return "" if at < 0 else str(_read_shape(rows.shapes.of(at))["kind"])
