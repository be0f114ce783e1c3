"""Rows of a timeline put together: written beside it, compared with it, put in its place."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Final

from domain.answer import CitedInWords
from domain.refusal import Failure, Run
from service.checking import damage
from service.opening import bundled_registry
from service.put_together import Before
from service.safety import Unsound, checked, new_copy, target_for
from service.same_answers import QUESTIONS, difference
from service.sources.taken import Span, note_of
from service.store import backup, beside
from service.store.batch_checks import sum_again
from service.store.batches import check_extra
from service.store.beside import Beside
from service.store.errors import VERIFY, StoreError
from service.store.interface import Head
from service.store.recorder import SqlRecorder
from service.store.remembered import MOVED_KEY, TAKEN_KEY
from service.timeline import PAGE, Blocks, Timeline
from service.writing import EVERYBODY

if TYPE_CHECKING:
    from service.archives.moving import LayerRows, Moving, Positions, Recorded

SERVER: Final = "postgresql"


@dataclass(frozen=True, slots=True)
class Moved:
    """What was put together, or would be, by layer; the new head and where the old file is kept.

    `before` and `after` are the bytes of the two files. Nothing was put in place without a head.
    """

    layers: tuple[LayerRows, ...]
    head: Head | None = None
    kept: Path | None = None
    before: int = 0
    after: int = 0

    @property
    def rows(self) -> int:
        """How many rows were put together, or would be."""
        return sum(each.rows for each in self.layers)


def check_place(place: str) -> None:
    """Raises Failure for a database on a server, with what does the same through a file."""
    if not place.startswith(SERVER):
        return
    other = f"{SERVER}://USER@HOST/DATABASE"
    as_lines = {"as": "jsonl"}
    raise Failure(
        "rows on a server are put together in a file: the events of a database are not replaced.",
        Run.of("export", **as_lines, output="rows.jsonl"),
        Run.of("init", "rows.db"),
        Run.of("import", "rows.jsonl", db="rows.db"),
        Run.of("rebuild", columns=True, db="rows.db"),
        Run.of("export", **as_lines, output="columns.jsonl", db="rows.db"),
        Run.of("init", other),
        Run.of("import", "columns.jsonl", db=other, meaning="a new database"),
        code="on-a-server",
    )


class Heard:
    """Who is to hear of the work: `begin` before anything is written, `at` how far it has come."""

    def begin(self) -> None:
        """Rows are going to be put together."""

    def at(self, events: int, of: int) -> None:
        """So many events are read, of how many."""


def moved(file: Path, heard: Heard, *, dry_run: bool = False) -> Moved:
    """Puts rows that were recorded one by one together, in a new file in the place of the old one.

    The old one is kept beside it. Nothing is written where no rows can be put together. Raises
    Failure where numpy and pyarrow are not installed, Damaged where the timeline is not sound,
    Unsound where the new one answers differently, and StoreError where somebody records meanwhile.
    """
    check_extra()
    from service.archives.moving import Moving  # noqa: PLC0415  # needs an extra

    with closing(_opened(file)) as timeline:
        broken = damage(timeline)
        if broken is not None:
            raise broken
        moving = Moving(timeline)
        for _ in moving:
            heard.at(moving.reached, moving.head.position)
            if not dry_run and any(each.rows for each in moving.found):
                break
        found = Moved(moving.found)
    if dry_run or not found.rows:
        return found
    heard.begin()
    return _put_together(file, heard)


def _opened(file: Path) -> Timeline:
    return Timeline(SqlRecorder.at(str(file), create=False), bundled_registry(), name=str(file))


def _put_together(file: Path, heard: Heard) -> Moved:
    from service.archives.moving import Moving  # noqa: PLC0415  # needs an extra

    elsewhere = Run.of("backup", str(Path("ELSEWHERE") / file.name))
    target = target_for(file, elsewhere)
    with new_copy(target, EVERYBODY, elsewhere) as new:
        # Looked at before the events are: what comes later is seen once nobody else can write.
        there = beside.beside(file)
        with closing(_opened(file)) as old:
            moving = Moving(old)
            with closing(Timeline(SqlRecorder.at(str(new.path)), bundled_registry())) as made:
                _write(moving, made, heard)
            beside.put(new.path, _after(there, moving.positions))
            proof = checked(new.path, "what was put together", VERIFY)
            _check_still(file, old, moving.head, there)
            with closing(_opened(new.path)) as made:
                said = difference(old, made, QUESTIONS)
            if said:
                # What was recorded while the two were compared is in one of them alone.
                _check_still(file, old, moving.head, there)
        if said:
            raise Unsound(
                f"nothing was put in place, for the two timelines differ: {said}",
                VERIFY,
                code="other-answers",
            )
        with beside.alone(target.shown) as now:
            if now != (moving.head, there):
                raise _overtaken(file)
            backup.settle(new.path)
            sizes = file.stat().st_size, new.path.stat().st_size
            new.finish(target.there())
            kept = backup.swap(new.path, target.shown, backup.MOVED)
    return Moved(moving.found, proof.head, kept, *sizes)


def _check_still(file: Path, old: Timeline, head: Head, there: Beside) -> None:
    """Raises StoreError where somebody has recorded in a timeline, or noted something there."""
    if (old.head(), beside.beside(file)) != (head, there):
        raise _overtaken(file)


def _overtaken(file: Path) -> StoreError:
    return StoreError(f"somebody recorded in {file} just now; try again.", code="overtaken")


# Writing ------------------------------------------------------------------------------------------


def _write(moving: Moving, made: Timeline, heard: Heard) -> None:
    """Records events in an empty timeline, some thousands at once."""
    page: list[Recorded] = []
    for transaction in moving:
        heard.at(moving.reached, moving.head.position)
        for each in transaction:
            page.append(_with_position(each, moving.positions))
            # A batch ends a transaction, so that what comes after it finds its rows.
            if each.block or len(page) == PAGE:
                _record(made, page)
                page = []
    if page:
        _record(made, page)
    sum_again(made.store)


def _record(made: Timeline, page: Sequence[Recorded]) -> None:
    blocks = {sha256(each.block).hexdigest(): each.block for each in page if each.block}
    rows, events = [each.row for each in page], [each.event for each in page]
    made.copy(rows, events, Blocks(blocks, made.head()))


def _with_position(each: Recorded, positions: Positions) -> Recorded:
    """An event with the position of today that it names, where it names any."""
    event = each.event
    if not isinstance(event, CitedInWords):
        return each
    position = positions.of(event.position)
    if position == event.position:
        return each
    return each.of(event.model_copy(update={"position": position}))


# Beside -------------------------------------------------------------------------------------------


def _after(there: Beside, positions: Positions) -> Beside:
    """What is kept beside events that have other positions and digests now."""
    notes = {key: _noted(key, value, positions) for key, value in there.notes.items()}
    cited = {answer for answer, state in there.citations.items() if _is_lost(state, positions)}
    earlier = Before.read(notes.get(MOVED_KEY)) or Before(positions.same)
    same = min(earlier.same, positions.same)
    notes[MOVED_KEY] = Before(same, earlier.answers | cited).written
    return there._replace(notes=notes)


def _is_lost(state: bytes, positions: Positions) -> bool:
    """Whether a citation is of events whose digests are others now."""
    position: int = json.loads(state)["position"]
    return position > positions.same


def _noted(key: str, value: str, positions: Positions) -> str:
    """A note as it is to be kept: of a file that was imported whole with its positions of today."""
    note = note_of(value) if key.startswith(f"{TAKEN_KEY} ") else None
    if note is None:
        return value
    span = note[1]
    at = Span(positions.of(span.first), positions.of(span.last), span.alone)
    return json.dumps({**json.loads(value), **at._asdict()})
