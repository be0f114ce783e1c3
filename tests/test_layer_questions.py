"""What changed of a layer, as people ask: from the command line and from Python."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path

import pytest

import detente
from domain.actors import Registry
from domain.events import Asserted
from projections.layer_diff import LayerDiff
from projections.layer_hindsight import LayerHindsight
from projections.layer_replay import LayerReplay
from service.store.recorder import SqlRecorder
from service.timeline import Timeline
from tests.builders import a_content, an_assertion
from tests.console import Console

ASKED = {
    "diff": "diff turkey russia 2022-03-01 2022-03-10",
    "hindsight": "hindsight turkey russia --on 2022-03-05",
    "replay": "replay turkey russia --from 2022-03-01 --to 2022-03-10",
    "replay by known": "replay turkey russia --from 2022-03-01 --to 2022-03-10 --by known",
}
EACH = pytest.mark.parametrize("line", ASKED.values(), ids=ASKED)


def a_row(key: str, known: str = "2022-03-05", **fields: object) -> Asserted:
    content = a_content(**fields)  # type: ignore[arg-type]  # its own names, all of them text
    return an_assertion(content, known).numbered(f"icews/{key}", 1)


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "own.db"


@pytest.fixture
def console(tmp_path: Path, store: Path) -> Console:
    """A store with rows of a layer beside a fact of the desk; one of them known late."""
    found = Console.begun(
        tmp_path, "2022-03-05  TUR = RUS  call/diplomacy  They speak  ^call", db="own.db"
    )
    found.environ["DETENTE_TODAY"] = "2022-03-31"
    with closing(Timeline(SqlRecorder.at(str(store)), Registry([]))) as timeline:
        timeline.append(
            [
                a_row("1", what="accuse", dated="2022-03-05"),
                a_row("2", what="accuse", dated="2022-03-05"),
                a_row("3", "2022-03-08", what="aid", dated="2022-03-05", domain="humanitarian"),
                a_row("4", "2022-03-06", what="instrument:sanctions", dated="2022-03-06"),
            ]
        )
    return found


def test_a_diff_names_the_sorts_of_which_facts_came(console: Console) -> None:
    said = console.type(f"detente {ASKED['diff']} --layer icews")

    assert "layer icews" in said
    assert "because of 4 facts and relief" in " ".join(said.split())
    assert " -5.7     +2  accuse" in said
    assert "0.0 +1 aid humanitarian TUR → RUS, relief 5 Mar 2022" in " ".join(said.split())
    assert "^4" in said


def test_hindsight_names_the_sorts_of_which_facts_became_known(console: Console) -> None:
    said = console.type(f"detente {ASKED['hindsight']} --layer icews")

    assert "1 fact learned later, 0 reported differently since." in said
    assert "aid" in said


def test_a_replay_names_the_sorts_of_each_day(console: Console) -> None:
    happened = console.type(f"detente {ASKED['replay']} --layer icews")
    known = console.type(f"detente {ASKED['replay by known']} --layer icews")

    assert "· diplomacy      -6.0 accuse (2 facts, TUR → RUS)" in happened
    assert "· sanctions" not in known
    assert "aid (1 fact, TUR → RUS, relief) of 5 Mar 2022, became known" in " ".join(known.split())


@EACH
def test_what_changed_of_a_layer_is_written_as_json_and_rows(console: Console, line: str) -> None:
    plain = json.loads(console.type(f"detente {line} --layer icews --json"))

    assert plain["schema"].startswith("detente/layer-")
    assert plain["layer"] == "icews"
    assert plain["stamp"]["answer"]


@EACH
def test_layers_are_compared_one_after_the_other(console: Console, line: str) -> None:
    said = console.type(f"detente {line} --layer desk --layer icews")

    assert said.index("LAYER DESK") < said.index("LAYER ICEWS") < said.index("layer icews")


@EACH
def test_a_topic_or_another_lens_is_read_fact_by_fact(console: Console, line: str) -> None:
    other = json.loads(console.type(f"detente {line} --layer icews --lens plover-net --json"))

    assert (other["layer"], other["lens"]) == ("icews", "plover-net@1")
    assert not other["schema"].startswith("detente/layer-")
    topic = console.type(f"detente {line.replace('russia', 'russia #straits', 1)} --layer icews")
    assert "#straits only, " in " ".join(topic.split())


@EACH
def test_what_changed_of_a_layer_can_be_cited_and_verified(console: Console, line: str) -> None:
    cited = console.type(f"detente {line} --layer icews --cite")
    answer = " ".join(cited.split()).split("; answer ")[1].split(";")[0]

    assert "the same answer" in console.type(f"detente verify {answer}")


def test_a_diff_between_lenses_is_read_fact_by_fact(console: Console) -> None:
    line = "diff turkey russia --on 2022-03-10 --lens plover-net --and-lens standing-flow"
    plain = json.loads(console.type(f"detente {line} --layer icews --json"))

    assert (plain["schema"], plain["lens"], plain["layer"]) == ("detente/diff@1", "two", "icews")


@pytest.mark.parametrize(("layers", "code"), [("icews", 1), ("desk,icews", 1)])
def test_an_exit_code_says_whether_any_layer_differs(
    console: Console, layers: str, code: int
) -> None:
    line = ["diff", "turkey", "russia", "2022-03-06", "2022-03-06", "--exit-code"]
    known = ["--on", "2022-03-06", "--known-on", "2022-03-06", "--and-known-on", "2022-03-09"]
    same = console.run([*line, "--layer", layers])
    learned = console.run([*line[:3], *known, "--exit-code", "--layer", layers])

    assert (same[1], learned[1]) == (0, code)


# From Python


@pytest.mark.usefixtures("console")
def test_a_layer_is_compared_from_python(store: Path) -> None:
    with detente.open(str(store)) as timeline:
        diff = timeline.diff("turkey", "russia", "2022-03-01", "2022-03-10", layer="icews")
        learned = timeline.hindsight("turkey", "russia", on="2022-03-05", layer="icews")
        days = timeline.replay(
            "turkey", "russia", start="2022-03-01", end="2022-03-10", layer="icews"
        )

    assert isinstance(diff, LayerDiff)
    assert isinstance(learned, LayerHindsight)
    assert isinstance(days, LayerReplay)
    assert detente.as_rows(diff)["what"] == ("accuse", "aid")
    assert detente.as_rows(learned)["what"] == ("aid",)
    assert detente.as_rows(days)["facts"] == (2, 1, 1)
    for answer, schema in ((diff, "diff"), (learned, "hindsight"), (days, "replay")):
        assert detente.as_plain(answer)["schema"] == f"detente/layer-{schema}@1"
