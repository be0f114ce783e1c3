"""What is said of a fact after it was first recorded: one command for each act."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from typing import Annotated, Final

import typer

from cli import common, effects, forms
from cli.as_lines import SET, as_commands, as_read, check_writable, for_field
from cli.common import for_option
from cli.conflict import lost
from cli.record import LABEL, Author, DryRun, undo_line
from cli.settings import Settings
from domain import edtf, typed
from domain.content import CORRECTABLE, DATES
from domain.events import (  # fmt: skip
    NO_DAY,
    Cancelled,
    Confirmed,
    Corrected,
    Denied,
    Ended,
    Event,
    Held,
    Reinstated,
    Renewed,
    Reported,
    Rescheduled,
    Resumed,
    Retracted,
    Suspended,
)
from domain.fact import Fact
from domain.refusal import Fix, InvalidInput
from domain.report import Report, read_grade
from projections.events import describe
from service.store.interface import Conflict
from views.page import folded

app: Final = typer.Typer(rich_markup_mode=None, add_completion=False)

FactName = Annotated[str, typer.Argument(metavar="FACT", help="Its handle.")]
When = Annotated[
    str,
    typer.Option(
        "--on",
        metavar="DATE",
        help="When it happened; as vague as the source has it.",
        show_default=False,
    ),
]
KnownOn = Annotated[
    str | None,
    typer.Option(
        "--known-on",
        metavar="DATE",
        help="When the source said so; else the day it is recorded.",
        show_default=False,
    ),
]
KnownByThen = Annotated[
    str | None,
    typer.Option(
        "--known-on",
        metavar="DATE",
        help=(
            "When the source said so; else the last day of the date given, or the day it is"
            " recorded if that is yet to come."
        ),
        show_default=False,
    ),
]
KnownOfPlan = Annotated[
    str | None,
    typer.Option(
        "--known-on",
        metavar="DATE",
        help=(
            "When the source said so; else the last day of --held if that is not to come, or the"
            " day it is recorded."
        ),
        show_default=False,
    ),
]
Source = Annotated[
    str, typer.Option("--source", metavar="NAME", help="Who says so.", show_default=False)
]
Url = Annotated[str, typer.Option("--url", metavar="URL", help="Where.", show_default=False)]
Origin = Annotated[
    str,
    typer.Option(
        "--origin",
        metavar="NAME",
        help="Whom the source rests on, if on another.",
        show_default=False,
    ),
]
Voice = Annotated[
    str, typer.Option("--voice", metavar="WORD", help="official, leaked, ...", show_default=False)
]
Grade = Annotated[
    str,
    typer.Option(
        "--grade", metavar="B2", help="How reliable, and how credible.", show_default=False
    ),
]
Because = Annotated[
    str,
    typer.Option(
        "--because", metavar="REASON", help="Why; kept with the record.", show_default=False
    ),
]


@dataclass(frozen=True)
class Given:
    """What every act may be given.

    When it was known, who says so, why, by whom, and whether only to try.
    """

    known_on: str | None = None
    source: str = ""
    url: str = ""
    origin: str = ""
    voice: str = ""
    grade: str = ""
    because: str = ""
    author: str = ""
    dry_run: bool = False

    def known(self, settings: Settings) -> dict[str, object]:
        """`known_on` and whether it is assumed, as an event takes them."""
        if self.known_on is None:
            return {"known_on": NO_DAY, "assumed": True, "because": self.because}
        with for_option("--known-on"):
            day = typed.asked(self.known_on, settings.today).day
        if day > settings.today:
            raise InvalidInput(
                f"nobody knows on {settings.today} what is said on {day}.",
                Fix(f"--known-on {settings.today}"),
            )
        return {"known_on": day, "because": self.because}

    def report(self, settings: Settings) -> Report | None:
        """The report behind it; None where no source is named.

        Raises InvalidInput for details of a source that is not.
        """
        if not self.source:
            if self.url or self.origin or self.voice or self.grade:
                raise InvalidInput("a source has a name.", Fix('--source "Reuters"'))
            return None
        published = ""
        if self.known_on is not None:
            with for_option("--known-on"):
                published = typed.asked(self.known_on, settings.today).day.isoformat()
        with for_field("--grade {value}", "grade"):
            grade = read_grade(self.grade) if self.grade else ""
        return Report(
            publisher=self.source,
            published=published,
            url=self.url,
            origin=self.origin,
            voice=self.voice,
            grade=grade,
        )

    def must_report(self, settings: Settings) -> Report:
        """The report behind it. Raises InvalidInput where no source is named."""
        report = self.report(settings)
        if report is None:
            raise InvalidInput("say who says so.", Fix('--source "Reuters"'))
        return report


Build = Callable[[Settings], list[Event]]


def carry_out(context: typer.Context, name: str, given: Given, build: Build) -> None:
    """Records what is said of a fact, and says what that did to the figures."""
    settings = common.settings_of(context)
    news = build(settings)
    did = shlex.join(settings.argv)
    with common.opened(settings) as opened:
        fact = opened.fact(name)
        if not fact.exists:
            raise common.undone(opened, fact)
        news = [as_read(event, fact, opened.registry) for event in news]
        held = [edtf.window(event.on).hi for event in news if isinstance(event, Held)]
        moment = opened.moment(given.author, settings.today)
        with as_commands(fact, news):
            tried = opened.act(fact, news, moment, did, dry_run=True)
        for event in tried:
            check_writable(event)
        try:
            events = opened.act(fact, news, moment, did, dry_run=given.dry_run)
        except Conflict:
            raise lost(opened, fact, tried, settings.argv) from None
        change = effects.Change(fact, Fact(fact.id, (*fact.events, *events)))
        effect = effects.told(opened, [change], settings.today, held[0] if held else None)
        end = "Nothing written.\n" if given.dry_run else undo_line(settings)
        forms.deliver(
            settings,
            folded(_told(fact, events, dry_run=given.dry_run) + effect, settings.width, LABEL)
            + end,
            "",
        )


def _told(fact: Fact, events: list[Event], *, dry_run: bool) -> str:
    verb = "Would record" if dry_run else "Recorded"
    return "".join(f"{verb:8} {told_fully(event)} ^{fact.name}\n" for event in events)


def told_fully(event: Event) -> str:
    """What an event says and from when it is known."""
    known = f"{event.known_on}{' (the day of recording, assumed)' if event.assumed else ''}"
    return f"{describe(event)}; known {known}"


def _date(option: str, text: str) -> str:
    """A date of a fact, as it was written, or as EDTF where it was typed in words."""
    with for_option(option):
        written = typed.instant(text)
        edtf.window(written)
    return written


def _known_by_then(given: Given, settings: Settings, written: str) -> dict[str, object]:
    """Without a day of its own, what happened is known on its last day.

    Unless that is yet to come.
    """
    last = edtf.window(written).hi
    if given.known_on is None and last <= settings.today.toordinal():
        return {"known_on": date.fromordinal(last), "because": given.because}
    return given.known(settings)


def _news(event: type[Event], field: str, option: str, text: str, given: Given) -> Build:
    """Something that happened in the world, on a date."""

    def build(settings: Settings) -> list[Event]:
        if not text:
            raise InvalidInput("say when.", Fix(f"{option} 2022-03-05"))
        written = _date(option, text)
        known = (
            given.known(settings)
            if field in ("planned", "expires")
            else _known_by_then(given, settings, written)
        )
        return [event.model_validate({field: written, "report": given.report(settings), **known})]

    return build


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
    known_on: KnownOfPlan = None,
    source: Source = "",
    url: Url = "",
    because: Because = "",
    author: Author = "",
    dry_run: DryRun = False,
) -> None:
    """Says what became of something planned: held, moved to another day, or called off."""
    given = Given(known_on, source, url, because=because, author=author, dry_run=dry_run)
    if bool(held) + bool(moved) + cancelled != 1:
        raise InvalidInput(
            "say one: held, moved or cancelled.",
            Fix("--held 2022-03-06"),
            Fix("--moved 2022-03-08"),
            Fix("--cancelled"),
        )
    if cancelled:
        carry_out(context, fact, given, lambda settings: [_cancelled(given, settings)])
    elif held:
        carry_out(context, fact, given, _news(Held, "on", "--held", held, given))
    else:
        carry_out(context, fact, given, _news(Rescheduled, "planned", "--moved", moved, given))


def _cancelled(given: Given, settings: Settings) -> Event:
    known = given.known(settings)
    on = settings.today if given.known_on is None else known["known_on"]
    return Cancelled.model_validate({"on": str(on), "report": given.report(settings), **known})


def _says_so(event: type[Reported | Denied | Confirmed]) -> Callable[..., None]:
    """A command by which a source says so, or says that it is not so."""

    def act(
        context: typer.Context,
        fact: FactName,
        source: Source = "",
        known_on: KnownOn = None,
        url: Url = "",
        origin: Origin = "",
        voice: Voice = "",
        grade: Grade = "",
        because: Because = "",
        author: Author = "",
        dry_run: DryRun = False,
    ) -> None:
        given = Given(known_on, source, url, origin, voice, grade, because, author, dry_run)
        carry_out(
            context,
            fact,
            given,
            lambda settings: [
                event.model_validate(
                    {"report": given.must_report(settings), **given.known(settings)}
                )
            ],
        )

    return act


app.command("report", help="One more source says so. It never changes what the fact says.")(
    _says_so(Reported)
)
app.command(
    "deny",
    help="Somebody says that it is not so: from then on it is shown as disputed, and not counted.",
)(_says_so(Denied))
app.command("confirm", help="Somebody confirms it: from then on it is counted again.")(
    _says_so(Confirmed)
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
    known_on: KnownOn = None,
    author: Author = "",
    dry_run: DryRun = False,
) -> None:
    """The fact was wrong or vague.

    A new date inside the old one refines it, anything else replaces; both versions stay.
    """
    given = Given(known_on, because=because, author=author, dry_run=dry_run)

    def build(settings: Settings) -> list[Event]:
        if not put:
            raise InvalidInput("say what is right.", Fix("--set since=2022-02-28"))
        if not because:
            raise InvalidInput("a correction says why.", Fix('--because "AFP dates the decision"'))
        return [Corrected.model_validate({**_field(text), **given.known(settings)}) for text in put]

    carry_out(context, fact, given, build)


def _field(text: str) -> dict[str, object]:
    """`since=2022-02-28` as the field and value of a correction. Raises InvalidInput."""
    field, equals, value = text.partition("=")
    field, value = field.strip().lower(), value.strip()
    if not equals or field not in CORRECTABLE:
        raise _no_field(field, value)
    if field in DATES and value not in ("", edtf.OPEN):
        with for_field(SET, field):
            value = typed.instant(value)
            edtf.window(value)
    return {"field": field, "value": value}


def _no_field(field: str, value: str) -> InvalidInput:
    """The refusal of what names no field, with those of the nearest names, or all of them.

    Or gives it no value.
    """
    if field in CORRECTABLE:
        return InvalidInput(
            f'"{field}" is given no value.',
            Fix(f"--set {field}=VALUE"),
            Fix(f"--set {field}=", "nothing"),
        )
    near = get_close_matches(field, CORRECTABLE, n=2, cutoff=0.6) or [
        name for name in CORRECTABLE if field and name.startswith(field[:3])
    ]
    example = value if near and value else "VALUE"
    fixes = (Fix(f"--set {shlex.quote(f'{name}={example}')}") for name in near or CORRECTABLE[:9])
    return InvalidInput(f'"{field}" is no field that could be corrected.', *fixes)


def _from_a_day(event: type[Ended | Suspended | Resumed]) -> Callable[..., None]:
    """A command by which something that lasts holds otherwise from a day on."""

    def act(
        context: typer.Context,
        fact: FactName,
        on: When = "",
        known_on: KnownByThen = None,
        source: Source = "",
        url: Url = "",
        because: Because = "",
        author: Author = "",
        dry_run: DryRun = False,
    ) -> None:
        given = Given(known_on, source, url, because=because, author=author, dry_run=dry_run)
        carry_out(context, fact, given, _news(event, "on", "--on", on, given))

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
    because: Because = "",
    author: Author = "",
    dry_run: DryRun = False,
) -> None:
    """A planned expiry is moved to another day."""
    given = Given(known_on, source, url, because=because, author=author, dry_run=dry_run)

    def build(settings: Settings) -> list[Event]:
        return _news(
            Renewed,
            "expires",
            "--until",
            until,
            replace(given, known_on=_renewed(on, given, settings)),
        )(settings)

    carry_out(context, fact, given, build)


def _renewed(on: str, given: Given, settings: Settings) -> str | None:
    """From when a renewal on a day is known.

    From that day on, unless it is said or the day is yet to come. Raises InvalidInput where it would
    be known before it was made.
    """
    if not on:
        return given.known_on
    made = edtf.window(_date("--on", on))
    if given.known_on is None:
        return str(date.fromordinal(made.hi)) if made.hi <= settings.today.toordinal() else None
    with for_option("--known-on"):
        known = typed.asked(given.known_on, settings.today).day
    if known.toordinal() < made.lo:
        raise InvalidInput(
            f"what was renewed on {on} was not known on {known}.",
            Fix(f"--known-on {date.fromordinal(made.hi)}"),
        )
    return given.known_on


def _withdrawal(event: type[Retracted | Reinstated], *, says_why: bool) -> Callable[..., None]:
    """A command by which a fact leaves the answers, or comes back."""

    def act(
        context: typer.Context,
        fact: FactName,
        because: Because = "",
        known_on: KnownOn = None,
        author: Author = "",
        dry_run: DryRun = False,
    ) -> None:
        given = Given(known_on, because=because, author=author, dry_run=dry_run)
        if says_why and not because:
            raise InvalidInput("a retraction says why.", Fix('--because "a mistake of the desk"'))
        carry_out(
            context, fact, given, lambda settings: [event.model_validate(given.known(settings))]
        )

    return act


app.command(
    "retract",
    help="The record should not have held it: hidden from answers known on or after that day.",
)(_withdrawal(Retracted, says_why=True))
app.command("reinstate", help="A retracted fact is back.")(_withdrawal(Reinstated, says_why=False))
