"""What facts can be, and what each weighs."""

from __future__ import annotations

from pathlib import Path

import pytest

from domain.kind import Kind
from domain.kinds import (
    ACTIONS,
    DIMENSIONS,
    DIPLOMATIC,
    DOMAINS,
    FLOW_HALF_LIVES,
    KINDS,
    MATERIAL,
    What,
    action_type,
    is_slug,
    read_domain,
    read_what,
)
from domain.refusal import InvalidInput
from domain.report import Report, read_grade
from projections.state import State
from views.spelling import command as spelled


def refusal(text: str) -> InvalidInput:
    with pytest.raises(InvalidInput) as caught:
        read_what(text)
    return caught.value


@pytest.mark.parametrize(
    ("text", "kind", "what", "points"),
    [
        ("visit", "contact", "visit", 4),
        ("call", "contact", "call", 1.5),
        ("talks", "contact", "talks", 2.5),
        ("summit", "contact", "summit", 4),
        ("third-party", "contact", "third-party", 1),
        ("contact:visit", "contact", "visit", 4),
        ("consult:phone", "action", "consult:phone", 1.5),
        ("agree", "action", "agree", 2.5),
        ("cooperate", "action", "cooperate", 9.5),
        ("aid", "action", "aid", 10),
        ("accuse", "action", "accuse", -3),
        ("Accuse:Disapprove", "action", "accuse:disapprove", -2),
        ("action:accuse:disapprove", "action", "accuse:disapprove", -2),
        ("request", "action", "request", 0),
        ("request:yield", "action", "request:yield", -1),
        ("reject:assist", "action", "reject:assist", -1.5),
        ("sanction:expel", "action", "sanction:expel", -5.5),
        ("coerce:martial-law", "action", "coerce:martial-law", -7.5),
        ("assault:unconventional", "action", "assault:unconventional", -10),
        ("retreat:disarm", "action", "retreat:disarm", 10),
        ("instrument:alliance", "instrument", "alliance", 6),
        ("instrument:base", "instrument", "base", 5),
        ("instrument:treaty", "instrument", "treaty", 1),
        ("instrument:sanctions", "instrument", "sanctions", -4),
        ("instrument:comprehensive-sanctions", "instrument", "comprehensive-sanctions", -8),
        ("instrument:embargo", "instrument", "embargo", -6),
        ("instrument:transit-restriction", "instrument", "transit-restriction", -2),
        ("instrument:transit-ban", "instrument", "transit-ban", -4),
        ("instrument:territorial-control", "instrument", "territorial-control", -9),
        ("instrument:armed-conflict", "instrument", "armed-conflict", -10),
        ("instrument:relations-severed", "instrument", "relations-severed", -8),
        ("instrument:relations-downgraded", "instrument", "relations-downgraded", -4),
        ("instrument:ambassador-recalled", "instrument", "ambassador-recalled", -2),
        ("instrument:arms-embargo", "instrument", "arms-embargo", -4),
        ("instrument:border-closed", "instrument", "border-closed", -5),
        ("instrument:airspace-closed", "instrument", "airspace-closed", -3),
        ("instrument:recognition-withheld", "instrument", "recognition-withheld", -4),
        ("instrument:territorial-claim", "instrument", "territorial-claim", -3),
        ("instrument:peace-treaty", "instrument", "peace-treaty", 4),
        ("instrument:ceasefire", "instrument", "ceasefire", 2),
        ("instrument:trade-agreement", "instrument", "trade-agreement", 2),
        ("instrument:trade-restriction", "instrument", "trade-restriction", -3),
        ("instrument:visa-free", "instrument", "visa-free", 1),
        ("stance:supports", "stance", "supports", 2),
        ("stance:favourable", "stance", "favourable", 1),
        ("stance:neutral", "stance", "neutral", 0),
        ("stance:critical", "stance", "critical", -1),
        ("stance:opposes", "stance", "opposes", -2),
        ("link:close", "link", "close", 3),
        ("link:ordinary", "link", "ordinary", 1),
        ("link:dependence", "link", "dependence", 2),
        ("planned:call", "engagement", "call", 1.5),
        ("planned:vote", "engagement", "vote", 0),
        ("planned:deadline", "engagement", "deadline", 0),
        ("assessment:good-ties", "assessment", "good-ties", 0),
        ("geography:maritime-border", "geography", "maritime-border", 0),
    ],
)
def test_a_what_is_read_and_weighs(text: str, kind: str, what: str, points: float) -> None:
    assert read_what(text) == What(kind, what)
    assert read_what(text).weight == round(points * 1_000_000)


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_written_is_read_back(kind: str) -> None:
    for what in KINDS[kind].whats or ["any-slug"]:
        assert read_what(What(kind, what).written) == What(kind, what)


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_a_kind_has_a_row_in_the_page_on_facts_and_a_list_in_a_state(kind: Kind) -> None:
    page = (Path(__file__).parent.parent / "docs" / "facts.md").read_text(encoding="utf-8")
    row = next(line for line in page.splitlines() if line.startswith(f"| {kind.name} |"))
    dated = {"on": "a day", "since": "since/until", "planned": "the planned date"}[kind.dated_by]

    assert f"| {dated} |" in row
    assert [what for what in kind.whats or () if ":" not in what and f"`{what}`" not in row] == []
    assert not kind.prefix or f"`{kind.prefix}:" in row
    assert hasattr(State, kind.listed)


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_a_free_slug_never_counts_and_shows_an_example(kind: Kind) -> None:
    assert (kind.whats is None) == (not kind.scored) == bool(kind.example)
    assert not kind.example or is_slug(kind.example)


