"""Rows of real sources, and of our own.

Every row has one outcome, and a fact built fast equals a validated one.
"""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from domain.actors import Registry
from domain.content import Content
from domain.refusal import Failure
from domain.report import Report
from domain.source_actors import SourceActors
from service.sources.coding import coded
from service.sources.lines import LONGEST
from service.sources.outcome import Coded, Joined, Outcome, Rejected, Skipped, Tally, tally
from service.sources.reader import Rows
from service.sources.rulebook import builtin_names, find_rules, rules_text
from service.sources.rules import Rules
from service.sources.rules_file import read_rules
from service.sources.sides import NO_TWO, TWICE
from tests.shared import shared
from views.spelling import command as spelled

ICEWS = [
    "Event ID", "Event Date", "Source Name", "Source Sectors", "Source Country", "CAMEO Code",
    "Intensity",
    "Target Name", "Target Sectors", "Target Country", "Story ID", "Sentence Number", "Publisher",
]  # fmt: skip


@pytest.fixture(scope="module")
def actors(registry: Registry) -> SourceActors:
    return SourceActors(registry)


def icews_row(
    key: str = "1", code: str = "112", source: str = "Turkey", target: str = "Russia", **cells: str
) -> bytes:
    row = {
        "Event ID": key, "Event Date": "2015-11-24", "Source Name": source, "Source Sectors": "NA",
        "Source Country": source,
        "CAMEO Code": code, "Intensity": "-2", "Target Name": target, "Target Sectors": "NA",
        "Target Country": target,
        "Story ID": "7", "Sentence Number": "1", "Publisher": "NA",
    }  # fmt: skip
    row |= {name.replace("_", " "): value for name, value in cells.items()}
    return "\t".join(row[name] for name in ICEWS).encode() + b"\n"


def icews(*rows: bytes) -> bytes:
    return "\t".join(ICEWS).encode() + b"\n" + b"".join(rows)


def outcomes(data: bytes, actors: SourceActors, name: str = "icews") -> list[Outcome]:
    rules = find_rules(name)
    return list(
        coded(rules, Rows(io.BytesIO(data), rules.reader, frozenset(rules.columns)), actors)
    )


def test_a_row_is_a_fact_with_its_source_behind_it(actors: SourceActors) -> None:
    (found,) = outcomes(icews(icews_row(Publisher="Anadolu")), actors)

    assert isinstance(found, Coded)
    assert found.key == "1@2015-11-24"
    assert (found.content.parties, found.content.on, found.content.what) == (
        "TUR > RUS",
        "2015-11-24",
        "accuse:disapprove",
    )
    assert (found.content.code, found.content.goldstein) == (("CAMEO", "1.1b3", "112"), -2_000_000)
    assert (found.report, found.known_on.isoformat()) == (Report(publisher="Anadolu"), "2015-11-24")


def test_two_rows_from_both_sides_are_one_mutual_fact(actors: SourceActors) -> None:
    visits = icews(
        icews_row("1", "042"), icews_row("2", "010"), icews_row("3", "043", "Russia", "Turkey")
    )

    first, between, second = outcomes(visits, actors)

    assert isinstance(first, Coded)
    assert first.content.parties == "TUR = RUS"
    assert isinstance(between, Coded)
    assert second == Joined(4, "3@2015-11-24", "1@2015-11-24")
    turned = list(
        outcomes(
            icews(
                icews_row("3", "043", "Russia", "Turkey"),
                icews_row("2", "010"),
                icews_row("1", "042"),
            ),
            actors,
        )
    )
    assert turned == [first._replace(line=4), between, second._replace(line=2)]


@pytest.mark.parametrize(
    "second",
    [
        icews_row("2", "112", "Russia", "Turkey"),
        icews_row("2", "040", "Russia", "Turkey", Sentence_Number="2"),
        icews_row("2", "040"),
    ],
    ids=["an accusation is one-sided", "another sentence", "the same side"],
)
def test_other_rows_stay_facts_of_their_own(actors: SourceActors, second: bytes) -> None:
    found = outcomes(icews(icews_row("1", "040"), second), actors)

    assert [isinstance(each, Coded) and each.content.relation for each in found] == [
        "directed",
        "directed",
    ]


