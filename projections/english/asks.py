"""What the parts of a sentence ask, made into a question: its words and options as text."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from domain import typed
from domain.actors import Actor
from domain.expectation import LABELS
from projections.english.days import Days, next_to
from projections.english.deeds import VISITS, Deed
from projections.english.parts import Parts
from projections.english.roles import Roles, roles
from projections.english.sentence import Sentence


class Worded(NamedTuple):
    """A question by its name, with the words of its subject and its options, as text."""

    name: str
    words: tuple[str, ...]
    options: Mapping[str, str]
    wider: bool = False
    """Whether it lists more than was asked for, since no fact is just that."""


Build = Callable[[Sentence, Parts], Worded | None]


def _spelled(days: Days | None, *, day: str = "on") -> dict[str, str]:
    """Days as options: a span as its two ends, one day as the day asked about."""
    if days is None:
        return {}
    if days.spans:
        return {name: value for name, value in (("from", days.first), ("to", days.last)) if value}
    return {day: days.on}


def as_span(days: Days | None) -> dict[str, str]:
    """Days as a span: one day is its own beginning and end."""
    if days is not None and not days.spans and days.on != "today":
        return {"from": days.on, "to": days.on}
    return _spelled(days) if days is not None and days.spans else {}


def last_of(days: Days | None) -> str | None:
    """The one day that days mean, the last of a span; None for a span without an end."""
    if days is None:
        return ""
    return days.latest or None


def _subject(sentence: Sentence, parts: Parts) -> tuple[str, ...]:
    """The actors, and the domain where one is named."""
    return (*sentence.ids, *filter(None, [parts.domain]))


def as_state(sentence: Sentence, parts: Parts) -> Worded | None:
    """The state on a day, or before one; over a span, how it went."""
    days = sentence.days
    if days is not None and days.first:
        return Worded("series", _subject(sentence, parts), _spelled(days))
    on = days.latest if days else ""
    return Worded("state", _subject(sentence, parts), {"on": on} if on else {})


def on_a_day(name: str, **options: str) -> Build:
    """A question of one day, the last one of a month or year."""

    def build(sentence: Sentence, parts: Parts) -> Worded | None:
        day = last_of(sentence.days)
        if day is None:
            return None
        words = _subject(sentence, parts)
        return Worded(name, words, {**({"on": day} if day else {}), **options})

    return build


def as_board(sentence: Sentence, parts: Parts) -> Worded | None:
    """All ties of one actor on a day."""
    day = last_of(sentence.days)
    if day is None:
        return None
    domain = {"domain": parts.domain} if parts.domain else {}
    return Worded("board", sentence.ids, {**({"on": day} if day else {}), **domain})


def as_known(sentence: Sentence, parts: Parts) -> Worded | None:
    """The state on a day as known on that day; what *is* known of it now, compared with then."""
    if parts.text_of("do") in ("do", "have") or (
        sentence.days is not None and parts.text_of("be") in ("is", "are")
    ):
        return as_known_since(sentence, parts)
    day = last_of(sentence.days)
    if not day:
        return None if day is None else Worded("state", _subject(sentence, parts), {})
    return Worded("state", _subject(sentence, parts), {"on": day, "known_on": day})


def as_known_since(sentence: Sentence, parts: Parts) -> Worded | None:
    """What is known now of a day and was not then; None without a day."""
    days = sentence.days
    if days is None:
        return None
    if days.first and not days.last:  # "what did we learn since D": of that day
        return Worded("hindsight", _subject(sentence, parts), {"on": days.first})
    return Worded("hindsight", _subject(sentence, parts), {"on": days.latest})


def as_why(sentence: Sentence, parts: Parts) -> Worded | None:
    """What counts on a day, and whether the ties are what they are called."""
    days = sentence.days
    if days is not None and days.first and ("turn" in parts.names or days.first != days.last):
        return as_change(sentence, parts)
    day = last_of(days)
    if day is None:
        return None
    label = label_of(parts)
    options = {**({"label": label} if label else {}), **({"on": day} if day else {})}
    return Worded("why", _subject(sentence, parts), options)


def label_of(parts: Parts) -> str:
    """The label of ties that a question names; empty where it names none."""
    found = parts.text_of("label").replace(" ", "-")
    return found if found in LABELS else ""


def as_whether(sentence: Sentence, parts: Parts) -> Worded | None:
    """Whether ties are or were something: on a day; over a span, when they were."""
    ever = {"ever", "first", "last"} & parts.names
    if ever or (sentence.days is not None and sentence.days.spans):
        return as_turns(sentence, parts)
    return as_why(sentence, parts)


def as_turns(sentence: Sentence, parts: Parts) -> Worded | None:
    """The days on which ties changed, up to a day or within a span; None of months."""
    if re.search("week|month|year", parts.text_of("when")):
        return None  # it has stretches of days, and no sums of months
    label = label_of(parts)
    days = _spelled(sentence.days, day="to")
    # Of a label every day counts: ties that were hostile for a week were hostile.
    named = {"label": label, "min_days": "1"} if label else {}
    return Worded("turns", _subject(sentence, parts), {**named, **days})


def as_change(sentence: Sentence, parts: Parts) -> Worded | None:
    """What differs between the ends of a span, or between two days; without one, when it did."""
    days, ids = sentence.days, sentence.ids
    if parts.domain:
        return None
    if len(sentence.more_days) == 1:
        both = [each.latest for each in (days, *sentence.more_days) if each]
        return Worded("diff", (*ids, *both), {}) if all(both) else None
    if days is None or sentence.more_days:
        return None if sentence.more_days else as_turns(sentence, parts)
    if not days.first:
        return None
    first = typed.first_day(days.first, sentence.today)
    if days.whole:  # what happened on its first day is of the month as well
        first = next_to(first, -1)
    last = typed.asked(days.last or "today", sentence.today).day
    return Worded("diff", (*ids, first.isoformat(), last.isoformat()), {})


def as_compared(sentence: Sentence, parts: Parts) -> Worded | None:
    """What differs between two days; None where there are not two."""
    days = sentence.days
    if days is not None and days.first and days.last and not sentence.more_days:
        first = typed.asked(days.first, sentence.today).day.isoformat()
        return Worded("diff", (*sentence.ids, first, days.last), {})
    return as_change(sentence, parts) if len(sentence.more_days) == 1 else None


def as_course(sentence: Sentence, parts: Parts) -> Worded | None:
    """How ties went; None for one day."""
    days = sentence.days
    if days is not None and not days.spans and days.on != "today":
        return None
    options = _spelled(days) if days is not None and days.spans else {}
    return Worded("series", _subject(sentence, parts), options)


def as_events(sentence: Sentence, parts: Parts) -> Worded | None:
    """The facts of a span; of everybody only where there is one."""
    if not sentence.actors and sentence.days is None:
        return None
    return Worded("timeline", _subject(sentence, parts), as_span(sentence.days))


def as_latest(sentence: Sentence, parts: Parts) -> Worded:
    """The last facts; of a span, those of it."""
    if sentence.days is not None and sentence.days.spans:
        return Worded("timeline", _subject(sentence, parts), as_span(sentence.days))
    return Worded("timeline", _subject(sentence, parts), {**_spelled(sentence.days), "last": "10"})


def as_agenda(sentence: Sentence, parts: Parts) -> Worded | None:
    """What is announced on a day; of a span, what was planned for it; None for an open one."""
    days = sentence.days
    if days is not None and days.spans:
        if not days.first or not days.last:
            return None
        return of_kinds("planned:*")(sentence, parts)
    on = {"on": days.latest} if days is not None else {}
    return Worded("agenda", _subject(sentence, parts), on)


def as_sources(sentence: Sentence, _: Parts) -> Worded | None:
    """Where the facts come from."""
    return None if sentence.days else Worded("sources", sentence.ids, {})


def as_who_is(sentence: Sentence, _: Parts) -> Worded | None:
    """Who an actor is."""
    return None if sentence.days else Worded("actors", sentence.ids, {})


def of_kinds(kinds: str) -> Build:
    """The facts of some kinds, in a span."""

    def build(sentence: Sentence, parts: Parts) -> Worded:
        span = as_span(sentence.days)
        return Worded("timeline", _subject(sentence, parts), {"kinds_written": kinds, **span})

    return build


def of_kinds_on(kinds: str) -> Build:
    """The facts of some kinds up to a day, each with its end."""
    return on_a_day("timeline", kinds_written=kinds)


def as_allies(sentence: Sentence, parts: Parts) -> Worded | None:
    """Since when two are allies: their alliances; None of friends and others."""
    if not re.match("all(?:y|ies|ied)", parts.text_of("friends")):
        return None
    return of_kinds("instrument:alliance,instrument:*agreement")(sentence, Parts(()))


def as_lasting(sentence: Sentence, parts: Parts) -> Worded | None:
    """What of a deed lasts on a day, by one actor or toward it."""
    found, said, day = as_deed(sentence, parts), parts.deeds[0].deed, last_of(sentence.days)
    if found is None or said is None or day is None:
        return None
    sides = {side: who for side, who in found.options.items() if side in ("doer", "toward")}
    on = {"on": day} if day else {}
    return found._replace(options={"kinds_written": said.lasting, **sides, **on})


def as_done(sentence: Sentence, _: Parts) -> Worded | None:
    """All that an actor did, to another or to anybody."""
    sides = ("doer", "toward")[: len(sentence.actors)]
    who = dict(zip(sides, sentence.ids, strict=False))
    return Worded("timeline", (), {**who, **as_span(sentence.days)}) if who else None


def _side_of_persons(sentence: Sentence, deed: Deed, found: Roles) -> dict[str, str]:
    """On whose side it was done: A's apology to B is not B's, though both take part in it."""
    if deed.together or deed.kinds == VISITS:
        return {}
    if found.doer is not None:
        return {"doer": of_state(sentence.actors[found.doer])}
    return {} if found.toward is None else {"toward": of_state(sentence.actors[found.toward])}


def of_state(actor: Actor) -> str:
    """An actor by id; of a person, whom that person speaks for."""
    return actor.attributes.get("of", "").partition(",")[0] or actor.id


def as_deed(sentence: Sentence, parts: Parts) -> Worded | None:
    """What was done, by whom and to whom; None where it is not clear who did it."""
    said = parts.deeds[0]
    deed, found = said.deed, roles(parts, said)
    persons = any(actor.type == "person" for actor in sentence.actors)
    if deed is None or found is None:
        return None
    names, ids = parts.names, sentence.ids
    kinds = deed.lasting if names & {"start", "end", "long"} and deed.lasting else deed.kinds
    last = {"last": "5"} if names & {"last", "latest"} else {}
    options = {"kinds_written": kinds, **as_span(sentence.days), **last}
    if persons:
        names_of = tuple(actor.name() for actor in sentence.actors)
        return Worded("search", names_of, {**options, **_side_of_persons(sentence, deed, found)})
    if found.pair or not ids:
        return Worded("timeline", tuple(ids[number] for number in found.pair), options)
    sides = (("doer", found.doer), ("toward", found.toward))
    who = {side: ids[number] for side, number in sides if number is not None}
    return Worded("timeline", (), {**who, **options})
