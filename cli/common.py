"""What every command shares: reading its words and opening its timeline."""

from __future__ import annotations

import re
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Annotated, Final, cast

import typer

from cli.settings import SAMPLE, Settings, where
from domain import typed
from domain.actors import Registry
from domain.clocks import AsOf
from domain.events import Undone
from domain.fact import DESK, Fact
from domain.kinds import DOMAINS
from domain.refusal import Failure, Fix, InvalidInput, NotADate, UnknownActor
from projections.lenses.lens import Lens
from projections.lenses.standing_flow import LENS
from projections.pairs import Pair
from projections.scope import Scope, Whose
from service.opening import open_sample, open_store
from service.timeline import Timeline
from views.errors import fixes

On = Annotated[
    str | None,
    typer.Option(
        "--on",
        "--as-of",
        metavar="DATE",
        help="The day asked about; today unless said.",
        show_default=False,
    ),
]
KnownOn = Annotated[
    str | None,
    typer.Option(
        "--known-on",
        "--as-known-on",
        metavar="DATE",
        help="Only what anyone could know by then.",
        show_default=False,
    ),
]
RecordedBy = Annotated[
    str | None,
    typer.Option(
        "--recorded-by",
        metavar="INSTANT",
        help="Only what this store had recorded by then.",
        show_default=False,
    ),
]
From = Annotated[
    str, typer.Option("--from", metavar="DATE", help="The first day.", show_default=False)
]
To = Annotated[str, typer.Option("--to", metavar="DATE", help="The last day.", show_default=False)]
Within = Annotated[
    str,
    typer.Option(
        "-p",
        "--period",
        metavar="PERIOD",
        help="2022-03, 2022-Q1, since 2022 …",
        show_default=False,
    ),
]
LensName = Annotated[
    str,
    typer.Option(
        "--lens",
        metavar="NAME",
        help="How facts become figures: `detente kinds lenses`.",
        show_default=False,
    ),
]
Layers = Annotated[
    list[str] | None,
    typer.Option(
        "--layer",
        metavar="NAME",
        help="Where the facts come from; desk unless said.",
        show_default=False,
    ),
]
Cite = Annotated[
    bool,
    typer.Option(
        "--cite",
        help="How to cite the answer, instead of it; also --format bibtex.",
        show_default=False,
    ),
]
Format = Annotated[
    str,
    typer.Option(
        "--format", metavar="NAME", help="table, plain, json, jsonl, csv or md.", show_default=False
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Short for --format json.", show_default=False)]
Output = Annotated[
    str,
    typer.Option(
        "-o",
        "--output",
        metavar="FILE",
        help="Write there; its ending says the format.",
        show_default=False,
    ),
]


def settings_of(context: typer.Context) -> Settings:
    """How this run was started."""
    return cast(Settings, context.obj)  # set by cli.main.run


@contextmanager
def opened(settings: Settings) -> Generator[Timeline]:
    """The timeline to use; says on stderr when it is the sample."""
    if settings.timeline is not None:
        yield settings.timeline
        return
    place = where(settings)
    if place == SAMPLE:
        timeline = open_sample()
        print_to(
            settings,
            "Answers come from the bundled sample; `detente init` begins your own timeline.",
        )
    elif settings.clock is not None:
        timeline = open_store(place, settings.clock)
    else:
        timeline = open_store(place)
    try:
        yield timeline
    finally:
        timeline.close()


def print_to(settings: Settings, text: str) -> None:
    """Talk goes to stderr."""
    typer.echo(text, file=settings.err)


def not_known(settings: Settings, opened: Timeline, fact: Fact, as_of: AsOf) -> str:
    """Why a fact says nothing at a point on the clocks.

    Nobody knew of it then, or its recording was undone.
    """
    recorded = as_of.recorded_instant
    if fact.asserted.recorded_at > recorded or fact.effective_events(recorded):
        return f'"{fact.handle}" was not known then.'
    gone = undone(opened, fact, recorded)
    return f"{gone.said}\n{fixes(gone.fixes, settings.command)}".rstrip("\n")


def undone(opened: Timeline, fact: Fact, by: datetime | None = None) -> InvalidInput:
    """That the recording of a fact was undone, by which command.

    And what brings it back, as recorded by an instant.
    """
    undoings = (
        event
        for event in reversed(fact.events)
        if isinstance(event, Undone) and (by is None or event.recorded_at <= by)
    )
    done = opened.recorded_in(next(undoings))
    how = f" by command {done.number} ({done.recorded.text})" if done else ""
    back = (
        [Fix(f"detente undo {done.number}", "brings it back")]
        if done and not done.undone and not fact.exists
        else []
    )
    return InvalidInput(f'the recording of "{fact.handle}" was undone{how}.', *back)


# Dates --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class When:
    """A point on the clocks, and what to say of how it was read."""

    as_of: AsOf
    said: tuple[str, ...] = ()


def when(
    settings: Settings, on: str | None, known_on: str | None = None, recorded_by: str | None = None
) -> When:
    """The clocks that the options mean.

    A partial date means its last day, and the answer says so.
    """
    said: list[str] = []
    day = settings.today if on is None else _day(settings, "--on", on, said)
    known = None if known_on is None else _day(settings, "--known-on", known_on, said)
    return When(AsOf(day, known, _instant(settings, recorded_by)), tuple(said))


def _day(settings: Settings, option: str, text: str, said: list[str]) -> date:
    with for_option(option):
        found = typed.asked(text, settings.today)
    if found.partial:
        said.append(f"{option} {text}: read as its last day, {found.day}.")
    return found.day


@contextmanager
def for_option(option: str) -> Generator[None]:
    """Lets a refused date's mends be pasted as the option's value."""
    try:
        yield
    except NotADate as refused:
        fixes = (Fix(f"{option} {_quoted(fix.paste)}", fix.meaning) for fix in refused.texts)
        raise NotADate(refused.said, *fixes) from None


def _quoted(text: str) -> str:
    return f'"{text}"' if any(letter in text for letter in " [],*?()") else text


_INSTANT: Final = re.compile(r"[0-9-]+T[0-9]|.*[0-9]:[0-9]")


def _instant(settings: Settings, text: str | None) -> datetime | None:
    """An instant: a date means its end, in UTC; or `2026-11-22T16:00:00Z`."""
    if text is None:
        return None
    if _INSTANT.match(text):
        try:
            found = datetime.fromisoformat(text)
        except ValueError:
            fix = Fix("--recorded-by 2026-11-22T16:00:00Z")
            raise NotADate(f'"{text}" is not an instant that detente reads.', fix) from None
        return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    with for_option("--recorded-by"):
        day = typed.asked(text, settings.today).day
    return (
        datetime.combine(day, time.max, tzinfo=UTC)
        if day < date.max
        else datetime.combine(day, time.min, tzinfo=UTC)
    )


def period(settings: Settings, start: str, end: str, within: str) -> typed.Period:
    """The span that --from, --to and -p mean together, both ends included."""
    with for_option("-p"):
        found = typed.period(within, settings.today) if within else typed.Period(None, None)
    with for_option("--from"):
        first = typed.first_day(start, settings.today) if start else found.first
    with for_option("--to"):
        last = typed.asked(end, settings.today).day if end else found.last
    if first and last and first > last:
        raise NotADate(
            f"the span from {first} to {last} ends before it begins.",
            Fix(f"--from {last} --to {first}"),
        )
    return typed.Period(first, last)


def lens(name: str) -> Lens:
    """The lens of that name; without one the default, which is at hand."""
    if not name:
        return LENS
    from projections.lenses import named

    return named.lens(name)


# Actors -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Subject:
    """What a question is about: two actors, and a domain or topic if only that is asked for."""

    pair: Pair
    domain: str = ""
    topic: str = ""

    @property
    def scope(self) -> Scope:
        """The same as a limit on facts."""
        return Scope(self.pair, self.domain, self.topic)


def subject(settings: Settings, registry: Registry, words: Sequence[str], day: date) -> Subject:
    """The pair and scope that words mean.

    `turkey russia`, `TUR-RUS energy`, `united states russia #s-400`.
    """
    rest, domain, topic = list(words), "", ""
    if len(rest) > 1 and rest[-1].startswith("#"):
        topic = rest.pop()[1:].lower()
    elif len(rest) > 1 and rest[-1].lower() in DOMAINS:
        domain = rest.pop().lower()
    return Subject(_pair(settings, registry, rest, day), domain, topic)


def _pair(settings: Settings, registry: Registry, words: Sequence[str], day: date) -> Pair:
    if len(words) == 1:
        return _best(settings, registry, halves(words[0]), day, words)
    if len(words) == 2:
        return Pair.of(*(actor(settings, registry, word, day) for word in words))
    splits = [(" ".join(words[:i]), " ".join(words[i:])) for i in range(1, len(words))]
    return _best(settings, registry, splits, day, words)


_BETWEEN: Final = re.compile(r"\s*[-–—]\s*|\s+and\s+", re.IGNORECASE)


def halves(text: str) -> list[tuple[str, str]]:
    """Every way to part `Turkey–Russia` or `Bosnia and Herzegovina and Serbia` in two."""
    return [(text[: match.start()], text[match.end() :]) for match in _BETWEEN.finditer(text)]


def _best(
    settings: Settings,
    registry: Registry,
    splits: Sequence[tuple[str, str]],
    day: date,
    words: Sequence[str],
) -> Pair:
    """The one split of which both parts are actors."""
    found = []
    for one, other in splits:
        try:
            found.append(
                Pair.of(
                    registry.find(one, day.toordinal()).id, registry.find(other, day.toordinal()).id
                )
            )
        except InvalidInput:
            continue
    if len(set(found)) == 1:
        return found[0]
    for one, other in splits:
        if _is_actor(registry, one, day) != _is_actor(registry, other, day) or len(splits) == 1:
            return Pair.of(*(actor(settings, registry, name, day) for name in (one, other)))
    raise _not_two(settings, registry, " ".join(words), day)


def _is_actor(registry: Registry, text: str, day: date) -> bool:
    try:
        registry.find(text, day.toordinal())
    except UnknownActor:
        return False
    return True


def _not_two(settings: Settings, registry: Registry, text: str, day: date) -> InvalidInput:
    examples = Fix("detente state turkey russia"), Fix('detente state "united states" russia')
    if not text:
        return InvalidInput("name two actors.", *examples)
    try:
        alone = actor(settings, registry, text, day)
    except UnknownActor as refused:
        return (
            InvalidInput(f'"{text}" does not name two actors.', *examples)
            if " " in text
            else refused
        )
    return InvalidInput(
        f"{registry.name(alone, day.toordinal())} alone has no ties; name a second actor.",
        *examples,
    )


def actor(settings: Settings, registry: Registry, text: str, day: date) -> str:
    """The id of the actor of that name on a day.

    A refusal's fixes are the whole command, put right.
    """
    try:
        return registry.find(text, day.toordinal()).id
    except UnknownActor as refused:
        write = (
            f" Write {refused.texts[0].paste}."
            if "can mean" in refused.said and refused.texts
            else ""
        )
        fixes = (
            Fix(settings.instead(text, fix.paste), fix.meaning) if isinstance(fix, Fix) else fix
            for fix in refused.fixes
        )
        raise UnknownActor(
            refused.said + write, *fixes, code=refused.code, values=refused.values
        ) from None


@dataclass(frozen=True)
class Choice:
    """The facts of one actor, of two, or all of them.

    What they are limited to, and how to call that.
    """

    facts: Sequence[Fact]
    scope: Scope
    name: str
    actors: tuple[str, ...] = ()
    layers: tuple[str, ...] = (DESK,)

    @property
    def whose(self) -> Whose:
        """The same, without the facts."""
        return Whose(self.name, self.actors, self.scope, self.layers)


def choice(
    settings: Settings,
    opened: Timeline,
    words: Sequence[str],
    as_of: AsOf,
    layers: Sequence[str] = (DESK,),
) -> Choice:
    """What `[A] [B] [DOMAIN or #TOPIC]` means, of the facts of some layers."""
    last = words[-1] if words else ""
    topic, domain = (
        (last if last.startswith("#") else ""),
        (last.lower() if last.lower() in DOMAINS else ""),
    )
    named = words[:-1] if topic or domain else words
    of = (
        ""
        if tuple(layers) == (DESK,)
        else f", {'layer' if len(layers) == 1 else 'layers'} {' and '.join(layers)}"
    )
    limit = Scope(domain=domain, topic=topic.removeprefix("#").lower())
    if not named:
        return Choice(
            [fact for layer in layers for fact in opened.facts(layer)],
            limit,
            f"{limit.written or 'All facts'}{of}",
            layers=tuple(layers),
        )
    alone = _one_actor(settings, opened.registry, named, as_of)
    if alone:
        mine = [fact for layer in layers for fact in opened.actor_facts(alone, layer)]
        return Choice(
            mine,
            limit,
            f"{opened.registry.name(alone, as_of.day)} {limit.written}".strip() + of,
            (alone,),
            tuple(layers),
        )
    found = subject(settings, opened.registry, words, as_of.on)
    one, other = (opened.registry.name(actor, as_of.day) for actor in found.pair)
    theirs = [fact for layer in layers for fact in opened.pair_facts(found.pair, layer)]
    return Choice(
        theirs,
        found.scope,
        f"{one} – {other} {found.scope.written}".strip() + of,
        tuple(found.pair),
        tuple(layers),
    )


def _one_actor(settings: Settings, registry: Registry, words: Sequence[str], as_of: AsOf) -> str:
    """The one actor that all the words together name; empty where they name two.

    A single word is refused by name.
    """
    text = " ".join(words)
    try:
        return registry.find(text, as_of.day).id
    except InvalidInput:
        if len(words) == 1 and not halves(text):
            return actor(settings, registry, text, as_of.on)
        return ""


# Input --------------------------------------------------------------------------------------------


def in_utf8(text: str, name: str) -> str:
    """The text, if it can be written as UTF-8. Raises Failure."""
    if any("\ud800" <= letter <= "\udfff" for letter in text):
        raise Failure(f"{name} is not UTF-8 text; save it as UTF-8 and try again.")
    return text


def read_text(settings: Settings, name: str) -> str:
    """The text of a file, or of standard input for `-`."""
    if name == "-":
        return in_utf8(settings.stdin.read(), "standard input")
    try:
        return Path(name).read_text(encoding="utf-8")
    except FileNotFoundError:
        raise Failure(f"there is no file {name}.") from None
    except UnicodeDecodeError as error:
        raise Failure(
            f"{name} is not UTF-8 text (byte {error.start}); save it as UTF-8 and try again."
        ) from None
    except OSError as error:
        raise Failure(f"{name} cannot be read: {error.strerror}.") from None
