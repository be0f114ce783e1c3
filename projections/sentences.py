"""A question in plain words, taken apart: its actors, its days, and the words between them."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Final, NamedTuple

from domain import typed
from domain.actors import Actor, Registry

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

_MONTH: Final = rf"(?:{'|'.join(sorted(typed.MONTH_NUMBERS, key=len, reverse=True))})\.?"
_ORDINAL: Final = r"(?:st|nd|rd|th)?"
_EXACT: Final = (
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
    rf"|[0-9]{{1,2}}{_ORDINAL}(?: of)? {_MONTH},? [0-9]{{4}}"
    rf"|{_MONTH} [0-9]{{1,2}}{_ORDINAL},? [0-9]{{4}}"
    r"|[0-9]{1,2}[/.][0-9]{1,2}[/.][0-9]{2,4}"
    r"|today|yesterday|[0-9]{1,4} days? ago"
)
_PARTIAL: Final = (
    rf"(?:the month of )?(?:early |mid-?|late )?{_MONTH},? (?:of )?[0-9]{{4}}"
    r"|(?:the year |early |mid-?|late )?[0-9]{4}(?:-?[Qq][1-4]|-?[Ww][0-9]{1,2}|-[0-9]{2})?"
    r"|(?:spring|summer|autumn|fall|winter)(?: of)? [0-9]{4}"
    rf"|(?:first|second|third|fourth|last) (?:half|quarter|week) of (?:{_MONTH} )?[0-9]{{4}}"
    r"|[Qq][1-4] [0-9]{4}|(?:early |mid-?|late )?[0-9]{3}0s"
    r"|last (?:week|month|year)|\[[0-9., -]+\]"
)
_DAY: Final = rf"(?:{_EXACT}|{_PARTIAL})"
_NOW: Final = (
    r"right now|now|currently|at the moment|at present|these days|nowadays|as of now|as we speak"
)
_ALREADY_PLAIN: Final = re.compile(r"[0-9]{4}(?:-[0-9QqWw-]+)?")


class Days(NamedTuple):
    """The days that a question names, as text: one day, or a span with an open end or none."""

    on: str = ""
    first: str = ""
    last: str = ""

    @property
    def spans(self) -> bool:
        """Whether it is a span."""
        return bool(self.first or self.last)


class Sentence(NamedTuple):
    """A question taken apart.

    `skeleton` is what is left, in small letters, with `@0`, `@1` in the places of its actors.
    """

    skeleton: str
    actors: tuple[Actor, ...]
    days: Days | None
    text: str
    today: date
    more_days: tuple[Days, ...] = ()
    """Days that it names besides; no question has these."""


def take_apart(question: str, registry: Registry, today: date) -> Sentence:
    """The parts of a question. Raises NotADate for days that cannot be read.

    Raises UnknownActor for a name that more than one actor has.
    """
    text = _cleaned(question)
    text, every = _without_days(text, today)
    days = every[0] if every else None
    skeleton, actors = _without_actors(text, registry, _last_day(days, today).toordinal())
    return Sentence(_squeezed(skeleton), actors, days, text, today, tuple(every[1:]))


def _cleaned(question: str) -> str:
    text = " ".join(question.replace("’", "'").replace("‘", "'").split())
    text = re.sub(r"\s*[–—]\s*", "-", text)
    text = _US.sub("US", text)
    text = text.rstrip("?.! ")
    return _POLITE.sub("", text)


_US: Final = re.compile(
    r"(?<![\w-])us(?=(?:-| and | vs\.? )\w)|(?<=[ -]and )us$|(?<=\w-)us(?![\w-])"
)
"""The United States in small letters, beside another actor: elsewhere it means ourselves."""

_POLITE: Final = re.compile(
    r"^(?:(?:please|so|and|well|ok|hi|hello)[, ]+)*"
    r"(?:(?:can|could) you (?:please )?(?:tell|show) me,? |(?:tell|show|give) me,? "
    r"|(?:i|we)(?:'d| would) like to know,? |do you know,? )?(?:about (?=\S+ (?:between|of)))?",
    re.IGNORECASE,
)


# Days ---------------------------------------------------------------------------------------------


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-]){pattern}(?![\w-])", re.IGNORECASE)


_SPAN: Final = _compiled(
    rf"(?:from|between|during|in)(?: the)? (?P<first>{_DAY})"
    rf"(?: to | until | till | and | through |-)(?P<last>{_DAY}|now)"
)
_SINCE: Final = _compiled(
    rf"(?:ever )?(?:since|from)(?: the start of)? (?P<first>{_DAY})(?: onwards?| on)?"
)
_UNTIL: Final = _compiled(rf"(?:until|till|up to|up until) (?P<last>{_DAY})")
_BEFORE: Final = _compiled(rf"(?:right |just |shortly )?before (?P<before>{_DAY})")
_AFTER: Final = _compiled(rf"after (?P<after>{_DAY})")
_ON: Final = _compiled(
    rf"(?:on|as of|as at|(?:at|by|as of) the (?:very )?end of|by)(?: the)? (?P<on>{_DAY})"
)
_IN: Final = _compiled(
    rf"(?:(?:in|during|throughout|within|over|for|of)(?: the)? )(?P<whole>{_DAY})"
)
_BARE: Final = _compiled(rf"(?P<bare>{_EXACT}|{_MONTH},? [0-9]{{4}}|last (?:week|month|year))")
_AT_END: Final = re.compile(r"(?<=\s)(?P<bare>[0-9]{4}(?:-[0-9]{2})?)$")
_BACK: Final = _compiled(
    r"(?:in|over|during|for|within) (?:the )?(?:last|past)"
    r" (?P<number>[0-9]{1,3}|two|three|four|five|six|seven|ten|twelve)?"
    r" ?(?P<unit>day|week|month|year)s?"
)
_THIS: Final = _compiled(r"(?:(?:so far|in|during) )?this (?P<this>week|month|year)")
_TODAY: Final = re.compile(rf"^(?P<now>{_NOW}),? |(?<=\s)(?:{_NOW})$", re.IGNORECASE)
_NUMBERS: Final = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "ten": 10, "twelve": 12,
}  # fmt: skip
_UNIT_DAYS: Final = {"day": 1, "week": 7, "month": 30, "year": 365}


def _without_days(text: str, today: date) -> tuple[str, list[Days]]:
    """The text without its days, and the days, as often as it names some."""
    days: list[Days] = []
    for pattern in (
        _SPAN, _BACK, _THIS, _SINCE, _UNTIL, _BEFORE, _AFTER, _ON, _IN, _BARE, _AT_END, _TODAY,
    ):  # fmt: skip
        match = pattern.search(text)
        if match is None:
            continue
        days.append(_days(match.groupdict(), today))
        text = f"{text[: match.start()]} {text[match.end() :]}"
    return text, days


def _days(found: dict[str, str | None], today: date) -> Days:
    given = {name: _plain_day(value) for name, value in found.items() if value}
    if "first" in given or "last" in given:
        last = given.get("last", "")
        return Days(first=given.get("first", ""), last="today" if last == "now" else last)
    if "unit" in given:
        back = _UNIT_DAYS[given["unit"]] * _number(given.get("number", "1"))
        first = today - timedelta(days=min(back, today.toordinal() - 1))
        return Days(first=first.isoformat(), last="today")
    if "this" in given:
        return Days(first=_first_of(given["this"], today).isoformat(), last="today")
    if "whole" in given or "bare" in given:
        day = given.get("whole") or given["bare"]
        exact = re.fullmatch(_EXACT, day, re.IGNORECASE)
        return Days(on=day) if exact else Days(first=day, last=day)
    if "before" in given:
        return Days(last=_next_to(typed.first_day(given["before"], today), -1))
    if "after" in given:
        return Days(first=_next_to(typed.asked(given["after"], today).day, 1))
    return Days(on=given.get("on", "today"))


def _next_to(day: date, step: int) -> str:
    """The day before or after one, as far as the calendar goes."""
    number = min(max(day.toordinal() + step, date.min.toordinal()), date.max.toordinal())
    return date.fromordinal(number).isoformat()


_PART: Final = re.compile("half|quarter|week", re.IGNORECASE)


def _plain_day(text: str) -> str:
    """A day as dates are typed: without `the month of`, `of` and the ending of `5th`."""
    if _ALREADY_PLAIN.fullmatch(text):
        return text
    plain = re.sub(r"\bthe (?:month of|year) ", "", text, flags=re.IGNORECASE)
    if not _PART.search(plain):
        plain = re.sub(r"\bof\b ?", "", plain, flags=re.IGNORECASE)
    plain = re.sub(r"(?<=[0-9])(?:st|nd|rd|th)\b", "", plain, flags=re.IGNORECASE)
    return re.sub(r"(?<=[a-z]),(?= )", "", plain, flags=re.IGNORECASE).strip()


def _number(text: str) -> int:
    return _NUMBERS[text.lower()] if text.lower() in _NUMBERS else int(text)


def _first_of(unit: str, today: date) -> date:
    if unit == "week":
        return today - timedelta(days=min(today.weekday(), today.toordinal() - 1))
    return today.replace(day=1) if unit == "month" else today.replace(month=1, day=1)


def _last_day(days: Days | None, today: date) -> date:
    """The last day asked about: names mean those who had them then."""
    named = (days.on or days.last or days.first) if days else ""
    return typed.asked(named, today).day if named else today


# Actors -------------------------------------------------------------------------------------------

_WORD: Final = re.compile(r"[^\W_]+(?:[.'&][^\W_]+)*\.?", re.UNICODE)


def _without_actors(text: str, registry: Registry, day: int) -> tuple[str, tuple[Actor, ...]]:
    """The text with `@0`, `@1` for its actors, the longest names first, and the actors."""
    actors: list[Actor] = []
    parts: list[str] = []
    words = list(_WORD.finditer(text))
    position = start = 0
    while position < len(words):
        found = _named(text, words, position, registry, day)
        if found is None:
            position += 1
            continue
        actor, count, ending = found
        if actor not in actors:
            actors.append(actor)
        first, last = words[position].start(), words[position + count - 1].end()
        parts += [text[start:first], f"@{actors.index(actor)}", ending]
        start, position = last, position + count
    return "".join([*parts, text[start:]]), tuple(actors)


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
    return None


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


def _squeezed(skeleton: str) -> str:
    """What is left, in small letters, with single spaces and without `the` before an actor."""
    text = skeleton.lower()
    text = re.sub(r"\bthe (?:government |leadership )of (?=@)", "", text)
    text = re.sub(r"\b(?:the|president|prime minister|foreign minister|mr|mrs|ms) (?=@)", "", text)
    text = re.sub(r"(@[0-9])(?:'s)? government\b", r"\1", text)
    text = re.sub(r"\s*,\s*", " ", text)
    text = re.sub(r"\s*[-/]\s*(?=@)", "-", text)
    return " ".join(text.split()).rstrip("?.! ")
