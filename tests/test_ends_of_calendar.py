"""The first and the last day of the calendar are days like others, whoever counts from them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from cli import __version__
from domain.edtf import shifted
from service.opening import open_sample
from tests.console import Console
from web.app import Served, app_of

ENDS = ("0001-01-01", "9999-12-31")
PAIR = "turkey russia"
COMMANDS = (
    f"state {PAIR}", f"why {PAIR}", f"learned {PAIR}", f"chart {PAIR}",
    f"timeline {PAIR}", "board turkey", "agenda",
    f"brief {PAIR} -o brief.html", f"export {PAIR} --as html -o ties.html",
    f"export {PAIR} --as md -o ties.md", "export --as ics -o ahead.ics",
)  # fmt: skip


@pytest.mark.parametrize("line", COMMANDS)
@pytest.mark.parametrize("on", ENDS)
def test_a_command_answers_at_the_ends_of_the_calendar(line: str, on: str, tmp_path: Path) -> None:
    """Pages that count back a month had ended in a mistake of ours on the first of January 1."""
    console = Console(tmp_path)
    console.environ["DETENTE_DB"] = "sample"
    _, err, code = console.apart([*line.split(), "--on", on])

    assert code in (0, 3), err
    assert "mistake" not in err


@pytest.mark.parametrize("on", ENDS)
def test_a_board_of_no_actor_of_its_day_is_refused(on: str, tmp_path: Path) -> None:
    console = Console(tmp_path)
    console.environ["DETENTE_DB"] = "sample"
    _, err, code = console.apart(["publish", "folder", "--on", on])

    assert (code, "mistake" in err) == (2 if on < "1991" else 0, False), err


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    app = app_of(Served(open_sample, lambda: date(2026, 11, 22), __version__))
    with TestClient(app, base_url="http://localhost", raise_server_exceptions=False) as found:
        yield found


@pytest.mark.parametrize("clock", ["on", "known_on"])
@pytest.mark.parametrize(
    "place", ["/", "/ties/TUR/RUS", "/ties/TUR/RUS/why", "/ties/TUR/RUS/timeline", "/upcoming"]
)
@pytest.mark.parametrize("on", ENDS)
def test_a_page_is_drawn_at_the_ends_of_the_calendar(
    client: TestClient, place: str, clock: str, on: str
) -> None:
    found = client.get(place, params={clock: on})

    assert found.status_code < 500, found.text[-300:]


@pytest.mark.parametrize(
    ("day", "days", "expected"),
    [
        (date.min, -1, date.min),
        (date.min, 1, date(1, 1, 2)),
        (date.max, 1, date.max),
        (date(2022, 3, 1), -1, date(2022, 2, 28)),
        (date(2022, 3, 1), -10_000_000, date.min),
        (date(2022, 3, 1), 10_000_000, date.max),
    ],
)
def test_a_day_is_shifted_within_the_calendar(day: date, days: int, expected: date) -> None:
    assert shifted(day, days) == expected
