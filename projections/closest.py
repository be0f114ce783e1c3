"""What is closest to a question in words that no command answers, with what was read of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from typing import Final

from domain.actors import Actor
from domain.refusal import InvalidInput, Run
from projections.asks import Worded
from projections.sentences import Sentence


def not_read(sentence: Sentence, examples: Sequence[str]) -> InvalidInput:
    """The refusal of a sentence: commands with what it did say, then the examples most like it."""
    near = get_close_matches(sentence.skeleton, examples, n=MOST_SHAPES, cutoff=0.0)
    return InvalidInput(
        "that is not a question that detente reads; these are the closest.",
        *_filled(sentence),
        *(Run.of("ask", example) for example in near),
        code="unknown-shape",
    )


MOST_SHAPES: Final = 4
"""How many shapes a refusal shows."""


def _filled(sentence: Sentence) -> Iterator[Run]:
    """The commands that a question may have been, with the actors and days that it named."""
    days = sentence.days
    last = days.last or days.on if days else ""
    on = {"on": last} if last else {}
    span = {"from": days.first or days.on, "to": last} if days else {}
    span = {name: value for name, value in span.items() if value}
    who = [_of_state(actor) for actor in sentence.actors][:2]
    match who:
        case [one, other] if one != other:
            yield Run.of("state", one, other, meaning="their ties on a day", **on)
            yield Run.of("timeline", one, other, meaning="what happened between them", **span)
            yield Run.of("why", one, other, meaning="what counts for and against", **on)
        case [one, *_]:
            yield Run.of("board", one, meaning="its ties with everybody", **on)
            yield Run.of("timeline", one, meaning="what happened", **span)
            words = _telling(re.sub(r"@\d", "", sentence.skeleton))
            if words != ["TEXT"]:
                yield Run.of("search", *words, meaning="facts that mention it")
        case _:
            yield Run.of("search", *_telling(sentence.text), meaning="facts that mention it")


_COMMON: Final = """
    about after again against also any anyone anything are arrested asked been before between
    both but can come could deal delivered did does doing done end ever for force from gave
    get give given going had happen happened has have how into know known last long made make
    many more most much nothing now off only other over said say says seen should side signed
    since some still take tell than that the their them then there they thing things think
    this took until was were what when where which while who whom whose why will with would
    year years you your
"""
"""Words of which nobody looks for facts."""

MOST_WORDS: Final = 2
"""So many words of a question are looked for."""


def _telling(text: str) -> list[str]:
    """The words of a question that facts may mention: names and numbers first, as `MH17`."""
    common = frozenset(_COMMON.split())
    words = re.findall(r"[^\W_][\w-]+", text)
    numbered = [word for word in words if any(character.isdigit() for character in word)]
    telling = [word for word in words if len(word) > 2 and word.lower() not in common]
    return (numbered or telling)[:MOST_WORDS] or ["TEXT"]


def two_days(sentence: Sentence) -> InvalidInput:
    """The refusal of a sentence that names days twice."""
    return InvalidInput(
        "the question names days twice; ask about one day, or one span.",
        *_compared(sentence),
        *_filled(sentence),
        code="two-days",
    )


def _compared(sentence: Sentence) -> Iterator[Run]:
    """The comparison of two days, where it names two actors and two days."""
    days = [sentence.days, *sentence.more_days]
    last = [each.last or each.on for each in days if each and (each.last or each.on)]
    if len(sentence.actors) == len(last) == 2:
        one, other = map(_of_state, sentence.actors)
        yield Run.of("diff", one, other, *last, meaning="what changed between them")


def _of_state(actor: Actor) -> str:
    """An actor by id; of a person, whom that person speaks for."""
    return actor.attributes.get("of", "").partition(",")[0] or actor.id


def of_persons(sentence: Sentence, found: Worded) -> InvalidInput:
    """The refusal of a question of persons: it is asked of those for whom they speak."""
    names = " and ".join(actor.name() for actor in sentence.actors if actor.type == "person")
    spoken_for = {actor.id: _of_state(actor) for actor in sentence.actors}
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
