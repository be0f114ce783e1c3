"""At the console nobody sees whether rows were recorded together or one by one."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest

from bench import generator
from domain.actors import Registry
from service.archives import importing
from service.sources import files
from tests.console import Console

ROWS: Final = 400
OF: Final = "--layer icews"
ON: Final = f"{OF} --on 2018-06-01"
ASKED: Final = (
    f"state usa rus {ON}",
    f"state usa rus {ON} --known-on 2010-01-01",
    f"state usa rus {ON} --lens cumulative",
    f"why usa rus {ON}",
    f"timeline usa rus {OF}",
    f"board usa {ON}",
    f"turns usa rus {OF}",
    f"replay usa rus {OF}",
    f"diff usa rus {OF} --from 2000-01-01 --to 2010-01-01",
    f"hindsight usa rus {ON}",
    f"learned usa rus {OF}",
    f"knew usa rus {ON}",
    f"chart usa rus {OF}",
    f"panel usa {OF} --every year --from 2000 --to 2003",
    f"search talks {OF}",
    f"search nothingofthekind {OF}",
    "stats",
    "check",
    "undo --list",
)
SAID: Final = (
    "deny icews/{key} --by rus --url https://example.org/1 --source TASS --known-on 2018-05-01",
    "retract icews/{key} --because 'read twice'",
)
_VARIES: Final = re.compile(
    r"answer [0-9a-f]{16}|[0-9a-f]{64}|digest [0-9a-f]+|\d+ events?\b|events +\d+|position \d+"
)


def said_by(console: Console, command: str) -> str:
    printed = console.type(f"detente {command}")
    return _VARIES.sub("~", printed)


@pytest.fixture
def both(tmp_path: Path, registry: Registry, monkeypatch: pytest.MonkeyPatch) -> list[Console]:
    """The same file imported one by one, and together."""
    found: list[Console] = []
    defaults = importing.imported.__kwdefaults__
    assert defaults is not None
    monkeypatch.setitem(defaults, "least", 1)
    monkeypatch.setattr(files, "SMALL", 0)
    for together in (False, True):
        folder = tmp_path / str(together)
        folder.mkdir()
        generator.write(folder / "rows.tab", ROWS, registry)
        console = Console.begun(folder)
        with monkeypatch.context() as patch:
            patch.setattr(files, "has_extra", lambda together=together: together)
            said_by(console, "import rows.tab --rules icews")
        found.append(console)
    return found


def batches(console: Console) -> int:
    return console.type("detente export --as jsonl").count('"rows.recorded/1"')


def test_every_question_has_the_same_answer(both: list[Console]) -> None:
    assert [batches(console) for console in both] == [0, 1]
    for command in ASKED:
        one, together = (said_by(console, command) for console in both)
        assert one == together, command


def test_what_is_said_of_a_row_later_is_answered_alike(both: list[Console]) -> None:
    keys = re.findall(r'"stream":"icews/([^"]+)"', both[0].type("detente export --as jsonl"))[:2]
    for key, said in zip(keys, SAID, strict=True):
        one, together = (said_by(console, said.format(key=key)) for console in both)
        assert one == together
        assert "(exit" not in one, one
    for command in (*ASKED, *(f"history icews/{key}" for key in keys), "undo", "redo", "undo"):
        one, together = (said_by(console, command) for console in both)
        assert one == together, command
    for command in ("verify", "rebuild --shadow", "rebuild"):
        assert "(exit" not in said_by(both[1], command), command


def test_a_copy_a_backup_and_a_merge_keep_rows_that_were_recorded_together(
    both: list[Console],
) -> None:
    console = both[1]
    state = said_by(console, ASKED[0])
    said_by(console, "export --as jsonl -o copy.jsonl")
    said_by(console, "backup copy.db")
    for command in ("init other.db", "import copy.jsonl --db other.db"):
        assert "(exit" not in (said := console.type(f"detente {command}")), said
    for db in ("other.db", "copy.db"):
        console.environ["DETENTE_DB"] = db
        assert said_by(console, ASKED[0]) == state
        assert "Sound" in said_by(console, "verify")
