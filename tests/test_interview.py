"""A fact asked for at a terminal: what is asked, what is taken, and what is recorded in the end."""

from __future__ import annotations

import io
import os
import pty
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from cli.beginning import begins
from cli.interview import Interview
from cli.interview_texts import WELCOME
from cli.settings import Settings
from domain.meaning import search
from projections.interview import PARTS, Draft, Part
from service.opening import open_store
from service.timeline import Timeline

TALKS = ("18 May 2022", "sweden", "turkey", "talks", "Talks on NATO", "Reuters", "", "")


class Typist:
    """Somebody who types lines one after the other, and then ends the input."""

    def __init__(self, *lines: str) -> None:
        self.lines: Iterator[str] = iter(lines)
        self.asked: list[str] = []

    def __call__(self, prompt: str, _: Sequence[str]) -> str:
        self.asked.append(prompt)
        for line in self.lines:
            if line == "^C":
                raise KeyboardInterrupt
            return line
        raise EOFError


@pytest.fixture
def timeline(tmp_path: Path) -> Timeline:
    return open_store(str(tmp_path / "my.db"), create=True)


def interviewed(timeline: Timeline, *lines: str) -> tuple[str, Typist]:
    """What is printed, and the typist."""
    out, typist = io.StringIO(), Typist(*lines)
    settings = Settings(today_text="2022-06-01", out=out)
    Interview(settings, timeline, ask=typist).run()
    return out.getvalue(), typist


def recorded(timeline: Timeline) -> list[str]:
    contents = (fact.asserted.content for fact in timeline.facts())
    return sorted(f"{each.dated} {each.parties} {each.what}" for each in contents)


def test_a_fact_is_asked_for_part_by_part_and_recorded_after_a_yes(timeline: Timeline) -> None:
    printed, typist = interviewed(timeline, *TALKS, "y")

    assert recorded(timeline) == ["2022-05-18 SWE = TUR talks"]
    assert [asked.partition("?")[0] for asked in typist.asked[:9]] == [
        "When", "Who", "To whom, or with whom", "What happened", "What is it called",
        "Who reports it", "Reported on", "Address of the report", "Record it",
    ]  # fmt: skip
    assert "Effect   SWE–TUR on 18 May 2022: unknown → 0.76 cordial" in printed
    assert "Undo:" in printed


@pytest.mark.parametrize("answer", ["n", "no"])
def test_a_no_records_nothing_and_gives_the_line(timeline: Timeline, answer: str) -> None:
    printed, _ = interviewed(timeline, *TALKS, answer)

    assert recorded(timeline) == []
    assert (
        "Not recorded: detente add '2022-05-18  sweden = turkey  talks  Talks on NATO;" in printed
    )


@pytest.mark.parametrize("end", [(), ("^C",)])
def test_the_end_of_input_loses_nothing_that_was_typed(
    timeline: Timeline, end: tuple[str, ...]
) -> None:
    printed, _ = interviewed(timeline, *TALKS[:3], *end)

    assert recorded(timeline) == []
    assert "Not recorded: detente add '2022-05-18  sweden > turkey  ?  ?'" in printed


def test_an_end_before_the_next_fact_says_nothing_of_the_one_before(timeline: Timeline) -> None:
    printed, _ = interviewed(timeline, *TALKS, "y", "^C")

    assert "Not recorded" not in printed


@pytest.mark.parametrize(
    ("typed", "said", "put_right"),
    [
        (("5/6/2022", *TALKS), '"5/6/2022" can mean two dates.', "  2022-06-05 "),
        ((TALKS[0], "swedn", *TALKS[1:]), 'no actor is called "swedn".', "Sweden (SWE)"),
        ((*TALKS[:2], "swe", *TALKS[2:]), "SWE has no ties with itself", ""),
        ((*TALKS[:3], "instrument:pact", *TALKS[3:]), 'is called "pact"', ""),
        ((*TALKS[:6], "5/6/2022", *TALKS[6:]), '"5/6/2022" can mean two dates.', ""),
    ],
)
def test_an_answer_that_cannot_be_read_is_asked_for_again(
    timeline: Timeline, typed: tuple[str, ...], said: str, put_right: str
) -> None:
    printed, _ = interviewed(timeline, *typed, "y")

    assert put_right in printed
    assert recorded(timeline) == ["2022-05-18 SWE = TUR talks"]
    assert said in printed


