"""What the adversary's tests share: the process whose children are attacked, and the figures."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from typing import Final

import pytest

from tests.adversary import tally
from tests.adversary.attack import Victims, need_strace

COUNTED: Final = {
    "test_hostile_lines": "copies that lie",
    "test_outside": "commands that are watched from outside",
    "test_found_settings": "settings left by an enemy",
    "test_spoiled_answers": "answers that were spoiled",
}
"""The modules in which each test is a trial; the others count their trials themselves."""


@pytest.fixture(scope="session")
def victims() -> Iterator[Victims]:
    """Runs commands under strace; skipped where there is none."""
    need_strace()
    found = Victims()
    yield found
    found.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Counts a trial."""
    report = yield
    kind = COUNTED.get(item.nodeid.partition("::")[0].rpartition("/")[2].removesuffix(".py"))
    if kind and report.when == "call" and not report.skipped:
        name = item.name.partition("[")[0].removeprefix("test_").replace("_", " ")
        tally.note(kind, name, 1, report.failed)
    return report
