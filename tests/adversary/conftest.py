"""What the adversary's tests share: the process whose children are attacked, and the figures."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from typing import Final

import pytest

from tests.adversary import tally
from tests.adversary.attack import IN_FULL, Victims, need_strace
from tests.adversary.trial import Trial

COUNTED: Final = {
    "test_hostile_lines": "copies that lie",
    "test_outside": "commands that are watched from outside",
    "test_found_settings": "settings left by an enemy",
    "test_spoiled_answers": "answers that were spoiled",
}
"""The modules in which each test is a trial; the others count their trials themselves."""


LONGEST_FIRST: Final = ("test_server_stops", "test_attacked_commands", "test_replaced")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begins in full with what takes longest, so that all workers have something to do."""
    if IN_FULL:
        items.sort(key=lambda item: item.path.stem not in LONGEST_FIRST[:1])
        items.sort(key=lambda item: item.path.stem not in LONGEST_FIRST)


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
        wrong = [report.longreprtext] if report.failed else []
        tally.note(kind, name, [Trial(item.nodeid, reached=True, wrong=wrong)])
    return report
