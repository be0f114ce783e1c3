"""Who is who, under which names, and when."""

from __future__ import annotations

from typing import Final

import pytest

from domain import edtf
from domain.actors import Actor, Described, Name, Registry
from domain.folding import fold
from domain.refusal import InvalidInput, Run, UnknownActor
from service.opening import bundled_registry
from tests.builders import a_day, day_number
from views.spelling import command as spelled

_ISO: Final = """
ABW AFG AGO AIA ALA ALB AND ARE ARG ARM ASM ATA ATF ATG AUS AUT AZE BDI BEL BEN BES BFA BGD BGR BHR
BHS BIH BLM BLR BLZ BMU BOL BRA BRB BRN BTN BVT BWA CAF CAN CCK CHE CHL CHN CIV CMR COD COG COK COL
COM CPV CRI CUB CUW CXR CYM CYP CZE DEU DJI DMA DNK DOM DZA ECU EGY ERI ESH ESP EST ETH FIN FJI FLK
FRA FRO FSM GAB GBR GEO GGY GHA GIB GIN GLP GMB GNB GNQ GRC GRD GRL GTM GUF GUM GUY HKG HMD HND HRV
HTI HUN IDN IMN IND IOT IRL IRN IRQ ISL ISR ITA JAM JEY JOR JPN KAZ KEN KGZ KHM KIR KNA KOR KWT LAO
LBN LBR LBY LCA LIE LKA LSO LTU LUX LVA MAC MAF MAR MCO MDA MDG MDV MEX MHL MKD MLI MLT MMR MNE MNG
MNP MOZ MRT MSR MTQ MUS MWI MYS MYT NAM NCL NER NFK NGA NIC NIU NLD NOR NPL NRU NZL OMN PAK PAN PCN
PER PHL PLW PNG POL PRI PRK PRT PRY PSE PYF QAT REU ROU RUS RWA SAU SDN SEN SGP SGS SHN SJM SLB SLE
SLV SMR SOM SPM SRB SSD STP SUR SVK SVN SWE SWZ SXM SYC SYR TCA TCD TGO THA TJK TKL TKM TLS TON TTO
TUN TUR TUV TWN TZA UGA UKR UMI URY USA UZB VAT VCT VEN VGB VIR VNM VUT WLF WSM YEM ZAF ZMB ZWE
"""
ISO: Final = tuple(_ISO.split())
"""ISO 3166-1 alpha-3."""

SHARED_NAMES: Final = {"Georgia", "Republic of China", "Saint Martin", "Virgin Islands"}
"""Names that more than one actor has, or a namesake that is not an actor."""

SMALL: Final = Registry.parse("""
# a comment
@actor OLD  Oldland | Old {abbreviation}  exists=1900/1950-01-01 succeeded_by=NEW,GONE
@actor NEW  Newland {1950/..} | Nowa {pl} | Republic {official}  iso2=NW ison=999 \
cowc=NWL cown=42,43 exists=1950/..
@actor TWN  Newtwin | Republic {official}
@actor new.chief  Ada Chief | Chief of Newland {office, 2000/2010}  type=person of=NEW
@actor city  Newville  type=elsewhere
@actor city-2  Newville  type=elsewhere
""")


def found(registry: Registry, text: str, day: str = "") -> str:
    return registry.find(text, day_number(day) if day else None).id


def refusal(registry: Registry, text: str, day: str = "") -> UnknownActor:
    with pytest.raises(UnknownActor) as caught:
        found(registry, text, day)
    return caught.value


def pastes(refused: InvalidInput) -> list[str]:
    return [spelled(fix).paste for fix in refused.fixes]


# Codes and names ----------------------------------------------------------------------------------


def test_iso_has_249_entries() -> None:
    assert len(set(ISO)) == 249


