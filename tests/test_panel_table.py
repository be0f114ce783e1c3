"""A panel as a table: what pandas reads is what `state` prints of the same days."""

from __future__ import annotations

import io
import json
import re
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from types import FrameType
from typing import Any

import pandas as pd
import pytest

from domain.clocks import AsOf
from domain.fact import evolve
from domain.refusal import InvalidInput
from projections.panel import MOST_ROWS, Every, panel
from projections.phases import By
from projections.scope import Whose
from service.opening import open_sample
from tests.builders import a_fact
from tests.console import Console

FIGURES = ("balance", "cooperation_points", "friction_points", "net_points")
SPAN = "--from 2021-12 --to 2022-03-31"


@pytest.fixture
def console(tmp_path: Path) -> Console:
    console = Console(tmp_path)
    console.environ["DETENTE_DB"] = "sample"
    return console


def table(console: Console, words: str) -> Any:  # a frame, whose types are too wide to follow
    console.type(f"detente panel {words} -o p.csv")
    return pd.read_csv(console.folder / "p.csv")


def answer(console: Console, words: str) -> Any:  # as it is parsed
    return json.loads(console.apart(words.split())[0])


def printed(console: Console, row: Any, line: str) -> tuple[float, ...] | None:
    """The figures in a line of a state as it is printed; None where it has no such line."""
    page = console.type(f"detente state {row['a']} {row['b']} --on {row['day']}")
    found = re.search(rf"^{line}  +(\S+) +(\S+) +(\S+)(?: \(.*\))? +(\S+)", page, re.MULTILINE)
    return tuple(map(float, found.groups())) if found else None


def held_against_states(console: Console, rows: Any, line: Callable[..., str]) -> int:
    """How many rows have the figures that a state prints; one that prints none has none to see."""
    agreed = 0
    for _, row in rows.iterrows():
        figures = printed(console, row, line(row))
        if figures is None:
            ledgers = row[["cooperation_points", "friction_points"]]
            assert ledgers.isna().all() or (ledgers == 0).all(), row
            continue
        assert tuple(row[list(FIGURES)]) == figures, row
        agreed += 1
    return agreed


def test_a_panel_read_by_pandas_has_the_figures_that_state_prints(console: Console) -> None:
    rows = table(console, f"turkey {SPAN}")
    two_months = rows[rows["day"].isin(["2021-12-31", "2022-03-31"])]

    assert set(rows["day"]) == {"2021-12-31", "2022-01-31", "2022-02-28", "2022-03-31"}
    assert held_against_states(console, two_months, lambda _: "both together") > len(two_months) / 2


def test_a_directed_panel_has_the_figures_of_each_direction(console: Console) -> None:
    rows = table(console, f"turkey russia {SPAN} --directed")
    names = {"TUR": "(?:Turkey|Türkiye)", "RUS": "Russia"}

    assert list(zip(rows["a"], rows["b"], strict=True)) == [("RUS", "TUR"), ("TUR", "RUS")] * 4
    found = held_against_states(console, rows, lambda row: f"{names[row['a']]} → {names[row['b']]}")
    assert found == len(rows)
    assert "momentum_points" not in rows


def test_every_pair_has_one_row_for_each_date_and_the_codes_of_both(console: Console) -> None:
    rows = table(console, f"{SPAN} --every month")

    assert not rows.duplicated(["day", "a", "b"]).any()
    assert set(rows.groupby(["a", "b"])["day"].count()) == {4}
    turkey = rows[rows["a"] == "TUR"]
    assert set(turkey["iso3_a"]) == {"TUR"}
    assert set(turkey["cown_a"]) == {640}
    assert rows[rows["a"] == "NATO"]["iso3_a"].isna().all()


def test_germany_has_the_number_of_the_state_that_it_was(tmp_path: Path) -> None:
    """In a panel over 1990 the Federal Republic is 260 until October, and Germany 255 after it."""
    line = "1985-05-01  Germany = France  visit  A visit; report Le Monde, 1985-05-02"
    console = Console.begun(tmp_path, line)
    rows = table(console, "germany france --every year --from 1989 --to 1991")

    assert list(zip(rows["day"], rows["cown_a"], strict=True)) == [
        ("1989-12-31", 260), ("1990-12-31", 255), ("1991-12-31", 255),
    ]  # fmt: skip


