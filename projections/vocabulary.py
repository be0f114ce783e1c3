"""The vocabulary as JSON, the same in every timeline: `detente/kinds@1` and `detente/lenses@1`."""

from __future__ import annotations

from typing import Literal

from typing_extensions import TypedDict

from domain import kinds
from domain.kinds import What
from projections.lenses.named import LENSES
from projections.plain import KindName, LensName, Micro, Positive, Text, Unique


class WhatJson(TypedDict):
    """One thing that can happen or hold."""

    kind: KindName
    written: Text
    """As a line of .facts writes it."""
    weight: Micro
    """What it counts for; micro-units."""
    half_life_days: Positive | None
    """Days after which half of it is left; null: it is never counted."""


class KindsJson(TypedDict):
    """What can happen.

    The vocabulary is the same in every timeline, so there is no stamp. Weights are integers in
    micro-units: 1 point is 1,000,000.
    """

    schema: Literal["detente/kinds@1"]
    kinds: Unique[WhatJson]
    """Kind by kind; those that take any word come last, each with SLUG for it."""


class LensJson(TypedDict):
    """One lens."""

    lens: LensName
    """Its name."""
    does: Text
    """What it does, in a sentence."""


class LensesJson(TypedDict):
    """The ways to turn facts into figures.

    They are the same in every timeline, so there is no stamp.
    """

    schema: Literal["detente/lenses@1"]
    lenses: Unique[LensJson]
    """The default one first."""


def kinds_json(kind: str = "") -> KindsJson:
    """What can happen of one kind, or of every kind where none is named, as plain values."""
    named = [each for each in kinds.KINDS.values() if kind in ("", each.name)]
    rows: list[WhatJson] = [
        {
            "kind": each.name,
            "written": What(each.name, what).written,
            "weight": weight,
            "half_life_days": each.half_life(what),
        }
        for each in named
        for what, weight in (each.whats or {}).items()
    ]
    free: list[WhatJson] = [
        {"kind": name, "written": f"{name}:SLUG", "weight": 0, "half_life_days": None}
        for name in sorted(each.name for each in named if each.whats is None)
    ]
    return {"schema": "detente/kinds@1", "kinds": rows + free}


def lenses_json() -> LensesJson:
    """Every lens as plain values."""
    return {
        "schema": "detente/lenses@1",
        "lenses": [{"lens": lens.name, "does": lens.does} for lens in LENSES],
    }
