"""The closed shapes of a question in plain words: which question it is, its words and options."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Final, NamedTuple

from domain.actors import Registry
from domain.characters import check_characters
from domain.limits import QUESTION, check_length
from domain.refusal import UnknownActor
from projections.asks import Worded
from projections.closest import not_read, of_persons, two_days
from projections.sentences import Sentence, take_apart
from projections.shapes import TIES, worded

_PAIR: Final = r"(?P<pair>.+?(?:–|—|-|\band\b).+?)"
_ON: Final = r"(?:\s+(?:on|as of|in|at the end of)\s+(?P<on>.+?))?"
_LABEL: Final = r"(?P<label>at[ -]war|not[ -]assessable|[a-z]+)"
_SPAN: Final = r"\s+from\s+(?P<from>.+?)\s+to\s+(?P<to>.+)"
_TIES: Final = r"(?:\s+(?:ties|relations))?"
_SUBJECT: Final = ("pair", "actor", "fact", "text")


class Shape(NamedTuple):
    """One shape of a question: an example, its pattern, and the question that it is.

    `options` are fixed ones, or which part of the sentence (`{on}`) an option is.
    """

    example: str
    pattern: re.Pattern[str]
    name: str
    options: Mapping[str, str]


def _shape(example: str, pattern: str, name: str, **options: str) -> Shape:
    plain = {option.rstrip("_"): value for option, value in options.items()}
    return Shape(example, re.compile(pattern, re.IGNORECASE), name, plain)


_FROM_TO: Final = {"from_": "{from}", "to": "{to}"}

SHAPES: Final = (
    _shape(
        "state of A–B ties on D",
        rf"(?:what (?:is|was) the )?state of {_PAIR}{_TIES}{_ON}",
        "state",
        on="{on}",
    ),
    _shape("how were A and B on D", rf"how (?:were|are) {_PAIR}{_TIES}{_ON}", "state", on="{on}"),
    _shape(
        "what did we know about A and B on D",
        rf"what did (?:we|anyone) know (?:about|of) {_PAIR}{_TIES}{_ON}",
        "state",
        on="{on}",
        known_on="{on}",
    ),
    _shape(
        "why were A–B ties LABEL on D",
        rf"why (?:were|are) {_PAIR}\s+(?:ties|relations)(?:\s+{_LABEL})?{_ON}",
        "why",
        label="{label}",
        on="{on}",
    ),
    _shape(
        "what is ahead for A and B (as of D)",
        rf"what (?:is|was) ahead (?:for|between) {_PAIR}"
        r"(?:\s+\(?(?:on|as of)\s+(?P<on>[^()]+?)\)?)?",
        "agenda",
        on="{on}",
    ),
    _shape(
        "what was in force between A and B on D",
        rf"what (?:is|was) in force (?:between|for) {_PAIR}{_ON}",
        "state",
        on="{on}",
        only="in-force",
    ),
    _shape(
        "what changed between A and B from D to D",
        rf"what (?:has )?changed (?:between|for) {_PAIR}{_SPAN}",
        "diff",
        **_FROM_TO,
    ),
    _shape(
        "what do we know now of A and B on D",
        rf"what do we know (?:now )?(?:about|of) {_PAIR}{_TIES}{_ON}",
        "hindsight",
        on="{on}",
    ),
    _shape(
        "when did A–B ties turn LABEL",
        rf"when did {_PAIR}{_TIES} (?:turn|become) {_LABEL}(?:\s+(?:by|until)\s+(?P<to>.+?))?",
        "turns",
        label="{label}",
        to="{to}",
    ),
    _shape(
        "how did A–B ties go from D to D",
        rf"how did {_PAIR}{_TIES} (?:go|develop){_SPAN}",
        "series",
        **_FROM_TO,
    ),
    _shape(
        "what happened between A and B from D to D",
        rf"what happened between {_PAIR}{_SPAN}",
        "replay",
        **_FROM_TO,
    ),
    _shape(
        "who were A's ties with on D",
        rf"who (?:were|are) (?P<actor>.+?)['’]s? ties with{_ON}",
        "board",
        on="{on}",
    ),
    _shape(
        "why does FACT count on D", rf"why (?:does|did) (?P<fact>\S+) count{_ON}", "why", on="{on}"
    ),
    _shape("what mentions TEXT", r"what (?:mentions|says) (?P<text>.+)", "search"),
    _shape(
        "latest on A and B",
        rf"(?:the )?latest (?:on|about) {_PAIR}{_ON}",
        "timeline",
        on="{on}",
        last="10",
    ),
)


def read(question: str, registry: Registry, today: date) -> Worded:
    """The question that a sentence is, with its actors by id.

    Raises InvalidInput with the closest commands, filled in with the actors and days that were
    read, and some shapes, or where it is too long or holds hidden characters; NotADate,
    UnknownActor.
    """
    check_length(question, "a question", QUESTION)
    check_characters(question, "a question")
    asked_for = _searched(question)
    if asked_for is not None:
        return asked_for
    sentence = take_apart(question, registry, today)
    if sentence.more_days:
        raise two_days(sentence)
    found = worded(sentence)
    if found is not None:
        if found.name != "actors" and any(actor.type == "person" for actor in sentence.actors):
            raise of_persons(sentence, found)
        return found
    _check_other(sentence, registry, question)
    if len(sentence.actors) < 2:
        closed = read_closed(question)
        if closed is not None:
            return closed
    raise not_read(sentence, [shape.example for shape in SHAPES])


_OTHER: Final = re.compile(
    r"(?:@0(?:-| and )(?P<second>[^@]+?)|.*(?:between|of|on) (?P<first>[^@]+?) and @0"
    r"|(?P<alone>(?!how|what|why|when|who|which|is|are|were|was|did|do|has)[^@]+?)(?:-| and )@0)"
    rf"(?: {TIES})?"
)


def _check_other(sentence: Sentence, registry: Registry, question: str) -> None:
    """Raises UnknownActor where beside one actor there is a name that is nobody's."""
    start = sentence.skeleton.find("@0")
    match = _OTHER.fullmatch(sentence.skeleton) or _OTHER.fullmatch(sentence.skeleton, start)
    if len(sentence.actors) == 1 and start >= 0 and match is not None:
        read = match["second"] or match["first"] or match["alone"]
        written = re.search(re.escape(read), question, re.IGNORECASE)
        name = written[0] if written else read
        try:
            registry.find(name)
        except UnknownActor as refused:
            values = {**refused.values, "name": name}
            raise UnknownActor(
                refused.said, *refused.fixes, code="unknown-actor", values=values
            ) from None


