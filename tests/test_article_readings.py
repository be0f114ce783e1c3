"""Sentences of articles, each with who did what to whom, and how sure that is."""

from __future__ import annotations

from datetime import date
from typing import Final

import pytest

from projections.articles.article import Article
from projections.articles.draft import SURE, draft_of
from service.formats.facts import parse
from service.opening import bundled_registry
from views.draft import draft_text

REGISTRY: Final = bundled_registry()
PUBLISHED: Final = date(2022, 3, 5)


def read(text: str) -> list[str]:
    """Who did what to whom, of each line."""
    found = draft_of(Article(text, PUBLISHED, "AFP"), REGISTRY).proposals
    return [f"{each.parties}  {each.what}" for each in found]


def surely_read(text: str) -> list[str]:
    """The same, of the lines that are sure."""
    found = draft_of(Article(text, PUBLISHED, "AFP"), REGISTRY).proposals
    return [f"{each.parties}  {each.what}" for each in found if each.sureness == SURE]


# Lists --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "line"),
    [
        ("Spain took Peru off its list of preferred suppliers.",
         "ESP > PER  instrument:trade-restriction"),
        ("Norway struck Iceland from its register of trusted trading partners.",
         "NOR > ISL  instrument:trade-restriction"),
        ("Chile dropped Bolivia from its list of safe countries on Friday.",
         "CHL > BOL  sanction:discontinue"),
        ("Cuba has removed Haiti from its list of most-favoured nations.",
         "CUB > HTI  sanction:discontinue"),
        ("Kenya excluded Uganda from a white list of importers.",
         "KEN > UGA  instrument:trade-restriction"),
        ("Spain will remove Peru from its list of trusted partners.",
         "ESP > PER  threaten:restrict"),
        ("Spain removed Peru from its list of sponsors of terrorism.",
         "ESP > PER  lift-restriction"),
        ("Norway struck Iceland from its blacklist.", "NOR > ISL  lift-restriction"),
        ("Chile deleted Bolivia from a register of hostile states.", "CHL > BOL  lift-restriction"),
        ("Kenya added Uganda to its list of trusted suppliers.", "KEN > UGA  lift-restriction"),
        ("Cuba restored Haiti to its list of favoured partners.", "CUB > HTI  lift-restriction"),
        ("Spain put Peru on its sanctions list.", "ESP > PER  instrument:sanctions"),
    ],
)  # fmt: skip
def test_a_list_is_as_good_as_whom_it_lists(sentence: str, line: str) -> None:
    assert surely_read(sentence) == [line]


@pytest.mark.parametrize(
    "sentence",
    [
        "Spain removed Peru from its list on Friday.",
        "Norway took Iceland off a list of states.",
        "Chile added Bolivia to its list of countries.",
        "Kenya struck Uganda from the register.",
        "Cuba put Haiti on a list that it keeps.",
        "Spain dropped Peru from its list of risky and trusted partners.",
    ],
)
def test_a_list_of_nobody_knows_what_leaves_open_what_was_done(sentence: str) -> None:
    draft = draft_of(Article(sentence, PUBLISHED, "AFP"), REGISTRY)
    (proposal,) = draft.proposals
    (problem,) = parse(draft_text(draft, "x"), "x", REGISTRY).problems

    assert (proposal.what, proposal.sureness, problem.code) == ("?", "unsure", "still-open")
    assert any(each.startswith("what: ") for each in proposal.open)


# What is ended and restored -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "line"),
    [
        ("Spain ended its pact with Peru on Friday.", "ESP > PER  sanction:withdraw"),
        ("Norway pulled out of a fishing agreement with Iceland.", "NOR > ISL  sanction:withdraw"),
        ("Chile let its trade accord with Bolivia lapse.", "CHL > BOL  sanction:withdraw"),
        ("Kenya withdrew its recognition of Kosovo.",
         "KEN > XKX  instrument:recognition-withheld"),
        ("Spain suspended visa-free travel for Peruvians.", "ESP > PER  coerce:restrict"),
        ("Cuba ended its aid to Haiti.", "CUB > HTI  sanction:discontinue"),
        ("Spain ended joint exercises with Peru.", "ESP > PER  sanction:discontinue"),
        ("Norway would end its trade deal with Iceland.", "NOR > ISL  threaten:relations"),
    ],
)  # fmt: skip
def test_to_end_what_is_friendly_is_against_another(sentence: str, line: str) -> None:
    assert surely_read(sentence) == [line]


