"""What is true of the figures of every history: sums, ranges, and what never makes ties worse."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from fractions import Fraction

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from domain.clocks import AsOf
from domain.content import Content
from domain.events import Asserted, Cancelled, Corrected, Denied, Ended, Event, Suspended
from domain.fact import Fact, FactState, fact_id
from domain.kinds import KINDS
from domain.status import Course
from projections.lenses.lens import Lens
from projections.lenses.named import LENSES
from projections.pair_fact import PairFact
from projections.pairs import Pair
from projections.scope import Scope
from projections.score import Score
from projections.state import state
from projections.why import why
from tests.builders import a_fact, an_answer, ended, with_events
from tests.strategies import (
    ACTORS,
    FIRST_RECORDED,
    contents,
    days,
    histories,
    instants,
    recorded,
)

LATER = FIRST_RECORDED + timedelta(hours=100)
POINT = 1_000_000
pairs = st.permutations(ACTORS).map(lambda actors: Pair.of(actors[0], actors[1]))
as_ofs = st.builds(AsOf, on=days, known_on=st.none() | days, recorded_by=st.none() | instants)
lenses = st.sampled_from(LENSES)


# Mirrors ------------------------------------------------------------------------------------------


def with_names_exchanged(fact: Fact, pair: Pair) -> Fact:
    """The same fact with each actor of a pair in the place of the other."""
    other = {pair.a: pair.b, pair.b: pair.a}

    def exchanged(names: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(other.get(name, name) for name in names)

    events: list[Event] = []
    for event in fact.events:
        change: dict[str, object] = {}
        if isinstance(event, Asserted):
            content = event.content
            sides = {
                "actors": exchanged(content.actors),
                "recipients": exchanged(content.recipients),
            }
            change = {"content": content.model_copy(update=sides)}
        elif isinstance(event, Denied | Cancelled):
            change = {"by": other.get(event.by, event.by)}
        elif isinstance(event, Corrected) and event.field == "parties":
            words = (other.get(word, word) for word in event.value.replace(",", " , ").split())
            change = {"value": " ".join(words).replace(" , ", ",")}
        events.append(event.model_copy(update=change))
    return Fact(fact.id, tuple(events))


def on_both_sides(fact: Fact, pair: Pair) -> bool:
    content = fact.asserted.content
    return {*pair} <= {*content.actors} & {*content.recipients}


@given(histories(), pairs, as_ofs)
def test_who_is_called_what_makes_no_difference(
    history: list[Fact], pair: Pair, as_of: AsOf
) -> None:
    """But for a directed fact with both on both sides, which goes by their order."""
    assume(not any(on_both_sides(fact, pair) for fact in history))
    one = state(history, pair, as_of)
    other = state([with_names_exchanged(fact, pair) for fact in history], pair, as_of)
    there, back = pair.directions

    assert (one.score, one.trend, one.dimensions) == (other.score, other.trend, other.dimensions)
    assert one.verdict._replace(barriers=()) == other.verdict._replace(barriers=())
    assert (one.directions[there], one.directions[back]) == (
        other.directions[back],
        other.directions[there],
    )


# Sums ---------------------------------------------------------------------------------------------


def weight(content: Content) -> int:
    """What a fact weighs under standing-flow@2."""
    if content.weight is not None:
        return content.weight
    meeting = content.kind in ("contact", "engagement") or content.what.startswith("consult")
    return KINDS[content.kind].weight(content.what) // (2 if meeting else 1)


def relieves(content: Content) -> bool:
    """Whether a fact of positive weight pays off friction."""
    giving_back = ("retreat", "concede", "withdraw-troops", "release-prisoners", "lift-restriction")
    return content.kind == "action" and (
        content.what.partition(":")[0] in giving_back
        or (content.what.startswith("aid") and content.domain == "humanitarian")
    )


def half_even(number: Fraction) -> int:
    """Python's own rounding of a fraction, which is half to even."""
    return round(number)


