"""Parts that several pages show: facts with their sources, and figures as pictures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from domain.actors import Registry
from domain.content import Content
from domain.fact import FactState
from domain.kinds import POINT
from domain.report import Report
from projections.lenses.lens import Share
from projections.pair_fact import PairFact
from projections.score import WITHOUT_FIGURES, Score
from projections.verdict import LADDER, UPPER_LADDER, Verdict
from projections.words import balance, figure, in_words, signed
from views.html import address
from views.html.address import Address
from views.html.paper import minus, web_address
from views.sections import date_of, denied_by
from views.verdict import short_label

MOST_SOURCES: Final = 2
"""How many sources stand beside a fact by name; the rest are counted."""

GRADES: Final = {
    "A": "reliable", "B": "usually reliable", "C": "fairly reliable", "D": "not usually reliable",
    "E": "unreliable", "F": "reliability cannot be judged",
    "1": "confirmed", "2": "probably true", "3": "possibly true", "4": "doubtful",
    "5": "improbable", "6": "truth cannot be judged",
}  # fmt: skip
"""What the letter and the digit of a grade say. Source: docs/facts.md."""

_UPWARDS: Final = tuple(reversed(UPPER_LADDER))
_BOUNDS: Final = tuple(limit / POINT for limit, _ in (*LADDER, *_UPWARDS))
_LABELS: Final = (*(name for _, name in LADDER), "neutral", *(name for _, name in _UPWARDS))
BANDS: Final = tuple(zip(_LABELS, (-10.0, *_BOUNDS), (*_BOUNDS, 10.0), strict=True))
"""Where each label begins and ends on the scale of the balance. Source: docs/scores.md."""

ARROWS: Final = {
    "improving": "▲", "worsening": "▼", "volatile": "▲▼", "steady": "=", "quiet": "",
}  # fmt: skip


@dataclass(frozen=True)
class Word:
    """A label as a word: the name of its style, and how it reads."""

    style: str
    text: str

    @classmethod
    def of(cls, verdict: Verdict) -> Word:
        """That of a verdict; ties that are mixed have the tint of both sides."""
        style = "mixed" if verdict.mixed else verdict.label
        return cls(style, short_label(verdict))

    @classmethod
    def named(cls, label: str) -> Word:
        """That of a label alone."""
        return cls(label, in_words(label))


@dataclass(frozen=True)
class Source:
    """A report beside a fact: who published it and where, from whom, and how it was graded."""

    publisher: str
    url: str
    origin: str
    grade: str
    grade_means: str
    published: str
    quote: str = ""
    archived: str = ""
    sha256: str = ""

    @classmethod
    def of(cls, report: Report) -> Source:
        """That of a report; its address only where it leads to the web."""
        letters = [GRADES[letter] for letter in report.grade if letter in GRADES]
        origin = report.origin if report.origin.lower() != report.publisher.lower() else ""
        return cls(
            report.publisher, web_address(report.url), origin, report.grade,
            "; ".join(letters), report.published,
            report.quote, web_address(report.archived), report.sha256,
        )  # fmt: skip


@dataclass(frozen=True)
class FactItem:
    """A fact in a list: when, what, who, from whom it is known.

    `tag` is a word on its status, `sign` its side, `late` when it was learned where that was after
    it happened; `note` is for what one list says besides.
    """

    handle: str
    title: str
    link: Address
    when: str
    parties: str
    sign: str
    sources: Sequence[Source]
    more_sources: int
    origins: int
    tag: str = ""
    note: str = ""
    late: str = ""
    denied: str = ""
    quoted: bool = False

    @classmethod
    def of(
        cls,
        pair_fact: PairFact,
        registry: Registry,
        on: int,
        options: Mapping[str, str],
        *,
        tag: str = "",
        note: str = "",
    ) -> FactItem:
        """A fact of a pair on a day."""
        found = pair_fact.fact_state
        sources = sources_of(found)
        denials = [denied_by(denial, registry, on) for denial in found.denials]
        return cls(
            handle=pair_fact.handle,
            title=found.content.title,
            link=address.fact(pair_fact.handle, options),
            when=date_of(pair_fact, on),
            parties=parties(pair_fact, registry, on),
            sign=sign_of(pair_fact),
            sources=sources[:MOST_SOURCES],
            more_sources=max(0, len(sources) - MOST_SOURCES),
            origins=len({report.source for _, report in found.reports if report}),
            tag=tag,
            note=note,
            late=lateness(found),
            denied="; ".join(denials),
            quoted=bool(denials),
        )


def sources_of(found: FactState) -> list[Source]:
    """Who says so, in the order in which it became known, each report once."""
    reports = [report for _, report in found.reports if report is not None]
    return list(dict.fromkeys(map(Source.of, reports)))


def lateness(found: FactState) -> str:
    """`2 days later`: how long after its last possible day a fact was learned; else empty."""
    window = found.window
    days = found.known_day - window.hi
    if not window.bounded or days <= 0 or found.content.standing:
        return ""
    return f"{days:,} day{'' if days == 1 else 's'} later"


def parties(pair_fact: PairFact, registry: Registry, on: int) -> str:
    """`Turkey → Russia`, `Turkey – Russia`: who to whom, by the names of a day."""
    return parties_of(pair_fact.flowing.content, registry, on)


def parties_of(content: Content, registry: Registry, on: int) -> str:
    """The same of what a fact says."""
    doers, others = (
        ", ".join(registry.name(actor, on) for actor in side)
        for side in (content.actors, content.recipients)
    )
    if not others:
        return doers
    return f"{doers} {'→' if content.relation == 'directed' else '–'} {others}"


def symbol(weight: int, *, counts: bool = True) -> str:
    """`▲` for the ties, `▼` against, `◆` of no weight; hollow where it does not count."""
    symbols = "▲▼◆" if counts else "△▽◇"
    return symbols[0] if weight > 0 else symbols[1] if weight < 0 else symbols[2]


def sign_of(pair_fact: PairFact) -> str:
    """The symbol of a fact of a pair."""
    return symbol(pair_fact.flowing.content.weighs, counts=not pair_fact.reason)


_OPENING: Final = re.compile(r"(?:^|(?<=\. ))((?:For|Against|Easing|Barrier|In force):)")


def linked(text: str, titles: Mapping[str, str]) -> list[tuple[str, str]]:
    """A sentence in pieces, each with where it leads: the titles of facts in it are links.

    `titles` are addresses by title. What opens a part, as `For:`, comes with `#`.
    """
    named = [re.escape(title) for title in sorted(titles, key=len, reverse=True) if title in text]
    pieces = re.split(f"({'|'.join(named)})", text) if named else [text]
    found: list[tuple[str, str]] = []
    for piece in pieces:
        if piece in titles:
            found.append((piece, titles[piece]))
            continue
        for i, part in enumerate(_OPENING.split(piece)):
            found.append((part, "#" if i % 2 else ""))
    return [(part, leads) for part, leads in found if part]


# Pictures of figures ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Ledger:
    """Both ledgers about one zero, in percent of a picture's width: `con` left, `pro` right."""

    con: float
    pro: float
    low: float
    high: float
    net: float

    @property
    def has_range(self) -> bool:
        """Whether the net may be visibly different."""
        return self.high - self.low > 0.5

    @classmethod
    def of(cls, score: Score, most: int) -> Ledger:
        """That of a score, on a scale of at most so many micro-units to a side."""

        def place(micro: int) -> float:
            return 50 + max(-50.0, min(50.0, micro * 50 / max(most, 1)))

        return cls(
            50 - place(-score.friction), place(score.cooperation) - 50,
            place(score.low), place(score.high), place(score.net),
        )  # fmt: skip


