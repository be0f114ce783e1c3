"""Appending facts as news comes in, and taking that back: add, schedule, undo."""

from __future__ import annotations

import re
import shlex
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from datetime import date
from typing import Annotated, Final

import typer

from cli import common, output
from cli.common import Json
from cli.exit_codes import BROKEN, FAILED, INTERRUPTED, PART
from cli.separated import check_separated, whole_commands
from cli.settings import SAMPLE, Settings, names_sample, sample_refused, where
from domain import typed
from domain.characters import on_one_line
from domain.command import Request
from domain.refusal import Broken, Failure, Fix, InvalidInput, Run
from domain.relative import PATTERN
from projections.answer import json_text
from projections.receipt import Receipt
from projections.receipt_json import receipt_json
from projections.words import count
from service.formats.document import Document
from service.recording import Overtaken
from service.rejected import TYPED, Rejected
from service.timeline import Timeline
from service.undo import Command, Last
from views import recorded
from views.page import folded

app: Final = typer.Typer(rich_markup_mode=None, add_completion=False)

DryRun = Annotated[
    bool,
    typer.Option(
        "--dry-run", "-n", help="Say what would happen; write nothing.", show_default=False
    ),
]
Author = Annotated[
    str,
    typer.Option(
        "--author",
        envvar="DETENTE_AUTHOR",
        metavar="NAME",
        help="Who records it.",
        show_default=False,
    ),
]


Because = Annotated[
    str,
    typer.Option(
        "--because", metavar="REASON", help="Why; kept with the record.", show_default=False
    ),
]


class BadFile(Rejected):
    """A file with lines that cannot be read."""

    exit_code = FAILED


def deliver(settings: Settings, receipt: Receipt, as_json: bool) -> None:  # an option
    """Prints a receipt in lines, or as JSON."""
    again = shlex.join(["detente", *settings.argv])
    text = (
        json_text(receipt_json(receipt))
        if as_json
        else recorded.recorded(receipt, settings.width, settings.command, again)
    )
    output.deliver(settings, text, "")


@contextmanager
def to_try_again(settings: Settings) -> Generator[None]:
    """Shows who was faster what others recorded, and the command to try again."""
    try:
        yield
    except Overtaken as lost:
        again = Fix(shlex.join(["detente", *settings.argv]))
        refused = Failure(lost.said, *lost.fixes, again, code=lost.code, values=lost.values)
        refused.page = recorded.overtaken(lost.theirs, lost.yours)
        raise refused from None


@app.command("add")
def add(
    context: typer.Context,
    line: Annotated[
        str,
        typer.Argument(
            metavar='["LINE" or -]',
            help="A line of .facts; - reads a whole text. Without it, a terminal is asked.",
        ),
    ] = "",
    dry_run: DryRun = False,
    author: Author = "",
    as_json: Json = False,
) -> None:
    """Adds a fact: one line of .facts, its details after semicolons or line breaks.

    On a terminal without a line it asks: when, who, to whom, what, and who says so.

    detente add "2022-02-28 TUR > RUS instrument:transit-restriction/transit Straits closed
    ^straits; report Reuters, 2022-02-28"
    """
    settings = common.settings_of(context)
    if not line and settings.stdin.isatty():
        _ask(context, settings, author, dry_run=dry_run)
        return
    with common.opened(settings) as opened:
        document = _typed(settings, opened, line or "-")
        _record(settings, opened, document, "add", author, dry_run=dry_run, as_json=as_json)


def _ask(context: typer.Context, settings: Settings, author: str, *, dry_run: bool) -> None:
    """Asks for facts; first whether to begin a timeline, for whom has none of their own."""
    from cli.beginning import begins
    from cli.interview import Interview

    if names_sample(settings):
        raise sample_refused(settings)
    if where(settings) == SAMPLE and not dry_run:
        if not begins(settings):
            return
        from cli.admin import init

        init(context)
    with common.opened(settings) as opened:
        Interview(settings, opened, author, dry_run=dry_run).run()


