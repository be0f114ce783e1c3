"""Literal full-text search: the facts that have every word, as known at a point in time."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Annotated, Final, Literal

from pydantic import Field
from typing_extensions import TypeAliasType

from domain import edtf
from domain.actors import Actor, Registry
from domain.clocks import AsOf
from domain.content import Content
from domain.edtf import NO_FIRST, NO_LAST, Window
from domain.events import Asserted, Confirmed, Corrected, Denied, Event, Reported, Sourced
from domain.fact import DESK, Fact
from domain.folding import plain
from domain.limits import QUESTION, check_length
from domain.refusal import InvalidInput, Run
from domain.report import Report
from projections.picking import NOTHING_PICKED, Picked
from projections.plain import LayerClocksJson, Text, Unique, one_of
from projections.state_json import clocks_json
from projections.timeline import (
    Entry,
    EntryJson,
    OpenSpanJson,
    PickedJson,
    Span,
    entry_json,
    picked_json,
    span_json,
    timeline,
)

SCHEMA: Final = "detente/search@1"
FIELDS: Final = ("title", "note", "topics", "actors", "people", "place", "episode", "sources")
FieldName = TypeAliasType(
    "FieldName",
    Annotated[
        str,
        Field(description="Where a word was found.", json_schema_extra=one_of(*FIELDS)),
    ],
)
"""Where words are looked for."""

MOST_TERMS: Final = 64
_EXAMPLES: Final = (Run.of("search", "S-400"), Run.of("search", '"black sea" grain'))
_WORDS_OF_A_NAME: Final = 4
_CORRECTED: Final = frozenset({*FIELDS, "parties"})
_EVER: Final = Span(Window(NO_FIRST, NO_LAST))
_TOKEN: Final = re.compile(r"[^\W_]+")
_NEXT_TEXT, _NEXT_FIELD = "\x01", "\x02"
_SIGN: Final = re.compile(r"[^\W_]+|[\x01\x02]")
_STRETCH: Final = re.compile(r'["“”]([^"“”]*)["“”]?|([^\s"“”]+)')


def tokens(text: str) -> tuple[str, ...]:
    """The runs of letters and digits of a text as the registry compares names.

    `S-400` is `s`, `400`.
    """
    return tuple(_TOKEN.findall(plain(text)))


def _read(fields: Iterable[Iterable[str]]) -> list[str]:
    """The tokens of each field, each between spaces, with a mark at the end of each text.

    The mark is not a letter, so no phrase continues in the next text. Each text is read twice:
    with dots and apostrophes left out, as in `U.S.`, and with gaps for them, as in `Crimea's`.
    """
    # Together, since a comparison of characters costs by the call.
    together = _NEXT_FIELD.join(
        _NEXT_TEXT.join(text.replace(_NEXT_TEXT, " ") for text in texts).replace(_NEXT_FIELD, " ")
        for texts in fields
    )
    fact_states = [
        " ".join(_SIGN.findall(plain(together, dot))).split(_NEXT_FIELD) for dot in ("", " ")
    ]
    return [
        f" {left_out} {_NEXT_TEXT} {gaps} " for left_out, gaps in zip(*fact_states, strict=True)
    ]


# The question -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Term:
    """One word or quoted stretch.

    Its tokens in a row within one text, or an actor whose name it is, or is part of.
    """

    phrase: tuple[str, ...]
    actors: tuple[str, ...] = ()
    names: tuple[tuple[str, ...], ...] = ()
    """The other names of the persons that it means: who is in no list of people may be in a title.
    """
    address: str = ""
    """The word as an address of a page, or as a part of one, where it looks like that."""

    @property
    def phrases(self) -> tuple[tuple[str, ...], ...]:
        """Of which the words of a fact hold at least one, where the term is found in it."""
        return (self.phrase, *self.names, *map(tokens, self.actors))

    def fields(
        self, texts: Mapping[str, Sequence[str]], read: Mapping[str, str], urls: Sequence[str] = ()
    ) -> set[str]:
        """The fields in which it is found, given their texts, and those as `_read` has them."""
        phrases = [f" {' '.join(phrase)} " for phrase in (self.phrase, *self.names)]
        named = {
            name
            for name in ("actors", "people")
            if self.actors and not {*self.actors}.isdisjoint(texts[name])
        }
        if self.address and any(self.address in url.casefold() for url in urls):
            named.add("sources")
        return named | {
            name for name, text in read.items() if any(phrase in text for phrase in phrases)
        }


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for: every term, each in any field."""

    terms: tuple[Term, ...]

    @classmethod
    def of(cls, text: str, registry: Registry, day: int) -> Query:
        """Reads words, and `"stretches of words"` that are side by side.

        A name outside quotes also means its actor on that day. Raises InvalidInput for a text
        without letters or digits, and for one that is too long to be a question.
        """
        check_length(text, "a text to search for", QUESTION)
        found = [(match.group(1), match.group(2)) for match in _STRETCH.finditer(text)]
        if len(found) > MOST_TERMS:
            raise InvalidInput(
                f"{len(found)} words are too many to search for; write {MOST_TERMS} at most.",
                *_EXAMPLES,
                code="too-many-words",
            )
        named = _named([word for _, word in found], registry, day)
        terms = [
            Term(
                tokens(quoted or word or ""),
                tuple(actor.id for actor in actors),
                tuple(dict.fromkeys(_names_of_persons(actors))),
                _address(quoted or word or ""),
            )
            for (quoted, word), actors in zip(found, named, strict=True)
        ]
        query = cls(tuple(dict.fromkeys(term for term in terms if term.phrase)))
        if not query.terms:
            said = (
                f'"{text.strip()}" has no letter or digit to search for.'
                if text.strip()
                else "say what to search for."
            )
            raise InvalidInput(said, *_EXAMPLES, code="nothing-to-search")
        return query

    @property
    def of_addresses(self) -> bool:
        """Whether a term may be an address, which no index of words holds."""
        return any(term.address for term in self.terms)

    def fields(
        self, texts: Mapping[str, Sequence[str]], urls: Sequence[str] = ()
    ) -> tuple[str, ...]:
        """The fields in which terms are found; none where a term is not.

        An address is looked for in those of the sources too, as it is written.
        """
        read = dict(zip(texts, _read(texts.values()), strict=True))
        found = [term.fields(texts, read, urls) for term in self.terms]
        return (
            tuple(name for name in FIELDS if any(name in fields for fields in found))
            if all(found)
            else ()
        )


