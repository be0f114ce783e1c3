"""Laws of reading, writing and importing `.facts`: true for every text and every timeline."""

from __future__ import annotations

import re
from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Final

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from domain.clocks import AsOf
from domain.events import UNRECORDED, Corrected, Event
from domain.fact import Fact
from projections.notation.pieces import quoted
from projections.pairs import Pair
from projections.state_json import StateJson, state_json
from service.formats.document import Document
from service.formats.facts import parse
from service.formats.write import document_text
from service.opening import bundled_registry
from service.recording import Recorded, append_lines
from service.store.memory import MemoryRecorder
from service.timeline import Timeline
from tests.effort import examples
from tests.evidence import state_of

REGISTRY: Final = bundled_registry()
GOLDEN: Final = sorted((Path(__file__).parent / "golden").glob("*.facts"))
A_LAW: Final = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])


@contextmanager
def a_timeline(day: int = 1, year: int = 2022) -> Generator[Timeline]:
    timeline = Timeline(MemoryRecorder(), REGISTRY, lambda: datetime(year, 4, day, 12, tzinfo=UTC))
    yield timeline
    timeline.close()


def imported(timeline: Timeline, text: str) -> Recorded:
    return append_lines(timeline, timeline.read(text, "t.facts"), timeline.moment("An Author"))


def read(text: str) -> Document:
    return parse(text, "t.facts", REGISTRY)


def said(fact: Fact) -> list[Event]:
    """The events of a fact without what the moment and the way of recording add."""
    return [_plain(event) for event in fact.events]


def _plain(event: Event) -> Event:
    update: dict[str, object] = {"recorded_at": UNRECORDED, "author": ""}
    if isinstance(event, Corrected):
        update["edited"] = False  # an export writes an edit out as a correction
    return event.model_copy(update=update)


def events_of(document: Document) -> list[tuple[str, list[Event]]]:
    return [
        (block.handle, [block.asserted, *(detail.event for detail in block.events)])
        for block in document.blocks
    ]


# Strategies: blocks of `.facts`, the strange next to the plain.

_DAYS = st.dates(date(1990, 1, 1), date(2022, 3, 31))
_LETTERS = st.sampled_from("aZé1ıŞ文🕊 ,=>^#\"'-.:/?~[]@\xa0\x1f")
_LINES = st.text(_LETTERS, min_size=1, max_size=18).map(str.strip).filter(bool)


def _forms(day: date) -> list[str]:
    whole = day.isoformat()
    return [
        whole, whole, f"{day:%Y-%m}", f"{day:%Y}", f"{day:%Y-%m}-XX", f"{whole}~", f"{whole}?",
        f"{day:%Y-%m}%",
        f"[..{whole}]", f"[{day:%Y-%m}..{whole}]", f"[{whole},{day.year + 1}]",
    ]  # fmt: skip


