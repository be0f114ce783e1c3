"""Random facts and texts: every kind, vague dates, and every event that a fact takes."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import strategies as st

from domain import edtf
from domain.content import Content
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
    Undone,
)
from domain.fact import DESK, Fact, fact_id
from domain.kinds import KINDS, What, read_what
from domain.refusal import InvalidInput
from domain.report import Report
from projections.verdict import BARRIERS

ACTORS = ("GEO", "RUS", "TUR", "USA")
MIDDLE = date(2021, 6, 15)
FIRST_RECORDED = datetime(2022, 6, 1, tzinfo=UTC)

days = st.integers(-700, 500).map(lambda offset: MIDDLE + timedelta(days=offset))
"""Days around which everything happens, near enough to each other to meet."""

instants = st.integers(0, 40).map(lambda hours: FIRST_RECORDED + timedelta(hours=hours, minutes=30))
"""Instants between the recordings of the facts below, one an hour."""

_WHATS = {
    kind: st.sampled_from([What(kind.name, what) for what in kind.whats or [kind.example]])
    for kind in KINDS.values()
}
_RELIEVING = st.sampled_from(
    [
        What("action", what)
        for what in ("concede", "retreat", "retreat:release", "withdraw-troops", "aid")
    ]
)
_DECIDING = st.sampled_from(
    [
        What("instrument", what)
        for what in (*sorted(BARRIERS), "armed-conflict", "relations-severed")
    ]
)
"""What no random choice of a hundred actions would often find."""

happening_whats = st.one_of(_RELIEVING, *(w for kind, w in _WHATS.items() if kind.happens))
whats = st.one_of(_RELIEVING, _DECIDING, *_WHATS.values())


@st.composite
def edtf_dates(draw: st.DrawFn) -> str:
    """A date as facts write it: mostly days, and every vague form."""
    day, other = sorted((draw(days), draw(days)))
    plain = draw(
        st.sampled_from(
            [f"{day:%Y-%m-%d}"] * 4
            + [f"{day:%Y-%m}", f"{day:%Y}", f"{day:%Y-%m}-XX", f"{day:%Y}-XX"]
        )
    )
    forms = [plain] * 6 + [
        f"{plain}~",
        f"{plain}?",
        f"{plain}%",
        f"[{day}..{other}]",
        f"[..{day}]",
        f"[{day}..]",
        f"[{day},{other}]",
    ]
    return draw(st.sampled_from(forms))


@st.composite
def happened_dates(draw: st.DrawFn) -> str:
    """The date of what happened: a date as above, or the first and the last of some days."""
    if draw(st.integers(0, 4)):
        return draw(edtf_dates())
    first = draw(days)
    return f"{first}/{first + timedelta(days=draw(st.sampled_from((1, 2, 2, 40))))}"


@st.composite
def spans(draw: st.DrawFn) -> dict[str, object]:
    """The `since` and `until` of a standing fact, in the order in which they can be recorded."""
    since = draw(st.one_of(edtf_dates(), edtf_dates(), st.just(edtf.OPEN)))
    until = draw(
        st.one_of(
            st.none(), st.none(), st.sampled_from((edtf.OPEN, edtf.UNKNOWN_END)), edtf_dates()
        )
    )
    dated = until not in (None, edtf.OPEN, edtf.UNKNOWN_END)
    if dated and edtf.window(until).hi <= edtf.since_window(since).lo:
        until = None  # nothing ends before it has begun
    return {"since": since, "until": until}


@st.composite
def contents(draw: st.DrawFn, happening: bool = False) -> Content:
    kind, what = draw(happening_whats if happening else whats)
    when = happened_dates() if KINDS[kind].happens else edtf_dates()
    dates: dict[str, object] = {KINDS[kind].dated_by: draw(when)}
    if KINDS[kind].standing:
        dates = draw(spans()) | {"expires": draw(st.one_of(st.just(""), st.just(""), edtf_dates()))}
    parties = draw(st.permutations(ACTORS))
    split = draw(st.sampled_from((1, 1, 1, 2)))
    shared = [parties[0]] if draw(st.integers(0, 9)) == 0 else []
    fields: dict[str, object] = {
        "kind": kind,
        "what": what,
        "domain": draw(st.sampled_from(("diplomacy", "security", "trade", "humanitarian"))),
        "actors": tuple(parties[:split]),
        "recipients": (*parties[split : split + draw(st.sampled_from((1, 1, 2)))], *shared),
        "relation": draw(st.sampled_from(("directed", "mutual"))),
        "title": f"{kind} {what}",
        "topics": draw(st.sampled_from(((), ("straits",), ("straits", "grain")))),
        "weight": draw(st.sampled_from((None,) * 6 + (0, 3_000_000, -2_500_001, 20_000_000))),
        "goldstein": draw(st.sampled_from((None, None, 0, 3_400_000, -10_000_000))),
        "episode": draw(st.sampled_from(("", "", "round"))),
        "grade": draw(st.sampled_from(("",) * 5 + ("B1", "C4", "D6"))),
    }
    return Content.model_validate(fields | dates)


reports = st.builds(
    Report,
    publisher=st.sampled_from(("AFP", "Reuters", "Ministry", "Ministry, Kyiv", '"A" and "B"')),
    origin=st.sampled_from(("", "afp", "AFP, Paris")),
    grade=st.sampled_from(("", "", "", "A1", "B2", "D5", "E4", "F6")),
    quote=st.sampled_from(("", "", 'We said: "no, never"; because.', "because x, known 2022")),
    archived=st.sampled_from(("", "", "https://archive.example/a;b")),
    sha256=st.sampled_from(("", "", "0a" * 32)),
)
deniers = st.sampled_from(("", "", *ACTORS, "NATO"))
"""Who denies a fact: a party, a third one, or nobody in particular."""


@st.composite
def changes(draw: st.DrawFn, content: Content) -> Event:
    """Something further that may be said of a fact; not every fact takes every event."""
    base: dict[str, object] = {"known_on": draw(days), "because": "a test"}
    record: list[Event] = [
        Reported.model_validate({"report": draw(reports), **base}),
        Denied.model_validate({"report": draw(reports), "by": draw(deniers), **base}),
        Confirmed.model_validate({"report": draw(reports), **base}),
        Retracted.model_validate(base),
        Reinstated.model_validate(base),
        draw(corrections(content, base)),
    ]
    when = draw(edtf_dates())
    if content.of_kind.planned:
        parties = ("", *content.actors, *content.recipients)
        called_off = {"on": when, "by": draw(st.sampled_from(parties)), **base}
        record += [
            Held.model_validate({"on": draw(happened_dates()), **base}),
            Cancelled.model_validate(called_off),
            Rescheduled.model_validate({"planned": when, **base}),
        ] * 2
    elif content.standing:
        endings = ((Suspended, "on"), (Resumed, "on"), (Ended, "on"), (Renewed, "expires"))
        record += [event.model_validate({field: when, **base}) for event, field in endings] * 2
    return draw(st.sampled_from(record))


@st.composite
def corrections(draw: st.DrawFn, content: Content, base: dict[str, object]) -> Event:
    date_field = (
        draw(st.sampled_from(("since", "until"))) if content.standing else content.of_kind.dated_by
    )
    field, value = draw(
        st.one_of(
            st.tuples(st.just(date_field), edtf_dates()),
            st.tuples(st.just("on"), happened_dates()),
            st.sampled_from(
                (
                    ("weight", "3"),
                    ("weight", "-3"),
                    ("weight", ""),
                    ("grade", "A5"),
                    ("grade", ""),
                    ("domain", "energy"),
                    ("domain", "humanitarian"),
                    ("what", "retreat"),
                    ("what", "aid"),
                    ("what", "instrument:embargo"),
                    ("title", "Another title"),
                    ("parties", "RUS > TUR"),
                    ("parties", "RUS,TUR = USA"),
                    ("episode", "round"),
                    ("topics", "straits, grain"),
                )
            ),
        )
    )
    source = draw(st.sampled_from([{}, {"report": Report(publisher="AFP")}]))
    return Corrected.model_validate({"field": field, "value": value, **source, **base})


def recorded(fact: Fact, event: Event, at: datetime) -> Fact:
    """The fact with one more event, or as it was where it does not take it."""
    try:
        return fact.and_then(decide(fact, event.model_copy(update={"recorded_at": at})))
    except InvalidInput:
        return fact


@st.composite
def facts_named(draw: st.DrawFn, handle: str, first_hour: int = 0, layer: str = DESK) -> Fact:
    """One fact of that handle, its events recorded an hour apart."""
    asserted = Asserted(
        content=draw(contents()),
        report=draw(st.one_of(st.none(), reports)),
        known_on=draw(days),
        assumed=draw(st.booleans()),
    )
    fact = recorded(
        Fact(fact_id(handle, layer)), asserted, FIRST_RECORDED + timedelta(hours=first_hour)
    )
    if not fact.events:
        return fact
    for i in range(draw(st.integers(0, 5))):
        fact = recorded(
            fact,
            draw(changes(asserted.content)),
            FIRST_RECORDED + timedelta(hours=first_hour + i + 1),
        )
    return fact


@st.composite
def histories(draw: st.DrawFn, most: int = 6) -> list[Fact]:
    """Some facts, each with all that was said of it.

    Those that could not be recorded at all are left out.
    """
    found = [draw(facts_named(f"fact-{i}", i)) for i in range(draw(st.integers(1, most)))]
    return [fact for fact in found if fact.events]


@st.composite
def machine_rows(draw: st.DrawFn, handle: str, layer: str) -> Fact:
    """A fact as a machine codes it: of one day, and mostly all that is ever said of it."""
    content = draw(contents(happening=True))
    content = content.model_copy(update={"on": draw(days).isoformat(), "episode": "", "grade": ""})
    known = draw(st.one_of(st.just(date.fromisoformat(content.on)), days))
    at = draw(instants)
    fact = recorded(
        Fact(fact_id(handle, layer)),
        Asserted(content=content, report=draw(reports), known_on=known),
        at,
    )
    more = draw(st.sampled_from(("", "", "", "", "said", "undone")))
    if more == "said":
        return recorded(fact, draw(changes(content)), at + timedelta(hours=draw(st.integers(0, 2))))
    if more == "undone":
        undone = Undone(versions=(1,), known_on=known, recorded_at=at + timedelta(hours=1))
        return fact.and_then(undone.numbered(fact.id, 2))
    return fact


@st.composite
def layers(draw: st.DrawFn, layer: str, most: int = 12) -> list[Fact]:
    """Some facts of a machine-coded layer, most of them rows."""
    rows = [draw(machine_rows(f"row-{i}", layer)) for i in range(draw(st.integers(0, most)))]
    others = [draw(facts_named(f"fact-{i}", i, layer)) for i in range(draw(st.integers(0, 2)))]
    return [fact for fact in (*rows, *others) if fact.events]


one_fact = facts_named("fact").filter(lambda fact: bool(fact.events))

_PIECES = (
    *"0123456789-/.~?%[]XWQ, '\"٣²ıİßş", "2022", "0000", "9999", "2022-03-05", "2020-02-30",
    "March", "Mart", "Dec", "spring", "winter",
    "today", "yesterday", "days ago", "last month", "since ", "before ", "from ", " to ",
    "between ", " and ", "..", "2022-W10", "2022-Q1",
    "state of ", "how were ", "why are ", " ties ", " on ", "what is ahead for ", "latest on ",
    "RUS", "–", " - ", "{a}",
)  # fmt: skip

texts = st.one_of(
    st.text(max_size=25), st.lists(st.sampled_from(_PIECES), max_size=7).map("".join), edtf_dates()
)
"""What somebody may type where a date or a question goes: anything at all, and what looks like
one.
"""


# Over many years ----------------------------------------------------------------------------------

_LONG = (
    "1990-01-01", "[1990-01-01..2020-06-01]", "[2012-03-01..2045-01-01]", "[..2020-01-01]",
    "[2021-01-01..]", "2021", "2021-05-05", "[2021-03-01,2021-09-01]", "[0900-01-01..3000-01-01]",
)  # fmt: skip
"""Days, and windows of which the days asked about are a small part."""

_LONG_WHATS = (
    "assault", "visit", "aid", "retreat", "accuse", "planned:summit", "stance:supports",
    "instrument:alliance", "instrument:armed-conflict", "instrument:embargo",
)  # fmt: skip


@st.composite
def long_histories(draw: st.DrawFn, most: int = 4) -> list[Fact]:
    """Some facts whose dates are vague over many years, begun and ended, denied or not."""
    found = [draw(_long_facts(f"fact-{i}")) for i in range(draw(st.integers(1, most)))]
    return [fact for fact in found if fact.events]


@st.composite
def _long_facts(draw: st.DrawFn, handle: str) -> Fact:
    kind, what = read_what(draw(st.sampled_from(_LONG_WHATS)))
    since, until, when = (draw(st.sampled_from(_LONG)) for _ in range(3))
    dates: dict[str, object] = {KINDS[kind].dated_by: since}
    if KINDS[kind].standing:
        dates = {"since": since, "until": draw(st.sampled_from((None, None, "", until)))}
    fields: dict[str, object] = {
        "kind": kind,
        "what": what,
        "actors": ("RUS",),
        "recipients": ("TUR",),
        "relation": draw(st.sampled_from(("directed", "mutual"))),
        "title": what,
        "weight": draw(st.sampled_from((None, None, -2_500_001, 20_000_000))),
        "episode": draw(st.sampled_from(("", "round"))),
    }
    asserted = Asserted(content=Content.model_validate(fields | dates), known_on=draw(days))
    fact = recorded(Fact(fact_id(handle)), asserted, FIRST_RECORDED)
    base: dict[str, object] = {"known_on": draw(days), "because": "a test"}
    later = [
        Denied.model_validate({"report": draw(reports), "by": draw(deniers), **base}),
        Suspended.model_validate({"on": until, **base}),
        Resumed.model_validate({"on": when, **base}),
        Held.model_validate({"on": when, **base}),
    ]
    for event in later[draw(st.integers(0, 4)) :]:
        fact = recorded(fact, event, FIRST_RECORDED) if fact.events else fact
    return fact
