"""Keeping a timeline safe: verified, backed up, restored, its index rebuilt."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from shlex import quote
from typing import Final

from domain.refusal import AnyFix, Failure, Fix, InvalidInput, Run
from service.checking import Backup, index_entry_of, last_backup, verified
from service.opening import open_store
from service.store import backup
from service.store.interface import (
    VERIFY,
    Damaged,
    Differences,
    EventLog,
    Head,
    StoreError,
    StoreFailure,
)
from service.store.place import without_password
from service.store.recorder import SqlRecorder
from service.store.tables import BACKUP_KEY
from service.timeline import Timeline

__all__ = ["Backup", "Unsound", "index_entry_of", "last_backup", "verified"]

_INSTANT: Final = "%Y-%m-%dT%H%M%SZ"


class Unsound(Failure):
    """A store whose integrity is broken, where it must not be."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did, or would do.

    The head restored, how many events that drops, where the old file is kept. `back` is whether
    that file is sound, so that it can be restored again.
    """

    head: Head
    dropped: int | None
    kept: Path | None = None
    back: bool = False


def differences(timeline: Timeline) -> Differences:
    """How a timeline's index differs from its events."""
    return timeline.store.differences(index_entry_of(timeline), timeline.words)


def rebuilt(timeline: Timeline) -> Differences:
    """Rebuilds a timeline's index, and returns how the old one differed.

    Raises Failure for one that is read-only.
    """
    if timeline.read_only:
        raise Failure(
            "the bundled sample is read-only; its index is made as it is read.",
            Run.of("rebuild", shadow=True),
            code="read-only",
        )
    found = timeline.store.rebuild(index_entry_of(timeline), timeline.words)
    try:
        last_backup(timeline)
    except Damaged:
        timeline.store.remember(BACKUP_KEY, "")
    return found


# Backups ------------------------------------------------------------------------------------------


def file_of(place: str) -> Path:
    """The file that a store's place means.

    Raises InvalidInput for a database that is backed up with tools of its own.
    """
    if "://" not in place:
        return Path(place).expanduser()
    scheme, _, rest = place.partition("://")
    if scheme.startswith("postgresql"):
        url = without_password(f"postgresql://{rest}")
        raise InvalidInput(
            "PostgreSQL backs up and restores its databases with its own tools.",
            Fix(f"pg_dump --format=custom --file=timeline.dump {url}", "to back up"),
            Fix(f"pg_restore --clean --dbname={url} timeline.dump", "to restore"),
            code="not-a-file",
        )
    if (
        scheme.startswith("sqlite")
        and rest.startswith("/")
        and rest[1:] not in ("", ":memory:")
        and "?" not in rest
    ):
        return Path(rest[1:])
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
    return wanted / name if wanted.is_dir() else wanted


def backed_up(timeline: Timeline, file: Path, now: datetime, *, force: bool = False) -> Head:
    """Copies a timeline to a file, verifies the copy and remembers it; returns the copied head.

    Raises InvalidInput where the file is there already and not forced, Failure for a timeline in no
    file, Unsound where the copy is not sound.
    """
    store = timeline.store
    _check_in_a_file(timeline)
    if store.file is not None and file.exists() and file.samefile(store.file):
        raise InvalidInput(f"{file} is the timeline itself.", Run.of("backup"), code="same-file")
    if file.exists() and not force:
        raise InvalidInput(
            f"{file} is there already.",
            Run.of("backup", str(file), force=True),
            Run.of("backup"),
            code="file-exists",
        )
    elsewhere = Run.of("backup", str(Path("ELSEWHERE") / file.name))
    with _beside(file, elsewhere) as part:
        store.copy_to(part)
        head = _sound(part, "the copy", VERIFY)
        if store.digest_at(head.position) != head.digest:
            raise Unsound(
                f"row {head.position} of the copy is another than that of {timeline.store_name}.",
                VERIFY,
                code="other-copy",
            )
        made = f"{now.isoformat()} {file.resolve()}"
        with closing(SqlRecorder.at(str(part))) as copy:
            copy.remember(BACKUP_KEY, made)
        part.replace(file)
    try:
        store.remember(BACKUP_KEY, made)
    except StoreFailure:
        # The backup is there; a store that cannot be written, or not now, merely does not know of
        # it.
        return head
    return head


