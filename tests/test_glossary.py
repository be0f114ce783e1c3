"""Every `what` is explained: what it means, an example, and the words of the news."""

from __future__ import annotations

from collections import Counter
from typing import Final

import pytest

from domain.codes.words_done import DONE
from domain.codes.words_lasting import LASTING
from domain.codes.words_said import SAID
from domain.glossary import SLUG, Entry, entries, entry_of
from domain.kinds import DIPLOMATIC, KINDS, What, read_what
from domain.stems import stems

EVERY: Final = [
    *(What(kind.name, what) for kind in KINDS.values() for what in kind.whats or ()),
    *(What(kind.name, SLUG) for kind in KINDS.values() if kind.whats is None),
]
ENTRIES: Final = [entries()[what] for what in EVERY]
LONGEST: Final = 90
BOTH_WAYS: Final = {
    "assist": {"aid", "request:assist", "reject:assist"},
    "close": {"instrument:border-closed", "instrument:airspace-closed", "link:close"},
    "meet": {"talks", "planned:talks", "request:meet", "reject:meet"},
    "pull out": {"retreat:withdraw", "sanction:withdraw"},
    "withdraw": {"retreat:withdraw", "sanction:withdraw"},
    "withdrawal": {"retreat:withdraw", "sanction:withdraw"},
    "yield": {"concede", "request:yield", "reject:yield"},
}
"""The only words that name what is friendly and what is hostile."""


def written(entry: Entry) -> str:
    return entry.written


def test_the_tables_explain_what_there_is_and_nothing_else() -> None:
    names = [line for line in (SAID + DONE + LASTING).splitlines() if line[:1].strip()]

    assert sorted(names) == sorted(what.written for what in EVERY)
    assert list(entries()) == sorted(entries(), key=list(entries()).index)
    assert set(entries()) == set(EVERY)


@pytest.mark.parametrize("entry", ENTRIES, ids=written)
def test_a_what_has_a_definition_an_example_and_two_synonyms(entry: Entry) -> None:
    said = (entry.definition, entry.example)

    assert all(said)
    assert len(entry.synonyms) >= 2
    assert len(set(entry.synonyms)) == len(entry.synonyms)
    assert max(map(len, (*said, *entry.synonyms))) <= LONGEST


@pytest.mark.parametrize("entry", ENTRIES, ids=written)
def test_a_definition_goes_on_where_a_name_stands_and_an_example_is_a_title(entry: Entry) -> None:
    """`the ambassador is called home` stands in brackets, or behind the name."""
    assert entry.definition[0].islower()
    assert entry.example[0].isupper()
    assert not entry.definition.endswith(".")
    assert not entry.example.endswith(".")


@pytest.mark.parametrize("part", ["definition", "example"])
def test_no_two_whats_share_a_definition_or_an_example(part: str) -> None:
    twice = [text for text, n in Counter(getattr(each, part) for each in ENTRIES).items() if n > 1]

    assert not twice


def test_a_word_names_what_is_hostile_and_what_is_friendly_only_where_it_means_both() -> None:
    signs: dict[tuple[str, ...], dict[str, int]] = {}
    for entry in ENTRIES:
        for text in (*entry.names, *entry.synonyms):
            signs.setdefault(stems(text), {})[entry.written] = entry.what.weight
    both = {
        words: set(found)
        for words, found in signs.items()
        if min(found.values()) < 0 < max(found.values())
    }

    assert both == {stems(text): found for text, found in BOTH_WAYS.items()}


def test_a_word_of_ones_own_has_the_entry_of_its_kind() -> None:
    assert entry_of(read_what("assessment:strained")).written == "assessment:SLUG"
    assert entry_of(read_what("geography:strait")).definition.startswith("what the map shows")


@pytest.mark.parametrize("what", [*DIPLOMATIC, "visit", "planned:call", "planned:vote"])
def test_an_entry_names_the_what_by_which_it_is_scored(what: str) -> None:
    scored_as = entry_of(read_what(what)).scored_as

    assert scored_as == {"visit": "", "planned:call": "call", "planned:vote": ""}.get(
        what, DIPLOMATIC.get(what)
    )
    assert not scored_as or read_what(scored_as).weight == read_what(what).weight
