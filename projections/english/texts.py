"""Which facts a question is of by its words: those of titles, topics, notes and kinds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from fnmatch import fnmatchcase
from functools import lru_cache
from typing import Final, NamedTuple

from domain.clocks import AsOf
from domain.content import Content
from domain.fact import Fact, FactState
from domain.folding import plain
from domain.glossary import entry_of
from domain.kinds import What
from domain.stems import SMALL, stem
from domain.typed import Period, asked, first_day
from projections.english.asks import Worded, as_span
from projections.english.days import Days
from projections.english.parts import DEED, TEXT, Part, Parts, names_in
from projections.english.rules import asks_twice
from projections.english.sentence import Sentence

MOST_FOUND: Final = 15
"""So many facts answer a question of one; more answer none."""

_CONTENT: Final = frozenset({TEXT, DEED, "domain"})
"""Parts that a fact must hold to be meant."""

_ASIDE: Final = names_in(
    "what who when where why how long often first last ever start end brokered force happen events "
    "latest say about know we give pact sources disputed then state off ahead points "
    "around affair"
)
"""Parts that ask of a fact what a page of it shows."""


def of_facts(sentence: Sentence, parts: Parts, facts: Iterable[Fact]) -> Worded | None:
    """The facts that a question is of; None where its words fit none, or too many."""
    twice = asks_twice(parts) and not parts.names & _ASKING <= _ON_A_PAGE
    if sentence.more_days or twice or not parts.names & _CONTENT:
        return None
    if parts.names >= {"who", "end"}:  # who ended something is rarely one who takes part
        return None
    if not parts.names <= _CONTENT | _ASIDE or not parts.names & _CONTENT:
        return None
    found = fitting(parts, sentence, facts)
    if parts.names & _OF_LASTING:
        found = _of_what_lasts(found, parts)
    if len(found) == 1 and "latest" in parts.names and found[0].content.topics:
        return _latest(sentence, found[0].content.topics[0])
    if len(found) == 1:
        return Worded("fact", (found[0].name,), _on_day(sentence.days, parts))
    if parts.names >= {"happen", "around"}:  # a day, by a fact of which there is not just one
        return None
    return _of_several(sentence, parts, found) if 1 < len(found) <= MOST_FOUND else None


_ASKING: Final = names_in("how who when where why count often long")
_ON_A_PAGE: Final = names_in("who when where")
"""What the page of one fact answers together."""


def _of_what_lasts(found: Sequence[FactState], parts: Parts) -> list[FactState]:
    """Those that last, or that say by a word of their own that something ended."""
    said = [part for part in parts.every if part.name == "end"]
    return [state for state in found if state.content.standing] or [
        state
        for state in found
        if not said or all(_all_in(part, _texts_of(state).strong) for part in said)
    ]


def _latest(sentence: Sentence, topic: str) -> Worded:
    """The last facts of a topic."""
    ids = sentence.ids if len(sentence.ids) <= _PAIR else ()
    return Worded("timeline", (*ids, f"#{topic}"), {"last": "10"})


_OF_LASTING: Final = frozenset({"force", "end", "long"})
"""Parts that ask of what lasts."""


def fitting(parts: Parts, sentence: Sentence, facts: Iterable[Fact]) -> list[FactState]:
    """The facts known by today that hold every word of a question and have all its actors.

    Actors of whom a fact only speaks will do where it is of no other. Words such as `affair` and
    `deal` need not be there where no fact has them.
    """
    known = AsOf(sentence.today)
    states = [fact.as_of(known.known_day, known.recorded_instant) for fact in facts]
    there = [
        state for state in states
        if state is not None and not state.retracted and _within(state, sentence)
    ]  # fmt: skip
    wanted = _wanted(parts, sentence)
    persons = any(actor.type == "person" for actor in sentence.actors)
    pair = len(sentence.actors) >= _PAIR
    generic = parts.names <= _CONTENT | _GENERIC
    exact = (
        []
        if generic and _is_topic(wanted, there)
        else [
            state for state in there if _keys([state.handle]) == _keys(each.text for each in wanted)
        ]
    )
    named = any(part.name != "domain" for part in wanted)
    if len(exact) == 1 and named and _has_all(exact[0].content, sentence, taking_part=True):
        return exact
    firm = [part for part in wanted if not _is_loose(part)]
    for words in (wanted, firm) if 0 < len(firm) < len(wanted) else (wanted,):
        for taking_part in (True, False):
            found = [
                (state, sum(held))
                for state in there
                if _has_all(state.content, sentence, taking_part=taking_part)
                and all(held := [_holds(state, part) for part in words])
                and (
                    persons
                    or max(held, default=0) == _STRONGLY
                    or _by_kind(state, words, pair=pair)
                )
            ]
            if found:
                return [state for state, _ in found] if _asks_for_all(parts) else _best(found)
    return []


_LOOSE: Final = frozenset(
    {"deal", "bid", "sale", "talks", "purchase", "program", "programme", "war"}
)
"""Nouns that name an affair rather than a fact: `the F-16 deal`."""


_GENERIC: Final = names_in("what happen events latest about affair")
"""Parts that ask for all there is of something."""


def _asks_for_all(parts: Parts) -> bool:
    """Whether it asks which deeds there were, and not of one."""
    done = bool(parts.deeds) and bool(parts.names & {"who", "count"})
    verbs = any(part.deed is not None for part in parts.every)
    return done or ("what" in parts.names and verbs) or "often" in parts.names


def _by_kind(state: FactState, words: Sequence[Part], *, pair: bool) -> bool:
    """Whether a fact of two actors who are named is of the kind that is."""
    return pair and any(part.deed and _is_a(state.content, part.deed.kinds) for part in words)


def _is_topic(wanted: Sequence[Part], states: Sequence[FactState]) -> bool:
    """Whether the words are the name of a topic that several facts have."""
    keys = _keys(part.text for part in wanted)
    topics = [topic for state in states for topic in state.content.topics]
    return sum(_keys([topic]) == keys for topic in topics) > 1


def _is_loose(part: Part) -> bool:
    return part.text in _LOOSE or (part.deed is not None and "stance:*" in part.deed.kinds)


def _wanted(parts: Parts, sentence: Sentence) -> list[Part]:
    """The words that a fact must hold: not what a person is called before the name."""
    wanted: list[Part] = []
    for part, after in zip(parts.every, (*parts.every[1:], None), strict=True):
        person = after is not None and after.actor >= 0
        person = person and sentence.actors[after.actor if after else 0].type == "person"
        if part.name in _CONTENT and not (person and part.name == TEXT and part.deed is None):
            wanted.append(part)
    return wanted


def _best(found: Sequence[tuple[FactState, int]]) -> list[FactState]:
    """Those that hold the most words in their titles and topics."""
    most = max((held for _, held in found), default=0)
    return [state for state, held in found if held == most]


_STRONGLY: Final = 2


def _has_all(content: Content, sentence: Sentence, *, taking_part: bool) -> bool:
    """Whether every actor of a question takes part, or at least is named in the title."""
    there = {*content.actors, *content.recipients, *content.people}
    title = f" {plain(content.title)} "
    topics = _keys(content.topics)
    return all(
        actor.id in there
        or (actor.type == "person" and not _keys([actor.id.partition(".")[2]]).isdisjoint(topics))
        or (not taking_part and any(f" {plain(name.text)} " in title for name in actor.names))
        for actor in sentence.actors
    )


def _holds(state: FactState, part: Part) -> int:
    """How a fact holds a word: 2 in title or topics, 1 elsewhere or by its kind, 0 not at all."""
    words = _words(part.text)
    texts = _texts_of(state)
    if all(keys & texts.strong for keys in words):
        return _STRONGLY
    if part.deed is not None and _is_a(state.content, part.deed.kinds):
        return _STRONGLY if part.name == DEED and not part.noun else 1
    return int(all(keys & (texts.strong | texts.weak) for keys in words))


def _is_a(content: Content, kinds: str) -> bool:
    written = What(content.kind, content.what).written
    names = {written, written.removeprefix("planned:")}
    return any(fnmatchcase(name, kind) for name in names for kind in kinds.split(","))


def _within(state: FactState, sentence: Sentence) -> bool:
    """Whether a fact may have happened, or lasts, in the span that a question names."""
    days = sentence.days
    if days is None or not days.spans:
        return True
    first = first_day(days.first, sentence.today) if days.first else None
    last = asked(days.last, sentence.today).day if days.last else None
    span = Period(first, last).window
    begun = state.begun
    return begun.lo <= span.hi and (state.content.standing or state.window.hi >= span.lo)


# Words as they are compared -----------------------------------------------------------------------


class _Texts(NamedTuple):
    """The words of a fact by their keys: those of its title and topics, and all others."""

    strong: frozenset[str]
    weak: frozenset[str]


@lru_cache(maxsize=8192)
def _texts_of(state: FactState) -> _Texts:
    content = state.content
    strong = [content.title, *content.topics, content.episode, content.domain]
    people = [person.partition(".")[2] for person in content.people]
    what = entry_of(What(content.kind, content.what))
    short = [each for each in what.synonyms if len(each.split()) <= _SHORT]
    weak = [content.note, content.place, state.handle, *people, *what.names, *short]
    title = _keys(strong)
    return _Texts(title | ({_MEANT["jet"]} if title & _AIRCRAFT else set()), _keys(weak))


_SHORT: Final = 2
"""So many words of a synonym mean the kind one by one."""


def _keys(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(key for text in texts for keys in _words(text) for key in keys)


@lru_cache(maxsize=8192)
def _words(text: str) -> tuple[frozenset[str], ...]:
    """The keys of each word of a text; `S-400s` is also `s400`, `coup-attempt` two words."""
    return tuple(
        keys
        for word in text.replace("’", "'").replace("/", " ").split()
        if (keys := frozenset(_keys_of(word)))
    )


def _keys_of(word: str) -> Iterator[str]:
    parts = [part.removesuffix("'s") for part in plain(word, " ").split() if part not in SMALL]
    squeezed = "".join(plain(word).split())
    if any(character.isdigit() for character in squeezed):
        yield squeezed.removesuffix("s")
        return
    for part in parts:
        if len(part) > 1:
            yield _MEANT.get(stem(part), stem(part))


_SAME: Final = (
    "shut close block", "jet plane warplane aircraft fighter airplane", "pastor priest",
    "deal agreement accord pact treaty",
    "troops soldiers servicemen",
    "ratify approve",
    "entry membership accession", "ship vessel warship", "journalist reporter",
    "cereal wheat grain", "rocket missile", "quake earthquake", "coup putsch", "drone uav",
    "free release", "shoot shot", "jail imprison", "murder kill assassinate assassination killing",
    "straits strait bosphorus dardanelles",
)  # fmt: skip
"""Words of one meaning in the news, beside the synonyms of kinds."""

_AIRCRAFT: Final = frozenset({"su24", "su25", "su34", "su27", "f16", "mig29", "f35"})
_MEANT: Final = {stem(word): stem(words.split()[0]) for words in _SAME for word in words.split()}


# The question -------------------------------------------------------------------------------------


def _of_several(sentence: Sentence, parts: Parts, found: Sequence[FactState]) -> Worded | None:
    """The list of several facts: of one topic, or all with the same words in them."""
    ids = sentence.ids if len(sentence.ids) <= _PAIR else ()
    days = _of_days(sentence.days, parts)
    persons = any(actor.type == "person" for actor in sentence.actors)
    if parts.domain and not parts.texts and not parts.deeds and not persons:
        return Worded("timeline", (*ids, parts.domain), days)
    topic = "" if persons else _topic(parts, found)
    kinds = _kinds_of(parts, found, topic)
    limits = {**({"kinds_written": kinds} if kinds else {}), **days}
    if topic:
        return Worded("timeline", (*ids, f"#{topic}"), limits)
    words = _literal(parts, found)
    if words:
        return Worded("search", (*words, *_names(sentence, found)), limits)
    alone = kinds and ids and all(part.deed for part in parts.every if part.name == TEXT)
    if alone and not persons:
        return Worded("timeline", (*ids, *filter(None, [parts.domain])), limits)
    common = set.intersection(*(set(state.content.topics) for state in found))
    if len(common) == 1 and ids and not persons:
        return Worded("timeline", (*ids, f"#{common.pop()}"), limits)
    return None


_PAIR: Final = 2


def _names(sentence: Sentence, found: Sequence[FactState]) -> Iterator[str]:
    """How a search names the actors: those who take part, and persons whose affair it is."""
    for actor in sentence.actors:
        if all(
            actor.id in (*content.actors, *content.recipients, *content.people)
            for content in (state.content for state in found)
        ):
            yield actor.name()
        elif actor.type == "person":
            yield actor.id.partition(".")[2]


def _of_days(days: Days | None, parts: Parts) -> dict[str, str]:
    """A day on which something is to hold is one asked about, and any other a span."""
    if parts.names & {"force", "know"} and (on := _on_day(days, parts)):
        return on
    return as_span(days)


def _on_day(days: Days | None, parts: Parts) -> dict[str, str]:
    """The day that is asked about; of what is to hold within a span, the last one of it."""
    day = (days.latest if "force" in parts.names else days.on) if days else ""
    return {"on": day} if day else {}


def _kinds_of(parts: Parts, found: Sequence[FactState], topic: str) -> str:
    """The kinds of what was found, where words of the question mean more than the topic."""
    said = [part for part in parts.every if part.name in _CONTENT and part.text not in _LOOSE]
    if not topic:
        more = [part for part in said if not _in_all(part, found)]
    elif parts.names & _OF_LASTING:
        more = said
    else:
        more = [part for part in said if not _all_in(part, _keys([topic]))]
    written = (What(state.content.kind, state.content.what).written for state in found)
    return ",".join(sorted({each.removeprefix("planned:") for each in written})) if more else ""


def _all_in(part: Part, keys: frozenset[str]) -> bool:
    return all(keys & each for each in _words(part.text))


def _in_all(part: Part, found: Sequence[FactState]) -> bool:
    return all(all(keys & _texts_of(state).strong for keys in _words(part.text)) for state in found)


def _topic(parts: Parts, found: Sequence[FactState]) -> str:
    """The one topic that words of the question are and most of what was found has; or empty."""
    said = _keys(part.text for part in parts.every if part.name in _CONTENT)
    counts = Counter(topic for state in found for topic in state.content.topics)
    named = [
        topic for topic, count in sorted(counts.items())
        if _keys([topic]) <= said and count * 2 > len(found)
    ]  # fmt: skip
    return named[0] if len(named) == 1 else ""


def _literal(parts: Parts, found: Sequence[FactState]) -> tuple[str, ...]:
    """Words that every fact that was found holds, one for each of the question's."""
    words: list[str] = []
    for part in parts.every:
        if part.name in _CONTENT:
            for keys in _words(part.text):
                common = set.intersection(*(_spellings(state, keys) for state in found))
                if not common and part.deed is None and part.text not in _LOOSE:
                    return ()
                words += sorted(common, key=len)[-1:]
    return tuple(dict.fromkeys(words))


def held_words(parts: Parts, facts: Sequence[Fact]) -> tuple[str, ...]:
    """The words of a question that some title or topic has as they are written, in its order."""
    said = [part.text for part in parts.every if part.name in _CONTENT]
    there = {
        word for fact in facts for text in _titles_of(fact) for word in plain(text).split()
    }  # fmt: skip
    return tuple(word for word in said if set(plain(word).split()) <= there)


def _titles_of(fact: Fact) -> Iterator[str]:
    content = fact.asserted.content
    yield content.title
    yield from content.topics


def _spellings(state: FactState, keys: frozenset[str]) -> set[str]:
    """How a fact spells the words that have some keys."""
    content = state.content
    texts = [content.title, *content.topics, content.place, content.note]
    return {
        word.strip(".,:;()'\"").lower().removesuffix("'s")
        for text in texts
        for word in text.replace("’", "'").split()
        if any(keys & each for each in _words(word))
    }
