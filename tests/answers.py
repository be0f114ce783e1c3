"""Every answer there is, as a function of facts, a pair and a point on the clocks.

What laws about all of them run through.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Final

from domain.actors import Registry
from domain.clocks import AsOf
from domain.edtf import NO_FIRST, NO_LAST, Window
from domain.fact import Fact
from projections.agenda import AHEAD, OVERDUE, agenda, agenda_json
from projections.board import board, board_json
from projections.diff import diff, diff_json
from projections.hindsight import hindsight, hindsight_json
from projections.lenses.lens import Lens
from projections.lenses.named import LENSES
from projections.pair_history import By
from projections.pairs import Pair
from projections.replay import replay, replay_json
from projections.scope import EVERYTHING, Scope, Whose
from projections.search import Query, found_json, search
from projections.series import series, series_json
from projections.spread import spread, spread_json
from projections.state import state
from projections.state_json import state_json
from projections.timeline import Span, timeline, timeline_json
from projections.turns import turns
from projections.turns_json import turns_json
from projections.why import why, why_json
from projections.why_fact import why_fact, why_fact_json

Json = Mapping[str, object]
Answer = Callable[[Sequence[Fact], Pair, AsOf], Json]
DAYS: Final = timedelta(days=8)
"""How far back the answers go that span days: far enough to meet something, near enough to be
quick.
"""


def _agenda(facts: Sequence[Fact], pair: Pair, as_of: AsOf) -> Json:
    ahead, overdue = (agenda(facts, as_of, statuses, Scope(pair)) for statuses in (AHEAD, OVERDUE))
    return {
        **agenda_json(ahead, Whose(""), as_of, overdue=False),
        "past": agenda_json(overdue, Whose(""), as_of, overdue=True),
    }


def _state(lens: Lens) -> Answer:
    return lambda facts, pair, as_of: state_json(state(facts, pair, as_of, lens=lens))


def _diff(facts: Sequence[Fact], pair: Pair, as_of: AsOf) -> Json:
    before = AsOf(as_of.on - DAYS, as_of.known_on, as_of.recorded_by)
    return diff_json(diff(*(state(facts, pair, at) for at in (before, as_of))))


def _replay(by: By) -> Answer:
    return lambda facts, pair, as_of: replay_json(
        replay(facts, pair, (as_of.on - DAYS, as_of), by=by)
    )


def _search(facts: Sequence[Fact], pair: Pair, as_of: AsOf) -> Json:
    found = search(facts, Query.of("AFP", Registry([]), as_of.day), as_of)
    return {"found": [found_json(each) for each in found], "of": list(pair)}


def _each_fact(facts: Sequence[Fact], pair: Pair, as_of: AsOf) -> Json:
    found = {fact.handle: why_fact(fact, lambda _: facts, as_of) for fact in facts}
    told: Json = {handle: why_fact_json(each) for handle, each in found.items() if each is not None}
    return {**told, "of": list(pair)}


def _timeline(facts: Sequence[Fact], pair: Pair, as_of: AsOf) -> Json:
    span = Span(Window(NO_FIRST, NO_LAST))
    return timeline_json(timeline(facts, as_of, span, Scope(pair)), Whose(""), as_of, span)


ANSWERS: Final[dict[str, Answer]] = {
    **{f"state {lens.name}": _state(lens) for lens in LENSES},
    "spread": lambda facts, pair, as_of: spread_json(spread(facts, pair, as_of)),
    "why": lambda facts, pair, as_of: why_json(why(facts, pair, as_of)),
    "why fact": _each_fact,
    "diff": _diff,
    "hindsight": lambda facts, pair, as_of: hindsight_json(hindsight(facts, pair, as_of)),
    "agenda": _agenda,
    "timeline": _timeline,
    "replay": _replay(By.HAPPENED),
    "replay by known": _replay(By.KNOWN),
    "turns": lambda facts, pair, as_of: turns_json(
        turns(facts, pair, (as_of.on - DAYS, as_of)), ""
    ),
    "series": lambda facts, pair, as_of: series_json(series(facts, pair, (as_of.on - DAYS, as_of))),
    "board": lambda facts, pair, as_of: board_json(
        board(facts, pair.a, as_of), pair.a, as_of, EVERYTHING, (LENSES[0], "desk")
    ),
    "search": _search,
}
