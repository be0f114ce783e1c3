"""What one person wrote comes into the timeline of another: nothing is taken for something else.

Two calls by two colleagues, with the same title, once became one: the later file corrected the
other's fact without a word.
"""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import pytest

from tests.console import Console

MINE = "2022-03-05  TUR = RUS  call  Phone call of the presidents; report AFP, 2022-03-05"
HANDLE = "phone-call-of-the-presidents"


@pytest.fixture
def console(tmp_path: Path) -> Console:
    return Console.begun(tmp_path, MINE)


def theirs(console: Console, *lines: str, name: str = "b.facts") -> None:
    """A colleague records lines in a timeline of their own, and exports them as a file."""
    for command in (
        ["--db", "b.db", "init"],
        *(["--db", "b.db", "add", line, "--author", "Bob"] for line in lines),
        ["--db", "b.db", "export", "-o", name],
    ):
        printed, code = console.run(command)
        assert code == 0, printed


def lines(console: Console) -> list[str]:
    exported, _ = console.run(["export"])
    return [line for line in exported.splitlines() if not line.startswith((" ", "#"))]


def pasted(printed: str, option: str) -> list[str]:
    """The line of a message that has an option, as somebody pastes it."""
    line = next(line for line in printed.splitlines() if f" --{option} " in line)
    return shlex.split(line, comments=True)[1:]


# Handles made from titles


@pytest.mark.parametrize(
    ("line", "left"),
    [
        (MINE.replace("03-05", "04-05"), "2022-04-05  TUR = RUS"),
        (MINE.replace("TUR = RUS", "TUR = UKR"), "2022-03-05  TUR = UKR"),
        (MINE.replace("TUR = RUS", "TUR > RUS"), "2022-03-05  TUR > RUS"),
        (MINE.partition(";")[0].replace("03-05", "04-05"), "2022-04-05  TUR = RUS"),
    ],
    ids=["another day", "other parties", "another direction", "no source on their side"],
)
def test_two_facts_with_one_made_handle_are_two(console: Console, line: str, left: str) -> None:
    theirs(console, line)
    printed, code = console.run(["import", "b.facts"])

    assert code == 0, printed
    assert f"^{HANDLE} of b.facts is ^{HANDLE}-2 here" in " ".join(printed.split())
    mine, other = lines(console)
    assert mine.startswith("2022-03-05  TUR = RUS  call/diplomacy")
    assert other.startswith(left)
    assert other.endswith(f"^{HANDLE}-2")
    assert "2 unchanged" not in console.run(["import", "b.facts"])[0]
    assert len(lines(console)) == 2


def test_the_same_fact_of_two_people_is_one_with_both_sources(console: Console) -> None:
    theirs(console, MINE.replace("report AFP", "report Reuters"))
    console.run(["import", "b.facts"])
    exported, _ = console.run(["export"])

    assert len(lines(console)) == 1
    assert "report AFP, 2022-03-05" in exported
    assert "report Reuters, 2022-03-05" in exported
    assert "corrected" not in exported


@pytest.mark.parametrize(
    ("mine", "theirs_"),
    [
        ("TUR = RUS", "RUS = TUR"),
        ("TUR,USA = RUS", "RUS = USA,TUR"),
        ("TUR > RUS,UKR", "TUR > UKR,RUS"),
    ],
    ids=["sides of what is mutual", "and actors of a side", "recipients"],
)
@pytest.mark.parametrize("given", [True, False])
@pytest.mark.parametrize("name", ["b.facts", "b.csv"])
def test_the_order_of_parties_makes_no_other_fact(
    tmp_path: Path, mine: str, theirs_: str, name: str, *, given: bool
) -> None:
    """`RUS = TUR` of a colleague was recorded beside `TUR = RUS`, and counted twice."""
    line = MINE.replace("call  ", "talks  ") + ("; place Ankara" if given else "")
    line = line.replace("presidents;", "presidents  ^antalya;") if given else line
    console = Console.begun(tmp_path, line.replace("TUR = RUS", mine))
    theirs(console, line.replace("TUR = RUS", theirs_).replace("AFP", "TASS"), name=name)
    printed, code = console.run(["import", name])
    exported, _ = console.run(["export"])

    assert code == 0, printed
    assert len(lines(console)) == 1
    assert mine in exported
    assert "report TASS" in exported
    assert "corrected" not in exported
    assert console.run(["merge", "b.db"])[0].startswith("0 facts added, 0 changed, 1 unchanged")


