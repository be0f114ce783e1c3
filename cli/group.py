"""Which commands there are, and the group that finds them."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from functools import partial
from importlib import import_module
from itertools import groupby, takewhile
from typing import Any, Final, NamedTuple

import typer
from typer.core import TyperGroup

from cli import __version__
from cli.settings import EVERYWHERE
from domain.refusal import Fix, InvalidInput
from projections.questions.index import QUESTIONS


class Command(NamedTuple):
    """Which module beside this one a command lives in, and what it does in a few words."""

    module: str
    does: str


ADDED: Final = "Adds what is new in a file, or in another timeline."
BACK: Final = "Takes the last command back, or does it again."
FILES: Final = "Ties as pages that need no server."
LATER: Final = "What is reported about a fact later on."
WRITTEN: Final = "A fact or a plan as a line of .facts; - for a text."

_QUESTION: Final = "question"
"""Stands for the module of a command that is made from a question."""


def _questions(group: str) -> Mapping[str, Command]:
    """The questions of a group, each a command."""
    return {
        listed.command: Command(_QUESTION, listed.does)
        for listed in QUESTIONS
        if listed.group == group
    }


COMMANDS: Final[Mapping[str, Mapping[str, Command]]] = {
    "Ask": {
        "ask": Command(".ask", "A question in plain words, read as a command."),
        **_questions("Ask"),
    },
    "Record": {
        "add": Command(".record", WRITTEN),
        "schedule": Command(".record", WRITTEN),
        "settle": Command(".acts", "The outcome of a plan: held, moved, cancelled."),
        "report": Command(".acts", LATER),
        "deny": Command(".acts", LATER),
        "confirm": Command(".acts", LATER),
        "correct": Command(".acts", LATER),
        "end": Command(".acts", LATER),
        "suspend": Command(".acts", LATER),
        "resume": Command(".acts", LATER),
        "renew": Command(".acts", LATER),
        "retract": Command(".acts", LATER),
        "reinstate": Command(".acts", LATER),
        "undo": Command(".record", BACK),
        "redo": Command(".record", BACK),
    },
    "Data": {
        "import": Command(".exchange", ADDED),
        "merge": Command(".merge", ADDED),
        "export": Command(".export", "The timeline, or the facts of a pair, as text."),
        "draft": Command(".draft", "Proposes lines of .facts for an article, to edit and import."),
        "rules": Command(".rules", "How files of other sources are read: list, show, new."),
        "fmt": Command(".data", "A .facts file in its one canonical form."),
        **_questions("Data"),
    },
    "Serve": {
        "serve": Command(".serve", "Answers over HTTP: pages for a browser, JSON for programs."),
        "brief": Command(".brief", FILES),
        "publish": Command(".publish", FILES),
        "mcp": Command(".mcp", "Answers for an assistant, over standard input and output."),
    },
    "Store": {
        "init": Command(".admin", "A new, empty timeline."),
        "trust": Command(".trust", "Which found detente.toml may name any timeline."),
        **_questions("Store"),
        "verify": Command(".safety", "Whether anything was changed or lost."),
        "digest": Command(".digest", "How far it has come, as one word to keep elsewhere."),
        "backup": Command(".safety", "A verified copy, and back."),
        "restore": Command(".safety", "A verified copy, and back."),
        "rebuild": Command(".rebuild", "Rebuilds the index from the events."),
        "doctor": Command(".safety", "How store, backups and terminal are."),
    },
}
ALIASES: Final = {alias: listed.command for listed in QUESTIONS for alias in listed.aliases}
_ALL: Final = {name: command for group in COMMANDS.values() for name, command in group.items()}


def has_command(name: str) -> bool:
    """Whether a command is called so."""
    return name in _ALL or name in ALIASES


def unknown_verb(verb: str, argv: Sequence[str]) -> InvalidInput:
    """The refusal of a name that no command has, with the command line as it was probably meant."""
    from cli.guesses import ASKING, VERBS

    words = list(argv)
    place = words.index(verb) if verb in words else 0
    before, after = words[:place], words[place + 1 :]
    asked = [*takewhile(lambda word: not word.startswith("-"), after)]
    near = VERBS.get(verb.lower()) or tuple(get_close_matches(verb, _ALL, n=2, cutoff=0.7))
    if verb.lower() == "help":
        found = [[*before, *after[:1], "--help"]] if after else []
    elif asked and (verb.lower() in ASKING or not near):
        found = [[*before, "ask", " ".join((verb, *asked)), *after[len(asked) :]]]
    else:
        found = [[*before, *name.split(), *after] for name in near]
    fixes = [Fix(shlex.join(["detente", *line])) for line in found]
    return InvalidInput(
        f'no command is called "{verb}".',
        *fixes,
        Fix("detente --help", "lists them"),
        code="unknown-verb",
        values={"verb": verb},
    )


class LazyGroup(TyperGroup):
    """Commands by name; each module is imported when its command is called.

    So nothing heavy is loaded for the others.
    """

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002  # the library's signature
        """Every command, in the order of the help."""
        return list(_ALL)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # the library's signature
        """The command of that name or alias."""
        name = ALIASES.get(cmd_name, cmd_name)
        if name not in _ALL:
            argv = ctx.obj.argv if ctx is not None and ctx.obj is not None else (cmd_name,)
            raise unknown_verb(cmd_name, argv)
        app = _app(name)
        command = typer.main.get_group(app).commands[name]
        command.epilog = EVERYWHERE
        for parameter in command.params:
            if parameter.param_type_name == "argument":
                # The library's own puts it in brackets of its own.
                parameter._usage_display_name = partial(_in_usage, parameter)  # type: ignore[attr-defined]  # noqa: SLF001  # as said above
        return command

    def format_commands(self, ctx: Any, formatter: Any) -> None:  # noqa: ARG002  # the library's signature
        """The commands in their groups, on one screen; those that do alike share a line."""
        formatter.write_paragraph()
        for group, commands in COMMANDS.items():
            formatter.write(f"{group}:\n")
            formatter.indent()
            alike = [
                [name for name, _ in found]
                for _, found in groupby(commands.items(), key=lambda item: item[1].does)
            ]
            formatter.write_dl(
                [(names[0], _name_and_purpose(names, commands[names[0]].does)) for names in alike]
            )
            formatter.dedent()


def _app(name: str) -> typer.Typer:
    """The application that holds a command."""
    module = _ALL[name].module
    if module == _QUESTION:
        from cli.questions import command_of

        return command_of(name)
    app: typer.Typer = import_module(module, __package__).app
    return app


def _in_usage(parameter: Any) -> str:  # the library's own class
    """An argument as a line of usage names it: FACT, [NUMBER], FILE..."""
    name = str(parameter.metavar or parameter.name.upper())
    if parameter.required or parameter.nargs == 1:
        name = name if parameter.required or name.startswith("[") else f"[{name}]"
        return name if parameter.nargs == 1 or name.endswith("...") else f"{name}..."
    # Several words in one, which say themselves what may be left out.
    return name


def _name_and_purpose(names: Sequence[str], does: str) -> str:
    return f"{does} Also: {', '.join(names[1:])}." if len(names) > 1 else does


APP: Final = typer.Typer(
    cls=LazyGroup,
    name="detente",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=f"{EVERYWHERE} Try: detente --db sample state turkey russia --on 2022-03-05",
)


def _show_version(wanted: bool) -> None:  # the library calls it with the flag's value
    if wanted:
        typer.echo(f"detente {__version__}")
        raise typer.Exit


@APP.callback()
def _main(
    version: bool = typer.Option(
        False,  # noqa: FBT003
        "--version",
        callback=_show_version,
        is_eager=True,
        help="Show the version.",
    ),
) -> None:
    """Two actors' ties on any day, as known on any day: reasons, doubts, sources."""
