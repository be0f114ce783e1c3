"""Which version of the rules an answer was counted by: a change of any weight gives another."""

from __future__ import annotations

from functools import cache

from domain import kinds, status
from projections import score
from projections.answer import digest_of
from projections.lenses.lens import Lens

LENGTH = 8


def rules_version(lens: Lens) -> str:
    """The lens by name, and a digest of the tables that it counts by: `standing-flow@1, rules ..`."""
    return f"{lens.name}, rules {_tables()}"


@cache
def _tables() -> str:
    """A digest of every weight, half-life, limit and label, so that nobody forgets to number it."""
    whats = {kind: kinds.whats(kind) for kind in kinds.KINDS}
    half_lives = {
        f"{kind}:{what}": kinds.half_life(kind, what)
        for kind, table in whats.items()
        for what in table
    }
    tables = [whats, half_lives, status.STALE_DAYS, kinds.DOMAINS, score.LABELS, score.TABLES]
    return digest_of(tables)[:LENGTH]
