"""The page of two actors' ties: what it says is what the answer says, and its links keep clocks."""

from __future__ import annotations

import gzip
import re
from datetime import date, timedelta

import pytest

from projections.questions.state import FoundState
from projections.typed_question import Typed
from projections.words import balance
from service.timeline import Timeline
from tests import drawing
from tests.drawing import SITE, TODAY, Reader
from views.html.site import Drawn
from views.html.ties import TiesPage
from views.state import named_without_figures
from views.verdict import usual_text


def drawn(sample: Timeline, **given: str) -> Drawn:
    return drawing.drawn(TiesPage, sample, "turkey", "russia", given=given)


def test_the_verdict_and_its_figures_are_those_of_the_answer(sample: Timeline) -> None:
    page = drawn(sample, on="2022-03-05")
    answer = page.answers[0]
    score = answer.plain["score"]
    assert isinstance(score, dict)

    shown = re.search(r"balance <b>([+−]?[\d.]+)</b>", page.html)

    assert shown is not None
    assert shown.group(1).lstrip("+").replace("−", "-") == balance(str(score["balance"]))


def test_every_link_to_a_page_of_ours_keeps_the_clocks(sample: Timeline) -> None:
    html = drawn(sample, on="2022-03-05", known_on="2022-02-26").html
    inside = [each for each in Reader(html).links if each.startswith(("/ties", "/facts"))]
    strip = [each for each in inside if each.endswith("#known")]
    rest = [each for each in inside if each not in strip]

    assert len(rest) > 50
    assert all("on=2022-03-05" in each for each in inside)
    # The one link that leaves the past is the way back to today's knowledge.
    beyond = [each for each in rest if "known_on=2022-02-26" not in each]
    assert beyond == ["/ties/TUR/RUS?on=2022-03-05"]


def test_a_page_in_the_past_says_so_above_its_heading(sample: Timeline) -> None:
    html = drawn(sample, on="2022-03-05", known_on="2022-02-26").html

    assert html.index('class="past"') < html.index("<h1")
    assert "As known on 26 Feb 2022." in html
    assert 'class="past"' not in drawn(sample, on="2022-03-05").html


def test_the_film_strip_reads_as_the_answer_did_on_each_of_its_days(sample: Timeline) -> None:
    html = drawn(sample, on="2022-03-05").html
    stops = re.findall(r'data-known="([^"]*)".*?<span class="b">([^<]*)</span>', html)

    assert len(stops) == 12
    for known_on, shown in stops:
        given = {"on": "2022-03-05", **({"known_on": known_on} if known_on else {})}
        score = drawn(sample, **given).answers[0].plain["score"]
        assert isinstance(score, dict)
        assert shown.lstrip("+").replace("−", "-") == balance(str(score["balance"]))


@pytest.mark.parametrize(("on", "most"), [("2022-03-05", 72), ("2023-09-05", 80)])
def test_a_page_stays_within_what_travels_quickly(sample: Timeline, on: str, most: int) -> None:
    """The second day is the one of which the sample knows most."""
    html = drawn(sample, on=on).html.encode()

    assert len(html) <= most * 1024
    assert len(gzip.compress(html)) <= 20 * 1024


def test_a_strip_leads_to_the_stops_that_it_does_not_show(sample: Timeline) -> None:
    html = drawn(sample, on="2022-03-05", known_on="2022-02-26").html
    stops = re.findall(r'data-known="([^"]*)"', html)
    beyond = dict(re.findall(r'known_on=([\d-]+)#known">\d+ (earlier|later)</a>', html))
    (earlier, _), (later, way) = beyond.items()

    assert way == "later"
    assert earlier < stops[0]
    assert later > stops[-1]
    assert f'data-known="{earlier}"' in drawn(sample, on="2022-03-05", known_on=earlier).html
    # All that is known now is the last stop: nothing is later.
    assert "later</a>" not in drawn(sample, on="2022-03-05").html


@pytest.mark.parametrize("other", ["russia", "ukraine", "united states"])
def test_a_page_lists_every_fact_that_a_terminal_lists(sample: Timeline, other: str) -> None:
    given = {"on": "2022-03-05"}
    page = drawing.drawn(TiesPage, sample, "turkey", other, given=given)
    found = page.answers[0].found
    assert isinstance(found, FoundState)
    state = found.state
    lists = (
        state.in_force, state.ahead, state.disputed, state.stances, state.links,
        state.described_as, state.context, state.others_not_counted,
    )  # fmt: skip
    handles = {each.handle for listed in lists for each in listed}

    assert len(handles) > 5
    assert not [name for name in handles if f"/facts/{name}?" not in page.html]
    for line in (*named_without_figures(state.domains), usual_text(state.score)):
        assert line in page.html


def test_what_counts_for_nothing_and_may_count_is_listed(sample: Timeline) -> None:
    page = drawing.drawn(TiesPage, sample, "turkey", "ukraine", given={"on": "2014-03-05"})
    counts = page.html.partition('id="ev"')[2].partition('id="cite"')[0]

    assert re.search(r"<b>0\.0</b>.*?/facts/baykar-plant\?.*?may be 0\.0 to \+9\.5", counts)


def test_the_cursor_reads_what_the_series_says(sample: Timeline) -> None:
    page = drawn(sample, on="2022-03-05")
    html, said = page.html, re.search(r'data-step="(\d+)" data-points="([^"]*)"', page.html)
    labels = re.findall(r'data-labels="([^"]*)"', html)[0].split("|")
    assert said is not None
    day, label, read = date(2012, 3, 5), 0, list[tuple[date, str]]()
    for point in said[2].split(";"):
        days, name, *_ = point.split(",")
        day += timedelta(days=int(days or said[1]))
        label = int(name) if name else label
        read.append((day, labels[label]))

    assert len(read) > 100
    for on, name in read[::40]:
        other = drawn(sample, on=on.isoformat()).html
        assert f'big">{name}</span>' in other


def test_a_table_says_which_way_ties_went_as_a_terminal_does(sample: Timeline) -> None:
    html = drawn(sample, on="2022-03-05").html

    assert '<td class="tr"><span aria-hidden="true">▼</span> worse</td>' in html
    assert '<td class="tr">quiet</td>' in html


def test_ties_that_nobody_knows_of_have_no_figures(sample: Timeline) -> None:
    page = TiesPage.read(Typed(("chad", "peru"), {"on": "2022-03-05"}, sample, TODAY))
    html = page.draw(sample.ask, SITE).html

    assert 'class="state s-unknown big"' in html
    assert "balance <b>" not in html
