"""Literal full text: what counts as a word, where it is found, and as known when."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

import pytest
from eventsourcing.persistence import StoredEvent
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.engine import make_url

from domain.actors import Registry
from domain.clocks import AsOf
from domain.fact import Fact
from domain.refusal import PLACEHOLDERS, InvalidInput
from domain.report import Report
from projections.search import MOST_TERMS, Found, Query, found_json, search, tokens, words
from service.opening import bundled_registry
from service.store.memory import MemoryRecorder
from service.store.recorder import SqlRecorder
from service.timeline import Timeline
from tests.builders import a_day, a_fact, cancelled, corrected, denied, ended, reported, retracted
from tests.console import Console
from tests.contract.test_words import forget_fts5
from tests.evidence import hits_of
from views.spelling import command as spelled

TODAY: Final = "2026-11-22"
MISSILES: Final = a_fact(
    handle="missiles",
    title="Ankara buys S-400s",
    topics=("s-400",),
    note="Paid in roubles; Crimea's status apart",
)
VOTE: Final = a_fact(
    handle="vote",
    title="UN deplores the invasion",
    parties="UN > RUS",
    note="Resolution ES-11/1",
    place="New York",
)
STRAITS: Final = a_fact(
    handle="straits",
    what="visit",
    dated="2022-03-01",
    title="Ankara shuts the straits",
    people=("tur.erdogan",),
)
GRAIN: Final = a_fact(
    handle="grain",
    dated="2022-07-22",
    title="Grain leaves Odesa",
    parties="UKR = TUR",
    episode="grain-corridor",
)


def looked_for(
    text: str,
    *facts: Fact,
    on: str = TODAY,
    known_on: str = "",
    recorded_by: datetime | None = None,
) -> tuple[Found, ...]:
    as_of = AsOf(a_day(on), a_day(known_on) if known_on else None, recorded_by)
    return search(facts, Query.of(text, bundled_registry(), as_of.day), as_of)


def handles(found: tuple[Found, ...]) -> list[str]:
    return [one.entry.fact_state.handle for one in found]


def terms(text: str, registry: Registry, on: str = TODAY) -> list[tuple[str, tuple[str, ...]]]:
    return [
        (" ".join(term.phrase), term.actors)
        for term in Query.of(text, registry, a_day(on).toordinal()).terms
    ]


# Words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("S-400", ("s", "400")),
        ("ES-11/1", ("es", "11", "1")),
        ("turkıye", ("turkiye",)),
        ("TÜRKİYE", ("turkiye",)),
        ("ERDOĞAN", ("erdogan",)),
        ("Straße", ("strasse",)),
        ("U.S.", ("us",)),
        ("The Hague", ("the", "hague")),
        ("a_b|c:d", ("a", "b", "c", "d")),
        ("Эрдоган", ("эрдоган",)),
        ("—!?“”😀 \x00\x01", ()),
    ],
    ids=str,
)
def test_a_word_is_letters_and_digits_as_names_are_compared(
    text: str, expected: tuple[str, ...]
) -> None:
    assert tokens(text) == expected


def test_each_word_is_a_term_and_a_quoted_stretch_is_one(registry: Registry) -> None:
    assert terms('"Black Sea" grain S-400', registry) == [
        ("black sea", ()),
        ("grain", ()),
        ("s 400", ()),
    ]
    assert terms("“black sea” “grain deal", registry) == [("black sea", ()), ("grain deal", ())]


def test_a_word_asked_for_twice_is_one_term(registry: Registry) -> None:
    assert terms("grain GRAIN – grain", registry) == [("grain", ())]


def test_a_name_may_stand_for_its_actor(registry: Registry) -> None:
    assert terms("turkıye straits", registry) == [("turkiye", ("TUR",)), ("straits", ())]
    assert terms("ERDOĞAN", registry) == [("erdogan", ("tur.erdogan",))]


def test_each_word_of_a_name_may_stand_for_its_actor(registry: Registry) -> None:
    assert terms("united states grain", registry) == [
        ("united", ("USA",)),
        ("states", ("USA",)),
        ("grain", ()),
    ]
    assert ("herzegovina", ("BIH",)) in terms("Bosnia and Herzegovina", registry)


def test_what_is_quoted_names_nobody(registry: Registry) -> None:
    assert terms('"turkey"', registry) == [("turkey", ())]
    assert terms('costa "grain" rica', registry) == [("costa", ()), ("grain", ()), ("rica", ())]


def test_an_office_stands_for_who_holds_it_on_the_day(registry: Registry) -> None:
    assert ("president", ("tur.erdogan",)) in terms("president of turkey", registry)
    (then,) = (
        held
        for word, held in terms("president of turkey", registry, on="1999-01-01")
        if word == "president"
    )
    assert then == ("tur.suleyman-demirel",)
    assert ("president", ()) in terms("president of turkey", registry, on="1985-01-01")


@pytest.mark.parametrize("text", ["", " ", "–", '""', "“", "-/_", "😀", "\x00"], ids=repr)
def test_a_text_without_a_word_is_refused_with_what_would_do(text: str, registry: Registry) -> None:
    with pytest.raises(InvalidInput) as refused:
        Query.of(text, registry, 738_000)

    assert spelled(refused.value.fixes[0]).paste == "detente search S-400"


def test_a_whole_page_is_refused(registry: Registry) -> None:
    assert (
        len(Query.of(" ".join(f"w{i}" for i in range(MOST_TERMS)), registry, 738_000).terms)
        == MOST_TERMS
    )
    with pytest.raises(InvalidInput, match="too many"):
        Query.of("w " * (MOST_TERMS + 1), registry, 738_000)


# Where they are found


@pytest.mark.parametrize(
    ("text", "handle", "fields"),
    [
        ("S-400", "missiles", ("topics",)),
        ("S-400s", "missiles", ("title",)),
        ("ES-11/1", "vote", ("note",)),
        ("es-11-1", "vote", ("note",)),
        ("deplores", "vote", ("title",)),
        ("york", "vote", ("place",)),
        ("turkıye straits", "straits", ("title", "actors")),
        ("ERDOĞAN", "straits", ("people",)),
        ("corridor", "grain", ("episode",)),
        ("crimea", "missiles", ("note",)),
        ("crimea's", "missiles", ("note",)),
        ("crimeas", "missiles", ("note",)),
    ],
    ids=str,
)
def test_a_text_is_found_wherever_it_stands(
    text: str, handle: str, fields: tuple[str, ...]
) -> None:
    (found,) = looked_for(text, MISSILES, VOTE, STRAITS, GRAIN)

    assert (found.entry.fact_state.handle, found.fields) == (handle, fields)


def test_only_whole_words_are_found() -> None:
    assert looked_for("strait", STRAITS) == ()
    assert looked_for("400s", MISSILES) != ()
    assert looked_for("00s", MISSILES) == ()


def test_every_word_is_to_be_found_each_anywhere() -> None:
    fact = a_fact(title="Straits closed", note="To warships of all flags")

    assert handles(looked_for("straits warships flags", fact)) == ["fact"]
    assert looked_for("straits submarines", fact) == ()


def test_a_phrase_lies_within_one_text() -> None:
    fact = a_fact(title="Ships leave the Black", note="Sea of Azov", topics=("grain", "deal"))

    assert looked_for('"black sea"', fact) == ()
    assert looked_for("grain-deal", fact) == ()
    assert handles(looked_for("black sea", fact)) == ["fact"]


def test_a_word_with_a_hyphen_is_a_phrase() -> None:
    assert looked_for("S-400", a_fact(title="400 S")) == ()


def test_dots_and_apostrophes_part_words_or_do_not() -> None:
    fact = a_fact(title="O'Brien of the U.S. in Sana'a", people=("rus.putin",))

    for text in ("obrien", "O’Brien", "brien", "US", "sanaa", '"sana a"', "rus.putin", "putin"):
        assert handles(looked_for(text, fact)) == ["fact"], text


def test_an_actor_is_found_by_any_of_its_names() -> None:
    for text in ("Ukraine", "UKR", "Україна", '"ukr"'):
        assert handles(looked_for(text, GRAIN, MISSILES)) == ["grain"], text


def test_a_name_is_found_in_the_text_as_well() -> None:
    fact = a_fact(title="Moscow warns Ukraine", parties="RUS > USA")

    assert handles(looked_for("ukraine", fact)) == ["fact"]
    assert [one.fields for one in looked_for("united states", fact)] == [("actors",)]


def test_all_sources_are_found_whoever_said_what() -> None:
    fact = a_fact(
        reported("2022-03-06", "AFP", origin="us-state"),
        denied("2022-03-07"),
        report=Report(publisher="Kyiv Post"),
    )

    for text in ("kyiv-post", "afp", '"us state"', "ministry"):
        assert [one.fields for one in looked_for(text, fact)] == [("sources",)], text


# As known when


def test_a_later_report_is_not_found_early() -> None:
    fact = a_fact(reported("2022-03-09", "Anadolu"), denied("2022-03-11"))

    assert looked_for("anadolu", fact, known_on="2022-03-08") == ()
    assert handles(looked_for("anadolu", fact, known_on="2022-03-09")) == ["fact"]
    assert looked_for("ministry", fact, known_on="2022-03-10") == ()


def test_a_report_published_after_its_fact_was_known_is_not_found_early() -> None:
    fact = a_fact(report=Report(publisher="Yearbook", published="2023"))

    assert looked_for("yearbook", fact, known_on="2022-12-31") == ()
    assert handles(looked_for("yearbook", fact)) == ["fact"]


def test_a_text_that_was_corrected_is_found_as_it_was_known() -> None:
    fact = a_fact(
        corrected("title", "Straits shut"),
        corrected("topics", "montreux"),
        title="Straits open",
        topics=("passage",),
    )

    assert looked_for("open", fact) == looked_for("passage", fact) == ()
    assert handles(looked_for("shut montreux", fact)) == ["fact"]
    assert handles(looked_for("open passage", fact, known_on="2022-04-30")) == ["fact"]
    assert looked_for("shut", fact, known_on="2022-04-30") == ()


def test_what_was_recorded_later_is_not_found_early() -> None:
    assert looked_for("ankara", MISSILES, recorded_by=datetime(2022, 5, 1, tzinfo=UTC)) == ()
    assert handles(
        looked_for("ankara", MISSILES, recorded_by=datetime(2022, 6, 1, tzinfo=UTC))
    ) == ["missiles"]


def test_what_had_not_happened_is_not_found() -> None:
    assert looked_for("grain", GRAIN, on="2022-07-21") == ()
    assert handles(looked_for("grain", GRAIN, on="2022-07-22")) == ["grain"]


def test_a_fact_that_ended_is_found_once() -> None:
    """It was once found where it began and again where it ended, and counted as two."""
    fact = a_fact(ended("2022-03-09"), handle="a", what="stance:opposes", title="Straits")

    assert [
        (one.entry.fact_state.handle, one.entry.change) for one in looked_for("straits", fact)
    ] == [("a", "")]


def test_what_is_withdrawn_or_in_doubt_is_found_and_marked() -> None:
    facts = (
        a_fact(retracted("2022-03-09"), handle="a", title="Straits"),
        a_fact(denied("2022-03-09"), handle="b", title="Straits"),
        a_fact(
            cancelled("2022-03-09"),
            handle="c",
            what="planned:call",
            dated="2022-03-12",
            title="Straits",
        ),
        a_fact(ended("2022-03-09"), handle="d", what="stance:opposes", title="Straits"),
    )

    assert {
        one.entry.fact_state.handle: one.entry.mark for one in looked_for("straits", *facts)
    } == {
        "a": "~",
        "b": "?",
        "c": "x",
        "d": "·",
    }


def test_the_newest_come_first_and_those_of_a_day_by_handle() -> None:
    facts = [
        a_fact(handle=handle, dated=dated, title="Talks")
        for handle, dated in (("b", "2022"), ("c", "2020-05"), ("a", "2022-12-31"))
    ]
    always = a_fact(
        handle="z", what="stance:opposes", dated="[2021-01-01..]", title="Talks", known="2021-06-01"
    )

    assert handles(looked_for("talks", *facts, always)) == ["a", "b", "z", "c"]


def test_a_fact_found_as_plain_values_says_where() -> None:
    (found,) = looked_for("odesa corridor", GRAIN)

    assert (
        found_json(found).items()
        >= {
            "fact": "grain",
            "title": "Grain leaves Odesa",
            "found_in": ["title", "episode"],
        }.items()
    )


# The words of events


def test_an_event_has_the_words_that_it_adds() -> None:
    fact = a_fact(
        reported("2022-03-06", "Kyiv Post", origin="us-state"),
        corrected("title", "Straits shut"),
        corrected("weight", "3"),
        retracted("2022-06-01"),
        title="Straits open",
    )
    asserted, report, correction, weight, retraction = map(words, fact.events)

    assert {"straits", "open", "tur", "rus", "reuters"} <= set(asserted.split())
    assert "kyiv post" in report
    assert "straits shut" in correction
    assert (weight, retraction) == ("", "")


# Any text at all, in any store


_PIECES: Final = (
    '"', "'", "*", "(", ")", ":", "^", "+", "-", "%", ";", "\\", "\x00", "\x01", "\x02", " OR ",
    " AND ", " NOT ", "NEAR(", "text:", "😀",
    "straits", "Grain", "S-400", "ES-11/1", "turkıye", "ERDOĞAN", "black sea", "U.S.", "Crimea's",
    "…", "ﬁ", "½", "İ", "ı", "\ud800",
)  # fmt: skip
anything: Final = st.one_of(
    st.text(st.characters(), max_size=12),
    st.lists(st.sampled_from([*_PIECES, " ", " "]), max_size=8).map("".join),
)
storable: Final = anything.map(
    lambda text: "".join(letter for letter in text if not "\ud800" <= letter <= "\udfff")
).filter(lambda text: text.strip() not in PLACEHOLDERS)


def stores(registry: Registry) -> tuple[Timeline, Timeline]:
    return Timeline(MemoryRecorder(), registry), Timeline(
        SqlRecorder(make_url("sqlite://")), registry
    )


def answer(timeline: Timeline, text: str, as_of: AsOf) -> object:
    try:
        return hits_of(timeline, text, as_of)
    except InvalidInput as refused:
        return refused.said


@pytest.fixture(scope="module")
def both(sample: Timeline) -> Iterator[tuple[Timeline, Timeline]]:
    """The sample in memory, and in a database."""
    database = Timeline(SqlRecorder(make_url("sqlite://")), bundled_registry())
    database.store.insert_events(
        [
            StoredEvent(e.originator_id, e.originator_version, e.topic, e.state)
            for e in stored(sample)
        ]
    )
    yield sample, database
    database.close()


def stored(timeline: Timeline) -> list[StoredEvent]:
    return [*timeline.store.select_notifications(start=None, limit=10_000)]


@given(text=anything, day=st.dates(date(2010, 1, 1), date(2026, 1, 1)), known=st.booleans())
def test_any_text_is_answered_alike_by_every_store(
    both: tuple[Timeline, Timeline], text: str, day: date, known: bool
) -> None:
    memory, database = both
    as_of = AsOf(day, day if known else None)

    assert answer(database, text, as_of) == answer(memory, text, as_of)


@given(titles=st.lists(storable, min_size=1, max_size=4), text=anything, data=st.data())
def test_any_title_is_found_by_its_words_in_every_store(
    titles: list[str], text: str, data: st.DataObject
) -> None:
    memory, database = stores(bundled_registry())
    as_of = AsOf(a_day(TODAY))
    for i, title in enumerate(titles):
        fact = a_fact(corrected("note", title), handle=f"f{i}", title=title or "-")
        for timeline in (memory, database):
            timeline.append(
                [event.numbered(fact.id, version) for version, event in enumerate(fact.events, 1)]
            )
        assert answer(database, text, as_of) == answer(memory, text, as_of)
    title = data.draw(st.sampled_from(titles)).translate(dict.fromkeys(map(ord, '"“”'), " "))
    found = answer(database, f'"{title}"', as_of)
    database.close()

    assert found == answer(memory, f'"{title}"', as_of)
    assert bool(tokens(title)) == isinstance(found, tuple)
    assert found


@pytest.fixture(scope="module")
def without(sample: Timeline, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Timeline]:
    """The sample in a database, whose index was made where SQLite had FTS5.

    Read where it has none.
    """
    path = tmp_path_factory.mktemp("without") / "t.db"
    with closing(Timeline(SqlRecorder.at(str(path)), bundled_registry())) as first:
        first.store.insert_events(
            [
                StoredEvent(e.originator_id, e.originator_version, e.topic, e.state)
                for e in stored(sample)
            ]
        )
        assert hits_of(first, "straits", AsOf(a_day(TODAY)))
    forget_fts5(path)
    with closing(Timeline(SqlRecorder.at(str(path)), bundled_registry())) as again:
        yield again


@given(text=anything, day=st.dates(date(2010, 1, 1), date(2026, 1, 1)))
def test_any_text_is_answered_alike_without_fts5(
    both: tuple[Timeline, Timeline], without: Timeline, text: str, day: date
) -> None:
    assert answer(without, text, AsOf(day)) == answer(both[1], text, AsOf(day))


@pytest.mark.parametrize(
    "text", ["S-400", "ES-11/1", "turkıye straits", "ERDOĞAN", "#montreux", '"Black Sea" grain']
)
def test_what_is_found_is_found_without_fts5(
    both: tuple[Timeline, Timeline], without: Timeline, text: str
) -> None:
    found = hits_of(without, text, AsOf(a_day(TODAY)))

    assert found == hits_of(both[1], text, AsOf(a_day(TODAY)))
    assert found


def test_a_text_as_long_as_a_book_is_answered_alike(both: tuple[Timeline, Timeline]) -> None:
    for text in (
        "x" * 100_000,
        f'"{"straits " * 20_000}"',
        " ".join(["straits turkey"] * (MOST_TERMS // 2)),
        "ş" * 50_000,
    ):
        assert answer(both[1], text, AsOf(a_day(TODAY))) == answer(
            both[0], text, AsOf(a_day(TODAY))
        )


@pytest.mark.parametrize(
    "text",
    ["S-400", "ES-11/1", "turkıye straits", "ERDOĞAN", "#montreux", "United States sanctions"],
)
def test_the_index_reads_less_than_everything(both: tuple[Timeline, Timeline], text: str) -> None:
    memory, database = both
    query = Query.of(text, database.registry, a_day(TODAY).toordinal())
    answered = hits_of(database, text, AsOf(a_day(TODAY)))
    read = {
        event.originator_id
        for event in database.store.select_words("desk", [term.phrases for term in query.terms])
    }

    assert answered == hits_of(memory, text, AsOf(a_day(TODAY)))
    assert {f"desk/{handle}" for handle in handles(answered)} <= read
    assert 0 < len(answered) <= len(read) < len(memory.facts())


# On the command line


@pytest.fixture
def console(tmp_path: Path) -> Console:
    return Console(tmp_path)


def test_what_is_found_is_told_newest_first_and_where(console: Console) -> None:
    out, _, code = console.apart(["search", "turkıye", "straits", "--known-on", "2022-03-05"])
    lines = out.splitlines()

    assert lines[0] == '"turkıye straits", up to 22 Nov 2026, as known on 5 Mar 2022'
    assert any(line.startswith("? ") and "Zelenskyy" in line for line in lines)
    assert code == 0


def test_nothing_found_is_said_and_is_no_guess(console: Console) -> None:
    out, _, code = console.apart(["search", "xyzzy"])

    assert 'Nothing on record holds "xyzzy".' in out
    assert code == 3


ARTICLE = "https://www.reuters.com/world/article-one-2022/?q=1"


@pytest.mark.parametrize(
    ("text", "exit_code"),
    [
        (ARTICLE, 0),
        ("reuters.com", 0),
        ("www.reuters.com/world", 0),
        ("/article-one-2022", 0),
        ("/Article-One", 0),
        ("reuters", 0),
        ("Reuters visit", 0),
        ("article-one-2022", 3),
        ("www", 3),
        ("com", 3),
        ("/article-two", 3),
    ],
)
def test_an_address_is_found_by_its_host_and_by_parts_of_its_path(
    tmp_path: Path, text: str, exit_code: int
) -> None:
    """A part of a path was once found only where it had two slashes."""
    line = f"2022-02-28  TUR > RUS  visit  A visit  ^one; report AP, 2022-02-28, {ARTICLE}"
    out, _, code = Console.begun(tmp_path, line).apart(["search", text])

    assert ("^one" in out, code) == (exit_code == 0, exit_code)


@pytest.mark.parametrize(
    ("host", "word", "exit_code"),
    [
        ("www.hurriyetdailynews.com", "hurriyetdailynews", 0),
        ("WWW.Hurriyetdailynews.com:443", "HURRIYETDAILYNEWS", 0),
        ("www.hurriyetdailynews.com", "hurriyet", 3),
        ("www.kathimerini.gr", "kathimerini", 0),
        ("www.kathimerini.gr", "kathimerini.gr", 0),
        ("www.kathimerini.gr", "gr", 3),
        ("www.al-monitor.com", "al-monitor", 0),
        ("www.al-monitor.com", "monitor", 0),
        ("english.mfa.gov.tr", "mfa", 0),
        ("english.mfa.gov.tr", '"english mfa"', 3),
        ("news.bbc.co.uk", "bbc", 0),
        ("news.bbc.co.uk", "co", 3),
        ("me:word@example.org", "word", 3),
        ("localhost", "localhost", 3),
    ],
)
def test_a_source_is_found_by_the_names_in_its_host(
    tmp_path: Path, host: str, word: str, exit_code: int
) -> None:
    """A site's name alone found nothing, though with a slash or an ending it was found."""
    line = f"2022-02-28  TUR > RUS  visit  A visit  ^one; report AP, 2022-02-28, https://{host}/a"
    out, err, code = Console.begun(tmp_path, line).apart(["search", word])

    assert ("^one" in out, code) == (exit_code == 0, exit_code), err


