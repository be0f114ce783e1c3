"""A command that was carried out: which events it recorded, so that all of them together can be taken back."""

from __future__ import annotations

from typing import ClassVar, Final

from domain.fact import Event

STREAM: Final = "commands"
"""The layer of streams that keep what was done."""


class Carried(Event):
    """One command and how many events it recorded, which stand right before it in the store.

    `did` is what was typed, in short; `undoes` the stream of the command that it takes back, if it does.
    """

    stored_as: ClassVar[str] = "command.carried/1"

    did: str
    count: int
    undoes: str = ""


def command_stream(first: Event) -> str:
    """The stream of the command that recorded this event first: no two commands have their first event in common."""
    return f"{STREAM}/{first.originator_id}@{first.originator_version}"
