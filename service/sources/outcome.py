"""The outcome of a row of a machine-coded source: a fact, a part of one, skipped, or rejected."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Final, NamedTuple

from domain.content import Content
from domain.report import Report


class Coded(NamedTuple):
    """A row that is a fact: its key within the layer, its content, its source, its known day."""

    line: int
    key: str
    content: Content
    report: Report
    known_on: date


class Skipped(NamedTuple):
    """A row that its rules leave out, and why, in the rules' own words."""

    line: int
    because: str


NAMES_AGAIN: Final = "the names of the columns, again"
"""Why a row of a joined file is left out."""


class Rejected(NamedTuple):
    """A row that cannot be read.

    Its column, what is wrong in one sentence, and its text, cut short where it is long. `column` is
    empty where the row as a whole is wrong; `file` is the one within an archive, or empty. `held`
    is whether the row is only on hold, for its code may have lost a zero.
    """

    line: int
    column: str
    said: str
    raw: str
    file: str = ""
    held: bool = False

    @property
    def place(self) -> str:
        """`42`, or `events.1996.tab:42` in an archive."""
        return f"{self.file}:{self.line}" if self.file else str(self.line)

    def within(self, name: str) -> Rejected:
        """The same as a row of one file of several, which is named before the one within it."""
        return self._replace(file=f"{name}/{self.file}" if self.file else name)


class Joined(NamedTuple):
    """A row that repeats an earlier one from the other side: its own key, and that of its fact."""

    line: int
    key: str
    joins: str


Outcome = Coded | Skipped | Rejected | Joined


class Tally(NamedTuple):
    """How many rows had which outcome.

    `skipped` by reason, `rejected` by column, both most frequent first.
    """

    coded: int
    joined: int
    skipped: dict[str, int]
    rejected: dict[str, int]

    @property
    def rows(self) -> int:
        """All rows there were."""
        return self.coded + self.joined + sum(self.skipped.values()) + sum(self.rejected.values())


class Counted:
    """Outcomes counted as they pass by: `tally` at any time says how many so far."""

    def __init__(self) -> None:
        self._coded = self._joined = 0
        self._skipped: Counter[str] = Counter()
        self._rejected: Counter[str] = Counter()

    def count(self, outcome: Outcome) -> None:
        """Takes one more into account."""
        if isinstance(outcome, Coded):
            self._coded += 1
        elif isinstance(outcome, Skipped):
            self._skipped[outcome.because] += 1
        elif isinstance(outcome, Joined):
            self._joined += 1
        else:
            self._rejected[outcome.column] += 1

    @property
    def tally(self) -> Tally:
        """How many of each so far."""
        return Tally(
            self._coded,
            self._joined,
            dict(self._skipped.most_common()),
            dict(self._rejected.most_common()),
        )


def tally(outcomes: Iterable[Outcome]) -> Tally:
    """Counts rows by their outcome."""
    counted = Counted()
    for outcome in outcomes:
        counted.count(outcome)
    return counted.tally
