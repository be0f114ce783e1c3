"""The reading half of a store in a database: streams, pairs, flows, words, positions."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final
from uuid import UUID

from eventsourcing.persistence import (
    ApplicationRecorder,
    Notification,
    StoredEvent,
    Subscription,
)
from sqlalchemy import bindparam, func, literal_column, or_, select

from domain.clocks import AsOf
from domain.fact import DESK
from domain.layers import machine_coded
from projections.flow_sides import PairKey
from projections.flows import RULES, Flows
from service.store import blocks, flows, selecting, streams
from service.store.batch_sums import BatchSums
from service.store.batches import Batch, Batches, in_order
from service.store.database import StoreDatabase
from service.store.digest import GENESIS, Head
from service.store.flow_rules import OF_RULES, outdated
from service.store.following import PollingSubscription
from service.store.interface import TimelineRecorder
from service.store.layer_sums import LayerSums
from service.store.log import layer_bounds, versions
from service.store.pair_index import Layered
from service.store.pair_sums import Run, RunSum
from service.store.remembered import HEAD_KEY, INDEX_KEY
from service.store.row_store import Sum
from service.store.tables import EVENTS, META, TRACKING
from service.store.word_index import Phrase, Wording
from service.store.words import Words

# Built once: to build a statement costs more than to run it.
_LAST: Final = select(func.max(EVENTS.c.position)).scalar_subquery()
HEAD: Final = select(EVENTS.c.position, EVENTS.c.digest).where(EVENTS.c.position == _LAST)
OF_HEAD: Final = META.c.key == literal_column(f"'{HEAD_KEY}'")
"""The row in which a store remembers its last event."""

_OF_INDEX: Final = META.c.key == literal_column(f"'{INDEX_KEY}'")
_REMEMBERED: Final = [
    select(META.c.value).where(key).scalar_subquery() for key in (OF_HEAD, _OF_INDEX, OF_RULES)
]
END: Final = select(
    _LAST, select(EVENTS.c.digest).where(EVENTS.c.position == _LAST).scalar_subquery(), *_REMEMBERED
)
"""The last row's position and digest, and what the store remembers: that row, how often the index
was rebuilt, and by which rules its flows are indexed.
"""

TRACKED: Final = select(TRACKING.c.position).where(TRACKING.c.application == bindparam("name"))
"""How far another application was followed."""

_OWN: Final = (
    select(EVENTS.c.stream)
    .where(EVENTS.c.stream >= bindparam("first"), EVENTS.c.stream <= bindparam("last"))
    .distinct()
    .order_by(EVENTS.c.stream)
)
_DIGEST: Final = select(EVENTS.c.digest).where(EVENTS.c.position == bindparam("position"))


class SqlReader(TimelineRecorder):
    """What is read of a store in a database, without waiting for whoever writes in it."""

    def __init__(self, database: StoreDatabase) -> None:
        self._database = database
        self._engine = database.engine
        self._words = Words(database.engine)
        self.batches = Batches(self)
        self._batch_sums = BatchSums(self, self.batches)
        self._layer_sums = LayerSums(self, self.batches)
        self._sums = flows.FlowCache(END, self._in_batches)

    # Streams

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
        stream = str(originator_id)
        if self.batches.of(machine_coded([stream])):
            whole = self.batches.and_named(self.select_own([stream]), [stream])
            return versions(whole, gt, lte, limit, desc=desc)
        statement = select(*selecting.EVENT).where(EVENTS.c.stream == stream)
        if gt is not None:
            statement = statement.where(EVENTS.c.version > gt)
        if lte is not None:
            statement = statement.where(EVENTS.c.version <= lte)
        order = EVENTS.c.version.desc() if desc else EVENTS.c.version
        return self._database.events(statement.order_by(order).limit(limit))

    def select_layer(self, layer: str) -> Sequence[StoredEvent]:
        """All events of a layer, by stream and version."""
        found = self._database.events(selecting.LAYER, **layer_bounds(layer))
        return self.batches.and_layer(found, layer)

    def select_numbered(self, layer: str, after: int = 0) -> Sequence[Notification]:
        """All events of a layer after a position with theirs, in order of position."""
        with self._database.connected() as connection:
            return streams.numbered(connection, layer, after)

    def select_streams(self, names: Sequence[str]) -> Sequence[StoredEvent]:
        """All events of some streams, by stream and version."""
        return self.batches.and_named(self.select_own(names), names)

    def select_own(self, names: Sequence[str]) -> Sequence[StoredEvent]:
        """The events of some streams that have rows of their own, by stream and version."""
        with self._database.connected() as connection:
            return streams.named(connection, names)

    def own_names(self, first: str, last: str, limit: int | None = None) -> Sequence[str]:
        """The streams from one name to another that have rows of their own, by name."""
        statement = _OWN.limit(limit)
        return [row[0] for row in self._database.rows(statement, {"first": first, "last": last})]

    def select_next(self, layer: str, after: str, limit: int) -> Sequence[StoredEvent]:
        """All events of the streams of a layer that come after one, by stream and version."""
        with self._database.connected() as connection:
            found = streams.following(connection, layer, after, limit)
        return self.batches.and_next(found, layer, after, limit)

    # Pairs

    def select_pair(self, a: str, b: str, layer: str) -> Sequence[StoredEvent]:
        """Events of the facts that may belong to a pair, by stream and version."""
        found = self._database.events(
            selecting.TIED_PAIR if layer == DESK else selecting.PAIR, a=a, b=b, layer=layer
        )
        return self.batches.and_pair(found, (a, b), layer, self._batch_sums.holding((a, b), layer))

    def select_actor(self, actor: str, layer: str) -> Sequence[StoredEvent]:
        """All events of the facts that may belong to any pair of an actor, by stream, version."""
        found = self._database.events(
            selecting.TIED_ACTOR if layer == DESK else selecting.ACTOR, actor=actor, layer=layer
        )
        return self.batches.and_actor(found, actor, layer)

    def layers(self) -> Sequence[str]:
        """The layers whose facts belong to any pair."""
        with self._database.connected() as connection:
            found = list(connection.scalars(selecting.LAYERS))
        return self.batches.layers(found)

    # Flows

    @property
    def flows_outdated(self) -> bool:
        """Whether its flows were indexed by other rules than those of today."""
        with self._database.connected() as connection:
            return self._sums.at_end(connection).rules != RULES and outdated(connection)

    def select_tied(self, a: str, b: str, layer: str) -> Sequence[StoredEvent]:
        """All events of the facts that may belong to a pair and are not summed."""
        return self._and_loose(self._tied(a, b, layer), [(a, b)], layer)

    def _tied(self, a: str, b: str, layer: str) -> Sequence[StoredEvent]:
        return self._database.events(selecting.TIED_PAIR, a=a, b=b, layer=layer)

    def select_tied_to(self, actor: str, layer: str) -> Sequence[StoredEvent]:
        """All events of the facts that may belong to any pair of an actor and are not summed."""
        found = self._database.events(selecting.TIED_ACTOR, actor=actor, layer=layer)
        if not self.batches.of(layer):
            return found
        return self._and_loose(found, self._batch_sums.pairs_of(actor, layer), layer)

    def _and_loose(
        self, found: Sequence[StoredEvent], pairs: Iterable[PairKey], layer: str
    ) -> Sequence[StoredEvent]:
        """Events of facts that are not summed, with those of pairs in batches."""
        if not self.batches.of(layer):
            return found
        rows: dict[int, tuple[Batch, set[int]]] = {}
        for batch, places in self._batch_sums.loose(pairs, layer):
            rows.setdefault(batch.position, (batch, set()))[1].update(places)
        return self.batches.and_rows(found, [(batch, sorted(at)) for batch, at in rows.values()])

    def select_flows(
        self, pair: Layered, as_of: AsOf, domain: str = "", since: int | None = None
    ) -> Flows:
        """The facts of one day of a pair, summed, of which something may be left."""
        with self._database.connected() as connection:
            now = self._sums.at_end(connection)
            return self._sums.of_pair(connection, now, pair, as_of, domain, since)

    def select_sums(
        self, pair: Layered, as_of: AsOf, domain: str = "", since: int | None = None
    ) -> tuple[Flows, Sequence[StoredEvent]]:
        """What `select_flows` and `select_tied` find of a pair, in one look at the store."""
        with self._database.connected() as connection:
            now = self._sums.at_end(connection)
            found = self._sums.of_pair(connection, now, pair, as_of, domain, since)
        tied = now.tied.get(pair)
        if tied is None:
            now.make_room(now.tied)
            tied = now.tied[pair] = self.select_tied(*pair)
        return found, tied

    def select_all_flows(
        self, actor: str, layer: str, as_of: AsOf, domain: str = ""
    ) -> Mapping[PairKey, Flows]:
        """The facts of one day of every pair of an actor, summed, by pair."""
        others = self._batch_sums.pairs_of(actor, layer)
        with self._database.connected() as connection:
            wanted = flows.AskedOfActor(actor, layer, as_of, domain)
            return flows.of_actor(connection, self._in_batches, wanted, others)

    def select_all_pairs(self, layer: str) -> Collection[PairKey]:
        """The pairs of which a layer may hold facts that are summed, or hold them no longer."""
        others = self._batch_sums.pairs_of("", layer)
        with self._database.connected() as connection:
            return others.union(flows.pairs(connection, layer))

    def select_all_tied(self, layer: str) -> Sequence[StoredEvent]:
        """Events of all facts of a layer that are not summed, by stream and version."""
        found = self._database.events(selecting.TIED_LAYER, layer=layer)
        if not self.batches.of(layer):
            return found
        return self.batches.and_rows(found, self._layer_sums.loose(layer))

    def select_layer_flows(
        self, layer: str, as_of: AsOf, domain: str, since: int
    ) -> Iterator[tuple[PairKey, Flows]]:
        """The facts of one day of every pair of a layer, summed."""
        wanted = flows.AskedOfLayer(layer, as_of, domain, since)
        with self._database.connected() as connection:
            found = {**flows.of_layer(connection, wanted)}
        if self.batches.of(layer):
            tied = self._database.events(selecting.TIED_LAYER, layer=layer)
            for pair, more in self._layer_sums.of_pairs(wanted, tied):
                mine = found.pop(pair, None)
                yield pair, (mine.plus(more) if mine else more).at(as_of.day)
        for pair, mine in found.items():
            yield pair, mine.at(as_of.day)

    def _in_batches(self, asked: flows.Asked) -> flows.Summed | None:
        """The facts of a pair in batches, summed."""
        if not self.batches.of(asked.pair[2]):
            return None
        return self._batch_sums.of_pair(asked, self._tied(*asked.pair))

    def select_day(self, a: str, b: str, layer: str, day: int) -> Sequence[StoredEvent]:
        """The events behind the flows of a pair on one day, by stream."""
        found = self._database.events(selecting.DAY, a=a, b=b, layer=layer, day=day)
        if not self.batches.of(layer):
            return found
        among = self._batch_sums.holding((a, b), layer)
        rows = self.batches.of_day(self._tied(a, b, layer), (a, b), day, among)
        return in_order([*found, *rows])

    # Words

    def index_words(self, layer: str, words: Wording) -> None:
        """Brings the full-text index of a layer up to the head, if it exists and can be written."""
        with self._database.failing():
            self._words.follow(layer, words)

    def select_words(self, layer: str, terms: Sequence[Sequence[Phrase]]) -> Sequence[StoredEvent]:
        """Events of the facts that may hold one phrase of every term, by stream and version.

        All of the layer where the index does not say.
        """
        with self._database.failing():
            found = self._words.select(layer, terms)
        if self.batches.of(layer):
            own = self._database.events(selecting.LAYER, **layer_bounds(layer))
            return self.batches.and_holding(own, layer, terms)
        return self.select_layer(layer) if found is None else found

    # Blocks and runs

    def block(self, digest: str) -> bytes | None:
        """The bytes of a block; None where it is gone."""
        with self._database.connected() as connection:
            return blocks.block(connection, digest)

    def runs(self, layer: str) -> Sequence[Run]:
        """The runs of a layer, by number."""
        with self._database.connected() as connection:
            return blocks.runs(connection, layer)

    def sums_of(self, pair: Layered) -> Sequence[RunSum]:
        """What every run of a layer comes to for a pair, in one view of them."""
        with self._database.connected() as connection:
            return blocks.sums_of(connection, pair)

    def all_sums(self, run: int) -> Sequence[Sum]:
        """What a run comes to for each pair."""
        with self._database.connected() as connection:
            return blocks.all_sums(connection, run)

    def run_pairs(self, runs: Sequence[int], actor: str = "") -> Sequence[PairKey]:
        """The pairs of which some runs have sums, of one actor alone if that is named."""
        with self._database.connected() as connection:
            return blocks.run_pairs(connection, runs, actor)

    # Positions

    def select_notifications(
        self,
        start: int | None,
        limit: int,
        stop: int | None = None,
        topics: Sequence[str] = (),
        *,
        inclusive_of_start: bool = True,
    ) -> Sequence[Notification]:
        """Events of all streams in order of position, from `start` to `stop`.

        Both included, `start` only where `inclusive_of_start` says so.
        """
        statement = (
            select(EVENTS.c.position, *selecting.EVENT).order_by(EVENTS.c.position).limit(limit)
        )
        if start is not None:
            statement = statement.where(EVENTS.c.position >= start + (not inclusive_of_start))
        if stop is not None:
            statement = statement.where(EVENTS.c.position <= stop)
        if topics:
            statement = statement.where(or_(*(EVENTS.c.topic == topic for topic in topics)))
        return [
            Notification(row[1], row[2], row[3], row[4], id=row[0])
            for row in self._database.rows(statement, {})
        ]

    def max_notification_id(self) -> int | None:
        """The last position, None where nothing is recorded."""
        return self.head().position or None

    def max_tracking_id(self, application_name: str) -> int | None:
        """How far another application was followed, None where it was not."""
        with self._database.connected() as connection:
            return connection.scalar(TRACKED, {"name": application_name})

    def head(self) -> Head:
        """How far the store has come."""
        with self._database.connected() as connection:
            row = connection.execute(HEAD).first()
        return Head(row[0], row[1]) if row else Head(0, GENESIS)

    def digest_at(self, position: int) -> bytes | None:
        """The digest stored with one row; that before the first row at 0.

        None where there is no such row.
        """
        if not position:
            return GENESIS
        with self._database.connected() as connection:
            return connection.scalar(_DIGEST, {"position": position})

    def at_position(self, position: int) -> TimelineRecorder:
        """The first events of the store, read as they are asked for."""
        from service.store.historical import (  # noqa: PLC0415
            HistoricalStore,
        )  # who only asks of today need not wait for it

        return HistoricalStore(self, self._database.rows, position)

    def subscribe(
        self, gt: int | None = None, topics: Sequence[str] = ()
    ) -> Subscription[ApplicationRecorder]:
        """Follows the store from after position `gt`, waiting for what is yet to come."""
        return PollingSubscription(self, gt, topics)
