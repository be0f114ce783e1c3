"""A command that was carried out.

Which events it recorded, so that all of them together can be taken back.
"""

from __future__ import annotations

from typing import ClassVar, Final

from domain.events import Event

STREAM: Final = "commands"
"""The layer of streams that keep what was done."""


class Carried(Event):
    """One command and how many events it recorded, which stand right before it in the store.

    `did` is what was typed, in short; `undoes` the stream of the command that it takes back, if
    it does. What is too long for one transaction is carried out by several that share a `whole`:
    the stream of the first of them. `facts` is how many facts they recorded something of, where
    that is kept.
    """

    stored_as: ClassVar[str] = "command.carried/1"

    did: str
    count: int
    undoes: str = ""
    whole: str = ""
    facts: int = 0


def command_stream(first: Event) -> str:
    """The stream of the command that recorded this event first.

    No two commands have their first event in common.
    """
    return f"{STREAM}/{first.originator_id}@{first.originator_version}"
