"""Denials: whether they make a fact disputed, so that it does not count, or contested."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from domain.content import Content
from domain.kinds import MATERIAL
from domain.report import Report


class Denial(NamedTuple):
    """Somebody said that it is not so; `open` until it is confirmed again."""

    known_day: int
    report: Report
    by: str = ""
    open: bool = True


def denied(content: Content, denials: Iterable[Denial], origins: int) -> str:
    """What the denials that stand make of a fact: `disputed`, `contested`, or nothing.

    Whoever is accused denies: a fact is contested, and counts, where two origins or more report
    it, or where a party denies what it is accused of. Any other denial makes it disputed; where
    both stand, it is disputed. Source: docs/facts.md.
    """
    standing = [denial for denial in denials if denial.open]
    if not standing:
        return ""
    own = all(of_the_accused(content, denial.by) for denial in standing)
    return "contested" if origins >= 2 or own else "disputed"


def of_the_accused(content: Content, by: str) -> bool:
    """Whether a denial by an actor is one of what that actor is accused of."""
    material = content.of_kind.name in ("action", "instrument") and (
        content.kind != "action" or content.what in MATERIAL
    )
    if content.relation == "directed":
        of_deeds = material or content.kind == "link"
        return by in content.recipients or (of_deeds and by in content.actors)
    return material and content.weighs < 0 and by in (*content.actors, *content.recipients)
