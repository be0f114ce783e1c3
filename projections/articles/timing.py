"""When a deed of a sentence happened, as an EDTF window that is never narrower than was said."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Final, NamedTuple

from domain import edtf
from domain.kinds import What
from domain.modes import AHEAD, PROMISE
from domain.refusal import OPEN
from projections.articles.deeds import Deed
from projections.articles.scene import Scene
from projections.articles.tokens import word_set
from projections.articles.when import When, times, up_to

_ADJECTIVE: Final = re.compile(r"(?:\b(?:a|an|the|its|his|her|their|this)|'s)\s+$")
_BEFORE_IT: Final = re.compile(
    r"\b(since|before|after|until|till|by|from|ahead of)\s+(?:\w+ly\s+)?$"
)
_TOGETHER: Final = re.compile(r"\band\b|,\s*$")
_APART: Final = re.compile(r"\b(?:which|who|that|after|before|since|but|while|when|said|as)\b|;")
_CLAUSE: Final = re.compile(
    r";|\b(?:which|who|whose|that|after|before|when|while|because|but|as)\b"
    r"(?! (?:early|late|soon)\b)"
)
"""What begins a clause of another time, between a deed and a time."""

_RELATIVE: Final = re.compile(r"\s*(?:which|who|whose|where)\b")
_LATER: Final = re.compile(r"\band\b[^,]*\b(?:later|then|subsequently|afterwards)\b")
_APART_FROM: Final = re.compile(r";|\b(?:although|though|but|while|whereas)\b")
_OCCASION: Final = re.compile(r"\b(?:after|following|before|since|when|as)\b(?=\s+\w+\s+\w)")
_OBJECT: Final = re.compile(r"\b(?:of|for|over|to|that|against|in)\b(?!\s*$)|'s\b")
"""What may have a time of its own: `condemned the launch of a satellite on 27 May`."""

_STOP: Final = re.compile(r";|\bbut\b|\bwhile\b|\bafter\b|\bbefore\b|\bas\b|\bwhen\b|\bsince\b")
_NEAR_SPEECH: Final = word_set(
    "late early on in a statement reporters told said says journalists interview speech televised"
    " remarks to at news conference the , earlier"
)


class Dated(NamedTuple):
    """A date as EDTF, the words that say so, and what is left open of it."""

    edtf: str
    because: str = ""
    open: tuple[str, ...] = ()


def date_of(
    scene: Scene, deed: Deed, what: What, published: date, beside: Sequence[Deed] = ()
) -> Dated:
    """The date of a deed: the time that is nearest to it, or else any day up to the article's.

    `beside` are the other deeds of the sentence: a time behind another one is that one's.
    """
    named = [
        when
        for when in times(scene.text, published)
        if not any(_is_between(scene, other, deed, when) for other in beside)
    ]
    if (deed.noun and not deed.meeting) or what.kind in ("geography", "link", "assessment"):
        named = [when for when in named if _is_beside(scene, when, deed)]
    spoken = [when for when in named if _is_of_speech(scene, when)]
    others = [when for when in named if when not in spoken and _may_date(scene, when, deed)]
    spoken = [when for when in spoken if not _is_apart(scene, when, deed)]
    nearest = min(others, key=lambda when: _distance(scene, when, deed), default=None)
    if nearest is not None and _distance(scene, nearest, deed) > 260:
        nearest = None
    if nearest is not None:
        return _of(scene, nearest, deed, what, published)
    if spoken and what.of_kind.dated_by != "planned":
        return _spoken(spoken[0], deed)
    return undated(what, published)


def undated(what: What, day: date) -> Dated:
    """The date of a deed whose day nobody says, in an article of a day."""
    return Dated(f"[{day.isoformat()}..]" if what.of_kind.planned else up_to(day))


def _spoken(when: When, deed: Deed) -> Dated:
    """What is said on a day happened by then; what is done by saying it, on it."""
    if deed.phrase.said or deed.mode in (AHEAD, PROMISE):
        return Dated(when.past, when.said)
    last = edtf.window(when.past).hi
    return Dated(up_to(date.fromordinal(last)), f"said {when.said}")


_WORD_BEFORE: Final = re.compile(r"^(?:in|on|for) ")


def _of(scene: Scene, when: When, deed: Deed, what: What, published: date) -> Dated:
    ahead = what.of_kind.planned
    written = when.ahead if ahead else when.past
    before = _BEFORE_IT.search(scene.low[: when.start])
    word = before[1] if before else _own_word(when)
    said = f"{word} {when.said}" if word and not when.said.lower().startswith(word) else when.said
    if when.days and what.of_kind.happens and not ahead:
        return Dated(when.days, said)
    if not ahead and deed.mode in (AHEAD, PROMISE):
        # The day is that of what is promised, not of the promise.
        return Dated(up_to(published), f"promised for {_WORD_BEFORE.sub('', said)}")
    first, last = edtf.window(written)
    today = published.toordinal()
    if first > today and deed.phrase.said:
        return Dated(up_to(published), f"of {said}")
    if first > today and not ahead:
        return _of_a_day_to_come(what, written, said)
    if word == "since" and what.of_kind.happens:
        return Dated(f"[{edtf.written(first)}..{published.isoformat()}]", said)
    if word in ("before", "until", "till", "by", "ahead of"):
        limit = max(last, today) if ahead else min(last, today)
        low = published.isoformat() if ahead else ""
        return Dated(f"[{low}..{edtf.written(limit)}]", said)
    if word in ("after", "from") and what.of_kind.happens:
        return Dated(f"[{edtf.written(first)}..{published.isoformat()}]", said)
    return Dated(written, said)


def _of_a_day_to_come(what: What, written: str, said: str) -> Dated:
    """A day after the article: an instrument may begin then, all else is left open."""
    if what.kind == "instrument":
        return Dated(written, said)
    return Dated(OPEN, said, (f"when: {said} is after the day of the article",))


def _own_word(when: When) -> str:
    first = when.said.lower().split()[0]
    return first if first in ("since", "until", "by", "from", "before") else ""


def _is_of_speech(scene: Scene, when: When) -> bool:
    """Whether it is the day on which something was said: `said late on Friday`."""
    first = scene.word_at(when.start)
    for speech in scene.speeches:
        if 0 < first - speech.verb <= 6 and all(
            word.low in _NEAR_SPEECH for word in scene.words[speech.verb + 1 : first]
        ):
            return True
    return False


def _is_apart(scene: Scene, when: When, deed: Deed) -> bool:
    first, last = sorted(
        (deed.end, when.start) if deed.end <= when.start else (when.end, deed.start)
    )
    return _APART_FROM.search(scene.low[first:last]) is not None


def _may_date(scene: Scene, when: When, deed: Deed) -> bool:
    """Whether a time may be that of a deed: `the 2014 annexation` dates the annexation alone."""
    before = scene.low[: when.start]
    if _ADJECTIVE.search(before) and re.fullmatch(r"\D*\d{4}", when.said):
        return deed.noun and 0 <= deed.start - when.end <= 12
    if when.start >= deed.end:
        between = scene.low[deed.end : when.start].replace("as recently as", "")
        if (deed.phrase.said or deed.phrase.governs) and _OBJECT.search(between):
            return False
        return _CLAUSE.search(between) is None
    if when.end <= deed.start:
        clause = re.split(r"[,;]", before)[-1]
        behind = scene.low[when.end : deed.start]
        if _LATER.search(behind):
            return False
        other = _CLAUSE.search(behind) or _OCCASION.search(clause)
        return other is None and not ("," in behind and _RELATIVE.match(clause))
    return True


def _is_between(scene: Scene, other: Deed, deed: Deed, when: When) -> bool:
    """Whether a time belongs to another deed, which lies between, and is another matter."""
    if other.end <= when.start < deed.start and "," in scene.low[when.end : deed.start]:
        return "," not in scene.low[other.end : when.start]
    first, last = sorted((deed, other), key=lambda each: each.start)
    if not (deed.end <= other.start < when.start or when.end <= other.start < deed.start):
        return False
    if other.noun and not other.meeting:
        return _is_beside(scene, when, other)
    between = scene.low[first.end : last.start]
    if when.start > last.start:
        return True
    return _TOGETHER.search(between) is None or _APART.search(between) is not None


def _is_beside(scene: Scene, when: When, deed: Deed) -> bool:
    """Whether a time belongs to a noun: `the invasion of Ukraine in February`."""
    if when.end <= deed.start:
        return deed.start - when.end <= 12
    between = scene.low[deed.end : when.start]
    return len(between) <= 40 and "," not in between and _STOP.search(between) is None


def _distance(scene: Scene, when: When, deed: Deed) -> int:
    if when.end <= deed.start:
        between = scene.low[when.end : deed.start]
    else:
        between = scene.low[deed.end : when.start]
    behind = when.start >= deed.end
    return len(between) + 80 * len(_STOP.findall(between)) + (0 if behind else 10)
