"""What is ended, restored or put on a list: whether that is for another or against it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

_GAP: Final = (
    r"(?:(?!(?:of|on|in|with|without|and|or|but|after|before|to|that|which|by|for|against|when|if"
    r"|as|from|whether|while|over|because|until|who)\b)[\w'.-]+\s+){0,4}?"
)
_VERBS: Final = (
    r"(?:end(?:s|ed|ing)?|suspend(?:s|ed|ing)?|terminat\w+|revok\w+|rescind\w*|repeal\w*|halt\w*"
    r"|cancel\w*|scrap(?:s|ped|ping)?|abolish\w*|axe[sd]?|abandon\w*|annul\w*|revers(?:e[sd]?|ing)"
    r"|stop(?:s|ped|ping)?|drop(?:s|ped|ping)?|lift(?:s|ed|ing)?|overturn\w*|fr(?:ee|o)z\w+"
    r"|cut(?:s|ting)? off|tore up|quits?|exit(?:s|ed|ing)?|withdr[ae]w(?:s|n|ing)?(?: from)?"
    r"|pull(?:s|ed|ing)? out of|walk(?:s|ed|ing)? (?:out of|away from)|let(?:s|ting)? lapse)"
)
_LAPSE: Final = r"let(?:s|ting)?"
_RESTORE: Final = (
    r"(?:restor\w+|resum\w+|reinstat\w+|re-?impos\w+|re-?introduc\w+|reviv\w+|extend(?:s|ed|ing)?"
    r"|prolong\w*|renew(?:s|ed|ing)?)"
)
_HOSTILE: Final = (
    r"(?:sanctions?|embargo(?:es)?|bans?|boycotts?|curbs|blockades?|siege|restrictions|tariffs?"
    r"|quotas?|duties)"
)
_PACT: Final = r"(?:pact|treaty|agreement|accord|deal|alliance|convention|memorandum|partnership)s?"
_TALKS: Final = r"(?:talks|negotiations|dialogue)"
_PREFERENCES: Final = (
    r"(?:most[\s-]favou?red[\s-]nation(?: trade)?(?: status)?|preferential [\w-]+"
    r"|trade (?:preferences|privileges)|trading status)"
)
_VISAS: Final = r"(?:visa[\s-]free (?:travel|entry|access|regime)|visa waivers?|visa exemptions?)"
_HELP: Final = (
    r"(?:aid|assistance|cooperation|funding|supplies|subsidies|exercises|drills|support|backing"
    r"|flights|arms sales|weapons sales)"
)
_RECOGNITION: Final = r"recognition"
_UNDONE: Final = (
    (_PREFERENCES, "instrument:trade-restriction"),
    (_VISAS, "coerce:restrict"),
    (_RECOGNITION, "instrument:recognition-withheld"),
    (_PACT, "sanction:withdraw"),
    (_TALKS, "sanction:withdraw"),
    (_HELP, "sanction:discontinue"),
)
"""What it means that something friendly is ended."""

_CERTAIN: Final = ("coerce:restrict", "instrument:recognition-withheld")
_ALL: Final = "|".join((_HOSTILE, *(thing for thing, _ in _UNDONE)))
_ALONE: Final = (
    rf"(?![\w-])(?!'s)(?!\s+(?:{_ALL}|disputes?|rows?|deadlock|crisis|impasse|war|standoff|stand-off"
    r"|efforts?|uncertainty|bill|law|vote)\b)"
)
_OBJECT: Final = (
    r"(?:\s+on\s+(?!(?:all|the|its|his|her)\b)[a-z][\w-]*"
    r"(?:\s+(?:and\s+)?(?!(?:to|from|by|with|for|in|on|over|after|against|and|last|this)\b)"
    r"[a-z][\w-]*)?)?"
)
"""What a ban is on, which is not done: `a ban on imports`."""


def _ended(thing: str) -> str:
    return (
        rf"\b(?:{_VERBS}\s+{_GAP}(?P<thing>{thing}){_ALONE}"
        rf"|{_LAPSE}\s+{_GAP}{thing}(?=[^,;.]{{0,50}}\blapse\b))"
    )


_ENDED_HOSTILE: Final = re.compile(_ended(_HOSTILE) + _OBJECT)
_RESTORED_HOSTILE: Final = re.compile(
    rf"\b{_RESTORE}\s+{_GAP}(?P<thing>{_HOSTILE}){_ALONE}{_OBJECT}"
)
_ENDED_FRIENDLY: Final = tuple((re.compile(_ended(thing)), what) for thing, what in _UNDONE)
_TALKS_ENDED: Final = re.compile(
    rf"(?:end(?:s|ed|ing)?)\s+(?!(?:the|its|their|all|his|her)\s+(?:\w+\s+)?{_TALKS}\b)"
    rf"|(?:cancel|scrap|drop|revok|call)"
)
"""Talks that come to their end, or that were never held."""

_RESTORED: Final = (
    (r"travel|entry|visa", "coerce:restrict"),
    (r"\b(?:arms|weapons)\b", "instrument:arms-embargo"),
    (r"sanction", "instrument:sanctions"),
    (r"embargo|blockade|siege", "instrument:embargo"),
    (r"", "instrument:trade-restriction"),
)

_FAILED: Final = re.compile(
    r"[^;]{0,120}?(?<![\w-])(?:(?:ended|ends?|ending|broke up|break up|closed|concluded|finished"
    r"|wrapped up|adjourned)\b(?:\s+(?!and\b|but\b)[\w-]+){0,6}?,?\s+"
    r"(?:without (?:an? |any )?(?:\w+ )?"
    r"(?:agreement|deal|accord|result|breakthrough|progress|resolution|outcome|success)"
    r"|(?:with|in) (?:no |failure|deadlock|acrimony|stalemate)|inconclusively|empty-handed)"
    r"|(?:made|yielded|produced|brought|achieved) (?:little|no) (?:\w+ )?"
    r"(?:progress|agreement|deal|result|results|breakthrough|headway))\b"
)


def came_to_nothing(text: str, end: int) -> bool:
    """Whether what is said behind talks in a text in small letters is that they failed."""
    return _FAILED.match(text, end) is not None


# Lists --------------------------------------------------------------------------------------------

_LIST: Final = r"(?:(?:white|black|grey|gray|watch)?-?lists?|register|roster)\b"
_SOME: Final = r"(?:[^\s,;]+\s+){0,8}?"
_OFF: Final = re.compile(
    r"\b(?:remov(?:e[sd]?|ing)|tak(?:e[sn]?|ing)|took|dropp?(?:s|ed|ing)?|struck|str(?:ike|ikes|iking)"
    r"|delet(?:e[sd]?|ing)|exclud(?:e[sd]?|ing)|delist(?:s|ed|ing)?|expel(?:s|led|ling)?"
    rf"|purg(?:e[sd]?|ing)|cut(?:s|ting)?)\s+{_SOME}(?:off|from)\s+{_SOME}{_LIST}"
)
_ON: Final = re.compile(
    r"\b(?:add(?:s|ed|ing)?|put(?:s|ting)?|plac(?:e[sd]?|ing)|includ(?:e[sd]?|ing)"
    r"|restor(?:e[sd]?|ing)|return(?:s|ed|ing)?|readmit(?:s|ted|ting)?|reinstat(?:e[sd]?|ing))"
    rf"\s+{_SOME}(?:to|on|onto|in|into)\s+{_SOME}{_LIST}"
)
_DELISTED: Final = re.compile(r"\bdelist(?:s|ed|ing)?\b")
_AGAINST: Final = re.compile(
    r"\bblack-?list|\bblack list|sanction|terror|\bwatch-?list|no-fly|\bbanned|boycott|hostile"
    r"|unfriendly|risk|\bgr[ea]y-?list|\bgr[ea]y list|enem(?:y|ies)|sponsors? of|manipulators"
    r"|violators|havens?\b|prohibited|restricted|entity list|unreliable|non-?cooperative|rogue"
    r"|adversar|control list|unsafe|untrusted|offenders|wanted\b|embargo|\bforbidden"
)
_FOR: Final = re.compile(
    r"\bwhite-?list|\bwhite list|\btrusted|favou?red|\bpreferred|preferential|\bsafe\b|\bfriendly"
    r"|\bfriends|partners|\ballies|beneficiar|visa-free|visa-waiver|exempt|privileged|\bapproved"
    r"|\beligible|\breliable|recipients|favou?rites|priority"
)
_OF_TRADE: Final = re.compile(
    r"trad(?:e|ing)|supplier|export|import|market|nations? status|white|commerc"
)
_REST: Final = re.compile(r"[^,;.]{0,60}")


class Changed(NamedTuple):
    """A place of a sentence at which something is ended or restored, and what that means."""

    start: int
    end: int
    what: str
    certain: bool = True
    """Whether it means that whatever else its words say."""
    open: bool = False
    """Whether it may as well be for the other as against it."""
    guesses: int = 0


def changed(text: str) -> Iterator[Changed]:
    """Each place of a text in small letters at which something is ended or restored."""
    yield from _listed(text)
    for match in _ENDED_HOSTILE.finditer(text):
        yield Changed(match.start(), match.end(), "lift-restriction")
    for match in _RESTORED_HOSTILE.finditer(text):
        what = next(what for words, what in _RESTORED if re.search(words, match[0]))
        yield Changed(match.start(), match.end(), what)
    for pattern, what in _ENDED_FRIENDLY:
        for match in pattern.finditer(text):
            talks = re.search(rf"{_TALKS}$", match[0]) is not None
            if not talks or not _TALKS_ENDED.match(match[0]):
                guesses = int(talks and match[0].startswith("end"))
                certain = what in _CERTAIN
                yield Changed(match.start(), match.end(), what, certain=certain, guesses=guesses)


def _listed(text: str) -> Iterator[Changed]:
    """Who is put on a list or taken off it: good or bad as the list is, open if nobody says."""
    for pattern, away in ((_OFF, True), (_ON, False)):
        for match in pattern.finditer(text):
            rest = _REST.match(text, match.end())
            words = match[0] + (rest[0] if rest else "")
            bad, good = _AGAINST.search(words) is not None, _FOR.search(words) is not None
            if bad == good:
                yield Changed(match.start(), match.end(), "lift-restriction", open=True)
            elif bad == away:
                yield Changed(match.start(), match.end(), "lift-restriction")
            else:
                yield Changed(match.start(), match.end(), _harm(words, away=away))
    for match in _DELISTED.finditer(text):
        rest = _REST.match(text, match.end())
        good = rest is not None and _FOR.search(rest[0]) is not None
        what = _harm(rest[0], away=True) if rest and good else "lift-restriction"
        yield Changed(match.start(), match.end(), what, guesses=1)


def _harm(words: str, *, away: bool) -> str:
    if not away:
        return "instrument:sanctions"
    return "instrument:trade-restriction" if _OF_TRADE.search(words) else "sanction:discontinue"
