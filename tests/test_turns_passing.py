"""Ties that turn while the days of a vague beginning pass: the fact is named."""

from __future__ import annotations

from pathlib import Path

from tests.console import Console

BAN = (
    "2022-03-XX  TUR > RUS  instrument:embargo/trade  A ban of grain  ^ban; report AFP, 2022-04-30"
)
PACT = "2021-01-01  TUR = RUS  instrument:alliance/defence  A pact  ^pact; report AFP, 2021-01-02"
SPAN = "--from 2022-02-01 --to 2022-04-30 --min-days 1"


def test_a_turn_while_the_days_of_a_vague_beginning_pass_names_the_fact(tmp_path: Path) -> None:
    """It was said to come from fading, though nothing faded."""
    console = Console.begun(tmp_path, PACT, BAN)
    printed = console.type(f"detente turns turkey russia {SPAN}")

    assert "the days of ^ban pass" in printed
    assert "fading" not in printed


def test_what_fades_is_still_said_to_fade(tmp_path: Path) -> None:
    gift = "2022-01-05  TUR > RUS  cooperate/trade  A gift  ^gift; report AFP, 2022-01-06"
    printed = Console.begun(tmp_path, gift).type(
        "detente turns turkey russia --from 2022-01-01 --to 2024-04-30"
    )

    assert "fading" in printed
