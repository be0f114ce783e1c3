"""A machine-coded layer handed to other engines: as Parquet, and the states of all its pairs."""

from typing import Final

PARTS: Final = 16
"""How many files the rows of a layer are in, unless somebody asks for another number."""

MOST_PARTS: Final = 4096
"""How many files they may be in."""
