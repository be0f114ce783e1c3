"""Days from one to another as people say them: `9-10 November 2020`, `27 Sept to 10 Nov 2020`."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final, NamedTuple

_BETWEEN: Final = r"\s*(?P<sign>[-–—]|\b(?:to|until|till|through|and|or)\b)\s*"
_SPAN: Final = re.compile(
    rf"(?:(?P<before>from|between|(?:the )?night of(?: the)?) )?(?P<one>.+?){_BETWEEN}(?P<two>.+)",
    re.IGNORECASE,
)
_ONE_MONTH: Final = re.compile(
    rf"(?P<month>[^\W\d]+)\.? (?P<one>[0-9]{{1,2}}){_BETWEEN}(?P<two>[0-9]{{1,2}})"
    r",? (?P<year>[0-9]{4})",
    re.IGNORECASE,
)
_ENDING: Final = re.compile(r"(?<=[0-9])(?:st|nd|rd|th)\b", re.IGNORECASE)
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_YEAR_MONTH: Final = re.compile(r"[0-9]{4}-[0-9]{2}")
_MONTH: Final = re.compile(r"(?:\d{1,2} )?[^\W\d]+\.?(?: \d{1,2})?")


class Span(NamedTuple):
    """Two days in EDTF, and whether something lasted from the one to the other.

    Else it happened on one of the days from the first to the last.
    """

    first: str
    last: str
    lasted: bool

    @property
    def written(self) -> str:
        """The days in EDTF."""
        return f"{self.first}/{self.last}" if self.lasted else f"[{self.first}..{self.last}]"


def span_of(text: str, read: Callable[[str], str | None]) -> Span | None:
    """The days that a text means; None for any other text.

    `read` reads one date in words, as EDTF, and answers None for what is none. What the first of
    the two does not say, its month or its year, is that of the other.
    """
    plain = _ENDING.sub("", text)
    for pattern in (_ONE_MONTH, _SPAN):
        match = pattern.fullmatch(plain)
        found = _read(match, read) if match else None
        if found is not None:
            return found
    return None


def _read(match: re.Match[str], read: Callable[[str], str | None]) -> Span | None:
    parts = match.groupdict()
    before, sign = (parts.get("before") or "").lower(), parts["sign"].lower()
    if (before == "between") != (sign == "and") and "between" in (before, sign):
        return None
    if parts.get("month"):
        ends = [f"{parts[end]} {parts['month']} {parts['year']}" for end in ("one", "two")]
    else:
        ends = [_whole(parts["one"], parts["two"]), parts["two"]]
    first, last = (read(end) or "" for end in ends)
    lasted = before != "between" and sign != "or"
    forms = [_DAY] if lasted else [_DAY, _YEAR_MONTH]  # nothing lasts from some day of a month
    if not any(form.fullmatch(first) and form.fullmatch(last) for form in forms):
        return None
    if first > last and _MONTH.fullmatch(parts["one"]):  # `28 Dec to 3 Jan 2021`
        first = f"{int(first[:4]) - 1:04}{first[4:]}"
    return Span(first, last, lasted) if first < last else None


def _whole(one: str, two: str) -> str:
    """The first of two days with the month and the year of the second, where it has none."""
    if re.fullmatch(r"[0-9]{1,2}", one):
        return re.sub(r"^[0-9]{1,2}", one, two)
    if _MONTH.fullmatch(one) and two[-4:].isdigit():
        return f"{one} {two[-4:]}"
    return one
