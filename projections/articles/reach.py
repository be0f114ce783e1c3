"""What stands behind a verb, up to where another thing is said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from projections.articles.deeds import Deed
from projections.articles.mentions import Mention
from projections.articles.scene import SAYING, Slot
from projections.articles.subjects import SOFT_STOPS, STOPS, Doer
from projections.articles.tokens import (
    Token,
    word_set,
)

_LEADING: Final = word_set(
    "citing quoting prompting forcing leading drawing sparking triggering paving raising"
    " causing pushing making"
)

_AUXILIARIES: Final = word_set("has have had is are was were will would did does")


@dataclass(frozen=True)
class Reach(Doer):
    """A deed in its sentence, and the actors behind it that may be its object."""

    next: Deed | None = None
    """The next deed of another sort, whose object is not this one's."""

    @property
    def limit(self) -> int:
        """Where the next deed begins."""
        return self.next.start if self.next else len(self.scene.text)

    def _right(self) -> list[Mention]:
        """The mentions behind the first word of the deed, up to where another thing is said."""
        scene = self.scene
        end = len(scene.words)
        for i in range(self.last + 1, end):
            if scene.words[i].low in STOPS or any(
                ends(i)
                for ends in (self._attributes, self._leads_to, self._begins_a_clause, self._goes_on)
            ):
                end = i
                break
        return [each for each in scene.mentions if self.first < each.first < end]

    def _leads_to(self, at: int) -> bool:
        """Whether what it leads to begins here: `, prompting Mexico to`."""
        words = self.scene.words
        return words[at].text == "," and at + 1 < len(words) and words[at + 1].low in _LEADING

    def _begins_a_clause(self, at: int) -> bool:
        """Whether another clause with its own subject begins: `, and Algeria has`."""
        words = self.scene.words
        if words[at].text != "," or at + 1 >= len(words) or words[at + 1].low not in ("and", "but"):
            return False
        after = next((each for each in self.scene.mentions if each.first > at), None)
        return (
            after is not None
            and after.first <= at + 5
            and not any(each.last < at for each in self.scene.group(after))
        )

    def _goes_on(self, at: int) -> bool:
        """Whether the subject does another thing from here on: `and said it would`."""
        words = self.scene.words
        after = words[at + 1].low if at + 1 < len(words) else ""
        return words[at].low in ("and", "but") and (after in SAYING or after in _AUXILIARIES)

    def _attributes(self, at: int) -> bool:
        """Whether who says it begins here: `, Ankara said`."""
        words: Sequence[Token] = self.scene.words
        if words[at].text not in (",", '"'):
            return False
        return any(
            speech.verb - at <= 12
            and speech.verb > at
            and (speech.speaker is None or speech.speaker.first > at)
            and not any(word.text == "," for word in words[at + 1 : speech.verb])
            for speech in self.scene.speeches
        )

    def _far(self, mention: Mention) -> bool:
        between = self.scene.words[self.last + 1 : mention.first]
        return len(between) > 10 or any(word.low in SOFT_STOPS for word in between)

    def _slot(self, mention: Mention) -> Slot:
        return self.scene.slot_of(mention)

    def _group_of(self, mention: Mention, besides: set[str]) -> tuple[Mention, ...]:
        group = self.scene.group(mention) if mention in self.scene.slots else (mention,)
        return tuple(each for each in group if not besides.intersection(each.actors))

    def _asks(self) -> bool:
        """Whether whom it is asked stands between its words: `urged Iran to`."""
        words = self.scene.low[self.deed.start : self.deed.end]
        return self.deed.phrase.governs and words.endswith(
            (" to", "must", "should", "ought", "would")
        )
