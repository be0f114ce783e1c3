"""Commands killed at any system call, and commands whose system calls fail.

Whatever a command does, it is done whole or not at all; what it acknowledged is there; what it
refuses it refuses in a sentence, and is not done; the same again does it. A few calls of each
command are attacked with the tests, every one by `make adversary`.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import pytest

from domain.actors import Registry
from tests.adversary import tally
from tests.adversary.attack import ALWAYS, ERRORS, IN_FULL, IN_TURN, Attack, Call, Victims
from tests.adversary.scenes import SCENES, Scene
from tests.adversary.trial import Stage

FEW: Final = 4
"""How many calls of a command are attacked with the tests in either way."""

IN_TURN_OF: Final = 2
"""Of how many calls that change the disk one is refused with an error in turn as well."""

OTHERS_OF: Final = 4
"""Of how many calls that change nothing one is refused: evenly from the first to the last."""


def attacks(scene: Scene, calls: Sequence[Call]) -> list[Attack]:
    """Which calls of a command are attacked, and how."""
    changing = [call for call in calls if call.changes]
    others = [call for call in calls if call.may_fail and not call.changes]
    first = SCENES.index(scene)
    if not IN_FULL:
        may_fail = [call for call in calls if call.may_fail]
        return [*map(Attack, spread(changing)), *in_turn(spread(may_fail), ERRORS, first)]
    return [
        *map(Attack, changing),
        *(Attack(call, error) for call in changing for error in ALWAYS),
        *in_turn(changing[::IN_TURN_OF], IN_TURN, first),
        *in_turn(others[::OTHERS_OF], ERRORS, first),
    ]


def in_turn(calls: Sequence[Call], errors: Sequence[str], first: int) -> list[Attack]:
    """One error for each call, one after the other."""
    return [Attack(call, errors[number % len(errors)]) for number, call in enumerate(calls, first)]


def spread(calls: Sequence[Call]) -> list[Call]:
    """A few calls from the first to the last."""
    return [calls[number * (len(calls) - 1) // (FEW - 1)] for number in range(FEW)]


PARTS: Final = [
    (scene, part)
    for scene in sorted(SCENES, key=lambda scene: scene.parts, reverse=True)
    for part in range(scene.parts if IN_FULL else 1)
]
"""Every scene in parts that take about as long as others; those of the longest first."""


@pytest.mark.parametrize(("scene", "part"), PARTS, ids=lambda value: getattr(value, "name", value))
def test_a_command_attacked_at_any_call_is_done_whole_or_not_at_all(
    scene: Scene, part: int, victims: Victims, registry: Registry, tmp_path: Path
) -> None:
    stage = Stage(scene, victims, registry, tmp_path)
    ours = attacks(scene, stage.calls)[part :: scene.parts if IN_FULL else 1]
    trials = [stage.attacked(attack) for attack in ours]
    counted = [trial for trial in trials if trial.reached or trial.wrong]
    for kind, killed in (("killed at a system call", True), ("a system call fails", False)):
        tally.note(kind, scene.name, [each for each in counted if each.killed == killed])

    assert counted, "no trial reached its call: nothing was tested"
    assert not (wrong := [said for trial in trials for said in trial.wrong]), "\n".join(wrong)


def test_a_search_finds_the_same_where_its_index_cannot_be_written(
    victims: Victims, registry: Registry, tmp_path: Path
) -> None:
    """A commit of the index that failed once ended the search in a traceback."""
    scene = next(scene for scene in SCENES if scene.name == "search")
    stage = Stage(scene, victims, registry, tmp_path)
    sync = next(call for call in stage.calls if call.name == "fdatasync")
    desk = stage.desk()
    outcome = desk.run(*scene.argv, attack=Attack(sync, "EIO"))

    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out == desk.run(*scene.argv).out


@pytest.mark.parametrize("name", ["export", "restore where none is"])
def test_what_the_disk_does_not_confirm_is_there_and_said_to_be(
    name: str, victims: Victims, registry: Registry, tmp_path: Path
) -> None:
    """The folder of a file that was put in its place could not be synced: it ended with 1 once."""
    scene = next(scene for scene in SCENES if scene.name == name)
    stage = Stage(scene, victims, registry, tmp_path)
    *_, last = (call for call in stage.calls if call.name == "fsync")
    desk = stage.desk()
    written = desk.folder / scene.writes[0]
    before = written.read_bytes() if written.exists() else b""
    outcome = desk.run(*scene.argv, attack=Attack(last, "EIO"))

    assert outcome.code == 0
    assert f"warning: {written} is written, but the disk does not confirm" in outcome.err
    assert written.read_bytes() != before
