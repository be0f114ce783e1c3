"""`.facts` text read into blocks: what each line says, and where and why a line says nothing."""

from __future__ import annotations

from datetime import date
from typing import Final

import pytest

from domain.actors import Registry
from domain.events import NO_DAY, Asserted, Corrected, Denied, Reported, is_unset
from domain.expectation import Expected
from domain.folding import slug
from domain.report import Report
from service.formats.document import Block, Document, Plain
from service.formats.facts import MOST_PROBLEMS, parse
from views.spelling import command as spelled

STRAITS: Final = (
    "2022-02-28  TUR > RUS  instrument:transit-restriction/transit  Straits closed to warships "
    " ^straits"
)
CALL: Final = "2022-03-06  TUR = RUS  planned:call  A call to come  ^call"


def read(text: str, registry: Registry) -> Document:
    return parse(text, "t.facts", registry)


def block(text: str, registry: Registry) -> Block:
    """The one block of a text without problems."""
    document = read(text, registry)
    assert document.problems == []
    (found,) = document.blocks
    return found


def problems(text: str, registry: Registry) -> list[tuple[int, int, str]]:
    return [
        (problem.line, problem.column, problem.said) for problem in read(text, registry).problems
    ]


# The line of a fact


def test_a_line_says_when_who_what_and_under_which_name(registry: Registry) -> None:
    found = block(f"{STRAITS}  #black-sea #war\n", registry)

    content = found.content
    assert (found.line, found.handle) == (1, "straits")
    assert (content.kind, content.what, content.domain) == (
        "instrument",
        "transit-restriction",
        "transit",
    )
    assert (content.since, content.until, content.on, content.planned) == (
        "2022-02-28",
        None,
        "",
        "",
    )
    assert (content.actors, content.recipients, content.relation) == (
        ("TUR",),
        ("RUS",),
        "directed",
    )
    assert (content.title, content.topics) == ("Straits closed to warships", ("black-sea", "war"))


def test_a_fact_without_a_domain_is_diplomacy(registry: Registry) -> None:
    assert block("2022-03-05 TUR > RUS call A call", registry).content.domain == "diplomacy"


def test_a_fact_without_a_handle_has_none_until_it_is_recorded(registry: Registry) -> None:
    assert block("2022-03-05 TUR > RUS call A call", registry).handle == ""


@pytest.mark.parametrize(
    ("title", "made"),
    [
        ("Straits closed to warships", "straits-closed-to-warships"),
        ("Erdoğan ile Putin'in İstanbul görüşmesi", "erdogan-ile-putinin-istanbul-gorusmesi"),
        ("One two three four five six seven", "one-two-three-four-five-six"),
        ("S-400: 2.5 bn?", "s-400-25-bn"),
        ("文", ""),
    ],
)
def test_a_handle_is_made_from_the_first_six_words_of_a_title(title: str, made: str) -> None:
    assert slug(title) == made


@pytest.mark.parametrize(
    ("written", "since", "until"),
    [
        ("2019-10-14", "2019-10-14", None),
        ("2019-10-14/2019-10-23", "2019-10-14", "2019-10-23"),
        ("2019/..", "2019", ".."),
        ("2019/", "2019", ""),
        ("../2011-07-09", "..", "2011-07-09"),
        ("[..2022-03-05]", "[..2022-03-05]", None),
    ],
)
def test_what_holds_for_a_time_has_a_beginning_and_maybe_an_end(
    written: str, since: str, until: str | None, registry: Registry
) -> None:
    content = block(STRAITS.replace("2022-02-28", written), registry).content

    assert (content.since, content.until) == (since, until)
    assert content.dated == written


def test_a_plan_is_dated_by_its_window(registry: Registry) -> None:
    assert block(CALL, registry).content.planned == "2022-03-06"


def test_several_actors_are_joined_by_commas_each_once(registry: Registry) -> None:
    content = block(
        "2022-03-05  Turkey, USA,TUR > Kyiv  support  Both back Ukraine", registry
    ).content

    assert (content.actors, content.recipients) == (("TUR", "USA"), ("UKR",))


