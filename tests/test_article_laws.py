"""Laws of drafts: whatever an article says, its draft is lines that can be imported or decided."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain import edtf
from projections.articles.article import Article
from projections.articles.draft import LONGEST, draft_of
from projections.articles.when import times
from service.formats.facts import parse
from service.opening import bundled_registry
from tests.effort import examples
from views.draft import draft_text

REGISTRY: Final = bundled_registry()
NAMES: Final = (
    "Turkey", "Russia", "the Kremlin", "Ankara", "Turkish officials", "Russian President Vladimir"
    " Putin", "Erdogan", "the United States", "Korean", "both countries", "NATO", "Congo", "it",
    "Ukraine's army", "U.S.-based firms", "the West",
)  # fmt: skip
DEEDS: Final = (
    "imposed sanctions on", "expelled two diplomats of", "will visit", "denied attacking", "met",
    "and", "agreed with", "ended its pact with", "took off its list", "said",
    "was attacked by", "urged", "to leave", "in", "closed its border",
    "refused to send tanks to", "did not condemn", "talks between", "a phone call with", "may sue",
    "invasion of", "threatened to bomb", "which", "after", "of", ",", '"', "(", "—", "by", "with",
)  # fmt: skip
TIMES: Final = (
    "on Tuesday", "last month", "two weeks ago", "in December 2020", "next year", "on 31 February",
    "May", "since 2014", "from 11 to 13 July", "overnight", "in early March", "999 years ago",
)  # fmt: skip
PARTS: Final = st.lists(st.sampled_from((*NAMES, *DEEDS, *TIMES)), min_size=1, max_size=14)
DAYS: Final = st.dates(date(1, 1, 1), date(2026, 11, 22))


def article(sentences: list[list[str]], day: date) -> Article:
    return Article(" ".join(f"{' '.join(each)}." for each in sentences), day, "AFP")


@settings(max_examples=examples(150))
@given(st.lists(PARTS, min_size=1, max_size=3), st.dates(date(1950, 1, 1), date(2026, 11, 22)))
def test_a_draft_of_anything_can_be_imported_or_decided(
    sentences: list[list[str]], day: date
) -> None:
    draft = draft_of(article(sentences, day), REGISTRY)
    document = parse(draft_text(draft, "x"), "x", REGISTRY)
    open_ = [each for each in draft.proposals if each.open]

    # An actor may not have existed yet on the day of what is told.
    assert {problem.code for problem in document.problems} <= {"still-open", "actor-of-other-days"}
    assert len(document.blocks) + len(document.problems) == len(draft.proposals)
    assert len(document.problems) >= len(open_)


@settings(max_examples=examples(150))
@given(st.text(max_size=300), DAYS)
def test_any_text_and_any_day_are_read_without_a_crash(text: str, day: date) -> None:
    draft = draft_of(Article(f"Turkey met Russia. {text}", day, "AFP"), REGISTRY)

    assert draft_text(draft, text)


@given(DAYS, st.sampled_from(TIMES))
def test_every_time_is_edtf(day: date, said: str) -> None:
    for when in times(f"They met {said}.", day):
        assert edtf.window(when.past)
        assert edtf.window(when.ahead)


@given(st.dates(date(1900, 1, 1), date(2026, 11, 22)), st.integers(0, 400))
def test_a_time_is_never_narrower_than_said(published: date, days: int) -> None:
    """Whatever day somebody means by a phrase, the window of the phrase holds it."""
    day = published - timedelta(days=days)
    said = [day.isoformat()[:4], f"{day:%B} {day.year}", f"{day.day} {day:%B} {day.year}"]
    said += ["today"] if days == 0 else ["yesterday"] if days == 1 else []
    said += [f"on {day:%A}"] if days < 7 else []
    said += ["this week"] if (published - day).days <= published.weekday() else []
    # Weeks begin on Monday, or on Sunday.
    said += ["last week"] if 1 <= days - published.weekday() <= 7 else []
    said += ["last week"] if 1 <= days - published.isoweekday() % 7 <= 7 else []
    said += ["last month"] if _months(published) - _months(day) == 1 else []
    said += ["this month"] if _months(published) == _months(day) else []
    said += ["last year"] if published.year - day.year == 1 else []
    said += [f"{round(days / 7)} weeks ago"] if days >= 11 else []
    for phrase in said:
        (when,) = times(f"They met {phrase}.", published)
        window = edtf.window(when.past)
        assert window.lo <= day.toordinal() <= window.hi, phrase


def _months(day: date) -> int:
    return day.year * 12 + day.month


@pytest.mark.parametrize(
    ("said", "past", "ahead"),
    [
        ("on Saturday", "2022-03-05", "2022-03-05"),
        ("early on Tuesday", "2022-03-01", "2022-03-08"),
        ("yesterday", "2022-03-04", "2022-03-04"),
        ("overnight", "[2022-03-04..2022-03-05]", "[2022-03-05..2022-03-06]"),
        ("last week", "[2022-02-20..2022-02-27]", "[2022-02-20..2022-02-27]"),
        ("next week", "[2022-03-06..2022-03-13]", "[2022-03-06..2022-03-13]"),
        ("last month", "2022-02", "2022-02"),
        ("this month", "[2022-03-01..2022-03-05]", "[2022-03-05..2022-03-31]"),
        ("last year", "2021", "2021"),
        ("in December 2020", "2020-12", "2020-12"),
        ("in December", "2021-12", "2022-12"),
        ("in 2014", "2014", "2014"),
        ("on 24 February", "2022-02-24", "2023-02-24"),
        ("on Feb. 24, 2022", "2022-02-24", "2022-02-24"),
        ("early 2021", "[2021-01..2021-04]", "[2021-01..2021-04]"),
        ("late 2021", "[2021-09..2021-12]", "[2021-09..2021-12]"),
        ("two weeks ago", "[2022-02-15..2022-02-23]", "[2022-02-15..2022-02-23]"),
        ("two years ago", "[2019-09..2020-09]", "[2019-09..2020-09]"),
        ("3 days ago", "2022-03-02", "2022-03-02"),
        ("in the first quarter of 2021", "[2021-01..2021-03]", "[2021-01..2021-03]"),
    ],
)
def test_a_phrase_means_these_days(said: str, past: str, ahead: str) -> None:
    (when,) = times(f"They met {said}.", date(2022, 3, 5))

    assert (when.past, when.ahead) == (past, ahead)


def test_days_from_first_to_last_are_kept_for_what_took_them() -> None:
    (when,) = times("They met from 11 to 13 July.", date(2023, 8, 1))

    assert when.days == "2023-07-11/2023-07-13"


@pytest.mark.parametrize(
    "said", ["on 31 February", "999 years ago in 0001", "they may meet", "two days earlier"]
)
def test_days_that_there_are_not_are_no_time(said: str) -> None:
    assert [when.said for when in times(said, date(5, 1, 1))] in ([], ["February"])


def test_a_sentence_of_a_thousand_deeds_is_left_to_the_reader() -> None:
    text = "Turkey " + "imposed sanctions on Russia and " * 60 + "left."
    (item,) = draft_of(Article(text, date(2022, 3, 5)), REGISTRY).items

    assert len(text) > LONGEST
    assert item.actors == ()
