"""Whether a cited answer still follows from the record: the same, or why not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Final, Literal, TypedDict

from pydantic import Field

from domain.answer import Cited
from domain.fact import Event
from projections.events import describe

SCHEMA: Final = "detente/verify-answer@1"

SAME, RECORD_CHANGED, COUNTS_DIFFERENTLY = "same", "record-changed", "counts-differently"
Outcome = Literal["same", "record-changed", "counts-differently"]
"""The answer follows from its record as it did; that record was changed; or it is the same, and
the program counts differently now."""


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

    on: Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")]
    position: Annotated[int, Field(ge=0)]
    digest: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    rules: str
    program: str


class SinceJson(TypedDict):
    """One event recorded since of a fact that the answer names."""

    stream: str
    known_on: Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")]
    said: str


class VerificationJson(TypedDict):
    """Whether a cited answer still follows from the record."""

    schema: Literal["detente/verify-answer@1"]
    answer: Annotated[str, Field(pattern=r"^[0-9a-f]{16}$")]
    title: str
    question: dict[str, object]
    cited: CitedJson
    outcome: Outcome
    digest: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    rules: str
    now: Annotated[str, Field(pattern=r"^[0-9a-f]{16}$")] | None
    now_same: bool | None
    position_now: Annotated[int, Field(ge=0)]
    recorded_since: Annotated[int, Field(ge=0)]
    of_its_facts: list[SinceJson]


def verification_json(found: Verification) -> VerificationJson:
    """The verification as plain values."""
    cited = found.cited
    return {
        "schema": SCHEMA,
        "answer": found.answer,
        "title": cited.title,
        "question": cited.question,
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
        "recorded_since": found.recorded_since,
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
