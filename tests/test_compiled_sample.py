"""The sample's events are those of its text."""

from __future__ import annotations

import os
from pathlib import Path

from service.opening import compiled_sample, open_sample

FILE = Path(__file__).parent.parent / "service" / "sample" / "sample.events"


def test_the_compiled_sample_is_that_of_the_text() -> None:
    compiled = compiled_sample()
    if os.environ.get("UPDATE"):
        FILE.write_text(compiled, encoding="utf-8")
        return

    assert FILE.read_text(encoding="utf-8") == compiled, "run `make accept`"


def test_the_sample_opened_is_the_sample_compiled() -> None:
    with open_sample() as sample:
        rows = sample.store_rows()

        assert rows == FILE.read_text(encoding="utf-8")
