"""Phrases of the news: which words of a sentence say that something happened, and who did it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final, NamedTuple

from domain.codes.phrases_friendly import FRIENDLY
from domain.codes.phrases_hostile import HOSTILE
from domain.kinds import What, read_what

_BARRED: Final = (
    r"(?!(?:which|who|that(?!\s+an?\b)|but|after|while|when|because|before|no|not|never|nothing"
    r"|whereupon|although|whereas|unless|until|if|where|said|says|talks|negotiations|and\s+\w+ed)\b)"
)
"""What no gap holds: another clause, or words that deny what the phrase says."""

_LONG_BARRED: Final = _BARRED.replace(r"that(?!\s+an?\b)|", "")
_GAPS: Final = {
    dots: rf"(?:[\s,\"-]+{barred}[\w'.$€£%]+){{0,{most}}}?[\s,\"-]+"
    for dots, most, barred in (("...", 5, _BARRED), (".....", 14, _LONG_BARRED))
}
"""Up to five words, or fourteen."""


class Phrase(NamedTuple):
    """Words that mean a `what`: who does it to whom, and how they are read.

    `sign` is `>` where the subject does it to the object, `<` where the object does it to the
    subject, `=` where both do it. `noun` is whether they name the deed as nouns do.
    `governs` is whether what follows in the clause did not happen, but was asked for, alleged or
    refused; `said` whether it is done by saying it; `by_speaker` whether who says so does it to
    whom the clause is about; `of_person` whether the other side is named by its person.
    `prepositions` come before the other side, where only some do.
    """

    what: What
    sign: str
    pattern: re.Pattern[str]
    noun: bool = False
    governs: bool = False
    said: bool = False
    by_speaker: bool = False
    of_person: bool = False
    prepositions: frozenset[str] = frozenset()
    heads: frozenset[str] = frozenset()
    """How its first word may begin: by three letters, or fewer where it has no more."""

    @classmethod
    def of(cls, what: str, prepositions: str) -> Phrase:
        """What the subject does to the object, whose words are found in another way."""
        nothing = re.compile(r"(?!)")
        return cls(read_what(what), ">", nothing, prepositions=frozenset(prepositions.split()))


@cache
def phrases() -> tuple[Phrase, ...]:
    """Every phrase; of two that mean the same words the earlier one is the more exact."""
    return tuple(_read(HOSTILE + FRIENDLY))


@cache
def _by_head() -> dict[str, tuple[int, ...]]:
    found: dict[str, list[int]] = {}
    for number, phrase in enumerate(phrases()):
        for head in phrase.heads:
            found.setdefault(head, []).append(number)
    return {head: tuple(numbers) for head, numbers in found.items()}


def phrases_of(text: str) -> list[Phrase]:
    """The phrases whose first word a text in small letters may have, in the order of the table.

    A sentence has one in ten of them; to look for each took three times as long.
    """
    heads = {word[:most] for word in _WORD.findall(text) for most in (1, 2, _HEAD)}
    by_head = _by_head()
    numbers = {number for head in heads for number in by_head.get(head, ())}
    return [phrases()[number] for number in sorted(numbers)]


_HEAD: Final = 3
_WORD: Final = re.compile(r"[^\W_]+")


def _read(table: str) -> Iterator[Phrase]:
    header = ""
    for line in filter(None, table.splitlines()):
        if not line.startswith(" "):
            header = line
            continue
        what, sign, *flags = header.split()
        for written in filter(None, (part.strip() for part in line.split(","))):
            noun = written.startswith("~")
            yield Phrase(
                read_what(what),
                sign,
                _pattern(written.removeprefix("~").split()),
                noun,
                "!" in flags,
                "said" in flags,
                "speaker" in flags,
                "person" in flags,
                frozenset(flags) - {"!", "said", "speaker", "person"},
                _heads(written.removeprefix("~").split()[0]),
            )


def _heads(word: str) -> frozenset[str]:
    return frozenset(each[:_HEAD].rstrip("*_-'") for each in word.split("/"))


def _pattern(words: list[str]) -> re.Pattern[str]:
    text, gap = "", ""
    for word in words:
        if word in _GAPS:
            gap = _GAPS[word]
            continue
        text += (gap or r"[\s\"-]+") if text else ""
        text += f"(?:{'|'.join(map(_word, word.split('/')))})"
        gap = ""
    return re.compile(rf"(?<![\w-]){text}(?![\w])")


def _word(word: str) -> str:
    return re.escape(word).replace(r"\*", r"\w*").replace("_", r"[\s-]+")
