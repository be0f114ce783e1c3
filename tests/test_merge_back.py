"""What two people have settled stays so: a merge back, and again, changes nothing they agree on."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from random import Random
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.fact import Fact
from service.choices import ALL, Choice, Choices
from service.merging import Other, merge
from service.rejected import Differing
from tests.console import Console
from tests.effort import examples
from tests.test_merge import Desk, copy_of, pairs

FACTS: Final = (
    "2022-03-05  TUR = RUS  call  Call two  ^two; report AFP, 2022-03-05",
    "2022-03-20  TUR = RUS  planned:call  A call  ^call; announced 2022-03-10, Kremlin",
    "2022-02-28  TUR > RUS  instrument:sanctions  A ban  ^ban; report AFP, 2022-02-28",
)


@pytest.fixture
def console(tmp_path: Path) -> Console:
    console = Console.begun(tmp_path, *FACTS, db="a.db")
    shutil.copy(tmp_path / "a.db", tmp_path / "b.db")
    return console


def does(console: Console, db: str, words: str, code: int = 0) -> str:
    author = {"a.db": "Ada", "b.db": "Bob"}[db]
    printed, found = console.run(["--db", db, *words.split(), "--author", author])
    assert found == code, printed
    return printed


def said(console: Console, fact: str) -> list[object]:
    """What a fact says in each of the two timelines."""
    found: list[object] = []
    for db in ("a.db", "b.db"):
        shown = json.loads(console.run(["--db", db, "show", fact, "--json"])[0])
        days = ("2023-01-15", "2023-02-15")
        states = [console.run(["--db", db, *STATE, day, "--json"])[0] for day in days]
        in_force = [bool(json.loads(state)["in_force"]) for state in states]
        dated = shown["dated"] if fact != "ban" else in_force
        found.append((dated, [shown[name] for name in KEPT]))
    return found


KEPT: Final = ("title", "what", "weight", "status", "parties")
STATE: Final = ("state", "tur", "rus", "--on")

SETTLED: Final = (
    ("two", "correct two --because x --set weight=3", "correct two --because z --set weight=4"),
    (
        "two",
        "correct two --because x --set on=2022-03-06",
        "correct two --because z --set on=2022-03-07",
    ),
    ("two", "correct two --because x --set title=One", "correct two --because z --set title=Two"),
    ("two", "correct two --because x --set what=talks", "correct two --because z --set what=visit"),
    (
        "call",
        "settle call --held 2022-03-20 --source AFP",
        "settle call --held 2022-03-21 --source AP",
    ),
    (
        "call",
        "settle call --moved 2022-03-22 --source AP --known-on 2022-03-12",
        "settle call --moved 2022-03-23 --source AP --known-on 2022-03-12",
    ),
    ("ban", "end ban --on 2023-01-01 --source AFP", "end ban --on 2023-02-01 --source TASS"),
)


@pytest.mark.parametrize(("fact", "mine", "theirs"), SETTLED)
@pytest.mark.parametrize("swapped", [False, True])
def test_a_settled_conflict_stays_settled_at_both(
    console: Console, fact: str, mine: str, theirs: str, swapped: bool
) -> None:
    """Whoever took theirs gave them back what they had overruled, behind what overruled it."""
    for db, words in zip(
        ("a.db", "b.db"), (theirs, mine) if swapped else (mine, theirs), strict=True
    ):
        does(console, db, words)
    does(console, "a.db", f"merge b.db --theirs {fact}")
    settled = said(console, fact)
    assert settled[0] == settled[1]

    for db, other in (("b.db", "a.db"), ("a.db", "b.db")) * 2:
        does(console, db, f"merge {other}")
        assert said(console, fact) == settled
    assert "0 facts added, 0 changed" in does(console, "b.db", "merge a.db")


@pytest.mark.parametrize(("fact", "mine", "theirs"), SETTLED[:4])
def test_after_both_and_theirs_neither_changes(
    console: Console, fact: str, mine: str, theirs: str
) -> None:
    does(console, "a.db", mine)
    does(console, "b.db", theirs)
    does(console, "a.db", f"merge b.db --both {fact}")
    does(console, "b.db", f"merge a.db --theirs {fact}")
    settled = said(console, fact)
    assert settled[0] == settled[1]

    for db, other in (("a.db", "b.db"), ("b.db", "a.db")) * 2:
        does(console, db, f"merge {other}")
        assert said(console, fact) == settled


@pytest.mark.parametrize("db", ["a.db", "b.db"])
def test_a_correction_there_and_back_contradicts_another_in_either_direction(
    console: Console, db: str
) -> None:
    for what in ("talks", "call"):
        does(console, "a.db", f"correct two --because x --set what={what}")
    does(console, "b.db", "correct two --because z --set what=visit")
    printed = does(console, db, f"merge {'b.db' if db == 'a.db' else 'a.db'}", code=1)

    assert "something else: what." in printed


@pytest.mark.parametrize("first", ["a.db", "b.db"])
def test_a_retraction_that_one_took_back_contradicts_in_either_direction(
    console: Console, first: str
) -> None:
    """One way it was retracted without a word, the other way it was shown."""
    does(console, "a.db", "retract two --because hoax")
    does(console, "a.db", "reinstate two --because so")
    does(console, "b.db", "retract two --because wrong")
    printed = does(console, first, f"merge {'b.db' if first == 'a.db' else 'a.db'}", code=1)

    assert "retracted" in printed
    for way, expected in (("mine", first == "b.db"), ("theirs", first == "a.db")):
        shutil.copy(console.folder / first, console.folder / "kept.db")
        does(console, first, f"merge {'b.db' if first == 'a.db' else 'a.db'} --{way} two")
        shown = console.run(["--db", first, "export"])[0]
        retracted = shown.rindex("retracted") > shown.find("reinstated")
        assert retracted == expected, shown
        shutil.copy(console.folder / "kept.db", console.folder / first)


def agreed(mine: Desk, theirs: Desk) -> dict[str, object]:
    """What the facts say of which both say the same."""
    ours, others = ({f.handle: f for f in desk.timeline.facts()} for desk in (mine, theirs))
    found = {handle: says(fact) for handle, fact in ours.items() if handle in others}
    return {handle: each for handle, each in found.items() if each == says(others[handle])}


def says(fact: Fact) -> object:
    state = fact.as_of() if fact.exists else None
    if state is None:
        return None
    ended = [each.window for each in state.changes if each.name in ("until", "ended")][-1:]
    return state.content, state.held, state.retracted, ended


DETAILS: Final = (
    *(f"corrected weight {number}" for number in (2, 3)),
    *(f"corrected title Title {number}" for number in (2, 3)),
    *(f"corrected what {what}" for what in ("talks", "visit")),
    *(f"corrected on 2022-03-0{number}" for number in (6, 7)),
    *(f"ended 2023-0{number}-01, P" for number in (1, 2)),
    *(f"held 2022-03-2{number}, P" for number in (0, 1)),
    *(f"moved 2022-03-2{number}, P" for number in (4, 5)),
    "cancelled P",
    *(f"{done} {{day}}, because {why}" for done in ("retracted", "reinstated") for why in "pq"),
)


@st.composite
def edited(draw: st.DrawFn) -> tuple[Desk, Desk]:
    """Two timelines of the same facts, of each of which both said this and that."""
    mine = Desk("Ada", Random(draw(st.integers(0, 9))))
    for line in draw(st.lists(st.sampled_from(FACTS), min_size=1, max_size=1)):
        mine.add(line.replace("; ", "\n    "))
    theirs = copy_of(mine, "Bob", mine.random)
    for desk in (mine, theirs):
        for detail in draw(st.lists(st.sampled_from(DETAILS), min_size=1, max_size=4)):
            day = f"2022-04-0{draw(st.integers(1, 2))}"
            written = detail.format(day=day) if "{day}" in detail else f"{detail}, {day}"
            for fact in list(desk.timeline.facts()):
                desk.writes(fact, written)
    return mine, theirs


@settings(max_examples=examples(80), deadline=None)
@given(st.one_of(pairs(), edited()), st.lists(st.sampled_from(Choice), min_size=4, max_size=4))
def test_a_merge_never_changes_what_both_say(
    desks: tuple[Desk, Desk], choices: list[Choice]
) -> None:
    ring = [desks, desks[::-1]] * (len(choices) // 2)
    for (mine, theirs), choice in zip(ring, choices, strict=True):
        before = agreed(mine, theirs)
        chosen = Choices({ALL: choice})
        moment = mine.timeline.moment(mine.author)
        try:
            merge(mine.timeline, Other(theirs.timeline, "b.db", chosen), moment)
        except Differing:
            continue
        after = {fact.handle: says(fact) for fact in mine.timeline.facts()}
        assert {handle: after[handle] for handle in before} == before


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("retract two --because hoax", "retracted, because hoax"),
        ("correct two --because x --set what=talks", "what: call → talks"),
        ("correct two --because x --set on=2022-03-06", "date: 2022-03-05 → 2022-03-06"),
        ("report two --source TASS --known-on 2022-03-06", "reported by TASS"),
        ("settle call --cancelled --known-on 2022-03-12 --source TASS", "called off, says TASS"),
        ("end ban --on 2023-01-01 --source TASS", "ended 1 Jan 2023, says TASS"),
    ],
)
def test_a_receipt_says_in_what_a_fact_changed(console: Console, words: str, said: str) -> None:
    """A retraction was the same word and line as one more report."""
    does(console, "b.db", words)
    for option in (" --dry-run", ""):
        printed = does(console, "a.db", f"merge b.db{option}")
        assert f"\n         {said}" in printed


def test_a_receipt_says_that_a_fact_was_taken_back(console: Console) -> None:
    does(console, "b.db", "undo")
    printed = does(console, "a.db", "merge b.db")

    assert "Changed  ^ban\n         taken back\n" in printed


def test_a_receipt_counts_more_changes_than_it_lists(console: Console) -> None:
    for number in range(1, 7):
        does(console, "b.db", f"report two --source P{number} --known-on 2022-03-06")

    assert "reported by P4\n         … and 2 more\n" in does(console, "a.db", "merge b.db")
