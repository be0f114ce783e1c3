"""An answer that was cited: the question behind its name, so that it can be asked again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import ClassVar, Final, TypeAlias

from pydantic import BaseModel, ConfigDict, Field

from domain.events import Event

STREAM: Final = "answers"
"""The layer of streams in which answers were once kept, among the events."""


Value: TypeAlias = str | int | bool | list[str] | None
"""What a field of a question may be."""


class Cited(BaseModel):
    """What is kept of a cited answer, beside the record that it is from.

    `question` is the question as plain values; `substance` a digest of what the answer came to,
    and `rules` the versions that it was counted by; `position` and `digest` how far the record
    had come, and its digest there; `program` the version of the program that answered.
    `seal` is a digest of all of it with the answer's name, empty where an earlier version kept it.
    `in_words` marks one that was kept as the words of a command, before questions were values:
    its `substance` is the name that it had then.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    question: Mapping[str, object]
    substance: str
    rules: str
    position: int = Field(ge=0, lt=1 << 53)
    digest: str
    program: str
    title: str
    cited_on: date
    in_words: bool = False
    seal: str = ""


class CitedInWords(Event):
    """An answer was cited by the words of its command, with what "today" was.

    No version writes it any more; stores of before hold some.
    """

    stored_as: ClassVar[str] = "answer.cited/1"

    words: tuple[str, ...]
    today: str
    position: int
    title: str


def answer_stream(answer: str) -> str:
    """The stream of an answer by its name."""
    return f"{STREAM}/{answer}"
