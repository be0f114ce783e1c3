"""A machine-coded layer written as a folder of Parquet files, a part of it in memory at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import closing
from datetime import date
from itertools import chain
from typing import Any, Final

import pyarrow.parquet as pq

from domain.clocks import AsOf
from domain.fact import Fact
from projections.flows import RULES, FlowKey
from projections.layer_rows import fading
from service.folders import NewFolder, writing_folder
from service.handoff import PARTS
from service.handoff import folder as files
from service.handoff.aside import Aside
from service.handoff.folder import Handed
from service.handoff.reading import Columns, read
from service.handoff.tables import FADING_SCHEMA, OTHERS_SCHEMA, table_of
from service.timeline import Timeline

_GROUP: Final = 1 << 17
"""Rows of a group of a file: what an engine reads at once, or leaves out by its least and most."""

_MANY_VALUES: Final = ("key", "day", "age", "state")
"""Columns that are not written as numbers of a few different values."""

_IN_ORDER: Final = ("day", "age")
"""Columns whose values are written as what each is greater by than the one before."""

Said = Callable[[int], object]
"""Hears how many facts were read so far."""


def export(  # noqa: PLR0913  # what is asked has five parts
    timeline: Timeline,
    layer: str,
    place: str,
    limit: int,
    known_on: date | None = None,
    *,
    parts: int = PARTS,
    said: Said = int,
) -> Handed:
    """Writes a layer as of a point of knowledge; of what is recorded meanwhile it has nothing.

    Raises Failure for a place that holds something else, or cannot be written.
    """
    head, last = timeline.head(), timeline.last_instant()
    as_of = AsOf(date.max, known_on, last)
    with writing_folder(place, files.ours, limit) as folder:
        with closing(Aside(folder, parts)) as aside:
            others = _put_aside(timeline, layer, as_of, aside, said)
        found = Handed(
            layer=layer,
            lens=RULES,
            known_on=known_on.isoformat() if known_on else "",
            recorded_by=last.isoformat() if last else "",
            position=head.position,
            digest=head.digest.hex(),
            parts=parts,
            rows=aside.rows,
            others=len({stream for stream, *_ in others}),
        )
        for number in range(parts):
            _write(folder, files.part_name(number), aside.sorted(number), found)
        _write(folder, files.FADING, _fading(aside.sorts), found)
        _write(folder, files.OTHERS, _table(others, OTHERS_SCHEMA), found)
        with closing(folder.file(files.LIST)) as file:
            file.write(found.written.encode())
    return found


Stored = tuple[str, int, str, bytes]
"""An event as it is stored: stream, version, topic and state."""


def _put_aside(
    timeline: Timeline, layer: str, as_of: AsOf, aside: Aside, said: Said
) -> list[Stored]:
    """Puts rows aside, and returns the events of facts that are not rows, in their order."""
    others: list[Stored] = []
    facts = 0
    for found in read(timeline, layer, as_of):
        if isinstance(found, Columns):
            aside.add_columns(found)
            facts += found.facts
        else:
            for row in found.rows:
                aside.add(found.fact.handle, row)
            if found.by_itself:
                others += _stored(timeline, found.fact, as_of)
            facts += 1
        said(facts)
    aside.finish()
    return sorted(others)


def _stored(timeline: Timeline, fact: Fact, as_of: AsOf) -> Iterable[Stored]:
    """The events of a fact that were recorded by then, as they are stored."""
    for event in fact.events:
        if event.recorded_at <= as_of.recorded_instant:
            row = timeline.mapper.to_stored_event(event)
            yield str(row.originator_id), row.originator_version, row.topic, row.state


def _fading(sorts: Iterable[FlowKey]) -> Any:
    """What each weight counts for at each age."""
    rows = chain.from_iterable(
        ((weight, half_life, age, counted) for age, counted in enumerate(fading(weight, half_life)))
        for weight, half_life in sorted({(sort.weight, sort.half_life) for sort in sorts})
    )
    return _table(rows, FADING_SCHEMA)


def _table(rows: Iterable[tuple[Any, ...]], schema: Any) -> Any:
    """Rows as a table, also where there is none."""
    return table_of([*zip(*rows, strict=True)] or [()] * len(schema.names), schema)


def _write(folder: NewFolder, name: str, table: Any, found: Handed) -> None:
    """Writes one file, with what it is of noted in it."""
    table = table.replace_schema_metadata(found.noted)
    names = table.column_names
    encoded: dict[str, Any] = {
        "use_dictionary": [each for each in names if each not in _MANY_VALUES],
        "column_encoding": {each: "DELTA_BINARY_PACKED" for each in names if each in _IN_ORDER},
    }
    with folder.failing(), closing(folder.file(name)) as file:
        pq.write_table(
            table, file, row_group_size=_GROUP, compression="zstd", compression_level=9, **encoded
        )
