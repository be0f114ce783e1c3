"""What is said by a command as a line of a file would say it.

InvalidInput alike, and mended by pasting a command or an option.
"""

from __future__ import annotations

import shlex
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from typing import Final

from domain.actors import Registry
from domain.content import CORRECTABLE
from domain.decisions import accept
from domain.events import Corrected, Event
from domain.fact import Fact
from domain.refusal import Failure, Fix, InvalidInput, Run
from projections.events import event_line, read_event
from projections.notation.pieces import check_characters
from service.edits import NOT_SAID
from service.formats.names import resolved
from service.store.interface import Conflict
from views.spelling import line

SET: Final = "--set {field}={value}"


@contextmanager
def for_field(option: str, field: str) -> Generator[None]:
    """Lets what is refused of a field's value be mended by pasting an option.

    A line of .facts is none.
    """
    try:
        yield
    except InvalidInput as refused:
        raise type(refused)(
            refused.said, *(_option(option, field, fix) for fix in refused.texts)
        ) from None


def _option(option: str, field: str, fix: Fix) -> Fix:
    name, _, value = fix.paste.partition(" ")
    name, value = (name, value) if name in CORRECTABLE else (field, fix.paste)
    lead, _, form = option.partition(" ")
    value = value.removeprefix('"').removesuffix('"') if name == "title" else value
    return Fix(f"{lead} {shlex.quote(form.format(field=name, value=value))}", fix.meaning)


@contextmanager
def as_commands(fact: Fact, news: Sequence[Event]) -> Generator[None]:
    """Lets what a fact refuses be mended by pasting a command.

    Or an option of the one that was typed.
    """
    try:
        yield
    except (Conflict, Failure):
        raise
    except InvalidInput as refused:
        field = next(
            (
                event.field
                for event in news
                if isinstance(event, Corrected) and _refuses(fact, event)
            ),
            "",
        )
        fixes = (
            fix
            if isinstance(fix, Run)
            else _command(fact.handle, line(fix)) or _option(SET, field, line(fix))
            for fix in refused.fixes
        )
        raise refused.with_fixes(*fixes) from None


def as_read(event: Event, fact: Fact, registry: Registry) -> Event:
    """An event with actors by id, as a line of a file would be read.

    Raises InvalidInput, to be mended by pasting an option.
    """
    try:
        return resolved(event, fact.asserted.content, registry)
    except InvalidInput as refused:
        if not isinstance(event, Corrected):
            raise
        raise type(refused)(refused.said, *_named_anew(event, refused)) from None


def _named_anew(event: Corrected, refused: InvalidInput) -> Iterator[Fix]:
    """The options that give another name in place of the one that was refused."""
    name = refused.said.partition('"')[2].partition('"')[0]
    for fix in refused.texts:
        field, _, rest = fix.paste.partition(" ")
        if not fix.paste.startswith("@"):
            value = rest if field == event.field else event.value.replace(name, fix.paste, 1)
            yield Fix(f"--set {shlex.quote(f'{event.field}={value}')}", fix.meaning)


def _refuses(fact: Fact, event: Corrected) -> bool:
    try:
        accept(fact, event)
    except InvalidInput:
        return True
    return False


def _command(handle: str, fix: Fix) -> Fix | None:
    """The command that says what a line under a fact says; None for a line that gives a field."""
    name, _, rest = fix.paste.partition(" ")
    first, *more = rest.split(", ")
    if fix.paste.startswith("detente "):
        return fix
    if name == "corrected":
        field, _, value = first.partition(" ")
        because = next(
            (each.removeprefix("because ") for each in more if each.startswith("because ")),
            "AFP gives the day",
        )
        return Fix(
            shlex.join(
                ["detente", "correct", handle, "--set", f"{field}={value}", "--because", because]
            ),
            fix.meaning,
        )
    if name == "expires":
        words = [
            "detente",
            "correct",
            handle,
            "--set",
            f"expires={first}",
            "--because",
            "it expires then",
        ]
        return Fix(shlex.join(words), fix.meaning)
    if name == "report" and more[-1].startswith("http"):
        return Fix(f"--url {more[-1]}", fix.meaning)
    if name == "report":
        return Fix(
            shlex.join(["detente", "report", handle, "--source", first, "--known-on", more[-1]]),
            fix.meaning,
        )
    act = {"held": ["settle", handle, "--held"], "suspended": ["suspend", handle, "--on"]}.get(name)
    return Fix(shlex.join(["detente", *act, first]), fix.meaning) if act else None


def check_writable(event: Event) -> None:
    """Raises InvalidInput for what no line of `.facts` could hold: an export must be importable."""
    line = event_line(event)
    if "\n" in line or "\r" in line:
        raise InvalidInput("what is recorded stands on one line: it cannot hold a line break.")
    check_characters(line)
    name, _, rest = line.partition(" ")
    try:
        again = read_event(name, rest, 1)
    except InvalidInput:
        again = None
    if again is None or again.model_dump(exclude=NOT_SAID) != event.model_dump(exclude=NOT_SAID):
        said = (
            "a line of .facts could not hold that: write names without commas, an address from"
            " http, a reason on one line."
        )
        raise InvalidInput(
            said, Fix('--source "Turan of Baku"'), Fix("--url https://example.org/page")
        )
