"""A store that is replaced or removed while it is open acknowledges nothing that nobody finds."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from domain.refusal import Failure, Unconfirmed
from service.opening import open_store
from service.safety import rebuilt
from service.store import watched
from service.store.watched import WatchedConnection
from service.timeline import Timeline
from tests.console import Console
from tests.contract.timelines import lines

ONE = "2022-03-05  TUR = RUS  talks  One  ^one"
TWO = "2022-03-06  TUR = RUS  talks  Two  ^two"
THREE = "2022-03-07  TUR = RUS  talks  Three  ^three"


def add(timeline: Timeline, line: str) -> None:
    timeline.record(timeline.read(line, "t.facts"), timeline.moment())


@pytest.fixture
def path(tmp_path: Path) -> Path:
    timeline = open_store(str(tmp_path / "my.db"), create=True)
    add(timeline, ONE)
    timeline.close()
    shutil.copy(tmp_path / "my.db", tmp_path / "other.db")
    return tmp_path / "my.db"


def renamed(path: Path) -> None:
    path.rename(path.with_name("away.db"))


def removed(path: Path) -> None:
    path.unlink()


def replaced(path: Path) -> None:
    """As a restore by hand does it: `mv other.db my.db`."""
    path.with_name("other.db").replace(path)


def replaced_and_cleaned(path: Path) -> None:
    replaced(path)
    for ending in ("-wal", "-shm"):
        path.with_name(f"{path.name}{ending}").unlink()


WAYS = (renamed, removed, replaced, replaced_and_cleaned)


@pytest.mark.parametrize("way", WAYS)
def test_nothing_is_recorded_in_a_file_that_is_gone(
    path: Path, way: Callable[[Path], None]
) -> None:
    """Events were once said to be recorded, and lost when the store was closed."""
    timeline = open_store(str(path))
    add(timeline, TWO)
    way(path)
    with pytest.raises(Failure, match=r"(removed|replaced by another file) while it was open"):
        add(timeline, THREE)
    timeline.close()

    if path.exists():
        assert not [line for line in lines(path) if line[1] == "desk/three"]


@pytest.mark.parametrize("way", WAYS)
def test_a_citation_is_not_kept_in_a_file_that_is_gone(
    path: Path, way: Callable[[Path], None]
) -> None:
    timeline = open_store(str(path))
    assert timeline.head().position == 2
    way(path)
    with pytest.raises(Failure, match="while it was open"):
        timeline.store.keep_citation("ab12", b"{}")
    timeline.close()


@pytest.mark.parametrize("way", WAYS)
def test_an_index_is_not_rebuilt_in_a_file_that_is_gone(
    path: Path, way: Callable[[Path], None]
) -> None:
    timeline = open_store(str(path))
    add(timeline, TWO)
    way(path)
    with pytest.raises(Failure, match="while it was open"):
        rebuilt(timeline)
    timeline.close()


def test_a_log_that_is_removed_is_missed(path: Path) -> None:
    """What is in the log is lost with it: SQLite looks at its name again only when it closes."""
    timeline = open_store(str(path))
    add(timeline, TWO)
    Path(f"{path}-wal").unlink()
    with pytest.raises(Failure, match=r"lost its log my\.db-wal"):
        add(timeline, THREE)
    timeline.close()


def test_the_log_beside_what_a_link_leads_to_is_missed_too(path: Path) -> None:
    path.with_name("link.db").symlink_to(path)
    timeline = open_store(str(path.with_name("link.db")))
    add(timeline, TWO)
    Path(f"{path}-wal").unlink()
    with pytest.raises(Failure, match=r"lost its log my\.db-wal"):
        add(timeline, THREE)
    timeline.close()


def test_a_link_that_leads_elsewhere_meanwhile_is_noticed(path: Path) -> None:
    link = path.with_name("link.db")
    link.symlink_to(path)
    timeline = open_store(str(link))
    add(timeline, TWO)
    link.unlink()
    link.symlink_to(path.with_name("other.db"))
    with pytest.raises(Failure, match="was replaced by another file while it was open"):
        add(timeline, THREE)
    timeline.close()


@pytest.mark.parametrize("way", WAYS)
def test_what_went_into_a_file_that_was_moved_at_the_last_moment_is_not_acknowledged(
    path: Path, monkeypatch: pytest.MonkeyPatch, way: Callable[[Path], None]
) -> None:
    timeline = open_store(str(path))
    add(timeline, TWO)
    real = WatchedConnection.check

    def moved_after(self: WatchedConnection, outcome: str) -> None:
        real(self, outcome)
        if outcome.startswith("nothing was recorded"):
            way(path)

    monkeypatch.setattr(WatchedConnection, "check", moved_after)
    with pytest.raises(Failure, match="went into a file that is no longer at that name"):
        add(timeline, THREE)
    timeline.close()


def test_a_timeline_whose_file_was_replaced_is_not_read_on(path: Path) -> None:
    """What is remembered of the one is not true of the other."""
    timeline = open_store(str(path))
    assert timeline.head().position == 2
    replaced(path)
    with pytest.raises(Failure, match="was replaced by another file while it was open"):
        timeline.head()
    timeline.close()


def test_a_connection_to_another_file_is_refused(path: Path) -> None:
    timeline = open_store(str(path))
    replaced(path)
    timeline.close()
    with pytest.raises(Failure, match="was replaced by another file while it was open"):
        timeline.head()


def test_a_command_whose_timeline_is_moved_exits_with_1(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    console = Console.begun(tmp_path, ONE)
    store = tmp_path / "desk.db"
    real = Timeline.record

    def moved(self: Timeline, *words: object, **options: object) -> object:
        store.rename(tmp_path / "away.db")
        return real(self, *words, **options)  # type: ignore[arg-type]  # passed on as they come

    monkeypatch.setattr(Timeline, "record", moved)
    printed, code = console.run(["add", TWO])

    assert (code, "Added" in printed) == (1, False)
    assert "was removed while it was open" in printed
    assert "Traceback" not in printed
    os.rename(tmp_path / "away.db", store)
    assert len(lines(store)) == 2


def does_not_say(monkeypatch: pytest.MonkeyPatch, asked: str) -> None:
    """The disk does not say which file is there, when it is asked before or after a commit."""
    check = WatchedConnection.check

    def fail(connection: WatchedConnection, outcome: str) -> None:
        if outcome.startswith(asked):
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        check(connection, outcome)

    monkeypatch.setattr(WatchedConnection, "check", fail)


def test_what_was_recorded_is_there_where_the_disk_does_not_say_so(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was said once to have gone into a file that nobody finds."""
    timeline = open_store(str(path))
    does_not_say(monkeypatch, "what was recorded")
    with pytest.warns(Unconfirmed, match=r"my\.db is written, but the disk does not confirm"):
        add(timeline, TWO)
    timeline.close()

    assert [line for line in lines(path) if line[1] == "desk/two"]


