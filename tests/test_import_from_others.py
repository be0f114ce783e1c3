"""A file from somebody else changes nothing that a fact says, unless somebody chooses that."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from tests.console import Console
from tests.test_two_people import pasted

BEGUN: Final = (
    "2022-04-01  TUR > RUS  accuse  Ankara accuses  ^acc\n    report AA, 2022-04-01\n",
    "2022-04-10  TUR = RUS  planned:call  A call  ^call\n    announced 2022-04-01, AA\n",
    "2022-02-28  TUR > RUS  instrument:sanctions  A ban  ^ban\n    report AA, 2022-02-28\n",
)

CHANGES: Final = (
    (0, "", "corrected what assault, 2022-04-05", "what"),
    (0, "", "corrected weight -3, 2022-04-05", "weight"),
    (0, "", "retracted 2022-04-06, because hoax", "retracted"),
    (0, "retracted 2022-04-06, because hoax", "reinstated 2022-04-07, because so", "retracted"),
    (1, "", "moved 2022-04-12, 2022-04-05, Kremlin", "planned"),
    (1, "held 2022-04-10, AA", "held 2022-04-11, TASS", "held"),
    (1, "held 2022-04-10, AA", "cancelled 2022-04-09, TASS", "held or cancelled"),
    (2, "ended 2023-01-01, AA", "ended 2023-02-01, TASS", "ended"),
    (2, "suspended 2022-05-01, AA", "suspended 2022-06-01, TASS", "suspended"),
)


def import_of(console: Console, name: str, text: str, *words: str) -> tuple[str, int]:
    (console.folder / name).write_text(text, encoding="utf-8")
    return console.run(["import", name, "--author", "Ada", *words])


def with_lines(text: str, *lines: str) -> str:
    return text + "".join(f"    {line}\n" for line in lines if line)


@pytest.mark.parametrize(("number", "mine", "theirs", "field"), CHANGES)
def test_what_changes_a_fact_is_a_contradiction(
    tmp_path: Path, number: int, mine: str, theirs: str, field: str
) -> None:
    """Their corrections, retractions and new days were taken without a word."""
    console = Console.begun(tmp_path)
    assert import_of(console, "a.facts", with_lines(BEGUN[number], mine))[1] == 0
    before = console.run(["export"])[0]
    text = with_lines(BEGUN[number], mine if "reinstated" in theirs else "", theirs)
    printed, code = import_of(console, "b.facts", text)

    assert code == 1, printed
    assert f"something else: {field}." in printed, printed
    assert console.run(["export"])[0] == before
    for option in ("mine", "both", "theirs"):
        if f" --{option} " not in printed:
            assert option == "theirs"
            assert field in ("held", "held or cancelled", "ended", "suspended")
            continue
        done, code = console.run(pasted(printed, option))
        assert code == 0, done
        text = console.run(["export"])[0]
        assert (text == before) == (option == "mine")
        again = console.run(["import", "b.facts", *(("--mine", "*") if option == "mine" else ())])
        assert "0 facts added, 0 changed" in again[0], again
        if option != "mine":
            console.run(["undo"])


@pytest.mark.parametrize(
    ("number", "line"),
    [
        (0, "report TASS, 2022-04-02"),
        (0, "denied TASS, 2022-04-02"),
        (0, "corrected note Said in Antalya, 2022-04-05"),
        (1, "held 2022-04-10, TASS"),
        (1, "cancelled 2022-04-09, TASS"),
        (2, "ended 2023-01-01, TASS"),
    ],
)
def test_what_only_goes_on_from_a_fact_is_added(tmp_path: Path, number: int, line: str) -> None:
    console = Console.begun(tmp_path)
    import_of(console, "a.facts", BEGUN[number])
    printed, code = import_of(console, "b.facts", with_lines(BEGUN[number], line))

    assert code == 0, printed
    assert "0 facts added, 1 changed" in printed


@pytest.mark.parametrize(("number", "mine", "theirs", "field"), CHANGES)
def test_what_is_here_already_contradicts_nothing(
    tmp_path: Path, number: int, mine: str, theirs: str, field: str
) -> None:
    del field
    console = Console.begun(tmp_path)
    for line in (mine or theirs, mine and theirs):
        assert import_of(console, "a.facts", with_lines(BEGUN[number], line))[1] in (0, 1)
    exported = console.run(["export"])[0]
    text = "".join(line for line in exported.splitlines(True) if not line.startswith("#"))

    assert "0 facts added, 0 changed" in import_of(console, "b.facts", text)[0]


@pytest.mark.parametrize("line", ["corrected what assault, 2022-04-05", "retracted 2022-04-06"])
def test_the_file_of_a_fact_changes_it_as_before(tmp_path: Path, line: str) -> None:
    console = Console.begun(tmp_path)
    import_of(console, "a.facts", BEGUN[0])
    printed, code = import_of(console, "a.facts", with_lines(BEGUN[0], f"{line}, because so"))

    assert code == 0, printed


def test_a_receipt_says_what_ones_own_file_changes(tmp_path: Path) -> None:
    console = Console.begun(tmp_path)
    import_of(console, "a.facts", BEGUN[0])
    text = with_lines(BEGUN[0], "corrected what assault, 2022-04-05", "retracted 2022-04-06")
    printed, _ = import_of(console, "a.facts", text.replace("04-06", "04-06, because hoax"))

    assert "what: accuse → assault\n" in printed
    assert "retracted, because hoax\n" in printed