def traffic(flows: Iterable[FactState], day: int) -> int:
    """What would stand in the ledgers if the last 1,095 days had been even."""
    total = Fraction(0)
    for flow in flows:
        lo, hi = flow.window
        if flow.lasted:
            hi = lo
        if lo > -(10**9) and hi < 10**9:
            inside = sum(day - 1095 < each <= day for each in range(lo, hi + 1))
            total += Fraction(abs(weight(flow.content)) * inside, hi - lo + 1)
    return half_even(Fraction(87, 1095) * total)


def reckoned(pair_facts: Iterable[PairFact], day: int) -> Score:
    """The ledgers by their definition, added up in another way than the program adds them."""
    sums = {name: [0, 0, 0] for name in ("cooperation", "relief", "standing", "other")}
    flows: list[FactState] = []
    for pair_fact in pair_facts:
        content = pair_fact.flowing.content
        name = "cooperation"
        if weight(content) < 0:
            holds = pair_fact.status in ("yes", "possible")
            name = "standing" if holds else "other"
        elif relieves(content):
            name = "relief"
        sums[name] = [a + b for a, b in zip(sums[name], pair_fact.share, strict=True)]
        if not pair_fact.reason and content.kind in ("contact", "action", "engagement"):
            flows.append(pair_fact.flowing)
    c, r = sums["cooperation"], sums["relief"]
    s, g = ([-counted, -high, -low] for counted, low, high in (sums["standing"], sums["other"]))
    eased = min(r[0], g[0])
    low = c[1] - s[2] - max(0, g[2] - r[1])
    high = c[2] - s[1] - max(0, g[1] - r[2])
    friction = s[0] + g[0] - eased
    return Score(c[0], friction, r[0], eased, traffic(flows, day), low, high)


@given(histories(), pairs, as_ofs)
def test_every_scope_adds_up_its_own_facts(history: list[Fact], pair: Pair, as_of: AsOf) -> None:
    answer = state(history, pair, as_of)
    facts, day = answer.pair_facts, as_of.day

    assert answer.score == reckoned(facts, day)
    for direction, score in answer.directions.items():
        assert score == reckoned((t for t in facts if t.view in (direction, "mutual")), day)
    for dimension, score in answer.dimensions.items():
        assert score == reckoned((t for t in facts if t.dimension == dimension), day)
    for domain, row in answer.domains.items():
        assert row.score == reckoned((t for t in facts if t.content.domain == domain), day)


@given(histories(), pairs, as_ofs, lenses)
def test_shares_and_what_relief_pays_off_make_the_net(
    history: list[Fact], pair: Pair, as_of: AsOf, lens: Lens
) -> None:
    found = why(history, pair, as_of, lens=lens)
    answer = found.answer
    relief = sum(t.share.counted for t in answer.contributions if answer.relieves(t))
    others = sum(part.pair_fact.share.counted for part in found.parts) - relief

    assert others + answer.score.eased == answer.score.net
    assert answer.score.relief == relief
    assert 0 <= answer.score.eased <= relief
    assert answer.score.friction >= 0


@given(histories(), pairs, as_ofs)
def test_dimensions_and_domains_divide_what_is_added_up(
    history: list[Fact], pair: Pair, as_of: AsOf
) -> None:
    """Not what relief pays off: by itself a scope may hold less friction for it than the whole."""
    answer = state(history, pair, as_of)
    rows = [row.score for row in answer.domains.values()]

    for scores in (rows, list(answer.dimensions.values())):
        assert sum(score.cooperation for score in scores) == answer.score.cooperation
        assert sum(score.uneased for score in scores) == answer.score.uneased
        assert sum(score.relief for score in scores) == answer.score.relief
        assert sum(score.eased for score in scores) <= answer.score.eased
        assert abs(sum(score.traffic for score in scores) - answer.score.traffic) <= len(scores)