def test_names_of_several_words_may_stand_before_the_sign(registry: Registry) -> None:
    assert block("2022-03-05  United States > Russia  call  A call", registry).content.actors == (
        "USA",
    )


def test_names_of_several_words_may_stand_after_the_sign(registry: Registry) -> None:
    content = block("2022-03-05  Russia > United States, Ukraine  call  A call", registry).content

    assert (content.recipients, content.title) == (("USA", "UKR"), "A call")


def test_an_actor_is_the_one_of_that_name_on_that_day(registry: Registry) -> None:
    assert block("1988  Soviet Union = USA  summit  Summit in Moscow", registry).content.actors == (
        "SUN",
    )


@pytest.mark.parametrize(
    ("line", "refused"),
    [
        ("1991/2001  SUN = USA  instrument:treaty/security  Pact", False),
        ("1990/1999  DDR = POL  instrument:treaty/diplomacy  Border treaty", False),
        ("1989/1996  CSK = HUN  link:close  Neighbours", False),
        ("1993/2001  SUN = USA  instrument:treaty/security  Pact", True),
        ("1950/1970  UKR = POL  instrument:treaty/diplomacy  Border treaty", True),
    ],
)
def test_an_actor_has_to_be_there_when_something_may_have_begun(
    line: str, refused: bool, registry: Registry
) -> None:
    """What began in 1991 may have begun in the Soviet Union, though it lasted beyond it."""
    found = [said for _, _, said in problems(line, registry)]

    assert ["did not exist" in said for said in found] == [True] * refused


@pytest.mark.parametrize(
    ("written", "title", "handle", "topics"),
    [
        ("A call", "A call", "", ()),
        ("A  call,\tat  last ^call", "A call, at last", "call", ()),
        ("A call #war ^call #peace", "A call", "call", ("war", "peace")),
        ("A call #War #war", "A call", "", ("war",)),
        ('"A call" ^call', "A call", "call", ()),
        ('"Number #1 is ^up"  ^call', "Number #1 is ^up", "call", ()),
        ('"""No"", he says" ^call', '"No", he says', "call", ()),
        ('He says "no" ^call', 'He says "no"', "call", ()),
        ("TUR > RUS = call", "TUR > RUS = call", "", ()),
        ("A call ^a.b_c-1", "A call", "a.b_c-1", ()),
    ],
)
def test_a_title_runs_to_its_handle_or_first_topic_or_is_quoted(
    written: str, title: str, handle: str, topics: tuple[str, ...], registry: Registry
) -> None:
    found = block(f"2022-03-05 TUR > RUS call {written}", registry)

    assert (found.content.title, found.handle, found.content.topics) == (title, handle, topics)


# The first event


def test_a_fact_without_a_report_waits_to_be_known_until_it_is_recorded(registry: Registry) -> None:
    found = block(STRAITS, registry)

    assert is_unset(found.asserted.known_on)
    assert (found.asserted.known_on, found.asserted.assumed, found.asserted.report) == (
        NO_DAY,
        True,
        None,
    )


def test_the_first_report_is_the_first_events(registry: Registry) -> None:
    found = block(f"{STRAITS}\n  report Reuters, 2022-03\n  report AFP, 2022-03-01\n", registry)

    assert found.asserted == Asserted(
        content=found.content,
        report=Report(publisher="Reuters", published="2022-03"),
        known_on=date(2022, 3, 31),
    )
    (detail,) = found.events
    assert (detail.line, detail.column) == (3, 3)
    assert detail.event == Reported(
        report=Report(publisher="AFP", published="2022-03-01"), known_on=date(2022, 3, 1)
    )


def test_the_first_announcement_is_the_first_events(registry: Registry) -> None:
    found = block(
        f"{CALL}\n  announced 2022-03-05, Kalin\n  report Reuters, 2022-03-05\n", registry
    )

    assert found.asserted.report == Report(publisher="Kalin", published="2022-03-05")
    assert len(found.events) == 1


