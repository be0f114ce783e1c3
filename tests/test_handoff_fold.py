"""The states of all pairs from a folder equal those of the timeline, to the last micro-unit."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.clocks import AsOf
from domain.fact import Fact
from domain.refusal import Failure
from projections.layer import LayerState
from projections.layer_panel import layer_panel
from projections.pair_sums import PairSums
from projections.pairs import Pair
from projections.panel import Every, period_ends
from projections.scope import Whose
from service.asking import evidence_of
from service.handoff import cluster, local
from service.handoff.export import export
from service.handoff.fold import SUMMED, Answered, Handoff, days_of
from service.handoff.program import run
from service.timeline import Timeline
from tests.builders import RECORDED, a_content, an_assertion
from tests.busy_layers import rows
from tests.effort import examples
from tests.evidence import layer_state_of, sums_of_actor
from tests.strategies import ACTORS, MIDDLE, days, layers
from tests.test_layer import LAYER, a_timeline

ALL = 0o777


def answered(answer: LayerState) -> Answered:
    """What a state says, as it is handed off."""
    score, verdict = answer.score, answer.verdict
    return Answered(
        answer.as_of.on, *answer.pair, verdict.label, verdict.mixed, verdict.thin, answer.trend,
        answer.momentum, score.balance_millionths, score.cooperation, score.friction, score.relief,
        score.eased, score.traffic, score.net, score.low, score.high, answer.facts, answer.counted,
        None if answer.last is None else date.fromordinal(answer.last),
    )  # fmt: skip


def asked_one_by_one(timeline: Timeline, on: date, known_on: date | None) -> list[Answered]:
    """The lines of all boards of a day, each pair once, in full."""
    as_of = AsOf(on, known_on)
    pairs = {
        Pair(actor, other)
        for actor in ACTORS
        for other in sums_of_actor(timeline, actor, as_of, LAYER)
        if actor < other
    }
    states = (layer_state_of(timeline, pair, as_of, LAYER) for pair in sorted(pairs))
    return [answered(state) for state in states if state.known]


def handed_off(
    timeline: Timeline, folder: Path, asked: Iterable[date], known_on: date | None, parts: int = 3
) -> list[Answered]:
    export(timeline, LAYER, str(folder), ALL, known_on, parts=parts)
    found = local.states(folder, [day.toordinal() for day in asked])
    return sorted(found, key=lambda each: each[:3])


@settings(max_examples=examples(40), deadline=None)
@given(layers(LAYER), st.lists(days, min_size=1, max_size=3, unique=True), st.none() | days)
def test_the_fold_of_a_folder_is_the_state_of_every_pair(
    facts: list[Fact], asked: list[date], known_on: date | None
) -> None:
    with a_timeline(facts) as timeline, TemporaryDirectory() as folder:
        found = handed_off(timeline, Path(folder), asked, known_on)

        each = [asked_one_by_one(timeline, day, known_on) for day in sorted(asked)]

    assert found == [answer for answers in each for answer in answers]


@st.composite
def busy(draw: st.DrawFn) -> list[Fact]:
    """Rows whose ages are at the edges of all spans of days."""
    return [draw(rows(f"row-{i}")) for i in range(draw(st.integers(1, 25)))]


@settings(max_examples=examples(40), deadline=None)
@given(busy(), st.integers(-2, 2))
def test_rows_at_the_edges_of_all_spans_are_summed_alike(facts: list[Fact], late: int) -> None:
    asked = MIDDLE + timedelta(days=late)
    with a_timeline(facts) as timeline, TemporaryDirectory() as folder:
        found = handed_off(timeline, Path(folder), [asked], None)

        assert found == asked_one_by_one(timeline, asked, None)


def test_a_folder_of_something_else_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Failure, match="is not a folder that a layer was exported to") as refused:
        Handoff.of(tmp_path)

    assert refused.value.code == "not-handed-off"


def a_row(handle: str, on: str) -> Fact:
    asserted = an_assertion(a_content("action:agree", on), on).model_copy(
        update={"recorded_at": RECORDED}
    )
    return Fact(f"{LAYER}/{handle}", (asserted.numbered(f"{LAYER}/{handle}", 1),))


def test_states_are_written_as_a_table(tmp_path: Path) -> None:
    with a_timeline([a_row("one", "2021-05-05"), a_row("other", "2021-06-05")]) as timeline:
        export(timeline, LAYER, str(tmp_path / "flows"), ALL)
    span = ("month", "2021-04-01", "2021-06-30")
    for file in ("ties.csv", "ties.parquet"):
        local.main(str(tmp_path / "flows"), str(tmp_path / file), *span)
    table = pl.read_csv(tmp_path / "ties.csv", try_parse_dates=True)

    assert table.columns == list(Answered._fields)
    assert table.select("day", "a", "b", "facts").rows() == [
        (date(2021, 5, 31), "RUS", "TUR", 1),
        (date(2021, 6, 30), "RUS", "TUR", 2),
    ]
    assert table.rows() == pl.read_parquet(tmp_path / "ties.parquet").rows()


REFUSED = {
    "flows": "a folder, an output, a period, a first and a last day are needed.",
    "flows t.csv months 2018-01 2018-12": '"months" is not a period of a panel.',
    "flows t.csv month 2018-02-30 2018-12": "2018-02-30",
    "flows t.csv month 2018-01-05 2018-01-20": "no month ends between 2018-01-05 and 2018-01-20.",
    "flows t.xlsx month 2018-01 2018-12": "t.xlsx ends neither in .csv nor in .parquet.",
    "none t.csv month 2018-01 2018-12": "none is not a folder that a layer was exported to.",
}


@pytest.mark.parametrize("line", REFUSED)
def test_what_cannot_be_folded_is_refused_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as refused:
        run(local.main, line.split())

    said = str(refused.value)
    assert said.startswith("error: ")
    assert REFUSED[line] in said
    assert "\n  " in said, "a line that would do"
    assert [*tmp_path.iterdir()] == []


def test_a_month_may_be_typed_as_in_a_panel(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with a_timeline([a_row("one", "2021-05-05")]) as timeline:
        export(timeline, LAYER, str(tmp_path / "flows"), ALL)
    run(local.main, [f"{tmp_path}/flows", f"{tmp_path}/t.csv", "month", "2021-05", "2021-06"])

    assert capsys.readouterr().out == f"Written to {tmp_path}/t.csv: 2 answers.\n"


def test_a_year_has_twelve_ends_of_months() -> None:
    ends = [date.fromordinal(day) for day in days_of("month", "2018-01-01", "2018-12-31")]

    assert (len(ends), ends[0], ends[-1]) == (12, date(2018, 1, 31), date(2018, 12, 31))


@settings(max_examples=examples(25), deadline=None)
@given(layers(LAYER), days, days)
def test_a_panel_of_a_layer_has_the_state_of_every_pair(
    facts: list[Fact], one: date, other: date
) -> None:
    first, last = sorted((one, other))
    asked = period_ends(Every.MONTH, first, last)
    with a_timeline(facts) as timeline:
        evidence = evidence_of(timeline, LAYER)
        span = (first, AsOf(last))
        actors = [(actor,) for actor in ACTORS]
        whose = [Whose("", actor, layers=(LAYER,)) for actor in actors]
        found = [
            row
            for each in whose
            for row in (
                layer_panel(evidence, each, span, Every.MONTH, directed=True).rows if asked else ()
            )
        ]
        states = {
            (row.pair, row.day): layer_state_of(
                timeline, row.pair, AsOf(date.fromordinal(row.day)), LAYER
            )
            for row in found
        }
        known = {answer[:3] for day in asked for answer in asked_one_by_one(timeline, day, None)}

    assert {(date.fromordinal(row.day), *row.pair) for row in found} >= known
    for row in found:
        state = states[row.pair, row.day]
        assert (row.verdict, row.score, row.movement) == (
            state.verdict,
            state.score,
            state.movement,
        )
        assert row.directions == tuple(state.directions.values())
        assert (row.facts, row.counted, row.trending) == (state.facts, state.counted, state.trend)


def test_engines_sum_what_an_answer_is_made_of() -> None:
    assert sorted(SUMMED) == sorted(PairSums._fields)


def test_what_a_cluster_writes_has_the_columns_of_the_answers() -> None:
    named = [column.split() for column in cluster.WRITTEN.split(",")]

    assert [name for name, _ in named] == list(Answered._fields)
    assert {kind for _, kind in named} == set(cluster.ARROW)


def test_the_program_without_polars_says_how_it_is_installed(tmp_path: Path) -> None:
    (tmp_path / "polars.py").write_text(
        "raise ModuleNotFoundError(\"No module named 'polars'\", name='polars')\n", encoding="utf-8"
    )
    found = subprocess.run(
        [sys.executable, "-m", "service.handoff.local", "flows"],
        env={**os.environ, "PYTHONPATH": f"{tmp_path}{os.pathsep}{Path(__file__).parents[1]}"},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert found.returncode == 1
    assert found.stderr.startswith("error: polars is not installed.\n")
    assert "[polars]" in found.stderr
    assert "Traceback" not in found.stderr
