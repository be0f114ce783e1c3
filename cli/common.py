"""What every command shares: opening its timeline, reading its input, talking to people."""

from __future__ import annotations

import shlex
from collections.abc import Generator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Annotated, cast

import typer

from cli import stopping
from cli.settings import SAMPLE, Place, Settings, own_timeline, place, sample_refused
from cli.settings_file import shown
from domain.characters import on_one_line
from domain.clocks import AsOf
from domain.events import Undone
from domain.fact import Fact
from domain.refusal import Failure, Fix, InvalidInput, Run
from service.checking import OF_DAMAGE, damage
from service.input_files import check_readable
from service.opening import open_sample, open_store
from service.store.place import without_password
from service.timeline import Timeline, now
from views.errors import fixes

Cite = Annotated[
    bool,
    typer.Option(
        "--cite",
        help="How to cite the answer, instead of it; also --format bibtex.",
        show_default=False,
    ),
]
Format = Annotated[
    str,
    typer.Option(
        "--format", metavar="NAME", help="table, plain, json, jsonl, csv or md.", show_default=False
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Short for --format json.", show_default=False)]
On = Annotated[
    str,
    typer.Option(
        "--on", metavar="DATE", help="As of that day; today unless said.", show_default=False
    ),
]
KnownOn = Annotated[
    str,
    typer.Option(
        "--known-on",
        metavar="DATE",
        help="Only what anyone could know by then.",
        show_default=False,
    ),
]
Output = Annotated[
    str,
    typer.Option(
        "-o",
        "--output",
        metavar="FILE",
        help="Write there; its ending says the format.",
        show_default=False,
    ),
]


OUTDATED = (
    "Machine-coded layers are indexed by the rules of another version of detente: until a rebuild"
    " they are read fact by fact, and nothing is recorded in them."
)
"""The words for a store that is sound, and whose index is to be rebuilt."""


_NOT_LENT = ("no-password", "wrong-password", "no-ticket")
"""What a server answers that was lent nothing of the user's own."""


def settings_of(context: typer.Context) -> Settings:
    """How this run was started."""
    return cast(Settings, context.obj)  # set by cli.main.run


@contextmanager
def opened(settings: Settings) -> Generator[Timeline]:
    """The timeline to use; says on stderr when it is the sample."""
    found = place(settings)
    if found.where == SAMPLE:
        timeline = open_sample()
        begin = "" if own_timeline(settings) else "; `detente init` begins your own timeline"
        print_to(settings, f"Answers come from the bundled sample{begin}.")
    else:
        timeline = opened_at(settings, found)
    stopping.RUN.recorded = lambda: timeline.store.committed > 0
    whole = False
    try:
        with _damage_said(timeline), _own_instead(settings):
            yield timeline
        whole = True
    finally:
        if not whole or settings.unshown:
            settings.done.extend(_recorded(timeline))
        timeline.close()
        if timeline.wrote:
            say_named(settings, found, timeline.store_name)


@contextmanager
def _own_instead(settings: Settings) -> Generator[None]:
    """Offers the user's own timeline, if there is one, where the sample was to be recorded in."""
    try:
        yield
    except Failure as failure:
        if failure.code == "read-only-sample":
            raise sample_refused(settings) from None
        raise


@contextmanager
def _damage_said(timeline: Timeline) -> Generator[None]:
    """Says that a store is damaged, where that is why reading it went wrong."""
    try:
        yield
    except InvalidInput:
        raise
    except OF_DAMAGE:
        # Either a mistake of ours, or of a store that holds what nobody wrote there.
        broken = damage(timeline)
        if broken is None:
            raise
        raise broken from None


def _recorded(timeline: Timeline) -> list[str]:
    """What this run has recorded so far, as a sentence; nothing where it recorded nothing."""
    last = timeline.store.committed
    if not last:
        return []
    try:
        commands = timeline.commands()
    except InvalidInput:
        commands = []
    ours = [each for each in commands if any(part.position == last for part in each.parts)]
    named = [f"#{each.number} ({each.recorded.text})" for each in ours]
    return [f"It was recorded: {named[0] if named else f'up to position {last}'}."]


def say_named(settings: Settings, found: Place, name: str) -> None:
    """Says where something was written, if only a found file says that it is there."""
    if found.named_by:
        print_to(settings, f"Written to {name}, which {shown(found.named_by)} names.")


def opened_at(settings: Settings, found: Place) -> Timeline:
    """The timeline at a place.

    A server that only a found file names gets no password or ticket that lies around for others.
    """
    try:
        return open_store(found.where, settings.clock or now, lends=found.named_by is None)
    except Failure as failure:
        if found.named_by is None or failure.code not in _NOT_LENT:
            raise
        url = without_password(found.where)
        raise Failure(
            f"{failure.said.rstrip('.')}. Your own passwords and tickets are not sent where only"
            f" {shown(found.named_by)} says so.",
            Fix(f"export DETENTE_DB={shlex.quote(url)}", "and they are"),
            code=failure.code,
        ) from None


def print_to(settings: Settings, *lines: str) -> None:
    """Talk goes to stderr, if anybody listens there, with hidden characters written out."""
    with suppress(OSError):
        typer.echo("\n".join(map(on_one_line, lines)), file=settings.err)


def not_known(settings: Settings, opened: Timeline, fact: Fact, as_of: AsOf) -> str:
    """Why a fact says nothing at a point on the clocks.

    Nobody knew of it then, or its recording was undone.
    """
    recorded = as_of.recorded_instant
    if fact.asserted.recorded_at > recorded or fact.effective_events(recorded):
        return f'"{fact.handle}" was not known then.'
    gone = undone(opened, fact, recorded)
    return f"{gone.said}\n{fixes(gone.fixes, settings.command)}".rstrip("\n")


def undone(opened: Timeline, fact: Fact, by: datetime | None = None) -> InvalidInput:
    """The refusal for a fact whose recording was undone: the command, and what brings it back.

    As recorded by an instant.
    """
    undoings = (
        event
        for event in reversed(fact.events)
        if isinstance(event, Undone) and (by is None or event.recorded_at <= by)
    )
    done = opened.recorded_in(next(undoings))
    how = f" by command {done.number} ({done.recorded.text})" if done else ""
    back = (
        [Run.of("undo", str(done.number), meaning="brings it back")]
        if done and not done.undone and not fact.exists
        else []
    )
    return InvalidInput(
        f'the recording of "{fact.handle}" was undone{how}.',
        *back,
        code="undone",
        values={"fact": fact.name},
    )


# Input --------------------------------------------------------------------------------------------


def in_utf8(text: str, name: str) -> str:
    """The text, if it can be written as UTF-8. Raises Failure."""
    if any("\ud800" <= letter <= "\udfff" for letter in text):
        said = f"{name} is not UTF-8 text; save it as UTF-8 and try again."
        raise Failure(said, code="not-text", values={"file": name})
    return text


def no_file(name: str) -> Failure:
    """The refusal of a file that is not there."""
    return Failure(f"there is no file {name}.", code="no-file", values={"file": name})


def read_text(settings: Settings, name: str) -> str:
    """The text of a file, or of standard input for `-`."""
    if name == "-":
        return in_utf8(settings.stdin.read(), "standard input")
    check_readable(name)
    try:
        return Path(name).read_text(encoding="utf-8")
    except FileNotFoundError:
        raise no_file(name) from None
    except UnicodeDecodeError as error:
        said = f"{name} is not UTF-8 text (byte {error.start}); save it as UTF-8 and try again."
        raise Failure(said, code="not-text", values={"file": name}) from None
    except OSError as error:
        said = f"{name} cannot be read: {error.strerror}."
        raise Failure(said, code="unreadable-file", values={"file": name}) from None
