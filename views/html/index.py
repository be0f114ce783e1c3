"""The pages there are, each by the pattern of its path."""

from __future__ import annotations

from typing import Final

from views.html.actor import ActorPage, ActorsPage
from views.html.agenda import AgendaPage
from views.html.board import BoardPage
from views.html.compare import ComparePage
from views.html.fact import FactPage
from views.html.knew import KnewPage
from views.html.knowledge import KnowledgePage
from views.html.record import RecordPage
from views.html.search import SearchPage
from views.html.site import HtmlPage
from views.html.sources import SourcePage, SourcesPage
from views.html.ties import TiesPage
from views.html.timeline import ActorTimelinePage, PairTimelinePage, TimelinePage

PAGES: Final[tuple[type[HtmlPage], ...]] = (
    BoardPage,
    TiesPage,
    KnowledgePage,
    ComparePage,
    FactPage,
    KnewPage,
    TimelinePage,
    ActorTimelinePage,
    PairTimelinePage,
    AgendaPage,
    SearchPage,
    ActorsPage,
    ActorPage,
    SourcesPage,
    SourcePage,
    RecordPage,
)
