"""An import is killed at any moment.

Whole transactions are there, and the same again adds what is missing, once each.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from contextlib import closing
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Final

import pytest

from bench import generator
from domain.actors import Registry
from domain.clocks import AsOf
from projections.pairs import Pair
from service.safety import differences, verified
from service.store.recorder import SqlRecorder
from service.timeline import Timeline
from tests.contract.importer import imported
from tests.contract.test_crashes import assert_whole
from tests.evidence import layer_state_of
from tests.places import File, Place

ROOT: Final = Path(__file__).parent.parent.parent
KILLS: Final = int(os.environ.get("DETENTE_KILLS", "2"))
ROWS: Final = 600 if KILLS < 10 else 100_000
BATCH: Final = ROWS // 30
CALLS: Final = ROWS * 30
"""Functions of the store that an import calls, about."""

LONG: Final = 4_000 if KILLS < 10 else 1_000_000
"""Rows as ICEWS has them, imported while it is killed again and again."""

LONG_BATCH: Final = LONG // 200
LONGEST_SPIN: Final = 200_000
"""How many steps may pass between what it said and its death: enough for it to be anywhere in
its next transaction.
"""

BUSY: Final = ("USA", "RUS", "CHN", "UKR", "PRK", "TUR")
EVENTS: Final = (
    "SELECT stream, version, topic, state FROM events WHERE stream >= 'icews/' AND stream <"
    " 'icews0' ORDER BY position"
)
UNTIMED: Final = re.compile(b'"recorded_at":"[^"]+",')

HEAD: Final = "id,date,actor,what,recipient,title,publisher,published,url\n"
ACTORS: Final = ("TUR", "RUS", "USA", "FRA")


def written(file: Path) -> None:
    random = Random(7)
    lines = [HEAD]
    for i in range(ROWS):
        actor, recipient = random.sample(ACTORS, 2)
        day = date(2018, 1, 1) + timedelta(days=random.randrange(300))
        lines.append(
            f"{i},{day},{actor},{random.choice(('accuse', 'aid', 'visit'))},{recipient},A"
            f" title,AFP,{day},\n"
        )
    file.write_text("".join(lines), encoding="utf-8")


def killed(place: Place, file: Path, call: int) -> bool:
    """Lets a process import until the store has called so many functions.

    Whether it was killed before it was done.
    """
    command = [
        sys.executable,
        "-m",
        "tests.contract.importer",
        place.where,
        str(file),
        str(BATCH),
        str(call),
        "csv",
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    assert done.stderr == b""
    return done.returncode == -signal.SIGKILL


def answers(timeline: Timeline) -> list[object]:
    pairs = [Pair(one, other) for i, one in enumerate(ACTORS) for other in ACTORS[i + 1 :]]
    states = [layer_state_of(timeline, pair, AsOf(date(2018, 12, 1)), "sheet") for pair in pairs]
    return [(state.score, state.label, state.first) for state in states]


@pytest.mark.skipif(sys.platform == "win32", reason="a process is killed there otherwise")
def test_what_was_killed_is_finished_by_the_same_again(
    place: Place, registry: Registry, tmp_path: Path
) -> None:
    random = Random(20221122)
    file = tmp_path / "rows.csv"
    written(file)
    with closing(Timeline(SqlRecorder.at(str(tmp_path / "whole.db")), registry)) as whole:
        assert imported(whole, file, BATCH).added == ROWS
        expected = answers(whole)

    last, kills = 0, 0
    for _ in range(KILLS):
        kills += killed(place, file, random.randrange(1, CALLS))
        with closing(Timeline(place.recorder(), registry)) as timeline:
            assert verified(timeline).flaws == ()
            assert_whole(timeline)
            there = sum(done.facts for done in timeline.commands())
            assert there % BATCH == 0 or there == ROWS
            assert there >= last
            last = there

    with closing(Timeline(place.recorder(), registry)) as timeline:
        account = imported(timeline, file, BATCH)
        assert (account.added, account.there) == (ROWS - last, last)
        assert answers(timeline) == expected
        assert (verified(timeline).flaws, differences(timeline).rows) == ((), 0)
        for done in reversed(timeline.commands()):
            timeline.undo(timeline.moment(), done.number)
        assert not any(fact.exists for fact in timeline.facts("sheet"))
    assert kills


def cut_short(place: Place, file: Path, said_at_least: int, random: Random) -> bool:
    """Lets a process import until it has said that there are so many facts, and some while.

    Whether that killed it.
    """
    command = [
        sys.executable,
        "-m",
        "tests.contract.importer",
        place.where,
        str(file),
        str(LONG_BATCH),
        "0",
        "icews",
    ]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        for line in process.stdout:
            if int(line.removeprefix("facts ")) >= said_at_least:
                break
        for _ in range(random.randrange(LONGEST_SPIN)):
            pass
        process.kill()
        assert process.stderr.read() == ""
    return process.returncode == -signal.SIGKILL


def told(place: Place) -> str:
    """A digest of every event of the layer, without when it was recorded."""
    found = sha256()
    for stream, version, topic, state in place.rows(EVENTS):
        found.update(repr((stream, version, topic, UNTIMED.sub(b"", bytes(state)))).encode())
    return found.hexdigest()


def recorded(timeline: Timeline) -> int:
    """How many facts whole commands recorded, of which the store is made."""
    parts = [part.recorded for done in timeline.commands() for part in done.parts]
    assert sum(carried.count + 1 for carried in parts) == timeline.head().position
    return sum(carried.facts for carried in parts)


def of_all(timeline: Timeline) -> list[object]:
    """The state of each of the busiest pairs, on days known and not."""
    asked = (
        AsOf(date(2024, 12, 31)),
        AsOf(date(2001, 6, 1)),
        AsOf(date(2010, 6, 1), date(2010, 5, 1)),
    )
    pairs = [Pair(one, other) for i, one in enumerate(BUSY) for other in BUSY[i + 1 :]]
    states = [layer_state_of(timeline, pair, as_of, "icews") for pair in pairs for as_of in asked]
    return [(state.score, state.label, state.first) for state in states]


@pytest.mark.skipif(sys.platform == "win32", reason="a process is killed there otherwise")
def test_a_long_import_killed_again_and_again_ends_as_one_that_ran_through(
    place: Place, registry: Registry, tmp_path: Path
) -> None:
    random = Random(20221122)
    file = tmp_path / "rows.tab"
    generator.write(file, LONG, registry)
    through = File(tmp_path / "through.db")
    with closing(Timeline(through.recorder(), registry)) as timeline:
        account = imported(timeline, file, LONG_BATCH, "icews")
        expected, facts = of_all(timeline), account.added

    kills, there = 0, 0
    for left in range(KILLS, 0, -1):
        kills += cut_short(
            place, file, there + random.randrange(2 * (facts - there) // left + 1), random
        )
        with closing(Timeline(place.recorder(), registry)) as timeline:
            now = recorded(timeline)
            assert there <= now <= facts
            there = now

    with closing(Timeline(place.recorder(), registry)) as timeline:
        account = imported(timeline, file, LONG_BATCH, "icews")
        assert (account.added, account.there, account.corrected) == (facts - there, there, 0)
        assert of_all(timeline) == expected
        assert (verified(timeline).flaws, differences(timeline).rows) == ((), 0)
    assert told(place) == told(through)
    assert kills