@pytest.mark.parametrize("number", [3, 1_001], ids=["by themselves", "together"])
def test_rows_of_a_layer_are_found_by_the_sites_of_their_addresses(
    tmp_path: Path, number: int
) -> None:
    rows = [
        f"{i},2022-02-28,TUR,visit,RUS,A visit,AP,,https://www.{'kathimerini' * (i == 2)}x.gr/{i}"
        for i in range(number)
    ]
    head = "id,date,actor,what,recipient,title,publisher,published,url"
    (tmp_path / "rows.csv").write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    console = Console.begun(tmp_path)
    assert console.run(["import", "rows.csv", "--rules", "csv"])[1] == 0
    out, _, code = console.apart(["search", "kathimerinix", "--layer", "sheet", "--json"])

    assert code == 0
    assert [entry["fact"] for entry in json.loads(out)["entries"]] == ["sheet/2"]


HEADING = "id,date,actor,recipient,what,title\n"


@pytest.fixture
def layered(tmp_path: Path) -> Console:
    """A timeline with one fact, which is in a layer."""
    console = Console.begun(tmp_path)
    row = "1,2015-11-24,TUR,RUS,threaten,title 77\n"
    (tmp_path / "m.csv").write_text(HEADING + row, encoding="utf-8")
    assert console.run(["import", "m.csv", "--rules", "csv"])[1] == 0
    return console


