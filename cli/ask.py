"""Questions: ask, state, timeline, show, history."""

from __future__ import annotations

import shlex
from typing import Annotated, Final

import typer

from cli import common, forms
from cli.common import Format, Json, KnownOn, On, Output, RecordedBy, When
from cli.forms import Forms
from cli.render import state as state_page
from cli.render.state import SECTIONS, Stamp, Wanted
from cli.settings import Settings
from domain.problem import Mend, Refused
from projections import question
from projections.state import State
from projections.state_json import answer_id, state_json
from projections.timeline import SCHEMA as TIMELINE_SCHEMA
from projections.timeline import Span, entry_json, timeline
from service.timeline import Timeline

app: Final = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command("ask")
def ask(context: typer.Context, words: Annotated[list[str], typer.Argument(metavar="QUESTION", help="In quotes or not.")]) -> None:
    """Answers a question of a closed list of shapes: prints the command that it means, then that command's answer.

    Nothing is guessed: a question out of shape gets the shapes.
    """
    settings = common.settings_of(context)
    command = question.command(" ".join(words))
    common.print_to(settings, shlex.join(["detente", *command]))
    group = context.parent.command if context.parent else context.command
    with group.make_context("detente", command, obj=settings) as inner:
        group.invoke(inner)


@app.command("state")
def state(
    context: typer.Context,
    words: Annotated[
        list[str] | None, typer.Argument(metavar="A B [DOMAIN or #TOPIC]", help="Two actors by name or code, and what of their ties.")
    ] = None,
    on: On = None,
    known_on: KnownOn = None,
    recorded_by: RecordedBy = None,
    why: Annotated[bool, typer.Option("--why", help="Show what every fact counts for.", show_default=False)] = False,
    only: Annotated[str, typer.Option("--only", metavar="SECTION", help="One section: in-force, ahead, …", show_default=False)] = "",
    brief: Annotated[bool, typer.Option("--brief", help="Verdict, figures, what is in force and ahead.", show_default=False)] = False,
    all_facts: Annotated[bool, typer.Option("--all", help="Show every fact of each section.", show_default=False)] = False,
    form: Format = "",
    as_json: Json = False,
    output: Output = "",
) -> None:
    """The state of two actors' ties on a day: verdict and reasons, figures, what is in force, ahead, disputed.

    Unknown is not neutral: where nothing is known, the exit code is 3.
    """
    settings = common.settings_of(context)
    wanted = Wanted(_section(only), all_facts, why, brief)
    chosen = forms.chosen(settings, form, as_json, output, forms.FORMATS)
    when = common.when(settings, on, known_on, recorded_by)
    with common.opened(settings) as opened:
        subject = common.subject(settings, opened.registry, words or [], when.as_of.on)
        answer = opened.state(subject.pair, when.as_of, subject.domain, subject.topic)
        forms.deliver(settings, _state_text(opened, answer, when, chosen, wanted, settings), output)
    if answer.label == "unknown":
        raise typer.Exit(common.UNKNOWN)


def _section(only: str) -> str:
    if only and only not in SECTIONS:
        raise Refused(f'"{only}" is no section of an answer.', *(Mend(f"--only {name}") for name in SECTIONS))
    return only


def _state_text(opened: Timeline, answer: State, when: When, form: str, wanted: Wanted, settings: Settings) -> str:
    plain = state_json(answer)
    head = opened.head()
    stamp = Stamp(opened.store_name, head.position, answer_id(plain))
    if form == "json":
        names = {actor: opened.registry.name(actor, answer.as_of.day) for actor in answer.pair}
        stamped = {"store": stamp.store, "position": head.position, "digest": head.digest.hex(), "answer": stamp.answer}
        return forms.as_json({**plain, "names": names, "stamp": stamped})
    if form in ("jsonl", "csv"):
        rows = [{**row, "title": t.content.title} for row, t in zip(_rows(plain), answer.contributions, strict=True)]
        return forms.as_jsonl(rows) if form == "jsonl" else forms.as_csv(rows)
    if form == "md":
        from cli.render import markdown

        return markdown.render(answer, opened.registry, stamp, wanted, when.said)
    page = forms.page(settings, form)
    return state_page.render(answer, opened.registry, stamp, page, wanted, when.said)


