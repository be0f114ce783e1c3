"""What a proposal is called in our own words, what it is about, and where it happened."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from domain.actors import Registry
from domain.codes.titles import TITLES
from domain.default_domains import default_domain
from domain.kinds import What
from projections.articles.deeds import Deed
from projections.articles.mentions import UNDECIDED
from projections.articles.scene import Scene
from projections.articles.tokens import word_set

_TITLES: Final = {
    what: title for what, _, title in (line.partition(": ") for line in TITLES.strip().splitlines())
}
_HUMANITARIAN: Final = word_set(
    "humanitarian rescue rescuers earthquake flood floods tents food medicine medical blankets"
    " famine refugees doctors vaccines generators wildfire wildfires relief hospital"
)
_MILITARY: Final = word_set(
    "weapons tanks ammunition missiles arms military systems troops drones howitzers jets soldiers"
    " warships frigates destroyer battalion brigade batteries forces"
)


_PLACE: Final = re.compile(
    r"\bin (?:the )?([A-Z][\w'-]+(?: (?:(?:de|al|el|la|of) )?[A-Z][\w'-]+)*)"
)
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
        "security": "(?:monitoring|observer|peacekeeping|training|police) mission",
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


_PLURALS: Final = {"is": "are", "has": "have", "does": "do", "goes": "go", "vetoes": "veto"}


def domain_of(scene: Scene, what: What, deed: Deed) -> str:
    """What a deed is about: as the words around it say, or else as such a deed usually is."""
    words = set(scene.low.replace(",", " ").replace(".", " ").split())
    if what.what == "aid" or (what.what == "agree" and deed.phrase.what.what == "aid"):
        if words & _HUMANITARIAN:
            return "humanitarian"
        return "defence" if words & _MILITARY else default_domain(what)
    if what.written == "stance:favourable":
        return "sanctions"
    if what.kind == "geography":
        return "territory"
    if what.kind == "link" or what.what in ("agree", "cooperate"):
        return _named_domain(scene, deed) or default_domain(what)
    return default_domain(what)


def _named_domain(scene: Scene, deed: Deed) -> str:
    """The domain that the words around a deed name: `depends on Russian tourists`."""
    around = scene.low[max(0, deed.start - 40) : deed.end + 60]
    found = [
        (match.start(), domain)
        for domain, pattern in _DOMAIN_WORDS.items()
        if (match := pattern.search(around))
    ]
    return min(found)[1] if found else ""


class Wording(NamedTuple):
    """Titles with the names of a registry on a day."""

    registry: Registry
    day: int

    def title(
        self, what: What, actors: Sequence[str], recipients: Sequence[str], *, mutual: bool
    ) -> str:
        """A title in our own words: who does what to whom."""
        form = _TITLES.get(what.written, f"{what.what}: {{a}} and {{b}}")
        form = _TITLES.get(f"{what.written}=", form) if mutual else form
        title = form.replace("{a} and {b}", self._names([*actors, *recipients]))
        if len(actors) > 1:
            title = re.sub(r"^\{a\} (\w+)", lambda found: f"{{a}} {_plural(found[1])}", title)
        title = title.format(a=self._names(actors), b=self._names(recipients))
        return title[:1].upper() + title[1:]

    def of_a_list(self, actors: Sequence[str], recipients: Sequence[str]) -> str:
        """A title where nobody says whether a list is a good or a bad one."""
        title = f"{self._names(actors)}: a list is changed for {self._names(recipients)}"
        return title[:1].upper() + title[1:]

    def _names(self, actors: Sequence[str]) -> str:
        *others, last = (self._name(actor) for actor in actors)
        return f"{', '.join(others)} and {last}" if others else last

    def _name(self, actor: str) -> str:
        """The name of an actor, with the article that some have."""
        found = self.registry.get(actor)
        if found is None:
            return UNDECIDED
        name = found.name(self.day)
        return f"the {name}" if _WITH_ARTICLE.match(name) else name


def place_of(scene: Scene, what: What, deed: Deed) -> str:
    """Where a meeting is, as the sentence names the place; empty where it does not."""
    if what.kind not in ("contact", "engagement"):
        return ""
    places = (
        match
        for match in _PLACE.finditer(scene.text)
        if -100 < match.start() - deed.end < 160 and match[1].split()[0] not in _NOT_A_PLACE
    )
    nearest = min(places, key=lambda match: abs(match.start() - deed.end), default=None)
    return nearest[1] if nearest else ""


def _plural(verb: str) -> str:
    """The form of a verb for several: `back` of `backs`."""
    if verb in _PLURALS:
        return _PLURALS[verb]
    if verb.endswith("ies"):
        return f"{verb[:-3]}y"
    return verb.removesuffix("es") if verb.endswith(("ches", "shes", "sses")) else verb[:-1]
