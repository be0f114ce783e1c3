"""The closed shapes of a question in plain words: which question it is, its words and options."""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import get_close_matches
from typing import Final, NamedTuple

from domain.characters import check_characters
from domain.limits import QUESTION, check_length
from domain.refusal import InvalidInput, Run

_PAIR: Final = r"(?P<pair>.+?(?:–|—|-|\band\b).+?)"
_ON: Final = r"(?:\s+(?:on|as of|in|at the end of)\s+(?P<on>.+?))?"
_LABEL: Final = r"(?P<label>at[ -]war|not[ -]assessable|[a-z]+)"
_SPAN: Final = r"\s+from\s+(?P<from>.+?)\s+to\s+(?P<to>.+)"
_TIES: Final = r"(?:\s+(?:ties|relations))?"
_SUBJECT: Final = ("pair", "actor", "fact", "text")


class Worded(NamedTuple):
    """A question by its name, with the words of its subject and its options, as text."""

    name: str
    words: tuple[str, ...]
    options: Mapping[str, str]


class Shape(NamedTuple):
    """One shape of a question: an example, its pattern, and the question that it is.

    `options` are fixed ones, or which part of the sentence (`{on}`) an option is.
    """

    example: str
    pattern: re.Pattern[str]
    name: str
    options: Mapping[str, str]

    @property
    def closest(self) -> Run:
        """The question of the example, with letters for what is to be filled in."""
        subject = next((name for name in _SUBJECT if f"<{name}>" in self.pattern.pattern), "pair")
        words = {"pair": ("A", "B"), "actor": ("A",)}.get(subject, (subject.upper(),))
        filled = {
            name: (value[1:-1].upper() if name == "label" else "D") if value[0] == "{" else value
            for name, value in self.options.items()
        }
        verb = "chart" if self.name == "series" else self.name
        return Run.of(verb, *words, meaning="the closest command", **filled)


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


def read(question: str) -> Worded:
    """The question that a sentence is.

    Raises InvalidInput with the closest question, then every shape, the closest first; and for
    one that is too long or holds hidden characters.
    """
    check_length(question, "a question", QUESTION)
    check_characters(question, "a question")
    plain = " ".join(question.split()).rstrip("?. ")
    for shape in SHAPES:
        match = shape.pattern.fullmatch(plain)
        if match:
            return _worded(shape, match.groupdict())
    by_example = {shape.example: shape for shape in SHAPES}
    (near,) = get_close_matches(plain, by_example, n=1, cutoff=0.0)
    ordered = [near, *(example for example in by_example if example != near)]
    raise InvalidInput(
        "that is not a question that detente reads; these are.",
        by_example[near].closest,
        *(Run.of("ask", example) for example in ordered),
        code="unknown-shape",
    )


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
