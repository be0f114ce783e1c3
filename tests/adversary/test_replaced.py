"""A timeline's file is replaced or removed while a command has it open.

The command is stopped right after one of its system calls, somebody else's hand moves, and it goes
on. What it then acknowledges is in the file that is there; or it says that it is not.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Final

import pytest

from domain.actors import Registry
from tests.adversary import tally
from tests.adversary.attack import IN_FULL, SCREEN, Call, Outcome, Victims, stop
from tests.adversary.scenes import (
    ALONGSIDE,
    SCENES,
    STORE,
    Desk,
    Scene,
    one_fact,
    said,
)
from tests.adversary.trial import ENDS

FEW: Final = 3
OTHER: Final = "other.db"
"""Another timeline, beside the one in use."""

Hand = Callable[[Path], None]


def another_is_moved_there(folder: Path) -> None:
    """As somebody does who puts a copy back without `restore`."""
    remove_alongside(folder)
    (folder / OTHER).replace(folder / STORE)


def it_is_removed(folder: Path) -> None:
    remove_alongside(folder)
    (folder / STORE).unlink(missing_ok=True)


def it_is_moved_away(folder: Path) -> None:
    for ending in ("", *ALONGSIDE):
        file = folder / f"{STORE}{ending}"
        if file.exists():
            file.replace(folder / f"away.db{ending}")


def remove_alongside(folder: Path) -> None:
    for ending in ALONGSIDE:
        (folder / f"{STORE}{ending}").unlink(missing_ok=True)


HANDS: Final[tuple[Hand, ...]] = (another_is_moved_there, it_is_removed, it_is_moved_away)
WRITE_INTO_IT: Final = ("add", "import facts", "import rows", "undo", "cite")


def begun(scene: Scene, victims: Victims, folder: Path) -> Desk:
    desk = Desk(victims, folder)
    scene.begin(desk)
    other = Desk(victims, folder.parent / "other")
    one_fact(other)
    (other.folder / STORE).replace(folder / OTHER)
    return desk


def attacked(calls: Sequence[Call], folder: Path) -> Sequence[Call]:
    """The calls from the first that opens the timeline to the one that has the disk hold it.

    Whoever comes before meets another timeline, and whoever comes later has it replaced after it
    was written.
    """
    store, screen = folder / STORE, folder / SCREEN[0]
    opens = next(at for at, call in enumerate(calls) if f'"{store}", O_RDWR' in call.about)
    says = next(
        at for at, call in enumerate(calls) if f"<{screen}>" in call.about and call.name == "write"
    )
    holds = max(at for at, call in enumerate(calls[:says]) if call.name == "fdatasync")
    open_by_then = [call for call in calls[opens : holds + 1] if call.concerns(folder)]
    if IN_FULL:
        return open_by_then
    return [open_by_then[number * (len(open_by_then) - 1) // (FEW - 1)] for number in range(FEW)]


def found(folder: Path, outcome: Outcome, before: object, after: object, registry: Registry) -> str:
    """What is wrong after a command whose file was replaced, or nothing."""
    store = folder / STORE
    there = said(store, registry) if store.exists() else None
    if outcome.code not in ENDS or "Traceback" in outcome.err:
        return "it does not end in a sentence"
    if outcome.code and not (outcome.out + outcome.err).strip():
        return "it says nothing"
    if outcome.code == 0 and there != after:
        return "it was acknowledged, and is not there"
    if outcome.code and there not in (before, None):
        return "it was refused, and something else is there"
    return ""


@pytest.mark.parametrize("hand", HANDS, ids=lambda hand: hand.__name__)
@pytest.mark.parametrize("name", WRITE_INTO_IT)
def test_what_is_acknowledged_is_in_the_file_that_is_there(
    name: str, hand: Hand, victims: Victims, registry: Registry, tmp_path: Path
) -> None:
    scene = next(scene for scene in SCENES if scene.name == name)
    first = begun(scene, victims, tmp_path / "first")
    other = said(first.folder / OTHER, registry)
    shutil.copytree(first.folder, tmp_path / "whole")
    whole = Desk(victims, tmp_path / "whole")
    _, calls = victims.calls(whole.folder, whole.words(scene.argv), whole.environ)
    after = said(whole.folder / STORE, registry)
    chosen = attacked(calls, whole.folder)
    wrong: list[str] = []
    tried = 0
    for number, call in enumerate(chosen):
        desk = Desk(victims, tmp_path / f"{number:05}")
        shutil.copytree(first.folder, desk.folder, dirs_exist_ok=True)
        outcome = victims.run(
            desk.folder,
            desk.words(scene.argv),
            desk.environ,
            *stop(call),
            meanwhile=partial(hand, desk.folder),
        )
        tried += outcome.reached
        what = found(desk.folder, outcome, other, after, registry)
        if what:
            wrong.append(f"{call}: {what}\n    {call.about}\n    {outcome}")
        shutil.rmtree(desk.folder)
    tally.note("a store is replaced", f"{name}, {hand.__name__}", tried, len(wrong))

    assert tried
    assert not wrong, "\n".join([f"{len(wrong)} things are wrong:", *wrong])
