"""The vocabulary as JSON, the same in every timeline: `detente/kinds@1` and `detente/lenses@1`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from typing_extensions import TypedDict

from domain import glossary
from domain.default_domains import default_domain
from domain.glossary import Entry
from domain.kinds import KINDS, read_what
from domain.meaning import Hit, Match, search
from projections.lenses.named import LENSES
from projections.lenses.standing_flow import meets
from projections.plain import DomainName, KindName, LensName, Micro, Positive, Text, Unique


class WhatJson(TypedDict):
    """One thing that can happen or hold."""

    kind: KindName
    written: Text
    """As a line of .facts writes it."""
    weight: Micro
    """What it weighs by its table; micro-units."""
    counts: Micro
    """What it counts for on its day through the default lens: of a meeting half; micro-units."""
    half_life_days: Positive | None
    """Days after which half of it is left; null: it is never counted."""
    definition: Text
    """What it means."""
    example: Text
    """Something that would be written so."""
    synonyms: Unique[Text]
    """What else it is called in the news."""
    scored_as: Text | None
    """What it is scored as; null: as itself."""
    domain: DomainName
    """The domain of a line that names none."""


class KindsJson(TypedDict):
    """What can happen.

    The vocabulary is the same in every timeline, so there is no stamp. Weights are integers in
    micro-units: 1 point is 1,000,000.
    """

    schema: Literal["detente/kinds@1"]
    kinds: Unique[WhatJson]
    """Kind by kind; those that take any word come last, each with SLUG for it. Of what was looked
    for, the likeliest first.
    """


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


def kinds_json(kind: str = "", what: str = "", find: str = "") -> KindsJson:
    """What can happen: all of it, of one kind, one `what`, or what a text may mean."""
    return {"schema": "detente/kinds@1", "kinds": [*map(_what_json, _entries(kind, what, find))]}


def _entries(kind: str, what: str, find: str) -> list[Entry]:
    if what:
        return [glossary.entry_of(read_what(what))]
    among = [each for each in glossary.entries().values() if kind in ("", each.what.kind)]
    if find:
        return _found(search(find, among))
    return sorted(among, key=lambda each: "" if each.what.of_kind.scored else each.written)


def _found(hits: Sequence[Hit]) -> list[Entry]:
    """What a text may mean: nothing that it turns around, and beside a sure one no opposite."""
    straight = [hit for hit in hits if not hit.turned]
    if not straight or straight[0].match > Match.FORM:
        return [hit.entry for hit in straight]
    sure = [hit.what.weight > 0 for hit in straight if hit.match <= Match.FORM]
    return [
        hit.entry
        for hit in straight
        if hit.match <= Match.FORM or not hit.what.weight or (hit.what.weight > 0) in sure
    ]


def _what_json(entry: Entry) -> WhatJson:
    kind, what = KINDS[entry.what.kind], entry.what
    return {
        "kind": kind.name,
        "written": entry.written,
        "weight": what.weight,
        "counts": what.weight // 2 if meets(what.kind, what.what) else what.weight,
        "half_life_days": what.half_life if kind.scored else None,
        "definition": entry.definition,
        "example": entry.example,
        "synonyms": list(entry.synonyms),
        "scored_as": entry.scored_as or None,
        "domain": default_domain(what),
    }


def lenses_json() -> LensesJson:
    """Every lens as plain values."""
    return {
        "schema": "detente/lenses@1",
        "lenses": [{"lens": lens.name, "does": lens.does} for lens in LENSES],
    }
