"""Files of machine-coded sources at the command line.

What is told, what is refused, and files of real sources.
"""

from __future__ import annotations

import gzip
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest

from cli.progress import Progress, progress_text
from cli.settings import Settings
from domain.actors import Registry
from domain.refusal import Failure
from domain.source_actors import SourceActors
from service.sources import bulk
from service.sources.coding import coded
from service.sources.outcome import Coded, Rejected
from service.sources.reader import Rows
from service.sources.rejects import HEADER, Rejects
from service.sources.rulebook import find_rules, rules_text
from service.sources.rules import Rules
from service.timeline import Timeline
from tests.console import Console
from tests.shared import shared

HEAD = "id,date,actor,what,recipient,title,publisher,published,url\n"
ONE = "1,2015-11-24,Turkey,assault,Russia,A jet,Reuters,2015-11-24,\n"
BAD = "2,2015-11-24,Turkey,assault,Atlantis,A jet,Reuters,2015-11-24,\n"


@pytest.fixture
def console(tmp_path: Path) -> Console:
    found = Console.begun(tmp_path, db="a.db")
    (tmp_path / "a.csv").write_text(HEAD + ONE + BAD, encoding="utf-8")
    return found


def rows_told(said: str) -> tuple[int, int]:
    """How many rows a file has, and how many of them the summary accounts for.

    What is retracted is no row.
    """
    rows = re.search(r"([\d,]+) rows?, rules", said)
    assert rows is not None
    lines = re.findall(r"^  (?!retracted|would retract)\S\D{16} *([\d,]+) ", said, re.MULTILINE)
    return int(rows[1].replace(",", "")), sum(int(number.replace(",", "")) for number in lines)


# Telling ------------------------------------------------------------------------------------------


def test_rows_that_cannot_be_read_are_put_aside_and_the_others_go_in(console: Console) -> None:
    said, err, code = console.apart(["import", "a.csv", "--rules", "csv"])

    assert (code, err, rows_told(said)) == (0, "", (2, 2))
    assert "a.csv:3: recipient: " in said
    line, column, reason, row = (
        (console.folder / "a.csv.rejects").read_text(encoding="utf-8").splitlines()[1].split("\t")
    )
    assert (line, column, row) == ("3", "recipient", BAD.strip())
    assert "Atlantis" in reason


def test_a_row_that_cannot_be_read_is_told_with_its_file_in_an_archive(console: Console) -> None:
    with zipfile.ZipFile(console.folder / "a.zip", "w") as archive:
        archive.writestr("one.csv", HEAD + ONE)
        archive.writestr("more/two.csv", HEAD + BAD)
    console.apart(["import", "a.zip", "--rules", "csv"])
    places = [
        line.partition("\t")[0]
        for line in (console.folder / "a.zip.rejects").read_text(encoding="utf-8").splitlines()
    ]

    assert places == ["line", "more/two.csv:2"]


def test_rejected_rows_follow_no_link_that_nobody_named(console: Console) -> None:
    """Whoever could write in the folder once chose which file the rejected rows would replace."""
    (console.folder / "precious").write_text("", encoding="utf-8")
    (console.folder / "a.csv.rejects").symlink_to("precious")
    _, err, code = console.apart(["import", "a.csv", "--rules", "csv"])

    assert (code, (console.folder / "precious").read_text(encoding="utf-8")) == (1, "")
    assert "a.csv.rejects is a link" in err
    assert (
        console.apart(["import", "a.csv", "--rules", "csv", "--rejects", "a.csv.rejects"])[2] == 0
    )
    assert "Atlantis" in (console.folder / "precious").read_text(encoding="utf-8")


def test_a_file_of_something_else_is_not_overwritten(console: Console) -> None:
    (console.folder / "a.csv.rejects").write_text("my notes\n", encoding="utf-8")
    _, err, code = console.apart(["import", "a.csv", "--rules", "csv"])

    assert (code, (console.folder / "a.csv.rejects").read_text(encoding="utf-8")) == (
        1,
        "my notes\n",
    )
    assert "a.csv.rejects exists and is not a file of rejected rows; nothing was imported." in err
    assert (
        "0 facts"
        not in console.apart(["import", "a.csv", "--rules", "csv", "--rejects", "b.tsv"])[0]
    )
    assert (console.folder / "b.tsv").exists()


