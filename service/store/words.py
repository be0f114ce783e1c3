"""The full-text index: which events hold which words, followed on its own when a search asks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final, NamedTuple

from eventsourcing.persistence import StoredEvent
from sqlalchemy import (
    Connection,
    Engine,
    Executable,
    bindparam,
    delete,
    func,
    insert,
    intersect,
    or_,
    select,
    update,
)
from sqlalchemy.exc import DBAPIError

from domain.refusal import InvalidInput
from service.store import selecting
from service.store.fulltext import FULL_TEXTS, NAME, OF_BEFORE, SHADOW, FullText, Text
from service.store.log import layer_bounds
from service.store.tables import EVENTS, PATIENCE_SECONDS, TRACKING, begin
from service.store.verification import MOST_LISTED, Differences, Flaw
from service.store.word_index import Phrase, Wording

PAGE: Final = 5_000
"""How many events are indexed in one transaction, so that no writer waits long."""

_AFTER: Final = select(EVENTS.c.position, *selecting.EVENT).where(
    EVENTS.c.position > bindparam("reached"), *selecting.IN_LAYER
)
_NEXT: Final = (
    _AFTER.where(EVENTS.c.position <= bindparam("head")).order_by(EVENTS.c.position).limit(PAGE)
)
_BEHIND: Final = _AFTER.limit(1)
_HEAD: Final = select(func.coalesce(func.max(EVENTS.c.position), 0))
_REACHED: Final = select(TRACKING.c.position).where(TRACKING.c.application == bindparam("name"))
_OURS: Final = TRACKING.c.application.startswith(f"{NAME}/", autoescape=True)
_OF_BEFORE: Final = or_(
    *(TRACKING.c.application.startswith(f"{name}/", autoescape=True) for name in OF_BEFORE)
)
_FOLLOWERS: Final = (
    select(TRACKING.c.application, TRACKING.c.position)
    .where(_OURS)
    .order_by(TRACKING.c.application)
)
_GO_ON: Final = (
    update(TRACKING)
    .where(TRACKING.c.application == bindparam("name"))
    .values(position=bindparam("reached"))
)

PATIENCE_MS: Final = 2_000
"""How long a search waits for a writer, in milliseconds."""

_MOST_TERMS: Final = 8
"""How many terms the index is asked for at most; more are left to whoever reads the facts, and a
database's own limits stay far away.
"""


class Words:
    """The index of one database, which may have none.

    Then, and where it is behind, it does not say.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._full_text = FULL_TEXTS.get(engine.dialect.name)
        self._begin = begin(engine)

    def follow(self, layer: str, words: Wording) -> None:
        """Brings the index of a layer up to the last event, if it can be written.

        One page per transaction.
        """
        if self._full_text is None:
            return
        try:
            with self._engine.connect() as connection:
                self._full_text.patience(connection, PATIENCE_MS)
                try:
                    while self._next_page(connection, self._full_text, layer, words):
                        pass
                finally:
                    connection.rollback()  # of a commit that failed, or it could not be asked
                    self._full_text.patience(connection, PATIENCE_SECONDS * 1_000)
        except DBAPIError as error:
            # To search is to read, and goes on without.
            if not self._full_text.passed_over(error):
                raise

    def select(self, layer: str, terms: Sequence[Sequence[Phrase]]) -> list[StoredEvent] | None:
        """All events of the layer's facts that may hold one phrase of every term.

        None where the index does not say.
        """
        if self._full_text is None or not terms:
            return None
        statement, values = _holding(self._full_text, terms[:_MOST_TERMS])
        try:
            with self._engine.connect() as connection:
                self._full_text.view(connection)
                reached = connection.scalar(_REACHED, {"name": _follower(layer)})
                if (
                    reached is None
                    or connection.execute(
                        _BEHIND, {"reached": reached, **layer_bounds(layer)}
                    ).first()
                ):
                    return None
                return [
                    StoredEvent(*row)
                    for row in connection.execute(statement, values | layer_bounds(layer))
                ]
        except DBAPIError as error:
            if not self._full_text.passed_over(error):
                raise
            return None

    def reach(self, connection: Connection) -> dict[str, int]:
        """How far each layer is indexed, by its name."""
        rows = connection.execute(_FOLLOWERS).all() if self._full_text else []
        return {str(name).partition("/")[2]: position for name, position in rows}

    def there(self, connection: Connection) -> bool:
        """Whether there is an index at all."""
        return (
            self._full_text is not None
            and connection.execute(self._full_text.exists).first() is not None
        )

    def drop(self, connection: Connection) -> None:
        """Drops the index: the next search rebuilds it."""
        if self._full_text:
            self._full_text.drop(connection)
            self._full_text.drop_those_of_before(connection)
            connection.execute(delete(TRACKING).where(_OURS | _OF_BEFORE))

    def differences(self, connection: Connection, words: Wording) -> Differences:
        """The differences of the index from what the events hold, as far as it claims to go.

        For one that cannot be read, the reason. Events that nobody can read are left out. Made in a
        view that is gone afterwards, beside the index.
        """
        if self._full_text is None or not self.there(connection):
            return Differences()
        unread: set[int] = set()
        try:
            self._full_text.shadow(connection)
            for layer, reached in self.reach(connection).items():
                for texts in _texts(connection, layer, reached, words, unread):
                    self._full_text.add(connection, texts, SHADOW)
            missing = _first(connection, self._full_text.missing, unread)
            surplus = _first(connection, self._full_text.surplus, unread)
        except DBAPIError as error:
            if self._full_text.damaged(error):
                return Differences(flaws=(_damage(error),))
            if not self._full_text.passed_over(error):
                raise
            return Differences()
        flaws = [
            Flaw("words", f"the index of words lacks words of row {position}.", position)
            for position in missing.first
        ]
        flaws += [
            Flaw("words", f"the index of words has row {position} hold what it does not.", position)
            for position in surplus.first
        ]
        return Differences(missing.number, surplus.number, tuple(flaws))

    def damage(self) -> list[Flaw]:
        """What the database itself finds wrong with the index.

        Nothing where it cannot be asked now.
        """
        if self._full_text is None:
            return []
        with self._engine.connect() as connection:
            try:
                self._full_text.patience(connection, PATIENCE_MS)
                if self.there(connection):
                    self._full_text.examine(connection)
            except DBAPIError as error:
                return [_damage(error)] if self._full_text.damaged(error) else []
            finally:
                connection.rollback()
                self._full_text.patience(connection, PATIENCE_SECONDS * 1_000)
        return []

    def _next_page(
        self, connection: Connection, full_text: FullText, layer: str, words: Wording
    ) -> bool:
        """Indexes up to a page of events; whether there may be more."""
        follower = {"name": _follower(layer)}
        before = connection.scalar(_REACHED, follower)
        head = connection.scalar(_HEAD) or 0
        page = connection.execute(
            _NEXT, {"reached": before or 0, "head": head, **layer_bounds(layer)}
        ).all()
        whole = len(page) < PAGE
        if not page and head - (before or 0) < PAGE:
            return False
        # Words are found before the lock is taken, so that writers wait for the index alone.
        texts: list[Text] = [
            (row[0], text) for row in page if (text := words(StoredEvent(*row[1:])))
        ]
        connection.exec_driver_sql(self._begin)
        # Another search may have been faster; what it left is found from there.
        first = connection.scalar(_REACHED, follower) == before
        if first:
            if before is None and not self.there(connection):
                full_text.drop_those_of_before(connection)
                connection.execute(delete(TRACKING).where(_OF_BEFORE))
            full_text.create(connection)
            if texts:
                full_text.add(connection, texts)
            _go_on(connection, layer, head if whole else page[-1][0], new=before is None)
        connection.commit()
        return not (first and whole)


