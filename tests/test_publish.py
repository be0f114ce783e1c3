"""A timeline as a folder of pages: each link leads somewhere, and nothing of others is harmed."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from shutil import rmtree
from typing import Any, Final
from urllib.parse import unquote, urlsplit

import pytest

from cli import publish
from service.opening import bundled_registry
from service.recording import append_lines
from service.store.memory import MemoryRecorder
from service.timeline import Timeline
from service.writing import write
from tests.console import Console
from views.html.address import Address
from views.html.folder import Folder, file_of
from views.html.site import Site

FACTS = """\
2022-02-28 TUR > RUS  instrument:transit-restriction  Straits closed to warships ^straits
    report Reuters, 2022-02-28, https://example.org/straits
2022-03-05 TUR = RUS  call  Call on grain ^call
    report AFP, 2022-03-06
2022-03-01 DEU > RUS  action:protest  Berlin protests <script>alert(1)</script> ^protest
    report dpa, 2022-03-02, https://example.org/protest
"""


class Links(HTMLParser):
    """Where a page leads, and what it loads."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.places: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in ("href", "src") and value and tag in ("a", "link", "script", "img"):
                self.found.append(value)
            if name == "id" and value:
                self.places.add(value)


@pytest.fixture
def console(tmp_path: Path) -> Console:
    made = Console(tmp_path)
    (tmp_path / "d.facts").write_text(FACTS, encoding="utf-8")
    assert made.run(["--db", "my.db", "init"])[1] == 0
    assert made.run(["--db", "my.db", "import", "d.facts"])[1] == 0
    return made


def published(console: Console, *more: str, to: str = "out") -> str:
    day = () if "--embargo" in more else ("--on", "2022-03-10")
    text, code = console.run(["--db", "my.db", "publish", to, *day, *more])
    assert code == 0, text
    return text


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def pages(folder: Path) -> Iterator[tuple[Path, Links]]:
    for path in sorted(folder.rglob("*.html")):
        yield path, Links(path.read_text(encoding="utf-8"))


def test_every_link_of_every_page_leads_to_a_file_of_the_folder(
    console: Console, tmp_path: Path
) -> None:
    published(console)
    folder = tmp_path / "out"
    leads = 0
    for path, links in pages(folder):
        for found in links.found:
            parts = urlsplit(found)
            if parts.scheme:
                assert parts.netloc == "example.org"
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            assert target.is_relative_to(folder)
            assert target.is_file(), f"{path.name} leads to {found}"
            leads += 1

    assert leads > 50


def test_the_folder_has_the_board_the_pairs_the_facts_and_their_json(
    console: Console, tmp_path: Path
) -> None:
    published(console)
    found = files(tmp_path / "out")
    asked = ["--db", "my.db", "state", "RUS", "TUR", "--on", "2022-03-10", "--json"]

    assert {"index.html", "ties/RUS-TUR.html", "facts/straits.html"} <= set(found)
    assert "ties/TUR-RUS.html" not in found
    assert {"ties/RUS-TUR/card-stands-still.svg", "ties/RUS-TUR/oembed.json"} <= set(found)
    assert json.loads(found["ties/RUS-TUR.json"]) == json.loads(console.apart(asked)[0])


def test_the_same_timeline_gives_the_same_bytes(console: Console, tmp_path: Path) -> None:
    published(console)
    published(console, to="again")

    assert files(tmp_path / "out") == files(tmp_path / "again")


def test_published_again_only_what_differs_is_written(console: Console, tmp_path: Path) -> None:
    published(console)
    assert "as it would be published now" in published(console)
    (tmp_path / "out" / "index.html").write_text("spoiled", encoding="utf-8")

    assert "1 of them written" in published(console)
    assert b"spoiled" not in (tmp_path / "out" / "index.html").read_bytes()


def test_what_is_no_longer_part_of_it_is_removed_and_nothing_else(
    console: Console, tmp_path: Path
) -> None:
    published(console)
    mine = tmp_path / "out" / "notes.txt"
    mine.write_text("mine", encoding="utf-8")

    said = published(console, "--embargo", "2022-03-01")

    assert "removed" in said
    assert not (tmp_path / "out" / "facts" / "call.html").exists()
    assert mine.read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("name", ["notes.txt", "ties/other.html", "facts/mine.html"])