@pytest.mark.parametrize("code", ISO)
def test_an_iso_entry_is_found_by_its_codes_and_english_names(
    registry: Registry, code: str
) -> None:
    actor = registry.find(code)
    names = {
        name.text
        for name in actor.names
        if name.kind in ("name", "official") and name.language == "en"
    } - SHARED_NAMES

    assert (
        actor.id
        == found(registry, code.lower())
        == found(registry, actor.attributes["iso2"])
        == code
    )
    assert {found(registry, name) for name in names} <= {code}
    assert len(actor.attributes["ison"]) == 3


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("2", "USA"),
        ("640", "TUR"),
        ("792", "TUR"),
        ("365", "RUS"),
        ("643", "RUS"),
        ("cow:TUR", "TUR"),
        ("cow:2", "USA"),
        ("cow:840", "PHL"),
        ("cow:rus", "RUS"),
        ("COW: UKG", "GBR"),
        ("cow:GFR", "DEU"),
        ("cow:GDR", "DDR"),
        ("cow:YAR", "YAR"),
        ("cow:RVN", "RVN"),
        ("cow:BAV", ""),
        ("cow:", ""),
    ],
)
def test_a_cow_code_is_found_by_number_and_by_marked_abbreviation(
    registry: Registry, text: str, actor: str
) -> None:
    if actor:
        assert found(registry, text) == actor
    else:
        assert "no actor is called" in refusal(registry, text).said


@pytest.mark.parametrize(
    ("number", "meant"),
    [("40", "AUT CUB"), ("20", "AND CAN"), ("31", "AZE BHS"), ("70", "BIH MEX")],
)
def test_a_number_that_may_have_lost_its_zeros_is_asked_about(
    registry: Registry, number: str, meant: str
) -> None:
    """`40` of a table of ISO numbers, which are of three digits, had become Cuba."""
    refused = refusal(registry, number)

    assert "can mean two actors" in refused.said
    assert all(f"({actor})" in refused.said for actor in meant.split())
    assert "no actor is called" in refusal(registry, "4").said


@pytest.mark.parametrize("past", ["SUN", "YUG", "CSK", "DDR", "SCG"])
def test_a_past_state_is_found(registry: Registry, past: str) -> None:
    actor = registry.find(past)

    assert actor.type == "state"
    assert actor.attributes["succeeded_by"]


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("NATO", "NATO"),
        ("european union", "EU"),
        ("the UN", "UN"),
        ("O.S.C.E.", "OSCE"),
        ("west", "west"),
        ("the West", "west"),
        ("tur.erdogan", "tur.erdogan"),
        ("Türkiye", "TUR"),
        ("TURKIYE", "TUR"),
        ("Turkiye", "TUR"),
        ("turkey", "TUR"),
        ("Republic of Turkey", "TUR"),
        ("Turkish", "TUR"),
        ("Турция", "TUR"),
        ("ERDOĞAN", "tur.erdogan"),
        ("erdogan", "tur.erdogan"),
        ("YILDIRIM", "tur.yildirim"),
        ("yıldırım", "tur.yildirim"),
        ("Yildirim", "tur.yildirim"),
        ("cote d’ivoire", "CIV"),
        ("Ivory  Coast", "CIV"),
        ("Bosnia & Herzegovina", "BIH"),
        ("the U.S.", "USA"),
        ("USA", "USA"),
        ("Washington", "USA"),
        ("White House", "USA"),
        ("Ankara", "TUR"),
        ("Burma", "MMR"),
    ],
)
def test_a_name_is_found_whatever_its_case_marks_and_dots(
    registry: Registry, text: str, actor: str
) -> None:
    assert found(registry, text) == actor


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Türkiye", "turkiye"),
        ("TÜRKİYE", "turkiye"),
        ("IRAK ırak", "irak irak"),
        ("Łódź", "lodz"),
        ("Færøerne", "faeroerne"),
        ("Þórshöfn", "thorshofn"),
        ("Đà Nẵng", "da nang"),
        ("The Hague", "hague"),
        ("U.S.A.", "usa"),
        ("Cote d’Ivoire", "cote divoire"),
        ("Guinea‑Bissau", "guinea bissau"),
        ("  a,b/c  ", "a b c"),
        ("Straße", "strasse"),
        ("", ""),
    ],
)
def test_names_are_compared_folded(text: str, folded: str) -> None:
    assert fold(text) == folded


