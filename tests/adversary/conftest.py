"""What the adversary's tests share: the process whose children are attacked."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.adversary.attack import Victims, need_strace


@pytest.fixture(scope="session")
def victims() -> Iterator[Victims]:
    """Runs commands under strace; skipped where there is none."""
    need_strace()
    found = Victims()
    yield found
    found.close()
