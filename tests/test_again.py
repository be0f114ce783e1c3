"""An answer that was cited, asked again years later."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from cli.again import words_of
from domain.answer import Cited
from service.opening import open_store
from tests.console import NOW, Console

STRAITS = (
    "2022-02-28  TUR > RUS  instrument:transit-restriction/transit  Straits closed  ^straits;"
    " report Reuters, 2022-02-28"
)
CALL = "2022-03-06  TUR = RUS  call/diplomacy  A call  ^call; report Reuters, 2022-03-06"
FAR = "2022-03-06  USA = DEU  call/diplomacy  Another call  ^far; report Reuters, 2022-03-06"
STATE = "state turkey russia --on 2022-03-05"


@pytest.fixture
def desk(tmp_path: Path) -> Console:
    """A timeline of one fact."""
    return Console.begun(tmp_path, STRAITS)


def cited(console: Console, question: str) -> str:
    """Asks and cites; the id that the citation names."""
    (item,) = json.loads(console.apart([*question.split(), "--cite", "--format", "csl-json"])[0])
    return str(item["number"])


def verified(console: Console, answer: str) -> tuple[dict[str, object], int]:
    out, _, code = console.apart(["verify", answer, "--json"])
    return json.loads(out), code


@pytest.mark.parametrize(
    "question",
    [
        STATE,
        "state turkey russia",
        "state turkey russia --lens all",
        "why turkey russia --on 2022-03-05",
        "why straits --on 2022-03-05",
        "diff turkey russia 2022-02-23 2022-03-05 --exit-code",
        "hindsight turkey russia --on 2022-03-01",
        "agenda --on 2022-03-05",
        "timeline turkey",
        "replay turkey russia --from 2022-02-20 --to 2022-03-10",
        "turns turkey russia --to 2022-03-10",
        "chart turkey russia --from 2022-02-20 --to 2022-03-10",
        "board turkey --on 2022-03-05",
        "search straits",
        "show straits",
        "history straits",
        "check",
        "check --only overdue,single-origin",
        "state turkey fiji --on 2022-03-05",
    ],
)
def test_every_cited_answer_is_had_again_from_the_record_as_it_stood(
    desk: Console, question: str
) -> None:
    answer = cited(desk, question)
    desk.run(["add", CALL])
    desk.environ["DETENTE_TODAY"] = "2031-01-01"
    found, code = verified(desk, answer)

    assert (found["reproduced"], found["answer"], code) == (True, answer, 0)


def test_what_does_not_concern_it_leaves_it_the_same(desk: Console) -> None:
    answer = cited(desk, STATE)
    desk.run(["add", FAR])
    found, _ = verified(desk, answer)

    assert (found["now"], found["recorded_since"], found["of_its_facts"]) == (answer, 1, [])


def test_what_was_recorded_since_of_its_facts_is_named(desk: Console) -> None:
    answer = cited(desk, STATE)
    desk.run(["deny", "straits", "--source", "Ankara", "--known-on", "2022-03-04"])
    found, code = verified(desk, answer)
    page = desk.type(f"detente verify {answer}")

    assert (found["now"] != answer, found["reproduced"], code) == (True, True, 0)
    assert found["of_its_facts"] == [
        {"stream": "desk/straits", "known_on": "2022-03-04", "said": "denied by Ankara"}
    ]
    assert "THEN  the same answer from the first 2 events" in page
    assert "NOW   another answer" in page
    assert "known 4 Mar 2022    denied by Ankara ^straits" in page


def test_knowledge_that_came_later_leaves_an_answer_that_fixed_it(desk: Console) -> None:
    answer = cited(desk, f"{STATE} --known-on 2022-03-05")
    desk.run(["deny", "straits", "--source", "Ankara", "--known-on", "2022-03-06"])

    assert verified(desk, answer)[0]["now"] == answer


def test_a_record_that_was_rewritten_gives_another_answer_and_is_told(desk: Console) -> None:
    answer = cited(desk, STATE)
    with sqlite3.connect(desk.folder / "desk.db") as database:
        database.execute(
            "UPDATE events SET state = CAST(replace(CAST(state AS TEXT), 'closed', 'opened') AS"
            " BLOB)"
        )
    database.close()
    found, code = verified(desk, answer)

    assert (found["reproduced"], code) == (False, 5)
    assert "ANOTHER answer" in desk.type(f"detente verify {answer}")


def test_the_same_answer_is_remembered_once_and_a_citation_is_not_what_undo_takes_back(
    desk: Console,
) -> None:
    assert cited(desk, STATE) == cited(desk, STATE)
    events = json.loads(desk.apart(["stats", "--json"])[0])["stamp"]["position"]

    assert events == 3
    assert 'Undone   1: add "Straits closed"' in desk.type("detente undo")


def test_a_question_in_words_is_remembered_as_its_command(desk: Console) -> None:
    desk.type("detente ask 'state of turkey-russia ties on 2022-03-05' --cite")
    answer = cited(desk, STATE)

    assert verified(desk, answer)[0]["words"] == ["state", "turkey-russia", "--on", "2022-03-05"]


def test_an_answer_that_nobody_cited_is_refused_with_the_closest(desk: Console) -> None:
    answer = cited(desk, STATE)
    printed = desk.type(f"detente verify {answer[:-1]}0")

    assert "was cited here" in printed
    assert f"detente verify {answer}" in printed
    assert "(exit 2)" in printed


def test_the_sample_answers_are_cited_and_not_remembered(tmp_path: Path) -> None:
    console = Console(tmp_path)

    assert "was cited here" in console.type(f"detente verify {cited(console, STATE)}")


def test_the_form_of_an_answer_is_no_part_of_its_question() -> None:
    question = ["state", "turkey", "russia", "--on", "2022-03-05", "--lens", "all"]
    argv = [
        *question[:3],
        "--json",
        *question[3:5],
        "--cite",
        "--format",
        "md",
        "-o",
        "x.md",
        "--output=y",
        *question[5:],
        "--format=csv",
    ]

    assert list(words_of(argv)) == question


@pytest.mark.parametrize(
    "place", ["--db desk.db", "--db=desk.db", "--plain --db desk.db --today 2026-11-22"]
)
def test_where_the_store_was_is_no_part_of_the_question(desk: Console, place: str) -> None:
    cited = desk.type(f"detente state turkey russia --on 2022-03-05 --cite {place}")
    answer = " ".join(cited.split()).split("answer ")[1].split(";")[0]
    verified = json.loads(desk.apart(["verify", answer, "--json"])[0])

    assert verified["words"] == ["state", "turkey", "russia", "--on", "2022-03-05"]
    assert verified["reproduced"]


def test_neither_an_address_nor_its_password_is_kept_in_a_question() -> None:
    url = "postgresql+psycopg://me:secret@host/ties?password=secret"

    for place in (["--db", url], [f"--db={url}"]):
        assert words_of(["state", "turkey", *place, "russia", "--cite"]) == (
            "state",
            "turkey",
            "russia",
        )


def test_what_comes_after_two_hyphens_is_no_option() -> None:
    assert words_of(["search", "--plain", "--", "--db", "--json"]) == (
        "search",
        "--",
        "--db",
        "--json",
    )


def test_a_cited_question_does_not_say_where_its_store_is() -> None:
    """A server's URL, with its password, was kept in the record.

    And asked for again in every copy of it.
    """
    typed = [
        "state",
        "turkey",
        "russia",
        "--db",
        "postgresql+psycopg://me:secret@host/db",
        "--cite",
        "--today=2022-03-05",
    ]

    assert words_of(typed) == ("state", "turkey", "russia")
    assert words_of(["show", "--json", "--", "--db"]) == ("show", "--", "--db")


def test_the_beginning_of_an_id_is_enough_where_no_other_begins_so(desk: Console) -> None:
    answer = cited(desk, STATE)

    assert verified(desk, answer[:4])[0]["answer"] == answer
    assert verified(desk, answer[:7].upper())[0]["answer"] == answer
    assert "was cited here" in desk.type(f"detente verify {answer[:3]}")


def test_a_beginning_that_several_ids_share_is_refused_with_them(desk: Console) -> None:
    path = str(desk.folder / "desk.db")
    names = ("abcd000000000001", "abcd000000000002")
    with closing(open_store(path, lambda: NOW)) as timeline:
        for name in names:
            timeline.remember(
                name,
                Cited(
                    words=("stats",),
                    today="2022-03-05",
                    title="-",
                    position=0,
                    known_on=NOW.date(),
                    recorded_at=NOW,
                ),
            )
    printed = desk.type("detente verify abcd")

    assert printed.splitlines() == [
        'error: 2 answers begin with "abcd".',
        *(f"  detente verify {name}" for name in names),
        "(exit 2)",
    ]


@pytest.mark.parametrize("question", ["show straits", "history straits", "why straits"])
def test_what_was_said_since_of_the_one_fact_asked_about_is_told(
    desk: Console, question: str
) -> None:
    """`show` and `history` name their fact by its id, and once counted none."""
    answer = cited(desk, question)
    desk.run(["deny", "straits", "--source", "Ministry", "--known-on", "2022-03-03"])

    assert "1 event recorded since, 1 of them of facts that it names" in desk.type(
        f"detente verify {answer}"
    )
