"""The rules by which a store's flows were indexed: those of another version cannot be summed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from eventsourcing.persistence import StoredEvent
from sqlalchemy import (
    Connection,
    Select,
    bindparam,
    exists,
    insert,
    literal_column,
    select,
    update,
)
from sqlalchemy.engine import Engine
from sqlalchemy.engine.interfaces import DBAPICursor

from domain.layers import machine_coded
from projections.flows import RULES
from service.store.errors import other_rules
from service.store.remembered import FLOW_RULES_KEY
from service.store.tables import FLOWS, META, Prepared, remember, remembered

OF_RULES: Final = META.c.key == literal_column(f"'{FLOW_RULES_KEY}'")
"""The row in which a store remembers the rules of its flows."""

_ANY_FLOW: Final[Select[tuple[Any]]] = select(literal_column("1")).where(
    exists(select(FLOWS.c.pair))
)


def mark(connection: Connection) -> None:
    """Remembers that the flows are indexed by the rules of today."""
    remember(connection, FLOW_RULES_KEY, RULES)


def outdated(connection: Connection) -> bool:
    """Whether there are flows that were indexed by other rules than those of today."""
    by = remembered(connection, FLOW_RULES_KEY)
    return by != RULES and connection.execute(_ANY_FLOW).first() is not None


class RulesGuard:
    """Keeps a store from having flows of two rules in one index."""

    def __init__(self, engine: Engine) -> None:
        self._any_flow = Prepared(_ANY_FLOW, engine)
        self._put = Prepared(insert(META), engine)
        self._replace = Prepared(
            update(META).where(OF_RULES).values(value=bindparam("rules")), engine
        )

    def check(self, cursor: DBAPICursor, by: str | None, events: Iterable[StoredEvent]) -> None:
        """Raises StoreError where events of a layer are recorded beside flows of other rules.

        `by` are the rules that the store remembers. A store without flows is marked as one of
        today's.
        """
        if by == RULES:
            return
        self._any_flow.run(cursor, {})
        if cursor.fetchone() is None:
            row = {"key": FLOW_RULES_KEY, "value": RULES}
            self._put.run(cursor, row) if by is None else self._replace.run(
                cursor, {"rules": RULES}
            )
        elif layer := machine_coded(event.originator_id for event in events):
            raise other_rules(layer)
