"""Checks a store in a database: its file, chain, events and index, and where each breaks."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Final

from sqlalchemy import Connection, Engine, bindparam, column, func, or_, select, table
from sqlalchemy.exc import DatabaseError

from domain.refusal import InvalidInput
from service.store import index
from service.store.chain import ChainVerifier, Ending, Row
from service.store.digest import Head
from service.store.fulltext import NAME, OF_BEFORE
from service.store.index import SHADOW, Builder, IndexedEvent, held
from service.store.index_differences import differences
from service.store.pair_index import IndexEntryOf
from service.store.remembered import HEAD_KEY
from service.store.tables import EVENTS, NO_TEXT, damage, remembered, snapshot
from service.store.verification import MOST_LISTED, Differences, Flaw, Verdict
from service.store.word_index import Wording
from service.store.words import Words

# Without types, so that a column comes as it is whatever somebody put there.
_RAW: Final = table(EVENTS.name, *(column(name) for name in Row._fields))
_BEFORE: Final = _RAW.alias("before")
# Without a bound: SQLite takes any position, the least of all numbers and a text too.
_FIRST: Final = select(_RAW).order_by(_RAW.c.position)
_PAGE: Final = _FIRST.where(_RAW.c.position > bindparam("after"))
_COUNT: Final = select(func.count()).select_from(_RAW)
_ALONE: Final = (
    select(_RAW)
    .outerjoin(
        _BEFORE, (_BEFORE.c.stream == _RAW.c.stream) & (_BEFORE.c.version == _RAW.c.version - 1)
    )
    .where(
        _RAW.c.position > bindparam("after"),
        _RAW.c.position <= bindparam("last"),
        _RAW.c.version != 1,
    )
    .where(or_(_BEFORE.c.position.is_(None), _BEFORE.c.position > _RAW.c.position))
    .order_by(_RAW.c.position)
)


class _Found:
    """Flaws as they are found: the first are listed, the others counted."""

    def __init__(self) -> None:
        self.flaws: list[Flaw] = []
        self.more = 0
        self.outdated = False

    def add(self, flaws: Iterable[Flaw]) -> None:
        for flaw in flaws:
            if len(self.flaws) < MOST_LISTED:
                self.flaws.append(flaw)
            else:
                self.more += 1

    def differ(self, differences: Differences) -> None:
        self.add(differences.flaws)
        self.more += max(0, differences.rows - len(differences.flaws))

    @contextmanager
    def reading(self, walk: ChainVerifier | None = None) -> Generator[None]:
        """Takes a file that cannot be read on for a flaw, and says after which row that is."""
        try:
            yield
        except DatabaseError as error:
            # Those of its kinds are not damage: locked, full, no such table.
            if type(error) is not DatabaseError:
                raise
            self.add(
                [
                    Flaw(
                        "file",
                        f"the file cannot be read any further{walk.after if walk else ''}:"
                        f" {error.orig}.",
                    )
                ]
            )
        except UnicodeDecodeError:
            self.add(
                [
                    Flaw(
                        "file",
                        f"the file cannot be read any further{walk.after if walk else ''}:"
                        f" {NO_TEXT}.",
                    )
                ]
            )


Entries = tuple[IndexEntryOf, IndexEntryOf | None]
"""What the index keeps of an event, and of one that is read once more, if that is another."""

Before = Callable[[str], int]
"""How many events batches stand for in the stream of a fact."""


def verdict(
    engine: Engine, words: Words, entries: Entries, wording: Wording, before: Before
) -> Verdict:
    """Whether a store is sound, in one view of it, whatever is recorded meanwhile."""
    found = _Found()
    walk = ChainVerifier()
    ending: Ending | None = None
    reach: dict[str, int] = {}
    with snapshot(engine) as connection:
        held(connection)
        with found.reading():
            found.add(_damaged(said) for said in damage(connection))
        whole = False
        with found.reading(walk):
            _rows(connection, walk, entries, found, before)
            whole = True
        with found.reading():
            text = remembered(connection, HEAD_KEY)
            ending = Ending.parse(text) if text is not None else None
            found.add(_unreadable(text) if ending is None and text is not None else ())
            found.add(_forgotten() if text is None else ())
            # Where it could not be read to its end, nobody knows that anything is missing there.
            found.add(ending.flaws(walk.last) if ending is not None and whole else ())
            reached = words.reach(connection)
            reach = {layer: at for layer, at in reached.items() if _is_position(at)}
            found.add(_unreached(layer) for layer in reached if layer not in reach)
            found.add(_beyond(reach, walk.head if whole else None, there=words.there(connection)))
        with found.reading():
            found.differ(words.differences(connection, wording))
    if not any(flaw.kind == "words" for flaw in found.flaws):
        found.add(words.damage())
    return Verdict(
        walk.head,
        ending.head if ending else None,
        tuple(found.flaws),
        found.more,
        reach,
        found.outdated,
    )


def _rows(
    connection: Connection,
    walk: ChainVerifier,
    entries: Entries,
    found: _Found,
    before: Before,
) -> None:
    """Goes over every row, and compares the index with the pairs of all of them."""
    builder = Builder(SHADOW, connection.engine)
    SHADOW.create(connection)
    unread: set[int] = set()
    seen = 0
    for rows in _pages(connection):
        seen += len(rows)
        page = [row for row in rows if _is_place(row.position)]
        found.add(_misplaced(row) for row in rows if not _is_place(row.position))
        entry: list[IndexedEvent] = []
        for row in page:
            found.add(walk.take(row))
            event = row.event
            try:
                if event is None:
                    unread.add(row.position)
                else:
                    entry.append(IndexedEvent.of(connection, row.position, event, *entries))
            except InvalidInput as refused:
                unread.add(row.position)
                found.add([row.flaw("event", f"{row.named} cannot be read: {refused.said}")])
        found.add(_alone(connection, page, before) if page else ())
        builder.add(connection, entry)
    found.add(_uncounted(seen, connection.scalars(_COUNT).one()))
    differ = differences(connection, SHADOW, unread=frozenset(unread))
    found.differ(differ)
    found.outdated = differ.outdated


def _pages(connection: Connection) -> Iterator[Sequence[Row]]:
    page = [Row(*row) for row in connection.execute(_FIRST.limit(index.PAGE))]
    after: int | None = None
    while page:
        yield page
        last = max((row.position for row in page if _is_position(row.position)), default=None)
        # A damaged file may have its rows in any order, and would be read for ever.
        if len(page) < index.PAGE or last is None or (after is not None and last <= after):
            return
        after = last
        found = connection.execute(_PAGE.limit(index.PAGE), {"after": after})
        page = [Row(*row) for row in found]


def _is_place(position: object) -> bool:
    """Whether a row may be at a position: they are counted from 1."""
    return isinstance(position, int) and position > 0


def _misplaced(row: Row) -> Flaw:
    said = f"{row.named} is at a position that detente never writes: it was put there."
    return Flaw("chain", said)


def _uncounted(seen: int, counted: int) -> Iterator[Flaw]:
    if seen != counted:
        said = f"the file counts {counted} events, and {seen} are found one after another."
        yield Flaw("file", said)


def _alone(connection: Connection, page: Sequence[Row], before: Before) -> Iterator[Flaw]:
    """Rows without the version before theirs in the same stream, or with one that came later.

    For a fact of a batch the versions before may be those that the batch stands for.
    """
    for found in connection.execute(
        _ALONE, {"after": page[0].position - 1, "last": page[-1].position}
    ):
        row = Row(*found)
        if isinstance(row.version, int) and 0 < row.version - 1 <= before(str(row.stream)):
            continue
        yield row.flaw("version", f"{row.named} does not come after the version before it.")


def _damaged(said: str) -> Flaw:
    """Flaws that the database finds in its file.

    The index of words is a part of it that can be rebuilt.
    """
    return (
        Flaw("words", f"the index of words is damaged: {said}.")
        if any(name in said for name in (NAME, *OF_BEFORE))
        else Flaw("file", f"the file is damaged: {said}.")
    )


def _unreadable(text: str) -> Iterator[Flaw]:
    yield Flaw("head", f'what the store remembers of its last row cannot be read: "{text[:80]}".')


def _forgotten() -> Iterator[Flaw]:
    yield Flaw(
        "head",
        "what the store remembers of its last row is gone, so that rows may be gone from its end.",
    )


def _is_position(value: object) -> bool:
    """Whether a column holds a position: SQLite takes anything in any column."""
    return isinstance(value, int)


def _unreached(layer: str) -> Flaw:
    said = f'up to which row the words of layer "{layer}" are indexed cannot be read.'
    return Flaw("words", said)


def _beyond(reach: dict[str, int], head: Head | None, *, there: bool) -> Iterator[Flaw]:
    """Flaws where words are marked as indexed beyond the end of the store, or without an index."""
    if reach and not there:
        yield Flaw("words", "words are marked as indexed, but there is no index of them.")
    for layer, position in reach.items():
        if head is not None and position > head.position:
            said = (
                f'words of layer "{layer}" are indexed up to row {position}, and the store ends at'
                f" row {head.position}."
            )
            yield Flaw("words", said, position)
