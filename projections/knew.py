"""Whether anybody could know of a fact on a day: since when, by whom, and what they could not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from domain.clocks import AsOf
from domain.denial import Denial
from domain.edtf import NO_FIRST, NO_LAST
from domain.events import Event, Retracted
from domain.fact import Fact, FactState
from domain.report import Report
from domain.status import engagement
from projections.events import Named
from projections.words import count, dated_fact, full_day, instant, joined


class Knew(StrEnum):
    """The answer in a word to whether a fact was known on a day.

    `no` where it was retracted by then, or nothing of it is recorded.
    """

    YES = "yes"
    NO = "no"
    NOT_YET = "not-yet"
    DISPUTED = "disputed"


@dataclass(frozen=True, slots=True)
class Acquaintance:
    """A fact as known on a day and as known at last; None where nobody could know of it.

    `withdrawn` is its retraction, where that was known by then, and `since` what became known of
    it later, in order of knowledge.
    """

    fact: Fact
    as_of: AsOf
    then: FactState | None
    now: FactState | None
    withdrawn: Event | None
    since: tuple[Event, ...]

    @property
    def knew(self) -> Knew:
        """The answer in a word."""
        if self.then is None:
            return Knew.NO if self.now is None else Knew.NOT_YET
        if self.then.retracted:
            return Knew.NO
        return Knew.DISPUTED if self.then.disputed else Knew.YES

    @property
    def known_day(self) -> int | None:
        """From which day anyone could know of it; None where nothing of it is recorded."""
        found = self.then or self.now
        return found.known_day if found else None

    @property
    def first(self) -> tuple[Report, ...]:
        """The reports by which it first became known; none where no source is named."""
        found = self.then or self.now
        reports = found.reports if found else ()
        return tuple(report for day, report in reports if day == self.known_day and report)

    @property
    def late_days(self) -> int | None:
        """How many days after it happened or began it became known; below 0, before that.

        Counted from the last of its days, as known at last; None where there is none.
        """
        if self.now is None or not NO_FIRST < self.now.window.hi < NO_LAST:
            return None
        return self.now.known_day - self.now.window.hi


def knew(fact: Fact, as_of: AsOf) -> Acquaintance:
    """Whether anybody could know of a fact by the end of a day, by what was recorded by then."""
    recorded = as_of.recorded_instant
    then, now = fact.as_of(as_of.known_day, recorded), fact.as_of(recorded_by=recorded)
    events = fact.effective_events(recorded)
    retractions = [e for e in events if isinstance(e, Retracted) and e.known_day <= as_of.known_day]
    last = max(retractions, key=_in_order, default=None)
    since = sorted((e for e in events if e.known_day > as_of.known_day), key=_in_order)
    withdrawn = last if then is not None and then.retracted else None
    return Acquaintance(fact, as_of, then, now, withdrawn, tuple(since))


def _in_order(event: Event) -> tuple[int, int]:
    return event.known_day, event.originator_version


# In a sentence ------------------------------------------------------------------------------------


def sentence(found: Acquaintance, named: Named = str) -> str:
    """The answer in words: since when it was known and by whom, who denied it, and its date.

    `named` is what an actor is called.
    """
    parts = [_LEADS[found.knew](found), *_denials(found, named), *_grade(found), *_date(found)]
    return " ".join(filter(None, parts))


def _yes(found: Acquaintance) -> str:
    return f"Yes: {_title(found)} was known from {_since(found)}."


def _disputed(found: Acquaintance) -> str:
    return f"Disputed: {_title(found)} was a claim, known from {_since(found)}."


def _not_yet(found: Acquaintance) -> str:
    """Since when it was known, and how many days too late that was."""
    assert found.known_day is not None, "what was not known yet became known later"
    later = count(found.known_day - found.as_of.known_day, "day")
    return f"Not yet: {_title(found)} became known {later} later, on {_since(found)}."


def _no(found: Acquaintance) -> str:
    """That it was taken back, or that nothing of it is recorded."""
    if found.withdrawn is None:
        by = found.as_of.recorded_by
        until = f" by {instant(by)}" if isinstance(by, datetime) else ""
        return f"No: nothing was recorded of {_title(found)}{until}."
    because = f", because {found.withdrawn.because}" if found.withdrawn.because else ""
    taken = f"retracted on {full_day(found.withdrawn.known_on)}{because}"
    return f"No: {_title(found)} was known from {_since(found)}, and {taken}."


_LEADS: Final = {
    Knew.YES: _yes,
    Knew.NO: _no,
    Knew.NOT_YET: _not_yet,
    Knew.DISPUTED: _disputed,
}


def _title(found: Acquaintance) -> str:
    """The title as it read then, or else as it reads now."""
    known = found.then or found.now
    return f"“{(known.content if known else found.fact.asserted.content).title}”"


def _since(found: Acquaintance) -> str:
    """`2 March 2022, when Al Arabiya (grade B2) and NEWS.am reported it`."""
    assert found.known_day is not None, "it was known from some day on"
    day, known = full_day(found.known_day), found.then or found.now
    if not found.first:
        assumed = known is not None and known.assumed
        return f"{day}, {'when it was recorded, without a source' if assumed else 'by no source'}"
    names = list(dict.fromkeys(map(_reporter, found.first)))
    more = [f"{len(names) - 2} more"] if len(names) > 2 else []
    return f"{day}, when {joined(names[:2] + more)} reported it"


def _reporter(report: Report) -> str:
    return f"{report.publisher} (grade {report.grade})" if report.grade else report.publisher


def _denials(found: Acquaintance, named: Named) -> list[str]:
    """Who denied it by then, and what that made of it."""
    then = found.then
    if then is None or then.retracted:
        return []
    settled = [denial for denial in then.denials if not denial.open]
    standing = [denial for denial in then.denials if denial.open]
    said: list[str] = []
    if settled:
        said.append(f"It was denied by {_all(settled, named)}, and confirmed since.")
    if standing:
        counts = ", and counts all the same: it is contested" if then.contested else ""
        said.append(f"It was denied by {_all(standing, named)}{counts}.")
    return said


def _all(denials: Iterable[Denial], named: Named) -> str:
    return joined(list(dict.fromkeys(_denied(denial, named) for denial in denials)))


def _denied(denial: Denial, named: Named) -> str:
    """`Turkey on 26 February 2022 (Reuters)`; the publisher where nobody says who denies it."""
    day, publisher = full_day(denial.known_day), denial.report.publisher
    return f"{named(denial.by)} on {day} ({publisher})" if denial.by else f"{publisher} on {day}"


def _grade(found: Acquaintance) -> list[str]:
    doubtful = found.then is not None and not found.then.retracted and found.then.doubtful
    return ["What was known of it by then is graded as doubtful."] if doubtful else []


def _date(found: Acquaintance) -> list[str]:
    """When it happened as known then, and as known now where that differs."""
    on, then, now = found.as_of.day, found.then, found.now
    if now is None:
        return []
    last = dated_fact(now, on)
    if then is None:
        return [f"Its date, as known now: {last}."]
    first = dated_fact(then, on)
    differs = f"; as known now: {last}" if last != first else ""
    planned = then.content.of_kind.planned and engagement(then, on) != "held"
    return [f"Its date, as {'planned' if planned else 'known'} then: {first}{differs}."]
