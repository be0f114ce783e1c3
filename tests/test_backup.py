"""A backup is whole and verified.

What a restoring replaces is kept, and nothing is dropped that nobody was told of.
"""

from __future__ import annotations

import sqlite3
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Final

import pytest

from domain.actors import Registry
from domain.refusal import InvalidInput
from service import writing
from service.safety import Unsound, backed_up, file_of, last_backup, place_for, restored, verified
from service.store import backup, tables
from service.store.interface import StoreError
from service.store.recorder import SqlRecorder
from service.timeline import Timeline
from tests.console import Console
from tests.contract.timelines import a_line, filled, lines, opened, spoil
from views.spelling import command as spelled

NOW: Final = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def by_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Copies are verified here: a new process takes half a second, and test_copies.py has it."""
    monkeypatch.setattr(sys, "executable", "")


@pytest.fixture
def path(tmp_path: Path, registry: Registry) -> Path:
    path = tmp_path / "my.db"
    filled(path, registry, seed=1)
    return path


@pytest.fixture
def copy(path: Path, registry: Registry) -> Path:
    """A backup of it."""
    copy = path.with_name("copy.db")
    with opened(path, registry) as timeline:
        backed_up(timeline, copy, NOW)
    return copy


def record(path: Path, registry: Registry, handle: str) -> None:
    with opened(path, registry) as timeline:
        add(timeline, handle)


def add(timeline: Timeline, handle: str) -> None:
    timeline.record(timeline.read(a_line(Random(handle), handle), "t.facts"), timeline.moment())


def beside(path: Path) -> set[str]:
    return {file.name for file in path.parent.iterdir()}


def journal(path: Path) -> object:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("PRAGMA journal_mode").fetchone()[0]


# Backing up


def test_a_backup_holds_every_row_and_is_one_file(path: Path, copy: Path) -> None:
    assert lines(copy) == lines(path)
    assert beside(path) == {"my.db", "copy.db"}
    assert journal(copy) == "delete"


def test_a_backup_is_a_timeline_that_answers(copy: Path, registry: Registry) -> None:
    with opened(copy, registry) as timeline:
        assert len(timeline.facts()) >= 6
        assert verified(timeline).sound


def test_a_copy_is_of_one_moment_whoever_writes_meanwhile(path: Path, registry: Registry) -> None:
    copy, before = path.with_name("copy.db"), lines(path)
    with (
        opened(path, registry) as timeline,
        closing(sqlite3.connect(path, isolation_level=None)) as writer,
    ):
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("DELETE FROM events")
        timeline.store.copy_to(copy)
        writer.execute("ROLLBACK")

    assert lines(copy) == before


def test_a_backup_and_what_is_restored_from_it_hold_the_citations(
    path: Path, registry: Registry
) -> None:
    copy, again = path.with_name("copy.db"), path.with_name("again.db")
    with opened(path, registry) as timeline:
        timeline.store.keep_citation("ab12", b"{}")
        backed_up(timeline, copy, NOW)
    restored(copy, again)

    for file in (copy, again):
        with opened(file, registry) as timeline:
            assert timeline.store.citations() == [("ab12", b"{}")]


def test_a_backup_is_remembered_by_both(path: Path, copy: Path, registry: Registry) -> None:
    for file in (path, copy):
        with opened(file, registry) as timeline:
            last = last_backup(timeline)
            assert last is not None
            assert (last.file, last.made) == (copy, NOW)


def test_a_backup_is_private_where_the_disk_does_not_say_that_the_timeline_is_there(
    path: Path, registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was once for everybody: nobody knew any more whose it was."""
    path.chmod(0o600)
    files = iter([path, path])  # asked by whoever says who may read the copy, and to copy it
    monkeypatch.setattr(SqlRecorder, "file", property(lambda _: next(files, None)))
    with opened(path, registry) as timeline:
        backed_up(timeline, path.with_name("copy.db"), NOW)

    assert path.with_name("copy.db").stat().st_mode & 0o777 == 0o600


def test_a_file_that_is_there_is_not_overwritten_unless_forced(
    path: Path, copy: Path, registry: Registry
) -> None:
    before = copy.read_bytes()
    record(path, registry, "later")
    with opened(path, registry) as timeline:
        with pytest.raises(InvalidInput, match="is there already"):
            backed_up(timeline, copy, NOW)
        assert copy.read_bytes() == before
        backed_up(timeline, copy, NOW, force=True)

    assert lines(copy) == lines(path)


