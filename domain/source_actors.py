"""Which state a source means by its own code or name for one, on a day; or why it means none."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from difflib import get_close_matches
from functools import cached_property
from itertools import chain
from typing import Final, Literal, NamedTuple

from domain.actors import Actor, Name, Registry
from domain.codes.parties import (
    BANK_CODES,
    CONGO_NAMES,
    GW_NUMBERS,
    NO_STATES,
    OWN_CODES,
    OWN_NAMES,
    REGION_CODES,
    REGIONS,
    WITHDRAWN_CODES,
)
from domain.edtf import NO_FIRST, NO_LAST
from domain.folding import fold
from domain.refusal import Fix, InvalidInput

Reason = Literal["", "missing", "region", "no-state", "not-then", "unknown"]

REASONS: Final[dict[Reason, str]] = {
    "missing": "no actor given",
    "region": "a region, not a state",
    "no-state": "not a state",
    "not-then": "a state that did not exist on that day",
    "unknown": "nobody known here",
}
"""Why a source's actor is not a state, in words."""


class Party(NamedTuple):
    """The id of an actor of the registry, or the reason why there is none.

    Exactly one of the two is not empty.
    """

    actor: str
    reason: Reason = ""


MISSING: Final = Party("", "missing")
REGION: Final = Party("", "region")
NO_STATE: Final = Party("", "no-state")
NOT_THEN: Final = Party("", "not-then")
UNKNOWN: Final = Party("", "unknown")
HOLDER: Final = Party("", "no-state")
"""Stands for a person who held offices: for which state depends on the day."""


_STATES: Final = ("state", "territory")
_EVERYBODY: Final = "registry"
"""The system whose names may be those of any actor; all others have states and territories alone.
"""

_PROPER: Final = ("name", "official", "exonym", "historic", "abbreviation")
_ALPHA3: Final = re.compile("[A-Z]{3}")


