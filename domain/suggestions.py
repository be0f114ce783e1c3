"""What a word that is not a `what` may be meant for, and the refusals that say so."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Final

from domain.glossary import Entry, entries, entry_of
from domain.kind import Kind
from domain.kinds import (
    ACTIONS,
    KIND_BY_PREFIX,
    KINDS,
    What,
    action_type,
    find_what,
    is_slug,
    not_a_slug,
)
from domain.meaning import FAR, Hit, Match, search, slips
from domain.refusal import AnyFix, Fix, InvalidInput, Run

MOST: Final = 5
"""How many readings of a word are offered."""

FEW: Final = 6
"""So many things are all offered where none of them is meant for sure."""

SURE: Final = frozenset({Match.NAME, Match.WORD, Match.FORM})
"""The matches by which all readings of a word are known."""


def meant(text: str, among: Collection[Entry] | None = None) -> list[What]:
    """The whats that a text may be meant for, the likeliest first; none where nobody can say.

    Those of the surest kind of match that there is. A word that is a name or a synonym has every
    reading that these give it. Of any other, a text that is turned around counts for nothing, and
    no friendly reading is given beside a hostile one.
    """
    best = _best(search(text, among))
    if best and best[0].match not in SURE:
        best = _straight(best)
    return [hit.what for hit in best[:MOST]]


def deeds(text: str) -> list[What]:
    """The whats that words of a sentence may be meant for, the likeliest first.

    Those that may mean the opposite are left out, and what PLOVER calls a contact; of what is yet
    to come, what would hold by now. A treaty that is planned is agreed on.
    """
    found = [hit.what for hit in search(text) if not hit.turned]
    found = [what for what in found if action_type(what.what) != "consult"]
    if found and _AHEAD.search(text):
        planned = [what for what in found if what.of_kind.planned]
        return planned or [What("action", "agree")]
    return found


_AHEAD: Final = re.compile(
    r"\b(?:plan(?:ned|s to)?|upcoming|scheduled|due to|is to|are to|will|(?:^|(?<=\s))to)\s"
    r"(?=.*\b(?:visit|meet|talk|call|hold|sign|treaty|agreement|summit|vote|peace|accord|deal))",
    re.IGNORECASE,
)
"""Words before what is yet to come."""


def _best(hits: Sequence[Hit]) -> list[Hit]:
    """The hits that match as the first does; of a contact without what PLOVER calls it."""
    best = [hit for hit in hits if hit.match == hits[0].match]
    return [hit for hit in best if action_type(hit.what.what) != "consult"] or best


def _straight(hits: Iterable[Hit]) -> list[Hit]:
    """The hits without those that may mean the opposite."""
    found = [hit for hit in hits if not hit.turned and hit.match != Match.CODED]
    most = max((hit.words for hit in found), default=0)
    found = [hit for hit in found if hit.match != Match.WITHIN or hit.words == most]
    hostile = any(hit.what.weight < 0 for hit in found)
    return [hit for hit in found if not (hostile and hit.what.weight > 0)]


def _fixes(found: Iterable[What], text: str) -> Iterator[Fix]:
    """What a line writes instead of a text, with what that means beside it."""
    for what in found:
        kind = what.of_kind
        own = What(kind.name, text if is_slug(text) else kind.example)
        yield Fix((what if kind.whats else own).written, entry_of(what).definition)


def the_what(text: str) -> What:
    """The one `what` that a text names: by its name, its mode, a synonym, or a form of these.

    Raises InvalidInput with what it may be meant for, where that is nothing or more than one.
    """
    found = find_what(text)
    if found is not None:
        return found
    sure = [hit.what for hit in _best(search(text)) if hit.match in SURE]
    if len(sure) == 1:
        return sure[0]
    meanings = sure or meant(text)
    said = f'"{text}" can mean {len(sure)} things.' if sure else _unknown(text, meanings)
    raise InvalidInput(
        said,
        *(Run.of("kinds", what.written, meaning=entry_of(what).definition) for what in meanings),
        *([] if sure else [Run.of("kinds", meaning="lists what can happen")]),
        code="ambiguous-what" if sure else "unknown-what",
        values={"what": text},
    )


# Refusals -----------------------------------------------------------------------------------------


def no_such_what(text: str) -> InvalidInput:
    """The refusal of a text that is not a `what`, with those that it may be meant for."""
    prefix, colon, rest = text.partition(":")
    kind = KIND_BY_PREFIX.get(prefix) or KINDS.get(prefix) if colon else None
    if kind is not None:
        return _no_such_of_kind(kind, prefix, rest)
    if colon and prefix in ACTIONS:
        return _no_such_mode(prefix, rest)
    found, values = meant(text), {"what": text}
    if any(text in (each.whats or ()) for each in KINDS.values()):
        return InvalidInput(
            f'"{text}" needs its kind before it.',
            *_fixes(found, text),
            code="kind-missing",
            values=values,
        )
    if colon:
        kinds_alike = [
            entry
            for entry in entries().values()
            if slips(prefix, entry.written.partition(":")[0]) < FAR
        ]
        found = meant(rest, kinds_alike) or found or meant(rest)
    return InvalidInput(
        _unknown(text, found),
        *_fixes(found, text),
        Run.of("kinds", meaning="lists what can happen"),
        code="unknown-what",
        values=values,
    )


def _unknown(text: str, meanings: Sequence[What]) -> str:
    said = f'unknown kind "{text}".'
    if not meanings:
        return said
    return f"{said} Did you mean {'this' if len(meanings) == 1 else 'one of these'}?"


def _no_such_of_kind(kind: Kind, prefix: str, rest: str) -> InvalidInput:
    if kind.whats is None:
        return not_a_slug(rest, Fix(f"{prefix}:{kind.example}"))
    return InvalidInput(
        f'no {kind.name} is called "{rest}".',
        *_instead(rest, [What(kind.name, what) for what in kind.whats], kind.name),
        code="unknown-what",
        values={"kind": kind.name, "what": rest},
    )


def _no_such_mode(action: str, mode: str) -> InvalidInput:
    modes = [What("action", name) for name in ACTIONS if name.startswith(f"{action}:")]
    return InvalidInput(
        f'{action} has no mode "{mode}".',
        *_instead(mode, modes or [What("action", action)], action),
        code="unknown-mode",
        values={"action": action, "mode": mode},
    )


def _instead(text: str, among: Collection[What], listed: str) -> list[AnyFix]:
    """What may be meant among some whats, or else among all.

    Where that is nothing: all of these few, or the list of them by its name.
    """
    every = entries()
    found = meant(text, [every[what] for what in among]) or meant(text)
    if not found and len(among) <= FEW:
        found = list(among)
    return list(_fixes(found, text)) or [Run.of("kinds", listed, meaning="lists them")]
