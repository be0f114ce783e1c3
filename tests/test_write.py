"""Blocks and facts written back as `.facts`: the one canonical form."""

from __future__ import annotations

from datetime import date
from typing import Final

import pytest

from domain.actors import Registry
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
)
from domain.fact import Fact, fact_id
from domain.report import Report
from projections.events import event_line
from projections.notation.facts import header
from service.formats.facts import parse
from service.formats.write import document_text, fact_lines, facts_text
from service.opening import timeline_of

DAY: Final = date(2022, 3, 5)
REUTERS: Final = Report(publisher="Reuters", published="2022-03-05")
AFP: Final = Report(
    publisher="AFP",
    published="2022-03",
    url="https://example.org",
    origin="afp",
    voice="official",
    grade="B2",
)
CONTENT: Final = Content(
    kind="contact",
    what="call",
    actors=("TUR", "USA"),
    recipients=("RUS",),
    relation="mutual",
    on="2022-03-05",
    title="A call",
)
PLAN: Final = Content(
    kind="engagement",
    what="call",
    actors=("TUR",),
    recipients=("RUS",),
    relation="mutual",
    planned="2022-03-06",
    title="A call",
)

UNTIDY: Final = """\
# Straits
2022-02-28 Turkey   >   Moscow instrument:transit-restriction/TRANSIT "Straits closed   to \
warships" #Black-Sea ^straits
# why
\tgrade b2
\treport Reuters,  28 February 2022,   grade=b1
   # more
  note  closed  under the convention
  denied   Ministry, March 2022

@assert  2022-03-05   TUR   RUS  mixed
2022-03-06 TUR = RUS planned:call "Call #2"
 announced 2022-03-05, Kalin
 held 2022-03-06, AFP
   # the end
"""
TIDY: Final = """\
# Straits
2022-02-28  TUR > RUS  instrument:transit-restriction/transit  Straits closed to warships  \
^straits  #black-sea
    # why
    # more
    report Reuters, 2022-02-28, grade=B1
    grade B2
    note closed  under the convention
    denied Ministry, 2022-03

@assert 2022-03-05 TUR RUS mixed
2022-03-06  TUR = RUS  planned:call/diplomacy  "Call #2"
    announced 2022-03-05, Kalin
    held 2022-03-06, AFP
    # the end
"""


def test_a_file_has_one_canonical_form(registry: Registry) -> None:
    document = parse(UNTIDY, "t.facts", registry)

    assert document.problems == []
    assert document_text(document) == TIDY


def test_the_canonical_form_is_left_as_it_is(registry: Registry) -> None:
    assert document_text(parse(TIDY, "t.facts", registry)) == TIDY


def test_described_actors_stay_where_they_were(registry: Registry) -> None:
    text = (
        "# ours\n@actor ruritania  Ruritania | Strelsau {metonym}\n\n2022-03-05  RUS > ruritania "
        " call/diplomacy  A call  ^call\n"
    )

    assert document_text(parse(text, "t.facts", registry)) == text


# Headers


def test_a_header_parts_its_columns_by_two_blanks() -> None:
    content = CONTENT.model_copy(update={"domain": "trade", "topics": ("grain", "war")})

    assert (
        header(content, "call")
        == "2022-03-05  TUR,USA = RUS  call/trade  A call  ^call  #grain #war"
    )


def test_a_header_without_handle_and_topics_ends_with_the_title() -> None:
    assert header(CONTENT, "") == "2022-03-05  TUR,USA = RUS  call/diplomacy  A call"


@pytest.mark.parametrize(
    ("title", "written"),
    [
        ("Plain words", "Plain words"),
        ('He says "no"', 'He says "no"'),
        ("A#1 is no topic", "A#1 is no topic"),
        ('"No", he says', '"""No"", he says"'),
        ("Number #1", '"Number #1"'),
        ('Up ^ and "down"', '"Up ^ and ""down"""'),
    ],
)
def test_a_title_is_quoted_only_where_it_must_be(title: str, written: str) -> None:
    assert (
        header(CONTENT.model_copy(update={"title": title}), "")
        == f"2022-03-05  TUR,USA = RUS  call/diplomacy  {written}"
    )