class SourceActors:
    """The states of a registry under the codes and names that sources give them.

    Each text is looked up once for every span of days in which its system does not change, so
    that millions of rows cost a look into a dictionary each.
    """

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._found: dict[tuple[str, str, int], Party] = {}
        self._by_text: dict[str, list[tuple[str, int, int]]] = {}
        self._now: tuple[int, bool] | None = None
        self._turn = 0
        self._systems: dict[str, Callable[[str, int], Party]] = {
            "icews-country": self._icews_country,
            "icews-entity": self._icews_entity,
            "cameo-country": self._cameo_country,
            "iso3": self._iso3,
            "cow": self._cow,
            "gw": self._gw,
            _EVERYBODY: self._in_registry,
        }

    def state_of(self, text: str, system: str, day: int) -> Party:
        """Whom a text means in a source's system on a day, as `date.toordinal` counts.

        Raises InvalidInput for an unknown system. Systems: icews-country (names as in ICEWS's
        country columns), icews-entity (as in its graph files), cameo-country (three letters, as
        in GDELT), iso3, cow (numbers), gw (numbers of Gleditsch and Ward), and registry (any name
        or code of ours, of any actor).
        """
        if (day, system == _EVERYBODY) != self._now:
            # The rows of a day come together: to find its span takes longer than the rest.
            self._now, self._turn = (day, system == _EVERYBODY), self.turn(day, system)
        key = (system, text, self._turn)
        party = self._found.get(key)
        if party is None:
            party = self._found[key] = self._read(system)(text, day)
        # Terms of office turn on so many days that spans between them would hold a few rows each.
        return self._for_whom(text, day) if party is HOLDER else party

    def turn(self, day: int, system: str) -> int:
        """The span of days, by its number, in which all that a system reads stays as it is."""
        return bisect_right(self._turns if system == _EVERYBODY else self._turns_of_states, day)

    def varies(self, text: str, system: str, day: int) -> bool:
        """Whether whom a text means depends on the day itself, as that of a person in office."""
        self.state_of(text, system, day)
        return self._found[system, text, self._turn] is HOLDER

    def _read(self, system: str) -> Callable[[str, int], Party]:
        if system not in self._systems:
            near = get_close_matches(system, self._systems, n=1) or list(self._systems)
            raise InvalidInput(
                f'no system of actor codes is called "{system}".',
                *map(Fix, near),
                code="unknown-system",
                values={"system": system},
            )
        return self._systems[system]

    def _icews_country(self, text: str, day: int) -> Party:
        if text in ("", "NA"):
            return MISSING
        return self._named(text, day) or UNKNOWN

    def _icews_entity(self, text: str, day: int) -> Party:
        if not text:
            return MISSING
        name = _plain(text)
        whole = self._named(name, day)
        country = _bracketed(name)
        if whole or not country:
            return whole or (HOLDER if self._terms_of(text) else NO_STATE)
        return self._named(country, day) or (NO_STATE if country in NO_STATES else UNKNOWN)

    def _for_whom(self, text: str, day: int) -> Party:
        """The state for which a person held office on a day; none where it was not one state."""
        states = {state for state, first, last in self._terms_of(text) if first <= day <= last}
        return Party(next(iter(states))) if len(states) == 1 else NO_STATE

    def _terms_of(self, text: str) -> list[tuple[str, int, int]]:
        """The states and days of the offices of whoever has a full name."""
        found = self._by_text.get(text)
        if found is None:
            found = self._by_text[text] = self._terms.get(fold(_plain(text)), [])
        return found

    def _cameo_country(self, text: str, day: int) -> Party:
        return REGION if text in REGION_CODES else self._iso3(OWN_CODES.get(text, text), day)

    def _iso3(self, text: str, day: int) -> Party:
        if not text:
            return MISSING
        code = WITHDRAWN_CODES.get(text) or BANK_CODES.get(text, text)
        actor = self._registry.get(code)
        if actor is None or actor.type not in _STATES or not _ALPHA3.fullmatch(text):
            return UNKNOWN
        return _then(actor, day)

    def _cow(self, text: str, day: int) -> Party:
        if not text:
            return MISSING
        return _first_then(self._numbered.get(_number(text), []), day)

    def _gw(self, text: str, day: int) -> Party:
        ids = GW_NUMBERS.get(_number(text))
        if ids is None:
            return self._cow(text, day)
        return _first_then(filter(None, map(self._registry.get, ids.split())), day)

    def _in_registry(self, text: str, day: int) -> Party:
        if not text:
            return MISSING
        actor = self._registry.meant(text, day)
        if actor:
            return Party(actor.id)
        if text in CONGO_NAMES:
            return _then(self._registry.get(CONGO_NAMES[text]), day)
        return NOT_THEN if self._registry.nobody_existed(text, day) else UNKNOWN

    def _named(self, text: str, day: int) -> Party | None:
        """The state, region or organisation that has an English name; states of that day first.

        None if there is none.
        """
        if text in OWN_NAMES:
            return _then(self._registry.get(OWN_NAMES[text]), day)
        if text in REGIONS:
            return REGION
        bearers = self._bearers.get(fold(text), [])
        if not bearers:
            return self._groups.get(fold(text))
        borne = [actor for actor, first, last in bearers if first <= day <= last] or [
            actor for actor, _, _ in bearers
        ]
        then = {actor.id: actor for actor in borne if actor.existed(day)}
        if len(then) > 1:
            return UNKNOWN
        return Party(next(iter(then))) if then else NOT_THEN

    @cached_property
    def _actors(self) -> list[Actor]:
        return [actor for actor in self._registry if actor.type != "elsewhere"]

    @cached_property
    def _turns(self) -> list[int]:
        """The days on which an actor begins, ends, or takes or loses a name."""
        return _turning(self._actors)

    @cached_property
    def _turns_of_states(self) -> list[int]:
        return _turning(actor for actor in self._actors if actor.type in _STATES)

    @cached_property
    def _bearers(self) -> dict[str, list[tuple[Actor, int, int]]]:
        bearers: dict[str, list[tuple[Actor, int, int]]] = {}
        for actor in self._actors:
            for name in actor.names if actor.type in _STATES else ():
                if name.kind in _PROPER and name.language == "en":
                    bearers.setdefault(fold(name.text), []).append((actor, name.first, name.last))
        return bearers

    @cached_property
    def _terms(self) -> dict[str, list[tuple[str, int, int]]]:
        """By the full names of persons, the states and days of their offices."""
        terms: dict[str, list[tuple[str, int, int]]] = {}
        persons = [actor for actor in self._actors if actor.type == "person"]
        listed = {person.id for person in persons}
        for person in chain(persons, self._registry.others):
            spans = [
                (state, name.first, name.last)
                for name in person.names
                if name.kind == "office" and (state := self._state_of_office(name, person))
            ]
            for full in {fold(name.text) for name in person.names if name.kind == "name"}:
                # Of those who are listed, "May" and "Carter" are names, too.
                if spans and (" " in full or person.id not in listed):
                    terms.setdefault(full, []).extend(spans)
        return terms

    def _state_of_office(self, office: Name, person: Actor) -> str:
        """The state of an office: the one that its title names, or else the person's own."""
        of = office.text.rpartition(" of ")[2].removeprefix("the ")
        found = next((actor for actor, _, _ in self._bearers.get(fold(of), [])), None)
        own = self._registry.get(person.attributes.get("of", ""))
        state = found or own
        return state.id if state and state.type in _STATES else ""

    @cached_property
    def _groups(self) -> dict[str, Party]:
        """Organisations and groupings by their names."""
        kinds = {"organisation": NO_STATE, "grouping": REGION}
        return {
            fold(name.text): kinds[actor.type]
            for actor in self._actors
            if actor.type in kinds
            for name in actor.names
        }

    @cached_property
    def _numbered(self) -> dict[str, list[Actor]]:
        numbered: dict[str, list[Actor]] = {}
        for actor in self._actors:
            for number in actor.codes("cown"):
                numbered.setdefault(number, []).append(actor)
        # COW counts Serbia, Yugoslavia, Serbia and Montenegro, and Serbia again as one member of
        # its system.
        heirs = (self._registry.get(actor_id) for actor_id in ("SCG", "SRB"))
        return numbered | {"345": [*numbered.get("345", []), *filter(None, heirs)]}


