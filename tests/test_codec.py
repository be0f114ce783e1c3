"""Events to bytes and back, under stored names in a closed registry."""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime
from typing import ClassVar, Final

import pytest
from eventsourcing.persistence import MapperDeserialisationError, StoredEvent

from domain.actors import Described, Registry
from domain.answer import CitedInWords
from domain.batch import RowsRecorded
from domain.command import CommandRecorded
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
from domain.report import Report
from service.store.codec import REGISTRY, UPCASTS, Codec
from service.store.interface import VERIFY, BadEvent
from service.store.memory import MemoryRecorder
from service.timeline import Timeline

DAY: Final = date(2022, 3, 5)
RECORDED: Final = datetime(2022, 4, 1, 12, 30, 15, 123456, tzinfo=UTC)
REPORT: Final = Report(
    publisher="Reuters",
    published="2022-03-05",
    url="https://example.org",
    origin="afp",
    voice="official",
    grade="B2",
)
CONTENT: Final = Content(
    kind="instrument", what="sanctions", domain="trade", actors=("TUR", "USA"), recipients=("RUS",),
    relation="directed",
    since="2022-02", until="", expires="2023", title="A ban — yasak", note="a note",
    topics=("war",), people=("rus.putin",), place="Kyiv",
    level="heads", weight=-2_500_000, weight_because="long", episode="e", grade="B2",
    code=("CAMEO", "1.1b3", "057"), goldstein=-3_400_000,
)  # fmt: skip
PLAIN: Final = Content(
    kind="contact",
    what="call",
    actors=("TUR",),
    recipients=("RUS",),
    relation="mutual",
    on="2022-03-05",
    title="A call",
)

EXAMPLES: Final[list[Event]] = [
    Asserted(content=CONTENT, report=REPORT, known_on=DAY, assumed=True, because="it asked"),
    Asserted(content=PLAIN, known_on=DAY),
    Reported(report=REPORT, known_on=DAY),
    Held(on="2022-03-06", known_on=DAY, report=REPORT),
    Cancelled(on="2022-03-06", known_on=DAY),
    Rescheduled(planned="2022-03-08", known_on=DAY),
    Suspended(on="2022-03", known_on=DAY),
    Resumed(on="2022-04", known_on=DAY),
    Renewed(expires="2024", known_on=DAY),
    Ended(on="2022-05", known_on=DAY),
    Denied(report=REPORT, known_on=DAY, because="it knows"),
    Confirmed(report=REPORT, known_on=DAY),
    Corrected(field="until", value="", known_on=DAY, refines=True, edited=True),
    Retracted(known_on=DAY, because="wrong"),
    Reinstated(known_on=DAY),
    Undone(versions=(2, 3), known_on=DAY, because="a slip"),
    Described(line="@actor west  the West", known_on=DAY),
    Expected(on="2022-03-05", a="TUR", b="RUS", domain="trade", label="mixed", known_on=DAY),
    CommandRecorded(
        verb="undo",
        text="undo 1: import desk.facts",
        count=3,
        undoes="commands/desk/x@1",
        known_on=DAY,
        assumed=True,
    ),
    CommandRecorded(
        verb="import",
        text="import a.tab --rules icews",
        file="a.tab",
        mode="rules",
        count=3,
        batch_of="commands/icews/x@1",
        facts=2,
        known_on=DAY,
        assumed=True,
    ),
    CitedInWords(
        words=("state", "TUR-RUS", "--on", "2022-03-05"),
        today="2026-11-22",
        position=7,
        title="State of ties",
        known_on=DAY,
    ),
    RowsRecorded(
        layer="icews",
        rows=2,
        first="2022-03-04",
        last="2022-03-06",
        least="a",
        greatest="b",
        block="0123456789abcdef" * 4,
        known_on=DAY,
    ),
]

