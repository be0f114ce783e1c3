"""Two who record something of one fact at once.

The second is told what the first said, and who that was.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Unpack

import pytest

from domain.events import Event
from service.moment import Moment
from service.timeline import Beside, Timeline
from tests.console import Console

CALL = "2022-03-06  TUR = RUS  planned:call/diplomacy  A call  ^call; announced 2022-03-05, Kalin"
PACT = "2022-01-01  TUR = UKR  instrument:treaty/trade  A pact  ^pact; report Reuters, 2022-01-01"
OTHER = "2022-02-01  TUR = RUS  visit/diplomacy  A visit  ^pact; report AFP, 2022-02-01"


@pytest.fixture
def console(tmp_path: Path) -> Console:
    return Console.begun(tmp_path, CALL)


def meanwhile(monkeypatch: pytest.MonkeyPatch, console: Console, *lines: str) -> None:
    """Lets others type their commands right after the next one has read the timeline."""
    left = list(lines)
    others = Console(console.folder, dict(console.environ))
    record = Timeline.record_command

    def record_command(
        timeline: Timeline, events: Sequence[Event], moment: Moment, **beside: Unpack[Beside]
    ) -> list[int]:
        now, left[:] = left[:], []
        for line in now:
            assert "(exit" not in others.type(line)
        return record(timeline, events, moment, **beside)

    monkeypatch.setattr(Timeline, "record_command", record_command)


def test_an_added_line_whose_handle_was_recorded_meanwhile_is_refused(
    console: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It once edited the fact that somebody else had just added."""
    meanwhile(monkeypatch, console, f'detente add "{PACT}" --author Ayşe')
    _, err, code = console.apart(["add", OTHER])

    assert err.splitlines()[:3] == [
        (
            'error: "pact" was changed just now, and yours was not recorded. Look at it, and try'
            " again."
        ),
        "  theirs  reported by Reuters; known 2022-01-01; recorded by Ayşe",
        "  yours   reported by AFP; known 2022-02-01",
    ]
    assert "  detente history pact" in err
    assert code == 1
    assert "A pact" in console.type("detente show pact")


def test_a_line_added_later_edits_the_fact_of_its_handle_and_says_so(console: Console) -> None:
    console.run(["add", PACT, "--author", "Ayşe"])
    printed, code = console.run(
        ["add", PACT.replace("A pact", "A treaty").replace("Reuters", "AFP")]
    )

    assert "Edited   ^pact, recorded on 22 Nov 2026 by Ayşe:\n" in printed
    assert "         title corrected to A treaty, because edited in the line\n" in printed
    assert "         reported by AFP\n" in printed
    assert code == 0


def test_the_loser_of_two_settles_sees_both(
    console: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    meanwhile(
        monkeypatch,
        console,
        "detente settle call --held 2022-03-06 --source 'Al Arabiya' --author Ayşe",
    )
    _, err, _ = console.apart(["settle", "call", "--held", "2022-03-07", "--source", "AFP"])

    assert err.splitlines()[1:3] == [
        "  theirs  held 6 Mar 2022, says Al Arabiya; known 2022-03-06; recorded by Ayşe",
        "  yours   held 7 Mar 2022, says AFP; known 2022-03-07",
    ]


def test_who_settles_what_is_settled_sees_who_did_and_who_says_so(console: Console) -> None:
    console.type("detente settle call --held 2022-03-06 --source 'Al Arabiya' --author Ayşe")
    _, err, code = console.apart(["settle", "call", "--held", "2022-03-07", "--source", "AFP"])

    assert (
        err.splitlines()[0]
        == 'error: "call" was already held on 2022-03-06, says Al Arabiya (recorded by Ayşe); yours'
        " says 2022-03-07, says AFP."
    )
    assert code == 2


def test_each_of_several_others_is_named_and_no_line_is_wider_than_a_screen(
    console: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All of them were once put to the last one's account."""
    names = ("Ayşe", "Boris", "Chloé")
    others = [
        f"detente correct call --set title='The call of {name}' --because 'the words of {name}'"
        f" --author {name}"
        for name in names
    ]
    meanwhile(monkeypatch, console, *others)
    reason = "the ministry has published the words of the statement in full since then"
    _, err, _ = console.apart(
        ["correct", "call", "--set", "title=A phone call", "--because", reason]
    )
    text = " ".join(err.split())

    for name in names:
        assert (
            f"title corrected to The call of {name}, because the words of {name}; known 2026-11-22;"
            f" recorded by {name}" in text
        )
    assert f"yours title corrected to A phone call, because {reason}; known" in text
    assert max(map(len, err.splitlines()[1:-2])) <= 80
