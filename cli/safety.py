"""Keeping the store safe: verify, backup, restore, doctor."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path
from shlex import quote
from typing import Annotated, Final

import typer

from cli import common, exit_codes, stopping
from cli.common import Json
from cli.held import digests_of, not_compared
from cli.output import deliver, say, screen
from cli.record import DryRun
from cli.settings import (
    SAMPLE,
    Settings,
    names_sample,
    own_store,
    place,
    sample_refused,
    where,
)
from domain.characters import on_one_line
from domain.refusal import AnyFix, InvalidInput, Run
from projections.answer import json_text
from projections.held import Compared, kept_promise
from projections.soundness import ChainEnd, Flaw, Soundness, verify_json
from projections.words import count, day
from service import safety
from service.checking import CITED_BEFORE, verified_against
from service.put_together import before_moving
from service.receipts import append_receipt, check_receipts
from service.safety import Unsound
from service.store import interface as store
from service.store.errors import REBUILD
from service.store.interface import Damaged, Head, Verdict
from service.store.place import expanded
from service.store.watched import identity
from service.timeline import Timeline
from service.writing import folder_of
from views.errors import fixes, refusal
from views.page import Page

app: Final = typer.Typer(rich_markup_mode=None, add_completion=False)

Force = Annotated[
    bool,
    typer.Option("--force", help="Even so; what is replaced is kept, or said.", show_default=False),
]

Against = Annotated[
    str | None,
    typer.Option(
        "--against",
        metavar="POSITION:DIGEST or FILE",
        help="A digest that you hold, or a citation, answer, export or receipts with it.",
        show_default=False,
    ),
]
Receipts = Annotated[
    str,
    typer.Option(
        "--receipts",
        metavar="FILE",
        help="Append a line with position and digest there, to be held.",
        show_default=False,
    ),
]


@contextmanager
def integrity(settings: Settings) -> Generator[None]:
    """Ends the run where integrity is broken, with what is broken and the exit code of that."""
    try:
        yield
    except (Unsound, Damaged) as refused:
        common.print_to(settings, *refusal(refused, settings.command).splitlines())
        raise typer.Exit(exit_codes.BROKEN) from refused


# Verify -------------------------------------------------------------------------------------------


@app.command("verify")
def verify(
    context: typer.Context,
    answer: Annotated[
        str | None,
        typer.Argument(metavar="[ANSWER]", help="The id of an answer that was cited here."),
    ] = None,
    against: Against = None,
    as_json: Json = False,
) -> None:
    """Recomputes the chain over every event, reads each, and compares the index.

    It says where anything is broken. Against a digest that you hold, it finds a chain that was
    computed again, and an end that is gone. For an answer it asks again, as of its position and as
    of now, and says what was recorded since of its facts. Exit 5 where anything is broken, or where
    the record no longer gives the answer.
    """
    settings = common.settings_of(context)
    if answer is not None:
        _check_alone(answer, against)
        _verify_answer(settings, answer, as_json=as_json)
        return
    held, unread = digests_of(settings, against) if against is not None else ((), ())
    with integrity(settings), common.opened(settings) as opened:
        found, kept = verified_against(opened, held)
        text = (
            json_text(verify_json(_soundness(found, opened.store_name, kept, unread)))
            if as_json
            else _verify_page(found, opened, settings, kept)
        )
        deliver(settings, text, "")
    if against is not None and unread:
        common.print_to(settings, not_compared(against, unread))
    if not found.sound or unread:
        raise typer.Exit(exit_codes.FAILED if found.sound else exit_codes.BROKEN)


def _check_alone(answer: str, against: str | None) -> None:
    """Raises InvalidInput where an answer and a held digest are both named."""
    if against is not None:
        raise InvalidInput(
            "a held digest is one of the whole timeline, not of one answer.",
            Run.of("verify", against=against or "FILE"),
            Run.of("verify", answer),
            code="answer-and-digest",
        )


def _verify_answer(settings: Settings, answer: str, *, as_json: bool) -> None:
    from projections.verification import RECORD_CHANGED, verification_json
    from views.verification import render

    with common.opened(settings) as opened:
        found = opened.verify(answer)
    page = screen(settings)
    if not as_json:
        render(found, page)
    text = json_text(verification_json(found)) if as_json else page.whole
    deliver(settings, text, "")
    if found.outcome == RECORD_CHANGED:
        raise typer.Exit(exit_codes.BROKEN)


def _soundness(
    found: Verdict, store: str, held: tuple[Compared, ...], unread: tuple[int, ...]
) -> Soundness:
    """What a verification found, as a value that can be printed or written as JSON."""
    head = found.remembered
    return Soundness(
        store=store,
        end=ChainEnd(found.head.position, found.head.digest.hex()),
        head=ChainEnd(head.position, head.digest.hex()) if head else None,
        words=found.words,
        flaws=_plain(found.flaws),
        more=found.more,
        outdated=found.outdated,
        held=held,
        unread=unread,
        notices=_plain(found.notices),
        more_notices=found.more_notices,
    )


def _plain(flaws: Sequence[store.Flaw]) -> tuple[Flaw, ...]:
    return tuple(
        Flaw(flaw.kind, flaw.said, flaw.position, flaw.stream, flaw.version) for flaw in flaws
    )


def _verify_page(
    found: Verdict, opened: Timeline, settings: Settings, held: tuple[Compared, ...]
) -> str:
    page = screen(settings)
    if found.sound:
        of_before = len([each for each in found.notices if each.kind == CITED_BEFORE])
        but = f", but for {count(of_before, 'cited answer')}" if of_before else ""
        page.strong(f"Sound{but}: {opened.store_name}, {_place(found.head)}.", "green")
        index = "" if found.outdated else "; the index is that of the events"
        page.text(f"Every event follows the one before and can be read{index}.")
        if held:
            page.text(f"Held: {kept_promise(held, found.head.position)}")
        if found.outdated:
            page.text(common.OUTDATED)
            for line in fixes([REBUILD], settings.command).splitlines():
                page.line(line)
        _notice(page, found)
    else:
        flaws = count(len(found.flaws) + found.more, "flaw")
        page.strong(f"Broken: {flaws} in {opened.store_name}, {_place(found.head)}.", "red")
        for flaw in found.flaws:
            page.item(f"  {flaw.kind}", "", flaw.said, "", columns=(11, 0))
        if found.more:
            page.text(f"… and {found.more:,} more.", indent=2)
        for line in fixes(_fixes_of(found, opened), settings.command).splitlines():
            page.line(line)
    return page.whole


def _notice(page: Page, found: Verdict) -> None:
    """Lists events that would not be recorded so today, which breaks nothing.

    And before them answers of which a note alone says that they were cited from another record.
    """
    answers = [each for each in found.notices if each.kind == CITED_BEFORE]
    events = [each for each in found.notices if each.kind != CITED_BEFORE]
    if answers:
        page.text("Noticed: answers that do not fit the record, and may be cited from an old file.")
    for notice in answers:
        page.item("  citation", "", notice.said, "", columns=(11, 0))
    if not events:
        return
    number = count(len(events) + found.more_notices, "event")
    page.text(f"Noticed: {number} that would not be recorded so today. Nothing is broken by that.")
    for notice in events:
        page.item(f"  row {notice.position}", "", notice.said, "", columns=(11, 0))
    if found.more_notices:
        page.text(f"… and {found.more_notices:,} more.", indent=2)


def _fixes_of(found: Verdict, opened: Timeline) -> list[AnyFix]:
    if found.fixable:
        return [Run.of("rebuild", meaning="rebuilds the index; no event is broken")]
    if all(flaw.kind == "held" for flaw in found.flaws) and before_moving(opened.store):
        old = f"{opened.store_name}.before-columns"
        return [Run.of("verify", against="POSITION:DIGEST", db=old, meaning="the old file")]
    try:
        last = safety.last_backup(opened)
    except Damaged:
        last = None
    restore = Run.of(
        "restore",
        str(last.file) if last else "BACKUP",
        meaning=f"the backup of {day(last.made.date())}" if last else "",
    )
    return [
        restore,
        Run.of("export", rescue=True, output="rescued.facts", meaning="what can still be read"),
    ]


def _place(head: Head) -> str:
    return f"{count(head.position, 'event')}, digest {head.digest.hex()[:16]}"


# Backup and restore -------------------------------------------------------------------------------


@app.command("backup")
def backup(
    context: typer.Context,
    file: Annotated[
        str,
        typer.Argument(
            metavar="[FILE]", help="A file, or a folder; beside the timeline unless said."
        ),
    ] = "",
    force: Force = False,
    receipts: Receipts = "",
) -> None:
    """Copies the timeline to a file while others use it, opens the copy and verifies it.

    Unless it is named, it is named after the timeline and the instant.
    """
    settings = common.settings_of(context)
    source = None if where(settings) == SAMPLE else safety.file_of(where(settings))
    kept = Path(expanded(receipts)) if receipts else None
    if kept is not None:
        check_receipts(kept, source)
    with integrity(settings), common.opened(settings) as opened:
        now = opened.now()
        wanted = Path(expanded(file)) if file else None
        target = safety.place_for(wanted, source or Path(), now)
        made = f"The backup was made: {shown(target)}."
        stopping.RUN.outcome = put_or_not(target, made, "No backup was made.")
        found = safety.backed_up(opened, target, now, force=force, chosen=target != wanted)
        settings.done.append(made)
        head = found.head
        if kept is not None:
            append_receipt(kept, f"{head.position}:{head.digest.hex()}", now, opened.store_name)
    back = settings.command(f"detente restore {quote(shown(target))}")
    verified = "its events verified" if found.beside else "verified"
    said = f"Backed up to {shown(target)}, and {verified} there."
    replaced = ["The file that was there is replaced, and not kept."] if found.replaced else []
    say(settings, said, *_beside(found.beside), *replaced, *_end(head), f"Restore:  {back}")


def _beside(beside: str) -> tuple[str, ...]:
    """What is wrong with what a copy keeps beside its events, which are whole."""
    return (f"The copy is not sound beside them: {beside}",) if beside else ()


@app.command("restore")
def restore(
    context: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE", help="A backup.")],
    force: Force = False,
    dry_run: DryRun = False,
) -> None:
    """Puts a backup in the place of the timeline, once it is verified.

    The old file is kept beside it. Refused where the timeline holds events that the backup does
    not.
    """
    settings = common.settings_of(context)
    if names_sample(settings):
        raise sample_refused(settings)
    named = place(settings)
    target = own_store(settings) if named.where == SAMPLE else safety.file_of(named.where)
    with integrity(settings):
        done, undone = "was restored from", "is as it was, and nothing was restored from"
        stopping.RUN.outcome = put_or_not(
            target, *(f"{shown(target)} {verb} {file}." for verb in (done, undone))
        )
        with nullcontext() if dry_run else folder_of(target):
            found = safety.restored(Path(expanded(file)), target, force=force, dry_run=dry_run)
    if not dry_run:
        settings.done.append(f"{shown(target)} was restored.")
    verb = "Would restore" if dry_run else "Restored"
    lines: list[str] = []
    if found.dropped is None:
        lines.append("What the old file held cannot be read.")
    elif found.dropped:
        lines.append(
            f"{count(found.dropped, 'event')} of the old file"
            f" {'is' if found.dropped == 1 else 'are'} not in it."
        )
    if found.kept and found.back:
        back = settings.command(f"detente restore {quote(shown(found.kept))} --force")
        lines += [f"The old file is kept: {shown(found.kept)}", f"Back:     {back}"]
    elif found.kept:
        lines += [f"The old file, which is not sound, is kept: {shown(found.kept)}"]
    lines += ["Nothing written."] if dry_run else []
    if not dry_run:
        common.say_named(settings, named, shown(target))
    sound = "the events of which are whole" if found.beside else "which is sound"
    said = f"{verb} {shown(target)} from {file}, {sound}."
    say(settings, said, *_beside(found.beside), *_end(found.head), *lines)


def put_or_not(target: Path, done: str, undone: str) -> Callable[[], str]:
    """Says which of two sentences is true of a file: another was put in its place, or none was."""
    before = identity(str(target))

    def said() -> str:
        return undone if identity(str(target)) == before else done

    return said


def shown(path: Path) -> str:
    """A path as text, with characters written out that a terminal obeys."""
    return on_one_line(str(path))


def _end(head: Head) -> tuple[str, str]:
    return f"Position: {head.position}", f"Digest:   {head.digest.hex()}"


# Doctor -------------------------------------------------------------------------------------------


@app.command("doctor")
def doctor(context: typer.Context) -> None:
    """Checks the store, its chain, index and backups, and the terminal.

    Where something is wrong it says what fixes it. Exit 5 where integrity is broken, 1 where there
    is no store to use.
    """
    from cli import doctor as examination

    settings = common.settings_of(context)
    lines = examination.examined(settings)
    page = screen(settings)
    for line in lines:
        page.item(line.what, "", line.how, "", columns=(11, 0))
        if line.fix:
            page.line(f"{'':11}{page.symbol('→', '->')} {settings.command(line.fix)}")
    deliver(settings, page.whole, "")
    if any(line.broken for line in lines):
        raise typer.Exit(exit_codes.BROKEN)
    if any(line.unusable for line in lines):
        raise typer.Exit(exit_codes.FAILED)