def test_the_other_order_is_typed_as_the_same_fact(console: Console) -> None:
    printed, _ = console.run(["add", MINE.replace("TUR = RUS", "RUS = TUR")])

    assert "0 facts added, 0 changed, 1 unchanged" in printed


def test_an_order_of_what_is_directed_is_another_fact(console: Console) -> None:
    theirs(console, MINE.replace("TUR = RUS", "RUS > TUR"))
    console.run(["import", "b.facts"])

    assert len(lines(console)) == 2


def test_a_numbered_handle_that_was_made_decides_nothing_either(console: Console) -> None:
    console.run(["add", MINE.replace("03-05", "03-06")])
    theirs(console, MINE.replace("03-05", "03-07"), MINE.replace("03-05", "03-05"))
    console.run(["import", "b.facts"])

    assert [line[:10] for line in lines(console)] == ["2022-03-05", "2022-03-06", "2022-03-07"]


def test_facts_of_one_title_recorded_by_two_are_listed_by_check(console: Console) -> None:
    theirs(console, MINE.replace("03-05", "04-05"))
    console.run(["import", "b.facts", "--author", "Ada"])
    printed, _ = console.run(["check", "--json"])
    found = [each for each in json.loads(printed)["findings"] if each["kind"] == "same-title"]

    assert [each["fact"] for each in found] == [f"{HANDLE}-2"]
    assert f"^{HANDLE}" in found[0]["said"]


def test_calls_of_one_file_with_one_title_are_nothing_to_look_at(console: Console) -> None:
    text = "\n".join(f"2022-05-0{day}  TUR = UKR  call  Weekly call" for day in range(1, 5))
    (console.folder / "weekly.facts").write_text(text + "\n", encoding="utf-8")
    console.run(["import", "weekly.facts"])

    assert "same title" not in console.run(["check"])[0]


# Handles that somebody gave


GIVEN = "2022-03-05  TUR = RUS  talks  Talks in Antalya  ^antalya; report AFP, 2022-03-05"


@pytest.mark.parametrize(
    ("line", "field"),
    [
        (GIVEN.replace("2022-03-05  TUR", "2022-03-04  TUR"), "on"),
        (GIVEN.replace("TUR = RUS", "TUR = UKR"), "parties"),
        (GIVEN.replace("Talks in Antalya", "Lavrov in Antalya"), "title"),
        (GIVEN.replace("talks  Talks", "visit  Talks"), "what"),
        (GIVEN + "; weight -4, because it broke up", "weight"),
    ],
)
def test_two_facts_with_a_given_handle_are_shown_and_nothing_is_written(
    console: Console, line: str, field: str
) -> None:
    console.run(["add", GIVEN, "--author", "Ada"])
    before = lines(console)
    theirs(console, line)
    printed, code = console.run(["import", "b.facts"])

    assert code == 1
    assert f"^antalya is another fact here, or says something else: {field}" in printed
    shown = " ".join(printed.split())
    assert "yours 2022-03-05 TUR = RUS talks/diplomacy Talks in Antalya ^antalya" in shown
    assert "recorded by Ada" in shown
    assert " theirs " in shown
    assert lines(console) == before


def conflict(console: Console) -> str:
    console.run(["add", GIVEN])
    theirs(console, GIVEN.replace("2022-03-05  TUR", "2022-03-04  TUR"))
    return console.run(["import", "b.facts"])[0]


