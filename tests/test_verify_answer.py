"""A cited answer asked again years later: the same, or why not, in three cases."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from domain import kinds
from domain.answer import CitedInWords, answer_stream
from domain.characters import holds_hidden
from domain.refusal import Broken
from projections import rules, sentence
from projections.answer import answer_id, digest_of
from projections.questions import state as state_question
from projections.questions.state import StateQuestion
from projections.state_json import state_json
from service.opening import open_store
from tests.builders import a_content, an_assertion
from tests.console import NOW, Console
from tests.contract.timelines import retraction

STRAITS = (
    "2022-02-28  TUR > RUS  instrument:transit-restriction/transit  Straits closed  ^straits;"
    " report Reuters, 2022-02-28"
)
CALL = "2022-03-06  TUR = RUS  call/diplomacy  A call  ^call; report Reuters, 2022-03-06"
FAR = "2022-03-06  USA = DEU  call/diplomacy  Another call  ^far; report Reuters, 2022-03-06"
STATE = "state turkey russia --on 2022-03-05"
QUESTIONS = [
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
]


@pytest.fixture
def desk(tmp_path: Path) -> Console:
    """A timeline of one fact."""
    return Console.begun(tmp_path, STRAITS)


def cited(console: Console, question: str) -> str:
    """Asks and cites; the name that the citation gives."""
    (item,) = json.loads(console.apart([*question.split(), "--cite", "--format", "csl-json"])[0])
    return str(item["number"])


def verified(console: Console, answer: str) -> tuple[dict[str, object], int]:
    out, _, code = console.apart(["verify", answer, "--json"])
    return json.loads(out), code


def flip_a_byte(console: Console) -> None:
    """Changes the first fact behind the back of the program."""
    with closing(sqlite3.connect(console.folder / "desk.db")) as database, database:
        database.execute(
            "UPDATE events SET state ="
            " CAST(replace(CAST(state AS TEXT), 'closed', 'opened') AS BLOB)"
        )


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_cited_answer_follows_from_its_record_for_ever(desk: Console, question: str) -> None:
    answer = cited(desk, question)
    desk.run(["add", CALL])
    desk.environ["DETENTE_TODAY"] = "2031-01-01"
    found, code = verified(desk, answer)

    assert (found["outcome"], found["answer"], code) == ("same", answer, 0)


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_new_wording_and_a_new_field_leave_every_citation_the_same(
    desk: Console, question: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = cited(desk, question)

    def in_other_words(*_: object) -> str:
        return "Said in other words."

    monkeypatch.setattr(sentence, "doubt", in_other_words)
    plain = state_json

    def with_a_field(state: object) -> dict[str, object]:
        return {**plain(state), "added_later": True}  # type: ignore[arg-type]  # as it is called

    monkeypatch.setattr(state_question, "state_json", with_a_field)

    assert verified(desk, answer)[0]["outcome"] == "same"


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_byte_that_was_changed_is_a_changed_record(desk: Console, question: str) -> None:
    answer = cited(desk, question)
    flip_a_byte(desk)
    found, code = verified(desk, answer)
    cited_then = found["cited"]

    assert (found["outcome"], code) == ("record-changed", 5)
    assert isinstance(cited_then, dict)
    assert found["digest"] != cited_then["digest"]
    assert "RECORD CHANGED" in desk.type(f"detente verify {answer}")


@pytest.mark.parametrize("question", [STATE, "why turkey russia --on 2022-03-05"])
def test_another_weight_is_another_way_of_counting(
    desk: Console, question: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = cited(desk, question)
    monkeypatch.setitem(kinds.INSTRUMENTS, "transit-restriction", -3_000_000)
    rules._tables.cache_clear()
    try:
        found, code = verified(desk, answer)
        page = desk.type(f"detente verify {answer}")
    finally:
        monkeypatch.undo()
        rules._tables.cache_clear()
    cited_then = found["cited"]

    assert isinstance(cited_then, dict)
    assert (found["outcome"], code) == ("counts-differently", 0)
    assert found["digest"] == cited_then["digest"]
    assert found["rules"] != cited_then["rules"]
    assert "the program counts differently now" in " ".join(page.split())
    assert str(cited_then["rules"]) in " ".join(page.split())


def test_citing_leaves_the_record_as_it_is(desk: Console) -> None:
    before = json.loads(desk.apart(["stats", "--json"])[0])["stamp"]

    assert cited(desk, STATE) == cited(desk, STATE)
    assert json.loads(desk.apart(["stats", "--json"])[0])["stamp"] == before
    assert 'Undone   1: add "Straits closed"' in desk.type("detente undo")


def test_two_who_exchange_copies_and_both_cite_still_update_from_each_other(
    tmp_path: Path,
) -> None:
    """A citation among the events once made two copies go apart for ever."""
    mine = Console.begun(tmp_path, STRAITS, db="mine.db")
    mine.type("detente export --as jsonl -o first.jsonl")
    yours = Console(tmp_path, {**mine.environ, "DETENTE_DB": "yours.db"})
    yours.type("detente init yours.db")
    assert "added" in yours.type("detente import first.jsonl")
    answers = cited(mine, STATE), cited(yours, "timeline turkey")
    yours.run(["add", CALL])
    yours.type("detente export --as jsonl -o second.jsonl")

    assert "2 events added" in mine.type("detente import second.jsonl")
    assert verified(mine, answers[0])[0]["outcome"] == "same"
    assert verified(yours, answers[1])[0]["outcome"] == "same"
    mine.run(["add", FAR])
    mine.type("detente export --as jsonl -o third.jsonl")
    assert "2 events added" in yours.type("detente import third.jsonl")


def test_what_was_recorded_since_of_its_facts_is_named(desk: Console) -> None:
    answer = cited(desk, STATE)
    desk.run(["deny", "straits", "--source", "Ankara", "--known-on", "2022-03-04"])
    found, code = verified(desk, answer)
    page = desk.type(f"detente verify {answer}")

    assert (found["now_same"], found["outcome"], code) == (False, "same", 0)
    assert found["of_its_facts"] == [
        {"stream": "desk/straits", "known_on": "2022-03-04", "said": "denied by Ankara"}
    ]
    assert "THEN  the same answer from the first 2 events" in page
    assert "NOW   another answer" in page
    assert "known 4 Mar 2022    denied by Ankara ^straits" in page


def test_what_does_not_concern_it_leaves_it_the_same(desk: Console) -> None:
    answer = cited(desk, STATE)
    desk.run(["add", FAR])
    found, _ = verified(desk, answer)

    assert (found["now_same"], found["recorded_since"], found["of_its_facts"]) == (True, 1, [])


def test_knowledge_that_came_later_leaves_an_answer_that_fixed_it(desk: Console) -> None:
    answer = cited(desk, f"{STATE} --known-on 2022-03-05")
    desk.run(["deny", "straits", "--source", "Ankara", "--known-on", "2022-03-06"])

    assert verified(desk, answer)[0]["now_same"] is True


def test_an_answer_that_fixed_all_clocks_keeps_its_name(desk: Console) -> None:
    question = f"{STATE} --known-on 2022-03-05 --recorded-by 2026-11-22"
    before = desk.apart([*question.split(), "--json"])[0]
    with closing(open_store(str(desk.folder / "desk.db"), lambda: NOW.replace(year=2027))) as later:
        later.record(later.read(CALL.replace("; ", "\n    "), "later.facts"), later.moment())

    assert desk.apart([*question.split(), "--json"])[0] == before


def test_the_question_is_kept_as_data_without_form_or_place(desk: Console) -> None:
    desk.type(f"detente {STATE} --cite --db desk.db --format md -o x.md")
    answer = cited(desk, STATE)
    question = verified(desk, answer)[0]["question"]

    assert question == StateQuestion(a="TUR", b="RUS", on=date(2022, 3, 5)).to_plain()


def test_a_question_in_words_is_cited_as_the_question_it_is(desk: Console) -> None:
    words = "state of turkey-russia ties on 2022-03-05"
    printed = desk.apart(["ask", words, "--cite", "--format", "csl-json"])[0]

    assert json.loads(printed)[0]["number"] == cited(desk, STATE)


def test_an_answer_that_nobody_cited_is_refused_with_the_closest(desk: Console) -> None:
    answer = cited(desk, STATE)
    printed = desk.type(f"detente verify {answer[:-1]}0")

    assert "was cited here" in printed
    assert f"detente verify {answer}" in printed
    assert "(exit 2)" in printed


def test_a_damaged_citation_is_said_to_be_one_and_leaves_the_others(desk: Console) -> None:
    answer, other = cited(desk, STATE), cited(desk, "timeline")
    with closing(sqlite3.connect(desk.folder / "desk.db")) as database, database:
        database.execute(
            "UPDATE citations SET state = CAST('{}' AS BLOB) WHERE answer = ?", [answer]
        )

    assert "(exit 5)" in desk.type(f"detente verify {answer}")
    assert verified(desk, other)[1] == 0


def test_the_sample_answers_are_cited_and_not_remembered(tmp_path: Path) -> None:
    console = Console(tmp_path)

    assert "was cited here" in console.type(f"detente verify {cited(console, STATE)}")


def test_the_beginning_of_a_name_is_enough_where_no_other_begins_so(desk: Console) -> None:
    answer = cited(desk, STATE)

    assert verified(desk, answer[:4])[0]["answer"] == answer
    assert verified(desk, answer[:7].upper())[0]["answer"] == answer
    assert "was cited here" in desk.type(f"detente verify {answer[:3]}")


# Machine-coded layers ----------------------------------------------------------------------------

LAYERED = [
    "stats",
    "state turkey russia --layer icews --on 2018-03-10",
    "state turkey russia --layer desk --layer icews --on 2018-03-10",
    "state turkey russia --layer icews --lens plover-net --on 2018-03-10",
    "why turkey russia --layer icews --on 2018-03-10",
    "why turkey russia --layer icews --day 2018-02-01 --on 2018-03-10",
    "board turkey --layer icews --on 2018-03-10",
    "timeline turkey russia --layer icews",
    "chart turkey russia --layer icews --from 2018-01-01 --to 2018-03-10",
    "chart turkey russia --layer desk --layer icews --from 2018-01-01 --to 2018-03-10",
]


@pytest.mark.parametrize("question", LAYERED)
def test_an_answer_from_sums_is_the_same_from_the_events_of_then(
    desk: Console, question: str
) -> None:
    """`stats` and a chart of a layer were other answers, for the past is not summed."""
    days = ("2018-01-03", "2018-02-01", "2018-03-04")
    with closing(open_store(str(desk.folder / "desk.db"), lambda: NOW)) as timeline:
        timeline.append(
            [
                timeline.moment()
                .stamp(an_assertion(a_content(dated=day)))
                .numbered(f"icews/{i}", 1)
                for i, day in enumerate(days)
            ]
        )
        later = timeline.moment().stamp(retraction()).numbered("icews/0", 2)
        timeline.append([later])
    answer = cited(desk, question)
    desk.run(["add", FAR])

    found, code = verified(desk, answer)
    assert (found["outcome"], code) == ("same", 0)


# Cited before questions were values -------------------------------------------------------------


def cite_in_words(console: Console, *words: str) -> str:
    """Keeps an answer among the events, as versions before did, under the name that it had."""
    path = str(console.folder / "desk.db")
    plain = json.loads(console.apart([*words, "--json"])[0])
    named = digest_of({key: v for key, v in plain.items() if key not in ("stamp", "names")})[:16]
    with closing(open_store(path, lambda: NOW)) as timeline:
        event = CitedInWords(
            words=words,
            today="2026-11-22",
            position=timeline.head().position,
            title="As it was",
            known_on=NOW.date(),
            recorded_at=NOW,
        )
        timeline.append([event.numbered(answer_stream(named), 1)])
    return named


@pytest.mark.parametrize("question", [q for q in QUESTIONS if "--exit" not in q])
def test_an_answer_cited_in_words_is_read_into_a_question(desk: Console, question: str) -> None:
    answer = cite_in_words(desk, *question.split())
    desk.run(["add", FAR])
    found, code = verified(desk, answer)

    assert (found["outcome"], found["title"], code) == ("same", "As it was", 0)


def test_an_answer_cited_in_words_sees_a_changed_record_too(desk: Console) -> None:
    answer = cite_in_words(desk, *STATE.split())
    flip_a_byte(desk)

    assert verified(desk, answer)[0]["outcome"] == "record-changed"


# Citations go along with a copy -----------------------------------------------------------------


def test_a_copy_of_a_timeline_brings_its_citations_along(desk: Console) -> None:
    answer = cited(desk, STATE)
    said = desk.type("detente export -o copy.jsonl")
    desk.run(["--db", "other.db", "init"])
    desk.run(["--db", "other.db", "import", "copy.jsonl"])
    out, _, _ = desk.apart(["--db", "other.db", "verify", answer, "--json"])

    assert "Written to copy.citations.jsonl." in said
    assert json.loads(out)["outcome"] == "same"


def test_without_the_file_beside_it_a_copy_knows_of_no_citation(desk: Console) -> None:
    answer = cited(desk, STATE)
    desk.run(["export", "-o", "copy.jsonl"])
    (desk.folder / "copy.citations.jsonl").unlink()
    desk.run(["--db", "other.db", "init"])
    desk.run(["--db", "other.db", "import", "copy.jsonl"])

    assert "was cited here" in desk.run(["--db", "other.db", "verify", answer])[0]


def test_a_copy_on_a_screen_says_what_is_not_in_it(desk: Console) -> None:
    cited(desk, STATE)

    assert "1 cited answer" in desk.apart(["export", "--as", "jsonl"])[1]


def test_a_broken_file_of_citations_stops_the_import_of_its_copy(desk: Console) -> None:
    cited(desk, STATE)
    desk.run(["export", "-o", "copy.jsonl"])
    (desk.folder / "copy.citations.jsonl").write_text("{}\n")
    desk.run(["--db", "other.db", "init"])
    said, _ = desk.run(["--db", "other.db", "import", "copy.jsonl"])

    assert "copy.citations.jsonl:1" in said
    assert "nothing of it was written" in said
    assert "0 events" in desk.run(["--db", "other.db", "verify"])[0]


def another_copy(desk: Console) -> None:
    """A copy of another timeline, in which nothing was cited."""
    desk.run(["--db", "empty.db", "init"])
    desk.run(["--db", "empty.db", "add", "2022-03-01  TUR = RUS  call  A call"])
    (desk.folder / "folder").mkdir()
    assert desk.run(["--db", "empty.db", "export", "-o", "folder/copy.jsonl"])[1] == 0


def test_citations_of_another_copy_are_left_out_and_break_nothing(desk: Console) -> None:
    """They once went in unseen, and the timeline was Broken ever after."""
    answer = cited(desk, STATE)
    desk.run(["export", "-o", "copy.jsonl"])
    another_copy(desk)
    (desk.folder / "copy.citations.jsonl").rename(desk.folder / "folder/copy.citations.jsonl")
    desk.run(["--db", "other.db", "init"])

    said, code = desk.run(["--db", "other.db", "import", "folder/copy.jsonl"])

    assert code == 0
    assert "1 cited answer of folder/copy.citations.jsonl left out, not of this copy:" in said
    assert f'what it keeps of answer "{answer}"' in said
    assert desk.run(["--db", "other.db", "verify"])[1] == 0
    assert "was cited here" in desk.run(["--db", "other.db", "verify", answer])[0]


def test_an_export_removes_the_citations_of_the_copy_that_it_replaces(desk: Console) -> None:
    cited(desk, STATE)
    desk.run(["export", "-o", "copy.jsonl"])
    another_copy(desk)

    said, code = desk.run(["--db", "empty.db", "export", "-o", "copy.jsonl"])

    assert code == 0
    assert "Removed copy.citations.jsonl, the citations of another copy" in said
    assert not (desk.folder / "copy.citations.jsonl").exists()


def test_an_export_removes_no_file_of_somebody_else(desk: Console) -> None:
    another_copy(desk)
    (desk.folder / "copy.citations.jsonl").write_text("my own\n")

    said, code = desk.run(["--db", "empty.db", "export", "-o", "copy.jsonl"])

    assert code == 0
    assert "copy.citations.jsonl is not of this copy" in said
    assert (desk.folder / "copy.citations.jsonl").read_text() == "my own\n"


@pytest.mark.parametrize("link", [False, True])
def test_an_export_writes_citations_over_citations_alone(desk: Console, link: bool) -> None:
    """What lay beside a copy under that name was once replaced whatever it was, also by a link."""
    cited(desk, STATE)
    mine, beside = desk.folder / "mine.txt", desk.folder / "copy.citations.jsonl"
    mine.write_text("" if link else "my own\n")
    if link:
        beside.symlink_to(mine)
    else:
        mine.rename(beside)

    said, code = desk.run(["export", "-o", "copy.jsonl"])

    assert code == 1
    assert "copy.citations.jsonl" in said
    assert beside.read_text() == ("" if link else "my own\n")
    assert not (desk.folder / "copy.jsonl").exists()
    assert beside.is_symlink() == link


def test_a_spoiled_citation_beside_a_copy_is_left_out(desk: Console) -> None:
    answer = cited(desk, STATE)
    desk.run(["export", "-o", "copy.jsonl"])
    file = desk.folder / "copy.citations.jsonl"
    file.write_text(file.read_text().replace("2022-03-05", "2022-03-06"))
    desk.run(["--db", "other.db", "init"])

    said, code = desk.run(["--db", "other.db", "import", "copy.jsonl"])

    assert code == 0
    assert f'"{answer}" is another question, or another answer to it.' in said
    assert desk.run(["--db", "other.db", "verify"])[1] == 0


def test_an_empty_name_of_an_answer_is_no_wish_to_verify_the_store(desk: Console) -> None:
    """A script whose variable was empty heard that all was well."""
    printed = desk.type('detente verify ""')

    assert "was cited here" in printed
    assert "(exit 2)" in printed


def test_of_a_changed_record_nothing_is_said_to_have_been_recorded_since(desk: Console) -> None:
    answer = cited(desk, STATE)
    flip_a_byte(desk)

    assert verified(desk, answer)[0]["recorded_since"] is None
    assert "recorded since cannot be separated" in desk.type(f"detente verify {answer}")


# Citations that somebody sent -------------------------------------------------------------------


def spoil(console: Console, answer: str, **changes: object) -> str:
    """Keeps another citation, under the name that it would have had; its name."""
    path = console.folder / "desk.db"
    with closing(sqlite3.connect(path)) as database, database:
        (state,) = database.execute(
            "SELECT state FROM citations WHERE answer = ?", (answer,)
        ).fetchone()
        kept: dict[str, Any] = {**json.loads(state), "seal": "", **changes}
        name = answer_id(kept["question"], kept["substance"], kept["rules"], kept["position"])
        database.execute("DELETE FROM citations")
        database.execute("INSERT INTO citations VALUES (?, ?)", (name, json.dumps(kept).encode()))
    return name


HOSTILE: tuple[object, ...] = (
    None, True, 0, -1, 1 << 70, 1e308, "", "x" * 5_000, "\x1b[2J", "../../etc/passwd", "@file",
    "-o", "0001-01-01", "9999-12-31", "9999-12-31T23:59:59+14:00", "TUR", "RUS", "desk", "icews",
    "all", "a'; DROP TABLE events; --", [], ["TUR"], ["TUR", "TUR"], ["x"] * 5_000, {}, {"a": {}},
    [[[[[[]]]]]],
)  # fmt: skip
"""Values that some field may take, and most may not."""


@pytest.mark.parametrize("question", QUESTIONS[::3])
def test_any_value_of_any_field_of_a_citation_is_answered_or_is_damage(
    desk: Console, question: str
) -> None:
    """What a stranger's timeline has cited is asked as data, and never ends in a traceback."""
    cited(desk, question)
    with closing(open_store(str(desk.folder / "desk.db"), lambda: NOW)) as timeline:
        ((_, state),) = timeline.store.citations()
        kept = json.loads(state)
        for field in [*kept["question"], "not_a_field"]:
            for value in HOSTILE:
                asked = {**kept["question"], field: value}
                name = answer_id(asked, kept["substance"], kept["rules"], kept["position"])
                again = json.dumps({**kept, "question": asked, "seal": ""}).encode()
                timeline.store.keep_citation(name, again)
                try:
                    assert timeline.verify(name).answer == name
                except Broken as broken:
                    assert broken.code == "damaged-citation", (field, value)  # noqa: PT017  # or an answer


