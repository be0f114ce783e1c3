"""What was recorded, or would be, as a terminal shows it: drawn from a receipt alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from domain.characters import on_one_line
from domain.events import Cancelled, Denied, Event
from domain.fact import DESK
from domain.refusal import Fix, Run
from projections.effects import Effect, Effects
from projections.events import Named, describe
from projections.receipt import (
    GoneFact,
    OnHold,
    Receipt,
    RecordedFact,
    Rows,
    Synced,
    TakenBack,
)
from projections.words import count, dated, day, verdict
from views import spelling
from views.errors import Command, fixes
from views.matched import matched
from views.page import folded, harmless

LABEL: Final = 9
"""How wide the word is that a line begins with."""

MOST_LISTED: Final = 10
"""How many facts are listed; the others are counted."""

LINES: Final = frozenset({"add", "schedule", "import", "merge"})
"""The verbs that record lines; `undo` records opposites, all others act on a fact."""

_NOTHING: Final = "Nothing written.\n"


def recorded(receipt: Receipt, width: int, command: Command = str, again: str = "") -> str:
    """A receipt in lines of a width.

    `command` makes a line to paste one about the timeline that was chosen; `again` is the request
    as it was typed, which is to be repeated with a word more where something is proposed.
    """
    if receipt.rows is not None:
        return rows(receipt, receipt.rows, width, command)
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
    lines = [
        f"{f'Would {would}' if receipt.dry_run else did:8} {fact.line}"
        for would, did, fact in facts
    ]
    left = len(receipt.added) + len(receipt.changed) - len(lines)
    if left:
        lines.append(f"… and {left} more.")
    closing = f"{', '.join(_counts(receipt))}; {count(receipt.counted, 'event')} recorded."
    lines.append(f"Nothing written. It would be: {closing}" if receipt.dry_run else closing)
    return "".join(f"{line}\n" for line in (*lines, *_notices(receipt)))


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
    if receipt.verb in ("import", "merge"):
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


# Rows of a source --------------------------------------------------------------------------------

_REASONS: Final = 31
"""Where the word after the number begins in a line of the summary."""

_MOST_REASONS: Final = 6


def rows(receipt: Receipt, found: Rows, width: int, command: Command) -> str:
    """How the rows of a source ended, a line for each kind of outcome."""
    by = on_one_line(found.rules)
    without = f" ({found.unnamed} without a name, left out)" if found.unnamed else ""
    text = f"{count(found.columns, 'column')}{without}, {count(found.rows, 'row')}, rules {by}\n"
    if found.read_as:
        named = ", ".join(f"{written} as {name}" for written, name in found.read_as)
        text += folded(on_one_line(f"  columns read: {named}") + "\n", width, 4)
    text += folded("".join(_outcomes(found, dry_run=receipt.dry_run)), width, _REASONS)
    for row in found.unread_rows:
        column = f"{row.column}: " if row.column else ""
        text += on_one_line(f"{found.file}:{row.place}: {column}{row.said}") + "\n"
    if found.on_hold:
        text += _on_hold(found, found.on_hold, command)
    if found.rejects:
        text += on_one_line(f"Rows that cannot be read are in {found.rejects}.") + "\n"
    return text + _end(receipt, command)


def _on_hold(found: Rows, held: OnHold, command: Command) -> str:
    """How many rows wait for a word on their codes, why, and the two words there are."""
    are = "is" if held.rows == 1 else "are"
    have = "has" if held.lost == 1 else "have"
    said = (
        f"{count(held.rows, 'row')} {are} on hold: {count(held.lost, 'code')} of {found.file}"
        f' {have} lost the first zero ("{held.example}" on line {held.line:,}), so that 20 may be'
        " 020. In [code] of a rules file, write which it is:"
    )
    ways = [
        Fix('zeros = "lost"', "10 to 20 are 010 to 020, and each lost zero is put back"),
        Fix('zeros = "kept"', "10 to 20 are what they seem to be"),
    ]
    return harmless(said) + "\n" + fixes(ways, command)


_DID: Final = ("added", "brought back", "corrected", "retracted", "skipped")
_WOULD: Final = tuple(
    f"would {verb}" for verb in ("add", "bring back", "correct", "retract", "skip")
)


def _outcomes(found: Rows, *, dry_run: bool) -> Iterator[str]:
    """All rows, each counted once, and then what is gone."""
    add, bring, correct, retract, skip = _WOULD if dry_run else _DID
    differs = " that the file states differently now"
    yield _line(add, found.added, "fact", _pairs(found))
    yield _unless_none(bring, found.again, "fact", " taken back or retracted since")
    yield _unless_none(correct, found.corrected, "fact", differs)
    yield _unless_none("left as is", found.left, "fact", differs)
    yield _unless_none("already here", found.there, "fact")
    yield _unless_none("same key", found.repeated, "row", " after the first that has it")
    joined = ", saying from the other side what another row says"
    yield _unless_none("joined", found.joined, "row", joined)
    yield _by_reason(skip, found.skipped)
    unread = {column or "the row as a whole": number for column, number in found.unread.items()}
    yield _by_reason("cannot read", unread)
    yield _gone_rows(found, retract)


def _gone_rows(found: Rows, retract: str) -> str:
    if found.gone is None:
        return (
            "  nothing is taken for gone: rows that cannot be read may be among those that seem to"
            " be missing\n"
        )
    if found.spared:
        return (
            "  nothing is taken for gone: of these days the layer had"
            f" {count(found.spared, 'fact')} that the file does not hold, and\n "
            f" {found.known:,} that it does; --gone retract-most takes it at its word\n"
        )
    return _unless_none(
        retract, found.gone, "fact", " of these days, which the file holds no longer"
    )


def _unless_none(label: str, number: int, noun: str, rest: str = "") -> str:
    return _line(label, number, noun, rest) if number else ""


def _by_reason(label: str, reasons: Mapping[str, int]) -> str:
    """How many rows, and how many of them for which reason."""
    shown = list(reasons.items())[:_MOST_REASONS]
    left = sum(reasons.values()) - sum(number for _, number in shown)
    if left:
        shown.append(("for other reasons", left))
    parts = " · ".join(f"{number:,} {reason}" for reason, number in shown)
    return _line(label, sum(reasons.values()), "row", f"   ({parts})" if parts else "")


def _line(label: str, number: int, noun: str, rest: str = "") -> str:
    return f"  {label:16} {number:>11,} {noun}{'' if number == 1 else 's'}{rest}\n"


def _pairs(found: Rows) -> str:
    named = [f"{a}–{b} {number:,}" for a, b, number in found.pairs]
    if not named:
        return ""
    total = found.pairs_in_all
    return f"   ({', '.join([*named, '…'] if total > len(named) else named)})"
