"""Who is who, what can happen, who says what: on a screen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Final

from domain import edtf, kinds
from domain.actors import Actor, Name
from domain.content import points
from domain.edtf import NO_FIRST, NO_LAST
from domain.meaning import search
from projections.answer import Answer
from projections.questions.actors import FoundActor, FoundActors
from projections.questions.kinds import FoundKinds, FoundLenses
from projections.questions.sources import FoundSources
from projections.sources import source_json
from projections.vocabulary import WhatJson
from projections.words import day
from views.page import Page
from views.view import Look, View

ROWS: Final = ("table", "plain", "json", "jsonl", "csv", "md")


def table(rows: Sequence[Mapping[str, object]], page: Page, said: Sequence[str] = ()) -> None:
    """Rows as a table, under the names of their columns."""
    for line in said:
        page.text(line)
    page.table(
        [str(key).upper() for key in rows[0]] if rows else ["NOTHING"],
        [[str(cell) for cell in row.values()] for row in rows],
    )


# Actors ------------------------------------------------------------------------------------------


def _draw_actors(answer: Answer, found: FoundActors, page: Page, look: Look) -> None:  # noqa: ARG001
    table(found.rows(), page, look.said)


def _draw_actor(answer: Answer, found: FoundActor, page: Page, look: Look) -> None:  # noqa: ARG001
    actor = found.actor
    page.line(f"{actor.name(found.on.toordinal())}   {actor.id}   {actor.type}")
    for line in look.said:
        page.text(line)
    page.line()
    for label, names in _by_kind(actor).items():
        page.item(label, "", ", ".join(names), "", columns=(20, 0))
    for key, value in actor.attributes.items():
        if key != "type":
            page.item(key, "", value, "", columns=(20, 0))


def _by_kind(actor: Actor) -> dict[str, list[str]]:
    """An actor's names by kind and language."""
    found: dict[str, list[str]] = {}
    for name in actor.names:
        label = name.kind if name.language == "en" else f"{name.kind} ({name.language})"
        found.setdefault(label, []).append(f"{name.text}{_when(name)}")
    return found


def _when(name: Name) -> str:
    first = edtf.written(name.first) if name.first > NO_FIRST else ""
    until = edtf.written(name.last + 1) if name.last < NO_LAST else ""
    if first and until:
        return f" (from {first} until {until})"
    return f" (from {first})" if first else f" (until {until})" if until else ""


ACTORS_VIEW: Final = View(
    FoundActors,
    title=lambda _, found: f"Actors on {day(found.on)}",
    draw=_draw_actors,
    formats=ROWS,
)
ACTOR_VIEW: Final = View(
    FoundActor,
    title=lambda _, found: f"Actor: {found.actor.name(found.on.toordinal())}",
    draw=_draw_actor,
    formats=ROWS,
)


# Kinds and lenses --------------------------------------------------------------------------------


def _kind_rows(answer: Answer, found: FoundKinds) -> list[dict[str, object]]:  # noqa: ARG001
    """The kinds with their weights in points."""
    return [
        {
            **row,
            "weight": points(row["weight"]),
            "counts": points(row["counts"]),
            "half_life_days": row["half_life_days"] or "",
            "synonyms": ", ".join(row["synonyms"]),
            "scored_as": row["scored_as"] or "",
        }
        for row in found.whats
    ]


def _draw_kinds(answer: Answer, found: FoundKinds, page: Page, look: Look) -> None:  # noqa: ARG001
    if found.what:
        _draw_what(found.whats[0], page)
        return
    if found.find:
        _draw_found(found, page)
        return
    for kind, whats in groupby(found.whats, key=lambda what: what["kind"]):
        page.line()
        page.heading(kind.upper(), 2)
        _draw_whats([*whats], page)
    if found.kind:
        return
    page.line()
    page.heading("DOMAINS", 2)
    for dimension, names in kinds.DIMENSIONS.items():
        page.item(dimension, "", ", ".join(names), "", _NARROW)


