"""Which version of the rules an answer was counted by: a change of any weight gives another."""

from __future__ import annotations

from functools import cache

from domain import expectation, kinds
from projections import ledgers, moves, score, verdict
from projections.answer import digest_of
from projections.lenses.lens import Lens

LENGTH = 8


def rules_version(lens: Lens) -> str:
    """The lens by name, and a digest of the tables it counts by: `standing-flow@2, rules ..`."""
    return f"{lens.name}, rules {_tables()}"


@cache
def _tables() -> str:
    """A digest of every weight, half-life, limit and label, so that nobody forgets to number it."""
    tables = {
        kind.name: [kind.whats, kind.half_lives, kind.half_life_days, kind.stale_days, kind.ledger]
        for kind in kinds.KINDS.values()
    }
    limits = [
        kinds.DIPLOMATIC,
        sorted(kinds.MATERIAL),
        score.DAMPING,
        score.MIXED,
        ledgers.MEAN_LIFE_DAYS,
        ledgers.FAINT,
        moves.BAR,
        verdict.TABLES,
    ]
    return digest_of([tables, kinds.DOMAINS, expectation.LABELS, limits])[:LENGTH]