def test_mirrors_beyond_the_window_do_not_join(actors: SourceActors) -> None:
    between = [icews_row(str(i), "112") for i in range(2, 400)]
    far = icews(icews_row("1", "040"), *between, icews_row("400", "040", "Russia", "Turkey"))

    assert tally(outcomes(far, actors)).joined == 0


@pytest.mark.parametrize(
    ("row", "column", "said"),
    [
        (icews_row(code="0841]"), "CAMEO Code", "is not a code of CAMEO 1.1b3"),
        (icews_row(code="57"), "CAMEO Code", "may have lost its first zero"),
        (icews_row(Event_Date="24/11/2015"), "Event Date", "is not a date written as YYYY-MM-DD"),
        (icews_row(Event_Date="2015-02-29"), "Event Date", "there is no day"),
        (icews_row(Event_Date="1015-02-28"), "Event Date", "is not between 1990 and 9999"),
        (icews_row(Intensity="-11"), "Intensity", "does not lie between -10 and 10"),
        (icews_row(target="Ruritania"), "Target Country", 'no actor is known as "Ruritania"'),
        (icews_row(key="NA"), "Event ID", "the key of the row is empty"),
        (icews_row(Publisher="a\0b"), "Publisher", "holds a NUL byte"),
        (
            icews_row().replace(b"Russia\tNA\tRussia", b"Russia\tNA\tRuss\xff"),
            "Target Country",
            "is not utf-8 text",
        ),
        (
            icews_row().replace(b"2015-11-24\t", b""),
            "",
            "the row has 12 columns, and 13 are expected",
        ),
        (b"x" * (LONGEST + 5) + b"\n", "", "longer than"),
    ],
)
def test_a_row_that_cannot_be_read_says_where_and_why(
    actors: SourceActors, row: bytes, column: str, said: str
) -> None:
    first, second = outcomes(icews(row, icews_row("2")), actors)

    assert isinstance(first, Rejected)
    assert (first.line, first.column) == (2, column)
    assert said in first.said
    assert isinstance(second, Coded)


def test_rows_that_are_no_act_between_two_states_are_skipped_for_their_reason(
    actors: SourceActors,
) -> None:
    found = outcomes(icews(icews_row(target="NA"), icews_row(target="Turkey")), actors)

    assert found == [Skipped(2, NO_TWO), Skipped(3, TWICE)]


def test_sectors_may_limit_acts_to_the_state(actors: SourceActors) -> None:
    text = rules_text("icews").replace("sectors = []", 'sectors = ["Government"]')
    rules = read_rules(text, "mine.toml")
    data = icews(
        icews_row("1", Source_Sectors="Police,Government"),
        icews_row("2", Source_Sectors="Business"),
    )

    found = list(coded(rules, Rows(io.BytesIO(data), rules.reader), actors))

    assert [type(each) for each in found] == [Coded, Skipped]


def test_a_file_of_another_shape_is_refused_by_its_columns(actors: SourceActors) -> None:
    with pytest.raises(Failure, match='has no column "CAMEO Code"'):
        outcomes(icews(icews_row()).replace(b"CAMEO Code", b"CAMEO"), actors)


@pytest.mark.parametrize("ending", ["tab", "gz", "zip"])
def test_plain_and_packed_files_give_the_same(
    actors: SourceActors, tmp_path: Path, ending: str
) -> None:
    data = icews(*(icews_row(str(i)) for i in range(500)))
    path = tmp_path / f"events.{ending}"
    if ending == "zip":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("events.tab", data)
    else:
        path.write_bytes(gzip.compress(data) if ending == "gz" else data)
    rules = find_rules("icews")
    rows = Rows(path, rules.reader, frozenset(rules.columns))

    assert list(coded(rules, rows, actors)) == outcomes(data, actors)
    assert rows.bytes_total == path.stat().st_size
    assert rows.bytes_read >= path.stat().st_size


