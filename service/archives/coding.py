"""From the rows of a file to facts in columns, many at once: what `coded_part` says, sooner."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Final, NamedTuple

import numpy as np

from domain.source_actors import SourceActors
from service.archives.columns import FactColumns
from service.archives.drafts import JOINED, Drafts
from service.archives.mirrors import Joining, Left
from service.sources.coding import coder_of
from service.sources.outcome import Rejected
from service.sources.part import Part
from service.sources.rules import Rules
from service.sources.survey import NOTHING, Survey

SIZE: Final = 8_000_000
"""Bytes of a file that are coded at once."""


class Chunk(NamedTuple):
    """The outcomes of some rows of a file.

    `facts` come in the order in which `coded_part` gives them: that of their lines, but where a
    mirror was joined, the place of the earlier of the two. `joined` is how many rows were joined to
    a fact, `skipped` how many were left out, by reason, and `rows` how many there are.
    """

    facts: FactColumns
    joined: int
    skipped: Counter[str]
    rejected: list[Rejected]
    rows: int


def coded_chunks(  # noqa: PLR0913, PLR0917  # those of `coded_part`, and a size
    rules: Rules,
    part: Part,
    actors: SourceActors,
    until: date = date.max,
    surveyed: Survey = NOTHING,
    size: int = SIZE,
) -> Iterator[Chunk]:
    """The outcomes of all rows of a file whose codes were looked over before, in their order.

    Raises NoColumn for a file without a column of codes, and Failure for one that is damaged.
    """
    coder = coder_of(rules, part, actors, until, surveyed)
    return _chunks(
        Drafts(coder, part), Joining(rules.mirror.window if rules.mirror.same else 0), size
    )


def _chunks(drafts: Drafts, joining: Joining, size: int) -> Iterator[Chunk]:
    for draft in drafts.of_all(size):
        yield _chunk(joining.joined(draft), drafts.reasons)
    yield _chunk(joining.rest(), drafts.reasons)


def _chunk(left: Left, reasons: list[str]) -> Chunk:
    outcomes = left.outcomes
    numbers = np.bincount(outcomes[outcomes > 0], minlength=len(reasons)).tolist()
    skipped = {because: number for because, number in zip(reasons, numbers, strict=True) if number}
    joined = int(np.count_nonzero(outcomes == JOINED))
    return Chunk(left.facts, joined, Counter(skipped), left.rejected, len(outcomes))
