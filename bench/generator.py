"""A file of rows as ICEWS publishes them, of any length: seeded, and written as it is made."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import accumulate, combinations
from pathlib import Path
from random import Random
from typing import Final, NamedTuple

from domain.actors import Registry
from domain.cameo import VERSION, coding
from domain.kinds import POINT

COLUMNS: Final = (
    "Event ID", "Event Date", "Source Name", "Source Sectors", "Source Country", "Event Text",
    "CAMEO Code", "Intensity",
    "Target Name", "Target Sectors", "Target Country", "Story ID", "Sentence Number", "Publisher",
    "City", "District",
    "Province", "Country", "Latitude", "Longitude",
)  # fmt: skip
FIRST: Final = date(1995, 1, 1)
LAST: Final = date(2024, 12, 31)
NAMED_ON: Final = date(2018, 6, 1)
"""The day whose names of states are written: ICEWS gives a state one name for all years."""

BUSIEST: Final = ("RUS", "USA")
"""The pair with the most rows."""

STATES: Final = 190
STEEPNESS: Final = 0.95
"""How much rarer each state is than the one before: the busiest pair has one row in forty."""

NO_ACTOR: Final = 0.06
"""Share of rows without a country on one side, as in the sample."""

AT_HOME: Final = 0.04
"""Share of rows within one country. In the sample it is 0.43; these become no facts, and say
nothing of a store.
"""

MIRRORED: Final = 0.18
"""Share of rows that are one half of a mirror, as in the sample."""

BLOCK: Final = 10_000
_FIRST_ID: Final = 10_000_000
_SHUFFLED: Final = 40
"""Within so many rows ids come in no order, as in the sample."""

_RANKED: Final = (
    "USA RUS CHN UKR PRK KOR JPN DEU ISR IND FRA GBR IRN TUR SYR PAK VNM SGP CAN ITA SAU EGY IRQ"
    " AFG PSE POL AUS BRA MEX ESP"
)
_BUSIEST: Final = _RANKED.split()
_AS_ICEWS: Final = {"RUS": "Russian Federation", "PSE": "Occupied Palestinian Territory"}

# code: rows in the sample of two days, between two countries. Source: SOURCES.md, "ICEWS".
_CODES: Final = {
    "040": 392, "036": 226, "010": 151, "042": 124, "043": 123, "046": 109, "030": 66, "051": 63,
    "020": 53, "057": 46, "032": 44,
    "050": 39, "111": 29, "173": 24, "112": 23, "190": 21, "193": 20, "044": 18, "041": 16,
    "100": 15, "013": 13, "120": 10,
    "012": 8, "022": 6, "0311": 5, "180": 5, "154": 4, "160": 4, "194": 4, "124": 3, "161": 3,
    "054": 3, "145": 3, "141": 3,
    "113": 3, "138": 3, "017": 3, "072": 2, "130": 2, "164": 2, "061": 2, "1621": 2, "016": 2,
    "195": 2, "1056": 2, "181": 2,
    "0874": 2, "053": 2, "035": 2,
}  # fmt: skip
_SECTORS: Final = {
    "NA": 665, "Government,Executive Office,Executive": 158, "Government": 94,
    "Government,Executive,Foreign Ministry": 50,
    "Government,Executive,Finance / Economy / Commerce / Trade Ministry": 36,
    "Government,Military": 21, "Police,Government": 12,
    "General Population / Civilian / Social,Social": 16, "Business,Social": 12, "Parties": 8,
}  # fmt: skip
_PUBLISHERS: Final = {
    "Xinhua News Agency": 191, "Reuters News": 177, "Interfax News Service": 122,
    "Agence France-Presse": 88, "Kyodo News": 76,
    "Trend News Agency (Azerbaijan)": 73, "ITAR Tass": 68, "Straits Times": 61,
    "Yonhap English News": 58,
    "Associated Press Newswires": 56, "Vietnam News Agency Bulletin": 54, "Al Jazeera English": 41,
    "NA": 20,
}  # fmt: skip


class Act(NamedTuple):
    """What a code fills of a row.

    `mirror` is what the other side does, None where nothing mirrors it.
    """

    cells: str
    mirror: str | None

    @classmethod
    def of(cls, code: str) -> Act:
        """That of a code."""
        found = coding(code, VERSION)
        return cls(_act(code), _act(found.mirror) if found.mirror else None)


def _act(code: str) -> str:
    found = coding(code, VERSION)
    return f"{found.title}\t{code}\t{found.goldstein / POINT:g}"


def write(path: Path, rows: int, registry: Registry, seed: int = 1, first: int = 0) -> None:
    """Writes a file of so many rows; of the same number and seed it is the same, byte for byte.

    Ids count from `first` on: rows of another file go beside those of this one.
    """
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write("\t".join(COLUMNS) + "\n")
        for block in blocks(rows, names(registry), Random(seed), first):
            file.write("\n".join(block) + "\n")


def names(registry: Registry) -> list[str]:
    """The states as ICEWS names them, the busiest first.

    Those that there were on every day of the years written.
    """
    there = [
        a.id
        for a in registry
        if a.type == "state" and all(a.existed(day.toordinal()) for day in (FIRST, LAST))
    ]
    ranked = [*_BUSIEST, *(actor for actor in there if actor not in _BUSIEST)][:STATES]
    return [_AS_ICEWS.get(actor) or registry.name(actor, NAMED_ON.toordinal()) for actor in ranked]


def blocks(rows: int, states: list[str], random: Random, first: int = 0) -> Iterator[list[str]]:
    """The rows, a block at a time."""
    draws = Draws(states, random)
    for start in range(0, rows, BLOCK):
        size = min(BLOCK, rows - start)
        days = [
            FIRST + timedelta(days=i * ((LAST - FIRST).days + 1) // rows)
            for i in range(start, start + size)
        ]
        ids = _ids(first + start, size, random)
        yield [
            f"{number}\t{day}\t{rest}"
            for number, day, rest in zip(ids, days, draws.block(start, days), strict=True)
        ]


def _ids(start: int, size: int, random: Random) -> list[int]:
    found: list[int] = []
    for first in range(start, start + size, _SHUFFLED):
        group = list(range(first, min(first + _SHUFFLED, start + size)))
        random.shuffle(group)
        found += group
    return [_FIRST_ID + number for number in found]


class Draws:
    """What rows are drawn from."""

    def __init__(self, states: list[str], random: Random) -> None:
        self._states = states
        self._random = random
        self._pairs = list(combinations(range(len(states)), 2))
        self._weights = list(accumulate(((i + 1) * (j + 1)) ** -STEEPNESS for i, j in self._pairs))
        self._acts = [Act.of(code) for code in _CODES]

    def block(self, start: int, days: list[date]) -> list[str]:
        """So many rows without their ids and dates.

        A mirror stands right after the row that it mirrors, on its day.
        """
        random, size = self._random, len(days)
        drawn = zip(
            random.choices(self._pairs, cum_weights=self._weights, k=size),
            random.choices(self._acts, list(_CODES.values()), k=size),
            random.choices(list(_SECTORS), list(_SECTORS.values()), k=size),
            random.choices(list(_SECTORS), list(_SECTORS.values()), k=size),
            random.choices(list(_PUBLISHERS), list(_PUBLISHERS.values()), k=size),
            strict=True,
        )
        found: list[str] = []
        for i, ((one, other), act, sectors, others, publisher) in enumerate(drawn):
            if len(found) > i:
                continue
            first, second = (one, other) if random.random() < 0.5 else (other, one)
            source, target = (
                self._side(first, sectors),
                self._side(first if random.random() < AT_HOME else second, others),
            )
            if random.random() < NO_ACTOR:
                source, target = (source, _NOBODY) if random.random() < 0.6 else (_NOBODY, target)
            rest = self._rest(start + i, publisher, first)
            found.append(f"{source}\t{act.cells}\t{target}\t{rest}")
            if act.mirror and i + 1 < size and days[i] == days[i + 1] and random.random() < _TWICE:
                found.append(f"{target}\t{act.mirror}\t{source}\t{rest}")
        return found

    def _side(self, state: int, sectors: str) -> str:
        name = self._states[state]
        return (
            f"{name}\tNA\t{name}"
            if sectors == "NA"
            else f"{sectors.partition(',')[0]} ({name})\t{sectors}\t{name}"
        )

    def _rest(self, row: int, publisher: str, state: int) -> str:
        name = self._states[state]
        city = "NA" if row % 3 == 0 else f"City {row % 5} ({name})"
        place = f"{city}\tNA\tNA\t{name}\t{state * 0.7 - 60:.4f}\t{state * 1.7 - 170:.3f}"
        return f"{_FIRST_ID + row // 2}\t{row % 6 + 1}\t{publisher}\t{place}"


_NOBODY: Final = "NA\tNA\tNA"
_TWICE: Final = 0.16
"""Of rows that something may mirror, how many are mirrored: with the share that may be, this
makes MIRRORED.
"""
