"""A quotation and an archived copy of a report: kept on every way in and out, and shown."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import Any, Final

import pytest

from domain.events import Reported
from domain.limits import QUOTE
from domain.refusal import InvalidInput
from domain.report import Report
from projections.events import event_line, read_event
from projections.notation.pieces import Parts, Word
from service.opening import open_store
from tests.builders import RECORDED
from tests.console import Console, without_digest
from tests.test_http_writing import STRAITS, Desk, served

COPY = "https://web.archive.org/web/20220305/https://aa.example/1"
SHA = "0123456789abcdef" * 4
SAID = 'We said: ""no, never"". Because; why not?'
"""As a line holds it: with commas, semicolons, `because` and doubled quotation marks."""

PLAIN = SAID.replace('""', '"')
LINE = (
    '2022-03-05  TUR > RUS  accuse  Harsh words  ^harsh; report "Anadolu, Ankara", 2022-03-05,'
    f' https://aa.example/1, archived {COPY}, sha256={SHA.upper()}, grade=B2, quote "{SAID}",'
    " because it matters, and how"
)


@pytest.fixture
def desk(tmp_path: Path) -> Console:
    return Console.begun(tmp_path, LINE)


def reports(console: Console, handle: str = "harsh") -> list[dict[str, Any]]:
    found = json.loads(console.apart(["show", handle, "--json"])[0])["reports"]
    assert isinstance(found, list)
    return found


def test_a_line_gives_publisher_quote_copy_and_hash(desk: Console) -> None:
    (report,) = reports(desk)

    assert report["publisher"] == "Anadolu, Ankara"
    assert (report["quote"], report["archived"], report["sha256"]) == (PLAIN, COPY, SHA)
    assert (report["url"], report["grade"]) == ("https://aa.example/1", "B2")


@pytest.mark.parametrize("ending", ["facts", "csv", "jsonl"])
def test_nothing_of_them_is_lost_on_the_way_out_and_in(desk: Console, ending: str) -> None:
    desk.type(f"detente export -o copy.{ending}")
    desk.type("detente init other.db")
    said = desk.type(f"detente import copy.{ending} --db other.db")
    before, after = (
        without_digest(desk.apart(["export", "--db", db])[0]) for db in ("desk.db", "other.db")
    )

    assert "(exit" not in said, said
    assert after == before
    assert f'quote "{SAID}"' in after
    assert desk.type(f"detente import copy.{ending}").count("unchanged") + said.count("there") >= 1


def test_a_table_has_them_in_columns_and_takes_them_from_there(desk: Console) -> None:
    desk.type("detente export -o t.csv")
    text = (desk.folder / "t.csv").read_text(encoding="utf-8")
    (row,) = csv.DictReader(io.StringIO(text))

    assert (row["publisher"], row["quote"]) == ("Anadolu, Ankara", PLAIN)
    assert (row["archived"], row["sha256"]) == (COPY, SHA)
    row |= {"handle": "other", "quote": "Another, shorter one"}
    with (desk.folder / "n.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(row))
        writer.writeheader()
        writer.writerow(row)
    assert "1 fact added" in desk.type("detente import n.csv")
    assert reports(desk, "other")[0]["quote"] == "Another, shorter one"


def test_a_table_without_the_new_columns_is_read_as_before(tmp_path: Path) -> None:
    (tmp_path / "old.csv").write_text(
        "date,actors,op,recipients,what,title,publisher,published,url,origin,voice,report_grade\n"
        "2022-03-05,TUR,>,RUS,accuse,Old,AFP,2022-03-05,https://afp.example/1,AFP,official,B2\n",
        encoding="utf-8",
    )
    console = Console.begun(tmp_path)
    console.type("detente import old.csv")

    (report,) = reports(console, "old")
    assert set(report) == {
        "publisher", "published", "url", "origin", "voice", "grade", "known_on",
    }  # fmt: skip


@pytest.mark.parametrize("act", ["report", "confirm", "deny"])
def test_an_act_takes_them_as_options(desk: Console, act: str) -> None:
    said = desk.type(
        f"detente {act} harsh --source 'Ministry, Moscow' --known-on 2022-03-06"
        f" --quote 'Not a \"word\"; of it, ever' --archived {COPY} --sha256 {SHA}"
    )
    exported = desk.apart(["export"])[0]

    assert "(exit" not in said, said
    verb = {"report": "report", "confirm": "confirmed", "deny": "denied"}[act]
    assert f'{verb} "Ministry, Moscow", 2022-03-06, archived {COPY}, sha256={SHA}' in exported
    assert 'quote "Not a ""word""; of it, ever"' in exported


def test_a_report_that_adds_a_quote_is_not_the_same_report(desk: Console) -> None:
    again = f"detente report harsh --source AFP --known-on 2022-03-06 --archived {COPY}"
    first = desk.type(again)
    second = desk.type(again)
    third = desk.type(f"{again} --quote 'It is so'")

    assert "Recorded" in first
    assert "rests on that report by AFP" in second
    assert "Recorded" in third


def test_show_has_them_and_so_have_pages_documents_and_slides(desk: Console) -> None:
    shown = " ".join(desk.type("detente show harsh").split())
    assert f"“{PLAIN}”" in shown
    assert f"archived {COPY}" in shown
    assert f"sha256 {SHA}" in shown
    for file in ("x.html", "x.md", "x.json", "x.sheet.csv"):
        desk.type(f"detente export turkey russia --on 2022-03-08 -o {file}")
        text = (desk.folder / file).read_text(encoding="utf-8")
        assert COPY in text, file
        assert "no, never" in text, file
    html = (desk.folder / "x.html").read_text(encoding="utf-8")
    assert re.search(r"<q>We said: &#34;no, never&#34;\. Because; why not\?</q>", html)


@pytest.mark.parametrize(
    ("details", "said"),
    [
        ('quote "without an end', "a quote ends with a quotation mark"),
        ('quote ""', "a quote ends with a quotation mark"),
        ('quote "a", quote "b"', "a quote is given twice"),
        (f"archived {COPY}, archived {COPY}", "an archived copy is given twice"),
        ("sha256=abc", '"abc" is not a SHA-256; one has 64 hexadecimal digits.'),
        (f"sha256={'g' * 64}", "is not a SHA-256"),
        (f'quote "{"x" * (QUOTE + 1)}"', "a quote has 1,000 characters at most"),
    ],
)
def test_what_is_no_quote_and_no_copy_is_refused_where_it_stands(
    tmp_path: Path, details: str, said: str
) -> None:
    console = Console.begun(tmp_path)
    printed = console.run(
        ["add", f"2022-03-05  TUR > RUS  accuse  Words; report AFP, 2022-03-05, {details}"]
    )[0]

    assert said in " ".join(printed.split())
    assert "nothing of it was written" in printed


@pytest.mark.parametrize("option", ["--archived ftp://a.example", "--archived 'javascript:x'"])
def test_a_copy_that_is_no_web_address_is_refused(desk: Console, option: str) -> None:
    said = desk.type(f"detente report harsh --source AFP {option}")

    assert "is not the address of a copy" in said
    assert "--archived https://URL" in said


def test_a_quote_of_two_lines_is_one_line(desk: Console) -> None:
    desk.run(["report", "harsh", "--source", "AFP", "--quote", "One\ntwo\n  three"])

    assert reports(desk)[-1]["quote"] == "One two three"


# Names in quotes ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "Reuters", "Ministry, Ankara", '"Quoted"', 'The "Star"', '"A" and "B"', "because of it",
        "origin=afp", "https://a.example is it", 'say "a, b"', "a,b", 'quote "x"', "Ends with,",
    ],
)  # fmt: skip
def test_a_publisher_comes_back_whatever_it_is_called(name: str) -> None:
    event = Reported(
        report=Report(publisher=name, published="2022-03-05", origin="AFP, Paris"),
        known_on=RECORDED.date().replace(2022, 3, 5),
    )
    word, _, rest = event_line(event).partition(" ")

    assert read_event(word, rest, 1) == event


@pytest.mark.parametrize("name", ["Reuters", 'The "Star" of Kyiv', '"A" and "B"', "a,b"])
def test_names_that_lines_held_before_are_read_as_they_were(name: str) -> None:
    assert Parts.of(f"{name}, 2022-03-05", 1).plain == [
        Word(name, 1), Word("2022-03-05", len(name) + 3),
    ]  # fmt: skip


def test_a_part_too_many_behind_a_name_in_quotes_is_taken_away_whole() -> None:
    with pytest.raises(InvalidInput) as refused:
        read_event("report", '"A, B", 2022, "C, D"', 1)

    assert [fix.paste for fix in refused.value.texts] == ['report "A, B", 2022']


def test_over_http_an_act_takes_them_and_an_answer_has_them(tmp_path: Path) -> None:
    place = str(tmp_path / "desk.db")
    open_store(place, create=True).close()
    body = {
        "source": "Ministry, Moscow", "known_on": "2022-03-01",
        "quote": PLAIN, "archived": COPY, "sha256": SHA,
    }  # fmt: skip
    with served(place) as client:
        desk = Desk(client, place)
        desk.add(STRAITS)
        found = desk.post("/v1/facts/straits/report", body, idempotency_key="2", if_match="1")
        answer = client.get("/v1/facts/straits").json()

    assert found.status_code == 201, found.text
    assert {name: answer["reports"][-1][name] for name in ("quote", "archived", "sha256")} == {
        name: body[name] for name in ("quote", "archived", "sha256")
    }


QUOTED: Final = ("--quote", "So it is, they say", "--archived", "https://web.archive.org/web/1/x")
ACTS: Final = (
    ("ban", "end", "--on", "2023-01-01"),
    ("ban", "suspend", "--on", "2023-01-01"),
    ("ban", "renew", "--until", "2025-01-01"),
    ("ban", "correct", "--set", "title=Another", "--because", "so"),
    ("call", "settle", "--held", "2022-03-20"),
    ("call", "settle", "--moved", "2022-03-25"),
    ("call", "settle", "--cancelled"),
)


@pytest.mark.parametrize("act", ACTS)
def test_an_act_on_a_fact_keeps_what_its_source_says(tmp_path: Path, act: tuple[str, ...]) -> None:
    console = Console.begun(tmp_path, db="a.db")
    ban = "2022-02-28  TUR > RUS  instrument:sanctions  A ban  ^ban; expires 2024-01-01"
    call = "2022-03-20  TUR = RUS  planned:call  A call  ^call; announced 2022-03-10, Kremlin"
    for line in (f"{ban}; report AFP, 2022-02-28", call):
        assert console.run(["add", line])[1] == 0
    fact, verb, *words = act
    known = ("--source", "AFP", "--known-on", "2022-03-20" if fact == "call" else "2023-02-01")
    known = ("--source", "AFP", "--known-on", "2022-03-12") if "--moved" in act else known
    printed, code = console.run([verb, fact, *words, *known, *QUOTED])
    assert code == 0, printed

    text = console.run(["export"])[0]
    assert 'quote "So it is, they say"' in text
    assert "archived https://web.archive.org/web/1/x" in text
    (tmp_path / "t.facts").write_text(text, encoding="utf-8")
    console.run(["init", "b.db"])
    assert console.run(["--db", "b.db", "import", "t.facts"])[1] == 0
    again = console.run(["--db", "b.db", "export"])[0]
    assert again.splitlines()[:-1] == text.splitlines()[:-1]
