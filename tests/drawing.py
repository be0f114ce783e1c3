"""Pages drawn over the sample, and what a reader of their HTML finds."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from html.parser import HTMLParser
from itertools import pairwise

from projections.typed_question import Typed
from service.timeline import Timeline
from views.html.address import Address
from views.html.site import Drawn, HtmlPage, Site

TODAY = date(2026, 11, 30)


def _link(address: Address) -> str:
    return address.text


def _asset(name: str) -> str:
    return f"/{name}"


SITE = Site("sample", TODAY, "0.1.0", _link, _asset)


def drawn(
    page: type[HtmlPage],
    timeline: Timeline,
    *words: str,
    given: Mapping[str, str] | None = None,
    site: Site = SITE,
) -> Drawn:
    """A page by the words of its path and its options."""
    found = page.read(Typed(words, given or {}, timeline, TODAY))
    return found.draw(timeline.ask, site)


class Reader(HTMLParser):
    """A page as a reader of its tags finds it: where it leads, its ids, what it runs."""

    VOID = frozenset(
        {"meta", "link", "input", "br", "option", "path", "rect", "line", "circle", "use", "hr"}
    )

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: list[str] = []
        self.headings: list[str] = []
        self.inline: list[str] = []
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "a" and given.get("href"):
            self.links.append(str(given["href"]))
        if given.get("id"):
            self.ids.append(str(given["id"]))
        if tag in ("h1", "h2", "h3"):
            self.headings.append(tag)
        self.inline += [name for name in given if name == "style" or name.startswith("on")]
        self.inline += ["script"] if tag == "script" and not given.get("src") else []
        self.inline += ["style"] if tag == "style" else []
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in self.VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self.VOID:
            return
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)

    def inside(self, *beginnings: str) -> list[str]:
        """The links that lead to pages of these beginnings."""
        return [each for each in self.links if each.startswith(beginnings)]


def check_form(html: str) -> Reader:
    """A page is whole: tags close, ids are unique, one h1, no level skipped, nothing inline."""
    page = Reader(html)
    levels = [int(tag[1]) for tag in page.headings]
    # The dialog of keys stands behind the page, and has a heading of its own.
    skipped = [two for one, two in pairwise(levels) if two > one + 1]

    assert not page.wrong, f"tags that close nothing: {page.wrong}"
    assert not page.open, f"tags left open: {page.open}"
    assert len(page.ids) == len(set(page.ids)), "an id stands twice"
    assert levels.count(1) == 1, "a page has one heading of its own"
    assert not skipped, "a level of headings is skipped"
    assert not page.inline, f"the policy allows nothing inline: {page.inline}"
    return page
