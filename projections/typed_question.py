"""Questions as people type them: names, dates and spans are read into a question's fields."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from difflib import get_close_matches
from typing import Final, NamedTuple, Protocol, TypeVar

from domain import typed
from domain.actors import Actor, Registry
from domain.characters import check_characters
from domain.expectation import LABELS
from domain.fact import DESK, Fact
from domain.instants import read_instant
from domain.kinds import DOMAINS, read_domain
from domain.limits import QUESTION, check_length
from domain.refusal import Fix, InvalidInput, NotADate, Run, SetField, UnknownActor
from projections.lenses.standing_flow import LENS
from projections.pairs import Pair

ALL_LENSES: Final = "all"
_T = TypeVar("_T")


class Note(NamedTuple):
    """How a field was read, where it might be meant in another way.

    `given` is empty where the field was not given, and `meaning` says what it is then.
    """

    field: str
    given: str
    meaning: str


class Lookup(Protocol):
    """What a typed question is held against: who is who, which layers and facts there are."""

    @property
    def registry(self) -> Registry:
        """Who is who."""
        ...

    def layers(self) -> Sequence[str]:
        """The layers that hold facts, the desk first."""
        ...

    def fact(self, name: str) -> Fact:
        """The fact of that handle or id. Raises InvalidInput with the closest ones."""
        ...


@dataclass(frozen=True)
class Typed:
    """The words and options of a question, and what they are held against.

    `given` has the options by name, as text; what is read in another way than it might be meant
    is said in `notes`.
    """

    words: tuple[str, ...]
    given: Mapping[str, str]
    lookup: Lookup
    today: date
    layers: tuple[str, ...] = ()
    notes: list[Note] = field(default_factory=list[Note])

    def __post_init__(self) -> None:
        """Raises InvalidInput for words that are too long or hold hidden characters."""
        check_length(" ".join(self.words), "a question", QUESTION)
        for text in (*self.words, *self.given.values(), *self.layers):
            check_characters(text, "a question")
            check_length(text, "an option", QUESTION)

    def option(self, name: str) -> str:
        """An option as it was given; empty where it was not."""
        return self.given.get(name, "")

    def has(self, name: str) -> bool:
        """Whether an option was given, or switched on."""
        return name in self.given

    @property
    def text(self) -> str:
        """All words as one text, with single spaces."""
        return " ".join(" ".join(self.words).split())

    def of_layer(self, layer: str) -> Typed:
        """The same question of one layer; what it notes is noted once."""
        return replace(self, layers=(layer,), notes=[] if self.notes else self.notes)

    def of_words(self, words: Sequence[str]) -> Typed:
        """The same options with other words."""
        return replace(self, words=tuple(words))

    def with_options(self, **given: str) -> Typed:
        """The same words with further options, or others."""
        return replace(self, given={**self.given, **given})

    # Days and instants

    def day(self, name: str) -> date | None:
        """The day an option means, the last one of a partial date; None where it was not given."""
        if not self.has(name):
            return None
        text = self.option(name)
        found = _for_field(name, lambda: typed.asked(text, self.today))
        if found.partial:
            note = Note(name, text, f"its last day, {found.day}")
            self.notes.extend([note] if note not in self.notes else [])
        return found.day

    def first_day(self, name: str) -> date | None:
        """The first day an option may mean; None where it was not given."""
        if not self.has(name):
            return None
        return _for_field(name, lambda: typed.first_day(self.option(name), self.today))

    def on(self) -> date:
        """The day asked about; today unless it was said."""
        return self.day("on") or self.today

    def clocks(self) -> dict[str, object]:
        """The three clocks as fields."""
        return {"on": self.on(), **self.knowledge()}

    def knowledge(self) -> dict[str, object]:
        """The clocks of knowing and recording as fields."""
        return {"known_on": self.day("known_on"), "recorded_by": self.instant("recorded_by")}

    def instant(self, name: str) -> datetime | None:
        """An instant: a date means its end, in UTC; or `2026-11-22T16:00:00Z`, with that second."""
        if not self.has(name):
            return None
        text = self.option(name)
        if _INSTANT.match(text):
            try:
                return read_instant(text)
            except (ValueError, OverflowError):  # too early or too late in UTC
                example = SetField(name, "2026-11-22T16:00:00Z", "for example")
                said = f'"{text}" is not an instant that detente reads.'
                raise NotADate(said, example, code="not-an-instant") from None
        day = _for_field(name, lambda: typed.asked(text, self.today)).day
        end = time.max if day < date.max else time.min
        return datetime.combine(day, end, tzinfo=UTC)

    def period(self) -> typed.Period:
        """The span that `from`, `to` and `period` mean together, both ends included."""
        found = typed.Period(None, None)
        if self.option("period"):
            found = _for_field("period", lambda: typed.period(self.option("period"), self.today))
        first, last = found
        if self.option("from"):
            first = self.first_day("from")
        if self.option("to"):
            last = _for_field("to", lambda: typed.asked(self.option("to"), self.today)).day
        _check_span(first, last)
        return typed.Period(first, last)

    def span(self) -> tuple[date | None, date]:
        """The first day, None where none was named, and the last: `to`, `on`, or today."""
        found = self.period()
        on = self.day("on")
        if on is not None and found.last not in (None, on):
            said = f"two last days are given, {on} and {found.last}."
            fixes = SetField("to", str(on)), SetField("to", str(found.last))
            raise InvalidInput(said, *fixes, code="two-last-days")
        last = found.last or on or self.today
        _check_span(found.first, last)
        return found.first, last

    def two_years_up_to(self, last: date) -> date:
        """The first day of the two years up to a day, and a note that these are meant."""
        first = typed.two_years_up_to(last)
        day = f"{last.day} {last:%b} {last.year}"
        self.notes.append(Note("from", "", f"the two years up to {day}"))
        return first

    # Lens, layer, label

    def lens(self, name: str = "lens") -> str:
        """The lens by its full name; the default one unless it was said."""
        text = self.option(name)
        if not text or text == LENS.name:
            return LENS.name
        from projections.lenses import named  # noqa: PLC0415  # the others are loaded when asked for

        return named.lens(text).name

    def layer(self) -> str:
        """The one layer asked for; the desk unless it was said."""
        found = self.chosen_layers()
        return found[0]

    def chosen_layers(self) -> tuple[str, ...]:
        """The layers asked for, each once; the desk where none is named.

        Raises InvalidInput for one that holds nothing.
        """
        names = dict.fromkeys(
            part.strip().lower() for name in self.layers for part in name.split(",")
        )
        if not names:
            return (DESK,)
        there = self.lookup.layers()
        for name in names:
            if name not in there:
                near = get_close_matches(name, there, n=3, cutoff=0.5) or there
                raise InvalidInput(
                    f'no layer is called "{name}" here.',
                    *(Fix(found) for found in near),
                    code="unknown-layer",
                    values={"name": name},
                )
        return tuple(names)

    def label(self) -> str:
        """A label of ties; empty where none is asked for. Raises InvalidInput with the closest."""
        text = self.option("label")
        plain = "-".join(text.lower().split())
        if plain and plain not in LABELS:
            near = get_close_matches(plain, LABELS, n=3, cutoff=0.5) or LABELS[:3]
            said = f'no ties are called "{text}".'
            raise InvalidInput(said, *map(Fix, near), code="unknown-label")
        return plain

    def domain(self) -> str:
        """The domain that an option names; empty where it was not given."""
        return read_domain(self.option("domain")) if self.option("domain") else ""

    def fact(self) -> str:
        """The id of the fact that the one word names. Raises InvalidInput with the closest ones."""
        if len(self.words) != 1:
            said = "name one fact by its handle."
            raise InvalidInput(said, Run.of("search", "TEXT"), code="fact-needed")
        return self.lookup.fact(self.words[0]).id

    # Actors

    def actor(self, text: str, on: date) -> str:
        """The id of the actor of that name on a day. Raises UnknownActor with who may be meant."""
        try:
            return self.lookup.registry.find(text, on.toordinal()).id
        except UnknownActor as refused:
            write = refused.texts[0].paste if "can mean" in refused.said and refused.texts else ""
            said = f"{refused.said} Write {write}." if write else refused.said
            values = {**refused.values, "name": text}
            raise UnknownActor(
                said, *refused.fixes, code=refused.code or "unknown-actor", values=values
            ) from None

    def subject(self, on: date) -> dict[str, object]:
        """The pair and the limit that the words mean, as fields.

        `turkey russia`, `TUR-RUS energy`, `united states russia #s-400`.
        """
        rest, limit = _limited(self.words)
        pair = self.pair(rest, on)
        return {"a": pair.a, "b": pair.b, **limit}

    def parties(self, on: date) -> dict[str, object]:
        """The actors that the words mean, one, two or none, and the limit, as fields."""
        rest, limit = _limited(self.words, least=0)
        return {"actors": self._actors(rest, on), **limit}

    def _actors(self, words: Sequence[str], on: date) -> tuple[str, ...]:
        if not words:
            return ()
        text = " ".join(words)
        try:
            return (self.lookup.registry.find(text, on.toordinal()).id,)
        except InvalidInput:
            if len(words) == 1 and not halves(text):
                return (self.actor(text, on),)
        pair = self.pair(words, on)
        return pair.a, pair.b

    def pair(self, words: Sequence[str], on: date) -> Pair:
        """The two actors that words name: `turkey russia`, `TUR-RUS`, `united states russia`."""
        if len(words) == 1:
            return self._best(halves(words[0]), on, words)
        if len(words) == 2:
            return Pair.of(*(self.actor(word, on) for word in words))
        splits = [(" ".join(words[:i]), " ".join(words[i:])) for i in range(1, len(words))]
        return self._best(splits, on, words)

    def _best(self, splits: Sequence[tuple[str, str]], on: date, words: Sequence[str]) -> Pair:
        """The one split of which both parts are actors."""
        found = [
            Pair.of(one.id, other.id)
            for first, second in splits
            if (one := self._meant(first, on)) and (other := self._meant(second, on))
            if one.id != other.id
        ]
        if len(set(found)) == 1:
            return found[0]
        for first, second in splits:
            halfway = (self._meant(first, on) is None) != (self._meant(second, on) is None)
            if halfway or len(splits) == 1:
                return Pair.of(*(self.actor(name, on) for name in (first, second)))
        raise self._not_two(" ".join(words), on)

    def _meant(self, text: str, on: date) -> Actor | None:
        return self.lookup.registry.meant(text, on.toordinal())

    def _not_two(self, text: str, on: date) -> InvalidInput:
        examples = Run.of("state", "turkey", "russia"), Run.of("state", "united states", "russia")
        if not text:
            return InvalidInput("name two actors.", *examples, code="two-actors-needed")
        try:
            alone = self.actor(text, on)
        except UnknownActor as refused:
            if " " not in text:
                return refused
            said = f'"{text}" does not name two actors.'
            return InvalidInput(said, *examples, code="two-actors-needed")
        name = self.lookup.registry.name(alone, on.toordinal())
        said = f"{name} alone has no ties; name a second actor."
        return InvalidInput(said, *examples, code="two-actors-needed")


_INSTANT: Final = re.compile(r"[0-9-]+T[0-9]|.*[0-9]:[0-9]")
_BETWEEN: Final = re.compile(r"\s*[-–—]\s*|\s+and\s+", re.IGNORECASE)


def halves(text: str) -> list[tuple[str, str]]:
    """Every way to split `Turkey–Russia` or `Bosnia and Herzegovina and Serbia` in two."""
    return [(text[: match.start()], text[match.end() :]) for match in _BETWEEN.finditer(text)]


def _limited(words: Sequence[str], least: int = 1) -> tuple[list[str], dict[str, object]]:
    """Words without the domain or topic at their end, and that as fields."""
    rest = list(words)
    if len(rest) > least and rest[-1].startswith("#"):
        return rest[:-1], {"topic": rest[-1][1:].lower()}
    if len(rest) > least and rest[-1].lower() in DOMAINS:
        return rest[:-1], {"domain": rest[-1].lower()}
    return rest, {}


def _for_field(name: str, read: Callable[[], _T]) -> _T:
    """What is read of a field; a date that is refused names the field in its fixes."""
    try:
        return read()
    except NotADate as refused:
        fixes = (SetField(name, fix.paste, fix.meaning) for fix in refused.texts)
        raise refused.with_fixes(*fixes) from None


def _check_span(first: date | None, last: date | None) -> None:
    if first and last and first > last:
        said = f"the span from {first} to {last} ends before it begins."
        fix = Run.of("", **{"from": str(last), "to": str(first)})
        raise NotADate(said, fix, code="span-reversed")
