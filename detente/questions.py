"""The questions that a timeline answers: one method each."""

from __future__ import annotations

from typing import overload

from detente import input as given
from detente.asked import OpenTimeline, read_lens, read_order
from detente.input import Day, Instant
from detente.listing import Listing
from detente.tables import ENTRIES, FINDINGS, FOUND, ITEMS, LINES, finding_row
from domain.clocks import AsOf
from domain.events import Event
from domain.fact import DESK, FactState
from domain.refusal import Fix, InvalidInput
from projections import agenda as agendas
from projections import timeline as timelines
from projections.board import Line, board, board_json, layer_board, line_json
from projections.check import KINDS, Finding, check, check_json
from projections.diff import Diff, diff
from projections.hindsight import Hindsight, hindsight
from projections.layer import LayerState
from projections.layer_why import ACCOUNT_DAYS, LayerWhy, layer_why
from projections.lenses.standing_flow import LENS
from projections.pair_history import By
from projections.replay import Replay, replay
from projections.search import Found, found_json, search_json
from projections.state import State, state
from projections.turns import Turns, turns
from projections.why import Why, why
from projections.why_fact import WhyFact, why_fact


class Questions(OpenTimeline):
    """What an open timeline is asked."""

    # Of two actors

    @overload
    def state(self, a: str, b: str, *, domain: str = "", topic: str = "", on: Day | None = None,
              known_on: Day | None = None, recorded_by: Instant | None = None,
              lens: str = "") -> State: ...  # fmt: skip
    @overload
    def state(self, a: str, b: str, *, domain: str = "", topic: str = "", on: Day | None = None,
              known_on: Day | None = None, recorded_by: Instant | None = None, lens: str = "",
              layer: str) -> State | LayerState: ...  # fmt: skip
    def state(self, a: str, b: str, *, domain: str = "", topic: str = "", on: Day | None = None,
              known_on: Day | None = None, recorded_by: Instant | None = None, lens: str = "",
              layer: str = DESK) -> State | LayerState:  # fmt: skip
        """The state of two actors' ties on a day: label, trend, figures, every fact behind them.

        A machine-coded layer is summed, unless a lens is named.
        """
        asked = self._asked(a, b, domain, topic, self._point(on, known_on, recorded_by), lens)
        if self._summed(layer, asked.lens):
            return self._store.layer_state(asked.pair, asked.as_of, layer, asked.scope)
        return self._store.state(*asked, layer)

    @overload
    def why(self, a: str, b: str, *, domain: str = "", topic: str = "", on: Day | None = None,
            known_on: Day | None = None, recorded_by: Instant | None = None,
            lens: str = "") -> Why: ...  # fmt: skip
    @overload
    def why(self, a: str, b: str, *, domain: str = "", topic: str = "", on: Day | None = None,
            known_on: Day | None = None, recorded_by: Instant | None = None, lens: str = "",
            layer: str) -> Why | LayerWhy: ...  # fmt: skip
    def why(self, a: str, b: str, *, domain: str = "", topic: str = "", on: Day | None = None,
            known_on: Day | None = None, recorded_by: Instant | None = None, lens: str = "",
            layer: str = DESK) -> Why | LayerWhy:  # fmt: skip
        """What each fact counts for, the answer without it, and how the figure came about."""
        asked = self._asked(a, b, domain, topic, self._point(on, known_on, recorded_by), lens)
        if self._summed(layer, asked.lens):
            since = max(1, asked.as_of.day - ACCOUNT_DAYS)
            held = self._store.held(asked.pair, asked.as_of, layer, asked.scope, since)
            return layer_why(held, asked.pair, asked.as_of, asked.scope)
        return why(self._store.pair_facts(asked.pair, layer), *asked)

    def hindsight(self, a: str, b: str, *, domain: str = "", topic: str = "",
                  on: Day | None = None, known_on: Day | None = None,
                  recorded_by: Instant | None = None, lens: str = "") -> Hindsight:  # fmt: skip
        """What is known of a day now, or by `known_on`, and was not by the end of it."""
        asked = self._asked(a, b, domain, topic, self._point(on, known_on, recorded_by), lens)
        return hindsight(self._store.pair_facts(asked.pair), *asked)

    def diff(self, a: str, b: str, before: Day, after: Day, *, domain: str = "", topic: str = "",
             known_on: Day | None = None, and_known_on: Day | None = None,
             recorded_by: Instant | None = None, lens: str = "",
             and_lens: str = "") -> Diff:  # fmt: skip
        """What changed between two days, and because of which facts.

        For one day known twice, or seen through two lenses, name the same day twice and say
        `and_known_on` or `and_lens`.
        """
        known_later = known_on if and_known_on is None else and_known_on
        first, second = (
            self._asked(a, b, domain, topic, self._point(day, known, recorded_by), through)
            for day, known, through in (
                (before, known_on, lens),
                (after, known_later, and_lens or lens),
            )
        )
        facts = self._store.pair_facts(second.pair)
        return diff(
            state(facts, second.pair, first.as_of, second.scope, first.lens),
            state(facts, *second),
        )

    def replay(self, a: str, b: str, *, domain: str = "", topic: str = "",
               start: Day | None = None, end: Day | None = None, by: str = By.HAPPENED,
               known_on: Day | None = None, recorded_by: Instant | None = None,
               lens: str = "") -> Replay:  # fmt: skip
        """History day by day: what happened, or with `by="known"` as a reader learned of it."""
        first, last = given.span(self.today, start, end)
        asked = self._asked(a, b, domain, topic, self._point(last, known_on, recorded_by), lens)
        return replay(
            self._store.pair_facts(asked.pair), asked.pair, (first, asked.as_of),
            asked.scope, asked.lens, by=read_order(by),
        )  # fmt: skip

    def turns(self, a: str, b: str, *, domain: str = "", topic: str = "",
              start: Day | None = None, end: Day | None = None, known_on: Day | None = None,
              recorded_by: Instant | None = None, lens: str = "") -> Turns:  # fmt: skip
        """The spells of days under one label, from the first fact on unless `start` says other."""
        first = None if start is None else given.first_day(start, self.today)
        asked = self._asked(a, b, domain, topic, self._point(end, known_on, recorded_by), lens)
        facts = self._store.pair_facts(asked.pair)
        return turns(facts, asked.pair, (first, asked.as_of), asked.scope, asked.lens)

    # Lists

    def timeline(self, a: str = "", b: str = "", *, domain: str = "", topic: str = "",
                 start: Day | None = None, end: Day | None = None, on: Day | None = None,
                 known_on: Day | None = None, recorded_by: Instant | None = None,
                 layer: str = DESK) -> Listing[timelines.Entry]:  # fmt: skip
        """Facts in order of when they happened or began: of two actors, of one, or all."""
        as_of = self._point(on, known_on, recorded_by)
        facts, whose = self._whose(a, b, domain, topic, as_of, layer)
        span = timelines.Span(given.window(self.today, start, end))
        found = timelines.timeline(facts, as_of, span, whose.scope)
        return Listing(
            found, ENTRIES, timelines.entry_json,
            lambda: timelines.timeline_json(found, whose, as_of, span),
        )  # fmt: skip

    def agenda(self, a: str = "", b: str = "", *, domain: str = "", topic: str = "",
               overdue: bool = False, on: Day | None = None, known_on: Day | None = None,
               recorded_by: Instant | None = None) -> Listing[agendas.Item]:  # fmt: skip
        """What was ahead on a day as announced by then, or with `overdue` what is past its time."""
        as_of = self._point(on, known_on, recorded_by)
        facts, whose = self._whose(a, b, domain, topic, as_of, DESK)
        statuses = agendas.OVERDUE if overdue else agendas.AHEAD
        found = agendas.agenda(facts, as_of, statuses, whose.scope)
        return Listing(
            found, ITEMS, agendas.item_json,
            lambda: agendas.agenda_json(found, whose, as_of, overdue=overdue),
        )  # fmt: skip

    def board(self, a: str, *, domain: str = "", on: Day | None = None,
              known_on: Day | None = None, recorded_by: Instant | None = None, lens: str = "",
              layer: str = DESK) -> Listing[Line]:  # fmt: skip
        """All ties of one actor on a day, the best balance first."""
        as_of, through, limit = (
            self._point(on, known_on, recorded_by), read_lens(lens), given.scope(domain, "")
        )  # fmt: skip
        actor = given.actor(self._store.registry, a, as_of.on)
        if self._summed(layer, through):
            held = self._store.held_by_all(actor, as_of, layer, limit)
            found = layer_board(held, actor, as_of, limit)
        else:
            facts = self._store.actor_facts(actor, layer)
            found = board(facts, actor, as_of, limit, through)
        return Listing(
            found, LINES, line_json,
            lambda: board_json(found, actor, as_of, limit, (through, layer)),
        )  # fmt: skip

    def search(self, text: str, *, on: Day | None = None, known_on: Day | None = None,
               recorded_by: Instant | None = None, layer: str = DESK
               ) -> Listing[Found]:  # fmt: skip
        """The facts that hold every word of a text, whatever its case and accents; newest first."""
        as_of = self._point(on, known_on, recorded_by)
        self._summed(layer, LENS)
        found = self._store.search(text, as_of, layer)
        return Listing(found, FOUND, found_json, lambda: search_json(found, text, as_of))

    def check(self, *only: str) -> Listing[Finding]:
        """What a careful editor would look at, of some kinds or of every kind."""
        as_of = AsOf(self.today)
        for kind in only:
            if kind not in KINDS:
                raise InvalidInput(f'"{kind}" is nothing that is looked for.', *map(Fix, KINDS))
        kinds = only or tuple(KINDS)
        facts = [fact for fact in self._store.facts() if fact.exists]
        found = check(facts, self._store.expectations(), self._store.registry, as_of, kinds)
        return Listing(
            found, FINDINGS, finding_row, lambda: check_json(found, len(facts), as_of, kinds)
        )

    # Of one fact

    def show(self, fact: str, *, on: Day | None = None, known_on: Day | None = None,
             recorded_by: Instant | None = None) -> FactState | None:  # fmt: skip
        """What a fact says and who says so; None where nobody could know of it."""
        as_of = self._point(on, known_on, recorded_by)
        return self._store.fact(fact).as_of(as_of.known_day, as_of.recorded_instant)

    def why_fact(self, fact: str, *, on: Day | None = None, known_on: Day | None = None,
                 recorded_by: Instant | None = None, lens: str = ""
                 ) -> WhyFact | None:  # fmt: skip
        """What a fact counts for, and what hangs on it; None where nobody could know of it."""
        as_of = self._point(on, known_on, recorded_by)
        return why_fact(self._store.fact(fact), self._store.pair_facts, as_of, read_lens(lens))

    def history(self, fact: str) -> tuple[Event, ...]:
        """Everything ever recorded of a fact, in order."""
        return self._store.fact(fact).events
