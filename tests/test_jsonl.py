"""The lossless form: what is copied is the same store, whatever it holds.

And a damaged copy is refused.
"""

from __future__ import annotations

import json
from collections.abc import Generator, Iterable, Mapping, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import pytest
from eventsourcing.persistence import Mapper, StoredEvent
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.clocks import AsOf
from domain.command import Request
from domain.events import Event, Retracted
from domain.fact import Fact
from domain.refusal import Failure, InvalidInput, Problem
from projections.events import COPY
from projections.pairs import Pair
from service.formats import jsonl
from service.formats.jsonl import Copied, copied, event_lines
from service.opening import bundled_registry, open_sample
from service.store.codec import REGISTRY, Codec
from service.store.digest import GENESIS, link
from service.store.interface import Conflict, Head, TimelineRecorder
from service.store.memory import MemoryRecorder
from service.store.recorder import SqlRecorder
from service.timeline import Timeline
from tests.answers import ANSWERS
from tests.console import Console
from tests.effort import examples
from tests.strategies import ACTORS, days, histories

BUNDLED: Final = bundled_registry()
NOW: Final = datetime(2022, 7, 1, 12, tzinfo=UTC)
TEXT: Final = """\
@actor ruritania  Ruritania | Rury  type=state
@assert 2022-03-05  TUR RUS  mixed
2022-02-28  TUR > RUS  instrument:transit-restriction/transit  Straits closed to warships, ü  \
^straits
    report Reuters, 2022-02-28
2022-03-06  TUR = RUS  planned:call/diplomacy  Phone call of the presidents  ^call
    announced 2022-03-05, Kalin
    held 2022-03-06, Al Arabiya
"""
ASKED: Final = ("state standing-flow@2", "why", "timeline")


@contextmanager
def a_timeline(recorder: TimelineRecorder | None = None) -> Generator[Timeline]:
    with closing(Timeline(recorder or MemoryRecorder(), BUNDLED, lambda: NOW)) as timeline:
        yield timeline


def recorded(timeline: Timeline, history: Iterable[Fact]) -> Timeline:
    for fact in history:
        timeline.record_command(
            fact.events, timeline.moment("An Author", request=Request("add", f"add {fact.handle}"))
        )
    return timeline


def file_of(timeline: Timeline) -> bytes:
    return "".join(event_lines(timeline)).encode()


def imported(timeline: Timeline, file: bytes, *, dry_run: bool = False) -> Copied:
    return copied(timeline, lambda: lines_of(file), "copy.jsonl", dry_run=dry_run)


def lines_of(file: bytes) -> list[bytes]:
    """Lines as a file gives them: ended by line feeds, and by nothing else."""
    return list(BytesIO(file))


def answers(timeline: Timeline, on: date) -> list[Mapping[str, object]]:
    pairs = [Pair(a, b) for a in ACTORS for b in ACTORS if a < b]
    asked = AsOf(on), AsOf(on, known_on=on), AsOf(on, recorded_by=NOW)
    return [
        ANSWERS[name](timeline.pair_facts(pair), pair, as_of)
        for name in ASKED
        for pair in pairs
        for as_of in asked
    ]


def problem_of(found: Copied) -> Problem:
    assert found.problem is not None
    return found.problem


@pytest.fixture
def original() -> Iterable[Timeline]:
    with a_timeline() as timeline:
        timeline.record(timeline.read(TEXT, "desk.facts"), timeline.moment("An Author"))
        timeline.undo(timeline.moment())
        timeline.record(timeline.read(TEXT, "desk.facts"), timeline.moment())
        yield timeline


# Laws


@settings(max_examples=examples(30))
@given(histories(most=4), days)
def test_a_copy_is_the_same_store_and_gives_the_same_answers(history: list[Fact], on: date) -> None:
    with a_timeline() as one, a_timeline() as other:
        file = file_of(recorded(one, history))
        found = imported(other, file)

        assert found == Copied(added=one.head().position)
        assert other.head() == one.head()
        assert file_of(other) == file
        assert answers(other, on) == answers(one, on)
        assert other.commands() == one.commands()


