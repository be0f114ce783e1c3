"""Names as they are compared: without case, accents and hyphens."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_LETTERS = (
    ("ı", "i"),
    ("ø", "o"),
    ("ł", "l"),
    ("đ", "d"),
    ("æ", "ae"),
    ("œ", "oe"),
    ("þ", "th"),
    ("ð", "d"),
    ("ħ", "h"),
)
_MARKS = re.compile("[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670]")
_DROPPED = ".'’ʼʻ`"
_ARTICLE = re.compile(r"\s*\(the\)|,\s*the$|([(,]\s*)the\s", re.IGNORECASE)
_BRACKETS = str.maketrans("[]", "()")
_SPACES = "-‐‑‒–—―_,/()&"


def composed(text: str) -> str:
    """A text in the one form in which it is recorded: Unicode's NFC.

    A Mac writes `ü` in file names, and in what is copied from them, as `u` and two dots.
    """
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def plain(text: str, dot: str = "") -> str:
    """A text as names are compared: without case, diacritics, the Turkish dotless i and hyphens.

    `dot` replaces dots and apostrophes.
    """
    letters = text.casefold()
    if not letters.isascii():
        for letter, written in _LETTERS:
            letters = letters.replace(letter, written)
        letters = _MARKS.sub("", unicodedata.normalize("NFKD", letters))
    # Character by character: the text of the whole registry passes through here too, and this is
    # the fastest way.
    for character in _DROPPED:
        letters = letters.replace(character, dot)
    for character in _SPACES:
        letters = letters.replace(character, " ")
    return " ".join(letters.split())


@lru_cache(maxsize=16384)
def fold(text: str) -> str:
    """A name as it is compared: as any text, without dots and a leading "the"."""
    return plain(text).removeprefix("the ")


def without_article(text: str) -> str:
    """A name without the article that ISO 3166 writes behind it.

    `Gambia (the)` and `Moldova (the Republic of)` are so called there.
    """
    return _ARTICLE.sub(r"\1", text).translate(_BRACKETS)


def slug(text: str) -> str:
    """A handle made from words: `Straits closed to warships` is `straits-closed-to-warships`.

    Six words at most.
    """
    return "-".join(re.findall(r"[a-z0-9]+", fold(text))[:6])
