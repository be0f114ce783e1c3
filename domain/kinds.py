"""Kinds of facts, what each can be, its domain, and what it weighs."""

from __future__ import annotations

import re
from difflib import get_close_matches
from functools import lru_cache
from typing import Final, NamedTuple

from domain.refusal import Fix, InvalidInput

POINT: Final = 1_000_000
"""Micro-units in one point; every figure inside is a whole number of them."""

VERBAL_DAYS: Final = 30
MATERIAL_DAYS: Final = 180
STANDING_DAYS: Final = 180
STANCE_DAYS: Final = 30
GRAVE_DAYS: Final = 720

CONTACTS: Final = {
    "visit": 4_000_000,
    "call": 1_500_000,
    "talks": 2_500_000,
    "summit": 4_000_000,
    "third-party": 1_000_000,
}
"""Weights in micro-units: PLOVER's CONSULT, by mode. Source: docs/scores.md, after PLOVER 2.0."""

# type | half-life | weight in points | its modes, each with its weight. Source: docs/scores.md, after the draft of
# PLOVER 2.0 (2024), with its errata mended: ACCUSE is negative, SANCTION is material.
# a row of the table is one line
_ACTIONS = """
agree     | verbal   |  2.5 |
consult   | verbal   |  2.5 | visit 4, third-party 1, multilateral 4, phone 1.5
support   | verbal   |  5   |
concede   | verbal   |  4.5 |
cooperate | material |  9.5 |
aid       | material | 10   |
retreat   | material |  6.5 | withdraw 8, release 6.5, disarm 10, ceasefire 7.5, access 6.5, resign 4.5
request   | verbal   |  0   | assist 0.5, change -1, yield -1, meet 0
accuse    | verbal   | -3   | disapprove -2, investigate -3.5, allege -3.5
reject    | verbal   | -2   | assist -1.5, change -2, yield -2, meet -2
threaten  | verbal   | -3.5 | restrict -3, arrest -3.5, relations -3.5, expel -3.5, territory -4, violence -3.5
protest   | material | -5   | demo -5, riot -7, strike -5, hunger -4.5, boycott -4.5, obstruct -4.5, vandalize -5
sanction  | material | -6   | convict -6, expel -5.5, withdraw -6, discontinue -6
mobilize  | material | -5.5 | troops -6.5, weapons -6.5, police -5.5, militia -6
coerce    | material | -7   | seize -7, restrict -7, censor -6.5, curfew -6.5, martial-law -7.5, arrest -7, deport -7, withhold -7, misinformation -6.5, cyber -7
assault   | material | -9   | abduct -8.5, beat -7.5, torture -8.5, sexual -8.5, targeted -9.5, destroy -8.5, primitive -8, firearms -9, explosives -9, suicide-attack -9.5, aerial -9.5, drone -9.5, heavy-weapons -9.5, crowd-control -7.5, unconventional -10
"""

INSTRUMENTS: Final = {
    "alliance": 6_000_000,
    "base": 5_000_000,
    "treaty": 1_000_000,
    "sanctions": -4_000_000,
    "comprehensive-sanctions": -8_000_000,
    "embargo": -6_000_000,
    "transit-restriction": -2_000_000,
    "transit-ban": -4_000_000,
    "territorial-control": -9_000_000,
    "armed-conflict": -10_000_000,
    "relations-severed": -8_000_000,
    "ambassador-recalled": -2_000_000,
}
"""Weights in micro-units while in force. Source: docs/scores.md."""

STANCES: Final = {
    "supports": 2_000_000,
    "favourable": 1_000_000,
    "neutral": 0,
    "critical": -1_000_000,
    "opposes": -2_000_000,
}
LINKS: Final = {"close": 3_000_000, "ordinary": 1_000_000, "dependence": 2_000_000}
ENGAGEMENTS: Final = {
    "call": CONTACTS["call"],
    "visit": CONTACTS["visit"],
    "talks": CONTACTS["talks"],
    "summit": CONTACTS["summit"],
    "vote": 0,
    "deadline": 0,
}
"""What an engagement weighs once it is held: the contact of its mode. Source: docs/facts.md."""

GRAVE: Final = frozenset({"armed-conflict", "territorial-control", "relations-severed"})
"""Instruments that fade slowly once they have ended."""

FREE_SLUG: Final = frozenset({"assessment", "geography"})
"""Kinds whose `what` is any slug, and which are never scored."""

STANDING: Final = frozenset({"instrument", "stance", "link", "assessment", "geography"})
"""Kinds dated by `since` and `until`."""

SCORED_STANDING: Final = frozenset({"instrument", "stance", "link"})
FLOWS: Final = frozenset({"contact", "action"})
KINDS: Final = (
    "contact",
    "action",
    "instrument",
    "engagement",
    "stance",
    "link",
    "assessment",
    "geography",
)

DIMENSIONS: Final = {
    "political": ("diplomacy", "territory", "sanctions", "humanitarian", "society", "justice"),
    "security": ("security", "defence", "transit", "intelligence", "cyber"),
    "economic": ("trade", "energy", "finance", "tourism", "transport", "technology", "environment"),
}
"""The domains of each dimension. Source: docs/scores.md."""

DOMAINS: Final = {
    domain: dimension for dimension, domains in DIMENSIONS.items() for domain in domains
}


