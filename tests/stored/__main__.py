"""Writes a store of today's version under a number, beside those of older versions.

It stay as they are.
"""

from __future__ import annotations

import sys

from tests.stored import HERE, write

if __name__ == "__main__":
    if len(sys.argv) != 2 or not sys.argv[1].isdecimal():
        sys.exit("error: a store is written under a number.\n  python -m tests.stored 2")
    if (HERE / sys.argv[1]).exists():
        sys.exit(
            f"error: tests/stored/{sys.argv[1]} is there, and is kept for ever.\n  python -m"
            f" tests.stored {int(sys.argv[1]) + 1}"
        )
    write(HERE / sys.argv[1])