def test_a_denial_before_any_report_is_an_event_of_its_own(registry: Registry) -> None:
    found = block(
        f"{STRAITS}\n  denied Ministry, 2022-03-01\n  report Reuters, 2022-03-02\n", registry
    )

    assert found.asserted.known_on == date(2022, 3, 2)
    assert [type(detail.event) for detail in found.events] == [Denied]


@pytest.mark.parametrize(
    ("details", "known_on", "assumed", "further"),
    [
        ("  known 2022-01-05\n", date(2022, 1, 5), False, 0),
        ("  known 2022-01\n", date(2022, 1, 31), False, 0),
        ("  known 2022-01-05?\n", date(2022, 1, 5), True, 0),
        ("  report Reuters, 2022-03-01\n  known 2022-01-05\n", date(2022, 1, 5), False, 0),
        ("  report Reuters, 2021-12-30\n  known 2022-01-05\n", date(2021, 12, 30), False, 0),
        ("  known 2022-01-05?\n  report Reuters, 2022-03-01\n", date(2022, 1, 5), True, 1),
        ("  known 2022-01-05\n  report Reuters, 2021-12-30\n", date(2022, 1, 5), False, 1),
        ("  report Reuters, 2021-12-30\n", date(2021, 12, 30), False, 0),
    ],
)
def test_known_before_the_reports_means_that_it_was_first_recorded_without_one(
    details: str, known_on: date, assumed: bool, further: int, registry: Registry
) -> None:
    found = block(f"{STRAITS}\n{details}", registry)

    assert (found.asserted.known_on, found.asserted.assumed, len(found.events)) == (
        known_on,
        assumed,
        further,
    )


def test_the_reason_of_the_first_report_is_kept(registry: Registry) -> None:
    found = block(f"{STRAITS}\n  report Reuters, 2022-03-01, because a reader asked\n", registry)

    assert found.asserted.because == "a reader asked"


@pytest.mark.parametrize(
    ("correction", "said"),
    [
        ("parties Turkey > Xqzland", 'no actor is called "Xqzland".'),
        ("parties >", '">" does not say who does it to whom.'),
        ("people nobody", 'no person is called "nobody".'),
    ],
)
def test_a_correction_names_only_actors_that_are_there(
    correction: str, said: str, registry: Registry
) -> None:
    document = read(f"{STRAITS}\n  corrected {correction}, 2022-03-06\n", registry)

    assert [problem.said for problem in document.problems] == [said]
    assert document.problems[0].line == 2


@pytest.mark.parametrize(
    ("detail", "column", "said"),
    [
        (
            "report Re\x1buters, 2022-02-28",
            12,
            "a line cannot hold control characters, and U+001B (escape) is one.",
        ),
        (
            "report Reuters, 2022-02-28, https://a.org, https://b.org",
            46,
            "an address is given twice.",
        ),
        ("report Reuters, 2022-02-28, origin=a, origin=b", 41, '"origin" is given twice.'),
        ("weight ١٢, because x", 10, '"١٢" is not a number.'),
    ],
)
def test_a_detail_that_was_once_taken_is_refused(
    detail: str, column: int, said: str, registry: Registry
) -> None:
    (problem,) = read(f"{STRAITS}\n  {detail}\n", registry).problems

    assert (problem.line, problem.column, problem.said) == (2, column, said)


def test_a_correction_of_parties_is_of_actors_in_the_registry(registry: Registry) -> None:
    found = block(f"{STRAITS}\n  corrected parties Turkey > russia, 2022-03-06\n", registry)
    corrected = found.events[0].event
    assert isinstance(corrected, Corrected)

    assert corrected.value == "TUR > RUS"


# The file


def test_blank_lines_and_comments_are_kept_with_their_lines(registry: Registry) -> None:
    document = read(f"# Straits\n\n{STRAITS}\n   \n", registry)

    assert document.items[0] == Plain(1, "# Straits")
    assert document.items[1] == Plain(2, "")
    assert document.items[3] == Plain(4, "")


def test_comments_among_details_belong_to_the_fact(registry: Registry) -> None:
    found = block(
        f"{STRAITS}\n# first\n  report Reuters, 2022-03-01\n  # second\n# third\n  note A note\n",
        registry,
    )

    assert found.comments == ((2, "# first"), (4, "# second"), (5, "# third"))
    assert found.content.note == "A note"


