"""Which facts a question is of by its words: those of titles, topics, notes and kinds."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import Final

from domain.fact import Fact, FactState
from domain.folding import plain
from domain.kinds import What
from projections.english.asks import Worded, as_span
from projections.english.days import Days
from projections.english.deeds import VISITS
from projections.english.fitting import CONTENT, LOOSE, fitting, of_the_kind
from projections.english.keys import keys_in, texts_of, word_keys
from projections.english.meant import meant
from projections.english.names import NAMED
from projections.english.parts import DEED, TEXT, Part, Parts, names_in, parts_of
from projections.english.roles import roles
from projections.english.rules import asks_twice
from projections.english.sentence import Sentence
from projections.english.wider import (
    alike,
    asks_for_several,
    asks_on,
    of_its_kind,
    of_topic,
    says_how_many,
    says_why,
    with_its_like,
)

MOST_FOUND: Final = 15
"""So many facts answer a question of one; more answer none."""

_ASIDE: Final = names_in(
    "what who when where why how long often count first last ever start end brokered force happen "
    "events latest say about know we give pact sources disputed then state off ahead points "
    "around affair aftermath"
)
"""Parts that ask of a fact what a page of it shows."""


def of_facts(sentence: Sentence, parts: Parts, facts: Iterable[Fact]) -> Worded | None:
    """The facts that a question is of; None where its words fit none, or too many."""
    if sentence.more_days or not _may_be_of_facts(parts):
        return None
    facts = list(facts)
    near = fitting(parts, sentence, facts)
    if len(near) > 1:
        near = _in_their_roles(sentence, parts, of_the_kind(parts, near))
    found = meant(parts, sentence, near)
    if parts.names >= {"who", "end"}:  # who ended something is rarely one who takes part
        found = [state for state in found if _says_end(state, parts)]
    if not found:
        return of_topic(sentence, parts, near)
    travels = any(part.deed.kinds == VISITS and not part.noun for part in parts.deeds if part.deed)
    if travels and len(found) > 1 and len(sentence.actors) < _PAIR:
        return None  # a visit is recorded of both, and not who travelled
    between = parts.names >= {"what", "happen"} and len(sentence.ids) == _PAIR
    over = {"happen"} if between and _topic(parts, found) else set[str]()
    if ({"ties"} | over) & parts.names:
        return _on_a_topic(sentence, parts, found)
    if parts.names & _OF_LASTING and "how" not in parts.names:
        found = _of_what_lasts(found, parts)
    if "aftermath" in parts.names:
        return _after(found)
    if len(found) == 1:
        return _of_one(sentence, parts, found[0], facts)
    if parts.names >= {"happen", "around"}:  # a day, by a fact of which there is not just one
        return None
    return _of_several(sentence, parts, found) if 1 < len(found) <= MOST_FOUND else None


def _may_be_of_facts(parts: Parts) -> bool:
    """Whether the parts ask of facts, and nothing that neither a page of one nor a list holds."""
    names = parts.names
    if asks_twice(parts) and not names & _ASKING <= _ON_A_PAGE:
        return False
    if parts.text_of("around") == "before":  # what was first of two, which one fact does not hold
        return False
    ends = {"how"} if names & {"end", "happen", "start"} else set[str]()
    ties = {"ties"} if parts.texts else set[str]()
    return bool(names & CONTENT) and names <= CONTENT | _ASIDE | ends | ties


def _of_one(
    sentence: Sentence, parts: Parts, one: FactState, facts: Sequence[Fact]
) -> Worded | None:
    """The page of the one fact that holds the words; the list that has more, where it asks for it.

    None where it does not hold what is asked, such as the reason.
    """
    if "latest" in parts.names and one.content.topics:
        return _latest(sentence, one.content.topics[0])
    if asks_on(parts, one):
        return of_topic(sentence, parts, [one])
    if "happen" in parts.names and (story := of_topic(sentence, parts, [one])):
        return story
    if asks_for_several(parts) and (more := with_its_like(sentence, parts, one, facts)):
        return more
    if "why" in parts.names and not says_why(one):
        return None
    if "count" in parts.names and not says_how_many(one):
        return None
    return Worded("fact", (one.name,), _on_day(sentence.days, parts))


_ASKING: Final = names_in("how who when where why count often long")
_ON_A_PAGE: Final = names_in("who when where")
"""What the page of one fact answers together."""


def _of_what_lasts(found: Sequence[FactState], parts: Parts) -> list[FactState]:
    """Those that last, or that say by a word of their own that something ended."""
    return [state for state in found if state.content.standing] or [
        state for state in found if _says_end(state, parts)
    ]


def _says_end(state: FactState, parts: Parts) -> bool:
    """Whether a title has the word itself that says that something ended: `removed`."""
    said = [part for part in parts.every if part.name == "end"]
    return all(_all_in(part, texts_of(state).strong) for part in said)


def _in_their_roles(sentence: Sentence, parts: Parts, found: list[FactState]) -> list[FactState]:
    """Those in which the actors of a verb do it, and have it done to them, as the question says."""
    said = parts.deeds[0] if parts.deeds else None
    who = roles(parts, said) if said is not None and not said.noun else None
    if who is None or who.pair or any(actor.type == "person" for actor in sentence.actors):
        return found
    if who.doer is not None:
        doer = sentence.ids[who.doer]
        found = [state for state in found if doer in state.content.actors]
    if who.toward is not None:
        toward = sentence.ids[who.toward]
        found = [state for state in found if toward in state.content.recipients]
    return found


def _after(found: Sequence[FactState]) -> Worded | None:
    """What happened between those of a fact from its day on; None where it is not one of two."""
    if len(found) != 1 or not found[0].begun.bounded:
        return None
    content = found[0].content
    between = [each for each in (*content.actors, *content.recipients) if "." not in each]
    if len(between) != _PAIR:
        return None
    return Worded("timeline", tuple(between), {"from": day_of(found[0].begun.lo)})


def day_of(ordinal: int) -> str:
    """A day as text."""
    return date.fromordinal(ordinal).isoformat()


def _on_a_topic(sentence: Sentence, parts: Parts, found: Sequence[FactState]) -> Worded | None:
    """What happened between two on a topic: `ties of A and B over X`; None where X is none."""
    topic = _topic(parts, found)
    if not topic or len(sentence.ids) != _PAIR or parts.deeds:
        return None
    return Worded("timeline", (*sentence.ids, f"#{topic}"), as_span(sentence.days))


def _latest(sentence: Sentence, topic: str) -> Worded:
    """The last facts of a topic."""
    ids = sentence.ids if len(sentence.ids) <= _PAIR else ()
    return Worded("timeline", (*ids, f"#{topic}"), {"last": "10"})


_OF_LASTING: Final = frozenset({"force", "end", "long"})
"""Parts that ask of what lasts."""


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
    words = literal(parts, found)
    if words and not kinds and _needs_kinds(parts, found):
        limits = {"kinds_written": _written(found), **days}
    if words:
        return Worded("search", (*words, *_names(sentence, found)), limits)
    alone = kinds and ids and all(part.deed for part in parts.every if part.name == TEXT)
    if alone and not persons:
        return Worded("timeline", (*ids, *filter(None, [parts.domain])), limits)
    if len({alike(state) for state in found}) == 1 and not parts.deeds:
        return of_its_kind(sentence, found[0])
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
    if day and "know" in parts.names and parts.text_of("do") not in ("do", "have"):
        return {"on": day, "known_on": day}
    return {"on": day} if day else {}


def _kinds_of(parts: Parts, found: Sequence[FactState], topic: str) -> str:
    """The kinds of what was found, where words of the question mean more than the topic."""
    said = [part for part in parts.every if part.name in CONTENT and part.text not in LOOSE]
    if not topic:
        more = [part for part in said if not _in_all(part, found)]
    elif parts.names & _OF_LASTING and "how" not in parts.names:
        more = said
    else:
        more = [part for part in said if not _all_in(part, keys_in([topic]))]
    return _written(found) if more else ""


def _written(found: Sequence[FactState]) -> str:
    written = (What(state.content.kind, state.content.what).written for state in found)
    return ",".join(sorted({each.removeprefix("planned:") for each in written}))


def _needs_kinds(parts: Parts, found: Sequence[FactState]) -> bool:
    """Whether a deed is said in a word that not all facts have as it is written."""
    return any(
        not set.intersection(*(_spellings(state, keys) for state in found))
        for part in parts.every
        if part.deed is not None and part.text not in LOOSE
        for keys in word_keys(part.text)
    )


def _all_in(part: Part, keys: frozenset[str]) -> bool:
    return all(keys & each for each in word_keys(part.text))


def _in_all(part: Part, found: Sequence[FactState]) -> bool:
    return all(
        all(keys & texts_of(state).strong for keys in word_keys(part.text)) for state in found
    )


def _topic(parts: Parts, found: Sequence[FactState]) -> str:
    """The one topic that words of the question are and most of what was found has; or empty."""
    said = keys_in(part.text for part in parts.every if part.name in CONTENT)
    counts = Counter(topic for state in found for topic in state.content.topics)
    named = [
        topic for topic, count in sorted(counts.items())
        if keys_in([topic]) <= said and count * 2 > len(found)
    ]  # fmt: skip
    return named[0] if len(named) == 1 else ""


def literal(parts: Parts, found: Sequence[FactState]) -> tuple[str, ...]:
    """Words that every fact that was found holds, one for each of the question's."""
    words: list[str] = []
    for part in parts.every:
        if part.name in CONTENT:
            for keys in word_keys(part.text):
                common = set.intersection(*(_spellings(state, keys) for state in found))
                if not common and part.deed is None and part.text not in LOOSE:
                    return ()
                words += sorted(common, key=len)[-1:]
    return tuple(dict.fromkeys(words))