@pytest.mark.parametrize(
    "sentence",
    [
        "Spain ended its boycott of Peru.",
        "Spain withdrew its sanctions on Peru.",
        "Spain suspended an embargo against Peru.",
        "Spain ended its ban on Peruvian beef.",
        "Spain let its curbs on Peru lapse.",
        "Spain reversed its ban on imports from Peru.",
        "Spain ended its blockade of Peru.",
    ],
)
def test_to_end_what_is_hostile_is_for_another(sentence: str) -> None:
    assert surely_read(sentence) == ["ESP > PER  lift-restriction"]


@pytest.mark.parametrize(
    ("sentence", "line"),
    [
        ("Spain restored its ban on imports from Peru.", "ESP > PER  instrument:trade-restriction"),
        ("Norway resumed its blockade of Iceland.", "NOR > ISL  instrument:embargo"),
        ("Chile extended its embargo on Bolivia.", "CHL > BOL  instrument:embargo"),
        ("Kenya reinstated a travel ban on Uganda.", "KEN > UGA  coerce:restrict"),
        ("Cuba restored visa-free travel for Haiti.", "CUB = HTI  instrument:visa-free"),
        ("Spain extended its trade agreement with Peru.", "ESP = PER  agree"),
    ],
)
def test_what_is_restored_is_as_it_was(sentence: str, line: str) -> None:
    assert surely_read(sentence) == [line]


@pytest.mark.parametrize(
    "sentence",
    [
        "Spain said it would end the talks with Peru.",
        "Norway would quit its negotiations with Iceland, it said.",
        "Chile broke the truce with Bolivia.",
        "Kenya ended the ceasefire with Uganda on Friday.",
        "Cuba would abandon the dialogue with Haiti.",
        "Spain ended its military alliance with Peru.",
    ],
)
def test_what_is_ended_is_not_held(sentence: str) -> None:
    friendly = ("talks", "ceasefire", "alliance", "planned", "agree")

    assert not any(word in line for line in read(sentence) for word in friendly)


@pytest.mark.parametrize(
    "sentence",
    [
        "Talks between Spain and Peru in Lima, the first since 2018, ended without agreement.",
        "Negotiations between Spain and Peru ended in failure on Friday.",
        "Talks between Spain and Peru broke up without a deal.",
        "Spain and Peru ended talks in Lima without agreement on Friday.",
        "A meeting between Spain and Peru closed with no breakthrough.",
        "A summit between Spain and Peru wrapped up on Friday without an accord.",
    ],
)
def test_talks_that_came_to_nothing_are_no_talks(sentence: str) -> None:
    assert read(sentence) == ["ESP = PER  failed-talks"]


# Missiles -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "sentence",
    [
        "North Korea fired a missile towards Japan on Friday.",
        "North Korea launched two rockets toward Japan.",
        "North Korea fired three ballistic missiles in the direction of Japan.",
        "North Korea tested a missile near Japan on Thursday.",
        "North Korea has fired a missile over Japan.",
        "North Korea launched a long-range rocket towards Japan, Seoul said.",
    ],
)
def test_a_missile_towards_a_state_does_not_hit_it(sentence: str) -> None:
    assert "PRK > JPN  mobilize:weapons" in read(sentence)
    assert not any("assault" in line for line in read(sentence))