@settings(max_examples=examples(20))
@given(histories(most=3))
def test_a_copy_in_another_kind_of_store_is_the_same(history: list[Fact]) -> None:
    with a_timeline() as one, a_timeline(SqlRecorder.at(":memory:")) as other:
        file = file_of(recorded(one, history))
        imported(other, file)

        assert file_of(other) == file
        assert answers(other, NOW.date()) == answers(one, NOW.date())


@given(histories(most=3), st.data())
def test_a_changed_byte_is_refused_or_makes_no_difference(
    history: list[Fact], data: st.DataObject
) -> None:
    with a_timeline() as one, a_timeline() as other:
        file = file_of(recorded(one, history))
        at = data.draw(st.integers(0, len(file) - 1))
        changed = file[:at] + bytes([data.draw(st.integers(0, 255))]) + file[at + 1 :]
        found = imported(other, changed)

        if found.problem is None:
            assert file_of(other) == file
        else:
            assert file_of(other) == file_of(Timeline(MemoryRecorder(), BUNDLED))


@given(histories(most=3), st.data())
def test_a_missing_doubled_or_moved_line_is_refused(
    history: list[Fact], data: st.DataObject
) -> None:
    with a_timeline() as one, a_timeline() as other:
        lines = file_of(recorded(one, history)).splitlines(keepends=True)
        at, to = (
            data.draw(st.integers(0, len(lines) - 1)),
            data.draw(st.integers(0, len(lines) - 1)),
        )
        damaged = data.draw(
            st.sampled_from(
                [
                    lines[:at] + lines[at + 1 :],
                    [*lines[:at], lines[at], *lines[at:]],
                    _swapped(lines, at, to),
                    lines[:at],
                ]
            )
        )
        found = imported(other, b"".join(damaged))

        assert (found.problem is None) == (damaged == lines)
        assert other.head() == (one.head() if damaged == lines else Head(0, GENESIS))


def _swapped(lines: list[bytes], at: int, to: int) -> list[bytes]:
    found = list(lines)
    found[at], found[to] = found[to], found[at]
    return found


@given(histories(most=3), st.data())
def test_a_copy_that_is_behind_catches_up(history: list[Fact], data: st.DataObject) -> None:
    some = data.draw(st.integers(0, len(history)))
    with a_timeline() as one, a_timeline() as other:
        imported(other, file_of(recorded(one, history[:some])))
        before = other.head().position
        file = file_of(recorded(one, history[some:]))
        found = imported(other, file)

        assert found == Copied(one.head().position - before, before)
        assert file_of(other) == file
        assert imported(other, file) == Copied(0, one.head().position)


@settings(max_examples=examples(25))
@given(histories(most=2), histories(most=2))
def test_another_store_is_left_as_it_is(mine: list[Fact], theirs: list[Fact]) -> None:
    with a_timeline() as one, a_timeline() as other:
        file, before = file_of(recorded(one, theirs)), file_of(recorded(other, mine))
        if file.startswith(before.partition(b"\n")[2], len(file.partition(b"\n")[0]) + 1):
            imported(other, file)
            assert file_of(other) == file
        else:
            with pytest.raises(Failure, match=r"line \d+"):
                imported(other, file)
            assert file_of(other) == before


# Nothing that is not a copy ends in anything but a sentence.

_STATES: Final = st.one_of(
    st.sampled_from(
        [
            "{}",
            '{"known_on":"2022-03-05"}',
            '{"known_on":"2022-03-05","report":{"publisher":"AFP"}}',
            '{"known_on":"2022-03-05","field":"parties","value":"nobody"}',
            '{"known_on":"2022-03-05","field":"parties","value":"TUR > RUS"}',
            '{"known_on":"2022-03-05","content":{}}',
            '{"known_on":"2022-03-05","did":"x","count":3}',
            '{"known_on":"9999-99-99"}',
            '{"a":"\\ud800"}',
            f'{{"a":{"9" * 5000}}}',
            f'{{"a":{"[" * 5000}}}',
        ]
    ),
    st.dictionaries(st.text(max_size=3), st.text(max_size=3)).map(json.dumps),
)
_ROWS: Final = st.builds(
    StoredEvent,
    st.sampled_from(["desk/a", "desk/b", "desk", "actor/x", "commands/desk/a@1", "/", "", "ü/文"]),
    st.integers(1, 3),
    st.sampled_from([*REGISTRY, "fact.asserted/2", "os:system", ""]),
    _STATES.map(str.encode),
)


