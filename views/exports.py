"""What a timeline is exported as to be read, shown or reckoned with elsewhere, and not imported."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from projections.answer import Answer
from projections.pairs import Pair
from projections.questions.agenda import AgendaQuestion, FoundAgenda
from projections.questions.state import FoundState, StateQuestion
from projections.questions.timeline import FoundTimeline, TimelineQuestion
from projections.timeline import Entry
from views.html.site import Ask


@dataclass(frozen=True)
class Export:
    """Whose facts are exported, as of which day, and what answers questions about them.

    Those of every pair where there is no `pair`. `recorded` is when the last event was recorded.
    """

    ask: Ask
    pair: Pair | None
    on: date
    known_on: date | None
    recorded: datetime | None

    @property
    def actors(self) -> tuple[str, ...]:
        """Both actors, or none."""
        return tuple(self.pair or ())

    def facts(self) -> tuple[Answer, FoundTimeline]:
        """The facts known by the day, in order of when they happened."""
        question = TimelineQuestion(on=self.on, known_on=self.known_on, actors=self.actors)
        answer = self.ask(question)
        assert isinstance(answer.found, FoundTimeline)
        return answer, answer.found

    def ahead(self) -> tuple[Answer, FoundAgenda]:
        """What is ahead on the day."""
        question = AgendaQuestion(on=self.on, known_on=self.known_on, actors=self.actors)
        answer = self.ask(question)
        assert isinstance(answer.found, FoundAgenda)
        return answer, answer.found

    def ties(self) -> tuple[Answer, FoundState] | None:
        """The state of the two actors' ties; None where not two are asked about."""
        if self.pair is None:
            return None
        question = StateQuestion(a=self.pair.a, b=self.pair.b, on=self.on, known_on=self.known_on)
        answer = self.ask(question)
        assert isinstance(answer.found, FoundState)
        return answer, answer.found


def each_once(entries: tuple[Entry, ...]) -> list[Entry]:
    """Each fact once, where it happened or began, without what was retracted."""
    return [each for each in entries if not each.again and not each.fact_state.retracted]