def test_the_timeline_itself_is_no_place_for_its_backup(path: Path, registry: Registry) -> None:
    before = lines(path)
    with (
        opened(path, registry) as timeline,
        pytest.raises(InvalidInput, match="is the timeline itself"),
    ):
        backed_up(timeline, path, NOW, force=True)

    assert lines(path) == before


def test_a_store_that_is_not_sound_replaces_no_backup(
    path: Path, copy: Path, registry: Registry
) -> None:
    before = copy.read_bytes()
    spoil(path, "UPDATE events SET state = x'00' WHERE position = 2")
    with opened(path, registry) as timeline, pytest.raises(Unsound, match="row 2"):
        backed_up(timeline, copy, NOW, force=True)

    assert copy.read_bytes() == before
    assert beside(path) == {"my.db", "copy.db"}


def test_a_store_whose_index_alone_is_wrong_is_backed_up(path: Path, registry: Registry) -> None:
    spoil(path, "DELETE FROM ties")
    with opened(path, registry) as timeline:
        backed_up(timeline, path.with_name("copy.db"), NOW)

    assert lines(path.with_name("copy.db")) == lines(path)


def test_a_backup_is_named_after_the_instant_unless_it_is_named(tmp_path: Path) -> None:
    name = "my-2026-11-22T120000Z.db"

    assert place_for(None, Path("a/my.db"), NOW) == Path("a") / name
    assert place_for(tmp_path, Path("a/my.db"), NOW) == tmp_path / name
    assert place_for(Path("b.db"), Path("a/my.db"), NOW) == Path("b.db")
    assert place_for(None, Path("timeline"), NOW) == Path("timeline-2026-11-22T120000Z.db")


def test_a_folder_that_is_not_there_is_told(path: Path, registry: Registry) -> None:
    with (
        opened(path, registry) as timeline,
        pytest.raises(InvalidInput, match="there is no folder"),
    ):
        backed_up(timeline, path.with_name("none") / "copy.db", NOW)


@pytest.mark.parametrize(
    ("place", "said"),
    [
        (
            "postgresql+psycopg://me:secret@host/ties",
            "pg_dump --format=custom --file=timeline.dump postgresql://me@host/ties",
        ),
        ("sqlite://", "detente backup --db my.db"),
        ("sqlite:///:memory:", "detente backup --db my.db"),
        ("mysql://host/ties", "detente backup --db my.db"),
    ],
)
def test_what_is_no_file_is_refused_with_the_tool_that_does_it(place: str, said: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        file_of(place)

    assert spelled(refused.value.fixes[0]).paste == said
    assert "secret" not in str(refused.value.fixes)


def test_a_file_may_be_named_by_a_url() -> None:
    assert file_of("sqlite:///my.db") == Path("my.db")
    assert file_of("sqlite:////var/my.db") == Path("/var/my.db")


# Restoring


def test_what_was_lost_is_there_again_and_the_old_file_is_kept(
    path: Path, copy: Path, registry: Registry
) -> None:
    whole = lines(path)
    spoil(path, "UPDATE events SET state = x'00' WHERE position = 2")
    found = restored(copy, path)

    assert lines(path) == whole
    assert found.kept == path.with_name("my.db.before-restore")
    assert lines(path.with_name("my.db.before-restore"))[1][4] == b"\0"
    with opened(path, registry) as timeline:
        assert verified(timeline).sound
        add(timeline, "goes-on")
        assert verified(timeline).sound


def test_a_restored_store_logs_ahead_as_a_new_one_does(path: Path, copy: Path) -> None:
    restored(copy, path)

    assert journal(path) == "wal"


def test_a_store_that_is_gone_is_restored(path: Path, copy: Path) -> None:
    whole = lines(path)
    path.unlink()

    assert restored(copy, path).kept is None
    assert lines(path) == whole
    assert beside(path) == {"my.db", "copy.db"}


def test_events_that_the_backup_does_not_hold_are_not_dropped_unasked(
    path: Path, copy: Path, registry: Registry
) -> None:
    record(path, registry, "later")
    whole = lines(path)
    with pytest.raises(InvalidInput, match=r"holds 2 events that .*copy.db does not"):
        restored(copy, path)
    assert lines(path) == whole

    found = restored(copy, path, force=True)
    assert (found.dropped, lines(path)) == (2, lines(copy))
    assert found.kept is not None
    assert lines(found.kept) == whole


def test_two_that_went_apart_have_in_common_what_came_before(
    path: Path, copy: Path, registry: Registry
) -> None:
    for handle in ("mine", "mine-too"):
        record(path, registry, handle)
    record(copy, registry, "theirs")

    assert restored(copy, path, force=True).dropped == 4


def test_a_backup_ahead_of_the_timeline_drops_nothing(
    path: Path, copy: Path, registry: Registry
) -> None:
    record(copy, registry, "later")

    assert restored(copy, path).dropped == 0


def test_a_dry_run_says_what_it_would_do_and_does_nothing(
    path: Path, copy: Path, registry: Registry
) -> None:
    record(path, registry, "later")
    whole = path.read_bytes()
    found = restored(copy, path, force=True, dry_run=True)

    assert (found.dropped, found.kept) == (2, None)
    assert path.read_bytes() == whole
    assert beside(path) == {"my.db", "copy.db"}


def test_an_older_kept_file_is_not_lost(path: Path, copy: Path) -> None:
    restored(copy, path)

    assert restored(copy, path).kept == path.with_name("my.db.before-restore-2")


def test_a_backup_that_is_not_sound_is_refused(path: Path, copy: Path) -> None:
    whole = path.read_bytes()
    spoil(copy, "DELETE FROM events WHERE position = 3")
    with pytest.raises(Unsound, match="row 3 is missing"):
        restored(copy, path, force=True)

    assert path.read_bytes() == whole
    assert beside(path) == {"my.db", "copy.db"}


@pytest.mark.parametrize("content", [b"", b"no database"])
def test_what_is_no_timeline_is_no_backup(path: Path, content: bytes) -> None:
    path.with_name("odd.db").write_bytes(content)
    with pytest.raises(InvalidInput, match="is not a backup"):
        restored(path.with_name("odd.db"), path, force=True)


def test_the_timeline_is_not_restored_from_itself(path: Path) -> None:
    with pytest.raises(InvalidInput, match="is the timeline itself"):
        restored(path, path)


def test_a_timeline_that_cannot_be_read_is_replaced_only_if_forced(path: Path, copy: Path) -> None:
    path.write_bytes(b"spoiled" * 1000)
    with pytest.raises(InvalidInput, match="nobody knows what it holds"):
        restored(copy, path)
    found = restored(copy, path, force=True)

    assert found.dropped is None
    assert lines(path) == lines(copy)
    assert found.kept is not None
    assert found.kept.read_bytes() == b"spoiled" * 1000


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backup, "PATIENCE_SECONDS", 0.05)


