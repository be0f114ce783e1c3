"""Questions in plain words: the method of a timeline that each shape of `ask` means."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from domain.actors import Registry
from domain.refusal import InvalidInput
from projections import question as shapes

if TYPE_CHECKING:
    from detente.rows import Rows
    from detente.tables import Answer
    from detente.timeline import Timeline

_BETWEEN: Final = re.compile(r"\s*[-–—]\s*|\s+and\s+", re.IGNORECASE)


def answer(timeline: Timeline, registry: Registry, question: str) -> Answer | Rows | None:
    """What the method says that a question means. Raises InvalidInput with the shapes there are."""
    verb, subject, *more = shapes.command(question)
    words, options = _parted(more)
    if verb == "board":
        return timeline.board(subject, on=options.get("on"))
    if verb == "search":
        return timeline.search(" ".join([subject, *words]))
    actors = two_actors(registry, subject, timeline.today.toordinal())
    if actors is not None:
        return _of_two(timeline, verb, actors, words, options)
    if verb == "why":
        return timeline.why_fact(subject, on=options.get("on"))
    raise InvalidInput(f'"{subject}" does not name two actors.')


def _of_two(
    timeline: Timeline,
    verb: str,
    actors: tuple[str, str],
    words: Sequence[str],
    options: Mapping[str, str],
) -> Answer | Rows:
    on, start, end = options.get("on"), options.get("from"), options.get("to")
    match verb:
        case "state":
            return timeline.state(*actors, on=on, known_on=options.get("known-on"))
        case "why":
            return timeline.why(*actors, on=on)
        case "agenda":
            return timeline.agenda(*actors, on=on)
        case "diff":
            before, after = words
            return timeline.diff(*actors, before, after)
        case "hindsight":
            return timeline.hindsight(*actors, on=on)
        case "turns":
            return timeline.turns(*actors, end=end)
        case "chart":
            return timeline.series(*actors, start=start, end=end)
        case "replay":
            return timeline.replay(*actors, start=start, end=end)
        case _:
            return timeline.timeline(*actors, on=on)


def _parted(more: Sequence[str]) -> tuple[list[str], dict[str, str]]:
    """Words, and options by name: each has a value."""
    first = next((i for i, word in enumerate(more) if word.startswith("--")), len(more))
    options = zip(more[first::2], more[first + 1 :: 2], strict=True)
    return list(more[:first]), {name.removeprefix("--"): value for name, value in options}


def two_actors(registry: Registry, text: str, day: int) -> tuple[str, str] | None:
    """The ids of the two actors that a text names; None where it is no pair, or more than one.

    `Turkey–Russia`, `Bosnia and Herzegovina and Serbia`.
    """
    found: set[tuple[str, str]] = set()
    for match in _BETWEEN.finditer(text):
        one = registry.meant(text[: match.start()], day)
        other = registry.meant(text[match.end() :], day)
        if one and other:
            found.add((one.id, other.id))
    return found.pop() if len(found) == 1 else None
