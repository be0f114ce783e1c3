"""A trial: one command, one of its system calls attacked, and what may be there afterwards."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from itertools import count
from pathlib import Path
from typing import Final, NamedTuple

from domain.actors import Registry
from tests.adversary.attack import SCREEN, Attack, Call, Outcome, Victims, concerning
from tests.adversary.scenes import ALONGSIDE, TEMPORARY, Desk, Scene, alike, held, left_over

KILLED: Final = -9
NOT_KEPT: Final = "The answer is not kept here"
"""What is said of an answer that is given, and cannot be cited from here."""

RECORDED_IN_PART: Final = 6
"""What was to be recorded is there, and a file beside it is not."""

RECORDED_BEFORE: Final = "Before that: It was recorded: "
"""What is said where something went wrong after it was recorded."""

ENDS: Final = (0, 1, 2, 5, RECORDED_IN_PART, 130)
"""The exit codes of a run that nobody killed."""


class Trial(NamedTuple):
    """Its name, whether the call was reached at all, and what was wrong afterwards."""

    name: str
    reached: bool
    wrong: list[str]
    killed: bool = False
    """Whether the process was to be killed."""


class Left(NamedTuple):
    """What a run left: the files and what they hold, or why they cannot be read.

    `again` is what is wrong when the same command is run in what is left, if it did nothing.
    """

    holding: dict[str, object]
    broken: str = ""
    again: tuple[str, ...] = ()


@dataclass
class Stage:
    """A scene that is begun once, and played in a copy of its folder for each trial."""

    scene: Scene
    victims: Victims
    registry: Registry
    folder: Path

    def __post_init__(self) -> None:
        self._numbers = count()
        self._known: dict[bytes, Left] = {}
        self._first = self.folder / "first"
        self._first.mkdir()
        self.scene.begin(Desk(self.victims, self._first))

    def desk(self, name: str = "") -> Desk:
        """A folder of its own, in which the scene is begun."""
        folder = self.folder / (name or f"{next(self._numbers):05}")
        shutil.copytree(self._first, folder)
        return Desk(self.victims, folder)

    @cached_property
    def before(self) -> dict[str, object]:
        """What the folder holds before the command."""
        desk = self.desk()
        return self._held(desk)

    @cached_property
    def _unharmed(self) -> tuple[Outcome, list[Call], dict[str, object]]:
        desk = self.desk()
        outcome, made = self.victims.calls(desk.folder, desk.words(self.scene.argv), desk.environ)
        calls = concerning(desk.folder, made)
        assert outcome.code == 0, outcome
        holding = self._held(desk)
        return outcome, calls, holding

    @property
    def calls(self) -> list[Call]:
        """The calls of the command that nobody attacks, as far as they concern its folder."""
        return self._unharmed[1]

    @property
    def after(self) -> dict[str, object]:
        """What the folder holds after the command."""
        return self._unharmed[2]

    def _held(self, desk: Desk) -> dict[str, object]:
        holding = held(desk.folder, self.registry)
        return {name.replace(desk.folder.name, "{}"): what for name, what in holding.items()}

    def attacked(self, attack: Attack) -> Trial:
        """A trial: the command is killed at a call, or the call is refused with an error."""
        # Some of what is written names the folder, and would be the same but for that. Whoever is
        # killed may leave a process that still looks at a copy, where nobody else is to be.
        desk = self.desk("desk" if attack.error else "")
        outcome = desk.run(*self.scene.argv, attack=attack)
        call = attack.call
        name = f"{self.scene.name}: {attack}"
        wrong = [
            f"{name}: {each}\n    {call.name}({call.about}\n    {outcome}"
            for each in self._found(desk, call, outcome)
        ]
        shutil.rmtree(desk.folder, ignore_errors=True)  # a proof may still be read there
        desk.folder.with_suffix(".trace").unlink(missing_ok=True)
        return Trial(name, outcome.reached, wrong, killed=not attack.error)

    def _found(self, desk: Desk, call: Call, outcome: Outcome) -> Iterator[str]:
        """What is wrong with how a run ended, with what it left, and with the next run."""
        if outcome.code != KILLED:
            yield from _ill_said(outcome, mute=SCREEN[1] in call.about)
        left = self._left(desk)
        if left.broken:
            yield left.broken
            return
        yield from self._half_done(outcome, left.holding)
        unfinished = left_over(left.holding)
        if outcome.code != KILLED and unfinished and "unlink" not in call.name:
            yield f"left over: {unfinished}"
        yield from left.again

    def _left(self, desk: Desk) -> Left:
        """What a run left; where that is the same to the byte as after another, it is not read."""
        state = _bytes_of(desk.folder)
        if state not in self._known:
            self._known[state] = self._looked_at(desk)
        return self._known[state]

    def _looked_at(self, desk: Desk) -> Left:
        try:
            holding = self._held(desk)
        except Exception as error:  # noqa: BLE001  # whatever it is, it is what was found
            return Left({}, f"{type(error).__name__}: {error}")
        did_nothing = self._is(self.before, holding)
        return Left(holding, again=tuple(self._not_done_again(desk)) if did_nothing else ())

    def _half_done(self, outcome: Outcome, holding: dict[str, object]) -> Iterator[str]:
        """Every file holds what it held before, or what it holds after; none else is there."""
        for name in sorted({*holding, *self.before, *self.after} - {*left_over(holding)}):
            there = holding.get(name)
            if not any(alike(there, wanted.get(name)) for wanted in (self.before, self.after)):
                yield f"{name} is neither as before nor as after: {there!r}"
        acknowledged = (outcome.code == 0 and NOT_KEPT not in outcome.err) or (
            outcome.code == KILLED and outcome.out and outcome.out == self._unharmed[0].out
        )
        if acknowledged and not self._is(self.after, holding):
            yield "it was acknowledged, and is not there"
        first = self.scene.writes[0]
        recorded = outcome.code == RECORDED_IN_PART or RECORDED_BEFORE in outcome.err
        wanted = self.after if recorded else self.before
        if outcome.code not in (0, KILLED) and not alike(holding.get(first), wanted.get(first)):
            yield f"it ends with {outcome.code}, and {first} does not hold what that means"

    def _is(self, wanted: dict[str, object], holding: dict[str, object]) -> bool:
        return all(alike(holding.get(name), wanted.get(name)) for name in self.scene.writes)

    def _not_done_again(self, desk: Desk) -> Iterator[str]:
        """The same command, whom nobody attacks now, does what it was to do."""
        again = desk.run(*self.scene.argv)
        if again.code:
            yield f"the same again is refused: {again}"
        elif not self._is(self.after, self._held(desk)):
            yield "the same again does something else"


def _bytes_of(folder: Path) -> bytes:
    """A digest of all that a folder holds, but for its screen and its temporary files.

    What is in -shm does not count: who opens the file next makes it again from the log.
    """
    digest = sha256()
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if name in SCREEN or name.startswith(f"{TEMPORARY}/"):
            continue
        content = b"" if path.is_dir() or name.endswith(ALONGSIDE[1]) else path.read_bytes()
        digest.update(f"{name} {path.stat().st_mode} {len(content)} ".encode() + content)
    return digest.digest()


def _ill_said(outcome: Outcome, *, mute: bool) -> Iterator[str]:
    if outcome.code not in ENDS:
        yield f"it ends with {outcome.code}"
    if "Traceback" in outcome.err or "Exception ignored" in outcome.err:
        yield "it ends in a traceback"
    if outcome.code and not mute and not (outcome.out + outcome.err).strip():
        yield "it says nothing"
