"""Commands under attack: which system calls they make, and one of them refused or their last."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from select import select
from typing import Final, NamedTuple

import pytest

from tests.contract.writer import READY

ROOT: Final = Path(__file__).parent.parent.parent
IN_FULL: Final = bool(os.environ.get("DETENTE_ADVERSARY"))
"""Whether every system call is attacked, and not a few of each command's."""

ALWAYS: Final = ("ENOSPC", "EIO", "EINTR")
"""What every call that changes the disk is refused with: a full disk, a broken one, a signal."""

IN_TURN: Final = ("EROFS", "EACCES")
"""What such calls are refused with in turn: a disk, and a file, that nobody may write."""

ERRORS: Final = (*ALWAYS, *IN_TURN)

HANGS_SECONDS: Final = 60
"""After how long without an end a command hangs: it takes a tenth of a second."""

POLL_SECONDS: Final = 0.005
"""How often a trace is looked at."""

_TRACED: Final = "trace=%file,%desc,%network"
_LINE: Final = re.compile(r"(\w+)\((.*)")
_FROM_HERE: Final = re.compile(r'AT_FDCWD<[^>]*>, "/')
"""How a call names a path that does not depend on the folder it is made in."""

_HIT: Final = re.compile(r"\(INJECTED\)|stopped by SIGSTOP")
_PATHS: Final = re.compile(r'"([^"]*)"|\d<([^>]*)>')

_CHANGES: Final = re.compile(
    r"p?writev?(64)?|f?truncate|f(data)?sync|(un)?link(at)?|rename(at2?)?|mkdir(at)?|rmdir"
    r"|f?ch(mod|own)(at)?|symlink(at)?|copy_file_range|sendfile|fallocate"
)
"""The calls that leave something else on the disk than there was."""
_NEVER_REFUSED: Final = ("lseek", "ioctl", "dup2")
"""The calls that the kernel answers by itself: no disk and no signal fails them."""


class Call(NamedTuple):
    """A system call of a run: the how many-th of its name it is, and what it is about."""

    name: str
    number: int
    about: str
    number_here: int = 0
    """The how many-th of those that concern the folder it is, wherever that is."""

    def concerns(self, folder: Path) -> bool:
        """Whether it is about a folder, or a file in it."""
        here = any(f"{folder}{ending}" in self.about for ending in '/>"')
        return here or "AT_FDCWD<" in self.about

    @property
    def paths(self) -> list[str]:
        """The files that it names, or has open."""
        return [named or opened for named, opened in _PATHS.findall(self.about)]

    @property
    def changes(self) -> bool:
        """Whether the disk is another after it."""
        opens = self.name.startswith("open") and (
            "O_CREAT" in self.about or "O_TRUNC" in self.about
        )
        return opens or _CHANGES.fullmatch(self.name) is not None

    @property
    def may_fail(self) -> bool:
        """Whether a disk or a signal can make it fail."""
        return self.name not in _NEVER_REFUSED

    def __str__(self) -> str:
        return f"{self.name}#{self.number_here}"


class Attack(NamedTuple):
    """What is done to a call: it is refused with an error, or the process is killed at it.

    Or, where it `stops`, the process is stopped right after it, until somebody lets it go on.
    """

    call: Call
    error: str = ""
    stops: bool = False

    @property
    def options(self) -> tuple[str, ...]:
        """How strace is asked to do it."""
        what = (
            "signal=SIGSTOP"
            if self.stops
            else f"error={self.error}"
            if self.error
            else "signal=SIGKILL"
        )
        name, number, *_ = self.call
        return ("-e", f"trace={name}", "-e", f"inject={name}:{what}:when={number}")

    def __str__(self) -> str:
        what = "stopped after" if self.stops else f"{self.error or 'killed'} at"
        return f"{what} {self.call}"


@dataclass(frozen=True)
class Outcome:
    """How a run ended: its exit code, negative where it was killed, and what it printed."""

    code: int
    out: str
    err: str
    reached: bool = True
    """Whether it made the call that was to be attacked."""


@cache
def why_not() -> str:
    """Why nothing can be attacked here; nothing where it can."""
    if sys.platform != "linux":
        return "strace is a program of Linux"
    if shutil.which("strace") is None:
        return "strace is not installed: apt-get install strace"
    sleeper = subprocess.Popen(["sleep", "60"])
    try:
        with attached(sleeper.pid, "-e", _TRACED):
            return ""
    except PermissionError as error:
        return f"strace may not attach to a process here: {error}"
    finally:
        sleeper.kill()
        sleeper.wait()


def need_strace() -> None:
    """Skips a test where there is no strace; where everything is to be tested, it fails."""
    reason = why_not()
    if reason and os.environ.get("CI") == "true":
        pytest.fail(reason)
    if reason:
        pytest.skip(reason)


