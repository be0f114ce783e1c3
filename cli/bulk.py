"""Import of machine-coded files: progress, interruptions, and where rejected rows go."""

from __future__ import annotations

import io
import shlex
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import BinaryIO, Final, cast

import typer

from cli import output, stopping
from cli.common import opened as timeline_of
from cli.exit_codes import FAILED, PART
from cli.progress import Progress
from cli.record import Halted, Stopped, deliver
from cli.settings import Settings, store_file
from domain.refusal import Failure
from domain.source_actors import SourceActors
from projections.receipt import Receipt
from projections.words import count
from service.moment import Moment
from service.sources.bulk import Account, Order, imported, receipt_of
from service.sources.reader import Rows
from service.sources.reading import Reading, Wanted, checked
from service.sources.rejects import ENDING, Rejects
from service.sources.rules import Rules
from service.store.batches import has_extra
from service.timeline import Timeline
from service.writing import limit_of
from views.page import harmless

STDIN: Final = "standard input"


def import_rows(
    settings: Settings,
    files: Sequence[str],
    wanted: Wanted,
    as_json: bool,  # an option
) -> None:
    """Imports files one after the other, and shows how the rows of each ended."""
    checked(wanted)
    failed = False
    stopping.RUN.partly = True
    with timeline_of(settings) as opened:
        for name in files:
            receipt, facts = _imported(settings, opened, name, wanted)
            if facts and not as_json:
                output.deliver(settings, harmless(facts), "")
            deliver(settings, receipt, as_json)
            failed = failed or receipt.rows is None or not receipt.rows.readable
        recorded = stopping.RUN.recorded()
    if failed:
        raise typer.Exit(PART if recorded else FAILED)


def _imported(
    settings: Settings, opened: Timeline, name: str, wanted: Wanted
) -> tuple[Receipt, str]:
    """Imports one file; its receipt, and its facts where they are asked for.

    Raises Failure for a file that cannot be read to its end.
    """
    rules, layer = checked(wanted)
    file = name if name != "-" else STDIN
    order = Order(
        layer,
        file,
        f"import {file} --rules {wanted.rules}",
        wanted.changed != "ignore",
        bool(wanted.gone),
        wanted.gone == "retract-most",
        wanted.writes_nothing,
    )
    aside = wanted.rejects or Path(file).name.replace(" ", "-") + ENDING
    store = store_file(settings)
    rejects = Rejects(
        settings.folder / aside, in_use=store, limit=limit_of(store), chosen=not wanted.rejects
    )
    until = settings.today + timedelta(days=1)
    rows = rows_of(settings, name, rules)
    reading = Reading(rules, rows, SourceActors(opened.registry), wanted, rejects, until)
    moment = opened.moment(wanted.author, settings.today)
    try:
        account = _run(settings, opened, reading, order, moment)
    finally:
        kept = rejects.close()
    found = reading.rows(rules.name, (wanted.rejects or Path(aside).name) if kept else "")
    return receipt_of(opened, account, order, moment, found), reading.shown(layer)


def _run(
    settings: Settings, opened: Timeline, reading: Reading, order: Order, moment: Moment
) -> Account:
    """Records the rows; an interrupted import says what is recorded and what records the rest."""
    account = Account()
    with closing(Progress(settings, "rows")) as progress:
        try:
            for account in _accounts(opened, reading, order, moment):
                progress.at(account.tally.rows, reading.share)
        except (KeyboardInterrupt, Failure) as stop:
            if order.dry_run or not account.events:
                raise
            again = shlex.join(["detente", *settings.argv])
            facts = f"{count(account.facts, 'fact')} of {order.file}"
            if isinstance(stop, Failure):
                verb = "is" if account.facts == 1 else "are"
                raise Halted(stop, f"{facts} {verb} recorded", again) from None
            raise Stopped(f"{facts} recorded", again) from None
    return account


def _accounts(
    opened: Timeline, reading: Reading, order: Order, moment: Moment
) -> Iterator[Account]:
    """The account after each transaction: in columns, where what that needs is installed."""
    if order.dry_run or reading.wanted.limit is not None or not has_extra():
        return imported(opened, reading.outcomes(), order, moment)
    from service.archives import importing  # needs an extra

    return importing.imported(opened, reading.chunks(), order, moment)


def rows_of(settings: Settings, name: str, rules: Rules) -> Rows:
    """The rows of a file, or of standard input for `-`."""
    columns = frozenset(rules.columns)
    if name != "-":
        path = Path(name)
        place = path if path.is_absolute() else settings.folder / path
        return Rows(place, rules.reader, columns, name)
    binary = cast(BinaryIO | None, getattr(settings.stdin, "buffer", None))
    source = binary or io.BytesIO(settings.stdin.read().encode(errors="surrogateescape"))
    return Rows(source, rules.reader, columns)
