"""The state of many pairs at the end of each period: one row per pair and period."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from difflib import get_close_matches
from enum import StrEnum
from typing import Final, NamedTuple

from domain.clocks import AsOf
from domain.fact import Fact
from domain.refusal import InvalidInput, SetField
from projections.lenses import standing_flow
from projections.lenses.lens import Lens
from projections.moves import Movement
from projections.pair_fact import PairFact, in_force
from projections.pair_history import By, PairHistory
from projections.pairs import MUTUAL, Pair, pairs_of_event
from projections.scope import EVERYTHING, Scope, Whose
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
    how many of the `facts` count, `of_directions` how many of these do in each direction, a mutual
    one in both; `in_force` is how many instruments hold or may hold.
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
    of_directions: tuple[int, int]

    @property
    def lines(self) -> tuple[PanelLine, PanelLine]:
        """The figures from A to B, and those from B to A."""
        pair, (there, back) = self.pair, self.of_directions
        return (
            self._line((pair.a, pair.b), there, self.directions[0]),
            self._line((pair.b, pair.a), back, self.directions[1]),
        )

    @property
    def together(self) -> PanelLine:
        """The figures of both together."""
        return self._line(self.pair, self.counted, self.score)

    def _line(self, actors: tuple[str, str], counted: int, score: Score) -> PanelLine:
        empty = not counted or self.label in WITHOUT_FIGURES
        return PanelLine(*actors, self, counted, None if empty else score)

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


class PanelLine(NamedTuple):
    """The figures from one actor to another, or of both together, on the day of a row.

    `score` is None where nothing counts: that is not 0.
    """

    a: str
    b: str
    row: PanelRow
    counted: int
    score: Score | None


def read_every(text: str) -> Every:
    """The length of a period, by its name. Raises InvalidInput with the names."""
    plain = text.strip().lower()
    if plain not in tuple(Every):
        near = get_close_matches(plain, tuple(Every), n=2, cutoff=0.5) or tuple(Every)
        said = f'"{text}" is not a period of a panel.'
        fixes = (SetField("every", each) for each in near)
        raise InvalidInput(said, *fixes, code="unknown-period")
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
        for event in fact.events:
            for key in pairs_of_event(event):
                found.setdefault(key, {})[fact.id] = fact
    return {key: list(found[key].values()) for key in sorted(found)}


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
    counted = [pair_fact for pair_fact in found.pair_facts if not pair_fact.reason]
    return PanelRow(
        pair=history.pair,
        day=day,
        verdict=found.verdict,
        movement=movement,
        trending=trend_of(found.label, movement, found.pair_facts, by_fact),
        score=found.score,
        directions=(there, back),
        facts=len(found.pair_facts),
        counted=len(counted),
        in_force=len(in_force(found.pair_facts)),
        of_directions=_by_direction(counted, history.pair),
    )


def _by_direction(counted: Iterable[PairFact], pair: Pair) -> tuple[int, int]:
    """How many facts count from A to B, and from B to A; a mutual one counts in both."""
    found = Counter(pair_fact.view for pair_fact in counted)
    there, back = (found[direction] for direction in pair.directions)
    return there + found[MUTUAL], back + found[MUTUAL]


MOST_ROWS: Final = 250_000
"""Rows of a panel that is asked for as one answer; more are asked for a part at a time."""


@dataclass(frozen=True, slots=True)
class Panel:
    """The ties of pairs on each of some days, both ends of the span included.

    A pair has all of the days or none. `directed` is whether the figures of each direction are
    asked for, and not those of both together.
    """

    rows: tuple[PanelRow, ...]
    whose: Whose
    days: tuple[date, ...]
    span: tuple[date, AsOf]
    every: Every
    by: By
    lens: Lens
    directed: bool

    @property
    def lines(self) -> Iterator[PanelLine]:
        """The figures of each pair and day, or those of each of its directions."""
        for row in self.rows:
            yield from row.lines if self.directed else (row.together,)


def panel(  # noqa: PLR0913  # what is asked has seven parts
    facts: Iterable[Fact],
    whose: Whose,
    span: tuple[date, AsOf],
    every: Every,
    lens: Lens = standing_flow.LENS,
    *,
    by: By = By.HAPPENED,
    directed: bool = False,
) -> Panel:
    """The ties of every pair at the end of each period of a span, from the facts of them all.

    Those of some actors alone, where `whose` names them; a pair of which nothing is known on any
    of the days has no rows. Raises InvalidInput where no period ends within the span, and for
    more than MOST_ROWS rows.
    """
    days, as_of = days_asked(every, span), span[1]
    wanted = {*whose.actors}
    by_pair = {key: mine for key, mine in facts_by_pair(facts).items() if wanted <= {*key}}
    check_size(len(by_pair) * len(days) * (2 if directed else 1), every)
    rows: list[PanelRow] = []
    scope = whose.scope._replace(pair=None)
    for key, mine in by_pair.items():
        found = pair_rows(mine, Pair.of(*key), (days, as_of), scope, lens, by=by)
        rows += found if any(row.known for row in found) else []
    return Panel(tuple(rows), whose, tuple(days), span, every, by, lens, directed)


def days_asked(every: Every, span: tuple[date, AsOf]) -> list[date]:
    """The days that a panel has. Raises InvalidInput where no period ends within the span."""
    first, as_of = span
    days = period_ends(every, first, as_of.on)
    if not days:
        raise _no_period(every, first, as_of.on)
    return days


def _no_period(every: Every, first: date, last: date) -> InvalidInput:
    """The refusal of a span within which no period ends, with the end of the one that it is in."""
    end = period_ends(every, last, min(date.max - timedelta(366), last) + timedelta(366))
    fixes = [SetField("to", day.isoformat(), f"to the end of its {every}") for day in end[:1]]
    return InvalidInput(
        f"no {every} ends between {first} and {last}.",
        *fixes,
        SetField("every", Every.DAY, "every day of it"),
        code="no-period",
    )


def check_size(rows: int, every: Every) -> None:
    """Raises InvalidInput for more rows than one answer may have."""
    if rows <= MOST_ROWS:
        return
    longer = tuple(Every)[tuple(Every).index(every) + 1 :]
    raise InvalidInput(
        f"a panel has {MOST_ROWS:,} rows at most; this one would have {rows:,}.",
        *(SetField("every", each) for each in longer[:1]),
        SetField("from", "DATE", "a shorter span"),
        code="panel-too-long",
    )
