"""Import of machine-coded files: how it is asked for, and what is told of it."""

from __future__ import annotations

import io
import shlex
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import BinaryIO, Final, NamedTuple, cast

from cli.exchange import STDIN, Wanted
from cli.progress import Progress
from cli.record import Halted, Stopped, undo_line
from cli.settings import Settings
from domain.actors import STREAM as ACTORS
from domain.answer import STREAM as ANSWERS
from domain.command import STREAM as COMMANDS
from domain.events import Asserted
from domain.expectation import STREAM as EXPECTATIONS
from domain.fact import DESK, Fact, fact_id
from domain.kinds import is_slug
from domain.refusal import Failure, Fix, InvalidInput
from domain.source_actors import SourceActors
from projections.words import count
from service.formats.write import facts_text
from service.sources.bulk import Account, Order, asserted, imported
from service.sources.coding import coded_part
from service.sources.outcome import Coded, Outcome, Rejected
from service.sources.part import NoColumn
from service.sources.reader import Rows
from service.sources.rejects import ENDING, Rejects
from service.sources.rulebook import find_rules, place_of
from service.sources.rules import Rules
from service.timeline import Timeline
from views.page import folded, harmless

CHANGED: Final = ("correct", "ignore")
GONE: Final = ("retract", "retract-most")
_OURS: Final = (DESK, ACTORS, ANSWERS, COMMANDS, EXPECTATIONS)
_MOST_PAIRS: Final = 3
_MOST_REJECTED: Final = 3
_MOST_REASONS: Final = 6
_REASONS: Final = 31
"""Where the word after the number begins in a line of the summary."""


def checked(wanted: Wanted) -> tuple[Rules, str]:
    """The rules and the layer that are asked for. Raises InvalidInput."""
    for option, value, choices in (
        ("--changed", wanted.changed, CHANGED),
        ("--gone", wanted.gone, GONE),
    ):
        if value and value not in choices:
            raise InvalidInput(
                f'{option} takes {" or ".join(choices)}, not "{value}".',
                *(Fix(f"{option} {choice}") for choice in choices),
            )
    if wanted.gone and wanted.limit is not None:
        raise InvalidInput(
            "--gone needs the whole file to know what it holds no longer; --limit reads its"
            " beginning only."
        )
    rules = find_rules(wanted.rules)
    layer = wanted.layer or rules.layer
    if layer in _OURS:
        said = f'the layer "{layer}" is kept by people; rows of a machine have one of their own.'
        raise InvalidInput(said, Fix(f"--layer {rules.layer}"))
    if not is_slug(layer):
        raise InvalidInput(
            f'"{layer}" is no layer; small letters, digits and hyphens.',
            Fix(f"--layer {rules.layer}"),
        )
    return rules, layer


class Imported(NamedTuple):
    """What is told of an import, and whether there was a row that could be read, or none at all."""

    said: str
    readable: bool


def imported_file(settings: Settings, opened: Timeline, name: str, wanted: Wanted) -> Imported:
    """Imports one file, and tells what became of every row.

    Raises Failure for a file that cannot be read to its end.
    """
    rules, layer = checked(wanted)
    moment = opened.moment(wanted.author, settings.today)
    shown = name if name != "-" else STDIN
    did = f"import {shown} --rules {wanted.rules}"
    dry_run = wanted.writes_nothing
    order = Order(
        layer,
        Path(shown).name,
        did,
        wanted.changed != "ignore",
        bool(wanted.gone),
        wanted.gone == "retract-most",
        dry_run,
    )
    rejects = Rejects(
        settings.folder / (wanted.rejects or Path(shown).name.replace(" ", "-") + ENDING)
    )
    reading = _Reading(
        rules,
        _rows(settings, name, rules),
        SourceActors(opened.registry),
        wanted,
        rejects,
        settings.today + timedelta(days=1),
    )
    account = Account()
    with closing(Progress(settings, "rows")) as progress:
        try:
            for account in imported(opened, reading.outcomes(), order, moment):
                progress.at(account.tally.rows, reading.share)
        except (KeyboardInterrupt, Failure) as stop:
            if dry_run or not account.events:
                raise
            raise _halted(stop, account, shown, shlex.join(["detente", *settings.argv])) from None
        finally:
            kept = rejects.close()
    said = reading.shown(layer)
    said += (
        f"{count(reading.columns, 'column')}, {count(account.tally.rows, 'row')}, rules"
        f" {rules.name}\n"
    )
    said += folded("".join(_lines(account, dry_run=dry_run)), settings.width, _REASONS)
    said += harmless("".join(reading.examples(shown)))
    if kept:
        said += f"Rows that cannot be read are in {wanted.rejects or rejects.path.name}.\n"
    said += "Nothing written.\n" if dry_run else undo_line(settings) if account.events else ""
    return Imported(
        said, sum(account.tally.rejected.values()) < account.tally.rows or not account.tally.rows
    )


def _halted(stop: KeyboardInterrupt | Failure, account: Account, name: str, finish: str) -> Failure:
    """What to say where an import ends before its file does.

    What is recorded, and what records the rest.
    """
    facts = f"{count(account.facts, 'fact')} of {name}"
    if isinstance(stop, Failure):
        return Halted(stop, f"{facts} {'is' if account.facts == 1 else 'are'} recorded", finish)
    return Stopped(f"{facts} recorded", finish)


