"""What a command does to the world outside: it changes no file there, and calls nobody.

Not where somebody has planted links and pipes beside the files that it is to write, either.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from tests.adversary.attack import IN_FULL, SCREEN, Call, Victims
from tests.adversary.scenes import ALONGSIDE, SCENES, STATE, Desk, Scene, searched
from tests.adversary.trial import ENDS

ASKED: Final = (
    STATE,
    ("timeline", "turkey", "russia"),
    ("why", "turkey", "russia", "--on", "2022-03-07"),
    ("history", "straits"),
    ("board", "turkey"),
    ("agenda",),
    ("stats",),
    ("search", "reuters"),
    ("check",),
    ("verify",),
    ("doctor",),
    ("undo", "--list"),
    ("export",),
)
"""Commands that only look."""

NOWHERE: Final = ("/dev/null", "/dev/tty")
"""What is written to without leaving anything there."""

USUAL: Final = (".{}.part", "{}.part", ".{}.tmp", "{}.tmp", "{}~", "{}.new", "{}.bak", ".{}.swp")
"""Names that programs give to what they have not finished."""


def outside(calls: list[Call], folder: Path) -> list[str]:
    """The calls by which something outside a folder is changed, or somebody called."""
    return [
        f"{call.name}({call.about}"
        for call in calls
        if call.name == "connect"
        or (
            call.changes
            and any(
                path.startswith("/") and not f"{path}/".startswith((f"{folder}/", *NOWHERE))
                for path in call.paths
            )
        )
    ]


def looking(argv: tuple[str, ...]) -> Scene:
    return Scene(" ".join(argv), searched, argv)


@pytest.mark.parametrize(
    "scene", [*SCENES, *map(looking, ASKED)], ids=lambda scene: scene.name.replace(" ", "-")
)
def test_a_command_changes_nothing_outside_its_folder_and_calls_nobody(
    scene: Scene, victims: Victims, tmp_path: Path
) -> None:
    desk = Desk(victims, tmp_path / "desk")
    scene.begin(desk)
    outcome, calls = victims.calls(desk.folder, desk.words(scene.argv), desk.environ)
    found = outside(calls, desk.folder)

    assert outcome.code in (0, 3, 4), outcome
    assert [call for call in calls if call.concerns(desk.folder)], "it did nothing at all"
    assert found == []


Plant = Callable[[Path, Path], None]


def a_link(at: Path, target: Path) -> None:
    at.symlink_to(target)


def a_second_name(at: Path, target: Path) -> None:
    at.hardlink_to(target)


def a_pipe(at: Path, _target: Path) -> None:
    os.mkfifo(at)


def a_folder(at: Path, _target: Path) -> None:
    at.mkdir()


PLANTS: Final[tuple[Plant, ...]] = (a_link, a_second_name, a_pipe, a_folder)
WRITES: Final = [scene for scene in SCENES if scene.writes_files]


def planted(desk: Desk, scene: Scene, plant: Plant, created: set[str], target: Path) -> None:
    """Plants something at every name that a command might take while it writes a file."""
    for name in scene.writes:
        alongside = [f"{name}{ending}" for ending in ALONGSIDE]
        names = {*created, *(usual.format(name) for usual in USUAL), *alongside}
        for each in names - {name}:
            at = desk.folder / each
            if not at.exists() and not at.is_symlink():
                plant(at, target)


def created(calls: list[Call], folder: Path) -> set[str]:
    """The names of files that a command made in its folder."""
    return {
        path.removeprefix(f"{folder}/")
        for call in calls
        if call.changes
        for path in call.paths
        if path.startswith(f"{folder}/") and "(deleted)" not in path and not path.endswith(SCREEN)
    }


@pytest.mark.parametrize("number", range(len(PLANTS) if IN_FULL else 1))
@pytest.mark.parametrize("scene", WRITES, ids=lambda scene: scene.name.replace(" ", "-"))
def test_what_is_planted_beside_a_file_is_not_followed(
    scene: Scene, number: int, victims: Victims, tmp_path: Path
) -> None:
    plant = PLANTS[(number + WRITES.index(scene)) % len(PLANTS)]
    first, folder, target = (tmp_path / name for name in ("first", "desk", "target"))
    first.mkdir()
    scene.begin(Desk(victims, first))
    shutil.copytree(first, tmp_path / "other")
    other = Desk(victims, tmp_path / "other")
    _, calls = victims.calls(other.folder, other.words(scene.argv), other.environ)
    shutil.copytree(first, folder)
    desk = Desk(victims, folder)
    target.write_text("precious")
    target.chmod(0o640)
    planted(desk, scene, plant, created(calls, other.folder), target)
    outcome = desk.run(*scene.argv)

    assert outcome.code in ENDS, outcome
    assert "Traceback" not in outcome.err
    assert (target.read_text(), target.stat().st_mode & 0o777) == ("precious", 0o640), outcome
    if outcome.code == 0:
        written = folder / scene.writes[0]
        assert not written.is_symlink()
        assert written.is_file()
        assert not written.samefile(target)
    else:
        assert outcome.err.startswith("error: "), outcome
