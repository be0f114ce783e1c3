"""Whether a copy opens and is sound, found by a new process, as anybody would open it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from domain.refusal import Failure
from service.checking import verified
from service.opening import open_store
from service.store.digest import Head
from service.store.errors import StoreError

_MODULE: Final = __spec__.name
_ROOT: Final = Path(__file__).parents[_MODULE.count(".")]
"""The folder from which modules are imported."""


@dataclass(frozen=True, slots=True)
class Proof:
    """What was found: the head of the store, and what is wrong with it; empty where it is sound.

    `flaw` is of its events, `beside` of what is kept beside them, as its index and its citations.
    """

    position: int
    digest: str
    flaw: str
    beside: str = ""

    @property
    def head(self) -> Head:
        """The position and digest of its last event."""
        return Head(self.position, bytes.fromhex(self.digest))


def proved(file: Path) -> Proof:
    """What a new process finds in a file, of which it knows nothing but the name.

    Raises Failure where no process can be started, or it ends without a word.
    """
    if not sys.executable:
        return found(file)
    ours = [str(_ROOT), *(each for each in sys.path if each)]
    environ = {**os.environ, "PYTHONPATH": os.pathsep.join(dict.fromkeys(ours))}
    try:
        # -P: nothing is imported from the folder that somebody happens to be in.
        done = subprocess.run(  # noqa: S603  # our own interpreter and module
            [sys.executable, "-P", "-m", _MODULE, os.path.abspath(file)],
            env=environ,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )
    except OSError as error:
        raise _unproved(str(error.strerror)) from error
    try:
        return Proof(**json.loads(done.stdout.splitlines()[-1]))
    except (IndexError, ValueError, TypeError) as error:
        said = done.stderr.decode(errors="replace").strip().splitlines() or [
            f"it ended with {done.returncode}"
        ]
        raise _unproved(said[-1]) from error


def _unproved(said: str) -> Failure:
    return Failure(f"the copy could not be opened by a new process: {said}", code="not-proved")


def found(file: Path) -> Proof:
    """What this process finds in a file."""
    try:
        with closing(open_store(str(file))) as copy:
            verdict = verified(copy)
    except StoreError as error:
        return Proof(0, "", error.said)
    flaw = next((flaw.said for flaw in verdict.flaws if not flaw.copyable), "")
    beside = next((flaw.said for flaw in verdict.flaws if flaw.copyable), "")
    return Proof(verdict.head.position, verdict.head.digest.hex(), flaw, beside)


def main(file: str) -> None:
    """Writes what is found in a file, as JSON. Raises SystemExit with the words of a refusal."""
    try:
        proof = found(Path(file))
    except Failure as refused:
        raise SystemExit(refused.said) from refused
    sys.stdout.write(f"{json.dumps(asdict(proof))}\n")


if __name__ == "__main__":
    main(sys.argv[1])