def _texts(
    connection: Connection, layer: str, reached: int, words: Wording, unread: set[int]
) -> Iterator[list[Text]]:
    """The words of the events of a layer up to a position, by pages.

    The positions of those that nobody can read are put aside.
    """
    after = 0
    while page := connection.execute(
        _NEXT, {"reached": after, "head": reached, **layer_bounds(layer)}
    ).all():
        texts: list[Text] = []
        for row in page:
            try:
                texts += [(row[0], text)] if (text := words(StoredEvent(*row[1:]))) else []
            except InvalidInput:
                unread.add(row[0])
        if texts:
            yield texts
        after = page[-1][0]


class _Rows(NamedTuple):
    number: int
    first: list[int]


def _first(connection: Connection, positions: str, unread: set[int]) -> _Rows:
    """How many positions a statement finds, and the first of them."""
    found = (int(row[0]) for row in connection.exec_driver_sql(positions) if row[0] not in unread)
    first = [*islice(found, MOST_LISTED)]
    return _Rows(len(first) + sum(1 for _ in found), first)


def _damage(error: DBAPIError) -> Flaw:
    return Flaw("words", f"the index of words is damaged: {error.orig}.")


def _go_on(connection: Connection, layer: str, reached: int, *, new: bool) -> None:
    if new:
        connection.execute(insert(TRACKING), {"application": _follower(layer), "position": reached})
    else:
        connection.execute(_GO_ON, {"name": _follower(layer), "reached": reached})


def _follower(layer: str) -> str:
    return f"{NAME}/{layer}"


def _holding(
    full_text: FullText, terms: Sequence[Sequence[Phrase]]
) -> tuple[Executable, dict[str, object]]:
    """The statement, for the bounds of a layer, and its values.

    Each term is looked for in all events of a stream: its title may be in one, and its source in
    another.
    """
    values: dict[str, object] = {
        f"match_{i}": full_text.match(phrases) for i, phrases in enumerate(terms)
    }
    streams = intersect(
        *(
            select(EVENTS.c.stream).where(EVENTS.c.position.in_(full_text.holding(name)))
            for name in values
        )
    )
    return (
        select(*selecting.EVENT)
        .where(EVENTS.c.stream.in_(streams), *selecting.IN_LAYER)
        .order_by(*selecting.BY_STREAM),
        values,
    )
