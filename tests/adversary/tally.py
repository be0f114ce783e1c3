"""How many trials of each kind were made, and how many of them left everything as it must be.

`make adversary` has them written to a file, a line of JSON for each test, and then as the table of
docs/reliability.md.
"""

from __future__ import annotations

import json
import os
import platform
import re
import sqlite3
import subprocess
from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, Protocol

from tests.adversary.server import programs

ROOT: Final = Path(__file__).parent.parent.parent
FILE: Final = os.environ.get("DETENTE_ADVERSARY", "")
PAGE: Final = ROOT / "docs" / "reliability.md"
_TABLE: Final = re.compile(r"(<!-- figures -->\n).*?(<!-- /figures -->)", re.DOTALL)


class Tried(Protocol):
    """A trial: its name, and what was wrong afterwards."""

    @property
    def name(self) -> str: ...
    @property
    def wrong(self) -> Sequence[str]: ...


def note(kind: str, what: str, trials: Sequence[Tried]) -> None:
    """Keeps how many trials a test made and which of them failed, where they are counted."""
    if FILE and trials:
        failed = [trial.name for trial in trials if trial.wrong]
        line = json.dumps({"kind": kind, "what": what, "tried": len(trials), "failed": failed})
        with Path(FILE).open("a", encoding="utf-8") as file:
            file.write(f"{line}\n")


def failures(lines: Sequence[str]) -> list[str]:
    """The names of the trials that failed."""
    return [name for line in lines for name in json.loads(line)["failed"]]


def table(lines: Sequence[str]) -> str:
    """The figures of each kind of trial, as Markdown."""
    figures: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    for line in lines:
        each = json.loads(line)
        kind = each["kind"]
        for key in ((kind, each["what"]), (kind, ""), ("", "")):
            found = figures[key]
            found[0] += each["tried"]
            found[1] += len(each["failed"])
    rows = [
        f"| {what or bold(kind)} | {tried:,} | {tried - failed:,} | {failed or ''} |\n"
        for (kind, what), (tried, failed) in sorted(figures.items())
    ]
    return "| trials | tried | survived | failed |\n|---|---:|---:|---:|\n" + "".join(rows)


def bold(kind: str) -> str:
    return f"**{kind or 'all trials'}**"


def said_by(*command: str) -> str:
    """The first line that a program says, or nothing where there is none."""
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    except OSError:
        return ""
    return done.stdout.partition("\n")[0].strip()


def where(minutes: int) -> str:
    """The machine, the day and the commit of a run."""
    commit = said_by("git", "rev-parse", "--short=12", "HEAD")
    changed = said_by("git", "status", "--porcelain", "--untracked-files=no", "--", ":!docs")
    server = programs()
    postgres = said_by(str(server / "postgres"), "--version").split(" ") if server else []
    return (
        f"On {datetime.now(UTC):%-d %B %Y}, commit `{commit or 'unknown'}`"
        f"{', changed since' if changed else ''}, in one run of {minutes} minutes:\n"
        f"{platform.system()} {platform.release()}, {os.cpu_count()} cores, Python"
        f" {platform.python_version()}, SQLite {sqlite3.sqlite_version},"
        f" {f'PostgreSQL {postgres[2]}' if len(postgres) > 2 else 'no PostgreSQL'}.\n"
    )


def write(lines: Sequence[str], minutes: int) -> None:
    """Writes the figures into the page."""
    text = PAGE.read_text(encoding="utf-8")
    assert _TABLE.search(text), f"{PAGE} has no place for figures"
    figures = f"{where(minutes)}\n{table(lines)}\n"
    PAGE.write_text(_TABLE.sub(lambda found: f"{found[1]}{figures}{found[2]}", text), "utf-8")
