"""The page of two actors' ties on a day: verdict, reasons, doubt and evidence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Final, Self

from domain.actors import Registry
from projections.answer import Answer
from projections.pair_fact import PairFact, freshness
from projections.questions.spread import FoundSpread, SpreadQuestion
from projections.questions.state import FoundState, StateQuestion
from projections.score import Score
from projections.sentence import sentence
from projections.state import Row, State
from projections.typed_question import Typed
from projections.words import count, day, figure, instant, long_day
from views.citing import citation_of
from views.command import command
from views.html import address
from views.html.address import Address, Fixed
from views.html.frame import Asked, framed
from views.html.paper import fill
from views.html.parts import (
    ARROWS,
    BANDS,
    FactItem,
    Figures,
    Ledger,
    Word,
    may_be_text,
    on_scale,
    points_text,
    scale_of,
    signed_balance,
)
from views.html.site import Ask, Drawn, Site
from views.state import has_figures

MOST: Final = 6
"""How many facts are shown for, and against, before the rest is folded away."""


@dataclass(frozen=True)
class TiesPage:
    """The state of two actors' ties on a day."""

    question: StateQuestion
    fixed: Fixed
    span: str = ""

    path: ClassVar[str] = "/ties/{a}/{b}"
    options: ClassVar[tuple[str, ...]] = (
        "on", "known_on", "recorded_by", "domain", "topic", "lens", "span",
    )  # fmt: skip

    @classmethod
    def read(cls, typed: Typed) -> Self:
        """The page that the names of two actors and the options mean. Raises InvalidInput."""
        question = StateQuestion.read(limited(typed))
        assert isinstance(question, StateQuestion)
        return cls(question, Fixed.of(typed), typed.option("span"))

    @property
    def address(self) -> Address:
        """`/ties/TUR/RUS?on=2022-03-05`."""
        return address.ties(self.question.pair, self._options)

    @property
    def _options(self) -> dict[str, str]:
        """What was fixed, with what the ties are limited to."""
        asked = self.question
        limits = {"domain": asked.domain, "topic": asked.topic, "span": self.span}
        return {**self.fixed.options, **{name: text for name, text in limits.items() if text}}

    def draw(self, ask: Ask, site: Site) -> Drawn:
        """The page, from the state and what stands beside it."""
        answer = ask(self.question)
        assert isinstance(answer.found, FoundState)
        state, registry = answer.found.state, answer.registry
        asked = self.question
        scope = f"#{asked.topic}" if asked.topic else asked.domain
        frame = framed(
            "Ties", site, self.fixed, pair=state.pair, question=asked,
            asked=Asked.of(state.pair, self.fixed, registry, state.as_of.day, scope),
        )  # fmt: skip
        values = {
            "frame": frame,
            "names": names_of(state, registry),
            "when": self._when(state),
            "verdict": Verdicts.of(state),
            "past": self._past(state),
            "lists": Lists.of(state, registry, self.fixed.options),
            "domains": list(domain_rows(state, registry, self.fixed.options)),
            "balances": list(balance_rows(state, registry)),
            "sides": sides_of(state, registry, self.fixed.options),
            "coverage": state.coverage,
            "state": state,
            "lenses": self._lenses(ask) if not asked.topic and not asked.domain else [],
            "cite": self._cite(answer, site),
            "stamp": answer.stamp,
            "arrows": ARROWS, "bands": BANDS, "on_scale": on_scale,
        }  # fmt: skip
        return Drawn(fill("ties.html", site, values), (answer,))

    def _when(self, state: State) -> str:
        """`on Saturday 5 March 2022, as known on 26 Feb 2022`."""
        as_of, scope = state.as_of, f", {state.scope} only" if state.scope else ""
        known = f"as known on {day(as_of.known_on)}" if as_of.known_on else (
            "with all that is known now"
        )  # fmt: skip
        recorded = f", as recorded by {instant(as_of.recorded_by)}" if as_of.recorded_by else ""
        return f"on {long_day(as_of.on)}{scope}, {known}{recorded}"

    def _past(self, state: State) -> PastNote | None:
        """What is said above a page that leaves later knowledge out."""
        if not self.fixed.is_past:
            return None
        later, now_ = state.hindsight, self.fixed._replace(known_on=None, recorded_by=None)
        known = f"As known on {day(state.as_of.known_on)}." if state.as_of.known_on else (
            f"As recorded by {instant(state.as_of.recorded_by)}." if state.as_of.recorded_by else ""
        )  # fmt: skip
        said = f"{count(later, 'fact')} of that day became known after it." if later else ""
        ways = [("With all that is known now", address.ties(state.pair, now_.options))]
        if state.as_of.known_on:
            since = {**now_.options, "known_on": state.as_of.known_on.isoformat()}
            learned = address.ties(state.pair, since, "compare")
            ways.insert(0, ("What was learned since", learned))
        return PastNote(known, said, ways)

    def _lenses(self, ask: Ask) -> list[tuple[str, Word, str]]:
        asked = self.question
        fields = {"a": asked.a, "b": asked.b, "on": asked.on, "known_on": asked.known_on}
        answer = ask(SpreadQuestion.model_validate({**fields, "recorded_by": asked.recorded_by}))
        assert isinstance(answer.found, FoundSpread)
        return [
            (
                each.lens.name,
                Word.of(each.verdict),
                "–" if Figures.of(each.score, each.label) is None else signed_balance(each.score),
            )
            for each in answer.found.answers
        ]

    def _cite(self, answer: Answer, site: Site) -> Cite:
        """The citation, and the two links: one stands still, one keeps up."""
        asked = self.question
        known = asked.known_on or max(site.today, asked.on)
        still = {**self._options, "on": asked.on.isoformat(), "known_on": known.isoformat()}
        still["at"] = answer.stamp.held
        still.pop("recorded_by", None)
        return Cite(
            sentence=citation_of(answer, site.today, site.version).sentence,
            stands_still=address.ties(asked.pair, still).text,
            keeps_up=self.address.text,
            terminal=command(asked),
        )