def _rows(settings: Settings, name: str, rules: Rules) -> Rows:
    if name != "-":
        path = Path(name)
        return Rows(
            path if path.is_absolute() else settings.folder / path,
            rules.reader,
            frozenset(rules.columns),
            name,
        )
    binary = cast(BinaryIO | None, getattr(settings.stdin, "buffer", None))
    source = binary or io.BytesIO(settings.stdin.read().encode(errors="surrogateescape"))
    return Rows(source, rules.reader, frozenset(rules.columns))


class _Reading:
    """A file while it is read: its rejected rows are put aside.

    And some of it is remembered to be told.
    """

    def __init__(
        self,
        rules: Rules,
        rows: Rows,
        actors: SourceActors,
        wanted: Wanted,
        rejects: Rejects,
        until: date,
    ) -> None:
        self._until = until
        self._rules = rules
        self._rows = rows
        self._actors = actors
        self._wanted = wanted
        self._rejects = rejects
        self._rejected: list[Rejected] = []
        self._coded: list[Coded] = []
        self.columns = 0

    @property
    def share(self) -> float | None:
        """How much of the file is read."""
        total = self._rows.bytes_total
        return min(1.0, self._rows.bytes_read / total) if total else None

    def outcomes(self) -> Iterator[Outcome]:
        """What becomes of each row."""
        for outcome in islice(self._all(), self._wanted.limit):
            if isinstance(outcome, Rejected):
                self._reject(outcome)
            elif self._wanted.show and isinstance(outcome, Coded):
                self._coded.append(outcome)
            yield outcome

    def _all(self) -> Iterator[Outcome]:
        try:
            for part in self._rows.parts():
                self.columns = self.columns or len(part.columns)
                yield from coded_part(self._rules, part, self._actors, self._until)
        except NoColumn as lost:
            place = place_of(self._wanted.rules, lost.lacking)
            raise (lost.named_at(place) if place else lost) from None

    def _reject(self, rejected: Rejected) -> None:
        if len(self._rejected) < _MOST_REJECTED:
            self._rejected.append(rejected)
        if not self._wanted.writes_nothing or self._wanted.rejects:
            self._rejects.write(rejected)

    def shown(self, layer: str) -> str:
        """The facts themselves, where they are asked for."""
        if not self._wanted.show:
            return ""
        facts = [Fact(fact_id(row.key, layer), (_as_asserted(row, layer),)) for row in self._coded]
        return harmless(facts_text(facts)) + ("\n" if facts else "")

    def examples(self, name: str) -> Iterator[str]:
        """The first rows that cannot be read, with their places."""
        for row in self._rejected:
            column = f"{row.column}: " if row.column else ""
            yield f"{name}:{row.place}: {column}{row.said}\n"


def _as_asserted(row: Coded, layer: str) -> Asserted:
    event = asserted(fact_id(row.key, layer), row, _NEVER, "")
    assert isinstance(event, Asserted)
    return event


_NEVER: Final = datetime.min.replace(tzinfo=UTC)


def _lines(account: Account, *, dry_run: bool) -> Iterable[str]:
    """What became of the rows, a line for each kind of end.

    Together they are all rows, and what is gone besides.
    """
    add, bring, correct, retract, skip = _WOULD if dry_run else _DID
    yield _line(add, account.added, "fact", _most(account))
    yield from _unless_none(bring, account.again, "fact", " taken back or retracted since")
    yield from _unless_none(
        correct, account.corrected, "fact", " that the file tells otherwise now"
    )
    yield from _unless_none(
        "left as is", account.ignored, "fact", " that the file tells otherwise now"
    )
    yield from _unless_none("already here", account.there, "fact")
    yield from _unless_none("same key", account.repeated, "row", " after the first that bears it")
    yield from _unless_none(
        "joined",
        account.tally.joined,
        "row",
        ", telling from the other side what another row tells",
    )
    yield _parted(skip, account.tally.skipped)
    yield _parted(
        "cannot read",
        {
            column or "the row as a whole": number
            for column, number in account.tally.rejected.items()
        },
    )
    if account.gone is None:
        yield (
            "  nothing is taken for gone: rows that cannot be read may be among those that seem to"
            " be missing\n"
        )
    elif account.spared:
        yield (
            "  nothing is taken for gone: of these days the layer had"
            f" {count(account.spared, 'fact')} that the file does not hold, and\n "
            f" {account.known:,} that it does; --gone retract-most takes it at its word\n"
        )
    else:
        yield from _unless_none(
            retract, account.gone, "fact", " of these days, which the file holds no longer"
        )


_DID: Final = ("added", "brought back", "corrected", "retracted", "skipped")
_WOULD: Final = ("would add", "would bring back", "would correct", "would retract", "would skip")


def _unless_none(label: str, number: int, noun: str, rest: str = "") -> Iterable[str]:
    return [_line(label, number, noun, rest)] if number else []


def _parted(label: str, reasons: Mapping[str, int]) -> str:
    """How many rows, and how many of them for which reason."""
    shown = list(reasons.items())[:_MOST_REASONS]
    left = sum(reasons.values()) - sum(number for _, number in shown)
    parts = [
        f"{number:,} {reason}"
        for reason, number in [*shown, *([("for other reasons", left)] if left else [])]
    ]
    return _line(label, sum(reasons.values()), "row", f"   ({' · '.join(parts)})" if parts else "")


def _line(label: str, number: int, noun: str, rest: str = "") -> str:
    return f"  {label:16} {number:>11,} {noun}{'' if number == 1 else 's'}{rest}\n"


def _most(account: Account) -> str:
    pairs = account.pairs()
    named = [f"{a}–{b} {number:,}" for (a, b), number in pairs[:_MOST_PAIRS]]
    return f"   ({', '.join([*named, '…'] if len(pairs) > len(named) else named)})" if named else ""
