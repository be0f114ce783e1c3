"""Laws of reading, writing and importing `.facts`: true for every text and every timeline."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.clocks import AsOf
from domain.fact import Event, Fact
from projections.pairs import Pair
from projections.state_json import state_json
from service.formats.facts import Document, parse
from service.formats.lines import quoted
from service.formats.write import document_text
from service.opening import bundled_registry
from service.store.memory import MemoryRecorder
from service.timeline import Recorded, Timeline

REGISTRY: Final = bundled_registry()
GOLDEN: Final = sorted((Path(__file__).parent / "golden").glob("*.facts"))
A_LAW: Final = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])


@contextmanager
def a_timeline(day: int = 1) -> Iterator[Timeline]:
    timeline = Timeline(MemoryRecorder(), REGISTRY, lambda: datetime(2022, 4, day, 12, tzinfo=UTC))
    yield timeline
    timeline.close()


def imported(timeline: Timeline, text: str) -> Recorded:
    return timeline.record(timeline.read(text, "t.facts"), timeline.moment("An Author"))


def read(text: str) -> Document:
    return parse(text, "t.facts", REGISTRY)


def said(fact: Fact) -> list[Event]:
    """The events of a fact without what the moment of recording adds."""
    return [event.model_copy(update={"recorded_at": datetime.min, "author": ""}) for event in fact.events]


def events_of(document: Document) -> list[tuple[str, list[Event]]]:
    return [(block.handle, [block.asserted, *(event for _, event in block.events)]) for block in document.blocks]


# Strategies: blocks of `.facts`, the strange next to the plain.

_DAYS = st.dates(date(1990, 1, 1), date(2022, 3, 31))
_LETTERS = st.sampled_from('aZé1ıŞ文🕊 ,=>^#"\'-.:/?~[]@\xa0\x1f')
_LINES = st.text(_LETTERS, min_size=1, max_size=18).map(str.strip).filter(bool)


def _forms(day: date) -> list[str]:
    whole = day.isoformat()
    return [
        whole, whole, f"{day:%Y-%m}", f"{day:%Y}", f"{day:%Y-%m}-XX", f"{whole}~", f"{whole}?", f"{day:%Y-%m}%",
        f"[..{whole}]", f"[{day:%Y-%m}..{whole}]", f"[{whole},{day.year + 1}]",
    ]  # fmt: skip


DATES: Final = _DAYS.flatmap(lambda day: st.sampled_from(_forms(day)))
KNOWN: Final = st.one_of(_DAYS.map(date.isoformat), _DAYS.map(lambda day: f"{day:%Y-%m}"))
PUBLISHERS: Final = st.one_of(st.sampled_from(["Reuters", "Al Arabiya", "Foreign Ministry of Türkiye", "2022"]), _LINES)
PARTIES: Final = st.sampled_from(["TUR > RUS", "RUS > TUR", "TUR = RUS", "TUR,USA > UKR", "USA = TUR,UKR", "EU > Moscow", "Ankara = NATO"])
HAPPENED: Final = st.sampled_from(["call", "visit/trade", "accuse:disapprove", "support/territory", "aid/humanitarian", "threaten"])
STANDING: Final = st.sampled_from(["instrument:sanctions/sanctions", "stance:opposes", "link:close/energy", "assessment:strained", "geography:x"])
PLANNED: Final = st.sampled_from(["planned:call", "planned:summit/security", "planned:deadline"])
EXTRAS: Final = st.sampled_from(["", "", ", https://example.org/a,b?c=d#e", ", origin=afp", ", origin=afp, voice=official, grade=B2", ", because it says so, twice"])
REPORTS: Final = st.builds("report {}, {}{}".format, PUBLISHERS, KNOWN, EXTRAS)
SAID: Final = st.builds("{} {}, {}{}".format, st.sampled_from(["denied", "confirmed"]), PUBLISHERS, KNOWN, EXTRAS)
FIELDS: Final = st.one_of(
    st.builds("{} {}".format, st.sampled_from(["note", "place", "level", "episode"]), _LINES),
    st.sampled_from(["people tur.erdogan, rus.putin", "people rus.putin", "weight -2.5, because reasons, and more", "weight 0.000001"]),
    st.sampled_from(["grade B2", "grade f6", "code CAMEO 1.1b3 057", "goldstein -3.4", "known 2021-07", "known 2021-07-05?"]),
)
TITLE_FIX: Final = _LINES.map(lambda text: f"title {quoted(text)}")
FIXES: Final = st.one_of(
    TITLE_FIX,
    st.sampled_from(['note ""', "grade B1", "weight 3", "domain trade", "parties USA > RUS", "topics war,peace", 'note "a, 2022-01-01, b"', "place Kyiv, Ukraine"]),
)
CORRECTIONS: Final = st.builds("corrected {}, {}{}".format, FIXES, KNOWN, st.sampled_from(["", "?", ", because a, b", "?, because 2022-01-01, b"]))
CHANGES: Final = st.builds(
    "{} {}{}, {}{}".format, st.sampled_from(["ended", "suspended", "resumed", "renewed"]), DATES, st.sampled_from(["", ", AFP"]), KNOWN, EXTRAS
)
OUTCOMES: Final = st.builds(
    "{} {}{}, {}{}".format, st.sampled_from(["held", "cancelled", "moved"]), DATES, st.sampled_from(["", ", AFP"]), KNOWN, EXTRAS
)
ANNOUNCED: Final = st.builds("announced {}, {}{}".format, KNOWN, PUBLISHERS, EXTRAS)
WITHDRAWN: Final = st.builds("{} {}{}".format, st.sampled_from(["retracted", "reinstated"]), KNOWN, st.sampled_from(["", ", because wrong"]))
COMMENTS: Final = st.just("# a comment")
ANY: Final = st.one_of(REPORTS, REPORTS, FIELDS, FIELDS, SAID, CORRECTIONS, WITHDRAWN, COMMENTS)
SPANS: Final = st.one_of(DATES, DATES, st.builds("{}/{}".format, DATES, DATES), DATES.map("{}/..".format), DATES.map("{}/".format), DATES.map("../{}".format))
TOPICS: Final = st.sampled_from(["", "#war", "#war #s-400"])


@st.composite
def blocks(draw: st.DrawFn, handle: str) -> str:
    dates, whats, more = draw(st.sampled_from([(DATES, HAPPENED, ANY), (SPANS, STANDING, CHANGES), (DATES, PLANNED, OUTCOMES | ANNOUNCED)]))
    title = draw(_LINES | st.sampled_from(["Straits closed to warships"]))
    head = f"{draw(dates)}  {draw(PARTIES)}  {draw(whats)}  {quoted(title)}  {handle}  {draw(TOPICS)}"
    details = draw(st.lists(ANY | more, max_size=5, unique_by=lambda line: line if line.split()[0] in ("report", "corrected") else line.split()[0]))
    return "\n".join([head, *(f"  {line}" for line in details)]) + "\n"


def accepted(text: str) -> bool:
    with a_timeline() as timeline:
        return not imported(timeline, text).edits.problems


@st.composite
def texts(draw: st.DrawFn, handles: tuple[str, ...] = ("^one", "^two", "^three")) -> str:
    return "".join(draw(blocks(handle).filter(accepted)) for handle in handles[: draw(st.integers(1, len(handles)))])


# Laws


@A_LAW
@given(texts())
def test_importing_a_file_twice_appends_nothing(text: str) -> None:
    with a_timeline() as timeline:
        imported(timeline, text)
        again = imported(timeline, text)

        assert not again.edits.events
        assert again.edits.unchanged == len(timeline.facts())


@A_LAW
@given(texts())
def test_the_canonical_form_is_its_own(text: str) -> None:
    canonical = document_text(read(text))

    assert document_text(read(canonical)) == canonical


@A_LAW
@given(texts())
def test_the_canonical_form_changes_no_event(text: str) -> None:
    canonical = document_text(read(text))

    assert events_of(read(canonical)) == events_of(read(text))


@A_LAW
@given(texts())
def test_an_export_holds_everything(text: str) -> None:
    with a_timeline() as first, a_timeline(day=2) as second:
        imported(first, text)
        imported(second, first.export())

        assert [said(fact) for fact in second.facts()] == [said(fact) for fact in first.facts()]
        assert second.export() == first.export()


@A_LAW
@given(texts())
def test_an_export_imported_where_it_comes_from_adds_nothing(text: str) -> None:
    with a_timeline() as timeline:
        imported(timeline, text)

        assert not imported(timeline, timeline.export()).edits.events
