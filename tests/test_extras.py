"""How an extra is installed: from the folder that detente came from, or by its name."""

from __future__ import annotations

import shlex
import sys

from service.extras import Origin, installs


def test_what_was_installed_from_an_index_has_its_extras_by_name() -> None:
    fixes = installs("pages", Origin("", editable=False))

    assert [fix.paste for fix in fixes] == [
        "uv tool install 'detente[pages]'",
        "pipx install --force 'detente[pages]'",
        "pip install 'detente[pages]'",
    ]


def test_what_was_installed_from_a_folder_has_its_extras_from_there() -> None:
    fixes = installs("serve", Origin("/home/a b/detente", editable=False))

    assert fixes[0].paste == "uv tool install '/home/a b/detente[serve]'"


def test_what_runs_in_a_folder_has_its_extras_installed_into_it() -> None:
    """After `make demo` the three commands for an index were offered, and none could work."""
    (fix,) = installs("pages", Origin("/home/a/detente", editable=True))

    assert shlex.split(fix.paste) == [
        sys.executable, "-m", "pip", "install", "-e", "/home/a/detente[pages]",
    ]  # fmt: skip
