"""Answers that were cited by the words of a command, read into questions once.

No word of them is run. Of the words that a command takes only those are read that say what is
asked; any other makes them damaged, as one that says where an answer goes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Final

from domain.answer import Cited, CitedInWords
from domain.limits import check_line
from domain.refusal import Broken, Failure, InvalidInput
from projections.questions.index import QUESTIONS, question_class
from projections.questions.layers import LayersQuestion
from projections.typed_question import Typed
from service.kept_citation import damaged

if TYPE_CHECKING:
    from projections.question import Question
    from service.timeline import Timeline

MOST_WORDS: Final = 100

_NAMES: Final = {
    called: listed.name
    for listed in QUESTIONS
    if listed.group
    for called in (listed.command, *listed.aliases)
}
"""The name of a question by what a command calls it."""

_ALIASES: Final = {"as-of": "on", "as-known-on": "known_on", "p": "period"}
_FLAGS: Final = frozenset({"overdue", "exit_code", "why", "brief", "all"})
_OPTION: Final = re.compile(
    r"-(?:-(?P<long>[a-z]+(?:-[a-z]+)*)(?:=(?P<value>.*))?|p(?P<attached>.*))", re.DOTALL
)
_END: Final = "-" * 2
"""After it every word stands for itself."""


class _NoQuestion(Exception):
    """Words that say more than what is asked, or something else."""


def as_cited(timeline: Timeline, answer: str, event: CitedInWords) -> Cited:
    """What would be kept of the answer today; its substance is the name that it had.

    Raises Broken where its words ask no question.
    """
    try:
        check_line(event.title, "a title")
        question = _question(timeline, event)
    except Failure:
        raise
    except (InvalidInput, LookupError, ValueError, _NoQuestion):
        raise _not_asked(answer) from None
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


def _not_asked(answer: str) -> Broken:
    return damaged(answer, "is damaged: its words say more than what was asked, or ask nothing")


def _question(timeline: Timeline, event: CitedInWords) -> Question:
    """The question that words meant, with the "today" of then."""
    if not 0 < len(event.words) <= MOST_WORDS or event.words[0] not in _NAMES:
        raise _NoQuestion
    verb, *rest = event.words
    question = question_class(_NAMES[verb])
    words: list[str] = []
    given: dict[str, str] = {}
    layers: list[str] = []
    for name, value in _read(rest, _options(question)):
        if not name:
            words.append(value)
        elif name == "layer":
            layers.append(value)
        else:
            given[name] = f"{given[name]},{value}" if name in given else value
    today = date.fromisoformat(event.today)
    typed = Typed(tuple(words), given, timeline, today, tuple(layers))
    return LayersQuestion.of(question, typed)


def _options(question: type[Question]) -> Mapping[str, str]:
    """The options that a question takes: their names by how they are spelled."""
    spelled = {
        "only" if name == "only_kinds" else name.replace("_", "-"): name
        for name in question.options
    }
    aliases = {alias: name for alias, name in _ALIASES.items() if name in question.options}
    return {**spelled, **aliases}


def _read(words: Sequence[str], options: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Options by name with their values, and words under no name. Raises _NoQuestion."""
    rest = iter(words)
    for word in rest:
        if word == _END:
            yield from (("", each) for each in rest)
            return
        if not word.startswith("-") or word[1:2].isdigit():
            if word.startswith("@"):
                raise _NoQuestion
            yield "", word
            continue
        yield _option(word, options, rest)


def _option(word: str, options: Mapping[str, str], rest: Iterator[str]) -> tuple[str, str]:
    """An option by its name, with its value, which may be the next word. Raises _NoQuestion."""
    found = _OPTION.fullmatch(word)
    name = options.get(found["long"] or "p") if found else None
    if found is None or name is None:
        raise _NoQuestion
    value = found["value"] if found["long"] else found["attached"] or None
    if name in _FLAGS:
        if value is not None:
            raise _NoQuestion
        return name, ""
    return name, _value_after(rest) if value is None else value


def _value_after(rest: Iterator[str]) -> str:
    value = next(rest, None)
    if value is None:
        raise _NoQuestion
    return value
