"""Refusals name their kind, hold no words of one surface, and make nothing up."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from domain.actors import Actor, Registry
from domain.refusal import PLACEHOLDERS, AnyFix, Fix, InvalidInput, Run, SetField, check_filled
from service.opening import bundled_registry
from service.recording import append_lines
from service.store.memory import MemoryRecorder
from service.timeline import Timeline
from tests.console import NOW, Console
from tests.ruling import name, of_each
from tests.test_tidy import MODULES as HOUSE
from views import spelling

INNER: Final = ("domain/", "projections/", "service/")

MODULES: Final = HOUSE
"""The modules of every room: each refusal in them has a code."""

CLASSES: Final = [
    node
    for path in MODULES
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    if isinstance(node, ast.ClassDef)
]


def refusals() -> frozenset[str]:
    """The names of InvalidInput and of all classes that extend it."""
    found = {"InvalidInput"}
    while (
        more := {
            node.name
            for node in CLASSES
            if any(isinstance(base, ast.Name) and base.id in found for base in node.bases)
        }
        - found
    ):
        found |= more
    return frozenset(found)


def inits(node: ast.ClassDef) -> list[ast.Call]:
    """Where a class hands on to the one that it extends, to be made."""
    return [
        call
        for call in ast.walk(node)
        if isinstance(call, ast.Call) and ast.unparse(call.func) == "super().__init__"
    ]


REFUSALS: Final = refusals() - {"InvalidInput"}
OF_THEIR_OWN: Final = {
    node.name: calls for node in CLASSES if node.name in REFUSALS and (calls := inits(node))
}
"""Refusals that give themselves a code, with where they do."""

NAMED: Final = {
    *OF_THEIR_OWN,
    *(
        node.name
        for node in CLASSES
        if any(isinstance(base, ast.Name) and base.id in OF_THEIR_OWN for base in node.bases)
    ),
}
"""Refusals that are made without a code: they, or what they extend, give themselves one."""


def refused(path: Path) -> Iterator[ast.Call]:
    """Every place where a refusal is made that does not give itself a code."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        called = node.func.attr if isinstance(node.func, ast.Attribute) else ast.unparse(node.func)
        if called in {"InvalidInput", *REFUSALS} - NAMED:
            yield node


def codes(call: ast.Call) -> list[str]:
    """The codes that a refusal may have; empty where it has none, or where it is computed."""
    given = [each.value for each in call.keywords if each.arg == "code"]
    nodes = (node for value in given for node in ast.walk(value))
    return [
        node.value
        for node in nodes
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]


def computed(call: ast.Call) -> bool:
    """Whether its code is passed on: a parameter, or the code of another refusal."""
    given = [each.value for each in call.keywords if each.arg == "code"]
    return any(isinstance(each, ast.Name | ast.Attribute) for each in given)


@of_each(MODULES)
def test_every_refusal_names_its_kind(path: Path) -> None:
    unnamed = [call.lineno for call in refused(path) if not codes(call) and not computed(call)]
    odd = [code for call in refused(path) for code in codes(call) if not is_slug(code)]

    assert not unnamed, f'{name(path)}:{unnamed} want a code="kebab-slug", one for each kind'
    assert not odd, f"{name(path)}: {odd} are no codes; write small letters, digits and hyphens"


@pytest.mark.parametrize("kind", OF_THEIR_OWN)
def test_a_refusal_that_is_made_without_a_code_gives_itself_one(kind: str) -> None:
    assert all(codes(call) or computed(call) for call in OF_THEIR_OWN[kind])


def is_slug(code: str) -> bool:
    return re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", code) is not None