@pytest.mark.parametrize("ending", ["gz", "zip"])
def test_a_damaged_file_is_refused_in_a_sentence(
    actors: SourceActors, tmp_path: Path, ending: str
) -> None:
    path = tmp_path / f"events.{ending}"
    path.write_bytes(b"\x1f\x8b\x08\x00" + b"nonsense" * 10)
    rules = find_rules("icews")

    with pytest.raises(Failure, match="is damaged"):
        list(coded(rules, Rows(path, rules.reader), actors))


def test_a_state_that_was_not_there_yet_is_told_apart_by_our_own_names_too(
    actors: SourceActors,
) -> None:
    row = "1,1900-01-01,Syria,call,Russia,A call,,,\n"

    (found,) = outcomes(
        f"id,date,actor,what,recipient,title,publisher,published,url\n{row}".encode(), actors, "csv"
    )

    assert found == Skipped(2, "a state that did not exist on that day")


@pytest.mark.parametrize("ending", [b"\r", b"\r\n"])
def test_lines_may_end_as_they_do_elsewhere(actors: SourceActors, ending: bytes) -> None:
    data = icews(icews_row("1"), icews_row("2"))

    assert outcomes(data.replace(b"\n", ending), actors) == outcomes(data, actors)


def test_a_carriage_return_within_a_cell_ends_no_line(actors: SourceActors) -> None:
    (found,) = outcomes(icews(icews_row(Source_Name="Tur\rkey")), actors)

    assert isinstance(found, Coded)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (icews(icews_row()).decode().encode("utf-16"), "is utf-16 text, and its rules read utf-8"),
        (icews(icews_row()).decode().encode("utf-16-le"), "is not utf-8 text; unpack it"),
        (gzip.compress(icews(icews_row())), r"is a packed file, and its name does not end in \.gz"),
        (b"PK\x03\x04" + bytes(100), r"is a packed file, and its name does not end in \.zip"),
    ],
    ids=["utf-16", "utf-16 without a mark", "gz", "zip"],
)
def test_what_is_no_text_is_said_to_be_none(actors: SourceActors, data: bytes, said: str) -> None:
    """Its bytes were offered as names of columns."""
    with pytest.raises(Failure, match=said) as refused:
        outcomes(data, actors)

    assert all(
        spelled(fix).paste.isprintable() and len(spelled(fix).paste) < 80
        for fix in refused.value.fixes
    )


@pytest.mark.parametrize("bad", ['x",y,"a', '1,"a"b,c', '"', 'a,"b""', f'"{"x" * 140_000}"'])
def test_every_line_with_a_bad_quote_is_rejected_by_itself(actors: SourceActors, bad: str) -> None:
    good = "1,2022-03-06,Turkey,call,Russia,A call,,,\n"
    sheet = f"id,date,actor,what,recipient,title,publisher,published,url\n{bad}\n{bad}\n{good}"

    first, second, third = outcomes(sheet.encode(), actors, "csv")

    assert isinstance(first, Rejected)
    assert isinstance(second, Rejected)
    assert [each.line for each in (first, second, third)] == [2, 3, 4]
    assert isinstance(third, Coded)


# Real files ---------------------------------------------------------------------------------------

REAL = {
    "icews": ("icews/events.2018.sample.tab", 3_705, 1_741),
    "gdelt2": ("gdelt/v2-20180101000000.export.CSV", 2_414, 450),
    "gdelt1": ("gdelt/v1-mixed-57-58-columns.csv", 710, 123),
}


