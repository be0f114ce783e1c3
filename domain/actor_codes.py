"""The codes under which research data names an actor: ISO 3166-1 alpha-3 and Correlates of War."""

from __future__ import annotations

from datetime import date
from typing import Final

from domain.actors import Actor

WEST_GERMANY: Final = 260
"""The second number of Germany, for the years in which it was two states."""

_PARTED: Final = range(date(1945, 5, 9).toordinal(), date(1990, 10, 2).toordinal() + 1)
"""The days on which Germany is not 255. Source: COW, State System Membership (v2016)."""


def iso3(actor: Actor) -> str | None:
    """The three letters of ISO 3166-1, also of a former state; None where it has none.

    >>> from domain.actors import Actor
    >>> iso3(Actor.parse("@actor TUR  Turkey  type=state iso2=TR ison=792 cown=640"))
    'TUR'
    """
    return actor.id if "ison" in actor.attributes and len(actor.id) == 3 else None


def cow(actor: Actor, day: int) -> int | None:
    """The country number of the Correlates of War on a day, as `date.toordinal` counts.

    None where the registry has none.

    >>> from domain.actors import Actor
    >>> germany = Actor.parse("@actor DEU  Germany  ison=276 cown=255,260")
    >>> cow(germany, date(1980, 1, 1).toordinal()), cow(germany, date(2020, 1, 1).toordinal())
    (260, 255)
    """
    numbers = [int(code) for code in actor.codes("cown")]
    if WEST_GERMANY in numbers and day in _PARTED:
        return WEST_GERMANY
    return numbers[0] if numbers else None
