"""What was computed is kept: as much as may be, once for all who wait, and only what is whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from threading import Barrier

import pytest

from domain.actors import Registry
from domain.command import Request
from domain.events import Reported
from domain.fact import Fact
from domain.report import Report
from projections.answer import Answer, json_text
from projections.question import Question
from service.kept import BESIDE_BYTES, Kept
from service.opening import open_store
from service.store.errors import BadEvent
from service.store.memory import MemoryRecorder
from service.timeline import Timeline
from tests.builders import a_content, an_assertion
from tests.contract.timelines import spoil
from views.endpoints import Value, endpoints, given
from web.answering import Answers, Asking, Reply
from web.pinned import Pin
from web.readers import ATTEMPTS, Reader

TODAY = date(2026, 11, 22)
ROOM = 3 * (BESIDE_BYTES + 10)
"""Bytes for three values of ten bytes."""


def test_what_was_used_longest_ago_is_left_out_first() -> None:
    kept = Kept[str](ROOM)
    for key in "abc":
        kept.put(key, key, 10)
    assert kept.get("a") == "a"
    kept.put("d", "d", 10)

    assert [kept.get(key) for key in "abcd"] == ["a", None, "c", "d"]


def test_nothing_is_kept_beyond_its_bytes() -> None:
    kept = Kept[int](ROOM)
    for number in range(1000):
        kept.put(number, number, number % 9000)
        assert kept.bytes <= ROOM

    kept.put("large", 1, ROOM)

    assert kept.get("large") is None
    assert 0 < len(kept) <= 3


def test_a_value_that_is_put_again_counts_once() -> None:
    kept = Kept[int](ROOM)
    for number in range(9):
        kept.put("same", number, 10)

    assert (kept.get("same"), len(kept), kept.bytes) == (8, 1, BESIDE_BYTES + 10)


def test_whoever_waits_for_a_value_does_not_compute_it_again() -> None:
    kept, together, computed = Kept[int](ROOM), Barrier(4), list[int]()

    def compute() -> tuple[int, int]:
        computed.append(1)
        return 7, 10

    def ask(_: int) -> int:
        together.wait()
        return kept.once("key", compute)

    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(ask, range(4))) == [7] * 4
    assert len(computed) == 1


def test_what_fails_is_computed_again() -> None:
    kept = Kept[int](ROOM)

    def fail() -> tuple[int, int]:
        raise ValueError

    with pytest.raises(ValueError, match=r"^$"):
        kept.once("key", fail)

    assert kept.once("key", lambda: (7, 10)) == 7


# Facts -------------------------------------------------------------------------------------------


def test_a_fact_is_made_once_of_the_same_rows(tmp_path: Path) -> None:
    """Also for another reader of the same store; and again once something is reported of it."""
    place, kept = str(tmp_path / "t.db"), Kept[Fact]()
    with closing(open_store(place, create=True)) as one, closing(open_store(place)) as other:
        one.facts_kept = other.facts_kept = kept
        add(one, "first")
        add(one, "second")
        before = one.facts()
        report = Reported(report=Report(publisher="AFP"), known_on=TODAY)
        other.act(other.fact("first"), [report], other.moment())
        first, second = one.facts()

        assert other.facts()[0] is first
        assert second is before[1]
        assert [len(fact.events) for fact in (before[0], first)] == [1, 2]


def test_a_row_that_was_changed_is_found_out_though_its_fact_is_kept(tmp_path: Path) -> None:
    place = tmp_path / "t.db"
    with closing(open_store(str(place), create=True)) as timeline:
        timeline.facts_kept = Kept[Fact]()
        add(timeline, "call")
        assert [fact.handle for fact in timeline.facts()] == ["call"]
        spoil(place, "UPDATE events SET state = ? WHERE stream = 'desk/call'", b"{}")

        with pytest.raises(BadEvent):
            timeline.facts()


# Answers -----------------------------------------------------------------------------------------


class Counted(Timeline):
    """A timeline that counts how often it is asked, and in which somebody records meanwhile."""

    asked = 0
    meanwhile: Callable[[], None]

    def ask(self, question: Question) -> Answer:
        self.asked += 1
        self.meanwhile()
        return super().ask(question)


def nothing() -> None:
    """What nobody does meanwhile."""


@pytest.fixture
def timeline(registry: Registry) -> Iterator[Counted]:
    with closing(Counted(MemoryRecorder(), registry)) as found:
        found.meanwhile = nothing
        yield found


def add(timeline: Timeline, handle: str) -> None:
    line = f"2022-03-01  TUR = RUS  call  A call  ^{handle}"
    moment = timeline.moment("", TODAY, Request("add", line))
    timeline.record(timeline.read(line, "t.facts"), moment)


def an_asking(*tags: str, actor: str = "RUS", layers: Sequence[str] = (), **options: str) -> Asking:
    endpoint = next(each for each in endpoints() if each.listed.name == "state")
    values: dict[str, Value] = {"on": "2022-03-05", **options}
    if layers:
        values["layer"] = list(layers)
    asked = given(endpoint, ("TUR", actor), values)
    return Asking(endpoint.question, asked, TODAY, "1", tags=frozenset(tags))


def ask(answers: Answers, timeline: Timeline, asking: Asking) -> Reply:
    return Reader(timeline).whole(
        lambda moment: answers.reply_to(moment, asking), lambda head: answers.known(head, asking)
    )


def right(timeline: Timeline, asking: Asking) -> bytes:
    question, _ = asking.read(timeline)
    return json_text(Timeline.ask(timeline, question).json).encode()


def tag_of(reply: Reply) -> str:
    return reply.headers["etag"].strip('"')


def test_an_answer_is_computed_once_until_something_is_recorded(timeline: Counted) -> None:
    answers = Answers()
    for number in range(3):
        add(timeline, f"call-{number}")
        for _ in range(4):
            assert ask(answers, timeline, an_asking()).body == right(timeline, an_asking())

    assert timeline.asked == 3


def test_whoever_has_an_answer_has_nothing_computed(timeline: Counted) -> None:
    add(timeline, "call")
    tag = tag_of(ask(Answers(), timeline, an_asking()))
    timeline.asked = 0
    found = ask(Answers(), timeline, an_asking(tag))

    assert (found.status, found.body, tag_of(found)) == (304, b"", tag)
    assert timeline.asked == 0


def test_another_question_form_and_day_is_another_answer(timeline: Counted) -> None:
    add(timeline, "call")
    answers = Answers()
    asked = [
        an_asking(), an_asking(actor="USA"), an_asking(known_on="2022-03-05"),
        an_asking(lens="plover-net@1"), replace(an_asking(), ending="md"),
        replace(an_asking(), accept="text/csv"), replace(an_asking(), release="2"),
        replace(an_asking(), given=an_asking().given._replace(options={})),
        replace(an_asking(), given=an_asking().given._replace(options={}), today=date(2022, 3, 2)),
    ]  # fmt: skip
    found = [ask(answers, timeline, each) for each in asked * 2]

    assert len({tag_of(each) for each in found}) == len(asked)
    assert found[: len(asked)] == found[len(asked) :]
    assert timeline.asked == len(asked)


def test_an_answer_of_the_past_is_kept_while_others_record(timeline: Counted) -> None:
    add(timeline, "call")
    answers, head = Answers(), timeline.head()
    pinned = replace(an_asking(), pin=Pin(head.position, head.digest.hex()))
    first = ask(answers, timeline, pinned)
    add(timeline, "more")
    again = ask(answers, timeline, pinned)

    assert (tag_of(again), again.body) == (tag_of(first), first.body)
    assert again.body == right(timeline.at_position(head.position), an_asking())
    assert again.body != ask(answers, timeline, an_asking()).body


def test_an_answer_is_of_one_moment_though_somebody_records_while_it_is_computed(
    timeline: Counted,
) -> None:
    """Its first part may have been of the record before, its last part of the one after."""
    add(timeline, "call")
    answers, head = Answers(), timeline.head()
    numbers = iter(range(9))
    timeline.meanwhile = lambda: add(timeline, f"meanwhile-{next(numbers)}")
    found = ask(answers, timeline, an_asking())
    timeline.meanwhile = nothing
    pinned = replace(an_asking(), pin=Pin(head.position, head.digest.hex()))

    assert found.headers["detente-position"] == str(head.position)
    assert found.body == right(timeline.at_position(head.position), an_asking())
    assert ask(answers, timeline, pinned).body == found.body
    assert next(numbers) == 1  # it was not computed again and again


@pytest.mark.parametrize("times", [1, 2, 9])
def test_a_layer_is_asked_again_of_the_record_as_it_is_then(timeline: Counted, times: int) -> None:
    """What it sums is of the record of now; as of a position it is read fact by fact, slowly."""
    content = a_content(what="accuse", dated="2022-03-04")
    timeline.append([an_assertion(content, "2022-03-04").numbered("icews/1", 1)])
    numbers = iter(range(times))

    def meanwhile() -> None:
        number = next(numbers, None)
        if number is not None:
            add(timeline, f"meanwhile-{number}")

    timeline.meanwhile = meanwhile
    asking = an_asking(layers=("icews",))
    found = ask(Answers(), timeline, asking)
    timeline.meanwhile = nothing

    position = int(found.headers["detente-position"])
    assert found.body == right(timeline.at_position(position), asking)
    assert timeline.asked == min(times + 1, ATTEMPTS)


def test_no_answer_is_kept_where_none_fits(timeline: Counted) -> None:
    add(timeline, "call")
    answers = Answers(most_bytes=0)
    bodies = {ask(answers, timeline, an_asking()).body for _ in range(3)}

    assert bodies == {right(timeline, an_asking())}
    assert timeline.asked == 3


def test_how_long_an_answer_is_kept_elsewhere_follows_the_clock(timeline: Counted) -> None:
    """What is recorded by an instant is fixed once that is past, though nothing else changed."""
    add(timeline, "call")
    answers = Answers()
    fixed = an_asking(known_on="2022-03-05", lens="standing-flow@2", recorded_by="2022-03-05")
    before = replace(fixed, clock=lambda: datetime(2022, 3, 5, tzinfo=UTC))
    after = replace(fixed, clock=lambda: datetime(2022, 3, 7, tzinfo=UTC))

    assert ask(answers, timeline, before).headers["cache-control"] == "no-cache"
    assert "immutable" in ask(answers, timeline, after).headers["cache-control"]
