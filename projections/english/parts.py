"""A question as a row of parts: what each of its words does in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final, NamedTuple

from domain.meaning import slips
from domain.stems import stem
from projections.english.deeds import Deed, deed_at, deed_of_glossary
from projections.english.lexicon import LONGEST_PHRASE, domain_of, parts_of_stems, parts_of_words
from projections.english.names import NAMED

ACTOR: Final = "actor"
DEED: Final = "deed"
OBJECT: Final = "object"
TEXT: Final = "text"
"""A word that the table does not have: of a fact, or of nothing."""


class Part(NamedTuple):
    """One word or phrase of a question, and what it does.

    `actor` is the number of an actor, -1 for another part; `deed` what is done, where it is that.
    """

    name: str
    text: str
    actor: int = -1
    deed: Deed | None = None
    noun: bool = False


class Parts(NamedTuple):
    """All parts of a question, in their order."""

    every: tuple[Part, ...]

    @property
    def names(self) -> frozenset[str]:
        """What its parts are, but for actors and what says nothing."""
        return frozenset(part.name for part in self.every) - {"", ACTOR, *_GRAMMAR}

    @property
    def texts(self) -> tuple[str, ...]:
        """The words that the table does not have."""
        return tuple(part.text for part in self.every if part.name == TEXT)

    @property
    def deeds(self) -> tuple[Part, ...]:
        """The deeds."""
        return tuple(part for part in self.every if part.name == DEED)

    @property
    def main_verb(self) -> Part | None:
        """What is asked whether it was done; None where it is a saying, or none."""
        if self.names & {"say", "know"}:
            return None
        row = [part for part in self.every if part.name]
        for place, part in enumerate(row):
            asked = place > 1 and row[place - 1].name == ACTOR and row[place - 2].name == "do"
            if part.deed is not None and (asked or not part.noun):
                return part
        return None

    def text_of(self, name: str) -> str:
        """The words of the first part of that name; empty where there is none."""
        return next((part.text for part in self.every if part.name == name), "")

    @property
    def domain(self) -> str:
        """The domain that it names; empty where it names none."""
        return domain_of(self.text_of("domain"))


def names_in(text: str) -> frozenset[str]:
    """The names of parts in a text, separated by spaces."""
    return frozenset(text.split())


_GRAMMAR: Final = frozenset(
    {"be", "do", "show", "by", "onto", "with", "of", "together", "about", OBJECT}
)
"""Parts that say how others hang together, and ask for nothing themselves."""

_TOKEN: Final = re.compile(rf"@\d|{NAMED}?[^\W_]+(?:['.-][^\W_]+)*")


def parts_of(skeleton: str) -> Parts:
    """The parts of what is left of a question without its days and actors."""
    words = _TOKEN.findall(skeleton.replace("'s", " ").replace("s' ", "s "))
    return Parts(tuple(_parts(words)))


def _parts(words: list[str]) -> Iterator[Part]:
    position = 0
    before = ""
    while position < len(words):
        if words[position].startswith("@"):
            before = ACTOR
            yield Part(ACTOR, words[position], int(words[position][1:]))
            position += 1
            continue
        if words[position].startswith(NAMED):
            before = TEXT
            yield Part(TEXT, words[position][1:])
            position += 1
            continue
        part, count = _longest(words, position)
        if before == TEXT and part.text.endswith(" to") and not part.noun:  # `drones went to`
            part = Part(TEXT, part.text)
        before = part.name
        yield part
        position += count


def _longest(words: list[str], position: int) -> tuple[Part, int]:
    """The part that begins at a word: the longest phrase of the table, or the longest deed."""
    rest = words[position : position + LONGEST_PHRASE]
    known, length = "", 0
    for count in range(len(rest), 0, -1):
        phrase = " ".join(rest[:count])
        if phrase in parts_of_words():
            known, length = parts_of_words()[phrase], count
            break
    found = deed_at(words, position)
    if found is not None and (found.words > length or known in _LESS_THAN_DEEDS):
        return Part(DEED, " ".join(rest[: found.words]), -1, found.deed, found.noun), found.words
    if known == "label" and words[position + length : position + length + 1] in _SOMETHING:
        return Part(TEXT, words[position]), 1  # `close the straits`
    if words[position] == "over" and known == "end" and position + 1 < len(words):
        known = "about"  # `over the F-35`, and not `is it over`
    if length:
        return Part(known, " ".join(rest[:length])), length
    meant = deed_of_glossary(words, position)
    if meant is not None:
        said = " ".join(rest[: meant.words])
        return Part(TEXT, said, -1, meant.deed, meant.noun), meant.words
    return Part(_of_one(words[position]), words[position]), 1


_SOMETHING: Final = (["the"], ["its"], ["their"], ["off"])
"""What follows `close` where it is a verb."""

_LESS_THAN_DEEDS: Final = frozenset({"domain", "brokered", "give"})
"""Parts of which a word is rather a deed, where it is one."""


def _of_one(word: str) -> str:
    """The part of a word that is not in the table as it is written: by its stem, or as a slip."""
    return parts_of_stems().get(stem(word)) or (_misspelt(word) if word.isalpha() else "") or TEXT


@cache
def _misspelt(word: str) -> str:
    """The part of the one word that a long one is a slip away from; empty where there is none."""
    if len(word) < _SHORTEST_MISSPELT:
        return ""
    near = {
        part
        for known, part in parts_of_words().items()
        if len(known) >= _SHORTEST_MISSPELT and slips(word, known) == 1
    }
    return next(iter(near)) if len(near) == 1 else ""


_SHORTEST_MISSPELT: Final = 6
