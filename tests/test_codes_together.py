"""Codes of many small files, which are looked over together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from service.sources.part import Part
from service.sources.reader import Rows
from tests.console import Console

MY: Final = """
name = "my"
layer = "my"
key = "{id}"
[reader]
delimiter = "comma"
[date]
column = "date"
[code]
column = "code"
system = "CAMEO"
version = "1.1b3"
[actors]
source = "from"
target = "to"
system = "iso3"
"""


@pytest.fixture
def console(tmp_path: Path) -> Console:
    found = Console.begun(tmp_path, db="a.db")
    (tmp_path / "my.toml").write_text(MY, encoding="utf-8")
    return found


def written(console: Console, files: list[list[str]], folder: str = "days") -> str:
    """A folder of files, each with rows of some codes."""
    there = console.folder / folder
    there.mkdir()
    for number, codes in enumerate(files, 1):
        rows = [f"{number}-{i},2015-01-0{number},TUR,{code},RUS" for i, code in enumerate(codes)]
        text = "\n".join(["id,date,from,code,to", *rows]) + "\n"
        (there / f"d{number}.csv").write_text(text, encoding="utf-8")
    return folder


def imported(console: Console, folder: str, *words: str) -> tuple[str, int]:
    return console.run(["import", folder, "--rules", "my.toml", *words])


@pytest.mark.parametrize("doubtful", ["10", "12", "20"])
def test_a_zero_lost_in_one_file_puts_the_codes_of_others_on_hold(
    console: Console, doubtful: str
) -> None:
    """A folder of daily files had the one of the loss held, and mass violence read in the next."""
    folder = written(console, [["43", "020", "051"], [doubtful, "190", "042"]])
    printed, code = imported(console, folder)

    assert code == 0
    assert (
        f'"{doubtful}" may be 0{doubtful}: a code of these files has lost the first zero' in printed
    )
    assert 'as "43" on line 2 of days/d1.csv' in printed
    assert "1 code of days has lost the first zero" in " ".join(printed.split())
    assert "added                      4 facts" in printed


def test_where_none_has_lost_its_zero_nothing_is_on_hold(console: Console) -> None:
    printed, _ = imported(console, written(console, [["043", "020"], ["10", "20", "190"]]))

    assert "on hold" not in printed
    assert "added                      5 facts" in printed


@pytest.mark.parametrize("words", [(), ("--keep-going",)])
def test_another_system_is_found_in_small_files_together(
    console: Console, words: tuple[str, ...]
) -> None:
    """Thirty files of eight rows each brought 209 facts of WEIS as CAMEO."""
    folder = written(console, [["043", "051", "112", "221"] for _ in range(6)])
    printed, code = imported(console, folder, *words)

    assert code == 1
    assert "is this CAMEO? 25 % of the codes of these files" in printed
    assert "(days/d1.csv, line 5)" in printed
    assert "fact.asserted" not in console.type("detente export --as jsonl")


def test_a_file_that_is_refused_by_itself_says_nothing_of_the_others(console: Console) -> None:
    folder = written(console, [["043", "051"] * 9, ["221", "222", "223", "224", "225", "043"]])
    printed, code = imported(console, folder, "--keep-going")

    assert code == 6
    assert "of the codes of these files" not in printed
    assert "added                     18 facts" in printed


@pytest.mark.parametrize(
    ("codes", "refused"),
    [
        (["221", "222", "223", "212", "043"], True),
        (["221", "222", "223", "043"], True),
        (["221", "222", "043"], False),
        (["221", "222", "223", "043", "051", "112"], False),
    ],
)
def test_a_file_of_a_few_rows_of_which_most_are_of_another_system_is_refused(
    console: Console,
    codes: list[str],
    refused: bool,  # of the table above
) -> None:
    printed, _ = imported(console, written(console, [codes]))

    assert ("is this CAMEO?" in printed) == refused


def test_a_code_of_two_digits_has_lost_a_zero_where_all_have_three(console: Console) -> None:
    """GDELT and ICEWS write three or four digits: there 20 alone is 020 with its zero lost."""
    (console.folder / "my.toml").write_text(
        MY.replace('version = "1.1b3"', 'version = "1.1b3"\ndigits = 3'), encoding="utf-8"
    )
    printed, _ = imported(console, written(console, [["20", "190", "120"]]))

    assert "1 row is on hold: 1 code of" in printed
    assert "added                      2 facts" in printed


def test_only_codes_that_lost_a_zero_are_counted_as_such(console: Console) -> None:
    """All codes of a column of numbers were: 190.0 has lost nothing."""
    printed, _ = imported(console, written(console, [["190.0", "10.0", "43.0", "112.0"]]))

    assert "2 codes of" in " ".join(printed.split())


def test_an_account_names_pairs_across_the_sides_alone(console: Console) -> None:
    """Two who act together have no fact between them."""
    (console.folder / "my.toml").write_text(
        MY.replace('system = "iso3"', 'system = "iso3"\nparted = ";"'), encoding="utf-8"
    )
    text = "id,date,from,code,to\n1,2015-01-01,TUR;UKR,190,RUS\n"
    (console.folder / "one.csv").write_text(text, encoding="utf-8")

    assert "(RUS–TUR 1, RUS–UKR 1)" in " ".join(imported(console, "one.csv")[0].split())


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize("rows", [1, 6_000], ids=["row by row", "in columns"])
def test_each_file_is_looked_over_once_and_read_once(
    console: Console, monkeypatch: pytest.MonkeyPatch, number: int, rows: int
) -> None:
    """Small files were looked over together, and each once more alone."""
    opened = Counter[str]()
    parts = Rows.parts

    def counted(source: Rows) -> Iterator[Part]:
        opened[Path(source.name).name] += 1
        return parts(source)

    monkeypatch.setattr(Rows, "parts", counted)
    folder = written(console, [["043"] * rows for _ in range(number)])
    assert imported(console, folder)[1] == 0

    assert opened == {f"d{i}.csv": 2 for i in range(1, number + 1)}


def test_a_file_that_is_refused_by_itself_says_so_where_others_are_looked_over(
    console: Console,
) -> None:
    folder = written(console, [["043"], ["999", "998", "997", "996", "995"], ["051"]])
    printed, code = imported(console, folder, "--keep-going")

    assert code == 6
    assert "is this CAMEO? 100 % of the codes of days/d2.csv" in printed
    assert "added                      2 facts" in printed
