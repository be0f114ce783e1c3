"""Questions answered over HTTP: what was given, read and asked at one moment, and its answer."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from email.utils import format_datetime
from hashlib import sha256
from typing import Final, NamedTuple

from domain.fact import DESK
from projections.answer import Answer, json_text
from projections.english.reading import read as read_words
from projections.question import Question
from projections.questions.index import question_class
from projections.typed_question import Typed
from service.asking import record_for
from service.kept import MOST_BYTES, Kept
from service.store.interface import Head
from service.timeline import Timeline
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

    question: type[Question] | str
    """What is asked, or a sentence in plain words that says it."""
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

    def read(self, timeline: Timeline) -> tuple[Question, Typed]:
        """The question, and the words and options that it was read from. Raises InvalidInput."""
        if isinstance(self.question, str):
            found = read_words(self.question, timeline.registry, self.today, timeline.facts)
            typed = Typed(found.words, found.options, timeline, self.today)
            return question_class(found.name).asked(typed), typed
        words, options, layers = self.given
        typed = Typed(words, options, timeline, self.today, layers)
        return self.question.asked(typed), typed

    def looks(self, typed: Typed) -> Mapping[str, str]:
        """What is wanted of the answer, as far as plain words say so; a program gets all of it."""
        return typed.given if isinstance(self.question, str) else {}

    @property
    def size(self) -> int:
        """Bytes of what was given, about."""
        return len(repr((self.question, self.given, self.accept)))

    @property
    def key(self) -> Hashable:
        """All that names an answer besides the record."""
        given = self.given
        return (
            self.question, given.words, tuple(given.options.items()), given.layers,
            self.today, self.release, self.ending, self.accept, self.page, self.pin,
        )  # fmt: skip


@dataclass(frozen=True)
class Reply:
    """An answer as it is sent; without a body where the asker has it already.

    `cursor` is where the next page begins, where there is one.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes = b""
    media_type: str = field(default="application/json")
    cursor: str = ""


class Named(NamedTuple):
    """A question as it was read, with what names the bytes of its answer, and its headers."""

    question: Question
    tag: str
    headers: Mapping[str, str]


class Answers:
    """Answers questions, and keeps what it answered.

    What an address means follows from it and the record, the bytes of an answer from what names
    them: both are looked up before anything is read or computed.
    """

    def __init__(self, most_names: int = 4 * 2**20, most_bytes: int = MOST_BYTES) -> None:
        self._names: Kept[Named] = Kept(most_names)
        self._answers: Kept[Reply] = Kept(most_bytes)

    def known(self, head: Head, asking: Asking) -> Reply | None:
        """The answer where it was given before, of a record that had come as far."""
        named = self._names.get((asking.key, head))
        if named is None:
            return None
        if _has(asking, named):
            return Reply(304, _headers(named, asking))
        found = self._answers.get(named.tag)
        return found and _with_headers(found, named, asking)

    def reply_to(self, moment: Moment, asking: Asking) -> Reply:
        """The answer to a question as of one moment. Raises InvalidInput and Problem."""
        pin = asking.pin or (asking.page.pin if asking.page else None)
        at = pin.of(moment) if pin else moment
        question, typed = asking.read(at.timeline)
        tag = _tag(at, question, typed, asking)
        headers = {
            "etag": f'"{tag}"',
            "vary": "Accept",
            **_described(question, asking.looks(typed)),
        }
        named = Named(question, tag, headers)
        if not moment.is_past:
            self._names.put((asking.key, moment.head), named, asking.size)
        if _has(asking, named):
            return Reply(304, _headers(named, asking))
        whole = at.unless_past if _is_summed(question) else at.whole

        def computed() -> tuple[Reply, int]:
            found = whole(lambda timeline: _written(question, typed, at.of(timeline), asking))
            return found, len(found.body)

        return _with_headers(self._answers.once(tag, computed), named, asking)


def _is_summed(question: Question) -> bool:
    """Whether a question is of a layer, which a store sums for the record of now alone."""
    parts: Sequence[Question] = getattr(question, "parts", (question,))
    return any(part.read_layer != DESK for part in parts)


def _has(asking: Asking, named: Named) -> bool:
    return named.tag in asking.tags or "*" in asking.tags


def _with_headers(found: Reply, named: Named, asking: Asking) -> Reply:
    return replace(found, headers={**_headers(named, asking), **found.headers})


def _headers(named: Named, asking: Asking) -> dict[str, str]:
    return {**named.headers, "cache-control": _kept(named.question, asking)}


def _written(question: Question, typed: Typed, at: Moment, asking: Asking) -> Reply:
    """The answer in the form that is wanted, whole or a page of it."""
    answer = at.timeline.ask(question)
    view = view_of(answer.found)
    forms = offered(answer, view)
    look = Look(typed.notes, asking.looks(typed), recorded=at.timeline.last_instant)
    cursor = ""
    if asking.page is None:
        form = chosen(asking.ending, asking.accept, forms)
        body = rendered(form, answer, view, look, MarkdownPage())
    else:
        listed = answer.json[asking.page.list_of(answer.question, answer.json)]
        assert isinstance(listed, list)
        form = chosen(asking.ending, asking.accept, _of_pages(forms))
        body = _of_page(asking.page, form, answer, view)
        cursor = asking.page.next(len(listed), at.head)
    headers = {
        "detente-position": str(answer.record.position),
        "detente-exit": str(outcome(answer)),
        **({"detente-answer": answer.id} if answer.question.stamped else {}),
    }
    return Reply(200, headers, body.encode(), MEDIA_TYPES[form], cursor)


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


def _described(question: Question, looks: Mapping[str, str]) -> dict[str, str]:
    """The question on a terminal, as an address, and its day of knowing."""
    return {
        "detente-command": as_header(command(question, looks)),
        "content-location": address(question),
        **_memento(question),
    }


def as_header(value: str) -> str:
    """A text in the characters that a header may hold; others are percent-encoded as UTF-8."""
    return "".join(
        character
        if " " <= character <= "~" and character != "%"
        else "".join(f"%{byte:02X}" for byte in character.encode())
        for character in value
    )


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
        sorted(asking.looks(typed).items()),
        asking.ending,
        asking.accept,
        asking.page,
    )
    return sha256(repr(parts).encode()).hexdigest()[:TAG_LENGTH]
