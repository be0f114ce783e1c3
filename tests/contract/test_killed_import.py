"""An import is killed at any moment: whole transactions are there, and the same again adds what is missing, once each."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Final

import pytest

from domain.actors import Registry
from domain.clocks import AsOf
from projections.pairs import Pair
from service.safety import differences, verified
from service.store.recorder import SqlRecorder
from service.timeline import Timeline
from tests.contract.importer import imported
from tests.contract.test_crashes import assert_whole
from tests.places import Place

ROOT: Final = Path(__file__).parent.parent.parent
KILLS: Final = int(os.environ.get("DETENTE_KILLS", "2"))
ROWS: Final = 600 if KILLS < 10 else 100_000
BATCH: Final = ROWS // 30
CALLS: Final = ROWS * 30
"""Functions of the store that an import calls, about."""

HEAD: Final = "id,date,actor,what,recipient,title,publisher,published,url\n"
ACTORS: Final = ("TUR", "RUS", "USA", "FRA")


def written(file: Path) -> None:
    random = Random(7)
    lines = [HEAD]
    for i in range(ROWS):
        actor, recipient = random.sample(ACTORS, 2)
        day = date(2018, 1, 1) + timedelta(days=random.randrange(300))
        lines.append(f"{i},{day},{actor},{random.choice(('accuse', 'aid', 'visit'))},{recipient},A title,AFP,{day},\n")
    file.write_text("".join(lines), encoding="utf-8")


def killed(place: Place, file: Path, call: int) -> bool:
    """Lets a process import until the store has called so many functions; whether it was killed before it was done."""
    command = [sys.executable, "-m", "tests.contract.importer", place.where, str(file), str(BATCH), str(call)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    assert done.stderr == b""
    return done.returncode == -signal.SIGKILL


def answers(timeline: Timeline) -> list[object]:
    pairs = [Pair(one, other) for i, one in enumerate(ACTORS) for other in ACTORS[i + 1 :]]
    states = [timeline.layer_state(pair, AsOf(date(2018, 12, 1)), "sheet") for pair in pairs]
    return [(state.score, state.label, state.first) for state in states]


@pytest.mark.skipif(sys.platform == "win32", reason="a process is killed there otherwise")
def test_what_was_killed_is_finished_by_the_same_again(place: Place, registry: Registry, tmp_path: Path) -> None:
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
        assert not any(fact.there for fact in timeline.facts("sheet"))
    assert kills
