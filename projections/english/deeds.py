"""What people ask whether somebody did: verbs and nouns of the news, and the kinds they mean."""

from __future__ import annotations

import re
from functools import cache
from typing import Final, NamedTuple

from domain.meaning import Match, search
from domain.stems import SMALL


class Deed(NamedTuple):
    """Something one actor does to another, or two do together.

    `verbs` and `nouns` are patterns; `kinds` are as a list of facts takes them. `objects` are words
    for what of the other side it is done to, one of which has to be there.
    """

    verbs: str
    nouns: str
    kinds: str
    together: bool = False
    objects: frozenset[str] = frozenset()

    @property
    def lasting(self) -> str:
        """Those of its kinds that last, such as a war or an embargo; empty where none does."""
        return ",".join(
            kind for kind in self.kinds.split(",") if kind.startswith(("instrument:", "stance:"))
        )


class FoundDeed(NamedTuple):
    """A deed in a question: in how many words it is said, and whether by a noun."""

    deed: Deed
    words: int
    noun: bool


def deed_at(words: list[str], position: int) -> FoundDeed | None:
    """The deed of the table that begins at a word, the longest; None where there is none."""
    text = " ".join(words[position : position + _LONGEST])
    best: FoundDeed | None = None
    for deed, verbs, nouns in _patterns():
        for noun, pattern in ((True, nouns), (False, verbs)):
            match = pattern.match(text)
            if match is not None and (best is None or _length(match) > best.words):
                best = FoundDeed(deed, _length(match), noun)
    return best


_LONGEST: Final = 8
"""So many words may say one deed."""


def _length(match: re.Match[str]) -> int:
    return len(match[0].split())


@cache
def _patterns() -> tuple[tuple[Deed, re.Pattern[str], re.Pattern[str]], ...]:
    return tuple(
        (deed, re.compile(rf"(?:{deed.verbs})(?![\w-])"), re.compile(rf"(?:{deed.nouns})(?![\w-])"))
        for deed in DEEDS
    )


def deed_of_glossary(words: list[str], position: int) -> FoundDeed | None:
    """The deed that a word, or a verb like `shot down`, is by the synonyms of what can happen."""
    for count in (2, 1):
        said = words[position : position + count]
        if len(said) < count or any(not word.isalpha() or word in SMALL for word in said):
            continue
        if count == 2 and said[1] not in _PARTICLES:
            continue
        kinds = _kinds(" ".join(said))
        if kinds:
            noun = not said[0].endswith(_VERBAL)
            return FoundDeed(Deed(said[0], said[0], kinds), count, noun)
    return None


_PARTICLES: Final = frozenset({"down", "out", "off", "up", "back", "away"})
_VERBAL: Final = ("ed", "ing", "es", "shot", "sent", "sold", "bought", "broke", "struck")


@cache
def _kinds(text: str) -> str:
    """The kinds of which a text is a name, a synonym, or another form of one."""
    hits = [hit for hit in search(text) if hit.match <= Match.FORM]
    return ",".join(dict.fromkeys(hit.what.written for hit in hits))


_SANCTIONS: Final = (
    "sanction,sanction:discontinue,instrument:*sanctions,instrument:*embargo,"
    "instrument:trade-restriction"
)
RECALLS: Final = "instrument:ambassador-recalled"
SAYINGS: Final = "accuse*,condemn,support,threaten*,reject*,request*,stance:*"
VISITS: Final = "visit,consult:visit"
_MEETINGS: Final = (
    "visit,talks,summit,third-party,failed-talks,consult,consult:visit,consult:multilateral,"
    "consult:third-party"
)

_ENVOYS: Final = frozenset(
    ["diplomat", "diplomats", "envoy", "envoys", "ambassador", "ambassadors", "staff", "charge"]
)
_TREATIES: Final = (
    "instrument:treaty,instrument:*agreement,instrument:peace-treaty,instrument:alliance,"
    "instrument:ceasefire,agree"
)
_WAR: Final = "assault*,instrument:armed-conflict"
_AID: Final = "aid*,arms-sale,link:close"