def test_a_search_of_the_desk_says_which_layers_it_left_out(layered: Console) -> None:
    """It once said that nothing on record held what a layer did hold."""
    out, _, code = layered.apart(["search", "title", "77"])
    assert 'Nothing on the desk holds "title 77".' in out
    again = ["search", "title", "77", "--on", "2026-11-22", "--layer", "sheet"]
    assert f"Layer sheet was not searched: detente {' '.join(again)}" in out
    assert code == 3

    out, _, code = layered.apart(again)
    assert '"title 77", layer sheet, up to 22 Nov 2026' in out
    assert "^sheet/1" in out
    assert code == 0


def test_a_layer_may_hold_nothing_too(layered: Console) -> None:
    out, _, code = layered.apart(["search", "xyzzy", "--layer", "sheet"])
    assert ('Nothing in layer sheet holds "xyzzy".' in out, code) == (True, 3)

    out, _, code = layered.apart(["search", "title", "--layer", "desk,sheet"])
    assert ("LAYER DESK" in out, "^sheet/1" in out, code) == (True, True, 0)
    assert "was not searched" not in out


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("x --layer icews,sheet", ["x --layer desk,sheet", "x --layer sheet"]),
        ("x --layer icews,desk", ["x --layer desk", "x --layer sheet,desk"]),
        ("x --layer icews --layer desk", ["x --layer desk", "x --layer sheet --layer desk"]),
        ("x --layer=icews,icews", ["x --layer=desk", "x --layer=sheet"]),
        ("x --layer Icews,desk,sheet", ["x --layer desk,sheet", "x --layer sheet,desk"]),
        ("icews --layer icews", ["icews --layer desk", "icews --layer sheet"]),
        ("icewss --layer icews,desk", ["icewss --layer desk", "icewss --layer sheet,desk"]),
        ("frnace --by frnace", ["frnace --by FRA"]),
        ("frnace --by=frnace", ["frnace --by=FRA"]),
    ],
)
def test_what_is_offered_names_nothing_twice_and_leaves_the_words(
    layered: Console, typed: str, offered: list[str]
) -> None:
    """A layer that was asked for already was offered again, and put among the words as well."""
    _, err, code = layered.apart(["search", *typed.split()])
    lines = [line.partition("   #")[0].strip() for line in err.splitlines()[1:]]

    assert code == 2
    assert lines == [f"detente search {line}" for line in offered]


