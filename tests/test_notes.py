"""Files of facts as people first write them: each line is read, or comes back as one that is."""

from __future__ import annotations

from pathlib import Path

import pytest

from domain.refusal import PLACEHOLDERS, Fix, Problem
from service.formats.document import Document
from service.formats.facts import parse
from service.formats.whole_lines import read
from service.opening import bundled_registry

NOTES = sorted((Path(__file__).parent / "notes").glob("*.facts"))
NAME = "notes.facts"


def notes(text: str) -> Document:
    return read(text, NAME, bundled_registry())


def refused(text: str) -> Problem:
    """The one problem of a text."""
    (problem,) = notes(text).problems
    return problem


def pasted(text: str) -> list[str]:
    return [fix.paste for fix in refused(text).fixes if isinstance(fix, Fix)]


OPENED = {
    "YYYY-MM-DD": "2024-06-01", "YYYY": "2022", "  ?  ": "  accuse  ", "DATE": "2026-01-01",
    "TITLE": "A title", "PUBLISHER": "AP",
}  # fmt: skip


def filled(text: str) -> str:
    """A fix with what it leaves open written in: the year, the kind, a title, a source."""
    for place, written in OPENED.items():
        text = text.replace(place, written)
    return text


@pytest.mark.parametrize("path", NOTES, ids=lambda path: path.stem)
def test_every_line_of_notes_is_read_or_comes_back_whole(path: Path) -> None:
    """Of five such files of twenty lines 88 were refused; of these 30 had their line to paste."""
    text = path.read_text()
    lines = text.splitlines()
    problems = notes(text).problems
    fixed = {problem.line for problem in problems if problem.fixes}

    for problem in problems:
        if not problem.fixes and problem.line in fixed:
            continue  # another fault of that line, whose fix puts this one right too
        first = next((fix.paste for fix in problem.fixes if isinstance(fix, Fix)), "")
        if not first or first.startswith("DATE  ACTOR"):  # what is no fact at all
            assert lines[problem.line - 1].split()[0] in ("DATE", "end", "?"), problem
            continue
        below = lines[problem.line - 1][:1].isspace()
        head = "2020-01-01  TUR > RUS  accuse  A title\n    " if below else ""
        again = parse(head + filled(first), NAME, bundled_registry()).problems
        assert [each for each in again if each.code == problem.code] == []


@pytest.mark.parametrize(
    ("noted", "meant"),
    [
        ("2022-11-08  TUR -> SWE  visit  A visit", "2022-11-08  TUR > SWE  visit  A visit"),
        ("2022-11-08  Turkey → Sweden  visit  A visit", "2022-11-08  TUR > SWE  visit  A visit"),
        ("2022-11-08  TUR <-> SWE  talks  Talks", "2022-11-08  TUR = SWE  talks  Talks"),
        ("2022-11-08  TUR=SWE  talks  Talks", "2022-11-08  TUR = SWE  talks  Talks"),
        ("2022-11-08  TUR,USA>SWE  accuse  Words", "2022-11-08  TUR,USA > SWE  accuse  Words"),
        ("- 2022-11-08  TUR = SWE  talks  Talks", "2022-11-08  TUR = SWE  talks  Talks"),
        ("* 8 Nov 2022: TUR = SWE  talks  Talks", "2022-11-08  TUR = SWE  talks  Talks"),
        ("2022-11-08 - TUR = SWE  talks  Talks", "2022-11-08  TUR = SWE  talks  Talks"),
        ('"2022-11-08"  TUR = SWE  talks  Talks', "2022-11-08  TUR = SWE  talks  Talks"),
        ("2022-11-08, TUR = SWE  talks  Talks", "2022-11-08  TUR = SWE  talks  Talks"),
        ("2022-11-08 • TUR = SWE  talks  Talks", "2022-11-08  TUR = SWE  talks  Talks"),
    ],
)
def test_signs_of_notes_that_have_one_meaning_are_read(noted: str, meant: str) -> None:
    assert not notes(noted).problems
    (one,), (other,) = notes(noted).blocks, notes(meant).blocks
    assert one.content == other.content


@pytest.mark.parametrize(
    "line",
    [
        "2022-11-08  TUR > SWE  visit  A visit - the first",
        "2022-11-08  TUR > SWE  visit  Ankara -> Stockholm, x=y",
        "2022-11-08  TUR > SWE  visit  * and - and • in a title",
    ],
)
def test_a_title_keeps_the_signs_it_has(line: str) -> None:
    (block,) = notes(line).blocks

    assert block.content.title == line.partition("visit  ")[2]


