"""Rules of a machine-coded source: how its rows are read, and which facts they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from service.sources.condition import columns_of
from service.sources.expression import Tree

DELIMITERS: Final = {"tab": "\t", "comma": ",", "semicolon": ";", "pipe": "|", "space": " "}
ENCODINGS: Final = ("utf-8", "latin-1", "cp1252", "utf-16")
DATES: Final = (
    "YYYY-MM-DD",
    "YYYYMMDD",
    "YYYYMMDDhhmmss",
    "DD/MM/YYYY",
    "MM/DD/YYYY",
    "DD.MM.YYYY",
    "YYYY/MM/DD",
    "DD-MM-YYYY",
    "MM-DD-YYYY",
    "YYYY-MM-DD hh:mm:ss",
    "YYYY-MM-DDThh:mm:ss",
    "D/M/YYYY",
    "M/D/YYYY",
    "D.M.YYYY",
    "D-M-YYYY",
    "M-D-YYYY",
    "YYYY-M-D",
    "YYYY/M/D",
    "YYYY-MM",
    "YYYY/MM",
    "YYYYMM",
    "MM/YYYY",
    "YYYY",
)
"""The formats of dates; each is read exactly, so that no day is taken for a month. `D` and `M` have
one digit or two.
"""

SYSTEMS: Final = ("CAMEO", "ICEWS", "PLOVER", "detente")
"""Whose codes a column holds: CAMEO's, ICEWS' names of them, PLOVER's types, or our own `what`."""

ACTOR_SYSTEMS: Final = (
    "icews-country",
    "cameo-country",
    "icews-entity",
    "iso3",
    "cow",
    "gw",
    "registry",
)
FILL_IN: Final = "FILL IN"


@dataclass(frozen=True, slots=True)
class Reader:
    """How a file becomes rows. `columns` is empty where a row of the file names them.

    `widths` are the numbers of columns allowed, `optional` the columns that a file may lack, and
    `lines_before` how many lines come before the table.
    """

    delimiter: str
    columns: tuple[str, ...]
    widths: tuple[int, ...]
    quoted: bool
    encoding: str
    missing: frozenset[str]
    optional: frozenset[str] = frozenset()
    lines_before: int = 0


NO_VALUES: Final[Mapping[str, str]] = {}


@dataclass(frozen=True, slots=True)
class Counting:
    """Days that a column counts: from when, and in which unit of UNITS."""

    origin: date
    unit: str


@dataclass(frozen=True, slots=True)
class Dated:
    """The column of the day, and the years that it may lie in, both included.

    `parts` are the columns of year, month and day where three hold it, and `column` is the first
    of them. `last_year` is None where the rules say none: nothing that has not happened yet is
    read. `known` names the column of the day from which anyone could know it; empty where that is
    the day of the report, or else its own. `counting` is set where the column counts days.
    """

    column: str
    formats: tuple[str, ...]
    first_year: int
    last_year: int | None
    known: str
    known_formats: tuple[str, ...]
    parts: tuple[str, ...] = ()
    counting: Counting | None = None


@dataclass(frozen=True, slots=True)
class Codes:
    """The column of the code, and its system.

    `mode` and `contexts` are columns of PLOVER, empty elsewhere. `values` says what stands for
    which code. `or_column` is read in place of a column that a file lacks, as `or_system`. `zeros`
    is `lost` or `kept`, or empty where the file shows it; `unknown` is `stop` or `reject`. A code
    of fewer than `digits` has lost its first zero.
    """

    column: str
    system: str
    version: str
    mode: str
    contexts: str
    values: Mapping[str, str] = field(default_factory=lambda: NO_VALUES)
    or_column: str = ""
    or_system: str = ""
    zeros: str = ""
    unknown: str = "stop"
    digits: int = 0


@dataclass(frozen=True, slots=True)
class Actors:
    """The columns of the two sides, and how their codes are read.

    `parted` is the separator of several actors of one side, empty where there is one. `unknown` is
    `reject` or `skip`. A row counts as an act of states if a sector of each side is among
    `sectors`, or where no sector is given; all count if `sectors` is empty. `values` says what
    stands for which actor. `source_or` and `target_or` are columns that are read as `or_system`
    where a side is not known by its own.
    """

    source: str
    target: str
    system: str
    parted: str
    unknown: str
    source_sectors: str
    target_sectors: str
    sectors: frozenset[str]
    values: Mapping[str, str] = field(default_factory=lambda: NO_VALUES)
    source_or: str = ""
    target_or: str = ""
    or_system: str = ""


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
    published_formats: tuple[str, ...]


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
        return self._needed | self._useful

    @property
    def may_lack(self) -> set[str]:
        """The columns without which a row can still be read."""
        return self._useful - self._needed

    @property
    def _needed(self) -> set[str]:
        named = {
            self.date.column,
            self.date.known,
            *self.date.parts,
            self.codes.mode,
            self.actors.source,
            self.actors.target,
            self.actors.source_sectors,
            self.actors.target_sectors,
            *self.key[1::2],
            *self.mirror.same,
            *self.mirror.swap,
        }
        named |= {self.codes.column} if not self.codes.or_column else set()
        named |= {each.column for each in self.ranges}
        conditions = [*(skip.when for skip in self.skips), *(each.when for each in self.sets)]
        return named.union(*map(columns_of, conditions)) - {""}

    @property
    def _useful(self) -> set[str]:
        named = {
            self.reported.publisher_column,
            self.reported.url,
            self.reported.published,
            self.fact_title,
            self.goldstein,
            self.actors.source_or,
            self.actors.target_or,
            self.codes.contexts,
        }
        named |= {self.codes.column, self.codes.or_column} if self.codes.or_column else set()
        return named - {""}
