"""Where facts are recorded: the effect before anything is written, and what a form means."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from domain.refusal import Fix, InvalidInput, SetField
from projections.receipt import Receipt
from projections.typed_question import Typed
from service.moment import Moment
from service.opening import bundled_registry
from service.store.memory import MemoryRecorder
from service.timeline import Timeline
from tests.drawing import SITE, check_form
from views.html.preview import replaced
from views.html.record import Desk, Lately, RecordPage, sent

TODAY = date(2022, 3, 6)
OPEN = replace(SITE, writes=True, today=TODAY)
PLAN = """
2022-03-06  TUR = RUS  planned:call/diplomacy  Phone call between Erdogan and Putin  ^call
    report Kalin, 2022-03-05
"""
LINE = "2022-03-06  TUR > RUS  request:change/diplomacy  Erdogan urges Putin to cease fire  ^appeal"
SLIP = LINE.replace("request:change", "acuse:disapprove")


@pytest.fixture
def timeline() -> Iterator[Timeline]:
    at = Timeline(MemoryRecorder(), bundled_registry(), lambda: datetime(2022, 3, 6, tzinfo=UTC))
    with closing(at):
        at.record(at.read(PLAN, "typed"), moment(at))
        yield at


def moment(at: Timeline) -> Moment:
    return at.moment("desk-1", TODAY)


def tried(at: Timeline, lines: str) -> Receipt:
    return at.record(at.read(lines, "typed"), moment(at), dry_run=True)


def page(at: Timeline, desk: Desk, **given: str) -> str:
    found = RecordPage.read(Typed((), given, at, TODAY))
    return found.draw_for(replace(desk, author="desk-1"), at.ask, OPEN).html


def fields_of(html: str) -> set[str]:
    return set(re.findall(r'<(?:input|textarea|select|button)[^>]* name="([a-z_]+)"', html))


def test_a_timeline_that_is_only_read_says_how_it_is_written(timeline: Timeline) -> None:
    drawn = RecordPage.read(Typed((), {}, timeline, TODAY)).draw(timeline.ask, SITE)

    check_form(drawn.html)
    assert drawn.status == 403
    assert "This timeline is read here, not written." in drawn.html
    assert '<form class="rec' not in drawn.html


def test_without_a_token_there_is_a_form_for_one_and_nothing_else(timeline: Timeline) -> None:
    drawn = RecordPage.read(Typed((), {}, timeline, TODAY)).draw(timeline.ask, OPEN)

    check_form(drawn.html)
    assert drawn.status == 401
    assert 'type="password"' in drawn.html
    assert 'name="lines"' not in drawn.html


def test_what_awaits_its_outcome_is_offered_and_a_plan_has_three(timeline: Timeline) -> None:
    whole = page(timeline, Desk())
    of_plan = page(timeline, Desk(), fact="call")

    check_form(whole)
    check_form(of_plan)
    assert 'href="/record?fact=call"' in whole
    assert re.findall(r'name="outcome" value="(\w+)"', of_plan) == ["held", "moved", "cancelled"]
    assert '<input type="hidden" name="version" value="1">' in of_plan


def test_a_plan_says_in_plain_words_when_it_was_to_be(timeline: Timeline) -> None:
    vague = PLAN.replace("2022-03-06", "[2022-03-01..2022-03-03]").replace(
        "2022-03-05", "2022-02-20"
    )
    timeline.record(timeline.read(vague.replace("call", "visit"), "typed"), moment(timeline))
    html = page(timeline, Desk())

    assert "planned between 1 and 3 Mar 2022" in html
    assert "planned for 6 Mar 2022" in html


def test_every_form_sends_what_it_takes_to_send_it_again_and_to_trust_it(
    timeline: Timeline,
) -> None:
    lately = [Lately(1, "desk-1", datetime(2022, 3, 6, 17, 40, tzinfo=UTC), "add x")]
    html = page(timeline, Desk(key="k-1", token="t-1", lately=lately), fact="call")
    forms = re.findall(r'<form[^>]* method="post".*?</form>', html, re.DOTALL)

    assert len(forms) == 4
    for form in forms:
        assert {"act", "key", "token", "do"} <= fields_of(form)
        assert 'name="key" value="k-1"' in form
        assert 'name="token" value="t-1"' in form


def test_the_effect_is_shown_before_anything_is_written(timeline: Timeline) -> None:
    receipt = tried(timeline, LINE)
    desk = Desk(act="add", typed={"lines": LINE}, receipt=receipt)
    html = page(timeline, desk)
    shown = receipt.effects.shown[0]

    check_form(html)
    assert "Would add 1 fact" in html
    assert "nothing is written yet" in html
    assert "<dd>Turkey → Russia</dd>" in html
    assert "Turkey – Russia on 6 Mar 2022: unknown → " in html
    assert shown.after.label.replace("-", " ") in html
    assert LINE.replace(">", "&gt;") in html
    assert timeline.fact("call").version == 1


def test_what_was_recorded_says_under_which_number(timeline: Timeline) -> None:
    receipt = timeline.record(timeline.read(LINE, "typed"), moment(timeline))
    html = page(timeline, Desk(act="add", receipt=receipt))

    assert f"Recorded as command {receipt.command}" in html
    assert "nothing is written yet" not in html


def test_a_slip_of_the_pen_can_be_put_right_without_a_script(timeline: Timeline) -> None:
    problems = timeline.read(SLIP, "typed").problems
    html = page(timeline, Desk(act="add", typed={"lines": SLIP}, problems=problems))
    button = re.search(
        r'<button name="fixed" value="([^"]+)">[^<]*accuse:disapprove[^<]*</button>', html
    )

    check_form(html)
    assert 'aria-invalid="true"' in html
    assert "Line 1, column" in html
    assert button is not None
    assert button[1].replace("&gt;", ">") == LINE.replace("request:change", "accuse:disapprove")


@pytest.mark.parametrize(
    ("line", "column", "word", "whole"),
    [
        (1, 3, "X", "a X/d e\nf"),
        (1, 3, "x/y", "a x/y e\nf"),
        (2, 1, "g", "a b/d e\ng"),
        (1, 2, "x", ""),
        (3, 1, "x", ""),
        (1, 99, "x", ""),
        (1, 3, "two words", ""),
    ],
)
def test_a_word_takes_the_place_of_the_one_at_a_column(
    line: int, column: int, word: str, whole: str
) -> None:
    assert replaced("a b/d e\nf", line, column, word) == whole


def test_a_refused_field_keeps_what_was_typed(timeline: Timeline) -> None:
    refused = InvalidInput("two readings.", SetField("held", "2022-03-04"), Fix("2022-04-03"))
    typed = {"held": "3/4/2022", "outcome": "moved", "source": '"><script>'}
    html = page(timeline, Desk(act="settle", typed=typed, refused=refused), fact="call")

    check_form(html)
    assert 'name="held" type="text" value="3/4/2022"' in html
    assert 'value="moved" checked' in html
    assert "Two readings." in html
    assert "<script>" not in html.replace('<script src="', "")


def test_both_versions_are_shown_where_somebody_was_faster(timeline: Timeline) -> None:
    versions = [("You", "called off"), ("desk-2", "held 6 Mar 2022")]
    html = page(timeline, Desk(act="settle", versions=versions), fact="call")

    assert "Somebody was faster" in html
    assert html.index("called off</p>") < html.index("held 6 Mar 2022")


@pytest.mark.parametrize(
    ("posted", "verb", "fields"),
    [
        (
            {"act": "settle", "outcome": "held", "held": "6 Mar 2022", "moved": "x", "by": "TUR"},
            "settle",
            {"held": "6 Mar 2022"},
        ),
        (
            {"act": "settle", "outcome": "cancelled", "by": "TUR", "source": "Kalin"},
            "settle",
            {"cancelled": "", "by": "TUR", "source": "Kalin"},
        ),
        ({"act": "act", "verb": "end", "on": "2022", "by": "x"}, "end", {"on": "2022"}),
        (
            {"act": "act", "verb": "correct", "field": "on", "value": "2022-03-05", "because": "b"},
            "correct",
            {"because": "b", "set.on": "2022-03-05"},
        ),
        (
            {"act": "act", "verb": "retract", "source": "x", "because": "b"},
            "retract",
            {"because": "b"},
        ),
    ],
)
def test_a_form_sends_the_fields_of_its_command_and_no_others(
    posted: Mapping[str, str], verb: str, fields: dict[str, str]
) -> None:
    found = sent({**posted, "fact": "call", "version": "3", "do": "record"})

    assert (found.verb, dict(found.fields)) == (verb, fields)
    assert (found.fact, found.version, found.preview) == ("call", 3, False)


def test_a_form_is_only_tried_unless_it_says_record() -> None:
    assert sent({"act": "add", "lines": "a\r\nb"}).preview
    assert sent({"act": "add", "lines": "a\r\nb"}).lines == "a\nb"
    assert sent({"act": "add", "lines": "a", "fixed": "b"}).lines == "b"
    assert not sent({"act": "undo", "command": "12", "do": "record"}).preview
    assert sent({"act": "undo", "command": "12"}).command == 12


@pytest.mark.parametrize(
    "posted",
    [
        {},
        {"act": "drop"},
        {"act": "undo"},
        {"act": "undo", "command": "-1"},
        {"act": "settle", "outcome": "won", "version": "1"},
        {"act": "act", "verb": "erase", "version": "1"},
        {"act": "act", "verb": "deny"},
    ],
)
def test_a_form_that_is_not_ours_is_refused(posted: Mapping[str, str]) -> None:
    with pytest.raises(InvalidInput):
        sent(posted)
