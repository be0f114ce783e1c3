"""The columns of a table of facts, and what a cell of each may hold."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from domain import edtf, kinds, typed
from domain.refusal import Fix, InvalidInput
from domain.report import read_archived, read_grade, read_sha256
from projections.notation.pieces import (
    Parts,
    Word,
    quoted,
    read_known,
    written_known,
    written_value,
)
from service.formats.cells import NOTHING

REQUIRED: Final = ("date", "actors", "op", "recipients", "what", "title")
OF_FACT: Final = (
    "handle", *REQUIRED[:-1], "domain", "title", "topics",
    "episode", "people", "place", "level", "weight", "weight_because", "grade",
    "code", "goldstein", "note", "expires", "known",
)  # fmt: skip
"""Columns that say the same on every row of a fact."""

OF_REPORT: Final = (
    "publisher",
    "published",
    "url",
    "archived",
    "sha256",
    "origin",
    "voice",
    "report_grade",
    "quote",
    "report_because",
)
"""Columns of the one report that a row is for."""

COLUMNS: Final = (*OF_FACT, *OF_REPORT, "events")
"""Every column; `events`, on a fact's first row, holds its events except its reports, in the
notation of `.facts`.
"""

HERE: Final = "report"
"""Stands among a fact's events for the report of the next row; reports for which it does not
stand come before all events.
"""

KNOWN: Final = "known "
"""Stands before a date in the column `published` where nobody says when a report was published,
but when it was known.
"""


_IN_WORDS: Final = frozenset(
    {"title", "topics", "episode", "people", "place", "weight_because", "note"}
    | {"publisher", "origin", "quote", "report_because"}
)
"""Columns that take any words: a text for nothing would be taken for one of a topic or a place."""


def check_says(column: str, cell: str) -> None:
    """Raises InvalidInput for a cell of words, as it is written, that stands for nothing."""
    if cell in NOTHING and column in _IN_WORDS:
        raise InvalidInput(
            f'"{cell}" is what programs write where nothing is known; leave the cell empty.',
            Fix('write.csv(facts, "facts.csv", na = "", row.names = FALSE)', "in R"),
            Fix('facts.to_csv("facts.csv", na_rep="", index=False)', "in pandas"),
            code="no-value",
        )


def checked(column: str, cell: str) -> str:
    """A cell of a column as the line of `.facts` takes it.

    Raises InvalidInput for one that the line would read as more than this cell.
    """
    check = _CHECKS.get(column)
    return check(cell) if check and cell else cell


def _date(cell: str) -> str:
    """A date, or two with a slash between them, as one word of EDTF."""
    if cell.count("/") > 1:
        return typed.instant(cell)
    parts = [part.strip() for part in cell.split("/")]
    read = (part if part in ("", edtf.OPEN) else typed.instant(part) for part in parts)
    return "".join("/".join(read).split())


def _word(cell: str) -> str:
    if len(cell.split()) > 1:
        raise InvalidInput(f'"{cell}" is more than one word.', code="one-word")
    return cell


def _what(cell: str) -> str:
    kinds.read_what(_word(cell).partition("/")[0])
    return cell


def _handle(cell: str) -> str:
    return _word(cell).removeprefix("^")


def _operator(cell: str) -> str:
    if cell not in (">", "="):
        raise InvalidInput(
            f'"{cell}" does not say who does it to whom.',
            Fix(">", "from the actors to the recipients"),
            Fix("=", "mutual"),
            code="no-parties",
        )
    return cell


def _actors(cell: str) -> str:
    if {">", "="} & set(cell.split()):
        raise InvalidInput(
            f'"{cell}" holds actors of both sides; each side has a column of its own.',
            code="both-sides",
        )
    return cell


def _publisher(cell: str) -> str:
    written = quoted(cell) if "," in cell else cell
    if Parts.of(written, 1) != Parts(plain=[Word(cell, 1)]):
        raise _not_one_part(cell)
    return cell


def _published(cell: str) -> str:
    if not cell.startswith(KNOWN):
        return _date(cell)
    known = read_known(cell.removeprefix(KNOWN).strip())
    return f"{KNOWN}{written_known(known.day, assumed=known.assumed)}"


def _url(cell: str) -> str:
    if Parts.of(cell, 1) != Parts(url=cell):
        raise InvalidInput(
            f'"{cell}" is not an address; one begins with http:// or https://.',
            Fix("https://URL", "for example"),
            code="not-an-address",
        )
    return cell


def _keyed(key: str) -> Callable[[str], str]:
    def check(cell: str) -> str:
        if Parts.of(f"{key}={written_value(cell)}", 1) != Parts(keyed={key: cell}):
            raise _not_one_part(cell)
        return cell

    return check


def _not_one_part(cell: str) -> InvalidInput:
    """The refusal of a name that a line of `.facts` would read as something else."""
    said = f'"{cell}" would be read as something else than a name.'
    return InvalidInput(said, code="not-a-name")


_CHECKS: Final[Mapping[str, Callable[[str], str]]] = {
    "handle": _handle,
    "date": _date,
    "actors": _actors,
    "op": _operator,
    "recipients": _actors,
    "what": _what,
    "domain": kinds.read_domain,
    "publisher": _publisher,
    "published": _published,
    "url": _url,
    "origin": _keyed("origin"),
    "voice": _keyed("voice"),
    "report_grade": read_grade,
    "archived": read_archived,
    "sha256": read_sha256,
}
