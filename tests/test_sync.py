"""What is gone from a file is proposed for retraction, what is back in one for reinstatement.

All else is left alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.actors import Registry
from domain.clocks import AsOf
from domain.command import SYNC_YES, Request, importing
from domain.events import Corrected, Event, Reinstated, Reported, Retracted
from projections.pairs import Pair
from projections.receipt_json import receipt_json
from service import file_imports
from service.recording import Recorded, append_lines
from service.store.memory import MemoryRecorder
from service.sync import compared, reinstating, retracting
from service.timeline import Timeline
from tests.console import Console
from tests.evidence import state_of
from tests.test_format_laws import A_LAW, a_timeline, facts

RECORDED: Final = datetime(2022, 4, 1, 12, tzinfo=UTC)
CALL: Final = "2022-03-05  TUR > RUS  call  A call  ^call\n    report Reuters, 2022-03-05\n"
BAN: Final = (
    "2022-02  TUR > RUS  instrument:sanctions/trade  A ban  ^ban\n    report Reuters, 2022-03-05\n"
)
PACT: Final = (
    "2022-01-01  TUR = UKR  instrument:treaty/trade  A pact  ^pact\n    report AFP, 2022-01-01\n"
)
VISIT: Final = "2022-03-05  TUR > RUS  visit  A visit\n    report Reuters, 2022-03-05\n"


@pytest.fixture
def timeline(registry: Registry) -> Iterator[Timeline]:
    with closing(Timeline(MemoryRecorder(), registry, lambda: RECORDED)) as timeline:
        yield timeline


def imported(timeline: Timeline, text: str, name: str = "desk.facts") -> Recorded:
    recorded = append_lines(timeline, timeline.read(text, name), timeline.moment("An Author"))
    assert recorded.edits.problems == []
    return recorded


def by_hand(timeline: Timeline, text: str) -> None:
    append_lines(
        timeline,
        timeline.read(text, "the line"),
        timeline.moment("An Author", request=Request("add", "add it")),
    )


def missing(timeline: Timeline, text: str, name: str = "desk.facts") -> list[str]:
    """The handles of the facts that are gone from a file that holds this text now."""
    return [gone.fact.handle for gone in compared(timeline, timeline.read(text, name)).gone]


def synced(timeline: Timeline, text: str, name: str = "desk.facts") -> Recorded:
    document = timeline.read(text, name)
    return append_lines(
        timeline,
        retracting(document, [gone.fact for gone in compared(timeline, document).gone]),
        timeline.moment("An Author", request=importing(name, SYNC_YES)),
    )


# What is gone


def test_a_fact_whose_line_is_gone_is_found(timeline: Timeline) -> None:
    imported(timeline, CALL + BAN)

    assert missing(timeline, CALL + BAN) == []
    assert missing(timeline, CALL) == ["ban"]
    assert missing(timeline, "") == ["ban", "call"]


def test_a_fact_of_another_file_is_left_alone(timeline: Timeline) -> None:
    imported(timeline, CALL)
    imported(timeline, BAN, "other.facts")

    assert missing(timeline, "") == ["call"]
    assert missing(timeline, "", "other.facts") == ["ban"]
    assert missing(timeline, "", "third.facts") == []


@pytest.mark.parametrize(
    ("name", "found"),
    [("./desk.facts", ["call"]), ("folder/desk.facts", []), ("folder//../desk.facts", [])],
)
def test_a_file_is_known_by_its_name_as_typed(
    name: str, found: list[str], timeline: Timeline
) -> None:
    imported(timeline, CALL)

    assert missing(timeline, "", name) == found


def test_a_fact_that_was_added_by_hand_is_left_alone(timeline: Timeline) -> None:
    by_hand(timeline, CALL)
    imported(timeline, CALL + "    report AFP, 2022-03-06\n" + BAN)

    assert missing(timeline, "") == ["ban"]


def test_what_was_said_of_a_fact_by_hand_makes_no_difference(timeline: Timeline) -> None:
    imported(timeline, CALL)
    timeline.act(
        timeline.fact("call"),
        [Corrected(field="title", value="Another", known_on=date(2022, 4, 1))],
        timeline.moment(),
    )

    assert missing(timeline, "") == ["call"]


def test_a_fact_that_two_files_state_is_gone_from_neither(timeline: Timeline) -> None:
    imported(timeline, CALL)
    imported(timeline, CALL + "    report AFP, 2022-03-06\n", "other.facts")

    assert (missing(timeline, ""), missing(timeline, "", "other.facts")) == ([], [])
    assert [
        (kept.fact.handle, kept.elsewhere)
        for kept in compared(timeline, timeline.read("", "desk.facts")).kept
    ] == [("call", ("other.facts",))]


def test_an_import_that_was_undone_does_not_count(timeline: Timeline) -> None:
    imported(timeline, CALL)
    imported(timeline, CALL + "    report AFP, 2022-03-06\n", "other.facts")
    timeline.undo(timeline.moment())
    imported(timeline, BAN)
    timeline.undo(timeline.moment())
    by_hand(timeline, BAN)

    assert missing(timeline, "") == ["call"]
    assert missing(timeline, "", "other.facts") == []


def test_a_fact_that_is_retracted_or_undone_is_not_found(timeline: Timeline) -> None:
    imported(timeline, CALL + BAN)
    timeline.act(timeline.fact("ban"), [Retracted(known_on=date(2022, 4, 1))], timeline.moment())

    imported(timeline, VISIT)
    timeline.undo(timeline.moment())

    assert missing(timeline, "") == ["call"]


def test_a_line_without_a_handle_is_there_under_the_handle_that_was_made(
    timeline: Timeline,
) -> None:
    imported(timeline, VISIT + VISIT.replace("2022-03-05  TUR", "2022-03-04  TUR"))

    assert missing(timeline, VISIT + "    note A note\n") == ["a-visit-2"]
    # The line of the same day is an edit of the first.
    assert missing(timeline, VISIT.replace("A visit", "Another visit")) == ["a-visit-2"]
    assert missing(timeline, CALL) == ["a-visit", "a-visit-2"]


def test_commands_are_read_in_pages(timeline: Timeline, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_imports, "PAGE", 2)
    imported(timeline, CALL + BAN + VISIT)

    assert missing(timeline, "") == ["a-visit", "ban", "call"]


# Its retraction


def test_what_is_gone_is_retracted_with_the_other_edits_and_undone_with_them(
    timeline: Timeline,
) -> None:
    imported(timeline, CALL + BAN)
    recorded = synced(timeline, CALL.replace("A call", "Another call"))
    retracted = recorded.edits.events[-1]

    assert [(type(event), event.originator_id) for event in recorded.edits.events] == [
        (Corrected, "desk/call"),
        (Retracted, "desk/ban"),
    ]
    assert (retracted.because, retracted.known_on, retracted.assumed) == (
        "gone from desk.facts",
        date(2022, 4, 1),
        True,
    )
    assert (retracted.author, retracted.recorded_at) == ("An Author", RECORDED)
    assert [(done.recorded.text, done.recorded.count) for done in timeline.commands()] == [
        ("import desk.facts", 2),
        ("import desk.facts", 2),
    ]
    timeline.undo(timeline.moment())
    assert missing(timeline, CALL) == ["ban"]


def test_a_second_time_there_is_nothing_to_retract(timeline: Timeline) -> None:
    imported(timeline, CALL + BAN)
    synced(timeline, CALL)

    assert synced(timeline, CALL).edits.events == []


def test_a_fact_that_was_edited_is_retracted_and_nothing_else(timeline: Timeline) -> None:
    for text in (
        CALL,
        CALL.replace("A call", "Another call"),
        CALL.replace("A call", "A third call") + "    note A note\n",
    ):
        imported(timeline, text)
    imported(timeline, CALL.replace("A call", "A third call") + "    report AFP, 2022-03-06\n")

    assert [type(event) for event in synced(timeline, BAN).edits.events[1:]] == [Retracted]


def test_a_problem_in_the_file_means_that_nothing_is_retracted(timeline: Timeline) -> None:
    imported(timeline, CALL + BAN)
    recorded = synced(timeline, f"{CALL}nonsense\n")

    assert [problem.line for problem in recorded.edits.problems] == [3]
    assert list(recorded.positions) == []
    assert missing(timeline, CALL) == ["ban"]


def recorded_once(timeline: Timeline, handle: str, event: Event) -> None:
    """Records what is known from a later day on, as older versions did."""
    fact = timeline.fact(handle)
    timeline.append([timeline.moment().stamp(event).numbered(fact.id, fact.version + 1)])


def test_a_retraction_that_cannot_be_is_a_problem(timeline: Timeline) -> None:
    imported(timeline, CALL)
    recorded_once(timeline, "call", Retracted(known_on=date(2022, 5, 1)))
    recorded_once(timeline, "call", Reinstated(known_on=date(2022, 6, 1)))
    recorded = synced(timeline, "")

    assert [problem.said for problem in recorded.edits.problems] == [
        '"call" was reinstated later than 2022-04-01; it can be retracted from that later day on.'
    ]
    assert recorded.edits.events == []


def test_answers_of_before_still_hold_it(timeline: Timeline) -> None:
    imported(timeline, CALL)
    synced(timeline, "")
    pair, on = Pair.of("TUR", "RUS"), date(2022, 3, 31)

    assert [
        pair_fact.handle for pair_fact in state_of(timeline, pair, AsOf(on, known_on=on)).pair_facts
    ] == ["call"]
    assert [pair_fact.reason for pair_fact in state_of(timeline, pair, AsOf(on)).not_counted] == [
        "retracted"
    ]


@A_LAW
@given(facts(), st.data())
def test_what_stays_in_a_file_is_never_touched(blocks: list[str], data: st.DataObject) -> None:
    left = data.draw(st.lists(st.sampled_from(blocks), unique=True))
    with a_timeline() as timeline:
        imported(timeline, "".join(blocks))
        by_hand(timeline, BAN.replace("^ban", "^by-hand"))
        before = {fact.handle: fact for fact in timeline.facts()}
        away = [
            block.handle
            for text in blocks
            if text not in left
            for block in timeline.read(text, "x").blocks
        ]
        hidden = {
            handle
            for handle in away
            if (fact_state := before[handle].as_of()) is not None and fact_state.retracted
        }
        recorded = synced(timeline, "".join(left))

        if not recorded.edits.problems:
            assert {event.originator_id for event in recorded.edits.events} == {
                f"desk/{handle}" for handle in away if handle not in hidden
            }
            assert all(isinstance(event, Retracted) for event in recorded.edits.events)
            assert missing(timeline, "".join(left)) == []


# On the command line


@pytest.fixture
def console(tmp_path: Path) -> Console:
    console = Console.begun(tmp_path)
    save(console, CALL + BAN)
    console.run(["import", "desk.facts"])
    return console


def save(console: Console, text: str) -> None:
    (console.folder / "desk.facts").write_text(text, encoding="utf-8")


def test_without_yes_it_is_only_proposed(console: Console) -> None:
    save(console, CALL.replace("A call", "Another call"))
    printed, code = console.run(["import", "desk.facts", "--sync"])
    state = console.apart(["show", "ban"])[0]

    assert (
        printed.splitlines()[0]
        == "Would retract ^ban, gone from desk.facts (command 1: import desk.facts)"
    )
    assert printed.splitlines()[-4:] == [
        "0 facts added, 1 changed, 0 unchanged; 1 event recorded.",
        "Effect   TUR–RUS on 5 Mar 2022: stays -1.64 strained",
        "Retract: detente import desk.facts --sync --yes",
        "Undo:    detente undo",
    ]
    assert "gone from" not in state
    assert code == 0


def test_with_yes_it_is_retracted_and_one_undo_takes_all_back(console: Console) -> None:
    save(console, CALL.replace("A call", "Another call"))
    printed, _ = console.run(["import", "desk.facts", "--sync", "--yes"])

    assert (
        printed.splitlines()[0]
        == "Retracted ^ban, gone from desk.facts (command 1: import desk.facts)"
    )
    assert (
        "0 facts added, 1 changed, 0 unchanged, 1 retracted; 2 events recorded."
        in printed.splitlines()
    )
    assert printed.splitlines()[-1] == "Undo:    detente undo"
    assert "^ban" not in "".join(printed.splitlines()[1:])
    assert "gone from desk.facts" in console.apart(["history", "ban"])[0]
    console.run(["undo"])
    assert (
        console.run(["import", "desk.facts", "--sync"])[0].splitlines()[0]
        == "Would retract ^ban, gone from desk.facts (command 1: import desk.facts)"
    )


@pytest.mark.parametrize("options", [["--sync", "--dry-run"], ["--sync", "--yes", "--dry-run"]])
def test_a_dry_run_retracts_nothing(console: Console, options: list[str]) -> None:
    save(console, CALL)
    printed, _ = console.run(["import", "desk.facts", *options])

    assert printed.startswith(
        "Would retract ^ban, gone from desk.facts (command 1: import desk.facts)\nNothing written."
        " It would be: "
    )
    assert console.run(["undo", "--list"])[0].count("\n") == 1


def test_where_nothing_is_gone_it_says_so(console: Console) -> None:
    printed, _ = console.run(["import", "desk.facts", "--sync", "--yes"])

    assert (
        printed
        == "Nothing is gone from desk.facts.\n0 facts added, 0 changed, 2 unchanged; 0 events"
        " recorded.\n"
    )


def test_a_table_is_a_file_as_well(console: Console) -> None:
    console.run(["export", "-o", "desk.csv"])
    console.run(["init", "other.db"])
    console.run(["import", "desk.csv", "--db", "other.db"])
    rows = (console.folder / "desk.csv").read_text(encoding="utf-8").splitlines()
    (console.folder / "desk.csv").write_text(
        "\n".join(rows[:1] + rows[2:]) + "\n", encoding="utf-8"
    )
    printed, _ = console.run(["import", "desk.csv", "--sync", "--db", "other.db"])

    assert (
        printed.splitlines()[0]
        == "Would retract ^ban, gone from desk.csv (command 1: import desk.csv)"
    )


@pytest.mark.parametrize(
    "words",
    [
        ["desk.facts", "desk.facts", "--sync"],
        ["-", "--sync"],
        ["all.jsonl", "--sync"],
        ["desk.facts", "--yes"],
    ],
    ids=" ".join,
)
def test_what_cannot_be_compared_is_refused(console: Console, words: list[str]) -> None:
    _, err, code = console.apart(["import", *words], CALL)

    assert err.startswith("error: ")
    assert "  detente import desk.facts --sync" in err
    assert code == 2


def test_the_file_of_another_folder_that_bears_the_same_name_retracts_nothing(
    console: Console,
) -> None:
    save(console, VISIT)
    _, err, code = console.apart(["import", "desk.facts", "--sync", "--yes"])

    assert err.splitlines() == [
        (
            "error: desk.facts holds nothing that was imported under that name (command 1); it may"
            " be another file."
        ),
        "  detente import desk.facts   # adds what it holds, and retracts nothing",
        "  detente undo 1              # takes back import desk.facts",
    ]
    assert code == 2
    assert console.run(["undo", "--list"])[0].count("\n") == 1


def test_a_file_that_was_never_imported_has_lost_nothing(console: Console) -> None:
    (console.folder / "new.facts").write_text(VISIT, encoding="utf-8")
    printed, code = console.run(["import", "new.facts", "--sync"])

    assert (
        printed.splitlines()[0]
        == "No import of new.facts is recorded here, so nothing is taken for gone from it."
    )
    assert "1 fact added, 0 changed, 0 unchanged; 1 event recorded." in printed
    assert code == 0


def test_what_another_file_states_too_stays_and_is_told(console: Console) -> None:
    (console.folder / "other.facts").write_text(
        BAN + "    report AFP, 2022-03-06\n", encoding="utf-8"
    )
    console.run(["import", "other.facts"])
    save(console, CALL)
    printed, _ = console.run(["import", "desk.facts", "--sync"])

    assert printed.splitlines() == [
        "Stays ^ban, gone from desk.facts, for it is in other.facts too",
        "0 facts added, 0 changed, 1 unchanged; 0 events recorded.",
    ]


def test_details_that_are_gone_stay_and_are_told_with_the_command_that_takes_them_back(
    console: Console,
) -> None:
    save(console, CALL + "    report AFP, 2022-03-06\n" + BAN + "    note A note\n")
    console.run(["import", "desk.facts"])
    save(console, CALL + BAN.replace("    report Reuters, 2022-03-05\n", ""))
    printed, _ = console.run(["import", "desk.facts", "--sync"])

    assert printed.startswith(
        "Not taken back, for only whole facts are: 3 details gone from desk.facts:\n"
    )
    assert "  detente undo 2 " in printed
    assert printed.count("^call report AFP, 2022-03-06") == 1
    correct = next(
        line for line in printed.splitlines() if "correct ban --set note=" in line
    ).split("   ")[0]
    assert console.type(correct.strip()).startswith(
        "Recorded note corrected to nothing, because gone from desk.facts"
    )
    assert "note" not in console.run(["import", "desk.facts", "--sync"])[0]


def test_a_line_without_its_actor_is_not_gone(timeline: Timeline) -> None:
    line = "    denied Ministry, 2022-03-06"
    imported(timeline, f"{CALL}{line}\n")
    imported(timeline, f"{CALL}{line}, by=TUR\n")

    for text in (f"{CALL}{line}, by=TUR\n", f"{CALL}{line}\n"):
        assert compared(timeline, timeline.read(text, "desk.facts")).details == ()
    assert [
        gone.line for gone in compared(timeline, timeline.read(CALL, "desk.facts")).details
    ] == ["denied Ministry, 2022-03-06, by=TUR"]


def test_the_list_of_commands_names_the_sync(console: Console) -> None:
    save(console, CALL)
    console.run(["import", "desk.facts", "--sync", "--yes"])

    assert (
        console.run(["undo", "--list"])[0]
        .splitlines()[1]
        .endswith("  import desk.facts --sync --yes")
    )
    assert console.run(["import", "desk.facts", "--sync"])[0].startswith(
        "Nothing is gone from desk.facts."
    )


def test_a_report_of_the_same_fact_by_hand_stays(timeline: Timeline) -> None:
    imported(timeline, CALL)
    by_hand(timeline, CALL + "    report AFP, 2022-03-06\n")
    synced(timeline, "")

    assert [type(event) for event in timeline.fact("call").events[1:]] == [Reported, Retracted]


# What is back


def reinstated(timeline: Timeline, text: str, name: str = "desk.facts") -> Recorded:
    document = timeline.read(text, name)
    return append_lines(
        timeline,
        reinstating(timeline, document, compared(timeline, document).back),
        timeline.moment("An Author", request=importing(name, SYNC_YES)),
    )


def returned(timeline: Timeline, text: str, name: str = "desk.facts") -> list[str]:
    return [fact.handle for fact in compared(timeline, timeline.read(text, name)).back]


def test_a_fact_whose_line_came_back_is_found_and_reinstated(timeline: Timeline) -> None:
    imported(timeline, CALL + BAN + VISIT)
    synced(timeline, CALL)

    assert returned(timeline, CALL) == []
    assert returned(timeline, CALL + BAN + VISIT) == ["a-visit", "ban"]
    events = reinstated(timeline, CALL + BAN + VISIT).edits.events
    assert [(type(event), event.because) for event in events] == [
        (Reinstated, "back in desk.facts")
    ] * 2
    assert returned(timeline, CALL + BAN + VISIT) == []
    assert missing(timeline, CALL) == ["a-visit", "ban"]


def test_a_line_that_moved_to_another_file_is_back_there(timeline: Timeline) -> None:
    imported(timeline, CALL + BAN)
    synced(timeline, CALL)

    assert returned(timeline, BAN, "other.facts") == ["ban"]
    reinstated(timeline, BAN, "other.facts")
    assert (missing(timeline, ""), missing(timeline, "", "other.facts")) == (["call"], ["ban"])


def test_what_was_retracted_by_hand_stays_retracted(timeline: Timeline) -> None:
    imported(timeline, CALL + BAN)
    timeline.act(
        timeline.fact("ban"),
        [Retracted(known_on=date(2022, 4, 1), because="a slip")],
        timeline.moment(),
    )

    assert returned(timeline, CALL + BAN) == []


def test_the_retraction_that_was_known_last_decides_whether_a_line_brings_a_fact_back(
    timeline: Timeline,
) -> None:
    """A retraction recorded later, but known earlier, is not why the fact is retracted today.

    Recording refuses it; a history that holds it is read all the same, in the order of the fold.
    """
    imported(timeline, CALL + BAN)
    synced(timeline, CALL)
    earlier = Retracted(known_on=date(2022, 3, 20), because="a slip", recorded_at=RECORDED)
    timeline.append([earlier.numbered("desk/ban", timeline.fact("ban").version + 1)])

    assert returned(timeline, CALL + BAN) == ["ban"]


def test_a_file_that_says_what_was_retracted_brings_nothing_back(timeline: Timeline) -> None:
    imported(timeline, CALL + BAN)
    synced(timeline, CALL)

    assert "retracted 2022-04-01?, because gone from desk.facts" in timeline.export()
    assert returned(timeline, timeline.export()) == []


def test_what_came_back_is_proposed_and_reinstated_with_yes(console: Console) -> None:
    save(console, CALL)
    console.run(["import", "desk.facts", "--sync", "--yes"])
    save(console, BAN)
    proposed, _ = console.run(["import", "desk.facts", "--sync"])
    kept = console.apart(["state", "turkey", "russia", "--json"])[0]
    done, _ = console.run(["import", "desk.facts", "--sync", "--yes"])

    assert proposed.splitlines() == [
        "Would retract ^call, gone from desk.facts (command 1: import desk.facts)",
        "Would reinstate ^ban, back in desk.facts",
        "0 facts added, 0 changed, 1 unchanged; 0 events recorded.",
        "Retract and reinstate: detente import desk.facts --sync --yes",
    ]
    assert '"reason": "retracted"' in kept
    assert done.splitlines() == [
        "Retracted ^call, gone from desk.facts (command 1: import desk.facts)",
        "Reinstated ^ban, back in desk.facts",
        "0 facts added, 0 changed, 0 unchanged, 1 retracted, 1 reinstated; 2 events",
        "         recorded.",
        "Effect   TUR–RUS on 22 Nov 2026: 0.00 dormant → -2.11 strained",
        "Effect   TUR–RUS on 5 Mar 2022: 0.47 neutral → -2.11 strained",
        "Undo:    detente undo",
    ]
    assert console.run(["import", "desk.facts", "--sync"])[0].startswith(
        "Nothing is gone from desk.facts."
    )
    console.run(["undo"])
    assert console.run(["import", "desk.facts", "--sync"])[0] == proposed


def test_what_came_back_changed_is_told_as_changed_too(console: Console) -> None:
    save(console, CALL)
    console.run(["import", "desk.facts", "--sync", "--yes"])
    save(console, CALL + BAN.replace("A ban", "Another ban"))
    printed, _ = console.run(["import", "desk.facts", "--sync", "--yes"])

    assert printed.splitlines()[0] == "Reinstated ^ban, back in desk.facts"
    assert printed.splitlines()[1].startswith(
        "Changed  2022-02  TUR > RUS  instrument:sanctions/trade  Another ban"
    )
    assert "1 changed, 1 unchanged, 1 reinstated; 2 events recorded." in printed


# By the record of commands, not by their words


def test_a_file_whose_name_ends_like_an_option_is_a_file_of_its_own(console: Console) -> None:
    """Its imports were once taken for those of another file, of which it then was a newer copy."""
    for name, text in (("x.facts", VISIT), ("x.facts --sync", PACT)):
        (console.folder / name).write_text(text, encoding="utf-8")
        console.run(["import", name])
    (console.folder / "x.facts").write_text(VISIT, encoding="utf-8")
    printed, code = console.run(["import", "x.facts", "--sync", "--yes"])

    assert (printed.splitlines()[0], code) == ("Nothing is gone from x.facts.", 0)


def test_a_reason_that_reads_like_that_of_an_import_is_a_reason(timeline: Timeline) -> None:
    """A retraction by hand was once taken back where its reason began like that of an import."""
    imported(timeline, CALL + BAN)
    retracted = Retracted(known_on=date(2022, 4, 1), because="gone from desk.facts")
    timeline.act(timeline.fact("ban"), [retracted], timeline.moment())

    assert returned(timeline, CALL + BAN) == []


def test_the_order_of_retractions_is_that_of_their_known_days(timeline: Timeline) -> None:
    imported(timeline, CALL + BAN)
    synced(timeline, CALL)
    by_hand_later = Retracted(known_on=date(2022, 5, 1), because="a slip")
    recorded_once(timeline, "ban", Reinstated(known_on=date(2022, 4, 2)))
    recorded_once(timeline, "ban", by_hand_later)

    assert returned(timeline, CALL + BAN) == []


def test_a_receipt_says_what_is_gone_and_what_takes_it_back(timeline: Timeline) -> None:
    timeline.record(timeline.read(CALL + BAN, "desk.facts"), timeline.moment())
    document = timeline.read(CALL, "desk.facts")
    receipt = timeline.sync(
        document, timeline.moment(request=importing("desk.facts", SYNC_YES)), yes=True
    )
    plain = receipt_json(receipt)

    assert plain["synced"] is not None
    assert (plain["synced"]["written"], plain["synced"]["gone"]) == (
        True,
        [{"fact": "ban", "command": 1, "elsewhere": []}],
    )
    assert [event["line"] for event in plain["events"]] == [
        "retracted 2022-04-01?, because gone from desk.facts"
    ]
    assert plain["undo"] == {"run": "undo", "words": ["2"], "fields": {}, "meaning": None}
