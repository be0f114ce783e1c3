"""Questions in plain words, and of one fact: ask, show, history."""

from __future__ import annotations

from typing import Annotated, Final

import typer

from cli import common, exit_codes, forms, questions
from cli.common import Cite, Format, Json, KnownOn, On, Output, RecordedBy
from cli.forms import Forms
from projections import english
from projections.questions.index import question_class
from views.command import command

app: Final = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command("ask")
def ask(
    context: typer.Context,
    words: Annotated[list[str], typer.Argument(metavar="QUESTION", help="In quotes or not.")],
    cite: Cite = False,
    form: Format = "",
    as_json: Json = False,
    output: Output = "",
) -> None:
    """Answers a question of a closed list of shapes.

    Prints the command that it means, then that command's answer. Nothing is guessed: a question
    out of shape gets the shapes.
    """
    settings = common.settings_of(context)
    found = english.read(" ".join(words))
    wanted = {"format": form, "json": as_json, "output": output, "cite": cite}
    options = {**wanted, **found.options, "words": list(found.words)}
    question = question_class(found.name)
    with common.opened(settings) as timeline, questions.corrected(settings):
        typed = questions.typed_of(settings, timeline, options)
        asked = question.read(typed)
        common.print_to(settings, settings.command(command(asked, typed.given)))
        answer = timeline.ask(asked)
        form_of = questions.output_of(settings, options)
        questions.give(settings, timeline, answer, form_of, typed.notes, typed.given)
    code = questions.exit_code(answer, options)
    if code:
        raise typer.Exit(code)


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
            json=lambda: fact_page.fact_json(fact_state, when.as_of),
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
    from views import fact as fact_page

    settings = common.settings_of(context)
    wish = forms.wish(settings, form, as_json, output, cite)
    with common.opened(settings) as opened:
        fact = opened.fact(name)
        answer = Forms(
            title=f"History of a fact: {fact_page.history_title(fact)}",
            json=lambda: fact_page.history_json(fact),
            page=lambda page: fact_page.history(fact, page),
            rows=lambda: [fact_page.event_json(event) for event in fact.events],
        )
        wish.give(opened, answer)
