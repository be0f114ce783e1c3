"""Two timelines into one: nothing is lost, nothing is changed without a word, authors are kept."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.command import Request
from domain.content import Content
from domain.events import Asserted, Denied, Event
from domain.fact import Fact
from domain.refusal import InvalidInput
from service.choices import ALL, Choice, Choices
from service.differences import said
from service.formats import jsonl
from service.formats.rows import table_text
from service.formats.table import parse
from service.merging import Other, merge
from service.opening import bundled_registry
from service.rejected import Differing
from service.store.memory import MemoryRecorder
from service.timeline import Timeline
from tests.console import Console
from tests.effort import examples
from tests.test_two_people import pasted

ONE: Final = "2022-03-05  TUR = RUS  talks  Talks in Antalya  ^antalya; report AFP, 2022-03-05"
TWO: Final = "2022-03-06  TUR > RUS  accuse  Ankara calls it unacceptable; report AFP, 2022-03-06"
PLAN: Final = "2022-03-20  TUR = RUS  planned:call  A call  ^call; announced 2022-03-10, Kremlin"


@pytest.fixture
def console(tmp_path: Path) -> Console:
    console = Console.begun(tmp_path, db="a.db")
    for line in (ONE, PLAN):
        record(console, "Ada", "add", line)
    shutil.copy(tmp_path / "a.db", tmp_path / "b.db")
    return console


def record(console: Console, author: str, *words: str) -> str:
    """Somebody records something in a timeline of theirs: Ada in a.db, all others in b.db."""
    db = "a.db" if author == "Ada" else "b.db"
    printed, code = console.run(["--db", db, *words, "--author", author])
    assert code == 0, printed
    return printed


DAMAGES: Final = (
    "UPDATE events SET state = CAST(replace(CAST(state AS TEXT), 'Ankara', 'Moscow') AS BLOB)",
    "UPDATE events SET position = position + 5 WHERE position > 4",
    "UPDATE events SET stream = 'desk/another' WHERE position = 5",
    "DELETE FROM events WHERE position = (SELECT max(position) FROM events)",
    "CREATE TRIGGER other AFTER INSERT ON events BEGIN SELECT 1; END",
)


@pytest.mark.parametrize("damage", DAMAGES)
def test_nothing_is_taken_from_a_timeline_that_is_damaged(console: Console, damage: str) -> None:
    """What somebody had changed in theirs was recorded without a word.

    And where it was refused, the line to paste had one's own timeline verified, or restored.
    """
    record(console, "Bo", "add", TWO)
    with closing(sqlite3.connect(console.folder / "b.db")) as database, database:
        database.execute(damage)
    before = console.run(["digest"])

    printed, code = console.run(["--db", "a.db", "merge", "b.db"])

    assert code == 5, printed
    assert printed.startswith("error: b.db ")
    assert printed.endswith("\n  detente verify --db b.db\n")
    assert console.run(["digest"]) == before


def merged(console: Console, *words: str) -> str:
    printed, code = console.run(["merge", "b.db", *words])
    assert code == 0, printed
    return printed


def history(console: Console, fact: str) -> str:
    return " ".join(console.run(["history", fact])[0].split())


# Examples


def test_what_the_other_holds_comes_with_its_author_and_its_instant(console: Console) -> None:
    record(console, "Bob", "add", TWO)
    record(console, "Bob", "report", "antalya", "--source", "TASS", "--known-on", "2022-03-06")
    printed = merged(console, "--author", "Ada")

    assert "1 fact added, 1 changed, 0 unchanged; 2 events recorded." in printed
    shown = history(console, "antalya")
    assert "report TASS, 2022-03-06 recorded 2026-11-22 12:00:00 UTC by Bob" in shown
    assert "first recorded elsewhere 2026-11-22 12:00:00 UTC" in shown
    assert "by Ada" in console.run(["undo", "--list"])[0].splitlines()[-1]


def test_an_undo_takes_a_merge_back_as_a_whole(console: Console) -> None:
    record(console, "Bob", "add", TWO)
    record(console, "Bob", "settle", "call", "--held", "2022-03-20", "--source", "TASS")
    before = console.run(["export", "--as", "csv"])[0]
    merged(console)
    console.run(["undo"])

    assert console.run(["export", "--as", "csv"])[0] == before
    assert console.run(["verify"])[1] == 0


def test_a_merge_again_adds_nothing(console: Console) -> None:
    record(console, "Bob", "add", TWO)
    record(console, "Ada", "add", TWO.replace("AFP", "Reuters"))
    merged(console)

    assert "0 facts added, 0 changed" in merged(console)


def test_a_dry_run_writes_nothing(console: Console) -> None:
    record(console, "Bob", "add", TWO)
    printed = merged(console, "--dry-run")

    assert "Nothing written. It would be: 1 fact added" in " ".join(printed.split())
    assert "Ankara" not in console.run(["export"])[0]


def test_a_copy_as_lines_is_merged_as_its_file_is(console: Console) -> None:
    record(console, "Bob", "add", TWO)
    console.run(["--db", "b.db", "export", "-o", "b.jsonl"])
    printed, code = console.run(["merge", "b.jsonl"])

    assert (code, "1 fact added, 0 changed" in printed) == (0, True)
    assert "by Bob" in history(console, "ankara-calls-it-unacceptable")


def test_two_timelines_without_a_common_beginning_are_merged_too(console: Console) -> None:
    console.run(["init", "c.db"])
    for line in (ONE.replace("AFP", "Reuters"), TWO):
        console.run(["--db", "c.db", "add", line, "--author", "Cem"])
    printed, code = console.run(["merge", "c.db"])

    assert (code, "1 fact added, 1 changed" in printed) == (0, True)
    assert "report Reuters, 2022-03-05" in history(console, "antalya")


CORRECTED: Final = ("correct", "antalya", "--because", "so says AP", "--set")


def test_what_both_corrected_is_shown_with_three_ways_out(console: Console) -> None:
    record(console, "Ada", *CORRECTED, "on=2022-03-06")
    record(console, "Bob", *CORRECTED, "on=2022-03-07")
    printed, code = console.run(["merge", "b.db"])

    assert code == 1
    assert "b.db: ^antalya is another fact here, or says something else: on." in printed
    assert "yours   2022-03-06" in printed
    assert "theirs  2022-03-07" in printed
    assert "2022-03-07" not in history(console, "antalya")
    for option, expected in (("mine", ["06"]), ("theirs", ["07"]), ("both", ["06", "07"])):
        shutil.copy(console.folder / "a.db", console.folder / "kept.db")
        done, code = console.run(pasted(printed, option))
        assert code == 0, done
        days = [
            line.split()[0][-2:]
            for line in console.run(["timeline", "tur", "rus", "--format", "csv"])[0].splitlines()
            if "Antalya" in line
        ]
        assert len(days) == len(expected), (option, days)
        shown = console.run(["show", "antalya", "--json"])[0]
        assert f"2022-03-{expected[0]}" in shown
        shutil.copy(console.folder / "kept.db", console.folder / "a.db")


def test_what_both_corrected_alike_is_one_correction(console: Console) -> None:
    record(console, "Ada", *CORRECTED, "on=2022-03-06")
    record(console, "Bob", *CORRECTED, "on=2022-03-06")
    merged(console)

    assert history(console, "antalya").count("corrected on 2022-03-06") == 1


def test_corrections_of_two_fields_are_both_taken(console: Console) -> None:
    record(console, "Ada", *CORRECTED, "on=2022-03-06")
    record(console, "Bob", *CORRECTED, "title=Lavrov in Antalya")
    merged(console)
    shown = console.run(["show", "antalya"])[0]

    assert "Lavrov in Antalya" in shown
    assert "6 Mar 2022" in shown


@pytest.mark.parametrize(
    ("mine", "theirs", "what"),
    [
        (
            ("settle", "call", "--held", "2022-03-20"),
            ("settle", "call", "--held", "2022-03-21"),
            "held",
        ),
        (
            ("settle", "call", "--moved", "2022-03-22", "--known-on", "2022-03-12"),
            ("settle", "call", "--moved", "2022-03-23", "--known-on", "2022-03-12"),
            "planned",
        ),
        (
            ("report", "antalya", "--known-on", "2022-03-07"),
            ("retract", "antalya", "--because", "it was another day"),
            "",
        ),
    ],
)
def test_what_became_of_a_fact_contradicts_where_both_say_something_else(
    console: Console, mine: Sequence[str], theirs: Sequence[str], what: str
) -> None:
    source = ["--source", "AP"]
    record(console, "Ada", *mine, *source)
    record(console, "Bob", *theirs, *(source if "retract" not in theirs else []))
    printed, code = console.run(["merge", "b.db"])

    assert code == (1 if what else 0), printed
    assert what in printed


def test_what_they_undid_is_undone_unless_it_was_built_upon(console: Console) -> None:
    record(console, "Bob", "undo")
    merged(console)
    assert "^call" not in console.run(["export"])[0]

    record(console, "Bob", "undo")
    record(console, "Ada", "report", "antalya", "--source", "AP", "--known-on", "2022-03-07")
    printed, code = console.run(["merge", "b.db"])

    assert (code, "taken back" in printed) == (1, True)


@pytest.mark.parametrize("name", ["b.facts", "b.csv"])
def test_a_text_of_facts_is_imported_instead(console: Console, name: str) -> None:
    printed, code = console.run(["merge", name])

    assert (code, f"detente import {name}" in printed) == (2, True)


def test_what_is_not_there_is_said(console: Console) -> None:
    printed, code = console.run(["merge", "nowhere.db"])

    assert (code, printed) == (1, "error: there is no file nowhere.db.\n")


def test_actors_that_both_describe_stay_as_they_are_here(console: Console) -> None:
    for author, name in (("Ada", "Freedonia"), ("Bob", "Free State")):
        record(console, author, "add", f"@actor XYZ  {name}")
    record(console, "Bob", "add", "@actor XYZ2  Sylvania")
    printed = merged(console)

    assert "both describe XYZ; your description stays" in printed
    assert "Sylvania" in console.run(["actors", "XYZ2"])[0]
    assert "Freedonia" in console.run(["actors", "XYZ"])[0]


def test_a_layer_that_is_not_merged_is_said(console: Console) -> None:
    rows = "id,date,actor,what,recipient,title,publisher,published,url\n"
    rows += "1,2015-11-24,Turkey,assault,Russia,Jet,Reuters,2015-11-24,\n"
    (console.folder / "acts.csv").write_text(rows, encoding="utf-8")
    console.run(["--db", "b.db", "import", "acts.csv", "--rules", "csv"])

    printed = " ".join(merged(console).split())
    assert "only the desk is merged, without 1 event of sheet: import their rows here" in printed
    received = json.loads(console.run(["merge", "b.db", "--json"])[0])["matched"]
    assert (received["layers"], received["layer_events"]) == (["sheet"], 1)


def test_answers_that_were_cited_from_the_other_are_counted(console: Console) -> None:
    for day in ("2022-03-07", "2022-03-08"):
        console.run(["--db", "b.db", "state", "tur", "rus", "--on", day, "--cite"])
    assert "2 cited answers of b.db can be verified there, and not here" in merged(console)


# Laws ---------------------------------------------------------------------------------------------

BEGUN: Final = datetime(2022, 6, 1, tzinfo=UTC)
REGISTRY: Final = bundled_registry()
TITLES: Final = ("A call", "Talks", "Words")
LINES: Final = tuple(
    f"{day}  {parties}  {what}  {title}{handle}\n    report {source}, 2022-05-0{number}\n"
    for number, (day, parties, what, title, handle, source) in enumerate(
        (
            ("2022-03-05", "TUR = RUS", "talks", "Talks", "  ^talks-a", "AFP"),
            ("2022-03-06", "TUR = RUS", "call", "A call", "", "AP"),
            ("2022-03-07", "TUR > RUS", "accuse", "Words", "", "TASS"),
            ("2022-03", "USA > RUS", "instrument:sanctions", "Sanctions", "  ^ban", "AP"),
        ),
        1,
    )
)


class Desk:
    """One person's timeline, in which they do things at random."""

    def __init__(self, author: str, random: Random) -> None:
        self.author = author
        self.random = random
        self.now = BEGUN
        self.timeline = Timeline(MemoryRecorder(), REGISTRY, self._tick, name=author)

    def _tick(self) -> datetime:
        self.now += timedelta(minutes=self.random.randrange(1, 90))
        return self.now

    def add(self, text: str) -> None:
        document = self.timeline.read(text, "the line")
        moment = self.timeline.moment(self.author, request=Request("add", "add a line"))
        self.timeline.record(document, moment)

    def does_something(self) -> None:
        """One random edit; what is refused is not done."""
        facts = [fact for fact in self.timeline.facts() if fact.exists]
        if not facts or self.random.random() < 0.3:
            day = self.random.randrange(1, 5)
            title = self.random.choice(TITLES)
            handle = self.random.choice(("", "", f"  ^h{self.random.randrange(3)}"))
            what = self.random.choice(("call", "talks"))
            self._tried(lambda: self.add(f"2022-04-0{day}  TUR = RUS  {what}  {title}{handle}"))
        elif self.random.random() < 0.1:
            self._tried(lambda: self.timeline.undo(self.timeline.moment(self.author)))
        else:
            self._edit(self.random.choice(facts))

    def _edit(self, fact: Fact) -> None:
        number = self.random.randrange(1, 5)
        detail = self.random.choice(
            (
                f"report P{number}, 2022-05-1{number}",
                f"corrected title Title {number}, 2022-05-1{number}",
                f"corrected domain {self.random.choice(('energy', 'trade'))}, 2022-05-1{number}",
                f"denied P{number}, 2022-05-1{number}",
                f"retracted 2022-05-2{number}, because wrong",
                f"corrected since 2022-03-0{number}, 2022-05-1{number}",
                f"ended 2022-05-0{number}, P{number}, 2022-05-1{number}",
            )
        )
        self.writes(fact, detail)

    def writes(self, fact: Fact, detail: str) -> None:
        """One more line below a fact; what is refused is not done."""
        text = self.timeline.export()
        lines = text.splitlines(keepends=True)
        place = next(i for i, line in enumerate(lines) if f"^{fact.handle}" in line.split())
        end = place + 1
        while end < len(lines) and lines[end].startswith(" "):
            end += 1
        block = "".join(lines[place:end]) + f"    {detail}\n"
        self._tried(lambda: self.add(block))

    @staticmethod
    def _tried(act: object) -> None:
        assert callable(act)
        try:
            act()
        except InvalidInput:
            return

    def holds(self) -> Counter[tuple[str, str]]:
        """Everything in effect, each with who recorded it."""
        return Counter(
            (event.author, said(event))
            for fact in self.timeline.facts()
            if fact.exists
            for event in fact.effective_events()
        )


