"""Somebody in a hurry at the questions of `add`: an answer is taken for all that it can mean."""

from __future__ import annotations

import pytest

from cli.answers import both_sides, change
from projections.interview import PARTS
from service.timeline import Timeline
from tests.test_interview import TALKS, interviewed, recorded, timeline

__all__ = ["timeline"]

PAIR = ("18 May 2022", "Turkey > Sweden")
REST = ("Reuters", "", "", "y")


def kept_of(timeline: Timeline) -> str:
    """The lines of the one fact that was recorded."""
    (fact,) = timeline.facts()
    asserted = fact.asserted
    report = asserted.report
    source = f"{report.publisher}, {report.published}, {report.url}" if report else "no source"
    return f"{asserted.content.what} {asserted.content.title}; {source}"


def test_a_fact_takes_nine_answers_of_which_four_are_enter(timeline: Timeline) -> None:
    """It took eleven: who and whom apart, the headline typed twice, the address asked for."""
    answers = ("yesterday", "Turkey > Sweden", "summoned the ambassador", "", "", "reuters.com/x",
               "", "", "y")  # fmt: skip
    _, typist = interviewed(timeline, *answers)

    assert recorded(timeline) == ["2022-05-31 TUR > SWE summon"]
    assert kept_of(timeline).endswith("reuters.com, 2022-05-31, https://reuters.com/x")
    assert len(typist.asked) == len(answers) + 1


@pytest.mark.parametrize(
    ("typed", "sides"),
    [
        ("Turkey > Sweden", ("Turkey", "Sweden", ">")),
        ("Turkey -> Sweden", ("Turkey", "Sweden", ">")),
        ("Turkey and Sweden", ("Turkey", "Sweden", "")),
        ("TUR-SWE", ("TUR", "SWE", "")),
        ("TUR = SWE", ("TUR", "SWE", "=")),
        ("Turkey", None),
        ("Timor-Leste", None),
    ],
)
def test_two_sides_may_be_named_at_once(typed: str, sides: tuple[str, str, str] | None) -> None:
    assert both_sides(typed) == sides


def test_one_state_with_two_names_is_not_two(timeline: Timeline) -> None:
    answers = (TALKS[0], "Bosnia and Herzegovina", "turkey", *TALKS[3:], "y")
    interviewed(timeline, *answers)

    assert recorded(timeline) == ["2022-05-18 BIH = TUR talks"]


@pytest.mark.parametrize("typed", ["Turky > Sweden", "Turkey > Swedn", "Nowhere and Sweden"])
def test_a_side_that_is_nobody_is_asked_for_again(timeline: Timeline, typed: str) -> None:
    printed, typist = interviewed(timeline, "18 May 2022", typed, "Turkey > Sweden")

    assert 'no actor is called "' in printed
    assert typist.asked[-1] == "What happened? "


@pytest.mark.parametrize(
    ("words", "number", "what"),
    [
        ("drills", "2", "mobilize"),
        ("protested", "2", "protest:demo"),
        ("drills", "", "exercise"),
        ("close", "1", "instrument:border-closed"),
    ],
)
def test_a_first_guess_is_shown_with_the_others_and_changed_by_a_number(
    timeline: Timeline, words: str, number: str, what: str
) -> None:
    """`drills` was taken as an exercise of both, and the `2` became the title."""
    until = ("",) if what.startswith("instrument") else ()
    printed, _ = interviewed(timeline, *PAIR, words, number, *until, "A title", *REST)

    assert f"  {number or 1}  {what} " in printed
    assert recorded(timeline)[0].endswith(f" {what.removeprefix('instrument:')}")
    assert kept_of(timeline).partition(" ")[2].startswith("A title;")


@pytest.mark.parametrize(
    ("typed", "number", "wanted"),
    [
        (("Nov 8",), "2", "2020-11-08"),
        (("8/11/2021",), "2", "2021-08-11"),
        (("8 Nov 21",), "1", "2021-11-08"),
    ],
)
def test_a_number_chooses_among_dates(
    timeline: Timeline, typed: tuple[str, ...], number: str, wanted: str
) -> None:
    interviewed(timeline, *typed, number, *TALKS[1:], "y")

    assert recorded(timeline) == [f"{wanted} SWE = TUR talks"]


def test_a_number_chooses_among_actors(timeline: Timeline) -> None:
    printed, _ = interviewed(timeline, TALKS[0], "sweden", "turky", "1", *TALKS[3:], "y")

    assert "  1  TUR      Turkey" in printed
    assert recorded(timeline) == ["2022-05-18 SWE = TUR talks"]


def test_what_no_date_is_comes_back_with_words_that_are(timeline: Timeline) -> None:
    printed, _ = interviewed(timeline, "whenever")

    assert "Try 5 March 2022, yesterday, two days ago, last Monday" in printed


