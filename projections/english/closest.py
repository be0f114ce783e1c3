"""What is closest to a question in words that no command answers, with what was read of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from domain.fact import Fact
from domain.refusal import InvalidInput, Run
from projections.english.asks import Worded, as_span, of_state
from projections.english.deeds import VISITS
from projections.english.fitting import nearest
from projections.english.parts import ACTOR, Parts
from projections.english.roles import roles
from projections.english.sentence import Sentence
from projections.english.texts import held_words, topic_names


def not_read(sentence: Sentence, parts: Parts, facts: Callable[[], Sequence[Fact]]) -> InvalidInput:
    """The refusal of a sentence: commands with what it did say, the nearest first."""
    return InvalidInput(
        "that is not a question that detente reads; these are the closest.",
        *_ahead(sentence, parts),
        *_deeds(sentence, parts),
        *_most(sentence, parts),
        *_of_words(sentence, parts, facts),
        *_compared_with(sentence, parts),
        *_filled(sentence, facts),
        code="unknown-shape",
    )


def _who(sentence: Sentence) -> list[str]:
    """The first two actors of a sentence, by id; for persons those whom they speak for."""
    return list(dict.fromkeys(of_state(actor) for actor in sentence.actors))[:2]


def _on(sentence: Sentence) -> dict[str, str]:
    days = sentence.days
    return {"on": days.latest} if days and days.latest else {}


def _ahead(sentence: Sentence, parts: Parts) -> Iterator[Run]:
    """What is announced, where a question is of the future."""
    who = _who(sentence)
    if parts.names & {"modal", "ahead"} and who:
        yield Run.of("agenda", *who, meaning="what is announced", **_on(sentence))


def _deeds(sentence: Sentence, parts: Parts) -> Iterator[Run]:
    """All of the deed that a question names, by whom and toward whom where that is clear."""
    span, who = as_span(sentence.days), _who(sentence)
    said = next((part for part in parts.deeds if part.deed is not None), None)
    if said is None or said.deed is None or not (who or span):
        return
    found = roles(parts, said)
    states = [of_state(actor) for actor in sentence.actors]
    sides = (
        (("by", found.doer), ("toward", found.toward))
        if found and said.deed.kinds != VISITS
        else ()
    )
    named = {side: states[number] for side, number in sides if number is not None}
    meaning, kind = f"all of: {said.text}", said.deed.kinds
    if named and len(named) == len(states):
        yield Run.of("timeline", meaning=meaning, kind=kind, **named, **span)
    else:
        yield Run.of("timeline", *who, meaning=meaning, kind=kind, **span)


def _most(sentence: Sentence, parts: Parts) -> Iterator[Run]:
    """Where the best and the worst of two is to be found, which nothing picks out by itself."""
    who = _who(sentence)
    if len(who) != _PAIR or not (parts.names & {"best", "worst"} or "most" in _words(parts)):
        return
    row = [part.name for part in parts.every if part.name in {ACTOR, "onto"}]
    span, days = as_span(sentence.days), _on(sentence)
    if row == [ACTOR, "onto", ACTOR]:
        done = {"by": who[0], "toward": who[1]}
        yield Run.of("timeline", meaning="all that one did to the other", **done, **span)
    to = {"to": days["on"]} if days else {}
    yield Run.of("turns", *who, meaning="each turn of their ties, with the balance", **(span or to))


def _words(parts: Parts) -> set[str]:
    return {word for part in parts.every for word in part.text.split()}


def _compared_with(sentence: Sentence, parts: Parts) -> Iterator[Run]:
    """All ties of the first of three, where they are compared."""
    if "than" in parts.names and len(sentence.actors) > _PAIR:
        yield Run.of("board", _who(sentence)[0], meaning="its ties with all", **_on(sentence))


_PAIR: Final = 2


def _takes_part(actor: str, facts: Callable[[], Sequence[Fact]]) -> bool:
    contents = (fact.asserted.content for fact in facts())
    return any(actor in (*content.actors, *content.recipients) for content in contents)


def _filled(sentence: Sentence, facts: Callable[[], Sequence[Fact]]) -> Iterator[Run]:
    """The commands that a question may have been, with the actors and days that it named."""
    on, span = _on(sentence), as_span(sentence.days)
    if any(actor.type == "person" for actor in sentence.actors):
        names = [actor.name() for actor in sentence.actors][:_PAIR]
        yield Run.of("search", *names, meaning="facts in which they take part", **span)
    match _who(sentence):
        case [one, other]:
            yield Run.of("state", one, other, meaning="their ties on a day", **on)
            yield Run.of("timeline", one, other, meaning="what happened between them", **span)
            yield Run.of("why", one, other, meaning="what counts for and against", **on)
        case [one] if facts() and not _takes_part(one, facts):
            name = sentence.actors[0].name()
            yield Run.of("search", name, meaning="facts that mention it", **span)
        case [one]:
            yield Run.of("timeline", one, meaning="what happened", **span)
            yield Run.of("board", one, meaning="its ties with everybody", **on)
        case _:
            if span:
                yield Run.of("timeline", meaning="what happened", **span)


def _of_words(
    sentence: Sentence, parts: Parts, facts: Callable[[], Sequence[Fact]]
) -> Iterator[Run]:
    """The facts that hold most words of a question, and a search for these; else the last facts."""
    literal = held_words(parts, facts())
    topics = {topic for fact in facts() for topic in fact.asserted.content.topics}
    who, span = _who(sentence), as_span(sentence.days)
    named = [topic for topic in topic_names(literal) if topic in topics]
    if named:
        yield Run.of("timeline", *who, f"#{named[0]}", meaning="all of that topic", **span)
    for state in nearest(parts, sentence, facts()):
        yield Run.of("show", state.name, meaning=state.content.title)
    if named:
        return
    if literal:
        yield Run.of("search", *literal[:MOST_WORDS], meaning="facts that mention it", **span)
    elif not sentence.actors and not span:
        kinds = [part.deed.kinds for part in parts.every if part.deed is not None]
        yield (
            Run.of("timeline", kind=kinds[0], meaning="all of that kind")
            if kinds
            else Run.of("timeline", last="10", meaning="the last facts of all")
        )


MOST_WORDS: Final = 2
"""So many words of a question are looked for."""


def two_days(sentence: Sentence, parts: Parts) -> InvalidInput:
    """The refusal of a sentence that names days twice."""
    return InvalidInput(
        "the question names days twice; ask about one day, or one span.",
        *_compared(sentence),
        *_deeds(sentence, parts),
        *_filled(sentence, tuple),
        code="two-days",
    )


def _compared(sentence: Sentence) -> Iterator[Run]:
    """The comparison of two days, where it names two actors and two days."""
    days = [sentence.days, *sentence.more_days]
    last = [each.latest for each in days if each and each.latest]
    if len(sentence.actors) == len(last) == 2:
        one, other = map(of_state, sentence.actors)
        yield Run.of("diff", one, other, *last, meaning="what changed between them")


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
