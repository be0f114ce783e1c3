"""A process that has imported everything, and runs each command in a child of its own.

It reads a line of JSON for each: what to type, where, and where the screen goes. It writes the
child's number; the child waits for SIGUSR1, so that somebody may attach to it first. Then it
writes the child's status. A child is the program as people run it, but that it imports nothing.
"""

from __future__ import annotations

import ctypes
import gc
import importlib
import json
import os
import pkgutil
import signal
import sys
from typing import Any, Final, NoReturn

import sqlalchemy.dialects.sqlite.pysqlite  # noqa: F401  # imported by name when a file is opened

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


def run(wanted: dict[str, Any]) -> NoReturn:
    """Waits until it may, and runs a command as a shell would."""
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
    signal.sigwait({signal.SIGUSR1})
    app()
    sys.exit(0)


def main() -> None:
    """Runs commands until nobody asks for more."""
    import_everything()
    gc.collect()
    gc.freeze()
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGUSR1})
    tell(READY)
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            run(json.loads(line))
        tell(child)
        tell(os.waitpid(child, 0)[1])


if __name__ == "__main__":
    main()