@pytest.mark.usefixtures("impatient")
def test_a_timeline_that_somebody_has_open_is_not_swapped(
    path: Path, copy: Path, registry: Registry
) -> None:
    """Who has it open would go on writing to the old file.

    And the log of the old one would be read with the new one.
    """
    with opened(path, registry) as timeline:
        before = timeline.head()
        with pytest.raises(StoreError, match="is in use"):
            restored(copy, path)
        add(timeline, "goes-on")

        assert timeline.head().position == before.position + 2
    assert journal(path) == "wal"


def test_who_records_between_the_question_and_the_swap_is_not_lost(
    path: Path, copy: Path, registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    settle = backup.settle

    def late(file: Path) -> None:
        record(path, registry, "late")
        settle(file)

    monkeypatch.setattr(backup, "settle", late)
    with pytest.raises(StoreError, match="somebody recorded"):
        restored(copy, path)
    assert journal(path) == "wal"
    with opened(path, registry) as timeline:
        assert timeline.fact("late").exists


def test_a_copy_that_the_disk_does_not_give_back_is_a_sentence(tmp_path: Path) -> None:
    """SQLite takes a failing read of it for damage, which ended in a traceback once."""
    (tmp_path / "copy").write_bytes(b"SQLite format 3\0" + bytes(84))
    with pytest.raises(StoreError, match="the copy cannot be read: "):
        backup.settle(tmp_path / "copy")


def test_what_sqlite_keeps_beside_a_file_goes_with_it(tmp_path: Path) -> None:
    """The log of the old file, left beside the new one, would be taken for the log of that."""
    for name in ("my.db", "my.db-wal", "my.db-shm", "new"):
        (tmp_path / name).write_text(name)
    kept = backup.swap(tmp_path / "new", tmp_path / "my.db")

    assert kept == tmp_path / "my.db.before-restore"
    assert {file.name: file.read_text() for file in tmp_path.iterdir()} == {
        "my.db": "new",
        "my.db.before-restore": "my.db",
        "my.db.before-restore-wal": "my.db-wal",
    }


# The commands


@pytest.fixture
def console(tmp_path: Path, path: Path) -> Console:
    return Console(
        tmp_path, {"COLUMNS": "80", "DETENTE_TODAY": "2026-11-22", "DETENTE_DB": path.name}
    )


def test_the_commands_say_what_they_did(console: Console, path: Path) -> None:
    digest = lines(path)[-1][5].hex()
    end = f"Position: {len(lines(path))}\nDigest:   {digest}\n"

    assert console.run(["backup"]) == (
        (
            f"Backed up to my-2026-11-22T120000Z.db, and verified there.\n{end}Restore:  detente"
            " restore my-2026-11-22T120000Z.db\n"
        ),
        0,
    )
    assert console.run(["restore", "my-2026-11-22T120000Z.db", "--dry-run"]) == (
        (
            f"Would restore my.db from my-2026-11-22T120000Z.db, which is sound.\n{end}Nothing"
            " written.\n"
        ),
        0,
    )
    assert console.run(["restore", "my-2026-11-22T120000Z.db"]) == (
        (
            f"Restored my.db from my-2026-11-22T120000Z.db, which is sound.\n{end}The old file is"
            " kept: my.db.before-restore\nBack:     detente restore my.db.before-restore --force\n"
        ),
        0,
    )


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        ("DELETE FROM ties", "the index does not tie row 1 "),
        ("UPDATE pairs SET b = lower(b)", "the index "),
        ("INSERT INTO citations VALUES ('ab12', x'7b7d')", 'what was kept of answer "ab12" is'),
    ],
)
def test_a_copy_is_called_verified_only_as_far_as_it_is(
    console: Console, path: Path, damage: str, said: str
) -> None:
    """`backup` and `restore` called a copy verified and sound that `verify` calls broken."""
    spoil(path, damage)

    made, code = console.run(["backup", "odd.db"])
    assert code == 0
    assert made.startswith("Backed up to odd.db, and its events verified there.\n")
    assert f"\nThe copy is not sound beside them: {said}" in made
    back, code = console.run(["restore", "odd.db"])
    assert code == 0
    assert back.startswith("Restored my.db from odd.db, the events of which are whole.\n")
    assert f"\nThe copy is not sound beside them: {said}" in back


