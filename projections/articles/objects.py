"""To whom a deed is done: the object of its verb, or whoever the sentences before were about."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Final

from projections.articles.anaphors import BOTH
from projections.articles.deeds import Deed
from projections.articles.mentions import Mention
from projections.articles.scene import AT_A_PLACE, SAYING, Slot
from projections.articles.subjects import SOFT_STOPS, STOPS, Doer
from projections.articles.tokens import (
    BARRIERS,
    PREPOSITIONS,
    ROLES,
    TIME_WORDS,
    Token,
    word_set,
)

_LEADING: Final = word_set(
    "prompting forcing leading drawing sparking triggering paving raising causing pushing making"
)
_OWN: Final = word_set("its their his her it them him")
_HARMFUL: Final = re.compile(r"assault|coerce|instrument:(?:territorial|armed)|mobilize")
_NEEDS_NO_OTHER: Final = frozenset({"assessment", "geography", "link", "stance"})
_AUXILIARIES: Final = word_set("has have had is are was were will would did does")
_OF_DEEDS: Final = tuple(
    (re.compile(words), re.compile(deeds))
    for words, deeds in (
        ("attack|strike|raid|launch|test|exercise", "assault|coerce|mobilize|instrument:armed"),
        ("verdict|ruling|arrest", "coerce:arrest|sanction:convict"),
        ("expulsion", "expel|sanction:expel"),
        ("curb|measure", "instrument|sanction|threaten:restrict"),
        (
            "accusation|allegation|charge|claim|criticism|remark|comment|statement|report",
            "accuse|condemn|reject|threaten|request",
        ),
    )
)
"""Which deeds a noun means that answers them."""

_AMENDS: Final = frozenset({"concede", "lift-restriction", "release-prisoners", "withdraw-troops"})
"""What is done for whom something was done against before."""

_DEFINITE: Final = word_set(
    "the this that these those its their his her it them him to not also again at as well then"
    " all what any a an back down out off up over"
)
_ANSWERED: Final = re.compile(
    r"\b(?:(?:that|this|it)(?=\s+an?\b|\s*[.,;]|\s+(?:and|as|too)\b|$)|(?:the|these|those|such)\s+(?:[a-z-]+\s+)?(?:idea|proposal|offer|plan|claim"
    r"|accusation|allegation|charge|move|step|decision|demand|request|remark|comment|criticism"
    r"|suggestion|invitation|call|threat|warning|ultimatum|measure|action|attack|strike|verdict"
    r"|ruling|expulsion|rule|curb|statement|report|visit|exercise|launch|test|raid|law|bill)s?\b)"
)
"""What answers something that was said before."""

_PLAIN: Final = 5
_NO_NAMES: Final = word_set(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june"
    " july august september october november december"
)
_EVENT: Final = re.compile(
    r"\s+(?:the|this|their)\s+(?:\w+\s+)?(?:truce|cease-?fire|deal|agreement|accord|talks|summit"
    r"|meeting|pact|treaty|swap|exchange|breakthrough|rapprochement|thaw)\b"
)
"""What two others have with each other."""

_HARM: Final = re.compile(
    r"\b(?:attack|strike|raid|assault|invasion|violation|aggression|killing|murder|bombing|shelling"
    r"|blockade|occupation|siege|seizure|arrest|detention|incursion|sanction|tariff|threat|war"
    r"|annexation|expulsion|crackdown|ban|embargo)s?\s+(?:of|on|against|into|in|inside|over)\b"
)
"""What is done to whoever is named behind it."""

REMEMBERED: Final = "remembered"
"""The kind of a mention of whom the sentences before were about."""


@dataclass(frozen=True)
class Receiver(Doer):
    """A deed in its sentence, and to whom it is done."""

    next: Deed | None = None
    """The next deed of another sort, whose object is not this one's."""

    @property
    def limit(self) -> int:
        """Where the next deed begins."""
        return self.next.start if self.next else len(self.scene.text)

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
        if not found and behind and self._is_coordinated():
            return self._group_of(behind[0], mine), 2
        return found, steps

    def _parties_of_an_event(self, mine: set[str]) -> tuple[Mention, ...]:
        """Whose event an object names: `welcomed the truce` of two others."""
        if not _EVENT.match(self.scene.low, self.deed.end):
            return ()
        here = self.scene.up_to(self.first).pair
        pair = here if here and mine.isdisjoint(here) else ()
        pair = pair or self.scene.memory.parties_of_an_event(frozenset(mine))
        return self._remembered(pair) if pair else ()

    def _is_coordinated(self) -> bool:
        """Whether `and` alone stands between the deed's own object and the next verb."""
        between = self.scene.low[self.deed.end : self.limit]
        after, mine = self.next, self.deed.phrase.what
        alike = after is not None and (after.phrase.what.weight < 0) == (mine.weight < 0)
        if not alike or _EVENT.match(between):
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

    def _asks(self) -> bool:
        """Whether whom it is asked stands between its words: `urged Iran to`."""
        words = self.scene.low[self.deed.start : self.deed.end]
        return self.deed.phrase.governs and words.endswith(
            (" to", "must", "should", "ought", "would")
        )

    def _without(self, mine: Collection[str], mention: Mention) -> Mention:
        """The other of two: `suspended visits between the neighbours`, of which it is one."""
        others = tuple(each for each in mention.actors if each not in mine)
        if mention.kind != BOTH or not others or len(others) == len(mention.actors):
            return mention
        return replace(mention, actors=others)

    def _slot(self, mention: Mention) -> Slot:
        return self.scene.slot_of(mention)

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

    def _not_behind(
        self, subject: Sequence[Mention], mine: set[str]
    ) -> tuple[tuple[Mention, ...], int]:
        """To whom it is done where no actor behind the verb says so."""
        speaker = self._speaker(mine)
        if speaker:
            return (speaker,), 1
        if self._asks():
            return (), 2
        answered = self._answered(mine)
        if answered:
            return answered, 2
        if self.deed.phrase.what.written in ("third-party", "request:meet"):
            pair = self.scene.memory.meant_by_both(frozenset(mine)) if subject else ()
            return (self._remembered(pair), 2) if pair else ((), 2)
        if self._has_a_common_object():
            return (), 2
        before = self._object_before(mine)
        if before:
            return before, 2
        beside = [
            each
            for each in self._right()
            if mine.isdisjoint(each.actors)
            and self.scene.start(each) < self.limit
            and self._slot(each).preposition != "with"
        ]
        if self.deed.phrase.what.what.startswith("request"):
            beside = []
        if beside and len({each.actors for each in beside}) == 1 and not self._has_a_stranger():
            return (beside[0],), 3
        what = self.deed.phrase.what
        hostile = None if what.what in _AMENDS else what.weight < 0
        others = (
            self.scene.memory.other_of(mine, hostile=hostile)
            if self._may_be_remembered(subject)
            else ()
        )
        if not others:
            return (), 2
        return self._remembered(others), 2

    def _remembered(self, actors: Sequence[str]) -> tuple[Mention, ...]:
        return (Mention(self.last, self.last, tuple(actors), (), REMEMBERED),)

    def _answered(self, mine: Collection[str]) -> tuple[Mention, ...]:
        """Who did what is answered: `Caracas called that a provocation`, `rejected the offer`."""
        if not _ANSWERED.search(self.scene.text[self.deed.start : self.deed.end + 40]):
            return ()
        if not self.deed.phrase.said:
            return ()
        scene = self.scene
        doers = [
            each
            for each in scene.mentions
            if each.last < self.first
            and scene.slots[each].role == "subject"
            and scene.is_party(each)
            and not set(mine).intersection(each.actors)
        ]
        if doers:
            return self._group_of(doers[-1], set(mine))
        noun = _ANSWERED.search(self.scene.text[self.deed.start : self.deed.end + 40])
        wanted = next((each for words, each in _OF_DEEDS if noun and words.search(noun[0])), None)
        against = self.scene.memory.against(mine, wanted)
        if against or wanted:
            return self._remembered(against) if against else ()
        last = self.scene.memory.subject
        one = len(last) == 1 and not set(mine).intersection(last)
        return self._remembered(last) if one else ()

    def _has_a_common_object(self) -> bool:
        """Whether it is done to what no actor is: `back opposing camps`."""
        words = self.scene.words
        after = words[self.last + 1] if self.last + 1 < len(words) else None
        return (
            after is not None
            and after.text.isalpha()
            and after.text.islower()
            and after.low not in _DEFINITE
            and not after.low.endswith("ly")
            and not any(after.low in each for each in (PREPOSITIONS, BARRIERS, TIME_WORDS))
        )

    def _may_be_remembered(self, subject: Sequence[Mention]) -> bool:
        """Whether the other side may be that of the sentences before: nobody else is named."""
        what = self.deed.phrase.what
        answers = what.weight < 0 or what.what in _AMENDS or self.deed.phrase.said
        if not subject or not answers or what.kind in _NEEDS_NO_OTHER or what.what == "agree":
            return False
        mine = {actor for each in subject for actor in each.actors}
        named = {actor for each in self._right() for actor in each.actors}
        claims = self.deed.phrase.what.what == "territorial-claim"
        return named <= mine and (claims or not self._has_a_stranger())

    def _has_a_stranger(self) -> bool:
        """Whether a name behind the verb is of nobody who is known here."""
        scene = self.scene
        inside = {i for each in scene.mentions for i in range(each.first, each.last + 1)}
        for i in range(self.last + 1, min(self.last + 5, len(scene.words))):
            word = scene.words[i]
            if word.text in ",;" or word.low in (*STOPS, *SOFT_STOPS, *AT_A_PLACE, "on"):
                return False
            if word.capital and i not in inside and word.low not in _NO_NAMES:
                return word.low not in ROLES
        return False

    def _is_inside(self, mention: Mention) -> bool:
        """Whether it is between the words of the deed: `blocked Kosovo's membership`."""
        if mention.first > self.last:
            return False
        nested = mention.last + 1 < self.last or mention.kind == "demonym"
        return nested or self.scene.is_possessive(mention)

    def _object_before(self, besides: set[str]) -> tuple[Mention, ...]:
        """The only other party that is named before the verb; nobody where there are several."""
        left = [
            each
            for each in self.scene.mentions
            if each.last < self.first
            and not besides.intersection(each.actors)
            and not self.scene.is_place(each)
            and not self.scene.speaks(each)
            and self._slot(each).preposition not in ("to", "by", "from", "for")
            and not self._is_aside(each)
        ]
        if not left:
            return ()
        one = len({each.actors for each in left}) == 1
        before = self.scene.words[left[-1].last + 1 : self.first]
        one = one or any(word.low in ("that", "which", "whom") for word in before)
        return self._group_of(left[-1], besides) if one else ()

    def _is_aside(self, mention: Mention) -> bool:
        """Whether an actor is named in a relative clause: `Sweden, whose bid to join NATO`."""
        words = self.scene.words
        for at in range(mention.first - 1, max(-1, mention.first - 10), -1):
            if words[at].low in ("who", "which", "whose"):
                return any(word.text == "," for word in words[mention.last : self.first])
            if words[at].text == ",":
                return False
        return False

    def _speaker(self, besides: set[str]) -> Mention | None:
        """Who says it, where it is done to the speaker: `said Armenia attacked its posts`."""
        behind = [word.low for word in self.scene.words[self.last + 1 : self.last + 4]]
        within = [word.low for word in self.scene.words[self.first : self.last + 1]]
        own = not _OWN.isdisjoint((*behind, *within))
        harmful = _HARMFUL.match(self.deed.phrase.what.written) is not None
        return next(
            (
                speech.speaker
                for speech in self.scene.speeches
                if speech.speaker
                and (harmful or (own and speech.verb < self.first))
                and besides.isdisjoint(speech.speaker.actors)
            ),
            None,
        )

    def _group_of(self, mention: Mention, besides: set[str]) -> tuple[Mention, ...]:
        group = self.scene.group(mention) if mention in self.scene.slots else (mention,)
        return tuple(each for each in group if not besides.intersection(each.actors))

    def _far(self, mention: Mention) -> bool:
        between = self.scene.words[self.last + 1 : mention.first]
        return len(between) > 10 or any(word.low in SOFT_STOPS for word in between)

    def _right(self) -> list[Mention]:
        """The mentions behind the first word of the deed, up to where another thing is said."""
        scene = self.scene
        end = len(scene.words)
        for i in range(self.last + 1, end):
            if scene.words[i].low in STOPS or any(
                ends(i)
                for ends in (self._attributes, self._leads_to, self._begins_a_clause, self._goes_on)
            ):
                end = i
                break
        return [each for each in scene.mentions if self.first < each.first < end]

    def _leads_to(self, at: int) -> bool:
        """Whether what it leads to begins here: `, prompting Mexico to`."""
        words = self.scene.words
        return words[at].text == "," and at + 1 < len(words) and words[at + 1].low in _LEADING

    def _begins_a_clause(self, at: int) -> bool:
        """Whether another clause with its own subject begins: `, and Algeria has`."""
        words = self.scene.words
        if words[at].text != "," or at + 1 >= len(words) or words[at + 1].low not in ("and", "but"):
            return False
        after = next((each for each in self.scene.mentions if each.first > at), None)
        return (
            after is not None
            and after.first <= at + 5
            and not any(each.last < at for each in self.scene.group(after))
        )

    def _goes_on(self, at: int) -> bool:
        """Whether the subject does another thing from here on: `and said it would`."""
        words = self.scene.words
        after = words[at + 1].low if at + 1 < len(words) else ""
        return words[at].low in ("and", "but") and (after in SAYING or after in _AUXILIARIES)

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
