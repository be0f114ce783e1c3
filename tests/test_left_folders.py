"""Folders that a command makes for what it writes: none is left where nothing was written."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from service.writing import folder_of
from tests.console import Console

FACT: Final = "2022-03-05  TUR = RUS  talks/diplomacy  Talks  ^talks"


@pytest.fixture
def console(tmp_path: Path) -> Console:
    console = Console.begun(tmp_path, FACT)
    (tmp_path / "text.txt").write_text("no backup\n")
    (tmp_path / "empty.db").write_bytes(b"")
    return console


@pytest.mark.parametrize(
    "argv",
    [
        ["--db", "nd/a/b/x.db", "restore", "none.db"],
        ["--db", "nd/a/b/x.db", "restore", "text.txt"],
        ["--db", "nd/x.db", "restore", "empty.db"],
        ["--db", "nd/a/x.db", "restore", "desk.db", "--dry-run"],
        ["--db", f"nd/a/{'x' * 300}.db", "restore", "desk.db"],
        ["init", f"nd/a/{'x' * 300}.db"],
        ["init", f"nd/a/{'x' * 300}/b/x.db"],
        ["backup", "nd/a/b.db"],
        ["state", "turkey", "russia", "-o", "nd/a/x.md"],
        ["export", "-o", "nd/a/x.facts"],
    ],
    ids=lambda argv: " ".join(argv)[:40],
)
def test_what_fails_leaves_no_folder_behind(console: Console, argv: list[str]) -> None:
    """A restore of nothing once left three folders."""
    _, code = console.run(argv)

    assert code != 0 or "--dry-run" in argv
    assert not (console.folder / "nd").exists()


def test_what_is_written_is_in_its_new_folder(console: Console) -> None:
    console.run(["backup", "b.db"])

    assert console.run(["--db", "nd/a/x.db", "restore", "b.db"])[1] == 0
    assert console.run(["init", "other/a/x.db"])[1] == 0
    assert console.run(["publish", "pages/a"])[1] == 0
    assert (console.folder / "nd/a/x.db").is_file()
    assert (console.folder / "other/a/x.db").is_file()
    assert (console.folder / "pages/a/index.html").is_file()


def write_and_fail(file: Path) -> None:
    file.write_text("by somebody else")
    raise OSError("full")


def test_only_folders_that_were_made_and_are_empty_are_removed(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    with pytest.raises(KeyboardInterrupt), folder_of(tmp_path / "mine" / "a" / "b" / "x"):
        raise KeyboardInterrupt
    with pytest.raises(OSError, match="full"), folder_of(tmp_path / "mine" / "c" / "d" / "x"):
        write_and_fail(tmp_path / "mine" / "c" / "kept")

    assert sorted(path.name for path in (tmp_path / "mine").rglob("*")) == ["c", "kept"]