def limited(typed: Typed) -> Typed:
    """Options that limit ties, as the last word of a question says it."""
    topic, domain = typed.option("topic"), typed.domain()
    limit = [f"#{topic.removeprefix('#')}"] if topic else [domain] if domain else []
    return typed.of_words([*typed.words, *limit])


def names_of(state: State, registry: Registry) -> tuple[str, str]:
    """The two actors by the names in use on the day."""
    on = state.as_of.day
    return registry.name(state.pair.a, on), registry.name(state.pair.b, on)


@dataclass(frozen=True)
class PastNote:
    """What is said above an answer of an earlier knowledge, and the ways out of it."""

    known: str
    said: str
    ways: Sequence[tuple[str, Address]]


@dataclass(frozen=True)
class Cite:
    """How an answer is cited, kept, and asked again."""

    sentence: str
    stands_still: str
    keeps_up: str
    terminal: str


@dataclass(frozen=True)
class Verdicts:
    """The verdict as it stands at the head of the page."""

    word: Word
    trend: str
    thin: str
    figures: Figures | None
    value: float
    sentence: str

    @classmethod
    def of(cls, state: State) -> Verdicts:
        """That of a state."""
        counted = len(state.counted)
        return cls(
            word=Word.of(state.verdict),
            trend=state.trend if state.has_trend else "",
            thin=f"Thin: {count(counted, 'fact')} counted." if state.verdict.thin else "",
            figures=Figures.of(state.score, state.label),
            value=state.score.balance_millionths / 1_000_000,
            sentence=sentence(state),
        )


@dataclass(frozen=True)
class Lists:
    """The facts of a state that are in force, ahead, disputed, standing, or not counted."""

    in_force: Sequence[FactItem]
    ahead: Sequence[FactItem]
    disputed: Sequence[FactItem]
    contested: Sequence[FactItem]
    standing: Sequence[FactItem]
    recent: Sequence[FactItem]
    not_counted: Sequence[FactItem]

    @classmethod
    def of(cls, state: State, registry: Registry, options: Mapping[str, str]) -> Lists:
        """Those of a state."""
        on = state.as_of.day

        def items(facts: Sequence[PairFact], tag: str = "", *, why: bool = False) -> list[FactItem]:
            return [
                FactItem.of(
                    each, registry, on, options,
                    tag=tag or (each.reason.replace("-", " ") if why else _status(each)),
                    note=_announced(each) if each in state.ahead else "",
                )
                for each in facts
            ]  # fmt: skip

        return cls(
            in_force=items(state.in_force),
            ahead=items(state.ahead),
            disputed=items([each for each in state.disputed if not each.contested], "disputed"),
            contested=items([each for each in state.disputed if each.contested], "contested"),
            standing=[
                FactItem.of(each, registry, on, options, tag=freshness(each, on))
                for each in (*state.stances, *state.links)
            ],
            recent=items(state.recent),
            not_counted=items(state.others_not_counted, why=True),
        )


