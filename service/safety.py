"""Keeping a timeline safe: verified, backed up, restored, its index rebuilt."""

from __future__ import annotations

import os
from collections.abc import Generator
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from domain.refusal import AnyFix, Failure, Fix, InvalidInput, Run
from service.checking import Backup, check_events, last_backup, verified
from service.indexing import index_entry_of
from service.proof import Proof, found, proved
from service.put_together import before_moving
from service.store import backup
from service.store.errors import REBUILD
from service.store.interface import (
    VERIFY,
    Damaged,
    Differences,
    EventLog,
    Head,
    StoreError,
    StoreFailure,
)
from service.store.place import file_at, without_password
from service.store.recorder import SqlRecorder
from service.store.remembered import BACKUP_KEY, MOVED_KEY
from service.target import Stream, Target, is_database, target_of
from service.timeline import Timeline
from service.writing import EVERYBODY, NewFile, limit_of

__all__ = ["Backup", "Unsound", "index_entry_of", "last_backup", "verified"]

_INSTANT: Final = "%Y-%m-%dT%H%M%SZ"


class Unsound(Failure):
    """A store whose integrity is broken, where it must not be."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did, or would do.

    The head restored, how many events that drops, where the old file is kept. `back` is whether
    that file is sound, so that it can be restored again. `beside` is what is wrong with what the
    backup keeps beside its events, if anything.
    """

    head: Head
    dropped: int | None
    kept: Path | None = None
    back: bool = False
    beside: str = ""


@dataclass(frozen=True, slots=True)
class Copied:
    """What a backup copied: the head of the copy, and what is wrong beside its events, if anything.

    `replaced` is whether another file was there, which is not kept.
    """

    head: Head
    beside: str = ""
    replaced: bool = False


def differences(timeline: Timeline) -> Differences:
    """How a timeline's index differs from its events. Raises Damaged where these are not whole."""
    _check_events(timeline)
    return timeline.store.differences(index_entry_of(timeline), timeline.words)


def rebuilt(timeline: Timeline) -> Differences:
    """Rebuilds a timeline's index, and returns how the old one differed.

    Raises Failure for one that is read-only, Damaged where there are no whole events to rebuild it
    from.
    """
    if timeline.read_only:
        raise Failure(
            "the bundled sample is read-only; its index is made as it is read.",
            Run.of("rebuild", shadow=True),
            code="read-only",
        )
    _check_events(timeline)
    found = timeline.store.rebuild(index_entry_of(timeline), timeline.words)
    try:
        last_backup(timeline)
    except Damaged:
        timeline.store.remember(BACKUP_KEY, "")
    try:
        before_moving(timeline.store)
    except Damaged:
        timeline.store.remember(MOVED_KEY, "")
    return found


def _check_events(timeline: Timeline) -> None:
    """Raises Damaged where no index can be made from the events, for they are not whole."""
    try:
        check_events(timeline)
    except Damaged as refused:
        if not any(isinstance(fix, Run) and fix.verb == REBUILD.verb for fix in refused.fixes):
            raise


# Backups ------------------------------------------------------------------------------------------


def file_of(place: str) -> Path:
    """The file that a store's place means.

    Raises InvalidInput for a database that is backed up with tools of its own.
    """
    scheme, mark, rest = place.partition("://")
    if mark and scheme.startswith("postgresql"):
        url = without_password(f"postgresql://{rest}")
        raise InvalidInput(
            "PostgreSQL backs up and restores its databases with its own tools.",
            Fix(f"pg_dump --format=custom --file=timeline.dump {url}", "to back up"),
            Fix(f"pg_restore --clean --dbname={url} timeline.dump", "to restore"),
            code="not-a-file",
        )
    file = file_at(place)
    if file is not None:
        return file
    raise InvalidInput(
        f"{without_password(place)} is not a file that can be copied.",
        Run.of("backup", db="my.db"),
        code="not-a-file",
    )


def place_for(wanted: Path | None, file: Path, now: datetime) -> Path:
    """The place of a file's backup: as asked for, in a folder by its instant, or beside it."""
    name = f"{file.stem}-{now.strftime(_INSTANT)}{file.suffix or '.db'}"
    if wanted is None:
        return file.with_name(name) if file.name else Path(name)
    return wanted / name if os.path.isdir(wanted) else wanted


