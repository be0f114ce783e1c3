"""Rules of a machine-coded source: how its rows are read, and which facts they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from service.sources.condition import columns_of
from service.sources.expression import Tree

DELIMITERS: Final = {"tab": "\t", "comma": ",", "semicolon": ";", "pipe": "|"}
ENCODINGS: Final = ("utf-8", "latin-1", "cp1252", "utf-16")
DATES: Final = (
    "YYYY-MM-DD",
    "YYYYMMDD",
    "YYYYMMDDhhmmss",
    "DD/MM/YYYY",
    "MM/DD/YYYY",
    "DD.MM.YYYY",
    "YYYY/MM/DD",
)
"""The formats of dates; each is read exactly, so that no day is taken for a month."""

SYSTEMS: Final = ("CAMEO", "ICEWS", "PLOVER", "detente")
"""Whose codes a column holds: CAMEO's, ICEWS' names of them, PLOVER's types, or our own `what`."""

ACTOR_SYSTEMS: Final = ("icews-country", "cameo-country", "icews-entity", "iso3", "cow", "registry")
FILL_IN: Final = "FILL IN"


@dataclass(frozen=True, slots=True)
class Reader:
    """How a file becomes rows. `columns` is empty where the first row names them.

    `widths` are the numbers of columns allowed.
    """

    delimiter: str
    columns: tuple[str, ...]
    widths: tuple[int, ...]
    quoted: bool
    encoding: str
    missing: frozenset[str]


@dataclass(frozen=True, slots=True)
class Dated:
    """The column of the day, and the years that it may lie in, both included.

    `last_year` is None where the rules say none: nothing that has not happened yet is read. `known`
    names the column of the day from which anyone could know it; empty where that is the day of the
    report, or else its own.
    """

    column: str
    format: str
    first_year: int
    last_year: int | None
    known: str
    known_format: str


@dataclass(frozen=True, slots=True)
class Codes:
    """The column of the code, and its system.

    `mode` and `contexts` are columns of PLOVER, empty elsewhere.
    """

    column: str
    system: str
    version: str
    mode: str
    contexts: str


@dataclass(frozen=True, slots=True)
class Actors:
    """The columns of the two sides, and how their codes are read.

    `parted` is the separator of several actors of one side, empty where there is one. `unknown` is
    `reject` or `skip`. A row counts as an act of states if a sector of each side is among
    `sectors`, or where no sector is given; all count if `sectors` is empty.
    """

    source: str
    target: str
    system: str
    parted: str
    unknown: str
    source_sectors: str
    target_sectors: str
    sectors: frozenset[str]


@dataclass(frozen=True, slots=True)
class Reporting:
    """The source of a report.

    `publisher` is used where the columns have nothing. Each column may be empty: the source has
    none.
    """

    publisher: str
    publisher_column: str
    url: str
    host_is_publisher: bool
    published: str
    published_format: str


@dataclass(frozen=True, slots=True)
class Mirror:
    """The rule for mirrors: two rows are one mutual act if they agree in `same`, and more.

    They swap the two columns of `swap`, their codes mirror each other, and they lie at most
    `window` rows apart. `same` is empty where a source has no mirrors.
    """

    same: tuple[str, ...]
    swap: tuple[str, str]
    window: int


@dataclass(frozen=True, slots=True)
class Skip:
    """Rows to leave out, and why, in words."""

    when: Tree
    because: str


@dataclass(frozen=True, slots=True)
class Set:
    """Rows whose facts are of a domain of their own."""

    when: Tree
    domain: str


@dataclass(frozen=True, slots=True)
class Range:
    """Numbers that a column may hold, both ends included; others are rejected."""

    column: str
    least: float
    most: float


@dataclass(frozen=True, slots=True)
class Rules:
    """How one source is read.

    In `key`, literal texts and names of columns alternate; every second member is a name.
    """

    name: str
    title: str
    source: str
    layer: str
    reader: Reader
    key: tuple[str, ...]
    date: Dated
    codes: Codes
    actors: Actors
    reported: Reporting
    fact_title: str
    goldstein: str
    mirror: Mirror
    skips: tuple[Skip, ...]
    sets: tuple[Set, ...]
    ranges: tuple[Range, ...]

    @property
    def columns(self) -> set[str]:
        """Every column that the rules name."""
        named = {
            self.date.column,
            self.date.known,
            self.codes.column,
            self.codes.mode,
            self.codes.contexts,
            self.actors.source,
        }
        named |= {
            self.actors.target,
            self.actors.source_sectors,
            self.actors.target_sectors,
            self.reported.publisher_column,
            self.reported.url,
        }
        named |= {
            self.reported.published,
            self.fact_title,
            self.goldstein,
            *self.key[1::2],
            *self.mirror.same,
            *self.mirror.swap,
        }
        named |= {each.column for each in self.ranges}
        conditions = [*(skip.when for skip in self.skips), *(each.when for each in self.sets)]
        return named.union(*map(columns_of, conditions)) - {""}