def test_a_comment_after_the_last_detail_stands_alone(registry: Registry) -> None:
    document = read(f"{STRAITS}\n  note A note\n# about something else\n{CALL}\n", registry)

    assert document.blocks[0].comments == ()
    assert document.items[1] == Plain(3, "# about something else")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_may_end_as_any_system_ends_them(end: str, registry: Registry) -> None:
    text = f"# A file\n{STRAITS}\n    report Reuters, 2022-03-01\n\n{CALL}\n"

    assert read(text.replace("\n", end), registry) == read(text, registry)


@pytest.mark.parametrize(
    ("typed", "dated"),
    [
        ("18 May 2022", "2022-05-18"),
        ("8 Nov 2022", "2022-11-08"),
        ("May 2022", "2022-05"),
        ("March 5, 2022", "2022-03-05"),
        ("early 2021", "[2021-01..2021-04]"),
        ("first week of March 2022", "[2022-03-01..2022-03-07]"),
    ],
)
def test_a_line_may_begin_with_a_date_of_several_words(
    registry: Registry, typed: str, dated: str
) -> None:
    assert block(f"{typed}  TUR = RUS  talks  Talks", registry).content.on == dated
    assert block(f"{typed} TUR > RUS stance:critical Critical", registry).content.since == dated


def test_so_may_days_from_first_to_last(registry: Registry) -> None:
    line = "11 July 2023/13 July 2023 TUR = RUS summit Summit"

    assert block(line, registry).content.on == "2023-07-11/2023-07-13"


def test_a_season_at_the_beginning_of_a_line_is_written_out_with_the_rest_of_it(
    registry: Registry,
) -> None:
    (problem,) = read("spring 2023  TUR = RUS  talks  Talks", registry).problems

    assert spelled(problem.fixes[0]).paste == "[2023-03..2023-05]  TUR = RUS  talks  Talks"


def test_a_byte_order_mark_is_no_part_of_the_first_line(registry: Registry) -> None:
    assert read(f"\ufeff{STRAITS}\n", registry) == read(f"{STRAITS}\n", registry)


def test_tabs_are_spaces(registry: Registry) -> None:
    tabbed = STRAITS.replace("  ", "\t") + "\n\treport\tReuters, 2022-03-01\n"

    assert read(tabbed, registry) == read(f"{STRAITS}\n    report Reuters, 2022-03-01\n", registry)


def test_the_last_line_needs_no_end(registry: Registry) -> None:
    assert read(STRAITS, registry) == read(f"{STRAITS}\n", registry)


def test_comments_at_the_end_of_a_file_stand_alone(registry: Registry) -> None:
    document = read(f"{STRAITS}\n# one\n# two\n", registry)

    assert document.items[1:] == [Plain(2, "# one"), Plain(3, "# two")]


def test_an_empty_file_holds_nothing(registry: Registry) -> None:
    document = read("", registry)

    assert (document.items, document.problems) == ([], [])


# Actors and expectations


def test_an_actor_described_anywhere_in_a_file_is_known_in_all_of_it(registry: Registry) -> None:
    document = read(
        "2022-03-05  Ruritania > RUS  call  A call\n@actor ruritania  Ruritania | Strelsau"
        " {metonym}  type=state\n",
        registry,
    )

    assert document.problems == []
    assert document.blocks[0].content.actors == ("ruritania",)
    assert [(line.line, line.actor.id, line.actor.name()) for line in document.actors] == [
        (2, "ruritania", "Ruritania")
    ]


def test_a_described_person_may_be_named(registry: Registry) -> None:
    found = read(
        f"@actor rur.rudolf  Rudolf  type=person\n{CALL}\n  people rur.rudolf, rus.putin\n",
        registry,
    )

    assert found.problems == []
    assert found.blocks[0].content.people == ("rur.rudolf", "rus.putin")


