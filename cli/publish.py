"""A timeline as a folder of pages that need no server: publish."""

from __future__ import annotations

import json
import re
import shlex
import stat
from collections.abc import Iterable, Iterator
from datetime import date
from hashlib import sha256
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Annotated, Any, Final, cast

import typer

from cli import __version__, common
from cli.output import say
from cli.pages import check_drawable, site_of_files
from cli.settings import Settings, store_file
from domain import typed
from domain.refusal import Failure, Fix, InvalidInput, SetField
from projections.answer import json_text
from projections.words import count
from service.checking import check_events
from service.timeline import Timeline
from service.writing import folder_of, limit_of, remove, write

if TYPE_CHECKING:
    from views.html.folder import Folder

app: Final = typer.Typer(rich_markup_mode=None, add_completion=False)

LIST: Final = "published.json"
"""The file that says what was published, so that only that is changed or removed."""

SCHEMA: Final = 1

AT_ONCE: Final = 512
"""Pages in memory at a time: they are in the list before they are written."""


@app.command("publish")
def publish(
    context: typer.Context,
    folder: Annotated[str, typer.Argument(metavar="DIR", help="A folder: a new one, or ours.")],
    on: Annotated[
        str,
        typer.Option(
            "--on", metavar="DATE", help="The day of its pages; the last recording unless said.",
            show_default=False,
        ),
    ] = "",
    embargo: Annotated[
        str,
        typer.Option(
            "--embargo", metavar="DATE", help="Leaves out what was known or recorded later.",
            show_default=False,
        ),
    ] = "",
) -> None:  # fmt: skip
    """Writes the whole timeline as pages that need no server: board, ties, facts, timelines.

    They work from a folder, a stick, or any web host. The same timeline gives the same bytes;
    published again, only files that differ are written, and those that are no longer part of it
    are removed.
    """
    settings = common.settings_of(context)
    check_drawable()
    with common.opened(settings) as opened:
        # Whoever reads the pages cannot verify them, and takes their digest for that of them.
        check_events(opened)
        day, until = _days(settings, opened, on, embargo)
        place = Path(folder)
        before = _published(place, settings)
        head = opened.head()
        made: dict[str, object] = {
            "published": SCHEMA, "release": __version__, "store": opened.store_name,
            "position": head.position, "digest": head.digest.hex(), "on": day.isoformat(),
            "embargo": until.isoformat() if until else "",
        }  # fmt: skip
        if until is not None:
            # How much came after an embargo is nobody's business either.
            made |= {"position": 0, "digest": ""}
        if (
            before
            and until is None
            and {**made, "files": before["files"]} == before
            and _whole(place, before)
        ):
            say(settings, f"{folder} is as it would be published now.")
            return
        with folder_of(place / LIST):
            _write(settings, place, _folder(opened, day, until), before, made, folder)


def _days(settings: Settings, opened: Timeline, on: str, embargo: str) -> tuple[date, date | None]:
    """The day of the pages, and of the embargo. Raises InvalidInput."""
    last = opened.last_instant()
    if last is None:
        raise InvalidInput("nothing is recorded yet.", code="nothing-recorded")
    until = typed.asked(embargo, settings.today).day if embargo else None
    day = typed.asked(on, settings.today).day if on else last.date()
    if until is None:
        return day, None
    if on and day > until:
        said = f"the pages of {day} would hold what is known after the embargo of {until}."
        raise InvalidInput(said, SetField("on", str(until)), code="after-embargo")
    return min(day, until), until


def _published(place: Path, settings: Settings) -> dict[str, Any]:
    """What was published there before; nothing of a new folder. Raises Failure for another's."""
    if not place.exists() or (place.is_dir() and all(map(_is_left_over, place.iterdir()))):
        return {}
    found = _read(place / LIST)
    if found is not None and all(map(_is_ours, _entries(found))):
        return found
    said = f"{place} holds something else than a timeline that was published."
    beside = (place if place.is_dir() else place.parent) / "ties"
    again = settings.command(f"detente publish {shlex.quote(str(beside))}")
    raise Failure(said, Fix(again), code="not-ours")


_OURS: Final = re.compile(r"[A-Za-z0-9_~-][A-Za-z0-9._~-]*(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*")
"""A path that is published: nothing in it leads out of the folder."""

_DIGEST: Final = re.compile(r"[0-9a-f]{64}")
_UNFINISHED: Final = re.compile(r"\.detente-[0-9a-f]{16}\.part")
"""The name of a file that is not whole yet, as `service.writing` chooses it."""

_MOST: Final = 64 * 2**20
"""The longest list that is read, in bytes."""


