"""An answer that somebody expects: an `@assert` line, checked against the timeline."""

from __future__ import annotations

from typing import ClassVar, Final

from domain.events import Event

STREAM: Final = "expectation"

LABELS: Final = (
    "at-war", "severed", "hostile", "tense", "strained", "neutral", "cordial", "warm", "close",
    "mixed", "dormant", "not-assessable", "disputed", "unknown",
)  # fmt: skip
"""Every label that a state can have, from worst to best, then the others.

Source: docs/scores.md.
"""


class Expected(Event):
    """A pair's ties are expected to have a label on a day.

    `domain` is empty for the ties as a whole.
    """

    stored_as: ClassVar[str] = "expectation.stated/1"
    on: str
    a: str
    b: str
    domain: str = ""
    label: str

    @property
    def line(self) -> str:
        """As `.facts` writes it."""
        return " ".join(filter(None, ("@assert", self.on, self.a, self.b, self.domain, self.label)))

    @property
    def stream(self) -> str:
        """The stream it is kept in: one for each thing expected."""
        return f"{STREAM}/" + "/".join(self.line.split()[1:])
