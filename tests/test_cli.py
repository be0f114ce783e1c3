"""The command line as a program: stores, streams, formats, files and exit codes."""

from __future__ import annotations

import csv
import io
import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

import pytest

from cli.group import COMMANDS
from cli.settings import read
from projections.questions.index import QUESTIONS, question_class
from service.opening import open_store
from tests.builders import a_fact
from tests.console import Console
from tests.documented import documented

GOLDEN = Path(__file__).parent / "golden"
LINE = (
    "2022-02-28  TUR > RUS  instrument:transit-restriction/transit  Straits closed  ^straits;"
    " report Reuters, 2022-02-28"
)
STATE = ["state", "turkey", "russia", "--on", "2022-03-05"]


@pytest.fixture
def console(tmp_path: Path) -> Console:
    return Console(tmp_path)


def matches(expected: object, got: object) -> bool:
    """Whether every field expected is there, exactly; more may be."""
    if isinstance(expected, dict):
        return isinstance(got, dict) and all(
            key in got and matches(value, got[key]) for key, value in expected.items()
        )
    return expected == got


def golden_sample() -> list[tuple[str, dict[str, object]]]:
    """Every ninth golden answer of each file, with the name of its file."""
    found: list[tuple[str, dict[str, object]]] = []
    for path in sorted(GOLDEN.glob("*.expected.json")):
        answers = json.loads(path.read_text(encoding="utf-8"))["answers"]
        found += [(path.name.partition(".")[0], answer) for answer in answers[::9]]
    return found


@pytest.mark.parametrize(
    ("name", "answer"), golden_sample(), ids=lambda value: value if isinstance(value, str) else ""
)
def test_golden_answers_come_out_of_an_imported_store(
    console: Console, name: str, answer: dict[str, object]
) -> None:
    console.environ["DETENTE_DB"] = "golden.db"
    console.run(["init", "golden.db"])
    console.run(["import", str(GOLDEN / f"{name}.facts")])
    known = ["--known-on", str(answer["known_on"])] if answer["known_on"] else []
    out, _, code = console.apart(
        ["state", str(answer["a"]), str(answer["b"]), "--on", str(answer["on"]), *known, "--json"]
    )
    verdict = answer["verdict"]
    assert isinstance(verdict, dict)

    assert matches(answer, json.loads(out))
    assert code == (3 if verdict["label"] == "unknown" else 0)


def test_answers_go_to_stdout_and_talk_to_stderr(console: Console) -> None:
    out, err, code = console.apart([*STATE, "--json"])

    assert json.loads(out)["stamp"]["store"] == "sample"
    assert "sample" in err
    assert code == 0


def test_a_pipe_is_clean(console: Console) -> None:
    out, err, _ = console.apart(STATE)

    assert "\x1b" not in out + err


@pytest.mark.parametrize(
    "command",
    [
        STATE,
        [*STATE, "--plain"],
        [*STATE, "--why", "--all"],
        ["timeline", "turkey"],
        ["show", "caatsa"],
    ],
    ids=" ".join,
)
def test_every_line_fits_into_eighty_columns(console: Console, command: list[str]) -> None:
    out, err, _ = console.apart(command)
    long = [line for line in (out + err).splitlines() if len(line) > 80 and "://" not in line]

    assert long == []


def test_plain_has_words_for_arrows_and_no_boxes(console: Console) -> None:
    out, _, _ = console.apart([*STATE, "--plain", "--why"])

    assert not set(out) & set("→▲▼≤│─█")
    assert "Turkey to Russia" in out


def test_a_dumb_terminal_is_answered_plainly(console: Console) -> None:
    console.environ["TERM"] = "dumb"
    plain, _, _ = console.apart(STATE)
    del console.environ["TERM"]
    asked, _, _ = console.apart([*STATE, "--plain"])

    assert plain == asked


def test_unknown_is_not_neutral(console: Console) -> None:
    out, _, code = console.apart(["state", "turkey", "fiji", "--on", "2022-03-05"])

    assert code == 3
    assert 'That is not "neutral".' in out


def test_swapping_the_actors_keeps_the_figures(console: Console) -> None:
    one = json.loads(console.apart([*STATE, "--json"])[0])
    other = json.loads(
        console.apart(["state", "russia", "turkey", "--on", "2022-03-05", "--json"])[0]
    )

    assert one["score"] == other["score"]
    assert one["directions"]["TUR>RUS"] == other["directions"]["TUR>RUS"]


