"""What a fact says, and how one field of it is put right."""

from __future__ import annotations

import pytest

from domain.content import CORRECTABLE, points, read_code, read_parties, read_points
from domain.edtf import NO_FIRST
from domain.refusal import Fix, InvalidInput, NotADate, Problem
from tests.builders import a_content
from views.spelling import command as spelled


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0, "0"),
        (2_500_000, "2.5"),
        (-4_000_000, "-4"),
        (1, "0.000001"),
        (-1, "-0.000001"),
        (10_000_000, "10"),
        (-500_000, "-0.5"),
        (100, "0.0001"),
    ],
)
def test_points_are_written_without_trailing_zeros(number: int, text: str) -> None:
    assert points(number) == text
    assert read_points(text) == number


@pytest.mark.parametrize(
    "text", ["", "four", "nan", "inf", "-Infinity", "1001", "-1000.1", "0.0000001", "1e9", "4,5"]
)
def test_a_weight_is_a_decimal_of_at_most_a_thousand(text: str) -> None:
    with pytest.raises(InvalidInput):
        read_points(text)


def test_a_weight_may_be_written_in_other_ways() -> None:
    assert read_points("1e2") == read_points("100.00") == 100_000_000


@pytest.mark.parametrize(
    ("text", "actors", "recipients", "relation"),
    [
        ("TUR,USA > UKR", ("TUR", "USA"), ("UKR",), "directed"),
        ("TUR = RUS", ("TUR",), ("RUS",), "mutual"),
        ("TUR=RUS , UKR", ("TUR",), ("RUS", "UKR"), "mutual"),
    ],
)
def test_parties_say_who_does_it_to_whom(
    text: str, actors: tuple[str, ...], recipients: tuple[str, ...], relation: str
) -> None:
    assert read_parties(text) == {"actors": actors, "recipients": recipients, "relation": relation}


def test_parties_without_a_sign_are_refused() -> None:
    with pytest.raises(InvalidInput, match="does not say who does it to whom"):
        read_parties("TUR RUS")


@pytest.mark.parametrize(
    ("what", "dated"),
    [
        ("accuse", "2022-03-05"),
        ("planned:call", "2022-03"),
        ("instrument:sanctions", "2020-12"),
        ("instrument:sanctions", "2019-10-14/2019-10-23"),
        ("instrument:sanctions", "2019/.."),
        ("instrument:sanctions", "2019/"),
    ],
)
def test_a_content_is_dated_as_it_was_written(what: str, dated: str) -> None:
    assert a_content(what, dated).dated == dated


def test_a_content_has_the_window_of_its_date() -> None:
    assert a_content("accuse", "2022-03").window.days == 31
    assert a_content("planned:call", "2022-03").window.days == 31
    assert a_content("instrument:treaty", "2022-03/2023").window.days == 31
    assert a_content("instrument:treaty", "../2023").window.hi == NO_FIRST


def test_parties_are_written_as_they_are_read() -> None:
    assert a_content(parties="TUR,USA > UKR").parties == "TUR,USA > UKR"
    assert a_content(parties="TUR = RUS").parties == "TUR = RUS"


def test_a_weight_of_its_own_stands_before_that_of_its_what() -> None:
    assert a_content("accuse").weighs == -3_000_000
    assert a_content("accuse", weight=-1).weighs == -1
    assert a_content("accuse", weight=0).weighs == 0


FULL = a_content(
    "instrument:sanctions",
    "2020/2022",
    expires="2023",
    note="as reported",
    topics=("s-400", "straits"),
    people=("tur.erdogan",),
    place="Ankara",
    level="ministers",
    weight=-2_500_000,
    episode="round",
    grade="B2",
    code=("CAMEO", "1.1b3", "057"),
    goldstein=-3_500_000,
)


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("on", ""),
        ("since", "2020"),
        ("until", "2022"),
        ("planned", ""),
        ("title", "instrument:sanctions"),
        ("what", "instrument:sanctions"),
        ("domain", "diplomacy"),
        ("weight", "-2.5"),
        ("grade", "B2"),
        ("parties", "TUR > RUS"),
        ("topics", "s-400,straits"),
        ("note", "as reported"),
        ("people", "tur.erdogan"),
        ("place", "Ankara"),
        ("level", "ministers"),
        ("episode", "round"),
        ("expires", "2023"),
        ("code", "CAMEO 1.1b3 057"),
        ("goldstein", "-3.5"),
    ],
)
def test_a_field_is_told_as_text(field: str, text: str) -> None:
    assert FULL.value(field) == text


@pytest.mark.parametrize(
    "field", [field for field in CORRECTABLE if field not in ("on", "planned")]
)
def test_a_field_corrected_to_what_it_was_changes_nothing(field: str) -> None:
    assert FULL.corrected(field, FULL.value(field)) == FULL