def chained(rows: Sequence[StoredEvent]) -> bytes:
    """A file of any rows whose hashes are right."""
    digest = GENESIS
    lines: list[str] = []
    for row in rows:
        digest = link(digest, row)
        stream, topic = (
            json.dumps(text, ensure_ascii=False) for text in (str(row.originator_id), row.topic)
        )
        version, state = row.originator_version, row.state.decode()
        fields = f'"stream":{stream},"version":{version},"event":{topic},"state":{state}'
        lines.append(f'{{{fields},"hash":"{digest.hex()}"}}')
    header = f'{{"schema":"{COPY}","events":{len(rows)},"hash":"{digest.hex()}"}}'
    return "".join(f"{line}\n" for line in [header, *lines]).encode()


def check_refused(file: bytes) -> None:
    with a_timeline() as timeline:
        found = imported(timeline, file)
        if found.problem is None:
            assert file_of(timeline) == file
            return
        lines = lines_of(file)

        assert timeline.head().position == 0
        assert found.problem.file == "copy.jsonl"
        assert 1 <= found.problem.line <= max(1, len(lines))
        assert 1 <= found.problem.column <= len(lines[found.problem.line - 1] if lines else b"") + 1
        assert found.problem.said.endswith(".")


@given(st.lists(_ROWS, max_size=4))
def test_rows_that_nobody_wrote_are_refused_even_with_the_right_hashes(
    rows: list[StoredEvent],
) -> None:
    check_refused(chained(rows))


@given(st.binary(max_size=60), st.booleans())
def test_no_file_is_too_strange_to_read(file: bytes, headed: bool) -> None:
    header = f'{{"schema":"{COPY}","events":1,"hash":"{"0" * 64}"}}\n'.encode()
    check_refused(header + file if headed else file)


@given(st.text())
def test_no_text_is_too_strange_to_read(text: str) -> None:
    check_refused(text.encode())


@pytest.mark.parametrize(
    "line", ["[" * 100_000, "9" * 5000, '{"a":' * 100_000, "", "{}", "null", '"', "\x00"]
)
def test_a_line_that_no_parser_likes_is_refused(line: str) -> None:
    header = f'{{"schema":"{COPY}","events":1,"hash":"{"0" * 64}"}}\n'
    check_refused(f"{header}{line}\n".encode())


# Each refusal has its place


def test_a_copy_has_a_line_for_every_event_and_one_before_them(original: Timeline) -> None:
    header, *lines = map(json.loads, event_lines(original))

    assert header == {
        "schema": "detente/events@1",
        "events": original.head().position,
        "hash": original.head().digest.hex(),
    }
    assert [list(line) for line in lines] == [
        ["stream", "version", "event", "state", "hash"]
    ] * original.head().position
    assert {line["stream"].partition("/")[0] for line in lines} == {
        "actor",
        "commands",
        "desk",
        "expectation",
    }
    assert lines[-1]["hash"] == header["hash"]
    assert lines[0]["state"] == {
        "known_on": "2022-07-01",
        "assumed": True,
        "recorded_at": "2022-07-01T12:00:00Z",
        "author": "An Author",
        "line": "@actor ruritania  Ruritania | Rury  type=state",
    }


class Later(Timeline):
    """A timeline of a later version, which reads a name that is no longer written."""

    def construct_mapper(self) -> Mapper[str]:
        return Codec(upcasts={"fact.withdrawn/1": lambda fields: ("fact.retracted/1", fields)})


def test_an_event_of_an_old_name_keeps_it(original: Timeline) -> None:
    row = StoredEvent(
        "desk/straits",
        original.fact("straits").version + 1,
        "fact.withdrawn/1",
        b'{ "known_on": "2022-07-01" }',
    )
    with (
        closing(Later(original.store, BUNDLED)) as one,
        closing(Later(MemoryRecorder(), BUNDLED)) as other,
    ):
        one.store.insert_events([row], pairs=[[]])
        imported(other, file_of(one))

        assert isinstance(other.fact("straits").events[-1], Retracted)
        assert other.store.select_events("desk/straits")[-1] == row
        assert other.head() == one.head()


