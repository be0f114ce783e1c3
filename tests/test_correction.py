"""A correction with several faults: all are said at once, with one line that puts them right."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from tests.console import Console

VISIT = "2022-11-08  TUR = SWE  visit  A visit  ^v; report AP, 2022-11-08"


@pytest.fixture
def console(tmp_path: Path) -> Console:
    return Console.begun(tmp_path, VISIT)


@pytest.mark.parametrize(
    ("typed", "said", "meant"),
    [
        ("correct v", "say what is right; a correction says why.",
            "correct v --set FIELD=VALUE --because REASON"),
        ("correct v --set title", '"title" is given no value; a correction says why.',
            "correct v --set title=VALUE --because REASON"),
        ("correct v --set titel=New", "; a correction says why.",
            "correct v --set title=New --because REASON"),
        ("correct v --set 'on=5 Mart 2022' --url https://a.org",
            "; a correction says why; a source has a name.",
            "correct v --set on=2022-03-05 --because REASON --source SOURCE --url https://a.org"),
        ("correct v --set 'on=8/11/2022' --known-on 'Nov 9'", "; a correction says why; ",
            "correct v --set on=VALUE --because REASON --known-on DATE"),
    ],
)  # fmt: skip
def test_all_faults_of_a_correction_are_said_at_once(
    console: Console, typed: str, said: str, meant: str
) -> None:
    """They were once said one after the other, in three rounds."""
    printed = console.type(f"detente {typed}")

    assert said in printed
    assert f"\n  detente {meant}\n" in printed


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("correct v --title 'A call' --on 2022-11-09",
            "correct v --set 'title=A call' --set on=2022-11-09 --because REASON"),
        ("correct v --title=New --because typo", "correct v --set title=New --because typo"),
        ("correct v title 'A call'", "correct v --set 'title=A call' --because REASON"),
        ("correct v title=New", "correct v --set title=New --because REASON"),
    ],
)  # fmt: skip
def test_fields_typed_in_another_way_come_back_as_one_line(
    console: Console, typed: str, meant: str
) -> None:
    printed = console.type(f"detente {typed}")

    assert f"\n  detente {meant}\n" in printed
    filled = meant.replace("REASON", "'a slip'")
    assert "Undo:" in console.run(shlex.split(filled))[0]


def test_one_fault_alone_is_refused_with_its_option(console: Console) -> None:
    assert console.type("detente correct v --set title=New") == (
        "error: a correction says why.\n  --because REASON\n(exit 2)\n"
    )