def test_what_a_list_claims_and_nobody_published_is_not_said_to_be_removed(
    console: Console, tmp_path: Path, name: str
) -> None:
    """A list that somebody had changed had it say that a file was removed, which was left."""
    published(console)
    listed = tmp_path / "out" / "published.json"
    found = json.loads(listed.read_text(encoding="utf-8"))
    found["files"][name] = "0" * 64
    listed.write_text(json.dumps(found), encoding="utf-8")
    (tmp_path / "out" / name).write_text("mine", encoding="utf-8")

    assert "removed" not in published(console)
    assert (tmp_path / "out" / name).read_text(encoding="utf-8") == "mine"


def test_with_an_embargo_nothing_that_was_recorded_or_known_later_is_in_any_file() -> None:
    days = [datetime(2022, 3, 3, tzinfo=UTC), datetime(2022, 3, 10, tzinfo=UTC)]
    timeline = Timeline(MemoryRecorder(), bundled_registry(), lambda: days[0], name="my")
    early, late = FACTS.partition("2022-03-05")[0], "2022-03-05" + FACTS.partition("2022-03-05")[2]
    for text in (early, late):
        append_lines(timeline, timeline.read(text, "my.facts"), timeline.moment())
        days.pop(0) if len(days) > 1 else None
    day = date(2022, 3, 10)
    site = Site("my", day, "0.1.0", lambda address: address.text, lambda name: name, live=False)

    def whole(on: date, embargo: date | None) -> bytes:
        folder = Folder(timeline, timeline.ask, site, on, embargo)
        return b"".join(file.content for file in folder.files())

    assert b"Call on grain" in whole(day, None)
    assert b"Straits closed" in whole(date(2022, 3, 5), date(2022, 3, 5))
    assert b"Call on grain" not in whole(date(2022, 3, 5), date(2022, 3, 5))
    assert b"Straits closed" not in whole(date(2022, 3, 1), date(2022, 3, 1))


class Killed(BaseException):
    """Whoever raises it is gone, and has cleaned up nothing."""


@pytest.fixture
def killed(console: Console, monkeypatch: pytest.MonkeyPatch) -> Callable[..., bool]:
    """Publishes until so many files are written; whether it was killed before it ended."""
    monkeypatch.setattr(publish, "AT_ONCE", 4)

    def publishing(after: int, *more: str) -> bool:
        left = after

        def writing(target: Path, *given: Any) -> None:
            nonlocal left
            if not left:
                (target.parent / f".detente-{after:016x}.part").write_bytes(b"half of i")
                raise Killed
            left -= 1
            write(target, *given)

        with monkeypatch.context() as patched:
            patched.setattr(publish, "write", writing)
            try:
                console.run(["--db", "my.db", "publish", "out", *more])
            except Killed:
                return True
            return False

    return publishing


DAY: Final = ("--on", "2022-03-10")
EMBARGO: Final = ("--embargo", "2022-03-01")


@pytest.mark.parametrize("after", [0, 1, 2, 5, 11, 40])
@pytest.mark.parametrize("then", [DAY, EMBARGO])
@pytest.mark.parametrize("first", [(), EMBARGO, ("--on", "2022-03-09")])
def test_what_was_killed_is_published_again_as_if_it_had_never_been(
    console: Console,
    tmp_path: Path,
    killed: Callable[..., bool],
    after: int,
    then: tuple[str, ...],
    first: tuple[str, ...],
) -> None:
    """The first time it was refused from then on, and half of a file was left for good."""
    published(console, *then, to="clean")
    if first:
        published(console, *first)
    assert killed(after, *DAY)
    published(console, *then)

    assert files(tmp_path / "out") == files(tmp_path / "clean")


