"""Rows of a block as the events that they stand for."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any, Final

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
    actors, recipients = rows.sides.of(at)
    fields = _fields(rows.shapes.of(at)) | {
        "on": rows.on.of(at),
        "actors": actors,
        "recipients": recipients,
        "title": rows.titles.of(at),
        "goldstein": rows.goldstein.of(at),
    }
    if rows.mutual[at]:
        fields["relation"] = "mutual"
    report = report_of(
        rows.publishers.of(at),
        rows.published.of(at),
        rows.urls[at].as_py(),
    )
    known_on = date.fromordinal(int(rows.known[at]))
    content = _content(fields)
    return Coded(int(rows.lines[at]), rows.keys[at].as_py(), content, report, known_on)


def _content(fields: Mapping[str, Any]) -> Content:
    """A content of fields that are valid already, and of what they do not give."""
    return content_of({**_NOT_GIVEN, **fields})


@lru_cache(maxsize=4096)
def _read_shape(shape: str) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(shape)
    return {name: tuple(value) if name in _TUPLES else value for name, value in read.items()}


def _fields(shape: str) -> dict[str, Any]:
    return {**_read_shape(shape)}


def content_of_shape(shape: str) -> Content:
    """What rows of a shape say, but for their sides, dates, titles and scores."""
    return _content(_fields(shape) | {"actors": (), "recipients": (), "title": ""})


def words_of(
    shape: str = "",
    sides: TwoSides = ((), ()),
    title: str = "",
    publisher: str = "",
    url: str = "",
) -> str:
    """The words by which a search finds rows that say this, each between spaces."""
    fields = {**_NOTHING, **(_fields(shape) if shape else {})}
    actors, recipients = sides
    content = _content(fields | {"actors": actors, "recipients": recipients, "title": title})
    report = report_of(publisher, "", url)
    return words(Asserted(known_on=date.min, content=content, report=report))


_NOTHING: Final[dict[str, Any]] = {"kind": "action", "what": "", "relation": "directed"}


def kind_of(rows: FactColumns, key: str) -> str:
    """The kind of the fact of a key; empty where no row has that."""
    at: int = pc.index(rows.keys, key).as_py()
    return "" if at < 0 else str(_read_shape(rows.shapes.of(at))["kind"])
