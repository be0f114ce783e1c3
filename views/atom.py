"""A feed of what was recorded, as readers of news take it: Atom, RFC 4287."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

from domain.characters import visible


class Entry(NamedTuple):
    """One event: its place in the record, its title, what was recorded, and where it is shown."""

    position: int
    digest: str
    title: str
    said: str
    link: str
    updated: datetime
    author: str = ""

    @property
    def id(self) -> str:
        """Its name for ever, whatever server says it."""
        return f"tag:detente,2026:{self.position}:{self.digest[:16]}"


class Feed(NamedTuple):
    """A feed: what it is about, where it is, and where people read the same."""

    title: str
    link: str
    page: str
    updated: datetime


def atom(feed: Feed, entries: Sequence[Entry]) -> str:
    """The feed as XML; all words of others are text."""
    parts = "".join(map(_entry, entries))
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<feed xmlns="http://www.w3.org/2005/Atom">\n'
        f"<title>{_text(feed.title)}</title>\n"
        f"<id>{_text(feed.link)}</id>\n"
        f'<link rel="self" type="application/atom+xml" href={_attribute(feed.link)}/>\n'
        f'<link rel="alternate" type="text/html" href={_attribute(feed.page)}/>\n'
        f"<updated>{_instant(feed.updated)}</updated>\n"
        "<author><name>détente</name></author>\n"
        f"{parts}</feed>\n"
    )


def _entry(entry: Entry) -> str:
    by = f"<author><name>{_text(entry.author)}</name></author>\n" if entry.author else ""
    return (
        "<entry>\n"
        f"<title>{_text(entry.title)}</title>\n"
        f"<id>{_text(entry.id)}</id>\n"
        f"<link href={_attribute(entry.link)}/>\n"
        f"<updated>{_instant(entry.updated)}</updated>\n"
        f"{by}<summary>{_text(entry.said)}</summary>\n"
        "</entry>\n"
    )


def _text(text: str) -> str:
    return escape(visible(text))


def _attribute(text: str) -> str:
    return quoteattr(visible(text))


def _instant(instant: datetime) -> str:
    return instant.isoformat().replace("+00:00", "Z")