def copy_of(desk: Desk, author: str, random: Random) -> Desk:
    """A copy of a timeline, which somebody else goes on with."""
    other = Desk(author, random)
    other.now = desk.now
    lines = list(jsonl.event_lines(desk.timeline))
    jsonl.copied(other.timeline, lambda: [line.encode() for line in lines], "copy.jsonl")
    return other


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Desk, Desk]:
    """Two timelines that went apart from a common beginning, which may be empty."""
    random = Random(draw(st.integers(0, 10**9)))
    mine = Desk("Ada", random)
    if draw(st.booleans()):
        for line in random.sample(LINES, random.randrange(1, len(LINES) + 1)):
            mine.add(line)
    theirs = copy_of(mine, "Bob", random)
    for desk in (mine, theirs):
        for _ in range(draw(st.integers(0, 6))):
            desk.does_something()
    return mine, theirs


def of_kinds(events: Counter[tuple[str, str]], *left_out: str) -> set[str]:
    """What events say, without some kinds of them."""
    return {text for _, text in events if not text.startswith(left_out)}


def states(timeline: Timeline) -> dict[str, object]:
    return {fact.handle: fact.as_of() for fact in timeline.facts() if fact.exists}


@settings(max_examples=examples(120), deadline=None)
@given(pairs(), st.sampled_from(Choice))
def test_a_merge_loses_nothing_and_changes_nothing_without_a_word(
    desks: tuple[Desk, Desk], choice: Choice
) -> None:
    mine, theirs = desks
    before, there, here = mine.holds(), theirs.holds(), states(mine.timeline)
    moment = mine.timeline.moment("Ada")
    chosen = Choices()
    try:
        merge(mine.timeline, Other(theirs.timeline, "b.db"), moment, dry_run=True)
        contradicts: set[str] = set()
    except Differing as differing:
        contradicts = {str(problem.fixes[0]) for problem in differing.problems}
        chosen = Choices({ALL: choice})
    try:
        receipt = merge(mine.timeline, Other(theirs.timeline, "b.db", chosen), moment)
    except Differing:
        # What one of the two took back as a whole cannot be had twice, or be made of corrections.
        assert contradicts
        return
    after = mine.holds()

    # Nothing of mine is lost, but for what they took back, which is shown as changed.
    changed = {fact.after.handle for fact in receipt.changed}
    assert {
        handle for handle, state in here.items() if states(mine.timeline).get(handle) != state
    } <= changed
    if not contradicts:
        lost = of_kinds(before) - of_kinds(after)
        assert not lost or any(each.event.stored_as == "fact.undone/1" for each in receipt.events)
        # Nothing of theirs is lost: what they hold is here, unless mine took it back.
        for fact in theirs.timeline.facts():
            here_too = [each for each in mine.timeline.facts() if holds(each, fact)]
            assert here_too or not fact.exists, fact
    # Authors are kept: what is new has the author that it had, or is a correction by choice.
    for each in receipt.events:
        kept = (each.event.author, said(each.event)) in there
        assert kept or each.event.author == "Ada" or each.event.first_recorded, each
    if not contradicts:
        again = merge(mine.timeline, Other(theirs.timeline, "b.db"), mine.timeline.moment("Ada"))
        assert again.counted == 0, again.events


