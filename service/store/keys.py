"""Keys that a file was found to hold, kept outside of memory, however many there are."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from typing import Final

_KEPT_KIBIBYTES: Final = 8_000


class Keys:
    """The keys that were seen, each with the number of the row that held it first.

    Close it to delete all of it.
    """

    def __init__(self) -> None:
        # Without a name it is a file of SQLite's own, which nobody else sees, and which is gone
        # with the connection.
        self._database = sqlite3.connect("", isolation_level=None)
        for pragma in (
            "journal_mode = OFF",
            "synchronous = OFF",
            f"cache_size = -{_KEPT_KIBIBYTES}",
        ):
            self._database.execute(f"PRAGMA {pragma}")
        self._database.execute(
            "CREATE TABLE keys (key TEXT PRIMARY KEY, row INTEGER NOT NULL) WITHOUT ROWID"
        )

    def take(self, rows: Mapping[str, int]) -> set[str]:
        """Takes keys with the rows that hold them, all later than those before.

        Returns the keys that were there already.
        """
        before = self._database.total_changes
        self._database.execute("BEGIN")
        self._database.executemany("INSERT OR IGNORE INTO keys VALUES (?, ?)", sorted(rows.items()))
        self._database.execute("COMMIT")
        if self._database.total_changes - before == len(rows):
            return set()
        return {key for key, row in rows.items() if self._row(key) != row}

    def lacking(self, keys: Iterable[str]) -> set[str]:
        """Those that were not seen."""
        return {key for key in keys if self._row(key) is None}

    def _row(self, key: str) -> int | None:
        found = self._database.execute("SELECT row FROM keys WHERE key = ?", (key,)).fetchone()
        return None if found is None else int(found[0])

    def close(self) -> None:
        """Lets go of the keys."""
        self._database.close()
