"""What an event type of PLOVER with its mode means here, and the domain of its contexts."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Final

from domain.kinds import ACTIONS, DIPLOMATIC, What
from domain.refusal import Fix, InvalidInput

_CONTACTS: Final = {
    "": "talks",
    "visit": "visit",
    "third-party": "third-party",
    "multilateral": "summit",
    "phone": "call",
}
"""CONSULT is a contact here, by its mode."""

_ACTIONS: Final = [what for what in ACTIONS if what not in DIPLOMATIC]
"""Every type of PLOVER, alone and with each of its modes; not the words of diplomats."""

# domain: the contexts of PLOVER, as POLECAT's files name them. Sources and choices: SOURCES.md,
# "PLOVER".
_CONTEXTS: Final = """
diplomacy: diplomatic, executive
territory: territory
humanitarian: humanitarian, human-security, health, asylum, migration, disasters
society: legislative, election, political-institutions, pro-democracy, pro-autocracy, democracy
society: human-rights, rights-freedoms, repression, gender, lgbt, religion-ethnicity
society: inequality, misinformation
justice: legal, reparations, crime, corruption, illegal-drugs, trafficking
security: peacekeeping, terrorism
defence: military, cbrn
intelligence: intelligence
cyber: cyber
trade: economic
energy: natural-resources
technology: technology
environment: environment
"""


def _singular(context: str) -> str:
    """A context without the endings in which files and manual differ: `natural-resource(s)`."""
    return "-".join(word.removesuffix("s") for word in context.split("-"))


_NAMES: Final = {
    context: domain
    for domain, _, names in (line.partition(": ") for line in _CONTEXTS.strip().splitlines())
    for context in names.split(", ")
}
_DOMAINS: Final = {_singular(context): domain for context, domain in _NAMES.items()}


def plover(event_type: str, mode: str) -> What:
    """The contact or action that an event type means with its mode, in any case.

    An empty mode means none. Raises InvalidInput for a type or a mode that is not in PLOVER 2.0.
    """
    kind, how = _slug(event_type), _slug(mode)
    if kind == "consult" and how in _CONTACTS:
        return What("contact", _CONTACTS[how])
    what = f"{kind}:{how}" if how else kind
    if what in _ACTIONS:
        return What("action", what)
    if kind not in _ACTIONS:
        types = [name.upper() for name in _ACTIONS if ":" not in name]
        near = get_close_matches(event_type.upper(), types, n=3, cutoff=0.6)
        raise InvalidInput(
            f'PLOVER has no event type "{event_type}".',
            *map(Fix, near),
            code="unknown-type",
            values={"type": event_type},
        )
    modes = [name.partition(":")[2] for name in _ACTIONS if name.startswith(kind + ":")]
    near = get_close_matches(how, modes, n=3, cutoff=0.5) or modes[:3]
    raise InvalidInput(
        f'PLOVER\'s {kind.upper()} has no mode "{mode}".',
        *map(Fix, near),
        code="unknown-mode",
        values={"type": kind, "mode": mode},
    )


def domain_of(contexts: str) -> str:
    """The domain of the first of some contexts, separated by `;` or `,`; diplomacy without any.

    Raises InvalidInput for a context that is not in PLOVER.
    """
    names = [_slug(name) for name in contexts.replace(",", ";").split(";") if name.strip()]
    unknown = next((name for name in names if _singular(name) not in _DOMAINS), None)
    if unknown is not None:
        raise InvalidInput(
            f'PLOVER has no context "{unknown}".',
            *map(Fix, get_close_matches(unknown, _NAMES, n=3, cutoff=0.6)),
            code="unknown-context",
            values={"context": unknown},
        )
    return _DOMAINS[_singular(names[0])] if names else "diplomacy"


def _slug(text: str) -> str:
    return text.strip().lower().replace("_", "-").replace(" ", "-")
