"""Turning points of ties that experts know: a table of days, pairs and directions."""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Final, NamedTuple

from domain.refusal import Problem

TABLE: Final = Path(__file__).with_name("turning_points.csv")
COLUMNS: Final = ("id", "a", "b", "day", "direction", "what", "source", "url")
DIRECTIONS: Final = ("worse", "better")


class TurningPoint(NamedTuple):
    """A day on which the ties of two actors became worse or better, and who says so."""

    id: str
    a: str
    b: str
    day: date
    direction: str
    what: str
    source: str
    url: str

    @property
    def pair(self) -> tuple[str, str]:
        """The two actors in the order of their ids."""
        return (self.a, self.b) if self.a < self.b else (self.b, self.a)


def read(path: Path, actors: Collection[str]) -> tuple[list[TurningPoint], list[Problem]]:
    """The turning points of a CSV file with a header, and what is wrong with other rows.

    Columns of other names are ignored. `actors` are the ids that there are.
    """
    points: list[TurningPoint] = []
    problems: list[Problem] = []
    ids: set[str] = set()
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file)
        missing = [name for name in COLUMNS if name not in (rows.fieldnames or ())]
        if missing:
            return [], [Problem(str(path), 1, 1, f"has no column {', '.join(missing)}.")]
        for row in rows:
            line = rows.line_num
            said = next(_wrong(row, actors, ids), "")
            if said:
                problems.append(Problem(str(path), line, 1, said))
                continue
            ids.add(row["id"])
            points.append(_point(row))
    return points, problems


def _wrong(
    row: Mapping[str, str | None], actors: Collection[str], ids: Collection[str]
) -> Iterator[str]:
    """What is wrong with a row, one sentence for each."""
    cells = {name: (row[name] or "").strip() for name in COLUMNS}
    yield from (f"{name} is empty." for name, cell in cells.items() if not cell)
    if cells["id"] in ids:
        yield f'the id "{cells["id"]}" is used twice.'
    for name in ("a", "b"):
        if cells[name] not in actors:
            yield f'no actor has the id "{cells[name]}".'
    if cells["a"] == cells["b"]:
        yield "a and b are the same actor."
    if cells["direction"] not in DIRECTIONS:
        yield f'"{cells["direction"]}" is no direction: write worse or better.'
    if not _is_day(cells["day"]):
        yield f'"{cells["day"]}" is no day: write it as 2016-06-27.'


def _is_day(text: str) -> bool:
    try:
        # fromisoformat alone would take 20160627 and 2016-W26-1 too.
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _point(row: Mapping[str, str]) -> TurningPoint:
    cells = {name: row[name].strip() for name in COLUMNS}
    return TurningPoint(
        cells["id"],
        cells["a"],
        cells["b"],
        date.fromisoformat(cells["day"]),
        *(cells[name] for name in COLUMNS[4:]),
    )
