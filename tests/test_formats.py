"""The registry of formats: what is exported and imported is chosen there, by name or by ending."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from domain.refusal import InvalidInput, SetField
from service.formats import registry
from service.formats.registry import FORMATS
from tests.console import Console
from views.spelling import command as spelled

CALL = "2022-03-05  TUR > RUS  call/trade  A call  ^call\n    report Reuters, 2022-03-05\n"


@pytest.fixture
def console(tmp_path: Path) -> Console:
    console = Console.begun(tmp_path, db="my.db")
    (tmp_path / "desk.facts").write_text(CALL, encoding="utf-8")
    console.run(["import", "desk.facts"])
    return console


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)
def test_a_format_is_found_by_its_name_and_by_its_ending(form: registry.Format) -> None:
    assert registry.named(form.name, "export") is form
    assert registry.to_write(f"desk{form.ending}") is form
    assert registry.of_file(f"DESK{form.ending.upper()}", "export") is form


@pytest.mark.parametrize("file", ["", "-", "desk", "folder.d/desk"])
def test_a_file_without_an_ending_is_written_as_facts(file: str) -> None:
    assert registry.to_write(file) is registry.FACTS


def test_an_unknown_ending_is_refused_with_the_known_ones() -> None:
    """Such a file was written as .facts, whatever it was called."""
    with pytest.raises(InvalidInput) as refused:
        registry.to_write("out/desk.xlsx")

    assert refused.value.said == '".xlsx" is not the ending of a format to export.'
    assert refused.value.code == "unknown-ending"
    endings = [form.ending for form in registry.known("export") if not form.columns]
    assert endings[:3] == [".facts", ".csv", ".jsonl"]
    assert [spelled(fix).paste for fix in refused.value.fixes] == [
        *(f"-o out/desk{ending}" for ending in endings),
        "--as facts",
    ]


def test_an_unknown_name_is_refused_with_the_known_ones() -> None:
    with pytest.raises(InvalidInput) as refused:
        registry.named("xls", "import")

    assert refused.value.said == '"xls" is not a format to import.'
    assert [fix.value for fix in refused.value.fixes if isinstance(fix, SetField)] == [
        "facts",
        "csv",
        "jsonl",
    ]


def test_nothing_is_written_under_an_unknown_ending(console: Console) -> None:
    _, err, code = console.apart(["export", "-o", "desk.xlsx"])

    assert 'error: ".xlsx" is not the ending of a format to export.\n' in err
    assert "  -o desk.csv " in err
    assert code == 2
    assert not (console.folder / "desk.xlsx").exists()


def test_a_format_that_is_named_may_have_any_ending(console: Console) -> None:
    console.run(["export", "--as", "facts", "-o", "desk.txt"])

    text = (console.folder / "desk.txt").read_text(encoding="utf-8")
    assert text.partition("# position and digest ")[0] == CALL


@pytest.mark.parametrize(
    "form", [form for form in FORMATS if not form.columns], ids=lambda form: form.name
)
def test_every_format_is_exported_by_its_ending(form: registry.Format, console: Console) -> None:
    asked = ["export", *([] if form.copy else ["turkey", "russia"])]
    named, _, _ = console.apart([*asked, "--as", form.name])
    console.run([*asked, "-o", f"copy{form.ending}"])

    assert (console.folder / f"copy{form.ending}").read_bytes().decode() == named


def test_the_registry_loads_no_format_before_it_is_chosen() -> None:
    found = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys, service.formats.registry; print(*sorted(sys.modules))",
        ],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parent.parent,
    ).stdout.split()

    assert [name for name in found if name.startswith("service.formats.")] == [
        "service.formats.registry"
    ]