def test_standard_input_and_a_compressed_file_say_the_same(console: Console) -> None:
    with gzip.open(console.folder / "a.csv.gz", "wt", encoding="utf-8") as file:
        file.write(HEAD + ONE)
    piped = console.apart(["import", "-", "--rules", "csv"], HEAD + ONE)[0]

    assert "added                      1 fact" in piped
    assert (
        "already here               1 fact"
        in console.apart(["import", "a.csv.gz", "--rules", "csv"])[0]
    )


def test_rows_of_one_file_stay_recorded_where_none_of_the_next_can_be_read(
    console: Console,
) -> None:
    """That once exited with 1, as if nothing had been recorded."""
    (console.folder / "none.csv").write_text(HEAD + BAD, encoding="utf-8")

    assert console.run(["import", "none.csv", "--rules", "csv"])[1] == 1
    assert console.run(["import", "a.csv", "none.csv", "--rules", "csv"])[1] == 6


def test_the_first_rows_are_shown_as_facts_and_nothing_is_written(console: Console) -> None:
    said = console.apart(["import", "a.csv", "--rules", "csv", "--limit", "1", "--show"])[0]

    assert said.startswith(
        "2015-11-24  TUR > RUS  assault/diplomacy  A jet  ^1\n    report Reuters, 2015-11-24\n"
    )
    assert said.endswith("Nothing written.\n")
    assert console.apart(["undo", "--list"])[0] == "Nothing was recorded yet.\n"


def test_a_layer_of_one_s_own_takes_the_facts(console: Console) -> None:
    console.apart(["import", "a.csv", "--rules", "csv", "--layer", "mine"])

    assert "^mine/1" in console.apart(["show", "mine/1"])[0]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--rules", "csv", "--layer", "desk"], 'the layer "desk" is kept by people'),
        (["--rules", "csv", "--layer", "commands"], 'the layer "commands" is kept by people'),
        (["--rules", "csv", "--layer", "My Layer"], '"My Layer" is not a layer'),
        (
            ["--rules", "csv", "--changed", "maybe"],
            '"changed" takes correct or ignore, not "maybe"',
        ),
        (
            ["--rules", "csv", "--gone", "delete"],
            '"gone" takes retract or retract-most, not "delete"',
        ),
        (
            ["--rules", "csv", "--gone", "retract", "--limit", "5"],
            "only a whole file shows what it holds no longer",
        ),
        (["--rules", "csv", "--sync"], "--sync is for files that people keep"),
        (["--rules", "csv", "--as", "csv"], "--as is for files that people keep"),
        (
            ["--layer", "icews"],
            "--layer says how the rows of a source are read; name its rules too",
        ),
        (["--gone", "retract"], "--gone says how the rows of a source are read"),
        (["--show"], "--show says how the rows of a source are read"),
    ],
)
def test_what_makes_no_sense_is_refused(console: Console, words: list[str], said: str) -> None:
    out, err, code = console.apart(["import", "a.csv", *words])

    assert (out, code) == ("", 2)
    assert err.startswith(f"error: {said}")
    assert console.apart(["undo", "--list"])[0] == "Nothing was recorded yet.\n"


