"""What people ask whether somebody did: verbs and nouns of the news, and the kinds they mean."""

from __future__ import annotations

from typing import Final, NamedTuple


class Deed(NamedTuple):
    """Something one actor does to another, or two do together.

    `verbs` and `nouns` are patterns; `kinds` are as `timeline --kind` takes them. `whom` is how
    the other is named behind the verb.
    """

    verbs: str
    nouns: str
    kinds: str
    together: bool = False
    whom: str = "{}"


_SANCTIONS: Final = (
    "sanction,sanction:discontinue,instrument:*sanctions,instrument:*embargo,"
    "instrument:trade-restriction"
)
_MEETINGS: Final = (
    "visit,talks,summit,third-party,failed-talks,consult,consult:visit,consult:multilateral,"
    "consult:third-party"
)

DEEDS: Final = (
    Deed(
        r"sanction(?:ed|s)?|impos(?:e|ed|es) (?:any |new |economic )?sanctions (?:on|against)"
        r"|put sanctions on|penali[sz]ed?",
        r"(?:economic )?sanctions",
        _SANCTIONS,
    ),
    Deed(
        r"attack(?:ed|s)?|str(?:ike|uck)|bomb(?:ed)?|shell(?:ed)?|invaded?|shot at"
        r"|fired? (?:on|at)",
        r"(?:armed |military )?(?:attacks|strikes|assaults|bombings|air ?strikes)",
        "assault*,instrument:armed-conflict",
    ),
    Deed(
        r"condemn(?:ed|s)?|critici[sz](?:e|ed|es)|denounc(?:e|ed|es)|rebuk(?:e|ed)"
        r"|protest(?:ed)? (?:to|against)",
        r"condemnations?|criticism|protests",
        "condemn,accuse:disapprove,protest-note",
    ),
    Deed(r"accus(?:e|ed|es)|blam(?:e|ed|es)", r"accusations", "accuse*"),
    Deed(r"threaten(?:ed|s)?|warn(?:ed|s)?", r"threats", "threaten*"),
    Deed(
        r"expel(?:led|s)?|(?:throw|threw|kick(?:ed)?) out",
        r"expulsions(?: of diplomats)?",
        "expel-diplomats,sanction:expel",
        whom=r"(?:{}(?:'s)? (?:diplomats?|envoys?|ambassadors?|embassy staff)"
        r"|(?:diplomats?|envoys?|ambassadors?) (?:of|from) {})",
    ),
    Deed(
        r"recall(?:ed|s)? (?:its|their|his|her|an|the) ambassadors? (?:from|to|in)",
        r"recalls of ambassadors",
        "instrument:ambassador-recalled",
    ),
    Deed(
        r"summon(?:ed|s)?",
        r"summonses",
        "summon",
        whom=r"(?:{}(?:'s)? (?:ambassadors?|envoys?|charg[eé] d'affaires)"
        r"|(?:the )?(?:ambassadors?|envoys?) (?:of|from) {})",
    ),
    Deed(r"recogni[sz](?:e|ed|es)", r"recognitions?", "recognise"),
    Deed(
        r"help(?:ed|s)?|aid(?:ed|s)?|assist(?:ed|s)?|sen[dt] (?:any )?(?:aid|help|arms|weapons) to"
        r"|giv(?:e|en) (?:any )?(?:aid|help|arms|weapons) to|gave (?:aid|help|arms|weapons) to",
        r"(?:humanitarian |military )?(?:aid|help)",
        "aid*",
    ),
    Deed(
        r"s[eo]ll (?:any )?(?:arms|weapons) to|sold (?:any )?(?:arms|weapons) to|arm(?:ed)?",
        r"arms sales",
        "arms-sale,aid*",
    ),
    Deed(
        r"support(?:ed|s)?|back(?:ed|s)?|prais(?:e|ed|es)|endors(?:e|ed|es)",
        r"support",
        "support,stance:supports",
    ),
    Deed(
        r"visit(?:ed)? each other",
        r"visits?",
        "visit,consult:visit",
        together=True,
    ),
    Deed(
        r"withdr[ae]wn? (?:its )?(?:troops|forces) from|pull(?:ed)? (?:its )?troops out of",
        r"troop withdrawals",
        "withdraw-troops,retreat:withdraw",
    ),
    Deed(
        r"br(?:eak|oke|oken) (?:off )?(?:all )?(?:diplomatic )?(?:ties|relations) with"
        r"|(?:cut|sever(?:ed)?) (?:off )?(?:all )?(?:diplomatic )?(?:ties|relations) with",
        r"breaches of relations",
        "instrument:relations-severed,instrument:relations-downgraded",
    ),
    Deed(
        r"clos(?:e|ed) (?:its|the) borders? (?:with|to)",
        r"border closures",
        "instrument:border-closed",
    ),
    Deed(
        r"clos(?:e|ed) (?:its|the) airspace to",
        r"airspace closures",
        "instrument:airspace-closed",
    ),
    Deed(
        r"(?:sign|signed|conclud(?:e|ed)|mak(?:e)|made) (?:a |an |any )?"
        r"(?:treaty|treaties|agreements?|deals?|pacts?|accords?)",
        r"(?:signed )?(?:treaty|treaties|agreements?|deals?|pacts?|accords?)",
        "instrument:treaty,instrument:*agreement,instrument:peace-treaty,instrument:alliance,"
        "instrument:ceasefire,agree",
        together=True,
    ),
    Deed(
        r"(?:agree(?:d)? (?:on |to )?)(?:a )?(?:ceasefire|truce)",
        r"(?:ceasefires?|truces?)",
        "instrument:ceasefire,retreat:ceasefire",
        together=True,
    ),
    Deed(
        r"mee?t(?: (?:face to face|in person|each other))?|hold talks|held talks"
        r"|sit down(?: together)?",
        r"(?:meetings?|talks|summits?)",
        _MEETINGS,
        together=True,
    ),
    Deed(
        r"(?:talk(?:ed)?|sp(?:eak|oke|oken))(?: to each other| by phone| on the phone)?"
        r"|phone(?:d)? each other|(?:been )?in contact",
        r"(?:contacts?|phone calls?|calls?|conversations?)",
        f"call,consult:phone,{_MEETINGS}",
        together=True,
    ),
    Deed(
        r"f(?:ight|ought)|clash(?:ed)?|go to war|gone to war|went to war|exchange(?:d)? fire",
        r"(?:fighting|clashes|armed clashes|wars?)",
        "assault*,instrument:armed-conflict",
        together=True,
    ),
    Deed(
        r"(?:hold|held) (?:joint )?(?:exercises|manoeuvres|maneuvers|drills)",
        r"(?:joint )?(?:military )?(?:exercises|manoeuvres|maneuvers|drills)",
        "exercise",
        together=True,
    ),
)
"""In the order in which they are tried."""
