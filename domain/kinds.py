"""The kinds of facts, what each can be and what that weighs, and the domains of facts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import get_close_matches
from typing import Final, NamedTuple

from domain.kind import Kind
from domain.refusal import Fix, InvalidInput

POINT: Final = 1_000_000
"""Micro-units in one point; every figure inside is a whole number of them."""

FLOW_DAYS: Final = 60
STANDING_DAYS: Final = 180
STANCE_DAYS: Final = 30
GRAVE_DAYS: Final = 720

CONTACTS: Final = {
    "visit": 4_000_000,
    "call": 1_500_000,
    "talks": 2_500_000,
    "summit": 4_000_000,
    "third-party": 1_000_000,
    "failed-talks": 0,
}
"""Weights in micro-units: PLOVER's CONSULT, by mode. Source: docs/scores.md, after PLOVER 2.0."""

# type | verbal or material | weight in points | its modes, each with its weight.
# Source: docs/scores.md, after the draft of PLOVER 2.0 (2024), with its errata put right: ACCUSE is
# negative, SANCTION is material.
_ACTIONS = """
agree     | verbal   |  2.5 |
consult   | verbal   |  2.5 | visit 4, third-party 1, multilateral 4, phone 1.5
support   | verbal   |  5   |
concede   | verbal   |  4.5 |
cooperate | material |  9.5 |
aid       | material | 10   |
retreat   | material |  6.5 | withdraw 8, release 6.5, disarm 10, ceasefire 7.5, access 6.5,
                               resign 4.5
request   | verbal   |  0   | assist 0.5, change -1, yield -1, meet 0
accuse    | verbal   | -3   | disapprove -2, investigate -3.5, allege -3.5
reject    | verbal   | -2   | assist -1.5, change -2, yield -2, meet -2
threaten  | verbal   | -3.5 | restrict -3, arrest -3.5, relations -3.5, expel -3.5, territory -4,
                               violence -3.5
protest   | material | -5   | demo -5, riot -7, strike -5, hunger -4.5, boycott -4.5, obstruct -4.5,
                               vandalize -5
sanction  | material | -6   | convict -6, expel -5.5, withdraw -6, discontinue -6
mobilize  | material | -5.5 | troops -6.5, weapons -6.5, police -5.5, militia -6
coerce    | material | -7   | seize -7, restrict -7, censor -6.5, curfew -6.5, martial-law -7.5,
                               arrest -7, deport -7, withhold -7, misinformation -6.5, cyber -7
assault   | material | -9   | abduct -8.5, beat -7.5, torture -8.5, sexual -8.5, targeted -9.5,
                               destroy -8.5, primitive -8, firearms -9, explosives -9,
                               suicide-attack -9.5, aerial -9.5, drone -9.5, heavy-weapons -9.5,
                               crowd-control -7.5, unconventional -10
"""

