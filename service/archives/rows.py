"""Rows of a block as the events that they stand for."""

from __future__ import annotations

import json
from datetime import date, datetime
from functools import lru_cache
from typing import Any, Final

import pyarrow.compute as pc

from domain.content import Content
from domain.events import Asserted, Event
from domain.fact import fact_id
from projections.search import words
from service.archives.columns import FactColumns
from service.sources.outcome import Coded
from service.sources.templates import TwoSides, report_of

_TUPLES: Final = ("topics", "people", "code")


def coded_row(rows: FactColumns, at: int) -> Coded:
    """One row, as it was coded."""
    actors, recipients = rows.sides.values[rows.sides.at[at]]
    fields = _fields(rows.shapes.values[rows.shapes.at[at]]) | {
        "on": rows.on.values[rows.on.at[at]],
        "actors": actors,
        "recipients": recipients,
        "title": rows.titles.values[rows.titles.at[at]],
        "goldstein": rows.goldstein.values[rows.goldstein.at[at]],
    }
    if rows.mutual[at]:
        fields["relation"] = "mutual"
    report = report_of(
        rows.publishers.values[rows.publishers.at[at]],
        rows.published.values[rows.published.at[at]],
        rows.urls[at].as_py(),
    )
    known_on = date.fromordinal(int(rows.known[at]))
    content = Content.model_construct(**fields)
    return Coded(int(rows.lines[at]), rows.keys[at].as_py(), content, report, known_on)


@lru_cache(maxsize=4096)
def _read_shape(shape: str) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(shape)
    return {name: tuple(value) if name in _TUPLES else value for name, value in read.items()}


def _fields(shape: str) -> dict[str, Any]:
    return {**_read_shape(shape)}


def content_of_shape(shape: str) -> Content:
    """What rows of a shape say, but for their sides, dates, titles and scores."""
    return Content.model_construct(**_fields(shape) | {"actors": (), "recipients": (), "title": ""})


def first_event(row: Coded, layer: str, now: datetime, author: str) -> Event:
    """The event that a row stands for."""
    return Asserted(
        originator_id=fact_id(row.key, layer),
        originator_version=1,
        known_on=row.known_on,
        recorded_at=now,
        author=author,
        content=row.content,
        report=row.report,
    )


def words_of(
    shape: str = "",
    sides: TwoSides = ((), ()),
    title: str = "",
    publisher: str = "",
) -> str:
    """The words by which a search finds rows that say this, each between spaces."""
    fields = {**_NOTHING, **(_fields(shape) if shape else {})}
    actors, recipients = sides
    content = Content.model_construct(
        **fields | {"actors": actors, "recipients": recipients, "title": title}
    )
    report = report_of(publisher, "", "")
    return words(Asserted(known_on=date.min, content=content, report=report))


_NOTHING: Final[dict[str, Any]] = {"kind": "action", "what": "", "relation": "directed"}


def kind_of(rows: FactColumns, key: str) -> str:
    """The kind of the fact of a key; empty where no row has that."""
    at: int = pc.index(rows.keys, key).as_py()
    return "" if at < 0 else str(_read_shape(rows.shapes.values[rows.shapes.at[at]])["kind"])
