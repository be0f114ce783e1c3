"""Which imports of files brought which facts: what a file is known to have held."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, KeysView
from pathlib import PurePath
from typing import TYPE_CHECKING, ClassVar, Final

from domain.actors import STREAM as ACTORS
from domain.command import RULES, SYNC_YES
from domain.content import Content
from domain.events import Event, Reinstated, Retracted
from domain.fact import DESK, Fact, fact_id
from domain.folding import composed
from service.formats.document import Document, Plain

if TYPE_CHECKING:
    from service.timeline import Timeline
    from service.undo import Command

PAGE: Final = 5_000
"""How many events of an import are looked at at once."""

READ_AT_ONCE: Final = 2_000
"""Facts whose streams are read by one statement."""

STDIN: Final = "standard input"
"""The name of what has no name: two files that come in by it may be anybody's."""

EXPORTED: Final = re.compile(r"# position and digest ([0-9]{1,18}):([0-9a-f]{64})")
"""The line by which an export says of which timeline it is, and how far that had come."""

Imports = dict[str, "dict[int, Command]"]
"""By stream and version, the import that recorded an event."""


def imports_of(timeline: Timeline) -> Imports:
    """The imports of files that people keep, by what they recorded."""
    return _recorded(timeline, timeline.commands())


def _recorded(timeline: Timeline, commands: Iterable[Command], room: str = DESK) -> Imports:
    found: Imports = {}
    for command in commands:
        if command.recorded.verb != "import" or command.recorded.mode == RULES:
            continue
        positions = command.parts[0].positions
        for start in positions[::PAGE]:
            stop = min(start + PAGE, positions.stop) - 1
            for row in timeline.store.select_notifications(start=start, limit=PAGE, stop=stop):
                stream = str(row.originator_id)
                if stream.startswith(f"{room}/"):
                    found.setdefault(stream, {})[row.originator_version] = command
    return found


def name_of(file: str) -> str:
    """A file's name as typed, however its folders are written, or its letters: a Mac parts them."""
    return composed(PurePath(file).as_posix())


def file_of(command: Command) -> str:
    """The file that a command imported."""
    return name_of(command.recorded.file)


def files_of(fact: Fact, imports: Imports) -> dict[str, Command]:
    """The files that state a fact, each with the first of its imports that did.

    None for one added by hand.
    """
    brought, effective_events = imports.get(fact.id, {}), fact.effective_events()
    if effective_events[0].originator_version not in brought:
        return {}
    return _stating(fact, brought)


def _stating(fact: Fact, brought: dict[int, Command]) -> dict[str, Command]:
    """The files whose imports recorded something of a fact that is effective."""
    files: dict[str, Command] = {}
    for event in fact.effective_events():
        command = brought.get(event.originator_version)
        if command is None:
            continue
        if isinstance(event, Retracted) and of_sync(event, command):
            files.pop(file_of(command), None)
        else:
            files.setdefault(file_of(command), command)
    return files


def of_sync(event: Event, command: Command) -> bool:
    """Whether a command recorded an event because a file held its fact no longer, or again.

    The lines of a file say when their own retractions were known; a command that compares assumes
    its own day.
    """
    return (
        command.recorded.mode == SYNC_YES
        and isinstance(event, Retracted | Reinstated)
        and event.assumed
        and event.known_on == command.recorded.known_on
    )


def line_key(content: Content) -> tuple[str, ...]:
    """The key of a line without a handle: what distinguishes it from another such line."""
    return content.kind, content.what, content.ties, content.dated, composed(content.title)


def lines_of(fact: Fact) -> KeysView[tuple[str, ...]]:
    """The keys of the lines by which a fact is known, in order: the first recorded, and now's."""
    return dict.fromkeys((line_key(fact.asserted.content), line_key(fact.content))).keys()


