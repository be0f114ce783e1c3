"""The lossless form: every event of a store as a line of JSON.

Each linked to the line before by the store's own chain.
"""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from hashlib import sha256
from itertools import islice, zip_longest
from typing import Final, NamedTuple

from domain.batch import RowsRecorded
from domain.characters import check_characters_in_json
from domain.command import CommandRecorded
from domain.events import NO_DAY, Event, Retracted
from domain.layers import machine_coded
from domain.refusal import Failure, InvalidInput, Problem, Run
from projections.events import COPY as SCHEMA
from projections.pairs import pairs_of_event
from service.formats.copied_batches import CopiedBatches
from service.formats.foreign import Past
from service.store.batch_checks import sum_again
from service.store.codec import Codec, check_columns
from service.store.digest import GENESIS, link
from service.store.interface import VERIFY, Damaged, Head
from service.timeline import Blocks, Timeline

PAGE: Final = 5_000
"""How many events are read or appended at once, so that neither memory nor another writer
suffers.
"""

Source = Callable[[], Iterable[bytes]]
"""The lines of a file, from the first again whenever it is called."""

_HEADER: Final = re.compile(
    r'\{"schema":"([^"\\]*)","events":([0-9]{1,18}),"hash":"([0-9a-f]{64})"\}'
)
_STRING: Final = r'"(?:[^"\\\x00-\x1f]|\\.)*"'
_LINE: Final = re.compile(
    rf'\{{"stream":({_STRING}),"version":([1-9][0-9]{{0,8}}),"event":({_STRING}),'
    r'"state":(\{.*\}),"hash":"([0-9a-f]{64})"(?:,"block":"([A-Za-z0-9+/]+=*)")?\}'
)
_STREAM, _VERSION, _EVENT, _STATE, _HASH, _BLOCK = range(1, 7)

_ROW: Final = Codec().to_stored_event(Retracted(known_on=NO_DAY))
"""Some row of a store: any other is the same with its own words in it."""


class Line(NamedTuple):
    """An event of a file as it is read today, with its stored name and state.

    `reached` is how far the chain has come; `block` the rows of a batch, empty for any other event,
    and `hidden` how many of these hold hidden characters.
    """

    event: Event
    topic: str
    state: bytes
    reached: Head
    block: bytes = b""
    hidden: int = 0


class Copied(NamedTuple):
    """How many events an import added or would add, and how many were there.

    Or the first line that cannot be read. `hidden` is how many of those added, or rows of batches
    among them, hold characters that no line of `.facts` may hold: older versions took some.
    """

    added: int = 0
    there: int = 0
    problem: Problem | None = None
    hidden: int = 0


# Out ----------------------------------------------------------------------------------------------


def event_lines(timeline: Timeline) -> Iterator[str]:
    """The whole store as it is now.

    A line that says how much follows, then an event a line, in order of position. Each has its
    stream, its version, its stored name, its state as it is stored, and the digest of the chain
    after it. Raises Damaged at the end where that chain is not the store's.
    """
    head = timeline.head()
    yield f'{{"schema":"{SCHEMA}","events":{head.position},"hash":"{head.digest.hex()}"}}\n'
    reached = Head(0, GENESIS)
    while page := timeline.store.select_notifications(
        start=reached.position + 1, limit=PAGE, stop=head.position
    ):
        for row in page:
            check_columns(row)
            reached = Head(row.id, link(reached.digest, row))
            stream, event = (
                json.dumps(text, ensure_ascii=False) for text in (str(row.originator_id), row.topic)
            )
            # What is not text is written with replacement characters; a copy of it is refused.
            state = row.state.decode(errors="replace")
            place = f'"stream":{stream},"version":{row.originator_version}'
            content = f'"event":{event},"state":{state}'
            whole = row.topic == RowsRecorded.stored_as
            block = _block_of(timeline, timeline.event(row)) if whole else ""
            yield f'{{{place},{content},"hash":"{reached.digest.hex()}"{block}}}\n'
    if reached != head:
        raise Damaged(
            "the digests of this timeline do not fit its events: something was changed outside of"
            " detente.",
            VERIFY,
            code="damaged",
        )


def _block_of(timeline: Timeline, recorded: Event) -> str:
    """The block of a batch as a line goes on with it; empty for any other event."""
    if not isinstance(recorded, RowsRecorded):
        return ""
    data = timeline.store.block(recorded.block)
    if data is None or sha256(data).hexdigest() != recorded.block:
        how = "gone" if data is None else "not what was recorded"
        said = f"the block of {recorded.originator_id} is {how}."
        raise Damaged(said, VERIFY, code="damaged-block")
    return f',"block":"{b64encode(data).decode()}"'


# In -----------------------------------------------------------------------------------------------


