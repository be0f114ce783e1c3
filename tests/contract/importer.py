"""A process that imports rows of a source in small transactions, to be killed somewhere in the store."""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path
from unittest.mock import patch

from domain.source_actors import SourceActors
from service.opening import bundled_registry
from service.sources import bulk
from service.sources.coding import coded
from service.sources.reader import Rows
from service.sources.rules import find_rules
from service.store.recorder import SqlRecorder
from service.timeline import Timeline
from tests.contract.writer import killed_at


def imported(timeline: Timeline, file: Path, batch: int) -> bulk.Account:
    """The account of an import that ran to its end."""
    rules = find_rules("csv")
    outcomes = coded(rules, Rows(file, rules.reader, frozenset(rules.columns)), SourceActors(timeline.registry))
    order = bulk.Order(rules.layer, file.name, f"import {file.name} --rules csv")
    with patch.object(bulk, "BATCH", batch):
        *_, account = bulk.imported(timeline, outcomes, order, timeline.moment())
    return account


if __name__ == "__main__":
    where, name, batch, call = sys.argv[1:]
    killed_at(int(call))
    with closing(Timeline(SqlRecorder.at(where), bundled_registry())) as opened:
        imported(opened, Path(name), int(batch))
