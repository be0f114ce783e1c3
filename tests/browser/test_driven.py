"""Pages used as people use them: by form, keyboard, slider and link, with scripts and without."""

from __future__ import annotations

import re
from typing import Final

import pytest
from playwright.sync_api import Page, expect

TIES: Final = "/ties/TUR/RUS?on=2022-03-05"


def leads(address: str) -> re.Pattern[str]:
    """An address that is exactly this one, up to where on the page it leads."""
    return re.compile(rf"^http://[^/]+{re.escape(address)}(#\w+)?$")


def stops(page: Page) -> list[str]:
    """The days on which an answer changed because something was learned, the earliest first."""
    days = page.locator(".roll li a").evaluate_all("all => all.map(each => each.dataset.known)")
    return [day for day in days if day]


def known(day: str) -> re.Pattern[str]:
    return leads(f"{TIES}&known_on={day}")


def ask(page: Page) -> None:
    page.goto("/")
    page.get_by_label("between").fill("turkey")
    page.get_by_label("and", exact=True).fill("russia")
    page.get_by_label("on", exact=True).fill("5 Mar 2022")
    page.get_by_role("button", name="Ask").click()
    expect(page).to_have_url(leads(TIES))
    expect(page.locator("h1")).to_contain_text("Turkey – Russia")
    expect(page.locator(".verdict .state")).to_have_text("mixed")


def test_the_form_asks_about_two_actors(page: Page) -> None:
    ask(page)


def test_names_of_actors_are_offered_to_whoever_types(page: Page) -> None:
    page.goto("/agenda")
    assert page.locator("#actors option").count() == 0

    page.get_by_label("between").focus()

    expect(page.locator("#actors option", has_text="Norway")).to_have_count(1)


def test_keys_step_to_what_was_known_before_and_after(page: Page) -> None:
    page.goto(TIES)
    day = stops(page)[-1]

    page.keyboard.press("{")
    expect(page).to_have_url(known(day))
    expect(page.locator("aside.past")).to_be_visible()
    page.keyboard.press("}")
    expect(page).to_have_url(leads(TIES))
    expect(page.locator("aside.past")).to_have_count(0)


def test_the_slider_steps_and_keeps_the_focus(page: Page) -> None:
    page.goto(TIES)
    last, before = stops(page)[-1:-3:-1]
    slider = page.get_by_role("slider", name="As known on")
    expect(slider).to_have_attribute("aria-valuetext", "all that is known now")

    slider.press("ArrowLeft")
    expect(page).to_have_url(known(last))
    expect(page.get_by_role("slider", name="As known on")).to_be_focused()
    page.keyboard.press("ArrowLeft")
    expect(page).to_have_url(known(before))


def test_the_cursor_on_the_chart_reads_a_day_and_asks_for_it(page: Page) -> None:
    page.goto(TIES)
    scrub = page.get_by_role("slider", name="Day on the chart")
    read = page.locator("[data-read]")
    expect(read).to_contain_text("5 Mar 2022")

    scrub.press("ArrowLeft")
    expect(read).to_contain_text("4 Mar 2022")
    scrub.press("PageDown")
    expect(read).not_to_contain_text("Mar 2022")
    scrub.press("End")
    scrub.press("ArrowLeft")
    scrub.press("Enter")
    expect(page).to_have_url(leads("/ties/TUR/RUS?on=2022-03-04"))


def test_the_pointer_on_the_chart_reads_a_day(page: Page) -> None:
    page.goto(TIES)

    page.locator("svg.cv").hover()

    expect(page.locator("[data-read]")).not_to_contain_text("2022")
    expect(page.locator(".cur")).to_be_visible()


def test_keys_step_a_day_back_and_on(page: Page) -> None:
    page.goto(TIES)

    page.keyboard.press("[")
    expect(page).to_have_url(leads("/ties/TUR/RUS?on=2022-03-04"))
    page.keyboard.press("]")
    expect(page).to_have_url(leads(TIES))


