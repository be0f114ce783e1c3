"""Turns of ties: the spells of days under one label, and what happened as each began."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from typing_extensions import TypedDict

from domain import edtf
from domain.clocks import AsOf
from domain.fact import DESK, Fact
from projections.diff import Moved, moves, status_word
from projections.figures_json import ScoreJson, score_json
from projections.lenses import standing_flow
from projections.lenses.lens import Lens
from projections.pair_history import PairHistory
from projections.pairs import Pair
from projections.plain import (
    AskedJson,
    Handle,
    IsoDay,
    Label,
    Micro,
    Positive,
    SpanJson,
    Standing,
    Title,
    Unique,
)
from projections.scope import EVERYTHING, Scope
from projections.score import Score
from projections.state import Glance
from projections.state_json import clocks_json

SCHEMA: Final = "detente/turns@1"


@dataclass(frozen=True, slots=True)
class Spell:
    """Days under one label, both ends included.

    The score at its first day, and the facts that changed that day. `fading` is what time alone
    moved that day, in micro-units: where no fact changed, ties turned by fading.
    """

    label: str
    first: int
    last: int
    score: Score
    because: tuple[Moved, ...]
    fading: int

    @property
    def days(self) -> int:
        """How many days it lasted, or has lasted so far."""
        return self.last - self.first + 1


@dataclass(frozen=True, slots=True)
class Turns:
    """The spells of a span, the first to the last, without a gap."""

    pair: Pair
    as_of: AsOf
    scope: Scope
    lens: Lens
    first: int
    spells: tuple[Spell, ...]

    def of(self, label: str) -> tuple[Spell, ...]:
        """The spells under a label; all of them where none is named."""
        return tuple(spell for spell in self.spells if label in ("", spell.label))


def turns(
    facts: Iterable[Fact],
    pair: Pair,
    span: tuple[date | None, AsOf],
    scope: Scope = EVERYTHING,
    lens: Lens = standing_flow.LENS,
) -> Turns:
    """The spells from a first day to the day of a point on the clocks.

    It also fixes what was known. Without a first day, from the day before anything of the pair
    may have happened.
    """
    as_of = span[1]
    walk = PairHistory(facts, pair, as_of, scope, lens)
    first = (
        span[0].toordinal()
        if span[0]
        else max(1, min([*walk.turning_days(1, as_of.day)[:1], as_of.day]) - 1)
    )
    return Turns(pair, as_of, scope, lens, first, tuple(_spells(walk, first)))


def _spells(walk: PairHistory, first: int) -> Iterator[Spell]:
    eve = walk.glance(first - 1) if first > 1 else walk.nothing
    begun, begun_on, before = walk.glance(first), first, eve
    last = begun
    for day in range(first + 1, walk.as_of.day + 1):
        glance = walk.glance(day)
        if glance.label != last.label:
            yield _spell(before, begun, begun_on, day - 1, walk.lens)
            before, begun, begun_on = last, glance, day
        last = glance
    yield _spell(before, begun, begun_on, walk.as_of.day, walk.lens)


def _spell(before: Glance, begun: Glance, first: int, last: int, lens: Lens) -> Spell:
    changed = moves(before.pair_facts, begun.pair_facts, lens, lens)
    because = sorted(
        (move for move in changed if move.changed), key=lambda move: (-abs(move.moved), move.handle)
    )
    fading = sum(move.moved for move in changed if not move.changed)
    return Spell(begun.label, first, last, begun.score, tuple(because), fading)


class BecauseJson(TypedDict):
    """A fact whose standing on the spell's first day differs from the day before."""

    fact: Handle
    title: Title
    now: Standing
    """Its standing since the spell's first day."""
    moved: Micro
    """What it moved that day; micro-units, never 0."""


class SpellJson(ScoreJson):
    """Days under one label, and the score at the end of the first of them."""

    label: Label
    first: IsoDay
    """Its first day; included."""
    last: IsoDay
    """Its last day within the span; included."""
    days: Positive
    """How many days it lasted, or has lasted so far."""
    because: Unique[BecauseJson]
    """The facts whose standing changed on its first day; the one that moved most first, then by
    handle. Empty where ties turned by fading.
    """
    fading: Micro
    """What time alone moved on its first day; micro-units."""


class TurnsJson(AskedJson, SpanJson):
    """When the label of ties changed.

    Figures are integers in micro-units: 1 point is 1,000,000.
    """

    schema: Literal["detente/turns@1"]
    label: Label | None
    """Only spells under this label were asked for; null: all of them."""
    spells: Unique[SpellJson]
    """In order of time; without a gap where all were asked for."""


def turns_json(found: Turns, label: str) -> TurnsJson:
    """The spells as plain values; figures in micro-units, both days included."""
    return {
        "schema": SCHEMA,
        "a": found.pair.a,
        "b": found.pair.b,
        **clocks_json(found.as_of),
        "layer": DESK,
        "lens": found.lens.name,
        "scope": found.scope.written or None,
        "from": edtf.written(found.first),
        "to": edtf.written(found.as_of.day),
        "label": label or None,
        "spells": [spell_json(spell) for spell in found.of(label)],
    }


def spell_json(spell: Spell) -> SpellJson:
    """One spell as plain values; figures in micro-units."""
    because: list[BecauseJson] = [
        {
            "fact": move.handle,
            "title": move.pair_fact.content.title,
            "now": status_word(move.after),
            "moved": move.moved,
        }
        for move in spell.because
    ]
    return {
        "label": spell.label,
        "first": edtf.written(spell.first),
        "last": edtf.written(spell.last),
        "days": spell.days,
        **score_json(spell.score),
        "because": because,
        "fading": spell.fading,
    }
