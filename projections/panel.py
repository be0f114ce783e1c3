"""The state of many pairs at the end of each period: one row per pair and period."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from difflib import get_close_matches
from enum import StrEnum

from domain.clocks import AsOf
from domain.events import Asserted, Corrected
from domain.fact import Fact
from domain.refusal import Fix, InvalidInput
from projections.lenses import standing_flow
from projections.lenses.lens import Lens
from projections.moves import Movement
from projections.pair_fact import in_force
from projections.pair_history import By, PairHistory
from projections.pairs import Pair, pairs_of
from projections.scope import EVERYTHING, Scope
from projections.score import WITHOUT_FIGURES, Score
from projections.state import Glance, directions_of
from projections.verdict import Verdict, movement_of, moves_by_fact, trend_of


class Every(StrEnum):
    """How long a period of a panel is; a week ends on Sunday, as in ISO 8601."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class PanelRow:
    """A pair's state at the end of a day: what `state` says of that day, without the facts.

    Figures in micro-units. `directions` are the scores from A to B and from B to A; `counted` is
    how many of the `facts` count, `in_force` how many instruments hold or may hold.
    """

    pair: Pair
    day: int
    verdict: Verdict
    movement: Movement
    trending: str
    score: Score
    directions: tuple[Score, Score]
    facts: int
    counted: int
    in_force: int

    @property
    def known(self) -> bool:
        """Whether anything is known of the pair; unknown is not neutral."""
        return bool(self.facts)

    @property
    def label(self) -> str:
        """The label alone."""
        return self.verdict.label

    @property
    def momentum(self) -> int:
        """What moved ties in 30 days beyond what is usual, in micro-units."""
        return self.movement.momentum

    @property
    def trend(self) -> str | None:
        """Which way ties went over 30 days; None where there are no figures."""
        return None if self.label in WITHOUT_FIGURES else self.trending


def read_every(text: str) -> Every:
    """The length of a period, by its name. Raises InvalidInput with the names."""
    plain = text.strip().lower()
    if plain not in tuple(Every):
        near = get_close_matches(plain, tuple(Every), n=2, cutoff=0.5) or tuple(Every)
        said = f'"{text}" is not a period of a panel.'
        raise InvalidInput(said, *map(Fix, near), code="unknown-period")
    return Every(plain)


def period_ends(every: Every, first: date, last: date) -> list[date]:
    """The last days of the periods that end within a span, both ends included.

    >>> [day.isoformat() for day in period_ends(Every.MONTH, date(2022, 1, 5), date(2022, 3, 30))]
    ['2022-01-31', '2022-02-28']
    """
    days = range(first.toordinal(), last.toordinal() + 1)
    found = days
    if every is Every.WEEK:
        # Day 7 was a Sunday, and so is every seventh.
        found = range(-(-days.start // 7) * 7, days.stop, 7)
    if every in (Every.DAY, Every.WEEK):
        return [date.fromordinal(day) for day in found]
    months = (12,) if every is Every.YEAR else range(1, 13)
    ends = (
        _month_end(year, month) for year in range(first.year, last.year + 1) for month in months
    )
    return [day for day in ends if first <= day <= last]


def _month_end(year: int, month: int) -> date:
    return date(year, month + 1, 1) - timedelta(days=1) if month < 12 else date(year, 12, 31)


def facts_by_pair(facts: Iterable[Fact]) -> dict[tuple[str, str], list[Fact]]:
    """The facts that may concern each pair, as first recorded or as corrected since.

    Each pair in its stored order; the pairs in alphabetical order.
    """
    found: dict[tuple[str, str], dict[str, Fact]] = {}
    for fact in facts:
        for key in _pairs_of(fact):
            found.setdefault(key, {})[fact.id] = fact
    return {key: list(found[key].values()) for key in sorted(found)}


def _pairs_of(fact: Fact) -> Iterator[tuple[str, str]]:
    for event in fact.events:
        if isinstance(event, Asserted):
            yield from pairs_of(event.content)
        elif isinstance(event, Corrected) and event.field == "parties":
            yield from pairs_of(fact.asserted.content.corrected("parties", event.value))


def pair_rows(  # noqa: PLR0913  # what is asked has six parts
    facts: Iterable[Fact],
    pair: Pair,
    span: tuple[Sequence[date], AsOf],
    scope: Scope = EVERYTHING,
    lens: Lens = standing_flow.LENS,
    *,
    by: By = By.HAPPENED,
) -> list[PanelRow]:
    """The state of a pair at the end of each day, equal to `state` of the same facts.

    The days in order; the point on the clocks fixes what was known, the same for every day, or by
    `By.KNOWN` what was known on each of them.
    """
    days, as_of = span
    history = PairHistory(facts, pair, as_of, EVERYTHING, lens, by=by)
    return [_row(history, day.toordinal(), scope.within(pair)) for day in days]


def _row(history: PairHistory, day: int, scope: Scope) -> PanelRow:
    # All facts of the pair, also those beside the scope: a lens may set facts against each other.
    everything = history.glance(day).pair_facts
    found = Glance.of(everything, scope, history.lens, day)
    by_fact = moves_by_fact(found.pair_facts, day, history.lens)
    movement = movement_of(found.pair_facts, by_fact)
    there, back = directions_of(found.pair_facts, history.pair, history.lens, day).values()
    return PanelRow(
        pair=history.pair,
        day=day,
        verdict=found.verdict,
        movement=movement,
        trending=trend_of(found.label, movement, found.pair_facts, by_fact),
        score=found.score,
        directions=(there, back),
        facts=len(found.pair_facts),
        counted=sum(not pair_fact.reason for pair_fact in found.pair_facts),
        in_force=len(in_force(found.pair_facts)),
    )
