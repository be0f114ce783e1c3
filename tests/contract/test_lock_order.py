"""A question and a rebuild lock the tables of the index in one order.

So that neither waits for one who waits for it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from threading import Thread
from typing import Final

import psycopg
import pytest
from psycopg.sql import SQL, Identifier

from domain.actors import Registry
from domain.clocks import AsOf
from service.store.recorder import SqlRecorder
from tests.builders import a_content, an_assertion
from tests.contract.timelines import opened
from tests.places import ON_A_SERVER, Schema, connected

IN_ORDER: Final = ("ties", "pairs", "sorts", "flows")
"""As a rebuild locks them while it puts the new ones in their place."""

AS_OF: Final = AsOf(date(2022, 3, 6))
QUESTIONS: Final[dict[str, Callable[[SqlRecorder], object]]] = {
    "pair": lambda store: store.select_pair("RUS", "TUR", "icews"),
    "actor": lambda store: store.select_actor("TUR", "icews"),
    "tied": lambda store: store.select_tied("RUS", "TUR", "icews"),
    "tied to": lambda store: store.select_tied_to("TUR", "icews"),
    "flows": lambda store: store.select_flows(("RUS", "TUR", "icews"), AS_OF),
    "all flows": lambda store: store.select_all_flows("TUR", "icews", AS_OF),
    "day": lambda store: store.select_day("RUS", "TUR", "icews", date(2022, 3, 5).toordinal()),
    "layers": lambda store: store.layers(),
    "tally": lambda store: store.tallies(["icews"]),
    "pair as it stood": lambda store: store.at_position(2).select_pair("RUS", "TUR", "icews"),
    "layers as they stood": lambda store: store.at_position(2).layers(),
}
PREPARED_AFTER: Final = 6
"""How often a statement runs before the driver has the server keep its plan, which is locked by
itself.
"""


def waits(rebuild: psycopg.Connection, table: str) -> bool:
    """Whether somebody waits for a table that a rebuild holds."""
    found = rebuild.execute(
        "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = to_regclass(%s)", [table]
    ).fetchone()
    return found is not None and found[0] > 0


@ON_A_SERVER
@pytest.mark.parametrize("asked_before", [0, PREPARED_AFTER])
@pytest.mark.parametrize("question", QUESTIONS)
def test_who_waits_for_a_rebuild_holds_nothing_that_it_wants_next(
    question: str, asked_before: int, place: Schema, registry: Registry
) -> None:
    """A day of a layer once locked the flows before the pairs.

    With a rebuild between the two, one of them was shot.
    """
    with opened(place, registry) as timeline:
        timeline.append(
            [
                an_assertion(a_content(dated="2022-03-05")).numbered(f"icews/{i}", 1)
                for i in range(3)
            ]
        )
        store = timeline.store
        assert isinstance(store, SqlRecorder)
        for _ in range(asked_before):
            QUESTIONS[question](store)
        for i, table in enumerate(IN_ORDER):
            asking = Thread(target=QUESTIONS[question], args=[store])
            try:
                with connected(place.url) as rebuild:
                    rebuild.execute(
                        SQL("LOCK TABLE {} IN ACCESS EXCLUSIVE MODE").format(Identifier(table))
                    )
                    asking.start()
                    while asking.is_alive() and not waits(rebuild, table):
                        pass
                    for later in IN_ORDER[i + 1 :]:
                        rebuild.execute(
                            SQL("LOCK TABLE {} IN ACCESS EXCLUSIVE MODE NOWAIT").format(
                                Identifier(later)
                            )
                        )
            finally:
                asking.join()