def test_mine_stays_where_it_is_chosen(console: Console) -> None:
    printed, code = console.run(pasted(conflict(console), "mine"))

    assert (code, "yours stays: ^antalya" in printed) == (0, True)
    assert [line[:10] for line in lines(console)] == ["2022-03-05", "2022-03-05"]


def test_theirs_corrects_mine_where_it_is_chosen(console: Console) -> None:
    printed, code = console.run(pasted(conflict(console), "theirs"))
    history, _ = console.run(["history", "antalya"])

    assert code == 0, printed
    assert "2022-03-05 TUR = RUS" in " ".join(history.split())
    assert "corrected on 2022-03-04" in " ".join(history.split())
    assert "so in b.facts" in " ".join(history.split())
    assert console.run(["import", "b.facts"])[1] == 0


def test_both_stay_where_that_is_chosen(console: Console) -> None:
    printed, code = console.run(pasted(conflict(console), "both"))

    assert code == 0, printed
    assert sorted(line.rpartition("^")[2] for line in lines(console)) == [
        "antalya",
        "antalya-2",
        HANDLE,
    ]
    again, code = console.run(["import", "b.facts"])
    assert (code, "1 unchanged" in again) == (0, True)


def test_one_choice_may_be_made_for_all(console: Console) -> None:
    console.run(["add", GIVEN])
    console.run(["add", GIVEN.replace("^antalya", "^ankara")])
    other = GIVEN.replace("2022-03-05  TUR", "2022-03-04  TUR")
    theirs(console, other, other.replace("^antalya", "^ankara"))
    printed, code = console.run(["import", "b.facts", "--both", "*"])

    assert code == 0, printed
    assert {"antalya", "antalya-2", "ankara", "ankara-2"} <= {
        line.rpartition("^")[2] for line in lines(console)
    }


def test_two_choices_for_one_fact_are_refused(console: Console) -> None:
    printed, code = console.run(["import", "b.facts", "--mine", "x", "--both", "x"])

    assert (code, "only one can be" in printed) == (2, True)


def test_what_only_adds_contradicts_nobody(console: Console) -> None:
    console.run(["add", GIVEN])
    theirs(console, GIVEN.replace("^antalya", "^antalya  #mediation") + "; place Antalya")
    printed, code = console.run(["import", "b.facts"])

    assert (code, "1 changed" in printed) == (0, True)
    assert any(line.endswith("^antalya") for line in lines(console))
    assert "place Antalya" in console.run(["show", "antalya", "--json"])[0].replace('": "', " ")


def test_two_corrections_of_one_fact_contradict(console: Console) -> None:
    """A copy of a timeline went on by itself: each of the two corrected the same date."""
    console.run(["add", GIVEN])
    theirs(console, GIVEN)
    console.run(["correct", "antalya", "--set", "on=2022-03-06", "--because", "so says AP"])
    why = ["--because", "so says TASS"]
    console.run(["--db", "b.db", "correct", "antalya", "--set", "on=2022-03-07", *why])
    console.run(["--db", "b.db", "export", "-o", "b.facts"])
    printed, code = console.run(["import", "b.facts"])

    assert (code, "something else: on" in printed) == (1, True)
    assert "2022-03-07" not in console.run(["history", "antalya"])[0]


def test_a_correction_of_theirs_alone_is_taken_where_that_is_chosen(console: Console) -> None:
    console.run(["add", GIVEN])
    theirs(console, GIVEN)
    why = ["--because", "so says TASS"]
    console.run(["--db", "b.db", "correct", "antalya", "--set", "on=2022-03-07", *why])
    console.run(["--db", "b.db", "export", "-o", "b.facts"])
    assert console.run(["import", "b.facts"])[1] == 1
    printed, code = console.run(["import", "b.facts", "--theirs", "antalya"])

    assert code == 0, printed
    assert "so says TASS" in " ".join(console.run(["history", "antalya"])[0].split())


# One's own files