# Who is meant -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Japan criticised South Korea on Friday. North Korea fired two missiles into the sea."
         " Japan's defence ministry condemned the launch.", "JPN > PRK  condemn"),
        ("Japan and South Korea held talks. North Korea launched a rocket on Tuesday. Tokyo"
         " condemned the launch.", "JPN > PRK  condemn"),
        ("Japan summoned the South Korean envoy. North Korea tested a bomb. Tokyo denounced the"
         " test.", "JPN > PRK  condemn"),
        ("Spain condemned Peru. Chile sent ships near an island. Madrid criticised the move.",
         "ESP > CHL  accuse:disapprove"),
        ("Japan condemned South Korea. Seoul said North Korea had fired a missile. Tokyo condemned"
         " the launch.", "JPN > PRK  condemn"),
        ("Spain expelled two Peruvian diplomats. Peru condemned the expulsion.",
         "PER > ESP  condemn"),
    ],
)  # fmt: skip
def test_the_launch_is_of_who_launched(text: str, line: str) -> None:
    wanted, _, what = line.partition("  ")
    found = [each for each in read(text)[1:] if each.endswith(what)]

    assert found == [line]
    assert f"{wanted}  {what}" not in surely_read(text)


@pytest.mark.parametrize(
    "text",
    [
        "The United States, an ally of both, urged Spain and Peru to settle the row.",
        "Brazil, a close ally of both Spain and Peru, condemned Chile.",
        "Brazil is an ally of Peru and Spain.",
        "Spain condemned Peru. Brazil, an ally of both, was silent.",
        "As an ally of both, Brazil urged Spain and Peru to meet.",
        "Spain and Peru are at odds, said Brazil, an ally of both.",
    ],
)
def test_an_ally_of_both_makes_no_allies_of_them(text: str) -> None:
    links = [line for line in read(text) if line.endswith("link:close")]

    assert all(line.startswith(("USA = ", "BRA = ")) for line in links)
    assert not any("BRA,ESP" in line for line in read(text))


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Japan's ambassador, whom the South Korean foreign ministry summoned, left.",
         "KOR > JPN  summon"),
        ("Peru praised the envoy of Spain, whom Chile expelled on Friday.",
         "CHL > ESP  sanction:expel"),
        ("South Korea's ambassador in Tokyo, whom the Japanese foreign ministry summoned, left.",
         "JPN > KOR  summon"),
        ("Spain's ambassador to Peru, whom Peru's foreign ministry summoned on Friday, was silent.",
         "PER > ESP  summon"),
        ("Peru's envoy, whom Spain summoned on Friday, was silent.", "ESP > PER  summon"),
        ("Norway met the Icelandic envoy, whom the Danish foreign ministry had summoned.",
         "DNK > ISL  summon"),
    ],
)  # fmt: skip
def test_whom_a_ministry_summons_is_named_before(text: str, line: str) -> None:
    assert line in read(text)


def test_a_ministry_summons_no_envoy_of_its_own() -> None:
    text = "Spain criticised Peru. Spain's ambassador, whom the foreign ministry summoned, left."

    assert read(text) == ["ESP > PER  accuse:disapprove"]


# The day of a dateline ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("head", "dated"),
    [
        ("MADRID, March 4 (Example Wire) - ", "[..2022-03-04]"),
        ("MADRID, 3 March (Example Wire) - ", "[..2022-03-03]"),
        ("LIMA, Feb 28 (Example Wire) - ", "[..2022-02-28]"),
        ("MADRID, March 9 (Example Wire) - ", "[..2022-03-05]"),
        ("MADRID, Jan 3 (Example Wire) - ", "[..2022-03-05]"),
        ("MADRID (Example Wire) - ", "[..2022-03-05]"),
        ("", "[..2022-03-05]"),
    ],
)
def test_what_has_no_day_happened_by_the_day_of_the_dateline(head: str, dated: str) -> None:
    draft = draft_of(Article(f"{head}Spain has condemned Peru.", PUBLISHED, "AFP"), REGISTRY)
    (proposal,) = draft.proposals

    assert proposal.dated == dated
