"""Archives of others, imported by detente itself into a timeline that is thrown away."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Final, NamedTuple

from bench.truth import keds
from domain.refusal import Failure

ROOT: Final = Path(__file__).parent.parent.parent
RULES: Final = Path(__file__).with_name("rules")
BUILT_IN: Final = (("icews/*.tab", "icews"), ("icews18/*.txt", "icews-kg"))
"""Files that the rules that come with detente read, and these rules, which name the layer too."""


class Imported(NamedTuple):
    """A file that was imported, and what the import said of it."""

    file: str
    layer: str
    said: str


def folder() -> Path | None:
    """Where others' data is; None where it is not there.

    It stands beside a checkout, or one folder up where the checkout is one of several.
    """
    named = os.environ.get("DETENTE_TEST_DATA")
    near = (parent / "shared" / "data" for parent in (ROOT.parent, ROOT.parent.parent))
    places = [Path(named)] if named else list(near)
    return next((place for place in places if place.is_dir()), None)


def fill(store: Path, data: Path, pairs: Collection[tuple[str, str]]) -> Iterator[Imported]:
    """Begins a timeline in a file and imports the archives into it, one after the other.

    Of KEDS the rows of these pairs alone. Raises Failure where an import fails.
    """
    _detente(store, "init", str(store))
    for pattern, rules in BUILT_IN:
        for file in sorted(data.glob(pattern)):
            yield Imported(
                str(file.relative_to(data)), rules, _detente(store, "import", str(file), rules)
            )
    for kept in keds.FILES:
        if (data / kept.name).exists():
            yield _of_keds(store, data, kept, pairs)


def _of_keds(
    store: Path, data: Path, kept: keds.File, pairs: Collection[tuple[str, str]]
) -> Imported:
    rows, rules = store.with_name(f"{kept.layer}.csv"), store.with_name(f"{kept.layer}.toml")
    keds.write(data / kept.name, rows, pairs, weis=kept.rules == "weis.toml")
    text = (RULES / kept.rules).read_text(encoding="utf-8").replace("LAYER", kept.layer)
    rules.write_text(text, encoding="utf-8")
    return Imported(kept.name, kept.layer, _detente(store, "import", str(rows), str(rules)))


def _detente(store: Path, command: str, file: str, rules: str = "") -> str:
    """What a command of detente prints; rejects are written beside the store."""
    words = [command, file, *(["--rules", rules] if rules else [])]
    done = subprocess.run(
        [sys.executable, "-m", "detente", *words],
        env={
            **os.environ,
            "DETENTE_DB": str(store),
            "PYTHONPATH": str(ROOT),
            "COLUMNS": "200",
        },
        cwd=store.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise Failure(f"detente {' '.join(words)} failed: {done.stdout}{done.stderr}")
    return done.stdout
