"""The formats in which a timeline is written and read, each by its name, which ends its files."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING, Final, Literal

from domain.refusal import InvalidInput, SetField

if TYPE_CHECKING:
    from domain.actors import Registry
    from projections.pairs import Pair
    from service.formats.document import Document
    from service.timeline import Timeline

# What a format needs is imported when it is chosen: a question needs none of them.


@dataclass(frozen=True, slots=True)
class Format:
    """One format.

    `writes` gives the text of a timeline, or of one pair, in pieces as they come; `reads` makes a
    document of a text, with the name of its file. A format that is a `copy` holds every event of
    a whole timeline and is appended as it is. One with `facts_only` has no place for described
    actors and for expectations. One that is `drawn` is an answer as of a day, to be read elsewhere:
    whoever exports it draws it; `ends` is how its files end, where that is not its name. One in
    `columns` is a folder of tables, with one machine-coded layer.
    """

    name: str
    meaning: str
    writes: Callable[[Timeline, Pair | None], Iterable[str]] | None = None
    reads: Callable[[str, str, Registry], Document] | None = None
    copy: bool = False
    facts_only: bool = False
    drawn: bool = False
    ends: str = ""
    columns: bool = False

    @property
    def ending(self) -> str:
        """How the names of its files end."""
        return f".{self.ends or self.name}"

    def can(self, use: Use) -> bool:
        """Whether it is for this use."""
        if use == "export":
            return self.drawn or self.columns or self.writes is not None
        return self.copy or self.reads is not None


Use = Literal["export", "import"]


def _facts_written(timeline: Timeline, pair: Pair | None) -> Iterable[str]:
    text = timeline.export(pair)
    # The digest is of the whole timeline, and an empty text stays empty.
    if pair is not None or not text:
        return [text]
    head = timeline.head()
    return [text, f"# position and digest {head.position}:{head.digest.hex()}\n"]


def _facts_read(text: str, name: str, registry: Registry) -> Document:
    from service.formats.whole_lines import read

    return read(text, name, registry)


def _csv_written(timeline: Timeline, pair: Pair | None) -> Iterable[str]:
    from service.formats.rows import table_text

    return [table_text(timeline.facts() if pair is None else timeline.pair_facts(pair))]


def _csv_read(text: str, name: str, registry: Registry) -> Document:
    from service.formats.table import parse

    return parse(text, name, registry)


def _jsonl_written(timeline: Timeline, pair: Pair | None) -> Iterable[str]:
    from service.formats.jsonl import event_lines

    assert pair is None, "each event of a copy is linked to the one before"
    return event_lines(timeline)


FACTS: Final = Format("facts", "text for people and editors", _facts_written, _facts_read)

FORMATS: Final = (
    FACTS,
    Format("csv", "a table for spreadsheets", _csv_written, _csv_read, facts_only=True),
    Format("jsonl", "a copy, event by event", _jsonl_written, copy=True),
    Format("html", "one page of two actors' ties, with every source", drawn=True),
    Format("md", "a document with footnotes", drawn=True),
    Format(
        "sheet", "a row for each fact, to be read in a spreadsheet", drawn=True, ends="sheet.csv"
    ),
    Format("ics", "what is ahead, for a calendar", drawn=True),
    Format("timelinejs", "slides for TimelineJS", drawn=True, ends="json"),
    Format("parquet", "a folder with a machine-coded layer, for other engines", columns=True),
)
"""Every format; a new one is a module beside this one, or one of `views`, and a row here."""


def known(use: Use) -> list[Format]:
    """The formats for a use."""
    return [each for each in FORMATS if each.can(use)]


def names(use: Use) -> str:
    """The names of the formats for a use, for people: `facts, csv or jsonl`."""
    *first, last = (each.name for each in known(use))
    return f"{', '.join(first)} or {last}"


def named(name: str, use: Use) -> Format:
    """The format of a name. Raises InvalidInput with those there are."""
    for each in known(use):
        if each.name == name:
            return each
    raise InvalidInput(
        f'"{name}" is not a format to {use}.',
        *(SetField("as", each.name, each.meaning) for each in known(use)),
        code="unknown-format",
        values={"format": name},
    )


def of_file(file: str, use: Use) -> Format | None:
    """The format that the ending of a file names; None where it names none."""
    name = PurePath(file).name.lower()
    found = [each for each in known(use) if name.endswith(each.ending) and name != each.ending]
    return max(found, key=lambda each: len(each.ending), default=None)


def to_write(file: str) -> Format:
    """The format for a new file: by its ending, `.facts` where it has none or no name.

    Raises InvalidInput for an ending that no format has.
    """
    path = PurePath(file)
    found = of_file(file, "export")
    if found is not None:
        return found
    if file in ("", "-") or not path.suffix:
        return FACTS
    raise InvalidInput(
        f'"{path.suffix}" is not the ending of a format to export.',
        *(
            SetField("output", str(path.with_suffix(each.ending)), each.meaning)
            for each in known("export")
            if not each.columns
        ),
        SetField("as", FACTS.name, f"writes it to {file} all the same"),
        code="unknown-ending",
        values={"ending": path.suffix},
    )
