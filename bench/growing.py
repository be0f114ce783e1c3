"""Facts that people record: what ten times as many of them cost, command by command.

Every command is a process of its own, measured in seconds of the processor and memory.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, NamedTuple

from bench.measure import Row

FACTS: Final = 100_000
REPORTS: Final = 10_000
LARGER: Final = 10
"""How many times as much there is as in the floor."""

BUDGET: Final = 12
"""How many times the seconds that may take: sorting adds a little."""

TODAY: Final = date(2025, 6, 1)
_FIRST: Final = date(2000, 1, 1)
_DAYS: Final = 9_000
_WHATS: Final = (
    "visit", "call", "talks", "accuse:disapprove", "cooperate", "sanction", "agree", "reject",
    "protest:demo", "aid/humanitarian", "instrument:treaty/diplomacy", "stance:critical",
)  # fmt: skip

OF_PAIR: Final = (
    ("state", "TUR", "RUS"),
    ("timeline", "TUR", "RUS"),
    ("why", "TUR", "RUS"),
    ("turns", "TUR", "RUS"),
    ("chart", "TUR", "RUS", "--from", "2000-01-01", "--json"),
    ("replay", "TUR", "RUS", "--from", "2000-01-01"),
)
OF_FACT: Final = (
    ("show", "the-visit"),
    ("state", "TUR", "RUS"),
    ("why", "the-visit"),
    ("history", "the-visit"),
    ("verify",),
)


class Spent(NamedTuple):
    """What a command took: seconds of the processor, and the most memory held, in bytes."""

    seconds: float
    memory: int


def rows() -> Iterator[Row]:
    """A tenth of the facts of a pair against all, then a tenth of the reports on one fact."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        yield from _of(folder / "pair", facts, FACTS, OF_PAIR, "facts of a pair")
        yield from _of(folder / "fact", reports, REPORTS, OF_FACT, "reports on a fact")


def _of(
    folder: Path,
    lines: Callable[[int], Iterator[str]],
    size: int,
    asked: tuple[tuple[str, ...], ...],
    of: str,
) -> Iterator[Row]:
    few, many = (Store(folder / str(n), lines, n) for n in (size // LARGER, size))
    for words in (("import",), *asked):
        floor, ours = few.run(*words), many.run(*words)
        what = f"{words[0]}: {size:,} {of} / a tenth"
        yield Row(what, floor.seconds, ours.seconds, BUDGET, True)
        yield Row("memory of that", floor.memory, ours.memory, None, True, "MB")


class Store:
    """A timeline in a folder of its own, and the lines that are imported first."""

    def __init__(self, folder: Path, lines: Callable[[int], Iterator[str]], size: int) -> None:
        folder.mkdir(parents=True)
        self._lines: Final = folder / "lines.facts"
        self._environ: Final = {
            **os.environ,
            "DETENTE_DB": str(folder / "own.db"),
            "DETENTE_TODAY": str(TODAY),
        }
        with self._lines.open("w", encoding="utf-8") as file:
            file.writelines(f"{line}\n" for line in lines(size))
        self.run("init")

    def run(self, *words: str) -> Spent:
        """Runs a command in a process of its own; an import takes the lines."""
        more = [str(self._lines)] if words[0] == "import" else []
        command = [sys.executable, "-m", "detente", *words, *more]
        nowhere = (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)
        child = os.posix_spawn(command[0], command, self._environ, file_actions=[nowhere])
        _, status, usage = os.wait4(child, 0)
        if status:
            raise RuntimeError(
                f"{' '.join(command)} ended with {os.waitstatus_to_exitcode(status)}"
            )
        return Spent(usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024)


def facts(number: int) -> Iterator[str]:
    """Lines of so many facts of Turkey and Russia over 25 years."""
    for i in range(number):
        day = _FIRST + timedelta(days=i * 7919 % _DAYS)
        sides = "TUR > RUS" if i % 3 else "RUS > TUR"
        yield f"{day}  {sides}  {_WHATS[i % len(_WHATS)]}  Something of number {i}  ^f{i}"
        yield f"    report Reuters, {day + timedelta(days=i % 5)}"


def reports(number: int) -> Iterator[str]:
    """Lines of a fact with so many reports, each of a day of its own or nearly so."""
    first = date(1995, 3, 5)
    yield f"{first}  TUR > RUS  visit  A minister visits  ^the-visit"
    for i in range(number):
        day = first + timedelta(days=i)
        yield f"    report Paper {i % 500}, {day}, https://example.org/{i}, origin=Agency {i % 37}"
