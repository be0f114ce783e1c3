"""Where rules are found: by name among those that come with detente, or in a file."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from domain.refusal import Failure, Fix, Run
from service import sources
from service.input_files import check_readable
from service.sources.rules import Rules
from service.sources.rules_file import read_rules

_TABLE = re.compile(r"\s*\[+\s*([\w.-]+)\s*\]")


@cache
def _files() -> dict[str, Traversable]:
    folder = resources.files(sources).joinpath("builtin")
    return {
        file.name.removesuffix(".toml"): file
        for file in sorted(folder.iterdir(), key=lambda file: file.name.removesuffix(".toml"))
    }


def builtin_names() -> tuple[str, ...]:
    """The names of the rules that come with detente."""
    return tuple(_files())


def rules_text(name: str) -> str:
    """The TOML of rules by their name, or of a file by its path. Raises Failure."""
    if name in _files():
        return _files()[name].read_text(encoding="utf-8")
    if not name.endswith(".toml"):
        known = [Fix(there) for there in builtin_names()]
        beside = Path(f"{name}.toml").is_file()
        fixes = (
            [Fix(f"{name}.toml", "a file"), *known]
            if beside
            else [*known, Fix("my-rules.toml", "a file")]
        )
        said = f'no rules are called "{name}".'
        raise Failure(said, *fixes, code="unknown-rules", values={"rules": name})
    check_readable(name)
    try:
        return Path(name).read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        fix = Run.of("rules", "list")
        raise Failure(f"there is no file {name}.", fix, code="no-file") from None
    except UnicodeDecodeError as error:
        raise Failure(
            f"{name} is not UTF-8 text (byte {error.start}); save it as UTF-8 and try again.",
            code="not-text",
        ) from None
    except OSError as error:
        raise Failure(f"{name} cannot be read: {error.strerror}.", code="unreadable-file") from None


def find_rules(name: str) -> Rules:
    """The rules of that name, or those of a file by its path. Raises Failure and BadRules."""
    return read_rules(rules_text(name), name)


def place_of(name: str, column: str) -> str:
    """Where a file of rules names a column first: `mine.toml:12: code.column`.

    Empty for rules that come with detente.
    """
    if name in _files():
        return ""
    table = ""
    for i, line in enumerate(rules_text(name).splitlines(), 1):
        header = _TABLE.match(line)
        table = f"{header[1]}." if header else table
        if not line.lstrip().startswith("#") and re.search(
            rf"""["'`{{]{re.escape(column)}["'`}}]""", line
        ):
            return f"{name}:{i}: {table}{line.partition('=')[0].strip()}"
    return ""
