"""Who is who, what can happen, who says what: on a screen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from domain import edtf, kinds
from domain.actors import Actor, Name
from domain.content import points
from domain.edtf import NO_FIRST, NO_LAST
from projections.answer import Answer
from projections.questions.actors import FoundActor, FoundActors
from projections.questions.kinds import FoundKinds, FoundLenses
from projections.questions.sources import FoundSources
from projections.sources import source_json
from projections.vocabulary import kinds_json
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
        {**row, "weight": points(row["weight"]), "half_life_days": row["half_life_days"] or ""}
        for row in kinds_json(found.kind)["kinds"]
    ]


def _draw_kinds(answer: Answer, found: FoundKinds, page: Page, look: Look) -> None:  # noqa: ARG001
    table(_kind_rows(answer, found), page)
    if found.kind:
        return
    page.line()
    page.line("DOMAINS")
    for dimension, names in kinds.DIMENSIONS.items():
        page.line(f"{dimension:10} {', '.join(names)}")


def _draw_lenses(answer: Answer, found: FoundLenses, page: Page, look: Look) -> None:  # noqa: ARG001
    table(found.rows(), page)


KINDS_VIEW: Final = View(
    FoundKinds,
    title=lambda _, found: f"Kinds of facts: {found.kind or 'all'}",
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
