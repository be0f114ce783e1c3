"""The actors that a question names: by names, nationalities, seats of government and offices."""

from __future__ import annotations

import re
from typing import Final

from domain.actors import Actor, Registry
from domain.folding import plain

LONGEST_NAME: Final = 7
"""So many words of a question may be one actor's name."""

SHORT_NAMES: Final = frozenset({"uk", "eu", "un", "uae", "usa", "prc", "drc", "rok"})
"""Names of three letters or fewer that are names in small letters too; `us`, `is` and `in` are not.
"""

COMMON_WORDS: Final = frozenset({"allies", "island", "states", "west"})
"""Words that name actors with a capital letter only."""

_OLD_STEMS: Final = {
    "anglo": "GBR", "austro": "AUT", "franco": "FRA", "greco": "GRC", "indo": "IND",
    "italo": "ITA", "polono": "POL", "russo": "RUS", "serbo": "SRB", "sino": "CHN", "turco": "TUR",
    "turko": "TUR",
}  # fmt: skip
"""The first halves of adjectives such as `Sino-Indian`. Source: any dictionary of English."""

_US: Final = re.compile(
    r"(?<![\w-])us(?=(?:'s)?(?:-| and | & | vs\.? | versus )\w)"
    r"|(?<=[ -]and )us$|(?<=\w-)us(?![\w-])"
    r"|(?:(?<=^the )|(?<= the )|(?<=^did )|(?<=^does )|(?<=^has )|(?<=^is )|(?<=^was )"
    r"|(?<= did )|(?<= does )|(?<= has )|(?<= vs )|(?<=^when )|(?<=^why ))us(?![\w-])"
    r"|(?<![\w-])us(?= (?:sanctions?|relations?|ties|troops|forces|government|president|aid"
    r"|arms)\b)"
    r"|(?:(?<= by )|(?<= between )|(?<= against ))us(?= (?:and|on|since|in|against)\b)"
)
"""The United States in small letters, where ourselves cannot be meant."""

_WORD: Final = re.compile(r"[^\W_]+(?:[.'&][^\W_]+)*\.?", re.UNICODE)

_OFFICE: Final = (
    r"government|president|prime minister|foreign minister|defence minister|defense minister"
    r"|foreign ministry|leaders?|leadership|authorities|officials?|parliament|regime|army"
    r"|military|forces|troops"
)


def with_capitals(text: str) -> str:
    """A text in which `us` is written `US` where it cannot mean ourselves."""
    return _US.sub("US", text)


def without_actors(text: str, registry: Registry, day: int) -> tuple[str, tuple[Actor, ...]]:
    """The text with `@0`, `@1` for its actors, the longest names first, and the actors."""
    actors: list[Actor] = []
    parts: list[str] = []
    words = list(_WORD.finditer(text))
    position = start = 0
    while position < len(words):
        found = _named(text, words, position, registry, day)
        if words[position][0] == "us" and (
            not position or (actors and not text[start : words[position].start()].strip())
        ):
            found = _known(registry, "USA"), 1, ""
        if found is None:
            position += 1
            continue
        actor, count, ending = found
        first, last = words[position].start(), words[position + count - 1].end()
        beside = bool(actors) and not text[start:first].strip()
        if _is_an_affair(actor, text, (first, last)) or _is_a_place(
            actor, text, (first, last), actors, beside=beside
        ):
            position += count
            continue
        if actor not in actors:
            actors.append(actor)
        parts += [text[start:first], f"@{actors.index(actor)}", ending]
        start, position = last, position + count
    return _squeezed("".join([*parts, text[start:]])), tuple(actors)


def _named(
    text: str, words: list[re.Match[str]], position: int, registry: Registry, day: int
) -> tuple[Actor, int, str] | None:
    """The actor whose name begins at a word: how many words it has, and a possessive behind it."""
    first = words[position]
    for count in range(min(LONGEST_NAME, len(words) - position), 0, -1):
        last = words[position + count - 1]
        name = text[first.start() : last.end()]
        bare, ending = _possessive(name)
        if not _may_name(bare) or re.match(r"(?:the|of|and) ?$", bare, re.IGNORECASE):
            continue
        if count == 1 and bare.lower() in _OLD_STEMS and text[last.end() : last.end() + 1] == "-":
            return _known(registry, _OLD_STEMS[bare.lower()]), 1, ending
        actor = _meant(registry, bare, day)
        if actor is not None:
            return actor, count, ending
    return _without_apostrophe(registry, first[0], day)