@pytest.mark.parametrize(
    "changes",
    [
        {"position": 1 << 80}, {"position": -1}, {"position": True}, {"position": "1"},
        {"position": None}, {"title": 5}, {"cited_on": "2022-02-30"}, {"cited_on": 5},
        {"output": "stolen.md"}, {"in_words": True}, {"question": []}, {"question": {}},
        {"question": {"question": "export"}}, {"question": {"question": "layers", "parts": 5}},
        {"title": "x" * 200_000}, {"digest": None},
    ],
    ids=str,
)  # fmt: skip
def test_what_is_kept_beside_a_question_is_as_it_was_kept_or_damaged(
    desk: Console, changes: dict[str, object]
) -> None:
    answer = spoil(desk, cited(desk, STATE), **changes)
    out, err, code = desk.apart(["verify", answer])
    whole, _, code_of_all = desk.apart(["verify"])

    assert (out, code, code_of_all) == ("", 5, 5)
    assert (
        err == f'error: what was kept of answer "{answer}" is damaged, and cannot be asked again.\n'
    )
    assert f'what was kept of answer "{answer}"' in " ".join(whole.split())


def change(console: Console, statement: str, *values: object) -> None:
    """What somebody does in the file itself."""
    with closing(sqlite3.connect(console.folder / "desk.db")) as database, database:
        database.execute(statement, values)


