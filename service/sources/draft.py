"""A first draft of rules for a file: columns are guessed by their names, and marked.

What nobody can know is left to fill in.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Final, NamedTuple

from domain.characters import visible
from domain.refusal import Failure, InvalidInput
from service.formats.cells import have_row_names
from service.input_files import check_readable
from service.sources.dates import dates
from service.sources.heading import SEPARATOR, UNNAMED
from service.sources.rules import ACTOR_SYSTEMS, DATES, DELIMITERS, FILL_IN, SYSTEMS

SAMPLED: Final = 200
"""Rows that are looked at; of each line 100 times as many characters at most."""

_NAMES: Final = {
    "key": ("eventid", "globaleventid", "id", "key"),
    "date": ("eventdate", "sqldate", "date", "day"),
    "code": ("cameocode", "eventcode", "cameo", "code", "eventtype", "relation", "what"),
    "source": (
        "sourcecountry",
        "actor1countrycode",
        "actorcountry",
        "source",
        "actor1",
        "actor",
        "subject",
        "from",
    ),
    "target": (
        "targetcountry",
        "actor2countrycode",
        "recipientcountry",
        "target",
        "actor2",
        "recipient",
        "object",
        "to",
    ),
    "publisher_column": ("publisher", "outlet", "newspaper"),
    "url": ("sourceurl", "url", "link"),
    "goldstein": ("goldsteinscale", "goldstein", "intensity"),
}
"""Names of columns to guess for each key, in lower case, without spaces and punctuation.

The first that exists is used.
"""


class _Sample(NamedTuple):
    delimiter: str
    header: bool
    columns: list[str]
    rows: list[list[str]]

    def values(self, column: str) -> list[str]:
        """The values of a column in the rows looked at."""
        at = self.columns.index(column)
        return [row[at] for row in self.rows if at < len(row) and row[at]]


def draft(path: Path, encoding: str = "utf-8") -> str:
    """The TOML of a first draft.

    Raises Failure for a file that cannot be read as text or has no columns.
    """
    sample = _sample(_beginning(path, encoding), path)
    slug = _slug(path.stem)
    found = {key: _proposed(sample, names) for key, names in _NAMES.items()}
    lines = [
        (
            f"# A first draft from the first {len(sample.rows)} rows of {_shown(path.name)}."
            " A line with (?) was guessed"
        ),
        f'# from the name of a column: check it. The file does not say what "{FILL_IN}" must be.',
        "# docs/rules.md explains every key.",
        f"name = {_text(slug)}  # (?) from the name of the file",
        'title = ""',
        f"layer = {_text(slug)}  # (?) where its facts are kept",
        _line(
            "key",
            f"{{{found['key']}}}" if found["key"] else "",
            "what makes a row this row and no other",
            _first(sample, found["key"]),
        ),
        *_reader(sample),
        *_dated(sample, found["date"]),
        *_coded(sample, found["code"]),
        *_actors(sample, found["source"], found["target"]),
        *_reported(slug, found),
    ]
    return "\n".join(lines) + "\n"


def _shown(name: str) -> str:
    """A name in a comment: on one line, with hidden characters written out."""
    return " ".join(visible(name).split())


def _slug(stem: str) -> str:
    """A file's name as a slug; `my-source` where nothing is left of it."""
    words = "".join(each if each.isascii() and each.isalnum() else " " for each in stem.lower())
    return "-".join(words.split()) or "my-source"


def _coded(sample: _Sample, column: str) -> list[str]:
    return [
        "",
        "[code]",
        _line("column", column, "what happened", _first(sample, column)),
        f'system = "{FILL_IN}"  # whose codes they are: {", ".join(SYSTEMS)}',
        (
            f'version = "{FILL_IN}"  # of the codes: 1.1b3 of CAMEO or ICEWS, 2.0 of PLOVER;'
            " nothing for detente"
        ),
    ]


def _actors(sample: _Sample, source: str, target: str) -> list[str]:
    return [
        "",
        "[actors]",
        _line("source", source, "who acts", _first(sample, source)),
        _line("target", target, "towards whom", _first(sample, target)),
        f'system = "{FILL_IN}"  # whose names or codes they are: {", ".join(ACTOR_SYSTEMS)}',
    ]


def _reported(slug: str, found: Mapping[str, str]) -> list[str]:
    return [
        "",
        "[report]",
        f"publisher = {_text(slug)}",
        *(
            f"{key} = {_text(found[key])}  # (?)"
            for key in ("publisher_column", "url")
            if found[key]
        ),
        *(
            ["", "[fact]", f"goldstein = {_text(found['goldstein'])}  # (?)"]
            if found["goldstein"]
            else []
        ),
    ]


def _beginning(path: Path, encoding: str) -> str:
    check_readable(path)
    try:
        with path.open("rb") as file:
            data = b"".join(islice(iter(lambda: file.readline(100 * SAMPLED), b""), SAMPLED + 1))
    except FileNotFoundError:
        raise Failure(f"there is no file {path}.", code="no-file") from None
    except OSError as error:
        raise Failure(f"{path} cannot be read: {error.strerror}.", code="unreadable-file") from None
    try:
        text = data.decode("utf-8-sig" if encoding == "utf-8" else encoding)
    except UnicodeDecodeError as error:
        raise Failure(
            f"{path} is not {encoding} text (byte {error.start}); unpack it, or save it as UTF-8.",
            code="not-text",
        ) from None
    if "\0" in text:
        raise Failure(f"{path} is not text: it holds NUL bytes; unpack it first.", code="not-text")
    return text


