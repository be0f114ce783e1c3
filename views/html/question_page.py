"""The page that shows the answer to a question."""

from __future__ import annotations

from domain.fact import DESK
from projections.question import OfPair, Question
from projections.questions.agenda import AgendaQuestion
from projections.questions.diff import DiffQuestion
from projections.questions.fact import FactQuestion
from projections.questions.history import HistoryQuestion
from projections.questions.knew import KnewQuestion
from projections.questions.search import SearchQuestion
from projections.questions.timeline import TimelineQuestion
from projections.questions.why_fact import WhyFactQuestion
from views.html import address
from views.html.address import Address, Fixed
from views.html.compare import ComparePage


def page_of(question: Question) -> Address | None:
    """The address of the page that answers a question; None where no page does."""
    clocks = question.as_of
    fixed = Fixed(clocks.on, clocks.known_on, clocks.recorded_by) if clocks else Fixed()
    options = fixed.options
    match question:
        case DiffQuestion():
            return ComparePage(question).address if question.layer == DESK else None
        case OfPair():
            limits = {"domain": question.domain, "topic": question.topic}
            return address.ties(question.pair, {**options, **limits}) if (
                question.layer == DESK
            ) else None  # fmt: skip
        case FactQuestion() | WhyFactQuestion():
            return address.fact(question.fact, options)
        case HistoryQuestion():
            return address.fact(question.fact, {}, "hist")
        case KnewQuestion():
            handle = question.fact.removeprefix(f"{DESK}/")
            return Address(("knew", handle), fixed._replace(known_on=None).options)
        case TimelineQuestion():
            span = {
                "from": question.first.isoformat() if question.first else "",
                "to": question.until.isoformat() if question.until else "",
            }
            limits = {"domain": question.domain, "topic": question.topic}
            return address.timeline(question.actors, {**options, **span, **limits})
        case AgendaQuestion():
            return Address(("agenda",), options)
        case SearchQuestion():
            return Address(("search",), {**options, "q": question.text})
        case _:
            return None
