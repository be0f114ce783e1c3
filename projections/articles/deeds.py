"""Deeds of a sentence: words that say that something happened, and who did it to whom."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from domain.modes import DENY, mode_before
from domain.phrases import Phrase, phrases
from projections.articles.mentions import Mention
from projections.articles.scene import SAYING, Scene
from projections.articles.tokens import Token, word_set

_BE: Final = re.compile(r"\b(?:is|are|was|were|be|been|being|got)\s+(?:\w+ly\s+|also\s+|not\s+)*$")
_DETERMINERS: Final = word_set("the a an its his her their this any 's")
_STOPS: Final = word_set("; but while although whereas though because")
_NOT_ITS_OWN: Final = word_set(", of with to on and in as from by its his her their for")
_SOFT_STOPS: Final = word_set("after before as when which who saying adding")
_GOVERNED_TO: Final = re.compile(r";|,? but |,? while |,? although |, and \w+ (?:said|also)")


class Deed(NamedTuple):
    """A phrase at a place of the sentence, and the mode that the words before it set."""

    phrase: Phrase
    start: int
    end: int
    noun: bool = False
    """Whether its words name it, as nouns do."""
    mode: str = ""
    mode_start: int = 0
    host: Deed | None = None
    """The deed of the clause, of which this one is merely the occasion: `said during talks`."""

    @property
    def meeting(self) -> bool:
        """Whether it names a meeting: `talks`, `a phone call`."""
        return self.noun and self.phrase.what.kind == "contact"


_OCCASION: Final = re.compile(
    r"\b(during|in|at|after|before|following|for|on the sidelines of)\s+"
    r"(?:(?:a|an|the|their|his|her|its)\s+)?(?:\w+\s+){0,2}$"
)


class Who(NamedTuple):
    """The mentions on each side of a deed; `steps` is how many guesses that took."""

    actors: tuple[Mention, ...]
    others: tuple[Mention, ...]
    steps: int = 0


def deeds(scene: Scene) -> list[Deed]:
    """The deeds that a sentence has, in order, without those only asked for or alleged."""
    found = [
        Deed(
            phrase,
            match.start(),
            match.end(),
            phrase.noun or _is_named(scene, match.start(), match.group()),
        )
        for phrase in phrases()
        for match in phrase.pattern.finditer(scene.low)
        if not _is_inside_a_name(scene, match.start())
    ]
    kept = _in_modes(scene, _longest(found))
    return _not_governed(scene, kept)


def _is_named(scene: Scene, start: int, words: str) -> bool:
    """Whether a verb is a noun where it is: `the attack`, `Russian attack`."""
    at = scene.word_at(start)
    if not at or words.split(maxsplit=1)[0].endswith(("ed", "ing")):
        return False
    if words.split(maxsplit=1)[0].endswith(("tion", "tions", "sion", "sions", "ment")):
        return True
    before = scene.words[at - 1].low
    of_a_people = any(each.last == at - 1 and each.kind == "demonym" for each in scene.mentions)
    return before in _DETERMINERS or of_a_people


def _is_inside_a_name(scene: Scene, start: int) -> bool:
    at = scene.word_at(start)
    return any(each.first < at <= each.last for each in scene.mentions)


def _longest(found: Iterable[Deed]) -> list[Deed]:
    """Of deeds that share words the longest, and of those as long the first of the table."""
    kept: list[Deed] = []
    for deed in sorted(found, key=lambda deed: deed.start - deed.end):
        if not any(deed.start < other.end and other.start < deed.end for other in kept):
            kept.append(deed)
    return sorted(kept, key=lambda deed: deed.start)


def _in_modes(scene: Scene, found: Sequence[Deed]) -> list[Deed]:
    """Each deed with its mode; a deed whose words only set the mode of the next is dropped."""
    result: list[Deed] = []
    for deed in found:
        mode, start = mode_before(scene.low[: deed.start])
        previous = result[-1] if result else None
        if not mode and previous and previous.mode and _is_coordinated(scene, previous, deed):
            mode, start = previous.mode, previous.mode_start
        while result and mode and result[-1].end > start and result[-1].start < deed.start:
            mode_of_it = result.pop()
            start = min(start, mode_of_it.start)
        result.append(deed._replace(mode=mode, mode_start=start))
    return result


def _is_coordinated(scene: Scene, one: Deed, other: Deed) -> bool:
    """Whether a second verb goes on with the first: `will expel diplomats and close the border`."""
    between = scene.low[one.end : other.start]
    first = scene.words[scene.word_at(other.start)].low
    bare = not first.endswith(("ed", "s", "ing"))
    return bare and re.search(r"\b(?:and|or)\s+(?:\w+ly\s+|also\s+)?$", between) is not None


def _not_governed(scene: Scene, found: Sequence[Deed]) -> list[Deed]:
    kept: list[Deed] = []
    until = -1
    host: Deed | None = None
    for deed in found:
        occasion = _OCCASION.search(scene.low[: deed.start]) if host and deed.meeting else None
        if host and occasion:
            over = occasion[1] in ("after", "following")
            kept.append(deed._replace(host=host, mode=deed.mode or ("" if over else host.mode)))
            continue
        if deed.start < until and deed.mode != DENY:
            continue
        kept.append(deed)
        host = host if deed.noun else deed
        if deed.phrase.governs:
            end = _GOVERNED_TO.search(scene.low, deed.end)
            until = end.start() if end else len(scene.text)
    return kept


# Who does it to whom ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Sides:
    """A deed in its sentence, and the two sides of it."""

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

    def who(self) -> Who | None:
        """The sides; None where not both are named."""
        if self.deed.phrase.sign == "=":
            return self._mutual()
        return self._directed()

    # Directed -------------------------------------------------------------------------------------

    def _directed(self) -> Who | None:
        agent = self._by()
        subject, steps = (agent, 0) if agent else self._subject()
        if self.passive:
            target, more = self._subject()
            doer = agent or ()
            return self._checked(doer, target, more + (0 if doer else 3))
        target, more = self._object(subject)
        if self.deed.noun and not (subject and target):
            return None
        if not target and agent:
            target, more = self._subject()
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

    def _by(self) -> tuple[Mention, ...]:
        """Who does it, behind `by`: at once, or anywhere behind a passive."""
        reach = 14 if self.passive else 2
        for i in range(self.last + 1, min(len(self.scene.words), self.last + 1 + reach)):
            if self.scene.words[i].low in _STOPS:
                return ()
            if self.scene.words[i].low == "by":
                after = self._first_after(i + 1, reach=8)
                return self.scene.group(after) if after else ()
        return ()

    def _first_after(self, at: int, reach: int) -> Mention | None:
        return next((each for each in self.scene.mentions if at <= each.first < at + reach), None)

    def _subject(self) -> tuple[tuple[Mention, ...], int]:
        """Who does it, before the verb, and how sure that is: 0, or the number of guesses."""
        scene = self.scene
        left = [each for each in scene.mentions if each.last < self.first]
        if self.deed.noun:
            beside = left[-1] if left else None
            if beside and self.first - beside.last <= 4 and self._belongs(beside):
                return scene.group(beside), 0
            return (), 1
        if left and self._is_relative(left[-1]):
            return scene.group(left[-1]), 0
        both = scene.both(0, self.deed.start)
        for each in reversed(left):
            if both and both.first > each.last:
                return (both,), 1
            slot = scene.slots[each]
            if slot.role == "subject" and scene.is_party(each):
                return scene.group(each), int(self._crosses(each))
        return (), 1

    def _belongs(self, mention: Mention) -> bool:
        """Whether a noun is a mention's own: `Russia's full-scale invasion`, `U.S. sanctions`."""
        between = self.scene.words[mention.last + 1 : self.first]
        return not any(word.low in _NOT_ITS_OWN or word.low in SAYING for word in between)

    def _is_relative(self, mention: Mention) -> bool:
        between = [word.low for word in self.scene.words[mention.last + 1 : self.first]]
        return len(between) <= 4 and any(word in ("which", "who") for word in between)

    def _crosses(self, mention: Mention) -> bool:
        between = self.scene.words[mention.last + 1 : self.first]
        return any(word.low in _SOFT_STOPS or word.low in SAYING for word in between)

    def _object(self, subject: Sequence[Mention]) -> tuple[tuple[Mention, ...], int]:
        """To whom it is done, after the verb, and the number of guesses."""
        scene = self.scene
        mine = {actor for each in subject for actor in each.actors}
        right = [each for each in self._right() if not mine.intersection(each.actors)]
        wanted = self.deed.phrase.prepositions
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
        direct = [each for each in plain if scene.slots[each].role == "object"]
        for found, steps in ((exact[:1], 0), (direct[:1], 0), (plain[:1], int(bool(wanted)))):
            if found:
                return self._group_of(found[0], mine), steps + int(self._far(found[0]))
        left = [
            each
            for each in scene.mentions
            if each.last < self.first
            and not mine.intersection(each.actors)
            and not scene.is_place(each)
            and not scene.speaks(each)
        ]
        return ((left[-1],), 2) if len({each.actors for each in left}) == 1 else ((), 2)

    def _group_of(self, mention: Mention, besides: set[str]) -> tuple[Mention, ...]:
        group = self.scene.group(mention)
        return tuple(each for each in group if not besides.intersection(each.actors))

    def _far(self, mention: Mention) -> bool:
        between = self.scene.words[self.last + 1 : mention.first]
        return len(between) > 10 or any(word.low in _SOFT_STOPS for word in between)

    def _right(self) -> list[Mention]:
        """The mentions behind the first word of the deed, up to where another thing is said."""
        scene = self.scene
        end = len(scene.words)
        for i in range(self.last + 1, end):
            if scene.words[i].low in _STOPS or self._attributes(i):
                end = i
                break
        return [each for each in scene.mentions if self.first < each.first < end]

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
        subject, steps = self._subject()
        wanted = self.deed.phrase.prepositions
        right = [
            each
            for each in self._right()
            if scene.slots[each].preposition in (*wanted, "between", "with")
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
        """The one pair that the sentence names together, or the only other actor in it."""
        mine = {actor for each in known for actor in each.actors}
        groups = [group for group in self.scene.groups if _number(group) == 2]
        if groups and (not mine or mine <= {a for each in groups[0] for a in each.actors}):
            return self._halves(groups[0], 2)
        others = [
            each
            for each in self.scene.mentions
            if not mine.intersection(each.actors) and not self.scene.is_place(each)
        ]
        if known and len({each.actors for each in others}) == 1:
            return self._checked(known, (others[0],), 2)
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
