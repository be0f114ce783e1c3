"""Generates the indexes of questions and views from the modules; `make accept` writes them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent

_QUESTIONS = '''"""Every question by its name, each module loaded when it is asked. Generated."""

from __future__ import annotations

from typing import Final, NamedTuple

from domain.refusal import InvalidInput
from projections.question import Question


class Listed(NamedTuple):
    """A question as lists show it: its name, what a terminal calls it, and what it does."""

    name: str
    command: str
    aliases: tuple[str, ...]
    group: str
    does: str


QUESTIONS: Final = (
{listed}
)  # fmt: skip


def question_class(name: str) -> type[Question]:
    """The class of the question of that name. Raises InvalidInput where there is none."""
    match name:
{cases}
        case _:
            said = f'no question is called "{{name}}".'
            raise InvalidInput(said, code="unknown-question", values={{"name": name}})
'''

_VIEWS = '''"""What draws each kind of answer, each module loaded when it is drawn. Generated."""

from __future__ import annotations

from projections.answer import Found
from views.view import AnyView


def view_of(found: Found) -> AnyView:
    """The view of what was found."""
    match type(found).__name__:
{cases}
        case name:
            raise AssertionError(f"nothing draws {{name}}")
'''


class Class(NamedTuple):
    """A question's class: its module, its name and its fields."""

    module: str
    name: str
    fields: dict[str, object]


def _text(node: ast.expr) -> object:
    try:
        return ast.literal_eval(node)
    except ValueError:
        return None


def questions() -> Iterator[Class]:
    for path in sorted((ROOT / "projections" / "questions").glob("*.py")):
        if path.stem == "index":
            continue
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef):
                fields = {
                    target.id: _text(line.value)
                    for line in node.body
                    if isinstance(line, ast.Assign)
                    for target in line.targets
                    if isinstance(target, ast.Name)
                }
                if fields.get("name"):
                    yield Class(path.stem, node.name, fields)


def question_index() -> str:
    listed: list[str] = []
    cases: list[str] = []
    for found in sorted(questions(), key=lambda found: _rank(found.fields)):
        name, command = found.fields["name"], found.fields.get("command")
        group, does = found.fields.get("group", "Ask"), found.fields.get("does", "")
        aliases = found.fields.get("aliases", ())
        listed.append(_call([name, command or name, aliases, group, does]))
        cases.append(
            f'        case "{name}":\n'
            f"            from projections.questions import {found.module}\n\n"
            f"            return {found.module}.{found.name}"
        )
    return _QUESTIONS.format(listed="\n".join(listed), cases="\n".join(cases))


def _rank(fields: dict[str, object]) -> tuple[int, str]:
    """The place of a question in lists."""
    rank = fields.get("rank", 100)
    assert isinstance(rank, int)
    return rank, str(fields["name"])


def _call(values: list[object]) -> str:
    """A row of the list on as many lines as it needs."""
    written = ", ".join(
        f'"{value}"' if isinstance(value, str) else _tuple(value) for value in values
    )
    line = f"    Listed({written}),"
    if len(line) <= 100:
        return line
    head, _, does = written.rpartition(', "')
    return f'    Listed(\n        {head},\n        "{does},\n    ),'


def _tuple(value: object) -> str:
    assert isinstance(value, tuple)
    inner = ", ".join(f'"{each}"' for each in value)
    return f"({inner},)" if len(value) == 1 else f"({inner})"


def view_index() -> str:
    cases: list[str] = []
    for path in sorted((ROOT / "views").glob("*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            value = node.value if isinstance(node, ast.AnnAssign) else None
            if (
                isinstance(node, ast.AnnAssign)
                and isinstance(node.target, ast.Name)
                and isinstance(value, ast.Call)
                and isinstance(value.func, ast.Name)
                and value.func.id == "View"
            ):
                kind = value.args[0]
                assert isinstance(kind, ast.Name)
                cases.append(
                    f'        case "{kind.id}":\n'
                    f"            from views import {path.stem}\n\n"
                    f"            return {path.stem}.{node.target.id}"
                )
    return _VIEWS.format(cases="\n".join(cases))


INDEXES = {
    ROOT / "projections" / "questions" / "index.py": question_index,
    ROOT / "views" / "index.py": view_index,
}


if __name__ == "__main__":
    for path, made in INDEXES.items():
        path.write_text(made(), encoding="utf-8")
