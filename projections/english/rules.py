"""Which question the parts of a sentence make: each rule says what they must and may be."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from projections.english.asks import (
    Build,
    Worded,
    as_agenda,
    as_allies,
    as_board,
    as_change,
    as_compared,
    as_course,
    as_deed,
    as_done,
    as_events,
    as_known,
    as_known_since,
    as_lasting,
    as_latest,
    as_sources,
    as_state,
    as_turns,
    as_whether,
    as_who_is,
    as_why,
    of_kinds,
    of_kinds_on,
    on_a_day,
)
from projections.english.deeds import VISITS
from projections.english.parts import OBJECT, TEXT, Part, Parts, names_in
from projections.english.sentence import Sentence


class Rule(NamedTuple):
    """How many actors a question has, which parts it needs and which it may have besides.

    `needs` are names of parts, `|` between those of which one will do. A sentence that has any part
    besides is not of this rule: so nothing that was asked is passed over.
    """

    actors: str
    needs: str
    may: str
    build: Build

    def fits(self, number: int, names: frozenset[str]) -> bool:
        """Whether parts of these names make this question."""
        if str(number) not in self.actors:
            return False
        groups = [group.split("|") for group in self.needs.split()]
        allowed = {name for group in groups for name in group} | set(self.may.split())
        return names <= allowed and all(names & set(group) for group in groups)


_TIES: Final = "what how where ties fare state good friends now domain ever"

_FORCE: Final = on_a_day("state", only="in-force")

RULES: Final = (
    # Two actors, and how it is between them
    Rule("2", "when friends", "ever first ties", as_allies),
    Rule("2", "compare", f"{_TIES} change", as_compared),
    Rule("2", "we know", "what how ties state then domain do", as_known),
    Rule("2", "know", "what how ties state then domain", as_known),
    Rule("2", "we|learn know|learn later|learn", "what ties then domain", as_known_since),
    Rule("2", "issues", "what ties state why now ever events", as_why),
    Rule("2", "disputed", "what events ties who we say", on_a_day("state", only="disputed")),
    Rule("2", "why", "ties fare good friends label change turn state then domain how", as_why),
    Rule("2", "change", "what how when ties turn domain long ever state", as_change),
    Rule("2", "points", "what when ties events", as_turns),
    Rule("2", "when turn", "ties first last ever label good change domain", as_turns),
    Rule("2", "when best|worst", "what ties good events", as_turns),
    Rule("2", "when label", "ties first last ever start turn", as_turns),
    Rule("2", "trend", "what how ties fare state change turn domain", as_course),
    Rule("2", "turn", "how what ties fare state ever domain trend", as_course),
    Rule("2", "label", "ties ever how state good turn first last", as_whether),
    Rule("2", "friends force|pact", "what ties", _FORCE),
    Rule("2", "force", "what pact ties events ever count domain", _FORCE),
    Rule("2", "pact", "what ties events ever domain count", _FORCE),
    Rule("2", "sources", "what who say ties count events where we", as_sources),
    # What happened, and what is to come
    Rule("12", "ahead", "what when events ties happen first domain", as_agenda),
    Rule("012", "latest", "what happen events ties domain affair", as_latest),
    Rule("012", "happen", "what how events ties when domain first affair", as_events),
    Rule("12", "events", "what ties state how count domain affair", as_events),
    Rule("0", "events", "what count", as_events),
    Rule("12", "off", "what who when ties events ahead count", of_kinds("planned:*")),
    # One actor
    Rule("1", "friends|best|worst|others|good|ties", f"who {_TIES} others best worst", as_board),
    Rule("1", "who|what", "", as_who_is),
    # Two actors and hardly a word
    Rule("2", "ties|fare|state|good|friends|how", _TIES, as_state),
    Rule("2", "domain", "what how", as_state),
)
"""In the order in which they are tried."""

_DEED: Final = names_in(
    "deed who what how when where count often long ever last first latest events start end give "
    "then force brokered"
)


def worded(sentence: Sentence, parts: Parts) -> Worded | None:
    """The question that a sentence is; None where it is none, or has days that do not fit it."""
    number, names = len(sentence.actors), parts.names
    if asks_twice(parts) or _OF_SOME.search(sentence.skeleton):
        return None
    if number == 2 and not names and not _does(parts):
        return as_state(sentence, parts)
    if parts.deeds:
        return _of_deed(sentence, parts)
    if _does(parts) and names == frozenset({"what"}) and number in (1, 2):
        return as_done(sentence, parts)
    for rule in RULES:
        if rule.fits(number, names):
            if sentence.more_days and rule.build not in (as_compared, as_change):
                continue
            found = rule.build(sentence, parts)
            if found is not None:
                return found
    return None


_OF_SOME: Final = re.compile(
    r"(?:its|their|his|fellow|other|which) @\d"
    r" (?:allies|partners|members|states|countries|capitals)"
)
"""Some of a group, and not the group: `its NATO allies`."""


def asks_twice(parts: Parts) -> bool:
    """Whether it is two questions in one: of how it is and who did it, as it may be."""
    return len(parts.names & {"how", "who", "when", "where", "why", "count", "often", "long"}) > 1


def _does(parts: Parts) -> bool:
    """Whether something is done in it, as in `what did A do to B`."""
    return sum(part.name == "do" for part in parts.every) > 1 or any(
        part.text == "done" for part in parts.every
    )


def _of_deed(sentence: Sentence, parts: Parts) -> Worded | None:
    """The question of a deed: what was done, what of it is in force, when it is planned."""
    number = len(sentence.actors)
    if sentence.more_days:
        return None
    said = parts.deeds[0]
    assert said.deed is not None
    bare = _without_objects(parts)
    named = "who" in bare.names or any(part.name == OBJECT for part in bare.every)
    if len(bare.deeds) > 1 or bare.texts or (said.deed.objects and not named):
        return None
    if number < _PAIR and not said.noun and said.deed.kinds == VISITS:
        return None  # a visit is recorded of both, and not who travelled
    kinds = bare.names
    if said.deed.kinds == VISITS and kinds & {"count", "often"}:
        return None  # of those of both nobody has counted who travelled
    if "what" in kinds and said.text in ("call", "called"):
        return None  # `what did A call B` asks for a word
    lasting = said.noun and bool(said.deed.lasting) and number == _PAIR
    one_day = sentence.days is not None and not sentence.days.spans
    there = one_day and kinds <= _THERE
    if lasting and ("force" in kinds or _has(parts) or there) and kinds <= _IN_FORCE:
        return of_kinds_on(said.deed.lasting)(sentence, Parts(()))
    if said.noun and said.deed.lasting and number == 1 and "force" in kinds <= _IN_FORCE:
        return as_lasting(sentence, bare)
    if "off" in kinds and said.deed.together and kinds <= _CALLED_OFF:
        return of_kinds("planned:*")(sentence, Parts(()))
    if said.deed.together and number and "ahead" in kinds | _modal_of_time(kinds):
        if kinds <= _PLANNED:
            return as_agenda(sentence, Parts(()))
        return None
    if kinds <= _DEED and ("force" not in kinds or "long" in kinds):
        return as_deed(sentence, bare)
    return None


def _has(parts: Parts) -> bool:
    """Whether two have something, as in `what treaties did A and B have in 2010`."""
    said = [part.text for part in parts.every if part.name == "do"]
    return len(said) > 1 and said[-1] in ("have", "has", "had")


_PAIR: Final = 2
_THERE: Final = names_in("deed ever events")
_PLANNED: Final = names_in("deed ahead what when modal events where")
_IN_FORCE: Final = names_in("deed force what ever events give")
_CALLED_OFF: Final = names_in("deed off what ahead when count events who")


def _modal_of_time(names: frozenset[str]) -> frozenset[str]:
    """`when will they meet` asks what is planned; `will they meet` asks for a forecast."""
    return frozenset({"ahead"} if names >= {"when", "modal"} else ())


def _without_objects(parts: Parts) -> Parts:
    """The parts without the words for what of the other side a deed is done to."""
    objects = {word for part in parts.deeds if part.deed for word in part.deed.objects}
    return Parts(
        tuple(
            Part(OBJECT, part.text) if part.name == TEXT and part.text in objects else part
            for part in parts.every
        )
    )