def _read(listed: Path) -> dict[str, Any] | None:
    """The list of what was published; None of anything else. A link is not followed."""
    try:
        if not stat.S_ISREG(listed.lstat().st_mode) or listed.lstat().st_size > _MOST:
            return None
        found = json.loads(listed.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
    if not isinstance(found, dict):
        return None
    fields = cast("dict[str, Any]", found)
    unfinished = fields.get("unfinished", {})
    if not isinstance(fields.get("files"), dict) or not isinstance(unfinished, dict):
        return None
    each = cast("dict[str, Any]", unfinished).values()
    return fields if all(isinstance(digests, list) for digests in each) else None


def _entries(listed: dict[str, Any]) -> Iterator[tuple[object, object]]:
    """Each file of a list with each digest that it may have."""
    for path, digests in _known(listed).items():
        yield from ((path, digest) for digest in digests or ("",))


def _is_ours(entry: tuple[object, object]) -> bool:
    path, digest = entry
    return bool(_OURS.fullmatch(str(path)) and _DIGEST.fullmatch(str(digest)))


def _inside(place: Path, path: str) -> Path:
    """A file of the folder. Raises Failure where a link stands on the way to it."""
    found = place
    for part in PurePosixPath(path).parts:
        found /= part
        if found.is_symlink():
            said = f"{found} is a link, and nothing is published through one."
            raise Failure(said, Fix(f"rm {shlex.quote(str(found))}"), code="is-a-link")
    return found


def _whole(place: Path, before: dict[str, Any]) -> bool:
    """Whether every file is as it was published."""
    return all(_digest(_inside(place, path)) == digest for path, digest in before["files"].items())


def _digest(path: Path) -> str:
    """What names the bytes of a file; of what is none, something that no file is called."""
    try:
        if not stat.S_ISREG(path.lstat().st_mode):
            return "not a file"
        return sha256(path.read_bytes()).hexdigest()
    except OSError:
        return "not there"


def _folder(opened: Timeline, day: date, until: date | None) -> Folder:
    from views.html.folder import Folder

    site = site_of_files(opened, day, says_how_far=until is None)
    return Folder(opened, opened.ask, site, day, until)


def _write(
    settings: Settings, place: Path, found: Folder, before: dict[str, Any],
    made: dict[str, object], folder: str,
) -> None:  # fmt: skip
    """Writes what differs, removes what is no longer part of it, then writes the list.

    Some files at a time are in the list before any of them is written: whoever publishes after a
    run that was killed knows them.
    """
    limit = limit_of(store_file(settings))
    known = _known(before)
    files: dict[str, str] = {}
    written = 0
    every = iter(found.files())
    while some := [*islice(every, AT_ONCE)]:
        files |= {file.path: sha256(file.content).hexdigest() for file in some}
        new = [file for file in some if _digest(_inside(place, file.path)) != files[file.path]]
        if new:
            for file in new:
                known.setdefault(file.path, set()).add(files[file.path])
            write(_inside(place, LIST), (_unfinished(made, known),), limit)
        for file in new:
            target = _inside(place, file.path)
            target.parent.mkdir(parents=True, exist_ok=True)
            write(target, (file.content,), limit)
        written += len(new)
    gone = [path for path in known if path not in files]
    ours = [path for path in gone if _digest(_inside(place, path)) in known[path]]
    for path in ours:
        remove(_inside(place, path))
    for left in _left_over(place, {*files, *gone, LIST}):
        remove(left)
    write(_inside(place, LIST), (json_text({**made, "files": files}),), limit)
    settings.done.append(f"The pages are there: {place / 'index.html'}.")
    said = f"{count(len(files), 'file')} in {folder}, {written:,} of them written"
    said += f", {count(len(ours), 'file')} removed" if ours else ""
    say(settings, f"{said}. Open {place / 'index.html'} in a browser.")


def _known(before: dict[str, Any]) -> dict[str, set[str]]:
    """The digests that each file may have that was published there; one, of a run that ended."""
    known = {path: {str(digest)} for path, digest in before.get("files", {}).items()}
    for path, digests in before.get("unfinished", {}).items():
        known.setdefault(path, set()).update(map(str, digests))
    return known


def _unfinished(made: dict[str, object], known: dict[str, set[str]]) -> str:
    """The list while files are written: each may be as it was, or as it is to be."""
    return json_text(
        {**made, "files": {}, "unfinished": {path: sorted(known[path]) for path in sorted(known)}}
    )


def _left_over(place: Path, files: Iterable[str]) -> Iterator[Path]:
    """What runs that were killed left beside files: only what they write, under its odd names."""
    for folder in {_inside(place, path).parent for path in files}:
        if folder.is_dir():
            yield from filter(_is_left_over, folder.iterdir())


def _is_left_over(path: Path) -> bool:
    if not _UNFINISHED.fullmatch(path.name):
        return False
    found = path.lstat()
    return stat.S_ISREG(found.st_mode)
