"""What is remembered of a sentence once it is read, for those that follow it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from projections.articles.anaphors import titles_of
from projections.articles.memory import Done, Memory
from projections.articles.mentions import UNDECIDED
from projections.articles.scene import Scene

_KEPT: Final = 12
"""So many deeds are remembered."""

Deed = tuple[tuple[str, ...], tuple[str, ...], bool, str]
"""Who did it, to whom, whether it was against them, and what it was."""


def remembered(scene: Scene, done: Sequence[Deed]) -> Memory:
    """The memory behind a sentence, in which some deeds were read."""
    memory = scene.memory
    deeds = [
        Done(actors, others, memory.paragraph, hostile, what)
        for actors, others, hostile, what in done
        if UNDECIDED not in (*actors, *others)
    ]
    pairs = [deed.pair for deed in reversed(deeds) if deed.pair]
    pairs += [scene.grouped] if scene.grouped else [scene.pair] if scene.pair and not pairs else []
    return replace(
        memory,
        subject=_subject(scene) or memory.subject,
        doer=_subject(scene, silent=True) or memory.doer,
        person=_person(scene) or memory.person,
        titled={**memory.titled, **titles_of(scene)},
        pairs=(*pairs, *memory.pairs),
        done=(*reversed(deeds), *memory.done)[:_KEPT],
    )


def _subject(scene: Scene, *, silent: bool = False) -> tuple[str, ...]:
    """Who a sentence is about: its first subject that acts, else its speaker, unless `silent`."""
    for mention in scene.mentions:
        if silent and scene.speaks(mention):
            continue
        if scene.slots[mention].role == "subject" and scene.is_party(mention):
            named = (actor for each in scene.group(mention) for actor in each.actors)
            return tuple(dict.fromkeys(actor for actor in named if actor != UNDECIDED))
    return ()


def _person(scene: Scene) -> tuple[str, ...]:
    people = [each for each in scene.mentions if each.kind == "person"]
    doers = [each for each in people if scene.slots[each].role == "subject"]
    last = doers[-1:] or people[-1:]
    return tuple(actor for each in last for actor in each.actors if actor != UNDECIDED)
