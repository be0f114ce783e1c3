"""Appending facts as news comes in: add."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Final

import typer

from cli import common, forms
from domain.clocks import AsOf
from domain.edtf import NO_LAST
from domain.fact import Fact
from domain.problem import Problem, Refused
from projections.pairs import Pair, view
from projections.words import balance, count, day
from service.edits import Moment
from service.formats.facts import Document
from service.formats.write import header
from service.timeline import Recorded, Timeline

app: Final = typer.Typer(rich_markup_mode=None, add_completion=False)

DryRun = Annotated[bool, typer.Option("--dry-run", "-n", help="Say what would happen; write nothing.", show_default=False)]
Author = Annotated[str, typer.Option("--author", envvar="DETENTE_AUTHOR", metavar="NAME", help="Who records it.", show_default=False)]


class Rejected(Refused):
    """Lines with problems: all are told, and nothing is written."""

    def __init__(self, found: list[Problem], exit_code: int) -> None:
        super().__init__(f"{count(len(found), 'line')} of {found[0].file} cannot be read; nothing of it was written.")
        self.problems = found
        self.exit_code = exit_code


@app.command("add")
def add(
    context: typer.Context,
    line: Annotated[str, typer.Argument(metavar='"LINE" or -', help="A line of .facts; - reads a whole text.")],
    dry_run: DryRun = False,
    author: Author = "",
) -> None:
    """Adds a fact: one line of .facts, with details after it parted by semicolons or line breaks.

    detente add "2022-02-28  TUR > RUS  instrument:transit-restriction/transit  Straits closed  ^straits; report Reuters, 2022-02-28"
    """
    settings = common.settings_of(context)
    text = common.read_text(settings, "-") if line == "-" else _as_block(common.in_utf8(line, "that"))
    with common.opened(settings) as opened:
        document = opened.read(text, "standard input" if line == "-" else "the line")
        if not document.items and not document.problems:
            raise Refused("there is no fact in that.")
        moment = opened.moment(author)
        effects = _effects_before(opened, document)
        recorded = record(opened, document, moment, dry_run=dry_run, exit_code=2)
        forms.deliver(settings, told(recorded, dry_run=dry_run) + ("" if dry_run else effects_after(opened, recorded, effects)), "")


def _as_block(line: str) -> str:
    """A line with its details after semicolons, as `.facts` writes it."""
    parts = re.findall(r'(?:"[^"]*"|(?!;\s)[^\n"]|")+', line)
    head, *rest = (part.strip().removeprefix(";").strip() for part in parts) if parts else ("",)
    return "\n    ".join([head, *(part for part in rest if part)])


def record(opened: Timeline, document: Document, moment: Moment, *, dry_run: bool, exit_code: int) -> Recorded:
    """Records a document, or raises Rejected with every line that has a problem."""
    recorded = opened.record(document, moment, dry_run=dry_run)
    if recorded.edits.problems:
        raise Rejected(recorded.edits.problems, exit_code)
    return recorded


def told(recorded: Recorded, *, dry_run: bool) -> str:
    """What was added and changed, fact by fact, and a closing count."""
    edits = recorded.edits
    lines = [_fact_line("Would add" if dry_run else "Added", fact) for fact in edits.added[:10]]
    lines += [_fact_line("Would change" if dry_run else "Changed", fact) for fact in edits.changed[:10]]
    left = len(edits.added) + len(edits.changed) - len(lines)
    if left:
        lines.append(f"… and {left} more.")
    parts = [f"{count(len(edits.added), 'fact')} added", f"{len(edits.changed)} changed", f"{edits.unchanged} unchanged"]
    if recorded.actors:
        parts.append(f"{count(recorded.actors, 'actor')} described")
    if recorded.expectations:
        parts.append(f"{count(recorded.expectations, 'expectation')} kept")
    closing = f"{', '.join(parts)}; {count(len(edits.events) + recorded.actors + recorded.expectations, 'event')} recorded."
    return "".join(f"{line}\n" for line in [*lines, f"Nothing written. It would be: {closing}" if dry_run else closing])


def _fact_line(verb: str, fact: Fact) -> str:
    reading = fact.read()
    assert reading is not None
    return f"{verb:8} {header(reading.content, fact.handle)}"


# The effect on the figures -----------------------------------------------------------------------------------

Effects = dict[tuple[Pair, int], str]
_MOST_EFFECTS: Final = 3


def _effects_before(opened: Timeline, document: Document) -> Effects:
    """The balance of every pair that a short document may move, on the last day of each fact that is not to come."""
    found: Effects = {}
    if len(document.blocks) > _MOST_EFFECTS:
        return found
    today = opened.moment().today.toordinal()
    for block in document.blocks:
        window = block.content.window
        on = min(today, window.hi) if window.hi < NO_LAST and not block.content.standing else today
        for actor in block.content.actors:
            for recipient in block.content.recipients:
                if actor != recipient and view(block.content, Pair.of(actor, recipient)):
                    pair = Pair.of(actor, recipient)
                    found[pair, on] = _balance(opened, pair, on)
    return found


def effects_after(opened: Timeline, recorded: Recorded, before: Effects) -> str:
    """What was recorded did to the balances: a line for each pair that moved, and one that says so where none did."""
    if not recorded.positions:
        return ""
    lines = []
    for (pair, on), was in before.items():
        now = _balance(opened, pair, on)
        moved = f"{was} → {now}" if now != was else f"stays {now}"
        lines.append(f"Effect   {pair.a}–{pair.b} on {day(on)}: {moved}\n")
    return "".join(lines[:_MOST_EFFECTS])


def _balance(opened: Timeline, pair: Pair, on: int) -> str:
    answer = opened.state(pair, AsOf(date.fromordinal(max(1, on))))
    return f"{balance(answer.score.balance)} {answer.label}"
