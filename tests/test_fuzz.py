"""Spoiled files: whatever stands in one, it is recorded whole, or refused in a sentence.

And nothing is written. A slice runs with the tests; `make fuzz` runs a hundred thousand, a third
of each form. A failure names the file by its number, and `DETENTE_FUZZ_ONLY="csv 4711"` runs that
one alone.
"""

from __future__ import annotations

import io
import os
import signal
import sys
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from random import Random
from types import FrameType
from typing import Final

import pytest

from domain.actors import Registry
from domain.answer import CitedInWords, answer_stream
from domain.clocks import AsOf
from domain.refusal import Failure
from projections.answer import digest_of
from projections.pairs import Pair
from service.formats import table
from service.formats.jsonl import copied, event_lines
from service.formats.rows import table_text
from service.recording import append_lines
from service.safety import verified
from service.store.memory import MemoryRecorder
from service.store.recorder import SqlRecorder
from service.timeline import Timeline
from tests.answers import ANSWERS
from tests.console import Console
from tests.hostile import SPOILED

FORMS: Final = ("facts", "csv", "jsonl")
FILES: Final = int(os.environ.get("DETENTE_FUZZ", "180"))
ONLY: Final = os.environ.get("DETENTE_FUZZ_ONLY", "")
CHUNKS: Final = 2
NUMBERS: Final = range(-(-FILES // len(FORMS)))
HANGS_SECONDS: Final = 120
"""A file takes a hundredth of a second; one that takes so long as this is never done."""
IN_A_DATABASE: Final = 17
ON_THE_COMMAND_LINE: Final = 41
"""Each file of so many goes into a database, or through the command, as well."""
ALL_ASKED: Final = 10
"""Of each file of so many every kind of answer is asked, of the others one."""

NOW: Final = datetime(2023, 4, 1, 12, tzinfo=UTC)
STATE: Final = "state standing-flow@2"
PAIR: Final = Pair.of("RUS", "TUR")
ASKED: Final = AsOf(date(2022, 3, 8)), AsOf(date(2022, 6, 1), date(2022, 3, 5))

FACTS: Final = """\
# A few facts of every kind.
@actor ruritania  Ruritania | Strelsau {metonym}  type=state
@assert 2022-03-05  TUR RUS  transit  strained
2022-02-26  TUR > RUS  instrument:transit-ban/transit  Zelenskyy: Turkey bans warships  \
^ban-claim  #straits
    report Zelenskyy on Twitter, 2022-02-26, origin=zelenskyy, voice=official
    denied Reuters, 2022-02-26, https://a.example/x?y=1
2022-02-28/..  TUR > RUS  instrument:transit-restriction/transit  "Straits ^closed to #warships"  \
^straits  #straits
    report Reuters, 2022-02-28, grade=B2
    expires 2023-01-01
    renewed 2024-01-01, AFP, 2022-12-30
    corrected since 2022-02-27, 2022-03-02, because AFP dates it
2022-03-06  TUR,UKR = RUS  planned:call/diplomacy  Call of Erdogan and Putin  ^call
    announced 2022-03-05, Kalin
    moved 2022-03-07, Kalin, 2022-03-06
    held 2022-03-07, Al Arabiya
    people tur.erdogan, rus.putin
2014~  USA > TUR  link:close/defence  Close ties
    weight 2.5, because a guess
    note Not more than that.
    retracted 2022-05-01, because a slip
2020-12-XX  USA > TUR  accuse:allege  An allegation  ^allegation
    report Ministry, known 2021-01-02?, origin=ministry
    episode s-400
"""
MORE: Final = """\
2022-03-01  RUS > TUR  call  =HYPERLINK("x")  ^formula
    report AFP, 2022-03-02, origin=afp, because it was there
    report BBC, 2022-03-03
    confirmed X, 2022-03-04, because no; never
    note 'tis
"""


# Good files and what is there before --------------------------------------------------------------


def a_timeline(registry: Registry, *texts: str) -> Timeline:
    timeline = Timeline(MemoryRecorder(), registry, lambda: NOW)
    for text in texts:
        assert not append_lines(
            timeline, timeline.read(text, "desk.facts"), timeline.moment()
        ).edits.problems
    return timeline


def full(registry: Registry) -> Timeline:
    """A timeline with something undone, and an answer that was cited."""
    timeline = a_timeline(registry, FACTS, MORE)
    timeline.undo(timeline.moment())
    cited = CitedInWords(
        words=("state", "TUR-RUS"),
        today="2022-04-01",
        position=3,
        title="State",
        known_on=NOW.date(),
    )
    timeline.append([cited.numbered(answer_stream("f6d162d7fe84e070"), 1)])
    return timeline


def good(form: str, registry: Registry) -> bytes:
    """A file of each form without a fault."""
    if form == "facts":
        return FACTS.encode()
    if form == "csv":
        return table_text(a_timeline(registry, FACTS, MORE).facts()).encode()
    return "".join(event_lines(full(registry))).encode()


def before(form: str, registry: Registry) -> tuple[bytes, ...]:
    """Copies of the timelines into which files are imported.

    An empty one, and others that hold some of the file.
    """
    if form == "jsonl":
        whole = full(registry)
        texts = [whole.at_position(position) for position in (0, 4)]
    else:
        texts = [a_timeline(registry), a_timeline(registry, FACTS)]
    return tuple("".join(event_lines(each)).encode() for each in texts)


def lines_of(file: bytes) -> Callable[[], Iterable[bytes]]:
    return lambda: list(BytesIO(file))


def copy_of(file: bytes, registry: Registry, *, database: bool = False) -> Timeline:
    """A timeline that holds a copy."""
    timeline = Timeline(
        SqlRecorder.at(":memory:") if database else MemoryRecorder(), registry, lambda: NOW
    )
    assert copied(timeline, lines_of(file), "before.jsonl").problem is None
    return timeline


# One file -----------------------------------------------------------------------------------------


def imported(timeline: Timeline, form: str, file: bytes) -> list[str]:
    """Imports a file as the command does; why it was refused, if it was."""
    try:
        if form == "jsonl":
            problem = copied(timeline, lines_of(file), "file.jsonl").problem
            problems = [] if problem is None else [problem]
        else:
            text = io.TextIOWrapper(BytesIO(file), encoding="utf-8").read()
            document = (
                timeline.read(text, "file.facts")
                if form == "facts"
                else table.parse(text, "file.csv", timeline.registry)
            )
            problems = append_lines(timeline, document, timeline.moment()).edits.problems
    except Failure as failure:
        return [failure.said]
    except UnicodeDecodeError:
        return ["It is not UTF-8 text."]
    assert all(problem.line >= 1 and problem.column >= 1 for problem in problems)
    return [problem.said for problem in problems]


def answers(timeline: Timeline, number: int) -> dict[str, str]:
    """The ids of answers on two days: of every kind, or of one."""
    asked = {"state": ANSWERS[STATE]} if number % ALL_ASKED else ANSWERS
    facts = timeline.pair_facts(PAIR)
    return {
        f"{name} {as_of.on}": digest_of(answer(facts, PAIR, as_of))
        for as_of in ASKED
        for name, answer in asked.items()
    }


def effective_events(timeline: Timeline) -> tuple[object, ...]:
    """All that a timeline holds, and what the actors are that it knows."""
    return (
        timeline.head(),
        "".join(event_lines(timeline)),
        timeline.export(),
        len(timeline.expectations()),
        timeline.commands(),
    )


def assert_sound(timeline: Timeline, form: str, number: int, registry: Registry) -> None:
    """It verifies, answers, and comes back the same from an export."""
    found = verified(timeline)
    assert (found.flaws, found.more) == ((), 0)
    copy = copy_of("".join(event_lines(timeline)).encode(), registry)
    assert effective_events(copy) == effective_events(timeline)
    assert answers(copy, number) == answers(timeline, number)
    again = Timeline(MemoryRecorder(), registry, lambda: NOW)
    if form == "facts":
        assert not append_lines(
            again, again.read(timeline.export(), "again.facts"), again.moment()
        ).edits.problems
        assert again.export() == timeline.export()
    elif form == "csv":
        text = table_text(timeline.facts())
        assert not append_lines(
            again, table.parse(text, "again.csv", timeline.registry), again.moment()
        ).edits.problems
        assert table_text(again.facts()) == text


@contextmanager
def named(form: str, number: int) -> Generator[None]:
    """Tells of a failure or a hang which file it was."""

    def hangs(_signal: int, _frame: FrameType | None) -> None:
        raise AssertionError("this is never done")

    alarmed = sys.platform != "win32"
    if alarmed:
        signal.signal(signal.SIGALRM, hangs)
        signal.alarm(HANGS_SECONDS)
    try:
        yield
    except BaseException as error:
        error.add_note(
            f'again: DETENTE_FUZZ_ONLY="{form} {number}" .venv/bin/python -m pytest -n 0'
            " tests/test_fuzz.py"
        )
        raise
    finally:
        if alarmed:
            signal.alarm(0)


def taken(form: str, number: int, file: bytes, there: bytes, registry: Registry) -> bool:
    """Imports one spoiled file into a timeline; whether that recorded anything."""
    with closing(copy_of(there, registry, database=number % IN_A_DATABASE == 0)) as timeline:
        head, held = timeline.head(), effective_events(timeline)
        answered = {} if number % ALL_ASKED else answers(timeline, number)
        refused = imported(timeline, form, file)
        if refused:
            assert all(said.endswith((".", "?")) and "\n" not in said for said in refused), refused
            assert effective_events(timeline) == held
            assert number % ALL_ASKED or answers(timeline, number) == answered
        else:
            assert_sound(timeline, form, number, registry)
        return timeline.head() != head


def spoiled(form: str, number: int, file: bytes) -> bytes:
    return SPOILED[form](file, Random(f"{form} {number}"))


def chosen(form: str, numbers: Sequence[int]) -> Sequence[int]:
    """These files, or the one that is to be looked at alone."""
    if not ONLY:
        return numbers
    only, number = ONLY.split()
    return [int(number)] if only == form else []


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_a_spoiled_file_is_recorded_whole_or_refused(
    form: str, chunk: int, registry: Registry
) -> None:
    file, there = good(form, registry), before(form, registry)
    numbers = chosen(form, NUMBERS[chunk::CHUNKS])
    whole = 0
    for number in numbers:
        with named(form, number):
            whole += taken(
                form,
                number,
                spoiled(form, number, file),
                there[number // CHUNKS % len(there)],
                registry,
            )

    assert ONLY or 0 < whole < len(numbers), "the files are all alike: they test nothing"


@pytest.mark.parametrize("form", FORMS)
def test_on_the_command_line_a_spoiled_file_is_told_in_sentences(
    form: str, registry: Registry, tmp_path: Path
) -> None:
    file = good(form, registry)
    numbers = chosen(form, NUMBERS[::ON_THE_COMMAND_LINE])
    for number in numbers:
        console = Console(tmp_path)
        console.environ["DETENTE_DB"] = f"{number}.db"
        console.run(["init", f"{number}.db"])
        (tmp_path / f"file.{form}").write_bytes(spoiled(form, number, file))
        with named(form, number):
            out, err, code = console.apart(["import", f"file.{form}"])
            verdict, verified_code = console.run(["verify"])

            assert code == 0 or (out, err.startswith("error: ")) == ("", True)
            assert code in (0, 1, 2)
            assert (verified_code, "Traceback" in err) == (0, False), verdict
            assert [
                letter for letter in out + err if not letter.isprintable() and letter != "\n"
            ] == []
        (tmp_path / f"{number}.db").unlink()
