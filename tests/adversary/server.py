"""A PostgreSQL server of the tests' own, which they may stop as they like."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path
from typing import Final

import psycopg

_INSTALLED: Final = "/usr/lib/postgresql"
"""Where Debian keeps the servers' programs, by version: not on anybody's path."""


def programs() -> Path | None:
    """The folder of the newest server's programs, if any is installed."""
    found = [*Path(_INSTALLED).glob("*/bin/initdb")]
    if found:
        newest = max(found, key=lambda path: [*map(int, re.findall(r"\d+", str(path)))])
        return newest.parent
    here = shutil.which("initdb")
    return Path(here).parent if here else None


class Server:
    """A server in a temporary folder, up as soon as it is made."""

    def __init__(self, programs: Path) -> None:
        self._programs = programs
        # PostgreSQL refuses to be run by root.
        self._as_server = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        self._folder = Path(tempfile.mkdtemp())
        if self._as_server:
            shutil.chown(self._folder, "postgres")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        self.url = f"postgresql+psycopg://detente@127.0.0.1:{self.port}/postgres"
        self._run("initdb", "--username=detente", "--auth=trust", "--encoding=UTF8", "--no-locale")
        self.start()

    def _run(self, program: str, *options: str) -> None:
        data = f"--pgdata={self._folder / 'data'}"
        command = [*self._as_server, str(self._programs / program), data, *options]
        # What a server writes must not keep a pipe of ours open.
        with (self._folder / "said").open("w+", encoding="utf-8") as said:
            code = subprocess.run(
                command, cwd="/", stdout=said, stderr=said, check=False
            ).returncode
            said.seek(0)
            assert code == 0, f"{program}: {said.read()}"

    def start(self) -> None:
        """Starts it, and waits until it answers."""
        options = f"-c listen_addresses=127.0.0.1 -p {self.port} -k {self._folder} -c fsync=off"
        log = self._folder / "log"
        self._run("pg_ctl", f"--log={log}", "--wait", f"--options={options}", "start")

    def stop(self, mode: str) -> None:
        """Stops it: `fast` ends every transaction, `immediate` is as if it had crashed."""
        self._run("pg_ctl", "--wait", f"--mode={mode}", "stop")

    def end_connections(self, at_most: int) -> int:
        """Ends some of the connections that others have, and returns how many."""
        with psycopg.connect(
            f"host=127.0.0.1 port={self.port} user=detente dbname=postgres"
        ) as own:
            ended = own.execute(
                "SELECT pg_terminate_backend(pid) FROM (SELECT pid FROM pg_stat_activity"
                " WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'"
                " ORDER BY random() LIMIT %s) AS others",
                [at_most],
            ).fetchall()
        return len(ended)

    def gone(self) -> None:
        """Stops it and removes its folder."""
        self.stop("immediate")
        shutil.rmtree(self._folder)
