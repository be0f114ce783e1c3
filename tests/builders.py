"""Facts, events and answers in few words: what matters is said, the rest is default."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from functools import reduce

from domain import edtf
from domain.clocks import AsOf
from domain.content import Content, read_parties
from domain.decisions import decide
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
)
from domain.fact import Fact, FactState, fact_id
from domain.kinds import KINDS, read_what
from domain.report import Report
from projections.pair_fact import PairFact
from projections.pairs import Pair
from projections.scope import Scope
from projections.state import State, state

PAIR = Pair.of("RUS", "TUR")
RECORDED = datetime(2022, 6, 1, tzinfo=UTC)
REUTERS = Report(publisher="Reuters")


def a_day(text: str) -> date:
    return date.fromisoformat(text)


def day_number(text: str) -> int:
    return date.fromisoformat(text).toordinal()


def last_day(text: str) -> date:
    return date.fromordinal(edtf.days(text).hi)


def a_content(
    what: str = "accuse", dated: str = "2022-03-05", parties: str = "TUR > RUS", **fields: object
) -> Content:
    kind, name = read_what(what)
    dates: dict[str, object] = {KINDS[kind].dated_by: dated}
    if KINDS[kind].standing:
        since, until = edtf.span(dated)
        dates = {"since": since, "until": until}
    return Content.model_validate(
        {"kind": kind, "what": name, "title": what, **dates, **read_parties(parties), **fields}
    )


def an_assertion(
    content: Content, known: str = "2022-03-05", report: Report | None = REUTERS
) -> Asserted:
    return Asserted(
        content=content,
        report=report,
        known_on=a_day(known),
        assumed=report is None,
        recorded_at=RECORDED,
    )


def a_fact(
    *later: Event,
    what: str = "accuse",
    dated: str = "2022-03-05",
    parties: str = "TUR > RUS",
    known: str = "2022-03-05",
    handle: str = "fact",
    report: Report | None = REUTERS,
    **fields: object,
) -> Fact:
    """A fact known from a day, with the further events that it accepts; raises InvalidInput."""
    first = an_assertion(a_content(what, dated, parties, **fields), known, report)
    return with_events(Fact(fact_id(handle)), first, *later)


def with_events(fact: Fact, *events: Event) -> Fact:
    return reduce(lambda fact, event: fact.and_then(decide(fact, event)), events, fact)


def _known(known: str, dated: str = "") -> dict[str, object]:
    return {"known_on": a_day(known) if known else last_day(dated), "recorded_at": RECORDED}


def reported(known: str, publisher: str = "AFP", grade: str = "", origin: str = "") -> Event:
    return Reported.model_validate(
        {"report": Report(publisher=publisher, grade=grade, origin=origin), **_known(known)}
    )


def denied(known: str, by: str = "", publisher: str = "Ministry") -> Event:
    return Denied.model_validate({"report": Report(publisher=publisher), "by": by, **_known(known)})


def confirmed(known: str) -> Event:
    return Confirmed.model_validate({"report": Report(publisher="Observers"), **_known(known)})


def held(on: str, known: str = "") -> Event:
    return Held.model_validate({"on": on, **_known(known, on)})


def cancelled(on: str, known: str = "", by: str = "") -> Event:
    return Cancelled.model_validate({"on": on, "by": by, **_known(known, on)})


def moved(planned: str, known: str) -> Event:
    return Rescheduled.model_validate({"planned": planned, **_known(known)})


def ended(on: str, known: str = "") -> Event:
    return Ended.model_validate({"on": on, **_known(known, on)})


def suspended(on: str, known: str = "") -> Event:
    return Suspended.model_validate({"on": on, **_known(known, on)})


def resumed(on: str, known: str = "") -> Event:
    return Resumed.model_validate({"on": on, **_known(known, on)})


def renewed(expires: str, known: str) -> Event:
    return Renewed.model_validate({"expires": expires, **_known(known)})


def corrected(field: str, value: str, known: str = "2022-05-01") -> Event:
    return Corrected.model_validate(
        {"field": field, "value": value, "because": "a better source", **_known(known)}
    )


def retracted(known: str) -> Event:
    return Retracted.model_validate(_known(known))


def reinstated(known: str) -> Event:
    return Reinstated.model_validate(_known(known))


def a_fact_state(fact: Fact, known: str = "") -> FactState:
    """The fact as known on a day, or as known at last."""
    found = fact.as_of(day_number(known)) if known else fact.as_of()
    assert found is not None
    return found


def an_answer(
    *facts: Fact,
    on: str = "2022-03-05",
    known_on: str = "",
    recorded_by: datetime | None = None,
    pair: Pair = PAIR,
    domain: str = "",
) -> State:
    return state(
        facts,
        pair,
        AsOf(a_day(on), a_day(known_on) if known_on else None, recorded_by),
        Scope(domain=domain),
    )


def handles(pair_facts: Iterable[PairFact]) -> list[str]:
    return [pair_fact.handle for pair_fact in pair_facts]


def reasons(answer: State) -> dict[str, str]:
    return {pair_fact.handle: pair_fact.reason for pair_fact in answer.not_counted}


def counted(answer: State) -> dict[str, int]:
    return {pair_fact.handle: pair_fact.share.counted for pair_fact in answer.pair_facts}