@pytest.mark.parametrize("name", REAL)
def test_every_row_of_a_real_file_is_accounted_for(actors: SourceActors, name: str) -> None:
    """Of ICEWS, 2,098 rows name two different countries or NA, and 1,741 name two."""
    file, rows, between_states = REAL[name]
    found = list(of_file(name, shared(file), actors))
    counted = tally(found)

    assert counted.rows == rows
    assert counted.coded + counted.joined == between_states
    assert not counted.rejected
    assert len({each.key for each in found if isinstance(each, Coded)}) == counted.coded
    assert found == list(of_file(name, shared(file), actors))


def of_file(name: str, path: Path, actors: SourceActors) -> Iterator[Outcome]:
    rules = find_rules(name)
    return coded(rules, Rows(path, rules.reader, frozenset(rules.columns)), actors)


def test_mirrors_of_a_real_file_are_joined_to_a_fact_that_is_mutual(actors: SourceActors) -> None:
    found = list(of_file("icews", shared(REAL["icews"][0]), actors))
    facts = {each.key: each for each in found if isinstance(each, Coded)}
    joins = [each for each in found if isinstance(each, Joined)]

    assert len(joins) == 527
    assert {each.joins for each in joins} == {
        key for key, each in facts.items() if each.content.relation == "mutual"
    }


KEDS = """
name = "keds"
layer = "keds"
key = "{source_row_id}"
[reader]
delimiter = "comma"
quoting = "double"
[date]
column = "occurred_on"
[code]
column = "event_code"
system = "CAMEO"
version = "1.1b3"
[actors]
source = "actor1_iso3"
target = "actor2_iso3"
system = "iso3"
[fact]
goldstein = "goldstein"
"""


@pytest.mark.parametrize(
    ("name", "rows", "facts", "rejected"),
    [("turkey", 29_029, 15_669, 3), ("levant", 145_709, 92_735, 1)],
)
def test_files_of_cameo_with_a_little_dirt_are_read(
    actors: SourceActors, name: str, rows: int, facts: int, rejected: int
) -> None:
    rules = read_rules(KEDS, "keds.toml")
    path = shared(f"keds/{name}.csv.gz")
    counted = tally(coded(rules, Rows(path, rules.reader, frozenset(rules.columns)), actors))

    assert (counted.rows, counted.coded) == (rows, facts)
    assert counted.rejected == {"event_code": rejected}


def test_a_file_of_weis_that_calls_itself_cameo_stops(actors: SourceActors) -> None:
    rules = read_rules(KEDS, "keds.toml")
    rows = Rows(shared("keds/gulf.csv.gz"), rules.reader, frozenset(rules.columns))
    with pytest.raises(Failure, match=r"is this CAMEO\? 15 % .* are of WEIS"):
        next(coded(rules, rows, actors))


def test_the_graph_of_icews_is_read_by_the_names_of_its_entities(actors: SourceActors) -> None:
    counted = [
        tally(of_file("icews-kg", shared(f"icews18/{name}.txt"), actors))
        for name in ("valid", "test")
    ]

    assert sum(each.rows for each in counted) == 95_540
    assert not any(each.rejected for each in counted)
    assert sum(each.coded + each.joined for each in counted) == 29_245


@pytest.mark.parametrize("name", REAL)
def test_a_fact_built_fast_equals_a_validated_one(actors: SourceActors, name: str) -> None:
    for each in of_file(name, shared(REAL[name][0]), actors):
        if isinstance(each, Coded):
            assert Content.model_validate(each.content.model_dump()) == each.content
            assert (
                Content.model_validate_json(each.content.model_dump_json(exclude_defaults=True))
                == each.content
            )
            assert Report.model_validate(each.report.model_dump()) == each.report
            assert each.content.model_copy(update={"note": "x"}).note == "x"


@pytest.mark.parametrize("name", builtin_names())
def test_the_rules_that_come_with_detente_are_sound(name: str) -> None:
    rules: Rules = find_rules(name)

    assert rules.name == name
    assert rules.title


