"""A store in memory, for the bundled sample and for tests."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Unpack
from uuid import UUID

from eventsourcing.persistence import Notification, StoredEvent
from eventsourcing.popo import POPOProcessRecorder

from domain.refusal import InvalidInput
from service.store import batch_checks
from service.store.batches import Batches
from service.store.chain import ChainVerifier, Row
from service.store.citation_tally import and_one, tally_of
from service.store.digest import GENESIS, Head, link
from service.store.errors import check_after
from service.store.flow_sums import WithoutFlowTable
from service.store.interface import TimelineRecorder
from service.store.log import Appended, versions
from service.store.pair_index import IndexEntryOf
from service.store.remembered import CITED_KEY
from service.store.verification import Differences, Flaw, Verdict
from service.store.word_index import Phrase, Wording

if TYPE_CHECKING:
    from projections.flow_sides import PairKey


class MemoryRecorder(POPOProcessRecorder, WithoutFlowTable, TimelineRecorder):
    """The library's recorder of plain objects, with an index of pairs beside it."""

    def __init__(self) -> None:
        super().__init__()
        # By a layer, a pair or an actor of it: each stream, with the position from which on it is
        # found so.
        self._streams: dict[str, dict[str, int]] = {}
        self._digests = [GENESIS]
        self._notes: dict[str, str] = {}
        self._citations: dict[str, bytes] = {}
        self._blocks: dict[str, bytes] = {}
        self.batches = Batches(self)

    @classmethod
    def loaded(cls, rows: str) -> MemoryRecorder:
        """A store that holds the events of `rows_text`."""
        recorder = cls()
        events: list[StoredEvent] = []
        pairs: list[Sequence[PairKey]] = []
        for row in rows.splitlines():
            stream, version, topic, entry, state = row.split("\t", 4)
            events.append(StoredEvent(stream, int(version), topic, state.encode()))
            pairs.append([_pair(pair) for pair in entry.split()])
        recorder.append(events, pairs=pairs)
        return recorder

    def append(self, events: Sequence[StoredEvent], **beside: Unpack[Appended]) -> Sequence[int]:
        """Records events, all or none, and returns their positions, gapless in order of commit."""
        return list(self.insert_events(events, **beside) or ())

    def _assert_uniqueness(
        self, stored_events: Sequence[StoredEvent], **kwargs: Any
    ) -> None:  # the library's signature
        check_after(self.head(), kwargs.get("after"))
        super()._assert_uniqueness(stored_events, **kwargs)

    def _update_table(
        self, stored_events: Sequence[StoredEvent], **kwargs: Any
    ) -> Sequence[int] | None:  # the library's signature
        pairs: Sequence[Sequence[PairKey]] = kwargs.pop("pairs", ())
        self._blocks.update(kwargs.pop("blocks", {}))
        for summed in ("flows", "left"):
            kwargs.pop(summed, None)
        positions = super()._update_table(stored_events, **kwargs)
        for i, (position, event) in enumerate(zip(positions or (), stored_events, strict=True)):
            self._digests.append(link(self._digests[-1], event))
            _tie(self._streams, position, event, pairs[i] if pairs else ())
        return positions

    def _of(self, key: str) -> Sequence[StoredEvent]:
        return self.select_own(list(self._streams.get(key, ())))

    def select_pair(self, a: str, b: str, layer: str) -> Sequence[StoredEvent]:
        """All events of the facts that may belong to a pair."""
        return self.batches.and_pair(self._of(f"{layer}:{a}:{b}"), (a, b), layer)

    def select_actor(self, actor: str, layer: str) -> Sequence[StoredEvent]:
        """All events of the facts that may belong to any pair of an actor."""
        return self.batches.and_actor(self._of(f"{layer}:{actor}"), actor, layer)

    def select_layer(self, layer: str) -> Sequence[StoredEvent]:
        """All events of a layer."""
        return self.batches.and_layer(self._of(layer), layer)

    def layers(self) -> Sequence[str]:
        """The layers whose facts belong to any pair."""
        found = {
            key.partition(":")[0] for key, found in self._streams.items() if ":" in key and found
        }
        return self.batches.layers(found)

    def block(self, digest: str) -> bytes | None:
        """The bytes of a block; None where it is gone."""
        return self._blocks.get(digest)

    def select_numbered(self, layer: str, after: int = 0) -> Sequence[Notification]:
        """All events of a layer after a position with theirs, in order of position."""
        found = self.select_notifications(start=after + 1, limit=max(1, self.head().position))
        return [event for event in found if str(event.originator_id).startswith(f"{layer}/")]

    def select_streams(self, names: Sequence[str]) -> Sequence[StoredEvent]:
        """All events of some streams."""
        return self.batches.and_named(self.select_own(names), names)

    def select_own(self, names: Sequence[str]) -> Sequence[StoredEvent]:
        """The events of some streams that have rows of their own."""
        one = super().select_events
        return [event for stream in sorted(names) for event in one(stream)]

    def own_names(self, first: str, last: str, limit: int | None = None) -> Sequence[str]:
        """The streams from one name to another that have rows of their own, by name."""
        layer = first.partition("/")[0]
        found = (name for name in self._streams.get(layer, ()) if first <= name <= last)
        return sorted(found)[:limit]

    def select_events(
        self,
        originator_id: UUID | str,
        *,
        gt: int | None = None,
        lte: int | None = None,
        desc: bool = False,
        limit: int | None = None,
    ) -> Sequence[StoredEvent]:
        """The events of one stream, in order of version."""
        return versions(self.select_streams([str(originator_id)]), gt, lte, limit, desc=desc)

    def select_next(self, layer: str, after: str, limit: int) -> Sequence[StoredEvent]:
        """All events of the streams of a layer that come after one."""
        following = [stream for stream in sorted(self._streams.get(layer, ())) if stream > after]
        found = self.select_own(following[:limit])
        return self.batches.and_next(found, layer, after, limit)

    def index_words(self, layer: str, words: Wording) -> None:
        """Indexes nothing: what is in memory is read through as fast."""

    def select_words(self, layer: str, terms: Sequence[Sequence[Phrase]]) -> Sequence[StoredEvent]:  # noqa: ARG002  # any may hold them
        """All events of a layer."""
        return self.select_layer(layer)

    def at_position(self, position: int) -> TimelineRecorder:
        """The first events of the store, in memory too."""
        earlier = MemoryRecorder()
        earlier.append(self._stored_events[:position])
        earlier._streams = {
            key: {stream: at for stream, at in found.items() if at <= position}
            for key, found in self._streams.items()
        }
        earlier._notes, earlier._citations = self._notes, self._citations
        earlier._blocks = self._blocks
        return earlier

    def head(self) -> Head:
        """How far the store has come."""
        return Head(self.max_notification_id() or 0, self._digests[-1])

    def digest_at(self, position: int) -> bytes | None:
        """The digest stored with one row; that before the first row at 0.

        None where there is no such row.
        """
        return self._digests[position] if 0 <= position < len(self._digests) else None

    def verified(
        self,
        entry_of: IndexEntryOf,
        words: Wording,
        *,
        sums: bool = True,
        again: IndexEntryOf | None = None,  # noqa: ARG002  # none is read once more
    ) -> Verdict:
        """Verifies the order, text and digests of its events, and its index."""
        walk = ChainVerifier()
        flaws: list[Flaw] = []
        for row in self.readable():
            flaws += walk.take(row)
            event = row.event
            try:
                assert event is not None  # nobody but us put it there
                entry_of(event)
            except InvalidInput as refused:
                flaws.append(row.flaw("event", f"{row.named} cannot be read: {refused.said}"))
        if walk.head.digest != self._digests[-1]:
            flaws.append(walk.last.flaw("head", f"the digest is not that of {walk.last.named}."))
        flaws += self.differences(entry_of, words).flaws if not flaws else ()
        return batch_checks.with_batches(
            Verdict(walk.head, self.head(), tuple(flaws)), self, sums=sums
        )

    def readable(self) -> Iterator[Row]:
        """Every row, in order of position."""
        digest = GENESIS
        for found in self.select_notifications(start=None, limit=self.head().position):
            event = StoredEvent(
                found.originator_id, found.originator_version, found.topic, found.state
            )
            digest = link(digest, event)
            yield Row(found.id, *_columns(event), digest)

    def differences(self, entry_of: IndexEntryOf, words: Wording) -> Differences:  # noqa: ARG002  # it has no index of words
        """How the index differs from what the events say."""
        new = self._new_index(entry_of)
        keys = sorted({*new, *self._streams})
        missing = [
            (key, stream)
            for key in keys
            for stream in new.get(key, {})
            if stream not in self._streams.get(key, {})
        ]
        surplus = [
            (key, stream)
            for key in keys
            for stream in self._streams.get(key, {})
            if stream not in new.get(key, {})
        ]
        flaws = [
            Flaw("index", f"the index does not find {stream} by {key}.", stream=stream)
            for key, stream in missing
        ]
        flaws += [
            Flaw("index", f"the index finds {stream} by {key}.", stream=stream)
            for key, stream in surplus
        ]
        return Differences(len(missing), len(surplus), tuple(flaws))

    def rebuild(self, entry_of: IndexEntryOf, words: Wording) -> Differences:
        """Rebuilds the index, and returns how the old one differed."""
        found = self.differences(entry_of, words)
        self._streams = self._new_index(entry_of)
        return found

    def _new_index(self, entry_of: IndexEntryOf) -> dict[str, dict[str, int]]:
        streams: dict[str, dict[str, int]] = {}
        for row in self.readable():
            event = row.event
            assert event is not None
            _tie(streams, row.position, event, entry_of(event).pairs)
        return streams

    def remembered(self, key: str) -> str | None:
        """What the store remembers under a key; None where it remembers nothing there."""
        return self._notes.get(key)

    def remember(self, key: str, value: str) -> None:
        """Has the store remember something under a key, in place of what it remembered there."""
        self._notes[key] = value

    def keep_citation(self, answer: str, state: bytes) -> None:
        """Keeps what belongs to an answer's id, unless something is kept under it already."""
        if answer not in self._citations:
            tally = self._notes.get(CITED_KEY) or tally_of(self._citations.items())
            self._citations[answer] = state
            self._notes[CITED_KEY] = and_one(tally, answer, state)

    def citation(self, answer: str) -> bytes | None:
        """What was kept first under an answer's id; None where nothing was."""
        return self._citations.get(answer)

    def citations(self, prefix: str = "") -> Sequence[tuple[str, bytes]]:
        """Every answer whose id begins with `prefix`, with what is kept under it, by id."""
        return sorted(
            (answer, state)
            for answer, state in self._citations.items()
            if answer.startswith(prefix)
        )

    def close(self) -> None:
        """Lets go of nothing: no one else holds what is in memory."""