# Mostly older than the reports, for a report of what has not happened yet is refused.
_OLDER: Final = st.dates(date(1990, 1, 1), date(2006, 12, 31))
DATES: Final = st.one_of(_OLDER, _OLDER, _DAYS).flatmap(lambda day: st.sampled_from(_forms(day)))
LASTED: Final = st.one_of(
    DATES, DATES, DATES, _OLDER.map(lambda day: f"{day}/{day + timedelta(days=2)}")
)
KNOWN: Final = st.one_of(_DAYS.map(date.isoformat), _DAYS.map(lambda day: f"{day:%Y-%m}"))
PUBLISHERS: Final = st.one_of(
    st.sampled_from(["Reuters", "Al Arabiya", "Foreign Ministry of Türkiye", "2022"]), _LINES
)
PARTIES: Final = st.sampled_from(
    [
        "TUR > RUS",
        "RUS > TUR",
        "TUR = RUS",
        "TUR,USA > UKR",
        "USA = TUR,UKR",
        "EU > Moscow",
        "Ankara = NATO",
    ]
)
HAPPENED: Final = st.sampled_from(
    [
        "call",
        "visit/trade",
        "accuse:disapprove",
        "support/territory",
        "aid/humanitarian",
        "threaten",
    ]
)
STANDING: Final = st.sampled_from(
    [
        "instrument:sanctions/sanctions",
        "stance:opposes",
        "link:close/energy",
        "assessment:strained",
        "geography:x",
    ]
)
PLANNED: Final = st.sampled_from(["planned:call", "planned:summit/security", "planned:deadline"])
EXTRAS: Final = st.sampled_from(
    [
        "",
        "",
        ", https://example.org/a,b?c=d#e",
        ", origin=afp",
        ", origin=afp, voice=official, grade=B2",
        ", because it says so, twice",
    ]
)
PUBLISHED: Final = st.one_of(
    KNOWN, KNOWN, KNOWN, st.builds("known {}{}".format, KNOWN, st.sampled_from(["", "?"]))
)
REPORTS: Final = st.builds("report {}, {}{}".format, PUBLISHERS, PUBLISHED, EXTRAS)
SAID: Final = st.one_of(
    st.builds("confirmed {}, {}{}".format, PUBLISHERS, PUBLISHED, EXTRAS),
    st.builds(
        "denied {}, {}{}{}".format,
        PUBLISHERS,
        PUBLISHED,
        st.sampled_from(["", ", by=Kremlin", ", by=TUR"]),
        EXTRAS,
    ),
)
FIELDS: Final = st.one_of(
    st.builds("{} {}".format, st.sampled_from(["note", "place", "level"]), _LINES),
    st.sampled_from(
        [
            "people tur.erdogan, rus.putin",
            "people rus.putin",
            "episode round-1",
            "weight -2.5, because reasons, and more",
            "weight 0.000001, because small",
        ]
    ),
    st.sampled_from(
        [
            "grade B2",
            "grade f6",
            "code CAMEO 1.1b3 057",
            "goldstein -3.4",
            "known 2021-07",
            "known 2021-07-05?",
        ]
    ),
)
TITLE_FIX: Final = _LINES.map(lambda text: f"title {quoted(text)}")
FIXES: Final = st.one_of(
    TITLE_FIX,
    st.sampled_from(
        [
            'note ""',
            "grade B1",
            "weight 3",
            "domain trade",
            "parties USA > RUS",
            "topics war,peace",
            'note "a, 2022-01-01, b"',
            "place Kyiv, Ukraine",
        ]
    ),
)
CORRECTIONS: Final = st.builds(
    "corrected {}, {}{}".format,
    FIXES,
    KNOWN,
    st.sampled_from(
        [
            "",
            "?",
            ", because a, b",
            "?, because 2022-01-01, b",
            ", AFP",
            "?, AFP, origin=ap, because a, b",
            ", AFP, https://a.example/x?y=1, voice=official, because 2022-01-01, b",
        ]
    ),
)
CHANGES: Final = st.builds(
    "{} {}{}, {}{}".format,
    st.sampled_from(["ended", "suspended", "resumed", "renewed"]),
    DATES,
    st.sampled_from(["", ", AFP"]),
    KNOWN,
    EXTRAS,
)
OUTCOMES: Final = st.builds(
    "{} {}{}, {}{}".format,
    st.sampled_from(["held", "cancelled", "moved"]),
    LASTED,
    st.sampled_from(["", ", AFP"]),
    KNOWN,
    EXTRAS,
)
ANNOUNCED: Final = st.builds("announced {}, {}{}".format, KNOWN, PUBLISHERS, EXTRAS)
WITHDRAWN: Final = st.builds(
    "{} {}{}".format,
    st.sampled_from(["retracted", "reinstated"]),
    KNOWN,
    st.sampled_from(["", ", because wrong"]),
)
COMMENTS: Final = st.builds("# {}".format, _LINES)
ANY: Final = st.one_of(REPORTS, REPORTS, FIELDS, FIELDS, SAID, CORRECTIONS, WITHDRAWN, COMMENTS)
SPANS: Final = st.one_of(
    DATES,
    DATES,
    st.builds("{}/{}".format, DATES, DATES),
    DATES.map("{}/..".format),
    DATES.map("{}/".format),
    DATES.map("../{}".format),
)
TOPICS: Final = st.sampled_from(["", "#war", "#war #s-400"])


_REPEATED: Final = ("report", "corrected", "denied", "confirmed", "announced", "#")


def _said_once(line: str) -> str:
    """What must be unique of a detail: its first word, or all of it where several are fine."""
    word = line.split(maxsplit=1)[0]
    return line if word in _REPEATED else word


