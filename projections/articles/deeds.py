"""Deeds of a sentence: the words that say that something happened, and in which mode."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from domain.kinds import read_what
from domain.modes import AHEAD, DENY, MAYBE, mode_before
from domain.phrases import Phrase, phrases_of
from projections.articles.endings import Changed, came_to_nothing, changed
from projections.articles.scene import Scene
from projections.articles.tokens import PREPOSITIONS, ROLES, word_set

_DETERMINERS: Final = word_set("the a an its his her their this any 's phone telephone video")
_INFINITIVE: Final = re.compile(r"\bto\s+$")
_ON: Final = word_set("on about of without against toward towards from")
_ONCE: Final = re.compile(r"\b(?:when|before|until|once|as soon as)\b[^,;]*$")
_TALKS_ON: Final = re.compile(
    r"\b(?:talks|negotiations|discussions|dialogue|memorandum|agreement|deal|accord|pact|treaty"
    r"|declaration|plan|plans|bill|law|vote|question|issue|report|speech|article)\b"
    r"(?:\s+(?:last|this|next)\s+\w+)?\s+(?:on|about|over)\s+"
    r"(?!(?:mon|tues|wednes|thurs|fri|satur|sun)day|the sidelines)"
    r"(?:(?!and\b)[\w'-]+\s+){0,6}$"
)
_NOT_HELD: Final = re.compile(
    r"[^,;.]{0,110}?\b(?:(?:is|are|was|were|has|have|had|did|does|do|will|would)\s+not\b|n't\b"
    r"|never\b|(?:could|might|may)\s+\w+|if\b|unless\b|no longer\b)"
)
_ENDS: Final = re.compile(
    r"[^,;.]{0,60}?\b(?:expire[ds]?|lapse[ds]?|end(?:ed|s)|collapse[ds]?|broke down|ran out"
    r"|(?:is|was|were|has been|have been) (?:lifted|scrapped|dropped|suspended|broken|over|dead)"
    r"|crumbled|fell apart|unravel\w+)\b"
)
_END_OF: Final = re.compile(
    r"\b(?:end|ends|ended|ending|expiry|lifting|lapse|removal|suspension|collapse)\s+(?:of|to)\s+"
    r"(?:[\w.']+\s+){0,3}$"
)
_TO_END: Final = re.compile(
    r"\b(?:end|ends|ended|ending|broke|breaks?|broken|breaking|violat\w+|breach\w*)\s+"
    r"(?:(?!(?:of|to|with|without|and|in|after|by|for)\b)[\w'.-]+\s+){0,3}$"
)
_LASTING: Final = re.compile(
    r"\b(?:deal|truce|cease-?fire|treaty|pact|agreement|accord|sanctions|embargo|ban|blockade"
    r"|boycott|alliance)\b"
)
_SENTENCE_ASKS: Final = re.compile(r"\?[\"')\]]*\s*$")
_SUPPOSED: Final = re.compile(r"\b(?:if|unless|whether|lest|in case)\b[^,;]*$")
_GOVERNED_TO: Final = re.compile(
    r";|,? but |,? while |,? although |, and |, (?:\w+ ){0,3}(?:after|before|when) "
    r"|(?<=\w) and (?:also |later |then |has |have |had )?(?!(?:need|unit|relat)ed)\w+ed (?!by\b)"
)


class Deed(NamedTuple):
    """A phrase at a place of the sentence, and the mode that the words before it set."""

    phrase: Phrase
    start: int
    end: int
    noun: bool = False
    """Whether its words name it, as nouns do."""
    mode: str = ""
    mode_start: int = 0
    host: Deed | None = None
    """The deed of the clause, of which this one is merely the occasion: `said during talks`."""
    certain: bool = False
    """Whether it goes before whatever else its words may mean."""
    open: bool = False
    """Whether what it is stays open: it may be for the other or against it."""
    guesses: int = 0

    @property
    def meeting(self) -> bool:
        """Whether it names a meeting: `talks`, `a phone call`."""
        return self.noun and self.phrase.what.kind == "contact"

    def words(self, scene: Scene) -> str:
        """The words that say it, with those that set its mode."""
        start = min(self.start, self.mode_start) if self.mode else self.start
        return " ".join(scene.text[start : self.end].split())


_OCCASION: Final = re.compile(
    r"\b(during|in|at|after|before|following|for|on the sidelines of)\s+"
    r"(?:(?:a|an|the|their|his|her|its)\s+)?(?:\w+\s+){0,2}$"
)


def deeds(scene: Scene) -> list[Deed]:
    """The deeds that a sentence has, in order, without those only asked for or alleged."""
    found = [
        Deed(
            phrase,
            match.start(),
            match.end(),
            phrase.noun or _is_named(scene, match.start(), match.group()),
        )
        for phrase in phrases_of(scene.plain)
        for match in phrase.pattern.finditer(scene.plain)
        if not _is_inside_a_name(scene, match.start())
        and not _is_an_adjective(scene, match.start(), match.group())
        and not _says_where(scene, match)
        and _is_to_whom_it_means(scene, phrase, match)
        and (phrase.noun or not _is_only_spoken_of(scene, match.start(), match.group()))
    ]
    found = [deed for deed in found if deed.phrase.noun or not (deed.noun and deed.phrase.governs)]
    found += [_of_a_change(each) for each in changed(scene.plain)]
    if asks(scene):
        return []
    kept = _in_modes(scene, _longest(found))
    kept = [_failed(scene, _met_elsewhere(scene, deed)) for deed in kept]
    held = (deed for deed in kept if not _is_not_held(scene, deed) and not _is_over(scene, deed))
    return _not_governed(scene, list(held))


def _met_elsewhere(scene: Scene, deed: Deed) -> Deed:
    """Talks that two hold together `in` a place, which is not a visit of either."""
    if deed.phrase.what.what != "visit" or "talks" not in deed.words(scene):
        return deed
    before = [each for each in scene.mentions if scene.start(each) < deed.start]
    if not before or len(scene.group(before[-1])) < _TWO:
        return deed
    phrase = deed.phrase._replace(what=read_what("talks"), sign="=", prepositions=_BETWEEN)
    return deed._replace(phrase=phrase)


_TWO: Final = 2
_BETWEEN: Final = frozenset({"with", "between"})


def _failed(scene: Scene, deed: Deed) -> Deed:
    """Talks that `ended without agreement` as what they were."""
    what = deed.phrase.what.what
    held = what in ("talks", "summit") or "talks" in deed.words(scene)
    if deed.mode or not held or not came_to_nothing(scene.plain, deed.end):
        return deed
    phrase = deed.phrase._replace(what=read_what("failed-talks"), sign="=")
    return deed._replace(phrase=phrase)


def _of_a_change(found: Changed) -> Deed:
    phrase = Phrase.of(found.what, "to for with of from on against in")
    return Deed(
        phrase,
        found.start,
        found.end,
        certain=found.certain,
        open=found.open,
        guesses=found.guesses,
    )


def asks(scene: Scene) -> bool:
    """Whether a sentence is a question."""
    return _SENTENCE_ASKS.search(scene.text) is not None


def has_ended(scene: Scene) -> bool:
    """Whether a sentence says that something which lasts has ended: `the truce collapsed`."""
    return any(
        _ENDS.match(scene.low, found.end()) or _END_OF.search(scene.low[: found.start()])
        for found in _LASTING.finditer(scene.low)
    )


def _is_over(scene: Scene, deed: Deed) -> bool:
    """Whether what a noun names has ended: `U.S. sanctions on Iran expired`."""
    if not deed.noun or deed.phrase.what.kind != "instrument":
        return False
    before = scene.low[: deed.start]
    ended = _ENDS.match(scene.low, deed.end) or _END_OF.search(before) or _TO_END.search(before)
    return ended is not None


def _is_not_held(scene: Scene, deed: Deed) -> bool:
    """Whether what a noun names did not take place: `talks are not expected to resume`."""
    if re.match(r"\s+(?:nothing|nobody|no one|neither)\b", scene.low[deed.end :]):
        return True
    return deed.noun and _NOT_HELD.match(scene.low, deed.end) is not None


def _is_named(scene: Scene, start: int, words: str) -> bool:
    """Whether a verb is a noun where it is: `the attack`, `Russian attack`."""
    at = scene.word_at(start)
    first = words.split(maxsplit=1)[0]
    if not at or first.endswith("ed"):
        return False
    if first.endswith("ing"):
        return scene.words[at - 1].low in _DETERMINERS
    if first.endswith(("tion", "tions", "sion", "sions", "ment")):
        return True
    if first in ROLES:
        return False
    before = scene.words[at - 1].low
    of_a_people = any(each.last == at - 1 and each.kind == "demonym" for each in scene.mentions)
    return before in _DETERMINERS or of_a_people


def _is_to_come(scene: Scene, deed: Deed) -> bool:
    """Whether the present means what is to come: `when the president travels to Hanoi`."""
    present = scene.words[scene.word_at(deed.start)].low.endswith("s")
    return present and _ONCE.search(scene.low[: deed.start]) is not None


def _is_only_spoken_of(scene: Scene, start: int, words: str) -> bool:
    """Whether a deed is merely what talks are on: `talks on normalising ties`."""
    at = scene.word_at(start)
    if _TALKS_ON.search(scene.low[:start]):
        return True
    spoken_of = at > 0 and scene.words[at - 1].low in _ON
    return spoken_of and words.split(maxsplit=1)[0].endswith("ing")


def _is_inside_a_name(scene: Scene, start: int) -> bool:
    at = scene.word_at(start)
    return any(each.first < at <= each.last for each in scene.mentions)


def _is_an_adjective(scene: Scene, start: int, words: str) -> bool:
    """Whether a participle describes a thing: `transport of sanctioned goods`."""
    at = scene.word_at(start)
    if " " in words or not words.endswith("ed") or at == 0 or at + 1 >= len(scene.words):
        return False
    before = scene.words[at - 1].low
    bare = scene.words[at + 1].low not in PREPOSITIONS and not scene.words[at + 1].sign
    return bare and (before in PREPOSITIONS - {"by"} or before in _DETERMINERS)


def _says_where(scene: Scene, match: re.Match[str]) -> bool:
    """Whether `back` says where to: `handed villages back to Iran`; or who was host of what."""
    after = scene.plain[match.end() :].lstrip()
    if match.group() == "suspected" and after.startswith("of "):
        return True
    return (match.group() == "back" and after.startswith("to ")) or (
        match.group() == "hosted" and after.startswith("by ")
    )


def _is_to_whom_it_means(scene: Scene, phrase: Phrase, match: re.Match[str]) -> bool:
    """Whether troops are sent against another, or to one: `sent jets to Poland`.

    Troops and missions that are in nobody's land, as a fleet at sea is, are nobody's help.
    """
    to_one = _names_one(scene, _TO.match(scene.text, match.end()))
    if phrase.what.what == "mobilize:troops":
        return not to_one and not _FOR_HIM.search(scene.plain)
    if phrase.what.what == "aid" and _TROOPS.search(match.group()):
        return to_one
    if phrase.what.what == "cooperate" and match.group().endswith("mission"):
        return _names_one(scene, _IN.match(scene.text, match.end()))
    return True


def _names_one(scene: Scene, before: re.Match[str] | None) -> bool:
    """Whether an actor is named behind some words, and no place beside it."""
    at = scene.word_at(before.end()) if before else -1
    named = next((each for each in scene.mentions if each.first == at), None)
    return named is not None and _BESIDE.match(scene.text, scene.words[named.last].end) is None


_TROOPS: Final = re.compile(
    r"troops|soldiers|jets|warships|frigates|destroyer|battalion|brigade|batteries|forces"
)
_IN: Final = re.compile(r"\s+in (?:the )?")
_TO: Final = re.compile(
    r"[\w\s-]{0,40}? to (?:(?:the|eastern|western|northern|southern|central|neighbou?ring) )*"
)
_BESIDE: Final = re.compile(r"['’]| (?:border|frontier|front|coast|waters|[Ss]trait|[Ss]ea)\b")
"""What is beside another, as its border is, and not in it."""

_FOR_HIM: Final = re.compile(
    r"\b(?:show of (?:support|solidarity)|to (?:help )?(?:defend|protect|bolster|reassure) "
    r"(?:its|his|their|the|an?) (?:ally|allies|partner))\b"
)
"""What says that troops are sent for another, and not against it."""


def _longest(found: Iterable[Deed]) -> list[Deed]:
    """Of deeds that share words the longest, and of those as long the first of the table.

    One that governs goes before the deed that it asks for: `urged Iran to release prisoners`.
    """
    kept: list[Deed] = []
    for deed in sorted(found, key=_before):
        if not any(deed.start < other.end and other.start < deed.end for other in kept):
            kept.append(deed)
    return sorted(kept, key=lambda deed: deed.start)


def _before(deed: Deed) -> tuple[bool, bool, int]:
    return not deed.phrase.governs, not deed.certain, deed.start - deed.end


def _in_modes(scene: Scene, found: Sequence[Deed]) -> list[Deed]:
    """Each deed with its mode; a deed whose words only set the mode of the next is dropped."""
    result: list[Deed] = []
    for deed in found:
        mode, start = mode_before(scene.plain[: deed.start])
        if (
            deed.phrase.what.what == "call-off"
            and scene.plain[start : deed.start].strip() in _PLANNED
        ):
            mode, start = "", 0  # `a planned visit was cancelled`
        if not mode and _SUPPOSED.search(scene.low[: deed.start]):
            mode = MAYBE
        if (
            not mode
            and deed.phrase.what.kind == "contact"
            and _INFINITIVE.search(scene.plain[: deed.start])
        ):
            mode = AHEAD
        if not mode and _is_to_come(scene, deed):
            mode = AHEAD
        previous = result[-1] if result else None
        if not mode and previous and previous.mode and _is_coordinated(scene, previous, deed):
            mode, start = previous.mode, previous.mode_start
        while result and mode and result[-1].end > start and result[-1].start < deed.start:
            mode_of_it = result.pop()
            start = min(start, mode_of_it.start)
        result.append(deed._replace(mode=mode, mode_start=start))
    return result


_PLANNED: Final = frozenset({"planned", "scheduled", "proposed", "upcoming"})


def _is_coordinated(scene: Scene, one: Deed, other: Deed) -> bool:
    """Whether a second verb goes on with the first: `will expel diplomats and close the border`."""
    between = scene.low[one.end : other.start]
    first = scene.words[scene.word_at(other.start)].low
    bare = not first.endswith(("ed", "s", "ing"))
    return bare and re.search(r"\b(?:and|or)\s+(?:\w+ly\s+|also\s+)?$", between) is not None


def _is_purpose(scene: Scene, previous: Deed, deed: Deed) -> bool:
    """Whether a deed is merely why another was done: `summoned the envoy to protest against`."""
    said = deed.phrase.said and deed.phrase.what.weight < 0 and previous.phrase.what.weight < 0
    return said and not deed.mode and _INFINITIVE.search(scene.plain[: deed.start]) is not None


def _not_governed(scene: Scene, found: Sequence[Deed]) -> list[Deed]:
    kept: list[Deed] = []
    until = -1
    host: Deed | None = None
    for deed in found:
        occasion = _OCCASION.search(scene.low[: deed.start]) if host and deed.meeting else None
        if host and occasion:
            if host.phrase.what.kind == "contact":
                continue
            over = occasion[1] in ("after", "following")
            kept.append(deed._replace(host=host, mode=deed.mode or ("" if over else host.mode)))
            continue
        if deed.start < until and deed.mode != DENY:
            continue
        if kept and _is_purpose(scene, kept[-1], deed):
            continue
        kept.append(deed)
        host = host if deed.noun else deed
        if deed.phrase.governs:
            end = _GOVERNED_TO.search(scene.low, deed.end)
            until = end.start() if end else len(scene.text)
    return kept
