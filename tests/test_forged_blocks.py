"""Blocks that detente never writes: every command says that they are damaged, and none fails."""

from __future__ import annotations

import io
import json
from base64 import b64encode
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from datetime import date
from hashlib import sha256
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.actors import Registry
from domain.batch import MOST_ROWS, RowsRecorded
from domain.clocks import AsOf
from domain.limits import LINE
from domain.refusal import Failure, InvalidInput
from service.archives.block import SCHEMA, decoded, encoded
from service.archives.chunks import batch_of
from service.archives.columns import columns_of
from service.archives.pages import pages_of
from service.checking import verified
from service.formats.jsonl import Copied, copied, event_lines
from service.judging import Judge
from service.safety import differences, rebuilt
from service.store.codec import state_of
from service.store.errors import Damaged
from service.store.memory import MemoryRecorder
from service.tallies import tallies
from service.timeline import Blocks, Timeline
from tests.evidence import layer_state_of
from tests.test_batches import FIRST, PAIRS, some_keys
from tests.test_jsonl import chained
from tests.test_undo import Clock

LAYER = "sheet"
TODAY = date(2018, 8, 15)
Table = Any
"""A `pyarrow.Table`, which has no types."""

Change = Callable[[Table], Table]


def a_table(number: int = 20, start: int = 0) -> Table:
    block = encoded(columns_of(some_keys(start, number)))
    return pq.read_table(pa.BufferReader(block.data), read_dictionary=DICTIONARIES)


DICTIONARIES = [field.name for field in SCHEMA if pa.types.is_dictionary(field.type)]


def written(table: Table, **options: Any) -> bytes:
    """A table as a block is written, but for what is asked for."""
    form: dict[str, Any] = {
        "compression": "zstd",
        "use_dictionary": [*DICTIONARIES, "goldstein"],
        "write_statistics": False,
        "store_schema": False,
    }
    out = io.BytesIO()
    pq.write_table(table, out, **(form | options))
    return out.getvalue()


def cell(name: str, value: object, at: int = 3) -> Change:
    """Puts a value into one cell."""

    def change(table: Table) -> Table:
        values = table.column(name).to_pylist()
        values[at] = value
        plain = table.schema.field(name).type
        kind = plain.value_type if pa.types.is_dictionary(plain) else plain
        return column(name, lambda _: pa.array(values, kind))(table)

    return change


def column(name: str, values: Callable[[int], Any]) -> Change:
    """Puts other values in the place of a column."""

    def change(table: Table) -> Table:
        return table.set_column(table.schema.names.index(name), name, values(len(table)))

    return change


def shape(**said: object) -> Change:
    first = {"kind": "action", "what": "accuse", "relation": "directed"}
    return cell("shape", json.dumps(first | said, separators=(",", ":"), ensure_ascii=False))


