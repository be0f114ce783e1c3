"""Every question as a command: words and options read into a question, its answer shown."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from typing import Annotated, Any, cast

import typer

from cli import common
from cli.output import Output
from cli.settings import Settings
from domain.layers import machine_coded
from domain.refusal import Fix, InvalidInput, NotADate, UnknownActor
from projections.answer import Answer
from projections.question import Question
from projections.questions.index import QUESTIONS, question_class
from projections.typed_question import Note, Typed
from service.store.errors import OUTDATED
from service.timeline import Timeline
from views.index import view_of
from views.options import OF_ANSWERS, OPTIONS, Option
from views.outcome import outcome
from views.view import Look

NAMES = {listed.command: listed.name for listed in QUESTIONS}
"""The name of a question by its command."""


def command_of(verb: str) -> typer.Typer:
    """A question's command, with the options that the question takes."""
    question = question_class(NAMES[verb])
    app = typer.Typer(rich_markup_mode=None, add_completion=False)
    app.command(verb)(_function(question))
    return app


def _function(question: type[Question]) -> Callable[..., None]:
    """What the library calls: a function whose parameters are the question's words and options."""

    def run(context: typer.Context, **given: Any) -> None:  # as the library read them
        answer_to(context, question, given)

    parameters: dict[str, tuple[Any, object]] = {
        "context": (typer.Context, inspect.Parameter.empty)
    }
    metavar, meaning = question.words
    if metavar:
        words = typer.Argument(metavar=metavar, help=meaning)
        parameters["words"] = (Annotated[list[str] | None, words], None)
    for name in (*question.options, *OF_ANSWERS):
        parameters[_parameter(name)] = _as_parameter(OPTIONS[name])
    kind = inspect.Parameter.POSITIONAL_OR_KEYWORD
    run.__signature__ = inspect.Signature(  # type: ignore[attr-defined]  # where the library looks
        [
            inspect.Parameter(name, kind, default=default, annotation=annotation)
            for name, (annotation, default) in parameters.items()
        ]
    )
    run.__annotations__ = {name: annotation for name, (annotation, _) in parameters.items()}
    run.__doc__ = question.__doc__
    return run


def _as_parameter(option: Option) -> tuple[Any, object]:
    """An option as the library reads it, and what it is where it is not given."""
    read = typer.Option(
        *option.flags, metavar=option.metavar, help=option.help, show_default=False,
        min=option.least,
    )  # fmt: skip
    if option.kind is bool:
        return Annotated[bool, read], False
    return Annotated[list[str] | None if option.kind is list else option.kind | None, read], None


def _parameter(name: str) -> str:
    """An option as a parameter of a function: `from` and `all` mean something else there."""
    return f"{name}_"


def answer_to(context: typer.Context, question: type[Question], given: Mapping[str, Any]) -> None:
    """Reads a question, asks it, shows the answer, and ends with the exit code that it means."""
    options = {name.removesuffix("_"): value for name, value in given.items()}
    answer_options(common.settings_of(context), question, options)


def answer_options(
    settings: Settings,
    question: type[Question],
    options: Mapping[str, Any],
    before: Callable[[Question, Typed], None] | None = None,
) -> None:
    """The same for options by name; `before` is called with the question before it is asked."""
    with common.opened(settings) as timeline, corrected(settings):
        answer_from(settings, timeline, question, options, before)


def answer_from(
    settings: Settings,
    timeline: Timeline,
    question: type[Question],
    options: Mapping[str, Any],
    before: Callable[[Question, Typed], None] | None = None,
) -> None:
    """The same of a timeline that is open."""
    output = output_of(settings, options)
    typed = typed_of(settings, timeline, options)
    asked = question.asked(typed)
    if before is not None:
        before(asked, typed)
    _say_if_slow(settings, timeline, typed)
    answer = timeline.ask(asked)
    give(settings, timeline, answer, output, typed.notes, typed.given)
    code = outcome(answer, compares=bool(options.get("exit_code")))
    if code:
        raise typer.Exit(code)


def _say_if_slow(settings: Settings, timeline: Timeline, typed: Typed) -> None:
    """Says on stderr where a machine-coded layer is read fact by fact, and what ends that."""
    if machine_coded(typed.chosen_layers()) and timeline.store.flows_outdated:
        rebuild = settings.command("detente rebuild")
        said = f"This layer is read fact by fact, for {OUTDATED}; `{rebuild}` makes it quick again."
        common.print_to(settings, said)


def output_of(settings: Settings, options: Mapping[str, Any]) -> Output:
    """How the answer is wanted."""
    form, file = options.get("format") or "", options.get("output") or ""
    return Output(settings, form, bool(options.get("json")), file, bool(options.get("cite")))


def typed_of(settings: Settings, timeline: Timeline, options: Mapping[str, Any]) -> Typed:
    """The words and options as they were typed, held against a timeline."""
    layers = tuple(cast("list[str]", options.get("layer") or []))
    given = {
        name: ",".join(value) if isinstance(value, list) else "" if value is True else str(value)
        for name, value in options.items()
        if name not in ("words", *OF_ANSWERS) and value is not None and value is not False
    }
    words = tuple(cast("list[str]", options.get("words") or []))
    return Typed(words, given, timeline, settings.today, layers)


def give(
    settings: Settings,
    timeline: Timeline,
    answer: Answer,
    output: Output,
    notes: list[Note],
    wanted: Mapping[str, str],
) -> None:
    """Shows an answer; a replay on a terminal is stepped through."""
    look = Look(notes, wanted, settings.command, timeline.last_instant)
    if not answer.known and not output.as_json:
        from projections.questions.why_fact import FoundUnknown

        unknown = answer.found
        if isinstance(unknown, FoundUnknown):
            said = (*look.said, common.not_known(settings, timeline, unknown.fact, unknown.as_of))
            common.print_to(settings, *"\n".join(said).split("\n"))
            return
    if type(answer.found).__name__ == "FoundReplay":
        from cli import stepping

        if stepping.wanted(settings, output, wanted.get("speed")):
            stepping.step(settings, answer, float(wanted.get("speed") or 0))
            return
    output.give(timeline, answer, view_of(answer.found), look)


@contextmanager
def corrected(settings: Settings) -> Generator[None]:
    """Offers the whole command with the right name where a name in it was refused."""
    try:
        yield
    except InvalidInput as refused:
        from cli.misuse import dated_words, split_date

        dated = dated_words(settings) if isinstance(refused, UnknownActor) else []
        dated = split_date(settings) if isinstance(refused, NotADate) else dated
        if dated:
            raise refused.with_fixes(*dated) from None
        name = refused.values.get("name")
        if not name or not refused.texts:
            raise
        options = _options_of(settings, refused)
        fixes = (
            Fix(settings.instead(name, fix.paste, options), fix.meaning)
            if isinstance(fix, Fix)
            else fix
            for fix in refused.fixes
        )
        raise refused.with_fixes(*dict.fromkeys(fixes)) from None


def _options_of(settings: Settings, refused: InvalidInput) -> tuple[str, ...]:
    """The options in which a refused name was typed; none where it may be any word."""
    if refused.code == "unknown-layer":
        return ("--layer",)
    return ("--by", "--toward") if "search" in settings.argv[:1] else ()
