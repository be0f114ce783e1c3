"""The words of questions: what part each plays, as a table from parts to words."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Final

from domain.expectation import LABELS
from domain.kinds import DOMAINS
from domain.stems import stem

_TABLE: Final = """\
who: who, whom, by whom, with whom, which countries, which country, which states, which state,
    what countries, which actors, which nations, what states, which governments, whose
what: what, which, what kind of, what sort of, which of, what else, what about, how about
how: how
when: when, on what day, on which day, which day, what day, at what date, what date, since when,
    at what point, what year, in what year, which year, in which year, which month, in which
    month, on which date
where: where, in which city, in what city
why: why, how come, for what reason, what caused, what explains, what is behind, what was
    behind, what led to, reasons for, reason for, because of what, causes of, cause of, what
    made, what are the reasons for, what is the reason for, what were the reasons for, what was
    the reason for, what drove, explain why
often: how often, how many times, how frequently
count: how many, number of, what number of, how much, amount of, what amount of
long: how long, for how long
be: is, are, was, were, be, been, being, am, get, got
do: do, does, did, done, has, have, had, having, doing
ties: ties, relations, relation, relationship, relationships, links, dealings, things, matters,
    situation, state of affairs, rapport, bonds, affairs, diplomatic relations, diplomatic ties,
    balance, score, mood, standing between, climate
fare: get along, got along, getting along, get on, getting on, stand, standing, going, go, goes,
    went, faring, look, looks, looking, looked, like, getting on with, stood, along
state: state, status, state of play, nature, quality, picture, overview, summary, snapshot,
    where things stand, condition, level, tenor, assessment
good: good, bad, poor, friendly, unfriendly, cold, hot, stable, fine, normal, on good terms, on
    bad terms, on speaking terms, difficult, troubled, at peace, at odds, great, terrible,
    tight, okay, ok, healthy, rocky, positive, negative, peaceful, on friendly terms, in good
    terms, in bad terms, friends or enemies, friends or foes, good or bad, allies or enemies,
    friend or enemy, friend or foe, allies or rivals, partners or rivals, better or worse,
    friendly or hostile
friends: friends, friend, allies, ally, partners, partner, enemies, enemy, foes, foe, rivals,
    rival, adversaries, adversary, opponents, opponent, close to, closest to, allied
best: best, closest, strongest, friendliest, at their best, high point, peak, highest, warmest
worst: worst, lowest, low point, weakest, at their worst, nadir, coldest, lowest point, at their
    lowest, biggest, rock bottom, most hostile, tensest, hit rock bottom, hit a low, hit bottom,
    hit their lowest point, reach a low, reached a low
change: change, changes, changed, changing, differ, different, difference, differences, shift,
    shifts, shifted, altered, alter
compare: compare, compared, comparison, contrast, compared with, compared to, comparing
turn: improve, improves, improved, improving, improvement, worsen, worsens, worsened, worsening,
    deteriorate, deteriorated, deteriorating, deterioration, sour, soured, souring, thaw,
    thawed, normalise, normalize, normalised, normalized, normalisation, normalization, recover,
    recovered, recovery, collapse, collapsed, break down, broke down, broken down, breakdown,
    cool, cooled, get better, get worse, got better, got worse, getting better, getting worse,
    better, worse, decline, declined, declining, heat up, fall apart, fell apart, go bad, went
    bad, go downhill, went downhill, go wrong, went wrong, turn, turned, become, became, repair,
    repaired, repairing, mend, mended, reconcile, reconciled, reconciliation, crisis, rupture,
    downturn, fall out, fell out, make up, made up, drift apart, drifted apart, going downhill,
    rebound, rebounded, warm up, warmed up
points: turning points, turning point, ups and downs, key moments, low points, high points
trend: trend, trends, chart, graph, development, evolution, course, trajectory, over time, over
    the years, evolve, evolved, evolving, develop, developed, developing, unfold, unfolded,
    curve, plot, path, direction, trending, in recent years, through the years
happen: happen, happens, happened, happening, occur, occurred, gone on, went on, took place,
    take place, taken place, going on, been up to, been happening, been going on, went down, go
    on, transpired, unfolded between, occured
events: events, event, facts, fact, timeline, time line, history, chronology, chronicle,
    everything, incidents, log, record, story, list, milestones, entries, all facts, all events,
    full list, recap, rundown, episodes, key events
