"""How much a timeline holds: the desk's facts in numbers, and a tally of every other layer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Final, Literal, NamedTuple

from pydantic import Field
from typing_extensions import TypeAliasType, TypedDict

from domain import edtf
from domain.content import Content
from domain.edtf import Window
from domain.events import Asserted
from domain.fact import Fact, FactState
from projections.pairs import concerned, pairs_of
from projections.plain import Count, IsoDay, KindName, Text, Unique

MOST_NAMED: Final = 5
"""Pairs that are named, those with the most facts."""


class Share(NamedTuple):
    """What one fact adds to the tally of its layer: its pairs, and the first and last of its days.

    No day where it has no date, or concerns no pair.
    """

    pairs: Sequence[tuple[str, str]]
    days: tuple[int, ...]

    @classmethod
    def of(cls, content: Content, window: Window) -> Share:
        """That of a fact with some content and window."""
        pairs = concerned(content)
        return cls(pairs, (window.lo, window.hi) if pairs and window.bounded else ())


def share(fact: Fact) -> Share | None:
    """What a fact adds to the tally of its layer by what it says now; None where it is undone."""
    in_effect = fact.effective_events()
    if len(in_effect) == 1 and isinstance(only := in_effect[0], Asserted):
        return Share.of(only.content, only.content.window)
    state = fact.as_of()
    return None if state is None else Share.of(state.content, state.window)


class Tally(NamedTuple):
    """What a machine-coded layer holds: events, facts, and the pairs that its facts concern.

    Facts count by what they say now, those that were undone not at all; events are all that were
    ever recorded. `first` and `last` are the days that dated facts may mean. `busiest` are the
    pairs with the most facts, those first.
    """

    layer: str
    events: int
    facts: int
    pairs: int
    actors: int
    first: int | None
    last: int | None
    busiest: tuple[tuple[tuple[str, str], int], ...]

    @classmethod
    def of(
        cls, layer: str, recorded: tuple[int, int], by_pair: Mapping[tuple[str, str], int],
        days: Sequence[int],
    ) -> Tally:  # fmt: skip
        """A layer of so many events and facts, with the facts of each pair, and all or some days.

        The first and the last of the days must be among them.
        """
        busiest = sorted(by_pair.items(), key=lambda found: (-found[1], found[0]))
        return cls(
            layer=layer,
            events=recorded[0],
            facts=recorded[1],
            pairs=len(by_pair),
            actors=len({actor for pair in by_pair for actor in pair}),
            first=min(days, default=None),
            last=max(days, default=None),
            busiest=tuple(busiest[:MOST_NAMED]),
        )


@dataclass(frozen=True, slots=True)
class Stats:
    """The desk in numbers; `first` and `last` are the days that dated facts may mean.

    `kinds` counts facts by kind, the most frequent first.
    """

    facts: int
    pairs: int
    actors: int
    disputed: int
    retracted: int
    without_source: int
    first: int | None
    last: int | None
    kinds: Mapping[str, int]


def stats(fact_states: Sequence[FactState]) -> Stats:
    """How much some facts come to."""
    windows = [fact_state.window for fact_state in fact_states if fact_state.window.bounded]
    pairs = {pair for fact_state in fact_states for pair in pairs_of(fact_state.content)}
    return Stats(
        facts=len(fact_states),
        pairs=len(pairs),
        actors=len({actor for pair in pairs for actor in pair}),
        disputed=sum(fact_state.disputed for fact_state in fact_states),
        retracted=sum(fact_state.retracted for fact_state in fact_states),
        without_source=sum(
            not any(report for _, report in fact_state.reports) for fact_state in fact_states
        ),
        first=min((window.lo for window in windows), default=None),
        last=max((window.hi for window in windows), default=None),
        kinds=dict(Counter(fact_state.content.kind for fact_state in fact_states).most_common()),
    )


PairName = TypeAliasType(
    "PairName",
    Annotated[str, Field(pattern="^[^ ]+-[^ ]+$", description="Two actors, joined by a hyphen.")],
)


class BusyPairJson(TypedDict):
    """One pair."""

    pair: PairName
    facts: Count
    """Facts that concern it."""


class TallyJson(TypedDict):
    """One layer."""

    layer: Text
    """Its name."""
    events: Count
    """Events of its facts."""
    facts: Count
    """Its facts."""
    pairs: Count
    """Pairs of actors that they concern."""
    actors: Count
    """Actors of those pairs."""
    first: IsoDay | None
    """The first day of a fact; null: there is none."""
    last: IsoDay | None
    """The last day of a fact; null: there is none."""
    busiest: Unique[BusyPairJson]
    """The pairs with most facts; the busiest first."""


class StatsJson(TypedDict):
    """How much a timeline holds."""

    schema: Literal["detente/stats@1"]
    facts: Count
    """Facts of the desk that are there."""
    pairs: Count
    """Pairs of actors that they concern."""
    actors: Count
    """Actors of those pairs."""
    disputed: Count
    """Facts that are disputed."""
    retracted: Count
    """Facts that are retracted."""
    without_source: Count
    """Facts without any report."""
    first: IsoDay | None
    """The first day that a dated fact may mean; null: there is none."""
    last: IsoDay | None
    """The last day that a dated fact may mean; null: there is none."""
    kinds: dict[KindName, Count]
    """Facts by kind; the most frequent first."""
    layers: Unique[TallyJson]
    """What every layer besides the desk holds, by name."""


def stats_json(found: Stats, tallies: Iterable[Tally]) -> StatsJson:
    """The numbers of the desk and of the other layers as plain values."""
    return {
        "schema": "detente/stats@1",
        "facts": found.facts,
        "pairs": found.pairs,
        "actors": found.actors,
        "disputed": found.disputed,
        "retracted": found.retracted,
        "without_source": found.without_source,
        "first": _day(found.first),
        "last": _day(found.last),
        "kinds": dict(found.kinds),
        "layers": [tally_json(tally) for tally in tallies],
    }


def tally_json(tally: Tally) -> TallyJson:
    """What a layer holds, as plain values."""
    return {
        "layer": tally.layer,
        "events": tally.events,
        "facts": tally.facts,
        "pairs": tally.pairs,
        "actors": tally.actors,
        "first": _day(tally.first),
        "last": _day(tally.last),
        "busiest": [{"pair": "-".join(pair), "facts": facts} for pair, facts in tally.busiest],
    }


def _day(day: int | None) -> str | None:
    return None if day is None else edtf.written(day)
