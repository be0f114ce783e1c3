"""A timeline as a folder of files: which pages it has, and how they lead to each other there."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from posixpath import relpath
from typing import Final, NamedTuple

from projections.answer import Answer, json_text
from projections.pairs import Pair
from projections.question import Question
from projections.questions.board_pairs import FoundPairsBoard
from projections.questions.index import question_class
from projections.typed_question import Lookup, Typed
from views.html import address
from views.html.address import Address
from views.html.board import BoardPage
from views.html.card import Card
from views.html.index import PAGES
from views.html.paper import STATIC
from views.html.site import Ask, HtmlPage, Site
from views.html.unlinked import NOWHERE, unlinked

_NAMED: Final = re.compile(r"[^A-Za-z0-9._-]")
ASSETS: Final = ("style.css", "page.js", "icon.svg")


class File(NamedTuple):
    """A file of the folder: its path from there, with `/` between the parts, and its bytes."""

    path: str
    content: bytes


@dataclass
class Folder:
    """The pages of a timeline on a day, each as a file.

    `on` is the day of every page; with an `embargo`, nothing that was recorded or known after
    that day is in any of them. Pages are found by following links from the board.
    """

    lookup: Lookup
    ask: Ask
    site: Site
    on: date
    embargo: date | None = None
    _waiting: deque[Address] = field(default_factory=deque[Address])
    _seen: set[str] = field(default_factory=set[str])

    def _asked(self, question: Question) -> Answer:
        return self.ask(self._limited(question))

    def _limited(self, question: Question) -> Question:
        """A question of a page; with an embargo, of nothing later than that."""
        if self.embargo is None:
            return question
        until = datetime.combine(self.embargo, time.max, tzinfo=UTC)
        limits = {"known_on": self.embargo, "before_known_on": self.embargo, "recorded_by": until}
        given = {
            name: min(getattr(question, name) or limit, limit)
            for name, limit in limits.items()
            if name in type(question).model_fields
        }
        return question.model_copy(update=given)

    def files(self) -> Iterator[File]:
        """Every file, each once, in an order that depends on the timeline alone."""
        for name in ASSETS:
            yield File(name, (STATIC / name).read_bytes())
        board = BoardPage.read(Typed((), self._fixed, self.lookup, self.on)).address
        self._wait(board)
        pairs = list(self._pairs())
        for pair in pairs:
            self._wait(address.ties(pair, {}))
        while self._waiting:
            yield from self._drawn(self._waiting.popleft())
        for pair in pairs:
            yield from self._cards(pair)

    @property
    def _fixed(self) -> dict[str, str]:
        """The clocks of every page, as options of its address."""
        fixed = {"on": self.on.isoformat()}
        if self.embargo:
            known = self.embargo.isoformat()
            fixed |= {"known_on": known, "recorded_by": known}
        return fixed

    def _pairs(self) -> Iterator[Pair]:
        """Every pair of which anything is known, in the order of their ids."""
        asked = {**self._fixed, "all_pairs": ""}
        question = question_class("board").read(Typed((), asked, self.lookup, self.on))
        found = self._asked(question).found
        assert isinstance(found, FoundPairsBoard)
        yield from sorted((line.pair for line in found.board.lines), key=lambda pair: pair.key)

    def _wait(self, target: Address) -> str:
        """The file of an address, drawn later; empty where the folder has none."""
        path = file_of(target) if _page_at(target) else ""
        if path and path not in self._seen:
            self._seen.add(path)
            self._waiting.append(_sorted(target))
        return path

    def _drawn(self, target: Address) -> Iterator[File]:
        path = file_of(target)
        page = self._page(target)
        site = replace(
            self.site,
            link=lambda to: self._link(path, to),
            asset=lambda name: relpath(name, _parent(path)),
            live=False,
        )
        drawn = page.draw(self._asked, site)
        yield File(path, unlinked(drawn.html).encode())
        question = getattr(page, "question", None)
        if isinstance(question, Question):
            limited = self._limited(question)
            answers = (answer for answer in drawn.answers if answer.question == limited)
            answer = next(answers, None) or self.ask(limited)
            yield File(path.removesuffix(".html") + ".json", json_text(answer.json).encode())

    def _link(self, path: str, to: Address) -> str:
        """Where a page leads, as a path from there."""
        elsewhen = to.options.get("on", "") not in ("", self.on.isoformat())
        if to.words[:1] == ("v1",) or to.form or elsewhen:
            return NOWHERE
        # The stops of the page of a pair are pages; from those on, there would be no end.
        if _is_stop(to) and path != file_of(to._replace(options={}, part="")):
            found = file_of(to) if file_of(to) in self._seen else ""
        else:
            found = self._wait(to)
        if not found:
            return NOWHERE
        return relpath(found, _parent(path)) + (f"#{to.part}" if to.part else "")

    def _page(self, target: Address) -> HtmlPage:
        """The page at an address, with the clocks of the folder and its own day of knowledge."""
        known = {"known_on": target.options["known_on"]} if _is_stop(target) else {}
        found = _page_at(target)
        assert found is not None, f"a page is at {target.text}"
        page, words = found
        given = {
            name: value for name, value in {**self._fixed, **known}.items() if name in page.options
        }
        return page.read(Typed(words, given, self.lookup, self.on))

    def _cards(self, pair: Pair) -> Iterator[File]:
        """The two pictures of a pair to be embedded, and what says how."""
        name = _of_pair(*pair)
        page = self._page(address.ties(pair, {}))
        question = getattr(page, "question", None)
        assert isinstance(question, Question)
        answer, link = self._asked(question), relpath(f"{name}.html", name)
        for form, still in (("stands-still", True), ("keeps-up", False)):
            yield File(f"{name}/card-{form}.svg", Card.of(answer, link, still=still).svg.encode())
        embedded = Card.of(answer, link, still=True).oembed("card-stands-still.svg", link)
        yield File(f"{name}/oembed.json", json_text(embedded).encode())


# Files by address ---------------------------------------------------------------------------------


def file_of(target: Address) -> str:
    """The file of a page, as a path from the folder; empty where the folder has none.

    >>> file_of(Address(("ties", "TUR", "RUS"), {"on": "2022-03-05"}))
    'ties/RUS-TUR.html'
    >>> file_of(Address(("record",)))
    ''
    """
    match target.words:
        case ():
            return "index.html"
        case ("ties", a, b):
            pair = _of_pair(a, b)
            if {"domain", "topic", "lens", "span"} & {*target.options}:
                return ""
            known = target.options.get("known_on", "")
            return f"{pair}/known-{_name(known)}.html" if _is_stop(target) else f"{pair}.html"
        case ("ties", a, b, "knowledge"):
            return f"{_of_pair(a, b)}/knowledge.html"
        case ("facts", handle):
            return f"facts/{_name(handle)}.html"
        case ("timeline", *actors) if not {*target.options} - _CLOCKS:
            named = "-".join(map(_actor, sorted(actors)))
            return f"timeline/{named}.html" if named else "timeline.html"
        case ("agenda",):
            return "agenda.html"
        case _:
            return ""


_CLOCKS: Final = frozenset({"on", "known_on", "recorded_by", "to"})


def _of_pair(a: str, b: str) -> str:
    """Two actors have one page, whoever is named first."""
    return f"ties/{'-'.join(map(_actor, sorted((a, b))))}"


def _actor(text: str) -> str:
    """An actor as a part of a name of two: the hyphen between them is the only one."""
    return _name(text).replace("-", "~2d")


def _sorted(target: Address) -> Address:
    """The same address with its actors in the order of their ids."""
    head, *words = target.words or ("",)
    if head not in ("ties", "timeline"):
        return target
    return target._replace(words=(head, *sorted(words[:2]), *words[2:]))


def _is_stop(target: Address) -> bool:
    """Whether a page of ties is as known on a day of the film strip, which its link names."""
    return target.part == "known" and bool(target.options.get("known_on"))


def _name(text: str) -> str:
    """A name as a part of a path: nothing in it leads out of the folder, or is hidden there.

    >>> _name("../é")
    '~2e.~2f~c3~a9'
    """
    safe = _NAMED.sub(
        lambda found: "".join(f"~{byte:02x}" for byte in found.group().encode()), text
    )
    return f"~2e{safe[1:]}" if safe.startswith(".") else safe


def _parent(path: str) -> str:
    return path.rpartition("/")[0] or "."


def _page_at(target: Address) -> tuple[type[HtmlPage], tuple[str, ...]] | None:
    """The page whose path an address has, and what that names."""
    for page in PAGES:
        words = _words(page.path, target.words)
        if words is not None:
            return page, words
    return None


def _words(pattern: str, words: tuple[str, ...]) -> tuple[str, ...] | None:
    """The parts of a path that a pattern names; None where the path is another."""
    parts = tuple(part for part in pattern.split("/") if part)
    if len(parts) != len(words):
        return None
    if any(
        not part.startswith("{") and part != word for part, word in zip(parts, words, strict=True)
    ):
        return None
    return tuple(word for part, word in zip(parts, words, strict=True) if part.startswith("{"))
