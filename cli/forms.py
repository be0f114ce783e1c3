"""Answers in the form that was asked for, and where they go."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, cast

import typer

from cli.render.page import Page
from cli.settings import Settings
from domain.problem import Failure, Mend, Refused

FORMATS: Final = ("table", "plain", "json", "jsonl", "csv", "md")


@dataclass(frozen=True)
class Forms:
    """How one answer is made in each form that it has; only the one asked for is made."""

    json: Callable[[], object]
    page: Callable[[Page], str]
    markdown: Callable[[], str] | None = None
    rows: Callable[[], Sequence[dict[str, object]]] | None = None


def shown(settings: Settings, form: str, forms: Forms) -> str:
    """The answer in one of its forms, which `chosen` has made sure that it has."""
    if form == "json":
        return as_json(forms.json())
    if form in ("jsonl", "csv"):
        assert forms.rows is not None
        return as_jsonl(forms.rows()) if form == "jsonl" else as_csv(forms.rows())
    if form == "md":
        assert forms.markdown is not None
        return forms.markdown()
    return forms.page(page(settings, form))


def page(settings: Settings, form: str) -> Page:
    """An empty page as the screen takes it."""
    return Page(settings.width, settings.color and form == "table", plain=form == "plain")


def chosen(settings: Settings, name: str, as_json: bool, output: str, offered: Sequence[str]) -> str:
    """The format: --json, --format, the ending of -o, or a table; `plain` where the screen asks for it."""
    ending = Path(output).suffix.removeprefix(".")
    if ending and ending not in (*FORMATS, "txt") and not (name or as_json):
        raise Refused(f'".{ending}" is the ending of no format of ours.', *(Mend(f"-o answer.{form}") for form in offered))
    wanted = "json" if as_json else name or (ending if ending in FORMATS else "")
    if not wanted:
        return "plain" if settings.plain else "table"
    if wanted not in offered:
        raise Refused(f'"{wanted}" is no format of this answer.', *(Mend(f"--format {form}") for form in offered))
    return wanted


def deliver(settings: Settings, text: str, output: str) -> None:
    """Writes an answer to stdout, or to a file that it replaces only once it is whole."""
    if not output or output == "-":
        settings.out.write(text)
        settings.out.flush()
        return
    path = Path(output).resolve()
    temporary = path.parent / f".{path.name}.part"
    try:
        temporary.write_text(text, encoding="utf-8", newline="\n")
        if path.exists():
            temporary.chmod(path.stat().st_mode)
        temporary.replace(path)
    except OSError as error:
        raise Failure(f"{output} cannot be written: {error.strerror}.") from error
    typer.echo(f"Written to {output}.", file=settings.err)


def as_json(value: object) -> str:
    """JSON for people to read and machines to parse."""
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


def as_jsonl(rows: Sequence[object]) -> str:
    """One JSON value a line."""
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def as_csv(rows: Sequence[dict[str, object]]) -> str:
    """Rows as CSV for spreadsheets; a cell that would be read as a formula is quoted with an apostrophe."""
    import csv
    import io

    buffer = io.StringIO()
    if rows:
        writer = csv.DictWriter(buffer, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows({key: _cell(value) for key, value in row.items()} for row in rows)
    return buffer.getvalue()


def _cell(value: object) -> object:
    if isinstance(value, list):
        value = " ".join(str(part) for part in cast("list[object]", value))
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@"):
        return f"'{value}"
    return value
