"""The house rules that keep a question a value: what each room may decide, say and import."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from cli.group import COMMANDS
from tests.test_tidy import MODULES, imported, name, tree

INNER = [path for path in MODULES if name(path).startswith(("domain/", "projections/", "service/"))]
VERBS = [verb for group in COMMANDS.values() for verb in group]
COMMAND = re.compile(rf"(?<![\w@./-])(detente ({'|'.join(VERBS)})\b|--[a-z]{{2,}})")
"""A command or an option as somebody types it."""

SPEAKS_SO = {
    "service/safety.py": "pg_",  # programs of PostgreSQL
    "service/store/engine.py": "pipx",  # how a driver is installed
    "service/store/codec.py": " --",  # what versions before recorded as a text
}
"""What a module writes all the same, by how it begins, and why."""

SCHEMA = re.compile(r"detente/[a-z-]+@\d")
DECIDES_A_READER = {"service/asking.py"}


def sentences(path: Path) -> Iterator[tuple[int, str]]:
    """The texts of a module that are no docstrings, with their lines."""
    module = tree(path)
    docs = {
        id(node.body[0].value)
        for node in ast.walk(module)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    # A string beside a name says what the name means.
    docs |= {id(node.value) for node in ast.walk(module) if isinstance(node, ast.Expr)}
    for node in ast.walk(module):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
            yield node.lineno, node.value


@pytest.mark.parametrize("path", INNER, ids=name)
def test_inner_rooms_do_not_speak_in_commands(path: Path) -> None:
    besides = SPEAKS_SO.get(name(path), "\0")
    spoken = [
        (line, text)
        for line, text in sentences(path)
        if COMMAND.search(text) and not text.startswith(besides)
    ]

    assert not spoken, f"{name(path)} writes {spoken}; give a Run or a SetField, doors spell it"


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_the_command_line_is_known_to_its_door_only(path: Path) -> None:
    if name(path).startswith("cli/"):
        return
    libraries = {module.partition(".")[0] for module in imported(path)} & {"typer", "click"}

    assert not libraries, f"{name(path)} imports {libraries}; only cli reads a command line"


@pytest.mark.parametrize("path", INNER, ids=name)
def test_one_place_decides_which_reader_answers(path: Path) -> None:
    if name(path) in DECIDES_A_READER:
        return
    readers = [module for module in imported(path) if module.startswith("service.readers")]
    if name(path).startswith("service/readers/"):
        return
    through = [
        node.lineno
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Compare)
        and any(isinstance(op, ast.Is | ast.IsNot) for op in node.ops)
        and any(isinstance(part, ast.Name) and part.id == "LENS" for part in node.comparators)
    ]

    assert not readers, f"{name(path)} imports {readers}; ask service.asking for the evidence"
    assert not through, f"{name(path)} asks for the lens on {through}; service.asking decides that"


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_schemas_are_named_where_answers_are_made(path: Path) -> None:
    if name(path).startswith("projections/"):
        return
    named = [(line, text) for line, text in sentences(path) if SCHEMA.search(text)]

    assert not named, f"{name(path)} names {named}; import the name from projections"
