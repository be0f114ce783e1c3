"""How a fact went on in two timelines, and whether it has come to the same in both."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from domain.content import CORRECTABLE
from domain.edtf import Window
from domain.events import (
    Cancelled,
    Ended,
    Event,
    Held,
    Reinstated,
    Rescheduled,
    Resumed,
    Retracted,
    Suspended,
)
from domain.fact import Fact, FactState
from service.differences import said


def said_of(fact: Fact) -> Counter[str]:
    """What all events of a fact say that are in effect."""
    return Counter(said(event) for event in fact.effective_events())


class Course(NamedTuple):
    """How a fact went on, step by step, in two timelines and in their beginning."""

    name: str
    mine: tuple[object, ...]
    theirs: tuple[object, ...]
    base: tuple[object, ...]

    @property
    def contradicts(self) -> bool:
        """Whether neither goes on from where the other stops."""
        length = min(len(self.mine), len(self.theirs))
        return self.mine[:length] != self.theirs[:length]


def courses(base: FactState | None, mine: FactState, theirs: FactState) -> Iterator[Course]:
    """Each way in which two facts went on, but for what has come to the same."""
    for name, steps in _STEPS.items():
        if name in HAVE_ONE_VALUE and ends_alike(name, mine, theirs):
            continue
        yield Course(name, *(steps(each) if each else () for each in (mine, theirs, base)))


def _stated(name: str) -> Callable[[FactState], tuple[object, ...]]:
    return lambda each: tuple(
        change.window for _, change in each.stated_changes if change.name == name
    )


def _outcome(each: FactState) -> tuple[object, ...]:
    off = bool(each.plans) and each.plans[-1].window is None
    return ("held",) if each.held else ("cancelled",) if off else ()


OUTCOME: Final = "held or cancelled"

_STEPS: Final[Mapping[str, Callable[[FactState], tuple[object, ...]]]] = {
    "held": lambda each: (each.held,) if each.held else (),
    OUTCOME: _outcome,
    "planned": lambda each: tuple((plan.text, plan.window, plan.by) for plan in each.plans),
    **{name: _stated(name) for name in ("ended", "suspended", "resumed")},
}

HAVE_ONE_VALUE: Final = ("held", OUTCOME, "planned", "retracted", "ended")
"""How a fact went on, as far as what counts of it is the last step."""

_EVENTS: Final[Mapping[str, tuple[type[Event], ...]]] = {
    "held": (Held,),
    OUTCOME: (Held, Cancelled),
    "planned": (Rescheduled, Cancelled),
    "retracted": (Retracted, Reinstated),
    "ended": (Ended,),
    "suspended": (Suspended,),
    "resumed": (Resumed,),
}


def steps_of(fact: Fact, other: Fact, fields: Sequence[str]) -> Iterator[Event]:
    """The events of a fact that say how it went on, where it contradicts another one in that."""
    classes = tuple(each for name in fields for each in _EVENTS.get(name, ()))
    stored = said_of(other)
    for event in fact.effective_events():
        if isinstance(event, classes) and not stored[said(event)]:
            yield event


def ends_alike(name: str, mine: FactState, theirs: FactState) -> bool:
    """Whether two facts have come to the same in what they contradicted each other in."""
    if name == "ended":
        return _last_end(mine) == _last_end(theirs)
    if name == "planned":
        ours, others = (each.plans[-1:] for each in (mine, theirs))
        return [(plan.window, plan.by) for plan in ours] == [
            (plan.window, plan.by) for plan in others
        ]
    if name == "retracted":
        return mine.retracted == theirs.retracted
    if name in _STEPS:
        return _STEPS[name](mine) == _STEPS[name](theirs)
    return name not in CORRECTABLE or mine.content.says(theirs.content, name)


def _last_end(each: FactState) -> Window | None:
    ends = [change.window for change in each.changes if change.name in ("until", "ended")]
    return ends[-1] if ends else None
