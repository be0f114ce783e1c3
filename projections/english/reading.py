"""Reads a question in plain words as one question with its words and options, or refuses it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from functools import cache
from typing import Final

from domain.actors import Registry
from domain.characters import check_characters
from domain.fact import Fact
from domain.folding import composed
from domain.limits import QUESTION, check_length
from domain.refusal import UnknownActor
from projections.english.asks import Worded, of_state
from projections.english.closest import not_read, of_persons, two_days
from projections.english.dated import (
    compares_facts,
    dated_by_fact,
    in_office,
    reacting,
    without_unnamed,
)
from projections.english.lexicon import WORDS
from projections.english.names import NAMED
from projections.english.parts import parts_of
from projections.english.publishers import of_publisher
from projections.english.rules import worded
from projections.english.sentence import Sentence, take_apart
from projections.english.texts import of_facts, with_handles

Facts = Callable[[], Sequence[Fact]]
"""All facts of the desk, read only where a question has words of its own."""


def read(question: str, registry: Registry, today: date, facts: Facts) -> Worded:
    """The question that a sentence is, with its actors by id.

    Raises InvalidInput with the closest commands, filled in with the actors and days that were
    read, or where it is too long or holds hidden characters; NotADate, UnknownActor.
    """
    facts = cache(facts)  # read once, however often it is looked at
    question = composed(question)
    check_length(question, "a question", QUESTION)
    check_characters(question, "a question")
    asked_for = _searched(question)
    if asked_for is not None:
        return asked_for
    apart = in_office(_only_spoken_of(take_apart(question, registry, today), facts))
    sentence = _in_its_place(dated_by_fact(reacting(apart, facts), facts))
    found, sentence = _worded(sentence, facts)
    if found is not None and found.name in _OF_FACTS and compares_facts(apart, sentence):
        found, sentence = None, apart
    if found is not None:
        return found
    parts = parts_of(sentence.skeleton)
    _check_other(sentence, registry, question)
    if sentence.more_days:
        raise two_days(sentence, parts)
    raise not_read(sentence, parts, facts)


_OF_FACTS: Final = frozenset({"fact", "timeline", "search"})


def _worded(sentence: Sentence, facts: Facts) -> tuple[Worded | None, Sentence]:
    """The question of a sentence, if it is one, and the sentence with the names it was read by."""
    parts = parts_of(sentence.skeleton)
    found = worded(sentence, parts)
    if found is not None:
        return _of_persons(sentence, found), sentence
    if parts.texts:
        found = of_publisher(sentence, parts, facts())
    if found is None and (parts.texts or parts.domain or parts.deeds):
        found = of_facts(sentence, parts, facts())
    if found is None:
        named = with_handles(sentence, facts())
        if named != sentence:
            return _worded(named, facts)[0], named
    return found, sentence


def _of_persons(sentence: Sentence, found: Worded) -> Worded:
    """The same of persons: facts in which they take part. Raises InvalidInput where there is none.

    Ties are those of states and organizations.
    """
    if not any(actor.type == "person" for actor in sentence.actors):
        return found
    if found.name in ("actors", "search"):
        return found
    if found.name == "agenda":  # what is announced is of states, and names the persons
        return found._replace(words=tuple(dict.fromkeys(map(of_state, sentence.actors))))
    if found.name == "timeline":
        sides = ("doer", "toward")
        options = {name: value for name, value in found.options.items() if name not in sides}
        return Worded("search", tuple(actor.name() for actor in sentence.actors), options)
    raise of_persons(sentence, found)


def _only_spoken_of(sentence: Sentence, facts: Facts) -> Sentence:
    """The sentence with the names of groups that only topics name as words: `the YPG`."""
    groups = [actor for actor in sentence.actors if actor.type not in ("state", "person")]
    if not groups:
        return sentence
    contents = [fact.asserted.content for fact in facts()]
    there = {who for each in contents for who in (*each.actors, *each.recipients)}
    topics = {topic for each in contents for topic in each.topics}
    skeleton = sentence.skeleton
    for number, actor in enumerate(sentence.actors):
        name = actor.name().lower()
        if actor in groups and actor.id not in there and name in topics:
            skeleton = skeleton.replace(f"@{number}", f"{NAMED}{name}")
    if skeleton == sentence.skeleton:
        return sentence
    return without_unnamed(sentence._replace(skeleton=skeleton))


_BEING_THERE: Final = re.compile(r"(?P<who>@\d) (?P<last>last )?(?:in|to|at) (?P<where>@\d)")


def _in_its_place(sentence: Sentence) -> Sentence:
    """The sentence in which a person in a state visits it, and a state in an alliance is a member.

    So `when was A last in B` is read where no other deed is asked about.
    """
    match = _BEING_THERE.search(sentence.skeleton)
    if match is None or parts_of(sentence.skeleton).deeds:
        return sentence
    who, where = (sentence.actors[int(match[name][1:])] for name in ("who", "where"))
    if who.type == "person" and where.type == "state":
        verb = "visit"
    elif where.type == "organisation" and who.type == "state" and match["who"] == "@0":
        verb = "join"
    else:
        return sentence
    said = f"{match['who']} {match['last'] or ''}{verb} {match['where']}"
    return sentence._replace(skeleton=_BEING_THERE.sub(said, sentence.skeleton, count=1))


# Names, texts and handles -------------------------------------------------------------------------

_TIES: Final = "|".join(WORDS["ties"])
_OTHER: Final = re.compile(
    r"(?:@0(?:-| and )(?P<second>[^@]+?)|.*(?:between|of|on) (?P<first>[^@]+?) and @0"
    r"|(?P<alone>(?!how|what|why|when|who|which|is|are|were|was|did|do|has)[^@]+?)(?:-| and )@0)"
    rf"(?: (?:{_TIES}))?"
)


def _check_other(sentence: Sentence, registry: Registry, question: str) -> None:
    """Raises UnknownActor where beside one actor there is a name that is nobody's, as typed."""
    text = sentence.skeleton.replace(NAMED, "")
    start = text.find("@0")
    match = _OTHER.fullmatch(text) or _OTHER.fullmatch(text, start)
    if len(sentence.actors) == 1 and start >= 0 and match is not None:
        read = match["second"] or match["first"] or match["alone"]
        typed = re.search(re.escape(read), question, re.IGNORECASE)
        name = typed[0] if typed else read
        try:
            registry.find(name)
        except UnknownActor as refused:
            values = {**refused.values, "name": name}
            raise UnknownActor(
                refused.said, *refused.fixes, code="unknown-actor", values=values
            ) from None


