"""A timeline's file that is replaced or removed while a command has it open."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import count
from pathlib import Path
from typing import Final

from domain.actors import Registry
from tests.adversary.attack import SCREEN, Attack, Call, Outcome, Victims, concerning
from tests.adversary.scenes import ALONGSIDE, STORE, Desk, Scene, one_fact, said, said_once
from tests.adversary.trial import ENDS, Trial

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


HANDS: Final[dict[str, Hand]] = {
    hand.__name__.replace("_", " "): hand
    for hand in (another_is_moved_there, it_is_removed, it_is_moved_away)
}


@dataclass
class Swap:
    """A scene, played in a copy of its folder for each trial, in which its timeline is replaced."""

    scene: Scene
    hand: str
    victims: Victims
    registry: Registry
    folder: Path

    def __post_init__(self) -> None:
        self._numbers = count()
        self._first = Desk(self.victims, self.folder / "first")
        self.scene.begin(self._first)
        other = Desk(self.victims, self.folder / "other")
        one_fact(other)
        (other.folder / STORE).replace(self._first.folder / OTHER)
        self._before = said(self._first.folder / OTHER, self.registry)

    def _desk(self) -> Desk:
        folder = self.folder / f"{next(self._numbers):05}"
        shutil.copytree(self._first.folder, folder)
        return Desk(self.victims, folder)

    @cached_property
    def _unharmed(self) -> tuple[Sequence[Call], object]:
        desk = self._desk()
        _, calls = self.victims.calls(desk.folder, desk.words(self.scene.argv), desk.environ)
        return _while_open(calls, desk.folder), said(desk.folder / STORE, self.registry)

    @property
    def calls(self) -> Sequence[Call]:
        """The calls from the first that opens the timeline to the one that has the disk hold it."""
        return self._unharmed[0]

    def attacked(self, call: Call) -> Trial:
        """A trial: the command is stopped after a call, a hand moves, and the command goes on."""
        desk = self._desk()
        attack = Attack(call, stops=True)
        outcome = self.victims.run(
            desk.folder,
            desk.words(self.scene.argv),
            desk.environ,
            attack,
            meanwhile=partial(HANDS[self.hand], desk.folder),
        )
        what = self._found(desk.folder / STORE, outcome)
        name = f"{self.scene.name}, {self.hand}: {attack}"
        wrong = [f"{name}: {what}\n    {call.name}({call.about}\n    {outcome}"] if what else []
        shutil.rmtree(desk.folder)
        return Trial(name, outcome.reached, wrong)

    def _found(self, store: Path, outcome: Outcome) -> str:
        """What is wrong after a command whose file was replaced, or nothing."""
        there = said_once(store, self.registry) if store.exists() else None
        if outcome.code not in ENDS or "Traceback" in outcome.err:
            return "it does not end in a sentence"
        if outcome.code and not (outcome.out + outcome.err).strip():
            return "it says nothing"
        if outcome.code == 0 and there != self._unharmed[1]:
            return "it was acknowledged, and is not there"
        if outcome.code and there not in (self._before, None):
            return "it was refused, and something else is there"
        return ""


def _while_open(calls: Sequence[Call], folder: Path) -> Sequence[Call]:
    """The calls that are made while a timeline is open, up to the last that the disk confirms.

    Whoever comes before meets another timeline, and whoever comes later has it replaced after it
    was written.
    """
    calls = concerning(folder, calls)
    store, screen = folder / STORE, folder / SCREEN[0]
    opens = next(at for at, call in enumerate(calls) if f'"{store}", O_RDWR' in call.about)
    says = next(
        at for at, call in enumerate(calls) if f"<{screen}>" in call.about and call.name == "write"
    )
    holds = max(at for at, call in enumerate(calls[:says]) if call.name == "fdatasync")
    return calls[opens : holds + 1]
