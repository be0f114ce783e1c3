"""Exports to be read elsewhere: each is read back by what it is for."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar
from jsonschema import Draft202012Validator

from tests.console import Console
from tests.timelinejs import SCHEMA
from views.renderings import as_csv

FACTS = """\
2022-03-01  TUR = RUS  visit  A visit of two days  ^two-days
    report Reuters, 2022-03-03, https://example.org/a?b=(c)
    report AP, 2022-03-04
2021-07  TUR = RUS  talks  Talks some day in July  ^july
    report Reuters, 2021-08-01
2020  TUR > RUS  support  Some praise in 2020  ^praise
    report TASS, 2021-01-05, https://example.org/praise
2014~  TUR > RUS  condemn  About 2014 <b>bold</b> & [x](javascript:alert(1))  ^about
    report Reuters, 2015-01-01
[2022-02-24..2022-02-28]  RUS > TUR  concede  Some day of a week  ^week
    report Reuters, 2022-02-28
2021-05-01  TUR > RUS  instrument:transit-restriction  A rule that ended  ^rule
    report Reuters, 2021-05-01
    ended 2021-09-01, Reuters
2022-01-10  TUR > RUS  instrument:transit-restriction  A rule in force  ^in-force
    report Reuters, 2022-01-10
[2022-06-01..2022-06-03]  TUR = RUS  planned:visit  A visit ahead; in June, if at all  ^ahead
    announced 2022-03-01, Reuters
2022-04-01  TUR = RUS  planned:call  A call that was called off  ^off
    announced 2022-03-01, Reuters
    cancelled 2022-03-04, Reuters
2022-03-02  TUR > RUS  accuse  Taken back  ^gone
    report Reuters, 2022-03-02
    retracted 2022-03-04, because it was another country