FORGED: dict[str, tuple[Change, str]] = {
    **{f"no {name}": (cell(name, None), f"without {name}") for name in SCHEMA.names
       if name != "goldstein"},
    "known before any day": (cell("known", 0), "no calendar"),
    "known before the first": (cell("known", -5), "no calendar"),
    "known after any day": (cell("known", 2**31 - 1), "no calendar"),
    "days as texts": (column("known", lambda n: pa.array(["x"] * n)), "other columns"),
    "days as fractions": (column("known", lambda n: pa.array([1.5] * n)), "other columns"),
    "long days": (column("known", lambda n: pa.array([2**40] * n)), "other columns"),
    "keys as numbers": (column("key", lambda n: pa.array(range(n))), "other columns"),
    "dates as numbers": (column("on", lambda n: pa.array([5] * n)), "other columns"),
    "shapes as lists": (column("shape", lambda n: pa.array([[1]] * n)), "cannot be read"),
    "addresses in parts": (column("url", lambda n: pa.array([{"a": 1}] * n)), "other columns"),
    "mutual as numbers": (column("mutual", lambda n: pa.array([1] * n)), "other columns"),
    "scores as texts": (column("goldstein", lambda n: pa.array(["1"] * n)), "other columns"),
    "one column more": (
        lambda table: table.append_column("more", pa.array([1] * len(table))), "other columns"),
    "a score beyond all": (cell("goldstein", 2**62), "more than anything weighs"),
    "no JSON": (cell("shape", "{"), "as detente writes"),
    "JSON of a number": (cell("shape", "5"), "as detente writes"),
    "JSON of a list": (cell("shape", "[]"), "as detente writes"),
    "deep JSON": (cell("shape", "[" * 50_000), "as detente writes"),
    "no kind": (cell("shape", "{}"), "as detente writes"),
    "a field more": (shape(more=1), "as detente writes"),
    "a field of a row": (shape(title="another"), "as detente writes"),
    "fields of other types": (shape(what=["accuse"]), "as detente writes"),
    "spaces": (cell("shape", '{"kind": "action"}'), "as detente writes"),
    "a kind that is none": (shape(kind="war"), "no fact is of the kind"),
    "an instrument": (shape(kind="instrument", what="alliance"), "is not a date"),
    "a weight beyond all": (shape(weight=2**60), "more than anything weighs"),
    "nobody": (cell("sides", ""), "is not an actor"),
    "one side": (cell("sides", "TUR"), "is not an actor"),
    "three sides": (cell("sides", "TUR > RUS > FRA"), "is not an actor"),
    "an actor with itself": (cell("sides", "TUR > TUR"), "ties with itself"),
    "hidden characters in an actor": (cell("sides", "TUR > R\x1b[31mS"), "is not an actor"),
    "too many actors": (
        cell("sides", ",".join(f"A{i}" for i in range(201)) + " > TUR"), "more actors"),
    "a date that is none": (cell("on", "2015-13-45"), "2015-13-45"),
    "published never": (cell("published", "x"), '"x"'),
    "a key with a control character": (cell("key", "2\x1b[31mX"), "is not a key"),
    "an empty key": (cell("key", ""), "is not a key"),
    "a long key": (cell("key", "k" * 401), "is not a key"),
    "a title longer than any cell": (cell("title", "x" * (4 * LINE + 1)), "a title of"),
    "an address longer than any cell": (cell("url", "x" * (4 * LINE + 1)), "a url of"),
    "bytes that are not text": (
        column("url", lambda n: pa.Array.from_buffers(
            pa.string(), n, pa.array([b"\xff"] * n, pa.binary()).buffers())), "cannot be read"),
    "a key twice": (lambda table: cell("key", table.column("key")[2].as_py())(table), "before it"),
}  # fmt: skip


def batch(table: Table, data: bytes, number: int = 1) -> RowsRecorded:
    """The event of a block, which says of it what is true where that can be said."""
    honest = columns_of(some_keys(0, 20))
    recorded = batch_of(LAYER, honest, encoded(honest), TODAY)
    keys = [str(key) for key in table.column("key").to_pylist() if key is not None]
    digest = sha256(data).hexdigest()
    changed = {"block": digest, "rows": len(table), "least": min(keys), "greatest": max(keys)}
    return recorded.model_copy(update=changed).numbered(f"batches/{LAYER}/{number:08}", 1)


def store_with(registry: Registry, *blocks: tuple[RowsRecorded, bytes]) -> Timeline:
    timeline = Timeline(MemoryRecorder(), registry, Clock())
    for recorded, data in blocks:
        moment = timeline.moment("AN", TODAY)
        stamped = moment.stamp(recorded).numbered(recorded.originator_id, 1)
        row = stamped.originator_id, 1, stamped.stored_as, state_of(stamped)
        timeline.copy([row], [stamped], Blocks({recorded.block: data}, timeline.head()))
    return timeline


def flaws(timeline: Timeline) -> list[str]:
    return [flaw.said for flaw in verified(timeline).flaws]


def imported(registry: Registry, lines: Sequence[str]) -> tuple[Copied, Timeline]:
    timeline = Timeline(MemoryRecorder(), registry, Clock())
    encoded_lines = [line.encode() for line in lines]
    return copied(timeline, lambda: encoded_lines, "copy.jsonl"), timeline


@pytest.mark.parametrize("name", FORGED)
def test_a_forged_block_is_broken_and_no_question_fails(name: str, registry: Registry) -> None:
    """Only the names of columns were looked at, and one row for each value of a few of them."""
    change, said = FORGED[name]
    table = change(a_table())
    data = written(table)
    with closing(store_with(registry, (batch(table, data), data))) as timeline:
        found = flaws(timeline)
        assert said in found[0], found
        for ask in QUESTIONS:
            with suppress(InvalidInput):
                ask(timeline)
        copy = [*event_lines(timeline)]
    refused, other = imported(registry, copy)

    assert refused.problem is not None, refused
    assert refused.problem.place.startswith("copy.jsonl:2")
    assert other.head().position == 0