_RELATIVE: Final = re.compile(
    r"^(?P<before>|[ \t]+(?:known|report|announced|denied|confirmed|held|moved|cancelled|ended"
    rf"|suspended|resumed)\b(?:[^\n\"]*?,)?[ \t]+)(?P<day>{PATTERN})(?=[ \t]*(?:,|$|[ \t]))",
    re.MULTILINE | re.IGNORECASE,
)
"""A day that is another one tomorrow: read in what is typed, and never in a file that is kept."""


def with_days(text: str, today: date) -> str:
    """Typed lines with the date in the place of `today`, `two days ago` and `last Monday`.

    >>> with_days("today  TUR = RUS  call  Call", date(2022, 3, 6))
    '2022-03-06  TUR = RUS  call  Call'
    >>> with_days("    report AP, yesterday, origin=ap", date(2022, 3, 6))
    '    report AP, 2022-03-05, origin=ap'
    """
    return _RELATIVE.sub(
        lambda match: f"{match['before']}{typed.instant(match['day'], today)}", text
    )


@app.command("schedule")
def schedule(
    context: typer.Context,
    line: Annotated[
        str,
        typer.Argument(
            metavar='"LINE" or -',
            help="A line of .facts of something planned; - reads a whole text.",
        ),
    ],
    dry_run: DryRun = False,
    author: Author = "",
    as_json: Json = False,
) -> None:
    """Adds something planned; `settle` records its outcome later.

    detente schedule "2022-03-06 TUR = RUS planned:call/diplomacy Call of Erdogan and Putin ^call;
    announced 2022-03-05, Kalin"
    """
    settings = common.settings_of(context)
    with common.opened(settings) as opened:
        document = _typed(settings, opened, line)
        for block in document.blocks:
            if not block.content.of_kind.planned:
                raise InvalidInput(
                    f'"{block.content.title}" is not planned: {block.content.value("what")}.',
                    Fix("planned:call"),
                    code="not-planned",
                )
        _record(settings, opened, document, "schedule", author, dry_run=dry_run, as_json=as_json)


def _typed(settings: Settings, opened: Timeline, line: str) -> Document:
    """The lines that were typed. Raises InvalidInput where there are none."""
    if line == "-":
        document = opened.read(common.read_text(settings, "-"), "standard input")
    else:
        lines = with_days(_as_block(line), settings.today)
        document = opened.read(lines, TYPED)
        check_separated(line, document)
        document.problems[:] = whole_commands(lines, document.problems)
    if not document.items and not document.problems:
        raise InvalidInput("there is no fact in that.", code="no-fact")
    return document


def _record(
    settings: Settings,
    opened: Timeline,
    document: Document,
    verb: str,
    author: str,
    *,
    dry_run: bool,
    as_json: bool,
) -> None:
    titles = [block.content.title for block in document.blocks]
    named = f'"{titles[0]}"' if len(titles) == 1 else count(len(document.items), "line")
    moment = opened.moment(author, settings.today, Request(verb, f"{verb} {named}"))
    with to_try_again(settings), _asking_instead(document):
        receipt = opened.record(document, moment, dry_run=dry_run)
    deliver(settings, receipt, as_json)


@contextmanager
def _asking_instead(document: Document) -> Generator[None]:
    """Offers to ask part by part where what was typed is not the line of a fact."""
    try:
        yield
    except Rejected as rejected:
        if document.name == TYPED and any(each.code in _NO_LINE for each in rejected.problems):
            asks = Run.of("add", meaning="asks for each part of a fact")
            rejected.fixes = (*rejected.fixes, asks)
        raise


_NO_LINE: Final = frozenset({"unknown-line", "incomplete-fact"})