@st.composite
def blocks(draw: st.DrawFn, handle: str) -> str:
    dates, whats, more = draw(
        st.sampled_from(
            [
                (LASTED, HAPPENED, ANY),
                (SPANS, STANDING, CHANGES),
                (DATES, PLANNED, OUTCOMES | ANNOUNCED),
            ]
        )
    )
    title = draw(_LINES | st.sampled_from(["Straits closed to warships"]))
    head = (
        f"{draw(dates)}  {draw(PARTIES)}  {draw(whats)}  {quoted(title)}  {handle}  {draw(TOPICS)}"
    )
    details = draw(st.lists(ANY | more, max_size=5, unique_by=_said_once))
    return "\n".join([head, *(f"  {line}" for line in details)]) + "\n"


def accepted(text: str) -> bool:
    with a_timeline() as timeline:
        return not imported(timeline, text).edits.problems


@st.composite
def facts(draw: st.DrawFn) -> list[str]:
    """One to three facts, each of which can be recorded."""
    handles = ("^one", "^two", "^three")[: draw(st.integers(1, 3))]
    return [draw(blocks(handle).filter(accepted)) for handle in handles]


TEXTS: Final = facts().map("".join)


# Laws of importing


@A_LAW
@given(TEXTS)
def test_importing_a_file_twice_appends_nothing(text: str) -> None:
    with a_timeline() as timeline:
        imported(timeline, text)
        again = imported(timeline, text)

        assert again.edits.events == []
        assert again.edits.unchanged == len(timeline.facts())


@A_LAW
@given(facts(), st.randoms(use_true_random=False))
def test_the_order_of_facts_in_a_file_makes_no_difference(
    blocks: list[str], random: Random
) -> None:
    shuffled = random.sample(blocks, len(blocks))
    with a_timeline() as one, a_timeline() as other:
        imported(one, "".join(blocks))
        imported(other, "".join(shuffled))

        assert one.facts() == other.facts()


@A_LAW
@given(facts())
def test_one_file_or_several_make_no_difference(blocks: list[str]) -> None:
    with a_timeline() as one, a_timeline() as other:
        imported(one, "".join(blocks))
        for block in blocks:
            imported(other, block)

        assert one.facts() == other.facts()


@A_LAW
@given(blocks("^one").filter(accepted))
def test_an_edited_title_is_one_correction_whatever_else_the_fact_says(block: str) -> None:
    edited = re.sub('"(?:[^"]|"")*"', '"Another title, 2022 ^#"', block, count=1)
    with a_timeline() as timeline:
        imported(timeline, block)
        events = imported(timeline, edited).edits.events
        again = imported(timeline, edited).edits.events
        back = imported(timeline, block).edits.events

        assert [(event.field, event.value) for event in events if isinstance(event, Corrected)] == [
            ("title", "Another title, 2022 ^#")
        ]
        assert (len(events), again) == (1, [])
        assert [type(event) for event in back] == [Corrected]
        assert imported(timeline, timeline.export()).edits.events == []


# Laws of writing


@A_LAW
@given(TEXTS)
def test_the_canonical_form_is_its_own(text: str) -> None:
    canonical = document_text(read(text))

    assert document_text(read(canonical)) == canonical


@A_LAW
@given(TEXTS)
def test_the_canonical_form_changes_no_event(text: str) -> None:
    canonical = document_text(read(text))

    assert events_of(read(canonical)) == events_of(read(text))


@A_LAW
@given(TEXTS)
def test_a_file_and_its_canonical_form_import_alike(text: str) -> None:
    with a_timeline() as timeline:
        imported(timeline, text)

        assert imported(timeline, document_text(read(text))).edits.events == []


# Laws of exporting


@A_LAW
@given(TEXTS)
def test_an_export_holds_everything(text: str) -> None:
    with a_timeline() as first, a_timeline(day=2) as second:
        imported(first, text)
        imported(second, first.export())

        assert [said(fact) for fact in second.facts()] == [said(fact) for fact in first.facts()]
        assert second.export() == first.export()


@A_LAW
@given(TEXTS)
def test_an_export_imported_where_it_comes_from_adds_nothing(text: str) -> None:
    with a_timeline() as timeline:
        imported(timeline, text)

        assert imported(timeline, timeline.export()).edits.events == []


@A_LAW
@given(TEXTS)
def test_an_export_is_in_canonical_form(text: str) -> None:
    with a_timeline() as timeline:
        imported(timeline, text)

        assert document_text(read(timeline.export())) == timeline.export()


# Laws of reading