def test_actors_of_a_copy_are_known_at_once(original: Timeline) -> None:
    """A timeline that had looked up an actor did not know the file's until it was reopened."""
    with a_timeline() as other:
        assert other.registry.get("ruritania") is None
        imported(other, file_of(original))

        assert other.registry.find("Rury").id == "ruritania"


def test_a_line_that_is_no_json_is_refused_where_it_stops_to_be(original: Timeline) -> None:
    lines = file_of(original).splitlines(keepends=True)
    lines[2] = lines[2].replace(b'"version":1', b'"version":one')
    with a_timeline() as other:
        problem = problem_of(imported(other, b"".join(lines)))

    assert problem.place == f"copy.jsonl:3:{lines[2].index(b'one') + 1}"
    assert problem.said == "from here on this is not JSON."


def test_a_line_whose_hash_does_not_fit_is_refused_at_the_hash(original: Timeline) -> None:
    file = file_of(original).replace(b"Straits", b"Streets", 1)
    lines = file.splitlines()
    number = next(i for i, line in enumerate(lines, 1) if b"Streets" in line)
    with a_timeline() as other:
        problem = problem_of(imported(other, file))

    before = lines[number - 1].decode().rindex('"hash":"')
    assert (problem.line, problem.column) == (number, before + len('"hash":"') + 1)
    assert "hash does not fit" in problem.said


def test_a_name_that_nobody_stores_is_refused_at_the_name() -> None:
    file = chained([StoredEvent("desk/a", 1, "os:system", b"{}")])
    with a_timeline() as other:
        problem = problem_of(imported(other, file))

    assert (problem.line, problem.column) == (2, file.splitlines()[1].index(b'"os:system"') + 1)
    assert problem.said == 'no event is stored as "os:system" (desk/a 1).'


@pytest.mark.parametrize("versions", [(2,), (1, 1), (1, 3)])
def test_a_version_that_does_not_follow_is_refused_at_the_version(
    versions: tuple[int, ...],
) -> None:
    state = b'{"known_on":"2022-03-05","line":"@actor a  A"}'
    rows = [StoredEvent("actor/a", version, "actor.described/1", state) for version in versions]
    file = chained(rows)
    with a_timeline() as other:
        problem = problem_of(imported(other, file))

    assert problem.line == len(versions) + 1
    assert problem.said == f"actor/a goes on with version {len(versions)}, not {versions[-1]}."
    assert file.splitlines()[-1][problem.column - 1 :].startswith(str(versions[-1]).encode())


def test_a_file_that_was_cut_short_is_refused(original: Timeline) -> None:
    lines = file_of(original).splitlines(keepends=True)
    with a_timeline() as other:
        problem = problem_of(imported(other, b"".join(lines[:4])))

    assert problem.place == "copy.jsonl:4:1"
    assert (
        problem.said == "it was cut short: 3 events are here, and its first line promises"
        f" {original.head().position}."
    )


def test_a_copy_of_another_version_is_refused(original: Timeline) -> None:
    with a_timeline() as other:
        problem = problem_of(
            imported(other, file_of(original).replace(b"events@1", b"events@2", 1))
        )

    assert problem.place == "copy.jsonl:1:12"
    assert "another version of detente" in problem.said


def test_a_file_with_other_line_ends_is_the_same_copy(original: Timeline) -> None:
    with a_timeline() as other:
        imported(other, file_of(original).replace(b"\n", b"\r\n"))

        assert file_of(other) == file_of(original)


# Other stores


def test_the_first_line_that_differs_is_named(original: Timeline) -> None:
    with a_timeline() as other:
        other.record(
            other.read("2022-02-28  TUR > RUS  call  Another call  ^other\n", "t.facts"),
            other.moment(),
        )
        with pytest.raises(Failure) as refused:
            imported(other, file_of(original))

    said = (
        "this timeline is not a copy of copy.jsonl: they differ from line 2 on, which is"
        " actor/ruritania 1 there and desk/other 1 here."
    )
    assert refused.value.said == said