latest: latest, newest, most recent, recent, news, new, updates, update, recently, lately, of
    late, recent developments, latest developments, developments, latest news, latest on, any
    news, most recently, up, going on lately, what is up
ahead: ahead, next, planned, scheduled, upcoming, coming, coming up, due, on the agenda, agenda,
    future, pending, in the pipeline, announced, plans, plan, expected, forthcoming, in store,
    on the horizon, lies ahead, coming next, on the calendar, calendar
force: in force, in place, in effect, valid, active, binding, on the books, apply, applied,
    applicable, running, in operation, effective, operative, still on, alive
pact: measures, obligations, commitments, arrangements, arrangement, instruments, legal ties,
    restriction, restrictions, ban, bans
we: we, anyone, anybody, people, one, you, public, i, everyone then, the record
know: know, knew, known, aware of, aware, known publicly, public knowledge
learn: learn, learned, learnt, find out, found out, did we not know, did not we know, not known,
    not know, come to light, came to light, hindsight, in hindsight, with hindsight
later: since, since then, since that day, later, after that, yet, meanwhile, in the meantime,
    only later, from then on
then: then, at the time, at that time, back then, already, that day, at that point
sources: information, data, evidence, sources, outlets, outlet, publishers, newspapers, origins,
    references, source
say: say, says, said, saying, claim, claims, claimed, report, reports, reported, according to,
    tells, told, mention, mentions, mentioned, assert, asserts, asserted, state that
disputed: disputed, contested, denied, in dispute, controversial, contradicted, in doubt,
    doubtful, denials, unclear, deny, denies, confirm, confirmed, confirms, refuted, refute
off: called off, cancelled, canceled, postponed, scrapped, cancel, postpone, call off,
    cancellations, did not take place, fell through, never took place, never happened, did not
    happen, were never held, was never held, were not held, put off, delayed
others: everyone, everybody, others, world, its neighbours, its neighbors, neighbours,
    neighbors, other countries, rest of the world, other states, the others, other actors,
    everyone else, anyone else, all others, other powers, the outside world
modal: will, would, should, could, might, may, shall, must, can, likely, likelihood,
    probability, chances, chance, odds, forecast, predict, ought, going to, possible, if, will
    there be, probable, will be, gonna, supposed to, hypothetically, soon
not: not, never, no longer, without, nobody, none, neither, nor, refuse to, refused to, fail to,
    failed to, stop, stopped, except, instead of, rather than, no
than: than, more, less, closer, stronger, richer, bigger, weaker, rather, either, or, whether,
    versus others, most, least, prefer, favour, favorite
last: last, last time, the last time
first: first, first time, the first time, earliest
ever: ever, already, yet, still, anymore, any more, at any point, once
start: start, starts, started, begin, begins, began, begun, break out, broke out, outbreak,
    beginning, come into force, came into force, enter into force, entered into force, take
    effect, took effect, introduced, come about, came about, set up, launched
end: end, ends, ended, expire, expires, expired, lapse, lapsed, over, terminated, terminate,
    ending, finish, finished, run out, ran out, lift, lifted, lifting, drop, dropped, removed,
    remove, revoked, suspended, suspend, resumed, resume, collapse of, dead, cease, ceased,
    called off by, extended, renewed, withdrawn, broke down
brokered: broker, brokered, brokering, negotiate, negotiated, conclude, concluded, sign, signed,
    reached, agreed, made, make, hosted, involved in, involved, behind, part of, responsible
    for, did it, took part in, take part in, participated in
give: impose, imposed, imposing, put, place, placed, make, made, give, gave, given, send, sent,
    launch, launched, carry out, carried out, take, took, taken, issue, issued, use, used, hold,
    held, provide, provided, introduce, introduced, announce, supply, supplied, deliver,
    delivered, receive, received, get, obtain, obtained, order, ordered
show: show, explain, sum up, summarise, summarize, outline, list, give, print, display, draw,
    describe, find, see, want, need, write, get
together: between, each other, one another, both, mutual, bilateral, together
about: about, over, because of, regarding, concerning, due to, in response to, on account of
by: by, from, come from, comes from, coming from, on the part of
onto: on, against, toward, towards, to, at, for, into, onto
with: with, and, &, vs, vs., versus, plus
of: of, in, within, among, inside, around, during, near
aftermath: consequences of, consequence of, consequences, aftermath of, aftermath, fallout of,
    fallout from, fallout, repercussions of, repercussions, result of, results of, outcome of,
    effects of, effect of, impact of, what followed, followed, came of, come of, came after,
    lead to, led to
