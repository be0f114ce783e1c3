"""What a recording would do, or did, and what is wrong with lines: shown before it is written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from domain.actors import Registry
from domain.characters import visible
from domain.fact import DESK
from domain.kinds import What
from domain.refusal import AnyFix, Fix, InvalidInput, Problem, WholeLine
from projections.effects import Effect
from projections.events import describe
from projections.receipt import Receipt, RecordedFact
from projections.words import count, dated_fact, day, signed, verdict
from views import spelling
from views.html.paper import minus
from views.html.parts import parties_of

MOST: Final = 10
"""How many facts, events and problems are listed; the others are counted."""


@dataclass(frozen=True)
class Reading:
    """How a line is read: when, who, what, and what that weighs."""

    title: str
    handle: str
    when: str
    who: str
    what: str
    weighs: str
    changed: Sequence[str]
    """What would change of a fact that was recorded before."""

    @classmethod
    def of(cls, fact: RecordedFact, registry: Registry, today: date) -> Reading:
        """That of a fact which is added, or changed."""
        state = fact.after.as_of()
        content = state.content if state else fact.after.asserted.content
        on = today.toordinal()
        kind = content.of_kind
        half = f", half of it is left after {count(content.half_life, 'day')}"
        weight = f"weighs {minus(signed(content.weighs))}" if kind.scored else "weighs nothing"
        before = fact.before.version
        return cls(
            title=content.title,
            handle=fact.after.name,
            when=dated_fact(state, on) if state else "",
            who=parties_of(content, registry, on),
            what=f"{What(content.kind, content.what).written}, {content.domain}",
            weighs=weight + (half if kind.scored and content.half_life else ""),
            changed=[
                describe(event, registry.name) for event in fact.after.events[before:]
            ] if before else [],
        )  # fmt: skip


@dataclass(frozen=True)
class Preview:
    """What a recording would do, or did: its facts, its acts, and its effects on ties."""

    written: bool
    heading: str
    added: Sequence[Reading]
    acts: Sequence[str]
    more: int
    effects: Sequence[str]
    more_pairs: int
    command: int | None

    @classmethod
    def of(cls, receipt: Receipt, registry: Registry, today: date) -> Preview:
        """That of a receipt."""
        facts = (*receipt.added, *receipt.changed)
        of_facts = {fact.after.id for fact in facts}
        others = [
            f"{describe(each.event, receipt.named)}; known {day(each.event.known_on)}"
            f" ^{each.event.originator_id.removeprefix(f'{DESK}/')}"
            for each in receipt.events
            if each.event.originator_id not in of_facts
        ]
        listed = [Reading.of(fact, registry, today) for fact in facts[:MOST]]
        left = len(facts) + len(others) - len(listed) - len(others[:MOST])
        return cls(
            written=not receipt.dry_run,
            heading=_heading(receipt),
            added=listed,
            acts=others[:MOST],
            more=left,
            effects=[_effect(each, registry) for each in receipt.effects.shown],
            more_pairs=receipt.effects.more,
            command=receipt.command,
        )


def _heading(receipt: Receipt) -> str:
    """`Would record`, `Would add 2 facts`, `Recorded as command 12`."""
    if not receipt.counted:
        return "Nothing is new in this" if receipt.dry_run else "Nothing was recorded"
    if not receipt.dry_run:
        number = f" as command {receipt.command}" if receipt.command is not None else ""
        return f"Recorded{number}"
    if receipt.added:
        return f"Would add {count(len(receipt.added), 'fact')}"
    return f"Would record {count(receipt.counted, 'event')}"


def _effect(effect: Effect, registry: Registry) -> str:
    """`Turkey – Russia on 6 Mar 2022: 0.86 mixed → 1.10 mixed`; `stays` where it does."""
    place = effect.place
    names = " – ".join(registry.name(actor, place.day) for actor in place.pair)
    before, after = (verdict(each.label, each.score) for each in (effect.before, effect.after))
    said = f"{before} → {after}" if before != after else f"stays {after}"
    layer = f" in {place.layer}" if place.layer != DESK else ""
    return minus(f"{names} on {day(place.day)}{layer}: {said}")


# What is wrong ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Instead:
    """A text to write instead, what it means, and all lines with it in place.

    `whole` is empty where the text does not simply take the place of the word at fault.
    """

    text: str
    means: str
    whole: str


@dataclass(frozen=True)
class Slip:
    """What is wrong with a line, and what would do."""

    said: str
    place: str
    fixes: Sequence[Instead]
    page: str = ""
    """What shows more of it, in whole lines."""


def slips_of(problems: Sequence[Problem], text: str) -> list[Slip]:
    """The problems of lines, each with its fixes put in place."""
    return [
        Slip(
            visible(_sentence(problem.said)),
            f"Line {problem.line}, column {problem.column}.",
            list(_fixed(problem.fixes, text, problem.line, problem.column)),
            problem.page,
        )
        for problem in problems[:MOST]
    ]


def slip_of(refused: InvalidInput) -> Slip:
    """A refusal of fields, whose fixes are texts to write."""
    fixes = [Instead(each.text, each.means, "") for each in _texts(refused.fixes)]
    return Slip(visible(_sentence(refused.said)), "", fixes)


def _texts(fixes: Sequence[AnyFix]) -> Iterator[Instead]:
    for fix in fixes:
        spelled = spelling.line(fix)
        yield Instead(visible(spelled.paste), visible(spelled.meaning), "")


def _fixed(fixes: Sequence[AnyFix], text: str, line: int, column: int) -> Iterator[Instead]:
    for fix in fixes:
        spelled = spelling.line(fix)
        whole = ""
        if isinstance(fix, WholeLine):
            whole = with_line(text, line, spelled.paste)
        elif isinstance(fix, Fix):
            whole = replaced(text, line, column, spelled.paste)
        yield Instead(visible(spelled.paste), visible(spelled.meaning), whole)


def with_line(text: str, line: int, other: str) -> str:
    r"""All lines with another in place of one, as far from the edge; empty where there is none.

    >>> with_line("call  A\n  report AP", 2, "report AP, 2022-03-07")
    'call  A\n  report AP, 2022-03-07'
    """
    lines = text.split("\n")
    if not 0 < line <= len(lines):
        return ""
    there = lines[line - 1]
    lines[line - 1] = f"{there[: len(there) - len(there.lstrip())]}{other}"
    return "\n".join(lines)


def replaced(text: str, line: int, column: int, word: str) -> str:
    """All lines with a word in place of the one at a column; empty where that is not a single word.

    A domain behind a slash stays, unless the new word has one of its own.

    >>> replaced("2022-03-06  TUR > RUS  acuse/energy  A", 1, 24, "accuse")
    '2022-03-06  TUR > RUS  accuse/energy  A'
    """
    lines = text.split("\n")
    if " " in word or not 0 < line <= len(lines):
        return ""
    there = lines[line - 1]
    if not 0 < column <= len(there) or there[column - 1].isspace():
        return ""
    end = column - 1
    stops = " \t," + ("" if "/" in word else "/")
    while end < len(there) and there[end] not in stops:
        end += 1
    lines[line - 1] = f"{there[: column - 1]}{word}{there[end:]}"
    return "\n".join(lines)


def _sentence(said: str) -> str:
    return f"{said[:1].upper()}{said[1:]}"