def test_an_expectation_names_a_day_a_pair_and_a_label(registry: Registry) -> None:
    document = read(
        "@assert 2022-03-05  Turkey Moscow  mixed\n@assert 2022-03  TUR RUS  Sanctions  tense\n",
        registry,
    )

    assert document.problems == []
    assert [line.expected for line in document.expectations] == [
        Expected(known_on=NO_DAY, assumed=True, on="2022-03-05", a="TUR", b="RUS", label="mixed"),
        Expected(
            known_on=NO_DAY,
            assumed=True,
            on="2022-03",
            a="TUR",
            b="RUS",
            domain="sanctions",
            label="tense",
        ),
    ]


# What is wrong

EXAMPLE: Final = "DATE  ACTOR > ACTOR  call/diplomacy  TITLE  ^HANDLE"
AN_ACTOR: Final = "@actor ACTOR  NAME  type=state"
NO_FACT: Final = (
    "a fact says when, who does what to whom, and has a title: DATE  ACTORS > RECIPIENTS "
    " WHAT/DOMAIN  TITLE  ^handle  #topic."
)
NO_LINE: Final = (
    "begins no line that detente reads; a fact is written DATE  ACTORS > RECIPIENTS  WHAT/DOMAIN "
    " TITLE  ^handle  #topic."
)
# a row of a table is one line
BAD: Final = [
    # the line as a whole
    ("hello", 1, f'"hello" {NO_LINE}', EXAMPLE),
    ("2022-03-05 TUR RUS call A call", 16, "a sign between the two says who did it to whom.",
        "2022-03-05 TUR > RUS  call A call"),
    ("2022-03-05 > RUS call A call", 1, NO_FACT, EXAMPLE),
    ("2022-03-05 TUR > RUS call", 22,
        "a fact has a title, in your own words, behind what happened.",
        "2022-03-05 TUR > RUS  call  TITLE"),
    ("  report Reuters, 2022", 1,
        "this detail belongs to no fact; facts begin at the first column.", EXAMPLE),
    # dates
    ("05/03/2022 TUR > RUS call A call", 1, '"05/03/2022" can mean two dates.',
        "2022-03-05 TUR > RUS call A call"),
    ("2022-13-05 TUR > RUS call A call", 1, '"2022-13-05": there is no month 13.',
        "2022-05-13 TUR > RUS call A call"),
    ("2021-02-29 TUR > RUS call A call", 1, '"2021-02-29": February 2021 has 28 days.',
        "2021-02-28 TUR > RUS call A call"),
    ("2022/2023 TUR > RUS call A call", 1,
        '"2022/2023" is an interval, and one date is expected here.',
        "[2022..2023] TUR > RUS call A call"),
    ("today TUR > RUS call A call", 1, '"today" is another day each day; write the day itself.',
        "YYYY-MM-DD TUR > RUS call A call"),
    ("[2022..2021] TUR > RUS call A call", 1, 'the set "[2022..2021]" ends before it begins.',
        "[2021..2022] TUR > RUS call A call"),
    ("2022/2021 TUR > RUS link:close A link", 1,
        '"2022/2021" ends before it has begun.',
        "2021/2022 TUR > RUS link:close A link"),
    ("2022-02-28/2022-02-28 TUR > RUS link:close A link", 1,
        '"2022-02-28/2022-02-28" ends before it has begun.',
        "2022-02-28/2022-03-01 TUR > RUS link:close A link"),
    ("9999-12-31/9999-12-31 TUR > RUS link:close A link", 1,
        '"9999-12-31/9999-12-31" ends before it has begun.',
        "9999-12-31/.. TUR > RUS link:close A link"),
    ("2020/2021/2022 TUR > RUS link:close A link", 1, '"2020/2021/2022" has more than one "/".',
        "2020/2021 TUR > RUS link:close A link"),
    # actors
    ("2022-03-05 TUR,,USA > RUS call A call", 16, "an actor is missing beside a comma.", "TUR,USA"),
    ("2022-03-05 TUR > ,RUS call A call", 18, "an actor is missing beside a comma.", "RUS"),
    ("2022-03-05 TUR,Frnace > RUS call A call", 16,
        'no actor is called "Frnace". Did you mean France (FRA)?', "FRA"),
    ("2022-03-05 TUR > XQZ call A call", 18, 'no actor is called "XQZ".', "detente actors"),
    ("2022-03-05 TUR > RUS,XQZ call A call", 22, 'no actor is called "XQZ".', "detente actors"),
    ("2022-03-05 TUR > Turkey call A call", 18,
        "TUR has no ties with itself; a fact is between two actors.", ""),
    # what happened
    ("2022-03-05 TUR > RUS sanctions A ban", 22, '"sanctions" needs its kind before it.',
        "instrument:sanctions"),
    ("2022-03-05 TUR > RUS accuse:lightly A word", 22, 'accuse has no mode "lightly".',
        "accuse:disapprove"),
    ("2022-03-05 TUR > RUS instrument:allianc A pact", 22, 'no instrument is called "allianc".',
        "instrument:alliance"),
    ("2022-03-05 TUR > RUS vist A visit", 22, 'unknown kind "vist". Did you mean this?',
        "visit"),
    ("2022-03-05 TUR > RUS call/diplomcy A call", 22, 'no domain is called "diplomcy".',
        "diplomacy"),
    ("2022-03-05 TUR > RUS call/ A call", 22, 'no domain is called "".', "diplomacy"),
    ("2022-03-05 TUR > RUS assessment:so,so A view", 22,
        '"so,so" is not a slug: use small letters, digits and hyphens.', "assessment:strained"),
    # title, handle, topics
    ("2022-03-05 TUR > RUS call ^call", 27, "a fact needs a title, in your own words.", EXAMPLE),
    ('2022-03-05 TUR > RUS call ""', 27, "a fact needs a title, in your own words.", EXAMPLE),
    ('2022-03-05 TUR > RUS call "A call ^call', 27, "the title's double quotes are not closed.",
        ""),
    ("2022-03-05 TUR > RUS call A\x07call", 28,
        "a line cannot hold control characters, and U+0007 (bell) is one.", ""),
    ("2022-03-05 TUR > RUS call A\u202ecall", 28,
        "a line cannot hold control characters, and U+202E (right-to-left override) is one.", ""),
    ("2022-03-05 TUR > RUS acuse/security Ankara will protest", 22,
        'unknown kind "acuse". Did you mean this?', "accuse"),
    ("@actor rus  Rus Industries", 1,
        '"rus" differs from RUS in capitals only; give it another id.', "@actor my-rus"),
    ("2022-03-05 TUR > RUS call A call ^Call", 34,
        '"Call" is not a handle; use small letters, digits and hyphens.', "^call"),
    ("2022-03-05 TUR > RUS call A call ^", 34,
        '"" is not a handle; use small letters, digits and hyphens.', "^handle"),
    ("2022-03-05 TUR > RUS call A call ^one ^two", 39,
        'a fact has one handle; "^two" is a second.', ""),
    ("2022-03-05 TUR > RUS call A call #oil,gas", 34,
        '"#oil,gas" is not a topic; put spaces between topics.', "#oil #gas"),
    ("2022-03-05 TUR > RUS call A call ^one again", 39,
        '"again" comes after the title, where only ^handle and #topics may.', "#again"),
    # actors and expectations
    ("@actor", 1, "an actor has an id and a name.", AN_ACTOR),
    ("@actor west", 1, "an actor has an id and a name.", AN_ACTOR),
    ("@actor w/st  the West", 1, '"w/st" is not an id; write letters, digits and hyphens.',
        AN_ACTOR),
    ("@actor west  the West  type=planet", 1, '"planet" is not a type of actor.', "type=state"),
    ("@actor west  the West {nickname}", 1,
        '"nickname" is not a kind of name, a language or a span.', "name"),
    ("@include other.facts", 1, "a line that begins with @ is an @actor or an @assert.",
        "@assert DATE  ACTOR ACTOR  LABEL"),
    ("@assert 2022-03-05 TUR RUS", 1, "a line that begins with @ is an @actor or an @assert.",
        "@assert DATE  ACTOR ACTOR  LABEL"),
    ("@assert 2022-03-05 TUR XQZ mixed", 24, 'no actor is called "XQZ".', "detente actors"),
    ("@assert 2022-03-05 TUR RUS splendid", 28, '"splendid" is not a label that a state can have.',
        "at-war"),
    ("@assert 2022-03-05 TUR TUR mixed", 24,
        "TUR has no ties with itself; a fact is between two actors.", ""),
    ("@assert today TUR RUS mixed", 9, '"today" is another day each day; write the day itself.',
        "YYYY-MM-DD"),
    ("@actor xx  Foo  exists=junk", 1, '"junk" is not a date that detente reads.', "YYYY-MM-DD"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "column", "said", "fix"), BAD, ids=[line for line, *_ in BAD])