@pytest.mark.parametrize(
    "pair",
    [
        ["TUR-RUS"],
        ["Turkey–Russia"],
        ["türkiye", "RUSSIA"],
        ["ankara", "kremlin"],
        ["turkıye", "moscow"],
    ],
    ids=" ".join,
)
def test_actors_answer_to_all_their_names(console: Console, pair: list[str]) -> None:
    out, _, code = console.apart(["state", *pair, "--on", "2022-03-05", "--json"])

    assert (json.loads(out)["a"], json.loads(out)["b"], code) == ("TUR", "RUS", 0)


def test_names_of_several_words_need_no_quotes(console: Console) -> None:
    out, _, _ = console.apart(
        ["state", "united", "states", "russia", "#crimea", "--on", "2014-06", "--json"]
    )

    assert (json.loads(out)["a"], json.loads(out)["b"], json.loads(out)["scope"]) == (
        "USA",
        "RUS",
        "#crimea",
    )


def test_the_store_named_first_is_used(console: Console) -> None:
    for name in ("option.db", "environment.db", "configured.db"):
        console.run(["init", name])
    (console.folder / "detente.toml").write_text('db = "configured.db"\n', encoding="utf-8")
    configured = json.loads(console.apart(["stats", "--json"])[0])["stamp"]["store"]
    console.environ["DETENTE_DB"] = "environment.db"
    environment = json.loads(console.apart(["stats", "--json"])[0])["stamp"]["store"]
    option = json.loads(console.apart(["stats", "--json", "--db", "option.db"])[0])["stamp"][
        "store"
    ]

    assert (Path(configured).name, environment, option) == (
        "configured.db",
        "environment.db",
        "option.db",
    )


def test_a_store_in_the_users_folder_answers_once_it_is_there(console: Console) -> None:
    before = json.loads(console.apart(["stats", "--json"])[0])["stamp"]["store"]
    console.run(["init"])
    after = json.loads(console.apart(["stats", "--json"])[0])["stamp"]["store"]

    assert before == "sample"
    assert after == str(console.folder / "data" / "detente" / "timeline.db")


def test_init_leaves_a_timeline_as_it_is(console: Console) -> None:
    console.run(["init", "my.db"])
    console.run(["add", LINE, "--db", "my.db"])
    out, _, code = console.apart(["init", "my.db"])

    assert "is a timeline already, with 2 events." in out
    assert code == 0


def test_init_does_not_overwrite_a_file_that_is_no_timeline(console: Console) -> None:
    (console.folder / "notes.txt").write_text("notes that nobody else has", encoding="utf-8")
    _, err, code = console.apart(["init", "notes.txt"])

    assert "is not a timeline" in err
    assert code == 1
    assert (console.folder / "notes.txt").read_text(
        encoding="utf-8"
    ) == "notes that nobody else has"


@pytest.mark.parametrize("ending", ["json", "csv", "jsonl", "md"])
def test_the_ending_of_a_file_says_the_format(console: Console, ending: str) -> None:
    out, err, code = console.apart([*STATE, "-o", f"answer.{ending}"])
    written = (console.folder / f"answer.{ending}").read_text(encoding="utf-8")
    straight, _, _ = console.apart([*STATE, "--format", ending])

    assert (out, code) == ("", 0)
    assert "Written to" in err
    assert written == straight


def test_a_folder_that_is_not_there_is_a_failure(console: Console) -> None:
    _, err, code = console.apart([*STATE, "-o", "nowhere/answer.json"])

    assert err.endswith("error: there is no folder nowhere.\n  mkdir -p nowhere\n")
    assert code == 1


def test_csv_has_a_row_for_every_contribution(console: Console) -> None:
    rows = list(csv.DictReader(io.StringIO(console.apart([*STATE, "--format", "csv"])[0])))
    answer = json.loads(console.apart([*STATE, "--json"])[0])

    assert [row["fact"] for row in rows] == [row["fact"] for row in answer["contributions"]]
    assert sum(int(row["counted"]) for row in rows) == answer["score"]["net"]


