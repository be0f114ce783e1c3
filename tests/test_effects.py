"""What a recording does to the figures is said by whatever records.

And by whatever only tries to.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.console import Console

CALL = "2022-03-05  TUR > RUS  accuse  Words  ^words\n    report Reuters, 2022-03-05\n"
PACT = (
    "2022-01-01  TUR = UKR  instrument:treaty/trade  A pact  ^pact\n    report Reuters,"
    " 2022-01-01\n"
)
LARGE = (
    "2022-01-01  USA = UKR  instrument:alliance/defence  An alliance  ^alliance\n    report"
    " Reuters, 2022-01-01\n"
)
MINOR = (
    "2022-01-01  TUR = GEO  link:ordinary/trade  A link  ^link\n    report Reuters, 2026-01-01\n"
)
BANS = (
    "2022-01-01  RUS > GEO  instrument:sanctions/trade  A ban  ^ban\n    report Reuters,"
    " 2022-01-01\n"
)
PACT_EFFECT = "Effect   TUR–UKR on 22 Nov 2026: unknown → 0.62 neutral\n"


@pytest.fixture
def console(tmp_path: Path) -> Console:
    return Console.begun(tmp_path)


def imported(console: Console, text: str, *options: str) -> str:
    (console.folder / "desk.facts").write_text(text, encoding="utf-8")
    return console.run(["import", "desk.facts", *options])[0]


def effects(printed: str) -> list[str]:
    return [line for line in printed.splitlines() if line.startswith("Effect")]


def test_an_import_says_what_it_does(console: Console) -> None:
    assert imported(console, PACT).endswith(f"{PACT_EFFECT}Undo:    detente undo\n")


def test_what_is_only_tried_says_the_same_and_writes_nothing(console: Console) -> None:
    tried = imported(console, PACT, "--dry-run")
    line = PACT.strip().replace("\n    ", "; ")
    added, empty = (
        console.run(["add", line, "--dry-run"])[0],
        console.run(["state", "turkey", "ukraine"])[1],
    )

    assert effects(tried) == effects(added) == [PACT_EFFECT.strip()]
    assert empty == 3
    assert effects(imported(console, PACT)) == effects(tried)


def test_an_act_that_is_only_tried_says_what_it_would_do(console: Console) -> None:
    imported(console, PACT)
    act = ["deny", "pact", "--source", "AFP"]
    tried, _ = console.run([*act, "--dry-run"])
    done, _ = console.run(act)

    assert (
        effects(tried)
        == effects(done)
        == ["Effect   TUR–UKR on 22 Nov 2026: 0.62 neutral → disputed"]
    )
    assert tried.endswith("Nothing written.\n")


def test_an_undo_says_what_it_does_and_what_it_would(console: Console) -> None:
    imported(console, PACT)
    tried, done = console.run(["undo", "--dry-run"])[0], console.run(["undo"])[0]

    assert (
        effects(tried)
        == effects(done)
        == ["Effect   TUR–UKR on 22 Nov 2026: 0.62 neutral → unknown"]
    )
    assert effects(console.run(["redo"])[0]) == [PACT_EFFECT.strip()]


def test_of_many_pairs_those_that_moved_most_are_told(console: Console) -> None:
    printed = imported(console, CALL + MINOR + PACT + LARGE + BANS)

    assert [line.split(" on ")[0] for line in effects(printed)] == [
        "Effect   USA–UKR",
        "Effect   RUS–GEO",
        "Effect   TUR–RUS",
        "Effect   … and 2 more pairs.",
    ]


def test_parties_that_were_wrong_are_told_beside_those_that_are_right(console: Console) -> None:
    imported(console, PACT)
    printed, _ = console.run(
        ["correct", "pact", "--set", "parties=TUR = GEO", "--because", "a map"]
    )

    assert effects(printed) == [
        "Effect   TUR–GEO on 22 Nov 2026: unknown → 0.62 neutral",
        "Effect   TUR–UKR on 22 Nov 2026: 0.62 neutral → unknown",
    ]


def test_a_pair_is_told_once_whichever_of_the_two_acts(console: Console) -> None:
    back = PACT.replace("TUR = UKR", "UKR = TUR").replace("A pact  ^pact", "Another pact  ^another")

    assert effects(imported(console, PACT + back)) == [
        "Effect   TUR–UKR on 22 Nov 2026: unknown → 1.18 cordial"
    ]