def copied(timeline: Timeline, source: Source, name: str, *, dry_run: bool = False) -> Copied:
    """Appends what a file holds beyond the timeline.

    It must hold its first lines and nothing else, or nothing at all. The file is read twice,
    first to check every line: where one has a problem, nothing is written. Then it is appended a
    page a transaction; where that is cut off, the timeline is a copy that is behind, and the same
    import goes on. Raises Failure where the timeline is read-only or holds something else,
    Conflict where somebody records meanwhile.
    """
    if not dry_run:
        timeline.append([])  # refused where the timeline is read-only
    head = timeline.head()
    reading = _Reading(timeline, source)
    shared, new, hidden = Head(0, GENESIS), set[str](), 0
    ends = _Ends()
    try:
        for line in reading:
            if line.reached.position == head.position:
                shared = line.reached
            elif line.reached.position > head.position:
                new.add(line.event.originator_id.partition("/")[0])
                hidden += _holds_hidden(line.state) + line.hidden
                ends.take(line)
    except InvalidInput as refused:
        return Copied(problem=Problem.of(refused, name, max(1, reading.number)))
    if shared != head:
        raise _no_copy(timeline, source, name)
    timeline.store.check_layer(machine_coded(sorted(new)))
    added = reading.promised.position - head.position
    del reading  # what it keeps of every stream is not needed twice
    if not dry_run:
        lines = islice(_Reading(timeline, source), head.position, None)
        try:
            _append(timeline, lines, head, ends.heads)
        except InvalidInput as refused:
            if isinstance(refused, Failure):
                raise
            raise _changed(name) from refused
    return Copied(added, head.position, hidden=hidden)


def _holds_hidden(state: bytes) -> bool:
    """Whether any text of a state holds a hidden character, as it is or as JSON escapes it."""
    try:
        check_characters_in_json(state)
    except InvalidInput:
        return True
    return False


class _Ends:
    """How far the chain has come at the end of each transaction, by the first pass."""

    def __init__(self) -> None:
        self._whole: list[Head] = []
        self._last: Head | None = None
        self._lines = 0

    def take(self, line: Line) -> None:
        """Takes one more line that is to be appended."""
        self._lines += 1
        self._last = line.reached
        if _ends_page(line, self._lines):
            self._whole.append(line.reached)
            self._last, self._lines = None, 0

    @property
    def heads(self) -> list[Head]:
        """Each of them, the last one too."""
        return [*self._whole, *([self._last] if self._last else [])]


def _append(timeline: Timeline, lines: Iterator[Line], head: Head, checked: Sequence[Head]) -> None:
    """Appends lines a page a transaction, each of which ends where it did when it was checked."""
    for page, end in zip_longest(_pages(lines), checked):
        if page is None or page[-1].reached != end:
            raise InvalidInput("these are other lines.", code="file-changed")
        rows = [
            (line.event.originator_id, line.event.originator_version, line.topic, line.state)
            for line in page
        ]
        blocks = {sha256(line.block).hexdigest(): line.block for line in page if line.block}
        timeline.copy(rows, [line.event for line in page], Blocks(blocks, head))
        head = page[-1].reached
    sum_again(timeline.store)


def _pages(lines: Iterator[Line]) -> Iterator[list[Line]]:
    """Lines of a transaction: a batch ends one, so that what comes after it finds its rows."""
    page: list[Line] = []
    for line in lines:
        page.append(line)
        if _ends_page(line, len(page)):
            yield page
            page = []
    if page:
        yield page


def _ends_page(line: Line, lines: int) -> bool:
    return bool(line.block) or lines == PAGE


def _changed(name: str) -> Failure:
    """The refusal of a file whose lines are not those that were checked."""
    said = (
        f"{name} changed while it was read: what it held when it was checked is not what it holds"
        " now. Nothing that was not checked is recorded."
    )
    return Failure(said, Run.of("import", name), code="file-changed")


def _no_copy(timeline: Timeline, source: Source, name: str) -> Failure:
    """The refusal of a file that is not a copy of a timeline, at the first line that differs."""
    fixes = Run.of("init", "other.db"), Run.of("import", name, db="other.db")
    lines = enumerate(zip_longest(event_lines(timeline), source()), 1)
    next(lines)  # the headers say how much follows, which may differ
    for number, (here, there) in lines:
        if there is None:
            said = (
                f"{name} ends before line {number}, where this timeline goes on: it holds nothing"
                " that is not here."
            )
            return Failure(said, code="file-behind")
        if here is None or here.rstrip("\n") != there.decode().rstrip("\r\n"):
            said = (
                f"this timeline is not a copy of {name}: they differ from line {number} on, which"
                f" is {_place(there.decode())} there"
            )
            said = f"{said} and {_place(here)} here." if here else f"{said}."
            return Failure(said, *fixes, code="not-a-copy")
    return Failure(f"this timeline is not a copy of {name}.", *fixes, code="not-a-copy")


def _place(line: str) -> str:
    """The event of a line by its stream and version."""
    found = _LINE.match(line)
    return f"{json.loads(found[_STREAM])} {found[_VERSION]}" if found else "another"