def test_a_cell_that_looks_like_a_formula_is_quoted(console: Console) -> None:
    console.run(["init", "my.db"])
    console.run(
        [
            "add",
            (
                "2022-03-05  TUR = RUS  call  =HYPERLINK() is no title  ^formula; report Press,"
                " 2022-03-05"
            ),
            "--db",
            "my.db",
        ]
    )
    out, _, _ = console.apart(["timeline", "--format", "csv", "--db", "my.db"])

    assert ",'=HYPERLINK() is no title," in out


def test_dry_runs_write_nothing(console: Console) -> None:
    console.run(["init", "my.db"])
    out, _, _ = console.apart(["add", LINE, "--dry-run", "--db", "my.db"])

    assert "Nothing written" in out
    assert (
        json.loads(console.apart(["stats", "--json", "--db", "my.db"])[0])["stamp"]["position"] == 0
    )


def test_facts_come_in_from_standard_input(console: Console) -> None:
    console.run(["init", "my.db"])
    text = LINE.replace("; ", "\n    ")
    console.apart(["add", "-", "--db", "my.db"], text)
    again, _, _ = console.apart(["import", "-", "--db", "my.db"], text)

    assert "0 facts added, 0 changed, 1 unchanged; 0 events recorded." in again


def test_fmt_puts_a_file_into_form_and_says_so_when_it_is_not(console: Console) -> None:
    (console.folder / "a.facts").write_text(
        "2022-03-06   Turkey = Russia   call   A call  ^call\n", encoding="utf-8"
    )
    before = console.apart(["fmt", "--check", "a.facts"])[2]
    console.run(["fmt", "a.facts"])
    after = console.apart(["fmt", "--check", "a.facts"])[2]

    assert (before, after) == (1, 0)
    assert (console.folder / "a.facts").read_text(
        encoding="utf-8"
    ) == "2022-03-06  TUR = RUS  call/diplomacy  A call  ^call\n"


def test_what_is_exported_can_be_imported(console: Console) -> None:
    console.run(["export", "-o", "all.facts"])
    console.run(["init", "my.db"])
    console.run(["import", "all.facts", "--db", "my.db"])
    ours = json.loads(console.apart([*STATE, "--json", "--db", "my.db"])[0])
    sample = json.loads(console.apart([*STATE, "--json"])[0])

    assert {**ours, "stamp": None} == {**sample, "stamp": None}
    assert ours["stamp"]["answer"] == sample["stamp"]["answer"]


def test_the_author_is_kept(console: Console) -> None:
    console.run(["init", "my.db"])
    console.run(["add", LINE, "--author", "Selin", "--db", "my.db"])
    events = json.loads(console.apart(["history", "straits", "--json", "--db", "my.db"])[0])[
        "events"
    ]

    assert [event["author"] for event in events] == ["Selin"]


def test_a_question_in_words_is_the_command_it_means(console: Console) -> None:
    asked, err, _ = console.apart(["ask", "state of Turkey–Russia ties on 5 March 2022"])
    typed, _, _ = console.apart(["state", "Turkey", "Russia", "--on", "5 March 2022"])

    assert asked == typed
    assert "detente state TUR RUS --on 2022-03-05" in err


@pytest.mark.parametrize(
    "pair",
    ["Bosnia and Herzegovina and Serbia", "Guinea-Bissau and Senegal", "guinea-bissau–senegal"],
)
def test_a_pair_is_parted_where_both_halves_are_actors(console: Console, pair: str) -> None:
    _, err, code = console.apart(["ask", f"how were {pair} on 2022-03-05"])

    assert "error" not in err
    assert code == 3


def test_today_can_be_frozen(console: Console) -> None:
    frozen = json.loads(
        console.apart(["state", "turkey", "russia", "--today", "2022-03-05", "--json"])[0]
    )

    assert frozen["on"] == "2022-03-05"


def test_the_help_fits_one_screen_and_names_every_command(console: Console) -> None:
    out, _, code = console.apart(["--help"])
    named = set(re.findall(r"[a-z]+", out.partition("\nAsk:")[2]))

    assert {command for group in COMMANDS.values() for command in group} <= named
    assert len(out.splitlines()) <= 56
    assert code == 0


@pytest.mark.parametrize("command", [command for group in COMMANDS.values() for command in group])
def test_every_command_has_help(console: Console, command: str) -> None:
    out, _, code = console.apart([command, "--help"])

    assert "--db PATH-OR-URL" in out
    assert code == 0