def _points(text: str) -> int:
    return round(float(text) * POINT)


def _action_tables() -> tuple[dict[str, int], dict[str, int]]:
    weights: dict[str, int] = {}
    half_lives: dict[str, int] = {}
    for line in _ACTIONS.strip().splitlines():
        kind, rate, weight, modes = (cell.strip() for cell in line.split("|"))
        weights[kind] = _points(weight)
        half_lives[kind] = VERBAL_DAYS if rate == "verbal" else MATERIAL_DAYS
        for mode in filter(None, modes.split(", ")):
            name, _, points = mode.rpartition(" ")
            weights[f"{kind}:{name}"] = _points(points)
    return weights, half_lives


ACTIONS, _HALF_LIVES = _action_tables()

_WHATS: Final = {
    "contact": CONTACTS,
    "action": ACTIONS,
    "instrument": INSTRUMENTS,
    "engagement": ENGAGEMENTS,
    "stance": STANCES,
    "link": LINKS,
}
PREFIXES: Final = {
    "contact": "contact",
    "action": "action",
    "instrument": "instrument",
    "planned": "engagement",
    "stance": "stance",
    "link": "link",
    "assessment": "assessment",
    "geography": "geography",
}


class What(NamedTuple):
    """A kind and the `what` within it."""

    kind: str
    what: str

    @property
    def written(self) -> str:
        """As `.facts` writes it: bare for contacts and actions, prefixed for the rest."""
        if self.kind in FLOWS:
            return self.what
        return f"{'planned' if self.kind == 'engagement' else self.kind}:{self.what}"


_SLUG: Final = re.compile(r"[a-z0-9]+(?:[-_.][a-z0-9]+)*")


def is_slug(text: str) -> bool:
    """Whether a text is a slug: small ASCII letters and digits, with `-`.

    `_` or `.` between them.
    """
    return _SLUG.fullmatch(text) is not None


def whats(kind: str) -> dict[str, int]:
    """The closed list of a kind with weights in micro-units; empty for kinds with a free slug."""
    return _WHATS.get(kind, {})


def read_what(text: str) -> What:
    """The kind and `what` that `.facts` writes.

    `call`, `accuse:disapprove`, `instrument:sanctions`. Raises InvalidInput with the spelling that
    would do.
    """
    text = text.lower()
    if text in CONTACTS:
        return What("contact", text)
    if text in ACTIONS:
        return What("action", text)
    prefix, colon, rest = text.partition(":")
    kind = PREFIXES.get(prefix)
    if kind is None or not colon:
        raise _no_such_what(text)
    if kind in FREE_SLUG:
        if not is_slug(rest):
            raise InvalidInput(
                f'"{rest}" is no slug; write small letters, digits and hyphens.',
                Fix(f"{prefix}:strained"),
            )
        return What(kind, rest)
    if rest not in _WHATS[kind]:
        near = get_close_matches(rest, _WHATS[kind], n=3, cutoff=0.5) or list(_WHATS[kind])[:3]
        head = "" if kind in FLOWS else f"{prefix}:"
        raise InvalidInput(f'no {kind} is called "{rest}".', *(Fix(head + name) for name in near))
    return What(kind, rest)


def _no_such_what(text: str) -> InvalidInput:
    prefixed = [
        What(kind, text).written
        for kind in ("instrument", "stance", "link", "engagement")
        if text in _WHATS[kind]
    ]
    if prefixed:
        return InvalidInput(f'"{text}" needs its kind before it.', *map(Fix, prefixed))
    action, colon, mode = text.partition(":")
    if colon and action in ACTIONS:
        modes = [name for name in ACTIONS if name.startswith(action + ":")]
        near = get_close_matches(text, modes, n=3, cutoff=0.5) or modes[:3] or [action]
        return InvalidInput(f'{action} has no mode "{mode}".', *map(Fix, near))
    known = [
        *CONTACTS,
        *ACTIONS,
        *(
            What(kind, name).written
            for kind in ("instrument", "stance", "link")
            for name in _WHATS[kind]
        ),
    ]
    near = get_close_matches(text, known, n=3, cutoff=0.5)
    return InvalidInput(
        f'nothing is called "{text}"; `detente kinds` lists what can happen.', *map(Fix, near)
    )


def read_domain(text: str) -> str:
    """The domain of that name. Raises InvalidInput with the closest ones."""
    text = text.lower()
    if text not in DOMAINS:
        near = get_close_matches(text, DOMAINS, n=3, cutoff=0.5) or list(DOMAINS)[:3]
        raise InvalidInput(f'no domain is called "{text}".', *map(Fix, near))
    return text


def weight(kind: str, what: str) -> int:
    """What a fact weighs unless it says otherwise, in micro-units.

    Assessments and geography weigh 0.
    """
    return _WHATS.get(kind, {}).get(what, 0)


@lru_cache(maxsize=1024)
def half_life(kind: str, what: str) -> int:
    """Days after which a flow, or a standing fact that has ended, counts half.

    Source: docs/scores.md.
    """
    if kind == "action":
        return _HALF_LIVES[what.partition(":")[0]]
    if kind in ("contact", "engagement"):
        return VERBAL_DAYS
    if kind == "stance":
        return STANCE_DAYS
    return GRAVE_DAYS if what in GRAVE else STANDING_DAYS
