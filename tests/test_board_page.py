"""The first page: which pairs moved and why, every pair in a table, and no hindsight."""

from __future__ import annotations

import re
from contextlib import closing
from datetime import date

import pytest

from domain.refusal import InvalidInput
from projections.questions.board_pairs import BoardPairsQuestion, FoundPairsBoard
from projections.questions.diff import DiffQuestion, FoundDiff
from projections.typed_question import Typed
from service.opening import timeline_of
from service.timeline import Timeline
from tests.drawing import SITE, TODAY, check_form, drawn
from views.html.board import BoardPage
from views.html.parts import points_text, signed_balance


def board(sample: Timeline, **given: str) -> str:
    return drawn(BoardPage, sample, given=given).html


def test_a_board_is_a_whole_page(sample: Timeline) -> None:
    check_form(board(sample, on="2022-03-05"))


def test_a_pair_shows_the_balance_before_and_after_as_the_comparison_has_them(
    sample: Timeline,
) -> None:
    html = board(sample, on="2022-03-05", actors="TUR,UKR")
    asked = DiffQuestion(
        a="TUR", b="UKR", before_on=date(2022, 2, 3), on=date(2022, 3, 5),
        before_known_on=date(2022, 3, 5), known_on=date(2022, 3, 5),
    )  # fmt: skip
    answer = sample.ask(asked).found
    assert isinstance(answer, FoundDiff)
    before, after = answer.diff.before, answer.diff.after
    heaviest = answer.diff.reasons[0]

    assert f"balance {signed_balance(before.score)} → {signed_balance(after.score)}" in html
    assert f"<b>{points_text(heaviest.moved)}</b>" in html
    assert heaviest.pair_fact.content.title.replace("'", "&#39;") in html


def test_a_board_says_how_a_terminal_and_a_program_ask_for_the_same(sample: Timeline) -> None:
    html, on = board(sample, on="2022-03-05"), date(2022, 3, 5)
    found = sample.ask(BoardPairsQuestion(on=on, known_on=on)).found
    assert isinstance(found, FoundPairsBoard)
    (line,) = (each for each in found.board.lines if each.pair.key == ("RUS", "UKR"))

    assert "<code>detente board --on 2022-03-05 --known-on 2022-03-05 --all</code>" in html
    assert "/v1/board.json?on=2022-03-05&amp;known_on=2022-03-05&amp;all=1" in html
    assert f"→ {signed_balance(line.answer.score)}" in html


def test_every_link_of_a_board_keeps_both_clocks(sample: Timeline) -> None:
    links = check_form(board(sample, on="2022-03-05")).inside("/ties", "/facts", "/timeline")

    assert len(links) > 40
    assert [each for each in links if "on=2022-03-05&known_on=2022-03-05" not in each] == []


def test_nothing_is_on_the_board_that_became_known_after_its_day(sample: Timeline) -> None:
    then = board(sample, on="2022-03-01", known_on="2022-02-27")
    known = re.findall(r'<time datetime="([0-9-]+)">', then)

    assert known
    assert max(known) == "2022-02-27"
    assert "Turkey shuts its straits" not in then
    assert "Turkey shuts its straits" in board(sample, on="2022-03-01")


def test_the_table_reads_the_same_from_both_sides(sample: Timeline) -> None:
    html = board(sample, on="2022-03-05", actors="TUR,RUS,UKR")
    rows = re.findall(r"<tr><th scope=\"row\">(.*?)</tr>", html, re.DOTALL)
    cells = [re.findall(r'<td class="([\w-]+)"', row) for row in rows]

    assert cells == [list(column) for column in zip(*cells, strict=True)]
    assert [row[i] for i, row in enumerate(cells)] == ["self"] * 3


def test_a_pair_of_which_nothing_is_known_is_hatched_and_has_no_figures(sample: Timeline) -> None:
    html = board(sample, on="2022-03-05", actors="PER,CHE")

    assert html.count('<td class="none"><span>unknown</span></td>') == 2
    assert "balance −" not in html.partition("<table")[2]


def test_the_day_of_knowledge_goes_without_saying_where_it_is_the_day_itself(
    sample: Timeline,
) -> None:
    def canonical(**given: str) -> str:
        return BoardPage.read(Typed((), given, sample, TODAY)).address.text

    assert canonical() == "/"
    assert canonical(on="5 Mar 2022", known_on="2022-03-05") == "/?on=2022-03-05"
    assert canonical(on="2022-03-05", known_on="2022-03-09", actors="turkey, russia") == (
        "/?on=2022-03-05&known_on=2022-03-09&actors=TUR,RUS"
    )


@pytest.mark.parametrize("actors", ["TUR", "TUR,turkey", ",".join("ABCDEFGHIJ")])
def test_a_board_needs_two_actors_that_exist(sample: Timeline, actors: str) -> None:
    with pytest.raises(InvalidInput):
        drawn(BoardPage, sample, given={"actors": actors})


def test_an_empty_timeline_shows_a_line_to_begin_with() -> None:
    with closing(timeline_of("", "empty")) as timeline:
        page = BoardPage.read(Typed((), {}, timeline, TODAY)).draw(timeline.ask, SITE)

    check_form(page.html)
    assert page.status == 200
    assert "A timeline begins with one line." in page.html