_SEARCHED: Final = re.compile(
    r"(?:(?:what|who|which facts?|(?:any )?facts? that) mentions? |search for |find(?: me)? "
    r"|look up "
    r"|(?:(?:any|all|every|list of|list all) )?(?:mentions?|references?) (?:of|to) "
    r"|facts? mentioning |where (?:is|are) (?=.* mentioned$))"
    r"(?P<text>.+)",
    re.IGNORECASE,
)
_OF_FACT: Final = re.compile(
    r"(?:show(?: me)?|who says|what is|what (?:are|is) the sources? (?:for|of)|who reported)"
    r" \^(?P<fact>\S+)",
    re.IGNORECASE,
)
_COUNTS: Final = re.compile(
    r"why (?:does|did) \^?(?P<fact>\S+) count(?: (?:on|as of|in|at the end of) (?P<on>.+))?",
    re.IGNORECASE,
)


def _searched(question: str) -> Worded | None:
    """A question whose subject is a text or a handle, in which no actors are looked for."""
    plain = " ".join(question.split()).rstrip("?. ")
    if match := _SEARCHED.fullmatch(plain):
        return Worded("search", (match["text"].removesuffix(" mentioned"),), {})
    if match := _OF_FACT.fullmatch(plain):
        return Worded("fact", (match["fact"],), {})
    if match := _COUNTS.fullmatch(plain):
        return Worded("why", (match["fact"],), {"on": match["on"]} if match["on"] else {})
    return None
