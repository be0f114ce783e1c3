"""Answers in the form that was asked for, and where they go."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Final, TextIO, cast

from cli import __version__
from cli.common import print_to
from cli.settings import Settings, store_file
from cli.stopping import NOTHING
from domain.characters import visible, visible_in_json
from domain.refusal import InvalidInput, SetField
from projections.answer import Answer, json_text
from service.target import STDERR, STDOUT, Stream, target_of
from service.writing import limit_of, write
from views.page import MarkdownPage, Page
from views.view import FORMATS, AnyView, Look

if TYPE_CHECKING:
    from projections.citation import Citation
    from service.timeline import Timeline

CITATIONS: Final = ("table", "plain", "md", "json", "bibtex", "csl-json")
_ENDINGS: Final = {"txt": "", "bib": "bibtex"}


@dataclass(frozen=True)
class Output:
    """How an answer is wanted: in which format, where to, and whether only how to cite it."""

    settings: Settings
    form: str = ""
    as_json: bool = False
    file: str = ""
    cite: bool = False

    def format_of(self, offered: Sequence[str]) -> str:
        """The format: what was asked for, the ending of the file, or what the screen shows.

        Raises InvalidInput for one that the answer does not have.
        """
        offered = CITATIONS if self.cite else offered
        return chosen(self.settings, self.form, self.as_json, self.file, offered)

    def give(self, timeline: Timeline, answer: Answer, view: AnyView, look: Look) -> None:
        """Makes the answer in the form wanted, and delivers it."""
        form = self.format_of(view.formats)
        if not self.cite:
            self._deliver(form, shown(self.settings, form, answer, view, look))
            return
        check_output(self.settings, self.file)
        from views.citing import citation_of

        citation = citation_of(answer, self.settings.today, __version__)
        if not timeline.read_only:
            _keep(self.settings, timeline, answer, citation.title)
            self.settings.done.append(f"{NOTHING} Answer {answer.id} is kept, and can be verified.")
        self._deliver(form, _cited(self.settings, form, citation))

    def _deliver(self, form: str, text: str) -> None:
        deliver_lines(self.settings, [text], self.file, data=form not in ("table", "plain"))


def shown(settings: Settings, form: str, answer: Answer, view: AnyView, look: Look) -> str:
    """An answer in a format that it has."""
    if form in ("jsonl", "csv"):
        rows = view.rows(answer, view.found(answer)) if view.rows else answer.rows
        if rows is None:
            raise _no_format(form, ("table", "plain", "json", "md"))
        return as_jsonl(rows) if form == "jsonl" else as_csv(rows)
    if form == "json":
        return json_text(answer.json)
    found = view.found(answer)
    named = [*_lens(answer), *([f"answer {answer.id}"] if answer.question.stamped else [])]
    if form == "svg":
        assert view.svg is not None, "only an answer that has a picture is offered as one"
        return view.svg(answer, found, " · ".join(("Détente", *named, answer.stamp.place)))
    empty = page(settings, form)
    view.draw(answer, found, empty, look)
    hints = [_to_paste(settings, hint) for hint in view.hints(answer, found, look)]
    if hints or named:
        empty.foot(hints, named)
    return empty.whole


def _lens(answer: Answer) -> list[str]:
    """The lens that an answer was counted through, if it was."""
    lens = str(answer.plain.get("lens", ""))
    return [lens] if "@" in lens else []


def _to_paste(settings: Settings, hint: str) -> str:
    """`Why: --why`, or with a whole command, about the timeline that was chosen."""
    label, colon, line = hint.partition(": ")
    return f"{label}{colon}{settings.command(line)}"


# Citations ---------------------------------------------------------------------------------------


def _cited(settings: Settings, form: str, citation: Citation) -> str:
    if form == "bibtex":
        return citation.bibtex
    if form in ("csl-json", "json"):
        return json_text([citation.csl])
    empty = page(settings, form)
    empty.text(empty.symbol(citation.sentence, citation.sentence.replace("–", "-")))
    return empty.whole


def _keep(settings: Settings, timeline: Timeline, answer: Answer, title: str) -> None:
    """Keeps the question beside the record, so that `verify` can ask it again."""
    from service.store.interface import CannotWrite

    try:
        timeline.cite(answer, title, settings.today, __version__)
    except CannotWrite as error:
        said = f"The answer is not kept here, so `verify` cannot ask it again: {error.said}"
        print_to(settings, said)


# Formats -----------------------------------------------------------------------------------------


def page(settings: Settings, form: str) -> Page:
    """An empty page as the screen takes it, or a Markdown document."""
    if form == "md":
        return MarkdownPage()
    return Page(settings.width, settings.color and form == "table", plain=form == "plain")


def screen(settings: Settings) -> Page:
    """An empty page as the screen takes it."""
    return page(settings, "plain" if settings.plain else "table")


def chosen(
    settings: Settings, name: str, as_json: bool, output: str, offered: Sequence[str]
) -> str:
    """The format: --json, --format, the ending of -o, or a table; `plain` where the screen asks."""
    ending = Path(output).suffix.removeprefix(".")
    known = (*FORMATS, *_ENDINGS, *offered)
    if ending and ending not in known and not (name or as_json):
        said = f'".{ending}" is not the ending of a format of this answer.'
        files = (str(Path(output).with_suffix(f".{each}")) for each in _endings(offered))
        fixes = (SetField("output", file) for file in files)
        raise InvalidInput(said, *fixes, code="unknown-ending")
    wanted = "json" if as_json else name or _ENDINGS.get(ending, ending)
    if not wanted:
        return "plain" if settings.plain else "table"
    if wanted not in offered:
        raise _no_format(wanted, offered)
    return wanted


def _endings(offered: Sequence[str]) -> list[str]:
    """The endings of files that mean the formats offered; a table is a text."""
    of = {"": "txt", "table": "txt", "plain": "txt", "bibtex": "bib", "csl-json": "json"}
    return list(dict.fromkeys(of.get(form, form) for form in offered))


def _no_format(wanted: str, offered: Sequence[str]) -> InvalidInput:
    fixes = (SetField("format", form) for form in offered)
    said = f'"{wanted}" is not a format of this answer.'
    return InvalidInput(said, *fixes, code="unknown-format")


def deliver(settings: Settings, text: str, output: str = "", *, limit: int | None = None) -> None:
    """Writes an answer to stdout, or to a file that it replaces only once it is whole."""
    deliver_lines(settings, (text,), output, limit=limit)


def deliver_lines(
    settings: Settings,
    lines: Iterable[str],
    output: str,
    *,
    limit: int | None = None,
    data: bool = False,
) -> None:
    """Writes lines as they come, to stdout or to a file that they replace only once it is whole.

    `limit` is who may read the file: whoever may read the timeline, unless it is given. `data` is
    for programs rather than for a screen: no letter of it is lost.
    """
    store = store_file(settings) if limit is None and not _is_stdout(output) else None
    target = target_of(output or "-", field="output", in_use=store)
    streams = {STDOUT: settings.out, STDERR: settings.err}
    stream = streams.get(target.number or 0) if isinstance(target, Stream) else None
    if stream is not None:
        unprinted = _print(stream, _as_data(stream, lines) if data else lines)
        settings.unshown.extend([unprinted] if unprinted else [])
        return
    write(target, lines, limit_of(store) if limit is None else limit)
    if not isinstance(target, Stream):
        print_to(settings, f"Written to {output}.")


def _as_data(stream: TextIO, lines: Iterable[str]) -> Iterable[str]:
    """Lines of data as a stream takes them: in UTF-8, whatever the locale.

    A terminal gets hidden characters written out, so that it does not obey them.
    """
    if stream.isatty():
        return map(visible, lines)
    if isinstance(stream, TextIOWrapper):
        stream.reconfigure(encoding="utf-8", errors="surrogateescape")
    return lines


def check_output(settings: Settings, output: str) -> None:
    """Raises Failure where nothing may be written to a place."""
    if not _is_stdout(output):
        target_of(output, field="output", in_use=store_file(settings))


def goes_to_a_stream(output: str) -> bool:
    """Whether an answer goes where no other file can be beside it."""
    return _is_stdout(output) or isinstance(target_of(output), Stream)


def _is_stdout(output: str) -> bool:
    return output in ("", "-")


def _print(stream: TextIO, lines: Iterable[str]) -> OSError | None:
    """Prints lines as they come; what stopped that, where nobody gets them."""
    for line in lines:
        try:
            stream.write(line)
        except OSError as error:
            return error
    try:
        stream.flush()
    except OSError as error:
        return error
    return None


def as_jsonl(rows: Sequence[Mapping[str, object]]) -> str:
    """One JSON value a line."""
    return "".join(visible_in_json(json.dumps(row, ensure_ascii=False)) + "\n" for row in rows)


def as_csv(rows: Sequence[Mapping[str, object]]) -> str:
    """Rows as CSV for spreadsheets; a cell that would be read as a formula is quoted.

    The columns are the keys of all rows, in the order in which they first appear; a row has an
    empty cell for each key that it lacks. An object in a cell is written as JSON.
    """
    import csv
    import io

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
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@"):
        return f"'{value}"
    return value
