"""A question as the command that asks it on a terminal."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from projections.question import Question

_VERBS: Final = {"series": "chart", "spread": "state", "why-fact": "why", "layer-day": "why"}
"""What a terminal calls a question that has not its own command."""

_OPTIONS: Final = {
    "first": "from",
    "until": "to",
    "layers": "layer",
    "kinds": "only",
    "kinds_written": "kind",
    "doer": "by",
}
"""Fields whose option is not called as they are."""

_SUBJECT: Final = ("a", "b", "actors", "actor", "fact", "kind", "what", "text", "domain", "topic")
_SPANS: Final = ("series", "replay", "turns")
"""Questions whose day is the last of a span."""


_LOOKS: Final = ("only", "why", "brief", "all", "persons")
"""The options of what to show of an answer; they are not part of the question."""


def command(question: Question, wanted: Mapping[str, str] | None = None) -> str:
    """The command that asks a question: `detente state TUR RUS --on 2022-03-05`.

    `wanted` is what to show of the answer, as far as a command can say that.
    """
    looks = {name: value for name, value in (wanted or {}).items() if name in _LOOKS}
    if looks:
        options = [word for name, value in looks.items() for word in (f"--{name}", value) if word]
        return f"{command(question)} {shlex.join(options)}"
    parts = getattr(question, "parts", None)
    if parts:
        layers = ",".join(part.read_layer for part in parts)
        return shlex.join([*_words(parts[0].model_copy(update={"layer": layers}))])
    return shlex.join(_words(question))


def _words(question: Question) -> list[str]:
    verb = _VERBS.get(question.name, question.command or question.name)
    words = ["detente", verb, *_subject(question)]
    if question.name == "diff":
        return [*words, *_diff(question)]
    for name, value in _options(question):
        option = _OPTIONS.get(name, name)
        if name == "on" and question.name in _SPANS:
            option = "to"
        words.append(f"--{option.replace('_', '-')}")
        words += [_text(value)] if value is not True else []
    return words


def _subject(question: Question) -> Iterator[str]:
    """Who and what is asked about; a domain of one actor's board is an option."""
    values = {name: value for name, value in _fields(question) if name in _SUBJECT}
    for name in ("a", "b", "actor", "fact", "kind", "what"):
        if values.get(name):
            yield str(values[name]).removeprefix("desk/")
    yield from getattr(question, "actors", ())
    if "text" in values:
        yield from shlex.split(str(values["text"]), posix=False)
    if values.get("domain") and "actor" not in values:
        yield str(values["domain"])
    if values.get("topic"):
        yield f"#{values['topic']}"


def _options(question: Question) -> Iterator[tuple[str, object]]:
    fields = type(question).model_fields
    for name, value in _fields(question):
        implied = name == "layer" and question.name == "why-fact"
        if name in _SUBJECT and not (name == "domain" and "actor" in fields):
            continue
        if name == "on" and question.name == "check":
            continue
        if implied or (name != "on" and value == fields[name].default):
            continue
        yield name, value
    if question.name == "spread":
        yield "lens", "all"


def _diff(question: Question) -> Iterator[str]:
    """Two days behind the actors, or one day with what differs about it."""
    plain = dict(_fields(question))
    same_day = plain["before_on"] == plain["on"]
    if same_day:
        yield from ("--on", _text(plain["on"]))
    else:
        yield from (_text(plain["before_on"]), _text(plain["on"]))
    if plain["before_known_on"] is not None:
        yield from ("--known-on", _text(plain["before_known_on"]))
    if plain["known_on"] != plain["before_known_on"]:
        yield from ("--and-known-on", _text(plain["known_on"]))
    if plain["recorded_by"] is not None:
        yield from ("--recorded-by", _text(plain["recorded_by"]))
    yield from ("--lens", _text(plain["before_lens"]))
    if plain["lens"] != plain["before_lens"]:
        yield from ("--and-lens", _text(plain["lens"]))


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