# First lines


def first_lines(
    content: Content, report: Report | None, known_on: date = DAY, *, assumed: bool = False
) -> list[str]:
    return [
        line.strip()
        for line in fact_lines(
            "x", Asserted(content=content, report=report, known_on=known_on, assumed=assumed), ()
        )
    ][1:]


def test_the_fields_of_a_fact_come_in_one_order() -> None:
    content = CONTENT.model_copy(
        update={
            "note": "A note", "goldstein": -3_400_000, "code": ("CAMEO", "1.1b3", "057"),
            "grade": "B2", "weight": 2_500_000,
            "weight_because": "long", "level": "heads", "place": "Kyiv",
            "people": ("tur.erdogan", "rus.putin"), "episode": "e",
        }
    )  # fmt: skip

    assert first_lines(content, AFP) == [
        "report AFP, 2022-03, https://example.org, origin=afp, voice=official, grade=B2",
        "known 2022-03-05",
        "episode e",
        "people tur.erdogan, rus.putin",
        "place Kyiv",
        "level heads",
        "weight 2.5, because long",
        "grade B2",
        "code CAMEO 1.1b3 057",
        "goldstein -3.4",
        "note A note",
    ]


def test_a_planned_expiry_is_written_out() -> None:
    content = Content(
        kind="instrument", what="treaty", actors=("A",), recipients=("B",), relation="mutual",
        since="2011", until="..", expires="2021", title="T",
    )  # fmt: skip

    assert first_lines(content, REUTERS) == ["report Reuters, 2022-03-05", "expires 2021"]


def test_a_plan_is_announced() -> None:
    assert first_lines(PLAN, REUTERS) == ["announced 2022-03-05, Reuters"]


def test_a_known_date_is_written_where_the_report_does_not_give_it() -> None:
    assert first_lines(CONTENT, REUTERS) == ["report Reuters, 2022-03-05"]
    assert first_lines(CONTENT, REUTERS, date(2022, 3, 1)) == [
        "report Reuters, 2022-03-05",
        "known 2022-03-01",
    ]
    assert first_lines(CONTENT, None, assumed=True) == ["known 2022-03-05?"]


# Events
# a row of a table is one line


