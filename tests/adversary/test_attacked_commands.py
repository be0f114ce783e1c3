"""Commands killed at any system call, and commands whose system calls fail.

Whatever a command does, it is done whole or not at all; what it acknowledged is there; what it
refuses it refuses in a sentence, and is not done; the same again does it. A few calls of each
command are attacked with the tests, every one by `make adversary`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

import pytest

from domain.actors import Registry
from tests.adversary import tally
from tests.adversary.attack import ERRORS, IN_FULL, Call, Victims
from tests.adversary.scenes import SCENES, Scene
from tests.adversary.trial import Stage

FEW: Final = 6
"""How many calls of a command are attacked with the tests in either way."""

PARTS: Final = 8 if IN_FULL else 1


class Attack(NamedTuple):
    """A call, and the error that it is refused with; without one, the process is killed at it."""

    call: Call
    error: str = ""


def attacks(scene: Scene, calls: Sequence[Call]) -> Iterator[Attack]:
    """Which calls of a command are attacked, and how."""
    if IN_FULL:
        for number, call in enumerate(calls):
            yield Attack(call)
            if call.changes:
                yield from (Attack(call, error) for error in ERRORS)
            elif call.may_fail:
                yield Attack(call, ERRORS[number % len(ERRORS)])
        return
    yield from map(Attack, spread([call for call in calls if call.changes]))
    first = SCENES.index(scene)
    for number, call in enumerate(spread([call for call in calls if call.may_fail]), first):
        yield Attack(call, ERRORS[number % len(ERRORS)])


def spread(calls: Sequence[Call]) -> list[Call]:
    """A few calls from the first to the last."""
    return [calls[number * (len(calls) - 1) // (FEW - 1)] for number in range(FEW)]


@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_a_command_attacked_at_any_call_is_done_whole_or_not_at_all(
    scene: Scene, part: int, victims: Victims, registry: Registry, tmp_path: Path
) -> None:
    stage = Stage(scene, victims, registry, tmp_path)
    wrong: list[str] = []
    for kind, chosen in (("killed", False), ("a system call fails", True)):
        tried = failed = 0
        for attack in list(attacks(scene, stage.calls))[part::PARTS]:
            if bool(attack.error) is chosen:
                trial = stage.attacked(*attack)
                tried += trial.reached
                failed += bool(trial.wrong)
                wrong += trial.wrong
        assert tried, "no trial reached its call: nothing was tested"
        tally.note(kind, scene.name, tried, failed)

    assert not wrong, "\n".join([f"{len(wrong)} things are wrong:", *wrong])
