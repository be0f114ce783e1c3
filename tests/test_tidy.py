"""The house rules: which room may know what, and that the Map of modules is true."""

from __future__ import annotations

import ast
import os
import re
import tokenize
from collections.abc import Iterator
from functools import cache
from importlib import metadata
from pathlib import Path

import pytest

from cli.group import COMMANDS
from tests.ruling import ROOT, name, of_each

ROOMS = ("domain", "projections", "service", "views", "cli", "web")
FACES = ("detente",)
"""The public package: it imports the three inner rooms, and the script alone starts `cli`."""

KNOWN = {
    "domain": {"domain"},
    "projections": {"domain", "projections"},
    "service": {"domain", "projections", "service"},
    "views": {"domain", "projections", "views"},
    "cli": {"domain", "projections", "service", "views", "cli"},
    "web": {"domain", "projections", "service", "views", "web"},
    "detente": {"domain", "projections", "service", "detente"},
}
"""Which rooms each room may import: values flow one way, and views only draw them."""

MODULES = sorted(path for room in (*FACES, *ROOMS) for path in (ROOT / room).rglob("*.py"))
BESIDES = {
    "detente/__init__.py": ("cli",),  # its version
    "detente/__main__.py": ("cli",),
    "cli/serve.py": ("web",),  # the command that opens the other door
    "cli/mcp.py": ("web",),
}
"""What a module imports besides, and why."""

PURE = ("domain", "projections")
BANNED_IN_PURE = {
    "os", "io", "pathlib", "sys", "time", "random", "socket", "sqlite3", "sqlalchemy", "subprocess",
    "shutil", "tempfile",
    "urllib", "http", "requests", "logging", "importlib", "threading", "asyncio", "typer",
    "eventsourcing",
}  # fmt: skip
ASKS_THE_CLOCK = {
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("date", "today"),
    ("datetime", "today"),
}
LONGEST_BODY = 45
"""Lines of a function below its signature and docstring: the options of a command are no logic."""

LONGEST_MODULE = 420
GENERATED = {ROOT / "projections" / "questions" / "index.py", ROOT / "views" / "index.py"}
"""One case for each question and view, written by `make accept`."""


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name(path)}: import in full, from domain.fact import Fact"
            yield node.module or ""


@of_each(MODULES)
def test_imports_point_inwards(path: Path) -> None:
    allowed = {*KNOWN[path.relative_to(ROOT).parts[0]], *BESIDES.get(name(path), ())}
    ours = {*FACES, *ROOMS}
    outer = [each for each in imported(path) if each.partition(".")[0] in ours - allowed]

    assert not outer, (
        f"{name(path)} knows {outer}; move what it needs inwards, or the code outwards"
    )


@of_each(path for path in MODULES if name(path).startswith(PURE))
def test_pure_rooms_ask_nothing_of_the_world(path: Path) -> None:
    modules = {module.partition(".")[0] for module in imported(path)} & BANNED_IN_PURE
    calls = [node for node in ast.walk(tree(path)) if isinstance(node, ast.Call)]
    opens = [
        call
        for call in calls
        if isinstance(call.func, ast.Name) and call.func.id in ("open", "print", "input")
    ]
    clocks = [
        call
        for call in calls
        if isinstance(call.func, ast.Attribute)
        and isinstance(call.func.value, ast.Name)
        and (call.func.value.id, call.func.attr) in ASKS_THE_CLOCK
    ]

    assert not modules, f"{name(path)} imports {modules}; pass a value in instead"
    assert not opens, f"{name(path)} reads or prints; the edge does that, in service or cli"
    assert not clocks, f"{name(path)} asks the clock; take the day as an argument"


@of_each(MODULES)
def test_the_database_and_the_library_live_in_the_store_only(path: Path) -> None:
    if name(path).startswith("service/store/"):
        return
    libraries = {module.partition(".")[0] for module in imported(path)} & {
        "sqlalchemy",
        "eventsourcing",
        "sqlite3",
    }

    assert not libraries, (
        f"{name(path)} imports {libraries};"
        " put what it needs behind a word of ours in service/store"
    )


@of_each(MODULES)
def test_every_module_opens_with_what_lives_there(path: Path) -> None:
    first = (ast.get_docstring(tree(path)) or "").partition("\n")[0]

    assert first.endswith("."), f"{name(path)}: open with one sentence that says what lives here"


def body_length(function: ast.FunctionDef) -> int:
    """How many lines a function does its work in."""
    first, *rest = function.body
    documented = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    start = rest[0].lineno if documented and rest else first.lineno
    return (function.end_lineno or start) - start + 1


@of_each(MODULES)
def test_functions_and_modules_stay_small(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").count("\n")
    functions = [node for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef)]
    long = [
        f"{node.name} ({body_length(node)})"
        for node in functions
        if body_length(node) > LONGEST_BODY and path not in GENERATED
    ]

    assert lines <= LONGEST_MODULE, (
        f"{name(path)} has {lines} lines; a second noun wants a module of its own"
    )
    assert not long, f"{name(path)}: {', '.join(long)}; a second verb wants a function of its own"


