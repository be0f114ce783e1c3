"""An article as it is read: its text, who published it and when, and its sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final, NamedTuple

from domain import edtf
from projections.articles.tokens import typed, word_set
from projections.articles.when import times


class Article(NamedTuple):
    """The text of an article in paragraphs, separated by empty lines, and what is known of it."""

    text: str
    published: date
    publisher: str = ""
    url: str = ""
    title: str = ""


class Sentence(NamedTuple):
    """A sentence, whether it begins inside a quotation, and the number of its paragraph."""

    text: str
    quoted: bool = False
    paragraph: int = 0


_BELIEVED: Final = 7
_ABBREVIATED: Final = word_set(
    "mr mrs ms dr gen lt col maj capt sgt adm rep sen gov st no jan feb mar apr jun jul aug sep"
    " sept oct nov dec vs etc inc ltd co prof hon rev pres sec approx dept est"
)
_END: Final = re.compile(r"[.!?…]+[\"')\]]*(?=\s+[\"'(\[]*[A-Z0-9])|[.!?…]+[\"')\]]*$")
_DATELINE: Final = re.compile(
    r"^(?:By [^\n.]{3,60}\n)?[A-Z][A-Z .'/-]{2,40}(?:,[^()\n]{1,40}?)?\s*"
    r"(?:\((?P<agency>[A-Z][\w .-]{1,30})\))?\s*(?:--?|[–—])\s+"
)
_DATELINE_BARE: Final = re.compile(
    r"^[A-Z][\w .'/]{2,30}\s*\((?P<agency>[A-Z]{2,12})\)\s*[-–—]+\s+"
)


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a text, each on one line.

    A text without empty lines has one on each line where its lines are long, or is all one.
    """
    blocks = re.split(r"\n\s*\n", text.strip())
    if len(blocks) == 1:
        lines = blocks[0].splitlines()
        ended = sum(line.rstrip()[-1:] in '.!?"”' for line in lines)
        blocks = lines if ended * 2 > len(lines) else blocks
    return [" ".join(block.split()) for block in blocks if block.strip()]


def sentences(text: str) -> list[Sentence]:
    """The sentences of an article, without headlines, datelines and bylines."""
    found: list[Sentence] = []
    for number, paragraph in enumerate(paragraphs(text)):
        body = typed(_without_dateline(paragraph))
        if body[-1:] not in ".!?…\"')]" and len(body.split()) < 16:
            continue
        found += (each._replace(paragraph=number) for each in _split(body))
    return found


def _without_dateline(paragraph: str) -> str:
    match = _DATELINE.match(paragraph) or _DATELINE_BARE.match(paragraph)
    return paragraph[match.end() :] if match else paragraph


def dateline(text: str) -> str:
    """Where an article was written, as it says itself: `ANKARA`; empty if it does not say."""
    for paragraph in paragraphs(text)[:4]:
        match = _DATELINE.match(paragraph) or _DATELINE_BARE.match(paragraph)
        if match:
            return re.split(r"[,(]| -", match.group(), maxsplit=1)[0].strip().title()
    return ""


def written_on(article: Article) -> date:
    """The day of the dateline: `ANKARA, March 5 (Reuters) -`; else that of publication.

    A day that is later, or more than a week before, is not believed.
    """
    for paragraph in paragraphs(article.text)[:4]:
        match = _DATELINE.match(paragraph) or _DATELINE_BARE.match(paragraph)
        named = times(match.group(), article.published) if match else []
        for day in (edtf.window(when.past) for when in named):
            age = article.published.toordinal() - day.lo
            if day.lo == day.hi and 0 <= age <= _BELIEVED:
                return date.fromordinal(day.lo)
    return article.published


def agency(text: str) -> str:
    """The agency that a dateline names: `ANKARA, March 5 (Reuters) -`; empty if none does."""
    for paragraph in paragraphs(text)[:4]:
        match = _DATELINE.match(paragraph) or _DATELINE_BARE.match(paragraph)
        if match and match["agency"]:
            return str(match["agency"])
    return ""


def day_of_dateline(text: str) -> str:
    """The day that a dateline names, as it is written: `Oct 12 2022`; empty if none does."""
    for paragraph in paragraphs(text)[:4]:
        match = _DATELINE.match(paragraph) or _DATELINE_BARE.match(paragraph)
        for part in re.split(r",\s*|\s*\(", match.group())[1:] if match else ():
            if _DAY_OF_MONTH.match(part):
                year = re.search(r",\s*([0-9]{4})", match.group()) if match else None
                bare = part.strip(" -–—.")
                return f"{bare} {year[1]}" if year and year[1] not in bare else bare
    return ""


_DAY_OF_MONTH: Final = re.compile(r"(?:[A-Z][a-z]{2,8}\.? [0-9]{1,2}|[0-9]{1,2} [A-Z][a-z]{2,8})\b")


def _split(text: str) -> Iterator[Sentence]:
    start, opened = 0, False
    for match in _END.finditer(text):
        if _is_abbreviation(text[start : match.start()], match.group()):
            continue
        piece = text[start : match.end()].strip()
        yield Sentence(piece, opened)
        opened ^= piece.count('"') % 2 == 1
        start = match.end()
    rest = text[start:].strip()
    if rest:
        yield Sentence(rest, opened)


def _is_abbreviation(before: str, end: str) -> bool:
    word = before.rpartition(" ")[2].lstrip("(\"'")
    if not end.startswith(".") or len(end) > 1:
        return False
    initials = re.fullmatch(r"(?:[A-Za-z]\.)*[A-Z]", word) is not None
    return initials or word.lower() in _ABBREVIATED


WORDS_QUOTED: Final = 25


def excerpt(text: str, start: int = 0) -> str:
    """At most 25 words of a sentence in one line, those around a place of it."""
    words = [(match.start(), match.group()) for match in re.finditer(r"\S+", text)]
    if len(words) <= WORDS_QUOTED:
        return " ".join(word for _, word in words)
    at = next((i for i, (place, word) in enumerate(words) if place + len(word) > start), 0)
    first = max(0, min(at - 8, len(words) - WORDS_QUOTED))
    kept = " ".join(word for _, word in words[first : first + WORDS_QUOTED])
    last = first + WORDS_QUOTED < len(words)
    return f"{'… ' if first else ''}{kept}{' …' if last else ''}"
