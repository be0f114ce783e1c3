"""Whatever records gives a receipt, and reads no more than it needs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

import pytest
from eventsourcing.persistence import StoredEvent
from jsonschema import Draft202012Validator
from pydantic import TypeAdapter

from domain.actors import Registry
from domain.events import Corrected, Denied
from domain.report import Report
from projections.receipt_json import ReceiptJson, receipt_json
from service.recording import Overtaken
from service.rejected import Rejected
from service.store.memory import MemoryRecorder
from service.timeline import Timeline
from tests.console import Console

RECORDED: Final = datetime(2022, 4, 1, 12, tzinfo=UTC)
CALL: Final = "2022-03-05  TUR > RUS  call  A call  ^call\n    report Reuters, 2022-03-05\n"
PLAIN: Final = "2022-03-05  TUR > UKR  visit  A visit\n    report Reuters, 2022-03-05\n"
ACTOR: Final = "@actor XYZ  Freedonia\n"


class Counting(MemoryRecorder):
    """Counts the streams of facts that are read, and refuses to read a whole layer of facts."""

    read = 0
    whole_layers = 0

    def select_streams(self, names: Sequence[str]) -> Sequence[StoredEvent]:
        self.read += len(names)
        return super().select_streams(names)

    def select_layer(self, layer: str) -> Sequence[StoredEvent]:
        self.whole_layers += layer == "desk"
        return super().select_layer(layer)


@pytest.fixture
def store() -> Counting:
    return Counting()


@pytest.fixture
def timeline(store: Counting, registry: Registry) -> Iterator[Timeline]:
    with closing(Timeline(store, registry, lambda: RECORDED)) as timeline:
        yield timeline


def add(timeline: Timeline, text: str, *, dry_run: bool = False) -> ReceiptJson:
    document = timeline.read(text, "the line")
    return receipt_json(timeline.record(document, timeline.moment("Ayşe"), dry_run=dry_run))


# What is read -------------------------------------------------------------------------------------


def test_a_line_reads_the_stream_that_it_names_and_no_other(
    timeline: Timeline, store: Counting
) -> None:
    """One line once read every fact of the desk."""
    others = "".join(
        PLAIN.replace("TUR", "GEO").replace("A visit", f"A visit  ^visit-{i}") for i in range(30)
    )
    add(timeline, others)
    store.read = store.whole_layers = 0
    add(timeline, CALL)

    assert (store.read, store.whole_layers) == (1, 0)


def test_a_line_without_a_handle_reads_those_that_it_may_be_given(
    timeline: Timeline, store: Counting
) -> None:
    add(timeline, PLAIN)
    store.read = store.whole_layers = 0
    added = add(timeline, PLAIN.replace("2022-03-05  TUR", "2022-03-04  TUR"))["added"]

    assert [fact["fact"] for fact in added] == ["a-visit-2"]
    assert (store.read, store.whole_layers) == (2, 0)
    assert add(timeline, PLAIN)["unchanged"] == 1


# Receipts -----------------------------------------------------------------------------------------


def test_a_receipt_holds_what_was_recorded_and_how_it_is_taken_back(timeline: Timeline) -> None:
    receipt = add(timeline, ACTOR + CALL)

    assert [(event["stream"], event["position"], event["line"]) for event in receipt["events"]] == [
        ("actor/XYZ", 1, "@actor XYZ  Freedonia"),
        ("desk/call", 2, "2022-03-05  TUR > RUS  call/diplomacy  A call  ^call"),
    ]
    assert (receipt["actors"], receipt["command"]) == (1, 1)
    assert receipt["undo"] == {"run": "undo", "words": ["1"], "fields": {}, "meaning": None}
    (effect,) = receipt["effects"]["pairs"]
    assert (effect["a"], effect["b"], effect["on"]) == ("TUR", "RUS", "2022-03-05")
    assert effect["before"]["label"] == "unknown"


def test_a_dry_run_has_no_positions_and_nothing_to_take_back(timeline: Timeline) -> None:
    receipt = add(timeline, CALL, dry_run=True)

    assert (receipt["command"], receipt["undo"]) == (None, None)
    assert receipt["events"][0]["position"] is None
    assert timeline.head().position == 0


def test_lines_with_problems_are_refused_together(timeline: Timeline) -> None:
    with pytest.raises(Rejected) as refused:
        add(timeline, f"{CALL}nonsense\n")

    assert [problem.line for problem in refused.value.problems] == [3]
    assert refused.value.code == "bad-lines"
    assert timeline.head().position == 0


def test_an_undo_has_a_receipt_too(timeline: Timeline) -> None:
    add(timeline, CALL)
    receipt = receipt_json(timeline.undo(timeline.moment("Boris")))

    assert receipt["taken_back"] is not None
    assert receipt["taken_back"]["named"] == ["desk/call"]
    assert (receipt["command"], receipt["events"][0]["event"]) == (2, "fact.undone/1")


def test_who_is_overtaken_is_told_by_data_what_others_recorded(
    timeline: Timeline, registry: Registry, store: Counting
) -> None:
    add(timeline, CALL)
    other = Timeline(store, registry, lambda: RECORDED)
    ours, theirs = timeline.fact("call"), other.fact("call")
    other.act(
        theirs,
        [Denied(report=Report(publisher="AFP"), known_on=date(2022, 3, 6))],
        other.moment("Chloé"),
    )
    news = [Corrected(field="title", value="Another", known_on=date(2022, 3, 7), because="why")]
    with pytest.raises(Overtaken) as refused:
        timeline.act(ours, news, timeline.moment())

    assert [type(event) for event in refused.value.theirs] == [Denied]
    assert [event.author for event in refused.value.theirs] == ["Chloé"]
    assert [type(event) for event in refused.value.yours] == [Corrected]


# Effects of what is past --------------------------------------------------------------------------

PAST: Final = "".join(
    f"{2015 + i}-06-01  TUR > GEO  accuse  Words {i}  ^words-{i}\n"
    f"    report AFP, {2015 + i}-06-01\n"
    for i in range(4)
)
PACT: Final = (
    "2015-01-01/2018-12-31  TUR = UKR  instrument:treaty/trade  A pact  ^pact\n"
    "    report Reuters, 2015-01-01\n"
)


def test_the_effect_of_a_historical_import_is_that_of_the_last_day_covered(
    timeline: Timeline,
) -> None:
    """It was once that of today, on which nothing of it was left."""
    effects = add(timeline, PAST)["effects"]

    assert effects["last_day_covered"] == "2018-06-01"
    assert [(effect["a"], effect["on"]) for effect in effects["pairs"]] == [("TUR", "2018-06-01")]
    assert effects["pairs"][0]["after"]["label"] not in ("unknown", "dormant")


def test_what_held_and_ended_has_its_effect_while_it_held(timeline: Timeline) -> None:
    (effect,) = add(timeline, PACT)["effects"]["pairs"]

    assert effect["on"] == "2018-12-30"
    assert effect["after"]["balance"] != "0"


def test_the_page_says_which_day_is_the_last_one_covered(tmp_path: Path) -> None:
    console = Console.begun(tmp_path)
    (tmp_path / "past.facts").write_text(PAST, encoding="utf-8")
    printed, _ = console.run(["import", "past.facts"])

    assert "Effect   TUR–GEO on 1 Jun 2018: " in printed
    assert "         (1 Jun 2018 is the last day that these facts cover.)\n" in printed


# As JSON ------------------------------------------------------------------------------------------

SCHEMA: Final = TypeAdapter(ReceiptJson).json_schema()
COMMANDS: Final = [
    ["add", "2022-03-05  TUR > RUS  call  A call  ^call; report Reuters, 2022-03-05"],
    [
        "schedule",
        "2022-03-06  TUR = RUS  planned:visit  A visit  ^visit; announced 2022-03-05, AFP",
    ],
    ["settle", "visit", "--held", "2022-03-06"],
    ["report", "call", "--source", "AFP"],
    ["deny", "call", "--source", "AFP"],
    ["confirm", "call", "--source", "AFP"],
    ["correct", "call", "--set", "title=Words", "--because", "a slip"],
    ["retract", "call", "--because", "a slip"],
    ["reinstate", "call"],
    ["add", "2022-01-01  TUR = UKR  instrument:treaty  A pact  ^pact; expires 2023-01-01"],
    ["suspend", "pact", "--on", "2022-02-01"],
    ["resume", "pact", "--on", "2022-03-01"],
    ["renew", "pact", "--until", "2024-01-01"],
    ["end", "pact", "--on", "2022-06-01"],
    ["undo"],
    ["import", "past.facts"],
    ["import", "past.facts", "--sync"],
    ["import", "past.facts", "--dry-run"],
]


def test_every_command_that_records_prints_its_receipt_as_json(tmp_path: Path) -> None:
    console = Console.begun(tmp_path)
    (tmp_path / "past.facts").write_text(PAST, encoding="utf-8")
    for command in COMMANDS:
        out, err, code = console.apart([*command, "--json"])
        assert code == 0, err
        receipt = json.loads(out)

        assert (receipt["schema"], receipt["verb"]) == ("detente/recorded@1", command[0])
        assert list(Draft202012Validator(SCHEMA).iter_errors(receipt)) == []


def test_a_receipt_in_json_is_that_of_one_file(tmp_path: Path) -> None:
    """Two were printed one after the other, which is no JSON."""
    console = Console.begun(tmp_path)
    printed = console.type("detente import a.facts b.facts --json")

    assert "detente import a.facts --json" in printed
    assert "(exit 2)" in printed


# Notices ------------------------------------------------------------------------------------------

NOTE: Final = "a protest is people in the street; a note of the government is a protest-note."


@pytest.mark.parametrize(
    ("what", "noted"),
    [("protest", True), ("protest/diplomacy", True), ("protest:demo", False), ("accuse", False),
     ("protest-note", False)],
)  # fmt: skip
def test_who_types_a_bare_protest_hears_of_the_note(tmp_path: Path, what: str, noted: bool) -> None:
    console = Console.begun(tmp_path)
    line = f"2022-03-05  TUR > RUS  {what}  Ankara protests  ^ankara"
    for argv in (["add", "--dry-run", line], ["add", line]):
        printed, code = console.run(argv)
        assert code == 0
        assert (f"^ankara: {NOTE}" in " ".join(printed.split())) == noted


def test_a_file_is_imported_without_notices(tmp_path: Path) -> None:
    console = Console.begun(tmp_path)
    (tmp_path / "a.facts").write_text("2022-03-05  TUR > RUS  protest  A crowd  ^crowd\n")

    assert "Note" not in console.run(["import", "a.facts"])[0]