class _Reading:
    """One pass through a file: its lines, each checked against those before it.

    `number` is of the line read last. Of what was read it keeps how far each stream has come, and
    next to nothing else. Raises InvalidInput at the first line that is not as an export wrote it.
    """

    def __init__(self, timeline: Timeline, source: Source) -> None:
        self.number = 0
        self.promised = Head(0, GENESIS)
        self._timeline = timeline
        self._source = source
        self._streams: dict[str, Past] = {}
        self._batches = CopiedBatches()
        self._unclaimed = 0
        """Events since the last command: those that the next one may say that it recorded."""

    def __iter__(self) -> Iterator[Line]:
        reached = Head(0, GENESIS)
        for raw in self._source():
            self.number += 1
            text = _decoded(raw)
            if self.number == 1:
                self.promised = _promised(text.removeprefix("\ufeff"))
            else:
                line = self._line(text, reached)
                reached = line.reached
                yield line
        if self.number == 0:
            raise InvalidInput(
                f"there is nothing in it; a copy begins with {_EXAMPLE}.", code="empty-file"
            )
        if reached.position < self.promised.position:
            said = (
                f"it was cut short: {reached.position} events are here, and its first line promises"
                f" {self.promised.position}."
            )
            raise InvalidInput(said, code="cut-short")
        if reached != self.promised:
            raise InvalidInput(
                "here the first line promises another end; something was put in, or taken out.",
                code="another-end",
            )

    def _line(self, text: str, before: Head) -> Line:
        found = _LINE.fullmatch(text)
        if found is None:
            raise _not_a_line(text)
        stream, topic = _string(found, _STREAM), _string(found, _EVENT)
        version, state = int(found[_VERSION]), found[_STATE].encode()
        row = replace(
            _ROW, originator_id=stream, originator_version=version, topic=topic, state=state
        )
        reached = Head(before.position + 1, link(before.digest, row))
        if reached.digest.hex() != found[_HASH]:
            said = (
                "this hash does not fit the line and those before it: something was changed, put"
                " in, or taken out."
            )
            raise InvalidInput(said, code="wrong-hash", column=found.start(_HASH) + 1)
        past = self._streams.get(stream) or self._batches.past(stream)
        if version != past.version + 1:
            raise InvalidInput(
                f"{stream} goes on with version {past.version + 1}, not {version}.",
                code="wrong-version",
                column=found.start(_VERSION) + 1,
            )
        try:
            event = self._timeline.event(row)
            pairs_of_event(event)
            taken = self._batches.take(event, found[_BLOCK] or "", reached.position, self._streams)
            self._streams[stream] = past.and_then(stream, event, reached.position, self._unclaimed)
        except InvalidInput as refused:
            raise InvalidInput(
                " ".join(refused.said.split()),
                *refused.fixes,
                code=refused.code,
                column=found.start(_EVENT) + 1,
            ) from None
        self._unclaimed = 0 if isinstance(event, CommandRecorded) else self._unclaimed + 1
        return Line(event, topic, state, reached, *taken)


_EXAMPLE: Final = f'{{"schema":"{SCHEMA}", ..}}, as an export as jsonl writes it'


def _decoded(raw: bytes) -> str:
    try:
        return raw.rstrip(b"\r\n").decode()
    except UnicodeDecodeError as error:
        raise InvalidInput(
            "this is not UTF-8 text.", code="not-utf-8", column=len(raw[: error.start].decode()) + 1
        ) from None


def _promised(text: str) -> Head:
    """How far the file goes, as its first line says."""
    found = _HEADER.fullmatch(text)
    if found is None:
        raise InvalidInput(
            f"this is not a copy of a timeline; one begins with {_EXAMPLE}.", code="not-a-copy"
        )
    if found[1] != SCHEMA:
        raise InvalidInput(
            f'"{found[1]}" was written by another version of detente; this one reads {SCHEMA}.',
            code="another-version",
            column=found.start(1) + 1,
        )
    return Head(int(found[2]), bytes.fromhex(found[3]))


def _string(found: re.Match[str], group: int) -> str:
    """A name on a line, without a character that nobody sees.

    Least of all a zero byte, which separates names in the chain.
    """
    written = found[group]
    try:
        text: str = json.loads(written) if "\\" in written else written[1:-1]
    except ValueError:
        text = "\0"
    if not text.isprintable():
        raise InvalidInput("this is not a name.", code="not-a-name", column=found.start(group) + 1)
    return text


def _not_a_line(text: str) -> InvalidInput:
    """What is wrong with a line of another shape.

    The place where it stops to be JSON, if it does.
    """
    column = 1
    try:
        json.loads(text)
        said = (
            "this is JSON, but no event as an export writes it: stream, version, event, state and"
            " hash, without spaces."
        )
    except json.JSONDecodeError as error:
        said, column = "from here on this is not JSON.", error.pos + 1
    except (ValueError, RecursionError):
        said = "this is not JSON."
    return InvalidInput(said, code="not-an-event", column=column)
