"""The digests that somebody holds, as they are typed or named by a file."""

from __future__ import annotations

from collections.abc import Sequence

from cli import common
from cli.settings import Settings
from domain.refusal import InvalidInput, Run
from projections.held import Held
from projections.held_text import held_in, unread_lines
from service.store.verification import MOST_LISTED


def digests_of(settings: Settings, against: str) -> tuple[tuple[Held, ...], tuple[int, ...]]:
    """The digests to compare, the one that was typed or those that a file names.

    And the lines that are meant to name one and do not. Raises InvalidInput where nothing is named.
    """
    if not against.strip():
        raise InvalidInput(
            "nothing is named to compare with: name POSITION:DIGEST, or a file that holds one.",
            Run.of("verify", against="POSITION:DIGEST"),
            Run.of("verify", against="FILE", meaning="a citation, answer, export or receipts"),
            code="no-digest",
        )
    typed = held_in(against)
    if typed and typed[0].written == against:
        return typed, ()
    text = common.read_text(settings, against)
    found = held_in(text)
    if not found:
        said = f"{against} names no position with its digest of 64 hexadecimal digits."
        raise InvalidInput(said, Run.of("digest", meaning="prints one"), code="no-digest")
    return found, unread_lines(text)


def not_compared(file: str, lines: Sequence[int]) -> str:
    """Which lines hold no digest that could be compared, in a sentence."""
    named = ", ".join(map(str, lines[:MOST_LISTED])) + ", …" * (len(lines) > MOST_LISTED)
    return (
        f"Not compared: {'line' if len(lines) == 1 else 'lines'} {named} of {file}, without a"
        " position and its whole digest. Whatever was held there is not checked."
    )