def _number(text: str) -> str:
    """A number as tables write it: `2`, `002`, or `2.0` where others of its column are missing."""
    return text.removesuffix(".0").lstrip("0")


def _first_then(actors: Iterable[Actor], day: int) -> Party:
    """The first of some actors that existed on a day."""
    found = [_then(actor, day) for actor in actors]
    return next((party for party in found if party.actor), NOT_THEN if found else UNKNOWN)


def _then(actor: Actor | None, day: int) -> Party:
    return Party(actor.id) if actor and actor.existed(day) else NOT_THEN


def _turning(actors: Iterable[Actor]) -> list[int]:
    """The days on which one of some actors begins, ends, or takes or loses a name."""
    spans = chain.from_iterable(map(_spans, actors))
    return sorted({day for first, last in spans for day in (first, last + 1)})


def _spans(actor: Actor) -> Iterator[tuple[int, int]]:
    yield actor.exists
    for name in actor.names:
        if (name.first, name.last) != (NO_FIRST, NO_LAST):
            yield name.first, name.last


def _plain(text: str) -> str:
    """The name of an entity as people write it."""
    return text.replace("_", " ").replace("\xa0", " ").strip()


def _bracketed(text: str) -> str:
    """The text in the last brackets of a name, including inner brackets.

    `Government (Laos)` is of `Laos`.
    """
    if not text.endswith(")"):
        return ""
    depth = 0
    for place in range(len(text) - 1, -1, -1):
        depth += (text[place] == ")") - (text[place] == "(")
        if depth == 0:
            return text[place + 1 : -1]
    return ""