@pytest.mark.parametrize("there", ["another.db", "notes.txt"])
def test_what_a_backup_replaces_is_said(console: Console, path: Path, there: str) -> None:
    """The help says that it is kept or said, and it was neither."""
    if there == "another.db":
        console.run(["init", there])
    else:
        (console.folder / there).write_text("notes", encoding="utf-8")

    said, code = console.run(["backup", there, "--force"])

    assert (code, "\nThe file that was there is replaced, and not kept.\n" in said) == (0, True)
    assert lines(console.folder / there) == lines(path)
    assert "replaced" not in console.run(["backup", "new.db", "--force"])[0]


@pytest.mark.parametrize("argv", [[], ["."], ["--force"]])
def test_a_backup_follows_no_link_that_nobody_named(console: Console, argv: list[str]) -> None:
    """The name of a backup can be foretold, and a link planted there once led it elsewhere."""
    (console.folder / "my-2026-11-22T120000Z.db").symlink_to("elsewhere.db")

    printed, code = console.run(["backup", *argv])

    assert (code, (console.folder / "elsewhere.db").exists()) == (1, False)
    assert "my-2026-11-22T120000Z.db is a link" in printed


def test_verify_says_whether_it_is_sound(console: Console, path: Path) -> None:
    sound, code = console.run(["verify"])
    assert (sound.splitlines()[0], code) == (
        f"Sound: my.db, {len(lines(path))} events, digest {lines(path)[-1][5].hex()[:16]}.",
        0,
    )

    console.run(["backup", "copy.db"])
    spoil(path, "UPDATE events SET state = x'00' WHERE position = 2")
    broken, code = console.run(["verify"])
    assert code == 5
    assert broken.startswith("Broken: 2 flaws in my.db")
    assert f"detente restore {path.with_name('copy.db')}   # the backup of 22 Nov 2026\n" in broken


def test_verify_tells_of_a_wrong_index_that_a_rebuild_mends(console: Console, path: Path) -> None:
    spoil(path, "DELETE FROM ties WHERE position = 1")
    printed, code = console.run(["verify"])

    assert code == 5
    assert "  detente rebuild   " in printed


