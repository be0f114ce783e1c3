"""What changed between two answers on one pair, and because of which facts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from typing_extensions import TypedDict

from domain.status import Kleene
from projections.figures_json import LedgersJson
from projections.lenses.lens import Ledger, Lens
from projections.pair_fact import PairFact, standing_word
from projections.plain import ClocksJson, Handle, LensName, Micro, Standing, TiesJson, Title, Unique
from projections.score import Score
from projections.state import State
from projections.state_json import asked_json, clocks_json

SCHEMA: Final = "detente/diff@1"


@dataclass(frozen=True, slots=True)
class Moved:
    """One fact's part in the difference.

    Its form in each answer, None where it is not in one, and what it moved, in micro-units: what it
    counts for or against after, less what it did before. Relief moves nothing by itself, but what
    it pays off. A fact that is the same in both answers is not `changed`: only time moved it, by
    fading.
    """

    handle: str
    before: PairFact | None
    after: PairFact | None
    changed: bool
    moved: int

    @property
    def pair_fact(self) -> PairFact:
        """The fact as the later answer reads it, or else the earlier."""
        found = self.after or self.before
        assert found is not None
        return found

    @property
    def unreported(self) -> bool:
        """Whether it has gone stale: no report says any more that it holds."""
        return bool(self.after and self.before and self.after.stale and not self.before.stale)


@dataclass(frozen=True, slots=True)
class Diff:
    """Two answers on one pair, what each fact moved, and what entered or left each list."""

    before: State
    after: State
    moves: tuple[Moved, ...]

    @property
    def reasons(self) -> tuple[Moved, ...]:
        """The facts that changed, the one that moved most first."""
        return tuple(
            sorted(
                (move for move in self.moves if move.changed),
                key=lambda move: (-abs(move.moved), move.handle),
            )
        )

    @property
    def changed(self) -> int:
        """How many facts changed."""
        return len(self.reasons)

    @property
    def fading(self) -> int:
        """What time alone took or gave, over all facts that are the same in both answers.

        In micro-units.
        """
        return sum(move.moved for move in self.moves if not move.changed)

    @property
    def eased(self) -> int:
        """How much more friction relief pays off after than before, in micro-units."""
        return self.after.score.eased - self.before.score.eased

    @property
    def empty(self) -> bool:
        """Whether the two answers say the same."""
        return (
            not self.reasons
            and not any(move.moved for move in self.moves)
            and not self.eased
            and self.before.label == self.after.label
        )

    def entered(self, pick: Callable[[State], Sequence[PairFact]]) -> tuple[PairFact, ...]:
        """What a list of the later answer holds that the earlier one's does not."""
        return _missing(pick(self.after), pick(self.before))

    def left(self, pick: Callable[[State], Sequence[PairFact]]) -> tuple[PairFact, ...]:
        """What a list of the earlier answer holds that the later one's does not."""
        return _missing(pick(self.before), pick(self.after))


def diff(before: State, after: State) -> Diff:
    """Compares two answers on one pair: two days, two known days, or two lenses.

    What the facts moved adds up to the difference.
    """
    found = Diff(before, after, moves(before.pair_facts, after.pair_facts, before.lens, after.lens))
    moved = sum(move.moved for move in found.moves) + found.eased
    assert moved == after.score.net - before.score.net
    return found


def moves(
    before: Iterable[PairFact], after: Iterable[PairFact], lens: Lens, other: Lens
) -> tuple[Moved, ...]:
    """Each fact's part in the difference of two answers, by handle, each through a lens.

    Between two lenses a fact has changed if it counts differently: nothing fades between them.
    """
    earlier = {pair_fact.handle: pair_fact for pair_fact in before}
    later = {pair_fact.handle: pair_fact for pair_fact in after}
    found: list[Moved] = []
    for handle in sorted({*earlier, *later}):
        one, two = earlier.get(handle), later.get(handle)
        moved = _counted(two, other) - _counted(one, lens)
        changed = _differs(one, two) or (lens != other and moved != 0)
        found.append(Moved(handle, one, two, changed, moved))
    return tuple(found)


def _counted(pair_fact: PairFact | None, lens: Lens) -> int:
    """What a fact adds to the net by itself."""
    if pair_fact is None or lens.ledger(pair_fact.flowing) is Ledger.RELIEF:
        return 0
    return pair_fact.share.counted


def _differs(before: PairFact | None, after: PairFact | None) -> bool:
    return before is None or after is None or _standing(before) != _standing(after)


def _standing(pair_fact: PairFact) -> tuple[object, ...]:
    fact_state = pair_fact.fact_state
    # What is never scored is context: it is known more surely does not change it.
    status = (
        pair_fact.status != Kleene.NO if not fact_state.content.of_kind.scored else pair_fact.status
    )
    return (
        pair_fact.excluded,
        status,
        pair_fact.stale,
        pair_fact.plan,
        pair_fact.view,
        fact_state.content,
        fact_state.held,
        fact_state.disputed,
        fact_state.contested,
        fact_state.retracted,
    )


