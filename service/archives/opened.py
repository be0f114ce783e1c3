"""A batch whose block is read: its rows by key, pair, actor and day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pyarrow as pa

from domain.events import Event, Undone
from domain.fact import fact_id
from projections.flow_sides import PairKey
from projections.stats import Share
from service.archives.block import decoded
from service.archives.columns import FactColumns, Few, Ints, Texts, pc
from service.archives.folding import Folded, folded
from service.archives.rows import coded_row, coded_rows, words_of
from service.sources.bulk import asserted

if TYPE_CHECKING:
    from service.store.batches import Batch


_SITE = "^(?P<site>(?i:https?)://[^/?#]+)"
"""An address as far as its host goes."""


class Counted(NamedTuple):
    """How many facts each pair has, and the first and the last of their days, if any."""

    of: Counter[PairKey]
    days: tuple[int, ...]


class Opened:
    """The rows of a batch."""

    def __init__(self, batch: Batch, rows: FactColumns) -> None:
        self.batch = batch
        self.rows = rows

    @classmethod
    def of(cls, batch: Batch, data: bytes) -> Opened:
        """Those in the bytes of its block. Raises Damaged where they are not what was recorded."""
        return cls(batch, decoded(data, batch.recorded.block, batch.recorded.rows))

    @cached_property
    def folded(self) -> Folded:
        """The rows as they are summed."""
        return folded(self.rows)

    # Places of rows

    def all(self) -> Sequence[int]:
        """Every row."""
        return range(len(self.rows.known))

    def places(self, keys: Sequence[str]) -> Sequence[int]:
        """The rows of some keys."""
        found = pc.is_in(self.rows.keys, value_set=pa.array(keys, pa.string()))
        return _listed(np.flatnonzero(found.to_numpy(zero_copy_only=False)))

    def keys_after(self, key: str) -> list[str]:
        """The keys after one, in any order."""
        found: list[str] = self.rows.keys.filter(pc.greater(self.rows.keys, key)).to_pylist()
        return found

    def of_pair(self, pair: PairKey) -> Sequence[int]:
        """The rows of a pair."""
        loose = (row for each, row in self.folded.loose if each == pair)
        return _once((*_listed(self._summed([pair])), *loose))

    def of_actor(self, actor: str) -> Sequence[int]:
        """The rows of any pair of an actor."""
        pairs = [pair for pair in self.folded.pairs if actor in pair]
        loose = (row for pair, row in self.folded.loose if actor in pair)
        return _once((*_listed(self._summed(pairs)), *loose))

    def of_day(self, pair: PairKey, day: int) -> Sequence[int]:
        """The rows of a pair of one day that are summed."""
        rows = self.folded
        if pair not in rows.pairs:
            return ()
        found = (rows.pair == rows.pairs.index(pair)) & (rows.day == day)
        return _listed(rows.row[found])

    def _summed(self, pairs: Sequence[PairKey]) -> Ints:
        rows = self.folded
        places = [rows.pairs.index(pair) for pair in pairs if pair in rows.pairs]
        return rows.row[np.isin(rows.pair, places)]

    def counted(self, apart: Collection[int]) -> Counted:
        """How many facts each pair has, and the first and last of their days, but for some rows."""
        rows = self.folded
        mine = ~np.isin(rows.row, sorted(apart))
        numbers: list[int] = np.bincount(rows.pair[mine], minlength=len(rows.pairs)).tolist()
        counted = zip(rows.pairs, numbers, strict=True)
        of = Counter({pair: number for pair, number in counted if number})
        day = rows.day[mine]
        days = {int(day.min()), int(day.max())} if len(day) else set[int]()
        for row in {row for _, row in rows.loose} - set(apart):
            share = self._share(row)
            of.update(share.pairs)
            days.update(share.days)
        return Counted(of, tuple(days))

    def _share(self, row: int) -> Share:
        """What the fact of a row adds to a tally."""
        columns = self.rows
        alike = (columns.shapes, columns.sides, columns.on)
        key = (bool(columns.mutual[row]), *(int(column.at[row]) for column in alike))
        if key not in self._shares:
            content = coded_row(columns, row).content
            self._shares[key] = Share.of(content, content.window)
        return self._shares[key]

    @cached_property
    def _shares(self) -> dict[tuple[int, ...], Share]:
        """What rows add to a tally, by all that it depends on."""
        return {}

    def holding(self, terms: Sequence[Sequence[Sequence[str]]]) -> Sequence[int]:
        """The rows that may hold, of every term, one of its phrases: in one of their columns."""
        found = np.ones(self.rows.number, np.bool_)
        texts = self._texts
        for term in terms:
            phrases = [f" {' '.join(phrase)} " for phrase in term]
            holds = np.zeros(self.rows.number, np.bool_)
            for column, words in texts:
                has = [any(phrase in each for phrase in phrases) for each in words]
                holds |= np.array(has, np.bool_)[column.at]
            found &= holds
        return _listed(np.flatnonzero(found))

    @cached_property
    def _texts(self) -> list[tuple[Few[Any], list[str]]]:
        """The columns in which words are looked for, each with the words of its values."""
        rows = self.rows
        sites = _sites(rows.urls)
        return [
            (rows.titles, [words_of(title=title) for title in rows.titles.values]),
            (rows.sides, [words_of(sides=sides) for sides in rows.sides.values]),
            (rows.shapes, [words_of(shape=shape) for shape in rows.shapes.values]),
            (rows.publishers, [words_of(publisher=name) for name in rows.publishers.values]),
            (sites, [words_of(url=site) for site in sites.values]),
        ]

    # Events

    def events(self, rows: Iterable[int]) -> Iterator[Event]:
        """The events that some rows stand for: that each was recorded, and that all were undone.

        In order of version for each row.
        """
        recorded = self.batch.recorded
        for coded in coded_rows(self.rows, [*rows]):
            stream = fact_id(coded.key, recorded.layer)
            first = asserted(stream, coded, recorded.recorded_at, recorded.author)
            yield first
            for each in self.batch.later:
                yield Undone(
                    originator_id=first.originator_id,
                    originator_version=each.originator_version,
                    versions=each.versions,
                    known_on=first.known_on,
                    recorded_at=each.recorded_at,
                    author=each.author,
                    because=each.because,
                )


def _listed(places: Ints) -> Sequence[int]:
    found: list[int] = places.tolist()
    return found


def _once(rows: Iterable[int]) -> Sequence[int]:
    return sorted(set(rows))


def _sites(urls: Texts) -> Few[str]:
    """The sites of addresses: few of many."""
    found = pc.extract_regex(urls, _SITE).field("site").fill_null("").dictionary_encode()
    return Few(found.indices.to_numpy(zero_copy_only=False), found.dictionary.to_pylist())
