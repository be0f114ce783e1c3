"""Actors that a sentence names: by name, demonym, metonym, or the name of a person."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from domain.actors import Actor, Name, Registry
from domain.folding import fold
from projections.articles.tokens import LIGHT, ROLES, Token, tokens, typed, word_set

UNDECIDED: Final = "?"
"""Stands for what an article leaves open."""

_KINDS: Final = frozenset(
    {"name", "official", "exonym", "abbreviation", "demonym", "metonym", "historic"}
)
_NOT_ALONE: Final = frozenset(
    {"states", "alliance", "union", "man", "langley", "shape", "may", "fund"}
)
"""Names that are too common a word, unless `the` is written before them with a capital."""

_JOINTS: Final = "-.&"
_NOT_AFTER: Final = {
    "new": ("mexico", "jersey", "england", "caledonia", "britain"),
    "northern": ("ireland",),
    "of": ("england",),
    "south": ("georgia", "china"),
    "east": ("china",),
}
_OF_A_CONTINENT: Final = word_set("latin south central north native african")
_NAMED_AFTER_A_PLACE: Final = word_set(
    "convention conventions agreement agreements accord accords treaty pact protocol declaration"
    " process university conference forum post times journal tribune examiner herald institute"
    " airport format summit communique embassy bureau"
)
"""Things that are called by a city but not a deed of its state: `the Minsk agreements`."""

_WATERS: Final = word_set("sea ocean gulf peninsula channel plateau current")
_LED: Final = re.compile(
    r"backed|led|born|made|held|occupied|controlled|speaking|built|brokered|linked"
    r"|designed|supplied|affiliated|aligned|mediated|installed"
)
"""What a name makes an adjective of behind a hyphen: `Russian-backed`."""

_ALLIES: Final = word_set("ally allies member members")
_MEMBERS: Final = _ALLIES | word_set("nations membership candidate")


@dataclass(frozen=True, slots=True)
class Mention:
    """An actor named from token `first` to `last`: whom, by which words, and in what manner."""

    first: int
    last: int
    actors: tuple[str, ...]
    people: tuple[str, ...] = ()
    kind: str = "name"
    options: tuple[str, ...] = ()
    """Which actors an ambiguous name may mean."""

    @property
    def actor(self) -> str:
        """Its one actor, or the first of those that `both` means."""
        return self.actors[0]


class NameIndex:
    """The names of a registry as words of a text, for the day of an article."""

    def __init__(self, registry: Registry, day: date) -> None:
        self._day = day.toordinal()
        self._registry = registry
        self._introduced: dict[str, str] = {}
        self._by_first: dict[str, list[tuple[tuple[str, ...], Name, Actor]]] = defaultdict(list)
        for actor in registry:
            for name in actor.names:
                words = _words(name.text)
                if words and (name.kind in _KINDS) and _is_latin(name.text):
                    self._by_first[words[0]].append((words, name, actor))

    def at(self, words: Sequence[Token], place: int) -> Mention | None:
        """The longest name that begins at a token; of an ambiguous one every actor it may mean."""
        found = [entry for entry in self._entries(words, place) if self._fits(words, place, entry)]
        if not found:
            actor = self._introduced.get(words[place].text)
            return Mention(place, place, (actor,), (), "person") if actor else None
        length = max(len(name) for name, _, _ in found)
        longest = [(name, actor) for parts, name, actor in found if len(parts) == length]
        last = _last(words, place, length)
        if _is_something_else(words, place, last, longest[0][0]):
            return None
        actors = {actor.id: actor for _, actor in longest}
        in_use = {actor.id: actor for name, actor in longest if name.in_use(self._day)}
        chosen = list((in_use or actors).values())
        real = [actor for actor in chosen if actor.type != "elsewhere"]
        if not real or not any(actor.existed(self._day) for actor in real):
            return None
        return self._mention(place, last, chosen, longest, _years(words))

    def learn(self, name: str, actor: str) -> None:
        """From now on a name of one word means an actor, unless it is another's already."""
        if not self._is_a_name(name):
            self._introduced.setdefault(name, actor)

    def _is_a_name(self, word: str) -> bool:
        return any(len(parts) == 1 for parts, _, _ in self._by_first.get(fold(word), ()))

    def _mention(
        self,
        first: int,
        last: int,
        found: Sequence[Actor],
        named: Sequence[tuple[Name, Actor]],
        years: Collection[int],
    ) -> Mention:
        kind = "name"
        kinds = {name.kind for name, _ in named}
        if "demonym" in kinds:
            kind = "demonym"
        elif "metonym" in kinds:
            kind = "metonym"
        if len(found) > 1:
            options = tuple(actor.id for actor in found if actor.type != "elsewhere")
            return Mention(first, last, (UNDECIDED,), (), kind, options)
        actor = found[0]
        if actor.type == "person":
            return self._person(first, last, actor, years)
        return Mention(first, last, (actor.id,), (), kind)

    def _person(self, first: int, last: int, actor: Actor, years: Collection[int]) -> Mention:
        """A person: the state whose office the person held on the day; else that is left open.

        A sentence that names a year may be about who held it then.
        """
        state = actor.attributes.get("of", UNDECIDED)
        days = (
            self._day,
            *(date(year, month, 1).toordinal() for year in years for month in (1, 7)),
        )
        offices = [name for name in actor.names if name.kind == "office"]
        in_office = not offices or any(name.in_use(day) for name in offices for day in days)
        if in_office:
            return Mention(first, last, (state,), (actor.id,), "person")
        return Mention(first, last, (UNDECIDED,), (actor.id,), "person", (state,))

    def _entries(
        self, words: Sequence[Token], place: int
    ) -> Iterator[tuple[tuple[str, ...], Name, Actor]]:
        token = words[place]
        if token.capital or token.text[:1].isdigit():
            yield from self._by_first.get(fold(token.text), ())

    def _fits(
        self, words: Sequence[Token], place: int, entry: tuple[tuple[str, ...], Name, Actor]
    ) -> bool:
        (first, *others), name, _ = entry
        at = place
        for part in others:
            at += 1
            while at < len(words) and words[at].text in _JOINTS:
                at += 1
            if at >= len(words) or fold(words[at].text) != part:
                return False
        if name.kind in ("metonym", "demonym", "historic") and not name.in_use(self._day):
            return False
        if others:
            return words[at].capital or words[at].text[:1].isdigit()
        return _is_written_so(words[place].text, name, first)


