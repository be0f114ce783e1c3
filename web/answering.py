"""Questions answered over HTTP: what was given, read and asked at one moment, and its answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from email.utils import format_datetime
from hashlib import sha256
from typing import Final

from projections.answer import Answer, json_text
from projections.question import Question
from projections.typed_question import Typed
from service.asking import record_for
from views.command import command
from views.endpoints import Given, address
from views.index import view_of
from views.outcome import outcome
from views.page import MarkdownPage
from views.renderings import as_csv, as_jsonl, rendered, rows_of
from views.view import AnyView, Look
from web.forms import MEDIA_TYPES, chosen
from web.pinned import KEPT, Page, Pin, is_fixed, now
from web.readers import Moment

TAG_LENGTH: Final = 32
_FORMS: Final[tuple[str, ...]] = ("json", "csv", "md", "jsonl", "svg", "ics")


@dataclass(frozen=True)
class Asking:
    """A question as it was given, and how its answer is wanted.

    `ending` and `accept` say in which form; `page` is a part of a list, `pin` a position of the
    record; `tags` are answers that the asker has already.
    """

    question: type[Question]
    given: Given
    today: date
    release: str
    ending: str = ""
    accept: str = ""
    tags: frozenset[str] = frozenset()
    page: Page | None = None
    pin: Pin | None = None
    clock: Callable[[], datetime] = now
    kept_by: str = "public"
    """Who may keep an answer that never changes: `public`, or `private` where it took a token."""


@dataclass(frozen=True)
class Reply:
    """An answer as it is sent; without a body where the asker has it already.

    `cursor` is where the next page begins, where there is one.
    """

    status: int
    headers: Mapping[str, str]
    body: str = ""
    media_type: str = field(default="application/json")
    cursor: str = ""


def reply_to(moment: Moment, asking: Asking) -> Reply:
    """The answer to a question as of one moment. Raises InvalidInput and Problem."""
    pin = asking.pin or (asking.page.pin if asking.page else None)
    at = pin.of(moment) if pin else moment
    words, options, layers = asking.given
    typed = Typed(words, options, at.timeline, asking.today, layers)
    question = asking.question.asked(typed)
    tag = _tag(at, question, typed, asking)
    headers = {
        "etag": f'"{tag}"',
        "cache-control": _kept(question, asking),
        "vary": "Accept",
        "detente-command": command(question),
        "content-location": address(question),
        **_memento(question),
    }
    if tag in asking.tags or "*" in asking.tags:
        return Reply(304, headers)
    answer = at.timeline.ask(question)
    return _written(answer, typed, at, asking, headers)


def _written(
    answer: Answer, typed: Typed, at: Moment, asking: Asking, headers: Mapping[str, str]
) -> Reply:
    """The answer in the form that is wanted, whole or a page of it."""
    view = view_of(answer.found)
    forms = offered(answer, view)
    cursor = ""
    if asking.page is None:
        form = chosen(asking.ending, asking.accept, forms)
        look = Look(typed.notes, recorded=at.timeline.last_instant)
        body = rendered(form, answer, view, look, MarkdownPage())
    else:
        listed = answer.json[asking.page.list_of(answer.question, answer.json)]
        assert isinstance(listed, list)
        form = chosen(asking.ending, asking.accept, _of_pages(forms))
        body = _of_page(asking.page, form, answer, view)
        cursor = asking.page.next(len(listed), at.head)
    found = {
        "detente-position": str(answer.record.position),
        "detente-exit": str(outcome(answer)),
        **({"detente-answer": answer.id} if answer.question.stamped else {}),
    }
    return Reply(200, {**headers, **found}, body, MEDIA_TYPES[form], cursor)


def offered(answer: Answer, view: AnyView) -> list[str]:
    """The forms that an answer has over HTTP, JSON first."""
    forms = [form for form in _FORMS if form in view.formats]
    return forms if rows_of(answer, view) is not None else _without(forms, "csv", "jsonl")


def _of_pages(forms: Sequence[str]) -> list[str]:
    """The forms that a page of a list has; a document is whole."""
    return _without(forms, "md", "svg", "ics")


def _without(forms: Sequence[str], *others: str) -> list[str]:
    return [form for form in forms if form not in others]


def _of_page(page: Page, form: str, answer: Answer, view: AnyView) -> str:
    if form == "json":
        return json_text(page.of(answer.question, answer.json))
    rows = page.part(rows_of(answer, view) or [])
    return as_csv(rows) if form == "csv" else as_jsonl(rows)


# Headers -----------------------------------------------------------------------------------------


def _kept(question: Question, asking: Asking) -> str:
    """How long an answer is kept: a year where it can never change."""
    given = dict(asking.given.options)
    if asking.pin:
        given["at"] = str(asking.pin.position)
    days = asking.given.words[-2:] if question.name == "diff" and "on" not in given else ()
    if days:
        given |= {"on": days[0], "and_on": days[1]}
    return f"{asking.kept_by}, {KEPT}" if is_fixed(question, given, asking.clock()) else "no-cache"


def _memento(question: Question) -> dict[str, str]:
    """The day of knowing as web archives write it: RFC 7089."""
    as_of = question.as_of
    if as_of is None or as_of.known_on is None or as_of.known_on.year < 1000:
        return {}
    end = datetime.combine(as_of.known_on, time(23, 59, 59), tzinfo=UTC)
    return {"memento-datetime": format_datetime(end, usegmt=True)}


def _tag(at: Moment, question: Question, typed: Typed, asking: Asking) -> str:
    """What names the bytes of an answer before it is computed.

    They follow from the record up to the position that counts, the release, who was who, the
    question, and how it was typed, which a document repeats.
    """
    parts = (
        asking.release,
        question.rules,
        record_for(at.timeline, question),
        at.names,
        question.to_plain(),
        typed.notes,
        asking.ending,
        asking.accept,
        asking.page,
    )
    return sha256(repr(parts).encode()).hexdigest()[:TAG_LENGTH]
