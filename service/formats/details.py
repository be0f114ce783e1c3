"""The indented lines under a fact: each one as an event, or as a field of the fact."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from difflib import get_close_matches
from typing import Final

from domain import edtf, typed
from domain.content import CORRECTABLE, read_code, read_points
from domain.events import (  # fmt: skip
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
from domain.kinds import is_slug
from domain.refusal import Fix, InvalidInput
from domain.report import read_grade
from service.formats.lines import Known, Parts, Word, is_date, last_day, read_known, unquoted

EDITED: Final = "edited in "
"""How the reason of a correction begins that was read off an edited line."""


def _reported(rest: str, column: int) -> Event:
    parts = Parts.of(rest, column)
    publisher, published, known = _publisher_and_date(parts, column, "report Reuters, 2022-03-05")
    report = parts.report(publisher, published)
    return Reported(report=report, known_on=known.day, assumed=known.assumed, because=parts.because)


def _announced(rest: str, column: int) -> Event:
    parts = Parts.of(rest, column)
    example = "announced 2022-03-05, Reuters"
    day, name = _two(parts, column, example)
    published = _date(day, example)
    return Reported(
        report=parts.report(name.text, published),
        known_on=last_day(published),
        because=parts.because,
    )


def _publisher_and_date(parts: Parts, column: int, example: str) -> tuple[str, str, Known]:
    """The publisher, the date published, and when it was known.

    `known DATE` stands where nobody says when it was published.
    """
    name, day = _two(parts, column, example)
    if day.text.startswith("known "):
        return name.text, "", _known(Word(day.text.removeprefix("known ").strip(), day.column))
    published = _date(day, example)
    return name.text, published, Known(last_day(published))


def _two(parts: Parts, column: int, example: str) -> tuple[Word, Word]:
    if len(parts.plain) == 2:
        return parts.plain[0], parts.plain[1]
    if len(parts.plain) < 2:
        raise InvalidInput(
            "a publisher and a date are needed, with a comma and a blank between them.",
            Fix(example, "for example"),
            column=column,
        )
    raise InvalidInput(
        f'"{parts.plain[2].text}" is one piece too many.',
        Fix(example, "for example"),
        column=parts.plain[2].column,
    )


def _date(word: Word, example: str) -> str:
    try:
        written = typed.instant(word.text)
        edtf.window(written)
    except InvalidInput as refused:
        raise InvalidInput(
            refused.said, *(refused.fixes or (Fix(example, "for example"),)), column=word.column
        ) from None
    return written


def _known(word: Word) -> Known:
    try:
        return read_known(word.text)
    except InvalidInput as refused:
        raise refused.at(word.column) from None


def _denied(rest: str, column: int) -> Event:
    return _said(Denied, "denied Foreign Ministry, 2022-03-05", rest, column)


def _confirmed(rest: str, column: int) -> Event:
    return _said(Confirmed, "confirmed Reuters, 2022-03-05", rest, column)


def _said(event: type[Denied | Confirmed], example: str, rest: str, column: int) -> Event:
    parts = Parts.of(rest, column)
    publisher, published, known = _publisher_and_date(parts, column, example)
    report = parts.report(publisher, published)
    return event(report=report, known_on=known.day, assumed=known.assumed, because=parts.because)


def _change(
    event: type[Event], field: str, name: str, *, must_say_when: bool
) -> Callable[[str, int], Event]:
    """A reader of `NAME DATE, PUBLISHER[, KNOWN]`.

    Without KNOWN it is known on the last day of DATE.
    """
    example = f"{name} 2022-03-06, Reuters, 2022-03-07"

    def read(rest: str, column: int) -> Event:
        parts = Parts.of(rest, column)
        if not parts.plain:
            raise InvalidInput("a date is needed.", Fix(example, "for example"), column=column)
        written = _date(parts.plain[0], example)
        names = [word for word in parts.plain[1:] if not is_date(word.text)]
        dates = [word for word in parts.plain[1:] if is_date(word.text)]
        for too_many in (*names[1:], *dates[1:]):
            raise InvalidInput(
                f'"{too_many.text}" is one piece too many.',
                Fix(example, "for example"),
                column=too_many.column,
            )
        if must_say_when and not dates:
            raise InvalidInput(
                f'"{name}" must say when that was known.',
                Fix(f"{name} {written}, PUBLISHER, 2022-03-05"),
                column=column,
            )
        known = _known(dates[0]) if dates else Known(_last_day_of(parts.plain[0], name))
        publisher = names[0].text if names else ""
        report = (
            parts.report(publisher, dates[0].text if dates and not known.assumed else "")
            if names
            else None
        )
        values = {
            field: written,
            "known_on": known.day,
            "assumed": known.assumed,
            "report": report,
            "because": parts.because,
        }
        return event.model_validate(values)

    return read


def _last_day_of(word: Word, name: str) -> date:
    window = edtf.window(typed.instant(word.text))
    if window.hi == edtf.NO_LAST:
        fix = Fix(f"{name} {word.text}, PUBLISHER, 2022-03-05")
        raise InvalidInput(
            f'"{word.text}" has no last day, so say when it was known.', fix, column=word.column
        )
    return date.fromordinal(window.hi)


def _withdrawal(event: type[Event], name: str) -> Callable[[str, int], Event]:
    def read(rest: str, column: int) -> Event:
        parts = Parts.of(rest, column)
        if len(parts.plain) != 1:
            raise InvalidInput(
                f'"{name}" needs the date from which it is known.',
                Fix(f"{name} 2022-03-05, because REASON"),
                column=column,
            )
        known = _known(parts.plain[0])
        return event.model_validate(
            {"known_on": known.day, "assumed": known.assumed, "because": parts.because}
        )

    return read


def _corrected(rest: str, column: int) -> Event:
    for match in correction_parts(rest):
        field, value, when, because = match
        if field not in CORRECTABLE:
            near = get_close_matches(field, CORRECTABLE, n=2, cutoff=0.6)
            if not near:
                raise InvalidInput(
                    f'"{field}" cannot be corrected; {", ".join(CORRECTABLE)} can.', column=column
                )
            raise InvalidInput(
                f'"{field}" cannot be corrected.',
                *(Fix(f"corrected {name} {value}, {when}") for name in near),
                column=column,
            )
        known = read_known(when)
        edited = known.assumed and (because or "").startswith(EDITED)
        return Corrected(
            edited=edited,
            field=field,
            value=_value(field, unquoted(value)),
            known_on=known.day,
            assumed=known.assumed,
            because=because or "",
        )
    raise InvalidInput(
        "a correction names a field, its value, and the date from which that was known.",
        Fix(
            "corrected since 2022-02-28, 2022-03-01, because AFP dates the decision", "for example"
        ),
        column=column,
    )


def correction_parts(rest: str) -> list[tuple[str, str, str, str | None]]:
    """FIELD VALUE, DATE[, because ..] read with the shortest value that leaves a date after it.

    If any does.
    """
    field, _, tail = rest.partition(" ")
    tail = tail.strip()
    start = 0
    if tail.startswith('"'):
        closing = re.match(r'"(?:[^"]|"")*"', tail)
        start = closing.end() if closing else 0
    for comma in re.finditer(r",\s+", tail):
        if comma.start() < start:
            continue
        when, _, after = tail[comma.end() :].partition(",")
        reason = re.match(r"\s+because\s+(.*)", "," and after)
        if is_date(when.strip()) and (not after or reason):
            return [
                (
                    field,
                    tail[: comma.start()].strip(),
                    when.strip(),
                    reason.group(1) if reason else None,
                )
            ]
    return []


def _value(field: str, value: str) -> str:
    if field in ("on", "since", "until", "planned", "expires") and value not in ("", edtf.OPEN):
        return typed.instant(value)
    return value


EVENTS: Final[dict[str, Callable[[str, int], Event]]] = {
    "report": _reported,
    "announced": _announced,
    "denied": _denied,
    "confirmed": _confirmed,
    "held": _change(Held, "on", "held", must_say_when=False),
    "cancelled": _change(Cancelled, "on", "cancelled", must_say_when=False),
    "moved": _change(Rescheduled, "planned", "moved", must_say_when=True),
    "ended": _change(Ended, "on", "ended", must_say_when=False),
    "suspended": _change(Suspended, "on", "suspended", must_say_when=False),
    "resumed": _change(Resumed, "on", "resumed", must_say_when=False),
    "renewed": _change(Renewed, "expires", "renewed", must_say_when=True),
    "corrected": _corrected,
    "retracted": _withdrawal(Retracted, "retracted"),
    "reinstated": _withdrawal(Reinstated, "reinstated"),
}
"""Details that are events, by their first word."""


def _people(rest: str, _: int) -> dict[str, object]:
    return {"people": tuple(part.strip() for part in rest.split(",") if part.strip())}


def _text(name: str) -> Callable[[str, int], dict[str, object]]:
    def read(rest: str, column: int) -> dict[str, object]:
        if not rest:
            raise InvalidInput(f'"{name}" says nothing.', Fix(f"{name} TEXT"), column=column)
        return {name: rest}

    return read


def _weight(rest: str, column: int) -> dict[str, object]:
    parts = Parts.of(rest, column)
    if len(parts.plain) != 1:
        raise InvalidInput(
            "a weight is a number of points, and says why.",
            Fix("weight -4, because REASON"),
            column=column,
        )
    weight = read_points(parts.plain[0].text)
    if not parts.because:
        raise InvalidInput(
            "a weight of its own says why.",
            Fix(f"weight {parts.plain[0].text}, because REASON"),
            column=column,
        )
    return {"weight": weight, "weight_because": parts.because}


def _episode(rest: str, column: int) -> dict[str, object]:
    if not is_slug(rest):
        good = "-".join(re.findall(r"[a-z0-9]+", rest.lower())) or "call-2022-03-06"
        raise InvalidInput(
            f'"{rest}" is no slug; small letters, digits and hyphens.',
            Fix(f"episode {good}"),
            column=column,
        )
    return {"episode": rest}


def _expires(rest: str, column: int) -> dict[str, object]:
    return {"expires": _date(Word(rest, column), "expires 2023-01-01")}


FIELDS: Final[dict[str, Callable[[str, int], dict[str, object]]]] = {
    "expires": _expires,
    "episode": _episode,
    "people": _people,
    "place": _text("place"),
    "level": _text("level"),
    "note": _text("note"),
    "weight": _weight,
    "grade": lambda rest, _: {"grade": read_grade(rest)},
    "code": lambda rest, _: {"code": read_code(rest)},
    "goldstein": lambda rest, _: {"goldstein": read_points(rest)},
}
"""Details that are fields of the fact, by their first word."""


def unknown_detail(word: str, column: int) -> InvalidInput:
    """The refusal of a detail that nobody knows, with the closest ones."""
    names = [*EVENTS, *FIELDS, "known"]
    near = get_close_matches(word, names, n=3, cutoff=0.5)
    return InvalidInput(
        f'"{word}" is no detail of a fact.', *map(Fix, near or names[:4]), column=column
    )
