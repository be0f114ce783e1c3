"""The indented lines under a fact that are fields of it, each by its first word."""

from __future__ import annotations

import re
from collections.abc import Callable
from difflib import get_close_matches
from typing import Final

from domain.content import read_code, read_goldstein, read_points
from domain.kinds import is_slug
from domain.refusal import Fix, InvalidInput
from domain.report import read_grade
from projections.events import EVENT_WORDS
from projections.notation.pieces import Parts, Word, read_date
from projections.notation.publishers import reported


def _people(rest: str, _: int) -> dict[str, object]:
    return {"people": tuple(part.strip() for part in rest.split(",") if part.strip())}


def _text(name: str) -> Callable[[str, int], dict[str, object]]:
    def read(rest: str, column: int) -> dict[str, object]:
        if not rest:
            raise InvalidInput(
                f'"{name}" has no text after it.',
                Fix(f"{name} TEXT"),
                code="empty-field",
                column=column,
            )
        return {name: rest}

    return read


def _weight(rest: str, column: int) -> dict[str, object]:
    parts = Parts.of(rest, column)
    if len(parts.plain) != 1:
        raise InvalidInput(
            "a weight is a number of points, with a reason.",
            Fix("weight VALUE, because REASON", "for example"),
            code="not-a-weight",
            column=column,
        )
    weight = read_points(parts.plain[0].text)
    if not parts.because:
        raise InvalidInput(
            "a fact with a weight of its own says why.",
            Fix(f"weight {parts.plain[0].text}, because REASON"),
            code="reason-needed",
            column=column,
        )
    return {"weight": weight, "weight_because": parts.because}


def _episode(rest: str, column: int) -> dict[str, object]:
    if not is_slug(rest):
        good = "-".join(re.findall(r"[a-z0-9]+", rest.lower())) or "NAME"
        raise InvalidInput(
            f'"{rest}" cannot be the name of an episode; use small letters, digits and hyphens.',
            Fix(f"episode {good}"),
            code="not-a-slug",
            column=column,
        )
    return {"episode": rest}


def _expires(rest: str, column: int) -> dict[str, object]:
    return {"expires": read_date(Word(rest, column))}


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
    "goldstein": lambda rest, _: {"goldstein": read_goldstein(rest)},
}
"""Readers of the text after the first word, which begins at a column; they raise InvalidInput."""


_SOURCES: Final = frozenset({"source", "sources", "src", "via", "from", "reported", "see", "ref"})
_ADDRESSES: Final = frozenset({"url", "link", "address", "http", "https"})


def unknown_detail(word: str, rest: str, column: int) -> InvalidInput:
    """The refusal of a first word that begins neither an event nor a field, with the nearest.

    `rest` is what follows it: `Source: Reuters` is offered as a report.
    """
    names = [*EVENT_WORDS, *FIELDS, "known"]
    plain = word.rstrip(":").lower()
    alone = reported(f"{word} {rest}")
    if rest and plain in _SOURCES:
        named = reported(rest.lstrip(":- ").removeprefix("by "))
        near = [f"report {', '.join(named.parts)}"]
    elif alone.date and alone.publisher and not get_close_matches(plain, names, n=1, cutoff=0.75):
        near = [f"report {', '.join(alone.parts)}"]
    elif plain in _ADDRESSES or plain.startswith(("http:", "https:")):
        near = [f"report PUBLISHER, DATE, {rest or word}"]
    else:
        alike = get_close_matches(plain, names, n=3, cutoff=0.6 if rest else 0.5)
        near = [f"{name} {rest}".rstrip() for name in alike] or ([] if rest else names[:4])
        near += [f"note {word} {rest}".rstrip()]
    return InvalidInput(
        f'"{word}" is not a detail of a fact.',
        *map(Fix, near),
        code="no-such-detail",
        column=column,
    )
