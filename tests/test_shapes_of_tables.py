"""Tables of other shapes than their rules were made for: read as they mean, or refused in words."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pytest

from domain.actors import Registry
from domain.refusal import Failure, Fix
from domain.source_actors import SourceActors
from service.sources.coding import coded
from service.sources.outcome import Coded, Outcome, Rejected, Skipped
from service.sources.reader import Rows
from service.sources.rulebook import find_rules, rules_text
from service.sources.rules import Rules
from service.sources.rules_file import read_rules
from service.sources.sides import NO_TWO
from service.sources.table import BadRules
from tests.console import Console

RULES = """
name = "acts"
layer = "acts"
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
source = "one"
target = "other"
system = "iso3"
"""
HEAD = "id,date,code,one,other\n"
ROW = "1,2014-01-01,040,TUR,RUS\n"
QUOTED = ('delimiter = "comma"', 'delimiter = "comma"\nquoting = "double"')
SHEET = "id,date,actor,what,recipient,title\n"


@pytest.fixture(scope="module")
def actors(registry: Registry) -> SourceActors:
    return SourceActors(registry)


def rules_with(*changes: tuple[str, str], file: str = "acts.toml") -> Rules:
    text = RULES
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return read_rules(text, file)


def outcomes(rules: Rules, text: str, actors: SourceActors) -> list[Outcome]:
    rows = Rows(io.BytesIO(text.encode()), rules.reader, frozenset(rules.columns), "acts.csv")
    return list(coded(rules, rows, actors))


def facts(rules: Rules, text: str, actors: SourceActors) -> list[Coded]:
    found = outcomes(rules, text, actors)
    assert all(isinstance(each, Coded) for each in found), found
    return [each for each in found if isinstance(each, Coded)]


def said(outcome: Outcome) -> str:
    assert isinstance(outcome, Rejected), outcome
    return outcome.said


SCORED = ('system = "iso3"', 'system = "iso3"\n[fact]\ngoldstein = "score"')


@pytest.mark.parametrize("cell", ["-99", "99", "10.5", "-9999", "NaN"])
def test_what_is_beyond_all_scores_is_rejected_with_what_to_write(
    actors: SourceActors, cell: str
) -> None:
    """A cell of -99, which means that nothing is known, was kept as a Goldstein score."""
    text = HEAD.replace("id", "score,id") + f"{cell},{ROW}"
    (found,) = outcomes(rules_with(SCORED), text, actors)

    assert f'"{cell}" is not a Goldstein score' in said(found)
    assert f'missing = ["{cell}"]' in said(found)
    missing = ('delimiter = "comma"', f'delimiter = "comma"\nmissing = ["{cell}"]')
    (kept,) = facts(rules_with(SCORED, missing), text, actors)
    assert kept.content.goldstein is None


@pytest.mark.parametrize("cell", ["-10", "10", "-10.0"])
def test_the_ends_of_the_scores_are_scores(actors: SourceActors, cell: str) -> None:
    text = HEAD.replace("id", "score,id") + f"{cell},{ROW}"
    (kept,) = facts(rules_with(SCORED), text, actors)

    assert abs(kept.content.goldstein or 0) == 10_000_000


def test_a_table_and_a_correction_take_no_score_beyond_all(tmp_path: Path) -> None:
    console = Console.begun(tmp_path)
    names, row = DESK.splitlines()
    sheet = f"{names},handle,goldstein\n{row},one,"
    (tmp_path / "a.csv").write_text(f"{sheet}-99\n")
    assert '"-99" is not a Goldstein score' in console.type("detente import a.csv")
    (tmp_path / "a.csv").write_text(f"{sheet}-9\n")
    assert "1 fact added" in console.type("detente import a.csv")
    corrected = console.run(
        ["correct", "one", "--set", "goldstein=-99", "--because", "none is known"]
    )
    assert corrected[1] != 0
    assert '"-99" is not a Goldstein score' in corrected[0]


# Columns without a name ---------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["", '""', " "])
def test_row_numbers_are_not_a_score_a_title_or_a_publisher(
    actors: SourceActors, name: str
) -> None:
    """Rules that leave out a column once found the one without a name: `7` was a Goldstein score.

    So pandas and R write the numbers of rows.
    """
    rules = rules_with(('delimiter = "comma"', 'delimiter = "comma"\nquoting = "double"'))
    (found,) = facts(rules, f"{name},{HEAD}7,1,2014-01-01,040,TUR,RUS\n", actors)

    assert found.content.goldstein is None
    assert found.content.title == "holds consultations"
    assert (found.report.publisher, found.report.url, found.report.published) == ("acts", "", "")


def test_a_column_without_a_name_in_the_midst_changes_nothing(actors: SourceActors) -> None:
    (found,) = facts(
        rules_with(), "id,date,,code,one,other,\n1,2014-01-01,9,040,TUR,RUS,http://a\n", actors
    )

    assert (found.content.goldstein, found.report.url) == (None, "")


NUMBERED = [
    ('"1",', '"2",'),
    ("a.1,", "a.2,"),
    ("0,", "1,"),
]


@pytest.mark.parametrize("numbers", NUMBERED)
@pytest.mark.parametrize("end", ["", ","])
def test_rows_with_a_cell_before_the_first_name_begin_with_their_number(
    actors: SourceActors, numbers: tuple[str, str], end: str
) -> None:
    """R writes its header one name short, and every row was rejected for it."""
    rows = [ROW, ROW.replace("1,", "2,", 1)]
    text = HEAD + "".join(
        number + row.replace("\n", f"{end}\n") for number, row in zip(numbers, rows, strict=True)
    )
    for rules in (rules_with(), rules_with(QUOTED)):
        assert [each.key for each in facts(rules, text, actors)] == ["1", "2"]
        assert [each.line for each in facts(rules, text, actors)] == [2, 3]


def test_a_table_of_r_is_read_with_its_spaces(actors: SourceActors) -> None:
    rules = rules_with(('"comma"', '"space"\nquoting = "double"'))
    names = " ".join(f'"{name}"' for name in HEAD.strip().split(","))
    text = names + '\n"1" 1 "2014-01-01" "040" "TUR" "RUS"\n'

    assert [each.content.what for each in facts(rules, text, actors)] == ["talks"]


def test_the_column_of_row_numbers_is_said_to_be_left_out(tmp_path: Path) -> None:
    console = Console.begun(tmp_path)
    (tmp_path / "acts.toml").write_text(RULES, encoding="utf-8")
    (tmp_path / "a.csv").write_text(f"{HEAD}1,{ROW}", encoding="utf-8")
    printed = console.type("detente import a.csv --rules acts.toml --dry-run")

    assert printed.startswith("6 columns (1 without a name, left out), 1 row, rules acts\n")


@pytest.mark.parametrize("names", [HEAD.replace("\n", ",\n"), HEAD.replace("\n", ",,\n")])
def test_a_header_may_end_in_names_that_are_empty(actors: SourceActors, names: str) -> None:
    assert [each.line for each in facts(rules_with(), names + ROW, actors)] == [2]


@pytest.mark.parametrize(
    ("row", "width", "fix"),
    [
        ("1,2014-01-01,040,TUR\n", 4, "widths = [4, 5]"),
        ("1,2014-01-01,040,TUR,RUS,a,b\n", 7, "lines_before = 1"),
    ],
)
def test_rows_that_all_have_another_number_of_cells_are_refused_at_once(
    actors: SourceActors, row: str, width: int, fix: str
) -> None:
    with pytest.raises(Failure, match=f"names 5 columns, and its rows have {width}") as refused:
        outcomes(rules_with(), HEAD + row * 2, actors)

    assert fix in str(refused.value.fixes)


@pytest.mark.parametrize("joint", ["", "\ufeff", "\ufeff\ufeff"])
def test_the_names_of_a_file_that_was_joined_are_no_row(actors: SourceActors, joint: str) -> None:
    found = outcomes(
        rules_with(QUOTED), HEAD + ROW + joint + HEAD + ROW.replace("1,", "2,", 1), actors
    )

    assert found[1] == Skipped(3, "the names of the columns, again")
    assert [each.key for each in found if isinstance(each, Coded)] == ["1", "2"]


def test_joined_files_with_row_numbers_are_read_as_one(actors: SourceActors) -> None:
    text = f"{HEAD}1,{ROW}2,{ROW.replace('1,', '2,', 1)}"
    found = outcomes(rules_with(), text + text, actors)

    assert sum(isinstance(each, Coded) for each in found) == 4


# Lost zeros ---------------------------------------------------------------------------------------

AMBIGUOUS = "2,2014-01-01,20,TUR,RUS\n"
CERTAIN = "1,2014-01-01,43,TUR,RUS\n"


@pytest.mark.parametrize("code", ["10", "14", "20"])
@pytest.mark.parametrize("first", [True, False])
def test_one_certain_loss_puts_what_may_be_another_on_hold(
    actors: SourceActors, code: str, *, first: bool
) -> None:
    """A lost zero made an appeal (020) mass violence (20), beside codes that show the loss."""
    rows = [CERTAIN, AMBIGUOUS.replace("20,", f"{code},"), "3,2014-01-01,190,TUR,RUS\n"]
    found = outcomes(rules_with(), HEAD + "".join(rows if first else rows[::-1]), actors)
    held = [each for each in found if isinstance(each, Rejected) and each.held]

    assert [each.said.partition(":")[0] for each in held] == [f'"{code}" may be 0{code}']
    assert sum(isinstance(each, Coded) for each in found) == 1


@pytest.mark.parametrize("end", ["", ","])
def test_codes_that_were_numbers_have_lost_their_zeros(actors: SourceActors, end: str) -> None:
    """Where a cell of a column is empty, pandas writes `20.0` for what was 020."""
    codes = ("190.0", "20.0", "43.0")
    rows = "".join(f"{i},2014-01-01,{code},TUR,RUS{end}\n" for i, code in enumerate(codes))
    force, held, lost = outcomes(rules_with(), HEAD + rows, actors)

    assert isinstance(force, Coded)
    assert force.content.code == ("CAMEO", "1.1b3", "190")
    assert said(held).startswith('"20.0" may be 020')
    assert "lost its first zero" in said(lost)
    whole = rules_with(("[actors]", 'zeros = "lost"\n[actors]'))
    assert [each.content.code for each in facts(whole, HEAD + rows, actors)] == [
        ("CAMEO", "1.1b3", code) for code in ("190", "020", "043")
    ]


def test_a_loss_is_seen_in_rows_that_end_in_a_delimiter(actors: SourceActors) -> None:
    """Such rows were not looked over: of codes without zeros each was taken for what it seemed."""
    rows = (CERTAIN + AMBIGUOUS).replace("\n", ",\n")
    for rules in (rules_with(), rules_with(QUOTED)):
        assert [
            isinstance(each, Rejected) and each.held
            for each in outcomes(rules, HEAD + rows, actors)
        ] == [False, True]


def test_without_a_certain_loss_a_root_is_what_it_is(actors: SourceActors) -> None:
    assert [each.content.what for each in facts(rules_with(), HEAD + AMBIGUOUS, actors)] == [
        "assault:unconventional"
    ]


def test_who_says_that_zeros_are_lost_gets_them_back(actors: SourceActors) -> None:
    lost = rules_with(("[actors]", 'zeros = "lost"\n[actors]'))
    kept = rules_with(("[actors]", 'zeros = "kept"\n[actors]'))
    found = facts(lost, HEAD + CERTAIN + AMBIGUOUS, actors)

    assert [each.content.code and each.content.code[2] for each in found] == ["043", "020"]
    first, second = outcomes(kept, HEAD + CERTAIN + AMBIGUOUS, actors)
    assert "lost its first zero" in said(first)
    assert isinstance(second, Coded)


def test_the_hold_is_counted_and_says_what_to_write(tmp_path: Path) -> None:
    console = Console.begun(tmp_path)
    (tmp_path / "acts.toml").write_text(RULES, encoding="utf-8")
    text = HEAD + CERTAIN + AMBIGUOUS
    (tmp_path / "a.csv").write_text(text, encoding="utf-8")
    printed = console.type("detente import a.csv --rules acts.toml --dry-run")
    piped, _, _ = console.apart(
        ["import", "-", "--rules", "acts.toml", "--dry-run"], standard_input=text
    )

    for each in (printed, piped):
        assert "1 row is on hold: 1 code of" in each
        assert '  zeros = "lost"   10 to 20 are 010 to 020' in each
        assert "cannot read                2 rows" in each


# Another system of codes --------------------------------------------------------------------------


def many(codes: str) -> str:
    return HEAD + "".join(
        f"{i},2014-01-01,{code},TUR,RUS\n" for i, code in enumerate(codes.split())
    )


@pytest.mark.parametrize(
    ("system", "codes", "shown"),
    [
        ("CAMEO", "040 190 " * 20 + "223 222 095 223 221", "Codes from 21 on are of WEIS"),
        ("CAMEO", "0841] " * 5 + "040 " * 20, '"0841]"'),
        ("CAMEO", "VISIT CALL TALKS VISIT CALL", '"CALL"'),
        ("PLOVER", "040 " * 6, '"040"'),
        ("ICEWS", "Consult " * 50 + "Chat " * 6, '"Chat"'),
    ],
)
def test_a_code_system_that_does_not_fit_stops(
    actors: SourceActors, system: str, codes: str, shown: str
) -> None:
    version = "2.0" if system == "PLOVER" else "1.1b3"
    rules = rules_with(('"CAMEO"', f'"{system}"'), ('"1.1b3"', f'"{version}"'))
    with pytest.raises(Failure, match=rf"is this {system}\? \d+ %") as refused:
        outcomes(rules, many(codes), actors)

    assert shown in refused.value.said
    assert "nothing was imported" in refused.value.said


def test_a_few_slips_are_rejected_one_by_one_and_so_are_many_if_the_rules_say_so(
    actors: SourceActors,
) -> None:
    few = outcomes(rules_with(), many("040 " * 200 + "0841] " * 9), actors)
    many_of = outcomes(
        rules_with(("[actors]", 'unknown = "reject"\n[actors]')), many("223 " * 30), actors
    )

    assert sum(isinstance(each, Rejected) for each in few) == 9
    assert all(isinstance(each, Rejected) for each in many_of)


def test_nothing_is_recorded_of_a_file_of_other_codes(tmp_path: Path) -> None:
    console = Console.begun(tmp_path)
    (tmp_path / "acts.toml").write_text(RULES, encoding="utf-8")
    (tmp_path / "a.csv").write_text(many("040 " * 30 + "223 " * 9), encoding="utf-8")
    _, err, code = console.apart(["import", "a.csv", "--rules", "acts.toml"])

    assert (code, "is this CAMEO?" in err) == (1, True)
    assert '  unknown = "reject"' in err
    assert "events  0\n" in console.type("detente stats")


# Lines before the header, and what separates cells ------------------------------------------------


@pytest.mark.parametrize(
    "before", ["Exported from desk,,,,\n,,,,\n", "Acts of 2014\n\n", "# made by R\n# on a Monday\n"]
)
def test_the_header_is_found_below_other_lines(actors: SourceActors, before: str) -> None:
    (found,) = facts(rules_with(), before + HEAD + ROW, actors)

    assert found.line == before.count("\n") + 2


@pytest.mark.parametrize("first", ["sep=;\n", "SEP=;\r\n", '"sep=;"\n'])
def test_the_first_line_may_say_what_separates_cells(actors: SourceActors, first: str) -> None:
    (found,) = facts(rules_with(), first + (HEAD + ROW).replace(",", ";"), actors)

    assert (found.key, found.line) == ("1", 3)


def test_lines_before_rows_without_a_header_are_counted_by_the_rules(
    actors: SourceActors,
) -> None:
    columns = 'columns = ["id", "date", "code", "one", "other"]\nlines_before = 2\n[date]'
    (found,) = facts(rules_with(("[date]", columns)), "Acts,of,2014,a,b\n\n" + ROW, actors)

    assert found.line == 3


def test_another_delimiter_is_named(actors: SourceActors) -> None:
    with pytest.raises(Failure, match="separated by another character") as refused:
        outcomes(rules_with(), (HEAD + ROW).replace(",", ";"), actors)

    assert 'delimiter = "semicolon"' in str(refused.value.fixes)


@pytest.mark.parametrize(
    ("delimiter", "said", "fixes"),
    [
        (",", "stand in double quotes", ['quoting = "double"']),
        ("\t", "another character", ['delimiter = "tab"', "sep=\t", 'quoting = "double"']),
        (" ", "another character", ['delimiter = "space"', "sep= ", 'quoting = "double"']),
    ],
)
def test_a_table_in_quotes_is_told_from_one_of_another_delimiter(
    actors: SourceActors, delimiter: str, said: str, fixes: list[str]
) -> None:
    names = delimiter.join(f'"{name}"' for name in HEAD.strip().split(","))
    with pytest.raises(Failure, match=said) as refused:
        outcomes(rules_with(), f"{names}\n{ROW.replace(',', delimiter)}", actors)

    assert [fix.paste for fix in refused.value.fixes if isinstance(fix, Fix)] == fixes


def test_a_mark_in_the_midst_of_joined_files_is_no_part_of_a_cell(actors: SourceActors) -> None:
    found = facts(rules_with(), f"\ufeff{HEAD}{ROW}\ufeff{ROW.replace('1,', '2,', 1)}", actors)

    assert [each.key for each in found] == ["1", "2"]


def test_columns_may_be_lacking_if_the_rules_say_so(actors: SourceActors) -> None:
    (found,) = facts(
        find_rules("csv"),
        "id,date,actor,what,recipient,title\n1,2014-01-01,TUR,talks,RUS,A\n",
        actors,
    )

    assert found.report.publisher == "spreadsheet"
    with pytest.raises(BadRules, match='"date" cannot be optional'):
        rules_with(("[date]", 'optional = ["date"]\n[date]'))
    with pytest.raises(BadRules, match='"dat" cannot be optional: no other line'):
        rules_with(("[date]", 'optional = ["dat"]\n[date]'))


# Dates --------------------------------------------------------------------------------------------

THREE = ('column = "date"', 'year = "y"\nmonth = "m"\nday = "d"')


@pytest.mark.parametrize(
    ("cells", "on", "known"),
    [
        ("1992,4,-9", "1992-04", "1992-04-30"),
        ("1992,-9,-9", "1992", "1992-12-31"),
        ("1992,4,7", "1992-04-07", "1992-04-07"),
        ("1992.0,4.0,", "1992-04", "1992-04-30"),
        ("1992,,12", "1992", "1992-12-31"),
        ("1992,2,0", "1992-02", "1992-02-29"),
    ],
)
def test_a_date_in_three_columns_is_as_exact_as_they_are(
    actors: SourceActors, cells: str, on: str, known: str
) -> None:
    (found,) = facts(rules_with(THREE), f"id,y,m,d,code,one,other\n1,{cells},040,TUR,RUS\n", actors)

    assert (found.content.on, found.known_on.isoformat()) == (on, known)


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        (",4,1", "no year is given"),
        ("92,4,1", '"92" is not a year of four digits'),
        ("92.0,4,1", '"92.0" is not a year of four digits'),
        ("-9,4,1", "no year is given"),
        ("1992,13,1", "there is no day"),
        ("1992,2,30", "there is no day"),
        ("1992,April,1", '"April" is not a month'),
    ],
)
def test_three_columns_that_are_no_date_say_why(actors: SourceActors, cells: str, why: str) -> None:
    (found,) = outcomes(
        rules_with(THREE), f"id,y,m,d,code,one,other\n1,{cells},040,TUR,RUS\n", actors
    )

    assert why in said(found)


@pytest.mark.parametrize(
    ("formats", "text", "on"),
    [
        ('"M/D/YYYY"', "12/1/2017", "2017-12-01"),
        ('"M/D/YYYY"', "1/14/2017", "2017-01-14"),
        ('"D.M.YYYY"', "1.12.2017", "2017-12-01"),
        ('"YYYY-M-D"', "2017-1-4", "2017-01-04"),
        ('"YYYY-MM"', "2017-02", "2017-02"),
        ('"YYYY"', "2017", "2017"),
        ('"MM/YYYY"', "02/2017", "2017-02"),
        ('["YYYY-MM-DD", "YYYY-MM", "YYYY"]', "2017", "2017"),
        ('["YYYY-MM-DD", "YYYY-MM", "YYYY"]', "2017-02-03", "2017-02-03"),
        ('"YYYY-MM-DD hh:mm:ss"', "2017-02-03 00:00:00", "2017-02-03"),
    ],
)
def test_formats_of_one_digit_and_of_months_and_years(
    actors: SourceActors, formats: str, text: str, on: str
) -> None:
    assert date_of(text, f"format = {formats}", actors) == on


def test_a_date_of_another_format_is_told_which_it_may_be(actors: SourceActors) -> None:
    texts = ("12/1/2017", "42332", "42332.0", "42332.4375")
    rows = "".join(f"{i},{text},040,TUR,RUS\n" for i, text in enumerate(texts))
    slashes, *serials = outcomes(rules_with(), HEAD + rows, actors)

    assert "it may be D/M/YYYY or M/D/YYYY" in said(slashes)
    for serial in serials:
        assert "looks like the number that a spreadsheet keeps for 2015-11-24" in said(serial)


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ('origin = "1899-12-30"', "0"),
        ('origin = "1899-12-30"', "0.0"),
        ('origin = "1899-12-30"', "-0"),
        ('format = "YYYY-MM-DD"', "1900-01-00"),
        ('format = "YYYY-MM-DD"', "2018-00-00"),
        ('format = "YYYY-MM-DD"', "2018-00-12"),
        ('format = "YYYY-MM-DD hh:mm:ss"', "1900-01-00 00:00:00"),
        ('format = "YYYYMMDD"', "19000100"),
        ('format = "M/D/YYYY"', "1/0/1900"),
        ('format = "DD.MM.YYYY"', "00.01.1900"),
        ('format = "YYYY-MM"', "2018-00"),
    ],
)
def test_a_day_of_zeros_is_no_date(actors: SourceActors, line: str, text: str) -> None:
    """Empty cells of a spreadsheet were facts of 1899-12-30, of January 1900 or of a whole year."""
    rules = rules_with(('column = "date"', f'column = "date"\n{line}'))
    (found,) = outcomes(rules, HEAD + ROW.replace("2014-01-01", text), actors)

    assert f'"{text}" ' in said(found)
    assert "so no date is given" in said(found)


def test_two_formats_that_read_one_text_as_two_days_are_refused() -> None:
    with pytest.raises(BadRules, match="would read one text as two days"):
        rules_with(('column = "date"', 'column = "date"\nformat = ["D/M/YYYY", "MM/DD/YYYY"]'))


@pytest.mark.parametrize(
    ("counting", "text", "on"),
    [
        ('origin = "2018-01-01"', "0", "2018-01-01"),
        ('origin = "2018-01-01"', "31", "2018-02-01"),
        ('origin = "2018-01-01"\nunit = "hours"', "24", "2018-01-02"),
        ('origin = "2018-01-01"\nunit = "minutes"', "1439", "2018-01-01"),
        ('origin = "1899-12-30"', "42332", "2015-11-24"),
        ('origin = "2018-01-01"', "-1.0", "2017-12-31"),
    ],
)
def test_days_are_counted_from_an_origin(
    actors: SourceActors, counting: str, text: str, on: str
) -> None:
    assert date_of(text, counting, actors) == on


def date_of(text: str, more: str, actors: SourceActors) -> str:
    """The date that a cell is read as, by rules with more lines on its column."""
    rules = rules_with(('column = "date"', f'column = "date"\n{more}'))
    (found,) = facts(rules, f"{HEAD}1,{text},040,TUR,RUS\n", actors)
    return found.content.on


def test_a_month_that_is_not_over_is_known_when_it_is_read(actors: SourceActors) -> None:
    rules = rules_with(('column = "date"', 'column = "date"\nformat = "YYYY-MM"'))
    text = f"{HEAD}1,2026-11,040,TUR,RUS\n2,2026-12,040,TUR,RUS\n"
    rows = Rows(io.BytesIO(text.encode()), rules.reader, frozenset(rules.columns))
    first, second = coded(rules, rows, actors, date(2026, 11, 23))

    assert isinstance(first, Coded)
    assert (first.content.on, first.known_on.isoformat()) == ("2026-11", "2026-11-23")
    assert "has not happened yet" in said(second)


def test_the_parties_of_a_year_may_have_existed_in_part_of_it(actors: SourceActors) -> None:
    rules = rules_with(('column = "date"', 'column = "date"\nformat = "YYYY"'))
    (found,) = facts(rules, f"{HEAD}1,1991,040,SUN,UKR\n", actors)

    assert found.content.parties == "SUN > UKR"


def test_a_layer_of_months_and_years_is_answered(tmp_path: Path) -> None:
    console = Console.begun(tmp_path)
    text = RULES.replace(*THREE)
    (tmp_path / "acts.toml").write_text(text, encoding="utf-8")
    rows = "1,2014,4,-9,040,TUR,RUS\n2,2014,5,2,190,TUR,RUS\n"
    (tmp_path / "a.csv").write_text(f"id,y,m,d,code,one,other\n{rows}", encoding="utf-8")
    console.type("detente import a.csv --rules acts.toml")
    printed = console.type("detente state tur rus --layer acts --on 2014-06-01")

    assert "2 facts that may still count, 2 counted" in printed
    assert console.type("detente verify").startswith("Sound: ")


# Tables of values ---------------------------------------------------------------------------------


def test_ids_stand_for_names_of_a_table_beside_the_rules(
    actors: SourceActors, tmp_path: Path
) -> None:
    (tmp_path / "entity2id.txt").write_text("Turkey\t19\nRussia\t151\n", encoding="utf-8")
    beside = '[actors.values_from]\nfile = "entity2id.txt"\nid = 2\nname = 1\n'
    rules = rules_with(
        ('system = "iso3"\n', f'system = "icews-country"\n{beside}'),
        ("[actors]", '[code.values]\n"6" = "040"\n[actors]'),
        file=str(tmp_path / "acts.toml"),
    )
    (found,) = facts(rules, f"{HEAD}1,2014-01-01,6,19,151\n", actors)

    assert (found.content.parties, found.content.what) == ("TUR > RUS", "talks")


@pytest.mark.parametrize(
    ("code", "what"), [("4", "assault"), ("5", "visit"), ("threaten", "threaten")]
)
def test_types_stand_for_kinds(actors: SourceActors, code: str, what: str) -> None:
    values = '[code.values]\n"4" = "assault"\n"5" = "visit"\n[actors]'
    rules = rules_with(('"CAMEO"\nversion = "1.1b3"', '"detente"'), ("[actors]", values))
    (found,) = facts(rules, f"{HEAD}1,2014-01-01,{code},TUR,RUS\n", actors)

    assert found.content.what == what


def test_a_value_may_stand_for_nobody_and_an_unknown_one_is_shown(actors: SourceActors) -> None:
    rules = rules_with(
        ('system = "iso3"\n', 'system = "iso3"\n[actors.values]\n"-9" = ""\n"1" = "ZZZ"\n')
    )
    nobody, wrong = outcomes(
        rules, f"{HEAD}1,2014-01-01,040,-9,RUS\n2,2014-01-01,040,1,RUS\n", actors
    )

    assert nobody == Skipped(2, NO_TWO)
    assert '"ZZZ"' in said(wrong)


def test_a_table_of_values_that_is_not_there_is_refused_at_its_line(tmp_path: Path) -> None:
    beside = '[actors.values_from]\nfile = "nowhere.txt"\n'
    with pytest.raises(BadRules, match=r"nowhere\.txt cannot be read"):
        rules_with(
            ('system = "iso3"\n', f'system = "iso3"\n{beside}'), file=str(tmp_path / "acts.toml")
        )


# POLECAT and ICEWS as they are --------------------------------------------------------------------

POLECAT = (
    "Event ID\tEvent Date\tEvent Type\tEvent Mode\tContexts\tActor COW\tRecipient COW\tSource\n"
)


def polecat(*cells: str, head: str = POLECAT) -> str:
    return head + "\t".join(cells) + "\n"


@pytest.mark.parametrize(
    ("context", "domain"),
    [
        ("natural_resource", "energy"),
        ("natural-resources", "energy"),
        ("disaster", "humanitarian"),
        ("political_institution", "society"),
    ],
)
def test_contexts_are_read_as_files_write_them(
    actors: SourceActors, context: str, domain: str
) -> None:
    row = polecat("1", "2022-03-05", "AGREE", "None", context, "640", "365", "AFP")
    (found,) = facts(find_rules("polecat"), row, actors)

    assert found.content.domain == domain


@pytest.mark.parametrize(
    ("modes", "what", "code"),
    [
        ("beat; primitive", "assault:primitive", "ASSAULT:beat+primitive"),
        ("aerial, beat", "assault:aerial", "ASSAULT:aerial+beat"),
        ("beat; None", "assault:beat", "ASSAULT:beat"),
    ],
)
def test_of_two_modes_the_heavier_counts_and_both_are_kept(
    actors: SourceActors, modes: str, what: str, code: str
) -> None:
    row = polecat("1", "2022-03-05", "ASSAULT", modes, "military", "640", "365", "AFP")
    (found,) = facts(find_rules("polecat"), row, actors)

    assert (found.content.what, found.content.code) == (what, ("PLOVER", "2.0", code))


@pytest.mark.parametrize(
    ("side", "contexts", "actor"),
    [
        ("640; None", "diplomatic", "TUR"),
        ("NULL; 640", "military; None", "TUR"),
        ("nan; 640", "nan; military", "TUR"),
        ("640.0; None", "military", "TUR"),
        ("0640", "military", "TUR"),
        ("None; 640; NA", "None; NULL", "TUR"),
    ],
)
def test_what_means_nothing_within_a_list_is_left_out(
    actors: SourceActors, side: str, contexts: str, actor: str
) -> None:
    row = polecat("1", "2022-03-05", "CONSULT", "visit", contexts, side, "365", "AFP")
    (found,) = facts(find_rules("polecat"), row, actors)

    assert found.content.actors == (actor,)


def test_a_list_of_nobody_is_no_actor(actors: SourceActors) -> None:
    row = polecat("1", "2022-03-05", "CONSULT", "visit", "None", "None; NA", "365", "AFP")

    assert outcomes(find_rules("polecat"), row, actors) == [Skipped(2, NO_TWO)]


@pytest.mark.parametrize(
    ("number", "iso", "actor"),
    [
        ("None", "PSE", ("PSE",)),
        ("None", "SRB", ("SRB",)),
        ("640; None", "TUR; HKG", ("TUR", "HKG")),
        ("640", "SYR", ("TUR",)),
        ("None", "WBG", ("PSE",)),
        ("None", "KSV", ("XKX",)),
        ("817", "None", ("VNM",)),
        ("9999", "None; KSV", ("XKX",)),
    ],
)
def test_a_side_without_a_number_is_read_by_its_other_column(
    actors: SourceActors, number: str, iso: str, actor: tuple[str, ...]
) -> None:
    head = POLECAT.replace("Source", "Source\tActor Country\tRecipient Country")
    row = polecat(
        "1", "2022-03-05", "CONSULT", "visit", "None", number, "365", "AFP", iso, "RUS", head=head
    )
    (found,) = facts(find_rules("polecat"), row, actors)

    assert set(found.content.actors) == set(actor)


def test_icews_of_years_without_codes_is_read_by_its_words(actors: SourceActors) -> None:
    head = (
        "Event ID\tEvent Date\tSource Name\tSource Sectors\tSource Country\tEvent Text\tIntensity"
    )
    head += "\tTarget Name\tTarget Sectors\tTarget Country\tStory ID\tSentence Number\tPublisher\n"
    cells = "1\t2017-01-14\tA\tNULL\tTurkey\tConsult\t1\tB\tNULL\t{}\t9\t1\tAFP\n"
    rows = cells.format("Russian Federation") + cells.format("NULL")
    found, nobody = outcomes(find_rules("icews"), head + rows, actors)

    assert isinstance(found, Coded)
    assert found.content.code == ("CAMEO", "1.1b3", "040")
    assert nobody == Skipped(3, NO_TWO)
    with pytest.raises(Failure, match='no column "CAMEO Code"'):
        outcomes(find_rules("icews"), head.replace("Event Text", "Event") + rows, actors)


def test_the_rules_that_come_with_detente_read_their_column_of_words_as_icews() -> None:
    assert 'or_column = "Event Text"' in rules_text("icews")


# A table of facts ---------------------------------------------------------------------------------

DESK = "date,actors,op,recipients,what,title\n2024-01-01,Turkey,=,Russia,talks,One\n"


@pytest.mark.parametrize(
    "text",
    [
        f"Exported from desk,,,,,\n,,,,,\n{DESK}",
        f"sep=,\n{DESK}",
        "sep=;\n" + DESK.replace(",", ";"),
        "sep=|\r\n" + DESK.replace(",", "|"),
        f"Acts; as of today\n\n{DESK}",
        f"\ufeff{DESK}\ufeff{DESK.splitlines()[1].replace('One', 'Two')}\n",
        f"\ufeff\ufeff{DESK}\ufeff{DESK.replace('One', 'Two')}",
        DESK.replace(",", "\t"),
        DESK.replace(",", " "),
    ],
)
def test_a_table_of_facts_may_have_lines_before_its_names(tmp_path: Path, text: str) -> None:
    console = Console.begun(tmp_path)
    (tmp_path / "a.csv").write_bytes(text.encode())
    printed = console.type("detente import a.csv")

    assert "2024-01-01  TUR = RUS  talks/diplomacy  One  ^one" in printed


@pytest.mark.parametrize(
    "text",
    [
        DESK.replace("date", ",date").replace("2024-01-01", "0,2024-01-01"),
        DESK.replace("date", "Unnamed: 0,date").replace("2024-01-01", "0,2024-01-01"),
        DESK.replace("2024-01-01", "1,2024-01-01"),
        '"'
        + DESK.splitlines()[0].replace(",", '" "')
        + '"\n"1" 2024-01-01 Turkey = Russia talks One\n',
    ],
    ids=["pandas", "pandas, twice", "R", "R, with spaces"],
)
def test_row_numbers_of_a_table_of_facts_are_left_out_and_said(tmp_path: Path, text: str) -> None:
    console = Console.begun(tmp_path)
    (tmp_path / "a.csv").write_text(text, encoding="utf-8")
    printed = console.type("detente import a.csv")

    assert "2024-01-01  TUR = RUS  talks/diplomacy  One  ^one" in printed
    assert "1 column of row numbers in a.csv, without a name, left out." in printed


@pytest.mark.parametrize("cell", ["note to self", "5"])
def test_what_is_no_row_number_is_not_left_out_without_a_word(tmp_path: Path, cell: str) -> None:
    console = Console.begun(tmp_path)
    rows = f"{cell},{DESK.splitlines()[1]}\n" * 2
    (tmp_path / "a.csv").write_text(f",{DESK.splitlines()[0]}\n{rows}", encoding="utf-8")

    assert "this cell is in a column without a name" in console.type("detente import a.csv")


def test_lines_of_facts_may_have_marks_of_joined_files(tmp_path: Path) -> None:
    console = Console.begun(tmp_path)
    line = "2024-01-0{}  TUR = RUS  talks  {}\n"
    text = f"\ufeff{line.format(1, 'One')}\ufeff\ufeff{line.format(2, 'Two')}"
    (tmp_path / "a.facts").write_text(text, encoding="utf-8")

    assert "2 facts added" in console.type("detente import a.facts")
    assert "2 unchanged" in console.type("detente import a.facts")


def test_a_problem_below_other_lines_keeps_its_line(tmp_path: Path) -> None:
    console = Console.begun(tmp_path)
    (tmp_path / "a.csv").write_text(f"sep=,\nDesk,,,,,\n{DESK}2024-13-01,TUR,=,RUS,talks,Two\n")

    assert "a.csv:5:1: date:" in console.type("detente import a.csv")


def test_columns_of_the_rules_for_a_spreadsheet_are_told_so(tmp_path: Path) -> None:
    console = Console.begun(tmp_path)
    (tmp_path / "a.csv").write_text(
        "id,date,actor,what,recipient,title\n1,2024-01-01,TUR,talks,RUS,A\n"
    )

    assert "  detente import a.csv --rules csv\n" in console.type("detente import a.csv")
