"""What changed between two answers on one pair, and because of which facts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from projections.score import Score
from projections.state import State, Touch

SCHEMA: Final = "detente/diff@1"


@dataclass(frozen=True, slots=True)
class Moved:
    """One fact's part in the difference: how it stands in each answer, None where it is not in one, and what it moved."""

    handle: str
    before: Touch | None
    after: Touch | None

    @property
    def touch(self) -> Touch:
        """The fact as the later answer reads it, or else the earlier."""
        found = self.after or self.before
        assert found is not None
        return found

    @property
    def moved(self) -> int:
        """What it counts for after, less what it counted for before, in micro-units."""
        return _counted(self.after) - _counted(self.before)

    @property
    def faded(self) -> bool:
        """Whether nothing but time went by: it stands in both answers alike, and counts otherwise only by fading."""
        if self.before is None or self.after is None:
            return False
        return _standing(self.before) == _standing(self.after)

    @property
    def changed(self) -> bool:
        """Whether there is anything to tell beyond fading."""
        return not self.faded


@dataclass(frozen=True, slots=True)
class Diff:
    """Two answers on one pair, what each fact moved, and what entered or left each list."""

    before: State
    after: State
    moves: tuple[Moved, ...]

    @property
    def reasons(self) -> tuple[Moved, ...]:
        """The facts that changed, the one that moved most first."""
        return tuple(sorted((m for m in self.moves if m.changed), key=lambda m: (-abs(m.moved), m.handle)))

    @property
    def fading(self) -> int:
        """What time alone took or gave, over all facts that stand in both answers alike, in micro-units."""
        return sum(move.moved for move in self.moves if move.faded)

    @property
    def empty(self) -> bool:
        """Whether the two answers say the same."""
        return not self.reasons and not any(move.moved for move in self.moves) and self.before.label == self.after.label

    def entered(self, pick: Callable[[State], Sequence[Touch]]) -> tuple[Touch, ...]:
        """What a list of the later answer holds that the earlier one's does not."""
        return _missing(pick(self.after), pick(self.before))

    def left(self, pick: Callable[[State], Sequence[Touch]]) -> tuple[Touch, ...]:
        """What a list of the earlier answer holds that the later one's does not."""
        return _missing(pick(self.before), pick(self.after))


def diff(before: State, after: State) -> Diff:
    """Compares two answers on one pair: two days, two known days, or two scopes. What the facts moved adds up to the difference."""
    earlier = {touch.reading.handle: touch for touch in before.touches}
    later = {touch.reading.handle: touch for touch in after.touches}
    moves = tuple(Moved(handle, earlier.get(handle), later.get(handle)) for handle in sorted({*earlier, *later}))
    found = Diff(before, after, moves)
    assert sum(move.moved for move in moves) == after.score.net - before.score.net
    return found


def _counted(touch: Touch | None) -> int:
    return touch.share.counted if touch else 0


def _standing(touch: Touch) -> tuple[object, ...]:
    reading = touch.reading
    return touch.excluded, touch.status, touch.view, reading.content, reading.held, reading.disputed, reading.retracted


def _missing(these: Iterable[Touch], from_those: Iterable[Touch]) -> tuple[Touch, ...]:
    there = {touch.reading.handle for touch in from_those}
    return tuple(touch for touch in these if touch.reading.handle not in there)


LISTS: Final[dict[str, Callable[[State], Sequence[Touch]]]] = {
    "in_force": lambda state: state.in_force,
    "ahead": lambda state: state.ahead,
    "disputed": lambda state: state.disputed,
}
"""The lists whose comings and goings are told."""


def diff_json(found: Diff) -> dict[str, object]:
    """The comparison as plain values; figures in micro-units."""
    return {
        "schema": SCHEMA,
        "a": found.after.pair.a,
        "b": found.after.pair.b,
        "before": _answer(found.before),
        "after": _answer(found.after),
        "moved": found.after.score.net - found.before.score.net,
        "fading": found.fading,
        "reasons": [_reason(move) for move in found.reasons],
        "entered": {name: [t.reading.handle for t in found.entered(pick)] for name, pick in LISTS.items()},
        "left": {name: [t.reading.handle for t in found.left(pick)] for name, pick in LISTS.items()},
    }


def _answer(answer: State) -> dict[str, object]:
    score: Score = answer.score
    return {
        "on": answer.as_of.on.isoformat(),
        "known_on": answer.as_of.known_on.isoformat() if answer.as_of.known_on else None,
        "label": answer.label,
        "trend": answer.trend,
        "balance": score.balance,
        "cooperation": score.cooperation,
        "friction": score.friction,
        "net": score.net,
    }


def _reason(move: Moved) -> dict[str, object]:
    return {
        "fact": move.handle,
        "title": move.touch.content.title,
        "before": told(move.before),
        "after": told(move.after),
        "moved": move.moved,
    }


def told(touch: Touch | None) -> str:
    """How a fact stands in an answer, in a word: `absent`, why it does not count, or its status."""
    if touch is None:
        return "absent"
    return touch.excluded or {"yes": "in force", "no": "ended"}.get(touch.status, touch.status)
