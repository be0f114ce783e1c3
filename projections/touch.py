"""A fact as it touches a pair.

How it reads and stands on a day, why it does not count, and what it counts for.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from domain import kinds
from domain.content import Content
from domain.fact import Reading
from domain.kinds import DOMAINS
from domain.status import Kleene, in_scope, standing_plan, status, support
from projections.lenses.flow import is_flow
from projections.lenses.lens import NOTHING, Lens, Share
from projections.pairs import Pair, view

HOLDING: Final = (Kleene.YES, Kleene.POSSIBLE)
OUTSIDE: Final = "outside-lens"
"""Why a fact does not count of which the lens has nothing to say."""


@dataclass(frozen=True, slots=True)
class Touch:
    """One fact in scope of a pair.

    How it reads, from which side it touches, and why it does not count, if so. `weighed` is
    whether the lens has anything to say of it; `plan` the day for which an engagement stands
    planned, as written, empty where it is called off or no engagement; `stale` whether a stance
    or link holds on old evidence.
    """

    reading: Reading
    view: str
    status: str
    excluded: str = ""
    weighed: bool = True
    share: Share = NOTHING
    plan: str = ""
    stale: bool = False

    @property
    def handle(self) -> str:
        """The fact's key within its layer."""
        return self.reading.handle

    @property
    def reason(self) -> str:
        """Why it does not count; empty if it does."""
        return self.excluded or ("" if self.weighed else OUTSIDE)

    @property
    def countable(self) -> bool:
        """Whether nothing but a larger flow of its episode keeps it from counting."""
        return self.excluded in ("", "same-episode")

    @property
    def content(self) -> Content:
        """What the fact says as read."""
        return self.reading.content

    @property
    def dimension(self) -> str:
        """political, security or economic."""
        return DOMAINS[self.content.domain]


def in_force(touches: Iterable[Touch]) -> tuple[Touch, ...]:
    """Countable instruments that hold or may hold."""
    return tuple(touch for touch in holding(touches) if touch.content.kind == "instrument")


def holding(touches: Iterable[Touch]) -> tuple[Touch, ...]:
    """Countable standing facts that hold or may hold."""
    return tuple(t for t in touches if t.countable and t.content.standing and t.status in HOLDING)


def ahead(touches: Iterable[Touch]) -> tuple[Touch, ...]:
    """Engagements pending or due, as they had been announced.

    Neither retracted nor disputed ones.
    """
    planned = [
        t for t in touches if t.content.kind == "engagement" and t.status in ("pending", "due")
    ]
    return tuple(t for t in planned if not t.reading.retracted and not t.reading.disputed)


def placed(readings: Iterable[Reading], pair: Pair, day: int, lens: Lens) -> list[Touch]:
    """Every fact in scope of the pair on a day, in order of handle.

    How it stands and why it does not count, not yet weighed.
    """
    found: list[Touch] = []
    for reading in readings:
        if in_scope(reading, day):
            side = view(reading.content, pair)
            if side is not None:
                found.append(_touch(reading, side, day, lens))
    found.sort(key=lambda touch: touch.handle)
    muted = _muted(found)
    return [
        replace(touch, excluded="same-episode") if touch.handle in muted else touch
        for touch in found
    ]


def _touch(reading: Reading, side: str, day: int, lens: Lens) -> Touch:
    how = status(reading, day)
    stale = how in HOLDING and support(reading, day) == "stale"
    return Touch(
        reading,
        side,
        how,
        _why_excluded(reading, how),
        lens.weighs(reading),
        plan=_plan(reading, day),
        stale=stale,
    )


def _plan(reading: Reading, day: int) -> str:
    if reading.content.kind != "engagement":
        return ""
    text, window = standing_plan(reading, day)
    return "" if window is None else text


def _why_excluded(reading: Reading, status: str) -> str:
    """The first reason that fits why a fact is not counted; empty if there is none."""
    kind = reading.content.kind
    if reading.retracted:
        return "retracted"
    if reading.disputed:
        return "disputed"
    if reading.doubtful:
        return "doubtful"
    if kind in kinds.FREE_SLUG:
        return kind
    return status if kind == "engagement" and status != "held" else ""


def _muted(touches: Sequence[Touch]) -> set[str]:
    """Handles of flows that a larger flow of the same episode, view and sign stands for."""
    largest: dict[tuple[str, str, int], Touch] = {}
    flows = [
        t
        for t in touches
        if not t.excluded and t.content.episode and is_flow(t.reading) and t.reading.window.bounded
    ]
    for touch in sorted(flows, key=lambda t: (-abs(t.content.weighs), t.handle)):
        weight = touch.content.weighs
        largest.setdefault((touch.content.episode, touch.view, (weight > 0) - (weight < 0)), touch)
    kept = {touch.handle for touch in largest.values()}
    return {touch.handle for touch in flows} - kept


def weighed(touches: Sequence[Touch], day: int, lens: Lens) -> list[Touch]:
    """The facts with their shares: those that count weighed together, the disputed ones each alone.

    All facts of the pair take part, also those beside the scope of a question: a lens may set
    facts against each other.
    """
    counting = [touch.reading for touch in touches if not touch.reason]
    shares = iter(lens.shares(counting, day))
    found: list[Touch] = []
    for touch in touches:
        if not touch.reason:
            found.append(
                Touch(
                    touch.reading,
                    touch.view,
                    touch.status,
                    share=next(shares),
                    plan=touch.plan,
                    stale=touch.stale,
                )
            )
        else:
            found.append(_disputed(touch, day, lens) if touch.excluded == "disputed" else touch)
    return found


def moved(touches: Sequence[Touch], day: int, lens: Lens) -> dict[str, int]:
    """What each fact that counts added in the 30 days up to a day, by handle, in micro-units.

    Of all facts of the pair.
    """
    counting = [touch.reading for touch in touches if not touch.reason]
    return dict(
        zip((reading.handle for reading in counting), lens.moved(counting, day), strict=True)
    )


def _disputed(touch: Touch, day: int, lens: Lens) -> Touch:
    """A disputed fact with the range that it would have.

    An engagement has none unless it was held.
    """
    counts = touch.weighed and (touch.content.kind != "engagement" or touch.status == "held")
    return replace(touch, share=lens.disputed(touch.reading, day)) if counts else touch


def origins(reading: Reading) -> set[str]:
    """Where the reports on a fact come from; none for a fact without a source."""
    return {report.source for _, report in reading.reports if report is not None}


def freshness(touch: Touch, day: int) -> str:
    """confirmed, presumed or stale."""
    return support(touch.reading, day)