def holds(mine: Fact, theirs: Fact) -> bool:
    """Whether a fact is of the same day and parties, with every source and denial of the other.

    What mine took back is still among its events.
    """
    lines = {(c.dated, c.parties, c.what) for c in contents(mine)}
    if not lines & {(c.dated, c.parties, c.what) for c in contents(theirs)}:
        return False
    return sources(theirs.effective_events()) <= sources(mine.events)


def contents(fact: Fact) -> list[Content]:
    state = fact.as_of()
    first = [event.content for event in fact.events if isinstance(event, Asserted)]
    return [*first, *([state.content] if state else [])]


def sources(events: Sequence[Event]) -> set[tuple[bool, str, str]]:
    """Every source that events name, and whether it denies."""
    reports = [(isinstance(each, Denied), getattr(each, "report", None)) for each in events]
    return {(denies, each.publisher, each.published) for denies, each in reports if each}


@settings(max_examples=examples(60), deadline=None)
@given(pairs())
def test_an_undo_of_a_merge_leaves_every_answer_as_it_was(desks: tuple[Desk, Desk]) -> None:
    mine, theirs = desks
    before = states(mine.timeline)
    try:
        receipt = merge(mine.timeline, Other(theirs.timeline, "b.db"), mine.timeline.moment("Ada"))
    except Differing:
        return
    if receipt.events:
        mine.timeline.undo(mine.timeline.moment("Ada"))

    assert states(mine.timeline) == before