HEAD: Final = (
    b'"known_on":"2022-03-05","recorded_at":"2022-04-01T12:00:00Z","author":"AN","because":"it'
    b' asked"'
)
BY: Final = b'{"publisher":"Reuters","published":"2022-03-05"}'
# a row of a table is one line
STORED: Final = [
    (
        "fact.asserted/1",
        b'{%b,"content":{"kind":"contact","what":"call","actors":["TUR"],"recipients":["RUS"],'
        b'"relation":"mutual","on":"2022-03-05","title":"A call"},"report":%b}' % (HEAD, BY),
        Asserted(content=PLAIN, report=Report(publisher="Reuters", published="2022-03-05"),
            known_on=DAY),
    ),
    ("fact.reported/1", b'{%b,"report":%b}' % (HEAD, BY),
        Reported(report=Report(publisher="Reuters", published="2022-03-05"), known_on=DAY)),
    ("fact.held/1", b'{%b,"on":"2022-03-06"}' % HEAD, Held(on="2022-03-06", known_on=DAY)),
    ("fact.cancelled/1", b'{%b,"on":"2022-03-06"}' % HEAD,
        Cancelled(on="2022-03-06", known_on=DAY)),
    ("fact.rescheduled/1", b'{%b,"planned":"2022-03-08"}' % HEAD,
        Rescheduled(planned="2022-03-08", known_on=DAY)),
    ("fact.suspended/1", b'{%b,"on":"2022-03"}' % HEAD, Suspended(on="2022-03", known_on=DAY)),
    ("fact.resumed/1", b'{%b,"on":"2022-04"}' % HEAD, Resumed(on="2022-04", known_on=DAY)),
    ("fact.renewed/1", b'{%b,"expires":"2024"}' % HEAD, Renewed(expires="2024", known_on=DAY)),
    ("fact.ended/1", b'{%b,"on":"2022-05"}' % HEAD, Ended(on="2022-05", known_on=DAY)),
    ("fact.denied/1", b'{%b,"report":%b}' % (HEAD, BY),
        Denied(report=Report(publisher="Reuters", published="2022-03-05"), known_on=DAY)),
    ("fact.denied/1", b'{%b,"report":%b,"by":"TUR"}' % (HEAD, BY),
        Denied(report=Report(publisher="Reuters", published="2022-03-05"), by="TUR",
            known_on=DAY)),
    ("fact.cancelled/1", b'{%b,"on":"2022-03-06","by":"TUR"}' % HEAD,
        Cancelled(on="2022-03-06", by="TUR", known_on=DAY)),
    ("fact.held/1", b'{%b,"on":"2022-03-06/2022-03-08"}' % HEAD,
        Held(on="2022-03-06/2022-03-08", known_on=DAY)),
    ("fact.confirmed/1", b'{%b,"report":%b}' % (HEAD, BY),
        Confirmed(report=Report(publisher="Reuters", published="2022-03-05"), known_on=DAY)),
    ("fact.corrected/1", b'{%b,"field":"title","value":"B","refines":true}' % HEAD,
        Corrected(field="title", value="B", refines=True, known_on=DAY)),
    ("fact.corrected/1", b'{%b,"report":%b,"field":"title","value":"B"}' % (HEAD, BY),
        Corrected(field="title", value="B", known_on=DAY,
            report=Report(publisher="Reuters", published="2022-03-05"))),
    ("fact.retracted/1", b"{%b}" % HEAD, Retracted(known_on=DAY)),
    ("fact.reinstated/1", b"{%b}" % HEAD, Reinstated(known_on=DAY)),
    ("fact.undone/1", b'{%b,"versions":[2,3]}' % HEAD, Undone(versions=(2, 3), known_on=DAY)),
    ("actor.described/1", b'{%b,"line":"@actor west  the West"}' % HEAD,
        Described(line="@actor west  the West", known_on=DAY)),
    ("expectation.stated/1", b'{%b,"on":"2022-03-05","a":"TUR","b":"RUS","label":"mixed"}' % HEAD,
        Expected(on="2022-03-05", a="TUR", b="RUS", label="mixed", known_on=DAY)),
    ("command.carried/1", b'{%b,"did":"add","count":1}' % HEAD,
        CommandRecorded(verb="add", text="add", count=1, known_on=DAY)),
    ("command.carried/1", b'{%b,"did":"import a.facts","count":1}' % HEAD,
        CommandRecorded(verb="import", text="import a.facts", file="a.facts", count=1,
            known_on=DAY)),
    (
        "command.carried/1",
        b'{%b,"did":"import a.facts --sync --yes","count":1}' % HEAD,
        CommandRecorded(verb="import", text="import a.facts --sync --yes", file="a.facts",
            mode="sync-yes", count=1, known_on=DAY),
    ),
    (
        "command.carried/1",
        b'{%b,"did":"import a b.tab --rules icews","count":1,"whole":"commands/icews/1@1",'
        b'"facts":1}' % HEAD,
        CommandRecorded(verb="import", text="import a b.tab --rules icews", file="a b.tab",
            mode="rules", count=1, batch_of="commands/icews/1@1", facts=1, known_on=DAY),
    ),
    (
        "command.carried/1",
        b'{%b,"did":"--db my.db deny call --source AFP","count":1}' % HEAD,
        CommandRecorded(verb="deny", text="--db my.db deny call --source AFP", count=1,
            known_on=DAY),
    ),
    ("command.recorded/2", b'{%b,"verb":"add","text":"add","count":1}' % HEAD,
        CommandRecorded(verb="add", text="add", count=1, known_on=DAY)),
    (
        "answer.cited/1",
        b'{%b,"words":["state","TUR-RUS"],"today":"2026-11-22","position":7,'
        b'"title":"State"}' % HEAD,
        CitedInWords(words=("state", "TUR-RUS"), today="2026-11-22", position=7, title="State",
            known_on=DAY),
    ),
    (
        "rows.recorded/1",
        b'{%b,"layer":"icews","rows":2,"first":"2022-03-04","last":"2022-03-06","least":"a",'
        b'"greatest":"b","block":"%b"}' % (HEAD, b"0123456789abcdef" * 4),
        RowsRecorded(layer="icews", rows=2, first="2022-03-04", last="2022-03-06", least="a",
            greatest="b", block="0123456789abcdef" * 4, known_on=DAY),
    ),
]  # fmt: skip
"""What every stored name looked like when it was first written; rows like these load for ever."""


