"""What a recording does to the balances of the pairs that it touches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

from domain.clocks import AsOf
from domain.content import Content
from domain.edtf import NO_LAST
from projections.pairs import Pair, touched, view
from projections.words import day, verdict
from service.timeline import Timeline

MOST: Final = 3
"""How many pairs are told of."""

Effects = dict[tuple[Pair, int], str]


def before(opened: Timeline, contents: Iterable[Content], today: date, on: int | None = None) -> Effects:
    """The balance of every pair that facts touch, on a day, or else on the last day of each fact that is not to come."""
    found: Effects = {}
    for content in contents:
        last = today.toordinal() if content.standing or content.window.hi >= NO_LAST else content.window.hi
        on_day = min(today.toordinal(), last if on is None else on)
        for pair in _pairs(content):
            found[pair, on_day] = _balance(opened, pair, on_day)
    return found


def _pairs(content: Content) -> Iterator[Pair]:
    """The pairs that a fact ties, each as the fact names them."""
    for pair in touched(content):
        if view(content, Pair(*pair)) is not None:
            one, other = pair
            yield Pair(one, other) if one in content.actors else Pair(other, one)


def told(opened: Timeline, effects: Effects) -> str:
    """What the recording did since: a line for each pair, and how many more there are."""
    lines: list[str] = []
    for (pair, on), was in list(effects.items())[:MOST]:
        now = _balance(opened, pair, on)
        moved = f"{was} → {now}" if now != was else f"stays {now}"
        lines.append(f"Effect   {pair.a}–{pair.b} on {day(on)}: {moved}\n")
    if len(effects) > MOST:
        lines.append(f"Effect   … and {len(effects) - MOST} more pairs.\n")
    return "".join(lines)


def _balance(opened: Timeline, pair: Pair, on: int) -> str:
    answer = opened.state(pair, AsOf(date.fromordinal(max(1, on))))
    return verdict(answer.label, answer.score)
