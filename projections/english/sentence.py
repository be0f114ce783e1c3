"""A question in plain words, taken apart: its actors, its days, and the words between them."""

from __future__ import annotations

import re
from datetime import date
from typing import Final, NamedTuple

from domain.actors import Actor, Registry
from projections.english.days import Days, last_day, without_days
from projections.english.names import with_capitals, without_actors


class Sentence(NamedTuple):
    """A question taken apart.

    `skeleton` is what is left, in small letters, with `@0`, `@1` in the places of its actors.
    """

    skeleton: str
    actors: tuple[Actor, ...]
    days: Days | None
    text: str
    today: date
    more_days: tuple[Days, ...] = ()
    """Days that it names besides; only a comparison of two has these."""

    @property
    def ids(self) -> tuple[str, ...]:
        """Its actors by id."""
        return tuple(actor.id for actor in self.actors)


def take_apart(question: str, registry: Registry, today: date) -> Sentence:
    """The parts of a question. Raises NotADate for days that cannot be read.

    Raises UnknownActor for a name that more than one actor has.
    """
    text = _cleaned(question)
    text, every = without_days(text, today)
    days = every[0] if every else None
    skeleton, actors = without_actors(text, registry, last_day(days, today).toordinal())
    return Sentence(skeleton, actors, days, text, today, tuple(every[1:]))


def _cleaned(question: str) -> str:
    text = " ".join(re.sub("[’‘`´]", "'", question).split())
    text = re.sub('[“”"]', "", text)
    text = re.sub(r"\s*[–—]\s*", "-", text)
    text = with_capitals(_ASIDES.sub("", text.rstrip("?.! ")))
    for pattern, full in _SHORT:
        text = pattern.sub(full, text)
    text = re.sub(r"\b(do (?:we|you)) know (?:today|now)\b", r"\1 now know", text)
    return _POLITE.sub("", text)


_SHORT: Final = tuple(
    (re.compile(rf"\b{short}\b", re.IGNORECASE), full)
    for short, full in (
        (r"(what|who|how|where|when|why|that|there|it)'s", r"\1 is"),
        (r"(what|who|how|where|when|why)'re", r"\1 are"),
        (r"can't|cannot|won't", "can not"),
        (r"(is|are|was|were|do|does|did|has|have|had|would|should|could)n't", r"\1 not"),
        ("whats", "what is"),
        ("wich", "which"),
        ("wat", "what"),
        ("bec(?:ou|au|ua)se", "because"),
        ("hows", "how is"),
        ("whos", "who is"),
    )
)

_ASIDES: Final = re.compile(
    r"(?:^is it (?:true|correct|right|the case|known) that )"
    r"|(?:,? (?:with|and|plus|including) (?:the |their |all )*"
    r"(?:exact )?(?:dates?|sources?|links|urls?)(?: and (?:dates|sources|links))?$)"
    r"|(?:,? (?:in (?:chronological )?order|chronologically|in (?:detail|short|brief)|step by step"
    r"|according to (?:detente|your data|the data|the record|the sample)))$"
    r"|(?:,? please$)|(?:,? if any$)",
    re.IGNORECASE,
)
"""What is said around a question of how it is to be answered, or that it is one."""

_POLITE: Final = re.compile(
    r"^(?:(?:please|pls|plz|so|and|well|ok|okay|hi|hello|hey|um)[, ]+)*"
    r"(?:(?:can|could|would|will) you (?:please |pls )?(?:tell|show|give|explain(?: to)?) me,? "
    r"|(?:tell|show|give|explain(?: to)?|remind) (?:me|us),? "
    r"|(?:i|we)(?:'d| would) (?:like|love|want) to (?:know|see|understand),? "
    r"|(?:i|we) (?:want|need|wish|have) to (?:know|see|understand),? "
    r"|(?:i|we)(?:'m| am|'re| are) (?:wondering|curious|interested),? "
    r"|do you (?:happen to )?know,? "
    r"|what do you have (?:on|about) "
    r"|any idea |i wonder )?(?:please )?(?:about (?=\S+ (?:between|of)))?",
    re.IGNORECASE,
)