REPLACED = "UPDATE citations SET state = CAST(replace(CAST(state AS TEXT), ?, ?) AS BLOB)"


@pytest.mark.parametrize(
    ("field", "old", "new"),
    [
        ("title", "State of ties: Turkey", "State of war: Turkey"),
        ("cited_on", '"cited_on":"2026-11-22"', '"cited_on":"2024-11-22"'),
        ("program", '"program":"0.1.0"', '"program":"0.0.9"'),
        ("rules", '"in_words":false', '"in_words":false '),
    ],
)
def test_a_change_of_anything_that_is_kept_of_an_answer_is_found(
    desk: Console, field: str, old: str, new: str
) -> None:
    """Its title, day and program were part of no digest, and could be changed unnoticed."""
    answer = cited(desk, STATE)
    assert desk.run(["verify"])[1] == 0
    change(desk, REPLACED, old, new)
    printed, code = desk.run(["verify"])
    said, code_of_answer = desk.run(["verify", answer])

    assert code == 5
    if field == "rules":  # the same values in other bytes
        assert "1 cited answer found, and as many were kept: one was taken" in printed
        return
    assert f'answer "{answer}" was changed since it was cited.' in " ".join(printed.split())
    assert code_of_answer == 5
    assert "was changed since it was cited" in said


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("DELETE FROM citations", "0 cited answers found, and 2 were kept"),
        (
            "DELETE FROM citations WHERE answer = (SELECT min(answer) FROM citations)",
            "1 cited answer found, and 2 were kept",
        ),
        ("DELETE FROM detente WHERE key = 'citations'", "how many answers were cited is forgotten"),
        (
            "UPDATE detente SET value = 'x' WHERE key = 'citations'",
            "2 cited answers found, and nobody can read how many were kept",
        ),
        (
            "UPDATE detente SET value = '3 00' WHERE key = 'citations'",
            "2 cited answers found, and 3 were kept",
        ),
    ],
)
def test_a_citation_that_was_taken_out_is_missed(desk: Console, statement: str, said: str) -> None:
    cited(desk, STATE)
    cited(desk, "state usa russia --on 2022-03-05")
    change(desk, statement)
    printed, code = desk.run(["verify"])

    assert code == 5
    assert said in " ".join(printed.split())
    assert desk.run(["backup", "b.db"])[1] == 0