@pytest.mark.parametrize(
    ("noted", "fixes"),
    [
        ("2022-11-08  TUR-SWE  talks  Talks",
            ["2022-11-08 TUR > SWE  talks  Talks", "2022-11-08 TUR = SWE  talks  Talks"]),
        ("2022-11-08  Turkey and Sweden  talks  Talks",
            ["2022-11-08 Turkey = Sweden  talks  Talks"]),
        ("2022-11-08  USA, Japan  summit  At Camp David",
            ["2022-11-08 USA = Japan  summit  At Camp David"]),
        ("2022-11-08 | TUR = SWE | talks | Talks", ["2022-11-08  TUR = SWE  talks  Talks"]),
        ("2022-11-08; TUR = SWE; talks; Talks", ["2022-11-08  TUR = SWE  talks  Talks"]),
        ("2022-11-08, TUR = SWE, talks, Talks", ["2022-11-08  TUR = SWE  talks  Talks"]),
        ("2022-11-08  TUR > SWE  bans apps  Forty apps",
            ["2022-11-08  TUR > SWE  coerce:restrict  Forty apps"]),
        ("2022-11-08\tTUR > SWE\tcriticises\tHard words",
            ["2022-11-08\tTUR > SWE\taccuse:disapprove\tHard words"]),
        ("2022-11-08  TUR > South Korea submarine visit  In Busan",
            ["2022-11-08  TUR > South Korea  visit  In Busan",
             "2022-11-08  TUR > South Korea  planned:visit  In Busan"]),
        ("2022-11-08  TUR > SWE  flights  Flights again",
            ["2022-11-08  TUR > SWE  ?  Flights again"]),
        ("17/12/2014  USA = Cuba: prisoner swap",
            ["2014-12-17  USA = Cuba  release-prisoners  prisoner swap"]),
        ("2016-08-31  USA = Cuba  first commercial flight  JetBlue flies to Santa Clara",
            ["2016-08-31  USA = Cuba  ?  JetBlue flies to Santa Clara"]),
        ("Turkey summons Swedish ambassador",
            ["DATE  Turkey > Swedish  summon  Turkey summons Swedish ambassador"]),
        ("2022-11-08  TUR > SWE  call/diplomcy  A call",
            ["2022-11-08  TUR > SWE  call/diplomacy  A call"]),
    ],
)  # fmt: skip
def test_what_has_more_than_one_meaning_comes_back_as_whole_lines(
    noted: str, fixes: list[str]
) -> None:
    assert pasted(noted) == fixes
    assert all(not PLACEHOLDERS.isdisjoint(fix.split()) or "  ?  " in fix or not
               notes(fix).problems for fix in fixes)  # fmt: skip


@pytest.mark.parametrize(
    ("noted", "fixes"),
    [
        ("Source: Reuters", ["report Reuters, DATE"]),
        ("source - Reuters, 9 Nov 2022", ["report Reuters, 9 Nov 2022"]),
        ("via AP, 2022-11-09", ["report AP, 2022-11-09"]),
        ("URL: https://a.org/x", ["report PUBLISHER, DATE, https://a.org/x"]),
        ("report Reuters", ["report Reuters, DATE"]),
        ("report Reuters 2022-11-09", ["report Reuters, 2022-11-09"]),
        ("report Reuters, 9 Novembre 2022", ["report Reuters, 2022-11-09"]),
    ],
)
def test_a_detail_comes_back_whole(noted: str, fixes: list[str]) -> None:
    head = "2022-11-08  TUR > SWE  visit  A visit\n    "

    assert pasted(head + noted) == fixes


@pytest.mark.parametrize(
    "detail",
    ["Report: Reuters, 2022-11-09", "REPORT Reuters, Nov 9, 2022", "report Reuters, 9 Nov 2022"],
)
def test_a_detail_is_read_whatever_its_capitals_and_its_date(detail: str) -> None:
    (block,) = notes(f"2022-11-08  TUR > SWE  visit  A visit\n    {detail}").blocks

    assert block.asserted.report is not None
    assert block.asserted.report.published == "2022-11-09"


def test_an_address_of_a_report_needs_no_scheme() -> None:
    head = "2022-11-08  TUR > SWE  visit  A visit\n    "
    (block,) = notes(f"{head}report Reuters, 2022-11-09, www.reuters.com/x").blocks

    assert block.asserted.report is not None
    assert block.asserted.report.url == "https://www.reuters.com/x"


@pytest.mark.parametrize(
    ("title", "report"),
    [
        ("A visit. Source: Reuters", "report Reuters, DATE"),
        ("A visit; Source: AP, 9 Nov 2022", "report AP, 9 Nov 2022"),
        ("A visit (source: MEA)", "report MEA, DATE"),
        ("A visit  report Reuters, 2022-11-09", "report Reuters, 2022-11-09"),
    ],
)
def test_a_source_at_the_end_of_a_title_is_a_line_of_its_own(title: str, report: str) -> None:
    """It was once kept as a part of the title, and the fact had no source."""
    head = "2022-11-08  TUR > SWE  visit  "

    apart, whole = pasted(f"{head}{title}")
    assert apart == f"{head}A visit\n    {report}"
    assert not notes(whole).problems


@pytest.mark.parametrize(
    "column", ["summit failed", "visit cancelled", "talks collapse"], ids=str.split
)
def test_a_kind_with_words_that_turn_it_around_is_not_taken(column: str) -> None:
    """`summit failed` was once a summit called "failed ..."."""
    problem = refused(f"2019-02-28  USA = PRK  {column}  No deal in Hanoi")

    assert problem.said.startswith(f'"{column}" may mean something else than')


def test_what_is_wrong_below_a_line_that_is_refused_is_said_too() -> None:
    text = "2022-11-08  TUR > Swedn  visit  A visit\n    Source: Reuters\n    grade X9\n"

    assert [problem.line for problem in notes(text).problems] == [1, 2, 3]


def test_a_column_is_counted_in_the_line_as_it_was_written() -> None:
    text = "- 2022-11-08: TUR -> Swedn  visit  A visit"

    assert refused(text).column == text.index("Swedn") + 1