@of_each(MODULES)
def test_nothing_is_swallowed(path: Path) -> None:
    handlers = [node for node in ast.walk(tree(path)) if isinstance(node, ast.ExceptHandler)]
    silent = [
        node.lineno for node in handlers if all(isinstance(line, ast.Pass) for line in node.body)
    ]
    broad = [
        node.lineno
        for node in handlers
        if node.type is None
        or (isinstance(node.type, ast.Name) and node.type.id in ("Exception", "BaseException"))
    ]

    assert not silent, f"{name(path)}:{silent} swallows an error; answer it or let it pass"
    assert not broad, f"{name(path)}:{broad} catches everything; name what can be answered"


PLAIN_WORDS = {
    r"mend(s|ed|ing|able)?": "fix, or suggestion",
    r"told|tells": "shown, printed, described or says",
    r"said of": "recorded about, or printed for",
    r"signs|letters": "characters",
    r"parted by": "separated by",
    r"anew": "again, or rebuilt",
    r"bears?": "has",
    r"blanks?": "spaces",
    r"(what|how many (rows|facts)) became( of)?": "outcome of",
    r"stood": "was, or as of",
    r"touch(es|ed|ing)?": "concerns, or left alone",
    r"carr(y|ies|ied|ying)": "has, or records a command",
    r"otherwise": "differently, or else",
    r"(is|are) no (?!longer|more|later|earlier|one\b|other)": "is not a",
}
"""Words that a reader stumbles over, each with the word to write instead."""

OTHER_SENSES = re.compile(
    "|".join(
        (
            r"carr(y|ies|ied|ying) out",  # a deed
            r"blank lines?",
            r"there(\'s| is| are) no",
            r"what became known",
            r"letters(,| and| or) digits",  # of an alphabet, where digits are meant too
            r"(small|two|three|six|wrong|their|its|Cyrillic|between|many|with) letters",
            r"signs (an agreement|nothing|it)",  # a treaty
            r"signs dropped",  # of numbers
        )
    ).replace(" ", r"\s+"),
    re.IGNORECASE,
)
"""The same words where they mean something else, which is plain."""

PLAIN_NAMES = r"mends?|mendable|told|tells|anew|bears|blanks?|stood|touch(es|ed)?|carried|otherwise"
"""The same for the words of an identifier; `tell` and `touch` are methods of files."""

PLAIN_DATA = {
    "service/store/codec.py": ("command.carried/1",),
    "domain/codes/cameo.py": ("stands troops down",),
    "domain/codes/phrases_friendly.py": ("told",),  # words of articles
    "domain/codes/phrases_hostile.py": ("told",),
    "projections/articles/timing.py": ("told",),
    "projections/articles/scene.py": ("tells",),
    "projections/english/deeds.py": ("told",),  # words of questions
    "projections/english/lexicon.py": ("told",),
    "service/safety.py": ("touch",),  # a file's own method
}
"""Words that are data: stored text, tables of codes, names of others."""


def sentences(path: Path) -> Iterator[tuple[int, str]]:
    """The strings and comments of a module, each with its line."""
    with path.open("rb") as file:
        for token in tokenize.tokenize(file.readline):
            if token.type in (tokenize.STRING, tokenize.COMMENT):
                yield token.start[0], re.sub(r" *\n *(?=\S)", " ", token.string)


def stumbles(text: str) -> Iterator[tuple[int, str]]:
    """Each word of a text that is not plain, with its place and what to write instead."""
    plain = OTHER_SENSES.sub(lambda found: re.sub(r"\S", "_", found[0]), text)
    for word, instead in PLAIN_WORDS.items():
        for found in re.finditer(rf"\b({word})\b".replace(" ", r"\s+"), plain, re.IGNORECASE):
            yield found.start(), f"{found[0]!r} (write {instead})"


def identifiers(path: Path) -> Iterator[tuple[int, str]]:
    with path.open("rb") as file:
        for token in tokenize.tokenize(file.readline):
            if token.type == tokenize.NAME:
                yield token.start[0], token.string


@of_each(MODULES)
def test_we_write_plain_english(path: Path) -> None:
    data = PLAIN_DATA.get(name(path), ())
    said = [
        f"{line}: {stumble}"
        for line, text in sentences(path)
        if not any(kept in text for kept in data)
        for _, stumble in stumbles(text)
    ]
    named = [
        f"{line}: {word}"
        for line, word in identifiers(path)
        if re.search(rf"(^|_)({PLAIN_NAMES})(_|$)", word, re.IGNORECASE) and word not in data
    ]
    cut = [
        f"{line}: {text.strip()[:60]!r} (a paragraph is a sentence)"
        for line, text in sentences(path)
        if text.startswith('"""') and re.search(r"\n\s*\n\s*(And|Or|Nor|Which|But) ", text)
    ]

    assert not said + cut, f"{name(path)} says {'; '.join(said + cut)}"
    assert not named, f"{name(path)} names {named}; use a word that everybody knows"


PAGES = sorted(
    [
        *ROOT.glob("*.md"),
        *(path for room in ("docs", "bench", "tests") for path in (ROOT / room).rglob("*.md")),
    ]
)
_CODE = re.compile(r"^```.*?^```$|`[^`]*`", re.MULTILINE | re.DOTALL)


