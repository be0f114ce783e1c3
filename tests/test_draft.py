"""A draft of rules proposes what the file shows, marks it, and leaves open what nobody can know."""

from __future__ import annotations

from pathlib import Path

import pytest

from domain.refusal import Failure
from service.sources.draft import draft
from service.sources.rules_file import read_rules
from service.sources.table import BadRules
from tests.shared import shared

ROWS = "id,date,from,code,to\n1,2022-03-13,TUR,111,RUS\n2,2022-03-14,NA,040,RUS\n"


def a_draft(folder: Path, text: str, name: str = "My Rows.csv") -> str:
    (folder / name).write_text(text, encoding="utf-8")
    return draft(folder / name)


def test_a_draft_is_refused_until_it_is_filled_in_and_then_does(tmp_path: Path) -> None:
    text = a_draft(tmp_path, ROWS)
    with pytest.raises(BadRules, match=r"my\.toml:\d+:\d+: system is still to be filled in"):
        read_rules(text, "my.toml")

    filled = (
        text.replace('"FILL IN"  # whose codes', '"CAMEO"  # whose codes')
        .replace('"FILL IN"  # of the', '"1.1b3"  # of the')
        .replace('"FILL IN"  # whose names', '"iso3"  # whose names')
    )
    rules = read_rules(filled, "my.toml")

    assert (rules.name, rules.key, rules.date.column, rules.date.formats) == (
        "my-rows",
        ("", "id", ""),
        "date",
        ("YYYY-MM-DD",),
    )
    assert (rules.codes.column, rules.actors.source, rules.actors.target) == ("code", "from", "to")
    assert rules.reader.missing == {"", "NA"}


def test_dates_that_can_be_read_in_two_ways_are_left_open(tmp_path: Path) -> None:
    text = a_draft(
        tmp_path, ROWS.replace("2022-03-13", "05/03/2022").replace("2022-03-14", "06/03/2022")
    )

    assert 'format = "FILL IN"  # more than one reads all of them: DD/MM/YYYY, MM/DD/YYYY' in text


def test_names_that_nobody_knows_are_names_above_numbers_or_days(tmp_path: Path) -> None:
    text = a_draft(
        tmp_path,
        "article,heading,when,text\n17,Talks,2022-03-13,They talk\n18,Talks end,2022-03-14,They"
        " go\n",
    )

    assert "from the first 2 rows" in text
    assert "columns = " not in text


@pytest.mark.parametrize("first", ["", '""'])
def test_numbers_of_rows_have_no_name_and_are_left_out(tmp_path: Path, first: str) -> None:
    """A table that pandas or R wrote was taken for one without a header."""
    rows = [f"{i},{row}" for i, row in enumerate(ROWS.splitlines()[1:])]
    text = a_draft(tmp_path, "\n".join([f"{first},{ROWS.splitlines()[0]}", *rows]) + "\n")

    assert 'column = "date"' in text
    assert "columns = " not in text


def test_columns_without_names_get_numbers(tmp_path: Path) -> None:
    text = a_draft(tmp_path, ROWS.partition("\n")[2])

    assert 'columns = ["column 1", "column 2", "column 3", "column 4", "column 5"]' in text
    assert text.count("FILL IN") >= 6


@pytest.mark.parametrize(
    ("text", "said"), [("one\n", "one column only"), ("a\0b,c\n", "NUL"), ("", "one column only")]
)
def test_what_is_no_table_is_refused(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(Failure, match=said):
        a_draft(tmp_path, text)


def test_a_draft_for_icews_finds_the_columns_of_the_rules_for_icews() -> None:
    text = draft(shared("icews/events.2018.sample.tab"))

    for line in (
        'key = "{Event ID}"',
        'column = "CAMEO Code"',
        'source = "Source Country"',
        'format = "YYYY-MM-DD"',
        'goldstein = "Intensity"',
    ):
        assert line in text