def name(event: Event) -> str:
    return type(event).__name__


def test_there_is_an_example_of_every_event() -> None:
    assert {type(event) for event in EXAMPLES} == set(REGISTRY.values())


@pytest.mark.parametrize("event", EXAMPLES, ids=name)
def test_what_is_stored_comes_back_equal(event: Event) -> None:
    whole = event.model_copy(
        update={
            "originator_id": "desk/x",
            "originator_version": 3,
            "recorded_at": RECORDED,
            "author": "Şule",
        }
    )

    assert Codec().to_domain_event(Codec().to_stored_event(whole)) == whole


@pytest.mark.parametrize("event", EXAMPLES, ids=name)
def test_stream_and_version_are_columns_and_not_in_the_state(event: Event) -> None:
    stored = Codec().to_stored_event(
        event.model_copy(update={"originator_id": "desk/straits", "originator_version": 777})
    )

    assert (stored.originator_id, stored.originator_version, stored.topic) == (
        "desk/straits",
        777,
        type(event).stored_as,
    )
    assert b"originator" not in stored.state
    assert b"straits" not in stored.state
    assert b"777" not in stored.state


@pytest.mark.parametrize(("topic", "state", "event"), STORED, ids=[topic for topic, *_ in STORED])
def test_a_row_once_written_loads_for_ever(topic: str, state: bytes, event: Event) -> None:
    found = Codec().to_domain_event(StoredEvent("desk/x", 2, topic, state))

    moment = {
        "recorded_at": datetime(2022, 4, 1, 12, tzinfo=UTC),
        "author": "AN",
        "because": "it asked",
    }
    assert found == event.model_copy(
        update={"originator_id": "desk/x", "originator_version": 2, **moment}
    )


def _place(topic: str) -> tuple[int, str]:
    """Old versions stand before the newest of their events."""
    names = [name.rpartition("/")[0] for name in REGISTRY]
    return names.index(
        UPCASTS[topic]({})[0].rpartition("/")[0] if topic in UPCASTS else topic.rpartition("/")[0]
    ), topic


def test_every_stored_name_has_a_row_that_loads() -> None:
    assert list(dict.fromkeys(topic for topic, *_ in STORED)) == sorted(
        [*REGISTRY, *UPCASTS], key=_place
    )


