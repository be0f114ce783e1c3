"""The page on what was known when: what was learned late, and what a day could rest on."""

from __future__ import annotations

import re

import pytest

from domain.refusal import InvalidInput
from projections.typed_question import Typed
from service.timeline import Timeline
from tests.drawing import SITE, TODAY
from views.html.knowledge import KnowledgePage


def page(sample: Timeline, **given: str) -> KnowledgePage:
    given = {name.replace("from_", "from"): value for name, value in given.items()}
    return KnowledgePage.read(Typed(("turkey", "russia"), given, sample, TODAY))


def test_what_was_learned_late_is_named_on_the_plane_and_beside_it(sample: Timeline) -> None:
    html = page(sample, on="2022-02-26").draw(sample.ask, SITE).html

    late = "Gazprom accepts deferral of some Turkish gas payments"
    assert re.search(rf'<text class="lab [^>]*>{late}, 3 May 2023 ↑</text>', html)
    assert re.search(rf'<b>123</b><div><p class="t"><a[^>]*>{late}</a>', html)


def test_the_frame_ends_with_the_day_asked_about(sample: Timeline) -> None:
    html = page(sample, on="2022-02-26", known_on="2022-02-20").draw(sample.ask, SITE).html

    # 29 days from 12 February on, of which 15 have passed, and 9 were known of.
    assert '<rect class="seen" x="0" y="68.97%" width="51.72%" height="31.03%"/>' in html


def test_its_address_says_the_span_only_where_it_was_asked_for(sample: Timeline) -> None:
    assert page(sample, on="2022-02-26").address.text == "/ties/TUR/RUS/knowledge?on=2022-02-26"
    assert page(sample, on="2022-02-26", from_="2022-02-01").address.text == (
        "/ties/TUR/RUS/knowledge?on=2022-02-26&from=2022-02-01&to=2022-03-12"
    )


def test_a_span_of_centuries_is_refused(sample: Timeline) -> None:
    with pytest.raises(InvalidInput, match="cannot be drawn"):
        page(sample, on="2022-02-26", from_="1500-01-01")