def test_a_broken_store_is_not_backed_up_and_exits_5(console: Console, path: Path) -> None:
    spoil(path, "DELETE FROM events WHERE position = 2")
    printed, code = console.run(["backup"])

    assert code == 5
    assert printed.startswith("error: the copy is not sound: row 2 is missing")


def test_the_sample_needs_no_backup(tmp_path: Path) -> None:
    printed, code = Console(tmp_path).run(["backup"])

    assert code == 1
    assert "nothing to back up" in printed


def test_where_there_is_no_timeline_yet_a_backup_makes_one(tmp_path: Path, path: Path) -> None:
    console = Console(tmp_path)
    printed, code = console.run(["restore", str(path)])

    assert (code, printed.partition(" from ")[0]) == (
        0,
        f"Restored {tmp_path / 'data' / 'detente' / 'timeline.db'}",
    )
    assert console.run(["stats"])[1] == 0


# The doctor


def doctor(console: Console) -> dict[str, str]:
    """What it says of each thing, with what it says to do."""
    found: dict[str, str] = {}
    what = ""
    for line in console.apart(["doctor"])[0].splitlines():
        what = line[:11].strip() or what
        found[what] = f"{found.get(what, '')} {line[11:].strip()}".strip()
    return found


def test_a_doctor_finds_a_sound_store_sound(console: Console, path: Path) -> None:
    found = doctor(console)

    assert found["store"].startswith("my.db, 0.")
    assert found["database"] == f"SQLite {sqlite3.sqlite_version}, journal wal"
    assert found["chain"] == f"sound, digest {lines(path)[-1][5].hex()[:16]}"
    assert found["index"] == "agrees with the events"
    assert found["terminal"] == "80 columns, no colours, UTF-8, keys cannot be read"
    assert console.run(["doctor"])[1] == 0


def test_a_doctor_says_that_a_clock_stands_before_the_last_recording(
    tmp_path: Path, registry: Registry
) -> None:
    console = Console.begun(tmp_path, a_line(Random(1), "today"))
    assert "clock" not in doctor(console)

    with closing(
        Timeline(
            SqlRecorder.at(str(tmp_path / "desk.db")), registry, lambda: NOW + timedelta(days=1)
        )
    ) as later:
        add(later, "tomorrow")

    said = (
        "2026-11-22 12:00 UTC, before the last recording, 2026-11-23 12:00 UTC: what is recorded"
        " now gets that instant"
    )
    assert doctor(console)["clock"] == f"{said} → timedatectl status"


def test_a_doctor_says_what_to_do_about_backups(console: Console, path: Path) -> None:
    never = doctor(console)["backup"]
    console.run(["backup", "copy.db"])
    made = doctor(console)["backup"]
    spoil(
        path,
        "UPDATE detente SET value = replace(value, '2026-11-22', '2026-10-02') WHERE key = 'last"
        " backup'",
    )
    old = doctor(console)["backup"]
    path.with_name("copy.db").unlink()

    assert never == "never made → detente backup"
    assert made.split(", ")[:2] == ["today", "22 Nov 2026"]
    assert old.startswith("51 days ago, 2 Oct 2026")
    assert old.endswith("→ detente backup")
    assert doctor(console)["backup"].endswith("which is gone → detente backup")


@pytest.mark.parametrize(
    ("statement", "what", "fix"),
    [
        ("UPDATE events SET state = x'00' WHERE position = 2", "chain", "→ detente verify"),
        ("DELETE FROM ties", "index", "→ detente rebuild"),
    ],
)
def test_a_doctor_finds_what_is_broken_and_exits_5(
    console: Console, path: Path, statement: str, what: str, fix: str
) -> None:
    spoil(path, statement)

    assert doctor(console)[what].endswith(fix)
    assert console.run(["doctor"])[1] == 5


def test_a_doctor_tells_of_a_journal_that_makes_people_wait(console: Console, path: Path) -> None:
    spoil(path, "PRAGMA journal_mode = DELETE")

    assert "wait for each other" in doctor(console)["database"]


def test_a_doctor_of_no_timeline_and_of_the_sample(console: Console, tmp_path: Path) -> None:
    console.environ["DETENTE_DB"] = "none.db"
    assert (
        doctor(console)["store"]
        == "none.db: there is no timeline at none.db. → detente init none.db"
    )
    assert console.run(["doctor"])[1] == 1

    assert doctor(Console(tmp_path))["store"].startswith("the bundled sample")


