"""Questions of what one publisher reported: a search among the sources of facts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final

from domain.fact import Fact, FactState
from domain.folding import plain
from projections.english.asks import Worded, as_span
from projections.english.deeds import SAYINGS
from projections.english.fitting import CONTENT, fitting, known_states
from projections.english.parts import TEXT, Part, Parts, names_in
from projections.english.sentence import Sentence
from projections.english.texts import literal

_MAY: Final = names_in("what who when say about events latest happen sources give affair")


def of_publisher(sentence: Sentence, parts: Parts, facts: Iterable[Fact]) -> Worded | None:
    """What a publisher reported, of some actors or with some words; None where none is named.

    `what did Reuters report on the S-400`, `according to TASS, what happened on D`.
    """
    parts = Parts(tuple(_saying(part) for part in parts.every))
    if not parts.texts or not (parts.names & {"say", "sources"} or _from_somebody(parts)):
        return None
    facts = tuple(facts)
    there = tuple(known_states(sentence, facts))
    place = _publisher(parts, {name for state in there for name in _publishers(state)})
    if place is None:
        return None
    name = _name(parts.every[slice(*place)])
    rest = Parts((*parts.every[: place[0]], *parts.every[place[1] :]))
    if sentence.more_days or not rest.names <= CONTENT | _MAY:
        return None
    names = (name, *(actor.name() for actor in sentence.actors))
    if not rest.names & CONTENT:
        return Worded("search", names, as_span(sentence.days))
    theirs = [state for state in fitting(rest, sentence, facts) if name in _publishers(state)]
    words = literal(rest, theirs) if theirs else ()
    return Worded("search", (*names, *words), as_span(sentence.days)) if words else None


def _saying(part: Part) -> Part:
    """A part, as what a publisher says where it is a deed of saying."""
    said = part.deed is not None and part.deed.kinds == SAYINGS
    return Part("say", part.text) if said else part


def _from_somebody(parts: Parts) -> bool:
    """Whether something comes from what a word says: `facts from Sputnik`."""
    return any(one.name == "by" and other.name == TEXT for one, other in pairwise(parts.every))


def _publishers(state: FactState) -> frozenset[str]:
    """Who published a fact, and through whom: of `AP via WTOP` both."""
    return frozenset(
        plain(name, " ")
        for _, report in state.reports
        if report
        for name in report.publisher.split(" via ")
    )


def _publisher(parts: Parts, names: set[str]) -> tuple[int, int] | None:
    """Where the parts begin and end that are the name of a publisher, the longest."""
    for count in range(_LONGEST, 0, -1):
        for first in range(len(parts.every) - count + 1):
            run = parts.every[first : first + count]
            if any(part.name == TEXT for part in run) and _name(run) in names:
                return first, first + count
    return None


_LONGEST: Final = 4


def _name(run: Sequence[Part]) -> str:
    return plain(" ".join(part.text for part in run), " ")
