"""Rows that would not be recorded so today, which breaks nothing: found a column at a time."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import Final

import numpy as np

from domain.characters import check_characters_in_json, holds_hidden, visible
from domain.content import MOST_GOLDSTEIN, Content
from domain.edtf import window
from domain.fact import Fact, fact_id
from domain.limits import LONGEST, check_event, check_fields
from domain.refusal import InvalidInput
from domain.report import is_script
from domain.timing import check_timing
from projections.flows import days_of
from service.archives.columns import APART, FactColumns, Flags, Texts, pc
from service.archives.distinct import flags, numbers
from service.archives.rows import coded_row
from service.archives.texts import odd, offsets
from service.sources.bulk import asserted
from service.store.batches import Batch
from service.store.codec import state_of
from service.store.verification import MOST_LISTED, Flaw

_NEVER: Final = date.max.toordinal()


class Notices:
    """What is noticed of the rows of batches: the first are listed, the others counted."""

    def __init__(self) -> None:
        self.listed: list[Flaw] = []
        self.more = 0

    def take(self, batch: Batch, rows: FactColumns) -> None:
        """The rows of one more batch."""
        noticed = hidden(rows) | _too_long(rows) | scripts(rows.urls) | _early(rows)
        noticed |= flags(rows.goldstein, lambda score: abs(score or 0) > MOST_GOLDSTEIN)
        found = np.flatnonzero(noticed).tolist()
        room = MOST_LISTED - len(self.listed)
        self.listed += [_notice(batch, rows, at) for at in found[:room]]
        self.more += max(0, len(found) - room)


def _notice(batch: Batch, rows: FactColumns, at: int) -> Flaw:
    coded = coded_row(rows, at)
    recorded = batch.recorded
    stream = fact_id(coded.key, recorded.layer)
    event = asserted(stream, coded, recorded.recorded_at, recorded.author)
    because = "its address is a script"
    try:
        check_characters_in_json(state_of(event))
        check_event(event)
        # As of the last of all days: what was still to come once has come about by now.
        check_timing(Fact(stream), event, date.max)
    except InvalidInput as refused:
        because = visible(refused.said).rstrip(".")
    said = f"{visible(stream)} (version 1) would be refused today: {because}."
    return Flaw("notice", said, batch.position, stream, 1)


def _early(rows: FactColumns) -> Flags:
    """Which rows say what was known or published before it happened."""
    first = numbers(rows.on, lambda on: days_of(on).lo)
    published = numbers(rows.published, lambda day: window(day).hi if day else _NEVER)
    early: Flags = (rows.known < first) | (published < first)
    return early


def hidden(rows: FactColumns) -> Flags:
    """Which rows hold a character that no line may hold, in any of their texts."""
    found = flags(rows.titles, holds_hidden) | flags(rows.publishers, holds_hidden)
    found |= flags(rows.shapes, _shape_hides)
    for texts in (rows.keys, rows.urls):
        found |= _which(texts, holds_hidden)
    return found


def _shape_hides(shape: str) -> bool:
    try:
        check_characters_in_json(shape.encode())
    except InvalidInput:
        return True
    return False


def _which(texts: Texts, holds: Callable[[str], bool]) -> Flags:
    """Which texts something holds of that holds of none that is printable ASCII."""
    found = np.zeros(len(texts), np.bool_)
    places = np.unique(odd(texts))
    if len(places):
        said: list[str] = texts.take(places).to_pylist()
        found[places] = [holds(text) for text in said]
    return found


def _too_long(rows: FactColumns) -> Flags:
    """Which rows have a text that is longer than those that may be recorded today."""
    found = flags(rows.titles, lambda title: len(title) > LONGEST["title"])
    found |= flags(rows.publishers, lambda name: len(name) > LONGEST["publisher"])
    found |= flags(rows.shapes, _shape_is_too_long)
    for at in np.flatnonzero(np.diff(offsets(rows.urls)) > LONGEST["url"]).tolist():
        found[at] |= len(rows.urls[at].as_py()) > LONGEST["url"]
    return found


def _shape_is_too_long(shape: str) -> bool:
    try:
        check_fields(dict(Content.model_validate({**APART, **json.loads(shape)})))
    except InvalidInput:
        return True
    return False


def scripts(urls: Texts) -> Flags:
    """Which addresses are scripts: whoever follows one runs it."""
    web = pc.or_(pc.starts_with(urls, "http://"), pc.starts_with(urls, "https://"))
    others = np.flatnonzero(~web.to_numpy(zero_copy_only=False) & (np.diff(offsets(urls)) > 0))
    found = np.zeros(len(urls), np.bool_)
    found[others] = [is_script(url) for url in urls.take(others).to_pylist()]
    return found