def held_words(parts: Parts, facts: Sequence[Fact]) -> tuple[str, ...]:
    """The words of a question that some title or topic has as they are written, in its order.

    As many as one fact has together, of those that come first.
    """
    said = [
        part.text
        for part in parts.every
        if (part.name == TEXT and part.text not in _PREPOSITIONS)
        or (part.name == DEED and part.noun and " " not in part.text)
    ]
    there = [{word for text in _titles_of(fact) for word in plain(text).split()} for fact in facts]
    held: tuple[str, ...] = ()
    for word in said:
        if any(set(plain(" ".join((*held, word))).split()) <= words for words in there):
            held = (*held, word)
    return held


def with_handles(sentence: Sentence, facts: Sequence[Fact]) -> Sentence:
    """The sentence in which the handle of a fact is a name where its words are those of questions.

    So `when does New START expire` is not asked of anything new.
    """
    said = f" {plain(sentence.skeleton, ' ')} "
    for fact in facts:
        words = plain(fact.handle, " ")
        if " " not in words or f" {words} " not in said:
            continue
        if any(part.name in CONTENT for part in parts_of(words).every):
            continue
        named = " ".join(f"{NAMED}{word}" for word in words.split())
        spelled = re.compile(re.escape(words).replace(r"\ ", "[ -]"))
        return sentence._replace(skeleton=spelled.sub(named, sentence.skeleton, count=1))
    return sentence


_PREPOSITIONS: Final = frozenset({"under", "right", "against", "through", "via", "per", "about"})


def topic_names(words: Sequence[str]) -> tuple[str, ...]:
    """How topics are spelled that are one of these words, or two of them side by side."""
    small = [plain(word, "-") for word in words]
    pairs = [f"{one}-{other}" for one, other in pairwise(small)]
    return tuple(each for word in (*pairs, *small) for each in (word, f"{word}s"))


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
        if any(keys & each for each in word_keys(word))
    }
