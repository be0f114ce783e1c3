"""What is said of known holes in the packages that we use."""

from __future__ import annotations

import json

from tests.audit import read

CLEAN = {"name": "sqlalchemy", "version": "2.1.0", "vulns": []}
UNKNOWN = {"name": "typer", "skip_reason": "Dependency not found on PyPI"}
HOLED = {
    "name": "pydantic",
    "version": "2.4.0",
    "vulns": [{"id": "PYSEC-1", "fix_versions": ["2.4.1"], "aliases": [], "description": ""}],
}


def said(*packages: object) -> str:
    return read(json.dumps({"dependencies": packages, "fixes": []})).said


def test_what_no_service_knows_is_not_called_clean() -> None:
    """A mirror of PyPI knew none of 54 packages, and pip-audit found no hole in them."""
    assert said(UNKNOWN, UNKNOWN).startswith("Nothing was audited")
    assert read("").said == said(UNKNOWN)


def test_a_known_hole_is_named_with_what_fixes_it() -> None:
    assert said(CLEAN, HOLED, UNKNOWN) == (
        "Packages audited: 2; holes known: 1; packages that nobody knows: 1.\n"
        "  pydantic 2.4.0: PYSEC-1, fixed in 2.4.1\n"
    )


def test_what_has_no_known_hole_is_counted() -> None:
    assert said(CLEAN) == ("Packages audited: 1; holes known: 0; packages that nobody knows: 0.\n")
