"""Appending facts as news comes in, and taking that back: add, schedule, undo."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Annotated, Final

import typer

from cli import common, effects, forms
from cli.conflict import lost
from cli.exit_codes import BROKEN, FAILED
from cli.settings import Settings
from domain.fact import DESK, Fact
from domain.refusal import Broken, Failure, Fix, InvalidInput, Problem
from projections.events import describe
from projections.notation.facts import header
from projections.words import count, day
from service.formats.document import Document
from service.moment import Moment
from service.store.interface import Conflict, overtaken
from service.timeline import Recorded, Timeline, Undoing
from service.undo import Done
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


TYPED: Final = "the line"
"""What stands for a file where a line was typed."""


class Rejected(InvalidInput):
    """Lines with problems: all are told, and nothing is written."""

    def __init__(self, found: list[Problem], exit_code: int) -> None:
        where = (
            f"{count(len(found), 'line')} of {found[0].file}" if found[0].file != TYPED else "that"
        )
        super().__init__(f"{where} cannot be read; nothing of it was written.")
        self.problems = found
        self.exit_code = exit_code


@app.command("add")
def add(
    context: typer.Context,
    line: Annotated[
        str, typer.Argument(metavar='"LINE" or -', help="A line of .facts; - reads a whole text.")
    ],
    dry_run: DryRun = False,
    author: Author = "",
) -> None:
    """Adds a fact: one line of .facts, with details after it parted by semicolons or line breaks.

    detente add "2022-02-28 TUR > RUS instrument:transit-restriction/transit Straits closed
    ^straits; report Reuters, 2022-02-28"
    """
    _add(context, line, "add", author, dry_run=dry_run)


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
) -> None:
    """Adds something planned; `settle` says later what became of it.

    detente schedule "2022-03-06 TUR = RUS planned:call/diplomacy Call of Erdogan and Putin ^call;
    announced 2022-03-05, Kalin"
    """
    _add(context, line, "schedule", author, dry_run=dry_run)


def _add(context: typer.Context, line: str, verb: str, author: str, *, dry_run: bool) -> None:
    settings = common.settings_of(context)
    text = (
        common.read_text(settings, "-") if line == "-" else _as_block(common.in_utf8(line, "that"))
    )
    with common.opened(settings) as opened:
        there = opened.by_handle()
        document = opened.read(text, "standard input" if line == "-" else TYPED)
        if not document.items and not document.problems:
            raise InvalidInput("there is no fact in that.")
        happened = next(
            (block for block in document.blocks if not block.content.of_kind.planned), None
        )
        if verb == "schedule" and happened is not None:
            raise InvalidInput(
                f'"{happened.content.title}" is not planned: {happened.content.value("what")}.',
                Fix("planned:call"),
            )
        moment = opened.moment(author, settings.today, f"{verb} {_named(document)}")
        recorded = record(
            opened, document, moment, there, dry_run=dry_run, exit_code=2, argv=settings.argv
        )
        said = (
            told(recorded, dry_run=dry_run)
            + _edited(recorded, there)
            + effect(opened, recorded, settings)
        )
        forms.deliver(
            settings,
            folded(
                said + (undo_line(settings) if recorded.positions else ""), settings.width, LABEL
            ),
            "",
        )


def _edited(recorded: Recorded, there: Mapping[str, Fact]) -> str:
    """What a line says otherwise of facts that were recorded before, who did that, and when."""
    lines: list[str] = []
    for fact in recorded.edits.changed[:MOST_TOLD]:
        before = there[fact.handle]
        first = before.asserted
        by = f" by {first.author}" if first.author else ""
        lines.append(
            f"Edited   ^{fact.handle}, recorded on"
            f" {day(first.recorded_at.date().toordinal())}{by}:\n"
        )
        lines += [f"         {describe(event)}\n" for event in fact.events[before.version :]]
    return "".join(lines)


def effect(opened: Timeline, recorded: Recorded, settings: Settings) -> str:
    """What a recording does to the figures, or would."""
    edits = recorded.edits
    return effects.told(
        opened, effects.changes([*edits.added, *edits.changed], edits.events), settings.today
    )


def _named(document: Document) -> str:
    """What a document holds, in short."""
    titles = [block.content.title for block in document.blocks]
    return f'"{titles[0]}"' if len(titles) == 1 else count(len(document.items), "line")


LABEL: Final = 9
"""How wide the word is that a line of what was recorded begins with."""

COMMAND: Final = 40
"""Where the command begins in a line of the list of commands."""

MOST_TOLD: Final = 10
"""How many facts are told one by one."""


def undo_line(settings: Settings) -> str:
    """How a command is taken back that was carried out just now."""
    return f"Undo:    {settings.command('detente undo')}\n"


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
        typer.Option("--list", help="What was done, each with its number.", show_default=False),
    ] = False,
    because: Annotated[
        str,
        typer.Option(
            "--because", metavar="REASON", help="Why; kept with the record.", show_default=False
        ),
    ] = "",
    dry_run: DryRun = False,
    author: Author = "",
) -> None:
    """Takes the last command back, or one by its number, by appending the opposite.

    Nothing is rewritten. A whole import is taken back at once. An undo is a command too: to undo
    it does again what it took back.
    """
    settings = common.settings_of(context)
    with common.opened(settings) as opened:
        if listed:
            forms.deliver(settings, folded(_done(opened), settings.width, COMMAND), "")
            return
        undoing: Undoing | None = None
        changed: list[effects.Change] = []
        try:
            for undoing in opened.undoing(
                opened.moment(author, settings.today), number, because=because, dry_run=dry_run
            ):
                changed += [effects.Change(*each) for each in undoing.changed]
        except KeyboardInterrupt:
            if undoing is None or dry_run:
                raise
            raise Stopped(
                f"{count(undoing.facts, 'fact')} taken back", f"detente undo {undoing.done.number}"
            ) from None
        assert undoing is not None  # a command has one transaction at least
        said = _undone(undoing, number, author, dry_run=dry_run) + effects.told(
            opened, changed, settings.today
        )
        forms.deliver(
            settings,
            folded(said, settings.width, LABEL)
            + ("Nothing written.\n" if dry_run else undo_line(settings)),
            "",
        )


def _undone(undoing: Undoing, number: int | None, author: str, *, dry_run: bool) -> str:
    """Which command it is, what it recorded of which facts, and of the last one also whose it was.

    And when.
    """
    done = undoing.done
    named = ", ".join(f"^{name.removeprefix(f'{DESK}/')}" for name in undoing.named)
    more = (
        f" and {undoing.facts - len(undoing.named):,} more"
        if undoing.facts > len(undoing.named)
        else ""
    )
    said = (
        f"{'Would undo' if dry_run else 'Undone  '} {done.number}: {done.carried.did}"
        f" ({_size(done)}: {named}{more})\n"
    )
    if number is not None:
        return said
    whose = done.carried.author
    another = ", not by you" if whose and whose != author else ""
    by = f" by {whose}{another}" if whose else ""
    return f"{said}         recorded on {done.carried.recorded_at:%Y-%m-%d %H:%M} UTC{by}\n"


class Stopped(Failure):
    """A long command that was interrupted: what it did is kept, and it can be finished."""

    exit_code = 130

    def __init__(self, kept: str, finish: str) -> None:
        super().__init__(f"interrupted; {kept}, the rest is not.", Fix(finish, "finishes it"))


class Halted(Failure):
    """A long command that could not go on.

    What it did is kept, and it can be finished once that is put right.
    """

    def __init__(self, why: Failure, kept: str, finish: str) -> None:
        super().__init__(
            f"{why.said.rstrip('.')}; {kept}, the rest is not.",
            *why.fixes,
            Fix(finish, "finishes it, once that is put right"),
        )
        self.exit_code = BROKEN if isinstance(why, Broken) else FAILED


def _size(done: Done) -> str:
    """How much a command recorded: of imports of sources it is kept how many facts that is."""
    return count(done.facts, "fact") if done.facts else count(done.events, "event")


def _done(opened: Timeline) -> str:
    lines = [
        f"{done.number:>4}  {done.carried.recorded_at:%Y-%m-%d %H:%M} "
        f" {_taken_back(done)}{_size(done):>10} "
        f" {done.carried.did}{f'  by {done.carried.author}' if done.carried.author else ''}\n"
        for done in opened.commands()
    ]
    return "".join(lines) or "Nothing was recorded yet.\n"


def _taken_back(done: Done) -> str:
    return (
        "undone  "
        if done.undone
        else "in part "
        if len(done.left) < len(done.parts)
        else "        "
    )


def _as_block(line: str) -> str:
    """A line with its details after semicolons, as `.facts` writes it."""
    parts = re.findall(r'(?:"[^"]*"|(?!;\s)[^\n"]|")+', line)
    head, *rest = (part.strip().removeprefix(";").strip() for part in parts) if parts else ("",)
    return "\n    ".join([head, *(part for part in rest if part)])


def record(
    opened: Timeline,
    document: Document,
    moment: Moment,
    there: Mapping[str, Fact] | None = None,
    *,
    dry_run: bool,
    exit_code: int,
    argv: Sequence[str],
) -> Recorded:
    """Records a document beside the facts that were there when it was read.

    Or raises Rejected with every line that has a problem. Raises Conflict, with what both say,
    where somebody recorded something of its facts since.
    """
    read = opened.by_handle() if there is None else there
    try:
        recorded = opened.record(document, moment, read, dry_run=dry_run)
    except Conflict:
        raise _lost(opened, document, moment, read, argv) from None
    if recorded.edits.problems:
        raise Rejected(recorded.edits.problems, exit_code)
    return recorded


def _lost(
    opened: Timeline,
    document: Document,
    moment: Moment,
    there: Mapping[str, Fact],
    argv: Sequence[str],
) -> Conflict:
    """The refusal for the first of a document's facts of which somebody recorded something since they were read."""
    now = opened.by_handle()
    mine = opened.record(document, moment, there, dry_run=True).edits
    for fact in (*mine.added, *mine.changed):
        before = there.get(fact.handle, Fact(fact.id))
        if fact.handle in now and now[fact.handle].version > before.version:
            return lost(opened, before, fact.events[before.version :], argv)
    return overtaken()


