"""The page of one fact: what is said, by whom, since when, and what it counts for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Final, Self

from domain.actors import Registry
from domain.clocks import AsOf
from domain.fact import Fact, FactState
from domain.kinds import What
from projections.answer import Answer
from projections.events import describe
from projections.fact_record import status
from projections.pairs import Pair, pairs_of
from projections.questions.fact import FactQuestion, FoundFact
from projections.questions.why_fact import FoundUnknown, FoundWhyFact, WhyFactQuestion
from projections.score import WITHOUT_FIGURES, Score
from projections.typed_question import Typed
from projections.verdict import Verdict
from projections.why_fact import Tie, WhyFact
from projections.words import clocks, count, dated_fact, day, joined
from views.html import address
from views.html.address import Address, Fixed
from views.html.fact_fields import fields_of
from views.html.fact_history import denials_of, origins_of, versions_of
from views.html.frame import Asked, framed
from views.html.paper import fill
from views.html.parts import (
    ARROWS,
    BANDS,
    Word,
    may_be_text,
    points_text,
    signed_balance,
    symbol,
)
from views.html.past import Past
from views.html.site import Ask, Drawn, Site
from views.sections import denied_by

MOST_PAIRS: Final = 15
"""Of how many pairs the answer is shown with and without a fact: each is computed twice."""

LADDER: Final = frozenset(name for name, _, _ in BANDS)
"""The labels that figures decide: with much on both sides, their ties are mixed."""


@dataclass(frozen=True)
class FactPage:
    """One fact as known on a day."""

    question: FactQuestion
    fixed: Fixed

    path: ClassVar[str] = "/facts/{fact}"
    options: ClassVar[tuple[str, ...]] = ("on", "known_on", "recorded_by")

    @classmethod
    def read(cls, typed: Typed) -> Self:
        """The page of the fact of a handle. Raises InvalidInput with the nearest handles."""
        question = FactQuestion.read(typed)
        assert isinstance(question, FactQuestion)
        return cls(question, Fixed.of(typed))

    @property
    def address(self) -> Address:
        """`/facts/straits?on=2022-03-05`."""
        return self._at(self.fixed.options)

    def _at(self, options: Mapping[str, str]) -> Address:
        return address.fact(self.question.fact, options)

    def draw(self, ask: Ask, site: Site) -> Drawn:
        """The page; of a fact that nobody could know of by then, when that was."""
        answer = ask(self.question)
        if isinstance(answer.found, FoundUnknown):
            return self._unknown(answer, answer.found.fact, site)
        assert isinstance(answer.found, FoundFact)
        found, registry = answer.found, answer.registry
        fact, state, as_of = found.fact, found.fact_state, found.as_of
        pairs = [Pair.of(*pair) for pair in pairs_of(state.content)]
        options = self.fixed.options
        values = {
            "frame": self._frame(answer, site, state),
            "head": Head.of(state, as_of, registry),
            "past": Past.of(self.fixed, self._at),
            "crumbs": self._crumbs(state, registry, as_of),
            "fields": fields_of(fact, as_of, registry),
            "versions": versions_of(fact, state, as_of, registry, options),
            "origins": origins_of(state),
            "denials": denials_of(state, registry),
            "counts": self._counts(ask, registry) if len(pairs) <= MOST_PAIRS else None,
            "pairs": len(pairs),
            "knew": Address(("knew", fact.name), {"on": as_of.on.isoformat()}),
            "day": day(as_of.on),
            "record": Address(("record",), {"fact": fact.name}),
            "stamp": answer.stamp,
            "arrows": ARROWS,
        }  # fmt: skip
        return Drawn(fill("fact.html", site, values), (answer,))

    def _frame(self, answer: Answer, site: Site, state: FactState | None = None) -> object:
        pair = _pair(state) if state else None
        registry, on = answer.registry, self.question.on.toordinal()
        asked = Asked.of(pair, self.fixed, registry, on) if pair else None
        return framed("", site, self.fixed, pair=pair, asked=asked, question=self.question)

    def _crumbs(
        self, state: FactState, registry: Registry, as_of: AsOf
    ) -> list[tuple[str, Address]]:
        pair = _pair(state)
        if pair is None:
            return []
        names = " – ".join(registry.name(actor, as_of.day) for actor in pair)
        options = {**self.fixed.options, "domain": state.content.domain}
        ties = (names, address.ties(pair, self.fixed.options))
        return [ties, (state.content.domain, address.ties(pair, options))]

    def _counts(self, ask: Ask, registry: Registry) -> Counts | None:
        asked = self.question
        fields = {"fact": asked.fact, "layer": asked.fact.partition("/")[0], "on": asked.on}
        clocks_ = {"known_on": asked.known_on, "recorded_by": asked.recorded_by}
        answer = ask(WhyFactQuestion.model_validate({**fields, **clocks_}))
        if not isinstance(answer.found, FoundWhyFact):
            return None
        return Counts.of(answer.found.why, registry, self.fixed.options)

    def _unknown(self, answer: Answer, fact: Fact, site: Site) -> Drawn:
        """Of a fact that was not known: since when it could be, and the page of that day."""
        as_of = self.question.as_of
        recorded = fact.as_of(recorded_by=as_of.recorded_instant)
        now = fact.as_of()
        ways: list[tuple[str, Address]] = []
        if recorded and as_of.known_on:
            known = day(recorded.known_day)
            said = (
                f"Nobody could know of this on {day(as_of.known_on)}; it became known on {known}."
            )
            since = Fixed(known_on=type(as_of.known_on).fromordinal(recorded.known_day))
            ways.append((f"As it was known on {known}", self._at(since.options)))
        elif recorded:
            said = f"Nobody could know of this{clocks(as_of)}."
        elif now:
            said = f"Nothing of this was in the record{clocks(as_of)}."
        else:
            said = "This was recorded and taken back: nothing of it is in effect."
        if now:
            ways.append(("With all that is known now", self._at({})))
        values = {
            "frame": self._frame(answer, site),
            "said": said,
            "handle": fact.name,
            "ways": ways,
        }  # fmt: skip
        return Drawn(fill("fact_unknown.html", site, values), (answer,), 404)


def _pair(state: FactState) -> Pair | None:
    """The two actors by whose ties a fact is found: one of each side, or two of one."""
    content = state.content
    others = [each for each in (*content.recipients, *content.actors) if each != content.actors[0]]
    return Pair.of(content.actors[0], others[0]) if others else None


@dataclass(frozen=True)
class Head:
    """What stands at the head of a fact: its title, status, date, side and weight."""

    title: str
    handle: str
    quoted: bool
    sign: str
    summary: str
    known: str
    denied: str
    what: str

    @classmethod
    def of(cls, state: FactState, as_of: AsOf, registry: Registry) -> Self:
        """That of a fact on a day."""
        content, on = state.content, as_of.day
        weighs = content.weighs
        side = "for the ties" if weighs > 0 else "against the ties" if weighs < 0 else ""
        weight = f"{side}, weighs {points_text(weighs)}" if side else "weighs nothing"
        how = {"cancelled": "called off"}.get(status(state, on), status(state, on))
        assumed = ", assumed: the day on which it was recorded" if state.assumed else ""
        knowledge = clocks(as_of) or ", with all that is known now"
        return cls(
            title=content.title,
            handle=state.name,
            quoted=bool(state.how),
            sign=symbol(weighs),
            summary=f"{how} · {dated_fact(state, on)} · {weight}",
            known=f"As of {day(as_of.on)}{knowledge}. Known since {day(state.known_day)}{assumed}.",
            denied=_denied(state, registry, on),
            what=What(content.kind, content.what).written,
        )


def _denied(state: FactState, registry: Registry, on: int) -> str:
    """Who denies it, and what that makes of it; empty where no denial stands."""
    if not state.how:
        return ""
    who = joined([denied_by(denial, registry, on) for denial in state.denials if denial.open])
    means = "it is shown and does not count" if state.disputed else "it counts all the same"
    return f"{state.how.capitalize()}: denied by {who}; {means}."


@dataclass(frozen=True)
class TieRow:
    """A pair that a fact concerns, with it and without it."""

    name: str
    link: Address
    points: str
    reason: str
    word: Word
    balance: str
    without: Word
    balance_without: str

    @classmethod
    def of(cls, tie: Tie, registry: Registry, options: Mapping[str, str]) -> Self:
        """That of one pair."""
        answer = tie.answer
        names = [registry.name(actor, answer.as_of.day) for actor in answer.pair]
        return cls(
            name=" – ".join(names),
            link=address.ties(answer.pair, options),
            points="" if tie.pair_fact.reason else points_text(tie.pair_fact.share.counted),
            reason=tie.pair_fact.reason.replace("-", " "),
            word=Word.of(answer.verdict),
            balance=_balance(answer.label, answer.score),
            without=Word.of(Verdict(tie.label, tie.score.mixed and tie.label in LADDER)),
            balance_without=_balance(tie.label, tie.score),
        )


def _balance(label: str, score: Score) -> str:
    return "" if label in WITHOUT_FIGURES else signed_balance(score)


@dataclass(frozen=True)
class Counts:
    """What a fact counts for: alone, as it became known, and for each pair."""

    alone: str
    steps: Sequence[tuple[str, str, str, str]]
    ties: Sequence[TieRow]

    @classmethod
    def of(cls, found: WhyFact, registry: Registry, options: Mapping[str, str]) -> Self:
        """That of the account of a fact."""

        def named(actor: str) -> str:
            return registry.name(actor, found.as_of.day)

        return cls(
            alone=_alone(found),
            steps=[
                (
                    day(step.known_day),
                    "; ".join(describe(event, named) for event in step.events),
                    points_text(step.before),
                    points_text(step.after),
                )
                for step in found.account
            ],
            ties=[TieRow.of(tie, registry, options) for tie in found.ties],
        )


def _alone(found: WhyFact) -> str:
    """What it counts for by itself, in a sentence."""
    if found.reason:
        return f"It does not count: {found.reason.replace('-', ' ')}."
    share = found.share
    may_be = may_be_text(share)
    weighs = points_text(found.fact_state.content.weighs)
    fades = f"; half is left after {count(found.half_life, 'day')}" if found.half_life else ""
    doubt = f", may be {may_be}" if may_be else ""
    return f"By itself it counts {points_text(share.counted)} of {weighs} points{doubt}{fades}."
