"""A brief: one file that loads nothing, and says what the answer says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.console import Console


@pytest.fixture
def html(tmp_path: Path) -> str:
    asked = ["brief", "turkey", "russia", "--on", "2022-03-05", "-o", "x.html"]
    assert Console(tmp_path).run(asked)[1] == 0
    return (tmp_path / "x.html").read_text(encoding="utf-8")


def test_it_loads_nothing_from_anywhere(html: str) -> None:
    loaded = re.findall(r'<(?:link|script|img|iframe)[^>]*(?:href|src)="([^"]*)"', html)

    assert [each[:24] for each in loaded] == ["data:image/svg+xml;base64"[:24]]
    assert "@import" not in html
    assert not re.search(r"url\((?!#)", html)
    assert "<script" not in html


def test_what_it_links_to_are_sources_and_places_in_itself(html: str) -> None:
    links = set(re.findall(r'<a [^>]*href="([^"]*)"', html))
    places = set(re.findall(r'id="([^"]*)"', html))

    assert any(link.startswith("https://") for link in links)
    for link in links:
        assert link.startswith(("https://", "http://")) or link.removeprefix("#") in places


def test_it_has_the_verdict_the_strip_the_chart_and_the_evidence(html: str) -> None:
    for part in ('class="word"', 'class="film"', 'class="chart"', 'id="ev"', 'class="cited"'):
        assert part in html


def test_what_was_fixed_is_in_its_heading(tmp_path: Path) -> None:
    asked = ["brief", "turkey", "russia", "--on", "2022-03-05", "--known-on", "2022-02-26"]
    text = Console(tmp_path).run(asked)[0]

    assert "as known on 26 Feb 2022" in text


def test_an_unknown_actor_is_refused_and_no_file_is_left(tmp_path: Path) -> None:
    code = Console(tmp_path).run(["brief", "turky", "russia", "-o", "x.html"])[1]

    assert code == 2
    assert not (tmp_path / "x.html").exists()
