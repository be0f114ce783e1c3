"""What each `what` means: a line, an example, and the words of the news that mean it too.

Only a question about the vocabulary and a refusal load this module.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Final, NamedTuple

from domain.codes.words_done import DONE
from domain.codes.words_lasting import LASTING
from domain.codes.words_said import SAID
from domain.kinds import DIPLOMATIC, ENGAGEMENTS, KINDS, What

SLUG: Final = "SLUG"
"""Stands for the word of one's own of a kind that takes any: `assessment:SLUG`."""

_EXAMPLE: Final = "e.g. "


class Entry(NamedTuple):
    """A `what` with what it means, an example in our own words, and what else it is called."""

    what: What
    definition: str
    example: str
    synonyms: tuple[str, ...]

    @property
    def written(self) -> str:
        """What a line writes."""
        return self.what.written

    @property
    def names(self) -> tuple[str, ...]:
        """What it is called without its kind: `embargo`; of a mode `disapprove` also."""
        name = self.what.what
        return (name, name.partition(":")[2]) if ":" in name else (name,)

    @property
    def scored_as(self) -> str:
        """The `what` by which it is scored where that is another one; empty where it is not."""
        kind, what = self.what
        if kind == "engagement":
            return what if ENGAGEMENTS[what] else ""
        return DIPLOMATIC.get(what, "") if kind == "action" else ""


@cache
def entries() -> Mapping[What, Entry]:
    """The entry of every `what`, in the order in which kinds and whats are listed."""
    texts = dict(_read(SAID + DONE + LASTING))
    return {what: Entry(what, *texts[what.written]) for what in _whats()}


def entry_of(what: What) -> Entry:
    """The entry of a `what`; a word of one's own has that of its kind."""
    return entries()[what if what.of_kind.whats else What(what.kind, SLUG)]


def _whats() -> Iterator[What]:
    for kind in KINDS.values():
        for what in kind.whats or (SLUG,):
            yield What(kind.name, what)


def _read(table: str) -> Iterator[tuple[str, tuple[str, str, tuple[str, ...]]]]:
    """Each name of a table with its definition, its example and its synonyms.

    A name begins its line; the lines below it are indented, the synonyms may go on for several.
    """
    for block in filter(None, table.replace("\n    ", "\t").splitlines()):
        name, definition, example, *synonyms = block.split("\t")
        words = (word.strip() for word in " ".join(synonyms).split(","))
        yield name, (definition, example.removeprefix(_EXAMPLE), tuple(filter(None, words)))