def test_polecat_counts_every_state_of_a_side(actors: SourceActors) -> None:
    cells = {
        "Event ID": "a_1", "Event Date": "2022-03-05", "Event Type": "CONSULT",
        "Event Mode": "phone", "Contexts": "diplomatic",
        "Actor COW": "640; 200", "Recipient COW": "365", "Source": "None",
    }  # fmt: skip
    data = ("\t".join(cells) + "\n" + "\t".join(cells.values()) + "\n").encode()

    (found,) = outcomes(data, actors, "polecat")

    assert isinstance(found, Coded)
    assert (found.content.parties, found.content.what, found.content.kind) == (
        "TUR,GBR > RUS",
        "call",
        "contact",
    )


def test_a_spreadsheet_of_ones_own_needs_no_codes(actors: SourceActors) -> None:
    sheet = (
        "id,date,actor,what,recipient,title,publisher,published,url\n"
        '1,2022-03-06,Turkey,call,Russia,"Erdogan calls Putin, for an hour",Anadolu,2022-03-06,\n'
        "2,2022-03-07,Turkey,instrument:treaty,Russia,,,,\n"
    )

    first, second = outcomes(sheet.encode(), actors, "csv")

    assert isinstance(first, Coded)
    assert (first.content.title, first.report.published) == (
        "Erdogan calls Putin, for an hour",
        "2022-03-06",
    )
    assert isinstance(second, Rejected)
    assert second.column == "what"
    assert tally([first, second]) == Tally(1, 0, {}, {"what": 1})


def gdelt_row(happened: str, added: str) -> bytes:
    cells = dict.fromkeys(find_rules("gdelt1").reader.columns, "")
    cells |= {
        "GLOBALEVENTID": f"{happened}-{added}", "SQLDATE": happened, "DATEADDED": added,
        "Actor1CountryCode": "TUR", "Actor2CountryCode": "RUS", "EventCode": "112",
        "GoldsteinScale": "-2", "SOURCEURL": "https://a.example/b",
    }  # fmt: skip
    return "\t".join(cells.values()).encode() + b"\n"


def test_a_row_that_was_known_before_it_happened_is_rejected(actors: SourceActors) -> None:
    data = gdelt_row("20151124", "20151125") + gdelt_row("20151124", "20151124")
    late, same, early = outcomes(data + gdelt_row("20151125", "20151124"), actors, "gdelt1")

    assert isinstance(late, Coded)
    assert isinstance(same, Coded)
    assert isinstance(early, Rejected)
    assert (early.line, early.column) == (3, "SQLDATE")
    assert early.said == "2015-11-25 is after 2015-11-24, from which day it was known."


def test_a_source_of_what_is_to_come_says_its_last_year(actors: SourceActors) -> None:
    rules = find_rules("gdelt1")
    forecast = replace(rules, date=replace(rules.date, last_year=2030))
    rows = Rows(
        io.BytesIO(gdelt_row("20291124", "20151124")), rules.reader, frozenset(rules.columns)
    )
    (found,) = coded(forecast, rows, actors)

    assert isinstance(found, Coded)
    assert (found.content.on, found.known_on.isoformat()) == ("2029-11-24", "2015-11-24")


def test_a_row_of_a_spreadsheet_was_known_when_it_was_published_but_not_before_it_happened(
    actors: SourceActors,
) -> None:
    sheet = (
        "id,date,actor,what,recipient,title,publisher,published,url\n"
        "1,2016-01-10,Turkey,assault,Russia,A jet,Reuters,2016-05-01,\n"
        "2,2016-01-10,Turkey,assault,Russia,A jet,Reuters,2016-01-09,\n"
        "3,2016-01-10,Turkey,assault,Russia,A jet,Reuters,,\n"
    )
    late, early, bare = outcomes(sheet.encode(), actors, "csv")

    assert isinstance(late, Coded)
    assert late.known_on.isoformat() == "2016-05-01"
    assert isinstance(early, Rejected)
    assert early.said == "2016-01-10 is after 2016-01-09, the day of the report."
    assert isinstance(bare, Coded)
    assert bare.known_on.isoformat() == "2016-01-10"
