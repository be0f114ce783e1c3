"""Folders that are written whole: never gone, never wider open, never somebody else's."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

import pytest

from domain.refusal import Failure
from projections.layer_rows import SCHEMA
from service import folders
from service.folders import writing_folder
from service.handoff import MOST_PARTS
from service.handoff.folder import LIST, ours
from service.writing import EVERYBODY
from tests.console import Console

SOMEBODY: Final = 65_534
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")


def any_folder(_: Path) -> bool:
    return True


def written(folder: Path, content: str) -> None:
    with writing_folder(folder, any_folder, EVERYBODY) as new:
        for name in ("list", "in/part"):
            with new.file(name) as file:
                file.write(content.encode())


def content(folder: Path) -> list[str]:
    return [(folder / name).read_text() for name in ("list", "in/part")]


def killed_before(step: int, work: Callable[[], None]) -> int:
    """Runs something in a process that is gone before its step of that number."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    steps = 0

    def counted(call: Callable[..., object]) -> Callable[..., object]:
        def stepping(*given: object, **named: object) -> object:
            nonlocal steps
            steps += 1
            if steps == step:
                os._exit(9)
            return call(*given, **named)

        return stepping

    os.rename, shutil.rmtree = counted(os.rename), counted(shutil.rmtree)  # type: ignore[assignment]  # in a process of its own
    work()
    os._exit(0)


@pytest.mark.parametrize("exchanges", [True, False])
def test_wherever_its_writer_is_killed_a_whole_folder_is_at_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, exchanges: bool
) -> None:
    """Killed between two renames, the old and the new one once had hidden names, for good."""
    if not exchanges:
        monkeypatch.setattr(folders, "_exchange", lambda *_: False)
    code = step = 0
    while step == 0 or code == 9:
        step += 1
        folder = tmp_path / f"at-{step}" / "flows"
        folder.parent.mkdir()
        written(folder, "old")
        code = killed_before(step, partial(written, folder, "new"))
        if exchanges:
            assert content(folder) in (["old"] * 2, ["new"] * 2)
        with pytest.raises(KeyboardInterrupt), writing_folder(folder, any_folder, EVERYBODY):
            raise KeyboardInterrupt

        assert content(folder) in (["old"] * 2, ["new"] * 2)
        written(folder, "newest")
        assert content(folder) == ["newest"] * 2

    assert step > 1


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def test_what_is_replaced_keeps_its_modes(tmp_path: Path) -> None:
    """A folder that its owner had closed to others was once open to all after the next export."""
    folder = tmp_path / "flows"
    written(folder, "old")
    for name, kept in ((".", 0o700), ("list", 0o640), ("in", 0o710), ("in/part", 0o600)):
        (folder / name).chmod(kept)
    written(folder, "new")

    assert [mode(folder / name) for name in (".", "list", "in", "in/part")] == [
        0o700, 0o640, 0o710, 0o600,
    ]  # fmt: skip


def test_what_comes_into_a_private_folder_is_private(tmp_path: Path) -> None:
    folder = tmp_path / "flows"
    folder.mkdir(0o700)
    written(folder, "new")

    assert [mode(folder / name) for name in (".", "list", "in", "in/part")] == [
        0o700, 0o600, 0o700, 0o600,
    ]  # fmt: skip


@pytest.fixture
def shared(tmp_path: Path) -> Path:
    """A folder that all can write, with a link of somebody else to a folder of one's own."""
    (tmp_path / "mine").mkdir()
    folder = tmp_path / "shared"
    folder.mkdir()
    folder.chmod(0o1777)
    link = folder / "link"
    link.symlink_to(tmp_path / "mine")
    os.chown(link, SOMEBODY, SOMEBODY, follow_symlinks=False)
    return folder


@as_root
@pytest.mark.parametrize("name", ["shared/link", "shared/link/flows", "own/flows"])
def test_no_folder_is_written_through_a_link_of_somebody_else(shared: Path, name: str) -> None:
    (shared.parent / "own").symlink_to("shared/link")
    with pytest.raises(Failure, match="that somebody else has made"):
        written(shared.parent / name, "new")

    assert not any((shared.parent / "mine").iterdir())


@as_root
@pytest.mark.parametrize("name", ["link/my.db", "file.db"])
@pytest.mark.parametrize("how", ["{}", "sqlite:///{}", "sqlite:///{}?mode=rw"])
def test_no_timeline_is_written_through_a_link_of_somebody_else(
    shared: Path, tmp_path: Path, name: str, how: str
) -> None:
    """Ten commands refused such a link; to begin a timeline, and to record in it, did not."""
    console = Console.begun(tmp_path / "mine", db="my.db")
    (shared / "file.db").symlink_to(tmp_path / "mine" / "my.db")
    os.chown(shared / "file.db", SOMEBODY, SOMEBODY, follow_symlinks=False)
    before = (tmp_path / "mine" / "my.db").read_bytes()
    place = how.format(shared / name)
    for argv in (["init", place], ["--db", place, "add", "2022-03-05  TUR = RUS  talks  T  ^t"]):
        printed, code = console.run(argv)

        assert code == 1
        assert "is a link that somebody else has made" in " ".join(printed.split())
    assert (tmp_path / "mine" / "my.db").read_bytes() == before


@as_root
@pytest.mark.parametrize("holds", [True, False])
def test_a_folder_of_somebody_else_is_not_replaced(tmp_path: Path, holds: bool) -> None:
    folder = tmp_path / "flows"
    if holds:
        written(folder, "theirs")
    else:
        folder.mkdir()
    os.chown(folder, SOMEBODY, SOMEBODY)
    with pytest.raises(Failure, match="is a folder of somebody else; it is not replaced"):
        written(folder, "new")

    assert folder.stat().st_uid == SOMEBODY


@pytest.mark.parametrize(
    ("parts", "is_ours"),
    [
        (1_000_000_000, False),
        (MOST_PARTS + 1, False),
        (0, False),
        (True, False),
        (MOST_PARTS, True),
    ],
)
def test_a_list_that_claims_more_files_than_there_can_be_is_none(
    tmp_path: Path, parts: int, is_ours: bool
) -> None:
    """A planted list had the names of a thousand million files made, to look for others."""
    fields = dict.fromkeys(("layer", "lens", "known_on", "recorded_by", "digest"), "")
    numbers = dict.fromkeys(("position", "rows", "others"), 1)
    (tmp_path / LIST).write_text(
        json.dumps({"schema": SCHEMA, **fields, **numbers, "parts": parts})
    )

    assert ours(tmp_path) == is_ours
