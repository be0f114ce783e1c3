"""A plan that was held over several days, in every answer that tells of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.console import Console

SUMMIT = (
    "2021-06-14  TUR = USA  planned:summit/diplomacy  A summit  ^summit;"
    " announced 2021-06-01, Reuters; held 2021-06-15/2021-06-16, AFP, 2021-06-17"
)


@pytest.mark.parametrize(
    "asked",
    [
        "timeline turkey usa --on 2021-07-01",
        "timeline turkey --on 2021-07-01",
        "search summit --on 2021-07-01",
        "show summit --on 2021-07-01",
        "state turkey usa --on 2021-06-20",
    ],
)
def test_a_summit_of_two_days_is_told_with_both(tmp_path: Path, asked: str) -> None:
    """A timeline was refused for it: "is an interval, and one date is expected here"."""
    desk = Console.begun(tmp_path, SUMMIT)
    printed, code = desk.run(asked.split())

    assert code == 0, printed
    assert "15–16 Jun 2021" in printed or "2021-06-15/2021-06-16" in printed, printed


def test_it_is_held_from_its_first_day(tmp_path: Path) -> None:
    desk = Console.begun(tmp_path, SUMMIT)
    printed, code = desk.run(["replay", "turkey", "usa", "--from", "2021-06-01", "--to", "2021-07"])

    assert code == 0, printed
    assert "A summit (held) ^summit" in printed.partition("15 Jun 2021")[2]
