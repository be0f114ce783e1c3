"""What was recorded, or would be, as a terminal shows it: drawn from a receipt alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from domain.characters import on_one_line
from domain.content import CORRECTABLE
from domain.events import Cancelled, Corrected, Denied, Event, Undone
from domain.fact import DESK
from domain.refusal import Fix, Run
from projections.effects import Effect, Effects
from projections.events import Named, describe
from projections.receipt import (
    GoneFact,
    Receipt,
    RecordedFact,
    Synced,
    TakenBack,
)
from projections.words import count, dated, day, verdict
from views import spelling
from views.errors import Command, fixes
from views.matched import matched
from views.page import folded
from views.rows import rows

LABEL: Final = 9
"""How wide the word is that a line begins with."""

MOST_LISTED: Final = 10
"""How many facts are listed; the others are counted."""

LINES: Final = frozenset({"add", "schedule", "import", "merge"})
"""The verbs that record lines; `undo` records opposites, all others act on a fact."""

MOST_CHANGES: Final = 4
"""How many changes of one fact are listed."""

_FROM_ELSEWHERE: Final = frozenset({"import", "merge"})
"""The verbs whose lines nobody typed, so that each changed fact says in what."""

_NOTHING: Final = "Nothing written.\n"


def recorded(receipt: Receipt, width: int, command: Command = str, again: str = "") -> str:
    """A receipt in lines of a width.

    `command` makes a line to paste one about the timeline that was chosen; `again` is the request
    as it was typed, which is to be repeated with a word more where something is proposed.
    """
    if receipt.rows is not None:
        return rows(receipt, receipt.rows, width, command) + _end(receipt, command)
    if receipt.copied is not None:
        return _copied(receipt, receipt.copied)
    if receipt.taken_back is not None:
        text = _undone(receipt, receipt.taken_back)
    elif receipt.verb in LINES:
        text = _synced(receipt.synced, command) if receipt.synced else ""
        text += _lines(receipt) + _edited(receipt)
        text += matched(receipt.matched) if receipt.matched else ""
    else:
        text = _acts(receipt)
    text += effects(receipt.effects)
    if receipt.synced and not receipt.synced.written:
        text += _proposal(receipt, receipt.synced, again)
    return folded(text, width, LABEL) + _end(receipt, command)


def _end(receipt: Receipt, command: Command) -> str:
    """How to take it back, or that nothing is written where the lines do not say so."""
    text = ""
    if receipt.matched and receipt.matched.gone:
        compare = spelling.command(Run.of("import", receipt.matched.file, sync=True)).paste
        text = f"{'Compare:':{LABEL}}{command(compare)}\n"
    return text + _back(receipt, command)


def _back(receipt: Receipt, command: Command) -> str:
    if receipt.dry_run:
        return _NOTHING if receipt.verb not in LINES or receipt.rows else ""
    back = "redo" if receipt.verb == "undo" else "undo"
    label = f"{back.capitalize()}:"
    if receipt.taken_back and receipt.taken_back.undoing:  # the last one may be another by now
        back = f"undo {receipt.command}"
    return f"{label:{LABEL}}{command(f'detente {back}')}\n" if receipt.counted else ""


def _copied(receipt: Receipt, there: int) -> str:
    said = f"{count(receipt.counted, 'event')} added, {there:,} there already.\n"
    return f"Nothing written. It would be: {said}" if receipt.dry_run else said


# Lines -------------------------------------------------------------------------------------------


def _lines(receipt: Receipt) -> str:
    """The facts that were added and changed, and a closing count."""
    facts = [("add", "Added", fact) for fact in receipt.added[:MOST_LISTED]]
    facts += [("change", "Changed", fact) for fact in receipt.changed[:MOST_LISTED]]
    lines: list[str] = []
    for would, did, fact in facts:
        line = fact.line or f"^{fact.after.handle}"
        lines.append(f"{f'Would {would}' if receipt.dry_run else did:8} {line}")
        if receipt.verb in _FROM_ELSEWHERE and fact.before.exists:
            lines += (f"{'':{LABEL}}{change}" for change in _first_changes(fact, receipt.named))
    left = len(receipt.added) + len(receipt.changed) - len(facts)
    if left:
        lines.append(f"… and {left} more.")
    closing = f"{', '.join(_counts(receipt))}; {count(receipt.counted, 'event')} recorded."
    lines.append(f"Nothing written. It would be: {closing}" if receipt.dry_run else closing)
    return "".join(f"{line}\n" for line in (*lines, *_notices(receipt)))


def _first_changes(fact: RecordedFact, named: Named) -> list[str]:
    found = list(_changes(fact, named))
    left = len(found) - MOST_CHANGES
    return [*found[:MOST_CHANGES], f"… and {left} more"] if left > 0 else found


def _changes(fact: RecordedFact, named: Named) -> Iterator[str]:
    """In what a fact is different now: fields first, then what else was recorded of it."""
    before, after = fact.before.as_of(), fact.after.as_of()
    if before is None or after is None:
        yield "taken back"
        return
    fields: set[str] = set()
    for name in CORRECTABLE:
        old, new = before.content.value(name), after.content.value(name)
        if old != new:
            fields.add(name)
            yield f"{'date' if name == 'on' else name}: {old or 'none'} → {new or 'none'}"
    for event in fact.after.events[fact.before.version :]:
        if isinstance(event, Undone):
            for version in event.versions:
                yield f"taken back: {describe(fact.after.events[version - 1], named)}"
        elif not (isinstance(event, Corrected) and event.field in fields):
            yield describe(event, named)


def _notices(receipt: Receipt) -> Iterator[str]:
    """What somebody who typed a line may not have meant."""
    if receipt.verb != "add":
        return
    for fact in receipt.added[:MOST_LISTED]:
        if fact.after.asserted.content.what == "protest":
            yield f"Note     ^{fact.after.handle}: {_PROTEST}"


_PROTEST: Final = "a protest is people in the street; a note of the government is a protest-note."


def _counts(receipt: Receipt) -> Iterator[str]:
    yield f"{count(len(receipt.added), 'fact')} added"
    yield f"{len(receipt.changed)} changed"
    yield f"{receipt.unchanged} unchanged"
    withdrawn = [each.event.stored_as.partition("/")[0] for each in receipt.events]
    if receipt.synced and receipt.synced.gone and "fact.retracted" in withdrawn:
        yield f"{len(receipt.synced.gone)} retracted"
    if receipt.synced and receipt.synced.back and "fact.reinstated" in withdrawn:
        yield f"{len(receipt.synced.back)} reinstated"
    if receipt.actors:
        yield f"{count(receipt.actors, 'actor')} described"
    if receipt.expectations:
        yield f"{count(receipt.expectations, 'expectation')} kept"


def _edited(receipt: Receipt) -> str:
    """What a line changes of facts that were recorded before, who recorded them, and when."""
    if receipt.verb in _FROM_ELSEWHERE:
        return ""
    return "".join(
        line for fact in receipt.changed[:MOST_LISTED] for line in _edits(fact, receipt.named)
    )


def _edits(fact: RecordedFact, named: Named) -> Iterator[str]:
    first = fact.before.asserted
    by = f" by {first.author}" if first.author else ""
    yield f"Edited   ^{fact.after.handle}, recorded on {day(first.recorded_at.date())}{by}:\n"
    for event in fact.after.events[fact.before.version :]:
        yield f"         {describe(event, named)}\n"


# Acts --------------------------------------------------------------------------------------------


def _acts(receipt: Receipt) -> str:
    verb = "Would record" if receipt.dry_run else "Recorded"
    (fact,) = receipt.changed
    text = "".join(
        f"{verb:8} {with_known_day(each.event, receipt.named)} ^{fact.after.name}\n"
        for each in receipt.events
    )
    return text + _denial(receipt, fact) + _called_off(receipt, fact)


def _denial(receipt: Receipt, fact: RecordedFact) -> str:
    """What a denial makes of the fact, and why."""
    fact_state = fact.after.as_of()
    if fact_state is None or not fact.how or not _records(receipt, Denied):
        return ""
    if fact.how == "disputed":
        return "         disputed, and not counted\n"
    many = f"{fact_state.origins} origins report it"
    why = many if fact_state.origins > 1 else "the denial is a party's own"
    counts = ", and counted" if fact_state.content.of_kind.scored else ""
    return f"         contested{counts}: {why}\n"


def _called_off(receipt: Receipt, fact: RecordedFact) -> str:
    """What it makes of a plan that it was called off."""
    if not _records(receipt, Cancelled):
        return ""
    if fact.held:
        return f"         without effect: it was held {dated(fact.held)}\n"
    if not fact.called_off_by:
        return ""
    return f"         counts as a refusal to meet by {receipt.named(fact.called_off_by)}\n"


def _records(receipt: Receipt, event: type[Event]) -> bool:
    return any(isinstance(each.event, event) for each in receipt.events)


def with_known_day(event: Event, named: Named = str) -> str:
    """What an event says and from when it is known."""
    assumed = " (the day of recording, assumed)" if event.assumed else ""
    return f"{describe(event, named)}; known {event.known_on}{assumed}"


def overtaken(theirs: Sequence[Event], yours: Sequence[Event], width: int = 80) -> str:
    """What others recorded of a fact just now, each by name, and what was not recorded."""
    lines = [("theirs", event) for event in theirs] + [("yours", event) for event in yours]
    text = ""
    for whose, event in lines:
        by = f"; recorded by {event.author}" if whose == "theirs" and event.author else ""
        said = f"  {whose:8}{describe(event)}; known {event.known_on}{by}"
        text += folded(said, width, LABEL + 1)
    return text


# Undo --------------------------------------------------------------------------------------------


def _undone(receipt: Receipt, found: TakenBack) -> str:
    """The command that was taken back: its facts, who recorded it, and when."""
    named = ", ".join(f"^{name.removeprefix(f'{DESK}/')}" for name in found.named)
    left = found.all_facts - len(found.named)
    more = f" and {left:,} more" if left > 0 else ""
    done = on_one_line(f"{found.number}: {found.text}")
    if receipt.verb == "redo":
        verb = "Would redo" if receipt.dry_run else "Redone  "
        done = on_one_line(found.text.removeprefix("undo "))
    else:
        verb = "Would undo" if receipt.dry_run else "Undone  "
    another = ", not by you" if found.author and found.author != receipt.author else ""
    by = f" by {found.author}{another}" if found.author else ""
    return (
        f"{verb} {done} ({size(found.facts, found.events)}: {named}{more})\n"
        f"         recorded on {found.recorded_at:%Y-%m-%d %H:%M} UTC{by}\n"
    )


def size(facts: int, events: int) -> str:
    """How much a command recorded: in facts where that is kept, else in events."""
    return count(facts, "fact") if facts else count(events, "event")


# Effects -----------------------------------------------------------------------------------------


def effects(found: Effects) -> str:
    """A line for each pair, how many more there are, and which day was the last one covered."""
    text = "".join(map(_effect, found.shown))
    if found.more:
        text += f"Effect   … and {found.more:,} more pairs.\n"
    if found.shown and found.covered is not None:
        text += f"         ({day(found.covered)} is the last day that these facts cover.)\n"
    return text


def _effect(effect: Effect) -> str:
    pair, layer, on = effect.place
    before, after = (verdict(*standing) for standing in (effect.before, effect.after))
    where = "" if layer == DESK else f", layer {layer}"
    said = f"{before} → {after}" if after != before else f"stays {after}"
    return f"Effect   {pair.a}–{pair.b} on {day(on)}{where}: {said}\n"


# What is gone from a file, and what is back in it -------------------------------------------------


def _synced(found: Synced, command: Command) -> str:
    file = on_one_line(found.file)
    lines = [_gone(gone, found) for gone in found.gone]
    verb = "Reinstated" if found.written else "Would reinstate"
    lines += [f"{verb} ^{fact}, back in {file}" for fact in found.back]
    lines += [
        f"Stays ^{kept.fact}, gone from {file}, for it is in {' and '.join(kept.elsewhere)} too"
        for kept in found.kept
    ]
    if not found.imported:
        lines.append(f"No import of {file} is recorded here, so nothing is taken for gone from it.")
    elif not (found.gone or found.back or found.kept or found.details):
        lines.append(f"Nothing is gone from {file}.")
    text = "".join(f"{on_one_line(line)}\n" for line in lines)
    if not found.details:
        return text
    number = count(len(found.details), "detail")
    text += f"Not taken back, for only whole facts are: {number} gone from {file}:\n"
    spelled = [
        Fix(spelling.command(each.fix).paste, f"^{each.fact} {each.line}") for each in found.details
    ]
    return text + fixes(spelled, command)


def _gone(gone: GoneFact, found: Synced) -> str:
    verb = "Retracted" if found.written else "Would retract"
    return f"{verb} ^{gone.fact}, gone from {found.file} (command {gone.number}: {gone.text})"


def _proposal(receipt: Receipt, found: Synced, again: str) -> str:
    """How what is only proposed gets recorded."""
    if receipt.dry_run or not (found.gone or found.back):
        return ""
    verbs = ["retract"] * bool(found.gone) + ["reinstate"] * bool(found.back)
    return f"{' and '.join(verbs).capitalize()}: {on_one_line(again)} --yes\n"