@pytest.mark.parametrize(
    ("address", "kept"),
    [("n", ""), ("none", ""), ("-", ""), ("a.org/x", "https://a.org/x"), ("www.a.org", "https://www.a.org")],
)  # fmt: skip
def test_an_address_is_one_or_there_is_none(timeline: Timeline, address: str, kept: str) -> None:
    interviewed(timeline, *TALKS[:7], address, "y")

    assert kept_of(timeline).endswith(f"Reuters, 2022-05-18, {kept}")


@pytest.mark.parametrize("typed", ["y", "yes", "later", "Reuters page"])
def test_what_is_not_an_address_is_not_taken_for_one(timeline: Timeline, typed: str) -> None:
    """`y` was once "one part too many" of a form that nobody had seen."""
    printed, _ = interviewed(timeline, *TALKS[:7], typed, "", "y")

    assert "An address begins with https://; Enter where there is none." in printed
    assert kept_of(timeline).endswith("Reuters, 2022-05-18, ")


@pytest.mark.parametrize("typed", ["n", "-", "none"])
def test_a_fact_without_a_source_is_not_asked_when_it_was_reported(
    timeline: Timeline, typed: str
) -> None:
    printed, typist = interviewed(timeline, *TALKS[:5], typed, "y")

    assert "Without a source it counts as known from the day you record it." in printed
    assert not any(asked.startswith("Reported on") for asked in typist.asked)
    assert kept_of(timeline).endswith("no source")


@pytest.mark.parametrize(
    ("part", "typed", "said"),
    [
        ("source", "y", "Who is it?"),
        ("source", "9 May 2022", "That is a date"),
        ("source", "3", "Who is it?"),
        ("title", "18 May 2022", "That is a date"),
        ("title", "2", "That is a number"),
        ("title", "https://a.org/x", "That is an address"),
        ("title", "y", "A title is a headline"),
        ("title", "n", "A title is a headline"),
    ],
)
def test_an_answer_to_another_question_is_asked_for_again(
    timeline: Timeline, part: str, typed: str, said: str
) -> None:
    number = {"title": 4, "source": 5}[part]
    printed, _ = interviewed(timeline, *TALKS[:number], typed, *TALKS[number:], "y")

    assert f"  {said}" in printed
    assert recorded(timeline) == ["2022-05-18 SWE = TUR talks"]
    assert kept_of(timeline) == "talks Talks on NATO; Reuters, 2022-05-18, "


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        (("title Talks on grain",), "talks Talks on grain; Reuters, 2022-05-18, "),
        (("title", "Talks on grain"), "talks Talks on grain; Reuters, 2022-05-18, "),
        (("source AP",), "talks Talks on NATO; AP, 2022-05-18, "),
        (("published: 19 May 2022",), "talks Talks on NATO; Reuters, 2022-05-19, "),
        (("url a.org/x",), "talks Talks on NATO; Reuters, 2022-05-18, https://a.org/x"),
        (("https://a.org/x",), "talks Talks on NATO; Reuters, 2022-05-18, https://a.org/x"),
        (("w", "visit"), "visit Talks on NATO; Reuters, 2022-05-18, "),
        (("what", "<"), "talks Talks on NATO; Reuters, 2022-05-18, "),
        (("back", *[""] * 8), "talks Talks on NATO; Reuters, 2022-05-18, "),
        (("huh?",), "talks Talks on NATO; Reuters, 2022-05-18, "),
    ],
)
def test_one_part_is_changed_before_it_is_recorded(
    timeline: Timeline, typed: tuple[str, ...], wanted: str
) -> None:
    interviewed(timeline, *TALKS, *typed, "y")

    assert kept_of(timeline) == wanted


def test_another_answer_than_those_is_answered_with_those(timeline: Timeline) -> None:
    printed, _ = interviewed(timeline, *TALKS, "wrong")

    assert "Enter records it, n leaves it, e asks all again, q ends." in printed


@pytest.mark.parametrize("typed", ["q", "quit", "exit"])
def test_to_quit_before_it_is_recorded_loses_nothing(timeline: Timeline, typed: str) -> None:
    printed, _ = interviewed(timeline, *TALKS, typed)

    assert recorded(timeline) == []
    assert "Not recorded: detente add '2022-05-18  sweden = turkey  talks" in printed


@pytest.mark.parametrize("name", [part.name for part in PARTS])
def test_every_part_can_be_changed_by_its_name(name: str) -> None:
    assert change(name) == (name, "")


def test_a_state_on_both_sides_is_asked_for_again(timeline: Timeline) -> None:
    """`usa, cuba` was one side, and then the US did it to itself as well."""
    answers = ("17 Dec 2014", "usa, cuba", "united states", "<", "usa and cuba", "agree", "Ties",
               *REST)  # fmt: skip
    printed, _ = interviewed(timeline, *answers)

    assert "  Both on one side; for the one to the other type <, and then usa > cuba." in printed
    assert "USA is on the other side already" in printed
    assert recorded(timeline) == ["2014-12-17 USA = CUB agree"]
