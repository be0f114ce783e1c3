"""Columns as R, pandas, databases and spreadsheets write the names of a known source."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from tests.console import Console

NAMES: Final = (
    "Event ID", "Event Date", "Source Name", "Source Sectors", "Source Country", "Event Text",
    "CAMEO Code", "Intensity", "Target Name", "Target Sectors", "Target Country", "Story ID",
    "Sentence Number", "Publisher",
)  # fmt: skip
ROW: Final = (
    "1", "2018-06-22", "Donald Trump", "Government", "United States", "Impose sanctions", "163",
    "-8", "North Korea", "Government", "North Korea", "9",
    "1", "Reuters",
)  # fmt: skip


OWN: Final = """
name = "own"
layer = "own"
key = "{id}"
[reader]
delimiter = "comma"
optional = ["the score"]
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
[fact]
goldstein = "the score"
"""


@pytest.fixture
def console(tmp_path: Path) -> Console:
    return Console.begun(tmp_path, db="a.db")


def imported(console: Console, names: tuple[str, ...], row: tuple[str, ...] = ROW) -> str:
    text = "\t".join(names) + "\n" + "\t".join(row) + "\n"
    (console.folder / "events.tab").write_text(text, encoding="utf-8")
    printed, code = console.run(["import", "events.tab", "--rules", "icews"])
    assert code == 0, printed
    return printed


@pytest.mark.parametrize(
    "names",
    [
        tuple(name.replace(" ", ".") for name in NAMES),
        tuple(name.lower().replace(" ", "_") for name in NAMES),
        tuple(name.upper().replace(" ", "") for name in NAMES),
        tuple(name.replace(" ", "  ") for name in NAMES),
    ],
)
def test_names_that_differ_by_case_and_dots_are_the_columns_of_the_source(
    console: Console, names: tuple[str, ...]
) -> None:
    printed = imported(console, names)

    assert " ".join(f"{names[1]} as Event Date".split()) in " ".join(printed.split())
    assert "1 fact" in printed
    assert '"goldstein":-8000000' in console.run(["export", "--as", "jsonl"])[0]


def test_names_as_they_are_need_no_word(console: Console) -> None:
    assert "columns read" not in imported(console, NAMES)


@pytest.mark.parametrize("other", ["event.date", "EVENT DATE"])
def test_two_columns_that_may_be_the_one_are_not_guessed(console: Console, other: str) -> None:
    names = (other, *(name.replace(" ", "_") for name in NAMES))
    text = "\t".join(names) + "\n" + "\t".join(("2018-06-23", *ROW)) + "\n"
    (console.folder / "events.tab").write_text(text, encoding="utf-8")
    printed, code = console.run(["import", "events.tab", "--rules", "icews"])

    assert (code, 'no column "Event Date"' in printed) == (1, True)


def test_a_score_under_another_spelling_is_not_lost(console: Console) -> None:
    """The column of the score may be lacking, and was left out where it was called SCORE."""
    (console.folder / "mine.toml").write_text(OWN, encoding="utf-8")
    for name, scored in (("The.Score", True), ("THE_SCORE", True), ("Points", False)):
        text = f"id,date,from,code,to,{name}\n{name}1,2022-03-05,TUR,111,RUS,-2\n"
        (console.folder / "own.csv").write_text(text, encoding="utf-8")
        printed, code = console.run(["import", "own.csv", "--rules", "mine.toml"])
        assert code == 0, printed
        lines = console.run(["export", "--as", "jsonl"])[0].splitlines()
        line = next(each for each in lines if f"/{name}1" in each)
        assert ('"goldstein":-2000000' in line) == scored


@pytest.mark.parametrize("names", [("Unnamed: 0",), ("Unnamed: 0.1", "Unnamed: 0")])
def test_what_pandas_calls_a_column_without_a_name_is_none(
    console: Console, names: tuple[str, ...]
) -> None:
    printed = imported(console, (*names, *NAMES), (*("7" for _ in names), *ROW))
    assert f"({len(names)} without a name, left out)" in printed

    drafted = console.run(["rules", "new", "events.tab"])[0]
    assert "Unnamed" not in drafted
    assert 'column = "Event Date"' in drafted


@pytest.mark.parametrize("separator", [";", ","])
def test_a_draft_reads_the_line_that_says_what_separates_cells(
    console: Console, separator: str
) -> None:
    text = f"sep={separator}\n{separator.join(NAMES)}\n{separator.join(ROW)}\n"
    (console.folder / "events.csv").write_text(text, encoding="utf-8")
    drafted = console.run(["rules", "new", "events.csv"])[0]

    assert 'column = "Event Date"' in drafted
    assert f'delimiter = "{"semicolon" if separator == ";" else "comma"}"' in drafted


@pytest.mark.parametrize("first", ["sep=,\n", ""])
def test_cells_in_quotes_are_refused_where_rules_do_not_say_so(
    console: Console, first: str
) -> None:
    """Some rows can be read as they are: those of which no cell holds what separates cells."""
    by = "," if first else "\t"
    plain = [cell.replace(",", ";") for cell in ROW]
    odd = [*plain[:5], f'"Impose{by} sanctions"', *plain[6:]]
    text = "".join(by.join(row) + "\n" for row in (NAMES, plain, odd, plain))
    (console.folder / "events.csv").write_text(first + text, encoding="utf-8")
    printed, code = console.run(["import", "events.csv", "--rules", "icews"])

    assert code == 1
    assert "stand in double quotes, which its rules do not say" in printed
    assert 'quoting = "double"' in printed


def test_a_quote_within_a_cell_is_a_part_of_it(console: Console) -> None:
    row = (*ROW[:5], 'He "insists" on it', *ROW[6:])

    assert "1 fact" in imported(console, NAMES, row)