@pytest.mark.parametrize(
    "field",
    ["weight", "goldstein", "grade", "code", "topics", "people", "note", "episode", "expires"],
)
def test_a_field_that_is_no_more_is_corrected_to_nothing(field: str) -> None:
    assert FULL.corrected(field, "").value(field) == ""


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("title", "  Two   words ", "Two words"),
        ("domain", "Energy", "energy"),
        ("what", "instrument:embargo", "instrument:embargo"),
        ("what", "link:close", "link:close"),
        ("weight", "4.50", "4.5"),
        ("grade", "c3", "C3"),
        ("parties", "RUS,USA = TUR", "RUS,USA = TUR"),
        ("topics", "grain, , straits", "grain,straits"),
        ("since", "..", ".."),
        ("since", "2020-12-14", "2020-12-14"),
        ("until", "..", ".."),
        ("until", "", ""),
        ("until", "2021", "2021"),
        ("expires", "2024", "2024"),
        ("code", "CAMEO  1.1b3  172", "CAMEO 1.1b3 172"),
    ],
)
def test_a_correction_puts_one_field_right(field: str, value: str, told: str) -> None:
    assert FULL.corrected(field, value).value(field) == told


def test_an_until_that_nobody_gave_is_open() -> None:
    assert a_content("instrument:treaty", "2020").value("until") == ".."


@pytest.mark.parametrize(
    ("field", "value", "fix"),
    [
        ("on", "2022", "since 2020"),
        ("planned", "2022", "since 2020"),
        ("handle", "other", "on, since, until, planned, title, what, domain, weight, grade"),
        ("title", "  ", 'title "Straits closed to warships"'),
        ("weight", "heavy", "-4"),
        ("grade", "Z9", "grade B2"),
        ("domain", "defense", "defence"),
        ("code", "057", "code CAMEO 1.1b3 057"),
        ("parties", "RUS", "TUR > RUS"),
    ],
)
def test_a_correction_that_cannot_be_is_refused(field: str, value: str, fix: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        FULL.corrected(field, value)

    assert spelled(caught.value.fixes[0]).paste == fix


@pytest.mark.parametrize(
    ("what", "field", "fix"),
    [("accuse", "since", "on 2022-03-05"), ("planned:call", "until", "planned 2022-03-05")],
)
def test_a_correction_of_a_date_that_the_kind_lacks_names_the_one_it_has(
    what: str, field: str, fix: str
) -> None:
    with pytest.raises(InvalidInput, match=f"no `{field}`") as caught:
        a_content(what).corrected(field, "2022")

    assert caught.value.fixes == (Fix(fix),)


@pytest.mark.parametrize(
    ("field", "value"),
    [("since", ""), ("since", "2021-02-29"), ("until", "soon"), ("expires", "..")],
)
def test_a_correction_to_no_date_is_refused(field: str, value: str) -> None:
    with pytest.raises(NotADate):
        FULL.corrected(field, value)


@pytest.mark.parametrize(
    ("what", "other"),
    [
        ("visit", "agree"),
        ("agree", "visit"),
        ("stance:critical", "instrument:sanctions"),
        ("planned:call", "planned:visit"),
    ],
)
def test_a_what_is_corrected_to_one_that_is_dated_alike(what: str, other: str) -> None:
    assert a_content(what).corrected("what", other).value("what") == other


@pytest.mark.parametrize(
    ("what", "other"),
    [
        ("visit", "planned:visit"),
        ("planned:visit", "visit"),
        ("visit", "stance:critical"),
        ("link:close", "call"),
    ],
)
def test_a_what_that_is_dated_differently_needs_a_new_fact(what: str, other: str) -> None:
    with pytest.raises(InvalidInput, match="is not dated like"):
        a_content(what).corrected("what", other)


def test_a_code_needs_its_system_and_version() -> None:
    assert read_code("CAMEO 1.1b3 057") == ("CAMEO", "1.1b3", "057")
    with pytest.raises(InvalidInput, match="needs a system"):
        read_code("CAMEO 057")


def test_a_refusal_keeps_its_kind_at_a_column() -> None:
    refused = NotADate("no date.", Fix("2022")).at(7)

    assert isinstance(refused, NotADate)
    assert (refused.said, refused.fixes, refused.column) == ("no date.", (Fix("2022"),), 7)


def test_a_problem_has_a_place_that_editors_read() -> None:
    problem = Problem.of(InvalidInput("no date.", Fix("2022")).at(7), "a.facts", 3)

    assert problem.place == "a.facts:3:7"
    assert problem.fixes == (Fix("2022"),)


def test_a_problem_without_a_column_is_at_the_first() -> None:
    assert Problem.of(InvalidInput("no."), "a.facts", 3).named("b.facts").place == "b.facts:3:1"