def _without_apostrophe(registry: Registry, word: str, day: int) -> tuple[Actor, int, str] | None:
    """The state or organization of a possessive as it is typed in haste: `swedens`."""
    if len(word) <= len("cubas") or not word.endswith("s"):
        return None
    bare = word.removesuffix("s")
    actor = _meant(registry, bare, day) if _may_name(bare) else None
    if actor is None or actor.type == "person" or plain(bare) != plain(actor.name()):
        return None
    return actor, 1, "'s"


_AT_A_PLACE: Final = re.compile(
    r" (?:summits?|talks|agreements?|accords?|protocols?|process|memorandum|declaration|conference"
    r"|package|format|roadmap|negotiations|meetings?|convention|treaty|deal|document|ceasefire)\b"
    r"(?! (?:with|between|of) )",
    re.IGNORECASE,
)
_BESIDE_ANOTHER: Final = re.compile(r"(?:[-/–,]|\band|\bor|&) ?$", re.IGNORECASE)
_THERE: Final = re.compile(r"\b(?:in|at) $", re.IGNORECASE)


def _is_a_place(
    actor: Actor, text: str, place: tuple[int, int], before: list[Actor], *, beside: bool
) -> bool:
    """Whether a seat of government is where something took place: `the Madrid summit`.

    `beside` is whether it follows another actor at once, as in `Washington Ankara talks`.
    """
    first, last = place
    name = text[first:last].lower().removeprefix("the ")
    if not any(each.kind == "metonym" and each.text.lower() == name for each in actor.names):
        return False
    several = len({_state_of(each) for each in before}) > 1
    possessive = text[last : last + 2] == "'s"
    if (several or not before) and not possessive and _THERE.search(text[:first]):
        return True
    if not _AT_A_PLACE.match(text[last:]) or _BESIDE_ANOTHER.search(text[:first]):
        return False
    return several or not beside


_OF_A_PERSON: Final = re.compile(
    r"(?:'s)? (?:case|affair|issue|row|saga|trial|release|sanctions|murder|dispute|crisis|verdict"
    r"|arrest|swap|question|killing|assassination)\b",
    re.IGNORECASE,
)


def _is_an_affair(actor: Actor, text: str, place: tuple[int, int]) -> bool:
    """Whether a person's name is that of an affair: `the Brunson case`."""
    first, last = place
    one = actor.type == "person" and " " not in text[first:last].lower().removeprefix("the ")
    return one and _OF_A_PERSON.match(text[last:]) is not None


def _state_of(actor: Actor) -> str:
    return actor.attributes.get("of", "").partition(",")[0] or actor.id


def _known(registry: Registry, actor_id: str) -> Actor:
    actor = registry.get(actor_id)
    assert actor is not None, "the first halves of adjectives are those of states"
    return actor


def _possessive(name: str) -> tuple[str, str]:
    for ending in ("'s", "'"):
        if name.endswith(ending):
            return name.removesuffix(ending), "'s"
    return name, ""


def _may_name(name: str) -> bool:
    """Whether a text may name an actor: a short one in capitals only, for `is` is a code too."""
    name = re.sub(r"^the ", "", name, flags=re.IGNORECASE)
    if name in COMMON_WORDS:
        return False
    return len(name) > 3 or name.isupper() or name.lower() in SHORT_NAMES or not name.isascii()


def _meant(registry: Registry, name: str, day: int) -> Actor | None:
    """The actor that a name means or meant. Raises UnknownActor where that may be more than one."""
    bearers = registry.bearers(name, day)
    if not bearers:
        return registry.meant(name)
    if len(bearers) == 1:
        return bearers[0]
    return registry.find(name, day) if len(name) > 3 else None


NAMED: Final = "\x02"
"""Before a word that is written with a capital, as names are."""

_CAPITAL: Final = re.compile(r"(?<=[\w,'-] )[A-Z][\w-]*")
_SMALL: Final = re.compile(r"(?<![\w@])[a-z]\w*")


def _marked(text: str) -> str:
    """A text with a mark before capitals within it, where they are rarer than small letters."""
    capitals = _CAPITAL.findall(text)
    if not capitals or len(capitals) >= len(_SMALL.findall(text)):
        return text
    return _CAPITAL.sub(rf"{NAMED}\g<0>", text)


def _squeezed(skeleton: str) -> str:
    """What is left, in small letters, with single spaces, and without offices beside actors."""
    text = _marked(skeleton).lower()
    text = re.sub(rf"\bthe (?:{_OFFICE}) of (?=@)", "", text)
    text = re.sub(r"\b(?:the|president|prime minister|foreign minister|mr|mrs|ms) (?=@)", "", text)
    text = re.sub(rf"(@[0-9])(?:'s)? (?:{_OFFICE})\b(?! (?:of|in|secret))", r"\1", text)
    text = re.sub(r"\s*[-/]\s*(?=@)", "-", text)
    return " ".join(text.split()).strip("?.!,;: ")
