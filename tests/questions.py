"""Every question, on the bundled sample: what tests about all of them run through."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Final

from projections.history import Order
from projections.pair_history import By
from projections.question import Question
from projections.questions.actors import ActorsQuestion
from projections.questions.agenda import AgendaQuestion
from projections.questions.board import BoardQuestion
from projections.questions.board_pairs import BoardPairsQuestion
from projections.questions.check import CheckQuestion
from projections.questions.diff import DiffQuestion
from projections.questions.fact import FactQuestion
from projections.questions.hindsight import HindsightQuestion
from projections.questions.history import HistoryQuestion
from projections.questions.kinds import KindsQuestion
from projections.questions.knew import KnewQuestion
from projections.questions.learned import LearnedQuestion
from projections.questions.replay import ReplayQuestion
from projections.questions.search import SearchQuestion
from projections.questions.series import SeriesQuestion
from projections.questions.sources import SourcesQuestion
from projections.questions.spread import SpreadQuestion
from projections.questions.state import StateQuestion
from projections.questions.stats import StatsQuestion
from projections.questions.timeline import TimelineQuestion
from projections.questions.turns import TurnsQuestion
from projections.questions.why import WhyQuestion
from projections.questions.why_fact import WhyFactQuestion
from tests.documented import on_pages_besides, read

DAY: Final = date(2022, 3, 5)
EVE: Final = date(2022, 2, 26)
RECORDED: Final = datetime(2026, 11, 22, 23, 59, 59, 999999, tzinfo=UTC)
PAIR: Final = {"a": "TUR", "b": "RUS"}
LENS: Final = "plover-net@1"

_LISTED: Final[tuple[Question, ...]] = (
    StateQuestion(a="TUR", b="RUS", on=DAY),
    StateQuestion(a="RUS", b="TUR", on=DAY, known_on=EVE, recorded_by=RECORDED),
    StateQuestion(a="TUR", b="USA", on=DAY, topic="s-400", lens=LENS),
    StateQuestion(a="TUR", b="RUS", on=DAY, domain="energy"),
    StateQuestion(a="TUR", b="RUS", on=DAY, topic="straits", besides=("reports",)),
    StateQuestion(a="TUR", b="FJI", on=DAY),
    SpreadQuestion(a="TUR", b="RUS", on=DAY),
    TimelineQuestion(on=DAY, actors=("TUR", "RUS"), first=date(2022, 2, 24), until=DAY),
    TimelineQuestion(on=DAY, last=5),
    TimelineQuestion(on=DAY, actors=("TUR",), domain="energy"),
    WhyQuestion(a="TUR", b="RUS", on=DAY, domain="transit"),
    WhyQuestion(a="TUR", b="RUS", on=DAY, label="warm"),
    WhyFactQuestion(fact="desk/straits", on=DAY),
    WhyFactQuestion(fact="desk/straits", on=date(2021, 2, 28)),
    DiffQuestion(a="TUR", b="RUS", before_on=date(2022, 2, 23), on=DAY),
    DiffQuestion(a="TUR", b="RUS", before_on=EVE, before_known_on=EVE, on=EVE, known_on=DAY),
    DiffQuestion(a="TUR", b="RUS", before_on=DAY, on=DAY, lens=LENS),
    HindsightQuestion(a="TUR", b="RUS", on=EVE),
    AgendaQuestion(on=EVE, actors=("TUR",)),
    AgendaQuestion(on=EVE, actors=("TUR", "RUS")),
    AgendaQuestion(on=DAY, overdue=True),
    ReplayQuestion(a="TUR", b="RUS", first=date(2022, 2, 24), on=DAY),
    ReplayQuestion(a="TUR", b="RUS", first=date(2022, 2, 24), on=DAY, by=By.KNOWN),
    TurnsQuestion(a="RUS", b="UKR", first=date(2022, 2, 20), on=EVE),
    TurnsQuestion(a="TUR", b="RUS", on=date(2015, 12, 31), label="tense"),
    SeriesQuestion(a="TUR", b="RUS", first=date(2022, 2, 24), on=DAY),
    BoardQuestion(actor="TUR", on=DAY),
    BoardQuestion(actor="TUR", on=DAY, domain="energy", lens=LENS),
    BoardPairsQuestion(on=DAY, known_on=DAY),
    BoardPairsQuestion(on=DAY, domain="transit", lens=LENS, recorded_by=RECORDED),
    SearchQuestion(text="S-400", on=DAY),
    SearchQuestion(text='"black sea" grain', on=DAY, last=2),
    FactQuestion(fact="desk/straits", on=DAY),
    FactQuestion(fact="desk/straits", on=date(2021, 2, 28), known_on=EVE),
    HistoryQuestion(fact="desk/call"),
    HistoryQuestion(fact="desk/biden-brussels", order=Order.KNOWN),
    KnewQuestion(fact="desk/passage-dropped", on=EVE),
    KnewQuestion(fact="desk/ban-claim", on=DAY, recorded_by=RECORDED),
    LearnedQuestion(a="TUR", b="RUS", on=DAY, since=EVE),
    LearnedQuestion(a="TUR", b="RUS", on=DAY, topic="straits", known_on=DAY, last=2, lens=LENS),
    ActorsQuestion(on=DAY),
    ActorsQuestion(on=DAY, actor="TUR"),
    KindsQuestion(),
    KindsQuestion(kind="stance"),
    KindsQuestion(what="instrument:embargo"),
    KindsQuestion(find="recalled"),
    KindsQuestion(kind="lenses"),
    SourcesQuestion(),
    SourcesQuestion(actors=("TUR", "RUS")),
    StatsQuestion(),
    CheckQuestion(on=date(2026, 11, 22)),
    CheckQuestion(on=date(2026, 11, 22), kinds=("duplicate", "overdue")),
)

QUESTIONS: Final = (*_LISTED, *map(read, on_pages_besides({each.name for each in _LISTED})))
"""Those above, and of any other question what the page of its command asks."""


def named(question: Question) -> str:
    """A question as the id of a test."""
    fields = question.model_dump(mode="json", exclude_defaults=True)
    return f"{question.name} {' '.join(str(value) for value in fields.values())}"