def test_a_timeline_that_is_ahead_of_the_copy_is_left_as_it_is(original: Timeline) -> None:
    file = file_of(original)
    position = original.head().position
    original.record(
        original.read("2022-02-28  TUR > RUS  call  Another call  ^other\n", "t.facts"),
        original.moment(),
    )
    with pytest.raises(
        Failure, match=f"ends before line {position + 2}, where this timeline goes on"
    ):
        imported(original, file)

    assert original.head().position == position + 2


def test_a_dry_run_writes_nothing(original: Timeline) -> None:
    with a_timeline() as other:
        found = imported(other, file_of(original), dry_run=True)

        assert found == Copied(original.head().position)
        assert other.head().position == 0


def test_the_bundled_sample_is_copied_and_not_written_to(original: Timeline) -> None:
    with closing(open_sample()) as sample, a_timeline() as other:
        imported(other, file_of(sample))

        assert file_of(other) == file_of(sample)
        with pytest.raises(Failure, match="read-only"):
            imported(sample, file_of(original))


def test_pages_make_no_difference(original: Timeline, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = file_of(original)
    monkeypatch.setattr(jsonl, "PAGE", 3)
    with a_timeline() as other:
        assert file_of(original) == whole
        imported(other, whole)

        assert file_of(other) == whole


def test_what_somebody_else_records_meanwhile_is_told(original: Timeline) -> None:
    file = file_of(original)
    with a_timeline() as other:
        reads: list[int] = []

        def lines() -> list[bytes]:
            reads.append(1)
            if len(reads) == 2:
                other.record(
                    other.read("2022-02-28  TUR > RUS  call  Another call  ^other\n", "t.facts"),
                    other.moment(),
                )
            return file.splitlines(keepends=True)

        with pytest.raises(Conflict, match="somebody else"):
            copied(other, lines, "copy.jsonl")

        assert other.head().position == 2


class Hasty(MemoryRecorder):
    """A store in which somebody else always records the same a moment before."""

    def insert_events(
        self, stored_events: Sequence[StoredEvent], **kwargs: Any
    ) -> Sequence[int] | None:
        super().insert_events(stored_events, **kwargs)
        return super().insert_events(stored_events, **kwargs)


def test_two_imports_at_once_do_not_end_in_a_trace(original: Timeline) -> None:
    with a_timeline(Hasty()) as other, pytest.raises(Conflict, match="somebody else"):
        imported(other, file_of(original))


def test_a_store_whose_digests_do_not_fit_says_so(original: Timeline) -> None:
    recorder = original.store
    assert isinstance(recorder, MemoryRecorder)
    recorder._digests[-1] = GENESIS

    with pytest.raises(InvalidInput, match="do not fit its events"):
        list(event_lines(original))


# On the command line


@pytest.fixture
def console(tmp_path: Path) -> Console:
    console = Console.begun(tmp_path, db="my.db")
    (tmp_path / "desk.facts").write_text(TEXT, encoding="utf-8")
    console.run(["init", "copy.db"])
    console.run(["import", "desk.facts", "--author", "A. Desk"])
    return console


def stamped(console: Console, db: str) -> tuple[object, object, object]:
    answer = json.loads(
        console.apart(["state", "turkey", "russia", "--on", "2022-03-05", "--json", "--db", db])[0]
    )
    return answer["stamp"]["answer"], answer["stamp"]["position"], answer["stamp"]["digest"]


def test_a_copied_timeline_answers_under_the_same_id(console: Console) -> None:
    console.run(["export", "-o", "all.jsonl"])
    printed, code = console.run(["import", "all.jsonl", "--db", "copy.db"])

    assert (printed, code) == ("6 events added, 0 there already.\n", 0)
    assert stamped(console, "copy.db") == stamped(console, "my.db")
    assert (
        console.run(["import", "all.jsonl", "--db", "copy.db"])[0]
        == "0 events added, 6 there already.\n"
    )
    assert console.run(["undo", "--list", "--db", "copy.db"]) == console.run(["undo", "--list"])


def test_a_copy_goes_through_a_pipe(console: Console) -> None:
    out, _, _ = console.apart(["export", "--as", "jsonl"])
    printed, _ = console.run(["import", "-", "--as", "jsonl", "--dry-run", "--db", "copy.db"], out)
    console.run(["import", "-", "--as", "jsonl", "--db", "copy.db"], out)

    assert printed == "Nothing written. It would be: 6 events added, 0 there already.\n"
    assert stamped(console, "copy.db") == stamped(console, "my.db")


def test_a_damaged_copy_is_refused_with_its_place(console: Console) -> None:
    console.run(["export", "-o", "all.jsonl"])
    path = console.folder / "all.jsonl"
    path.write_text(path.read_text(encoding="utf-8").replace("Kalin", "Malin"), encoding="utf-8")
    _, err, code = console.apart(["import", "all.jsonl", "--db", "copy.db"])

    assert err.startswith(
        "error: 1 line of all.jsonl cannot be read; nothing of it was written.\nall.jsonl:5:"
    )
    assert code == 1
    assert (
        json.loads(console.apart(["stats", "--json", "--db", "copy.db"])[0])["stamp"]["position"]
        == 0
    )


def test_another_timeline_is_refused_with_a_way_out(console: Console) -> None:
    console.run(["export", "-o", "all.jsonl"])
    console.run(["add", "2022-03-05  TUR > RUS  call  A call  ^c", "--db", "copy.db"])
    _, err, code = console.apart(["import", "all.jsonl", "--db", "copy.db"])

    assert "they differ from line 2 on" in err
    assert "  detente import all.jsonl --db other.db\n" in err
    assert code == 1


def test_only_a_whole_timeline_is_written_as_jsonl(console: Console) -> None:
    _, err, code = console.apart(["export", "turkey", "russia", "--as", "jsonl"])

    assert "  detente export --as jsonl\n" in err
    assert code == 2


@pytest.mark.parametrize(
    ("command", "code"), [(["import", "none.jsonl"], 1), (["export", "-o", "nowhere/all.jsonl"], 1)]
)
def test_what_cannot_be_read_or_written_is_told(
    console: Console, command: list[str], code: int
) -> None:
    _, err, found = console.apart(command)

    assert err.startswith("error: ")
    assert "Traceback" not in err
    assert found == code


def test_every_stored_event_survives_a_copy(original: Timeline) -> None:
    with a_timeline() as other:
        imported(other, file_of(original))

        assert [events(fact) for fact in other.facts()] == [
            events(fact) for fact in original.facts()
        ]


def events(fact: Fact) -> Sequence[Event]:
    return fact.events


# Events that nobody recorded, in a chain that is right


CALL: Final = (
    '"kind":"contact","what":"call","actors":["TUR"],"recipients":["RUS"],"relation":"mutual","on":"2022-03-05","title":"A'
    ' call"'
)
KNOWN: Final = '"known_on":"2022-03-05"'
PLAN: Final = CALL.replace("contact", "engagement").replace('"on"', '"planned"')


def told(content: str = CALL, more: str = "") -> StoredEvent:
    return StoredEvent(
        "desk/call", 1, "fact.asserted/1", f'{{{KNOWN},"content":{{{content}}}{more}}}'.encode()
    )


def then(topic: str, more: str, stream: str = "desk/call", version: int = 2) -> StoredEvent:
    return StoredEvent(stream, version, topic, f"{{{KNOWN}{more}}}".encode())


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([told(CALL.replace("contact", "rumour"))], 'no fact is of the kind "rumour".'),
        ([told(CALL.replace("call", "call-back", 1))], "call-back"),
        ([told(CALL.replace("2022-03-05", "soon"))], '"soon" is not a date'),
        ([told(CALL.replace('"on"', '"since"'))], "is not a"),
        ([told(CALL.replace('["TUR"]', "[]"))], "who does it to whom"),
        ([told(more=',"report":{"publisher":"AFP","published":"soon"}')], '"soon" is not a date'),
        ([told(more=',"report":{"publisher":"AFP","grade":"Z9"}')], '"Z9" is not a grade'),
        ([told(more=',"recorded_at":"2022-03-05T00:00:00"')], "not in UTC"),
        ([told(), then("fact.held/1", ',"on":"2022-03-06"')], "takes no such event"),
        ([told(PLAN), then("fact.held/1", ',"on":"soon"')], '"soon" is not a date'),
        (
            [told(PLAN), then("fact.held/1", ',"on":"2022-03-07/2022-03-05"')],
            "ends before its second day",
        ),
        (
            [told(PLAN), then("fact.cancelled/1", ',"on":"2022-03-05/2022-03-07"')],
            "is an interval",
        ),
        (
            [told(PLAN), then("fact.cancelled/1", ',"on":"2022-03-05","by":"a, b"')],
            '"a, b" is not an actor',
        ),
        (
            [told(), then("fact.denied/1", ',"report":{"publisher":"AFP"},"by":"the West"')],
            '"the West" is not an actor',
        ),
        (
            [told(), then("fact.corrected/1", ',"field":"planned","value":"2022"')],
            "has no `planned`",
        ),
        ([told(), then("fact.asserted/1", f',"content":{{{CALL}}}')], "no beginning, or two"),
        ([then("fact.retracted/1", "", version=1)], "no beginning, or two"),
        (
            [
                told(),
                then("fact.retracted/1", ""),
                then("fact.undone/1", ',"versions":[1]', version=3),
            ],
            "no beginning, or two",
        ),
        ([told(), then("fact.undone/1", ',"versions":[7]')], "undoes what was never recorded"),
        (
            [told(), then("command.carried/1", ',"did":"add","count":1')],
            "desk/call holds no such events",
        ),
        (
            [then("command.carried/1", ',"did":"add","count":9', "commands/x@1", 1)],
            "a command of 9 events comes after 0",
        ),
        (
            [then("actor.described/1", ',"line":"nobody"', "actor/x", 1)],
            "an actor has an id and a name",
        ),
        (
            [
                then(
                    "expectation.stated/1",
                    ',"on":"2022","a":"TUR","b":"RUS","label":"fine"',
                    "expectation/x",
                    1,
                )
            ],
            'no state is labelled "fine"',
        ),
        (
            [
                then(
                    "answer.cited/1",
                    ',"words":["state"],"today":"soon","position":0,"title":""',
                    "answers/x",
                    1,
                )
            ],
            '"soon" is not a day',
        ),
        (
            [
                then(
                    "answer.cited/1",
                    ',"words":["state"],"today":"2022-03-05","position":4,"title":""',
                    "answers/x",
                    1,
                )
            ],
            "the first 4 events",
        ),
        (
            [then("actor.described/1", ',"line":"@actor a  A"', "actor/a\tb", 1)],
            "this is not a name",
        ),
    ],
)
def test_an_event_that_detente_never_records_is_refused_at_its_line(
    rows: list[StoredEvent], said: str
) -> None:
    """They once went in, and every answer about them was a crash."""
    with a_timeline() as other:
        problem = problem_of(imported(other, chained(rows)))

        assert said in problem.said
        assert (problem.line, other.head().position) == (len(rows) + 1, 0)


