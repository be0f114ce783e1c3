"""What a store remembers of itself: under which keys, and in which form it keeps the rest."""

from __future__ import annotations

from typing import Final

SCHEMA: Final = "2"
"""The form of the tables that this program reads and writes."""

UPGRADES: Final = {"1": "2"}
"""Schemas of old stores, each with the one that an upgrade makes of it."""

SCHEMA_KEY: Final = "schema"
HEAD_KEY: Final = "head"
"""The last row, written in the same transaction: position, digest, version and stream, separated
by spaces.
"""

INDEX_KEY: Final = "index"
"""How often the index was rebuilt: numbers of pairs that were known before are of no use after."""

FLOW_RULES_KEY: Final = "flow rules"
"""The rules by which the flows were indexed; stores of earlier programs remember none."""

CITED_KEY: Final = "citations"
"""How many answers were cited, and a sum over them; stores that cited nothing since remember
none.
"""

REBUILD_KEY: Final = "rebuild"
"""Which rebuild is on its way: a later one takes over from one that was cut short."""

BACKUP_KEY: Final = "last backup"
"""When the last backup was made, and where, separated by a space."""

TAKEN_KEY: Final = "taken"
"""That a file was imported whole: this, its layer, how, by which rules, and its digest, separated
by spaces.
"""

MOVED_KEY: Final = "moved"
"""That rows were put together, as JSON: the last position that is as it was, and answers that were
cited from later ones.
"""
