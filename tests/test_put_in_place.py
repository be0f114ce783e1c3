"""A file whose rows are put together is in its place whole, or the old one is; none is lost."""

from __future__ import annotations

import re
import shutil
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Final

import pytest

from bench import generator
from domain.actors import Registry
from domain.batch import STREAM as BATCHES
from domain.batch import batch_stream
from domain.command import RULES, importing
from domain.command import STREAM as COMMANDS
from domain.events import Asserted, Event
from domain.refusal import Failure
from domain.report import Report
from service import columns
from service.archives import moving
from service.columns import Heard, Moved
from service.safety import Unsound, backed_up, last_backup, verified
from service.sources import bulk, files
from service.sources.outcome import Coded
from service.store import backup, batches, beside
from service.store.interface import StoreError
from service.store.remembered import MOVED_KEY
from tests.console import NOW, Console
from tests.contract.timelines import Line, lines, spoil
from tests.places import ON_A_SERVER, Place, a_place
from tests.test_batches import LAYER, imports, rows_of
from tests.test_put_together import opened

ROOT: Final = Path(__file__).parent.parent
DESK: Final = "2022-03-05  TUR = RUS  talks  One  ^one"
RULED: Final = ["import", "rows.tab", "--rules", "icews"]
ASKED: Final = "state turkey russia --on 2018-06-20 --layer icews"


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Few rows are enough, and copies are verified by this process."""
    monkeypatch.setattr(sys, "executable", "")
    monkeypatch.setattr(moving, "LEAST", 3)
    monkeypatch.setattr(bulk, "BATCH", 7)
    monkeypatch.setattr(columns, "QUESTIONS", 10)


@pytest.fixture
def file(tmp_path: Path, registry: Registry) -> Path:
    """A timeline with rows that were recorded one by one, by several transactions."""
    path = tmp_path / "my.db"
    with opened(path, registry) as timeline:
        imports(timeline, 0, False, True)
    return path


def put_together(path: Path, *, dry_run: bool = False) -> Moved:
    return columns.moved(path, Heard(), dry_run=dry_run)


def beside_it(path: Path) -> set[str]:
    return {each.name for each in path.parent.iterdir()}


def events(path: Path) -> list[Line]:
    return lines(path)


# In its place


def test_the_old_file_is_kept_and_none_is_written_over(file: Path) -> None:
    before = events(file)
    taken = file.with_name("my.db.before-columns")
    taken.write_text("of somebody else")
    found = put_together(file)

    assert found.kept == file.with_name("my.db.before-columns-2")
    assert events(file.with_name("my.db.before-columns-2")) == before
    assert taken.read_text() == "of somebody else"
    assert beside_it(file) == {"my.db", "my.db.before-columns", "my.db.before-columns-2"}


def test_the_new_file_is_as_private_as_the_old_one(file: Path) -> None:
    file.chmod(0o640)
    put_together(file)

    assert stat.S_IMODE(file.stat().st_mode) == 0o640


def test_a_link_stays_and_what_it_leads_to_is_put_together(file: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.db"
    link.symlink_to(file)
    put_together(link)

    assert link.is_symlink()
    assert put_together(file).rows == 0
    assert file.with_name("my.db.before-columns").is_file()


def test_events_are_in_their_order_at_positions_without_gaps(file: Path) -> None:
    before = [(stream, version) for _, stream, version, *_ in events(file)]
    put_together(file)
    after = events(file)
    kept = [
        (stream, version) for _, stream, version, *_ in after if not stream.startswith(COMMANDS)
    ]

    assert [position for position, *_ in after] == list(range(1, len(after) + 1))
    assert sum(stream.startswith(f"{BATCHES}/") for stream, _ in kept) > 1
    assert [each for each in kept if each in before] == [each for each in before if each in kept]


def test_a_batch_is_of_one_transaction(file: Path, registry: Registry) -> None:
    with opened(file, registry) as timeline:
        instants = [part.recorded.recorded_at for part in timeline.commands()[0].parts]
    put_together(file)
    with opened(file, registry) as timeline:
        found = timeline.store.batches.of(LAYER)
        commands = timeline.commands()

        assert {each.recorded.recorded_at for each in found} <= {*instants}
        assert len({each.recorded.recorded_at for each in found}) == len(found) > 1
        assert [each.stream for each in found] == [
            batch_stream(LAYER, number) for number in range(1, len(found) + 1)
        ]
        assert len(commands) == 1
        assert commands[0].recorded.originator_id == f"{COMMANDS}/{found[0].stream}@1"
        assert {part.recorded.batch_of for part in commands[0].parts} == {
            commands[0].recorded.originator_id
        }


def test_put_together_once_there_is_nothing_left_to_do(file: Path) -> None:
    put_together(file)
    before, there = file.read_bytes(), beside_it(file)
    found = put_together(file)

    assert (found.rows, found.head, found.kept) == (0, None, None)
    assert file.read_bytes() == before
    assert beside_it(file) == there


def test_a_dry_run_says_how_many_and_writes_nothing(file: Path) -> None:
    before, there = file.read_bytes(), beside_it(file)
    (tried,) = put_together(file, dry_run=True).layers

    assert file.read_bytes() == before
    assert beside_it(file) == there
    assert (tried.layer, tried.other, tried.alone) == (LAYER, 0, 0)
    assert tried.before > 0 < tried.after
    assert put_together(file).layers == (tried,)


def test_few_rows_stay_one_by_one(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(moving, "LEAST", 7)
    before = [stream for _, stream, *_ in events(file) if stream.startswith(f"{LAYER}/")]
    (found,) = put_together(file).layers

    assert found.few > 0 < found.rows
    assert found.few + found.rows == len(before)
    after = [stream for _, stream, *_ in events(file) if stream.startswith(f"{LAYER}/")]
    assert len(after) == found.few


# What a block does not hold


def others(event: Event) -> list[Event]:
    """The same event, each time with something that no block holds."""
    assert isinstance(event, Asserted)
    assert event.report is not None
    content = event.content
    return [
        event.model_copy(update={"because": "somebody said so"}),
        event.model_copy(update={"assumed": True}),
        event.model_copy(update={"report": None}),
        event.model_copy(update={"report": Report(publisher="AFP", origin="afp")}),
        event.model_copy(update={"first_recorded": event.recorded_at}),
        event.model_copy(
            update={
                "content": content.model_copy(
                    update={"kind": "instrument", "what": "sanctions", "on": "", "since": "2018"}
                )
            }
        ),
    ]


def test_a_row_that_says_more_than_a_block_holds_stays_as_it_is(
    tmp_path: Path, registry: Registry
) -> None:
    path = tmp_path / "my.db"
    with opened(path, registry) as timeline:
        moment = timeline.moment("AN", date(2018, 8, 15))
        rows = {row.key: row for row in rows_of(3, 60)}
        plain = [
            bulk.asserted(f"{LAYER}/{key}", row, moment.now, "AN") for key, row in rows.items()
        ]
        odd = [
            each.numbered(f"{LAYER}/odd-{number}", 1)
            for number, each in enumerate(others(plain[0]))
        ]
        second = plain[1]
        assert isinstance(second, Asserted)
        topics = second.model_copy(
            update={"content": second.content.model_copy(update={"topics": ("s-400",)})}
        )
        mixed = [*odd, *plain, topics.numbered(f"{LAYER}/topics", 1)]
        Random(4).shuffle(mixed)
        stamped = replace(moment, request=importing("a.tab", RULES))
        timeline.record_command(mixed, stamped, facts=len(mixed))
    shutil.copy(path, old := path.with_name("old.db"))
    (found,) = put_together(path).layers

    assert (found.rows, found.other) == (len(plain) + 1, len(odd))
    with opened(old, registry) as one, opened(path, registry) as together:
        assert one.facts(LAYER) == together.facts(LAYER)
        assert verified(together).flaws == ()
    streams = [stream for _, stream, *_ in events(path) if stream.startswith(f"{LAYER}/")]
    assert sorted(streams) == [f"{LAYER}/odd-{number}" for number in range(len(odd))]


# Never half


class Stopped(Exception):
    pass


@pytest.mark.parametrize(
    ("where", "name"),
    [
        (columns, "_record"),
        (columns, "sum_again"),
        (columns, "difference"),
        (columns, "checked"),
        (beside, "put"),
        (backup, "swap"),
        (backup, "settle"),
    ],
)
def test_whatever_goes_wrong_the_old_file_is_whole_and_alone(
    file: Path, registry: Registry, monkeypatch: pytest.MonkeyPatch, where: object, name: str
) -> None:
    before = events(file)

    def stops(*_: object, **__: object) -> None:
        raise Stopped

    with monkeypatch.context() as patch:
        patch.setattr(where, name, stops)
        with pytest.raises(Stopped):
            put_together(file)

    assert events(file) == before
    assert beside_it(file) <= {"my.db", "my.db-wal", "my.db-shm"}
    with opened(file, registry) as timeline:
        assert verified(timeline).sound
    assert put_together(file).rows > 0


def test_who_records_meanwhile_is_not_lost(
    file: Path, registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    def compares(*_: object) -> str:
        with opened(file, registry) as other:
            other.record(other.read(f"{DESK}\n    report AP, 2022-03-05\n", "a"), other.moment())
        return ""

    with monkeypatch.context() as patch:
        patch.setattr(columns, "difference", compares)
        with pytest.raises(StoreError, match="just now; try again"):
            put_together(file)
    with opened(file, registry) as timeline:
        assert [fact.handle for fact in timeline.facts()] == ["one"]
    assert put_together(file).rows > 0


def test_a_note_that_is_made_meanwhile_is_not_lost(
    file: Path, registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    def compares(*_: object) -> str:
        with opened(file, registry) as other:
            other.store.remember("some note", "made")
        return ""

    with monkeypatch.context() as patch:
        patch.setattr(columns, "difference", compares)
        with pytest.raises(StoreError, match="just now; try again"):
            put_together(file)
    put_together(file)
    assert beside.beside(file).notes["some note"] == "made"


def test_where_an_answer_differs_nothing_is_put_in_place(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = events(file)
    coded, later = moving._coded, timedelta(days=1)

    def known_later(event: Asserted) -> Coded:
        row = coded(event)
        return row._replace(known_on=row.known_on + later)

    monkeypatch.setattr(moving, "_coded", known_later)
    monkeypatch.setattr(moving, "_stands_for", lambda *_: True)
    with pytest.raises(Unsound, match="nothing was put in place") as refused:
        put_together(file)

    assert refused.value.code == "other-answers"
    assert events(file) == before
    assert beside_it(file) <= {"my.db", "my.db-wal", "my.db-shm"}


def test_a_damaged_timeline_is_left_as_it_is(file: Path) -> None:
    spoil(file, "UPDATE events SET state = X'7B7D' WHERE position = 3")
    before = events(file)
    with pytest.raises(Failure, match="is damaged"):
        put_together(file)

    assert events(file) == before


KILLED: Final = """
import os
import signal
import sys
from pathlib import Path
from service import columns
from service.archives import moving
from service.store import backup, beside

