"""Who does a deed: the subject of its verb, who is behind `by`, or nobody who is named."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from projections.articles.deeds import Deed
from projections.articles.mentions import Mention
from projections.articles.scene import SAYING, Scene
from projections.articles.tokens import PREPOSITIONS, ROLES, word_set

_BE: Final = re.compile(r"\b(?:is|are|was|were|be|been|being|got)\s+(?:\w+ly\s+|also\s+|not\s+)*$")
STOPS: Final = word_set("; but while although whereas though because")
SOFT_STOPS: Final = word_set("after before as when which who saying adding")
_AUXILIARIES: Final = word_set("has have had was were is are been also already then be")
OF_A_THING: Final = 9
"""As many guesses as mean that nobody who is named does it."""
_CLAUSES: Final = word_set("after before as when because while since until if that")
_RELATIVES: Final = word_set("which who whom")
_OF_A_VERB: Final = word_set(
    "it he she they who which has have had is are was were be been will would could can may might"
    " should do does did not also the a an its his her their to going due set later then again"
    " soon still already last this week month year"
)
_NOT_ITS_OWN: Final = word_set(", of with to on and in as from by its his her their for")


@dataclass(frozen=True)
class Doer:
    """A deed in its sentence, and who does it."""

    scene: Scene
    deed: Deed

    @property
    def first(self) -> int:
        """The number of its first word."""
        return self.scene.word_at(self.deed.start)

    @property
    def last(self) -> int:
        """The number of its last word."""
        return self.scene.word_at(self.deed.end - 1)

    @property
    def passive(self) -> bool:
        """Whether the subject is who it is done to: `were expelled by Moscow`."""
        if self.deed.noun:
            return False
        word = self.scene.words[self.first].low
        participle = word.endswith(
            ("ed", "en", "own", "ught", "hit", "struck", "sold", "shot", "cut")
        )
        return participle and _BE.search(self.scene.low[: self.deed.start]) is not None

    def agent(self) -> tuple[Mention, ...]:
        """Who does it, behind `by`: at once, or anywhere behind a passive."""
        if not self.deed.noun and self.scene.words[self.first].low.endswith("ing"):
            return ()
        reach = 14 if self.passive else 2
        for i in range(self.last + 1, min(len(self.scene.words), self.last + 1 + reach)):
            if self.scene.words[i].low in STOPS:
                return ()
            if self.scene.words[i].low == "by":
                after = self._first_after(i + 1, reach=8)
                return self.scene.group(after) if after else ()
        return ()

    def _first_after(self, at: int, reach: int) -> Mention | None:
        return next((each for each in self.scene.mentions if at <= each.first < at + reach), None)

    def subject(self) -> tuple[tuple[Mention, ...], int]:
        """Who does it, before the verb, and how sure that is: 0, or the number of guesses.

        From `OF_A_THING` on, it is nobody who is named.
        """
        scene = self.scene
        left = [each for each in scene.mentions if each.last < self.first]
        if self.deed.noun:
            beside = left[-1] if left else None
            if beside and self.first - beside.last <= 4 and self._belongs(beside):
                return scene.group(beside), 0
            return (), 1
        if left and self._is_relative(left[-1]):
            far = len(left) > 1 and scene.is_place(left[-1])
            return scene.group(left[-2] if far else left[-1]), 0
        if (
            left
            and self.scene.words[self.first - 1].low == "to"
            and (left[-1].last == self.first - 2)
        ):
            return scene.group(left[-1]), 1  # prompting Mexico to suspend relations
        if self._of_a_thing():
            return (), OF_A_THING
        both = scene.both(0, self.deed.start)
        mutual = self.deed.phrase.sign == "="
        if both and both.first and not mutual and scene.words[both.first - 1].low in PREPOSITIONS:
            both = None
        for each in reversed(left):
            if both and both.first > each.last:
                return (both,), 1
            slot = scene.slots[each]
            if slot.role == "subject" and scene.is_party(each):
                if self._has_another_subject(each) or self._is_another_one(each):
                    return (), OF_A_THING
                return scene.group(each), int(self._crosses(each))
        if both:
            return (both,), 1
        return self._behind_a_clause(), 1

    def _behind_a_clause(self) -> tuple[Mention, ...]:
        """Who does what begins a sentence: `While forging ties with Russia, Turkey sold`."""
        scene = self.scene
        if scene.words[0].low not in ("while", "after", "before", "by", "despite", "in"):
            return ()
        found = next(
            (
                each
                for each in scene.mentions
                if each.first > self.last
                and scene.words[each.first - 1].text == ","
                and scene.slots[each].role == "subject"
            ),
            None,
        )
        return scene.group(found) if found else ()

    def _has_another_subject(self, mention: Mention) -> bool:
        """Whether a thing that is not an actor does it: `after an earthquake killed thousands`."""
        between = self.scene.words[mention.last + 1 : self.first]
        if between and between[-1].text == "," and self.scene.words[self.first].low.endswith("ing"):
            return False
        at = max((i for i, word in enumerate(between) if word.low in _CLAUSES), default=-1)
        which = max((i for i, word in enumerate(between) if word.low in _RELATIVES), default=-1)
        if which > at and not any(word.text == "," for word in between[which:]):
            at = which
        return at >= 0 and any(
            word.text[0].isalpha()
            and word.low not in _OF_A_VERB
            and word.low not in ROLES
            and not word.low.endswith("ly")
            and not word.capital
            for word in between[at + 1 :]
        )

    def _belongs(self, mention: Mention) -> bool:
        """Whether a noun is a mention's own: `Russia's full-scale invasion`, `U.S. sanctions`."""
        between = self.scene.words[mention.last + 1 : self.first]
        return not any(word.low in _NOT_ITS_OWN or word.low in SAYING for word in between)

    def _is_relative(self, mention: Mention) -> bool:
        between = [word.low for word in self.scene.words[mention.last + 1 : self.first]]
        return len(between) <= 4 and any(word in ("which", "who") for word in between)

    def _is_another_one(self, mention: Mention) -> bool:
        """Whether `it` does it, and those named are several: `both said it had left`."""
        between = self.scene.words[mention.last + 1 : self.first]
        return len(self.scene.group(mention)) > 1 and any(word.low == "it" for word in between)

    def _of_a_thing(self) -> bool:
        """Whether a thing does it, and no actor: `fighting that killed 150 soldiers`."""
        at = self.first - 1
        while at > 0 and (self.scene.words[at].low in _AUXILIARIES):
            at -= 1
        before = self.scene.words[at - 1].low if at > 0 else ""
        if self.scene.words[at].low in SAYING and at < self.first - 1:
            return True
        return self.scene.words[at].low in ("that", "which") and before not in (*SAYING, ",")

    def _crosses(self, mention: Mention) -> bool:
        between = self.scene.words[mention.last + 1 : self.first]
        return any(word.low in SOFT_STOPS or word.low in SAYING for word in between)
