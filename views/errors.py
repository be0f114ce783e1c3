"""Refusals and problems as text: a sentence in the user's words, and lines to paste instead."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import Any, Final

from domain.characters import visible
from domain.refusal import AnyFix, Fix, InvalidInput, Problem
from views import spelling
from views.page import pad, width_of

Command = Callable[[str], str]
"""What makes a line to paste one about the timeline that was chosen: `Settings.command`."""


def refusal(refused: InvalidInput, command: Command = str) -> str:
    """`error:` and one sentence, then each fix as a line to paste."""
    return f"error: {visible(refused.said)}\n" + fixes(refused.fixes, command)


def fixes(
    found: Sequence[AnyFix],
    command: Command = str,
    spelled: Callable[[AnyFix], Fix] = spelling.command,
) -> str:
    """Lines to paste, with what each would mean beside it.

    The meaning is a comment where a shell would read it. `spelled` writes a fix: as a command, or
    as a line of `.facts`.
    """
    texts = [spelled(fix) for fix in found]
    shown = [Fix(visible(command(fix.paste)), _remark(fix)) for fix in texts]
    widest = max((width_of(fix.paste) for fix in shown), default=0)
    return "".join(f"  {pad(fix.paste, widest)}   {fix.meaning}".rstrip() + "\n" for fix in shown)


_FOR_A_SHELL: Final = re.compile(
    r"--?[a-z]|(detente|export|mv|mkdir|sqlite3|psql|pg_\w+|create(db|user)|getent|pip|pipx|uv) "
)


def _remark(fix: Fix) -> str:
    """What a fix would mean, on one line."""
    meaning = visible(fix.meaning).replace("\n", " ")
    return f"# {meaning}" if meaning and _FOR_A_SHELL.match(fix.paste) else meaning


def problems(found: Iterable[Problem], command: Command = str, most: int = 20) -> str:
    """Every problem of a file with its place and fixes; the first twenty, and how many more."""
    all_of_them = list(found)
    shown = "".join(
        f"{visible(f'{problem.place}: {problem.said}')}\n"
        f"{fixes(problem.fixes, command, spelling.line)}"
        for problem in all_of_them[:most]
    )
    left = len(all_of_them) - most
    return shown + (f"… and {left} more.\n" if left > 0 else "")


def misuse(
    error: Any, command: Command = str
) -> str:  # the argument parser's own exceptions, recognised by their names
    """A command line that does not parse, described without the vocabulary of the parser."""
    kind = type(error).__name__
    help_line = (
        Fix(f"{error.ctx.command_path} --help")
        if getattr(error, "ctx", None)
        else Fix("detente --help")
    )
    if kind == "NoArgsIsHelpError":
        return str(error.message) + "\n"
    if kind == "NoSuchOption":
        near = [Fix(name) for name in sorted(error.possibilities or ())]
        early = error.option_name[1:].isdigit()
        said = f'no option is called "{error.option_name}" here.'
        return refusal(
            InvalidInput(
                "that begins with a hyphen; years run from 0001 to 9999." if early else said,
                *near,
                help_line,
                code="unknown-option",
                values={"option": error.option_name},
            ),
            command,
        )
    if kind == "MissingParameter":
        said = f"{_parameter(error)} is missing."
        return refusal(InvalidInput(said, help_line, code="missing-option"), command)
    if kind == "BadParameter":
        said = f"{_parameter(error)}: {_sentence(error.message)}"
        return refusal(InvalidInput(said, help_line, code="bad-value"), command)
    if kind == "BadOptionUsage" and "requires" in error.message:
        said = f"{error.option_name} is the last word; its value is missing."
        return refusal(InvalidInput(said, help_line, code="missing-value"), command)
    swallowed = _swallowed(error)
    if swallowed:
        return refusal(InvalidInput(swallowed, help_line, code="missing-value"), command)
    said = _sentence(error.format_message())
    return refusal(InvalidInput(said, *_to_be_set(error), help_line, code="bad-command"), command)


def _swallowed(error: Any) -> str:
    """What is wrong where an option comes directly before another one instead of its value."""
    context = getattr(error, "ctx", None)
    if context is None or "unexpected extra argument" not in str(error.format_message()):
        return ""
    metavars = {
        option: parameter.metavar or "value"
        for parameter in context.command.params
        for option in parameter.opts
        if not getattr(parameter, "is_flag", True)
    }
    for option, following in pairwise(context.obj.argv):
        if option in metavars and following.startswith("--"):
            return f"{option} needs its {metavars[option]} after it, not {following}."
    return ""


def _to_be_set(error: Any) -> list[Fix]:
    """The option that a bare `what=talks` was meant for, where the command has one."""
    context, said = getattr(error, "ctx", None), str(error.format_message())
    if context is None or "unexpected extra argument" not in said:
        return []
    options = {option for parameter in context.command.params for option in parameter.opts}
    words = [
        word
        for word in context.obj.argv
        if "=" in word and not word.startswith("-") and word in said
    ]
    return [Fix(f"--set {shlex.quote(word)}") for word in words] if "--set" in options else []


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
    if "unexpected extra argument" in text:
        return f"{text.partition('(')[2].partition('(')[2].strip(').')} is one word too many."
    text = text.strip().rstrip(".")
    return f"{text[:1].lower()}{text[1:]}."
