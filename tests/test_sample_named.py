"""The bundled sample by its name, beside a timeline of one's own: it answers, and takes nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.console import Console

LINE = '"2022-03-02 TUR = RUS call A call; report X, 2022-03-02"'


@pytest.fixture
def console(tmp_path: Path) -> Console:
    console = Console(tmp_path)
    console.type("detente init my.db")
    console.environ["DETENTE_DB"] = "my.db"
    return console


def test_the_sample_answers_beside_a_timeline_of_ones_own(console: Console) -> None:
    printed = console.type("detente --db sample state turkey russia --on 2022-03-05 --brief")

    assert printed.startswith("Answers come from the bundled sample.\nTurkey – Russia on")


@pytest.mark.parametrize(
    "command",
    [
        f"add {LINE}",
        "undo",
        "settle call --cancelled",
        "deny straits --source X",
        "correct straits --set title=X --because x",
        "restore copy.db",
    ],
)
def test_what_would_be_recorded_in_the_sample_is_offered_for_ones_own(
    console: Console, command: str
) -> None:
    printed = console.type(f"detente --db sample {command}")

    assert "error: the bundled sample is read-only; you have a timeline of your own.\n" in printed
    assert f"  detente --db my.db {command.replace(chr(34), chr(39))}\n" in printed
    assert "(exit 1)" in printed


@pytest.mark.parametrize("command", ["init sample", "--db sample init"])
def test_the_sample_is_not_begun(console: Console, command: str) -> None:
    """It once began, or restored, the user's own timeline without a word."""
    printed = console.type(f"detente {command}")

    assert 'error: "sample" is the bundled timeline, which is there already' in printed
    assert "  detente init my.db\n" in printed


def test_a_backup_of_the_sample_and_its_index_are_refused_in_a_sentence(console: Console) -> None:
    for command in ("backup", "rebuild", "export --rescue"):
        assert "error: the bundled sample " in console.type(f"detente --db sample {command}")


def test_a_file_of_that_name_is_a_timeline_like_any_other(console: Console) -> None:
    console.type("detente init ./sample")

    assert "1 fact added" in console.type(f"detente --db ./sample add {LINE}")


def test_a_sample_that_only_the_environment_names_offers_the_users_own(tmp_path: Path) -> None:
    console = Console(tmp_path)
    console.type("detente init")
    console.environ["DETENTE_DB"] = "sample"
    printed = console.type(f"detente add {LINE}")

    assert "you have a timeline of your own.\n  detente --db " in printed
    assert "timeline.db add" in printed