def backed_up(
    timeline: Timeline, file: Path, now: datetime, *, force: bool = False, chosen: bool = False
) -> Copied:
    """Copies a timeline to a file, has a new process verify the copy, and remembers it.

    A name that is `chosen` is one that nobody has typed, and is never that of a link.
    Raises InvalidInput where the file is there already and not forced,
    Failure for a timeline in no file and where the copy cannot be written, Unsound where the copy
    is not sound.
    """
    store = timeline.store
    # Asked once: a disk that does not say later that the file is there makes no copy less private.
    source = _in_a_file(timeline)
    if os.path.exists(file) and file.samefile(source):
        raise InvalidInput(f"{file} is the timeline itself.", Run.of("backup"), code="same-file")
    elsewhere = Run.of("backup", str(Path("ELSEWHERE") / file.name))
    target = target_for(file, elsewhere, source, chosen=chosen)
    if target.there() and not force:
        raise InvalidInput(
            f"{file} is there already.",
            Run.of("backup", str(file), force=True),
            Run.of("backup"),
            code="file-exists",
        )
    made = f"{now.isoformat()} {_written_out(target.path)}"
    with new_copy(target, limit_of(source), elsewhere) as new:
        store.copy_to(new.path)
        _note(new.path, made)
        proof = checked(new.path, "the copy", VERIFY)
        head = proof.head
        if store.digest_at(head.position) != head.digest:
            raise Unsound(
                f"row {head.position} of the copy is another than that of {timeline.store_name}.",
                VERIFY,
                code="other-copy",
            )
        replaced = target.there() is not None
        with ExitStack() as until_swapped:
            _keep_out(until_swapped, target.path)
            new.finish(target.there())
            backup.swap(new.path, target.path, backup.BACKED_UP, keep=False)
    # The backup is there; a store that cannot be written, or not now, merely does not know of it.
    with suppress(StoreFailure):
        store.remember(BACKUP_KEY, made)
    return Copied(head, proof.beside, replaced)


def _note(copy: Path, made: str) -> None:
    """Has a copy remember when and where it was made. Raises Unsound where it cannot be read."""
    try:
        backup.note(copy, BACKUP_KEY, made)
    except StoreFailure as failure:
        raise Unsound(f"the copy is not sound: {failure.said}", VERIFY, code="not-sound") from None


def _keep_out(while_open: ExitStack, file: Path) -> None:
    """Keeps others out of a database that is to be replaced, if a file is one.

    Raises StoreFailure where somebody uses it.
    """
    if not is_database(file):
        return
    try:
        while_open.enter_context(backup.locked(file))
    except StoreFailure as failure:
        if failure.code != "unreadable":
            raise


def _written_out(file: Path) -> str:
    """A path as text, in which a byte that is not text is an escape."""
    return str(file).encode(errors="backslashreplace").decode()


def _in_a_file(timeline: Timeline) -> Path:
    """The file of a timeline. Raises Failure for one that is kept in none."""
    file = timeline.store.file
    if file is None:
        said = (
            "the bundled sample comes with detente"
            if timeline.read_only
            else f"{timeline.store_name} is kept in no file"
        )
        raise Failure(
            f"{said}; there is nothing to back up.", Run.of("init", "my.db"), code="no-file"
        )
    return file


def checked(file: Path, what: str, fix: AnyFix) -> Proof:
    """What a new process finds in a file.

    Raises Unsound, with the fix, where anything is broken that a rebuild does not fix. Citations
    that are damaged keep nobody from saving the events.
    """
    proof = proved(file)
    if proof.flaw:
        raise Unsound(f"{what} is not sound: {proof.flaw}", fix, code="not-sound")
    return proof


def _is_sound(file: Path) -> bool:
    """Whether a file can be backed up, or restored."""
    return not found(file).flaw


def target_for(
    file: Path, elsewhere: Run, in_use: Path | None = None, *, chosen: bool = False
) -> Target:
    """Where a copy is to be put: another database may be there.

    Raises Failure, and says to put it `elsewhere` where the folder cannot be written.
    """
    try:
        target = target_of(file, in_use=in_use, over_database=True, chosen=chosen)
    except Failure as refused:
        raise refused.with_fixes(*(refused.fixes or (elsewhere,))) from refused
    if isinstance(target, Stream):
        raise Failure(f"a timeline is kept in a file, and {file} is a stream.", code="not-a-file")
    return target