def test_an_interrupted_import_says_what_is_kept_and_the_same_again_finishes_it(
    console: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    (console.folder / "a.csv").write_text(
        HEAD + ONE + ONE.replace("1,", "7,", 1) + ONE.replace("1,", "8,", 1), encoding="utf-8"
    )
    record = Timeline.record_command
    calls = iter([record, record])

    def interrupted(*args: Any, **kept: Any) -> list[int]:
        call = next(calls, None)
        if call is None:
            raise KeyboardInterrupt
        return call(*args, **kept)

    with monkeypatch.context() as patched:
        patched.setattr(bulk, "BATCH", 1)
        patched.setattr(Timeline, "record_command", interrupted)
        _, err, code = console.apart(["import", "a.csv", "--rules", "csv"])

    assert (code, err) == (
        130,
        (
            "error: interrupted; 2 facts of a.csv recorded, the rest is not.\n  detente import"
            " a.csv --rules csv   # finishes it\n"
        ),
    )
    said = console.apart(["import", "a.csv", "--rules", "csv"])[0]
    assert "  added                      1 fact " in said
    assert "  already here               2 facts\n" in said


ROWS = """\
1,2015-11-24,Turkey,assault,Russia,A jet,Reuters,2015-11-24,
2,2015-11-24,Turkey,visit,Russia,A visit,Reuters,2015-11-24,
3,2015-11-24,Turkey,talks,Russia,A talk,Reuters,2015-11-24,
"""


@pytest.mark.parametrize("tried", [True, False], ids=["tried", "done"])
def test_what_is_said_of_a_row_moves_its_layer_and_not_the_desk(
    console: Console, *, tried: bool
) -> None:
    (console.folder / "a.csv").write_text(HEAD + ROWS, encoding="utf-8")
    console.apart(["import", "a.csv", "--rules", "csv"])
    console.apart(
        ["add", "2015-11-24", "TUR", ">", "RUS", "accuse", "An accusation", "--publisher", "AFP"]
    )
    before = console.apart(["state", "turkey", "russia", "--on", "2015-11-24", "--layer", "sheet"])[
        0
    ]
    said = console.apart(
        ["retract", "sheet/1", "--because", "a slip", *(["--dry-run"] if tried else [])]
    )[0]
    after = console.apart(["state", "turkey", "russia", "--on", "2015-11-24", "--layer", "sheet"])[
        0
    ]

    effect = re.search(
        r"^Effect   TUR–RUS on 24 Nov 2015, layer sheet: (\S+) (\S+) → (\S+) (\S+)$",
        said,
        re.MULTILINE,
    )
    assert effect is not None, said
    assert effect[1] in before
    assert effect[2].upper() in before
    assert tried == (before == after)
    assert tried or (effect[3] in after and effect[4].upper() in after)


def rows(number: int) -> str:
    return "".join(ONE.replace("1,", f"{i},", 1) for i in range(number))


def cut_short(path: Path) -> None:
    path.write_bytes(gzip.compress((HEAD + rows(400)).encode(), mtime=0)[:-40])


def with_a_spoiled_sum(path: Path) -> None:
    whole = gzip.compress((HEAD + rows(400)).encode(), mtime=0)
    path.write_bytes(whole[:-8] + bytes(4) + whole[-4:])


def with_a_flipped_byte(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("one.csv", HEAD + rows(400))
    path.write_bytes(path.read_bytes().replace(b"399,2015-11-24,Turkey", b"399,2015-11-24,TurkeX"))


def with_another_header_in_its_second_file(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("one.csv", HEAD + rows(400))
        archive.writestr("two.csv", HEAD.replace("recipient", "whom") + ONE)


DAMAGED = pytest.mark.parametrize(
    ("damage", "name", "said"),
    [
        (cut_short, "a.gz", r"a\.gz is damaged after line \d+: it ends too early"),
        (
            with_a_spoiled_sum,
            "a.gz",
            r"a\.gz is damaged after line 401: what is packed there cannot be unpacked",
        ),
        (
            with_a_flipped_byte,
            "a.zip",
            r"a\.zip/one\.csv is damaged after line \d+: what is packed there cannot be unpacked",
        ),
        (
            with_another_header_in_its_second_file,
            "a.zip",
            r'a\.zip/two\.csv has no column "recipient"; its first row names the columns',
        ),
    ],
)


@DAMAGED
def test_of_a_damaged_file_is_told_what_is_recorded_and_a_whole_one_finishes_it(
    console: Console,
    monkeypatch: pytest.MonkeyPatch,
    damage: Callable[[Path], None],
    name: str,
    said: str,
) -> None:
    """A file that ended too early was told as an interruption in which nothing was written.

    After thousands of facts were.
    """
    damage(console.folder / name)
    monkeypatch.setattr(bulk, "BATCH", 20)
    out, err, code = console.apart(["import", name, "--rules", "csv"])
    told = re.match(rf"error: {said}; (\d+) facts of {name} are recorded, the rest is not\.\n", err)

    assert (out, code) == ("", 6)
    assert told
    assert int(told[1]) % 20 == 0
    assert err.endswith(
        f"  detente import {name} --rules csv   # finishes it, once that is put right\n"
    )
    (console.folder / "whole.csv").write_text(HEAD + rows(400), encoding="utf-8")
    assert (
        f"  already here     {int(told[1]):>11} facts\n"
        in console.apart(["import", "whole.csv", "--rules", "csv"])[0]
    )


@DAMAGED
def test_of_a_damaged_file_nothing_is_recorded_that_is_only_looked_at(
    console: Console, damage: Callable[[Path], None], name: str, said: str
) -> None:
    damage(console.folder / name)
    out, err, code = console.apart(["import", name, "--rules", "csv", "--dry-run"])

    assert (out, code) == ("", 1)
    assert re.match(f"error: {said}", err)
    assert "recorded" not in err


def test_a_quote_that_nothing_closes_costs_its_own_line_only(console: Console) -> None:
    """It swallowed all that followed, which was neither counted nor kept."""
    text = (
        HEAD
        + rows(5)
        + ONE.replace("1,", "5,", 1).replace("A jet", '"A jet')
        + rows(2000).split("\n", 6)[6]
    )
    (console.folder / "a.csv").write_text(text, encoding="utf-8")
    said, _, code = console.apart(["import", "a.csv", "--rules", "csv"])

    assert (code, rows_told(said)) == (0, (2000, 2000))
    assert "  added                  1,999 facts" in said
    assert (
        "a.csv:7: a quote that opens on line 7 is not closed at the end of a cell up to line 1,006;"
        " only line 7 is rejected.\n" in said
    )
    assert '\t5,2015-11-24,Turkey,assault,Russia,"A jet,Reuters,2015-11-24,\n' in (
        console.folder / "a.csv.rejects"
    ).read_text(encoding="utf-8")


def test_no_terminal_obeys_the_name_of_the_rejected_rows(console: Console) -> None:
    """The name of a file somebody else sent was once printed as it was."""
    (console.folder / "a\x1b[2J\u202e.csv").write_text(HEAD + BAD, encoding="utf-8")
    told = console.run(["import", "a\x1b[2J\u202e.csv", "--rules", "csv"])[0]

    assert "are in a\\x1b[2J\\u202e.csv.rejects." in told
    assert not any(letter in told for letter in "\x1b\u202e")


def test_a_cell_in_quotes_still_holds_lines(console: Console) -> None:
    (console.folder / "a.csv").write_text(
        HEAD + ONE.replace("A jet", '"A ""jet""\nfalls"') + BAD, encoding="utf-8"
    )
    said = console.apart(["import", "a.csv", "--rules", "csv", "--show"])[0]

    assert '  A "jet" falls  ^1' in said
    assert "a.csv:4: recipient: " in said


def test_no_terminal_obeys_what_a_file_holds(console: Console) -> None:
    spoiled = BAD.replace("Atlantis", "\x1b[2JAt\u202elantis\x07")
    (console.folder / "a.csv").write_text(
        HEAD + ONE.replace("A jet", "A \x1b[2Jjet\u202e") + spoiled, encoding="utf-8"
    )
    told = (
        console.apart(["import", "a.csv", "--rules", "csv"])[0]
        + console.apart(["import", "a.csv", "--rules", "csv", "--show"])[0]
    )
    kept = (console.folder / "a.csv.rejects").read_text(encoding="utf-8")

    assert not any(letter in told + kept for letter in "\x1b\x07\u202e")
    assert 'no actor is known as "\\x1b[2JAt\\u202elantis\\x07" in registry.' in told
    assert "title: a cell cannot hold control characters, and U+001B (escape) is one." in told
    assert "A \\x1b[2Jjet\\u202e" in kept
    assert "assault,\\x1b[2JAt\\u202elantis\\x07," in kept


def test_an_empty_file_says_so(console: Console) -> None:
    (console.folder / "a.csv").write_bytes(b"")
    with zipfile.ZipFile(console.folder / "a.zip", "w"):
        pass
    for name, rules in (("a.csv", "csv"), ("a.csv", "gdelt2"), ("a.zip", "icews")):
        out, err, code = console.apart(["import", name, "--rules", rules])

        assert (out, code) == ("", 1)
        assert (
            err == f"error: {name} is empty: it has no line of text. Download it again, and import"
            " that.\n"
        )


def test_where_no_row_of_one_file_can_be_read_a_part_was_recorded(console: Console) -> None:
    (console.folder / "a.csv").write_text(HEAD + BAD, encoding="utf-8")
    (console.folder / "b.csv").write_text(HEAD + ONE, encoding="utf-8")
    said, _, code = console.apart(["import", "a.csv", "b.csv", "--rules", "csv"])

    assert code == 6
    assert "cannot read                1 row " in said
    assert "added                      1 fact " in said


def test_a_long_line_of_the_summary_keeps_to_the_screen(console: Console) -> None:
    lines = [ONE.replace("1,", f"{i},", 1) for i in range(4)]
    lines[0], lines[1], lines[2] = (
        lines[0].replace("Turkey", ""),
        lines[1].replace("Turkey", "Russia"),
        lines[2].replace("2015", "1015", 1),
    )
    lines += [
        BAD,
        ONE.replace("assault", "sing"),
        ONE.replace("2015-11-24,\n", "24.11.2015,\n"),
        "a,b\n",
    ]
    (console.folder / "a.csv").write_text(HEAD + "".join(lines), encoding="utf-8")
    said = console.apart(["import", "a.csv", "--rules", "csv"])[0]

    assert rows_told(said) == (8, 8)
    assert max(len(line) for line in said.partition("a.csv:")[0].splitlines()) <= 80


def test_what_has_not_happened_yet_is_rejected_unless_the_rules_say_a_last_year(
    console: Console,
) -> None:
    days = ("2026-11-22", "2026-11-23", "2026-11-24")
    text = "".join(
        ONE.replace("1,", f"{i},", 1).replace("2015-11-24", day) for i, day in enumerate(days)
    )
    (console.folder / "a.csv").write_text(HEAD + text, encoding="utf-8")
    rules = rules_text("csv").replace(
        'format = "YYYY-MM-DD"', 'format = "YYYY-MM-DD"\nlast_year = 2026'
    )
    (console.folder / "mine.toml").write_text(rules, encoding="utf-8-sig")
    said = console.apart(["import", "a.csv", "--rules", "csv", "--dry-run"])[0]

    assert "would add                  2 facts" in said
    assert "a.csv:4: date: 2026-11-24 has not happened yet.\n" in said
    assert (
        "would add                  3 facts"
        in console.apart(["import", "a.csv", "--rules", "mine.toml", "--dry-run"])[0]
    )


def test_a_column_that_is_misspelt_in_the_rules_is_told_with_its_place_there(
    console: Console,
) -> None:
    (console.folder / "mine.toml").write_text(
        rules_text("csv").replace('column = "what"', 'column = "wat"'), encoding="utf-8"
    )
    _, err, code = console.apart(["import", "a.csv", "--rules", "mine.toml"])

    assert code == 1
    assert err.startswith(
        'error: a.csv has no column "wat"; mine.toml:16: code.column names it, and the columns are'
        " those of the first row.\n"
    )
    assert "  what\n" in err
    assert (
        "  mine.toml   a file\n  csv\n" in console.apart(["import", "a.csv", "--rules", "mine"])[1]
    )


# Others' files ------------------------------------------------------------------------------------


REAL = pytest.mark.parametrize(
    ("path", "rules", "rows"),
    [
        ("icews/events.2018.sample.tab", "icews", 3_705),
        ("gdelt/v2-20180101000000.export.CSV", "gdelt2", 2_414),
        ("gdelt/v1-mixed-57-58-columns.csv", "gdelt1", 710),
    ],
)


def test_of_a_graph_of_entities_every_row_has_one_end_and_none_is_new_again(
    console: Console,
) -> None:
    words = ["import", str(shared("icews18/valid.txt")), "--rules", "icews-kg"]
    first, again = console.apart(words)[0], console.apart(words)[0]

    assert rows_told(first) == rows_told(again) == (45_995, 45_995)
    assert "  added                 10,538 facts" in first
    assert "  added                      0 facts\n" in again


@REAL
def test_of_a_real_file_every_row_has_one_end_and_none_is_new_again(
    console: Console, path: str, rules: str, rows: int
) -> None:
    words = ["import", str(shared(path)), "--rules", rules]
    first, again = console.apart(words)[0], console.apart([*words, "--gone", "retract"])[0]

    assert rows_told(first) == rows_told(again) == (rows, rows)
    assert "  added                      0 facts\n" in again
    assert "Undo:" in first
    assert "Undo:" not in again


@REAL
def test_a_changed_copy_of_a_real_file_gives_exactly_its_changes(
    console: Console, registry: Registry, path: str, rules: str, rows: int
) -> None:
    original, copy = shared(path), console.folder / Path(path).name
    changed = twenty_changed(original, find_rules(rules), registry)
    copy.write_text(changed, encoding="utf-8")
    console.apart(["import", str(original), "--rules", rules])
    said, _, _ = console.apart(["import", copy.name, "--rules", rules])

    assert "  added                      0 facts\n" in said
    assert "  corrected                 20 facts" in said
    assert rows_told(said) == (rows, rows)
    assert "  corrected" not in console.apart(["import", copy.name, "--rules", rules])[0]


def twenty_changed(original: Path, rules: Rules, registry: Registry) -> str:
    """A file of which twenty rows that are facts have another score."""
    source = Rows(original, rules.reader, frozenset(rules.columns))
    found = list(coded(rules, source, SourceActors(registry)))
    part = next(source.parts())
    at = part.columns[rules.goldstein]
    lines = original.read_text(encoding="utf-8").split("\n")
    for each in Random(3).sample([each for each in found if isinstance(each, Coded)], 20):
        cells = lines[each.line - 1].split("\t")
        cells[at] = "-7.5" if float(cells[at]) != -7.5 else "3"
        lines[each.line - 1] = "\t".join(cells)
    return "\n".join(lines)


# Parts --------------------------------------------------------------------------------------------


class Terminal:
    """What a person sees, as it was written."""

    def __init__(self) -> None:
        self.said = ""

    def write(self, text: str) -> int:
        self.said += text
        return len(text)

    def flush(self) -> None:
        pass

    def isatty(self) -> bool:
        return True


def test_progress_tells_rate_and_time_left() -> None:
    assert progress_text(20_000, "rows", 0.25, 10.0) == "25%  20,000 rows  2,000/s  0:30 left"
    assert progress_text(20_000, "rows", 0.01, 100.0) == "1%  20,000 rows  200/s  2:45:00 left"
    assert progress_text(5, "rows", None, 1.0) == "5 rows  5/s"


def test_a_bar_grows_on_one_line_and_is_gone_at_the_end() -> None:
    seconds = iter([0.0, 0.1, 1.0, 2.0])
    terminal = Terminal()
    progress = Progress(Settings(err=terminal), "rows", lambda: next(seconds))  # type: ignore[arg-type]  # all of a stream that is used
    for share in (0.1, 0.5, 1.0):
        progress.at(round(share * 100), share)
    progress.close()

    assert terminal.said.count("\r") == 4
    assert "10%" not in terminal.said
    assert "████████████░░░░░░░░░░░░ 50%  50 rows" in terminal.said
    assert terminal.said.endswith(" \r")


def test_rejected_rows_keep_to_their_columns(tmp_path: Path) -> None:
    rejects = Rejects(tmp_path / "a.rejects")
    rejects.write(Rejected(7, "date", "no date.", "a\tb\\n\n"))

    assert rejects.close()
    assert (tmp_path / "a.rejects").read_text(
        encoding="utf-8"
    ) == f"{HEADER}7\tdate\tno date.\ta\\tb\\\\n\\n\n"
    assert not Rejects(tmp_path / "a.rejects").close()
    (tmp_path / "notes").write_text("notes", encoding="utf-8")
    with pytest.raises(Failure, match="is not a file of rejected rows"):
        Rejects(tmp_path / "notes")
    with pytest.raises(Failure, match="is a folder"):
        Rejects(tmp_path)
