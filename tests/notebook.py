"""The page of the Python API as a session: its blocks in order, as doctest reads them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

PAGE: Final = Path(__file__).parent.parent / "docs" / "notebook.md"
_BLOCK: Final = re.compile(r"^```pycon\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def session(page: str, without: str = "\0") -> str:
    """The blocks of a page; those that hold a word are left out."""
    return "\n".join(block for block in _BLOCK.findall(page) if without not in block)