@given(histories(), pairs, as_ofs, lenses)
def test_what_counts_lies_within_its_range(
    history: list[Fact], pair: Pair, as_of: AsOf, lens: Lens
) -> None:
    answer = state(history, pair, as_of, lens=lens)
    scores = [answer.score, *answer.directions.values(), *answer.dimensions.values()]

    assert all(t.share.low <= t.share.counted <= t.share.high for t in answer.pair_facts)
    assert all(score.low <= score.net <= score.high for score in scores)


@given(histories(), pairs, as_ofs)
def test_no_fact_counts_for_more_than_its_weight(
    history: list[Fact], pair: Pair, as_of: AsOf
) -> None:
    answer = state(history, pair, as_of)

    for pair_fact in answer.pair_facts:
        weighs = weight(pair_fact.flowing.content)
        assert min(0, weighs) <= pair_fact.share.low <= pair_fact.share.high <= max(0, weighs)


@given(histories(), pairs, as_ofs)
def test_what_is_denied_may_be_nothing(history: list[Fact], pair: Pair, as_of: AsOf) -> None:
    answer = state(history, pair, as_of)

    assert all(t.share.low <= 0 <= t.share.high for t in answer.disputed)
    assert all(not t.share.counted for t in answer.not_counted)


@given(histories(), pairs, as_ofs)
def test_every_fact_of_the_pair_counts_or_says_why_not(
    history: list[Fact], pair: Pair, as_of: AsOf
) -> None:
    answer = state(history, pair, as_of)

    assert sorted(
        [*answer.counted, *answer.not_counted], key=lambda pair_fact: pair_fact.handle
    ) == list(answer.pair_facts)


@given(histories(), pairs, as_ofs, lenses)
def test_a_row_is_the_answer_on_its_domain(
    history: list[Fact], pair: Pair, as_of: AsOf, lens: Lens
) -> None:
    answer = state(history, pair, as_of, lens=lens)

    for domain, row in answer.domains.items():
        alone = state(history, pair, as_of, Scope(domain=domain), lens)
        assert (row.verdict, row.score) == (alone.verdict, alone.score)
        assert (row.movement, row.trend) == (alone.movement, alone.trend)


# What never makes ties worse ----------------------------------------------------------------------


@given(histories(), pairs, days, contents())
def test_a_fact_of_positive_weight_never_lowers_cooperation(
    history: list[Fact], pair: Pair, on: date, content: Content
) -> None:
    """Nor does it take anything from relief, whatever episode it belongs to."""
    assume(content.weighs > 0)
    more = recorded(Fact(fact_id("new")), Asserted(content=content, known_on=on), LATER)
    assume(more.events)

    before, after = (state(facts, pair, AsOf(on)) for facts in (history, [*history, more]))

    assert after.score.cooperation >= before.score.cooperation
    assert after.score.relief >= before.score.relief
    assert after.score.friction <= before.score.friction


@given(histories(), pairs, as_ofs)
def test_relief_never_makes_more_of_ties_than_they_are_without_friction(
    history: list[Fact], pair: Pair, as_of: AsOf
) -> None:
    answer = state(history, pair, as_of)
    kept = {t.handle for t in answer.pair_facts if weight(t.flowing.content) >= 0}
    kept -= {t.handle for t in answer.pair_facts if answer.relieves(t)}
    without = state([fact for fact in history if fact.handle in kept], pair, as_of)

    assert answer.score.balance_millionths <= without.score.balance_millionths
    assert answer.score.cooperation == without.score.cooperation


@st.composite
def barriers(draw: st.DrawFn, pair: Pair) -> Fact:
    """A standing fact against the ties of a pair, as it may be recorded."""
    content = draw(contents().filter(lambda each: each.standing and each.of_kind.scored))
    against = {
        "actors": (pair.a,),
        "recipients": (pair.b,),
        "weight": draw(st.sampled_from((-1, -2_500_001, -20_000_000))),
    }
    asserted = Asserted(content=content.model_copy(update=against), known_on=draw(days))
    return recorded(Fact(fact_id("against")), asserted, FIRST_RECORDED)


