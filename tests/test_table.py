"""Facts as a table: what a spreadsheet saves is read as the same `.facts`.

And every slip has its row and column.
"""

# a row of a table is one line

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.events import Event
from service.formats import table
from service.formats.cells import guarded, joined, split_cell, unguarded
from service.formats.columns import COLUMNS, HERE, REQUIRED
from service.formats.document import Document
from service.formats.rows import table_text
from service.recording import Recorded, append_lines
from service.timeline import Timeline
from tests.console import Console, without_digest
from tests.effort import examples
from tests.test_format_laws import A_LAW, GOLDEN, REGISTRY, TEXTS, a_timeline, imported, read, said
from views.spelling import command as spelled

CALL: Final = (
    "2022-03-05  TUR > RUS  call/trade  A call  ^call  #war\n    report Reuters, 2022-03-05\n"
)
PLAN: Final = (
    "2022-03-06  TUR = RUS  planned:call  A call to come  ^plan\n    announced 2022-03-05, Kalin\n"
)


@pytest.fixture
def timeline() -> Iterator[Timeline]:
    with a_timeline() as timeline:
        yield timeline


def as_table(text: str) -> str:
    """The facts of a `.facts` text as CSV, as a store exports them."""
    with a_timeline() as timeline:
        assert imported(timeline, text).edits.problems == []
        return table_text(timeline.facts())


def parsed(text: str) -> Document:
    return table.parse(text, "t.csv", REGISTRY)


def taken(timeline: Timeline, text: str) -> Recorded:
    return append_lines(
        timeline, table.parse(text, "t.csv", timeline.registry), timeline.moment("An Author")
    )


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def written(
    found: Sequence[dict[str, str]],
    columns: Sequence[str] = COLUMNS,
    delimiter: str = ",",
    end: str = "\n",
) -> str:
    buffer = io.StringIO()
    writer = csv.DictWriter(
        buffer, columns, extrasaction="ignore", delimiter=delimiter, lineterminator=end
    )
    writer.writeheader()
    writer.writerows(found)
    return buffer.getvalue()


def a_row(**cells: str) -> str:
    """A table of one row: a call of Turkey with Russia, but for what is said."""
    row = {
        "date": "2022-03-05",
        "actors": "TUR",
        "op": ">",
        "recipients": "RUS",
        "what": "call",
        "title": "A call",
        "handle": "call",
    }
    return written([{**row, **cells}], [*dict.fromkeys([*row, *cells])])


def told(text: str) -> list[str]:
    return [f"{problem.place} {problem.said}" for problem in parsed(text).problems]


def plain(document: Document) -> list[tuple[str, list[Event]]]:
    """What a document says, in which place soever."""
    return [
        (block.handle, [block.asserted, *(detail.event for detail in block.events)])
        for block in document.blocks
    ]


# Laws


@A_LAW
@given(TEXTS)
def test_a_table_holds_everything(text: str) -> None:
    with a_timeline() as first, a_timeline(day=2) as second:
        imported(first, text)
        recorded = taken(second, table_text(first.facts()))

        assert recorded.edits.problems == []
        assert second.export() == first.export()
        assert [said(fact) for fact in second.facts()] == [said(fact) for fact in first.facts()]
        assert table_text(second.facts()) == table_text(first.facts())


@A_LAW
@given(TEXTS)
def test_a_table_is_the_document_that_the_same_facts_are(text: str) -> None:
    with a_timeline() as timeline:
        imported(timeline, text)

        assert plain(parsed(table_text(timeline.facts()))) == plain(read(timeline.export()))


@A_LAW
@given(TEXTS)
def test_a_table_imported_where_it_comes_from_adds_nothing(text: str) -> None:
    with a_timeline() as timeline:
        imported(timeline, text)

        assert taken(timeline, table_text(timeline.facts())).edits.events == []


