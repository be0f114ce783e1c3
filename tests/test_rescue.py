"""Of a damaged timeline all that can still be read is written, and what cannot is named."""

from __future__ import annotations

import shlex
from contextlib import closing
from pathlib import Path

import pytest

from service.opening import open_store, timeline_of
from service.rescue import rescued
from tests.console import Console, without_digest
from tests.contract.timelines import spoil

FACTS = 300
PAGE = 4_096


@pytest.fixture
def console(tmp_path: Path) -> Console:
    """A timeline of many facts, each in a row of its own."""
    console = Console.begun(tmp_path, db="t.db")
    text = "".join(
        f"2022-03-05  TUR > RUS  call  Call {i}  ^call-{i:03}\n    report Reuters, 2022-03-05\n"
        for i in range(FACTS)
    )
    (tmp_path / "t.facts").write_text(text, encoding="utf-8")
    assert console.run(["import", "t.facts"])[1] == 0
    assert (
        console.run(["report", "call-001", "--source", "AFP", "--known-on", "2022-03-06"])[1] == 0
    )
    return console


def handles(text: str) -> list[str]:
    """Those of a text that can be read in again."""
    with closing(timeline_of(text, "rescued")) as timeline:
        return [fact.handle for fact in timeline.facts()]


def test_of_a_sound_timeline_everything_is_rescued(console: Console) -> None:
    whole, _, _ = console.apart(["export"])

    found = console.apart(["export", "--rescue"])
    assert found == (without_digest(whole), f"{FACTS} facts rescued.\n", 0)


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        (
            "UPDATE events SET topic = CAST(x'666163742eff' AS TEXT) WHERE position = 2",
            "row 2 (desk/call-001, version 1) cannot be read.",
        ),
        ("UPDATE events SET topic = 'os:system' WHERE position = 2", "(desk/call-001 1)."),
        (
            "UPDATE events SET state = x'00' WHERE position = 2",
            "desk/call-001 1 is not an event that detente wrote.",
        ),
        (
            "UPDATE events SET state = 'text' WHERE position = 2",
            "row 2 (desk/call-001, version 1) cannot be read.",
        ),
        (
            "UPDATE events SET version = 'one' WHERE position = 2",
            "row 2 (desk/call-001, version one) cannot be read.",
        ),
        ("DELETE FROM events WHERE position = 2", "row 2 is lost, and what was said in it."),
    ],
)
def test_a_fact_of_which_a_row_is_spoiled_is_named_and_all_others_are_written(
    console: Console, statement: str, said: str
) -> None:
    """An export once stopped at the first row that it could not read.

    And sent people back to where they came from.
    """
    spoil(console.folder / "t.db", statement)
    text, told, code = console.apart(["export", "--rescue"])

    assert code == 5
    assert said in told
    assert handles(text) == [f"call-{i:03}" for i in range(FACTS) if i != 1]


def test_pages_of_the_file_that_are_damaged_cost_only_what_was_in_them(console: Console) -> None:
    path = console.folder / "t.db"
    assert console.run(["backup", "copy.db"])[1] == 0
    spoiled = bytearray((console.folder / "copy.db").read_bytes())
    at = next(spoiled.index(f"desk/call-{i:03}".encode()) for i in range(100, FACTS)) // PAGE * PAGE
    spoiled[at : at + PAGE] = b"\xff" * PAGE
    path.write_bytes(spoiled)
    for beside in ("-wal", "-shm"):
        path.with_name(f"t.db{beside}").unlink(missing_ok=True)
    text, told, code = console.apart(["export", "--rescue"])
    found, verified = console.run(["verify"])

    assert (code, verified) == (5, 5)
    assert "are lost" in told
    assert 0 < len(handles(text)) < FACTS
    assert "export --rescue -o rescued.facts" in found
    assert "cannot be read any further" in found
    assert "missing" not in found


def test_a_file_that_was_cut_short_cannot_be_opened_and_only_a_backup_helps(
    console: Console,
) -> None:
    path = console.folder / "t.db"
    assert console.run(["backup", "copy.db"])[1] == 0
    whole = (console.folder / "copy.db").read_bytes()
    path.write_bytes(whole[: len(whole) // PAGE // 2 * PAGE])
    for beside in ("-wal", "-shm"):
        path.with_name(f"t.db{beside}").unlink(missing_ok=True)
    said = (
        "error: t.db is damaged: SQLite cannot read it (database disk image is malformed).\n "
        " detente restore BACKUP\n"
    )

    for command in (
        "state turkey russia",
        "export",
        "history call-001",
        "undo",
        "rebuild",
        "verify",
        "export --rescue",
    ):
        assert console.run(shlex.split(command)) == (said, 5), command


def test_only_a_whole_timeline_is_rescued_as_facts(console: Console) -> None:
    for words in (["turkey", "russia"], ["--as", "csv"]):
        printed, code = console.run(["export", "--rescue", *words])

        assert (code, "as .facts" in printed) == (2, True)


def test_the_sample_needs_no_rescue(tmp_path: Path) -> None:
    printed, code = Console(tmp_path).run(["export", "--rescue"])

    assert (code, "nothing to rescue" in printed) == (1, True)


def test_actors_and_expectations_are_rescued_too(tmp_path: Path) -> None:
    with closing(open_store(str(tmp_path / "t.db"), create=True)) as timeline:
        text = "@actor ruritania  Ruritania  type=state\n@assert 2022-03-05  TUR RUS mixed\n"
        timeline.record(timeline.read(text, "t.facts"), timeline.moment())

        assert rescued(timeline).text == timeline.export()
        assert [line.split()[0] for line in rescued(timeline).text.splitlines() if line] == [
            "@actor",
            "@assert",
        ]
