"""English words as they are compared: without case, accents, endings and ways of spelling."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from domain.folding import plain

SMALL: Final = frozenset(
    {
        "a", "an", "and", "are", "as", "at", "be", "been", "by", "from", "had", "has", "have",
        "her", "his", "is", "it", "its", "of", "or", "says", "that", "the", "their", "to", "was",
        "were", "will", "with",
    }
)  # fmt: skip
"""Words that change nothing of what is meant. `in`, `on`, `off`, `up` and `out` do."""

# The forms that no rule makes, each before the word that it is of.
_IRREGULAR: Final = """
began begin, begun begin, bought buy, broke break, broken break, brought bring, built build,
caught catch, chose choose, dealt deal, drew draw, drove drive, fell fall, felt feel, fled flee,
flew fly, fought fight, found find, froze freeze, frozen freeze, gave give, given give, gone go,
held hold, kept keep, laid lay, led lead, lent lend, met meet, overthrew overthrow, paid pay,
sank sink, sent send, shot shoot, sold sell, sought seek, spoke speak, spoken speak, stole steal,
stolen steal, struck strike, sunk sink, swore swear, taken take, threw throw, thrown throw,
took take, went go, withdrawn withdraw, withdrew withdraw, won win, wrote write, written write
"""
_BASES: Final[Mapping[str, str]] = dict(map(str.split, _IRREGULAR.strip().split(",")))

_SPELLINGS: Final = (
    (re.compile(r"(?<=..)iz(?=(e|es|ed|er|ing|ation|ations)$)"), "is"),
    (re.compile(r"(?<=..)our(?=(s|ed|ing|able)?$)"), "or"),
    (re.compile(r"ense(?=s?$)"), "ence"),
)
"""What is British and American of one word: recognise and recognize, favour and favor."""

_WORD: Final = re.compile(r"[a-z0-9]+")
_DOUBLED: Final = re.compile(r"([b-df-hj-np-tv-z])\1$")


def stems(text: str) -> tuple[str, ...]:
    """The stems of the words of a text, in order, without small words.

    >>> stems("Recalled the ambassadors")
    ('recal', 'ambassador')
    """
    return tuple(stem(word) for word in _WORD.findall(plain(text)) if word not in SMALL)


@lru_cache(maxsize=4096)
def stem(word: str) -> str:
    """What the forms of a word in small letters have in common: `summon` of `summoned`.

    It need not be a word: `denounc` of `denounced`, `denounces` and `denounce`.
    """
    word = _BASES.get(word, word)
    for spelling, instead in _SPELLINGS:
        word = spelling.sub(instead, word)
    root = _DOUBLED.sub(r"\1", _present(_singular(word)))
    return root[:-1] if root.endswith("e") and len(root) > 3 else root


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    if word.endswith(("ches", "shes", "sses", "xes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


def _present(word: str) -> str:
    """A word without the ending of the past, or of what goes on."""
    if word.endswith("ied") and len(word) > 4:
        return f"{word[:-3]}y"
    if word.endswith("eed"):
        return word[:-1] if len(word) > 4 else word
    for ending in ("ed", "ing"):
        root = word.removesuffix(ending)
        if root != word and len(root) > 1 and not set(root).isdisjoint("aeiouy"):
            return root
    return word
