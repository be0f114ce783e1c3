"""What stands at the end of a title and is the source of the fact: `(Reuters)`, `Source: AP`."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from domain.refusal import InvalidInput
from projections.notation.pieces import Parts, is_date

_URL: Final = re.compile(r"[\s,;(\[<-]*(?P<url>https?://[^\s\]>)]+)[\])>.]*$")
_NAMED: Final = re.compile(
    r"[\s,;.(\[–—-]*\b(?P<word>sources?:|via:?|report(?:ed by|s)?:?|source)\s+"
    r"(?P<rest>[^)\]]+)[)\]]?\.?$",
    re.IGNORECASE,
)
_IN_BRACKETS: Final = re.compile(
    r"\s*\((?P<rest>[A-Z][\w.&' -]{1,30}?)(?:, (?P<date>[^)]+))?\)\.?$"
)


class Sourced(NamedTuple):
    """A title, and the report that was written behind it as a line of its own."""

    title: str
    report: str


def with_source(text: str) -> Sourced:
    """A title without the source behind it; the report is empty where none is named there.

    What the text does not say is left open by `PUBLISHER` and `DATE`.
    """
    title, url = text, ""
    if match := _URL.search(title):
        title, url = title[: match.start()].rstrip(), match["url"]
    match = _NAMED.search(title) or _IN_BRACKETS.search(title)
    if match is None or not title[: match.start()].strip():
        return Sourced(title, _written("PUBLISHER", "DATE", url)) if url else Sourced(text, "")
    publisher, date = _two(match["rest"])
    if "date" in match.groupdict() and match["date"]:
        date = match["date"] if is_date(match["date"]) else "DATE"
    return Sourced(title[: match.start()].rstrip(), _written(publisher, date, url))


def names_source(title: str) -> bool:
    """Whether a title ends in what can only be meant as the source of the fact.

    `Source: Reuters`, or `report Reuters, 2022-03-05`.
    """
    match = _NAMED.search(title)
    if match is None or not title[: match.start()].strip():
        return False
    word = match["word"].lower()
    return word in ("source:", "sources:") or (word == "report" and _is_report(match["rest"]))


def _is_report(text: str) -> bool:
    try:
        plain = Parts.of(text, 1).plain
    except InvalidInput:
        return False
    return len(plain) == 2 and is_date(plain[1].text)


def _two(text: str) -> tuple[str, str]:
    """The publisher, and the date behind it where there is one."""
    publisher, _, date = text.strip().rstrip(".").partition(", ")
    return publisher, date if is_date(date) else "DATE"


def _written(publisher: str, date: str, url: str) -> str:
    return f"report {publisher}, {date}" + (f", {url}" if url else "")