DIPLOMATIC: Final = {
    "summon": "accuse:disapprove",
    "protest-note": "accuse:disapprove",
    "condemn": "accuse:disapprove",
    "expel-diplomats": "sanction:expel",
    "recognise": "support",
    "exercise": "cooperate",
    "arms-sale": "cooperate",
    "veto": "reject",
    "call-off": "reject:meet",
    "ceasefire-call": "request",
    "withdraw-troops": "retreat:withdraw",
    "release-prisoners": "retreat:release",
    "lift-restriction": "retreat:access",
    "leak": "",
}
"""Words that diplomats use, each with the type of PLOVER that it is scored as.

A leak is scored as none: it weighs nothing. Source: docs/scores.md.
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
    "relations-downgraded": -4_000_000,
    "ambassador-recalled": -2_000_000,
    "arms-embargo": -4_000_000,
    "border-closed": -5_000_000,
    "airspace-closed": -3_000_000,
    "recognition-withheld": -4_000_000,
    "territorial-claim": -3_000_000,
    "peace-treaty": 4_000_000,
    "ceasefire": 2_000_000,
    "trade-agreement": 2_000_000,
    "trade-restriction": -3_000_000,
    "visa-free": 1_000_000,
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

DIMENSIONS: Final = {
    "political": ("diplomacy", "territory", "sanctions", "humanitarian", "society", "justice"),
    "security": ("security", "defence", "transit", "intelligence", "cyber"),
    "economic": ("trade", "energy", "finance", "tourism", "transport", "technology", "environment"),
}
"""The domains of each dimension. Source: docs/scores.md."""

DIPLOMACY: Final = "diplomacy"
DOMAINS: Final = {
    domain: dimension for dimension, domains in DIMENSIONS.items() for domain in domains
}


def _points(text: str) -> int:
    return round(float(text) * POINT)


def _action_tables() -> tuple[dict[str, int], frozenset[str]]:
    """The weight of every action, and those that are material."""
    weights: dict[str, int] = {}
    material: set[str] = set()
    for line in _ACTIONS.strip().replace(",\n", ",").splitlines():
        action, means, weight, modes = (cell.strip() for cell in line.split("|"))
        found = {action: _points(weight)}
        for mode in filter(None, modes.split(",")):
            name, points = mode.split()
            found[f"{action}:{name}"] = _points(points)
        weights |= found
        material |= set(found) if means == "material" else set()
    for word, code in DIPLOMATIC.items():
        weights[word] = weights[code] if code else 0
        if code in material:
            material.add(word)
    return weights, frozenset(material)


ACTIONS, MATERIAL = _action_tables()
"""Every action with its weight in micro-units, and those that are more than words."""


def action_type(what: str) -> str:
    """The type of PLOVER behind an action: `retreat` of `withdraw-troops`; empty for a leak."""
    return DIPLOMATIC.get(what, what).partition(":")[0]


# Kinds --------------------------------------------------------------------------------------------


class _ByName(dict[str, Kind]):
    """Kinds by name; a name that a later version stored is a kind that never counts."""

    def __missing__(self, name: str) -> Kind:
        return Kind(
            name=name,
            prefix=name,
            dated_by="on",
            ledger="none",
            listed="",
            whats={},
            half_life_days=STANDING_DAYS,
        )


KINDS: Final[Mapping[str, Kind]] = _ByName(
    (kind.name, kind)
    for kind in (
        Kind(
            name="contact",
            prefix="",
            dated_by="on",
            ledger="flow",
            listed="recent",
            whats=CONTACTS,
            half_life_days=FLOW_DAYS,
        ),
        Kind(
            name="action",
            prefix="",
            dated_by="on",
            ledger="flow",
            listed="recent",
            whats=ACTIONS,
            half_life_days=FLOW_DAYS,
        ),
        Kind(
            name="instrument",
            prefix="instrument",
            dated_by="since",
            ledger="standing",
            listed="in_force",
            whats=INSTRUMENTS,
            half_life_days=STANDING_DAYS,
            half_lives=dict.fromkeys(GRAVE, GRAVE_DAYS),
        ),
        Kind(
            name="engagement",
            prefix="planned",
            dated_by="planned",
            ledger="flow",
            listed="ahead",
            whats=ENGAGEMENTS,
            half_life_days=FLOW_DAYS,
        ),
        Kind(
            name="stance",
            prefix="stance",
            dated_by="since",
            ledger="standing",
            listed="stances",
            whats=STANCES,
            half_life_days=STANCE_DAYS,
            stale_days=365,
        ),
        Kind(
            name="link",
            prefix="link",
            dated_by="since",
            ledger="standing",
            listed="links",
            whats=LINKS,
            half_life_days=STANDING_DAYS,
            stale_days=1095,
        ),
        Kind(
            name="assessment",
            prefix="assessment",
            dated_by="since",
            ledger="none",
            listed="described_as",
            whats=None,
            half_life_days=STANDING_DAYS,
            example="strained",
        ),
        Kind(
            name="geography",
            prefix="geography",
            dated_by="since",
            ledger="none",
            listed="context",
            whats=None,
            half_life_days=STANDING_DAYS,
            example="maritime-border",
        ),
    )
)
"""Every kind by its name, in the order in which they are listed."""

FLOW_HALF_LIVES: Final = (FLOW_DAYS,)
"""Every half-life, in days, of flows that are summed by day."""

KIND_BY_PREFIX: Final = {kind.prefix or kind.name: kind for kind in KINDS.values()}
"""Every kind by what a line may write before the `what`."""


class What(NamedTuple):
    """A kind and the `what` within it."""

    kind: str
    what: str

    @property
    def of_kind(self) -> Kind:
        """The kind itself."""
        return KINDS[self.kind]

    @property
    def weight(self) -> int:
        """What a fact of this weighs unless it says so itself, in micro-units."""
        return self.of_kind.weight(self.what)

    @property
    def half_life(self) -> int:
        """Days after which half of its weight is left, once it fades."""
        return self.of_kind.half_life(self.what)

    @property
    def written(self) -> str:
        """As `.facts` writes it: bare for contacts and actions, prefixed for the rest."""
        prefix = KINDS[self.kind].prefix
        return f"{prefix}:{self.what}" if prefix else self.what


DECISIVE: Final[Mapping[What, str]] = {
    What("instrument", "armed-conflict"): "at-war",
    What("instrument", "relations-severed"): "severed",
}
"""Instruments that make a label by themselves while in force, the first before the second.

Source: docs/scores.md.
"""

_SLUG: Final = re.compile(r"[a-z0-9]+(?:[-_.][a-z0-9]+)*")


def is_slug(text: str) -> bool:
    """Whether a text is a slug: lower-case ASCII letters and digits, joined by `-`, `_` or `.`."""
    return _SLUG.fullmatch(text) is not None


def read_what(text: str) -> What:
    """The kind and `what` of a text: `call`, `accuse:disapprove`, `instrument:sanctions`.

    Raises InvalidInput with what may be meant.
    """
    found = find_what(text)
    if found is None:
        from domain.suggestions import no_such_what  # noqa: PLC0415  # what all words mean is long

        raise no_such_what(text.lower())
    return found


def find_what(text: str) -> What | None:
    """The same; None where nothing is called so."""
    text = text.lower()
    for kind in KINDS.values():
        if not kind.prefix and text in (kind.whats or ()):
            return What(kind.name, text)
    prefix, colon, rest = text.partition(":")
    found = KIND_BY_PREFIX.get(prefix) if colon else None
    if found is None:
        return None
    known = is_slug(rest) if found.whats is None else rest in found.whats
    return What(found.name, rest) if known else None


def not_a_slug(text: str, *fixes: Fix) -> InvalidInput:
    """The refusal of a text that must be a slug."""
    return InvalidInput(
        f'"{text}" is not a slug: use small letters, digits and hyphens.',
        *fixes,
        code="not-a-slug",
        values={"text": text},
    )


def read_domain(text: str) -> str:
    """The domain of that name. Raises InvalidInput with the closest ones."""
    text = text.lower()
    if text not in DOMAINS:
        near = get_close_matches(text, DOMAINS, n=3, cutoff=0.5) or list(DOMAINS)[:3]
        raise InvalidInput(
            f'no domain is called "{text}".',
            *map(Fix, near),
            code="unknown-domain",
            values={"domain": text},
        )
    return text
