"""What a reader remembers of an article where a sentence begins: whom `it` and `both` can mean."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, NamedTuple

Pair = tuple[str, ...]
"""Two actors, or none."""

_CROWD: Final = 4
"""A sentence that names more actors is about no two of them."""

_OPENING: Final = 2
"""So many sentences open an article: they count double."""

REACH: Final = 2
"""For how many paragraphs a deed is remembered as what is answered."""


TWO: Final = 2


class Done(NamedTuple):
    """A deed that was read: its two sides, and the paragraph that it is in."""

    actors: tuple[str, ...]
    others: tuple[str, ...]
    paragraph: int
    hostile: bool = False
    what: str = ""

    @property
    def pair(self) -> Pair:
        """Its two actors, where it has no more."""
        both = tuple(dict.fromkeys((*self.actors, *self.others)))
        return both if len(both) == TWO else ()

    def across(self, actors: frozenset[str]) -> tuple[str, ...]:
        """The side that is opposite to some actors; nobody where they are on neither."""
        if actors <= set(self.actors):
            return self.others
        return self.actors if actors <= set(self.others) else ()


@dataclass(frozen=True)
class Memory:
    """What is remembered; what is not known is empty."""

    main: Pair = ()
    """The two that the article is about."""
    often: frozenset[frozenset[str]] = frozenset()
    """The pairs that several of its sentences name."""
    subject: tuple[str, ...] = ()
    """Who did what the last sentence says."""
    doer: tuple[str, ...] = ()
    """The same, without who merely says so."""
    person: tuple[str, ...] = ()
    """The actor whose person was named last."""
    titled: Mapping[str, str] = field(default_factory=dict)
    """Which actor a title or an institution was last named of: `minister`, `army`."""
    paragraph: int = 0
    pairs: tuple[Pair, ...] = ()
    """The pairs of this paragraph, the last one first."""
    before: Pair = ()
    """The last pair of the paragraphs before."""
    done: tuple[Done, ...] = ()
    """The deeds that were read, the last one first."""

    def at(self, paragraph: int) -> Memory:
        """The memory where a sentence of a paragraph begins."""
        if paragraph == self.paragraph:
            return self
        before = self.pairs[0] if self.pairs else self.before
        return replace(self, paragraph=paragraph, pairs=(), before=before)

    def meant_by_both(self, besides: frozenset[str]) -> Pair:
        """The two that `both` means: those of the paragraph, else of the article; else nobody.

        The pair of the paragraph before goes before those of the article if it is named often, and
        is meant where an article is about no two.
        """
        lately = self.before if frozenset(self.before) in self.often else ()
        wanted = (*self.pairs, lately, self.main, *(() if self.main else (self.before,)))
        return next((pair for pair in wanted if pair and besides.isdisjoint(pair)), ())

    def against(self, actors: Iterable[str], what: re.Pattern[str] | None) -> tuple[str, ...]:
        """Who was the last to do something against some actors, or else against others."""
        mine = frozenset(actors)
        near = [
            done
            for done in self.done
            if done.hostile
            and self.paragraph - done.paragraph < REACH
            and mine.isdisjoint(done.actors)
            and (what is None or what.match(done.what))
        ]
        own = next((done.actors for done in near if mine <= set(done.others)), ())
        return own or next((done.actors for done in near), ())

    def parties_of_an_event(self, besides: frozenset[str]) -> Pair:
        """Whose truce, deal or meeting is spoken of: the last two others who did something."""
        pairs = (done.pair for done in self.done if not done.hostile)
        last = next((pair for pair in pairs if pair and besides.isdisjoint(pair)), ())
        return self.meant_by_both(besides) or last

    def other_of(self, actors: Iterable[str], *, hostile: bool | None = None) -> tuple[str, ...]:
        """The other side of what was read last of some actors, or the other of the article's two.

        `hostile` is whether that was against each other; None where that does not matter.
        """
        mine = frozenset(actors)
        for done in self.done:
            between = done.what != "third-party" and hostile in (None, done.hostile)
            across = done.across(mine) if between else ()
            if across and self.paragraph - done.paragraph <= REACH and mine.isdisjoint(across):
                return across
        if len(mine) == 1 and mine < set(self.main):
            return tuple(each for each in self.main if each not in mine)
        return ()


def of_article(sentences: Sequence[Sequence[str]]) -> Memory:
    """The memory where an article begins: which pairs its sentences name, and which one most.

    The sentences that open it count double.
    """
    counted = Counter[frozenset[str]]()
    for number, actors in enumerate(sentences):
        named = sorted(set(actors))
        if len(named) > _CROWD:
            continue
        for i, one in enumerate(named):
            pairs = (frozenset((one, other)) for other in named[i + 1 :])
            counted.update(dict.fromkeys(pairs, 1 + (number < _OPENING)))
    often = frozenset(pair for pair, number in counted.items() if number > 1)
    ((pair, number), (_, runner_up)) = [*counted.most_common(2), *[(frozenset[str](), 0)] * 2][:2]
    if number <= max(1, runner_up):
        return Memory(often=often)
    order = dict.fromkeys(each for actors in sentences for each in actors if each in pair)
    return Memory(main=tuple(order), often=often)
