"""Facts in order of when they happened, each with how it stood as known."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given

from domain.clocks import AsOf
from domain.edtf import NO_FIRST, NO_LAST, Window
from domain.fact import Fact
from projections.pair_fact import PairFact
from projections.pairs import Pair, view
from projections.scope import EVERYTHING, Scope
from projections.state import state
from projections.timeline import Entry, Span, entry_json, timeline
from tests.builders import (
    PAIR,
    a_day,
    a_fact,
    cancelled,
    day_number,
    denied,
    held,
    reported,
    resumed,
    retracted,
    suspended,
)
from tests.strategies import histories
from tests.test_learned import DAYS

ALWAYS = Span(Window(NO_FIRST, NO_LAST))


def entries(
    *facts: Fact,
    on: str = "2022-03-05",
    known_on: str = "",
    span: Span = ALWAYS,
    scope: Scope = EVERYTHING,
) -> tuple[Entry, ...]:
    return timeline(facts, AsOf(a_day(on), a_day(known_on) if known_on else None), span, scope)


def listed(
    *facts: Fact,
    on: str = "2022-03-05",
    known_on: str = "",
    span: Span = ALWAYS,
    scope: Scope = EVERYTHING,
) -> list[str]:
    return [
        entry.fact_state.handle
        for entry in entries(*facts, on=on, known_on=known_on, span=span, scope=scope)
    ]


def test_facts_stand_in_order_of_the_last_day_they_may_have_happened() -> None:
    facts = [
        a_fact(dated="2022-03-01", handle="c"),
        a_fact(dated="[..2022-03-01]", handle="b"),
        a_fact(dated="2022-02", handle="z"),
        a_fact(dated="2022-03-01", handle="a"),
        a_fact(dated="[2021..]", handle="open"),
    ]

    assert listed(*facts) == ["open", "z", "b", "a", "c"]


def test_late_news_is_not_listed_early() -> None:
    fact = a_fact(dated="2022-03-01", known="2022-03-07")

    assert listed(fact, known_on="2022-03-06") == []
    assert listed(fact, known_on="2022-03-07") == ["fact"]


def test_the_future_is_not_listed() -> None:
    assert listed(a_fact(dated="2022-03-06")) == []


def test_only_facts_that_may_lie_in_the_span_are_listed() -> None:
    february = Span(Window(day_number("2022-02-01"), day_number("2022-02-28")))
    facts = [
        a_fact(dated="2022-01-31", handle="before"),
        a_fact(dated="2022-02-28", handle="within"),
        a_fact(dated="[2022-01-01..2022-03-01]", handle="around"),
        a_fact(dated="[..2022-02-01]", handle="up-to"),
        a_fact(dated="2022-03-01", handle="after"),
    ]

    assert listed(*facts, span=february) == ["up-to", "within", "around"]


def test_what_may_be_of_other_days_says_so() -> None:
    """Facts that began "by" some day were listed as if they had happened on the day asked about."""
    facts = (
        a_fact(handle="on-the-day", dated="2022-02-24"),
        a_fact(handle="some-day", dated="2022-02"),
        a_fact(handle="by-then", dated="[..2022-03-01]"),
    )
    day = day_number("2022-02-24")

    found = {
        entry.fact_state.handle: entry.in_span
        for entry in entries(*facts, span=Span(Window(day, day)))
    }
    all_of_it = {entry.in_span for entry in entries(*facts)}

    assert found == {"on-the-day": True, "some-day": False, "by-then": False}
    assert all_of_it == {True}


def test_a_standing_fact_is_listed_where_it_begins() -> None:
    march = Span(Window(day_number("2022-03-01"), day_number("2022-03-05")))
    facts = [
        a_fact(what="instrument:treaty", dated="2022-02-28", handle="before"),
        a_fact(what="instrument:treaty", dated="2022-03-01", handle="begun"),
        a_fact(what="stance:critical", dated="[..2022-06]", known="2022-02-01", handle="attested"),
    ]

    assert listed(*facts, span=march) == ["begun"]


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        (EVERYTHING, ["a", "b", "c"]),
        (Scope(PAIR), ["a", "b"]),
        (Scope(Pair.of("TUR", "USA")), ["c"]),
        (Scope(domain="energy"), ["b", "c"]),
        (Scope(PAIR, topic="gas"), ["b"]),
    ],
)
def test_a_scope_limits_what_is_listed(scope: Scope, expected: list[str]) -> None:
    facts = [
        a_fact(handle="a"),
        a_fact(domain="energy", topics=("gas",), handle="b"),
        a_fact(domain="energy", parties="TUR > USA", handle="c"),
    ]

    assert listed(*facts, scope=scope) == expected


@pytest.mark.parametrize(
    ("fact", "on", "status", "mark"),
    [
        (a_fact(), "2022-03-05", "happened", "·"),
        (a_fact(retracted("2022-03-06")), "2022-03-05", "retracted", "~"),
        (a_fact(denied("2022-03-06")), "2022-03-05", "disputed", "?"),
        (a_fact(denied("2022-03-06"), retracted("2022-03-07")), "2022-03-05", "retracted", "~"),
        (a_fact(what="instrument:treaty", dated="2020"), "2022-03-05", "yes", "·"),
        (
            a_fact(what="instrument:treaty", dated="2022", known="2023-01-01"),
            "2022-03-05",
            "possible",
            "·",
        ),
        (a_fact(what="instrument:treaty", dated="2020/2022-01-01"), "2022-03-05", "no", "·"),
        (a_fact(what="planned:call", dated="2022-03-10"), "2022-03-05", "pending", ">"),
        (a_fact(what="planned:call", dated="2022-03-10"), "2022-03-10", "due", ">"),
        (a_fact(what="planned:call", dated="2022-03-10"), "2022-03-11", "unconfirmed", ">"),
        (
            a_fact(cancelled("2022-03-10"), what="planned:call", dated="2022-03-10"),
            "2022-03-11",
            "cancelled",
            "x",
        ),
        (
            a_fact(held("2022-03-09"), what="planned:call", dated="2022-03-10"),
            "2022-03-11",
            "held",
            "·",
        ),
    ],
)
def test_an_entry_says_and_marks_how_the_fact_stands(
    fact: Fact, on: str, status: str, mark: str
) -> None:
    entry = entries(fact, on=on)[0]

    assert entry.mark == mark
    assert entry_json(entry)["status"] == status


def test_an_engagement_is_dated_by_when_it_was_held() -> None:
    fact = a_fact(held("2022-03-09"), what="planned:call", dated="2022-03-10")

    assert entries(fact, on="2022-03-11")[0].dated == "2022-03-09"
    assert entries(fact, on="2022-03-11", known_on="2022-03-08")[0].dated == "2022-03-10"


def test_an_entry_in_json_says_when_it_may_have_happened() -> None:
    told = entry_json(
        entries(
            a_fact(reported("2022-03-05", "AFP"), dated="2022-02", topics=("gas",), domain="energy")
        )[0]
    )

    assert told == told | {
        "fact": "fact",
        "dated": "2022-02",
        "first": "2022-02-01",
        "last": "2022-02-28",
        "parties": "TUR > RUS",
        "kind": "action",
        "what": "accuse",
        "domain": "energy",
        "topics": ["gas"],
        "title": "accuse",
        "known_on": "2022-03-05",
        "sources": ["AFP", "Reuters"],
    }


@pytest.mark.parametrize(
    ("dated", "first", "last"),
    [
        ("[..2022-03-05]", None, "2022-03-05"),
        ("[2022-03-05..]", "2022-03-05", None),
        ("2022-03-05", "2022-03-05", "2022-03-05"),
    ],
)
def test_an_open_end_is_null(dated: str, first: str | None, last: str | None) -> None:
    told = entry_json(entries(a_fact(dated=dated))[0])

    assert (told["first"], told["last"]) == (first, last)


def test_what_always_was_has_no_first_day() -> None:
    told = entry_json(entries(a_fact(what="geography:maritime-border", dated=".."))[0])

    assert (told["first"], told["last"]) == (None, None)


def test_a_fact_without_a_source_names_none() -> None:
    assert entry_json(entries(a_fact(report=None))[0])["sources"] == []


def test_a_suspension_does_not_move_where_a_fact_is_listed() -> None:
    fact = a_fact(
        suspended("2021-03-01"), resumed("2021-06-01"), what="instrument:treaty", dated="2020-01-01"
    )

    assert entries(fact)[0].window == Window(day_number("2020-01-01"), day_number("2020-01-01"))


@given(histories(most=8), DAYS)
def test_between_two_each_fact_says_what_it_counts_for_in_their_answer(
    facts: list[Fact], on: date
) -> None:
    as_of = AsOf(on)
    answer = state(facts, PAIR, as_of)
    found = timeline(facts, as_of, ALWAYS, Scope(PAIR))
    first = [entry for entry in found if not entry.again]

    assert {entry.fact_state.handle: entry.counted for entry in first} == {
        t.handle: t.share.counted for t in answer.pair_facts if _of_pair(t)
    }
    for entry in first:
        if entry.counted:
            assert entry.counts
    assert all(entry.counted is None for entry in found if entry.again)


def _of_pair(pair_fact: PairFact) -> bool:
    """Whether a fact is of the pair by what it says, and not only by who called it off."""
    return view(pair_fact.content, PAIR) is not None


def test_without_two_actors_nothing_is_counted() -> None:
    (entry,) = entries(a_fact())

    assert (entry.counted, entry.counts, entry.standing) == (None, True, "happened")


@pytest.mark.parametrize(
    ("fact", "standing", "counts"),
    [
        (a_fact(denied("2022-03-05")), "disputed", False),
        (a_fact(denied("2022-03-05", by="RUS")), "contested", True),
        (a_fact(what="instrument:sanctions", dated="2022-01-01"), "in force", True),
        (
            a_fact(suspended("2022-03-04"), what="instrument:sanctions", dated="2022-01-01"),
            "ended",
            True,
        ),
        (a_fact(what="stance:supports", dated="2020-01-01", known="2020-01-01"), "stale", True),
        (a_fact(what="assessment:strained", dated="2022-01-01"), "assessment", False),
        (a_fact(what="planned:call", parties="TUR = RUS", dated="2022-03-09"), "pending", False),
        (
            a_fact(
                cancelled("2022-03-04", by="RUS"),
                what="planned:call",
                parties="TUR = RUS",
                dated="2022-03-09",
                known="2022-03-01",
            ),
            "cancelled",
            True,
        ),
    ],
)
def test_a_line_says_in_a_word_how_its_fact_stands(fact: Fact, standing: str, counts: bool) -> None:
    entry = entries(fact)[0]

    assert (entry.standing, entry.counts) == (standing, counts)


def test_what_ceased_says_when() -> None:
    sanctions = a_fact(
        suspended("2022-02"), what="instrument:sanctions", dated="2021-01-01", known="2021-01-01"
    )
    before, after = (entries(sanctions, on=day)[0] for day in ("2022-01-31", "2022-03-05"))

    assert entry_json(before)["ended"] is None
    assert entry_json(after)["ended"] == {"first": "2022-02-01", "last": "2022-02-28"}
    resumed_later = a_fact(
        suspended("2022-02"), resumed("2022-03-01"), what="instrument:sanctions",
        dated="2021-01-01", known="2021-01-01",
    )  # fmt: skip
    assert entry_json(entries(resumed_later)[0])["ended"] is None
