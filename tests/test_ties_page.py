"""The page of two actors' ties: what it says is what the answer says, and its links keep clocks."""

from __future__ import annotations

import gzip
import re

from projections.typed_question import Typed
from projections.words import balance
from service.timeline import Timeline
from tests import drawing
from tests.drawing import SITE, TODAY, Reader
from views.html.site import Drawn
from views.html.ties import TiesPage


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


def test_a_page_stays_within_what_travels_quickly(sample: Timeline) -> None:
    html = drawn(sample, on="2022-03-05").html.encode()

    assert len(html) <= 80 * 1024
    assert len(gzip.compress(html)) <= 20 * 1024


def test_ties_that_nobody_knows_of_have_no_figures(sample: Timeline) -> None:
    page = TiesPage.read(Typed(("chad", "peru"), {"on": "2022-03-05"}, sample, TODAY))
    html = page.draw(sample.ask, SITE).html

    assert 'class="state s-unknown big"' in html
    assert "balance <b>" not in html