class EarlierImports:
    """What earlier imports under a file's name brought, found when it is first asked for."""

    typed: ClassVar = False
    """Whether somebody typed the lines, and no file holds them."""

    def __init__(self, timeline: Timeline, document: Document) -> None:
        self._timeline = timeline
        self._document = document
        self._name = name_of(document.name)
        self._found: Imports | None = None
        self._then: Timeline | None = None
        self._is_export: bool | None = None

    @property
    def _brought(self) -> Imports:
        if self._found is None:
            self._found = _recorded(self._timeline, self._commands())
        return self._found

    def _commands(self) -> Iterator[Command]:
        """The imports of a file of that name."""
        commands = self._timeline.commands() if self._name != STDIN else ()
        return (each for each in commands if file_of(each) == self._name)

    def state(self, fact: Fact) -> bool:
        """Whether a line that differs is an edit of a fact; else it may be somebody else's fact.

        It is where an import under that name recorded something of the fact that is effective, or
        where the file says that it is an export of this timeline, and the fact is as it was then.
        """
        brought = self._brought.get(fact.id, {})
        return any(
            event.originator_version in brought for event in fact.effective_events()
        ) or self._exported(fact)

    def owns(self, fact: Fact) -> bool:
        """Whether a fact began in the file, or the file is an export that holds it as it is now."""
        return self.began(fact) or self._exported(fact)

    def describes(self, stream: str) -> bool:
        """Whether a line on an actor that differs is an edit of what was recorded of it."""
        return stream in _recorded(self._timeline, self._commands(), ACTORS) or self._is_an_export()

    def _is_an_export(self) -> bool:
        if self._is_export is None:
            self._is_export = self._find_export()
        return self._is_export

    def _exported(self, fact: Fact) -> bool:
        """Whether the file is an export of this timeline, and holds the fact as it is now."""
        if not self._is_an_export() or self._then is None:
            return False
        then = self._then.facts_of([fact.id]).get(fact.id)
        return then is not None and then.version == fact.version

    def _find_export(self) -> bool:
        for item in self._document.items:
            stamp = EXPORTED.fullmatch(item.text) if isinstance(item, Plain) else None
            if stamp is not None:
                position, digest = int(stamp[1]), bytes.fromhex(stamp[2])
                same = 0 < position <= self._timeline.head().position
                if same and self._timeline.store.digest_at(position) == digest:
                    self._then = self._timeline.at_position(position)
                    return True
        return False

    def brought(self, but: Collection[str]) -> list[Fact]:
        """The facts of which an import under that name recorded something, but for some handles."""
        wanted = [stream for stream in self._brought if stream.partition("/")[2] not in but]
        return [
            fact
            for start in range(0, len(wanted), READ_AT_ONCE)
            for fact in self._timeline.facts_of(wanted[start : start + READ_AT_ONCE]).values()
        ]

    def brings_any(self, handles: Iterable[str]) -> bool:
        """Whether an import under that name recorded something of one of these facts."""
        return any(fact_id(handle) in self._brought for handle in handles)

    def began(self, fact: Fact) -> bool:
        """Whether an import under that name recorded a fact first, and it is from that file yet."""
        brought = self._brought.get(fact.id, {})
        first = fact.effective_events()[0].originator_version
        return first in brought and bool(_stating(fact, brought))


class Typed(EarlierImports):
    """Lines that were typed: whoever types the handle of a fact means that fact."""

    typed = True

    def __init__(self) -> None:
        pass

    def state(self, fact: Fact) -> bool:  # noqa: ARG002  # the same question
        """Whatever it is."""
        return True

    def owns(self, fact: Fact) -> bool:  # noqa: ARG002  # the same question
        """Whatever it is."""
        return True

    def describes(self, stream: str) -> bool:  # noqa: ARG002  # the same question
        """Whatever it is."""
        return True

    def brought(self, but: Collection[str]) -> list[Fact]:  # noqa: ARG002  # the same question
        """None: no file holds them."""
        return []
