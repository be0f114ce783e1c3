"""What is attacked: commands, each in a folder with all that it needs, and what a folder holds."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final, NamedTuple

from domain.actors import Registry
from service.safety import differences, verified
from tests.adversary.attack import SCREEN, Attack, Outcome, Victims
from tests.contract.test_crashes import assert_whole
from tests.contract.timelines import opened

STORE: Final = "my.db"
TEMPORARY: Final = "tmp"
"""Where temporary files go that nobody else is to see."""

ALONGSIDE: Final = ("-wal", "-shm", "-journal")
"""What SQLite keeps beside a file while it is open, or after a crash."""

FACT: Final = (
    "2022-02-28  TUR > RUS  instrument:transit-restriction/transit  Straits closed  ^straits;"
    " report Reuters, 2022-02-28"
)
CALL: Final = "2022-03-06  TUR = RUS  call  Presidents call  ^call; report Anadolu, 2022-03-06"
VISIT: Final = "2022-03-10  TUR = UKR  visit  Talks in Antalya  ^antalya; report AFP, 2022-03-10"
FACTS: Final = "".join(
    f"2022-04-{day:02}  TUR > UKR  aid  Convoy {day}  ^convoy-{day}\n"
    f"    report Reuters, 2022-04-{day:02}\n"
    for day in range(1, 21)
)
UNTIDY: Final = "2022-03-06   Turkey = Russia   call   A call\n  report Al Arabiya,   2022-03-06\n"
ROWS: Final = "id,date,actor,what,recipient,title,publisher,published,url\n" + "".join(
    f"{number},2022-05-{1 + number % 28:02},TUR,visit,RUS,A title,AFP,2022-05-30,\n"
    for number in range(40)
)
BAD_ROWS: Final = ROWS.replace("2022-05-07,TUR", "2022-05-99,TUR")
STATE: Final = ("state", "turkey", "russia", "--on", "2022-03-07")

Held = Mapping[str, object]
"""What each file of a folder holds, by its name; of a timeline, what it says."""


@dataclass(frozen=True)
class Desk:
    """A folder in which commands are run."""

    victims: Victims
    folder: Path

    def __post_init__(self) -> None:
        (self.folder / TEMPORARY).mkdir(parents=True, exist_ok=True)

    @property
    def environ(self) -> dict[str, str]:
        """What commands are run with: nothing of whoever runs the tests."""
        return {
            "COLUMNS": "80",
            "DETENTE_DB": str(self.folder / STORE),
            "DETENTE_TODAY": "2022-06-01",
            "HOME": str(self.folder / "home"),
            "PATH": "/usr/bin:/bin",
            "PYTHONUTF8": "1",
            "TMPDIR": str(self.folder / TEMPORARY),
        }

    def run(self, *argv: str, attack: Attack | None = None) -> Outcome:
        """Runs a command; its {} is the folder."""
        return self.victims.run(self.folder, self.words(argv), self.environ, attack)

    def words(self, argv: tuple[str, ...]) -> list[str]:
        return [word.replace("{}", str(self.folder)) for word in argv]

    def does(self, *argv: str) -> None:
        """Runs a command that must succeed."""
        outcome = self.run(*argv)
        assert outcome.code == 0, f"{argv}: {outcome}"


def one_fact(desk: Desk) -> None:
    desk.does("init", "{}/my.db")
    desk.does("add", FACT)


def left_open(desk: Desk) -> None:
    """A timeline whose last command is not in its file yet: somebody was killed."""
    one_fact(desk)
    path = desk.folder / STORE
    with closing(sqlite3.connect(path)) as other:
        other.execute("SELECT count(*) FROM events").fetchone()
        desk.does("add", CALL)
        kept = desk.folder / "kept"
        kept.mkdir()
        for ending in ("", *ALONGSIDE):
            if (beside := Path(f"{path}{ending}")).exists():
                shutil.copy2(beside, kept / beside.name)
    for copy in kept.iterdir():
        copy.replace(desk.folder / copy.name)
    kept.rmdir()
    assert Path(f"{path}-wal").stat().st_size


def with_files(desk: Desk) -> None:
    left_open(desk)
    (desk.folder / "new.facts").write_text(FACTS)
    (desk.folder / "new.csv").write_text(ROWS)
    (desk.folder / "bad.csv").write_text(BAD_ROWS)
    (desk.folder / "untidy.facts").write_text(UNTIDY)
    (desk.folder / "answer.md").write_text("An older answer.\n")
    (desk.folder / "copy.jsonl").write_text("An older copy.\n")


def a_copy_behind(desk: Desk) -> None:
    one_fact(desk)
    desk.does("export", "-o", "{}/behind.jsonl")
    desk.does("add", CALL)
    desk.does("export", "-o", "{}/ahead.jsonl")
    (desk.folder / STORE).unlink()
    desk.does("init", "{}/my.db")
    desk.does("import", "{}/behind.jsonl")


def backed_up(desk: Desk) -> None:
    """An older backup, and a timeline that has gone on, both left by somebody who was killed."""
    left_open(desk)
    for ending in ("", *ALONGSIDE):
        if (beside := desk.folder / f"{STORE}{ending}").exists():
            shutil.copy2(beside, desk.folder / f"copy.db{ending}")
    (desk.folder / STORE).chmod(0o640)
    desk.does("report", "straits", "--source", "AFP")
    desk.does("add", VISIT)


def searched(desk: Desk) -> None:
    one_fact(desk)
    desk.does("search", "reuters")
    desk.does("add", VISIT)


def nothing(desk: Desk) -> None:
    """A folder without a timeline."""
    (desk.folder / "home").mkdir()


@dataclass(frozen=True)
class Scene:
    """A command in a folder."""

    name: str
    begin: Callable[[Desk], None]
    argv: tuple[str, ...]
    writes: tuple[str, ...] = (STORE,)
    """The files that it is about."""
    parts: int = 1
    """In how many parts it is attacked in full, so that each takes about as long."""

    @property
    def writes_files(self) -> bool:
        """Whether it makes files, and does not only write into its timeline."""
        return self.writes != (STORE,) or self.name in ("init", "restore")


SCENES: Final = (
    Scene("init", nothing, ("init", "{}/my.db")),
    Scene("add", one_fact, ("add", VISIT)),
    Scene("add after a crash", left_open, ("add", VISIT)),
    Scene("report", left_open, ("report", "straits", "--source", "AFP")),
    Scene("import facts", with_files, ("import", "{}/new.facts")),
    Scene("import rows", with_files, ("import", "{}/new.csv", "--rules", "csv")),
    Scene(
        "import rows with rejects",
        with_files,
        ("import", "{}/bad.csv", "--rules", "csv", "--rejects", "{}/bad.rejects"),
        (STORE, "bad.rejects"),
        parts=2,
    ),
    Scene("import a copy", a_copy_behind, ("import", "{}/ahead.jsonl")),
    Scene("undo", left_open, ("undo",)),
    Scene("search", searched, ("search", "reuters")),
    Scene("cite", left_open, (*STATE, "--cite")),
    Scene("rebuild", searched, ("rebuild",), parts=3),
    Scene("backup", backed_up, ("backup", "{}/new.db"), ("new.db",), parts=5),
    Scene(
        "backup over another",
        backed_up,
        ("backup", "{}/copy.db", "--force"),
        ("copy.db",),
        parts=8,
    ),
    Scene("restore", backed_up, ("restore", "{}/copy.db", "--force"), parts=10),
    Scene(
        "restore where none is",
        backed_up,
        ("restore", "{}/copy.db", "--db", "{}/new.db"),
        ("new.db",),
        parts=5,
    ),
    Scene("answer to a file", with_files, (*STATE, "-o", "{}/answer.md"), ("answer.md",)),
    Scene("export", with_files, ("export", "-o", "{}/copy.jsonl"), ("copy.jsonl",)),
    Scene("fmt", with_files, ("fmt", "{}/untidy.facts"), ("untidy.facts",)),
)


class Kept(NamedTuple):
    """A file: who may read it, and what it holds."""

    mode: int
    content: object


def alike(there: object, wanted: object) -> bool:
    """Whether a file is as it is to be, or more private than that."""
    if isinstance(there, Kept) and isinstance(wanted, Kept):
        return there.content == wanted.content and there.mode | wanted.mode == wanted.mode
    return there == wanted


# What a folder holds ------------------------------------------------------------------------------


def held(folder: Path, registry: Registry) -> dict[str, object]:
    """What each file of a folder holds; of a timeline that is sound what it says.

    Of what is left beside it, only its name. Raises AssertionError where anything is broken.
    """
    found: dict[str, object] = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_dir() or name in SCREEN or name.startswith(f"{TEMPORARY}/"):
            continue
        if name.endswith(ALONGSIDE):
            main, _, _ = name.rpartition("-")
            assert (folder / main).exists(), f"{name} lies beside nothing, and ruins what comes"
        elif path.name.startswith("."):
            found[name] = "left over"
        elif ".db" in path.name:
            if (timeline := said_once(path, registry)) is not None:
                found[name] = Kept(path.stat().st_mode, timeline)
        else:
            found[name] = Kept(path.stat().st_mode, path.read_bytes())
    return found


_SAID: Final[dict[bytes, object]] = {}
"""What timelines say whose files were the same to the byte."""


def said_once(path: Path, registry: Registry) -> object:
    """The same as `said`; a file of the same bytes is not opened again."""
    digest = sha256()
    for ending in ("", *ALONGSIDE):
        beside = Path(f"{path}{ending}")
        # What is in -shm is made again by whoever opens the file first.
        content = beside.read_bytes() if ending != "-shm" and beside.exists() else b""
        digest.update(f"{len(content)} ".encode() + content)
    key = digest.digest()
    if key not in _SAID:
        _SAID[key] = said(path, registry)
    return _SAID[key]


def said(path: Path, registry: Registry) -> object:
    """All that a timeline says; None of a file that nobody has begun a timeline in.

    Raises AssertionError where it is not sound, or holds a command by half.
    """
    with closing(sqlite3.connect(path)) as plain:
        whole = plain.execute("PRAGMA integrity_check").fetchone()
        tables = plain.execute("SELECT count(*) FROM sqlite_master").fetchone()
    assert whole == ("ok",), f"{path.name}: {whole}"
    if tables == (0,):
        return None
    with opened(path, registry) as timeline:
        found = verified(timeline)
        assert (found.flaws, found.more) == ((), 0), f"{path.name}: {found.flaws}"
        assert differences(timeline).rows == 0, f"{path.name}: its index differs"
        assert_whole(timeline)
        rows = timeline.store.select_notifications(start=None, limit=10**6)
        names = [(row.originator_id, row.originator_version, row.topic) for row in rows]
        return names, timeline.export(), sorted(answer for answer, _ in timeline.store.citations())


def left_over(holding: Held) -> list[str]:
    """The temporary files of a folder."""
    return [name for name, what in holding.items() if what == "left over"]
