"""What is recorded about a fact later on, one command for each act."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Final

import pytest

from domain.events import Denied
from domain.refusal import InvalidInput
from domain.report import Report
from service.acts import Given
from service.opening import open_store
from service.recording import Overtaken
from tests.builders import a_day
from tests.console import NOW, Console, without_digest
from views.recorded import overtaken
from views.spelling import command as spelled

CALL = (
    "2022-03-06  TUR = RUS  planned:call/diplomacy  Call of Erdogan and Putin  ^call; announced"
    " 2022-03-05, Kalin"
)
STRAITS = (
    "2022-02-XX  TUR > RUS  instrument:transit-restriction/transit  Straits closed  ^straits;"
    " report Reuters, 2022-02-28"
)
GRAIN = (
    "2022-07-22  TUR = RUS  instrument:treaty/trade  A grain corridor  ^grain; report UN,"
    " 2022-07-22; expires 2022-11-19"
)


@pytest.fixture
def desk(tmp_path: Path) -> Console:
    """A timeline with a plan and an instrument in it."""
    console = Console.begun(tmp_path, STRAITS, GRAIN)
    console.run(["schedule", CALL])
    return console


def events(console: Console, handle: str) -> list[dict[str, object]]:
    out, _, _ = console.apart(["history", handle, "--json"])
    found: list[dict[str, object]] = json.loads(out)["events"]
    return found


ACTS = [
    ("settle call --held 2022-03-06 --source 'Al Arabiya'", "fact.held/1", "2022-03-06", "call"),
    ("settle call --held '6 March 2022'", "fact.held/1", "2022-03-06", "call"),
    (
        "settle call --moved 2022-03-08 --known-on 2022-03-06",
        "fact.rescheduled/1",
        "2022-03-06",
        "call",
    ),
    ("settle call --moved 2022-03-08", "fact.rescheduled/1", "2026-11-22", "call"),
    (
        "settle call --cancelled --known-on 2022-03-06 --because snow",
        "fact.cancelled/1",
        "2022-03-06",
        "call",
    ),
    (
        "report call --source AFP --known-on 2022-03-06 --url https://a.example --grade b2",
        "fact.reported/1",
        "2022-03-06",
        "call",
    ),
    ("deny call --source Kremlin --known-on 2022-03-07", "fact.denied/1", "2022-03-07", "call"),
    ("deny call --source Kremlin", "fact.denied/1", "2026-11-22", "call"),
    (
        "deny call --source TASS --by Kremlin --known-on 2022-03-07",
        "fact.denied/1",
        "2022-03-07",
        "call",
    ),
    (
        "settle call --cancelled --by kremlin --source TASS --known-on 2022-03-05",
        "fact.cancelled/1",
        "2022-03-05",
        "call",
    ),
    (
        "settle call --held 2022-03-06/2022-03-08 --source AFP",
        "fact.held/1",
        "2022-03-08",
        "call",
    ),
    ("confirm call --source AFP --known-on 2022-03-08", "fact.confirmed/1", "2022-03-08", "call"),
    (
        "correct straits --set since=2022-02-28 --because 'AFP dates it'",
        "fact.corrected/1",
        "2026-11-22",
        "straits",
    ),
    ("end straits --on 2023-01", "fact.ended/1", "2023-01-31", "straits"),
    ("end straits --on 2027", "fact.ended/1", "2026-11-22", "straits"),
    (
        "suspend straits --on 2022-06-01 --known-on 2022-05-30",
        "fact.suspended/1",
        "2022-05-30",
        "straits",
    ),
    (
        "renew grain --until 2024-01-01 --known-on 2022-10-30",
        "fact.renewed/1",
        "2022-10-30",
        "grain",
    ),
    (
        "retract straits --because 'a mistake of the desk'",
        "fact.retracted/1",
        "2026-11-22",
        "straits",
    ),
]


@pytest.mark.parametrize(("line", "stored", "known_on", "handle"), ACTS)
def test_an_act_is_one_event_known_when_the_source_said_so_or_else_assumed(
    desk: Console, line: str, stored: str, known_on: str, handle: str
) -> None:
    printed = desk.type(f"detente {line}")
    last = events(desk, handle)[-1]

    assert (last["event"], last["known_on"]) == (stored, known_on)
    assert last.get("assumed", False) == (known_on == "2026-11-22")
    assert printed.startswith("Recorded ")
    assert "Effect   TUR–RUS on" in printed
    assert printed.endswith("Undo:    detente undo\n")


@pytest.mark.parametrize(("line", "stored", "known_on", "handle"), ACTS)
def test_an_act_can_be_tried_and_undone(
    desk: Console,
    line: str,
    stored: str,  # noqa: ARG001
    known_on: str,  # noqa: ARG001
    handle: str,
) -> None:  # one table
    state = ["state", "turkey", "russia", "--json"]
    before, count = json.loads(desk.apart(state)[0]), len(events(desk, handle))
    assert desk.type(f"detente {line} --dry-run").endswith("Nothing written.\n")
    assert len(events(desk, handle)) == count
    desk.type(f"detente {line}")
    assert "Undone   4: " in desk.type("detente undo")
    after = json.loads(desk.apart(state)[0])

    assert after["stamp"].pop("position") == before["stamp"].pop("position") + 4
    assert {**after, "stamp": {}} == {**before, "stamp": {}}


def test_what_was_suspended_resumes_and_what_was_retracted_is_reinstated(desk: Console) -> None:
    for line in (
        "suspend straits --on 2022-06-01",
        "resume straits --on 2022-07-01",
        "retract straits --because slip --known-on 2022-08-01",
        "reinstate straits --because 'no slip' --known-on 2022-08-02",
    ):
        assert desk.type(f"detente {line}").startswith("Recorded ")

    assert [event["event"] for event in events(desk, "straits")[1:]] == [
        "fact.suspended/1",
        "fact.resumed/1",
        "fact.retracted/1",
        "fact.reinstated/1",
    ]


def test_what_ended_while_it_was_suspended_says_both(desk: Console) -> None:
    """What holds no longer may still end: its page once kept silent about that."""
    desk.type("detente suspend straits --on 2022-06-01")
    desk.type("detente end straits --on 2022-08-01")

    assert "suspended 1 Jun 2022, ended 1 Aug 2022" in desk.type("detente show straits")
    assert "suspended 1 Jun 2022   (" in desk.type("detente show straits --on 2022-07-01")


def test_a_correction_says_whether_it_refines_or_replaces(desk: Console) -> None:
    assert "since refined to 2022-02-28, because x" in desk.type(
        "detente correct straits --set since=2022-02-28 --because x"
    )
    assert "since corrected to 2022-03-02, because x" in desk.type(
        "detente correct straits --set since=2022-03-02 --because x"
    )


def test_a_correction_says_who_says_so_wherever_it_is_read(desk: Console) -> None:
    printed = desk.type(
        "detente correct straits --set since=2022-02-27 --because 'it dates it' --source AFP"
        " --url https://afp.example/1 --known-on 2022-03-09"
    )
    said = "since refined to 2022-02-27, says AFP, because it dates it"
    assert said in " ".join(printed.split())
    assert said in " ".join(desk.type("detente show straits").split())
    assert "https://afp.example/1" in desk.type("detente show straits")
    line = "corrected since 2022-02-27, 2022-03-09, AFP, https://afp.example/1, because it dates it"
    assert line in " ".join(desk.type("detente history straits").split())
    assert line in desk.type("detente export")
    assert events(desk, "straits")[-1]["report"] == {
        "publisher": "AFP",
        "published": "2022-03-09",
        "url": "https://afp.example/1",
        "origin": "",
        "voice": "",
        "grade": "",
    }


def test_a_correction_with_a_source_changes_no_answer_that_was_known_before_it(
    desk: Console,
) -> None:
    asked = "detente show straits --known-on 2022-03-08"
    before = desk.type(asked)
    desk.type(
        "detente correct straits --set since=2022-02-27 --because x --source AFP"
        " --known-on 2022-03-09"
    )
    after = desk.type(asked)

    assert [line for line in after.splitlines() if "answer" not in line] == [
        line for line in before.splitlines() if "answer" not in line
    ]


def test_several_fields_are_corrected_together_or_not_at_all(desk: Console) -> None:
    desk.type("detente correct straits --set title='Straits shut' --set weight=-3 --because x")
    count = len(events(desk, "straits"))
    assert "(exit 2)" in desk.type(
        "detente correct straits --set title=Fine --set weight=heavy --because x"
    )

    assert len(events(desk, "straits")) == count == 3


REFUSED = [
    ("settle call", "say one: held, moved or cancelled."),
    ("settle call --held 2022-03-06 --cancelled", "say one: held, moved or cancelled."),
    ("settle call --by turkey", "say one: held, moved or cancelled."),
    ("settle call --held 2022-03-06 --by turkey", "an actor is named only for what was called off"),
    ("settle call --moved 2022-03-09 --by turkey", "an actor is named only for what was called"),
    ("settle call --cancelled --by france", "FRA has no part in it, and cannot call it off."),
    ("settle call --cancelled --by ACTOR", '"ACTOR" is a placeholder; write the actor instead.'),
    ("deny call --source AFP --by Russsia", 'no actor is called "Russsia"'),
    ("deny call --source AFP --by ACTOR", '"ACTOR" is a placeholder; write the actor instead.'),
    ("deny call --by russia", "say who says so."),
    ("report call --source AFP --by russia", 'no option is called "--by" here.'),
    ("confirm call --source AFP --by russia", 'no option is called "--by" here.'),
    ("settle straits --held 2022-03-06", "was not planned"),
    ("settle call --held 06/03/2022", "can mean two dates"),
    ("end call --on 2022-03-06", "has no duration"),
    ("end straits", "say when."),
    ("end straits --on 2020", "cannot have ended before it had begun"),
    ("deny call", "say who says so."),
    ("report call --url https://a.example", "a source has a name."),
    ("report call --source AFP --grade Z9", "is not a grade"),
    ("correct straits --set since=2022-02-28", "a correction says why."),
    ("correct straits --because x", "say what is right."),
    ("correct straits --set colour=red --because x", "is not a field that can be corrected"),
    ("correct straits --set since --because x", "is given no value"),
    ("retract straits", "a retraction says why."),
    ("reinstate straits", "is not retracted"),
    ("deny nothing --source AFP", 'no fact is called "nothing"'),
    ("deny call --source AFP --known-on soon", "is not a date"),
    ("schedule '2022-03-06 TUR = RUS call A call'", "is not planned"),
]


@pytest.mark.parametrize(("line", "said"), REFUSED)
def test_what_cannot_be_is_refused_with_a_mend_and_nothing_is_written(
    desk: Console, line: str, said: str
) -> None:
    before = json.loads(desk.apart(["stats", "--json"])[0])
    printed = desk.type(f"detente {line}")

    assert said in printed
    assert re.search(r"\(exit [12]\)", printed)
    assert json.loads(desk.apart(["stats", "--json"])[0]) == before


REPEATED = [
    (
        ["end straits --on 2023-01"],
        "end straits --on 2023-02",
        '"straits" has ended already; an ending that was wrong is corrected.',
        "detente correct straits --set until=2023-02 --known-on 2023-02-28 --because REASON",
    ),
    (
        ["end straits --on 2023-01"],
        "end straits --on 2022-12",
        '"straits" has ended already',
        "detente correct straits --set until=2022-12 --known-on 2022-12-31 --because REASON",
    ),
    (
        [],
        "resume straits --on 2022-06-01",
        "was neither suspended nor ended before 2022-06-01",
        "detente suspend straits --on DATE --source PUBLISHER",
    ),
    (
        ["suspend straits --on 2022-05-01", "resume straits --on 2022-06-01"],
        "resume straits --on 2022-06-01",
        "was neither suspended nor ended before 2022-06-01",
        "detente suspend straits --on DATE --source PUBLISHER",
    ),
    (
        [],
        "renew straits --until 2024-01-01",
        '"straits" has no expiry that could be renewed.',
        "detente correct straits --set expires=2024-01-01 --because REASON",
    ),
    (
        [],
        "correct straits --set 'title=Straits closed' --because x",
        'title is "Straits closed"',
        "detente show straits",
    ),
    (
        [],
        "correct straits --set since=2022-02-XX --because x",
        'since is "2022-02-XX"',
        "detente show straits",
    ),
    (
        [],
        "report straits --source Reuters --known-on 2022-02-28",
        "rests on that report by Reuters of 2022-02-28 already",
        "detente report straits --source Reuters --known-on 2022-02-28 --url URL",
    ),
    (
        ["report straits --source AFP --known-on 2022-03-01 --url https://a.example"],
        "report straits --source AFP --known-on 2022-03-01 --url https://a.example",
        "rests on that report by AFP of 2022-03-01 already",
        "detente report straits --source AFP --known-on 2022-03-01 --url URL",
    ),
    (
        ["settle call --held 2022-03-06"],
        "settle call --held 2022-03-07",
        '"call" was already held on 2022-03-06; yours says 2022-03-07.',
        "detente correct call --set on=2022-03-07 --known-on 2022-03-07 --because REASON",
    ),
]


@pytest.mark.parametrize(("before", "line", "said", "fix"), REPEATED)
def test_what_changes_nothing_is_refused_with_a_command_that_would(
    desk: Console, before: list[str], line: str, said: str, fix: str
) -> None:
    for each in before:
        assert desk.type(f"detente {each}").startswith("Recorded ")
    handle = line.split()[1]
    count, printed = len(events(desk, handle)), desk.type(f"detente {line}")

    assert said in printed
    assert f"\n  {fix}" in printed
    assert printed.endswith("(exit 2)\n")
    assert len(events(desk, handle)) == count
    if fix.startswith("detente correct"):
        assert '"REASON" is a placeholder; write the reason instead.' in desk.type(fix)
        assert desk.type(fix.replace("REASON", "why")).startswith("Recorded ")


@pytest.mark.parametrize(
    ("before", "line"),
    [
        (["suspend straits --on 2022-06-01"], "end straits --on 2022-07-01"),
        (
            ["end straits --on 2022-06-01", "resume straits --on 2022-07-01"],
            "end straits --on 2022-08-01",
        ),
        (["end straits --on 2022-06-01"], "resume straits --on 2022-07-01"),
        ([], "end grain --on 2022-11-19"),
        (["correct grain --set until=2030 --because x"], "end grain --on 2022-10-01"),
        ([], "report straits --source Reuters --known-on 2022-02-28 --grade B2"),
        ([], "report straits --source Reuters --known-on 2022-02-28 --url https://a.example"),
        (
            ["end straits --on 2023-01"],
            "correct straits --set until=2023-01 --because 'the press says the same'",
        ),
    ],
)
def test_what_changes_something_is_taken(desk: Console, before: list[str], line: str) -> None:
    for each in (*before, line):
        assert desk.type(f"detente {each}").startswith("Recorded ")


MENDED = [
    ("report call --source AFP --grade Z9", "--grade B2"),
    ("deny call --source AFP --by Russsia", "--by RUS"),
    ("settle call --held 2022-03-06 --by turkey", "--cancelled"),
    ("settle call --cancelled --by france", "--by TUR"),
    ("settle call --cancelled --by france", "--by RUS"),
    ("correct straits --set grade=Z9 --because x", "--set grade=B2"),
    ("correct straits --set title= --because x", '--set "title=Straits closed to warships"'),
    ("correct straits --set weight=heavy --because x", "--set weight=-4"),
    ("correct straits --set since=28/02/2022 --because x", "--set since=2022-02-28"),
    ("correct straits --set on=2022-03-01 --because x", "--set since=2022-02-XX"),
    ("correct straits --set 'episode=No Slug' --because x", "--set episode=call-2022-03-06"),
    ("correct straits --set 'parties=TUR and RUS' --because x", '--set "parties=ACTOR > ACTOR"'),
    ("correct straits --set code=057 --because x", '--set "code=CAMEO 1.1b3 057"'),
    ("correct straits --set domain=transports --because x", "--set domain=transport"),
    (
        "correct straits --set what=instrument:sanction --because x",
        "--set what=instrument:sanctions",
    ),
    ("correct straits --set 'parties=georgia > rus' --because x", '--set "parties=GEO > rus"'),
    ("correct straits --set 'topics=a b, C' --because x", '--set "topics=a,b,c"'),
    ("correct straits --set nosuch=1 --because x", "--set what=VALUE"),
    (
        "correct call --set on=2022-03-06 --because x",
        "detente settle call --held 2022-03-06 --source PUBLISHER",
    ),
]


BAN: Final = (
    "2022-02-26  TUR > RUS  mobilize:troops/transit  Turkey moves ships  ^ships; report Zelenskyy,"
    " 2022-02-26"
)


@pytest.mark.parametrize(
    ("before", "line", "said", "how", "by"),
    [
        ([], "--source AFP", "disputed, and not counted", "disputed", []),
        ([], "--source AFP --by france", "disputed, and not counted", "disputed", ["FRA"]),
        (
            [],
            "--source AFP --by turkey",
            "contested, and counted: the denial is a party's own",
            "contested",
            ["TUR"],
        ),
        (
            ["report ships --source TASS --known-on 2022-02-27"],
            "--source AFP",
            "contested, and counted: 2 origins report it",
            "contested",
            [],
        ),
        (
            ["deny ships --source DPA --by russia --known-on 2022-02-27"],
            "--source AFP --by turkey",
            "contested, and counted: the denial is a party's own",
            "contested",
            ["RUS", "TUR"],
        ),
    ],
)
def test_a_denial_says_what_it_makes_of_the_fact(
    tmp_path: Path, before: list[str], line: str, said: str, how: str, by: list[str]
) -> None:
    console = Console.begun(tmp_path, BAN)
    for each in before:
        console.type(f"detente {each}")
    tried = console.type(f"detente deny ships {line} --dry-run --json")
    printed = console.type(f"detente deny ships {line}")

    assert f"\n         {said}\n" in printed
    (fact,) = json.loads(tried)["changed"]
    assert (fact["how"], fact["denied_by"], fact["called_off_by"]) == (how, by, None)
    assert "contested" not in console.type("detente confirm ships --source UN")


def test_an_assessment_that_a_party_denies_is_contested_and_still_not_counted(
    tmp_path: Path,
) -> None:
    ties = "2022-02-26  TUR > RUS  assessment:strained  Ties are strained  ^ties; report AFP, 2022"
    console = Console.begun(tmp_path, ties)

    assert "\n         contested: the denial is a party's own\n" in console.type(
        "detente deny ties --source TASS --by russia"
    )


def test_what_a_party_called_off_counts_as_a_refusal_to_meet(desk: Console) -> None:
    line = "settle call --cancelled --source TASS --known-on 2022-03-05"
    nobody = desk.type(f"detente {line} --dry-run --json")
    printed = desk.type(f"detente {line} --by russia")

    assert json.loads(nobody)["changed"][0]["called_off_by"] is None
    assert printed.startswith(
        "Recorded called off by Russia, says TASS; known 2022-03-05 ^call\n"
        "         counts as a refusal to meet by Russia\n"
    )
    shown = desk.type("detente show call --on 2022-03-05")
    assert "ON 5 MAR 2022   called off 5 Mar 2022 by Russia, says TASS\n" in shown
    assert "COUNTS          as a refusal to meet: -2.0 of -2.0" in shown
    found = json.loads(desk.apart(["show", "call", "--json"])[0])
    assert (found["status"], found["called_off_by"]) == ("cancelled", "RUS")


def test_a_fact_shows_whose_denial_it_was(tmp_path: Path) -> None:
    console = Console.begun(tmp_path, BAN)
    console.type("detente deny ships --source Reuters --by turkey --known-on 2022-02-27")
    shown = console.type("detente show ships --on 2022-02-27")
    found = json.loads(console.apart(["show", "ships", "--json"])[0])

    assert "DENIED          Turkey, says Reuters, 27 Feb 2022\n" in shown
    assert "COUNTS          -6.4 of -6.5 (may be -6.4 to 0.0), contested\n" in shown
    assert (found["status"], found["how"]) == ("happened", "contested")
    assert [denial["by"] for denial in found["denials"]] == ["TUR"]
    assert "denied Reuters, 2022-02-27, by=TUR" in console.type("detente history ships")


def test_a_denial_that_is_given_its_actor_is_not_a_second_one(tmp_path: Path) -> None:
    console = Console.begun(tmp_path, BAN)
    console.type("detente deny ships --source Reuters --known-on 2022-02-27")
    printed = console.type("detente deny ships --source Reuters --known-on 2022-02-27 --by ankara")

    assert printed.startswith(
        "Recorded undone 2, because its actor is named now; known 2022-02-27 ^ships\n"
        "Recorded denied by Türkiye, says Reuters; known 2022-02-27 ^ships\n"
        "         contested, and counted: the denial is a party's own\n"
    )
    assert [event["event"] for event in events(console, "ships")] == [
        "fact.asserted/1",
        "fact.denied/1",
        "fact.undone/1",
        "fact.denied/1",
    ]
    assert console.apart(["export"])[0].count("denied ") == 1
    console.type("detente undo")
    assert "ON 22 NOV 2026  disputed\n" in console.type("detente show ships")


def test_another_source_of_the_same_day_denies_once_more(tmp_path: Path) -> None:
    console = Console.begun(tmp_path, BAN)
    console.type("detente deny ships --source Reuters --known-on 2022-02-27")
    console.type("detente deny ships --source AFP --known-on 2022-02-27 --by ankara")
    console.type("detente deny ships --source Reuters --known-on 2022-02-28 --by ankara")

    assert console.apart(["export"])[0].count("denied ") == 3


def test_one_more_source_for_the_day_on_which_a_plan_was_held_is_a_report(desk: Console) -> None:
    desk.type("detente settle call --held 2022-03-06 --source Reuters")
    printed = desk.type("detente settle call --held 2022-03-06 --source AFP")
    fix = "detente report call --source AFP --known-on 2022-03-06"

    assert printed.startswith('error: "call" was held on 2022-03-06 already, says Reuters.\n')
    assert fix in printed
    assert desk.type(fix).startswith("Recorded reported by AFP")


@pytest.mark.parametrize(
    ("given", "effective_events"),
    [
        ("parties=turkey > russia, moldova", "TUR > RUS,MDA"),
        ("people=tur.erdogan", "tur.erdogan"),
        ("topics=Straits,#Ships", "straits,ships"),
    ],
)
def test_a_correction_names_actors_persons_and_topics_as_a_line_does(
    desk: Console, given: str, effective_events: str
) -> None:
    """`parties=turkey > russia` once made a pair of its own."""
    desk.run(["correct", "straits", "--set", given, "--because", "told so"])

    assert events(desk, "straits")[-1]["value"] == effective_events


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("parties=Atlantis > RUS", 'no actor is called "Atlantis"'),
        ("parties=RUS > russia", "RUS has no ties with itself"),
        ("people=nobody.x", 'no person is called "nobody.x"'),
        (
            "title=One line\n2022-03-03  USA > RUS  assault  Another  ^injected",
            "it cannot hold a line break",
        ),
        ("note=red \x1b[31m", "a line cannot hold control characters, and U+001B (escape) is one"),
        (
            "place=here\u202e",
            "and U+202E (right-to-left override) is one",
        ),
    ],
)
def test_a_correction_that_no_line_could_hold_is_refused(
    desk: Console, given: str, said: str
) -> None:
    before = desk.run(["export"])[0]
    _, err, code = desk.apart(["correct", "straits", "--set", given, "--because", "told so"])

    assert said in err
    assert (code, desk.run(["export"])[0]) == (2, before)


def test_a_source_and_a_reason_stand_on_one_line(desk: Console) -> None:
    for argv in (
        ["deny", "straits", "--source", "A\nB"],
        ["retract", "straits", "--because", "a\nb"],
    ):
        assert "it cannot hold a line break" in desk.apart(argv)[1]


def test_what_was_told_in_another_order_than_it_happened_comes_back_from_an_export(
    desk: Console, tmp_path: Path
) -> None:
    for line in (
        "suspend straits --on 2022-03",
        "resume straits --on 2023-01",
        "resume straits --on 2022-04-10",
    ):
        assert desk.type(f"detente {line} --source AFP").startswith("Recorded ")
    text = desk.apart(["export"])[0]
    (tmp_path / "all.facts").write_text(text, encoding="utf-8")
    desk.run(["init", "copy.db"])

    assert desk.run(["--db", "copy.db", "import", "all.facts"])[1] == 0
    again = desk.apart(["--db", "copy.db", "export"])[0]
    assert without_digest(again) == without_digest(text)


def test_a_beginning_after_the_ending_is_told_as_that(desk: Console) -> None:
    for line in (
        "suspend straits --on 2022-03",
        "resume straits --on 2022-04",
        "end straits --on 2022-06-01",
    ):
        desk.type(f"detente {line} --source AFP")

    assert 'error: "straits" cannot have been suspended before it had begun.' in desk.type(
        "detente correct straits --set since=2023 --because x"
    )


@pytest.mark.parametrize(("line", "fix"), MENDED)
def test_the_mend_of_an_act_is_pasted_as_a_command_or_as_its_option(
    desk: Console, line: str, fix: str
) -> None:
    printed = desk.type(f"detente {line}")
    shown = [shown.partition("   ")[0] for shown in printed.splitlines()[1:-1]]

    assert fix in [each.strip() for each in shown]
    assert all(each.strip().startswith(("--", "detente ")) for each in shown)


def test_a_field_without_its_option_is_offered_with_it(desk: Console) -> None:
    _, err, code = desk.apart(["correct", "straits", "what=talks", "--because", "a slip"])

    assert code == 2
    assert err.startswith(
        "error: what=talks is one word too many.\n"
        "  detente correct straits --set what=talks --because 'a slip'\n"
    )


def test_an_option_that_took_the_next_one_for_its_value_is_told_so(desk: Console) -> None:
    """It once said that the day was one word too many."""
    _, err, code = desk.apart(["settle", "call", "--held", "--on", "2022-03-07"])

    assert (err, code) == (
        "error: --held needs its DATE after it, not --on.\n  detente settle --help\n",
        2,
    )
    assert desk.apart(["settle", "call", "--held"])[1].startswith(
        "error: --held is the last word; its value is missing.\n"
    )


def test_nothing_is_said_of_a_fact_whose_recording_was_undone_before_it_is_back(
    desk: Console,
) -> None:
    """It once said that no fact was called so."""
    desk.run(["undo", "1"])
    _, err, code = desk.apart(["end", "straits", "--on", "2022-06-01", "--source", "AFP"])

    assert err.startswith('error: the recording of "straits" was undone by command 4 (undo 1: add ')
    assert err.endswith("\n  detente undo 4   # brings it back\n")
    assert code == 2


def test_the_sample_takes_no_acts(tmp_path: Path) -> None:
    printed = Console(tmp_path).type("detente deny straits --source AFP")

    assert "the bundled sample is read-only" in printed
    assert "(exit 1)" in printed


def test_the_loser_of_a_race_is_told_what_the_other_recorded(desk: Console) -> None:
    path = str(desk.folder / "desk.db")
    with_both = open_store(path, lambda: NOW), open_store(path, lambda: NOW)
    ours, theirs = (timeline.fact("call") for timeline in with_both)
    denial = Denied(report=Report(publisher="Kremlin"), known_on=a_day("2022-03-07"))
    with_both[1].act(theirs, [denial], with_both[1].moment("Ayşe"))

    with pytest.raises(Overtaken, match='"call" was changed just now') as refused:
        with_both[0].act(ours, [denial], with_both[0].moment())
    lost = refused.value

    assert overtaken(lost.theirs, lost.yours).splitlines() == [
        "  theirs  denied by Kremlin; known 2022-03-07; recorded by Ayşe",
        "  yours   denied by Kremlin; known 2022-03-07",
    ]
    assert [spelled(fix).paste for fix in lost.fixes] == ["detente history call"]
    for timeline in with_both:
        timeline.close()


def test_details_of_a_source_need_its_name() -> None:
    with pytest.raises(InvalidInput, match="a source has a name"):
        Given(url="https://a.example").report(NOW.date())


def test_a_day_on_which_it_was_held_is_not_shown_before_it_came(desk: Console) -> None:
    desk.type("detente settle call --held 2022-03-08 --known-on 2022-03-08")
    before = desk.type("detente state turkey russia --on 2022-03-05 --only ahead") + desk.type(
        "detente timeline --on 2022-03-05"
    )

    assert "6 Mar 2022" in before
    assert "8 Mar 2022" not in before
    assert "8 Mar 2022" in desk.type("detente timeline turkey russia --on 2022-03-08")


@pytest.mark.parametrize(
    "line",
    [
        "deny call --source Kremlin",
        "report call --source AFP --url https://a.example",
        "confirm call --source AFP",
    ],
)
def test_what_was_said_without_a_date_is_exported_and_imported_again(
    desk: Console, line: str
) -> None:
    desk.type(f"detente {line}")
    exported = desk.type("detente export")
    (desk.folder / "copy.facts").write_text(exported, encoding="utf-8")
    desk.run(["init", "copy.db"])
    assert ", known 2026-11-22?" in exported

    assert "(exit" not in desk.type("detente import copy.facts --db copy.db")
    again = desk.type("detente export --db copy.db")
    assert without_digest(again) == without_digest(exported)
    assert "3 unchanged" in desk.type("detente import copy.facts")


@pytest.mark.parametrize(
    "line",
    [
        "report call --source AFP --url ftp:a",
    ],
)
def test_what_no_line_could_hold_is_refused(desk: Console, line: str) -> None:
    printed = desk.type(f"detente {line}")

    assert "a line of .facts could not hold that" in printed
    assert len(events(desk, "call")) == 1


def test_what_is_yet_to_be_said_is_not_known(desk: Console) -> None:
    assert "nobody knows on 2026-11-22 what is said on 2027-01-01" in desk.type(
        "detente deny call --source AFP --known-on 2027-01-01"
    )


def fixes(printed: str) -> list[str]:
    return [line.strip() for line in printed.splitlines() if line.startswith("  ")]


@pytest.mark.parametrize(
    ("put", "mended"),
    [
        ("expiry=2027", "--set expires=2027"),
        ("tittle=A", "--set title=A"),
        ("since", "--set since=VALUE"),
        ("Until", "--set until=VALUE"),
    ],
)
def test_the_nearest_field_is_offered_with_the_value_that_was_given(
    desk: Console, put: str, mended: str
) -> None:
    assert fixes(desk.type(f"detente correct straits --set {put} --because x"))[0] == mended


@pytest.mark.parametrize(
    "line",
    [
        "renew grain --until 2027 --source AFP",
        "settle call --moved 2027-05-05 --source AFP",
        "settle call --cancelled --source AFP",
        "end straits --on 2027 --source AFP",
    ],
)
def test_a_source_needs_no_day_of_knowing(desk: Console, line: str) -> None:
    """These were once refused as names that no line could hold.

    What is exported of them comes back as it was.
    """
    printed = desk.type(f"detente {line}")
    desk.type("detente export -o all.facts")
    again = desk.type("detente import all.facts")

    assert "says AFP; known 2026-11-22 (the day of recording, assumed)" in " ".join(printed.split())
    assert again == "0 facts added, 0 changed, 3 unchanged; 0 events recorded.\n"


def test_a_renewal_is_known_from_the_day_on_which_it_was_made(desk: Console) -> None:
    desk.type("detente renew grain --until 2024-01-01 --on 2022-10")
    desk.type("detente renew grain --until 2025-01-01 --on 2023-12-20 --known-on 2023-12-21")

    assert [event["known_on"] for event in events(desk, "grain")[-2:]] == [
        "2022-10-31",
        "2023-12-21",
    ]
    assert "--known-on 2024-06-01" in desk.type(
        "detente renew grain --until 2026 --on 2024-06-01 --known-on 2024-05-01"
    )


def test_a_line_of_the_record_is_no_wider_than_the_screen(desk: Console) -> None:
    reason = (
        "the ministry has published the words of the statement in full since then, and so did"
        " others"
    )
    printed = desk.type(f"detente deny straits --source Kremlin --because '{reason}'") + desk.type(
        "detente undo --list"
    )
    added = desk.type(
        'detente add "2022-03-09  TUR = RUS  talks/diplomacy  Talks of the two foreign ministers of'
        ' both countries"'
    )

    assert max(map(len, (printed + added).splitlines())) <= 80
    assert reason in " ".join(printed.split())
