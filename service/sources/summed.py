"""Files of one import added up: their rows, their facts, and the few that are shown one by one."""

from __future__ import annotations

from collections import Counter
from typing import Final

from projections.receipt import BadFile, FileRows, Files, LeftOut, OnHold, Rows, UnreadRow
from service.sources.bulk import Account
from service.sources.outcome import Tally
from service.sources.reading import MOST_REJECTED, Reading

MOST_LISTED: Final = 10
"""Files that are listed each with its rows; of more, only the sum is shown."""


def unread(account: Account) -> int:
    """How many rows could not be read."""
    return sum(account.tally.rejected.values())


class Summed:
    """What came of the files so far; of one file alone it is exactly that one's."""

    def __init__(self) -> None:
        self.account = Account()
        self.number = 0
        self.all_readable = True
        self._each: list[FileRows] = []
        self._bad: list[BadFile] = []
        self._bad_in_all = 0
        self._not_compared = 0
        self._skipped: Counter[str] = Counter()
        self._rejected: Counter[str] = Counter()
        self._columns = self._unnamed = 0
        self._read_as: tuple[tuple[str, str], ...] = ()
        self._unread: list[UnreadRow] = []
        self._held: OnHold | None = None

    @property
    def rows(self) -> int:
        """How many rows were read."""
        return self.account.tally.rows

    def add(self, file: str, account: Account, reading: Reading) -> None:
        """Adds the rows of a file, all of them or those that were read."""
        found = reading.rows("", "")
        self.number += 1
        self._columns = self._columns or found.columns
        self._unnamed = self._unnamed or found.unnamed
        self._read_as = self._read_as or found.read_as
        self._unread += found.unread_rows[: MOST_REJECTED - len(self._unread)]
        self._hold(found.on_hold)
        self._not_compared += account.gone is None or account.spared > 0
        if len(self._each) <= MOST_LISTED:
            self._each.append(FileRows(file, account.tally.rows, account.added, unread(account)))
        self._add(account)

    def bad(self, file: str, said: str) -> None:
        """Notes a file that could not be read, or none of its rows."""
        self.all_readable = False
        self._bad_in_all += 1
        if len(self._bad) < MOST_LISTED:
            self._bad.append(BadFile(file, said))

    def _hold(self, found: OnHold | None) -> None:
        held = self._held
        if held is None or found is None:
            self._held = held or found
            return
        # What all files show together is counted once.
        again = held[1:] == found[1:]
        lost = held.lost if again else held.lost + found.lost
        self._held = held._replace(rows=held.rows + found.rows, lost=lost)

    def _add(self, one: Account) -> None:
        self._skipped.update(one.tally.skipped)
        self._rejected.update(one.tally.rejected)
        if self.number == 1:
            self.account = one
            return
        whole, tally = self.account, self.account.tally
        whole.tally = Tally(
            tally.coded + one.tally.coded,
            tally.joined + one.tally.joined,
            dict(self._skipped.most_common()),
            dict(self._rejected.most_common()),
        )
        whole.added += one.added
        whole.again += one.again
        whole.corrected += one.corrected
        whole.ignored += one.ignored
        whole.there += one.there
        whole.repeated += one.repeated
        whole.events += one.events
        whole.gone = (whole.gone or 0) + (one.gone or 0)
        whole.spared += one.spared
        whole.batch_of = one.batch_of
        whole.sides.update(one.sides)

    def of_file(self, rules: str, rejects: str) -> Rows:
        """What is known of the file, or of all of them, but for the outcome of rows."""
        return Rows(
            "",
            "",
            rules,
            self._columns,
            0,
            unnamed=self._unnamed,
            read_as=self._read_as,
            unread_rows=tuple(self._unread),
            on_hold=self._held,
            rejects=rejects,
        )

    def files(self, taken: int, left_out: tuple[LeftOut, ...]) -> Files:
        """The files, with those that were passed over and what is left out."""
        return Files(
            self.number,
            taken,
            tuple(self._each) if self.number <= MOST_LISTED else (),
            tuple(self._bad),
            self._bad_in_all,
            left_out,
            self._not_compared,
        )