# On a day -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("actor", "day", "name"),
    [
        ("TUR", "2022-05-31", "Turkey"),
        ("TUR", "2022-06-01", "Türkiye"),
        ("TUR", "1980-01-01", "Turkey"),
        ("COD", "1980-01-01", "Zaire"),
        ("COD", "2022-01-01", "DR Congo"),
        ("SWZ", "2010-01-01", "Swaziland"),
        ("SWZ", "2022-01-01", "Eswatini"),
        ("MKD", "2010-01-01", "Macedonia"),
        ("MKD", "2022-01-01", "North Macedonia"),
        ("CPV", "2010-01-01", "Cape Verde"),
        ("nobody", "2022-01-01", "nobody"),
    ],
)
def test_the_name_is_the_one_in_use_on_the_day(
    registry: Registry, actor: str, day: str, name: str
) -> None:
    assert registry.name(actor, day_number(day)) == name


def test_either_name_is_found_on_any_day(registry: Registry) -> None:
    assert (
        found(registry, "Türkiye", "2000-01-01") == found(registry, "Turkey", "2023-01-01") == "TUR"
    )


@pytest.mark.parametrize(
    ("text", "day", "actor"),
    [
        ("Moscow", "1980-01-01", "SUN"),
        ("Moscow", "2000-01-01", "RUS"),
        ("the Kremlin", "1970-01-01", "SUN"),
        ("Kremlin", "2022-03-05", "RUS"),
        ("Belgrade", "1995-01-01", "YUG"),
        ("Belgrade", "2004-01-01", "SCG"),
        ("Belgrade", "2010-01-01", "SRB"),
        ("Republic of China", "1930-01-01", "CHN"),
        ("Republic of China", "2000-01-01", "TWN"),
        ("USSR", "1991-12-25", "SUN"),
        ("Germany", "1970-01-01", "DEU"),
        ("West Germany", "1970-01-01", "DEU"),
        ("Trump administration", "2018-01-01", "USA"),
    ],
)
def test_a_name_is_resolved_on_the_day_asked(
    registry: Registry, text: str, day: str, actor: str
) -> None:
    assert found(registry, text, day) == actor


@pytest.mark.parametrize(
    ("text", "day", "actor"),
    [
        ("Prime Minister of Turkey", "2010-01-01", "tur.erdogan"),
        ("Prime Minister of Turkey", "2015-01-01", "tur.davutoglu"),
        ("Prime Minister of Turkey", "2017-01-01", "tur.yildirim"),
        ("President of Turkey", "2010-01-01", "tur.gul"),
        ("President of Turkey", "2022-03-05", "tur.erdogan"),
        ("Foreign Minister of Turkey", "2022-03-05", "tur.cavusoglu"),
        ("Foreign Minister of Turkey", "2015-10-01", "tur.sinirlioglu"),
        ("President of Russia", "2010-01-01", "rus.medvedev"),
        ("President of Russia", "2022-03-05", "rus.putin"),
        ("US President", "2018-01-01", "usa.trump"),
        ("US President", "2022-01-01", "usa.biden"),
    ],
)
def test_an_office_is_its_holder_on_the_day(
    registry: Registry, text: str, day: str, actor: str
) -> None:
    assert found(registry, text, day) == actor


def test_an_office_changes_hands_on_the_first_day_of_the_next_term(registry: Registry) -> None:
    assert found(registry, "US President", "2021-01-19") == "usa.trump"
    assert found(registry, "US President", "2021-01-20") == "usa.biden"


