"""Questions as people ask them: each is read as one command, or refused with one filled in."""

from __future__ import annotations

from datetime import date
from typing import Final

import pytest

import detente
from detente import Timeline
from domain.refusal import InvalidInput
from projections import english
from service.opening import bundled_registry
from views.command import command
from views.spelling import command as spelled

TODAY: Final = date(2023, 12, 1)

MEETINGS: Final = (
    "visit,talks,summit,third-party,failed-talks,consult,consult:visit,consult:multilateral,"
    "consult:third-party"
)
SANCTIONS: Final = (
    "'sanction,sanction:discontinue,instrument:*sanctions,instrument:*embargo,"
    "instrument:trade-restriction'"
)
BLAME: Final = "condemn,accuse:disapprove,protest-note"
NOW: Final = "--on 2023-12-01"

ANSWERED: Final = {
    "How are relations between Turkey and Russia?": f"state TUR RUS {NOW}",
    "How are things between Turkey and Russia?": f"state TUR RUS {NOW}",
    "How are ties between the United States and China right now?": f"state USA CHN {NOW}",
    "What were ties between Turkey and Russia like on 5 March 2022?": (
        "state TUR RUS --on 2022-03-05"
    ),
    "What is the relationship between the US and China?": f"state USA CHN {NOW}",
    "what's the state of India-China relations": f"state IND CHN {NOW}",
    "how do Greece and Turkey get along": f"state GRC TUR {NOW}",
    "Where do relations between Serbia and Kosovo stand?": f"state SRB XKX {NOW}",
    "How good were ties between France and Germany on 22 January 2019?": (
        "state FRA DEU --on 2019-01-22"
    ),
    "Are India and China friends?": f"state IND CHN {NOW}",
    "Is China an ally of Russia?": f"state CHN RUS {NOW}",
    "Tell me about relations between Serbia and Kosovo at the end of September 2023": (
        "state SRB XKX --on 2023-09-30"
    ),
    "Can you tell me how Serbia and Kosovo were on 30 September 2023?": (
        "state SRB XKX --on 2023-09-30"
    ),
    "Sino-Indian relations on 20 June 2020": "state CHN IND --on 2020-06-20",
    "Franco-German ties": f"state FRA DEU {NOW}",
    "us and china on 3 february 2023": "state USA CHN --on 2023-02-03",
    "uk russia relations": f"state GBR RUS {NOW}",
    "Turkey's relations with Armenia as of 20 February 2023": "state TUR ARM --on 2023-02-20",
    "How were Turkey and Russia before 24 February 2022?": "state TUR RUS --on 2022-02-23",
    "How were Ankara and Moscow on the 5th of March 2022?": "state TUR RUS --on 2022-03-05",
    "How were Turkey and Russia getting along in January 2023?": (
        "chart TUR RUS --to 2023-01-31 --from 2023-01-01"
    ),
    "How did Turkey and Russia get along in 2022?": (
        "chart TUR RUS --to 2022-12-31 --from 2022-01-01"
    ),
    "How were Turkey and Russia in early 2022?": "chart TUR RUS --to 2022-04-30 --from 2022-01-01",
    "What happened between Turkey and Russia in the first week of March 2022?": (
        f"timeline TUR RUS {NOW} --from 2022-03-01 --to 2022-03-07"
    ),
    "How have relations between Turkey and Russia been since 2014?": (
        "chart TUR RUS --to 2023-12-01 --from 2014-01-01"
    ),
    "How did US-China relations develop from 2018 to 2022?": (
        "chart USA CHN --to 2022-12-31 --from 2018-01-01"
    ),
    "Are Turkey and Russia at war?": f"why TUR RUS {NOW} --label at-war",
    "Is Turkey at war with Russia?": f"why TUR RUS {NOW} --label at-war",
    "Were Russia and Ukraine at war on 1 March 2022?": (
        "why RUS UKR --on 2022-03-01 --label at-war"
    ),
    "Was Turkey hostile to Russia in December 2015?": (
        "turns TUR RUS --to 2015-12-31 --from 2015-12-01 --label hostile --min-days 1"
    ),
    "How were things between Georgia and Russia in 2008?": (
        "chart GEO RUS --to 2008-12-31 --from 2008-01-01"
    ),
    "What changed between Turkey and Finland during 2022 and 2023?": (
        "diff TUR FIN 2022-01-01 2023-12-31 --lens standing-flow@2"
    ),
    "Why are Turkey and Russia so tense?": f"why TUR RUS {NOW} --label tense",
    "Why were Turkey–Russia ties strained in December 2015?": (
        "why TUR RUS --on 2015-12-31 --label strained"
    ),
    "What explains relations between Sweden and Turkey?": f"why SWE TUR {NOW}",
    "What's the latest on Turkey?": f"timeline TUR {NOW} --last 10",
    "Latest on Turkey and Russia": f"timeline TUR RUS {NOW} --last 10",
    "any news on Turkey and Russia": f"timeline TUR RUS {NOW} --last 10",
    "What's new between India and China?": f"timeline IND CHN {NOW} --last 10",
    "What happened between Turkey and Russia?": f"timeline TUR RUS {NOW}",
    "What happened between Turkey and Russia in November 2015?": (
        f"timeline TUR RUS {NOW} --from 2015-11-01 --to 2015-11-30"
    ),
    "What has happened between Turkey and Russia since 24 February 2022?": (
        f"timeline TUR RUS {NOW} --from 2022-02-24"
    ),
    "What happened between Turkey and Russia after 24 February 2022?": (
        f"timeline TUR RUS {NOW} --from 2022-02-25"
    ),
    "What happened between Turkey and Russia on 24 November 2015?": (
        f"timeline TUR RUS {NOW} --from 2015-11-24 --to 2015-11-24"
    ),
    "What happened between Turkey and Russia from 24 Feb 2022 to 10 March 2022?": (
        "replay TUR RUS --to 2022-03-10 --from 2022-02-24"
    ),
    "What happened between Turkey and Russia in the last 30 days?": (
        "replay TUR RUS --to 2023-12-01 --from 2023-11-01"
    ),
    "What happened to Ukraine in February 2022?": (
        f"timeline UKR {NOW} --from 2022-02-01 --to 2022-02-28"
    ),
    "What did Turkey do to Russia in 2015?": (
        f"timeline {NOW} --from 2015-01-01 --to 2015-12-31 --by TUR --toward RUS"
    ),
    "What has Turkey done since March 2022?": f"timeline {NOW} --from 2022-03-01 --by TUR",
    "Who sanctioned Russia?": f"timeline {NOW} --kind {SANCTIONS} --toward RUS",
    "Which countries have sanctioned Russia since 2022?": (
        f"timeline {NOW} --from 2022-01-01 --kind {SANCTIONS} --toward RUS"
    ),
    "Who did the US sanction?": f"timeline {NOW} --kind {SANCTIONS} --by USA",
    "Has the US sanctioned Turkey?": f"timeline {NOW} --kind {SANCTIONS} --by USA --toward TUR",
    "When did the US sanction Turkey?": (
        f"timeline {NOW} --kind {SANCTIONS} --by USA --toward TUR"
    ),
    "American sanctions on Turkey": f"timeline {NOW} --kind {SANCTIONS} --by USA --toward TUR",
    "Sanctions on Turkey by the US": f"timeline {NOW} --kind {SANCTIONS} --by USA --toward TUR",
    "What sanctions has the EU imposed on Russia?": (
        f"timeline {NOW} --kind {SANCTIONS} --by EU --toward RUS"
    ),
    "Who attacked Ukraine?": (
        f"timeline {NOW} --kind 'assault*,instrument:armed-conflict' --toward UKR"
    ),
    "Who condemned Russia in March 2022?": (
        f"timeline {NOW} --from 2022-03-01 --to 2022-03-31 --kind {BLAME} --toward RUS"
    ),
    "Did Turkey condemn Russia?": f"timeline {NOW} --kind {BLAME} --by TUR --toward RUS",
    "Who has Turkey condemned?": f"timeline {NOW} --kind {BLAME} --by TUR",
    "Who was Russia condemned by?": f"timeline {NOW} --kind {BLAME} --toward RUS",
    "Who expelled Russian diplomats?": (
        f"timeline {NOW} --kind expel-diplomats,sanction:expel --toward RUS"
    ),
    "Who summoned the Russian ambassador?": f"timeline {NOW} --kind summon --toward RUS",
    "Who recognised Kosovo?": f"timeline {NOW} --kind recognise --toward XKX",
    "When did Turkey and Russia last meet?": (f"timeline TUR RUS {NOW} --last 5 --kind {MEETINGS}"),
    "When did Turkey last meet with Russia?": (
        f"timeline TUR RUS {NOW} --last 5 --kind {MEETINGS}"
    ),
    "When was the last meeting between Turkey and Russia?": (
        f"timeline TUR RUS {NOW} --last 5 --kind {MEETINGS}"
    ),
    "How often did Turkey and Russia meet in 2022?": (
        f"timeline TUR RUS {NOW} --from 2022-01-01 --to 2022-12-31 --kind {MEETINGS}"
    ),
    "What meetings between Turkey and Russia were there?": (
        f"timeline TUR RUS {NOW} --kind {MEETINGS}"
    ),
    "What is ahead for Turkey and Russia?": f"agenda TUR RUS {NOW}",
    "When will Turkey and Russia meet next?": f"agenda TUR RUS {NOW}",
    "What's next for Turkey and Russia as of 5 March 2022?": "agenda TUR RUS --on 2022-03-05",
    "What was in force between Turkey and Russia on 5 March 2022?": (
        "state TUR RUS --on 2022-03-05"
    ),
    "What agreements are in force between Turkey and Russia?": f"state TUR RUS {NOW}",
    "What changed between Turkey and Russia between 1 February 2022 and 31 March 2022?": (
        "diff TUR RUS 2022-02-01 2022-03-31 --lens standing-flow@2"
    ),
    "What changed between Sweden and Turkey since June 2022?": (
        "diff SWE TUR 2022-06-01 2023-12-01 --lens standing-flow@2"
    ),
    "When did relations between Turkey and Russia improve?": "turns TUR RUS --to 2023-12-01",
    "When did Turkey–Russia ties turn hostile?": (
        "turns TUR RUS --to 2023-12-01 --label hostile --min-days 1"
    ),
    "Turning points in Turkish-Russian relations": "turns TUR RUS --to 2023-12-01",
    "Who are Turkey's allies?": f"board TUR {NOW}",
    "Who were Turkey's enemies in 2016?": "board TUR --on 2016-12-31",
    "How are Turkey's relations with its neighbours?": f"board TUR {NOW}",
    "What did we know about Turkey and Russia on 26 February 2022?": (
        "state TUR RUS --on 2022-02-26 --known-on 2022-02-26"
    ),
    "What do we now know about Turkey and Russia on 26 February 2022?": (
        "hindsight TUR RUS --on 2022-02-26"
    ),
    "Who is Erdogan?": f"actors tur.erdogan {NOW}",
    "What mentions S-400?": f"search S-400 {NOW}",
    "Who says ^straits?": f"show straits {NOW}",
    "Why did ^straits count on 5 March 2022?": "why straits --on 2022-03-05",
}

