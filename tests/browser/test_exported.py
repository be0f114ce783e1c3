"""An exported page opened from a folder: by day, by night and on paper, it asks for nothing."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, expect
from pypdf import PdfReader

from tests.browser.conftest import opened
from tests.browser.watching import WIDTHS, Watch, barriers, sticks_out
from tests.console import Console


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("exported")
    said, code = Console(folder).run(
        ["--db", "sample", "export", "turkey", "russia", "--on", "2022-03-05", "-o", "ties.html"]
    )
    assert code == 0, said
    return folder / "ties.html"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_is_read_from_a_folder_without_a_request_to_anywhere(
    browser: Browser, file: Path, scheme: Literal["light", "dark"]
) -> None:
    with opened(browser, file.parent.as_uri()) as context:
        page = context.new_page()
        page.emulate_media(color_scheme=scheme)
        watch = Watch.over(page, file.as_uri())
        page.goto(file.as_uri())

        expect(page.locator("h1")).to_contain_text("Turkey – Russia")
        expect(page.locator(".state.big")).to_be_visible()
        expect(page.locator("figure.chart")).to_be_visible()
        page.locator(".lede a").first.click()
        assert page.evaluate("location.hash").startswith("#fact-")
        expect(page.locator(":target .meta a").first).to_be_visible()
        unsourced = page.evaluate(
            "[...document.querySelectorAll('.journal li')].filter("
            "line => !/[0-9] origin/.test(line.querySelector('.meta').textContent)).length"
        )
        assert unsourced == 0
        paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert (paper == "rgb(22, 21, 19)") is (scheme == "dark")
        assert barriers(page) == []
        assert {width: sticks_out(page, width) for width in WIDTHS} == dict.fromkeys(WIDTHS, 0)
        assert watch.strayed == []
        assert watch.complaints == []


@pytest.mark.parametrize("sheet", ["A4", "Letter"])
def test_printed_it_has_the_verdict_first_and_every_source_behind_it(
    browser: Browser, file: Path, sheet: str
) -> None:
    with opened(browser, file.parent.as_uri()) as context:
        page = context.new_page()
        watch = Watch.over(page, file.as_uri())
        page.goto(file.as_uri())
        printed = PdfReader(BytesIO(page.pdf(format=sheet)))
        sheets = ["".join(each.extract_text().split()) for each in printed.pages]

        assert "Mixed" in sheets[0]
        assert "balance+0.29" in sheets[0]
        whole = "".join(sheets)
        assert "Turkish F-16s shoot down a Russian Su-24".replace(" ", "") in whole
        assert "Timeline" in whole
        assert watch.strayed == []