@settings(A_LAW, max_examples=examples(30))
@given(
    TEXTS,
    st.randoms(use_true_random=False),
    st.sampled_from([",", ";"]),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from(["", "\ufeff"]),
)
def test_the_form_of_a_table_makes_no_difference(
    text: str, random: Random, delimiter: str, end: str, mark: str
) -> None:
    exported = as_table(text)
    found = rows(exported)
    columns = random.sample(COLUMNS, len(COLUMNS))
    with a_timeline() as one, a_timeline() as other:
        taken(one, exported)
        taken(other, mark + written(found, columns, delimiter, end))

        assert other.export() == one.export()


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.name)
def test_a_golden_file_survives_as_a_table(path: Path) -> None:
    with a_timeline() as first, a_timeline() as second:
        imported(first, path.read_text(encoding="utf-8"))
        assert taken(second, table_text(first.facts())).edits.problems == []

        assert [said(fact) for fact in second.facts()] == [said(fact) for fact in first.facts()]


@given(st.text(st.sampled_from("=+-@\t\r'a\n"), max_size=4))
def test_a_guarded_cell_is_no_formula_and_comes_back(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert not guarded(text).startswith(tuple("=+-@\t\r"))


@given(st.text())
def test_any_text_survives_in_a_cell(text: str) -> None:
    assert unguarded(guarded(text)) == text


@given(st.lists(st.text(st.sampled_from('a;; "\xa0'), min_size=1).map(str.strip).filter(bool)))
def test_lines_in_one_cell_come_apart_again(lines: list[str]) -> None:
    assert split_cell(joined(lines)) == lines


# Nothing ends in anything but problems.

PIECES: Final = st.one_of(
    st.sampled_from(
        [
            *",;\n\r\"'=+-@>^# ",
            '""',
            ",,",
            "\r\n",
            "; ",
            " > ",
            " = ",
            "call",
            "TUR",
            "RUS call",
            "2022",
            "known",
            "https://",
            "origin=x",
            "; report",
        ]
    ),
    st.sampled_from(["\x00", "\x1f", "\u2028", "\x85", "\ufeff", "\u202e"]),
    st.sampled_from(
        [
            *COLUMNS,
            "2022-03-05",
            "[2022..",
            "report X, 2022",
            "held 2022-03-06, X",
            "retracted 2022-04-01",
        ]
    ),
)
ORIGINAL: Final = as_table(
    f"{CALL}    report AFP, 2022-03-06, https://afp.example/a;b, origin=afp, grade=B2\n    weight"
    f" -2.5, because long, and more\n{PLAN}    held 2022-03-06, Al Arabiya\n    report AFP,"
    " 2022-03-07\n"
)


@st.composite
def mutants(draw: st.DrawFn) -> str:
    """A table that was right, with pieces cut out and put in."""
    text = ORIGINAL
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        end = draw(st.integers(start, min(len(text), start + 6)))
        text = text[:start] + draw(PIECES) + text[end:]
    return text


@st.composite
def filled(draw: st.DrawFn) -> str:
    """A table of rows with anything in their cells."""
    columns = draw(
        st.lists(st.sampled_from(COLUMNS), unique=True).map(
            lambda more: [*dict.fromkeys([*REQUIRED, *more])]
        )
    )
    good = rows(ORIGINAL)
    found: list[dict[str, str]] = []
    for _ in range(draw(st.integers(1, 3))):
        row = dict(draw(st.sampled_from(good)))
        for column in draw(st.lists(st.sampled_from(columns), max_size=3)):
            row[column] = draw(
                st.one_of(PIECES, st.lists(PIECES, max_size=3).map("".join), st.text(max_size=5))
            )
        found.append(row)
    return written(found, columns)


def check_problems(text: str) -> None:
    with a_timeline() as timeline:
        recorded = taken(timeline, text)
        problems = recorded.edits.problems
        lines = io.StringIO(text, newline="").readlines()

        for problem in problems:
            assert problem.file == "t.csv"
            assert 1 <= problem.line <= len(lines) + 1
            assert (
                1
                <= problem.column
                <= max(
                    len(COLUMNS), *(line.count(",") + line.count(";") + 1 for line in [*lines, ""])
                )
            )
            assert problem.said.endswith((".", "?")), problem.said
            assert "\n" not in problem.said
        assert problems == sorted(problems, key=lambda problem: (problem.line, problem.column))
        assert bool(recorded.positions) != bool(problems) or not (recorded.edits.events or problems)
        assert problems or taken(timeline, text).edits.events == []


@given(st.text())
def test_no_text_is_too_strange_to_read(text: str) -> None:
    check_problems(text)


@settings(A_LAW, max_examples=examples(200))
@given(mutants())
def test_no_slip_in_a_table_is_too_strange_to_read(text: str) -> None:
    check_problems(text)


@settings(A_LAW, max_examples=examples(200))
@given(filled())
def test_no_cell_is_too_strange_to_read(text: str) -> None:
    check_problems(text)


@settings(A_LAW, max_examples=examples(200))
@given(filled())
def test_a_cell_is_never_read_as_part_of_another(text: str) -> None:
    by_handle: dict[str, dict[str, str]] = {}
    for found in csv.DictReader(io.StringIO(text, newline=""), restval=""):
        row = {name: cell for name, cell in found.items() if name in COLUMNS}
        by_handle.setdefault(unguarded(row.get("handle", "")).strip().removeprefix("^"), row)
    for block in parsed(text).blocks:
        row = by_handle.get(block.handle, {})
        if block.handle and "\x00" not in text:
            assert block.content.title == " ".join(unguarded(row["title"]).split())
            assert (
                block.content.note == " ".join(unguarded(row.get("note", "")).splitlines()).strip()
            )
            report = block.asserted.report
            assert (
                report is None
                or "publisher" not in row
                or report.publisher in (unguarded(row["publisher"]).strip(), "X")
            )


# Out


def test_a_table_says_who_denied_and_who_called_off_and_which_days_it_lasted() -> None:
    text = (
        "2023-07-11/2023-07-13  TUR = USA  summit/diplomacy  A summit  ^summit\n"
        "    report AFP, 2023-07-13\n"
        "    denied TASS, 2023-07-14, https://tass.example, voice=official, by=RUS\n"
        "    corrected on 2023-07-11/2023-07-12, 2023-07-15, because AFP says so\n"
        "2023-07-06  TUR = RUS  planned:talks/diplomacy  Talks  ^talks\n"
        "    announced 2023-07-01, Kalin\n"
        "    cancelled 2023-07-05, TASS, by=RUS, because of snow\n"
    )
    with a_timeline(year=2024) as timeline:
        assert imported(timeline, text).edits.problems == []
        found = table_text(timeline.facts())
    with a_timeline(year=2024) as other:
        assert taken(other, found).edits.problems == []
        assert taken(other, found).edits.events == []

        assert other.export() == text
        (cell,) = (row["events"] for row in rows(found) if row["handle"] == "talks")
    assert cell == "cancelled 2023-07-05, TASS, by=RUS, because of snow"


def test_a_row_for_each_report_repeats_the_fact() -> None:
    found = rows(
        as_table(
            f"{CALL}    report AFP, 2022-03-06, https://afp.example/1, origin=afp, voice=official,"
            " grade=B2, because it was there\n"
        )
    )

    assert list(found[0]) == list(COLUMNS)
    assert [(row["handle"], row["title"], row["topics"], row["publisher"]) for row in found] == [
        ("call", "A call", "#war", "Reuters"),
        ("call", "A call", "#war", "AFP"),
    ]
    assert {
        name: found[1][name]
        for name in ("published", "url", "origin", "voice", "report_grade", "report_because")
    } == {
        "published": "2022-03-06",
        "url": "https://afp.example/1",
        "origin": "afp",
        "voice": "official",
        "report_grade": "B2",
        "report_because": "it was there",
    }


def test_every_field_of_a_fact_has_its_column() -> None:
    text = CALL.replace("2022-03-05  ", "2022-03-01  ", 1) + "".join(
        f"    {line}\n"
        for line in (
            "episode round-1", "people tur.erdogan, rus.putin", "place Kyiv, Ukraine",
            "level heads", "weight -2.5, because long, and more",
            "grade B2", "code CAMEO 1.1b3 057", "goldstein -3.4", "note A note",
            "known 2022-03-01?",
        )
    )  # fmt: skip
    (row,) = rows(as_table(text))

    assert {name: row[name] for name in COLUMNS[9:21]} == {
        "episode": "round-1",
        "people": "tur.erdogan, rus.putin",
        "place": "Kyiv, Ukraine",
        "level": "heads",
        "weight": "'-2.5",
        "weight_because": "long, and more",
        "grade": "B2",
        "code": "CAMEO 1.1b3 057",
        "goldstein": "'-3.4",
        "note": "A note",
        "expires": "",
        "known": "2022-03-01?",
    }


def test_events_stand_on_the_first_row_of_a_fact() -> None:
    found = rows(
        as_table(
            f"{PLAN}    report AFP, 2022-03-05\n    denied X, 2022-03-05\n    held 2022-03-06, Al"
            " Arabiya\n"
        )
    )

    assert [row["events"] for row in found] == [
        "denied X, 2022-03-05; held 2022-03-06, Al Arabiya",
        "",
    ]


def test_a_report_between_events_keeps_its_place() -> None:
    text = (
        f"{PLAN}    denied X, 2022-03-05\n    report AFP, 2022-03-05\n    held 2022-03-06\n   "
        " report BBC, 2022-03-06\n"
    )
    exported = as_table(text)

    assert [row["events"] for row in rows(exported)] == [
        f"denied X, 2022-03-05; {HERE}; held 2022-03-06; {HERE}",
        "",
        "",
    ]
    assert plain(parsed(exported)) == plain(read(text))


def test_events_with_semicolons_are_separated_by_line_breaks() -> None:
    text = f"{CALL}    denied X, 2022-03-06, because no; never\n    confirmed X, 2022-03-07\n"
    exported = as_table(text)

    assert (
        rows(exported)[0]["events"]
        == "denied X, 2022-03-06, because no; never\nconfirmed X, 2022-03-07\n"
    )
    assert plain(parsed(exported)) == plain(read(text))


def test_what_looks_like_a_formula_is_guarded() -> None:
    text = (
        '2022-03-05  TUR = RUS  call/diplomacy  "=HYPERLINK() \'tis"  ^call\n    known'
        " 2022-04-01?\n    note '=1\n"
    )
    (row,) = rows(as_table(text))

    assert (row["op"], row["title"], row["note"]) == ("'=", "'=HYPERLINK() 'tis", "''=1")
    assert plain(parsed(as_table(text))) == plain(read(text))


def test_a_fact_that_was_undone_is_in_no_table(timeline: Timeline) -> None:
    imported(timeline, CALL)
    timeline.undo(timeline.moment())

    assert rows(table_text(timeline.facts())) == []


def test_a_report_that_nobody_dated_says_when_it_was_known() -> None:
    text = (
        f"{CALL}    report AFP, known 2022-03-06\n    report BBC, known 2022-03-07?, origin=afp\n"
    )
    exported = as_table(text)

    assert [row["published"] for row in rows(exported)] == [
        "2022-03-05",
        "known 2022-03-06",
        "known 2022-03-07?",
    ]
    assert plain(parsed(exported)) == plain(read(text))


def test_a_fact_told_first_without_a_source_keeps_it(timeline: Timeline) -> None:
    imported(timeline, CALL.partition("\n")[0] + "\n")
    imported(timeline, CALL)
    found = rows(table_text(timeline.facts()))

    assert [(row["known"], row["publisher"]) for row in found] == [
        ("2022-04-01?", ""),
        ("2022-04-01?", "Reuters"),
    ]
    assert plain(parsed(table_text(timeline.facts()))) == plain(read(timeline.export()))


# In


def test_six_columns_are_enough() -> None:
    (block,) = parsed(
        written(
            [
                dict(
                    zip(
                        REQUIRED,
                        ("2022-03-05", "Turkey", ">", "Russian Federation", "visit", "A visit"),
                        strict=True,
                    )
                )
            ],
            REQUIRED,
        )
    ).blocks

    assert (block.handle, block.content.parties, block.content.domain) == (
        "",
        "TUR > RUS",
        "diplomacy",
    )


@pytest.mark.parametrize(
    ("column", "cell", "field", "value"),
    [
        ("date", "5 March 2022", "on", "2022-03-05"),
        ("date", "[2022-03-05, 2022-03-07]", "on", "[2022-03-05,2022-03-07]"),
        ("op", "'=", "relation", "mutual"),
        ("recipients", "Russia, United States", "recipients", ("RUS", "USA")),
        ("what", "call/trade", "domain", "trade"),
        ("title", '  Call "#1",  ^by phone ', "title", 'Call "#1", ^by phone'),
        ("title", "A call\nin two lines", "title", "A call in two lines"),
        ("title", "'tis a call", "title", "'tis a call"),
        ("topics", "war, #Grain s-400", "topics", ("war", "grain", "s-400")),
        ("topics", "war,#Grain,s-400", "topics", ("war", "grain", "s-400")),
        ("note", "one\r\ntwo", "note", "one two"),
        ("handle", "^call", "title", "A call"),
    ],
)
def test_a_cell_may_be_typed_by_hand(column: str, cell: str, field: str, value: object) -> None:
    document = parsed(a_row(**{column: cell}))

    assert document.problems == []
    assert getattr(document.blocks[0].content, field) == value


def test_a_published_date_may_be_typed_by_hand() -> None:
    (block,) = parsed(a_row(publisher="Reuters", published="March 5, 2022")).blocks

    assert block.asserted.report is not None
    assert block.asserted.report.published == "2022-03-05"


def test_a_heading_may_be_typed_by_hand() -> None:
    assert (
        parsed(
            "\n\nDate;Actors;OP;Recipients;What; Title ;Weight"
            " because\n2022-03-05;TUR;=;RUS;call;A, b;\n"
        )
        .blocks[0]
        .content.title
        == "A, b"
    )


def test_further_rows_may_leave_the_fact_empty_or_stand_apart(timeline: Timeline) -> None:
    first = rows(as_table(CALL))[0]
    other = {**first, "handle": "other", "title": "Another"}
    more = {"handle": "call", "publisher": "AFP", "published": "2022-03-06"}
    found = taken(timeline, written([first, other, more]))

    assert [len(fact.events) for fact in found.edits.added] == [2, 1]


def test_rows_without_a_handle_that_say_the_same_are_one_fact(timeline: Timeline) -> None:
    first = {**rows(as_table(CALL))[0], "handle": ""}
    found = taken(
        timeline, written([first, {**first, "publisher": "AFP"}, {**first, "title": "Another"}])
    )

    assert [(fact.handle, len(fact.events)) for fact in found.edits.added] == [
        ("a-call", 2),
        ("another", 1),
    ]


def test_an_edited_cell_is_a_correction(timeline: Timeline) -> None:
    imported(timeline, CALL)
    table = table_text(timeline.facts())
    timeline.undo(timeline.moment())
    taken(timeline, table)
    recorded = taken(timeline, table.replace("A call", "Another call"))

    assert [
        event.model_dump(include={"field", "value", "because"}) for event in recorded.edits.events
    ] == [{"field": "title", "value": "Another call", "because": "edited in t.csv"}]


# What cannot be read


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("",
            ["t.csv:1:1 a table begins with the names of its columns, at least date, actors, op, "
             "recipients, what and title."]),
        ("\n \n",
            ["t.csv:1:1 a table begins with the names of its columns, at least date, actors, op, "
             "recipients, what and title."]),
        (
            "date,actors,recipients,what,titel\n",
            ['t.csv:1:1 the column "op" is missing.', 't.csv:1:1 the column "title" is missing.',
                't.csv:1:5 no column is called "titel".'],
        ),
        (a_row(date="05/03/2022"), ['t.csv:2:1 date: "05/03/2022" can mean two dates.']),
        (a_row(date="#5"), ['t.csv:2:1 date: "#5" is not a date that detente reads.']),
        (a_row(date=""), ["t.csv:2:1 date: this cell is empty, and a fact needs it."]),
        (a_row(actors="Frnace"),
            ['t.csv:2:2 actors: no actor is called "Frnace". Did you mean France (FRA)?']),
        (a_row(actors="TUR > RUS call"),
            ['t.csv:2:2 actors: "TUR > RUS call" holds actors of both sides; each side has a '
             'column of its own.']),
        (a_row(op="→"), ['t.csv:2:3 op: "→" does not say who does it to whom.']),
        (a_row(recipients="RUS call"), ['t.csv:2:4 recipients: "RUS call" does not name actors.']),
        (a_row(recipients="TUR"),
            ["t.csv:2:4 recipients: TUR has no ties with itself; a fact is between two actors."]),
        (a_row(what="call back"), ['t.csv:2:5 what: "call back" is more than one word.']),
        (a_row(domain="trad"), ['t.csv:2:8 domain: no domain is called "trad".']),
        (a_row(handle="A call"), ['t.csv:2:7 handle: "A call" is more than one word.']),
        (a_row(handle="Call"),
            ['t.csv:2:7 handle: "Call" is not a handle; use small letters, digits and hyphens.']),
        (a_row(title="\x01"),
            ["t.csv:2:6 title: a cell cannot hold control characters, and U+0001 is one."]),
        (a_row(weight="3"), ["t.csv:2:8 weight: a fact with a weight of its own says why."]),
        (a_row(weight_because="x"),
            ["t.csv:2:1 weight: this cell is empty, and a reason for it is given."]),
        (a_row(expires="2023"), ["t.csv:2:8 expires: only standing facts expire."]),
        (a_row(publisher="Reuters"),
            ["t.csv:2:1 published: this cell is empty, and a report has a publisher and a date."]),
        (a_row(url="https://a.example"),
            ["t.csv:2:1 publisher: this cell is empty, and a report has a publisher and "
             "a date."] * 1
         + ["t.csv:2:1 published: this cell is empty, and a report has a publisher and a date."]),
        (a_row(publisher="origin=afp", published="2022"),
            ['t.csv:2:8 publisher: "origin=afp" would be read as something else than a name.']),
        (a_row(publisher="AFP", published="known to all"),
            ['t.csv:2:9 published: "to all" is not a date that detente reads.']),
        (a_row(publisher="AFP", published="2022", url="afp.example"),
            ['t.csv:2:10 url: "afp.example" is not an address; one begins with http:// or '
            'https://.']),
        (a_row(publisher="AFP", published="2022", report_grade="Z9"),
            ['t.csv:2:10 report_grade: "Z9" is not a grade; a grade is a letter A to F and a '
            'digit 1 to 6.']),
        (a_row(events="held 2022-03-06, X"),
            ['t.csv:2:8 "call" was not planned; only engagements are held, moved or cancelled.']),
        (a_row(events="denied X, 2022; hled 2022"),
            ['t.csv:2:8 events: "hled" is not a detail of a fact.']),
        (a_row(events=HERE),
            ['t.csv:2:8 events: "report" alone stands for the report of one more row of the fact, '
            'and there is none.']),
        (a_row() + "2022,TUR,>,RUS,call,A visit,call\n", [
            't.csv:3:1 date: line 2 says something else of "^call".',
                't.csv:3:6 title: line 2 says something else of "^call".',
        ]),
        (a_row() + "2022-03-05,TUR,>,RUS,call,A call,call,,x\n",
            ["t.csv:3:9 this cell is in a column without a name."]),
        (a_row(title='A "call"\nin two lines') + '2022,TUR,>,RUS,"call"s,A visit,visit\n', [
                "t.csv:4:1 the double quotes in this row do not close where a cell ends; within a "
                "cell, write two of them for one.",
        ]),
    ],
)  # fmt: skip
def test_a_slip_is_shown_with_its_row_and_column(
    text: str, expected: list[str], timeline: Timeline
) -> None:
    problems = taken(timeline, text).edits.problems

    assert [f"{problem.place} {problem.said}" for problem in problems] == expected
    assert timeline.head().position == 0


