"""Questions across time: hindsight, agenda."""

from __future__ import annotations

from typing import Annotated, Final

import typer

from cli import common
from cli.common import Format, Json, KnownOn, On, Output, RecordedBy
from cli.render import travel
from cli.render.page import Page
from projections.agenda import AHEAD, OVERDUE, agenda, item_json
from projections.agenda import SCHEMA as AGENDA_SCHEMA
from projections.hindsight import hindsight, hindsight_json
from projections.scope import Scope

app: Final = typer.Typer(rich_markup_mode=None, add_completion=False)
_UNKNOWN: Final = 3


@app.command("hindsight")
def in_hindsight(
    context: typer.Context,
    words: Annotated[list[str] | None, typer.Argument(metavar="A B [DOMAIN or #TOPIC]", help="Two actors, and what of their ties.")] = None,
    on: On = None,
    known_on: KnownOn = None,
    recorded_by: RecordedBy = None,
    form: Format = "",
    as_json: Json = False,
    output: Output = "",
) -> None:
    """What is known of a day now and was not by the end of it; what was believed then and is denied or corrected today.

    With --known-on, what was known by then instead of now.
    """
    settings = common.settings_of(context)
    chosen = common.chosen(settings, form, as_json, output, ("table", "plain", "json", "md"))
    when = common.when(settings, on, known_on, recorded_by)
    with common.opened(settings) as opened:
        subject = common.subject(settings, opened.registry, words or [], when.as_of.on)
        scope = Scope(subject.pair, subject.domain, subject.topic)
        found = hindsight(opened.pair_facts(subject.pair), subject.pair, when.as_of, scope)
        if chosen == "json":
            text = common.as_json(hindsight_json(found))
        elif chosen == "md":
            text = travel.hindsight_markdown(found, opened.registry)
        else:
            page = Page(settings.width, settings.color and chosen == "table", plain=chosen == "plain")
            text = travel.hindsight_page(found, opened.registry, page, when.said)
        common.deliver(settings, text, output)
    if not found.now.known:
        raise typer.Exit(_UNKNOWN)


@app.command("agenda")
def ahead(
    context: typer.Context,
    words: Annotated[list[str] | None, typer.Argument(metavar="[A] [B] [DOMAIN or #TOPIC]", help="One actor, two, or none.")] = None,
    overdue: Annotated[bool, typer.Option("--overdue", help="What is past its time, and no outcome known.", show_default=False)] = False,
    on: On = None,
    known_on: KnownOn = None,
    recorded_by: RecordedBy = None,
    form: Format = "",
    as_json: Json = False,
    output: Output = "",
) -> None:
    """What was ahead on a day, as it had been announced by then, and how often it had slipped."""
    settings = common.settings_of(context)
    chosen = common.chosen(settings, form, as_json, output, common.FORMATS)
    when = common.when(settings, on, known_on, recorded_by)
    with common.opened(settings) as opened:
        choice = common.choice(settings, opened, words or [], when.as_of)
        found = agenda(choice.facts, when.as_of, OVERDUE if overdue else AHEAD, choice.scope)
        rows = [item_json(item) for item in found]
        if chosen == "json":
            text = common.as_json({"schema": AGENDA_SCHEMA, "of": choice.name, "on": when.as_of.on.isoformat(), "items": rows})
        elif chosen in ("jsonl", "csv"):
            text = common.as_jsonl(rows) if chosen == "jsonl" else common.as_csv(rows)
        elif chosen == "md":
            text = travel.agenda_markdown(found, choice.name, when.as_of)
        else:
            page = Page(settings.width, settings.color and chosen == "table", plain=chosen == "plain")
            text = travel.agenda_page(found, choice.name, when, page, overdue=overdue)
        common.deliver(settings, text, output)