REFUSED: Final = {
    "Will there be war between Turkey and Russia?": "detente state TUR RUS",
    "Is Turkey closer to Russia or to NATO?": "detente state TUR RUS",
    "Should Turkey leave NATO?": "detente state TUR NATO",
    "Why did Turkey shoot down the Russian jet in November 2015?": (
        'detente state TUR RUS --on "November 2015"'
    ),
    "Has Turkey not condemned Russia?": "detente state TUR RUS",
    "Who has never sanctioned Russia?": "detente board RUS",
    "What will Russia do next month?": "detente board RUS",
    "How likely is a ceasefire between Russia and Ukraine?": "detente state RUS UKR",
    "When did Erdogan and Putin last meet?": (
        f'detente timeline TUR RUS --kind "{MEETINGS}" --last 5'
    ),
    "Has the US lifted its sanctions on Turkey?": "detente state USA TUR",
    "Who visited Moscow?": "detente board RUS",
    "Who will win the war?": "detente search win war",
    "When was the grain deal signed?": "detente search grain",
    "What is known about the downing of MH17?": "detente search MH17",
    "What did Moscow say about the Su-34 airspace violation?": "detente board RUS",
    "Were Sweden and Turkey on better terms in July 2023 than in January 2023?": (
        'detente diff SWE TUR "July 2023" "January 2023"'
    ),
    "How are you?": "detente search TEXT",
}


