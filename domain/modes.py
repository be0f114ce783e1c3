"""What a deed is that did not happen: planned, promised, threatened or refused instead."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from domain.codes.deeds_ahead import MODES
from domain.kinds import ENGAGEMENTS, What, read_what

AHEAD: Final = "ahead"
ACCORD: Final = "accord"
DECIDED: Final = "decided"
OFFER: Final = "offer"
PROMISE: Final = "promise"
THREAT: Final = "threat"
REFUSE: Final = "refuse"
NOT: Final = "not"
MAYBE: Final = "maybe"
DENY: Final = "deny"

_PLANS: Final = {"third-party": "talks", "failed-talks": ""}

_THREATS: Final = (
    (r"sanctions|embargo|restrict|transit|airspace|border|tariff|discontinue", "threaten:restrict"),
    (r"expel", "threaten:expel"),
    (r"relations|ambassador|recognition|sanction:withdraw|call-off", "threaten:relations"),
    (r"territor", "threaten:territory"),
    (r"arrest|investigate|convict|deport", "threaten:arrest"),
    (r"assault|armed-conflict|mobilize|cyber|seize", "threaten:violence"),
)
_REFUSALS: Final = (
    (r"^(visit|call|talks|summit|third-party|planned:)", "reject:meet"),
    (
        r"^(aid|cooperate|arms-sale|exercise|instrument:(base|alliance|trade-agreement))",
        "reject:assist",
    ),
    (
        r"^(retreat|withdraw-troops|release|lift|instrument:(ceasefire|peace)|concede)",
        "reject:yield",
    ),
    (r"^instrument:(sanctions|embargo|comprehensive|trade-restriction)", "stance:favourable"),
    (r"^(agree|support|recognise|instrument:(treaty|visa-free))", "reject"),
)


_DENIED: Final = re.compile(r"(?:\bnot|n't|\bnever|\bno longer)\s+(?:\w+ly\s+)?$")
"""What takes a mode back: `is not scheduled to`."""


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    found: dict[str, list[str]] = {}
    for line in MODES.strip().splitlines():
        mode, _, words = line.partition(": ")
        found.setdefault(mode, []).extend(word.strip() for word in words.split(","))
    return tuple((mode, _ends_with(words)) for mode, words in found.items())


def _ends_with(words: list[str]) -> re.Pattern[str]:
    longest = "|".join(
        re.escape(word).replace(r"\ ", r"\s+") for word in sorted(words, key=len, reverse=True)
    )
    between = (
        r"(?:\s+(?:\w+ly|also|soon|again|now|still|had|has|having|be|have|been|it|that|its|the"
        r"|a|an|new|further|any|to|on|for))"
    )
    return re.compile(rf"(?<![\w-])({longest}){between}{{0,4}}\s*$")


def mode_before(text: str) -> tuple[str, int]:
    """The mode that the end of a text sets for what follows, and where its words begin.

    An empty mode where it sets none: what follows happened.
    """
    found = [
        (match.start(1), mode)
        for mode, pattern in _patterns()
        if (match := pattern.search(text)) is not None
    ]
    if not found:
        return "", len(text)
    start, mode = min(found)
    denied = _DENIED.search(text, 0, start)
    if denied and mode != DENY:
        return NOT, denied.start()
    return mode, start


def in_mode(what: What, mode: str) -> What | None:
    """What is recorded of a deed in a mode; None where nothing is.

    `agree` to do a good thing, a threat to do a bad one, and a plan to meet are facts of their own.
    """
    if mode in ("", DENY):
        return what
    if mode == ACCORD:
        return what if what.weight < 0 else read_what("agree")
    if mode == DECIDED:
        return read_what("agree") if what.kind == "contact" else what
    written = what.written
    if mode == OFFER and (what.kind == "contact" or written.startswith("request:meet")):
        return read_what("request:meet")
    mode = PROMISE if mode == OFFER else mode
    if mode in (AHEAD, PROMISE) and what.kind == "contact":
        plan = _PLANS.get(what.what, what.what)
        return What("engagement", plan) if plan in ENGAGEMENTS else None
    if mode in (AHEAD, PROMISE) and (what.kind == "engagement" or written == "agree"):
        return what
    if mode == REFUSE:
        return _first(_REFUSALS, written)
    if mode in (AHEAD, PROMISE, THREAT):
        return _intended(what, mode)
    return None


def _intended(what: What, mode: str) -> What | None:
    written = what.written
    if what.weight < 0 and not written.startswith(("accuse", "reject", "condemn", "stance")):
        return _first(_THREATS, written) or read_what("threaten")
    if what.weight > 0 and mode != THREAT and what.kind in ("action", "instrument"):
        return read_what("agree")
    return None


def _first(table: tuple[tuple[str, str], ...], written: str) -> What | None:
    found = next((name for pattern, name in table if re.search(pattern, written)), "")
    return read_what(found) if found else None