def test_an_edit_of_ones_own_export_is_a_correction(console: Console) -> None:
    console.run(["add", GIVEN])
    console.run(["export", "-o", "own.facts"])
    file = console.folder / "own.facts"
    text = file.read_text(encoding="utf-8").replace("2022-03-05  TUR", "2022-03-04  TUR")
    file.write_text(text, encoding="utf-8")
    printed, code = console.run(["import", "own.facts"])

    assert (code, "2 changed" in printed) == (0, True), printed


def test_an_edit_of_an_export_from_before_another_change_contradicts_it(console: Console) -> None:
    console.run(["add", GIVEN])
    console.run(["export", "-o", "own.facts"])
    console.run(["correct", "antalya", "--set", "on=2022-03-06", "--because", "so says AP"])
    file = console.folder / "own.facts"
    text = file.read_text(encoding="utf-8").replace(
        "2022-03-05  TUR = RUS  t", "2022-03-04  TUR = RUS  t"
    )
    file.write_text(text, encoding="utf-8")
    printed, code = console.run(["import", "own.facts"])

    assert (code, "^antalya is another fact" in printed) == (1, True), printed


DESK = """2022-03-05  TUR = RUS  call  A call
2022-03-06  TUR > RUS  accuse  Ankara calls it unacceptable
2022-03-07  TUR = UKR  talks  Talks in Lviv
"""


@pytest.mark.parametrize(
    ("old", "new", "handle"),
    [
        ("2022-03-05", "2022-03-04", "a-call"),
        ("A call", "A long call", "a-call"),
        ("TUR > RUS", "TUR,FRA > RUS", "ankara-calls-it-unacceptable"),
        ("talks  Talks", "summit  Talks", "talks-in-lviv"),
    ],
    ids=["its date", "its title", "its parties", "its what"],
)
def test_an_edited_line_without_a_handle_is_the_same_line_of_its_file(
    console: Console, old: str, new: str, handle: str
) -> None:
    """It was once recorded as one more fact, beside what the line had said before."""
    file = console.folder / "d.facts"
    file.write_text(DESK, encoding="utf-8")
    console.run(["import", "d.facts"])
    file.write_text(DESK.replace(old, new), encoding="utf-8")
    printed, code = console.run(["import", "d.facts"])

    assert code == 0, printed
    assert "0 facts added, 1 changed, 2 unchanged" in printed
    shown = " ".join(printed.split())
    assert f"edited lines without a handle were found by their rest: ^{handle}" in shown
    assert console.run(["import", "d.facts"])[0].startswith("0 facts added, 0 changed, 3 unchanged")


@pytest.mark.parametrize(
    "text",
    [
        DESK.replace("2022-03-05", "2022-03-04").replace("A call", "A long call"),
        DESK.partition("\n")[2],
    ],
    ids=["two things of it are edited", "it is gone"],
)
def test_lines_that_are_gone_are_said(console: Console, text: str) -> None:
    file = console.folder / "d.facts"
    file.write_text(DESK, encoding="utf-8")
    console.run(["import", "d.facts"])
    file.write_text(text, encoding="utf-8")
    printed, _ = console.run(["import", "d.facts"])

    assert "1 line that d.facts held is gone" in " ".join(printed.split())
    assert "detente import d.facts --sync" in printed


def test_two_lines_that_may_be_the_edited_one_are_not_guessed(console: Console) -> None:
    file = console.folder / "d.facts"
    file.write_text(DESK, encoding="utf-8")
    console.run(["import", "d.facts"])
    both = DESK.splitlines()[0]
    text = DESK.replace("2022-03-05", "2022-03-04") + both.replace("2022-03-05", "2022-03-03")
    file.write_text(text + "\n", encoding="utf-8")
    printed, _ = console.run(["import", "d.facts"])

    assert "2 facts added, 0 changed, 2 unchanged" in printed
    assert "1 line that d.facts held is gone" in " ".join(printed.split())


