"""A layer as Parquet: the rows that count, as its answers count them, in documented columns."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from zlib import crc32

import pyarrow.parquet as pq
import pytest

from domain.clocks import AsOf
from domain.events import Event
from domain.report import Report
from projections.layer_rows import fading, rows_of
from projections.lenses.decay import decayed
from service.handoff.folder import handed, part_of
from service.handoff.tables import FADING_SCHEMA, FLOWS_SCHEMA, OTHERS_SCHEMA
from tests.builders import (
    a_day,
    a_fact,
    corrected,
    day_number,
    denied,
    reinstated,
    reported,
    retracted,
)
from tests.console import Console

ROOT = Path(__file__).parent.parent
TABLE = (ROOT / "docs" / "layers.md").read_text(encoding="utf-8")
ROWS = TABLE.partition("```tsv events.2018.tab\n")[2].partition("```")[0]
DOCS = (ROOT / "docs" / "handoff.md").read_text(encoding="utf-8")


def read(folder: Path) -> list[dict[str, object]]:
    """All rows of a folder, by file and in order."""
    found = [pq.read_table(path) for path in sorted((folder / "flows").iterdir())]
    return [row for table in found for row in table.to_pylist()]


@pytest.fixture
def archive(tmp_path: Path) -> Console:
    """A timeline with the rows of the docs."""
    (tmp_path / "events.2018.tab").write_text(ROWS, encoding="utf-8")
    console = Console(tmp_path)
    assert console.run(["init", "archive.db"])[1] == 0
    console.environ["DETENTE_DB"] = "archive.db"
    assert console.run(["import", "events.2018.tab", "--rules", "icews"])[1] == 0
    return console


EXPORT = ["export", "--layer", "icews", "--as", "parquet", "-o", "flows"]


def test_every_row_is_in_the_file_of_its_pair_with_what_it_weighs(archive: Console) -> None:
    printed, code = archive.run(EXPORT)

    assert (printed.strip(), code) == ("Written to flows: 9 rows of icews in 16 files.", 0)
    (row,) = (row for row in read(archive.folder / "flows") if row["a"] == "KOR")
    assert row == {
        "a": "KOR", "b": "USA", "toward": -1, "kind": "contact", "what": "talks",
        "domain": "diplomacy", "weight": 1_250_000, "half_life": 60, "ledger": "cooperation",
        "meets": True, "day": date(2018, 6, 19), "late_days": 0, "counts": True,
        "key": "111@2018-06-19",
    }  # fmt: skip


def test_the_docs_list_the_columns_that_are_written(archive: Console) -> None:
    archive.run(EXPORT)
    number = part_of(("PRK", "USA"), 16)
    schema = pq.read_schema(archive.folder / "flows" / "flows" / f"part-{number:04}.parquet")
    listed = re.findall(r"^\| `(\w+)` \| (word|int\d+|bool|date32|string) \|", DOCS, re.MULTILINE)
    words = {"dictionary<values=string, indices=int32, ordered=0>": "word", "date32[day]": "date32"}

    assert schema.equals(FLOWS_SCHEMA, check_metadata=False)
    assert listed == [(each.name, words.get(str(each.type), str(each.type))) for each in schema]
    assert all(f"`{name}`" in DOCS for name in (*FADING_SCHEMA.names, *OTHERS_SCHEMA.names))
    assert all(name.decode() in DOCS for name in schema.metadata if name.startswith(b"detente."))


def test_each_file_says_of_what_it_is(archive: Console) -> None:
    archive.run([*EXPORT, "--known-on", "2018-06-12"])
    (digest,) = re.findall(r"9?\d+:([0-9a-f]{64})", archive.run(["digest"])[0])
    found = handed(archive.folder / "flows")

    assert found is not None
    assert found.digest == digest
    assert (found.layer, found.known_on, found.rows) == ("icews", "2018-06-12", 7)
    for path in (archive.folder / "flows").rglob("*.parquet"):
        noted = pq.read_schema(path).metadata
        assert noted[b"detente.schema"] == b"detente/flows@1"
        assert noted[b"detente.digest"].decode() == digest


def test_rows_are_in_order_of_pair_and_day(archive: Console) -> None:
    archive.run([*EXPORT, "--parts", "1"])
    rows = [(row["a"], row["b"], row["day"]) for row in read(archive.folder / "flows")]

    assert len(rows) == 9
    assert rows == sorted(rows)


def test_the_file_of_a_pair_is_its_crc(archive: Console) -> None:
    archive.run(EXPORT)
    for number in range(16):
        path = archive.folder / "flows" / "flows" / f"part-{number:04}.parquet"
        for row in pq.read_table(path).to_pylist():
            assert crc32(f"{row['a']}-{row['b']}".encode()) % 16 == number


def test_an_export_replaces_an_older_one_and_nothing_else(archive: Console) -> None:
    archive.run(EXPORT)
    archive.run(["undo"])
    printed, code = archive.run(EXPORT)

    assert (printed.strip(), code) == ("Written to flows: 0 rows of icews in 16 files.", 0)
    (archive.folder / "flows" / "notes.txt").write_text("mine")
    printed, code = archive.run(EXPORT)
    assert code == 1
    assert "flows holds something else, which would be gone; nothing is written over it." in printed
    assert (archive.folder / "flows" / "notes.txt").read_text() == "mine"


def test_nobody_may_read_an_export_who_may_not_read_the_timeline(archive: Console) -> None:
    (archive.folder / "archive.db").chmod(0o600)
    archive.run(EXPORT)

    for path in (archive.folder / "flows", *(archive.folder / "flows").rglob("*")):
        assert path.stat().st_mode & 0o777 == (0o700 if path.is_dir() else 0o600)


def test_nothing_is_left_of_an_export_that_fails(
    archive: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive.run(EXPORT)
    before = sorted(path.name for path in archive.folder.iterdir())
    rows = read(archive.folder / "flows")

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(pq, "write_table", full)
        printed, code = archive.run(EXPORT)

    assert code == 1
    assert "there is no space left on the disk" in " ".join(printed.split())
    assert sorted(path.name for path in archive.folder.iterdir()) == before
    assert read(archive.folder / "flows") == rows


REFUSED = {
    "export --as parquet -o flows": "parquet has one machine-coded layer: say which.",
    "export --as parquet --layer desk -o flows": "parquet has one machine-coded layer: say which.",
    "export --as parquet --layer icews,desk -o flows": "one machine-coded layer: say which.",
    "export --as parquet --layer icews": "parquet is a folder of files: say which folder.",
    "export --as parquet --layer gdelt -o flows": 'no layer is called "gdelt" here.',
    "export usa prk --as parquet --layer icews -o flows": "and not usa prk alone.",
    "export --as parquet --layer icews --on 2018-06-30 -o flows": "and is not as of one.",
    "export --as csv --layer icews": "only parquet has a machine-coded layer;",
    "export --as parquet --layer icews -o events.2018.tab": "is not a folder, and one is written.",
    "export --as parquet --layer icews -o no/flows": "there is no folder no.",
    "export --as parquet --layer icews -o .": "holds something else, which would be gone;",
}


@pytest.mark.parametrize("line", REFUSED)
def test_what_cannot_be_exported_is_refused_with_what_can(archive: Console, line: str) -> None:
    before = sorted(path.name for path in archive.folder.iterdir())
    printed, code = archive.run(line.split())

    assert code in (1, 2)
    assert REFUSED[line] in " ".join(printed.split())
    assert "\n  " in printed, "a line that would do"
    assert sorted(path.name for path in archive.folder.iterdir()) == before


def test_what_is_not_installed_is_named(archive: Console, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cli.handoff.find_spec", lambda _: None)
    printed, code = archive.run(EXPORT)

    assert code == 1
    assert "what writes Parquet is not installed." in printed
    assert "[archives]" in printed


# Which facts are rows -----------------------------------------------------------------------------

ALL = AsOf(date.max)
WITHDRAWN = (retracted("2022-04-01"),)


def of(*later: Event, known_on: str = "", **fields: Any) -> list[tuple[str, int, bool]] | None:
    """What the rows of a fact are: what happened, the age on one day, and whether it counts."""
    as_of = replace(ALL, known_on=a_day(known_on) if known_on else None)
    rows = rows_of(a_fact(*later, **fields), as_of)
    day = day_number("2022-04-04")
    if rows is None:
        return None
    return [(row.flow.sort.what, day - row.flow.day, row.counts) for row in rows]


def test_a_plain_row_is_known_from_its_day() -> None:
    assert of() == [("accuse", 30, True)]
    assert of(known="2022-03-07", known_on="2022-03-06") == []


def test_a_corrected_row_is_exported_as_corrected_by_then() -> None:
    change = corrected("what", "agree", "2022-05-01"), corrected("on", "2022-03-06", "2022-05-02")

    assert of(*change) == [("agree", 29, True)]
    assert of(*change, known_on="2022-05-01") == [("agree", 30, True)]
    assert of(*change, known_on="2022-04-30") == [("accuse", 30, True)]


def test_a_retracted_row_does_not_count_and_a_reinstated_one_does() -> None:
    assert of(*WITHDRAWN) == [("accuse", 30, False)]
    assert of(*WITHDRAWN, known_on="2022-03-31") == [("accuse", 30, True)]
    assert of(*WITHDRAWN, reinstated("2022-04-02")) == [("accuse", 30, True)]


def test_a_row_that_only_doubtful_sources_report_does_not_count() -> None:
    doubtful = Report(publisher="Rumours", grade="F5")

    assert of(report=doubtful) == [("accuse", 30, False)]
    assert of(reported("2022-03-09"), report=doubtful) == [("accuse", 30, True)]


def test_what_is_denied_vague_or_in_an_episode_is_read_by_itself() -> None:
    assert of(denied("2022-03-06")) is None
    assert of(denied("2022-03-06", by="RUS"), reported("2022-03-09")) is None
    assert of(corrected("on", "2022-03")) is None
    assert of(dated="2022-03-05/2022-03-06") is None
    assert of(episode="quarrel") is None
    assert of(what="instrument:embargo", dated="2022-03-05/..") is None


def test_a_row_of_three_parties_is_a_row_of_each_pair_that_it_concerns() -> None:
    rows = rows_of(a_fact(parties="TUR,GEO > RUS"), ALL)

    assert rows is not None
    assert sorted((row.pair, row.flow.toward) for row in rows) == [
        (("GEO", "RUS"), 1),
        (("RUS", "TUR"), -1),
    ]


def test_the_table_of_fading_is_that_of_answers() -> None:
    for weight in (9_500_000, -2_000_000, 250_000, 1, 0):
        table = fading(weight, 60)
        assert len(table) == 1854
        assert list(table) == [decayed(weight, age, 60) for age in range(1854)]
    assert decayed(10_000_000, 1854, 60) == 0
