"""How many trials of each kind were made, and how many of them left everything as it must be.

`make adversary` has them written to a file, a line of JSON for each test; this prints them as the
table of docs/reliability.md.
"""

from __future__ import annotations

import json
import os
import platform
import re
import sqlite3
import subprocess
import sys
from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parent.parent.parent
FILE: Final = os.environ.get("DETENTE_ADVERSARY", "")
PAGE: Final = ROOT / "docs" / "reliability.md"
_TABLE: Final = re.compile(r"(<!-- figures -->\n).*?(<!-- /figures -->)", re.DOTALL)


def note(kind: str, what: str, tried: int, failed: int) -> None:
    """Keeps how many trials a test made, where they are counted."""
    if FILE:
        line = json.dumps({"kind": kind, "what": what, "tried": tried, "failed": failed})
        with Path(FILE).open("a", encoding="utf-8") as file:
            file.write(f"{line}\n")


def table(lines: list[str]) -> str:
    """The figures of each kind of trial, as Markdown."""
    figures: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    for line in lines:
        each = json.loads(line)
        for what in (each["what"], ""):
            found = figures[each["kind"], what]
            found[0] += each["tried"]
            found[1] += each["failed"]
    rows = [
        f"| {what or f'**{kind}**'} | {tried:,} | {tried - failed:,} | {failed or ''} |\n"
        for (kind, what), (tried, failed) in sorted(figures.items())
    ]
    return "| trials | tried | survived | failed |\n|---|---:|---:|---:|\n" + "".join(rows)


def where() -> str:
    """The machine, the day and the commit of a run."""
    commit = subprocess.run(
        ["git", "rev-parse", "--short=12", "HEAD"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    ).stdout.strip()
    return (
        f"On {datetime.now(UTC):%-d %B %Y}, commit {commit or 'unknown'}, {platform.system()}"
        f" {platform.release()}, {os.cpu_count()} cores, Python {platform.python_version()},"
        f" SQLite {sqlite3.sqlite_version}:\n"
    )


def main() -> None:
    """Writes the figures of a file into the page."""
    lines = Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()
    text = PAGE.read_text(encoding="utf-8")
    assert _TABLE.search(text), f"{PAGE} has no place for figures"
    figures = f"{where()}\n{table(lines)}\n"
    PAGE.write_text(_TABLE.sub(lambda found: f"{found[1]}{figures}{found[2]}", text), "utf-8")


if __name__ == "__main__":
    main()
