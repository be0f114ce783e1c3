"""A draft: lines that an article may be recorded as, each with its sentence and what is open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from domain import edtf
from domain.actors import Registry
from domain.kinds import POINT, What, read_what
from domain.modes import ACCORD, DENY, in_mode
from projections.articles.anaphors import BOTH, PRONOUN, with_anaphors
from projections.articles.article import Article, dateline, excerpt, sentences, written_on
from projections.articles.deeds import Deed, asks, deeds, has_ended
from projections.articles.introductions import introduce
from projections.articles.memory import of_article
from projections.articles.mentions import UNDECIDED, Mention, NameIndex, known_actors
from projections.articles.remembering import remembered
from projections.articles.scene import Scene
from projections.articles.sides import Sides, Who
from projections.articles.speech import NOBODY, Source, source_of
from projections.articles.timing import Dated, date_of, undated
from projections.articles.wording import Wording, domain_of, place_of

LONGEST: Final = 1_200
"""Characters of a sentence that is read: one of a paper seldom has 400."""

AGAINST: Final = -2 * POINT
"""What weighs so much is done against another; what is merely asked for weighs less."""

_DONE_TO: Final = ("threaten", "request", "reject")
"""What two never do with each other, though it is of what both would do."""

SURE: Final = "sure"
LIKELY: Final = "likely"
UNSURE: Final = "unsure"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A line that a sentence may be recorded as; `?` in a field is left open."""

    quoted: str
    """At most 25 words of the sentence."""
    dated: str
    actors: tuple[str, ...]
    relation: str
    recipients: tuple[str, ...]
    what: str
    domain: str
    title: str
    people: tuple[str, ...] = ()
    place: str = ""
    source: Source = NOBODY
    denied_by: str = ""
    sureness: str = SURE
    because: tuple[str, ...] = ()
    """Which words of the sentence mean when and what."""
    open: tuple[str, ...] = ()
    """What is left open, and why."""
    dated_by_a_word: bool = True
    """Whether the sentence says when."""

    @property
    def parties(self) -> str:
        """Who does it to whom, as `.facts` writes it."""
        sign = ">" if self.relation == "directed" else "="
        return f"{','.join(self.actors)} {sign} {','.join(self.recipients)}"


NO_DEED: Final = "no-deed"
NOT_DONE: Final = "not-done"
NO_SIDES: Final = "no-sides"
SAID_BEFORE: Final = "said-before"
ENDED: Final = "ended"
QUESTION: Final = "question"
TOO_LONG: Final = "too-long"
REASONS: Final = (NO_DEED, NOT_DONE, NO_SIDES, SAID_BEFORE, ENDED, QUESTION, TOO_LONG)
"""Why nothing is proposed: no deed that is known; one that did not happen; one without its two
sides; one of a line above; something has ended; it is a question; it is too long."""


class Unread(NamedTuple):
    """A sentence that names two actors and has no line, or one that is too long to read."""

    quoted: str
    actors: tuple[str, ...]
    """None where it is too long."""
    why: str = NO_DEED
    """One of `REASONS`."""
    words: str = ""
    """What it says, where that is not proposed."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What an article may be recorded as."""

    article: Article
    items: tuple[Proposal | Unread, ...]
    """In the order of the article."""
    sentences: int
    """How many sentences were read."""

    @property
    def proposals(self) -> list[Proposal]:
        """The lines that are proposed."""
        return [item for item in self.items if isinstance(item, Proposal)]

    @property
    def unread(self) -> list[Unread]:
        """The sentences that are left to the reader."""
        return [item for item in self.items if isinstance(item, Unread)]


def draft_of(article: Article, registry: Registry) -> Draft:
    """The draft of an article: lines for each sentence that names two actors of a registry."""
    index = NameIndex(registry, article.published)
    wording = Wording(registry, article.published.toordinal())
    read = sentences(article.text)
    texts = [each.text for each in read if len(each.text) <= LONGEST]
    introduce(index, texts, dateline(article.text))
    known = known_actors(texts, index)
    memory = of_article([Scene.of(text, index, known).actors for text in texts])
    items: list[Proposal | Unread] = []
    for sentence in read:
        if len(sentence.text) > LONGEST:
            items.append(Unread(excerpt(sentence.text), (), TOO_LONG))
            continue
        memory = memory.at(sentence.paragraph)
        named = Scene.of(sentence.text, index, known, memory)
        scene = with_anaphors(named, known)
        found = _Sentence(scene, article, wording).proposals()
        there = [item for item in items if isinstance(item, Proposal)]
        new = [each for each in found if not _is_there(each, there)]
        items += new
        if not new and len(named.actors) > 1:
            items.append(_unread(scene, named.actors, said_before=bool(found)))
        memory = remembered(scene, [_done(each) for each in found])
    return Draft(article, tuple(items), len(read))


