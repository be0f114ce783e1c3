"""Turns of ties as plain values, `detente/turns@1`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Final, Literal

from pydantic import Field
from typing_extensions import TypedDict

from domain import edtf
from domain.content import points
from domain.kinds import What
from projections.diff import Moved, status_word
from projections.figures_json import ScoreJson, score_json
from projections.flows import Part
from projections.pair_history import By
from projections.pairs import Pair
from projections.plain import (
    AskedJson,
    Count,
    DomainName,
    Handle,
    IsoDay,
    Label,
    Micro,
    Positive,
    SpanJson,
    Standing,
    Text,
    Title,
    Unique,
    View,
    one_of,
)
from projections.state_json import asked_of
from projections.turns import Spell, TurnKind, Turns, moved_by

SCHEMA: Final = "detente/turns@1"


class MovedJson(TypedDict):
    """A fact whose standing on the spell's first day differs from the day before."""

    fact: Handle
    title: Title
    now: Standing
    """Its standing since the spell's first day."""
    moved: Micro
    """What it counts for or against since, less what it did before; micro-units. 0 for relief,
    which counts through what it pays off, and for what ends and begins to fade.
    """


class UnreportedJson(TypedDict):
    """A fact that went stale on the spell's first day."""

    fact: Handle
    moved: Micro
    """What it counts for or against since, less what it did before; micro-units."""


class SumJson(TypedDict):
    """A layer's facts of one sort and direction on the spell's first day."""

    what: Text
    """Their kind and what they are, as .facts writes it."""
    domain: DomainName
    view: View
    facts: Positive
    """How many they are."""
    moved: Micro
    """What they count for or against together; micro-units. 0 for relief."""


class SpellJson(ScoreJson):
    """Days from one turn to the next, and the score at the end of the first of them."""

    label: Label
    """The label that lasted."""
    kind: Annotated[str, Field(json_schema_extra=one_of(*TurnKind))]
    """What turned on its first day: the label; or, within it, the balance by 1.0 or more, or a war
    or a break of relations began or ended.
    """
    first: IsoDay
    """Its first day; included."""
    last: IsoDay
    """Its last day within the span; included."""
    days: Positive
    """How many days it lasted, or has lasted so far."""
    first_label: Label
    """The label of its first day; another than that which lasted where the day is one of an
    interruption.
    """
    mixed: bool
    """Whether there was much for the ties and much against them on its first day."""
    direction: Literal["better", "worse"] | None
    """Which way ties turned; null: that cannot be said."""
    interruptions: Count
    """How often other labels interrupted it, for fewer days than were asked for."""
    other_days: Count
    """How many of its days were under other labels."""
    balance_moved: Annotated[str, Field(pattern=r"^-?(0|[1-9][0-9]?)(\.[0-9]{0,5}[1-9])?$")]
    """By how much the facts whose standing changed on its first day moved the balance."""
    because: Unique[MovedJson]
    """The facts that moved ties that way on its first day; the one that moved most first, then by
    handle. Empty where ties turned by time alone, or because no newer report is known.
    """
    despite: Unique[MovedJson]
    """The facts that moved ties the other way that day, in the same order."""
    unreported: Unique[UnreportedJson]
    """The facts that went stale that day; by handle."""
    passing: Unique[UnreportedJson]
    """The facts of which nobody knows the day, as far as they moved ties that way because one more
    of the days on which it may have been had passed; the one that moved most first, then by handle.
    """
    sums: Unique[SumJson]
    """A machine-coded layer's facts of that day, as far as they are summed; those that moved most
    first. Empty on the desk.
    """
    eased_more: Micro
    """How much more friction relief paid off than on the day before; micro-units."""
    fading: Micro
    """What time alone moved on its first day; micro-units."""


class TurnsJson(AskedJson, SpanJson):
    """When ties turned: came under another label to stay, or moved much within theirs.

    Figures are integers in micro-units: 1 point is 1,000,000.
    """

    schema: Literal["detente/turns@1"]
    by: Annotated[str, Field(json_schema_extra=one_of(*By))]
    """Whether all days are shown with one knowledge, or each as a reader of that day knew it."""
    min_days: Positive
    """A label that lasted for fewer days does not count, unless the span begins or ends in it."""
    label: Label | None
    """Only spells under this label were asked for; null: all of them."""
    spells: Unique[SpellJson]
    """In order of time; without a gap where all were asked for."""


def turns_json(found: Turns, label: str) -> TurnsJson:
    """The spells as plain values; figures in micro-units, both days included."""
    return {
        "schema": SCHEMA,
        **asked_of(found.pair, found.as_of, found.layer, found.lens.name, found.scope.written),
        "from": edtf.written(found.first),
        "to": edtf.written(found.as_of.day),
        "by": str(found.by),
        "min_days": found.min_days,
        "label": label or None,
        "spells": [spell_json(spell, found.pair) for spell in found.of(label)],
    }


def spell_json(spell: Spell, pair: Pair) -> SpellJson:
    """One spell as plain values; figures in micro-units."""
    turn = spell.turn
    direction: dict[str, Literal["better", "worse"]] = {"better": "better", "worse": "worse"}
    return {
        "label": spell.label,
        "kind": str(turn.kind),
        "first": edtf.written(spell.first),
        "last": edtf.written(spell.last),
        "days": spell.days,
        "first_label": turn.figures.label,
        "mixed": turn.figures.verdict.mixed,
        "direction": direction.get(turn.direction),
        "interruptions": len(spell.interruptions),
        "other_days": spell.other_days,
        **score_json(turn.figures.score),
        "balance_moved": points(turn.moved),
        "because": _moved_json(turn.because),
        "despite": _moved_json(turn.despite),
        "unreported": [{"fact": each.handle, "moved": each.moved} for each in turn.unreported],
        "passing": [{"fact": each.handle, "moved": each.moved} for each in turn.passing],
        "sums": [_sum_json(part, pair) for part in turn.sums],
        "eased_more": turn.eased,
        "fading": turn.fading,
    }


def _sum_json(part: Part, pair: Pair) -> SumJson:
    return {
        "what": What(part.sort.kind, part.sort.what).written,
        "domain": part.sort.domain,
        "view": part.view(pair),
        "facts": part.facts,
        "moved": moved_by(part),
    }


def _moved_json(moves: Iterable[Moved]) -> list[MovedJson]:
    return [
        {
            "fact": move.handle,
            "title": move.pair_fact.content.title,
            "now": status_word(move.after),
            "moved": move.moved,
        }
        for move in moves
    ]
