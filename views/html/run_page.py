"""The page that shows what a command does: a suggestion of a terminal as an address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from domain.refusal import PLACEHOLDERS, Run
from views.html import address
from views.html.address import Address

_OF_PAIRS: Final[Mapping[str, tuple[tuple[str, ...], str]]] = {
    "state": ((), ""), "ties": ((), ""), "why": ((), "ev"), "diff": (("compare",), ""),
    "hindsight": (("knowledge",), ""), "learned": ((), "known"), "turns": ((), "chart"),
    "chart": ((), "chart"), "replay": ((), "chart"),
}  # fmt: skip
"""Commands about two actors: what stands behind the path of their ties, and the place there."""

_OF_FACTS: Final[Mapping[str, str]] = {"show": "", "history": "hist", "why": "counts"}
_RECORDING: Final = frozenset(
    {
        "add", "report", "deny", "confirm", "correct", "end", "suspend", "resume", "renew",
        "settle", "retract", "reinstate", "undo",
    }
)  # fmt: skip
_KEPT: Final = frozenset({"on", "known_on", "recorded_by", "lens", "domain", "topic"})


def page_of(run: Run) -> Address | None:
    """The page that shows what a command does; None where no page does."""
    words = [word.removeprefix("^") for word in run.words]
    if any(word in PLACEHOLDERS for word in words):
        return Address(("search",)) if run.verb == "search" else None
    options = {
        name: str(value) for name, value in run.fields
        if name in _KEPT and str(value) not in PLACEHOLDERS
    }  # fmt: skip
    if run.verb in _RECORDING:
        return Address(("record",), {"fact": words[0]} if words and run.verb != "add" else {})
    if run.verb in _OF_FACTS and len(words) == 1:
        return address.fact(words[0], options, _OF_FACTS[run.verb])
    if run.verb in _OF_PAIRS and len(words) == 2:
        more, part = _OF_PAIRS[run.verb]
        return Address(("ties", *words, *more), options, part=part)
    return _of_lists(run.verb, words, options)


def _of_lists(verb: str, words: Sequence[str], options: Mapping[str, str]) -> Address | None:
    match verb, len(words):
        case "search", 1 | 2 | 3 | 4:
            return Address(("search",), {"q": " ".join(words)})
        case "timeline", 0 | 1 | 2:
            return address.timeline(tuple(words), options)
        case "agenda", 0:
            return Address(("agenda",), options)
        case "actors", 0 | 1:
            return Address(("actors", *words))
        case "sources", 0 | 1:
            return Address(("sources", *words))
        case "board", _:
            return Address()
        case _:
            return None