def _as_block(line: str) -> str:
    """A line with its details after semicolons, as `.facts` writes it."""
    parts = re.findall(r'(?:"[^"]*"|(?!;\s)[^\n"]|")+', line)
    head, *rest = (part.strip().removeprefix(";").strip() for part in parts) if parts else ("",)
    return "\n    ".join([head, *(part for part in rest if part)])


@app.command("undo")
def undo(
    context: typer.Context,
    number: Annotated[
        int | None,
        typer.Argument(
            metavar="[NUMBER]", help="Which command, by its number; else the last.", min=1
        ),
    ] = None,
    listed: Annotated[
        bool,
        typer.Option("--list", help="The commands, each with its number.", show_default=False),
    ] = False,
    because: Because = "",
    dry_run: DryRun = False,
    author: Author = "",
    as_json: Json = False,
) -> None:
    """Takes the last command back, or one by its number, by appending the opposite.

    Nothing is rewritten. A whole import is taken back at once. To undo twice goes two steps back;
    `redo` does again what the last undo took back.
    """
    settings = common.settings_of(context)
    with common.opened(settings) as opened:
        if listed:
            text = "".join(map(_listed, opened.commands())) or "Nothing was recorded yet.\n"
            output.deliver(settings, folded(text, settings.width, COMMAND), "")
            return
        moment = opened.moment(author, settings.today)
        which = number or Last.DONE
        receipts = opened.undoing(moment, which, because=because, dry_run=dry_run)
        deliver(settings, _last_of(receipts, dry_run=dry_run), as_json)


@app.command("redo")
def redo(
    context: typer.Context,
    because: Because = "",
    dry_run: DryRun = False,
    author: Author = "",
    as_json: Json = False,
) -> None:
    """Does again what the last undo took back, by taking that undo back."""
    settings = common.settings_of(context)
    with common.opened(settings) as opened:
        moment = opened.moment(author, settings.today)
        receipts = opened.undoing(moment, Last.UNDONE, because=because, dry_run=dry_run)
        deliver(settings, _last_of(receipts, dry_run=dry_run), as_json)


def _last_of(receipts: Iterable[Receipt], *, dry_run: bool) -> Receipt:
    """The receipt for all of an undo. Raises Stopped where somebody interrupts it on the way."""
    receipt: Receipt | None = None
    try:
        for latest in receipts:
            receipt = latest
    except KeyboardInterrupt:
        if receipt is None or receipt.taken_back is None or dry_run:
            raise
        done = receipt.taken_back
        raise Stopped(
            f"{count(done.all_facts, 'fact')} taken back", f"detente undo {done.number}"
        ) from None
    assert receipt is not None, "a command has one transaction at least"
    return receipt


COMMAND: Final = 40
"""Where the command begins in a line of the list of commands."""


def _listed(command: Command) -> str:
    found = command.recorded
    undone = (
        "undone" if command.undone else "in part" if len(command.left) < len(command.parts) else ""
    )
    size = recorded.size(command.facts, command.events)
    by = f"  by {found.author}" if found.author else ""
    return (
        f"{command.number:>4}  {found.recorded_at:%Y-%m-%d %H:%M}  {undone:8}{size:>10} "
        f" {on_one_line(f'{found.text}{by}')}\n"
    )


class Stopped(Failure):
    """A long command that was interrupted: what it recorded is kept, and it can be finished."""

    exit_code = INTERRUPTED

    def __init__(self, kept: str, finish: str) -> None:
        super().__init__(
            f"interrupted; {kept}, the rest is not.", Fix(finish, "finishes it"), code="interrupted"
        )


class Halted(Failure):
    """A long command that could not go on.

    What it recorded is kept, and it can be finished once the cause is fixed.
    """

    def __init__(self, why: Failure, kept: str, finish: str) -> None:
        super().__init__(
            f"{why.said.rstrip('.')}; {kept}, the rest is not.",
            *why.fixes,
            Fix(finish, "finishes it, once that is put right"),
            code=why.code or "halted",
        )
        self.exit_code = BROKEN if isinstance(why, Broken) else PART
