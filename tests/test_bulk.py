"""Rows of a source recorded as facts.

Once each, corrected where they change, and taken back as one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from pathlib import Path
from random import Random
from typing import Unpack

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.actors import Registry
from domain.clocks import AsOf
from domain.content import Content
from domain.events import Asserted, Corrected, Event, Retracted
from domain.refusal import InvalidInput
from domain.report import Report
from projections.pairs import Pair
from projections.stats import share
from service.archives import importing
from service.archives.coding import Chunk
from service.archives.columns import columns_of
from service.moment import Moment
from service.safety import differences, verified
from service.sources import bulk
from service.sources.bulk import Account, Order, asserted, imported
from service.sources.outcome import Coded, Joined, Outcome, Rejected, Skipped
from service.store.codec import Codec
from service.store.keys import Keys
from service.store.memory import MemoryRecorder
from service.tallies import tallies
from service.timeline import Beside, Blocks, Timeline
from service.undo import Last
from tests.evidence import layer_state_of
from tests.places import KINDS, a_place
from tests.test_undo import Clock

ACTORS = ("DEU", "FRA", "RUS", "TUR", "USA")
FIRST = date(2018, 6, 1)
LATER = FIRST + timedelta(days=5)
ORDER = Order("icews", "a.tab", "import a.tab --rules icews")


def a_row(
    key: str,
    what: str = "accuse",
    on: date = FIRST,
    actors: Sequence[str] = ("TUR", "RUS"),
    known_on: date | None = None,
    line: int = 1,
) -> Coded:
    content = Content(
        kind="action",
        what=what,
        domain="diplomacy",
        actors=(actors[0],),
        recipients=(actors[1],),
        relation="directed",
        on=on.isoformat(),
        title=f"{what} it",
        code=("CAMEO", "1.1b3", "112"),
        goldstein=-2_000_000,
    )
    return Coded(
        line, key, content, Report(publisher="icews", published=on.isoformat()), known_on or on
    )


def saying(row: Coded, what: str) -> Coded:
    """The same row with another code."""
    return row._replace(content=row.content.model_copy(update={"what": what}))


def some_rows(number: int, seed: int = 1) -> list[Coded]:
    random = Random(seed)
    days = [FIRST + timedelta(days=random.randrange(5)) for _ in range(number)]
    kinds = ("accuse", "consult", "aid", "threaten")
    return [
        a_row(f"{i:05}", random.choice(kinds), day, random.sample(ACTORS, 2), line=i + 1)
        for i, day in enumerate(days)
    ]


class InColumns(Timeline):
    """A timeline into which rows are taken in columns, however few there are."""


@pytest.fixture(
    params=[(kind, form) for kind in ("memory", *KINDS) for form in ("rows", "columns")],
    ids="-".join,
)
def timeline(
    request: pytest.FixtureRequest, registry: Registry, tmp_path: Path
) -> Generator[Timeline]:
    kind, form = request.param
    place = None if kind == "memory" else a_place(kind, tmp_path)
    recorder = place.recorder() if place else MemoryRecorder()
    made = InColumns if form == "columns" else Timeline
    with closing(made(recorder, registry, Clock())) as opened:
        yield opened
    if place:
        place.gone()


@pytest.fixture
def in_small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "BATCH", 7)
    monkeypatch.setattr(importing, "BATCH_ROWS", 7)


def take(
    timeline: Timeline,
    outcomes: Iterable[Outcome],
    order: Order = ORDER,
    today: date = date(2018, 7, 1),
) -> Account:
    *_, account = taking(timeline, outcomes, order, timeline.moment("AN", today))
    return account


def taking(
    timeline: Timeline, outcomes: Iterable[Outcome], order: Order, moment: Moment
) -> Generator[Account]:
    """The account after each transaction, of rows that are taken as the timeline wants them."""
    if not isinstance(timeline, InColumns):
        return imported(timeline, outcomes, order, moment)
    return importing.imported(timeline, chunks(outcomes), order, moment, least=1)


def chunks(outcomes: Iterable[Outcome], rows: int = 7) -> Iterator[Chunk]:
    source = iter(outcomes)
    while some := list(islice(source, rows)):
        yield Chunk(
            columns_of([each for each in some if isinstance(each, Coded)]),
            sum(isinstance(each, Joined) for each in some),
            Counter(each.because for each in some if isinstance(each, Skipped)),
            [each for each in some if isinstance(each, Rejected)],
            len(some),
        )


def told(account: Account) -> dict[str, int | None]:
    """What became of the rows, without what there is none of."""
    names = ("added", "again", "corrected", "ignored", "there", "repeated", "gone", "events")
    return {name: getattr(account, name) for name in names if getattr(account, name) != 0}


def titles(timeline: Timeline) -> dict[str, str]:
    """How the facts of the layer read now."""
    fact_states = [(fact.handle, fact.as_of()) for fact in timeline.facts("icews")]
    return {
        handle: fact_state.content.what
        for handle, fact_state in fact_states
        if fact_state is not None and not fact_state.retracted
    }


def answers(timeline: Timeline, recorded_by: datetime | None = None) -> list[object]:
    """What the layer answers of every pair."""
    pairs = [Pair(a, b) for i, a in enumerate(ACTORS) for b in ACTORS[i + 1 :]]
    found = [
        layer_state_of(timeline, pair, AsOf(date(2018, 7, 10), recorded_by=recorded_by), "icews")
        for pair in pairs
    ]
    return [(state.score, state.label, state.first) for state in found]


def assert_sound(timeline: Timeline) -> None:
    assert verified(timeline).flaws == ()
    assert differences(timeline).rows == 0
    assert_tallied(timeline)


def assert_tallied(timeline: Timeline) -> None:
    """Whether the size of a layer is that of its facts, read one by one."""
    shares = [found for fact in timeline.facts("icews") if (found := share(fact))]
    days = [day for each in shares for day in each.days]
    of = Counter(pair for each in shares for pair in each.pairs)
    for tally in tallies(timeline):
        assert (tally.facts, tally.pairs) == (len(shares), len(of))
        assert (tally.first, tally.last) == (min(days, default=None), max(days, default=None))
        assert dict(tally.busiest).items() <= of.items()


# An import ----------------------------------------------------------------------------------------


def test_every_row_is_accounted_for(timeline: Timeline) -> None:
    outcomes: list[Outcome] = [
        a_row("1"),
        Skipped(2, "no two actors"),
        Rejected(3, "Event Date", '"x" is no date.', "raw"),
        Joined(4, "4", "1"),
        a_row("5", actors=("USA", "RUS")),
        a_row("1", "aid"),
    ]
    account = take(timeline, outcomes)

    assert told(account) == {"added": 2, "repeated": 1, "events": 2}
    assert (account.tally.rows, account.tally.coded, account.tally.joined) == (6, 3, 1)
    assert (account.tally.skipped, account.tally.rejected) == (
        {"no two actors": 1},
        {"Event Date": 1},
    )
    assert account.pairs() == [(("RUS", "TUR"), 1), (("RUS", "USA"), 1)]
    assert titles(timeline) == {"1": "accuse", "5": "accuse"}


@pytest.mark.usefixtures("in_small_batches")
def test_an_import_again_adds_nothing(timeline: Timeline) -> None:
    rows = some_rows(30)
    first = take(timeline, rows)
    head = timeline.head()

    assert told(first) == {"added": 30, "events": 30}
    assert told(take(timeline, reversed(rows))) == {"there": 30}
    assert timeline.head() == head
    assert_sound(timeline)


@pytest.mark.usefixtures("in_small_batches")
def test_who_asks_meanwhile_what_is_recorded_by_now_hears_the_same_ever_after(
    timeline: Timeline,
) -> None:
    rows = some_rows(30)
    heard: list[tuple[datetime, list[object]]] = []
    for order in (ORDER, replace(ORDER, gone=True)):
        for _ in taking(timeline, rows, order, timeline.moment("AN", date(2018, 7, 1))):
            now = timeline.moment().now
            heard.append((now, answers(timeline, now)))
        rows = rows[:3] + rows[20:]
    for _ in timeline.undoing(timeline.moment()):
        now = timeline.moment().now
        heard.append((now, answers(timeline, now)))

    assert len({repr(said) for _, said in heard}) > 5
    assert heard == [(now, answers(timeline, now)) for now, _ in heard]


@pytest.mark.usefixtures("in_small_batches")
def test_a_changed_copy_gives_exactly_its_changes_as_corrections(timeline: Timeline) -> None:
    rows = some_rows(30)
    take(timeline, rows)
    changed = [saying(row, "protest") if row.key in ("00003", "00021") else row for row in rows]
    account = take(timeline, changed)
    fact = timeline.fact("icews/00003")

    assert (account.corrected, account.there) == (2, 28)
    corrections = [
        (event.field, event.value) for event in fact.events[1:] if isinstance(event, Corrected)
    ]
    assert (len(fact.events), corrections) == (2, [("what", "protest")])
    assert (fact.events[1].because, fact.events[1].known_on) == (
        "changed in a.tab",
        date(2018, 7, 1),
    )
    assert titles(timeline)["00003"] == "protest"
    assert told(take(timeline, changed)) == {"there": 30}
    assert_sound(timeline)


def test_a_change_is_known_from_the_row_s_own_day_where_that_is_later(timeline: Timeline) -> None:
    take(timeline, [a_row("1")])
    take(timeline, [a_row("1", "aid", known_on=date(2018, 9, 1))])

    assert {event.known_on for event in timeline.fact("icews/1").events[1:]} == {date(2018, 9, 1)}


def test_changes_are_left_alone_where_that_is_asked_for(timeline: Timeline) -> None:
    take(timeline, [a_row("1"), a_row("2")])
    head = timeline.head()

    order = Order("icews", "a.tab", "import a.tab", correct=False)
    assert told(take(timeline, [a_row("1", "aid"), a_row("2")], order)) == {
        "ignored": 1,
        "there": 1,
    }
    assert timeline.head() == head


def test_another_address_of_the_same_row_is_one_more_report(timeline: Timeline) -> None:
    row = a_row("1")
    take(timeline, [row])
    moved = row._replace(report=Report(publisher="icews", url="https://example.org"))

    assert told(take(timeline, [moved])) == {"corrected": 1, "events": 1}
    assert told(take(timeline, [moved])) == told(take(timeline, [row])) == {"there": 1}


def test_what_people_corrected_is_not_turned_back(timeline: Timeline) -> None:
    take(timeline, [a_row("1")])
    by_hand = Corrected(
        field="title", value="Better words", known_on=FIRST, because="it was said otherwise"
    )
    timeline.act(timeline.fact("icews/1"), [by_hand], timeline.moment())

    assert told(take(timeline, [a_row("1")])) == {"there": 1}
    fact_state = timeline.fact("icews/1").as_of()
    assert fact_state is not None
    assert fact_state.content.title == "Better words"


def test_what_people_corrected_stays_where_the_source_changes_it_too(timeline: Timeline) -> None:
    """A file that came later took the place of what somebody had put right, without a word."""
    take(timeline, [a_row("1"), a_row("2")])
    by_hand = [
        Corrected(field="what", value="consult", known_on=LATER, because="a visit"),
        Corrected(field="on", value="2018-06-02", known_on=LATER, because="a day later"),
    ]
    timeline.act(timeline.fact("icews/1"), by_hand, timeline.moment())
    of_later = [
        a_row(key, "threaten", FIRST + timedelta(days=2), known_on=FIRST + timedelta(days=9))
        for key in ("1", "2")
    ]

    assert told(take(timeline, of_later)) == {"corrected": 2, "events": 10}
    assert titles(timeline) == {"1": "consult", "2": "threaten"}
    fact = timeline.fact("icews/1")
    assert [event.because for event in fact.events if isinstance(event, Corrected)][-2:] == [
        "a day later",
        "a visit",
    ]
    state = fact.as_of()
    assert state is not None
    assert (state.content.on, state.content.title) == ("2018-06-02", "threaten it")
    assert told(take(timeline, of_later)) == {"there": 2}
    assert told(take(timeline, [a_row("1"), a_row("2")])) == {"corrected": 2, "events": 8}
    assert titles(timeline) == {"1": "consult", "2": "accuse"}


@pytest.mark.usefixtures("in_small_batches")
def test_of_rows_with_one_key_the_first_counts_whatever_lies_between(timeline: Timeline) -> None:
    rows = [*some_rows(20), a_row("00001", "protest"), a_row("00001", "mobilize")]
    first = take(timeline, rows)

    assert (first.added, first.repeated, titles(timeline)["00001"]) == (20, 2, rows[1].content.what)
    assert told(take(timeline, rows)) == {"there": 20, "repeated": 2}


@pytest.mark.usefixtures("in_small_batches")
def test_a_dry_run_accounts_for_the_same_and_writes_nothing(timeline: Timeline) -> None:
    rows = [*some_rows(20), a_row("00001", "protest")]
    dry = take(timeline, rows, Order("icews", "a.tab", "import a.tab", dry_run=True))

    assert timeline.head().position == 0
    assert told(dry) == told(take(timeline, rows))


def test_an_empty_file_is_no_command(timeline: Timeline) -> None:
    assert told(take(timeline, [], Order("icews", "a.tab", "import a.tab", gone=True))) == {}
    assert timeline.commands() == []


@pytest.mark.usefixtures("in_small_batches")
def test_another_may_record_between_two_transactions(timeline: Timeline) -> None:
    rows = some_rows(30)
    head = iter(taking(timeline, rows, ORDER, timeline.moment()))
    next(head)
    take(timeline, rows[10:20])
    *_, last = head

    assert (last.added, last.there) == (20, 10)
    assert sorted(titles(timeline)) == [row.key for row in rows]
    assert_sound(timeline)


class Beaten(Timeline):
    """A timeline in which another is faster once."""

    rival: Sequence[Coded] = ()

    def record_command(
        self,
        events: Sequence[Event],
        moment: Moment,
        blocks: Blocks | None = None,
        **beside: Unpack[Beside],
    ) -> list[int]:
        rival, self.rival = self.rival, ()
        if rival:
            take(self, rival)
        return super().record_command(events, moment, blocks, **beside)


def test_who_is_beaten_to_a_fact_finds_it_there(registry: Registry) -> None:
    beaten = Beaten(MemoryRecorder(), registry, Clock())
    beaten.rival = [a_row("1"), a_row("2", "aid")]

    assert told(take(beaten, [a_row("1"), a_row("2"), a_row("3")])) == {
        "added": 1,
        "there": 1,
        "corrected": 1,
        "events": 3,
    }


# What is gone -------------------------------------------------------------------------------------

GONE = Order("icews", "b.tab", "import b.tab", gone=True)


@pytest.mark.usefixtures("in_small_batches")
def test_what_a_file_holds_no_longer_is_retracted_within_its_days(timeline: Timeline) -> None:
    rows = some_rows(30)
    take(timeline, rows)
    before = answers(timeline)
    covered = sorted(
        (row for row in rows if row.content.on in ("2018-06-02", "2018-06-03")),
        key=lambda row: row.content.on,
    )
    gone, kept = [row.key for row in covered[1:4]], [covered[0], *covered[4:]]
    account = take(timeline, kept, GONE)

    assert account.gone == 3
    assert sorted(titles(timeline)) == sorted({row.key for row in rows} - set(gone))
    assert told(take(timeline, kept, GONE)) == {"there": len(kept)}
    assert told(take(timeline, rows)) == {"again": 3, "there": 27, "events": 3}
    assert answers(timeline) == before
    assert_sound(timeline)


def test_a_file_of_one_day_takes_back_what_is_gone_of_that_day(timeline: Timeline) -> None:
    take(timeline, [a_row("1"), a_row("2"), a_row("3", on=date(2018, 6, 2))])

    assert take(timeline, [a_row("1")], GONE).gone == 1
    last = timeline.fact("icews/2").events[-1]
    assert isinstance(last, Retracted)
    assert (last.because, last.known_on) == ("gone from b.tab", date(2018, 7, 1))
    assert sorted(titles(timeline)) == ["1", "3"]


def test_another_file_of_the_same_days_takes_nothing_back_unless_it_is_taken_at_its_word(
    timeline: Timeline,
) -> None:
    take(timeline, [a_row("1"), a_row("2")])

    account = take(timeline, [a_row("3"), a_row("4"), a_row("5")], GONE)
    assert (account.added, account.gone, account.spared) == (3, 0, 2)
    assert sorted(titles(timeline)) == ["1", "2", "3", "4", "5"]
    account = take(timeline, [a_row("3")], replace(GONE, most=True))
    assert (account.gone, account.spared) == (4, 0)
    assert list(titles(timeline)) == ["3"]


def test_where_a_row_cannot_be_read_nothing_is_taken_for_gone(timeline: Timeline) -> None:
    take(timeline, [a_row("1"), a_row("2")])
    account = take(timeline, [a_row("1"), Rejected(2, "", "the row has 3 columns.", "a b c")], GONE)

    assert account.gone is None
    assert sorted(titles(timeline)) == ["1", "2"]


def test_what_people_retracted_stays_so(timeline: Timeline) -> None:
    take(timeline, [a_row("1")])
    timeline.act(
        timeline.fact("icews/1"), [Retracted(known_on=FIRST, because="a hoax")], timeline.moment()
    )

    assert told(take(timeline, [a_row("1")])) == {"there": 1}
    assert titles(timeline) == {}


# Taking it back -----------------------------------------------------------------------------------


@pytest.mark.usefixtures("in_small_batches")
def test_an_undo_takes_a_whole_import_back_and_an_undo_of_that_brings_it_again(
    timeline: Timeline,
) -> None:
    empty = answers(timeline)
    take(timeline, some_rows(30))
    full = answers(timeline)
    taken_back = timeline.undo(timeline.moment()).taken_back

    assert taken_back is not None
    assert (taken_back.all_facts, len(taken_back.named)) == (30, 5)
    assert (answers(timeline), titles(timeline)) == (empty, {})
    assert timeline.undo(timeline.moment(), Last.UNDONE).counted == 30
    assert answers(timeline) == full != empty
    events = 5 if isinstance(timeline, InColumns) else 30
    assert [
        (done.number, done.events, done.facts, done.undone) for done in timeline.commands()
    ] == [
        (1, events, 30, False),
        (2, events, 30, True),
        (3, events, 30, False),
    ]
    assert_sound(timeline)


@pytest.mark.usefixtures("in_small_batches")
def test_an_undo_that_was_interrupted_is_finished_by_its_number(timeline: Timeline) -> None:
    take(timeline, some_rows(30))
    undoing = timeline.undoing(timeline.moment(), 1)
    next(undoing)
    next(undoing)
    undoing.close()

    assert 0 < len(titles(timeline)) < 30
    assert not timeline.commands()[0].undone
    timeline.undo(timeline.moment(), 1)
    assert (titles(timeline), timeline.commands()[0].undone) == ({}, True)
    with pytest.raises(InvalidInput, match="is undone already"):
        timeline.undo(timeline.moment(), 1)
    assert_sound(timeline)


@pytest.mark.usefixtures("in_small_batches")
def test_a_layer_is_as_large_as_what_is_known_of_it(timeline: Timeline) -> None:
    """Facts that were taken back once counted, and those brought back had no days."""
    rows = [a_row(str(i), on=FIRST + timedelta(days=i)) for i in range(3)]
    take(timeline, rows)
    timeline.act(
        timeline.fact("icews/0"),
        [Corrected(field="title", value="Better words", known_on=FIRST)],
        timeline.moment(),
    )
    (corrected,) = tallies(timeline)
    timeline.undo(timeline.moment())
    (whole,) = tallies(timeline)
    timeline.undo(timeline.moment(), 1)
    (undone,) = tallies(timeline)
    take(timeline, rows)
    (again,) = tallies(timeline)

    days = (FIRST.toordinal(), FIRST.toordinal() + 2)
    counted = (3, 1, 2, *days, ((("RUS", "TUR"), 3),))
    assert [found[2:] for found in (corrected, whole, again)] == [counted] * 3
    assert undone[2:] == (0, 0, 0, None, None, ())
    assert_tallied(timeline)


@pytest.mark.usefixtures("in_small_batches")
def test_an_import_on_which_something_builds_is_not_taken_back_in_part(timeline: Timeline) -> None:
    take(timeline, some_rows(30))
    take(timeline, [saying(some_rows(30)[2], "protest")])
    head = timeline.head()

    with pytest.raises(InvalidInput, match='"icews/00002" has been changed since'):
        timeline.undo(timeline.moment(), 1)
    assert timeline.head() == head


@pytest.mark.usefixtures("in_small_batches")
def test_what_was_taken_back_is_asserted_again(timeline: Timeline) -> None:
    rows = some_rows(10)
    take(timeline, rows)
    full = answers(timeline)
    timeline.undo(timeline.moment())

    assert told(take(timeline, rows)) == {"again": 10, "events": 10}
    assert answers(timeline) == full
    assert_sound(timeline)


@pytest.mark.usefixtures("in_small_batches")
@pytest.mark.parametrize("stopped", [1, 2, 3])
def test_an_import_stopped_in_between_is_finished_by_the_same_again(
    timeline: Timeline, registry: Registry, stopped: int
) -> None:
    rows = some_rows(30)
    running = taking(timeline, rows, ORDER, timeline.moment())
    *_, account = islice(running, stopped)
    running.close()

    assert len(titles(timeline)) == account.added == 7 * stopped
    assert told(take(timeline, rows)) == {
        "added": 30 - 7 * stopped,
        "there": 7 * stopped,
        "events": 30 - 7 * stopped,
    }
    whole = Timeline(MemoryRecorder(), registry, Clock())
    take(whole, rows)
    assert (titles(timeline), answers(timeline)) == (titles(whole), answers(whole))
    assert [done.facts for done in timeline.commands()] == [7 * stopped, 30 - 7 * stopped]


# Laws ---------------------------------------------------------------------------------------------

_keys = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=8)
_words = st.text(max_size=12)


@given(
    _keys,
    _words,
    _words,
    st.dates(date(1, 1, 2)),
    st.datetimes(timezones=st.just(UTC)),
    st.none() | st.integers(-(10**7), 10**7),
)
def test_a_row_s_event_has_the_bytes_that_the_codec_always_wrote(
    key: str, title: str, author: str, day: date, now: datetime, goldstein: int | None
) -> None:
    row = a_row(key)
    row = row._replace(
        content=row.content.model_copy(update={"title": title, "goldstein": goldstein}),
        known_on=day,
    )
    event = Asserted(content=row.content, report=row.report, known_on=row.known_on)
    slowly = Moment(now, FIRST, author).stamp(event).numbered(f"icews/{key}", 1)
    quickly = asserted(f"icews/{key}", row, now, author)

    assert quickly == slowly
    assert Codec().to_stored_event(quickly) == Codec().to_stored_event(slowly)
    assert quickly.model_copy(update={"author": "B"}).author == "B"


def test_keys_are_kept_with_the_row_that_held_them_first() -> None:
    with closing(Keys()) as keys:
        assert keys.take({"a": 1, "b": 2}) == set()
        assert keys.take({"b": 3, "c": 4}) == {"b"}
        assert keys.lacking(["a", "b", "c", "d"]) == {"d"}
        assert keys.take({}) == set()