def test_a_list_of_what_is_to_come_removes_nothing_that_is_not_as_it_says(
    console: Console, tmp_path: Path, killed: Callable[..., bool]
) -> None:
    assert killed(9, *DAY)
    listed = tmp_path / "out" / "published.json"
    found = json.loads(listed.read_text(encoding="utf-8"))
    found["unfinished"] |= {"notes.txt": ["0" * 64], "ties/mine.html": []}
    listed.write_text(json.dumps(found), encoding="utf-8")
    (tmp_path / "out" / "notes.txt").write_text("mine", encoding="utf-8")

    assert "something else" in console.run(["--db", "my.db", "publish", "out"])[0]
    del found["unfinished"]["ties/mine.html"]
    listed.write_text(json.dumps(found), encoding="utf-8")
    published(console)
    assert (tmp_path / "out" / "notes.txt").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize(
    "unfinished", [[], {"a": 1}, {"a": [[]]}, {"../a": ["0" * 64]}, {"a": ["0"]}]
)
def test_a_list_of_what_is_to_come_that_nobody_wrote_is_not_ours(
    console: Console, tmp_path: Path, unfinished: object
) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "published.json").write_text(
        json.dumps({"files": {}, "unfinished": unfinished}), encoding="utf-8"
    )

    text, code = console.run(["--db", "my.db", "publish", "out"])
    assert (code, "something else" in text) == (1, True)


def test_a_title_is_never_more_than_text(console: Console, tmp_path: Path) -> None:
    published(console)
    whole = b"".join(
        content for name, content in files(tmp_path / "out").items() if name.endswith(".html")
    )

    assert b"<script>alert" not in whole
    assert b"&lt;script&gt;alert(1)" in whole
    assert not re.search(rb"<script(?! src=)", whole)


def test_a_folder_of_somebody_else_is_left_alone(console: Console, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "index.html").write_text("theirs", encoding="utf-8")

    text, code = console.run(["--db", "my.db", "publish", "out"])

    assert code == 1
    assert "something else" in text
    assert files(tmp_path / "out") == {"index.html": b"theirs"}


@pytest.mark.parametrize(
    "key", ["../victim.txt", "/etc/hostname", "a/../../victim.txt", "", "a//b"]
)
def test_a_list_that_names_files_outside_is_not_ours_and_removes_nothing(
    console: Console, tmp_path: Path, key: str
) -> None:
    victim = tmp_path / "victim.txt"
    victim.write_text("mine", encoding="utf-8")
    (tmp_path / "out").mkdir()
    digest = sha256(b"mine").hexdigest()
    (tmp_path / "out" / "published.json").write_text(
        json.dumps({"files": {key: digest}}), encoding="utf-8"
    )

    text, code = console.run(["--db", "my.db", "publish", "out"])

    assert code == 1
    assert "something else" in text
    assert victim.read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("planted", ["index.html", "ties", "facts", "published.json"])
def test_nothing_is_published_through_a_link(
    console: Console, tmp_path: Path, planted: str
) -> None:
    published(console)
    theirs = tmp_path / "theirs"
    if planted.endswith(("html", "json")):
        theirs.write_text("theirs", encoding="utf-8")
        (tmp_path / "out" / planted).unlink()
    else:
        theirs.mkdir()
        rmtree(tmp_path / "out" / planted)
    (tmp_path / "out" / planted).symlink_to(theirs)

    code = console.run(["--db", "my.db", "publish", "out", "--on", "2022-03-09"])[1]

    assert code == 1
    assert theirs.read_text(encoding="utf-8") == "theirs" if theirs.is_file() else True
    assert not theirs.is_dir() or not list(theirs.iterdir())


def test_a_list_that_cannot_be_read_is_not_ours(console: Console, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "published.json").write_text("[" * 200_000, encoding="utf-8")

    assert console.run(["--db", "my.db", "publish", "out"])[1] == 1


def test_two_pairs_never_share_a_page() -> None:
    pairs = [("x-y", "z"), ("x", "y-z"), ("x", "y")]

    assert len({file_of(Address(("ties", *pair))) for pair in pairs}) == len(pairs)
    assert file_of(Address(("timeline",))) != file_of(Address(("timeline", "all")))


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "..", ".hidden", "a/b", "a\\b", "con\x00", "é", "a%2f..%2fb", "~x"]
)
def test_no_name_leads_out_of_the_folder(name: str) -> None:
    path = file_of(Address(("facts", name)))
    folder, _, file = path.partition("/")

    assert folder == "facts"
    assert re.fullmatch(r"[A-Za-z0-9_~-][A-Za-z0-9._~-]*\.html", file)
    assert file != "..html"


def test_two_names_never_share_a_file() -> None:
    names = ["é", "~c3~a9", "a/b", "a~2fb", "A", "a", ".a", "~2ea"]

    assert len({file_of(Address(("facts", name))) for name in names}) == len(names)
