"""How the rows of a source ended, as a terminal shows it: those of a file, or of many added up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from domain.characters import on_one_line
from domain.refusal import Fix
from projections.receipt import Files, LeftOut, OnHold, Receipt, Rows
from projections.words import count
from views.errors import Command, fixes
from views.page import folded, harmless

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
    files = receipt.files
    if files:
        text = _each(files, dry_run=receipt.dry_run) + f"{count(files.number, 'file')}, {text}"
    if files is None or files.number:
        text += folded("".join(_outcomes(found, dry_run=receipt.dry_run)), width, _REASONS)
    else:
        text = f"No new file, rules {by}.\n"
    for row in found.unread_rows:
        column = f"{row.column}: " if row.column else ""
        place = row.place if files else f"{found.file}:{row.place}"
        text += on_one_line(f"{place}: {column}{row.said}") + "\n"
    if found.on_hold:
        text += _on_hold(found, found.on_hold, command)
    if found.rejects:
        text += on_one_line(f"Rows that cannot be read are in {found.rejects}.") + "\n"
    besides = "".join(_besides(files)) if files else ""
    return text + (folded(besides, width, 2) if besides else "")


def _each(files: Files, *, dry_run: bool) -> str:
    """Each file with its rows, a line each."""
    added = "to add" if dry_run else "added"
    return "".join(
        f"{file.rows:>11,} {'row' if file.rows == 1 else 'rows':4} {file.added:>11,} {added}"
        f"  {on_one_line(file.file)}\n"
        for file in files.each
    )


def _besides(files: Files) -> Iterator[str]:
    """The files whose rows are not among those that are counted, a line for each reason."""
    if files.taken:
        were = "was" if files.taken == 1 else "were"
        yield f"{count(files.taken, 'file')} {were} imported before, as noted, and passed over.\n"
    for file in files.bad:
        yield on_one_line(file.said) + "\n"
    if files.bad_in_all > len(files.bad):
        yield f"… and {files.bad_in_all - len(files.bad):,} more files that cannot be read.\n"
    if files.left_out:
        yield on_one_line(f"Left out: {' · '.join(map(_left_out, files.left_out))}.") + "\n"
    if files.not_compared:
        of_all = f"In {files.not_compared:,} of {count(files.number, 'file')}"
        yield f"{of_all} nothing is taken for gone; import one alone to see why.\n"


def _left_out(found: LeftOut) -> str:
    named = ", ".join(found.names)
    more = f" and {found.number - len(found.names):,} more" * (found.number > len(found.names))
    return f"{found.because} ({named}{more})"


def _on_hold(found: Rows, held: OnHold, command: Command) -> str:
    """How many rows wait for a word on their codes, why, and the two words there are."""
    are = "is" if held.rows == 1 else "are"
    have = "has" if held.lost == 1 else "have"
    of_file = f" of {held.file}" if held.file else ""
    said = (
        f"{count(held.rows, 'row')} {are} on hold: {count(held.lost, 'code')} of {found.file}"
        f' {have} lost the first zero ("{held.example}" on line {held.line:,}{of_file}), so that 20'
        " may be 020. In [code] of a rules file, write which it is:"
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