def _tie(
    streams: dict[str, dict[str, int]], position: int, event: StoredEvent, pairs: Sequence[PairKey]
) -> None:
    stream = str(event.originator_id)
    layer = stream.partition("/")[0]
    keys = [layer]
    for a, b in pairs:
        keys += [f"{layer}:{a}", f"{layer}:{b}", f"{layer}:{a}:{b}"]
    for key in keys:
        streams.setdefault(key, {}).setdefault(stream, position)


def _columns(event: StoredEvent) -> tuple[str, int, str, bytes]:
    return str(event.originator_id), event.originator_version, event.topic, event.state


def _pair(text: str) -> PairKey:
    a, _, b = text.partition("|")
    return a, b


def rows_text(rows: Iterable[tuple[StoredEvent, Sequence[PairKey]]]) -> str:
    """Events as text, one a line.

    Stream, version, topic, pairs, state, separated by tabs, which JSON does not hold.
    """
    lines: list[str] = []
    for event, pairs in rows:
        entry = " ".join(f"{a}|{b}" for a, b in pairs)
        lines.append(
            "\t".join(
                [
                    str(event.originator_id),
                    str(event.originator_version),
                    event.topic,
                    entry,
                    event.state.decode(),
                ]
            )
        )
    return "".join(f"{line}\n" for line in lines)
