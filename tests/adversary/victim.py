"""A process that has imported everything, and runs each command in a child of its own.

It reads a line of JSON for each: what to type, where, and where the screen goes. It writes the
child's number; the child waits for SIGUSR1, so that somebody may attach to it first. Then it
writes the child's status. A child is the program as people run it, but that it imports nothing;
and where it starts Python to look at a copy, that is a process which has imported everything, too.
"""

from __future__ import annotations

import ast
import ctypes
import gc
import importlib
import json
import os
import pkgutil
import runpy
import signal
import socket
import sys
from pathlib import Path
from typing import Any, Final, NoReturn

import sqlalchemy.dialects.sqlite.pysqlite  # noqa: F401  # pyright: ignore[reportUnusedImport]  # imported by name later

from tests.contract.writer import READY, tell

ROOMS: Final = ("domain", "projections", "service", "views", "cli")
_LETS_ITSELF_BE_TRACED: Final = 0x59616D61
"""PR_SET_PTRACER: where only a parent may attach, this process lets anybody."""


def import_everything() -> None:
    """Imports every module, so that the children open no file of Python's."""
    for room in ROOMS:
        package = importlib.import_module(room)
        for module in pkgutil.walk_packages(package.__path__, f"{room}."):
            if not module.name.endswith("__main__"):
                importlib.import_module(module.name)


INTERPRETER: Final = """\
#!{python} -IS
import os, socket, sys
with socket.socket(socket.AF_UNIX) as warm:
    warm.connect({place!r})
    said = repr((sys.argv[1:], os.getcwd())).encode()
    socket.send_fds(warm, [said], [0, 1, 2])
    sys.exit(int(warm.recv(8)))
"""
"""A program that is called as Python is, and has a process run a module which has it already."""

_ENDS_WITH_ITS_PARENT: Final = 1
"""PR_SET_PDEATHSIG: a signal comes once the parent has gone."""


def interpreter(folder: Path) -> str:
    """Starts a process that runs modules, and returns the program that asks it to."""
    place, program = folder / "warm", folder / "python"
    program.write_text(INTERPRETER.format(python=sys.executable, place=str(place)))
    program.chmod(0o700)
    listening = socket.socket(socket.AF_UNIX)
    listening.bind(str(place))
    listening.listen(64)
    if os.fork() == 0:
        if sys.platform == "linux":
            ctypes.CDLL(None).prctl(_ENDS_WITH_ITS_PARENT, signal.SIGKILL, 0, 0, 0)
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)
        while True:
            asked, _ = listening.accept()
            if os.fork() == 0:
                run_module(asked)
            asked.close()
    listening.close()
    return str(program)


def run_module(asked: socket.socket) -> NoReturn:
    """Runs `-P -m MODULE ..` as Python does, in a child of its own, and says how it ended."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    said, streams, _, _ = socket.recv_fds(asked, 100_000, 3)
    words, folder = ast.literal_eval(said.decode())
    child = os.fork()
    if child:
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        asked.sendall(str(code).encode())
        os._exit(0)
    assert words[:2] == ["-P", "-m"], words
    for stream, number in enumerate(streams):
        os.dup2(number, stream)
    os.chdir(folder)
    sys.argv[1:] = words[3:]
    sys.modules.pop(words[2], None)  # a new process has not run it yet
    runpy.run_module(words[2], run_name="__main__")
    sys.exit(0)


def run(wanted: dict[str, Any], ready: int) -> NoReturn:
    """Waits until it may, having said that it does, and runs a command as a shell would."""
    from cli.main import app  # noqa: PLC0415  # only a child is a command

    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_LETS_ITSELF_BE_TRACED, ctypes.c_ulong(-1), 0, 0, 0)
    os.chdir(wanted["folder"])
    os.environ.clear()
    os.environ.update(wanted["environ"])
    for stream, file in ((0, os.devnull), (1, wanted["out"]), (2, wanted["err"])):
        number = os.open(file, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        os.dup2(number, stream)
        os.close(number)
    sys.argv[1:] = wanted["argv"]
    sys.executable = wanted["python"]
    os.close(ready)
    signal.sigwait({signal.SIGUSR1})
    app()
    sys.exit(0)


def main() -> None:
    """Runs commands until nobody asks for more."""
    import_everything()
    gc.collect()
    gc.freeze()
    python = interpreter(Path(sys.argv[1]))
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGUSR1})
    tell(READY)
    for line in sys.stdin:
        waits, ready = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(waits)
            run({**json.loads(line), "python": python}, ready)
        os.close(ready)
        # Its end comes once the child has closed it: whoever attaches now sees no call before.
        os.read(waits, 1)
        os.close(waits)
        tell(child)
        tell(os.waitpid(child, 0)[1])


if __name__ == "__main__":
    main()