QUESTIONS: Final[tuple[Callable[[Timeline], object], ...]] = (
    lambda timeline: [*timeline.facts(LAYER)],
    lambda timeline: [layer_state_of(timeline, pair, AsOf(FIRST), LAYER) for pair in PAIRS],
    tallies,
    lambda timeline: timeline.fact(f"{LAYER}/00003", LAYER),
    differences,
    rebuilt,
)


@pytest.mark.parametrize("form", ["key", "url", "pieces"])
def test_a_block_in_another_form_is_damaged_before_it_is_read(form: str) -> None:
    """A few bytes of a dictionary stood for an address of 600,000 characters in every row."""
    table = a_table()
    options: dict[str, Any] = (
        {"row_group_size": 7}
        if form == "pieces"
        else {"use_dictionary": [*DICTIONARIES, "goldstein", form]}
    )
    data = written(table, **options)

    with pytest.raises(Damaged):
        decoded(data, sha256(data).hexdigest(), len(table))


@pytest.mark.parametrize("column_", [0, 10])
def test_pages_say_themselves_how_they_are_written(column_: int) -> None:
    """The footer is not asked: what a reader unpacks is what the header of each page says."""
    table = a_table()
    name = SCHEMA.names[column_]
    honest, other = (
        written(table, use_dictionary=[*DICTIONARIES, "goldstein", *more]) for more in ([], [name])
    )
    chunks = [
        pq.ParquetFile(pa.BufferReader(data)).metadata.row_group(0).column(column_)
        for data in (honest, other)
    ]

    assert all(page.plain for page in pages_of(honest, chunks[0]))
    assert not all(page.plain for page in pages_of(other, chunks[1]))
    for chunk, data in zip(chunks, (honest, other), strict=True):
        assert sum(page.unpacked for page in pages_of(data, chunk)) < chunk.total_uncompressed_size


@given(st.binary(max_size=40), st.integers(0, 400))
def test_pages_that_are_none_are_refused(spoiled: bytes, at: int) -> None:
    """Spoiled headers end in a sentence, or in a block that is read as before."""
    data = written(a_table())
    chunk = pq.ParquetFile(pa.BufferReader(data)).metadata.row_group(0).column(0)
    with suppress(ValueError, LookupError, TypeError):
        assert [*pages_of(data[:at] + spoiled + data[at + len(spoiled) :], chunk)]
    data = data[:at] + spoiled + data[at + len(spoiled) :]
    with suppress(Damaged):
        decoded(data, sha256(data).hexdigest(), 20)


def test_a_block_of_more_rows_than_any_is_damaged(registry: Registry) -> None:
    """Twenty million rows that are the same took 600 kilobytes, and gigabytes when read."""
    table = a_table()
    data = written(table)
    with pytest.raises(Damaged, match="more rows than any"):
        decoded(data, sha256(data).hexdigest(), MOST_ROWS + 1)
    many = batch(table, data).model_copy(update={"rows": MOST_ROWS + 1})
    with closing(store_with(registry, (many, data))) as timeline:
        assert "no batch holds" in flaws(timeline)[0]


NOTICED: Final = {
    "hidden characters in a title": (cell("title", "T\x1b[31m"), "control characters"),
    "hidden characters in an address": (cell("url", "https://e.org/\u202e"), "control characters"),
    "hidden characters in a publisher": (cell("publisher", "R\x1b[31m"), "control characters"),
    "hidden characters in a topic": (shape(topics=["a\u200bb"]), "nobody sees"),
    "a long title": (cell("title", "x" * 1_001), "1,000 characters at most"),
    "a long address": (cell("url", "https://e.org/" + "x" * 4_000), "4,000 characters at most"),
    "a score of nothing": (cell("goldstein", -99_000_000), "is not a Goldstein score"),
    "known before it happened": (cell("known", 1), "cannot have reported"),
    "published before it happened": (cell("published", "1999-01-01"), "cannot have reported"),
    "a script": (cell("url", "javascript:alert(1)"), "is a script"),
    "a script in disguise": (cell("url", " Java\tscript:alert(1)"), "is a script"),
}


