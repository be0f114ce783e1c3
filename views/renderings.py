"""An answer in each form that it has: JSON, rows, Markdown, a picture, a page of text."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Final, cast

from domain.characters import visible_in_json
from domain.refusal import InvalidInput, SetField
from projections.answer import Answer, json_text
from views.page import Page
from views.view import AnyView, Look

OF_ANY: Final = ("table", "plain", "json", "md")
"""The formats of an answer without rows."""

NOTHING_RECORDED: Final = datetime(1970, 1, 1, tzinfo=UTC)
"""The instant of a calendar of an empty timeline."""


def rendered(form: str, answer: Answer, view: AnyView, look: Look, empty: Page) -> str:
    """An answer in a format that it has; a text is written on the empty page.

    Raises InvalidInput for rows of an answer that is more than rows.
    """
    if form in ("jsonl", "csv"):
        rows = rows_of(answer, view)
        if rows is None:
            raise no_format(form, OF_ANY)
        return as_jsonl(rows) if form == "jsonl" else as_csv(rows)
    if form == "json":
        return json_text(answer.json)
    found = view.found(answer)
    named = [*_lens(answer), *([f"answer {answer.id}"] if answer.question.stamped else [])]
    if form == "svg":
        assert view.svg is not None, "only an answer that has a picture is offered as one"
        return view.svg(answer, found, " · ".join(("Détente", *named, answer.stamp.place)))
    if form == "ics":
        assert view.ics is not None, "only an answer that is a calendar is offered as one"
        return view.ics(answer, found, look.recorded() or NOTHING_RECORDED)
    view.draw(answer, found, empty, look)
    hints = [_to_paste(look, hint) for hint in view.hints(answer, found, look)]
    if hints or named:
        empty.foot(hints, named)
    return empty.whole


def rows_of(answer: Answer, view: AnyView) -> Sequence[Mapping[str, object]] | None:
    """The rows of an answer as a spreadsheet has them; None where it is more than rows."""
    return view.rows(answer, view.found(answer)) if view.rows else answer.rows


def no_format(wanted: str, offered: Sequence[str]) -> InvalidInput:
    """The refusal of a format that an answer has not, with those that it has."""
    fixes = (SetField("format", form) for form in offered)
    said = f'"{wanted}" is not a format of this answer.'
    return InvalidInput(said, *fixes, code="unknown-format")


def _lens(answer: Answer) -> list[str]:
    """The lens that an answer was counted through, if it was."""
    lens = str(answer.plain.get("lens", ""))
    return [lens] if "@" in lens else []


def _to_paste(look: Look, hint: str) -> str:
    """`Why: --why`, or with a whole command, about the timeline that was chosen."""
    label, colon, line = hint.partition(": ")
    return f"{label}{colon}{look.command(line)}"


def as_jsonl(rows: Sequence[Mapping[str, object]]) -> str:
    """One JSON value a line."""
    return "".join(visible_in_json(json.dumps(row, ensure_ascii=False)) + "\n" for row in rows)


def as_csv(rows: Sequence[Mapping[str, object]]) -> str:
    """Rows as CSV for spreadsheets; a cell that would be read as a formula is quoted.

    The columns are the keys of all rows, in the order in which they first appear; a row has an
    empty cell for each key that it lacks. An object in a cell is written as JSON.
    """
    buffer = io.StringIO()
    columns = list(dict.fromkeys(key for row in rows for key in row))
    if columns:
        writer = csv.DictWriter(buffer, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows({key: _cell(value) for key, value in row.items()} for row in rows)
    return buffer.getvalue()


def _cell(value: object) -> object:
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, list):
        value = " ".join(str(part) for part in cast("list[object]", value))
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    if isinstance(value, float):
        # Not as 2e-06, which a reader by eye takes for two.
        return format(Decimal(repr(value)), "f")
    return value


_FORMULA: Final = tuple("=+-@\t\r＝＋－＠")  # some run the wide ones too
"""What a spreadsheet takes for the beginning of a formula."""
