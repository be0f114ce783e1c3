"""Two timelines into one: merge."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from cli import common
from cli.choosing import NONE, Both, Mine, Theirs, choices_of, in_full
from cli.common import Json
from cli.prompt import typed
from cli.record import Author, BadFile, DryRun, deliver, to_try_again
from cli.settings import Settings
from domain.refusal import Broken, Failure, Run
from service.checking import check_events
from service.merging import Other, check_timeline, merge
from service.opening import bundled_registry, open_store
from service.rejected import Differing
from service.store.memory import MemoryRecorder
from service.store.place import without_password
from service.timeline import Timeline

if TYPE_CHECKING:
    from service.moment import Moment

app: Final = typer.Typer(rich_markup_mode=None, add_completion=False)

Yes = Annotated[
    bool,
    typer.Option("--yes", help="On a terminal: record without asking first.", show_default=False),
]


@app.command("merge")
def merge_(
    context: typer.Context,
    other: Annotated[
        str, typer.Argument(metavar="OTHER", help="Another timeline: a .db, a .jsonl, or a URL.")
    ],
    mine: Mine = NONE,
    theirs: Theirs = NONE,
    both: Both = NONE,
    yes: Yes = False,
    dry_run: DryRun = False,
    author: Author = "",
    as_json: Json = False,
) -> None:
    """Records what another timeline holds beyond this one, as one command that undo takes back.

    The two may have a common beginning, as a copy that went on by itself has, or none. Every event
    keeps its author, its sources and when it was known; it is recorded now, and when it was
    recorded first is kept beside. Where the two contradict, both versions are shown, and nothing is
    written until you choose. On a terminal it shows what it would record, and asks.
    """
    settings = common.settings_of(context)
    check_timeline(other)
    choices = choices_of(mine, theirs, both)
    with common.opened(settings) as opened, _other(settings, other) as theirs_:
        moment = opened.moment(author, settings.today)
        merging = _Merging(settings, opened, Other(theirs_, other, choices))
        if settings.stdin.isatty() and not (dry_run or yes or as_json):
            if not merging.recorded(moment, as_json=False, dry_run=True):
                return
            if not _agreed():
                settings.out.write("Nothing written.\n")
                return
            moment = opened.onward(moment)
        merging.recorded(moment, as_json=as_json, dry_run=dry_run)


class _Merging:
    def __init__(self, settings: Settings, opened: Timeline, other: Other) -> None:
        self._settings = settings
        self._opened = opened
        self._other = other

    def recorded(self, moment: Moment, *, as_json: bool, dry_run: bool) -> bool:
        """Records what is new, or says what it would; returns whether there is anything."""
        try:
            with to_try_again(self._settings):
                receipt = merge(self._opened, self._other, moment, dry_run=dry_run)
        except Differing as refused:
            raise in_full(self._settings, refused) from None
        deliver(self._settings, receipt, as_json)
        return bool(receipt.events)


def _agreed() -> bool:
    try:
        return typed("Record this? [y/N] ").lower() in ("y", "yes")
    except EOFError:
        return False


@contextmanager
def _other(settings: Settings, name: str) -> Generator[Timeline]:
    """The other timeline, which is only read."""
    if name.endswith(".jsonl"):
        with closing(_from_lines(settings, name)) as other:
            yield other
        return
    if "://" not in name and not Path(name).exists():
        raise common.no_file(name)
    with ExitStack() as open_:
        with _of_other(name):
            other = open_.enter_context(closing(open_store(name)))
            other.read_only = True
            check_events(other)
        yield other


@contextmanager
def _of_other(name: str) -> Generator[None]:
    """Says of the other timeline what is damaged, and not of the one in use."""
    try:
        yield
    except Broken as refused:
        raise refused.with_fixes(Run.of("verify", db=without_password(name))) from refused


def _from_lines(settings: Settings, name: str) -> Timeline:
    """A copy of a timeline as lines of JSON, read into memory."""
    from cli.exchange import source_of
    from service.formats.jsonl import copied

    other = Timeline(MemoryRecorder(), bundled_registry(), name=name)
    with source_of(settings, name) as source:
        found = copied(other, source, name)
    if found.problem is not None:
        raise BadFile([found.problem])
    if not other.head().position:
        raise Failure(f"{name} holds no events.", code="empty-timeline")
    return other
