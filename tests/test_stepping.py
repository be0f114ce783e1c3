"""Stepping through a replay on a terminal."""

from __future__ import annotations

import os
import pty
import re
import select
import signal
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import pytest

from cli import keys
from cli.stepping import after

ROOT = Path(__file__).parent.parent
COMMAND = ["replay", "turkey", "russia", "--from", "2022-02-24", "--to", "2022-03-10"]
DEADLINE_SECONDS = 60


@pytest.mark.parametrize(
    ("key", "at", "speed", "then"),
    [
        (keys.NEXT, 0, 0.0, (1, 0.0)),
        (keys.NEXT, 5, 0.0, (5, 0.0)),
        (keys.NEXT, 2, 4.0, (3, 0.0)),
        (keys.BACK, 3, 0.0, (2, 0.0)),
        (keys.BACK, 0, 0.0, (0, 0.0)),
        (keys.FASTER, 1, 0.0, (1, 1.0)),
        (keys.FASTER, 1, 2.0, (1, 4.0)),
        (keys.FASTER, 1, 64.0, (1, 64.0)),
        (keys.SLOWER, 1, 2.0, (1, 1.0)),
        (keys.SLOWER, 1, 0.25, (1, 0.0)),
        ("", 1, 1.0, (1, 1.0)),
        (None, 1, 1.0, (2, 1.0)),
        (None, 5, 1.0, (5, 0.0)),
    ],
)
def test_a_key_leads_to_a_day_and_a_speed(
    key: str | None, at: int, speed: float, then: tuple[int, float]
) -> None:
    assert after(key, at, 5, speed) == then


class Terminal:
    """A command on a terminal of its own."""

    def __init__(self, descriptor: int) -> None:
        self.descriptor = descriptor
        self.seen = ""

    def waits_for(self, text: str) -> str:
        """Everything shown up to a text that is shown at last; fails where it is not."""
        while text not in self.seen:
            ready, _, _ = select.select([self.descriptor], [], [], DEADLINE_SECONDS)
            assert ready, f"{text!r} was not shown; shown was {self.seen[-800:]!r}"
            try:
                self.seen += os.read(self.descriptor, 65536).decode()
            except OSError:
                assert text in self.seen, f"{text!r} was not shown before the end"
        before, _, self.seen = self.seen.partition(text)
        return before

    def press(self, key: str) -> None:
        os.write(self.descriptor, key.encode())


@contextmanager
def running(*argv: str) -> Generator[tuple[Terminal, subprocess.Popen[bytes]]]:
    ours, theirs = pty.openpty()
    environ = {
        **os.environ,
        "DETENTE_TODAY": "2026-11-22",
        "COLUMNS": "80",
        "TERM": "xterm",
        "PYTHONUTF8": "1",
    }
    environ.pop("DETENTE_DB", None)
    program = [sys.executable, "-m", "cli.main", *argv]
    with subprocess.Popen(
        program, cwd=ROOT, stdin=theirs, stdout=theirs, stderr=subprocess.DEVNULL, env=environ
    ) as process:
        os.close(theirs)
        try:
            yield Terminal(ours), process
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGKILL)
            os.close(ours)


def test_space_and_arrows_step_and_q_puts_the_terminal_back() -> None:
    with running(*COMMAND) as (terminal, process):
        terminal.waits_for("\x1b[?1049h")
        terminal.waits_for("Wednesday 23 February 2022, the eve")
        terminal.press(" ")
        terminal.waits_for("Thursday 24 February 2022")
        terminal.press("\x1b[C")
        assert "ban-claim" in terminal.waits_for("day 2 of 11")
        terminal.press("\x1b[D")
        terminal.waits_for("Thursday 24 February 2022")
        terminal.press("q")
        terminal.waits_for("\x1b[?1049l")

        assert process.wait(DEADLINE_SECONDS) == 0


def test_at_a_speed_it_goes_to_the_end_by_itself() -> None:
    with running(*COMMAND, "--speed", "60") as (terminal, process):
        terminal.waits_for("day 11 of 11")
        shown = terminal.waits_for("paused") + terminal.seen
        terminal.press("q")

        assert process.wait(DEADLINE_SECONDS) == 0
        assert "day 12" not in shown


def test_speed_0_prints_lines_on_a_terminal_too() -> None:
    with running(*COMMAND, "--speed", "0") as (terminal, process):
        shown = re.sub(r"\x1b\[[0-9;]*m", "", terminal.waits_for("(after)"))

        assert process.wait(DEADLINE_SECONDS) == 0
        assert "\x1b[?1049h" not in shown
        assert "26 Feb 2022  " in shown


def test_keys_that_come_together_are_each_a_key() -> None:
    """Three rights in one burst once stayed where they were: the burst was looked up as one key."""
    with running(*COMMAND) as (terminal, process):
        terminal.waits_for("day 0 of 11")
        terminal.press("  \x1b[C\x1b[C\x1b[D")
        terminal.waits_for("day 3 of 11")
        terminal.press("q\r")
        terminal.waits_for("\x1b[?1049l")

        assert process.wait(DEADLINE_SECONDS) == 0
