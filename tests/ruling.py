"""A rule of the house, asked of each file."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parent.parent

Rule = Callable[[Path], None]


def name(path: Path) -> str:
    """A file as people name it: its path from the project's folder."""
    return path.relative_to(ROOT).as_posix()


def of_each(paths: Iterable[Path]) -> Callable[[Rule], Callable[[], None]]:
    """Makes a rule for one file a test of many, which names every file that breaks it."""

    def asked(rule: Rule) -> Callable[[], None]:
        def test() -> None:
            files = [*paths]
            broken = [said for path in files if (said := breach(rule, path))]

            assert files, "no file was found to ask"
            assert not broken, "\n".join(broken)

        test.__doc__ = rule.__doc__
        return test

    return asked


def breach(rule: Rule, path: Path) -> str:
    """How a file breaks a rule; nothing where it keeps to it."""
    try:
        rule(path)
    except AssertionError as broken:
        said = str(broken).partition("\n")[0]
        return said if name(path) in said else f"{name(path)}: {said}"
    return ""
