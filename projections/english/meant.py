"""Whether a fact is what a question asks of, and not one that only speaks of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from domain.actors import Actor
from domain.content import Content
from domain.fact import FactState
from domain.folding import plain
from domain.stems import stem
from projections.english.fitting import is_a
from projections.english.keys import keys_in, kind_words, with_classes
from projections.english.parts import ACTOR, TEXT, Part, Parts
from projections.english.sentence import Sentence


def meant(parts: Parts, sentence: Sentence, found: Sequence[FactState]) -> list[FactState]:
    """Those in which what the question asks of is done, of the things of those whom it names.

    `did A sell B jets` is not asked of a fact in which C ties a sale of jets to something.
    """
    verb = parts.main_verb
    polar = bool(parts.every) and parts.every[0].name in ("do", "be")
    things = tuple(_things(parts, sentence))
    return [
        state
        for state in found
        if (verb is None or _is_done(state.content, verb, refused_as_well=polar))
        and all(_belongs(state.content.title, noun, owners) for noun, owners in things)
    ]


# What the title says ------------------------------------------------------------------------------

_SPEAKING: Final = """accuse agree allege announce ask authorise call claim decide demand expect if
may offer order over plan pledge prepare propose request responsible say seek that threaten tie
unless urge want warn will"""
_SPEAKS: Final = frozenset(map(stem, _SPEAKING.split()))
"""Words of a title behind which stands what somebody says, wants or fears, and not what happened.
"""

_WANTED: Final = ("accuse:", "reject:", "request:", "threaten:")
"""Kinds of which a synonym is what is asked for, and not what is done."""

_REFUSES: Final = frozenset(map(stem, ["decline", "deny", "object", "refuse", "reject"]))


def _is_done(content: Content, verb: Part, *, refused_as_well: bool) -> bool:
    """Whether a verb is what happened: by its kind, or in its title before anything that is said.

    That an actor refuses to do it answers whether it does it, and not who did.
    """
    wanted = keys_in([verb.text])
    if verb.deed is not None and is_a(content, verb.deed.kinds):
        return True
    if wanted <= kind_words(content) and not content.what.startswith(_WANTED):
        return True
    for word in plain(content.title, " ").split():
        if wanted & keys_in([word]):
            return True
        root = stem(word)
        if root in _SPEAKS or (root in _REFUSES and not refused_as_well):
            return False
    return False


def _things(parts: Parts, sentence: Sentence) -> Iterator[tuple[frozenset[str], list[Actor]]]:
    """The nouns that stand behind the names of actors: the jet of `a Turkish jet`."""
    owners: list[Actor] = []
    for part in parts.every:
        if part.name == ACTOR:
            owners.append(sentence.actors[part.actor])
            continue
        owners = [owner for owner in owners if owner.type != "person"]
        if owners and part.name == TEXT and part is not parts.main_verb:
            yield keys_in([part.text]), owners
        owners = []


_OF_A_STATE: Final = re.compile(r"^US$|^[A-Z].*(?:ian|ish|ean|ese|'s)$")
"""How a word looks that says whose something is."""


def _belongs(title: str, noun: frozenset[str], owners: Sequence[Actor]) -> bool:
    """Whether a title does not give a noun to somebody else: `Russian aircraft` is not Turkey's."""
    names = {plain(name.text) for owner in owners for name in owner.names}
    others = False
    for before, word in pairwise(title.split()):
        if noun & with_classes(keys_in([word])):
            if plain(before.removesuffix("'s")) in names:
                return True
            others = others or _OF_A_STATE.search(before) is not None
    return not others