def _rows(plain: dict[str, object]) -> list[dict[str, object]]:
    rows = plain["contributions"]
    assert isinstance(rows, list)
    return rows


@app.command("timeline")
def facts_in_order(
    context: typer.Context,
    words: Annotated[list[str] | None, typer.Argument(metavar="[A] [B] [DOMAIN or #TOPIC]", help="One actor, two, or none.")] = None,
    start: Annotated[str, typer.Option("--from", metavar="DATE", show_default=False)] = "",
    end: Annotated[str, typer.Option("--to", metavar="DATE", show_default=False)] = "",
    within: Annotated[
        str, typer.Option("-p", "--period", metavar="PERIOD", help="2022-03, 2022-Q1, since 2022 …", show_default=False)
    ] = "",
    last: Annotated[int | None, typer.Option("--last", metavar="N", help="The last N only.", min=1, show_default=False)] = None,
    on: On = None,
    known_on: KnownOn = None,
    recorded_by: RecordedBy = None,
    form: Format = "",
    as_json: Json = False,
    output: Output = "",
) -> None:
    """Facts in order of when they happened or began: + happened, ? disputed, > announced, x cancelled, ~ retracted."""
    from cli.render import timeline as timeline_page

    settings = common.settings_of(context)
    chosen = forms.chosen(settings, form, as_json, output, forms.FORMATS)
    when = common.when(settings, on, known_on, recorded_by)
    period = common.period(settings, start, end, within)
    span = Span(period.window)
    with common.opened(settings) as opened:
        choice = common.choice(settings, opened, words or [], when.as_of)
        entries, name = timeline(choice.facts, when.as_of, span, choice.scope), choice.name
        shown = entries[-last:] if last else entries
        rows = [entry_json(entry) for entry in shown]
        answer = Forms(
            json=lambda: {"schema": TIMELINE_SCHEMA, "of": name, "entries": rows},
            page=lambda page: timeline_page.render(shown, len(entries), name, when, page),
            markdown=lambda: timeline_page.markdown(shown, name, when.as_of),
            rows=lambda: rows,
        )
        forms.deliver(settings, forms.shown(settings, chosen, answer), output)
    if not entries:
        raise typer.Exit(common.UNKNOWN)


@app.command("show")
def show(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="FACT", help="Its handle.")],
    on: On = None,
    known_on: KnownOn = None,
    recorded_by: RecordedBy = None,
    form: Format = "",
    as_json: Json = False,
    output: Output = "",
) -> None:
    """One fact: what it says, who says so, how it stands, and what it weighs."""
    from cli.render import fact as fact_page

    settings = common.settings_of(context)
    chosen = forms.chosen(settings, form, as_json, output, ("table", "plain", "json"))
    when = common.when(settings, on, known_on, recorded_by)
    with common.opened(settings) as opened:
        fact = opened.fact(name)
        reading = fact.read(when.as_of.known_day, when.as_of.recorded_instant)
        if reading is None:
            common.print_to(settings, f'"{fact.handle}" was not known then.')
            raise typer.Exit(common.UNKNOWN)
        if chosen == "json":
            text = forms.as_json(fact_page.fact_json(reading, when.as_of.day))
        else:
            text = fact_page.render(reading, when.as_of, opened.registry, forms.page(settings, chosen))
        forms.deliver(settings, text, output)


@app.command("history")
def history(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="FACT", help="Its handle.")],
    form: Format = "",
    as_json: Json = False,
    output: Output = "",
) -> None:
    """Everything ever recorded of one fact: when it was known, when it was recorded, by whom and why."""
    from cli.render import fact as fact_page

    settings = common.settings_of(context)
    chosen = forms.chosen(settings, form, as_json, output, ("table", "plain", "json", "jsonl"))
    with common.opened(settings) as opened:
        fact = opened.fact(name)
        rows = [fact_page.event_json(event) for event in fact.events]
        if chosen == "json":
            text = forms.as_json({"schema": fact_page.HISTORY_SCHEMA, "fact": fact.id, "events": rows})
        elif chosen == "jsonl":
            text = forms.as_jsonl(rows)
        else:
            text = fact_page.history(fact, forms.page(settings, chosen))
        forms.deliver(settings, text, output)
