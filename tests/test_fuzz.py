"""Mutated texts: whatever stands in a file, it is recorded whole, or refused with a place and a mend, and nothing is written.

A slice runs with the tests; `make fuzz` runs a hundred thousand.
"""

from __future__ import annotations

import os
from random import Random
from typing import Final

import pytest

from domain.actors import Registry
from service.store.memory import MemoryRecorder
from service.timeline import Timeline

MUTANTS: Final = int(os.environ.get("DETENTE_FUZZ", "160"))
CHUNKS: Final = 8

FACTS: Final = """\
# A few facts of every kind.
@actor ruritania  Ruritania | Strelsau {metonym}  type=state
@assert 2022-03-05  TUR RUS  transit  strained
2022-02-26  TUR > RUS  instrument:transit-ban/transit  Zelenskyy: Turkey bans warships  ^ban-claim  #straits
    report Zelenskyy on Twitter, 2022-02-26, origin=zelenskyy, voice=official
    denied Reuters, 2022-02-26, https://a.example/x?y=1
2022-02-28/..  TUR > RUS  instrument:transit-restriction/transit  "Straits ^closed to #warships"  ^straits  #straits
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
    episode s-400
    known 2021-01-03
"""
_PIECES: Final = (
    *"\n\t ,;:#^@=>\"'/-.~?%[]XW0123456789٣ıİßé", "\n    ", "  ", "..", "report ", "known ", "2022-02-30", "9999-12-31", "\x00", "\ufeff",
    "\r\n", "because ", "^straits", "TUR", " > ", " = ", "instrument:", "planned:", "weight ", "1e999", "-0", "NaN", "\u202e", "'; --",
)  # fmt: skip


def mutant(text: str, random: Random) -> str:
    """A text with a few things cut out, put in, doubled, swapped or cut off."""
    for _ in range(random.choice((1, 1, 2, 3, 8))):
        at, other = sorted(random.randrange(len(text) + 1) for _ in range(2))
        lines = text.splitlines(keepends=True) or [""]
        change = random.randrange(7)
        if change == 0:
            text = text[:at] + random.choice(_PIECES) + text[at:]
        elif change == 1:
            text = text[:at] + text[min(at + random.choice((1, 1, 2, 9)), len(text)) :]
        elif change == 2:
            text = text[:at] + random.choice(_PIECES) + text[at + 1 :]
        elif change == 3:
            text = text[:at] + text[other : other + 40] + text[at:]
        elif change == 4:
            lines.insert(random.randrange(len(lines) + 1), random.choice(lines))
            text = "".join(lines)
        elif change == 5:
            lines.pop(random.randrange(len(lines)))
            text = "".join(lines)
        else:
            text = text[:other]
    return text


def recorded(text: str, registry: Registry) -> Timeline:
    """A timeline after a `.facts` text: it holds all of it, or nothing."""
    timeline = Timeline(MemoryRecorder(), registry)
    found = timeline.record(timeline.read(text, "mutant.facts"), timeline.moment())
    if found.edits.problems:
        assert timeline.head().position == 0
        assert all(problem.line >= 1 and problem.said.endswith((".", "?")) for problem in found.edits.problems)
    else:
        assert len(found.positions) == len(found.edits.events) + found.actors + found.expectations
    return timeline


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_a_mutated_facts_file_is_recorded_whole_or_refused(chunk: int, registry: Registry) -> None:
    random = Random(f"facts {chunk}")
    whole = 0
    for _ in range(MUTANTS // CHUNKS):
        timeline = recorded(mutant(FACTS, random), registry)
        whole += timeline.head().position > 0
        again = Timeline(MemoryRecorder(), registry)
        again.record(again.read(timeline.export(), "again.facts"), again.moment())

        assert again.export() == timeline.export()

    assert 0 < whole < MUTANTS // CHUNKS, "the mutants are all alike: they test nothing"
