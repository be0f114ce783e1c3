"""Copies of a timeline that lie, each in one way, by hand: refused in a sentence and at a line.

Or recorded whole, where there is nothing wrong with what they say.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import pytest

from domain.actors import Registry
from service.safety import verified
from tests.adversary.hostile_lines import LIES
from tests.console import Console
from tests.contract.test_crashes import assert_whole
from tests.contract.timelines import Line, lines, opened
from tests.hostile import Row

VISIT: Final = "2022-02-01  TUR = UKR  visit  Visit to Kyiv  ^visit; report AFP, 2022-02-01"
STRAITS: Final = (
    "2022-02-28  TUR > RUS  instrument:transit-restriction/transit  Straits closed  ^straits;"
    " report Reuters, 2022-02-28"
)
CALL: Final = (
    "2022-03-06  TUR = RUS  planned:call/diplomacy  Presidents call  ^call;"
    " announced 2022-03-05, Kalin"
)
TAKEN: Final = frozenset(
    {
        # Older versions took texts without a limit, and characters that nobody sees.
        "a title of ten megabytes",
        "a title of ten megabytes of quotes",
        "a hundred thousand actors",
        "a zero character, escaped",
        "an escape sequence of terminals",
        "a title that runs from right to left",
        "a title of characters that nobody sees",
        # Whoever owns a timeline may say when it was recorded, and by which commands.
        "no instant of recording",
        "a fact without its command",
        "two streams mixed up",
        # Another version, and a timeline of its own, know other actors.
        "an actor that nobody knows",
        # It is kept, and asked again as data: see test_spoiled_answers.py.
        "an answer that runs words",
    }
)
"""What is recorded, for it may be true."""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Sequence[Row]]:
    """A timeline of one fact, and the events of one that goes on from it."""
    console = Console.begun(tmp_path_factory.mktemp("desk"), VISIT)
    shutil.copy(console.folder / "desk.db", console.folder / "before.db")
    for words in (["add", STRAITS], ["add", CALL], ["report", "straits", "--source", "AFP"]):
        said, code = console.run(words)
        assert code == 0, said
    rows = lines(console.folder / "desk.db")
    return console.folder / "before.db", [
        (stream, version, topic, state.decode()) for _, stream, version, topic, state, _ in rows
    ]


def there(folder: Path) -> list[Line]:
    return lines(folder / "desk.db")


@pytest.mark.parametrize("lie", LIES)
def test_a_copy_that_lies_is_refused_at_its_line_and_nothing_of_it_is_written(
    lie: str, desk: tuple[Path, Sequence[Row]], registry: Registry, tmp_path: Path
) -> None:
    before, rows = desk
    console = Console(tmp_path)
    console.environ["DETENTE_DB"] = "desk.db"
    shutil.copy(before, tmp_path / "desk.db")
    (tmp_path / "file.jsonl").write_bytes(LIES[lie](list(rows)))
    held = there(tmp_path)
    out, err, code = console.apart(["import", "file.jsonl"])
    sentences = [text for text in err.splitlines() if text]

    assert "Traceback" not in err
    if code == 0:
        assert lie in TAKEN, f"it was recorded:\n{out}{err}"
        assert there(tmp_path)[: len(held)] == held
        assert len(there(tmp_path)) > len(held)
    else:
        assert lie not in TAKEN, f"it was refused:\n{err}"
        assert code in (1, 2)
        assert re.search(r"file\.jsonl:\d+|line \d+", err), err
        assert sentences[0].startswith("error: ") or sentences[0].endswith((".", "?")), err
        assert there(tmp_path) == held
    assert [letter for letter in out + err if not (letter.isprintable() or letter == "\n")] == []
    assert {path.name for path in tmp_path.iterdir()} == {"desk.db", "file.jsonl"}
    with opened(tmp_path / "desk.db", registry) as timeline:
        assert verified(timeline).flaws == ()
        if code:
            assert_whole(timeline)
