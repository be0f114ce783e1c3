"""The flow sums: facts of one day as a store has added them up, and the facts beside them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from eventsourcing.persistence import StoredEvent

from domain.clocks import AsOf
from domain.layers import machine_coded
from service.store.errors import other_rules
from service.store.pair_index import Layered, PairIndex

if TYPE_CHECKING:
    from projections.flow_sides import PairKey
    from projections.flows import Flows


class FlowSums(ABC):
    """A store that adds up the facts of one day of which nothing was said since."""

    @property
    def flows_outdated(self) -> bool:
        """Whether its sums are of other rules than those of today, and no use until a rebuild."""
        return False

    def check_layer(self, layer: str) -> None:
        """Raises StoreError where nothing is recorded in a layer until its index is rebuilt."""
        if machine_coded((layer,)) and self.flows_outdated:
            raise other_rules(layer)

    @abstractmethod
    def select_tied(self, a: str, b: str, layer: str) -> Sequence[StoredEvent]:
        """Events of the pair's facts that `select_flows` leaves out, by stream and version."""

    @abstractmethod
    def select_tied_to(self, actor: str, layer: str) -> Sequence[StoredEvent]:
        """Events of an actor's facts that `select_all_flows` leaves out, by stream and version."""

    @abstractmethod
    def select_flows(
        self, pair: Layered, as_of: AsOf, domain: str = "", since: int | None = None
    ) -> Flows:
        """The facts of one day of a pair, summed.

        Those that are alone in their streams, and of which something may be left at the end of the
        day of `as_of`, or of any day from `since` to it.
        """

    def select_sums(
        self, pair: Layered, as_of: AsOf, domain: str = "", since: int | None = None
    ) -> tuple[Flows, Sequence[StoredEvent]]:
        """What `select_flows` finds of a pair, and what `select_tied` finds of it."""
        return self.select_flows(pair, as_of, domain, since), self.select_tied(*pair)

    @abstractmethod
    def select_all_flows(
        self, actor: str, layer: str, as_of: AsOf, domain: str = ""
    ) -> Mapping[PairKey, Flows]:
        """The facts of one day of every pair of an actor, summed, by pair."""

    @abstractmethod
    def select_all_pairs(self, layer: str) -> Collection[PairKey]:
        """The pairs of which a layer may hold facts that are summed, or hold them no longer."""

    @abstractmethod
    def select_all_tied(self, layer: str) -> Sequence[StoredEvent]:
        """Events of all facts of a layer that are not summed, by stream and version."""

    @abstractmethod
    def select_layer_flows(
        self, layer: str, as_of: AsOf, domain: str, since: int
    ) -> Iterable[tuple[PairKey, Flows]]:
        """The facts of one day of every pair of a layer, summed as `select_flows` does."""

    @abstractmethod
    def select_day(self, a: str, b: str, layer: str, day: int) -> Sequence[StoredEvent]:
        """The events behind the flows of a pair on one day, by stream."""


class WithoutFlowTable(PairIndex, FlowSums):
    """A store that sums nothing: what it holds is read from its events."""

    @abstractmethod
    def select_layer(self, layer: str) -> Sequence[StoredEvent]:
        """All events of a layer, by stream and version."""

    def select_tied(self, a: str, b: str, layer: str) -> Sequence[StoredEvent]:
        """All events of the facts that may belong to a pair, by stream and version."""
        return self.select_pair(a, b, layer)

    def select_tied_to(self, actor: str, layer: str) -> Sequence[StoredEvent]:
        """All events of the facts that may belong to any pair of an actor, by stream, version."""
        return self.select_actor(actor, layer)

    def select_flows(
        self,
        pair: Layered,  # noqa: ARG002  # nothing is summed here
        as_of: AsOf,  # noqa: ARG002
        domain: str = "",  # noqa: ARG002
        since: int | None = None,  # noqa: ARG002
    ) -> Flows:
        """No flows: each fact is among those of `select_tied`."""
        from projections.flows import Flows  # noqa: PLC0415  # of layers only

        return Flows()

    def select_all_flows(
        self,
        actor: str,  # noqa: ARG002  # nothing is summed here
        layer: str,  # noqa: ARG002
        as_of: AsOf,  # noqa: ARG002
        domain: str = "",  # noqa: ARG002
    ) -> Mapping[PairKey, Flows]:
        """No pairs: each fact is among those of `select_tied_to`."""
        return {}

    def select_all_pairs(self, layer: str) -> Collection[PairKey]:  # noqa: ARG002  # nothing is summed here
        """No pairs, for there are no flows."""
        return ()

    def select_all_tied(self, layer: str) -> Sequence[StoredEvent]:
        """All events of a layer."""
        return self.select_layer(layer)

    def select_layer_flows(
        self,
        layer: str,  # noqa: ARG002  # nothing is summed here
        as_of: AsOf,  # noqa: ARG002
        domain: str,  # noqa: ARG002
        since: int,  # noqa: ARG002
    ) -> Iterable[tuple[PairKey, Flows]]:
        """No pairs: each fact is among those of `select_all_tied`."""
        return ()

    def select_day(self, a: str, b: str, layer: str, day: int) -> Sequence[StoredEvent]:  # noqa: ARG002  # nothing is summed here
        """No events, for there are no flows."""
        return ()
