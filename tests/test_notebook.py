"""The page of the Python API is a session that prints what it says."""

from __future__ import annotations

import doctest
from pathlib import Path

import pytest

from tests.notebook import PAGE, session


def test_the_page_prints_what_it_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    code = session(PAGE.read_text(encoding="utf-8"))
    printed: list[str] = []
    test = doctest.DocTestParser().get_doctest(code, {}, PAGE.name, PAGE.name, 0)
    result = doctest.DocTestRunner(verbose=False).run(test, out=printed.append)

    assert result.attempted > 10
    assert not result.failed, "".join(printed)
