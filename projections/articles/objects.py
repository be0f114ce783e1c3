"""To whom a deed is done: the object of its verb, or whoever was spoken of before."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Final

from projections.articles.anaphors import BOTH
from projections.articles.mentions import Mention
from projections.articles.scene import AT_A_PLACE
from projections.articles.unnamed import EVENT, Unnamed

_PLAIN: Final = 5

_HARM: Final = re.compile(
    r"\b(?:attack|strike|raid|assault|invasion|violation|aggression|killing|murder|bombing|shelling"
    r"|blockade|occupation|siege|seizure|arrest|detention|incursion|sanction|tariff|threat|war"
    r"|annexation|expulsion|crackdown|ban|embargo)s?\s+(?:of|on|against|into|in|inside|over)\b"
)
"""What is done to whoever is named behind it."""


@dataclass(frozen=True)
class Receiver(Unnamed):
    """A deed in its sentence, and to whom it is done."""

    def _object(self, subject: Sequence[Mention]) -> tuple[tuple[Mention, ...], int]:
        """To whom it is done, after the verb, and the number of guesses."""
        mine = {actor for each in subject for actor in each.actors}
        behind = self._behind(mine)
        right = [each for each in behind if self.scene.start(each) < self.limit]
        if self.deed.noun:
            return self._object_of_noun(right, mine)
        ranked = sorted((rank, i) for i, each in enumerate(right) if (rank := self._rank(each)) < 9)
        if ranked:
            rank, i = ranked[0]
            guessed = rank == _PLAIN and bool(self.deed.phrase.prepositions)
            return self._group_of(right[i], mine), int(guessed) + int(self._far(right[i]))
        event = self._parties_of_an_event(mine)
        if event:
            return event, 1
        found, steps = self._not_behind(subject, mine)
        if not found and self._is_coordinated():
            later = (each for each in self._right() if not mine.intersection(each.actors))
            shared = next((each for each in later if self.scene.start(each) >= self.limit), None)
            return (self._group_of(shared, mine), 2) if shared else (found, steps)
        return found, steps

    def _is_coordinated(self) -> bool:
        """Whether `and` alone stands between the deed's own object and the next verb."""
        between = self.scene.low[self.deed.end : self.limit]
        after, mine = self.next, self.deed.phrase.what
        alike = after is not None and (after.phrase.what.weight < 0) == (mine.weight < 0)
        if not alike or EVENT.match(between):
            return False
        return re.search(r"^[^,;]*\band\s+(?:\w+ly\s+|also\s+)?$", between) is not None

    def _behind(self, mine: Collection[str]) -> list[Mention]:
        """The actors behind the verb to whom it may be done."""
        phrase = self.deed.phrase
        asked = self._asks()
        return [
            each
            for each in (self._without(mine, each) for each in self._right())
            if not set(mine).intersection(each.actors)
            and not self._is_harmed(each)
            and (self.passive or self._slot(each).preposition != "by" or not self._far(each))
            and (self._slot(each).preposition != "with" or "with" in phrase.prepositions)
            and not (asked and each.first > self.last)
            and (each.first <= self.last or self._slot(each).role != "subject" or phrase.governs)
        ]

    def _is_harmed(self, mention: Mention) -> bool:
        """Whether what is condemned was done to an actor: `condemned the attack on Ukraine`."""
        between = self.scene.low[self.deed.end : self.scene.start(mention)]
        says = self.deed.phrase.said or self.deed.phrase.what.kind == "stance"
        return says and _HARM.search(between) is not None

    def _without(self, mine: Collection[str], mention: Mention) -> Mention:
        """The other of two: `suspended visits between the neighbours`, of which it is one."""
        others = tuple(each for each in mention.actors if each not in mine)
        if mention.kind != BOTH or not others or len(others) == len(mention.actors):
            return mention
        return replace(mention, actors=others)

    def _rank(self, mention: Mention) -> int:
        """How likely it is done to an actor behind the verb: the lowest rank first, 9 is never."""
        slot = self._slot(mention)
        wanted = self.deed.phrase.prepositions
        plain = slot.preposition not in AT_A_PLACE or "in" in wanted
        if plain and self.deed.phrase.governs:
            return 0
        if plain and self._is_inside(mention):
            return 1
        direct = plain and slot.role == "object"
        if (
            direct
            and "to" not in wanted
            and self.scene.is_party(mention)
            and not self._far(mention)
        ):
            return 2
        if slot.preposition in wanted:
            return 3
        if direct:
            return 4
        return _PLAIN if plain else 9

    def _object_of_noun(
        self, right: Sequence[Mention], mine: set[str]
    ) -> tuple[tuple[Mention, ...], int]:
        wanted = self.deed.phrase.prepositions
        for each in right:
            near = self._slot(each).preposition in wanted and each.first - self.last <= 7
            if near or each.first <= self.last:
                return self._group_of(each, mine), 0
        return (), 1

    def _is_inside(self, mention: Mention) -> bool:
        """Whether it is between the words of the deed: `blocked Kosovo's membership`."""
        if mention.first > self.last:
            return False
        nested = mention.last + 1 < self.last or mention.kind == "demonym"
        return nested or self.scene.is_possessive(mention)
