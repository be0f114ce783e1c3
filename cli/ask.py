"""A question in plain words: ask."""

from __future__ import annotations

from typing import Annotated, Final

import typer

from cli import common, questions
from cli.common import Cite, Format, Json, Output
from projections.english.reading import read as read_words
from projections.question import Question
from projections.questions.index import question_class
from projections.typed_question import Typed
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
    """Answers a question in plain words.

    Prints the command that it means, then that command's answer. Nothing is guessed: a question
    with a word that is not understood is refused, with the closest commands.
    """
    settings = common.settings_of(context)

    with common.opened(settings) as timeline, questions.corrected(settings):
        found = read_words(" ".join(words), timeline.registry, settings.today, timeline.facts)

        def spell(asked: Question, typed: Typed) -> None:
            common.print_to(settings, settings.command(command(asked, typed.given)))
            if found.wider:
                common.print_to(settings, _WIDER)

        wanted = {"format": form, "json": as_json, "output": output, "cite": cite}
        options = {**wanted, **found.options, "words": list(found.words)}
        questions.answer_from(settings, timeline, question_class(found.name), options, spell)


_WIDER: Final = "No fact is just what was asked; this lists all around it."
