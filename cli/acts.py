"""What is recorded about a fact later on: one command for each act."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import date
from typing import Annotated, Final

import typer

from cli import common
from cli.act_options import (
    Archived,
    Because,
    By,
    CalledOffBy,
    FactName,
    Grade,
    KnownByThen,
    KnownOfPlan,
    KnownOn,
    Origin,
    Quote,
    Sha256,
    Source,
    Url,
    Voice,
    When,
)
from cli.common import Json
from cli.correction import check_correction, field_of
from cli.record import Author, DryRun, deliver, to_try_again
from domain.command import Request
from domain.content import CORRECTABLE
from domain.events import (
    Confirmed,
    Denied,
    Ended,
    Event,
    Reinstated,
    Reported,
    Resumed,
    Retracted,
    Suspended,
)
from domain.refusal import AnyFix, InvalidInput, SetField
from service import acts
from service.acts import Given

app: Final = typer.Typer(rich_markup_mode=None, add_completion=False)

Events = Callable[[date], list[Event]]
"""The events that an act records, as of today."""


def record_act(
    context: typer.Context,
    name: str,
    events: Events,
    author: str,
    *,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Records what is reported about a fact, and shows what that does to the balances."""
    settings = common.settings_of(context)
    news = events(settings.today)
    verb = context.info_name or ""
    with common.opened(settings) as opened:
        fact = opened.fact(name)
        if not fact.exists:
            raise common.undone(opened, fact)
        moment = opened.moment(author, settings.today, Request(verb, shlex.join(settings.argv)))
        with to_try_again(settings):
            receipt = opened.act(fact, news, moment, dry_run=dry_run)
        deliver(settings, receipt, as_json)


@app.command("settle")
def settle(
    context: typer.Context,
    fact: FactName,
    held: Annotated[
        str, typer.Option("--held", metavar="DATE", help="It took place.", show_default=False)
    ] = "",
    moved: Annotated[
        str,
        typer.Option(
            "--moved", metavar="DATE", help="It is planned for another day.", show_default=False
        ),
    ] = "",
    cancelled: Annotated[
        bool, typer.Option("--cancelled", help="It was called off.", show_default=False)
    ] = False,
    by: CalledOffBy = "",
    known_on: KnownOfPlan = None,
    source: Source = "",
    url: Url = "",
    quote: Quote = "",
    archived: Archived = "",
    sha256: Sha256 = "",
    because: Because = "",
    author: Author = "",
    dry_run: DryRun = False,
    as_json: Json = False,
) -> None:
    """Records the outcome of something planned: held, moved to another day, or called off.

    What one of its actors called off counts as a refusal to meet.
    """
    given = Given(
        known_on, source, url, because=because, by=by, quote=quote, archived=archived, sha256=sha256
    )
    record_act(
        context,
        fact,
        lambda today: acts.settled(given, held, moved, today, cancelled=cancelled),
        author,
        dry_run=dry_run,
        as_json=as_json,
    )


def _says_so(event: type[Reported | Confirmed]) -> Callable[..., None]:
    """A command by which a source says so, or confirms it."""

    def act(
        context: typer.Context,
        fact: FactName,
        source: Source = "",
        known_on: KnownOn = None,
        url: Url = "",
        origin: Origin = "",
        voice: Voice = "",
        grade: Grade = "",
        quote: Quote = "",
        archived: Archived = "",
        sha256: Sha256 = "",
        because: Because = "",
        author: Author = "",
        dry_run: DryRun = False,
        as_json: Json = False,
    ) -> None:
        given = Given(
            known_on, source, url, origin, voice, grade, because,
            quote=quote, archived=archived, sha256=sha256,
        )  # fmt: skip
        record_act(
            context,
            fact,
            lambda today: acts.said(event, given, today),
            author,
            dry_run=dry_run,
            as_json=as_json,
        )

    return act


app.command("report", help="One more source says so. It never changes what the fact says.")(
    _says_so(Reported)
)
app.command(
    "confirm",
    help="Somebody confirms what was denied: from then on it is neither disputed nor contested.",
)(_says_so(Confirmed))


@app.command("deny")
def deny(
    context: typer.Context,
    fact: FactName,
    by: By = "",
    source: Source = "",
    known_on: KnownOn = None,
    url: Url = "",
    origin: Origin = "",
    voice: Voice = "",
    grade: Grade = "",
    quote: Quote = "",
    archived: Archived = "",
    sha256: Sha256 = "",
    because: Because = "",
    author: Author = "",
    dry_run: DryRun = False,
    as_json: Json = False,
) -> None:
    """Somebody says that it is not so.

    The fact is contested, and still counts, where two origins report it, or where the denial is a
    party's own, of what it is accused of. Any other denial makes it disputed, and not counted.
    """
    given = Given(known_on, source, url, origin, voice, grade, because, by, quote, archived, sha256)
    record_act(
        context,
        fact,
        lambda today: acts.said(Denied, given, today),
        author,
        dry_run=dry_run,
        as_json=as_json,
    )