def test_what_counts_while_it_holds_is_dated_by_since() -> None:
    with pytest.raises(AssertionError, match="dated by since"):
        Kind(
            name="pledge",
            prefix="pledge",
            dated_by="on",
            ledger="standing",
            listed="in_force",
            whats={},
            half_life_days=30,
        )


def test_a_kind_that_only_a_later_version_knows_never_counts() -> None:
    later = What("of-a-later-version", "aid")

    assert later.kind not in KINDS
    assert not later.of_kind.scored
    assert later.weight == 0
    assert later.written == "of-a-later-version:aid"


@pytest.mark.parametrize(
    ("text", "said", "fixes"),
    [
        ("sanctions", '"sanctions" needs its kind before it.', ["instrument:sanctions"]),
        ("close", '"close" needs its kind before it.',
            ["instrument:border-closed", "instrument:airspace-closed", "link:close"]),
        ("vote", '"vote" needs its kind before it.', ["planned:vote"]),
        ("instrument:sanction", 'no instrument is called "sanction".', ["instrument:sanctions"]),
        ("stance:zzz", 'no stance is called "zzz".',
            ["stance:supports", "stance:favourable", "stance:neutral"]),
        ("action:accuze", 'no action is called "accuze".', ["accuse"]),
        ("planned:cal", 'no engagement is called "cal".', ["planned:call"]),
        ("assessment:", '"" is not a slug: use small letters, digits and hyphens.',
            ["assessment:strained"]),
        ("geography:a--b", '"a--b" is not a slug: use small letters, digits and hyphens.',
            ["geography:maritime-border"]),
        ("agree:zzz", 'agree has no mode "zzz".', ["agree"]),
        ("visiit", 'unknown kind "visiit". Did you mean this?', ["visit", "detente kinds"]),
        ("zzzzzzzzz", 'unknown kind "zzzzzzzzz".', ["detente kinds"]),
    ],
)  # fmt: skip
def test_a_what_that_nobody_knows_is_refused_with_the_closest(
    text: str, said: str, fixes: list[str]
) -> None:
    refused = refusal(text)

    assert refused.said == said
    assert [spelled(fix).paste for fix in refused.fixes][: len(fixes)] == fixes


def test_a_mode_that_an_action_lacks_is_mended_within_the_action() -> None:
    refused = refusal("accuse:disaprove")

    assert spelled(refused.fixes[0]).paste == "accuse:disapprove"
    assert all(spelled(fix).paste.startswith("accuse:") for fix in refused.fixes)


def test_a_mode_like_none_is_mended_with_the_first_modes() -> None:
    refused = refusal("accuse:0")

    assert all(spelled(fix).paste.startswith("accuse") for fix in refused.fixes)
    assert refused.fixes


@pytest.mark.parametrize("text", ["strained", "good-ties", "a_b.c", "2022"])
def test_letters_digits_and_marks_between_them_are_a_slug(text: str) -> None:
    assert is_slug(text)


@pytest.mark.parametrize("text", ["", "-", "a-", "a--b", "a b", "gelişme", "a,b", "a:b"])
def test_other_texts_are_no_slug(text: str) -> None:
    assert not is_slug(text)


