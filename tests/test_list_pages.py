"""Pages of lists: the agenda, a search, who knew, actors, sources, and an answer asked again."""

from __future__ import annotations

import re
from datetime import date

import pytest

from domain.answer import Cited
from domain.refusal import InvalidInput
from projections.question import Question
from projections.questions.agenda import AgendaQuestion, FoundAgenda
from projections.questions.board import BoardQuestion, FoundBoard
from projections.questions.diff import DiffQuestion
from projections.questions.fact import FactQuestion
from projections.questions.knew import FoundKnew, KnewQuestion
from projections.questions.search import FoundHits, SearchQuestion
from projections.questions.sources import FoundSources, SourcesQuestion
from projections.questions.state import StateQuestion
from projections.questions.timeline import TimelineQuestion
from projections.typed_question import Typed
from projections.verification import (
    COUNTS_DIFFERENTLY,
    RECORD_CHANGED,
    SAME,
    Outcome,
    Verification,
)
from service.timeline import Timeline
from tests.drawing import SITE, TODAY, check_form, drawn
from views.html.actor import ActorPage, ActorsPage
from views.html.agenda import AgendaPage
from views.html.knew import KnewPage
from views.html.parts import signed_balance
from views.html.question_page import page_of
from views.html.search import SearchPage
from views.html.site import HtmlPage
from views.html.sources import SourcePage, SourcesPage
from views.html.verification import verification_page

ON = date(2022, 3, 5)


@pytest.mark.parametrize(
    ("page", "words", "options"),
    [
        (AgendaPage, (), {"on": "2022-03-05"}),
        (AgendaPage, (), {"on": "1950-01-01"}),
        (SearchPage, (), {}),
        (SearchPage, (), {"q": "grain"}),
        (SearchPage, (), {"q": "zzzz"}),
        (KnewPage, ("straits",), {"on": "2022-02-26"}),
        (ActorPage, ("turkey",), {"on": "2022-03-05", "known_on": "2022-03-01"}),
        (ActorPage, ("peru",), {}),
        (ActorsPage, (), {}),
        (SourcesPage, (), {}),
        (SourcePage, ("kremlin",), {}),
    ],
)
def test_each_is_a_whole_page(
    sample: Timeline, page: type[HtmlPage], words: tuple[str, ...], options: dict[str, str]
) -> None:
    check_form(drawn(page, sample, *words, given=options).html)


def test_the_agenda_lists_what_is_ahead_and_what_nobody_settled(sample: Timeline) -> None:
    html = drawn(AgendaPage, sample, given={"on": "2022-03-05"}).html
    ahead = sample.ask(AgendaQuestion(on=ON)).found
    late = sample.ask(AgendaQuestion(on=ON, overdue=True)).found
    assert isinstance(ahead, FoundAgenda)
    assert isinstance(late, FoundAgenda)

    assert [f"^{item.fact_state.name}" for item in (*ahead.items, *late.items[::-1])] == (
        re.findall(r'<span class="h">(\^[\w-]+)</span>', html)
    )
    assert '<s class="meta">' in html  # a plan that was moved shows what was planned before
    assert "settle</a>" not in html  # nothing is recorded where nobody may


def test_a_search_shows_what_it_finds_and_in_which_fields(sample: Timeline) -> None:
    html = drawn(SearchPage, sample, given={"q": "grain corridor"}).html
    found = sample.ask(SearchQuestion(text="grain corridor", on=TODAY)).found
    assert isinstance(found, FoundHits)

    assert f"{found.total} facts, up to" in html
    assert html.count("found in title") == sum("title" in hit.fields for hit in found.hits)
    assert 'href="/timeline?q=grain%20corridor"' in html


def offered(html: str) -> list[str]:
    """The names of actors that a page offers as one types, without a script."""
    found = re.search(r'<datalist id="actors"[^>]*>(.*?)</datalist>', html, re.DOTALL)
    assert found is not None
    return re.findall("<option>([^<]*)", found[1])


@pytest.mark.parametrize(
    ("on", "there", "not_there"),
    [("2022-03-05", "Russia", "Soviet Union"), ("1985-03-05", "Soviet Union", "Ukraine")],
)
def test_actors_are_offered_without_a_script_where_one_begins_to_search(
    sample: Timeline, on: str, there: str, not_there: str
) -> None:
    names = offered(drawn(SearchPage, sample, given={"on": on}).html)

    assert {there, "Turkey"} <= set(names)
    assert not_there not in names
    assert "Vladimir Putin" not in names  # ties are of states and organizations
    assert names == sorted(set(names))


def test_actors_are_not_listed_in_pages_that_have_no_room(sample: Timeline) -> None:
    assert offered(drawn(SearchPage, sample, given={"q": "grain"}).html) == []
    assert offered(drawn(AgendaPage, sample).html) == []


