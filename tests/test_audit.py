"""What is said of known holes in the packages that we use."""

from __future__ import annotations

import json

from tests.audit import of_the_newest, read

CLEAN = {"name": "sqlalchemy", "version": "2.1.0", "vulns": []}
UNKNOWN = {"name": "typer", "version": "0.16.0", "skip_reason": "Dependency not found on PyPI"}
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
        "  not known: typer 0.16.0\n"
    )


def test_what_has_no_known_hole_is_counted() -> None:
    assert said(CLEAN) == ("Packages audited: 1; holes known: 0; packages that nobody knows: 0.\n")


def newest(name: str) -> dict[str, object] | None:
    """What a mirror of PyPI says: a hole of one project's newest release, one of them withdrawn."""
    hole: dict[str, object] = {"id": "PYSEC-2", "fixed_in": [], "withdrawn": None}
    of = {"old": "2.0", "holed": "1.0", "clean": "1.0"}
    if name not in of:
        return None
    holes = [hole, {**hole, "id": "PYSEC-3", "withdrawn": "2024-01-01"}] if name == "holed" else []
    return {"info": {"version": of[name]}, "vulnerabilities": holes}


def test_a_mirror_knows_the_holes_of_newest_releases() -> None:
    packages = [{"name": name, "version": "1.0"} for name in ("old", "holed", "clean", "private")]
    assert of_the_newest(packages, newest).said == (
        "Packages audited: 2; holes known: 1; packages that nobody knows: 2.\n"
        "  holed 1.0: PYSEC-2, fixed in no version\n"
        "  not known: old 1.0, private 1.0\n"
    )


def test_a_mirror_that_knows_none_audits_nothing() -> None:
    assert of_the_newest([{"name": "private", "version": "1.0"}], newest).said.startswith("Nothing")
