"""How the lines of a file were found among the facts of a timeline, on a screen."""

from __future__ import annotations

from collections.abc import Iterator

from projections.notation.facts import header
from projections.receipt import Matched, Renamed
from projections.words import count

MOST_LISTED = 10
"""How many facts are listed; the others are counted."""


def matched(found: Matched) -> str:
    """A line for each fact that has another handle now, or was found without one."""
    return "".join(f"{line}\n" for line in _lines(found))


def _lines(found: Matched) -> Iterator[str]:
    for renamed in found.renamed[:MOST_LISTED]:
        yield from _renamed(renamed, found.file)
    if len(found.renamed) > MOST_LISTED:
        yield f"Note     … and {len(found.renamed) - MOST_LISTED:,} more under another handle."
    if found.recognised:
        named = ", ".join(f"^{handle}" for handle in found.recognised[:MOST_LISTED])
        more = len(found.recognised) - MOST_LISTED
        rest = f" and {more:,} more" if more > 0 else ""
        yield f"Note     edited lines without a handle were found by their rest: {named}{rest}"
    if found.left_out:
        named = ", ".join(f"^{handle}" for handle in found.left_out[:MOST_LISTED])
        yield f"Note     yours stays: {named}"
    if found.actors:
        yield f"Note     both describe {', '.join(found.actors)}; your description stays."
    if found.layers:
        events = (f"{count(number, 'event')} of {layer}" for layer, number in found.layers)
        yield (
            f"Note     only the desk is merged, without {' and '.join(events)}: import their rows"
            " here by their rules."
        )
    if found.citations:
        answers = count(found.citations, "cited answer")
        yield f"Note     {answers} of {found.file} can be verified there, and not here."
    if found.unnamed:
        columns = count(found.unnamed, "column")
        yield f"Note     {columns} of row numbers in {found.file}, without a name, left out."
    if found.gone:
        lines = f"{count(found.gone, 'line')} that {found.file} held"
        is_gone = "is gone; what it says" if found.gone == 1 else "are gone; what they say"
        yield f"Note     {lines} {is_gone} stays."


def _renamed(found: Renamed, file: str) -> Iterator[str]:
    yield (
        f"Note     ^{found.wanted} of {file} is ^{found.handle} here: ^{found.wanted} is another"
        f" fact, {header(found.other.content, found.wanted)}"
    )
