"""A trial: one command, one of its system calls attacked, and what may be there afterwards."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import count
from pathlib import Path
from typing import Final, NamedTuple

from domain.actors import Registry
from tests.adversary.attack import SCREEN, Call, Outcome, Victims, kill, refuse
from tests.adversary.scenes import Desk, Scene, alike, held, left_over

KILLED: Final = -9
NOT_KEPT: Final = "The answer is not kept here"
"""What is said of an answer that is given, and cannot be cited from here."""

RECORDED_IN_PART: Final = 6
"""What was to be recorded is there, and a file beside it is not."""

ENDS: Final = (0, 1, 2, 5, RECORDED_IN_PART, 130)
"""The exit codes of a run that nobody killed."""


class Trial(NamedTuple):
    """Whether the call was reached at all, and what was wrong afterwards."""

    reached: bool
    wrong: list[str]


@dataclass
class Stage:
    """A scene that is begun once, and played in a copy of its folder for each trial."""

    scene: Scene
    victims: Victims
    registry: Registry
    folder: Path

    def __post_init__(self) -> None:
        self._numbers = count()
        self._first = self.folder / "first"
        self._first.mkdir()
        self.scene.begin(Desk(self.victims, self._first))

    def desk(self) -> Desk:
        """A folder of its own, in which the scene is begun."""
        folder = self.folder / f"{next(self._numbers):05}"
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
        calls = [call for call in made if call.concerns(desk.folder)]
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

    def attacked(self, call: Call, error: str = "") -> Trial:
        """A trial: the command is killed at a call, or the call is refused with an error."""
        desk = self.desk()
        attack = refuse(call, error) if error else kill(call)
        outcome = desk.run(*self.scene.argv, attack=attack)
        what = f"{self.scene.name}, {error or 'killed'} at {call}"
        wrong = [
            f"{what}: {each}\n    {call.name}({call.about}\n    {outcome}"
            for each in self._found(desk, call, outcome)
        ]
        shutil.rmtree(desk.folder, ignore_errors=True)  # a proof may still be read there
        desk.folder.with_suffix(".trace").unlink()
        return Trial(outcome.reached, wrong)

    def _found(self, desk: Desk, call: Call, outcome: Outcome) -> Iterator[str]:
        """What is wrong with how a run ended, with what it left, and with the next run."""
        if outcome.code != KILLED:
            yield from _ill_said(outcome, mute=SCREEN[1] in call.about)
        try:
            holding = self._held(desk)
        except Exception as error:  # noqa: BLE001  # whatever it is, it is what was found
            yield f"{type(error).__name__}: {error}"
            return
        yield from self._half_done(outcome, holding)
        if outcome.code != KILLED and left_over(holding) and "unlink" not in call.name:
            yield f"left over: {left_over(holding)}"
        if self._is(self.before, holding):
            yield from self._not_done_again(desk)

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
        wanted = self.after if outcome.code == RECORDED_IN_PART else self.before
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


def _ill_said(outcome: Outcome, *, mute: bool) -> Iterator[str]:
    if outcome.code not in ENDS:
        yield f"it ends with {outcome.code}"
    if "Traceback" in outcome.err or "Exception ignored" in outcome.err:
        yield "it ends in a traceback"
    if outcome.code and not mute and not (outcome.out + outcome.err).strip():
        yield "it says nothing"
