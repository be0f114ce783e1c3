"""Turns of ties: when they came under another label to stay, or moved much, and through what."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise
from typing import Final

from domain.clocks import AsOf
from domain.expectation import LABELS
from domain.fact import DESK, Fact
from domain.kinds import DECISIVE, POINT, What
from domain.refusal import InvalidInput, SetField
from domain.status import Kleene
from projections.diff import Moved
from projections.flows import Part
from projections.lasting import Lasting, Run, lasting
from projections.lenses import standing_flow
from projections.lenses.lens import Ledger, Lens
from projections.pair_fact import PairFact
from projections.pair_history import By, PairHistory
from projections.pairs import Pair
from projections.scope import EVERYTHING, Scope
from projections.score import WITHOUT_FIGURES
from projections.verdict import stands
from projections.walk import Figures, Walk

MIN_DAYS: Final = 30
"""A label that lasts for fewer days does not count, unless the span begins or ends in it."""

MUCH: Final = POINT
"""What the balance moves on a day that is a turn within its label: 1.0 or more.

Source: docs/commands/turns.md.
"""


def at_least_a_day(days: int) -> int:
    """How many days a label lasts that is a turn. Raises InvalidInput for fewer than one."""
    if days < 1:
        said = f"a label lasts for a day at least, not for {days}."
        fixes = SetField("min_days", "1", "every change"), SetField("min_days", str(MIN_DAYS))
        raise InvalidInput(said, *fixes, code="no-days")
    return days


class TurnKind(StrEnum):
    """Whether ties came under another label, or moved much within theirs."""

    LABEL = "label"
    WITHIN = "within"


@dataclass(frozen=True, slots=True)
class Turn:
    """What happened on the first day of a spell.

    `figures` are those of that day. `direction` is better, worse, or empty where that cannot be
    said; `moved` is by how much facts moved the balance, in millionths of a point. `because` are
    facts that moved ties that way, `despite` those that moved them the other way, `unreported`
    those that went stale, `passing` those that may have happened or begun on that day, as on others
    before and after it, and moved ties with it, and `sums` a layer's facts of that day, summed.
    `eased` is how much more
    relief paid off than on the day before, and `fading` what time alone moved, in micro-units:
    together they are what the net moved.
    """

    day: int
    kind: TurnKind
    figures: Figures
    direction: str
    moved: int
    because: tuple[Moved, ...]
    despite: tuple[Moved, ...]
    unreported: tuple[Moved, ...]
    passing: tuple[Moved, ...]
    sums: tuple[Part, ...]
    eased: int
    fading: int


@dataclass(frozen=True, slots=True)
class Spell:
    """Days from one turn to the next, both ends included, under one label but for interruptions.

    `interruptions` are the days under other labels.
    """

    label: str
    turn: Turn
    last: int
    interruptions: tuple[Run, ...]

    @property
    def first(self) -> int:
        """Its first day."""
        return self.turn.day

    @property
    def days(self) -> int:
        """How many days it lasted, or has lasted so far."""
        return self.last - self.first + 1

    @property
    def other_days(self) -> int:
        """How many of them were under other labels."""
        return sum(run.days for run in self.interruptions)

    def of(self, label: str) -> bool:
        """Whether it is one under a label; `mixed` stands beside any."""
        return label in ("", self.label) or (label == "mixed" and self.turn.figures.verdict.mixed)


@dataclass(frozen=True, slots=True)
class Turns:
    """The spells of a span, the first to the last, without a gap."""

    pair: Pair
    as_of: AsOf
    scope: Scope
    lens: Lens
    layer: str
    by: By
    min_days: int
    first: int
    spells: tuple[Spell, ...]

    def of(self, label: str) -> tuple[Spell, ...]:
        """The spells under a label; all of them where none is named."""
        return tuple(spell for spell in self.spells if spell.of(label))


def turns(  # noqa: PLR0913  # what is asked has seven parts
    facts: Iterable[Fact],
    pair: Pair,
    span: tuple[date | None, AsOf],
    scope: Scope = EVERYTHING,
    lens: Lens = standing_flow.LENS,
    *,
    by: By = By.HAPPENED,
    min_days: int = MIN_DAYS,
    layer: str = DESK,
) -> Turns:
    """The spells from a first day to the day of a point on the clocks.

    It also fixes what was known. Without a first day, from the day before anything of the pair
    may have happened.
    """
    history = PairHistory(facts, pair, span[1], scope, lens, by=by)
    return turns_of(history, span[0], min_days, layer)


def turns_of(
    history: PairHistory, first_day: date | None, min_days: int, layer: str = DESK
) -> Turns:
    """The spells of a history from a first day to its last."""
    last = history.as_of.day
    first = first_day.toordinal() if first_day else max(1, min(history.first_day, last) - 1)
    runs, much = _walked(history, first, last)
    return Turns(
        history.pair,
        history.as_of,
        history.scope,
        history.lens,
        layer,
        history.by,
        min_days,
        first,
        tuple(_Turning(history, much).spells(lasting(runs, min_days))),
    )


def _walked(history: PairHistory, first: int, last: int) -> tuple[list[Run], list[int]]:
    """The labels of a span, those of days in a row made one; and the days on which much moved."""
    walk = Walk(history)
    starts: list[tuple[str, int]] = []
    for day, label in walk.labels(first, last):
        if not starts or starts[-1][0] != label:
            starts.append((label, day))
    ends = [*(day - 1 for _, day in starts[1:]), last]
    turning = {*walk.beginnings}.intersection(history.turning_days(first + 1, last))
    much = [day for day in sorted(turning) if _moved_much(history, walk, day)]
    return [Run(*start, end) for start, end in zip(starts, ends, strict=True)], much


def _moved_much(history: PairHistory, walk: Walk, day: int) -> bool:
    """Whether a day is a turn within its label: by the balance, or by what decides a label."""
    return abs(_moved(walk, day)) >= MUCH or any(map(_decides, _changed(history, day)))


# What happened on a day ---------------------------------------------------------------------------

_RANKS: Final = {label: rank for rank, label in enumerate(LABELS[: LABELS.index("close") + 1])}
"""Labels from the worst to the best, as far as one is better than another."""

_HELD: Final[dict[str, int]] = {Kleene.YES: 2, Kleene.POSSIBLE: 1}


class _Turning:
    """The turns of a history, in order of time."""

    def __init__(self, history: PairHistory, much: Sequence[int]) -> None:
        self._history: Final = history
        self._much: Final = much
        # Two, for each goes forward only.
        self._walk: Final = Walk(history)
        self._eves: Final = Walk(history)

    def spells(self, found: Iterable[Lasting]) -> Iterator[Spell]:
        """A spell from each turn up to the next."""
        before = ""
        for lasts in found:
            days = [lasts.first, *self._within(lasts)]
            for first, after in pairwise([*days, lasts.last + 1]):
                part = lasts.between(first, after - 1)
                kind = TurnKind.WITHIN if part.label == before else TurnKind.LABEL
                yield Spell(part.label, self._turn(first, kind), part.last, part.interruptions)
                before = part.label

    def _within(self, lasts: Lasting) -> Sequence[int]:
        """The days on which much moved while a label lasted."""
        place, end = bisect_right(self._much, lasts.first), bisect_right(self._much, lasts.last)
        return self._much[place:end]

    def _turn(self, day: int, kind: TurnKind) -> Turn:
        eve, now = self._eves.figures(day - 1), self._walk.figures(day)
        changed, moved = _changed(self._history, day), _moved(self._walk, day)
        through_facts, sense = True, _sign(moved)
        if kind is TurnKind.LABEL:
            through_facts = self._walk.unchanged(day).label != now.label
            sense = _sense_of(eve, now)
        elif abs(moved) < MUCH:
            sense = _sign(sum(_sense(move) for move in changed if _decides(move))) or sense
        without = {eve.label, now.label} & WITHOUT_FIGURES
        sums = sorted(self._history.happened(day), key=lambda part: (-abs(part.counted), part))
        because, despite = _reasons(changed, sense, through_facts=through_facts and not sums)
        eased = now.score.eased - eve.score.eased
        besides = eased + sum(move.moved for move in changed) + sum(map(moved_by, sums))
        return Turn(
            day,
            kind,
            now,
            "" if without else _DIRECTIONS[sense],
            moved,
            because,
            despite,
            tuple(move for move in changed if move.unreported),
            self._passing(day, sense),
            tuple(sums),
            eased,
            now.score.net - eve.score.net - besides,
        )

    def _passing(self, day: int, sense: int) -> tuple[Moved, ...]:
        """Facts of a vague day of which one more day has passed, as far as they moved ties so."""
        moves = self._history.moved_by_passing(day)
        found = [move for move in moves if _pull(move) * (sense or _pull(move)) > 0]
        return tuple(sorted(found, key=lambda move: (-abs(_pull(move)), move.handle)))


def _moved(walk: Walk, day: int) -> int:
    """By how much facts moved the balance of a day, in millionths."""
    now, unchanged = walk.figures(day), walk.unchanged(day)
    return now.score.balance_millionths - unchanged.score.balance_millionths


def _changed(history: PairHistory, day: int) -> list[Moved]:
    """The facts whose standing on a day differs from the day before."""
    return [move for move in history.moves(day, flips=False) if move.changed]


_DIRECTIONS: Final = {-1: "worse", 0: "", 1: "better"}


def moved_by(part: Part) -> int:
    """What a layer's facts of a day moved by themselves: relief moves nothing of its own."""
    return 0 if part.sort.ledger is Ledger.RELIEF else part.counted


