"""What is closest to a question in words that no command answers, with what was read of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from domain.actors import Actor
from domain.fact import Fact
from domain.refusal import InvalidInput, Run
from projections.english.asks import Worded, as_span
from projections.english.parts import Parts
from projections.english.sentence import Sentence
from projections.english.texts import held_words


def not_read(sentence: Sentence, parts: Parts, facts: Callable[[], Sequence[Fact]]) -> InvalidInput:
    """The refusal of a sentence: commands with what it did say, the nearest first."""
    return InvalidInput(
        "that is not a question that detente reads; these are the closest.",
        *_filled(sentence, parts),
        *_searches(sentence, parts, facts),
        code="unknown-shape",
    )


def _filled(sentence: Sentence, parts: Parts) -> Iterator[Run]:
    """The commands that a question may have been, with the actors and days that it named."""
    days = sentence.days
    on = {"on": days.latest} if days and days.latest else {}
    span = as_span(days)
    who = list(dict.fromkeys(of_state(actor) for actor in sentence.actors))[:2]
    if parts.names & {"modal", "ahead"} and who:
        yield Run.of("agenda", *who, meaning="what is announced", **on)
    kinds = {said.deed.kinds: said.text for said in parts.deeds if said.deed is not None}
    for written, text in list(kinds.items())[:1]:
        if who or span:
            yield Run.of("timeline", *who, meaning=f"all of: {text}", kind=written, **span)
    match who:
        case [one, other]:
            yield Run.of("state", one, other, meaning="their ties on a day", **on)
            yield Run.of("timeline", one, other, meaning="what happened between them", **span)
            yield Run.of("why", one, other, meaning="what counts for and against", **on)
        case [one]:
            yield Run.of("timeline", one, meaning="what happened", **span)
            yield Run.of("board", one, meaning="its ties with everybody", **on)
        case _:
            if span:
                yield Run.of("timeline", meaning="what happened", **span)


def _searches(
    sentence: Sentence, parts: Parts, facts: Callable[[], Sequence[Fact]]
) -> Iterator[Run]:
    """A search for words of the question that facts hold; else the last facts of all."""
    words = held_words(parts, facts())
    if words:
        yield Run.of("search", *words[:MOST_WORDS], meaning="facts that mention it")
    elif not sentence.actors:
        yield Run.of("timeline", last="10", meaning="the last facts of all")


MOST_WORDS: Final = 2
"""So many words of a question are looked for."""


def two_days(sentence: Sentence, parts: Parts) -> InvalidInput:
    """The refusal of a sentence that names days twice."""
    return InvalidInput(
        "the question names days twice; ask about one day, or one span.",
        *_compared(sentence),
        *_filled(sentence, parts),
        code="two-days",
    )


def _compared(sentence: Sentence) -> Iterator[Run]:
    """The comparison of two days, where it names two actors and two days."""
    days = [sentence.days, *sentence.more_days]
    last = [each.latest for each in days if each and each.latest]
    if len(sentence.actors) == len(last) == 2:
        one, other = map(of_state, sentence.actors)
        yield Run.of("diff", one, other, *last, meaning="what changed between them")


def of_state(actor: Actor) -> str:
    """An actor by id; of a person, whom that person speaks for."""
    return actor.attributes.get("of", "").partition(",")[0] or actor.id


def of_persons(sentence: Sentence, found: Worded) -> InvalidInput:
    """The refusal of a question of persons: it is asked of those for whom they speak."""
    names = " and ".join(actor.name() for actor in sentence.actors if actor.type == "person")
    spoken_for = {actor.id: of_state(actor) for actor in sentence.actors}
    words = [spoken_for.get(word, word) for word in found.words]
    options = {name: spoken_for.get(value, value) for name, value in found.options.items()}
    verb = "chart" if found.name == "series" else found.name
    asked = Run.of(verb, *words, meaning="the same of whom they speak for", **options)
    return InvalidInput(
        f"ties are those of states and organizations, not of {names}.",
        asked,
        Run.of("search", sentence.actors[0].name(), meaning="facts in which they take part"),
        code="ties-of-persons",
    )
