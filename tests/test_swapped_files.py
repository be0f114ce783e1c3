"""Files of an archive that somebody swaps while it is imported, and files that cannot be read."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from service.sources.archive import archive_of
from service.sources.rulebook import find_rules
from service.timeline import Timeline
from tests.console import Console
from tests.test_archives import CSV, NEW, facts, table

SECRET: Final = table(7)
OTHER: Final = table(8)


@pytest.fixture
def console(tmp_path: Path) -> Console:
    """A timeline, a folder of two files beside it, and what is nobody's business."""
    found = Console.begun(tmp_path, db="a.db")
    (tmp_path / "acts").mkdir()
    (tmp_path / "acts" / "1.csv").write_text(table(1), encoding="utf-8")
    (tmp_path / "acts" / "2.csv").write_text(table(2), encoding="utf-8")
    (tmp_path / "secret.csv").write_text(SECRET, encoding="utf-8")
    return found


@pytest.fixture
def meanwhile(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., None]]:
    """Has things happen, one each time that something is recorded."""
    record = Timeline.record_command

    def happens(*ahead: Callable[[], object]) -> None:
        left = list(ahead)

        def recording(*given: Any, **named: Any) -> Any:
            if left:
                left.pop(0)()
            return record(*given, **named)

        monkeypatch.setattr(Timeline, "record_command", recording)

    yield happens
    monkeypatch.undo()


def swapped(place: Path, how: str) -> None:
    """Puts something else in the place of a file, at once."""
    new, secret = place.with_name("new"), place.parent.parent / "secret.csv"
    match how:
        case "a link":
            new.symlink_to(secret)
        case "a second name":
            new.hardlink_to(secret)
        case "a pipe":
            os.mkfifo(new)
        case _:
            new.write_text(SECRET, encoding="utf-8")
    new.replace(place)


@pytest.mark.parametrize("how", ["a link", "a second name", "a pipe", "a file"])
@pytest.mark.parametrize("named", [CSV, NEW])
def test_what_is_put_in_the_place_of_a_listed_file_is_not_read(
    console: Console, meanwhile: Callable[..., None], how: str, named: list[str]
) -> None:
    """A link out of the folder that came after the folder was looked at was followed."""
    meanwhile(lambda: swapped(console.folder / "acts" / "2.csv", how))
    printed, code = console.run(["import", "acts", *named])

    assert code != 0
    assert "acts/2.csv was replaced after its folder was looked at" in " ".join(printed.split())
    assert facts(console) == 1


def test_with_keep_going_the_others_are_read(
    console: Console, meanwhile: Callable[..., None]
) -> None:
    (console.folder / "acts" / "3.csv").write_text(table(3), encoding="utf-8")
    meanwhile(lambda: swapped(console.folder / "acts" / "2.csv", "a link"))
    printed, _ = console.run(["import", "acts", *CSV, "--keep-going"])

    assert "acts/2.csv was replaced" in printed
    assert facts(console) == 2


def disguised(place: Path, text: str) -> None:
    """Another file of the same size and time, in the place of one."""
    found, new = place.stat(), place.with_name("new")
    assert len(text) == found.st_size
    new.write_text(text, encoding="utf-8")
    os.utime(new, ns=(found.st_atime_ns, found.st_mtime_ns))
    new.replace(place)


def test_content_that_was_not_read_is_not_remembered(
    console: Console, meanwhile: Callable[..., None]
) -> None:
    """Another file of the same size and time once went in, and the first was passed over later."""
    second, first = console.folder / "acts" / "2.csv", table(2)
    meanwhile(lambda: disguised(second, OTHER))
    console.run(["import", "acts/1.csv", "acts/2.csv", *NEW])
    disguised(second, first)

    assert "1 added  acts/2.csv" in console.run(["import", "acts/2.csv", *NEW])[0]
    assert facts(console) == 3


def test_nor_is_that_of_a_folder_that_was_swapped_and_swapped_back(
    console: Console, meanwhile: Callable[..., None]
) -> None:
    folder, other, aside = (console.folder / name for name in ("acts", "other", "aside"))
    other.mkdir()
    for name, text in (("1.csv", table(1)), ("2.csv", OTHER)):
        (other / name).write_text(text, encoding="utf-8")

    def away() -> None:
        folder.rename(aside)
        other.rename(folder)

    def back() -> None:
        folder.rename(other)
        aside.rename(folder)

    meanwhile(away, back)
    console.run(["import", "acts/1.csv", "acts/2.csv", *NEW])

    assert "1 added  acts/2.csv" in console.run(["import", "acts/2.csv", *NEW])[0]


def test_a_link_that_leads_to_itself_is_left_out_with_its_reason(console: Console) -> None:
    """Such a link ended the import with a traceback."""
    folder = console.folder / "acts"
    (folder / "self.csv").symlink_to("self.csv")
    (folder / "one.csv").symlink_to("other.csv")
    (folder / "other.csv").symlink_to("one.csv")
    found = archive_of(["acts"], console.folder, find_rules("csv").reader, "csv")

    assert found.files == ("acts/1.csv", "acts/2.csv")
    assert {each.because: set(each.names) for each in found.left_out} == {
        "links to themselves": {"acts/one.csv", "acts/other.csv", "acts/self.csv"}
    }
    assert console.run(["import", "acts", *CSV])[1] == 0


def packed(method: int) -> bytearray:
    rows = table(*range(400)).encode()
    with zipfile.ZipFile("packed.zip", "w", method) as archive:
        archive.writestr("rows.csv", rows)
    return bytearray(Path("packed.zip").read_bytes())


def middle(content: bytearray) -> None:
    for at in range(len(content) // 3, len(content) // 3 + 40):
        content[at] ^= 0xFF


def first_bytes(content: bytearray) -> None:
    beginning = 30 + len("rows.csv")
    for at in range(beginning, beginning + 12):
        content[at] ^= 0xFF


def cut_short(content: bytearray) -> None:
    del content[len(content) // 2 :]


def header(content: bytearray, offset: int, value: int) -> None:
    """Sets two bytes of what an archive says of its member, at both places that say it."""
    central = content.rfind(b"PK\x01\x02")
    for place in (offset, central + offset + 2):
        content[place : place + 2] = value.to_bytes(2, "little")


def encrypted(content: bytearray) -> None:
    header(content, 6, 1)


def other_method(content: bytearray) -> None:
    header(content, 8, 9)


def before_its_beginning(content: bytearray) -> None:
    """The list of members is said to begin far behind the place where it does."""
    end = content.rfind(b"PK\x05\x06")
    content[end + 16 : end + 20] = (0xFFFFFF00).to_bytes(4, "little")


METHODS: Final = {
    "stored": zipfile.ZIP_STORED,
    "deflate": zipfile.ZIP_DEFLATED,
    "bzip2": zipfile.ZIP_BZIP2,
    "lzma": zipfile.ZIP_LZMA,
}


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(
    "spoil", [middle, first_bytes, cut_short, encrypted, other_method, before_its_beginning]
)
def test_a_damaged_archive_is_a_sentence_however_it_is_packed(
    console: Console,
    monkeypatch: pytest.MonkeyPatch,
    method: str,
    spoil: Callable[[bytearray], None],
) -> None:
    """One that was packed with LZMA ended in a traceback."""
    monkeypatch.chdir(console.folder)
    content = packed(METHODS[method])
    spoil(content)
    Path("packed.zip").write_bytes(content)
    printed, code = console.run(["import", "packed.zip", *CSV])

    assert code == 1
    assert "packed.zip" in printed
    assert " is damaged" in printed or "is not utf-8 text" in printed
    assert "made a mistake" not in printed