class attached:  # noqa: N801  # used as a word: `with attached(...)`
    """Strace on a process, from its first line on.

    Raises PermissionError where it may not be traced.
    """

    def __init__(self, process: int, *options: str) -> None:
        self._tracer = subprocess.Popen(
            ["strace", "-y", "-s", "0", "-p", str(process), *options],
            stderr=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> None:
        assert self._tracer.stderr is not None
        said = self._tracer.stderr.readline()
        if not said.rstrip().endswith("attached"):
            self._tracer.wait()
            raise PermissionError(said.strip())

    def __exit__(self, *_: object) -> None:
        assert self._tracer.stderr is not None
        if self._tracer.poll() is None:
            self._tracer.terminate()
        self._tracer.wait()
        self._tracer.stderr.close()


class Victims:
    """A process that runs commands in children of its own, each attacked from its first call on."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp())
        self._server = subprocess.Popen(
            [sys.executable, "-m", "tests.adversary.victim", str(self._folder)],
            cwd=ROOT,
            env={**os.environ, "PYTHONUTF8": "1"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._heard() == READY

    def _heard(self, child: int = 0) -> str:
        """The next line; a child that does not end is killed."""
        assert self._server.stdout is not None
        if child and not select([self._server.stdout], [], [], HANGS_SECONDS)[0]:
            os.kill(child, signal.SIGKILL)
        return self._server.stdout.readline().strip()

    def close(self) -> None:
        """Ends the process, which waits for nothing but what to do next."""
        self._server.communicate()
        shutil.rmtree(self._folder)

    def run(
        self,
        folder: Path,
        argv: Sequence[str],
        environ: Mapping[str, str],
        attack: Attack | None = None,
        *,
        traced: bool = False,
        meanwhile: Callable[[], None] | None = None,
    ) -> Outcome:
        """Runs a command in a folder, where its screen goes to two files, and how it ended.

        Its trace, if it is traced, lies beside the folder. Where it is stopped, `meanwhile` is done
        before it goes on.
        """
        out, err = (folder / name for name in SCREEN)
        out.unlink(missing_ok=True)
        err.unlink(missing_ok=True)
        wanted = {
            "folder": str(folder),
            "argv": argv,
            "environ": dict(environ),
            "out": str(out),
            "err": str(err),
        }
        assert self._server.stdin is not None
        self._server.stdin.write(f"{json.dumps(wanted)}\n")
        self._server.stdin.flush()
        child = int(self._heard())
        trace = folder.with_suffix(".trace")
        options = attack.options if attack else ("-e", _TRACED) if traced else ()
        if options:
            with attached(child, *options, "-o", str(trace)):
                status = self._ended(child, trace, meanwhile)
        else:
            status = self._ended(child)
        code = os.waitstatus_to_exitcode(status)
        reached = code < 0 or not attack or bool(_HIT.search(trace.read_text(errors="replace")))
        outcome = Outcome(code, out.read_text(), err.read_text(), reached)
        out.unlink()
        err.unlink()
        return outcome

    def _ended(
        self, child: int, trace: Path | None = None, meanwhile: Callable[[], None] | None = None
    ) -> int:
        """Lets a child begin, and waits for its status."""
        os.kill(child, signal.SIGUSR1)
        if trace is not None and meanwhile is not None and self._stops(trace):
            meanwhile()
            os.kill(child, signal.SIGCONT)
        return int(self._heard(child))

    def _stops(self, trace: Path) -> bool:
        """Waits until a child is stopped, as its trace says, or has ended."""
        assert self._server.stdout is not None
        while not select([self._server.stdout], [], [], POLL_SECONDS)[0]:
            if "--- stopped by SIGSTOP ---" in trace.read_text(errors="replace"):
                return True
        return False

    def calls(
        self, folder: Path, argv: Sequence[str], environ: Mapping[str, str]
    ) -> tuple[Outcome, list[Call]]:
        """How a command ends that nobody attacks, and all its calls."""
        outcome = self.run(folder, argv, environ, traced=True)
        traced = folder.with_suffix(".trace").read_text(errors="replace").splitlines()
        return outcome, list(_calls(traced))


SCREEN: Final = ("screen.out", "screen.err")
"""The files that stand for the screen of a run."""


def _calls(lines: Iterable[str]) -> Iterator[Call]:
    """The calls of a trace, each with its number among all of its name."""
    numbers: Counter[str] = Counter()
    for line in lines:
        found = _LINE.match(line)
        if found is not None:
            name, about = found.groups()
            numbers[name] += 1
            yield Call(name, numbers[name], _FROM_HERE.sub('"/', about))


def concerning(folder: Path, calls: Iterable[Call]) -> list[Call]:
    """The calls that are about a folder, numbered among themselves."""
    numbers: Counter[str] = Counter()
    found: list[Call] = []
    for call in calls:
        if call.concerns(folder):
            numbers[call.name] += 1
            found.append(call._replace(number_here=numbers[call.name]))
    return found