DEEDS: Final = (
    Deed(
        r"sanction(?:s|ed|ing)?|penali[sz](?:e|es|ed|ing)",
        r"(?:economic |financial |new )?sanctions",
        _SANCTIONS,
    ),
    Deed(
        r"attack(?:s|ed|ing)?|strik(?:e|es|ing)|struck|bomb(?:s|ed|ing)?|shell(?:s|ed|ing)?"
        r"|sho(?:ot|t|ots|oting) at|fir(?:e|ed|ing) (?:on|at)",
        r"(?:armed |military )?(?:attacks?|strikes?|assaults?|bombings?|air ?strikes?)",
        _WAR,
    ),
    Deed(r"invad(?:e|es|ed|ing)", r"(?:full-scale )?invasions?", "instrument:armed-conflict"),
    Deed(
        r"condemn(?:s|ed|ing)?|critici[sz](?:e|es|ed|ing)|denounc(?:e|es|ed|ing)"
        r"|rebuk(?:e|es|ed|ing)",
        r"condemnations?|criticisms?",
        "condemn,accuse:disapprove,protest-note",
    ),
    Deed(
        r"protest(?:s|ed|ing)? (?:to|against)",
        r"protests?(?: (?:to|against))?|d[eé]marches?(?: to)?",
        "protest-note,summon,condemn,accuse:disapprove",
    ),
    Deed(
        r"ask(?:s|ed|ing)?|request(?:s|ed|ing)?|demand(?:s|ed|ing)?|urg(?:e|es|ed|ing)",
        r"requests?|demands?|pleas?|appeals?",
        "request*,ceasefire-call",
    ),
    Deed(r"accus(?:e|es|ed|ing)|blam(?:e|es|ed|ing)", r"accusations?", "accuse*"),
    Deed(r"threaten(?:s|ed|ing)?|warn(?:s|ed|ing)?", r"threats?|warnings?", "threaten*"),
    Deed(
        r"expel(?:s|led|ling)?|(?:throw|threw|throwing|kick|kicked|kicking) out",
        r"expulsions?(?: of diplomats)?|diplomatic expulsions",
        "expel-diplomats,sanction:expel",
        objects=_ENVOYS,
    ),
    Deed(
        r"recall(?:s|ed|ing)?",
        r"recalls?(?: of ambassadors)?",
        RECALLS,
        objects=_ENVOYS,
    ),
    Deed(r"summon(?:s|ed|ing)?", r"summonses", "summon", objects=_ENVOYS),
    Deed(r"recogni[sz](?:e|es|ed|ing)", r"recognitions?", "recognise"),
    Deed(
        r"help(?:s|ed|ing)?|aid(?:s|ed|ing)?|assist(?:s|ed|ing)?"
        r"|(?:give|gives|gave|given|giving|send|sends|sent|sending|supply|supplies|supplied"
        r"|supplying|deliver|delivered|provide|provided|sell|sells|sold|selling)"
        r" (?:any )?(?:aid|help|arms|weapons?|military aid)(?: (?:to|for))?"
        r"|arm(?:s|ed|ing)?(?= @)",
        r"(?:humanitarian |military |financial )?(?:aid|help|assistance)"
        r"|(?:arms|weapons)(?: (?:sales?|deliveries|supplies|shipments))?",
        _AID,
    ),
    Deed(
        r"support(?:s|ed|ing)?|back(?:s|ed|ing)|back(?= @)|prais(?:e|es|ed|ing)"
        r"|endors(?:e|es|ed|ing)",
        r"support|endorsements?",
        "support,stance:supports",
    ),
    Deed(
        r"oppos(?:e|es|ed|ing)|block(?:s|ed|ing)?(?= @)|veto(?:es|ed|ing)?|reject(?:s|ed|ing)?"
        r"|object(?:s|ed|ing)? to",
        r"opposition|objections?|rejections?|veto(?:es)?",
        "stance:opposes,stance:critical,reject*,veto*",
    ),
    Deed(
        r"(?:say|says|said|saying|tell|tells|told)(?: (?:about|of|on|to))?",
        r"statements?(?: (?:on|about))?|remarks?(?: (?:on|about))?|comments?(?: (?:on|about))?",
        SAYINGS,
    ),
    Deed(
        r"join(?:s|ed|ing)?|accede(?:s|d)?(?: to)?"
        r"|(?:be|become|became|becoming) (?:a )?member(?: of)?",
        r"(?:full )?member(?:ship)?(?: (?:of|in))?|accession(?: to)?|alliances?|founding member",
        "instrument:alliance,instrument:*agreement",
        together=True,
    ),
    Deed(
        r"think(?:s)? (?:of|about)|feel(?:s)? about|see(?:s)?(?= @)|view(?:s|ed)?",
        r"(?:positions?|stances?|views?|opinions?|attitudes?|line)"
        r"(?: (?:on|to|towards?|about|of))?",
        "stance:*,support,condemn,accuse:disapprove",
    ),
    Deed(
        r"apologi[sz](?:e|es|ed|ing)|ma(?:k|d)e concessions|back(?:ed)? down|conced(?:e|ed)",
        r"apolog(?:y|ies)|concessions?",
        "concede",
    ),
    Deed(
        r"mediat(?:e|es|ed|ing)",
        r"mediations?|mediators?|mediation efforts?",
        "third-party,consult:third-party,planned:talks",
        together=True,
    ),
    Deed(
        r"visit(?:s|ed|ing)? each other",
        r"(?:state |official )?visits?",
        VISITS,
        together=True,
    ),
    Deed(
        r"visit(?:s|ed|ing)?|(?:set|sets) foot (?:in|on)"
        r"|(?:go|goes|went|gone|been|travel(?:s|led|ed)?|fly|flew|flown|come|came)(?: back)?"
        r" to(?= @)"
        r"|(?:make|made|pay|paid|take|took) (?:a|any) (?:visit|trip)s? to",
        r"(?:visits?|trips?|journeys?) to",
        VISITS,
    ),
    Deed(
        r"(?:withdr[ae]w|withdrew|withdrawn|pull|pulled)(?: out)?(?: its| their)?"
        r" (?:troops|forces|soldiers)(?: (?:out )?(?:from|of))?",
        r"troop withdrawals?",
        "withdraw-troops,retreat:withdraw",
    ),
    Deed(
        r"(?:br(?:eak|oke|oken)|cut|sever(?:ed)?)(?: off)?(?: all)?(?: diplomatic)?"
        r" (?:ties|relations)(?: with)?",
        r"(?:breach|severance|rupture) of relations",
        "instrument:relations-severed,instrument:relations-downgraded",
    ),
    Deed(
        r"clos(?:e|ed|es|ing) (?:its|the|their) (?:land )?borders?",
        r"border closures?|closed borders?",
        "instrument:border-closed",
    ),
    Deed(
        r"clos(?:e|ed|es|ing) (?:its|the|their) airspace",
        r"airspace closures?",
        "instrument:airspace-closed,instrument:transit-ban,instrument:transit-restriction",
    ),
    Deed(
        r"(?:sign|signed|conclude|concluded|make|made)(?: a| an| any| the)?"
        r" (?:treat(?:y|ies)|agreements?|deals?|pacts?|accords?)",
        r"(?:signed )?(?:treat(?:y|ies)|agreements?|deals?|pacts?|accords?|memorand(?:um|a))",
        _TREATIES,
        together=True,
    ),
    Deed(
        r"agree(?:d)?(?: on| to)?(?: a)? (?:ceasefire|truce|cease-fire)",
        r"(?:ceasefires?|truces?|cease-fires?)",
        "instrument:ceasefire,retreat:ceasefire,agree",
        together=True,
    ),
    Deed(r"(?:hold|held) (?:a )?summits?", r"summits?(?: meetings?)?", "summit", together=True),
    Deed(
        r"me(?:e)?t(?:s|ing)?(?: (?:face to face|in person|each other|up))?|see each other"
        r"|(?:hold|held|have|had) (?:talks|a summit|meetings?)|sit down(?: together)?",
        r"(?:face-to-face |one-on-one |bilateral )?(?:meetings?|talks|encounters?|negotiations)",
        _MEETINGS,
        together=True,
    ),
    Deed(
        r"phone(?:d|s)?(?: each other)?|call(?:ed|s)?(?: each other)?"
        r"|(?:talk(?:ed|ing)?|sp(?:eak|oke|oken|eaking))"
        r"(?: to each other| with each other)? (?:by|on the|over the) (?:tele)?phone",
        r"(?:tele)?phone (?:calls?|talks|conversations?)|calls?",
        "call,consult:phone",
        together=True,
    ),
    Deed(
        r"(?:talk(?:s|ed|ing)?|sp(?:eak|eaks|oke|oken|eaking))"
        r"(?: (?:to each other|by phone|on the phone|to|with))?"
        r"|(?:been )?in contact",
        r"contacts?|conversations?",
        f"call,consult:phone,{_MEETINGS}",
        together=True,
    ),
    Deed(
        r"f(?:ight|ights|ought|ighting)|clash(?:es|ed|ing)?|(?:go|goes|gone|went|going) to war"
        r"|exchang(?:e|ed) fire|(?:be )?at war",
        r"(?:fighting|clashes|armed clashes|wars?|armed conflicts?|hostilities)",
        _WAR,
        together=True,
    ),
    Deed(
        r"(?:hold|held) (?:joint )?(?:military )?(?:exercises|manoeuvres|maneuvers|drills)",
        r"(?:joint )?(?:military )?(?:exercises?|manoeuvres|maneuvers|drills)",
        "exercise",
        together=True,
    ),
)
"""In the order in which they are tried."""