def _missing(these: Iterable[PairFact], from_those: Iterable[PairFact]) -> tuple[PairFact, ...]:
    there = {pair_fact.handle for pair_fact in from_those}
    return tuple(pair_fact for pair_fact in these if pair_fact.handle not in there)


Pick = Callable[[State], Sequence[PairFact]]

LISTS: Final[dict[str, Pick]] = {
    "in_force": lambda state: state.in_force,
    "ahead": lambda state: state.ahead,
    "disputed": lambda state: state.disputed,
}
"""The lists for which facts that enter or leave are reported."""


class ComparedJson(ClocksJson, LedgersJson):
    """One of the two answers compared."""

    lens: LensName


class ReasonJson(TypedDict):
    """One fact's part in the difference."""

    fact: Handle
    title: Title
    before: Standing
    """Its form in the answer before."""
    after: Standing
    """Its form in the answer after."""
    moved: Micro
    """What it counts for or against after, less what it did before; micro-units. 0 for relief,
    which counts through what it pays off.
    """


class ListsJson(TypedDict):
    """Facts of the lists of one answer that are not in those of the other."""

    in_force: Unique[Handle]
    """Instruments that hold or may hold; by handle."""
    ahead: Unique[Handle]
    """Engagements pending or due; by handle."""
    disputed: Unique[Handle]
    """Facts that somebody denies; by handle."""


class AccountJson(TypedDict):
    """How the net moved from one answer to another."""

    before: ComparedJson
    """The earlier answer, or the first of the two."""
    after: ComparedJson
    """The later answer, or the second of the two."""
    moved: Micro
    """The net after, less the net before; micro-units. The sum of what every reason moved, of
    what relief pays off, and of fading.
    """
    eased_more: Micro
    """How much more friction relief pays off after than before; micro-units."""
    fading: Micro
    """What time alone took or gave, over all facts whose standing is the same in both answers;
    micro-units.
    """
    reasons: Unique[ReasonJson]
    """The facts whose standing differs in the two answers; the one that moved most first, then by
    handle.
    """
    entered: ListsJson
    """What each list of the answer after holds, and that of the answer before does not."""
    left: ListsJson
    """What each list of the answer before holds, and that of the answer after does not."""


class DiffJson(TiesJson, AccountJson):
    """What changed between two answers on one pair.

    They are of two days, of two days of knowledge, or through two lenses; what was asked is that
    of the answer after. Figures are integers in micro-units: 1 point is 1,000,000.
    """

    schema: Literal["detente/diff@1"]
    lens: LensName | Literal["two"]
    """How facts became figures; two where the answers differ in that."""


def diff_json(found: Diff) -> DiffJson:
    """The comparison as plain values; figures in micro-units."""
    lens = {answer.lens.name for answer in (found.before, found.after)}
    return {
        "schema": SCHEMA,
        **asked_json(found.after),
        "lens": found.after.lens.name if len(lens) == 1 else "two",
        **account_json(found),
    }


def account_json(found: Diff) -> AccountJson:
    """Before, what moved it, after; and what entered or left each list."""
    return {
        "before": _answer(found.before),
        "after": _answer(found.after),
        "moved": found.after.score.net - found.before.score.net,
        "eased_more": found.eased,
        "fading": found.fading,
        "reasons": [reason_json(move) for move in found.reasons],
        "entered": _lists(found.entered),
        "left": _lists(found.left),
    }


def _lists(changed: Callable[[Pick], Sequence[PairFact]]) -> ListsJson:
    handles = {name: [t.handle for t in changed(pick)] for name, pick in LISTS.items()}
    return {
        "in_force": handles["in_force"],
        "ahead": handles["ahead"],
        "disputed": handles["disputed"],
    }


def _answer(answer: State) -> ComparedJson:
    score: Score = answer.score
    return {
        **clocks_json(answer.as_of),
        "lens": answer.lens.name,
        "label": answer.label,
        "mixed": answer.verdict.mixed,
        "trend": answer.trend,
        "balance": score.balance,
        "cooperation": score.cooperation,
        "friction": score.friction,
        "net": score.net,
    }


def reason_json(move: Moved) -> ReasonJson:
    """What one fact changed; figures in micro-units."""
    return {
        "fact": move.handle,
        "title": move.pair_fact.content.title,
        "before": status_word(move.before),
        "after": status_word(move.after),
        "moved": move.moved,
    }


def status_word(pair_fact: PairFact | None) -> str:
    """The standing of a fact in an answer: `absent`, why it does not count, or its status."""
    if pair_fact is None:
        return "absent"
    return standing_word(
        pair_fact.status,
        pair_fact.reason,
        stale=pair_fact.stale,
        contested=pair_fact.contested,
    )
