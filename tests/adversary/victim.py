"""A process that has imported everything, and runs each command in a child of its own.

It reads a line of JSON for each: what to type, where, and where the screen goes. It writes the
child's number; the child waits for SIGUSR1, so that somebody may attach to it first. Then it
writes the child's status. A child is the program as people run it, but that it imports nothing,
has typed a few commands before, and that time stands still, so that the same leaves the same; and
where it starts Python to look at a copy, that is a process which has imported everything, too.
"""

from __future__ import annotations

import ast
import ctypes
import gc
import importlib
import io
import json
import os
import pkgutil
import runpy
import signal
import socket
import sys
from contextlib import redirect_stderr, redirect_stdout
from datetime import UTC, datetime
from functools import partial
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
import _socket, os, sys
warm = _socket.socket(_socket.AF_UNIX)
warm.connect({place!r})
said = repr((sys.argv[1:], os.getcwd())).encode()
streams = b"".join(number.to_bytes(4, sys.byteorder) for number in (0, 1, 2))
warm.sendmsg([said], [(_socket.SOL_SOCKET, _socket.SCM_RIGHTS, streams)])
sys.exit(warm.recv(1) != b"0")
"""
"""A program that is called as Python is, and has a process run a module which has it already.

It imports what is part of Python's own program, and reads no other file.
"""

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
    """Runs `-P -m MODULE ..` as Python does, and says that it ended well, if it does."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    said, streams, _, _ = socket.recv_fds(asked, 100_000, 3)
    words, folder = ast.literal_eval(said.decode())
    assert words[:2] == ["-P", "-m"], words
    for stream, number in enumerate(streams):
        os.dup2(number, stream)
    os.chdir(folder)
    sys.argv[1:] = words[3:]
    sys.modules.pop(words[2], None)  # a new process has not run it yet
    runpy.run_module(words[2], run_name="__main__")
    sys.stdout.flush()
    asked.sendall(b"0")
    sys.exit(0)


NOW: Final = datetime(2022, 6, 1, 12, tzinfo=UTC)

TYPED_BEFORE: Final = (
    ("init", "{}/my.db"),
    ("add", "2022-03-10  TUR = UKR  visit  Talks  ^talks; report AFP, 2022-03-10"),
    ("report", "talks", "--source", "Reuters"),
    ("state", "turkey", "ukraine", "--on", "2022-03-11", "-o", "{}/answer.md"),
    ("search", "talks"),
    ("export", "-o", "{}/copy.jsonl"),
    ("rebuild",),
    ("verify",),
    ("undo",),
)
"""What each child would have to compute again: what follows from nothing but the program."""


def type_before(folder: Path) -> None:
    """Runs a few commands in this process."""
    from cli.main import run  # noqa: PLC0415  # as in a child

    environ = {"DETENTE_DB": str(folder / "my.db"), "DETENTE_TODAY": "2022-06-01"}
    for words in TYPED_BEFORE:
        said = io.StringIO()
        with redirect_stdout(said), redirect_stderr(said):
            code = run([word.replace("{}", str(folder)) for word in words], environ)
        assert code == 0, said.getvalue()


def run(wanted: dict[str, Any], ready: int) -> NoReturn:
    """Waits until it may, having said that it does, and runs a command as a shell would."""
    from cli import main  # noqa: PLC0415  # only a child is a command

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
    main.run = partial(main.run, clock=lambda: NOW)
    signal.sigwait({signal.SIGUSR1})
    main.app()
    sys.exit(0)


def main() -> None:
    """Runs commands until nobody asks for more."""
    folder = Path(sys.argv[1])
    import_everything()
    type_before(folder)
    gc.collect()
    gc.freeze()
    python = interpreter(folder)
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
