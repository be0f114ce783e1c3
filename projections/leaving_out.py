"""Answers without one of their facts, each found from what that fact alone changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from projections.ledgers import Entry, Ledgers
from projections.lenses.lens import Lens
from projections.pair_fact import (
    MUTED,
    PairFact,
    Rival,
    Shares,
    ranked,
    score_facts,
    shares_alone,
)
from projections.scope import Scope
from projections.score import Score
from projections.state import within
from projections.verdict import few_that_decide, verdict_of


class LeavingOut:
    """The figures and the label of an answer without each one of its facts.

    `scored` are all facts of the pair on a day with their shares, also those beside the scope of
    the answer: without the largest flow of an episode the next one counts.
    """

    def __init__(self, scored: Sequence[PairFact], scope: Scope, lens: Lens, day: int) -> None:
        self._scored: Final = scored
        self._scope: Final = scope
        self._lens: Final = lens
        self._day: Final = day
        self._asked: Final = {t.handle: t for t in within(scored, scope)}
        self._ledgers: Final = Ledgers.of(self._asked.values(), lens, day)
        self._deciding: Final = few_that_decide([*self._asked.values()])
        self._next: Final = {} if lens.alone is None else self._next_of_episode()

    def _next_of_episode(self) -> dict[str, PairFact]:
        """By each flow that mutes others of its episode, the one that counts without it."""
        rivals: list[tuple[Rival, int, str]] = []
        unmuted: dict[str, PairFact] = {}
        for t in self._scored:
            found = replace(t, excluded="") if t.excluded == MUTED else t
            rival = Rival.of(found, self._lens)
            if rival is not None:
                shares = shares_alone(found, self._day, self._lens)
                found = replace(found, share=shares.share, unwidened=shares.sure)
                unmuted[t.handle] = found
                rivals.append((rival, shares.share.counted, t.handle))
        groups = (group for group in ranked(rivals) if len(group) > 1)
        return {first: unmuted[second] for first, second, *_ in groups}

    def without(self, handle: str) -> tuple[Score, str]:
        """The figures and the label of the answer without one of its facts.

        Equal to those of asking again without it.
        """
        if self._lens.alone is None:
            return self._weighed_again(handle)
        left, joins = self._asked[handle], self._next.get(handle)
        changed = [(left, -1)]
        if joins is not None and joins.handle in self._asked:
            changed += [(self._asked[joins.handle], -1), (joins, 1)]
        self._enter(changed, 1)
        deciding = [t for t in self._deciding if t.handle != handle]
        found = self._ledgers.score, verdict_of(deciding, self._ledgers).label
        self._enter(changed, -1)
        return found

    def _enter(self, changed: Sequence[tuple[PairFact, int]], direction: int) -> None:
        for t, sign in changed:
            entry = Entry.of(t, self._lens)
            self._ledgers.enter(entry, Shares(t.share, t.unwidened), self._day, sign * direction)

    def _weighed_again(self, handle: str) -> tuple[Score, str]:
        """The same where a fact's share hangs on other facts."""
        rest = [
            replace(t, excluded="") if t.excluded == MUTED else t
            for t in self._scored
            if t.handle != handle
        ]
        found = within(score_facts(rest, self._day, self._lens), self._scope)
        ledgers = Ledgers.of(found, self._lens, self._day)
        return ledgers.score, verdict_of(found, ledgers).label
