"""The form of text, and the vocabulary: fmt, actors, kinds, sources."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
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
from domain.fact import FactState
from domain.kinds import What
from domain.refusal import Fix, InvalidInput
from projections.lenses.named import LENSES
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
            answer: dict[str, object] = {"schema": "detente/actor@1", **_actor_json(found)}
            text = (
                forms.stamped(opened, answer)
                if chosen == "json"
                else _actor_page(found, when, _page(settings.width, chosen))
            )
        else:
            rows: list[dict[str, object]] = [
                {"id": actor.id, "type": actor.type, "name": actor.name(when.as_of.day)}
                for actor in registry
                if actor.type != "elsewhere"
            ]
            answer = {"schema": "detente/actors@1", "on": when.as_of.on.isoformat(), "actors": rows}
            text = (
                forms.stamped(opened, answer)
                if chosen == "json"
                else _table(rows, chosen, settings.width, when.said)
            )
        forms.deliver(settings, text, output)


def _page(width: int, form: str) -> Page:
    return Page(width, plain=form == "plain")


def _table(rows: list[dict[str, object]], form: str, width: int, said: Sequence[str] = ()) -> str:
    if form == "json":
        return forms.as_json(rows)
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


def _actor_json(actor: Actor) -> dict[str, object]:
    return {
        "id": actor.id,
        "type": actor.type,
        "names": [
            {
                "name": name.text,
                "kind": name.kind,
                "language": name.language,
                "from": edtf.written(name.first) if name.first > NO_FIRST else None,
                "until": edtf.written(name.last + 1) if name.last < NO_LAST else None,
            }
            for name in actor.names
        ],
        "attributes": dict(actor.attributes),
    }


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
        rows: list[dict[str, object]] = [{"lens": lens.name, "does": lens.does} for lens in LENSES]
        forms.deliver(settings, _vocabulary("lenses", rows, chosen, settings.width), output)
        return
    if kind and kind not in kinds.KINDS:
        raise InvalidInput(
            f'no kind is called "{kind}".',
            *(Fix(f"detente kinds {name}") for name in (*kinds.KINDS, "lenses")),
        )
    found = [
        (name, What(name, what), weight)
        for name in kinds.KINDS
        if kind in ("", name)
        for what, weight in (kinds.KINDS[name].whats or {}).items()
    ]
    free = [name for name in kinds.KINDS if kinds.KINDS[name].whats is None and kind in ("", name)]
    if chosen == "json":
        whats: list[dict[str, object]] = [
            dict[str, object](
                kind=name,
                written=what.written,
                weight=weight,
                half_life_days=what.half_life,
            )
            for name, what, weight in found
        ]
        whats += [
            dict[str, object](kind=name, written=f"{name}:SLUG", weight=0, half_life_days=None)
            for name in free
        ]
        forms.deliver(settings, _vocabulary("kinds", whats, chosen, settings.width), output)
        return
    rows = [
        dict[str, object](
            kind=name,
            written=what.written,
            weight=points(weight),
            half_life_days=what.half_life,
        )
        for name, what, weight in found
    ]
    rows += [
        dict[str, object](kind=name, written=f"{name}:SLUG", weight="0", half_life_days="")
        for name in free
    ]
    text = _vocabulary("kinds", rows, chosen, settings.width)
    if chosen in ("table", "plain") and not kind:
        domains = "\n".join(
            f"{dimension:10} {', '.join(names)}" for dimension, names in kinds.DIMENSIONS.items()
        )
        text += f"\nDOMAINS\n{domains}\n"
    forms.deliver(settings, text, output)


def _vocabulary(name: str, rows: list[dict[str, object]], form: str, width: int) -> str:
    """A part of the vocabulary, which is the same in every timeline and so bears no stamp."""
    return (
        forms.as_json({"schema": f"detente/{name}@1", name: rows})
        if form == "json"
        else _table(rows, form, width)
    )


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
        if chosen == "json":
            asked = {"a": pair.a if pair else None, "b": pair.b if pair else None}
            text = forms.stamped(
                opened,
                {
                    "schema": "detente/sources@1",
                    **asked,
                    "sources": _source_rows(fact_states, edtf.written),
                },
            )
        else:
            text = _table(_source_rows(fact_states, day), chosen, settings.width)
        forms.deliver(settings, text, output)


def _source_rows(
    fact_states: list[FactState], dated: Callable[[int], str]
) -> list[dict[str, object]]:
    """Each origin with its reports; days as they are to be written."""
    reports: Counter[str] = Counter()
    alone: Counter[str] = Counter()
    days: dict[str, list[int]] = {}
    for fact_state in fact_states:
        named = [
            (known, report.source) for known, report in fact_state.reports if report is not None
        ]
        for known, source in named:
            reports[source] += 1
            days.setdefault(source, []).append(known)
        found = {source for _, source in named}
        alone.update(found if len(found) == 1 else ())
    return [
        {
            "origin": source,
            "reports": number,
            "alone": alone[source],
            "first": dated(min(days[source])),
            "last": dated(max(days[source])),
        }
        for source, number in sorted(reports.items(), key=lambda item: (-item[1], item[0]))
    ]
