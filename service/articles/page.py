"""A page of HTML: its text in paragraphs, and what it says of itself."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from typing import Final, NamedTuple, cast

from projections.articles.tokens import word_set

_SKIPPED: Final = word_set(
    "script style nav header footer aside form figure noscript template button svg iframe select"
    " dialog menu object video audio"
)
_BLOCKS: Final = word_set(
    "p h1 h2 h3 h4 h5 h6 li blockquote div section article main body td br tr ul ol table"
    " address pre"
)
_VOID: Final = word_set("area base br col embed hr img input link meta source track wbr")
_OF_ARTICLES: Final = ("article", "main", "")
"""Where the text is looked for: the first of these elements that has any; or all of the page."""

_ARTICLE_TYPES: Final = re.compile(r"(News|Report|Blog|Analysis|Opinion|Background)\w*|Article")
_PUBLISHED: Final = (
    "article:published_time", "og:article:published_time", "datepublished", "parsely-pub-date",
    "citation_publication_date", "dc.date.issued", "dc.date", "dcterms.created", "sailthru.date",
    "pubdate", "publishdate", "publish-date", "date",
)  # fmt: skip
_PUBLISHER: Final = ("og:site_name", "dc.publisher", "citation_publisher", "application-name")
_DAY: Final = re.compile(r"(\d{4})[-/](\d{2})[-/](\d{2})")


class Page(NamedTuple):
    """What a page says of itself; a field is empty where it says nothing."""

    text: str
    title: str = ""
    published: str = ""
    """The day as an ISO date."""
    publisher: str = ""
    url: str = ""


def read_page(markup: str) -> Page:
    """The text of a page and what it says of itself: its data for machines before what is shown."""
    reader = _Reader()
    reader.feed(_whole(markup))
    reader.close()
    linked = reader.linked()
    meta = reader.meta
    published = (
        _day(linked.get("datePublished"))
        or next((day for name in _PUBLISHED if (day := _day(meta.get(name)))), "")
        or next((day for time in reader.times if (day := _day(time))), "")
    )
    return Page(
        text=reader.text(),
        title=_text(linked.get("headline")) or meta.get("og:title", "") or reader.title.strip(),
        published=published,
        publisher=_named(linked.get("publisher"))
        or next((meta[name] for name in _PUBLISHER if meta.get(name)), ""),
        url=reader.canonical or _address(linked) or meta.get("og:url", ""),
    )


_ENDINGS: Final = (("<!--", "-->"), ("<![", "]>"), ("<", ">"))
"""How what is not text begins in a page, and ends."""

MOST_OF_A_TAG: Final = 20_000
"""So many characters a tag may have; what is longer is text."""


def _whole(markup: str) -> str:
    """A page whose every tag and comment ends: what begins after the last end is text.

    The library looks for the end of each again and again: a page of 300 kB took a minute.
    """
    for begins, ends in _ENDINGS:
        last = markup.rfind(ends) + 1
        markup = markup[:last] + markup[last:].replace(begins, "&lt;" + begins[1:])
    return _LONG_NUMBER.sub("&amp;#", _LONG_TAG.sub("&lt;", markup))


_LONG_NUMBER: Final = re.compile(r"&#(?=[xX]?[0-9a-fA-F]{9})")
"""How a character is written that there is not; of thousands of digits the library makes no number.
"""

_LONG_TAG: Final = re.compile(rf"<(?=[^<>]{{{MOST_OF_A_TAG}}})")


class _Reader(HTMLParser):
    """Collects the text of a page by the elements that it is in, and its data for machines."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.meta: dict[str, str] = {}
        self.title = ""
        self.canonical = ""
        self.times: list[str] = []
        self._open: list[str] = []
        self._scripts: list[str] = []
        self._kept: dict[str, list[str]] = {name: [] for name in _OF_ARTICLES}
        self._is_data = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Opens an element, or takes what an element without content says."""
        found = {name: value or "" for name, value in attrs}
        if tag == "meta":
            self._take_meta(found)
        elif tag == "link" and "canonical" in found.get("rel", "").lower().split():
            self.canonical = self.canonical or found.get("href", "")
        elif tag == "time" and not self._is_skipped():
            self.times.append(found.get("datetime", ""))
        if tag == "script":
            self._is_data = found.get("type", "").lower() == "application/ld+json"
            if self._is_data:
                self._scripts.append("")
        if tag in _BLOCKS:
            self._break()
        if tag not in _VOID:
            self._open.append(tag)

    def _take_meta(self, found: Mapping[str, str]) -> None:
        name = found.get("property") or found.get("name") or found.get("itemprop") or ""
        self.meta.setdefault(name.lower(), found.get("content", "").strip())

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element that is closed at once."""
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        """Closes an element, and those within it that nobody closed."""
        if tag in _BLOCKS:
            self._break()
        if tag in self._open:
            while self._open.pop() != tag:
                continue
        if tag == "script":
            self._is_data = False

    def handle_data(self, data: str) -> None:
        """Text within the elements that are open."""
        if self._is_data:
            self._scripts[-1] += data
        elif self._open and self._open[-1] == "title":
            self.title += data
        elif not self._is_skipped() and "head" not in self._open:
            for name, kept in self._kept.items():
                if not name or name in self._open:
                    kept.append(data)

    def _is_skipped(self) -> bool:
        # The header of an article holds its headline and its time.
        within = self._open
        return any(
            tag in _SKIPPED and not (tag == "header" and "article" in within[:place])
            for place, tag in enumerate(within)
        )

    def _break(self) -> None:
        for kept in self._kept.values():
            kept.append("\0")

    def text(self) -> str:
        """The paragraphs, with empty lines between them."""
        for name in _OF_ARTICLES:
            blocks = (" ".join(block.split()) for block in "".join(self._kept[name]).split("\0"))
            found = [block for block in blocks if block]
            if found:
                return "\n\n".join(found)
        return ""

    def linked(self) -> Mapping[str, object]:
        """The article among the data that a page has for machines, as JSON-LD."""
        for script in self._scripts:
            for item in _items(_json(script)):
                types = item.get("@type")
                names = cast("list[object]", types) if isinstance(types, list) else [types]
                if any(_ARTICLE_TYPES.fullmatch(str(name)) for name in names):
                    return item
        return {}


def _json(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _items(value: object) -> Iterator[Mapping[str, object]]:
    """Every object of JSON-LD: one, a list of them, or those of a graph."""
    if isinstance(value, list):
        for each in cast("list[object]", value):
            yield from _items(each)
    elif isinstance(value, dict):
        item = cast("dict[str, object]", value)
        yield item
        yield from _items(item.get("@graph"))


def _day(text: object) -> str:
    match = _DAY.search(text) if isinstance(text, str) else None
    return "-".join(match.groups()) if match else ""


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""


def _named(value: object) -> str:
    """The name of a thing: a text, or the `name` of an object or of the first in a list."""
    if isinstance(value, list):
        value = cast("list[object]", value)[0] if value else ""
    if isinstance(value, dict):
        return _text(cast("dict[str, object]", value).get("name"))
    return _text(value)


def _address(linked: Mapping[str, object]) -> str:
    page = linked.get("mainEntityOfPage")
    if isinstance(page, dict):
        page = cast("dict[str, object]", page).get("@id")
    return next((each for each in (_text(linked.get("url")), _text(page)) if each), "")
