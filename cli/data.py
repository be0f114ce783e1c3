"""The form of text, and the vocabulary: fmt, actors, kinds, sources."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Final

import typer

from cli import common, forms
from cli.common import Format, Json, Output
from cli.record import Rejected
from cli.settings import SAMPLE, Settings, where
from domain import edtf, kinds
from domain.actors import Actor, Name, Registry
from domain.content import points
from domain.edtf import NO_FIRST, NO_LAST
from domain.refusal import Fix, InvalidInput
from projections.actors import actor_json, actors_json
from projections.sources import Source, source_json, sources_json
from projections.sources import sources as sources_of
from projections.vocabulary import kinds_json, lenses_json
from projections.words import day
from service.formats.facts import parse
from service.formats.write import document_text
from service.opening import bundled_registry
from views.page import Page

app: Final = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command("fmt")
def fmt(
    context: typer.Context,
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE...", help="A .facts file; - reads standard input, writes standard output."
        ),
    ],
    check: Annotated[
        bool,
        typer.Option(
            "--check", help="Change nothing; exit 1 if a file is not in form.", show_default=False
        ),
    ] = False,
) -> None:
    """Rewrites .facts files in their one canonical form.

    Comments and blank lines stay where they are.
    """
    settings = common.settings_of(context)
    out_of_form = 0
    registry = _registry(settings)
    for name in files:
        text = common.read_text(settings, name)
        document = parse(text, name, registry)
        if document.problems:
            raise Rejected(document.problems, 1)
        formed = document_text(document)
        if check:
            out_of_form += formed != text
            common.print_to(settings, f"{name}: {'in form' if formed == text else 'not in form'}.")
        elif name == "-":
            forms.deliver(settings, formed, "")
        elif formed != text:
            forms.deliver(settings, formed, name)
    if out_of_form:
        raise typer.Exit(1)


def _registry(settings: Settings) -> Registry:
    """The actors of the timeline in use, or the bundled ones where there is none."""
    if where(settings) == SAMPLE:
        return bundled_registry()
    with common.opened(settings) as opened:
        return opened.registry


# The vocabulary -----------------------------------------------------------------------------------


@app.command("actors")
def actors(
    context: typer.Context,
    words: Annotated[
        list[str] | None, typer.Argument(metavar="[NAME]", help="A name, alias or code.")
    ] = None,
    on: common.On = None,
    form: Format = "",
    as_json: Json = False,
    output: Output = "",
) -> None:
    """Every actor, or one with all its names, codes, dates and offices."""
    settings = common.settings_of(context)
    chosen = forms.chosen(settings, form, as_json, output, ("table", "plain", "json", "csv"))
    when = common.when(settings, on)
    with common.opened(settings) as opened:
        registry = opened.registry
        if words:
            found = registry.get(common.actor(settings, registry, " ".join(words), when.as_of.on))
            assert found is not None
            text = (
                forms.stamped(opened, actor_json(found))
                if chosen == "json"
                else _actor_page(found, when, _page(settings.width, chosen))
            )
        else:
            answer = actors_json(registry, when.as_of.on)
            text = (
                forms.stamped(opened, answer)
                if chosen == "json"
                else _table(answer["actors"], chosen, settings.width, when.said)
            )
        forms.deliver(settings, text, output)


def _page(width: int, form: str) -> Page:
    return Page(width, plain=form == "plain")


def _table(
    rows: Sequence[Mapping[str, object]], form: str, width: int, said: Sequence[str] = ()
) -> str:
    if form == "csv":
        return forms.as_csv(rows)
    page = _page(width, form)
    for line in said:
        page.text(line)
    page.table(
        [str(key).upper() for key in rows[0]] if rows else ["NOTHING"],
        [[str(cell) for cell in row.values()] for row in rows],
    )
    return page.whole


def _actor_page(actor: Actor, when: common.When, page: Page) -> str:
    page.line(f"{actor.name(when.as_of.day)}   {actor.id}   {actor.type}")
    for line in when.said:
        page.text(line)
    page.line()
    by_kind: dict[str, list[str]] = {}
    for name in actor.names:
        label = name.kind if name.language == "en" else f"{name.kind} ({name.language})"
        by_kind.setdefault(label, []).append(f"{name.text}{_when_borne(name)}")
    for label, names in by_kind.items():
        page.item(label, "", ", ".join(names), "", columns=(20, 0))
    for key, value in actor.attributes.items():
        if key != "type":
            page.item(key, "", value, "", columns=(20, 0))
    return page.whole


def _when_borne(name: Name) -> str:
    first = edtf.written(name.first) if name.first > NO_FIRST else ""
    until = edtf.written(name.last + 1) if name.last < NO_LAST else ""
    if first and until:
        return f" (from {first} until {until})"
    return f" (from {first})" if first else f" (until {until})" if until else ""


@app.command("kinds")
def list_kinds(
    context: typer.Context,
    kind: Annotated[str, typer.Argument(metavar="[KIND]", help="One kind only, or `lenses`.")] = "",
    form: Format = "",
    as_json: Json = False,
    output: Output = "",
) -> None:
    """What can happen: every kind and what, its weight in points.

    And the days after which half of it is left.
    """
    settings = common.settings_of(context)
    chosen = forms.chosen(settings, form, as_json, output, ("table", "plain", "json", "csv"))
    if kind == "lenses":
        lenses = lenses_json()
        text = _vocabulary(lenses, lenses["lenses"], chosen, settings.width)
        forms.deliver(settings, text, output)
        return
    if kind and kind not in kinds.KINDS:
        raise InvalidInput(
            f'no kind is called "{kind}".',
            *(Fix(f"detente kinds {name}") for name in (*kinds.KINDS, "lenses")),
        )
    answer = kinds_json(kind)
    rows = [
        {
            **row,
            "weight": points(row["weight"]),
            "half_life_days": row["half_life_days"] or "",
        }
        for row in answer["kinds"]
    ]
    text = _vocabulary(answer, rows, chosen, settings.width)
    if chosen in ("table", "plain") and not kind:
        domains = "\n".join(
            f"{dimension:10} {', '.join(names)}" for dimension, names in kinds.DIMENSIONS.items()
        )
        text += f"\nDOMAINS\n{domains}\n"
    forms.deliver(settings, text, output)


def _vocabulary(
    answer: Mapping[str, object], rows: Sequence[Mapping[str, object]], form: str, width: int
) -> str:
    """A part of the vocabulary, which is the same in every timeline and so has no stamp."""
    return forms.as_json(answer) if form == "json" else _table(rows, form, width)


@app.command("sources")
def sources(
    context: typer.Context,
    words: Annotated[
        list[str] | None, typer.Argument(metavar="[A B]", help="Only for the facts of two actors.")
    ] = None,
    form: Format = "",
    as_json: Json = False,
    output: Output = "",
) -> None:
    """Where the facts come from.

    Each origin with its reports, the facts that rest on it alone, and its first and last report.
    """
    settings = common.settings_of(context)
    chosen = forms.chosen(settings, form, as_json, output, ("table", "plain", "json", "csv"))
    with common.opened(settings) as opened:
        pair = (
            common.subject(settings, opened.registry, words, settings.today).pair if words else None
        )
        facts = opened.pair_facts(pair) if pair else opened.facts()
        fact_states = [fact_state for fact in facts if (fact_state := fact.as_of()) is not None]
        found = sources_of(fact_states)
        text = (
            forms.stamped(opened, sources_json(found, pair))
            if chosen == "json"
            else _table([_source_row(source) for source in found], chosen, settings.width)
        )
        forms.deliver(settings, text, output)


def _source_row(source: Source) -> dict[str, object]:
    """One origin as a row; its days as people write them."""
    return {**source_json(source), "first": day(source.first), "last": day(source.last)}