@contextmanager
def new_copy(target: Target, limit: int, *fixes: AnyFix) -> Generator[NewFile]:
    """A file beside its target, which is removed unless it is put in the place of that.

    Raises Failure, with the fixes, where nothing can be written in their folder.
    """
    try:
        new = NewFile(target, limit)
    except Failure as failure:
        raise failure.with_fixes(*fixes) from failure
    try:
        with new.failing():
            yield new
    finally:
        new.discard()


# Restoring ----------------------------------------------------------------------------------------


def restored(file: Path, target: Path, *, force: bool = False, dry_run: bool = False) -> Restored:
    """Puts a backup in the place of a timeline's file, which is kept beside it.

    Raises Unsound where the backup is not sound, and InvalidInput where the timeline holds events
    that the backup does not, or cannot be read, unless forced; StoreError where somebody uses it.
    """
    if not file.exists():
        raise Failure(f"there is no file {file}.", code="no-file")
    if not file.is_file():
        raise Failure(f"{file} is not a file.", code="not-a-file")
    if target.exists() and file.samefile(target):
        raise InvalidInput(f"{file} is the timeline itself.", code="same-file")
    elsewhere = Run.of("restore", str(file), db=str(Path("ELSEWHERE") / target.name))
    place = target_for(target, elsewhere)
    # What is replaced keeps its mode: who may use a timeline is not for its backup to say.
    limit = EVERYBODY if place.there() else limit_of(file)
    with new_copy(place, limit, elsewhere) as new:
        _copy(file, new.path)
        proof = checked(new.path, str(file), Run.of("verify", db=str(file)))
        head, beside = proof.head, proof.beside
        there, dropped = _dropped(new.path, place.shown, file, force=force)
        if dry_run:
            return Restored(head, dropped, beside=beside)
        backup.settle(new.path)
        if there is None:
            new.finish(place.there())
            kept = backup.swap(new.path, place.shown)
            return Restored(head, dropped, kept, beside=beside)
        back = _is_sound(place.shown)
        with backup.alone(place.shown) as now:
            if now != there:
                raise StoreError(
                    f"somebody recorded in {target} just now; try again.", code="overtaken"
                )
            new.finish(place.there())
            kept = backup.swap(new.path, place.shown)
            return Restored(head, dropped, kept, back, beside)


def _copy(file: Path, part: Path) -> None:
    try:
        with closing(SqlRecorder.at(str(file), create=False)) as chosen:
            chosen.copy_to(part)
    except Damaged as damaged:
        raise Unsound(damaged.said, Run.of("verify", db=str(file)), code=damaged.code) from damaged
    except StoreError as error:
        raise Failure(f"{file} is not a backup: {error.said}", code="no-backup") from error


def _dropped(
    part: Path, target: Path, file: Path, *, force: bool
) -> tuple[Head | None, int | None]:
    """The end of a timeline, and how many of its events a backup does not hold.

    None for what cannot be read. Raises InvalidInput where it holds any, or where nobody can know,
    unless forced.
    """
    if not target.exists() or not target.stat().st_size:
        return None, 0
    again = Run.of(
        "restore", str(file), meaning="the old file is kept beside the new one", force=True
    )
    try:
        with (
            closing(SqlRecorder.at(str(target), create=False)) as old,
            closing(SqlRecorder.at(str(part), create=False)) as new,
        ):
            there = old.head()
            dropped = there.position - common_position(old, new)
    except StoreFailure as failure:
        if not force:
            raise InvalidInput(
                f"{failure.said} So nobody knows what it holds that {file} does not.",
                again,
                code="unreadable-target",
            ) from failure
        return None, None
    if dropped and not force:
        events = "an event" if dropped == 1 else f"{dropped:,} events"
        kept = [Run.of("backup")] if _is_sound(target) else []
        raise InvalidInput(
            f"{target} holds {events} that {file} does not.",
            again,
            *kept,
            code="events-dropped",
            values={"events": str(dropped)},
        )
    return there, dropped


def common_position(one: EventLog, other: EventLog) -> int:
    """The position up to which two stores hold the same, found by halves.

    Each digest covers all rows before it.
    """
    same, beyond = 0, min(one.head().position, other.head().position) + 1
    while beyond - same > 1:
        middle = (same + beyond) // 2
        if one.digest_at(middle) == other.digest_at(middle):
            same = middle
        else:
            beyond = middle
    return same
