"""What the codes of machine-coded sources mean here."""

from __future__ import annotations

import csv
import re
from typing import Final

import pytest

from domain.cameo import VERSION, Coding, coding, coding_named, codings
from domain.kinds import ACTIONS, DOMAINS, KINDS, POINT
from domain.refusal import InvalidInput
from tests.shared import codebook, shared
from views.spelling import command as spelled

CODES: Final = {row.code: row for row in codings()}


def refusal(code: str, version: str = VERSION) -> InvalidInput:
    with pytest.raises(InvalidInput) as caught:
        coding(code, version)
    return caught.value


def published() -> dict[str, dict[str, str]]:
    with codebook("cameo_1.1b3_goldstein.csv").open(encoding="utf-8") as file:
        return {row["code"]: row for row in csv.DictReader(file)}


def words(text: str) -> str:
    return " ".join(re.findall(r"[a-z]+", text.lower()))


# The table ----------------------------------------------------------------------------------------


def test_every_published_code_is_known_with_its_exact_goldstein_score() -> None:
    scores = {code: round(float(row["goldstein"]) * POINT) for code, row in published().items()}

    assert {code: row.goldstein for code, row in CODES.items()} == scores


def test_no_title_is_the_codebooks() -> None:
    labels = {words(row["name"]) for row in published().values()}

    assert not [row.title for row in codings() if words(row.title) in labels]


def test_every_code_means_a_contact_or_an_action_in_a_domain() -> None:
    assert {row.kind for row in codings()} == {"contact", "action"}
    assert not [row.code for row in codings() if row.what not in (KINDS[row.kind].whats or ())]
    assert not [row.code for row in codings() if row.domain not in DOMAINS]


def test_titles_tell_codes_apart_and_fit_a_line() -> None:
    titles = [row.title for row in codings()]

    assert len(set(titles)) == len(titles) == 312
    assert max(map(len, titles)) <= 60


def test_a_mirrors_mirror_is_the_code_itself() -> None:
    assert not [
        row.code for row in codings() if row.mirror and CODES[row.mirror].mirror != row.code
    ]
    assert not [row.code for row in codings() if row.mirror and CODES[row.mirror].what != row.what]


def test_a_root_means_what_its_unspecified_branch_means() -> None:
    roots = [row for row in codings() if len(row.code) == 2]

    assert len(roots) == 20
    assert not [root.code for root in roots if root.what != CODES[f"{root.code}0"].what]


@pytest.mark.parametrize(
    ("code", "kind", "what", "mirror"),
    [
        ("040", "contact", "talks", "040"),
        ("041", "contact", "call", "041"),
        ("042", "contact", "visit", "043"),
        ("043", "contact", "visit", "042"),
        ("044", "contact", "third-party", "044"),
        ("046", "contact", "talks", "046"),
        ("057", "action", "support", "057"),
        ("071", "action", "aid", ""),
        ("111", "action", "accuse:disapprove", ""),
    ],
)
def test_what_codes_mean(code: str, kind: str, what: str, mirror: str) -> None:
    found = coding(code, "1.1b3")

    assert (found.code, found.kind, found.what, found.mirror) == (code, kind, what, mirror)


@pytest.mark.parametrize(
    ("code", "what"),
    [
        ("163", "sanction:discontinue"),
        ("20", "assault:unconventional"),
        ("175", "assault:crowd-control"),
        ("0842", "retreat"),
        ("085", "retreat"),
        ("1321", "threaten:restrict"),
        ("1322", "threaten:restrict"),
        ("1712", "assault:destroy"),
        ("1722", "coerce:restrict"),
        ("186", "assault:targeted"),
        ("200", "assault:unconventional"),
        ("203", "assault:unconventional"),
    ],
)
def test_where_the_crosswalk_is_mended(code: str, what: str) -> None:
    """It maps 163 to COERCE, 20 to a type that does not exist, 175 twice.

    And the rest to modes that the manual no longer has.
    """
    assert coding(code, VERSION).what == what