def test_nothing_is_recorded_where_the_disk_does_not_say_which_file_is_there(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    timeline = open_store(str(path))
    does_not_say(monkeypatch, "nothing was recorded")
    with pytest.raises(Failure, match=r"cannot be looked at: .* Nothing was recorded\."):
        add(timeline, TWO)
    timeline.close()

    assert not [line for line in lines(path) if line[1] == "desk/two"]


# What is planted beside it -----------------------------------------------------------------------

NAMES_ANOTHER = b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7"
"""How a journal ends at whose end another file is named, which SQLite removes."""


def a_second_name_of_the_log(path: Path) -> None:
    Path(f"{path}-wal").touch()
    path.with_name("stolen").hardlink_to(f"{path}-wal")


def a_link_for_the_journal(path: Path) -> None:
    Path(f"{path}-journal").symlink_to(path.with_name("other.db"))


def a_journal_that_names_another_file(path: Path) -> None:
    Path(f"{path}-journal").write_bytes(b"other.db" + NAMES_ANOTHER)


PLANTED = (a_second_name_of_the_log, a_link_for_the_journal, a_journal_that_names_another_file)


@pytest.mark.parametrize("plant", PLANTED)
def test_what_is_planted_beside_a_store_while_it_is_open_is_seen_before_a_commit(
    path: Path, plant: Callable[[Path], None]
) -> None:
    """It was looked for once, before the store was opened."""
    timeline = open_store(str(path))
    add(timeline, TWO)
    kept = path.with_name("other.db").read_bytes()
    plant(path)
    with pytest.raises(Failure) as refused:
        add(timeline, THREE)
    timeline.close()

    assert refused.value.code in ("second-name", "not-ours", "foreign-journal")
    assert path.with_name("other.db").read_bytes() == kept
    for file in (Path(f"{path}-journal"), path.with_name("stolen")):
        file.unlink(missing_ok=True)
    with closing(open_store(str(path))) as again:
        assert not [fact for fact in again.facts() if fact.handle == "three"]


@pytest.mark.parametrize("plant", PLANTED)
def test_what_is_planted_while_a_store_is_being_opened_is_seen_before_it_is_read(
    path: Path, plant: Callable[[Path], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the look beside the file and the opening there is time for it."""
    looked: list[str] = []

    def look(file: Path, log: str) -> None:
        looked.append(log)
        plant(file)

    monkeypatch.setattr(watched, "_check_log", look)
    with pytest.raises(Failure) as refused:
        open_store(str(path))

    assert len(looked) == 1
    assert refused.value.code in ("second-name", "not-ours", "foreign-journal")
    assert path.with_name("other.db").exists()


# Another file for one moment --------------------------------------------------------------------


def a_link(path: Path) -> tuple[Callable[[], object], Callable[[], object]]:
    """A name that leads to another file, and back to its own."""
    path.rename(path.with_name("mine.db"))
    path.symlink_to("mine.db")

    def led_to(name: str) -> None:
        path.with_name("new").symlink_to(name)
        path.with_name("new").replace(path)

    return lambda: led_to("other.db"), lambda: led_to("mine.db")


def a_file(path: Path) -> tuple[Callable[[], object], Callable[[], object]]:
    """A file that is put aside for another, and brought back."""
    aside, other = path.with_name("aside.db"), path.with_name("other.db")

    def bring_back() -> None:
        path.rename(other)
        aside.rename(path)

    return lambda: (path.rename(aside), other.rename(path)), bring_back


def a_folder(path: Path) -> tuple[Callable[[], object], Callable[[], object]]:
    """A folder that gives its name to another one, with another file of that name."""
    mine, other = path.parent.with_name("aside"), path.parent.with_name("others")
    other.mkdir()
    shutil.copy(path.with_name("other.db"), other / path.name)

    def bring_back() -> None:
        path.parent.rename(other)
        mine.rename(path.parent)

    return lambda: (path.parent.rename(mine), other.rename(path.parent)), bring_back


@pytest.mark.parametrize("way", [a_link, a_file, a_folder])
def test_a_file_that_was_there_for_a_moment_alone_is_not_the_one_that_was_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    way: Callable[[Path], tuple[Callable[[], object], Callable[[], object]]],
) -> None:  # fmt: skip
    """Whoever swapped twice had others record in a file of theirs, under the name of yours."""
    folder = tmp_path / "folder"
    folder.mkdir()
    path = folder / "my.db"
    with closing(open_store(str(path), create=True)) as timeline:
        add(timeline, ONE)
    shutil.copy(path, folder / "other.db")
    lead_away, lead_back = way(path)
    look, looks = watched.check_alongside, watched._check_log
    swaps = iter([lead_back])

    def look_and_lead_back(file: Path) -> None:
        next(swaps, lambda: None)()
        look(file)

    def look_and_lead_away(file: Path, log: str) -> None:
        looks(file, log)
        lead_away()
        monkeypatch.setattr(watched, "check_alongside", look_and_lead_back)

    monkeypatch.setattr(watched, "_check_log", look_and_lead_away)

    with pytest.raises(Failure, match="was replaced while it was being opened"):
        WatchedConnection(str(path))