def test_what_an_earlier_version_cited_is_counted_from_the_next_citation_on(desk: Console) -> None:
    """It has no digest over all of it: a change is found once another answer was cited."""
    cited(desk, STATE)
    change(desk, REPLACED, '"seal":"', '"seal":"","was":"')
    removed = "json_remove(CAST(state AS TEXT), '$.was')"
    change(desk, f"UPDATE citations SET state = CAST({removed} AS BLOB)")
    change(desk, "DELETE FROM detente WHERE key = 'citations'")
    assert desk.run(["verify"])[1] == 0
    change(desk, REPLACED, "State of ties", "State of war")
    assert desk.run(["verify"])[1] == 0
    cited(desk, "state usa russia --on 2022-03-05")
    assert desk.run(["verify"])[1] == 0

    change(desk, REPLACED, "State of war", "State of peace")
    assert desk.run(["verify"])[1] == 5


def test_a_citation_of_a_copy_whose_title_was_changed_is_left_out(desk: Console) -> None:
    answer = cited(desk, STATE)
    desk.run(["export", "-o", "copy.jsonl"])
    file = desk.folder / "copy.citations.jsonl"
    file.write_text(file.read_text().replace("State of ties", "State of war"))
    desk.run(["--db", "other.db", "init"])

    said, code = desk.run(["--db", "other.db", "import", "copy.jsonl"])

    assert code == 0
    assert f'"{answer}" was changed since it was cited.' in said
    assert desk.run(["--db", "other.db", "verify"])[1] == 0


