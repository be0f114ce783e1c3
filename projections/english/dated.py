"""Days that a question names by what happened on them: `before the coup attempt`."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import Final

from domain.actors import Actor
from domain.edtf import NO_FIRST
from domain.fact import Fact, FactState
from projections.english.days import CONNECTIVES, Days, next_to, of_day, relative
from projections.english.fitting import fitting, of_the_kind
from projections.english.parts import Parts, parts_of
from projections.english.sentence import Sentence

_REACTING: Final = re.compile(
    r"(?:how (?:did|has)|what (?:was|were)|did) (?P<who>@\d)(?:'s)? "
    r"(?:react(?:ed|ion|ions)?|respon(?:d|ded|se|ses)|retaliat(?:e|ed|ion)|answer(?:ed)?)"
    r" (?:to|for|against|after|over)(?: the)? (?P<what>.+)"
)
_REACTION: Final = 30
"""So many days after a fact what somebody did may answer it."""


def reacting(sentence: Sentence, facts: Callable[[], Sequence[Fact]]) -> Sentence:
    """`How did A react to X` as what A did in the month from X on; else the sentence as it is."""
    match = _REACTING.fullmatch(sentence.skeleton)
    if match is None or sentence.days is not None:
        return sentence
    parts = parts_of(match["what"])
    if not parts.texts and not parts.deeds:
        return sentence
    clause = sentence._replace(skeleton=match["what"])
    within = [clause.actors[part.actor] for part in parts.every if part.actor >= 0]
    spell = _spell(_meant(parts, clause, within, facts))
    if spell is None:
        return sentence
    first, last = spell
    return without_unnamed(
        sentence._replace(
            skeleton=f"what did {match['who']} do",
            days=Days("", first.isoformat(), next_to(last, _REACTION).isoformat()),
        )
    )


_UNDER: Final = re.compile(
    r"(?:(?:under|during|throughout|in)(?: the)? @(?P<who>\d)(?:'s)?"
    r" (?:presidency|administration|years|era|term|rule|time(?: in office)?|government)"
    r"|under @(?P<alone>\d))\b"
)


def in_office(sentence: Sentence) -> Sentence:
    """`under Trump` as the days on which that person held an office; else as it is."""
    match = _UNDER.search(sentence.skeleton)
    if match is None or sentence.days is not None:
        return sentence
    person = sentence.actors[int(match["who"] or match["alone"])]
    today = sentence.today.toordinal()
    held = {
        (name.first, name.last)
        for name in person.names
        if name.kind == "office" and NO_FIRST < name.first <= today
    }
    if len(held) != 1:
        return sentence
    first, last = held.pop()
    rest = f"{sentence.skeleton[: match.start()]} {sentence.skeleton[match.end() :]}"
    days = Days(
        first=date.fromordinal(first).isoformat(),
        last=date.fromordinal(min(last, today)).isoformat(),
    )
    skeleton = " ".join(rest.split()).strip("?.!,;: ")
    return without_unnamed(sentence._replace(skeleton=skeleton, days=days))


_ASKING: Final = re.compile(r" (?:how|what|who|where|which|why|is|are|was|were|did|has|have) ")


def dated_by_fact(sentence: Sentence, facts: Callable[[], Sequence[Fact]]) -> Sentence:
    """The sentence with the days of the one fact that it dates itself by; else as it is."""
    match = CONNECTIVES.search(sentence.skeleton)
    if match is None or sentence.days is not None:
        return sentence
    before = sentence.skeleton[: match.start()]
    if match["how"].lower() == "when" and not before.strip():
        return sentence
    if _TWO_SIDES.search(f"{sentence.skeleton} "):
        return sentence
    what = match["what"]
    if _WHAT_HAPPENED.fullmatch(before) and _AFTER.fullmatch(match["how"]):
        fact = sentence._replace(skeleton=what)
        if len(_meant(parts_of(what), fact, fact.actors, facts)) == 1:
            return sentence._replace(skeleton=f"aftermath of {what}")
    ends = None if _ASKING.search(f" {before} ") else _ASKING.search(f" {what} ")
    named = what[: ends.start()] if ends else what
    parts = parts_of(named)
    if not parts.texts and not parts.deeds:
        return sentence
    days = _days_of(parts, sentence._replace(skeleton=named), match["how"], facts)
    if days is None:
        return sentence
    rest = f"{before} {sentence.skeleton[match.start('what') + len(named) :]}"
    return without_unnamed(
        sentence._replace(skeleton=" ".join(rest.split()).strip("?.!,;: "), days=days)
    )


_WHAT_HAPPENED: Final = re.compile(r"what (?:has |had )?happened ", re.IGNORECASE)
_AFTER: Final = re.compile(
    r"(?:right |just |shortly |immediately )?(?:after|following)", re.IGNORECASE
)


def _meant(
    parts: Parts, clause: Sentence, actors: Sequence[Actor], facts: Callable[[], Sequence[Fact]]
) -> list[FactState]:
    """The facts that a clause may mean."""
    return of_the_kind(parts, fitting(parts, clause, facts(), actors))


def compares_facts(asked: Sentence, dated: Sentence) -> bool:
    """Whether it asks which of two facts was first: `was X signed before Y`, and not who did it."""
    return dated.days != asked.days and _COMPARES.match(asked.skeleton) is not None


_COMPARES: Final = re.compile(r"(?:did|was|were|is|are|has|have|had) (?!@\d).* (?:before|after) ")
_TWO_SIDES: Final = re.compile(r"\bbefore(?: and |/| or | & )(?:after|since|during)\b")


def without_unnamed(sentence: Sentence) -> Sentence:
    """The sentence without actors whom only the words that were its date named."""
    numbers = sorted({int(number) for number in re.findall(r"@(\d)", sentence.skeleton)})
    if len(numbers) == len(sentence.actors):
        return sentence
    skeleton = sentence.skeleton
    for position, number in enumerate(numbers):
        skeleton = skeleton.replace(f"@{number}", f"@{position}")
    return sentence._replace(
        skeleton=skeleton, actors=tuple(sentence.actors[number] for number in numbers)
    )


def _days_of(
    parts: Parts, clause: Sentence, how: str, facts: Callable[[], Sequence[Fact]]
) -> Days | None:
    """The days that a clause means by its fact: of those whom it names, else of anybody."""
    within = [clause.actors[part.actor] for part in parts.every if part.actor >= 0]
    for actors in (within, list(clause.actors)):
        found = _meant(parts, clause, actors, facts)
        found = found or fitting(_without_meetings(parts), clause, facts(), actors)
        spell = _spell(found)
        if spell is not None:
            first, last = spell
            if not _DURING.fullmatch(how.lower()):
                return relative(how, first, last)
            if any(state.content.standing for state in found):
                return Days(first=first.isoformat())
            return of_day(first) if first == last else Days("", first.isoformat(), last.isoformat())
    return None


_DURING: Final = re.compile(
    r"during|when|(?:at|by) the time (?:of|that)|(?:on )?the (?:day|night)(?: (?:of|that|when))?"
)


def _without_meetings(parts: Parts) -> Parts:
    """Without `summit` and `talks`, where a place is left that says which: `the Vilnius summit`."""
    if not parts.texts:
        return Parts(())
    return Parts(tuple(part for part in parts.every if not (part.deed and part.deed.together)))


_EPISODE: Final = 60
"""Facts within so many days are of one event, which the first of them began."""


def _spell(found: Sequence[FactState]) -> tuple[date, date] | None:
    """The first and last day of the event that facts are of; None where they are of several."""
    begun = [state.begun for state in found]
    if not begun or not all(window.bounded for window in begun):
        return None
    first = min(begun, key=lambda window: (window.lo, window.hi))
    if max(window.hi for window in begun) - first.lo > _EPISODE:
        return None
    return date.fromordinal(first.lo), date.fromordinal(first.hi)
