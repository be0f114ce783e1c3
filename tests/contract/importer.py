"""A process that imports rows of a source in small transactions.

To be killed somewhere in the store.
"""

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
from service.sources.rulebook import find_rules
from service.store.recorder import SqlRecorder
from service.timeline import Timeline
from tests.contract.writer import killed_at, tell


def imported(
    timeline: Timeline, file: Path, batch: int, rules_name: str = "csv", *, aloud: bool = False
) -> bulk.Account:
    """The account of an import that ran to its end.

    Aloud, it writes a line after each transaction.
    """
    rules = find_rules(rules_name)
    outcomes = coded(
        rules, Rows(file, rules.reader, frozenset(rules.columns)), SourceActors(timeline.registry)
    )
    order = bulk.Order(rules.layer, file.name, f"import {file.name} --rules {rules_name}")
    account = bulk.Account()
    with patch.object(bulk, "BATCH", batch):
        for account in bulk.imported(timeline, outcomes, order, timeline.moment()):
            if aloud:
                tell("facts", account.added + account.there)
    return account


def main(where: str, name: str, batch: str, call: str, rules_name: str) -> None:
    """Imports until the store has called so many functions.

    Or aloud and to the end if that is none.
    """
    if int(call):
        killed_at(int(call))
    with closing(Timeline(SqlRecorder.at(where), bundled_registry())) as opened:
        imported(opened, Path(name), int(batch), rules_name, aloud=not int(call))


if __name__ == "__main__":
    main(*sys.argv[1:])