@settings(max_examples=examples(60), deadline=None)
@given(pairs())
def test_a_merged_timeline_survives_the_round_trip_as_text_and_as_a_copy(
    desks: tuple[Desk, Desk],
) -> None:
    mine, theirs = desks
    chosen = Choices({ALL: Choice.BOTH})
    try:
        merge(mine.timeline, Other(theirs.timeline, "b.db", chosen), mine.timeline.moment("Ada"))
    except Differing:
        return
    again = copy_of(mine, "Ada", mine.random)
    assert [fact.events for fact in again.timeline.facts()] == [
        fact.events for fact in mine.timeline.facts()
    ]
    written = mine.timeline.export()
    with closing(Timeline(MemoryRecorder(), REGISTRY, lambda: mine.now)) as text:
        text.record(text.read(written, "a.facts"), text.moment())
        assert text.export() == written
    with closing(Timeline(MemoryRecorder(), REGISTRY, lambda: mine.now)) as table:
        rows = table_text(mine.timeline.facts())
        table.record(parse(rows, "a.csv", REGISTRY), table.moment())
        assert table.export() == written


@settings(max_examples=examples(60), deadline=None)
@given(pairs(), st.sampled_from(Choice))
def test_a_table_from_somebody_else_says_what_their_text_does(
    desks: tuple[Desk, Desk], choice: Choice
) -> None:
    mine, theirs = desks
    found: list[str | set[str]] = []
    for text in (True, False):
        here = copy_of(mine, "Ada", Random(0))
        document = (
            here.timeline.read(theirs.timeline.export(), "b")
            if text
            else parse(table_text(theirs.timeline.facts()), "b", REGISTRY)
        )
        document.choices = Choices({ALL: choice})
        try:
            here.timeline.record(document, here.timeline.moment("Ada"))
        except Differing as differing:
            found.append({problem.said for problem in differing.problems})
        else:
            found.append(here.timeline.export())
    assert found[0] == found[1]


