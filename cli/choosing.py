"""What somebody chooses where another fact has the handle of a line here, as options."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated, Final

import typer

from cli.settings import Settings
from domain.refusal import AnyFix, Fix, InvalidInput, SetField
from service.choices import Choice, Choices
from service.rejected import Differing

NONE: Final[list[str]] = []
"""No fact was named."""

Mine = Annotated[
    list[str],
    typer.Option(
        "--mine",
        metavar="FACT",
        help="Where theirs contradicts yours: keep yours. * for all.",
        show_default=False,
    ),
]
Theirs = Annotated[
    list[str],
    typer.Option(
        "--theirs", metavar="FACT", help="… correct yours to what it says.", show_default=False
    ),
]
Both = Annotated[
    list[str],
    typer.Option(
        "--both", metavar="FACT", help="… record both, theirs as another.", show_default=False
    ),
]


def choices_of(mine: Sequence[str], theirs: Sequence[str], both: Sequence[str]) -> Choices:
    """What was chosen for facts that contradict. Raises InvalidInput where two are for one."""
    chosen: dict[str, Choice] = {}
    for choice, facts in ((Choice.MINE, mine), (Choice.THEIRS, theirs), (Choice.BOTH, both)):
        for fact in facts:
            handle = fact.removeprefix("^")
            if handle in chosen:
                raise InvalidInput(
                    f"of {handle} only one can be: --{chosen[handle]} or --{choice}.",
                    SetField(chosen[handle], handle),
                    SetField(choice, handle),
                    code="two-choices",
                )
            chosen[handle] = choice
    return Choices(chosen)


def in_full(settings: Settings, differing: Differing) -> Differing:
    """The same refusal, each way out of it as the whole command that was typed, and its choice."""

    def spelled(fix: AnyFix) -> AnyFix:
        if not isinstance(fix, SetField):
            return fix
        typed = ["detente", *settings.argv, f"--{fix.field}", fix.value]
        return Fix(shlex.join(typed), fix.meaning)

    return Differing(
        [
            replace(problem, fixes=tuple(map(spelled, problem.fixes)))
            for problem in differing.problems
        ]
    )