def test_a_file_of_another_name_with_a_line_like_it_is_another_file(console: Console) -> None:
    for name, text in (("d.facts", DESK), ("e.facts", DESK.replace("2022-03-05", "2022-03-04"))):
        (console.folder / name).write_text(text, encoding="utf-8")
        printed, _ = console.run(["import", name])

    assert "1 fact added, 0 changed, 2 unchanged" in printed


# What another file says of what is here already


@pytest.mark.parametrize(
    ("mine", "other"), [("note long", "note short"), ("place Ankara", "place Antalya")]
)
def test_the_same_line_of_another_file_corrects_nothing(
    console: Console, mine: str, other: str
) -> None:
    """A line without a handle was found by its words, and its note put in the place of mine."""
    for name, detail in (("mine.facts", mine), ("other.facts", other)):
        text = f"2022-03-06  TUR = RUS  call  They speak\n    {detail}\n"
        (console.folder / name).write_text(text, encoding="utf-8")
    console.run(["import", "mine.facts"])
    printed, code = console.run(["import", "other.facts"])

    assert code == 1, printed
    assert mine in printed.split("theirs")[0]
    assert other in printed.split("theirs", 1)[1]
    assert console.run(["import", "other.facts", "--theirs", "*"])[1] == 0
    assert other.split()[1] in console.run(["show", "they-speak"])[0]


@pytest.mark.parametrize("line", ["@actor acme  Acme Oil", "@actor acme  Acme Shipping  of=USA"])
def test_an_actor_of_another_file_stays_what_it_is(console: Console, line: str) -> None:
    """Two people have a firm each under one id: the second file made one of the other."""
    (console.folder / "mine.facts").write_text("@actor acme  Acme Ships  type=organisation\n")
    (console.folder / "other.facts").write_text(f"{line}\n")
    console.run(["import", "mine.facts"])
    printed, code = console.run(["import", "other.facts"])

    assert (code, "both describe acme; your description stays" in printed) == (0, True)
    assert "Acme Ships" in console.run(["actors", "acme"])[0]
    (console.folder / "mine.facts").write_text(f"{line}\n")
    console.run(["import", "mine.facts"])
    assert "Acme Ships" not in console.run(["actors", "acme"])[0], "an edit of the same file"


def test_ones_own_call_comes_back_in_a_file_under_another_number(console: Console) -> None:
    """An export of Ada's held Cem's call as her third; he got it as one more of that day."""
    call = "2022-{0}-05  TUR = RUS  call  Phone call{1}\n    report AFP, 2022-{0}-05\n"
    (console.folder / "cem.facts").write_text(call.format("03", "") + call.format("07", ""))
    console.run(["import", "cem.facts"])
    theirs_ = call.format("03", "  ^phone-call")
    theirs_ += call.format("06", "  ^phone-call-2") + call.format("07", "  ^phone-call-3")
    theirs_ += "    report BBC, 2022-07-06\n"
    (console.folder / "ada.facts").write_text(theirs_)
    for said in ("1 fact added, 1 changed, 1 unchanged", "0 facts added, 0 changed, 3 unchanged"):
        printed, code = console.run(["import", "ada.facts"])
        assert (code, said in printed) == (0, True), printed

    found = {line.split()[-1]: line[:10] for line in lines(console) if "Phone call  ^" in line}
    assert found == {
        "^phone-call": "2022-03-05",
        "^phone-call-2": "2022-07-05",
        "^phone-call-4": "2022-06-05",
    }


def test_two_calls_of_one_day_stay_two(console: Console) -> None:
    call = "2022-03-05  TUR = RUS  call  Phone call{}\n    report {}, 2022-03-05\n"
    mine = call.format("", "AFP")
    (console.folder / "mine.facts").write_text(mine)
    (console.folder / "other.facts").write_text(
        call.format("  ^phone-call", "AFP") + call.format("  ^phone-call-2", "TASS")
    )
    console.run(["import", "mine.facts"])
    console.run(["import", "other.facts"])

    assert len([line for line in lines(console) if "Phone call  ^" in line]) == 2