@pytest.mark.parametrize(
    ("handle", "on", "word"),
    [
        ("straits", "2022-02-26", "not yet"),
        ("straits", "2022-03-05", "yes"),
        ("ban-claim", "2022-02-27", "disputed"),
    ],
)
def test_whether_a_fact_was_known_is_said_as_the_answer_says_it(
    sample: Timeline, handle: str, on: str, word: str
) -> None:
    html = drawn(KnewPage, sample, handle, given={"on": on}).html
    asked = KnewQuestion(fact=f"desk/{handle}", on=date.fromisoformat(on))
    found = sample.ask(asked).found
    assert isinstance(found, FoundKnew)

    assert f">{word}</span>" in html
    assert found.sentence.replace("'", "&#39;") in html


def test_an_actor_has_a_row_for_each_of_its_ties(sample: Timeline) -> None:
    html = drawn(ActorPage, sample, "turkey", given={"on": "2022-03-05"}).html
    found = sample.ask(BoardQuestion(actor="TUR", on=ON)).found
    assert isinstance(found, FoundBoard)
    best = found.lines[0]

    assert html.count('<tr><th scope="row">') == len(found.lines)
    assert f"<b>{signed_balance(best.answer.score)}</b>" in html
    assert 'href="/timeline/TUR?on=2022-03-05"' in html


def test_the_facts_of_a_source_are_those_that_name_it(sample: Timeline) -> None:
    html = drawn(SourcePage, sample, "kremlin").html
    found = sample.ask(SourcesQuestion()).found
    assert isinstance(found, FoundSources)
    kremlin = next(each for each in found.sources if each.origin == "kremlin")

    assert f"{kremlin.alone} of them on its word alone" in html
    assert 'href="/sources/kremlin"' in drawn(SourcesPage, sample).html


def test_a_source_of_no_report_is_refused_with_the_nearest(sample: Timeline) -> None:
    with pytest.raises(InvalidInput) as refused:
        drawn(SourcePage, sample, "kremln")

    assert refused.value.texts[0].paste == "kremlin"


@pytest.mark.parametrize(
    ("outcome", "now_same", "then", "now"),
    [
        (SAME, True, "same", "same"),
        (SAME, False, "same", "another"),
        (COUNTS_DIFFERENTLY, False, "another", "another"),
        (RECORD_CHANGED, None, "changed", ""),
    ],
)
def test_an_answer_asked_again_says_what_it_is_then_and_now(
    sample: Timeline, outcome: Outcome, now_same: bool | None, then: str, now: str
) -> None:
    question = StateQuestion(a="TUR", b="RUS", on=ON)
    cited = Cited(
        question=question.to_plain(), substance="s", rules="standing-flow@2", position=100,
        digest="d" * 64, program="0.1.0", title="<b>Turkey</b>", cited_on=TODAY,
    )  # fmt: skip
    events = sample.fact("straits").events[:2]
    answer = None if now_same is None else "0123456789abcdef"
    found = Verification(
        "fedcba9876543210", cited, outcome, "e" * 64, "standing-flow@2", 200, answer, now_same,
        3, events,
    )  # fmt: skip
    html = verification_page(found, SITE, sample.registry).html
    shown = re.findall(r'<span class="state big">(\w+)</span>', html)

    page = check_form(html)
    assert shown == [each for each in (then, now) if each]
    assert "/ties/TUR/RUS?on=2022-03-05" in page.links
    assert "<b>Turkey" not in html
    assert ("3 events recorded since" in html) == (outcome != RECORD_CHANGED)


@pytest.mark.parametrize(
    ("question", "address"),
    [
        (
            StateQuestion(a="TUR", b="RUS", on=ON, topic="gas"),
            "/ties/TUR/RUS?on=2022-03-05&topic=gas",
        ),
        (
            DiffQuestion(a="TUR", b="RUS", before_on=date(2022, 3, 1), on=ON),
            "/ties/TUR/RUS/compare?on=2022-03-01&and_on=2022-03-05",
        ),
        (FactQuestion(fact="desk/call", on=ON), "/facts/call?on=2022-03-05"),
        (KnewQuestion(fact="desk/call", on=ON), "/knew/call?on=2022-03-05"),
        (
            TimelineQuestion(actors=("TUR",), on=ON, first=ON),
            "/timeline/TUR?on=2022-03-05&from=2022-03-05",
        ),
        (SearchQuestion(text="black sea", on=ON), "/search?on=2022-03-05&q=black%20sea"),
        (SourcesQuestion(), None),
    ],
)
def test_a_question_has_the_page_that_answers_it(question: Question, address: str | None) -> None:
    found = page_of(question)

    assert (found.text if found else None) == address


@pytest.mark.parametrize("page", [AgendaPage, SearchPage, ActorPage, SourcePage])
def test_links_keep_the_clocks(sample: Timeline, page: type[HtmlPage]) -> None:
    named: dict[type[HtmlPage], tuple[str, ...]] = {
        ActorPage: ("turkey",),
        SourcePage: ("kremlin",),
    }
    words = named.get(page, ())
    given = {"on": "2022-03-05", "known_on": "2022-03-04", **({"q": "turkey"} if not words else {})}
    given = {name: value for name, value in given.items() if name in page.options}
    found = page.read(Typed(words, given, sample, TODAY)).draw(sample.ask, SITE)
    facts = check_form(found.html).inside("/facts", "/ties")

    assert facts
    assert [each for each in facts if "on=2022-03-05&known_on=2022-03-04" not in each] == []
