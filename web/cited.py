"""An answer for an assistant: its sentence, figures, sources, and what names it for ever."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Final, cast

from typing_extensions import TypedDict

from domain.clocks import AsOf
from domain.fact import DESK, Fact, FactState
from domain.refusal import InvalidInput
from domain.status import Kleene, status
from projections.answer import Answer
from projections.pair_fact import PairFact
from projections.questions.state import FoundState
from projections.words import dated, figure, signed
from service.timeline import Timeline
from views.citing import citation_of
from views.command import command
from views.html.address import api
from views.html.paper import web_address

MOST_FACTS: Final = 12
"""How many facts come with an answer, each with its sources."""

MOST_SOURCES: Final = 4


class SourceOf(TypedDict):
    """A report: who published it, where, when, from whom, its grade, its words, and a copy."""

    publisher: str
    published: str
    url: str
    origin: str
    grade: str
    quote: str
    archived: str


class FactOf(TypedDict):
    """A fact behind an answer, as known then, and whether it still holds or counts."""

    fact: str
    title: str
    when: str
    known_on: str
    status: str
    no_longer_holds: bool
    counts: str
    sources: list[SourceOf]


class Cited(TypedDict):
    """What an assistant gets: what can be said, what it rests on, and how it is cited.

    `stands_still` answers the same for ever; `command` asks it on a terminal.
    """

    sentence: str
    known: bool
    on: str
    known_on: str
    figures: Mapping[str, str]
    facts: list[FactOf]
    more_facts: int
    answer: Mapping[str, object]
    answer_id: str
    stands_still: str
    command: str
    cite: str


class Citing:
    """Makes answers of a timeline citable: `base` is where its pages are served, if they are."""

    def __init__(self, timeline: Timeline, today: date, version: str, base: str = "") -> None:
        self.timeline = timeline
        self.today = today
        self.version = version
        self.base = base.rstrip("/")

    def cited(self, answer: Answer, *, whole: bool = False, listed: int = MOST_FACTS) -> Cited:
        """An answer with its facts and their sources; `whole` with all of its JSON."""
        citation = citation_of(answer, self.today, self.version)
        as_of = answer.question.as_of or AsOf(self.today)
        names = list(self._named(answer))
        facts = [found for name in names[:listed] if (found := self._fact(name, answer, as_of))]
        plain = answer.plain
        return Cited(
            sentence=self._sentence(answer, citation.title, citation.verdict),
            known=answer.known,
            on=as_of.on.isoformat(),
            known_on=as_of.known_on.isoformat() if as_of.known_on else "",
            figures=_figures(answer),
            facts=facts,
            more_facts=max(0, len(names) - listed),
            answer=dict(answer.json) if whole else _brief(plain),
            answer_id=answer.id,
            stands_still=self.stands_still(answer),
            command=command(answer.question),
            cite=citation.sentence,
        )

    def stands_still(self, answer: Answer) -> str:
        """The address at which the answer is the same for ever: every clock is fixed."""
        question = answer.question
        as_of = question.as_of
        fixed: dict[str, str] = {}
        if as_of is not None:
            known = as_of.known_on or max(self.today, as_of.on)
            fixed = {"on": as_of.on.isoformat(), "known_on": known.isoformat()}
        held = answer.stamp.held if question.stamped else ""
        return self.base + api(question).with_options(**fixed, at=held).text

    def _sentence(self, answer: Answer, title: str, verdict: str) -> str:
        said = f"{title}: {verdict}." if verdict else f"{title}."
        verdicts = cast("Mapping[str, object]", answer.plain.get("verdict") or {})
        why = verdicts.get("sentence", "")
        return f"{said} {why}" if why else said

    def _named(self, answer: Answer) -> Iterator[str]:
        """The facts of an answer, each once: of a state those that weigh most first."""
        first: list[str] = []
        if isinstance(answer.found, FoundState):
            state = answer.found.state
            ranked: Sequence[PairFact] = (*state.strongest(1)[:4], *state.strongest(-1)[:4])
            first = [fact.handle for fact in (*ranked, *state.in_force, *state.ahead)]
        yield from dict.fromkeys((*first, *_facts_in(answer.plain)))

    def _fact(self, name: str, answer: Answer, as_of: AsOf) -> FactOf | None:
        try:
            fact = self.timeline.fact(name.removeprefix(f"{DESK}/"))
        except InvalidInput:  # of a layer, whose facts have no handle of their own
            return None
        found = fact.as_of(as_of.known_day, as_of.recorded_instant)
        return None if found is None else self.fact_of(fact, found, as_of.day, _counts(answer))

    def fact_of(
        self, fact: Fact, found: FactState, day: int, counts: Mapping[str, int] | None = None
    ) -> FactOf:
        """One fact, as known at a point in time."""
        how = status(found, day)
        reports = [report for _, report in found.reports if report is not None]
        share = (counts or {}).get(fact.handle)
        content = found.content
        return FactOf(
            fact=fact.handle,
            title=f"“{content.title}” (denied)" if found.disputed else content.title,
            when=dated(content.on) if content.on else dated(content.since or content.planned),
            known_on=date.fromordinal(found.known_day).isoformat(),
            status="retracted" if found.retracted else "disputed" if found.disputed else how,
            no_longer_holds=found.retracted or (content.standing and how == Kleene.NO),
            counts="" if share is None else signed(share),
            sources=[
                SourceOf(
                    publisher=report.publisher, published=report.published,
                    url=web_address(report.url), origin=report.origin, grade=report.grade,
                    quote=report.quote, archived=web_address(report.archived),
                )
                for report in reports[:MOST_SOURCES]
            ],
        )  # fmt: skip


def _counts(answer: Answer) -> Mapping[str, int]:
    if not isinstance(answer.found, FoundState):
        return {}
    return {fact.handle: fact.share.counted for fact in answer.found.state.contributions}


def _figures(answer: Answer) -> dict[str, str]:
    """The figures of a state, in points; none where nothing counts."""
    if not isinstance(answer.found, FoundState):
        return {}
    state = answer.found.state
    words = {"label": state.label, "mixed": "yes" if state.verdict.mixed else "no"}
    if state.has_trend:
        words["trend"] = state.trend
    if state.label in ("unknown", "disputed"):
        return words
    score = state.score
    return words | {
        "balance": score.balance,
        "for": figure(score.cooperation),
        "against": figure(score.friction),
        "net": signed(score.net),
        "net_may_be": f"{signed(score.low)} to {signed(score.high)}",
    }


def _brief(plain: Mapping[str, object]) -> dict[str, object]:
    """An answer without its long lists: what an assistant can take in at once."""
    return {
        name: value
        for name, value in plain.items()
        if not isinstance(value, list | Mapping) or name in ("verdict", "asked")
    }


def _facts_in(value: object) -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, part in cast("Mapping[str, object]", value).items():
            if key == "fact" and isinstance(part, str):
                yield part
            yield from _facts_in(part)
    elif isinstance(value, list | tuple):
        for part in cast("Sequence[object]", value):
            yield from _facts_in(part)
