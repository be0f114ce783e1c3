"""Lines of a page: what fits into the width of a screen, whatever letters it is made of."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from tests.console import Console
from views.page import Page, pad, width_of, wrapped

CHINESE = (
    "土耳其关闭海峡禁止所有军舰通过并根据蒙特勒公约"
    "向黑海沿岸国家和非沿岸国家通报这一决定外交部长恰武什奥卢周一宣布。"
)
JAPANESE = (
    "トルコはモントルー条約に基づきすべての軍艦に対して海峡を閉鎖すると外務大臣が月曜日に発表した、"
    "と報じられた。"
)


def too_wide(printed: str, width: int = 80) -> list[str]:
    return [
        line for line in printed.splitlines() if width_of(line) > width and "detente " not in line
    ]


@pytest.mark.parametrize("text", [CHINESE, JAPANESE, f"Report: {CHINESE} (in full) {JAPANESE}"])
def test_letters_of_two_columns_are_counted_as_two_and_parted_anywhere(text: str) -> None:
    lines = wrapped(text, 30)

    assert all(width_of(line) <= 30 for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_a_line_does_not_begin_with_what_closes_a_sentence() -> None:
    assert [
        line[0] for line in wrapped("、".join("海峡閉鎖" for _ in range(20)), 18) if line[0] == "、"
    ] == []


def test_words_are_not_parted_and_blanks_within_a_line_stay() -> None:
    assert wrapped("2022-02-28  TUR > RUS  Straits closed to all warships", 24) == [
        "2022-02-28  TUR > RUS",
        "Straits closed to all",
        "warships",
    ]


@given(some.text(alphabet="abc -é漢字、仮\u0301", max_size=120), some.integers(16, 50))
def test_nothing_is_lost_by_wrapping_and_what_can_be_parted_fits(text: str, width: int) -> None:
    lines = wrapped(text, width)

    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(width_of(line) <= width or " " not in line.strip() for line in lines)


def test_columns_of_a_table_stand_under_each_other_whatever_their_letters() -> None:
    page = Page(80)
    page.table(
        ("WITH", "STATE", "LAST"),
        [
            ("日本", "warm", "1 Jan 2022"),
            ("e\u0301tat", "tense", "2 Jan 2022"),
            ("Peru", "cold", ""),
        ],
    )

    assert [
        width_of(line.partition(word)[0])
        for line, word in zip(page.lines, ("STATE", "warm", "tense", "cold"), strict=True)
    ] == [6] * 4


def test_a_table_that_is_too_wide_is_wrapped_where_it_has_words() -> None:
    page = Page(60)
    page.table(
        ("WITH", "STATE", "BALANCE", "FACTS", "LAST"),
        [
            ("Recep Tayyip Erdoğan", "not-assessable", "-3.21", "1,204", "≤28 Feb 2022"),
            ("Bundesverfassungsgericht", "tense", "0.00", "1", "-"),
        ],
        right=(2, 3),
    )

    assert too_wide(page.whole, 60) == []
    assert (
        "".join(line.split("  ")[0] for line in page.lines[1:]).replace(" ", "")
        == "RecepTayyipErdoğanBundesverfassungsgericht"
    )


def test_a_name_that_is_typed_is_not_parted_at_its_hyphen() -> None:
    page = Page(40)
    page.table(
        ("LENS", "STATE", "NET"), [("goldstein-decay@1", "not-assessable", "+1.0")], right=(2,)
    )

    assert "goldstein-decay@1" in page.whole


def test_a_text_is_filled_up_to_columns_of_the_screen() -> None:
    assert [width_of(pad(text, 8)) for text in ("漢字", "a\u0301", "abc", "\u200bab")] == [8] * 4


@pytest.mark.parametrize("title", [CHINESE, JAPANESE])
def test_a_page_of_wide_titles_fits_the_screen(tmp_path: Path, title: str) -> None:
    """Titles in Chinese and Japanese were wrapped by letters: their lines were 134 columns wide."""
    desk = Console.begun(
        tmp_path,
        f"2022-02-28  TUR > RUS  instrument:transit-restriction/transit  {title}  ^straits; report"
        " Reuters, 2022-02-28, voice=official",
        f"2022-03-01  TUR > RUS  accuse/transit  {title}那一天  ^second; report 新华社, 2022-03-02",
    )
    for command in (
        "detente state turkey russia --on 2022-03-05",
        "detente why turkey russia --on 2022-03-05",
        "detente why straits --on 2022-03-05",
        "detente timeline turkey russia",
        "detente hindsight turkey russia --on 2022-02-28",
        "detente replay turkey russia --from 2022-02-20 --to 2022-03-10",
        "detente search Reuters",
        "detente show straits",
        "detente history straits",
        "detente undo --list",
        f'detente add "2022-03-03  TUR > RUS  accuse  {title}  ^third"',
        'detente deny straits --source "外務省" --known-on 2022-03-04',
        "detente check",
        "detente state turkey russia --on 2022-03-05",
    ):
        assert too_wide(desk.type(command)) == [], command


def test_a_board_with_long_names_fits_the_screen(tmp_path: Path) -> None:
    """Ties with persons made boards of 90 columns."""
    desk = Console.begun(
        tmp_path,
        "2022-02-28  RUS > tur.erdogan  accuse/diplomacy  Russia warns Erdogan  ^one; report"
        " Reuters, 2022-02-28",
        "2022-02-26  RUS > BIH  accuse/diplomacy  Russia warns Bosnia  ^two; report Reuters,"
        " 2022-02-28",
    )

    printed = desk.type("detente board russia --persons --on 2022-03-05")
    assert too_wide(printed) == []
    assert "Recep Tayyip  " in printed
    assert "\nErdoğan\n" in printed