def test_another_question_under_the_name_of_an_answer_is_no_answer(desk: Console) -> None:
    """It was once asked again as if it had been cited, and found the same."""
    answer, other = cited(desk, STATE), cited(desk, "state usa russia --on 2022-03-05")
    with closing(sqlite3.connect(desk.folder / "desk.db")) as database, database:
        database.execute(
            "UPDATE citations SET state = (SELECT state FROM citations WHERE answer = ?)"
            " WHERE answer = ?",
            (other, answer),
        )
    out, err, code = desk.apart(["verify", answer])

    assert (out, code) == ("", 5)
    assert "is another question, or another answer to it" in err


def test_layers_within_layers_are_damage_however_deep(desk: Console) -> None:
    answer = cited(desk, STATE)
    question: dict[str, object] = {"question": "layers", "parts": []}
    for _ in range(150):
        question = {"question": "layers", "parts": [question]}
    answer = spoil(desk, answer, question=question)

    assert desk.apart(["verify", answer])[2] == 5


def test_a_title_that_a_terminal_would_obey_is_written_out(desk: Console) -> None:
    answer = spoil(desk, cited(desk, STATE), title="A\x1b[2J\u202e\u200b\nB", program="\x9b1m")
    for words in (["verify", answer], ["verify", answer, "--json"]):
        printed, code = desk.run(words)
        assert code == 0
        assert not holds_hidden(printed), ascii(printed)


