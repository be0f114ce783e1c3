"""Questions: ask, state, timeline, show, history."""

from __future__ import annotations

import shlex
from dataclasses import dataclass, replace
from typing import Annotated, Final

import typer

from cli import common, exit_codes, forms
from cli.common import (
    Cite,
    Format,
    From,
    Json,
    KnownOn,
    Layers,
    On,
    Output,
    RecordedBy,
    Subject,
    To,
    When,
    Within,
)
from cli.forms import Forms, Wish
from cli.settings import Settings
from domain.fact import DESK
from domain.refusal import Fix, InvalidInput
from projections import question
from projections.lenses.lens import Lens
from projections.lenses.standing_flow import LENS
from projections.state import State
from projections.state_json import contribution_json, state_json
from projections.timeline import Span, entry_json, timeline, timeline_json
from service.timeline import Timeline
from views import state as state_page
from views.state import SECTIONS, Wanted

app: Final = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command("ask")
def ask(
    context: typer.Context,
    words: Annotated[list[str], typer.Argument(metavar="QUESTION", help="In quotes or not.")],
    cite: Cite = False,
) -> None:
    """Answers a question of a closed list of shapes.

    Prints the command that it means, then that command's answer. Nothing is guessed: a question
    out of shape gets the shapes.
    """
    settings = common.settings_of(context)
    command = question.command(" ".join(words)) + ["--cite"] * cite
    common.print_to(settings, settings.command(shlex.join(["detente", *command])))
    group = context.parent.command if context.parent else context.command
    with group.make_context(
        "detente", command, obj=replace(settings, argv=tuple(command))
    ) as inner:
        group.invoke(inner)


@app.command("state")
def state(
    context: typer.Context,
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="A B [DOMAIN or #TOPIC]",
            help="Two actors by name or code, and what of their ties.",
        ),
    ] = None,
    on: On = None,
    known_on: KnownOn = None,
    recorded_by: RecordedBy = None,
    lens: Annotated[
        str,
        typer.Option(
            "--lens",
            metavar="NAME",
            help="How facts become figures; `all` shows the spread.",
            show_default=False,
        ),
    ] = "",
    why: Annotated[
        bool, typer.Option("--why", help="Show what every fact counts for.", show_default=False)
    ] = False,
    only: Annotated[
        str,
        typer.Option(
            "--only", metavar="SECTION", help="One section: in-force, ahead, …", show_default=False
        ),
    ] = "",
    brief: Annotated[
        bool,
        typer.Option(
            "--brief", help="Verdict, figures, what is in force and ahead.", show_default=False
        ),
    ] = False,
    all_facts: Annotated[
        bool, typer.Option("--all", help="Show every fact of each section.", show_default=False)
    ] = False,
    layer: Layers = None,
    cite: Cite = False,
    form: Format = "",
    as_json: Json = False,
    output: Output = "",
) -> None:
    """The state of two actors' ties on a day.

    Verdict and reasons, figures, what is in force, ahead, disputed. Unknown is not neutral: where
    nothing is known, the exit code is 3.
    """
    settings = common.settings_of(context)
    wanted = Wanted(_section(only), all_facts, why, brief)
    wish = forms.wish(settings, form, as_json, output, cite)
    when = common.when(settings, on, known_on, recorded_by)
    through = None if lens == ALL_LENSES else common.lens(lens)
    with common.opened(settings) as opened:
        subject = common.subject(settings, opened.registry, words or [], when.as_of.on)
        if layer:
            label = _of_layers(
                settings, opened, layer, Question(subject, when, through, wanted), wish
            )
            raise typer.Exit(exit_codes.UNKNOWN if label == "unknown" else 0)
        if through is None:
            _spread(opened, subject, when, wish)
            return
        answer = opened.state(subject.pair, when.as_of, subject.scope, through)
        wish.give(opened, _state_forms(opened, answer, when, wanted))
    if answer.label == "unknown":
        raise typer.Exit(exit_codes.UNKNOWN)


ALL_LENSES: Final = "all"


@dataclass(frozen=True)
class Question:
    """What is asked of each of several layers; no lens stands for all of them."""

    subject: Subject
    when: When
    lens: Lens | None
    wanted: Wanted


def _of_layers(
    settings: Settings, opened: Timeline, names: list[str], asked: Question, wish: Wish
) -> str:
    """Gives the state of ties as each of some layers has it, one after the other.

    The label of the first that knows any.
    """
    from cli import layers

    if asked.lens is None:
        raise InvalidInput(
            "every lens of a layer is asked for one by one.",
            Fix("--lens plover-net@1"),
            Fix("--lens standing-flow@1"),
        )
    parts: list[tuple[str, Forms]] = []
    labels: list[str] = []
    for name in layers.chosen(settings, opened, names):
        if name != DESK and asked.lens is LENS:
            forms, answer = layers.state_forms(
                layers.Asked(opened, name, asked.subject, asked.when)
            )
            label = answer.label
        else:
            folded = opened.state(
                asked.subject.pair, asked.when.as_of, asked.subject.scope, asked.lens, name
            )
            forms, label = _state_forms(opened, folded, asked.when, asked.wanted), folded.label
        parts.append((name, forms))
        labels.append(label)
    wish.give(opened, layers.together(parts))
    return next((label for label in labels if label != "unknown"), "unknown")


def _section(only: str) -> str:
    if only and only not in SECTIONS:
        raise InvalidInput(
            f'no section is called "{only}".', *(Fix(f"--only {name}") for name in SECTIONS)
        )
    return only


