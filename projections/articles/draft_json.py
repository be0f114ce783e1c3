"""A draft as plain values, `detente/draft@1`."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import Field
from typing_extensions import TypedDict

from projections.articles.draft import LIKELY, REASONS, SURE, UNSURE, Draft, Proposal, Unread
from projections.plain import Count, DomainName, IsoDay, Text, one_of

SCHEMA: Final = "detente/draft@1"


class ProposalJson(TypedDict):
    """A line that a sentence may be recorded as; `?` stands for what is left open."""

    quoted: Text
    """At most 25 words of the sentence."""
    date: Text
    """When, in EDTF: never narrower than the sentence says."""
    actors: list[Text]
    """Who does it, by id, or `?`."""
    relation: Annotated[str, Field(json_schema_extra=one_of("directed", "mutual"))]
    """Whether the first do it to the others, or all with each other."""
    recipients: list[Text]
    """To whom it is done, by id, or `?`."""
    what: Text
    """What happens, as a line of .facts writes it."""
    domain: DomainName
    """What it is about."""
    title: Text
    """In words of our own."""
    people: list[Text]
    """The persons named, by id."""
    place: Text | None
    """Where; null: the sentence does not say."""
    origin: Text | None
    """The actor or person who says it, by id; null: the article itself."""
    voice: Text | None
    """How that source speaks; null: the article itself."""
    denied_by: Text | None
    """The actor who denies it, by id; null: nobody does."""
    sureness: Annotated[str, Field(json_schema_extra=one_of(SURE, LIKELY, UNSURE))]
    """How plainly the sentence says who does it to whom."""
    because: list[Text]
    """The words of the sentence that say what, and when."""
    open: list[Text]
    """What is left open, and why."""


class UnreadJson(TypedDict):
    """A sentence that names two actors and has no line, or one that is too long to read."""

    quoted: Text
    """At most 25 words of the sentence."""
    actors: list[Text]
    """The actors that it names, by id, or `?`; none where it is too long to be read."""
    why: Annotated[str, Field(json_schema_extra=one_of(*REASONS))]
    """Why no line is proposed."""


class DraftJson(TypedDict):
    """What an article may be recorded as, to be edited; nothing is recorded."""

    schema: Literal["detente/draft@1"]
    title: Text | None
    """The headline; null: there is none."""
    publisher: Text | None
    """Who published it; null: nobody is named."""
    published: IsoDay
    """The day of publication, around which `last month` is read."""
    url: Text | None
    """Where it is; null: that is not known."""
    sentences: Count
    """How many sentences were read."""
    proposals: list[ProposalJson]
    """The proposed lines, in the order of the article."""
    unread: list[UnreadJson]
    """The sentences that are left to the reader, in the order of the article."""


def draft_json(draft: Draft) -> DraftJson:
    """A draft as plain values, in a stable order of fields."""
    article = draft.article
    return {
        "schema": SCHEMA,
        "title": article.title or None,
        "publisher": article.publisher or None,
        "published": article.published.isoformat(),
        "url": article.url or None,
        "sentences": draft.sentences,
        "proposals": [_proposal(each) for each in draft.proposals],
        "unread": [_unread(each) for each in draft.unread],
    }


def _proposal(each: Proposal) -> ProposalJson:
    return {
        "quoted": each.quoted,
        "date": each.dated,
        "actors": list(each.actors),
        "relation": each.relation,
        "recipients": list(each.recipients),
        "what": each.what,
        "domain": each.domain,
        "title": each.title,
        "people": list(each.people),
        "place": each.place or None,
        "origin": each.source.origin or None,
        "voice": each.source.voice or None,
        "denied_by": each.denied_by or None,
        "sureness": each.sureness,
        "because": list(each.because),
        "open": list(each.open),
    }


def _unread(each: Unread) -> UnreadJson:
    return {"quoted": each.quoted, "actors": list(each.actors), "why": each.why}