def _sign(number: int) -> int:
    return (number > 0) - (number < 0)


def _sense_of(eve: Figures, now: Figures) -> int:
    """Whether a label turned for the better, 1, or the worse, -1; 0 where that cannot be said."""
    if now.label in WITHOUT_FIGURES:
        return 0
    if eve.label in WITHOUT_FIGURES:
        return _sign(now.score.balance_millionths)
    if eve.label in _RANKS and now.label in _RANKS and eve.label != now.label:
        return _sign(_RANKS[now.label] - _RANKS[eve.label])
    return _sign(now.score.balance_millionths - eve.score.balance_millionths)


def _reasons(
    changed: Iterable[Moved], sense: int, *, through_facts: bool
) -> tuple[tuple[Moved, ...], tuple[Moved, ...]]:
    """The facts that moved ties one way, the one that moved most first, and those of the other way.

    What moved nothing is a reason only where facts turned ties: it decides a label by itself, or
    nothing else is there.
    """
    because: list[Moved] = []
    despite: list[Moved] = []
    unmoved: list[Moved] = []
    for move in changed:
        if move.unreported or not _matters(move):
            continue
        if _pull(move):
            (because if _sense(move) * sense >= 0 else despite).append(move)
        elif through_facts and _sense(move) * sense >= 0:
            unmoved.append(move)
    unmoved = [move for move in unmoved if _decides(move) or not because]
    because.sort(key=lambda move: (-abs(_pull(move)), move.handle))
    despite.sort(key=lambda move: (-abs(_pull(move)), move.handle))
    return (*because, *unmoved), tuple(despite)


def _matters(move: Moved) -> bool:
    """Whether a fact may have part in a label: it counts, or would if nobody denied it."""
    both = (move.before, move.after)
    return any(t is not None and (t.countable or t.excluded == "disputed") for t in both)


def _pull(move: Moved) -> int:
    """What a fact counts for after, less what it counted for before, relief included."""
    after = move.after.share.counted if move.after else 0
    return after - (move.before.share.counted if move.before else 0)


def _sense(move: Moved) -> int:
    """Whether what happened to a fact is good for ties, 1, or bad, -1.

    By what it moved; or else by its weight, and whether it began or ended.
    """
    if _pull(move):
        return _sign(_pull(move))
    weight = _sign(move.pair_fact.flowing.content.weighs)
    if not move.pair_fact.content.standing:
        return weight
    before, after = (_HELD.get(t.status, 0) if t else 0 for t in (move.before, move.after))
    return weight * _sign(after - before)


def _decides(move: Moved) -> bool:
    """Whether a war or a break of relations began or ended."""
    return any(_stands(move.before, what) != _stands(move.after, what) for what in DECISIVE)


def _stands(pair_fact: PairFact | None, what: What) -> bool:
    return pair_fact is not None and pair_fact.countable and stands(pair_fact, what)
