"""Rows of KEDS as a table that rules of ours read: actors by id, WEIS as our own words."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Collection, Iterator
from datetime import date
from pathlib import Path
from typing import Final, NamedTuple

COLUMNS: Final = ("id", "day", "actor", "code", "recipient", "goldstein")
SOVIET_END: Final = date(1991, 12, 26)
YUGOSLAV_END: Final = date(2003, 2, 4)

_BY_PREFIX: Final = {"USR": "SUN", "IGOEEC": "EU", "IGONAT": "NATO", "IGOUNO": "UN"}
"""CAMEO's codes of actors that the files leave without an ISO code; offices follow the code."""

_BY_CODE: Final = {
    "EEC": "EU", "NAT": "NATO", "UNO": "UN", "UAR": "EGY", "JAP": "JPN", "BAH": "BHR", "MOR": "MAR",
    "ALG": "DZA", "SUD": "SDN", "SPN": "ESP", "NTH": "NLD", "GRE": "GRC", "KON": "KOR",
}  # fmt: skip
"""WEIS's codes of actors likewise."""

_WEIS: Final = """
011 concede | 012 retreat:withdraw | 013 concede
021 request | 022 request | 023 request | 024 request | 025 request
031 talks | 032 visit | 033 visit
041 support | 042 support
051 agree | 052 agree | 053 agree | 054 support
061 concede | 062 agree | 063 concede | 064 support | 065 retreat | 066 retreat:release
070 aid | 071 aid | 072 aid | 073 aid
081 agree | 082 agree
091 request | 092 request:assist | 093 request:assist | 094 request | 095 request
101 request | 102 request
111 reject | 112 reject
121 accuse:disapprove | 122 accuse:disapprove
131 accuse:disapprove | 132 accuse:disapprove
141 reject | 142 reject
150 request:yield
160 threaten | 161 threaten
171 threaten | 172 threaten:restrict | 173 threaten:violence | 174 threaten
181 protest | 182 mobilize:troops
191 reject:meet | 192 sanction:withdraw | 193 sanction:discontinue | 194 sanction:discontinue
195 sanction:discontinue
201 sanction:expel | 202 sanction:expel
211 coerce:seize | 212 coerce:arrest
221 assault:destroy | 222 assault | 223 assault
"""
"""Each code of WEIS is the closest of our words, and weighs what that weighs elsewhere."""

WEIS: Final = {
    code: what
    for code, _, what in (
        item.partition(" ") for item in _WEIS.strip().replace("\n", " | ").split(" | ")
    )
}


class File(NamedTuple):
    """A file of KEDS, the layer that it becomes, and whose codes it holds."""

    name: str
    layer: str
    rules: str


FILES: Final = (
    File("keds/levant.csv.gz", "keds-levant", "cameo.toml"),
    File("keds/turkey.csv.gz", "keds-turkey", "cameo.toml"),
    File("keds/gulf.csv.gz", "keds-gulf", "weis.toml"),
)


def write(source: Path, target: Path, pairs: Collection[tuple[str, str]], *, weis: bool) -> int:
    """Writes the rows of some pairs as CSV, and says how many there are."""
    with target.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(COLUMNS)
        count = 0
        for row in _rows(source):
            parties = actor(row, "1"), actor(row, "2")
            if tuple(sorted(parties)) not in pairs:
                continue
            code = row["event_code"]
            code = WEIS.get(code, code) if weis else code
            cells = row["source_row_id"], row["occurred_on"], parties[0], code, parties[1]
            out.writerow((*cells, row["goldstein"]))
            count += 1
    return count


def actor(row: dict[str, str], side: str) -> str:
    """The id of an actor of a row, empty where none is known."""
    code = row[f"actor{side}"]
    found = row[f"actor{side}_iso3"] or _BY_CODE.get(code, "")
    if not found:
        found = next((name for prefix, name in _BY_PREFIX.items() if code.startswith(prefix)), "")
    if not found and code[:3] in ("YUG", "SCG"):
        found = "YUG" if row["occurred_on"] < YUGOSLAV_END.isoformat() else "SCG"
    # Russia stands for the Soviet Union in the Gulf's file, and the Soviet code outlived it.
    if found in ("RUS", "SUN"):
        found = "SUN" if row["occurred_on"] < SOVIET_END.isoformat() else "RUS"
    return found


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