def test_an_office_that_nobody_holds_is_unknown_with_its_former_holders(registry: Registry) -> None:
    refused = refusal(registry, "Prime Minister of Turkey", "2020-01-01")

    assert "no actor is called" in refused.said
    assert "tur.erdogan" in pastes(refused)


def test_an_office_without_a_day_is_all_its_holders(registry: Registry) -> None:
    assert set(pastes(refusal(registry, "US President"))) == {"usa.obama", "usa.trump", "usa.biden"}


# Refusals -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "day", "candidates"),
    [
        ("Georgia", "", ["GEO"]),
        ("Georgia", "2022-01-01", ["GEO"]),
        ("Congo", "", ["COD", "COG"]),
        ("Congolese", "2022-01-01", ["COD", "COG"]),
        ("Korea", "2022-01-01", ["KOR", "PRK"]),
        ("Korea", "", ["KOR", "PRK", "KOE"]),
        ("Moscow", "", ["RUS", "SUN"]),
        ("840", "", ["PHL", "USA"]),
    ],
)
def test_an_ambiguous_name_lists_its_candidates(
    registry: Registry, text: str, day: str, candidates: list[str]
) -> None:
    refused = refusal(registry, text, day)

    assert f'"{text}" can mean' in refused.said
    assert pastes(refused) == candidates


def test_a_namesake_that_is_no_actor_is_named_too(registry: Registry) -> None:
    assert "US-GA (not an actor here)" in refusal(registry, "Georgia").said


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Brussels", ["EU", "BEL", "NATO"]),
        ("The Hague", ["NLD"]),
        ("Kurdistan", []),
        ("Jerusalem", ["ISR", "PSE"]),
    ],
)
def test_a_name_that_is_no_actor_is_refused_with_those_that_it_may_mean(
    registry: Registry, text: str, meant: list[str]
) -> None:
    refused = refusal(registry, text)

    assert refused.said.startswith(f'"{text}" is not an actor here.')
    assert pastes(refused) == meant


def test_a_name_that_nobody_has_comes_back_as_the_line_that_describes_its_bearer(
    registry: Registry,
) -> None:
    described, _ = refusal(registry, "Peng Liyuan").fixes
    assert isinstance(described, Run)
    (line,) = described.words
    actor = Actor.described(line)

    assert (actor.id, actor.name(), actor.type) == ("peng-liyuan", "Peng Liyuan", "person")
    assert registry.with_actors([actor]).find("peng liyuan").id == "peng-liyuan"


@pytest.mark.parametrize("text", ["xyzzy", "Xyzzy|B|C", "Name=X Y", "東京都庁"])
def test_what_is_written_like_no_name_is_not_described(registry: Registry, text: str) -> None:
    assert [fix for fix in refusal(registry, text).fixes if isinstance(fix, Run)] == [
        Run.of("actors", meaning="everyone who is known here")
    ]


def test_the_id_of_a_namesake_is_no_actor(registry: Registry) -> None:
    assert "US-GA" not in pastes(refusal(registry, "US-GA"))


@pytest.mark.parametrize(
    ("text", "day", "heirs"),
    [
        ("DDR", "1995-01-01", ["DEU"]),
        ("Czechoslovakia", "2000-01-01", ["CZE", "SVK"]),
        ("Serbia and Montenegro", "2006-06-03", ["SRB", "MNE"]),
        ("Congo", "1950-01-01", []),
    ],
)
def test_an_actor_that_did_not_exist_is_refused_with_its_heirs(
    registry: Registry, text: str, day: str, heirs: list[str]
) -> None:
    refused = refusal(registry, text, day)

    assert f"did not exist on {day}" in refused.said
    assert pastes(refused) == heirs


def test_of_many_heirs_the_first_few_are_offered(registry: Registry) -> None:
    assert pastes(refusal(registry, "USSR", "1991-12-26"))[:3] == ["RUS", "UKR", "BLR"]


