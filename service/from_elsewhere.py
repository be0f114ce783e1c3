"""What a file of somebody else says of how a fact went on, and where that changes the fact here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Final

from domain.content import CORRECTABLE
from domain.decisions import accept
from domain.events import NO_DAY, Corrected, Reinstated, Rescheduled, Retracted
from domain.fact import Fact
from domain.refusal import InvalidInput
from projections.events import event_line
from service.courses import OUTCOME, courses, ends_alike, steps_of
from service.differences import contradicts, said
from service.formats.document import Block

_NO_CORRECTION: Final = frozenset({"held", OUTCOME, "ended", "suspended", "resumed"})
"""What happens once: of two days, somebody has to correct the wrong one."""

_CHANGING: Final = {"planned": (Rescheduled,), "retracted": (Retracted, Reinstated)}
"""Events that change a fact, whether or not it went on differently here."""


def as_fact(block: Block, fact: Fact) -> Fact:
    """What a block says by itself, as a fact; details that no fact takes are left out."""
    theirs = Fact(fact.id, (block.asserted.numbered(fact.id, 1),))
    for detail in block.events:
        event = detail.event
        if event.known_on == NO_DAY:
            event = event.model_copy(update={"known_on": date.max})
        try:
            theirs = theirs.and_then(accept(theirs, event))
        except InvalidInput:
            continue  # It is refused when it is recorded, with its place.
    return theirs


def changed_by(block: Block, fact: Fact) -> tuple[str, ...]:
    """The fields of a fact that details of a block change which the fact does not hold.

    What only goes on from the fact, as an ending of what has none here, changes nothing.
    """
    if not block.events:
        return ()
    theirs = as_fact(block, fact)
    ours, others = fact.as_of(), theirs.as_of()
    if ours is None or others is None:
        return ()
    stored = Counter(said(event) for event in fact.effective_events())
    corrected = {
        detail.event.field
        for detail in block.events
        if isinstance(detail.event, Corrected) and not stored[said(detail.event)]
    }
    found: list[str] = [
        name
        for name in CORRECTABLE
        if name in corrected
        and not ends_alike(name, ours, others)
        and contradicts(ours.content, name, others.content.value(name))
    ]
    found += [
        course.name
        for course in courses(None, ours, others)
        if course.contradicts and any(steps_of(theirs, fact, [course.name]))
    ]
    for name, changing in _CHANGING.items():
        steps = steps_of(theirs, fact, [name])
        if any(isinstance(event, changing) for event in steps) and not ends_alike(
            name, ours, others
        ):
            found.append(name)
    return tuple(dict.fromkeys(found))


def correctable(fields: Sequence[str]) -> bool:
    """Whether corrections can make a fact say what a block does, of some fields."""
    return bool(fields) and _NO_CORRECTION.isdisjoint(fields)


def day_moved_to(block: Block, fact: Fact) -> str:
    """The last day for which a block says something is planned; empty where it was called off."""
    others = as_fact(block, fact).as_of()
    plan = others.plans[-1] if others and others.plans else None
    return plan.text if plan is not None and plan.window is not None else ""


def going_on(fact: Fact, other: Fact, fields: Sequence[str]) -> list[str]:
    """The details of a fact that say how it went on, where another one contradicts it in that."""
    return [event_line(event) for event in steps_of(fact, other, fields)]
