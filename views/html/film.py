"""The film strip of a page: the days on which its answer changed because something was learned."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

from projections.knowing import Sight
from projections.learned import Learned, Learning, Stop
from projections.score import WITHOUT_FIGURES
from projections.words import day
from views.html.address import Address
from views.html.parts import signed_balance, symbol

MOST: Final = 12
"""How many stops are shown at once."""

MOST_NAMED: Final = 3
"""How many facts are named where what was learned at a stop is said."""

WEIGHTS: Final = {"for": 1, "against": -1, "neither": 0}
"""The sides of a fact, in the order in which they are counted."""


class Frame(NamedTuple):
    """One stop: its day, a symbol for each fact learned, the balance since, and where it leads.

    `known` is the day as an address has it; empty for the last stop, which is all that is known.
    """

    day: str
    signs: str
    balance: str
    title: str
    link: Address
    known: str
    current: bool


class Lesson(NamedTuple):
    """A fact that was learned: its sign, its title, its handle."""

    sign: str
    title: str
    handle: str


@dataclass(frozen=True)
class Film:
    """The stops that are shown, and the one at which the page stands.

    `line` is the balance from stop to stop; `at` is the place of the current one.
    """

    frames: Sequence[Frame]
    current: int
    line: str
    at: tuple[float, float] | None
    known: str
    learned_on: str
    lessons: Sequence[Lesson]
    more: int
    before: Address | None
    after: Address | None
    beyond: Sequence[tuple[int, str, Address]]
    """How many stops lie before those shown, and after, and where the next of them leads."""

    @classmethod
    def of(
        cls, found: Learning, known_on: date | None, link: Callable[[date | None], Address]
    ) -> Film | None:
        """The strip of an answer; None where nothing was ever learned in steps.

        `link` is where the same answer stands as known on a day, None for all that is known.
        """
        stops = found.stops
        if len(stops) < 2:
            return None
        days = [stop.day for stop in stops]
        # Since the last stop nothing was learned: it is all that is known.
        knowing = [*map(date.fromordinal, days[:-1]), None]
        last = len(stops) - 1
        here = last if known_on is None else bisect_right(days, known_on.toordinal()) - 1
        if here < 0:
            return None
        first = max(0, min(here - MOST + 3, len(stops) - MOST))
        shown = range(first, min(first + MOST, len(stops)))
        year = found.as_of.on.year
        heights = _heights([stops[i].sight for i in shown])
        now = heights[here - first]
        stop = stops[here]
        return cls(
            frames=[_frame(stops[i], knowing[i], link, year, current=i == here) for i in shown],
            current=here - first,
            line=_line(heights),
            at=None if now is None else ((here - first + 0.5) * 100 / len(shown), now),
            known=day(known_on) if known_on else "now",
            learned_on=day(stop.day),
            lessons=[_lesson(each) for each in _ranked(stop)[:MOST_NAMED]],
            more=max(0, len(stop.learned) - MOST_NAMED),
            before=link(knowing[here - 1]) if here else None,
            after=None if here == last else link(knowing[here + 1]),
            beyond=[
                (number, way, link(knowing[at]))
                for number, way, at in (
                    (first, "earlier", first - 1),
                    (last - shown[-1], "later", min(shown[-1] + 1, last)),
                )
                if number
            ],
        )


def _frame(
    stop: Stop, known: date | None, link: Callable[[date | None], Address], year: int, *,
    current: bool,
) -> Frame:  # fmt: skip
    """One stop; of another year than that of the day asked about, its year is written."""
    on = date.fromordinal(stop.day)
    written = "" if on.year == year else f" ’{on:%y}"
    titles = [each.title for each in map(_lesson, _ranked(stop))]
    more = f" and {len(titles) - MOST_NAMED} more" if len(titles) > MOST_NAMED else ""
    return Frame(
        day=f"{on.day} {on:%b}{written}" if known else "now",
        signs=_signs(stop),
        balance=_balance(stop.sight),
        title="; ".join(titles[:MOST_NAMED]) + more,
        link=link(known)._replace(part="known"),
        known=known.isoformat() if known else "",
        current=current,
    )


def _sign(each: Learned) -> str:
    return symbol(WEIGHTS[each.side], counts=each.counts)


def _signs(stop: Stop) -> str:
    """`▲3 ▼4 ◇`: how many facts of each sign were learned."""
    counted = Counter(map(_sign, stop.learned))
    order = [symbol(side, counts=counts) for side in WEIGHTS.values() for counts in (True, False)]
    return " ".join(
        f"{sign}{counted[sign] if counted[sign] > 1 else ''}" for sign in order if counted[sign]
    )


def _ranked(stop: Stop) -> list[Learned]:
    """What was learned at a stop, what moved the answer most before the rest."""
    return sorted(stop.learned, key=lambda each: -abs(each.move.moved))


def _lesson(each: Learned) -> Lesson:
    fact = each.move.after or each.move.before
    assert fact is not None, "a fact that was learned is in the answer before or after"
    return Lesson(_sign(each), fact.content.title, fact.handle)


def _balance(sight: Sight) -> str:
    return "–" if sight.label in WITHOUT_FIGURES else signed_balance(sight.score)


# The line -----------------------------------------------------------------------------------------


def _heights(sights: Sequence[Sight]) -> list[float | None]:
    """How far down the balance of each stop lies, in percent; None where nothing counts."""
    values = [
        None if sight.label in WITHOUT_FIGURES else sight.score.balance_millionths
        for sight in sights
    ]
    known = [value for value in values if value is not None]
    low, high = min(known, default=0), max(known, default=0)
    width = max(high - low, 1)
    return [None if value is None else 18 + (high - value) * 64 / width for value in values]


def _line(heights: Sequence[float | None]) -> str:
    """A line in steps, one a stop, broken where there is no figure."""
    text, before = "", None
    for i, height in enumerate(heights):
        if height is not None:
            at = f"{height:.0f}"
            text += f"M{i} {at}h1" if before is None else f"V{at}h1"
        before = height
    return text