@of_each(PAGES)
def test_pages_are_in_plain_english(page: Path) -> None:
    """What the program prints is left out: it comes from strings, or is a fact's title."""
    text = page.read_text(encoding="utf-8")
    prose = _CODE.sub(lambda code: re.sub(r"\S", "_", code[0]), text)
    said = [f"{prose.count(chr(10), 0, at) + 1}: {stumble}" for at, stumble in stumbles(prose)]

    assert not said, f"{name(page)} says {'; '.join(said)}"


def test_the_readme_stays_short() -> None:
    lines = (ROOT / "README.md").read_text(encoding="utf-8").count("\n")

    assert lines <= 150, f"README.md has {lines} lines; what few need goes to a page in docs"


def the_map() -> str:
    lines = []
    for path in MODULES:
        shown = name(path).removesuffix("__init__.py")
        lines.append(f"{shown:36} {(ast.get_docstring(tree(path)) or '').partition(chr(10))[0]}")
    return "\n".join(lines)


def test_the_architecture_page_has_a_true_map() -> None:
    """The Map once stayed empty, because the pattern wanted a line to be there."""
    page = ROOT / "docs" / "architecture.md"
    text = page.read_text(encoding="utf-8")
    before, found, rest = text.partition("<!-- map -->\n```text\n")
    _, closed, after = rest.partition("```\n<!-- /map -->")
    assert found
    assert closed
    mapped = f"{before}{found}{the_map()}\n{closed}{after}"
    if os.environ.get("UPDATE"):
        page.write_text(mapped, encoding="utf-8")
        return

    assert mapped == text, "the Map is not what the modules say; run `make accept`"


def test_every_command_is_documented() -> None:
    commands = {command for group in COMMANDS.values() for command in group}
    index = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    pages = {
        path.stem: path.read_text(encoding="utf-8")
        for path in (ROOT / "docs" / "commands").glob("*.md")
    }
    untitled = sorted(
        command for command in commands if not pages.get(command, "").startswith(f"# {command}\n")
    )
    unshown = sorted(command for command in commands if not _shows(pages.get(command, ""), command))
    if os.environ.get("UPDATE"):
        index = _with_rows_of(commands, index)
    unlinked = sorted(command for command in commands if f"(commands/{command}.md)" not in index)

    assert not untitled, f"{untitled} want a page in docs/commands that begins with `# NAME`"
    assert not unshown, f"the pages of {unshown} want a console block that runs the command"
    assert not unlinked, f"docs/commands.md links to no page of {unlinked}"
    assert pages.keys() == commands, (
        f"docs/commands has pages of {sorted(pages.keys() - commands)}, which are no commands"
    )


def _with_rows_of(commands: set[str], index: str) -> str:
    """The list of commands with a row of each that is missing, below the others of its group."""
    for group, found in COMMANDS.items():
        for command, listed in found.items():
            if command in commands and f"(commands/{command}.md)" not in index:
                does = f"{listed.does[0].lower()}{listed.does[1:].rstrip('.')}"
                row = f"| [{command}](commands/{command}.md) | {does} |"
                before, heading, rest = index.partition(f"## {group}\n")
                table, gap, after = rest.partition("|\n\n")
                index = f"{before}{heading}{table}|\n{row}\n\n{after}" if gap else index
    (ROOT / "docs" / "commands.md").write_text(index, encoding="utf-8")
    return index


def _shows(page: str, command: str) -> bool:
    blocks = re.findall(r"^```console\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    return any(
        re.search(rf"^\$ detente {re.escape(command)}( |$)", block, re.MULTILINE)
        for block in blocks
    )


def test_no_other_distribution_owns_our_names() -> None:
    found = metadata.packages_distributions()
    owners = {room: {*found.get(room, ())} - {"detente"} for room in ROOMS}

    assert not any(owners.values()), (
        f"{owners} hold packages of our names; detente must live alone in its environment"
    )


TEXTS = sorted(
    path
    for ending in ("*.py", "*.md", "*.toml", "*.facts", "*.txt")
    for path in ROOT.rglob(ending)
    if not {".venv", "build", "mutants"} & set(path.relative_to(ROOT).parts)
)


@of_each(TEXTS)
def test_the_project_speaks_of_itself_alone(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    words = [word for word in ("/" + "work/", "SPEC" + ".md", "DESIGN" + ".md") if word in text]

    assert not words, f"{name(path)} names {words}, which nobody outside will find"


def test_every_file_that_breaks_a_rule_is_named() -> None:
    def is_short(path: Path) -> None:
        assert len(name(path)) < 20, "too long"

    files = [ROOT / "README.md", ROOT / "docs" / "architecture.md", ROOT / "docs" / "commands.md"]

    of_each([files[0], files[2]])(is_short)()
    with pytest.raises(AssertionError, match=r"architecture\.md: too long"):
        of_each(files)(is_short)()
    with pytest.raises(AssertionError, match="no file was found"):
        of_each([])(is_short)()
