"""The lists that hold more than a question asks for, where no single fact is the answer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from domain.fact import Fact, FactState
from domain.kinds import What
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
    said = keys_in(part.text for part in parts.every if part.name == TEXT)
    topics = {topic for state in near for topic in state.content.topics}
    named = [topic for topic in sorted(topics) if keys_in([topic]) <= said]
    if len(named) != 1:
        return None
    states = [actor.id for actor in sentence.actors if actor.type != "person"]
    ids = states if len(states) <= _PAIR else []
    if ids and not any({*_who(state)} & {*ids} for state in near):
        ids = []
    return Worded("timeline", (*ids, f"#{named[0]}"), as_span(sentence.days), wider=True)


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
    content = one.content
    facts = list(facts)
    for left_out in said:
        fewer = Parts(tuple(part for part in parts.every if part is not left_out))
        for state in fitting(fewer, sentence, facts):
            other = state.content
            alike = (other.kind, other.what, other.actors, other.recipients)
            if state.id != one.id and alike == (
                content.kind, content.what, content.actors, content.recipients,
            ):  # fmt: skip
                return _by_kind(sentence, content.actors, content.recipients, one)
    return None


def _by_kind(
    sentence: Sentence, actors: Sequence[str], recipients: Sequence[str], one: FactState
) -> Worded:
    kinds = What(one.content.kind, one.content.what).written
    options = {"kinds_written": kinds, **as_span(sentence.days)}
    if one.content.relation == "mutual" or len(actors) > 1 or len(recipients) > 1:
        return Worded("timeline", sentence.ids[:_PAIR], options, wider=True)
    options = {"doer": actors[0], "toward": recipients[0], **options}
    return Worded("timeline", (), options, wider=True)


_REASON: Final = re.compile(
    r"\b(?:over|after|because|return|cites|citing|reply|response)\b", re.IGNORECASE
)


def says_why(state: FactState) -> bool:
    """Whether a fact may hold why it happened: in its note, or in a word of its title."""
    return bool(state.content.note) or _REASON.search(state.content.title) is not None
