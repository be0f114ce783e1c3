"""What a page of ties lists: facts by what they are, domains, balances, and what counts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from domain.actors import Registry
from projections.pair_fact import PairFact, freshness
from projections.score import Score
from projections.state import Row, State
from projections.words import day, figure
from views.html import address
from views.html.address import Address
from views.html.parts import FactItem, Figures, Ledger, Word, may_be_text, points_text, scale_of
from views.page import Page
from views.state import has_figures, last_day_of
from views.verdict import TRENDS

MOST: Final = 6
"""How many facts are shown for, and against, before the rest is folded away."""

MOST_FOLDED: Final = 15
"""How many of the rest are listed; they count less and less."""


def names_of(state: State, registry: Registry) -> tuple[str, str]:
    """The two actors by the names in use on the day."""
    on = state.as_of.day
    return registry.name(state.pair.a, on), registry.name(state.pair.b, on)


@dataclass(frozen=True)
class Lists:
    """The facts of a state that are in force, ahead, disputed, standing, or not counted."""

    in_force: Sequence[FactItem]
    ahead: Sequence[FactItem]
    disputed: Sequence[FactItem]
    contested: Sequence[FactItem]
    standing: Sequence[FactItem]
    described: Sequence[FactItem]
    context: Sequence[FactItem]
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
            described=items(state.described_as),
            context=items(state.context),
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
    trend: tuple[str, str]
    """A symbol, which may be empty, and a word."""
    bars: Ledger
    figures: Figures | None
    when: str
    last: FactItem
    """Its latest fact, and the last day on which anything happened to it."""


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
            trend=trend_of(row.trend),
            bars=Ledger.of(row.score, most),
            figures=Figures.of(row.score, row.label),
            when=last_day_of(row.latest, Page(), state.as_of.day),
            last=FactItem.of(row.latest, registry, state.as_of.day, options),
        )


def trend_of(trend: str) -> tuple[str, str]:
    """Which way ties went, as a table has it: a symbol, which may be empty, and a word."""
    symbol, _, word = TRENDS[trend][0].rpartition(" ")
    return symbol, word


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
    left: int
    """How many are not listed here: the timeline has them."""


def _unsure(state: State) -> tuple[list[PairFact], list[PairFact], list[PairFact]]:
    """Facts that count for nothing and may count for something: for ties, against, and easing."""
    found: tuple[list[PairFact], list[PairFact], list[PairFact]] = ([], [], [])
    for each in state.counted:
        if each.share.counted == 0 and may_be_text(each.share):
            against = each.share.low < 0 and each.share.high <= 0
            found[2 if state.relieves(each) else 1 if against else 0].append(each)
    return found


def sides_of(state: State, registry: Registry, options: Mapping[str, str]) -> tuple[Side, ...]:
    """What counts for the ties, and against; and what pays off friction, where anything does."""
    unsure = _unsure(state)
    sides = (
        ("pro", "▲", "For", (*state.strongest(1), *unsure[0]), state.score.cooperation),
        ("con", "▼", "Against", (*state.strongest(-1), *unsure[1]), state.score.uneased),
        ("pro", "▲", "Easing", (*state.relief, *unsure[2]), state.score.relief),
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
        folded = listed[MOST : MOST + MOST_FOLDED]
        left = len(listed) - MOST - len(folded)
        found.append(Side(style, sign, name, sums[0], listed[:MOST], folded, sums[1], max(0, left)))
    return tuple(found)
