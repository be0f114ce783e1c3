"""An answer that was cited: the question behind its id.

So that it can be asked again years later.
"""

from __future__ import annotations

from typing import ClassVar, Final

from domain.events import Event

STREAM: Final = "answers"
"""The layer of streams that keep what was cited."""


class Cited(Event):
    """An answer was cited: the words of its command, what "today" was.

    And how far the store had come when it was given.
    """

    stored_as: ClassVar[str] = "answer.cited/1"

    words: tuple[str, ...]
    today: str
    position: int
    title: str


def answer_stream(answer: str) -> str:
    """The stream of an answer by its id."""
    return f"{STREAM}/{answer}"
