"""A draft as `.facts`: each proposed line below its sentence, ready to be edited."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Final

from domain.kinds import read_what
from projections.articles.article import excerpt, written_on
from projections.articles.draft import (
    ENDED,
    NO_DEED,
    NO_SIDES,
    NOT_DONE,
    QUESTION,
    SAID_BEFORE,
    SURE,
    TOO_LONG,
    Draft,
    Proposal,
    Unread,
)
from projections.articles.mentions import UNDECIDED
from projections.words import count

_INDENT: Final = "    "


def draft_text(draft: Draft, file: str) -> str:
    """The whole draft: what it is of, then its lines in the order of the article."""
    return "".join(f"{line}\n" for line in _lines(draft, file))


def _lines(draft: Draft, file: str) -> Iterator[str]:
    article = draft.article
    title = f" “{_clean(excerpt(article.title))}”" if article.title else ""
    yield f"# A draft of {_clean(file)}:{title} {_source(draft)}"
    yield "# Read each line beside its sentence; change it, or delete it. Then import this file."
    yield "# ? marks what is left open: a line that has one is refused until you decide it."
    quoted = ""
    for item in draft.items:
        if item.quoted != quoted:
            yield ""
            yield f"# {_quoted(item.quoted)}"
        quoted = item.quoted
        yield from _proposed(item, draft) if isinstance(item, Proposal) else _left(item)


def _source(draft: Draft) -> str:
    article = draft.article
    url = f", {article.url}" if article.url else ""
    return f"{article.publisher or UNDECIDED}, {article.published.isoformat()}{url}"


def _proposed(proposal: Proposal, draft: Draft) -> Iterator[str]:
    said = "; ".join(f"“{_clean(words)}”" for words in proposal.because)
    yield f"# {proposal.sureness}: {said}" + (
        "" if proposal.dated_by_a_word else "; no day is named"
    )
    what = None if proposal.what == UNDECIDED else read_what(proposal.what).of_kind
    if not proposal.dated_by_a_word and what and what.dated_by == "on":
        day = written_on(draft.article).isoformat()
        yield f"# it counts for nothing until you write its day: {day}, if it was that"
    for open_ in proposal.open:
        yield f"# open: {_clean(open_)}"
    yield (
        f"{proposal.dated}  {proposal.parties}  {proposal.what}/{proposal.domain}  {proposal.title}"
    )
    yield from (_INDENT + line for line in _details(proposal, draft))


def _details(proposal: Proposal, draft: Draft) -> Iterator[str]:
    article = draft.article
    publisher, day = article.publisher or UNDECIDED, article.published.isoformat()
    planned = proposal.what != UNDECIDED and read_what(proposal.what).of_kind.planned
    head = f"announced {day}, {publisher}" if planned else f"report {publisher}, {day}"
    url = f", {article.url}" if article.url else ""
    keyed = (("origin", proposal.source.origin), ("voice", proposal.source.voice))
    yield head + url + "".join(f", {key}={value}" for key, value in keyed if value)
    if proposal.denied_by:
        yield f"denied {publisher}, {day}{url}, by={proposal.denied_by}"
    if proposal.people:
        yield f"people {', '.join(proposal.people)}"
    if proposal.place:
        yield f"place {_clean(proposal.place)}"


_WHY: Final = {
    NO_DEED: "it names {names}, and no deed that is known here",
    NOT_DONE: "it names {names}, and what it says may happen, or did not: {words}",
    NO_SIDES: "it names {names}, but not plainly who does it to whom: {words}",
    SAID_BEFORE: "a line above says what it says of {names}",
    ENDED: "it names {names}, and says that something ended; add `ended DATE` to the line of that",
    QUESTION: "it is a question",
    TOO_LONG: "it is too long",
}


def _left(item: Unread) -> Iterator[str]:
    names = ", ".join(item.actors)
    words = f"“{_clean(item.words)}”" if item.words else "see there"
    yield f"# no line: {_WHY[item.why].format(names=names, words=words)}."


def summary(draft: Draft) -> str:
    """How much was found, in a line."""
    proposals = draft.proposals
    sure = sum(each.sureness == SURE for each in proposals)
    undecided = sum(bool(each.open) for each in proposals)
    parts = [f"{count(len(proposals), 'line')} proposed of {count(draft.sentences, 'sentence')}"]
    parts.append(f"{sure} sure")
    parts += ["its publisher is open (--publisher NAME)"] if not draft.article.publisher else []
    parts += [f"{undecided} with a ? to decide"] if undecided else []
    parts += [f"{count(len(draft.unread), 'sentence')} left to you"] if draft.unread else []
    return f"{parts[0]}: {', '.join(parts[1:])}. Nothing is recorded."


def _quoted(text: str) -> str:
    return f"“{_clean(text)}”"


def _clean(text: str) -> str:
    """A text on one line, without characters that a terminal would obey or hide."""
    kept = (each if unicodedata.category(each)[0] != "C" else " " for each in text)
    return " ".join("".join(kept).split())