issues: problems, problem, issues, disputes, outstanding disputes, outstanding issues, open issues,
    open questions, quarrels, bilateral issues, stumbling blocks, disagreements, disagreement,
    divides, divide, unites, unite,
    separates, tensions, tension, frictions, friction, obstacles, irritants, irritant, sticking
    points, common ground, grievances, weighs on, weigh on, speaks for and
    against, speak for and against, bones of contention, bone of
    contention, disputes between, sources of tension, pros and cons, for and against, factors,
    drivers, stands between, stand between, drives, quarrel about, disagree
    about, disagree on, disagree
around: after, before, afterwards, during, following, amid, as a result of, as a result, when
    they
affair: issue, affair, case, question, row, saga, file, incident, dispute, spat, topic, scandal,
    standoff, stand-off, controversy, matter, attempt, process, episode, role, role in, role of,
    involvement, involvement in, part in, drama
text: delivery, deliveries, shipment, shipments, announcement, handover, closure, exports,
    imports, export, import
-: the, a, an, there, it, its, it's, they, their, them, he, she, his, her, these, this, those,
    that, so, very, really, as, some, any, all, also, just, actually, exactly, please, kindly,
    both sides, currently, today, now, overall, current, present, political, diplomatic, ok, 's,
    s, other, lot, own, two, countries, sides, parties, generally, in general, up to now, so
    far, much, well, which are, who are, that are, precisely, pls, time, day, date, moment,
    period, times, main, major, important, key, various, such, different kinds of, official,
    officially, formal, formally, publicly, specific, certain, me, your, our, my, kind,
    sort, type, only, even, together with, back, has been, when it comes to, terms, in terms,
    out, then, anything, something, same, very much, hello, tell, between them, with each other,
    especially, mostly, briefly, quickly, quick, short, every, each, brief, exact, precise,
    both countries, two countries, the two, two sides, these two, place
"""
"""Every part, and the words and phrases that play it; of two parts the first has a word.

`-` is what says nothing that a question hangs on. A word that is not here as it is written is
compared by its stem.
"""

WORDS: Final[Mapping[str, tuple[str, ...]]] = {
    name.replace("-", ""): tuple(word.strip() for word in words.split(","))
    for name, _, words in (
        line.partition(": ") for line in _TABLE.replace("\n    ", " ").splitlines()
    )
}

LONGEST_PHRASE: Final = 6
"""So many words may play one part together."""


@cache
def parts_of_words() -> Mapping[str, str]:
    """The part that each word or phrase plays; of two parts the first in the table."""
    found: dict[str, str] = {}
    for part, words in WORDS.items():
        for phrase in words:
            found.setdefault(phrase, part)
    for label in LABELS:
        if label not in _NO_ADJECTIVES:
            found |= {label: "label", label.replace("-", " "): "label"}
    for domain in DOMAINS:
        found.setdefault(domain, "domain")
    found |= dict.fromkeys(_DOMAIN_WORDS, "domain")
    return found


_NO_ADJECTIVES: Final = frozenset({"disputed", "unknown"})
"""Labels that people say of facts rather than of ties."""

_DOMAIN_WORDS: Final[Mapping[str, str]] = {
    "defense": "defence",
    "military": "defence",
    "commerce": "trade",
    "commercial": "trade",
    "financial": "finance",
    "territorial": "territory",
    "technological": "technology",
    "environmental": "environment",
    "judicial": "justice",
}


def domain_of(word: str) -> str:
    """The domain that a word names."""
    return _DOMAIN_WORDS.get(word, word)


@cache
def parts_of_stems() -> Mapping[str, str]:
    """The part of single words by stem; a stem of two parts has none."""
    found: dict[str, str] = {}
    for word, part in parts_of_words().items():
        if " " in word or len(word) < _SHORTEST_STEMMED or not part:
            continue
        root = stem(word)
        found[root] = part if found.get(root, part) == part else "unclear"
    return {root: part for root, part in found.items() if part != "unclear"}


_SHORTEST_STEMMED: Final = 5
