"""Acts: what is recorded about a fact later on, read from the fields of a request."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from typing import Final

from domain import edtf, typed
from domain.command import Request
from domain.content import CORRECTABLE, DATES
from domain.events import (
    NO_DAY,
    Cancelled,
    Confirmed,
    Corrected,
    Denied,
    Ended,
    Event,
    Held,
    Reinstated,
    Renewed,
    Reported,
    Rescheduled,
    Resumed,
    Retracted,
    Suspended,
)
from domain.fact import Fact
from domain.refusal import AnyFix, Fix, InvalidInput, Run, SetField, UnknownActor
from domain.report import Report, read_archived, read_grade, read_sha256

VERBS: Final[dict[type[Event], str]] = {
    Held: "settle",
    Rescheduled: "settle",
    Cancelled: "settle",
    Reported: "report",
    Denied: "deny",
    Confirmed: "confirm",
    Corrected: "correct",
    Ended: "end",
    Suspended: "suspend",
    Resumed: "resume",
    Renewed: "renew",
    Retracted: "retract",
    Reinstated: "reinstate",
}
"""By event, the verb of the request that records it."""


def request_of(fact: Fact, news: Sequence[Event]) -> Request:
    """The request that events of a fact are recorded by, where no words of it are given."""
    verb = next((VERBS[type(event)] for event in news if type(event) in VERBS), "")
    return Request(verb, f"{verb} {fact.name}".strip())


@dataclass(frozen=True, slots=True)
class Given:
    """The fields that acts have in common: when it was known, who says so, and why.

    `by` is the actor who denies it or calls it off, as somebody named it.
    """

    known_on: str | None = None
    source: str = ""
    url: str = ""
    origin: str = ""
    voice: str = ""
    grade: str = ""
    because: str = ""
    by: str = ""
    quote: str = ""
    archived: str = ""
    sha256: str = ""

    def known(self, today: date) -> dict[str, object]:
        """`known_on`, whether it is assumed, and the reason, as an event has them."""
        if self.known_on is None:
            return {"known_on": NO_DAY, "assumed": True, "because": self.because}
        day = _asked("known_on", self.known_on, today)
        if day > today:
            raise InvalidInput(
                f"nobody knows on {today} what is said on {day}.",
                SetField("known_on", str(today)),
                code="not-known-yet",
            )
        return {"known_on": day, "because": self.because}

    def report(self, today: date) -> Report | None:
        """The report behind it; None where no source is named.

        Raises InvalidInput for details of a source without its name.
        """
        if not self.source:
            if any((self.url, self.origin, self.voice, self.grade, *self.copied)):
                raise InvalidInput(
                    "a source has a name.", SetField("source", "SOURCE"), code="source-without-name"
                )
            return None
        published = ""
        if self.known_on is not None:
            published = _asked("known_on", self.known_on, today).isoformat()
        with _fixes_for("grade"):
            grade = read_grade(self.grade) if self.grade else ""
        with _fixes_for("archived"):
            archived = read_archived(self.archived) if self.archived else ""
        with _fixes_for("sha256"):
            sha256 = read_sha256(self.sha256) if self.sha256 else ""
        return Report(
            publisher=self.source,
            published=published,
            url=self.url,
            origin=self.origin,
            voice=self.voice,
            grade=grade,
            quote=" ".join(self.quote.split()),
            archived=archived,
            sha256=sha256,
        )

    @property
    def copied(self) -> tuple[str, str, str]:
        """What the source says word for word, and the copy of it that stays."""
        return self.quote, self.archived, self.sha256


def settled(given: Given, held: str, moved: str, today: date, *, cancelled: bool) -> list[Event]:
    """Something planned was held, moved to another day, or called off: one of the three."""
    if bool(held) + bool(moved) + cancelled != 1:
        raise InvalidInput(
            "say one: held, moved or cancelled.",
            SetField("held", "DATE"),
            SetField("moved", "DATE"),
            SetField("cancelled"),
            code="one-outcome",
        )
    if given.by and not cancelled:
        raise InvalidInput(
            "an actor is named only for what was called off, not for what was held or moved.",
            SetField("cancelled"),
            code="not-called-off",
        )
    if held:
        return happened(Held, "held", held, given, today)
    if moved:
        return happened(Rescheduled, "moved", moved, given, today)
    known = given.known(today)
    on = today if given.known_on is None else known["known_on"]
    fields = {"on": str(on), "by": given.by, "report": given.report(today), **known}
    return [Cancelled.model_validate(fields)]


_FIELDS: Final = {"moved": "planned", "until": "expires"}
"""Fields of an event that a request names differently; all others are `on`."""


def happened(event: type[Event], field: str, text: str, given: Given, today: date) -> list[Event]:
    """Something happened or is planned on a date, which `field` of the request gives.

    Without a day of its own, what happened is known on its last day, unless that is to come.
    """
    if not text:
        raise InvalidInput("say when.", SetField(field, "DATE"), code="no-date")
    written = _date(field, text, today, days=event is Held)
    known = given.known(today)
    last = edtf.days(written).hi
    if field not in _FIELDS and given.known_on is None and last <= today.toordinal():
        known = {"known_on": date.fromordinal(last), "because": given.because}
    stored = _FIELDS.get(field, "on")
    return [event.model_validate({stored: written, "report": given.report(today), **known})]


def renewed(given: Given, until: str, on: str, today: date) -> list[Event]:
    """A planned expiry is moved to another day; known from the day on which that was done.

    Raises InvalidInput where it would be known before it was done.
    """
    if not on:
        return happened(Renewed, "until", until, given, today)
    done = edtf.window(_date("on", on, today))
    if given.known_on is None:
        known_on = str(date.fromordinal(done.hi)) if done.hi <= today.toordinal() else None
        return happened(Renewed, "until", until, replace(given, known_on=known_on), today)
    known = _asked("known_on", given.known_on, today)
    if known.toordinal() < done.lo:
        raise InvalidInput(
            f"what was renewed on {on} was not known on {known}.",
            SetField("known_on", str(date.fromordinal(done.hi))),
            code="known-too-early",
        )
    return happened(Renewed, "until", until, given, today)


def said(event: type[Reported | Denied | Confirmed], given: Given, today: date) -> list[Event]:
    """A source says so, or says that it is not so, which may be an actor's own denial."""
    report = given.report(today)
    if report is None:
        raise InvalidInput("say who says so.", SetField("source", "SOURCE"), code="no-source")
    fields = {"report": report, **given.known(today)}
    return [event.model_validate(fields | ({"by": given.by} if event is Denied else {}))]