def test_an_unknown_column_is_refused_with_the_closest() -> None:
    (problem,) = parsed(a_row(publsher="x")).problems

    assert [spelled(fix).paste for fix in problem.fixes] == ["publisher"]


def test_good_facts_beside_a_bad_one_are_read_and_problems_come_in_order() -> None:
    bad = rows(a_row(date="05/03/2022"))[0]
    document = parsed(
        written(
            [
                rows(a_row())[0] | {"handle": "good"},
                bad,
                {**bad, "handle": "worse", "date": "2022", "what": "x"},
            ]
        )
    )

    assert [block.handle for block in document.blocks] == ["good"]
    assert [problem.line for problem in document.problems] == [3, 4]


# On the command line


@pytest.fixture
def console(tmp_path: Path) -> Console:
    console = Console.begun(tmp_path, db="my.db")
    (tmp_path / "desk.facts").write_text(
        "@actor ruritania  Ruritania  type=state\n@assert 2022-03-05  TUR RUS "
        f" mixed\n{CALL}{PLAN}",
        encoding="utf-8",
    )
    console.run(["init", "other.db"])
    console.run(["import", "desk.facts"])
    return console


def test_a_table_goes_out_and_comes_in(console: Console) -> None:
    out, err, _ = console.apart(["export", "-o", "desk.csv"])
    printed, code = console.run(["import", "desk.csv", "--db", "other.db"])
    exports = (console.apart(["export", "--db", db])[0] for db in ("my.db", "other.db"))
    one, other = map(without_digest, exports)

    assert (out, err) == (
        "",
        (
            "Written to desk.csv.\nNot in a table: 1 actor of your own and 1 expectation. --as"
            " facts has them too.\n"
        ),
    )
    assert "2 facts added, 0 changed, 0 unchanged; 2 events recorded.\n" in printed
    assert other == "".join(
        f"{line}\n" for line in one.splitlines() if line and not line.startswith("@")
    )
    assert code == 0


