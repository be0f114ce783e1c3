"""How the answer of one day changed as knowledge came in: each day on which it did, and why."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, Literal, TypeAlias

from domain.clocks import AsOf
from domain.edtf import NO_FIRST
from domain.events import Event
from domain.fact import DESK, Fact
from projections.diff import Moved, moves
from projections.knowing import Knowing, Lesson, Sight
from projections.lenses import standing_flow
from projections.lenses.lens import Ledger, Lens
from projections.pair_fact import PairFact, ahead, in_force
from projections.pairs import Pair
from projections.scope import EVERYTHING, Scope

Side: TypeAlias = Literal["for", "against", "neither"]
SIDES: Final[Mapping[Ledger, Side]] = {
    Ledger.COOPERATION: "for",
    Ledger.RELIEF: "for",
    Ledger.FRICTION: "against",
    Ledger.NONE: "neither",
}


@dataclass(frozen=True, slots=True)
class Learned:
    """A fact that reads or counts differently since a day of knowledge, and what became known.

    `side` is whether it is for the ties, against them, or neither. No events of a flow that another
    of its episode now mutes, or no longer does.
    """

    move: Moved
    side: Side
    events: tuple[Event, ...]

    @property
    def counts(self) -> bool:
        """Whether it counts since."""
        after = self.move.after
        return after is not None and not after.reason


@dataclass(frozen=True, slots=True)
class Stop:
    """A day of knowledge on which the answer changed, and how it read at the end of it.

    `eased` is how much more friction relief pays off than at the stop before, and `besides` what
    other facts moved, where a lens weighs all of them together; in micro-units.
    """

    day: int
    sight: Sight
    learned: tuple[Learned, ...]
    moved: int
    eased: int

    @property
    def besides(self) -> int:
        """What neither what was learned nor relief moved."""
        return self.moved - self.eased - sum(each.move.moved for each in self.learned)

    def entered(self, pick: Pick) -> tuple[str, ...]:
        """The handles of what a list holds since, and did not before."""
        return self._missing(pick, before=False)

    def left(self, pick: Pick) -> tuple[str, ...]:
        """The handles of what a list held before, and does not since."""
        return self._missing(pick, before=True)

    def _missing(self, pick: Pick, *, before: bool) -> tuple[str, ...]:
        both = [(each.move.before, each.move.after) for each in self.learned]
        return tuple(
            one.handle
            for one, other in (pair if before else pair[::-1] for pair in both)
            if one is not None and pick(one) and not (other is not None and pick(other))
        )


@dataclass(frozen=True, slots=True)
class Learning:
    """The days of knowledge on which the answer of one day changed, in order.

    `before` is how it read before the first of them, `then` how it could be read on the day asked
    about, and `now` how it reads by all that is known. `earlier` is how many changed it before the
    first, and `days` on how many from `since` on anything became known of the pair's facts.
    """

    pair: Pair
    as_of: AsOf
    scope: Scope
    lens: Lens
    layer: str
    since: date | None
    before: Sight
    then: Sight
    now: Sight
    earlier: int
    stops: tuple[Stop, ...]
    days: int

    def latest(self, number: int) -> Learning:
        """The same with its latest stops alone."""
        left = len(self.stops) - number
        if left <= 0:
            return self
        before = self.stops[left - 1].sight
        return replace(self, stops=self.stops[left:], earlier=self.earlier + left, before=before)


Pick = Callable[[PairFact], bool]

LISTS: Final[dict[str, Pick]] = {
    "in_force": lambda pair_fact: bool(in_force([pair_fact])),
    "ahead": lambda pair_fact: bool(ahead([pair_fact])),
    "disputed": lambda t: t.excluded == "disputed" or t.contested,
}
"""The lists for which facts that enter or leave are reported: those of `diff`."""


def learned(  # noqa: PLR0913  # what is asked has seven parts
    facts: Iterable[Fact],
    pair: Pair,
    as_of: AsOf,
    scope: Scope = EVERYTHING,
    lens: Lens = standing_flow.LENS,
    *,
    since: date | None = None,
    layer: str = DESK,
) -> Learning:
    """Every day on which the answer changed as knowledge came in, from a first one on.

    The answer changes where a fact enters or leaves it, reads differently or counts differently:
    by its title, parties, dates, status, or by what it counts for or moved in 30 days. One more
    report that changes none of these changes nothing.
    """
    first = NO_FIRST if since is None else since.toordinal()
    knowing = Knowing(facts, pair, as_of, scope, lens)
    shown = before = then = knowing.sight
    stops: list[Stop] = []
    earlier = days = 0
    for lesson in knowing.lessons():
        days += lesson.day >= first
        if lesson.day < first:
            earlier += bool(lesson.news)
            before = lesson.sight
        elif lesson.news:
            stops.append(_stop(lesson, shown, lens))
        shown = lesson.sight
        then = shown if lesson.day <= as_of.day else then
    return Learning(
        pair=pair,
        as_of=as_of,
        scope=scope,
        lens=lens,
        layer=layer,
        since=since,
        before=before,
        then=then,
        now=shown,
        earlier=earlier,
        stops=tuple(stops),
        days=days,
    )


def _stop(lesson: Lesson, before: Sight, lens: Lens) -> Stop:
    """A day on which the answer changed, after how it read before."""
    found: list[Learned] = []
    for news in lesson.news:
        eve, now = ([each] if each else [] for each in (news.before, news.after))
        (move,) = moves(eve, now, lens, lens)
        side = SIDES[lens.ledger(move.pair_fact.flowing)]
        found.append(Learned(move, side, news.events))
    found.sort(key=lambda each: (-abs(each.move.moved), each.move.handle))
    score, was = lesson.sight.score, before.score
    moved, eased = score.net - was.net, score.eased - was.eased
    return Stop(lesson.day, lesson.sight, tuple(found), moved, eased)
