"""Every instant that is printed can be pasted back, and one that is still to come is refused."""

from __future__ import annotations

import json
import re
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest

from domain.instants import read_instant
from tests.console import Console

LINE = "2022-03-05  TUR = RUS  talks  One  ^one; report AFP, 2022-03-05"


@pytest.fixture
def console(tmp_path: Path) -> Console:
    return Console.begun(tmp_path, LINE)


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2026-11-22 12:00:05 UTC", "2026-11-22T12:00:05.999999+00:00"),
        ("2026-11-22T12:00:05Z", "2026-11-22T12:00:05.999999+00:00"),
        ("2026-11-22 12:00 UTC", "2026-11-22T12:00:59.999999+00:00"),
        ("2026-11-22 12:00", "2026-11-22T12:00:59.999999+00:00"),
        ("2026-11-22T12:00:05.5+02:00", "2026-11-22T10:00:05.500000+00:00"),
        ("2026-11-22T12:00:05.123456Z", "2026-11-22T12:00:05.123456+00:00"),
        ("2026-11-22t12:00:05z", "2026-11-22T12:00:05.999999+00:00"),
    ],
)
def test_an_instant_means_all_that_it_names(text: str, instant: str) -> None:
    assert read_instant(text).isoformat(timespec="microseconds") == instant


@pytest.mark.parametrize("text", ["2026-11-22T25:00Z", "2026-13-22 12:00", "12:00", "noon:ish"])
def test_what_is_not_an_instant_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  # whatever the library says
        read_instant(text)


def test_every_instant_that_is_printed_finds_its_event(console: Console) -> None:
    """Whole seconds were printed, and what was recorded within them was not found by them."""
    path = console.folder / "desk.db"
    with sqlite3.connect(path) as database:
        (state,) = database.execute("SELECT state FROM events WHERE position = 1").fetchone()
    assert b"recorded_at" in state
    history, _ = console.run(["history", "one"])
    printed = re.findall(r"recorded ([0-9-]+ [0-9:]+ UTC)", " ".join(history.split()))
    undo, _ = console.run(["undo", "--list"])
    printed += re.findall(r"[0-9]{4}-[0-9-]+ [0-9]+:[0-9]+", undo)
    events = json.loads(console.run(["history", "one", "--json"])[0])["events"]
    printed += [event["recorded_at"] for event in events]

    assert len(printed) == 3
    for instant in printed:
        answer, code = console.run(["show", "one", "--recorded-by", instant])
        assert (code, "One" in answer) == (0, True), (instant, answer)


@pytest.mark.parametrize("instant", ["2099-01-01", "2026-11-23", "2026-11-22T12:01:00Z"])
def test_a_record_that_is_still_to_come_fixes_nothing(console: Console, instant: str) -> None:
    question = ["state", "tur", "rus", "--on", "2022-03-06", "--known-on", "2022-03-06"]
    printed, code = console.run([*question, "--recorded-by", instant])

    assert (code, "is still to come" in printed) == (2, True)
    assert "could change the answer" in printed
    assert "--recorded-by 2026-11-22T12:00:00Z" in printed


def test_the_day_that_is_still_running_means_what_is_recorded_so_far(console: Console) -> None:
    question = ["state", "tur", "rus", "--on", "2022-03-06", "--recorded-by", "2026-11-22"]
    printed, code = console.run([*question, "--json"])

    assert code == 0
    recorded_by = json.loads(printed)["recorded_by"]
    assert datetime.fromisoformat(recorded_by) <= datetime(2026, 11, 22, 12, 1, tzinfo=UTC)


def test_an_instant_of_before_is_asked_as_ever(console: Console) -> None:
    printed, code = console.run(["show", "one", "--recorded-by", "2026-11-21"])

    assert (code, "not known then" in printed) == (3, True)