def read_closed(question: str) -> Worded | None:
    """The question of a closed shape, whoever its actors are; None where it has none of them."""
    plain = " ".join(question.split()).rstrip("?. ")
    for shape in SHAPES:
        match = shape.pattern.fullmatch(plain)
        if match:
            return _worded(shape, match.groupdict())
    return None


def _worded(shape: Shape, given: Mapping[str, str | None]) -> Worded:
    """The question with what the sentence gave; an option that it did not give is left out."""
    parts = {name: value.lstrip("-–— ").strip() for name, value in given.items() if value}
    words = tuple(parts[name] for name in _SUBJECT if name in parts)
    options = {
        name: parts[value[1:-1]] if value.startswith("{") else value
        for name, value in shape.options.items()
        if not value.startswith("{") or value[1:-1] in parts
    }
    if shape.name == "diff":
        return Worded("diff", (*words, options.pop("from"), options.pop("to")), options)
    return Worded(shape.name, words, options)


_SEARCHED: Final = re.compile(
    r"(?:(?:what|who|which facts?|any facts? that) mentions? |search for |find(?: me)? |look up )"
    r"(?P<text>.+)",
    re.IGNORECASE,
)
_OF_FACT: Final = re.compile(
    r"(?:show(?: me)?|who says|what is|what (?:are|is) the sources? (?:for|of)|who reported)"
    r" \^(?P<fact>\S+)",
    re.IGNORECASE,
)


def _searched(question: str) -> Worded | None:
    """A question whose subject is a text or a handle, in which no actors are looked for."""
    plain = " ".join(question.split()).rstrip("?. ")
    if match := _SEARCHED.fullmatch(plain):
        return Worded("search", (match["text"],), {})
    if match := _OF_FACT.fullmatch(plain):
        return Worded("fact", (match["fact"],), {})
    return None
