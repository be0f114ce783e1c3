"""What a sentence asks: its words, its actors and its days made into a question."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from domain import typed
from domain.expectation import LABELS
from projections.deeds import Deed
from projections.sentences import Days, Sentence


class Worded(NamedTuple):
    """A question by its name, with the words of its subject and its options, as text."""

    name: str
    words: tuple[str, ...]
    options: Mapping[str, str]


Build = Callable[[Sentence, "re.Match[str]"], Worded | None]


def _ids(sentence: Sentence) -> tuple[str, ...]:
    return tuple(actor.id for actor in sentence.actors)


def _spelled(days: Days | None, *, day: str = "on") -> dict[str, str]:
    """Days as options: a span as its two ends, one day as the day asked about."""
    if days is None:
        return {}
    if days.spans:
        return {name: value for name, value in (("from", days.first), ("to", days.last)) if value}
    return {day: days.on}


def _as_span(days: Days | None) -> dict[str, str]:
    """Days as a span: one day is its own beginning and end."""
    if days is not None and not days.spans:
        return {"from": days.on, "to": days.on}
    return _spelled(days)


def _last_day(days: Days | None) -> str | None:
    """The one day that days mean, which may be the last of a month; None for an open span."""
    if days is None:
        return ""
    if not days.spans:
        return days.on
    return days.last if days.first == days.last else None


def as_state(sentence: Sentence, _: re.Match[str]) -> Worded | None:
    """The state on a day, or before one; over a span, how it went."""
    days = sentence.days
    if days is not None and days.first:
        return Worded("series", _ids(sentence), _spelled(days))
    on = (days.on or days.last) if days else ""
    return Worded("state", _ids(sentence), {"on": on} if on else {})


def on_a_day(name: str, **options: str) -> Build:
    """A question of one day, the last one of a month or year."""

    def build(sentence: Sentence, _: re.Match[str]) -> Worded | None:
        day = _last_day(sentence.days)
        if day is None:
            return None
        return Worded(name, _ids(sentence), {**({"on": day} if day else {}), **options})

    return build


def as_known_then(sentence: Sentence, _: re.Match[str]) -> Worded | None:
    """The state on a day as known on that day."""
    day = _last_day(sentence.days)
    if not day:
        return None if day is None else Worded("state", _ids(sentence), {})
    return Worded("state", _ids(sentence), {"on": day, "known_on": day})


def as_known_since(sentence: Sentence, _: re.Match[str]) -> Worded | None:
    """What is known now of a day and was not then; None without a day."""
    day = _last_day(sentence.days)
    return Worded("hindsight", _ids(sentence), {"on": day}) if day else None


def as_why(sentence: Sentence, match: re.Match[str]) -> Worded | None:
    """What counts on a day, and whether the ties are what they are called."""
    day = _last_day(sentence.days)
    if day is None:
        return None
    label = _label(match.group("label"))
    options = {**({"label": label} if label else {}), **({"on": day} if day else {})}
    return Worded("why", _ids(sentence), options)


def _label(text: str | None) -> str:
    found = (text or "").replace(" ", "-")
    return found if found in LABELS else ""


def as_whether(sentence: Sentence, match: re.Match[str]) -> Worded | None:
    """Whether ties are or were something: on a day; over a span, when they were."""
    if sentence.days is not None and sentence.days.spans:
        return as_turns(sentence, match)
    return as_why(sentence, match)


def as_turns(sentence: Sentence, match: re.Match[str]) -> Worded:
    """The days on which ties changed, up to a day or within a span."""
    label = _label(match.groupdict().get("label"))
    days = _spelled(sentence.days, day="to")
    # Of a label every day counts: ties that were hostile for a week were hostile.
    named = {"label": label, "min_days": "1"} if label else {}
    return Worded("turns", _ids(sentence), {**named, **days})


def as_change(sentence: Sentence, match: re.Match[str]) -> Worded | None:
    """What differs between the ends of a span; without one, when it changed."""
    days = sentence.days
    if days is None:
        return as_turns(sentence, match)
    if not days.spans or not days.first:
        return None
    if days.first == days.last:
        return Worded("series", _ids(sentence), _spelled(days))
    first = typed.first_day(days.first, sentence.today).isoformat()
    return Worded("diff", (*_ids(sentence), first, days.last or sentence.today.isoformat()), {})


def as_course(sentence: Sentence, _: re.Match[str]) -> Worded | None:
    """How ties went; None for one day."""
    if sentence.days is not None and not sentence.days.spans:
        return None
    return Worded("series", _ids(sentence), _spelled(sentence.days))


def as_events(sentence: Sentence, _: re.Match[str]) -> Worded:
    """The facts of a span; between two days, with what they did to the figures."""
    days = sentence.days
    between = days is not None and days.first and days.last and days.first != days.last
    name = "replay" if between and len(sentence.actors) == 2 else "timeline"
    return Worded(name, _ids(sentence), _as_span(days))


def as_latest(sentence: Sentence, _: re.Match[str]) -> Worded:
    """The last facts."""
    return Worded("timeline", _ids(sentence), {**_spelled(sentence.days), "last": "10"})


def as_agenda(sentence: Sentence, _: re.Match[str]) -> Worded | None:
    """What is announced on a day; None for a span."""
    days = sentence.days
    if days is not None and days.spans:
        return None
    return Worded("agenda", _ids(sentence), _spelled(days))


def without_days(name: str) -> Build:
    """A question that has no day."""

    def build(sentence: Sentence, _: re.Match[str]) -> Worded | None:
        return None if sentence.days else Worded(name, _ids(sentence), {})

    return build


def as_deeds(deed: Deed | None, *sides: str) -> Build:
    """What was done, by whom and to whom: `sides` are those of the actors in their order."""

    def build(sentence: Sentence, match: re.Match[str]) -> Worded:
        who = dict(zip(sides, _ids(sentence), strict=True)) if sides else {}
        kinds = {"kinds_written": deed.kinds} if deed else {}
        found = match.groupdict()
        late = found.get("late") or found.get("last") not in (None, "first")
        last = {"last": "5"} if late else {}
        words = () if sides else _ids(sentence)
        return Worded("timeline", words, {**who, **kinds, **_as_span(sentence.days), **last})

    return build
