"""How the tables of a file are made, and what a file holds that was not made here.

Written out, so that a file can be judged without importing what makes the tables.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any, Final

STATEMENTS: Final = "SELECT type, name, sql FROM sqlite_master ORDER BY name"
"""The statement that finds how everything in a file was made."""

_MADE: Final = """
CREATE TABLE events (position INTEGER NOT NULL, stream VARCHAR NOT NULL, version INTEGER NOT NULL,
    topic VARCHAR NOT NULL, state BLOB NOT NULL, digest BLOB NOT NULL,
    PRIMARY KEY (position), UNIQUE (stream, version))
CREATE TABLE pairs (pair INTEGER NOT NULL, a VARCHAR NOT NULL, b VARCHAR NOT NULL,
    layer VARCHAR NOT NULL, PRIMARY KEY (pair), UNIQUE (a, b, layer))
CREATE INDEX pairs_b ON pairs (b)
CREATE TABLE ties (pair INTEGER NOT NULL, position INTEGER NOT NULL,
    PRIMARY KEY (pair, position)) WITHOUT ROWID
CREATE TABLE sorts (sort INTEGER NOT NULL, kind VARCHAR NOT NULL, what VARCHAR NOT NULL,
    domain VARCHAR NOT NULL, weight BIGINT NOT NULL,
    PRIMARY KEY (sort), UNIQUE (kind, what, domain, weight))
CREATE TABLE flows (pair INTEGER NOT NULL, half_life INTEGER NOT NULL, day INTEGER NOT NULL,
    toward INTEGER NOT NULL, sort INTEGER NOT NULL, position INTEGER NOT NULL,
    known INTEGER NOT NULL, recorded BIGINT NOT NULL,
    PRIMARY KEY (pair, half_life, day, toward, sort, position)) WITHOUT ROWID
CREATE TABLE tracking (application VARCHAR NOT NULL, position INTEGER NOT NULL,
    PRIMARY KEY (application))
CREATE TABLE citations (answer VARCHAR NOT NULL, state BLOB NOT NULL, PRIMARY KEY (answer))
CREATE TABLE blocks (block VARCHAR NOT NULL, data BLOB NOT NULL, PRIMARY KEY (block))
CREATE TABLE runs (run INTEGER NOT NULL, layer VARCHAR NOT NULL, head BLOB NOT NULL,
    PRIMARY KEY (run))
CREATE TABLE sums (a VARCHAR NOT NULL, b VARCHAR NOT NULL, run INTEGER NOT NULL,
    data BLOB NOT NULL, PRIMARY KEY (a, b, run)) WITHOUT ROWID
CREATE INDEX sums_b ON sums (b)
CREATE TABLE detente (key VARCHAR NOT NULL, value VARCHAR NOT NULL, PRIMARY KEY (key))
"""
_KNOWN: Final = re.compile(r"CREATE (?:VIRTUAL |UNIQUE )?(?:TABLE|INDEX) ")
_TABLE: Final = re.compile(
    r"""CREATE (?:VIRTUAL )?TABLE ("[^"]+"|'[^']+'|`[^`]+`|\[[^]]+\]|\w+)(?=[\s(])"""
)


def plain(sql: str) -> str:
    """A statement that makes a table, without what a rebuild spells in another way."""
    return re.sub(r"CONSTRAINT\w+?UNIQUE", "UNIQUE", "".join(sql.replace('"', "").split()))


MADE: Final = frozenset(map(plain, re.split(r"\n(?=CREATE)", _MADE.strip())))
"""How each table of a store is made, and each index of one, as `plain` writes it."""

_OURS: Final = frozenset(re.findall(r"CREATE TABLE (\w+)", _MADE))


def foreign(statements: Iterable[Sequence[Any]]) -> tuple[str, str] | None:
    """What a file of SQLite holds that was not made here, by its kind and name, if anything.

    What runs of itself comes first. Judged by the statement, which is all that SQLite goes by: a
    trigger or a view, an index that no store has, or a table of one of our names that is not as a
    store has it.
    """
    other: tuple[str, str] | None = None
    for kind, name, sql in statements:
        said = str(kind).lower()
        if said not in ("table", "index"):
            return said, str(name)
        if sql is None or plain(str(sql)) in MADE or _aside(str(sql), str(name)):
            continue
        if not _KNOWN.match(str(sql)):
            return "statement", str(name)
        other = other or (said, str(name))
    return other


def _aside(sql: str, name: str) -> bool:
    """Whether a statement makes a table of that name, which is none of ours."""
    found = _TABLE.match(sql)
    made = found.group(1).strip("\"'`[]").lower() if found else ""
    return made == name.lower() and made not in _OURS
