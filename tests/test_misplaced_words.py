"""Words that stand where a command does not take them, and the command that was meant."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.console import Console

FACTS = (
    "2023-12-07  GRC = TUR  support  Greece and Turkey sign a declaration on friendly ties\n",
    "2025-12-07  GRC = TUR  planned:visit  A visit  ^visit\n    announced 2025-11-01, AP\n",
)


@pytest.fixture
def console(tmp_path: Path) -> Console:
    return Console.begun(tmp_path, *FACTS)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("state greece turkey --on 7 Dec 2023",
            "detente state greece turkey --on '7 Dec 2023'"),
        ("state greece turkey --on December 7, 2023 --brief",
            "detente state greece turkey --on 'December 7, 2023' --brief"),
        ("timeline greece turkey --from early 2023",
            "detente timeline greece turkey --from 'early 2023'"),
        ("settle visit cancelled", "detente settle visit --cancelled"),
        ("settle visit canceled", "detente settle visit --cancelled"),
        ("settle visit held 7 Dec 2025", "detente settle visit --held '7 Dec 2025'"),
        ("settle visit postponed", "detente settle visit --moved DATE"),
        ("correct visit --set kind=planned:talks --because x", "--set what=planned:talks"),
        ("correct visit --set headline=X --because x", "--set title=X"),
        ("end greece-and-turkey --on 2024", "greece-and-turkey-sign-a-declaration"),
        ("show declaration", "greece-and-turkey-sign-a-declaration"),
        ("export -o x.html", "detente export GRC TUR -o x.html"),
        ("export x.html", "detente export -o x.html"),
        ("export ties.facts", "detente export -o ties.facts"),
    ],
)  # fmt: skip
def test_the_command_that_was_meant_is_offered(console: Console, typed: str, meant: str) -> None:
    printed = console.type(f"detente {typed}")

    offered = [line.partition("   #")[0].strip() for line in printed.splitlines()[1:]]
    assert meant in [line.removeprefix("detente show ") for line in offered] + offered


def test_a_line_without_quotes_that_the_shell_cut_at_its_sign_is_named(tmp_path: Path) -> None:
    """The line that was offered for it had lost the second actor."""
    line = "detente add 21 jul 2020 turkey > greece accuse Words"
    command = line.replace("detente", f"{sys.executable} -m detente", 1)

    done = subprocess.run(
        command, shell=True, cwd=tmp_path, env=os.environ | {"HOME": str(tmp_path)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert "the shell took > and the word behind it for a file to write to" in done.stderr
    assert done.returncode == 2
