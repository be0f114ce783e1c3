"""Machine-coded files imported one after the other, as one command, whatever stops it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Final, NamedTuple

from domain.refusal import Failure
from domain.source_actors import SourceActors
from projections.receipt import Receipt
from service.input_files import Look
from service.moment import Moment
from service.sources.archive import Archive
from service.sources.bulk import Account, Order, imported, receipt_of
from service.sources.reader import Rows
from service.sources.reading import Reading, Wanted, checked
from service.sources.rejects import Rejects
from service.sources.rulebook import rules_text
from service.sources.summed import Summed, unread
from service.sources.survey import NOTHING, Survey, surveyed_together
from service.sources.taken import Content, Span, Taken, digesting
from service.store.batches import has_extra
from service.timeline import Timeline

OF_ONE_FILE: Final = frozenset(
    {
        "damaged-file", "empty-file", "missing-column", "no-file", "not-a-file", "not-text",
        "other-codes", "other-delimiter", "other-width", "packed-file", "replaced-meanwhile",
        "two-columns", "unreadable-file", "unreadable-header",
    }
)  # fmt: skip
"""The refusals of one file, after which the next one may be read."""


SMALL: Final = 100_000
"""Bytes of a file with too few rows to be recorded together; of a packed one half of that."""

_TOGETHER: Final = 10
"""Files up to so many times as large are looked over together."""


class Step(NamedTuple):
    """How far an import has come: file by number of how many, rows, and the part of all bytes.

    `share` is None where the size of a file is not known. `facts` are those of a file that was
    read, as `.facts`, where they are asked for.
    """

    file: int
    files: int
    rows: int
    share: float | None
    facts: str = ""


@dataclass(frozen=True)
class Source:
    """What is read: the name of all of it, its files, and how each is found and opened.

    `path` is None for what has no place on a disk. `words` is the request in short.
    """

    name: str
    words: str
    archive: Archive
    path: Callable[[str], Path | None]
    rows: Callable[[str], Rows]
    shown: Callable[[str], str]


class FilesImport:
    """An import of files while it runs."""

    def __init__(
        self,
        timeline: Timeline,
        wanted: Wanted,
        source: Source,
        rejects: Rejects,
        today: date,
    ) -> None:
        self._timeline = timeline
        self.wanted = wanted
        self.source = source
        self.rejects = rejects
        self._today = today
        self._rules, layer = checked(wanted)
        self._actors = SourceActors(timeline.registry)
        self._order = Order(
            layer,
            source.name,
            source.words,
            wanted.changed != "ignore",
            bool(wanted.gone),
            wanted.gone == "retract-most",
            wanted.writes_nothing,
        )
        text = rules_text(wanted.rules)
        self._taken = Taken(timeline, layer, text, correct=self._order.correct)
        self.several = source.archive.several or wanted.new_only
        self._files = source.archive.files
        self._contents: dict[str, Content] = {}
        self._moment = timeline.moment(wanted.author, today)
        self._beside = NOTHING
        self._surveys: dict[str, tuple[Look | None, tuple[Survey, ...]]] = {}
        self.passed_over = 0
        self.summed = Summed()

    # What was taken before

    def looked(self) -> Iterator[Step]:
        """Looks at every file, and passes over those that were imported whole before."""
        looks = [self._look(file) for file in self._files]
        total = sum(look.size for look in looks if look) or 1
        new: list[str] = []
        read = 0
        for number, (file, look) in enumerate(zip(self._files, looks, strict=True), 1):
            content: Content | None = None
            for size, found in self._digesting(file) if look else ():
                read, content = read + size, found
                yield Step(number, len(looks), number, read / total)
            if content and self._taken.holds(content.digest):
                self.passed_over += 1
                continue
            new.append(file)
            if content:
                self._contents[file] = content
        self._files = tuple(new)

    def _look(self, file: str) -> Look | None:
        path = self.source.path(file)
        return None if path is None else Look.at(path)

    def _digesting(self, file: str) -> Iterator[tuple[int, Content | None]]:
        """What a file holds, None up to its end, and of one that cannot be read."""
        path = self.source.path(file)
        try:
            yield from digesting(path, self.source.archive.listed.get(file)) if path else ()
        except (OSError, Failure):
            # Whoever reads its rows says why it cannot be read.
            yield 0, None

    # Its rows

    def steps(self) -> Iterator[Step]:
        """Imports file by file. Raises Failure; with `keep_going` only where no file can go in."""
        sizes = [look.size if look else None for look in map(self._look, self._files)]
        known = [size for size in sizes if size is not None]
        total = sum(known) if len(known) == len(sizes) else None
        done = 0
        self._look_over()
        for number, (file, size) in enumerate(zip(self._files, sizes, strict=True), 1):
            try:
                for rows, share, facts in self._imported(file):
                    of_all = (done + share * (size or 0)) / total if total else None
                    yield Step(number, len(sizes), rows, of_all, facts)
            except Failure as bad:
                if not self.wanted.keep_going or bad.code not in OF_ONE_FILE:
                    raise
                self.summed.bad(self.source.shown(file), bad.said)
            done += size or 0

    def _look_over(self) -> None:
        """Looks over the codes of small files together, before a row of any is read.

        Raises Failure where too many of them are of another system.
        """
        small = [file for file in self._files if self._is_small(file, _TOGETHER)]
        if len(small) > 1:
            looks = [self._look(file) for file in small]
            files = ((self.source.shown(file), self.source.rows(file)) for file in small)
            self._beside, each = surveyed_together(self._rules, files)
            looked_over = zip(small, looks, each, strict=True)
            self._surveys = {file: (look, found) for file, look, found in looked_over if found}

    def _imported(self, file: str) -> Iterator[tuple[int, float, str]]:
        """Imports one file; how many rows there were so far, and how much of the file is read."""
        rows, first = self.source.rows(file), self._timeline.head().position
        shown = self.source.shown(file)
        seen, surveys = self._surveys.pop(file, (None, ()))
        order = replace(self._order, file=shown, batch_of=self.summed.account.batch_of)
        reading = Reading(
            self._rules,
            rows,
            self._actors,
            self.wanted,
            self.rejects,
            self._today + timedelta(days=1),
            named=shown if self.several else "",
            beside=self._beside if self._is_small(file, _TOGETHER) else NOTHING,
            # Who changed a file since has it looked over again.
            looked_over=surveys if self._look(file) == seen else (),
        )
        account = Account(batch_of=order.batch_of)
        moment = self._timeline.onward(self._moment)
        before, whole = self.summed.rows, False
        try:
            for account in self._accounts(file, reading, order, moment):
                yield before + account.tally.rows, reading.share or 0, ""
            whole = True
        finally:
            if whole or account.tally.rows:
                self.summed.add(shown, account, reading)
        if unread(account) and unread(account) == account.tally.rows:
            self.summed.bad(shown, f"no row of {shown} can be read.")
        elif self.wanted.limit is None and not self.wanted.writes_nothing:
            self._remember(file, rows.looks, account, first)
        yield self.summed.rows, 1, reading.shown(order.layer)

    def _is_small(self, file: str, times: int = 1) -> bool:
        """Whether a file is small: its rows are recorded one by one; or so many times as large."""
        look = self._look(file)
        packed = file.lower().endswith((".gz", ".zip"))
        return look is not None and look.size < SMALL * times // (2 if packed else 1)

    def _accounts(
        self, file: str, reading: Reading, order: Order, moment: Moment
    ) -> Iterator[Account]:
        """The account after each transaction: in columns, where what that needs is installed."""
        by_row = order.dry_run or self.wanted.limit is not None or self._is_small(file)
        if by_row or not has_extra():
            return imported(self._timeline, reading.outcomes(), order, moment)
        from service.archives import importing  # noqa: PLC0415  # needs an extra

        return importing.imported(self._timeline, reading.chunks(), order, moment)

    def _remember(self, file: str, looks: set[Look | None], account: Account, first: int) -> None:
        """Has the store remember what was read of a file to its end.

        Not where it was written or replaced before, while or after that was read.
        """
        last = self._timeline.head().position
        content = self._contents.pop(file, None)
        read = looks.pop() if len(looks) == 1 else None
        if read is None or read != self._look(file):
            return
        if content is None or content.look != read:
            *_, (_, content) = self._digesting(file)
        if content is None or content.look != read or read != self._look(file):
            return
        if not self._taken.holds(content.digest):
            span = Span(first, last, alone=not account.known)
            self._taken.remember(content.digest, self.source.shown(file), span)

    # What came of it

    @property
    def account(self) -> Account:
        """The outcome of every row so far."""
        return self.summed.account

    def receipt(self, rejects: str) -> Receipt:
        """The receipt for all files so far; `rejects` is the file of rejected rows, if any."""
        found = self.summed.of_file(self._rules.name, rejects)
        receipt = receipt_of(self._timeline, self.account, self._order, self._moment, found)
        if not self.several:
            return receipt
        files = self.summed.files(self.passed_over, self.source.archive.left_out)
        rows = receipt.rows and replace(receipt.rows, gone=receipt.rows.gone or 0, spared=0)
        return replace(receipt, rows=rows, files=files)
