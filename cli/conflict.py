"""Two who record something of one fact at once: what the second is told."""

from __future__ import annotations

import shlex
from collections.abc import Sequence

from domain.events import Event
from domain.fact import Fact
from domain.refusal import Fix
from projections.events import describe
from service.store.interface import Conflict
from service.timeline import Timeline
from views.page import folded

WIDTH = 80


def lost(opened: Timeline, fact: Fact, news: Sequence[Event], argv: Sequence[str]) -> Conflict:
    """The refusal for the loser of a race.

    What the others recorded, each by name, what was not, and the command to try again.
    """
    theirs = opened.fact(fact.id).events[fact.version :]
    said = [
        f'"{fact.handle}" was changed just now, and yours was not recorded. Look at it, and try'
        " again."
    ]
    said += [
        _line("theirs", f"{describe(event)}; known {event.known_on}{_by(event)}")
        for event in theirs
    ]
    said += [_line("yours", f"{describe(event)}; known {event.known_on}") for event in news]
    return Conflict(
        "\n".join(said),
        Fix(f"detente history {fact.handle}"),
        Fix(shlex.join(["detente", *argv])),
    )


def _line(whose: str, text: str) -> str:
    """Whose it is, and what, no wider than a screen."""
    return folded(f"  {whose:8}{text}", WIDTH, 10).removesuffix("\n")


def _by(event: Event) -> str:
    return f"; recorded by {event.author}" if event.author else ""