def test_debug_shows_where_a_refusal_came_from_and_ends_alike(console: Console) -> None:
    _, err, code = console.apart(["state", "turkey", "russia", "--on", "05/03/2022", "--debug"])

    assert "Traceback" in err
    assert code == 2


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (["init", "."], "is a folder"),
        (["init", "notes.txt/my.db"], "cannot be used"),
        (["stats", "--db", "x" * 300], "cannot be used"),
        ([*STATE, "-o", "/"], "is a folder"),
        (["import", "bytes.facts"], "is not UTF-8 text"),
        (["add", "2022-03-05  TUR > RUS  call  \udcff  ^x"], "bytes that are not UTF-8, and 0xFF"),
    ],
    ids=str,
)
def test_what_the_system_refuses_is_a_sentence(
    console: Console, command: list[str], said: str
) -> None:
    """Each of these once ended in a traceback."""
    (console.folder / "notes.txt").write_text("notes", encoding="utf-8")
    (console.folder / "bytes.facts").write_bytes(b"\xff\xfe\x00")
    _, err, code = console.apart(command)

    assert said in err
    assert "Traceback" not in err
    assert code == (2 if command[0] == "add" else 1)


def test_a_database_of_something_else_is_left_alone(console: Console) -> None:
    """Tables were once added to other programs' databases."""
    path = console.folder / "bookmarks.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE bookmarks (url TEXT)")
    before = path.read_bytes()
    _, err, code = console.apart(["init", "bookmarks.db"])

    assert "is a database of something else" in err
    assert (code, path.read_bytes()) == (1, before)


def test_rows_of_different_kinds_share_their_columns(console: Console) -> None:
    """The history of a fact once ended in a traceback where a later event had a field more."""
    text, _, code = console.apart(["history", "putin-visit", "--format", "csv"])
    asserted, moved, *_ = csv.DictReader(io.StringIO(text))

    assert code == 0
    assert (asserted["event"], asserted["planned"]) == ("fact.asserted/1", "")
    assert (moved["content"], moved["planned"]) == ("", "[2022-02-15..2022-02-28]")
    assert json.loads(asserted["content"])["what"] == "visit"


def test_a_refused_name_among_several_words_is_mended_where_it_stands(console: Console) -> None:
    """The mend was once the very command that had failed."""
    _, err, _ = console.apart(["state", "united", "states", "georgia", "--on", "2022-03-05"])

    assert '"georgia" can mean two actors' in err
    assert "detente state united states GEO --on 2022-03-05" in err


def test_words_that_name_no_two_actors_are_told_together(console: Console) -> None:
    _, err, code = console.apart(["state", "this", "and", "that", "too"])

    assert '"this and that too" does not name two actors.' in err
    assert code == 2


def test_an_instant_is_told_in_utc(console: Console) -> None:
    out, _, _ = console.apart([*STATE, "--recorded-by", "2026-11-22T16:00:00+03:00"])

    assert "as recorded by 2026-11-22 13:00 UTC" in out


def test_a_moved_engagement_is_listed_where_it_was_moved_to(console: Console) -> None:
    out, _, _ = console.apart(["timeline", "turkey", "russia", "-p", "2023-03", "--json"])

    assert "trilateral-talks" not in [
        entry["fact"] for entry in json.loads(out)["entries"] if entry["dated"] < "2023-03"
    ]


def test_the_last_are_the_latest(console: Console) -> None:
    """Open-ended plans once stood after everything that had happened."""
    out, _, _ = console.apart(["timeline", "turkey", "russia", "--last", "1", "--json"])

    assert json.loads(out)["entries"][0]["first"] >= "2023"


