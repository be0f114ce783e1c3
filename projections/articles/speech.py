"""Who says what a sentence says, where that is an actor."""

from __future__ import annotations

from typing import Final, NamedTuple

from projections.articles.deeds import Deed
from projections.articles.mentions import UNDECIDED, Mention
from projections.articles.scene import Scene


class Source(NamedTuple):
    """Who says it, where that is an actor: by id, and whether as its officials."""

    origin: str = ""
    voice: str = ""


NOBODY: Final = Source()


def source_of(scene: Scene, deed: Deed) -> Source:
    """Who says it, where the deed is in what somebody says and no background of it."""
    if deed.noun:
        return NOBODY
    at = scene.word_at(deed.start)
    for speech in scene.speeches:
        words = scene.words
        after = words[speech.verb + 1].low if speech.verb + 1 < len(words) else ""
        follows = (
            speech.verb < at
            and not _another_says(scene, speech.verb, at)
            and after not in ("after", "before", "during", "in", "at")
        )
        precedes = (
            speech.verb > at
            and speech.speaker is not None
            and (
                words[min(speech.verb, speech.speaker.first) - 1].text in (",", '"')
                or words[speech.verb - 1].text in (",", '"')
                or _behind_a_comma(scene, speech.speaker)
            )
        )
        if speech.speaker is not None and (follows or precedes):
            return _spoken_by(speech.speaker)
    return NOBODY


def _another_says(scene: Scene, verb: int, deed: int) -> bool:
    """Whether another clause begins between a word of saying and a deed: `, and Lithuania`."""
    words = scene.words
    return any(
        words[each.first - 1].low in ("and", "but") and words[each.first - 2].text == ","
        for each in scene.mentions
        if verb < each.first < deed and each.first > 1
    )


def _behind_a_comma(scene: Scene, speaker: Mention) -> bool:
    at = speaker.first - 1
    while at > 0 and scene.words[at].low in ("the", "a", "an"):
        at -= 1
    return scene.words[at].text in (",", '"')


def _spoken_by(speaker: Mention) -> Source:
    if speaker.actor == UNDECIDED:
        return NOBODY
    return Source(speaker.people[0] if speaker.people else speaker.actor.lower(), "official")