def _status(pair_fact: PairFact) -> str:
    return pair_fact.status if pair_fact.status in ("pending", "due", "possible") else ""


def _announced(pair_fact: PairFact) -> str:
    return f"announced {day(pair_fact.fact_state.known_day)}"


@dataclass(frozen=True)
class DomainRow:
    """A domain in the table of domains."""

    name: str
    link: Address
    word: Word
    trend: str
    bars: Ledger
    figures: Figures | None
    last: FactItem
    """Its latest fact."""


def domain_rows(
    state: State, registry: Registry, options: Mapping[str, str]
) -> Iterator[DomainRow]:
    """A row for each domain that has figures, in the order of the answer."""
    rows: Mapping[str, Row] = {name: row for name, row in state.domains.items() if has_figures(row)}
    most = scale_of(row.score for row in rows.values())
    for name, row in rows.items():
        yield DomainRow(
            name=name,
            link=address.ties(state.pair, {**options, "domain": name}),
            word=Word.of(row.verdict),
            trend=row.trend,
            bars=Ledger.of(row.score, most),
            figures=Figures.of(row.score, row.label),
            last=FactItem.of(row.latest, registry, state.as_of.day, options),
        )


@dataclass(frozen=True)
class BalanceRow:
    """A line of the table of balances: the pair, a direction, a dimension."""

    name: str
    side: str
    bars: Ledger
    figures: Figures


def balance_rows(state: State, registry: Registry) -> Iterator[BalanceRow]:
    """Both together, each direction, each dimension; nothing where nothing counts."""
    one, other = names_of(state, registry)
    there, back = state.pair.directions
    scores: list[tuple[str, str, Score]] = [
        ("both together", "", state.score),
        (f"{one} → {other}", "t", state.directions[there]),
        (f"{other} → {one}", "k", state.directions[back]),
        *((name, "", score) for name, score in state.dimensions.items()),
    ]
    most = scale_of(score for _, _, score in scores)
    for name, side, score in scores:
        figures = Figures.of(score, state.label)
        if figures:
            yield BalanceRow(name, side, Ledger.of(score, most), figures)


@dataclass(frozen=True)
class Contribution:
    """What one fact counts for."""

    item: FactItem
    points: str
    part: float
    may_be: str
    domain: str


@dataclass(frozen=True)
class Side:
    """One side of what counts: its sum, the heaviest facts, and the rest together."""

    style: str
    sign: str
    name: str
    total: str
    first: Sequence[Contribution]
    rest: Sequence[Contribution]
    rest_total: str


def sides_of(state: State, registry: Registry, options: Mapping[str, str]) -> tuple[Side, ...]:
    """What counts for the ties, and against; and what pays off friction, where anything does."""
    sides = (
        ("pro", "▲", "For", state.strongest(1), state.score.cooperation),
        ("con", "▼", "Against", state.strongest(-1), state.score.uneased),
        ("pro", "▲", "Easing", state.relief, state.score.relief),
    )
    most = max((abs(each.share.counted) for each in state.counted), default=0) or 1
    found: list[Side] = []
    for style, sign, name, facts, total in sides:
        if not facts and name == "Easing":
            continue
        listed = [
            Contribution(
                item=FactItem.of(each, registry, state.as_of.day, options),
                points=points_text(each.share.counted),
                part=abs(each.share.counted) * 100 / most,
                may_be=may_be_text(each.share),
                domain=each.content.domain,
            )
            for each in facts
        ]
        rest = sum(abs(each.share.counted) for each in facts[MOST:])
        sums = figure(total), figure(rest)
        found.append(Side(style, sign, name, sums[0], listed[:MOST], listed[MOST:], sums[1]))
    return tuple(found)