def test_a_title_may_hold_a_semicolon_in_quotes(console: Console) -> None:
    console.run(["init", "my.db"])
    out, _, code = console.apart(
        [
            "add",
            '2022-03-05  TUR = RUS  call  "Talks; then a call"  ^x; report Press, 2022-03-05',
            "--db",
            "my.db",
        ]
    )

    assert "Talks; then a call" in out
    assert code == 0


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (["why", "turkey", "russia", "energy", "--on", "2022-03-05"], 0),
        (["why", "turkey", "fiji", "--on", "2022-03-05"], 3),
        (["diff", "turkey", "russia", "2022-03-05", "2022-03-05", "--exit-code"], 0),
        (["diff", "turkey", "russia", "2022-02-23", "2022-03-05", "--exit-code"], 1),
        (["diff", "turkey", "fiji", "2022-02-23", "2022-03-05"], 3),
        (["diff", "turkey", "russia"], 2),
        (["board", "turkey", "--on", "2022-03-05"], 0),
        (["board", "fiji"], 3),
        (["board"], 2),
        (["board", "turkey", "--domain", "enrgy"], 2),
    ],
    ids=str,
)
def test_questions_across_time_and_actors_end_as_they_should(
    console: Console, command: list[str], code: int
) -> None:
    assert console.apart(command)[2] == code


@pytest.mark.parametrize("form", ["json", "md", "plain"])
def test_a_diff_and_a_board_come_in_other_forms(console: Console, form: str) -> None:
    diff = console.apart(
        ["diff", "turkey", "russia", "2022-02-23", "2022-03-05", "--format", form]
    )[0]
    board = console.apart(["board", "turkey", "--on", "2022-03-05", "--format", form])[0]

    assert "straits" in diff
    assert "Ukraine" in board


def test_a_refusal_shows_what_a_terminal_would_obey_or_hide(console: Console) -> None:
    console.run(["init", "my.db"])
    (console.folder / "bad.csv").write_text("date,actors,\x1b[2Jop\u202e\x7f\n", encoding="utf-8")
    _, err, _ = console.apart(["import", "bad.csv", "--db", "my.db"])
    _, typed, _ = console.apart(["state", "\x1b[2Jturkey", "russia"])

    assert r'no column is called "\x1b[2jop\u202e\x7f"' in err
    assert "U+001B (escape)" in typed
    assert all(letter.isprintable() or letter == "\n" for letter in err + typed)


_SPELLED_OUT: Final = {
    "state turkey fiji",
    "state turkey russia --lens all",
    "timeline turkey usa",
    "why turkey russia transit",
    "why straits",
    "hindsight turkey russia transit",
    "agenda turkey",
    "board fiji",
    "chart turkey russia transit --from 2022-02",
    "search straits",
    "diff turkey russia --known-on 2022-02-26 --and-known-on 2022-03-05",
    "show straits",
    "actors",
    "actors turkey",
}


ON: Final = _SPELLED_OUT | {
    re.sub(r" --on \S+", "", documented(each.command)[0])
    for each in QUESTIONS
    if each.group
    and "on" in question_class(each.name).options
    and each.command not in {question.split()[0] for question in _SPELLED_OUT}
}
"""Of any other question the first thing that its page asks."""


@pytest.mark.parametrize("question", sorted(ON))
def test_a_partial_date_is_read_as_its_last_day_and_the_answer_says_so(
    console: Console, question: str
) -> None:
    printed = console.apart([*question.split(), "--on", "2022-03"])[0]

    assert " ".join(printed.split()).count("--on 2022-03: read as its last day, 2022-03-31.") == 1


def test_what_was_not_known_on_a_partial_date_says_how_that_was_read(console: Console) -> None:
    for question in ("show", "why"):
        _, err, code = console.apart([question, "straits", "--known-on", "2022-01"])

        assert "--known-on 2022-01: read as its last day, 2022-01-31." in err
        assert code == 3


def test_every_command_that_is_asked_of_a_day_is_among_those(console: Console) -> None:
    asked = {
        name
        for group in COMMANDS.values()
        for name in group
        if "--as-of" in console.run([name, "--help"])[0]
    }

    assert asked == {question.split()[0] for question in ON}


def test_a_line_of_usage_names_arguments_as_the_pages_do(console: Console) -> None:
    usage = {
        name: console.run([name, "--help"])[0].splitlines()[0].partition("[OPTIONS]")[2]
        for name in ("show", "undo", "verify", "import", "state", "timeline")
    }

    assert usage == {
        "show": " FACT",
        "undo": " [NUMBER]",
        "verify": " [ANSWER]",
        "import": " FILE...",
        "state": " A B [DOMAIN or #TOPIC]",
        "timeline": " [A] [B] [DOMAIN or #TOPIC]",
    }
    for group in COMMANDS.values():
        for name in group:
            first = console.run([name, "--help"])[0].splitlines()[0]
            assert "{" not in first
            assert "[[" not in first


