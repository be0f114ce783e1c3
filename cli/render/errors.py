"""What went wrong, in the user's words, and the lines that would do."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

from domain.problem import Mend, Problem, Refused


def refusal(refused: Refused) -> str:
    """`error:` and one sentence, then each mend as a line to paste."""
    return f"error: {visible(refused.said)}\n" + mends(refused.mends)


def visible(text: str) -> str:
    """What was said with letters that a terminal would obey or hide written out, as Python writes them."""
    return "".join(letter if letter.isprintable() or letter == "\n" else ascii(letter)[1:-1] for letter in text)


def mends(found: Sequence[Mend]) -> str:
    """Lines to paste, with what each would mean beside it."""
    shown = [Mend(visible(mend.paste), mend.meaning) for mend in found]
    widest = max((len(mend.paste) for mend in shown), default=0)
    return "".join(f"  {mend.paste:{widest}}   {mend.meaning}".rstrip() + "\n" for mend in shown)


def problems(found: Iterable[Problem], most: int = 20) -> str:
    """Every problem of a file with its place and mends; the first twenty, and how many more."""
    all_of_them = list(found)
    shown = "".join(f"{visible(f'{problem.place}: {problem.said}')}\n{mends(problem.mends)}" for problem in all_of_them[:most])
    left = len(all_of_them) - most
    return shown + (f"… and {left} more.\n" if left > 0 else "")


def misuse(error: Any) -> str:  # the argument parser's own exceptions, told by their names
    """A command line that does not parse, said without the parser's vocabulary."""
    kind = type(error).__name__
    help_line = Mend(f"{error.ctx.command_path} --help") if getattr(error, "ctx", None) else Mend("detente --help")
    if kind == "NoArgsIsHelpError":
        return str(error.message) + "\n"
    if kind == "NoSuchOption":
        near = [Mend(name) for name in sorted(error.possibilities or ())]
        return refusal(Refused(f'no option is called "{error.option_name}" here.', *near, help_line))
    if kind == "MissingParameter":
        return refusal(Refused(f"{_parameter(error)} is missing.", help_line))
    if kind == "BadParameter":
        return refusal(Refused(f"{_parameter(error)}: {_sentence(error.message)}", help_line))
    if kind == "BadOptionUsage" and "requires" in error.message:
        return refusal(Refused(f"{error.option_name} is the last word; its value is missing.", help_line))
    swallowed = _swallowed(error)
    if swallowed:
        return refusal(Refused(swallowed, help_line))
    return refusal(Refused(_sentence(error.format_message()), *_to_be_set(error), help_line))


def _swallowed(error: Any) -> str:
    """What is wrong where an option that takes a value stands before another option; nothing where none does."""
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
            return f"{option} stands before {following}, and not before its {metavars[option]}."
    return ""


def _to_be_set(error: Any) -> list[Mend]:
    """The option that a bare `what=talks` was meant for, where the command has one."""
    context, said = getattr(error, "ctx", None), str(error.format_message())
    if context is None or "unexpected extra argument" not in said:
        return []
    options = {option for parameter in context.command.params for option in parameter.opts}
    words = [word for word in context.obj.argv if "=" in word and not word.startswith("-") and word in said]
    return [Mend(f"--set {shlex.quote(word)}") for word in words] if "--set" in options else []


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