@pytest.mark.parametrize("name", NOTICED)
def test_rows_that_would_not_be_recorded_today_are_noticed(name: str, registry: Registry) -> None:
    change, said = NOTICED[name]
    table = change(a_table())
    data = written(table)
    with closing(store_with(registry, (batch(table, data), data))) as timeline:
        found = verified(timeline, Judge(TODAY))
        copy = [*event_lines(timeline)]
    result, _ = imported(registry, copy)

    assert found.flaws == ()
    assert [notice.stream for notice in found.notices] == [f"{LAYER}/00003"]
    assert said in found.notices[0].said
    assert (result.problem is not None) == ("script" in name)
    assert result.hidden == ("hidden" in name)


def test_no_more_than_a_hundred_rows_are_noticed_by_name(registry: Registry) -> None:
    table = column("title", lambda n: pa.array(["T\x1b"] * n).dictionary_encode())(a_table(250))
    data = written(table)
    with closing(store_with(registry, (batch(table, data), data))) as timeline:
        found = verified(timeline, Judge(TODAY))

    assert (len(found.notices), found.more_notices) == (100, 150)


# Copies -------------------------------------------------------------------------------------------


def a_copy(registry: Registry, *tables: Table) -> list[str]:
    blocks = [(table, written(table)) for table in tables]
    found = [(batch(*block, number), block[1]) for number, block in enumerate(blocks, 1)]
    with closing(store_with(registry, *found)) as timeline:
        return [*event_lines(timeline)]


def test_keys_of_an_earlier_batch_are_refused_in_a_copy(registry: Registry) -> None:
    """What verify called broken afterwards had been added."""
    copy = a_copy(registry, a_table(), a_table(20, 20), cell("title", "-")(a_table()))
    refused, other = imported(registry, copy)

    assert refused.problem is not None
    assert refused.problem.place.startswith("copy.jsonl:4")
    assert "is there already" in refused.problem.said
    assert other.head().position == 0


@pytest.mark.parametrize("first", ["batch", "fact"])
def test_facts_that_begin_twice_are_refused_in_a_copy(first: str, registry: Registry) -> None:
    table = a_table()
    data = written(table)
    with closing(store_with(registry, (batch(table, data), data))) as timeline:
        (together,) = timeline.store.select_notifications(start=1, limit=9)
        (alone, *_) = timeline.store.batches.events(timeline.store.batches.of(LAYER)[0], [3])
    rows = [together, alone] if first == "batch" else [alone, together]
    lines = chained(rows).decode().splitlines(keepends=True)
    at = 1 if first == "batch" else 2
    lines[at] = lines[at].replace('"}\n', f'","block":"{b64encode(data).decode()}"}}\n')
    refused, other = imported(registry, lines)

    assert refused.problem is not None
    assert refused.problem.place.startswith("copy.jsonl:3")
    assert other.head().position == 0


@pytest.mark.parametrize("block", ["A", "QQ===", "QUFB"])
def test_a_block_that_is_written_wrongly_is_refused_in_a_copy(
    block: str, registry: Registry
) -> None:
    """One character of it had ended in a trace."""
    header, line = a_copy(registry, a_table())
    start = line.index('"block":"') + 9
    refused, other = imported(registry, [header, f'{line[:start]}{block}"}}\n'])

    assert refused.problem is not None
    assert refused.problem.place.startswith("copy.jsonl:2")
    assert other.head().position == 0


def test_a_copy_that_changes_between_its_two_readings_is_not_recorded(registry: Registry) -> None:
    """The second content had been recorded unchecked, and its hidden characters were not named."""
    first = a_copy(registry, a_table(), a_table(20, 20))
    second = a_copy(registry, cell("title", "T\x1b")(a_table()), a_table(20, 20))
    for others in (second, second[:2], ["another file"]):
        reads = iter([first, [*first[:1], *others[1:]], others])
        timeline = Timeline(MemoryRecorder(), registry, Clock())
        with pytest.raises(Failure, match="changed while it was read"):
            copied(timeline, lambda: [line.encode() for line in next(reads)], "copy.jsonl")  # noqa: B023

        assert timeline.head().position == 0