def test_what_happened_is_found_by_meaning(timeline: Timeline) -> None:
    typed = (*TALKS[:3], "summoned the ambassador", "", *TALKS[4:])
    printed, _ = interviewed(timeline, *typed, "y")

    assert "1  summon" in printed
    assert recorded(timeline) == ["2022-05-18 SWE > TUR summon"]


def test_of_several_meanings_none_is_taken_by_itself(timeline: Timeline) -> None:
    printed, typist = interviewed(timeline, *TALKS[:3], "close", "", "xyzzy", "visit")

    assert "  2  " in printed
    assert "Nothing is called that" in printed
    assert typist.asked.count("What happened? ") == 4


def test_what_lasts_may_have_an_end(timeline: Timeline) -> None:
    typed = (*TALKS[:3], "instrument:arms-embargo", "8 June 2022", "Embargo", "Reuters", "", "")
    interviewed(timeline, *typed, "y")

    (fact,) = timeline.facts()
    content = fact.asserted.content
    assert (content.since, content.until) == ("2022-05-18", "2022-06-08")


def test_an_end_that_is_not_a_date_is_asked_for_again_at_once(timeline: Timeline) -> None:
    """It was once found at the end, blamed on the beginning, and asked for without end."""
    typed = (*TALKS[:3], "instrument:arms-embargo", "still in force", "", "Embargo", "Reuters")
    printed, typist = interviewed(timeline, *typed, "", "", "y")

    assert '"still in force" is not a date' in printed
    assert typist.asked.count("Until when? [no end is known] ") == 2
    assert recorded(timeline) == ["2022-05-18 SWE > TUR arms-embargo"]


def test_a_plan_is_announced_and_not_reported(timeline: Timeline) -> None:
    typed = ("2022-06-20", "sweden", "turkey", "planned:talks", "Talks to come", "Reuters")
    printed, _ = interviewed(timeline, *typed, "2022-05-30", "", "y")

    assert "announced 2022-05-30, Reuters" in printed
    assert recorded(timeline) == ["2022-06-20 SWE = TUR talks"]


def test_the_second_fact_has_the_first_ones_answers_as_defaults(timeline: Timeline) -> None:
    interviewed(timeline, *TALKS, "y", "", "", "", "visit", "A visit", "", "", "", "y")

    assert recorded(timeline) == ["2022-05-18 SWE = TUR talks", "2022-05-18 SWE = TUR visit"]


def test_one_question_back_is_asked_again(timeline: Timeline) -> None:
    typed = (TALKS[0], "norway", "<", *TALKS[1:])
    interviewed(timeline, *typed, "y")

    assert recorded(timeline) == ["2022-05-18 SWE = TUR talks"]


def test_help_explains_and_asks_again(timeline: Timeline) -> None:
    printed, _ = interviewed(timeline, "?", *TALKS, "y")

    assert PARTS[0].help.splitlines()[0] in printed
    assert len(recorded(timeline)) == 1


def test_who_did_it_can_be_turned_before_it_is_recorded(timeline: Timeline) -> None:
    typed = (*TALKS[:3], "agree", *TALKS[4:], ">", "y")
    interviewed(timeline, *typed)

    assert recorded(timeline) == ["2022-05-18 SWE > TUR agree"]


def test_a_fact_that_cannot_be_is_refused_and_asked_for_again(timeline: Timeline) -> None:
    """A day that is still to come is refused; the other answers are kept."""
    tomorrow = ("2022-06-02", *TALKS[1:6], "2022-06-01", "")
    again = ("2022-05-31", "", "", "", "", "", "", "")
    printed, _ = interviewed(timeline, *tomorrow, *again, "y")

    assert "2022-06-02" in printed
    assert recorded(timeline) == ["2022-05-31 SWE = TUR talks"]


def test_days_that_are_typed_as_today_are_kept_as_the_day(timeline: Timeline) -> None:
    interviewed(timeline, "", *TALKS[1:], "y")

    assert recorded(timeline) == ["2022-06-01 SWE = TUR talks"]


@pytest.mark.parametrize(
    ("typed", "wanted"), [(("",), True), (("yess", "y"), True), (("n",), False), ((), False)]
)
def test_somebody_without_a_timeline_is_asked_whether_to_begin_one(
    typed: tuple[str, ...], wanted: bool
) -> None:
    assert begins(Settings(out=io.StringIO()), Typist(*typed)) is wanted


