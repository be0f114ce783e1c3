"""The forms of an answer over HTTP: by the ending of an address, or by what a program accepts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from web.problems import Problem

MEDIA_TYPES: Final = {
    "json": "application/json",
    "jsonl": "application/x-ndjson",
    "csv": "text/csv; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
    "svg": "image/svg+xml",
    "ics": "text/calendar; charset=utf-8",
    "atom": "application/atom+xml",
}
"""The media type of each form, by the ending that asks for it."""


_FILES: Final = ("/icon.svg", "/v1/openapi.json")
"""Paths whose ending is part of their name."""


def without_ending(path: str) -> tuple[str, str]:
    """A path without the ending that names a form, and that form; empty where it has none.

    >>> without_ending("/v1/state/TUR/RUS.csv")
    ('/v1/state/TUR/RUS', 'csv')
    """
    rest, dot, ending = path.rpartition(".")
    if dot and ending in MEDIA_TYPES and path not in _FILES and not rest.endswith("/"):
        return rest, ending
    return path, ""


def chosen(ending: str, accept: str, offered: Sequence[str]) -> str:
    """The form that an ending or else a header asks for.

    Raises Problem with those there are, where it asks for none of them.
    """
    if ending:
        if ending not in offered:
            raise none_of(offered)
        return ending
    for accepted in _accepted(accept):
        for form in offered:
            if _matches(accepted, MEDIA_TYPES[form].partition(";")[0]):
                return form
    raise none_of(offered)


def none_of(offered: Sequence[str]) -> Problem:
    """The refusal of a form that is not among those offered, which lists these."""
    forms = [{"ending": f".{form}", "type": MEDIA_TYPES[form]} for form in offered]
    return Problem(406, beside={"forms": forms})


def _accepted(accept: str) -> list[str]:
    """The media types that a header accepts, the most welcome first; all where it names none."""
    found: list[tuple[float, str]] = []
    for part in accept.split(",") if accept.strip() else ["*/*"]:
        name, *parameters = (piece.strip().lower() for piece in part.split(";"))
        quality = next((p[2:] for p in parameters if p.startswith("q=")), "1")
        weight = float(quality) if quality.replace(".", "", 1).isdigit() else 0.0
        if weight:
            found.append((weight, name))
    return [name for _, name in sorted(found, key=lambda each: -each[0])]


def _matches(accepted: str, media_type: str) -> bool:
    kind = media_type.partition("/")[0]
    return accepted in ("*/*", f"{kind}/*", media_type)
