"""The pages there are, each by the pattern of its path."""

from __future__ import annotations

from typing import Final

from views.html.board import BoardPage
from views.html.compare import ComparePage
from views.html.fact import FactPage
from views.html.knowledge import KnowledgePage
from views.html.site import HtmlPage
from views.html.ties import TiesPage
from views.html.timeline import ActorTimelinePage, PairTimelinePage, TimelinePage

PAGES: Final[tuple[type[HtmlPage], ...]] = (
    BoardPage,
    TiesPage,
    KnowledgePage,
    ComparePage,
    FactPage,
    TimelinePage,
    ActorTimelinePage,
    PairTimelinePage,
)
