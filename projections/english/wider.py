"""The lists that hold more than a question asks for, where no single fact is the answer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from domain.fact import Fact, FactState
from domain.kinds import What
from domain.numerals import NUMBERS
from projections.english.asks import Worded, as_span
from projections.english.fitting import CONTENT, fitting
from projections.english.keys import keys_in
from projections.english.parts import TEXT, Parts
from projections.english.sentence import Sentence

_PAIR: Final = 2


def of_topic(sentence: Sentence, parts: Parts, near: Sequence[FactState]) -> Worded | None:
    """All of the topic that a question names, where facts speak of what it asks and none is it.

    None where it names none. `did A free X` where A was only asked to.
    """
    people = [actor for actor in sentence.actors if actor.type == "person"]
    said = keys_in(
        [
            *(part.text for part in parts.every if part.name == TEXT),
            *(actor.id.partition(".")[2] for actor in people),
        ]
    )
    topics = {topic for state in near for topic in state.content.topics}
    named = [topic for topic in sorted(topics) if keys_in([topic]) <= said]
    if len(named) != 1:
        return None
    states = [actor.id for actor in sentence.actors if actor.type != "person"]
    ids = states if len(states) <= _PAIR else []
    if ids and not any({*_who(state)} & {*ids} for state in near):
        ids = []
    wider = "happen" not in parts.names
    return Worded("timeline", (*ids, f"#{named[0]}"), as_span(sentence.days), wider=wider)


def _who(state: FactState) -> tuple[str, ...]:
    return (*state.content.actors, *state.content.recipients)


_STILL: Final = frozenset({"still", "yet", "anymore", "any more"})


def asks_on(parts: Parts, state: FactState) -> bool:
    """Whether it asks if something goes on that a fact only says the beginning of."""
    said = any(part.name == "ever" and part.text in _STILL for part in parts.every)
    return said and not state.content.standing


def asks_for_several(parts: Parts) -> bool:
    """Whether it asks how often something was, or which things did it."""
    return bool(parts.names & {"count", "often"}) or any(
        part.name == "what" and part.text.startswith(("which", "what kind", "what sort"))
        for part in parts.every
    )


def with_its_like(
    sentence: Sentence, parts: Parts, one: FactState, facts: Iterable[Fact]
) -> Worded | None:
    """All that the same did to the same, where more than one fact has most of the words.

    None where there is no other: one `violates` an airspace and another `enters` it.
    """
    said = [part for part in parts.every if part.name in CONTENT]
    if len(said) < _PAIR:
        return None
    facts = list(facts)
    for left_out in said:
        fewer = Parts(tuple(part for part in parts.every if part is not left_out))
        for state in fitting(fewer, sentence, facts):
            if state.id != one.id and alike(state) == alike(one):
                return of_its_kind(sentence, one)
    return None


def alike(state: FactState) -> tuple[object, ...]:
    """What is the same of facts in which the same is done by the same to the same."""
    content = state.content
    return content.kind, content.what, content.actors, content.recipients


def of_its_kind(sentence: Sentence, one: FactState) -> Worded:
    """All that is alike to one fact."""
    actors, recipients = one.content.actors, one.content.recipients
    kinds = What(one.content.kind, one.content.what).written
    options = {"kinds_written": kinds, **as_span(sentence.days)}
    if one.content.relation == "mutual" or len(actors) != 1 or len(recipients) != 1:
        return Worded("timeline", sentence.ids[:_PAIR], options, wider=True)
    options = {"doer": next(iter(actors)), "toward": next(iter(recipients)), **options}
    return Worded("timeline", (), options, wider=True)


_NUMBER: Final = re.compile(rf"\b(?:[0-9][0-9,.]*|{'|'.join(NUMBERS)})(?=[ ,.])", re.IGNORECASE)


def says_how_many(state: FactState) -> bool:
    """Whether a fact may hold how many or how much: a number in its title or note."""
    return _NUMBER.search(f"{state.content.title} {state.content.note} ") is not None


_REASON: Final = re.compile(
    r"\b(?:over|after|because|return|cites|citing|reply|response)\b", re.IGNORECASE
)


def says_why(state: FactState) -> bool:
    """Whether a fact may hold why it happened: in its note, or in a word of its title."""
    return bool(state.content.note) or _REASON.search(state.content.title) is not None
