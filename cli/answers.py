"""What somebody types as the answer to a question of `add`, taken for what it can only mean."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from domain import edtf
from domain.glossary import entry_of
from domain.kinds import What, find_what
from domain.meaning import Match, search
from domain.refusal import Fix, InvalidInput, NotADate, Problem
from domain.typed import days, instant
from projections.interview import PARTS, Draft, Part
from service.formats.document import Document
from service.rejected import TYPED
from views.errors import refusal
from views.page import folded

NONE: Final = frozenset({"n", "no", "none", "nothing", "-", "--", "n/a", "na", "nil", "no source"})
YES: Final = frozenset({"y", "yes", "ok"})
DATES: Final = ("date", "until", "published")
_HOST: Final = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}(?:[/?#:]\S*)?", re.IGNORECASE)
_BETWEEN: Final = re.compile(
    r"\s+(?:(?P<both>=|<->|↔|and|&|with|vs\.?)|->|=>|→|>|to|against)\s+|\s*(?:->|→|>)\s*",
    re.IGNORECASE,
)
_NAMES: Final = {
    "when": "date", "day": "date", "from": "who", "actor": "who", "to": "whom", "with": "whom",
    "kind": "what", "happened": "what", "until": "until", "end": "until", "headline": "title",
    "called": "title", "publisher": "source", "reporter": "source", "reported": "published",
    "address": "url", "link": "url", **{part.name: part.name for part in PARTS},
}  # fmt: skip
"""What people call the parts of a fact; `date` is when it happened."""


TURNED: Final = (
    "  The nearest word means the opposite. What has ended is recorded with `detente end NAME`; for"
    " anything else try another word.\n"
)
NOTHING: Final = (
    "  Nothing is called that. Try one word for what was done: accused, agreed, arrested, bombed,"
    " condemned, demanded, expelled, helped, investigated, met, protested, refused, restricted,"
    " sanctioned, signed, threatened, visited, withdrew.\n"
)
MOST_KINDS: Final = 7
"""So many readings of what happened are offered."""


def with_scheme(answer: str) -> str:
    """An address with the `https://` that browsers do not show; any other answer as it is."""
    return f"https://{answer}" if _HOST.fullmatch(answer) else answer


def is_address(answer: str) -> bool:
    """Whether an answer can only be an address; `reuters.com` may be a publisher."""
    plain = answer.lower()
    return plain.startswith(("http://", "https://", "www.")) or (
        "/" in plain and _HOST.fullmatch(plain) is not None
    )


def host_of(address: str) -> str:
    """The site of an address, as the name of a publisher: `reuters.com`."""
    return (urlsplit(with_scheme(address)).hostname or "").removeprefix("www.")


def is_date(answer: str, today: date) -> bool:
    """Whether an answer is a date and not the name of somebody."""
    try:
        instant(answer, today)
    except NotADate:
        return False
    return True


def ends(answer: str) -> list[str]:
    """A date, or the first and the last of two with a slash between them."""
    return [each.strip() for each in answer.split("/")] if answer.count("/") == 1 else [answer]


def day(answer: str, today: date) -> str:
    """A date as a line has it, whatever it is typed as. Raises NotADate.

    `today` means another day tomorrow, and the comma of `Oct 30, 2018` separates parts of a line.
    """
    try:
        return instant(answer, today)
    except NotADate as refused:
        if refused.code == "span":
            return days(answer)
        parts = ends(answer)
        if len(parts) == 1 or not all(len(part) > 3 for part in parts):
            raise
    return "/".join(instant(part, today) for part in parts)


def both_sides(answer: str) -> tuple[str, str, str] | None:
    """Two actors that are named at once, and the sign between them if they name one.

    `Turkey > Sweden`, `Turkey and Sweden`, `TUR-SWE`; None where one alone is named.
    """
    match = _BETWEEN.search(answer)
    if match and answer[: match.start()].strip() and answer[match.end() :].strip():
        sign = "=" if match["both"] == "=" else "" if match["both"] else ">"
        return answer[: match.start()].strip(), answer[match.end() :].strip(), sign
    codes = re.fullmatch(r"([A-Z]{2,4})[-–/]([A-Z]{2,4})", answer)
    return (codes[1], codes[2], "") if codes else None


def misplaced(part: Part, answer: str, today: date) -> str:
    """What is wrong with an answer that belongs to another question; empty where nothing is."""
    low = answer.lower()
    if part.name == "url" and not is_address(with_scheme(answer)):
        return "an address begins with https://; Enter where there is none."
    if part.name == "source":
        if low in YES or answer.isdigit():
            return "who is it? A newspaper, an agency, a ministry; - where nobody is named."
        if is_date(answer, today):
            return "that is a date, which is asked for next; this is the publisher."
    if part.name == "title":
        if answer.isdigit() or is_date(answer, today):
            what = "a number" if answer.isdigit() else "a date"
            return f"that is {what}, and a title is a headline in words; < goes back."
        if is_address(answer):
            return "that is an address, which is asked for last; a title is a headline in words."
        if low in YES | NONE:
            return "a title is a headline in your own words: Erdogan visits Stockholm."
    return ""


def change(answer: str) -> tuple[str, str] | None:
    """The part that somebody wants to change, and its new answer, if that is given.

    `title`, `source AP`, `when: 9 March 2022`, or an address; None for any other words.
    """
    if is_address(answer):
        return "url", answer
    word, _, rest = answer.strip().partition(" ")
    name = _NAMES.get(word.rstrip(":=,").lower())
    return (name, rest.strip(" :=")) if name else None


def is_over(date_: str, today: date) -> bool:
    """Whether all days that a date may mean lie before today."""
    try:
        return edtf.days(date_).hi < today.toordinal()
    except NotADate:
        return False


class Readings(NamedTuple):
    """What words may mean that happened, the likeliest first.

    `first` is whether the first of them is what the words are called, `certain` whether they can
    mean nothing else, and `turned` whether they mean the opposite of something.
    """

    whats: Sequence[What]
    first: bool
    certain: bool
    turned: bool


def readings(answer: str, *, over: bool = False) -> Readings:
    """What an answer in somebody's own words may mean that happened.

    Of what is over it is not asked whether it was only planned.
    """
    hits = [hit for hit in search(answer) if not hit.what.what.startswith("consult")]
    sure = [hit.what for hit in hits if hit.match <= Match.FORM and not hit.turned]
    straight = [hit.what for hit in hits if not hit.turned]
    done = [what for what in straight if not what.of_kind.planned]
    straight = done if over and done else straight
    sure = [what for what in sure if what in straight]
    whats = list(dict.fromkeys([*sure, *straight]))[:MOST_KINDS]
    one = len(whats) == 1
    return Readings(whats, len(sure) == 1 or one, one and bool(sure), bool(hits))


def listed(whats: Sequence[What], width: int) -> str:
    """Kinds with their meanings, each behind the number that chooses it."""
    widest = max(len(what.written) for what in whats)
    return "".join(
        folded(
            f"  {number}  {what.written:{widest}}  {entry_of(what).definition}\n", width, widest + 7
        )
        for number, what in enumerate(whats, 1)
    )


def meaning(written: str, width: int) -> str:
    """What a kind means, as it is said once it is chosen."""
    what = find_what(written.partition("/")[0])
    return folded(f"  {written}: {entry_of(what).definition}\n", width, 4) if what else ""


def as_answers(wrong: Problem, draft: Draft, name: str) -> Problem:
    """A problem of the lines of a draft, with fixes that are answers to one question."""
    number, first, last = draft.place(name)
    line = draft.text.splitlines()[number - 1]
    moved = len(line) - len(line.lstrip())
    before, after = line[moved : first - 1], line[last:]
    found: list[Fix] = []
    for fix in wrong.fixes:
        if not isinstance(fix, Fix):
            continue  # a command cannot be typed here
        text = fix.paste
        if text.startswith(before) and text.endswith(after):
            text = text[len(before) : len(text) - len(after)]
        found.append(Fix(text.partition("  ")[0], fix.meaning))
    return Problem(wrong.file, number, first, wrong.said, tuple(found), wrong.code)


def wrong_date(answer: str, today: date) -> Problem | None:
    """What is wrong with a date, or with one of two with a slash between them."""
    try:
        day(answer, today)
    except NotADate as refused:
        return Problem.of(refused, TYPED, 1)
    return None


def twice(document: Document) -> list[Problem]:
    """The problem of a fact that has an actor on both of its sides."""
    for block in document.blocks:
        line = block.content.parties
        both = [actor for actor in block.content.recipients if actor in block.content.actors]
        if both:
            said = f"{both[0]} is on the other side already ({line}); a fact is between two."
            return [Problem(TYPED, 1, 1, said, (), "both-sides")]
    return []


_DATE_WORDS: Final = "5 March 2022, yesterday, two days ago, last Monday, May 2022 or early 2022"


def as_said(wrong: Problem, choices: Sequence[str]) -> str:
    """What is wrong with an answer, and what would do in its place, by number where it is one."""
    if wrong.code == "not-a-date":
        return f"{wrong.said} Try {_DATE_WORDS}.\n"
    if not choices:
        refused = InvalidInput(wrong.said, *wrong.fixes, code=wrong.code)
        return refusal(refused).removeprefix("error: ")
    fixes = [fix for fix in wrong.fixes if isinstance(fix, Fix)]
    widest = max(len(fix.paste) for fix in fixes)
    lines = [
        f"  {number}  {fix.paste:{widest}}  {fix.meaning}".rstrip()
        for number, fix in enumerate(fixes, 1)
    ]
    enter = "Enter takes it" if len(choices) == 1 else "Type its number"
    return "\n".join([wrong.said, *lines, f"  {enter}, or another answer.\n"])