@pytest.mark.parametrize(
    "question", ["state turkey russia", "timeline", "show straits", "export", "stats"]
)
def test_a_record_that_is_not_whole_ends_a_question_with_five(
    console: Console, question: str
) -> None:
    console.run(["init", "my.db"])
    console.run(["add", LINE, "--db", "my.db"])
    with closing(sqlite3.connect(console.folder / "my.db")) as database, database:
        database.execute("UPDATE events SET state = x'00' WHERE position = 1")
    _, err, code = console.apart([*question.split(), "--db", "my.db"])

    assert err.startswith("error: ")
    assert "detente --db my.db verify" in err
    assert code == 5


def test_what_a_terminal_would_obey_is_written_out_wherever_a_fact_is_shown(tmp_path: Path) -> None:
    """No line can hold it, but a store that somebody wrote by other means can.

    A title once coloured and cleared the screen.
    """
    console = Console(
        tmp_path, {"COLUMNS": "80", "DETENTE_TODAY": "2022-04-01", "DETENTE_DB": "my.db"}
    )
    console.run(["init", "my.db"])
    fact = a_fact(handle="odd", title="A \x1b[2Jclean \u202escreen")
    with closing(open_store(str(tmp_path / "my.db"))) as timeline:
        timeline.append(fact.events)
    questions = (
        "show odd",
        "history odd",
        "timeline",
        "state turkey russia",
        "why turkey russia",
        "why odd",
        "search 2jclean",
        "deny odd --source X",
    )

    for line in questions:
        printed = console.type(f"detente {line}")
        assert "\x1b" not in printed, line
        assert "\u202e" not in printed, line
        assert r"\x1b[2Jclean \u202escreen" in " ".join(printed.split()) or line.startswith(
            "deny"
        ), line


FIXED = (
    "state turkey russia",
    "why turkey russia",
    "why straits",
    "show straits",
    "timeline turkey russia -p 2022-03",
    "search straits",
    "board turkey",
    "agenda turkey",
    "hindsight turkey russia",
    "diff turkey russia 2022-03-01 2022-03-05",
    "turns turkey russia -p 2022-03",
    "replay turkey russia -p 2022-03",
    "chart turkey russia -p 2022-03",
    "state turkey fiji",
)


@pytest.mark.parametrize("question", FIXED)
def test_every_page_names_the_instant_by_which_its_facts_were_recorded(
    tmp_path: Path, question: str
) -> None:
    out, err, _ = Console(tmp_path).apart(
        [*question.split(), "--recorded-by", "2026-11-22T13:00:07Z"]
    )

    assert "as recorded by 2026-11-22 13:00:07 UTC" in " ".join((out + err).split())


def test_what_does_not_count_is_not_told_as_zero(tmp_path: Path) -> None:
    console = Console(tmp_path)
    state = console.apart(
        ["state", "turkey", "russia", "--on", "2022-03-05", "--lens", "goldstein-decay"]
    )[0]
    diff = console.apart(
        ["diff", "turkey", "russia", "2022-03-01", "2022-03-05", "--lens", "goldstein-decay"]
    )[0]

    assert "UNKNOWN" in state
    assert "0.0" not in state
    assert "Still unknown; nothing counts." in diff


@pytest.mark.parametrize(
    "question",
    [
        "state turkey russia --on 2022-03-05",
        "why turkey russia --on 2022-03-05",
        "hindsight turkey russia --on 2022-03-05",
        "diff turkey russia 2022-03-01 2022-03-05",
        "replay turkey russia -p 2022-03",
        "turns turkey russia -p 2022-03",
        "chart turkey russia -p 2022-03",
    ],
)
def test_ties_of_which_nothing_counts_are_unknown_to_every_question(
    tmp_path: Path, question: str
) -> None:
    assert Console(tmp_path).run([*question.split(), "--lens", "goldstein-decay"])[1] == 3


@pytest.mark.parametrize(
    "place",
    ["postgresql://me:secret@host/t", "mongodb://me:secret@host/t", "redis+x://:secret@host"],
)
def test_no_password_of_any_database_is_shown_or_recorded(place: str) -> None:
    settings, _ = read(["--db", place, "stats"], {})

    assert "secret" not in " ".join(settings.argv)
    assert "secret" not in settings.command("detente stats")
