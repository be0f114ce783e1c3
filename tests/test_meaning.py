"""What a word of the news means here, and what is offered for a word that nothing is called."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

import pytest

from domain.kinds import find_what, read_what
from domain.meaning import FAR, Match, search, slips
from domain.refusal import Fix, InvalidInput, Run
from domain.stems import stem, stems
from domain.suggestions import MOST, meant, the_what

# Stems --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "forms",
    [
        "summon summons summoned summoning",
        "denounce denounces denounced denouncing",
        "criticise criticises criticised criticize criticized criticizing",
        "sanction sanctions sanctioned sanctioning",
        "agree agrees agreed agreeing",
        "ally allies allied",
        "deny denies denied denying",
        "ban bans banned banning",
        "slam slams slammed slamming",
        "cease ceases ceased ceasing",
        "withdraw withdraws withdrew withdrawn withdrawing",
        "strike strikes struck striking",
        "clash clashes clashed clashing",
        "defence defense",
        "favour favor favoured favored",
        "recognise recognize recognised recognized recognises",
        "free freed freeing",
    ],
)
def test_the_forms_of_a_word_have_one_stem(forms: str) -> None:
    assert len({stem(form) for form in forms.split()}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [("arms", "army"), ("aid", "aided-de-camp"), ("thing", "th"), ("red", "r"), ("need", "ne"),
     ("basis", "basi"), ("press", "pre"), ("visit", "visa"), ("treaty", "treat")],
)  # fmt: skip
def test_other_words_have_other_stems(one: str, other: str) -> None:
    assert stem(one) != stem(other)


def test_small_words_case_accents_and_hyphens_make_no_difference() -> None:
    assert stems("Recalled the ambassador") == stems("RECALL an ambassador")
    assert stems("Démarche") == stems("demarche")
    assert stems("cease-fire") == stems("cease fire")
    assert stems("the of and") == ()


# Search -------------------------------------------------------------------------------------------


def first(text: str) -> str:
    return search(text)[0].what.written


@pytest.mark.parametrize(
    ("text", "what", "match"),
    [
        ("summon", "summon", Match.NAME),
        ("Instrument:Embargo", "instrument:embargo", Match.NAME),
        ("embargo", "instrument:embargo", Match.WORD),
        ("disapprove", "accuse:disapprove", Match.WORD),
        ("hit out at", "accuse:disapprove", Match.WORD),
        ("air-strike", "assault:aerial", Match.WORD),
        ("airstrike", "assault:aerial", Match.WORD),
        ("summoned", "summon", Match.FORM),
        ("denounced", "condemn", Match.FORM),
        ("recalled its ambassador", "instrument:ambassador-recalled", Match.FORM),
        ("ambassador", "summon", Match.PART),
        ("Paris recalls its ambassador from Rome", "instrument:ambassador-recalled", Match.WITHIN),
        ("islet shelled at dawn", "assault:heavy-weapons", Match.WITHIN),
        ("court liable", "sanction:convict", Match.DEFINED),
        ("sanctoins", "instrument:sanctions", Match.MISSPELT),
        ("condem", "condemn", Match.MISSPELT),
    ],
)
def test_a_text_is_found_by_name_synonym_form_part_definition_or_misspelt(
    text: str, what: str, match: Match
) -> None:
    found = {hit.what.written: hit.match for hit in search(text)}

    assert found[what] == match


def test_the_surest_match_comes_first() -> None:
    found = search("sanctions")

    assert found[0].what.written == "instrument:sanctions"
    assert found[1].what.written == "sanction"
    assert all(one.match <= other.match for one, other in pairwise(found))


def test_a_headline_is_found_by_most_of_its_words_first() -> None:
    assert first("Envoys walk out of talks on the dam") == "sanction:withdraw"
    assert first("Minister denounces raid") in ("condemn", "assault")


def test_the_titles_of_codes_are_searched_too() -> None:
    found = {hit.what.written: hit.match for hit in search("refugees")}

    assert found["aid"] <= Match.CODED
    assert {hit.match for hit in search("peacekeepers")} >= {Match.CODED}


def test_a_text_without_a_word_finds_nothing() -> None:
    assert search("") == search("  ") == search("the") == search("¿?") == []


# Slips of the pen ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "word", "number"),
    [
        ("acuse", "accuse", 1),
        ("vist", "visit", 1),
        ("cal", "call", 1),
        ("sanctoins", "sanctions", 1),
        ("kondemn", "condemn", 1),
        ("dissaprove", "disapprove", 2),
        ("embarrggo", "embargo", 2),
        ("acuze", "accuse", FAR),
        ("defeat", "defend", FAR),
        ("resume", "refuse", FAR),
        ("respect", "reject", FAR),
        ("raid", "aid", FAR),
        ("unrecognise", "recognise", FAR),
        ("id", "aid", FAR),
        ("visit", "embargo", FAR),
    ],
)
def test_one_or_two_slips_are_believed_and_another_word_is_not(
    typed: str, word: str, number: int
) -> None:
    assert slips(typed, word) == number


@pytest.mark.parametrize(
    "what", ["summon", "condemn", "instrument:embargo", "accuse:disapprove", "ceasefire-call"]
)
def test_every_name_with_a_letter_left_out_leads_to_it(what: str) -> None:
    """But for the letters of the first, which are seldom missed."""
    start = what.index(":") + 2 if ":" in what else 1
    for i in range(start, len(what)):
        with pytest.raises(InvalidInput) as caught:
            read_what(what[:i] + what[i + 1 :])
        assert what in [fix.paste for fix in caught.value.texts]


# Suggestions --------------------------------------------------------------------------------------


def offered(text: str) -> list[str]:
    return [what.written for what in meant(text)]


@pytest.mark.parametrize(
    ("text", "whats"),
    [
        ("recall", ["instrument:ambassador-recalled"]),
        ("denounce", ["condemn"]),
        ("criticise", ["accuse:disapprove"]),
        ("criticized", ["accuse:disapprove"]),
        ("agreement", ["agree", "instrument:treaty"]),
        ("mediation", ["talks", "third-party"]),
        ("deport", ["coerce:deport"]),
        ("close", ["instrument:border-closed", "instrument:airspace-closed", "link:close"]),
        ("withdraw", ["sanction:withdraw", "retreat:withdraw"]),
        ("war", ["instrument:armed-conflict"]),
        ("siege", ["coerce:restrict"]),
        ("walked-out", ["failed-talks"]),
        ("cut-ties", ["sanction", "sanction:withdraw", "instrument:relations-severed"]),
        ("de-escalate", ["retreat"]),
        ("derecognise", ["instrument:recognition-withheld"]),
        ("zzz", []),
    ],
)
def test_an_unknown_word_leads_to_what_it_means(text: str, whats: list[str]) -> None:
    assert sorted(offered(text)) == sorted(whats)


HOSTILE: Final = """
abuse aggression aggressive ambush angry annex annexation arrest assassinate attack ban banned
besiege betray blacklist blackmail blast blockade bomb boycott bully censure clash conflict condemn
confront coup crackdown criticise curb curfew cut-off cyberattack deadlock defeat defy denounce deny
deport destabilise destroy detain disagree discredit dismiss disrupt embargo encroach enmity
escalate escalation espionage exclude execute expel expulsion extort feud fight fire force freeze
genocide hack halt halted harass hatred hostile hostilities incursion infiltrate insult intimidate
invade invasion isolate jail kidnap kill lash-out loot malware massacre meddle missile mock murder
non-cooperation occupation occupy offensive oppose oust outrage overthrow persecute plunder poison
pressure propaganda protest provoke punish quarrel raid rape rebuff rebuke recall refuse reject
repress restrict retaliate revenge riot rupture sabotage sanction scrap seize sever shell shelling
shoot shun siege skirmish slam slander smear snub spy stab standoff strike sue suspend tariff
terminate terror threat torpedo torture uncooperative undermine unfriendly unrecognised uprising
veto violate violence walkout war warn weaponise
"""
FRIENDLY: Final = """
accord admire aid ally apologise applaud armistice asylum back befriend ceasefire collaborate
collaboration compromise concession condolences congratulate cooperate cooperation deal de-escalate
demobilise dialogue disarm disarmament disengage donate endorse evacuate extradite forgive free
friendship gift goodwill grant hail harmony help host hospitality improve integrate invest invite
laud lift loan mediate mediation negotiate normalise pact pardon partner partnership peace pledge
praise promise rapprochement ratify recognise reconcile relax release relief repatriate rescue
respect resume return salute solidarity strengthen supply support surrender sympathy thank thaw
trade treaty truce trust unity visit waive warm welcome
"""


@pytest.mark.parametrize("word", HOSTILE.split())
def test_a_hostile_word_is_never_answered_with_what_is_friendly(word: str) -> None:
    known = find_what(word)

    assert all(what.weight <= 0 for what in ([known] if known else meant(word)))


@pytest.mark.parametrize("word", FRIENDLY.split())
def test_a_friendly_word_is_never_answered_with_what_is_hostile(word: str) -> None:
    known = find_what(word)

    assert all(what.weight >= 0 for what in ([known] if known else meant(word)))


def test_what_turns_a_word_around_is_not_what_the_word_means() -> None:
    """`grain` is in no hostile name; a ban on it must not lead to the lifting of one."""
    assert not search("escalate")[0].turned
    assert [hit.turned for hit in search("mediation refused") if hit.what.what == "talks"] == [True]
    assert "talks" not in offered("mediation-refused")


def test_no_more_are_offered_than_can_be_read() -> None:
    assert len(offered("refuse talks threaten war talks")) <= MOST


def test_each_suggestion_has_its_meaning_beside_it() -> None:
    with pytest.raises(InvalidInput) as caught:
        read_what("recall")

    assert caught.value.said == 'unknown kind "recall". Did you mean this?'
    assert caught.value.fixes == (
        Fix("instrument:ambassador-recalled", "the ambassador is called home"),
        Run.of("kinds", meaning="lists what can happen"),
    )


@pytest.mark.parametrize(
    ("text", "fixes"),
    [
        ("instrument:war", ["instrument:armed-conflict"]),
        ("instrument:closure", ["instrument:border-closed", "instrument:transit-restriction",
                                "instrument:transit-ban"]),
        ("instruments:embargo", ["instrument:embargo"]),
        ("sanction:embargo", ["instrument:embargo"]),
        ("accuse:criticise", ["accuse:disapprove"]),
        ("acuse:dissaprove", ["accuse:disapprove"]),
        ("engagement:call", ["planned:call"]),
        ("link:0", ["link:close", "link:ordinary", "link:dependence"]),
        ("warm", ["assessment:warm"]),
        ("assault:zzz", []),
    ],
)  # fmt: skip
def test_a_kind_before_the_word_is_kept_where_the_word_means_something_there(
    text: str, fixes: list[str]
) -> None:
    with pytest.raises(InvalidInput) as caught:
        read_what(text)

    assert sorted(fix.paste for fix in caught.value.texts) == sorted(fixes)
    assert all(find_what(fix.paste) for fix in caught.value.texts)


def test_a_list_that_is_too_long_to_offer_is_named() -> None:
    with pytest.raises(InvalidInput) as caught:
        read_what("assault:zzz")

    assert caught.value.fixes == (Run.of("kinds", "assault", meaning="lists them"),)


# One word, one what -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("word", "what"),
    [
        ("summon", "summon"),
        ("summoned", "summon"),
        ("instrument:embargo", "instrument:embargo"),
        ("embargo", "instrument:embargo"),
        ("accuse:disapprove", "accuse:disapprove"),
        ("disapprove", "accuse:disapprove"),
        ("phone", "call"),
        ("walk out", "failed-talks"),
        ("war", "instrument:armed-conflict"),
        ("assessment:strained", "assessment:strained"),
    ],
)
def test_a_word_that_means_one_thing_names_it(word: str, what: str) -> None:
    assert the_what(word).written == what


def test_a_word_that_means_several_is_refused_with_each_and_its_meaning() -> None:
    with pytest.raises(InvalidInput) as caught:
        the_what("withdraw")

    assert caught.value.said == '"withdraw" can mean 2 things.'
    assert [fix.words for fix in caught.value.fixes if isinstance(fix, Run)] == [
        ("sanction:withdraw",),
        ("retreat:withdraw",),
    ]
    assert all(isinstance(fix, Run) and fix.meaning for fix in caught.value.fixes)


def test_a_word_that_means_nothing_sure_is_refused_with_what_it_may_mean() -> None:
    with pytest.raises(InvalidInput, match='unknown kind "condem"') as caught:
        the_what("condem")
    with pytest.raises(InvalidInput, match=r'unknown kind "zzz"\.$'):
        the_what("zzz")

    assert [fix.words for fix in caught.value.fixes if isinstance(fix, Run)] == [("condemn",), ()]
