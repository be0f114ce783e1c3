"""A sentence as a scene: its words and actors, which of them are parties, and which go together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, NamedTuple

from projections.articles.memory import TWO, Memory
from projections.articles.mentions import UNDECIDED, Mention, NameIndex, decided, mentions
from projections.articles.tokens import (
    BARRIERS,
    LIGHT,
    PARTICLES,
    PREPOSITIONS,
    ROLES,
    TIME_WORDS,
    Token,
    tokens,
    word_set,
)

SAYING: Final = word_set(
    "said says told tells added stated announced insisted argued claimed reported"
)


_WHEN: Final = re.compile(
    r"\b(?:late |early |earlier )?(?:on (?:mon|tues|wednes|thurs|fri|satur|sun)day"
    r"(?: (?:morning|afternoon|evening|night))?|(?:last|this|next) (?:week|month|year)"
    r"|in a (?:phone|telephone) call|for the first time|, however,|at the weekend)\b(?! of\b)"
)
AT_A_PLACE: Final = word_set("in at near across inside")


class Slot(NamedTuple):
    """What a mention is in its clause: `subject`, `object` or `oblique`, then the preposition."""

    role: str
    preposition: str = ""


@dataclass(frozen=True)
class Scene:
    """A sentence with its words and the actors that it names."""

    text: str
    words: tuple[Token, ...]
    mentions: tuple[Mention, ...]
    memory: Memory = field(default_factory=Memory)
    """What was said before it."""

    @classmethod
    def of(
        cls, text: str, index: NameIndex, known: frozenset[str], memory: Memory | None = None
    ) -> Scene:
        """The scene of a sentence, in an article that names some actors without doubt."""
        words = tuple(tokens(text))
        named = tuple(decided(mentions(words, index), known))
        return cls(text, words, named, memory or Memory())

    def with_mentions(self, mentions: tuple[Mention, ...]) -> Scene:
        """The same sentence with other mentions."""
        return Scene(self.text, self.words, mentions, self.memory)

    def up_to(self, end: int) -> Scene:
        """The same sentence without the mentions from a word on."""
        return self.with_mentions(tuple(each for each in self.mentions if each.last < end))

    @cached_property
    def low(self) -> str:
        """The sentence in small letters."""
        return self.text.lower()

    @cached_property
    def plain(self) -> str:
        """The same, with spaces where it only says when: `agreed              to meet`."""
        return _WHEN.sub(lambda found: " " * len(found[0]), self.low)

    @cached_property
    def actors(self) -> tuple[str, ...]:
        """Each actor once, in order."""
        found = (actor for mention in self.mentions for actor in mention.actors)
        return tuple(dict.fromkeys(found))

    def word_at(self, place: int) -> int:
        """The number of the word at a place of the text, or of the first one after it."""
        return next((i for i, word in enumerate(self.words) if word.end > place), len(self.words))

    def start(self, mention: Mention) -> int:
        """Where a mention begins in the text."""
        return self.words[mention.first].start

    # What a mention is ----------------------------------------------------------------------------

    @cached_property
    def slots(self) -> dict[Mention, Slot]:
        """What each mention is in its clause."""
        return {mention: self._slot(mention) for mention in self.mentions}

    def _slot(self, mention: Mention) -> Slot:
        at = mention.first - 1
        while at >= 0:
            word = self.words[at]
            low = word.low
            if low in PREPOSITIONS:
                seat = low == "in" and mention.kind == "metonym" and not self._is_abroad(at - 1)
                head = at and (self.words[at - 1].low in ROLES or self.words[at - 1].low in _LANDS)
                if (low in ("of", "for") or seat) and head:
                    at -= 2
                    continue
                return Slot("oblique", low)
            if low in ("and", "or", ",", "-") and self._ends_a_mention(at - 1):
                other = self._ends_a_mention(at - 1)
                if other and mention in self.group(other):
                    return self._slot(other)
            if word.text == "," and self._is_apposed(mention, at):
                return self._slot(self._before(at))
            if (word.sign and word.text != "-") or (low.isdigit() and len(low) == 4):
                return Slot("subject")
            if low == "than" and at and self.words[at - 1].low in _AMOUNTS:
                at -= 2
                continue
            if low in BARRIERS:
                return Slot("subject")
            if low in TIME_WORDS and low not in LIGHT:
                return Slot("subject")
            if (
                low in LIGHT
                or low in ROLES
                or low in PARTICLES
                or word.capital
                or low in ("'s", "-")
                or low.isdigit()
            ):
                at -= 1
                continue
            return (
                Slot("subject") if low in _BEFORE_A_CLAUSE or low.endswith("ly") else Slot("object")
            )
        return Slot("subject")

    def _is_abroad(self, at: int) -> bool:
        """Whether who sits in a capital is another's: `the embassy in Ankara`."""
        return self.words[at].low in _ENVOYS

    def _before(self, at: int) -> Mention:
        return [each for each in self.mentions if each.last < at][-1]

    def _is_apposed(self, mention: Mention, at: int) -> bool:
        """Whether a mention names again who is named before a comma: `the envoy, Li Wei`."""
        before = [each for each in self.mentions if each.last < at]
        return (
            bool(before)
            and before[-1].actors == mention.actors
            and all(_is_of_a_name(word) for word in self.words[before[-1].last + 1 : at])
        )

    def _ends_a_mention(self, at: int) -> Mention | None:
        return next((each for each in self.mentions if each.last == at), None)

    def is_possessive(self, mention: Mention) -> bool:
        """Whether a genitive follows: `Turkey's`, `the allies'`."""
        after = self.words[mention.last + 1 : mention.last + 2]
        return bool(after) and after[0].text in ("'s", "'")

    def is_party(self, mention: Mention) -> bool:
        """Whether it acts, and is not the adjective of what does not: `Russian tourists`."""
        owned = mention.first > 1 and self.words[mention.first - 1].text == "'s"
        after = self.words[mention.last + 1].low if mention.last + 1 < len(self.words) else ""
        if owned and after in ROLES and self._ends_a_mention(mention.first - 2):
            return False  # Rwanda's U.N. ambassador
        behind = self.words[mention.last + 1 : mention.last + 3]
        if len(behind) == 2 and behind[0].text == "-" and behind[1].text.islower():
            return False
        if mention.kind != "demonym" and not self.is_possessive(mention):
            return True
        if mention.kind == "demonym" and self.words[mention.last].low.endswith("s"):
            return self.slot_of(mention).role != "subject" or self._is_the(mention)
        for word in self.words[mention.last + 1 : mention.last + 8]:
            if word.low in ROLES and word.low not in ("of", "top", "senior", "special"):
                return True
            if not (word.capital or word.low in LIGHT or word.low in ("'s", "'", "-")):
                return False
            if word.capital and word.low not in ROLES and (mention.people or self._is_full(word)):
                return True
        return False

    def _is_full(self, word: Token) -> bool:
        """Whether a name of two words begins: `Hungary's Viktor Orban`."""
        at = self.words.index(word) + 1
        return at < len(self.words) and self.words[at].capital and self.words[at].low not in ROLES

    def _is_the(self, mention: Mention) -> bool:
        """Whether a people stands for its state: `the Russians said`, and not `Serbs blocked`."""
        return mention.first > 0 and self.words[mention.first - 1].low == "the"

    def is_place(self, mention: Mention) -> bool:
        """Whether it merely says where: `in Ankara`."""
        slot = self.slot_of(mention)
        return slot.role == "oblique" and slot.preposition in AT_A_PLACE

    def slot_of(self, mention: Mention) -> Slot:
        """What a mention is in its clause, whomever it means."""
        return self.slots[mention] if mention in self.slots else self._slot(mention)

    def speaks(self, mention: Mention) -> bool:
        """Whether it is who says something: `, Ankara said`, `said Turkey's minister`."""
        return any(speech.speaker is mention for speech in self.speeches)

    # Which go together ----------------------------------------------------------------------------

    @cached_property
    def groups(self) -> tuple[tuple[Mention, ...], ...]:
        """The mentions in groups: `Turkey, Russia and Iran` are one."""
        found: list[list[Mention]] = []
        links: list[str] = []
        for mention in self.mentions:
            link = self._link(found[-1][-1], mention) if found else ""
            if link == "and" or (link == ", and" and "," in links) or link == ",":
                found[-1].append(mention)
                links.append(link)
            else:
                found.append([mention])
                links = []
        return tuple(group for each in found for group in self._without_loose_ends(each))

    def _without_loose_ends(self, group: list[Mention]) -> Iterator[tuple[Mention, ...]]:
        """A list has `and` before its last member; what commas alone join is not a group."""
        last = max(
            (
                i
                for i in range(1, len(group))
                if self._link(group[i - 1], group[i]) in ("and", ", and")
            ),
            default=0,
        )
        if last:
            yield tuple(group[: last + 1])
            yield from ((mention,) for mention in group[last + 1 :])
        else:
            yield from ((mention,) for mention in group)

    def _link(self, one: Mention, other: Mention) -> str:
        between = self.words[one.last + 1 : other.first]
        if len(between) > 14:
            return ""
        signs = [word.low for word in between if word.low in _JOINTS and word.text != "-"]
        signs = ["-"] if [word.text for word in between] == ["-"] else signs
        others = [word for word in between if word.low not in (*_JOINTS, "'s", "'")]
        if not all(_is_of_a_name(word) for word in others):
            return ""
        if signs == [","] and any(word.low in ("ally", "allies") for word in others):
            return ""
        if signs in (["and"], ["or"], ["-"], ["/"]):
            return "and"
        if signs == [",", "and"]:
            return ", and"
        return "," if signs == [","] else ""

    def group(self, mention: Mention) -> tuple[Mention, ...]:
        """The group that a mention is in."""
        return next(group for group in self.groups if mention in group)

    @cached_property
    def grouped(self) -> tuple[str, ...]:
        """The last two actors that are named together: `Iran and Iraq`."""
        for group in reversed(self.groups):
            actors = tuple(dict.fromkeys(actor for each in group for actor in each.actors))
            if len(actors) == TWO and UNDECIDED not in actors:
                return actors
        return ()

    @cached_property
    def pair(self) -> tuple[str, ...]:
        """The last two actors that are named together, or else the only two."""
        named = tuple(actor for actor in self.actors if actor != UNDECIDED)
        return self.grouped or (named if len(named) == TWO else ())

    # Who says it ----------------------------------------------------------------------------------

    @cached_property
    def speeches(self) -> tuple[Speech, ...]:
        """The places where somebody says something."""
        found: list[Speech] = []
        for i, word in enumerate(self.words):
            to = self.words[i + 1].low if i + 1 < len(self.words) else ""
            if word.low in SAYING or (word.low == "according" and to == "to"):
                found.append(Speech(i, self._speaker(i, word.low == "according")))
        return tuple(found)

    def _speaker(self, at: int, after_only: bool) -> Mention | None:  # noqa: FBT001  # of one caller
        after = next((each for each in self.mentions if each.first > at), None)
        if after_only:
            return after if after and after.first - at <= 8 else None
        left = [each for each in self.mentions if each.last < at and self.is_party(each)]
        subjects = [each for each in left if self.slots[each].role == "subject"]
        between = self.words[subjects[-1].last + 1 : at] if subjects else ()
        if subjects and all(
            word.capital
            or word.low in ROLES
            or word.low in LIGHT
            or word.low in _BY_THE_WAY
            or word.sign
            for word in between
        ):
            return subjects[-1]
        inverted = at and self.words[at - 1].text in (",", '"')
        if inverted and after and after.first - at <= 6 and self.is_party(after):
            return after
        return None


class Speech(NamedTuple):
    """Somebody says something: which word says so, and who, if that is an actor."""

    verb: int
    speaker: Mention | None


_ENVOYS: Final = word_set(
    "embassy ambassador ambassadors envoy envoys mission consulate consul diplomat diplomats"
    " representative representatives delegation troops soldiers forces officials leaders ministers"
)
_LANDS: Final = word_set(
    "region republic kingdom state territory enclave island people government governments"
)
_AMOUNTS: Final = word_set("more less fewer other")
_JOINTS: Final = ("and", ",", "-", "or", "/")


def _is_of_a_name(word: Token) -> bool:
    low = word.low
    return word.capital or low in LIGHT or low in ROLES or low in PARTICLES or low.isdigit()


_BEFORE_A_CLAUSE: Final = word_set(
    "however meanwhile earlier later also then still once yet today yesterday"
)
_BY_THE_WAY: Final = word_set("'s ' has have had also later of for in")