def test_every_domain_has_one_dimension() -> None:
    assert len(DOMAINS) == sum(len(domains) for domains in DIMENSIONS.values()) == 18
    assert DOMAINS["sanctions"] == "political"
    assert DOMAINS["transit"] == "security"
    assert DOMAINS["energy"] == "economic"


def test_a_domain_is_read_in_any_case_and_refused_with_the_closest() -> None:
    assert read_domain("Energy") == "energy"
    with pytest.raises(InvalidInput, match='no domain is called "defense"') as caught:
        read_domain("defense")

    assert spelled(caught.value.fixes[0]).paste == "defence"


def test_a_domain_like_none_is_refused_with_some() -> None:
    with pytest.raises(InvalidInput) as caught:
        read_domain("zzz")

    assert [spelled(fix).paste for fix in caught.value.fixes] == [
        "diplomacy",
        "territory",
        "sanctions",
    ]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("visit", 60),
        ("planned:summit", 60),
        ("agree", 60),
        ("consult:visit", 60),
        ("request:yield", 60),
        ("accuse", 60),
        ("threaten:territory", 60),
        ("cooperate", 60),
        ("retreat:ceasefire", 60),
        ("assault:aerial", 60),
        ("withdraw-troops", 60),
        ("leak", 60),
        ("stance:opposes", 30),
        ("link:close", 180),
        ("instrument:alliance", 180),
        ("instrument:embargo", 180),
        ("instrument:peace-treaty", 180),
        ("instrument:armed-conflict", 720),
        ("instrument:territorial-control", 720),
        ("instrument:relations-severed", 720),
    ],
)
def test_what_happens_fades_in_60_days_and_wars_slowly(text: str, days: int) -> None:
    assert read_what(text).half_life == days


def test_all_that_happens_fades_alike() -> None:
    flows = [kind for kind in KINDS.values() if kind.flow]

    assert {kind.half_life(what) for kind in flows for what in kind.whats or ()} == {60}
    assert FLOW_HALF_LIVES == (60,)


@pytest.mark.parametrize(
    ("word", "points", "code", "material"),
    [
        ("summon", -2, "accuse", False),
        ("protest-note", -2, "accuse", False),
        ("condemn", -2, "accuse", False),
        ("expel-diplomats", -5.5, "sanction", True),
        ("recognise", 5, "support", False),
        ("exercise", 9.5, "cooperate", True),
        ("arms-sale", 9.5, "cooperate", True),
        ("veto", -2, "reject", False),
        ("call-off", -2, "reject", False),
        ("ceasefire-call", 0, "request", False),
        ("withdraw-troops", 8, "retreat", True),
        ("release-prisoners", 6.5, "retreat", True),
        ("lift-restriction", 6.5, "retreat", True),
        ("leak", 0, "", False),
    ],
)
def test_a_diplomats_word_is_scored_as_the_code_behind_it(
    word: str, points: float, code: str, *, material: bool
) -> None:
    assert read_what(word) == What("action", word)
    assert read_what(word).weight == round(points * 1_000_000)
    assert action_type(word) == code
    assert (word in MATERIAL) is material


def test_every_diplomats_word_is_tried_above() -> None:
    assert len(DIPLOMATIC) == 14


def test_deeds_are_material_and_words_are_verbal_with_all_their_modes() -> None:
    types = {action_type(what) for what in MATERIAL}
    verbal = {action_type(what) for what in ACTIONS if what not in MATERIAL}

    assert types == {
        "cooperate", "aid", "retreat", "protest", "sanction", "mobilize", "coerce", "assault",
    }  # fmt: skip
    assert verbal == {
        "agree", "consult", "support", "concede", "request", "accuse", "reject", "threaten", "",
    }  # fmt: skip


@pytest.mark.parametrize("text", ["B2", "b2"])
def test_a_grade_is_a_letter_and_a_digit(text: str) -> None:
    assert read_grade(text) == "B2"


@pytest.mark.parametrize("text", ["", "B", "B7", "G1", "B0", "2B", "B22"])
def test_other_grades_are_refused(text: str) -> None:
    with pytest.raises(InvalidInput):
        read_grade(text)


def test_a_report_comes_from_its_origin_or_else_its_publisher() -> None:
    assert Report(publisher="Reuters", origin="afp").source == "afp"
    assert Report(publisher="Reuters").source == "Reuters"
