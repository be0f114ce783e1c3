"""Drafts of articles as a wire would write them, each with its lines judged by hand.

Each article in `articles` has a file of lines beside it. A line that is proposed and right begins
with two spaces, one that is proposed and wrong with `+`, one that is missing with `-`.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

import pytest

from domain.refusal import InvalidInput
from projections.articles.article import Article, excerpt, sentences
from projections.articles.draft import Draft, Proposal, draft_of
from service.articles.reading import Given, read_article
from service.formats.facts import parse
from service.opening import bundled_registry
from tests.console import Console
from tests.shared import seed
from views.draft import draft_text

FOLDER: Final = Path(__file__).parent / "articles"
NAMES: Final = sorted(path.name for path in FOLDER.iterdir() if path.suffix in (".txt", ".html"))
TODAY: Final = date(2026, 11, 22)
REGISTRY: Final = bundled_registry()

LEAST_RECALL: Final = 0.64
LEAST_PRECISION: Final = 0.85
"""Of the articles together, as they are judged; a change that falls below reads worse."""


def judged(name: str) -> tuple[str, dict[str, list[str]]]:
    """The day of an article, and its lines by the mark before them."""
    head, *lines = (FOLDER / name).with_suffix(".lines").read_text(encoding="utf-8").splitlines()
    found: dict[str, list[str]] = {" ": [], "+": [], "-": []}
    for line in lines:
        found[line[0]].append(line[2:])
    return head.removeprefix("published "), found


@cache
def drafted(name: str) -> Draft:
    day, _ = judged(name)
    given = Given(published=day) if name.endswith(".txt") else Given()
    return draft_of(read_article((FOLDER / name).read_bytes(), name, given, TODAY), REGISTRY)


def written(each: Proposal) -> str:
    return f"{each.dated}  {each.parties}  {each.what}/{each.domain}"


@pytest.mark.parametrize("name", NAMES)
def test_an_article_is_drafted_as_it_was_judged(name: str) -> None:
    _, lines = judged(name)

    assert Counter(map(written, drafted(name).proposals)) == Counter(lines[" "] + lines["+"])


def test_few_lines_are_wrong_and_few_are_missing() -> None:
    counted = Counter[str]()
    for name in NAMES:
        counted.update({mark: len(lines) for mark, lines in judged(name)[1].items()})
    right, wrong, missing = counted[" "], counted["+"], counted["-"]

    assert len(NAMES) >= 40
    assert right / (right + missing) >= LEAST_RECALL
    assert right / (right + wrong) >= LEAST_PRECISION


@pytest.mark.parametrize("name", NAMES)
def test_a_page_says_when_it_was_published(name: str) -> None:
    day, _ = judged(name)

    assert drafted(name).article.published.isoformat() == day


@pytest.mark.parametrize("name", NAMES)
def test_a_draft_is_facts_but_for_what_it_leaves_open(name: str) -> None:
    draft = drafted(name)
    document = parse(draft_text(draft, name), name, REGISTRY)
    whole = [each for each in draft.proposals if not each.open]

    assert {problem.code for problem in document.problems} <= {"still-open"}
    assert len(document.blocks) == len(whole)


@pytest.mark.parametrize("name", NAMES)
def test_a_draft_quotes_at_most_25_words_of_a_sentence(name: str) -> None:
    for item in drafted(name).items:
        assert len(item.quoted.replace("…", "").split()) <= 25


@pytest.mark.parametrize("name", NAMES)
def test_a_draft_is_the_same_every_time(name: str) -> None:
    again = drafted.__wrapped__(name)

    assert draft_text(drafted(name), name) == draft_text(again, name)


# The article that the project began with ----------------------------------------------------------

STATEMENTS: Final = {
    "Turkey and the US talk": "2022-03-05  TUR = USA  talks/diplomacy",
    "they promise close coordination": "[..2022-03-05]  TUR = USA  agree/diplomacy",
    "ties are strained": "[..2022-03-05]  TUR = USA  assessment:strained/diplomacy",
    "Turkey bought Russian air defence": "[..2022-03-05]  RUS > TUR  arms-sale/defence",
    "US sanctions": "2020-12  USA > TUR  instrument:sanctions/sanctions",
    "a sea border": "[..2022-03-05]  TUR = UKR,RUS  geography:maritime-border/territory",
    "good ties with both": "[..2022-03-05]  TUR = UKR,RUS  assessment:good-ties/diplomacy",
    "the assault is unacceptable": "[..2022-03-05]  TUR > RUS  stance:critical/diplomacy",
    "against sanctions on Moscow": "[..2022-03-05]  TUR > RUS  stance:favourable/sanctions",
    "support for Ukraine": "[..2022-03-05]  TUR,USA > UKR  support/diplomacy",
    "straits closed last month": "2022-02  TUR > RUS  instrument:transit-restriction/transit",
    "critical of the West": "[..2022-03-05]  TUR > west  stance:critical/diplomacy",
    "close ties with Russia": "[..2022-03-05]  TUR = RUS  link:close/energy",
    "drones for Kyiv": "[..2022-03-05]  TUR > UKR  arms-sale/defence",
    "tourism depends on Russians": "[..2022-03-05]  TUR > RUS  link:dependence/tourism",
    "against the policies in Syria": "[..2022-03-05]  TUR > RUS  stance:opposes/diplomacy",
    "a call is planned": "2022-03-06  TUR = RUS  planned:call/diplomacy",
}
"""What the article says, as a reader judged it, each with its line."""


def test_the_first_article_is_read() -> None:
    data = seed("article.txt").read_bytes()
    article = read_article(data, "article.txt", Given("2022-03-05", "Reuters"), TODAY)
    found = set(map(written, draft_of(article, REGISTRY).proposals))
    missing = {said for said, line in STATEMENTS.items() if line not in found}

    assert missing == set()


def test_its_draft_answers_the_state_of_its_day(tmp_path: Path) -> None:
    console = Console.begun(tmp_path)
    (tmp_path / "article.txt").write_bytes(seed("article.txt").read_bytes())
    day = ["--published", "2022-03-05"]
    for command in (
        ["draft", "article.txt", "--publisher", "Reuters", *day, "-o", "article.facts"],
        ["import", "article.facts"],
    ):
        printed, code = console.run(command)
        assert code == 0, printed
    answer, code = console.run(["state", "turkey", "russia", "--on", "2022-03-05"])

    assert code == 0
    assert "MIXED" in answer
    assert "Turkey limits passage for Russia" in answer
    assert "Turkey and Russia are to speak by phone" in answer


# Sentences ----------------------------------------------------------------------------------------

PUBLISHED: Final = date(2022, 3, 5)


def lines_of(text: str) -> list[str]:
    return [written(each) for each in draft_of(Article(text, PUBLISHED, "AFP"), REGISTRY).proposals]


@pytest.mark.parametrize(
    ("sentence", "line"),
    [
        ("Russia expelled two German diplomats on Thursday.", "2022-03-03  RUS > DEU  expel"),
        ("Two German diplomats were expelled by Moscow on Thursday.", "2022-03-03  RUS > DEU"),
        ("Russia threatened to expel German diplomats.", "RUS > DEU  threaten:expel"),
        ("Russia said it would expel German diplomats.", "RUS > DEU  threaten:expel"),
        ("Germany promised to send tents to Turkey.", "DEU > TUR  agree"),
        ("Germany refused to meet Russia.", "DEU > RUS  reject:meet"),
        ("Germany will not send weapons to Ukraine.", "DEU > UKR  reject:assist"),
        ("The Kremlin condemned Downing Street.", "RUS > GBR  condemn"),
        ("Erdogan met Putin in Sochi on Friday.", "2022-03-04  TUR = RUS  talks"),
        ("Erdogan will visit Kyiv next month.", "2022-04  TUR = UKR  planned:visit"),
        ("Russia denied attacking Ukraine.", "RUS > UKR  assault"),
        ("Egypt, which signed an accord with Cyprus in 2003, left.", "2003  EGY = CYP  support"),
        ("Dendias, the Greek foreign minister, met his U.S. counterpart, Mike Pompeo, and condemned"
         " Turkey on Friday.", "2022-03-04  GRC > TUR  condemn"),
        ("Rwanda's U.N. ambassador blamed Congo-Brazzaville.", "RWA > COG  accuse:allege"),
        ("Congo-Brazzaville's Foreign Minister Anna Maria Wagner condemned Rwanda.", "COG > RWA"),
        ("Greece urged Turkey to release two soldiers.", "GRC > TUR  request:yield"),
        ("Greece accused Turkey of violating its airspace.", "GRC > TUR  accuse:allege"),
        ("The 2014 annexation of Crimea angered Turkey, and Russia closed its border with Turkey"
         " two weeks ago.", "[2022-02-15..2022-02-23]  RUS > TUR  instrument:border-closed"),
    ],
)  # fmt: skip
def test_a_sentence_is_read(sentence: str, line: str) -> None:
    assert any(line in found for found in lines_of(sentence)), lines_of(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Russia did not expel German diplomats.",
        "Russia may expel German diplomats.",
        "If Russia expelled German diplomats, Berlin would be surprised.",
        "An earthquake killed people in Turkey after Greece held a vote.",
        "Greek tourists like Turkish coffee.",
        "Greece and Turkey rarely criticise Russia.",
        "The Minsk agreements are about Ukraine and Russia.",
    ],
)
def test_what_did_not_happen_is_not_proposed(sentence: str) -> None:
    assert lines_of(sentence) == []


def test_a_name_of_two_actors_is_left_open() -> None:
    (line,) = lines_of("Korean officials visited Japan on Friday.")

    assert line == "2022-03-04  ? = JPN  visit/diplomacy"


def test_an_ambiguous_name_is_that_of_the_actor_named_beside() -> None:
    first, *_ = lines_of("Korean officials visited Japan on Friday. Seoul expects more visits.")

    assert first == "2022-03-04  KOR = JPN  visit/diplomacy"


def test_a_person_out_of_office_is_left_open() -> None:
    (line,) = lines_of("Barack Obama criticised Russia on Friday, in a speech in Germany.")

    assert line.startswith("2022-03-04  ? > RUS")


def test_headlines_and_datelines_are_no_sentences() -> None:
    text = "Greece expels Turks\n\nATHENS, March 4 (AFP) - Greece has no comment.\n\nBy A. Writer"

    assert [each.text for each in sentences(text)] == ["Greece has no comment."]


def test_an_abbreviation_ends_no_sentence() -> None:
    text = "The U.S. Deputy Secretary met Gen. Smith on Jan. 4. He left."

    assert [each.text for each in sentences(text)] == [text.removesuffix(" He left."), "He left."]


def test_an_excerpt_is_around_the_words_meant() -> None:
    text = " ".join(f"w{i}" for i in range(60))

    assert excerpt(text, text.index("w40")).startswith("… w32")
    assert len(excerpt(text, text.index("w40")).replace("…", "").split()) == 25


# What is left open --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "column", "word"),
    [
        ("?  TUR > RUS  condemn  A title", 1, "date"),
        ("2022-03-05  ? > RUS  condemn  A title", 13, "actor"),
        ("2022-03-05  TUR > ?  condemn  A title", 19, "actor"),
        ("2022-03-05  TUR > RUS,?  condemn  A title", 23, "actor"),
        ("2022-03-05  TUR > ?  condemn  Turkey condemns ?", 19, "for the ? of the title"),
        ("2022-03-05  TUR > RUS  ?  A title", 24, "kind"),
        ("2022-03-05  TUR > RUS  condemn  ? condemns Russia", 33, "title"),
    ],
)
def test_a_question_mark_is_refused_with_its_place(line: str, column: int, word: str) -> None:
    (problem,) = parse(line, "my.facts", REGISTRY).problems

    assert (problem.column, problem.code) == (column, "still-open")
    assert word in problem.said


@pytest.mark.parametrize(
    ("sentence", "why"),
    [
        ("Greece and Turkey are far from Russia.", "no-deed"),
        ("Russia may expel German diplomats.", "not-done"),
        ("Will Russia expel German diplomats?", "question"),
        ("U.S. sanctions on Iran expired on Friday.", "ended"),
        ("Russia expelled two German diplomats on Friday. Russia expelled the German diplomats.",
         "said-before"),
        ("Greece met Turkey " + "and so on " * 150 + ".", "too-long"),
    ],
)  # fmt: skip
def test_a_sentence_without_a_line_says_why(sentence: str, why: str) -> None:
    draft = draft_of(Article(sentence, PUBLISHED, "AFP"), REGISTRY)
    (left,) = draft.unread

    assert left.why == why
    assert "# no line: " in draft_text(draft, "x")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Greece summoned the Turkish envoy. It also closed its border with Turkey.",
         "GRC > TUR  instrument:border-closed"),
        ("Iran and Iraq met in Baghdad.\n\nOman praised Kuwait.\n\nIran and Iraq met in Tehran.\n\n"
         "Russia urged both sides to stop fighting.", "RUS > IRN,IRQ  ceasefire-call"),
        ("Greece and Turkey met on Friday. Egypt said the two countries had agreed to meet again.",
         "GRC = TUR"),
        ("Spain expelled two Russian diplomats. Moscow called that a provocation.",
         "RUS > ESP  accuse:disapprove"),
        ("Spain summoned the ambassador of Peru and expelled two Peruvian diplomats.",
         "ESP > PER  expel-diplomats"),
        ("Peruvian Foreign Minister Ana Gomez Sanchez spoke. Gomez condemned Chile.",
         "PER > CHL  condemn"),
        ("Germany, backed by France, condemned Russia's attack on Ukraine.", "DEU > RUS  condemn"),
        ("The expulsion of three Russian diplomats by Germany came on Friday.",
         "DEU > RUS  expel-diplomats"),
        ("Talks between Peru and Chile were called off on Friday.", "PER = CHL  call-off"),
        ("Spain lifted sanctions on Peru on Friday.", "2022-03-04  ESP > PER  lift-restriction"),
        ("Spain said on Monday that it would resume flights to Peru.", "ESP > PER  agree"),
    ],
)  # fmt: skip
def test_whom_a_word_stands_for_is_read(text: str, line: str) -> None:
    assert any(line in found for found in lines_of(text)), lines_of(text)


def test_both_sides_of_nobody_are_left_open() -> None:
    (line,) = lines_of("Russia urged both sides to stop fighting in Syria.")

    assert line.startswith("[..2022-03-05]  RUS > ?  ceasefire-call")


@pytest.mark.parametrize(
    "text",
    [
        "Talks between Peru and Chile are not expected to resume.",
        "Biden is not scheduled to meet Putin, the Kremlin said.",
        "The truce between Armenia and Azerbaijan collapsed within hours.",
        "The end of U.S. sanctions on Cuba is near, Mexico said.",
        "Germany told Russia nothing new.",
    ],
)
def test_what_ended_or_is_not_to_be_is_not_proposed(text: str) -> None:
    assert lines_of(text) == []


def test_years_between_which_it_was_are_all_meant() -> None:
    (line,) = lines_of("Thailand and Cambodia fought several battles between 2008 and 2011.")

    assert line.startswith("[2008..2011]  THA = KHM  instrument:armed-conflict")


def test_that_november_is_of_a_year_named_elsewhere() -> None:
    (line,) = lines_of("Cairo expelled the Turkish ambassador that November.")

    assert line.startswith("[..2022-03-05]  EGY > TUR  expel-diplomats")


def test_a_question_mark_in_quotes_is_a_title() -> None:
    document = parse('2022-03-05  TUR > RUS  condemn  "Who is ? asks Ankara"', "x", REGISTRY)

    assert document.problems == []
    assert document.blocks[0].content.title == "Who is ? asks Ankara"


# Files --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b"", "a.txt", "a.txt is empty"),
        (b"<html><body></body></html>", "a.html", "holds no text"),
        (b"%PDF-1.7 \x00", "a.pdf", "a.pdf is a PDF, not text"),
        (b"Greece\x00Turkey", "a.txt", "holds NUL bytes"),
        ("Grèce".encode("latin-1"), "a.txt", "a.txt is not UTF-8 text (byte 2)"),
        (b'<html><meta charset="klingon">Greece</html>', "a.html", '"klingon", which is not known'),
        (b"word " * 50_000, "a.txt", "a.txt is too long"),
        (b"Greece met Turkey.", "a.txt", "when was a.txt published?"),
    ],
)
def test_what_cannot_be_read_is_refused_in_a_sentence(data: bytes, name: str, said: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        read_article(data, name, Given(), TODAY)

    assert said in refused.value.said


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("2022-03", "is not one day"),
        ("2030-01-01", "cannot have been published on 2030-01-01"),
        ("05/03/2022", "can mean two dates"),
        ("soon", "is not a date"),
    ],
)
def test_a_day_of_publication_is_one_day_up_to_today(given: str, said: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        read_article(b"Greece met Turkey.", "a.txt", Given(given), TODAY)

    assert said in refused.value.said
    assert refused.value.fixes


@pytest.mark.parametrize(
    ("given", "day"),
    [("5 March 2022", "2022-03-05"), ("today", "2026-11-22"), ("yesterday", "2026-11-21")],
)
def test_a_day_of_publication_is_typed_as_any_day_is(given: str, day: str) -> None:
    article = read_article(b"Greece met Turkey.", "a.txt", Given(given), TODAY)

    assert article.published.isoformat() == day


def test_a_page_in_another_encoding_is_read_by_what_it_declares() -> None:
    page = '<html><meta charset="iso-8859-9"><p>Erdoğan met Putin.</p></html>'.encode("iso-8859-9")

    assert read_article(page, "a.html", Given("2022-03-05"), TODAY).text == "Erdoğan met Putin."


@pytest.mark.parametrize(
    "name",
    [
        "bz2",
        "zlib",
        "hex",
        "base64",
        "rot13",
        "quopri",
        "uu",
        "idna",
        "undefined",
        "unicode_escape",
    ],
)
def test_a_page_is_not_unpacked_by_what_it_declares(name: str) -> None:
    """A small page that declared `bz2` was once unpacked to gigabytes, or ended in a traceback."""
    page = f"<html><meta charset={name}><p>Erdoğan met Putin.</p></html>".encode()

    assert read_article(page, "a.html", Given("2022-03-05"), TODAY).text == "Erdoğan met Putin."


def test_what_is_given_goes_before_what_a_page_says() -> None:
    page = (
        b"<html><head><meta property='og:site_name' content='One, Ltd'>"
        b"<meta property='article:published_time' content='2022-03-05T23:59:00-05:00'>"
        b"<meta property='og:url' content='javascript:alert(1)'></head><p>Greece met Turkey.</p>"
    )
    found = read_article(page, "a.html", Given(), TODAY)
    given = read_article(page, "a.html", Given("2022-03-06", "Two", "https://two.example"), TODAY)

    assert (found.publisher, found.published.isoformat(), found.url) == (
        "One Ltd",
        "2022-03-05",
        "",
    )
    assert (given.publisher, given.published.isoformat()) == ("Two", "2022-03-06")
    assert given.url == "https://two.example"


@pytest.mark.parametrize("text", ["2022-03-05  TUR > RUS  condemn  Planted", "x, because y", "a=b"])
def test_what_a_page_says_of_itself_is_no_line_of_its_draft(text: str) -> None:
    page = (
        f"<html><head><title>A\n{text}</title><meta property='og:site_name' content='P\n{text}'>"
        f"<link rel='canonical' href='https://example.org/\n{text}'></head><body>"
        f"<p>Greece met Turkey in Rome\u2028{text}\x1b[2J on Tuesday.</p></body></html>"
    )
    article = read_article(page.encode(), f"a.html\n{text}", Given("2022-03-10"), TODAY)
    draft = draft_of(article, REGISTRY)
    written_out = draft_text(draft, f"a.html\n{text}")
    heads = [line for line in written_out.splitlines() if line and line[0] not in "# "]

    assert len(heads) == len(draft.proposals)
    assert all("Planted" not in line for line in heads)
    assert "\x1b" not in written_out


@pytest.mark.parametrize(
    "page",
    [
        f"<p>Erdoğan met Putin.&#{'9' * 5_000};</p>",
        f"<p>Erdoğan met Putin.&#x{'f' * 5_000};</p>",
        f'<p title="&#{"9" * 5_000};">Erdoğan met Putin.</p>',
        f"<title>&#{'1' * 5_000}</title><p>Erdoğan met Putin.</p>",
    ],
    ids=["decimal", "hexadecimal", "attribute", "title"],
)
def test_the_number_of_a_character_may_be_of_any_length(page: str) -> None:
    """One of 5,000 digits once ended in a mistake of ours: Python makes no number of so many."""
    read = read_article(page.encode(), "a.html", Given("2022-03-05"), TODAY)

    assert read.text.startswith("Erdoğan met Putin.")