def scale_of(scores: Iterable[Score]) -> int:
    """The greatest ledger of some scores; a point at least."""
    return max((max(s.cooperation, s.friction) for s in scores), default=0) or POINT


@dataclass(frozen=True)
class Figures:
    """A score in words: balance, both ledgers, net, and what the net may be."""

    balance: str
    cooperation: str
    friction: str
    net: str
    may_be: str

    @classmethod
    def of(cls, score: Score, label: str = "") -> Figures | None:
        """That of a score; None where nothing counts, so that a 0 stands for no knowledge."""
        if label in WITHOUT_FIGURES:
            return None
        low, high, net = signed(score.low), signed(score.high), signed(score.net)
        may_be = "" if {low, high} == {net} else f"{low} to {high}"
        return cls(
            signed_balance(score), figure(score.cooperation), figure(score.friction),
            minus(net), minus(may_be),
        )  # fmt: skip


def signed_balance(score: Score) -> str:
    """A balance with its sign and two decimals."""
    text = balance(score.balance)
    return minus(text if text.startswith("-") or float(text) == 0 else f"+{text}")


def points_text(micro: int) -> str:
    """Points with their sign and one decimal."""
    return minus(signed(micro))


def may_be_text(share: Share) -> str:
    """What a share may be besides; empty where nothing."""
    low, high = signed(share.low), signed(share.high)
    return "" if {low, high} == {signed(share.counted)} else minus(f"{low} to {high}")


def on_scale(value: float) -> float:
    """A balance from -10 to 10 as a place in percent."""
    return (max(-10.0, min(10.0, value)) + 10) * 5