def _draw_whats(whats: Sequence[WhatJson], page: Page) -> None:
    page.table(
        ["WRITTEN", "COUNTS", "HALF-LIFE", "MEANS"],
        [
            [
                what["written"],
                points(what["counts"]),
                str(what["half_life_days"] or ""),
                what["definition"],
            ]
            for what in whats
        ],
        right=(1, 2),
    )


def _draw_found(found: FoundKinds, page: Page) -> None:
    """What a text may mean, with what to write, the likeliest first."""
    page.opening(f'What "{found.find}" may mean')
    if not found.whats:
        page.text("Nothing of that name or meaning is in the vocabulary.")
        opposite = [hit.what.written for hit in search(found.find) if hit.turned]
        if opposite:
            page.text(f"The opposite is: {', '.join(opposite[:3])}. What lasts is ended by `end`.")
        return
    page.table(
        ["WRITE", "COUNTS", "MEANS"],
        [[what["written"], points(what["counts"]), what["definition"]] for what in found.whats],
        right=(1,),
    )


_NARROW: Final = (13, 0)
"""A list whose items have no lead."""


def _draw_what(what: WhatJson, page: Page) -> None:
    """All that is known about one `what`."""
    kind, written, half_life = kinds.KINDS[what["kind"]], what["written"], what["half_life_days"]
    page.heading(written)
    page.text(f"{what['definition'][:1].upper()}{what['definition'][1:]}.")
    page.line()
    weight = points(what["counts"]) + (f", as {what['scored_as']}" if what["scored_as"] else "")
    if what["counts"] != what["weight"]:
        weight += f": half of {points(what['weight'])}, for meeting is not warmth"
    fades = "after it has ended" if kind.standing else "from its day"
    modes = [mode for mode in kinds.ACTIONS if mode.startswith(f"{written}:")]
    for label, text in (
        ("WRITE", f"{_DATES[kind.dated_by]}  ACTOR {_sign(what)} ACTOR  {written}  TITLE"),
        ("FOR EXAMPLE", what["example"]),
        ("ALSO", ", ".join(what["synonyms"])),
        ("COUNTS", weight),
        ("HALF-LIFE", f"{half_life} days, {fades}" if half_life else "never counted"),
        ("DOMAIN", f"{what['domain']}, where a line names none"),
        ("MODES", ", ".join(modes)),
    ):
        if text:
            page.item(label, "", text, "", _NARROW)


def _sign(what: WhatJson) -> str:
    """What usually stands between the actors: `=` of what both do."""
    both = what["kind"] in ("contact", "engagement") or what["definition"].startswith("they ")
    return "=" if both else ">"


_DATES: Final = {"on": "DATE", "since": "SINCE", "planned": "DATE"}
"""The date that a line begins with, by how a kind is dated."""


def _draw_lenses(answer: Answer, found: FoundLenses, page: Page, look: Look) -> None:  # noqa: ARG001
    table(found.rows(), page)


KINDS_VIEW: Final = View(
    FoundKinds,
    title=lambda _, found: f"Kinds of facts: {found.what or found.find or found.kind or 'all'}",
    draw=_draw_kinds,
    formats=ROWS,
    rows=_kind_rows,
)


def _lenses_title(answer: Answer, found: FoundLenses) -> str:  # noqa: ARG001
    return "Lenses"


LENSES_VIEW: Final = View(FoundLenses, title=_lenses_title, draw=_draw_lenses, formats=ROWS)


# Sources -----------------------------------------------------------------------------------------


def _source_rows(answer: Answer, found: FoundSources) -> list[dict[str, object]]:  # noqa: ARG001
    """The origins, with days as people write them."""
    return [
        {**source_json(source), "first": day(source.first), "last": day(source.last)}
        for source in found.sources
    ]


def _draw_sources(answer: Answer, found: FoundSources, page: Page, look: Look) -> None:  # noqa: ARG001
    table(_source_rows(answer, found), page)


SOURCES_VIEW: Final = View(
    FoundSources,
    title=lambda _, found: f"Sources of {'–'.join(found.pair) if found.pair else 'all facts'}",
    draw=_draw_sources,
    formats=ROWS,
    rows=_source_rows,
)