def test_the_table_of_a_pair_goes_through_a_pipe(console: Console) -> None:
    out, _, _ = console.apart(["export", "turkey", "russia", "--as", "csv"])
    printed, _ = console.run(["import", "-", "--as", "csv", "--dry-run", "--db", "other.db"], out)

    assert len(rows(out)) == 2
    assert "Nothing written. It would be: 2 facts added" in printed


def test_a_bad_table_is_told_and_nothing_is_written(console: Console) -> None:
    (console.folder / "bad.CSV").write_text(a_row(what="accuse:dissaprove"), encoding="utf-8")
    _, err, code = console.apart(["import", "bad.CSV", "--db", "other.db"])

    assert err.startswith(
        "error: 1 line of bad.CSV cannot be read; nothing of it was written.\nbad.CSV:2:5: what:"
        ' accuse has no mode "dissaprove".\n'
    )
    assert code == 1


def test_what_is_no_form_is_refused(console: Console) -> None:
    for command in ("import", "export"):
        _, err, code = console.apart(
            [command, *(["desk.facts"] if command == "import" else []), "--as", "xls"]
        )

        assert f'"xls" is not a format to {command}.' in err
        assert re.search(r"^  --as csv +# a table for spreadsheets$", err, re.MULTILINE)
        assert code == 2


