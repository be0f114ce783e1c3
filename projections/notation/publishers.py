"""A publisher and the date of its report, written together as people do: `Reuters 10 Jul 2020`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from domain import typed
from domain.refusal import NotADate
from projections.notation.pieces import unquoted, written_name

MEANT: Final = frozenset(
    {
        "no-year", "two-digit-year", "relative-day", "another-weekday", "mark-first", "no-hyphens",
        "two-readings", "year-not-first", "no-such-day", "about", "span",
    }
)  # fmt: skip
"""Refusals of what is a date all the same."""

_URL: Final = re.compile(r"[\s,;(<\[]*(?P<url>https?://[^\s\]>)]+)[\])>.,]*")
_AROUND: Final = " \t,;:()[]-–—"
_BEFORE_A_DATE: Final = re.compile(r"[\s,]+(?:on|of|dated|from)$", re.IGNORECASE)
MOST_WORDS: Final = 9
"""So many words a date may have: `between 27 September 2020 and 10 November 2020`."""


class Reported(NamedTuple):
    """Who reports something and when, as the line of a report has them."""

    publisher: str
    date: str
    url: str = ""

    @property
    def parts(self) -> tuple[str, ...]:
        """The publisher, in quotes where it needs them, the date, and the address if there is one.

        `DATE` stands for a date that is missing.
        """
        day = self.date or "DATE"
        return (written_name(self.publisher), day, *([self.url] if self.url else []))


def is_meant_as_date(text: str) -> bool:
    """Whether a text is a date, or one that wants no more than another spelling."""
    try:
        typed.instant(text)
    except NotADate as refused:
        return refused.code in MEANT
    return True


def reported(text: str) -> Reported:
    """The publisher, the date and the address that a text names in any order and punctuation.

    What it does not name is empty.

    >>> reported("Reuters 10 Jul 2020")
    Reported(publisher='Reuters', date='10 Jul 2020', url='')
    >>> reported('"The Hindu, Chennai" (2022-10-12)')
    Reported(publisher='The Hindu, Chennai', date='2022-10-12', url='')
    """
    url = _URL.search(text)
    plain = f"{text[: url.start()]} {text[url.end() :]}" if url else text
    plain = unquoted(plain.strip(_AROUND))
    name, day = next(_split(plain), (plain, ""))
    return Reported(_name(name), day, url["url"] if url else "")


def _split(text: str) -> Iterator[tuple[str, str]]:
    """A name and the date behind it or before it, the longest such date first."""
    words = [match.span() for match in re.finditer(r"[^\s,]+", text)]
    for count in range(min(MOST_WORDS, len(words) - 1), 0, -1):
        start, end = words[-count][0], words[count - 1][1]
        for name, day in ((text[:start], text[start:]), (text[end:], text[:end])):
            bare = day.strip(_AROUND)
            if name.strip(_AROUND) and _may_be_date(bare) and is_meant_as_date(bare):
                yield name, bare


def _may_be_date(text: str) -> bool:
    """Whether a text has a number, or is a day such as `yesterday`; `March` alone is a name."""
    return any(map(str.isdigit, text)) or text.lower() in ("today", "yesterday")


def _name(text: str) -> str:
    """The name of a publisher without the quotes and the punctuation around it."""
    bare = _BEFORE_A_DATE.sub("", text.strip(" \t,;:-–—").rstrip("(["))
    bare = bare.strip(" \t,;:-–—")
    return bare.replace('"', "") if bare.count('"') == 1 else unquoted(bare)