def _state_forms(opened: Timeline, answer: State, when: When, wanted: Wanted) -> Forms:
    plain = state_json(answer)
    names = {actor: opened.registry.name(actor, answer.as_of.day) for actor in answer.pair}
    return Forms(
        title=f"State of ties: {state_page.title(answer, opened.registry)}",
        json=lambda: plain,
        page=lambda page: state_page.render(
            answer, opened.registry, opened.store_name, page, wanted, when.said
        ),
        rows=lambda: _contributions(answer),
        verdict=state_page.told_figures(answer),
        beside={"names": names},
        hints=(() if wanted.why else ("Why: --why",)) + ("Cite: --cite",) if answer.known else (),
    )


def _contributions(answer: State) -> list[dict[str, object]]:
    return [
        {**contribution_json(pair_fact), "title": pair_fact.content.title}
        for pair_fact in answer.contributions
    ]


def _spread(opened: Timeline, subject: Subject, when: When, wish: Wish) -> None:
    """The answer through every lens."""
    from projections.spread import row_json, spread, spread_json
    from views import spread as spread_page

    found = spread(opened.pair_facts(subject.pair), subject.pair, when.as_of, subject.scope)
    answer = Forms(
        title=f"State of ties through every lens: {state_page.title(found[0], opened.registry)}",
        json=lambda: spread_json(found),
        page=lambda page: spread_page.render(found, opened.registry, page, when.said),
        rows=lambda: [row_json(each) for each in found],
    )
    wish.give(opened, answer)
    if not found[0].known:
        raise typer.Exit(exit_codes.UNKNOWN)


@app.command("timeline")
def facts_in_order(
    context: typer.Context,
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="[A] [B] [DOMAIN or #TOPIC]", help="One actor, two, or none."),
    ] = None,
    start: From = "",
    end: To = "",
    within: Within = "",
    last: Annotated[
        int | None,
        typer.Option("--last", metavar="N", help="The last N only.", min=1, show_default=False),
    ] = None,
    layer: Layers = None,
    on: On = None,
    known_on: KnownOn = None,
    recorded_by: RecordedBy = None,
    cite: Cite = False,
    form: Format = "",
    as_json: Json = False,
    output: Output = "",
) -> None:
    """Facts in order of when they happened or began.

    + happened, ? disputed, > announced, x cancelled, ~ retracted.
    """
    from views import timeline as timeline_page

    settings = common.settings_of(context)
    wish = forms.wish(settings, form, as_json, output, cite)
    when = common.when(settings, on, known_on, recorded_by)
    period = common.period(settings, start, end, within)
    with common.opened(settings) as opened:
        choice = common.choice(
            settings, opened, words or [], when.as_of, _layers(settings, opened, layer)
        )
        entries = timeline(choice.facts, when.as_of, Span(period.window), choice.scope)
        shown = entries[-last:] if last else entries
        title = timeline_page.heading(choice.name, when.as_of, period)
        answer = Forms(
            title=f"Timeline: {title}",
            json=lambda: timeline_json(shown, choice.whose, when.as_of, Span(period.window)),
            page=lambda page: timeline_page.render(shown, len(entries), title, page, when.said),
            rows=lambda: [entry_json(entry) for entry in shown],
        )
        wish.give(opened, answer)
    if not entries:
        raise typer.Exit(exit_codes.UNKNOWN)


def _layers(settings: Settings, opened: Timeline, names: list[str] | None) -> list[str]:
    if not names:
        return [DESK]
    from cli import layers

    return layers.chosen(settings, opened, names)


@app.command("show")
def show(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="FACT", help="Its handle.")],
    on: On = None,
    known_on: KnownOn = None,
    recorded_by: RecordedBy = None,
    cite: Cite = False,
    form: Format = "",
    as_json: Json = False,
    output: Output = "",
) -> None:
    """One fact: what it says, who says so, how it stands, and what it weighs."""
    from projections.fact_record import fact_json
    from views import fact as fact_page

    settings = common.settings_of(context)
    wish = forms.wish(settings, form, as_json, output, cite, ("table", "plain", "json", "md"))
    when = common.when(settings, on, known_on, recorded_by)
    with common.opened(settings) as opened:
        fact = opened.fact(name)
        fact_state = fact.as_of(when.as_of.known_day, when.as_of.recorded_instant)
        if fact_state is None:
            common.print_to(
                settings,
                "\n".join((*when.said, common.not_known(settings, opened, fact, when.as_of))),
            )
            raise typer.Exit(exit_codes.UNKNOWN)
        answer = Forms(
            title=f"Fact: {fact_state.content.title} ^{fact.name}{fact_page.fixed(when.as_of)}",
            json=lambda: fact_json(fact_state, when.as_of),
            page=lambda page: fact_page.render(
                fact_state, when.as_of, opened.registry, page, when.said
            ),
        )
        wish.give(opened, answer)


@app.command("history")
def history(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="FACT", help="Its handle.")],
    cite: Cite = False,
    form: Format = "",
    as_json: Json = False,
    output: Output = "",
) -> None:
    """Everything ever recorded of one fact.

    When it was known, when it was recorded, by whom and why.
    """
    from projections.history import event_json, history_json
    from views import fact as fact_page

    settings = common.settings_of(context)
    wish = forms.wish(settings, form, as_json, output, cite)
    with common.opened(settings) as opened:
        fact = opened.fact(name)
        answer = Forms(
            title=f"History of a fact: {fact_page.history_title(fact)}",
            json=lambda: history_json(fact),
            page=lambda page: fact_page.history(fact, page),
            rows=lambda: [event_json(event) for event in fact.events],
        )
        wish.give(opened, answer)
