"""The first page: how every pair of some actors stands on a day, and what changed in 30 days."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations, groupby
from typing import ClassVar, Final, Self

from domain.actors import Registry
from domain.edtf import shifted
from domain.kinds import POINT
from domain.refusal import InvalidInput, SetField
from projections.agenda import Item
from projections.diff import Diff, Moved
from projections.pairs import Pair
from projections.questions.agenda import AgendaQuestion, FoundAgenda
from projections.questions.board_pairs import BoardPairsQuestion
from projections.questions.diff import DiffQuestion, FoundDiff
from projections.questions.series import FoundSeries, SeriesQuestion
from projections.questions.timeline import FoundTimeline, TimelineQuestion
from projections.score import WITHOUT_FIGURES
from projections.state import State
from projections.timeline import Entry
from projections.typed_question import Typed
from projections.words import count, dated, day, joined, long_day
from views.html import address
from views.html.address import Address, Fixed, iso
from views.html.frame import Asked, framed
from views.html.paper import fill
from views.html.parts import ARROWS, Word, parties_of, points_text, signed_balance
from views.html.site import Ask, Drawn, Site
from views.html.spark import Spark

MOST_ACTORS: Final = 8
"""How many actors are chosen where none is named: their names fit across a page."""

MOST_NAMED: Final = 20
"""How many may be named: every two of them are asked about."""

DAYS: Final = 30
YEARS: Final = 2
MOST_NEWS: Final = 12
MOST_MOVES: Final = 10
MOST_REASONS: Final = 2
_VISIBLE: Final = POINT // 20
"""What is less than this reads as 0.0."""

RAMP: Final = (
    "at-war", "severed", "hostile", "tense", "strained", "mixed", "neutral", "cordial", "warm",
    "close", "dormant", "disputed", "unknown",
)  # fmt: skip
"""Every tint with its word, in order."""


@dataclass(frozen=True)
class BoardPage:
    """How every two of some actors stand on a day, as far as anyone could know by then."""

    on: date
    fixed: Fixed
    actors: tuple[str, ...] = ()

    path: ClassVar[str] = "/"
    options: ClassVar[tuple[str, ...]] = ("on", "known_on", "actors")

    @classmethod
    def read(cls, typed: Typed) -> Self:
        """The board of a day; knowledge ends there unless it was said. Raises InvalidInput."""
        on, given = typed.on(), typed.day("on")
        fixed = Fixed(given, typed.day("known_on") or given)
        names = [name.strip() for name in typed.option("actors").split(",") if name.strip()]
        found = tuple(dict.fromkeys(typed.actor(name, on) for name in names))
        if names and len(found) < 2:
            alone = next(iter(found))
            example = SetField("actors", f"{alone},RUS" if alone != "RUS" else "RUS,TUR")
            raise InvalidInput("name two actors at least.", example, code="two-actors-needed")
        if len(found) > MOST_NAMED:
            said = f"{len(found)} actors are too many for a board; name {MOST_NAMED} at most."
            fewer = SetField("actors", ",".join(found[:MOST_NAMED]))
            raise InvalidInput(said, fewer, code="too-many-actors")
        return cls(on, fixed, found)

    @property
    def address(self) -> Address:
        """`/?on=2022-03-05`; knowledge of the same day goes without saying."""
        options = self.fixed.options
        if self.fixed.known_on == self.fixed.on:
            options.pop("known_on", None)
        return Address((), {**options, "actors": ",".join(self.actors)})

    def draw(self, ask: Ask, site: Site) -> Drawn:
        """The page, from a comparison and a line of figures for each pair."""
        listed = ask(TimelineQuestion(on=self.on, known_on=self.fixed.known_on))
        assert isinstance(listed.found, FoundTimeline)
        registry, entries = listed.registry, listed.found.entries
        actors = self.actors or busiest(entries, registry, self.on)
        asked = Asked(on=iso(self.fixed.on), known_on=iso(self.fixed.known_on))
        cells = {
            pair.key: cell
            for pair in (Pair.of(*each) for each in combinations(actors, 2))
            if (cell := self._cell(pair, ask, registry)) is not None
        }
        moves = sorted(
            (cell for cell in cells.values() if cell.amount >= _VISIBLE),
            key=lambda cell: -cell.amount,
        )
        values = {
            "frame": framed("Board", site, self.fixed, asked=asked, question=self._pairs),
            "when": self._when,
            "sentence": sentence_of(moves, len(cells), len(entries)),
            "empty": not entries,
            "moves": moves[:MOST_MOVES],
            "rest": moves[MOST_MOVES:],
            "pairs": len(cells),
            "names": [(actor, registry.name(actor, self.on.toordinal())) for actor in actors],
            "rows": rows_of(actors, cells),
            "ramp": [Word.named(label) for label in RAMP],
            "news": news_of(entries, registry, self._known, self.fixed.options),
            "ahead": self._ahead(ask, registry),
            "days": self._days(site.today),
            "latest": self._latest(entries),
            "timeline": address.timeline((), {**self.fixed.options, "order": "known"}),
            "agenda": Address(("agenda",), self.fixed.options),
            "record": Address(("record",)),
            "arrows": ARROWS,
        }  # fmt: skip
        return Drawn(fill("board.html", site, values), (listed,))

    @property
    def _pairs(self) -> BoardPairsQuestion:
        """The same ties as a program and a terminal ask for them, of every pair."""
        return BoardPairsQuestion(on=self.on, known_on=self.fixed.known_on)

    @property
    def _when(self) -> str:
        """`on Saturday 5 March 2022, as far as anyone could know`."""
        known = self._known
        how = "as far as anyone could know" if known == self.on else f"as known on {day(known)}"
        return f"on {long_day(self.on)}, {how}"

    @property
    def _known(self) -> date:
        return self.fixed.known_on or self.on

    def _cell(self, pair: Pair, ask: Ask, registry: Registry) -> Cell | None:
        """What a pair has on the board; None where nothing is known of it."""
        known_on, before = self.fixed.known_on, shifted(self.on, -DAYS)
        clocks = {"known_on": known_on, "before_on": before, "before_known_on": known_on}
        compared = ask(DiffQuestion.model_validate({**pair._asdict(), "on": self.on, **clocks}))
        assert isinstance(compared.found, FoundDiff)
        found = compared.found.diff
        if not found.after.known or found.after.label == "unknown":
            return None
        first = shifted(self.on, -365 * YEARS)
        fields = {**pair._asdict(), "on": self.on, "known_on": known_on, "first": first}
        figures = ask(SeriesQuestion.model_validate(fields))
        assert isinstance(figures.found, FoundSeries)
        link = address.ties(pair, self.fixed.options)
        return Cell.of(found, Spark.of(figures.found.series), link, registry, self.fixed.options)

    def _ahead(self, ask: Ask, registry: Registry) -> list[Ahead]:
        answer = ask(AgendaQuestion(on=self.on, known_on=self.fixed.known_on))
        assert isinstance(answer.found, FoundAgenda)
        return [
            Ahead.of(item, registry, self.on, self.fixed.options) for item in answer.found.items
        ]

    def _days(self, today: date) -> list[tuple[str, str, Address]]:
        """The days before and after, and today where the board is of another day."""
        found: list[tuple[str, str, Address]] = []
        before, after = shifted(self.on, -1), shifted(self.on, 1)
        if before < self.on:
            found.append(("-1", f"◀ {day(before)}", self._on(before)))
        if self.on < after <= today:
            found.append(("1", f"{day(after)} ▶", self._on(after)))
        if self.on != today:
            found.append(("", "today", Address((), {"actors": ",".join(self.actors)})))
        return found

    def _on(self, other: date) -> Address:
        return Address((), {"on": other.isoformat(), "actors": ",".join(self.actors)})

    def _latest(self, entries: Sequence[Entry]) -> tuple[str, Address] | None:
        """The last day on which something happened, where nothing became known in 30 days."""
        on, known = self.on.toordinal(), self._known.toordinal()
        if any(known - DAYS < entry.fact_state.known_day <= known for entry in entries):
            return None
        days = [entry.window.hi for entry in entries if entry.window.bounded]
        last = max((each for each in days if each <= on - DAYS), default=None)
        if last is None:
            return None
        return day(last), self._on(date.fromordinal(last))


@dataclass(frozen=True)
class Reason:
    """A fact that moved a pair, and by how much."""

    sign: str
    title: str
    link: Address
    points: str

    @classmethod
    def of(cls, move: Moved, options: Mapping[str, str]) -> Reason:
        """That of one fact."""
        pair_fact = move.pair_fact
        title = pair_fact.content.title
        link = address.fact(pair_fact.handle, options)
        return cls("▲" if move.moved > 0 else "▼", title, link, points_text(move.moved))


@dataclass(frozen=True)
class Cell:
    """A pair on the board: what its ties are, what they were, and why."""

    name: str
    link: Address
    word: Word
    before: Word | None
    trend: str
    balance: str
    balance_before: str
    spark: Spark
    amount: int
    """By how many points it moved, up and down together."""
    reasons: Sequence[Reason]
    more: int

    @classmethod
    def of(
        cls,
        found: Diff,
        spark: Spark,
        link: Address,
        registry: Registry,
        options: Mapping[str, str],
    ) -> Cell:
        """That of a comparison of two days."""
        moved = [move for move in found.reasons if abs(move.moved) >= _VISIBLE]
        word, before = Word.of(found.after.verdict), Word.of(found.before.verdict)
        on = found.after.as_of.day
        return cls(
            name=" – ".join(registry.name(actor, on) for actor in found.after.pair),
            link=link,
            word=word,
            before=None if before == word else before,
            trend=found.after.trend if found.after.has_trend else "",
            balance=_balance(found.after),
            balance_before=_balance(found.before),
            spark=spark,
            amount=sum(abs(move.moved) for move in moved),
            reasons=[Reason.of(move, options) for move in moved[:MOST_REASONS]],
            more=len(moved[MOST_REASONS:]),
        )


def _balance(state: State) -> str:
    return "" if state.label in WITHOUT_FIGURES else signed_balance(state.score)


def busiest(entries: Sequence[Entry], registry: Registry, on: date) -> tuple[str, ...]:
    """The actors with most facts that happened in two years or hold; eight at most.

    Facts and not pairs: one treaty of thirty members makes 435 pairs and little news.
    """
    since = on.toordinal() - 365 * YEARS
    facts: Counter[str] = Counter()
    for entry in entries:
        recent = entry.window.bounded and entry.window.hi >= since
        if recent or entry.status in ("yes", "possible"):
            content = entry.fact_state.content
            facts.update({*content.actors, *content.recipients})
    there = [
        actor for actor in facts
        if (found := registry.get(actor)) and found.type not in ("person", "elsewhere")
    ]  # fmt: skip
    return tuple(sorted(there, key=lambda actor: (-facts[actor], actor))[:MOST_ACTORS])


def rows_of(
    actors: Sequence[str], cells: Mapping[tuple[str, str], Cell]
) -> list[tuple[str, list[Cell | str]]]:
    """The table of all pairs: a row an actor, `self` on the diagonal, `none` where unknown."""
    return [
        (
            one,
            [
                "self" if one == other else cells.get(Pair.of(one, other).key, "none")
                for other in actors
            ],
        )
        for one in actors
    ]


def sentence_of(moves: Sequence[Cell], pairs: int, facts: int) -> str:
    """What happened of late, in a sentence."""
    if not facts:
        return "A timeline begins with one line."
    if not pairs:
        return "Nothing that counts is known of any two of these actors."
    if not moves:
        return f"In {DAYS} days none of {count(pairs, 'pair')} moved."
    turned = [cell for cell in moves if cell.before]
    most = f"most of all {moves[0].name}, {'now' if moves[0].before else 'still'} "
    said = f"In {DAYS} days {len(moves)} of {count(pairs, 'pair')} moved, {most}"
    others = [cell for cell in turned if cell is not moves[0]]
    return f"{said}{moves[0].word.text}. {_turned(others)}".rstrip()


def _turned(cells: Sequence[Cell]) -> str:
    """Which pairs turned besides, three at most by name."""
    if not cells:
        return ""
    named = [f"{cell.name} ({cell.word.text})" for cell in cells[:3]]
    more = [f"{len(cells) - 3} more"] if len(cells) > 3 else []
    return f"{joined([*named, *more])} turned as well."


@dataclass(frozen=True)
class News:
    """A fact by the day on which it became known, or for which it is planned."""

    title: str
    link: Address
    note: str
    quoted: bool


def news_of(
    entries: Sequence[Entry], registry: Registry, known: date, options: Mapping[str, str]
) -> list[tuple[str, str, list[News]]]:
    """What became known up to a day: each day in words and as a date, with its facts."""
    last, first = known.toordinal(), known.toordinal() - DAYS
    fresh = [each for each in entries if first < each.fact_state.known_day <= last]
    once = {each.fact_state.id: each for each in fresh if not each.again}.values()
    latest = sorted(once, key=lambda each: (-each.fact_state.known_day, each.fact_state.handle))
    grouped = groupby(latest[:MOST_NEWS], key=lambda each: each.fact_state.known_day)
    return [
        (
            day(each_day),
            date.fromordinal(each_day).isoformat(),
            [_news(each, registry, last, options) for each in of_day],
        )
        for each_day, of_day in grouped
    ]


def _news(entry: Entry, registry: Registry, on: int, options: Mapping[str, str]) -> News:
    state = entry.fact_state
    link = address.fact(state.name, options)
    return News(state.content.title, link, parties_of(state.content, registry, on), bool(state.how))


@dataclass(frozen=True)
class Ahead:
    """A plan in the list of what is ahead."""

    title: str
    link: Address
    note: str

    @classmethod
    def of(cls, item: Item, registry: Registry, on: date, options: Mapping[str, str]) -> Ahead:
        """That of an engagement."""
        state = item.fact_state
        slips = f", moved {count(len(item.slips), 'time')}" if item.slips else ""
        who = parties_of(state.content, registry, on.toordinal())
        note = f"{dated(item.planned)} · {who} · announced {day(state.known_day)}{slips}"
        return cls(state.content.title, address.fact(state.name, options), note)
