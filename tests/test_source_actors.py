"""Which states sources mean by their own codes and names, and why some mean none."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Final

import pytest

from domain.actors import Registry
from domain.codes.parties import (
    NO_STATES,
    OWN_CODES,
    OWN_NAMES,
    REGION_CODES,
    REGIONS,
    WITHDRAWN_CODES,
)
from domain.refusal import InvalidInput
from domain.source_actors import REASONS, Party, SourceActors
from service.sources.rulebook import rules_text
from tests.builders import day_number
from tests.console import Console
from tests.ruling import ROOT
from tests.shared import codebook, shared
from tests.test_actors import ISO
from views.spelling import command as spelled

SYSTEMS: Final = ("icews-country", "icews-entity", "cameo-country", "iso3", "cow", "registry")


@pytest.fixture(scope="session")
def actors(registry: Registry) -> SourceActors:
    return SourceActors(registry)


def who(actors: SourceActors, text: str, system: str, day: str = "2018-06-01") -> str:
    party = actors.state_of(text, system, day_number(day))
    assert bool(party.actor) != bool(party.reason)
    assert party.reason in {"", *REASONS}
    return party.actor or f"({party.reason})"


@pytest.mark.parametrize("system", ["icews-country", "registry"])
@pytest.mark.parametrize(
    ("name", "actor"),
    [
        ("Congo", "COG"),
        ("Congo (the)", "COG"),
        ("Congo, Rep.", "COG"),
        ("Congo, Democratic Republic of the", "COD"),
        ("Congo (the Democratic Republic of the)", "COD"),
        ("Congo, Dem. Rep.", "COD"),
    ],
)
def test_the_short_names_of_two_states_are_those_of_iso(
    actors: SourceActors, system: str, name: str, actor: str
) -> None:
    """Rows of tables that name states as ISO and the United Nations do were rejected."""
    assert actors.state_of(name, system, day_number("2018-06-01")).actor == actor


# Systems ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "actor"),
    [
        ("Russian Federation", "RUS"),
        ("Congo", "COG"),
        ("Democratic Republic of Congo", "COD"),
        ("Georgia", "GEO"),
        ("Occupied Palestinian Territory", "PSE"),
        ("Moldova, Republic of", "MDA"),
        ("the former Yugoslav Republic of Macedonia", "MKD"),
        ("Namibia", "NAM"),
        ("NA", "(missing)"),
        ("", "(missing)"),
        ("European Union", "(no-state)"),
        ("Kremlin", "(unknown)"),
        ("TUR", "(unknown)"),
    ],
)
def test_countries_of_icews(actors: SourceActors, name: str, actor: str) -> None:
    assert who(actors, name, "icews-country") == actor


@pytest.mark.parametrize(
    ("name", "actor"),
    [
        ("Turkey", "TUR"),
        ("Citizen_(Turkey)", "TUR"),
        ("Member_of_Parliament_(Govt)_(South_Korea)", "KOR"),
        ("Holy_See_(Vatican_City_State)", "VAT"),
        ("Envoy_(Holy_See_(Vatican_City_State))", "VAT"),
        ("Foreign_Affairs_(Palestinian_Territory,_Occupied)", "PSE"),
        ("Vladimir_Putin", "RUS"),
        ("Jamal_Khashoggi", "(no-state)"),
        ("Combatant_(Hezbollah)", "(no-state)"),
        ("North_Atlantic_Treaty_Organization", "(no-state)"),
        ("Africa", "(region)"),
        ("Police_(Crimea)", "(region)"),
        ("Citizen_(Ruritania)", "(unknown)"),
        ("Citizen_Turkey)", "(no-state)"),
        ("", "(missing)"),
    ],
)
def test_entities_of_icews_graphs(actors: SourceActors, name: str, actor: str) -> None:
    assert who(actors, name, "icews-entity") == actor


@pytest.mark.parametrize(
    ("code", "day", "actor"),
    [
        ("TUR", "2018-06-01", "TUR"),
        ("ROM", "2018-06-01", "ROU"),
        ("TMP", "2010-01-01", "TLS"),
        ("MTN", "2010-01-01", "MNE"),
        ("IMY", "2010-01-01", "IMN"),
        ("ZAR", "1990-01-01", "COD"),
        ("AFR", "2018-06-01", "(region)"),
        ("WST", "2018-06-01", "(region)"),
        ("IGO", "2018-06-01", "(region)"),
        ("AZE", "1982-01-01", "(not-then)"),
        ("", "2018-06-01", "(missing)"),
        ("tur", "2018-06-01", "(unknown)"),
        ("TU", "2018-06-01", "(unknown)"),
        ("XYZ", "2018-06-01", "(unknown)"),
        ("ICC", "2018-06-01", "(unknown)"),
    ],
)
def test_country_codes_of_gdelt(actors: SourceActors, code: str, day: str, actor: str) -> None:
    assert who(actors, code, "cameo-country", day) == actor


@pytest.mark.parametrize(
    ("code", "day", "actor"),
    [
        ("SUN", "1985-01-01", "SUN"),
        ("SUN", "1991-12-25", "SUN"),
        ("SUN", "1991-12-26", "(not-then)"),
        ("DDR", "1985-01-01", "DDR"),
        ("BUR", "1985-01-01", "MMR"),
        ("AFR", "2018-06-01", "(unknown)"),
    ],
)
def test_iso_codes_on_a_day(actors: SourceActors, code: str, day: str, actor: str) -> None:
    assert who(actors, code, "iso3", day) == actor


def test_every_iso_code_is_its_actors_id(actors: SourceActors) -> None:
    assert {code: who(actors, code, "iso3") for code in ISO} == {code: code for code in ISO}


def test_every_iso_code_that_was_withdrawn_is_known_but_for_eight(actors: SourceActors) -> None:
    """They are claims to Antarctica, islands and zones that the registry does not take up.

    See SOURCES.md.
    """
    with codebook("iso3166_3_historic.csv").open(encoding="utf-8") as file:
        codes = {row["alpha_3"] for row in csv.DictReader(file)}
    unknown = {code for code in codes if who(actors, code, "iso3", "1985-01-01") == "(unknown)"}

    assert unknown == {"ATB", "ATN", "CTE", "GEL", "NTZ", "PCI", "PCZ", "SKM"}


@pytest.mark.parametrize(
    ("number", "day", "actor"),
    [
        ("640", "2018-06-01", "TUR"),
        ("2", "2018-06-01", "USA"),
        ("002", "2018-06-01", "USA"),
        ("345", "1910-01-01", "SRB"),
        ("345", "1980-01-01", "YUG"),
        ("345", "2004-01-01", "SCG"),
        ("345", "2010-01-01", "SRB"),
        ("265", "2010-01-01", "(not-then)"),
        ("999", "2018-06-01", "(unknown)"),
        ("", "2018-06-01", "(missing)"),
    ],
)
def test_numbers_of_the_correlates_of_war(
    actors: SourceActors, number: str, day: str, actor: str
) -> None:
    assert who(actors, number, "cow", day) == actor


@pytest.mark.parametrize(
    ("number", "day", "system", "actor"),
    [
        ("817", "2018-06-01", "cow", "(not-then)"),
        ("817", "2018-06-01", "gw", "VNM"),
        ("817", "1970-01-01", "gw", "RVN"),
        ("340", "2018-06-01", "gw", "SRB"),
        ("678", "2018-06-01", "gw", "YEM"),
        ("678", "1980-01-01", "gw", "YAR"),
        ("260", "2018-06-01", "gw", "DEU"),
        ("970", "2018-06-01", "gw", "KIR"),
        ("970", "2018-06-01", "cow", "NRU"),
        ("640", "2018-06-01", "gw", "TUR"),
        ("999", "2018-06-01", "gw", "(unknown)"),
    ],
)
def test_numbers_mean_what_they_mean_in_the_system_of_their_source(
    actors: SourceActors, number: str, day: str, system: str, actor: str
) -> None:
    assert who(actors, number, system, day) == actor


@pytest.mark.parametrize(
    ("code", "actor"),
    [("KSV", "XKX"), ("WBG", "PSE"), ("ROM", "ROU"), ("ADO", "AND"), ("IMY", "IMN")],
)
@pytest.mark.parametrize("system", ["iso3", "cameo-country"])
def test_codes_of_tables_of_banks(actors: SourceActors, system: str, code: str, actor: str) -> None:
    assert who(actors, code, system) == actor


@pytest.mark.parametrize(
    ("name", "day", "actor"),
    [
        ("Donald_Trump", "2018-06-01", "USA"),
        ("Donald_Trump", "2016-06-01", "(no-state)"),
        ("Barack_Obama", "2016-06-01", "USA"),
        ("Xi_Jinping", "2018-06-01", "CHN"),
        ("Jens_Stoltenberg", "2012-06-01", "NOR"),
        ("Jens_Stoltenberg", "2018-06-01", "(no-state)"),
        ("Federica_Mogherini", "2014-06-01", "ITA"),
        ("Federica_Mogherini", "2018-06-01", "(no-state)"),
        ("Hans-Dietrich_Genscher", "1991-06-01", "DEU"),
        ("Sergey_Viktorovich_Lavrov", "2018-06-01", "RUS"),
        ("Malcolm_Bligh_Turnbull", "2018-08-23", "AUS"),
        ("Malcolm_Bligh_Turnbull", "2018-08-24", "(no-state)"),
        ("Scott_Morrison", "2018-08-24", "AUS"),
        ("Carter", "2016-06-01", "(no-state)"),
        ("May", "2018-06-01", "(no-state)"),
    ],
)
def test_a_person_is_a_party_for_the_state_and_the_days_of_an_office(
    actors: SourceActors, name: str, day: str, actor: str
) -> None:
    """A tenth of the rows of the graph files name a head of state or a minister by name alone."""
    assert who(actors, name, "icews-entity", day) == actor


def test_days_of_two_offices_are_told_apart_though_names_are_kept(actors: SourceActors) -> None:
    days = ["2018-08-23", "2018-08-24", "2018-08-23"]
    found = [who(actors, "Malcolm_Bligh_Turnbull", "icews-entity", day) for day in days]

    assert found == ["AUS", "(no-state)", "AUS"]


def test_every_number_of_the_cow_list_is_a_state_when_its_spell_ends(actors: SourceActors) -> None:
    with codebook("cow_states.csv").open(encoding="utf-8") as file:
        rows = [
            {key: value.removesuffix(".0") for key, value in row.items()}
            for row in csv.DictReader(file)
        ]
    spells = [
        (row["ccode"], f"{row['endyear']}-{row['endmonth']:0>2}-{row['endday']:0>2}")
        for row in rows
        if int(row["endyear"]) > 1900
    ]

    assert len(spells) > 200
    assert [
        spell for spell in spells if who(actors, spell[0], "cow", spell[1]).startswith("(")
    ] == []


def test_our_own_lookup_takes_any_name_and_any_actor(actors: SourceActors) -> None:
    assert who(actors, "Ankara", "registry") == "TUR"
    assert who(actors, "NATO", "registry") == "NATO"
    assert who(actors, "Georgia", "registry") == "(unknown)"


def test_the_same_name_means_others_on_other_days(actors: SourceActors) -> None:
    """Answers are kept for spans of days, which must not run across a change of the registry."""
    days = ("1990-01-01", "1991-12-25", "1991-12-26", "1991-12-25", "2018-06-01")

    assert [who(actors, "Moscow", "registry", day) for day in days] == [
        "SUN",
        "SUN",
        "RUS",
        "SUN",
        "RUS",
    ]


def test_an_unknown_system_is_refused(actors: SourceActors) -> None:
    with pytest.raises(
        InvalidInput, match='no system of actor codes is called "icews-contry"'
    ) as caught:
        actors.state_of("Turkey", "icews-contry", 1)

    assert [spelled(fix).paste for fix in caught.value.fixes] == ["icews-country"]


# The tables ---------------------------------------------------------------------------------------


def test_codes_and_names_of_their_own_lead_to_states(registry: Registry) -> None:
    meant = {*OWN_CODES.values(), *OWN_NAMES.values(), *WITHDRAWN_CODES.values()}

    assert {found.type for found in map(registry.get, meant) if found} == {"state", "territory"}
    assert not [code for code in meant if registry.get(code) is None]
    assert not [code for code in (*OWN_CODES, *WITHDRAWN_CODES, *REGION_CODES) if code in ISO]


def test_no_region_or_party_is_a_state_of_that_name_since_icews_began(registry: Registry) -> None:
    found = {
        name: registry.meant(name, day_number("1995-01-01")) for name in (*REGIONS, *NO_STATES)
    }

    assert not [
        name for name, actor in found.items() if actor and actor.type in ("state", "territory")
    ]


# Others' data -------------------------------------------------------------------------------------


def dated(day: str, form: str) -> int:
    return datetime.strptime(day, form).toordinal()  # noqa: DTZ007 - a day has no zone


def icews(path: str) -> Iterator[tuple[str, int]]:
    with shared(path).open(encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            for column in ("Source Country", "Target Country"):
                yield row[column], dated(row["Event Date"], "%Y-%m-%d")


def gdelt(path: str) -> Iterator[tuple[str, int]]:
    for line in shared(path).read_text(encoding="utf-8").splitlines():
        cells = line.split("\t")
        for column in (7, 17):
            yield cells[column], dated(cells[1], "%Y%m%d")


def graph(path: str) -> Iterator[tuple[str, int]]:
    for line in shared(path).read_text(encoding="utf-8").splitlines():
        subject, _, other, day = line.split("\t")[:4]
        yield subject, dated(day, "%Y-%m-%d")
        yield other, dated(day, "%Y-%m-%d")


def reasons(
    actors: SourceActors, values: Iterator[tuple[str, int]], system: str
) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for text, day in values:
        party: Party = actors.state_of(text, system, day)
        found.setdefault(party.reason or "state", set()).add(text)
    return found


def test_every_country_of_raw_icews_is_a_state(actors: SourceActors) -> None:
    found = reasons(actors, icews("icews/events.2018.sample.tab"), "icews-country")

    assert found.pop("missing") == {"NA"}
    assert len(found.pop("state")) == 148
    assert found == {}


@pytest.mark.parametrize(
    ("path", "states", "not_then"),
    [
        ("gdelt/v2-20180101000000.export.CSV", 67, set[str]()),
        ("gdelt/v1-mixed-57-58-columns.csv", 85, {"AZE", "BLR"}),
    ],
)
def test_every_country_of_gdelt_is_a_state_or_a_region(
    actors: SourceActors, path: str, states: int, not_then: set[str]
) -> None:
    """GDELT dates two rows of 1982 to Azerbaijan and Belarus, which were no states then."""
    found = reasons(actors, gdelt(path), "cameo-country")

    assert found.pop("missing") == {""}
    assert found.pop("region") <= REGION_CODES
    assert found.pop("not-then", set()) == not_then
    assert len(found.pop("state")) == states
    assert found == {}


@pytest.mark.parametrize("name", ["valid.txt", "test.txt"])
def test_every_suffix_of_the_graph_files_is_a_country_or_listed_as_none(
    actors: SourceActors, name: str
) -> None:
    found = reasons(actors, graph(f"icews18/{name}"), "icews-entity")

    assert len(found.pop("state")) > 1000
    assert found.keys() == {"region", "no-state"}


@pytest.mark.parametrize("leaves_out", [False, True])
def test_groups_of_a_country_count_as_its_state_unless_rules_leave_them_out(
    tmp_path: Path, leaves_out: bool
) -> None:
    """The lines that docs/rules.md gives."""
    page = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
    skip = next(part for part in page.split("```toml\n") if part.startswith("[[skip]]"))
    text = rules_text("icews-kg") + (skip.partition("```")[0] if leaves_out else "")
    (tmp_path / "my.toml").write_text(text, encoding="utf-8")
    sides = ["Insurgent_(Syria)\tRussia", "Turkey\tProtester_(India)", "Media_(Iran)\tTurkey"]
    sides += ["Police_(India)\tChina", "Russia\tTurkey"]
    rows = (side.replace("\t", "\tMake_statement\t") + "\t2018-09-28" for side in sides)
    (tmp_path / "rows.txt").write_text("\n".join(rows) + "\n", encoding="utf-8")
    printed, code = Console.begun(tmp_path).run(["import", "rows.txt", "--rules", "my.toml"])

    assert code == 0, printed
    assert f"{2 if leaves_out else 5} facts" in printed


@pytest.mark.parametrize(
    ("name", "day", "state"),
    [
        ("Muhammad_ibn_Salman", "2018-10-05", "SAU"),
        ("Lenin_Moreno", "2018-10-05", "ECU"),
        ("Lenin_Moreno", "2017-05-23", ""),
        ("Arthur_Peter_Mutharika", "2018-10-05", "MWI"),
        ("Abd_al-Rab_Mansur_al-Hadi", "2018-10-05", "YEM"),
        ("Lindiwe_Nonceba_Sisulu", "2018-10-05", "ZAF"),
        ("Béji_Caïd_Es-Sebsi", "2018-10-05", "TUN"),
        ("Mikhail_Sergeyevich_Gorbachev", "1991-06-01", "SUN"),
        ("Mikhail_Sergeyevich_Gorbachev", "2018-10-05", ""),
        ("Thabo_Mvuyelwa_Mbeki", "2007-10-05", "ZAF"),
        ("Aso_Taro", "2009-01-05", "JPN"),
        ("Aso_Taro", "2018-10-05", ""),
    ],
)
def test_leaders_are_known_as_icews_spells_them(
    actors: SourceActors, name: str, day: str, state: str
) -> None:
    """Their rows were left out as those of nobody."""
    assert actors.state_of(name, "icews-entity", day_number(day)).actor == state