# Three people, and back again


def handles(console: Console, db: str) -> list[str]:
    """The facts of a timeline, each as its handle and its day."""
    rows = console.run(["--db", db, "export", "--as", "csv"])[0].splitlines()[1:]
    return sorted({" ".join(row.split(",")[:2]) for row in rows if row})


CALL: Final = "2022-{}-05  TUR = RUS  call  Phone call of the presidents; report AFP, 2022-{}-05"


def test_what_comes_back_from_a_third_under_another_number_is_ones_own(console: Console) -> None:
    """Cem's call was numbered 3 at Ada's, came back as a second call of that day, and so on."""
    shutil.copy(console.folder / "a.db", console.folder / "c.db")
    for db, month in (("a.db", "05"), ("b.db", "06"), ("c.db", "07")):
        console.run(["--db", db, "add", CALL.format(month, month), "--author", db[0].upper()])
    for db, other in (("a", "b"), ("a", "c"), ("c", "a"), ("b", "a"), ("a", "c"), ("c", "b")):
        printed, code = console.run(["--db", f"{db}.db", "merge", f"{other}.db"])
        assert code == 0, printed

    days = {
        name: [line.split()[-1] for line in handles(console, name)] for name in ("a.db", "c.db")
    }
    for found in days.values():
        assert sorted(found) == [
            "2022-03-05",
            "2022-03-20",
            "2022-05-05",
            "2022-06-05",
            "2022-07-05",
        ]


