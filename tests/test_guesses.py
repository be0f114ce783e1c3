"""Options and commands that people guess: the refusal has the command as it was meant."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any, Final

import pytest
import typer

from cli.group import APP, COMMANDS
from cli.guesses import GUESSED, VERBS
from cli.misuse import command_named
from tests.console import Console

NAMES: Final = sorted(name for group in COMMANDS.values() for name in group)
VALUE: Final = "2022-03-05"


@pytest.fixture
def console(tmp_path: Path) -> Console:
    return Console(tmp_path)


def options(verb: str) -> dict[str, Any]:
    return {
        name: parameter
        for parameter in command_named([verb]).params
        if parameter.param_type_name == "option"
        for name in parameter.opts
    }


def guessed(verb: str) -> Iterator[str]:
    """The names that somebody may guess for an option of a command, and that are none."""
    return (name for name in GUESSED if name not in options(verb))


def refused(console: Console, argv: list[str]) -> str:
    """What is said of a command line; it is never obeyed, and never an error of ours."""
    out, err, code = console.apart(argv)
    assert (out, code) == ("", 2), (argv, out, err)
    return err


@pytest.mark.parametrize("verb", [name for name in NAMES if name != "rules"])
def test_every_guessed_option_is_answered_with_one_that_the_command_has(
    console: Console, verb: str
) -> None:
    """`deny --on` was once answered with `--json` and `--origin`.

    Each name is guessed of a third of the commands, and each command by a third of the names.
    """
    there = options(verb)
    for name in islice(guessed(verb), NAMES.index(verb) % 3, None, 3):
        said = refused(console, [verb, "x", name, VALUE])
        meant = [
            option
            for option in GUESSED[name]
            if option in there and not getattr(there[option], "is_flag", True)
        ]
        lines = [line.partition("   ")[0].strip() for line in said.splitlines()[1:]]

        assert said.startswith(f'error: no option is called "{name}" here.\n')
        if meant:
            assert f"detente {verb} x {meant[0]} {VALUE}" in lines, (name, said)
        for line in lines[:-1]:
            words = shlex.split(line)[1:]
            new = [word.partition("=")[0] for word in words if word.startswith("--")]
            assert all(option in options(words[0]) for option in new), line


def test_the_table_names_options_that_exist() -> None:
    every = {option for verb in NAMES for option in options(verb)}

    assert {meant for found in GUESSED.values() for meant in found} <= every


def test_the_table_names_commands_that_exist() -> None:
    meant = {name.partition(" ")[0] for found in VERBS.values() for name in found}

    assert meant - {"--version"} <= set(NAMES)
    assert not set(VERBS) & set(NAMES)


@pytest.mark.parametrize(
    ("typed", "fix"),
    [
        ("settle call --on 2022-03-06", "settle call --held 2022-03-06"),
        (
            "settle call --cancelled --on 2022-03-06",
            "settle call --cancelled --known-on 2022-03-06",
        ),
        ("settle call --cancelled 2022-03-04", "settle call --cancelled --known-on 2022-03-04"),
        (
            "settle call --cancelled 4 March 2022",
            "settle call --cancelled --known-on '4 March 2022'",
        ),
        ("settle call --held 6 March 2022", "settle call --held '6 March 2022'"),
        ("settle call 2022-03-06", "settle call --held 2022-03-06"),
        ("settle call --held", "settle call --held DATE"),
        ("end straits 2022-05-01", "end straits --on 2022-05-01"),
        ("deny claim Reuters", "deny claim --source Reuters"),
        (
            "deny claim --by russia --date=2022-03-06",
            "deny claim --by russia --known-on=2022-03-06",
        ),
        ("report call --source AFP --by russia", "report call --source AFP --origin russia"),
        ("correct call --title Talks", "correct call --set title=Talks --because REASON"),
        ("correct call --title=Talks", "correct call --set title=Talks --because REASON"),
        ("add 2022-03-02 TUR = RUS visit A visit", "add '2022-03-02 TUR = RUS visit A visit'"),
        ("state turkey russia --from 2022", "timeline turkey russia --from 2022"),
        ("state turkey russia --formt json", "state turkey russia --format json"),
        ("state turkey russia 2022-03-05", "state turkey russia --on 2022-03-05"),
        ("state turkey russia on 5 March 2022", "state turkey russia --on '5 March 2022'"),
        ("state turkey russia --brief 2022-03-05", "state turkey russia --brief --on 2022-03-05"),
        ("state turkey russia since 2022", "timeline turkey russia --from 2022"),
        ("timeline turkey russia march 2022", "timeline turkey russia --period 'march 2022'"),
        ("agenda turkey --overdue 2022", "agenda turkey --overdue --on 2022"),
        ("delete straits", "retract straits"),
        ("edit straits --set title=X", "correct straits --set title=X"),
        ("cancel call", "settle --cancelled call"),
        ("turkey russia", "ask 'turkey russia'"),
        ("how are turkey and russia", "ask 'how are turkey and russia'"),
        ("help add", "add --help"),
    ],
)
def test_the_refusal_has_the_command_as_it_was_meant(
    console: Console, typed: str, fix: str
) -> None:
    said = console.apart(shlex.split(typed))[1]

    assert f"  detente {fix}" in [line.partition("   #")[0].rstrip() for line in said.splitlines()]


def test_an_option_that_nobody_would_guess_is_answered_with_help_alone(console: Console) -> None:
    said = refused(console, ["stats", "--xyzzy"])

    assert said == 'error: no option is called "--xyzzy" here.\n  detente stats --help\n'


def test_the_group_itself_says_what_it_takes(console: Console) -> None:
    assert "detente --help" in refused(console, ["--frobnicate", "state"])
    assert typer.main.get_command(APP).name == "detente"
