"""The page that shows the answer to a question."""

from __future__ import annotations

from domain.fact import DESK
from projections.lenses.standing_flow import LENS
from projections.picking import NOTHING_PICKED
from projections.question import OfPair, Question
from projections.questions.agenda import AgendaQuestion
from projections.questions.diff import DiffQuestion
from projections.questions.fact import FactQuestion
from projections.questions.history import HistoryQuestion
from projections.questions.knew import KnewQuestion
from projections.questions.search import SearchQuestion
from projections.questions.state import StateQuestion
from projections.questions.timeline import TimelineQuestion
from projections.questions.why import WhyQuestion
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
        case StateQuestion() | WhyQuestion():
            return _ties(question, fixed) if question.layer == DESK else None
        case FactQuestion() | WhyFactQuestion():
            return address.fact(question.fact, options)
        case HistoryQuestion():
            return address.fact(question.fact, {}, "hist")
        case KnewQuestion():
            handle = question.fact.removeprefix(f"{DESK}/")
            return Address(("knew", handle), fixed._replace(known_on=None).options)
        case TimelineQuestion() if question.picked == NOTHING_PICKED and not question.last:
            span = {
                "from": question.first.isoformat() if question.first else "",
                "to": question.until.isoformat() if question.until else "",
            }
            limits = {"domain": question.domain, "topic": question.topic}
            return address.timeline(question.actors, {**options, **span, **limits})
        case AgendaQuestion(actors=(), domain="", topic="", overdue=False):
            return Address(("agenda",), options)
        case SearchQuestion():
            return Address(("search",), {**options, "q": question.text})
        case _:
            return None


def _ties(question: OfPair, fixed: Fixed) -> Address:
    lens = "" if question.lens == LENS.name else question.lens
    limits = {"domain": question.domain, "topic": question.topic}
    part = "ev" if isinstance(question, WhyQuestion) else ""
    options = {**fixed._replace(lens=lens).options, **limits}
    return address.ties(question.pair, options)._replace(part=part)
