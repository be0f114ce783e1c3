"""A sentence as a scene: its words and actors, which of them are parties, and which go together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, NamedTuple

from projections.articles.mentions import UNDECIDED, Mention, NameIndex, decided, mentions
from projections.articles.tokens import (
    BARRIERS,
    LIGHT,
    PREPOSITIONS,
    ROLES,
    Token,
    tokens,
    word_set,
)

SAYING: Final = word_set(
    "said says told tells added stated announced insisted argued claimed reported"
)
_BOTH: Final = re.compile(
    r"\b(?:both(?: (?:countries|sides|nations|states|governments|capitals|leaders))?|"
    r"the two (?:countries|sides|nations|states|neighbou?rs|governments|leaders|capitals|allies|"
    r"presidents|ministers|men)|the allies|each other|one another)\b",
    re.IGNORECASE,
)


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
    before: tuple[str, ...] = field(default=())
    """The two actors that `both` would mean if this sentence names no two of its own."""

    @classmethod
    def of(
        cls, text: str, index: NameIndex, known: frozenset[str], before: tuple[str, ...] = ()
    ) -> Scene:
        """The scene of a sentence, in an article that names some actors without doubt."""
        words = tuple(tokens(text))
        return cls(text, words, tuple(decided(mentions(words, index), known)), before)

    @cached_property
    def low(self) -> str:
        """The sentence in small letters."""
        return self.text.lower()

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
                seat = low == "in" and mention.kind == "metonym"
                if (low in ("of", "for") or seat) and at and self.words[at - 1].low in ROLES:
                    at -= 2
                    continue
                return Slot("oblique", low)
            if low in ("and", "or", ",", "-") and self._ends_a_mention(at - 1):
                other = self._ends_a_mention(at - 1)
                if other and mention in self.group(other):
                    return self._slot(other)
            if (word.sign and word.text != "-") or (low.isdigit() and len(low) == 4):
                return Slot("subject")
            if low in BARRIERS:
                return Slot("subject")
            if low in LIGHT or low in ROLES or word.capital or low in ("'s", "-") or low.isdigit():
                at -= 1
                continue
            return (
                Slot("subject") if low in _BEFORE_A_CLAUSE or low.endswith("ly") else Slot("object")
            )
        return Slot("subject")

    def _ends_a_mention(self, at: int) -> Mention | None:
        return next((each for each in self.mentions if each.last == at), None)

    def is_possessive(self, mention: Mention) -> bool:
        """Whether a genitive follows: `Turkey's`, `the allies'`."""
        after = self.words[mention.last + 1 : mention.last + 2]
        return bool(after) and after[0].text in ("'s", "'")

    def is_party(self, mention: Mention) -> bool:
        """Whether it acts, and is not the adjective of what does not: `Russian tourists`."""
        owned = mention.first > 1 and self.words[mention.first - 1].text == "'s"
        if owned and self._ends_a_mention(mention.first - 2):
            return False  # Rwanda's U.N. ambassador
        after = self.words[mention.last + 1 : mention.last + 3]
        if len(after) == 2 and after[0].text == "-" and after[1].text.islower():
            return False
        if mention.kind != "demonym" and not self.is_possessive(mention):
            return True
        if mention.kind == "demonym" and self.words[mention.last].low.endswith("s"):
            return True
        for word in self.words[mention.last + 1 : mention.last + 8]:
            if word.low in ROLES and word.low not in ("of", "top", "senior", "special"):
                return True
            if not (word.capital or word.low in LIGHT or word.low in ("'s", "'", "-")):
                return False
            if word.capital and word.low not in ROLES and mention.people:
                return True
        return False

    def is_place(self, mention: Mention) -> bool:
        """Whether it merely says where: `in Ankara`."""
        slot = self.slots[mention]
        return slot.role == "oblique" and slot.preposition in (
            "in",
            "at",
            "near",
            "across",
            "inside",
        )

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
        if len(between) > 12:
            return ""
        signs = [word.low for word in between if word.low in ("and", ",", "-", "or", "/")]
        others = (word for word in between if word.low not in ("and", ",", "-", "or", "/", "'s"))
        if not all(word.capital or word.low in LIGHT or word.low in ROLES for word in others):
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
    def pair(self) -> tuple[str, ...]:
        """The last two actors that are named together, or else the only two."""
        for group in reversed(self.groups):
            actors = tuple(dict.fromkeys(actor for each in group for actor in each.actors))
            if len(actors) == 2 and UNDECIDED not in actors:
                return actors
        named = tuple(actor for actor in self.actors if actor != UNDECIDED)
        return named if len(named) == 2 else ()

    def both(self, start: int, end: int, besides: frozenset[str] = frozenset()) -> Mention | None:
        """`both countries` between two places of the text, as a mention of the two they mean.

        They are not who does it to them.
        """
        for match in _BOTH.finditer(self.text, start, end):
            first = self.word_at(match.start())
            last = self.word_at(match.end() - 1)
            before = replace_mentions(self, first)
            pairs = (pair for pair in (before.pair, self.before) if besides.isdisjoint(pair))
            meant = next(filter(None, pairs), ())
            if len(meant) == 2 and not any(each.first == last + 1 for each in self.mentions):
                return Mention(first, last, meant, (), "both")
        return None

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


_BEFORE_A_CLAUSE: Final = word_set(
    "however meanwhile earlier later also then still once yet today yesterday"
)
_BY_THE_WAY: Final = word_set("'s ' has have had also later of for in")


def replace_mentions(scene: Scene, end: int) -> Scene:
    """The scene up to a word."""
    kept: Sequence[Mention] = [each for each in scene.mentions if each.last < end]
    return Scene(scene.text, scene.words, tuple(kept), scene.before)
