"""A first draft of rules for a file: columns are guessed by cells and names, and marked.

What nobody can know is left to fill in.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from domain.characters import visible
from service.sources.dates import ORIGINS
from service.sources.draft_dates import DAY_NAMES, Found, found_day
from service.sources.rules import ACTOR_SYSTEMS, DATES, DELIMITERS, FILL_IN, SYSTEMS
from service.sources.sample import Sample, first_rows, plain

_NAMES: Final = {
    "key": ("eventid", "globaleventid", "id", "key"),
    "code": ("cameocode", "eventcode", "cameo", "code", "eventtype", "relation", "what"),
    "source": (
        "sourcecountry",
        "actor1countrycode",
        "actorcountry",
        "actorcow",
        "source",
        "actor1",
        "actor",
        "actors",
        "subject",
        "from",
        "statea",
        "sidea",
        "state1",
        "country1",
        "ccode1",
    ),
    "target": (
        "targetcountry",
        "actor2countrycode",
        "recipientcountry",
        "recipientcow",
        "target",
        "actor2",
        "recipient",
        "recipients",
        "object",
        "to",
        "stateb",
        "sideb",
        "state2",
        "country2",
        "ccode2",
    ),
    "publisher_column": ("publisher", "outlet", "newspaper"),
    "url": ("sourceurl", "url", "link"),
    "goldstein": ("goldsteinscale", "goldstein", "intensity"),
}
"""Names of columns to guess for each key, in lower case, without spaces and punctuation.

