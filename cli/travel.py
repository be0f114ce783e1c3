"""Questions across time and actors: why, diff, hindsight, agenda, board."""

from __future__ import annotations

from typing import Annotated, Final

import typer

from cli import common, forms
from cli.common import Format, Json, KnownOn, On, Output, RecordedBy, When
from cli.forms import Forms
from cli.render import travel
from cli.settings import Settings
from domain import kinds
from domain.problem import Mend, Refused
from projections.agenda import AHEAD, OVERDUE, agenda, item_json
from projections.agenda import SCHEMA as AGENDA_SCHEMA
from projections.board import SCHEMA as BOARD_SCHEMA
from projections.board import board, line_json
from projections.diff import diff, diff_json
from projections.hindsight import hindsight, hindsight_json
from projections.state import state
from projections.why import why, why_json

app: Final = typer.Typer(rich_markup_mode=None, add_completion=False)


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
    chosen = forms.chosen(settings, form, as_json, output, ("table", "plain", "json", "md"))
    when = common.when(settings, on, known_on, recorded_by)
    with common.opened(settings) as opened:
        subject = common.subject(settings, opened.registry, words or [], when.as_of.on)
        found = hindsight(opened.pair_facts(subject.pair), subject.pair, when.as_of, subject.scope)
        answer = Forms(
            json=lambda: hindsight_json(found),
            page=lambda page: travel.hindsight_page(found, opened.registry, page, when.said),
            markdown=lambda: travel.hindsight_markdown(found, opened.registry),
        )
        forms.deliver(settings, forms.shown(settings, chosen, answer), output)
    if not found.now.known:
        raise typer.Exit(common.UNKNOWN)


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
    chosen = forms.chosen(settings, form, as_json, output, forms.FORMATS)
    when = common.when(settings, on, known_on, recorded_by)
    with common.opened(settings) as opened:
        choice = common.choice(settings, opened, words or [], when.as_of)
        found = agenda(choice.facts, when.as_of, OVERDUE if overdue else AHEAD, choice.scope)
        rows = [item_json(item) for item in found]
        answer = Forms(
            json=lambda: {"schema": AGENDA_SCHEMA, "of": choice.name, "on": when.as_of.on.isoformat(), "items": rows},
            page=lambda page: travel.agenda_page(found, choice.name, when, page, overdue=overdue),
            markdown=lambda: travel.agenda_markdown(found, choice.name, when.as_of),
            rows=lambda: rows,
        )
        forms.deliver(settings, forms.shown(settings, chosen, answer), output)


@app.command("why")
def account(
    context: typer.Context,
    words: Annotated[list[str] | None, typer.Argument(metavar="A B [DOMAIN or #TOPIC]", help="Two actors, and what of their ties.")] = None,
    on: On = None,
    known_on: KnownOn = None,
    recorded_by: RecordedBy = None,
    form: Format = "",
    as_json: Json = False,
    output: Output = "",
) -> None:
    """The account of a figure: what each fact counts for, the answer without it, and how it moved in 30 days."""
    settings = common.settings_of(context)
    chosen = forms.chosen(settings, form, as_json, output, ("table", "plain", "json"))
    when = common.when(settings, on, known_on, recorded_by)
    with common.opened(settings) as opened:
        subject = common.subject(settings, opened.registry, words or [], when.as_of.on)
        found = why(opened.pair_facts(subject.pair), subject.pair, when.as_of, subject.scope)
        answer = Forms(
            json=lambda: why_json(found),
            page=lambda page: travel.why_page(found, opened.registry, page, when.said),
        )
        forms.deliver(settings, forms.shown(settings, chosen, answer), output)
    if not found.answer.known:
        raise typer.Exit(common.UNKNOWN)