def withdrawn(event: type[Retracted | Reinstated], given: Given, today: date) -> list[Event]:
    """A fact is left out of the answers, which takes a reason, or is back in them."""
    if event is Retracted and not given.because:
        raise InvalidInput(
            "a retraction says why.", SetField("because", "REASON"), code="no-reason"
        )
    return [event.model_validate(given.known(today))]


def corrected(given: Given, values: Sequence[tuple[str, str]], today: date) -> list[Event]:
    """Fields were wrong or vague: the right value of each, and one reason for all."""
    if not values:
        raise InvalidInput("say what is right.", SetField("set", "FIELD=VALUE"), code="no-field")
    if not given.because:
        raise InvalidInput(
            "a correction says why.", SetField("because", "REASON"), code="no-reason"
        )
    known = {"report": given.report(today), **given.known(today)}
    return [
        Corrected.model_validate({"field": field, "value": right(field, value, today), **known})
        for field, value in values
    ]


def right(field: str, value: str, today: date) -> str:
    """The value of a correction; dates as they are written. Raises InvalidInput."""
    if field not in CORRECTABLE:
        raise _unknown_field(field, value)
    if field in DATES and value not in ("", edtf.OPEN):
        return _date(field, value, today, days=field == "on")
    return value


_MEANT: Final[Mapping[str, Sequence[str]]] = {
    "kind": ("what",), "type": ("what",), "event": ("what",), "happened": ("what",),
    "date": ("on", "since"), "day": ("on", "since"), "when": ("on", "since"),
    "name": ("title",), "headline": ("title",), "text": ("title", "note"),
    "actor": ("parties",), "actors": ("parties",), "who": ("parties",), "whom": ("parties",),
    "end": ("until",), "ended": ("until",), "begin": ("since",), "start": ("since",),
    "topic": ("topics",), "comment": ("note",), "person": ("people",), "location": ("place",),
}  # fmt: skip
"""What people call the fields of a fact, and the fields that they may mean."""


def _unknown_field(field: str, value: str) -> InvalidInput:
    """The refusal of what names no field, with the nearest names, or all of them."""
    near = (
        [*_MEANT.get(field, ())]
        or get_close_matches(field, CORRECTABLE, n=2, cutoff=0.6)
        or [name for name in CORRECTABLE if field and name.startswith(field[:3])]
    )
    example = value if near and value else "VALUE"
    return InvalidInput(
        f'"{field}" is not a field that can be corrected.',
        *(SetField(name, example) for name in near or CORRECTABLE[:9]),
        code="unknown-field",
        values={"field": field},
    )


# Fixes -------------------------------------------------------------------------------------------


def _date(field: str, text: str, today: date, *, days: bool = False) -> str:
    """A date of a fact, as it was written, or as EDTF where it was typed in words.

    What is counted from today, as `yesterday`, is kept as the day that it is.

    With `days` also a first and a last day.
    """
    with _fixes_for(field):
        written = typed.days(text, today) if days else typed.instant(text, today)
        edtf.days(written)
    return written


def _asked(field: str, text: str, today: date) -> date:
    """The last day of a date as somebody asks for it."""
    with _fixes_for(field):
        return typed.asked(text, today).day


@contextmanager
def _fixes_for(field: str) -> Generator[None]:
    """Lets the fixes of a refused value set the field that the value was given for."""
    try:
        yield
    except InvalidInput as refused:
        raise refused.with_fixes(*(_set(field, fix) for fix in refused.fixes)) from None


def _set(field: str, fix: AnyFix) -> AnyFix:
    """A text to write instead as a field to set, which is another one where the text names it."""
    if not isinstance(fix, Fix):
        return fix
    if fix.paste.startswith("@"):
        return Run.of("add", fix.paste, meaning=fix.meaning)
    name, _, rest = fix.paste.partition(" ")
    if name not in CORRECTABLE:
        name, rest = field, fix.paste
    value = rest.removeprefix('"').removesuffix('"') if name == "title" else rest
    return SetField(name, value, fix.meaning)


@contextmanager
def fixes_of_field(event: Event) -> Generator[None]:
    """Lets the fixes of a refused correction set the field that it corrects.

    Those of an actor who is unknown name who denies it, or calls it off.
    """
    if isinstance(event, Denied | Cancelled):
        with _fixes_for("by"):
            yield
        return
    if not isinstance(event, Corrected):
        yield
        return
    try:
        with _fixes_for(event.field):
            yield
    except UnknownActor as refused:
        name = refused.values.get("name", "")
        fixes = (
            fix._replace(value=event.value.replace(name, fix.value, 1))
            for fix in refused.fixes
            if isinstance(fix, SetField) and name
        )
        raise refused.with_fixes(*fixes) from None
