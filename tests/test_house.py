"""The house rules that keep a question a value: what each room may decide, say and import."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from cli.group import COMMANDS
from tests.ruling import name, of_each
from tests.test_tidy import MODULES, imported, tree

INNER = [path for path in MODULES if name(path).startswith(("domain/", "projections/", "service/"))]
VERBS = [verb for group in COMMANDS.values() for verb in group]
COMMAND = re.compile(rf"(?<![\w@./-])(detente ({'|'.join(VERBS)})\b|--[a-z]{{2,}})")
"""A command or an option as somebody types it."""

SPEAKS_SO = {
    "service/safety.py": "pg_",  # programs of PostgreSQL
    "service/extras.py": "pipx",  # how an extra is installed
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


@of_each(INNER)
def test_inner_rooms_do_not_speak_in_commands(path: Path) -> None:
    besides = SPEAKS_SO.get(name(path), "\0")
    spoken = [
        (line, text)
        for line, text in sentences(path)
        if COMMAND.search(text) and not text.startswith(besides)
    ]

    assert not spoken, f"{name(path)} writes {spoken}; give a Run or a SetField, doors spell it"


@of_each(MODULES)
def test_the_command_line_is_known_to_its_door_only(path: Path) -> None:
    if name(path).startswith("cli/"):
        return
    libraries = {module.partition(".")[0] for module in imported(path)} & {"typer", "click"}

    assert not libraries, f"{name(path)} imports {libraries}; only cli reads a command line"


@of_each(MODULES)
def test_what_serves_pages_is_known_to_its_door_only(path: Path) -> None:
    if name(path).startswith("web/"):
        return
    served = {"fastapi", "starlette", "uvicorn", "mcp"}
    libraries = {module.partition(".")[0] for module in imported(path)} & served

    assert not libraries, f"{name(path)} imports {libraries}; only web serves"


@of_each(MODULES)
def test_templates_are_filled_in_one_place(path: Path) -> None:
    if name(path).startswith("views/html/"):
        return

    assert "jinja2" not in imported(path), f"{name(path)} fills a template; views/html does that"


@of_each(INNER)
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


@of_each(MODULES)
def test_schemas_are_named_where_answers_are_made(path: Path) -> None:
    if name(path).startswith("projections/"):
        return
    named = [(line, text) for line, text in sentences(path) if SCHEMA.search(text)]

    assert not named, f"{name(path)} names {named}; import the name from projections"


WRITES = {
    "service/writing.py": "it is the one that writes",
    "service/folders.py": "it is the one that writes whole folders",
    "service/store/backup.py": "it keeps what a restore replaces, and SQLite writes the copy",
    "cli/main.py": "it opens the null device where a stream is closed",
}
"""What may write, move or remove a file by itself, and why."""

CHANGES_FILES = {
    "chmod", "chown", "copyfile", "hardlink_to", "link", "lchmod", "mkdtemp",
    "mkfifo", "mknod", "mkstemp", "move", "remove", "removedirs", "rename", "renames", "rmdir",
    "rmtree", "symlink", "symlink_to", "touch", "truncate", "unlink", "write_bytes", "write_text",
    "NamedTemporaryFile",
}  # fmt: skip
OF_MODULES = {"os", "shutil", "tempfile", "Path"}
OF_ANYTHING = {
    "hardlink_to", "rename", "rmdir", "symlink_to", "touch", "unlink", "write_bytes", "write_text",
}  # fmt: skip
"""Methods of a path that nothing else of ours has; `replace` is one of texts too."""


def _opened_to_write(call: ast.Call) -> bool:
    """Whether something is opened in a mode, or with flags, that let one write to it."""
    first = 1 if isinstance(call.func, ast.Name) else 0
    given = [*call.args[first:], *(keyword.value for keyword in call.keywords)]
    modes = [arg.value for arg in given if isinstance(arg, ast.Constant)]
    flags = {node.attr for node in ast.walk(call) if isinstance(node, ast.Attribute)}
    return any(
        isinstance(mode, str) and re.fullmatch(r"[rwaxbt+]{1,3}", mode) and set(mode) & set("wax+")
        for mode in modes
    ) or bool(flags & {"O_WRONLY", "O_RDWR", "O_CREAT"})


def _changes_files(call: ast.Call) -> bool:
    """Whether a call makes, writes, moves or removes a file."""
    match call.func:
        case ast.Name(id="open" | "ZipFile") | ast.Attribute(attr="open"):
            return _opened_to_write(call)
        case ast.Name(id=called):
            return called in {"copyfile", "mkdtemp", "mkstemp", "rmtree", "NamedTemporaryFile"}
        case ast.Attribute(value=ast.Name(id=owner), attr="replace") if owner in OF_MODULES:
            return True
        case ast.Attribute(value=ast.Name(id=owner), attr=called) if owner in OF_MODULES:
            return called in CHANGES_FILES
        case ast.Attribute(attr="replace"):
            # A path takes one argument, a text two, and a day names those that it takes.
            return len(call.args) == 1 and not call.keywords
        case ast.Attribute(attr=called):
            return called in OF_ANYTHING
        case _:
            return False


@of_each(MODULES)
def test_one_module_writes_files(path: Path) -> None:
    if name(path) in WRITES:
        return
    lines = [
        node.lineno
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and _changes_files(node)
    ]

    assert not lines, (
        f"{name(path)}:{lines} writes, moves or removes a file; `service.writing.write` does it"
        " whole or not at all, and never over a timeline"
    )


@pytest.mark.parametrize(
    ("line", "writes"),
    [
        ('open("a", "w")', True),
        ('open("a", mode="ab")', True),
        ('path.open("xb")', True),
        ("os.open(path, os.O_WRONLY | os.O_CREAT)", True),
        ("path.write_text(text)", True),
        ("os.replace(one, other)", True),
        ("part.replace(path)", True),
        ("shutil.copyfile(one, other)", True),
        ("NamedTemporaryFile()", True),
        ("path.unlink()", True),
        ('open("a")', False),
        ('path.open("rb")', False),
        ("os.open(path, os.O_RDONLY)", False),
        ('text.replace("a", "b")', False),
        ("day.replace(tzinfo=UTC)", False),
        ("zipped.open(member)", False),
    ],
)
def test_what_writes_is_found(line: str, writes: bool) -> None:  # a parameter
    (call,) = (node for node in ast.walk(ast.parse(line)) if isinstance(node, ast.Call))

    assert _changes_files(call) == writes
