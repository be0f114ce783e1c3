"""A question as the command that asks it on a terminal."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Final, NamedTuple

from domain.fact import DESK
from projections.question import Question

_VERBS: Final = {
    "series": "chart",
    "spread": "state",
    "why-fact": "why",
    "layer-day": "why",
    "board-pairs": "board",
}
"""What a terminal calls a question that has not its own command."""

_OPTIONS: Final = {
    "first": "from",
    "until": "to",
    "layers": "layer",
    "kinds": "only",
    "kinds_written": "kind",
    "doer": "by",
    "besides": "with",
}
"""Fields whose option is not called as they are."""

_SUBJECT: Final = ("a", "b", "actors", "actor", "fact", "kind", "what", "text", "domain", "topic")
_SPANS: Final = ("series", "replay", "turns", "panel")
"""Questions whose day is the last of a span."""

_BOARDS: Final = ("board", "board-pairs")
"""Questions whose domain is an option, and not one of the words."""


_LOOKS: Final = ("only", "why", "brief", "all", "persons")
"""The options of what to show of an answer; they are not part of the question."""


class Spelled(NamedTuple):
    """A question as it is typed: the verb, the words, and the options by name.

    An option is empty where it is only switched on.
    """

    verb: str
    words: tuple[str, ...]
    options: tuple[tuple[str, str], ...]

    @property
    def text(self) -> str:
        """The command: `detente state TUR RUS --on 2022-03-05`."""
        options = [
            word
            for name, value in self.options
            for word in (f"--{name.replace('_', '-')}", *([value] if value else []))
        ]
        return shlex.join(["detente", self.verb, *self.words, *options])


def command(question: Question, wanted: Mapping[str, str] | None = None) -> str:
    """The command that asks a question: `detente state TUR RUS --on 2022-03-05`.

    `wanted` is what to show of the answer, as far as a command can say that.
    """
    looks = {name: value for name, value in (wanted or {}).items() if name in _LOOKS}
    if looks:
        options = [word for name, value in looks.items() for word in (f"--{name}", value) if word]
        return f"{command(question)} {shlex.join(options)}"
    return spelled(question).text


def spelled(question: Question) -> Spelled:
    """A question as it is typed."""
    parts = getattr(question, "parts", None)
    if parts:
        layers = ",".join(part.read_layer for part in parts)
        return spelled(parts[0].model_copy(update={"layer": layers}))
    verb = _VERBS.get(question.name, question.command or question.name)
    words = tuple(_subject(question))
    if question.name == "diff":
        days, options = _diff(question)
        return Spelled(verb, (*words, *days), tuple(options))
    return Spelled(verb, words, tuple(_named_options(question)))


def _named_options(question: Question) -> Iterator[tuple[str, str]]:
    for name, value in _options(question):
        option = _OPTIONS.get(name, name)
        if name == "on" and question.name in _SPANS:
            option = "to"
        yield option, "" if value is True else _text(value)


def _subject(question: Question) -> Iterator[str]:
    """Who and what is asked about; a domain of a board is an option."""
    values = {name: value for name, value in _fields(question) if name in _SUBJECT}
    for name in ("a", "b", "actor", "fact", "kind", "what"):
        if values.get(name):
            yield str(values[name]).removeprefix("desk/")
    yield from getattr(question, "actors", ())
    if "text" in values:
        yield from shlex.split(str(values["text"]), posix=False)
    if values.get("domain") and question.name not in _BOARDS:
        yield str(values["domain"])
    if values.get("topic"):
        yield f"#{values['topic']}"


def _options(question: Question) -> Iterator[tuple[str, object]]:
    fields = type(question).model_fields
    for name, value in _fields(question):
        implied = name == "layer" and question.name == "why-fact"
        if name in _SUBJECT and not (name == "domain" and question.name in _BOARDS):
            continue
        if name == "on" and question.name == "check":
            continue
        if implied or (name != "on" and value == fields[name].default):
            continue
        yield name, value
    if question.name == "spread":
        yield "lens", "all"
    if question.name == "board-pairs":
        yield "all", True


def _diff(question: Question) -> tuple[list[str], list[tuple[str, str]]]:
    """Two days behind the actors, or one day with what differs about it."""
    plain = dict(_fields(question))
    two_days = plain["before_on"] != plain["on"]
    days = [_text(plain["before_on"]), _text(plain["on"])] if two_days else []
    options: list[tuple[str, object]] = [] if two_days else [("on", plain["on"])]
    if plain["before_known_on"] is not None:
        options.append(("known_on", plain["before_known_on"]))
    if plain["known_on"] != plain["before_known_on"]:
        options.append(("and_known_on", plain["known_on"]))
    if plain["recorded_by"] is not None:
        options.append(("recorded_by", plain["recorded_by"]))
    options.append(("lens", plain["before_lens"]))
    if plain["lens"] != plain["before_lens"]:
        options.append(("and_lens", plain["lens"]))
    if plain["layer"] != DESK:
        options.append(("layer", plain["layer"]))
    return days, [(name, _text(value)) for name, value in options]


def _fields(question: Question) -> Iterator[tuple[str, object]]:
    for name in type(question).model_fields:
        yield name, getattr(question, name)


def _text(value: object) -> str:
    match value:
        case tuple():
            return ",".join(map(str, value))
        case datetime() | date():
            return value.isoformat()
        case StrEnum():
            return value.value
        case _:
            return str(value)