def test_a_title_with_marks_of_lines_is_quoted() -> None:
    draft = Draft("2022", "TUR", "RUS", "call", title='#1 of "all"')

    assert draft.text.endswith('"#1 of ""all"""')


@pytest.mark.parametrize(
    "part", [part for part in PARTS if part.needed], ids=lambda part: part.name
)
def test_what_is_not_answered_is_open_in_the_lines(part: Part) -> None:
    draft = Draft("2022", "TUR", "RUS", "call", "", "Title", "AP", "2022-01-01", "https://a.org")

    assert "?" not in draft.text
    assert "?" in draft.with_part(part.name, "").text


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.name)
def test_every_part_is_found_where_it_stands(part: Part) -> None:
    draft = Draft(
        "2022", "TUR", "RUS", "link:close", "2023", "Title", "AP", "2022-01-01", "https://a"
    )

    line, first, last = draft.place(part.name)

    assert draft.text.splitlines()[line - 1][first - 1 : last] == draft.part(part.name)


def test_a_terminal_is_asked_and_a_pipe_is_read(tmp_path: Path) -> None:
    """The whole program on a terminal of its own: nothing waits for time."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.environ.update(
            DETENTE_DB=str(tmp_path / "t.db"), DETENTE_TODAY="2022-06-01", TERM="dumb"
        )
        os.execv(sys.executable, [sys.executable, "-m", "detente", "add"])
    with os.fdopen(terminal, "rb", buffering=0) as screen:
        printed = b""
        while True:
            try:
                read = screen.read(4096)
            except OSError:
                break
            if not read:
                break
            printed += read
    os.waitpid(pid, 0)

    assert b"detente init" in printed


@pytest.mark.parametrize("typed", ["oct 30, 2018", "30 October 2018", "2018-10-30"])
def test_a_date_is_kept_as_a_line_has_it_however_it_is_typed(
    timeline: Timeline, typed: str
) -> None:
    """The comma of `Oct 30, 2018` once split the report, and no answer was taken any more."""
    answers = (typed, "japan", "ROK", "talks", "Talks", "NYT", "", "", "y")
    printed, typist = interviewed(timeline, *answers)

    assert recorded(timeline) == ["2018-10-30 JPN = KOR talks"]
    assert "Reported on? [2018-10-30] " in typist.asked
    assert "    report NYT, 2018-10-30\n" in printed


def test_an_answer_that_is_needed_is_asked_for_again_with_a_reason(timeline: Timeline) -> None:
    printed, _ = interviewed(timeline, "2018-10-30", "", "japan")

    assert "  An answer is needed; ? explains" in printed


def test_words_that_mean_nothing_come_back_with_words_that_do(timeline: Timeline) -> None:
    printed, _ = interviewed(timeline, "2018-10-30", "japan", "ROK", "xyzzy")

    said = printed[printed.index("Nothing is called that") :].split("\n\n")[0]
    words = " ".join(said.split()).partition("done: ")[2].partition(".")[0].split(", ")
    assert len(words) > 15
    assert all(search(word) for word in words)


def test_an_address_needs_no_scheme(timeline: Timeline) -> None:
    """`reuters.com/x` was once "one part too many" of a form that nobody had seen."""
    answers = ("2018-10-30", "japan", "ROK", "talks", "Talks", "NYT", "", "nytimes.com/x", "y")
    interviewed(timeline, *answers)
    (fact,) = timeline.facts()

    assert fact.asserted.report is not None
    assert fact.asserted.report.url == "https://nytimes.com/x"


def test_a_person_whom_nobody_knows_is_answered_with_the_state(timeline: Timeline) -> None:
    printed, _ = interviewed(timeline, "2018-10-30", "Jane Qwerty")

    assert 'no actor is called "Jane Qwerty".\n  For a person write the state' in printed
    assert "detente add" not in printed.partition("Not recorded")[0]


def test_an_ending_is_never_offered_as_what_it_ends(timeline: Timeline) -> None:
    """`ended intelligence pact` once became a treaty in force."""
    printed, _ = interviewed(timeline, "2019-08-22", "ROK", "japan", "ended intelligence pact")

    assert "instrument:treaty" not in printed
    assert "The nearest word means the opposite." in " ".join(printed.split())


def test_the_other_one_is_offered_where_the_two_change_sides(timeline: Timeline) -> None:
    again = ("2018-10-31", "turkey")
    _, typist = interviewed(timeline, *TALKS, "y", *again)

    assert typist.asked[-1] == "To whom, or with whom? [sweden] "


def test_a_vague_date_is_not_offered_as_the_day_of_a_report(timeline: Timeline) -> None:
    answers = ("early 2021", "japan", "ROK", "talks", "Talks", "NYT", "2021-05-01", "", "y")
    _, typist = interviewed(timeline, *answers)

    assert "Reported on? " in typist.asked
    assert typist.asked[-1] == "When? [today] "


@pytest.mark.parametrize(
    ("answer", "report"),
    [
        ("Kathimerini, 20 May 2022", "report Kathimerini, 2022-05-20"),
        ("AFP (19 May)", "report AFP, 2022-05-19"),
        ("BBC News, 20 May 2022, https://a.org/x", "report BBC News, 2022-05-20, https://a.org/x"),
        ('"Ministry, Ankara" 20.05.2022', 'report "Ministry, Ankara", 2022-05-20'),
    ],
)
def test_a_source_may_come_with_its_day_and_its_address(
    timeline: Timeline, answer: str, report: str
) -> None:
    printed, typist = interviewed(timeline, *TALKS[:5], answer, *[""] * 3)

    assert f"    {report}\n" in printed.replace("\n    https", " https")
    assert not any(asked.startswith("Reported on") for asked in typist.asked)


def test_what_came_with_a_source_is_asked_once_somebody_goes_back(timeline: Timeline) -> None:
    lines = (*TALKS[:5], "AP, 20 May 2022", "", "e", *[""] * 6, "21 May 2022", "", "y")
    printed, _ = interviewed(timeline, *lines)

    assert "report AP, 2022-05-21" in printed


@pytest.mark.parametrize(
    ("typed", "taken"),
    [("10 dec", "2022-12-10"), ("Feb 3", "2022-02-03"), ("5 May", "2022-05-05")],
)
def test_the_next_date_may_leave_out_its_year(timeline: Timeline, typed: str, taken: str) -> None:
    printed, typist = interviewed(timeline, *TALKS, "y", typed)

    assert f"  1  {taken}  " in printed
    assert typist.asked[-1] == f"When? [{taken}] "


def test_a_report_without_a_year_is_of_the_year_of_its_fact(timeline: Timeline) -> None:
    printed, typist = interviewed(timeline, *TALKS[:6], "19 may", "y", "", "y")

    assert "  1  2022-05-19  19 May 2022" in printed
    assert "report Reuters, 2022-05-19" in printed
    assert recorded(timeline) == ["2022-05-18 SWE = TUR talks"]
    assert len(typist.asked) == 11


@pytest.mark.parametrize(
    ("typed", "written"),
    [("28/2/2020", "2020-02-28"), ("2020/02/28", "2020-02-28"), ("9-10 May 2020", "2020-05-09")],
)
def test_a_date_with_one_reading_is_taken(timeline: Timeline, typed: str, written: str) -> None:
    interviewed(timeline, typed, *TALKS[1:], "y")

    assert recorded(timeline)[0].startswith(written)


@pytest.mark.parametrize(
    ("who", "whom", "parties"),
    [
        ("Azerbajan", "y", ""),
        ("Armenia, Azerbaijan and Russia", "Turkey", "ARM,AZE,RUS = TUR"),
        ("Russia", "Armenia and Azerbaijan", "RUS = ARM,AZE"),
        ("Russia", "Armenia & Azerbaijan", "RUS = ARM,AZE"),
        ("Russia", "Armenia = Azerbaijan", "RUS = ARM,AZE"),
        ("Bosnia and Herzegovina", "Trinidad and Tobago", "BIH = TTO"),
    ],
)
def test_several_actors_are_typed_as_people_list_them(
    timeline: Timeline, who: str, whom: str, parties: str
) -> None:
    more = () if parties else ("Armenia",)
    interviewed(timeline, TALKS[0], who, whom, *more, *TALKS[3:], "y")

    assert recorded(timeline) == [f"2022-05-18 {parties or 'AZE = ARM'} talks"]


def test_every_line_of_the_welcome_fits_a_terminal() -> None:
    assert max(map(len, WELCOME.splitlines())) < 80