def test_a_topic_may_hold_a_comma() -> None:
    """One from a table did, and a copy of the timeline was refused."""
    with a_timeline() as other:
        assert imported(other, chained([told(f'{CALL},"topics":["rus,usa","war"]')])) == Copied(
            added=1
        )


def test_what_was_undone_may_be_told_anew() -> None:
    again = StoredEvent("desk/call", 4, "fact.asserted/1", told().state)
    rows = [
        told(),
        then("fact.retracted/1", ""),
        then("fact.undone/1", ',"versions":[1,2]', version=3),
        again,
    ]
    with a_timeline() as other:
        assert imported(other, chained(rows)) == Copied(added=4)


def test_a_copy_may_begin_with_a_byte_order_mark(tmp_path: Path) -> None:
    """A table and a text always might."""
    with a_timeline() as timeline:
        timeline.record(timeline.read(TEXT, "t.facts"), timeline.moment())
        (tmp_path / "copy.jsonl").write_text("".join(event_lines(timeline)), encoding="utf-8-sig")
        events = timeline.head().position
    console = Console.begun(tmp_path)

    assert console.run(["import", "copy.jsonl"]) == (
        f"{events} events added, 0 there already.\n",
        0,
    )
    assert console.run(["import", "copy.jsonl"]) == (
        f"0 events added, {events} there already.\n",
        0,
    )
