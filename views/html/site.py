"""Where pages are shown: how a link is written there, and what a visitor can do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Protocol, Self

from projections.answer import Answer
from projections.question import Question
from projections.typed_question import Typed
from views.html.address import Address

Ask = Callable[[Question], Answer]
"""What answers a page's questions."""


@dataclass(frozen=True)
class Site:
    """A place with pages: a server that answers, or a folder of files.

    `link` writes an address, `asset` the name of a file that every page uses. `live` is whether
    questions are answered there, `writes` whether facts can be recorded. `held` is how far the
    timeline had come, `838:abcd…`.
    """

    store: str
    today: date
    version: str
    link: Callable[[Address], str]
    asset: Callable[[str], str]
    held: str = ""
    live: bool = True
    writes: bool = False


@dataclass(frozen=True)
class Drawn:
    """A page that is drawn: its text, what it rests on, and the status of a response with it."""

    html: str
    answers: tuple[Answer, ...] = ()
    status: int = 200


class HtmlPage(Protocol):
    """A page as a value: read from an address, drawn from the answers that it asks for.

    `path` is its pattern; `options` are those that it takes.
    """

    path: ClassVar[str]
    options: ClassVar[tuple[str, ...]]

    @classmethod
    def read(cls, typed: Typed) -> Self:
        """The page that the words of a path and the options mean. Raises InvalidInput."""
        ...

    @property
    def address(self) -> Address:
        """Its address in the one spelling."""
        ...

    def draw(self, ask: Ask, site: Site) -> Drawn:
        """The page, from the answers to its questions. Raises InvalidInput as they do."""
        ...
