"""Words and punctuation of a sentence, each in its place, and words that shape a clause."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

_TOKEN: Final = re.compile(
    r"(?:[^\W\d_]\.){2,}|'s\b|\d[\d,.]*\d|[^\W_]+(?:'(?!s\b)[^\W_]+)*(?:\.(?=[^\W_]))?|\S"
)
_TYPED: Final = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "‑": "-", "\u00a0": " "})


class Token(NamedTuple):
    """A word or a punctuation mark, from `start` to `end` of its sentence."""

    text: str
    start: int
    end: int

    @property
    def low(self) -> str:
        """The word in small letters."""
        return self.text.lower()

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital, as names do."""
        return self.text[:1].isupper()

    @property
    def sign(self) -> bool:
        """Whether it is not a word."""
        return not self.text[0].isalnum() and self.text != "'s"


def typed(text: str) -> str:
    """A text with quotes, apostrophes and hyphens as a keyboard has them, as long as before."""
    return text.translate(_TYPED)


def tokens(text: str) -> list[Token]:
    """The words and punctuation of a sentence; `'s` is one of its own."""
    return [Token(m.group(), m.start(), m.end()) for m in _TOKEN.finditer(text)]


def word_set(text: str) -> frozenset[str]:
    """The words of a text, as a set."""
    return frozenset(text.split())


PREPOSITIONS: Final = word_set(
    "in at on to from with of for against over into towards toward near across between among"
    " about by under during despite without within through outside inside around behind off"
    " alongside via per regarding concerning including onto versus"
)
BARRIERS: Final = word_set(
    "but while as after before because although though whereas since when where that which"
    " who whose if unless until whether than whom what how why and or nor so said says saying"
    " say added adding warned insisted claimed announced stressed noted declared confirmed"
    " reported"
)
"""Words after which a clause begins."""

ROLES: Final = word_set(
    "president presidents minister ministers ministry foreign prime premier chancellor king queen"
    " emir sultan crown prince government governments official officials parliament parliaments"
    " lawmakers deputies senate senators congress army armies military forces force troops"
    " soldiers police navy air warship warships jet jets warplanes aircraft drone drones missile"
    " missiles rockets artillery spokesman spokeswoman spokesperson ambassador ambassadors envoy"
    " envoys embassy consulate delegation delegations diplomat diplomats leader leaders"
    " counterpart counterparts authorities cabinet court courts prosecutors prosecutor leadership"
    " side sides administration secretary chief chiefs commander commanders negotiators negotiator"
    " deputy vice treasury state defence defense interior trade economy finance energy council"
    " central bank"
    " coast guard guards intelligence presidency regulator customs agency regime capital general"
    " head heads speaker of justice transport security fighters border top senior special"
    " representative representatives mission missions office rulers ruler junta monarch legislature"
    " lawmaker mp mps ships ship vessel vessels boat boats coastguard plane planes helicopter"
    " helicopters soldier fighter fighters bombers submarine submarines tank tanks unit units"
    " brigade paratroopers peacekeepers rescuers firefighters teams team investigators judge judges"
    " commission ports hackers spies agents gunners strategists aides negotiating strikes strike"
    " attack attacks service ministries consul consuls commandos marines bloc party presidential"
    " border navies armies fleets premiers chancellery monarchy bombardment guardsmen"
)
"""Words that make a party of a demonym or of a name in the genitive: `Turkish officials`."""

LIGHT: Final = word_set(
    "the a an its his her their this these those some several many most both all new former senior"
    " top two three four five six seven eight nine ten dozens hundreds thousands fellow"
    " neighbouring neighboring southern northern eastern western nearby rival allied ally late"
    " then-president then acting visiting own only even also mr mrs ms dr gen lt col outgoing"
    " other big major main key close powerful nuclear armed oil-rich internationally recognised"
    " recognized elected interim transitional caretaker ruling so-called breakaway embattled"
)
"""Words before a name that do not end the group that it is in."""

PARTICLES: Final = word_set(
    "da de del della di do dos das du van von der den bin ibn ben bint al el la le abu zu af ter"
)
"""Small words within the name of a person."""

TIME_WORDS: Final = word_set(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may"
    " june july august september october november december today yesterday overnight week weeks"
    " month months year years day days hours hour later earlier ago morning evening night"
    " afternoon weekend"
)
"""Words of when, which belong to no actor."""
