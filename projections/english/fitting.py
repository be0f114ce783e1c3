"""Which facts hold the words of a question: in title, topics, notes, or by their kind."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from fnmatch import fnmatchcase
from functools import lru_cache
from itertools import pairwise
from typing import Final

from domain.actors import Actor
from domain.clocks import AsOf
from domain.content import Content
from domain.fact import Fact, FactState
from domain.folding import plain
from domain.kinds import What
from domain.typed import Period, asked, first_day
from projections.english.keys import keys_in, texts_of, word_keys
from projections.english.parts import DEED, TEXT, Part, Parts, names_in
from projections.english.sentence import Sentence

CONTENT: Final = frozenset({TEXT, DEED, "domain"})
"""Parts that a fact must hold to be meant."""

LOOSE: Final = frozenset(
    {"deal", "bid", "sale", "talks", "purchase", "program", "programme", "war"}
)
"""Nouns that name an affair rather than a fact: `the F-16 deal`."""

_GENERIC: Final = names_in("what happen events latest about affair")
"""Parts that ask for all there is of something."""

_PAIR: Final = 2
_STRONGLY: Final = 2


def fitting(
    parts: Parts, sentence: Sentence, facts: Iterable[Fact], who: Sequence[Actor] | None = None
) -> list[FactState]:
    """The facts known by today that hold every word of a question and have all its actors.

    `who` are those that they must have, where it is not all whom the question names.

    Actors of whom a fact only speaks will do where it is of no other. Words such as `affair` and
    `deal` need not be there where no fact has them.
    """
    there = [
        state for state in known_states(sentence, facts) if _on_its_days(state, sentence, parts)
    ]
    wanted = _wanted(parts, sentence)
    actors = sentence.actors if who is None else who
    exact = [] if _asks_for_all(parts) else _by_handle(wanted, parts, actors, there)
    if exact:
        return exact
    firm = [part for part in wanted if not _is_loose(part)]
    for words in (wanted, firm) if 0 < len(firm) < len(wanted) else (wanted,):
        for taking_part in (True, False):
            found = list(_holding(words, actors, there, taking_part=taking_part))
            if len(words) < len(wanted):
                found = [each for each in found if _is_of_affair(each[0], words)]
            if found:
                found = _done_by(found, sentence, parts)
                return (
                    [state for state, _ in found] if _asks_for_all(parts) else _best(found, parts)
                )
    return []


def known_states(sentence: Sentence, facts: Iterable[Fact]) -> Iterator[FactState]:
    """Every fact as it is known on the day of a question, but for what was retracted."""
    known = AsOf(sentence.today)
    for fact in facts:
        state = fact.as_of(known.known_day, known.recorded_instant)
        if state is not None and not state.retracted:
            yield state


def _by_handle(
    wanted: Sequence[Part], parts: Parts, actors: Sequence[Actor], there: Sequence[FactState]
) -> list[FactState]:
    """The one fact whose handle a question spells: `the S-400 delivery`, `idlib strike claim`."""
    generic = parts.names <= CONTENT | _GENERIC
    if generic and _is_topic(wanted, there):
        return []
    if not any(part.name != "domain" for part in wanted):
        return []
    firm = keys_in(part.text for part in wanted)
    strong = any(
        _holds(state, wanted[0]) == _STRONGLY and keys_in([state.handle]) != firm for state in there
    )
    if len(wanted) == 1 and "brokered" in parts.names and strong:
        return []
    more = firm | keys_in(part.text for part in parts.every if part.name in ("say", "give"))
    for spelled in (more, firm):
        exact = [state for state in there if keys_in([state.handle]) == spelled]
        if len(exact) == 1 and _has_all(exact[0].content, actors, taking_part=True):
            return exact
    return []


def _holding(
    words: Sequence[Part], actors: Sequence[Actor], there: Sequence[FactState], *, taking_part: bool
) -> Iterator[tuple[FactState, int]]:
    """The facts that hold all words, with how well they do."""
    persons = any(actor.type == "person" for actor in actors)
    pair = len(actors) >= _PAIR
    for state in there:
        if not _has_all(state.content, actors, taking_part=taking_part):
            continue
        held = [_holds(state, part) for part in words]
        if not all(held):
            continue
        strongly = persons or max(held, default=0) == _STRONGLY
        if strongly or _by_kind(state, words, pair=pair):
            yield state, sum(held)


def _asks_for_all(parts: Parts) -> bool:
    """Whether it asks which deeds there were, and not of one."""
    names = parts.names
    if names & {"count", "often"} or ((parts.deeds or "give" in names) and "who" in names):
        return True
    if (
        "what" in names
        and "sources" not in names
        and any(part.deed is not None for part in parts.every)
    ):
        return True
    many = any(_PLURAL.search(part.text) for part in parts.every if part.name in CONTENT)
    return (many or "events" in names) and not names & _OF_ONE


_OF_ONE: Final = frozenset({"when", "who", "why", "how", "where", "do", "sources"})
"""Parts with which a plural may be of one fact: `when were the S-400s delivered`."""

_PLURAL: Final = re.compile(r"(?<!sanction)(?<!talk)(?<!arm)s$")
"""A noun that is in the plural of more than one: `sanctions` and `talks` may be one fact."""


_DOER: Final = re.compile(r"\b(?:did|has|had|have|does|do) @(\d)(?! (?:and|or) )")


def _done_by(
    found: list[tuple[FactState, int]], sentence: Sentence, parts: Parts
) -> list[tuple[FactState, int]]:
    """Those in which the one who `did` something does it.

    Where a verb says what was done and nobody else did it, none: `did A attack` is not what B did.
    """
    match = _DOER.search(sentence.skeleton)
    if match is None:
        return found
    actor = sentence.actors[int(match[1])]
    if actor.type == "person":
        return found
    by_actor = [(state, held) for state, held in found if actor.id in _doers(state.content)]
    verb = parts.main_verb
    if not by_actor and verb is not None:
        by_actor = [each for each in found if _title_has_doing(each[0], actor, verb)]
    mutual = any(part.deed.together for part in parts.deeds if part.deed)
    return by_actor if by_actor or (verb is not None and not mutual) else found


def _title_has_doing(state: FactState, actor: Actor, verb: Part) -> bool:
    """Whether a title says by the way that an actor does something: `as Turkey attacks`."""
    names, keys = {plain(name.text) for name in actor.names}, keys_in([verb.text])
    words = state.content.title.split()
    return any(
        plain(before) in names and keys & keys_in([word]) for before, word in pairwise(words)
    )


def _doers(content: Content) -> tuple[str, ...]:
    return content.actors + (content.recipients if content.relation == "mutual" else ())


def of_the_kind(parts: Parts, found: list[FactState]) -> list[FactState]:
    """Those that are what a noun says, rather than only speak of it: the war, the summit."""
    said = [(part.deed, part.noun) for part in parts.deeds if part.deed is not None]
    for kinds in ((noun and deed.together and deed.lasting) or deed.kinds for deed, noun in said):
        found = [state for state in found if is_a(state.content, kinds)] or found
    return found


def _by_kind(state: FactState, words: Sequence[Part], *, pair: bool) -> bool:
    """Whether a fact of two actors who are named is of the kind that is."""
    return pair and any(part.deed and is_a(state.content, part.deed.kinds) for part in words)


def _is_topic(wanted: Sequence[Part], states: Sequence[FactState]) -> bool:
    """Whether the words are the name of a topic that several facts have."""
    keys = keys_in(part.text for part in wanted)
    topics = [topic for state in states for topic in state.content.topics]
    return sum(keys_in([topic]) == keys for topic in topics) > 1


def _is_of_affair(state: FactState, words: Sequence[Part]) -> bool:
    """Whether a word is of the topic or episode of a fact, and not only of its title."""
    affair = keys_in([*state.content.topics, state.content.episode])
    return any(keys & affair for part in words for keys in word_keys(part.text))


def _is_loose(part: Part) -> bool:
    return part.text in LOOSE or (part.deed is not None and "stance:*" in part.deed.kinds)


def _wanted(parts: Parts, sentence: Sentence) -> list[Part]:
    """The words that a fact must hold: not what a person is called before the name."""
    wanted: list[Part] = []
    for part, after in zip(parts.every, (*parts.every[1:], None), strict=False):
        person = after is not None and after.actor >= 0
        person = person and sentence.actors[after.actor if after else 0].type == "person"
        if part.name in CONTENT and not (person and part.name == TEXT and part.deed is None):
            wanted.append(part)
    return wanted


_TELLING: Final = frozenset({"say", "disputed", "end", "start", "first", "give", "off"})
"""Parts that tell two facts of one affair apart, where the title of one has the word."""


def _best(found: Sequence[tuple[FactState, int]], parts: Parts) -> list[FactState]:
    """Those that hold the most words in their titles and topics, and then most of the others."""
    most = max((held for _, held in found), default=0)
    best = [state for state, held in found if held == most or "happen" in parts.names]
    telling = [part.text for part in parts.every if part.name in _TELLING and part.text != "over"]
    counts = [sum(bool(keys_in([text]) & _said_in(state)) for text in telling) for state in best]
    most = max(counts, default=0)
    return [state for state, count in zip(best, counts, strict=True) if count == most]


def _said_in(state: FactState) -> frozenset[str]:
    return texts_of(state).strong | keys_in([state.handle])


_plain: Final = lru_cache(maxsize=8192)(plain)


def _has_all(content: Content, actors: Sequence[Actor], *, taking_part: bool) -> bool:
    """Whether every actor of a question takes part, or at least is named in the title."""
    there = {*content.actors, *content.recipients, *content.people}
    title = f" {_plain(content.title)} "
    topics = keys_in(content.topics)
    return all(
        actor.id in there
        or (actor.type == "person" and not keys_in([actor.id.partition(".")[2]]).isdisjoint(topics))
        or (not taking_part and any(f" {_plain(name.text)} " in title for name in actor.names))
        for actor in actors
    )


def nearest(parts: Parts, sentence: Sentence, facts: Iterable[Fact]) -> list[FactState]:
    """The facts that hold most of the words of a question, at most three, of more of its actors.

    One word of several will do where all its actors take part.
    """
    wanted = [part for part in _wanted(parts, sentence) if part.name != "domain"]
    best: list[FactState] = []
    most = (0, 0)
    for state in known_states(sentence, facts):
        if not _on_its_days(state, sentence, parts):
            continue
        held = [part for part in wanted if _holds(state, part)]
        strong = any(_holds(state, part) == _STRONGLY for part in held if part.name == TEXT)
        who = sum(_has_all(state.content, [each], taking_part=True) for each in sentence.actors)
        near = len(held) > 1 or (who == len(sentence.actors) > 0 and held) or held == wanted
        score = (len(held), who)
        if strong and near and score >= most:
            best = [*best, state] if score == most else [state]
            most = score
    return best if len(best) <= _FEW else []


_FEW: Final = 3
"""So many facts may be the nearest; more are none."""


def _holds(state: FactState, part: Part) -> int:
    """How a fact holds a word: 2 in title or topics, 1 elsewhere or by its kind, 0 not at all."""
    words = word_keys(part.text)
    texts = texts_of(state)
    if all(keys & texts.strong for keys in words):
        return _STRONGLY
    if part.deed is not None and is_a(state.content, part.deed.kinds):
        return _STRONGLY if part.name == DEED and not part.noun else 1
    return int(all(keys & (texts.strong | texts.weak) for keys in words))


def is_a(content: Content, kinds: str) -> bool:
    """Whether a fact is of one of some kinds, as it was announced or as it happened."""
    written = What(content.kind, content.what).written
    names = {written, written.removeprefix("planned:")}
    return any(fnmatchcase(name, kind) for name in names for kind in kinds.split(","))


_AS_OF_A_DAY: Final = frozenset({"know", "force", "then", "state", "learn", "disputed"})
"""Parts that ask how something was on a day, and not what happened on it."""


def _on_its_days(state: FactState, sentence: Sentence, parts: Parts) -> bool:
    """Whether a fact may have happened, or lasts, in the days that a question names."""
    days = sentence.days
    if days is None or days.on == "today" or (not days.spans and parts.names & _AS_OF_A_DAY):
        return True
    first_typed, last_typed = (days.first, days.last) if days.spans else (days.on, days.on)
    first = first_day(first_typed, sentence.today) if first_typed else None
    last = asked(last_typed, sentence.today).day if last_typed else None
    span = Period(first, last).window
    begun = state.begun
    return begun.lo <= span.hi and (state.content.standing or state.window.hi >= span.lo)
