"""What maintainers are told to type exists, and a decision has its four parts."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("*.md"))
MAKE = re.compile(r"\bmake ([a-z][a-z-]*)")
FOUR_PARTS = ["What", "Why", "Refused", "Would change our mind"]


def text_of(*parts: str) -> str:
    return ROOT.joinpath(*parts).read_text(encoding="utf-8")


def targets() -> set[str]:
    return set(re.findall(r"^([a-z][a-z-]*):", text_of("Makefile"), re.MULTILINE))


def test_every_make_command_of_contributing_exists() -> None:
    named = set(MAKE.findall("\n".join(re.findall(r"`[^`]*`", text_of("CONTRIBUTING.md")))))

    assert named, "CONTRIBUTING.md names no make command; the pattern no longer fits"
    assert named <= targets(), f"{sorted(named - targets())} are no targets of the Makefile"


def test_every_target_is_phony() -> None:
    makefile = text_of("Makefile")
    phony = set(re.findall(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)[0].split())

    assert targets() == phony


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_runs_only_targets_that_exist(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    listed = re.findall(r"target: \[(.*)\]", text)
    used = {*re.findall(r"run: make ([a-z-]+)", text), *", ".join(listed).split(", ")} - {""}

    assert used <= targets(), f"{path.name} runs {sorted(used - targets())}"


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.stem)
def test_a_decision_is_dated_and_has_four_parts(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert re.match(r"# .+\n\n\*\d{4}-\d{2}-\d{2}\*\n\n- \*\*", text), f"{path.name}: title, date"
    assert re.findall(r"^- \*\*(.+?):\*\*", text, re.MULTILINE) == FOUR_PARTS
    assert f"](decisions/{path.name})" in text_of("docs", "architecture.md")


def test_decisions_are_numbered_without_a_gap() -> None:
    assert [int(path.name[:4]) for path in DECISIONS] == list(range(1, len(DECISIONS) + 1))


def test_mutants_are_made_of_modules_and_tests_that_exist() -> None:
    chosen = tomllib.loads(text_of("pyproject.toml"))["tool"]["mutmut"]
    patterns = [*chosen["only_mutate"], *chosen["pytest_add_cli_args_test_selection"]]
    gone = [pattern for pattern in patterns if not list(ROOT.glob(pattern))]

    assert not gone, f"[tool.mutmut] in pyproject.toml names {gone}, which are not there"


def test_every_number_of_examples_follows_the_profile() -> None:
    fixed = [
        path.name
        for path in sorted((ROOT / "tests").rglob("test_*.py"))
        if re.search(r"max_examples=\d", path.read_text(encoding="utf-8"))
    ]

    assert not fixed, f"{fixed}: write max_examples=examples(N), so that `make nightly` scales it"
