"""Stores as they were once written, kept for ever with the answers that they gave.

`python -m tests.stored 2` adds one.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from itertools import product
from pathlib import Path
from typing import Final

from domain.actors import Described
from domain.answer import CitedInWords, answer_stream
from domain.batch import RowsRecorded
from domain.clocks import AsOf
from domain.command import CommandRecorded, command_stream
from domain.content import Content
from domain.events import (  # fmt: skip
    Asserted,
    Cancelled,
    Confirmed,
    Corrected,
    Denied,
    Ended,
    Event,
    Held,
    Reinstated,
    Renewed,
    Reported,
    Rescheduled,
    Resumed,
    Retracted,
    Suspended,
    Undone,
)
from domain.expectation import Expected
from domain.fact import DESK
from domain.report import Report
from projections.answer import digest_of
from projections.pairs import Pair
from service.formats.jsonl import event_lines
from service.opening import bundled_registry
from service.store.recorder import SqlRecorder
from service.timeline import Blocks, Timeline
from tests.answers import ANSWERS

HERE: Final = Path(__file__).parent
ROWS: Final = (HERE / "rows.parquet").read_bytes()
"""A block of two rows, as pyarrow 26 wrote it: another version may write other bytes."""

FIRST_RECORDED: Final = datetime(2022, 6, 1, 12, tzinfo=UTC)
LAYERS: Final = (DESK, "icews")
PAIRS: Final = (Pair.of("RUS", "TUR"), Pair.of("TUR", "USA"))
CLOCKS: Final = (
    AsOf(date(2022, 3, 8)),
    AsOf(date(2022, 5, 10), date(2022, 3, 7)),
    AsOf(date(2022, 12, 31), None, FIRST_RECORDED + timedelta(hours=9)),
)


def report(publisher: str, published: str) -> Report:
    return Report(
        publisher=publisher,
        published=published,
        url="https://a.example/x?y=1",
        origin="afp",
        voice="official",
        grade="B2",
        quote='He said: "never, ever".',
        archived="https://archive.example/x",
        sha256="0123456789abcdef" * 4,
    )


SANCTIONS: Final = Content(
    kind="instrument", what="sanctions", domain="trade", actors=("USA", "TUR"), recipients=("RUS",),
    relation="directed", since="2022-02",
    until="", expires="2023", title="A ban — yasak", note="A note.", topics=("war", "grain"),
    people=("rus.putin",), place="Kyiv",
    level="heads", weight=-2_500_000, weight_because="It is narrow.", episode="bans", grade="B2",
    code=("CAMEO", "1.1b3", "163"),
    goldstein=-8_000_000,
)  # fmt: skip
CALL: Final = Content(
    kind="engagement",
    what="call",
    actors=("TUR",),
    recipients=("RUS",),
    relation="mutual",
    planned="2022-03-06",
    title="Call",
)
VISIT: Final = CALL.model_copy(update={"what": "visit", "planned": "2022-04~", "title": "A visit"})
TALKS: Final = Content(
    kind="contact",
    what="talks",
    actors=("TUR",),
    recipients=("USA",),
    relation="mutual",
    on="2022-03-XX",
    title="Talks",
)
CODED: Final = Content(
    kind="action", what="accuse", actors=("TUR",), recipients=("RUS",), relation="directed",
    on="2022-03-04", title="Accuse",
    code=("CAMEO", "1.1b3", "112"), goldstein=-2_000_000,
)  # fmt: skip
ALLIANCE: Final = Content(
    kind="instrument",
    what="alliance",
    domain="defence",
    actors=("TUR", "USA"),
    recipients=("CAN",),
    relation="mutual",
    since="..",
    title="NATO",
)


def streams() -> dict[str, list[Event]]:
    """Every event of today, each with every field that it may have; no two facts in one stream."""

    def told(day: int, assumed: bool = False) -> dict[str, object]:
        return {
            "known_on": date(2022, 3, 1) + timedelta(day),
            "assumed": assumed,
            "because": f"It was so on day {day}.",
        }

    def made(cls: type[Event], day: int, **fields: object) -> Event:
        return cls.model_validate({**told(day, assumed=True), **fields})

    sourced = {"report": report("AFP", "2022-03-02")}
    return {
        "desk/ban": [
            made(Asserted, 0, content=SANCTIONS, report=report("Reuters", "2022-03-01")),
            made(Reported, 1, **sourced),
            made(Suspended, 2, on="2022-03-03", **sourced),
            made(Resumed, 3, on="2022-03-04", **sourced),
            made(Denied, 4, by="RUS", **sourced),
            made(Confirmed, 5, **sourced),
            made(Renewed, 6, expires="2024", **sourced),
            made(Corrected, 7, field="since", value="2022-02-24", refines=True, edited=True),
            made(Corrected, 8, field="place", value="Kharkiv", **sourced),
            made(Retracted, 8),
            made(Reinstated, 9),
            made(Ended, 60, on="2022-05", **sourced),
        ],
        "desk/call": [
            made(Asserted, 3, content=CALL),
            made(Rescheduled, 4, planned="2022-03-07", **sourced),
            made(Held, 6, on="2022-03-07", **sourced),
        ],
        "desk/visit": [
            made(Asserted, 4, content=VISIT),
            made(Cancelled, 6, on="2022-03-07", by="TUR", **sourced),
        ],
        "desk/talks": [
            made(Asserted, 4, content=TALKS),
            made(Undone, 5, versions=(1,)),
            made(Asserted, 6, content=TALKS),
        ],
        "desk/nato": [Asserted.model_validate({"known_on": date(2022, 3, 1), "content": ALLIANCE})],
        "icews/1@2022-03-04": [
            Asserted.model_validate({"known_on": date(2022, 3, 4), "content": CODED})
        ],
        "icews/2@2022-03-04": [
            Asserted.model_validate({"known_on": date(2022, 3, 4), "content": CODED}),
            made(Retracted, 7),
        ],
        "batches/plover/00000001": [
            made(
                RowsRecorded,
                7,
                layer="plover",
                rows=2,
                first="2022-03-04",
                last="2022-03-06",
                least="a@2022-03-04",
                greatest="b@2022-03-06",
                block=sha256(ROWS).hexdigest(),
            )
        ],
        "actor/ruritania": [
            made(Described, 0, line="@actor ruritania  Ruritania | Strelsau {metonym}  type=state")
        ],
        "expectation/2022-03-08/TUR/RUS/trade/strained": [
            made(Expected, 0, on="2022-03-08", a="TUR", b="RUS", domain="trade", label="strained")
        ],
    }


def fill(timeline: Timeline) -> None:
    """Records every event, each of them by a command of its own, and an answer that was cited."""
    before = batch_of = ""
    hour = 0
    for stream, events in streams().items():
        for version, event in enumerate(events, 1):
            moment = {
                "recorded_at": FIRST_RECORDED + timedelta(hours=hour),
                "first_recorded": FIRST_RECORDED - timedelta(days=1), "author": "Şule",
            }  # fmt: skip
            recorded = event.model_copy(update=moment).numbered(stream, version)
            undoes = before if isinstance(event, Undone) else ""
            before = command_stream(recorded)
            batch_of = (batch_of or before) if stream.startswith("icews/") else ""
            recorded_by = CommandRecorded(
                verb="record", text=f"record {stream}", file=f"{version}.facts", mode="sync",
                count=1, undoes=undoes, batch_of=batch_of, facts=1, key="K-1",
                known_on=event.known_on, assumed=True, because="It was asked for.",
            )  # fmt: skip
            both = [recorded, recorded_by.model_copy(update=moment).numbered(before, 1)]
            if isinstance(recorded, RowsRecorded):
                timeline.append(both, Blocks({recorded.block: ROWS}, timeline.head()))
            else:
                timeline.append(both)
            hour += 1
    cited = CitedInWords(
        words=("state", "TUR-RUS"), today="2022-06-02", position=12, title="State of ties",
        known_on=date(2022, 6, 2), assumed=True, recorded_at=FIRST_RECORDED, author="Şule",
        because="A paper.", first_recorded=FIRST_RECORDED - timedelta(days=1),
    )  # fmt: skip
    timeline.append([cited.numbered(answer_stream("f6d162d7fe84e070"), 1)])


def answers_text(timeline: Timeline) -> str:
    """Every kind of answer at fixed clocks, one a line, each after its id."""
    return "".join(f"{line}\n" for line in _answers(timeline))


def _answers(timeline: Timeline) -> Iterator[str]:
    layers = [layer for layer in LAYERS if layer == DESK or timeline.facts(layer)]
    for pair, layer, clock in product(PAIRS, layers, CLOCKS):
        facts = timeline.pair_facts(pair, layer)
        for name, answer in ANSWERS.items():
            if layer == DESK or name.startswith("state"):
                found = answer(facts, pair, clock)
                asked = {
                    "asked": name,
                    "pair": str(pair),
                    "layer": layer,
                    "on": str(clock.on),
                    "known_on": str(clock.known_on),
                }
                yield json.dumps(
                    {**asked, "id": digest_of(found)[:16], "answer": found},
                    ensure_ascii=False,
                    sort_keys=True,
                )


def write(folder: Path) -> None:
    """Writes today's store in each of its forms into a new folder, with its answers.

    Raises FileExistsError for an old one.
    """
    folder.mkdir()
    with closing(
        Timeline(SqlRecorder.at(str(folder / "store.db")), bundled_registry())
    ) as timeline:
        fill(timeline)
        (folder / "store.jsonl").write_text(
            "".join(event_lines(timeline)), encoding="utf-8", newline="\n"
        )
        (folder / "answers.jsonl").write_text(
            answers_text(timeline), encoding="utf-8", newline="\n"
        )
