"""Documents and facts written as `.facts` text, in the one canonical form."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from domain.events import Asserted, Event
from domain.fact import Fact
from projections.events import event_line
from projections.notation.facts import INDENT, first_lines, header
from service.formats.document import ActorLine, Block, Document, Expectation, Item, Plain


def document_text(document: Document) -> str:
    """A whole document in canonical form: comments and blank lines stay where they were."""
    return "".join(f"{line}\n" for item in document.items for line in _item_lines(item))


def facts_text(facts: Iterable[Fact], heads: Sequence[str] = ()) -> str:
    """Facts as `.facts`, each with all its events.

    After the lines that describe actors and expectations.
    """
    lines = [*heads, *([""] if heads else [])]
    for fact in facts:
        if fact.exists:
            lines += fact_lines(fact.handle, fact.asserted, fact.effective_events()[1:])
    return "".join(f"{line}\n" for line in lines)


def fact_lines(handle: str, asserted: Asserted, later: Iterable[Event]) -> Iterator[str]:
    """One fact: its line, then its fields and first report, then its further events in order."""
    yield header(asserted.content, handle)
    for line in first_lines(asserted):
        yield INDENT + line
    for event in later:
        yield INDENT + event_line(event)


def _item_lines(item: Item) -> Iterator[str]:
    match item:
        case Plain():
            yield item.text
        case ActorLine():
            yield item.actor.line
        case Expectation():
            yield item.expected.line
        case Block():
            yield from _block_lines(item)


def _block_lines(block: Block) -> Iterator[str]:
    """A block's lines; a comment stays before its event, or else at the end."""
    head, *fields = fact_lines(block.handle, block.asserted, ())
    yield head
    comments = list(block.comments)
    first_event = block.events[0].line if block.events else 10**9
    yield from _taken(comments, first_event)
    yield from fields
    for detail in block.events:
        yield from _taken(comments, detail.line)
        yield INDENT + event_line(detail.event)
    yield from _taken(comments, 10**9)


def _taken(comments: list[tuple[int, str]], before: int) -> Iterator[str]:
    while comments and comments[0][0] < before:
        yield INDENT + comments.pop(0)[1]