@settings(suppress_health_check=[HealthCheck.filter_too_much])  # much does not hold on a day
@given(st.data(), histories(4), pairs, days, st.sampled_from((Ended, Suspended)))
def test_an_end_of_what_stood_against_ties_never_makes_them_worse_that_day(
    data: st.DataObject, history: list[Fact], pair: Pair, on: date, kind: type[Ended | Suspended]
) -> None:
    """Of what held for certain, on evidence that was not stale: the next test says of the rest."""
    against = data.draw(barriers(pair))
    before = state([*history, against], pair, AsOf(on))
    stood = next((t for t in before.pair_facts if t.handle == "against"), None)
    assume(stood is not None and stood.status == "yes" and not stood.stale)
    end = kind(on=on.isoformat(), known_on=on, because="a test", recorded_at=LATER)
    over = recorded(against, end, LATER)
    assume(over is not against)

    after = state([*history, over], pair, AsOf(on))

    assert next(t.status for t in after.pair_facts if t.handle == "against") == "no"
    assert after.score.balance_millionths >= before.score.balance_millionths
    assert after.score.uneased == before.score.uneased
    assert after.score.eased >= before.score.eased


def test_the_end_of_a_stale_objection_is_news_that_it_had_lasted() -> None:
    """The one way in which ties look worse for an objection that was dropped.

    Nobody had reported it for 365 days, so it counted 0, with a range down to -1. Whoever reports
    that it ended today says that it had lasted until yesterday: it counts in full, and fades. In
    hindsight it had counted yesterday too, so that nothing became worse.
    """
    day = "2020-01-01"
    objection = a_fact(what="stance:critical", dated=day, known=day)
    dropped = with_events(objection, ended("2022-07-01"))
    before, after = (an_answer(fact, on="2022-07-01").score for fact in (objection, dropped))

    assert (before.friction, before.low, before.high) == (0, -1_000_000, 0)
    assert (after.friction, after.low, after.high) == (1_000_000, -1_000_000, -1_000_000)
    assert an_answer(dropped, on="2022-06-30").score.friction == 1_000_000


def test_an_end_of_what_had_perhaps_not_begun_says_that_it_had() -> None:
    """Five of ten days in which it may have begun have gone by: half, and with its end all."""
    vague = "[2022-03-01..2022-03-10]"
    sanctions = a_fact(what="instrument:sanctions", dated=vague, known="2022-04-01")
    lifted = with_events(sanctions, ended("2022-03-05", "2022-04-01"))
    before, after = (an_answer(fact, on="2022-03-05").score for fact in (sanctions, lifted))

    assert (before.friction, after.friction) == (2_000_000, 4_000_000)


# The trend ----------------------------------------------------------------------------------------


def dated_within(pair_fact: PairFact, first: int, last: int) -> bool:
    """Whether a day on which a fact may have happened, begun or ended lies within some days."""
    fact_state = pair_fact.flowing
    windows = [fact_state.window]
    if fact_state.content.standing:
        windows = [change.window for change in Course.of(fact_state).changes]
    return any(window.lo <= last and window.hi >= first for window in windows)


@given(histories(), pairs, as_ofs, lenses)
def test_time_alone_makes_nothing_better_or_worse(
    history: list[Fact], pair: Pair, as_of: AsOf, lens: Lens
) -> None:
    answer = state(history, pair, as_of, lens=lens)
    day = as_of.day
    late = [t for t in answer.counted if dated_within(t, day - 29, day)]
    domains = {t.content.domain for t in late}

    assert late or (answer.trend, answer.momentum) == ("quiet", 0)
    for domain, row in answer.domains.items():
        assert domain in domains or row.trend == "quiet"
