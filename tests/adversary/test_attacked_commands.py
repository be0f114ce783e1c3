"""Commands killed at any system call, and commands whose system calls fail.

Whatever a command does, it is done whole or not at all; what it acknowledged is there; what it
refuses it refuses in a sentence, and is not done; the same again does it. A few calls of each
command are attacked with the tests, every one by `make adversary`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple

import pytest

from domain.actors import Registry
from tests.adversary import tally
from tests.adversary.attack import ERRORS, IN_FULL, Call, Victims, refuse
from tests.adversary.scenes import SCENES, Scene
from tests.adversary.trial import Stage

FEW: Final = 4
"""How many calls of a command are attacked with the tests in either way."""

ROUNDS: Final = (
    ("killed where the disk changes", "refused where it changes", "all others")
    if IN_FULL
    else ("a few",)
)
"""In full, what would show most comes first."""


class Attack(NamedTuple):
    """A call, and the error that it is refused with; without one, the process is killed at it."""

    call: Call
    error: str = ""


def attacks(scene: Scene, calls: Sequence[Call], what: str) -> list[Attack]:
    """Which calls of a command are attacked in a round, and how."""
    changing = [call for call in calls if call.changes]
    others = [call for call in calls if not call.changes]
    fail = [call for call in others if call.may_fail]
    first = SCENES.index(scene)
    if what == "killed where the disk changes":
        return [Attack(call) for call in changing]
    if what == "refused where it changes":
        return [Attack(call, error) for call in changing for error in ERRORS]
    if what == "all others":
        return [*map(Attack, others), *in_turn(fail, first)]
    may_fail = [call for call in calls if call.may_fail]
    return [*map(Attack, spread(changing)), *in_turn(spread(may_fail), first)]


def in_turn(calls: Sequence[Call], first: int) -> list[Attack]:
    """One error for each call, one after the other."""
    return [Attack(call, ERRORS[number % len(ERRORS)]) for number, call in enumerate(calls, first)]


def spread(calls: Sequence[Call]) -> list[Call]:
    """A few calls from the first to the last."""
    return [calls[number * (len(calls) - 1) // (FEW - 1)] for number in range(FEW)]


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
@pytest.mark.parametrize("what", ROUNDS)
def test_a_command_attacked_at_any_call_is_done_whole_or_not_at_all(
    scene: Scene, what: str, victims: Victims, registry: Registry, tmp_path: Path
) -> None:
    stage = Stage(scene, victims, registry, tmp_path)
    wrong: list[str] = []
    tried, failed = Counter[str](), Counter[str]()
    for attack in attacks(scene, stage.calls, what):
        trial = stage.attacked(*attack)
        kind = "a system call fails" if attack.error else "killed at a system call"
        tried[kind] += trial.reached
        failed[kind] += bool(trial.wrong)
        wrong += trial.wrong
    for kind, number in tried.items():
        tally.note(kind, scene.name, number, failed[kind])

    assert tried.total(), "no trial reached its call: nothing was tested"
    assert not wrong, "\n".join([f"{len(wrong)} things are wrong:", *wrong])


def test_a_search_finds_the_same_where_its_index_cannot_be_written(
    victims: Victims, registry: Registry, tmp_path: Path
) -> None:
    """A commit of the index that failed once ended the search in a traceback."""
    scene = next(scene for scene in SCENES if scene.name == "search")
    stage = Stage(scene, victims, registry, tmp_path)
    sync = next(call for call in stage.calls if call.name == "fdatasync")
    desk = stage.desk()
    outcome = desk.run(*scene.argv, attack=refuse(sync, "EIO"))

    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out == desk.run(*scene.argv).out
