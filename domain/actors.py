"""The registry of actors: who is who, under which names, and when."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property, lru_cache
from hashlib import sha256
from types import MappingProxyType
from typing import Final, NamedTuple

from domain import edtf
from domain.actor_hints import described, when, with_words
from domain.bare_codes import coded
from domain.edtf import NO_FIRST, NO_LAST, Window
from domain.events import Event
from domain.folding import fold, without_article
from domain.refusal import AnyFix, Fix, InvalidInput, Run, UnknownActor, check_filled

KINDS_OF_NAME: Final = (
    "name", "official", "demonym", "metonym", "exonym", "historic", "office", "abbreviation",
)  # fmt: skip
TYPES: Final = ("state", "territory", "organisation", "grouping", "person", "elsewhere")
_SYSTEMS: Final = {"cow": ("cowc", "cown"), "iso": ("iso2", "ison")}
"""Codes that are found with their system before them: `cow:TUR`, `cow:710`, `iso:710`."""

STREAM: Final = "actor"

ACTOR_ID: Final = re.compile(r"[A-Za-z0-9]+(?:[-._][A-Za-z0-9]+)*")
# From the first space on only: from each of many the rest of them was read again.
_ATTRIBUTE = re.compile(r"(?<!\s)\s+([a-z][a-z0-9_]*)=(\S+)")
_EXAMPLE: Final = Fix("@actor ACTOR  NAME  type=state")


class Name(NamedTuple):
    """One name of an actor, in use from `first` to `last`, both days included."""

    text: str
    kind: str = "name"
    language: str = "en"
    first: int = NO_FIRST
    last: int = NO_LAST

    def in_use(self, day: int | None) -> bool:
        """Whether it is in use on a day; any day will do where none is given."""
        return day is None or self.first <= day <= self.last

    def in_use_within(self, days: Window) -> bool:
        """Whether it is in use on any of these days."""
        return self.first <= days.hi and days.lo <= self.last


@dataclass(frozen=True, slots=True)
class Actor:
    """A state, territory, organisation, grouping or person.

    `elsewhere` is a namesake that is not an actor here.
    """

    id: str
    names: tuple[Name, ...]
    attributes: Mapping[str, str]

    @classmethod
    def parse(cls, line: str) -> Actor:
        """Reads `@actor ID Name | alias {kind, language, START/END} | .. key=value ..`.

        Raises InvalidInput.
        """
        parts = line.split(None, 2)
        if len(parts) < 3 or parts[0] != "@actor":
            raise InvalidInput(
                "an actor has an id and a name.", _EXAMPLE, code="actor-without-name"
            )
        if not ACTOR_ID.fullmatch(parts[1]):
            raise InvalidInput(
                f'"{parts[1]}" is not an id; write letters, digits and hyphens.',
                _EXAMPLE,
                code="not-an-id",
                values={"id": parts[1]},
            )
        if not line.isprintable() and any(
            unicodedata.category(letter) == "Cc" for letter in line.strip().replace("\t", " ")
        ):
            raise InvalidInput(
                "the line of an actor must not hold control characters.",
                _EXAMPLE,
                code="control-character",
            )
        rest = " " + parts[2]
        attributes = dict(_ATTRIBUTE.findall(rest))
        names = _ATTRIBUTE.sub("", rest)
        _span(attributes.get("exists", "../.."))
        if attributes.get("type", "state") not in TYPES:
            raise InvalidInput(
                f'"{attributes["type"]}" is not a type of actor.',
                *(Fix(f"type={name}") for name in TYPES[:5]),
                code="unknown-actor-type",
                values={"type": attributes["type"]},
            )
        return cls(
            parts[1], tuple(_name(text) for text in names.split("|")), MappingProxyType(attributes)
        )

    @classmethod
    def described(cls, line: str) -> Actor:
        """Reads the line of an actor that is new to the record.

        Raises InvalidInput, also where its id or its name is a placeholder.
        """
        actor = cls.parse(line)
        check_filled(actor.id, "id")
        for name in actor.names:
            check_filled(name.text, "name")
        return actor

    @property
    def line(self) -> str:
        """As `.facts` writes it."""
        names = " | ".join(_written(name) for name in self.names)
        attributes = "".join(f" {key}={value}" for key, value in self.attributes.items())
        return f"@actor {self.id}  {names}" + (f" {attributes}" if attributes else "")

    @property
    def type(self) -> str:
        """state, territory, organisation, grouping, person or elsewhere."""
        return self.attributes.get("type", "state")

    def name(self, day: int | None = None) -> str:
        """The English name in use on a day."""
        plain = [name for name in self.names if name.kind == "name" and name.language == "en"] or [
            self.names[0]
        ]
        return next((name.text for name in plain if name.in_use(day)), plain[-1].text)

    @property
    def exists(self) -> tuple[int, int]:
        """The first and the last day of its existence, as far as the registry says."""
        return _span(self.attributes.get("exists", "../.."))

    def existed(self, day: int | None) -> bool:
        """Whether it existed on a day, as far as the registry says."""
        first, last = self.exists
        return day is None or first <= day <= last

    def existed_within(self, days: Window) -> bool:
        """Whether it existed on any of these days."""
        first, last = self.exists
        return first <= days.hi and days.lo <= last

    def codes(self, *keys: str) -> list[str]:
        """Its codes under these keys, in lower case."""
        return [
            code.lower() for key in keys for code in self.attributes.get(key, "").split(",") if code
        ]


_ANY: Final = Name("")
ALWAYS: Final = Window(NO_FIRST, NO_LAST)
"""The days on which a name is looked up where no day is given."""


class Described(Event):
    """An actor as a timeline describes it, beside the bundled registry."""

    stored_as = "actor.described/1"
    line: str


def _name(text: str) -> Name:
    name, tagged, rest = text.strip().partition("{")
    tags = rest.removesuffix("}")
    # Written behind a space, what looks like an attribute would be read as one.
    other = _ATTRIBUTE.search(f" {name.strip()}") is not None
    if (
        other
        or not name.strip()
        or any(brace in name + tags for brace in "{}")
        or bool(tagged) != (tags != rest)
    ):
        raise InvalidInput(
            f'"{text.strip()}" is not a name of an actor.',
            Fix("NAME {tr, DATE/..}", "a name, its language, and since when"),
            code="not-a-name",
            values={"name": text.strip()},
        )
    kind, language, first, last = "name", "en", NO_FIRST, NO_LAST
    for tag in filter(None, (tag.strip() for tag in tags.split(","))):
        if tag in KINDS_OF_NAME:
            kind = tag
        elif len(tag) == 2 and tag.isalpha():
            language = tag
        elif "/" in tag:
            first, last = _span(tag)
        else:
            raise InvalidInput(
                f'"{tag}" is not a kind of name, a language or a span.',
                *map(Fix, KINDS_OF_NAME[:4]),
                code="unknown-tag",
                values={"tag": tag},
            )
    return Name(name.strip(), kind, language, first, last)


@lru_cache(maxsize=1024)
def _span(text: str) -> tuple[int, int]:
    since, _, until = text.partition("/")
    first = NO_FIRST if since in ("", edtf.OPEN) else edtf.window(since).lo
    last = NO_LAST if until in ("", edtf.OPEN) else edtf.window(until).lo - 1
    return first, last


def _written(name: Name) -> str:
    tags = [tag for tag, default in ((name.kind, "name"), (name.language, "en")) if tag != default]
    if name.first > NO_FIRST or name.last < NO_LAST:
        first = edtf.written(name.first) if name.first > NO_FIRST else edtf.OPEN
        tags.append(f"{first}/{edtf.written(name.last + 1) if name.last < NO_LAST else edtf.OPEN}")
    return name.text + (f" {{{', '.join(tags)}}}" if tags else "")


class Registry:
    """Actors by id, code and name; lookups never guess.

    An actor is read off its line when it is asked for, and names are looked for in the folded
    text of all lines: thousands of names would take longer to index than an answer takes.
    """

    def __init__(self, lines: Iterable[str], more: Callable[[], str] | None = None) -> None:
        """With `more`, the text of further actors, asked for where no line of these will do."""
        self._more = more
        self._lines = {line.split(None, 2)[1]: line for line in lines}
        self._ids = {actor_id.casefold(): actor_id for actor_id in self._lines}
        self._read: dict[str, Actor] = {}
        self._found: dict[tuple[str, Window], list[Actor]] = {}
        self._folded: list[tuple[str, str]] = []

    @classmethod
    def parse(cls, text: str, more: Callable[[], str] | None = None) -> Registry:
        """Reads the registry's own file of `@actor` lines."""
        return cls((line for line in text.splitlines() if line.startswith("@actor")), more)

    def with_actors(self, more: Iterable[Actor]) -> Registry:
        """The registry with further actors, or with these in place of their namesakes."""
        added = [actor.line for actor in more]
        return Registry([*self._lines.values(), *added], self._more) if added else self

    @cached_property
    def others(self) -> Registry:
        """Those who are looked for where nobody here is meant: holders of office of many states.

        They are not among the actors that are listed, and are read when they are first needed.
        """
        return Registry.parse(self._more() if self._more else "")

    @cached_property
    def digest(self) -> str:
        """What names all that it says, 64 hexadecimal digits."""
        return sha256("\n".join(self._lines.values()).encode()).hexdigest()

    def __iter__(self) -> Iterator[Actor]:
        return map(self._actor, self._lines)

    def _actor(self, actor_id: str) -> Actor:
        if actor_id not in self._read:
            self._read[actor_id] = Actor.parse(self._lines[actor_id])
        return self._read[actor_id]

    def get(self, actor_id: str) -> Actor | None:
        """The actor of exactly that id."""
        if actor_id in self._lines:
            return self._actor(actor_id)
        return self.others.get(actor_id) if self._more and "." in actor_id else None

    def namesake(self, actor_id: str) -> str:
        """An id that differs from this one in capitals only; empty if there is none."""
        there = self._ids.get(actor_id.casefold(), "")
        return there if there != actor_id else ""

    def name(self, actor_id: str, day: int | None = None) -> str:
        """The English name in use on a day; the id of an actor that the registry does not hold."""
        actor = self.get(actor_id)
        return actor.name(day) if actor else actor_id

    def find(self, text: str, day: int | None = None) -> Actor:
        """The one actor that a name, alias or code means on a day, as `date.toordinal` counts.

        Raises UnknownActor with candidates where it is nobody's name, more than one actor's, or
        that of an actor that did not exist on that day.
        """
        return self.find_within(text, _days(day))

    def find_within(self, text: str, days: Window) -> Actor:
        """The one actor that a name means on the last of some days, or else on any of them.

        So a treaty that the Soviet Union made in 1991, its last year, may be dated `1991`. Raises
        UnknownActor as `find` does.
        """
        last = next((day for day in (days.hi, days.lo) if abs(day) < NO_LAST), None)
        for asked in (_days(last), days):
            found = self.candidates(text, asked)
            there = [actor for actor in found if actor.existed_within(asked)]
            if len(there) > 1:
                raise self._ambiguous(text, there, last)
            if there and there[0].type != "elsewhere":
                return there[0]
        raise self._not_there(text, found, days) if found else self._unknown(text, last)

    def meant(self, text: str, day: int | None = None) -> Actor | None:
        """The actor that `find` finds, or None; it takes no time to look for candidates."""
        found = self.candidates(text, _days(day))
        alive = [actor for actor in found if actor.existed(day)]
        return alive[0] if len(alive) == 1 and alive[0].type != "elsewhere" else None

    def bearers(self, text: str, day: int | None = None) -> list[Actor]:
        """The actors that existed on a day and have a name; a place elsewhere is not one."""
        found = self.candidates(text, _days(day))
        return [each for each in found if each.type != "elsewhere" and each.existed(day)]

    def nobody_existed(self, text: str, day: int) -> bool:
        """Whether actors have a name or code, but none of them existed on a day."""
        found = [actor for actor in self.candidates(text, _days(day)) if actor.type != "elsewhere"]
        return bool(found) and not any(actor.existed(day) for actor in found)

    def candidates(self, text: str, days: Window) -> list[Actor]:
        """The actors that have or had a name or code, those of the days first."""
        exact = self._ids.get(text.strip().casefold())
        if exact is not None and self._actor(exact).type != "elsewhere":
            return [self._actor(exact)]
        if (text, days) not in self._found:
            plain = without_article(text)
            self._found[text, days] = (
                self._bearers(text, days)
                or (self.others.candidates(text, days) if self._more else [])
                or (self._bearers(plain, days) if plain != text else [])
            )
        return self._found[text, days]

    def _bearers(self, text: str, days: Window) -> list[Actor]:
        """The actors that have or had a name or code; if some have it on the days, only those."""
        system, colon, code = text.casefold().partition(":")
        if colon and system in _SYSTEMS:
            return [actor for actor in self if code.strip() in actor.codes(*_SYSTEMS[system])]
        key = fold(text)
        near = (
            [self._actor(actor_id) for actor_id, folded in self._folded_lines() if key in folded]
            if key
            else []
        )
        named = [(name, actor) for actor in near for name in actor.names if fold(name.text) == key]
        named += [(_ANY, actor) for actor in coded(key, near)]
        named = [
            (name, actor)
            for name, actor in named
            if name.kind != "office" or name.in_use_within(days)
        ]
        in_use = [(name, actor) for name, actor in named if name.in_use_within(days)]
        return list({actor.id: actor for _, actor in in_use or named}.values())

    def _folded_lines(self) -> list[tuple[str, str]]:
        if self._lines and not self._folded:
            together = fold("\0".join(self._lines.values()))
            self._folded = list(zip(self._lines, together.split("\0"), strict=True))
        return self._folded

    def _ambiguous(self, text: str, found: list[Actor], day: int | None) -> UnknownActor:
        real = [actor for actor in found if actor.type != "elsewhere"]
        parts = [f"{actor.name(day)} ({actor.id})" for actor in real]
        parts += [f"{actor.id} (not an actor here)" for actor in found if actor.type == "elsewhere"]
        number = {2: "two", 3: "three", 4: "four"}.get(len(found), str(len(found)))
        what = "actors" if real else "things"
        said = f'"{text}" can mean {number} {what}: {", or ".join(parts)}.'
        fixes = (Fix(actor.id, actor.name(day)) for actor in real)
        return UnknownActor(said, *fixes, code="ambiguous-actor", values={"name": text})

    def _not_there(self, text: str, found: list[Actor], days: Window) -> UnknownActor:
        actor, elsewhere = found[0], found[0].type == "elsewhere"
        named = actor.attributes.get("may_mean" if elsewhere else "succeeded_by", "").split(",")
        fixes = [Fix(each, self.name(each, days.hi)) for each in named if each in self._lines][:3]
        if elsewhere:
            more = " Did you mean one of these?" if len(fixes) > 1 else ""
            said = f'"{text}" is not an actor here.{more}'
            return UnknownActor(said, *fixes, code="no-actor-here", values={"name": text})
        said = (
            f'"{text}" is {actor.name(days.hi)} ({actor.id}), which did not exist {when(days)}'
            f" ({actor.attributes['exists']})."
        )
        return UnknownActor(said, *fixes, code="actor-of-other-days", values={"name": text})

    def _unknown(self, text: str, day: int | None) -> UnknownActor:
        names: dict[str, list[str]] = {}
        for actor in self:
            for name in actor.names if actor.type != "elsewhere" and actor.existed(day) else ():
                names.setdefault(fold(name.text), []).append(actor.id)
        near = get_close_matches(fold(text), names, n=6, cutoff=0.8) or with_words(text, names)
        heads = list(dict.fromkeys(actor_id for name in near for actor_id in names[name]))[:3]
        said = f'no actor is called "{text}".'
        if heads:
            said += (
                " Did you mean"
                f" {' or '.join(f'{self.name(head, day)} ({head})' for head in heads)}?"
            )
        fixes: list[AnyFix] = [Fix(head, self.name(head, day)) for head in heads]
        return UnknownActor(
            said,
            *fixes or [*described(text), Run.of("actors", meaning="everyone who is known here")],
            code="unknown-actor",
            values={"name": text},
        )


def _days(day: int | None) -> Window:
    """One day; all days where none is given."""
    return ALWAYS if day is None else Window(day, day)