def _done(proposal: Proposal) -> tuple[tuple[str, ...], tuple[str, ...], bool, str]:
    decided = proposal.what != UNDECIDED
    hostile = decided and read_what(proposal.what).weight <= AGAINST
    return proposal.actors, proposal.recipients, hostile, proposal.what


def _is_there(proposal: Proposal, others: Sequence[Proposal]) -> bool:
    """Whether an earlier sentence says the same of the same parties, and no other day."""
    return any(
        (each.what, each.relation, frozenset(each.actors), frozenset(each.recipients))
        == (
            proposal.what,
            proposal.relation,
            frozenset(proposal.actors),
            frozenset(proposal.recipients),
        )
        and (each.dated == proposal.dated or _is_within(each.dated, proposal.dated))
        for each in others
    )


def _is_within(one: str, other: str) -> bool:
    """Whether a date says no less than another that may mean any day up to then."""
    return (
        other.startswith("[..")
        and one != UNDECIDED
        and edtf.window(one.split("/", maxsplit=1)[0]).lo <= edtf.window(other).hi
    )


def _unread(scene: Scene, actors: tuple[str, ...], *, said_before: bool) -> Unread:
    """Why a sentence that names two actors has no line of its own."""
    read = [] if said_before else deeds(scene)
    done = [deed for deed in read if in_mode(deed.phrase.what, deed.mode) is not None]
    why = NO_SIDES if done else NOT_DONE if read else NO_DEED
    if said_before:
        why = SAID_BEFORE
    elif asks(scene):
        why = QUESTION
    elif not done and has_ended(scene):
        why = ENDED
    deed = next(iter(done or read), None)
    start = deed.start if deed else 0
    return Unread(excerpt(scene.text, start), actors, why, deed.words(scene) if deed else "")


