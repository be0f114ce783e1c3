"""Every lens by its name."""

from __future__ import annotations

from typing import Final

from domain.refusal import InvalidInput, SetField
from projections.lenses import cumulative, goldstein_decay, plover_net, standing_flow
from projections.lenses.lens import Lens

LENSES: Final = (standing_flow.LENS, plover_net.LENS, goldstein_decay.LENS, cumulative.LENS)


def lens(name: str) -> Lens:
    """The lens of that name, `plover-net@1`, or `plover-net` for its latest version.

    Raises InvalidInput with the names there are.
    """
    plain = name.strip().lower()
    for found in LENSES:
        if plain in (found.name, found.name.partition("@")[0]):
            return found
    raise InvalidInput(
        f'no lens is called "{name}".',
        *(SetField("lens", found.name, found.does) for found in LENSES),
        code="unknown-lens",
        values={"lens": name},
    )