"""


@pytest.fixture
def desk(tmp_path: Path) -> Console:
    console = Console.begun(tmp_path)
    (tmp_path / "d.facts").write_text(FACTS, encoding="utf-8")
    said = console.type("detente import d.facts")
    assert "10 facts added" in said, said
    return console


def exported(console: Console, file: str, words: str = "turkey russia --on 2022-03-05") -> str:
    said = console.type(f"detente export {words} -o {file}")
    assert said == f"Written to {file}.\n"
    with (console.folder / file).open(encoding="utf-8", newline="") as text:
        return text.read()


# TimelineJS ---------------------------------------------------------------------------------------


def slides(console: Console, words: str = "turkey russia --on 2022-03-05") -> dict[str, Any]:
    found = json.loads(exported(console, "x.json", words))
    Draft202012Validator(SCHEMA).validate(found)
    assert "unique_id" not in found["title"], "a fact may be called anything"
    by_id = {slide["unique_id"]: slide for slide in found["events"]}
    assert len(by_id) == len(found["events"])
    return by_id


@pytest.mark.parametrize("words", ["turkey russia", "", "--on 1900", "turkey fiji"])
def test_slides_are_what_timelinejs_documents(tmp_path: Path, words: str) -> None:
    console = Console(tmp_path)
    console.environ["DETENTE_DB"] = "sample"
    console.type(f"detente export {words} --as timelinejs -o x.json")
    found = json.loads((tmp_path / "x.json").read_text(encoding="utf-8"))

    assert list(Draft202012Validator(SCHEMA).iter_errors(found)) == []


def test_a_schema_of_slides_refuses_what_timelinejs_cannot_read() -> None:
    valid = Draft202012Validator(SCHEMA)

    assert not valid.is_valid({"events": [{"text": {"headline": "no day"}}]})
    assert not valid.is_valid({"events": [{"start_date": {"year": "2022"}}]})
    assert not valid.is_valid({"events": [{"start_date": {"year": 2022, "day": 1}}]})


def test_a_vague_date_is_as_wide_as_it_is_and_has_its_words(desk: Console) -> None:
    found = slides(desk)

    assert found["july"]["start_date"] == {"year": 2021, "month": 7}
    assert found["praise"]["start_date"] == {"year": 2020}
    assert "end_date" not in found["july"]
    assert found["week"]["start_date"] == {"year": 2022, "month": 2, "day": 24}
    assert found["week"]["end_date"] == {"year": 2022, "month": 2, "day": 28}
    assert found["week"]["display_date"] == "between 24 and 28 Feb 2022"
    assert found["about"]["display_date"] == "about 2014"
    assert found["about"]["start_date"]["year"] < 2014 < found["about"]["end_date"]["year"]


def test_what_lasts_is_a_bar_up_to_its_end_or_to_the_day(desk: Console) -> None:
    found = slides(desk)

    assert found["rule"]["end_date"] == {"year": 2021, "month": 9, "day": 1}
    assert found["rule"]["display_date"] == "1 May 2021 until 1 Sep 2021"
    assert found["in-force"]["end_date"] == {"year": 2022, "month": 3, "day": 5}
    assert found["in-force"]["display_date"] == "since 10 Jan 2022"


def test_a_slide_is_text_whatever_a_title_holds(desk: Console) -> None:
    slide = slides(desk)["about"]

    assert slide["text"]["headline"].startswith("About 2014 &lt;b&gt;bold&lt;/b&gt; &amp;")
    assert slide["autolink"] is False


def test_what_was_retracted_or_is_not_known_yet_has_no_slide(desk: Console) -> None:
    assert "gone" not in slides(desk)
    assert set(slides(desk, "turkey russia --on 2021-08-02 --known-on 2021-08-02")) == {
        "july", "praise", "about", "rule",
    }  # fmt: skip


# Calendars ----------------------------------------------------------------------------------------


def test_the_agenda_is_read_back_by_icalendar(desk: Console) -> None:
    text = exported(desk, "x.ics")
    (event,) = Calendar.from_ical(text).walk("VEVENT")

    assert str(event["SUMMARY"]) == "A visit ahead; in June, if at all"
    assert (event.decoded("DTSTART"), event.decoded("DTEND")) == (
        date(2022, 6, 1), date(2022, 6, 4),
    )  # fmt: skip
    assert str(event["UID"]) == "ahead@detente"
    assert str(event["STATUS"]) == "TENTATIVE"


def test_a_plan_that_was_called_off_or_is_past_is_not_in_the_calendar(desk: Console) -> None:
    before = Calendar.from_ical(exported(desk, "x.ics", "--on 2022-03-03")).walk("VEVENT")
    after = Calendar.from_ical(exported(desk, "y.ics", "--on 2022-07-01")).walk("VEVENT")

    assert sorted(str(event["UID"]) for event in before) == ["ahead@detente", "off@detente"]
    assert after == []


@pytest.mark.parametrize("asked", ["--format ics", "-o a.ics"])
def test_the_agenda_gives_the_same_calendar_as_an_export(desk: Console, asked: str) -> None:
    answered = desk.apart(f"agenda turkey russia --on 2022-03-05 {asked}".split())[0]
    if "-o" in asked:
        with (desk.folder / "a.ics").open(encoding="utf-8", newline="") as file:
            answered = file.read()

    assert answered.replace("\r\n", "\n") == exported(desk, "x.ics").replace("\r\n", "\n")


def test_a_calendar_is_offered_of_an_agenda_alone(desk: Console) -> None:
    assert '"ics" is not a format of this answer.' in desk.type(
        "detente state turkey russia --format ics"
    )


# Spreadsheets -------------------------------------------------------------------------------------


def rows(console: Console, words: str = "turkey russia --on 2022-03-05") -> dict[str, Any]:
    text = exported(console, "x.sheet.csv", words)
    assert text.startswith("\ufeff"), "Excel takes it for another encoding without the mark"
    return {row["fact"]: row for row in csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))}


def test_a_row_has_end_status_weight_and_address(desk: Console) -> None:
    found = rows(desk)

    rule = found["rule"]
    assert (rule["ended_first"], rule["ended_last"]) == ("2021-09-01", "2021-09-01")
    assert (rule["status"], found["in-force"]["status"]) == ("ended", "in force")
    assert found["in-force"]["ended_last"] == ""
    assert found["two-days"]["url"] == "https://example.org/a?b=(c)"
    assert found["two-days"]["sources"] == "Reuters, 2022-03-03; AP, 2022-03-04"
    assert float(found["praise"]["weight_points"]) > 0 > float(found["about"]["weight_points"])
    assert found["gone"]["status"] == "retracted"
    assert (found["july"]["first"], found["july"]["last"]) == ("2021-07-01", "2021-07-31")


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "＝"])
def test_no_title_is_a_formula_in_a_spreadsheet(tmp_path: Path, sign: str) -> None:
    title = f"{sign}HYPERLINK(1)"
    (tmp_path / "f.csv").write_text(
        "date,actors,op,recipients,what,title,publisher,published\n"
        f"2022-03-05,TUR,>,RUS,accuse,'{title},Reuters,2022-03-05\n",
        encoding="utf-8",
    )
    console = Console.begun(tmp_path)
    assert "1 fact added" in console.type("detente import f.csv")
    (row,) = rows(console, "turkey russia").values()

    assert row["title"] == f"'{title}"
    assert not any(cell.startswith(("=", "+", "@")) for cell in row.values())


def test_a_small_number_is_written_in_digits() -> None:
    """`2e-06` is taken for two by whoever reads it."""
    rows = [{"a": 2e-06, "b": -1e-06, "c": 0.0, "d": 1.5, "e": 12345678.125}]

    assert as_csv(rows) == "a,b,c,d,e\n0.000002,-0.000001,0.0,1.5,12345678.125\n"


def test_without_any_facts_a_table_has_its_columns(tmp_path: Path) -> None:
    text = exported(Console.begun(tmp_path), "x.sheet.csv", "")

    assert text.startswith("\ufeffdate,first,last,ended_first,")
    assert len(text.splitlines()) == 1


# Documents ----------------------------------------------------------------------------------------


def test_every_fact_of_a_document_has_footnotes_and_every_footnote_is_there(desk: Console) -> None:
    text = exported(desk, "x.md")
    body, notes = text.split("\n[^1]:")
    facts = [line for line in body.splitlines() if line.startswith("- ")]

    assert len(facts) == 9
    assert all(re.search(r"\[\^\d+\]$", line) for line in facts)
    cited = set(re.findall(r"\[\^(\d+)\]", body))
    assert cited == {"1", *re.findall(r"^\[\^(\d+)\]: ", notes, re.MULTILINE)}
    assert "<https://example.org/a?b=(c)>" in notes
    assert "Taken back" not in text


def test_nothing_in_a_title_is_read_as_markdown(desk: Console) -> None:
    text = exported(desk, "x.md")

    assert r"About 2014 \<b\>bold\</b\> & \[x\](javascript:alert(1))" in text


def test_a_document_of_two_actors_begins_with_the_verdict(desk: Console) -> None:
    first = exported(desk, "x.md").splitlines()[:5]
    state = desk.type("detente state turkey russia --on 2022-03-05 --brief")

    assert first[2].strip("*").upper().replace(", ", ", ") in state
    assert "For: " in first[4] or "Against: " in first[4]


# Pages --------------------------------------------------------------------------------------------


class Links(HTMLParser):
    """The addresses, places and links of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.loaded: list[str] = []
        self.links: list[str] = []
        self.places: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.places |= {given["id"]} if "id" in given else set()
        if tag == "a":
            self.links.append(given.get("href", ""))
        else:
            self.loaded += _addresses(given)


