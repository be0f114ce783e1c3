"""Characters that a terminal obeys or nobody sees: one rule, at every door and on every screen."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

import detente
from cli.main import run
from domain.characters import check_characters, holds_hidden, lines_of, visible
from domain.refusal import InvalidInput
from service.opening import open_store
from service.sources.rulebook import rules_text
from service.sources.rules_file import read_rules
from service.sources.table import BadRules
from tests.builders import a_fact
from tests.console import Console

HIDDEN: Final = (
    "\x00", "\x07", "\x1b", "\x7f", "\x85", "\x9b", "\u00ad", "\u061c", "\u200b", "\u200c",
    "\u200d", "\u200e", "\u200f", "\u2028", "\u2029", "\u202a", "\u202e", "\u2060", "\u2066",
    "\u2069", "\u3164", "\ufe0f", "\ufeff", "\U000e0041",
)  # fmt: skip
"""Controls, what turns the writing around, what has no width, and what is drawn as nothing."""

NEEDED: Final = (
    "می‌خواهم",  # Persian: U+200C keeps two letters apart
    "क्‍ष",  # Hindi: U+200D joins two
    "ᠠ᠋",  # Mongolian: U+180B chooses a shape
    "👩🏽‍💻",
    "🏳️‍🌈",
    "1️⃣",
    "❤️ and ©️",
    "Türkiye–Ελλάδα Москва 日本",
    "a\u00a0b\u3000c",
)


@pytest.mark.parametrize("text", NEEDED)
def test_what_a_script_or_a_picture_needs_is_taken_and_shown_as_it_is(text: str) -> None:
    check_characters(text)

    assert visible(text) == text


@pytest.mark.parametrize("character", HIDDEN, ids=ascii)
def test_a_hidden_character_is_named_with_its_column(character: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        check_characters(f"Talks{character} held")

    assert refused.value.column == 6
    assert f"U+{ord(character):04X}" in refused.value.said
    assert visible(f"a{character}b") == f"a{ascii(character)[1:-1]}b"


def test_a_joiner_hides_nothing_between_letters_that_are_never_joined() -> None:
    for text in ("ener\u200dgy", "É\u200cé", "энер\u200dгия", "a\ufe0f", "\u200cمی", "می\u200c"):
        assert holds_hidden(text), ascii(text)


@given(st.text())
def test_what_is_written_out_is_seen_and_stays_as_it_is(text: str) -> None:
    shown = visible(text)

    assert not holds_hidden(shown)
    assert visible(shown) == shown


def test_a_line_ends_at_line_feeds_and_carriage_returns_alone() -> None:
    """Other breaks of lines once began a line of their own in the midst of a title."""
    assert lines_of("a\r\nb\rc\n\nd\u2028e\x0bf\x85g") == ["a", "b", "c", "", "d\u2028e\x0bf\x85g"]
    assert lines_of("") == []
    assert lines_of("\n") == [""]


# Doors -------------------------------------------------------------------------------------------

LINE: Final = "2022-03-05  TUR = RUS  talks/diplomacy  Talks{} held  ^talks"
TABLE: Final = "date,actors,op,recipients,what,title\n2022-03-05,TUR,=,RUS,talks,Talks{} held\n"
HEAD: Final = "id,date,actor,what,recipient,title,publisher,published,url\n"


@pytest.fixture
def console(tmp_path: Path) -> Console:
    return Console.begun(tmp_path, LINE.format(""))


@pytest.mark.parametrize("character", HIDDEN, ids=ascii)
def test_every_door_refuses_it_and_writes_nothing(console: Console, character: str) -> None:
    """A zero-width space once made two topics of one, and a title once cleared the screen."""
    spoiled = f"Talks{character} held"
    (console.folder / "a.facts").write_text(LINE.format(character) + "\n", encoding="utf-8")
    (console.folder / "a.csv").write_text(TABLE.format(character), encoding="utf-8")
    commands = (
        ["add", LINE.format(character).replace("^talks", "^other")],
        ["add", f"2022-03-06  TUR = RUS  talks  Others  #ener{character}gy"],
        ["add", f"2022-03-06  TUR = RUS  talks  Others; note {spoiled}"],
        ["add", f"2022-03-06  TUR = RUS  talks  Others; report A{character}P, 2022-03-06"],
        ["add", f"@actor XYZ  New{character}land"],
        ["import", "a.facts"],
        ["import", "a.csv"],
        ["report", "talks", "--source", f"A{character}P", "--known-on", "2022-03-06"],
        ["retract", "talks", "--because", spoiled],
        ["correct", "talks", "--set", f"title={spoiled}", "--because", "slip"],
        ["add", "2022-03-06  TUR = RUS  talks  Others", "--author", f"An{character}na"],
        ["search", spoiled],
        ["ask", f"how were turkey and rus{character}sia on 2022-03-05"],
        ["state", "turkey", "russia", f"#ener{character}gy"],
        ["timeline", "turkey", "russia", "-p", f"2022{character}"],
        ["turns", "turkey", "russia", "--label", f"warm{character}"],
    )
    before = console.run(["export", "--as", "jsonl"])

    for command in commands:
        if character == "\x00" and command[0] == "import":
            continue
        printed, code = console.run(command)
        assert code in (1, 2), (command, printed)
        assert f"U+{ord(character):04X}" in printed, (command, printed)
        assert character not in printed
    assert console.run(["export", "--as", "jsonl"]) == before


def test_a_file_says_in_which_line_and_column_it_stands(console: Console) -> None:
    lines = ["# first", "", LINE.format("\u200b"), ""]
    (console.folder / "a.facts").write_text("\n".join(lines), encoding="utf-8")
    (console.folder / "b.facts").write_text("# a com\x1bment\n", encoding="utf-8")
    (console.folder / "a.csv").write_text(TABLE.format("\u200b"), encoding="utf-8")

    assert "a.facts:3:46: a line cannot hold" in console.run(["import", "a.facts"])[0]
    assert "b.facts:1:8: a line cannot hold" in console.run(["import", "b.facts"])[0]
    assert "a.csv:2:6: title: a cell cannot hold" in console.run(["import", "a.csv"])[0]


@pytest.mark.parametrize("at", ["title", "publisher", "url"])
def test_a_row_of_a_source_is_rejected_and_the_others_go_in(console: Console, at: str) -> None:
    cells = {"title": "Talks", "publisher": "AFP", "url": "https://a.example/1"}
    spoiled = cells | {at: cells[at] + "\u200b"}
    rows = "".join(
        f"{number},2022-03-05,Turkey,talks,Russia,{row['title']},{row['publisher']},,{row['url']}\n"
        for number, row in enumerate((cells, spoiled), 1)
    )
    (console.folder / "a.csv").write_text(HEAD + rows, encoding="utf-8")

    printed, _ = console.run(["import", "a.csv", "--rules", "csv"])
    kept = (console.folder / "a.csv.rejects").read_text(encoding="utf-8")

    assert "added                      1 fact" in printed
    assert f"a.csv:3: {at}: a cell cannot hold characters that nobody sees" in printed
    assert "\\u200b" in kept
    assert "\u200b" not in printed + kept


def test_rules_are_refused_however_they_spell_it() -> None:
    good = rules_text("icews")
    for old, new in (("name =", "# \u202e\nname ="), ('title = "', 'title = "\\u001b[2J')):
        with pytest.raises(BadRules, match="cannot hold control characters"):
            read_rules(good.replace(old, new, 1), "mine.toml")


def test_python_refuses_it_as_the_commands_do(tmp_path: Path) -> None:
    with detente.open(tmp_path / "a.db", create=True) as timeline:
        with pytest.raises(detente.BadLines):
            timeline.add(LINE.format("\u202e"))
        with pytest.raises(detente.InvalidInput, match="the name of an author"):
            timeline.add(LINE.format(""), author="An\x1bna")
        with pytest.raises(detente.InvalidInput, match="a question cannot hold"):
            timeline.ask("how were turkey and rus\u200bsia on 2022-03-05")


# Stores of before --------------------------------------------------------------------------------


@pytest.fixture
def of_before(tmp_path: Path) -> Console:
    """A console whose timeline holds what no door takes any more."""
    console = Console.begun(tmp_path)
    fact = a_fact(handle="odd", title="A \x1b[2Jclean\u200b \u202escreen", note="\x85\u3164")
    with closing(open_store(str(tmp_path / "desk.db"))) as timeline:
        timeline.append(fact.events)
    return console


class Terminal(io.StringIO):
    """Standard output as a person has it before them."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    "line",
    [
        "export", "export -o /dev/stdout", "export --as csv", "export --as jsonl",
        "export --rescue", "show odd", "deny odd --source AFP --json", "timeline --json",
        "show odd --json", "timeline", "timeline --format csv", "timeline --format jsonl",
        "timeline --format md", "history odd", "state turkey russia", "search 2jclean",
        "state turkey russia --cite --format bibtex", "check", "retract odd --because slip",
        "correct odd --set title=Other --because slip --dry-run",
    ],
)  # fmt: skip
def test_a_store_that_holds_some_shows_it_written_out_on_a_terminal(
    of_before: Console, line: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = Terminal()
    monkeypatch.setattr(sys, "stdout", out)
    of_before.environ["NO_COLOR"] = "1"
    with of_before._here(""):  # its folder, with a terminal of our own
        run(line.split(), of_before.environ)

    assert out.getvalue()
    assert not holds_hidden(out.getvalue()), ascii(out.getvalue())


def test_a_copy_of_it_is_taken_with_a_notice_and_gives_the_same_answers(
    of_before: Console,
) -> None:
    """Nobody is kept from restoring a timeline by a character that its program once took."""
    of_before.run(["export", "-o", "all.jsonl"])
    of_before.run(["init", "copy.db"])
    out, err, code = of_before.apart(["--db", "copy.db", "import", "all.jsonl"])
    here, there = (
        json.loads(of_before.apart(["--db", db, "show", "odd", "--json"])[0])
        for db in ("desk.db", "copy.db")
    )

    assert code == 0, out + err
    assert "Copied as they are: 1 event with hidden characters" in err
    assert here["stamp"]["answer"] == there["stamp"]["answer"]
    assert here["title"] == "A \x1b[2Jclean\u200b \u202escreen"


def test_a_copy_without_any_is_taken_without_a_notice(console: Console) -> None:
    console.run(["export", "-o", "all.jsonl"])
    console.run(["init", "copy.db"])

    assert "hidden" not in console.apart(["--db", "copy.db", "import", "all.jsonl"])[1]


# Bytes -------------------------------------------------------------------------------------------


def run_apart(folder: Path, *argv: bytes | str, **environ: str | bytes) -> tuple[bytes, bytes, int]:
    """The program itself, with arguments and an environment in bytes."""
    ours = {"DETENTE_DB": "a.db", "XDG_DATA_HOME": str(folder)}
    whole = {**os.environ, **ours, **{name: os.fsdecode(v) for name, v in environ.items()}}
    done = subprocess.run(
        [sys.executable, "-m", "detente", *map(os.fsdecode, argv)],
        cwd=folder, env=whole, capture_output=True, check=False,
    )  # fmt: skip
    return done.stdout, done.stderr, done.returncode


def test_a_file_whose_name_is_not_utf8_is_imported_with_its_name_written_out(
    tmp_path: Path,
) -> None:
    name = b"caf\xe9.facts"
    (tmp_path / os.fsdecode(name)).write_text(LINE.format("") + "\n", encoding="utf-8")
    run_apart(tmp_path, "init", "a.db")
    first = run_apart(tmp_path, "import", name)
    again = run_apart(tmp_path, "import", name, "--sync")
    listed = run_apart(tmp_path, "undo", "--list")[0]

    assert first[2] == 0, first[1]
    assert b"Nothing is gone from caf\\udce9.facts." in again[0]
    assert b"import caf\\udce9.facts\n" in listed


@pytest.mark.parametrize("locale", [{}, {"LC_ALL": "C", "PYTHONUTF8": "0"}], ids=["utf-8", "ascii"])
def test_arguments_and_variables_that_are_not_utf8_end_in_a_sentence(
    tmp_path: Path, locale: dict[str, str]
) -> None:
    run_apart(tmp_path, "init", "a.db")
    commands: tuple[tuple[bytes | str, ...], ...] = (
        ("add", b"2022-03-05 TUR = RUS talks Andr\xe9"),
        ("state", b"t\xfcrkei", "russia"),
        ("search", b"Andr\xe9"),
        ("report", b"Andr\xe9", "--source", b"Andr\xe9"),
        (b"Andr\xe9",),
        ("import", b"Andr\xe9.facts"),
        ("import", b"Andr\xe9.csv", "--rules", b"Andr\xe9.toml"),
        ("--db", b"Andr\xe9.db", "state", "turkey", "russia"),
        ("--today", b"Andr\xe9", "state", "turkey", "russia"),
        ("state", "turkey", "russia", "--format", b"Andr\xe9"),
        ("undo", b"Andr\xe9"),
        ("verify", b"Andr\xe9"),
    )
    for command in commands:
        _, err, code = run_apart(tmp_path, *command, **locale)
        assert code in (1, 2), (command, err)
        assert b"Traceback" not in err
        assert err.startswith(b"error: "), (command, err)
    author: dict[str, str | bytes] = {**locale, "DETENTE_AUTHOR": b"Andr\xe9"}
    _, err, code = run_apart(tmp_path, "add", LINE.format(""), **author)
    assert code == 2
    assert b"the name of an author cannot hold bytes that are not UTF-8, and 0xE9 is one." in err


def test_an_export_loses_no_letter_where_the_locale_has_only_ascii(tmp_path: Path) -> None:
    """It once wrote a question mark for each, and said nothing."""
    run_apart(tmp_path, "init", "a.db")
    run_apart(tmp_path, "add", "2022-03-05 TUR = RUS talks Gespräche in 東京 ^g")
    ascii_: dict[str, str | bytes] = {"LC_ALL": "C", "PYTHONUTF8": "0"}
    commands = (
        ["export"],
        ["export", "--as", "jsonl"],
        ["show", "g", "--json"],
        ["timeline", "--format", "md"],
    )

    for command in commands:
        assert run_apart(tmp_path, *command, **ascii_)[0] == run_apart(tmp_path, *command)[0]
    assert "Gespräche in 東京".encode() in run_apart(tmp_path, "export", **ascii_)[0]


def test_an_argument_that_is_utf8_in_another_locale_is_refused_with_what_reads_it(
    tmp_path: Path,
) -> None:
    ascii_: dict[str, str | bytes] = {"LC_ALL": "C", "PYTHONUTF8": "0"}
    run_apart(tmp_path, "init", "a.db")
    _, err, code = run_apart(tmp_path, "add", "2022-03-05 TUR = RUS talks Gespräche", **ascii_)

    assert code == 2
    assert b"export PYTHONUTF8=1" in err