@pytest.mark.parametrize("nothing", ["NA", "NaN", "NULL", "None", "#N/A", "<NA>", "null"])
@pytest.mark.parametrize("column", ["place", "note", "topics", "origin", "people", "quote"])
def test_what_programs_write_for_nothing_is_no_word(
    nothing: str, column: str, tmp_path: Path
) -> None:
    """`write.csv` of R made `NA` the origin of two reports, which were one source from then on."""
    console = Console.begun(tmp_path)
    (tmp_path / "a.csv").write_text(
        f"date,actors,op,recipients,what,title,publisher,published,{column}\n"
        f"2022-03-10,TUR,=,RUS,talks,Talks,Reuters,2022-03-10,{nothing}\n",
        encoding="utf-8",
    )
    _, err, code = console.apart(["import", "a.csv"])

    assert (code, f'{column}: "{nothing}" is what programs write' in err) == (1, True), err
    assert "a.csv:2:9: " in err


@pytest.mark.parametrize("place", ["NA", "'NA", "''None", "None", "Nowhere"])
def test_a_place_of_such_a_name_comes_back_from_a_table(place: str, tmp_path: Path) -> None:
    fact = f"2022-03-10  TUR = RUS  talks  Talks  ^talks; place {place}; report AFP, 2022-03-10"
    console = Console.begun(tmp_path, fact)
    assert console.run(["export", "-o", "a.csv"])[1] == 0
    before = console.run(["export"])[0]
    console.environ["DETENTE_DB"] = "other.db"
    for argv in (["init", "other.db"], ["import", "a.csv"]):
        assert console.run(argv)[1] == 0, console.run(argv)[0]

    said = console.run(["export"])[0]
    assert f"place {place}" in said
    assert said.partition("# position")[0] == before.partition("# position")[0]