moving.LEAST, columns.QUESTIONS = 3, 5
file, (module, name) = Path(sys.argv[1]), sys.argv[2].split(".")
module = {"columns": columns, "backup": backup, "beside": beside}[module]
goes_on = getattr(module, name)

def killed(*given, **named):
    if name == "_keep":
        goes_on(*given, **named)
    os.kill(os.getpid(), signal.SIGKILL)

setattr(module, name, killed)
sys.executable = ""
columns.moved(file, columns.Heard())
"""
PYTHON: Final = sys.executable
"""What the test itself runs in; `small` hides it, so that copies are proved in this process."""

SWAPPED: Final = "backup.confirming"
"""What is called once the new file is in its place."""


@pytest.mark.skipif(sys.platform == "win32", reason="a process is killed there differently")
def test_killed_at_any_moment_one_of_the_two_is_whole(file: Path, registry: Registry) -> None:
    before = events(file)
    with opened(file, registry) as timeline:
        facts = timeline.facts(LAYER)
    for moment in (
        "columns._record", "beside.put", "columns.difference", "backup.swap", "backup._keep",
        SWAPPED,
    ):  # fmt: skip
        done = subprocess.run(
            [PYTHON, "-c", KILLED, str(file), moment], cwd=ROOT, capture_output=True, check=False
        )
        assert done.returncode == -9, (moment, done.stderr)
        with opened(file, registry) as timeline:
            assert verified(timeline).sound, moment
            assert timeline.facts(LAYER) == facts, moment
        assert (events(file) == before) == (moment != SWAPPED)
    kept = file.with_name("my.db.before-columns-2")
    assert events(kept) == before
    assert put_together(file).rows == 0


# Beside the events


def test_notes_and_what_was_followed_are_kept(file: Path, registry: Registry) -> None:
    with opened(file, registry) as timeline:
        backed_up(timeline, file.with_name("b.db"), NOW)
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("INSERT INTO tracking VALUES ('another', 77)")
    put_together(file)
    with opened(file, registry) as timeline:
        last = last_backup(timeline)
        assert last is not None
        assert last.file == file.with_name("b.db")
        assert timeline.store.max_tracking_id("another") == 77


def test_every_note_but_those_of_its_own_tables_is_kept(file: Path) -> None:
    spoil(file, "INSERT INTO detente VALUES ('of a later version', 'kept')")
    before = beside.beside(file)
    put_together(file)
    after = beside.beside(file)

    assert after._replace(notes={**after.notes, MOVED_KEY: ""}) == before._replace(
        notes={**before.notes, MOVED_KEY: ""}
    )


@pytest.fixture
def console(tmp_path: Path, registry: Registry, monkeypatch: pytest.MonkeyPatch) -> Console:
    """A timeline with a fact, and two files of rows that were recorded one by one."""
    console = Console.begun(tmp_path, DESK)
    (tmp_path / "rows").mkdir()
    for number in (1, 2):
        generator.write(tmp_path / "rows" / f"{number}.tab", 30 * number, registry)
    with monkeypatch.context() as patch:
        patch.setattr(files, "has_extra", lambda: False)
        printed = console.type("detente import rows --rules icews --new-only")
        assert "(exit" not in printed, printed
    return console


@pytest.mark.parametrize("when", ["checked", "difference"])
def test_what_is_recorded_meanwhile_is_said_and_no_other_answer_is_blamed(
    file: Path, monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    """It ended with "the two timelines differ", as if what was put together had been wrong."""
    other = Console(file.parent)
    other.environ["DETENTE_DB"] = "my.db"
    first = getattr(columns, when)

    def and_recorded(*given: object) -> object:
        found = first(*given) if when == "checked" else None
        printed, code = other.run(["add", DESK])
        assert code == 0, printed
        return found or first(*given)

    monkeypatch.setattr(columns, when, and_recorded)
    with pytest.raises(StoreError, match="somebody recorded in") as refused:
        put_together(file)

    assert refused.value.code == "overtaken"
    assert beside_it(file) >= {"my.db"}
    assert not any(".before-columns" in name for name in beside_it(file))


def test_files_that_were_imported_are_still_known(console: Console) -> None:
    printed = console.type("detente rebuild --columns")
    assert "Put together" in printed
    again = console.type("detente import rows --rules icews --new-only")

    assert "0 files" in again or "passed over" in again or "no new" in again.lower(), again
    assert "added" not in again, again
    console.type("detente undo")
    assert "added" in console.type("detente import rows --rules icews --new-only")


def test_an_answer_that_was_cited_before_is_verified_with_the_old_file(console: Console) -> None:
    def cited(command: str) -> str:
        found = re.search(r"answer\s+([0-9a-f]{16})", console.type(f"detente {command} --cite"))
        assert found
        return found[1]

    before = cited("state turkey russia --on 2022-03-06")
    console.type("detente rebuild --columns")
    after = cited("state turkey russia --on 2022-03-07")
    refused, code = console.run(["verify", before])

    assert (code, "was cited before rows were put together" in " ".join(refused.split())) == (
        1,
        True,
    )
    assert "desk.db.before-columns" in refused
    assert console.run(["verify", after])[1] == 0
    assert "Sound" in console.type("detente verify")
    assert console.run(["--db", "desk.db.before-columns", "verify", before])[1] == 0


def test_a_digest_that_was_held_before_is_verified_with_the_old_file(console: Console) -> None:
    """It was said that events are missing, with a restore as what would fix that."""
    held = console.type("detente digest").strip()
    console.type("detente rebuild --columns")
    printed, code = console.run(["verify", "--against", held])

    assert code == 5
    assert "digests from position 3 on are others" in " ".join(printed.split())
    assert "  detente verify --against POSITION:DIGEST --db desk.db.before-columns" in printed
    assert console.run(["--db", "desk.db.before-columns", "verify", "--against", held])[1] == 0
    now = console.type("detente digest").strip()
    assert console.run(["verify", "--against", now])[1] == 0


def test_an_answer_from_events_before_all_rows_is_verified_as_ever(
    tmp_path: Path, registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    console = Console.begun(tmp_path, DESK)
    printed = console.type("detente state turkey russia --on 2022-03-06 --cite")
    found = re.search(r"answer\s+([0-9a-f]{16})", printed)
    generator.write(tmp_path / "rows.tab", 100, registry)
    with monkeypatch.context() as patch:
        patch.setattr(files, "has_extra", lambda: False)
        console.type("detente import rows.tab --rules icews")
    assert "Put together" in console.type("detente rebuild --columns")

    assert found
    assert console.run(["verify", found[1]])[1] == 0


# At the console


def test_the_command_says_what_it_does(console: Console) -> None:
    tried = console.type("detente rebuild --columns --dry-run")
    assert re.fullmatch(
        r"Would put together \d+ rows of icews in \d+ batch(es)?: \d+\.\d MB of events"
        r" become \d+\.\d MB\.\n(\d+ rows? of icews stay one by one: .*\n)?Nothing written\.\n",
        tried,
    ), tried
    printed, said, code = console.apart(["rebuild", "--columns"])
    assert code == 0
    assert "the old file, which is kept" in " ".join(said.split())
    assert printed.startswith("Put together ")
    assert "Kept:     desk.db.before-columns\n" in printed
    assert "Back:     detente restore desk.db.before-columns --force\n" in printed
    assert console.run(["rebuild", "--columns"])[0].endswith(
        "There are no rows to put together; nothing is changed.\n"
    )
    assert "(exit" not in console.type("detente restore desk.db.before-columns --force")
    assert console.type("detente rebuild --columns --dry-run") == tried


VARIES: Final = re.compile(
    r"answer [0-9a-f]{16}|[0-9a-f]{64}|digest [0-9a-f]+|position \S+|\d+ events?|events +\d+|-+"
)


def plain(console: Console, db: str, command: str) -> str:
    """What is printed, without what depends on positions and on how events are kept."""
    printed = console.run(["--db", db, *command.split()])[0].replace(f" --db {db}", "")
    return " ".join(VARIES.sub("~", printed.replace(db, "DB")).split())


def test_undo_redo_and_the_list_are_as_before(console: Console) -> None:
    shutil.copy(console.folder / "desk.db", console.folder / "old.db")
    console.type("detente rebuild --columns")
    for command in ("stats", "undo --list", "undo", "redo", "undo --list", ASKED, "undo"):
        assert plain(console, "old.db", command) == plain(console, "desk.db", command), command


@pytest.mark.parametrize("words", ["--dry-run", "--columns --shadow"])
def test_two_rebuilds_at_once_are_refused(console: Console, words: str) -> None:
    printed, code = console.run(["rebuild", *words.split()])

    assert (code, "detente rebuild --columns --dry-run" in printed) == (2, True)


def test_without_what_it_needs_it_says_how_that_is_installed(
    console: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "has_extra", lambda: False)
    printed, code = console.run(["rebuild", "--columns"])

    assert (code, "[archives]" in printed) == (1, True)


def test_the_sample_and_what_is_not_there_are_refused(tmp_path: Path) -> None:
    console = Console(tmp_path)
    assert "read-only" in console.type("detente --db sample rebuild --columns")
    assert "no timeline at no.db" in console.type("detente --db no.db rebuild --columns")


@ON_A_SERVER
def test_on_a_server_it_says_what_does_the_same(
    place: Place, tmp_path: Path, registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    console = Console(tmp_path)
    console.environ["DETENTE_DB"] = place.where
    generator.write(tmp_path / "rows.tab", 100, registry)
    with monkeypatch.context() as patch:
        patch.setattr(files, "has_extra", lambda: False)
        for command in (
            ["init", place.where],
            ["add", DESK],
            ["import", "rows.tab", "--rules", "icews"],
        ):
            printed, code = console.run(command)
            assert code == 0, printed
    printed, code = console.run(["rebuild", "--columns"])
    fixes = [line.strip().partition("   ")[0] for line in printed.splitlines()[1:]]
    answer = console.type(f"detente {ASKED}")

    assert (code, len(fixes)) == (1, 7)
    new = a_place("postgresql", tmp_path)
    for fix in fixes:
        said = console.type(fix.replace("postgresql://USER@HOST/DATABASE", new.where))
        assert "(exit" not in said, (fix, said)
    console.environ["DETENTE_DB"] = new.where
    varying = r"answer [0-9a-f]{16}"
    assert re.sub(varying, "~", console.type(f"detente {ASKED}")) == re.sub(varying, "~", answer)
    assert "Sound" in console.type("detente verify")
    new.gone()