def test_an_unknown_name_lists_the_closest(registry: Registry) -> None:
    assert (
        refusal(registry, "Frnace").said
        == 'no actor is called "Frnace". Did you mean France (FRA)?'
    )


@pytest.mark.parametrize("text", ["xyzzyplugh", "XQZ", "", "  "])
def test_a_name_like_none_points_to_the_list(registry: Registry, text: str) -> None:
    refused = refusal(registry, text)

    assert refused.said == f'no actor is called "{text}".'
    assert pastes(refused) == ["detente actors"]


def test_more_than_one_namesake_is_called_a_thing() -> None:
    refused = refusal(SMALL, "Newville")

    assert (
        refused.said
        == '"Newville" can mean two things: city (not an actor here), or city-2 (not an '
        "actor here)."
    )


def test_an_heir_that_the_registry_lacks_is_left_out() -> None:
    assert pastes(refusal(SMALL, "Oldland", "1960-01-01")) == ["NEW"]


def test_a_name_that_one_actor_bears_on_the_day_is_not_ambiguous() -> None:
    assert found(SMALL, "Republic", "1940-01-01") == "TWN"
    assert pastes(refusal(SMALL, "Republic", "1960-01-01")) == ["NEW", "TWN"]


def test_one_of_several_codes_is_enough() -> None:
    assert {found(SMALL, code) for code in ("nw", "999", "42", "43", "cow:nwl")} == {"NEW"}


# Lines --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "line",
    [
        "@actor west  the West  type=grouping",
        (
            "@actor TUR  Turkey {../2022-06-01} | Türkiye {2022-06-01/..} | Ankara {metonym} |"
            " Турция {ru}  iso2=TR"
        ),
        (
            "@actor tur.pm  Some One | Prime Minister {office, 2014-08-28/2016-05-24}  type=person"
            " of=TUR"
        ),
        "@actor x  Name {exonym, de, 2000-01-01/2001-01-01}",
    ],
)
def test_an_actor_is_written_as_it_was_read(line: str) -> None:
    assert Actor.parse(line).line == line