@pytest.mark.parametrize(
    "topic",
    [
        "os:system",
        "domain.fact:Asserted",
        "fact.asserted",
        "fact.asserted/2",
        "FACT.ASSERTED/1",
        "",
    ],
)
def test_an_unknown_name_is_refused(topic: str) -> None:
    with pytest.raises(MapperDeserialisationError, match=f'no event is stored as "{topic}"'):
        Codec().to_domain_event(StoredEvent("desk/x", 1, topic, b'"echo"'))


def test_an_unknown_name_is_never_imported() -> None:
    with pytest.raises(MapperDeserialisationError):
        Codec().to_domain_event(StoredEvent("desk/x", 1, "this:s", b"{}"))

    assert "this" not in sys.modules


@pytest.mark.parametrize("state", [b"", b"{", b"{}", b"[]", b"\xff", b'{"known_on":"2022-02-30"}'])
def test_bytes_that_nobody_wrote_are_refused(state: bytes) -> None:
    with pytest.raises(MapperDeserialisationError, match="desk/x 4"):
        Codec().to_domain_event(StoredEvent("desk/x", 4, "fact.retracted/1", state))


def test_a_timeline_refuses_a_row_that_nobody_wrote(registry: Registry) -> None:
    recorder = MemoryRecorder()
    recorder.insert_events([StoredEvent("desk/x", 1, "os:system", b'"echo"')])
    timeline = Timeline(recorder, registry)

    with pytest.raises(MapperDeserialisationError, match='no event is stored as "os:system"'):
        timeline.facts()
    timeline.close()


@pytest.mark.parametrize(
    "row",
    [
        ("desk/x", 1, "fact.retracted/1", '{"known_on":"2022-03-05"}'),
        ("desk/x", "1", "fact.retracted/1", b'{"known_on":"2022-03-05"}'),
        ("desk/x", 1, b"fact.retracted/1", b'{"known_on":"2022-03-05"}'),
        (b"desk/x", 1, "fact.retracted/1", b'{"known_on":"2022-03-05"}'),
    ],
)
def test_a_column_of_another_type_is_refused(row: tuple[str, int, str, bytes]) -> None:
    """SQLite keeps anything in any column.

    Bytes kept as text were once an error of Python's own.
    """
    with pytest.raises(BadEvent, match="is not an event that detente wrote") as refused:
        Codec().to_domain_event(StoredEvent(*row))

    assert refused.value.fixes == (VERIFY,)


# Old versions -------------------------------------------------------------------------------------


class Held2(Held):
    """A later version of an event, which has a place too."""

    stored_as: ClassVar[str] = "fact.held/3"
    place: str


def test_an_old_version_is_brought_up_step_by_step() -> None:
    codec = Codec(
        {"fact.held/3": Held2},
        {
            "fact.held/1": lambda state: ("fact.held/2", {**state, "where": "unknown"}),
            "fact.held/2": lambda state: ("fact.held/3", {"place": state.pop("where"), **state}),
        },
    )
    events = [
        codec.to_domain_event(
            StoredEvent("desk/x", 2, topic, b'{"known_on":"2022-03-05","on":"2022-03-06"%b}' % more)
        )
        for topic, more in (
            ("fact.held/1", b""),
            ("fact.held/2", b',"where":"Sochi"'),
            ("fact.held/3", b',"place":"Ankara"'),
        )
    ]

    assert [event.place for event in events if isinstance(event, Held2)] == [
        "unknown",
        "Sochi",
        "Ankara",
    ]
    assert {(event.originator_id, event.originator_version) for event in events} == {("desk/x", 2)}


@pytest.mark.parametrize("state", [b"[]", b"7", b'"text"', b"null", b"{", b"\xff"])
def test_an_old_version_that_is_no_object_is_refused(state: bytes) -> None:
    codec = Codec(
        {"fact.held/3": Held2},
        {"fact.held/1": lambda fields: ("fact.held/3", {**fields, "place": "Sochi"})},
    )
    with pytest.raises(BadEvent, match="desk/x 4"):
        codec.to_domain_event(StoredEvent("desk/x", 4, "fact.held/1", state))
