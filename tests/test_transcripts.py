"""Every transcript prints today what it says.

The README, the docs, and the pages in `transcripts`.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.console import Console, replayed

ROOT = Path(__file__).parent.parent
PAGES = [
    ROOT / "README.md",
    *sorted((ROOT / "docs").rglob("*.md")),
    *sorted((ROOT / "tests" / "transcripts").glob("*.md")),
]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_a_page_says_what_detente_prints(page: Path, tmp_path: Path) -> None:
    written = page.read_text(encoding="utf-8")
    printed = replayed(written, Console(tmp_path))
    if os.environ.get("UPDATE"):
        page.write_text(printed, encoding="utf-8")
        return

    assert printed == written, "run `make accept` and read the diff"