NOT_ASKED = (
    "-o stolen.md", "-ostolen.md", "-o=stolen.md", "--output stolen.md", "--output=stolen.md",
    "--out stolen.md", "--outpu=stolen.md", "--db stolen.db", "--db=stolen.db",
    "--today 2022-01-01", "--format md", "--json", "--cite", "--debug", "--plain", "@/etc/passwd",
    "--lens", "--brief=yes", "--on_ 2022-01-01", "--known_on 2022-01-01", "--Lens all",
    "--overdue", "--step", "-x", "-", "---", "--on\x002022-01-01", "--period 2022",
)  # fmt: skip


@pytest.mark.parametrize("more", NOT_ASKED)
def test_words_that_say_more_than_what_was_asked_are_damaged(desk: Console, more: str) -> None:
    """`-o FILE` among the words of an answer once wrote that file when it was verified."""
    answer = cited_words(desk, *STATE.split(), *more.split(" "))
    out, err, code = desk.apart(["verify", answer])

    assert (out, code) == ("", 5), err
    assert f'what was kept of answer "{answer}" is damaged: its words say more' in err
    assert not list(desk.folder.glob("stolen*"))


@pytest.mark.parametrize(
    "words",
    [
        ("export",), ("add", STRAITS), ("ask", "state of turkey and russia"), ("trust",), ("",),
        ("layers",), ("layer-day",), ("state",) * 200, ("state", "x" * 200_000), ("search",),
        ("search", "\x1b[2J"), ("show", "nothing"), ("state", "turkey", "turkey"),
        ("state", "turkey", "russia", "--on", "2022-02-30"), ("state", "turkey", "nowhere"),
        ("state", "turkey", "russia", "--layer", "nowhere"),
    ],
    ids=lambda words: " ".join(words)[:30],
)  # fmt: skip
def test_words_that_ask_nothing_are_damaged_and_leave_other_answers_alone(
    desk: Console, words: tuple[str, ...]
) -> None:
    """One that could not be read once kept every other answer from being verified."""
    good = cited(desk, STATE)
    answer = cited_words(desk, *words)

    assert desk.apart(["verify", answer])[2] == 5
    assert verified(desk, good)[0]["outcome"] == "same"


def cited_words(console: Console, *words: str) -> str:
    """Keeps words among the events, as a stranger's timeline may hold them."""
    with closing(open_store(str(console.folder / "desk.db"), lambda: NOW)) as timeline:
        event = CitedInWords(
            words=words,
            today="2026-11-22",
            position=timeline.head().position,
            title="As it was",
            known_on=NOW.date(),
            recorded_at=NOW,
        )
        timeline.append([event.numbered(answer_stream("0123456789abcdef"), 1)])
    return "0123456789abcdef"


@pytest.mark.parametrize(
    "question",
    [
        "timeline turkey -p 2022-03", "timeline turkey -p2022-03", "timeline turkey --period=2022",
        "ties turkey russia --as-of 2022-03-05 --as-known-on=2022-03-05", "log turkey --last 2",
        "check --only overdue --only single-origin", "state -- turkey russia",
    ],
)  # fmt: skip
def test_every_spelling_of_an_option_that_asks_is_still_read(desk: Console, question: str) -> None:
    answer = cite_in_words(desk, *question.split()) if "--" not in question.split() else ""
    answer = answer or cited_words(desk, *question.split())

    assert desk.apart(["verify", answer])[2] == 0
