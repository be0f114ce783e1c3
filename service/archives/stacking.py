"""Facts in columns, one below the other."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import TypeVar

import numpy as np
import pyarrow as pa

from service.archives.columns import FactColumns, Few, Growing, Places, columns_of

H = TypeVar("H", bound=Hashable)
NO_FACTS = columns_of([])


def stacked(pieces: Sequence[FactColumns]) -> FactColumns:
    """Facts one below the other."""
    pieces = [piece for piece in pieces if len(piece.lines)] or [NO_FACTS]
    return FactColumns(
        np.concatenate([piece.lines for piece in pieces]),
        pa.concat_arrays([piece.keys for piece in pieces]),
        np.concatenate([piece.known for piece in pieces]),
        merged([piece.on for piece in pieces]),
        merged([piece.sides for piece in pieces]),
        merged([piece.shapes for piece in pieces]),
        np.concatenate([piece.mutual for piece in pieces]),
        merged([piece.titles for piece in pieces]),
        merged([piece.goldstein for piece in pieces]),
        merged([piece.publishers for piece in pieces]),
        merged([piece.published for piece in pieces]),
        pa.concat_arrays([piece.urls for piece in pieces]),
    )


def merged(columns: Sequence[Few[H]]) -> Few[H]:
    """Columns one below the other, without values that no row has, and with each other one once.

    Those that have growing values in common keep them.
    """
    values = columns[0].values if columns else ()
    if isinstance(values, Growing) and all(column.values is values for column in columns):
        return Few(np.concatenate([column.at for column in columns]), values)
    places: dict[H, int] = {}
    found: list[Places] = []
    for column in columns:
        used = column.places
        there = np.zeros(len(column.values), np.int32)
        values = column.values
        there[used] = [places.setdefault(values[i], len(places)) for i in used]
        found.append(there[column.at])
    at = np.concatenate(found) if found else np.zeros(0, np.int32)
    return Few(at, list(places))
