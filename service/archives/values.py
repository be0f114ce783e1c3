"""What the columns of a block may say: each different value is looked at once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import Final

from domain.actors import ACTOR_ID
from domain.content import Content
from domain.damage import MOST_POINTS, misfit
from domain.edtf import window
from domain.events import Asserted
from domain.limits import MOST
from domain.refusal import InvalidInput
from projections.flows import days_of
from service.archives.columns import APART, FactColumns, shape_of
from service.sources.templates import TwoSides

SEPARATOR: Final = " > "
"""What stands between two sides."""

_LAST_DAY: Final = date.max.toordinal()
_SOMEBODY: Final = {"on": "2000-01-01", "actors": ("TUR",), "recipients": ("RUS",), "title": "-"}
"""What a shape lacks of a content: it is looked at with any."""


class NotWritten(ValueError):
    """A value that detente never writes: what is wrong with it, as the end of a sentence."""


@lru_cache(maxsize=1 << 16)
def read_sides(text: str) -> TwoSides:
    """Who acts, and towards whom. Raises NotWritten for what is neither."""
    actors, _, recipients = text.partition(SEPARATOR)
    sides = tuple(actors.split(",")), tuple(recipients.split(","))
    if any(len(side) > MOST["actors"] for side in sides):
        raise NotWritten("one has more actors than any fact")
    for side in sides:
        for actor in side:
            if not ACTOR_ID.fullmatch(actor):
                raise NotWritten(f'"{actor}" is not an actor')
    if len({*sides[0], *sides[1]}) == 1:
        raise NotWritten(f"{sides[0][0]} has ties with itself")
    return sides


def wrong_value(rows: FactColumns) -> str:
    """What rows say that detente never writes, as the end of a sentence; empty if nothing.

    Looks at all that is read of them: who can be read here, can be read by any command.
    """
    return next(filter(None, _wrong(rows)), "")


def _wrong(rows: FactColumns) -> Iterator[str]:
    for day in (int(rows.known.min()), int(rows.known.max())):
        if not 0 < day <= _LAST_DAY:
            yield f"one was known from day {day} on, which no calendar has"
    yield from map(_wrong_days, rows.on.values)
    yield from map(_wrong_shape, rows.shapes.values)
    yield from (_wrong_day(day) for day in rows.published.values if day)
    for number in rows.goldstein.values:
        if number is not None and abs(number) > MOST_POINTS:
            yield f"{number} micro-units are more than anything weighs"


def _wrong_days(text: str) -> str:
    try:
        days = days_of(text)
    except InvalidInput as refused:
        return refused.said.rstrip(".")
    return "" if 0 < days.lo <= days.hi <= _LAST_DAY else f"{text} is in no calendar"


@lru_cache(maxsize=65536)
def _wrong_day(text: str) -> str:
    try:
        window(text)
    except InvalidInput as refused:
        return refused.said.rstrip(".")
    return ""


@lru_cache(maxsize=4096)
def _wrong_shape(shape: str) -> str:
    """What is wrong with all else that a content says: it is written in one form alone."""
    content = _content_of(shape)
    if content is None:
        return f'"{shape[:80]}" is not as detente writes it'
    return misfit(Asserted(known_on=date.min, content=content.model_copy(update=_SOMEBODY)))


def _content_of(shape: str) -> Content | None:
    """The content that is written so; None where none is."""
    try:
        said = json.loads(shape)
        content = Content.model_validate({**APART, **said})
        same = shape_of(content) == shape and APART.keys().isdisjoint(said)
    except (ValueError, TypeError, RecursionError):
        return None
    return content if same else None
