"""Answers in the form that was asked for, and where they go."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final, cast

import typer

from cli import __version__
from cli.settings import Settings
from domain.fact import DESK
from domain.refusal import Failure, Fix, InvalidInput
from projections.answer import Stamp, digest_of, stamp_json
from projections.citation import Citation
from service.timeline import Timeline
from views.page import MarkdownPage, Page

FORMATS: Final = ("table", "plain", "json", "jsonl", "csv", "md")
CITATIONS: Final = ("table", "plain", "md", "json", "bibtex", "csl-json")
_ENDINGS: Final = {"txt": "", "bib": "bibtex"}


@dataclass(frozen=True)
class Forms:
    """The forms of one answer; only the one asked for is made.

    `title` and `verdict` are for its citation; `beside` is printed beside it in JSON but is not
    part of the answer. A page is Markdown where the page given to it is; a picture is given the
    answer's name for its footer.
    """

    title: str
    json: Callable[[], Mapping[str, object]]
    page: Callable[[Page], None]
    rows: Callable[[], Sequence[Mapping[str, object]]] | None = None
    svg: Callable[[str], str] | None = None
    verdict: str = ""
    hints: tuple[str, ...] = ()
    beside: Mapping[str, object] = field(default_factory=dict[str, object])


@dataclass(frozen=True)
class Wish:
    """How an answer is wanted: in which format, where to, and whether only how to cite it."""

    settings: Settings
    form: str
    output: str = ""
    cite: bool = False

    def give(self, opened: Timeline, answer: Forms) -> None:
        """Makes the answer in the form wanted, and delivers it."""
        if not self.cite:
            deliver(self.settings, self._shown(opened, answer), self.output)
            return
        citation = self._citation(opened, answer)
        deliver(self.settings, self._cited(citation), self.output)

    def _shown(self, opened: Timeline, answer: Forms) -> str:
        if self.form in ("jsonl", "csv"):
            assert answer.rows is not None, "`wish` made sure that the answer has rows"
            return as_jsonl(answer.rows()) if self.form == "jsonl" else as_csv(answer.rows())
        plain = answer.json()
        stamp = _stamp(opened, plain)
        if self.form == "json":
            return as_json({**plain, **answer.beside, "stamp": stamp_json(stamp)})
        lens = str(plain.get("lens", ""))
        named = [lens] * ("@" in lens) + [f"answer {stamp.answer}"]
        if self.form == "svg":
            assert answer.svg is not None, "`wish` made sure that the answer has a picture"
            return answer.svg(" · ".join(("Détente", *named, stamp.place)))
        empty = page(self.settings, self.form)
        answer.page(empty)
        empty.foot([self._to_paste(hint) for hint in answer.hints], named)
        return empty.whole

    def _to_paste(self, hint: str) -> str:
        """`Why: --why`, or with a whole command, about the timeline that was chosen."""
        label, colon, line = hint.partition(": ")
        return f"{label}{colon}{self.settings.command(line)}"

    def _citation(self, opened: Timeline, answer: Forms) -> Citation:
        plain = answer.json()
        known = plain.get("known_on")
        return Citation(
            title=answer.title,
            verdict=answer.verdict,
            known_on=date.fromisoformat(str(known)) if known else None,
            lens=str(plain.get("lens", "")),
            layer=str(plain.get("layer", DESK)),
            stamp=_stamp(opened, plain),
            asked=self.settings.today,
            version=__version__,
        )

    def _cited(self, citation: Citation) -> str:
        if self.form == "bibtex":
            return citation.bibtex
        if self.form in ("csl-json", "json"):
            return as_json([citation.csl])
        shown = page(self.settings, self.form)
        shown.text(shown.letters(citation.sentence, citation.sentence.replace("–", "-")))
        return shown.whole


def stamped(opened: Timeline, plain: Mapping[str, object]) -> str:
    """Plain values as JSON, with the stamp of the timeline that they are of."""
    return as_json({**plain, "stamp": stamp_json(_stamp(opened, plain))})


def _stamp(opened: Timeline, plain: Mapping[str, object]) -> Stamp:
    head = opened.head()
    return Stamp(opened.store_name, head.position, head.digest.hex(), digest_of(plain)[:16])


def wish(
    settings: Settings,
    form: str,
    as_json: bool,
    output: str,
    cite: bool,
    offered: Sequence[str] = FORMATS,
) -> Wish:
    """How the options want an answer that is offered in some formats.

    Raises InvalidInput for another format.
    """
    return Wish(
        settings,
        chosen(settings, form, as_json, output, CITATIONS if cite else offered),
        output,
        cite,
    )


def page(settings: Settings, form: str) -> Page:
    """An empty page as the screen takes it, or a Markdown document."""
    if form == "md":
        return MarkdownPage()
    return Page(settings.width, settings.color and form == "table", plain=form == "plain")


def chosen(
    settings: Settings, name: str, as_json: bool, output: str, offered: Sequence[str]
) -> str:
    """The format: --json, --format, the ending of -o, or a table.

    `plain` where the screen asks for it.
    """
    ending = Path(output).suffix.removeprefix(".")
    if ending and ending not in (*FORMATS, *_ENDINGS, *offered) and not (name or as_json):
        raise InvalidInput(
            f'".{ending}" is the ending of no format of ours.',
            *(Fix(f"-o answer.{form}") for form in offered),
        )
    wanted = "json" if as_json else name or _ENDINGS.get(ending, ending)
    if not wanted:
        return "plain" if settings.plain else "table"
    if wanted not in offered:
        raise InvalidInput(
            f'"{wanted}" is not a format of this answer.',
            *(Fix(f"--format {form}") for form in offered),
        )
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


def as_csv(rows: Sequence[Mapping[str, object]]) -> str:
    """Rows as CSV for spreadsheets.

    A cell that would be read as a formula is quoted with an apostrophe.
    """
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
