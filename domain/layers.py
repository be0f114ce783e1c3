"""The layers that people and the store itself keep; rows of a source go into others."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from domain.actors import STREAM as ACTORS
from domain.answer import STREAM as ANSWERS
from domain.batch import STREAM as BATCHES
from domain.command import STREAM as COMMANDS
from domain.expectation import STREAM as EXPECTATIONS
from domain.fact import DESK

RECORD: Final = (ACTORS, EXPECTATIONS, COMMANDS, ANSWERS, BATCHES)
"""Layers whose streams hold no facts: actors, expectations, commands, citations and batches."""

WRITTEN: Final = (DESK, ACTORS, EXPECTATIONS)
"""Layers that a `.facts` file writes."""

RESERVED: Final = (DESK, *RECORD)
"""Layers that no source may have."""


def machine_coded(streams: Iterable[object]) -> str:
    """The first machine-coded layer of which streams are; empty where there is none."""
    layers = (str(stream).partition("/")[0] for stream in streams)
    return next((layer for layer in layers if layer not in RESERVED), "")
