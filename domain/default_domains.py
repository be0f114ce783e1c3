"""The domain of a line that names none, by what happens in it: an assault is not diplomacy."""

from __future__ import annotations

from functools import cache
from typing import Final

from domain.kinds import DIPLOMACY, What

# A domain, and the whats of which nearly every fact is in it; all others are diplomacy. Fighting
# and forces are security; weapons, bases and drills defence. Aid stays diplomacy: in the domain
# humanitarian it is relief, and a domain that nobody wrote must not decide that.
_DEFAULTS: Final = """
security: assault, assault:abduct, assault:beat, assault:torture, assault:sexual, assault:targeted
security: assault:destroy, assault:primitive, assault:firearms, assault:explosives
security: assault:suicide-attack, assault:aerial, assault:drone, assault:heavy-weapons
security: assault:unconventional, mobilize, mobilize:troops, mobilize:weapons, mobilize:police
security: mobilize:militia, retreat:withdraw, retreat:disarm, retreat:ceasefire, withdraw-troops
security: ceasefire-call, threaten:violence, instrument:armed-conflict, instrument:ceasefire
security: instrument:alliance
defence: exercise, arms-sale, instrument:base, instrument:arms-embargo
intelligence: leak
cyber: coerce:cyber
sanctions: sanction, instrument:sanctions, instrument:comprehensive-sanctions
trade: instrument:embargo, instrument:trade-agreement, instrument:trade-restriction
transit: instrument:transit-restriction, instrument:transit-ban
transport: instrument:airspace-closed
territory: instrument:territorial-control, instrument:territorial-claim, threaten:territory
justice: sanction:convict, coerce:arrest, coerce:deport, accuse:investigate, retreat:release
justice: release-prisoners
society: protest, protest:demo, protest:riot, protest:strike, protest:hunger, protest:boycott
society: protest:obstruct, protest:vandalize, assault:crowd-control, coerce:censor, coerce:curfew
society: coerce:martial-law, instrument:visa-free
"""


def default_domain(what: What) -> str:
    """The domain of a line, a row or a command with this `what` that names none.

    What is stored always names its domain, so that a change of this table changes no fact.
    """
    return _defaults().get(what.written, DIPLOMACY)


@cache
def _defaults() -> dict[str, str]:
    rows = (line.split(": ", 1) for line in _DEFAULTS.strip().splitlines())
    return {what: domain for domain, whats in rows for what in whats.split(", ")}
