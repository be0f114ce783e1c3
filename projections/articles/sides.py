"""Who does a deed, and to whom: the mentions on each side of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from projections.articles.anaphors import BOTH
from projections.articles.memory import TWO
from projections.articles.mentions import Mention
from projections.articles.objects import Receiver
from projections.articles.subjects import OF_A_THING
from projections.articles.tokens import LIGHT, word_set
from projections.articles.unnamed import REMEMBERED

_AGREED: Final = re.compile(r"\b(?:deal|agreement|accord|pact|treaty)\b")
_ALLY: Final = re.compile(r"\bally of$")
_BEING: Final = word_set("is are was were be been being")
_EACH_OTHER: Final = re.compile(r"\b(?:each other|one another|mutual(?:ly)?|each)\b")


class Who(NamedTuple):
    """The mentions on each side of a deed; `steps` is how many guesses that took."""

    actors: tuple[Mention, ...]
    others: tuple[Mention, ...]
    steps: int = 0
    mutual: bool = False
    """Whether both do it, though such a deed is usually done by one."""


@dataclass(frozen=True)
class Sides(Receiver):
    """A deed in its sentence, and the two sides of it."""

    def who(self) -> Who | None:
        """The sides; None where not both are named."""
        if self.deed.phrase.sign == "=":
            return self._mutual()
        return self._directed()

    # Directed -------------------------------------------------------------------------------------

    def _directed(self) -> Who | None:
        subject, steps = self._said_by(*self.subject())
        agent = self.agent() if self.passive or self.deed.noun or not subject else ()
        subject, steps = (agent, 0) if agent else (subject, steps)
        summoned = self._whom()
        if summoned:
            return self._done_to(summoned, subject if steps < OF_A_THING else ())
        if steps >= OF_A_THING:
            return None
        if self.deed.phrase.by_speaker:
            return self._by_speaker()
        if self.passive:
            target, more = self.subject()
            doer = agent or ()
            if self.deed.phrase.what.what == "third-party":
                pair = self.scene.up_to(self.first).pair or self.scene.memory.meant_by_both(
                    frozenset()
                )
                return self._checked(doer, self._remembered(pair), 1) if doer and pair else None
            if self.scene.words[self.first - 1].low not in _BEING and more >= OF_A_THING:
                return None
            return self._checked(doer, target, more + (0 if doer else 3))
        target, more = self._object(subject)
        if self._with_each_other(subject) or (not _is_said(target) and self._are_two(subject)):
            both = self._halves(subject, steps)
            return both._replace(mutual=True) if both else None
        if self.deed.noun and not (subject and target):
            return None
        if not target and agent:
            target, more = self.subject()
        if self.deed.phrase.sign == "<":
            subject, target = target, subject
        return self._checked(subject, target, steps + more)

    def _said_by(self, subject: tuple[Mention, ...], steps: int) -> tuple[tuple[Mention, ...], int]:
        """Who says it of whom it is done to: `A said that B was arming and warned B`."""
        mine = {actor for each in subject for actor in each.actors}
        behind = self.first + 1 + (self.scene.words[self.first + 1].low == "the")
        named = next((each for each in self.scene.mentions if each.first == behind), None)
        if not mine or named is None or mine != set(named.actors):
            return subject, steps
        speakers = (speech.speaker for speech in self.scene.speeches if speech.speaker)
        speaker = next((each for each in speakers if mine.isdisjoint(each.actors)), None)
        return (self.scene.group(speaker), 1) if speaker else (subject, steps)

    def _whom(self) -> tuple[Mention, ...]:
        """Whose envoy is meant by `whom`: `Spain's envoy to Peru, whom the ministry summoned`."""
        words = self.scene.words
        behind = range(self.first - 1, max(-1, self.first - 10), -1)
        for at in behind:
            if words[at].text in ",;":
                return ()
            if words[at].low == "whom":
                left = [each for each in self.scene.mentions if each.last < at]
                sent_to = ("to", "in", "at")
                while left and self.scene.slots[left[-1]].preposition in sent_to:
                    left.pop()
                return self.scene.group(left[-1]) if left else ()
        return ()

    def _done_to(self, target: tuple[Mention, ...], subject: tuple[Mention, ...]) -> Who | None:
        """What is done to whom is named before, by somebody else; by nobody if that is the same."""
        theirs = {actor for each in target for actor in each.actors}
        actors = tuple(each for each in subject if theirs.isdisjoint(each.actors))
        return Who(actors, target, 1 if actors else 3)

    def _by_speaker(self) -> Who | None:
        """Who says that another's actions are so and so: `said the Czech move was hostile`."""
        target, steps = self._owner() if self.deed.noun else self.subject()
        if steps >= OF_A_THING:
            return None
        mine = {actor for each in target for actor in each.actors}
        speakers = (speech.speaker for speech in self.scene.speeches if speech.speaker)
        speaker = next((each for each in speakers if mine.isdisjoint(each.actors)), None)
        if speaker is None:
            return None
        if not target:
            memory = self.scene.memory
            others = memory.other_of(speaker.actors, hostile=True)
            if _AGREED.search(self.scene.low[self.deed.start : self.deed.end]):
                others = memory.parties_of_an_event(frozenset(speaker.actors))
            target = self._remembered(others) if others else ()
        return Who(self.scene.group(speaker), target, steps + 1) if target else None

    def _with_each_other(self, subject: Sequence[Mention]) -> bool:
        behind = self.scene.low[self.deed.start : self.deed.end + 40]
        return _number(subject) == TWO and _EACH_OTHER.search(behind) is not None

    def _are_two(self, subject: Sequence[Mention]) -> bool:
        """Whether `the two countries` do it, and to nobody else."""
        if _number(subject) != TWO:
            return False
        return subject[0].kind == BOTH or self.deed.phrase.what.what == "agree"

    def _checked(
        self, actors: tuple[Mention, ...], others: tuple[Mention, ...], steps: int
    ) -> Who | None:
        mine = {actor for each in actors for actor in each.actors}
        theirs = tuple(each for each in others if not mine.intersection(each.actors))
        if not theirs and not actors:
            return None
        return Who(actors, theirs, steps)

    # Mutual ---------------------------------------------------------------------------------------

    def _mutual(self) -> Who | None:
        scene = self.scene
        subject, steps = self.subject()
        right = self._others()
        if self.deed.phrase.of_person:
            right = [each for each in right if each.kind == "person" and not self._far(each)]
            if not right:
                return None
        right = right or [each for each in scene.mentions if self._is_between(each)]
        group = scene.group(right[0]) if right else ()
        if not group and self._with_each_other(subject):
            return self._halves(subject, steps)
        if self.deed.noun and _ALLY.search(scene.low[self.deed.start : self.deed.end]):
            return self._apposed(group) if group else None
        between = bool(group) and (
            group[0].kind == BOTH or scene.slots[group[0]].preposition == "between"
        )
        if between and _number(group) >= TWO and not self._names_another(subject, group):
            return self._halves(group, 0)
        if steps >= OF_A_THING:
            return None
        if subject and group:
            return self._checked(subject, group, steps)
        if self.deed.host and not group:
            return Sides(scene, self.deed.host).who()
        if not self.deed.noun and not group and self._has_a_stranger():
            return None
        for whole, more in ((subject, 0), (group, 0), (self._adjectives(), 1)):
            if _number(whole) >= TWO:
                return self._halves(whole, steps * (whole is subject) + more)
        return self._fallback(subject or group)

    def _others(self) -> list[Mention]:
        """Who is named behind a mutual deed or within it as one who takes part."""
        scene = self.scene
        wanted = {*self.deed.phrase.prepositions, "between", "with", scene.words[self.last].low}
        right = [
            each
            for each in self._right()
            if (each.first <= self.last and not scene.is_place(each))
            or scene.slots[each].preposition in wanted
            or (not self.deed.noun and scene.slots[each].role == "object" and not self._far(each))
        ]
        return [each for each in right if scene.is_party(each) or each.first <= self.last]

    def _apposed(self, group: Sequence[Mention]) -> Who | None:
        """Whose ally somebody is who is named beside it: `the United States, an ally of both`."""
        words = self.scene.words
        left = [each for each in self.scene.mentions if each.last < self.first]
        for each in left[-1:]:
            between = words[each.last + 1 : self.first]
            if all(word.text == "," or word.low in (*LIGHT, *_BEING) for word in between):
                return self._checked(self.scene.group(each), tuple(group), 1)
        return None

    def _names_another(self, subject: Sequence[Mention], group: Sequence[Mention]) -> bool:
        """Whether the subject deals with both sides itself: `has good ties with both`."""
        inside = {actor for each in group for actor in each.actors}
        own = {actor for each in subject for actor in each.actors}
        with_both = any(each.kind == BOTH for each in group)
        return (
            bool(own)
            and own.isdisjoint(inside)
            and (with_both or self.scene.slots[group[0]].preposition != "between")
        )

    def _is_between(self, mention: Mention) -> bool:
        """Whether the deed is named behind two sides: `ties between Ankara and Moscow soured`."""
        slot = self.scene.slots[mention]
        return (
            mention.last < self.first
            and slot.preposition == "between"
            and self.first - mention.last < 14
        )

    def _adjectives(self) -> tuple[Mention, ...]:
        """The group right before a noun: `Turkish-Russian talks`."""
        left = [each for each in self.scene.mentions if each.last < self.first]
        if left and self.first - left[-1].last <= 4:
            return self.scene.group(left[-1])
        return ()

    def _fallback(self, known: tuple[Mention, ...]) -> Who | None:
        """The one pair that the sentence names together."""
        mine = {actor for each in known for actor in each.actors}
        groups = [group for group in self.scene.groups if _number(group) == TWO]
        if groups and (not mine or mine <= {a for each in groups[0] for a in each.actors}):
            return self._halves(groups[0], 2)
        return None

    def _halves(self, group: Sequence[Mention], steps: int) -> Who | None:
        """A group as two sides: its first member and the others."""
        if len(group) == 1 and len(group[0].actors) == 2:
            whole = group[0]
            one, other = (
                Mention(whole.first, whole.last, (actor,), (), whole.kind) for actor in whole.actors
            )
            return Who((one,), (other,), steps + 1)
        first = frozenset(group[0].actors if group else ())
        others = (each for each in group[1:] if first.isdisjoint(each.actors))
        return self._checked(tuple(group[:1]), tuple(others), steps)


def _is_said(group: Sequence[Mention]) -> bool:
    """Whether the sentence itself names somebody."""
    return bool(group) and group[0].kind != REMEMBERED


def _number(group: Sequence[Mention]) -> int:
    return len({actor for each in group for actor in each.actors})
