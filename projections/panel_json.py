"""The ties of many pairs on many days, as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Final, Literal

from pydantic import Field
from typing_extensions import TypedDict

from domain import edtf
from domain.actor_codes import cow, iso3
from domain.actors import Registry
from projections import words
from projections.answer import Plain
from projections.figures_json import MovementJson, ScoreJson, score_json, verdict_json
from projections.panel import Panel, PanelLine
from projections.plain import ActorId, Count, IsoDay, LayerClocksJson, LensName, SpanJson, one_of
from projections.scope import WhoseJson, whose_json
from projections.score import WITHOUT_FIGURES, Score
from projections.state_json import clocks_json

SCHEMA: Final = "detente/panel@1"


class PanelLineJson(MovementJson):
    """A pair, or one direction of it, at the end of a day.

    Label, trend and momentum are those of the pair, also of one direction.
    """

    day: IsoDay
    a: ActorId
    """The first actor by id; of a directed panel, the one who does it."""
    b: ActorId
    """The second actor by id; of a directed panel, the one to whom it is done."""
    iso3_a: str | None
    """The code of the first actor in ISO 3166-1; null: it has none."""
    iso3_b: str | None
    """The same of the second; null: it has none."""
    cown_a: int | None
    """The number of the first actor in the Correlates of War on that day; null: it has none."""
    cown_b: int | None
    """The same of the second; null: it has none."""
    facts: Count
    """How many facts of the pair are in scope, counted or not."""
    counted: Count
    """How many facts count; of a directed panel, those of this direction and the mutual ones."""
    in_force: Count
    """How many instruments of the pair are in force, or may be."""
    score: ScoreJson | None
    """The figures; null: nothing counts, which is not 0."""


class PanelJson(LayerClocksJson, SpanJson, WhoseJson):
    """The ties of every pair at the end of every period of a span.

    Figures are integers in micro-units: 1 point is 1,000,000.
    """

    schema: Literal["detente/panel@1"]
    lens: LensName
    every: Annotated[str, Field(json_schema_extra=one_of("day", "week", "month", "year"))]
    """How long a period is; only those that end within the span have rows."""
    by: Annotated[str, Field(json_schema_extra=one_of("happened", "known"))]
    """Whether each row knows all that is known by the last day, or what was known on its own."""
    directed: bool
    """Whether a pair has a line for each direction, and not one for both together."""
    lines: list[PanelLineJson]
    """Every pair of which anything is known on any of the days, by the ids of both; each with all
    days in order.
    """


def panel_json(found: Panel, registry: Registry) -> PanelJson:
    """A panel as plain values; figures in micro-units."""
    first, as_of = found.span
    return {
        "schema": SCHEMA,
        **whose_json(found.whose),
        **clocks_json(as_of),
        "layer": found.whose.layers[0],
        "lens": found.lens.name,
        "from": first.isoformat(),
        "to": as_of.on.isoformat(),
        "every": found.every.value,
        "by": found.by.value,
        "directed": found.directed,
        "lines": [_line_json(line, registry) for line in found.lines],
    }


def _line_json(line: PanelLine, registry: Registry) -> PanelLineJson:
    row = line.row
    return {
        "day": edtf.written(row.day),
        "a": line.a,
        "b": line.b,
        **_codes(line, registry),
        **verdict_json(row.verdict),
        "trend": row.trending,
        "momentum": row.momentum,
        "facts": row.facts,
        "counted": line.counted,
        "in_force": row.in_force,
        "score": None if line.score is None else score_json(line.score),
    }


def panel_rows(found: Panel, registry: Registry) -> list[Plain]:
    """The lines as rows of a table, in points, to the digit that a state of the day prints.

    A cell is None, and never 0, where nothing counts or the registry has no code. Label, trend and
    momentum of a pair are not repeated as those of a direction.
    """
    return [_row(line, registry, directed=found.directed) for line in found.lines]


def _row(line: PanelLine, registry: Registry, *, directed: bool) -> dict[str, object]:
    row = line.row
    of_pair: dict[str, object] = {"label": row.label}
    if not directed:
        momentum = None if row.label in WITHOUT_FIGURES else _points(row.momentum)
        of_pair |= {"trend": row.trend, "momentum_points": momentum}
    return {
        "day": edtf.written(row.day),
        "a": line.a,
        "b": line.b,
        **_codes(line, registry),
        **of_pair,
        **_printed(line.score),
        "facts": row.facts,
        "counted": line.counted,
        "in_force": row.in_force,
    }


_PRINTED: Final = ("cooperation", "friction", "net", "low", "high")


def _printed(score: Score | None) -> Mapping[str, float | None]:
    """The figures of a score as they are printed: the balance to two decimals, points to one."""
    if score is None:
        return {"balance": None, **{f"{name}_points": None for name in _PRINTED}}
    figures = (score.cooperation, score.friction, score.net, score.low, score.high)
    points = {
        f"{name}_points": _points(micro) for name, micro in zip(_PRINTED, figures, strict=True)
    }
    return {"balance": float(words.balance(score.balance)), **points}


def _points(micro: int) -> float:
    return float(words.figure(micro))


class _Codes(TypedDict):
    iso3_a: str | None
    iso3_b: str | None
    cown_a: int | None
    cown_b: int | None


def _codes(line: PanelLine, registry: Registry) -> _Codes:
    one, other = registry.get(line.a), registry.get(line.b)
    return {
        "iso3_a": iso3(one) if one else None,
        "iso3_b": iso3(other) if other else None,
        "cown_a": cow(one, line.row.day) if one else None,
        "cown_b": cow(other, line.row.day) if other else None,
    }
