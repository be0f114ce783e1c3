"""The public Python API asks what the command line asks, and gets the same answers."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

import pytest

import detente
from detente import Timeline
from detente.tables import Found
from domain.actor_codes import cow, iso3
from domain.actors import Registry
from projections.state_json import state_json
from tests.console import Console

LINE = "2022-03-02  TUR > RUS  accuse:disapprove/diplomacy  Turkey deplores the invasion  ^un-vote"


@pytest.fixture(scope="module")
def sample() -> Iterator[Timeline]:
    with detente.open("sample", today="2022-03-05") as opened:
        yield opened


def test_every_public_name_is_there_and_no_other() -> None:
    for name in detente.__all__:
        assert getattr(detente, name) is not None
    with pytest.raises(AttributeError):
        detente.nothing  # noqa: B018  # what is tested


def test_importing_it_imports_next_to_nothing() -> None:
    code = "import sys, detente; print(sorted({'pydantic', 'typer', 'cli'} & set(sys.modules)))"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert found.stdout == "[]\n"


def test_a_day_is_a_date_or_a_text_and_names_are_as_people_type_them(sample: Timeline) -> None:
    asked = sample.state("turkey", "russia", on="March 2022", known_on="2022-04-01")

    assert asked == sample.state("TUR", "cow:365", on=date(2022, 3, 31), known_on=date(2022, 4, 1))
    assert sample.state("turkey", "russia").as_of.on == date(2022, 3, 5)


def test_an_instant_is_a_text_a_moment_or_the_end_of_a_day(sample: Timeline) -> None:
    """A text means all of the second that it names, as an instant that is printed does."""
    for given, meant in (
        ("2026-11-22T16:00:00Z", datetime(2026, 11, 22, 16, 0, 0, 999999, tzinfo=UTC)),
        ("2026-11-22T16:00:00.5Z", datetime(2026, 11, 22, 16, 0, 0, 500000, tzinfo=UTC)),
        (datetime(2026, 11, 22, 16, tzinfo=UTC), datetime(2026, 11, 22, 16, tzinfo=UTC)),
        ("2026-11-22", datetime(2026, 11, 22, 23, 59, 59, 999999, tzinfo=UTC)),
    ):
        found = sample.state("turkey", "russia", recorded_by=given)
        assert found.as_of.recorded_by == meant
    with pytest.raises(detente.NotADate):
        sample.state("turkey", "russia", recorded_by="16:00 o'clock")


ANSWERS: dict[str, Callable[[Timeline], Found | None]] = {
    "state turkey russia energy": lambda t: t.state("turkey", "russia", domain="energy"),
    "state turkey russia #s-400": lambda t: t.state("turkey", "russia", topic="#S-400"),
    "state turkey russia --lens plover-net": lambda t: t.state(
        "turkey", "russia", lens="plover-net"
    ),
    "why turkey russia": lambda t: t.why("turkey", "russia"),
    "why straits": lambda t: t.why_fact("straits"),
    "diff turkey russia 2022-02-23 2022-03-05": lambda t: t.diff(
        "turkey", "russia", "2022-02-23", "2022-03-05"
    ),
    "diff turkey russia --on 2022-02-26 --known-on 2022-02-26 --and-known-on 2022-03": lambda t: (
        t.diff(
            "turkey",
            "russia",
            "2022-02-26",
            "2022-02-26",
            known_on="2022-02-26",
            and_known_on="2022-03",
        )
    ),  # fmt: skip
    "hindsight turkey russia --on 2022-02-26": lambda t: t.hindsight(
        "turkey", "russia", on="2022-02-26"
    ),
    "learned turkey russia --on 2022-03-05 --since 2022-02": lambda t: t.learned(
        "turkey", "russia", on="2022-03-05", since="2022-02"
    ),
    "knew passage-dropped --on 2022-02-26": lambda t: t.knew("passage-dropped", on="2022-02-26"),
    "replay turkey russia --from 2022-02 --by known": lambda t: t.replay(
        "turkey", "russia", start="2022-02", by="known"
    ),
    "turns turkey russia --from 2021": lambda t: t.turns("turkey", "russia", start="2021"),
    "board turkey --domain energy": lambda t: t.board("turkey", domain="energy"),
    "timeline turkey russia --from 2022": lambda t: t.timeline("turkey", "russia", start="2022"),
    "timeline turkey": lambda t: t.timeline("turkey"),
    "timeline": lambda t: t.timeline(),
    "agenda turkey": lambda t: t.agenda("turkey"),
    "agenda --overdue": lambda t: t.agenda(overdue=True),
    "search grain --on 2023-01-01": lambda t: t.search("grain", on="2023-01-01"),
    "check --only overdue": lambda t: t.check("overdue"),
}


@pytest.mark.parametrize("line", ANSWERS)
def test_an_answer_is_that_of_the_command_line(line: str, sample: Timeline, tmp_path: Path) -> None:
    answer = ANSWERS[line](sample)
    assert answer is not None
    words = [*line.split(), "--json", "--today", "2022-03-05"]
    printed, _ = Console(tmp_path).run(words)
    shown = json.loads(printed[printed.index("{") :])
    mine = json.loads(json.dumps(detente.as_plain(answer)))

    assert {name: shown[name] for name in mine} == mine
    assert set(shown) - set(mine) <= {"stamp", "names"}
    rows = detente.as_rows(answer)
    assert rows.names
    assert len(list(rows)) == len(rows)


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("what did we know about Turkey and Russia on 2022-02-26", "state"),
        ("why does straits count on 2022-03-01", "why-fact"),
        ("how did Turkey–Russia ties go from 2022-01 to 2022-02", "series"),
        ("who were Turkey's ties with on 2022-03-01", "board"),
        ("what mentions grain", "search"),
    ],
)
def test_a_question_in_words_is_a_value_with_an_answer(
    words: str, name: str, sample: Timeline
) -> None:
    question = sample.read(words)
    answer = sample.ask(words)

    assert question.name == name
    assert question == detente.Question.from_plain(question.to_plain())
    assert answer.id == sample.ask(question).id
    assert detente.as_plain(answer)["schema"] == answer.json["schema"]
    assert len(detente.as_rows(answer)) == len(answer.rows or ())


def test_a_question_out_of_shape_is_refused(sample: Timeline) -> None:
    for question in ("how do you do", "state of Narnia–Russia ties on 2022-03-05"):
        with pytest.raises(detente.InvalidInput):
            sample.ask(question)


def test_a_series_tells_what_state_tells(sample: Timeline) -> None:
    rows = sample.series("turkey", "russia", start="2022-02-25", domain="energy")
    last = sample.state("turkey", "russia", domain="energy")
    *_, row = rows

    assert rows["day"][0] == date(2022, 2, 25)
    assert (row["label"], row["net"], row["momentum"]) == (
        last.label,
        last.score.net,
        last.momentum,
    )
    assert row["balance"] == float(last.score.balance)
    assert (row["a"], row["a_iso3"], row["a_cow"], row["b_cow"]) == ("TUR", "TUR", 640, 365)


def test_a_panel_holds_every_pair_of_which_anything_is_known(sample: Timeline) -> None:
    rows = sample.panel(every="year", start="2019", end="2021")
    pairs = set(zip(rows["a"], rows["b"], strict=True))

    assert len(rows) == 3 * len(pairs)
    assert ("RUS", "TUR") in pairs
    for row in rows:
        if row["day"] == date(2020, 12, 31):
            state = sample.state(str(row["a"]), str(row["b"]), on="2020-12-31")
            assert row["label"] == state.label
            assert row["net"] == (state.score.net if row["net"] is not None else None)


def test_unknown_is_not_neutral_in_a_panel(sample: Timeline) -> None:
    (row,) = sample.panel(every="year", start="2020", end="2020", pairs=[("turkey", "fiji")])

    assert (row["label"], row["net"], row["trend"], row["facts"]) == ("unknown", None, None, 0)


def test_facts_are_those_in_scope_of_the_day(sample: Timeline) -> None:
    every = sample.facts(on="2024-01-01")
    then = sample.facts(on="2022-02-26", known_on="2022-02-26")

    assert len(every) == 433
    assert set(then["fact"]) < set(every["fact"])
    assert "ban-claim" in sample.facts("turkey", "russia", topic="straits")["fact"]


def test_lists_of_who_and_what_have_rows(sample: Timeline) -> None:
    assert sample.actors()["id"].count("TUR") == 1
    assert "accuse:disapprove" in sample.kinds()["written"]
    assert list(sample.kinds("denounced")["written"]) == ["condemn"]
    assert sample.kinds(find="recalled")["written"][0] == "instrument:ambassador-recalled"
    assert set(sample.kinds("link", find="ties")["kind"]) == {"link"}
    assert "plover-net@1" in sample.kinds("lenses")["lens"]
    assert "reuters" in sample.sources("turkey", "russia")["origin"]
    assert sample.stats().facts == 433
    assert sample.layers() == ("desk",)


def test_one_fact_is_shown_with_its_record(sample: Timeline) -> None:
    shown = sample.show("straits")

    assert shown is not None
    assert shown.content.title.startswith("Turkey shuts its straits")
    assert sample.show("straits", known_on="2021-01-01") is None
    assert sample.history("straits")[0].originator_version == 1
    with pytest.raises(detente.InvalidInput):
        sample.show("no-such-fact")


WRONG: Final[list[Callable[[Timeline], object]]] = [
    lambda t: t.state("turkey", "narnia"),
    lambda t: t.state("turkey", "turkey"),
    lambda t: t.state("turkey", "russia", on="05/03/2022"),
    lambda t: t.state("turkey", "russia", domain="magic"),
    lambda t: t.state("turkey", "russia", lens="magic"),
    lambda t: t.state("turkey", "russia", layer="magic"),
    lambda t: t.facts(layer="magic"),
    lambda t: t.replay("turkey", "russia", by="magic"),
    lambda t: t.panel(every="magic"),
    lambda t: t.series("turkey", "russia", start="2022-03-04", end="2022-03-01"),
    lambda t: t.timeline(start="2022-03-04", end="2022-03-01"),
    lambda t: t.check("magic"),
    lambda t: t.turns("turkey", "russia", start="2022-03-04", end="2022-03-01"),
    lambda t: t.state("turkey", "russia", recorded_by="0001-01-01T00:00:00+05:00"),
    lambda t: detente.Question.from_plain(
        {**t.read("state of turkey and russia").to_plain(), "recorded_by": "2026-11-22"}
    ),
]


@pytest.mark.parametrize("wrong", WRONG)
def test_a_bad_question_is_refused(wrong: Callable[[Timeline], object], sample: Timeline) -> None:
    with pytest.raises(detente.InvalidInput):
        wrong(sample)


def test_lines_are_recorded_in_a_file_of_ones_own(tmp_path: Path) -> None:
    file = tmp_path / "my.db"
    with pytest.raises(detente.Failure):
        detente.open(file)
    with detente.open(file, create=True, today="2022-03-05") as mine:
        tried = mine.add(LINE, author="desk", dry_run=True)
        assert (tried.added, tried.events, mine.stats().facts) == (("un-vote",), 0, 0)
        assert mine.add([LINE], author="desk").events == 1
        assert mine.add(LINE).unchanged == 1
        with pytest.raises(detente.BadLines, match=r"line 2, column 1: .*31 days") as raised:
            mine.add(f"{LINE}\n{LINE.replace('03-02', '03-32')}")
        assert raised.value.problems[0].line == 2
    with detente.open(file) as mine:
        assert state_json(mine.state("turkey", "russia"))["facts"]
        assert mine.history("un-vote")[0].author == "desk"


def test_the_sample_cannot_be_written(sample: Timeline) -> None:
    with pytest.raises(detente.Failure, match="read-only"):
        sample.add(LINE)


def test_codes_are_those_of_the_day(registry: Registry) -> None:
    germany, kosovo = registry.find("germany"), registry.find("kosovo")

    assert cow(germany, date(1960, 1, 1).toordinal()) == 260
    assert cow(germany, date(1990, 10, 3).toordinal()) == 255
    assert (iso3(germany), iso3(kosovo), iso3(registry.find("nato"))) == ("DEU", None, None)
    assert cow(kosovo, date(2020, 1, 1).toordinal()) == 347
