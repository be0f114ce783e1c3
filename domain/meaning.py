"""Which whats a word of the news means: by name, synonym, stem, definition or a slip of the pen."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from enum import IntEnum
from functools import cache
from typing import Final, NamedTuple

from domain.glossary import Entry, entries
from domain.kinds import What
from domain.stems import stems

Stems = tuple[str, ...]


class Match(IntEnum):
    """How a text means a `what`, the surest first."""

    NAME = 0
    """It is the name, as a line writes it."""
    WORD = 1
    """It is the name without its kind, the mode alone, or a synonym."""
    FORM = 2
    """It is another form of these: `summoned`, `sanctions`, `criticized`."""
    MISSPELT = 3
    """It is one or two characters off one of these."""
    PART = 4
    """Every word of it is in one of these."""
    WITHIN = 5
    """It holds every word of one of these, as a headline does."""
    DEFINED = 6
    """Every word of it is in what the `what` means."""
    CODED = 7
    """Every word of it is in what a code of CAMEO with this meaning is called."""


REVERSING: Final = frozenset(
    stems(
        "abandon against anti ban block break call cancel cease cut de demand deny ease end halt"
        " leave lift loosen no non not postpone quit refuse reject release remove reopen stop"
        " surrender suspend threaten urge violate warn withdraw without"
    )
)
"""Words that turn what stands beside them around: to lift a siege is the opposite of one."""


class Hit(NamedTuple):
    """A `what` that a text may mean, and how.

    `words` is how many words of a longer text that is by. `turned` is whether only one of the two
    has a word that turns the meaning around: `siege` is within `end the siege`.
    """

    entry: Entry
    match: Match
    words: int = 0
    turned: bool = False

    @property
    def what(self) -> What:
        """The `what` itself."""
        return self.entry.what


def search(text: str, among: Collection[Entry] | None = None) -> list[Hit]:
    """Every `what` that a text may mean, the surest first; of all, or of some entries.

    One word is taken for misspelt only where nothing else is found, several words where they are
    neither a name nor a synonym.
    """
    asked = _Asked(text.strip().casefold(), _squeezed(text), stems(text))
    if not asked.stems:
        return []
    searched = entries().values() if among is None else among
    found = {entry.what: hit for entry in searched if (hit := _hit(entry, asked)) is not None}
    sure = any(hit.match <= Match.FORM for hit in found.values())
    if not found or (len(asked.stems) > 1 and not sure):
        found |= {hit.what: hit for hit in _misspelt(asked.squeezed, searched)}
    return sorted(found.values(), key=_rank)


def _rank(hit: Hit) -> tuple[int, bool, int, bool, bool]:
    """Deeds before what is asked for, refused or threatened; then what is hostile.

    So what has both readings, as `close` and `withdraw`, never shows the friendly one first.
    """
    what = hit.what
    asked_for = what.what.startswith(("request:", "reject:", "threaten:"))
    return hit.match, hit.turned, -hit.words, asked_for, what.weight >= 0


class _Asked(NamedTuple):
    """A text in small letters, as letters and digits alone, and as stems."""

    text: str
    squeezed: str
    stems: Stems


class _Compared(NamedTuple):
    """An entry as texts are compared with it."""

    words: frozenset[str]
    """Its names and synonyms as letters and digits alone."""
    phrases: frozenset[Stems]
    """The stems of each of these."""
    defined: frozenset[str]
    """The stems of its definition."""
    titles: tuple[frozenset[str], ...]
    """The stems of the titles of its codes, a set for each."""


def _hit(entry: Entry, asked: _Asked) -> Hit | None:
    if asked.text == entry.written:
        return Hit(entry, Match.NAME)
    words, forms, defined, titles = _compared(entry.what)
    if asked.squeezed in words:
        return Hit(entry, Match.WORD)
    if asked.stems in forms:
        return Hit(entry, Match.FORM)
    wanted = frozenset(asked.stems)
    phrases = [frozenset(each) for each in forms]
    for match, found in (
        (Match.PART, [each for each in phrases if wanted <= each]),
        (Match.WITHIN, [each for each in phrases if each <= wanted]),
        (Match.DEFINED, [defined] if wanted <= defined else []),
        (Match.CODED, [each for each in titles if wanted <= each]),
    ):
        if found:
            turned, fewer = min((_turned(wanted, each), -len(each & wanted)) for each in found)
            return Hit(entry, match, -fewer, turned)
    return None


def _turned(one: frozenset[str], other: frozenset[str]) -> bool:
    return one & REVERSING != other & REVERSING


@cache
def _compared(what: What) -> _Compared:
    entry = entries()[what]
    texts = (*entry.names, *entry.synonyms)
    return _Compared(
        frozenset(map(_squeezed, texts)),
        frozenset(map(stems, texts)),
        frozenset(stems(entry.definition)),
        _titles().get(what, ()),
    )


@cache
def _titles() -> Mapping[What, tuple[frozenset[str], ...]]:
    """The stems of the titles of the codes of CAMEO, by what they mean here."""
    from domain.cameo import codings  # noqa: PLC0415  # it reads whats, and a refusal loads this

    found: dict[What, tuple[frozenset[str], ...]] = {}
    for coding in codings():
        what = What(coding.kind, coding.what)
        found[what] = (*found.get(what, ()), frozenset(stems(coding.title)))
    return found


def _squeezed(text: str) -> str:
    """The letters and digits of a text: `ceasefire` of `Cease-fire`."""
    return "".join(filter(str.isalnum, text.casefold()))


# Slips of the pen ---------------------------------------------------------------------------------


def _misspelt(text: str, among: Collection[Entry]) -> Iterator[Hit]:
    """The entries that a text is closest to, if it is close to any.

    Where that is what a line writes, other names that are as close are not meant.
    """
    whole = {entry.what: slips(text, _squeezed(entry.written)) for entry in among}
    near = {
        entry.what: min(slips(text, word) for word in _compared(entry.what).words)
        for entry in among
    }
    least = min((*whole.values(), *near.values(), FAR))
    closest = whole if least in whole.values() else near
    if least < FAR:
        yield from (Hit(entry, Match.MISSPELT) for entry in among if closest[entry.what] == least)


FAR: Final = 3
"""More slips than anybody makes in one word."""


def slips(typed: str, word: str) -> int:
    """How many slips of the pen lie between two words: 1, 2, or FAR for more.

    A slip is a letter too many, too few, wrong, or swapped with the next. Two are believed of
    words of six letters or more, and none of two; a wrong first letter alone of five or more. What
    has two wrong letters, or a short word with a wrong and a missing one, is another word: `defeat`
    is not `defend`, nor `respect` a `reject`.
    """
    most = 0 if len(typed) < 3 else 1 if len(typed) < 6 else 2
    if abs(len(typed) - len(word)) > most:
        return FAR
    if typed[0] != word[0]:
        swapped = typed[:2] == word[1::-1] and typed[2:] == word[2:]
        return 1 if len(typed) > 4 and (swapped or typed[1:] == word[1:]) else FAR
    if len(set(typed) ^ set(word)) > 2 * most:
        return FAR  # a slip adds one letter and removes one, and to count slips takes a while
    number = _distance(typed, word)
    return FAR if number > most or (number == 2 and _another(typed, word)) else number


_DOUBLED: Final = re.compile(r"(.)\1")


def _another(typed: str, word: str) -> bool:
    """Whether two words that two slips lie between are rather two words."""
    if _DOUBLED.sub(r"\1", typed) == _DOUBLED.sub(r"\1", word):
        return False
    if len(typed) == len(word):
        return sum(one != other for one, other in zip(typed, word, strict=True)) == 2
    wrong_and_missing = (Counter(typed) - Counter(word)) and (Counter(word) - Counter(typed))
    return bool(wrong_and_missing) and len(typed) < 8


def _distance(one: str, other: str) -> int:
    """How many letters are added, left out, replaced, or swapped with the next."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        earlier, before, row = before, row, [i]
        for j, wanted in enumerate(other, 1):
            least = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and wanted == one[i - 2]:
                least = min(least, earlier[j - 2] + 1)
            row.append(least)
    return row[-1]
