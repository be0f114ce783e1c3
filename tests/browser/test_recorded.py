"""A timeline of one's own in a browser: recorded in with a token, and cited as it stood."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Browser, Page, expect

from service.opening import open_store
from tests.browser.conftest import opened, serving
from tests.browser.watching import barriers
from tests.console import Console
from tests.test_http_writing import CALL, STRAITS, TOKENS, WRITER

TIES: Final = "/ties/TUR/RUS?on=2022-03-08"
STANDS_STILL: Final = "dd code >> nth=0"


@pytest.fixture
def desk(tmp_path: Path) -> Console:
    """A timeline with a planned call and an instrument in force."""
    return Console.begun(tmp_path, CALL, STRAITS)


@pytest.fixture
def window(browser: Browser, desk: Console) -> Iterator[Page]:
    """A window on it, where whoever has a token may record."""
    (desk.folder / "tokens").write_text(TOKENS, encoding="utf-8")
    options = ("--db", "desk.db", "serve", "--allow-write", "--token-file", "tokens")
    with serving(desk.folder, *options) as home, opened(browser, home) as context:
        yield context.new_page()


def test_whoever_has_a_token_settles_a_call_and_nobody_else(window: Page, desk: Console) -> None:
    window.goto("/record?fact=call")
    expect(window.get_by_role("heading", name="Sign in to record")).to_be_visible()
    window.get_by_role("textbox", name="token").fill(WRITER[:-1])
    window.get_by_role("button", name="Sign in").click()
    expect(window.locator("h1")).to_have_text(
        "that is not a token of this timeline.", ignore_case=True
    )

    window.goto("/record?fact=call")
    window.get_by_role("textbox", name="token").fill(WRITER)
    window.get_by_role("button", name="Sign in").click()
    expect(window).to_have_url(re.compile(r"/record\?fact=call$"))
    assert barriers(window) == []
    form = window.locator("form", has=window.get_by_role("group", name="Outcome"))
    form.get_by_label("held on").fill("2022-03-06")
    expect(form.get_by_text("Would record")).to_be_visible()  # as one types, without a button
    assert status(desk) == "pending"
    form.get_by_role("button", name="Record it").click()

    expect(window.get_by_text(re.compile("Recorded as command"))).to_be_visible()
    assert status(desk) == "happened"


def status(desk: Console) -> str:
    """How the call stands, asked of the store itself."""
    timeline = open_store(str(desk.folder / "desk.db"))
    try:
        return "happened" if len(timeline.fact("call").events) > 1 else "pending"
    finally:
        timeline.close()


@pytest.mark.parametrize("options", ["", "&known_on=2022-03-01", "&domain=transit"])
def test_the_link_that_stands_still_shows_what_its_page_showed(
    window: Page, desk: Console, options: str
) -> None:
    window.goto(TIES + options)
    before = shown(window)
    link = window.locator(STANDS_STILL).inner_text()

    window.goto(link)
    assert shown(window) == before

    protest = "2022-03-07  TUR > RUS  action:protest/transit  Ankara protests ^protest"
    said, code = desk.run(["add", f"{protest}; report AFP, 2022-03-07"])
    assert code == 0, said
    window.goto(link)
    assert shown(window) == before
    window.goto(TIES)
    expect(window.get_by_role("link", name="Ankara protests").first).to_be_visible()


def shown(page: Page) -> tuple[str, list[str], list[str]]:
    """The verdict, its figures, and what it rests on."""
    return (
        page.locator(".verdict .word").inner_text(),
        page.locator(".verdict .figs").all_inner_texts(),
        page.locator(".ev li .t, .facts li .t").all_inner_texts(),
    )
