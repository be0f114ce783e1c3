"""The closed shapes of `ask`: a question in words, and the command that it means."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import Final, NamedTuple

from domain.refusal import Fix, InvalidInput

_PAIR: Final = r"(?P<pair>.+?(?:–|—|-|\band\b).+?)"
_ON: Final = r"(?:\s+(?:on|as of|in|at the end of)\s+(?P<on>.+?))?"
_LABEL: Final = r"(?P<label>at[ -]war|not[ -]assessable|[a-z]+)"
_SPAN: Final = r"\s+from\s+(?P<from>.+?)\s+to\s+(?P<to>.+)"
_TIES: Final = r"(?:\s+(?:ties|relations))?"


class Shape(NamedTuple):
    """One shape of a question, its pattern, and the words of the command it becomes."""

    example: str
    pattern: re.Pattern[str]
    command: tuple[str, ...]

    @property
    def written(self) -> str:
        """The command with the words of its example: `detente state A B --on D`."""
        names = {"{pair}": "A B", "{actor}": "A", "{from}": "D", "{to}": "D", "{on}": "D"}
        words = (
            names.get(word, word.strip("{}").upper() if word.startswith("{") else word)
            for word in self.command
        )
        return " ".join(("detente", *words))


def _shape(example: str, pattern: str, *command: str) -> Shape:
    return Shape(example, re.compile(pattern, re.IGNORECASE), command)


SHAPES: Final = (
    _shape(
        "state of A–B ties on D",
        rf"(?:what (?:is|was) the )?state of {_PAIR}{_TIES}{_ON}",
        "state",
        "{pair}",
        "--on",
        "{on}",
    ),
    _shape(
        "how were A and B on D",
        rf"how (?:were|are) {_PAIR}{_TIES}{_ON}",
        "state",
        "{pair}",
        "--on",
        "{on}",
    ),
    _shape(
        "what did we know about A and B on D",
        rf"what did (?:we|anyone) know (?:about|of) {_PAIR}{_TIES}{_ON}",
        "state",
        "{pair}",
        "--on",
        "{on}",
        "--known-on",
        "{on}",
    ),  # fmt: skip
    _shape(
        "why were A–B ties LABEL on D",
        rf"why (?:were|are) {_PAIR}\s+(?:ties|relations)(?:\s+{_LABEL})?{_ON}",
        "why",
        "{pair}",
        "--label",
        "{label}",
        "--on",
        "{on}",
    ),  # fmt: skip
    _shape(
        "what is ahead for A and B (as of D)",
        rf"what (?:is|was) ahead (?:for|between) {_PAIR}(?:\s+\(?(?:on|as of)\s+(?P<on>[^()]+?)\)?)?",
        "agenda",
        "{pair}",
        "--on",
        "{on}",
    ),  # fmt: skip
    _shape(
        "what was in force between A and B on D",
        rf"what (?:is|was) in force (?:between|for) {_PAIR}{_ON}",
        "state",
        "{pair}",
        "--on",
        "{on}",
        "--only",
        "in-force",
    ),  # fmt: skip
    _shape(
        "what changed between A and B from D to D",
        rf"what (?:has )?changed (?:between|for) {_PAIR}{_SPAN}",
        "diff",
        "{pair}",
        "{from}",
        "{to}",
    ),
    _shape(
        "what do we know now of A and B on D",
        rf"what do we know (?:now )?(?:about|of) {_PAIR}{_TIES}{_ON}",
        "hindsight",
        "{pair}",
        "--on",
        "{on}",
    ),
    _shape(
        "when did A–B ties turn LABEL",
        rf"when did {_PAIR}{_TIES} (?:turn|become) {_LABEL}(?:\s+(?:by|until)\s+(?P<to>.+?))?",
        "turns",
        "{pair}",
        "--label",
        "{label}",
        "--to",
        "{to}",
    ),
    _shape(
        "how did A–B ties go from D to D",
        rf"how did {_PAIR}{_TIES} (?:go|develop){_SPAN}",
        "chart",
        "{pair}",
        "--from",
        "{from}",
        "--to",
        "{to}",
    ),  # fmt: skip
    _shape(
        "what happened between A and B from D to D",
        rf"what happened between {_PAIR}{_SPAN}",
        "replay",
        "{pair}",
        "--from",
        "{from}",
        "--to",
        "{to}",
    ),
    _shape(
        "who were A's ties with on D",
        rf"who (?:were|are) (?P<actor>.+?)['’]s? ties with{_ON}",
        "board",
        "{actor}",
        "--on",
        "{on}",
    ),
    _shape(
        "why does FACT count on D",
        rf"why (?:does|did) (?P<fact>\S+) count{_ON}",
        "why",
        "{fact}",
        "--on",
        "{on}",
    ),
    _shape("what mentions TEXT", r"what (?:mentions|says) (?P<text>.+)", "search", "{text}"),
    _shape(
        "latest on A and B",
        rf"(?:the )?latest (?:on|about) {_PAIR}{_ON}",
        "timeline",
        "{pair}",
        "--on",
        "{on}",
        "--last",
        "10",
    ),
)


def command(question: str) -> list[str]:
    """The command that a question means.

    Raises InvalidInput with the closest command, and the shapes, the closest one first.
    """
    plain = " ".join(question.split()).rstrip("?. ")
    for shape in SHAPES:
        match = shape.pattern.fullmatch(plain)
        if match:
            return _filled(shape.command, match.groupdict())
    by_example = {shape.example: shape for shape in SHAPES}
    (near,) = get_close_matches(plain, by_example, n=1, cutoff=0.0)
    ordered = [near, *(example for example in by_example if example != near)]
    closest = Fix(by_example[near].written, "the closest command")
    raise InvalidInput(
        "that is not a question that detente reads; these are.",
        closest,
        *(Fix(f'detente ask "{example}"') for example in ordered),
    )


def _filled(words: tuple[str, ...], given: dict[str, str | None]) -> list[str]:
    """The words with what was given; an option whose value was not given is left out."""
    filled: list[str] = []
    given = {name: value and value.lstrip("-–— ") for name, value in given.items()}
    for word in words:
        if word.startswith("{"):
            value = given.get(word.strip("{}"))
            if value is not None:
                filled.append(value.strip())
            else:
                filled.pop()
        else:
            filled.append(word)
    return filled