The first that exists is used.
"""

_PARTED: Final = (";", "|")
"""What separates several actors of a cell; a comma stands within names as well."""

_NAMED_ROWS: Final = 3
"""Rows that cannot be read and are named; the others are counted."""


def draft(path: Path, today: date, encoding: str = "utf-8") -> str:
    """The TOML of a first draft; what happened did so before `today`.

    Raises Failure for a file that cannot be read as text or has no columns.
    """
    named = DAY_NAMES.union(*_NAMES.values())
    sample = first_rows(path, named, encoding)
    slug = _slug(path.stem)
    found = {key: _proposed(sample, names) for key, names in _NAMES.items()}
    found["key"] = _key(sample, found["key"])
    lines = [
        (
            f"# A first draft from the first {len(sample.rows)} rows of {_shown(path.name)}."
            " A line with (?) was guessed"
        ),
        "# from cells and names of columns: check it. The file does not say what"
        f' "{FILL_IN}" must be.',
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
        *_reader(sample, encoding),
        *_dated(sample, today),
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


def _coded(sample: Sample, column: str) -> list[str]:
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


def _actors(sample: Sample, source: str, target: str) -> list[str]:
    cells = [text for column in (source, target) if column for text in sample.known(column)]
    parted = next((each for each in _PARTED if any(each in text for text in cells)), "")
    return [
        "",
        "[actors]",
        _line("source", source, "who acts", _first(sample, source)),
        _line("target", target, "towards whom", _first(sample, target)),
        *([f"parted = {_text(parted)}  # (?) found between several of one cell"] if parted else []),
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


def _key(sample: Sample, named: str) -> str:
    """A column that is called an id and names each row, and none twice."""
    called = [named, *(column for column in sample.columns if plain(column).endswith("id"))]
    known = ((column, sample.known(column)) for column in called if column)
    return next((column for column, values in known if _all_differ(sample, values)), "")


def _all_differ(sample: Sample, values: Sequence[str]) -> bool:
    return len(set(values)) == len(sample.rows)


def _proposed(sample: Sample, names: Sequence[str]) -> str:
    there = {plain(column): column for column in reversed(sample.columns)}
    return next((there[name] for name in names if name in there), "")


def _text(text: str) -> str:
    """A text in TOML, with characters as escapes that a terminal obeys or nobody sees."""
    plain = json.dumps(text, ensure_ascii=False)
    return "".join(each if visible(each) == each else f"\\U{ord(each):08x}" for each in plain)


def _first(sample: Sample, column: str) -> str:
    values = sample.values(column) if column else []
    return f"; the first is {_text(values[0][:40])}" if values else ""


def _line(key: str, proposed: str, meaning: str, first: str) -> str:
    return (
        f"{key} = {_text(proposed)}  # (?) {meaning}{first}"
        if proposed
        else f'{key} = "{FILL_IN}"  # {meaning}'
    )


def _reader(sample: Sample, encoding: str) -> list[str]:
    name = next(name for name, each in DELIMITERS.items() if each == sample.delimiter)
    quoting = "none" if name == "tab" else "double"
    lines = [
        "",
        "[reader]",
        f'delimiter = "{name}"  # (?) from the first line',
        f'quoting = "{quoting}"  # (?) as is usual with it',
    ]
    if encoding != "utf-8":
        lines.append(f'encoding = "{encoding}"')
    if not sample.header:
        lines.append(
            "# The first row does not look like names of columns; give each column a name of its"
            " own."
        )
        if sample.above:
            lines.append(f"lines_before = {sample.above}  # (?) they are not rows")
        lines.append(f"columns = [{', '.join(map(_text, sample.columns))}]")
    if marks := sorted(sample.missing()):
        lines.append(
            f"missing = [{', '.join(map(_text, marks))}]  # (?) found in the rows; do they mean"
            " that nothing is known?"
        )
    if codes := sorted(sample.perhaps_codes()):
        lines.append(
            f"# {', '.join(map(_text, codes))} could be the code of an actor, as NA is of Namibia;"
        )
        lines.append("# write it in `missing` if it means that nothing is known.")
    return lines


def _dated(sample: Sample, today: date) -> list[str]:
    found = found_day(sample, today)
    begin = ["", "[date]"]
    if found and len(found.columns) > 1:
        parts = zip(("year", "month", "day"), found.columns, strict=True)
        return (
            begin
            + [
                _line(key, column, f"the {key} it happened", _first(sample, column))
                for key, column in parts
            ]
            + _unread(found.unread)
        )
    if found and found.beside:
        names = ", ".join(map(_text, found.beside))
        begin.append(f"# The day seems to be in {names}, which cannot be read as one.")
        begin.append("# The year alone would say less than the rows do.")
    column = next(iter(found.columns), "") if found else ""
    lines = [*begin, _line("column", column, "the day it happened", _first(sample, column))]
    if found and found.counted:
        return [*lines, *_counted(found.origins, next(iter(sample.known(column))))]
    return [*lines, _format(found.formats if found else (), found)]


def _counted(origins: Sequence[date], first: str) -> list[str]:
    """The line that says from when days are counted, with what each origin would make of one."""
    if len(origins) == 1:
        return [f'origin = "{origins[0]}"  # (?) counted as in {ORIGINS[origins[0]]}']
    return [
        f'origin = "{FILL_IN}"  # these look like numbers of days; they are counted from one of',
        *(
            f'# "{origin}", as in {who}: {_text(first)} is {origin + timedelta(int(float(first)))}'
            + ("" if origin in origins else ", which other columns or today's date exclude")
            for origin, who in ORIGINS.items()
        ),
    ]


def _unread(rows: Sequence[tuple[int, str]]) -> list[str]:
    """Comments on rows that have no such day; an import rejects them."""
    more = [f"# {len(rows) - _NAMED_ROWS} more rows cannot be read."][: len(rows) > _NAMED_ROWS]
    return [
        f"# Line {line} cannot be read: {_shown(said)}" for line, said in rows[:_NAMED_ROWS]
    ] + more


def _format(formats: Sequence[str], found: Found | None) -> str:
    """The line that says how days are written."""
    if found and found.mixed:
        several = ", ".join(map(_text, formats))
        return f"format = [{several}]  # (?) days, months and years"
    if len(formats) == 1:
        return f'format = "{formats[0]}"  # (?) the only one that reads all of them'
    why = (
        f"more than one reads all of them: {', '.join(formats)}"
        if formats
        else f"one of {', '.join(DATES)}"
    )
    return f'format = "{FILL_IN}"  # {why}'