def test_a_bad_line_is_named_with_its_column_and_a_fix(
    line: str, column: int, said: str, fix: str, registry: Registry
) -> None:
    document = read(f"# first\n\n{line}\n", registry)

    (found,) = document.problems
    assert found.said == said
    assert found.place == f"t.facts:3:{column}"
    assert (spelled(found.fixes[0]).paste if found.fixes else "") == fix


@pytest.mark.parametrize("line", [line for line, *_ in BAD])
def test_a_bad_line_hides_no_good_one(line: str, registry: Registry) -> None:
    document = read(f"{STRAITS}\n{line}\n{CALL}\n", registry)

    assert [block.handle for block in document.blocks] == ["straits", "call"]


def test_every_problem_of_a_file_is_reported_in_order(registry: Registry) -> None:
    text = (
        f"nonsense\n{STRAITS}\n  report Reuters\n  grade Z\n\n2022 XQZ > RUS call A"
        f" call\n@actor\n{CALL}\n  hold 2022\n"
    )

    assert [line for line, _, _ in problems(text, registry)] == [1, 3, 4, 6, 7, 9]


def test_a_fact_with_a_bad_detail_is_no_fact(registry: Registry) -> None:
    document = read(f"{STRAITS}\n  grade Z\n{CALL}\n", registry)

    assert [block.handle for block in document.blocks] == ["call"]


