"""Events that come from elsewhere.

Whether detente could have recorded them, and what is wrong where it could not.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from domain import edtf, kinds
from domain.actors import STREAM as ACTORS
from domain.actors import Described
from domain.answer import STREAM as ANSWERS
from domain.answer import CitedInWords
from domain.batch import STREAM as BATCHES
from domain.batch import RowsRecorded
from domain.command import STREAM as COMMANDS
from domain.command import CommandRecorded
from domain.content import CORRECTABLE, DATES, Content
from domain.events import EVENTS, Asserted, Corrected, Event, Undone
from domain.expectation import STREAM as EXPECTATIONS
from domain.expectation import Expected
from domain.refusal import InvalidInput
from domain.report import Report
from projections.events import event_type
from service.formats.names import check_two

_BEGINS: Final[dict[str, type[Event]]] = {
    ACTORS: Described,
    EXPECTATIONS: Expected,
    COMMANDS: CommandRecorded,
    ANSWERS: CitedInWords,
    BATCHES: RowsRecorded,
}
"""What the streams of a layer begin with; those of all other layers are facts."""

BEGINNING: Final = (0,)
"""Stands for an event that a stream may begin with, as () does for one that follows; for an
undoing stand its versions.
"""


class Past(NamedTuple):
    """What is kept of a stream while a copy is read.

    The kind of its fact, and which of its events undo which.
    """

    kind: str = ""
    marks: tuple[tuple[int, ...], ...] = ()

    @property
    def version(self) -> int:
        """How many events it has."""
        return len(self.marks)

    def and_then(self, stream: str, event: Event, position: int, unclaimed: int) -> Past:
        """The stream with one more event, at a position of the store.

        Before it come so many `unclaimed` events, which no command before says that it recorded.

        Raises InvalidInput where detente would not have recorded it.
        """
        if not all(stream.partition("/")):
            raise InvalidInput("this is not the name of a stream.", code="not-a-stream")
        begins = _BEGINS.get(stream.partition("/")[0])
        if not isinstance(event, (begins, Undone) if begins else EVENTS):
            raise InvalidInput(f"{stream} holds no such events.", code="wrong-stream")
        kind = event.content.kind if isinstance(event, Asserted) else self.kind
        mark = (
            event.versions
            if isinstance(event, Undone)
            else BEGINNING
            if type(event) is (begins or Asserted)
            else ()
        )
        past = Past(kind, (*self.marks, mark))
        if isinstance(event, Undone) and not (mark and set(mark) <= set(range(1, past.version))):
            raise InvalidInput("this undoes what was never recorded.", code="nothing-to-undo")
        if not past._begins_well(one_beginning=begins is None):
            raise InvalidInput(f"{stream} has no beginning, or two.", code="no-beginning")
        _check(event, kind, position, unclaimed)
        return _ALONE.get(kind, past) if past.marks == (BEGINNING,) else past

    def _begins_well(self, *, one_beginning: bool) -> bool:
        """Whether the first effective event is a beginning, the only one if only one is allowed.

        Effective as in `Fact.effective_events`.
        """
        gone: set[int] = set()
        for version in range(self.version, 0, -1):
            mark = self.marks[version - 1]
            if mark and mark != BEGINNING and version not in gone:
                gone.update(mark)
        standing = [
            mark
            for version, mark in enumerate(self.marks, 1)
            if version not in gone and mark in (BEGINNING, ())
        ]
        others = standing[1:] if one_beginning else [mark for mark in standing if mark != BEGINNING]
        return not standing or (
            standing[0] == BEGINNING and BEGINNING not in others and (one_beginning or not others)
        )


_ALONE: Final = {kind: Past(kind, (BEGINNING,)) for kind in ("", *kinds.KINDS)}
"""Streams of one event, which most are: one of each kind is kept for all of them."""


# What an event says -------------------------------------------------------------------------------


def _check(event: Event, kind: str, position: int, unclaimed: int) -> None:
    """Raises InvalidInput for what nobody could have recorded at its place.

    What an event says by itself was looked at when it was decoded.
    """
    check_said(event, kind)
    match event:
        case CommandRecorded() if not 0 < event.count <= unclaimed:
            said = (
                f"a command of {event.count} events comes after {unclaimed} that are not another's."
            )
            raise InvalidInput(said, code="wrong-count")
        case CitedInWords() if event.position >= position:
            raise InvalidInput(
                f"an answer from the first {event.position} events was cited after {position - 1}.",
                code="wrong-position",
            )
        case _:
            return


def check_said(event: Event, kind: str) -> None:
    """Raises InvalidInput for what nobody could have typed of a fact of its kind."""
    _check_report(getattr(event, "report", None))
    match event:
        case Asserted():
            _check_content(event.content)
        case Corrected():
            _of_kind(kind).corrected(event.field, event.value)
        case _ if isinstance(event, EVENTS) and not event_type(event).applies_to(kind):
            raise InvalidInput(f"a fact of the kind {kind} takes no such event.", code="wrong-kind")
        case _:
            return


def _check_content(content: Content) -> None:
    """Each field, written and read again, is itself."""
    for field in CORRECTABLE:
        value = content.value(field)
        if field in DATES and not _has(content, field):
            same = not getattr(content, field)
        else:
            same = content.corrected(field, value).value(field) == value
        if not same:
            raise InvalidInput(
                f'its {field} is not as detente writes it: "{value}".', code="wrong-value"
            )
    if content.kind != content.corrected("what", content.value("what")).kind:
        raise InvalidInput(
            f'no fact of the kind "{content.kind}" is called "{content.what}".', code="no-such-what"
        )
    read = content.corrected("parties", content.parties)
    if (read.actors, read.recipients) != (content.actors, content.recipients) or not all(
        (*content.actors, *content.recipients)
    ):
        raise InvalidInput(
            f'"{content.parties}" does not say who does it to whom.', code="no-parties"
        )
    check_two(content.actors, content.recipients, 0)
    if content.standing and content.until:
        edtf.span(f"{content.since}/{content.until}")


def _check_report(report: Report | None) -> None:
    """A link that is opened from a document must not be a script."""
    for url in (report.url, report.archived) if report is not None else ():
        if url and not url.startswith(("http://", "https://")):
            said = f'"{url}" is not an address; one begins with http:// or https://.'
            raise InvalidInput(said, code="not-an-address")


def _has(content: Content, field: str) -> bool:
    if content.standing:
        return field in ("since", "until", "expires")
    return field == content.of_kind.dated_by


def _of_kind(kind: str) -> Content:
    return Content(kind=kind, what="", actors=(), recipients=(), relation="mutual", title="")
