"""A timeline's file is replaced or removed while a command has it open.

The command is stopped right after one of its system calls, somebody else's hand moves, and it goes
on. What it then acknowledges is in the file that is there; or it says that it is not.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import pytest

from domain.actors import Registry
from tests.adversary import tally
from tests.adversary.attack import IN_FULL, Call, Victims
from tests.adversary.replacing import HANDS, Swap
from tests.adversary.scenes import SCENES

FEW: Final = 3
"""After how many calls a timeline is replaced with the tests, for each command and hand."""

ONE_OF: Final = 3
"""After one of how many calls in full: evenly from the first to the last."""

WRITE_INTO_IT: Final = ("add", "import facts", "import rows", "undo", "cite")


def chosen(calls: Sequence[Call]) -> Sequence[Call]:
    if IN_FULL:
        return calls[::ONE_OF]
    return [calls[number * (len(calls) - 1) // (FEW - 1)] for number in range(FEW)]


@pytest.mark.parametrize("hand", HANDS)
@pytest.mark.parametrize("name", WRITE_INTO_IT)
def test_what_is_acknowledged_is_in_the_file_that_is_there(
    name: str, hand: str, victims: Victims, registry: Registry, tmp_path: Path
) -> None:
    scene = next(scene for scene in SCENES if scene.name == name)
    swap = Swap(scene, hand, victims, registry, tmp_path)
    trials = [swap.attacked(call) for call in chosen(swap.calls)]
    counted = [trial for trial in trials if trial.reached or trial.wrong]
    tally.note("a store is replaced", f"{name}, {hand}", counted)

    assert counted, "no trial reached its call: nothing was tested"
    assert not (wrong := [said for trial in trials for said in trial.wrong]), "\n".join(wrong)
