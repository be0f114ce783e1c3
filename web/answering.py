"""Questions answered over HTTP: what was given, read and asked at one moment, and its answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Final

from projections.answer import Answer
from projections.question import Question
from projections.typed_question import Typed
from service.asking import record_for
from service.timeline import Timeline
from views.command import command
from views.endpoints import Given
from views.index import view_of
from views.outcome import outcome
from views.page import MarkdownPage
from views.renderings import rendered, rows_of
from views.view import AnyView, Look
from web.forms import MEDIA_TYPES, chosen
from web.readers import at_one_moment

TAG_LENGTH: Final = 32
_FORMS: Final[tuple[str, ...]] = ("json", "csv", "md", "jsonl", "svg")


@dataclass(frozen=True)
class Asking:
    """A question as it was given, and how its answer is wanted.

    `ending` and `accept` say in which form; `tags` are answers that the asker has already.
    """

    question: type[Question]
    given: Given
    today: date
    release: str
    ending: str = ""
    accept: str = ""
    tags: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Reply:
    """An answer as it is sent; without a body where the asker has it already."""

    status: int
    headers: Mapping[str, str]
    body: str = ""
    media_type: str = field(default="application/json")


def reply_to(timeline: Timeline, asking: Asking) -> Reply:
    """The answer to a question as of one moment. Raises InvalidInput and Problem."""
    return at_one_moment(timeline, lambda at, _: _reply(at, asking))


def _reply(timeline: Timeline, asking: Asking) -> Reply:
    words, options, layers = asking.given
    typed = Typed(words, options, timeline, asking.today, layers)
    question = asking.question.asked(typed)
    tag = _tag(timeline, question, typed, asking)
    headers = {
        "etag": f'"{tag}"',
        "cache-control": "no-cache",
        "vary": "Accept",
        "detente-command": command(question),
    }
    if tag in asking.tags or "*" in asking.tags:
        return Reply(304, headers)
    answer = timeline.ask(question)
    view = view_of(answer.found)
    form = chosen(asking.ending, asking.accept, offered(answer, view))
    look = Look(typed.notes)
    body = rendered(form, answer, view, look, MarkdownPage())
    headers |= {
        "detente-position": str(answer.record.position),
        "detente-exit": str(outcome(answer)),
        **({"detente-answer": answer.id} if question.stamped else {}),
    }
    return Reply(200, headers, body, MEDIA_TYPES[form])


def offered(answer: Answer, view: AnyView) -> list[str]:
    """The forms that an answer has over HTTP, JSON first."""
    forms = [form for form in _FORMS if form in view.formats]
    if rows_of(answer, view) is None:
        return [form for form in forms if form not in ("csv", "jsonl")]
    return forms


def _tag(timeline: Timeline, question: Question, typed: Typed, asking: Asking) -> str:
    """What names the bytes of an answer before it is computed.

    They follow from the record up to the position that counts, the release, the question, and how
    it was typed, which a document repeats.
    """
    record = record_for(timeline, question)
    parts = (
        asking.release,
        question.rules,
        record,
        question.to_plain(),
        typed.notes,
        asking.ending,
        asking.accept,
    )
    return sha256(repr(parts).encode()).hexdigest()[:TAG_LENGTH]