_ADDRESS: Final = re.compile(r"https?://\S+|[\w-]+(\.[\w-]+)*\.[a-z]{2,}(/\S*)?|\S+/\S+/\S*|/\S+")


def _address(word: str) -> str:
    """A word that may be an address or a part of one, as addresses are compared; else nothing."""
    folded = word.strip().casefold()
    return folded.removeprefix("www.") if _ADDRESS.fullmatch(folded) else ""


def _named(words: Sequence[str | None], registry: Registry, day: int) -> list[tuple[Actor, ...]]:
    """The actors that each word names, alone or with its neighbours.

    A quoted stretch, None here, names nobody. Each word of `united states` may mean USA, so that a
    fact is found that has both words, or that USA takes part in.
    """
    named: list[dict[str, Actor]] = [{} for _ in words]
    for first in range(len(words)):
        for last in range(first, min(first + _WORDS_OF_A_NAME, len(words))):
            run = words[first : last + 1]
            actor = None if None in run else registry.meant(" ".join(filter(None, run)), day)
            if actor:
                for meanings in named[first : last + 1]:
                    meanings[actor.id] = actor
    return [tuple(meanings.values()) for meanings in named]


def _names_of_persons(actors: Iterable[Actor]) -> Iterator[tuple[str, ...]]:
    for actor in actors:
        if actor.type == "person":
            yield from (tokens(name.text) for name in actor.names if name.kind == "name")


# The answer ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Found:
    """One fact that holds every word, and in which fields."""

    entry: Entry
    fields: tuple[str, ...]


def search(
    facts: Iterable[Fact], query: Query, as_of: AsOf, span: Span = _EVER
) -> tuple[Found, ...]:
    """Facts in scope of a day that hold every term, by the last day they may have happened.

    Of a span: those that may have happened or begun in it.
    Newest first, then by handle. A text counts as it was known: one that was corrected later is
    found with the knowledge of before. Retracted and disputed facts are found and marked.
    """
    named = {fact.id: fact for fact in facts}
    found: list[Found] = []
    for entry in timeline(named.values(), as_of, span):
        if entry.again:
            continue  # each fact once, where it begins
        fact_state = entry.fact_state
        reports = [*_reports(named[fact_state.id], as_of)]
        texts = {**_texts(fact_state.content), "sources": [*_sources(reports)]}
        fields = query.fields(texts, [report.url for report in reports if report.url])
        if fields:
            found.append(Found(entry, fields))
    return tuple(sorted(found, key=_newest_first))


