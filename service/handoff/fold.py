"""The one fold of a layer that was handed off: what engines sum, and the answers that follow."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import groupby
from pathlib import Path
from typing import Final, NamedTuple, TypeAlias

import pyarrow.parquet as pq

from domain import edtf
from domain.clocks import AsOf
from domain.fact import Fact
from domain.refusal import Failure, Run
from projections.flow_sides import PairKey
from projections.flows import TRAFFIC_DAYS
from projections.ledgers import FAINT, RECENT_DAYS
from projections.moves import MOVE_DAYS, YEAR_DAYS
from projections.pair_sums import PairSums, pair_answer
from projections.pairs import Pair
from projections.panel import days_asked, facts_by_pair, read_every
from service.handoff import folder as files
from service.handoff.folder import Handed
from service.store.codec import events_of

MEASURES: Final = {
    "weighed": "sum(1)",
    "counting": "sum(CASE WHEN counted <> 0 THEN 1 ELSE 0 END)",
    "cooperation": "sum(CASE WHEN ledger = 'cooperation' THEN counted ELSE 0 END)",
    "relief": "sum(CASE WHEN ledger = 'relief' THEN counted ELSE 0 END)",
    "friction": "sum(CASE WHEN ledger = 'friction' THEN -counted ELSE 0 END)",
    "meetings": "sum(CASE WHEN meets AND counted > 0 THEN counted ELSE 0 END)",
    "traffic": f"sum(CASE WHEN age < {TRAFFIC_DAYS} THEN abs(weight) ELSE 0 END)",
    "strong": f"sum(CASE WHEN abs(counted) >= {FAINT} THEN 1 ELSE 0 END)",
    "lively": f"sum(CASE WHEN age < {RECENT_DAYS} THEN 1 ELSE 0 END)",
    "up": f"sum(CASE WHEN age < {MOVE_DAYS} AND weight > 0 THEN weight ELSE 0 END)",
    "down": f"sum(CASE WHEN age < {MOVE_DAYS} AND weight < 0 THEN -weight ELSE 0 END)",
    "year_up": f"sum(CASE WHEN age >= {MOVE_DAYS} AND age < {MOVE_DAYS + YEAR_DAYS}"
    " AND weight > 0 THEN weight ELSE 0 END)",
    "year_down": f"sum(CASE WHEN age >= {MOVE_DAYS} AND age < {MOVE_DAYS + YEAR_DAYS}"
    " AND weight < 0 THEN -weight ELSE 0 END)",
    "last": "max(day)",
}
"""What is summed over the rows of a pair that may count on a day, in SQL that every engine reads.

`counted` is that of the table of fading, `age` how many days ago the row happened; both, `weight`
and `day` are integers of 64 bits.
"""

SUMMED: Final = ("facts", *MEASURES, "gone")
"""The columns of the sums of a pair on a day, besides the pair and the day."""


class Answered(NamedTuple):
    """The ties of a pair at the end of a day, as `state` has them. Figures in micro-units.

    `balance` is in millionths.
    """

    day: date
    a: str
    b: str
    label: str
    mixed: bool
    thin: bool
    trend: str
    momentum: int
    balance: int
    cooperation: int
    friction: int
    relief: int
    eased: int
    traffic: int
    net: int
    low: int
    high: int
    facts: int
    counted: int
    last_day: date | None


Summed: TypeAlias = tuple[str, str, int, Mapping[str, int | None]]
"""A pair, a day by its number, and the sums of its rows by the names of SUMMED."""


Stored: TypeAlias = tuple[str, int, str, bytes]
"""An event as a folder has it: stream, version, topic and state."""


class Handoff(NamedTuple):
    """What was handed off: what it is of, and the facts of each pair that are not rows."""

    handed: Handed
    facts: Mapping[PairKey, Sequence[Fact]]

    @classmethod
    def of(cls, folder: Path) -> Handoff:
        """That of a folder. Raises Failure for one that nothing was handed off in."""
        found = files.handed(folder)
        if found is None:
            raise not_handed_off(str(folder))
        rows = pq.read_table(folder / files.OTHERS).to_pylist()
        return cls.read(found, ((r["stream"], r["version"], r["topic"], r["state"]) for r in rows))

    @classmethod
    def read(cls, handed: Handed, rows: Iterable[Stored]) -> Handoff:
        """That of a list, and of the events beside the rows."""
        by_fact = groupby(events_of(rows), key=lambda event: event.originator_id)
        facts = (Fact(stream, tuple(events)) for stream, events in by_fact)
        return cls(handed, facts_by_pair(facts))

    def as_of(self, day: int) -> AsOf:
        """The point on the clocks that the answers of a day are of."""
        known, recorded = self.handed.known_on, self.handed.recorded_by
        return AsOf(
            date.fromordinal(day),
            date.fromisoformat(known) if known else None,
            datetime.fromisoformat(recorded) if recorded else None,
        )

    def answers(self, sums: Iterable[Summed]) -> Iterator[Answered]:
        """The answers of pairs and days, from the sums of their rows; those of which any is known.

        Pairs that have facts beside rows are to be among them on every day.
        """
        days: dict[int, AsOf] = {}
        for a, b, day, named in sums:
            as_of = days.get(day) or days.setdefault(day, self.as_of(day))
            found = PairSums(**named)  # type: ignore[arg-type]  # only `last` may be None
            answer = pair_answer(found, self.facts.get((a, b), ()), Pair(a, b), as_of)
            if answer.known:
                score, verdict = answer.score, answer.verdict
                yield Answered(
                    as_of.on, a, b,
                    verdict.label, verdict.mixed, verdict.thin,
                    answer.trend, answer.movement.momentum, score.balance_millionths,
                    score.cooperation, score.friction, score.relief, score.eased, score.traffic,
                    score.net, score.low, score.high,
                    answer.facts, answer.counted,
                    None if answer.last is None else date.fromordinal(answer.last),
                )  # fmt: skip


def not_handed_off(folder: str) -> Failure:
    """The refusal of a folder that nothing was exported to."""
    return Failure(
        f"{folder} is not a folder that a layer was exported to.",
        Run("export", fields=(("layer", "NAME"), ("as", "parquet"), ("output", folder))),
        code="not-handed-off",
    )


def days_of(every: str, first: str, last: str) -> list[int]:
    """The last days of the periods that end within a span, by their numbers.

    Raises InvalidInput for another word than a date or a period, and where none ends in the span.
    """
    days = [edtf.window(text) for text in (first, last)]
    span = date.fromordinal(days[0].lo), AsOf(date.fromordinal(days[1].hi))
    return [day.toordinal() for day in days_asked(read_every(every), span)]
