"""Rows of a file before any is joined to another: the outcome of each, and facts in columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

import numpy as np

from domain.refusal import Failure, InvalidInput
from service.archives.columns import Few, Flags, Ints, Places
from service.archives.distinct import Mapped, asked, flags
from service.archives.facts import Facts, Found, single_facts
from service.archives.parties import AllParties, Parties
from service.archives.table import Table, Tables, in_tables
from service.sources.cell_readers import CellReader
from service.sources.coding import Coder
from service.sources.dates import Dating
from service.sources.heading import Row
from service.sources.lines import Block
from service.sources.mirror import Mirrored
from service.sources.outcome import Coded, Rejected, Skipped
from service.sources.part import Part
from service.sources.sides import NOT_OF_THE_STATE, Unknown

FACT: Final = 0
REJECTED: Final = -1
JOINED: Final = -2
_SINGLE: Final = -3
_NO_ROW: Final = -4

ROWS: Final = 20_000
"""Rows that are coded one by one before their facts are put into columns."""

Read = Row | Rejected | Skipped


class Draft(NamedTuple):
    """The outcomes of some rows, in the order of the rows.

    `outcomes` has FACT, REJECTED, or the number of a reason to skip the row. `facts` are the facts,
    in pieces, and `at` the place of each one's row, as of each of those `rejected`.
    """

    outcomes: Places
    facts: list[Found]
    at: Ints
    rejected: list[tuple[int, Rejected]]


class Drafts:
    """Codes the rows of a file; `reasons` are those to skip a row, by their numbers."""

    def __init__(self, coder: Coder, part: Part) -> None:
        self._coder = coder
        self._part = part
        self._facts = Facts(coder, part.width)
        columns = self._facts.columns | _columns(coder)
        keys = set(coder.readers.key.columns)
        self._tables = Tables(part, columns | keys, keys - columns)
        self._parties = AllParties(coder.sides, part.width)
        self._of_sides = Mapped(self._outcome_of)
        self._numbers: dict[str, int] = {}
        self.reasons = [""]

    def of_all(self, size: int) -> Iterator[Draft]:
        """Those of a whole file, of about `size` bytes each. Raises Failure."""
        if in_tables(self._part):
            for block in self._part.blocks(size):
                yield self._of_block(block)
        for rows in _batches(self._part):
            yield self._with_single(np.full(len(rows), _SINGLE, np.int32), enumerate(rows))

    def _of_block(self, block: Block) -> Draft:
        table = self._tables.table(block)
        self._part.pass_by(table.count)
        days = asked(table, self._coder.readers.date, self._part.width)
        both = self._parties.of(table, days)
        found = self._left_out(table, days, both)
        facts = self._facts.of(table, np.flatnonzero(found == FACT), days, both)
        found[found == FACT] = _SINGLE
        found[facts.rows] = FACT
        outcomes = np.full(table.count, _SINGLE, np.int32)
        outcomes[table.lines] = found
        single = (
            (place, self._part.row(*table.line(place)))
            for place in np.flatnonzero(outcomes == _SINGLE).tolist()
        )
        return self._with_single(outcomes, single, facts, table.lines[facts.rows])

    def _left_out(
        self, table: Table, days: Few[Dating | InvalidInput], both: Few[Parties]
    ) -> Places:
        """The number of the reason to skip each row, or FACT where it may be one."""
        coder, width = self._coder, self._part.width
        found = np.zeros(len(table.lines), np.int32)
        found[flags(days, lambda day: isinstance(day, InvalidInput))] = _SINGLE
        found[self._may_be_names(table)] = _SINGLE
        for reader, because in coder.readers.skips:
            skipped = flags(asked(table, reader, width), bool)
            found[skipped & (found == FACT)] = self._number(because)
        of_sides = np.array(self._of_sides.of(both.values), np.int32)[both.at]
        found = np.where(found == FACT, of_sides, found)
        speak = CellReader(coder.sides.sector_columns, coder.sides.speak)
        silent = flags(asked(table, speak, width), lambda speaks: not speaks)
        found[silent & (found == FACT)] = self._number(NOT_OF_THE_STATE)
        return found

    def _may_be_names(self, table: Table) -> Flags:
        """Which rows may name the columns again."""
        at = self._coder.code_at
        named = next(name for name, place in self._part.columns.items() if place == at)
        column = table.few(at)
        return flags(Few(column.at, column.values), lambda text: text.strip() == named)

    def _outcome_of(self, both: Parties) -> int:
        if isinstance(both, Unknown):
            return _SINGLE
        return self._number(both) if isinstance(both, str) else FACT

    def _number(self, because: str) -> int:
        if because not in self._numbers:
            self._numbers[because] = len(self.reasons)
            self.reasons.append(because)
        return self._numbers[because]

    def _with_single(
        self,
        outcomes: Places,
        rows: Iterable[tuple[int, Read | None]],
        facts: Found | None = None,
        at: Ints | None = None,
    ) -> Draft:
        """A draft with the outcomes of rows that are coded one by one."""
        rejected: list[tuple[int, Rejected]] = []
        coded: dict[int, tuple[Coded, Mirrored | None]] = {}
        for place, row in rows:
            outcome, mirrored = self._coder.outcome(row) if isinstance(row, Row) else (row, None)
            if isinstance(outcome, Coded):
                outcomes[place] = FACT
                coded[place] = outcome, mirrored
            elif isinstance(outcome, Rejected):
                outcomes[place] = REJECTED
                rejected.append((place, outcome._replace(file=self._part.member)))
            elif isinstance(outcome, Skipped):
                outcomes[place] = self._number(outcome.because)
            else:
                assert outcome is None
                outcomes[place] = _NO_ROW
        found = single_facts(coded.values())
        pieces = [found] if facts is None else [facts, found]
        places = np.append(np.zeros(0, np.int64) if at is None else at, list(coded)).astype(
            np.int64
        )
        # Empty lines are not rows: nothing waits for them.
        there = outcomes != _NO_ROW
        passed = np.cumsum(there) - 1
        return Draft(
            outcomes[there],
            pieces,
            passed[places],
            [(int(passed[place]), each) for place, each in rejected],
        )


def _columns(coder: Coder) -> set[int]:
    """The columns by which rows are left out."""
    readers, sides = coder.readers, coder.sides
    named = [*readers.date.columns, *sides.sector_columns]
    for side in (sides.source, sides.target):
        named += [at for at in (side.at, side.instead) if at is not None]
    for reader, _ in readers.skips:
        named += reader.columns
    return set(named)


def _batches(rows: Iterable[Read]) -> Iterator[list[Read]]:
    """Rows, many at a time; those before damage come before it is raised."""
    batch: list[Read] = []
    try:
        for row in rows:
            batch.append(row)
            if len(batch) == ROWS:
                yield batch
                batch = []
    except Failure:
        yield batch
        raise
    if batch:
        yield batch
