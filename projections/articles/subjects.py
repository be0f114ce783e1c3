"""Who does a deed: the subject of its verb, who is behind `by`, or nobody who is named."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from projections.articles.deeds import Deed
from projections.articles.mentions import Mention
from projections.articles.scene import SAYING, Scene
from projections.articles.tokens import (
    BARRIERS,
    LIGHT,
    PREPOSITIONS,
    ROLES,
    TIME_WORDS,
    Token,
    word_set,
)

_BE: Final = re.compile(
    r"\b(?:is|are|was|were|be|been|being|got)\s+(?:\w+ly\s+|also\s+|not\s+|then\s+|later\s+)*$"
)
STOPS: Final = word_set("; but while although whereas though because")
SOFT_STOPS: Final = word_set("after before as when which who saying adding")
OF_A_THING: Final = 9
"""As many guesses as mean that nobody who is named does it."""

_WITHIN_A_VERB: Final = word_set(
    "has have had was were is are be been being also already then later again soon still first"
    " now once not did does do will would can could may might should must jointly both all even"
    " only earlier since just itself themselves himself herself formally long never ever duly"
    " together recently repeatedly previously largely so far last nevertheless however therefore"
    " thus helped helps help instead meanwhile finally yet too indeed"
)
_AND: Final = word_set("and or but")
_RELATIVES: Final = word_set("who which that")
_BEFORE_A_GERUND: Final = word_set("while by after before in without despite")
_CAUSES: Final = re.compile(
    r"(?:prompt|forc|lead|led|caus|allow|enabl|help|order|let|push|driv|drove|dr[ea]w|convinc"
    r"|persuad|compel|authori)\w*$"
)
_MAKES: Final = word_set("made make makes making let lets letting")
_QUANTITIES: Final = word_set(
    "dozens hundreds thousands scores some most many members member part parts all both one two"
    " three number group groups majority rest half units several each either"
)
_NOT_ITS_OWN: Final = word_set(", of with to on and in as from by its his her their for")
_MANY: Final = 4
"""So many phrases with prepositions may stand between a verb and its subject."""


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
        after = self.scene.words[self.last + 1].low if self.last + 1 < len(self.scene.words) else ""
        before = self.scene.words[self.first - 1].text if self.first else ""
        if (
            after == "by"
            and self.first == self.last
            and word.endswith(("ed", "en"))
            and before.lower() not in ("has", "had")
        ):
            return True
        participle = word.endswith(
            ("ed", "en", "own", "ught", "hit", "struck", "sold", "shot", "cut", "sent", "put")
        )
        return participle and _BE.search(self.scene.low[: self.deed.start]) is not None

    def agent(self) -> tuple[Mention, ...]:
        """Who does it, behind `by`: at once, or anywhere behind a passive."""
        if not self.deed.noun and self.scene.words[self.first].low.endswith("ing"):
            return ()
        reach = 14 if self.passive else 6 if self.deed.noun else 2
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
        if self.deed.noun:
            return self._owner()
        at = self.first - 1
        if self.deed.mode and self.deed.mode_start < self.deed.start:
            at = self.scene.word_at(self.deed.mode_start) - 1
        return self._subject_ending_at(at)

    def _owner(self) -> tuple[tuple[Mention, ...], int]:
        """Whose a noun is: `Russia's full-scale invasion`, `U.S. sanctions`."""
        left = [each for each in self.scene.mentions if each.last < self.first]
        beside = left[-1] if left else None
        if beside is None or self.first - beside.last > 4:
            return self._by_means_of()
        between = self.scene.words[beside.last + 1 : self.first]
        if any(word.low in _NOT_ITS_OWN or word.low in SAYING for word in between):
            return self._by_means_of()
        return self.scene.group(beside), 0

    def _by_means_of(self) -> tuple[tuple[Mention, ...], int]:
        """Who does what is named as a means: `began a war with the killing of two officers`."""
        words = self.scene.words
        at = self.first - 1
        while at > 0 and (words[at].low in LIGHT or words[at].low == "targeted"):
            at -= 1
        if at > 0 and words[at].low in ("with", "through", "by") and at < self.first - 1:
            found, steps = self._of_the_clause(at)
            return found, min(steps + 1, OF_A_THING)
        return (), 1

    # Walking to the left --------------------------------------------------------------------------

    def _subject_ending_at(self, at: int) -> tuple[tuple[Mention, ...], int]:
        """The subject of the verb that begins behind a word."""
        words = self.scene.words
        for _ in range(_MANY):
            at = self._before_the_verb(at)
            if at < 0:
                return self._behind_a_clause(), 1
            word = words[at]
            if word.text in ",)-–—":
                opened = self._opening(at)
                if opened < 0 or words[self.first].low.endswith("ing"):
                    return self._of_the_clause(at)
                at = opened - 1
            elif word.low in _AND or word.low == "to" or word.text in ";:":
                return self._joined(at)
            elif word.low in _RELATIVES:
                return self._antecedent(at)
            elif word.low in PREPOSITIONS or word.low in BARRIERS:
                return self._of_a_gerund(at)
            elif (
                word.text.endswith("ing")
                and not word.capital
                and at
                and words[at - 1].low in _BEFORE_A_GERUND
            ):
                at -= 1
            else:
                first = self._start_of_noun(at)
                if first and words[first - 1].low == "whose" and self._is_its_own(first, at):
                    return self._antecedent(first - 1)
                found = self._named_in(first, at)
                if found is not None:
                    return found
                at = self._before_the_phrase(first)
        return (), OF_A_THING

    def _is_its_own(self, first: int, last: int) -> bool:
        """Whether a noun behind `whose` acts for its owner: `France, whose minister visited`."""
        words = self.scene.words[first : last + 1]
        return self.deed.phrase.what.kind == "link" or any(word.low in ROLES for word in words)

    def _before_the_verb(self, at: int) -> int:
        words = self.scene.words
        while at >= 0 and (
            words[at].low in _WITHIN_A_VERB
            or (words[at].low.endswith("ly") and not words[at].capital)
            or words[at].text == '"'
        ):
            at -= 1
        return at

    def _start_of_noun(self, at: int) -> int:
        """Where a group of words around a noun begins, which ends at a word."""
        words = self.scene.words
        starts = {
            i: each.first for each in self.scene.mentions for i in range(each.first, each.last + 1)
        }
        at = starts.get(at, at)
        while at > 0 and self._is_within_a_noun(words[at - 1]):
            at = starts.get(at - 1, at - 1)
        return at

    def _is_within_a_noun(self, word: Token) -> bool:
        low = word.low
        if word.sign:
            return word.text in ("-", '"')
        return not (
            low in PREPOSITIONS
            or low in TIME_WORDS
            or (low in BARRIERS and low not in ("reported", "declared"))
            or low in SAYING
            or low in _WITHIN_A_VERB - {"all", "both", "first", "only", "once", "then"}
        )

    def _named_in(self, first: int, last: int) -> tuple[tuple[Mention, ...], int] | None:
        """The actors that a noun names; nobody if it names none; None where it is not a subject."""
        words = self.scene.words
        inside = [each for each in self.scene.mentions if first <= each.first <= last]
        if first and words[first - 1].low in PREPOSITIONS and not self._completes_a_role(first):
            opens = first == 1 or words[first - 2].text in (",", '"')
            if not (opens and inside and inside[-1].first > first):
                return None  # not: In the interview Teodoro thanked
        if not inside and first and words[first - 1].low in PREPOSITIONS:
            return None
        if not inside:
            when = all(each.low in (*TIME_WORDS, *LIGHT) for each in words[first : last + 1])
            return None if when and first > 0 else ((), OF_A_THING)
        parties = [each for each in inside if self.scene.is_party(each)]
        if (first and words[first - 1].low in _MAKES) or words[first].low in _MAKES:
            return (), OF_A_THING
        if not parties:
            return (), OF_A_THING
        return self.scene.group(parties[-1]), 0

    def _completes_a_role(self, first: int) -> bool:
        """Whether `of` links a noun to its role: `the presidents of`, `dozens of`."""
        words = self.scene.words
        if first < 2:  # a role, and `of`
            return False
        before = words[first - 2]
        seat = next((each for each in self.scene.mentions if each.first == first), None)
        if words[first - 1].low == "in" and seat and seat.kind == "metonym":
            return before.low in ROLES and self.scene.slots[seat].role == "subject"
        if words[first - 1].low not in ("of", "for", "from"):
            return False
        if before.low in _AND and first > 2:  # of Ethiopia and of the rebels
            return True
        named = before.capital and words[first - 1].low == "of" and before.low not in TIME_WORDS
        return named or before.low in ROLES or before.low in _QUANTITIES

    def _before_the_phrase(self, first: int) -> int:
        """Where the noun ends that a phrase with a preposition, or a time, stands behind."""
        words = self.scene.words
        at = first - 1
        while at >= 0 and words[at].low in PREPOSITIONS:
            at -= 1
        return at

    def _opening(self, at: int) -> int:
        """Where what stands between commas, brackets or dashes begins; -1 where nothing does."""
        words = self.scene.words
        wanted = {")": "("}.get(words[at].text, words[at].text)
        for place in range(at - 1, max(-1, at - 40), -1):
            if words[place].text == wanted:
                return place
            if words[place].text == ";":
                break
        return -1

    def _joined(self, at: int) -> tuple[tuple[Mention, ...], int]:
        """The subject of a verb behind `and` or `to`: that of the verb before, or its object."""
        words = self.scene.words
        if words[at].low == "to":
            beside = next((each for each in self.scene.mentions if each.last == at - 1), None)
            if beside and self._is_caused(beside):
                return self.scene.group(beside), 1
        return self._of_the_clause(at)

    def _is_caused(self, mention: Mention) -> bool:
        """Whether a verb before a mention makes it act: `prompting Mexico to suspend`."""
        at = mention.first - 1
        while at >= 0 and (self.scene.words[at].low in LIGHT or self.scene.words[at].low in ROLES):
            at -= 1
        return at >= 0 and _CAUSES.match(self.scene.words[at].low) is not None

    def _antecedent(self, at: int) -> tuple[tuple[Mention, ...], int]:
        """Whom a relative clause is about: the noun before `which` or `who`."""
        words = self.scene.words
        end = at - 1
        while end >= 0 and words[end].text in ',"':
            end -= 1
        if end < 0 or words[end].low in SAYING:
            return (), OF_A_THING
        first = self._start_of_noun(end)
        if self._is_of_a_thing(first, end):
            return (), OF_A_THING
        found = self._named_in(first, end)
        if found is None:  # France, at the summit, which
            apart = words[at - 1].text == "," and words[at].low != "that"
            inside = [each for each in self.scene.mentions if first <= each.first <= end]
            named = inside and words[at].low != "that" and not self.scene.is_place(inside[-1])
            if named and self.scene.is_party(inside[-1]):
                return self.scene.group(inside[-1]), 0
            before = self._before_the_phrase(first)
            return self._subject_ending_at(before) if apart else ((), OF_A_THING)
        return found

    def _is_of_a_thing(self, first: int, last: int) -> bool:
        """Whether a noun that a name goes before is a thing: `Security Council resolutions`."""
        inside = [each for each in self.scene.mentions if first <= each.first <= last]
        behind = self.scene.words[inside[-1].last + 1 : last + 1] if inside else ()
        return bool(behind) and not any(
            word.capital or word.low in ROLES or word.text == "'s" for word in behind
        )

    def _of_a_gerund(self, at: int) -> tuple[tuple[Mention, ...], int]:
        """Who does what a preposition brings in: `thanked Brazil for reopening`, `by closing`."""
        beside = next((each for each in self.scene.mentions if each.last == at - 1), None)
        gerund = self.scene.words[self.first].low.endswith("ing")
        if beside and gerund and self.scene.words[at].low in ("for", "of", "from", "over"):
            return self.scene.group(beside), 0
        if gerund and self.scene.words[at].low == "for" and not self._is_sorry(at):
            return (), OF_A_THING  # criticised the pope for praising
        if at == 0 or self.scene.words[at - 1].text in (",", '"'):
            behind = self._behind_a_clause(at)
            if behind:
                return behind, 1
        if self.scene.words[at].low in SAYING and not gerund:
            return (), OF_A_THING
        return self._of_the_clause(at)

    def _is_sorry(self, at: int) -> bool:
        """Whether what `for` brings in is the subject's own: `apologised for invading`."""
        before = self.scene.words[max(0, at - 6) : at]
        return any(word.low.startswith(("apolog", "regret", "sorry")) for word in before)

    def _of_the_clause(self, at: int) -> tuple[tuple[Mention, ...], int]:
        """The last actor before a word that is a subject."""
        scene = self.scene
        for each in reversed([each for each in scene.mentions if each.last < at]):
            if scene.slots[each].role == "subject" and scene.is_party(each):
                if self._has_another_subject(each, at):
                    return (), OF_A_THING
                between = scene.words[each.last + 1 : at]
                crosses = any(word.low in SOFT_STOPS or word.low in SAYING for word in between)
                return scene.group(each), int(crosses)
        return self._behind_a_clause(), 1

    def _has_another_subject(self, mention: Mention, at: int) -> bool:
        """Whether a clause whose subject is not an actor begins behind an actor."""
        words = self.scene.words
        for place in range(at - 1, mention.last, -1):
            if words[place].low in ("when", "while", "because", "if", "until", "since", "although"):
                after = words[place + 1].low if place + 1 < len(words) else ""
                return not after.endswith("ing") and place + 1 < at
        return False

    def _behind_a_clause(self, at: int = 0) -> tuple[Mention, ...]:
        """Who does what begins a sentence: `While forging ties with Russia, Turkey sold`."""
        scene = self.scene
        if scene.words[at].low not in (
            *("while", "after", "before", "by", "despite", "in", "since", "without", "having"),
        ):
            return ()
        found = next(
            (
                each
                for each in scene.mentions
                if each.first > self.last
                and scene.slots[each].role == "subject"
                and any(word.text == "," for word in scene.words[self.last : each.first])
            ),
            None,
        )
        return scene.group(found) if found else ()