@pytest.fixture(scope="module")
def sample() -> Timeline:
    return detente.open(today=TODAY)


@pytest.mark.parametrize(("question", "read"), ANSWERED.items())
def test_a_question_is_read_as_one_command(sample: Timeline, question: str, read: str) -> None:
    assert command(sample.read(question)) == f"detente {read}"


@pytest.mark.parametrize(("question", "closest"), REFUSED.items())
def test_what_no_command_answers_is_refused_with_the_closest_filled_in(
    question: str, closest: str
) -> None:
    """A wrong reading is worse than a refusal."""
    with pytest.raises(InvalidInput) as refused:
        english.read(question, bundled_registry(), TODAY)

    assert spelled(refused.value.fixes[0]).paste == closest


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("How are things between Turkey and Absurdistan?", "absurdistan"),
        ("Absurdistan and Turkey", "absurdistan"),
        ("latest on Turkey and the Republic of Nowhere", "the republic of nowhere"),
        ("What happened between Nowhereland and Russia in 2022?", "nowhereland"),
    ],
)
def test_a_name_that_is_nobodys_is_said(question: str, name: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        english.read(question, bundled_registry(), TODAY)

    assert refused.value.values["name"].lower() == name


@pytest.mark.parametrize(
    "question",
    ["How are us and them?", "Are they at war?", "WHO IS IN?", "is it on?", "how are we and you"],
)
def test_short_words_of_english_are_not_codes_of_states(sample: Timeline, question: str) -> None:
    with pytest.raises(InvalidInput):
        sample.read(question)


def test_days_that_are_named_twice_are_refused() -> None:
    question = "How were Turkey and Russia on 5 March 2022 in 2021?"

    with pytest.raises(InvalidInput, match="days twice"):
        english.read(question, bundled_registry(), TODAY)