def told(recorded: Recorded, also: Sequence[str] = (), *, dry_run: bool) -> str:
    """What was added and changed, fact by fact, and a closing count; `also` is counted beside."""
    edits = recorded.edits
    lines = [
        _fact_line("Would add" if dry_run else "Added", fact) for fact in edits.added[:MOST_TOLD]
    ]
    lines += [
        _fact_line("Would change" if dry_run else "Changed", fact)
        for fact in edits.changed[:MOST_TOLD]
    ]
    left = len(edits.added) + len(edits.changed) - len(lines)
    if left:
        lines.append(f"… and {left} more.")
    parts = [
        f"{count(len(edits.added), 'fact')} added",
        f"{len(edits.changed)} changed",
        f"{edits.unchanged} unchanged",
        *also,
    ]
    if recorded.actors:
        parts.append(f"{count(recorded.actors, 'actor')} described")
    if recorded.expectations:
        parts.append(f"{count(recorded.expectations, 'expectation')} kept")
    closing = (
        f"{', '.join(parts)};"
        f" {count(len(edits.events) + recorded.actors + recorded.expectations, 'event')} recorded."
    )
    return "".join(
        f"{line}\n"
        for line in [*lines, f"Nothing written. It would be: {closing}" if dry_run else closing]
    )


def _fact_line(verb: str, fact: Fact) -> str:
    fact_state = fact.as_of()
    assert fact_state is not None
    return f"{verb:8} {header(fact_state.content, fact.handle)}"