@pytest.mark.parametrize(
    ("line", "fix"),
    [
        ("@actor west", "@actor ACTOR  NAME  type=state"),
        ("west  the West  type=grouping", "@actor ACTOR  NAME  type=state"),
        ("@actor we$t  the West", "@actor ACTOR  NAME  type=state"),
        ("@actor west  the West  type=club", "type=state"),
        ("@actor west  the West {tr", "NAME {tr, DATE/..}"),
        ("@actor west  the West||other", "NAME {tr, DATE/..}"),
        ("@actor west  type=grouping", "NAME {tr, DATE/..}"),
        ("@actor west  the West|ype=state", "NAME {tr, DATE/..}"),
        ("@actor west  the West {nickname}", "name"),
        ("@actor west  the West {2022}", "name"),
        ("@actor west  the West {2021-02-29/..}", "2021-02-28"),
    ],
)
def test_a_line_that_describes_no_actor_is_refused(line: str, fix: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        Actor.parse(line)

    assert pastes(caught.value)[0] == fix


def test_a_name_is_borne_from_its_first_to_its_last_day() -> None:
    actor = Actor.parse("@actor x  Before {../2000-01-01} | After {2000-01-01/..}")

    assert [actor.name(day_number(day)) for day in ("1999-12-31", "2000-01-01")] == [
        "Before",
        "After",
    ]
    assert actor.name() == "Before"


def test_outside_every_span_the_last_name_stands() -> None:
    assert (
        Actor.parse("@actor x  One {1900/1910} | Two {1910/1920}").name(day_number("1950-01-01"))
        == "Two"
    )


def test_an_actor_without_an_english_name_has_its_first() -> None:
    assert Actor.parse("@actor x  Хтось {uk} | Quelqu'un {fr}").name() == "Хтось"


def test_an_actor_exists_from_its_first_day_to_the_day_before_its_end() -> None:
    actor = Actor.parse("@actor x  X  exists=1950-01-01/1960-01-01")

    assert [
        actor.existed(day_number(day))
        for day in ("1949-12-31", "1950-01-01", "1959-12-31", "1960-01-01")
    ] == [
        False,
        True,
        True,
        False,
    ]
    assert actor.existed(None)


def within(text: str, dated: str) -> str:
    return SMALL.find_within(text, edtf.days(dated)).id


@pytest.mark.parametrize(
    ("text", "dated", "actor"),
    [
        pytest.param("OLD", "1949", "OLD", id="its last whole year"),
        pytest.param("OLD", "1950", "", id="it ended before the first day of 1950"),
        pytest.param("OLD", "1949-12-30/1950-01-02", "OLD", id="days that its last day is among"),
        pytest.param("Oldland", "[..1960]", "OLD", id="some day up to 1960"),
        pytest.param("Oldland", "[1949-12-31..]", "OLD", id="some day from its last one on"),
        pytest.param("NEW", "1949", "", id="not yet"),
        pytest.param("NEW", "1949-12~", "NEW", id="about a month, so perhaps its first one"),
        pytest.param("Republic", "1949", "TWN", id="one that exists on the last day is meant"),
        pytest.param("Chief of Newland", "2009", "new.chief", id="the last term, in its last year"),
        pytest.param("Chief of Newland", "2010", "", id="an office after its last term"),
    ],
)
def test_in_a_year_in_which_an_actor_began_or_ended_it_existed(
    text: str, dated: str, actor: str
) -> None:
    if actor:
        assert within(text, dated) == actor
    else:
        with pytest.raises(UnknownActor):
            within(text, dated)


def test_who_existed_on_none_of_the_days_is_refused_with_all_of_them(registry: Registry) -> None:
    with pytest.raises(UnknownActor, match="did not exist from 1992-01-01 to 1992-12-31"):
        registry.find_within("SUN", edtf.window("1992"))

    assert registry.find_within("SUN", edtf.window("1991")).id == "SUN"
    assert registry.find_within("RUS", edtf.window("1991")).id == "RUS"


def test_an_actor_of_no_said_type_is_a_state() -> None:
    assert Actor.parse("@actor x  X").type == "state"
    assert Name("X").in_use(day_number("2022-01-01"))


def test_a_timeline_may_describe_more_actors_and_others_anew(registry: Registry) -> None:
    more = registry.with_actors(
        [Actor.parse("@actor aaa  Aland test state"), Actor.parse("@actor TUR  Anatolia")]
    )

    assert found(more, "aland TEST state") == "aaa"
    assert more.name("TUR") == "Anatolia"
    assert registry.name("TUR", day_number("2022-01-01")) == "Turkey"


def test_without_more_actors_the_registry_is_the_same(registry: Registry) -> None:
    assert registry.with_actors([]) is registry


def test_an_actor_is_got_by_exactly_its_id(registry: Registry) -> None:
    assert registry.get("TUR") is registry.find("turkey")
    assert registry.get("tur") is None


def test_a_registry_holds_each_actor_once() -> None:
    assert [actor.id for actor in SMALL] == ["OLD", "NEW", "TWN", "new.chief", "city", "city-2"]


def test_a_description_is_an_event_with_its_line() -> None:
    event = Described(line="@actor x  X", known_on=a_day("2022-03-05"))

    assert event.stored_as == "actor.described/1"
    assert Actor.parse(event.line).id == "x"


@pytest.mark.parametrize(
    "line", ["@actor xx  A\0B", "@actor xx  One | | Two", "@actor xx  Foo  exists=junk"]
)
def test_a_line_that_would_spoil_the_registry_is_refused(line: str) -> None:
    """Each was once accepted, and failed later, where somebody else was looked up."""
    with pytest.raises(InvalidInput):
        Actor.parse(line)


@pytest.mark.parametrize("before", ["A", "A | B", "A {tr}", "A type=state"])
@pytest.mark.parametrize("after", ["B", "| B {tr}", "{tr}", "type=state"])
def test_many_blanks_in_a_line_are_read_like_one(before: str, after: str) -> None:
    """From each of them all others were read again: a line of thirty thousand took minutes."""

    def read(blanks: str) -> object:
        try:
            return Actor.parse(f"@actor x  {before}{blanks}{after}{blanks}").line.split()
        except InvalidInput:
            return "refused"

    assert read(" " * 300_000) == read(" ")


@pytest.mark.parametrize(
    "name", ["{tr}", "A {tr", "A tr}", "A {tr} B", "A {{tr}}", "A {tr}}", "|", " "]
)
def test_what_is_no_name_is_refused(name: str) -> None:
    with pytest.raises(InvalidInput):
        Actor.parse(f"@actor x  A | {name}")


def test_braces_without_a_word_say_nothing() -> None:
    assert Actor.parse("@actor x  A {}  type=state").names == (Name("A"),)


@pytest.mark.parametrize("name", ["Kishida", "Ishiba"])
def test_nobody_is_offered_for_a_name_that_is_only_a_little_alike(
    registry: Registry, name: str
) -> None:
    """`Did you mean ISIS?` was once said of a prime minister of Japan."""
    with pytest.raises(UnknownActor) as refused:
        registry.find(name)

    assert refused.value.said == f'no actor is called "{name}".'


# Holders of office of many states -----------------------------------------------------------------


def test_a_question_on_states_reads_no_holders_of_office() -> None:
    """They are two thirds of what the registry knows, and every question would wait for them."""
    registry = bundled_registry()
    for text in ("turkey", "RUS", "Ankara", "Erdogan", "cow:640"):
        registry.find(text, day_number("2022-03-05"))
    list(registry)

    assert "others" not in vars(registry)


@pytest.mark.parametrize(
    ("text", "day", "actor"),
    [
        ("Xi Jinping", "2020-01-01", "chn.xi-jinping"),
        ("President of France", "2010-01-01", "fra.nicolas-sarkozy"),
        ("Foreign Minister of Japan", "1998-01-01", "jpn.keizo-obuchi"),
        ("chn.xi-jinping", "2020-01-01", "chn.xi-jinping"),
        ("Mulroney", "1990-01-01", ""),
    ],
)
def test_who_holds_an_office_is_found_where_nobody_else_is_meant(
    registry: Registry, text: str, day: str, actor: str
) -> None:
    found = registry.meant(text, day_number(day))

    assert (found.id if found else "") == actor


def test_of_sixty_states_all_three_offices_are_known_since_1990(registry: Registry) -> None:
    first, counted = day_number("1991-01-01"), dict[str, set[str]]()
    for person in registry.others:
        for name in person.names:
            if name.kind == "office":
                kind = "foreign" if name.text.startswith(("Foreign", "Secretary")) else "head"
                counted.setdefault(f"{kind} {person.attributes['of']}", set()).add(person.id)
                assert name.first <= name.last, person.line
                assert name.last >= first - 400, person.line
    full = {key[5:] for key, them in counted.items() if key.startswith("head ") and len(them) >= 6}
    foreign = {key[8:] for key, them in counted.items() if key[:7] == "foreign" and len(them) >= 5}

    assert len(full & foreign) >= 60


def test_every_holder_of_office_is_of_a_state_and_nobody_is_there_twice(
    registry: Registry,
) -> None:
    of_states: dict[tuple[str, str], str] = {}
    for person in registry.others:
        state = registry.get(person.attributes["of"])
        assert state is not None
        assert state.type == "state"
        assert registry.namesake(person.id) == ""
        for name in person.names:
            if name.kind == "name":
                other = of_states.setdefault((state.id, name.text), person.id)
                assert other == person.id, person.line
