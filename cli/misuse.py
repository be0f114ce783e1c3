"""A command line that does not parse, described without the vocabulary of the parser."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import typer

from cli.group import APP, has_command
from cli.guesses import Typed
from cli.settings import Settings
from domain.refusal import Fix, InvalidInput


def misuse(error: Any, settings: Settings) -> InvalidInput:
    """What the parser refused; its exceptions are recognised by their names."""
    kind = type(error).__name__
    typed = typed_words(settings, getattr(error, "ctx", None))
    if kind == "NoSuchOption":
        return _no_option(error, typed)
    if kind == "MissingParameter":
        said = f"{_parameter(error)} is missing."
        return InvalidInput(said, _help(error, typed), code="missing-option")
    if kind == "BadParameter":
        said = f"{_parameter(error)}: {_sentence(error.message)}"
        return InvalidInput(said, _help(error, typed), code="bad-value")
    if kind == "BadOptionUsage" and "requires" in error.message:
        return _no_value(error, typed)
    said = str(error.format_message())
    _, found, words = said.partition("unexpected extra argument(s) (")
    if found and typed is not None:
        return _too_many(words.removesuffix(")"), error, typed)
    return InvalidInput(_sentence(said), _help(error, typed), code="bad-command")


def typed_words(settings: Settings, context: Any = None) -> Typed | None:
    """The command line of a run with its command; None where no command is named.

    `context` is the library's own, where it got as far as to make one.
    """
    command = context.command if context is not None else command_named(settings.argv)
    return None if command is None else Typed(settings.argv, command, settings.today)


def command_named(argv: Sequence[str]) -> Any:
    """The command that words name; None where they name none."""
    verb = next((word for word in argv if has_command(word)), "")
    group: Any = typer.main.get_command(APP)
    return group.get_command(None, verb) if verb else None


def _help(error: Any, typed: Typed | None) -> Fix:
    context = getattr(error, "ctx", None)
    path = context.command_path if context is not None else "detente"
    return Fix(f"{path} {typed.verb if typed and context is None else ''}".rstrip() + " --help")


def _no_option(error: Any, typed: Typed | None) -> InvalidInput:
    name = str(error.option_name)
    early = name[1:].isdigit()
    said = f'no option is called "{name}" here.'
    near = sorted(error.possibilities or ())
    found = typed.instead_of(name, near) if typed is not None and not early else []
    return InvalidInput(
        "that begins with a hyphen; years run from 0001 to 9999." if early else said,
        *found,
        _help(error, typed),
        code="unknown-option",
        values={"option": name},
    )


def _no_value(error: Any, typed: Typed | None) -> InvalidInput:
    """An option at the end of the line, without its value."""
    option = str(error.option_name)
    said = f"{option} is the last word; its value is missing."
    found = []
    if typed is not None and option in typed.options:
        metavar = str(typed.options[option].metavar or "VALUE")
        found = [typed.fix([*typed.argv, metavar], typed.meaning(option))]
    return InvalidInput(said, *found, _help(error, typed), code="missing-value")


def _too_many(words: str, error: Any, typed: Typed) -> InvalidInput:
    """Words that the command does not take."""
    for option, following in pairwise(typed.argv):
        if option in typed.options and typed.takes_value(option) and following.startswith("--"):
            metavar = typed.options[option].metavar or "value"
            said = f"{option} needs its {metavar} after it, not {following}."
            return InvalidInput(said, _help(error, typed), code="missing-value")
    if _is_cut(typed, words):
        said = "the shell took > and the word behind it for a file to write to."
        asks = Fix("detente add", "asks for each part of a fact; a line wants quotes around it")
        return InvalidInput(said, asks, code="redirected")
    flag = typed.flag_before(words)
    said = (
        f'{flag} takes no value, and "{words}" follows it.'
        if flag
        else f"{words} is one word too many."
        if " " not in words
        else f'"{words}" is more than this command takes.'
    )
    return InvalidInput(said, *typed.with_extra(words), _help(error, typed), code="bad-command")


def _is_cut(typed: Typed, words: str) -> bool:
    """Whether a line without quotes was cut: `detente add 2022-03-02 TUR > RUS visit`."""
    if typed.verb not in ("add", "schedule") or {">", "="} & {*words.split(), *typed.argv}:
        return False
    try:
        return stat.S_ISREG(os.fstat(sys.stdout.fileno()).st_mode)
    except (OSError, ValueError):
        return False


def _parameter(error: Any) -> str:
    parameter = error.param
    if parameter.opts[0].startswith("-"):
        return str(parameter.opts[-1])
    return str(parameter.metavar or parameter.name).strip("[]")


def _sentence(text: str) -> str:
    if "valid integer" in text:
        return "that is not a whole number."
    if "greater than or equal" in text:
        return "that is too small."
    text = text.strip().rstrip(".")
    return f"{text[:1].lower()}{text[1:]}."


def split_date(settings: Settings) -> list[Fix]:
    """The command with the date of an option in quotes, where a shell took it apart."""
    typed = typed_words(settings)
    return typed.split_date() if typed is not None else []


def dated_words(settings: Settings) -> list[Fix]:
    """The command with a day that stands among the names of its question where it belongs."""
    typed = typed_words(settings)
    return typed.dated_words() if typed is not None else []
