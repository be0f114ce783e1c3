"""The words of questions and facts as they are compared: by stem, with words of one meaning."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import Final, NamedTuple

from domain.content import Content
from domain.fact import FactState
from domain.folding import plain
from domain.glossary import entry_of
from domain.kinds import What
from domain.stems import SMALL, stem


class Texts(NamedTuple):
    """The words of a fact by their keys: those of its title, topics and place, and all others."""

    strong: frozenset[str]
    weak: frozenset[str]


@lru_cache(maxsize=8192)
def texts_of(state: FactState) -> Texts:
    """The words of a fact."""
    content = state.content
    strong = [content.title, *content.topics, content.episode, content.domain, content.place]
    people = [person.partition(".")[2] for person in content.people]
    title = keys_in(strong)
    weak = keys_in([content.note, state.handle, *people]) | kind_words(content)
    return Texts(with_classes(title), weak)


def with_classes(keys: frozenset[str]) -> frozenset[str]:
    """Some keys, with what the things are that they name: a Su-24 is a jet."""
    return keys | ({_MEANT["jet"]} if keys & _AIRCRAFT else set())


def kind_words(content: Content) -> frozenset[str]:
    """The words of what a fact is: the names of its kind, and synonyms of a word or two."""
    return _words_of_kind(What(content.kind, content.what))


@cache
def _words_of_kind(what: What) -> frozenset[str]:
    entry = entry_of(what)
    short = [each for each in entry.synonyms if len(each.split()) <= _SHORT]
    return keys_in([*entry.names, *short])


_SHORT: Final = 2
"""So many words of a synonym mean the kind one by one."""


def keys_in(texts: Iterable[str]) -> frozenset[str]:
    """The keys of all words of some texts."""
    return frozenset(key for text in texts for keys in word_keys(text) for key in keys)


@lru_cache(maxsize=8192)
def word_keys(text: str) -> tuple[frozenset[str], ...]:
    """The keys of each word of a text; `S-400s` is also `s400`, `coup-attempt` two words."""
    return tuple(
        keys
        for word in text.replace("’", "'").replace("/", " ").split()
        if (keys := frozenset(_keys_of(word)))
    )


def _keys_of(word: str) -> Iterator[str]:
    parts = [part.removesuffix("'s") for part in plain(word, " ").split() if part not in SMALL]
    squeezed = "".join(plain(word).split())
    if any(character.isdigit() for character in squeezed):
        yield squeezed.removesuffix("s")
        return
    for part in parts:
        if len(part) > 1:
            yield _MEANT.get(stem(part), stem(part))


_SAME: Final = (
    "shut close block closure", "jet plane warplane aircraft fighter airplane", "pastor priest",
    "deal agreement accord pact treaty", "troops soldiers servicemen", "ratify approve",
    "entry membership accession join joining", "ship vessel warship", "journalist reporter",
    "cereal wheat grain", "rocket missile", "quake earthquake", "coup putsch", "drone uav",
    "free release", "shoot shot", "downing downed shootdown", "jail imprison",
    "murder kill assassinate assassination killing", "straits strait bosphorus dardanelles",
    "swap exchange", "duty tariff duties", "crude oil", "arrest detain", "visa visas",
    "ambassador envoy", "apologise apologize apology", "recognise recognition recognize",
    "hit strike", "sell sale", "nuclear atomic", "mediate mediation mediator",
    "deliver delivery", "withdraw withdrawal pullout pull", "program programme",
    "violate violation breach enter incursion cross", "annex annexation annexed",
)  # fmt: skip
"""Words of one meaning in the news, beside the synonyms of kinds."""

_AIRCRAFT: Final = frozenset({"su24", "su25", "su34", "su27", "f16", "mig29", "f35"})
_MEANT: Final = {stem(word): stem(words.split()[0]) for words in _SAME for word in words.split()}
