"""A command that recorded something, as data, so that all its events can be taken back together."""

from __future__ import annotations

from typing import ClassVar, Final, NamedTuple

from domain.characters import visible
from domain.events import Event

STREAM: Final = "commands"
"""The layer of streams that keep the commands."""

SYNC: Final = "sync"
"""The mode of an import that proposed what is gone from its file, and what is back in it."""

SYNC_YES: Final = "sync-yes"
"""The mode of an import that recorded what is gone from its file, and what is back in it."""

RULES: Final = "rules"
"""The mode of an import that read the rows of a machine-coded source."""


class Request(NamedTuple):
    """What somebody asked to record: the verb, the words in short, of an import file and mode.

    `file` is the name as it was given, `mode` is empty or one of `sync`, `sync-yes` and `rules`.
    `key` names the request where it may be sent again, and a digest of what it said.
    """

    verb: str
    text: str
    file: str = ""
    mode: str = ""
    key: str = ""

    def shown(self) -> Request:
        """The same with hidden characters written out, as names of files may hold them."""
        return Request(*map(visible, self))


def importing(file: str, mode: str = "", text: str = "") -> Request:
    """The import of a file."""
    return Request("import", text or f"import {file}", file, mode)


class CommandRecorded(Event):
    """One command and how many events it recorded; they are right before it in the store.

    `verb`, `text`, `file`, `mode` and `key` are those of its `Request`; `undoes` is the stream of
    the command that it takes back, if it does. What is too long for one transaction is recorded by
    several with the same `batch_of`: the stream of the first of them. `facts` is how many facts
    they recorded something of, where that is kept.
    """

    stored_as: ClassVar[str] = "command.recorded/2"

    verb: str
    text: str
    count: int
    file: str = ""
    mode: str = ""
    undoes: str = ""
    batch_of: str = ""
    facts: int = 0
    key: str = ""


def command_stream(first: Event) -> str:
    """The stream of the command that recorded this event first.

    No two commands have their first event in common.
    """
    return f"{STREAM}/{first.originator_id}@{first.originator_version}"