HEADERS: Final = [
    "2022-03-05  TUR,USA > RUS  call/trade  A call  ^call  #war #grain",
    '2019-10-14/2019-10-23  USA > TUR  instrument:sanctions/sanctions  "A ban #1"  ^ban',
    "2022-03-06  TUR = RUS  planned:call  A call to come",
]
LINES: Final = [
    *HEADERS,
    "@actor ruritania  Ruritania | Rury {metonym, tr, 1900/1950}  type=state exists=1900/..",
    "@assert 2022-03-05  TUR RUS  trade  mixed",
    "# a comment",
    "",
]
DETAILS: Final = st.one_of(ANY, CHANGES, OUTCOMES, ANNOUNCED)
PIECES: Final = st.one_of(
    st.sampled_from(
        [
            "",
            " ",
            ",",
            ", ",
            "..",
            "/",
            "X",
            "?",
            "~",
            '"',
            '""',
            "^",
            "#",
            ">",
            "=",
            "@",
            "because ",
            "[",
            "]",
            "0",
            "٣",
            "\t",
            "\x85",
            "\ufeff",
        ]
    ),
    st.text(st.characters(exclude_characters="\0"), max_size=5),
)


@st.composite
def mutants(draw: st.DrawFn) -> str:
    """Lines that were right, with pieces cut out and put in."""
    lines = [draw(st.sampled_from(LINES)), *draw(st.lists(DETAILS.map("  {}".format), max_size=3))]
    text = "\n".join(lines)
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        end = draw(st.integers(start, min(len(text), start + 6)))
        text = text[:start] + draw(PIECES) + text[end:]
    return text


def check_problems(text: str) -> None:
    document = read(text)
    lines = re.split("\r\n|\r|\n", text)

    for problem in document.problems:
        assert problem.file == "t.facts"
        assert 1 <= problem.line <= len(lines)
        assert 1 <= problem.column <= len(lines[problem.line - 1]) + 1
        assert problem.said.endswith((".", "?")), problem.said
        assert "\n" not in problem.said
    assert document.problems == sorted(
        document.problems, key=lambda problem: (problem.line, problem.column)
    )


@given(st.text(st.characters(exclude_characters="\0")))
def test_no_text_is_too_strange_to_read(text: str) -> None:
    check_problems(text)


@settings(A_LAW, max_examples=examples(300))
@given(mutants())
@example("2022-03-05  TUR,USA ^> RUS  call/trade  A call  ^call")
@example("2022-03-05  TUR RUS ^call")
def test_no_slip_of_the_pen_is_too_strange_to_read(text: str) -> None:
    check_problems(text)


@settings(A_LAW, max_examples=examples(150))
@given(mutants())
def test_what_can_be_read_can_be_recorded_or_is_refused_in_words(text: str) -> None:
    with a_timeline() as timeline:
        recorded = imported(timeline, text)

        assert bool(recorded.positions) != bool(recorded.edits.problems) or not (
            recorded.edits.events or recorded.edits.problems
        )
        assert imported(timeline, text).edits.events == [] or recorded.edits.problems


# The golden files

ASKED: Final = [
    date(2018, 6, 30),
    date(2020, 12, 20),
    date(2021, 9, 15),
    date(2022, 2, 26),
    date(2022, 3, 5),
    date(2022, 3, 31),
]
PAIRS: Final = [
    Pair.of("TUR", "RUS"),
    Pair.of("TUR", "USA"),
    Pair.of("RUS", "UKR"),
    Pair.of("USA", "RUS"),
    Pair.of("CHN", "IND"),
    Pair.of("JPN", "KOR"),
]


def answers(timeline: Timeline) -> list[StateJson]:
    asked = [AsOf(on) for on in ASKED] + [AsOf(on, known_on=on) for on in ASKED]
    return [state_json(state_of(timeline, pair, as_of)) for pair in PAIRS for as_of in asked]


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.name)
def test_a_golden_file_survives_import_and_export_with_the_same_answers(path: Path) -> None:
    with a_timeline(year=2026) as first, a_timeline(day=2, year=2026) as second:
        assert imported(first, path.read_text(encoding="utf-8")).edits.problems == []
        assert imported(second, first.export()).edits.problems == []

        assert [said(fact) for fact in second.facts()] == [said(fact) for fact in first.facts()]
        assert second.export() == first.export()
        assert answers(second) == answers(first)


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.name)
def test_a_golden_file_has_a_canonical_form_that_changes_no_event(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    canonical = document_text(read(text))

    assert document_text(read(canonical)) == canonical
    assert events_of(read(canonical)) == events_of(read(text))


def test_there_are_golden_files() -> None:
    assert {path.stem for path in GOLDEN} >= {"seed", "edge", "random-1", "random-2", "random-3"}
