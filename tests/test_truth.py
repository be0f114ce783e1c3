"""Turning points that experts know, and how what a lens says is counted against them."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

import detente
from bench.truth import keds, report
from bench.truth.__main__ import main
from bench.truth.points import COLUMNS, DIRECTIONS, TABLE, TurningPoint, read
from bench.truth.quiet import covered, month_ends, quiet_months, spaced, sundays, volume
from bench.truth.scoring import (
    Alarms,
    Outcome,
    Reading,
    Tally,
    added,
    alarms,
    outcome,
    tally,
)
from domain.actors import Registry

TURN = date(2016, 6, 27)
HEAD = ",".join(COLUMNS)
ROW = "letter,RUS,TUR,2016-06-27,better,A letter,A paper,https://example.org/letter"


def in_days(days: int) -> date:
    return TURN + timedelta(days=days)


def readings(*said: tuple[int, str, str]) -> list[Reading]:
    """What is said so many days after the turn, or before it."""
    return [Reading(in_days(days), label, trend) for days, label, trend in said]


def of_table(path: Path, *rows: str) -> tuple[list[TurningPoint], list[str]]:
    path.write_text("\n".join((HEAD, *rows)), encoding="utf-8")
    points, problems = read(path, {"RUS", "TUR"})
    return points, [f"{problem.place}: {problem.said}" for problem in problems]


# The table


@pytest.fixture(scope="module")
def table(registry: Registry) -> list[TurningPoint]:
    points, problems = read(TABLE, {actor.id for actor in registry})
    assert problems == []
    return points


def test_the_table_has_many_turns_of_many_pairs_both_ways(table: list[TurningPoint]) -> None:
    assert len(table) >= 60
    assert len({point.pair for point in table}) >= 30
    for direction in DIRECTIONS:
        assert sum(point.direction == direction for point in table) >= 25


def test_every_turn_of_the_table_has_its_own_id_its_years_and_a_source(
    table: list[TurningPoint],
) -> None:
    assert len({point.id for point in table}) == len(table)
    for point in table:
        assert 1990 <= point.day.year <= 2024, point.id
        assert point.url.startswith(("https://", "http://")), point.id
        assert point.source, point.id
        assert " " not in point.url, point.id


def test_the_table_is_in_order_of_days_with_each_pair_in_its_stored_order(
    table: list[TurningPoint],
) -> None:
    assert table == sorted(table, key=lambda point: (point.day, point.id))
    assert all(point.a < point.b for point in table)


# Reading a table


def test_columns_of_other_names_are_ignored(tmp_path: Path) -> None:
    path = tmp_path / "other.csv"
    path.write_text(f"weight,{HEAD}\n3,{ROW}\n", encoding="utf-8")

    (point,), problems = read(path, {"RUS", "TUR"})

    assert problems == []
    assert (point.id, point.day, point.direction) == ("letter", TURN, "better")


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (
            ROW.replace("2016-06-27", "2016-06-31"),
            '"2016-06-31" is no day: write it as 2016-06-27.',
        ),
        (ROW.replace("2016-06-27", "20160627"), '"20160627" is no day: write it as 2016-06-27.'),
        (ROW.replace("better", "up"), '"up" is no direction: write worse or better.'),
        (ROW.replace("TUR", "TRK"), 'no actor has the id "TRK".'),
        (ROW.replace("TUR", "RUS"), "a and b are the same actor."),
        (ROW.replace("A paper", " "), "source is empty."),
        ("letter,RUS,TUR", "day is empty."),
    ],
)
def test_a_bad_row_is_a_sentence_with_file_and_line(tmp_path: Path, row: str, said: str) -> None:
    path = tmp_path / "other.csv"
    good = ROW.replace("letter,", "first,", 1)

    points, problems = of_table(path, good, row)

    assert [point.id for point in points] == ["first"]
    assert problems == [f"{path}:3:1: {said}"]


def test_an_id_is_used_once(tmp_path: Path) -> None:
    path = tmp_path / "other.csv"

    points, problems = of_table(path, ROW, ROW)

    assert len(points) == 1
    assert problems == [f'{path}:3:1: the id "letter" is used twice.']


def test_a_table_without_a_column_says_which(tmp_path: Path) -> None:
    path = tmp_path / "other.csv"
    path.write_text("id,a,b,day,what,source,url\n", encoding="utf-8")

    points, (problem,) = read(path, {"RUS"})

    assert points == []
    assert f"{problem.place}: {problem.said}" == f"{path}:1:1: has no column direction."


# One turn


def test_a_trend_is_right_on_any_of_the_thirty_days_and_no_later() -> None:
    late = readings((30, "tense", "improving"))
    too_late = readings((10, "tense", "steady"), (31, "tense", "improving"))

    assert outcome(TURN, "better", late).trend
    assert not outcome(TURN, "better", too_late).trend
    assert not outcome(TURN, "better", readings((-1, "tense", "improving"))).trend


def test_the_first_word_that_takes_a_side_may_be_wrong_and_a_later_one_right() -> None:
    found = outcome(
        TURN,
        "better",
        readings((0, "tense", "volatile"), (3, "tense", "worsening"), (9, "tense", "improving")),
    )

    assert found.right
    assert found.opposed
    assert found.first == "wrong"


def test_steady_quiet_and_volatile_take_no_side() -> None:
    found = outcome(
        TURN,
        "worse",
        readings((0, "tense", "steady"), (1, "tense", "quiet"), (2, "tense", "volatile")),
    )

    assert (found.right, found.opposed, found.first) == (False, False, "none")


def test_a_label_that_moved_since_the_day_before_is_right_without_a_trend() -> None:
    said = readings((-1, "tense", "steady"), (5, "strained", "steady"), (6, "tense", "steady"))

    assert outcome(TURN, "better", said).label
    assert not outcome(TURN, "worse", said).label


def test_war_and_severed_relations_stand_below_hostile() -> None:
    severed = readings((-1, "hostile", "steady"), (2, "severed", "steady"))
    war = readings((-1, "severed", "steady"), (2, "at-war", "steady"))

    assert outcome(TURN, "worse", severed).label
    assert outcome(TURN, "worse", war).label


@pytest.mark.parametrize(
    ("before", "after", "moved"),
    [
        ("tense", "strained", "right"),
        ("tense", "hostile", "wrong"),
        ("tense", "tense", "still"),
        ("tense", "mixed", "no place"),
        ("unknown", "tense", "no place"),
    ],
)
def test_the_label_is_compared_from_thirty_days_before_to_sixty_after(
    before: str, after: str, moved: str
) -> None:
    said = readings(
        (-30, before, ""), (-29, "close", ""), (0, "close", ""), (60, after, ""), (61, "close", "")
    )

    assert outcome(TURN, "better", said).moved == moved


def test_without_a_reading_before_the_label_has_no_place_to_move_from() -> None:
    found = outcome(TURN, "better", readings((0, "tense", "steady"), (60, "warm", "steady")))

    assert (found.moved, found.label) == ("no place", False)


def test_a_lens_that_knows_nothing_is_silent_and_counting_is_not() -> None:
    assert not outcome(
        TURN, "worse", readings((0, "unknown", ""), (1, "dormant", "quiet"))
    ).answered
    assert not outcome(TURN, "worse", []).answered
    assert outcome(TURN, "worse", readings((0, "dormant", ""), (30, "neutral", "steady"))).answered
    assert outcome(TURN, "worse", readings((0, "", "steady"))).answered


# Many turns


def test_what_is_silent_counts_as_a_turn_and_nothing_else() -> None:
    silent = Outcome(False, False, False, False, "none", "no place")
    right = Outcome(True, True, False, False, "right", "still")
    by_label = Outcome(True, False, True, True, "wrong", "right")

    assert tally([silent, right, by_label]) == Tally(
        turns=3,
        unanswered=1,
        right=2,
        trend=1,
        label=1,
        opposed=1,
        first_right=1,
        first_wrong=1,
        moved_right=1,
        moved_still=1,
    )


def test_no_turns_are_no_counts() -> None:
    assert tally([]) == Tally()


def test_alarms_are_counted_and_added() -> None:
    first = alarms(readings((0, "warm", "improving"), (30, "warm", "steady")))
    second = alarms(readings((0, "warm", "worsening"), (30, "warm", "volatile")))

    assert first == Alarms(months=2, improving=1)
    assert added([first, second]) == Alarms(4, 1, 1, 1)
    assert added([]) == Alarms()


# Days alone


def test_a_turn_is_covered_by_five_facts_one_of_them_soon_after() -> None:
    before = [in_days(days) for days in (-300, -200, -100, -50)]
    first, last = in_days(-400), in_days(100)

    assert covered(TURN, [*before, in_days(30)], first, last)
    assert not covered(TURN, [*before, in_days(31)], first, last)
    assert not covered(TURN, [*before[1:], in_days(30)], first, last)
    assert not covered(TURN, [*before, in_days(30)], in_days(-6), last)
    assert not covered(TURN, [*before, in_days(30)], first, in_days(13))
    assert covered(TURN, [TURN], first, last, least=1)


def test_months_end_on_their_last_days() -> None:
    assert list(month_ends(date(2019, 12, 31), date(2020, 3, 30))) == [
        date(2019, 12, 31),
        date(2020, 1, 31),
        date(2020, 2, 29),
    ]


def test_a_month_is_quiet_far_from_every_turn_and_with_traffic() -> None:
    first, last = date(2014, 1, 1), date(2017, 12, 31)
    weekly = [first + timedelta(weeks=i) for i in range(208)]

    months = quiet_months(weekly, [TURN], first, last)

    assert months[0] == date(2014, 1, 31)  # the fifth fact is of 29 January
    assert quiet_months(weekly[1:], [TURN], first, last)[0] == date(2014, 2, 28)
    assert all(abs(month - TURN) > timedelta(days=180) for month in months)
    assert date(2015, 12, 31) not in months
    assert date(2015, 11, 30) in months
    assert date(2016, 11, 30) not in months
    assert date(2016, 12, 31) in months
    assert quiet_months(weekly[:4], [TURN], first, last) == []


def test_some_are_chosen_evenly() -> None:
    assert spaced(range(10), 3) == [0, 3, 6]
    assert spaced(range(2), 3) == [0, 1]
    assert spaced([], 3) == []


def test_sundays_are_within_the_span() -> None:
    assert sundays(date(2016, 6, 26), date(2016, 7, 3)) == [date(2016, 6, 26), date(2016, 7, 3)]
    assert sundays(date(2016, 6, 27), date(2016, 7, 2)) == []


def test_counting_alone_says_louder_is_worse_and_quieter_better() -> None:
    monthly = [in_days(-30 * i - 31) for i in range(12)]

    def trend(*now: int) -> str:
        traffic = sorted([*monthly, *(in_days(-days) for days in now)])
        return volume(traffic, [TURN])[0].trend

    assert trend(0, 1) == "worsening"
    assert trend(0) == "steady"
    assert trend() == "improving"
    assert volume([], [TURN]) == [Reading(TURN, "", "quiet")]
    assert volume([TURN], [TURN]) == [Reading(TURN, "", "worsening")]


# Rows of KEDS


def test_actors_of_keds_are_found_by_their_codes() -> None:
    def found(code: str, iso3: str, day: str) -> str:
        return keds.actor({"actor1": code, "actor1_iso3": iso3, "occurred_on": day}, "1")

    assert found("ISRMIL", "ISR", "1990-01-01") == "ISR"
    assert found("USRGOV", "", "1991-10-18") == "SUN"
    assert found("RUS", "RUS", "1985-01-01") == "SUN"
    assert found("USR", "", "1992-01-01") == "RUS"
    assert found("IGOEEC", "", "1997-12-14") == "EU"
    assert found("UAR", "", "1990-08-10") == "EGY"
    assert found("SCGSRBGOV", "", "2000-11-12") == "YUG"
    assert found("KURREB", "", "1995-03-20") == ""


def test_every_code_of_weis_is_a_word_of_ours() -> None:
    with detente.open(detente.SAMPLE) as sample:
        words = set(sample.kinds()["written"])

    assert set(keds.WEIS.values()) <= words
    assert len(keds.WEIS) == 65


# The page


def test_figures_replace_those_between_the_markers(tmp_path: Path) -> None:
    page = tmp_path / "TRUTH.md"
    page.write_text(f"# Title\n\n{report.BEGIN}\nold\n{report.END}\n\nKept.\n", encoding="utf-8")

    report.write(page, "new\n")

    text = page.read_text(encoding="utf-8")
    assert "old" not in text
    assert text.startswith("# Title\n")
    assert text.endswith(f"new\n\n{report.END}\n\nKept.\n")


def test_without_the_archives_it_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DETENTE_TEST_DATA", str(tmp_path / "nowhere"))

    assert main([]) == 1
    assert "The archives are not here" in capsys.readouterr().err


def test_a_table_that_is_not_there_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    missing = tmp_path / "missing.csv"

    assert main([str(missing)]) == 1
    assert capsys.readouterr().err == f"{missing} is no file.\n"


def test_the_page_has_a_place_for_figures() -> None:
    before, found, rest = report.PAGE.read_text(encoding="utf-8").partition(report.BEGIN)

    assert before.startswith("# ")
    assert found
    assert report.END in rest
