"""A published folder opened from a disk: every page leads on, and nothing is asked elsewhere."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Browser, expect

from tests.browser.conftest import opened
from tests.browser.watching import WIDTHS, Watch, sticks_out
from tests.console import Console
from tests.test_http_writing import CALL, STRAITS


def test_a_published_folder_is_read_from_a_disk(browser: Browser, tmp_path: Path) -> None:
    desk = Console.begun(tmp_path, CALL, STRAITS)
    said, code = desk.run(["publish", "out", "--on", "2022-03-08"])
    assert code == 0, said
    home = (tmp_path / "out").as_uri()

    with opened(browser, home) as context:
        page = context.new_page()
        watch = Watch.over(page, home + "/")
        page.goto(f"{home}/index.html")
        expect(page.get_by_role("heading", name="Who stands how with whom")).to_be_visible()
        page.locator("table.matrix a").first.click()
        expect(page.locator("h1")).to_contain_text(re.compile("Turkey|Russia"))
        stop = page.locator(".roll li a").first
        day = stop.get_attribute("data-known") or ""
        stop.click()
        expect(page.locator("aside.past")).to_be_visible()
        assert day in page.url
        page.get_by_role("link", name="Straits closed").first.click()
        expect(page.locator("h1")).to_contain_text("Straits closed")

        assert {width: sticks_out(page, width) for width in WIDTHS} == dict.fromkeys(WIDTHS, 0)
        assert watch.strayed == []
        assert watch.complaints == []
