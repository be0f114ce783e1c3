"""What a kind of fact is: how it is written, dated, listed and counted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

DatedBy = Literal["on", "since", "planned"]
Ledger = Literal["flow", "standing", "none"]

_STATUSES: Final[Mapping[DatedBy, tuple[str, ...]]] = {
    "on": ("happened",),
    "since": ("yes", "possible", "no"),
    "planned": ("held", "cancelled", "pending", "due", "unconfirmed"),
}
_DATES: Final[Mapping[DatedBy, tuple[str, ...]]] = {
    "on": ("on",),
    "since": ("since", "until", "expires"),
    "planned": ("planned", "on"),
}


@dataclass(frozen=True, eq=False, kw_only=True, slots=True)
class Kind:
    """A kind of fact: how it is written, dated, listed and counted.

    `prefix` is what `.facts` writes before the `what`; empty where the `what` is written alone.
    `dated_by` is the date of its facts: the day `on` which they happened, the day `since` which
    they hold, or the day for which they are `planned`. `ledger` says how they count: a `flow`
    fades from its day, `standing` counts in full while it holds, `none` never counts. `listed` is
    the list of a state that shows them.

    `whats` are the things it can be with their weights in micro-units, None for a free slug, of
    which `example` is one. `half_lives` has days by `what`, `half_life_days` is for all others.
    After `stale_days` without a report a fact is stale; None for never. Source: docs/facts.md,
    docs/scores.md.
    """

    name: str
    prefix: str
    dated_by: DatedBy
    ledger: Ledger
    listed: str
    whats: Mapping[str, int] | None
    half_life_days: int
    half_lives: Mapping[str, int] = field(default_factory=dict)
    stale_days: int | None = None
    example: str = ""

    # Attributes instead of properties: a state asks each of its facts several times.

    standing: bool = field(init=False)
    """Whether it is dated by `since` and `until`."""
    planned: bool = field(init=False)
    """Whether it is announced first, and held or called off later."""
    flow: bool = field(init=False)
    """Whether it counts from a day on, and fades."""
    happens: bool = field(init=False)
    """Whether it is a flow dated by `on`, so that facts of one day can be summed."""
    scored: bool = field(init=False)
    """Whether it counts at all."""

    def __post_init__(self) -> None:
        standing, flow = self.dated_by == "since", self.ledger == "flow"
        assert self.ledger == "none" or standing == (self.ledger == "standing"), (
            "what counts while it holds is dated by since, and nothing else is"
        )
        derived = {
            "standing": standing,
            "planned": self.dated_by == "planned",
            "flow": flow,
            "happens": flow and self.dated_by == "on",
            "scored": self.ledger != "none",
        }
        for name, value in derived.items():
            object.__setattr__(self, name, value)

    @property
    def statuses(self) -> tuple[str, ...]:
        """The statuses a fact of the kind can have at the end of a day."""
        return _STATUSES[self.dated_by]

    @property
    def dates(self) -> tuple[str, ...]:
        """The date fields that a fact of the kind can have; the first is the one it begins with.

        `on` of an engagement is the day on which it was held.
        """
        return _DATES[self.dated_by]

    def weight(self, what: str) -> int:
        """What a fact weighs unless it says so itself, in micro-units; 0 for a free slug."""
        return self.whats.get(what, 0) if self.whats else 0

    def half_life(self, what: str) -> int:
        """Days after which a flow, or a standing fact that has ended, counts half."""
        return self.half_lives.get(what, self.half_life_days)