def test_keys_find_help_and_can_be_switched_off(page: Page) -> None:
    page.goto(TIES)
    help_ = page.get_by_role("dialog", name="Keys")

    page.keyboard.press("/")
    expect(page.get_by_role("searchbox", name="Search facts")).to_be_focused()
    page.keyboard.press("?")
    expect(help_).not_to_be_visible()  # in a field it is a letter
    page.locator("h1").click()
    page.keyboard.press("?")
    expect(help_).to_be_visible()
    help_.get_by_label("no single keys").check()
    help_.get_by_role("button", name="Close").click()
    page.keyboard.press("?")
    expect(help_).not_to_be_visible()


def test_a_key_copies_the_link_that_stands_still(page: Page) -> None:
    page.goto(TIES)
    figures = page.locator(".verdict .figs").inner_text()

    page.keyboard.press("y")
    expect(page.get_by_role("status")).to_have_text("Copied a link that stands still")
    link: str = page.evaluate("navigator.clipboard.readText()")

    page.goto(link)
    expect(page.locator(".verdict .figs")).to_have_text(figures)


def test_two_days_are_compared(page: Page) -> None:
    page.goto(TIES)
    page.keyboard.press("c")
    expect(page.get_by_role("heading", name="Compare others")).to_be_visible()

    page.get_by_label("on", exact=True).last.fill("23 Feb 2022")
    page.get_by_label("and on", exact=True).fill("5 Mar 2022")
    page.get_by_role("button", name="Compare").click()

    expect(page).to_have_url(leads("/ties/TUR/RUS/compare?on=2022-02-23&and_on=2022-03-05"))
    expect(page.locator(".versus .card")).to_have_count(2)
    adds_up(page)


def test_two_knowings_are_compared_without_scripts(plain: Page) -> None:
    plain.goto("/ties/TUR/RUS/compare?on=2022-02-23&and_on=2022-03-05")
    form = plain.locator("form.two-of")
    form.get_by_label("on", exact=True).fill("2022-03-05")
    form.get_by_label("and on", exact=True).fill("")
    form.get_by_label("as known on", exact=True).fill("26 Feb 2022")
    form.get_by_label("and as known on", exact=True).fill("5 Mar 2022")
    form.get_by_role("button", name="Compare").click()

    asked = "on=2022-03-05&known_on=2022-02-26&and_known_on=2022-03-05"
    expect(plain).to_have_url(leads(f"/ties/TUR/RUS/compare?{asked}"))
    adds_up(plain)


def adds_up(page: Page) -> None:
    """Asserts that what moved the net leads from before to after, to the decimals shown."""
    shown = page.locator("table.fall tbody td:first-child").all_inner_texts()
    before, *steps, after = (float(text.replace("−", "-")) for text in shown)
    assert len(steps) > 1
    assert before + sum(steps) == pytest.approx(after, abs=0.051 * len(steps))


def test_a_fact_shows_who_set_which_field_and_when(page: Page) -> None:
    page.goto("/timeline/TUR/USA?on=2022-03-05&q=F-16")
    page.get_by_role("link", name="Turkey asks to buy 40 F-16s from the US").first.click()
    row = page.get_by_role("row", name=re.compile("^when"))
    expect(row).to_contain_text("30 Sep 2021")
    expect(row).to_contain_text("because the Washington Post gives the day")

    row.get_by_role("link").click()

    expect(page).to_have_url(re.compile("/facts/f16-request.*#v4$"))
    expect(page.locator("#v4")).to_be_in_viewport()
    expect(page.locator("#v4")).to_contain_text("refined")


def test_everything_can_be_asked_without_scripts(plain: Page) -> None:
    ask(plain)
    assert plain.locator(".js:visible").count() == 0

    day = stops(plain)[-1]
    plain.get_by_role("link", name="The change in knowledge before").click()
    expect(plain).to_have_url(known(day))
    plain.get_by_role("link", name="The change in knowledge after").click()
    expect(plain).to_have_url(leads(TIES))
    first = stops(plain)[0]
    plain.locator(".roll li a").first.click()
    expect(plain).to_have_url(known(first))


def test_the_chart_is_also_a_table_without_scripts(plain: Page) -> None:
    plain.goto(TIES)
    last = plain.get_by_role("table", name="The first day of each state").locator("tr").last
    expect(last).not_to_be_visible()

    plain.get_by_text("turns as a table").click()

    expect(last).to_be_visible()
    expect(last).to_contain_text("mixed")