def texts(path: Path) -> Iterator[tuple[int, str]]:
    """Every text that is no docstring, with its line; of a formatted one its literal parts."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documented = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if id(node) in documented:
            continue
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.lineno, node.value


COMMAND: Final = re.compile(
    r"(^|`)--[a-z]|(^|`|')detente [a-z]|detente (actors|kinds|rules|show|search|add|import)\b"
)


@of_each(path for path in MODULES if name(path).startswith(INNER))
def test_the_inner_rooms_do_not_spell_a_command(path: Path) -> None:
    spelled = [(line, text) for line, text in texts(path) if COMMAND.search(text)]

    assert not spelled, f"{name(path)}: {spelled}; give a SetField or a Run, and views spells it"


# What only the user knows -------------------------------------------------------------------------

CALL: Final = (
    "2022-03-06  TUR = RUS  planned:call/diplomacy  A call  ^call\n    report Kalin, 2022-03-05\n"
)
STRAITS: Final = (
    "2022-02-XX  TUR > RUS  instrument:transit-restriction/transit  Straits closed  ^straits\n"
    "    report Reuters, 2022-02-28\n"
)
LINES: Final = [
    (CALL, "report Kalin, 2022-03-05"),
    (CALL, "ended 2022-03-07, AFP"),
    (CALL, "corrected on 2022-03-07, 2022-03-08"),
    (CALL, "held soon, AFP"),
    (CALL + "    held 2022-03-06, AFP\n", "held 2022-03-06, Reuters"),
    (CALL + "    held 2022-03-06\n", "held 2022-03-07, 2022-03-08"),
    (CALL, "reinstated 2022-03-06"),
    (CALL, "corrected parties TUR > Xqzland, 2022-03-06"),
    (CALL, "corrected grade Z9, 2022-03-06"),
    (STRAITS, "report Reuters, 2022-02-28"),
    (STRAITS, "held 2022-03-06, AFP"),
    (STRAITS, "ended 2021, AFP"),
    (STRAITS, "resumed 2022-06-01, AFP"),
    (STRAITS, "renewed 2024-01-01, AFP, 2023-12-01"),
    (STRAITS, "corrected title Straits closed, 2022-03-01"),
    (STRAITS, "grade Z9"),
    (STRAITS + "    ended 2023-01, AFP\n", "ended 2023-02, Reuters"),
    (STRAITS + "    ended 2023-01, AFP\n", "ended 2022-12, Reuters"),
]
COMMANDS: Final = [
    ([], "end straits --on 2020"),
    (["end straits --on 2023-01"], "end straits --on 2023-02"),
    (["end straits --on 2027"], "end straits --on 2028"),
    ([], "resume straits --on 2022-06-01"),
    ([], "renew straits --until 2024-01-01"),
    ([], "report straits --source Reuters --known-on 2022-02-28"),
    (["report straits --source AFP"], "report straits --source AFP"),
    (["settle call --held 2022-03-06"], "settle call --held 2022-03-07"),
    (["settle call --held 2022-03-06"], "settle call --held 2022-03-06 --source AFP"),
    ([], "correct call --set on=2022-03-06 --because x"),
    ([], "correct straits --set 'title=Straits closed' --because x"),
    ([], "state turkey russia --on soon"),
    ([], "state turkey atlantis"),
    ([], "state turkey russia --lens nosuch"),
    ([], "search --- ---"),
    ([], "check --only nosuch"),
]
LAST_DAYS: Final = "2022-12-31 2023-02-28"
"""Of months that are given: the days on which what happened then was known."""

URLS: Final = re.compile(r"https?://\S+")
DATES: Final = re.compile(r"\d{4}-\d\d(?:-\d\d)?")
REASONS: Final = re.compile(r"because (.+)$")
SOURCES: Final = re.compile(r"(?:--source |report |denied |confirmed )(\"[^\"]+\"|[^\s,]+)")


def invented(fix: str, given: str) -> list[str]:
    """The reasons, sources, dates and addresses of a fix that nobody gave."""
    said = [
        each.strip("\"'")
        for pattern in (URLS, DATES, REASONS, SOURCES)
        for each in pattern.findall(fix)
    ]
    return [each for each in said if each not in given and each not in PLACEHOLDERS]


def test_what_is_invented_is_noticed() -> None:
    assert invented(
        "corrected until 2023, 2023-02-28, because AFP gives the day", "2023-02-28"
    ) == ["AFP gives the day"]
    assert invented("report AFP, 2022-03-05, https://example.org/page", "AFP 2022-03-05") == [
        "https://example.org/page"
    ]
    assert invented("detente report call --source Reuters --known-on DATE", "call") == ["Reuters"]


@pytest.fixture(scope="module")
def registry() -> Registry:
    return bundled_registry()


def a_timeline(registry: Registry) -> Timeline:
    return Timeline(MemoryRecorder(), registry, lambda: NOW)


@pytest.mark.parametrize(("block", "line"), LINES)
def test_a_fix_of_a_line_makes_nothing_up(block: str, line: str, registry: Registry) -> None:
    timeline = a_timeline(registry)
    text = f"{block}    {line}\n"
    given = f"{text} {LAST_DAYS}"
    recorded = append_lines(timeline, timeline.read(text, "t.facts"), timeline.moment())
    fixes = [fix for problem in recorded.edits.problems for fix in problem.fixes]

    assert recorded.edits.problems
    for spell in (spelling.line, spelling.command):
        assert [found for fix in fixes for found in invented(spell(fix).paste, given)] == []


@pytest.mark.parametrize(("before", "line"), COMMANDS)
def test_a_fix_of_a_command_makes_nothing_up(before: list[str], line: str, tmp_path: Path) -> None:
    desk = Console.begun(tmp_path, STRAITS)
    desk.run(["schedule", CALL])
    for each in before:
        assert desk.type(f"detente {each}").startswith("Recorded ")
    printed = desk.type(f"detente {line}")
    fixes = [each for each in printed.splitlines() if each.startswith("  ")]
    given = f"{STRAITS}{CALL}{before}{line} {LAST_DAYS}"

    assert printed.startswith("error: ")
    assert [found for fix in fixes for found in invented(fix.partition("   #")[0], given)] == []


@pytest.mark.parametrize(
    ("text", "field"),
    [
        (STRAITS + "    retracted 2022-06-01, because REASON\n", "reason"),
        (STRAITS + "    report PUBLISHER, 2022-06-01\n", "publisher"),
        (STRAITS + "    report AFP, 2022-06-01, origin=SOURCE\n", "source"),
        (STRAITS + "    denied NAME, 2022-06-01\n", "publisher"),
        (STRAITS + "    corrected title VALUE, 2022-06-01\n", "title"),
        (STRAITS + "    note TEXT\n", "note"),
        (STRAITS + "    weight -3, because REASON\n", "reason"),
        (STRAITS.replace("Straits closed", "TITLE"), "title"),
        ("@actor ACTOR  the Moon\n", "id"),
        ("@actor moon  NAME  type=state\n", "name"),
    ],
)
def test_a_placeholder_is_refused_where_it_is_written_in_a_file(
    text: str, field: str, registry: Registry
) -> None:
    timeline = a_timeline(registry)
    recorded = append_lines(timeline, timeline.read(text, "t.facts"), timeline.moment())
    (problem,) = recorded.edits.problems

    assert problem.code == "placeholder"
    assert problem.said.endswith(f"is a placeholder; write the {field} instead.")
    assert timeline.facts() == []


@pytest.mark.parametrize(
    "line",
    [
        "retract straits --because REASON",
        "report straits --source PUBLISHER",
        "report straits --source AFP --origin SOURCE",
        "deny straits --source NAME",
        "correct straits --set title=VALUE --because x",
        "correct straits --set until=2023 --because REASON",
        "end straits --on DATE",
        "report straits --source AFP --known-on DATE",
        "report straits --source AFP --url URL",
    ],
)
def test_a_placeholder_is_refused_where_it_is_pasted(line: str, tmp_path: Path) -> None:
    desk = Console.begun(tmp_path, STRAITS)
    before = desk.run(["export"])[0]

    assert desk.type(f"detente {line}").endswith("(exit 2)\n")
    assert desk.run(["export"])[0] == before


def test_an_actor_that_is_stored_under_a_placeholder_is_still_read() -> None:
    """Placeholders were once recorded as they were pasted."""
    assert Actor.parse("@actor XQX  NAME  type=state").name() == "NAME"


def test_a_reason_that_only_holds_a_placeholder_is_a_reason() -> None:
    check_filled("the REASON why", "reason")
    with pytest.raises(InvalidInput) as caught:
        check_filled(" REASON ", "reason")

    assert caught.value.values == {"field": "reason", "placeholder": "REASON"}


@pytest.mark.parametrize("fix", [Fix("x"), SetField("on", "x"), Run.of("show", "x")])
def test_a_refusal_keeps_its_kind_with_other_fixes(fix: AnyFix) -> None:
    first = InvalidInput("no.", code="not-a-date", column=3, values={"date": "x"})
    second = first.with_fixes(fix)

    assert (second.fixes, second.code, second.column) == ((fix,), "not-a-date", 3)
    assert second.values == {"date": "x"}
