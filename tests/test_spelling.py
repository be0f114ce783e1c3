"""A fix is data, and spelled as a command or as a line of a file in one place."""

from __future__ import annotations

import shlex

import pytest

from domain.refusal import AnyFix, Fix, Run, SetField
from projections.fixes import fix_json
from views import spelling

WHY = "they agree with each other, and with the archive"
COMMANDS: list[tuple[AnyFix, str]] = [
    (Fix("2022-03-05", "5 March 2022"), "2022-03-05"),
    (SetField("lens", "plover-net@1"), "--lens plover-net@1"),
    (SetField("on", "[2022-03..2022-05]"), '--on "[2022-03..2022-05]"'),
    (SetField("known_on", "2022-03-05"), "--known-on 2022-03-05"),
    (SetField("output", "a.csv"), "-o a.csv"),
    (SetField("format", "md"), "--format md"),
    (SetField("rejects", "cost $5.csv"), "--rejects 'cost $5.csv'"),
    (SetField("cite"), "--cite"),
    (Run.of("actors"), "detente actors"),
    (Run.of("search", '"black sea" grain'), "detente search '\"black sea\" grain'"),
    (Run.of("undo", "3", dry_run=True), "detente undo 3 --dry-run"),
    (
        Run.of("correct", "ban", field="until", value="2023", known_on="2023-01-02", because=WHY),
        f'detente correct ban --set until=2023 --known-on 2023-01-02 --because "{WHY}"',
    ),
    (
        Run.of("correct", "ban", field="title", value="A new title", because="REASON"),
        'detente correct ban --set "title=A new title" --because REASON',
    ),
    (
        Run.of("report", "ban", source="AFP", known="2022-03-05", url="URL"),
        "detente report ban --source AFP --known-on 2022-03-05 --url URL",
    ),
    (Run.of("settle", "call", held="DATE"), "detente settle call --held DATE"),
]


@pytest.mark.parametrize(("fix", "command"), COMMANDS)
def test_a_fix_is_spelled_as_a_command_or_as_its_option(fix: AnyFix, command: str) -> None:
    spelled = spelling.command(fix)

    assert (spelled.paste, spelled.meaning) == (command, fix.meaning)


@pytest.mark.parametrize(
    "value",
    ["plain", "two words", "a 'quoted' word", 'a "quoted" word', "$HOME", "`ls`", "a;b", "!!"],
)
def test_a_shell_reads_the_value_that_was_meant(value: str) -> None:
    argv = shlex.split(spelling.command(Run.of("retract", "ban", because=value)).paste)

    assert argv == ["detente", "retract", "ban", "--because", value]


LINES: list[tuple[AnyFix, str]] = [
    (
        Run.of("correct", "ban", field="until", value="2023", known_on="2023-01-02", because="WHY"),
        "corrected until 2023, 2023-01-02, because WHY",
    ),
    (Run.of("correct", "ban", field="expires", value="2024", because="REASON"), "expires 2024"),
    (Run.of("report", "ban", source="AFP", known_on="2022-03-05"), "report AFP, 2022-03-05"),
    (Run.of("report", "ban", source="AFP"), "report AFP, DATE"),
    (
        Run.of("report", "ban", source="AFP", known="2022-03-05", url="URL"),
        "report AFP, known 2022-03-05, URL",
    ),
    (Run.of("settle", "call", held="2022-03-06", source="PUBLISHER"), "held 2022-03-06, PUBLISHER"),
    (Run.of("suspend", "ban", on="DATE", source="PUBLISHER"), "suspended DATE, PUBLISHER"),
    (Run.of("retract", "ban", because="REASON"), "retracted DATE, because REASON"),
    (Run.of("show", "ban"), "detente show ban"),
    (SetField("on", "2022-03-05"), "--on 2022-03-05"),
]


@pytest.mark.parametrize(("fix", "written"), LINES)
def test_what_is_recorded_of_a_fact_is_spelled_as_a_line_of_its_file(
    fix: AnyFix, written: str
) -> None:
    assert spelling.line(fix).paste == written


@pytest.mark.parametrize(
    ("fix", "plain"),
    [
        (Fix("FRA", "France"), {"write": "FRA", "meaning": "France"}),
        (SetField("cite"), {"set": "cite", "value": True, "meaning": None}),
        (
            Run.of("undo", "3", dry_run=True),
            {"run": "undo", "words": ["3"], "fields": {"dry_run": True}, "meaning": None},
        ),
    ],
)
def test_a_fix_is_plain_values_for_programs(fix: AnyFix, plain: dict[str, object]) -> None:
    assert fix_json(fix) == plain
