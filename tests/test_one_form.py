"""One text for people is one text here: files from a Mac, characters that nobody sees, addresses.

A file from a Mac once doubled its facts: its `ü` was written as `u` and two dots.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

import pytest

from domain.actors import Registry
from domain.command import Request
from service.opening import open_store
from tests.console import Console

COMPOSED = (
    "2022-03-05  Türkiye = Russia  talks  Görüşme in Ankara  #görüşme; report Müstakil, 2022-03-05"
)
APART = unicodedata.normalize("NFD", COMPOSED)


@pytest.fixture
def console(tmp_path: Path) -> Console:
    return Console.begun(tmp_path)


def saved(console: Console, name: str, text: str) -> str:
    lines = text.replace("; ", "\n    ") + "\n"
    (console.folder / name).write_text(lines, encoding="utf-8")
    return name


def facts(console: Console) -> str:
    return console.run(["export"])[0]


def test_the_two_forms_differ() -> None:
    assert COMPOSED != APART


@pytest.mark.parametrize("first", [COMPOSED, APART], ids=["composed first", "apart first"])
def test_a_file_in_the_other_form_adds_nothing(console: Console, first: str) -> None:
    other = APART if first is COMPOSED else COMPOSED
    console.run(["import", saved(console, "a.facts", first)])
    printed, _ = console.run(["import", saved(console, "b.facts", other)])

    assert "0 facts added, 0 changed, 1 unchanged" in printed
    assert unicodedata.is_normalized("NFC", facts(console))


def test_a_typed_line_and_a_table_are_taken_in_one_form(console: Console) -> None:
    console.run(["add", APART])
    table = console.run(["export", "--as", "csv"])[0]
    (console.folder / "t.csv").write_text(unicodedata.normalize("NFD", table), encoding="utf-8")
    printed, _ = console.run(["import", "t.csv"])

    assert "0 facts added, 0 changed, 1 unchanged" in printed
    assert unicodedata.is_normalized("NFC", table)


def apart(text: str) -> str:
    return unicodedata.normalize("NFD", text)


@pytest.mark.parametrize(
    "words",
    [
        ["report", "gorusme-in-ankara", "--source", apart("Gözlem"), "--known-on", "2022-03-06"],
        ["correct", "gorusme-in-ankara", "--set", apart("place=İzmir"), "--because", apart("öyle")],
        ["add", "2022-03-06  TUR = RUS  talks  Two", "--author", apart("Ayşe")],
    ],
    ids=["a source", "a correction", "an author"],
)
def test_what_is_typed_is_recorded_in_one_form(console: Console, words: list[str]) -> None:
    console.run(["add", COMPOSED])
    printed, code = console.run(words)
    assert code == 0, printed
    console.run(["export", "-o", "all.jsonl"])
    lines = (console.folder / "all.jsonl").read_text(encoding="utf-8").splitlines()[1:]
    states = [line for line in lines if '"text":' not in line]

    assert all(unicodedata.is_normalized("NFC", state) for state in states)


@pytest.mark.parametrize("form", [str, apart], ids=["composed", "apart"])
@pytest.mark.parametrize(
    "words",
    [
        ["search", "görüşme"],
        ["timeline", "Türkiye", "Russia", "#görüşme"],
        ["state", "Türkiye", "Russia", "#görüşme", "--on", "2022-03-06"],
        ["ask", "how were Türkiye and Russia on 6 March 2022"],
    ],
    ids=["search", "a topic", "the state of a topic", "a question"],
)
def test_questions_find_either_form(
    console: Console, words: list[str], form: Callable[[str], str]
) -> None:
    console.run(["add", COMPOSED])
    printed, code = console.run([form(word) for word in words])

    assert (code, "Görüşme" in printed) == (0, True), printed


def test_a_store_of_before_is_read_as_it_was_and_check_lists_what_looks_alike(
    console: Console,
) -> None:
    console.run(["add", COMPOSED])
    console.run(["add", COMPOSED.replace("03-05", "03-06").replace("in Ankara", "in İzmir")])
    with_forms(console.folder / "desk.db")
    printed, _ = console.run(["check", "--json"])
    found = [each for each in json.loads(printed)["findings"] if each["kind"] == "other-form"]

    assert [each["said"].split(" is ")[0] for each in found] == [
        'its topic "görüşme"',
        'its source "Müstakil"',
    ]
    shown, code = console.run(["timeline", "tur", "rus", "#görüşme"])
    assert (code, shown.count("Görüşme") >= 1) == (0, True)


def with_forms(path: Path) -> None:
    """Adds a fact as an older version recorded it, in the form in which a Mac writes."""
    timeline = open_store(str(path), lambda: datetime(2026, 11, 22, 13, tzinfo=UTC))
    fact = timeline.fact("gorusme-in-izmir")
    first = fact.asserted
    content = first.content.model_copy(update={"topics": (apart("görüşme"),)})
    assert first.report is not None
    report = first.report.model_copy(update={"publisher": apart("Müstakil")})
    old = first.model_copy(update={"content": content, "report": report})
    moment = timeline.moment(request=Request("add", "as before"))
    timeline.record_command([moment.stamp(old).numbered("desk/before", 1)], moment)
    timeline.close()


@pytest.mark.parametrize("hidden", ["\u200b", "\u2060", "\ufeff", "\u00ad"])
@pytest.mark.parametrize("place", ["#oil{}", "^z{}1", "One{}"])
def test_characters_that_nobody_sees_are_refused_by_name(
    console: Console, hidden: str, place: str
) -> None:
    line = f"2024-01-09  TUR = RUS  talks  {place.format(hidden)}  #a"
    printed, code = console.run(["add", line])

    assert code in (1, 2)
    assert f"U+{ord(hidden):04X}" in printed


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("globalnewsink.com", True),
        ("https://globalnewsink.com/a/straits", True),
        ("www.globalnewsink.com", True),
        ("globalnewsink.com/a", True),
        ("GlobalNewsInk.com", True),
        ("globalnews.org", False),
        ("https://globalnewsink.com/b", False),
    ],
)
def test_a_search_looks_through_addresses(
    console: Console, text: str, found: bool
) -> None:  # an example
    line = "2022-03-05  TUR = RUS  talks  One  ^one"
    console.run(["add", f"{line}; report AFP, 2022-03-05, https://globalnewsink.com/a/straits"])
    console.run(["search", "one"])  # the index of words is there, and holds no addresses
    printed, code = console.run(["search", text])

    assert (code, "^one" in printed) == ((0, True) if found else (3, False)), printed


UN_NAMES = {
    "VNM": ("Viet Nam", "Socialist Republic of Viet Nam"),
    "TUR": ("Türkiye", "Republic of Türkiye", "TURKIYE"),
    "RUS": ("Russian Federation", "the Russian Federation"),
    "NLD": ("Netherlands (Kingdom of the)", "Kingdom of the Netherlands"),
    "HKG": ("China, Hong Kong SAR", "China, Hong Kong Special Administrative Region"),
    "BOL": ("Bolivia (Plurinational State of)", "Plurinational State of Bolivia"),
    "PRK": ("Democratic People's Republic of Korea", "Dem. People's Rep. of Korea"),
    "GMB": ("Gambia (the)", "Gambia, The"),
    "MDA": ("Moldova (the Republic of)", "Republic of Moldova"),
    "TZA": ("Tanzania, the United Republic of", "United Republic of Tanzania (the)"),
    "FLK": ("Falkland Islands (the) [Malvinas]", "Falkland Islands (Malvinas)"),
    "CIV": ("Côte d’Ivoire", "Côte d'Ivoire", "Republic of Côte d'Ivoire"),
}


@pytest.mark.parametrize(("code", "name"), [(c, n) for c, names in UN_NAMES.items() for n in names])
def test_names_of_the_united_nations_are_found(registry: Registry, code: str, name: str) -> None:
    assert registry.find(name).id == code
    assert registry.find(apart(name)).id == code


@pytest.mark.parametrize(
    ("wrong", "right"),
    [("^öl", "^ol"), ("#öl,gas", "#öl #gas"), ("^Übergänge", "^ubergange")],
)
def test_a_line_of_a_mac_is_put_right_where_its_fault_is(
    tmp_path: Path, wrong: str, right: str
) -> None:
    """The column counted composed characters, and the line to paste had another word replaced."""
    console = Console.begun(tmp_path, db="a.db")
    line = "2024-01-09  Türkiye = Russia  talks  Gespräch über Öl  {}"
    text = unicodedata.normalize("NFD", line.format(wrong))
    (tmp_path / "mac.facts").write_text(text + "\n", encoding="utf-8")
    printed, code = console.run(["import", "mac.facts"])

    assert (code, line.format(right) in printed) == (1, True), printed


@pytest.mark.parametrize(("before", "after"), [("NFC", "NFD"), ("NFD", "NFC")])
def test_a_file_is_the_same_however_its_name_is_composed(
    before: Literal["NFC", "NFD"], after: Literal["NFC", "NFD"], tmp_path: Path
) -> None:
    """An edited line of a file that came back from a Mac was recorded as a second fact."""
    console = Console.begun(tmp_path)
    line = "2022-03-{}  TUR = RUS  talks  Talks\n    report AFP, 2022-03-12\n"
    names = (
        unicodedata.normalize(before, "Türkei.facts"),
        unicodedata.normalize(after, "Türkei.facts"),
    )
    for name, day in zip(names, ("05", "06"), strict=True):
        (tmp_path / name).write_text(line.format(day), encoding="utf-8")
        said, code = console.run(["import", name])
        assert code == 0, said

    assert facts(console).count("^talks") == 1
    assert "corrected on 2022-03-06" in facts(console)
    (tmp_path / names[1]).write_text("# nothing\n", encoding="utf-8")
    assert "retract" in console.run(["import", names[1], "--sync"])[0]
