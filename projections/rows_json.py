"""How the rows of a machine-coded source ended, as JSON."""

from __future__ import annotations

from typing_extensions import TypedDict

from projections.plain import ActorId, Count, Positive, Text
from projections.receipt import Files, OnHold, Rows


class SkippedJson(TypedDict):
    """Rows that the rules leave out for one reason."""

    because: Text
    """The reason, in the rules' own words."""
    rows: Positive
    """How many."""


class UnreadJson(TypedDict):
    """Rows that cannot be read because of one column."""

    column: Text | None
    """The column; null: the row as a whole."""
    rows: Positive
    """How many."""


class UnreadRowJson(TypedDict):
    """A row that cannot be read."""

    place: Text
    """Its line in the file; in an archive file:line."""
    column: Text | None
    """Its column; null: the row as a whole."""
    said: Text
    """What is wrong with it."""


class PairCountJson(TypedDict):
    """How many of the added facts are of a pair."""

    a: ActorId
    """The first actor by id."""
    b: ActorId
    """The second actor by id."""
    facts: Positive
    """How many."""


class OnHoldJson(TypedDict):
    """Rows that are put aside because their codes may have lost a zero."""

    rows: Count
    """How many rows."""
    lost: Count
    """How many codes of the file have certainly lost their first zero."""
    example: Text
    """The first of these codes."""
    line: Count
    """The line on which it stands."""
    file: Text | None
    """The file in which it stands; null: there is only one."""


class LeftOutJson(TypedDict):
    """What a folder holds that is not read, for one reason."""

    because: Text
    """The reason, in a word or two."""
    number: Positive
    """How many."""
    names: list[Text]
    """The first of them."""


class FileRowsJson(TypedDict):
    """The rows of one file of several."""

    file: Text
    """The file."""
    rows: Count
    """How many rows it has."""
    added: Count
    """How many became facts."""
    unread: Count
    """How many cannot be read."""


class BadFileJson(TypedDict):
    """A file that could not be read, or none of its rows."""

    file: Text
    """The file."""
    said: Text
    """Why, in a sentence."""


class FilesJson(TypedDict):
    """The files of an import of several."""

    number: Count
    """How many were read."""
    taken_before: Count
    """How many were imported whole before, and passed over."""
    each: list[FileRowsJson]
    """Each with its rows, where they are ten at most; else none."""
    bad: list[BadFileJson]
    """The first that could not be read."""
    bad_in_all: Count
    """How many could not be read."""
    left_out: list[LeftOutJson]
    """What folders hold besides, by reason."""
    not_compared: Count
    """In how many of them nothing was taken for gone, though that was asked for."""


class RowsJson(TypedDict):
    """How the rows of a machine-coded source ended.

    Each row is counted once: as added, again, corrected, left, there, repeated, joined, skipped or
    unread.
    """

    file: Text
    """The file as it was named."""
    layer: Text
    """The layer of its facts."""
    rules: Text
    """By which rules it was read."""
    columns: Count
    """How many columns it has."""
    unnamed: Count
    """How many of them have no name, and are left out."""
    rows: Count
    """How many rows it has."""
    added: Count
    """Rows that became facts."""
    again: Count
    """Facts that were taken back or retracted, and are here again."""
    corrected: Count
    """Facts that the file states differently now, and that were corrected."""
    left: Count
    """Facts that the file states differently now, and that were left as they are."""
    there: Count
    """Facts that were here already."""
    repeated: Count
    """Rows with the key of an earlier row, which counts."""
    joined: Count
    """Rows that say from the other side what another row says."""
    skipped: list[SkippedJson]
    """Rows that the rules leave out, by reason; most frequent first."""
    unread: list[UnreadJson]
    """Rows that cannot be read, by column; most frequent first."""
    unread_rows: list[UnreadRowJson]
    """The first rows that cannot be read."""
    on_hold: OnHoldJson | None
    """Those that wait for a word on their codes; null: none does."""
    rejects: Text | None
    """The file that holds all of them; null: there is none."""
    gone: Count | None
    """Facts that the file holds no longer, and that were retracted; null: that cannot be known."""
    spared: Count
    """Facts that seem to be gone and were kept, because they are more than those of the file."""
    known: Count
    """Facts of the file that were in the layer before."""
    pairs: list[PairCountJson]
    """The pairs with most of the added facts."""
    pairs_in_all: Count
    """How many pairs the added facts are of."""


def _on_hold(held: OnHold) -> OnHoldJson:
    return {
        "rows": held.rows,
        "lost": held.lost,
        "example": held.example,
        "line": held.line,
        "file": held.file or None,
    }


def files_json(found: Files) -> FilesJson:
    """The files of a receipt as JSON."""
    return {
        "number": found.number,
        "taken_before": found.taken,
        "each": [
            {"file": file, "rows": rows, "added": added, "unread": unread}
            for file, rows, added, unread in found.each
        ],
        "bad": [{"file": file, "said": said} for file, said in found.bad],
        "bad_in_all": found.bad_in_all,
        "left_out": [
            {"because": because, "number": number, "names": list(names)}
            for because, number, names in found.left_out
        ],
        "not_compared": found.not_compared,
    }


def rows_json(found: Rows) -> RowsJson:
    """The rows of a receipt as JSON."""
    return {
        "file": found.file,
        "layer": found.layer,
        "rules": found.rules,
        "columns": found.columns,
        "unnamed": found.unnamed,
        "rows": found.rows,
        "added": found.added,
        "again": found.again,
        "corrected": found.corrected,
        "left": found.left,
        "there": found.there,
        "repeated": found.repeated,
        "joined": found.joined,
        "skipped": [{"because": why, "rows": rows} for why, rows in found.skipped.items()],
        "unread": [
            {"column": column or None, "rows": rows} for column, rows in found.unread.items()
        ],
        "unread_rows": [
            {"place": row.place, "column": row.column or None, "said": row.said}
            for row in found.unread_rows
        ],
        "on_hold": None if found.on_hold is None else _on_hold(found.on_hold),
        "rejects": found.rejects or None,
        "gone": found.gone,
        "spared": found.spared,
        "known": found.known,
        "pairs": [{"a": a, "b": b, "facts": facts} for a, b, facts in found.pairs],
        "pairs_in_all": found.pairs_in_all,
    }