@app.command("correct")
def correct(
    context: typer.Context,
    fact: FactName,
    put: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="FIELD=VALUE", help="What is right.", show_default=False),
    ] = None,
    because: Because = "",
    source: Source = "",
    known_on: KnownOn = None,
    url: Url = "",
    quote: Quote = "",
    archived: Archived = "",
    sha256: Sha256 = "",
    author: Author = "",
    dry_run: DryRun = False,
    as_json: Json = False,
) -> None:
    """The fact was wrong or vague.

    A new date inside the old one refines it, anything else replaces; both versions stay.
    """
    given = Given(
        known_on, source, url, because=because, quote=quote, archived=archived, sha256=sha256
    )
    with _as_set():
        check_correction(common.settings_of(context), fact, given, put or ())
        record_act(
            context,
            fact,
            lambda today: acts.corrected(given, [*map(field_of, put or ())], today),
            author,
            dry_run=dry_run,
            as_json=as_json,
        )


@contextmanager
def _as_set() -> Generator[None]:
    """Spells the fields of a correction as `--set FIELD=VALUE`."""
    try:
        yield
    except InvalidInput as refused:
        raise refused.with_fixes(*map(_set, refused.fixes)) from None


def _set(fix: AnyFix) -> AnyFix:
    if isinstance(fix, SetField) and fix.field in CORRECTABLE:
        return SetField("set", f"{fix.field}={fix.value}", fix.meaning)
    return fix


def _from_a_day(event: type[Ended | Suspended | Resumed]) -> Callable[..., None]:
    """A command by which something that lasts changes from a day on."""

    def act(
        context: typer.Context,
        fact: FactName,
        on: When = "",
        known_on: KnownByThen = None,
        source: Source = "",
        url: Url = "",
        quote: Quote = "",
        archived: Archived = "",
        sha256: Sha256 = "",
        because: Because = "",
        author: Author = "",
        dry_run: DryRun = False,
        as_json: Json = False,
    ) -> None:
        given = Given(
            known_on, source, url, because=because, quote=quote, archived=archived, sha256=sha256
        )
        record_act(
            context,
            fact,
            lambda today: acts.happened(event, "on", on, given, today),
            author,
            dry_run=dry_run,
            as_json=as_json,
        )

    return act


app.command(
    "end", help="Something that held does so no longer; --on is the first day on which it did not."
)(_from_a_day(Ended))
app.command("suspend", help="Something that held does not for the time being, from --on.")(
    _from_a_day(Suspended)
)
app.command("resume", help="Something that was suspended or had ended holds again, from --on.")(
    _from_a_day(Resumed)
)


@app.command("renew")
def renew(
    context: typer.Context,
    fact: FactName,
    until: Annotated[
        str, typer.Option("--until", metavar="DATE", help="The new expiry.", show_default=False)
    ] = "",
    on: Annotated[
        str, typer.Option("--on", metavar="DATE", help="When it was renewed.", show_default=False)
    ] = "",
    known_on: KnownOn = None,
    source: Source = "",
    url: Url = "",
    quote: Quote = "",
    archived: Archived = "",
    sha256: Sha256 = "",
    because: Because = "",
    author: Author = "",
    dry_run: DryRun = False,
    as_json: Json = False,
) -> None:
    """A planned expiry is moved to another day."""
    given = Given(
        known_on, source, url, because=because, quote=quote, archived=archived, sha256=sha256
    )
    record_act(
        context,
        fact,
        lambda today: acts.renewed(given, until, on, today),
        author,
        dry_run=dry_run,
        as_json=as_json,
    )


def _withdrawal(event: type[Retracted | Reinstated]) -> Callable[..., None]:
    """A command by which a fact leaves the answers, or comes back."""

    def act(
        context: typer.Context,
        fact: FactName,
        because: Because = "",
        known_on: KnownOn = None,
        author: Author = "",
        dry_run: DryRun = False,
        as_json: Json = False,
    ) -> None:
        given = Given(known_on, because=because)
        record_act(
            context,
            fact,
            lambda today: acts.withdrawn(event, given, today),
            author,
            dry_run=dry_run,
            as_json=as_json,
        )

    return act


app.command(
    "retract",
    help="The record should not have held it: hidden from answers known on or after that day.",
)(_withdrawal(Retracted))
app.command("reinstate", help="A retracted fact is back.")(_withdrawal(Reinstated))
