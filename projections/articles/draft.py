"""A draft: lines that an article may be recorded as, each with its sentence and what is open."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from domain import edtf
from domain.actors import Registry
from domain.codes.titles import TITLES
from domain.default_domains import default_domain
from domain.edtf import NO_LAST
from domain.kinds import What, read_what
from domain.modes import DENY, in_mode
from projections.articles.article import Article, excerpt, sentences
from projections.articles.deeds import Deed, Sides, Who, deeds
from projections.articles.mentions import UNDECIDED, Mention, NameIndex, known_actors
from projections.articles.scene import Scene
from projections.articles.timing import Dated, date_of
from projections.articles.tokens import word_set

SURE: Final = "sure"
LIKELY: Final = "likely"
UNSURE: Final = "unsure"

_TITLES: Final = dict(line.split(": ", 1) for line in TITLES.strip().splitlines())
_HUMANITARIAN: Final = word_set(
    "humanitarian rescue rescuers earthquake flood floods tents food medicine medical blankets"
    " famine refugees doctors vaccines generators wildfire wildfires relief hospital"
)
_MILITARY: Final = word_set(
    "weapons tanks ammunition missiles arms military systems troops drones howitzers jets"
)


_PLACE: Final = re.compile(r"\bin (?:the )?([A-Z][\w'-]+(?: (?:[a-z]{1,3} )?[A-Z][\w'-]+)*)")
_NOT_A_PLACE: Final = word_set(
    "January February March April May June July August September October November December Jan Feb"
    " Mar Apr Jun Jul Aug Sept Sep Oct Nov Dec Monday Tuesday Wednesday Thursday Friday Saturday"
    " Sunday English Russian Turkish Parliament Congress"
)
_WITH_ARTICLE: Final = re.compile(
    r"(United|European|African|Arab|Soviet|Czech Republic|Dominican|Central African|Netherlands"
    r"|Philippines|Maldives|Bahamas|Gambia|Marshall|Solomon|Seychelles|Comoros|Republic)\b"
)

_DOMAIN_WORDS: Final = {
    domain: re.compile(rf"\b(?:{words})")
    for domain, words in {
        "energy": "energy|gas|oil|pipeline|nuclear plant|electricity",
        "defence": "defen[cs]e|military|weapons|arms|drones|missiles|jets",
        "trade": "trade|export|import|grain|wheat|economic",
        "tourism": "touris",
        "finance": "bank|financ|loan|investment|fund",
        "technology": "technolog|chips|space|satellite",
        "transport": "rail|flights|road|airline|shipping",
        "humanitarian": "humanitarian|earthquake|flood",
        "environment": "climate|water|environment",
    }.items()
}


class Source(NamedTuple):
    """Who says it, where that is an actor: by id, and whether as its officials."""

    origin: str = ""
    voice: str = ""


NOBODY: Final = Source()


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


class Unread(NamedTuple):
    """A sentence that names two actors, and no deed that is known."""

    quoted: str
    actors: tuple[str, ...]


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
    read = sentences(article.text)
    known = known_actors([each.text for each in read], index)
    items: list[Proposal | Unread] = []
    before: tuple[str, ...] = ()
    for sentence in read:
        scene = Scene.of(sentence.text, index, known, before)
        found = _Sentence(scene, article, registry).proposals()
        there = [item for item in items if isinstance(item, Proposal)]
        items += [each for each in found if not _is_there(each, there)]
        if not found and len(scene.actors) > 1:
            items.append(_unread(scene))
        before = scene.pair or before
    return Draft(article, tuple(items), len(read))


def _is_there(proposal: Proposal, others: Sequence[Proposal]) -> bool:
    """Whether an earlier sentence says the same of the same parties, and no other day."""
    return any(
        (each.what, frozenset(each.actors), frozenset(each.recipients))
        == (proposal.what, frozenset(proposal.actors), frozenset(proposal.recipients))
        and (each.dated == proposal.dated or _is_within(each.dated, proposal.dated))
        for each in others
    )


def _is_within(one: str, other: str) -> bool:
    """Whether a date says no less than another that may mean any day up to then."""
    return (
        other.startswith("[..")
        and edtf.window(one.split("/", maxsplit=1)[0]).lo <= edtf.window(other).hi
    )


def _unread(scene: Scene) -> Unread:
    return Unread(excerpt(scene.text), scene.actors)


@dataclass(frozen=True)
class _Sentence:
    """One sentence of an article, read into proposals."""

    scene: Scene
    article: Article
    registry: Registry

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
        what = in_mode(deed.phrase.what, deed.mode)
        if what is None:
            return None
        who = Sides(self.scene, deed).who()
        if who is None or (len(self._named(who)) < 2 and not self._one_is_open(who)):
            return None
        dated = date_of(self.scene, deed, what, self.article.published, beside)
        what = _as_a_stance(self.scene, deed, what, dated)
        actors, recipients = _ids(who.actors), _ids(who.others)
        mutual = deed.phrase.sign == "=" and what.kind != "threaten"
        open_ = [*self._open(who), *dated.open]
        return Proposal(
            quoted=excerpt(self.scene.text, deed.start),
            dated=dated.edtf,
            actors=actors,
            relation="mutual" if mutual else "directed",
            recipients=recipients,
            what=what.written,
            domain=self._domain(what, deed),
            title=self._title(what, actors, recipients, mutual=mutual),
            people=_people(who),
            place=self._place(what, deed),
            source=self._source(deed),
            denied_by=actors[0] if deed.mode == DENY and actors != (UNDECIDED,) else "",
            sureness=self._sureness(deed, who, open_),
            because=(self._words(deed), *([dated.because] if dated.because else [])),
            open=tuple(open_),
            dated_by_a_word=bool(dated.because),
        )

    def _named(self, who: Who) -> set[str]:
        return {actor for each in (*who.actors, *who.others) for actor in each.actors}

    def _one_is_open(self, who: Who) -> bool:
        """Whether one side is not named, and another actor of the sentence may be it."""
        return (
            bool(who.actors) != bool(who.others)
            and len(self.scene.actors) > 1
            and not self.scene.is_place((*who.actors, *who.others)[0])
        )

    def _open(self, who: Who) -> list[str]:
        found = []
        for side, mentions in (("who", who.actors), ("to whom", who.others)):
            if not mentions:
                found.append(f"{side}: the sentence does not say so plainly")
            for each in mentions:
                if each.actor == UNDECIDED:
                    name = self.scene.text[self.scene.start(each) : self.scene.words[each.last].end]
                    found.append(f"{side}: {name} may be {' or '.join(each.options)}")
        return found

    def _sureness(self, deed: Deed, who: Who, open_: Sequence[str]) -> str:
        steps = who.steps + bool(open_) * 2 + (deed.mode == DENY)
        return SURE if steps == 0 else LIKELY if steps == 1 else UNSURE

    def _words(self, deed: Deed) -> str:
        start = min(deed.start, deed.mode_start) if deed.mode else deed.start
        return " ".join(self.scene.text[start : deed.end].split())

    def _domain(self, what: What, deed: Deed) -> str:
        words = set(self.scene.low.replace(",", " ").replace(".", " ").split())
        if what.what == "aid" or (what.what == "agree" and deed.phrase.what.what == "aid"):
            if words & _MILITARY:
                return "defence"
            return "humanitarian" if words & _HUMANITARIAN else default_domain(what)
        if what.written == "stance:favourable":
            return "sanctions"
        if what.kind == "geography":
            return "territory"
        if what.kind == "link" or what.what in ("agree", "cooperate"):
            return self._named_domain(deed) or default_domain(what)
        return default_domain(what)

    def _named_domain(self, deed: Deed) -> str:
        """The domain that the words around a deed name: `depends on Russian tourists`."""
        around = self.scene.low[max(0, deed.start - 40) : deed.end + 60]
        found = [
            (match.start(), domain)
            for domain, pattern in _DOMAIN_WORDS.items()
            if (match := pattern.search(around))
        ]
        return min(found)[1] if found else ""

    def _title(
        self,
        what: What,
        actors: Sequence[str],
        recipients: Sequence[str],
        *,
        mutual: bool,
    ) -> str:
        form = _TITLES.get(what.written, f"{what.what}: {{a}} and {{b}}")
        form = _TITLES.get(f"{what.written}=", form) if mutual else form
        both = self._names([*actors, *recipients])
        title = form.replace("{a} and {b}", both)
        if len(actors) > 1:
            title = re.sub(r"^\{a\} (\w+)", lambda found: f"{{a}} {_plural(found[1])}", title)
        title = title.format(a=self._names(actors), b=self._names(recipients))
        return title[:1].upper() + title[1:]

    def _names(self, actors: Sequence[str]) -> str:
        day = self.article.published.toordinal()
        names = [self._name(actor, day) for actor in actors]
        *others, last = names
        return f"{', '.join(others)} and {last}" if others else last

    def _name(self, actor: str, day: int) -> str:
        """The name of an actor, with the article that some have."""
        found = self.registry.get(actor)
        if found is None:
            return UNDECIDED
        name = found.name(day)
        return f"the {name}" if _WITH_ARTICLE.match(name) else name

    def _place(self, what: What, deed: Deed) -> str:
        if what.kind not in ("contact", "engagement"):
            return ""
        places = (
            match
            for match in _PLACE.finditer(self.scene.text)
            if -100 < match.start() - deed.end < 160 and match[1].split()[0] not in _NOT_A_PLACE
        )
        nearest = min(places, key=lambda match: abs(match.start() - deed.end), default=None)
        return nearest[1] if nearest else ""

    def _source(self, deed: Deed) -> Source:
        """Who says it, where the deed is in what somebody says and no background of it."""
        if deed.noun:
            return NOBODY
        at = self.scene.word_at(deed.start)
        for speech in self.scene.speeches:
            words = self.scene.words
            after = words[speech.verb + 1].low if speech.verb + 1 < len(words) else ""
            follows = speech.verb < at and after not in ("after", "before", "during", "in", "at")
            precedes = (
                speech.verb > at
                and speech.speaker is not None
                and (
                    words[min(speech.verb, speech.speaker.first) - 1].text in (",", '"')
                    or words[speech.verb - 1].text in (",", '"')
                    or self._behind_a_comma(speech.speaker)
                )
            )
            if speech.speaker is not None and (follows or precedes):
                return _source_of(speech.speaker)
        return NOBODY

    def _behind_a_comma(self, speaker: Mention) -> bool:
        at = speaker.first - 1
        while at > 0 and self.scene.words[at].low in ("the", "a", "an"):
            at -= 1
        return self.scene.words[at].text in (",", '"')


_PLURALS: Final = {"is": "are", "has": "have", "does": "do", "goes": "go"}


def _plural(verb: str) -> str:
    """The form of a verb for several: `back` of `backs`."""
    if verb in _PLURALS:
        return _PLURALS[verb]
    if verb.endswith("ies"):
        return f"{verb[:-3]}y"
    return verb.removesuffix("es") if verb.endswith(("ches", "shes", "sses")) else verb[:-1]


def _ids(mentions: Sequence[Mention]) -> tuple[str, ...]:
    found = tuple(dict.fromkeys(actor for each in mentions for actor in each.actors))
    return found or (UNDECIDED,)


def _people(who: Who) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(person for each in (*who.actors, *who.others) for person in each.people)
    )


def _source_of(speaker: Mention) -> Source:
    if speaker.actor == UNDECIDED:
        return NOBODY
    return Source(speaker.people[0] if speaker.people else speaker.actor.lower(), "official")


def _as_a_stance(scene: Scene, deed: Deed, what: What, dated: Dated) -> What:
    """Criticism that goes on, without a day, is a stance: `has criticised the response`."""
    perfect = scene.low[: deed.start].rstrip().endswith(("has", "have", "has also", "have also"))
    vague = edtf.window(dated.edtf).hi < NO_LAST and dated.edtf.startswith("[..")
    if what.written == "accuse:disapprove" and perfect and vague:
        return read_what("stance:critical")
    return what
