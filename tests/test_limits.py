"""How long a text may be: the same at every door, with its place, and never met by an export."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Final

import pytest
from starlette.testclient import TestClient

import detente
from domain import limits
from domain.limits import LONGEST, MOST, check_length
from domain.refusal import InvalidInput
from service.opening import open_sample
from tests.console import Console, without_digest
from web.app import Served, app_of

LINE: Final = "2022-03-05  TUR = RUS  talks/diplomacy  Talks  ^talks"
HEAD: Final = "date,actors,op,recipients,what,title\n"
LIMITS_PAGE: Final = Path(__file__).parent.parent / "docs" / "facts.md"


@pytest.fixture
def console(tmp_path: Path) -> Console:
    return Console.begun(tmp_path, LINE)


def test_a_text_of_the_limit_is_taken_and_one_more_character_is_refused() -> None:
    check_length("x" * 10, "a title", 10)
    with pytest.raises(InvalidInput) as refused:
        check_length("x" * 11, "a title", 10, column=5)

    assert refused.value.said == "a title has 10 characters at most; this one has 11."
    assert refused.value.column == 15


OVER: Final = (
    ("2022-03-06  TUR = RUS  talks  {}  ^x", "title", "T"),
    ("2022-03-06  TUR = RUS  talks  Other  ^{}", "handle", "h"),
    ("2022-03-06  TUR = RUS  talks  Other  ^x  #{}", "topics", "t"),
    ("2022-03-06  TUR = RUS  talks  Other  ^x; note {}", "note", "n"),
    ("2022-03-06  TUR = RUS  talks  Other  ^x; place {}", "place", "p"),
    ("2022-03-06  TUR = RUS  talks  Other  ^x; level {}", "level", "l"),
    ("2022-03-06  TUR = RUS  talks  Other  ^x; episode {}", "episode", "e"),
    ("2022-03-06  TUR = RUS  talks  Other  ^x; weight 2, because {}", "weight_because", "b"),
    ("2022-03-06  TUR = RUS  talks  Other  ^x; report {}, 2022-03-06", "publisher", "P"),
    ("2022-03-06  TUR = RUS  talks  Other  ^x; report AP, 2022-03-06, origin={}", "origin", "o"),
    ("2022-03-06  TUR = RUS  talks  Other  ^x; report AP, 2022-03-06, voice={}", "voice", "v"),
    ("2022-03-06  TUR = RUS  talks  Other  ^x; report AP, 2022-03-06, because {}", "because", "b"),
)


@pytest.mark.parametrize(("line", "field", "letter"), OVER, ids=lambda value: str(value)[-20:])
def test_a_field_of_the_limit_is_recorded_and_comes_back_and_a_longer_one_is_refused(
    console: Console, line: str, field: str, letter: str
) -> None:
    longest = line.format(letter * LONGEST[field])
    refused, code = console.run(["add", line.format(letter * (LONGEST[field] + 1))])

    assert code == 2
    assert f"the line:{2 if ';' in line else 1}:" in refused
    assert f"{LONGEST[field]:,} characters at most; this one has {LONGEST[field] + 1:,}." in refused
    assert console.run(["add", longest])[1] == 0
    assert comes_back(console)


def comes_back(console: Console) -> bool:
    """Whether an export of the timeline can be imported as it is."""
    console.run(["export", "-o", "all.facts"])
    console.run(["init", "other.db"])
    printed, code = console.run(["--db", "other.db", "import", "all.facts"])
    assert code == 0, printed
    exported = console.run(["--db", "other.db", "export"])[0]
    first = (console.folder / "all.facts").read_text(encoding="utf-8")
    return without_digest(exported) == without_digest(first)


@pytest.mark.parametrize(
    ("words", "field"),
    [
        (["report", "talks", "--source", "{}", "--known-on", "2022-03-06"], "publisher"),
        (["retract", "talks", "--because", "{}"], "because"),
        (["correct", "talks", "--set", "title={}", "--because", "slip"], "title"),
        (["correct", "talks", "--set", "note={}", "--because", "slip"], "note"),
        (["correct", "talks", "--set", "topics=a,{}", "--because", "slip"], "topics"),
        (["add", "2022-03-06 TUR = RUS talks Other", "--author", "{}"], "author"),
    ],
)
def test_a_command_refuses_what_a_line_refuses(
    console: Console, words: list[str], field: str
) -> None:
    most = LONGEST[field]
    printed, code = console.run([word.format("x" * (most + 1)) for word in words])

    assert code == 2
    assert f"{most:,} characters at most; this one has {most + 1:,}." in printed
    assert console.run([word.format("x" * most) for word in words])[1] == 0
    assert comes_back(console)


def test_a_fact_has_so_many_actors_and_topics_and_no_more(console: Console) -> None:
    names = [f"S{number}" for number in range(MOST["actors"] + 1)]
    text = "".join(f"@actor {name}  State {name}\n" for name in names)
    (console.folder / "a.facts").write_text(text, encoding="utf-8")
    console.run(["import", "a.facts"])
    line = "2022-03-06  {} = RUS  talks  Other  ^x"
    topics = [f"#t{number}" for number in range(MOST["topics"] + 1)]

    many = console.run(["add", line.format(",".join(names))])[0]
    assert "the line:1:13: a fact has 200 actors at most; this one has 201." in many
    assert console.run(["add", line.format(",".join(names[1:]))])[1] == 0
    tagged = console.run(["add", f"2022-03-06  TUR = RUS  talks  Tagged  {' '.join(topics)}"])[0]
    assert "a fact has 100 topics at most; this one has 101." in tagged
    given = f"parties={','.join(names)} > RUS"
    assert "200 actors" in console.run(["correct", "x", "--set", given, "--because", "b"])[0]
    assert comes_back(console)


def test_a_line_that_is_too_long_is_refused_in_files_and_tables(console: Console) -> None:
    long = "# " + "x" * limits.LINE
    (console.folder / "a.facts").write_text(f"{LINE}\n{long}\n", encoding="utf-8")
    (console.folder / "a.csv").write_text(
        f"date,actors,op,recipients,what,title\n2022-03-05,TUR,=,RUS,talks,{long}\n",
        encoding="utf-8",
    )
    facts, table = (console.run(["import", name])[0] for name in ("a.facts", "a.csv"))

    assert "a.facts:2:100001: a line has 100,000 characters at most; this one has 100,002." in facts
    assert "a.csv:2:6: title: a cell has 100,000 characters at most" in table


def test_a_question_has_a_limit_at_each_door(console: Console) -> None:
    long = "x" * (limits.QUESTION + 1)
    for words in (["search", long], ["ask", long], ["state", long], ["timeline", "-p", long]):
        printed, code = console.run(words)
        assert code == 2
        assert "2,000 characters at most; this one has 2,001." in printed
    with detente.open(console.folder / "desk.db") as timeline:
        for ask in (timeline.ask, timeline.search):
            with pytest.raises(InvalidInput, match="2,000 characters at most"):
                ask(long)


@pytest.mark.parametrize("address", ["/v1/search", "/search", "/ask"])
def test_a_question_over_http_has_the_same_limit(address: str) -> None:
    app = app_of(Served(open_sample, lambda: date(2026, 11, 22), "0.1.0"))
    with TestClient(app, base_url="http://localhost") as client:
        taken, refused = (
            client.get(address, params={"q": "x" * (limits.QUESTION + more)}) for more in (0, 1)
        )

    assert "at most" not in taken.text
    assert refused.status_code == 422
    assert "2,000 characters at most; this one has 2,001." in refused.text


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("a.facts", "2022-03-06  TUR = RUS  talks  {}  ^x\n", "a.facts:1:"),
        ("a.csv", f"{HEAD}2022-03-06,TUR,=,RUS,talks,{{}}\n", "a.csv:2:"),
        ("b.facts", "# first\n2022-03-06  TUR = RUS  talks  A ^x\n    note {}\n", "b.facts:3:"),
    ],
)  # fmt: skip
def test_a_file_says_in_which_line_and_column_a_text_is_too_long(
    console: Console, name: str, text: str, said: str
) -> None:
    most = LONGEST["note" if "note" in text else "title"]
    (console.folder / name).write_text(text.format("x" * (most + 1)), encoding="utf-8")
    before = console.run(["export"])
    printed, code = console.run(["import", name])

    assert code == 1
    assert re.search(rf"{re.escape(said)}\d+: .*{most:,} characters at most", printed), printed
    assert console.run(["export"]) == before


def test_a_row_of_a_source_that_is_too_long_is_rejected_alone(console: Console) -> None:
    head = "id,date,actor,what,recipient,title,publisher,published,url\n"
    rows = "1,2015-11-24,Turkey,assault,Russia,{},Reuters,2015-11-24,\n"
    text = head + rows.format("A jet") + rows.replace("1,", "2,", 1).format("x" * 1_001)
    (console.folder / "a.csv").write_text(text, encoding="utf-8")
    printed, _ = console.run(["import", "a.csv", "--rules", "csv"])

    assert "added                      1 fact" in printed
    assert "a.csv:3: title: a title has 1,000 characters at most; this one has 1,001." in printed


def test_a_row_whose_address_is_a_script_is_rejected_alone(console: Console) -> None:
    """Whoever follows it would run it; a copy of the timeline was refused for it afterwards."""
    head = "id,date,actor,what,recipient,title,publisher,published,url\n"
    row = "{},2015-11-24,Turkey,assault,Russia,A jet,Reuters,2015-11-24,{}\n"
    urls = ["https://e.org/javascript:", "JavaScript:alert(1)", "a book", "data:text/html,x"]
    text = head + "".join(row.format(i, f'"{url}"') for i, url in enumerate(urls))
    (console.folder / "a.csv").write_text(text, encoding="utf-8")
    printed, _ = console.run(["import", "a.csv", "--rules", "csv"])

    assert "added                      2 facts" in printed
    for line in (3, 5):
        assert f"a.csv:{line}: url: a script is not an address" in printed


def test_the_page_names_every_limit() -> None:
    page = LIMITS_PAGE.read_text(encoding="utf-8")
    figures = {*LONGEST.values(), *MOST.values(), limits.LINE, limits.QUESTION}

    assert not [figure for figure in figures if f"{figure:,}" not in page]
