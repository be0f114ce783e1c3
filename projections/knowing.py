"""One walk along the days of knowledge: the figures of one day as more of it becomes known."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from domain.clocks import AsOf
from domain.events import Asserted, Corrected, Event
from domain.fact import Fact, FactState
from domain.readings import known_days, news_of, readings
from domain.status import engagement_date, in_scope, standing_plan
from projections.ledgers import Entry, Ledgers
from projections.lenses.lens import Lens
from projections.moves import Movement, Moves
from projections.pair_fact import PairFact, Shares, pair_fact_of, score_facts
from projections.pairs import Pair, view
from projections.recent import latest_window
from projections.scope import Scope
from projections.score import Score
from projections.units import linked
from projections.verdict import (
    FactMoves,
    Verdict,
    decides,
    makes_peace,
    moves_by_fact,
    trend_of,
    verdict_of,
)
from projections.words import ended


class Sight(NamedTuple):
    """The verdict, the trend and the figures of a day, as known on another."""

    verdict: Verdict
    movement: Movement
    trend: str
    score: Score

    @property
    def label(self) -> str:
        """The label alone."""
        return self.verdict.label


class News(NamedTuple):
    """What became known of a fact on a day, and the fact in the answer before and after.

    None where the answer has it not. No events of a flow that another of its episode now mutes, or
    no longer does.
    """

    before: PairFact | None
    after: PairFact | None
    events: tuple[Event, ...]


class Lesson(NamedTuple):
    """A day on which anything became known, how the answer read at its end, and what changed it.

    Without news, what became known that day changed nothing in the answer.
    """

    day: int
    sight: Sight
    news: tuple[News, ...]


class _Part(NamedTuple):
    """A fact in the answer: what it adds to the ledgers and to the movement of 30 days."""

    pair_fact: PairFact
    entry: Entry
    moves: FactMoves | None

    @property
    def shares(self) -> Shares:
        return Shares(self.pair_fact.share, self.pair_fact.unwidened)


class Knowing:
    """The answer of one day, along the days on which anything became known of a pair's facts.

    Each fact is read once for each day on which something became known of it, and only what may
    mute it or be muted by it is weighed again. Everything else stays in the ledgers as it is.
    """

    def __init__(
        self, facts: Iterable[Fact], pair: Pair, as_of: AsOf, scope: Scope, lens: Lens
    ) -> None:
        self._pair: Final = pair
        self._day: Final = as_of.day
        self._scope: Final = scope.within(pair)
        self._lens: Final = lens
        streams = [_Stream(fact, as_of) for fact in facts if _may_concern(fact, pair)]
        groups = (
            linked(streams, lambda stream: stream.episodes) if lens.alone is not None else [streams]
        )
        self._group_of: Final = {id(each): group for group in groups for each in group}
        self._by_day: Final[dict[int, list[_Stream]]] = defaultdict(list)
        for stream in streams:
            for day in stream.days:
                self._by_day[day].append(stream)
        self._seen: Final[dict[str, PairFact]] = {}
        self._parts: Final[dict[str, _Part]] = {}
        self._deciding: Final[dict[str, PairFact]] = {}
        self._peace: Final[dict[str, FactMoves]] = {}
        self._ledgers: Final = Ledgers(lens, self._day)
        self._moves: Final = [0, 0, 0, 0]

    def lessons(self) -> Iterator[Lesson]:
        """Each day on which anything became known, in order; may be walked once."""
        for day in sorted(self._by_day):
            yield Lesson(day, *self._learn(day, self._by_day[day]))

    @property
    def sight(self) -> Sight:
        """How the answer reads by what was learned so far."""
        deciding = [self._deciding[handle] for handle in sorted(self._deciding)]
        verdict = verdict_of(deciding, self._ledgers)
        up, down, up_before, down_before = self._moves
        movement = Movement.of(Moves(up, down), Moves(up_before, down_before))
        peace = [self._parts[handle].pair_fact for handle in self._peace]
        trend = trend_of(verdict.label, movement, peace, self._peace)
        return Sight(verdict, movement, trend, self._ledgers.score)

    def _learn(self, day: int, streams: Sequence[_Stream]) -> tuple[Sight, tuple[News, ...]]:
        for stream in streams:
            self._see(stream.handle, stream.read())
        events = {stream.handle: stream.news(day) for stream in streams}
        groups = {id(group): group for stream in streams for group in [self._group_of[id(stream)]]}
        news: list[News] = []
        for group in groups.values():
            for handle, after in self._weigh(group).items():
                before = self._parts.get(handle)
                self._put(handle, before, after)
                if self._is_news(before, after, learned=handle in events):
                    one, two = (part.pair_fact if part else None for part in (before, after))
                    news.append(News(one, two, events.get(handle, ())))
        return self.sight, tuple(sorted(news, key=_handle))

    def _see(self, handle: str, fact_state: FactState | None) -> None:
        """Takes a fact as it now reads, as far as the day is concerned by it."""
        self._seen.pop(handle, None)
        if fact_state is not None and in_scope(fact_state, self._day):
            pair_fact = pair_fact_of(fact_state, self._pair, self._day, self._lens)
            if pair_fact is not None:
                self._seen[handle] = pair_fact

    def _weigh(self, group: Sequence[_Stream]) -> dict[str, _Part | None]:
        """The facts of a group as they count together; None for those not in the answer."""
        handles = sorted(stream.handle for stream in group)
        seen = [self._seen[handle] for handle in handles if handle in self._seen]
        weighed = {t.handle: t for t in score_facts(seen, self._day, self._lens)}
        found: dict[str, _Part | None] = dict.fromkeys(handles)
        for handle, pair_fact in weighed.items():
            if not self._scope.written or self._scope.holds(pair_fact.content):
                found[handle] = self._part(pair_fact)
        return found

    def _part(self, pair_fact: PairFact) -> _Part:
        moves = moves_by_fact([pair_fact], self._day, self._lens)
        return _Part(pair_fact, Entry.of(pair_fact, self._lens), moves.get(pair_fact.handle))

    def _put(self, handle: str, before: _Part | None, after: _Part | None) -> None:
        """Puts a fact in the place of what it was before."""
        for part, sign in ((before, -1), (after, 1)):
            if part is not None:
                self._ledgers.enter(part.entry, part.shares, self._day, sign)
                self._move(part.moves, sign)
        for kept in (self._parts, self._deciding, self._peace):
            kept.pop(handle, None)
        if after is not None:
            self._parts[handle] = after
            if decides(after.pair_fact):
                self._deciding[handle] = after.pair_fact
            if after.moves is not None and makes_peace(after.pair_fact):
                self._peace[handle] = after.moves

    def _move(self, moves: FactMoves | None, sign: int) -> None:
        for i, moved in enumerate((*moves.now, *moves.year) if moves else ()):
            self._moves[i] += sign * moved

    def _is_news(self, before: _Part | None, after: _Part | None, *, learned: bool) -> bool:
        """Whether a fact reads or counts differently, by itself and not for what others count."""
        if before is None or after is None:
            return before is not after
        if learned and (before.shares, before.entry, before.moves) != (
            after.shares,
            after.entry,
            after.moves,
        ):
            return True
        return self._reads(before.pair_fact) != self._reads(after.pair_fact)

    def _reads(self, pair_fact: PairFact) -> tuple[object, ...]:
        """What the answer says of a fact, besides its figures and who reports it."""
        content, day = pair_fact.content, self._day
        dated: object = content.dated
        if content.of_kind.planned:
            plan = standing_plan(pair_fact.fact_state, day)
            dated = engagement_date(pair_fact.fact_state, day), plan.text, plan.by
        return (
            pair_fact.view,
            pair_fact.status,
            pair_fact.reason,
            pair_fact.stale,
            pair_fact.contested,
            (content.kind, content.what, content.title, content.parties, content.domain),
            content.topics,
            dated,
            latest_window(pair_fact, day),
            ended(pair_fact.fact_state, day),
        )


def _handle(news: News) -> str:
    pair_fact = news.after or news.before
    assert pair_fact is not None
    return pair_fact.handle


def _may_concern(fact: Fact, pair: Pair) -> bool:
    """Whether a fact concerns a pair, or did before it was corrected.

    Facts are found by their actors: those of one side of it may have nothing between them.
    """
    return any(
        isinstance(event, Corrected)
        or (isinstance(event, Asserted) and view(event.content, pair) is not None)
        for event in fact.events
    )


class _Stream:
    """A fact, read on each of the days on which something became known of it, in order."""

    def __init__(self, fact: Fact, as_of: AsOf) -> None:
        self.handle: Final = fact.handle
        self._events: Final = fact.effective_events(as_of.recorded_instant)
        known = (day for day in known_days(self._events) if day <= as_of.known_day)
        self.days: Final = sorted(known)
        self._readings: Final = readings(fact, self.days, as_of.recorded_instant)

    @property
    def episodes(self) -> set[str]:
        """Every episode of which it was ever said to be a part."""
        named = {e.content.episode for e in self._events if isinstance(e, Asserted)}
        corrected = (e for e in self._events if isinstance(e, Corrected) and e.field == "episode")
        return (named | {event.value for event in corrected}) - {""}

    def read(self) -> FactState | None:
        """The fact on the next of its days."""
        return next(self._readings)

    def news(self, day: int) -> tuple[Event, ...]:
        """The events of which anything became known on a day."""
        return news_of(self._events, day)
