"""What event types of PLOVER mean here."""

from __future__ import annotations

import csv

import pytest

from domain.kinds import ACTIONS, CONTACTS, DIPLOMATIC, DOMAINS, POINT, What
from domain.plover import domain_of, plover
from domain.refusal import InvalidInput
from tests.shared import codebook
from views.spelling import command as spelled


@pytest.mark.parametrize(
    ("event_type", "mode", "what"),
    [
        ("CONSULT", "", What("contact", "talks")),
        ("CONSULT", "visit", What("contact", "visit")),
        ("consult", "Third-Party", What("contact", "third-party")),
        ("CONSULT", "multilateral", What("contact", "summit")),
        ("CONSULT", "phone", What("contact", "call")),
        ("COERCE", "martial_law", What("action", "coerce:martial-law")),
        ("ASSAULT", "heavy-weapons", What("action", "assault:heavy-weapons")),
        ("AID", "", What("action", "aid")),
    ],
)
def test_what_a_type_means_with_its_mode(event_type: str, mode: str, what: What) -> None:
    assert plover(event_type, mode) == what


def test_every_type_and_mode_of_the_manual_is_known_and_weighs_what_it_says() -> None:
    """The manual prints ACCUSE as +3; its modes are all negative, and -3 is meant."""
    with codebook("plover_scores.csv").open(encoding="utf-8") as file:
        scores = {
            (row["event"], row["mode"]): round(float(row["score"]) * POINT)
            for row in csv.DictReader(file)
        }
    scores["ACCUSE", ""] = -3 * POINT

    assert {key: plover(*key).weight for key in scores} == scores


def test_every_action_and_contact_is_the_meaning_of_some_type() -> None:
    """But talks that failed, and what only diplomats say."""
    types = [what for what in ACTIONS if what not in DIPLOMATIC]
    actions = {plover(*what.partition(":")[::2]) for what in types}

    assert {what.what for what in actions if what.kind == "contact"} == {*CONTACTS} - {
        "failed-talks"
    }
    assert {what.what for what in actions if what.kind == "action"} == {
        what for what in types if not what.startswith("consult")
    }


@pytest.mark.parametrize(
    ("event_type", "mode", "said", "fix"),
    [
        ("PROTEST-NOTE", "", 'PLOVER has no event type "PROTEST-NOTE".', "PROTEST"),
        ("CONSLUT", "", 'PLOVER has no event type "CONSLUT".', "CONSULT"),
        ("PROTEST", "strike-gen", 'PLOVER\'s PROTEST has no mode "strike-gen".', "strike"),
        ("THREATEN", "ban", 'PLOVER\'s THREATEN has no mode "ban".', "arrest"),
    ],
)
def test_unknown_types_and_modes_are_refused(
    event_type: str, mode: str, said: str, fix: str
) -> None:
    with pytest.raises(InvalidInput) as caught:
        plover(event_type, mode)

    assert caught.value.said == said
    assert fix in [spelled(line).paste for line in caught.value.fixes]


@pytest.mark.parametrize("word", sorted(DIPLOMATIC))
def test_a_diplomats_word_is_no_type_of_plover(word: str) -> None:
    with pytest.raises(InvalidInput, match="PLOVER has no event type"):
        plover(word.upper(), "")


@pytest.mark.parametrize(
    ("contexts", "domain"),
    [
        ("", "diplomacy"),
        ("diplomatic", "diplomacy"),
        ("military; legal", "defence"),
        ("Natural_Resources", "energy"),
        ("economic,diplomatic", "trade"),
        ("pro-democracy", "society"),
    ],
)
def test_the_domain_is_that_of_the_first_context(contexts: str, domain: str) -> None:
    assert domain_of(contexts) == domain
    assert domain in DOMAINS


def test_every_context_of_the_crosswalk_has_a_domain() -> None:
    with codebook("cameo2plover_2021.csv").open(encoding="utf-8") as file:
        contexts = {row["plover_context"] for row in csv.DictReader(file)}

    assert {domain_of(context) for context in contexts} <= DOMAINS.keys()


def test_an_unknown_context_is_refused() -> None:
    with pytest.raises(InvalidInput, match='PLOVER has no context "weather"'):
        domain_of("military; weather")