def _addresses(given: dict[str, str]) -> Iterator[str]:
    return (given[name] for name in ("src", "href", "data", "poster") if name in given)


def test_a_page_loads_nothing_and_every_name_of_a_fact_leads_to_its_sources(desk: Console) -> None:
    html = exported(desk, "x.html")
    page = Links(html)

    assert [each for each in page.loaded if not each.startswith(("data:", "#"))] == []
    assert "<script" not in html
    inside = [link.removeprefix("#") for link in page.links if link.startswith("#")]
    assert {*inside} <= page.places
    assert "fact-in-force" in inside
    assert {"https://example.org/a?b=(c)", "https://example.org/praise"} <= {*page.links}
    for part in ('class="word"', 'class="chart"', 'id="tl"', 'id="fact-july"'):
        assert part in html


# What is refused ----------------------------------------------------------------------------------


def test_a_page_of_all_facts_is_refused_with_what_would_do(desk: Console) -> None:
    said = desk.type("detente export -o x.html")

    assert "a page is of two actors." in said
    assert "detente export RUS TUR -o x.html" in said
    assert not (desk.folder / "x.html").exists()


@pytest.mark.parametrize("file", ["x.facts", "x.csv", "x.jsonl"])
def test_what_has_everything_is_as_of_no_day(desk: Console, file: str) -> None:
    said = desk.type(f"detente export --on 2022-03-05 -o {file}")

    assert "is not as of a day." in said
    assert not (desk.folder / file).exists()


def test_a_sheet_and_a_table_differ_by_their_endings(desk: Console) -> None:
    assert "ended_last" in exported(desk, "x.sheet.csv", "")
    assert exported(desk, "x.csv", "").startswith("handle,date,actors,")
    refused = desk.type("detente import x.sheet.csv")
    assert "(exit" in refused
