"""To whom a deed is done where no actor behind its verb says so."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from projections.articles.mentions import Mention
from projections.articles.reach import Reach
from projections.articles.scene import AT_A_PLACE
from projections.articles.subjects import SOFT_STOPS, STOPS
from projections.articles.tokens import (
    BARRIERS,
    PREPOSITIONS,
    ROLES,
    TIME_WORDS,
    word_set,
)

_OWN: Final = word_set("its their his her it them him")

_HARMFUL: Final = re.compile(r"assault|coerce|instrument:(?:territorial|armed)|mobilize")

_NEEDS_NO_OTHER: Final = frozenset({"assessment", "geography", "link", "stance"})

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

_DEED_ANSWERED: Final = re.compile(
    r"\s+(?:the|this|that|these|those|such)\s+(?:[a-z-]+\s+)?(?:launch|test|attack|strike|raid|move"
    r"|step|decision|expulsion|exercise|firing|verdict|ruling|arrest|incursion|action|measure)"
    r"(?:e?s)?\b(?!\s+(?:of|by|on|against)\b)"
)
"""A deed that was named before, of nobody who is named beside it."""

_SHOWN: Final = re.compile(
    r"\s+\w+\s+(?:[a-z-]+\s+)?(?:launch|test|firing|exercise|move|step|decision|measure)(?:e?s)?\b"
)
"""What whoever was spoken of last did, and what has no other side that it may be meant of."""

_NO_NAMES: Final = word_set(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june"
    " july august september october november december"
)

EVENT: Final = re.compile(
    r"\s+(?:the|this|their)\s+(?:\w+\s+)?(?:truce|cease-?fire|deal|agreement|accord|talks|summit"
    r"|meeting|pact|treaty|swap|exchange|breakthrough|rapprochement|thaw)\b"
)
"""What two others have with each other."""

REMEMBERED: Final = "remembered"
"""The kind of a mention of whom the sentences before were about."""


@dataclass(frozen=True)
class Unnamed(Reach):
    """A deed in its sentence, done to somebody who was named before, or in another sentence."""

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
        if self._answers_a_deed(mine):
            doer = self.scene.memory.doer
            plain = len(doer) == 1 and _SHOWN.match(self.scene.low, self.deed.end) is not None
            return (self._remembered(doer) if plain else ()), 2
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

    def _answers_a_deed(self, mine: Collection[str]) -> bool:
        """Whether a deed is answered that another did than whoever was last dealt with.

        `condemned the launch`, behind a sentence on a third: that one is meant, or nobody.
        """
        noun = _DEED_ANSWERED.match(self.scene.low, self.deed.end)
        if not noun or not self.deed.phrase.said:
            return False
        others = self.scene.memory.other_of(mine, hostile=True)
        last = self.scene.memory.doer
        return bool(last) and set(last) != set(others) and not set(last) <= set(mine)

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
        relative = any(word.low in ("that", "which", "whom") for word in before)
        stays = self.scene.low[: self.deed.end].endswith(" by")
        one = relative or (one and not stays)
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

    def _parties_of_an_event(self, mine: set[str]) -> tuple[Mention, ...]:
        """Whose event an object names: `welcomed the truce` of two others."""
        if not EVENT.match(self.scene.low, self.deed.end):
            return ()
        here = self.scene.up_to(self.first).pair
        pair = here if here and mine.isdisjoint(here) else ()
        pair = pair or self.scene.memory.parties_of_an_event(frozenset(mine))
        return self._remembered(pair) if pair else ()
