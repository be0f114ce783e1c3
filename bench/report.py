"""`bench/RESULTS.md`: what was measured, on which machine, and when.

Each size has a section that its own run writes anew.
"""

from __future__ import annotations

import os
import platform
import re
import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from bench.measure import HEADINGS, Row

RESULTS: Final = Path(__file__).with_name("RESULTS.md")
_HEAD: Final = """# Measured

Written by `make bench` and `make bench-large`. Each ratio is of one run: the floor and ours were
measured in turn, on the same machine, with the same bytes. `<= 1.3` budgets our time or memory
against the floor's, `>= 0.6` our speed against its speed. Profiles show why a budget is missed,
in [docs/speed.md](../docs/speed.md).
"""


def write(title: str, rows: Sequence[Row], path: Path = RESULTS) -> None:
    """Puts a section of comparisons in place of the one of that title, or at the end."""
    write_table(title, HEADINGS, [row.cells for row in rows], path)


def write_table(
    title: str, headings: Sequence[str], rows: Sequence[Sequence[str]], path: Path = RESULTS
) -> None:
    """Puts a section of any columns in place of the one of that title; the last has words."""
    parts = re.split(
        r"^(?=## )",
        path.read_text(encoding="utf-8") if path.exists() else _HEAD,
        flags=re.MULTILINE,
    )
    kept = [part.rstrip("\n") for part in parts[1:] if not part.startswith(f"## {title}\n")]
    ruled = ["---", *["---:"] * (len(headings) - 2), "---"]
    table = "\n".join(f"| {' | '.join(row)} |" for row in (headings, ruled, *rows))
    section = f"## {title}\n\n{datetime.now(UTC):%Y-%m-%d}, {machine()}.\n\n{table}"
    path.write_text("\n\n".join([_HEAD.rstrip("\n"), *kept, section]) + "\n", encoding="utf-8")


def machine() -> str:
    """The machine in a sentence: processors, memory, system, Python and SQLite.

    And how busy it was.
    """
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    load = os.getloadavg()[0]
    return (
        f"{os.cpu_count()} processors ({_processor()}), {memory:.0f} GiB, {platform.system()}"
        f" {platform.release()}, Python {platform.python_version()}, SQLite"
        f" {sqlite3.sqlite_version}; load {load:.1f} at the end"
    )


def _processor() -> str:
    told = Path("/proc/cpuinfo")
    found = (
        re.search(r"^model name\s*:\s*(.+)$", told.read_text(), re.MULTILINE)
        if told.exists()
        else None
    )
    return found[1] if found else platform.machine()