def _is_written_so(text: str, name: Name, folded: str) -> bool:
    """Whether a word is a name, and not the pronoun `Us` or a common word with a capital."""
    if name.kind == "abbreviation" or (len(folded) <= 4 and name.text.isupper()):
        letters = text.replace(".", "")
        return letters.isupper() or letters == name.text
    return folded not in _NOT_ALONE


def _years(words: Sequence[Token]) -> list[int]:
    return [int(word.text) for word in words if re.fullmatch(r"(?:19|20)\d\d", word.text)]


def _words(name: str) -> tuple[str, ...]:
    """The words of a name, as a sentence has them."""
    return tuple(fold(word.text) for word in tokens(typed(name)) if word.text not in _JOINTS)


def _is_latin(text: str) -> bool:
    return all(letter < "\u0250" or not letter.isalpha() for letter in text)


def _last(words: Sequence[Token], place: int, length: int) -> int:
    at, left = place, length - 1
    while left:
        at += 1
        if words[at].text not in _JOINTS:
            left -= 1
    return at


def _is_surname(words: Sequence[Token], place: int) -> bool:
    """Whether a name is the last of a person's: `Minister Therese Kayikwamba Wagner`."""
    names = 0
    at = place - 1
    while at >= 0 and words[at].capital and words[at].low not in ROLES:
        names += 1
        at -= 1
    return names >= 2 and at >= 0 and words[at].low in ROLES


def _is_something_else(words: Sequence[Token], first: int, last: int, name: Name) -> bool:
    """Whether a name is part of that of something else, or an adjective before a hyphen."""
    if first == last and _is_surname(words, first):
        return True
    before = words[first - 1] if first else None
    after = words[last + 1] if last + 1 < len(words) else None
    low = words[first].low
    if before and low in _NOT_AFTER.get(before.low, ()):
        return True
    if before and words[last].low.startswith("american") and before.low in _OF_A_CONTINENT:
        return True
    if before and before.low == "of" and first > 1 and words[first - 2].low in ("gulf", "sea"):
        return True
    if after is None:
        return False
    if after.capital and after.low in _WATERS and name.kind in ("name", "demonym"):
        return True
    if name.kind == "metonym" and after.low in _NAMED_AFTER_A_PLACE:
        return True
    if low in ("west", "western") and last == first and after.capital:
        return True
    if after.text == "-" and last + 2 < len(words):
        return _LED.fullmatch(words[last + 2].low) is not None
    return after.low in _MEMBERS or (
        after.text == "'s" and last + 2 < len(words) and words[last + 2].low in _ALLIES
    )


# All of a sentence --------------------------------------------------------------------------------


def mentions(words: Sequence[Token], index: NameIndex) -> list[Mention]:
    """The actors that a sentence names, in order; a state and its person beside it are one."""
    found: list[Mention] = []
    place = 0
    while place < len(words):
        mention = index.at(words, place)
        if mention is None:
            place += 1
            continue
        if found and _is_same_group(words, found[-1], mention):
            found[-1] = _joined(found[-1], mention)
        else:
            found.append(mention)
        place = mention.last + 1
    return found


def _is_same_group(words: Sequence[Token], one: Mention, other: Mention) -> bool:
    """Whether two mentions are one party: `Russian President Vladimir Putin`."""
    between = words[one.last + 1 : other.first]
    if other.people and between[-1:] and between[-1].text == ",":
        between = between[:-1]  # his U.S. counterpart, Mike Pompeo
    if other.actor == UNDECIDED and other.people and set(other.options) == set(one.actors):
        return all(token.capital or token.low in ROLES for token in between)
    return one.actors == other.actors != (UNDECIDED,) and all(
        token.capital or token.low in ROLES or token.low in LIGHT or token.text == "'s"
        for token in between
    )


def _joined(one: Mention, other: Mention) -> Mention:
    people = tuple(dict.fromkeys(one.people + other.people))
    kind = "person" if other.kind == "person" else one.kind
    return Mention(one.first, other.last, one.actors, people, kind)


def decided(found: Sequence[Mention], known: Collection[str]) -> list[Mention]:
    """The same mentions, an ambiguous one decided where the article names one of its actors.

    `known` are the actors that it names without doubt.
    """
    result: list[Mention] = []
    for mention in found:
        meant = [actor for actor in mention.options if actor in known]
        if mention.actor == UNDECIDED and len(meant) == 1 and not mention.people:
            result.append(Mention(mention.first, mention.last, (meant[0],), (), mention.kind))
        else:
            result.append(mention)
    return result


def known_actors(texts: Sequence[str], index: NameIndex) -> frozenset[str]:
    """The actors that a text names without doubt."""
    counted = Counter(mention.actor for text in texts for mention in mentions(tokens(text), index))
    return frozenset(counted) - {UNDECIDED}