def test_a_doctor_of_a_file_that_is_no_database_fails(console: Console, tmp_path: Path) -> None:
    (tmp_path / "notes.db").write_text("not a database", encoding="utf-8")
    console.environ["DETENTE_DB"] = "notes.db"

    assert "file is not a database" in doctor(console)["store"]
    assert console.run(["doctor"])[1] == 1


def test_a_backup_that_cannot_be_written_names_the_file_that_was_asked_for(
    console: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It once named a hidden file that nobody had asked for."""

    def full(self: SqlRecorder, file: Path) -> None:
        del self
        raise OSError(28, "No space left on device", str(file))

    monkeypatch.setattr(SqlRecorder, "copy_to", full)

    said = console.apart(["backup", "copy.db"])[1]

    assert said.startswith("error: there is no space left on the disk of ")
    assert "; copy.db is not written.\n  df -h " in said


def test_a_folder_that_cannot_be_written_is_named(
    console: Console, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The backup was once said to be none, and the timeline to be at fault."""
    assert console.run(["backup", "copy.db"])[1] == 0

    def denied(folder: Path) -> None:
        raise PermissionError(13, "Permission denied", str(folder))

    monkeypatch.setattr(writing, "_beside", denied)
    folder = f"error: the folder {path.parent.resolve()} cannot be written: Permission denied."

    assert console.run(["backup", "other.db"]) == (
        f"{folder}\n  detente backup ELSEWHERE/other.db\n",
        1,
    )
    restored, code = console.run(["restore", "copy.db", "--db", "new.db"])
    assert (restored, code) == (f"{folder}\n  detente restore copy.db --db ELSEWHERE/new.db\n", 1)


def test_a_way_back_is_offered_only_to_a_file_that_is_sound(console: Console, path: Path) -> None:
    """The line that was printed once always failed where the old file was damaged."""
    assert console.run(["backup", "copy.db"])[1] == 0
    back, _ = console.run(["restore", "copy.db", "--force"])
    spoil(path, "UPDATE events SET state = x'00' WHERE position = 2")
    none, _ = console.run(["restore", "copy.db", "--force"])

    assert "Back:     detente restore my.db.before-restore --force\n" in back
    assert "Back:" not in none
    assert "The old file, which is not sound, is kept: my.db.before-restore-2\n" in none


def test_a_backup_that_is_not_sound_is_to_be_verified_itself(console: Console) -> None:
    assert console.run(["backup", "copy.db"])[1] == 0
    spoil(console.folder / "copy.db", "UPDATE events SET state = x'00' WHERE position = 2")
    printed, code = console.run(["restore", "copy.db"])

    assert (code, printed.splitlines()[-1]) == (5, "  detente verify --db copy.db")


def test_where_the_chain_is_broken_nobody_is_sent_to_make_a_backup(
    console: Console, path: Path
) -> None:
    """To back up what is not sound is refused."""
    assert console.run(["backup", "copy.db"])[1] == 0
    add_one = "2022-03-05  TUR > RUS  call  One more  ^one-more"
    assert console.run(["add", add_one])[1] == 0
    before, _ = console.run(["restore", "copy.db"])
    spoil(path, "UPDATE events SET state = x'00' WHERE position = 2")
    after, _ = console.run(["restore", "copy.db"])

    assert "detente backup" in before
    assert "detente backup" not in after
    assert doctor(console)["backup"].endswith(
        f"→ detente restore {console.folder.resolve()}/copy.db"
    )
    spoil(path, "DELETE FROM detente WHERE key = 'last backup'")
    assert doctor(console)["backup"] == "never made → detente restore BACKUP"


def test_a_timeline_in_which_somebody_else_writes_says_so(
    console: Console, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables, "PATIENCE_SECONDS", 0)
    with closing(sqlite3.connect(path, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        printed, code = console.run(["add", "2022-03-05  TUR > RUS  call  One more  ^one-more"])

    assert code == 1
    assert printed.startswith("error: my.db is in use: somebody else has been writing in it")
    assert printed.endswith("Nothing was written; try again.\n")


def test_a_timeline_that_cannot_be_written_is_cited_all_the_same(
    console: Console, path: Path
) -> None:
    """It once gave neither citation nor answer."""
    rows = len(lines(path))
    console.environ["DETENTE_DB"] = f"sqlite:///file:{path}?mode=ro&uri=true"
    cited, said, code = console.apart(["timeline", "--cite"])

    assert (code, len(lines(path))) == (0, rows)
    assert "; answer " in " ".join(cited.split())
    assert said.startswith("The answer is not kept here, so `verify` cannot ask it again: ")
    assert "is read-only" in said