@app.command("diff")
def difference(
    context: typer.Context,
    words: Annotated[
        list[str] | None, typer.Argument(metavar="A B [DOMAIN or #TOPIC] [DAY1 DAY2]", help="Two actors, and two days.")
    ] = None,
    on: On = None,
    known_on: KnownOn = None,
    and_known_on: Annotated[
        str | None, typer.Option("--and-known-on", metavar="DATE", help="The other day of knowing, for one --on.", show_default=False)
    ] = None,
    exit_code: Annotated[bool, typer.Option("--exit-code", help="Exit with 1 if they differ.", show_default=False)] = False,
    form: Format = "",
    as_json: Json = False,
    output: Output = "",
) -> None:
    """What changed between two days, or between two days of knowing one day, and because of which facts.

    What the facts moved and what fading took adds up to the difference.
    """
    settings = common.settings_of(context)
    chosen = forms.chosen(settings, form, as_json, output, ("table", "plain", "json", "md"))
    rest, first, second = _two_points(settings, words or [], on, known_on, and_known_on)
    with common.opened(settings) as opened:
        subject = common.subject(settings, opened.registry, rest, second.as_of.on)
        facts = opened.pair_facts(subject.pair)
        found = diff(*(state(facts, subject.pair, when.as_of, subject.domain, subject.topic) for when in (first, second)))
        answer = Forms(
            json=lambda: diff_json(found),
            page=lambda page: travel.diff_page(found, opened.registry, page, (*first.said, *second.said)),
            markdown=lambda: travel.diff_markdown(found, opened.registry),
        )
        forms.deliver(settings, forms.shown(settings, chosen, answer), output)
    if not found.before.known and not found.after.known:
        raise typer.Exit(common.UNKNOWN)
    if exit_code and not found.empty:
        raise typer.Exit(1)


def _two_points(
    settings: Settings, words: list[str], on: str | None, known_on: str | None, and_known_on: str | None
) -> tuple[list[str], When, When]:
    """The words that are left, and the two points on the clocks: two days, or one day known on two."""
    if and_known_on is not None:
        if known_on is None:
            raise Refused("two days of knowing are needed.", Mend(f"--known-on 2022-02-26 --and-known-on {and_known_on}"))
        return words, common.when(settings, on, known_on), common.when(settings, on, and_known_on)
    if len(words) < 3 or on is not None:
        raise Refused("name two actors and two days.", Mend("detente diff turkey russia 2022-02-23 2022-03-05"))
    first, second = (common.when(settings, text, known_on) for text in words[-2:])
    return words[:-2], first, second


@app.command("board")
def all_ties(
    context: typer.Context,
    words: Annotated[list[str] | None, typer.Argument(metavar="A", help="One actor.")] = None,
    domain: Annotated[str, typer.Option("--domain", metavar="DOMAIN", help="One domain only.", show_default=False)] = "",
    on: On = None,
    known_on: KnownOn = None,
    recorded_by: RecordedBy = None,
    form: Format = "",
    as_json: Json = False,
    output: Output = "",
) -> None:
    """All ties of one actor on a day, a line each, the best balance first."""
    settings = common.settings_of(context)
    chosen = forms.chosen(settings, form, as_json, output, forms.FORMATS)
    when = common.when(settings, on, known_on, recorded_by)
    only = kinds.read_domain(domain) if domain else ""
    with common.opened(settings) as opened:
        text = " ".join(words or [])
        if not text:
            raise Refused("name an actor.", Mend("detente board turkey"))
        actor = common.actor(settings, opened.registry, text, when.as_of.on)
        found = board(opened.actor_facts(actor), actor, when.as_of, only)
        rows = [{**line_json(line), "name": opened.registry.name(line.other, when.as_of.day)} for line in found]
        head = {"schema": BOARD_SCHEMA, "actor": actor, "on": when.as_of.on.isoformat(), "domain": only or None}
        answer = Forms(
            json=lambda: {**head, "lines": rows},
            page=lambda page: travel.board_page(found, actor, opened.registry, when, page, only),
            markdown=lambda: travel.board_markdown(found, actor, opened.registry, when),
            rows=lambda: rows,
        )
        forms.deliver(settings, forms.shown(settings, chosen, answer), output)
    if not found:
        raise typer.Exit(common.UNKNOWN)
