"""What stands around every page: its views, the question on it, its other forms, its foot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from domain.actors import Registry
from domain.kinds import DOMAINS
from projections.pairs import Pair
from projections.question import Question
from projections.words import count
from views.command import command
from views.html import address
from views.html.address import Address, Fixed
from views.html.site import Site

FORMS: Final = {"json": "JSON", "csv": "CSV", "md": "Markdown"}
SCOPES: Final = tuple(DOMAINS)
SEARCH: Final = Address(("search",))
ASK: Final = Address(("ask",))
_FOLLOWED: Final = ("Board", "Timeline", "Agenda")
"""Pages of everybody that can be followed."""

ACTORS: Final = Address(("v1", "actors"))
"""Where the names come from that are offered as one types."""


@dataclass(frozen=True)
class Asked:
    """The fields of the question on a page, as a visitor would type them."""

    a: str = ""
    b: str = ""
    on: str = ""
    known_on: str = ""
    scope: str = ""

    @classmethod
    def of(cls, pair: Pair, fixed: Fixed, registry: Registry, day: int, scope: str = "") -> Asked:
        """The question of two actors, by the names in use on a day."""
        on = fixed.on.isoformat() if fixed.on else ""
        known_on = fixed.known_on.isoformat() if fixed.known_on else ""
        return cls(registry.name(pair.a, day), registry.name(pair.b, day), on, known_on, scope)


class Feeds(NamedTuple):
    """Where to follow what a page shows: every event, those that turn ties, what is ahead."""

    every: Address
    turns: Address
    ahead: Address

    @classmethod
    def of(cls, pair: Pair | None) -> Feeds:
        """Those of two actors, or of everybody."""
        actors = pair._asdict() if pair else {}
        every = Address(("v1", "changes"), actors, "atom")
        ahead = Address(("v1", "agenda", *(pair or ())), {}, "ics")
        return cls(every, every.with_options(only="turns"), ahead)


@dataclass(frozen=True)
class Frame:
    """What stands around a page.

    `here` is the view that it is, `views` the others with their addresses; `forms` the same answer
    as data; `command` what asks the same on a terminal.
    """

    here: str
    board: Address
    views: Sequence[tuple[str, Address]]
    asked: Asked
    foot: str
    forms: Sequence[tuple[str, Address]] = ()
    command: str = ""
    sought: str = ""
    search: Address = SEARCH
    ask: Address = ASK
    actors: Address = ACTORS
    feeds: Feeds | None = None
    names: Sequence[str] = ()
    """Names that are offered without a script, on pages that have the room."""
    scopes: Sequence[str] = SCOPES


def framed(
    here: str,
    site: Site,
    fixed: Fixed,
    *,
    pair: Pair | None = None,
    asked: Asked | None = None,
    question: Question | None = None,
    forms: Sequence[tuple[str, Address]] | None = None,
    sought: str = "",
    names: Sequence[str] = (),
) -> Frame:
    """The frame of a page; of two actors, its views are theirs."""
    options: Mapping[str, str] = fixed.options
    clocks = {name: options[name] for name in ("on", "known_on") if name in options}
    # A board is as known on its day, which therefore goes without saying.
    same = fixed.known_on is not None and fixed.known_on == fixed.on
    board = Address((), {"on": options["on"]} if same else clocks)
    views = [("Board", board)]
    if pair:
        views += [
            ("Ties", address.ties(pair, options)),
            ("Timeline", address.timeline((pair.a, pair.b), options)),
            ("Knowledge", address.ties(pair, fixed._replace(lens="").options, "knowledge")),
        ]
    else:
        views += [("Timeline", address.timeline((), options))]
    views += [("Agenda", Address(("agenda",), clocks))]
    if site.live:
        views += [("Record", Address(("record",)))]
    data = [(name, address.api(question).as_form(form)) for form, name in FORMS.items()] if (
        question
    ) else []  # fmt: skip
    return Frame(
        here=here,
        board=board,
        views=views,
        asked=asked or Asked(),
        foot=foot(site),
        forms=data if forms is None else forms,
        command=command(question) if question else "",
        sought=sought,
        feeds=Feeds.of(pair) if pair or here in _FOLLOWED else None,
        names=names,
    )


def foot(site: Site) -> str:
    """Which record answers, and how far it had come."""
    position, _, digest = site.held.partition(":")
    name = "the bundled sample" if site.store == "sample" else site.store.rpartition("/")[2]
    if not name:
        return ""
    if not position:
        return f"Answers come from {name}."
    return f"Answers come from {name}: {count(int(position), 'event')}, chain {digest[:8]}…."
