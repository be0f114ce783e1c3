"""The table of event types: every event of a fact has one row, and a line that reads back."""

from __future__ import annotations

from datetime import date
from typing import Final

import pytest

from domain import kinds
from domain.content import Content
from domain.events import (  # fmt: skip
    EVENTS,
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
from domain.report import Report
from projections.events import (
    EVENT_TYPES,
    EVENT_WORDS,
    describe,
    event_line,
    event_type,
    has_line,
    read_event,
)

DAY: Final = date(2022, 3, 5)
AFP: Final = Report(
    publisher="AFP", published="2022-03-05", url="https://example.org", origin="afp", grade="B2"
)
CALL: Final = Content(
    kind="contact",
    what="call",
    actors=("TUR",),
    recipients=("RUS",),
    relation="mutual",
    on="2022-03-05",
    title="A call",
)
WRITABLE: Final[list[Event]] = [
    *(event(report=AFP, known_on=DAY, because="a, b") for event in (Reported, Denied, Confirmed)),
    *(event(on="2022-03", report=AFP, known_on=DAY) for event in (Held, Cancelled)),
    Held(on="2022-03-05/2022-03-07", report=AFP, known_on=DAY),
    Denied(report=AFP, by="TUR", known_on=DAY, because="it says so"),
    Cancelled(on="2022-03-05", by="TUR", report=AFP, known_on=DAY),
    Corrected(field="on", value="2022-03-05/2022-03-07", known_on=DAY),
    *(event(on="2022-03-05", known_on=DAY) for event in (Ended, Suspended, Resumed)),
    Rescheduled(planned="2022-04", known_on=DAY, assumed=True),
    Renewed(expires="2023", report=AFP, known_on=DAY),
    Corrected(field="title", value="Talks, 2022", known_on=DAY, because="it was so"),
    Corrected(field="title", value="Talks, 2022-03-05, AFP", known_on=DAY, report=AFP),
    Retracted(known_on=DAY, because="wrong"),
    Reinstated(known_on=DAY, assumed=True),
]


def test_every_event_of_a_fact_has_a_row() -> None:
    assert {row.event for row in EVENT_TYPES} == set(EVENTS)


def test_no_word_begins_two_lines() -> None:
    written = [row.word for row in EVENT_TYPES if row.form is not None]

    assert len(set(written)) == len(written)
    assert tuple(written) == EVENT_WORDS


def test_every_event_that_has_a_line_is_tried_here() -> None:
    assert {type(event) for event in WRITABLE} == {row.event for row in EVENT_TYPES if row.word}


@pytest.mark.parametrize("event", WRITABLE, ids=lambda event: type(event).__name__)
def test_the_line_of_an_event_reads_back(event: Event) -> None:
    word, _, rest = event_line(event).partition(" ")

    assert read_event(word, rest, 1) == event
    assert word == event_type(event).word


@pytest.mark.parametrize(
    ("event", "said", "named"),
    [
        (Denied(report=AFP, known_on=DAY), "denied by AFP", "denied by AFP"),
        (
            Denied(report=AFP, by="TUR", known_on=DAY),
            "denied by TUR, says AFP",
            "denied by Turkey, says AFP",
        ),
        (Cancelled(on="2022-03-05", known_on=DAY), "called off", "called off"),
        (
            Cancelled(on="2022-03-05", by="TUR", report=AFP, known_on=DAY, because="of snow"),
            "called off by TUR, says AFP, because of snow",
            "called off by Turkey, says AFP, because of snow",
        ),
        (
            Cancelled(on="2022-03-05", report=AFP, known_on=DAY),
            "called off, says AFP",
            "called off, says AFP",
        ),
        (
            Held(on="2022-03-05/2022-03-07", known_on=DAY),
            "held 5–7 Mar 2022",
            "held 5–7 Mar 2022",
        ),
    ],
)
def test_who_denied_and_who_called_off_is_said_by_name_or_by_id(
    event: Event, said: str, named: str
) -> None:
    assert describe(event) == said
    assert describe(event, {"TUR": "Turkey"}.__getitem__) == named


def test_an_event_that_extends_another_has_its_row() -> None:
    """A store of a later version holds such events, and a copy of it could not be read."""

    class HeldAt(Held):
        place: str = "Antalya"

    event = HeldAt(on="2022-03-05", known_on=DAY)

    assert event_type(event).word == "held"
    assert describe(event) == "held 5 Mar 2022"


def test_a_first_event_and_an_undoing_have_no_line_of_their_own() -> None:
    undone = Undone(versions=(2, 3), known_on=DAY, because="wrong fact")

    assert not has_line(undone)
    assert describe(undone) == "undone 2, 3, because wrong fact"
    assert not has_line(Asserted(content=CALL, known_on=DAY))


@pytest.mark.parametrize("row", EVENT_TYPES, ids=lambda row: f"{row.event.__name__} {row.word}")
def test_a_row_says_which_facts_take_its_events(row: object) -> None:
    (found,) = (each for each in EVENT_TYPES if each is row)
    taken = {kind for kind in kinds.KINDS if found.applies_to(kind)}

    dated = {
        "": set(kinds.KINDS),
        "planned": {name for name, kind in kinds.KINDS.items() if kind.planned},
        "since": {name for name, kind in kinds.KINDS.items() if kind.standing},
    }
    assert taken == dated[found.of]
    assert not found.date or found.date in found.event.model_fields
