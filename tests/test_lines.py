"""The pieces that lines of `.facts` are made of: words, dates, quoted texts, parts with commas."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.refusal import InvalidInput, NotADate
from domain.report import Report
from projections.notation.pieces import (
    Known,
    Parts,
    Word,
    is_date,
    last_day,
    quoted,
    read_known,
    unquoted,
    words,
)


def test_a_word_knows_the_column_at_which_it_begins() -> None:
    found = words("2022-03-05  TUR > RUS")

    assert found == [Word("2022-03-05", 1), Word("TUR", 13), Word(">", 17), Word("RUS", 19)]


def test_tabs_separate_words_and_count_as_one_column() -> None:
    assert words("\treport\tReuters") == [Word("report", 2), Word("Reuters", 9)]


def test_a_blank_line_has_no_words() -> None:
    assert words(" \t ") == []


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("2022-03-05", Known(date(2022, 3, 5))),
        ("2022-02", Known(date(2022, 2, 28))),
        ("2022", Known(date(2022, 12, 31))),
        ("5 March 2022", Known(date(2022, 3, 5))),
        ("[2022-03-01..2022-03-05]", Known(date(2022, 3, 5))),
        ("2022-03-05~", Known(date(2022, 3, 6))),
        ("2022-03-05?", Known(date(2022, 3, 5), assumed=True)),
        ("2022-02?", Known(date(2022, 2, 28), assumed=True)),
    ],
)
def test_a_known_date_means_its_last_day_and_a_question_mark_that_it_is_assumed(
    text: str, known: Known
) -> None:
    assert read_known(text) == known


def test_a_date_without_a_last_day_says_nothing_of_when_it_was_known() -> None:
    with pytest.raises(NotADate) as refused:
        last_day("[2022-03-05..]")

    assert (
        refused.value.said
        == '"[2022-03-05..]" has no last day, so it does not say from when something was known.'
    )


@pytest.mark.parametrize("text", ["2022", "2022-03-05?", "[..2022]", "March 2022", "2022-Q1"])
def test_what_the_grammar_reads_is_a_date(text: str) -> None:
    assert is_date(text)


@pytest.mark.parametrize(
    "text", ["", "Reuters", "S-400", "spring 2022", "05/03/2022", "2022-13", "2022/2023", "20222"]
)
def test_what_the_grammar_does_not_read_is_no_date(text: str) -> None:
    assert not is_date(text)


def test_each_part_is_recognised_by_its_form() -> None:
    parts = Parts.of(
        "Reuters, 2022-03-05, https://example.org/a,b, origin=afp, voice=official, grade=b2,"
        " because it is, so to say, known",
        1,
    )

    assert [word.text for word in parts.plain] == ["Reuters", "2022-03-05"]
    assert parts.url == "https://example.org/a,b"
    assert parts.keyed == {"origin": "afp", "voice": "official", "grade": "B2"}
    assert parts.because == "it is, so to say, known"


def test_a_comma_without_a_space_separates_nothing() -> None:
    assert [word.text for word in Parts.of("Winston,Strawn, 2020-12-15", 1).plain] == [
        "Winston,Strawn",
        "2020-12-15",
    ]


def test_an_equals_sign_after_any_other_word_is_text() -> None:
    assert [word.text for word in Parts.of("A=B News, 2022", 1).plain] == ["A=B News", "2022"]


def test_parts_know_their_columns() -> None:
    assert Parts.of("Reuters, 2022-03-05", 12).plain == [
        Word("Reuters", 12),
        Word("2022-03-05", 21),
    ]


def test_nothing_between_two_commas_is_refused_at_its_column() -> None:
    with pytest.raises(InvalidInput) as refused:
        Parts.of("Reuters, , 2022", 10)

    assert refused.value.said == "there is nothing between two commas."
    assert refused.value.column == 19


def test_parts_make_a_report() -> None:
    parts = Parts.of("Reuters, 2022, https://example.org, origin=afp, grade=A1", 1)

    assert parts.report("Reuters", "2022") == Report(
        publisher="Reuters", published="2022", url="https://example.org", origin="afp", grade="A1"
    )


@pytest.mark.parametrize(
    ("text", "bare"),
    [('"a b"', "a b"), ('"say ""no"""', 'say "no"'), ('""', ""), ('"', '"'), ('a "b"', 'a "b"')],
)
def test_quotes_around_a_text_are_taken_off(text: str, bare: str) -> None:
    assert unquoted(text) == bare


@given(st.text())
def test_a_quoted_text_comes_back(text: str) -> None:
    assert unquoted(quoted(text)) == text