def test_what_is_not_known_is_an_empty_cell_and_never_a_zero(tmp_path: Path) -> None:
    console = Console.begun(
        tmp_path,
        "2022-03-05  Turkey > Russia  support  A word of praise; report Reuters, 2022-03-05",
        "2022-02-01  Chile = Peru  visit  A claim; report Reuters, 2022-02-01",
    )
    console.type("detente deny a-claim --source Andina --because 'nobody travelled'")
    console.type(f"detente panel {SPAN} -o p.csv")
    console.type(f"detente panel turkey {SPAN} --directed -o d.csv")
    pairs, directed = (
        pd.read_csv(console.folder / f"{each}.csv").set_index(["a", "b", "day"])
        for each in ("p", "d")
    )

    before = pairs.loc[("RUS", "TUR", "2022-02-28")]
    assert before["label"] == "unknown"
    assert before[[*FIGURES, "momentum_points", "low_points"]].isna().all()
    assert before["facts"] == 0
    back = directed.loc[("RUS", "TUR", "2022-03-31")]
    assert back[list(FIGURES)].isna().all()
    assert directed.loc[("TUR", "RUS", "2022-03-31")]["cooperation_points"] > 0
    claim = pairs.loc[("CHL", "PER", "2022-03-31")]
    assert claim["label"] == "disputed"
    assert claim[list(FIGURES)].isna().all()


def test_each_row_of_a_panel_by_knowledge_is_the_state_as_known_then(console: Console) -> None:
    words = "turkey russia --every day --from 2022-02-24 --to 2022-03-05 --by known --json"
    lines = answer(console, f"panel {words}")["lines"]

    assert len(lines) == 10

    for line in lines:
        day = line["day"]
        state = answer(console, f"state russia turkey --on {day} --known-on {day} --json")
        assert line["score"] == state["score"]
        verdict = ("label", "mixed", "thin", "trend", "momentum")
        assert [line[name] for name in verdict] == [state["verdict"][name] for name in verdict]


def folds(work: Callable[[], object]) -> int:
    """How often an event is folded into a fact while something is done."""
    number = 0

    def count(frame: FrameType, event: str, argument: object) -> None:
        nonlocal number
        del argument
        number += event == "call" and frame.f_code is evolve.__code__

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(before)
    return number


@pytest.mark.parametrize("by", By)
def test_a_fact_is_folded_once_for_all_the_days_of_a_panel(by: By) -> None:
    first, last = date(2021, 1, 1), AsOf(date(2022, 12, 31))

    def work(every: Every) -> Callable[[], object]:
        with closing(open_sample()) as sample:
            facts = sample.facts()
        return lambda: panel(facts, Whose(""), (first, last), every, by=by)

    yearly, monthly = (folds(work(every)) for every in (Every.YEAR, Every.MONTH))

    assert yearly == monthly > 0


@pytest.mark.parametrize("every", [Every.DAY, Every.WEEK])
def test_more_rows_than_one_answer_has_are_refused_before_they_are_computed(every: Every) -> None:
    facts = [a_fact()]
    first = date(1, 1, 1)
    last = first + timedelta(days=MOST_ROWS * (7 if every is Every.WEEK else 1) + 7)

    with pytest.raises(InvalidInput, match=r"250,000 rows at most") as refused:
        panel(facts, Whose(""), (first, AsOf(last)), every)
    assert refused.value.code == "panel-too-long"


def test_a_span_in_which_no_month_ends_is_refused_with_the_end_of_its_month(
    console: Console,
) -> None:
    said = console.type("detente panel turkey --from 2022-03-01 --to 2022-03-05")

    assert "no month ends between 2022-03-01 and 2022-03-05." in said
    assert "--to 2022-03-31" in said
    offered = console.type("detente panel turkey --from 2022-03-01 --to 2022-03-31 --format csv")
    rows: Any = pd.read_csv(io.StringIO(offered[offered.index("day,") :]))
    assert set(rows["day"]) == {"2022-03-31"}


def test_a_span_at_the_end_of_the_calendar_has_no_later_end_to_offer(console: Console) -> None:
    said = console.type("detente panel turkey --from 9999-12-30 --to 9999-12-30")

    assert "no month ends between 9999-12-30 and 9999-12-30." in said
    assert "--every day" in said


def test_an_unknown_period_is_refused_with_an_option_to_paste(console: Console) -> None:
    assert "--every year" in console.type("detente panel turkey --every yearly")
