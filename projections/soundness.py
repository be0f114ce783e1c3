"""Whether a store is sound, `detente/verify@1`, and whether it still gives a cited answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Final, Literal, NamedTuple

from pydantic import Field
from typing_extensions import TypedDict

from projections.held import Compared, ComparedJson, compared_json
from projections.plain import Count, Digest, Positive, Text, one_of

FLAWS: Final = (
    "gap",
    "chain",
    "version",
    "event",
    "head",
    "file",
    "citation",
    "index",
    "words",
    "note",
)
"""What may be wrong: with what was recorded or cited, the file, or what is rebuilt or forgotten."""


class ChainEnd(NamedTuple):
    """An end of the chain: how many events there were, and the digest of the last, in hex."""

    position: int
    digest: str


class Flaw(NamedTuple):
    """Something wrong with a store: its kind, one of FLAWS, and a sentence.

    `position` is 0 where it is at no event, and so is `version`; `stream` is then empty.
    """

    kind: str
    said: str
    position: int = 0
    stream: str = ""
    version: int = 0


@dataclass(frozen=True, slots=True)
class Soundness:
    """What a verification found of a store.

    `head` is how far the store remembers that it had come, None where it remembers nothing;
    `words` is up to which event the words of each layer are indexed; `more` counts flaws that are
    not listed; `outdated` is whether machine-coded layers are indexed by other rules; `held` are
    the digests that somebody held, compared with the record, and `unread` the lines that are meant
    to hold one and do not. `notices` are of events that would not be recorded so today, with
    `more_notices` that are not listed.
    """

    store: str
    end: ChainEnd
    head: ChainEnd | None = None
    words: Mapping[str, int] = field(default_factory=dict[str, int])
    flaws: tuple[Flaw, ...] = ()
    more: int = 0
    outdated: bool = False
    held: tuple[Compared, ...] = ()
    unread: tuple[int, ...] = ()
    notices: tuple[Flaw, ...] = ()
    more_notices: int = 0

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong."""
        return not self.flaws


class ChainEndJson(TypedDict):
    """An end of the chain."""

    position: Count
    """How many events there were."""
    digest: Digest
    """The digest of the last of them."""


class FlawJson(TypedDict):
    """One flaw."""

    kind: Annotated[str, Field(json_schema_extra=one_of(*FLAWS))]
    """What is wrong: with what was recorded, the file it is kept in, an answer that was cited, or
    what a rebuild puts right.
    """
    position: Positive | None
    """At which event; null: at none."""
    stream: Text | None
    """The stream of that event; null: none is known."""
    version: Positive | None
    """Its version in the stream; null: none is known."""
    said: Text
    """What is wrong, in a sentence."""


class NoticeJson(TypedDict):
    """An event that would not be recorded so today."""

    position: Positive
    """Which event."""
    stream: Text
    """Its stream."""
    version: Positive
    """Its version in the stream."""
    said: Text
    """What today's rules say of it, in a sentence."""


class VerifyJson(TypedDict):
    """Whether a store is sound."""

    schema: Literal["detente/verify@1"]
    store: Text
    """The path or URL as given; sample for the bundled one."""
    sound: bool
    """Whether nothing is wrong."""
    position: Count
    """How many events the store holds."""
    digest: Digest
    """The digest of the last of them; zeros where there is none."""
    head: ChainEndJson | None
    """How far the store remembers that it had come; null: it remembers nothing."""
    words: dict[Text, Count]
    """Up to which event the words of each layer are indexed, by layer."""
    problems: list[FlawJson]
    """What is wrong, in order of position."""
    more: Count
    """How many more flaws there are than are listed."""
    outdated_index: bool
    """Whether machine-coded layers are indexed by the rules of another version of detente: nothing
    is wrong with that, but they are read fact by fact until the index is rebuilt.
    """
    held: list[ComparedJson]
    """The digests that were held against it, in order of position; empty where none was."""
    notices: list[NoticeJson]
    """Events that would be refused today, or are out of the order of their instants, in order of
    position. Nothing is broken: older versions had fewer rules. Before them come answers, by the
    streams `answers/…`, that do not fit the record and of which a note alone says why.
    """
    more_notices: Count
    """How many more there are than are listed."""
    unread_lines: list[Positive]
    """Which lines are meant to hold a digest and could not be compared; from 1."""


def verify_json(found: Soundness) -> VerifyJson:
    """Whether a store is sound, as plain values."""
    return {
        "schema": "detente/verify@1",
        "store": found.store,
        "sound": found.sound,
        "position": found.end.position,
        "digest": found.end.digest,
        "head": _end_json(found.head) if found.head else None,
        "words": dict(found.words),
        "problems": [_flaw_json(flaw) for flaw in found.flaws],
        "more": found.more,
        "outdated_index": found.outdated,
        "held": compared_json(found.held),
        "notices": [_notice_json(notice) for notice in found.notices],
        "more_notices": found.more_notices,
        "unread_lines": list(found.unread),
    }


def _end_json(end: ChainEnd) -> ChainEndJson:
    return {"position": end.position, "digest": end.digest}


def _flaw_json(flaw: Flaw) -> FlawJson:
    return {
        "kind": flaw.kind,
        "position": flaw.position or None,
        "stream": flaw.stream or None,
        "version": flaw.version or None,
        "said": flaw.said,
    }


def _notice_json(notice: Flaw) -> NoticeJson:
    return {
        "position": notice.position,
        "stream": notice.stream,
        "version": notice.version,
        "said": notice.said,
    }
