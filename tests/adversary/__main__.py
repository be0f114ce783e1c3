"""Every trial, whose figures are written into docs/reliability.md; or one alone, by its name.

python -m tests.adversary
python -m tests.adversary 'restore: EIO at fsync#3'
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from service.opening import bundled_registry
from tests.adversary import tally
from tests.adversary.attack import Attack, Call, Victims, why_not
from tests.adversary.replacing import HANDS, Swap
from tests.adversary.scenes import SCENES
from tests.adversary.trial import Stage, Trial

TESTS: Final = "tests/adversary"
FIGURES: Final = tally.ROOT / ".adversary.jsonl"
WORKERS: Final = 8
"""More than there are processors: much of a trial is waiting, for a disk or another process."""

_NAME: Final = re.compile(
    r"(?P<scene>[^,:]+)(?:, (?P<hand>[^:]+))?: (?P<what>\w+)(?: at| after) (?P<call>\w+#\d+)"
)


def in_full() -> int:
    """Makes every trial, and returns an exit code that is 0 where all survived."""
    FIGURES.unlink(missing_ok=True)
    began = time.monotonic()
    # A worker gets its next test once it is done with one: they are of very different lengths.
    order = ("-n", str(WORKERS), "--dist", "load", "--maxschedchunk", "1")
    code = subprocess.run(
        [sys.executable, "-m", "pytest", *order, TESTS],
        cwd=tally.ROOT,
        env={**os.environ, "DETENTE_ADVERSARY": str(FIGURES)},
        check=False,
    ).returncode
    lines = FIGURES.read_text(encoding="utf-8").splitlines()
    tally.write(lines, minutes=round((time.monotonic() - began) / 60))
    failed = tally.failures(lines)
    sys.stdout.write(tally.table(lines))
    if failed:
        sys.stdout.write("\nThese failed; each can be repeated alone:\n")
    for name in failed:
        sys.stdout.write(f"  make adversary TRIAL='{name}'\n")
    return code or bool(failed)


def alone(name: str) -> int:
    """Makes a trial by the name that a run gave it, and says what was wrong."""
    if "::" in name:
        command = [sys.executable, "-m", "pytest", name]
        full = {**os.environ, "DETENTE_ADVERSARY": os.devnull}
        return subprocess.run(command, cwd=tally.ROOT, env=full, check=False).returncode
    found = _NAME.fullmatch(name)
    if found is None or found["scene"] not in (scenes := {each.name: each for each in SCENES}):
        sys.exit(f"{name} is not the name of a trial, as 'restore: EIO at fsync#3' is.")
    if reason := why_not():
        sys.exit(reason)
    victims = Victims()
    try:
        with tempfile.TemporaryDirectory() as folder:
            where = (victims, bundled_registry(), Path(folder))
            scene = scenes[found["scene"]]
            if found["hand"]:
                swap = Swap(scene, _known(found["hand"]), *where)
                trial = swap.attacked(_among(swap.calls, found["call"]))
            else:
                stage = Stage(scene, *where)
                error = "" if found["what"] == "killed" else found["what"]
                trial = stage.attacked(Attack(_among(stage.calls, found["call"]), error))
    finally:
        victims.close()
    return _say(trial)


def _known(hand: str) -> str:
    if hand not in HANDS:
        sys.exit(f"{hand} is nothing that happens to a timeline; these are: {', '.join(HANDS)}")
    return hand


def _among(calls: Sequence[Call], wanted: str) -> Call:
    """A call by its name and number."""
    for call in calls:
        if str(call) == wanted:
            return call
    sys.exit(f"{wanted} is not among its calls: {', '.join(map(str, calls))}")


def _say(trial: Trial) -> int:
    outcome = "\n".join(trial.wrong) or f"{trial.name}: survived"
    sys.stdout.write(f"{outcome}{'' if trial.reached else ' (it did not come to that call)'}\n")
    return bool(trial.wrong)


if __name__ == "__main__":
    sys.exit(alone(sys.argv[1]) if len(sys.argv) > 1 else in_full())
