"""One browser and one server over the sample, for every test of this folder."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

ROOT: Final = Path(__file__).parents[2]
CHROMIUM: Final = Path("/usr/bin/chromium")
TODAY: Final = "2026-11-22"
SECONDS: Final = 60
"""How long a page may take on a machine that has much else to do."""


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Debian's Chromium. Where it is not installed these tests are skipped, but not in CI."""
    if not CHROMIUM.exists():
        missing = f"no browser is at {CHROMIUM}: Debian's package is called chromium"
        if "CI" in os.environ:
            pytest.fail(missing)
        pytest.skip(missing)
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield found
        found.close()


@contextmanager
def serving(folder: Path, *options: str) -> Iterator[str]:
    """Runs `detente ... serve` in a process of its own; gives where it is served."""
    environ = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "DETENTE_TODAY": TODAY,
        "XDG_DATA_HOME": str(folder / "data"),
        "XDG_CONFIG_HOME": str(folder / "config"),
    }
    environ.pop("DETENTE_DB", None)
    command = [sys.executable, "-m", "detente", *options, "--port", "0", "--rate", "0"]
    with subprocess.Popen(  # our own program
        command, cwd=folder, env=environ, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stderr is not None
        said = process.stderr.readline()
        found = re.search(r"http://\S+:\d+", said)
        assert found, said + process.stderr.read()
        try:
            yield found[0]
        finally:
            process.terminate()


@pytest.fixture(scope="package")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the bundled sample is served."""
    with serving(tmp_path_factory.mktemp("sample"), "--db", "sample", "serve") as address:
        yield address


def opened(browser: Browser, home: str, *, scripted: bool = True) -> BrowserContext:
    """A visitor's window on a site, without movement."""
    context = browser.new_context(
        base_url=home,
        java_script_enabled=scripted,
        reduced_motion="reduce",
        viewport={"width": 1160, "height": 900},
    )
    context.set_default_timeout(SECONDS * 1000)
    return context


@pytest.fixture
def page(browser: Browser, server: str) -> Iterator[Page]:
    """An empty window on the sample."""
    with opened(browser, server) as context:
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        yield context.new_page()


@pytest.fixture
def plain(browser: Browser, server: str) -> Iterator[Page]:
    """The same where no script runs."""
    with opened(browser, server, scripted=False) as context:
        yield context.new_page()
