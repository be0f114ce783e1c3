"""The chain: whether each row follows from the row before, and what a store keeps of its end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple, cast

from eventsourcing.persistence import StoredEvent

from service.store.digest import GENESIS, Head, link
from service.store.verification import Flaw

# Following it -------------------------------------------------------------------------------------


class Row(NamedTuple):
    """A row as it is found, whatever its columns hold."""

    position: int
    stream: object
    version: object
    topic: object
    state: object
    digest: object

    @property
    def event(self) -> StoredEvent | None:
        """Its event; None where a column holds what is never written there."""
        written = (
            isinstance(self.version, int)
            and isinstance(self.state, bytes)
            and _is_text(self.stream)
            and _is_text(self.topic)
        )
        return (
            StoredEvent(*cast(tuple[str, int, str, bytes], self[1:5])) if written else None
        )  # as was just seen

    @property
    def named(self) -> str:
        """`row 5 (desk/straits, version 1)`."""
        return f"row {self.position} ({_shown(self.stream)}, version {_shown(self.version)})"

    def flaw(self, kind: str, said: str) -> Flaw:
        """What is wrong with it."""
        return Flaw(
            kind,
            said,
            self.position,
            _shown(self.stream),
            self.version if isinstance(self.version, int) else 0,
        )


def _is_text(value: object) -> bool:
    if not isinstance(value, str):
        return False
    try:
        return b"\0" not in value.encode()
    except UnicodeEncodeError:
        return False


def _shown(value: object) -> str:
    return str(value).encode(errors="replace").decode()


START: Final = Row(0, "", 0, "", b"", GENESIS)
"""Stands before the first row."""


class ChainVerifier:
    """Goes from row to row, and finds where one does not follow from the one before.

    After a row that does not, the next may follow from the digest that it has, or from the one
    that it should have: so only the row that was changed is reported, and not the one after it.
    """

    def __init__(self) -> None:
        self.last = START
        self.rows = 0
        self._stored: object = GENESIS
        self._counted = GENESIS

    @property
    def head(self) -> Head:
        """The last row taken."""
        return Head(
            self.last.position, self.last.digest if isinstance(self.last.digest, bytes) else b""
        )

    @property
    def after(self) -> str:
        """Where it has come to, as a sentence goes on with it."""
        return f" than {_place(self.last)}" if self.rows else ""

    def take(self, row: Row) -> Iterator[Flaw]:
        """Takes the next row; what is wrong with its place."""
        before, self.last = self.last, row
        self.rows += 1
        event = row.event
        if row.position != before.position + 1:
            self._trust(row.digest)
            yield _gap(before, row)
        elif event is None:
            self._trust(row.digest)
            yield row.flaw("chain", f"{row.named} holds what detente never writes: it was changed.")
        else:
            counted = link(self._counted, event)
            if row.digest == counted or (
                self._stored != self._counted and row.digest == self._after_stored(event)
            ):
                self._trust(row.digest)
            else:
                self._stored, self._counted = row.digest, counted
                yield row.flaw(
                    "chain",
                    f"{row.named} does not follow {_place(before)}: it, or what came before it, was"
                    " changed.",
                )

    def _after_stored(self, event: StoredEvent) -> bytes | None:
        return link(self._stored, event) if isinstance(self._stored, bytes) else None

    def _trust(self, digest: object) -> None:
        self._stored = digest
        self._counted = digest if isinstance(digest, bytes) else b""


def _place(row: Row) -> str:
    return row.named if row is not START else "the beginning of the chain"


def _gap(before: Row, row: Row) -> Flaw:
    if row.position <= before.position:
        return row.flaw("gap", f"{row.named} comes after {_place(before)}.")
    missing = rows_are(before.position + 1, row.position - 1)
    return Flaw(
        "gap",
        f"{missing} missing: {row.named} comes right after {_place(before)}.",
        before.position + 1,
    )


def rows_are(first: int, last: int) -> str:
    """`row 5 is`, `rows 5 to 7 are`."""
    return f"row {first} is" if first == last else f"rows {first} to {last} are"


# Remembering its end ------------------------------------------------------------------------------


class Ending(NamedTuple):
    """The last row as the store remembers it: without that, nobody would miss it."""

    head: Head
    version: int
    stream: str

    @classmethod
    def parse(cls, text: str) -> Ending | None:
        """Reads what `written` wrote; None for anything else."""
        position, _, rest = text.partition(" ")
        digest, _, rest = rest.partition(" ")
        version, _, stream = rest.partition(" ")
        try:
            return cls(Head(int(position), bytes.fromhex(digest)), int(version), stream)
        except ValueError:
            return None

    @property
    def written(self) -> str:
        """As the store keeps it."""
        return f"{begins(self.head)}{self.version} {self.stream}"

    def flaws(self, last: Row) -> Iterator[Flaw]:
        """Where it is not the last row that was found."""
        position, digest = self.head
        mine = Row(position, self.stream, self.version, "", b"", digest)
        if position > last.position:
            missing = rows_are(last.position + 1, position)
            said = (
                f"{missing} missing: the store remembers {mine.named} as its last, and ends at"
                f" {_place(last)}."
            )
            yield mine.flaw("head", said)
        elif position < last.position:
            yield last.flaw(
                "head",
                f"the store ends at {last.named}, and remembers"
                f" {_place(mine) if position else 'none'} as its last.",
            )
        elif digest != last.digest:
            yield last.flaw(
                "head",
                f"{last.named} has another digest than the store remembers of its last row.",
            )


def begins(head: Head) -> str:
    """How what a store remembers of its last row begins."""
    return f"{head.position} {head.digest.hex()} "


EMPTY: Final = Ending(Head(0, GENESIS), 0, "")
"""What an empty store remembers."""


def chained(head: Head, events: Iterable[StoredEvent]) -> tuple[list[tuple[object, ...]], Ending]:
    """The rows of events that come after a head, and what is to be remembered of the last."""
    position, digest = head
    stream, version = "", 0
    rows: list[tuple[object, ...]] = []
    for event in events:
        position += 1
        digest = link(digest, event)
        stream, version = str(event.originator_id), event.originator_version
        rows.append((position, stream, version, event.topic, event.state, digest))
    return rows, Ending(Head(position, digest), version, stream)