@dataclass(frozen=True)
class _Sentence:
    """One sentence of an article, read into proposals."""

    scene: Scene
    article: Article
    wording: Wording

    def proposals(self) -> list[Proposal]:
        found: list[Proposal] = []
        read = deeds(self.scene)
        for deed in read:
            beside = [other for other in read if other is not deed]
            proposal = self._proposal(deed, beside)
            if proposal is not None and not any(
                each.parties == proposal.parties and each.what == proposal.what for each in found
            ):
                found.append(proposal)
        return found

    def _proposal(self, deed: Deed, beside: Sequence[Deed]) -> Proposal | None:
        """What a deed of the sentence may be recorded as; None where that is nothing."""
        what = in_mode(deed.phrase.what, deed.mode)
        who = self._sides(deed, beside) if what else None
        if what is None or who is None:
            return None
        dated = date_of(self.scene, deed, what, self.article.published, beside)
        if not dated.because:
            dated = undated(what, written_on(self.article))
        return self._line(deed, _as_a_stance(self.scene, deed, what, dated), who, dated)

    def _sides(self, deed: Deed, beside: Sequence[Deed]) -> Who | None:
        """Who does it, and to whom; None where one is missing and cannot be asked for."""
        who = _with_each_other(deed, Sides(self.scene, deed, _next(deed, beside)).who())
        if who is None or (who.actors and who.others):
            return None if who and _of_one_body(who) else who
        return who if deed.mode != DENY and self._one_is_open(deed, who) else None

    def _line(self, deed: Deed, what: What, who: Who, dated: Dated) -> Proposal:
        actors, recipients = _ids(who.actors), _ids(who.others)
        mutual = _is_mutual(deed, what, who)
        open_ = [*self._open(who), *dated.open]
        if deed.open:
            open_.append("what: the sentence does not say whether the list is a good or a bad one")
        title = self.wording.title(what, actors, recipients, mutual=mutual)
        return Proposal(
            quoted=excerpt(self.scene.text, deed.start),
            dated=dated.edtf,
            actors=actors,
            relation="mutual" if mutual else "directed",
            recipients=recipients,
            what=UNDECIDED if deed.open else what.written,
            domain=domain_of(self.scene, what, deed),
            title=self.wording.of_a_list(actors, recipients) if deed.open else title,
            people=_people(who),
            place=place_of(self.scene, what, deed),
            source=source_of(self.scene, deed),
            denied_by=actors[0] if deed.mode == DENY and actors != (UNDECIDED,) else "",
            sureness=self._sureness(deed, who, open_),
            because=(deed.words(self.scene), *([dated.because] if dated.because else [])),
            open=tuple(open_),
            dated_by_a_word=bool(dated.because),
        )

    def _named(self, who: Who) -> set[str]:
        return {actor for each in (*who.actors, *who.others) for actor in each.actors}

    def _one_is_open(self, deed: Deed, who: Who) -> bool:
        """Whether one side is not named, and another actor of the sentence may be it."""
        return (
            not self._needs_both(deed)
            and bool(who.actors) != bool(who.others)
            and bool(set(self.scene.actors) - self._named(who))
            and not self.scene.is_place((*who.actors, *who.others)[0])
        )

    def _needs_both(self, deed: Deed) -> bool:
        """Whether nothing is said where one side is missing: a meeting, or what is asked for."""
        what = deed.phrase.what
        return deed.phrase.sign == "=" or what.written.startswith("request") or what.what == "agree"

    def _open(self, who: Who) -> list[str]:
        found = []
        for side, mentions in (("who", who.actors), ("to whom", who.others)):
            if not mentions:
                found.append(f"{side}: the sentence does not say so plainly")
            for each in mentions:
                if each.actor == UNDECIDED:
                    name = self.scene.text[self.scene.start(each) : self.scene.words[each.last].end]
                    may_be = (
                        f" may be {' or '.join(each.options)}" if each.options else " is unclear"
                    )
                    found.append(f"{side}: {name}{may_be}")
        return found

    def _sureness(self, deed: Deed, who: Who, open_: Sequence[str]) -> str:
        meant = any(each.kind in (BOTH, PRONOUN) for each in (*who.actors, *who.others))
        steps = who.steps + deed.guesses + bool(open_) * 2 + (deed.mode == DENY) + meant
        return SURE if steps == 0 else LIKELY if steps == 1 else UNSURE


def _is_mutual(deed: Deed, what: What, who: Who) -> bool:
    """Whether both do it: what they always do together, or what these two did to each other."""
    together = deed.phrase.sign == "=" and what.what.partition(":")[0] not in _DONE_TO
    meeting = what.kind in ("contact", "engagement")
    return meeting or together or who.mutual or deed.mode == ACCORD


def _with_each_other(deed: Deed, who: Who | None) -> Who | None:
    """What two agree to do to nobody else, they agree with each other."""
    alone = who is not None and len(who.actors) == 2 and not who.others
    if who is None or not alone or deed.mode != ACCORD:
        return who
    return Who(who.actors[:1], who.actors[1:], who.steps - 2)


def _next(deed: Deed, beside: Sequence[Deed]) -> Deed | None:
    """The next deed of another sort, whose object is not this one's."""
    behind = (
        other
        for other in beside
        if other.start > deed.end and not other.noun and other.phrase.what != deed.phrase.what
    )
    return min(behind, key=lambda other: other.start, default=None)


def _of_one_body(who: Who) -> bool:
    """Whether both sides are the United Nations: `the General Assembly` and what it belongs to."""
    return {*_ids(who.actors), *_ids(who.others)} <= _UNITED_NATIONS


_UNITED_NATIONS: Final = frozenset({"UN", "UNGA", "UNSC"})


def _ids(mentions: Sequence[Mention]) -> tuple[str, ...]:
    found = tuple(dict.fromkeys(actor for each in mentions for actor in each.actors))
    return found or (UNDECIDED,)


def _people(who: Who) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(person for each in (*who.actors, *who.others) for person in each.people)
    )


def _as_a_stance(scene: Scene, deed: Deed, what: What, dated: Dated) -> What:
    """Criticism that goes on, without a day, is a stance: `has criticised the response`."""
    perfect = scene.low[: deed.start].rstrip().endswith(("has", "have", "has also", "have also"))
    vague = dated.edtf.startswith("[..")
    if what.written == "accuse:disapprove" and perfect and vague:
        return read_what("stance:critical")
    return what
