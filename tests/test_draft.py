"""A draft of rules proposes what the file shows, marks it, and leaves open what nobody can know."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from domain.refusal import Failure
from service.sources.draft import draft
from service.sources.rules_file import read_rules
from service.sources.table import BadRules
from tests.console import Console
from tests.shared import shared

ROWS = "id,date,from,code,to\n1,2022-03-13,TUR,111,RUS\n2,2022-03-14,NA,040,RUS\n"


TODAY = date(2026, 12, 1)


def a_draft(folder: Path, text: str, name: str = "My Rows.csv") -> str:
    (folder / name).write_text(text, encoding="utf-8")
    return draft(folder / name, TODAY)


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
    text = draft(shared("icews/events.2018.sample.tab"), TODAY)

    for line in (
        'key = "{Event ID}"',
        'column = "CAMEO Code"',
        'source = "Source Country"',
        'format = "YYYY-MM-DD"',
        'goldstein = "Intensity"',
    ):
        assert line in text


def filled_in(text: str, codes: str, version: str, actors: str) -> str:
    """A draft in which a person filled in what is marked to be filled in, and nothing else."""
    return (
        text.replace('"FILL IN"  # whose codes', f'"{codes}"  # whose codes')
        .replace('"FILL IN"  # of the codes', f'"{version}"  # of the codes')
        .replace('"FILL IN"  # whose names', f'"{actors}"  # whose names')
        .replace('key = "FILL IN"', f'key = "{ALL}"')
    )


ALL = "{a}/{code}/{b}"


@pytest.mark.parametrize(
    "names",
    [
        "year,month,day",
        "y,m,d",
        "Year,Mon,Day",
        "iyear,imonth,iday",
        "styear,stmon,stday",
        "jahr,monat,tag",
        "one,two,three",
    ],
)
def test_a_day_of_three_columns_is_proposed_and_imported(tmp_path: Path, names: str) -> None:
    """A table as of GTD or MIDs was drafted without a day."""
    rows = f"{names},a,code,b\n1992,4,13,USA,040,RUS\n1992,5,31,USA,042,RUS\n"
    year, month, day = names.split(",")
    text = a_draft(tmp_path, rows, "rows.csv")

    assert f'year = "{year}"  # (?) the year it happened; the first is "1992"' in text
    assert f'month = "{month}"' in text
    assert f'day = "{day}"' in text
    assert days_imported(tmp_path, with_sides(text)) == ["1992-04-13", "1992-05-31"]


def test_a_day_that_is_not_known_leaves_the_month(tmp_path: Path) -> None:
    rows = "id,iyear,imonth,iday,a,code,b\n1,1992,4,-9,USA,040,RUS\n2,1992,0,0,USA,040,RUS\n"
    text = a_draft(tmp_path, rows, "rows.csv")

    assert 'missing = ["-9"]' in text
    assert days_imported(tmp_path, with_sides(text)) == ["1992", "1992-04"]


@pytest.mark.parametrize(
    ("rows", "first"),
    [
        ("when_noted,n,score\nx,1001,-3\ny,1002,4\n", ""),
        ("id,year,month,day\n1,92,4,13\n2,93,5,14\n", ""),
        ("a,year,month,day,eventdate\n1,1992,4,13,1992-04-13\n", 'column = "eventdate"'),
    ],
)
def test_columns_that_hold_no_day_are_not_taken_for_one(
    tmp_path: Path, rows: str, first: str
) -> None:
    text = a_draft(tmp_path, rows, "rows.csv")

    assert 'month = "' not in text
    assert first in text


THREE = "id,year,month,day,a,code,b\n1,2018,1,19,USA,040,RUS\n2,2018,7,5,USA,042,RUS\n"


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("2015,2,31", 'there is no day "2015-2-31".'),
        ("2015,2,99", 'there is no day "2015-2-99".'),
        ("2015,13,1", 'there is no day "2015-13-1".'),
        ("2015,Feb,1", '"Feb" is not a month.'),
    ],
)
def test_a_row_that_does_not_fit_three_columns_is_named(tmp_path: Path, row: str, why: str) -> None:
    """One day that does not exist made every fact a whole year."""
    text = a_draft(tmp_path, f"{THREE}3,{row},USA,040,RUS\n", "rows.csv")

    assert 'year = "year"' in text
    assert 'day = "day"' in text
    assert f"# Line 4 cannot be read: {why}\n" in text
    assert days_imported(tmp_path, with_sides(text)) == ["2018-01-19", "2018-07-05"]


@pytest.mark.parametrize(
    "rows",
    [
        "id,year,month,day\n1,1992,Apr,13\n2,1993,May,14\n",
        "id,year,month,day\n1,1992,4,99\n2,1993,5,98\n",
        "id,year,quarter\n1,1992,4\n2,1993,1\n",
        "id,year,month\n1,1992,4\n2,1993,1\n",
        "id,styear,stmon\n1,1992,4\n2,1993,1\n",
        "id,year,event_week\n1,1992,4\n2,1993,1\n",
        "id,y,m\n1,1992,4\n2,1993,1\n",
        "id,year,date\n1,1992,1992-04-13\n2,1993,1993-02-31\n",
        "id,year,date\n1,1992,13 April 1992\n2,1993,May 3rd\n",
    ],
)
def test_a_year_beside_what_is_less_is_not_proposed_alone(tmp_path: Path, rows: str) -> None:
    dated = a_draft(tmp_path, rows).partition("[date]")[2].partition("[code]")[0]

    assert "year = " not in dated
    assert 'column = "year"' not in dated
    assert "FILL IN" in dated


@pytest.mark.parametrize(
    "rows", ["id,year,n\n1,1992,4\n2,1993,1\n", "id,year,month,day\n1,1992,,\n2,1993,,\n"]
)
def test_a_year_beside_nothing_is_proposed(tmp_path: Path, rows: str) -> None:
    assert 'column = "year"' in a_draft(tmp_path, rows)


@pytest.mark.parametrize(
    "name",
    ["occurred_on", "event_dt", "happened", "Datum", "eventDate", "fecha", "day of event", "x"],
)
def test_a_column_of_days_is_found_by_its_cells(tmp_path: Path, name: str) -> None:
    rows = f"id,published,{name},a,code,b\n1,2022-03-15,2022-03-13,USA,040,RUS\n"
    text = a_draft(tmp_path, rows, "rows.csv")

    assert f'column = "{name}"  # (?) the day it happened; the first is "2022-03-13"' in text
    assert days_imported(tmp_path, with_sides(text)) == ["2022-03-13"]


@pytest.mark.parametrize(
    ("cells", "line", "days"),
    [
        (
            ["2022-03-13", "2022-03"],
            'format = ["YYYY-MM-DD", "YYYY-MM"]',
            ["2022-03", "2022-03-13"],
        ),
        (["2022-03-13", "1900-01-00"], 'format = "YYYY-MM-DD"', ["2022-03-13"]),
        (["2022-03-13", "NULL"], 'format = "YYYY-MM-DD"', ["2022-03-13"]),
    ],
)
def test_what_the_rules_can_say_of_days_is_proposed(
    tmp_path: Path, cells: list[str], line: str, days: list[str]
) -> None:
    one, other = cells
    rows = f"id,happened,a,code,b\n1,{one},USA,040,RUS\n2,{other},USA,040,RUS\n"
    text = a_draft(tmp_path, rows, "rows.csv")

    assert line in text
    assert days_imported(tmp_path, with_sides(text)) == days


@pytest.mark.parametrize(
    ("cells", "named", "others", "origin"),
    [
        (("42332", "42333"), "year", "2015", "1899-12-30"),
        (("40870", "40871"), "year", "2015", "1904-01-01"),
        (("20416", "20417"), "year", "2015", "1960-01-01"),
        (("16763", "16764"), "year", "2015", "1970-01-01"),
        (("8766", "8770"), "yr", "1994", "1970-01-01"),
        (("42332", "42333"), "published", "2015-11-26", "1899-12-30"),
    ],
)
def test_days_are_counted_from_the_one_origin_that_other_columns_leave(
    tmp_path: Path, cells: tuple[str, str], named: str, others: str, origin: str
) -> None:
    one, other = cells
    rows = f"id,date,{named},a,code,b\n1,{one},{others},USA,040,RUS\n"
    text = a_draft(tmp_path, f"{rows}2,{other},{others},USA,040,RUS\n", "rows.csv")

    assert f'origin = "{origin}"  # (?)' in text
    assert [day[:4] for day in days_imported(tmp_path, with_sides(text))] == [others[:4]] * 2


@pytest.mark.parametrize("cells", [("21203", "21370"), ("42332", "42333"), ("9500", "10001")])
def test_days_that_several_origins_fit_are_left_open(
    tmp_path: Path, cells: tuple[str, str]
) -> None:
    """Days of Stata and R became days of a spreadsheet, sixty years before."""
    text = a_draft(tmp_path, f"id,date,code\n1,{cells[0]},040\n2,{cells[1]},042\n")

    assert 'origin = "FILL IN"' in text
    for origin in ("1899-12-30", "1904-01-01", "1960-01-01", "1970-01-01"):
        assert f'# "{origin}", as in ' in text


def test_each_origin_is_shown_with_its_day(tmp_path: Path) -> None:
    text = a_draft(tmp_path, "id,date,code\n1,21203,040\n2,21370,042\n")

    assert '# "1960-01-01", as in Stata and SAS: "21203" is 2018-01-19\n' in text
    assert 'as in R and Unix: "21203" is 2028-01-20, which other columns or today\'s date' in text


@pytest.mark.parametrize("mark", ["None", "NULL", "NaN", "nan", "NA", "N/A", ".", "-99", "-9.0"])
def test_cells_that_say_that_nothing_is_known_are_proposed_as_missing(
    tmp_path: Path, mark: str
) -> None:
    rows = (
        "id,date,statea,code,stateb\n1,2022-03-13,2,040,365\n"
        f"2,2022-03-14,2,040,{mark}\n3,2022-03-15,{mark},040,365\n"
    )
    text = a_draft(tmp_path, rows, "rows.csv")

    assert f'missing = ["{mark}"]' in text
    assert days_imported(tmp_path, filled_in(text, "CAMEO", "1.1b3", "cow")) == ["2022-03-13"]


@pytest.mark.parametrize(
    "rows",
    [
        "id,date,code,goldstein\n1,2022-03-13,040,-9\n2,2022-03-14,040,-4\n",
        "id,date,code,goldstein,n\n1,2022-03-13,040,-2,-9\n2,2022-03-14,040,-4,5\n",
        "id,date,longitude,code\n1,2022-03-13,-99,040\n2,2022-03-14,-74.5,040\n",
        "id,date,code,title\n1,2022-03-13,040,None of them agreed\n",
    ],
)
def test_what_says_something_is_not_proposed_as_missing(tmp_path: Path, rows: str) -> None:
    """A score of -9 is one, though it is written as numbers that say nothing are."""
    assert "missing" not in a_draft(tmp_path, rows, "rows.csv")


@pytest.mark.parametrize(
    ("mark", "others"),
    [
        ("NA", "TR,US,RU"),
        ("na", "tr,us,ru"),
        ("NAT", "TUR,USA,RUS"),
        ("NAN", "TUR,USA,RUS"),
        ("NIL", "TUR,USAGOV,RUS"),
    ],
)
def test_what_may_be_the_code_of_an_actor_is_not_proposed_as_missing(
    tmp_path: Path, mark: str, others: str
) -> None:
    """Namibia and NATO were skipped as nobody, without a word."""
    one, two, three = others.split(",")
    rows = f"id,date,from,to,n\n1,2022-03-13,{one},{mark},4\n2,2022-03-14,{two},{three},{mark}\n"
    text = a_draft(tmp_path, rows)

    assert "missing = " not in text
    assert f'# "{mark}" could be the code of an actor' in text


def test_an_actor_in_a_list_may_have_such_a_code(tmp_path: Path) -> None:
    text = a_draft(tmp_path, "id,date,from,to\n1,2022-03-13,TR;NA,US\n2,2022-03-14,RU;TR,None\n")

    assert 'missing = ["None"]' in text
    assert '# "NA" could be' in text


def test_several_actors_of_a_cell_are_separated(tmp_path: Path) -> None:
    rows = (
        "Event ID\tEvent Date\tEvent Type\tActor COW\tRecipient COW\n"
        "1\t2022-03-05\tCONSULT\t640; None\t365\n"
    )
    text = a_draft(tmp_path, rows, "rows.txt")

    assert 'missing = ["None"]' in text
    assert 'parted = ";"' in text
    filled = filled_in(text, "PLOVER", "2.0", "cow")
    assert days_imported(tmp_path, filled, "rows.txt") == ["2022-03-05"]


def test_a_column_that_names_two_rows_alike_is_no_key(tmp_path: Path) -> None:
    text = a_draft(tmp_path, "id,date,code\n7,2022-03-13,040\n7,2022-03-14,040\n")

    assert 'key = "FILL IN"' in text


def test_a_key_may_have_another_name_that_says_id(tmp_path: Path) -> None:
    text = a_draft(tmp_path, "id,row_id,date,code\n7,1,2022-03-13,040\n7,2,2022-03-14,040\n")

    assert 'key = "{row_id}"' in text


TABLE = "id,happened,a,code,b\n1,2022-03-13,USA,040,RUS\n2,2022-03-14,USA,042,RUS\n"
ABOVE = [
    "Events of 2022\n",
    "Events, as of 2022\n\n",
    "Exported from the source to a table\nSource,Us\n\n",
    "Events,,,,\n,,,,\n",
    "sep=,\nEvents\n",
    "Events; semicolons; are; not; cells\n",
]


@pytest.mark.parametrize("above", ABOVE)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_table_below_other_lines_is_drafted(tmp_path: Path, above: str, end: str) -> None:
    """An import finds such a table, and a draft took the first line for its names."""
    text = a_draft(tmp_path, (above + TABLE).replace("\n", end), "rows.csv")

    assert 'column = "happened"' in text
    assert days_imported(tmp_path, with_sides(text)) == ["2022-03-13", "2022-03-14"]


@pytest.mark.parametrize("above", ABOVE[:4])
def test_rows_without_names_below_other_lines_are_drafted(tmp_path: Path, above: str) -> None:
    text = a_draft(tmp_path, above + TABLE.partition("\n")[2], "rows.csv")

    assert f"lines_before = {above.count(chr(10))}  # (?)" in text
    assert 'column = "column 2"' in text


@pytest.mark.parametrize(
    "rows",
    [
        TABLE.partition("\n")[2],
        "id,happened,a,code,b\n1,2022-03-13,USA,040,RUS,\n2,2022-03-14,USA,042,RUS,\n",
        "id,happened,a,code,b,note,more\n1,2022-03-13,USA,040,RUS\n2,2022-03-14,USA,042,RUS\n",
        "1,2022-03-13,USA,040,\n2,2022-03-14,USA,042,RUS\nx,NA,USA,042,RUS\n",
    ],
)
def test_the_first_line_of_a_table_is_not_left_out(tmp_path: Path, rows: str) -> None:
    text = a_draft(tmp_path, rows)

    assert "lines_before" not in text
    assert ('column = "happened"' in text) == rows.startswith("id")


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252", "utf-16"])
@pytest.mark.parametrize("count", [1, 300])
def test_a_draft_says_how_its_file_is_encoded(tmp_path: Path, encoding: str, count: int) -> None:
    """Every row was rejected by the draft of a file in another encoding."""
    row = (
        "2022-03-13,USA,040,RUS,Élysée ą\n"
        if encoding == "utf-16"
        else "2022-03-13,USA,040,RUS,É\n"
    )
    rows = "id,happened,a,code,b,title\n" + "".join(f"{i},{row}" for i in range(count))
    (tmp_path / "rows.csv").write_text(rows, encoding=encoding)
    text = draft(tmp_path / "rows.csv", TODAY, encoding)

    assert f'encoding = "{encoding}"' in text
    assert days_imported(tmp_path, with_sides(text)) == ["2022-03-13"] * count


def with_sides(text: str) -> str:
    """A draft of columns `a` and `b`, which nothing shows to be of the sides."""
    named = text.replace('source = "FILL IN"', 'source = "a"')
    return filled_in(named.replace('target = "FILL IN"', 'target = "b"'), "CAMEO", "1.1b3", "iso3")


def days_imported(folder: Path, rules: str, rows: str = "rows.csv") -> list[str]:
    """The days of the facts that a file makes by these rules, in order."""
    (folder / "rules.toml").write_text(rules, encoding="utf-8")
    console = Console.begun(folder)
    printed, code = console.run(["import", rows, "--rules", "rules.toml"])
    assert code in (0, 1), printed
    out, err, code = console.apart(["timeline", "--layer", "rows", "--json"])
    assert code == 0, err
    return sorted(entry["dated"] for entry in json.loads(out)["entries"])