def _newest_first(found: Found) -> tuple[int, int, str]:
    """The order of a timeline from its other end, but handles in theirs."""
    window = found.entry.window
    return (
        -(window.hi if window.hi < NO_LAST else window.lo),
        -window.lo,
        found.entry.fact_state.handle,
    )


def _texts(content: Content) -> dict[str, tuple[str, ...]]:
    return {
        "title": (content.title,),
        "note": (content.note,),
        "topics": content.topics,
        "actors": (*content.actors, *content.recipients),
        "people": content.people,
        "place": (content.place,),
        "episode": (content.episode,),
    }


def _reports(fact: Fact, as_of: AsOf) -> Iterator[Report]:
    """Who had said anything of a fact by then; a report is there from when it was published."""
    for event in fact.effective_events(as_of.recorded_instant):
        report = _report(event)
        known = event.known_day <= as_of.known_day and event.recorded_at <= as_of.recorded_instant
        if (
            report
            and known
            and (not report.published or edtf.window(report.published).hi <= as_of.known_day)
        ):
            yield report


def _report(event: Event) -> Report | None:
    return (
        event.report
        if isinstance(event, Asserted | Reported | Sourced | Denied | Confirmed)
        else None
    )


def _sources(reports: Iterable[Report]) -> Iterator[str]:
    for report in reports:
        yield from (report.publisher, report.origin, *_site(report.url))


_HOST: Final = re.compile(r"https?://(?:[^/?#@]*@)?([^/?#:@]+)", re.IGNORECASE)
_NO_SITES: Final = frozenset({"www", "co", "com", "org", "net", "gov", "gob", "gouv", "edu", "ac"})
"""Parts of hosts that name no site, as those at their ends: of `bbc.co.uk` only `bbc` does."""


def _site(url: str) -> Iterator[str]:
    """The names in the host of an address: `hurriyetdailynews` of `www.hurriyetdailynews.com`."""
    host = _HOST.match(url)
    *names, _ = host[1].split(".") if host else [""]
    yield from (name for name in names if name.casefold() not in _NO_SITES)


class FoundJson(EntryJson):
    """One fact that has every word."""

    found_in: Annotated[Unique[FieldName], Field(min_length=1)]
    """In which fields; in the order title, note, topics, actors, people, place, episode, sources.
    """


class SearchJson(LayerClocksJson, OpenSpanJson, PickedJson):
    """Facts that have every word asked for."""

    schema: Literal["detente/search@1"]
    text: Text
    """What was looked for, as typed, with single spaces."""
    entries: Unique[FoundJson]
    """By the last day on which they may have happened or begun, the newest first; then by the
    first, then by handle.
    """


def search_json(
    found: Iterable[Found],
    text: str,
    as_of: AsOf,
    span: Span = _EVER,
    picked: Picked = NOTHING_PICKED,
) -> SearchJson:
    """What was found as plain values, with what was asked."""
    return {
        "schema": SCHEMA,
        "text": text,
        **span_json(span),
        **clocks_json(as_of),
        "layer": DESK,
        **picked_json(picked),
        "entries": [found_json(one) for one in found],
    }


def found_json(found: Found) -> FoundJson:
    """A fact that was found as plain values."""
    return {**entry_json(found.entry), "found_in": list(found.fields)}


# The index ----------------------------------------------------------------------------------------


def words(event: Event) -> str:
    """The tokens of every text that an event adds to its fact, each between spaces.

    Empty where it adds none.
    """
    texts: list[str] = []
    if isinstance(event, Asserted):
        texts += chain.from_iterable(_texts(event.content).values())
    if isinstance(event, Corrected) and event.field in _CORRECTED:
        texts.append(event.value)
    report = _report(event)
    texts += _sources([report] if report else ())
    return _read([texts])[0] if any(texts) else ""