def _check_in_a_file(timeline: Timeline) -> None:
    """Raises Failure for a timeline that is kept in no file."""
    if timeline.store.file is None:
        said = (
            "the bundled sample comes with detente"
            if timeline.read_only
            else f"{timeline.store_name} is kept in no file"
        )
        raise Failure(
            f"{said}; there is nothing to back up.", Run.of("init", "my.db"), code="no-file"
        )


def _sound(file: Path, what: str, fix: AnyFix) -> Head:
    """The head of a store in a file.

    Raises Unsound, with the fix, where anything is broken that a rebuild does not fix. Citations
    that are damaged keep nobody from saving the events.
    """
    with closing(open_store(str(file))) as copy:
        found = verified(copy)
    if not found.copyable:
        first = next(flaw for flaw in found.flaws if not flaw.copyable)
        raise Unsound(f"{what} is not sound: {first.said}", fix, code="not-sound")
    return found.head


def _is_sound(file: Path) -> bool:
    """Whether a file can be backed up, or restored."""
    try:
        _sound(file, "", VERIFY)
    except (Unsound, StoreError):
        return False
    return True


@contextmanager
def _beside(file: Path, *fixes: AnyFix) -> Generator[Path]:
    """A file beside another, put in its place once it is whole; removed if it is not.

    Raises Failure, with the fixes, where nothing can be written in their folder.
    """
    if not file.parent.is_dir():
        raise Failure(
            f"there is no folder {file.parent}.",
            Fix(f"mkdir -p {quote(str(file.parent))}"),
            code="no-folder",
        )
    part = file.with_name(f".{file.name}.part")
    try:
        part.unlink(missing_ok=True)
        part.touch()
    except OSError as error:
        raise Failure(
            f"the folder {file.parent.resolve()} cannot be written: {error.strerror}.",
            *fixes,
            code="cannot-write",
        ) from error
    try:
        yield part
    except OSError as error:
        raise Failure(
            f"{file} cannot be written: {error.strerror}.", code="cannot-write"
        ) from error
    finally:
        part.unlink(missing_ok=True)


# Restoring ----------------------------------------------------------------------------------------


def restored(file: Path, target: Path, *, force: bool = False, dry_run: bool = False) -> Restored:
    """Puts a backup in the place of a timeline's file, which is kept beside it.

    Raises Unsound where the backup is not sound, and InvalidInput where the timeline holds events
    that the backup does not, or cannot be read, unless forced; StoreError where somebody uses it.
    """
    if not file.exists():
        raise Failure(f"there is no file {file}.", code="no-file")
    if target.exists() and file.samefile(target):
        raise InvalidInput(f"{file} is the timeline itself.", code="same-file")
    elsewhere = Run.of("restore", str(file), db=str(Path("ELSEWHERE") / target.name))
    with _beside(target, elsewhere) as part:
        _copy(file, part)
        head = _sound(part, str(file), Run.of("verify", db=str(file)))
        there, dropped = _dropped(part, target, file, force=force)
        if dry_run:
            return Restored(head, dropped)
        backup.settle(part)
        if there is None:
            return Restored(head, dropped, backup.swap(part, target))
        back = _is_sound(target)
        with backup.alone(target) as now:
            if now != there:
                raise StoreError(
                    f"somebody recorded in {target} just now; try again.", code="overtaken"
                )
            return Restored(head, dropped, backup.swap(part, target), back)


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
            dropped = there.position - _common(old, new)
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


def _common(one: EventLog, other: EventLog) -> int:
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