def test_what_was_renumbered_and_then_corrected_there_is_corrected_here(console: Console) -> None:
    for author, month in (("Ada", "05"), ("Bob", "06")):
        record(console, author, "add", CALL.format(month, month))
    merged(console)
    renumbered = "phone-call-of-the-presidents-2"
    record(
        console, "Ada", "correct", renumbered, "--set", "on=2022-06-04", "--because", "so it was"
    )
    record(console, "Bob", "report", "phone-call-of-the-presidents", "--source", "BBC")

    for db, other in (("b", "a"), ("a", "b")):
        printed, code = console.run(["--db", f"{db}.db", "merge", f"{other}.db"])
        assert code == 0, printed
    for db in ("a.db", "b.db"):
        text = console.run(["--db", db, "export"])[0]
        assert (text.count("2022-06-05  TUR"), text.count("corrected on 2022-06-04")) == (1, 1)
        assert text.count("report BBC") == 1


@pytest.mark.parametrize("handle", ["^straits", ""])
def test_both_versions_go_back_and_forth_without_a_third(console: Console, handle: str) -> None:
    lasting = f"2022-02-28  TUR > RUS  instrument:transit-restriction  Straits closed  {handle}"
    record(console, "Ada", "add", f"{lasting}; report AFP, 2022-02-28")
    shutil.copy(console.folder / "a.db", console.folder / "b.db")
    name = handle.strip("^") or "straits-closed"
    record(console, "Ada", "end", name, "--on", "2023-01-01", "--source", "AFP")
    record(console, "Bob", "end", name, "--on", "2023-02-01", "--source", "TASS")

    merged(console, "--both", "*")
    for db, other in (("b", "a"), ("a", "b"), ("b", "a")):
        printed, code = console.run(["--db", f"{db}.db", "merge", f"{other}.db", "--both", "*"])
        assert code == 0, printed
    for db in ("a.db", "b.db"):
        text = console.run(["--db", db, "export"])[0]
        assert (text.count("ended 2023-01-01"), text.count("ended 2023-02-01")) == (1, 1)


def test_what_was_added_to_ones_version_of_two_is_not_dropped(console: Console) -> None:
    """Theirs was recorded beside mine; what they recorded of it later was said to be there."""
    record(console, "Ada", *CORRECTED, "on=2022-03-06")
    record(console, "Bob", *CORRECTED, "on=2022-03-07")
    merged(console, "--both", "antalya")
    record(console, "Bob", "report", "antalya", "--source", "BBC", "--known-on", "2022-03-08")

    assert "0 facts added, 1 changed" in merged(console)
    assert "report BBC" in history(console, "antalya-2")
    assert "report BBC" not in history(console, "antalya")


@settings(max_examples=examples(60), deadline=None)
@given(pairs(), st.integers(0, 10**6))
def test_merges_to_and_fro_come_to_an_end(desks: tuple[Desk, Desk], seed: int) -> None:
    """What comes back is known again: neither timeline grows once both have seen the other."""
    first, second = desks
    third = copy_of(first, "Cem", Random(seed))
    third.does_something()
    chosen = Choices({ALL: Choice.BOTH})
    ring = [(first, second), (second, third), (third, first)] * 3
    grown = []
    for mine, theirs in ring:
        try:
            moment = mine.timeline.moment(mine.author)
            receipt = merge(mine.timeline, Other(theirs.timeline, "b.db", chosen), moment)
        except Differing:
            return
        grown.append(len(receipt.added))
    assert grown[-3:] == [0, 0, 0]