def test_two_facts_of_one_handle_are_refused_at_the_second(registry: Registry) -> None:
    (found,) = read(f"{STRAITS}\n\n{STRAITS}\n", registry).problems

    assert (found.line, found.said) == (3, '"^straits" is the handle of the fact on line 1.')
    assert spelled(found.fixes[0]).paste == "^straits-2"


def test_a_person_nobody_described_is_refused_with_the_line_that_would_do(
    registry: Registry,
) -> None:
    (found,) = read(f"{CALL}\n  people rus.putin, rur.rudolf\n", registry).problems

    assert found.said == 'no person is called "rur.rudolf".'
    assert spelled(found.fixes[0]).paste == "@actor rur.rudolf  NAME  type=person"


def test_an_ambiguous_name_is_refused_with_its_readings(registry: Registry) -> None:
    (found,) = read("2022-03-05  Korea > RUS  call  A call\n", registry).problems

    assert found.said.startswith('"Korea" can mean two actors: ')
    assert {spelled(fix).paste for fix in found.fixes} == {"KOR", "PRK"}


def test_an_actor_of_another_day_is_refused_with_its_heir(registry: Registry) -> None:
    (found,) = read("2022-03-05  SUN > USA  call  A call\n", registry).problems

    assert "did not exist on 2022-03-05" in found.said
    assert spelled(found.fixes[0]).paste == "RUS"


@pytest.mark.parametrize(
    "line",
    [
        "x",
        "Somebody meets nobody in no place at all",
        "2022-01-01 Xyzland > Abcland visit Nobody meets anybody ^v; report X, 2022-01-01",
        "@assert 2022-01-01 TUR RUS nothing",
    ],
)
def test_a_text_of_junk_is_not_read_to_its_end(line: str, registry: Registry) -> None:
    """A file of another kind, of 200,000 lines, once kept a machine busy for an hour."""
    document = parse(f"{line}\n" * (2 * MOST_PROBLEMS), "a.facts", registry)

    assert len(document.problems) == MOST_PROBLEMS + 1
    assert document.problems[-1].line == MOST_PROBLEMS + 1
    assert document.problems[-1].code == "too-many-problems"
