"""Who does a deed, and to whom: the mentions on each side of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from projections.articles.mentions import Mention
from projections.articles.subjects import OF_A_THING, SOFT_STOPS, STOPS, Doer
from projections.articles.tokens import Token, word_set

_LEADING: Final = word_set(
    "prompting forcing leading drawing sparking triggering paving raising causing pushing making"
)
_OWN: Final = word_set("its their his her it them him")


class Who(NamedTuple):
    """The mentions on each side of a deed; `steps` is how many guesses that took."""

    actors: tuple[Mention, ...]
    others: tuple[Mention, ...]
    steps: int = 0


@dataclass(frozen=True)
class Sides(Doer):
    """A deed in its sentence, and the two sides of it."""

    limit: int = 1_000_000
    """Where the next deed begins, whose object is not this one's."""

    def who(self) -> Who | None:
        """The sides; None where not both are named."""
        if self.deed.phrase.sign == "=":
            return self._mutual()
        return self._directed()

    # Directed -------------------------------------------------------------------------------------

    def _directed(self) -> Who | None:
        subject, steps = self.subject()
        agent = self.agent() if self.passive or self.deed.noun or not subject else ()
        subject, steps = (agent, 0) if agent else (subject, steps)
        if steps >= OF_A_THING:
            return None
        if self.passive:
            target, more = self.subject()
            doer = agent or ()
            return self._checked(doer, target, more + (0 if doer else 3))
        target, more = self._object(subject)
        if self.deed.noun and not (subject and target):
            return None
        if not target and agent:
            target, more = self.subject()
        if self.deed.phrase.sign == "<":
            subject, target = target, subject
        return self._checked(subject, target, steps + more)

    def _checked(
        self, actors: tuple[Mention, ...], others: tuple[Mention, ...], steps: int
    ) -> Who | None:
        mine = {actor for each in actors for actor in each.actors}
        theirs = tuple(each for each in others if not mine.intersection(each.actors))
        if not theirs and not actors:
            return None
        return Who(actors, theirs, steps)

    def _object(self, subject: Sequence[Mention]) -> tuple[tuple[Mention, ...], int]:
        """To whom it is done, after the verb, and the number of guesses."""
        scene = self.scene
        mine = {actor for each in subject for actor in each.actors}
        wanted = self.deed.phrase.prepositions
        behind = [
            each
            for each in self._right()
            if not mine.intersection(each.actors)
            and (scene.slots[each].preposition != "with" or "with" in wanted)
            and (
                each.first <= self.last
                or scene.slots[each].role != "subject"
                or self.deed.phrase.governs
            )
        ]
        right = [each for each in behind if scene.start(each) < self.limit]
        if behind and not right:
            return (), 2
        exact = [each for each in right if scene.slots[each].preposition in wanted]
        plain = [each for each in right if not scene.is_place(each) or "in" in wanted]
        both = scene.both(self.deed.start, len(scene.text), frozenset(mine))
        if self.deed.noun:
            near = [
                each
                for each in right
                if each.first <= self.last or (each in exact and each.first - self.last <= 7)
            ]
            return (self._group_of(near[0], mine), 0) if near else ((), 1)
        if both and (not right or both.first < right[0].first):
            return (both,), 1
        inside = [each for each in plain if self._is_inside(each)]
        direct = [each for each in plain if scene.slots[each].role == "object"]
        asked = plain if self.deed.phrase.governs else []
        for found, steps in (
            (asked[:1], 0),
            (inside[:1], 0),
            (exact[:1], 0),
            (direct[:1], 0),
            (plain[:1], int(bool(wanted))),
        ):
            if found:
                return self._group_of(found[0], mine), steps + int(self._far(found[0]))
        speaker = self._speaker(mine)
        if speaker:
            return (speaker,), 1
        return self._object_before(mine), 2

    def _is_inside(self, mention: Mention) -> bool:
        """Whether it is between the words of the deed: `blocked Kosovo's membership`."""
        if mention.first > self.last:
            return False
        return self.scene.is_possessive(mention) or mention.last + 1 < self.last

    def _object_before(self, besides: set[str]) -> tuple[Mention, ...]:
        """The only other party that is named before the verb; nobody where there are several."""
        left = [
            each
            for each in self.scene.mentions
            if each.last < self.first
            and not besides.intersection(each.actors)
            and not self.scene.is_place(each)
            and not self.scene.speaks(each)
        ]
        return (left[-1],) if len({each.actors for each in left}) == 1 else ()

    def _speaker(self, besides: set[str]) -> Mention | None:
        """Who says it, where it is done to `its` own: `said Armenia attacked its posts`."""
        behind = [word.low for word in self.scene.words[self.last + 1 : self.last + 4]]
        within = [word.low for word in self.scene.words[self.first : self.last + 1]]
        if not _OWN.intersection((*behind, *within)):
            return None
        return next(
            (
                speech.speaker
                for speech in self.scene.speeches
                if speech.speaker
                and speech.verb < self.first
                and besides.isdisjoint(speech.speaker.actors)
            ),
            None,
        )

    def _group_of(self, mention: Mention, besides: set[str]) -> tuple[Mention, ...]:
        group = self.scene.group(mention)
        return tuple(each for each in group if not besides.intersection(each.actors))

    def _far(self, mention: Mention) -> bool:
        between = self.scene.words[self.last + 1 : mention.first]
        return len(between) > 10 or any(word.low in SOFT_STOPS for word in between)

    def _right(self) -> list[Mention]:
        """The mentions behind the first word of the deed, up to where another thing is said."""
        scene = self.scene
        end = len(scene.words)
        for i in range(self.last + 1, end):
            if scene.words[i].low in STOPS or self._attributes(i) or self._leads_to(i):
                end = i
                break
        return [each for each in scene.mentions if self.first < each.first < end]

    def _leads_to(self, at: int) -> bool:
        """Whether what it leads to begins here: `, prompting Mexico to`."""
        words = self.scene.words
        return words[at].text == "," and at + 1 < len(words) and words[at + 1].low in _LEADING

    def _attributes(self, at: int) -> bool:
        """Whether who says it begins here: `, Ankara said`."""
        words: Sequence[Token] = self.scene.words
        if words[at].text not in (",", '"'):
            return False
        return any(
            speech.verb - at <= 12
            and speech.verb > at
            and (speech.speaker is None or speech.speaker.first > at)
            and not any(word.text == "," for word in words[at + 1 : speech.verb])
            for speech in self.scene.speeches
        )

    # Mutual ---------------------------------------------------------------------------------------

    def _mutual(self) -> Who | None:
        scene = self.scene
        subject, steps = self.subject()
        if steps >= OF_A_THING:
            return None
        wanted = self.deed.phrase.prepositions
        right = [
            each
            for each in self._right()
            if each.first <= self.last
            or scene.slots[each].preposition in (*wanted, "between", "with")
            or (not self.deed.noun and scene.slots[each].role == "object")
        ]
        right = right or [each for each in scene.mentions if self._is_between(each)]
        group = scene.group(right[0]) if right else ()
        both = scene.both(self.deed.start, len(scene.text))
        if both and not group:
            group = (both,)
        between = bool(group) and (both in group or scene.slots[group[0]].preposition == "between")
        if between and _number(group) >= 2 and not self._names_another(subject, group):
            return self._halves(group, 0)
        if subject and group:
            return self._checked(subject, group, steps)
        if self.deed.host and not group:
            return Sides(scene, self.deed.host).who()
        for whole, more in ((subject, 0), (group, 0), (self._adjectives(), 1)):
            if _number(whole) >= 2:
                return self._halves(whole, steps * (whole is subject) + more)
        return self._fallback(subject or group)

    def _names_another(self, subject: Sequence[Mention], group: Sequence[Mention]) -> bool:
        """Whether the subject deals with both sides itself: `has good ties with both`."""
        inside = {actor for each in group for actor in each.actors}
        own = {actor for each in subject for actor in each.actors}
        with_both = any(each.kind == "both" for each in group)
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
        groups = [group for group in self.scene.groups if _number(group) == 2]
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
        return self._checked(tuple(group[:1]), tuple(group[1:]), steps)


def _number(group: Sequence[Mention]) -> int:
    return len({actor for each in group for actor in each.actors})
