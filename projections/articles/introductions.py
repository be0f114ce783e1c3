"""Persons whom an article introduces: from then on their names mean the state they speak for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from projections.articles.mentions import UNDECIDED, Mention, NameIndex, mentions
from projections.articles.tokens import BARRIERS, PARTICLES, ROLES, Token, tokens, word_set

_TITLES: Final = word_set(
    "president minister premier chancellor secretary envoy spokesman spokeswoman spokesperson"
    " leader king queen diplomat general ambassador chief commander representative emir sultan"
    " prince official adviser advisor"
)
_LONGEST_NAME: Final = 5
_COMMON: Final = word_set("the a an of and in on at new north south east west")


class _Name(NamedTuple):
    """The words of a name, and the place behind it."""

    words: tuple[str, ...]
    end: int


def introduce(index: NameIndex, texts: Sequence[str], dateline: str) -> None:
    """Teaches an index the persons that an article introduces.

    `Japanese Prime Minister Fumio Kishida` is Japan's; `Prime Minister Andrej Babis` is of the one
    whom the sentence is about, else of where the article was written, else of its first actor.
    """
    written = next((each.actor for each in mentions(tokens(dateline), index)), "")
    home, first = written, ""
    for text in texts:
        words = tokens(text)
        found = [each for each in mentions(words, index) if each.actor != UNDECIDED]
        home = home or next((each.actor for each in found), "")
        first = first or next((each.actor for each in found), "")
        for mention in found:
            for name in _of_a_mention(words, mention):
                _learn(index, name, mention.actor)
        for name, place in _titled_alone(words, found):
            before = next((each.actor for each in found if each.last < place), "")
            whose = before or _home({home, first}, {each.actor for each in found})
            if whose:
                _learn(index, name, whose)


def _home(may_be: set[str], named: set[str]) -> str:
    """Whose minister needs no country: where an article is from; nobody's where that is unsure."""
    beside = may_be & named
    if len(may_be) == 1:
        return next(iter(may_be))
    return next(iter(beside)) if len(beside) == 1 else ""


def _learn(index: NameIndex, name: _Name, actor: str) -> None:
    """Each word of a name: which of them the article goes on with depends on the language."""
    for word in name.words:
        if len(word) > 1:
            index.learn(word, actor)


def _of_a_mention(words: Sequence[Token], mention: Mention) -> Iterator[_Name]:
    """The persons beside an actor: behind a title, behind a genitive, or before `of`."""
    if mention.kind == "person":
        return
    at, titled = mention.last + 1, False
    while at < len(words) and (words[at].low in ROLES or words[at].low in ("'s", "top", "vice")):
        titled = titled or words[at].low in _TITLES
        at += 1
    genitive = mention.last + 1 < at and words[mention.last + 1].low == "'s"
    appositive = titled and at < len(words) and words[at].text == ","
    name = _name_at(words, at + appositive)
    closed = name and name.end < len(words) and words[name.end].text == ","
    if name and ((titled and (closed or not appositive)) or (genitive and at == mention.last + 2)):
        yield name
    before = mention.first - 1
    if before > 1 and words[before].low == "of" and words[before - 1].capital:
        start = before - 1
        while start > 0 and words[start - 1].capital and before - start < _LONGEST_NAME:
            start -= 1
        name = _name_at(words, start)
        if name and name.end == before and not any(each.lower() in ROLES for each in name.words):
            yield name


def _titled_alone(words: Sequence[Token], found: Sequence[Mention]) -> Iterator[tuple[_Name, int]]:
    """The persons with a title of no actor that is named beside it, as subjects of a clause."""
    inside = {i for each in found for i in range(each.first, each.last + 1)}
    for at, word in enumerate(words):
        if word.low not in _TITLES or not word.capital or at in inside:
            continue
        first = at
        while first > 0 and words[first - 1].low in ROLES and first - 1 not in inside:
            first -= 1
        before = words[first - 1] if first else None
        opens = before is None or (before.sign and before.text != "-") or before.low in BARRIERS
        if not opens or first - 1 in inside:
            continue
        name = _name_at(words, at + 1)
        if name:
            yield name, first


def _name_at(words: Sequence[Token], at: int) -> _Name | None:
    """The name of a person at a place: two words or more, each with a capital."""
    found: list[str] = []
    while at < len(words) and len(found) <= _LONGEST_NAME:
        word = words[at]
        if word.capital and word.low not in ROLES and word.low not in _COMMON:
            found.append(word.text)
        elif not (found and (word.text == "-" or word.low in PARTICLES)):
            break
        at += 1
    known = [word for word in found if word.lower() not in (*PARTICLES, "jr", "sr", "ii")]
    fits = 2 <= len(known) <= _LONGEST_NAME  # a first and a last name
    return _Name(tuple(known), at) if fits else None
