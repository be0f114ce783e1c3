"""Builds the wheel as one package: in it, the rooms of the repository lie below `detente`.

So that nobody else's package called `service` or `cli` is in their way, or they in its.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, NamedTuple

from hatchling.builders.config import BuilderConfig
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PACKAGE: Final = "detente"
ROOMS: Final = ("domain", "projections", "service", "views", "cli", "web")
_ROOM: Final = "|".join(ROOMS)
_FROM: Final = re.compile(rf"from[ \t]+(?=(?:{_ROOM})\b)".encode())
_DOTTED_NAME: Final = re.compile(rf"(?:{_ROOM})(?:\.[a-z_][a-z0-9_]*)+")


class OnePackage(BuildHookInterface[BuilderConfig]):
    """Puts a copy of each module into the wheel, in which imports of the rooms name the package.

    An editable install keeps the modules where and as they are.
    """

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called before the files are packed. Raises ValueError as `in_package` does."""
        if self.target_name != "wheel" or version != "standard":
            return
        self.copies = TemporaryDirectory()
        for file in list(self.build_config.builder.recurse_included_files()):
            if file.path.endswith(".py"):
                copy = Path(self.copies.name, file.distribution_path)
                copy.parent.mkdir(parents=True, exist_ok=True)
                source = Path(file.path).read_bytes()
                copy.write_bytes(in_package(source, file.relative_path, Path(self.root)))
                build_data["force_include"][str(copy)] = file.distribution_path

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002  # the library's signature
        """Called after the wheel was written."""
        if hasattr(self, "copies"):
            self.copies.cleanup()


class Insertion(NamedTuple):
    """Where the package's name is written into a line: after so many of its bytes."""

    line: int
    column: int


def in_package(source: bytes, name: str, root: Path) -> bytes:
    """A module's text with the package's name before each room that it imports.

    Line numbers stay, and so do strings and comments. Raises ValueError with file and line where
    a module is named in a way that cannot be rewritten exactly.
    """
    lines = source.splitlines(keepends=True)
    found = _insertions(ast.parse(source, name), lines, name, root)
    # From the end, so that no insertion moves the place of another.
    for line, column in sorted(found, reverse=True):
        text = lines[line - 1]
        lines[line - 1] = text[:column] + PACKAGE.encode() + b"." + text[column:]
    return b"".join(lines)


def _insertions(tree: ast.Module, lines: list[bytes], name: str, root: Path) -> Iterator[Insertion]:
    for node in ast.walk(tree):
        match node:
            case ast.ImportFrom(module=str(module), level=0) if _in_a_room(module):
                start = _FROM.match(lines[node.lineno - 1], node.col_offset)
                if start is None:
                    said = f"write `from {module} import` on one line."
                    raise ValueError(f"{name}:{node.lineno}: {said}")
                yield Insertion(node.lineno, start.end())
            case ast.Import(names):
                for alias in names:
                    if _in_a_room(alias.name) and alias.asname is None:
                        said = f"write `from ... import`, not `import {alias.name}`."
                        raise ValueError(f"{name}:{node.lineno}: {said}")
                    if _in_a_room(alias.name):
                        yield Insertion(alias.lineno, alias.col_offset)
            case ast.Constant(value=str(text)) if _is_module(text, root):
                said = f'the text "{text}" names a module; the wheel calls it {PACKAGE}.{text}.'
                raise ValueError(f"{name}:{node.lineno}: {said}")
            case _:
                continue


def _in_a_room(module: str) -> bool:
    return module.partition(".")[0] in ROOMS


def _is_module(text: str, root: Path) -> bool:
    """Whether a text is the dotted name of a module or folder of ours."""
    if not _DOTTED_NAME.fullmatch(text):
        return False
    place = root.joinpath(*text.split("."))
    return place.is_dir() or place.with_suffix(".py").is_file()