def _separator(text: str) -> tuple[str, str]:
    """What a first line such as `sep=;` says, or nothing, and the text below it."""
    first, _, rest = text.partition("\n")
    found = SEPARATOR.fullmatch(first.strip().lstrip("\ufeff"))
    return (found[1], rest) if found and found[1] in DELIMITERS.values() else ("", text)


def _sample(text: str, path: Path) -> _Sample:
    by, text = _separator(text)
    first = text.partition("\n")[0]
    # Names hold spaces, too: these separate columns only where nothing else does.
    delimiter = max(DELIMITERS.values(), key=lambda each: (each != " ", first.count(each)))
    delimiter = delimiter if first.count(delimiter) else " "
    delimiter = by or delimiter
    if not first.count(delimiter):
        raise Failure(
            f"the first line of {path} has one column only; columns are separated by"
            f" {', '.join(DELIMITERS)}.",
            code="one-column",
        )
    try:
        rows = [
            row
            for row in csv.reader(
                io.StringIO(text),
                delimiter=delimiter,
                quoting=csv.QUOTE_NONE if delimiter == "\t" else csv.QUOTE_MINIMAL,
            )
            if row
        ]
    except csv.Error as error:
        said = f"the lines of {path} cannot be split into columns: {error}."
        raise Failure(said, code="not-rows") from None
    names = ["" if UNNAMED.fullmatch(cell.strip()) else cell.strip() for cell in rows[0]]
    if have_row_names(len(names), rows[1:]):
        names.insert(0, "")
    # R and pandas leave the first name empty, above the numbers of rows.
    first_named = next((i for i, name in enumerate(names) if name), 0)
    named = names[first_named:] if len(names) > 2 else names
    header = all(name and not name[0].isdigit() for name in named)
    header = header and len(set(named)) == len(named)
    known = bool(
        set(map(_plain, names)) & {name for proposed in _NAMES.values() for name in proposed}
    )
    header = (
        header
        and all(_format([name]) is None for name in named)
        and (known or _differs(names, rows[1:]))
    )
    columns = names if header else [f"column {i}" for i in range(1, len(names) + 1)]
    return _Sample(delimiter, header, columns, rows[1:] if header else rows)


def _differs(names: Sequence[str], rows: Sequence[Sequence[str]]) -> bool:
    """Whether a row is names of columns: words before a column of only numbers or days."""
    columns = ([row[i] for row in rows if i < len(row) and row[i]] for i in range(len(names)))
    return any(
        values and (all(value.isdigit() for value in values) or _formats(values))
        for values in columns
    )


def _plain(name: str) -> str:
    return "".join(filter(str.isalnum, name.lower()))


def _proposed(sample: _Sample, names: Sequence[str]) -> str:
    there = {_plain(column): column for column in reversed(sample.columns)}
    return next((there[name] for name in names if name in there), "")


def _text(text: str) -> str:
    """A text in TOML, with characters as escapes that a terminal obeys or nobody sees."""
    plain = json.dumps(text, ensure_ascii=False)
    return "".join(each if visible(each) == each else f"\\U{ord(each):08x}" for each in plain)


def _first(sample: _Sample, column: str) -> str:
    values = sample.values(column) if column else []
    return f"; the first is {_text(values[0][:40])}" if values else ""


def _line(key: str, proposed: str, meaning: str, first: str) -> str:
    return (
        f"{key} = {_text(proposed)}  # (?) {meaning}{first}"
        if proposed
        else f'{key} = "{FILL_IN}"  # {meaning}'
    )


def _reader(sample: _Sample) -> list[str]:
    name = next(name for name, each in DELIMITERS.items() if each == sample.delimiter)
    quoting = "none" if name == "tab" else "double"
    marks = sorted(
        {value for column in sample.columns for value in sample.values(column)}
        & {"NA", "None", "NULL", "nan", "-"}
    )
    lines = [
        "",
        "[reader]",
        f'delimiter = "{name}"  # (?) from the first line',
        f'quoting = "{quoting}"  # (?) as is usual with it',
    ]
    if not sample.header:
        lines.append(
            "# The first row does not look like names of columns; give each column a name of its"
            " own."
        )
        lines.append(f"columns = [{', '.join(map(_text, sample.columns))}]")
    if marks:
        lines.append(
            f"missing = [{', '.join(map(_text, marks))}]  # (?) found in the rows; do they mean"
            " that nothing is known?"
        )
    return lines


def _dated(sample: _Sample, column: str) -> list[str]:
    lines = ["", "[date]", _line("column", column, "the day it happened", _first(sample, column))]
    formats = _formats(sample.values(column)) if column else []
    if len(formats) == 1:
        return [*lines, f'format = "{formats[0]}"  # (?) the only one that reads all of them']
    why = (
        f"more than one reads all of them: {', '.join(formats)}"
        if formats
        else f"one of {', '.join(DATES)}"
    )
    return [*lines, f'format = "{FILL_IN}"  # {why}']


def _formats(values: Sequence[str]) -> list[str]:
    readers: dict[str, Callable[[str], object]] = {form: dates([form]) for form in DATES}
    found = [
        form
        for form, read in readers.items()
        if values and not any(isinstance(read(value), InvalidInput) for value in values)
    ]
    short = {form.replace("MM", "M").replace("DD", "D") for form in found if "DD" in form}
    return [form for form in found if form not in short]


def _format(values: Sequence[str]) -> str | None:
    return next(iter(_formats(values)), None)