@pytest.mark.parametrize(
    ("event", "line"),
    [
        (Reported(report=REUTERS, known_on=DAY), "report Reuters, 2022-03-05"),
        (Reported(report=AFP, known_on=DAY, because="it asked"),
            "report AFP, 2022-03, https://example.org, origin=afp, voice=official, grade=B2, "
            "because it asked"),
        (Denied(report=REUTERS, known_on=DAY, because="it asked"),
            "denied Reuters, 2022-03-05, because it asked"),
        (Confirmed(report=REUTERS, known_on=DAY), "confirmed Reuters, 2022-03-05"),
        (Held(on="2022-03-05", known_on=DAY), "held 2022-03-05"),
        (Held(on="2022-03-05", known_on=DAY, report=Report(publisher="AFP")),
            "held 2022-03-05, AFP"),
        (Held(on="2022-03-04", known_on=DAY, report=REUTERS),
            "held 2022-03-04, Reuters, 2022-03-05"),
        (Cancelled(on="2022-03", known_on=date(2022, 3, 31)), "cancelled 2022-03"),
        (Cancelled(on="2022-03", known_on=DAY), "cancelled 2022-03, 2022-03-05"),
        (Ended(on="2022-03-05", known_on=DAY, assumed=True), "ended 2022-03-05, 2022-03-05?"),
        (Suspended(on="2022-03-05", known_on=DAY, because="of snow"),
            "suspended 2022-03-05, because of snow"),
        (Resumed(on="2022-02", known_on=date(2022, 3, 31), report=AFP),
            "resumed 2022-02, AFP, 2022-03, https://example.org, origin=afp, voice=official, "
            "grade=B2"),
        (Rescheduled(planned="2022-03-05", known_on=DAY), "moved 2022-03-05, 2022-03-05"),
        (Renewed(expires="2023", known_on=DAY, report=REUTERS),
            "renewed 2023, Reuters, 2022-03-05"),
        (Retracted(known_on=DAY, because="wrong"), "retracted 2022-03-05, because wrong"),
        (Reinstated(known_on=DAY, assumed=True), "reinstated 2022-03-05?"),
        (Corrected(field="on", value="2022-03-04", known_on=DAY, because="AFP"),
            "corrected on 2022-03-04, 2022-03-05, because AFP"),
        (Corrected(field="on", value="[2022-03-01,2022-03-04]", known_on=DAY),
            "corrected on [2022-03-01,2022-03-04], 2022-03-05"),
        (Corrected(field="until", value="..", known_on=DAY, assumed=True),
            "corrected until .., 2022-03-05?"),
        (Corrected(field="until", value="", known_on=DAY), 'corrected until "", 2022-03-05'),
        (Corrected(field="title", value="Talks, tea", known_on=DAY),
            "corrected title Talks, tea, 2022-03-05"),
        (Corrected(field="title", value="Talks, 2022", known_on=DAY),
            'corrected title "Talks, 2022", 2022-03-05'),
        (Corrected(field="title", value='"No", he says', known_on=DAY),
            'corrected title """No"", he says", 2022-03-05'),
        (Corrected(field="title", value="Talks, 2022, because of war", known_on=DAY),
            'corrected title "Talks, 2022, because of war", 2022-03-05'),
    ],
)  # fmt: skip
def test_every_event_is_one_line(event: Event, line: str) -> None:
    assert event_line(event) == line


def test_a_first_event_is_no_detail() -> None:
    with pytest.raises(AssertionError, match="Asserted is not a detail"):
        event_line(Asserted(content=CONTENT, known_on=DAY))


# Facts


def test_facts_are_written_with_all_their_events_after_what_describes_them() -> None:
    fact = Fact(fact_id("call"))
    for event in (
        Asserted(content=PLAN, report=REUTERS, known_on=DAY),
        Held(on="2022-03-06", known_on=date(2022, 3, 6)),
    ):
        fact = fact.and_then(decide(fact, event))

    assert (
        facts_text([fact], ["@assert 2022-03-05 TUR RUS mixed"])
        == "@assert 2022-03-05 TUR RUS mixed\n"
        "\n"
        "2022-03-06  TUR = RUS  planned:call/diplomacy  A call  ^call\n"
        "    announced 2022-03-05, Reuters\n"
        "    held 2022-03-06\n"
    )


def test_no_facts_are_no_text() -> None:
    assert facts_text([]) == ""


@pytest.mark.parametrize("known", ["2022-03-06", "2022-03-06?"])
@pytest.mark.parametrize("what", ["call", "planned:call"])
def test_a_first_report_without_a_date_is_exported_with_the_day_it_was_known(
    what: str, known: str
) -> None:
    """Such a fact was recorded, and then no export of the timeline was possible."""
    text = (
        f"2022-03-06  TUR = RUS  {what}/diplomacy  A call  ^call\n    report AFP, known {known},"
        " origin=afp\n"
    )
    timeline = timeline_of(text, "t")

    assert timeline.export() == text


def test_two_corrections_of_one_day_are_exported_and_read_again() -> None:
    """The second has the last word, and the first was refused as if it had said what was there."""
    text = (
        "2022-03-07  TUR = RUS  call/diplomacy  A call  ^call\n    report AFP, 2022-03-08\n"
        "    corrected on 2022-03-06, 2022-03-09\n    corrected on 2022-03-05, 2022-03-09\n"
    )

    assert timeline_of(text, "t").export() == text
