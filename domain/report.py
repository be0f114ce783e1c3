"""Who said so: a source's report on a fact."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict

from domain.refusal import Fix, InvalidInput

_GRADE = re.compile(r"[A-F][1-6]")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_WEB = ("http://", "https://")
_SCRIPTS = ("javascript:", "vbscript:", "data:")
DOUBTFUL_DIGITS = frozenset("45")


class Report(BaseModel):
    """A source saying so. `published` is EDTF.

    The event with the report says from when it was known. `quote` is what the source says, word
    for word; `archived` the address of a copy that stays, and `sha256` the hash of that copy, 64
    hexadecimal digits.
    """

    model_config = ConfigDict(frozen=True)

    publisher: str
    published: str = ""
    url: str = ""
    origin: str = ""
    voice: str = ""
    grade: str = ""
    quote: str = ""
    archived: str = ""
    sha256: str = ""

    @property
    def source(self) -> str:
        """Where the information comes from: the origin, or else the publisher."""
        return self.origin or self.publisher


class Attestation(NamedTuple):
    """What the reports on a fact come to.

    `last_day` is the last on which a source attested it; without a source, the last on which it was
    known. `origins` is how many there are, a report without one being its publisher's own.
    `doubtful`: whether every report is graded, and the best grade is doubtful or improbable.
    """

    last_day: int
    origins: int
    doubtful: bool


class Evidence:
    """What reports come to, as one after the other is added."""

    __slots__ = ("_best_digit", "_last_known", "_last_sourced", "_sources", "_ungraded")

    def __init__(self, reports: Iterable[tuple[int, Report | None]] = ()) -> None:
        self._last_known = self._last_sourced = 0
        self._sources: set[str] = set()
        self._ungraded = False
        self._best_digit = ""
        for day, report in reports:
            self.add(day, report)

    def add(self, day: int, report: Report | None) -> None:
        """Adds one, with the day from which it was known; None where no source says so."""
        self._last_known = max(day, self._last_known)
        if report is None:
            return
        self._last_sourced = max(day, self._last_sourced)
        self._sources.add(report.source)
        if not report.grade:
            self._ungraded = True
        elif not self._best_digit or report.grade[1] < self._best_digit:
            self._best_digit = report.grade[1]

    @property
    def attestation(self) -> Attestation:
        """What all of them come to so far."""
        return Attestation(
            self._last_sourced if self._sources else self._last_known,
            len(self._sources),
            not self._ungraded and self._best_digit in DOUBTFUL_DIGITS,
        )


def read_grade(text: str) -> str:
    """An admiralty grade: the source's reliability A-F, then the information's credibility 1-6.

    1 is best, 6 cannot be judged.
    """
    grade = text.upper()
    if not _GRADE.fullmatch(grade):
        raise InvalidInput(
            f'"{text}" is not a grade; a grade is a letter A to F and a digit 1 to 6.',
            Fix("grade B2"),
            code="not-a-grade",
            values={"grade": text},
        )
    return grade


def read_archived(text: str) -> str:
    """The address of an archived copy. Raises InvalidInput for anything but one of the web."""
    if not text.startswith(_WEB) or len(text.split()) != 1:
        raise InvalidInput(
            f'"{text}" is not the address of a copy; one begins with http:// or https://.',
            Fix("https://URL", "for example"),
            code="not-an-address",
        )
    return text


def is_script(url: str) -> bool:
    """Whether whoever follows an address runs what it says, as browsers read it."""
    return not url.startswith(_WEB) and "".join(
        each for each in url if each > " "
    ).lower().startswith(_SCRIPTS)


def read_sha256(text: str) -> str:
    """The hash of an archived copy, in small letters. Raises InvalidInput for any other text."""
    digest = text.lower()
    if not _SHA256.fullmatch(digest):
        raise InvalidInput(
            f'"{text}" is not a SHA-256; one has 64 hexadecimal digits.',
            code="not-a-sha256",
        )
    return digest
