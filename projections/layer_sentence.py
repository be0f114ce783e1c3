"""The one sentence of a layer's verdict: what there is most of on either side, sort by sort."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from domain.kinds import What
from projections.flows import Part
from projections.layer import LayerState
from projections.ledgers import FAINT
from projections.lenses.lens import Ledger
from projections.moves import MOVE_DAYS
from projections.pair_fact import PairFact
from projections.sentence import NAMED, doubt, remark, ruling, unknown
from projections.words import count, day


class _Item(NamedTuple):
    """Facts of one name: their ledger, what they count for, how many they are, what to know."""

    name: str
    ledger: Ledger
    counted: int
    facts: int
    last: int | None = None
    remark: str = ""

    @property
    def title(self) -> object:
        """What no sentence says twice: a title, or a sort of what is for, against or eases."""
        return self.name if self.last is None else (self.name, self.ledger)

    def and_also(self, other: _Item) -> _Item:
        """Together with others of that name; what holds of one alone is left out."""
        days = [each.last for each in (self, other) if each.last is not None]
        return self._replace(
            counted=self.counted + other.counted,
            facts=self.facts + other.facts,
            last=max(days, default=None),
            remark="",
        )

    def text(self, on: int) -> str:
        """`accuse (12 facts)`, `visit (1 fact, 5 Jan 2022)`, `Sanctions (ended 1 Jun 2022)`."""
        if self.facts == 1 and self.last is None:
            return f"{self.name} ({self.remark})" if self.remark else self.name
        when = ""
        if self.last is not None and self.last < on - MOVE_DAYS:
            when = f", {'' if self.facts == 1 else 'last '}{day(self.last)}"
        return f"{self.name} ({count(self.facts, 'fact')}{when})"


def layer_sentence(answer: LayerState) -> str:
    """Why the label is what it is; for an unknown state, that it is not neutral."""
    if answer.label == "unknown":
        return unknown(answer.others)
    if answer.label == "disputed":
        denied = [*_by_name(_one_by_one(answer.disputed, answer))]
        return f"{count(len(answer.disputed), 'fact')} known, and denied: {_names(denied, answer)}."
    items = [*_summed(answer.parts), *_one_by_one(answer.others, answer)]
    said: set[object] = set()
    sides = [("For", Ledger.COOPERATION), ("Against", Ledger.FRICTION)]
    if answer.score.friction > answer.score.cooperation:
        sides.reverse()
    relief = _strongest(items, Ledger.RELIEF)[:1] if answer.score.eased else ()
    decided = ruling(answer.label, answer.in_force)
    parts = [
        _part("In force", _one_by_one(decided, answer), answer, said),
        _part("Barrier", _one_by_one(answer.verdict.barriers, answer), answer, said),
        *(_part(name, _strongest(items, ledger), answer, said) for name, ledger in sides),
        _part("Easing", relief, answer, said),
        doubt(answer.label, answer.score, answer.contributions),
    ]
    return (
        " ".join(filter(None, parts))
        or "Nothing on record counts for or against the ties any more."
    )


def _summed(parts: Iterable[Part]) -> Iterator[_Item]:
    for part in parts:
        name = What(part.sort.kind, part.sort.what).written
        yield _Item(name, part.sort.ledger, part.counted, part.facts, part.last)


def _one_by_one(pair_facts: Iterable[PairFact], answer: LayerState) -> Iterator[_Item]:
    for each in pair_facts:
        ledger = answer.lens.ledger(each.flowing)
        note = remark(each, answer.as_of.day)
        yield _Item(each.content.title, ledger, each.share.counted, 1, remark=note)


def _by_name(items: Iterable[_Item]) -> Sequence[_Item]:
    """The items, those of one name together."""
    found: dict[str, _Item] = {}
    for item in items:
        there = found.get(item.name)
        found[item.name] = there.and_also(item) if there else item
    return [*found.values()]


def _strongest(items: Iterable[_Item], ledger: Ledger) -> Sequence[_Item]:
    """What there is of a ledger, most first, as far as it leaves a trace."""
    mine = _by_name(item for item in items if item.ledger is ledger and item.counted)
    weighty = [item for item in mine if abs(item.counted) >= FAINT]
    return sorted(weighty, key=lambda item: (-abs(item.counted), item.name))


def _part(name: str, items: Iterable[_Item], answer: LayerState, said: set[object]) -> str:
    """`For: ..`: the first items that were not yet `said`; empty where there are none."""
    left = [item for item in _by_name(items) if item.title not in said]
    said.update(item.title for item in left[:NAMED])
    return f"{name}: {_names(left, answer)}." if left else ""


def _names(items: Sequence[_Item], answer: LayerState) -> str:
    """The first items, and how many more."""
    named = "; ".join(item.text(answer.as_of.day) for item in items[:NAMED])
    more = len(items) - NAMED
    return f"{named}; and {more} more" if more > 0 else named
