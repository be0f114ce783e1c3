"""Which pairs the parties of a fact of one day concern, and in which direction."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from domain.content import Content
from projections.pairs import MUTUAL, Pair, among, view

FORWARD: Final = 1
"""From the first actor of a pair in its stored order to the second."""

REVERSE: Final = -1
BOTH: Final = 0

PairKey = tuple[str, str]


def sides_of(
    actors: tuple[str, ...],
    recipients: tuple[str, ...],
    relation: str,
    friendly: bool,  # noqa: FBT001  # as `_sides` says it
) -> Sequence[tuple[PairKey, int]]:
    """Each pair that the parties of a fact concern, in its stored order, and in which direction.

    This is the same for all their facts whose weights are `friendly`, above zero, or not.
    """
    if len(actors) == 1 == len(recipients):
        return _between(actors[0], recipients[0], relation)
    return _sides(actors, recipients, relation, friendly=friendly)


def _between(actor: str, recipient: str, relation: str) -> Sequence[tuple[PairKey, int]]:
    """The same as `_sides` of one actor on each side, as most rows of a source have it."""
    if actor < recipient:
        return (((actor, recipient), BOTH if relation == MUTUAL else FORWARD),)
    return (
        (((recipient, actor), BOTH if relation == MUTUAL else REVERSE),)
        if recipient < actor
        else ()
    )


@lru_cache(maxsize=1 << 15)
def _sides(
    actors: tuple[str, ...], recipients: tuple[str, ...], relation: str, *, friendly: bool
) -> Sequence[tuple[PairKey, int]]:
    """Each pair that the parties concern, and in which direction.

    This is the same for all their facts whose weights have the same sign.
    """
    parties = {
        "actors": actors,
        "recipients": recipients,
        "relation": relation,
        "weight": 1 if friendly else -1,
    }
    content = _ANY.model_copy(update=parties)
    sides = ((pair, view(content, Pair(*pair))) for pair in among(actors, recipients))
    return tuple((pair, toward(side, pair)) for pair, side in sides if side is not None)


_ANY: Final = Content(
    kind="action", what="agree", actors=(), recipients=(), relation="mutual", title="-"
)


def toward(side: str, pair: PairKey) -> int:
    """The direction of a view of a pair in its stored order."""
    if side == MUTUAL:
        return BOTH
    return FORWARD if side.startswith(f"{pair[0]}>") else REVERSE
