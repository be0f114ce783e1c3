"""Whether a cited answer still follows from the record: the same, or why not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias, cast

from typing_extensions import TypedDict

from domain.answer import Cited, Value
from domain.events import Event
from projections.events import describe
from projections.plain import AnswerId, Count, Digest, IsoDay, Text

Outcome: TypeAlias = Literal["same", "record-changed", "counts-differently"]
"""The answer follows from its record as it did; that record was changed; or it is the same, and
the program counts differently now."""

SAME: Final[Outcome] = "same"
RECORD_CHANGED: Final[Outcome] = "record-changed"
COUNTS_DIFFERENTLY: Final[Outcome] = "counts-differently"


@dataclass(frozen=True, slots=True)
class Verification:
    """A cited answer, asked again of the record as it was then and as it is now.

    `digest` is that of the record up to the answer's position, recomputed; `rules` are the
    versions that would count it now. `now` is the answer's name now, and `now_same` whether that
    comes to the same; None where the record was changed. `of_its_facts` are the events recorded
    since of facts that the answer names.
    """

    answer: str
    cited: Cited
    outcome: Outcome
    digest: str
    rules: str
    position: int
    now: str | None = None
    now_same: bool | None = None
    recorded_since: int = 0
    of_its_facts: tuple[Event, ...] = ()


class CitedJson(TypedDict):
    """What was kept when the answer was cited."""

    on: IsoDay
    """The day on which it was cited."""
    position: Count
    """How many events the record held that it is from."""
    digest: Digest
    """The chain's digest there."""
    rules: str
    """The lens and the rules that it was counted by; empty where nobody kept that."""
    program: str
    """The version of the program that answered; empty where nobody kept that."""


class SinceJson(TypedDict):
    """One event recorded since of a fact that the answer names."""

    stream: Text
    """The fact by its id."""
    known_on: IsoDay
    """From when it was known."""
    said: Text
    """What it says, in a few words."""


class VerificationJson(TypedDict):
    """Whether a cited answer still follows from the record."""

    schema: Literal["detente/verify-answer@1"]
    answer: AnswerId
    """The name of the answer."""
    title: Text
    """What was asked."""
    question: dict[Text, Value | list[dict[Text, Value]]]
    """The question as plain values."""
    cited: CitedJson
    outcome: Outcome
    """Whether it is the same, its record was changed, or the program counts differently now."""
    digest: Digest
    """The digest of the record up to the answer's position, recomputed from its events."""
    rules: str
    """The lens and the rules that would count it now."""
    now: AnswerId | None
    """The name of the answer to the same question from all events; null: the record was changed."""
    now_same: bool | None
    """Whether that comes to the same; null: the record was changed."""
    position_now: Count
    """How many events the record holds."""
    recorded_since: Count | None
    """Events of facts that were recorded since; null: the record was changed."""
    of_its_facts: list[SinceJson]
    """Those of them of facts that the answer names; empty where the record was changed."""


def verification_json(found: Verification) -> VerificationJson:
    """The verification as plain values."""
    cited = found.cited
    return {
        "schema": "detente/verify-answer@1",
        "answer": found.answer,
        "title": cited.title,
        "question": cast("dict[Text, Value | list[dict[Text, Value]]]", dict(cited.question)),
        "cited": {
            "on": cited.cited_on.isoformat(),
            "position": cited.position,
            "digest": cited.digest,
            "rules": cited.rules,
            "program": cited.program,
        },
        "outcome": found.outcome,
        "digest": found.digest,
        "rules": found.rules,
        "now": found.now,
        "now_same": found.now_same,
        "position_now": found.position,
        "recorded_since": None if found.outcome == RECORD_CHANGED else found.recorded_since,
        "of_its_facts": _since(found.of_its_facts),
    }


def _since(events: Sequence[Event]) -> list[SinceJson]:
    return [
        {
            "stream": event.originator_id,
            "known_on": event.known_on.isoformat(),
            "said": describe(event),
        }
        for event in events
    ]