def test_a_search_of_a_layer_is_a_question_of_its_own(layered: Console) -> None:
    answers = [
        json.loads(layered.apart(["search", "title", *layer, "--json"])[0])
        for layer in ([], ["--layer", "desk"], ["--layer", "sheet"])
    ]

    assert [each["layer"] for each in answers] == ["desk", "desk", "sheet"]
    assert [len(each["entries"]) for each in answers] == [0, 0, 1]
    names = [each["stamp"]["answer"] for each in answers]
    assert names[0] == names[1] != names[2]


@pytest.mark.parametrize("form", ["table", "plain", "json", "jsonl", "csv", "md"])
def test_an_answer_comes_in_every_form(console: Console, form: str) -> None:
    out, _, code = console.apart(["search", "ES-11/1", "--format", form])

    assert "es-11-1" in out
    assert code == 0


def test_the_last_are_the_newest(console: Console) -> None:
    everything = json.loads(console.apart(["search", "ERDOĞAN", "--json"])[0])["entries"]
    newest = json.loads(console.apart(["search", "ERDOĞAN", "--last", "5", "--json"])[0])["entries"]

    assert newest == everything[:5]
    assert len(everything) > 5


def test_a_text_without_a_word_is_refused_on_the_command_line(console: Console) -> None:
    out, err, code = console.apart(["search", "–"])

    assert (out, code) == ("", 2)
    assert "detente search S-400" in err


