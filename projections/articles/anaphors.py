"""Whom words like `it`, `both sides` and `the minister` mean, from what was named before them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from projections.articles.memory import Memory
from projections.articles.mentions import UNDECIDED, Mention
from projections.articles.scene import Scene
from projections.articles.tokens import BARRIERS, PREPOSITIONS, ROLES, TIME_WORDS, word_set

BOTH: Final = "both"
"""The kind of a mention of two that are not named: `the two countries`."""

PRONOUN: Final = "pronoun"

_TWO: Final = (
    r"countries|sides|nations|states|neighbou?rs|governments|leaders|capitals|allies|parties"
    r"|presidents|prime ministers|premiers|ministers|foreign ministers|men|women|armies|militaries"
    r"|rivals|powers|army chiefs|chiefs|commanders|republics|foes|adversaries|delegations|economies"
)
_BOTH: Final = re.compile(
    rf"\b(?:both(?: (?:{_TWO}))?(?! of\b)|the pair\b(?! of)|the duo|"
    rf"the two (?:\w+(?:-\w+)? )?(?:{_TWO})|the two(?= (?:\w+ly |also |had |have |last )?\w+ed\b)"
    rf"|the two(?= (?:still|also|have|had|are|were|will|would|do|did|last|first|then|met|spoke)\b)"
    rf"|the (?:two )?(?:neighbou?rs|rivals|allies|warring (?:parties|sides)|foes))\b",
    re.IGNORECASE,
)
_SUBJECTS: Final = word_set("it they he she")
_OBJECTS: Final = word_set("it them him her")
_OWNERS: Final = word_set("its their his her")
_BE: Final = word_set("is was will would has had 's remains became could may might must")
_IMPERSONAL: Final = re.compile(
    r"(?:(?:is|was|will be|would be|had been|has been|'s|remains|became|could be|may be)\s+)"
    r"(?!\w+ing\b|to\b|due\b|ready\b|set\b|willing\b|prepared\b|considering\b)"
    r"|(?:seems|seemed|appears|appeared|emerged|took|takes|comes|came|follows|followed)\b"
)
_AN_INSTITUTION: Final = word_set(
    "government ministry country nation kingdom army military navy republic state embassy"
    " authorities cabinet administration presidency regime junta parliament"
)
_A_PERSON: Final = word_set(
    "president minister premier chancellor king spokesman spokeswoman spokesperson leader secretary"
    " ambassador envoy emir sultan prince diplomat official general"
)
_BEFORE_A_TITLE: Final = word_set(
    "prime foreign defence defense interior finance economy trade energy army crown vice deputy"
    " senior top former"
)
_KOREAS: Final = {"North": "PRK", "Northern": "PRK", "South": "KOR", "Southern": "KOR"}
_UNIONS: Final = {
    "bloc": "EU", "union": "EU", "alliance": "NATO", "council": "UNSC", "fund": "IMF",
    "agency": "IAEA", "league": "LAS",
}  # fmt: skip


def with_anaphors(scene: Scene, known: frozenset[str]) -> Scene:
    """The scene of a sentence in which words that stand for a name count as mentions too."""
    named = _merged(scene, _Anaphors(scene, known).all())
    return _merged(named, _we(named))


def _merged(scene: Scene, others: Iterable[Mention]) -> Scene:
    found = sorted((*scene.mentions, *others), key=lambda each: (each.first, -each.last))
    kept: list[Mention] = []
    for each in found:
        if not kept or each.first > kept[-1].last:
            kept.append(each)
    return scene.with_mentions(tuple(kept)) if len(kept) > len(scene.mentions) else scene


def _we(scene: Scene) -> Iterator[Mention]:
    """`we` in what somebody says, as a mention of who says it."""
    places = [i for i, word in enumerate(scene.words) if word.low == "we"]
    speaker = next((each.speaker for each in scene.speeches if each.speaker), None)
    if places and '"' in scene.text and speaker and len(speaker.actors) == 1:
        for at in places:
            yield Mention(at, at, speaker.actors, (), PRONOUN)


@dataclass(frozen=True)
class _Anaphors:
    """A sentence with the actors that it names, and those that the article does."""

    scene: Scene
    known: frozenset[str]

    @property
    def memory(self) -> Memory:
        return self.scene.memory

    def all(self) -> Iterator[Mention]:
        yield from self._both()
        for at, word in enumerate(self.scene.words):
            if word.low in _SUBJECTS and self._begins_a_clause(at):
                yield from self._pronoun(at)
            elif word.low in _OBJECTS and self._is_object(at):
                yield from self._object(at)
            elif word.low == "their" and not self._begins_a_clause(at):
                yield from self._their(at)
            elif word.low in _OWNERS and self._begins_a_clause(at) and self._owns_a_role(at):
                yield from self._meant(at, at, self._antecedent(at, plural=word.low == "their"))
            elif word.low == "the":
                yield from self._described(at)
            elif word.text in _KOREAS and self._is_alone(at):
                yield from self._meant(at, at, self._korea(word.text))

    # Both -----------------------------------------------------------------------------------------

    def _both(self) -> Iterator[Mention]:
        for match in _BOTH.finditer(self.scene.text):
            first = self.scene.word_at(match.start())
            last = self.scene.word_at(match.end() - 1)
            if self._is_floating(first, last):
                continue
            yield Mention(first, last, self._two(first) or (UNDECIDED,), (), BOTH)

    def _is_floating(self, first: int, last: int) -> bool:
        """Whether `both` belongs to names beside it: `both Ankara and Moscow`, `they both said`."""
        if first != last:
            return any(each.first == last + 1 for each in self.scene.mentions)
        if any(last < each.first <= last + 2 for each in self.scene.mentions):
            return True
        after = self.scene.words[last + 1].low if last + 1 < len(self.scene.words) else ""
        before = self.scene.words[first - 1] if first else None
        named = any(each.last == first - 1 for each in self.scene.mentions)
        plain = after.isalpha() and after not in (*_BE, *PREPOSITIONS, *BARRIERS, "to", "have")
        return named or (before is not None and plain and not after.endswith("ed"))

    def _two(self, at: int) -> tuple[str, ...]:
        """The two that are meant: of the sentence, or else of the paragraph or the article."""
        scene = self.scene
        before = scene.up_to(at)
        besides = self._on_the_other_side(at)
        here = before.pair
        if here and (besides.isdisjoint(here) or self._is_of_theirs(at)):
            return here
        between = at > 0 and scene.words[at - 1].low == "between"
        return self.memory.meant_by_both(besides) or (
            self.memory.meant_by_both(frozenset()) if between else ()
        )

    def _is_of_theirs(self, at: int) -> bool:
        """Whether something of the two is spoken of: `the two countries' ministers`."""
        return any(word.text in ("'", "'s") for word in self.scene.words[at : at + 4])

    def _on_the_other_side(self, at: int) -> frozenset[str]:
        """Who does it to them, or to whom they do it: `both` cannot mean these."""
        scene = self.scene
        if self._begins_a_clause(at):
            end = next(
                (i for i in range(at, len(scene.words)) if scene.words[i].text in ",;"),
                len(scene.words),
            )
            behind = (each for each in scene.mentions if at < each.first < end)
            return frozenset(actor for each in behind for actor in each.actors)
        doers = [
            each
            for each in scene.mentions
            if each.last < at and scene.slots[each].role == "subject"
        ]
        return frozenset(doers[-1].actors if doers else ())

    # Pronouns -------------------------------------------------------------------------------------

    def _begins_a_clause(self, at: int) -> bool:
        """Whether a word may be the subject of a verb: what goes before ends or opens a clause."""
        if at == 0:
            return True
        before = self.scene.words[at - 1]
        return (
            before.sign
            or before.low in BARRIERS
            or before.low in TIME_WORDS
            or before.low.isdigit()
            or before.low in ("later", "then", "however")
        )

    def _pronoun(self, at: int) -> Iterator[Mention]:
        words = self.scene.words
        low = words[at].low
        behind = self.scene.low[words[at].end :].lstrip()
        if low == "it" and _IMPERSONAL.match(behind):
            return
        yield from self._meant(at, at, self._antecedent(at, plural=low == "they"))

    def _antecedent(self, at: int, *, plural: bool) -> tuple[str, ...]:
        """Who is meant by a pronoun: the last subject of the sentence, else of the one before."""
        scene = self.scene
        if scene.words[at].low in ("he", "she", "his", "her"):
            people = [each for each in scene.mentions if each.last < at and each.kind == "person"]
            if people:
                return people[-1].actors
            if self.memory.person and not any(each.last < at for each in scene.mentions):
                return self.memory.person
        doers = [
            each
            for each in scene.mentions
            if each.last < at and scene.slots[each].role == "subject" and scene.is_party(each)
        ]
        if not doers:
            return self.memory.subject if plural or len(self.memory.subject) == 1 else ()
        meant = tuple(dict.fromkeys(a for each in scene.group(doers[-1]) for a in each.actors))
        return meant if plural or len(meant) == 1 else ()

    def _is_object(self, at: int) -> bool:
        words = self.scene.words
        after = words[at + 1] if at + 1 < len(words) else None
        ends = after is None or after.sign or after.low in PREPOSITIONS or after.low in BARRIERS
        before = words[at - 1] if at else None
        return (
            before is not None
            and before.low != "between"
            and not before.sign
            and before.low not in BARRIERS
            and (ends or (after is not None and after.low == "to"))
        )

    def _object(self, at: int) -> Iterator[Mention]:
        """Who is meant by `it` behind a verb: not its subject, but the last other one."""
        scene = self.scene
        left = [each for each in scene.mentions if each.last < at]
        doers = [each for each in left if scene.slots[each].role == "subject"]
        mine = frozenset(self.memory.subject)
        if doers:
            mine = frozenset(actor for each in scene.group(doers[-1]) for actor in each.actors)
        others = [each for each in left if mine.isdisjoint(each.actors) and scene.is_party(each)]
        if others:
            yield from self._meant(at, at, others[-1].actors)
        elif not left or len(left) == len(doers):
            yield from self._meant(at, at, self.memory.other_of(mine))

    def _their(self, at: int) -> Iterator[Mention]:
        """Whose something is that one who is alone does something to: `has blocked their bids`."""
        scene = self.scene
        doers = [e for e in scene.mentions if e.last < at and scene.slots[e].role == "subject"]
        if not doers or len(scene.group(doers[-1])) > 1 or len(doers[-1].actors) > 1:
            return
        groups = [group for group in scene.groups if group[-1].last < at and len(group) > 1]
        if groups and all(set(each.actors).isdisjoint(doers[-1].actors) for each in groups[-1]):
            yield from self._meant(at, at, tuple(each.actor for each in groups[-1]))

    def _owns_a_role(self, at: int) -> bool:
        return any(word.low in ROLES for word in self.scene.words[at + 1 : at + 4])

    def _is_alone(self, at: int) -> bool:
        """Whether `the North` is a state, and not the beginning of a name."""
        words = self.scene.words
        after = words[at + 1] if at + 1 < len(words) else None
        return at > 0 and (after is None or not after.capital) and words[at - 1].low != "in"

    def _korea(self, word: str) -> tuple[str, ...]:
        found = _KOREAS[word]
        return (found,) if set(_KOREAS.values()) <= self.known else ()

    # Descriptions ---------------------------------------------------------------------------------

    def _described(self, at: int) -> Iterator[Mention]:
        """`the minister`, `the kingdom`: whoever has been called so, else who is spoken of."""
        words = self.scene.words
        last = at + 1
        while last < len(words) and words[last].low in _BEFORE_A_TITLE:
            last += 1
        if last >= len(words) or not self._stands_alone(at, last):
            return
        head = words[last].low
        if head in _UNIONS and _UNIONS[head] in self.known:
            yield from self._meant(at, last, (_UNIONS[head],))
            return
        by = at > 0 and words[at - 1].low == "by"
        if head not in (*_A_PERSON, *_AN_INSTITUTION) or not (by or self._begins_a_clause(at)):
            return
        doers = [
            each
            for each in self.scene.mentions
            if each.last < at and self.scene.slots[each].role == "subject"
        ]
        if head in _A_STATE and len({actor for each in doers for actor in each.actors}) == 1:
            yield from self._meant(at, last, doers[0].actors)
            return
        here = titles_of(self.scene.up_to(at))
        named = here.get(head, "") or self.memory.titled.get(head, "")
        if named:
            yield from self._meant(at, last, (named,))
        elif len(self.memory.subject) == 1:
            yield from self._meant(at, last, self.memory.subject)

    def _stands_alone(self, first: int, last: int) -> bool:
        """Whether no name belongs to a description: `the minister of Turkey`, `the king, Carl`."""
        words = self.scene.words
        beside = any(first <= each.first <= last + 3 for each in self.scene.mentions)
        after = words[last + 1] if last + 1 < len(words) else None
        return not beside and (
            after is None or not (after.capital or after.low in ("of", "for", "in", "'s", "-"))
        )

    def _meant(self, first: int, last: int, actors: tuple[str, ...]) -> Iterator[Mention]:
        decided = tuple(actor for actor in actors if actor != UNDECIDED)
        if decided:
            yield Mention(first, last, decided, (), PRONOUN)


_A_STATE: Final = frozenset({"country", "nation", "kingdom", "republic"})


def titles_of(scene: Scene) -> dict[str, str]:
    """Which actor a title or an institution of a sentence belongs to: `minister` of Turkey."""
    found: dict[str, str] = {}
    for mention in scene.mentions:
        if mention.actor == UNDECIDED or len(mention.actors) > 1:
            continue
        around = (
            *scene.words[max(0, mention.first - 4) : mention.first],
            *scene.words[mention.first : mention.last + 4],
        )
        for word in around:
            if word.low in _A_PERSON or word.low in _AN_INSTITUTION:
                found[word.low] = mention.actor
    return found
