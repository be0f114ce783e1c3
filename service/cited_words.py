"""Answers that were cited by the words of a command, read into questions once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Final

from domain.answer import Cited, CitedInWords
from projections.questions.index import question_class
from projections.questions.layers import LayersQuestion
from projections.typed_question import Typed

if TYPE_CHECKING:
    from projections.question import Question
    from service.timeline import Timeline

_QUESTIONS: Final = {"ties": "state", "log": "timeline", "chart": "series", "show": "fact"}
"""What a command asked, where that is not its own name."""

_ALIASES: Final = {"as_of": "on", "as_known_on": "known_on", "p": "period"}
_FLAGS: Final = frozenset({"overdue", "exit_code", "why", "brief", "all"})
_OF_FORM: Final = frozenset({"cite", "json", "plain", "debug"})
_OF_FORM_WITH_VALUE: Final = frozenset({"format", "o", "output", "db", "today"})


def as_cited(timeline: Timeline, answer: str, event: CitedInWords) -> Cited:
    """What would be kept of the answer today; its substance is the name that it had."""
    question = _question(timeline, event)
    return Cited(
        question=question.to_plain(),
        substance=answer,
        rules="",
        position=event.position,
        digest=(timeline.store.digest_at(event.position) or b"").hex(),
        program="",
        title=event.title,
        cited_on=event.recorded_at.date(),
        in_words=True,
    )


def _question(timeline: Timeline, event: CitedInWords) -> Question:
    """The question that words meant, with the "today" of then."""
    verb, *rest = event.words
    words: list[str] = []
    given: dict[str, str] = {}
    layers: list[str] = []
    for name, value in _read(rest):
        if not name:
            words.append(value)
        elif name == "layer":
            layers.append(value)
        else:
            given[name] = f"{given[name]},{value}" if name in given else value
    question = question_class(_QUESTIONS.get(verb, verb))
    if verb == "check" and "only" in given:
        given["only_kinds"] = given.pop("only")
    today = date.fromisoformat(event.today)
    typed = Typed(tuple(words), given, timeline, today, tuple(layers))
    return LayersQuestion.of(question, typed)


def _read(words: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Options by name with their values, and words under no name; what was of form is left out."""
    rest = iter(words)
    for word in rest:
        if word == "-" * 2:
            yield from (("", each) for each in rest)
            return
        if not word.startswith("-") or word[1:2].isdigit():
            yield "", word
            continue
        name, equals, value = word.lstrip("-").partition("=")
        name = _ALIASES.get(name.replace("-", "_"), name.replace("-", "_"))
        if name in _OF_FORM:
            continue
        if name in _FLAGS:
            yield name, ""
            continue
        value = value if equals else next(rest, "")
        if name not in _OF_FORM_WITH_VALUE:
            yield name, value
