"""The page of one fact: which version set each field, who says so, and what it counts for."""

from __future__ import annotations

import re
from contextlib import closing
from datetime import date

import pytest

from domain.refusal import InvalidInput
from domain.report import Report
from projections.questions.why_fact import FoundWhyFact, WhyFactQuestion
from service.opening import timeline_of
from service.timeline import Timeline
from tests.drawing import check_form, drawn
from views.html.fact import FactPage
from views.html.parts import Source, points_text

HOSTILE = """
2022-03-01  TUR > RUS  action:accuse/diplomacy  <script>alert(1)</script> & "quotes"  ^hostile
    report <b>Press</b>, 2022-03-01, https://press.example/?a=1&b="2"
    report Other, 2022-03-02, origin=<i>agency</i>
"""


def fact(sample: Timeline, handle: str, **given: str) -> str:
    return drawn(FactPage, sample, handle, given=given).html


@pytest.mark.parametrize("handle", ["f16-request", "ban-claim", "biden-brussels", "grain-rus"])
def test_the_page_of_a_fact_is_a_whole_page(sample: Timeline, handle: str) -> None:
    page = check_form(fact(sample, handle))

    assert {"hist", "who", "v1"} <= set(page.ids)


def test_a_corrected_field_shows_its_old_value_the_reason_and_the_version(
    sample: Timeline,
) -> None:
    html = fact(sample, "f16-request", on="2022-03-05")
    row = re.search(r'<tr class="newer"><th scope="row">when</th>(.*?)</tr>', html)

    assert row is not None
    assert "30 Sep 2021" in row[1]
    assert '<s class="meta">by 9 Oct 2021</s>' in row[1]
    assert "because the Washington Post gives the day" in row[1]
    assert '<a href="#v4">4</a> <span class="meta">2 Nov 2021</span>' in row[1]
    assert 'id="v4"' in html


def test_before_a_correction_was_known_the_field_says_what_it_did(sample: Timeline) -> None:
    html = fact(sample, "f16-request", on="2022-03-05", known_on="2021-10-20")

    assert 'class="newer"' not in html
    assert "30 Sep 2021" not in html
    assert 'id="v2"' in html
    assert 'id="v4"' not in html


def test_versions_are_in_the_order_in_which_they_could_be_known(sample: Timeline) -> None:
    html = fact(sample, "biden-brussels", on="2022-03-05")

    assert re.findall(r'<tr class="e-[a-z]+" id="v(\d)"', html) == ["1", "2", "4", "3", "5"]
    assert html.index(">51 days before<") < html.index(">1 day later<")


def test_a_disputed_title_is_quoted_and_says_who_denies_it(sample: Timeline) -> None:
    html = fact(sample, "ban-claim")

    assert "“Zelenskyy says Turkey bans Russian warships”" in html
    assert 'class="warn">Disputed: denied by Turkish official on Reuters' in html
    assert html.index('id="who"') < html.index('id="denies"')


def test_what_a_fact_counts_for_is_what_the_account_of_it_says(sample: Timeline) -> None:
    html = fact(sample, "straits", on="2022-03-05")
    answer = sample.ask(WhyFactQuestion(fact="desk/straits", on=date(2022, 3, 5))).found
    assert isinstance(answer, FoundWhyFact)
    tie = answer.why.ties[0]

    assert f"counts {points_text(answer.why.share.counted)} of" in html
    assert f'<td class="n">{points_text(tie.pair_fact.share.counted)}</td>' in html


def test_reports_of_one_origin_stand_together(sample: Timeline) -> None:
    html = fact(sample, "ban-claim")
    origin = re.search(r"<li><b>zelenskyy</b>(.*?)</ul>", html)

    assert origin is not None
    assert "2 reports" in origin[1]
    assert origin[1].count("<li>") == 2


def test_links_of_a_fact_keep_the_clocks(sample: Timeline) -> None:
    page = check_form(fact(sample, "straits", on="2022-03-05", known_on="2022-03-03"))
    ties = page.inside("/ties", "/timeline", "/agenda")

    assert ties
    assert [each for each in ties if "on=2022-03-05&known_on=2022-03-03" not in each] == []


def test_of_a_fact_that_was_not_known_only_its_handle_and_its_day_are_shown(
    sample: Timeline,
) -> None:
    page = drawn(FactPage, sample, "straits", given={"known_on": "2022-02-20"})

    assert page.status == 404
    said = "Nobody could know of this on 20 Feb 2022; it became known on 28 Feb 2022."
    assert said in page.html
    assert "Montreux" not in page.html
    assert "/facts/straits?known_on=2022-02-28" in check_form(page.html).links


def test_a_handle_that_is_nobodys_is_refused_with_the_nearest(sample: Timeline) -> None:
    with pytest.raises(InvalidInput) as refused:
        drawn(FactPage, sample, "strait")

    assert "straits" in str(refused.value.fixes)


def test_hostile_text_stays_text() -> None:
    with closing(timeline_of(HOSTILE, "hostile")) as timeline:
        html = fact(timeline, "hostile")

    page = check_form(html)
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &#34;quotes&#34;" in html
    assert "<b>Press</b>" not in html
    assert [each for each in page.links if each.startswith("https://press.example/")]


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "//press.example/x", "file:///etc/passwd"]
)
def test_an_address_that_is_not_of_the_web_is_no_link(url: str) -> None:
    assert Source.of(Report(publisher="Press", url=url)).url == ""