def test_a_statement_that_takes_no_side_weighs_nothing() -> None:
    assert {
        ACTIONS[coding(code, VERSION).what]
        for code in ("01", "010", "011", "012", "013", "014", "015", "017")
    } == {0}


# Refusals -----------------------------------------------------------------------------------------


def test_codes_of_another_version_are_refused() -> None:
    """016 is a denial here, and was an empathetic comment in 0.5b1."""
    refused = refusal("016", "0.5b1")

    assert (
        refused.said
        == '"0.5b1" is not CAMEO 1.1b3, the one version whose codes are known here; in others '
        "016, 163,"
        " 164 and 166 mean something else."
    )
    assert [spelled(fix).paste for fix in refused.fixes] == ["1.1b3"]


def test_every_code_that_drifted_is_refused_in_its_old_version() -> None:
    with codebook("cameo_version_drift.csv").open(encoding="utf-8") as file:
        drifted = [row["code"] for row in csv.DictReader(file)]

    assert {"016", "163", "164", "166"} <= set(drifted)
    assert all("0.5b1" in refusal(code, "0.5b1").said for code in drifted)


@pytest.mark.parametrize(
    ("text", "said", "fixes"),
    [
        (
            "57",
            '"57" is not a code of CAMEO 1.1b3; codes are text, and this one may have lost its '
            "first zero.",
            ["057"],
        ),
        (
            "841",
            '"841" is not a code of CAMEO 1.1b3; codes are text, and this one may have lost its '
            "first zero.",
            ["0841"],
        ),
        ("0841]", '"0841]" is not a code of CAMEO 1.1b3.', ["0841"]),
        ("---", '"---" is not a code of CAMEO 1.1b3.', []),
        ("", '"" is not a code of CAMEO 1.1b3.', []),
        ("999", '"999" is not a code of CAMEO 1.1b3.', []),
    ],
)
def test_what_is_no_code_is_refused_with_what_may_be_meant(
    text: str, said: str, fixes: list[str]
) -> None:
    refused = refusal(text)

    assert refused.said == said
    assert [spelled(fix).paste for fix in refused.fixes] == fixes


# Names of relations -------------------------------------------------------------------------------


def test_a_relation_is_found_by_its_name_with_blanks_or_underscores() -> None:
    assert (
        coding_named("Make an appeal or request")
        == coding_named("Make_an_appeal_or_request")
        == coding("020", VERSION)
    )
    assert coding_named("Meet_at_a_'third'_location").code == "044"


def test_every_code_but_the_roots_has_a_relation_of_that_name() -> None:
    branches = {code: row["name"] for code, row in published().items() if len(code) > 2}

    assert {code: coding_named(label).code for code, label in branches.items()} == {
        code: code for code in branches
    }


def test_an_unknown_relation_is_refused_by_name() -> None:
    with pytest.raises(InvalidInput, match='no relation called "Make_a_visti"') as caught:
        coding_named("Make_a_visti")

    assert spelled(caught.value.fixes[0]).paste == "Make_a_visit"


@pytest.mark.parametrize("name", ["valid.txt", "test.txt"])
def test_every_relation_of_the_graph_files_is_known(name: str) -> None:
    lines = shared(f"icews18/{name}").read_text(encoding="utf-8").splitlines()
    relations = {line.split("\t")[1] for line in lines}

    assert len({coding_named(relation).code for relation in relations}) == len(relations) > 200


def test_codes_and_names_of_raw_icews_agree() -> None:
    with shared("icews/events.2018.sample.tab").open(encoding="utf-8") as file:
        rows = {
            (row["CAMEO Code"], row["Event Text"])
            for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        }

    assert rows
    assert not [row for row in rows if coding_named(row[1]) != coding(row[0], VERSION)]


@pytest.mark.parametrize("name", ["v1-mixed-57-58-columns.csv", "v2-20180101000000.export.CSV"])
def test_every_code_of_gdelt_is_known(name: str) -> None:
    lines = shared(f"gdelt/{name}").read_text(encoding="utf-8").splitlines()
    found: set[Coding] = {coding(line.split("\t")[26], VERSION) for line in lines}

    assert len(found) > 50