def test_every_line_fits_into_eighty_columns(console: Console) -> None:
    for text in ("turkey", "S-400", '"' + "very long " * 30 + '"', "xyzzy " * 30):
        out, _, _ = console.apart(["search", text])
        assert [line for line in out.splitlines() if len(line) > 80] == []


def test_a_store_in_a_file_finds_what_was_added_since(tmp_path: Path) -> None:
    console = Console.begun(tmp_path)
    line = "2022-02-28  TUR > RUS  visit  Straits of {0}  ^{0}; report Reuters, 2022-02-28"
    for name in ("one", "two"):
        assert console.run(["add", line.format(name)])[1] == 0
        out, _, code = console.apart(["search", "straits", name])
        assert (f"^{name}" in out, code) == (True, 0)


def test_what_is_found_is_limited_to_days_kinds_and_sides(console: Console) -> None:
    def found(*options: str) -> list[str]:
        out = console.apart(["search", "Erdogan", "Putin", *options, "--json"])[0]
        return [entry["fact"] for entry in json.loads(out)["entries"]]

    assert "libya-talks" not in found("--kind", "visit,talks,summit", "--period", "2019")
    assert found("--kind", "visit,talks,summit", "--period", "2019") == ["sochi-visit-2019"]
    assert found("--kind", "concede", "--by", "turkey", "--period", "2016-06") == ["erdogan-letter"]
    assert set(found("--from", "2016-06-27", "--to", "2016-06-27")) < set(found())
